import time
import warnings
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analytics.features import FEATURES, GROUPS, NEEDED, Known, features, known_at
from analytics.mornings import load_of
from analytics.recovery.learned import Horizon
from data.resolve import COLUMNS
from data.schema import JournalEntry
from data.simulate import athlete
from data.simulate.people import CYCLIST, SHIFT_WORKER
from data.simulate.profile import DeviceChange, Gaps, Profile
from tests.analytics.leaks import different, leaks, too_good

NAN = np.nan
EVENING, MORNING = Horizon.EVENING, Horizon.MORNING
JOURNAL = ["day", "habit", "question", "answer", "amount", "unit"]
NO_JOURNAL = pd.DataFrame({name: pd.Series(dtype=object) for name in JOURNAL})
LAST_DAY = date(2025, 6, 30)


def days(first: str = "2025-01-06", **columns) -> pd.DataFrame:
    """A resolved frame with these columns, all others unknown; the first day is a Monday."""
    length = max(len(values) for values in columns.values())
    frame = pd.DataFrame(np.nan, pd.date_range(first, periods=length, name="day"), list(COLUMNS))
    return frame.assign(**{name: np.asarray(values, float) for name, values in columns.items()})


def journal(*rows: tuple) -> pd.DataFrame:
    """Rows of (number of the day, habit, answer, amount, unit)."""
    begin = pd.Timestamp("2025-01-06")
    return pd.DataFrame(
        [(str((begin + pd.Timedelta(days=n)).date()), habit, f"{habit}?", *rest) for n, habit, *rest in rows],
        columns=JOURNAL,
    )


def of(daily, entries=NO_JOURNAL, horizon=EVENING, restarts=None) -> pd.DataFrame:
    return features(daily, entries, horizon, restarts=restarts or {})


def next_morning(name: str, entries=NO_JOURNAL, restarts=None, **columns) -> float:
    """The feature of the morning after the last value of these columns."""
    longer = {key: [*values, NAN] for key, values in columns.items()}
    return of(days(**longer), entries, EVENING, restarts)[name].iloc[-1]


# What there is


def test_there_are_38_features_in_groups_that_have_names():
    assert len(FEATURES) == 38
    assert all(name == feature.name and feature.group in GROUPS for name, feature in FEATURES.items())
    assert len({feature.label for feature in FEATURES.values()}) == 38


def test_the_night_is_unknown_in_the_evening():
    night = [name for name, feature in FEATURES.items() if feature.known is Known.NIGHT]
    table = of(days(asleep_min=[480] * 30))
    assert len(night) == 6
    assert not set(night) & set(table) and tuple(table) == known_at(EVENING)
    assert [*table, *night] == list(of(days(asleep_min=[480] * 30), horizon=MORNING)) == list(FEATURES)


def test_both_horizons_agree_on_what_the_evening_knows():
    daily, entries, restarts = simulated(0)
    evening, morning = (features(daily, entries, horizon, restarts=restarts) for horizon in Horizon)
    pd.testing.assert_frame_equal(evening, morning[list(evening)])


# By hand


def test_a_signal_counts_in_robust_deviations_from_the_sixty_days_before():
    # Median 50, absolute deviations all 2: spread 1.4826 x 2 = 2.9652.
    assert next_morning("resting_hr_z", resting_hr_bpm=[48, 52] * 5 + [56]) == pytest.approx(6 / 2.9652)


def test_hrv_counts_by_ratio():
    usual = list(np.exp([4.0, 4.4] * 5))
    assert next_morning("hrv_z", hrv_rmssd_ms=[*usual, np.exp(3.9)]) == pytest.approx(-0.3 / (1.4826 * 0.2))


def test_of_two_kinds_of_hrv_the_one_that_can_be_judged_counts():
    usual = list(np.exp([4.0, 4.8] * 5))
    z = next_morning("hrv_z", hrv_rmssd_ms=[NAN] * 10 + [60], hrv_sdnn_ms=[*usual, np.exp(4.6)])
    assert z == pytest.approx(0.2 / (1.4826 * 0.4))


def test_what_a_sensor_cannot_tell_apart_is_no_large_deviation():
    assert next_morning("resting_hr_z", resting_hr_bpm=[50] * 20 + [52]) == pytest.approx(2.0)  # finest: 1 bpm


def test_deviations_are_held():
    assert next_morning("resting_hr_z", resting_hr_bpm=[48, 52] * 5 + [120]) == 4


