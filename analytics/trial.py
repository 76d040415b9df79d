"""A self-experiment on single days: what did doing it, drawn by lot, change on the next morning?

Days are drawn in pairs, one with and one without, either first. Nothing can then have chosen the day but the lot, so
that here, and only here, a difference was caused by what was drawn. The errors of the regression are AR(1) with the
autocorrelation integrated out (analytics.statistics.ar1_regression).

An effect that lasts into a second day makes both kinds of day more alike, so that the difference is smaller than the
effect: a second regression holds yesterday's lot as well. It says more exactly how large an effect is, but sees less
often that there is one, as in pairs today's lot tells half of yesterday's. So the first decides whether there is an
effect (without one, nothing lasts), and the second is shown beside it.

A t-test on such days is too careful where mornings resemble their neighbours, and sees less: pairs of days cancel
what neighbours share. Days count as drawn, not as done: who skips a hard day would bring the choice back in.
Slow effects, which build up over weeks, need longer blocks than days and cannot be seen like this.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import Regression, ar1_regression, as_change

NEED_EACH = 10  # mornings after a day with, and after a day without
SEEN = 2.8  # standard errors: an effect of that size is told from none (at 95%) with 80% power


@dataclass(frozen=True)
class Trial:
    """What a drawn habit changed, in the unit of the values, or in % where log. n: mornings."""

    effect: Estimate  # days with against days without
    first_day: Estimate  # the effect on the next morning, allowing for one on the morning after that ...
    carried: Estimate  # ... which is this
    p: float  # of the effect
    grade: Grade  # strong: the 95% interval excludes 0, of one look at one effect; none: it does not
    n_with: int
    n_without: int
    would_see: float  # the smallest effect that so many days show with 80% power
    rho: float  # lag-1 autocorrelation of the mornings


def trial(values: pd.Series, drawn: pd.Series, *, log: bool = False) -> Trial:
    """The effect of a habit whose days were drawn by lot.

    values: the outcome of each morning, on a gap-free daily index, NaN = unknown, positive where log. drawn: on the
    same index 1 for a day with, 0 for a day without, NaN for a day that was not drawn. The outcome of a day is the
    morning of the next. To be read once, when the days that were planned are over: looking often finds chance.
    Raises NotEnoughData with fewer than 10 mornings after days of either kind, ValueError if the indexes differ or a
    lot is neither 0 nor 1.
    """
    if not values.index.equals(drawn.index):
        raise ValueError("values and lots need the same days")
    if strange := set(drawn.dropna()) - {0, 1}:
        raise ValueError(f"a lot is 0 or 1, not {', '.join(f'{lot:g}' for lot in sorted(strange))}")
    mornings = (np.log(values) if log else values).to_numpy(dtype=float)[1:]
    lots = drawn.to_numpy(dtype=float)
    at = np.flatnonzero(~np.isnan(mornings) & ~np.isnan(lots[:-1]))
    with_it = lots[at] == 1
    fewer = int(min(with_it.sum(), (~with_it).sum()))
    if fewer < NEED_EACH:
        raise NotEnoughData("mornings after a day with, and after a day without", NEED_EACH, fewer, unit="of each")

    yesterday = np.where(at > 0, lots[at - 1], np.nan)
    # Before the first drawn day nobody knows: halfway between with and without.
    yesterday = np.where(np.isnan(yesterday), 0.5, yesterday)
    plain = np.column_stack([np.ones(len(at)), lots[at]])
    fit = ar1_regression(mornings[at], plain, at)
    lasting = ar1_regression(mornings[at], np.column_stack([plain, yesterday]), at)
    effect = _estimate(fit, 1, log)
    seen = effect.low > 0 or effect.high < 0
    return Trial(
        effect=effect,
        first_day=_estimate(lasting, 1, log),
        carried=_estimate(lasting, 2, log),
        p=_p_value(fit.coefficients[1] / fit.standard_errors[1], fit.df),
        grade=Grade.STRONG if seen else Grade.NONE,
        n_with=int(with_it.sum()),
        n_without=int((~with_it).sum()),
        would_see=as_change(SEEN * fit.standard_errors[1], log=log),
        rho=fit.rho,
    )


def _p_value(t: float, df: int) -> float:
    from scipy.special import stdtr

    return float(2 * stdtr(df, -abs(t)))


def _estimate(fit: Regression, column: int, log: bool) -> Estimate:
    edges = (float(fit.coefficients[column]), *fit.interval(column))
    return Estimate(*(as_change(x, log=log) for x in edges), n=fit.n)
