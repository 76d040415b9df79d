"""What is drawn before the first day is lived: luck, plans, illness, and the inclination to each habit."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from data.simulate.calendar import Calendar, planned
from data.simulate.profile import Habit, Illness, Noise, Profile, Shift

_STREAMS = (
    "error", "slow", "hidden", "illness", "plan", "night", "habits", "signals", "baseline", "gaps",
    "journal", "stages", "session", "nap", "phase", "heart",
)  # fmt: skip

# Strain 0-21 grows ever slower with the load behind it [AU = minutes x session RPE]: 21 * (1 - exp(-load / SCALE_AU)).
SCALE_AU = 340.0
LIFE_AU = 90.0  # of a day without training
SESSION_AU = 60.0  # less than that is not recorded as a session


def streams(seed: int) -> dict[str, np.random.Generator]:
    """Independent generators, one for each part: worlds that differ in one part share the luck of all others."""
    children = np.random.SeedSequence(seed).spawn(len(_STREAMS))
    return {name: np.random.default_rng(child) for name, child in zip(_STREAMS, children, strict=True)}


def strain_of(load_au):
    """Strain (0-21) of a load [AU]."""
    return 21 * (1 - np.exp(-np.asarray(load_au) / SCALE_AU))


def load_of(strain):
    """Load [AU] behind a strain (0-21)."""
    return -SCALE_AU * np.log1p(-np.asarray(strain) / 21)


SESSION_STRAIN = float(strain_of(LIFE_AU + SESSION_AU))


def ar1(innovations: np.ndarray, phi: float) -> np.ndarray:
    """A stationary AR(1) series with the SD of its (white) input."""
    scaled = innovations * np.sqrt(1 - phi**2)
    scaled[:1] = innovations[:1]
    return np.array(list(accumulate(scaled.tolist(), lambda state, innovation: phi * state + innovation)))


@dataclass(frozen=True)
class Errors:
    """What nothing explains of each morning's recovery [points]; and what its memory foretold the evening before."""

    value: np.ndarray
    foretold: np.ndarray
    unforeseen_sd: np.ndarray


def errors(noise: Noise, days: int, luck: np.random.Generator) -> Errors:
    remembered = ar1(luck.standard_normal(days), noise.phi) * noise.sd * np.sqrt(1 - noise.white_share)
    white = luck.standard_normal(days) * noise.sd * np.sqrt(noise.white_share)
    scale = np.ones(days)
    if noise.shock_day is not None:
        scale[noise.shock_day :] = noise.shock_factor
    foretold = np.zeros(days)
    foretold[1:] = noise.phi * remembered[:-1]
    sd = noise.sd * np.sqrt(1 - noise.phi**2 * (1 - noise.white_share))
    unforeseen_sd = np.full(days, sd)
    unforeseen_sd[:1] = noise.sd  # before the first morning nothing is remembered
    return Errors((remembered + white) * scale, foretold * scale, unforeseen_sd * scale)


@dataclass(frozen=True)
class Illnesses:
    course: np.ndarray  # 0, healthy, up to the severity
    points: np.ndarray  # on recovery
    foreseen: np.ndarray  # the same without the first morning of each, which nobody can see coming
    after_sd: np.ndarray  # of the baseline that is still lost
    spells: tuple[tuple[int, int], ...]  # (first day, days)


def illnesses(profile: Profile, days: int, luck: np.random.Generator) -> Illnesses:
    """Up to its height in two days, level for its duration, then halved every day."""
    number = luck.poisson(profile.illnesses_per_year * days / 365)
    drawn = [
        (Illness(day=int(day), days=int(luck.integers(3, 8)), severity=float(luck.uniform(0.7, 1.2))), int(day))
        for day in np.sort(luck.integers(0, days, number))
    ]
    course, points, foreseen, after_sd = (np.zeros(days) for _ in range(4))
    spells = []
    for illness, first in planned(profile.illnesses, days) + drawn:
        age = np.arange(days - first)
        height = np.where(age == 0, 0.6, np.where(age < illness.days, 1.0, 0.5 ** (age - illness.days + 1.0)))
        height = np.where(height < 0.03, 0.0, height) * illness.severity
        course[first:] += height
        points[first:] += illness.points * height
        foreseen[first + 1 :] += illness.points * height[1:]
        since_end = age - illness.days
        after_sd[first:] += np.where(since_end < 0, (age + 1) / illness.days, np.exp(-since_end / illness.after_d)) * (
            illness.after_sd * illness.severity
        )
        spells.append((first, illness.days))
    return Illnesses(course, points, foreseen, after_sd, tuple(spells))


@dataclass(frozen=True)
class Plans:
    strain: np.ndarray  # 0-21, before recovery and illness change it
    evening: np.ndarray  # whether a session would be in the evening


def plans(profile: Profile, calendar: Calendar, luck: np.random.Generator) -> Plans:
    training, days = profile.training, calendar.days
    deviation, evening = luck.standard_normal(days), luck.random(days) < training.evening_share
    weeks_left = (days - 1 - np.arange(days)) // 7
    factor = np.array(training.blocks)[-1 - weeks_left % len(training.blocks)]
    strain = np.array(training.weekly)[calendar.weekday] * factor + training.sd * deviation
    finish = training.finish[max(0, len(training.finish) - (days - 1)) :]
    if finish:
        strain[-1 - len(finish) : -1] = finish
    for race, day in planned(profile.races, days):
        strain[day] = race.strain
    strain[calendar.travel_days] = np.minimum(strain[calendar.travel_days], SESSION_STRAIN - 1)
    return Plans(strain, evening)


