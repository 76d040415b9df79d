"""The truth bench of recovery velocity with few athletes and room for chance; `python -m tests.truth` is the whole."""

from tests.truth import t6_velocity
from tests.truth.bench import Outcome


def within(outcome: Outcome) -> bool:
    """Inside the target, four Monte-Carlo standard errors wider on either side."""
    room = 4 * max(outcome.se, 0.01)
    low, high = outcome.low, outcome.high
    return (low is None or outcome.ours >= low - room) and (high is None or outcome.ours <= high + room)


def test_the_intervals_of_the_response_hold_it():
    outcomes = t6_velocity.responses(count=10, peers=2)
    assert all(within(outcome) for outcome in outcomes), outcomes
    for outcome in outcomes:
        if outcome.id == "T6 range":
            assert outcome.ours > float(outcome.naive.split()[0])  # of the load alone


def test_where_load_has_no_effect_hardly_any_is_seen_while_days_are_counted_all_the_same():
    outcomes = t6_velocity.no_response(count=30)
    assert all(within(outcome) for outcome in outcomes), outcomes
    assert all(float(outcome.naive.split()[0]) > 2 for outcome in outcomes[::2])


def test_a_return_that_is_chance_is_called_chance():
    (outcome,) = t6_velocity.low_scores(count=20)
    assert within(outcome), outcome
