"""Apple Health's "Export All Health Data": export.xml, alone or in its zip, of any size.

Every element is kept as it is: its instants, its value, who wrote it, its metadata and what is inside it, save where
somebody was. What it says of days and nights is worked out from all that is kept (data/digest), since phone, watch
and apps state the same steps and the same sleep. All clock times of a file carry the offset that the phone had on
the day of the export, so only the instants are true.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import compress
from math import isfinite

import numpy as np

from data import clock
from data.archive import BadFile, Member
from data.importers.apple_scan import Element, Export, Run
from data.importers.apple_words import QUANTITIES, SHARED_METADATA, SPANS
from data.importers.rows import Elements, Known, Rejected, Series

SOURCE = "apple_health"
LABEL = "Apple Health export"
VERSION = 1
MATCH_S = 1
KINDS = ("export",)

MAX_SERIES = 100_000  # a real export has some hundreds
MAX_TEXT = 64 * 1024
TOGETHER = 2_000  # elements that the parser read, handed on at once
_ROOT = re.compile(rb"<(!DOCTYPE )?HealthData\b")
_POINTER = re.compile(r"(?<=HKDevice: )0x[0-9a-f]+")  # where the device lay in the phone's memory, another each time
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d) ?(\d\d):?(\d\d):?(\d\d) ?([+-]\d\d):?(\d\d)", re.ASCII)


def kind(member: Member) -> str | None:
    """Whether a file is an export.xml, by its root element."""
    return "export" if _ROOT.search(member.head) else None


def read(member: Member, kind: str, known: Known) -> Iterator[Elements | Rejected]:
    """All elements of an export, many at a time. Raises BadFile where the file is broken."""
    export = Export(member)
    reading = _Reading(export)
    for content in export:
        if isinstance(content, Run):
            yield from reading.run(content)
        else:
            yield from reading.element(content)
            if len(reading.loose) >= TOGETHER:
                yield reading.together()
    yield reading.together()


class _Unreadable(Exception):
    """Why an element cannot be kept: names its part, never the value."""


@dataclass(slots=True)
class _Kept:
    """One element that the parser read, as it is handed on."""

    number: int
    series: int
    start_utc: int
    length_s: int
    created_s: int | None
    value: float
    extra: str | None


_Key = tuple[bytes, bytes | None, str | None]  # a record's first attributes, what is inside it, its value if a word


@dataclass
class _Reading:
    """The elements of one export on their way out, and what they have in common."""

    export: Export
    loose: list[_Kept] = field(default_factory=list)
    catalogue: list[Series] = field(default_factory=list)
    exported_utc: int | None = None
    _places: dict[Series, int] = field(default_factory=dict)
    _known: dict[_Key, int] = field(default_factory=dict)  # of a record's bytes: its series
    _limits: np.ndarray = field(default_factory=lambda: np.zeros((0, 3)))  # a series' range, and whether it lasts

    def together(self) -> Elements:
        """The elements that the parser read since the last time."""
        rows, self.loose = self.loose, []
        names = ("number", "series", "start_utc", "length_s", "created_s", "value", "extra")
        numbers, *columns = ([getattr(row, name) for row in rows] for name in names)
        return self._elements(numbers, *columns)

    def _elements(self, numbers: list[int], *columns: list) -> Elements:
        return Elements(numbers, self.catalogue, *columns, exported_utc=self.exported_utc, share=self.export.share)

    def run(self, run: Run) -> Iterator[Elements | Rejected]:
        """A block of records: those with a fault are left out, each with its reason."""
        first = self.export.seen - len(run) + 1
        value, words = _values(run.value)
        series, extra = self._series_of(run, words)
        created, created_is_date = _instants(run.created)
        start, start_is_date = _instants(run.start)
        end, end_is_date = (start, start_is_date) if run.end == run.start else _instants(run.end)
        limits = self._limits[series]
        length = end - start
        faults = (
            (~(created_is_date & start_is_date & end_is_date), "a date cannot be read"),
            (~_within(value, words, limits), "the value is not one that can be true"),
            ((length < 0) & (limits[:, 2] > 0), "it ends before it starts"),
        )
        good = np.ones(len(run), bool)
        for wrong, reason in faults:
            for place in np.flatnonzero(wrong & good):
                yield Rejected(first + int(place), f"{_named(self.catalogue[series[place]])}: {reason}", "element")
            good &= ~wrong
        numbers = range(first, first + len(run))
        columns = (series, start.tolist(), length.tolist(), (created - end).tolist(), value, extra)
        if not good.all():
            numbers, columns = list(compress(numbers, good)), [list(compress(column, good)) for column in columns]
        yield self._elements(numbers, *columns)

    def _series_of(self, run: Run, words: list[str | None]) -> tuple[list[int], list[str | None]]:
        """Which series each record belongs to, and what it alone says."""
        keys = list(zip(run.heads, run.inside, words, strict=True))
        own: dict[_Key, tuple[int, str | None]] = {}
        for key in set(keys):
            if key not in self._known:
                head, inside, word = key
                place, extra = self._series(self.export.parsed(b"<Record %b>%b</Record>" % (head, inside or b"")), word)
                if extra is None:
                    self._known[key] = place
                else:
                    own[key] = place, extra
        if not own:
            return [self._known[key] for key in keys], [None] * len(keys)
        known = self._known
        pairs = [(known[key], None) if key in known else own[key] for key in keys]
        return [place for place, _ in pairs], [extra for _, extra in pairs]

    def _series(self, element: Element, word: str | None) -> tuple[int, str | None]:
        """The series of an element, and the rest that it alone says, as JSON. word: a value that is no number."""
        said, tag = dict(element.attributes), element.tag
        for name in ("startDate", "endDate", "creationDate", "value"):
            said.pop(name, None)
        kind = said.pop("type", None) or said.pop("workoutActivityType", None) or tag
        origin = said.pop("sourceName", None) or said.pop("source", "")
        shared, own = {} if word is None else {"value": word}, {}
        if "device" in said:
            said["device"] = _POINTER.sub("", said["device"])
        if tag == "Record":
            unit = said.pop("unit", "")
            shared |= {name: said.pop(name) for name in ("sourceVersion", "device") if name in said}
        else:
            unit = ""
        metadata = {c.attributes["key"]: c.attributes["value"] for c in element.children if _is_metadata(c)}
        if tag == "Record" and metadata and metadata.keys() <= SHARED_METADATA:
            shared["metadata"] = metadata
        elif metadata:
            own["metadata"] = metadata
        if said:
            own["attributes"] = _of_all_exports(said)
        if children := [_written(child) for child in element.children if not _is_metadata(child)]:
            own["children"] = children
        return self._place(Series(tag, kind, origin, unit, _json(shared))), _json(own) if own else None

    def _place(self, series: Series) -> int:
        if series not in self._places:
            if len(self.catalogue) >= MAX_SERIES:
                raise BadFile(
                    f"its records are of more than {MAX_SERIES:,} types and devices",
                    expected="export.xml as Apple writes it",
                    member=self.export.member.name,
                )
            self._places[series] = len(self.catalogue)
            self.catalogue.append(series)
            self._limits = np.vstack([self._limits, _limits(series)])
        return self._places[series]

    def element(self, element: Element) -> Iterator[Rejected]:
        """An element that the parser read: kept, or the reason why not."""
        number = self.export.seen
        if element.tag == "ExportDate":
            self.exported_utc = _written_instant(element.attributes.get("value", ""))
        try:
            self.loose.append(self._kept(element, number))
        except _Unreadable as reason:
            yield Rejected(number, f"{_kind(element)}: {reason}", "element")
        for child in _records_inside(element):
            self.export.seen += 1
            yield from self.element(child)

    def _kept(self, element: Element, number: int) -> _Kept:
        texts = [text for part in _all(element) for text in part.attributes.values()]
        if any(len(text) > MAX_TEXT for text in texts):
            raise _Unreadable("a text in it is longer than 64 KB")
        value, word = _value(element.attributes)
        place, extra = self._series(element, word)
        start_utc, end_utc, created_utc = self._times(element)
        low, high, lasts = self._limits[place]
        if end_utc < start_utc and (lasts or element.tag == "Workout"):
            raise _Unreadable("it ends before it starts")
        if isfinite(high) and (word is not None or not low <= value <= high):
            raise _Unreadable("the value is not one that can be true")
        created_s = None if created_utc is None else created_utc - end_utc
        return _Kept(number, place, start_utc, end_utc - start_utc, created_s, value, extra)

    def _times(self, element: Element) -> tuple[int, int, int | None]:
        """Start, end and moment of writing; an element without dates is of the day of the export."""
        said = element.attributes
        if element.tag in ("ExportDate", "Me"):
            if self.exported_utc is None:
                raise _Unreadable("the file does not say when it was exported")
            return self.exported_utc, self.exported_utc, None
        begins = next((said[name] for name in _BEGINS if said.get(name)), None)
        if begins is None:
            raise _Unreadable("it has no date")
        start_utc = _written_instant(begins)
        ends, created = said.get("endDate"), said.get("creationDate")
        end_utc = start_utc if ends is None else _written_instant(ends)
        created_utc = None if created is None else _written_instant(created)
        if start_utc is None or end_utc is None or created is not None and created_utc is None:
            raise _Unreadable("a date cannot be read")
        return start_utc, end_utc, created_utc


_BEGINS = ("startDate", "dateComponents", "dateIssued", "receivedDate", "date", "creationDate")
_AMOUNTS = ("value", "average", "sum", "max", "min")  # a record of iOS 8 may sum up many


def _value(said: dict[str, str]) -> tuple[float, str | None]:
    """The value of an element as a number, or as a word beside a 0."""
    text = next((said[name] for name in _AMOUNTS if name in said), "")
    return _number_or_word(text)


def _number_or_word(text: str) -> tuple[float, str | None]:
    if _PLAIN_NUMBER.fullmatch(text) and isfinite(number := float(text)):
        return number, None
    return 0.0, text


def _limits(series: Series) -> tuple[float, float, bool]:
    """The range of a series' values in its own unit, and whether what it records lasts.

    A type that Ownpace works nothing out of may hold any number, or a word.
    """
    quantity = QUANTITIES.get(series.kind)
    lasts = series.kind in SPANS
    if quantity is None or series.unit not in quantity.units:
        return -np.inf, np.inf, lasts
    factor, shift = quantity.units[series.unit]
    return (quantity.low - shift) / factor - 1e-9, (quantity.high - shift) / factor + 1e-9, lasts


def _within(value: list[float], words: list[str | None], limits: np.ndarray) -> np.ndarray:
    """Which values can be true: a number in its range, or any text where no range is known."""
    numbers, anything = np.array(value), ~np.isfinite(limits[:, 1])
    is_within = (numbers >= limits[:, 0]) & (numbers <= limits[:, 1])
    if not any(words):
        return anything | (is_within & np.array([word is None for word in words]))
    is_word = np.array([word is not None for word in words])
    is_text = np.array([word is None or "\ufffd" not in word for word in words])
    return is_text & (anything | (~is_word & is_within))


_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,3})?", re.ASCII)


def _values(cells: list[bytes | None]) -> tuple[list[float], list[str | None]]:
    """The values of many records as numbers, and as words where they are none."""
    try:
        values = list(map(float, cells))
        if np.isfinite(values).all() and b"_" not in b"".join(cells):  # Python reads 1_000 as a number
            return values, [None] * len(values)
    except (TypeError, ValueError):
        pass
    pairs = [_number_or_word("" if cell is None else cell.decode("utf-8", "replace")) for cell in cells]
    return [value for value, _ in pairs], [word for _, word in pairs]


# Of `2023-05-01 13:45:10 +0100`: where its 18 digits stand, and what stands between them.
_DIGITS = np.array([0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18, 21, 22, 23, 24])
# What each digit adds to year, month, day, hour, minute, second and the hours and minutes of the offset.
_PLACES = np.zeros((18, 8))
_PLACES[range(4), 0] = 1000, 100, 10, 1
_PLACES[range(4, 18, 2), range(1, 8)] = 10
_PLACES[range(5, 18, 2), range(1, 8)] = 1
_BETWEEN = np.array([4, 7, 10, 13, 16, 19])
_SIGNS = np.frombuffer(b"-- :: ", np.uint8)
_MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def _instants(cells: list[bytes]) -> tuple[np.ndarray, np.ndarray]:
    """The instants of many dates, and which of them are dates.

    The count of days is that of Hinnant (2013), "chrono-Compatible Low-Level Date Algorithms".
    """
    text = np.frombuffer(b"".join(cells), np.uint8).reshape(-1, 25)
    digits = text[:, _DIGITS] - ord("0")  # what is no digit wraps to more than 9
    parts = (digits.astype(float) @ _PLACES).astype(np.int64)  # floats, since whole numbers multiply slowly
    year, month, day, hour, minute, second, offset_h, offset_min = parts.T
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last_day = _MONTH_DAYS[np.clip(month, 0, 12)] - ((month == 2) & ~is_leap)
    ahead_min = offset_h * 60 + offset_min
    is_date = (
        (digits <= 9).all(axis=1)
        & (text[:, _BETWEEN] == _SIGNS).all(axis=1)
        & ((text[:, 20] == ord("+")) | (text[:, 20] == ord("-")))
        & (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= last_day)
        & (hour < 24) & (minute < 60) & (second < 60) & (offset_min < 60) & (ahead_min <= clock.MAX_OFFSET_MIN)
    )  # fmt: skip
    from_march = year - (month <= 2)
    era = from_march // 400
    of_era = from_march - era * 400
    of_year = (153 * (month + np.where(month > 2, -3, 9)) + 2) // 5 + day - 1
    days = era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
    ahead_min = np.where(text[:, 20] == ord("-"), -ahead_min, ahead_min)
    return days * clock.DAY_S + hour * 3600 + minute * 60 + second - ahead_min * 60, is_date


def _written_instant(text: str) -> int | None:
    """The instant that a date states, in the form of today or of iOS 8; a bare day is its midnight in UTC."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        text += " 00:00:00 +0000"
    found = _DATE.fullmatch(text)
    try:
        if not found:
            return None
        *parts, offset_h, offset_min = found.groups()
        return clock.instant(datetime(*map(int, parts)), clock.written_offset(f"{offset_h}:{offset_min}"))
    except ValueError:
        return None