def test_too_few_days_are_no_usual():
    assert np.isnan(next_morning("resting_hr_z", resting_hr_bpm=[48, 52] * 4 + [48, 56]))


def test_a_new_device_has_a_usual_of_its_own():
    values = [48, 52] * 20 + [60, 64] * 5 + [68]
    begins = {"resting_hr_bpm": [date(2025, 1, 6) + pd.Timedelta(days=40).to_pytimedelta()]}
    assert next_morning("resting_hr_z", resting_hr_bpm=values, restarts=begins) == pytest.approx(6 / 2.9652)
    assert np.isnan(next_morning("resting_hr_z", resting_hr_bpm=values[:46], restarts=begins))


def test_recovery_last_morning_is_against_the_median_before():
    assert next_morning("recovery_last_points", recovery_pct=[60, 64, 62, 50, 70] * 2 + [40]) == -22


def test_recovery_of_a_week_is_against_the_four_weeks_before():
    assert next_morning("recovery_trend_points", recovery_pct=[60] * 28 + [67] * 7) == pytest.approx(7)


def test_recovery_of_a_month_is_against_the_year():
    assert next_morning("recovery_level_points", recovery_pct=[50] * 100 + [70] * 30) == 20


def test_strain_counts_in_deviations_from_the_year_before():
    # Mean 10, SD with n - 1 of ten values at a distance of 2: sqrt(40 / 9).
    daily = days(day_strain=[8, 12] * 5 + [14, 10, NAN])
    assert of(daily)["load_yesterday_z"].iloc[11] == pytest.approx(4 / np.sqrt(40 / 9))
    assert of(daily)["load_day_before_z"].iloc[12] == pytest.approx(4 / np.sqrt(40 / 9))


def test_load_counts_where_there_is_no_strain():
    assert next_morning("load_yesterday_z", load_au=[200, 400] * 5 + [500]) == pytest.approx(200 / np.sqrt(1e5 / 9))


def test_the_kind_of_load_that_is_recorded_lately_counts():
    strain, load = [8, 12] * 20 + [NAN] * 30, [NAN] * 40 + [200, 400] * 15
    assert next_morning("load_yesterday_z", day_strain=strain, load_au=load) == pytest.approx(
        next_morning("load_yesterday_z", load_au=load)
    )


def fading(values: list, days: int) -> float:
    """The weighted mean by its definition: e^(-age / days) for each known day."""
    age = np.arange(len(values))[::-1]
    weight = np.where(np.isnan(values), 0, np.exp(-age / days))
    return float((weight * np.nan_to_num(values)).sum() / weight.sum())


def test_fitness_and_fatigue_are_fading_means_in_which_an_unknown_day_is_no_rest():
    rng = np.random.default_rng(0)
    values = [*rng.uniform(5, 18, 50), NAN, NAN, *rng.uniform(5, 18, 10), NAN, 9.0, NAN, 12.0]
    past = np.array(values[:-1])
    usual, spread = np.nanmean(past), np.nanstd(past, ddof=1)
    got = of(days(day_strain=[*values, NAN])).iloc[-1]
    assert got["fitness_sd"] == pytest.approx((fading(values, 42) - usual) / spread, abs=1e-9)
    assert got["fatigue_sd"] == pytest.approx((fading(values, 7) - usual) / spread, abs=1e-9)
    assert got["form_sd"] == pytest.approx(got["fitness_sd"] - got["fatigue_sd"])


def test_a_fading_mean_needs_half_of_its_weight():
    table = of(days(day_strain=[8, 12] * 40 + [NAN] * 60))
    # Half of the weight of 7 days is gone after 7 ln 2 = 4.9 days, that of 42 days after 29.1.
    assert table["fatigue_sd"].iloc[80:].notna().sum() == 5
    assert table["fitness_sd"].iloc[80:].notna().sum() == pytest.approx(23, abs=2)  # 80 days were not all of it
    assert of(days(day_strain=[8, 12] * 40))["fitness_sd"].first_valid_index() == pd.Timestamp("2025-01-06") + (
        pd.Timedelta(days=30)
    )


def test_the_week_is_compared_with_the_four_weeks_that_end_before_it():
    assert next_morning("acute_chronic_ratio", day_strain=[10] * 28 + [15] * 7) == pytest.approx(1.5)


