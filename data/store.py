"""The store: one SQLite file, opened for each read, written in whole transactions.

Every write transaction raises one revision counter, by which caches are keyed. A record is named by its key
(data.schema.KEYS), the athlete and the source; saving it again changes nothing, and where two files of one source
disagree, the one that knows more recent days is believed.
"""

import errno
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path

from sqlite_utils import Database

from data.migrations import migrations
from data.schema import KEYS, TABLES, HourlyMeasurement, Measurement, Record, Sleep, Workout

BUSY_S = 30
OVERLAP = 0.5  # two versions of one night share at least half of the shorter one


class Outcome(StrEnum):
    """What saving a record did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class StoreError(Exception):
    """The store cannot be opened or written: says which file, why, and what to do."""


def home() -> Path:
    """The folder of the store: where OWNPACE_HOME says, else ~/.ownpace."""
    return Path(os.environ.get("OWNPACE_HOME") or Path.home() / ".ownpace").expanduser()


def default_path() -> Path:
    """The store's file."""
    return home() / "ownpace.db"


def connect(path: Path, *, max_pages: int | None = None) -> Database:
    """The store at `path`, created and brought to the present schema where needed; the caller closes it.

    max_pages: a quota that SQLite enforces (pages of 4 KiB). Raises StoreError where the file is no store of ours,
    or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            _create(path)
        db = _opened(path)
        if max_pages:
            db.execute(f"PRAGMA max_page_count = {max_pages:d}")
        _migrate(db)
    except (sqlite3.DatabaseError, OSError) as fault:
        raise StoreError(f"{path} cannot be opened as a store: {fault}. {_advice(fault)}") from fault
    return db


def _opened(path: Path) -> Database:
    db = Database(sqlite3.connect(path, timeout=BUSY_S, isolation_level=None))
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    return db


def _create(path: Path) -> None:
    """Makes a store beside its place and moves it there whole: of several programs that start at once, one wins."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as file:  # private from the start
        fresh = Path(file.name)
    with closing(_opened(fresh)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        _migrate(db)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # another one was first
    except OSError:  # a disk without links
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)


def _migrate(db: Database) -> None:
    """Brings the schema up to date; one process at a time, the others find nothing left to do."""
    if migrations.applied(db) and not migrations.pending(db):
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _advice(fault: Exception) -> str:
    words = str(fault)
    if isinstance(fault, OSError) and fault.errno != errno.ENOSPC:
        return "Check that its folder exists and that you may write there, or set OWNPACE_HOME to another folder."
    if "locked" in words or "busy" in words:
        return "Another program is writing to it: wait until it is done, and try again."
    if "readonly" in words or "unable to open" in words:
        return "Check that you may write there, or set OWNPACE_HOME to another folder."
    if "full" in words or isinstance(fault, OSError):
        return "The disk is full: free some space and try again. What was stored before is still there."
    return "Move it away, or restore a backup with `ownpace restore FILE`."


@contextmanager
def writing(db: Database, *, durable: bool = False) -> Iterator[Database]:
    """One write transaction: all of it is kept, with the revision raised by one, or nothing.

    durable: on the disk itself when it returns, for what must not be lost with the power (deletion, own entries).
    Raises StoreError where the disk is full, or another program holds the store for too long.
    """
    try:
        if durable:
            db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            db.execute("UPDATE revision SET number = number + 1 WHERE id = 1")
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    except sqlite3.OperationalError as fault:
        raise StoreError(f"the store could not be written: {fault}. {_advice(fault)}") from fault
    finally:
        if durable:
            db.execute("PRAGMA synchronous = NORMAL")


def revision(path: Path) -> int:
    """How many write transactions the store has seen: any cache of an older one is stale."""
    if not path.exists():
        return 0
    try:  # asked for at every rerun of a page, so without what opening the store checks
        with closing(sqlite3.connect(path, timeout=BUSY_S)) as plain:
            return plain.execute("SELECT number FROM revision WHERE id = 1").fetchone()[0]
    except sqlite3.DatabaseError:  # not of today's schema, or no store: what opening makes of it
        with closing(connect(path)) as db:
            return db["revision"].get(1)["number"]


