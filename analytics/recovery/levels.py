"""The levels of recovery that models expect beside the features, each from the mornings before alone.

Errors resemble those of the day before: who was below what was to be expected this morning is likelier than not to be
so tomorrow. In a score that a late drink has lowered that cannot be seen, for the drink is gone tomorrow. So beside
where recovery stands, a model is told by how much the last morning differed from what the rule, whose weights nobody's
data have moved, had said of it.
"""

import numpy as np
import pandas as pd

from analytics.recovery.lines import LAST, MEAN, MEDIAN, MEDIAN_DAYS, NEED_MEDIAN, SURPRISE, YEAR_DAYS, column
from analytics.recovery.projection import WEIGHTS, Rule


def levels(x: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    """LAST, MEDIAN, MEAN and SURPRISE for each morning, from the mornings before it alone.

    x: features on an increasing daily index (analytics.features). y: recovery in points on the same days, NaN =
    unknown.
    """
    month, year = (y.rolling(f"{n}D", closed="left", min_periods=NEED_MEDIAN) for n in (MEDIAN_DAYS, YEAR_DAYS))
    columns = {LAST: y.ffill().shift(1), MEDIAN: month.median(), MEAN: year.mean()}
    found = pd.DataFrame(columns, index=y.index, dtype=float)
    return found.assign(**{SURPRISE: _surprise(x, y, found[MEDIAN])})


def with_levels(x: pd.DataFrame, y: pd.Series) -> pd.DataFrame:
    """The features with the levels beside them, in place of any that are there."""
    bare = x.drop(columns=[LAST, MEDIAN, MEAN, SURPRISE], errors="ignore")
    return bare.join(levels(bare, y))


def _surprise(x: pd.DataFrame, y: pd.Series, median: pd.Series) -> pd.Series:
    """What came on the day before each, less what the rule had said of it; NaN where either is unknown.

    What is usual is the mean up to then, as the rule would have had it.
    """
    named = {name: column(x, name) for name in WEIGHTS if name in x}
    usual = {name: _mean_so_far(values) for name, values in named.items()}
    said = Rule(usual, np.nan).predict(pd.DataFrame(named, x.index).assign(**{MEDIAN: median}))
    return (y - said).shift(1, freq="D").reindex(y.index)


def _mean_so_far(values: np.ndarray) -> np.ndarray:
    known = ~np.isnan(values)
    return np.cumsum(np.where(known, values, 0.0)) / np.maximum(np.cumsum(known), 1)
