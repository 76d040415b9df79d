"""Daily rhythm: when is my heart rate highest and lowest, how sure is that, has it moved, and what may follow from it?

A cosinor: heart rate by the hour as a 24-hour wave, from 14 days on with a 12-hour wave on top of it, so that the day
may rise faster than it falls. Hours of one day share their noise, days hardly do. So every interval comes from how the
days differ from each other (a population-mean cosinor, days as clusters), never from how the hours do.

Clock hours run from 0 to 24 of the local clock, day by day. The interval of a clock time is unwrapped around its value:
its ends may lie below 0 or above 24, so that low <= value <= high always holds.

Sources: Cornelissen (2014), Theor Biol Med Model 11:16 (cosinor, population mean, zero-amplitude test); Bingham et al.
(1982), Chronobiologia 9(4):397-439 (interval of the acrophase). The gates, the two hours after a workout and the
widening of the bootstrap are ours, held to known truths by `python -m tests.truth`.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import Estimate, Grade, NotEnoughData

HOUR_S, DAY_S = 3600, 86_400
AFTER_WORKOUT_S = 2 * HOUR_S  # heart rate settles
NEED_HOURS = 14  # usable hours of a day
NEED_DAYS = 7
NEED_DAYS_TWO = 14  # for the 12-hour wave, and with it for highest and lowest
WINDOW = 28  # days
ALIKE_BPM = 1.0  # maxima that differ by less are both reported
BOOTSTRAPS = 400
STEP_H = 1 / 12
TURN = 2 * np.pi / 24


@dataclass(frozen=True, eq=False)
class HeartDays:
    """What each usable day says about the rhythm, one row a day: the sums that every fit is made of.

    waves: cos and sin of the 24-hour wave, then of the 12-hour wave. grid: heart rate by clock hour, NaN where there
    is none or where it is masked. had: days with any heart rate, usable or not.
    """

    day: np.ndarray  # datetime64[D], ascending
    hours: np.ndarray
    mean_wave: np.ndarray  # days x 4
    mean_bpm: np.ndarray
    squares: np.ndarray  # days x 4 x 4: waves about the day's mean
    products: np.ndarray  # days x 4: waves by heart rate, both about the day's mean
    grid: np.ndarray  # days x 24
    had: np.ndarray  # datetime64[D]


@dataclass(frozen=True, eq=False)
class Rhythm:
    """The daily rhythm of heart rate in the `window` days up to `until`.

    The grade is that of the rhythm itself: strong, the zero-amplitude test has p < .01; likely, p < .05; none: no
    rhythm seen, and then there is no acrophase, peak or trough. With fewer than 14 days only the 24-hour wave is
    fitted. Its top is the acrophase, but where the day is skewed that is hours away from the peak, so that peaks and
    troughs stay empty. Two of them are given where the second is within 1 bpm of the first.
    """

    until: date
    window: int
    days: int  # usable
    hours: int  # usable
    harmonics: int
    p: float  # of the zero-amplitude test, F(2, days - 2)
    grade: Grade
    mesor: Estimate  # [bpm] mean of the curve
    amplitude: Estimate  # [bpm] of the 24-hour wave; low is held at 0
    acrophase: Estimate | None  # [clock h] top of the 24-hour wave
    peaks: tuple[Estimate, ...]  # [clock h]
    troughs: tuple[Estimate, ...]  # [clock h]
    curve: pd.DataFrame  # index clock hour 0 to 24; bpm, low, high (95%, hour by hour)
    observed: pd.Series  # mean of the usable hours [bpm], index clock hour 0.5 to 23.5, NaN where there are none


@dataclass(frozen=True, eq=False)
class RhythmShift:
    """How the acrophase moved from the window before to the latest one.

    windows: one row a window, oldest first; columns until, days, acrophase_h, low_h, high_h, NaN where a window has too
    few days or no rhythm. All clock hours are unwrapped around the latest known.
    """

    change: Estimate | None  # [h] positive: later; n: days in both windows; None where one of them has no rhythm
    grade: Grade  # strong: the 99% interval excludes 0; likely: the 95% interval does; none: neither
    window: int
    windows: pd.DataFrame


def heart_days(hourly: pd.DataFrame, workouts: pd.DataFrame) -> HeartDays:
    """The usable hours of each day, on the local clock.

    hourly: hour_utc [s since 1970, where the hour begins], mean [bpm], offset_min; one row an hour, any order.
    workouts: start_utc, end_utc [s].
    Hours touched by a workout or the two hours after it are masked, days on which the clock moved to another offset
    are left out, and so are days with fewer than 14 hours left.
    Raises ValueError where an hour comes twice: one source at a time.
    """
    ordered = hourly.sort_values("hour_utc")
    hour_utc = ordered["hour_utc"].to_numpy(dtype="int64")
    if (np.diff(hour_utc) == 0).any():
        raise ValueError("an hour comes twice: the rhythm is taken from one source at a time")
    offset_min = ordered["offset_min"].to_numpy(dtype="int64")
    bpm = ordered["mean"].to_numpy(dtype=float)

    middle_s = hour_utc + offset_min * 60 + HOUR_S // 2
    number, clock = middle_s // DAY_S, middle_s % DAY_S / HOUR_S
    moved = number[1:][np.diff(offset_min) != 0]
    kept = ~_touched(hour_utc, workouts) & ~np.isnan(bpm) & ~np.isin(number, moved)
    days, row, counts = np.unique(number[kept], return_inverse=True, return_counts=True)
    full = counts >= NEED_HOURS
    inside = full[row]
    row = (np.cumsum(full) - 1)[row[inside]]
    return _summed(
        days[full].astype("datetime64[D]"),
        row,
        clock[kept][inside],
        bpm[kept][inside],
        np.unique(number).astype("datetime64[D]"),
    )


def _touched(hour_utc: np.ndarray, workouts: pd.DataFrame) -> np.ndarray:
    """Which hours hold a part of a workout or of the two hours after it."""
    first = np.searchsorted(hour_utc, workouts["start_utc"].to_numpy(dtype="int64") - HOUR_S, side="right")
    after = np.searchsorted(hour_utc, workouts["end_utc"].to_numpy(dtype="int64") + AFTER_WORKOUT_S, side="left")
    begun = np.bincount(first, minlength=len(hour_utc) + 1) - np.bincount(after, minlength=len(hour_utc) + 1)
    return np.cumsum(begun)[: len(hour_utc)] > 0


def _summed(days: np.ndarray, row: np.ndarray, clock: np.ndarray, bpm: np.ndarray, had: np.ndarray) -> HeartDays:
    """The sums of each day. row: the position in `days` of each hour."""
    n = len(days)
    hours = np.bincount(row, minlength=n)

    def by_day(values: np.ndarray) -> np.ndarray:
        return np.column_stack([np.bincount(row, weights=column, minlength=n) for column in values.T])

    waves = _waves(clock)
    mean_wave, mean_bpm = by_day(waves) / hours[:, None], by_day(bpm[:, None])[:, 0] / hours
    apart = waves - mean_wave[row]
    pairs = (apart[:, :, None] * apart[:, None, :]).reshape(-1, 16)
    grid = np.full((n, 24), np.nan)
    grid[row, clock.astype(int)] = bpm
    return HeartDays(
        day=days,
        hours=hours,
        mean_wave=mean_wave,
        mean_bpm=mean_bpm,
        squares=by_day(pairs).reshape(-1, 4, 4),
        products=by_day(apart * (bpm - mean_bpm[row])[:, None]),
        grid=grid,
        had=had,
    )


def _waves(clock: np.ndarray) -> np.ndarray:
    """cos and sin of the 24-hour wave and of the 12-hour wave at clock hours, four columns."""
    angle = TURN * np.asarray(clock, dtype=float)
    return np.column_stack([np.cos(angle), np.sin(angle), np.cos(2 * angle), np.sin(2 * angle)])


def rhythm(known: HeartDays, until: date, *, window: int = WINDOW, seed: int = 0) -> Rhythm:
    """The rhythm of the `window` days up to `until`; seed: of the day-block bootstrap of peaks and troughs.

    Raises NotEnoughData with fewer than 7 usable days.
    """
    chosen = _within(known, until, window)
    days = int(chosen.sum())
    if days < NEED_DAYS:
        raise NotEnoughData(f"daily rhythm (days with {NEED_HOURS} hours of heart rate)", need=NEED_DAYS, have=days)

    harmonics = 2 if days >= NEED_DAYS_TWO else 1
    fit = _fit(known, chosen, harmonics)
    p = fit.zero_amplitude_p()
    grade = Grade.STRONG if p < 0.01 else Grade.LIKELY if p < 0.05 else Grade.NONE
    turning = grade is not Grade.NONE and harmonics == 2
    peaks, troughs = (_turning_points(fit, sign, seed) if turning else () for sign in (1, -1))
    return Rhythm(
        until=until,
        window=window,
        days=days,
        hours=int(known.hours[chosen].sum()),
        harmonics=harmonics,
        p=p,
        grade=grade,
        mesor=fit.mesor(),
        amplitude=fit.amplitude(),
        acrophase=None if grade is Grade.NONE else fit.acrophase(),
        peaks=peaks,
        troughs=troughs,
        curve=fit.curve(),
        observed=_observed(known.grid[chosen]),
    )


def _within(known: HeartDays, until: date, window: int) -> np.ndarray:
    last = np.datetime64(until, "D")
    return (known.day <= last) & (known.day > last - window)


def _observed(grid: np.ndarray) -> pd.Series:
    counts = (~np.isnan(grid)).sum(axis=0)
    means = np.nansum(grid, axis=0) / np.where(counts, counts, np.nan)
    return pd.Series(means, index=np.arange(24) + 0.5)


@dataclass(frozen=True, eq=False)
class _Fit:
    """Coefficients of one window and what each day adds to them.

    by_day: days x (1 + 2 harmonics), mesor first; its mean over days is the fit, its covariance / days that of the fit.
    """

    by_day: np.ndarray

    @property
    def days(self) -> int:
        return len(self.by_day)

    @property
    def value(self) -> np.ndarray:
        return self.by_day.mean(axis=0)

    @property
    def covariance(self) -> np.ndarray:
        apart = self.by_day - self.value
        return apart.T @ apart / (self.days * (self.days - 1))

    def reach(self, level: float = 0.95) -> float:
        """Student's t with days - 1 degrees of freedom."""
        from scipy.special import stdtrit

        return float(stdtrit(self.days - 1, (1 + level) / 2))

    def zero_amplitude_p(self) -> float:
        """Joint test that both coefficients of the 24-hour wave are 0: Hotelling's T squared as F(2, days - 2)."""
        from scipy.special import fdtrc

        wave = self.value[1:3]
        t_squared = wave @ np.linalg.solve(self._wave_covariance(), wave)
        return float(fdtrc(2, self.days - 2, t_squared * (self.days - 2) / (2 * (self.days - 1))))

    def _wave_covariance(self) -> np.ndarray:
        # Never singular: days that are all the same leave rounding errors, not a spread of exactly 0.
        return self.covariance[1:3, 1:3] + 1e-12 * np.eye(2)

    def mesor(self) -> Estimate:
        value, half = float(self.value[0]), self.reach() * float(np.sqrt(self.covariance[0, 0]))
        return Estimate(value, value - half, value + half, n=self.days)

    def amplitude(self) -> Estimate:
        value, turned = self._along_and_across()
        half = self.reach() * float(np.sqrt(turned[0, 0]))
        return Estimate(value, max(value - half, 0.0), value + half, n=self.days)

    def _along_and_across(self) -> tuple[float, np.ndarray]:
        """The amplitude, and the covariance along the wave's own direction and across it."""
        cosine, sine = self.value[1:3]
        amplitude = float(np.hypot(cosine, sine))
        along = np.array([[cosine, sine], [-sine, cosine]]) / max(amplitude, 1e-12)
        return amplitude, along @ self._wave_covariance() @ along.T

    def acrophase(self) -> Estimate:
        """The directions that the 95% ellipse of the two coefficients is seen in from 0 (Fieller's theorem).

        Exists whenever the zero-amplitude test has p < .05, since the ellipse then leaves out 0.
        """
        amplitude, across = self._along_and_across()
        t_squared = self.reach() ** 2
        p, q, r = amplitude**2 - t_squared * across[0, 0], t_squared * across[0, 1], t_squared * across[1, 1]
        middle = float(-np.arctan2(q, (p + r) / 2) / 2 / TURN)
        half = float(np.arccos((p - r) / 2 / np.hypot((p + r) / 2, q)) / 2 / TURN)
        value = float(np.arctan2(self.value[2], self.value[1]) / TURN) % 24
        return Estimate(value, value + middle - half, value + middle + half, n=self.days)

    def acrophase_variance(self) -> float:
        """To first order [h squared]."""
        amplitude, across = self._along_and_across()
        return float(across[1, 1] / amplitude**2 / TURN**2)

    def curve(self) -> pd.DataFrame:
        hour = np.arange(0, 24.01, 0.25)
        design = _design(hour, self.by_day.shape[1])
        bpm = design @ self.value
        half = self.reach() * np.sqrt(np.einsum("ij,jk,ik->i", design, self.covariance, design))
        return pd.DataFrame({"bpm": bpm, "low": bpm - half, "high": bpm + half}, index=pd.Index(hour, name="hour"))


