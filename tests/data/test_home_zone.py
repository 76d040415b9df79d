"""The home time zone: what raw exports say of nights and days hangs on it, and follows it."""

from contextlib import closing
from datetime import UTC, datetime

import pytest

from data import home_zone, ingest, store
from data.raw import SPAN_S
from tests.data.apple_files import write_apple_export

TABLES = ("sleep", "measurement", "workout", "hourly")
LAST_DAY = "2026-01-01"


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    """Twenty days of an athlete whose phone never says in which time zone it is."""
    file = tmp_path_factory.mktemp("export") / "export.xml"
    write_apple_export(file, days=20, first_day="2023-06-05")
    file.write_text(file.read_text().replace("HKTimeZone", "HKSomeZone"))
    return file


def home(folder, zone, file):
    """A store of one athlete who is at home in a zone, with an export."""
    path = folder / f"{zone.replace('/', '-')}.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada", home_zone=zone)
    (receipt,) = ingest.import_path(path, file, 1)
    assert receipt.state == "imported", receipt.error
    return path


def rows(path):
    """Everything that was worked out, without the import that it is from."""
    with closing(store.connect(path)) as db:
        return {
            table: sorted(repr({k: v for k, v in row.items() if k != "import"}) for row in db[table].rows)
            for table in TABLES
        }


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_a_changed_zone_gives_what_an_import_in_that_zone_gives(tmp_path, export, zone):
    path = home(tmp_path, "Europe/Berlin", export)
    before, there = rows(path), rows(home(tmp_path, zone, export))
    home_zone.change(path, 1, zone, LAST_DAY)
    assert rows(path) == there != before


def test_a_day_beside_a_border_of_what_is_worked_out_at_once_follows_as_well(tmp_path):
    border_utc = 700 * SPAN_S  # 2023-08-31 00:00 in UTC: an hour later it is still the day before in Los Angeles
    assert datetime.fromtimestamp(border_utc, UTC).isoformat() == "2023-08-31T00:00:00+00:00"
    (tmp_path / "export.xml").write_text(
        '<HealthData><ExportDate value="2023-09-01 09:00:00 +0000"/><Record type="HKQuantityTypeIdentifierStepCount"'
        ' sourceName="Phone" unit="count" creationDate="2023-08-31 01:20:00 +0000"'
        ' startDate="2023-08-31 01:00:00 +0000" endDate="2023-08-31 01:10:00 +0000" value="120"/></HealthData>'
    )
    path = home(tmp_path, "America/Los_Angeles", tmp_path / "export.xml")
    assert days_with_steps(path) == [("2023-08-30", 120)]
    home_zone.change(path, 1, "Asia/Tokyo", LAST_DAY)
    assert days_with_steps(path) == [("2023-08-31", 120)]


def days_with_steps(path):
    with closing(store.connect(path)) as db:
        return [(row["day"], row["value"]) for row in db["measurement"].rows]


def test_a_change_that_is_stopped_in_its_middle_leaves_everything_as_it_was(tmp_path, export):
    path = home(tmp_path, "Europe/Berlin", export)
    before = rows(path)

    def stop(done, said):
        if said == "Working out days":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        home_zone.change(path, 1, "Asia/Tokyo", LAST_DAY, stop)
    assert rows(path) == before
    with closing(store.connect(path)) as db:
        assert db["athlete"].get(1)["home_zone"] == "Europe/Berlin"


@pytest.mark.parametrize("wrong", ["Berlin", "", "../etc/passwd", "Europe", "GMT+25", "localtime"])
def test_an_unknown_zone_is_refused_with_one_that_would_do(tmp_path, export, wrong):
    with pytest.raises(ValueError, match="Europe/Berlin"):
        home_zone.change(tmp_path / "none.db", 1, wrong, LAST_DAY)
    assert not (tmp_path / "none.db").exists()


def test_a_zone_is_known_in_any_case_of_its_letters():
    assert home_zone.known("america/new york") == "America/New_York"


def test_there_is_a_zone_to_choose_for_each_place_and_no_double():
    zones = home_zone.choices()
    assert {"Europe/Berlin", "America/New_York", "Asia/Kathmandu", "UTC"} <= set(zones)
    assert len(zones) == len(set(zones)) and not [zone for zone in zones if zone.startswith(("Etc/", "US/", "posix"))]
