"""A day and its week against what is usual: the arithmetic that baselines and recovery share.

Days resemble their neighbours. So a week's mean strays further from the long-run mean than that of 7 independent
days, and how far is worked out here from the autocorrelation of the reference, for any pattern of missing days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.statistics import ar1_variance

WEEK = 7  # days
REFERENCE = 60  # days
NEED_WEEK = 3  # valid days
NEED_REFERENCE = 14  # valid days
HELD_REFERENCE = 3.5  # robust SDs (1.4826 MAD) from the reference's median at which its values are held
HELD_WEEK = 2.5  # of them, from the week's median; both ours, chosen so that glitches raise no flags
MAX_PHI = 0.9


@dataclass(frozen=True)
class AgainstUsual:
    """A day and its week against the reference, for many days at once: arrays with one element a day, NaN = unknown.

    On the scale of the analysis (logarithm where log). spread: SD of single days. The variances are those of the
    reference mean and of week minus reference mean, in units of spread squared.
    """

    today: np.ndarray
    week: np.ndarray
    week_n: np.ndarray
    usual: np.ndarray
    usual_n: np.ndarray
    spread: np.ndarray
    df: np.ndarray  # of the spread: independent days that the reference is worth, minus 1
    phi: np.ndarray  # lag-1 autocorrelation
    usual_variance: np.ndarray
    change_variance: np.ndarray


def against_usual(
    values: pd.Series,
    rows: np.ndarray,
    *,
    log: bool,
    restarts: Sequence[date] = (),
    reference: int = REFERENCE,
) -> AgainstUsual:
    """The days `rows` (positions in `values`) against the `reference` days that end 7 days before each.

    values: one a day, gap-free, NaN = unknown; positive where log. restarts: first days of a new device; what lies
    before the last of them is not looked at. Values far from the median are held at a limit, those of the reference
    from its own median, those of the week from the week's: a single glitch moves neither, a lasting change counts in
    full. Columns that need a reference are NaN with fewer than 14 valid days in it, those of the week with fewer
    than 3.
    """
    x = daily_array(values, log)
    length = reference + WEEK
    # Window k ends before day k: window 0 holds no day at all.
    span = np.lib.stride_tricks.sliding_window_view(np.concatenate([np.full(length, np.nan), x]), length)[rows + 1]
    span = np.where(_before_restart(values.index, rows, restarts, reference), np.nan, span)
    past, week = span[:, :reference], span[:, reference:]

    usual_n, week_n = (~np.isnan(past)).sum(axis=1), (~np.isnan(week)).sum(axis=1)
    known = usual_n >= NEED_REFERENCE
    full = {name: np.full(len(rows), np.nan) for name in AgainstUsual.__dataclass_fields__}
    full |= {"today": span[:, -1], "usual_n": usual_n, "week_n": week_n}
    for name, column in _measures(past[known], week[known]).items():
        full[name][known] = column
    # Without a reference there is no scale to judge a glitch by: the week is then its plain mean.
    alone = ~known & (week_n >= NEED_WEEK)
    full["week"][alone] = np.nanmean(week[alone], axis=1) if alone.any() else np.nan
    return AgainstUsual(**full)


def daily_array(values: pd.Series, log: bool) -> np.ndarray:
    """The values as floats on the scale of the analysis."""
    index = values.index
    if not isinstance(index, pd.DatetimeIndex) or (len(index) > 1 and (np.diff(index) != pd.Timedelta(days=1)).any()):
        raise ValueError("a baseline needs one value a day on a gap-free daily index, unknown days as NaN")
    x = values.to_numpy(dtype=float, copy=True)
    if not log:
        return x
    if (x <= 0).any():
        raise ValueError(f"a logarithm needs values above 0, got {np.nanmin(x):g}")
    return np.log(x)


def _before_restart(index: pd.DatetimeIndex, rows: np.ndarray, restarts: Sequence[date], reference: int) -> np.ndarray:
    """Which cells of the windows of `rows` lie before the last restart up to their row."""
    first = np.array([-np.inf, *sorted((pd.Timestamp(day) - index[0]).days for day in restarts)])
    begin = first[np.searchsorted(first, rows, side="right") - 1]
    column = np.asarray(rows)[:, None] - (reference + WEEK - 1) + np.arange(reference + WEEK)
    return column < begin[:, None]


def _measures(past: np.ndarray, week: np.ndarray) -> dict[str, np.ndarray]:
    """The columns of AgainstUsual that need a reference, for windows that have one."""
    centre = row_median(past)
    robust = robust_spread(past, centre)
    past = held(past, centre, HELD_REFERENCE * robust)
    week = held(week, row_median(week), HELD_WEEK * robust)
    n, week_n = (~np.isnan(past)).sum(axis=1), (~np.isnan(week)).sum(axis=1)

    usual = np.nansum(past, axis=1) / n
    apart = past - usual[:, None]
    squares = np.nansum(apart**2, axis=1)
    phi = _autocorrelation(apart, squares / n)

    usual_weights = np.where(np.isnan(past), 0, 1 / n[:, None])
    usual_variance = ar1_variance(usual_weights, phi)
    # A mean lies closer to correlated days than to independent ones: E[squares] = n (1 - variance of the mean).
    spread = np.sqrt(squares / (n * (1 - usual_variance)))
    enough = week_n >= NEED_WEEK
    share = np.where(enough, 1 / np.maximum(week_n, 1), np.nan)[:, None]
    weights = np.concatenate([-usual_weights, np.where(np.isnan(week), 0, share)], axis=1)
    return {
        "week": np.where(enough, np.nansum(week, axis=1) / np.maximum(week_n, 1), np.nan),
        "usual": usual,
        # Never 0: in a series that does not vary, a difference of rounding is not a change.
        "spread": np.maximum(spread, 1e-9 * (1 + np.abs(usual))),
        "df": np.maximum(n * (1 - phi**2) / (1 + phi**2) - 1, 3),
        "phi": phi,
        "usual_variance": usual_variance,
        "change_variance": ar1_variance(weights, phi),
    }


def row_median(rows: np.ndarray) -> np.ndarray:
    """The median of each row's known values; NaN where there are none."""
    n = (~np.isnan(rows)).sum(axis=1)
    ordered = np.sort(rows, axis=1)  # NaN comes last
    pair = np.take_along_axis(ordered, np.stack([(n - 1) // 2, n // 2], axis=1), axis=1)
    return pair.mean(axis=1)


def robust_spread(rows: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """1.4826 MAD of each row; the plain SD where more than half of the values are the same."""
    mad = 1.4826 * row_median(np.abs(rows - centre[:, None]))
    return np.where(mad > 0, mad, np.sqrt(np.nanmean((rows - centre[:, None]) ** 2, axis=1)))


def held(rows: np.ndarray, centre: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """The rows with no value further than `reach` from `centre`."""
    return np.clip(rows, (centre - reach)[:, None], (centre + reach)[:, None])


def _autocorrelation(apart: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Lag-1 autocorrelation of each row of deviations, from the pairs of neighbouring known days.

    Corrected for the bias of short series, which is downward by (1 + 4 phi) / pairs (Marriott & Pope 1954,
    Biometrika 41:390-402), and held within 0 to 0.9: days of a person do not alternate.
    """
    products = apart[:, 1:] * apart[:, :-1]
    pairs = (~np.isnan(products)).sum(axis=1)
    usable = (pairs >= 8) & (variance > 0)
    raw = np.nansum(products, axis=1)[usable] / pairs[usable] / variance[usable]
    phi = np.full(len(apart), 0.3)  # ours, where too few neighbours are known to tell
    phi[usable] = np.clip((raw + 1 / pairs[usable]) / (1 - 4 / pairs[usable]), 0, MAX_PHI)
    return phi
