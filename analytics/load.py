"""Training load: how much of it lately, how evenly spread, and how unusual that is for this athlete.

It describes and predicts no injury: ratios of acute to chronic load rise and fall with random loads just as well
(Impellizzeri et al. 2021, Sports Med 51(3):581-92), so a week is compared with the athlete's own weeks.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import NotEnoughData

WEEK = 7
FITNESS_DAYS, FATIGUE_DAYS = 42, 7
YEAR = 365
NEED_KNOWN = 5  # days of a week; its other days then count as its mean
NEED_WEEKS = 4  # weeks before this one, not overlapping with it or with each other
NEED_FITNESS = 28  # known days of the last 42


@dataclass(frozen=True)
class Week:
    """The seven days up to and including `until`. Loads are means a day, in the unit that came in."""

    until: date
    load: float
    known: int  # days
    usual: float  # the median of the athlete's own earlier weeks
    low: float  # the middle 80% of them
    high: float
    share_below: float  # of those weeks, 0 to 1
    change: float | None  # from the seven days before; None where they are not known
    monotony: float | None  # mean / SD of the days; None where all are alike or one is unknown
    weeks: int  # that it is compared with

    @property
    def unusual(self) -> bool:
        return not self.low <= self.load <= self.high


@dataclass(frozen=True)
class Form:
    """Fitness (CTL), fatigue (ATL) and what is left between them (TSB), in the unit of the loads."""

    until: date
    fitness: float
    fatigue: float
    ramp: float | None  # by how much fitness rose in the last seven days
    days: int  # known days of the last 42

    @property
    def form(self) -> float:
        return self.fitness - self.fatigue


def training_week(load: pd.Series, until: date) -> Week:
    """The load of the week up to `until`, against the athlete's own weeks of the year before it.

    load: one value a day on a gap-free daily index, a rest day as what it measured, an unknown day as NaN; later days
    are not looked at. Monotony: Foster (1998), Med Sci Sports Exerc 30(7):1164-8, SD with n - 1.
    Raises NotEnoughData with fewer than 5 known days in the week, or fewer than 4 earlier weeks that have as many.
    """
    known = load.loc[: pd.Timestamp(until)]
    days = known.iloc[-WEEK:]
    have = int(days.count())
    if have < NEED_KNOWN:
        raise NotEnoughData("training load of the week", NEED_KNOWN, have)
    means = known.rolling(WEEK, min_periods=NEED_KNOWN).mean()
    before = means.iloc[-1 - WEEK : -YEAR : -WEEK].dropna()
    if len(before) < NEED_WEEKS:
        raise NotEnoughData("usual training weeks", NEED_WEEKS, len(before), "weeks")
    this = float(means.iloc[-1])
    spread = float(days.std())
    last = means.iloc[-1 - WEEK]
    low, high = before.quantile([0.1, 0.9])
    return Week(
        until=known.index[-1].date(),
        load=this,
        known=have,
        usual=float(before.median()),
        low=float(low),
        high=float(high),
        share_below=float((before < this).mean()),
        change=None if np.isnan(last) else float(this - last),
        monotony=this / spread if have == WEEK and spread > 0 else None,
        weeks=len(before),
    )


def form(load: pd.Series, until: date) -> Form:
    """Fitness and fatigue: means of daily load whose weights fall by e in 42 and in 7 days.

    Calvert et al. (1976), IEEE Trans Syst Man Cybern 6(2):94-102; the days as in common use. A day that is not known
    has no weight: it is no day of rest. Raises NotEnoughData with fewer than 28 known days of the last 42.
    """
    known = load.loc[: pd.Timestamp(until)]
    have = int(known.iloc[-FITNESS_DAYS:].count())
    if have < NEED_FITNESS:
        raise NotEnoughData("fitness and fatigue", NEED_FITNESS, have)
    fitness, fatigue = (_fading(known, days) for days in (FITNESS_DAYS, FATIGUE_DAYS))
    ramp = float(fitness.iloc[-1] - fitness.iloc[-1 - WEEK]) if len(known) > NEED_FITNESS + WEEK else None
    return Form(known.index[-1].date(), float(fitness.iloc[-1]), float(fatigue.iloc[-1]), ramp, have)


def _fading(load: pd.Series, days: int) -> pd.Series:
    return load.ewm(alpha=1 - np.exp(-1 / days), ignore_na=False).mean()
