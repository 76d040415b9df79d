"""Which of two predictions of the same mornings was closer, and by how much?

Misses of neighbouring days are alike, so that days are fewer than they seem: the test lets the daily differences
remember each other (Diebold & Mariano 1995, J Bus Econ Stat 13(3):253-63, with the correction for few days of Harvey,
Leybourne & Newbold 1997, Int J Forecast 13(2):281-91), and the interval comes from resampled fortnights. Both guess
from few days how alike neighbours are, and would be too sure of it: how much, Kiefer & Vogelsang (2005) say, and by
that the interval is stretched and the test held back.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.results import NotEnoughData

BLOCK = 14  # days that are drawn together
DRAWS = 2000
LEVEL = 0.95
NEED_DAYS = 30  # for a verdict: as many as a model has to be judged on before it may speak (service)
NEED_ATHLETES = 3


@dataclass(frozen=True)
class Difference:
    """By how many points one of two predictions was closer on the same mornings (mean absolute error)."""

    value: float  # points by which the first is closer; negative: the second is
    low: float
    high: float
    p: float  # of a difference as large or larger where there is none
    n: int  # mornings
    better: str | None  # whose name, where both the interval and the test say so


@dataclass(frozen=True)
class Pooled:
    """The same over many athletes, each counted as one: by how much closer, on average over athletes like these."""

    value: float  # points
    low: float
    high: float
    p: float
    athletes: int
    n: int  # mornings of all
    better: str | None
    between_sd: float  # how much athletes truly differ, in points
    ahead: int  # athletes for whom the first was closer


def difference(y: np.ndarray, a: np.ndarray, b: np.ndarray, names: tuple[str, str], *, seed: int = 0) -> Difference:
    """Prediction a against b on the mornings on which both and the outcome are known, in order of days.

    Raises NotEnoughData with fewer than 30 such mornings.
    """
    both = ~(np.isnan(y) | np.isnan(a) | np.isnan(b))
    y, a, b = y[both], a[both], b[both]
    if len(y) < NEED_DAYS:
        raise NotEnoughData("comparison of two predictions", need=NEED_DAYS, have=len(y), unit="mornings")
    closer = np.abs(y - b) - np.abs(y - a)
    low, high = _interval(closer, seed)
    p = _diebold_mariano(y, a, b) if np.ptp(closer) > 0 else float(closer[0] == 0)
    sure = p < 1 - LEVEL and (low > 0 or high < 0)
    better = (names[0] if closer.mean() > 0 else names[1]) if sure else None
    return Difference(float(closer.mean()), low, high, p, len(y), better)


def pooled(differences: Sequence[Difference], names: tuple[str, str]) -> Pooled:
    """Differences of many athletes as one, whichever of the two each of them names first being the same.

    Athletes are the units (a cluster-level analysis: Donner & Klar 2000, Design and Analysis of Cluster Randomization
    Trials, ch. 7): the plain mean over them and Student's interval by the spread between them. No athlete with many
    mornings decides for all, and none for whom both said the same throughout, whose difference of 0 is certain. How
    much athletes truly differ: Hedges (1983), Psychol Bull 93(2):388-95. Raises NotEnoughData with fewer than 3
    athletes.
    """
    from scipy.special import stdtr, stdtrit

    if len(differences) < NEED_ATHLETES:
        raise NotEnoughData("comparison over athletes", need=NEED_ATHLETES, have=len(differences), unit="athletes")
    value = np.array([one.value for one in differences])
    variance = np.array([((one.high - one.low) / (2 * 1.96)) ** 2 for one in differences])
    mean, spread = float(value.mean()), float(value.var(ddof=1))
    between = max(0.0, spread - float(variance.mean()))
    df = len(value) - 1
    # Athletes that are alike by chance do not make it surer.
    se = float(np.sqrt(max(spread, variance.mean()) / len(value)))
    reach = float(stdtrit(df, (1 + LEVEL) / 2)) * se
    p = float(2 * stdtr(df, -abs(mean) / se)) if se > 0 else 1.0
    better = (names[0] if mean > 0 else names[1]) if p < 1 - LEVEL else None
    total = sum(one.n for one in differences)
    ahead = int((value > 0).sum())
    return Pooled(mean, mean - reach, mean + reach, p, len(value), total, better, float(np.sqrt(between)), ahead)


def between_variance(value: np.ndarray, variance: np.ndarray) -> float:
    """How much true values differ from athlete to athlete, beyond the doubt about each (DerSimonian & Laird)."""
    weight = 1 / variance
    mean = weight @ value / weight.sum()
    beyond = weight @ (value - mean) ** 2 - (len(value) - 1)
    return max(0.0, float(beyond / (weight.sum() - (weight**2).sum() / weight.sum())))


def mean_and_error(x: np.ndarray) -> tuple[float, float]:
    """The mean of values in order of days, and its standard error, neighbours being alike.

    The larger of the long-run variance (Bartlett weights up to `_lags`, Newey & West 1987, Econometrica 55(3):703-8)
    and that of independent days: few days often look less alike than they are.
    """
    n, lags = len(x), _lags(len(x))
    apart = x - x.mean()
    products = np.array([apart[lag:] @ apart[: n - lag] for lag in range(lags)]) / n
    long_run = products[0] + 2 * ((1 - np.arange(1, lags) / lags) @ products[1:])
    return float(x.mean()), float(np.sqrt(max(long_run, products[0]) / (n - 1)))


def one_sided_95(n: int) -> float:
    """How many such standard errors the mean of n days may lie off, one way, with 95% certainty.

    More than 1.64, since the long-run variance is itself a guess from few days: Kiefer & Vogelsang (2005), Econometric
    Theory 21(6):1130-64, table 1, times what Student's t with n - 1 adds.
    """
    from scipy.special import ndtri, stdtrit

    b = _lags(n) / n
    fixed = 1.6449 + 2.1859 * b + 0.3142 * b**2 - 0.3427 * b**3
    return float(fixed * stdtrit(n - 1, 0.95) / ndtri(0.95))


def _stretch(days: int, n: int) -> float:
    """By how much that is more, both ways, than of normal values, where neighbours up to so many days apart count."""
    b = days / n
    return float((1.9600 + 2.9694 * b + 0.4160 * b**2 - 0.5324 * b**3) / 1.9600)


def _lags(n: int) -> int:
    """The day itself and the cube root of n: misses of next mornings are alike for a few days, hardly for weeks."""
    return 1 + int(np.ceil(n ** (1 / 3)))


def _diebold_mariano(y: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    from scipy.special import stdtr
    from statsmodels.tsa.stattools import diebold_mariano_test

    n = len(y)
    found = diebold_mariano_test(y, a, b, criterion="mae", lags=_lags(n) - 1, harvey_adj=True)
    return float(2 * stdtr(n - 1, -abs(found.statistic) / _stretch(_lags(n), n)))


def _interval(closer: np.ndarray, seed: int) -> tuple[float, float]:
    """Of the mean, from a circular block bootstrap (Politis & Romano 1992)."""
    from scipy.special import ndtri, stdtrit

    n = len(closer)
    block = min(BLOCK, max(1, n // 4))
    total = np.concatenate([[0.0], np.cumsum(np.concatenate([closer, closer[:block]]))])
    begins = np.random.default_rng(seed).integers(0, n, (DRAWS, -(-n // block)))
    means = (total[begins + block] - total[begins]).sum(axis=1) / (begins.shape[1] * block)
    ends = np.quantile(means, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    reach = _stretch(block, n) * stdtrit(n - 1, (1 + LEVEL) / 2) / ndtri((1 + LEVEL) / 2)
    low, high = closer.mean() + reach * (ends - closer.mean())
    return float(low), float(high)
