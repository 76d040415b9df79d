"""Values of mornings and days: HRV, respiration, oxygen and temperature of a night, resting HR, weighings."""

from collections import defaultdict
from collections.abc import Iterator
from statistics import median

import numpy as np

from data.digest.origins import Origins, Part
from data.digest.zones import Zones
from data.importers.apple_words import (
    BLOOD_OXYGEN,
    BODY_MASS,
    HRV_SDNN,
    QUANTITIES,
    RESPIRATION,
    RESTING_HR,
    WRIST_TEMP,
)
from data.schema import Measurement, Sleep

_OF_THE_NIGHT = (RESPIRATION, BLOOD_OXYGEN, WRIST_TEMP)


def of_nights(origins: Origins, zones: Zones, sleeps: list[Sleep]) -> Iterator[Measurement]:
    """The median of what was measured in each night, at its waking; HRV as `_hrv` says."""
    nights = [sleep for sleep in sleeps if not sleep.nap]
    for kind in _OF_THE_NIGHT:
        yield from _medians(origins, kind, nights)
    yield from _hrv(origins, zones, nights)


def _hrv(origins: Origins, zones: Zones, nights: list[Sleep]) -> Iterator[Measurement]:
    """HRV (SDNN) of each day.

    A watch takes it at odd moments of day and night. Where most days have a sample of the night's sleep, those of
    the night count, and only those; for who does not sleep with the watch, the median of the day's samples does.
    """
    by_night = list(_medians(origins, HRV_SDNN, nights))
    by_day = list(_day_medians(origins, zones, HRV_SDNN))
    yield from by_night if 2 * len(by_night) >= len(by_day) else by_day


def _medians(origins: Origins, kind: str, nights: list[Sleep]) -> Iterator[Measurement]:
    samples = list(_samples(origins, kind))
    metric = QUANTITIES[kind].metric
    for night in nights:
        for start_utc, value in samples:
            first, last = np.searchsorted(start_utc, (night.onset_utc, night.wake_utc))
            if first < last:  # the origin that is believed most, of those that measured in this night
                middle = float(np.median(value[first:last]))
                yield Measurement(metric, night.wake_utc, middle, night.day, night.offset_min)
                break


def _day_medians(origins: Origins, zones: Zones, kind: str) -> Iterator[Measurement]:
    taken: set[str] = set()
    metric = QUANTITIES[kind].metric
    for start_utc, value in _samples(origins, kind):
        by_day = defaultdict(list)
        for at_utc, number in zip(start_utc.tolist(), value.tolist(), strict=True):
            by_day[zones.day(at_utc)].append((at_utc, number))
        for day, samples in by_day.items():
            if day not in taken:
                at_utc = samples[-1][0]
                middle = median(number for _, number in samples)
                yield Measurement(metric, at_utc, middle, day, zones.offset_min(at_utc))
        taken |= by_day.keys()


def of_days(origins: Origins, zones: Zones) -> Iterator[Measurement]:
    """Resting HR, one a day, the last that was written of the origin believed most; and every weighing."""
    seen: dict[str, Measurement] = {}
    for start_utc, value in _samples(origins, RESTING_HR):
        mine: dict[str, Measurement] = {}
        for at_utc, number in zip(start_utc.tolist(), value.tolist(), strict=True):
            day = zones.day(at_utc)
            mine[day] = Measurement("resting_hr_bpm", at_utc, number, day, zones.offset_min(at_utc))
        seen = mine | seen
    yield from seen.values()
    for start_utc, value in _samples(origins, BODY_MASS):
        for at_utc, number in zip(start_utc.tolist(), value.tolist(), strict=True):
            yield Measurement("weight_kg", at_utc, number, zones.day(at_utc), zones.offset_min(at_utc))


def _samples(origins: Origins, kind: str) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Instants and values in our unit of each origin by itself, the one believed most first."""
    parts = origins.parts(kind)
    by_origin: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_origin[part.origin].append(part)
    for origin in origins.ranked(parts):
        mine = by_origin[origin]
        rows = np.array([(series, start, value) for series, start, _, value in origins.rows(mine)], dtype=float)
        if len(rows):
            series = rows[:, 0].astype(int)
            places = max(part.id for part in mine) + 1  # a series may have no element: each of them was rejected
            factor, shift = np.zeros(places), np.zeros(places)
            for part in mine:
                factor[part.id], shift[part.id] = part.factor, part.shift
            yield rows[:, 1].astype(int), rows[:, 2] * factor[series] + shift[series]
