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
from functools import cached_property

import numpy as np
import pandas as pd

from analytics import planned_load
from analytics.forecast_grade import GRADED_DAYS, HorizonGrade, Verdict, grades_of, trusted
from analytics.forecast_model import HORIZONS, LEVELS, Answer, Issued, Model, Told, issue, state_space
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
    learned = outlook(
        values, load, day, asleep_min=asleep_min, log=log, bounds=bounds, restarts=restarts,
        scenario_days=scenario_days, model=model, seed=seed,
    )  # fmt: skip
    return learned.forecast(planned, kept=kept)


def outlook(
    values: pd.Series,
    load: pd.Series,
    day: date,
    *,
    asleep_min: pd.Series | None = None,
    log: bool = False,
    bounds: tuple[float, float] | None = None,
    restarts: Sequence[date] = (),
    scenario_days: int = SCENARIO_DAYS,
    model: Model = state_space,
    seed: int = 0,
) -> "Outlook":
    """What `forecast` learns before it looks at plans: forecasts with several of them need it once.

    Arguments as for forecast, and raises as it does.
    """
    if pd.Timestamp(day) not in values.index:
        raise ValueError(f"{day} is not a day of this series")
    until = pd.Timestamp(day)
    index = values.loc[:until].index
    issued = issue(values.loc[:until], load.loc[:until], log=log, restarts=restarts, model=model)
    shown = _Shown(until, int((~np.isnan(issued.task.values)).sum()), log, bounds)
    return Outlook(
        issued=issued,
        shown=shown,
        index=index,
        before=load.loc[:until].iloc[:-1],
        sleep=_sleep(issued.task.values, asleep_min, index, issued.task.inputs),
        scenario_days=scenario_days,
        seed=seed,
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

    def graded(self, y: np.ndarray, told: Told, median: Told, index: pd.DatetimeIndex) -> tuple[Graded, ...]:
        """The mornings of the last year that a forecast of the morning before can be held against."""
        mean, sd, reach, simple = told.mean[:-1, 0], told.sd[:-1, 0], told.reach[1, :-1, 0], median.mean[:-1, 0]
        values, lows, highs, medians, came = (
            self.scale(x) for x in (mean, mean - reach * sd, mean + reach * sd, simple, y[1:])
        )
        known = ~np.isnan(np.stack([values, lows, simple, came])).any(axis=0)
        rows = np.flatnonzero(known & (np.arange(len(came)) >= len(came) - GRADED_DAYS))
        return tuple(
            Graded(
                day,
                Estimate(float(values[row]), float(lows[row]), float(highs[row]), self.n, level=LEVELS[1]),
                float(medians[row]),
                float(came[row]),
            )
            for row, day in zip(rows, index.date[rows + 1], strict=True)
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
class _Past:
    """What the past mornings foretold in one of two ways, and how it came out."""

    told: Told
    grades: tuple[HorizonGrade, ...]
    overall: HorizonGrade | None
    graded: tuple[Graded, ...]
    use_model: np.ndarray  # for each morning, whether what is shown is the model's


@dataclass(frozen=True, eq=False)
class Outlook:
    """An athlete's mornings up to a day, fitted once and graded once: forecasts of the next ones with any loads."""

    issued: Issued
    shown: _Shown
    index: pd.DatetimeIndex
    before: pd.Series  # the loads of the days before the last morning
    sleep: SleepEffect | None
    scenario_days: int
    seed: int

    def forecast(self, planned: Mapping[pd.Timestamp, float] | None = None, *, kept: bool = True) -> Forecast:
        """The seven mornings after the last one; planned and kept as for the function of this name."""
        kept = kept and planned is not None
        past = self._kept if kept else self._usual
        ahead = _Ahead(self, past, planned_load.with_plan(self.issued.way, planned or {}, self.shown.last))
        by_model = ahead.days
        effect, load_grade = ahead.load_effect()
        return Forecast(
            made=self.shown.last.date(),
            days=tuple(
                model if good else simple
                for model, simple, good in zip(by_model, self._by_median, past.use_model, strict=True)
            ),
            by_model=by_model,
            by_median=self._by_median,
            grades=past.grades,
            overall=past.overall,
            graded=past.graded,
            planned=kept,
            load_effect=effect,
            load_grade=load_grade,
            scenarios=ahead.scenarios(load_grade),
            load=ahead.load,
            sleep=self.sleep,
            n=self.shown.n,
        )

    def where_planned(self, planned: Mapping[pd.Timestamp, float]) -> Forecast:
        """The same with each morning by the grade of what is known of the day before it: as the function."""
        usual, kept = (self.forecast(planned, kept=kept) for kept in (False, True))
        return where_planned(usual, kept, {day.date() for day in planned})

    @cached_property
    def _usual(self) -> _Past:
        return self._past(self.issued.usual)

    @cached_property
    def _kept(self) -> _Past:
        return self._past(self.issued.kept)

    def _past(self, told: Told) -> _Past:
        grades, overall = grades_of(self.issued, told, log=self.shown.log, seed=self.seed)
        graded = self.shown.graded(self.issued.task.values, told, self.issued.median, self.index)
        return _Past(told, grades, overall, graded, np.array(trusted(grades, overall)))

    @cached_property
    def _by_median(self) -> tuple[ForecastDay, ...]:
        median = self.issued.median
        return self.shown.days(median.mean[-1], median.sd[-1], median.reach[:, -1], "median")

    @cached_property
    def levels(self) -> Mapping[str, float]:
        """What days of rest, easy, steady and hard training come to."""
        return planned_load.levels_of(self.before)

    @cached_property
    def seen(self) -> planned_load.Seen:
        """What loads were ever like in the last year."""
        return planned_load.seen(self.before)


@dataclass(frozen=True, eq=False)
class _Ahead:
    """From the last morning on, with the loads of one way: what they lead to, and what others would change."""

    learned: Outlook
    past: _Past
    way: np.ndarray

    @cached_property
    def days(self) -> tuple[ForecastDay, ...]:
        """By the model."""
        return self._days(*self._mornings)

    @cached_property
    def load(self) -> tuple[float, ...]:
        return _to_come(self.way)

    def load_effect(self) -> tuple[Estimate | None, Grade]:
        """A hard day instead of rest, on the next morning; strong where the forecasts that use it have been better."""
        ways, overall, shown = self._ways, self.past.overall, self.learned.shown
        if not ways:
            return None, Grade.INSUFFICIENT
        contrast = (self._inputs(ways["hard"]) - self._inputs(ways["rest"]))[:1]
        mean, sd = (float(x[0]) for x in self._answer.difference(contrast))
        effect = shown.change(mean, sd)
        if overall is None:
            return effect, Grade.INSUFFICIENT
        if effect.low <= 0 <= effect.high:
            return effect, Grade.NONE
        sure = shown.change(mean, sd, 0.99)
        held = overall.verdict is Verdict.BEATS and not sure.low <= 0 <= sure.high
        return effect, Grade.STRONG if held else Grade.LIKELY

    def scenarios(self, load_grade: Grade) -> tuple[Scenario, ...]:
        sleep = self.learned.sleep
        of_load = load_grade in (Grade.LIKELY, Grade.STRONG)
        of_sleep = sleep is not None and sleep.grade in (Grade.LIKELY, Grade.STRONG)
        ways = self._ways if of_load else {"planned": self.way} if of_sleep else {}
        found = [self._scenario(name, way) for name, way in ways.items()]
        if of_sleep:
            found += [self._of_night(name, sleep.per_hour, hours) for name, hours in _NIGHTS.items()]
        return tuple(found)

    @property
    def _answer(self) -> Answer:
        return self.learned.issued.answer

    @cached_property
    def _mornings(self) -> tuple[np.ndarray, np.ndarray]:
        return self._answer.instead(self._inputs(self.way))

    @cached_property
    def _plans(self) -> np.ndarray:
        """What the loads of this way change against usual ones."""
        return self._answer.difference(self._inputs(self.way) - self._inputs(self.learned.issued.way))[0]

    @cached_property
    def _ways(self) -> dict[str, np.ndarray]:
        usual = self.learned.issued.way
        if self.learned.issued.scale is None:
            return {}
        ways = planned_load.scenario_loads(self.learned.levels, self.way, self.learned.scenario_days)
        if not ways or np.array_equal(self.way, usual, equal_nan=True):
            return ways
        return {"planned": self.way, "usual": usual} | ways

    def _inputs(self, way: np.ndarray) -> np.ndarray:
        weekday = np.array([self.learned.shown.last.day_of_week])
        return planned_load.inputs_of(way[None, :], weekday, self.learned.issued.scale)[0]

    def _days(self, mean: np.ndarray, sd: np.ndarray) -> tuple[ForecastDay, ...]:
        return self.learned.shown.days(mean, sd, self.past.told.reach[:, -1], "model")

    def _scenario(self, name: str, way: np.ndarray) -> Scenario:
        inputs = self._inputs(way)
        change = self._answer.difference(inputs - self._inputs(self.way))
        mean, sd = self._answer.instead(inputs)
        return Scenario(
            name=name,
            load=_to_come(way),
            days=self.days if name == "planned" else self._days(mean, sd),
            beside=self._beside(mean, change[0]),
            difference=self._changes(*change),
            beyond_seen=self.learned.seen.beyond(way),
        )

    def _of_night(self, name: str, per_hour: Estimate, hours: float) -> Scenario:
        """So much more sleep in each of the nights of the scenario."""
        nights = (np.arange(HORIZONS) < self.learned.scenario_days).astype(float)
        mean, sd = self._mornings
        z95 = 1.96
        doubt = (per_hour.high - per_hour.low) / (2 * z95) * abs(hours) * nights
        shift = per_hour.value * hours * nights
        return Scenario(
            name=name,
            load=self.load,
            days=self._days(mean + shift, np.hypot(sd, doubt)),
            beside=self._beside(mean + shift, shift),
            difference=self._changes(shift, doubt),
            beyond_seen=self.learned.seen.beyond(self.way),
        )

    def _changes(self, mean: np.ndarray, sd: np.ndarray) -> tuple[Estimate, ...]:
        return tuple(self.learned.shown.change(float(m), float(s)) for m, s in zip(mean, sd, strict=True))

    def _beside(self, mean: np.ndarray, from_planned: np.ndarray) -> tuple[float, ...]:
        """By the model; or the median, which is that of usual weeks, moved by what differs from one."""
        moved = self.learned.issued.median.mean[-1] + self._plans + from_planned
        return tuple(float(x) for x in self.learned.shown.scale(np.where(self.past.use_model, mean, moved)))


def _to_come(way: np.ndarray) -> tuple[float, ...]:
    """The loads of a way without those of the days before the last morning."""
    return tuple(float(x) for x in way[LAGS - 1 :])


_NIGHTS = {"longer nights": 1.0, "shorter nights": -1.0}  # hours
