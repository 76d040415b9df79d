"""A life that a phone and a watch recorded, a day at a time: what apple_files writes down, and what is true of it.

Every day is thrown from its own dice, so that a longer recording of the same seed begins with the shorter one.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from statistics import fmean

from data import clock

HOME_ZONE = "Europe/Berlin"
AWAY_ZONE = "America/New_York"
WALK_M = 0.72  # a step
HOUR_S = 3600


@dataclass(frozen=True)
class Density:
    """How often things were recorded: seconds between samples, or samples a day (walks, sdnn) or night or list."""

    heart_s: int
    workout_heart_s: int
    energy_s: int
    basal_s: int
    respiration_s: int
    noise_s: int  # environmental sound
    stand_s: int
    walks: int
    sdnn: int
    beats: int
    workouts: float


LIGHT = Density(300, 30, 1800, 3600, 1800, 7200, 3600, walks=12, sdnn=3, beats=4, workouts=0.5)
# What a watch that is worn day and night writes: 3 GB in ten years.
HEAVY = Density(270, 5, 240, 460, 900, 1800, 600, walks=84, sdnn=6, beats=46, workouts=0.75)


@dataclass(frozen=True)
class Walk:
    """A walk: steps as the watch, the phone and an app that repeats the phone counted them, or None."""

    start_utc: int
    end_utc: int
    watch: int | None
    phone: int | None
    app: int | None

    @property
    def true_steps(self) -> int:
        """The watch's where it was worn, else the phone's: both saw the same legs."""
        return self.watch if self.watch is not None else self.phone

    @property
    def phone_kcal(self) -> float:
        return round((self.phone or 0) * 0.04, 3)


@dataclass(frozen=True)
class Night:
    """A sleep as its best witness saw it: source is "watch" (with stages) or "app" (asleep, and no more).

    stages: (start, end, "core" | "deep" | "rem" | "awake" | "asleep") in one run; the first and the last are sleep.
    """

    day: str  # the local date of waking
    zone: str
    source: str
    stages: tuple[tuple[int, int, str], ...]
    nap: bool = False

    @property
    def onset_utc(self) -> int:
        return self.stages[0][0]

    @property
    def wake_utc(self) -> int:
        return self.stages[-1][1]

    def minutes(self, *stages: str) -> float:
        return sum(end - start for start, end, stage in self.stages if stage in stages) / 60

    @property
    def asleep_min(self) -> float:
        return self.minutes("core", "deep", "rem", "asleep")


@dataclass(frozen=True)
class Workout:
    """A workout. pause: begin and end; None where the kind has no distance or ascent, or an app measured nothing."""

    activity: str
    start_utc: int
    end_utc: int
    day: str
    zone: str
    indoor: bool
    pause: tuple[int, int] | None
    energy_kcal: int | None
    distance_m: int | None
    ascent_m: float | None

    @property
    def duration_min(self) -> float:
        paused = self.pause[1] - self.pause[0] if self.pause else 0
        return (self.end_utc - self.start_utc - paused) / 60


BY_AN_APP = "Yoga"  # an app writes it down, which measures nothing
_ACTIVITIES = (("Running", 2.9), ("Cycling", 6.5), ("TraditionalStrengthTraining", None), (BY_AN_APP, None))  # m/s
_STAGES = ("core", "deep", "core", "rem", "awake")
_RESTLESS = (56, 55, 54, 54, 54, 56, 60, 68, 76, 80, 80, 78, 80, 82, 80, 78, 80, 84, 86, 80, 76, 72, 66, 60)


@dataclass(frozen=True)
class Day:
    """A day: [midnight, next midnight) at home, and the night before it.

    Every eleventh day the watch lay in a drawer; one week in nine was spent in New York.
    """

    number: int
    date: date
    seed: int
    density: Density

    def dice(self, what: str) -> random.Random:
        return random.Random(f"{self.seed} {self.number} {what}")

    @property
    def text(self) -> str:
        return self.date.isoformat()

    @property
    def away(self) -> bool:
        return self.number % 63 in range(50, 57)

    @property
    def zone(self) -> str:
        return AWAY_ZONE if self.away else HOME_ZONE

    @property
    def worn(self) -> bool:
        return self.number % 11 != 5

    def at(self, hour: float, zone: str = HOME_ZONE) -> int:
        """The instant at which clocks show `hour` of this day; negative hours are those of the evening before."""
        local = datetime(self.date.year, self.date.month, self.date.day) + timedelta(hours=hour)
        return clock.instant_in_zone(local, zone)[0]

    @cached_property
    def worn_periods(self) -> tuple[tuple[int, int], ...]:
        """When the watch was on the wrist: all day but for the hour from 19:00, in which it was charged."""
        return ((self.at(0), self.at(19)), (self.at(20), self.at(24))) if self.worn else ()

    @cached_property
    def night(self) -> Night:
        """The night that ended on this day, as a watch would have seen it."""
        dice = self.dice("night")
        at_utc = self.at(-1.75, self.zone) + dice.randrange(5400)
        end_utc = at_utc + dice.randrange(int(6.5 * HOUR_S), 8 * HOUR_S)
        stages = []
        while end_utc - at_utc > HOUR_S:
            stage = _STAGES[len(stages) % len(_STAGES)]
            until_utc = at_utc + (dice.randrange(60, 600) if stage == "awake" else dice.randrange(900, 2400))
            stages.append((at_utc, until_utc, stage))
            at_utc = until_utc
        stages.append((at_utc, end_utc, "rem" if stages[-1][2] == "core" else "core"))
        return Night(self.text, self.zone, "watch", tuple(stages))

    @property
    def app_night(self) -> Night | None:
        """The same night as a third app saw it, which it did on two days of three: a little shorter, in one piece."""
        if self.number % 3 == 0:
            return None
        span = ((self.night.onset_utc + 420, self.night.wake_utc - 240, "asleep"),)
        return Night(self.text, self.zone, "app", span)

    @property
    def nap(self) -> Night | None:
        if not self.worn or self.number % 10 != 4:
            return None
        start_utc = self.at(14, self.zone) + 77
        return Night(self.text, self.zone, "watch", ((start_utc, start_utc + 1500, "core"),), nap=True)

    @property
    def nights(self) -> tuple[Night, ...]:
        """What is true of this day's sleep: the watch's word, else the app's; a phone's "in bed" is no sleep."""
        night = self.night if self.worn else self.app_night
        return tuple(slept for slept in (night, self.nap) if slept)

    @cached_property
    def workouts(self) -> tuple[Workout, ...]:
        dice = self.dice("workout")
        if not self.worn or dice.random() > self.density.workouts:
            return ()
        activity, speed_mps = dice.choice(_ACTIVITIES)
        start_utc = self.at(17) + dice.randrange(1200)
        span_s = dice.randrange(20 * 60, 70 * 60)
        pause = (start_utc + 600, start_utc + 600 + dice.randrange(30, 300)) if dice.random() < 0.4 else None
        indoor = speed_mps is None or dice.random() < 0.2
        return (
            Workout(
                activity=activity,
                start_utc=start_utc,
                end_utc=start_utc + span_s,
                day=self.text,
                zone=self.zone,
                indoor=indoor,
                pause=pause,
                energy_kcal=None if activity == BY_AN_APP else span_s // 7,
                distance_m=None if speed_mps is None else round(span_s * speed_mps),
                ascent_m=None if indoor else dice.randrange(200, 30_000) / 100,
            ),
        )

    @cached_property
    def heart(self) -> list[tuple[int, int, bool]]:
        """Heart rate as the watch took it: (instant, beats a minute, moving)."""
        throw, midnight_utc = self.dice("heart").random, self.at(0)
        samples = []
        for start_utc, end_utc, step_s, rise in self._heart_periods():
            at_utc = start_utc + int(step_s * throw())
            while at_utc < end_utc:
                hour = (at_utc - midnight_utc) // HOUR_S
                samples.append((at_utc, _RESTLESS[hour % 24] + rise + int(15 * throw()), rise > 0))
                at_utc += max(2, step_s // 2 + int(step_s * throw()))
        return samples

    def _heart_periods(self) -> list[tuple[int, int, int, int]]:
        """(start, end, seconds between samples, beats above the usual), the workouts among them."""
        periods = []
        for start_utc, end_utc in self.worn_periods:
            for workout in self.workouts:
                if start_utc <= workout.start_utc < end_utc:
                    periods.append((start_utc, workout.start_utc, self.density.heart_s, 0))
                    periods.append((workout.start_utc, workout.end_utc, self.density.workout_heart_s, 55))
                    start_utc = workout.end_utc
            periods.append((start_utc, end_utc, self.density.heart_s, 0))
        return periods

    def heart_in(self, workout: Workout) -> list[int]:
        return [bpm for at_utc, bpm, _ in self.heart if workout.start_utc <= at_utc < workout.end_utc]

    @cached_property
    def walks(self) -> tuple[Walk, ...]:
        """Walks in ten-minute slots between 8 and 22 o'clock, away from 14 o'clock on: it is that day in both zones."""
        dice = self.dice("walks")
        first_slot = 36 if self.away else 0
        slots = sorted(dice.sample(range(first_slot, 84), min(self.density.walks, 84 - first_slot)))
        return tuple(self._walk(self.at(8) + 600 * slot, dice) for slot in slots)

    def _walk(self, slot_utc: int, dice: random.Random) -> Walk:
        start_utc = slot_utc + dice.randrange(60)
        length_s = dice.randrange(90, 530)
        steps = int(length_s * 1.7) + dice.randrange(10)
        worn = any(start <= slot_utc < end for start, end in self.worn_periods)
        carried = not worn or dice.random() < 0.75
        return Walk(
            start_utc=start_utc,
            end_utc=start_utc + length_s,
            watch=steps if worn else None,
            phone=steps - dice.randrange(1, 20) if carried else None,
            app=steps - 25 if carried and dice.random() < 0.1 else None,
        )

    @cached_property
    def crumb(self) -> tuple[int, int, str] | None:
        """A few centimetres just before the first walk of every second day: (start, end, km as the file has it)."""
        if self.number % 2 or not self.worn:
            return None
        start_utc = self.walks[0].start_utc
        return start_utc - 10, start_utc - 2, "9.31323e-05"

    @property
    def active_kcal(self) -> list[tuple[int, int, float]]:
        """Active energy as the watch counted it, without a gap: (start, end, kcal)."""
        throw, length_s = self.dice("active").random, self.density.energy_s
        return [(start, end, round(throw() * length_s / 200, 3)) for start, end in self.spans(length_s)]

    @property
    def basal_kcal(self) -> list[tuple[int, int, float]]:
        throw, length_s = self.dice("basal").random, self.density.basal_s
        return [(start, end, round((end - start) / 50 + throw(), 3)) for start, end in self.spans(length_s)]

    @property
    def sdnn_ms(self) -> list[tuple[int, float]]:
        """Heart rate variability, each over the minute that begins then."""
        dice = self.dice("sdnn")
        hours = sorted(dice.sample(range(1, 18), self.density.sdnn)) if self.worn else []
        return [(self.at(hour) + dice.randrange(3000), round(dice.uniform(20, 110), 4)) for hour in hours]

    @property
    def resting_bpm(self) -> int | None:
        return self.dice("resting").randrange(46, 62) if self.worn else None

    @property
    def wrist_c(self) -> float | None:
        """The temperature of the wrist in the night."""
        return round(self.dice("wrist").uniform(33, 36), 4) if self.worn else None

    @property
    def weight_kg(self) -> float | None:
        return round(self.dice("weight").uniform(78, 82), 2) if self.number % 3 == 0 and not self.away else None

    @property
    def vo2max(self) -> float | None:
        """Of every seventh day [ml/min/kg]."""
        return round(self.dice("vo2max").uniform(40, 50), 2) if self.number % 7 == 3 and self.worn else None

    @property
    def respiration_brpm(self) -> list[tuple[int, float]]:
        dice = self.dice("respiration")
        return [(at_utc, dice.randrange(24, 36) / 2) for at_utc in self._in_sleep(self.density.respiration_s)]

    @property
    def spo2_pct(self) -> list[tuple[int, int]]:
        dice = self.dice("spo2")
        return [(at_utc + 60, dice.randrange(93, 101)) for at_utc in self._in_sleep(self.density.respiration_s)]

    def spans(self, length_s: int) -> list[tuple[int, int]]:
        """The time in which the watch was worn, in pieces of one length, back to back."""
        return [
            (at_utc, min(at_utc + length_s, end_utc))
            for start_utc, end_utc in self.worn_periods
            for at_utc in range(start_utc, end_utc, length_s)
        ]

    def _in_sleep(self, every_s: int) -> list[int]:
        """Instants in the night that the watch saw."""
        return list(range(self.night.onset_utc + 300, self.night.wake_utc, every_s)) if self.worn else []


def days(count: int, first_day: str, seed: int, density: Density) -> Iterator[Day]:
    """The days, made anew for each walk through them, so that eleven years need no memory."""
    first = date.fromisoformat(first_day)
    return (Day(number, first + timedelta(days=number), seed, density) for number in range(count))


@dataclass(frozen=True)
class Hour:
    """One hour of heart rate."""

    n: int
    mean: float
    low: int
    high: int


@dataclass
class Truth:
    """What a reader of an export should find. The keys are days at home, the instants of hours, starts of workouts."""

    steps: dict[str, int] = field(default_factory=dict)
    distance_m: dict[str, float] = field(default_factory=dict)
    active_kcal: dict[str, float] = field(default_factory=dict)
    basal_kcal: dict[str, float] = field(default_factory=dict)
    heart_bpm: dict[int, Hour] = field(default_factory=dict)
    resting_bpm: dict[str, int] = field(default_factory=dict)
    wrist_c: dict[str, float] = field(default_factory=dict)
    vo2max: dict[str, float] = field(default_factory=dict)
    weight_kg: dict[str, float] = field(default_factory=dict)
    sdnn_ms: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    respiration_brpm: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)
    spo2_pct: dict[str, tuple[tuple[int, int], ...]] = field(default_factory=dict)
    nights: list[Night] = field(default_factory=list)
    workouts: list[Workout] = field(default_factory=list)
    workout_bpm: dict[int, Hour] = field(default_factory=dict)


def truth(days: Iterable[Day], *, watch: bool = True) -> Truth:
    """What is true of these days; without a watch, what its phone, a scale and a chest strap could know of them."""
    told = Truth()
    hours = defaultdict(list)
    for day in days:
        for at_utc, bpm, _ in day.heart:
            hours[at_utc - at_utc % HOUR_S].append(bpm)
        if day.weight_kg:
            told.weight_kg[day.text] = day.weight_kg
        if watch:
            told.steps[day.text] = sum(walk.true_steps for walk in day.walks)
            _tell_watch(told, day)
        else:
            told.steps[day.text] = sum(walk.phone or 0 for walk in day.walks)
    told.heart_bpm = {hour_utc: _hour(values) for hour_utc, values in hours.items()}
    return told


def _tell_watch(told: Truth, day: Day) -> None:
    told.distance_m[day.text] = sum(walk.true_steps * WALK_M for walk in day.walks)
    if day.crumb:
        told.distance_m[day.text] += float(day.crumb[2]) * 1000
    of_phone = sum(walk.phone_kcal for walk in day.walks if walk.watch is None)
    told.active_kcal[day.text] = sum(kcal for _, _, kcal in day.active_kcal) + of_phone
    told.nights += day.nights
    told.workouts += day.workouts
    told.workout_bpm |= {w.start_utc: _hour(day.heart_in(w)) for w in day.workouts if w.activity != BY_AN_APP}
    once = {"resting_bpm": day.resting_bpm, "wrist_c": day.wrist_c, "vo2max": day.vo2max}
    once |= {"basal_kcal": sum(kcal for _, _, kcal in day.basal_kcal)}
    often = {name: tuple(getattr(day, name)) for name in ("sdnn_ms", "respiration_brpm", "spo2_pct")}
    for name, value in (once | often).items():
        if value:
            getattr(told, name)[day.text] = value


def _hour(bpm: list[int]) -> Hour:
    return Hour(len(bpm), fmean(bpm), min(bpm), max(bpm))
