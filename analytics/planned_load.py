"""What the next days' load may be, and how a series of loads becomes the inputs of a forecast."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

LAGS = 3  # mornings on which a day's load may still act
FADING = (1.0, 0.6, 0.4)  # how large its effect may be on each of them, compared with the first; ours
WEEKDAYS = 6  # inputs that together can take any value on each of the seven weekdays
GROUPS = (0,) * LAGS + (1,) * WEEKDAYS
RELATIVE = FADING + (1.0,) * WEEKDAYS

USUAL_DAYS = 56  # eight of each weekday
NEED_LOADS = 14  # known loads before load counts
SEEN_DAYS = 365


@dataclass(frozen=True)
class Scale:
    """Loads count in SDs from their mean, both of the days up to the morning of row `row`; before it they are 0."""

    row: int
    mean: float
    sd: float

    def of(self, load: np.ndarray) -> np.ndarray:
        return np.nan_to_num((load - self.mean) / self.sd)


def scale_of(load: np.ndarray, start: int) -> Scale | None:
    """The first morning from row `start` on before which 14 loads are known that differ; None where there is none."""
    for row in range(start, len(load)):
        known = load[:row][~np.isnan(load[:row])]
        if len(known) >= NEED_LOADS and known.std() > 0:
            return Scale(row, float(known.mean()), float(known.std()))
    return None


def usual_loads(load: pd.Series) -> np.ndarray:
    """Days x weekdays (Monday first): the usual load of each weekday as known on the morning of each day.

    The mean of that weekday in the eight weeks before, with fewer than 2 of them that of all days; NaN without any.
    """
    by_weekday = pd.DataFrame({k: load.where(load.index.day_of_week == k) for k in range(7)})
    usual = by_weekday.rolling(USUAL_DAYS, min_periods=2).mean().shift()
    of_all = load.rolling(USUAL_DAYS, min_periods=1).mean().shift().ffill()
    return usual.apply(lambda column: column.fillna(of_all)).to_numpy()


def ways_ahead(load: pd.Series, horizons: int, *, kept: bool) -> np.ndarray:
    """Days x (LAGS - 1 + horizons): the loads of the days around each morning, from two days before it on.

    The days before a morning as they were, unknown ones as usual. The day itself and those after it: as they were,
    where `kept` (a plan that was followed), else, and where unknown, the usual load of their weekday.
    """
    usual = usual_loads(load)
    days, weekday = np.arange(len(load)), load.index.day_of_week.to_numpy()
    was = np.where(np.isnan(load), usual[days, weekday], load)
    columns = [np.concatenate([np.full(back, np.nan), was])[: len(was)] for back in range(LAGS - 1, 0, -1)]
    later = np.concatenate([load.to_numpy(dtype=float), np.full(horizons, np.nan)])
    for ahead in range(horizons):
        expected = usual[days, (weekday + ahead) % 7]
        real = later[ahead : ahead + len(load)]
        columns.append(np.where(np.isnan(real), expected, real) if kept else expected)
    return np.stack(columns, axis=1)


def inputs_of(ways: np.ndarray, weekday: np.ndarray, scale: Scale | None) -> np.ndarray:
    """Ways x horizons x inputs: what acts on the mornings 1, 2 ... days after the morning of each way.

    ways: as from ways_ahead, one row a morning; weekday: of that morning (Monday 0).
    """
    horizons = ways.shape[1] - LAGS + 1
    z = np.zeros_like(ways) if scale is None else scale.of(ways)
    first = np.arange(horizons) + LAGS - 1  # the place of the load of the day before each morning ahead
    of_load = np.stack([z[:, first - lag] for lag in range(LAGS)], axis=2)
    return np.concatenate([of_load, _weekday_inputs((weekday[:, None] + 1 + np.arange(horizons)) % 7)], axis=2)


def _weekday_inputs(weekday: np.ndarray) -> np.ndarray:
    """The three harmonics of the week, each input with mean square 1: no weekday is the one to compare with."""
    turns = 2 * np.pi * weekday[..., None] * np.array([1, 2, 3]) / 7
    return np.sqrt(2) * np.concatenate([np.cos(turns), np.sin(turns)], axis=-1)


def scenario_loads(load: pd.Series, way: np.ndarray, days: int) -> dict[str, np.ndarray]:
    """Ways like the last morning's `way`, whose first `days` days ahead are rest, easy or hard; and as planned.

    From the loads of the last year: rest is the least of them, easy and hard are the 25th and the 90th percentile of
    those above it. Empty where no two loads differ.
    """
    known = load.iloc[-SEEN_DAYS:].dropna()
    training = known[known > known.min()]
    if training.empty:
        return {}
    levels = {"rest": known.min(), "easy": training.quantile(0.25), "hard": training.quantile(0.9)}
    return {"planned": way} | {name: _first_days(way, days, float(level)) for name, level in levels.items()}


def _first_days(way: np.ndarray, days: int, level: float) -> np.ndarray:
    changed = way.copy()
    changed[LAGS - 1 : LAGS - 1 + days] = level
    return changed


def with_plan(way: np.ndarray, planned: Mapping[pd.Timestamp, float], morning: pd.Timestamp) -> np.ndarray:
    """The way with the planned loads in place of the usual ones."""
    changed = way.copy()
    for place in range(LAGS - 1, len(way)):
        load = planned.get(morning + pd.Timedelta(days=place - LAGS + 1))
        if load is not None and not np.isnan(load):
            changed[place] = load
    return changed


def beyond_seen(load: pd.Series, way: np.ndarray) -> tuple[bool, ...]:
    """For each day ahead of a way: is its load, or that of it and the two days before it, outside what was ever seen?

    Seen: the last year; sums of three days only where all three are known.
    """
    known = load.iloc[-SEEN_DAYS:]
    sums = known.rolling(LAGS).sum()
    of_three = np.convolve(way, np.ones(LAGS), mode="valid")
    outside = [
        not (known.min() <= one <= known.max()) or (sums.notna().any() and not (sums.min() <= three <= sums.max()))
        for one, three in zip(way[LAGS - 1 :], of_three, strict=True)
    ]
    return tuple(bool(day) for day in outside)
