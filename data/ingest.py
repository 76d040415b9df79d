"""From a file to the store: picks the importer, saves what it reads in one transaction, and writes the receipt."""

import hashlib
import json
import shutil
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from sqlite_utils import Database

from data import archive, clock, digest, schema, store
from data.archive import BadFile, Member
from data.importers import IMPORTERS, recognised
from data.importers.rows import Elements, Known, Rejected, Remark, Row
from data.raw import RawSaver
from data.saver import Outcome, Saver
from data.schema import FIRST_DAY

EXPECTED = "a file of a source that Ownpace reads: " + ", ".join(importer.LABEL for importer in IMPORTERS)
LEFT_BEHIND_S = 86_400  # after which the copy of an upload belongs to no running import
STEP = 500  # lines between two words of progress
REASONS = 1_000  # of the lines rejected in one member, how many are kept with their reasons

Progress = Callable[[float, str], None]


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
    folder) or failed (the store could not take it).
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
    def order(self) -> tuple[str, int, int, str]:
        importer = self.importer
        return importer.SOURCE, IMPORTERS.index(importer), importer.KINDS.index(self.kind), self.member.name


def import_path(db_path: Path, path: Path, athlete: int, progress: Progress | None = None) -> list[Receipt]:
    """Imports a file, a zip or every data file of a folder: one receipt a file, kept in the store as well.

    What one source wrote into one folder was exported together, and is stored together or not at all, like a zip.
    Whatever `progress` raises stops the import; bad files raise nothing.
    """
    if not path.is_dir():
        return [_import_file(db_path, path, archive.printable(path.name), athlete, progress)]
    try:
        found = archive.files_below(path)
    except BadFile as fault:
        return [_refused(db_path, athlete, path.name, fault)]
    if not found:
        return [_refused(db_path, athlete, path.name, BadFile("the folder is empty", expected=EXPECTED))]
    receipts: list[Receipt] = []
    together: dict[object, list[_File]] = defaultdict(list)
    for file in found:
        name = archive.printable(file.relative_to(path).as_posix())
        looked_at = _looked_at(db_path, file, name, athlete, alone=len(found) == 1)
        if isinstance(looked_at, Receipt):
            receipts.append(looked_at)
        else:
            # A zip is an export of its own; plain tables of one source in one folder are one export.
            together[(file.parent, looked_at.source) if looked_at.is_plain else file].append(looked_at)
    for n, files in enumerate(together.values()):
        receipts += _store(db_path, files, athlete, _share(progress, n, len(together)))
    return sorted(receipts, key=lambda receipt: (receipt.state == "skipped", receipt.name))


def import_stream(
    db_path: Path, stream: BinaryIO, name: str, athlete: int, progress: Progress | None = None
) -> Receipt:
    """Imports an upload: as import_path, from a stream that is kept in a private file for as long as it takes."""
    folder, name = db_path.parent, archive.printable(Path(name).name)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(folder)
        with tempfile.NamedTemporaryFile(dir=folder, prefix="upload-") as copy:
            shutil.copyfileobj(stream, copy)
            copy.flush()
            return _import_file(db_path, Path(copy.name), name, athlete, progress)
    except OSError as fault:
        return Receipt(name, None, "failed", error=f"It could not be copied to {folder}: {fault.strerror}.")


def _sweep(folder: Path) -> None:
    """Removes copies of uploads that a killed program left behind."""
    for copy in folder.glob("upload-*"):
        with suppress(FileNotFoundError):  # that of another import, which has ended meanwhile
            if copy.stat().st_mtime < time.time() - LEFT_BEHIND_S:
                copy.unlink()


def stored_receipts(db_path: Path, athlete: int) -> list[Receipt]:
    """The receipts of an athlete's files, the newest first."""
    with closing(store.connect(db_path)) as db:
        rows = db["import_file"].rows_where("athlete = ?", [athlete], order_by="id desc")
        return [_stored_receipt(db, row) for row in list(rows)]


