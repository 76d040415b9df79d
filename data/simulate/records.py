"""The records of a simulated athlete: exactly what an importer would hand on."""

import math
from collections.abc import Iterator

import numpy as np

from data.resolve import NIGHT
from data.schema import Event, HourlyMeasurement, JournalEntry, Measurement, Sleep, Workout
from data.simulate.calendar import Calendar, planned
from data.simulate.days import Days
from data.simulate.device import DAY_METRICS, MORNING_METRICS, Naps, Nights, Seen
from data.simulate.heart import Hours
from data.simulate.profile import DISCIPLINES, Habit, Profile


def measurements(calendar: Calendar, seen: Seen) -> Iterator[Measurement]:
    """The signals of each morning at the moment of waking, the sums of each day at its end."""
    moments = (
        (MORNING_METRICS, seen.nights.wake_utc.tolist(), seen.nights.offset_min.tolist()),
        (DAY_METRICS, seen.evening_utc.tolist(), seen.evening_offset_min.tolist()),
    )
    for metrics, at_utc, offset_min in moments:
        for metric in metrics:
            for day, value in enumerate(seen.daily[metric].tolist()):
                if not math.isnan(value):
                    yield Measurement(metric, at_utc[day], value, calendar.iso[day], offset_min[day])


def sleeps(calendar: Calendar, seen: Seen) -> Iterator[Sleep]:
    yield from _nights(calendar, seen, seen.nights)
    yield from _naps(calendar, seen.naps)


def _nights(calendar: Calendar, seen: Seen, nights: Nights) -> Iterator[Sleep]:
    fields = [*NIGHT, "respiration_brpm"]
    rows = seen.daily[fields].to_numpy()
    for day in np.flatnonzero(seen.woke).tolist():
        known = {field: value for field, value in zip(fields, rows[day].tolist(), strict=True) if not math.isnan(value)}
        yield Sleep(
            onset_utc=int(nights.onset_utc[day]),
            wake_utc=int(nights.wake_utc[day]),
            day=calendar.iso[day],
            offset_min=int(nights.offset_min[day]),
            nap=False,
            **known,
        )


def _naps(calendar: Calendar, naps: Naps) -> Iterator[Sleep]:
    columns = (naps.day, naps.onset_utc, naps.wake_utc, naps.offset_min, naps.asleep_min)
    for day, onset, wake, offset, asleep in zip(*(column.tolist() for column in columns), strict=True):
        in_bed = (wake - onset) / 60
        yield Sleep(
            onset_utc=onset,
            wake_utc=wake,
            day=calendar.iso[day],
            offset_min=offset,
            nap=True,
            in_bed_min=in_bed,
            asleep_min=asleep,
            light_min=asleep,
            awake_min=in_bed - asleep,
            efficiency_pct=round(100 * asleep / in_bed, 1),
        )


def workouts(profile: Profile, calendar: Calendar, seen: Seen) -> Iterator[Workout]:
    sessions = seen.sessions
    zones = [f"zone{zone}_min" for zone in range(6)]
    fields = (
        "start_utc", "end_utc", "offset_min", "duration_min", "energy_kcal", "avg_hr_bpm", "max_hr_bpm", "strain",
        "load_au", "rpe", "distance_m", "avg_power_w",
    )  # fmt: skip
    known = [field for field in fields if getattr(sessions, field) is not None]
    columns = [getattr(sessions, field).tolist() for field in known]
    outdoors = DISCIPLINES[profile.sport].speed_kmh is not None
    for number, day in enumerate(sessions.day.tolist()):
        yield Workout(
            day=calendar.iso[day],
            sport=profile.sport,
            gps=outdoors,
            **dict(zip(zones, sessions.zone_min[number].tolist(), strict=True)),
            **{field: column[number] for field, column in zip(known, columns, strict=True)},
        )


def journal(profile: Profile, calendar: Calendar, days: Days, luck: np.random.Generator) -> Iterator[JournalEntry]:
    """Answers up to yesterday evening. What was not answered stands at the app's default, or nowhere at all."""
    shape = days.done.shape
    logged = luck.random(calendar.days) < profile.journal.logged
    answered_no = luck.random(shape) < profile.journal.explicit_no
    missed_yes = luck.random(shape) < profile.journal.missed_yes
    logged[-1] = False
    for first, length in profile.gaps.blocks:
        start = first if first >= 0 else calendar.days + first
        logged[max(start, 0) : max(start + length, 0)] = False
    for day in np.flatnonzero(logged).tolist():
        for number, habit in enumerate(profile.habits):
            done = days.done[day, number]
            answered = not missed_yes[day, number] if done else answered_no[day, number]
            yield _entry(calendar.iso[day], habit, bool(done), bool(answered), float(days.amount[day, number]))


def _entry(day: str, habit: Habit, done: bool, answered: bool, amount: float) -> JournalEntry:
    answer = ("yes" if done else "no") if answered else "no_or_default"
    if answer == "yes" and habit.typical_amount is not None:
        return JournalEntry(day, habit.key, habit.question, answer, amount, habit.unit)
    return JournalEntry(day, habit.key, habit.question, answer)


def events(profile: Profile, calendar: Calendar, days: Days) -> Iterator[Event]:
    """New devices, illnesses, journeys and races; the first of two of a kind that begin on one day."""
    last = calendar.days - 1
    marks = [(day, "device_change", change.note, day) for change, day in planned(profile.devices, calendar.days)]
    marks += [(first, "illness", "", first + length - 1) for first, length in days.ill.spells]
    marks += [(day, "travel", trip.note, day + trip.days) for trip, day in planned(profile.trips, calendar.days)]
    marks += [(day, "race", race.note, day) for race, day in planned(profile.races, calendar.days)]
    seen = set()
    for first, kind, note, until in sorted(marks):
        if (first, kind) in seen:
            continue
        seen.add((first, kind))
        lasted = first < until <= last
        yield Event(calendar.iso[first], kind, note, calendar.iso[until] if lasted else None)


def heart_rate(hours: Hours) -> Iterator[HourlyMeasurement]:
    columns = (hours.hour_utc, hours.n, hours.mean, hours.low, hours.high, hours.offset_min)
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield HourlyMeasurement("heart_rate_bpm", *row)
