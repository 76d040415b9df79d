"""One measure over some days, and over some days against others: a mean that knows how much its days resemble."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import ar1_regression

NEED = 3  # known days of a period to speak of its mean at all
NEED_COMPARED = 5  # known days of each of two periods
ROUNDED = 0.5


@dataclass(frozen=True)
class Change:
    """The mean of some days, that of others before or after them, and by how much they differ."""

    mean: float
    against: float
    difference: Estimate
    grade: Grade
    n: int
    n_against: int


def mean(values: pd.Series, first: date, last: date) -> Estimate:
    """The mean of the known days from first to last, with its 95% interval under AR(1) noise.

    values: one a day on a gap-free daily index, NaN = unknown. n: known days. With fewer than 4, or where all are the
    same, the interval is that of the values themselves, and half a unit, to which devices round.
    Raises NotEnoughData with fewer than 3.
    """
    days = values.loc[pd.Timestamp(first) : pd.Timestamp(last)]
    known = days.dropna()
    if len(known) < NEED:
        raise NotEnoughData("days that are known in that time", NEED, len(known))
    if len(known) == NEED or known.nunique() == 1:
        return Estimate(float(known.mean()), float(known.min()) - ROUNDED, float(known.max()) + ROUNDED, len(known))
    fit = ar1_regression(known.to_numpy(dtype=float), np.ones((len(known), 1)), _at(days, known))
    return Estimate(float(known.mean()), *_around(float(known.mean()), fit.interval(0)), len(known))


def change(values: pd.Series, period: tuple[date, date], against: tuple[date, date]) -> Change:
    """By how much the mean of one period differs from that of another, with its 95% interval under AR(1) noise.

    The periods may not overlap. Likely where it excludes none, and never more: of many pairs of times one looks at
    those that stand out, and no later days say whether it holds.
    Raises NotEnoughData with fewer than 5 known days in either, ValueError where they overlap.
    """
    spans = [tuple(pd.Timestamp(day) for day in span) for span in (period, against)]
    (first, last), (other_first, other_last) = spans
    if first <= other_last and other_first <= last:
        raise ValueError(f"two periods that overlap cannot be compared: {period} and {against}")
    parts = [values.loc[begin:end].dropna() for begin, end in spans]
    for part in parts:
        if len(part) < NEED_COMPARED:
            raise NotEnoughData("known days in each of the two periods", NEED_COMPARED, len(part))
    known = pd.concat(parts).sort_index()
    inside = (known.index >= first) & (known.index <= last)
    design = np.column_stack([np.ones(len(known)), inside])
    means = [float(part.mean()) for part in parts]
    if known.nunique() == 1:
        return Change(*means, Estimate(0.0, 0.0, 0.0, len(known)), Grade.NONE, len(parts[0]), len(parts[1]))
    fit = ar1_regression(known.to_numpy(dtype=float), design, _at(values, known))
    gap = means[0] - means[1]
    low, high = _around(gap, fit.interval(1))
    grade = Grade.NONE if low <= 0 <= high else Grade.LIKELY
    return Change(*means, Estimate(gap, low, high, len(known)), grade, len(parts[0]), len(parts[1]))


def _around(value: float, interval: tuple[float, float]) -> tuple[float, float]:
    """The interval of a regression, moved to the plain mean of the days: what people can check for themselves."""
    half = (interval[1] - interval[0]) / 2
    return value - half, value + half


def _at(days: pd.Series, known: pd.Series) -> np.ndarray:
    return ((known.index - days.index[0]).days).to_numpy()
