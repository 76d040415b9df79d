"""From files to the store: receipts that add up, clear refusals, whole imports or none."""

import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from data import ingest, store
from tests.data.whoop_files import write_whoop_export

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
ITALIAN = (
    b"Ora inizio ciclo,Ora fine ciclo,Fuso orario,Testo della domanda,Risposta,Note\n"
    b"2025-03-01 23:00:00,2025-03-02 23:00:00,UTC+01:00,Alcol?,true,\n"
)
DAYS = "date,hrv_rmssd_ms,resting_hr_bpm\n2025-03-01,61,50\n2025-03-02,58,51\n"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "home" / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada", home_zone="Europe/Berlin")
    return path


def bring(path, file, text=None):
    if text is not None:
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return ingest.import_path(path, file, 1)


def rows(path, *tables):
    with closing(store.connect(path)) as db:
        plain = {t: [{k: v for k, v in row.items() if k != "import"} for row in db[t].rows] for t in tables}
    return {table: sorted(found, key=repr) for table, found in plain.items()}


RECORDS = ("measurement", "sleep", "workout", "journal")


def adds_up(receipt):
    parts = receipt.rows_new + receipt.rows_changed + receipt.rows_same + receipt.rows_rejected
    members = [m.rows_read == m.rows_new + m.rows_changed + m.rows_same + m.rows_rejected for m in receipt.members]
    return receipt.rows_read == parts == sum(m.rows_read for m in receipt.members) and all(members)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt"])
def test_an_export_in_any_language_is_stored_whole_with_a_receipt_that_adds_up(path, tmp_path, language):
    written = write_whoop_export(tmp_path / "export.zip", days=40, language=language)
    (receipt,) = bring(path, written.path)
    counts = {kind: n for member in receipt.members for kind, n in member.counts.items()}
    assert receipt.state == "imported" and adds_up(receipt) and receipt.rows_rejected == 0
    assert counts["recovery"] == written.recoveries
    assert (counts["sleep"], counts["nap"]) == (written.sleeps, written.naps)
    assert (counts["workout"], counts["journal"]) == (written.workouts, written.journal)


def test_the_same_file_again_adds_nothing(path, tmp_path):
    export = write_whoop_export(tmp_path / "export.zip", days=40).path
    bring(path, export)
    before = rows(path, *RECORDS)
    (receipt,) = bring(path, export)
    assert (receipt.state, receipt.rows_new, receipt.rows_changed) == ("unchanged", 0, 0) and adds_up(receipt)
    assert rows(path, *RECORDS) == before


def test_overlapping_exports_give_what_one_would_have_given(path, tmp_path):
    older = write_whoop_export(tmp_path / "older", days=30)
    newer = write_whoop_export(tmp_path / "newer", days=60)
    other = tmp_path / "other" / "ownpace.db"
    with closing(store.connect(other)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    bring(other, newer.path)
    for export in (newer, older, newer):
        bring(path, export.path)
    assert rows(path, *RECORDS) == rows(other, *RECORDS)


def test_an_older_folder_after_a_newer_one_changes_nothing(path, tmp_path):
    older = write_whoop_export(tmp_path / "older", days=30).path
    newer = write_whoop_export(tmp_path / "newer", days=32).path
    workouts = newer / "workouts.csv"
    header, *lines = (older / "workouts.csv").read_text().splitlines()
    # Nobody trained since the older export, but a workout was given another name in the app.
    workouts.write_text("\n".join([header, *lines]).replace("Running", "Hiking/Rucking"))
    bring(path, newer)
    before = rows(path, *RECORDS)
    assert (
        any(row["sport"] != "running" for row in before["workout"])
        and "Running" in (older / "workouts.csv").read_text()
    )
    receipts = bring(path, older)
    assert all(receipt.ok for receipt in receipts)
    assert rows(path, *RECORDS) == before


def test_a_broken_file_in_a_folder_is_refused_and_the_others_are_kept(path, tmp_path):
    folder = write_whoop_export(tmp_path / "export", days=20).path
    workouts = folder / "workouts.csv"
    workouts.write_bytes(workouts.read_bytes() + "Müll\n".encode("latin-1"))
    states = {receipt.name: receipt.state for receipt in bring(path, folder)}
    assert states.pop("workouts.csv") == "refused"
    assert set(states.values()) == {"imported"}
    assert not rows(path, "workout")["workout"] and rows(path, "sleep")["sleep"]


def test_a_zip_a_folder_and_single_files_store_the_same(tmp_path):
    results = []
    folder = write_whoop_export(tmp_path / "folder", days=30).path
    packed = write_whoop_export(tmp_path / "packed.zip", days=30).path
    order = ("sleeps", "physiological_cycles", "workouts", "journal_entries")
    singles = [folder / f"{name}.csv" for name in order]
    for n, files in enumerate(([folder], [packed], singles)):
        path = tmp_path / f"{n}.db"
        with closing(store.connect(path)) as db, store.writing(db):
            store.add_athlete(db, "Ada")
        for file in files:
            assert all(receipt.ok and adds_up(receipt) for receipt in bring(path, file))
        results.append(rows(path, *RECORDS))
    assert results[0] == results[1] == results[2]


def test_one_bad_row_is_rejected_with_its_line_and_reason_and_the_rest_is_kept(path, tmp_path):
    (receipt,) = bring(path, tmp_path / "days.csv", DAYS + "2025-03-03,9999,50\nyesterday,60,50\n2025-03-05,59,49\n")
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_rejected) == (5, 3, 2) and adds_up(receipt)
    assert [reason.partition(":")[0] for reason in sorted(receipt.rejected_reasons)] == [
        "days.csv, line 4",
        "days.csv, line 5",
    ]
    assert "HRV (rMSSD) is outside 1 to 500 ms" in receipt.rejected_reasons[0] + receipt.rejected_reasons[1]
    assert not any("9999" in reason for reason in receipt.rejected_reasons)
    assert len(rows(path, "measurement")["measurement"]) == 6


