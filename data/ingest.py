"""From a file to the store: picks the importer, saves what it reads in one transaction, and writes the receipt."""

import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from sqlite_utils import Database

from data import archive, clock, schema, store
from data.archive import BadFile, Member
from data.importers import IMPORTERS, recognised
from data.importers.rows import Known, Rejected, Row

EXPECTED = "a file of a source that Ownpace reads: " + ", ".join(importer.LABEL for importer in IMPORTERS)
STEP = 500  # lines between two words of progress

Progress = Callable[[float, str], None]


class Cancelled(Exception):
    """Raised by a progress callback to stop an import: the store stays as it was."""


@dataclass(frozen=True)
class MemberReceipt:
    """What became of one file, or one member of a zip: read = new + changed + same + rejected."""

    name: str
    kind: str = ""
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_same: int = 0
    rows_rejected: int = 0
    counts: dict[str, int] = field(default_factory=dict)  # what people count: recoveries, sleeps, naps ...


@dataclass(frozen=True)
class Receipt:
    """What became of one file that was brought.

    state: imported, unchanged (nothing new in it), refused (not readable as data), skipped (lies beside data in a
    folder), failed (the store could not take it) or cancelled.
    """

    name: str
    source: str | None
    state: str
    rows_read: int = 0
    rows_new: int = 0
    rows_changed: int = 0
    rows_same: int = 0
    rows_rejected: int = 0
    rejected_reasons: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    error: str | None = None
    members: tuple[MemberReceipt, ...] = ()

    @property
    def ok(self) -> bool:
        return self.state in ("imported", "unchanged", "skipped")


@dataclass(frozen=True)
class _Part:
    """A member that an importer reads."""

    member: Member
    importer: ModuleType
    kind: str

    @property
    def order(self) -> tuple[str, int, str]:
        return self.importer.SOURCE, self.importer.KINDS.index(self.kind), self.member.name


def import_path(db_path: Path, path: Path, athlete: int, progress: Progress | None = None) -> list[Receipt]:
    """Imports a file, a zip or every data file of a folder: one receipt a file, kept in the store as well.

    A file is stored whole or not at all. Raises Cancelled where `progress` does, and nothing else for bad files.
    """
    if not path.is_dir():
        return [_import_file(db_path, path, archive.printable(path.name), athlete, progress, alone=True)]
    try:
        found = sorted(archive.files_below(path), key=_reading_order)
    except BadFile as fault:
        return [_refused(db_path, athlete, path.name, fault)]
    if not found:
        return [_refused(db_path, athlete, path.name, BadFile("the folder is empty", expected=EXPECTED))]
    receipts = []
    for n, file in enumerate(found):
        share = _share(progress, n, len(found))
        name = archive.printable(file.relative_to(path).as_posix())
        receipts.append(_import_file(db_path, file, name, athlete, share, alone=len(found) == 1))
    return receipts


def import_stream(db_path: Path, stream: BinaryIO, name: str, athlete: int, progress: Progress | None = None) -> Receipt:
    """Imports an upload: as import_path, from a stream that is kept in a private file for as long as it takes."""
    folder = db_path.parent
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as copy:
        while chunk := stream.read(1 << 20):
            copy.write(chunk)
        copy.flush()
        return _import_file(db_path, Path(copy.name), archive.printable(Path(name).name), athlete, progress, alone=True)


def stored_receipts(db_path: Path, athlete: int) -> list[Receipt]:
    """The receipts of an athlete's files, the newest first."""
    with closing(store.connect(db_path)) as db:
        rows = db["import_file"].rows_where("athlete = ?", [athlete], order_by="id desc")
        return [_stored_receipt(db, row) for row in list(rows)]


