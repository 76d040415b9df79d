"""What the coach may know of one athlete as of a day: the only door between the store and coach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pandas as pd

from analytics.forecast import Forecast, Outlook
from analytics.habits import HabitEffect, HabitImpact
from analytics.mornings import load_of
from analytics.recovery.rules import Recovery
from analytics.results import Finding, NotEnoughData
from coach.known import Profile, Source
from coach.tools.today import usual_minutes
from coach.words import CLOCK
from dashboard import compose
from dashboard.compose import History, anomaly, habits
from dashboard.compose import forecast as ahead
from dashboard.compose.outcome import Outcome, as_of, outcome, sources_of
from dashboard.compose.outcome import journal as journal_until
from dashboard.findings import answers
from dashboard.findings import forecast as foretold
from dashboard.findings.anomaly import driven_by
from data import demo
from data.importers import label
from data.schema import METRICS

_KINDS = ("rest", "easy", "steady", "hard")  # of a day, whose load may not be known
UNITS = {"onset_h": CLOCK, "wake_h": CLOCK}


@dataclass(frozen=True, eq=False)
class KnownHistory:
    """A coach.known.Known that reads a History; what is asked twice is worked out once."""

    history: History  # as of the day, with nothing later
    today: date
    earlier: bool  # than the newest day there is
    findings_cache: dict[str, Finding]

    @property
    def profile(self) -> Profile:
        who = self.history.athlete
        return Profile(who.name, who.simulated, who.sport, who.ftp_w, who.max_hr_bpm)

    @cached_property
    def day(self) -> date | None:
        return None if self.history.last_day is None else self.history.last_day.date()

    @cached_property
    def _answers(self) -> Mapping:
        return answers(self.history, self.day)

    def findings(self, *ids: str) -> Sequence[Finding]:
        wanted = [id for id in self._answers if any(_asked(id, one) for one in ids)]
        for id in wanted:
            if id not in self.findings_cache:
                self.findings_cache.update(self._of_forecast() if id in foretold.ASKED else self._answered(id))
        return [self.findings_cache[id] for id in wanted]

    def _answered(self, id: str) -> dict[str, Finding]:
        return {id: self._answers[id](self.history, self.day)}

    def _of_forecast(self) -> dict[str, Finding]:
        """What the one forecast says that the coach itself reads as well; making it takes its time."""
        try:
            made = self._forecast
        except NotEnoughData:
            return foretold.findings_of(self.history, self.day)
        return foretold.all_of(made, ahead.recovery(self.history, self.day))

    @cached_property
    def _outcome(self) -> Outcome:
        return outcome(self.history, self.day)

    def habit_effect(self, habit: str, metric: str) -> tuple[HabitEffect | None, str]:
        name = compose.hrv_on(self.history, self.day) if metric == "hrv" else metric
        if name not in self._impacts:
            self._impacts[name] = habits.impact(self.history, self.day, name)
        found = self._impacts[name]
        return next((one for one in found.effects if habit in (one.habit, *one.together)), None), found.unit

    @cached_property
    def _impacts(self) -> dict[str, HabitImpact]:
        return {}

    def values(self, metric: str) -> pd.Series:
        if metric == "recovery":
            return self._outcome.daily["recovery_pct"]
        if metric == "load":
            return load_of(self.history.aligned)
        if metric == "hrv":
            metric = compose.hrv_on(self.history, self.day)
        return self.history.aligned[metric]

    def unit(self, metric: str) -> str:
        if metric == "recovery":
            return self._outcome.unit
        if metric == "load":
            metric = str(load_of(self.history.aligned).name)
        if metric == "hrv":
            return "ms"
        if metric in UNITS:
            return UNITS[metric]
        return METRICS[metric].unit if metric in METRICS else "%" if metric.endswith("_pct") else "min"

    def source(self, metric: str, day: date) -> str | None:
        name = {"recovery": "recovery_pct", "hrv": compose.hrv_on(self.history, self.day)}.get(metric, metric)
        if name not in METRICS or name not in self.history.daily or (metric == "recovery" and self.unit(metric) != "%"):
            return None
        if name not in self._sources:
            self._sources[name] = sources_of(self.history, name)[name]
        found = self._sources[name].get(pd.Timestamp(day))
        return _label(found) if isinstance(found, str) else None

    @cached_property
    def _sources(self) -> dict[str, pd.Series]:
        return {}

    def recovery(self, day: date) -> Recovery:
        return compose.recovery_of(compose.up_to(self.history, day), day)

    @cached_property
    def _scores(self) -> pd.DataFrame:
        return compose.recovery_days(self.history)

    def scores(self) -> pd.DataFrame:
        return self._scores

    @cached_property
    def _journal(self) -> pd.DataFrame:
        return self.history.journal if self.day is None else journal_until(self.history, self.day)

    def journal(self) -> pd.DataFrame:
        return self._journal

    def workouts(self) -> pd.DataFrame:
        return self.history.workouts

    def plans(self) -> pd.DataFrame:
        rows = self.history.plans
        if self.day is None:
            return rows
        rows = rows[rows["day"] >= self.day.isoformat()]
        # As of an earlier day, only what was written down by then.
        return rows[rows["made_on"] <= self.day.isoformat()] if self.earlier else rows

    def events(self) -> pd.DataFrame:
        return self.history.events

    def unusual_mornings(self, first: date, last: date) -> tuple[int, Sequence[tuple[date, str]]]:
        found = anomaly.judged(self.history, self.day)
        days = found.days.loc[pd.Timestamp(first) : pd.Timestamp(last)]
        flagged = [day.date() for day in days.index[days["flagged"]]]
        return int(days["beyond"].count()), [(day, driven_by(found.on(day))) for day in flagged]

    @cached_property
    def _outlook(self) -> Outlook:
        return ahead.outlook(self.history, self.day)

    @cached_property
    def _forecast(self) -> Forecast:
        return ahead.forecast(self.history, self.day, self._outlook)

    def forecast(self) -> Forecast:
        return self._forecast

    def forecast_if(self, days: Mapping[date, str | float]) -> Forecast:
        levels = self.load_levels()
        loads = {pd.Timestamp(day): levels.get(of, of) for day, of in days.items() if of in levels or of not in _KINDS}
        asked = tuple(sorted(loads.items()))
        if asked not in self._forecasts_if:
            self._forecasts_if[asked] = ahead.supposed(self.history, self.day, loads, self._outlook)
        return self._forecasts_if[asked]

    @cached_property
    def _forecasts_if(self) -> dict[tuple, Forecast]:
        return {}

    def load_levels(self) -> Mapping[str, float]:
        return self._levels

    @cached_property
    def _levels(self) -> Mapping[str, float]:
        return ahead.levels(self.history, self.day)

    def sources(self) -> Sequence[Source]:
        rows = compose.sources(self.history.path, self.history.athlete).itertuples()
        spans = [(r.source, int(r.rows), *map(date.fromisoformat, (r.first_day, r.last_day))) for r in rows]
        if self.earlier:
            spans = [(name, None, first, min(last, self.day)) for name, _, first, last in spans if first <= self.day]
        return [Source(_label(name), records, first, last) for name, records, first, last in spans]


def known(history: History, today: date, until: date | None = None) -> KnownHistory:
    """What the coach may know, with `today` on the clock; until: as of an earlier day."""
    day = until or (None if history.last_day is None else history.last_day.date())
    earlier = bool(day and history.last_day is not None and day < history.last_day.date())
    # When an event was written down is not kept: as of an earlier day, none of the days after it was.
    known_then = history if day is None else _itself_if_whole(history, as_of(history, day, to_come=not earlier))
    return KnownHistory(known_then, day if earlier else today, earlier, {})


def _itself_if_whole(history: History, known: History) -> History:
    """The history itself where nothing of it is unknown yet, since what was worked out of it once is shared."""
    parts = ("daily", "changes", "workouts", "events", "restarts")
    same = all(len(getattr(history, part)) == len(getattr(known, part)) for part in parts)
    return history if same and history.restarts == known.restarts else known


def session_minutes(history: History, until: date) -> Mapping[str, float]:
    """How long the athlete's easy, steady and hard sessions are: as the coach proposes them."""
    return usual_minutes(known(history, until, until))


def _label(source: str) -> str:
    """A source as people know it: the name of an unknown one is text from outside."""
    return label(source) if label(source) != source or source == demo.SOURCE else "another source"


def _asked(id: str, wanted: str) -> bool:
    return id.startswith(wanted) if wanted.endswith(".") else id == wanted
