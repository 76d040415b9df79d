"""Who wrote the elements of each kind, and who is believed most: the watch, then apps, then the phone."""

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
    def worn(self) -> int:
        """0 for a watch, 2 for what lies in a pocket, 1 for all else."""
        said = f"{self.origin} {self.details.get('device', '')}"
        return 0 if "Watch" in said else 2 if "Phone" in said or "iPad" in said else 1


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

    def ranked(self, parts: Iterable[Part]) -> list[str]:
        """Who wrote them, the one believed most first; among equals whoever wrote more."""
        worn: dict[str, int] = {}
        written: dict[str, int] = defaultdict(int)
        for part in parts:
            worn[part.origin] = min(part.worn, worn.get(part.origin, 2))
            written[part.origin] += self._count(part.id)
        return sorted(worn, key=lambda origin: (worn[origin], -written[origin], origin))

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
