"""A year and more of a life as Apple Health exports it, in every style: the store holds what was planted."""

from contextlib import closing
from statistics import median

import pytest

from data import ingest, store
from tests.data.apple_files import write_apple_export

DAYS = 130  # twelve drawer days, two weeks of travel


@pytest.fixture(scope="module", params=["ios17", "ios16", "no_dtd"])
def lived(request, tmp_path_factory):
    """The planted truth, and a way to ask the store in which its export lies."""
    folder = tmp_path_factory.mktemp("apple")
    written = write_apple_export(folder / "export.zip", days=DAYS, style=request.param)
    path = folder / "store" / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Alex", home_zone="Europe/Berlin")
    (receipt,) = ingest.import_path(path, written.path, 1)

    def asked(sql: str) -> list[tuple]:
        with closing(store.connect(path)) as db:
            return db.execute(sql).fetchall()

    return written, receipt, asked


def measured(asked, metric: str) -> dict[str, float]:
    return dict(asked(f"SELECT day, value FROM measurement WHERE metric = '{metric}'"))


def test_the_receipt_adds_up_to_the_elements_of_the_file(lived):
    written, receipt, asked = lived
    assert receipt.state == "imported"
    top = ("Record", "Workout", "ActivitySummary", "Correlation", "Audiogram", "Me", "ExportDate")
    assert receipt.rows_read == sum(written.elements[tag] for tag in top)
    assert receipt.rows_read == receipt.rows_new + receipt.rows_changed + receipt.rows_same + receipt.rows_rejected
    assert asked("SELECT count(*) FROM raw_element") == [(receipt.rows_new,)]
    assert receipt.rows_rejected == 1  # the summary of 1969


def test_steps_are_those_of_the_legs(lived):
    written, _, asked = lived
    steps = measured(asked, "steps")
    assert {day: n for day, n in steps.items() if round(n)} == pytest.approx(
        {day: n for day, n in written.truth.steps.items() if n}, abs=0.5
    )


def test_energy_is_that_of_days_with_both_kinds(lived):
    """Before the first journey, on which a day at home and a day of the traveller differ."""
    written, _, asked = lived
    active, basal = written.truth.active_kcal, written.truth.basal_kcal
    energy = measured(asked, "energy_kcal")
    for day in [day for day in sorted(active) if basal.get(day)][:40]:
        assert energy[day] == pytest.approx(active[day] + basal[day], rel=2e-3)
    assert 0.7 * DAYS < len(energy) < len(basal)


def test_nights_are_those_of_the_best_witness(lived):
    written, _, asked = lived
    columns = "onset_utc, wake_utc, day, nap, asleep_min, light_min, deep_min, rem_min, awake_min"
    stored = asked(f"SELECT {columns} FROM sleep ORDER BY onset_utc")
    truth = []
    for night in sorted(written.truth.nights, key=lambda night: night.onset_utc):
        core, deep, rem, asleep = (night.minutes(stage) for stage in ("core", "deep", "rem", "asleep"))
        staged = (core, deep, rem, night.minutes("awake")) if night.source == "watch" else (None, None, None, None)
        truth.append((night.onset_utc, night.wake_utc, night.day, int(night.nap), core + deep + rem + asleep, *staged))
    assert [row[:4] for row in stored] == [row[:4] for row in truth]
    for mine, planted in zip(stored, truth, strict=True):
        for value, known in zip(mine[4:], planted[4:], strict=True):
            assert known is None or value == pytest.approx(known)


def test_heart_rate_of_the_hours(lived):
    written, _, asked = lived
    stored = {hour: tuple(rest) for hour, *rest in asked("SELECT hour_utc, n, mean, low, high FROM hourly")}
    truth = {hour: (h.n, h.mean, h.low, h.high) for hour, h in written.truth.heart_bpm.items()}
    assert stored.keys() == truth.keys()
    for hour, (n, mean, low, high) in truth.items():
        assert stored[hour] == (n, pytest.approx(mean), low, high)


def test_one_a_day(lived):
    written, _, asked = lived
    assert measured(asked, "resting_hr_bpm") == written.truth.resting_bpm
    assert measured(asked, "weight_kg") == pytest.approx(written.truth.weight_kg)


def test_what_was_measured_in_a_night_is_its_median(lived):
    written, _, asked = lived
    nights = {night.day: night for night in written.truth.nights if not night.nap}

    def medians(samples: dict[str, tuple[tuple[int, float], ...]]) -> dict[str, float]:
        every = [sample for of_day in samples.values() for sample in of_day]
        found = {}
        for day, night in nights.items():
            if within := [value for at_utc, value in every if night.onset_utc <= at_utc < night.wake_utc]:
                found[day] = median(within)
        return found

    assert measured(asked, "hrv_sdnn_ms") == pytest.approx(medians(written.truth.sdnn_ms))
    assert measured(asked, "spo2_pct") == pytest.approx(medians(written.truth.spo2_pct))
    assert measured(asked, "respiration_brpm") == pytest.approx(medians(written.truth.respiration_brpm))


def test_workouts(lived):
    written, _, asked = lived
    stored = asked("SELECT start_utc, end_utc, day, energy_kcal, distance_m, ascent_m FROM workout ORDER BY start_utc")
    truth = [
        (w.start_utc, w.end_utc, w.day, w.energy_kcal, w.distance_m, w.ascent_m)
        for w in sorted(written.truth.workouts, key=lambda w: w.start_utc)
    ]
    assert [row[:3] for row in stored] == [row[:3] for row in truth]
    for mine, planted in zip(stored, truth, strict=True):
        for value, known in zip(mine[3:], planted[3:], strict=True):
            assert value is None if known is None else value == pytest.approx(known, rel=1e-3)


def test_a_newer_export_adds_its_days_and_changes_no_other(tmp_path):
    older = write_apple_export(tmp_path / "older.xml", days=30)
    newer = write_apple_export(tmp_path / "newer.xml", days=30, more_days=7, export=2, offset="+0200")
    path = tmp_path / "store" / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Alex", home_zone="Europe/Berlin")
    (first,) = ingest.import_path(path, older.path, 1)
    (second,) = ingest.import_path(path, newer.path, 1)
    assert second.rows_new > 0 and second.rows_same > 0.95 * first.rows_new
    alone = tmp_path / "alone" / "ownpace.db"
    with closing(store.connect(alone)) as db, store.writing(db):
        store.add_athlete(db, "Alex", home_zone="Europe/Berlin")
    ingest.import_path(alone, newer.path, 1)

    def worked_out(file):
        with closing(store.connect(file)) as db:
            return [
                db.execute(sql).fetchall()
                for sql in (
                    "SELECT metric, at_utc, value FROM measurement ORDER BY 1, 2",
                    "SELECT hour_utc, n, mean FROM hourly ORDER BY 1",
                    "SELECT onset_utc, wake_utc, asleep_min FROM sleep ORDER BY 1",
                    "SELECT start_utc, energy_kcal FROM workout ORDER BY 1",
                )
            ]

    assert worked_out(path) == worked_out(alone)
