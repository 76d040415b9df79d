"""What every analysis returns: an estimate with its interval and n, or what is missing to make one."""

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How much the data say. Computed, never written by hand."""

    STRONG = "strong"
    LIKELY = "likely"
    NONE = "none"
    INSUFFICIENT = "insufficient"

    @property
    def words(self) -> str:
        """The grade as people read it."""
        return {"none": "no effect seen", "insufficient": "not enough data"}.get(self.value, self.value)


@dataclass(frozen=True)
class Estimate:
    """A number with the interval that it may lie in, and the number of observations behind it."""

    value: float
    low: float
    high: float
    n: int
    level: float = 0.95  # probability that the interval claims


class NotEnoughData(Exception):
    """An answer that cannot be given yet: pages show it as a card that says what is missing.

    >>> str(NotEnoughData("HRV baseline", need=14, have=6))
    'HRV baseline: 6 of 14 days'
    """

    def __init__(self, what: str, need: int, have: int, unit: str = "days"):
        self.what, self.need, self.have, self.unit = what, need, have, unit
        super().__init__(f"{what}: {have} of {need} {unit}")


@dataclass(frozen=True)
class Finding:
    """One answer to one question, as the dashboard, the command line and the coach say it."""

    id: str  # stable: baseline.hrv, recovery.rule ...
    question: str
    words: str
    grade: Grade
    method: str
    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    n: int = 0
    missing: str | None = None  # what and how much, where the grade is insufficient
    level: float = 0.95  # probability that the interval claims
