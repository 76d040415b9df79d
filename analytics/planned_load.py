"""What the next days' load may be, and how a series of loads becomes the inputs of a forecast."""

from collections.abc import Mapping, Sequence
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
SCENARIOS = ("rest", "easy", "hard")
_PERCENTILES = {"easy": 0.25, "steady": 0.5, "hard": 0.9}


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


def ways_ahead(load: pd.Series, horizons: int) -> tuple[np.ndarray, np.ndarray]:
    """Days x (LAGS - 1 + horizons), as usual and as they came: the loads around each morning, from two days before on.

    The days before a morning as they were, unknown ones as usual. The day itself and those after it: the usual load of
    their weekday; or as they were (a plan that was followed), where unknown as usual.
    """
    usual = usual_loads(load)
    days, weekday = np.arange(len(load)), load.index.day_of_week.to_numpy()
    was = np.where(np.isnan(load), usual[days, weekday], load)
    before = [np.concatenate([np.full(back, np.nan), was])[: len(was)] for back in range(LAGS - 1, 0, -1)]
    expected = [usual[days, (weekday + ahead) % 7] for ahead in range(horizons)]
    later = np.concatenate([load.to_numpy(dtype=float), np.full(horizons, np.nan)])
    real = [later[ahead : ahead + len(load)] for ahead in range(horizons)]
    came = [np.where(np.isnan(one), other, one) for one, other in zip(real, expected, strict=True)]
    return np.stack([*before, *expected], axis=1), np.stack([*before, *came], axis=1)


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


def scenario_loads(levels: Mapping[str, float], way: np.ndarray, days: int) -> dict[str, np.ndarray]:
    """Ways like the last morning's `way`, whose first `days` days ahead are rest, easy or hard; and as planned.

    levels: as levels_of; empty where they are.
    """
    if not levels:
        return {}
    return {"planned": way} | {name: _first_days(way, days, levels[name]) for name in SCENARIOS}


def levels_of(load: pd.Series) -> dict[str, float]:
    """What days of rest and of training come to, the least first, from the loads of the last year.

    Rest is the least of them; easy, steady and hard are the 25th, the 50th and the 90th percentile of those above it.
    Empty where no two loads differ.
    """
    known = load.iloc[-SEEN_DAYS:].dropna()
    training = known[known > known.min()]
    if training.empty:
        return {}
    return {"rest": float(known.min())} | {name: float(training.quantile(q)) for name, q in _PERCENTILES.items()}


def day_load(loads: Sequence[float], rest: float, most: float | None = None) -> float:
    """What a day comes to with several sessions, each given as what a day comes to with it alone.

    rest: a day without training, which is in each of the figures and in the day once. most: the end of a scale on which
    load counts for ever less the more there is (strain: 21); None where loads add up (AU).
    On such a scale every session fills the share of what is left below its end that it fills when alone. That is our
    choice, since how strain is made is not published: it needs no further figure, no order of the sessions, and lies
    between the largest of them and their sum.

    >>> day_load([300, 200], rest=0), day_load([12.5, 12.5], rest=4, most=21)
    (500.0, 16.75)
    """
    own = np.maximum(np.asarray(loads, dtype=float), rest) - rest
    if most is None:
        return float(rest + own.sum())
    room = most - rest
    return float(most - room * np.prod(1 - own / room)) if room > 0 else float(most)


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


@dataclass(frozen=True)
class Seen:
    """The least and the most of a year's loads, of a day and of three days together; NaN where none is known."""

    day: tuple[float, float]
    three_days: tuple[float, float]

    def beyond(self, way: np.ndarray) -> tuple[bool, ...]:
        """For each day ahead of a way: is its load, or that of it and the two days before it, outside what was seen?"""
        sums = np.convolve(way, np.ones(LAGS), mode="valid")
        least, most = self.three_days
        outside = ~((self.day[0] <= way[LAGS - 1 :]) & (way[LAGS - 1 :] <= self.day[1]))
        if not np.isnan(least):
            outside |= ~((least <= sums) & (sums <= most))
        return tuple(bool(day) for day in outside)


def seen(load: pd.Series) -> Seen:
    """What was seen in the last year; sums of three days only where all three are known."""
    known = load.iloc[-SEEN_DAYS:]
    sums = known.rolling(LAGS).sum()
    return Seen((float(known.min()), float(known.max())), (float(sums.min()), float(sums.max())))
