"""How it is told that something can't be said for want of data."""

from analytics.results import Grade, NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import measures


def nothing(id: str, what: str, missing: str, about: tuple[str, ...], *, page: str = "data") -> Fact:
    """That nothing can be said, and why."""
    return Fact(
        id, what, f"Not enough data: {missing}.", grade=Grade.INSUFFICIENT, subjects=about, page=page, missing=missing
    )


def never(known: Known, metric: str) -> list[Fact]:
    """That no value of a measure is on record at all; nothing where there is one."""
    if known.values(metric).notna().any():
        return []
    name = words.inside(measures.label(metric))
    said = f"No {name} {'are' if name.endswith('s') else 'is'} recorded: nothing that you brought holds any."
    return [Fact(f"answer.never.{metric}", measures.label(metric), said, subjects=measures.subjects(metric),
                 page="data", method="what is not stored cannot be told")]  # fmt: skip


def gap_words(gap: NotEnoughData) -> str:
    """What is missing: `fitness and fatigue: 28 days are needed, 20 so far`."""
    return f"{gap.what}: {gap.need} {gap.unit} are needed, {gap.have} so far"