def _fit(known: HeartDays, chosen: np.ndarray, harmonics: int) -> _Fit:
    """The mean over days of each day's own least-squares curve, weighted by what its hours can tell.

    A day that lacks eight hours in a row tells the 12-hour wave with ten times the variance of a whole one; weighted
    by its sums of squares it counts for as little. Where all days are whole this is the plain mean over days. Each
    row of by_day is the fit plus that day's influence on it, so that mean and covariance over rows are the estimate
    and its cluster-robust covariance (pooled least squares with an intercept a day, days as clusters, times D/(D-1)).
    """
    waves = 2 * harmonics
    squares = known.squares[chosen, :waves, :waves]
    products, mean_wave = known.products[chosen, :waves], known.mean_wave[chosen, :waves]
    inverse = np.linalg.inv(squares.mean(axis=0))
    wave = inverse @ products.mean(axis=0)
    influence = (products - squares @ wave) @ inverse

    levels = known.mean_bpm[chosen] - mean_wave @ wave
    mesors = levels - influence @ mean_wave.mean(axis=0)
    return _Fit(np.column_stack([mesors, wave + influence]))


def _design(hour: np.ndarray, columns: int) -> np.ndarray:
    return np.column_stack([np.ones(len(hour)), _waves(hour)])[:, :columns]


