"""The worlds in which the truth is known, and their parameters: here, and nowhere else.

A day's value is a level plus noise. The noise is AR(1) with SD 1, so that every size below is in daily SDs. The
parameters are invented; autocorrelation and gaps measured on real histories can replace them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

FIRST_DAY = "2024-01-01"
SEED = 20240101
MISSING = 0.15  # share of days without a value
PHIS = (0.0, 0.3, 0.5)  # lag-1 autocorrelation of the noise


@dataclass(frozen=True)
class World:
    """One kind of athlete."""

    days: int
    phi: float
    missing: float = MISSING
    drift: float = 0.0  # SD of the daily step of a level that walks at random
    slope: float = 0.0  # change of the level a day, over the whole of the days
    shift: float = 0.0  # lasting change of the level ...
    shift_day: int = 0  # ... from this day on
    outliers: float = 0.0  # share of days with a glitch of 5 SD, up or down


OUTLIER_SD = 5.0
NULL = {phi: World(days=180, phi=phi) for phi in PHIS}
NULL_OUTLIERS = {phi: World(days=180, phi=phi, outliers=0.02) for phi in PHIS}
SHIFT_WITHIN = 14  # days
SHIFTED = {phi: World(days=100, phi=phi, shift=-1.0, shift_day=86) for phi in PHIS}
UNSHIFTED = {phi: World(days=100, phi=phi) for phi in PHIS}

# A year with glitches. At this autocorrelation the 7-day and the 60-day mean err by about .57 and .23 daily SDs under
# the middle drift, which the targets were set against; a longer memory makes every method worse (last world).
DRIFTS = (0.0, 0.03, 0.08)
DRIFTING = {drift: World(days=365, phi=0.2, drift=drift, outliers=0.02) for drift in DRIFTS}
DRIFTING_LONG_MEMORY = World(days=365, phi=0.5, drift=0.03, outliers=0.02)

TREND_DAYS = 28
FLAT = {phi: World(days=84, phi=phi) for phi in PHIS}
FLAT_SHORT = {phi: World(days=TREND_DAYS, phi=phi) for phi in PHIS}
RISING = {phi: World(days=84, phi=phi, slope=2.0 / TREND_DAYS) for phi in PHIS}

# Mornings of an athlete whose nights are measured with the error that the recovery rules assume: SD of the true days.
MORNINGS = World(days=110, phi=0.3)
LN_HRV_SD = 0.15
RESTING_HR_SD = 2.0  # bpm


@dataclass(frozen=True)
class Athlete:
    """The true level of each day, and what was recorded of it."""

    level: np.ndarray
    values: pd.Series


def athletes(world: World, count: int, seed: int = SEED) -> Iterator[Athlete]:
    """`count` athletes of a world; the same seed gives the same athletes, whoever asks."""
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        level = _level(world, rng)
        values = level + ar1(rng, world.days, world.phi)
        glitches = rng.random(world.days) < world.outliers
        values = values + glitches * rng.choice([-OUTLIER_SD, OUTLIER_SD], world.days)
        values[rng.random(world.days) < world.missing] = np.nan
        yield Athlete(level, pd.Series(values, pd.date_range(FIRST_DAY, periods=world.days, name="day")))


def _level(world: World, rng: np.random.Generator) -> np.ndarray:
    day = np.arange(world.days)
    walk = np.cumsum(rng.standard_normal(world.days) * world.drift)
    return walk + world.slope * day + world.shift * (day >= world.shift_day)


def ar1(rng: np.random.Generator, days: int, phi: float) -> np.ndarray:
    """AR(1) noise with SD 1."""
    steps = rng.standard_normal(days)
    steps[1:] *= np.sqrt(1 - phi**2)
    noise = np.empty(days)
    noise[0] = steps[0]
    for day in range(1, days):
        noise[day] = phi * noise[day - 1] + steps[day]
    return noise
