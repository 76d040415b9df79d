"""The truth bench with few athletes and bands that leave room for chance; `python -m tests.truth` is the whole."""

import pytest

from tests.truth import t1_baseline, t1_recovery
from tests.truth.bench import Outcome


def within(outcome: Outcome, low: float, high: float) -> bool:
    """Inside the band, four Monte-Carlo standard errors wider on either side."""
    return low - 4 * outcome.se <= outcome.ours <= high + 4 * outcome.se


def naive(outcome: Outcome) -> float:
    return float(outcome.naive.split()[0])


def test_null_days_are_flagged_as_rarely_as_the_band_claims_and_the_usual_rule_does_not():
    for outcome in t1_baseline.null_days_flagged(count=60):
        assert within(outcome, 0.03, 0.06), outcome
        assert naive(outcome) > 0.14, outcome


def test_a_fall_by_one_sd_is_seen_far_more_often_than_a_fall_that_was_not():
    fallen, unchanged = t1_baseline.shifts_seen(count=120)[2:4]
    assert within(fallen, 0.70, 1), fallen
    assert fallen.ours > unchanged.ours + 0.25


def test_the_level_errs_less_than_either_rolling_mean_and_its_interval_holds_it():
    outcomes = t1_baseline.level_errors(count=40, peers=2)
    for error, limit in zip(outcomes[:9:3], (0.16, 0.21, 0.33), strict=True):
        assert within(error, 0, limit), error
        assert error.ours < min(float(error.naive.split()[k]) for k in (0, 3)), error
    for coverage in outcomes[1::3]:
        assert within(coverage, 0.92, 1), coverage


def test_single_days_leave_the_normal_range_as_rarely_as_it_claims():
    for outcome in t1_baseline.days_outside_range(count=60):
        assert within(outcome, 0.04, 0.06), outcome


def test_the_trend_finds_what_is_there_and_little_else():
    for outcome in t1_baseline.trend_intervals(count=150):
        if outcome.target != "-":
            assert within(outcome, outcome.low or 0, outcome.high or 1), outcome


def test_the_interval_of_the_recovery_holds_the_true_score():
    (outcome,) = t1_recovery.recovery_intervals(count=60)
    assert within(outcome, 0.92, 0.97), outcome


@pytest.mark.parametrize(
    ("ours", "met"), [(0.05, "yes"), (0.0615, "within error"), (0.08, "no"), (0.029, "within error"), (0.01, "no")]
)
def test_a_target_is_met_missed_by_chance_or_missed(ours, met):
    assert Outcome("id", "says", "world", "-", ours, se=0.001, count=9, low=0.03, high=0.06).met == met


def test_a_figure_without_a_target_is_neither_met_nor_missed():
    assert Outcome("id", "says", "world", "-", 0.5, se=0.1, count=9).met == "-"
