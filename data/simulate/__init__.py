"""Simulated athletes with planted, known truths: the demo, and the yardstick of every analysis.

    athlete(seed, days, last_day=..., profile=...)   one athlete, with everything that was planted in `.truth`
    demo(last_day)                                   three of them, with a story each
    cohort(seed, athletes, days, last_day=...)       many, whose coefficients come from one known population

`profile.py` holds every invented parameter; `days.py` the equation of recovery; `device.py` and `heart.py` what a
wearable shows of it; `records.py` the same as records; `truth.py` the answer sheet. The same seed, days, last day and
profile give the same athlete. Two profiles that differ in one part share the luck of all others, seed by seed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from data.schema import KEYS, Event, HourlyMeasurement, JournalEntry, Measurement, Record, Sleep, Workout
from data.simulate import records
from data.simulate.calendar import Calendar, calendar_of
from data.simulate.causes import streams
from data.simulate.days import Days, live
from data.simulate.device import Seen, seen
from data.simulate.heart import Hours, acrophase_h, hours
from data.simulate.profile import Profile
from data.simulate.truth import Truth, truth_of
from data.simulate.worlds import Population, habit_world, population

__all__ = [
    "Cohort", "Population", "Profile", "Simulated", "Truth", "athlete", "cohort", "demo", "habit_world", "population",
]  # fmt: skip

SOURCE = "simulated"


@dataclass(frozen=True, eq=False)
class Simulated:
    """A simulated athlete: what was recorded, and what was planted. Hours and records are made when asked for."""

    seed: int
    profile: Profile
    last_day: date
    truth: Truth = field(repr=False)
    _calendar: Calendar = field(repr=False)
    _days: Days = field(repr=False)
    _seen: Seen = field(repr=False)

    @property
    def name(self) -> str:
        return self.profile.name

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """Everything that was recorded, as an importer would hand it on."""
        return tuple(record for kind in KEYS for record in self._made(kind))

    def frame(self) -> pd.DataFrame:
        """The resolved daily frame, as data.resolve makes it of the records: a row a day, NaN where nothing is known.

        Morning values and sleep are those of waking on that day; strain and load happened after that morning.
        """
        return self._seen.daily.copy()

    def rows(self, kind: type[Record]) -> pd.DataFrame:
        """The records of one kind, a row each, with the columns that data.frames reads from the store."""
        names = [part.name for part in fields(kind)]
        rows = [[getattr(record, name) for name in names] for record in self._made(kind)]
        return pd.DataFrame(rows, columns=names).assign(source=SOURCE)

    def hourly_frame(self) -> pd.DataFrame:
        """`rows(HourlyMeasurement)`, but many times as fast."""
        return pd.DataFrame(vars(self._hours)).assign(source=SOURCE)

    @cached_property
    def _hours(self) -> Hours:
        acrophase = self.truth.daily["acrophase_h"].to_numpy()
        return hours(self.profile, self._calendar, self._seen, acrophase, streams(self.seed))

    def _made(self, kind: type[Record]) -> Iterator[Record]:
        profile, calendar = self.profile, self._calendar
        if kind is Measurement:
            return records.measurements(calendar, self._seen)
        if kind is HourlyMeasurement:
            return records.heart_rate(self._hours)
        if kind is Sleep:
            return records.sleeps(calendar, self._seen)
        if kind is Workout:
            return records.workouts(profile, calendar, self._seen)
        if kind is JournalEntry:
            return records.journal(profile, calendar, self._days, streams(self.seed)["journal"])
        if kind is Event:
            return records.events(profile, calendar, self._days)
        raise ValueError(f"not a kind of record: {kind.__name__}")


def athlete(seed: int, days: int, *, last_day: date, profile: Profile) -> Simulated:
    """`days` days of an athlete up to the morning of `last_day`, whose strain and journal are still to come."""
    if days < 1:
        raise ValueError(f"an athlete needs at least one day, got {days}")
    luck = streams(seed)
    when = calendar_of(profile, days, last_day)
    lived = live(profile, when, luck)
    shown = seen(profile, when, lived, luck)
    planted = truth_of(profile, when, lived, shown.signals, acrophase_h(profile, when))
    return Simulated(seed, profile, last_day, planted, when, lived, shown)


def demo(last_day: date) -> tuple[Simulated, ...]:
    """The three athletes of the demo, with `last_day` as their today."""
    from data.simulate.people import ATHLETES

    return tuple(athlete(seed, days, last_day=last_day, profile=profile) for profile, seed, days in ATHLETES)


@dataclass(frozen=True, eq=False)
class Cohort:
    """Many athletes and the coefficients that each of them was given, a row an athlete."""

    athletes: tuple[Simulated, ...]
    coefficients: pd.DataFrame
    population: Population


def cohort(seed: int, athletes: int, days: int, *, last_day: date, people: Population | None = None) -> Cohort:
    """Athletes whose base, cost of strain and habit effects come from one population, the truth of every prior."""
    people = people or population()
    seeds = np.random.SeedSequence(seed)
    coefficients = people.drawn(athletes, np.random.default_rng(seeds))
    members = tuple(
        athlete(int(child), days, last_day=last_day, profile=profile)
        for child, profile in zip(seeds.generate_state(athletes, "uint64"), people.profiles(coefficients), strict=True)
    )
    return Cohort(members, coefficients, people)
