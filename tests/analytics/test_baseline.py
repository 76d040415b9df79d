from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.baseline import baseline, baseline_history, level, trend
from analytics.results import Grade, NotEnoughData
from analytics.usual import against_usual


def daily(values):
    return pd.Series(np.asarray(values, dtype=float), pd.date_range("2024-01-01", periods=len(values), name="day"))


def noise(days, seed=1):
    return np.random.default_rng(seed).standard_normal(days)


def last(values):
    return values.index[-1].date()


def test_the_reference_is_the_60_days_before_the_last_7():
    values = daily([1000.0] * 10 + [50.0, 54.0] * 30 + [60.0] * 7)
    result = baseline(values, last(values), log=False)
    assert (result.usual.value, result.usual.n) == (52, 60)
    assert (result.week, result.week_n, result.today) == (60, 7, 60)
    assert result.change.value == 8


def test_the_usual_of_a_logarithmic_metric_is_a_geometric_mean():
    values = daily([40.0, 90.0] * 30 + [66.0] * 7)
    result = baseline(values, last(values), log=True)
    assert result.usual.value == pytest.approx(60)  # sqrt(40 * 90)
    assert result.change.value == pytest.approx(10)  # % of 60
    assert result.week == pytest.approx(66)


def test_alternating_days_by_hand():
    values = daily([50.0, 54.0] * 30 + [52.0] * 7)
    result = baseline(values, last(values), log=False)
    # Neighbours never resemble each other: phi is held at 0. SD = 2 sqrt(60 / 59); t(59) = 2.001.
    assert result.phi == 0
    assert result.day_high - 52 == pytest.approx(2.001 * 2 * np.sqrt(60 / 59) * np.sqrt(1 + 1 / 60), rel=1e-3)
    assert result.band_high - 52 == pytest.approx(2.001 * 2 * np.sqrt(60 / 59) * np.sqrt(1 / 7 + 1 / 60), rel=1e-3)
    assert result.usual.high - 52 == pytest.approx(2.001 * 2 * np.sqrt(60 / 59) * np.sqrt(1 / 60), rel=1e-3)


def test_days_that_resemble_their_neighbours_widen_the_band():
    apart, alike = daily([50.0, 54.0] * 33 + [52.0]), daily(([50.0] * 3 + [54.0] * 3) * 11 + [52.0])
    # 40 of 59 pairs alike, 19 not: (21/59 + 1/59) / (1 - 4/59).
    assert baseline(alike, last(alike), log=False).phi == pytest.approx(22 / 55)
    assert _band(alike) > 1.4 * _band(apart)


def _band(values):
    result = baseline(values, last(values), log=False)
    return result.band_high - result.band_low


def test_the_grade_says_which_band_the_week_left():
    past = 50 + noise(67)
    grades = {}
    for step in (0, 0.9, 3):
        result = baseline(daily([*past, *[past[7:].mean() + step] * 7]), date(2024, 3, 14), log=False)
        grades[step] = result.grade
        assert (result.grade is not Grade.NONE) == (not result.change.low <= 0 <= result.change.high)
        assert (result.grade is Grade.STRONG) == (not result.band99_low <= result.week <= result.band99_high)
    assert grades == {0: Grade.NONE, 0.9: Grade.LIKELY, 3: Grade.STRONG}


def test_one_glitch_moves_neither_the_week_nor_the_usual():
    clean = 50 + noise(67)
    glitch = clean.copy()
    glitch[[30, 64]] = 250
    result, spoilt = (baseline(daily(x), date(2024, 3, 7), log=False) for x in (clean, glitch))
    assert spoilt.usual.value == pytest.approx(result.usual.value, abs=0.1)
    assert spoilt.week == pytest.approx(result.week, abs=0.6)
    assert spoilt.grade is Grade.NONE


def test_a_lasting_change_counts_in_full():
    values = daily([*(50 + noise(60)), *[80.0] * 7])
    assert baseline(values, last(values), log=False).week == 80


def test_a_reference_of_13_days_is_not_enough():
    values = daily([*(50 + noise(13)), *[50.0] * 7])
    with pytest.raises(NotEnoughData, match="13 of 14 days"):
        baseline(values, last(values), log=False)