def add_athlete(db: Database, name: str, *, simulated: bool = False, home_zone: str = "UTC", **profile) -> int:
    """The id of a new athlete; call it inside `writing`. Raises ValueError where the name is taken or empty."""
    name = name.strip()
    if not name:
        raise ValueError("an athlete needs a name")
    if db["athlete"].count_where("name = ?", [name]):
        raise ValueError(f"there is an athlete called {name!r} already")
    row = {"name": name, "simulated": int(simulated), "home_zone": home_zone} | profile
    return db["athlete"].insert(row).last_pk


def delete_athletes(path: Path, athletes: Iterable[int]) -> None:
    """Deletes athletes and all that is theirs; the file is rewritten, so that no byte of it stays behind."""
    with closing(connect(path)) as db:
        with writing(db, durable=True):
            for athlete in athletes:
                db["rejected_row"].delete_where('"import" IN (SELECT id FROM import_file WHERE athlete = ?)', [athlete])
                for table in (*TABLES.values(), "source_rank", "import_file"):
                    db[table].delete_where("athlete = ?", [athlete])
                db["athlete"].delete_where("id = ?", [athlete])
        db.execute("VACUUM")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def mark_event(db: Database, athlete: int, day: str, kind: str, note: str = "") -> None:
    """Keeps an athlete's own mark on a day; call it inside `writing`."""
    row = {"athlete": athlete, "source": "own", "import": None, "day": day, "kind": kind, "note": note, "until": None}
    db["event"].upsert(row, pk=("athlete", "day", "kind", "source"))


def unmark_event(db: Database, athlete: int, day: str, kind: str) -> None:
    """Takes an athlete's own mark off a day; call it inside `writing`."""
    db["event"].delete_where("athlete = ? AND day = ? AND kind = ? AND source = 'own'", [athlete, day, kind])


def rank_sources(db: Database, athlete: int, sources: Iterable[str]) -> None:
    """Keeps the order in which sources are believed, the first the most; call it inside `writing`."""
    db["source_rank"].delete_where("athlete = ?", [athlete])
    db["source_rank"].insert_all({"athlete": athlete, "source": s, "rank": n} for n, s in enumerate(sources))


def backup(path: Path, target: Path) -> None:
    """Copies the store, as of one moment, into a new file; an existing one is replaced once the copy is whole."""
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    with closing(connect(path)) as db, closing(sqlite3.connect(partial)) as copy:
        db.conn.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    partial.chmod(0o600)
    partial.replace(target)


def restore(path: Path, source: Path) -> None:
    """Replaces the store by a backup, which is checked first; the revision goes on rising, so no cache survives.

    Raises StoreError where `source` is not a whole store of Ownpace; the present store is then untouched.
    """
    if not source.is_file():
        raise StoreError(f"there is no file {source}. Name the file that `ownpace backup FILE` wrote.")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(path.name + ".restoring")
    try:
        _copy_checked(source, partial)
        with closing(connect(partial)) as db, writing(db):
            db.execute("UPDATE revision SET number = max(number, ?)", [revision(path)])
        with closing(sqlite3.connect(partial)) as whole, closing(connect(path)) as db:
            whole.backup(db.conn)
    finally:
        for leftover in path.parent.glob(partial.name + "*"):
            with suppress(FileNotFoundError):
                leftover.unlink()


