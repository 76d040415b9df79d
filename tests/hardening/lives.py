"""What a store goes through in its life: migrations, a backup and its restoring, the deletion of an athlete."""

import hashlib
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from data import ingest, store
from data.migrations import migrations
from tests.hardening import stores
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, BEN, FIRST_DAY
from tests.hardening.subjects import SUBJECTS

ROWS = 40
# What only Ada has: words of every kind that a store keeps, and a figure that nothing else holds.
NAME, NOTE, QUESTION, HABIT, FILE, FIGURE = (
    "Ada Qwertzuiop", "Xylophon im Schlafzimmer", "Did you juggle zorbs?", "zorb juggling", "zebrafink.csv", 61.84375
)  # fmt: skip


def steps() -> list[str]:
    """The names of all changes of the schema, the oldest first."""
    return [step.name for step in migrations.pending(Database(memory=True))]


def store_of_version(path: Path, version: int) -> Path:
    """A store as the program made it that knew the first so many changes of the schema, with rows in every table."""
    with closing(Database(sqlite3.connect(path, isolation_level=None))) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN IMMEDIATE")
        migrations.apply(db, stop_before=steps()[version:] or None)
        db.execute("COMMIT")
        db.execute("PRAGMA foreign_keys = ON")
        for table in _parents_first(db):
            for n in range(1, ROWS + 1):
                _fill(db, table, n)
    return path


def _parents_first(db: Database) -> list[str]:
    """The tables of data, each behind those that it refers to."""
    found: list[str] = []
    waiting = [name for name in db.table_names() if not name.startswith(("_", "sqlite_"))]
    while waiting:
        ready = [t for t in waiting if {key.other_table for key in db[t].foreign_keys} <= {*found, t}]
        assert ready, f"tables that refer to each other: {waiting}"
        found += ready
        waiting = [name for name in waiting if name not in ready]
    return found


def _fill(db: Database, table: str, n: int) -> None:
    """One row: a number that only it has in every column, or a row of the table that the column refers to."""
    references = {key.column: key for key in db[table].foreign_keys}
    cells: dict[str, object] = {}
    for column in db[table].columns:
        if column.name in references:
            cells[column.name] = 1 + n % 7
        elif column.type.upper() == "INTEGER":
            cells[column.name] = n if column.is_pk else 1000 * n + len(column.name)
        elif column.type.upper() == "BLOB":
            cells[column.name] = f"{column.name} {n}".encode()
        else:
            cells[column.name] = f"{column.name} {n} ü" if column.type.upper() == "TEXT" else n + 0.125
    names = ", ".join(f'"{name}"' for name in cells)
    db.execute(f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(cells))})', [*cells.values()])


def hashes(path: Path, columns: dict[str, list[str]]) -> dict[str, tuple[int, str]]:
    """How many rows each table holds, and a hash of them all, over the columns named."""
    found = {}
    with closing(sqlite3.connect(path)) as plain:
        for table, names in columns.items():
            quoted = ", ".join(f'"{name}"' for name in names)
            rows = sorted(plain.execute(f'SELECT {quoted} FROM "{table}"').fetchall(), key=repr)
            found[table] = len(rows), hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


def columns_of(path: Path) -> dict[str, list[str]]:
    """The tables of data of a store, and their columns."""
    with closing(Database(sqlite3.connect(path))) as db:
        return {table: [column.name for column in db[table].columns] for table in _parents_first(db)}


def migrated(folder: Path, version: int) -> list[str]:
    """What is wrong with a store of an earlier schema once it is opened, and used."""
    path = store_of_version(folder / "ownpace.db", version)
    columns = columns_of(path)
    before = hashes(path, columns)
    with closing(store.connect(path)) as db:
        pending = [step.name for step in migrations.pending(db)]
    after = hashes(path, columns)
    faults = [f"version {version}, {table}: {before[table]}, then {after[table]}" for table in columns
              if before[table] != after[table]]  # fmt: skip
    faults += stores.damage(path) + [f"not applied: {name}" for name in pending]
    fresh = stores.new_store(folder / "fresh" / "ownpace.db")
    if schema_of(path) != schema_of(fresh):
        faults.append(f"version {version}: the schema is not that of a new store")
    return faults


def schema_of(path: Path) -> dict[str, list[tuple]]:
    """Every table with its columns, and every index."""
    with closing(sqlite3.connect(path)) as plain:
        names = plain.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')").fetchall()
        return {name: sorted(plain.execute(f'PRAGMA table_info("{name}")').fetchall()) for (name,) in names}


