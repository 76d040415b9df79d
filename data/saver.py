"""Saving the records of files so that nothing is doubled or lost, in whatever order files come.

A record is named by its key (data.schema.KEYS), the athlete and the source. Saving it again changes nothing. Where two
files of one source disagree, the one that knows more recent instants is believed; what only the other one knows is
kept. A figure that one of them merely rounds is no disagreement: the finer one is kept. A night that was edited in the
app shows in two files with two beginnings or wakings: it stays one night, and what was measured on waking from it goes
with it. Of an hour of samples the view counts that has the most of them.
"""

import math
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from enum import StrEnum

from sqlite_utils import Database

from data.schema import KEYS, TABLES, HourlyMeasurement, Measurement, Record, Sleep, Workout

SAME_NIGHT = 0.5  # two versions of one night share at least this part of the longer one
MEASURED_DECIMALS = 2  # of two figures that a person types, one may be a correction: "72.4", then "72"
_SLACK = 1e-9  # of a step: what arithmetic makes of it
_ZONES = tuple(f.name for f in fields(Workout) if f.name.startswith("zone"))
_INSTANT = {Measurement: "at_utc", Sleep: "onset_utc", Workout: "start_utc", HourlyMeasurement: "hour_utc"}


class Outcome(StrEnum):
    """What saving a record did."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass
class Saver:
    """Saves the records of one file, or of several that were exported together, inside one transaction.

    known_until_utc: the latest instant in them, which says which of two exports is the newer one. match_s: instants
    of this source that fall into the same span of seconds are one record (a file that a spreadsheet saved again has
    lost its seconds; the more exact instant is kept). import_id: the file that is being saved; it may be set anew.
    """

    db: Database
    athlete: int
    source: str
    import_id: int
    known_until_utc: int
    match_s: int = 1
    _tables: dict[type[Record], "_Table"] = field(default_factory=dict)
    _edited: list[tuple[Sleep, Sleep]] = field(default_factory=list)  # nights of the store, and what they are now
    _outdated: dict[int, Sleep] = field(default_factory=dict)  # wakings in this older file -> the night as it is now

    def save(self, record: Record) -> Outcome:
        """Takes a record; it is in the database after `finish`."""
        if isinstance(record, Sleep):
            return self._save_night(record)
        if isinstance(record, Measurement) and record.at_utc in self._outdated:
            record = _at_waking(record, self._outdated[record.at_utc])
        return self._table(type(record)).take(record)

    def wake_utc(self, onset_utc: int) -> int | None:
        """When the athlete woke from the night that began at (or within the same match span as) an instant."""
        night = self._table(Sleep).like(Sleep(onset_utc, 0, ""))
        return None if night is None else night.wake_utc

    def finish(self) -> int:
        """Writes what was taken, and replaces the nights that these newer files show otherwise: how many."""
        stale = list(self._stale_nights()) if Sleep in self._tables else []
        for old, _ in stale:
            self._table(Sleep).drop(old)
        for old, new in stale + self._edited:
            self._move_measurements(old, new)
        for table in self._tables.values():
            table.write()
        return len(stale)

    def _save_night(self, night: Sleep) -> Outcome:
        nights = self._table(Sleep)
        known = nights.like(night)
        if known is None and (newer := nights.newer_version(night)):
            self._outdated[night.wake_utc] = newer
            return Outcome.SAME  # an older export's view of a night that was edited since
        outcome = nights.take(night)
        kept = nights.like(night)
        if known is not None and known.wake_utc != kept.wake_utc:
            self._edited.append((known, kept))
        if kept.wake_utc != night.wake_utc:
            self._outdated[night.wake_utc] = kept
        return outcome

    def _stale_nights(self) -> Iterator[tuple[Sleep, Sleep]]:
        """Stored nights that these newer files do not hold, but show with another beginning: old and new."""
        nights = self._table(Sleep)
        for old in [night for night in nights.stored.values() if not nights.seen(night)]:
            if nights.known_until(old) <= self.known_until_utc:
                versions = (new for new in nights.around(old) if nights.seen(new) and _is_same_night(old, new))
                yield from ((old, new) for new in list(versions)[:1])

    def _move_measurements(self, old: Sleep, new: Sleep) -> None:
        """What was measured at a waking that has since been corrected belongs to the corrected one."""
        measurements = self._table(Measurement)
        for known in [m for m in measurements.stored.values() if m.at_utc == old.wake_utc]:
            if not measurements.seen(known):
                moved = _at_waking(known, new)
                taken = measurements.like(moved) is not None
                measurements.move(known, None if taken else moved)

    def _table(self, kind: type[Record]) -> "_Table":
        if kind not in self._tables:
            self._tables[kind] = _Table(kind, self)
        return self._tables[kind]


def _fullness(hour: HourlyMeasurement) -> tuple[float, ...]:
    """Which of two views of one hour saw more of it; files and pages begin and end in the middle of one."""
    return hour.n, hour.mean, hour.low, hour.high


def _at_waking(measurement: Measurement, night: Sleep) -> Measurement:
    return replace(measurement, at_utc=night.wake_utc, day=night.day, offset_min=night.offset_min)


def _is_same_night(one: Sleep, other: Sleep) -> bool:
    """Whether two records are versions of one sleep; a nap is never a version of a night."""
    if None not in (one.nap, other.nap) and one.nap != other.nap:
        return False
    shared = min(one.wake_utc, other.wake_utc) - max(one.onset_utc, other.onset_utc)
    return shared >= SAME_NIGHT * max(one.wake_utc - one.onset_utc, other.wake_utc - other.onset_utc)


def _decimals(value: float) -> int:
    """How many decimals a figure is given to: 2 for 62.45, 0 for 62.0."""
    return min(max(0, -Decimal(repr(value)).normalize().as_tuple().exponent), 15)  # floats hold no more


def _is_whole(steps: float) -> bool:
    return math.isinf(steps) or abs(steps - round(steps)) < _SLACK


def _is_rounded(coarse: float, fine: float, step: float) -> bool:
    """Whether a figure is another one, rounded or cut to whole steps."""
    if coarse * fine < 0 or not _is_whole(coarse / step) or _is_whole(fine / step):
        return False
    return -0.5 - _SLACK <= (abs(fine) - abs(coarse)) / step < 1


class _Table:
    """What the store holds of one kind of record, for one athlete and source, and what files add to it."""

    def __init__(self, kind: type[Record], saver: Saver):
        self.kind, self.saver = kind, saver
        self.columns = [f.name for f in fields(kind)]
        self.figures = [f.name for f in fields(kind) if "float" in str(f.type)]
        self.counts = [f.name for f in fields(kind) if f.type is int and f.name != "offset_min"]
        self.match_s = saver.match_s if kind in _INSTANT and kind is not HourlyMeasurement else 1
        self.stored: dict[tuple, Record] = {}
        self._key_at: dict[tuple, tuple] = {}  # match key -> key
        self._import_of: dict[tuple, int] = {}
        self._dirty: dict[tuple, None] = {}  # in the order of the file
        self._gone: set[tuple] = set()
        self._seen: set[tuple] = set()  # keys of what the files hold
        self._load()
        self._onsets = sorted(self.stored) if kind is Sleep else []

    def _load(self) -> None:
        names = ", ".join(f'"{c}"' for c in self.columns)
        rows = self.saver.db.execute(
            f'SELECT {names}, coalesce("import", 0) FROM {TABLES[self.kind]} WHERE athlete = ? AND source = ?',
            [self.saver.athlete, self.saver.source],
        )
        booleans = [i for i, f in enumerate(fields(self.kind)) if "bool" in str(f.type)]
        for *values, import_id in rows:
            for i in booleans:
                values[i] = None if values[i] is None else bool(values[i])
            self._remember(self.kind(*values), import_id)
        known = "SELECT id, coalesce(known_until_utc, 0) FROM import_file WHERE athlete = ?"
        self._known_until = dict(self.saver.db.execute(known, [self.saver.athlete]).fetchall())

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

    def seen(self, record: Record) -> bool:
        """Whether the files being saved hold this record."""
        return self._key(record) in self._seen

    def known_until(self, record: Record) -> int:
        """The latest instant in the file that a stored record is from."""
        return self._known_until.get(self._import_of[self._key(record)], 0)

    def around(self, night: Sleep) -> Iterator[Sleep]:
        """The nights that begin within a day of one; those of the store and those of the files."""
        place = bisect_left(self._onsets, (night.onset_utc - 86_400,))
        while place < len(self._onsets) and self._onsets[place][0] < night.wake_utc:
            if found := self.stored.get(self._onsets[place]):
                yield found
            place += 1

    def newer_version(self, night: Sleep) -> Sleep | None:
        """The night of a newer file that an older file's night is a version of."""
        versions = (
            known
            for known in self.around(night)
            if self.known_until(known) > self.saver.known_until_utc and _is_same_night(known, night)
        )
        return next(versions, None)

    def take(self, record: Record) -> Outcome:
        known = self.like(record)
        if known is None:
            self._put(record, self._file())
            return Outcome.NEW
        # Of two lines of one file that disagree the first is kept: the newest is on top of an export.
        newer = self.known_until(known) <= self.saver.known_until_utc and not self.seen(known)
        if self.kind is HourlyMeasurement:
            newer = _fullness(record) > _fullness(known)
        kept = self._merged(known, record) if newer else self._merged(record, known)
        changed, confirmed = kept != known, self.known_until(known) < self.saver.known_until_utc
        if changed or confirmed:  # confirmed: the newest file that says so is the one to name
            origin = self._file() if newer else self._import_of[self._key(known)]
            if self._key(kept) != self._key(known):
                self._drop(known)
            self._put(kept, origin)
        self._seen.add(self._key(kept))
        return Outcome.CHANGED if changed else Outcome.SAME

    def _file(self) -> int:
        """The file that is being saved."""
        self._known_until[self.saver.import_id] = self.saver.known_until_utc
        return self.saver.import_id

    def _merged(self, older: Record, newer: Record) -> Record:
        """The newer record, with what only the older one knows or knows more exactly."""
        blanks = {c: getattr(older, c) for c in self.columns if getattr(newer, c) is None}
        merged = replace(newer, **blanks, **self._exact_instants(older, newer))
        return replace(merged, **self._unrounded(older, merged))

    def _exact_instants(self, older: Record, newer: Record) -> dict[str, int]:
        """The older record's instants, where the newer one has lost the seconds."""
        name = _INSTANT.get(self.kind)
        if self.match_s == 1 or name is None or getattr(newer, name) % self.match_s:
            return {}
        return {
            c: getattr(older, c)
            for c in (name, "wake_utc", "end_utc")
            if c in self.columns and abs(getattr(older, c) - getattr(newer, c)) < self.match_s
        }

    def _unrounded(self, older: Record, newer: Record) -> dict[str, float]:
        """The older record's figures, where the newer one states the same ones rounded.

        Only of the same event: where an end or a count differs, the newer record says something else. And only where
        at least one of them has more decimals than people type, so that a correction by hand is never lost.
        """
        if any(getattr(older, c) != getattr(newer, c) for c in self.counts):
            return {}
        pairs = ((c, getattr(newer, c), getattr(older, c)) for c in self.figures)
        both = ((c, new, old) for c, new, old in pairs if new != old and None not in (new, old))
        finer = {c: old for c, new, old in both if _is_rounded(new, old, self._step(newer, c, new))}
        return finer if any(_decimals(value) >= MEASURED_DECIMALS for value in finer.values()) else {}

    def _step(self, record: Record, column: str, value: float) -> float:
        """The unit to which a file may have rounded a figure: its last place.

        Of minutes in a heart rate zone, a hundredth of the workout: files that round them give whole percents.
        """
        if isinstance(record, Workout) and column in _ZONES:
            return (record.end_utc - record.start_utc) / 6000
        return 10.0 ** -_decimals(value)

    def _put(self, record: Record, import_id: int) -> None:
        key = self._key(record)
        if self.kind is Sleep and key not in self.stored:
            self._onsets.insert(bisect_left(self._onsets, key), key)
        self._remember(record, import_id)
        self._seen.add(key)
        self._dirty[key] = None
        self._gone.discard(key)

    def _drop(self, record: Record) -> int:
        """Removes a record; which file it was from."""
        key = self._key(record)
        del self.stored[key], self._key_at[self._match(record)]
        self._dirty.pop(key, None)
        self._gone.add(key)
        return self._import_of.pop(key)

    def drop(self, record: Record) -> None:
        """Removes a record that another one replaces."""
        self._drop(record)

    def move(self, record: Record, to: Record | None) -> None:
        """Gives a record another key, or none; it stays the word of the file that it is from."""
        origin = self._drop(record)
        if to is not None:
            self._put(to, origin)

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