def test_a_week_of_2_days_is_not_enough():
    values = daily([*(50 + noise(40)), np.nan, np.nan, 50, np.nan, 50, np.nan, np.nan])
    with pytest.raises(NotEnoughData, match="the last 7 days: 2 of 3 days"):
        baseline(values, last(values), log=False)


def test_a_day_without_a_value_still_has_a_week():
    values = daily([*(50 + noise(40)), 50, 51, 52, np.nan])
    result = baseline(values, last(values), log=False)
    assert result.today is None
    assert result.week_n == 6


def test_the_reference_begins_at_a_new_device():
    values = daily([*(50 + noise(60)), *(90 + noise(30))])
    result = baseline(values, last(values), log=False, restarts=[date(2024, 3, 1)])
    assert result.restarted == date(2024, 3, 1)
    assert result.usual.n == 23  # 30 days of the new device, less the last 7
    assert result.usual.value == pytest.approx(90, abs=1)
    assert result.grade is Grade.NONE


def test_a_new_device_long_ago_is_not_mentioned():
    values = daily(50 + noise(120))
    result = baseline(values, last(values), log=False, restarts=[date(2024, 1, 20)])
    assert result.restarted is None
    assert result == baseline(values, last(values), log=False)


def test_soon_after_a_new_device_there_is_no_baseline():
    values = daily(50 + noise(90))
    with pytest.raises(NotEnoughData, match="3 of 14 days"):
        baseline(values, last(values), log=False, restarts=[date(2024, 3, 21)])


def test_a_restart_that_is_yet_to_come_changes_nothing():
    values = daily(50 + noise(90))
    day = date(2024, 3, 15)
    assert baseline(values, day, log=False, restarts=[date(2024, 3, 20)]) == baseline(values, day, log=False)


gappy = arrays(float, st.integers(1, 90), elements=st.one_of(st.floats(20, 200), st.just(np.nan)))


@settings(max_examples=60, deadline=None)
@given(gappy, st.booleans(), st.lists(st.integers(-5, 95), max_size=2))
def test_baseline_says_what_the_row_of_the_history_says(values, log, restarts):
    values = daily(values)
    restarts = [date(2024, 1, 1) + pd.Timedelta(days=day) for day in restarts]
    history = baseline_history(values, log=log, restarts=restarts)
    for day in values.index[::10]:
        row = history.loc[day]
        try:
            result = baseline(values, day.date(), log=log, restarts=restarts)
        except NotEnoughData:
            assert not row["flagged"]
            assert np.isnan(row["band_low"])
            continue
        assert row["usual"] == pytest.approx(result.usual.value, rel=1e-12)
        assert row["usual_low"] == pytest.approx(result.usual.low, rel=1e-12)
        for name in ("week", "day_low", "day_high", "band_low", "band_high", "band99_low", "band99_high"):
            assert row[name] == pytest.approx(getattr(result, name), rel=1e-12)
        assert row["flagged"] == (result.grade is not Grade.NONE)


def test_no_later_day_changes_an_earlier_row():
    values = daily(50 + noise(150))
    cut = values.iloc[:120]
    pd.testing.assert_frame_equal(baseline_history(values, log=True).iloc[:120], baseline_history(cut, log=True))
    pd.testing.assert_frame_equal(level(values, log=True).iloc[:120], level(cut, log=True))


def test_a_gap_in_the_index_is_refused():
    values = daily(noise(10)).drop(pd.Timestamp("2024-01-05"))
    with pytest.raises(ValueError, match="gap-free"):
        baseline_history(values, log=False)


def test_a_day_outside_the_series_is_refused():
    with pytest.raises(ValueError, match="2025-01-01 is not a day"):
        baseline(daily(noise(10)), date(2025, 1, 1), log=False)


def test_a_logarithm_of_nothing_is_refused():
    with pytest.raises(ValueError, match="above 0, got 0"):
        against_usual(daily([3, 0, 2]), np.arange(3), log=True)


def test_a_constant_series_is_usual():
    values = daily([51.3] * 100)
    result = baseline(values, last(values), log=True)
    assert result.grade is Grade.NONE
    assert result.band_low == pytest.approx(51.3)
    assert level(values, log=True)["level"].iloc[-1] == pytest.approx(51.3)


