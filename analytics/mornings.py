"""What else moves a morning: the columns that stand beside the one in question in a regression over days."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import NotEnoughData
from analytics.statistics import Regression

FREE_MORNINGS = (5, 6)  # Saturday and Sunday: the evenings before them are Friday's and Saturday's
DAYS_A_WAVE = 60  # the slow course follows nothing quicker than about twice that
WHOLE_WEEK = 120  # mornings from which on each weekday counts for itself


def load_of(daily: pd.DataFrame) -> pd.Series:
    """The strain of each day, where none is known throughout its load; named as the column that it is."""
    return daily["day_strain" if daily["day_strain"].notna().any() else "load_au"]


def before(values: pd.Series) -> np.ndarray:
    """What each morning has behind it: the value of the day before."""
    return values.shift(1).to_numpy(dtype=float)


def known_or_mean(values: np.ndarray) -> np.ndarray:
    """Two columns: the value, its mean where it is unknown, and whether it is unknown."""
    unknown = np.isnan(values)
    known = values[~unknown]
    if not len(known) or known.min() == known.max():
        return np.column_stack([np.zeros(len(values)), unknown])
    return np.column_stack([np.where(unknown, 0.0, values - known.mean()), unknown])


def free_morning(index: pd.DatetimeIndex) -> np.ndarray:
    return index.day_of_week.isin(FREE_MORNINGS).astype(float)


def weekdays(index: pd.DatetimeIndex) -> np.ndarray:
    """A column for each weekday but Monday; with few mornings one for free mornings."""
    if len(index) < WHOLE_WEEK:
        return free_morning(index)[:, None]
    return (index.day_of_week.to_numpy()[:, None] == np.arange(1, 7)).astype(float)


def slow_course(at: np.ndarray) -> np.ndarray:
    """A straight line, and a cosine for each 60 days: what changes over months whatever is done.

    at: the day number of each morning, increasing.
    """
    span = max(float(at[-1] - at[0]), 1.0)
    part = (at - at[0]) / span
    waves = np.arange(1, int(span // DAYS_A_WAVE) + 1)
    return np.column_stack([part - 0.5, np.cos(np.pi * part[:, None] * waves)])


def steps(index: pd.DatetimeIndex, restarts: Sequence[date]) -> np.ndarray:
    """A column for each device that reads otherwise than the one before."""
    begins = pd.DatetimeIndex(list(restarts))
    return (index.to_numpy()[:, None] >= begins.to_numpy()[None, :]).astype(float)


def independent(first: np.ndarray, *others: np.ndarray) -> np.ndarray:
    """The columns of `first`, the constant, and those of `others`, centred, that add something to the ones before.

    Raises ValueError where the columns of `first` themselves depend on each other or do not vary.
    """
    columns = np.column_stack([first, np.ones(len(first)), *others])
    kept = columns.shape[1] * [True]
    scale = np.linalg.norm(columns, axis=0)
    remaining = columns / np.where(scale > 0, scale, 1)
    basis = np.zeros((len(columns), 0))
    for number, column in enumerate(remaining.T):
        rest = column - basis @ (basis.T @ column)
        rest = rest - basis @ (basis.T @ rest)
        size = np.linalg.norm(rest)
        kept[number] = size > 1e-6
        if kept[number]:
            basis = np.column_stack([basis, rest / size])
    asked = first.shape[1]
    if not all(kept[: asked + 1]):
        raise ValueError("the columns in question depend on each other or do not vary")
    rest = columns[:, asked + 1 :]
    return np.column_stack([columns[:, : asked + 1], (rest - rest.mean(axis=0))[:, kept[asked + 1 :]]])


def need_difference(values: np.ndarray, what: str) -> None:
    """Raises NotEnoughData where all known values are the same: nothing can go with what never changes."""
    if len(different := np.unique(values[~np.isnan(values)])) < 2:
        raise NotEnoughData(f"{what}: values that differ", 2, len(different), "values")


def joint_p(fit: Regression, columns: slice) -> float:
    """The p-value of these coefficients all being 0: Wald's test, as F(columns, degrees of freedom)."""
    from scipy.special import fdtrc

    value, covariance = fit.coefficients[columns], fit.covariance[columns, columns]
    return float(fdtrc(len(value), fit.df, value @ np.linalg.solve(covariance, value) / len(value)))
