"""Many sources, one value a day."""

from contextlib import closing

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


def test_another_device_does_not_fill_a_silence_of_a_week_but_a_longer_one(resolved):
    worn = [value(n, 60) for n in (0, 1, 2, 10, 11, 20)]
    daily = resolved(whoop=worn, handmade=[value(n, 80) for n in range(21)]).daily["hrv_rmssd_ms"]
    assert daily.iloc[3:10].isna().all()  # 7 silent days
    assert (daily.iloc[12:20] == 80).all()  # 8 silent days


def test_weight_may_come_from_any_source_each_day(resolved):
    daily = resolved(whoop=[value(0, 70, "weight_kg")], handmade=[value(1, 71, "weight_kg")]).daily
    assert daily["weight_kg"].tolist() == [70, 71]


def test_rmssd_and_sdnn_are_never_mixed(resolved):
    daily = resolved(whoop=[value(0, 60)], apple=[value(1, 45, "hrv_sdnn_ms")]).daily
    assert daily["hrv_rmssd_ms"].isna().tolist() == [False, True]


def test_a_new_device_is_named_with_its_offset_from_the_nights_with_both(resolved):
    new = [value(n, 66.0) for n in range(20, 60)]
    old = [value(n, 60.0) for n in range(36)]
    found = resolved(whoop=new, handmade=old)
    (change,) = found.changes
    assert (change.day, change.before, change.after, change.overlap_days) == (
        FIRST + pd.Timedelta(days=20),
        "handmade",
        "whoop",
        16,
    )
    assert change.offset == pytest.approx(1.1)
    assert found.aligned("hrv_rmssd_ms").iloc[0] == pytest.approx(66)
    assert found.daily["hrv_rmssd_ms"].iloc[0] == 60
    assert found.restarts("hrv_rmssd_ms") == ()


def test_without_enough_nights_with_both_the_baseline_begins_anew(resolved):
    found = resolved(whoop=[value(n, 66) for n in range(20, 60)], handmade=[value(n, 60) for n in range(25)])
    assert found.restarts("hrv_rmssd_ms") == (FIRST + pd.Timedelta(days=20),)
    assert found.aligned("hrv_rmssd_ms").iloc[0] == 60


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
