"""Worlds with a best bedtime, a best length of sleep, or a load that is felt for days, and the same without.

Recovery in points; clock hours from the midnight that begins the day of waking. Late nights go with the weekend, with
alcohol, with a slow wave and, as people who feel bad go to bed early, with the morning before: all of these move
recovery too. The parameters are invented; they stand here and nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from tests.truth.worlds import FIRST_DAY, SEED

NAN = np.nan
DAYS_SHORT, DAYS_MIDDLE, DAYS_LONG = 70, 180, 365  # 60 nights take some 65 days
BASE_POINTS = 60.0
WEEKLY_STRAIN = (8.0, 13.0, 10.0, 14.0, 7.0, 15.0, 11.0)  # Monday to Sunday


@dataclass(frozen=True)
class Bedtimes:
    """Athletes whose mornings depend on when, or how long, they slept."""

    days: int
    bedtime_curvature: float = 0.0  # points lost an hour from the best
    bedtime_later: float | None = None  # the same after the best, where it is another
    best_bedtime_h: float = -1.5
    per_h_later: float = 0.0  # points for each hour later, without a best
    duration_curvature: float = 0.0
    best_duration_h: float = 7.5
    phi: float = 0.3
    noise_sd: float = 12.0
    confounded: bool = True

    usual_bedtime_h: float = -1.5
    bedtime_sd_h: float = 0.7
    asleep_sd_h: float = 0.75
    missing: float = 0.05  # share of nights
    journal_missing: float = 0.1


def _worlds(world: Bedtimes) -> dict[int, Bedtimes]:
    return {days: replace(world, days=days) for days in (DAYS_SHORT, DAYS_MIDDLE, DAYS_LONG)}


BEST_BEDTIME = _worlds(Bedtimes(0, bedtime_curvature=4.0))
NO_BEDTIME = _worlds(Bedtimes(0))
SKEWED_BEDTIME = Bedtimes(DAYS_LONG, bedtime_curvature=2.0, bedtime_later=6.0)
EARLIER_BETTER = Bedtimes(DAYS_MIDDLE, per_h_later=-5.0)
BEST_DURATION = {days: Bedtimes(days, duration_curvature=4.0) for days in (DAYS_MIDDLE, DAYS_LONG)}
NO_DURATION = {days: Bedtimes(days) for days in (DAYS_MIDDLE, DAYS_LONG)}


@dataclass(frozen=True)
class Sleeper:
    daily: pd.DataFrame
    journal: pd.DataFrame


def sleepers(world: Bedtimes, count: int, seed: int = SEED) -> Iterator[Sleeper]:
    """`count` athletes of a world; the same seed gives the same luck in every world."""
    for number in range(count):
        yield _sleeper(world, np.random.default_rng([seed, number]))


def bedtime_points(world: Bedtimes, onset_h):
    """What a bedtime adds to its morning."""
    later = onset_h - world.best_bedtime_h
    curvature = np.where(
        later > 0, world.bedtime_curvature if world.bedtime_later is None else world.bedtime_later,
        world.bedtime_curvature,
    )  # fmt: skip
    return -curvature * later**2 + world.per_h_later * later


def duration_points(world: Bedtimes, asleep_h):
    """What a length of sleep adds to its morning."""
    return -world.duration_curvature * (asleep_h - world.best_duration_h) ** 2


def _sleeper(world: Bedtimes, rng: np.random.Generator) -> Sleeper:
    days, on = world.days, float(world.confounded)
    index = pd.date_range(FIRST_DAY, periods=days, name="day")
    free = index.day_of_week.isin((5, 6)).astype(float)
    wave = np.sin(2 * np.pi * (np.arange(days) / 240 + rng.random()))
    strain = np.clip(np.array(WEEKLY_STRAIN)[index.day_of_week] + 3 * rng.standard_normal(days), 2, 20.4)
    alcohol = rng.random(days) < 0.15 + 0.25 * index.day_of_week.isin((4, 5))
    noise = _ar1(rng.standard_normal(days), world.phi) * world.noise_sd
    luck_onset, luck_asleep = rng.standard_normal((2, days))

    onset, asleep, recovery = np.zeros((3, days))
    felt = 0.0
    for day in range(days):
        drank = float(alcohol[day - 1]) if day else 0.0
        strained = strain[day - 1] - 11 if day else 0.0
        onset[day] = (
            world.usual_bedtime_h
            + on * (0.5 * free[day] + 0.5 * drank + 0.02 * strained + 0.15 * wave[day] + 0.12 * felt)
            + world.bedtime_sd_h * luck_onset[day]
        )
        later = onset[day] - world.usual_bedtime_h
        asleep[day] = 7.3 - 0.3 * on * later + world.asleep_sd_h * luck_asleep[day]
        recovery[day] = (
            BASE_POINTS
            + bedtime_points(world, onset[day])
            + duration_points(world, asleep[day])
            + on * (-8 * drank - 2 * free[day] - 1.0 * strained + 4 * wave[day])
            + noise[day]
        )
        felt = (recovery[day] - BASE_POINTS) / world.noise_sd
    gone = rng.random(days) < world.missing
    daily = pd.DataFrame(
        {"onset_h": onset, "asleep_min": asleep * 60, "recovery_pct": recovery, "day_strain": strain}, index
    )
    daily.loc[gone, ["onset_h", "asleep_min", "recovery_pct"]] = NAN
    return Sleeper(daily.assign(load_au=NAN), _journal(index, alcohol, rng.random(days) >= world.journal_missing))


def _journal(index: pd.DatetimeIndex, alcohol: np.ndarray, logged: np.ndarray) -> pd.DataFrame:
    kept = index[logged]
    return pd.DataFrame(
        {
            "day": kept.strftime("%Y-%m-%d"),
            "habit": "alcohol",
            "question": "Alcohol?",
            "answer": np.where(alcohol[logged], "yes", "no"),
            "amount": NAN,
            "unit": None,
        }
    )


def _ar1(steps: np.ndarray, phi: float) -> np.ndarray:
    noise = steps.copy()
    for day in range(1, len(steps)):
        noise[day] = phi * noise[day - 1] + np.sqrt(1 - phi**2) * steps[day]
    return noise


@dataclass(frozen=True)
class Loaded:
    """Athletes whose load is felt for some mornings, or not at all."""

    days: int
    points_per_sd: float = -5.0  # on the first morning
    half_life_d: float | None = 1.0  # None: gone after the first morning
    phi: float = 0.3
    slow_share: float = 0.0  # of the variance of the noise that is AR(1) with phi .85 ...
    noise_sd: float = 12.0  # ... the rest of it has no memory, where there is such a share
    follows_recovery: float = 0.5  # strain added per SD of this morning's recovery
    missing: float = 0.05


LOAD_DAYS = (90, 180, 365)
STRAIN_SD = 3.0
LOADED = {days: Loaded(days) for days in LOAD_DAYS}
SLOWLY = {days: Loaded(days, half_life_d=2.0) for days in LOAD_DAYS}
UNLOADED = {days: Loaded(days, points_per_sd=0.0) for days in LOAD_DAYS}
LOADED_OTHER_NOISE = Loaded(365, slow_share=0.4)


def load_points(world: Loaded, mornings: int) -> np.ndarray:
    """Points that a load one SD higher moves the 1st, 2nd, ... morning after it."""
    kept = 0.5 ** (1 / world.half_life_d) if world.half_life_d else 0.0
    return world.points_per_sd * kept ** np.arange(mornings)


def trained(world: Loaded, count: int, seed: int = SEED) -> Iterator[pd.DataFrame]:
    """The daily frames of `count` athletes, and in `.attrs["sd"]` the SD of the loads in units of STRAIN_SD."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        yield _trained(world, rng)


