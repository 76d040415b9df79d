"""The two control lines that any prediction has to beat: same as yesterday, and the personal 30-day median."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.recovery.learned import Model, Prior, Why
from analytics.recovery.sealed import packed, unpacked
from analytics.results import NotEnoughData

LAST = "recovery_last_pct"  # of the last known morning, however long ago
MEDIAN = "recovery_median_30d_pct"  # of the 30 days before, where at least 7 of their mornings are known
MEAN = "recovery_mean_year_pct"  # of the 365 days before, where at least 7 of their mornings are known
SURPRISE = "recovery_surprise_points"  # last morning less what the rule had said of it; counts as a part of LAST
LEVEL_LABELS = {  # beside the labels of analytics.features, where contributions are named
    LAST: "Recovery of the last morning",
    MEDIAN: "Your usual of the last 30 days",
    MEAN: "Your mean of the last year",
}
MEDIAN_DAYS, YEAR_DAYS = 30, 365
NEED_MEDIAN = 7
NEED_DAYS = 7  # known mornings


def known_mornings(x: pd.DataFrame, y: pd.Series, need: int, what: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows whose morning is known, and their recovery.

    Raises NotEnoughData where there are fewer than needed, ValueError where x and y are not of the same days.
    """
    if not x.index.equals(y.index):
        raise ValueError("x and y need the same index")
    known = np.isfinite(y.to_numpy(dtype=float))
    if known.sum() < need:
        raise NotEnoughData(what, need, int(known.sum()), "known mornings")
    return x[known], y.to_numpy(dtype=float)[known]


def long_run(points: np.ndarray) -> float:
    """The median of the last 60 known mornings: for days on which the last 30 say too little."""
    return float(np.median(points[-2 * MEDIAN_DAYS :]))


def column(x: pd.DataFrame, name: str) -> np.ndarray:
    """The values of a column, NaN where they are unknown or infinite. Raises ValueError where it is missing."""
    if name not in x:
        raise ValueError(f"a prediction needs the column {name}")
    values = x[name].to_numpy(dtype=float)
    return np.where(np.isfinite(values), values, np.nan)


def on_the_scale(points: np.ndarray) -> np.ndarray:
    """Held within 0 and 100."""
    return np.clip(points, 0.0, 100.0)


def adding_up(base: float, parts: dict[str, float]) -> Why:
    """The parts, all scaled alike where their sum would leave the scale; those of 0 points are left out."""
    moved = sum(parts.values())
    start, end = np.clip([base, base + moved], 0.0, 100.0)
    share = (end - start) / moved if moved else 1.0
    return Why(float(start), {name: float(points * share) for name, points in parts.items() if points})


@dataclass(frozen=True)
class Line:
    """Predicts what one column says, and the long-run median where it says nothing."""

    name: str
    column: str
    otherwise: float  # points

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        said = column(x, self.column)
        return on_the_scale(np.where(np.isnan(said), self.otherwise, said))

    def why(self, row: pd.Series) -> Why:
        said = float(self.predict(row.to_frame().T)[0])
        return adding_up(self.otherwise, {self.column: said - self.otherwise})

    def to_bytes(self) -> bytes:
        return packed(self.name, {}, {"otherwise": np.array([self.otherwise])})


@dataclass(frozen=True)
class LineLearner:
    """A line learns nothing but what to say where its column is unknown."""

    name: str
    column: str
    need_days: int = NEED_DAYS

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        _, points = known_mornings(x, y, self.need_days, "prediction of recovery")
        return Line(self.name, self.column, long_run(points))

    def from_bytes(self, content: bytes) -> Model:
        _, arrays = unpacked(self.name, content)
        return Line(self.name, self.column, float(arrays["otherwise"][0]))


SAME_AS_YESTERDAY = LineLearner("same_as_yesterday", LAST)
MEDIAN_30 = LineLearner("median_30", MEDIAN)
