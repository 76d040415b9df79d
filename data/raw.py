"""The elements of raw exports as they came, millions of them: each kept once, whatever file holds it."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import compress

from sqlite_utils import Database

from data.importers.rows import Elements, Rejected, Series
from data.schema import AHEAD, TOO_EARLY

SPAN_S = 28 * 86_400  # what is worked out of elements is worked out anew by spans of this length

_INSERT = "INSERT OR IGNORE INTO raw_element VALUES (?, ?, ?, ?, ?, ?, ?)"  # in the order of its columns
# When the file was exported that a kept element is from; of a file that is being read, when that was.
_EXPORTED = "coalesce((SELECT known_until_utc FROM import_file WHERE id = raw_element.import), :exported)"
_KEPT = "series = :series AND start_utc = :start AND length_s = :length AND value = :value"
_RENEW = f"""
    UPDATE raw_element SET extra = :extra, created_s = :created, import = :import
    WHERE {_KEPT} AND extra IS NOT :extra AND ({_EXPORTED}, coalesce(extra, '')) < (:exported, :extra)
"""
_CONFIRM = f"UPDATE raw_element SET import = :import WHERE {_KEPT} AND extra IS :extra AND {_EXPORTED} < :exported"


@dataclass
class RawSaver:
    """Keeps the elements of one file, inside one transaction.

    An element is known by its series, its start, its length and its value; one that is kept already changes nothing.
    Where it says more than these (a workout, a day's summary), the words of the newest export count, in whatever order
    exports come.
    first_utc, last_utc: the instants between which something can have happened.
    """

    db: Database
    athlete: int
    source: str
    import_id: int
    first_utc: int
    last_utc: int
    new: int = 0
    changed: int = 0
    same: int = 0
    earliest_utc: int = 0
    latest_utc: int = 0
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))  # by kind
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))  # kind -> spans with something new
    _ids: list[int] = field(default_factory=list)  # place in the file's catalogue -> id

    def add(self, elements: Elements) -> list[Rejected]:
        """Keeps elements; those that cannot have happened are rejected, with their reasons."""
        elements, rejected = self._possible(elements)
        if not elements.start_utc:
            return rejected
        self._learn(elements.catalogue)
        rows = zip(
            [self._ids[place] for place in elements.series], elements.start_utc, elements.length_s, elements.value,
            elements.created_s, elements.extra, [self.import_id] * len(elements.start_utc), strict=True,
        )  # fmt: skip
        before = self.db.conn.total_changes
        self.db.conn.executemany(_INSERT, rows)
        new = self.db.conn.total_changes - before
        changed = self._renewed(elements) if new < len(elements.start_utc) else 0
        self.new, self.changed = self.new + new, self.changed + changed
        self.same += len(elements.start_utc) - new - changed
        self._note(elements, anything_new=new + changed > 0)
        return rejected

    def _possible(self, elements: Elements) -> tuple[Elements, list[Rejected]]:
        low, high = self.first_utc, self.last_utc
        starts, lengths = elements.start_utc, elements.length_s
        if not starts or min(starts) >= low and max(starts) + max(lengths) <= high:
            return elements, []
        good = [low <= start and start + length <= high
                for start, length in zip(starts, lengths, strict=True)]  # fmt: skip
        rejected = [
            Rejected(number, TOO_EARLY if start < low else AHEAD, "element")
            for number, start, fits in zip(elements.numbers, elements.start_utc, good, strict=True)
            if not fits
        ]
        names = ("series", "start_utc", "length_s", "created_s", "value", "extra")
        columns = (list(compress(getattr(elements, name), good)) for name in names)
        numbers = list(compress(elements.numbers, good))
        return Elements(numbers, elements.catalogue, *columns, elements.exported_utc, elements.share), rejected

    def _learn(self, catalogue: list[Series]) -> None:
        """Gives the series that are new in the file's catalogue their ids."""
        for series in catalogue[len(self._ids) :]:
            row = (self.athlete, self.source, series.element, series.kind, series.origin, series.unit, series.details)
            self.db.execute(
                "INSERT OR IGNORE INTO raw_series (athlete, source, element, kind, origin, unit, details)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            found = self.db.execute(
                "SELECT id FROM raw_series WHERE athlete = ? AND source = ? AND element = ? AND kind = ?"
                " AND origin = ? AND unit = ? AND details = ?",
                row,
            )
            self._ids.append(found.fetchone()[0])

    def _renewed(self, elements: Elements) -> int:
        """Takes over what a newer export says more of elements that are kept already: how many changed."""
        columns = zip(
            elements.series, elements.start_utc, elements.length_s, elements.created_s, elements.value, elements.extra,
            strict=True,
        )  # fmt: skip
        common = {"import": self.import_id, "exported": elements.exported_utc or 0}
        rows = [
            {"series": self._ids[place], "start": start, "length": length, "created": created, "value": value}
            | {"extra": extra, **common}
            for place, start, length, created, value, extra in columns
            if extra is not None
        ]
        before = self.db.conn.total_changes
        self.db.conn.executemany(_RENEW, rows)
        changed = self.db.conn.total_changes - before
        self.db.conn.executemany(_CONFIRM, rows)
        return changed

    def _note(self, elements: Elements, *, anything_new: bool) -> None:
        earliest, latest = min(elements.start_utc), max(elements.start_utc)
        self.earliest_utc = min(self.earliest_utc or earliest, earliest)
        self.latest_utc = max(self.latest_utc, latest)
        spans = {start // SPAN_S for start in elements.start_utc} if anything_new else set()
        for place in set(elements.series):
            kind = elements.catalogue[place].kind
            self.counts[kind] += elements.series.count(place)
            if spans:
                self.touched[kind] |= spans


def elements(db: Database, athlete: int) -> Iterator[dict]:
    """Every element that is kept of an athlete, with all that it says, by series and start.

    Keys: source, element, kind, origin, unit, details (what its series shares: sourceVersion, device, metadata, and
    "value" where that is a word), start_utc, end_utc, created_utc, value, extra (attributes, metadata and children
    that are its own), file.
    """
    sql = """
        SELECT raw_series.source, element, kind, origin, unit, details, start_utc, length_s, created_s, value, extra,
            import_file.name
        FROM raw_series
        JOIN raw_element ON raw_element.series = raw_series.id
        LEFT JOIN import_file ON import_file.id = raw_element.import
        WHERE raw_series.athlete = ? ORDER BY raw_series.id, start_utc
    """
    for source, element, kind, origin, unit, details, start, length, created, value, extra, file in db.execute(
        sql, [athlete]
    ):
        yield {
            "source": source, "element": element, "kind": kind, "origin": origin, "unit": unit,
            "details": json.loads(details), "start_utc": start, "end_utc": start + length,
            "created_utc": None if created is None else start + length + created, "value": value,
            "extra": json.loads(extra) if extra else {}, "file": file,
        }  # fmt: skip


def forget(db: Database, athlete: int) -> None:
    """Deletes everything raw of an athlete; call it inside `store.writing`."""
    db.execute("DELETE FROM raw_element WHERE series IN (SELECT id FROM raw_series WHERE athlete = ?)", [athlete])
    db.execute("DELETE FROM raw_series WHERE athlete = ?", [athlete])