def test_monotony_and_strain_of_a_week():
    week = [300, 0, 450, 0, 300, 600, 0]
    assert next_morning("monotony_ratio", load_au=week) == pytest.approx(235.714 / 242.752, rel=1e-5)
    usual = np.mean([300] * 14 + week[:-1])
    assert next_morning("week_strain_ratio", load_au=[300] * 14 + week) == pytest.approx(
        235.714 / usual * 235.714 / 242.752, rel=1e-5
    )


def test_days_that_are_all_alike_have_a_finite_monotony_and_rest_has_none():
    assert next_morning("monotony_ratio", load_au=[300] * 7) == 10
    assert np.isnan(next_morning("monotony_ratio", load_au=[0] * 7))
    assert next_morning("week_strain_ratio", load_au=[0] * 7) == 0


def test_an_unknown_day_is_not_a_rest_day():
    assert np.isnan(next_morning("monotony_ratio", load_au=[300, 0, 450, NAN, NAN, NAN, 600]))


def test_days_since_a_hard_day():
    usual = [8, 12] * 10
    assert next_morning("since_hard_days", day_strain=[*usual, 18]) == 1
    assert next_morning("since_hard_days", day_strain=[*usual, 18, 8, 9]) == 3
    assert next_morning("since_hard_days", day_strain=[*usual, 18, *[9] * 20]) == 14
    assert next_morning("since_hard_days", day_strain=[*usual, 18, NAN, 9]) == 3
    assert np.isnan(next_morning("since_hard_days", day_strain=[*usual, 18, NAN, NAN, NAN]))
    assert np.isnan(next_morning("since_hard_days", day_strain=[*usual, 18, *[NAN] * 60]))


def test_a_short_night_is_owed_and_half_of_it_four_nights_later():
    assert next_morning("sleep_debt_h", asleep_min=[480] * 60 + [360]) == pytest.approx(2.0, rel=1e-3)
    assert next_morning("sleep_debt_h", asleep_min=[480] * 60 + [360] + [480] * 4) == pytest.approx(1.0, rel=1e-3)


def test_a_nap_counts_towards_the_next_night():
    nap = [0.0] * 59 + [30.0, 0.0]
    assert next_morning("sleep_debt_h", asleep_min=[480] * 61, nap_min=nap) == pytest.approx(-0.5, rel=1e-3)


def test_the_stated_need_counts_without_the_debt_that_is_in_it():
    asleep = [450] * 90
    debt = next_morning("sleep_debt_h", asleep_min=asleep, need_min=[500] * 90, debt_min=[50] * 90)
    assert debt == pytest.approx(0.0, abs=1e-9)


def test_irregular_sleep_is_the_spread_of_its_middle():
    middle = np.std([3.0, 4.0] * 7, ddof=1)
    assert next_morning("sleep_irregularity_h", onset_h=[-1, 0] * 7, wake_h=[7, 8] * 7) == pytest.approx(middle)


def test_sleep_of_a_week_is_against_the_four_weeks_before():
    assert next_morning("sleep_trend_min", asleep_min=[450] * 28 + [430] * 7) == pytest.approx(-20)


def test_the_night_that_ends_on_a_morning_counts_on_it():
    daily = days(
        asleep_min=[460, 500] * 20 + [420], need_min=[480] * 41, respiration_brpm=[14, 15] * 20 + [16],
        onset_h=[-1.0] * 40 + [0.5], efficiency_pct=[88, 92] * 20 + [80], deep_min=[92, 100] * 20 + [84],
        rem_min=[92, 100] * 20 + [84],
    )  # fmt: skip
    last = of(daily, horizon=MORNING).iloc[-1]
    assert last["night_asleep_z"] == last["night_need_z"] == pytest.approx(-60 / (1.4826 * 20))
    assert last["night_respiration_z"] == pytest.approx(1.5 / (1.4826 * 0.5))
    assert last["night_later_h"] == 1.5
    assert last["night_efficiency_z"] == pytest.approx(-10 / (1.4826 * 2))
    assert last["night_restorative_z"] == 0


def test_weekends_and_seasons():
    table = of(days("2025-01-18", recovery_pct=[60] * 4))  # from a Saturday on
    assert table["weekend_night"].tolist() == [1, 1, 0, 0]
    assert (table["weekday_sin"].iloc[2], table["weekday_cos"].iloc[2]) == (0, 1)
    assert table["season_cos"].iloc[2] == 1  # 20 January


