"""The sleep window: is there a bedtime, or a length of sleep, after which mornings are best, and how sure is that?

A curve of low degree (square, from 180 nights on cubic, so that it may fall faster on one side) in one regression with
AR(1) errors, beside what else moves the morning and may go with a late or a short night: alcohol, weekend, the strain
of the day before, the morning before, a slow course over months. First the test: without a curve (p > .05) there is no
best time, and that is an answer. A best time is named only where the curve turns inside what the athlete really does:
where it rises towards the best time and falls after it, each with 95% probability. That is the test of a U shape of
Sasabuchi (1980), Biometrika 67(2):429-39, and Lind & Mehlum (2010), Oxf Bull Econ Stat 72(1):109-18, here by drawing
curves from the covariance of the coefficients, which also gives the interval of the best time. Degree, gates and grades
are ours.

Clock hours are those of the local clock of that night: the day of a change of the clock, and the first nights after a
flight, count as the clock says, though the body lags behind. They are measured from the athlete's own circular mean, so
nothing happens at midnight; where they lie all around the clock, as on a rota with night shifts, nothing is said.
A device's recovery score may count sleep itself, so some of what a longer night does to it is arithmetic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.journal import answers
from analytics.mornings import (
    before,
    free_morning,
    independent,
    joint_p,
    known_or_mean,
    load_of,
    need_difference,
    slow_course,
    steps,
)
from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import Regression, ar1_regression
from data.schema import METRICS

DAYS = 365  # the last year: earlier nights were another life
NEED_NIGHTS = 60
LEAST_SD_H = 1 / 3
NEED_IN_BIN = 5  # nights in a half-hour before anything is said of it
NEED_BINS = 3  # half-hours in a row
WIDEST_H = 12.0
NEED_WITHIN = 90  # % of bedtimes within the widest span
FARTHEST = 3.5  # robust SDs from the median: other nights are of another kind, and would bend the curve by themselves
CUBE_NIGHTS = 180
CUBE_HOURS = 8  # different ones
STEP_H = 1 / 12
DRAWS = 4000
STRONG_P = 0.01
NEED_LATER = 30  # nights in the last third, to hold the curve of the others against


class Shape(StrEnum):
    """What the curve does between the ends of the athlete's range, in the direction of a better morning."""

    PEAK = "peak"  # rises, then falls: there is a best time
    FALLING = "falling"  # earlier, or shorter, has been better; no turn is seen
    RISING = "rising"
    UNCLEAR = "unclear"  # not flat, but neither a best time nor a direction is sure
    FLAT = "flat"


@dataclass(frozen=True, eq=False)
class SleepWindow:
    """How an outcome of the morning goes with bedtime [clock h, 23:30 = -0.5] or with hours asleep."""

    of: str  # bedtime or duration
    outcome: str
    shape: Shape
    grade: Grade
    p: float  # of the curve: that it is flat
    n: int  # nights
    usual_h: float  # median
    range_h: tuple[float, float]  # what is spoken of: 5 to 95% of nights, in half-hours with at least 5 of them
    best: Estimate | None  # [h] only with a peak
    window: tuple[float, float] | None  # [h] predicted to be within `within` of the best
    within: float  # in the unit of the outcome
    gain: Estimate | None  # best time against the usual one, in the unit of the outcome, positive: better
    across: Estimate  # late (or long) end of the range against the early one, positive: better
    could_matter: float  # the best place in the range against the worst: not more than this, with 95% probability
    curve: pd.DataFrame  # index hour; value, low, high of the outcome, all else as on average
    bins: pd.DataFrame  # index the hour at which a half-hour begins; nights, mean (NaN with fewer than 5 nights)
    nights: pd.DataFrame  # index day; hour, value, adjusted (all else taken to be as on average)
    rho: float  # lag-1 autocorrelation of what is left over


