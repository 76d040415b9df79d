"""What each morning foretold of the next seven: by the model, and by the median that needs no model.

`Model` is the seam: state_space is one, a sequence model may be another. Whatever it is, it is asked the same, graded
on the same mornings and shown only where it has beaten the median (analytics.forecast).
"""

from collections.abc import Sequence
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
    inputs_ahead: what each morning expects for the mornings that lie `ahead` days after it, one entry a column; the
    same days may be asked for more than once, with other inputs. start: the row of the first forecast. restarts: rows
    from which another device measures.
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

    def instead(self, inputs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return self.filters.foretell(inputs, 1 + np.arange(len(inputs)))

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
    return _FilterAnswer(past, filters)


@dataclass(frozen=True)
class Told:
    """What each morning foretold of the next seven: mean and SD of days x horizons, NaN where it foretold nothing.

    reach: levels x days x horizons, how many SDs the interval of each level reaches.
    """

    mean: np.ndarray
    sd: np.ndarray
    reach: np.ndarray


@dataclass(frozen=True)
class Issued:
    """What every morning foretold: by the model, with either way of expecting loads, and by the median."""

    task: Task
    answer: Answer
    usual: Told  # with the usual load of each weekday
    kept: Told  # with the loads that came, as if they had been planned
    median: Told  # the forecast that needs no model
    scale: Scale | None
    way: np.ndarray  # usual loads from two days before the last morning on


def issue(
    values: pd.Series,
    load: pd.Series,
    *,
    log: bool = False,
    restarts: Sequence[date] = (),
    model: Model = state_space,
) -> Issued:
    """The forecasts that each morning would have made, up to the last one of the index.

    Arguments as for analytics.forecast.forecast. What is planned for the last morning's days changes none of them: the
    last morning's own are those with usual loads. Raises as forecast does.
    """
    if not values.index.equals(load.index):
        raise ValueError("values and load need the same days")
    load = load.copy()
    load.iloc[-1] = np.nan
    task, scale, way = _task(daily_array(values, log), load, restarts)
    answer = model(task)
    past, median = answer.foretold, _medians(task.values, task.restarts, task.start)
    columns = (slice(None, HORIZONS), slice(HORIZONS, None))  # with usual loads, with those that came
    usual, kept = (Foretold(past.mean[:, part], past.sd[:, part]) for part in columns)
    told = _with_reach(task.values, [usual, kept, median])
    return Issued(task, answer, *told, scale, way)


def _task(y: np.ndarray, load: pd.Series, restarts: Sequence[date]) -> tuple[Task, Scale | None, np.ndarray]:
    """What the model is asked, how loads are scaled, and the usual loads from two days before the last morning on."""
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
    usual, came = planned_load.ways_ahead(load, HORIZONS)
    expected, lived = (planned_load.inputs_of(ways, weekday, scale) for ways in (usual, came))
    if scale is None or scale.row > start:  # until loads can be scaled, forecasts are made without them
        until = len(y) if scale is None else scale.row
        expected[:until, :, :LAGS] = lived[:until, :, :LAGS] = 0
    inputs = np.concatenate([lived[:1, 0] * 0, lived[:-1, 0]])  # one day ahead of the morning before
    ahead = np.tile(1 + np.arange(HORIZONS), 2)
    return Task(y, inputs, np.concatenate([expected, lived], axis=1), ahead, start, cuts), scale, usual[-1]


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


def _with_reach(y: np.ndarray, foretold: Sequence[Foretold]) -> list[Told]:
    """Several forecasts with how far their intervals reach, all of them worked out together."""
    several = len(LEVELS) * len(foretold)
    mean, sd = (np.concatenate(columns * len(LEVELS), axis=1) for columns in
                ([one.mean for one in foretold], [one.sd for one in foretold]))  # fmt: skip
    level = np.repeat(LEVELS, len(foretold) * HORIZONS)
    reach = reaches(y, mean, sd, level, ahead=np.tile(1 + np.arange(HORIZONS), several))
    parts = np.split(reach, several, axis=1)
    return [Told(one.mean, one.sd, np.stack(parts[n :: len(foretold)])) for n, one in enumerate(foretold)]
