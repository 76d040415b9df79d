"""What a good morning is measured by, and what was known of an athlete on a day: for all analyses that explain it."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analytics.recovery.rules import LABELS, NEED_INPUTS, WEIGHTS
from coach import words
from dashboard import compose
from dashboard.compose import History
from data import frames, store

DAYS = 365  # the mornings that decide whose score counts: analyses look no further back
EXPLAINING = ("illness", "injury", "device_change")  # marks that are set once it has happened
NEED_SCORES = 60  # of the device, at least half as many as ours: fewer were another device, or another life


@dataclass(frozen=True, eq=False)
class Outcome:
    """The recovery of each morning, up to a day.

    daily: as History.aligned, with the score that counts as recovery_pct. restarts: of that score. device: whether it
    is the device's. without: the parts that our score leaves out, because they are what is asked about: a score that
    holds the answer already would only find itself again.
    """

    daily: pd.DataFrame
    restarts: tuple[date, ...]
    device: bool
    without: tuple[str, ...] = ()

    @property
    def unit(self) -> str:
        return "%" if self.device else "of 100"

    @property
    def kind(self) -> str:
        """`device`, `ours`, or `ours less sleep, load`: as it is kept beside what was learned of it."""
        if self.device:
            return "device"
        return f"ours less {', '.join(self.without)}" if self.without else "ours"

    @property
    def name(self) -> str:
        """As it is called in a sentence."""
        return "recovery" if self.device else "recovery by our score"

    @property
    def words(self) -> str:
        """Whose score it is, in one phrase."""
        if self.device:
            return "recovery as your device scores it, which may count sleep and load itself; how, is not published"
        parts = [words.inside(LABELS[part]) for part in self.without]
        said = "recovery by our score, since no device of yours scores enough of your mornings"
        if not parts:
            return said
        return f"{said}; {words.listed(parts)} {'is' if len(parts) == 1 else 'are'} left out of it here"

    @property
    def said(self) -> str:
        """The same as a sentence."""
        return f"{self.words[0].upper()}{self.words[1:]}."


def outcome(history: History, until: date, without: tuple[str, ...] = ()) -> Outcome:
    """The device's score where it is known on 60 of the last 365 mornings and on half as many as ours; else the one
    that is known on more of them.

    without: parts of our score that are asked about, of analytics.recovery.rules.WEIGHTS.
    """
    known = as_of(history, until)
    theirs = int(known.aligned["recovery_pct"].iloc[-DAYS:].count())
    by_device = Outcome(known.aligned, known.restarts["recovery_pct"], device=True)
    if theirs >= NEED_SCORES and 2 * theirs >= DAYS:  # of ours there cannot be more
        return by_device
    scores = compose.recovery_days(known)
    ours = int(scores["score"].iloc[-DAYS:].count())
    if theirs > ours or (theirs >= NEED_SCORES and 2 * theirs >= ours):
        return by_device
    score = leaving_out(scores, without) if without else scores["score"]
    return Outcome(known.aligned.assign(recovery_pct=score), (), device=False, without=without)


def leaving_out(scores: pd.DataFrame, without: Sequence[str]) -> pd.Series:
    """Our score from its other parts, their weights scaled up."""
    kept = [part for part in WEIGHTS if part not in without]
    weights = scores[kept].notna() * [WEIGHTS[part] for part in kept]
    total = (weights * scores[kept].fillna(0.0)).sum(axis=1)
    enough = scores[kept].notna().sum(axis=1) >= NEED_INPUTS
    return (total / weights.sum(axis=1)).where(enough)


def as_of(history: History, until: date, *, to_come: bool = False) -> History:
    """The same history without anything later than a day; to_come: but with what is entered for the days after it.

    A race to come is entered before it happens; a mark that explains what was (an illness, a new device) is not.
    """
    end, last = pd.Timestamp(until), until.isoformat()
    resolved = history.resolved.until(end)
    restarts = {metric: tuple(day for day in days if day <= until) for metric, days in history.restarts.items()}
    workouts = history.workouts[history.workouts["day"] <= last]
    past = history.events["day"] <= last
    events = history.events[past | ~history.events["kind"].isin(EXPLAINING)] if to_come else history.events[past]
    known = {"restarts": restarts, "events": events, "workouts": workouts}
    return replace(history, resolved=resolved, aligned=resolved.aligned(), **known)


def journal(history: History, until: date) -> pd.DataFrame:
    """The journal without anything later than a day."""
    return history.journal[history.journal["day"] <= until.isoformat()]


def sources_of(history: History, *metrics: str) -> pd.DataFrame:
    """For each day, the source whose value of each metric counts, None where none does.

    asleep_min: the source of the main sleep.
    """
    with closing(store.connect(history.path)) as db:
        measured = frames.measurements(db, history.athlete.id)
    index = history.daily.index
    return pd.DataFrame({metric: _source(history, metric, measured) for metric in metrics}, index=index, dtype=object)


def _source(history: History, metric: str, measured: pd.DataFrame) -> pd.Series:
    rows = measured.loc[measured["metric"] == metric, ["day", "source", "value"]]
    if metric == "asleep_min":
        nights = history.sleeps.rename(columns={"asleep_min": "value"})
        rows = pd.concat([nights[["day", "source", "value"]], rows])
    rows = rows.assign(day=pd.to_datetime(rows["day"]))
    counts = history.daily[metric].reindex(rows["day"]).to_numpy(dtype=float)
    equal = np.isclose(rows["value"].to_numpy(dtype=float), counts)
    return rows[equal].drop_duplicates("day").set_index("day")["source"]
