from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from analytics.recovery.rules import COLUMNS, WEIGHTS, recovery, recovery_history
from analytics.results import NotEnoughData

MORNING = date(2024, 3, 7)  # the 67th and last day of the tables below


def table(days=67, **columns):
    """67 days; columns that are not given are unknown."""
    index = pd.date_range("2024-01-01", periods=days, name="day")
    return pd.DataFrame({column: columns.get(column, np.nan) for column in COLUMNS}, index=index, dtype=float)


def around(usual, spread, week=None):
    """60 days that alternate around the usual, then a week: 67 values whose neighbours never resemble each other."""
    return [usual - spread, usual + spread] * 30 + [usual if week is None else week] * 7


def hrv(week=60.0):
    return np.exp(around(np.log(60), 0.2, np.log(week)))


def usual_table(**columns):
    return table(
        **{
            "hrv_rmssd_ms": hrv(),
            "resting_hr_bpm": around(50, 2),
            "respiration_brpm": around(15, 0.5),
            "asleep_min": around(450, 40),
            "efficiency_pct": around(90, 3),
            "day_strain": [*[9, 11] * 29, 9, *[10] * 8],
        }
        | columns
    )


def random_table(days, seed, missing=0.15):
    rng = np.random.default_rng(seed)
    full = table(
        days,
        hrv_rmssd_ms=60 * np.exp(0.15 * rng.standard_normal(days)),
        resting_hr_bpm=52 + 2 * rng.standard_normal(days),
        respiration_brpm=15 + 0.5 * rng.standard_normal(days),
        asleep_min=430 + 45 * rng.standard_normal(days),
        need_min=np.where(rng.random(days) < 0.5, 480, np.nan),
        efficiency_pct=91 + 3 * rng.standard_normal(days),
        day_strain=np.where(rng.random(days) < 0.7, rng.uniform(3, 19, days), np.nan),
        load_au=rng.uniform(0, 800, days),
    )
    return full.mask(rng.random(full.shape) < missing)


def sub(result, name):
    return next(part for part in result.subscores if part.name == name)


def scored(name, **columns):
    return sub(recovery(usual_table(**columns), MORNING), name)


def test_a_usual_morning_scores_50():
    result = recovery(usual_table(), MORNING)
    assert result.score.value == pytest.approx(50)
    assert [part.score for part in result.subscores] == pytest.approx([50] * 5)
    assert [part.pull for part in result.subscores] == pytest.approx([0] * 5)
    assert {part.name: part.weight for part in result.subscores} == pytest.approx(WEIGHTS)
    assert not result.redistributed


def test_a_week_of_high_hrv_by_hand():
    part = scored("hrv", hrv_rmssd_ms=hrv(week=66))
    above = np.log(66 / 60) / (0.2 * np.sqrt(60 / 59))  # SDs of a day
    assert part.score == pytest.approx(100 * ndtr((above + above / np.sqrt(1 / 7 + 1 / 60)) / 2))
    assert (part.value, part.week, part.usual) == pytest.approx((66, 66, 60))
    assert part.pull == pytest.approx(0.3 * (part.score - 50))


def test_one_low_morning_counts_less_than_a_low_week():
    one_day = hrv()
    one_day[-1] = 50
    assert scored("hrv", hrv_rmssd_ms=hrv(week=50)).score < scored("hrv", hrv_rmssd_ms=one_day).score < 50


def test_a_raised_resting_heart_rate_scores_as_low_as_a_lowered_one_scores_high():
    raised, lowered = (scored("resting_hr", resting_hr_bpm=around(50, 2, week=rate)).score for rate in (52, 48))
    assert raised < 40
    assert raised + lowered == pytest.approx(100)


def test_sleep_is_measured_by_how_far_it_stays_below_the_need_that_is_usual():
    spread = 40 * np.sqrt(60 / 59)
    need = np.full(67, 480.0)
    need[-1] = 480 + spread  # 450 asleep is usual, but not on a night that needs so much more
    part = scored("sleep", asleep_min=around(450, 40, week=450), need_min=need, efficiency_pct=np.nan)
    assert part.score == pytest.approx(100 * ndtr(-1))
    assert (part.value, part.usual, part.against) == (450, pytest.approx(450 + spread), "your usual for such a need")