def _trained(world: Loaded, rng: np.random.Generator) -> pd.DataFrame:
    days = world.days
    index = pd.date_range(FIRST_DAY, periods=days, name="day")
    planned = np.array(WEEKLY_STRAIN)[index.day_of_week] + STRAIN_SD * rng.standard_normal(days)
    noise, slow = rng.standard_normal((2, days))
    noise = world.noise_sd * (
        np.sqrt(world.slow_share) * _ar1(slow, 0.85) + np.sqrt(1 - world.slow_share) * noise
        if world.slow_share
        else _ar1(noise, world.phi)
    )
    kept = 0.5 ** (1 / world.half_life_d) if world.half_life_d else 0.0
    recovery, strain = np.zeros((2, days))
    fatigue = 0.0
    for day in range(days):
        recovery[day] = BASE_POINTS + fatigue + noise[day]
        felt = (recovery[day] - BASE_POINTS) / world.noise_sd
        strain[day] = min(max(planned[day] + world.follows_recovery * felt, 2.0), 20.4)
        fatigue = kept * fatigue + world.points_per_sd * (strain[day] - 11) / STRAIN_SD
    gone = rng.random(days) < world.missing
    daily = pd.DataFrame({"recovery_pct": recovery, "day_strain": strain}, index)
    daily.loc[gone, "recovery_pct"] = NAN
    daily.loc[rng.random(days) < world.missing, "day_strain"] = NAN
    return daily.assign(load_au=NAN)


