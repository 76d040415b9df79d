"""Forecast: how recovered will I be in the next seven mornings, and what would rest or hard training change?

The model: a level that walks slowly, noise that remembers yesterday, the load of the three days before each morning,
and the weekday (analytics.state_space). Every morning of the athlete's past has issued its own forecast with what was
known on it, and those are graded against two that need no model: the median of the last 30 days, and the same as
today. Where the model has not beaten the median, the median with its interval is what is shown. Intervals keep their
promise by what they missed before (analytics.adaptive).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics import planned_load
from analytics.forecast_grade import GRADED_DAYS, HorizonGrade, Verdict, grades_of, trusted
from analytics.forecast_model import HORIZONS, LEVELS, Answer, Issued, Model, issue, reach_of, state_space
from analytics.planned_load import LAGS
from analytics.results import Estimate, Grade, NotEnoughData
from analytics.sleep_effect import SleepEffect, sleep_effect

SCENARIO_DAYS = 3


@dataclass(frozen=True)
class ForecastDay:
    """One morning to come."""

    day: date
    ahead: int  # mornings from the one on which the forecast was made
    value: Estimate  # with the interval of 80%; n: known mornings behind it
    low50: float
    high50: float
    source: str  # "model" or "median"


@dataclass(frozen=True)
class Scenario:
    """The same mornings after other loads (rest, easy, hard) or nights (longer, shorter) in the first days."""

    name: str  # where there are plans, one is "usual": what the days would be without them
    load: tuple[float, ...]  # of the day of the forecast and the days after it; as planned for nights
    days: tuple[ForecastDay, ...]  # by the model
    beside: tuple[float, ...]  # the same beside what is shown: where that is the median, it moved by the difference
    difference: tuple[Estimate, ...]  # from the mornings as planned, with 95% intervals: points, or % where log
    beyond_seen: tuple[bool, ...]  # for each load, whether it lies outside the last year's: there it is a guess


@dataclass(frozen=True)
class Graded:
    """A morning that has come, and what was foretold of it on the morning before."""

    day: date
    value: Estimate  # by the model, with its interval of 80%
    median: float  # what needs no model
    came: float


@dataclass(frozen=True)
class Forecast:
    """The next mornings, and how far to trust them."""

    made: date
    days: tuple[ForecastDay, ...]  # what to show: by_model where it has beaten the median, else by_median
    by_model: tuple[ForecastDay, ...]
    by_median: tuple[ForecastDay, ...]
    grades: tuple[HorizonGrade, ...]  # one a horizon; empty before 30 graded mornings
    overall: HorizonGrade | None
    graded: tuple[Graded, ...]  # the mornings of the last year on which a forecast of the next one came true or not
    planned: bool  # graded as if plans had been kept; otherwise with the usual load of each weekday
    load_effect: Estimate | None  # of a hard day instead of rest on the next morning: points, or % where log
    load_grade: Grade
    scenarios: tuple[Scenario, ...]  # as planned first; empty where neither load nor sleep has a seen effect
    load: tuple[float, ...]  # that it takes to come, of the day of the forecast and those after it; NaN: unknown
    sleep: SleepEffect | None  # None: not given, or not enough nights
    n: int  # known mornings
    if_kept: HorizonGrade | None = None  # overall, had the load of every day been known beforehand: of where_planned

    @property
    def verdict(self) -> Verdict:
        return self.overall.verdict if self.overall else Verdict.TOO_EARLY


def forecast(
    values: pd.Series,
    load: pd.Series,
    day: date,
    *,
    planned: Mapping[pd.Timestamp, float] | None = None,
    kept: bool = True,
    asleep_min: pd.Series | None = None,
    log: bool = False,
    bounds: tuple[float, float] | None = None,
    restarts: Sequence[date] = (),
    scenario_days: int = SCENARIO_DAYS,
    model: Model = state_space,
    seed: int = 0,
) -> Forecast:
    """The seven mornings after `day`, with what is known on its morning.

    values: one a morning on a gap-free daily index, NaN = unknown: device recovery, our score, HRV (log). load: strain
    or AU of each day on the same index; that of `day` itself and of later days is not looked at. planned: loads of
    `day` and the days after it, where there are plans; a day without one is taken as usual for its weekday. kept: with
    plans, past mornings are graded as if theirs had been known and kept; otherwise with the usual load of each weekday.
    asleep_min: minutes of the night before each morning. bounds: lowest and highest possible value. restarts: first
    days of a new device. scenario_days: how many days a scenario lasts.
    Raises NotEnoughData with fewer than 30 known mornings, or 7 in the last 30 days; ValueError if `day` is not in
    the index, or load and values differ in theirs.
    """
    if pd.Timestamp(day) not in values.index:
        raise ValueError(f"{day} is not a day of this series")
    until = pd.Timestamp(day)
    issued = issue(
        values.loc[:until], load.loc[:until], planned=planned, kept=kept, log=log, restarts=restarts, model=model
    )  # fmt: skip
    y, answer, median, reach = issued.task.values, issued.answer, issued.median, issued.reach
    shown = _Shown(until, int((~np.isnan(y)).sum()), log, bounds)
    grades, overall = grades_of(issued, log=log, seed=seed)
    by_model = shown.days(answer.foretold.mean[-1], answer.foretold.sd[-1], reach[:, -1], "model")
    by_median = shown.days(median.mean[-1], median.sd[-1], reach_of(y, median)[:, -1], "median")

    use_model = np.array(trusted(grades, overall))
    ahead = _Ahead(answer, load.loc[:until].iloc[:-1], issued, shown, reach[:, -1], scenario_days, use_model)
    effect, load_grade = ahead.load_effect(overall)
    sleep = _sleep(y, asleep_min, values.loc[:until].index, issued.task.inputs)
    return Forecast(
        made=day,
        days=tuple(
            model if good else simple for model, simple, good in zip(by_model, by_median, use_model, strict=True)
        ),
        by_model=by_model,
        by_median=by_median,
        grades=grades,
        overall=overall,
        graded=shown.graded(issued, values.loc[:until].index),
        planned=planned is not None and kept,
        load_effect=effect,
        load_grade=load_grade,
        scenarios=ahead.scenarios(load_grade, sleep, by_model),
        load=tuple(float(x) for x in issued.way[LAGS - 1 :]),
        sleep=sleep,
        n=shown.n,
    )


def where_planned(usual: Forecast, kept: Forecast, planned: Collection[date]) -> Forecast:
    """One forecast of days of which some are planned: each morning by the grade of what is known of the day before it.

    usual: made with plans, graded with usual loads; kept: the same, graded as if loads had been known. A morning after
    a planned day is shown by the model where that has beaten the median with known loads. Its interval is that of known
    loads only where all days are planned that act on it, else the wider one: ours. The effect of load is graded by the
    forecasts that know it.
    """
    days, besides = list(usual.days), [list(scenario.beside) for scenario in usual.scenarios]
    for place, day in enumerate(kept.days):
        acting = [usual.made + timedelta(days=place - lag) for lag in range(min(LAGS, place + 1))]
        if acting[0] in planned and day.source == "model":
            days[place] = day if set(acting) <= set(planned) else usual.by_model[place]
            for beside, scenario in zip(besides, kept.scenarios, strict=True):
                beside[place] = scenario.beside[place]
    return replace(
        usual,
        days=tuple(days),
        load_grade=kept.load_grade,
        if_kept=kept.overall,
        scenarios=tuple(
            replace(scenario, beside=tuple(beside)) for scenario, beside in zip(usual.scenarios, besides, strict=True)
        ),
    )


@dataclass(frozen=True)
class _Shown:
    """Numbers of the analysis as days to come."""

    last: pd.Timestamp
    n: int
    log: bool
    bounds: tuple[float, float] | None

    def days(self, mean: np.ndarray, sd: np.ndarray, reach: np.ndarray, source: str) -> tuple[ForecastDay, ...]:
        half, most = self.scale(mean - reach * sd), self.scale(mean + reach * sd)
        return tuple(
            ForecastDay(
                day=(self.last + pd.Timedelta(days=h + 1)).date(),
                ahead=h + 1,
                value=Estimate(float(value), float(half[1, h]), float(most[1, h]), self.n, level=LEVELS[1]),
                low50=float(half[0, h]),
                high50=float(most[0, h]),
                source=source,
            )
            for h, value in enumerate(self.scale(mean))
        )

    def graded(self, issued: Issued, index: pd.DatetimeIndex) -> tuple[Graded, ...]:
        """The mornings of the last year that a forecast of the morning before can be held against."""
        mean, sd, reach = issued.answer.foretold.mean[:, 0], issued.answer.foretold.sd[:, 0], issued.reach[1, :, 0]
        came, median = issued.task.values[1:], issued.median.mean[:-1, 0]
        value, low, high = (self.scale((mean + sign * reach * sd)[:-1]) for sign in (0, -1, 1))
        known = ~np.isnan(np.stack([value, low, median, came])).any(axis=0)
        rows = np.flatnonzero(known & (np.arange(len(came)) >= len(came) - GRADED_DAYS))
        return tuple(
            Graded(
                index[row + 1].date(),
                Estimate(float(value[row]), float(low[row]), float(high[row]), self.n, level=LEVELS[1]),
                float(self.scale(median[row])),
                float(self.scale(came[row])),
            )
            for row in rows
        )

    def scale(self, x: np.ndarray) -> np.ndarray:
        x = np.exp(x) if self.log else x
        return np.clip(x, *self.bounds) if self.bounds else x

    def change(self, mean: float, sd: float, level: float = 0.95) -> Estimate:
        """A difference of the scale of the analysis as points, or as % where log."""
        from scipy.special import ndtri

        reach = float(ndtri((1 + level) / 2)) * sd
        edges = (float(100 * np.expm1(x)) if self.log else float(x) for x in (mean, mean - reach, mean + reach))
        return Estimate(*edges, self.n, level)


def _sleep(
    y: np.ndarray, asleep_min: pd.Series | None, index: pd.DatetimeIndex, inputs: np.ndarray
) -> SleepEffect | None:
    if asleep_min is None:
        return None
    try:
        return sleep_effect(y, asleep_min.reindex(index).to_numpy(dtype=float), inputs)
    except NotEnoughData:  # the forecast does not need it: without an effect of sleep it is still a forecast
        return None


@dataclass(frozen=True)
class _Ahead:
    """From the last morning on: what other loads would change."""

    answer: Answer
    load: pd.Series
    issued: Issued
    shown: _Shown
    reach: np.ndarray
    scenario_days: int
    use_model: np.ndarray  # for each morning, whether what is shown is the model's

    def load_effect(self, overall: HorizonGrade | None) -> tuple[Estimate | None, Grade]:
        """A hard day instead of rest, on the next morning; strong where the forecasts that use it have been better."""
        ways = self._ways()
        if not ways:
            return None, Grade.INSUFFICIENT
        contrast = (self._inputs(ways["hard"]) - self._inputs(ways["rest"]))[:1]
        mean, sd = (float(x[0]) for x in self.answer.difference(contrast))
        effect = self.shown.change(mean, sd)
        if overall is None:
            return effect, Grade.INSUFFICIENT
        if effect.low <= 0 <= effect.high:
            return effect, Grade.NONE
        sure = self.shown.change(mean, sd, 0.99)
        held = overall.verdict is Verdict.BEATS and not sure.low <= 0 <= sure.high
        return effect, Grade.STRONG if held else Grade.LIKELY

    def scenarios(
        self, load_grade: Grade, sleep: SleepEffect | None, planned: tuple[ForecastDay, ...]
    ) -> tuple[Scenario, ...]:
        of_load = load_grade in (Grade.LIKELY, Grade.STRONG)
        of_sleep = sleep is not None and sleep.grade in (Grade.LIKELY, Grade.STRONG)
        ways = self._ways() if of_load else {"planned": self.issued.way} if of_sleep else {}
        found = [self._scenario(name, way, planned) for name, way in ways.items()]
        if of_sleep:
            found += [self._of_night(name, sleep.per_hour, hours) for name, hours in _NIGHTS.items()]
        return tuple(found)

    def _ways(self) -> dict[str, np.ndarray]:
        if self.issued.scale is None:
            return {}
        ways = planned_load.scenario_loads(self.load, self.issued.way, self.scenario_days)
        if not ways or np.array_equal(self.issued.way, self.issued.usual, equal_nan=True):
            return ways
        return {"planned": self.issued.way, "usual": self.issued.usual} | ways

    def _inputs(self, way: np.ndarray) -> np.ndarray:
        weekday = np.array([self.shown.last.day_of_week])
        return planned_load.inputs_of(way[None, :], weekday, self.issued.scale)[0]

    def _scenario(self, name: str, way: np.ndarray, planned: tuple[ForecastDay, ...]) -> Scenario:
        inputs = self._inputs(way)
        change = self.answer.difference(inputs - self._inputs(self.issued.way))
        mean, sd = self.answer.instead(inputs)
        return Scenario(
            name=name,
            load=tuple(float(x) for x in way[LAGS - 1 :]),
            days=planned if name == "planned" else self.shown.days(mean, sd, self.reach, "model"),
            beside=self._beside(mean, change[0]),
            difference=tuple(self.shown.change(float(m), float(s)) for m, s in zip(*change, strict=True)),
            beyond_seen=planned_load.beyond_seen(self.load, way),
        )

    def _of_night(self, name: str, per_hour: Estimate, hours: float) -> Scenario:
        """So much more sleep in each of the nights of the scenario."""
        nights = (np.arange(HORIZONS) < self.scenario_days).astype(float)
        mean, sd = self.answer.instead(self._inputs(self.issued.way))
        z95 = 1.96
        doubt = (per_hour.high - per_hour.low) / (2 * z95) * abs(hours) * nights
        shift = per_hour.value * hours * nights
        return Scenario(
            name=name,
            load=tuple(float(x) for x in self.issued.way[LAGS - 1 :]),
            days=self.shown.days(mean + shift, np.hypot(sd, doubt), self.reach, "model"),
            beside=self._beside(mean + shift, shift),
            difference=tuple(self.shown.change(float(m), float(s)) for m, s in zip(shift, doubt, strict=True)),
            beyond_seen=planned_load.beyond_seen(self.load, self.issued.way),
        )

    def _beside(self, mean: np.ndarray, from_planned: np.ndarray) -> tuple[float, ...]:
        """By the model; or the median, which is that of usual weeks, moved by what differs from one."""
        plans, _ = self.answer.difference(self._inputs(self.issued.way) - self._inputs(self.issued.usual))
        moved = self.issued.median.mean[-1] + plans + from_planned
        return tuple(float(x) for x in self.shown.scale(np.where(self.use_model, mean, moved)))


_NIGHTS = {"longer nights": 1.0, "shorter nights": -1.0}  # hours
