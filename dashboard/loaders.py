"""What dashboard.compose makes, cached for as long as the store does not change; and what day it is.

Cached results are shared between reruns and never written to.
"""

import atexit
from collections.abc import Callable, Hashable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
import streamlit as st

from analytics.recovery.rules import Recovery
from analytics.results import Finding
from dashboard import access, compose
from dashboard import findings as finding
from dashboard.compose import Athlete, History, Measure
from data import home_zone, ingest, store
from data.ingest import Progress, Receipt

if TYPE_CHECKING:
    from analytics.recovery.learned import Horizon
    from coach.engine import Engine
    from coach.engines.mlx import Process
    from coach.workout import Workout
    from dashboard.compose.chat import Opening
    from dashboard.compose.cohort import Judged, Walked
    from dashboard.compose.comparing import Stretch

Result = TypeVar("Result")


def path() -> Path:
    """Where the store is."""
    return store.default_path()


def today() -> date:
    """The day on the clock of this machine."""
    return date.today()


def athletes() -> tuple[Athlete, ...]:
    """Everyone that may be seen here."""
    return _athletes(path(), store.revision(path()))


def history(athlete: Athlete) -> History:
    """All days of an athlete."""
    return _history(path(), athlete, store.revision(path()))


def findings(athlete: Athlete, day: date, *ids: str) -> dict[str, Finding]:
    """The findings of a day, by id: those asked for, else all."""
    return _findings(path(), athlete, store.revision(path()), day, ids)


def worked_out(athlete: Athlete, work: Callable[..., Result], *inputs: Hashable) -> Result:
    """What a function of compose makes of an athlete's history: `work(history, *inputs)`. Raises what that raises."""
    name = f"{work.__module__}.{work.__qualname__}"
    return _worked_out(path(), athlete, store.revision(path()), name, inputs, work)


def recovery(athlete: Athlete, day: date) -> Recovery:
    """Our recovery of one morning with its sub-scores. Raises NotEnoughData."""
    return _recovery(path(), athlete, store.revision(path()), day)


def recovery_days(athlete: Athlete) -> pd.DataFrame:
    """Our recovery of every morning, with where it has lain in 7 and in 60 days."""
    return _recovery_days(path(), athlete, store.revision(path()))


def baseline_days(athlete: Athlete, measure: Measure) -> pd.DataFrame:
    """A measure against its baseline on every day, with its slow level as the column `level`."""
    return _baseline_days(path(), athlete, store.revision(path()), measure)


def day_values(athlete: Athlete, day: date) -> pd.DataFrame:
    """What every source says of one day, and the file that it came from."""
    return compose.day_values(path(), athlete, day)


def receipts(athlete: Athlete) -> list[Receipt]:
    """The receipts of an athlete's files, the newest first."""
    return ingest.stored_receipts(path(), athlete.id)


def sources(athlete: Athlete) -> pd.DataFrame:
    """The sources of an athlete, the most believed first."""
    return compose.sources(path(), athlete)


def stored_days(athlete: Athlete) -> pd.DataFrame:
    """How much there is of each day."""
    return _stored_days(path(), athlete, store.revision(path()))


def mark_device(athlete: Athlete, day: date) -> None:
    """Keeps the first day of a new device."""
    compose.mark_event(path(), athlete, day, "device_change")


def unmark_device(athlete: Athlete, day: date) -> None:
    """Takes that mark back."""
    compose.unmark_event(path(), athlete, day, "device_change")


def plan(athlete: Athlete, day: date, kind: str, load: float, unit: str, **about) -> None:
    """Keeps a session that is planned from today on: as compose.plan."""
    compose.plan(path(), athlete, day, kind, load, unit, today(), **about)


def put_into_plan(athlete: Athlete, proposed: "Workout") -> None:
    """Keeps a session that the coach proposed: as chat.put_into_plan."""
    from dashboard.compose import chat

    chat.put_into_plan(path(), athlete, proposed, today())


def unplan(athlete: Athlete, plan: int) -> None:
    """Takes a planned session back."""
    compose.unplan(path(), athlete, plan)


def mark_ill(athlete: Athlete, day: date) -> None:
    """Keeps that the athlete was ill on a day."""
    compose.mark_event(path(), athlete, day, "illness")


def unmark_ill(athlete: Athlete, day: date) -> None:
    """Takes that mark back."""
    compose.unmark_event(path(), athlete, day, "illness")


def keep_setting(athlete: Athlete, name: str, value: str) -> None:
    """Keeps a choice of an athlete."""
    compose.keep_setting(path(), athlete, name, value)


