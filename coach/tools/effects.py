"""What a habit goes with on other measures than recovery."""

from analytics.habits import HabitEffect
from analytics.results import Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import measures, unsaid

MEASURES = ("hrv", "resting_hr_bpm", "asleep_min")


def of_habit(known: Known, habit: str, metric: str) -> Fact:
    """One habit and one measure of the night or the morning after it."""
    name, measure = sanitise.habit(habit), words.inside(measures.label(metric))
    id, what, about = f"effect.{metric}", f"{words.habit(habit)} and {measure}", (habit, *measures.subjects(metric))
    try:
        effect, unit = known.habit_effect(habit, metric)
    except NotEnoughData as gap:
        return unsaid.nothing(id, what, unsaid.gap_words(gap), about, page="habits")
    if effect is None or effect.grade is Grade.INSUFFICIENT:
        return unsaid.nothing(id, what, f"more days with and without {name}", about, page="habits")
    found = effect.shrunk
    grade = Grade.NONE if found.low * found.high <= 0 else effect.grade
    return Fact(
        id,
        what,
        _said(effect, name, measure, unit),
        found.value,
        unit,
        found.low,
        found.high,
        found.n,
        effect.days[0] if effect.days else None,
        known.day,
        grade,
        Direction.SAME if grade is Grade.NONE else Direction.HIGHER if found.value > 0 else Direction.LOWER,
        about,
        "habits",
        "all habits in one regression with strain, weekday, slow changes and illness; corrected for many looks",
    )


def _said(effect: HabitEffect, name: str, measure: str, unit: str) -> str:
    found = effect.shrunk
    low, high = sorted((abs(found.low), abs(found.high)))
    span = words.interval(low, high, unit)
    if found.low * found.high <= 0:
        none = "No effect" if effect.grade is Grade.NONE else "No clear effect"
        return (
            f"{none} of {name} on your {measure} is seen: {words.change(found.value, unit)} after it on "
            f"{words.counted(effect.n_yes, 'day')}, and anything from {words.change(found.low, unit)} to "
            f"{words.change(found.high, unit)} would fit."
        )
    return (
        f"Days on which you log {name} go with {measure} {words.change(found.value, unit)} after them ({span}; "
        f"{words.counted(effect.n_yes, 'day')}; the evidence is {effect.grade.words})."
    )