def migrations_check(folder: Path) -> Outcome:
    """A store of every earlier schema."""
    failures, versions = [], range(1, len(steps()) + 1)
    for version in versions:
        (folder / str(version)).mkdir()
        failures += migrated(folder / str(version), version)
    return Outcome("migrations", "any", len(versions), tuple(failures), 0, "row hashes equal from every schema")


def full_store(folder: Path) -> Path:
    """A store that holds an export of every source, of two athletes."""
    path = stores.new_store(folder / "ownpace.db")
    for n, subject in enumerate(SUBJECTS):
        subject.write(folder / "exports" / str(n), 20, FIRST_DAY)
        for athlete in (ADA, BEN):
            ingest.import_path(path, folder / "exports" / str(n), athlete)
    return path


def backup_check(folder: Path) -> Outcome:
    """A backup, then everything is deleted, then the backup is restored."""
    path, copy = full_store(folder), folder / "copy" / "backup.db"
    copy.parent.mkdir()
    before, revision = stores.everything(path), store.revision(path)
    store.backup(path, copy)
    failures = [f"the backup differs: {other}"] if (other := stores.differing(before, stores.everything(copy))) else []
    store.delete_athletes(path, [ADA, BEN])
    store.restore(path, copy)
    if other := stores.differing(before, stores.everything(path)):
        failures.append(f"the restored store differs: {other}")
    if store.revision(path) <= revision:
        failures.append("the revision did not rise")
    failures += stores.damage(path) + stores.damage(copy)
    return Outcome("backup and restore", "every source", 1, tuple(failures), 0, "equal row for row")


def planted(folder: Path) -> Path:
    """A store in which Ada's words and figure stand in every place that takes any."""
    path = full_store(folder)
    with closing(store.connect(path)) as db, store.writing(db):
        db["athlete"].update(ADA, {"name": NAME, "sport": NOTE})
        store.mark_event(db, ADA, "2025-01-04", "note", NOTE)
        store.plan(db, ADA, "2025-01-09", "easy", FIGURE / 10, "strain", made_on="2025-01-04", sport=NOTE, note=NOTE)
        store.rank_sources(db, ADA, ["handmade", "whoop"])
    bring = folder / "planted"
    bring.mkdir()
    (bring / FILE).write_text(
        f"date,hrv_rmssd_ms,habit: {HABIT},note\n2026-01-04,{FIGURE},yes,{NOTE}\n2026-01-05,{FIGURE},maybe,{NOTE}\n"
        f"2026-01-06,{FIGURE - 1},no,{NOTE}\n"
    )
    (bring / f"journal {FILE}").write_text(f"date,habit,answer,note\n2026-01-04,{QUESTION},yes,{NOTE}\n")
    (bring / f"refused {FILE}").write_text(f"date,habit,answer,{NOTE}\n2026-01-04,{QUESTION},yes,\n")
    for file in sorted(bring.iterdir()):
        ingest.import_path(path, file, ADA)
    return path


def traces(folder: Path, path: Path) -> list[str]:
    """Which of Ada's words and figures stand in the bytes of the store's files, or of anything beside them."""
    wanted = {text: text.encode() for text in (NAME, NOTE, QUESTION, HABIT, FILE)}
    wanted["a figure"] = struct.pack(">d", FIGURE)
    files = [file for file in path.parent.iterdir() if file.is_file()]
    return [f"{name} in {file.name}" for file in files for name, seek in wanted.items() if seek in file.read_bytes()]


def deletion_check(folder: Path) -> Outcome:
    """Ada is deleted: nothing of her stays, and of Ben everything does."""
    path, failures = planted(folder), []
    if len(there := traces(folder, path)) < 6:
        failures.append(f"the search finds no more than {there} before")
    of_ben = stores.records(path, BEN)
    store.delete_athletes(path, [ADA])
    failures += [f"still there: {trace}" for trace in traces(folder, path)] + stores.damage(path)
    if stores.records(path, BEN) != of_ben:
        failures.append("something of the other athlete is gone")
    with closing(sqlite3.connect(path)) as plain:
        for table, names in columns_of(path).items():
            if "athlete" in names and plain.execute(f'SELECT 1 FROM "{table}" WHERE athlete = ?', [ADA]).fetchone():
                failures.append(f"rows of {table} are still there")
        if plain.execute("PRAGMA freelist_count").fetchone()[0]:
            failures.append("pages that were freed are still in the file")
    return Outcome("deletion", "every source", 1, tuple(failures), 0, "nothing anywhere")
