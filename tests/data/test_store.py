"""The store: idempotent saves, merges of overlapping files, whole transactions, complete deletion."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from data import frames, store
from data.saver import Outcome, Saver
from data.schema import JournalEntry, Measurement, Sleep, Workout

ROOT = Path(__file__).parents[2]
NIGHT = Sleep(1_700_000_017, 1_700_028_000, "2023-11-15", asleep_min=420, nap=False)
HRV = Measurement("hrv_rmssd_ms", NIGHT.wake_utc, 61, NIGHT.day)


@pytest.fixture
def db(tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db:
        with store.writing(db):
            store.add_athlete(db, "Ada")
        yield db


def save(db, *records, known_until_utc=1, match_s=1, source="whoop"):
    """Saves records as one file does; what became of each."""
    with store.writing(db):
        row = {"athlete": 1, "name": "a.csv", "state": "imported", "at_utc": 0, "known_until_utc": known_until_utc}
        import_id = db["import_file"].insert(row).last_pk
        saver = Saver(db, 1, source, import_id, known_until_utc, match_s)
        outcomes = [saver.save(record) for record in records]
        saver.finish()
    return outcomes


def stored(db, table):
    return [{k: v for k, v in row.items() if v is not None and k != "import"} for row in db[table].rows]


def test_the_same_records_again_change_nothing(db):
    records = (
        NIGHT,
        HRV,
        Workout(5, 65, "2023-11-15", "run", gps=True),
        JournalEntry("2023-11-14", "alcohol", "Any?", "yes"),
    )
    assert save(db, *records) == [Outcome.NEW] * 4
    before = [stored(db, table) for table in ("sleep", "measurement", "workout", "journal")]
    assert save(db, *records) == [Outcome.SAME] * 4
    assert [stored(db, table) for table in ("sleep", "measurement", "workout", "journal")] == before


def test_a_blank_never_erases_what_is_known(db):
    save(db, NIGHT)
    assert save(db, Sleep(NIGHT.onset_utc, NIGHT.wake_utc, NIGHT.day, need_min=480)) == [Outcome.CHANGED]
    (night,) = db["sleep"].rows
    assert (night["asleep_min"], night["need_min"], night["nap"]) == (420, 480, 0)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_two_overlapping_files_give_the_newer_ones_values_in_either_order(db, order):
    files = {1: (HRV, 100), 2: (Measurement("hrv_rmssd_ms", HRV.at_utc, 64, HRV.day), 200)}
    for n in order:
        save(db, files[n][0], known_until_utc=files[n][1])
    assert [row["value"] for row in db["measurement"].rows] == [64]


def test_the_first_of_two_lines_that_disagree_is_kept_and_stays_kept(db):
    other = Measurement("hrv_rmssd_ms", HRV.at_utc, 99, HRV.day)
    assert save(db, HRV, other) == [Outcome.NEW, Outcome.SAME]
    assert save(db, HRV, other) == [Outcome.SAME, Outcome.SAME]
    assert [row["value"] for row in db["measurement"].rows] == [61]


@pytest.mark.parametrize("exact_first", [True, False])
def test_a_file_that_lost_its_seconds_names_the_same_night(db, exact_first):
    rounded = Sleep(NIGHT.onset_utc // 60 * 60, NIGHT.wake_utc // 60 * 60, NIGHT.day, asleep_min=420, nap=False)
    for night in (NIGHT, rounded) if exact_first else (rounded, NIGHT):
        save(db, night, match_s=60)
    assert [row["onset_utc"] for row in db["sleep"].rows] == [NIGHT.onset_utc]


@pytest.mark.parametrize("newer_first", [False, True])
def test_a_corrected_night_replaces_the_old_one_and_takes_its_measurements_along(db, newer_first):
    corrected = Sleep(NIGHT.onset_utc + 1800, NIGHT.wake_utc + 600, NIGHT.day, asleep_min=400)
    files = [((NIGHT, HRV), 100), ((corrected,), 200)]
    for records, known_until_utc in reversed(files) if newer_first else files:
        save(db, *records, known_until_utc=known_until_utc)
    assert [row["onset_utc"] for row in db["sleep"].rows] == [corrected.onset_utc]
    assert [(row["at_utc"], row["value"]) for row in db["measurement"].rows] == [(corrected.wake_utc, 61)]


@pytest.mark.parametrize("newer_first", [False, True])
def test_a_corrected_waking_moves_the_measurements_of_that_morning(db, newer_first):
    corrected = Sleep(NIGHT.onset_utc, NIGHT.wake_utc + 900, NIGHT.day, asleep_min=435)
    rescored = Measurement("hrv_rmssd_ms", corrected.wake_utc, 64, NIGHT.day)
    files = [((NIGHT, HRV), 100), ((corrected, rescored), 200)]
    for records, known_until_utc in reversed(files) if newer_first else files:
        save(db, *records, known_until_utc=known_until_utc)
    assert [row["asleep_min"] for row in db["sleep"].rows] == [435]
    assert [(row["at_utc"], row["value"]) for row in db["measurement"].rows] == [(corrected.wake_utc, 64)]


@pytest.mark.parametrize("order", list(permutations((100, 150, 200))))
def test_an_older_file_that_fills_a_blank_does_not_outrank_a_newer_one(db, order):
    nights = {
        100: replace(NIGHT, asleep_min=400, efficiency_pct=90),
        150: replace(NIGHT, asleep_min=410),
        200: replace(NIGHT, asleep_min=450),
    }
    for known_until_utc in order:
        save(db, nights[known_until_utc], known_until_utc=known_until_utc)
    assert [(row["asleep_min"], row["efficiency_pct"]) for row in db["sleep"].rows] == [(450, 90)]


def test_a_nap_at_the_end_of_a_night_never_replaces_it(db):
    save(db, NIGHT, HRV, known_until_utc=100)
    nap = Sleep(NIGHT.wake_utc - 1800, NIGHT.wake_utc + 600, NIGHT.day, nap=True, asleep_min=35)
    unsaid = replace(nap, onset_utc=nap.onset_utc + 60, nap=None)
    save(db, nap, unsaid, known_until_utc=200)
    assert db["sleep"].count == 3
    assert [row["at_utc"] for row in db["measurement"].rows] == [NIGHT.wake_utc]


def test_a_nap_beside_the_night_replaces_nothing(db):
    save(db, NIGHT, known_until_utc=100)
    save(db, Sleep(NIGHT.wake_utc + 3600, NIGHT.wake_utc + 5400, NIGHT.day, nap=True), known_until_utc=200)
    assert db["sleep"].count == 2


def test_sources_and_athletes_keep_their_own_rows(db):
    save(db, HRV)
    save(db, Measurement("hrv_rmssd_ms", HRV.at_utc, 70, HRV.day), source="handmade")
    assert sorted(row["value"] for row in db["measurement"].rows) == [61, 70]


def test_the_revision_of_files_that_lie_still_is_read_once(db, tmp_path, monkeypatch):
    path = tmp_path / "ownpace.db"
    save(db, HRV)
    db.close()
    before = store.revision(path)
    still = store.time.time() + store.SETTLED_S + 1
    monkeypatch.setattr(store.time, "time", lambda: still)
    assert store.revision(path) == before  # and kept from here on
    read = store.sqlite3.connect
    monkeypatch.setattr(store.sqlite3, "connect", lambda *a, **k: 1 / 0)
    assert store.revision(path) == before
    monkeypatch.setattr(store.sqlite3, "connect", read)
    with closing(store.connect(path)) as again, store.writing(again):
        store.add_athlete(again, "Ben")
    assert store.revision(path) == before + 1
    with closing(store.connect(path)) as writer:  # whose write waits in a file beside the store
        with store.writing(writer):
            store.add_athlete(writer, "Cem")
        assert store.revision(path) == before + 2


def test_every_write_raises_the_revision_and_a_failed_one_leaves_the_store_as_it_was(db, tmp_path):
    path = tmp_path / "ownpace.db"
    before = store.revision(path)
    save(db, HRV)
    assert store.revision(path) == before + 1
    with pytest.raises(ZeroDivisionError), store.writing(db):
        store.add_athlete(db, "Ben")
        1 / 0
    assert store.revision(path) == before + 1
    assert db["athlete"].count == 1


def test_a_full_disk_is_said_clearly_and_loses_nothing(tmp_path):
    path = tmp_path / "small.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    pages = path.stat().st_size // 4096 + 20
    with closing(store.connect(path, max_pages=pages)) as db:
        save(db, HRV)
        many = [Measurement("hrv_rmssd_ms", n * 86_400, 60, "2023-11-15") for n in range(20_000)]
        with pytest.raises(store.StoreError, match="disk is full.*still there"):
            save(db, *many)
        assert [row["value"] for row in db["measurement"].rows] == [61]
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_a_file_that_is_no_store_is_refused(tmp_path):
    path = tmp_path / "ownpace.db"
    path.write_bytes(b"this is no database, but long enough to look like a file" * 100)
    with pytest.raises(store.StoreError, match="cannot be opened as a store"):
        store.connect(path)


def test_only_the_owner_may_read_the_store(tmp_path):
    path = tmp_path / "home" / "ownpace.db"
    store.connect(path).close()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_deletion_leaves_no_byte_behind(db, tmp_path):
    secret = "a note that only Ada wrote"
    save(db, JournalEntry("2023-11-14", "alcohol", "Any?", "yes", note=secret), HRV)
    with store.writing(db):
        store.add_athlete(db, "Ben")
    store.delete_athletes(tmp_path / "ownpace.db", [1])
    assert [row["name"] for row in db["athlete"].rows] == ["Ben"]
    assert all(len(rows) == 0 for name, rows in frames.everything(db, 1).items())
    left = b"".join(file.read_bytes() for file in tmp_path.glob("ownpace.db*"))
    assert secret.encode() not in left


def test_a_backup_restores_row_for_row(db, tmp_path):
    path, copy = tmp_path / "ownpace.db", tmp_path / "backup.db"
    save(db, NIGHT, HRV)
    store.backup(path, copy)
    before = store.revision(path)
    kept = [stored(db, table) for table in ("athlete", "sleep", "measurement", "import_file")]
    store.delete_athletes(path, [1])
    store.restore(path, copy)
    with closing(store.connect(path)) as restored:
        assert [stored(restored, table) for table in ("athlete", "sleep", "measurement", "import_file")] == kept
    assert store.revision(path) > before


def test_a_damaged_backup_changes_nothing(db, tmp_path):
    path, copy = tmp_path / "ownpace.db", tmp_path / "backup.db"
    save(db, NIGHT, HRV)
    store.backup(path, copy)
    copy.write_bytes(copy.read_bytes()[:5000])
    with pytest.raises(store.StoreError, match="Nothing was changed"):
        store.restore(path, copy)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as strange:
        strange.execute("CREATE TABLE t (x)")
    with pytest.raises(store.StoreError, match="not a backup of Ownpace"):
        store.restore(path, other)
    assert db["measurement"].count == 1


# Waits for a line, so that all of them begin at once, and opens each store that is named.
CONNECTS = """
import sys
from pathlib import Path
from data import store
print("ready", flush=True)
sys.stdin.readline()
for path in sys.argv[1:]:
    store.connect(Path(path)).close()
