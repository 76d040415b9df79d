"""Many sources, one value a day."""

from contextlib import closing
from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from data import frames, store
from data.resolve import COLUMNS, resolve
from data.saver import Saver
from data.schema import Measurement, Sleep, Workout

DAY_S = 86_400
FIRST = pd.Timestamp("2025-03-01")
NOON = int(FIRST.timestamp()) + 12 * 3600


def day(n):
    return (FIRST + pd.Timedelta(days=n)).date().isoformat()


def value(n, hrv, metric="hrv_rmssd_ms"):
    return Measurement(metric, NOON + n * DAY_S, hrv, day(n))


@pytest.fixture
def resolved(tmp_path):
    """Saves records by source, through the real store, and resolves them."""

    def resolved(**by_source):
        with closing(store.connect(tmp_path / "ownpace.db")) as db:
            with store.writing(db):
                store.add_athlete(db, "Ada")
                row = {"athlete": 1, "name": "a", "state": "imported", "at_utc": 0}
                for source, records in by_source.items():
                    saver = Saver(db, 1, source, db["import_file"].insert(row).last_pk, 0)
                    for record in records:
                        saver.save(record)
                    saver.finish()
            return resolve(frames.measurements(db, 1), frames.sleeps(db, 1), frames.workouts(db, 1), list(by_source))

    return resolved


def test_an_empty_store_gives_every_column_and_no_row(resolved):
    daily = resolved().daily
    assert list(daily.columns) == list(COLUMNS) and len(daily) == 0


def test_unknown_days_in_between_are_rows_without_values(resolved):
    daily = resolved(whoop=[value(0, 60), value(3, 63)]).daily
    assert daily["hrv_rmssd_ms"].isna().tolist() == [False, True, True, False]


def test_the_source_ranked_first_is_believed_and_nothing_is_averaged(resolved):
    both = [value(n, 60) for n in range(5)], [value(n, 80) for n in range(5)]
    assert set(resolved(whoop=both[0], handmade=both[1]).daily["hrv_rmssd_ms"]) == {60}


def test_a_device_nobody_can_compare_does_not_fill_a_silence_of_three_days_but_a_longer_one(resolved):
    worn = [value(n, 60) for n in (*range(5), *range(8, 12), 20)]
    daily = resolved(whoop=worn, handmade=[value(n, 80) for n in (6, 9, *range(13, 20))]).daily["hrv_rmssd_ms"]
    assert daily.iloc[5:8].isna().all() and daily.iloc[9] == 60  # 3 silent days
    assert daily.iloc[12:15].isna().all()  # as far as anybody knew, three days again
    assert (daily.iloc[15:20] == 80).all()


def test_a_device_that_was_put_aside_counts_again_once_it_is_worn_on_most_days(resolved):
    """The other one measures once a week by now, and was never worn beside it on 14 nights."""
    first = [value(n, 60) for n in (*range(20), *range(30, 50))]
    daily = resolved(whoop=first, handmade=[value(n, 80) for n in (*range(20, 30), 33, 40, 47)]).daily["hrv_rmssd_ms"]
    assert daily.iloc[20:23].isna().all() and (daily.iloc[23:30] == 80).all()
    # On day 35 whoop measured on 6 of 7 days and the other on 2 (29 and 33).
    assert daily.iloc[30:35].tolist() == pytest.approx([float("nan")] * 3 + [80, float("nan")], nan_ok=True)
    assert (daily.iloc[35:50] == 60).all()


def test_a_night_without_the_device_is_filled_by_one_that_is_known_to_read_more(resolved):
    mine = [value(n, 60) for n in range(40) if n != 30]
    found = resolved(whoop=mine, handmade=[value(n, 66) for n in range(40)])
    assert found.daily["hrv_rmssd_ms"].iloc[29:32].tolist() == [60, 66, 60]
    assert found.aligned()["hrv_rmssd_ms"].tolist() == pytest.approx([60] * 40)
    assert [(change.after, change.offset) for change in found.changes] == [
        ("handmade", pytest.approx(1.1)),
        ("whoop", pytest.approx(1 / 1.1)),
    ]


