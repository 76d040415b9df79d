"""Two ways to foretell a morning, held against each other on walks that are kept: nothing is learned here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from analytics.recovery import evaluate
from analytics.recovery.differences import Difference
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon
from analytics.recovery.service import RULE
from analytics.results import NotEnoughData
from dashboard.compose import History, judging, teaching, walking, walks
from dashboard.compose.foretelling import task
from dashboard.compose.judging import Verdict
from dashboard.compose.teaching import PRIOR, RIDGE

ROLLING_DAYS, NEED_ROLLING = 28, 10
AS_CLOSE = 0.5  # points: two predictions that came as close as this are called alike


@dataclass(frozen=True)
class Stretch:
    """Days from the first to the last, both included; None: all before, or all after."""

    first: date | None = None
    last: date | None = None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class State:
    """What is there to walk through. known: known mornings; fingerprint: of all that a walk of today is made of.

    outcome: whose recovery is foretold, as Outcome.kind; unit: what those mornings are counted as.
    """

    known: int
    fingerprint: str
    outcome: str
    unit: str


@dataclass(frozen=True, eq=False)
class Compared:
    """Two models on the same mornings of one athlete, which neither had seen.

    frame: a row a morning, columns of evaluate.HeldOut.walk, as they are shown. difference: None with fewer
    than 30 mornings.
    """

    held: HeldOut
    a: str
    b: str
    frame: pd.DataFrame
    scores: Mapping[str, Score]
    difference: Difference | None
    verdict: Verdict | None  # of machine learning against the rule, where those are the two


def state(history: History, horizon: Horizon) -> State:
    """What there is to walk through."""
    found = task(history, horizon)
    fingerprint = walks.fingerprint(found) if len(found.known) else ""
    return State(len(found.known), fingerprint, found.outcome.kind, found.unit)


def of_period(held: HeldOut, stretch: Stretch) -> HeldOut:
    """The same walk, judged on the days of a stretch alone, and known up to its last."""
    if stretch.last is not None:
        held = replace(held, walk=held.walk.loc[: pd.Timestamp(stretch.last)])
    if stretch.first is None or held.first is None:
        return held
    return replace(held, first=max(held.first, pd.Timestamp(stretch.first)))


def usual_pair(held: HeldOut) -> tuple[str, str]:
    """What stands for machine learning, and the rule."""
    return judging.ours(held), RULE


def compared(held: HeldOut, a: str, b: str, usual: tuple[str, str]) -> Compared:
    """Model a against b. Raises NotEnoughData where no morning can be judged, or one of the two hardly ever spoke."""
    scores = evaluate.scores(held)
    if not {a, b} <= scores.keys():
        raise NotEnoughData("comparison of two predictions", need=1, have=0, unit="mornings that both foretold")
    try:
        difference = evaluate.difference(held, a, b)
    except NotEnoughData:
        difference = None
    is_usual = (a, b) == usual == (judging.ours(held), RULE)
    frame, said = walking.as_measured(held.common), judging.verdict(held) if is_usual else None
    return Compared(held, a, b, frame, scores, difference, said)


def of_one_alone(found: Compared) -> Compared:
    """The same, its ridge called as that of somebody whom nobody taught."""

    def renamed(frame: pd.DataFrame) -> pd.DataFrame:
        columns = {f"{PRIOR}{part}": f"{RIDGE}{part}" for part in ("", "_sd", "_low", "_high")}
        return frame.rename(columns=columns).assign(used_model=frame["used_model"].replace(PRIOR, RIDGE))

    def called(name: str) -> str:
        return teaching.called(name, alone=True)

    held = replace(found.held, models=tuple(map(called, found.held.models)), walk=renamed(found.held.walk))
    scores = {called(name): score for name, score in found.scores.items()}
    return replace(found, held=held, a=called(found.a), b=called(found.b), frame=renamed(found.frame), scores=scores)


def rolling_error(found: Compared) -> pd.DataFrame:
    """Mean absolute error of both over 28 days, on every day; NaN with fewer than 10 mornings in them."""
    frame = found.frame
    missed = frame[[found.a, found.b]].astype(float).sub(frame["y"], axis=0).abs()
    days = pd.date_range(missed.index[0], missed.index[-1], name="day")
    return missed.reindex(days).rolling(ROLLING_DAYS, min_periods=NEED_ROLLING).mean()


def day_by_day(found: Compared) -> pd.DataFrame:
    """What both said of each morning and what came, the newest first.

    Columns came, of either its value, low, high and whether it held, closer ("a", "b", ""), shown (who spoke).
    """
    frame, columns = found.frame, {}
    columns["came"] = frame["y"]
    for place, name in (("a", found.a), ("b", found.b)):
        for part, column in (("", name), ("_low", f"{name}_low"), ("_high", f"{name}_high")):
            columns[place + part] = frame[column].astype(float)
        columns[f"{place}_held"] = frame["y"].between(columns[f"{place}_low"], columns[f"{place}_high"])
    gain = (columns["b"] - frame["y"]).abs() - (columns["a"] - frame["y"]).abs()
    columns["closer"] = np.select([gain > AS_CLOSE, gain < -AS_CLOSE], ["a", "b"], "")
    return pd.DataFrame(columns | {"shown": _shown(frame)}, index=frame.index).iloc[::-1]


def _shown(frame: pd.DataFrame) -> pd.Series:
    """Who spoke on each morning; boosted trees that said what the ridge says, none having grown, are called by it."""
    shown = frame["used_model"]
    return shown.mask((shown == "boosted") & ~grown(frame), RIDGE if RIDGE in frame else PRIOR)


def grown(frame: pd.DataFrame) -> pd.Series:
    """For each morning, whether boosted trees said anything else than the ridge on which they stand."""
    ridge = RIDGE if RIDGE in frame else PRIOR
    if not {"boosted", ridge} <= set(frame):
        return pd.Series(True, frame.index)
    return ~pd.Series(np.isclose(frame["boosted"].astype(float), frame[ridge].astype(float)), frame.index)


def csv_of_days(found: Compared) -> pd.DataFrame:
    """The same with every model, as a table to take away."""
    frame = walking.as_measured(found.held.frame)
    columns = {"day": frame.index.strftime("%Y-%m-%d"), "came": frame["y"].round(1)}
    for name in found.held.judged:
        for part, column in (("", name), (" low", f"{name}_low"), (" high", f"{name}_high")):
            columns[f"{name}{part}"] = frame[column].astype(float).round(2)
    return pd.DataFrame({**columns, "shown by": frame["used_model"], "mornings known": frame["known"]})
