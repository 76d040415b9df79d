"""One record of an Oura file, read field by field: JSON values and the cells of tables alike."""

import io
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from data import clock, documents
from data.archive import BadFile, Member
from data.importers.dates import written_time
from data.tables import number

_YEARS = range(1971, 2101)
_MISSING = ("", "none", "null")  # tables hold the word None in place of a blank
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s?(Z|[+-]\d\d:?\d\d)?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Unreadable(Exception):
    """Why a record cannot be stored: names the field as the file does, never the value."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one record.

    values: by the names of the file, folded where it is a table. names: ours -> theirs (data.importers.oura_words).
    home_zone: the clock of times without an offset. parted_by: the delimiter of a table, which says whether a comma
    may be a decimal one. labels: the names of a table's columns as its header writes them.
    """

    values: Mapping[str, Any]
    names: Mapping[str, tuple[str, ...]]
    home_zone: str
    parted_by: str = ","
    labels: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What stands in a field; "" where it is blank or missing."""
        value = self._value(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise Unreadable(f"{self.label(name)} is not a text")
        return value.strip()

    def number(self, name: str) -> float | None:
        value = self._value(name)
        return None if value is None else self._read(name, "a number", self._number, value)

    def measured(self, name: str) -> float | None:
        """A number that 0 does not belong to: where it stands, nothing was measured."""
        return self.number(name) or None

    def average(self, name: str) -> float | None:
        """The number in a field, or in the field `average` of an object in it."""
        value = self.nested(name)
        if isinstance(value, dict):
            value = value.get("average")
        return None if value is None else self._read(name, "a number", self._number, value)

    def minutes(self, name: str) -> float | None:
        """A duration in seconds, as minutes."""
        seconds = self.number(name)
        return None if seconds is None else seconds / 60

    def nested(self, name: str) -> Any:
        """The object or list in a field; in the cell of a table it is written as JSON. None where it is blank."""
        value = self._value(name)
        return self._read(name, "JSON", _parsed, value) if isinstance(value, str) else value

    def day(self, name: str) -> str:
        """The ISO date in a field that must not be blank."""
        return self._read(name, "a day such as 2021-03-01", _day, self.filled(name))

    def moment(self, name: str) -> tuple[int, int]:
        """The instant in a field that must not be blank, and the offset of the local clock there [minutes]."""
        return self._read(name, "a date with a time", self._moment, self.filled(name))

    def filled(self, name: str) -> str:
        """The text in a field that must not be blank."""
        if text := self.text(name):
            return text
        raise Unreadable(f"{self.label(name)} is blank")

    def moment_of(self, text: Any, name: str) -> tuple[int, int]:
        """As `moment`, of a time inside the nested value of a field."""
        return self._read(name, "a series that begins with a date and a time", self._moment, text)

    def number_of(self, value: Any, name: str) -> float:
        """As `number`, of a value inside the nested value of a field."""
        return self._read(name, "a series of numbers", self._number, value)

    def label(self, name: str) -> str:
        """What the file calls a field; where it has none, what it usually calls it."""
        theirs = self.names[name]
        present = next((known for known in theirs if known in self.values), theirs[0])
        return self.labels.get(present, present)

    def _value(self, name: str) -> Any:
        for theirs in self.names.get(name, ()):
            value = self.values.get(theirs)
            if value is not None and not (isinstance(value, str) and value.strip().lower() in _MISSING):
                return value
        return None

    def _read(self, name: str, what: str, reader: Callable[[Any], Any], value: Any) -> Any:
        try:
            return reader(value)
        except ValueError:
            raise Unreadable(f"{self.label(name)} is not {what}") from None

    def _number(self, value: Any) -> float:
        if isinstance(value, str):
            value = number(value, self.parted_by)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise ValueError("not a number")
        return float(value)

    def _moment(self, text: Any) -> tuple[int, int]:
        found = _MOMENT.fullmatch(text.strip()) if isinstance(text, str) else None
        if not found:
            raise ValueError("not a date with a time")
        on, at, offset = found.groups()
        local = written_time(f"{on} {at}")
        if local.year not in _YEARS:
            raise ValueError("not a year of this age")
        if offset is None:
            return self._local_instant(local)
        if offset == "Z":  # the instant is said, the local clock is not
            at_utc = clock.instant(local, 0)
            return at_utc, clock.zone_offset_min(self.home_zone, at_utc)
        offset_min = clock.written_offset(offset)
        return clock.instant(local, offset_min), offset_min

    def _local_instant(self, local: datetime) -> tuple[int, int]:
        """The instant of a time without an offset: by the offset that the record states by itself, or at home."""
        offset_min = self.number("offset_min")
        if offset_min is None:
            return clock.instant_in_zone(local, self.home_zone)
        if abs(offset_min) > clock.MAX_OFFSET_MIN:
            raise ValueError("more than 14 hours from UTC")
        return clock.instant(local, round(offset_min)), round(offset_min)


def _day(text: str) -> str:
    if not _DAY.fullmatch(text) or date.fromisoformat(text).year not in _YEARS:
        raise ValueError("not a day of this age")
    return text


def _parsed(text: str) -> Any:
    data = text.encode("utf-8", "replace")
    try:
        return documents.load(Member("", len(data), lambda: io.BytesIO(data)))
    except BadFile:
        raise ValueError("not JSON") from None
