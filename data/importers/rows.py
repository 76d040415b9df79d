"""What an importer hands on: a Row for each line of a file that could be read, a Rejected for each that could not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from data.schema import Record


@dataclass(frozen=True, slots=True)
class Row:
    """The records that one line of a file holds.

    line: counts from 1, the header included; unit: what it counts, lines or the records of a list. kind: what people
    count ("recovery", "sleep", "nap", "workout", "journal", "day"). also: records that another file of the same
    source states as well (a night inside a WHOOP cycle); they are stored, but whether the line is new is judged by
    `records`.
    """

    line: int
    kind: str
    records: tuple[Record, ...]
    also: tuple[Record, ...] = ()
    unit: str = "line"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not stored, and why, in words that hold no health value.

    unit: what `line` counts: lines of a text, or the records of a list.
    """

    line: int
    reason: str
    unit: str = "line"


@dataclass(frozen=True, slots=True)
class Remark:
    """What there is to say of a file as a whole: it stands among the counts of its receipt ("1 unread column")."""

    what: str
    count: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the store can tell an importer about the athlete.

    home_zone: IANA name, for files that give local times without a zone. wake_utc: the moment of waking from the
    night of this source that began in the same minute as the given instant, or None. notes: what the members of one
    import leave for those that are read after them, such as the night behind an identifier.
    """

    home_zone: str
    wake_utc: Callable[[int], int | None]
    notes: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """What many elements of a raw export have in common.

    element, kind: "Record", "HKQuantityTypeIdentifierHeartRate"; origin: the app or device that wrote them, in its
    own words; unit: of their values, "" for none; details: all else that they share, as JSON.
    """

    element: str
    kind: str
    origin: str
    unit: str = ""
    details: str = "{}"


@dataclass(frozen=True, slots=True)
class Elements:
    """Elements of a raw export as columns of one length, for files of millions of them.

    They are kept as they are; what they say of days and nights is worked out from all that are kept.
    numbers: which elements of the file these are, from 1. catalogue, series: what an element has in common with
    others, as a place in the catalogue. length_s: from start to end. created_s: from the end to the moment at which
    it was written down. value: a number, a word, or "" for none. extra: what an element alone says, as JSON.
    exported_utc: when the file was made, where it says so. share: how much of the file has been read, 0 to 1.
    """

    numbers: Sequence[int]
    catalogue: Sequence[Series]
    series: list[int]
    start_utc: list[int]
    length_s: list[int]
    created_s: list[int | None]
    value: list[float | str]
    extra: list[str | None]
    exported_utc: int | None = None
    share: float = 0.0
