"""Whose score a prediction foretells, and what that score came to: each is judged by its own, whichever counts now."""

from collections.abc import Collection
from contextlib import closing
from datetime import date
from weakref import WeakKeyDictionary

import pandas as pd

from analytics.recovery.learned import Horizon
from dashboard import compose
from dashboard.compose import History
from dashboard.compose.foretelling import KNOWN_BY_MORNING
from dashboard.compose.outcome import Outcome, leaving_out
from data import frames, store
from data.resolve import resolve

METRIC = "recovery_pct"
DEVICE = Outcome(pd.DataFrame(), (), device=True).kind


def score(history: History, found: Outcome, day: date) -> str:
    """Whose score of a morning is foretold, as it is kept: `device whoop`, `ours`, or `ours less sleep, load`.

    found: what counts before that morning. A device's is that of the device in use on that day, as far as it is known.
    """
    if not found.device:
        return found.kind
    changes = [change for change in history.changes if change.metric == METRIC]
    past = [change.after for change in changes if change.day.date() <= day]
    return f"{DEVICE} {past[-1] if past else changes[0].before if changes else _only(history)}"


def _only(history: History) -> str:
    """The device whose score counts where there never was a change: the best ranked on the first day with any."""
    if len(history.ranked) == 1:
        return history.ranked[0]
    with closing(store.connect(history.path)) as db:
        rows = frames.measurements(db, history.athlete.id)
    rows = rows[rows["metric"] == METRIC]
    return min(rows.loc[rows["day"] == rows["day"].min(), "source"], key=history.ranked.index)


def outcomes(history: History, horizon: Horizon, scores: Collection[str]) -> dict[str, dict[str, float]]:
    """Each of those scores on every morning on which it is known, by ISO day [points]; of a score that nobody gives any
    more, or of one whose name is not known, nothing. Worked out once for a history: shared, and never written to."""
    made = _made.setdefault(history, {})
    for name in scores:
        if (horizon, name) not in made:
            made[horizon, name] = _by_day(_known(history, horizon, name))
    return {name: made[horizon, name] for name in scores}


# A page notes what it shows at every rerun, and the history does not change.
_made: WeakKeyDictionary[History, dict[tuple[Horizon, str], dict[str, float]]] = WeakKeyDictionary()


def _known(history: History, horizon: Horizon, name: str) -> pd.Series:
    if name.startswith(f"{DEVICE} "):
        return _measured(history, name.removeprefix(f"{DEVICE} "))
    without = () if horizon is Horizon.EVENING else KNOWN_BY_MORNING
    if name != Outcome(history.daily, (), device=False, without=without).kind:
        return history.daily[METRIC].iloc[:0]
    scores = compose.recovery_days(history)
    return leaving_out(scores, without) if without else scores["score"]


def _measured(history: History, source: str) -> pd.Series:
    """What one device says of each morning, as it was measured, whichever counts."""
    if history.ranked == (source,):
        return history.daily[METRIC]
    with closing(store.connect(history.path)) as db:
        rows, nights = frames.measurements(db, history.athlete.id), frames.sleeps(db, history.athlete.id)
    rows = rows[(rows["metric"] == METRIC) & (rows["source"] == source)]
    return resolve(rows, nights[nights["source"] == source], history.workouts.iloc[:0], [source]).daily[METRIC]


def _by_day(recovery: pd.Series) -> dict[str, float]:
    """The recovery of every known morning, by ISO day [points]."""
    known = recovery.dropna()
    return dict(zip(known.index.strftime("%Y-%m-%d"), known.to_numpy(dtype=float).tolist(), strict=True))
