"""What precedes a good night, as rows of a forest plot with their title and words."""

from analytics.results import Grade
from analytics.sleep import GoodNights
from coach import words
from dashboard.charts.forest import Row
from dashboard.findings.sleep import OF_NIGHT, counted, named

# What a good night may be, as people choose it.
CHOICES = {"Long": "asleep_min", "Unbroken": "efficiency_pct", "Deep and REM": "restorative_pct"}
SIDES = {"asleep_min": ("shorter night", "longer night"), "efficiency_pct": ("broken", "unbroken"),
         "restorative_pct": ("less of it", "more of it")}  # fmt: skip
MEDIAN = "The median is that of the 60 days before."
KEY = (
    "Each row: by how much the night differed after it, beside all the others, with its 95% interval. Yes against no; "
    "of what has an amount, a usual difference (one SD). On the right the nights after it. Grey: no effect seen."
)


def rows(found: GoodNights) -> list[Row]:
    """The effects as rows, the strongest evidence first."""
    return [
        Row(upper(named(one)), one.effect.value, one.effect.low, one.effect.high, counted(one), one.grade)
        for one in found.effects
    ]


def title(found: GoodNights) -> str:
    """What the chart shows."""
    what = OF_NIGHT[found.outcome].what
    seen = [named(one) for one in found.effects if one.grade is not Grade.NONE]
    if not seen:
        return f"Nothing is seen to go with {what}"
    more = len(seen) - 3
    names = [*seen[:3], f"{more} more"] if more > 0 else seen
    goes = "goes" if len(names) == 1 else "go"
    return f"{upper(words.listed(names))} {goes} with {what}"


def not_asked(found: GoodNights) -> str:
    """What nothing is said of, and why; "" where there is none of it."""
    return "; ".join(f"{one.key.removeprefix('habit.').replace('_', ' ')}: {one.why}" for one in found.not_asked)


def upper(text: str) -> str:
    return text[0].upper() + text[1:]