def best_bedtime(
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    *,
    outcome: str = "recovery_pct",
    within: float = 1.0,
    restarts: Sequence[date] = (),
    seed: int = 0,
) -> SleepWindow:
    """Is there a bedtime after which the outcome of the next morning is best?

    daily: one row a day on a gap-free index, NaN = unknown, with `outcome`, onset_h and day_strain (unknown throughout:
    load_au). journal: columns day, habit, question, answer, amount, unit. outcome: a metric of which more, or less, is
    better. within: how far from the best outcome the window may lie, in its unit. restarts: first mornings of a device
    that reads otherwise. seed: of the drawn curves. The effect of a bedtime is all of it, the length of the night that
    it leaves included.
    Raises NotEnoughData with fewer than 60 nights, bedtimes that differ by too little (SD under 20 min) or lie around
    the clock, ValueError on an outcome of which neither more nor less is better.
    """
    hours = around_own_mean(daily["onset_h"].iloc[-DAYS:])
    near = percent_near_own_mean(hours)
    if hours.count() >= NEED_NIGHTS and near < NEED_WITHIN:
        raise NotEnoughData("bedtimes within 12 hours of each other", NEED_WITHIN, int(near), "% of nights")
    return _window("bedtime", hours, [], daily, journal, outcome, within, restarts, seed)


def best_duration(
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    *,
    outcome: str = "recovery_pct",
    within: float = 1.0,
    restarts: Sequence[date] = (),
    seed: int = 0,
) -> SleepWindow:
    """Is there a length of sleep after which the outcome of the next morning is best, whatever the bedtime?

    As best_bedtime, with asleep_min as well. A late bedtime makes a night short: it stands beside it in the regression.
    """
    bedtime = around_own_mean(daily["onset_h"].iloc[-DAYS:])
    later = (bedtime - bedtime.median()).to_numpy()
    hours = daily["asleep_min"].iloc[-DAYS:] / 60
    beside = [known_or_mean(later), known_or_mean(later**2)[:, :1]]
    return _window("duration", hours, beside, daily, journal, outcome, within, restarts, seed)


def around_own_mean(onset_h: pd.Series) -> pd.Series:
    """Clock hours unwrapped around their own circular mean, so that late nights are larger than early ones."""
    mean = _circular_mean(onset_h)
    return mean + (onset_h - mean + 12) % 24 - 12


def percent_near_own_mean(onset_h: pd.Series) -> float:
    """% of bedtimes that lie within 12 hours of each other: no more than six from their circular mean."""
    apart = np.abs(around_own_mean(onset_h) - _circular_mean(onset_h))
    return 100 * float((apart <= WIDEST_H / 2).sum() / max(onset_h.count(), 1))


def _circular_mean(hours: pd.Series) -> float:
    """In hours from midnight, -12 to 12; 0 without any."""
    angle = 2 * np.pi * hours.dropna().to_numpy(dtype=float) / 24
    return float(np.arctan2(np.sin(angle).sum(), np.cos(angle).sum()) * 12 / np.pi)


def _window(
    of: str,
    hours: pd.Series,
    beside: list[np.ndarray],
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    outcome: str,
    within: float,
    restarts: Sequence[date],
    seed: int,
) -> SleepWindow:
    better = METRICS[outcome].better if outcome in METRICS else None
    if better is None:
        raise ValueError(f"an outcome is a metric of which more or less is better, not {outcome}")
    sign = 1.0 if better == "higher" else -1.0
    recent = daily.iloc[-DAYS:]
    nights = _Nights.of(of, hours, recent[outcome], [*_besides(recent, journal, outcome, restarts), *beside])
    grid = nights.spoken_of()
    degree = nights.degree()
    fit = nights.fit(degree)
    p = joint_p(fit, slice(0, degree))
    curves = _Curves(fit, nights.powers(grid, degree), sign, seed)
    shape = curves.shape(p)
    usual = nights.powers(np.array([np.median(nights.hour)]), degree)[0]
    held = p < STRONG_P and shape is not Shape.UNCLEAR and nights.holds_later(degree)
    return SleepWindow(
        of=of,
        outcome=outcome,
        shape=shape,
        grade=_grade(p, held),
        p=p,
        n=len(nights.hour),
        usual_h=float(np.median(nights.hour)),
        range_h=(float(grid[0]), float(grid[-1])),
        best=curves.best(grid) if shape is Shape.PEAK else None,
        window=curves.window(grid, within) if shape is Shape.PEAK else None,
        within=within,
        gain=curves.difference(curves.basis[curves.top], usual) if shape is Shape.PEAK else None,
        across=curves.difference(curves.basis[-1], curves.basis[0]),
        could_matter=curves.could_matter(),
        curve=_curve(fit, curves.basis, grid),
        bins=nights.bins(),
        nights=nights.adjusted(fit, degree),
        rho=fit.rho,
    )