GRID_H = np.arange(0, 24, STEP_H)


def _turning_points(fit: _Fit, sign: int, seed: int) -> tuple[Estimate, ...]:
    """Where the curve is highest (sign 1) or lowest (-1), and where else it comes within 1 bpm of that.

    The interval is that of a bootstrap that draws whole days. A mean of few drawn days strays less than the mean of as
    many new ones would, so its strays are widened to those of Student's t, as in the interval of the mesor.
    """
    from scipy.special import stdtrit

    design = sign * _design(GRID_H, fit.by_day.shape[1])
    curve = design @ fit.value
    tops = np.flatnonzero(_is_top(curve[None, :])[0])
    tops = tops[np.argsort(-curve[tops])]
    tops = tops[curve[tops] > curve[tops[0]] - ALIKE_BPM]

    days = fit.days
    drawn = np.random.default_rng(seed).multinomial(days, np.full(days, 1 / days), BOOTSTRAPS) / days
    wider = np.sqrt(days / (days - 1)) * fit.reach() / stdtrit(np.inf, 0.975)
    strayed = fit.value + wider * (drawn @ fit.by_day - fit.value)
    curves = strayed @ design.T
    if len(tops) == 1:
        return (_located(curve, tops[0], curves, curves.argmax(axis=1), days),)
    return tuple(_located(curve, top, curves, _nearest_top(curves, top), days) for top in tops)