"""


def test_programs_that_start_at_once_make_one_store(tmp_path):
    paths = [tmp_path / str(n) / "ownpace.db" for n in range(30)]
    command = [sys.executable, "-c", CONNECTS, *map(str, paths)]
    starting = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(4)]
    for process in starting:
        process.stdout.readline()
    for process in starting:
        process.stdin.write(b"go\n")
        process.stdin.flush()
    for process in starting:
        process.communicate(timeout=60)
    assert [process.returncode for process in starting] == [0] * 4
    for path in paths:
        assert [file.name for file in path.parent.iterdir() if "-" not in file.name] == ["ownpace.db"]


def test_a_place_that_cannot_be_written_is_said_with_what_to_do():
    with pytest.raises(store.StoreError, match="set OWNPACE_HOME to another folder"):
        store.connect(Path("/dev/null/ownpace.db"))


def test_settings_are_an_athletes_own_or_the_machines(db):
    with store.writing(db):
        store.keep_setting(db, 1, "false_days_per_30", "2")
        store.keep_setting(db, None, "engine", "rules")
        store.keep_setting(db, 1, "false_days_per_30", "4")
    assert store.setting(db, 1, "false_days_per_30") == "4"
    assert store.setting(db, None, "false_days_per_30") is None
    assert store.setting(db, None, "engine") == "rules"
    with store.writing(db):
        store.keep_setting(db, None, "engine", None)
    assert store.setting(db, None, "engine") is None
    assert db["setting"].count == 1


def planned(db, athlete=1, day="2025-01-06", load=14.0, **about):
    with store.writing(db, durable=True):
        return store.plan(db, athlete, day, "hard", load, "strain", made_on="2025-01-05", **about)


def test_a_day_may_have_several_plans_and_each_is_taken_back_alone(db):
    first, second = planned(db, sport="run", minutes=60.0), planned(db, load=9.0)
    assert frames.plans(db, 1)[["id", "load"]].values.tolist() == [[first, 14.0], [second, 9.0]]
    with store.writing(db):
        store.unplan(db, 1, first)
    assert frames.plans(db, 1)["id"].tolist() == [second]


def test_nobody_takes_back_the_plan_of_another_or_of_a_coach(db):
    with store.writing(db):
        store.add_athlete(db, "Ben")
    own, coachs = planned(db), planned(db, source="coach")
    with store.writing(db):
        store.unplan(db, 2, own)
        store.unplan(db, 1, coachs)
    assert frames.plans(db, 1)["id"].tolist() == [own, coachs]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [({"load": 22.0}, "0 to 21 strain, not 22"), ({"load": -1.0}, "not -1"), ({"minutes": 2000.0}, "up to 1440")],
)
def test_a_plan_that_cannot_be_is_refused(db, wrong, says):
    with pytest.raises(ValueError, match=says):
        planned(db, **wrong)
    assert db["planned_workout"].count == 0


def test_plans_go_with_the_athlete(db, tmp_path):
    planned(db, note="a secret place")
    store.delete_athletes(tmp_path / "ownpace.db", [1])
    assert db["planned_workout"].count == 0
    assert b"a secret place" not in (tmp_path / "ownpace.db").read_bytes()


def test_the_number_of_a_deleted_athlete_is_never_given_again(db, tmp_path):
    path, given = tmp_path / "ownpace.db", [1]
    for name in ("Ben", "Cem", "Dan"):
        with store.writing(db):
            given.append(store.add_athlete(db, name))
        store.delete_athletes(path, given[-1:])
    store.delete_athletes(path, [1])
    with store.writing(db):
        given.append(store.add_athlete(db, "Eve"))
    assert given == [1, 2, 3, 4, 5]


def test_what_belongs_to_nobody_any_more_is_said_and_not_kept(db, tmp_path):
    store.delete_athletes(tmp_path / "ownpace.db", [1])
    with pytest.raises(store.StoreError, match="was deleted meanwhile"), store.writing(db):
        store.plan(db, 1, "2025-01-09", "easy", 8.0, "strain", made_on="2025-01-04")
    assert db["planned_workout"].count == 0


def test_that_another_program_holds_the_store_is_told_apart(db, tmp_path):
    db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(tmp_path / "ownpace.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(store.StoreBusy, match="Another program is writing"), store.writing(db):
            pass
    with pytest.raises(store.StoreError) as fault, store.writing(db):
        db.execute("SELECT * FROM nowhere")
    assert not isinstance(fault.value, store.StoreBusy)
