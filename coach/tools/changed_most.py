"""Which of several measures changed the most from one time to another, each in steps of its own spread."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import contrasts, measures, records, spans, unsaid
from coach.tools.telling import answer, upper
from coach.understood import Period

NEED = 5  # known days in each of the two times


@dataclass(frozen=True)
class _Moved:
    """A measure in two times, and by how many standard deviations of its single days it moved."""

    name: str
    here: str
    there: str
    steps: float
    is_seen: bool  # by more than chance


def changed_most(
    known: Known, period: Period, against: Period | None = None, metrics: Sequence[str] = (), *, least: bool = False
) -> list[Fact]:
    """The measure whose mean moved most, or least, between two times, and the others behind it.

    Moves are counted in the SD of single days around the two means (Cohen's d), so that ms and minutes can be ranked.
    """
    first, second = records.in_two(known, period, against)
    asked = [one for one in metrics or contrasts.USUAL_MEASURES if one != contrasts.TRAINED]
    moved = [found for one in asked if (found := _moved(known, one, first, second))]
    what = "What changed the most"
    if len(moved) < 2:
        missing = f"two measures with {NEED} known days both {spans.within(first)} and {spans.within(second)}"
        return [unsaid.nothing("answer.most", what, missing, ("data",))]
    top, *others = sorted(moved, key=lambda one: abs(one.steps), reverse=not least)
    digits = 2 if round(abs(top.steps), 1) == round(abs(others[0].steps), 1) else 1
    rest = words.listed([f"{one.name} by {_steps(one, digits)}" for one in others])
    said = (
        f"{upper(top.name)} changed the {'least' if least else 'most'}: {top.here} {spans.within(first)}, against "
        f"{top.there} {spans.within(second)}, by {_steps(top, digits)} of the spread of its single days "
        f"(standard deviations); {rest}."
    )
    seen = [one.name for one in moved if one.is_seen]
    said += (
        f" By more than chance {words.listed(seen)} {'differ' if len(seen) > 1 else 'differs'}."
        if seen
        else " None of them differs by more than chance."
    )
    about = tuple(subject for one in asked for subject in measures.subjects(one))
    return [answer("most", what, said, value=abs(top.steps), n=first.days + second.days,
                   period=Period(min(first.first, second.first), max(first.last, second.last), ""),
                   about=about, page="baselines",
                   method="difference of two means over the SD of the days around them (Cohen's d)")]  # fmt: skip


def _steps(moved: _Moved, digits: int) -> str:
    return words.number(abs(moved.steps), digits=digits)


def _moved(known: Known, metric: str, first: Period, second: Period) -> _Moved | None:
    values, unit = known.values(metric), known.unit(metric)
    one, other = (records.whole_days(known, metric, days) for days in (first, second))
    parts = [values.loc[pd.Timestamp(days.first) : pd.Timestamp(days.last)].dropna() for days in (one, other)]
    if min(len(part) for part in parts) < NEED:
        return None
    spread = float(pd.concat([part - part.mean() for part in parts]).std(ddof=len(parts)))
    if not spread > 0:
        return None
    here, there = (float(part.mean()) for part in parts)
    told = records.compare(known, metric, one, other)[0]
    said = [words.quantity(value, unit) for value in (here, there)]
    if said[0] == said[1]:
        said = [words.quantity(value, unit, 1) for value in (here, there)]
    name = measures.named(known, metric, daily=True)
    return _Moved(name, *said, (here - there) / spread, told.direction in (Direction.HIGHER, Direction.LOWER))
