"""The store: one SQLite file, opened for each read, written in whole transactions.

Every write transaction raises one revision counter, by which caches are keyed.
"""

import errno
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlite_utils import Database

from data import raw
from data.migrations import migrations
from data.schema import PERSONAL, PLAN_UNITS, PLANS, TABLES

BUSY_S = 30
SETTLED_S = 3  # after a write: from then on a file that looks the same is the same


class StoreError(Exception):
    """The store cannot be opened or written: says which file, why, and what to do."""


class StoreBusy(StoreError):
    """The store could not be written just now: another program holds it, or the disk is full."""


_PASSES = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
_revisions: dict[Path, tuple[tuple, int]] = {}  # how the files looked, and the revision that they held


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
def writing(db: Database, *, durable: bool = False, quiet: bool = False) -> Iterator[Database]:
    """One write transaction: all of it is kept, with the revision raised by one, or nothing.

    durable: on the disk itself when it returns, for what must not be lost with the power (deletion, own entries).
    quiet: the revision stays as it is, for notes that no analysis reads (what was foretold, and how long that took).
    Raises StoreBusy where the disk is full, or another program holds the store for too long; StoreError where what is
    written belongs to an athlete or a file that was deleted meanwhile.
    """
    try:
        if durable:
            db.execute("PRAGMA synchronous = FULL")
        db.execute("BEGIN IMMEDIATE")
        try:
            yield db
            if not quiet:
                db.execute("UPDATE revision SET number = number + 1 WHERE id = 1")
            db.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
    except sqlite3.OperationalError as fault:
        code = getattr(fault, "sqlite_errorcode", 0) & 0xFF  # its other bits say in which way
        kind = StoreBusy if code in _PASSES else StoreError
        raise kind(f"the store could not be written: {fault}. {_advice(fault)}") from fault
    except sqlite3.IntegrityError as fault:
        if fault.sqlite_errorcode != sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise
        raise StoreError("the athlete that this belongs to was deleted meanwhile: nothing of it was kept.") from fault
    finally:
        if durable:
            db.execute("PRAGMA synchronous = NORMAL")


def revision(path: Path) -> int:
    """How many write transactions the store has seen: any cache of an older one is stale.

    Asked for a dozen times in each run of a page: what was read is kept while the files of the store are untouched.
    """
    if not path.exists():
        return 0
    files = _untouched(path)
    if files and _revisions.get(path, ((), 0))[0] == files:
        return _revisions[path][1]
    try:  # without what opening the store checks
        with closing(sqlite3.connect(path, timeout=BUSY_S)) as plain:
            number = plain.execute("SELECT number FROM revision WHERE id = 1").fetchone()[0]
    except sqlite3.DatabaseError:  # not of today's schema, or no store: what opening makes of it
        with closing(connect(path)) as db:
            return db["revision"].get(1)["number"]
    if files and files == _untouched(path):
        _revisions[path] = files, number
    return number


def _untouched(path: Path) -> tuple[tuple[int, ...], ...]:
    """What the system says of the store's files; nothing where one was written so lately that the next write may bear
    the same time: on some disks time moves in steps of 2 s."""
    told = []
    for file in (path, path.with_name(f"{path.name}-wal")):
        try:
            seen = file.stat()
        except FileNotFoundError:  # no write waits to be carried over
            continue
        if abs(time.time() - seen.st_mtime) < SETTLED_S:
            return ()
        told.append((seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns))
    return tuple(told)


def add_athlete(db: Database, name: str, *, simulated: bool = False, home_zone: str = "UTC", **profile) -> int:
    """The id of a new athlete, which nobody had before; call it inside `writing`.

    Raises ValueError where the name is taken or empty.
    """
    name = name.strip()
    if not name:
        raise ValueError("an athlete needs a name")
    if name.casefold() in {row["name"].casefold() for row in db["athlete"].rows}:
        raise ValueError(f"there is an athlete called {name!r} already")
    sql = "SELECT max(highest_deleted, (SELECT coalesce(max(id), 0) FROM athlete)) + 1 FROM athlete_number"
    number = db.execute(sql).fetchone()[0]
    row = {"id": number, "name": name, "simulated": int(simulated), "home_zone": home_zone} | profile
    db["athlete"].insert(row)
    return number


def delete_athletes(path: Path, athletes: Iterable[int]) -> None:
    """Deletes athletes and all that is theirs; the file is rewritten, so that no byte of it stays behind.

    What they taught others goes too: models and walks of theirs that began with it, and those of which nobody can tell
    any more who taught them.
    """
    taught = "CASE WHEN json_valid({0}) THEN EXISTS (SELECT 1 FROM json_each({0}, '{1}') WHERE value = ?) ELSE 1 END"
    with closing(connect(path)) as db:
        with writing(db, durable=True):
            for athlete in athletes:
                db["rejected_row"].delete_where('"import" IN (SELECT id FROM import_file WHERE athlete = ?)', [athlete])
                raw.forget(db, athlete)
                for table in (*TABLES.values(), *PERSONAL, "import_file"):
                    db[table].delete_where("athlete = ?", [athlete])
                db["model"].delete_where(taught.format("teachers", "$"), [athlete])
                db["held_out"].delete_where(taught.format("about", "$.teachers"), [athlete])
                db["athlete"].delete_where("id = ?", [athlete])
                db.execute("UPDATE athlete_number SET highest_deleted = max(highest_deleted, ?)", [athlete])
        rewrite(db)