def _stored_receipt(db: Database, row: dict) -> Receipt:
    rejected = db["rejected_row"].rows_where("import = ?", [row["id"]], order_by="member, line")
    counts = {name: row[name] or 0 for name in ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_rejected")}
    return Receipt(
        name=row["name"],
        source=row["source"],
        state=row["state"],
        rejected_reasons=tuple(_reason(r["member"], r["line"], r["reason"]) for r in rejected),
        first_day=row["first_day"],
        last_day=row["last_day"],
        error=row["error"],
        members=tuple(MemberReceipt(**member) for member in json.loads(row["members"] or "[]")),
        **counts,
    )


def _reason(member: str, line: int, reason: str) -> str:
    return f"{member}, line {line}: {reason}"


def _reading_order(path: Path) -> tuple:
    """Within a folder, files of one source come in the order that their importer wants."""
    try:
        part = _part(archive.members(path)[0])
    except BadFile:
        return ("~", 0, str(path))
    return part.order[:2] + (str(path),) if part else ("~", 0, str(path))


def _share(progress: Progress | None, n: int, of: int) -> Progress | None:
    return progress and (lambda done, words: progress((n + done) / of, words))


def _part(member: Member) -> _Part | None:
    found = recognised(member)
    if found is None:
        member.__dict__.pop("head", None)  # 10,000 of them would fill the memory
    return found and _Part(member, *found)


def _import_file(
    db_path: Path, path: Path, name: str, athlete: int, progress: Progress | None, *, alone: bool
) -> Receipt:
    try:
        members = archive.members(path)
        if len(members) == 1:
            members = [replace(members[0], name=name)]
        parts = [part for part in map(_part, members) if part]
        if not parts:
            if not alone and len(members) == 1 and not archive.is_data(members[0].head, name):
                return Receipt(name, None, "skipped", error="not a data file: left alone")
            raise _unknown(members, name)
        return _store(db_path, path, name, athlete, sorted(parts, key=lambda part: part.order), progress)
    except BadFile as fault:
        return _refused(db_path, athlete, name, fault)
    except store.StoreError as fault:
        return Receipt(name, None, "failed", error=str(fault))


def _unknown(members: list[Member], name: str) -> BadFile:
    if len(members) > 1 or not members:
        inside = ", ".join(member.name for member in members[:5])
        what = f"none of the {len(members)} files in it is one that Ownpace reads ({inside})" if members else "it is empty"
        return BadFile(what, expected=EXPECTED, do="bring the export as the source made it")
    what = f"this is {archive.describe(members[0].head, name)}"
    return BadFile(what, expected=EXPECTED, do="bring the export as the source made it, or fill in the CSV template")


def _refused(db_path: Path, athlete: int, name: str, fault: BadFile) -> Receipt:
    receipt = Receipt(name, None, "refused", error=str(fault))
    try:
        with closing(store.connect(db_path)) as db, store.writing(db):
            db["import_file"].insert(_receipt_row(receipt, athlete))
    except store.StoreError as store_fault:
        return replace(receipt, error=f"{receipt.error} {store_fault}")
    return receipt


def _receipt_row(receipt: Receipt, athlete: int) -> dict:
    row = asdict(receipt)
    del row["rejected_reasons"]
    return row | {"athlete": athlete, "members": json.dumps(row["members"]), "at_utc": int(time.time())}


def _store(
    db_path: Path, path: Path, name: str, athlete: int, parts: list[_Part], progress: Progress | None
) -> Receipt:
    importer = parts[0].importer
    if others := {part.importer.LABEL for part in parts} - {importer.LABEL}:
        raise BadFile(
            f"it holds files of several sources ({importer.LABEL}, {', '.join(sorted(others))})",
            do="bring the files of each source by themselves",
        )
    about = {"sha256": _sha256(path), "importer_version": importer.VERSION}
    with closing(store.connect(db_path)) as db, store.writing(db):
        if known := _just_stored(db, athlete, about):
            receipt = _unchanged(known, name)
            db["import_file"].insert(_receipt_row(receipt, athlete) | about)
            return receipt
        home_zone = db["athlete"].get(athlete)["home_zone"]
        import_id = db["import_file"].insert(_receipt_row(Receipt(name, importer.SOURCE, "reading"), athlete)).last_pk
        reading = _Reading(db, athlete, importer, import_id, home_zone, progress)
        receipt = reading.receipt(name, parts)
        about |= {"known_until_utc": reading.known_until_utc}
        db["import_file"].update(import_id, _receipt_row(receipt, athlete) | about)
        return receipt


def _just_stored(db: Database, athlete: int, about: dict[str, object]) -> Receipt | None:
    """The receipt of these very bytes, where they were the last to change anything and no line was rejected.

    Reading them again could then change nothing. (A rejected line is looked at again: its day may have come.)
    """
    changing = db["import_file"].rows_where("athlete = ? AND state = 'imported'", [athlete], order_by="id desc", limit=1)
    last = next(changing, None)
    if last is None or last["rows_rejected"] or any(last[name] != value for name, value in about.items()):
        return None
    return _stored_receipt(db, last)


def _unchanged(known: Receipt, name: str) -> Receipt:
    """The receipt of a file whose every line is in the store as it stands there."""

    def same(counted: Receipt | MemberReceipt) -> dict[str, int]:
        return {"rows_new": 0, "rows_changed": 0, "rows_same": counted.rows_read}

    members = tuple(replace(member, **same(member)) for member in known.members)
    return replace(known, name=name, state="unchanged", members=members, **same(known))


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class _Reading:
    """The reading of one file's parts into an open transaction."""

    def __init__(self, db, athlete, importer, import_id, home_zone, progress):
        self.db, self.athlete, self.importer, self.import_id = db, athlete, importer, import_id
        self.home_zone, self.progress = home_zone, progress
        self.rejected: list[tuple[str, int, str]] = []
        self.days: set[str] = set()
        self.known_until_utc = 0
        self.last_day = (date.today() + timedelta(days=1)).isoformat()  # it is tomorrow already in Auckland
        self.nights: dict[int, int] = {}

    def receipt(self, name: str, parts: list[_Part]) -> Receipt:
        lines = [(part, self._lines(part, n / len(parts))) for n, part in enumerate(parts)]
        saver = self._saver(self.known_until_utc)
        members = tuple(self._saved(part, kept, saver) for part, kept in lines)
        replaced = saver.finish()
        if replaced:
            members = (*members[:-1], replace(members[-1], counts=members[-1].counts | {"replaced night": replaced}))
        self.db["rejected_row"].insert_all(
            {"import": self.import_id, "member": member, "line": line, "reason": reason}
            for member, line, reason in self.rejected
        )
        names = ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_rejected")
        totals = {n: sum(getattr(member, n) for member in members) for n in names}
        return Receipt(
            name,
            self.importer.SOURCE,
            "imported" if totals["rows_new"] or totals["rows_changed"] else "unchanged",
            rejected_reasons=tuple(_reason(*where) for where in self.rejected),
            first_day=min(self.days, default=None),
            last_day=max(self.days, default=None),
            members=members,
            **totals,
        )

    def _saver(self, known_until_utc: int) -> store.Saver:
        return store.Saver(
            self.db, self.athlete, self.importer.SOURCE, self.import_id, known_until_utc, self.importer.MATCH_S
        )

    def _lines(self, part: _Part, done: float) -> list[Row]:
        """The rows of a part that can be stored; what cannot is noted with its reason."""
        stored = self._saver(0)
        match_s = self.importer.MATCH_S
        known = Known(
            self.home_zone, lambda onset: self.nights.get(onset // match_s) or stored.wake_utc(onset)
        )
        kept, seen = [], 0
        for item in part.importer.read(part.member, part.kind, known):
            seen += 1
            if self.progress and seen % STEP == 1:
                self.progress(done, f"Reading {part.member.name}: {seen:,} lines")
            reason = item.reason if isinstance(item, Rejected) else self._problem(item)
            if reason:
                self.rejected.append((part.member.name, item.line, reason))
            else:
                self._note(item, match_s)
                kept.append(item)
        if not seen:
            raise BadFile("it has no rows", expected="at least one line below the header", member=part.member.name)
        return kept

    def _problem(self, row: Row) -> str | None:
        problems = (schema.problem(record, self.last_day) for record in (*row.records, *row.also))
        return next((reason for reason in problems if reason), None)

    def _note(self, row: Row, match_s: int) -> None:
        for record in (*row.records, *row.also):
            self.known_until_utc = max(self.known_until_utc, _latest_instant(record))
            if isinstance(record, schema.Sleep):
                self.nights[record.onset_utc // match_s] = record.wake_utc
            if hasattr(record, "day"):
                self.days.add(record.day)

    def _saved(self, part: _Part, kept: list[Row], saver: store.Saver) -> MemberReceipt:
        states, counts, journal_days = Counter(), Counter(), set()
        for n, row in enumerate(kept):
            if self.progress and n % STEP == 0:
                self.progress(n / len(kept), f"Saving {part.member.name}: {n:,} of {len(kept):,} lines")
            also = [saver.save(record) for record in row.also]
            outcomes = [saver.save(record) for record in row.records] or also
            states[_folded(outcomes)] += 1
            counts[row.kind if outcomes else "empty"] += 1
            journal_days |= {record.day for record in row.records if isinstance(record, schema.JournalEntry)}
        if journal_days:
            counts["journal day"] = len(journal_days)
        rejected = sum(member == part.member.name for member, _, _ in self.rejected)
        return MemberReceipt(
            part.member.name,
            part.kind,
            rows_read=len(kept) + rejected,
            rows_new=states["new"],
            rows_changed=states["changed"],
            rows_same=states["same"],
            rows_rejected=rejected,
            counts=dict(counts),
        )


def _folded(outcomes: list[store.Outcome]) -> str:
    """The state of a line from those of its records; a line that says nothing adds nothing: same."""
    kinds = set(outcomes)
    return kinds.pop().value if len(kinds) == 1 else "changed" if kinds else "same"


def _latest_instant(record: schema.Record) -> int:
    for name in ("wake_utc", "end_utc", "at_utc", "hour_utc"):
        if hasattr(record, name):
            return getattr(record, name)
    return clock.instant(datetime.fromisoformat(record.day), 0)