def test_recorded_days():
    table = of(days(asleep_min=[480] * 7 + [NAN] * 3))
    assert table["known_7d_share"].tolist()[-3:] == pytest.approx([1, 6 / 7, 5 / 7])
    assert table["known_28d_share"].tolist()[-2:] == pytest.approx([7 / 8, 7 / 9])
    assert np.isnan(table["known_7d_share"].iloc[0])


def test_an_unlogged_habit_is_unknown():
    entries = journal((0, "late_meal", "yes", NAN, None), (1, "late_meal", "no", NAN, None),
                      (2, "late_meal", "no_or_default", NAN, None))  # fmt: skip
    told = of(days(recovery_pct=[60] * 5), entries)["late_meal_yes"].tolist()
    assert np.array_equal(told, [NAN, 1, 0, 0, NAN], equal_nan=True)


def test_amounts_count_against_the_earlier_ones():
    amounts = [(n, "alcohol", "yes", amount, "drinks") for n, amount in enumerate([2, 2, 4, 2, 2, 3, 20])]
    entries = journal(*amounts, (7, "alcohol", "yes", NAN, None), (8, "alcohol", "yes", 500, "ml"),
                      (9, "alcohol", "no", NAN, None))  # fmt: skip
    told = of(days(recovery_pct=[60] * 11), entries)["alcohol_yes"].tolist()
    assert told[1:] == [1, 1, 1, 1, 1, 1.5, 3, 1, 1, 0]


def test_several_words_for_one_habit():
    entries = journal((0, "meditation", "no", NAN, None), (0, "breathwork", "yes", NAN, None),
                      (1, "anxiety", "yes", NAN, None))  # fmt: skip
    table = of(days(recovery_pct=[60] * 3), entries)
    assert table["calm_yes"].iloc[1] == 1 and table["stress_yes"].iloc[2] == 1


# What it bears


