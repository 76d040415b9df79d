"""Is a longer night followed by a better morning, beyond what load, weekday and trend explain?"""

from dataclasses import dataclass

import numpy as np

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import Regression, ar1_regression

DAYS = 365
NEED_NIGHTS = 60
LEAST_SD_H = 0.25  # nights that all are as long cannot tell


@dataclass(frozen=True)
class SleepEffect:
    """Change of the morning's value that goes with an hour more of sleep in the night before it."""

    per_hour: Estimate  # in the unit of the values as they came in (logarithms: in units of the logarithm)
    grade: Grade


def sleep_effect(values: np.ndarray, asleep_min: np.ndarray, inputs: np.ndarray) -> SleepEffect:
    """Regression with AR(1) errors on the last year: hours asleep, a straight trend, load and weekday.

    values, asleep_min: one a morning, NaN = unknown. inputs: days x inputs of load and weekday that act on each
    morning. Strong: the 99% interval excludes 0, and the last third of the mornings, by themselves, say the same (80%).
    Raises NotEnoughData with fewer than 60 mornings with both, or nights that hardly differ.
    """
    rows = np.flatnonzero(~np.isnan(values) & ~np.isnan(asleep_min) & (np.arange(len(values)) >= len(values) - DAYS))
    if len(rows) < NEED_NIGHTS:
        raise NotEnoughData("sleep and the morning after it", need=NEED_NIGHTS, have=len(rows), unit="nights")
    hours = asleep_min[rows] / 60
    if hours.std() < LEAST_SD_H:
        raise NotEnoughData("nights of different length", need=NEED_NIGHTS, have=0, unit="nights")

    fit = _fit(values, hours, inputs, rows)
    low, high = fit.interval(0)
    grade = Grade.NONE
    if low > 0 or high < 0:
        grade = Grade.STRONG if _holds(fit, values, hours, inputs, rows) else Grade.LIKELY
    return SleepEffect(Estimate(float(fit.coefficients[0]), low, high, n=len(rows)), grade)


def _fit(values: np.ndarray, hours: np.ndarray, inputs: np.ndarray, rows: np.ndarray) -> Regression:
    trend = (rows - rows.mean()) / len(rows)
    varying = inputs[rows][:, inputs[rows].std(axis=0) > 0]
    design = np.column_stack([hours - hours.mean(), np.ones(len(rows)), trend, varying])
    return ar1_regression(values[rows], design, rows)


def _holds(fit: Regression, values: np.ndarray, hours: np.ndarray, inputs: np.ndarray, rows: np.ndarray) -> bool:
    low, high = fit.interval(0, 0.99)
    last = slice(2 * len(rows) // 3, None)
    if not (low > 0 or high < 0) or hours[last].std() < LEAST_SD_H:
        return False
    late_low, late_high = _fit(values, hours[last], inputs, rows[last]).interval(0, 0.8)
    return late_low > 0 if low > 0 else late_high < 0
