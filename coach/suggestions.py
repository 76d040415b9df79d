"""Questions that fit somebody's state today, for those who do not know what to ask."""

from analytics.results import Grade
from coach import words
from coach.facts import Direction
from coach.known import Known
from coach.tools.findings import said

MOST = 4
LOW, HIGH = 40.0, 60.0  # of 100, where 50 is usual
ALWAYS = (
    "What should I do today?",
    "How will I feel this week?",
    "Which habits matter for me?",
    "When should I go to bed?",
)


def suggestions(known: Known) -> list[str]:
    """At most four questions, those that the day suggests first."""
    if known.day is None:
        return ["What can you tell me?", "What data do you need?"]
    found = {
        fact.id: fact
        for fact in said(known, "recovery.rule", "anomaly.today", "sleep.debt", "habits.top", "baseline.hrv")
        if not fact.missing
    }
    fitting = []
    if (unusual := found.get("anomaly.today")) and unusual.grade is not Grade.NONE:
        fitting.append("What is unusual about this morning?")
    score = found.get("recovery.rule")
    if score and score.value is not None and score.value < LOW:
        fitting += ["Why is my recovery low today?", "Should I train hard today?"]
    elif score and score.value is not None and score.value > HIGH:
        fitting += ["Should I do hard intervals today?", "Why is my recovery high today?"]
    else:
        fitting.append("What should I do today?")
    if (hrv := found.get("baseline.hrv")) and hrv.direction in (Direction.LOWER, Direction.HIGHER):
        fitting.append(f"Why is my HRV {hrv.direction.value} than usual?")
    if (debt := found.get("sleep.debt")) and debt.grade is not Grade.NONE:
        fitting.append("How much sleep do I owe?")
    top = found.get("habits.top")
    if top and len(top.subjects) > 1:
        fitting.append(f"What does {words.inside(words.habit(top.subjects[1]))} go with?")
    return list(dict.fromkeys([*fitting, *ALWAYS]))[:MOST]
