"""What an importer hands on: a Row for each line of a file that could be read, a Rejected for each that could not."""

from collections.abc import Callable
from dataclasses import dataclass

from data.schema import Record


@dataclass(frozen=True, slots=True)
class Row:
    """The records that one line of a file holds.

    line: counts from 1, the header included. kind: what people count ("recovery", "sleep", "nap", "workout",
    "journal", "day"). also: records that another file of the same source states as well (a night inside a WHOOP
    cycle); they are stored, but whether the line is new is judged by `records`.
    """

    line: int
    kind: str
    records: tuple[Record, ...]
    also: tuple[Record, ...] = ()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line that was not stored, and why, in words that hold no health value."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store can tell an importer about the athlete.

    home_zone: IANA name, for files that give local times without a zone. wake_utc: the moment of waking from the
    night of this source that began in the same minute as the given instant, or None.
    """

    home_zone: str
    wake_utc: Callable[[int], int | None]
