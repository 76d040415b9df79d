"""The rhythm's checks with few athletes and bands that leave room for chance; `python -m tests.truth` is the whole."""

from dataclasses import replace

from tests.truth import t3_circadian
from tests.truth.bench import Outcome


def within(outcome: Outcome, low: float, high: float) -> bool:
    """Inside the band, four Monte-Carlo standard errors wider on either side."""
    return low - 4 * outcome.se <= outcome.ours <= high + 4 * outcome.se


def rate_within(outcome: Outcome, low: float, high: float) -> bool:
    """The same for a share near .05 or .95, of which so few athletes may give 0 or 1 without any spread."""
    return within(replace(outcome, se=max(outcome.se, (0.05 * 0.95 / outcome.count) ** 0.5)), low, high)


def naive(outcome: Outcome) -> float:
    return float(outcome.naive.split()[0])


def test_the_interval_of_the_acrophase_holds_it_where_hours_as_independent_do_not():
    outcomes = t3_circadian.phase_intervals(count=40)
    for coverage, error in zip(outcomes[::2], outcomes[1::2], strict=True):
        assert rate_within(coverage, 0.92, 0.97), coverage
        assert naive(coverage) < 0.8, coverage
        assert within(error, 0, error.high), error
        assert error.ours < naive(error) / 2, error


def test_a_rhythm_is_seldom_seen_where_there_is_none():
    for outcome in t3_circadian.false_rhythms(count=60):
        assert rate_within(outcome, 0.04, 0.06), outcome
        assert naive(outcome) > 0.12, outcome


def test_peak_and_trough_of_a_skewed_day_are_found_and_one_wave_misses_them():
    for outcome in t3_circadian.skewed_days(count=25):
        assert rate_within(outcome, outcome.low or 0, outcome.high), outcome
        if "one wave" in outcome.naive:
            assert naive(outcome) > 1.5 * outcome.ours
            assert float(outcome.naive.split()[6]) > 1.8


def test_a_move_by_an_hour_is_seen_and_none_where_there_was_none():
    still, _, moved, _ = outcomes = t3_circadian.moved_rhythms(count=30)
    for outcome in outcomes:
        assert rate_within(outcome, outcome.low, outcome.high or 1), outcome
    assert moved.ours > still.ours + 0.5


def test_bedtimes_around_midnight_have_a_mean():
    for error, coverage in zip(*[iter(t3_circadian.bedtimes(count=25))] * 2, strict=True):
        assert within(error, 0, 10), error
        assert naive(error) > 300
        assert rate_within(coverage, 0.92, 0.97), coverage


def test_the_regularity_index_is_exact_and_missing_nights_do_not_lower_it():
    same, by_lot, gaps, coverage = t3_circadian.regularity_indices(count=10)
    assert same.ours == 100
    assert within(by_lot, 10.6, 11.6), by_lot
    assert within(gaps, -1.6, 1.6), gaps
    assert naive(gaps) < -5
    assert rate_within(coverage, 0.92, 0.97), coverage


def test_the_interval_of_social_jetlag_holds_it():
    for outcome in t3_circadian.free_against_work(count=25):
        assert rate_within(outcome, 0.93, 0.97), outcome