def test_weight_may_come_from_any_source_each_day(resolved):
    daily = resolved(whoop=[value(0, 70, "weight_kg")], handmade=[value(1, 71, "weight_kg")]).daily
    assert daily["weight_kg"].tolist() == [70, 71]


def test_rmssd_and_sdnn_are_never_mixed(resolved):
    daily = resolved(whoop=[value(0, 60)], apple=[value(1, 45, "hrv_sdnn_ms")]).daily
    assert daily["hrv_rmssd_ms"].isna().tolist() == [False, True]


def test_a_new_device_is_believed_once_14_nights_with_both_tell_how_they_differ(resolved):
    """The factor is the median of those nights, whatever nights with both come later."""
    new = [value(n, 66.0 if n < 34 else 90.0) for n in range(20, 60)]
    old = [value(n, 60.0) for n in range(50)]
    found = resolved(whoop=new, handmade=old)
    (change,) = found.changes
    assert (change.day, change.before, change.after, change.overlap_days) == (
        FIRST + pd.Timedelta(days=33),
        "handmade",
        "whoop",
        14,
    )
    assert change.offset == pytest.approx(1.1)
    assert found.daily["hrv_rmssd_ms"].iloc[[0, 32, 33]].tolist() == [60, 60, 66]
    assert found.aligned()["hrv_rmssd_ms"].iloc[[0, 32, 33]].tolist() == pytest.approx([66, 66, 66])
    assert found.on_first_scale().daily["hrv_rmssd_ms"].iloc[[0, 32, 33]].tolist() == pytest.approx([60, 60, 60])
    assert found.restarts("hrv_rmssd_ms") == ()


def test_what_is_no_ratio_is_shifted_by_the_difference(resolved):
    new = [value(n, 52.0, "resting_hr_bpm") for n in range(20, 60)]
    found = resolved(whoop=new, handmade=[value(n, 49.0, "resting_hr_bpm") for n in range(40)])
    assert found.changes[0].offset == 3
    assert set(found.aligned()["resting_hr_bpm"]) == {52}
    assert set(found.on_first_scale().daily["resting_hr_bpm"]) == {49}


def test_without_enough_nights_with_both_the_baseline_begins_anew(resolved):
    found = resolved(whoop=[value(n, 66) for n in range(20, 60)], handmade=[value(n, 60) for n in range(25)])
    (change,) = found.changes
    # Of the 7 days up to day 28 the new one measured on all and the old one on 3: 4 more. Up to day 27 it was 3 more.
    assert change.offset is None and change.overlap_days == 5
    assert found.restarts("hrv_rmssd_ms") == (FIRST + pd.Timedelta(days=28),)
    assert found.daily["hrv_rmssd_ms"].iloc[24:29].tolist() == pytest.approx([60, *[float("nan")] * 3, 66], nan_ok=True)
    assert found.aligned()["hrv_rmssd_ms"].iloc[0] == 60


@pytest.mark.parametrize(("seed", "share", "restarts"), [(0, 0.6, False), (1, 0.3, True), (2, 0.2, True)])
def test_what_a_day_was_known_as_is_the_same_whatever_is_stored_later(seed, share, restarts):
    """Three devices, worn on and off, with levels of their own; each day is held against a store that ends there."""
    rows = worn_on_and_off(seed, share, days=150)
    nothing = {"sleeps": schema_frame(Sleep), "workouts": schema_frame(Workout)}
    whole = resolve(rows, ranked=["b", "a", "c"], **nothing)
    assert any(change.offset for change in whole.changes)
    assert any(change.offset is None for change in whole.changes) == restarts
    for last in whole.daily.index[::4]:
        known = rows[rows["day"] <= last.date().isoformat()]
        then = resolve(known, ranked=["b", "a", "c"], **nothing)
        last = then.daily.index[-1]
        pd.testing.assert_frame_equal(then.daily, whole.until(last).daily, check_exact=True, check_freq=False)
        pd.testing.assert_frame_equal(then.aligned(), whole.until(last).aligned(), check_exact=True, check_freq=False)
        pd.testing.assert_frame_equal(
            then.on_first_scale().daily,
            whole.on_first_scale().daily.loc[:last],
            check_exact=True,
            check_freq=False,
        )
        assert then.changes == whole.until(last).changes


