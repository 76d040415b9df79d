"""What does a habit go with, and which of them help or hurt?"""

import re

from analytics.results import Grade
from coach import words
from coach.engines.telling.told import Told, sentences_in
from coach.facts import Direction, Fact


def habit(told: Told) -> None:
    """What one habit, or two, goes with on the next morning."""
    told.say("reply.together", "journal.asked")
    told.say("contrast.habits")
    two = bool(told.get("contrast.habits"))
    told.say_all("effect.", 1)
    if two:
        told.rest()
    for fact in told.all("habit.")[: 0 if told.all("effect.") else 2 if two else 1]:
        if fact.grade is Grade.NONE or fact.value is None:
            told.add(_no_effect(told, fact))
        told.add(habit_sentence(fact) or fact.words, *_rest(fact))
    if not told.all("habit."):
        told.say("habits.top")
    told.gap()


def habit_sentence(fact: Fact | None) -> str:
    """`Evenings with alcohol go with a recovery 15 points lower next morning (11 to 18; strong).`"""
    if fact is None or fact.direction not in (Direction.HIGHER, Direction.LOWER) or fact.low is None:
        return ""
    if fact.low * fact.high < 0:  # an interval that holds none is no evidence
        return ""
    name = fact.id.removeprefix("habit.").replace("_", " ")
    low, high = sorted((abs(fact.low), abs(fact.high)))
    span = (
        words.interval(low, high, "points")
        if fact.low * fact.high > 0
        else f"{words.change(fact.low, 'points')} to {words.change(fact.high, 'points')}"
    )
    return (
        f"Days on which you log {name} go with a recovery {words.change(fact.value, 'points')} the next morning "
        f"({span}{_days_behind(fact)}; the evidence is {fact.grade.words})."
    )


def _days_behind(fact: Fact) -> str:
    found = re.search(r"\b([\d,]+ days)\b", fact.words)
    return f", {found[1]}" if found else ""


def _rest(fact: Fact) -> list[str]:
    """What a habit's own words say beyond their first figure."""
    if not habit_sentence(fact):
        return []
    return [s for s in sentences_in(fact.words)[1:] if s.rstrip(".").lower() not in ("strong", "likely")]


def _no_effect(told: Told, fact: Fact) -> str:
    if "each further" in fact.words or fact.words.startswith("No clear effect"):
        return ""  # its own words say how far
    return told.pick("Nothing that I can see.", "No effect shows in your days.") if fact.grade is Grade.NONE else ""


_HELPS = re.compile(r"\b(?:helps?|good for|improves?|best for|raises?|boosts?|better|best (?:habits?|things?))\b", re.I)
_HURTS = re.compile(r"\b(?:hurts?|worst|bad for|harms?|lowers?|costs?|worse)\b", re.I)


def habits(told: Told) -> None:
    """Which habits go with other mornings, or only those that help, or hurt, where that is asked."""
    wanted = (
        Direction.HIGHER if _HELPS.search(told.turn.understood.text)
        else Direction.LOWER if _HURTS.search(told.turn.understood.text) else None
    )  # fmt: skip
    if wanted and _of_one_side(told, wanted):
        return
    told.say("habits.top")
    top = told.get("habits.top")
    named = top.words.lower() if top else ""
    found = [fact for fact in told.all("habit.") if fact.grade in (Grade.STRONG, Grade.LIKELY)]
    told.add(*[habit_sentence(fact) for fact in found if habit_name(fact) not in named][:2])
    silent = [habit_name(fact) for fact in told.all("habit.") if fact.grade is Grade.NONE]
    if silent:
        told.add(f"No effect is seen of {words.listed(silent)}.")
    told.add("All of that is what goes together in your days; only days drawn by lot could say what does what.")


def _of_one_side(told: Told, wanted: Direction) -> bool:
    """What helps, or what hurts, where only that is asked for: with that first, the rest in a line."""
    found = [fact for fact in told.all("habit.") if fact.grade in (Grade.STRONG, Grade.LIKELY) and habit_sentence(fact)]
    asked = [fact for fact in found if fact.direction is wanted]
    if not asked:
        told.say("habits.none_of_side")
        return False
    asked = sorted(asked, key=lambda fact: -abs(fact.value))
    told.add(*[habit_sentence(fact) for fact in asked[:3]])
    others = [habit_name(fact) for fact in found if fact.direction is not wanted]
    side = "higher" if wanted is Direction.LOWER else "lower"
    if others:
        told.add(f"The other way, {words.listed(others)} {'goes' if len(others) == 1 else 'go'} with {side} mornings.")
    told.rest()
    told.say("habits.top")
    return True


def habit_name(fact: Fact) -> str:
    """`late meal` of the fact of a habit."""
    return fact.id.removeprefix("habit.").replace("_", " ")