def _besides(recent: pd.DataFrame, journal: pd.DataFrame, outcome: str, restarts: Sequence[date]) -> list[np.ndarray]:
    """What else moves the morning, a row a day."""
    done = answers(journal, recent.index).done if len(journal) else pd.DataFrame(index=recent.index)
    alcohol = done.get("alcohol", pd.Series(np.nan, recent.index))
    return [
        known_or_mean(before(alcohol)),
        free_morning(recent.index)[:, None],
        known_or_mean(before(load_of(recent))),
        known_or_mean(before(recent[outcome])),
        steps(recent.index, restarts),
    ]


def _grade(p: float, held: bool) -> Grade:
    """Strong: p < .01, and the curve of the first two thirds of the nights holds on the last third."""
    if p > 0.05:
        return Grade.NONE
    return Grade.STRONG if held else Grade.LIKELY


@dataclass(frozen=True, eq=False)
class _Nights:
    """The nights of which all that is asked for is known: one element, or row of `beside`, a night."""

    hour: np.ndarray
    value: np.ndarray
    at: np.ndarray  # day number
    index: pd.DatetimeIndex
    beside: np.ndarray
    origin_h: float  # from which the powers are counted

    @classmethod
    def of(cls, of: str, hours: pd.Series, values: pd.Series, beside: Sequence[np.ndarray]) -> "_Nights":
        known = (hours.notna() & values.notna()).to_numpy()
        middle = hours[known].median()
        spread = 1.4826 * (hours[known] - middle).abs().median()
        if spread > 0:
            known = known & (np.abs(hours - middle) <= FARTHEST * spread).to_numpy()
        at = np.flatnonzero(known)
        if len(at) < NEED_NIGHTS:
            raise NotEnoughData(f"best {of}", NEED_NIGHTS, len(at), "nights with a morning after them")
        value = values.to_numpy(dtype=float)[at]
        need_difference(value, "mornings")
        hour = hours.to_numpy(dtype=float)[at]
        if hour.std() < LEAST_SD_H:
            spread_min = round(60 * LEAST_SD_H)
            raise NotEnoughData(f"best {of}: nights that differ (their SD)", spread_min, int(60 * hour.std()), "min")
        columns = np.column_stack([*(part[at] for part in beside), slow_course(at)])
        return cls(hour, value, at, hours.index[at], columns, float(hour.mean()))

    def powers(self, hour: np.ndarray, degree: int) -> np.ndarray:
        """The columns of the curve at some hours."""
        return (hour[:, None] - self.origin_h) ** np.arange(1, degree + 1)

    def fit(self, degree: int) -> Regression:
        """Columns: the powers, the constant, what stands beside them."""
        design = independent(self.powers(self.hour, degree), self.beside)
        return ar1_regression(self.value, design, self.at)

    def degree(self) -> int:
        """A curve that falls faster on one side than on the other takes nights enough to be told."""
        return 3 if len(self.hour) >= CUBE_NIGHTS and len(np.unique(self.hour)) >= CUBE_HOURS else 2

    def bins(self) -> pd.DataFrame:
        begin = np.floor(self.hour * 2) / 2
        full = np.arange(begin.min(), begin.max() + 0.25, 0.5)
        by_bin = pd.Series(self.value).groupby(begin).agg(["size", "mean"]).reindex(full)
        nights = by_bin["size"].fillna(0).astype(int)
        return pd.DataFrame(
            {"nights": nights, "mean": by_bin["mean"].where(nights >= NEED_IN_BIN)}, pd.Index(full, name="begin_h")
        )

    def spoken_of(self) -> np.ndarray:
        """The hours of which something is said: around the usual one, as far as every half-hour has its nights."""
        nights = self.bins()["nights"]
        rare = nights.index[nights < NEED_IN_BIN].to_numpy()
        usual = np.floor(np.median(self.hour) * 2) / 2
        first = max([nights.index[0], *(rare[rare <= usual] + 0.5)])
        end = min([nights.index[-1] + 0.5, *rare[rare > usual]])
        if (bins := round((end - first) / 0.5)) < NEED_BINS:
            raise NotEnoughData("half-hours in a row with 5 nights each", NEED_BINS, max(bins, 0), "half-hours")
        low, high = np.quantile(self.hour, [0.05, 0.95])
        low, high = max(low, first), min(high, end)
        return np.linspace(low, high, max(int((high - low) / STEP_H), NEED_BINS) + 1)

    def adjusted(self, fit: Regression, degree: int) -> pd.DataFrame:
        beside = independent(self.powers(self.hour, degree), self.beside)[:, degree + 1 :]
        adjusted = self.value - beside @ fit.coefficients[degree + 1 :]
        return pd.DataFrame({"hour": self.hour, "value": self.value, "adjusted": adjusted}, index=self.index)

    def holds_later(self, degree: int) -> bool:
        """Does the curve of the first two thirds foretell the last third (80% interval of its slope above 0)?"""
        cut = 2 * len(self.hour) // 3
        if len(self.hour) - cut < NEED_LATER:
            return False
        earlier, later = self._part(slice(None, cut)), self._part(slice(cut, None))
        if min(len(np.unique(part.hour)) for part in (earlier, later)) <= degree:
            return False
        foretold = self.powers(later.hour, degree) @ earlier.fit(degree).coefficients[:degree]
        design = independent(foretold[:, None], later.beside)
        return ar1_regression(later.value, design, later.at).interval(0, 0.8)[0] > 0

    def _part(self, rows: slice) -> "_Nights":
        parts = (self.hour, self.value, self.at, self.index, self.beside)
        return _Nights(*(part[rows] for part in parts), self.origin_h)


