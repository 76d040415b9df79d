"""Everything that is known of one athlete, as CSV for spreadsheets and as JSON for programs."""

import csv
import io
import json
import os
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pandas as pd
from sqlite_utils import Database

from data import frames, store

FORMAT = "ownpace export"
VERSION = 2  # 2: raw_elements.csv
WHOLE = "everything.json"
RAW = "raw_elements.csv"
RAW_SHARED = ("source", "element", "kind", "origin", "unit", "details")
RAW_OWN = ("start_utc", "end_utc", "created_utc", "value", "extra", "file")

# What a spreadsheet may take for a formula: a cell that begins so, or whose part behind a separator of another
# country's spreadsheet does (OWASP, CSV Injection).
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])")
# Beside an earlier export there may lie what an operating system puts into every folder.
_BESIDE = {".DS_Store", "Thumbs.db", "desktop.ini"}

Writer = Callable[[BinaryIO], object]


def export(path: Path, athlete: int, folder: Path) -> list[Path]:
    """Writes everything of an athlete into a folder, readable by its owner alone: the files written.

    One CSV a table, in which text can never run as a formula; one JSON with all tables, unchanged; and the elements of
    raw exports, of which there may be millions, as one more CSV. An earlier export of the same athlete is replaced.
    Raises FileExistsError where the folder holds anything else, ValueError where there is no such athlete.
    """
    with _reading(path) as db:
        name, files = _files(db, athlete)
        _check_ours(folder, name, set(files))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file, write in files.items():
            _write_private(folder / file, write)
    return [folder / file for file in files]


def export_zip(path: Path, athlete: int, target: Path) -> None:
    """Writes the same files as one zip, readable by its owner alone.

    Raises ValueError where there is no such athlete.
    """
    with _reading(path) as db:
        _, files = _files(db, athlete)
        _write_private(target, partial(_write_zip, files))


@contextmanager
def _reading(path: Path) -> Iterator[Database]:
    """The store as of one moment, for as long as it takes to read all of it."""
    with closing(store.connect(path)) as db:
        db.execute("BEGIN")
        yield db
        db.execute("ROLLBACK")


def _files(db: Database, athlete: int) -> tuple[str, dict[str, Writer]]:
    """Whose export it is; for each file its name and what writes it.

    The JSON comes first, since it tells that a folder is an export.
    """
    # A column of whole numbers with a gap in it comes as floats: 1.0 becomes 1 again.
    tables = {table: frame.convert_dtypes() for table, frame in frames.everything(db, athlete).items()}
    if not len(tables["athlete"]):
        raise ValueError(f"there is no athlete with the id {athlete}")
    name = tables["athlete"]["name"].iloc[0]
    csvs = {f"{table}.csv": partial(_write_csv, frame) for table, frame in tables.items()}
    return name, {WHOLE: partial(_write_json, name, tables), **csvs, RAW: partial(_write_raw, db, athlete)}


def _write_json(name: str, tables: dict[str, pd.DataFrame], stream: BinaryIO) -> None:
    rows = {table: _rows(frame) for table, frame in tables.items()}
    whole = {"format": FORMAT, "version": VERSION, "athlete": name, "tables": rows}
    stream.write(json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False).encode())


def _rows(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def as_csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV; with a byte order mark, without which Excel takes UTF-8 for something else."""
    return frame.map(defused).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def _write_csv(frame: pd.DataFrame, stream: BinaryIO) -> None:
    stream.write(as_csv(frame))


def _write_raw(db: Database, athlete: int, stream: BinaryIO) -> None:
    """The elements of raw exports, one after the other: all of them would fill the memory."""
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow((*RAW_SHARED, *RAW_OWN))
    for series in frames.raw_series(db, athlete).itertuples():
        shared = [defused(getattr(series, name)) for name in RAW_SHARED]
        rows.writerows((*shared, *map(defused, own)) for own in frames.raw_elements(db, series.id))
    text.flush()
    text.detach()  # else it would close a stream that is not its own


def defused(cell: object) -> object:
    """A cell as no spreadsheet runs it: text that looks like a formula gets an apostrophe, figures stay figures.

    >>> defused("=1+1"), defused(-3)
    ("'=1+1", -3)
    """
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell


def _check_ours(folder: Path, name: str, files: set[str]) -> None:
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file: name a folder for the export.")
    there = {entry.name for entry in folder.iterdir()} - _BESIDE if folder.exists() else set()
    there -= {_partial(Path(file)).name for file in files}  # of an export that was interrupted
    if not there:
        return
    if not there <= files or _athlete_of(folder / WHOLE) is None:
        raise FileExistsError(f"{folder} holds other files: name a new or an empty folder for the export.")
    if _athlete_of(folder / WHOLE) != name:
        raise FileExistsError(f"{folder} holds the export of another athlete: name a new folder for this one.")


def _athlete_of(whole: Path) -> str | None:
    """Whose export this is; None where it is no export of ours."""
    try:
        content = json.loads(whole.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    is_ours = isinstance(content, dict) and content.get("format") == FORMAT
    return content.get("athlete") if is_ours else None


def _partial(file: Path) -> Path:
    return file.with_name(file.name + ".partial")


def _write_private(file: Path, write: Writer) -> None:
    """Replaces a file by another that was never readable by anyone else, not even for a moment."""
    partial = _partial(file)
    partial.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as stream:
            write(stream)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)


def _write_zip(files: dict[str, Writer], stream: BinaryIO) -> None:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, write in files.items():
            entry = zipfile.ZipInfo(name, time.localtime()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            with archive.open(entry, "w", force_zip64=True) as member:
                write(member)
