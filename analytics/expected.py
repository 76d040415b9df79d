"""What each signal of a morning was to be expected to be: its own lately usual value, and what yesterday did to it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.usual import daily_array

LOGARITHMIC = ("hrv_rmssd_ms", "hrv_sdnn_ms")  # compared by ratio
USUAL_DAYS = 28
LAG = 2  # days that the usual ends before the morning
NEED_USUAL = 10  # known mornings among them
SPREAD_DAYS = 120
NEED_SPREAD = 21
HELD = 3.0  # robust SDs at which a value is held while effects are learnt
# Worth of days that say "no effect": of the constant, load and alcohol, and of the six inputs that are the weekday.
PRIOR_DAYS = np.array([25.0, 10.0, 10.0, *[25.0] * 6])
HELD_SPREAD = 2.5
KEPT_OF_SQUARES = 0.978  # mean square of a normal variable with SD 1 that is held at 2.5
LEAST_SHARE = 0.02  # below it, the variance of a habit is held
MAD = 1.4826  # SD of a normal variable per median absolute deviation


@dataclass(frozen=True)
class Expected:
    """Days x signals, NaN where unknown; a row holds what was known on its morning, its own value included."""

    value: np.ndarray
    expected: np.ndarray  # in the unit of the value
    deviation: np.ndarray  # value against expected, in robust SDs of the days before


def expected_signals(
    daily: pd.DataFrame,
    signals: Sequence[str],
    load: str,
    alcohol: pd.Series | None,
    restarts: Mapping[str, Sequence[date]],
    unwell: np.ndarray,
) -> Expected:
    """Every morning's signals against what was to be expected.

    daily, signals, load, alcohol, restarts: as for analytics.anomaly.anomaly_history. unwell: mornings that are judged,
    but teach nothing of what is usual.
    """
    causes = _causes(daily, load, alcohol, restarts)
    columns = [_expected(daily[name], name in LOGARITHMIC, causes, restarts.get(name, ()), unwell) for name in signals]
    return Expected(*(np.column_stack(parts) for parts in zip(*columns, strict=True)))


def _expected(values: pd.Series, log: bool, causes: np.ndarray, restarts: Sequence[date], unwell: np.ndarray):
    x = daily_array(values, log)
    part = _device(values.index, restarts)
    usual = _usual(np.where(unwell, np.nan, x), part)
    apart = x - usual
    taught = np.where(unwell, np.nan, apart)
    explained, doubt = _explained(taught, _rolling_mad(taught, part), causes)
    left = (apart - explained) / np.sqrt(1 + doubt)  # young effects foretell worse: so all days have one spread
    spread = _rolling_spread(np.where(unwell, np.nan, left), part)
    expected = usual + explained
    with np.errstate(invalid="ignore", divide="ignore"):
        deviation = np.where(spread > 0, left / spread, np.nan)
    return values.to_numpy(dtype=float), np.exp(expected) if log else expected, deviation


def _device(index: pd.DatetimeIndex, restarts: Sequence[date]) -> np.ndarray:
    """For each day the number of the device that measures."""
    return np.searchsorted(pd.DatetimeIndex(sorted(restarts)), index, side="right")


def _by_device(x: np.ndarray, part: np.ndarray, work: Callable[[pd.Series], pd.Series]) -> np.ndarray:
    """What `work` makes of the days of each device by themselves."""
    begins = np.flatnonzero(np.diff(part)) + 1
    return np.concatenate([work(pd.Series(days)) for days in np.split(x, begins)])


def _usual(x: np.ndarray, part: np.ndarray) -> np.ndarray:
    """The median of the four weeks that end LAG days before each day, of the same device."""
    return _by_device(x, part, lambda s: s.rolling(USUAL_DAYS, min_periods=NEED_USUAL).median().shift(LAG))


def _rolling_mad(apart: np.ndarray, part: np.ndarray) -> np.ndarray:
    """Robust SD around 0 over the days before each, of the same device."""
    size = np.abs(apart)
    return MAD * _by_device(size, part, lambda s: s.rolling(SPREAD_DAYS, min_periods=NEED_SPREAD).median().shift())


def _rolling_spread(left: np.ndarray, part: np.ndarray) -> np.ndarray:
    """SD around 0 over the days before each, of the same device, squares held at HELD_SPREAD robust SDs.

    Nearly as sure as a plain SD, and hardly moved by a few wild days.
    """
    most = (HELD_SPREAD * _rolling_mad(left, part)) ** 2
    squares = np.minimum(left**2, np.where(np.isnan(most), np.inf, most))
    mean = _by_device(squares, part, lambda s: s.rolling(SPREAD_DAYS, min_periods=NEED_SPREAD).mean().shift())
    return np.sqrt(mean / KEPT_OF_SQUARES)


def _causes(
    daily: pd.DataFrame, load: str, alcohol: pd.Series | None, restarts: Mapping[str, Sequence[date]]
) -> np.ndarray:
    """Days x causes that act on each morning: yesterday's load and alcohol, the weekday, and a constant.

    What is not known is 0, which is as usual: a load in SDs from its own lately usual, alcohol in SDs from
    the share of evenings with it so far.
    """
    strain = daily[load].to_numpy(dtype=float)
    relative = strain - _usual(strain, _device(daily.index, restarts.get(load, ())))
    scale = pd.Series(relative).expanding(NEED_SPREAD).std().to_numpy()
    with np.errstate(invalid="ignore", divide="ignore"):
        of_load = np.where(scale > 0, relative / scale, np.nan)
    said = np.full(len(daily), np.nan) if alcohol is None else alcohol.reindex(daily.index).to_numpy(dtype=float)
    drinks = pd.Series(said).expanding().mean().to_numpy()
    spread = np.sqrt(np.maximum(drinks * (1 - drinks), LEAST_SHARE))
    of_alcohol = (said - drinks) / spread
    yesterday = np.vstack([np.zeros((1, 2)), np.nan_to_num(np.column_stack([of_load, of_alcohol]))[:-1]])
    turns = 2 * np.pi * daily.index.day_of_week.to_numpy()[:, None] * np.array([1, 2, 3]) / 7
    return np.column_stack([np.ones(len(daily)), yesterday, np.cos(turns), np.sin(turns)])


def _explained(apart: np.ndarray, spread: np.ndarray, causes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What the causes explain of each morning, by a ridge regression on the mornings before it; and its variance in
    units of the noise's.

    Values are held at 3 robust SDs, so that an illness teaches little; without a spread yet a morning teaches nothing.
    """
    known = ~np.isnan(apart) & ~np.isnan(spread)
    held = np.where(known, np.clip(apart, -HELD * spread, HELD * spread), 0)
    seen = causes * known[:, None]
    information = _before(seen[:, :, None] * seen[:, None, :]) + np.diag(PRIOR_DAYS)
    sums = np.stack([_before(seen * held[:, None]), causes], axis=2)
    effects, unsure = np.moveaxis(np.linalg.solve(information, sums), 2, 0)
    return (causes * effects).sum(axis=1), (causes * unsure).sum(axis=1)


def _before(x: np.ndarray) -> np.ndarray:
    """Sums over all days before each."""
    return np.concatenate([np.zeros((1, *x.shape[1:])), np.cumsum(x, axis=0)[:-1]])
