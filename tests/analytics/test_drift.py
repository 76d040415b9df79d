"""Alarms that stay silent over days that are merely alike their neighbours, and speak when something has changed."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from analytics.recovery import drift, intervals
from analytics.results import NotEnoughData


def remembering(rng, days, phi=0.4):
    values = rng.standard_normal(days)
    for day in range(1, days):
        values[day] = phi * values[day - 1] + np.sqrt(1 - phi**2) * values[day]
    return values


def test_the_shift_is_in_daily_sds():
    early, late = np.tile([-1.0, 1.0], 45), np.tile([1.0, 3.0], 15)
    change, p = drift.mean_moved(early, late)
    assert change == pytest.approx(2 / np.sqrt(120 / 118))
    assert p < 1e-6


def test_a_mean_of_days_that_are_alike_is_less_sure():
    rng = np.random.default_rng(0)
    white, alike = rng.standard_normal(120), remembering(np.random.default_rng(0), 120, 0.8)
    for values in (white, alike):
        values -= values.mean()
    moved = [
        drift.mean_moved(x[:90], x[90:] - x[90:].mean() + x[:90].mean() + 0.8 * x.std())[1] for x in (white, alike)
    ]
    assert moved[0] < 0.01 < moved[1]


def test_nothing_has_changed():
    rng = np.random.default_rng(1)
    found = []
    for _ in range(150):
        values = remembering(rng, 120)
        values[rng.random(120) < 0.1] = np.nan
        found.append(drift.mean_moved(values[:90], values[90:])[1] < 0.05)
    assert np.mean(found) <= 0.09


def test_one_feature_of_many_has_moved():
    rng = np.random.default_rng(2)
    index = pd.date_range("2024-01-01", periods=120, name="day")
    x = pd.DataFrame({f"f{number}": remembering(rng, 120) for number in range(20)}, index)
    x.iloc[-30:, 3] += 2.0
    x["never"], x["always"], x["seldom"] = np.nan, 1.0, np.where(np.arange(120) % 20 == 0, 1.0, np.nan)
    found = drift.features(x)
    assert [one.feature for one in found if one.drifted] == ["f3"]
    assert len(found) == 20 and (found[0].n_recent, found[0].n_before) == (30, 90) and found[0].change_sd > 1


def test_a_column_that_was_constant_and_is_no_more():
    index = pd.date_range("2024-01-01", periods=120, name="day")
    (found,) = drift.features(pd.DataFrame({"a": np.repeat([0.0, 1.0], [90, 30])}, index))
    assert found.drifted and found.change_sd == np.inf


def test_the_index_by_hand():
    early = np.arange(100.0)
    assert drift.psi(early, early) == pytest.approx(0)
    late = np.arange(50.0)  # twice as many in each of the lower five tenths, none in the upper ones
    empty = 0.5 / 50
    assert drift.psi(early, late) == pytest.approx(5 * 0.1 * np.log(2) + 5 * (empty - 0.1) * np.log(empty / 0.1))


def test_the_distance_by_hand_and_by_the_library():
    from scipy.stats import ks_2samp

    assert drift.ks(np.array([1.0, 2, 3, 4]), np.array([3.0, np.nan, 4, 5, 6])) == 0.5  # of 4 days 2, of 4 days none
    early, late = np.random.default_rng(3).integers(0, 9, (2, 50)).astype(float)
    assert drift.ks(early, late[:20]) == pytest.approx(ks_2samp(early, late[:20]).statistic)


def judged(days=200, seed=0):
    rng = np.random.default_rng(seed)
    y = 60 + 10 * rng.standard_normal(days)
    value = np.full(days, 60.0)
    return y, value, value - 12.8, value + 12.8


def test_no_alarm_where_all_is_as_before():
    raised = [[alarm.raised for alarm in drift.alarms(*judged(seed=seed))] for seed in range(60)]
    assert (np.mean(raised, axis=0) <= 0.13).all()


def test_both_alarms_where_mornings_have_become_unpredictable():
    y, value, low, high = judged()
    y[-30:] = 60 + 2.5 * (y[-30:] - 60)
    error, coverage = drift.alarms(y, value, low, high)
    assert error.raised and error.recent > 1.8 * error.expected
    assert coverage.raised and coverage.recent < 0.65 and coverage.n == 20


def test_how_far_off_recent_mornings_were_by_hand():
    y, value = np.r_[np.arange(1.0, 81), np.full(20, 61.0)], np.zeros(100)
    *_, found = drift.alarms(y, value, value - 60, value + 60)
    # 20 of the 80 earlier mornings were missed by as much or more: 21 of 81
    summed = 40 + (-2 * 20 * np.log(21 / 81) - 40) / np.sqrt(1 + 20 / 80)
    assert found.p == pytest.approx(chi2.sf(summed, 40)) and found.recent == 0 and not found.raised


def test_intervals_that_have_widened_in_time_are_no_alarm():
    y, value, low, high = judged()
    y[-30:] = 60 + 2.5 * (y[-30:] - 60)
    low[-30:], high[-30:] = 0, 100
    assert drift.coverage(y, value, low, high).p == 1


def test_intervals_that_adapt_do_not_silence_the_alarm():
    y, value, *_ = judged()
    y[-20:] = np.clip(60 + 3 * (y[-20:] - 60), 0, 100)
    seen = y, value, *intervals.within(value, intervals.spreads(y, value, y[:15]))
    raised = [drift.coverage(*(part[:day] for part in seen)).raised for day in range(170, 201)]
    assert not any(raised[:11]) and any(raised[11:])


def test_better_than_before_is_no_alarm():
    y, value, low, high = judged()
    y[-30:] = 60.0
    assert not any(alarm.raised for alarm in drift.alarms(y, value, low, high))


def test_too_few_mornings_for_an_alarm():
    y, value, low, high = judged(80)
    with pytest.raises(NotEnoughData, match="50 of 60 mornings"):
        drift.alarms(y, value, low, high)
    with pytest.raises(NotEnoughData, match="79 of 80 mornings"):
        drift.coverage(y[1:], value[1:], low[1:], high[1:])