@pytest.mark.parametrize(("asleep", "score"), [(240, 0), (200, 0), (360, 50), (420, 75), (480, 100), (600, 100)])
def test_the_first_nights_are_measured_against_the_need_itself(asleep, score):
    nights = [np.nan] * 66 + [asleep]
    part = scored("sleep", asleep_min=nights, need_min=480, efficiency_pct=np.nan)
    assert part.score == pytest.approx(score)
    assert (part.usual, part.against) == (480, "the need that your device states")


def test_sleep_without_a_need_is_measured_against_the_usual():
    spread = 40 * np.sqrt(60 / 59)
    part = scored("sleep", asleep_min=around(450, 40, week=450 + spread), efficiency_pct=np.nan)
    assert part.score == pytest.approx(100 * ndtr(1))
    assert part.against == "your usual"


def test_sleep_without_a_usual_is_measured_against_8_hours():
    asleep = [np.nan] * 66 + [420]
    part = scored("sleep", asleep_min=asleep, efficiency_pct=np.nan)
    assert part.score == pytest.approx(75)
    assert (part.usual, part.against) == (480, "8 hours")


def test_efficiency_is_a_quarter_of_sleep():
    spread = 3 * np.sqrt(60 / 59)
    part = scored("sleep", efficiency_pct=around(90, 3, week=90 - spread))
    assert part.score == pytest.approx(0.75 * 50 + 0.25 * 100 * ndtr(-1))


def test_elevated_respiration_counts_more_than_low():
    spread = 0.5 * np.sqrt(60 / 59)
    high, low = (scored("respiration", respiration_brpm=around(15, 0.5, week=15 + z * spread)).score for z in (1, -1))
    assert high == pytest.approx(100 * ndtr(-1))
    assert low == pytest.approx(100 * ndtr(0.5))


def test_load_is_yesterdays_and_its_week_against_the_28_days_before():
    strain = [*[9.0, 11.0] * 30, *[10.0] * 5, 12.0, 21.0]
    part = scored("load", day_strain=strain)
    # Days 32-59 are the 28 of the chronic load, 60-66 the acute week; day 67 has not happened on its morning.
    day = 2 / np.sqrt(28 / 27)
    week = (11 + 5 * 10 + 12) / 7 - 10
    assert (part.value, part.usual) == (12, 10)
    assert part.week == pytest.approx(10 + week)
    assert part.score == pytest.approx(100 * ndtr(-(day + week / np.sqrt(28 / 27) / np.sqrt(1 / 7 + 1 / 28)) / 2))


def test_training_load_stands_in_where_there_is_no_strain():
    part = scored("load", day_strain=np.nan, load_au=[*[200, 400] * 30, *[900] * 7])
    assert part.score < 10
    assert (part.unit, part.value) == ("AU", 900)


def test_what_the_sensor_cannot_tell_apart_scores_no_difference():
    flat = around(50, 0, week=50.2)  # never varied, and now 0.2 bpm more: far within the error of a night
    assert 35 < scored("resting_hr", resting_hr_bpm=flat).score < 50


def test_what_is_missing_gives_its_weight_to_the_others():
    result = recovery(usual_table(resting_hr_bpm=np.nan, day_strain=np.nan), MORNING)
    assert result.redistributed
    weights = {part.name: part.weight for part in result.subscores}
    assert weights == pytest.approx({"hrv": 3 / 7, "resting_hr": 0, "sleep": 3 / 7, "respiration": 1 / 7, "load": 0})
    assert sub(result, "resting_hr").missing is not None
    assert (sub(result, "resting_hr").score, sub(result, "resting_hr").pull) == (None, 0)


def test_one_input_is_not_enough():
    with pytest.raises(NotEnoughData, match="recovery: 1 of 2 inputs"):
        recovery(table(asleep_min=around(450, 40), need_min=480), MORNING)


def test_two_inputs_are_enough():
    result = recovery(table(asleep_min=around(450, 40, week=420), need_min=480, hrv_rmssd_ms=hrv()), MORNING)
    sleep = 100 * ndtr(-30 / (40 * np.sqrt(60 / 59)))  # 420 where 450 is usual
    assert result.score.value == pytest.approx((50 + sleep) / 2)
    assert result.score.n == 60


def test_a_night_without_hrv_is_named():
    values = hrv()
    values[-1] = np.nan
    assert scored("hrv", hrv_rmssd_ms=values).missing == "none recorded for last night"


def test_yesterday_without_a_load_is_named():
    strain = [*[9, 11] * 32, 10, np.nan, 10]
    assert scored("load", day_strain=strain).missing == "none recorded for yesterday"


