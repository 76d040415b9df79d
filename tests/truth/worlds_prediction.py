"""The athletes of T9, T10 and T15: of the population of data.simulate, whose oracle is known."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analytics.features import features
from analytics.recovery.learned import Horizon, Prior
from analytics.recovery.ridge import learn_prior
from data.schema import JournalEntry
from data.simulate import Population, Simulated, cohort, population
from tests.truth.worlds import SEED
from tests.truth.worlds_forecast import LAST_DAY, SHOCK

OTHERS, OTHERS_DAYS = 40, 180  # athletes that a prior is learned from; none of them is ever tested


@dataclass(frozen=True, eq=False)
class Person:
    """What is known of an athlete before each morning, what came, and what whoever knew the truth would have said."""

    x: pd.DataFrame
    y: pd.Series
    oracle: np.ndarray
    simulated: Simulated


def people(count: int, days: int, *, horizon: Horizon = Horizon.EVENING, shock_day: int | None = None) -> list[Person]:
    """`count` athletes of the population; the same ones whoever asks."""
    return [_person(member, horizon) for member in _members(SEED, count, days, shock_day)]


@cache
def others(horizon: Horizon = Horizon.EVENING) -> tuple[Person, ...]:
    """Athletes from whom a prior is learned."""
    return tuple(_person(member, horizon) for member in _members(SEED + 1, OTHERS, OTHERS_DAYS, None))


@cache
def prior(horizon: Horizon = Horizon.EVENING) -> Prior:
    return learn_prior([(person.x, person.y) for person in others(horizon)])


def _members(seed: int, count: int, days: int, shock_day: int | None) -> Iterator[Simulated]:
    world = population()
    if shock_day is not None:
        noise = replace(world.profile.noise, shock_day=shock_day, shock_factor=SHOCK)
        world = Population(replace(world.profile, noise=noise), world.mean, world.covariance)
    yield from cohort(seed, count, days, last_day=LAST_DAY, people=world).athletes


def _person(member: Simulated, horizon: Horizon) -> Person:
    daily = member.frame()
    oracle = "expected_evening" if horizon is Horizon.EVENING else "expected_night"
    return Person(
        x=features(daily, member.rows(JournalEntry), horizon, restarts={}),
        y=daily["recovery_pct"],
        oracle=member.truth.daily[oracle].to_numpy(),
        simulated=member,
    )


# The usual ways, as they come

Fit = Callable[[np.ndarray, np.ndarray], Callable[[np.ndarray], np.ndarray]]


def boosting_as_it_comes(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    from xgboost import XGBRegressor

    return XGBRegressor(n_jobs=1).fit(x, y).predict


def least_squares(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Unknown values at their mean, constant columns left out."""
    mean, sd = np.nanmean(x, axis=0), np.nanstd(x, axis=0)
    kept = sd > 0
    mean, sd = mean[kept], sd[kept]

    def table(rows: np.ndarray) -> np.ndarray:
        return np.column_stack([np.ones(len(rows)), np.nan_to_num((rows[:, kept] - mean) / sd)])

    coefficients = np.linalg.lstsq(table(x), y, rcond=None)[0]
    return lambda rows: np.clip(table(rows) @ coefficients, 0, 100)


def mean_of_all(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: np.full(len(rows), y.mean())