def _is_top(curves: np.ndarray) -> np.ndarray:
    """Which points of closed curves, a row each, are higher than their neighbours."""
    return (curves > np.roll(curves, 1, axis=1)) & (curves >= np.roll(curves, -1, axis=1))


def _nearest_top(curves: np.ndarray, at: int) -> np.ndarray:
    """The local maximum of each curve that is the nearest to the point `at`."""
    steps = np.abs(np.arange(curves.shape[1]) - at)
    away = np.minimum(steps, curves.shape[1] - steps)
    return np.where(_is_top(curves), away, np.inf).argmin(axis=1)


def _located(curve: np.ndarray, top: int, curves: np.ndarray, tops: np.ndarray, days: int) -> Estimate:
    """A turning point with the interval in which 95 of 100 bootstrapped ones lie."""
    value = float(_between(curve[None, :], np.array([top]))[0]) % 24
    apart = _turned(_between(curves, tops) - value)
    low, high = np.quantile(apart, [0.025, 0.975])
    return Estimate(value, value + min(float(low), 0.0), value + max(float(high), 0.0), n=days)


def _between(curves: np.ndarray, tops: np.ndarray) -> np.ndarray:
    """The clock hour of maxima, by a parabola through each and its two neighbours."""
    rows, points = np.arange(len(curves)), curves.shape[1]
    before, at, after = (curves[rows, (tops + step) % points] for step in (-1, 0, 1))
    bend = before - 2 * at + after
    shift = np.where(bend < 0, (before - after) / (2 * np.where(bend < 0, bend, -1)), 0)
    return GRID_H[tops] + STEP_H * shift


