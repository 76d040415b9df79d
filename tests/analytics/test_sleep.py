import numpy as np
import pandas as pd
import pytest

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.sleep import SleepNeed, good_nights, sleep_debt, sleep_need

NAN = np.nan
EIGHT_H = SleepNeed(Estimate(480, 480, 480, n=1), "own")
KEPT = 0.5**0.25  # half after four days
NO_JOURNAL = pd.DataFrame(columns=["day", "habit", "question", "answer", "amount", "unit"])
NO_WORKOUTS = pd.DataFrame({"end_utc": [], "offset_min": []})


def slept(asleep_min, **more) -> pd.DataFrame:
    days = pd.date_range("2025-01-06", periods=len(asleep_min), name="day")  # a Monday
    return pd.DataFrame({"asleep_min": asleep_min, "nap_min": 0.0, "need_min": NAN, "debt_min": NAN} | more, days)


def test_an_hour_too_little_each_night_adds_up_and_fades():
    debt = sleep_debt(slept(np.full(30, 420.0)), EIGHT_H)
    # 60 (1 + k + k^2 + ... + k^29)
    assert debt["debt_min"].iloc[-1] == pytest.approx(60 * (1 - KEPT**30) / (1 - KEPT))
    assert debt["low"].iloc[-1] == debt["high"].iloc[-1] == debt["debt_min"].iloc[-1]
    assert debt["debt_min"].iloc[:13].isna().all()


def test_a_lost_night_counts_half_after_four_days():
    asleep = np.full(40, 480.0)
    asleep[30] = 360
    debt = sleep_debt(slept(asleep), EIGHT_H)["debt_min"]
    assert debt.iloc[30] == pytest.approx(120)
    assert debt.iloc[34] == pytest.approx(60)


def test_more_sleep_than_needed_puts_you_ahead():
    assert sleep_debt(slept(np.full(30, 500.0)), EIGHT_H)["debt_min"].iloc[-1] < 0


def test_a_night_that_was_not_recorded_is_not_a_night_awake():
    rng = np.random.default_rng(0)
    asleep = 440 + 30 * rng.standard_normal(60)
    whole = sleep_debt(slept(asleep), EIGHT_H)
    lost = asleep.copy()
    lost[50] = NAN
    debt = sleep_debt(slept(lost), EIGHT_H)
    mean, sd = asleep[:50].mean(), asleep[:50].std(ddof=1)
    assert debt["debt_min"].iloc[50] == pytest.approx(KEPT * whole["debt_min"].iloc[49] + 480 - mean)
    assert debt["high"].iloc[50] - debt["debt_min"].iloc[50] == pytest.approx(1.96 * sd)
    assert debt["high"].iloc[54] - debt["debt_min"].iloc[54] == pytest.approx(1.96 * sd / 2)
    assert debt["known"].iloc[50] < 1
    assert debt["known"].iloc[49] == 1


def test_with_most_nights_missing_there_is_no_debt_to_tell():
    asleep = np.full(60, 450.0)
    asleep[50:] = NAN
    debt = sleep_debt(slept(asleep), EIGHT_H)
    assert debt["debt_min"].iloc[51:53].notna().all()
    assert np.isnan(debt["debt_min"].iloc[-1])


def test_a_nap_counts_towards_the_next_morning():
    daily = slept(np.full(40, 480.0))
    daily.iloc[30, daily.columns.get_loc("nap_min")] = 60.0
    debt = sleep_debt(daily, EIGHT_H)["debt_min"]
    assert debt.iloc[30] == pytest.approx(0)
    assert debt.iloc[31] == pytest.approx(-60)


def test_doubt_about_the_need_widens_the_debt():
    doubt = SleepNeed(Estimate(480, 470, 490, n=20), "device")
    debt = sleep_debt(slept(np.full(30, 450.0)), doubt).iloc[-1]
    assert debt["high"] - debt["debt_min"] == pytest.approx(10 * (1 - KEPT**30) / (1 - KEPT))


def test_the_need_is_ones_own_the_devices_or_that_of_free_mornings():
    daily = slept(np.full(90, 430.0))
    daily.loc[daily.index.day_of_week >= 5, "asleep_min"] = 500.0
    free = sleep_need(daily)
    assert (free.source, free.minutes.value) == ("free mornings", pytest.approx(500))
    stated = sleep_need(daily.assign(need_min=510.0, debt_min=40.0))
    assert (stated.source, stated.minutes.value) == ("device", pytest.approx(470))
    own = Estimate(465, 450, 480, n=1)
    assert sleep_need(daily, own) == SleepNeed(own, "own")
    with pytest.raises(NotEnoughData, match="2 of 10 nights"):
        sleep_need(daily.iloc[:7])


