"""Two files of one source that differ only by rounding: the finer figure stays, and no real change is lost."""

import math
from contextlib import closing
from itertools import permutations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from data import store
from data.saver import Outcome, Saver
from data.schema import HourlyMeasurement, Measurement, Sleep, Workout

MORNING = 1_700_028_000
NIGHT = Sleep(1_700_000_017, MORNING, "2023-11-15", nap=False)
WORKOUT = Workout(1_700_050_000, 1_700_053_000, "2023-11-15", "running")  # of 50 minutes: a percent is half a minute
FILLED = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "max_examples": 150, "deadline": None}


@pytest.fixture
def db(tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db:
        with store.writing(db):
            store.add_athlete(db, "Ada")
        yield db


def save(db, record, known_until_utc=1):
    """Saves a record as one file does; what became of it."""
    with store.writing(db):
        row = {"athlete": 1, "name": "a.csv", "state": "imported", "at_utc": 0, "known_until_utc": known_until_utc}
        saver = Saver(db, 1, "whoop", db["import_file"].insert(row).last_pk, known_until_utc, match_s=60)
        outcome = saver.save(record)
        saver.finish()
    return outcome


def hrv(value):
    return Measurement("hrv_rmssd_ms", MORNING, value, "2023-11-15")


def after(db, *files):
    """The value of the one measurement, after files that were exported at those times: (value, time)."""
    with store.writing(db):
        db["measurement"].delete_where()
        db["import_file"].delete_where()
    for value, known_until_utc in files:
        save(db, hrv(value), known_until_utc)
    (row,) = db["measurement"].rows
    return row["value"]


@pytest.mark.parametrize("coarse", [62, 62.0, 62.4, 62.41, 62.42])
@pytest.mark.parametrize("times", [(1, 2), (2, 1), (1, 1)])
def test_of_a_figure_and_its_rounding_the_figure_stays_in_either_order(db, coarse, times):
    fine = 62.418726
    files = [(coarse, times[0]), (fine, times[1])]
    assert [after(db, *order) for order in permutations(files)] == [fine, fine]


def test_a_rounding_changes_nothing_afterwards(db):
    assert save(db, hrv(62.418726)) == Outcome.NEW
    assert save(db, hrv(62), known_until_utc=2) == Outcome.SAME
    assert save(db, hrv(62.418726)) == Outcome.SAME
    assert save(db, hrv(62), known_until_utc=2) == Outcome.SAME


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        (62, 64),
        (62.4, 63.6),
        (62.418726, 63),  # neither rounded nor cut
        (62.618726, 61),
        (62.418726, 62.3),
        (62.418726, 62.418999),
        (-0.418726, 0.1),
        (72.4, 72),  # as people type and correct them
        (7.5, 8),
    ],
)
def test_a_change_is_no_rounding(db, older, newer):
    files = [(older, 1), (newer, 2)]
    assert [after(db, *order) for order in permutations(files)] == [newer, newer]


def test_whole_numbers_in_columns_of_figures_are_no_change(db):
    assert [save(db, hrv(value)) for value in (62, 62, 62.0)] == [Outcome.NEW, Outcome.SAME, Outcome.SAME]


def test_figures_below_zero_are_cut_towards_it(db):
    fine = Workout(*[getattr(WORKOUT, c) for c in ("start_utc", "end_utc", "day", "sport")], altitude_change_m=-3.571)
    save(db, fine)
    for cut in (-3.5, -3.6, -3):
        coarse = Workout(fine.start_utc, fine.end_utc, fine.day, fine.sport, altitude_change_m=cut)
        assert save(db, coarse, known_until_utc=2) == Outcome.SAME


def nights(**figures):
    return Sleep(NIGHT.onset_utc, NIGHT.wake_utc, NIGHT.day, nap=False, **figures)


def test_a_figure_that_happens_to_have_few_decimals_goes_with_the_finer_ones_beside_it(db):
    save(db, nights(asleep_min=402.5, deep_min=96.417))
    assert save(db, nights(asleep_min=403, deep_min=96), known_until_utc=2) == Outcome.SAME