def strain_mean_sd(profile: Profile) -> tuple[float, float]:
    """Mean and SD of the planned strain: where its effect is 0, and what one SD of it is."""
    planned_means = np.outer(profile.training.weekly, profile.training.blocks)
    return float(planned_means.mean()), float(np.hypot(planned_means.std(), profile.training.sd)) or 1.0


@dataclass(frozen=True)
class UsualNights:
    """The night that ends on each day as it would be without yesterday's doings, and its luck."""

    onset_h: np.ndarray
    onset_noise_h: np.ndarray
    asleep_min: np.ndarray
    restless_min: np.ndarray
    awake_min: np.ndarray


def usual_nights(profile: Profile, calendar: Calendar, luck: np.random.Generator) -> UsualNights:
    sleeping, days = profile.sleeping, calendar.days
    onset_noise, restless, awake = luck.standard_normal((3, days))
    shifts = shift_of(profile.rota, days)
    if shifts:
        onset_h = np.array([shift.bedtime_h for shift in shifts])
        asleep_min = np.array([shift.asleep_min for shift in shifts])
    else:
        weekend = weekend_before(profile, calendar)
        onset_h = sleeping.bedtime_h + sleeping.weekend_later_h * weekend
        asleep_min = sleeping.asleep_min + sleeping.weekend_asleep_min * weekend
    restless_min = sleeping.restless_sd_min * restless
    awake_min = np.clip(sleeping.awake_min - 0.08 * restless_min + 10 * awake, 6, 120)
    return UsualNights(onset_h, sleeping.bedtime_sd_h * onset_noise, asleep_min, restless_min, awake_min)


def weekend_before(profile: Profile, calendar: Calendar) -> np.ndarray:
    """Whether the evening before each morning belongs to the weekend."""
    return np.isin((calendar.weekday - 1) % 7, profile.weekend)


def shift_of(rota: tuple[Shift, ...], days: int) -> list[Shift]:
    """The shift of each day, so that the last day has the last shift of the rota; empty without a rota."""
    return [rota[(day - days) % len(rota)] for day in range(days)] if rota else []


class Inclinations:
    """How inclined the athlete is to each habit, and what doing it brings; one column a habit, as in the profile."""

    def __init__(
        self, profile: Profile, calendar: Calendar, wave: np.ndarray, hidden: np.ndarray, luck: np.random.Generator
    ):
        habits, days = profile.habits, calendar.days

        def column(name: str) -> np.ndarray:
            return np.array([getattr(habit, name) for habit in habits], dtype=float)

        shape = (days, len(habits))
        together, chance = luck.standard_normal(days), luck.logistic(size=shape)
        lot, more_units = luck.random(shape) < 0.5, luck.poisson(_extra_units(habits), shape)
        share = np.clip(column("share"), 1e-9, 1 - 1e-9)
        self._share, self._persistence = share, column("persistence_logit")
        self._strain, self._recovery, self._ill = column("strain_logit"), column("recovery_logit"), column("ill_logit")
        # A habit is done where this is above what the day adds to it: chance and all that is known beforehand.
        self._beforehand = (
            np.log(share / (1 - share))
            + np.outer(together, column("together_logit"))
            + np.outer(np.isin(calendar.weekday, profile.weekend), column("weekend_logit"))
            + np.outer(wave, column("slow_logit"))
            + np.outer(hidden, column("hidden_logit"))
            - chance
        )
        self._randomised = np.array([habit.randomised for habit in habits], dtype=bool)
        pair, second = np.divmod(np.arange(days), 2)
        self._lots = lot[pair] ^ second.astype(bool)[:, None]
        self.amount = 1.0 + more_units
        self._points_if_done = column("points") + column("points_per_unit") * (self.amount - 1 - _extra_units(habits))
        self._carry_over = column("carry_over")
        self.asleep_min, self.later_h = column("asleep_min"), column("later_h")

    def chosen(self, day: int, before: np.ndarray | None, strain: float, felt: float, ill: float) -> np.ndarray:
        """Which habits are done on a day. strain, felt (this morning's recovery): in SDs; ill: course of an illness."""
        inclination = self._beforehand[day] + self._strain * strain + self._recovery * felt + self._ill * ill
        if before is not None:
            inclination += self._persistence * (before - self._share)
        return np.where(self._randomised, self._lots[day], inclination > 0)

    def points(self, day: int, done: np.ndarray) -> float:
        """What the habits of a day, and those carried over from the day before, add to the next morning."""
        points = self._points_if_done[day] @ done[day]
        if day:
            points += (self._points_if_done[day - 1] * self._carry_over) @ done[day - 1]
        return float(points)


def _extra_units(habits: tuple[Habit, ...]) -> np.ndarray:
    """Mean amount beyond the first unit."""
    return np.array([max((habit.typical_amount or 1.0) - 1.0, 0.0) for habit in habits])


def slow_wave(profile: Profile, days: int, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """The wave (-1 to 1) that habits may share, and the drift of recovery that line and wave make [points]."""
    slow, day = profile.slow, np.arange(days)
    wave = np.sin(2 * np.pi * (day / slow.wave_d + luck.random()))
    return wave, slow.points_per_100d * (day - (days - 1) / 2) / 100 + slow.wave_points * wave