def evenings(days: int = 200, seed: int = 0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Nights that are 6 points less efficient after alcohol, 2 points an hour later, and by nothing else."""
    rng = np.random.default_rng(seed)
    drank, other = rng.random((2, days)) < 0.3
    onset = -1 + 0.6 * rng.standard_normal(days)
    efficiency = 90 - 2 * (onset + 1) + 2 * rng.standard_normal(days)
    efficiency[1:] -= 6 * drank[:-1]
    daily = slept(
        420 + 30 * rng.standard_normal(days), onset_h=onset, efficiency_pct=efficiency, deep_min=80.0, rem_min=90.0,
        day_strain=11 + 3 * rng.standard_normal(days), load_au=NAN,
    )  # fmt: skip
    return daily, pd.concat([journal_of(daily.index, "alcohol", drank), journal_of(daily.index, "reading", other)])


def journal_of(days, habit: str, done) -> pd.DataFrame:
    rows = pd.DataFrame({"day": days, "habit": habit, "answer": np.where(done, "yes", "no")})
    return rows.assign(question=habit, amount=NAN, unit=None)


def by_key(found) -> dict:
    return {one.key: one for one in found.effects}


def test_what_makes_a_worse_night_is_found_and_what_does_not_is_not():
    daily, journal = evenings()
    found = by_key(good_nights(daily, journal, NO_WORKOUTS))
    assert found["habit.alcohol"].effect.low <= -6 <= found["habit.alcohol"].effect.high
    assert found["habit.alcohol"].grade is Grade.STRONG
    assert found["bedtime"].per_unit.low <= -2 <= found["bedtime"].per_unit.high
    assert found["bedtime"].effect.value == pytest.approx(found["bedtime"].per_unit.value * found["bedtime"].sd)
    assert found["habit.reading"].grade is Grade.NONE
    assert found["strain"].grade is Grade.NONE
    assert found["habit.alcohol"].n_yes + found["habit.alcohol"].n_no == 199


def test_what_is_part_of_the_answer_is_not_asked_about():
    daily, journal = evenings()
    debt = sleep_debt(daily, EIGHT_H)
    found = good_nights(daily, journal, NO_WORKOUTS, outcome="asleep_min", debt=debt)
    assert not {"bedtime", "debt"} & set(by_key(found))
    assert {"bedtime", "debt"} <= {one.key for one in found.not_asked}
    assert "debt" in by_key(good_nights(daily, journal, NO_WORKOUTS, debt=debt))


def test_a_habit_done_too_rarely_is_named_with_what_is_missing():
    daily, journal = evenings()
    rare = journal_of(daily.index, "sauna", np.arange(200) % 60 == 1)
    found = good_nights(daily, pd.concat([journal, rare]), NO_WORKOUTS)
    why = {one.key: one.why for one in found.not_asked}["habit.sauna"]
    assert why.startswith("4 nights after it")


def test_two_names_of_one_habit_are_not_told_apart():
    daily, journal = evenings()
    again = journal[journal["habit"] == "alcohol"].assign(habit="wine")
    found = good_nights(daily, pd.concat([journal, again]), NO_WORKOUTS)
    assert {"habit.alcohol", "habit.wine"} & {one.key for one in found.not_asked}


def test_a_late_session_is_one_that_ends_within_four_hours_of_the_usual_bedtime():
    daily, journal = evenings()
    daily["onset_h"] = -1.0  # 23:00
    begins = daily.index.to_numpy().astype("datetime64[s]").astype("int64")
    late = np.arange(200) % 3 == 0
    # 18:30 and 21:00 of each day but the last, on a clock two hours ahead of UTC
    ends = (begins + np.where(late, 21.0, 18.5) * 3600 - 7200).astype("int64")[:-1]
    worse = np.concatenate([[False], late[:-1]])
    daily["efficiency_pct"] -= 5.0 * worse
    found = by_key(good_nights(daily, journal, pd.DataFrame({"end_utc": ends, "offset_min": 120})))["late_session"]
    assert found.n_yes == late[:-1].sum()
    assert found.effect.low <= -5 <= found.effect.high


def test_deep_and_rem_are_a_share_of_the_night():
    daily, journal = evenings()
    found = good_nights(daily.assign(asleep_min=400.0, rem_min=80 + daily["efficiency_pct"]), journal, NO_WORKOUTS,
                        outcome="restorative_pct")  # fmt: skip
    assert found.mean == pytest.approx(float((160 + daily["efficiency_pct"].mean()) / 4), abs=0.01)


def test_sixty_nights_are_needed():
    daily, journal = evenings(40)
    with pytest.raises(NotEnoughData, match="40 of 60 nights"):
        good_nights(daily, journal, NO_WORKOUTS)
    with pytest.raises(ValueError, match="efficiency_pct"):
        good_nights(daily, journal, NO_WORKOUTS, outcome="recovery_pct")