def _is_metadata(element: Element) -> bool:
    return element.tag == "MetadataEntry" and element.attributes.keys() == {"key", "value"}


def _written(element: Element) -> list:
    """An element inside another one as JSON: its tag, its attributes and, where it has any, what is inside."""
    children, said = [_written(child) for child in element.children], _of_all_exports(element.attributes)
    return [element.tag, said, children] if children else [element.tag, said]


def _of_all_exports(said: dict[str, str]) -> dict[str, str]:
    """Attributes as every export of the same thing writes them: dates in UTC, no places in memory."""
    return {name: _POINTER.sub("", text) if name == "device" else _in_utc(text) for name, text in said.items()}


def _in_utc(text: str) -> str:
    at_utc = _written_instant(text) if len(text) == 25 and text[20] in "+-" else None
    return text if at_utc is None else f"{clock.local_time(at_utc, 0).isoformat()}Z"


def _json(said: dict) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _all(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        yield from _all(child)


def _records_inside(element: Element) -> Iterator[Element]:
    """The records of a correlation; those of today's exports stand on their own as well, and are then the same."""
    return (child for child in element.children if child.tag == "Record") if element.tag == "Correlation" else iter(())


def _kind(element: Element) -> str:
    name = element.attributes.get("type") or element.attributes.get("workoutActivityType") or element.tag
    return _short(name)


def _named(series: Series) -> str:
    return _short(series.kind)


def _short(name: str) -> str:
    """A type as people may read it: `HeartRate` of `HKQuantityTypeIdentifierHeartRate`."""
    short = re.sub(r"^HK(\w*TypeIdentifier|WorkoutActivityType|DataType)", "", name)
    return "".join(char for char in short if char.isalnum())[:40] or "element"
