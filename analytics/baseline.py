"""Baseline: what is usual for me, is this week different, and which way has it been going?

Three layers on one daily series, HRV on its logarithm:
(a) usual: the mean of a 60-day reference that ends 7 days before the day, and the range of single days around it;
(b) decision: is the 7-day mean outside the interval in which it falls when nothing has changed? Days resemble their
    neighbours, so that interval is wider than that of 7 independent days;
(c) level: a smooth line that follows slow change and uses no day after the one it stands on.

Sources: Plews et al. (2014), Int J Sports Physiol Perform 9(5):783-90 (three valid days make a week's mean);
Plews et al. (2013), Sports Med 43(9):773-81 (weekly means on ln rMSSD). The widths are ours and are held to known
truths by `python -m tests.truth`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import ar1_regression
from analytics.usual import (
    NEED_REFERENCE,
    NEED_WEEK,
    REFERENCE,
    WEEK,
    AgainstUsual,
    against_usual,
    daily_array,
    held,
    robust_spread,
    row_median,
)

NEED_SPAN = 5  # valid days that an earlier span of a trend needs, to have a line of its own

# The level filter averages over these; both are ours.
STEPS = (0, 0.03, 0.06, 0.12)  # daily step of the level, in SDs of the daily noise
PHIS = (0, 0.2, 0.4, 0.6, 0.8)  # lag-1 autocorrelation of the daily noise
OUTLIER = 3  # SDs from the median, or from its prediction, at which a value is held
ALONE = 3.5  # SDs from its prediction beyond which a lone value is left out
WIDER = 1.05  # the interval of the level, for what the grid and the holding of outliers leave out


@dataclass(frozen=True)
class Baseline:
    """A day and its week against what is usual for the athlete, in the unit of the values."""

    day: date
    today: float | None
    week: float  # mean of the 7 days up to `day`, geometric where log, glitches held (see against_usual)
    week_n: int
    usual: Estimate  # mean of the reference, geometric where log
    day_low: float  # the normal range: 95 of 100 single days fall into it
    day_high: float
    band_low: float  # 95 of 100 weeks fall into it while nothing changes
    band_high: float
    band99_low: float
    band99_high: float
    change: Estimate  # week against usual: % where log, else in the unit of the values
    grade: Grade  # strong: the week is outside the 99% band; likely: outside the 95% band; none: inside
    phi: float  # lag-1 autocorrelation of the days
    restarted: date | None  # a device change that the reference begins at


@dataclass(frozen=True)
class Trend:
    """Which way the last `days` days have been going."""

    change: Estimate  # over `days` days along the straight line: % where log, else in the unit of the values
    days: int
    n: int  # valid days among them
    grade: Grade  # strong: the 99% interval excludes 0; likely: the 95% interval does; none: neither


def baseline(values: pd.Series, day: date, *, log: bool, restarts: Sequence[date] = ()) -> Baseline:
    """What is usual on `day`, and is its week different?

    values, log, restarts: as for against_usual; days after `day` are not looked at.
    Raises NotEnoughData with fewer than 14 valid days in the reference or 3 in the week, ValueError if `day` is not
    in the index.
    """
    row = _row(values.index, day)
    at = against_usual(values, np.array([row]), log=log, restarts=restarts)
    if at.usual_n[0] < NEED_REFERENCE:
        raise NotEnoughData("baseline, from the days before the last 7", need=NEED_REFERENCE, have=int(at.usual_n[0]))
    if at.week_n[0] < NEED_WEEK:
        raise NotEnoughData("the last 7 days", need=NEED_WEEK, have=int(at.week_n[0]))

    edges = {name: float(column[0]) for name, column in _edges(at, log).items()}
    difference, reach = float(at.week[0] - at.usual[0]), float(_reach(at, 0.95)[0])
    change = Estimate(
        *(_as_change(x, log) for x in (difference, difference - reach, difference + reach)),
        n=int(at.usual_n[0] + at.week_n[0]),
    )
    return Baseline(
        day=values.index[row].date(),
        today=None if np.isnan(values.iloc[row]) else float(values.iloc[row]),
        week=edges["week"],
        week_n=int(at.week_n[0]),
        usual=Estimate(edges["usual"], edges["usual_low"], edges["usual_high"], n=int(at.usual_n[0])),
        **{name: edges[name] for name in ("day_low", "day_high", "band_low", "band_high", "band99_low", "band99_high")},
        change=change,
        grade=_grade(likely=abs(difference) > reach, strong=abs(difference) > float(_reach(at, 0.99)[0])),
        phi=float(at.phi[0]),
        restarted=_last_restart(values.index[row], restarts),
    )


def baseline_history(values: pd.Series, *, log: bool, restarts: Sequence[date] = ()) -> pd.DataFrame:
    """The same for every day: value, week, usual and the edges of Baseline, and `flagged` (week outside the 95% band).

    A row is what baseline() says on that day. What it cannot know is NaN: without 14 reference days all but the
    week, without 3 days in the week what concerns the week; such a day is not flagged.
    """
    at = against_usual(values, np.arange(len(values)), log=log, restarts=restarts)
    columns = _edges(at, log)
    flagged = np.abs(at.week - at.usual) > _reach(at, 0.95)
    return pd.DataFrame({"value": values} | columns | {"flagged": flagged}, index=values.index)


def _edges(at: AgainstUsual, log: bool) -> dict[str, np.ndarray]:
    """Means and edges in the unit of the values."""
    from scipy.special import stdtrit

    t = stdtrit(at.df, 0.975) * at.spread
    usual, day = t * np.sqrt(at.usual_variance), t * np.sqrt(1 + at.usual_variance)
    band, band99 = _reach(at, 0.95), _reach(at, 0.99)
    edges = {
        "week": at.week,
        "usual": at.usual,
        "usual_low": at.usual - usual,
        "usual_high": at.usual + usual,
        "day_low": at.usual - day,
        "day_high": at.usual + day,
        "band_low": at.usual - band,
        "band_high": at.usual + band,
        "band99_low": at.usual - band99,
        "band99_high": at.usual + band99,
    }
    return {name: np.exp(column) for name, column in edges.items()} if log else edges


def _reach(at: AgainstUsual, level: float) -> np.ndarray:
    """How far the 7-day mean falls from usual, either way, in `level` of the weeks in which nothing has changed."""
    from scipy.special import stdtrit

    return stdtrit(at.df, (1 + level) / 2) * at.spread * np.sqrt(at.change_variance)


def _grade(*, likely: bool, strong: bool) -> Grade:
    return Grade.STRONG if strong else Grade.LIKELY if likely else Grade.NONE


def _as_change(difference: float, log: bool) -> float:
    return 100 * float(np.expm1(difference)) if log else difference


def _row(index: pd.DatetimeIndex, day: date) -> int:
    row = index.get_indexer([pd.Timestamp(day)])[0]
    if row < 0:
        raise ValueError(f"{day} is not a day of this series")
    return int(row)


def _last_restart(day: pd.Timestamp, restarts: Sequence[date]) -> date | None:
    inside = [pd.Timestamp(restart) for restart in restarts]
    inside = [restart for restart in inside if day - pd.Timedelta(days=REFERENCE + WEEK - 1) < restart <= day]
    return max(inside).date() if inside else None


def trend(values: pd.Series, day: date, *, log: bool, days: int = 28, restarts: Sequence[date] = ()) -> Trend:
    """Which way have the `days` days up to `day` been going, and is it more than chance?

    A straight line with AR(1) noise through the last `days` days. The two spans of equal length before it each get a
    line of their own in the same regression: they do not bend the slope, but they tell how long noise lasts, which
    28 days alone cannot (without them the interval is honest but wider). Each span's values are held at 3 robust SDs
    from its median. values, log, restarts: as for against_usual.
    Raises NotEnoughData with fewer than 14 valid days in the span (or half of a shorter one).
    """
    row = _row(values.index, day)
    x = daily_array(values, log)
    begin = max([0, *(p for p in values.index.searchsorted(pd.DatetimeIndex(restarts)) if p <= row)])
    spans = [np.arange(max(row + 1 - days * k, begin), row + 1 - days * (k - 1)) for k in (1, 2, 3)]
    spans = [span[~np.isnan(x[span])] for span in spans]
    need = min(NEED_REFERENCE, days // 2)
    if len(spans[0]) < need:
        raise NotEnoughData(f"trend of the last {days} days", need=need, have=len(spans[0]))

    spans = [spans[0], *(span for span in spans[1:] if len(span) >= NEED_SPAN)]
    at = np.sort(np.concatenate(spans))
    y, design = np.empty(len(at)), np.zeros((len(at), 2 * len(spans)))
    for k, span in enumerate(spans):
        rows = np.searchsorted(at, span)
        design[rows, 2 * k], design[rows, 2 * k + 1] = 1, (span - span[0]) / days
        centre = row_median(x[span][None, :])
        y[rows] = held(x[span][None, :], centre, OUTLIER * robust_spread(x[span][None, :], centre))[0]

    fit = ar1_regression(y, design, at)
    low, high = fit.interval(1)
    low99, high99 = fit.interval(1, 0.99)
    grade = _grade(likely=low > 0 or high < 0, strong=low99 > 0 or high99 < 0)
    slope = float(fit.coefficients[1])
    change = Estimate(*(_as_change(x, log) for x in (slope, low, high)), n=len(spans[0]))
    return Trend(change=change, days=days, n=len(spans[0]), grade=grade)


def level(values: pd.Series, *, log: bool, restarts: Sequence[date] = ()) -> pd.DataFrame:
    """The level behind the days, as known on each day: columns level, low, high (95%) in the unit of the values.

    values, log, restarts: as for against_usual; after a restart the level begins anew. NaN before 14 valid days.
    Model: a level that walks at random plus AR(1) noise (a local level with AR(1) disturbances; Harvey 1989,
    Forecasting, Structural Time Series Models and the Kalman Filter). How fast the level walks and how long noise
    lasts are not fitted but averaged over a grid, weighted by how well each has predicted the days so far, and the
    scale of the noise is integrated out: so the interval holds the doubt about all three, nothing can fail to
    converge, and no later day touches an earlier one.
    """
    x = daily_array(values, log)
    cuts = values.index.searchsorted(pd.DatetimeIndex(restarts))
    parts = np.split(x, np.unique(cuts[(cuts > 0) & (cuts < len(x))]))
    columns = np.concatenate([_filtered(part) for part in parts])
    return pd.DataFrame(np.exp(columns) if log else columns, index=values.index, columns=["level", "low", "high"])


def _filtered(x: np.ndarray) -> np.ndarray:
    """Level, low and high for each day of one stretch.

    The first 14 values, for which nothing is predicted yet, are held at 3 robust SDs from their median. Later, a
    value more than 3.5 SDs from what was predicted for its day is left out where it stands alone, and held at 3
    SDs where the day before was as far out: a glitch leaves no trace, a real jump is followed within days.
    """
    result = np.full((len(x), 3), np.nan)
    start = np.flatnonzero(~np.isnan(x))[:NEED_REFERENCE]
    if len(start) < NEED_REFERENCE:
        return result
    centre = row_median(x[start][None, :])
    x = x.copy()
    x[start] = held(x[start][None, :], centre, OUTLIER * robust_spread(x[start][None, :], centre))[0]

    filters = _Filters(centre[0])
    jumped = False
    for day, value in enumerate(x):
        filters.pass_a_day()
        if not np.isnan(value):
            expected, spread = filters.expected() if day > start[-1] else (value, 0)
            far = abs(value - expected) > ALONE * spread
            if jumped or not far:
                filters.learn(np.clip(value, expected - OUTLIER * spread, expected + OUTLIER * spread))
            jumped = far
        if day >= start[-1]:
            result[day] = filters.level()
    return result


class _Filters:
    """Kalman filters over the grid, side by side: the state of each after the days seen so far.

    Each has two states, level and AR(1) noise; their variances are in units of the squared SD of the noise.
    """

    def __init__(self, level: float):
        self.step, self.phi = (axis.ravel() for axis in np.meshgrid(np.square(STEPS), PHIS))
        self.mean, self.noise = np.full(len(self.phi), level), np.zeros(len(self.phi))
        # Before the first value the level may be anywhere.
        self.var_mean, self.shared, self.var_noise = self.step * 0 + 1e4, self.step * 0, self.step * 0 + 1
        self.squares, self.log_variance, self.n = np.zeros(len(self.phi)), np.zeros(len(self.phi)), 0

    def pass_a_day(self) -> None:
        self.noise = self.noise * self.phi
        self.var_mean = self.var_mean + self.step
        self.shared = self.shared * self.phi
        self.var_noise = self.var_noise * self.phi**2 + 1 - self.phi**2

    def learn(self, value: float) -> None:
        error = value - self.mean - self.noise
        variance = self._variance()
        gain_mean, gain_noise = (self.var_mean + self.shared) / variance, (self.shared + self.var_noise) / variance
        self.mean, self.noise = self.mean + gain_mean * error, self.noise + gain_noise * error
        self.var_mean = self.var_mean - gain_mean**2 * variance
        self.shared = self.shared - gain_mean * gain_noise * variance
        self.var_noise = self.var_noise - gain_noise**2 * variance
        if self.n > 0:  # the first value only says where the level begins
            self.squares = self.squares + error**2 / variance
            self.log_variance = self.log_variance + np.log(variance)
        self.n += 1

    def expected(self) -> tuple[float, float]:
        """The value expected for the day that has come, and its SD."""
        return self._mixed(self.mean + self.noise, self._variance())

    def level(self) -> tuple[float, float, float]:
        """The level and its 95% interval."""
        from scipy.special import stdtrit

        centre, spread = self._mixed(self.mean, self.var_mean)
        reach = WIDER * stdtrit(self.n - 1, 0.975) * spread
        return centre, centre - reach, centre + reach

    def _variance(self) -> np.ndarray:
        """Variance of the coming value in units of the squared SD of the noise."""
        return self.var_mean + 2 * self.shared + self.var_noise

    def _mixed(self, mean: np.ndarray, variance: np.ndarray) -> tuple[float, float]:
        """Mean and SD over the grid, each filter weighted by the likelihood of what it has predicted."""
        squares = np.maximum(self.squares, 1e-18)
        fit = -self.log_variance / 2 - (self.n - 1) / 2 * np.log(squares)
        weight = np.exp(fit - fit.max())
        weight = weight / weight.sum()
        centre = float(weight @ mean)
        return centre, float(weight @ (variance * squares / (self.n - 1) + (mean - centre) ** 2)) ** 0.5
