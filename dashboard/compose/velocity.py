"""How fast one athlete recovers, as of a day: nothing later is used."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from analytics import velocity
from analytics.mornings import load_of
from analytics.results import NotEnoughData
from analytics.velocity import DAYS, HORIZONS, AfterLow, LoadResponse, SleepAfterHard
from dashboard.compose import History
from dashboard.compose.outcome import Outcome, outcome, sources_of

HARD, LOW = "hard day", "low morning"


def load_outcome(history: History, until: date) -> Outcome:
    """The recovery that loads are held against: a score of ours without its load."""
    return outcome(history, until, ("load",))


def sleep_outcome(history: History, until: date) -> Outcome:
    """The recovery that loads and the nights after them are held against: a score of ours without either."""
    return outcome(history, until, ("load", "sleep"))


def load_response(history: History, until: date) -> LoadResponse:
    """Mornings after a hard day. Raises NotEnoughData."""
    found = load_outcome(history, until)
    return velocity.load_response(found.daily, restarts=found.restarts)


def sleep_after_hard(history: History, until: date) -> SleepAfterHard:
    """Short nights after hard days. Raises NotEnoughData."""
    found = sleep_outcome(history, until)
    return velocity.sleep_after_hard(found.daily, restarts=found.restarts)


def after_low(history: History, until: date) -> AfterLow:
    """Mornings after a low one. Raises NotEnoughData."""
    found = outcome(history, until)
    return velocity.after_low(found.daily["recovery_pct"], log=False, restarts=found.restarts)


def days_behind(history: History, until: date) -> pd.DataFrame:
    """The hard days and the low mornings that were looked at, with the mornings after each, the newest first.

    Index day, twice where a hard day began with a low morning; columns what (HARD or LOW), load and its source
    load_from, and the recovery of that morning (0) and of the five after it (1 to 5). Empty without either.
    """
    hard = _or_nothing(_hard_days, history, until)
    low = _or_nothing(_low_mornings, history, until)
    found = [table for table in (hard, low) if table is not None]
    return pd.concat(found).sort_index(ascending=False, kind="stable") if found else pd.DataFrame()


def _or_nothing(work: Callable[[History, date], pd.DataFrame], history: History, until: date) -> pd.DataFrame | None:
    try:
        return work(history, until)
    except NotEnoughData:
        return None


def _hard_days(history: History, until: date) -> pd.DataFrame:
    found, hard_load = load_outcome(history, until), load_response(history, until).hard_load
    load = load_of(found.daily.iloc[-DAYS:])
    hard = load.index[load >= hard_load]
    table = pd.DataFrame(
        {"what": HARD, "load": load, "load_from": sources_of(history, load.name)[load.name]}, index=hard
    )
    return table.join(_mornings(found, hard))


def _low_mornings(history: History, until: date) -> pd.DataFrame:
    starts = pd.DatetimeIndex(after_low(history, until).starts, name="day")
    return pd.DataFrame({"what": LOW, "load": np.nan, "load_from": None}, index=starts).join(
        _mornings(outcome(history, until), starts)
    )


def _mornings(found: Outcome, days: pd.DatetimeIndex) -> pd.DataFrame:
    recovery = found.daily["recovery_pct"]
    columns = {k: recovery.reindex(days + pd.Timedelta(days=k)).to_numpy() for k in range(HORIZONS + 1)}
    return pd.DataFrame(columns, index=days)