def rank_sources(athlete: Athlete, ordered: list[str]) -> None:
    """Keeps another order of belief."""
    compose.rank_sources(path(), athlete, ordered)


def change_home_zone(athlete: Athlete, zone: str, progress: Progress) -> None:
    """Makes another zone the athlete's home, and works out anew what hangs on it."""
    tomorrow = today() + timedelta(days=1)  # it is that already in Auckland
    home_zone.change(path(), athlete.id, zone, tomorrow.isoformat(), progress)


def opening(athlete: Athlete) -> "Opening":
    """What a conversation with the coach begins with, as of the newest day."""
    from dashboard.compose import chat  # what reads and checks sentences takes its time to start

    return worked_out(athlete, chat.opening, today())


@st.cache_resource(show_spinner=False, on_release=lambda process: process.close())
def model_process() -> "Process":
    """The process of language models: one for the whole app, ended with it."""
    from coach.engines.mlx import Process

    process = Process()
    atexit.register(process.close)
    return process


def coach() -> "Engine":
    """Who puts the coach's answers into words, as it was chosen."""
    from dashboard.compose import speaking

    return speaking.engine(speaking.choice(path()), model_process)


def walked(simulated: bool, horizon: "Horizon") -> "tuple[Walked, ...]":
    """The walks that are kept of all athletes, real or simulated: as compose.cohort.walked."""
    return _walked(path(), store.revision(path()), simulated, horizon, _made(horizon))


def judged(simulated: bool, horizon: "Horizon", stretch: "Stretch", a: str) -> "tuple[Judged, ...]":
    """Each of them on the mornings of a stretch of days: as compose.cohort.judged. Nothing is walked for it."""
    return _judged(path(), store.revision(path()), simulated, horizon, _made(horizon), stretch, a)


def _made(horizon: "Horizon") -> tuple:
    from dashboard.compose import walks

    return walks.made(path(), horizon)


def forget() -> None:
    """Lets go of all that is cached, for every session: what was deleted must not stay in the memory."""
    st.cache_resource.clear()
    st.cache_data.clear()


@st.cache_resource(max_entries=4, show_spinner=False)
def _athletes(path: Path, revision: int) -> tuple[Athlete, ...]:
    return access.visible_athletes(path)


@st.cache_resource(max_entries=8, show_spinner=False)
def _history(path: Path, athlete: Athlete, revision: int) -> History:
    return compose.history(path, athlete)


@st.cache_resource(max_entries=64, show_spinner=False)
def _findings(path: Path, athlete: Athlete, revision: int, day: date, ids: tuple[str, ...]) -> dict[str, Finding]:
    return {found.id: found for found in finding.findings(_history(path, athlete, revision), day, ids or None)}


@st.cache_resource(max_entries=128, show_spinner=False)
def _worked_out(path: Path, athlete: Athlete, revision: int, name: str, inputs: tuple, _work: Callable) -> object:
    return _work(_history(path, athlete, revision), *inputs)


@st.cache_resource(max_entries=4, show_spinner=False)
def _walked(path: Path, revision: int, simulated: bool, horizon: "Horizon", made: tuple) -> "tuple[Walked, ...]":
    from dashboard.compose import cohort

    return cohort.walked(path, [one for one in _athletes(path, revision) if one.simulated == simulated], horizon)


@st.cache_resource(max_entries=32, show_spinner=False)
def _judged(
    path: Path, revision: int, simulated: bool, horizon: "Horizon", made: tuple, stretch: "Stretch", a: str
) -> "tuple[Judged, ...]":
    from dashboard.compose import cohort

    return cohort.judged(_walked(path, revision, simulated, horizon, made), stretch, a)


@st.cache_resource(max_entries=64, show_spinner=False)
def _recovery(path: Path, athlete: Athlete, revision: int, day: date) -> Recovery:
    return compose.recovery_of(_history(path, athlete, revision), day)


@st.cache_resource(max_entries=8, show_spinner=False)
def _recovery_days(path: Path, athlete: Athlete, revision: int) -> pd.DataFrame:
    days = compose.recovery_days(_history(path, athlete, revision))
    return days.join(compose.recovery_bands(days["score"]))


@st.cache_resource(max_entries=32, show_spinner=False)
def _baseline_days(path: Path, athlete: Athlete, revision: int, measure: Measure) -> pd.DataFrame:
    known = _history(path, athlete, revision)
    return compose.baseline_days(known, measure).assign(level=compose.level_of(known, measure)["level"])


@st.cache_resource(max_entries=8, show_spinner=False)
def _stored_days(path: Path, athlete: Athlete, revision: int) -> pd.DataFrame:
    return compose.stored_days(path, athlete)
