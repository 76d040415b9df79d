"""Who wrote the elements of each kind, and who is believed most: the watch, then the phone, then apps.

That is the order in which Apple's Health app puts what several have written, unless its owner changes it. Of sleep a
phone knows only that it was left alone, so there it comes last.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sqlite_utils import Database

from data.importers.apple_words import QUANTITIES


@dataclass(frozen=True, slots=True)
class Part:
    """One series of elements of a kind. factor, shift: by what its values become ours."""

    id: int
    origin: str
    details: dict
    factor: float = 1.0
    shift: float = 0.0

    @property
    def _said(self) -> str:
        return f"{self.origin} {self.details.get('device', '')}"

    @property
    def is_watch(self) -> bool:
        return "Watch" in self._said

    @property
    def is_phone(self) -> bool:
        return not self.is_watch and ("Phone" in self._said or "iPad" in self._said)


class Origins:
    """The series of one athlete and source, by kind."""

    def __init__(self, db: Database, athlete: int, source: str):
        self.db, self._owner = db, (athlete, source)

    @cached_property
    def _parts(self) -> dict[tuple[str, str], list[Part]]:
        sql = "SELECT id, element, kind, origin, unit, details FROM raw_series WHERE athlete = ? AND source = ?"
        found = defaultdict(list)
        for id, element, kind, origin, unit, details in self.db.execute(sql, self._owner):
            quantity = QUANTITIES.get(kind)
            if quantity is None:
                found[element, kind].append(Part(id, origin, json.loads(details)))
            elif unit in quantity.units:
                found[element, kind].append(Part(id, origin, json.loads(details), *quantity.units[unit]))
        return found

    def parts(self, kind: str, element: str = "Record") -> list[Part]:
        """The series of a kind whose unit is known."""
        return self._parts.get((element, kind), [])

    def of_element(self, element: str) -> list[tuple[str, Part]]:
        """All series of an element such as Workout, each with its kind."""
        return [(kind, part) for (tag, kind), parts in self._parts.items() if tag == element for part in parts]

    def ranked(self, parts: Iterable[Part], *, phone_last: bool = False) -> list[str]:
        """Who wrote them, the one believed most first; among equals whoever wrote more."""
        places: dict[str, int] = {}
        written: dict[str, int] = defaultdict(int)
        for part in parts:
            place = 0 if part.is_watch else (3 if phone_last else 1) if part.is_phone else 2
            places[part.origin] = min(place, places.get(part.origin, place))
            written[part.origin] += self._count(part.id)
        return sorted(places, key=lambda origin: (places[origin], -written[origin], origin))

    def _count(self, id: int) -> int:
        return self.db.execute("SELECT count(*) FROM raw_element WHERE series = ?", [id]).fetchone()[0]

    def rows(
        self, parts: Iterable[Part], first_utc: int | None = None, end_utc: int | None = None
    ) -> Iterator[tuple[int, int, int, float]]:
        """Series, start, length and value of elements that start in a span of time, by start."""
        ids = ", ".join(str(part.id) for part in parts)
        span = "" if first_utc is None else f" AND start_utc >= {first_utc:d} AND start_utc < {end_utc:d}"
        return self.db.execute(
            f"SELECT series, start_utc, length_s, value FROM raw_element WHERE series IN ({ids}){span}"
            " ORDER BY start_utc, series, length_s, value"
        )
