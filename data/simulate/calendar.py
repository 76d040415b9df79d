"""The days of a simulated athlete, and where on the globe they are spent: clock hours to instants and offsets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import pairwise

import numpy as np
import pandas as pd

from data.clock import DAY_S, instant_in_zone, zone_offset_min
from data.simulate.profile import Profile

EPOCH = date(1970, 1, 1)
TRAVEL_HOUR = 18.0  # clocks are changed at this local hour of a travel day


@dataclass(frozen=True)
class Calendar:
    """`days` days up to and including `last_day`, and the time zone of each night and evening."""

    last_day: date
    days: int
    home_zone: str
    trips: tuple[tuple[int, int, str], ...] = ()  # first evening away, first evening back, zone

    @property
    def first_day(self) -> date:
        return self.last_day - timedelta(days=self.days - 1)

    @cached_property
    def index(self) -> pd.DatetimeIndex:
        return pd.date_range(self.first_day, periods=self.days, freq="D", name="day", unit="us")

    @cached_property
    def iso(self) -> list[str]:
        return [day.date().isoformat() for day in self.index]

    @cached_property
    def weekday(self) -> np.ndarray:
        """0 is Monday."""
        return (np.arange(self.days) + self.first_day.weekday()) % 7

    @cached_property
    def night_zone(self) -> np.ndarray:
        """Zone in which the night that ends on each day is slept; it holds until the evening of that day."""
        return self._zones(first_after=1)

    @cached_property
    def evening_zone(self) -> np.ndarray:
        return self._zones(first_after=0)

    def _zones(self, first_after: int) -> np.ndarray:
        zones = np.full(self.days, self.home_zone, dtype=object)
        for away, back, zone in self.trips:
            zones[away + first_after : back + first_after] = zone
        return zones

    @cached_property
    def travel_days(self) -> list[int]:
        return [day for away, back, _ in self.trips for day in (away, back) if day < self.days]

    def utc(self, day: np.ndarray, hour: np.ndarray, zones: np.ndarray) -> np.ndarray:
        """Instants of local clock hours, counted from the midnight that begins each day [s since 1970]."""
        midnight = datetime.combine(self.first_day, time())
        hours = (np.asarray(day) * 24 + np.asarray(hour)).tolist()
        local = [midnight + timedelta(seconds=round(hour * 3600)) for hour in hours]
        return np.array([instant_in_zone(*where)[0] for where in zip(local, zones, strict=True)], dtype="int64")

    def offset_min(self, utc: np.ndarray) -> np.ndarray:
        """Offset of the local clock at instants [s since 1970], wherever the athlete is then [minutes]."""
        place = np.searchsorted([instant for instant, _ in self._moves], utc, side="right") - 1
        return offsets_min([self._moves[number][1] for number in place], utc)

    @cached_property
    def hours_from_home(self) -> np.ndarray:
        """How far the local clock is ahead of the one at home, at noon of each day [h]."""
        noon = self.utc(np.arange(self.days), np.full(self.days, 12.0), self.night_zone)
        return (self.offset_min(noon) - offsets_min([self.home_zone] * self.days, noon)) / 60

    def clock_h(self, utc: np.ndarray, offset_min: np.ndarray, day: np.ndarray | int = 0) -> np.ndarray:
        """What the local clock shows at instants, in hours since the midnight that begins each `day`."""
        midnight_s = ((self.first_day - EPOCH).days + day) * DAY_S
        return (utc + offset_min * 60 - midnight_s) / 3600

    @cached_property
    def _moves(self) -> list[tuple[int, str]]:
        """When the clock was set to which zone, the first entry being the start of all time."""
        moves, here = [(-(2**62), self.home_zone)], self.home_zone
        for away, back, zone in self.trips:
            for day, there in ((away, zone), (back, self.home_zone)):
                moves.append((int(self.utc([day], [TRAVEL_HOUR], [here])[0]), there))
                here = there
        return moves


def calendar_of(profile: Profile, days: int, last_day: date) -> Calendar:
    """Raises ValueError where two trips of the profile overlap."""
    trips = sorted((day, day + trip.days, trip.zone) for trip, day in planned(profile.trips, days))
    if any(later[0] <= earlier[1] for earlier, later in pairwise(trips)):
        raise ValueError("a trip starts before the one before it has ended")
    return Calendar(last_day, days, profile.home_zone, tuple(trips))


def planned(parts: tuple, days: int) -> list[tuple]:
    """Parts of a profile that begin on a day, each with the number of that day; those before the first are left out."""
    numbered = [(part, part.day if part.day >= 0 else days + part.day) for part in parts]
    return [(part, day) for part, day in numbered if 0 <= day < days]


def offsets_min(zones: Sequence[str], utc: np.ndarray) -> np.ndarray:
    """Offset of each zone at each instant [minutes]."""
    return np.array([zone_offset_min(*where) for where in zip(zones, utc.tolist(), strict=True)], dtype="int64")
