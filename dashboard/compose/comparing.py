"""Two ways to foretell a morning, held against each other on walks that are kept: nothing is learned here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.recovery import differences, evaluate
from analytics.recovery.differences import Difference, Pooled
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon
from analytics.recovery.service import LEARNED, RULE
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import Athlete, History, judging, teaching, walking, walks
from dashboard.compose.foretelling import task
from dashboard.compose.judging import Verdict
from dashboard.compose.walks import Kept
from data.importers import label

ROLLING_DAYS, NEED_ROLLING = 28, 10
AS_CLOSE = 0.5  # points: two predictions that came as close as this are called alike
LENGTHS = ((90, "under 3 months"), (180, "3 to 6 months"), (365, "6 to 12 months"), (np.inf, "over a year"))


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

    frame: a row a morning, columns of evaluate.HeldOut.walk. difference: None with fewer than 30 mornings.
    """

    held: HeldOut
    a: str
    b: str
    frame: pd.DataFrame
    scores: Mapping[str, Score]
    difference: Difference | None
    verdict: Verdict | None  # of machine learning against the rule, where those are the two


@dataclass(frozen=True)
class Member:
    """One athlete of the cohort, without a name. months: how long a history was, in words."""

    label: str
    sport: str
    device: str
    length: str
    difference: Difference
    error: float  # mean absolute error of the first, in points
    other_error: float
    learned: float  # share of mornings on which a learned model would have been shown


@dataclass(frozen=True)
class Subgroup:
    """Athletes alike in one thing. pooled: None with fewer than three."""

    by: str
    label: str
    athletes: int
    pooled: Pooled | None


@dataclass(frozen=True)
class Everyone:
    """The whole cohort. pooled: None with fewer than three athletes. waiting: how many have no walk yet."""

    members: tuple[Member, ...]
    pooled: Pooled | None
    subgroups: tuple[Subgroup, ...]
    waiting: int


def state(history: History, horizon: Horizon) -> State:
    """What there is to walk through."""
    found = task(history, horizon)
    fingerprint = walks.fingerprint(found) if len(found.known) else ""
    return State(len(found.known), fingerprint, found.outcome.kind, found.unit)


def of_period(held: HeldOut, days: int | None) -> HeldOut:
    """The same walk, judged on its last days alone."""
    if days is None or held.first is None:
        return held
    return replace(held, first=max(held.first, held.walk.index[-1] - pd.Timedelta(days=days - 1)))


def usual_pair(held: HeldOut) -> tuple[str, str]:
    """What stands for machine learning, and the rule."""
    return judging.ours(held), RULE


def compared(held: HeldOut, a: str, b: str, usual: tuple[str, str]) -> Compared:
    """Model a against b. Raises NotEnoughData where no morning can be judged."""
    scores = evaluate.scores(held)
    try:
        difference = evaluate.difference(held, a, b)
    except NotEnoughData:
        difference = None
    is_usual = (a, b) == usual == (judging.ours(held), RULE)
    return Compared(held, a, b, held.common, scores, difference, judging.verdict(held) if is_usual else None)


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
    if not {"boosted", "prior"} <= set(frame):
        return shown
    return shown.mask(
        (shown == "boosted") & np.isclose(frame["boosted"].astype(float), frame["prior"].astype(float)), "prior"
    )


def csv_of_days(found: Compared) -> pd.DataFrame:
    """The same with every model, as a table to take away."""
    frame = found.held.frame
    columns = {"day": frame.index.strftime("%Y-%m-%d"), "came": frame["y"].round(1)}
    for name in found.held.judged:
        for part, column in (("", name), (" low", f"{name}_low"), (" high", f"{name}_high")):
            columns[f"{name}{part}"] = frame[column].astype(float).round(2)
    return pd.DataFrame({**columns, "shown by": frame["used_model"], "mornings known": frame["known"]})


def everyone(
    path: Path, athletes: Sequence[Athlete], horizon: Horizon, a: str = evaluate.USED, b: str = RULE
) -> Everyone:
    """All athletes whose walk is kept, each counted as one. a: a model, or what was shown."""
    members, waiting = [], 0
    teachers = {one.id for one in compose.athletes(path) if teaching.consents(path, one)}
    for athlete in athletes:
        kept = walking.kept_walk(path, athlete, horizon, teachers)
        member = kept and _member(path, athlete, kept, a, b)
        if member is None:
            waiting += 1
        else:
            members.append(member)
    ranked = tuple(sorted(members, key=lambda member: -member.difference.value))
    return Everyone(ranked, _pooled(ranked, a, b), _subgroups(ranked, a, b), waiting)


def _member(path: Path, athlete: Athlete, kept: Kept, a: str, b: str) -> Member | None:
    held = kept.held
    try:
        difference, scores = evaluate.difference(held, a, b), evaluate.scores(held)
    except (NotEnoughData, KeyError):  # too few mornings, or one of the two never spoke
        return None
    if a not in scores or b not in scores:
        return None
    sources = compose.sources(path, athlete)["source"]
    return Member(
        label=pseudonym(athlete),
        sport=(athlete.sport or "not known").capitalize(),
        device=label(sources.iloc[0]) if len(sources) else "Not known",
        length=next(said for least, said in LENGTHS if held.known < least),
        difference=difference,
        error=scores[a].mae,
        other_error=scores[b].mae,
        learned=float(held.common["used_model"].isin(LEARNED).mean()),
    )


def pseudonym(athlete: Athlete) -> str:
    """The same label for the same athlete of a store, which tells no name: `Athlete 3F2A0C`."""
    return f"Athlete {sha256(f'pseudonym:{athlete.id}'.encode()).hexdigest()[:6].upper()}"


def _pooled(members: Sequence[Member], a: str, b: str) -> Pooled | None:
    try:
        return differences.pooled([member.difference for member in members], (a, b))
    except NotEnoughData:
        return None


def _subgroups(members: Sequence[Member], a: str, b: str) -> tuple[Subgroup, ...]:
    """By sport, length of data and device; lengths in their order, else the largest group first."""
    found = []
    for by in ("sport", "length", "device"):
        groups: dict[str, list[Member]] = {}
        for member in members:
            groups.setdefault(getattr(member, by), []).append(member)
        order = [said for _, said in LENGTHS]
        names = sorted(groups, key=lambda name: (order.index(name) if by == "length" else -len(groups[name]), name))
        found += [Subgroup(by, name, len(groups[name]), _pooled(groups[name], a, b)) for name in names]
    return tuple(found)


def csv_of_everyone(found: Everyone) -> pd.DataFrame:
    """The cohort as a table to take away, without names."""
    return pd.DataFrame(
        [
            {
                "athlete": one.label,
                "sport": one.sport,
                "device": one.device,
                "length of data": one.length,
                "mornings": one.difference.n,
                "closer by (points)": round(one.difference.value, 3),
                "low": round(one.difference.low, 3),
                "high": round(one.difference.high, 3),
                "p": round(one.difference.p, 5),
                "error": round(one.error, 3),
                "error of the other": round(one.other_error, 3),
                "share shown learned": round(one.learned, 3),
            }
            for one in found.members
        ]
    )
