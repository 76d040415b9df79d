"""Questions that fit somebody's state today, for those who do not know what to ask."""

from datetime import timedelta

from analytics.results import Grade
from coach import sanitise, words
from coach.facts import Direction
from coach.known import Known
from coach.tools import dated
from coach.tools.findings import said

MOST = 4
A_DAY = timedelta(days=1)
LOW, HIGH = 40.0, 60.0  # of 100, where 50 is usual
ALWAYS = (
    "What should I do today?",
    "How will I feel this week?",
    "Which habits matter for me?",
    "When should I go to bed?",
    "What was my best night this year?",
    "How many workouts last week?",
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
    fitting += _of_sessions(known)
    top = found.get("habits.top")
    if top and len(top.subjects) > 1:
        fitting.append(f"What does {words.inside(words.habit(top.subjects[1]))} go with?")
    asked = list(dict.fromkeys([*fitting, *ALWAYS]))
    return [one for one in asked if dated.is_of_today(known) or not dated.asks_of_today(one)][:MOST]


def _of_sessions(known: Known) -> list[str]:
    """About the session of today or yesterday; without one in a week, about how long ago the last one is."""
    done = known.workouts()
    if done.empty:
        return []
    newest = done.sort_values("start_utc").iloc[-1]
    sport = sanitise.sport(str(newest["sport"] or ""))
    for days, when in ((0, "today"), (1, "yesterday")):
        if newest["day"] == (known.day - days * A_DAY).isoformat() and known.day == known.today:
            return [f"How did my {sport + ' ' if sport else ''}session go {when}?"]
    return ["When was my last session?"] if newest["day"] < (known.day - 7 * A_DAY).isoformat() else []
