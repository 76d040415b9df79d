"""Has something changed: what the models are fed with, how far they are off, or whether their intervals hold?

Days of one athlete are few and alike their neighbours. Measures made for millions of independent rows cry wolf on
them: a population stability index over .25 is the rule, not the exception, when 30 days are held against 90, and the
test of Kolmogorov and Smirnov takes a good week for a new life. What is asked here instead is whether a mean of recent
days differs by more than means of as many days that are as much alike (statistics.ar1_variance). The index and the
distance of Kolmogorov and Smirnov are told beside it, since people ask for them, and decide nothing. Alarms over
predictions, which may be looked at every day, are held to hardly ever being false in a whole year of looks.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.recovery.intervals import LEVEL
from analytics.results import NotEnoughData
from analytics.statistics import ar1_variance, q_values

RECENT, BEFORE = 30, 90  # days
NEED_RECENT, NEED_BEFORE = 10, 30  # of them known
FALSE_ALARMS = 0.05  # q of the features that drifted
NEED_MISSES = 60  # judged mornings before the recent ones
HELD = 20  # known mornings, the latest: whether their intervals held
HELD_BEFORE = 300  # known mornings before them, at most
# p of the alarms over errors and over intervals. Looked at on every morning of a year each is false for at most one
# athlete in twenty, in simulation; ours.
RARELY = {"error": 5e-4, "coverage": 2e-4}
BINS = 10


@dataclass(frozen=True)
class Drift:
    """One feature, recent days against those before."""

    feature: str
    change_sd: float  # of its daily spread before
    p: float
    q: float  # p, corrected for how many features were looked at
    psi: float  # population stability index over tenths; beside the answer, since it means nothing on so few days
    ks: float  # distance of Kolmogorov and Smirnov, 0 to 1; beside the answer too
    n_recent: int  # known days
    n_before: int

    @property
    def drifted(self) -> bool:
        return self.q < FALSE_ALARMS


@dataclass(frozen=True)
class Alarm:
    """Recent mornings against what was to be expected of them."""

    what: str  # "error" or "coverage"
    recent: float  # mean absolute error in points, or share inside the interval
    expected: float
    p: float  # one-sided: of as bad a stretch where nothing has changed
    n: int  # recent mornings

    @property
    def raised(self) -> bool:
        return self.p < RARELY[self.what]


def features(x: pd.DataFrame, *, recent: int = RECENT, before: int = BEFORE) -> tuple[Drift, ...]:
    """For each column that is known often enough, whether its mean has moved; the largest move first.

    x: features, a row a day in order; the last `recent` rows against the `before` rows ahead of them.
    """
    found = []
    for name in x.columns:
        values = x[name].to_numpy(dtype=float)
        late, early = values[-recent:], values[-recent - before : -recent]
        known = int(np.isfinite(late).sum()), int(np.isfinite(early).sum())
        if known[0] < NEED_RECENT or known[1] < NEED_BEFORE or np.nanstd(np.concatenate([early, late])) == 0:
            continue
        change, p = mean_moved(early, late)
        found.append(Drift(str(name), change, p, p, psi(early, late), ks(early, late), *known))
    q = q_values([one.p for one in found]) if found else ()
    drifts = [replace(one, q=float(each)) for one, each in zip(found, q, strict=True)]
    return tuple(sorted(drifts, key=lambda one: one.p))


def mean_moved(early: np.ndarray, late: np.ndarray) -> tuple[float, float]:
    """By how many daily SDs the mean of the late days lies above that of the early ones, and the two-sided p.

    The days are successive, early before late, NaN = unknown. Welch's test on effective sample sizes; the lag-1
    autocorrelation is that of the days about their own window's mean, which is too low by about (1 + 3 phi) / n
    (Marriott & Pope 1954, Biometrika 41(3-4):390-402) and is put right by that.
    """
    from scipy.special import stdtr

    apart = [window - np.nanmean(window) for window in (early, late)]
    phi = _autocorrelation(np.concatenate(apart))
    change = float(np.nanmean(late) - np.nanmean(early))
    error, shares = 0.0, []
    pooled = float(np.nansum(np.concatenate(apart) ** 2) / (np.isfinite(early).sum() + np.isfinite(late).sum() - 2))
    for window in (early, late):
        known = np.isfinite(window)
        factor = float(ar1_variance((known / known.sum())[None, :], np.array([phi]))[0])
        # about its own mean a window shows less than the whole variance: the mean has taken its part
        shares.append(pooled / max(1 - factor, 0.2) * factor)
        error += shares[-1]
    if error == 0:
        return (0.0, 1.0) if change == 0 else (float(np.sign(change) * np.inf), 0.0)
    effective = [pooled / share for share in shares]
    df = max(sum(effective) - 2, 3.0)
    return change / np.sqrt(pooled), float(2 * stdtr(df, -abs(change) / np.sqrt(error)))


def psi(early: np.ndarray, late: np.ndarray) -> float:
    """Population stability index over the tenths of the early days; an empty tenth counts as half a day."""
    early, late = early[np.isfinite(early)], late[np.isfinite(late)]
    edges = np.unique(np.quantile(early, np.arange(1, BINS) / BINS))
    shares = []
    for window in (early, late):
        counts = np.bincount(np.searchsorted(edges, window, side="right"), minlength=len(edges) + 1)
        shares.append(np.maximum(counts, 0.5) / len(window))
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def ks(early: np.ndarray, late: np.ndarray) -> float:
    """The largest distance between the shares of early and of late days that lie at or below a value."""
    early, late = np.sort(early[np.isfinite(early)]), np.sort(late[np.isfinite(late)])
    at = np.concatenate([early, late])
    below = [np.searchsorted(window, at, side="right") / len(window) for window in (early, late)]
    return float(np.abs(below[0] - below[1]).max())


def alarms(
    y: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray, *, recent: int = RECENT
) -> tuple[Alarm, Alarm]:
    """Whether the last mornings were foretold worse than those before, and whether their intervals did not hold.

    All one a morning in order, NaN = unknown. Raises NotEnoughData with fewer than 10 known among the recent, 60 before
    them, or 80 in all.
    """
    return errors(y, value, recent=recent), coverage(y, value, low, high)


def errors(y: np.ndarray, value: np.ndarray, *, recent: int = RECENT) -> Alarm:
    """Whether the last mornings were foretold worse than those before.

    y, value: as for `alarms`. Raises NotEnoughData with fewer than 10 known among the recent or 60 before them.
    """
    missed = np.abs(y - value)
    count = np.isfinite(missed)
    have = int(count[-recent:].sum()), int(count[:-recent].sum())
    for need, known, when in ((NEED_RECENT, have[0], "recent"), (NEED_MISSES, have[1], "earlier")):
        if known < need:
            raise NotEnoughData(f"alarm over predictions, {when}", need=need, have=known, unit="mornings")
    before, now = missed[:-recent], missed[-recent:]
    change, p = mean_moved(np.sqrt(before), np.sqrt(now))  # roots, as a few large misses make a mean unsure
    worse = p / 2 if change > 0 else 1 - p / 2
    return Alarm("error", float(np.nanmean(now)), float(np.nanmean(before)), worse, have[0])


def coverage(y: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray) -> Alarm:
    """Whether the intervals of the last 20 known mornings did not hold, since misses are larger than they were made of.

    All one a morning in order, NaN = unknown. Intervals that widen after each miss (analytics.recovery.intervals) are
    soon right again, and so their own share of mornings inside hardly tells that something has happened. The p is that
    of the misses themselves, against intervals that had stayed as they were: of each recent morning, the share of
    earlier ones that were missed by as much or more; those shares together by Fisher's method, held back since all are
    taken from the same earlier mornings (Bates et al. 2023, Ann Stat 51(1):149-78, section 2.4). Nothing is alarming
    while as many mornings fell inside what was shown as should. Raises NotEnoughData with fewer than 80 known mornings.
    """
    from scipy.special import chdtrc

    known = np.isfinite(y) & np.isfinite(value)
    missed = np.abs(y - value)[known]
    if len(missed) < NEED_MISSES + HELD:
        raise NotEnoughData("alarm over intervals", need=NEED_MISSES + HELD, have=len(missed), unit="mornings")
    inside = float(np.mean(((low <= y) & (y <= high))[known][-HELD:]))
    earlier = np.sort(missed[-HELD - HELD_BEFORE : -HELD])
    as_far = (len(earlier) - np.searchsorted(earlier, missed[-HELD:]) + 1) / (len(earlier) + 1)
    held_back = np.sqrt(1 + HELD / len(earlier))
    summed = 2 * HELD + (-2 * np.log(as_far).sum() - 2 * HELD) / held_back
    p = float(chdtrc(2 * HELD, summed)) if inside < LEVEL else 1.0
    return Alarm("coverage", inside, LEVEL, p, HELD)


def _autocorrelation(apart: np.ndarray) -> float:
    """Lag-1 correlation of deviations, NaN = unknown, with the bias of few days put right; held within -.2 and .9."""
    pairs = apart[1:] * apart[:-1]
    known = np.isfinite(pairs)
    variance = np.nanmean(apart**2)
    if not known.any() or variance == 0:
        return 0.0
    raw = pairs[known].mean() / variance
    n = int(np.isfinite(apart).sum())
    return float(np.clip(raw + 2 * (1 + 3 * raw) / n, -0.2, 0.9))
