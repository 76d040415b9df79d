"""What is said of the next morning by the models that learned from one's own past, and how good they have been."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from analytics.results import Estimate, Finding, Grade, NotEnoughData
from coach import words
from dashboard.compose import History
from dashboard.findings.asked import Ask, missing_words, nothing, or_missing

if TYPE_CHECKING:  # models are slow to import, and the first answer of a page needs none
    from analytics.recovery.differences import Difference
    from analytics.recovery.probability import Chance
    from dashboard.compose.tomorrow import Graded, Tomorrow

METHOD = (
    "models that learned from your own mornings, from what was known on the evening before; one speaks only while it "
    "is shown to be as close as the rule on mornings of yours that it had not seen, else the rule does. The interval "
    "of 80% is as wide as past misses ask for; graded by whether your median lies outside it. The page Forecast "
    "carries your level and your plan over seven mornings: another method, whose first morning may be another number"
)
GRADE_METHOD = (
    "a walk through your past: trained every 28 days on nothing but the mornings before, what is linear every week, "
    "and the choice of the model made each morning; mean absolute error on the same mornings, with an interval from "
    "resampled fortnights and the test of Diebold and Mariano"
)
TOMORROW = Ask("prediction.tomorrow", "What do my own mornings say of the next one?", METHOD)
GRADE = Ask("prediction.grade", "How good are predictions of my next morning?", GRADE_METHOD)
OTHER = "The forecast of seven mornings is another method, and may say another number."
WALK = "a walk through your past, which `ownpace train` or the page Compare makes once 60 mornings are known"


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id. Nothing is learned for it."""
    return {TOMORROW.id: tomorrow, GRADE.id: grade}


def tomorrow(history: History, day: date) -> Finding:
    """The next morning, from what is known by now."""
    from dashboard.compose import tomorrow as compose

    return or_missing(TOMORROW, lambda: of_tomorrow(compose.tomorrow(history, day, False)))


def of_tomorrow(found: "Tomorrow") -> Finding:
    """The finding of a prediction."""
    made, usual = found.made, found.past.median()
    low, high = words.interval(made.low, made.high, found.unit), words.quantity(made.value, found.unit)
    said = f"{words.day(made.day)}: {found.name} of about {high}, four times in five within {low}. {_by(found)} {OTHER}"
    unusual = not made.low <= usual <= made.high if usual == usual else False
    estimate = Estimate(made.value, made.low, made.high, made.days, made.level)
    return TOMORROW.estimated(said, Grade.LIKELY if unusual else Grade.NONE, estimate, found.unit)


def passed(day: date, last: date, today: date) -> str:
    """That a morning which is foretold has passed already, in a sentence; "" where it has not.

    last: the newest day that is stored.
    """
    if day >= today:
        return ""
    return (
        f"{words.day(day)} {day:%Y} has passed, and nothing newer than {words.day(last)} is stored: this is what was "
        "to be expected of that morning, and says nothing of tomorrow."
    )


_ADDED = {"load": "load", "habits": "journal"}


def waiting(groups: Sequence[str]) -> str:
    """What of the day before is not known yet, and what that does; "" where it is over.

    groups: as Prediction.waits_for.
    """
    if not groups:
        return ""
    named, many = words.listed([_ADDED[group] for group in groups]), len(groups) > 1
    return (
        f"The {named} of the day before {'are' if many else 'is'} not known yet: the range is wider by what "
        f"{'they usually move' if many else 'it usually moves'}, and errors told here are those of whole days."
    )


def likely(chances: Sequence["Chance"], unit: str) -> str:
    """How likely a low and a good morning are, in a sentence; "" where neither can be told."""
    if not chances:
        return ""
    first, *other = chances
    said = f"A {first.kind} morning ({_bound(first, unit)}) comes on {_of_ten(first.probability)} such days"
    said += "".join(f", a {one.kind} one ({_bound(one, unit)}) on {_of_ten(one.probability)}" for one in other)
    return f"{said}; judged on {min(one.n for one in chances):,} of your mornings."


def _bound(chance: "Chance", unit: str) -> str:
    return f"{'below' if chance.kind == 'low' else 'above'} {words.quantity(chance.cut, unit)}"


def _of_ten(probability: float) -> str:
    if probability < 0.05:
        return "fewer than 1 of 20"
    if probability > 0.95:
        return "more than 19 of 20"
    return f"about {min(max(round(10 * probability), 1), 9)} of 10"


def _by(found: "Tomorrow") -> str:
    """Who says so, and what moves it most."""
    from analytics.recovery.service import LABELS, RULE
    from dashboard.compose.tomorrow import REST

    made = found.made
    who = LABELS[found.by]
    if made.learned:
        said = f"{who[0].upper()}{who[1:]} say so" if who.endswith("s") else f"{who[0].upper()}{who[1:]} says so"
        said += f", which learned from {words.counted(made.days, 'morning')} of yours"
    elif made.model == RULE:
        said = "It is the rule's, whose weights are the same for everyone"
    else:
        said = "It is the median of your last 30 days"
    parts = [part for part in found.reasons.parts if abs(part.points) >= 1 and part.label != REST][:2]
    if not parts:
        return f"{said}."
    moved = [
        f"{words.inside(part.label.partition(',')[0])} {'lifts' if part.points > 0 else 'lowers'} it by "
        f"{words.number(abs(part.points))}"
        for part in parts
    ]
    return f"{said}; {words.listed(moved)}."


def grade(history: History, day: date) -> Finding:
    """How close what was shown has come, against the rule and the median of 30 days."""
    from dashboard.compose import tomorrow as compose

    try:
        return of_grade(compose.graded(history, day))
    except NotEnoughData as gap:
        return nothing(GRADE, WALK if gap.have == 0 else missing_words(gap))


def of_grade(found: "Graded") -> Finding:
    """The finding of a walk."""
    from analytics.recovery.service import MEDIAN, RULE

    score, rule = found.scores["used"], found.against[RULE]
    estimate = Estimate(rule.value, rule.low, rule.high, rule.n)
    said = (
        f"On {words.counted(score.n, 'morning')} that no model had seen, what would have been shown was off by "
        f"{words.number(score.mae, digits=1)} points: {against(rule, 'the rule')}, and "
        f"{against(found.against[MEDIAN], 'the median of your last 30 days')}. "
        f"{round(100 * score.coverage_80)} of 100 mornings fell inside the 80% interval."
    )
    seen = Grade.STRONG if rule.better else Grade.NONE
    return GRADE.estimated(said, seen, estimate, "points")


def against(found: "Difference", other: str) -> str:
    """`1.6 points (1.0 to 2.3) closer than the rule`; without a difference, what fits."""
    low, high = (words.number(abs(end), digits=1) for end in sorted((found.low, found.high), key=abs))
    if found.low == found.high == 0:
        return f"as far as {other}, which spoke on all of them"
    if found.better is None:
        most = words.number(max(abs(found.low), abs(found.high)), digits=1)
        return f"no closer and no further off than {other} can be shown (it could be {most} points either way)"
    way = "closer" if found.value > 0 else "further off"
    return f"{words.number(abs(found.value), digits=1)} points ({low} to {high}) {way} than {other}"