def rhythm_shift(known: HeartDays, until: date, *, window: int = WINDOW) -> RhythmShift:
    """How the acrophase moved from one window of `window` days to the next, and between the two latest.

    Raises NotEnoughData where one of the two latest windows has fewer than 7 usable days.
    """
    chosen = _windows(known, until, window)
    days = [int(rows.sum()) for rows in chosen]
    have = min(days[-2:]) if len(days) > 1 else 0
    if have < NEED_DAYS:
        what = f"change of the daily rhythm (days with {NEED_HOURS} hours of heart rate, in each {window} days)"
        raise NotEnoughData(what, need=NEED_DAYS, have=have)

    fits = [_rhythmic_fit(known, rows) for rows in chosen]
    change, grade = _change(fits[-2], fits[-1]) if fits[-2] and fits[-1] else (None, Grade.NONE)
    return RhythmShift(change, grade, window, _acrophases(fits, days, until, window))


def _windows(known: HeartDays, until: date, window: int) -> list[np.ndarray]:
    """The days of each whole window, oldest first; the latest one ends on `until`."""
    if not len(known.had):
        return []
    last = np.datetime64(until, "D")
    whole = max((last - known.had[0]).astype(int) + 1, 0) // window
    return [_within(known, (last - window * back).item(), window) for back in reversed(range(whole))]


def _rhythmic_fit(known: HeartDays, chosen: np.ndarray) -> _Fit | None:
    """The fit of a window; None where it has too few days or no rhythm."""
    days = chosen.sum()
    if days < NEED_DAYS:
        return None
    fit = _fit(known, chosen, 2 if days >= NEED_DAYS_TWO else 1)
    return fit if fit.zero_amplitude_p() < 0.05 else None


def _change(before: _Fit, latest: _Fit) -> tuple[Estimate, Grade]:
    """How much later the acrophase is, with Welch's interval: each window's variance comes from its own days."""
    from scipy.special import stdtrit

    value = _turned(latest.acrophase().value - before.acrophase().value)
    parts = np.array([fit.acrophase_variance() for fit in (before, latest)])
    df = parts.sum() ** 2 / (parts**2 / (np.array([before.days, latest.days]) - 1)).sum()
    half, half99 = (float(stdtrit(df, (1 + level) / 2) * np.sqrt(parts.sum())) for level in (0.95, 0.99))
    grade = Grade.STRONG if abs(value) > half99 else Grade.LIKELY if abs(value) > half else Grade.NONE
    return Estimate(value, value - half, value + half, n=before.days + latest.days), grade


def _turned(hours):
    """A difference of clock hours as -12 to 12."""
    return (hours + 12) % 24 - 12


