"""A question with its facts, as the engines are given it."""

from collections.abc import Sequence

from analytics.results import Grade
from coach.engine import Turn
from coach.facts import Direction, Fact
from coach.understood import Topic, Understood

HRV = Fact(
    id="baseline.hrv",
    label="HRV against your usual",
    words="Your HRV is 12% below your usual (58 against 66 ms).",
    value=-12.0,
    unit="%",
    low=-20.0,
    high=-4.0,
    n=41,
    grade=Grade.LIKELY,
    direction=Direction.LOWER,
    subjects=("hrv",),
)
BEDTIME = Fact(id="sleep.onset", label="Asleep at", words="You fell asleep at 23:10.", value=-0.8333, unit="clock h")
ALCOHOL = Fact(
    id="habit.alcohol",
    label="Alcohol and next-morning recovery",
    words="There are too few days with alcohol.",
    missing="12 more days",
)


def turn(
    question: str = "Should I do hard intervals today?",
    *,
    facts: Sequence[Fact] = (HRV, BEDTIME),
    before: Sequence[tuple[str, str]] = (),
    wrong: str = "",
) -> Turn:
    return Turn(Understood(question, Topic.READINESS), facts, "Vera Velodrome", before=before, wrong=wrong)
