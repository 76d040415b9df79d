"""Stores to import into, and what is in them: read with plain SQL, without the code under test."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import fields
from pathlib import Path

from data import ingest, schema, store
from tests.hardening.subjects import Subject

RECORDS = tuple(schema.TABLES.values())
FIRST_DAY = "2025-01-04"
RAW = "raw_element"
ADA, BEN = 1, 2
# Neither what was stored nor where from: when a receipt was written.
_NOT_COMPARED = {"at_utc": "import_file", "number": "revision"}

Row = tuple  # the table, then the cells


def new_store(path: Path) -> Path:
    """A store with two athletes and nothing else."""
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada", home_zone="Europe/Berlin")
        store.add_athlete(db, "Ben", home_zone="America/New_York")
    return path


def lived_in_store(path: Path, subject: Subject, days: int, scratch: Path) -> Path:
    """A store that holds an older export of the subject, one of somebody else, and marks of their own."""
    new_store(path)
    subject.write(scratch, days, FIRST_DAY)
    for athlete in (ADA, BEN):
        assert all(receipt.ok for receipt in ingest.import_path(path, scratch, athlete))
    with closing(store.connect(path)) as db, store.writing(db):
        store.mark_event(db, ADA, "2025-01-05", "race", "a mark of my own")
    return path


def copied(path: Path, target: Path) -> Path:
    """A copy of a store that nobody has open, in place of what was there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    return Path(shutil.copyfile(path, target))


def everything(path: Path) -> dict[str, list[Row]]:
    """All rows of all tables, as they stand there, sorted; without the moments at which receipts were written."""
    with closing(sqlite3.connect(path)) as plain:
        names = [name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: _rows(plain, name) for name in sorted(names) if not name.startswith(("_", "sqlite_"))}


def _rows(plain: sqlite3.Connection, table: str) -> list[Row]:
    found = plain.execute(f'SELECT * FROM "{table}"')
    names = [column[0] for column in found.description]
    kept = [n for n, name in enumerate(names) if _NOT_COMPARED.get(name) != table]
    return sorted((tuple(row[n] for n in kept) for row in found), key=repr)


def records(path: Path, athlete: int = ADA) -> set[Row]:
    """What is known of an athlete: every record with its table, without the import that it is from."""
    found: set[Row] = set()
    with closing(sqlite3.connect(path)) as plain:
        for kind, table in schema.TABLES.items():
            names = ", ".join(f'"{f.name}"' for f in fields(kind))
            rows = plain.execute(f"SELECT source, {names} FROM {table} WHERE athlete = ?", [athlete])
            found |= {(table, *row) for row in rows}
    return found


def raw_elements(path: Path, athlete: int = ADA) -> set[Row]:
    """The elements of raw exports that are kept of an athlete, as `records` gives the rest."""
    sql = """
        SELECT source, element, kind, origin, unit, details, start_utc, length_s, value, created_s, extra
        FROM raw_element JOIN raw_series ON raw_series.id = raw_element.series WHERE athlete = ?
    """
    with closing(sqlite3.connect(path)) as plain:
        return {(RAW, *row) for row in plain.execute(sql, [athlete])}


def record(row: Row) -> schema.Record:
    """The record that a row of `records` is."""
    kind = next(kind for kind, table in schema.TABLES.items() if table == row[0])
    return kind(*row[2:])


def keys(row: Row) -> tuple[str, ...]:
    """Which fields name the record that a row of `records` is."""
    return schema.KEYS[type(record(row))]


def provenance(path: Path) -> set[Row]:
    """Every record and element with the file that it is from, whatever the number of its import."""
    found: set[Row] = set()
    with closing(sqlite3.connect(path)) as plain:
        for kind, table in schema.TABLES.items():
            names = ", ".join(f'"{table}"."{f.name}"' for f in fields(kind))
            sql = f"""
                SELECT {table}.athlete, {table}.source, import_file.name, import_file.sha256, {names}
                FROM {table} LEFT JOIN import_file ON import_file.id = {table}."import"
            """
            found |= {(table, *row) for row in plain.execute(sql)}
        raw = """
            SELECT raw_series.athlete, raw_series.source, import_file.name, sha256, element, kind, origin, unit,
                details, start_utc, length_s, value, created_s, extra
            FROM raw_element JOIN raw_series ON raw_series.id = series JOIN import_file ON import_file.id = "import"
        """
        found |= {(RAW, *row) for row in plain.execute(raw)}
    return found


def damage(path: Path) -> list[str]:
    """What SQLite finds wrong with a store: nothing."""
    with closing(sqlite3.connect(path)) as plain:
        (verdict,) = plain.execute("PRAGMA integrity_check").fetchone()
        orphans = plain.execute("PRAGMA foreign_key_check").fetchall()
    return [f"integrity_check: {verdict}"] * (verdict != "ok") + [f"foreign_key_check: {orphans[:3]}"] * bool(orphans)


def strays(path: Path) -> list[str]:
    """What lies beside a store and is none of its files."""
    ours = {path.name, f"{path.name}-wal", f"{path.name}-shm"}
    return [f"left behind: {entry.name}" for entry in path.parent.iterdir() if entry.name not in ours]


def differing(one: dict[str, list[Row]], other: dict[str, list[Row]]) -> str:
    """The tables in which two stores differ, with how many rows they hold; "" where they are alike."""
    names = [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]
    return ", ".join(f"{name} ({len(one.get(name, ()))} rows, {len(other.get(name, ()))})" for name in sorted(names))