def test_days_that_have_not_come_yet_are_rejected(path, tmp_path):
    (receipt,) = bring(path, tmp_path / "days.csv", DAYS + "2106-02-07,60,50\n1969-12-31,60,50\n")
    assert (receipt.rows_new, receipt.rows_rejected) == (2, 2)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("header.csv", b"date,hrv_rmssd_ms\n", "no rows"),
        ("strange.csv", b"when,what\n1,2\n", "Expected"),
        ("pdf.csv", b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        ("latin.csv", "date,hrv_rmssd_ms,note\n2025-03-01,60,müde\n".encode("cp1252"), "UTF-8"),
        ("entities.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>', "entities"),
        ("italian.csv", ITALIAN, "language"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_it_is_and_what_to_do(path, tmp_path, name, content, says):
    (receipt,) = bring(path, tmp_path / name, content)
    assert receipt.state == "refused" and not receipt.ok
    assert says.lower() in receipt.error.lower()
    assert sum(map(len, rows(path, *RECORDS).values())) == 0


def test_a_truncated_zip_and_a_traversing_member_are_refused(path, tmp_path):
    export = write_whoop_export(tmp_path / "export.zip", days=20).path
    (receipt,) = bring(path, tmp_path / "cut.zip", export.read_bytes()[:-300])
    assert receipt.state == "refused"
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../sleeps.csv", DAYS)
    (receipt,) = bring(path, evil)
    assert receipt.state == "refused" and not (tmp_path.parent / "sleeps.csv").exists()


def test_a_zip_bomb_is_refused_and_unpacks_nothing(path, tmp_path):
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sleeps.csv", b"0" * (80 << 20))
    (receipt,) = bring(path, bomb)
    assert receipt.state == "refused" and "unpack" in receipt.error


def test_what_lies_beside_data_in_a_folder_is_skipped_and_named_files_are_not(path, tmp_path):
    folder = write_whoop_export(tmp_path / "export", days=20).path
    (folder / "README.md").write_text("# my data\n")
    receipts = {receipt.name: receipt for receipt in bring(path, folder)}
    assert receipts["README.md"].state == "skipped" and all(receipt.ok for receipt in receipts.values())
    (receipt,) = bring(path, folder / "README.md")
    assert receipt.state == "refused"


def test_a_path_that_does_not_exist_and_an_empty_folder_are_refused(path, tmp_path):
    (tmp_path / "nothing").mkdir()
    assert [r.state for f in ("nothing", "missing.csv") for r in bring(path, tmp_path / f)] == ["refused", "refused"]


def test_receipts_and_rejected_rows_are_kept(path, tmp_path):
    bring(path, tmp_path / "days.csv", DAYS + "never,60,50\n")
    bring(path, tmp_path / "empty.csv", b"")
    refused, imported = ingest.stored_receipts(path, 1)
    assert (refused.name, refused.state) == ("empty.csv", "refused")
    assert (imported.rows_read, imported.rows_rejected, imported.first_day) == (3, 1, "2025-03-01") and adds_up(
        imported
    )
    assert len(imported.rejected_reasons) == 1


def test_an_upload_is_stored_like_a_file_and_its_copy_is_gone(path):
    receipt = ingest.import_stream(path, io.BytesIO(DAYS.encode()), "../../days.csv", 1)
    assert (receipt.name, receipt.rows_new) == ("days.csv", 2)
    assert not list(path.parent.glob("upload-*"))


def test_a_cancelled_import_leaves_the_store_as_it_was(path, tmp_path):
    export = write_whoop_export(tmp_path / "export.zip", days=200).path
    before, steps = rows(path, "import_file", *RECORDS), []

    def stop_when_saving(done, words):
        steps.append(words)
        if words.startswith("Saving") and len(steps) > 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest.import_path(path, export, 1, stop_when_saving)
    assert rows(path, "import_file", *RECORDS) == before


def test_a_full_disk_fails_clearly_and_keeps_what_was_there(path, tmp_path, monkeypatch):
    bring(path, tmp_path / "days.csv", DAYS)
    before = rows(path, *RECORDS)
    connect, pages = store.connect, path.stat().st_size // 4096 + 30
    monkeypatch.setattr(store, "connect", lambda where: connect(where, max_pages=pages))
    (receipt,) = bring(path, write_whoop_export(tmp_path / "export.zip", days=300).path)
    assert receipt.state == "failed" and "disk is full" in receipt.error
    monkeypatch.undo()
    assert rows(path, *RECORDS) == before


def importing(path, export):
    return subprocess.Popen(
        [sys.executable, "-c", "import sys; from pathlib import Path; from data import ingest;"
         "print('ready', flush=True); ingest.import_path(Path(sys.argv[1]), Path(sys.argv[2]), 1)", str(path), str(export)],
        cwd=ROOT, stdout=subprocess.PIPE,
    )  # fmt: skip


def test_killed_at_any_moment_an_import_is_whole_or_absent(path, tmp_path):
    export = write_whoop_export(tmp_path / "export.zip", days=400).path
    empty, whole = rows(path, *RECORDS), None
    chance = random.Random(7)
    for _ in range(6):
        process = importing(path, export)
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        with closing(sqlite3.connect(path)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        found = rows(path, *RECORDS)
        if found != empty:
            whole = found
    (receipt,) = ingest.import_path(path, export, 1)
    assert receipt.ok
    assert whole is None or rows(path, *RECORDS) == whole


# Imports twelve small files, one after the other; the argument says of which month.
WRITES = """
import io, sys
from pathlib import Path
from data import ingest
for n in range(12):
    text = f"date,weight_kg,hrv_rmssd_ms\\n2025-{int(sys.argv[2]):02d}-{n + 1:02d},70,60\\n"
    receipt = ingest.import_stream(Path(sys.argv[1]), io.BytesIO(text.encode()), "days.csv", 1)
    assert receipt.state == "imported", receipt.error
"""


def test_writers_at_once_all_keep_their_rows(path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITES, str(path), str(n)], cwd=ROOT) for n in range(1, 5)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * 4
    assert len(rows(path, "measurement")["measurement"]) == 4 * 12 * 2


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample exports are not beside this checkout")
def test_real_exports_add_up_and_add_nothing_the_second_time(path):
    for folder in sorted((SAMPLES / "whoop").glob("*/*/")):
        with closing(store.connect(path)) as db, store.writing(db):
            athlete = store.add_athlete(db, folder.name)
        first = ingest.import_path(path, folder, athlete)
        again = ingest.import_path(path, folder, athlete)
        assert all(r.ok and r.rows_rejected == 0 for r in first + again)
        assert all(adds_up(r) for r in first + again if r.state != "skipped")
        assert sum(r.rows_new + r.rows_changed for r in again) == 0


def test_the_same_zip_again_is_known_by_its_bytes_until_something_else_changes_the_store(path, tmp_path):
    export = write_whoop_export(tmp_path / "export.zip", days=20).path
    (first,) = bring(path, export)
    (again,) = bring(path, export)
    assert (again.state, again.rows_same, again.rows_read) == ("unchanged", first.rows_read, first.rows_read)
    assert adds_up(again) and again.members[0].counts == first.members[0].counts


def test_an_edit_that_is_taken_back_is_taken_back_in_the_store(path, tmp_path):
    bring(path, tmp_path / "days.csv", DAYS)
    bring(path, tmp_path / "days.csv", DAYS.replace("58,51", "68,51"))
    (receipt,) = bring(path, tmp_path / "days.csv", DAYS)
    assert (receipt.rows_changed, receipt.rows_same) == (1, 1)
    values = [row["value"] for row in rows(path, "measurement")["measurement"] if row["day"] == "2025-03-02"]
    assert sorted(values) == [51, 58]


def test_the_copy_of_an_upload_that_was_killed_goes_with_the_next_one(path):
    left, running = path.parent / "upload-left", path.parent / "upload-running"
    for file in (left, running):
        file.write_text(DAYS)
    os.utime(left, (0, 0))
    ingest.import_stream(path, io.BytesIO(DAYS.encode()), "days.csv", 1)
    assert not left.exists() and running.exists()


def test_a_bedtime_that_is_corrected_by_hand_stays_one_night(path, tmp_path):
    kept = "date,fell_asleep,woke\n2025-03-01,23:10,07:05\n2025-03-02,22:50,06:40\n"
    bring(path, tmp_path / "nights.csv", kept)
    (receipt,) = bring(path, tmp_path / "nights.csv", kept.replace("23:10", "23:40"))
    assert adds_up(receipt) and receipt.members[0].counts["replaced night"] == 1
    assert sorted(row["asleep_min"] for row in rows(path, "sleep")["sleep"]) == [445, 470]