def test_an_empty_series_has_an_empty_history():
    assert baseline_history(daily([]), log=False).empty
    assert level(daily([]), log=False).empty


def test_the_level_begins_with_the_14th_value():
    values = daily([*(50 + noise(5)), np.nan, *(50 + noise(20))])
    known = level(values, log=False)["level"].notna().to_numpy()
    assert known.tolist() == [False] * 14 + [True] * 12


def test_the_level_goes_on_through_a_gap_with_growing_doubt():
    values = daily([*(50 + noise(60)), *[np.nan] * 30])
    known = level(values, log=False)
    width = (known["high"] - known["low"]).iloc[60:]
    assert (width.diff().dropna() > 0).all()
    assert known["level"].iloc[-1] == pytest.approx(known["level"].iloc[59])


def test_the_level_leaves_a_lone_glitch_out():
    clean = 50 + noise(100)
    glitch = clean.copy()
    glitch[80] = 90
    without = clean.copy()
    without[80] = np.nan
    pd.testing.assert_frame_equal(level(daily(glitch), log=False), level(daily(without), log=False))


def test_the_level_follows_a_jump():
    known = level(daily([*(50 + noise(100)), *(56 + noise(60, seed=2))]), log=False)
    assert known["level"].iloc[99] == pytest.approx(50, abs=0.5)
    assert known["level"].iloc[-1] == pytest.approx(56, abs=1)


def test_the_level_begins_anew_with_a_new_device():
    old, new = 50 + noise(60), 80 + noise(40, seed=2)
    known = level(daily([*old, *new]), log=False, restarts=[date(2024, 3, 1)])["level"].iloc[60:]
    assert known.iloc[:13].isna().all()
    assert known.to_numpy() == pytest.approx(level(daily(new), log=False)["level"].to_numpy(), nan_ok=True)


def test_a_rise_of_10_percent_is_found():
    rise = np.concatenate([np.full(56, 60.0), 60 * np.exp(np.linspace(0, np.log(1.1), 28))])
    values = daily(rise * np.exp(0.01 * noise(84)))
    result = trend(values, last(values), log=True)
    assert result.change.value == pytest.approx(100 * (1.1 ** (28 / 27) - 1), abs=2)
    assert result.change.low < result.change.value < result.change.high
    assert (result.grade, result.n, result.days) == (Grade.STRONG, 28, 28)


def test_noise_alone_has_no_trend():
    values = daily(50 + noise(84))
    result = trend(values, last(values), log=False)
    assert result.change.low < 0 < result.change.high
    assert result.grade is Grade.NONE


def test_the_days_before_the_span_do_not_bend_the_trend():
    tail = 50 + noise(28)
    far, near = (trend(daily([*(centre + noise(56)), *tail]), date(2024, 3, 24), log=False) for centre in (50, 500))
    assert far.change.value == pytest.approx(near.change.value)
    assert far.change.high == pytest.approx(near.change.high)


def test_a_trend_begins_at_a_new_device():
    values = daily([*(50 + noise(70)), *(90 + noise(14))])
    result = trend(values, last(values), log=False, restarts=[date(2024, 3, 11)])
    assert result.n == 14
    assert result.grade is Grade.NONE


def test_a_trend_needs_14_days():
    values = daily([*(50 + noise(60)), *[np.nan] * 15, *(50 + noise(13))])
    with pytest.raises(NotEnoughData, match="trend of the last 28 days: 13 of 14 days"):
        trend(values, last(values), log=False)


def test_days_after_the_day_do_not_change_its_trend():
    values = daily(50 + noise(120))
    day = date(2024, 4, 10)
    assert trend(values, day, log=False) == trend(values[: str(day)], day, log=False)


@settings(max_examples=40, deadline=None)
@given(gappy, st.booleans())
def test_unknown_days_anywhere_never_break_the_level(values, log):
    known = level(daily(values), log=log)
    assert np.isfinite(known.dropna()).all(axis=None)
    assert (known["low"] <= known["level"]).eq(known["level"].notna()).all()