def test_a_short_baseline_says_how_much_and_when():
    # 11 nights: 4 of them lie before the last 7. In 10 days 14 do, if every night is recorded.
    values = [np.nan] * 56 + [60] * 11
    assert scored("hrv", hrv_rmssd_ms=values).missing == (
        "only 4 of 14 days for its baseline (the days before the last 7); enough in 10 days at the earliest"
    )


def test_the_day_that_was_promised_has_its_score():
    values = [*[np.nan] * 56, *[59, 61] * 11]
    daily = (
        usual_table()
        .reindex(pd.date_range("2024-01-01", periods=78, name="day"))
        .assign(hrv_rmssd_ms=values, asleep_min=450, need_min=480)
    )
    assert np.isnan(recovery_history(daily)["hrv"].iloc[75])
    assert recovery_history(daily)["hrv"].iloc[76] > 0  # 10 days after the 67th


def test_a_new_device_restarts_its_baseline():
    values = [*[80.0, 90.0] * 15, *[50.0, 54.0] * 15, *[52.0] * 7]
    daily = usual_table(resting_hr_bpm=values)
    restarts = {"resting_hr_bpm": [date(2024, 1, 31)]}
    part = sub(recovery(daily, MORNING, restarts=restarts), "resting_hr")
    assert (part.usual, part.score) == pytest.approx((52, 50))
    assert sub(recovery(daily, MORNING), "resting_hr").score > 60


def test_the_pulls_add_up_to_the_score():
    daily = random_table(120, seed=4)
    for day in daily.index[40::7]:
        result = recovery(daily, day.date())
        assert 50 + sum(part.pull for part in result.subscores) == pytest.approx(result.score.value)
        assert sum(part.weight for part in result.subscores) == pytest.approx(1)


def test_a_longer_baseline_narrows_the_interval():
    days = usual_table()
    young, old = recovery(days.iloc[40:], MORNING), recovery(days, MORNING)
    assert young.score.n < old.score.n
    assert young.score.high - young.score.low > old.score.high - old.score.low


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="missing: need_min"):
        recovery(table().drop(columns="need_min"), MORNING)


def test_a_day_outside_the_table_is_refused():
    with pytest.raises(ValueError, match="2025-01-01 is not a day"):
        recovery(usual_table(), date(2025, 1, 1))


def test_an_empty_table_has_an_empty_history():
    assert recovery_history(table(0)).empty


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0, 0.9))
def test_recovery_says_what_the_row_of_the_history_says(seed, missing):
    daily = random_table(75, seed, missing)
    restarts = {"hrv_rmssd_ms": [date(2024, 1, 20)], "day_strain": [date(2024, 2, 1)]}
    history = recovery_history(daily, restarts=restarts)
    for day in daily.index[::9]:
        row = history.loc[day]
        try:
            result = recovery(daily, day.date(), restarts=restarts)
        except NotEnoughData:
            assert np.isnan(row[["score", "low", "high"]]).all()
            continue
        expected = [result.score.value, result.score.low, result.score.high]
        assert row[["score", "low", "high"]].tolist() == pytest.approx(expected)
        assert 0 <= row["low"] <= row["score"] <= row["high"] <= 100
        for part in result.subscores:
            assert row[part.name] == pytest.approx(np.nan if part.score is None else part.score, nan_ok=True)
            assert (part.missing is None) == (part.score is not None)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(30, 74))
def test_nothing_after_the_morning_changes_it(seed, position):
    daily = random_table(75, seed)
    day = daily.index[position]
    later = daily.copy()
    later.loc[later.index > day] = random_table(75, seed + 1)
    later.loc[day, ["day_strain", "load_au"]] = [21, 4000]
    history = recovery_history(daily)[:day]
    pd.testing.assert_frame_equal(recovery_history(later)[:day], history)
    if history["score"].notna().iloc[-1]:
        assert recovery(later, day.date()) == recovery(daily, day.date())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(5, 300), st.floats(5, 300))
def test_a_lower_hrv_never_raises_the_score(seed, one, other):
    daily = random_table(67, seed)
    scores = []
    for value in sorted((one, other)):
        daily.loc[daily.index[-1], "hrv_rmssd_ms"] = value
        scores.append(recovery(daily, MORNING).score.value)
    assert scores[0] <= scores[1] + 1e-9
