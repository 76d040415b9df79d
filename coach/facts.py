"""Facts: everything that an answer may say, each with its interval, n, days, grade and the page that shows it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from analytics.results import Finding, Grade


class Direction(StrEnum):
    """Which way a fact points, against what it is compared with."""

    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"  # compared, and no difference seen


@dataclass(frozen=True)
class Fact:
    """One true statement about an athlete."""

    id: str  # stable: baseline.hrv, habit.alcohol, load.week ...; unique within an answer
    label: str  # what it is of: "HRV against your usual", "Alcohol and next-morning recovery"
    words: str  # the sentence as the dashboard says it; every number in it is true too
    value: float | None = None
    unit: str = ""  # as in analytics.results.Finding: %, bpm, min, points, of 100, clock h ...
    low: float | None = None
    high: float | None = None
    n: int = 0
    first_day: date | None = None  # the days behind it
    last_day: date | None = None
    grade: Grade | None = None  # None: a plain measurement or a plan
    direction: Direction | None = None
    subjects: tuple[str, ...] = ()  # what it speaks of: ("hrv",), ("alcohol", "recovery")
    page: str = "today"  # pages/PAGE.py shows the chart and the days behind it
    method: str = ""
    missing: str | None = None  # where the answer is "not enough data": what is missing


def from_finding(
    finding: Finding,
    *,
    page: str,
    subjects: tuple[str, ...],
    first_day: date | None,
    last_day: date,
    signed: bool = True,
) -> Fact:
    """A finding of the dashboard as a fact; its direction is read off its interval, where it is a difference."""
    direction = None
    if signed and finding.low is not None and finding.high is not None and finding.unit in SIGNED:
        direction = Direction.HIGHER if finding.low > 0 else Direction.LOWER if finding.high < 0 else Direction.SAME
    return Fact(
        id=finding.id,
        label=finding.question,
        words=finding.words,
        value=finding.estimate,
        unit=finding.unit,
        low=finding.low,
        high=finding.high,
        n=finding.n,
        first_day=first_day,
        last_day=last_day,
        grade=finding.grade,
        direction=direction,
        subjects=subjects,
        page=page,
        method=finding.method,
        missing=finding.missing,
    )


SIGNED = (
    "%",
    "points",
    "ms",
    "bpm",
    "breaths/min",
    "min",
    "%-points",
    "AU",
)  # differences
