"""What each morning foretold of the next seven: by the model, and by the median that needs no model.

`Model` is the seam: state_space is one, a sequence model may be another. Whatever it is, it is asked the same, graded
on the same mornings and shown only where it has beaten the median (analytics.forecast).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
import pandas as pd

from analytics import planned_load
from analytics.adaptive import reaches
from analytics.planned_load import LAGS, Scale
from analytics.results import NotEnoughData
from analytics.state_space import Filters, Foretold, foretell
from analytics.usual import daily_array

HORIZONS = 7  # mornings
NEED = 30  # known mornings before the first forecast
NEED_LATELY = 7  # of the last 30 days, for their median
MEDIAN_DAYS = 30
SPREAD_DAYS = 60
LEVELS = (0.5, 0.8)


@dataclass(frozen=True)
class Task:
    """What a model is asked: arrays of days x ..., everything in a row known on the morning of that row.

    values: one a morning on the scale of the analysis, NaN = unknown. inputs: what acted on each morning.
    inputs_ahead: what each morning expects for the `ahead` mornings after it. start: the row of the first forecast.
    restarts: rows from which another device measures.
    """

    values: np.ndarray
    inputs: np.ndarray
    inputs_ahead: np.ndarray
    ahead: np.ndarray
    start: int
    restarts: frozenset[int]


class Answer(Protocol):
    """What a model says: about every morning of the past, and about other inputs from the last morning on."""

    foretold: Foretold

    def instead(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and SD of the mornings ahead with these inputs (mornings x inputs)."""

    def difference(self, contrast: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and SD of the change that a change of the inputs (mornings x inputs) brings, if load has an effect."""


class Model(Protocol):
    """Anything that foretells: the seam for a sequence model."""

    def __call__(self, task: Task) -> Answer: ...


@dataclass(frozen=True)
class _FilterAnswer:
    foretold: Foretold
    filters: Filters
    ahead: np.ndarray

    def instead(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.filters.foretell(inputs, self.ahead)

    def difference(self, contrast: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.filters.effect(contrast)


def state_space(task: Task) -> Answer:
    """Level, memory, load of three days and weekday: analytics.state_space."""
    first = task.values[: task.start + 1]
    filters = Filters(
        planned_load.GROUPS,
        planned_load.RELATIVE,
        centre=float(np.nanmedian(first)),
        spread=float(max(np.nanstd(first), 1e-6 * (1 + abs(np.nanmedian(first))))),
    )
    past = foretell(
        task.values, task.inputs, task.inputs_ahead, task.ahead, filters, start=task.start, restarts=task.restarts
    )
    return _FilterAnswer(past, filters, task.ahead)


@dataclass(frozen=True)
class Issued:
    """What every morning foretold, and how far its intervals reach."""

    task: Task
    answer: Answer
    median: Foretold  # the forecast that needs no model
    reach: np.ndarray  # levels x days x horizons, in SDs, of the model
    scale: Scale | None
    way: np.ndarray  # loads from two days before the last morning on
    usual: np.ndarray  # the same without plans


def issue(
    values: pd.Series,
    load: pd.Series,
    *,
    planned: Mapping[pd.Timestamp, float] | None = None,
    kept: bool = True,
    log: bool = False,
    restarts: Sequence[date] = (),
    model: Model = state_space,
) -> Issued:
    """The forecasts that each morning would have made, up to the last one of the index.

    Arguments as for analytics.forecast.forecast. planned and kept: where there are plans, and they were known
    beforehand and kept, the days before the last morning are forecast with the loads that came. Raises as forecast
    does.
    """
    if not values.index.equals(load.index):
        raise ValueError("values and load need the same days")
    load = load.copy()
    load.iloc[-1] = np.nan
    kept = kept and planned is not None
    task, scale, way, usual = _task(daily_array(values, log), load, planned or {}, kept, restarts)
    answer = model(task)
    median = _medians(task.values, task.restarts, task.start)
    return Issued(task, answer, median, reach_of(task.values, answer.foretold), scale, way, usual)


def _task(y: np.ndarray, load: pd.Series, planned: Mapping, kept: bool, restarts: Sequence[date]):
    """What the model is asked, how loads are scaled, and the loads from two days before the last morning on."""
    known = ~np.isnan(y)
    if known.sum() < NEED:
        raise NotEnoughData("forecast", need=NEED, have=int(known.sum()), unit="mornings")
    cuts = load.index.searchsorted(pd.DatetimeIndex(restarts))
    cuts = frozenset(int(row) for row in cuts if 0 < row < len(y))
    lately = known[max([len(y) - MEDIAN_DAYS, *cuts]) :]
    if lately.sum() < NEED_LATELY:
        raise NotEnoughData(
            "forecast, from the last 30 days", need=NEED_LATELY, have=int(lately.sum()), unit="mornings"
        )

    start = int(np.flatnonzero(known)[NEED - 1])
    scale = planned_load.scale_of(load.to_numpy(), start)
    weekday = load.index.day_of_week.to_numpy()
    came = planned_load.ways_ahead(load, HORIZONS, kept=True)
    expected = came if kept else planned_load.ways_ahead(load, HORIZONS, kept=False)
    usual = expected[-1]
    way = planned_load.with_plan(usual, planned, load.index[-1])
    expected = np.concatenate([expected[:-1], way[None, :]])
    lived, ahead = (planned_load.inputs_of(ways, weekday, scale) for ways in (came, expected))
    if scale is None or scale.row > start:  # until loads can be scaled, forecasts are made without them
        until = len(y) if scale is None else scale.row
        lived[:until, :, :LAGS] = ahead[:until, :, :LAGS] = 0
    inputs = np.concatenate([lived[:1, 0] * 0, lived[:-1, 0]])  # one day ahead of the morning before
    return Task(y, inputs, ahead, 1 + np.arange(HORIZONS), start, cuts), scale, way, usual


def _medians(y: np.ndarray, restarts: frozenset[int], start: int) -> Foretold:
    """The forecast that needs no model: each morning, the median of its last 30 days, and the SD of its last 60."""
    series = pd.Series(y)
    part = np.searchsorted(sorted(restarts), np.arange(len(y)), side="right")
    middle, spread = (np.full(len(y), np.nan) for _ in range(2))
    for number in np.unique(part):
        rows = part == number
        middle[rows] = series[rows].rolling(MEDIAN_DAYS, min_periods=NEED_LATELY).median()
        spread[rows] = series[rows].rolling(SPREAD_DAYS, min_periods=NEED_LATELY).std()
    middle[:start] = spread[:start] = np.nan
    spread = np.maximum(spread, 1e-9 * (1 + np.abs(middle)))
    return Foretold(*(np.repeat(column[:, None], HORIZONS, axis=1) for column in (middle, spread)))


def reach_of(y: np.ndarray, foretold: Foretold) -> np.ndarray:
    """Levels x days x horizons: how many SDs the interval of each level reaches."""
    return np.stack([reaches(y, foretold.mean, foretold.sd, level) for level in LEVELS])
