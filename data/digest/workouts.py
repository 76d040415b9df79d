"""Workouts: each once, though several apps may have written it, with what is known of it."""

import json
import re
from bisect import bisect_right
from collections.abc import Iterator

from sqlite_utils import Database

from data.digest.origins import Origins, Part
from data.digest.zones import Zones
from data.importers.apple_words import ACTIVE_ENERGY, DISTANCES, HEART_RATE, METRES, MINUTES, QUANTITIES, sport
from data.schema import Workout

SHARED = 0.5  # of the shorter one: two records that share so much time are of one workout
MAX_LENGTH_S = 7 * 24 * 3600
_KCAL = QUANTITIES[ACTIVE_ENERGY].units
_QUANTITY = "HKQuantityTypeIdentifier"
_AMOUNT = re.compile(r"(-?[0-9.]+(?:[eE]-?\d+)?) ?([A-Za-z]*)", re.ASCII)


def workouts(origins: Origins, zones: Zones) -> Iterator[Workout]:
    """All workouts by start. Of those that overlap, the watch's counts, then the longest."""
    found = [(part, *row, kind) for kind, part in origins.of_element("Workout") for row in _rows(origins.db, part)]
    found = [row for row in found if 0 < row[2] <= MAX_LENGTH_S]
    found.sort(key=lambda row: (not row[0].is_watch, -row[2], row[1], row[0].id))
    heart = _Heart(origins)
    kept: list[tuple[int, int]] = []
    for _, start, length, extra, kind in found:
        if not _overlaps(kept, start, start + length):
            kept.insert(bisect_right(kept, (start, start + length)), (start, start + length))
            yield _workout(kind, start, start + length, json.loads(extra) if extra else {}, zones, heart)


def _rows(db: Database, part: Part) -> Iterator[tuple[int, int, str | None]]:
    return db.execute("SELECT start_utc, length_s, extra FROM raw_element WHERE series = ?", [part.id])


def _overlaps(kept: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a workout that is kept shares most of its time with this one; kept ones are by start."""
    place = bisect_right(kept, (end,))
    for first, last in reversed(kept[max(0, place - 50) : place]):
        if min(end, last) - max(start, first) > SHARED * min(end - start, last - first):
            return True
    return False


def _workout(kind: str, start: int, end: int, said: dict, zones: Zones, heart: "_Heart") -> Workout:
    offset_min = zones.offset_min(start)
    attributes, metadata = said.get("attributes", {}), said.get("metadata", {})
    statistics = {child[1].get("type", ""): child[1] for child in said.get("children", [])
                  if child[0] == "WorkoutStatistics"}  # fmt: skip
    beats = statistics.get(HEART_RATE, {})
    avg_hr, max_hr = _number(beats.get("average")), _number(beats.get("maximum"))
    if avg_hr is None:
        avg_hr, max_hr = heart.between(start, end)
    return Workout(
        start,
        end,
        zones.day(start),
        sport(kind),
        offset_min,
        duration_min=_amount(attributes.get("duration"), attributes.get("durationUnit", "min"), MINUTES),
        energy_kcal=_energy_kcal(attributes, statistics),
        avg_hr_bpm=avg_hr,
        max_hr_bpm=max_hr,
        distance_m=_distance_m(attributes, statistics),
        ascent_m=_said_amount(metadata.get("HKElevationAscended"), METRES),
        gps=True if any(child[0] == "WorkoutRoute" for child in said.get("children", [])) else None,
    )


def _energy_kcal(attributes: dict, statistics: dict) -> float | None:
    burned = statistics.get(ACTIVE_ENERGY, {})
    factors = {unit: factor for unit, (factor, _) in _KCAL.items()}
    said = _amount(burned.get("sum"), burned.get("unit", ""), factors)
    if said is not None:
        return said
    return _amount(attributes.get("totalEnergyBurned"), attributes.get("totalEnergyBurnedUnit", ""), factors)


def _distance_m(attributes: dict, statistics: dict) -> float | None:
    for name in DISTANCES:
        covered = statistics.get(_QUANTITY + name, {})
        said = _amount(covered.get("sum"), covered.get("unit", ""), METRES)
        if said is not None:
            return said
    said = _amount(attributes.get("totalDistance"), attributes.get("totalDistanceUnit", ""), METRES)
    return said or None  # without any movement older exports write 0


def _amount(text: str | None, unit: str, factors: dict[str, float]) -> float | None:
    value = _number(text)
    return None if value is None or unit not in factors else value * factors[unit]


def _said_amount(text: str | None, factors: dict[str, float]) -> float | None:
    """An amount with its unit in one text: `12345 cm`."""
    found = _AMOUNT.fullmatch(text) if text else None
    return _amount(found[1], found[2], factors) if found else None


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None


class _Heart:
    """Heart rate during workouts whose own record does not tell it."""

    def __init__(self, origins: Origins):
        self.db = origins.db
        ends = "SELECT min(start_utc), max(start_utc) FROM raw_element WHERE series = ?"
        spans = ((part, *self.db.execute(ends, [part.id]).fetchone()) for part in origins.parts(HEART_RATE))
        self._parts = [(part, first, last) for part, first, last in spans if first is not None]

    def between(self, start: int, end: int) -> tuple[float | None, float | None]:
        """Mean and highest heart rate, of the origin with the most samples; None where there are none."""
        seen: dict[str, tuple[int, float, float]] = {}
        for part, first, last in self._parts:
            if first <= end and last >= start:
                n, total, high = self.db.execute(
                    "SELECT count(*), coalesce(sum(value), 0), coalesce(max(value), 0) FROM raw_element"
                    " WHERE series = ? AND start_utc BETWEEN ? AND ?",
                    [part.id, start, end],
                ).fetchone()
                n0, total0, high0 = seen.get(part.origin, (0, 0.0, 0.0))
                seen[part.origin] = n0 + n, total0 + total * part.factor, max(high0, high * part.factor)
        n, total, high = max(seen.values(), default=(0, 0.0, 0.0))
        return (total / n, high) if n else (None, None)
