"""Features as the learned models see them: from the athlete's own usual, on one scale, nothing unknown.

Recovery is learned as its deviation from the athlete's own median of the last 30 days, where the frame has it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.features import FEATURES
from analytics.recovery.learned import Prior
from analytics.recovery.lines import LAST, MEAN, MEDIAN, SURPRISE, column, long_run
from analytics.usual import row_median

NEED_KNOWN = 5  # days on which a feature is known, so that it counts
SWITCH_SCALE = 0.25  # least scale of what seldom happens, in what it is when it does: the SD of one day in fifteen
LEVELS = (LAST, MEDIAN)  # no inputs: the one is where deviations begin, and both are in some feature already
TYPICAL = {  # SD of a feature in its unit over an athlete's days, roughly, and worth TYPICAL_DAYS of them
    "SD": 1.0, "points": 10.0, "h": 1.0, "min": 30.0, "ratio": 0.4, "days": 2.0, "yes = 1": 0.35,
    "usual amount = 1": 0.4, "of 1": 0.7, "share": 0.1,
}  # fmt: skip
TYPICAL_LEVELS = {MEAN: 8.0, SURPRISE: 15.0}  # the same of what is beside the features
TYPICAL_DAYS = 20
FARTHEST = 4.0  # scales from the usual at which a feature is held: beyond it nothing was learnt
NEED_UNKNOWN = 10  # days with and without a value, and a tenth of all, so that being unknown counts itself
MOST_FLAGS = 4


@dataclass(frozen=True, eq=False)
class Inputs:
    """How a frame of features turns into a table without units: one column a feature, then one a flag.

    A value is its distance from `centre` in units of `scale`, 0 where it is unknown. A flag says for one feature
    whether it is unknown, from the `share` of days on which it was. otherwise: points from which deviations count where
    the median of 30 days is unknown.
    """

    features: tuple[str, ...]
    centre: np.ndarray
    scale: np.ndarray
    flags: tuple[str, ...]
    share: np.ndarray
    otherwise: float
    by_median: bool  # whether the frame has the median of 30 days

    @property
    def terms(self) -> tuple[str, ...]:
        """The feature that each column of the table is about."""
        return self.features + self.flags

    def table(self, x: pd.DataFrame) -> np.ndarray:
        """Rows x terms. Raises ValueError where a column is missing."""
        values = raw(x, self.features)
        z = np.clip((values - self.centre) / self.scale, -FARTHEST, FARTHEST)
        unknown = np.isnan(values[:, [self.features.index(name) for name in self.flags]])
        return np.column_stack([np.nan_to_num(z), (unknown - self.share) / SWITCH_SCALE])

    def offset(self, x: pd.DataFrame) -> np.ndarray:
        """The points from which deviations count."""
        said = column(x, MEDIAN) if self.by_median else np.full(len(x), np.nan)
        return np.where(np.isnan(said), self.otherwise, said)

    def parts(self, points: np.ndarray, offset: float) -> dict[str, float]:
        """Points of each term, and of the offset's distance from the long run, as points of each feature."""
        parts = {MEDIAN: offset - self.otherwise} if self.by_median else {}
        for name, value in zip(self.terms, points, strict=True):
            parts[counts_as(name)] = parts.get(counts_as(name), 0.0) + float(value)
        return parts

    def facts(self) -> dict[str, object]:
        return {"features": self.features, "flags": self.flags, "by_median": self.by_median}

    def arrays(self) -> dict[str, np.ndarray]:
        lone = np.array([self.otherwise])
        return {"centre": self.centre, "scale": self.scale, "share": self.share, "otherwise": lone}


def counts_as(term: str) -> str:
    """The name under which the points of a term are shown."""
    return LAST if term == SURPRISE else term


def inputs_from(facts: Mapping, arrays: Mapping[str, np.ndarray]) -> Inputs:
    """What `facts` and `arrays` were made of."""
    return Inputs(
        features=tuple(facts["features"]),
        centre=np.asarray(arrays["centre"], dtype=float),
        scale=np.asarray(arrays["scale"], dtype=float),
        flags=tuple(facts["flags"]),
        share=np.asarray(arrays["share"], dtype=float),
        otherwise=float(arrays["otherwise"][0]),
        by_median=bool(facts["by_median"]),
    )