def _copy_checked(source: Path, target: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as backup_file:
            tables = {name for (name,) in backup_file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if not {"athlete", "import_file", "measurement", "revision"} <= tables:
                raise StoreError(f"{source} is an SQLite file, but not a backup of Ownpace. Nothing was changed.")
            if backup_file.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise StoreError(f"{source} is damaged. Nothing was changed; try another backup.")
            with closing(sqlite3.connect(target)) as copy:
                backup_file.backup(copy)
    except sqlite3.DatabaseError as fault:
        raise StoreError(f"{source} cannot be read as a backup ({fault}). Nothing was changed.") from fault


@dataclass
class Saver:
    """Saves the records of one file, inside one transaction, and says of each whether it was new, changed or same.

    match_s: instants of this source that fall into the same span of seconds are one record (a file that was saved
    again by a spreadsheet has lost its seconds; the more exact instant is kept).
    known_until_utc: the latest instant in the file; where two files differ, the later one is believed.
    """

    db: Database
    athlete: int
    source: str
    import_id: int
    known_until_utc: int
    match_s: int = 1
    _tables: dict[type[Record], "_Table"] = field(default_factory=dict)

    def save(self, record: Record) -> Outcome:
        """Takes a record; it is in the database after `finish`."""
        return self._table(type(record)).take(record)

    def wake_utc(self, onset_utc: int) -> int | None:
        """When the athlete woke from the night that began at (or within the same match span as) an instant."""
        night = self._table(Sleep).like(Sleep(onset_utc, 0, ""))
        return None if night is None else night.wake_utc

    def finish(self) -> int:
        """Writes what was taken, and removes older versions of nights that the file shows otherwise: how many."""
        superseded = self._supersede_nights() if Sleep in self._tables else 0
        for table in self._tables.values():
            table.write()
        return superseded

    def _table(self, kind: type[Record]) -> "_Table":
        if kind not in self._tables:
            self._tables[kind] = _Table(kind, self)
        return self._tables[kind]

    def _supersede_nights(self) -> int:
        nights = self._table(Sleep)
        stale = _stale_nights(nights, self.known_until_utc)
        for old, _ in stale:
            nights.drop(old)
        for old, new in stale + nights.moved:
            self._move_measurements(old, new)
        return len(stale)

    def _move_measurements(self, old: Sleep, new: Sleep) -> None:
        """What was measured at a waking that has since been corrected belongs to the corrected one."""
        measurements = self._table(Measurement)
        for known in [m for m in measurements.stored.values() if m.at_utc == old.wake_utc]:
            if measurements.confirmed(known):
                continue
            measurements.drop(known)
            moved = replace(known, at_utc=new.wake_utc, day=new.day, offset_min=new.offset_min)
            if measurements.like(moved) is None:
                measurements.put(moved)


def _stale_nights(nights: "_Table", known_until_utc: int) -> list[tuple[Sleep, Sleep]]:
    """Stored nights that this newer file shows with another beginning, since they were edited: old and new."""
    seen = sorted((r for r in nights.stored.values() if nights.confirmed(r)), key=lambda night: night.onset_utc)
    others = (r for r in nights.stored.values() if not nights.confirmed(r) and nights.known_until(r) <= known_until_utc)
    stale, start = [], 0
    for old in sorted(others, key=lambda night: night.onset_utc):
        while start < len(seen) and seen[start].wake_utc <= old.onset_utc:
            start += 1
        stale += [(old, new) for new in seen[start : start + 3] if _overlap(old, new) >= OVERLAP][:1]
    return stale


def _overlap(one: Sleep, other: Sleep) -> float:
    """The share of the shorter night that both cover."""
    shared = min(one.wake_utc, other.wake_utc) - max(one.onset_utc, other.onset_utc)
    return shared / min(one.wake_utc - one.onset_utc, other.wake_utc - other.onset_utc)


_INSTANT = {Measurement: "at_utc", Sleep: "onset_utc", Workout: "start_utc", HourlyMeasurement: "hour_utc"}


class _Table:
    """What the store holds of one kind of record, for one athlete and source, and what a file adds to it."""

    def __init__(self, kind: type[Record], saver: Saver):
        self.kind, self.saver = kind, saver
        self.columns = [f.name for f in fields(kind)]
        self.match_s = saver.match_s if kind in _INSTANT and kind is not HourlyMeasurement else 1
        self.stored: dict[tuple, Record] = {}
        self._key_at: dict[tuple, tuple] = {}  # match key -> key
        self._import_of: dict[tuple, int] = {}
        self._dirty: dict[tuple, None] = {}  # in the order of the file
        self._gone: set[tuple] = set()
        self._seen: set[tuple] = set()  # keys of what the file holds
        self.moved: list[tuple[Record, Record]] = []  # nights whose waking was corrected: old and new
        self._load()

    def _load(self) -> None:
        names = ", ".join(f'"{c}"' for c in self.columns)
        rows = self.saver.db.execute(
            f'SELECT {names}, coalesce("import", 0) FROM {TABLES[self.kind]} WHERE athlete = ? AND source = ?',
            [self.saver.athlete, self.saver.source],
        )
        booleans = [i for i, f in enumerate(fields(self.kind)) if "bool" in str(f.type)]
        for row in rows:
            values = list(row[:-1])
            for i in booleans:
                values[i] = None if values[i] is None else bool(values[i])
            record = self.kind(*values)
            self._remember(record, row[-1])
        self._known_until = dict(
            self.saver.db.execute(
                "SELECT id, coalesce(known_until_utc, 0) FROM import_file WHERE athlete = ?", [self.saver.athlete]
            ).fetchall()
        )
        self._known_until[self.saver.import_id] = self.saver.known_until_utc

    def _remember(self, record: Record, import_id: int) -> None:
        key = self._key(record)
        self.stored[key] = record
        self._key_at[self._match(record)] = key
        self._import_of[key] = import_id

    def _key(self, record: Record) -> tuple:
        return tuple(getattr(record, name) for name in KEYS[self.kind])

    def _match(self, record: Record) -> tuple:
        key = self._key(record)
        return key if self.match_s == 1 else (*key[:-1], key[-1] // self.match_s)

    def like(self, record: Record) -> Record | None:
        """The stored record that this one is a version of."""
        key = self._key_at.get(self._match(record))
        return None if key is None else self.stored[key]

    def confirmed(self, record: Record) -> bool:
        """Whether the file being read holds this record."""
        return self._key(record) in self._seen

    def known_until(self, record: Record) -> int:
        return self._known_until[self._import_of[self._key(record)]]

    def take(self, record: Record) -> Outcome:
        known = self.like(record)
        kept = record if known is None else self._of_both(known, record)
        self._seen.add(self._key(kept))
        if known is None:
            self.put(kept)
            return Outcome.NEW
        if kept == known:
            if self.known_until(known) < self.saver.known_until_utc:
                self.put(known)  # the newest file that says so is the one to name
            return Outcome.SAME
        if self._key(kept) != self._key(known):
            self.drop(known)
        if self.kind is Sleep and kept.wake_utc != known.wake_utc:
            self.moved.append((known, kept))
        self.put(kept)
        return Outcome.CHANGED

    def _of_both(self, known: Record, record: Record) -> Record:
        """What to keep of two versions: the newer file's, and of two lines of one file the first (the newest is on
        top of an export)."""
        newer = self.known_until(known) <= self.saver.known_until_utc and not self.confirmed(known)
        return self._merged(known, record) if newer else self._merged(record, known)

    def _merged(self, older: Record, newer: Record) -> Record:
        """The newer record, with what only the older one knows, at the more exact of the two instants."""
        blanks = {c: getattr(older, c) for c in self.columns if getattr(newer, c) is None}
        merged = replace(newer, **blanks)
        name = _INSTANT.get(self.kind)
        if self.match_s == 1 or name is None or getattr(newer, name) % self.match_s:
            return merged
        exact = {
            c: getattr(older, c)
            for c in (name, "wake_utc", "end_utc")
            if c in self.columns and abs(getattr(older, c) - getattr(newer, c)) < self.match_s
        }
        return replace(merged, **exact)

    def put(self, record: Record) -> None:
        self._remember(record, self.saver.import_id)
        key = self._key(record)
        self._dirty[key] = None
        self._gone.discard(key)

    def drop(self, record: Record) -> None:
        key = self._key(record)
        del self.stored[key], self._import_of[key], self._key_at[self._match(record)]
        self._dirty.pop(key, None)
        self._gone.add(key)

    def write(self) -> None:
        """Bulk writes: deletions first, so that a record may move to another key."""
        table, owner = TABLES[self.kind], (self.saver.athlete, self.saver.source)
        where = " AND ".join(f'"{name}" = ?' for name in KEYS[self.kind])
        self.saver.db.conn.executemany(
            f"DELETE FROM {table} WHERE athlete = ? AND source = ? AND {where}", ((*owner, *key) for key in self._gone)
        )
        names = ", ".join(f'"{c}"' for c in ("athlete", "source", "import", *self.columns))
        marks = ", ".join("?" * (len(self.columns) + 3))
        self.saver.db.conn.executemany(
            f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})",
            ((*owner, self._import_of[key], *_cells(self.stored[key])) for key in self._dirty),
        )
        self._dirty.clear()
        self._gone.clear()


def _cells(record: Record) -> tuple:
    cells = (getattr(record, name) for name in record.__slots__)
    return tuple(int(cell) if isinstance(cell, bool) else cell for cell in cells)