def _stored_receipt(db: Database, row: dict) -> Receipt:
    columns, order = "member, line, unit, reason", "member, line"
    rejected = db["rejected_row"].rows_where("import = ?", [row["id"]], select=columns, order_by=order)
    counts = {name: row[name] or 0 for name in ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_rejected")}
    return Receipt(
        name=row["name"],
        source=row["source"],
        state=row["state"],
        rejected_reasons=tuple(_reason(**r) for r in rejected),
        first_day=row["first_day"],
        last_day=row["last_day"],
        error=row["error"],
        members=tuple(MemberReceipt(**member) for member in json.loads(row["members"] or "[]")),
        **counts,
    )


def _reason(member: str, line: int, unit: str, reason: str) -> str:
    return f"{member}, {unit} {line}: {reason}"


def _share(progress: Progress | None, n: int, of: int) -> Progress | None:
    return progress and (lambda done, words: progress((n + done) / of, words))


def _part(member: Member) -> _Part | None:
    found = recognised(member)
    if found is None:
        member.__dict__.pop("head", None)  # 10,000 of them would fill the memory
    return found and _Part(member, *found)


def _import_file(db_path: Path, path: Path, name: str, athlete: int, progress: Progress | None) -> Receipt:
    looked_at = _looked_at(db_path, path, name, athlete, alone=True)
    if isinstance(looked_at, Receipt):
        return looked_at
    (receipt,) = _store(db_path, [looked_at], athlete, progress)
    return receipt


@dataclass(frozen=True)
class _File:
    """A file that an importer reads: its members, in the order in which they are to be read."""

    path: Path
    name: str
    parts: tuple[_Part, ...]
    is_plain: bool

    @property
    def importer(self) -> ModuleType:
        return self.parts[0].importer

    @property
    def source(self) -> str:
        return self.importer.SOURCE

    @cached_property
    def about(self) -> dict[str, object]:
        """What tells this very file from any other."""
        try:
            with self.path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as fault:
            raise BadFile("the file cannot be read any more", do="bring it again", member=self.name) from fault
        return {"sha256": digest, "importer_version": self.importer.VERSION}


def _looked_at(db_path: Path, path: Path, name: str, athlete: int, *, alone: bool) -> _File | Receipt:
    """The file as something to read, or the receipt that says why it is none."""
    try:
        members = archive.members(path)
        if is_plain := len(members) == 1 and members[0].name == archive.printable(path.name):
            members = [replace(members[0], name=name)]
        parts = sorted((part for part in map(_part, members) if part), key=lambda part: part.order)
        if not parts:
            if not alone and is_plain and not archive.is_data(members[0].head, name):
                return Receipt(name, None, "skipped", error="not a data file: left alone")
            raise _unknown(members, name)
        if len({part.importer.SOURCE for part in parts}) > 1:
            labels = sorted({part.importer.LABEL for part in parts})
            raise BadFile(
                f"it holds files of several sources ({', '.join(labels)})",
                do="bring the files of each source by themselves",
            )
        return _File(path, name, tuple(parts), is_plain)
    except BadFile as fault:
        return _refused(db_path, athlete, name, fault)


def _unknown(members: list[Member], name: str) -> BadFile:
    if len(members) > 1 or not members:
        inside = ", ".join(member.name for member in members[:5])
        what = (
            f"none of the {len(members)} files in it is one that Ownpace reads ({inside})" if members else "it is empty"
        )
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


def _store(db_path: Path, files: list[_File], athlete: int, progress: Progress | None) -> list[Receipt]:
    """Stores files that were exported together in one transaction; a broken one is refused, and the others kept."""
    importer = files[0].importer
    receipts: list[Receipt] = []
    try:
        with closing(store.connect(db_path)) as db, store.writing(db):
            reading = _Reading(db, athlete, importer, db["athlete"].get(athlete)["home_zone"], progress)
            if len(files) == 1 and (known := _just_stored(db, athlete, files[0])):
                return [_confirmed(db, athlete, known, files[0])]
            broken = reading.read(files)
            receipts = reading.saved()
    except BadFile as fault:
        return [_refused(db_path, athlete, files[0].name, fault)]
    except store.StoreError as fault:
        return [Receipt(file.name, importer.SOURCE, "failed", error=str(fault)) for file in files]
    return receipts + [_refused(db_path, athlete, file.name, fault) for file, fault in broken]


def _just_stored(db: Database, athlete: int, file: _File) -> int | None:
    """The import of these very bytes, where they were the last of their source to change anything.

    Reading them again could then change nothing, save where a line was rejected whose day may have come.
    """
    changing = db["import_file"].rows_where(
        "athlete = ? AND source = ? AND state = 'imported'", [athlete, file.source], order_by="id desc", limit=1
    )
    last = next(changing, None)
    if last is None or any(last[name] != value for name, value in file.about.items()):
        return None
    reasons = [row["reason"] for row in db["rejected_row"].rows_where("import = ?", [last["id"]], select="reason")]
    for_good = len(reasons) == last["rows_rejected"] and not any(reason.endswith(schema.AHEAD) for reason in reasons)
    return last["id"] if for_good else None


def _confirmed(db: Database, athlete: int, known: int, file: _File) -> Receipt:
    """Keeps and gives the receipt of a file that an earlier import has stored as it is."""
    receipt = _unchanged(_stored_receipt(db, db["import_file"].get(known)), file)
    id = db["import_file"].insert(_receipt_row(receipt, athlete) | file.about).last_pk
    db.execute(
        "INSERT INTO rejected_row (import, member, line, unit, reason)"
        " SELECT ?, member, line, unit, reason FROM rejected_row WHERE import = ?",
        [id, known],
    )
    return receipt


def _unchanged(known: Receipt, file: _File) -> Receipt:
    """The receipt of a file whose every line is in the store as it stands there, or was rejected for good."""

    def same(counted: Receipt | MemberReceipt) -> dict[str, int]:
        return {"rows_new": 0, "rows_changed": 0, "rows_same": counted.rows_read - counted.rows_rejected}

    names = [part.member.name for part in file.parts]
    members = (replace(m, name=name, **same(m)) for m, name in zip(known.members, names, strict=True))
    return replace(known, name=file.name, state="unchanged", members=tuple(members), **same(known))


class _Reading:
    """The reading of files that were exported together, and their saving into an open transaction."""

    def __init__(self, db: Database, athlete: int, importer: ModuleType, home_zone: str, progress: Progress | None):
        self.db, self.athlete, self.importer, self.home_zone, self.progress = db, athlete, importer, home_zone, progress
        self.stored = self._saver(0)
        self.known_until_utc = 0
        self.last_day = (date.today() + timedelta(days=1)).isoformat()  # it is tomorrow already in Auckland
        self.nights: dict[int, int] = {}
        self.notes: dict = {}
        self.kept: list[tuple[_File, int, list[_Lines]]] = []  # the file, its number in the store, its members

    def read(self, files: list[_File]) -> list[tuple[_File, BadFile]]:
        """Reads all files, those with nights before those that need them; which are broken, and why."""
        broken = []
        for n, file in enumerate(sorted(files, key=lambda file: file.parts[0].order)):
            self.db.execute("SAVEPOINT file")
            empty = Receipt(file.name, self.importer.SOURCE, "reading")
            id = self.db["import_file"].insert(_receipt_row(empty, self.athlete)).last_pk
            try:
                self.kept.append((file, id, [self._lines(part, id, n / len(files)) for part in file.parts]))
            except BadFile as fault:
                self.db.execute("ROLLBACK TO file")
                broken.append((file, fault))
            self.db.execute("RELEASE file")
        return broken

    def saved(self) -> list[Receipt]:
        """Saves what was read: a receipt a file, with its rejected lines, kept in the store."""
        saver, receipts = self._saver(self.known_until_utc), []
        for file, id, lines in self.kept:
            saver.import_id = id
            receipts.append(_receipt_of(file, [self._member(part, saver, id) for part in lines], lines))
        if replaced := saver.finish():
            receipts[-1] = _with_count(receipts[-1], "replaced night", replaced)
        for (file, id, lines), receipt in zip(self.kept, receipts, strict=True):
            about = file.about | {"known_until_utc": self.known_until_utc}
            self.db["import_file"].update(id, _receipt_row(receipt, self.athlete) | about)
            self.db["rejected_row"].insert_all(
                {"import": id, "member": part.part.member.name, "line": r.line, "unit": r.unit, "reason": r.reason}
                for part in lines
                for r in part.rejected
            )
        return receipts

    def _saver(self, known_until_utc: int) -> Saver:
        return Saver(self.db, self.athlete, self.importer.SOURCE, 0, known_until_utc, self.importer.MATCH_S)

    def _lines(self, part: _Part, import_id: int, done: float) -> "_Lines":
        """The rows of a part that can be stored, and the lines that cannot, with their reasons."""
        match_s, name = part.importer.MATCH_S, part.member.name
        known = Known(
            self.home_zone,
            lambda onset: self.nights.get(onset // match_s) or self.stored.wake_utc(onset),
            self.notes,
        )
        lines = _Lines(part)
        for seen, item in enumerate(part.importer.read(part.member, part.kind, known)):
            if isinstance(item, Elements):
                self._say(item.share, f"Reading {name}: {item.numbers[-1] if item.numbers else 0:,} elements")
                self._keep(item, lines, import_id)
                continue
            if isinstance(item, Remark):
                lines.remarks[item.what] = item.count
                continue
            if seen % STEP == 0:
                self._say(done, f"Reading {name}: {seen:,} lines")
            reason = item.reason if isinstance(item, Rejected) else self._problem(item)
            if reason:
                lines.reject(item if isinstance(item, Rejected) else Rejected(item.line, reason, item.unit))
            else:
                self._note(item, match_s)
                lines.rows.append(item)
        if not lines.read:
            raise BadFile("it has no rows", expected="at least one line below the header", member=name)
        return lines

    def _say(self, share: float, words: str) -> None:
        if self.progress:
            self.progress(share, words)

    def _keep(self, elements: Elements, lines: "_Lines", import_id: int) -> None:
        if lines.raw is None:
            first_utc, last_utc = (clock.instant(datetime.fromisoformat(day), 0) for day in (FIRST_DAY, self.last_day))
            lines.raw = RawSaver(self.db, self.athlete, self.importer.SOURCE, import_id, first_utc, last_utc)
        for rejected in lines.raw.add(elements):
            lines.reject(rejected)
        until_utc = elements.exported_utc or max(elements.start_utc, default=0)
        self.known_until_utc = max(self.known_until_utc, min(until_utc, lines.raw.last_utc))

    def _problem(self, row: Row) -> str | None:
        problems = (schema.problem(record, self.last_day) for record in (*row.records, *row.also))
        return next((reason for reason in problems if reason), None)

    def _note(self, row: Row, match_s: int) -> None:
        for record in (*row.records, *row.also):
            self.known_until_utc = max(self.known_until_utc, _latest_instant(record))
            if isinstance(record, schema.Sleep):
                self.nights[record.onset_utc // match_s] = record.wake_utc

    def _member(self, lines: "_Lines", saver: Saver, import_id: int) -> MemberReceipt:
        if lines.raw is not None:
            return self._raw_member(lines, lines.raw, import_id)
        states, counts, journal_days = Counter(), Counter(), set()
        name, kept = lines.part.member.name, lines.rows
        for n, row in enumerate(kept):
            if n % STEP == 0:
                self._say(n / len(kept), f"Saving {name}: {n:,} of {len(kept):,} lines")
            also = [saver.save(record) for record in row.also]
            outcomes = [saver.save(record) for record in row.records] or also
            states[_folded(outcomes)] += 1
            counts[row.kind if outcomes else "empty"] += 1
            journal_days |= {record.day for record in row.records if isinstance(record, schema.JournalEntry)}
        if journal_days:
            counts["journal day"] = len(journal_days)
        return MemberReceipt(
            name,
            lines.part.kind,
            rows_read=lines.read,
            rows_new=states["new"],
            rows_changed=states["changed"],
            rows_same=states["same"],
            rows_rejected=lines.rows_rejected,
            counts=dict(counts) | lines.remarks,
        )

    def _raw_member(self, lines: "_Lines", raw: RawSaver, import_id: int) -> MemberReceipt:
        """The receipt of a raw export, once what it says of days and nights has been worked out."""
        counts = {}
        if raw.touched:
            where = (self.db, self.athlete, self.importer.SOURCE, import_id)
            counts = digest.renew(*where, raw.touched, self.home_zone, self.last_day, self.progress)
        return MemberReceipt(
            lines.part.member.name,
            lines.part.kind,
            rows_read=lines.read,
            rows_new=raw.new,
            rows_changed=raw.changed,
            rows_same=raw.same,
            rows_rejected=lines.rows_rejected,
            counts=counts,
        )


@dataclass
class _Lines:
    """What was read of one part: rows that wait to be saved, or raw elements that are kept already."""

    part: _Part
    rows: list[Row] = field(default_factory=list)
    raw: RawSaver | None = None
    rejected: list[Rejected] = field(default_factory=list)  # the first REASONS of them
    rows_rejected: int = 0
    remarks: dict[str, int] = field(default_factory=dict)

    @property
    def read(self) -> int:
        kept = len(self.rows) if self.raw is None else self.raw.new + self.raw.changed + self.raw.same
        return kept + self.rows_rejected

    def reject(self, rejected: Rejected) -> None:
        self.rows_rejected += 1
        if len(self.rejected) < REASONS:
            self.rejected.append(rejected)

    def days(self) -> Iterator[str]:
        if self.raw is not None and self.raw.latest_utc:
            yield from (clock.local_day(at_utc, 0) for at_utc in (self.raw.earliest_utc, self.raw.latest_utc))
        records = (record for row in self.rows for record in (*row.records, *row.also))
        yield from (record.day for record in records if hasattr(record, "day"))


def _receipt_of(file: _File, members: list[MemberReceipt], lines: list[_Lines]) -> Receipt:
    names = ("rows_read", "rows_new", "rows_changed", "rows_same", "rows_rejected")
    totals = {name: sum(getattr(member, name) for member in members) for name in names}
    days = {day for part in lines for day in part.days()}
    nothing_kept = totals["rows_read"] == totals["rows_rejected"]
    changing = totals["rows_new"] or totals["rows_changed"]
    return Receipt(
        file.name,
        file.source,
        "refused" if nothing_kept else "imported" if changing else "unchanged",
        error="None of its lines can be stored: see the reason of each." if nothing_kept else None,
        rejected_reasons=tuple(
            _reason(part.part.member.name, r.line, r.unit, r.reason) for part in lines for r in part.rejected
        ),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        members=tuple(members),
        **totals,
    )


def _with_count(receipt: Receipt, kind: str, n: int) -> Receipt:
    *before, last = receipt.members
    return replace(receipt, members=(*before, replace(last, counts=last.counts | {kind: n})))


def _folded(outcomes: list[Outcome]) -> str:
    """The state of a line from those of its records; a line that says nothing adds nothing: same."""
    kinds = set(outcomes)
    return kinds.pop().value if len(kinds) == 1 else "changed" if kinds else "same"


def _latest_instant(record: schema.Record) -> int:
    for name in ("wake_utc", "end_utc", "at_utc", "hour_utc"):
        if hasattr(record, name):
            return getattr(record, name)
    return clock.instant(datetime.fromisoformat(record.day), 0)
