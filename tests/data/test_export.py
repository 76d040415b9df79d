"""The export: complete, private, harmless in a spreadsheet, and never over anybody else's files."""

import csv
import errno
import json
import stat
import zipfile
from contextlib import closing

import pandas as pd
import pytest

from data import frames, ingest, raw, store
from data.export import RAW, defused, export, export_zip

DAYS = """\
date,hrv_rmssd_ms,weight_kg,habit: alcohol,note
2025-01-06,62,71.4,no,=HYPERLINK("http://example.com")
2025-01-07,55,,yes,"long day;=1+1"
"""


def athlete_with_days(folder, name="Ada"):
    """A store in which one athlete has two days: its path, and the athlete's id."""
    path = folder / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        athlete = store.add_athlete(db, name)
    (folder / "days.csv").write_text(DAYS)
    (receipt,) = ingest.import_path(path, folder / "days.csv", athlete)
    assert receipt.rows_new == 2
    return path, athlete


def test_every_table_becomes_a_csv_and_all_of_them_one_json(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    written = export(path, athlete, tmp_path / "out")
    assert sorted(written) == sorted((tmp_path / "out").iterdir())
    measurements = pd.read_csv(tmp_path / "out" / "measurement.csv")
    assert sorted(measurements["value"]) == [55, 62, 71.4]
    whole = json.loads((tmp_path / "out" / "everything.json").read_text())
    assert whole["athlete"] == "Ada"
    assert {file.name for file in written if file.suffix == ".csv"} == {RAW, *(f"{t}.csv" for t in whole["tables"])}
    assert [row["answer"] for row in whole["tables"]["journal"] if row["habit"] == "alcohol"] == ["no", "yes"]
    assert whole["tables"]["athlete"][0]["birth_year"] is None


def test_a_formula_in_a_note_is_defused_in_csv_and_kept_as_it_was_in_json(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    export(path, athlete, tmp_path / "out")
    cells = pd.read_csv(tmp_path / "out" / "event.csv")["note"].dropna().tolist()
    assert '\'=HYPERLINK("http://example.com")' in cells
    assert "long day;'=1+1" in cells
    assert '=HYPERLINK(\\"http://example.com\\")' in (tmp_path / "out" / "everything.json").read_text()


def test_plans_are_exported_their_words_defused(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    with closing(store.connect(path)) as db, store.writing(db):
        store.plan(db, athlete, "2025-01-08", "easy", 8, "strain", made_on="2025-01-07", sport="=1+1", minutes=40.0)
    export(path, athlete, tmp_path / "out")
    (row,) = pd.read_csv(tmp_path / "out" / "planned_workout.csv").to_dict("records")
    assert (row["day"], row["load"], row["unit"], row["minutes"], row["sport"]) == (
        "2025-01-08", 8, "strain", 40, "'=1+1",
    )  # fmt: skip


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_text_that_a_spreadsheet_might_run_begins_with_an_apostrophe(cell):
    assert defused(cell).startswith("'")


@pytest.mark.parametrize("cell", ["a-b", "tea, =late", 'she said "no"', -3, -0.5, None, "'quoted"])
def test_other_text_and_negative_figures_are_left_alone(cell):
    assert defused(cell) == cell


def test_only_the_owner_can_read_an_export(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    for file in export(path, athlete, tmp_path / "out"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_export_of_one_athlete_holds_nothing_of_another(tmp_path):
    path, _ = athlete_with_days(tmp_path, name="Ada")
    with closing(store.connect(path)) as db, store.writing(db):
        other = store.add_athlete(db, "Ben")
    content = b"".join(file.read_bytes() for file in export(path, other, tmp_path / "out"))
    assert b"Ben" in content
    assert b"Ada" not in content and b"hrv_rmssd_ms" not in content


def test_an_earlier_export_is_brought_up_to_date(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    first = export(path, athlete, tmp_path / "out")
    (tmp_path / "more.csv").write_text("date,hrv_rmssd_ms\n2025-01-08,70\n")
    ingest.import_path(path, tmp_path / "more.csv", athlete)
    assert export(path, athlete, tmp_path / "out") == first
    assert sorted(pd.read_csv(tmp_path / "out" / "measurement.csv")["value"]) == [55, 62, 70, 71.4]


def test_a_folder_with_other_files_is_refused_and_left_as_it_was(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "journal.csv").write_text("somebody's own")
    with pytest.raises(FileExistsError, match="holds other files"):
        export(path, athlete, folder)
    assert (folder / "journal.csv").read_text() == "somebody's own"


def test_the_export_of_another_athlete_is_not_overwritten(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    with closing(store.connect(path)) as db, store.writing(db):
        other = store.add_athlete(db, "Ben")
    export(path, athlete, tmp_path / "out")
    with pytest.raises(FileExistsError, match="another athlete"):
        export(path, other, tmp_path / "out")


def test_a_file_where_the_folder_should_be_is_refused(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    with pytest.raises(FileExistsError, match="is a file"):
        export(path, athlete, tmp_path / "days.csv")


def test_the_zip_holds_the_same_files(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    written = export(path, athlete, tmp_path / "out")
    export_zip(path, athlete, tmp_path / "out.zip")
    assert stat.S_IMODE((tmp_path / "out.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            file.name: file.read_bytes() for file in written
        }


def test_an_athlete_who_is_not_there_cannot_be_exported(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    with pytest.raises(ValueError, match="no athlete"):
        export(path, athlete + 1, tmp_path / "out")


RECORD = (
    '<Record type="HKQuantityTypeIdentifier{kind}" sourceName="{app}" unit="{unit}" '
    'creationDate="2023-05-01 08:{minute}:05 +0100" startDate="2023-05-01 08:{minute}:00 +0100" '
    'endDate="2023-05-01 08:{minute}:00 +0100" value="{value}">{inside}</Record>'
)


def apple_export(folder, *records):
    """An Apple Health export of some records, brought by Ada: the store's path."""
    text = "".join(RECORD.format(minute=10 + n, **record) for n, record in enumerate(records))
    (folder / "export.xml").write_text(
        f'<HealthData locale="en_GB"><ExportDate value="2023-06-01 09:00:00 +0100"/>{text}</HealthData>'
    )
    path = folder / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    (receipt,) = ingest.import_path(path, folder / "export.xml", 1)
    assert receipt.rows_new == len(records) + 1, receipt
    return path


def beat(value, app="Watch", inside=""):
    return {"kind": "HeartRate", "app": app, "unit": "count/min", "value": value, "inside": inside}


def test_every_element_of_a_raw_export_comes_back_with_all_that_it_says(tmp_path):
    moved = '<MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="2"/>'
    alone = '<MetadataEntry key="HKExternalUUID" value="A;B"/>'
    path = apple_export(
        tmp_path, beat(61), beat(62.5, inside=moved), beat(63, inside=alone), beat(64, "Alex\u2019s app")
    )
    export(path, 1, tmp_path / "out")
    with (tmp_path / "out" / RAW).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with closing(store.connect(path)) as db:
        kept = list(raw.elements(db, 1))
    assert len(rows) == 5
    for row, element in zip(rows, kept, strict=True):
        assert json.loads(row.pop("details")) == element.pop("details")
        assert json.loads(row.pop("extra") or "{}") == element.pop("extra")
        assert float(row.pop("value")) == element.pop("value")
        assert row == {name: "" if cell is None else str(cell) for name, cell in element.items()}


def test_the_name_of_an_app_that_is_a_formula_is_defused(tmp_path):
    export(apple_export(tmp_path, beat(61, app="=HYPERLINK(A1)")), 1, tmp_path / "out")
    with (tmp_path / "out" / RAW).open(encoding="utf-8-sig", newline="") as file:
        assert [row["origin"] for row in csv.DictReader(file)] == ["", "'=HYPERLINK(A1)"]


def test_raw_elements_of_another_athlete_are_not_in_it(tmp_path):
    path = apple_export(tmp_path, beat(61))
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ben")
    export(path, 2, tmp_path / "out")
    assert len((tmp_path / "out" / RAW).read_text().splitlines()) == 1


def test_what_an_interrupted_export_left_behind_does_not_stop_the_next(tmp_path):
    path, athlete = athlete_with_days(tmp_path)
    export(path, athlete, tmp_path / "out")
    (tmp_path / "out" / f"{RAW}.partial").write_text("source,ele")
    written = export(path, athlete, tmp_path / "out")
    assert sorted(written) == sorted((tmp_path / "out").iterdir())


def test_a_full_disk_leaves_no_half_written_file(tmp_path, monkeypatch):
    def full(db, series):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = apple_export(tmp_path, beat(61))
    monkeypatch.setattr(frames, "raw_elements", full)
    with pytest.raises(OSError, match="No space left"):
        export_zip(path, 1, tmp_path / "out.zip")
    assert not list(tmp_path.glob("out.zip*"))
