"""Journal answers as numbers: what was done on which day, what was not, and what nobody knows."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

YES, NO = 1.0, 0.0
_DONE = {"yes": YES, "no": NO, "no_or_default": NO}


@dataclass(frozen=True)
class Answers:
    """Tables with a row a day and a column a habit.

    done: 1 yes, 0 no, NaN unknown. amount: how much on days with a yes, NaN where none was given. questions, units:
    how the last answer to each habit was worded, and the unit of most of its amounts ("" without one).
    """

    done: pd.DataFrame
    amount: pd.DataFrame
    questions: dict[str, str]
    units: dict[str, str]


def answers(journal: pd.DataFrame, index: pd.DatetimeIndex) -> Answers:
    """The journal on the days of `index`.

    journal: columns day, habit, question, answer, amount, unit; several rows a day and habit where there are several
    sources. A yes counts before a no, as a no may only mean that nobody touched the switch. An amount without an
    answer is a yes, and a no where it is 0. Amounts in another unit than most of a habit's count as not given.
    Raises ValueError on an answer that is none of yes, no, no_or_default and None.
    """
    given = journal["answer"].dropna()
    if strange := set(given) - set(_DONE):
        raise ValueError(f"an answer is one of {', '.join(_DONE)} or None, not {', '.join(sorted(map(str, strange)))}")
    amount = journal["amount"].to_numpy(dtype=float)
    answered = journal["answer"].map(_DONE).to_numpy(dtype=float)
    done = np.where(np.isnan(answered), np.sign(amount), answered)
    units = _units(journal[amount > 0])
    usual = (journal["unit"].fillna("") == journal["habit"].map(units)).to_numpy()
    amount = np.where((done == YES) & usual & (amount > 0), amount, np.nan)

    column, habits = pd.factorize(journal["habit"], sort=True)
    row = index.get_indexer(pd.to_datetime(journal["day"]))
    inside = row >= 0
    return Answers(
        *(_table(row[inside], column[inside], values[inside], index, habits) for values in (done, amount)),
        questions=dict(journal.sort_values("day", kind="stable")[["habit", "question"]].to_numpy()),
        units=units,
    )


def _table(
    row: np.ndarray, column: np.ndarray, values: np.ndarray, index: pd.DatetimeIndex, habits: pd.Index
) -> pd.DataFrame:
    """The largest known value of each cell, NaN where none is known."""
    cells = np.full((len(index), len(habits)), np.nan)
    np.fmax.at(cells, (row, column), values)
    return pd.DataFrame(cells, index, habits)


def _units(with_amount: pd.DataFrame) -> dict[str, str]:
    """The unit of most of the amounts of each habit."""
    units = with_amount["unit"].fillna("")
    return units.groupby(with_amount["habit"]).agg(lambda used: used.mode().iloc[0]).to_dict() if len(units) else {}