class _Curves:
    """Curves that the data allow, over the hours of which something is said."""

    def __init__(self, fit: Regression, basis: np.ndarray, sign: float, seed: int):
        degree = basis.shape[1]
        self.basis, self.sign, self.fit = basis, sign, fit
        self.value, self.covariance = fit.coefficients[:degree], fit.covariance[:degree, :degree]
        rng = np.random.default_rng(seed)
        normal = rng.standard_normal((DRAWS, degree)) @ np.linalg.cholesky(self.covariance).T
        heavier = np.sqrt(fit.df / rng.chisquare(fit.df, DRAWS))  # Student's t
        self.drawn = sign * (self.value + normal * heavier[:, None]) @ basis.T
        self.tops = self.drawn.argmax(axis=1)
        self.top = int((sign * basis @ self.value).argmax())

    def shape(self, p: float) -> Shape:
        if p > 0.05:
            return Shape.FLAT
        last = len(self.basis) - 1
        if (self.tops == 0).mean() < 0.05 and (self.tops == last).mean() < 0.05 and 0 < self.top < last:
            return Shape.PEAK
        across = self.difference(self.basis[-1], self.basis[0])
        if across.low > 0:
            return Shape.RISING
        return Shape.FALLING if across.high < 0 else Shape.UNCLEAR

    def best(self, grid: np.ndarray) -> Estimate:
        low, high = np.quantile(grid[self.tops], [0.025, 0.975])
        best = float(grid[self.top])
        return Estimate(best, min(float(low), best), max(float(high), best), n=self.fit.n)

    def window(self, grid: np.ndarray, within: float) -> tuple[float, float]:
        curve = self.sign * self.basis @ self.value
        far = np.flatnonzero(curve < curve[self.top] - within)
        first = max([0, *(far[far < self.top] + 1)])
        last = min([len(grid) - 1, *(far[far > self.top] - 1)])
        return float(grid[first]), float(grid[last])

    def difference(self, one: np.ndarray, other: np.ndarray) -> Estimate:
        """How much better the outcome is at one place of the curve than at another."""
        from scipy.special import stdtrit

        apart = self.sign * (one - other)
        value = float(apart @ self.value)
        reach = float(stdtrit(self.fit.df, 0.975) * np.sqrt(apart @ self.covariance @ apart))
        return Estimate(value, value - reach, value + reach, n=self.fit.n)

    def could_matter(self) -> float:
        return float(np.quantile(np.ptp(self.drawn, axis=1), 0.95))


def _curve(fit: Regression, basis: np.ndarray, grid: np.ndarray) -> pd.DataFrame:
    from scipy.special import stdtrit

    degree = basis.shape[1]
    rows = np.column_stack([basis, np.ones(len(grid))])
    value = rows @ fit.coefficients[: degree + 1]
    covariance = fit.covariance[: degree + 1, : degree + 1]
    reach = stdtrit(fit.df, 0.975) * np.sqrt(np.einsum("ij,jk,ik->i", rows, covariance, rows))
    return pd.DataFrame({"value": value, "low": value - reach, "high": value + reach}, pd.Index(grid, name="hour"))