def test_beside_roundings_a_changed_figure_is_taken_over(db):
    save(db, nights(asleep_min=402.418, deep_min=96.417))
    assert save(db, nights(asleep_min=402, deep_min=110), known_until_utc=2) == Outcome.CHANGED
    (row,) = db["sleep"].rows
    assert (row["asleep_min"], row["deep_min"]) == (402.418, 110)


def test_a_night_that_was_edited_is_not_a_rounding_of_the_old_one(db):
    save(db, nights(asleep_min=402.418))
    edited = Sleep(NIGHT.onset_utc, NIGHT.wake_utc + 600, NIGHT.day, nap=False, asleep_min=402)
    assert save(db, edited, known_until_utc=2) == Outcome.CHANGED
    assert [row["asleep_min"] for row in db["sleep"].rows] == [402]


def workout(**figures):
    return Workout(WORKOUT.start_utc, WORKOUT.end_utc, WORKOUT.day, WORKOUT.sport, **figures)


@pytest.mark.parametrize("times", [(1, 2), (2, 1), (1, 1)])
@pytest.mark.parametrize("exact_first", [True, False])
def test_minutes_in_zones_outlast_whole_percents_of_the_workout(db, times, exact_first):
    files = [(workout(zone1_min=6.5, zone2_min=12.0), times[0]), (workout(zone1_min=6.73345, zone2_min=11.8), times[1])]
    for record, known_until_utc in reversed(files) if exact_first else files:
        save(db, record, known_until_utc)
    (row,) = db["workout"].rows
    assert (row["zone1_min"], row["zone2_min"]) == (6.73345, 11.8)


def test_another_percent_is_a_change(db):
    save(db, workout(zone1_min=6.73345))
    assert save(db, workout(zone1_min=8.0), known_until_utc=2) == Outcome.CHANGED
    assert save(db, workout(zone1_min=8.5), known_until_utc=3) == Outcome.CHANGED


@settings(**FILLED)
@given(st.integers(35_000_001, 180_000_000).filter(lambda n: n % 100_000), st.integers(0, 3), st.booleans())
def test_rounded_or_cut_to_whatever_place_the_figure_stays(db, millionths, places, is_cut):
    value = millionths / 1e6
    coarse = math.floor(value * 10**places) / 10**places if is_cut else round(value, places)
    for times in ((1, 2), (2, 1), (1, 1)):
        files = [(value, times[0]), (coarse, times[1])]
        assert {after(db, *order) for order in permutations(files)} == {value}


FIGURES = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-300, 300) | st.sampled_from([5e-324, 1e-9, 0])


@settings(**FILLED)
@given(FIGURES, FIGURES)
@example(1.797693134862316e307, 0.5)
def test_whatever_two_files_say_their_order_does_not_matter(db, one, other):
    files = [(one, 1), (other, 2)]
    first, second = (after(db, *order) for order in permutations(files))
    assert first == second and first in (one, other)
    assert [save(db, hrv(value), time) for value, time in files] == [Outcome.SAME, Outcome.SAME]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_an_hour_the_fullest_view_counts_whichever_file_came_last(db, order):
    hour = 1_700_028_000 // 3600 * 3600
    seen = [HourlyMeasurement("heart_rate_bpm", hour, n, mean, 50, 80) for n, mean in ((3, 60), (7, 65), (4, 70))]
    for n, place in enumerate(order):
        save(db, seen[place], known_until_utc=n + 1)
    assert [(row["n"], row["mean"]) for row in db["hourly"].rows] == [(7, 65)]


def test_two_pages_of_one_file_may_share_an_hour(db):
    hour = 1_700_028_000 // 3600 * 3600
    with store.writing(db):
        row = {"athlete": 1, "name": "a.json", "state": "imported", "at_utc": 0, "known_until_utc": 1}
        saver = Saver(db, 1, "oura", db["import_file"].insert(row).last_pk, 1)
        assert saver.save(HourlyMeasurement("heart_rate_bpm", hour, 3, 60, 50, 80)) == Outcome.NEW
        assert saver.save(HourlyMeasurement("heart_rate_bpm", hour, 7, 65, 50, 80)) == Outcome.CHANGED
        saver.finish()
    assert [row["n"] for row in db["hourly"].rows] == [7]
