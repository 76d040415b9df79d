"""In which time zone an athlete was when: from the elements that say so, else the home zone."""

import json
from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlite_utils import Database

from data import clock
from data.importers.apple_words import SLEEP, ZONE

NEAR_S = 36 * 3600  # how far from the first element with a zone, or from the last, that zone is believed


class Zones:
    """The zones of one athlete over time.

    Between two elements that name different zones the nearer one counts; before the first and after the last, the
    home zone does from a day and a half on.
    """

    def __init__(self, db: Database, athlete: int, source: str, home_zone: str):
        self.home_zone = home_zone
        self._runs = list(_runs(_named(db, athlete, source)))
        self._starts = [first for first, _, _ in self._runs]

    def at(self, at_utc: int) -> str:
        """The IANA name of the zone at an instant."""
        place = bisect_right(self._starts, at_utc)
        before = self._runs[place - 1] if place else None
        after = self._runs[place] if place < len(self._runs) else None
        if before and (at_utc <= before[1] or after and at_utc - before[1] <= after[0] - at_utc):
            return before[2]
        if before and after:
            return after[2]
        if before:
            return before[2] if at_utc - before[1] <= NEAR_S else self.home_zone
        return after[2] if after and after[0] - at_utc <= NEAR_S else self.home_zone

    def offset_min(self, at_utc: int) -> int:
        """What the local clock showed more than UTC [minutes]."""
        return _offset_min(self.at(at_utc), at_utc // 900 * 900)  # no clock is changed inside a quarter of an hour

    def day(self, at_utc: int) -> str:
        """The local date at an instant."""
        return clock.local_day(at_utc, self.offset_min(at_utc))

    def midnight_utc(self, day: str) -> int:
        """The instant at which a local day began."""
        noon_utc = clock.instant(datetime.fromisoformat(day), 0) + clock.DAY_S // 2
        zone = self.at(noon_utc - 60 * self.offset_min(noon_utc))
        return clock.instant_in_zone(datetime.fromisoformat(day), zone)[0]


@lru_cache(maxsize=4096)
def _offset_min(zone: str, at_utc: int) -> int:
    return clock.zone_offset_min(zone, at_utc)


def _named(db: Database, athlete: int, source: str) -> Iterator[tuple[int, str]]:
    """Instants and the zones that elements of that moment name."""
    sql = """
        SELECT start_utc, details, extra FROM raw_series JOIN raw_element ON series = raw_series.id
        WHERE athlete = ? AND source = ? AND (kind = ? OR element = 'Workout')
            AND (details LIKE ? OR extra LIKE ?)
        ORDER BY start_utc, raw_series.id
    """
    for start_utc, details, extra in db.execute(sql, [athlete, source, SLEEP, f"%{ZONE}%", f"%{ZONE}%"]):
        zone = _zone(details) or _zone(extra)
        if zone:
            yield start_utc, zone


@lru_cache(maxsize=1024)
def _zone(text: str | None) -> str | None:
    """The zone that a JSON text names; None where it names none that exists."""
    zone = json.loads(text).get("metadata", {}).get(ZONE) if text else None
    try:
        return zone and ZoneInfo(zone).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _runs(named: Iterator[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Stretches in which one zone was named: first and last instant, and the zone."""
    first = last = None
    zone = ""
    for at_utc, name in named:
        if first is not None and name != zone:
            yield first, last, zone
            first = None
        first = at_utc if first is None else first
        last, zone = at_utc, name
    if first is not None:
        yield first, last, zone