def inputs_of(x: pd.DataFrame, points: np.ndarray, prior: Prior | None) -> Inputs:
    """How to read this athlete's features, from days whose recovery is known [points].

    With a prior its scales are used, and its centres count as much as the days of one's own do not: a young mean is
    drawn to where athletes are, the less the farther they are apart. Features that hardly ever were known or never
    varied are left out; with a prior those that never varied stay in, as they may vary tomorrow.
    """
    names = tuple(str(name) for name in x.columns if name not in LEVELS)
    values = raw(x, names)
    known = (~np.isnan(values)).sum(axis=0)
    mean, sd = moments(values)
    centre, scale = mean, _steadied(scales_of(values, sd), known, names)
    counts = (known >= NEED_KNOWN) & (sd > 1e-9 * (1 + np.abs(mean)))
    if prior is not None:
        place = {name: number for number, name in enumerate(prior.features)}
        shared = np.flatnonzero([name in place for name in names])
        theirs = [place[names[number]] for number in shared]
        counts[shared] = True
        centre[shared], scale[shared] = _drawn(mean[shared], known[shared], prior, theirs)
    kept = np.flatnonzero(counts)
    features = tuple(names[number] for number in kept)
    flags = _flags(np.isnan(values[:, kept]))
    return Inputs(
        features=features,
        centre=centre[kept],
        scale=scale[kept],
        flags=tuple(features[number] for number in flags),
        share=np.isnan(values[:, kept])[:, flags].mean(axis=0),
        otherwise=long_run(points),
        by_median=MEDIAN in x,
    )


def raw(x: pd.DataFrame, names: Sequence[str]) -> np.ndarray:
    """Rows x names as floats, NaN where unknown; the year's mean as its distance from the month's median.

    Raises ValueError where a column is missing.
    """
    place = {name: number for number, name in enumerate(x.columns.tolist())}
    if missing := [name for name in names if name not in place]:
        raise ValueError(f"a prediction needs the columns {', '.join(missing)}")
    values = x.to_numpy(dtype=float)[:, [place[name] for name in names]]
    if MEAN in names:
        values[:, list(names).index(MEAN)] -= column(x, MEDIAN) if MEDIAN in x else np.nan
    values[~np.isfinite(values)] = np.nan
    return values


def moments(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Mean and SD of each column over its known values, 0 where there are none."""
    known = ~np.isnan(values)
    n = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, values, 0.0)
    mean = filled.sum(axis=0) / n
    return mean, np.sqrt((np.where(known, values - mean, 0.0) ** 2).sum(axis=0) / n)


def scales_of(values: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """The SD of each column; but of what is the same on most days not less than SWITCH_SCALE of what it is on others.

    So a habit's points are held back alike whether it is done every other day or once a month.
    """
    apart = np.abs(values - row_median(values.T))
    other = apart > 1e-9
    n = other.sum(axis=0)
    seldom = (n > 0) & (2 * n < (~np.isnan(values)).sum(axis=0))
    usually = np.where(other, apart, 0.0).sum(axis=0) / np.maximum(n, 1)
    return np.where(seldom, np.maximum(sd, SWITCH_SCALE * usually), sd)


def _steadied(scale: np.ndarray, known: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """The scales, drawn to what is typical: a feature that has hardly moved yet does not jump when it does."""
    typical = np.array([_typical(name) for name in names])
    steadied = np.sqrt((known * scale**2 + TYPICAL_DAYS * typical**2) / (known + TYPICAL_DAYS))
    return np.where(np.isnan(typical), scale, steadied)


def _typical(name: str) -> float:
    if name in TYPICAL_LEVELS:
        return TYPICAL_LEVELS[name]
    return TYPICAL.get(FEATURES[name].unit, np.nan) if name in FEATURES else np.nan


def _drawn(mean: np.ndarray, known: np.ndarray, prior: Prior, places: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """Centres and scales of features of the prior: means of one's own days, drawn to those of athletes."""
    scale, apart = prior.scale[places], prior.centre_sd[places]
    worth = (scale / np.maximum(apart, 0.05 * scale)) ** 2  # days of one's own that the others' centre is worth
    return (known * mean + worth * prior.centre[places]) / (known + worth), scale


def _flags(unknown: np.ndarray) -> list[int]:
    """The first column of each pattern of unknown days that is mixed enough to be learnt from."""
    patterns: dict[bytes, int] = {}
    least = max(NEED_UNKNOWN, 0.1 * len(unknown))
    for number in range(unknown.shape[1]):
        if least <= unknown[:, number].sum() <= len(unknown) - least:
            patterns.setdefault(unknown[:, number].tobytes(), number)
    return list(patterns.values())[:MOST_FLAGS]
