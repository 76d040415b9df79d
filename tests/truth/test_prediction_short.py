"""T9, T10 and T15 with few athletes and bands that leave room for chance."""

import pytest

from tests.truth import t9_prediction, t10_probability, t15_drift
from tests.truth.bench import Outcome


def within(outcome: Outcome, low: float, high: float) -> bool:
    """Inside the band, four Monte-Carlo standard errors wider on either side."""
    return low - 4 * outcome.se <= outcome.ours <= high + 4 * outcome.se


def naive_of(outcome: Outcome) -> list[float]:
    return [float(part.split()[0]) for part in outcome.naive.split(", ")]


@pytest.fixture(scope="module")
def errors() -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in t9_prediction.errors_against_the_oracle({60: 4}, {60: 2})}


def test_the_prior_comes_close_to_whoever_knows_the_truth(errors):
    prior = errors["T9a prior"]
    assert within(prior, 1.0, 1.06), prior
    assert prior.ours < errors["T9a alone"].ours < min(naive_of(prior)[:5])
    assert prior.ours < naive_of(prior)[-1]  # the rule


def test_trees_and_network_add_no_harm(errors):
    for id in ("T9a boosted", "T9a network"):
        assert errors[id].ours < 1.15, errors[id]


def test_nothing_leaks_and_a_leak_would_show():
    ours, leak = t9_prediction.leaks_show(count=4)
    assert within(ours, -1, ours.high), ours
    assert ours.ours < 0.6 < leak.ours, leak


def test_nothing_is_learned_where_there_is_nothing():
    for outcome in t9_prediction.shuffled_targets(count=2):
        assert outcome.ours < 0.02, outcome


def test_what_is_shown_is_closer_than_the_median():
    for outcome in t9_prediction.used_against_the_median(count=3, days=120, judges=10):
        assert outcome.ours < 0.97, outcome


def test_intervals_hold_and_recover_from_a_shock():
    *calm, early, shocked = t9_prediction.intervals_hold(count=4, days=180)
    for outcome in calm:
        assert within(outcome, 0.77, 0.83), outcome
    assert within(early, 0.77, 1), early
    assert within(shocked, 0.72, 1) and shocked.ours > naive_of(shocked)[0], shocked


def test_the_gate_keeps_its_word():
    looks = t9_prediction.LOOKS[:6]
    for outcome in (
        *t9_prediction.gate_keeps_its_word(trials=40, looks=looks),
        *t9_prediction.gate_where_others_vouch(trials=40, days=looks[-1]),
    ):
        assert within(outcome, 0, 0.05), outcome
    *_, last = t9_prediction.gate_lets_good_ones_through(trials=12)
    assert within(last, 0.8, 1), last  # better by a tenth, after 310 mornings


def test_probabilities_mean_what_they_say():
    skill, ece = t10_probability.low_mornings(count=3, lengths=(90,), naive_count=1)
    assert within(skill, 0.13, 1), skill
    assert within(ece, 0, 0.1), ece


def test_no_drift_is_seen_where_there_is_none():
    calm, moved = t15_drift.false_alarms(count=120, phis=(0.4,), windows=((90, 30),))
    assert within(calm, 0, 0.06), calm
    assert within(moved, 0.75, 1), moved
    psi, ks = naive_of(calm)
    assert psi > 0.7 and ks > 0.08


def test_larger_errors_and_intervals_that_no_longer_hold_are_told_and_nothing_else_is():
    found = t15_drift.prediction_alarms(count=12, phis=(0.3,))
    for calm, *changed in (found[:4], found[4:]):
        assert within(calm, 0, 0.05) and calm.ours <= 0.1 < naive_of(calm)[0], calm
        for outcome in changed:
            assert within(outcome, outcome.low, 1) and outcome.ours > 0.4, outcome
