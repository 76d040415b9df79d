"""Three doubts about the effects of habits: do they hold later, does another method agree, were they there before?

All three take the regression as it stands and give an array with one element a habit.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.habit_design import DAYS_A_COLUMN, Design, directions, independent
from analytics.statistics import Regression, ar1_regression, whitened

NEED_LATER = 3  # days with a yes, and with a no, on the later days
SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Effects:
    """Effects with their standard errors and degrees of freedom; NaN where there is none."""

    values: np.ndarray
    errors: np.ndarray
    df: int


def holds_later(design: Design, done: np.ndarray, effects: np.ndarray) -> np.ndarray:
    """Whether each effect, as learned on the first two thirds of the rows, holds on the last third: 1, 0, NaN unknown.

    done: n x habits, answers as given (NaN unknown). effects: as learned on all rows. On the later rows the other
    habits' effects are taken out as the earlier rows tell them; weekday, strain and course are fitted anew. An effect
    holds if it has the same sign there and differs from the earlier one by no more than two standard errors of the
    difference. Unknown with fewer than 3 yes or 3 no later on, or where the earlier days do not tell the effect.
    """
    habits, cut = done.shape[1], 2 * len(design.y) // 3
    first = design.own.shape[1] - habits
    earlier, later_on = _part(design, slice(None, cut)), _part(design, slice(cut, None))
    # Columns that all days tell apart, two thirds of them may not.
    weights = directions(earlier.own[:, :first])
    own, carried = (
        np.column_stack([table[:, :first] @ weights, table[:, first:]]) for table in (earlier.own, earlier.carried)
    )
    kept = independent(own)
    if len(kept) >= cut:
        return np.full(habits, np.nan)
    fit = ar1_regression(earlier.y, own[:, kept], earlier.at, carried=carried[:, kept])
    found = _placed(fit, kept, range(own.shape[1] - habits, own.shape[1]))
    learned = np.nan_to_num(found.values)

    change = beside(later_on, first, later_on.own[:, first:], later_on.carried[:, first:], fit.rho, learned)
    later = learned + change.values
    holds = (np.sign(later) == np.sign(effects)) & (np.abs(change.values) <= 2 * np.hypot(found.errors, change.errors))
    asked = np.minimum((done[cut:] == 1).sum(axis=0), (done[cut:] == 0).sum(axis=0)) >= NEED_LATER
    return np.where(asked & ~np.isnan(found.errors) & ~np.isnan(change.errors), holds, np.nan)


def _placed(fit: Regression, kept: np.ndarray, columns: Sequence[int]) -> Effects:
    """The effects of some columns of a design of which only `kept` were in the regression."""
    values, errors = (np.full(max(columns[-1], kept[-1]) + 1, np.nan) for _ in range(2))
    values[kept], errors[kept] = fit.coefficients, fit.standard_errors
    return Effects(values[list(columns)], errors[list(columns)], fit.df)


def _part(design: Design, rows: slice) -> Design:
    return Design(design.y[rows], design.own[rows], design.carried[rows], design.at[rows], design.lagged)


def already_there(design: Design, tomorrow: np.ndarray, rho: float) -> np.ndarray:
    """Whether tomorrow's habit goes with this morning, beyond what today's habits do: at the 5% level.

    tomorrow: n x habits, the answers of the day after each row (NaN unknown: filled with the mean). It cannot have
    moved a morning before it. Either the athlete chooses it by how the morning was, which the regression allows for;
    or something unlogged moves both, which it cannot.
    """
    from scipy.special import stdtr

    known = ~np.isnan(tomorrow)
    mean = np.nansum(tomorrow, axis=0) / np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, tomorrow, mean)
    found = beside(design, design.own.shape[1], filled, filled, rho)
    with np.errstate(invalid="ignore"):
        return 2 * stdtr(found.df, -np.abs(found.values / found.errors)) < SIGNIFICANT


def second_method(design: Design, habits: int) -> Effects | None:
    """The effects by an autoregressive distributed lag model: this morning, and yesterday's habits and strain, as
    columns in place of errors with a memory.

    Only rows whose day before is there as well; None with fewer than 3 such rows a column. It makes no assumption
    about how noise fades, and pays for it with wider intervals.
    """
    rows = 1 + np.flatnonzero(np.diff(design.at) == 1)
    matrix = np.column_stack([design.own[rows], design.y[rows - 1], design.carried[rows - 1, -design.lagged :]])
    if len(rows) < DAYS_A_COLUMN * matrix.shape[1]:
        return None
    kept = independent(matrix)
    fit = ar1_regression(design.y[rows], matrix[:, kept], design.at[rows], rhos=[0.0])
    last = design.own.shape[1]
    return _placed(fit, kept, range(last - habits, last))


def beside(
    design: Design,
    first: int,
    columns: np.ndarray,
    carried: np.ndarray,
    rho: float,
    taken_out: np.ndarray | None = None,
) -> Effects:
    """The effect of each of `columns`, added alone to the first columns of the design, with errors of a known rho.

    taken_out: effects of all of `columns` that are subtracted beforehand; what is found is then the change of each.
    """
    gaps = np.diff(design.at)
    basis = _basis(whitened(design.own[:, :first], gaps, rho, design.carried[:, :first]))
    x = whitened(columns, gaps, rho, carried)
    z = whitened(design.y[:, None], gaps, rho)
    if taken_out is not None:
        z = z - (x @ taken_out)[:, None]
    rest, apart = z - basis @ (basis.T @ z), x - basis @ (basis.T @ x)
    own = (apart**2).sum(axis=0)
    own = np.where(own > 1e-6 * np.maximum((x**2).sum(axis=0), 1e-300), own, np.nan)
    values = (apart * rest).sum(axis=0) / own
    df = max(len(design.y) - basis.shape[1] - 1, 1)
    left = np.maximum((rest**2).sum() - values**2 * own, 0)
    return Effects(values, np.sqrt(left / df / own), df)


def _basis(matrix: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the columns, dependent ones left out."""
    return np.linalg.qr(matrix[:, independent(matrix)])[0]
