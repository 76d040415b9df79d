import numpy as np
import pytest

from analytics.adaptive import reaches
from analytics.scoring import crps, skill
from analytics.state_space import Filters, foretell

STEP, PHI, SIZE = 0.2, 0.5, 0.7


def one_filter(inputs=2):
    return Filters([0] * inputs, [1.0] * inputs, centre=50.0, spread=5.0, steps=[STEP], phis=[PHI], sizes=[SIZE])


def series(days=80, seed=4):
    rng = np.random.default_rng(seed)
    inputs = rng.standard_normal((days + 7, 2))
    values = 50 + inputs[:days] @ [3.0, -2.0] + 4 * rng.standard_normal(days)
    values[rng.random(days) < 0.2] = np.nan
    return values, inputs


def library(values, inputs):
    """The same model in statsmodels, in units of the noise's variance."""
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

    model = KalmanFilter(k_endog=1, k_states=4, k_posdef=2)
    model.bind(np.ascontiguousarray(values[:, None]))
    model["design"] = np.stack([np.array([[1.0, 1.0, *row]]) for row in inputs[: len(values)]], axis=2)
    model["transition"] = np.diag([1.0, PHI, 1.0, 1.0])
    model["selection"] = np.eye(4)[:, :2]
    model["state_cov"] = np.diag([STEP**2, 1 - PHI**2])
    first = np.diag([1e3 + STEP**2, 1.0, SIZE**2, SIZE**2])
    model.initialize_known(np.array([50.0, 0, 0, 0]), first)
    return model.filter()


def test_a_filter_is_the_kalman_filter_of_statsmodels():
    values, inputs = series()
    ours, theirs = one_filter(), library(values, inputs)
    foretell(values, inputs, np.zeros((80, 1, 2)), np.array([1]), ours, start=80)
    assert ours.mean[:, 0] == pytest.approx(theirs.filtered_state[:, -1], abs=1e-6)
    assert ours.covariance[:, :, 0] == pytest.approx(theirs.filtered_state_cov[:, :, -1], abs=1e-6)


def test_a_forecast_of_h_days_is_what_h_days_without_a_value_lead_to():
    values, inputs = series()
    filters = one_filter()
    foretell(values, inputs, np.zeros((80, 1, 2)), np.array([1]), filters, start=80)
    mean, sd = filters.foretell(inputs[80:83], np.array([1, 2, 3]))
    scale = np.sqrt(filters.squares[0] / (filters.worth - 2))
    for ahead in range(3):
        filters.pass_a_day()
        seen = np.array([1.0, 1.0, *inputs[80 + ahead]])
        assert mean[ahead] == pytest.approx(filters.mean[:, 0] @ seen)
        assert sd[ahead] == pytest.approx(scale * np.sqrt(seen @ filters.covariance[:, :, 0] @ seen))


def test_effects_are_found_and_inputs_without_one_fade_out():
    rng = np.random.default_rng(1)
    inputs = rng.standard_normal((400, 2))
    values = 60 + 5 * inputs[:, 0] + 5 * rng.standard_normal(400)
    filters = Filters([0, 1], [1.0, 1.0], centre=60.0, spread=5.0)
    foretell(values, inputs, np.zeros((400, 1, 2)), np.array([1]), filters, start=400)
    mean, sd = filters.effect(np.eye(2))
    assert abs(mean[0] - 5) < 2 * sd[0] < 1.2
    assert filters.weights[filters.size[:, 0] > 0].sum() > 0.999
    assert abs(mean[1]) < 2 * sd[1]
    assert filters.weights[filters.size[:, 1] == filters.size.max()].sum() < 0.3  # one of three beforehand


def test_after_a_restart_the_level_is_found_anew_within_days():
    rng = np.random.default_rng(2)
    values = np.concatenate([50 + rng.standard_normal(100), 90 + rng.standard_normal(5)])
    none = np.zeros((105, 1, 0))
    kept = foretell(values, none[:, 0], none, np.array([1]), Filters([], [], centre=50, spread=1), start=30)
    anew = foretell(
        values, none[:, 0], none, np.array([1]), Filters([], [], centre=50, spread=1), start=30, restarts=[100]
    )
    assert abs(anew.mean[-1, 0] - 90) < 1.5
    assert kept.mean[100, 0] < 70
    assert anew.sd[-1, 0] < 2


def test_crps_is_the_integral_that_defines_it():
    from scipy.integrate import quad
    from scipy.stats import norm

    actual, mean, sd = 3.0, 1.0, 2.0
    below = quad(lambda x: norm.cdf(x, mean, sd) ** 2, -30, actual)[0]
    above = quad(lambda x: (1 - norm.cdf(x, mean, sd)) ** 2, actual, 30)[0]
    assert crps(np.array([actual]), np.array([mean]), np.array([sd]))[0] == pytest.approx(below + above, rel=1e-6)


def test_skill_is_one_less_the_ratio_of_errors_where_both_are_known():
    found = skill(np.array([1.0, 3.0, np.nan, 2.0]), np.array([2.0, 6.0, 1.0, np.nan]), seed=1)
    assert (found.percent, found.n) == (50, 2)
    assert found.low == found.high == 50  # each day is half as far off


def test_a_skill_that_is_chance_has_an_interval_around_0():
    rng = np.random.default_rng(3)
    found = skill(np.abs(rng.standard_normal((200, 7))), np.abs(rng.standard_normal((200, 7))), seed=1)
    assert found.low < 0 < found.high


def test_skill_without_a_day_to_compare_is_refused():
    with pytest.raises(ValueError, match="no day"):
        skill(np.array([np.nan]), np.array([1.0]), seed=1)


def test_intervals_shrink_while_nothing_falls_outside_and_grow_after_what_does():
    values = np.array([0.0, 0.0, 9.0, 0.0])
    reach = reaches(values, np.zeros((4, 1)), np.ones((4, 1)), 0.8, gain=0.05)[:, 0]
    from scipy.stats import norm

    shares = 2 * norm.sf(reach)
    assert shares == pytest.approx([0.2, 0.21, 0.17, 0.18])


def test_a_forecast_teaches_nothing_before_its_day_has_come():
    values = np.array([0.0, 0.0, 9.0, 9.0])
    reach = reaches(values, np.zeros((4, 2)), np.ones((4, 2)), 0.8, gain=0.05)
    # Two days ahead: the first that is judged is that of day 0, on day 2.
    assert reach[0, 1] == reach[1, 1] < reach[2, 1] < reach[3, 1]


def test_intervals_of_several_forecasts_at_once_are_those_of_each_by_itself():
    rng = np.random.default_rng(6)
    values = np.where(rng.random(200) < 0.2, np.nan, rng.standard_normal(200))
    mean, sd = rng.standard_normal((200, 2)), 0.5 + rng.random((200, 2))
    mean[:30] = np.nan
    ahead, level = np.array([1, 2, 1, 2]), np.array([0.5, 0.5, 0.8, 0.8])
    at_once = reaches(values, np.tile(mean, 2), np.tile(sd, 2), level, ahead=ahead)
    each = [reaches(values, mean, sd, one) for one in (0.5, 0.8)]
    assert np.array_equal(at_once, np.hstack(each))


def test_intervals_of_wrong_width_come_to_hold_their_promise():
    values = np.random.default_rng(5).standard_normal(3000)
    for sd in (0.5, 2.0):
        reach = reaches(values, np.zeros((3000, 1)), np.full((3000, 1), sd), 0.8)[:, 0]
        inside = np.abs(values[1:]) <= sd * reach[:-1]
        assert inside[200:].mean() == pytest.approx(0.8, abs=0.01)
