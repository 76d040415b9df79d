"""Facts that answer a question outright: said first, and as they are."""

from collections.abc import Sequence

from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import spans, stored
from coach.understood import Period


def answer(
    id: str,
    label: str,
    said: str,
    *,
    value: float | None = None,
    unit: str = "",
    n: int = 0,
    period: Period | None = None,
    about: Sequence[str] = ("workout",),
    page: str = "data",
    method: str = "",
    low: float | None = None,
    high: float | None = None,
    direction: Direction | None = None,
) -> Fact:
    """One sentence or two that answer what was asked; several of an answer end in numbers."""
    first, last = (period.first, period.last) if period else (None, None)
    return Fact(f"answer.{id}", label, said, value, unit, low, high, n, first, last, None, direction, tuple(about),
                page, method)  # fmt: skip


def not_stored(id: str, label: str, said: str, about: Sequence[str] = ("data",)) -> Fact:
    """That something is not kept, which is an answer too."""
    return answer(id, label, said, about=about, method="what is not stored cannot be told")


def of_device(known: Known) -> str:
    """`WHOOP's`, `your device's`."""
    return f"{stored.device(known)}'s"


def upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def when(period: Period) -> str:
    """`in April 2026`, `this week (...)`."""
    return spans.within(period)


def points(low: float, high: float) -> str:
    """`15 to 21` of two ends without their signs."""
    return words.interval(*sorted((abs(low), abs(high))), "").strip()
