"""Everything that is known of one athlete, as CSV for spreadsheets and as JSON for programs."""

import io
import json
import os
import re
import zipfile
from contextlib import closing
from pathlib import Path

import pandas as pd

from data import frames, store

FORMAT = "ownpace export"
VERSION = 1
WHOLE = "everything.json"

# What a spreadsheet may take for a formula: a cell that begins so, or whose part behind a separator of another
# country's spreadsheet does (OWASP, CSV Injection).
_FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+\-@\t\r\n＝＋－＠])")
# Beside an earlier export there may lie what an operating system puts into every folder.
_BESIDE = {".DS_Store", "Thumbs.db", "desktop.ini"}


def export(path: Path, athlete: int, folder: Path) -> list[Path]:
    """Writes everything of an athlete into a folder, readable by its owner alone: the files written.

    One CSV a table, in which text can never run as a formula, and one JSON with all of it, unchanged. An earlier
    export of the same athlete is replaced. Raises FileExistsError where the folder holds anything else, ValueError
    where there is no such athlete.
    """
    files = _files(path, athlete)
    _check_ours(folder, files)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in files.items():
        _write_private(folder / name, content)
    return [folder / name for name in files]


def export_zip(path: Path, athlete: int) -> bytes:
    """The same files, as one zip. Raises ValueError where there is no such athlete."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(path, athlete).items():
            archive.writestr(name, content)
    return packed.getvalue()


def _files(path: Path, athlete: int) -> dict[str, bytes]:
    """File names and contents; the JSON comes first, since it tells that a folder is an export."""
    tables = _tables(path, athlete)
    if not len(tables["athlete"]):
        raise ValueError(f"there is no athlete with the id {athlete}")
    name = tables["athlete"]["name"].iloc[0]
    rows = {table: _rows(frame) for table, frame in tables.items()}
    whole = {"format": FORMAT, "version": VERSION, "athlete": name, "tables": rows}
    text = json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False)
    return {WHOLE: text.encode()} | {f"{table}.csv": _csv(frame) for table, frame in tables.items()}


def _tables(path: Path, athlete: int) -> dict[str, pd.DataFrame]:
    with closing(store.connect(path)) as db:
        db.execute("BEGIN")  # all tables as of one moment
        tables = frames.everything(db, athlete)
        db.execute("ROLLBACK")
    # A column of whole numbers with a gap in it comes as floats: 1.0 becomes 1 again.
    return {table: frame.convert_dtypes() for table, frame in tables.items()}


def _rows(frame: pd.DataFrame) -> list[dict]:
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def _csv(frame: pd.DataFrame) -> bytes:
    """The frame as CSV; with a byte order mark, without which Excel takes UTF-8 for something else."""
    return frame.map(defused).to_csv(index=False, lineterminator="\n").encode("utf-8-sig")


def defused(cell: object) -> object:
    """A cell as no spreadsheet runs it: text that looks like a formula gets an apostrophe, figures stay figures.

    >>> defused("=1+1"), defused(-3)
    ("'=1+1", -3)
    """
    return _FORMULA.sub(r"\1'", cell) if isinstance(cell, str) else cell


def _check_ours(folder: Path, files: dict[str, bytes]) -> None:
    if folder.exists() and not folder.is_dir():
        raise FileExistsError(f"{folder} is a file: name a folder for the export.")
    there = {entry.name for entry in folder.iterdir()} - _BESIDE if folder.exists() else set()
    if not there:
        return
    if not there <= {*files} or _athlete_of(folder / WHOLE) is None:
        raise FileExistsError(f"{folder} holds other files: name a new or an empty folder for the export.")
    if _athlete_of(folder / WHOLE) != json.loads(files[WHOLE])["athlete"]:
        raise FileExistsError(f"{folder} holds the export of another athlete: name a new folder for this one.")


def _athlete_of(whole: Path) -> str | None:
    """Whose export this is; None where it is no export of ours."""
    try:
        content = json.loads(whole.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    is_ours = isinstance(content, dict) and content.get("format") == FORMAT
    return content.get("athlete") if is_ours else None


def _write_private(file: Path, content: bytes) -> None:
    """Replaces a file by another that was never readable by anyone else, not even for a moment."""
    partial = file.with_name(file.name + ".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)
    partial.replace(file)