def worn_on_and_off(seed, share, days):
    """Measurements of three devices, each worn for stretches of days, with nights forgotten in between."""
    rng = np.random.default_rng(seed)
    rows = []
    for source, more in (("a", 0.0), ("b", 5.0), ("c", -3.0)):
        worn = np.repeat(rng.random(days // 10) < share, 10) & (rng.random(days) < 0.85)
        for n in np.flatnonzero(worn):
            at = NOON + int(n) * DAY_S
            rows.append(("resting_hr_bpm", day(int(n)), at, source, 50 + more + rng.normal(0, 2)))
            rows.append(("hrv_rmssd_ms", day(int(n)), at, source, (60 + 3 * more) * np.exp(rng.normal(0, 0.2))))
            rows.append(("recovery_pct", day(int(n)), at, source, 60 + 2 * more + rng.normal(0, 10)))
    return pd.DataFrame(rows, columns=["metric", "day", "at_utc", "source", "value"])


def schema_frame(kind):
    return pd.DataFrame(columns=[field.name for field in fields(kind)] + ["source"])


def test_the_longest_sleep_is_the_night_and_naps_are_added_up(resolved):
    midnight = NOON - 12 * 3600
    records = [
        Sleep(midnight - 1800, midnight + 7 * 3600, day(0), nap=False, asleep_min=410, respiration_brpm=15.0),
        Sleep(midnight + 20 * 3600, midnight + 22 * 3600, day(0), nap=False, asleep_min=100),
        Sleep(midnight + 13 * 3600, midnight + 14 * 3600, day(0), nap=True, asleep_min=40),
        Sleep(midnight + 16 * 3600, midnight + 17 * 3600, day(0), nap=True, asleep_min=20),
    ]
    row = resolved(whoop=records).daily.iloc[0]
    assert (row["asleep_min"], row["nap_min"], row["onset_h"], row["wake_h"]) == (410, 60, -0.5, 7)
    assert row["respiration_brpm"] == 15


def test_of_two_recoveries_on_a_day_that_of_the_main_sleep_counts(resolved):
    midnight = NOON - 12 * 3600
    main = Sleep(midnight, midnight + 8 * 3600, day(0), nap=False, asleep_min=450)
    second = Sleep(midnight + 20 * 3600, midnight + 23 * 3600, day(0), nap=False, asleep_min=170)
    scores = [Measurement("recovery_pct", s.wake_utc, score, day(0)) for s, score in ((main, 61), (second, 33))]
    assert resolved(whoop=[main, second, *scores]).daily["recovery_pct"].tolist() == [61]


def test_the_offset_of_the_night_gives_its_clock_times(resolved):
    onset = NOON + 10 * 3600  # 22:00 UTC is 03:30 of the next day in India
    night = Sleep(onset, onset + 7 * 3600, day(1), offset_min=330, nap=False, asleep_min=400)
    row = resolved(whoop=[night]).daily.iloc[0]
    assert (row["onset_h"], row["wake_h"]) == (3.5, 10.5)


def test_minutes_and_load_of_a_day_are_those_of_one_source(resolved):
    one = Workout(NOON, NOON + 3600, day(0), "run", load_au=300)
    two = Workout(NOON + 7200, NOON + 9000, day(0), "ride", duration_min=25)
    copy = Workout(NOON + 5, NOON + 3600, day(0), "run", load_au=290)
    row = resolved(whoop=[one, two], handmade=[copy]).daily.iloc[0]
    assert (row["workout_min"], row["workout_load_au"]) == (85, 300)