def _acrophases(fits: list[_Fit | None], days: list[int], until: date, window: int) -> pd.DataFrame:
    """The table of windows."""
    unknown = Estimate(np.nan, np.nan, np.nan, n=0)
    found = [fit.acrophase() if fit else unknown for fit in fits]
    latest = next((each.value for each in reversed(found) if each.n), 0.0)
    values = [latest + _turned(each.value - latest) for each in found]
    return pd.DataFrame(
        {
            "until": pd.date_range(end=pd.Timestamp(until), periods=len(fits), freq=f"{window}D"),
            "days": days,
            "acrophase_h": values,
            "low_h": [value + each.low - each.value for value, each in zip(values, found, strict=True)],
            "high_h": [value + each.high - each.value for value, each in zip(values, found, strict=True)],
        }
    )


INFERRED = "inferred from rhythm, not measured performance"
TROUGH, MID_SLEEP = "heart-rate trough", "mid-sleep"  # what stands for the low point
WIDEST_H = 6.0  # interval of the phase, beyond which no window is given
# When each window begins and ends, in hours after the low point of the body clock. The hours are ours. What they rest
# on: people do better the warmer they are (rise), some dip in the middle of the afternoon, sprints, jumps and strength
# are best from 16:00 to 20:00 or, by the meta-analysis, 13:00 to 19:00, and endurance hardly differs. Temperature is
# lowest near the middle of sleep, on average at 03:50 in morning types and 06:01 in evening types (Baehr, Revelle &
# Eastman 2000, J Sleep Res 9(2):117-27): with 03:30, the dip is at 13:00 to 15:00 and the best is 16:30 to 20:00.
AFTER_LOW_POINT = {
    "rise": (6.0, 8.0, "Wright, Hull & Czeisler (2002), Am J Physiol 283(6):R1370-7, on warmth; the hours are ours"),
    "dip": (9.5, 11.5, "Monk (2005), Clin Sports Med 24(2):e15-23"),
    "best": (
        13.0,
        16.5,
        "Mirizio et al. (2020), Sci Rep 10:9485 (review); Knaier et al. (2022), Med Sci Sports Exerc 54(1):169-80",
    ),
}


@dataclass(frozen=True)
class ReadinessWindow:
    """A part of the day in which people are on average readier (rise, best), or less so (dip): see INFERRED.

    start to end [clock h] is the window itself; earliest to latest is the same, widened by the interval of the phase
    that it hangs on. Unwrapped: earliest <= start < end <= latest.
    """

    name: str  # rise, dip or best
    start_h: float
    end_h: float
    earliest_h: float
    latest_h: float
    basis: str  # TROUGH or MID_SLEEP
    source: str


def readiness_windows(troughs: tuple[Estimate, ...], mid_sleep: Estimate | None) -> tuple[ReadinessWindow, ...]:
    """When people with this phase are likely to be ready, from the low point of the body clock on.

    troughs: of a Rhythm. mid_sleep: circular mean [clock h]. The trough of heart rate stands for the low point where
    there is exactly one, else the middle of sleep does: neither is a measurement of the body clock, and at rest heart
    rate runs up to three hours ahead of temperature (Krauchi & Wirz-Justice 1994, Am J Physiol 267(3):R819-29). Empty
    where the phase is not known to within 6 hours. The same hours after the low point for all is our choice: time since
    waking told more than the clock, but late types were at their best later by that, too, up to 11 hours after waking,
    early types after about 6 (Facer-Childs & Brandstaetter 2015, Curr Biol 25(4):518-22).
    """
    basis, low_point = (TROUGH, troughs[0]) if len(troughs) == 1 else (MID_SLEEP, mid_sleep)
    if low_point is None or low_point.high - low_point.low > WIDEST_H:
        return ()
    return tuple(_readiness_window(name, basis, low_point) for name in AFTER_LOW_POINT)


def _readiness_window(name: str, basis: str, low_point: Estimate) -> ReadinessWindow:
    begin, end, source = AFTER_LOW_POINT[name]
    start = (low_point.value + begin) % 24
    return ReadinessWindow(
        name=name,
        start_h=start,
        end_h=start + end - begin,
        earliest_h=start + low_point.low - low_point.value,
        latest_h=start + end - begin + low_point.high - low_point.value,
        basis=basis,
        source=source,
    )