@dataclass(frozen=True)
class Nightly:
    """Athletes whose nights are shorter after alcohol and after a late session, and depend on nothing else."""

    days: int
    alcohol_min: float = -20.0
    late_session_min: float = -15.0
    asleep_min: float = 440.0
    asleep_sd_min: float = 40.0
    phi: float = 0.4
    habits_without_effect: int = 5
    missing: float = 0.05


NIGHTLY = {days: Nightly(days) for days in (DAYS_MIDDLE, DAYS_LONG)}
DAY_S = 86_400


@dataclass(frozen=True)
class Night:
    daily: pd.DataFrame
    journal: pd.DataFrame
    workouts: pd.DataFrame


def nights(world: Nightly, count: int, seed: int = SEED) -> Iterator[Night]:
    """`count` athletes; habits come in runs, as short nights do."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        days = world.days
        index = pd.date_range(FIRST_DAY, periods=days, name="day")
        names = ["alcohol", *(f"habit_{k}" for k in range(world.habits_without_effect))]
        done = np.column_stack([_ar1(rng.standard_normal(days), 0.5) > 0.6 for _ in names])
        late = rng.random(days) < 0.3
        strain = np.clip(np.array(WEEKLY_STRAIN)[index.day_of_week] + 3 * rng.standard_normal(days), 2, 20.4)
        asleep = world.asleep_min + world.asleep_sd_min * _ar1(rng.standard_normal(days), world.phi)
        asleep[1:] += world.alcohol_min * done[:-1, 0] + world.late_session_min * late[:-1]
        asleep[rng.random(days) < world.missing] = NAN
        daily = pd.DataFrame(
            {
                "asleep_min": asleep,
                "onset_h": -1 + 0.5 * rng.standard_normal(days),
                "nap_min": 30.0 * (rng.random(days) < 0.1),
                "day_strain": strain,
                "load_au": NAN,
                "need_min": 450.0,
                "debt_min": 0.0,
            },
            index,
        )
        answers = [
            pd.DataFrame({"day": index.strftime("%Y-%m-%d"), "habit": name, "answer": np.where(yes, "yes", "no")})
            for name, yes in zip(names, done.T, strict=True)
        ]
        journal = pd.concat(answers, ignore_index=True).assign(question="?", amount=NAN, unit=None)
        begins = index.to_numpy().astype("datetime64[s]").astype("int64")
        end_utc = begins + np.where(late, 21.5, 17.0) * 3600
        yield Night(daily, journal, pd.DataFrame({"end_utc": end_utc.astype("int64"), "offset_min": 0}))