def rewrite(db: Database) -> None:
    """Writes the file anew without what was deleted, once no other program reads an older state of it."""
    until = time.monotonic() + BUSY_S
    try:
        db.execute("VACUUM")
        while db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            if time.monotonic() > until:
                raise StoreError(
                    "it is deleted, but another program still has the store open, and the file keeps traces until it "
                    "is closed. Close the other one and delete anything else, or restart."
                )
            time.sleep(0.1)
    except sqlite3.OperationalError as fault:
        raise StoreError(f"it is deleted, but the file could not be written anew: {fault}. {_advice(fault)}") from fault


def mark_event(db: Database, athlete: int, day: str, kind: str, note: str = "") -> None:
    """Keeps an athlete's own mark on a day; call it inside `writing`."""
    row = {"athlete": athlete, "source": "own", "import": None, "day": day, "kind": kind, "note": note, "until": None}
    db["event"].upsert(row, pk=("athlete", "day", "kind", "source"))


def unmark_event(db: Database, athlete: int, day: str, kind: str) -> None:
    """Takes an athlete's own mark off a day; call it inside `writing`."""
    db["event"].delete_where("athlete = ? AND day = ? AND kind = ? AND source = 'own'", [athlete, day, kind])


def plan(
    db: Database,
    athlete: int,
    day: str,
    kind: str,
    load: float,
    unit: str,
    *,
    made_on: str,
    sport: str | None = None,
    minutes: float | None = None,
    note: str | None = None,
    source: str = "own",
) -> int:
    """Keeps a planned session: its id; call it inside `writing`.

    load: what the whole day comes to with this session and no other, in `unit`. made_on: the day on which it is written
    down. Raises ValueError where the kind, the unit or a figure is none that can be planned.
    """
    if kind not in PLANS:
        raise ValueError(f"a plan is one of {', '.join(PLANS)}, not {kind!r}")
    if unit not in PLAN_UNITS:
        raise ValueError(f"a planned load is given as {' or '.join(PLAN_UNITS)}, not {unit!r}")
    if not 0 <= load <= PLAN_UNITS[unit]:
        raise ValueError(f"a planned load is 0 to {PLAN_UNITS[unit]:g} {unit}, not {load:g}")
    if minutes is not None and not 0 < minutes <= 1440:
        raise ValueError(f"a session lasts up to 1440 minutes, not {minutes:g}")
    row = {
        "athlete": athlete,
        "day": day,
        "kind": kind,
        "sport": sport,
        "minutes": minutes,
        "load": load,
        "unit": unit,
        "note": note,
        "source": source,
        "made_on": made_on,
    }
    return db["planned_workout"].insert(row).last_pk


def unplan(db: Database, athlete: int, plan: int) -> None:
    """Takes a session off an athlete's own plan; call it inside `writing`."""
    db["planned_workout"].delete_where("athlete = ? AND id = ? AND source = 'own'", [athlete, plan])


def unplan_noted(db: Database, athlete: int, day: str, begin: str) -> None:
    """Takes those sessions of a day off an athlete's own plan whose note begins so; call it inside `writing`."""
    where = "athlete = ? AND day = ? AND source = 'own' AND substr(note, 1, ?) = ?"
    db["planned_workout"].delete_where(where, [athlete, day, len(begin), begin])


def setting(db: Database, athlete: int | None, name: str) -> str | None:
    """What an athlete chose, or with None what holds for this machine; None where nothing was."""
    row = db.execute("SELECT value FROM setting WHERE athlete IS ? AND name = ?", [athlete, name]).fetchone()
    return row[0] if row else None


def keep_setting(db: Database, athlete: int | None, name: str, value: str | None) -> None:
    """Keeps a choice, or with None forgets it; call it inside `writing`."""
    db["setting"].delete_where("athlete IS ? AND name = ?", [athlete, name])
    if value is not None:
        db["setting"].insert({"athlete": athlete, "name": name, "value": value})


def rank_sources(db: Database, athlete: int, sources: Iterable[str]) -> None:
    """Keeps the order in which sources are believed, the first the most; call it inside `writing`."""
    db["source_rank"].delete_where("athlete = ?", [athlete])
    db["source_rank"].insert_all({"athlete": athlete, "source": s, "rank": n} for n, s in enumerate(sources))


def backup(path: Path, target: Path) -> None:
    """Copies the store, as of one moment, into a new file; an existing one is replaced once the copy is whole."""
    partial = target.with_name(target.name + ".partial")
    try:
        _make_private(partial)
        with closing(connect(path)) as db, closing(sqlite3.connect(partial)) as copy:
            db.conn.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        partial.replace(target)
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(f"{target} could not be written: {fault}. The store is as it was.") from fault
    finally:
        partial.unlink(missing_ok=True)


def _make_private(file: Path) -> None:
    """An empty file that only its owner can read, in place of what was there."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


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
            _make_private(target)
            with closing(sqlite3.connect(target)) as copy:
                backup_file.backup(copy)
    except sqlite3.DatabaseError as fault:
        raise StoreError(f"{source} cannot be read as a backup ({fault}). Nothing was changed.") from fault
