"""T8 with few athletes and bands that leave room for chance."""

import pytest

from tests.truth import t8_forecast
from tests.truth.bench import Outcome


def within(outcome: Outcome, low: float, high: float) -> bool:
    """Inside the band, four Monte-Carlo standard errors wider on either side."""
    return low - 4 * outcome.se <= outcome.ours <= high + 4 * outcome.se


@pytest.fixture(scope="module")
def errors() -> dict[str, Outcome]:
    return {outcome.id: outcome for outcome in t8_forecast.closer_than_the_simple_ones({120: 12})}


def test_forecasts_are_closer_than_both_simple_ones(errors):
    ahead = errors["T8a 3 d"]
    assert within(ahead, 0, 0.81), ahead
    today, mean, oracle = (float(part.split()[0]) for part in ahead.naive.split(", "))
    assert oracle < ahead.ours < 0.9 * min(today, mean), ahead
    for id in ("T8a gain", "T8a CRPS"):
        assert within(errors[id], 0.18, 1), errors[id]
        assert errors[id].ours > 0.1


def test_where_nothing_acts_they_are_as_close_as_the_mean():
    for outcome in t8_forecast.ties_where_nothing_acts(count=6, days=90):
        assert outcome.ours < 0.03, outcome


def test_intervals_hold_and_recover_from_a_shock():
    stationary, shocked = t8_forecast.intervals_hold(count=9, lengths=(60, 90))[1:]
    assert within(stationary, 0.77, 0.83), stationary
    assert within(shocked, 0.72, 1), shocked
    assert shocked.ours > float(shocked.naive.split()[0]) + 0.03


def test_effects_of_load_are_what_least_squares_finds():
    error, covered = t8_forecast.load_effects(count=7, peers=0)
    assert within(error, -1, 0.1), error
    assert within(covered, 0.9, 0.98), covered


def test_load_is_said_to_matter_where_it_does():
    *nothing, acts = t8_forecast.load_seen(count=6, lengths=(100,))
    assert all(outcome.ours <= 0.34 for outcome in nothing), nothing
    assert acts.ours >= 0.8