@pytest.mark.parametrize("horizon", Horizon)
def test_odd_histories_give_unknowns_and_no_warnings(horizon):
    odd = {
        "nothing": days(recovery_pct=[]),
        "one day": days(recovery_pct=[60], hrv_rmssd_ms=[60]),
        "unknown": days(recovery_pct=[NAN] * 50),
        "constant": days(**{name: [40.0] * 100 for name in NEEDED}),
        "zeros": days(**{name: [0.0] * 100 for name in NEEDED}),
        "months apart": days(**{name: [40.0, 50.0] * 20 + [NAN] * 200 + [50.0, 45.0] * 10 for name in NEEDED}),
        "no score": simulated(0)[0].assign(recovery_pct=NAN),
        "infinite": days(hrv_rmssd_ms=[60, np.inf] * 20),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name, daily in odd.items():
            table = of(daily, horizon=horizon)
            assert table.index.equals(daily.index) and tuple(table) == known_at(horizon), name
            assert set(table.dtypes) == {np.dtype(float)} and not np.isinf(table.to_numpy()).any(), name


def test_a_missing_column_or_day_is_our_mistake():
    daily = days(recovery_pct=[60] * 5)
    with pytest.raises(ValueError, match="missing: hrv_rmssd_ms"):
        of(daily.drop(columns="hrv_rmssd_ms"))
    with pytest.raises(ValueError, match="gap-free"):
        of(daily.iloc[[0, 1, 3]])


def test_a_morning_to_come_needs_only_an_empty_row():
    daily, entries, restarts = simulated(0)
    longer = daily.reindex(pd.date_range(daily.index[0], periods=len(daily) + 1, name="day"))
    tomorrow = features(longer, entries, EVENING, restarts=restarts).iloc[-1]
    assert tomorrow[["recovery_last_points", "hrv_z", "asleep_z"]].notna().all()


def test_the_arguments_stay_as_they_were():
    daily, entries, restarts = simulated(0)
    before = daily.copy(), entries.copy()
    features(daily, entries, MORNING, restarts=restarts)
    pd.testing.assert_frame_equal(daily, before[0])
    pd.testing.assert_frame_equal(entries, before[1])


def test_three_years_take_a_third_of_a_second_at_most():
    person = athlete(1, 1095, last_day=LAST_DAY, profile=CYCLIST)
    daily, entries = person.frame(), person.rows(JournalEntry)
    took = []
    for _ in range(5):
        begin = time.perf_counter()
        features(daily, entries, MORNING, restarts={})
        took.append(time.perf_counter() - begin)
    assert min(took) < 0.3


# What it must not know

GAPS = Gaps(days=0.05, mornings=0.05, blocks=((-120, 40),))
NEW_STRAP = (DeviceChange(day=-60, hrv_ln=0.2, resting_hr=-2.0),)
PEOPLE = (
    replace(CYCLIST, gaps=GAPS, devices=NEW_STRAP),
    replace(SHIFT_WORKER, gaps=GAPS, devices=()),
    replace(CYCLIST, gaps=Gaps(mornings=0.4)),
)


@cache
def simulated(number: int) -> tuple[pd.DataFrame, pd.DataFrame, dict]:
    """Days, journal and restarts: one with a new device, one on shifts and without strain, one with few nights."""
    person = athlete(11 + number, 200, last_day=LAST_DAY, profile=PEOPLE[number])
    daily = person.frame()
    if number == 1:
        daily["day_strain"] = NAN
    changes = [daily.index[day].date() for day in person.truth.device_changes]
    return daily, person.rows(JournalEntry), {name: tuple(changes) for name in daily}


def ours(daily, entries, horizon, restarts):
    return features(daily, entries, horizon, restarts=restarts)


@pytest.mark.parametrize("person", range(len(PEOPLE)))
@pytest.mark.parametrize("horizon", Horizon)
def test_nothing_that_comes_later_changes_a_morning(horizon, person):
    daily, entries, restarts = simulated(person)
    mornings = np.random.default_rng(person).choice(daily.index[5:], 10, replace=False)
    assert not leaks(ours, daily, entries, horizon, restarts, mornings=map(pd.Timestamp, mornings), seed=person)


@pytest.mark.parametrize("horizon", Horizon)
def test_a_shorter_history_gives_the_same_mornings(horizon):
    for person in range(len(PEOPLE)):
        daily, entries, restarts = simulated(person)
        whole = features(daily, entries, horizon, restarts=restarts)
        for length in (1, 2, 11, 60, 99, 150, 151, 199):
            part = features(daily.iloc[:length], entries, horizon, restarts=restarts)
            assert not different(whole.iloc[:length], part)


LEAKING = {
    "this morning's HRV": lambda daily, entries: daily["hrv_rmssd_ms"],
    "the recovery itself": lambda daily, entries: daily["recovery_pct"],
    "a mean with the day itself in it": lambda daily, entries: daily["resting_hr_bpm"].rolling(7, min_periods=1).mean(),
    "today's strain": lambda daily, entries: daily["day_strain"],
    "tomorrow's journal": lambda daily, entries: daily.index.strftime("%Y-%m-%d").isin(entries["day"]).astype(float),
    "a mean of all days": lambda daily, entries: daily["asleep_min"].shift(1) - daily["asleep_min"].mean(),
    "filled from behind": lambda daily, entries: daily["spo2_pct"].bfill(),
    "a choice that all days make": lambda daily, entries: load_of(daily).shift(1),
}


@pytest.mark.parametrize("horizon", Horizon)
@pytest.mark.parametrize("what", LEAKING)
def test_a_leak_is_caught(what, horizon):
    daily, entries, restarts = simulated(1)

    def leaking(daily, entries, horizon, restarts):
        return ours(daily, entries, horizon, restarts).assign(leak=LEAKING[what](daily, entries))

    found = leaks(leaking, daily, entries, horizon, restarts, mornings=daily.index[[80, 110, 199]])
    assert found == {"leak"}


def test_the_night_is_a_leak_in_the_evening_and_none_in_the_morning():
    daily, entries, restarts = simulated(0)

    def night(daily, entries, horizon, restarts):
        return daily["asleep_min"]

    mornings = daily.index[[150, 180]]
    assert leaks(night, daily, entries, EVENING, restarts, mornings=mornings) == {"asleep_min"}
    assert not leaks(night, daily, entries, MORNING, restarts, mornings=mornings)


def test_no_feature_alone_explains_a_morning():
    for person in range(len(PEOPLE)):
        daily, entries, restarts = simulated(person)
        assert not too_good(features(daily, entries, MORNING, restarts=restarts), daily["recovery_pct"])


def test_a_feature_that_alone_explains_a_morning_is_suspected():
    daily = athlete(4, 200, last_day=LAST_DAY, profile=Profile()).frame()
    assert set(too_good(daily[["hrv_rmssd_ms", "asleep_min"]], daily["recovery_pct"])) == {"hrv_rmssd_ms"}
