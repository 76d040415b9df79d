"""Any athletes of a store as one, each counted as one and called by no name: on walks that are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.recovery import differences, evaluate
from analytics.recovery.differences import Difference, Pooled
from analytics.recovery.evaluate import HeldOut
from analytics.recovery.learned import Horizon
from analytics.recovery.service import LEARNED, RULE
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import Athlete, teaching, walking
from dashboard.compose.comparing import Stretch, of_period
from data.importers import label

LENGTHS = ((90, "under 3 months"), (180, "3 to 6 months"), (365, "6 to 12 months"), (np.inf, "over a year"))


@dataclass(frozen=True, eq=False)
class Walked:
    """One athlete, without a name, and the walk through their past. held: None where none is kept."""

    id: int
    label: str
    sport: str
    device: str
    held: HeldOut | None


@dataclass(frozen=True)
class Member:
    """One athlete of the cohort, without a name. length: how long the history was by then, in words."""

    label: str
    sport: str
    device: str
    length: str
    difference: Difference
    error: float  # mean absolute error of the first, in points
    other_error: float
    learned: float  # share of mornings on which a learned model would have been shown


@dataclass(frozen=True, eq=False)
class Judged:
    """One athlete in a stretch of days.

    mornings: those that can be compared; None where there is no walk. member: None where they are too few.
    """

    id: int
    mornings: pd.DatetimeIndex | None
    member: Member | None


@dataclass(frozen=True)
class Subgroup:
    """Athletes alike in one thing. pooled: None with fewer than three."""

    by: str
    label: str
    athletes: int
    pooled: Pooled | None


@dataclass(frozen=True)
class Everyone:
    """The chosen athletes as one. pooled: None with fewer than three.

    waiting: how many have no walk yet. few: of each who has too few mornings to be compared, how many. first, last,
    days: the days whose mornings are compared, of one or more of them.
    """

    members: tuple[Member, ...]
    pooled: Pooled | None
    subgroups: tuple[Subgroup, ...]
    waiting: int = 0
    few: tuple[int, ...] = ()
    first: date | None = None
    last: date | None = None
    days: int = 0

    @property
    def athletes(self) -> int:
        """How many were chosen."""
        return len(self.members) + len(self.few) + self.waiting


def walked(path: Path, athletes: Sequence[Athlete], horizon: Horizon) -> tuple[Walked, ...]:
    """The walk of each athlete, as it is kept."""
    teachers = {one.id for one in compose.athletes(path) if teaching.consents(path, one)}
    return tuple(_walked(path, athlete, horizon, teachers) for athlete in athletes)


def _walked(path: Path, athlete: Athlete, horizon: Horizon, teachers: set[int]) -> Walked:
    kept = walking.kept_walk(path, athlete, horizon, teachers)
    sources = compose.sources(path, athlete)["source"]
    return Walked(
        id=athlete.id,
        label=pseudonym(athlete),
        sport=(athlete.sport or "not known").capitalize(),
        device=label(sources.iloc[0]) if len(sources) else "Not known",
        held=kept and kept.held,
    )


def pseudonym(athlete: Athlete) -> str:
    """The same label for the same athlete of a store, which tells no name: `Athlete 3F2A0C17`."""
    return f"Athlete {sha256(f'pseudonym:{athlete.id}'.encode()).hexdigest()[:8].upper()}"


def foretold_days(found: Sequence[Walked]) -> Stretch | None:
    """The first and the last day on which a morning of any of them was foretold and judged; None where none was."""
    days = [one.held.frame.index for one in found if one.held is not None and len(one.held.frame)]
    if not days:
        return None
    return Stretch(min(each[0] for each in days).date(), max(each[-1] for each in days).date())


def judged(found: Sequence[Walked], stretch: Stretch, a: str = evaluate.USED, b: str = RULE) -> tuple[Judged, ...]:
    """Each athlete on the mornings of a stretch of days. a: a model, or what was shown."""
    return tuple(_judged(one, stretch, a, b) for one in found)


def _judged(one: Walked, stretch: Stretch, a: str, b: str) -> Judged:
    if one.held is None:
        return Judged(one.id, None, None)
    held = of_period(one.held, stretch)
    if not {a, b} <= set(held.judged):  # there was no morning, or one of the two hardly ever spoke
        return Judged(one.id, held.walk.index[:0], None)
    mornings = held.common.index
    try:
        difference, scores = evaluate.difference(held, a, b), evaluate.scores(held)
    except NotEnoughData:
        return Judged(one.id, mornings, None)
    member = Member(
        label=one.label,
        sport=one.sport,
        device=one.device,
        length=next(said for least, said in LENGTHS if held.known < least),
        difference=difference,
        error=scores[a].mae,
        other_error=scores[b].mae,
        learned=float(held.common["used_model"].isin(LEARNED).mean()),
    )
    return Judged(one.id, mornings, member)


def everyone(found: Sequence[Judged], a: str = evaluate.USED, b: str = RULE) -> Everyone:
    """These athletes as one, each counted as one."""
    members = [one.member for one in found if one.member is not None]
    few = [len(one.mornings) for one in found if one.member is None and one.mornings is not None]
    days = pd.DatetimeIndex([])
    for one in found:
        days = days.union(one.mornings) if one.member is not None else days
    ranked = tuple(sorted(members, key=lambda member: -member.difference.value))
    return Everyone(
        members=ranked,
        pooled=_pooled(ranked, a, b),
        subgroups=_subgroups(ranked, a, b),
        waiting=sum(one.mornings is None for one in found),
        few=tuple(sorted(few)),
        first=days[0].date() if len(days) else None,
        last=days[-1].date() if len(days) else None,
        days=len(days),
    )


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


def shown_in(exposures: pd.DataFrame, ids: set[int], stretch: Stretch) -> pd.DataFrame:
    """Those of some athletes who were first shown a prediction in a stretch of days, with the day as `since`.

    exposures: as data.rollouts.exposures.
    """
    rows = exposures[exposures["athlete"].isin(ids)]
    rows = rows.assign(since=pd.to_datetime(rows["first_utc"], unit="s").dt.date)
    return rows[[stretch.holds(day) for day in rows["since"]]]


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
