"""The truth bench of the sleep window with few athletes and room for chance; `python -m tests.truth` is the whole."""

from tests.truth import t4_timing
from tests.truth.bench import Outcome


def within(outcome: Outcome) -> bool:
    """Inside the target, four Monte-Carlo standard errors wider on either side."""
    low, high = (edge for edge in (outcome.low, outcome.high))
    room = 4 * max(outcome.se, 0.01)
    return (low is None or outcome.ours >= low - room) and (high is None or outcome.ours <= high + room)


def test_where_no_time_is_better_hardly_any_is_named():
    for outcome in t4_timing.nothing_to_find(count=12):
        assert outcome.ours <= 0.06 + 4 * 0.06, outcome


def test_the_best_time_is_nearer_than_that_of_the_best_half_hour():
    outcomes = t4_timing.best_times(count=12, forests=2)
    assert all(within(outcome) for outcome in outcomes), outcomes
    for outcome in outcomes:
        if outcome.id in ("T4b error", "T4b regret"):
            assert outcome.ours < float(outcome.naive.split()[0]), outcome


def test_no_best_bedtime_is_named_where_earlier_is_better_throughout():
    (outcome,) = t4_timing.no_best_inside(count=20)
    assert outcome.ours <= 0.2


def test_what_precedes_a_good_night_is_told_from_what_does_not():
    assert all(within(outcome) for outcome in t4_timing.nights_explained(count=10))
