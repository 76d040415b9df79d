"""How were the nights, when to sleep, and how does the day run?"""

import re

from coach.engines.telling.told import Told, owes_sleep

_BETTER_NIGHTS = re.compile(
    r"\b(?:what|how)\b.*\b(?:makes?|helps?|lets?|precedes?|comes? before|better|improve|well)\b|\bgood nights?\b", re.I
)
_OWED = re.compile(r"\b(?:debt|owe|need|enough)\b", re.I)


def sleep(told: Told) -> None:
    """Last night or the nights that are asked for, and what is owed."""
    period = told.turn.understood.period
    if _BETTER_NIGHTS.search(told.turn.understood.text):
        told.say("sleep.good_night")
    if _ENOUGH.search(told.turn.understood.text):
        told.add(_is_enough(told))
    if _OWED.search(told.turn.understood.text):
        told.say("sleep.debt")
    of_last = told.get("sleep.last_night")
    newest = of_last is not None and period is not None and period.days == 1 and period.last == of_last.last_day
    told.say(*(() if newest else ("measure.asleep_min",)))
    told.say(*(() if told.has_said("baseline.sleep") else ("mean.asleep_min",)), "compare.asleep_min")
    if not told.all("mean.") and (period is None or of_last is None or period.last == of_last.last_day):
        told.say("sleep.last_night")
    told.say("sleep.debt")
    if newest or not (told.all("mean.") or told.all("measure.")):
        told.say("baseline.sleep")
    told.rest()
    told.say("baseline.sleep", "sleep.good_night", "sleep.regularity")
    told.gap()


_ENOUGH = re.compile(r"^\W*(?:so |and |but )*(?:do|did|am|have|was|is|are)\b.*\b(?:enough|too little)\b", re.I)


def _is_enough(told: Told) -> str:
    """Whether nights are enough, by what is owed of them."""
    debt, owes = told.get("sleep.debt"), owes_sleep(told)
    if debt is None or debt.value is None:
        return ""
    little = "too little" in told.turn.understood.text.lower()
    if owes and debt.value > 0:
        return "Yes, less than you need." if little else "No, lately less than you need."
    return "No, about as much as you need." if little else "Yes, about as much as you need."


_HOW_LONG = re.compile(r"\b(?:how (?:much|long|many)|hours?|enough|need|length|\d+ ?h)\b", re.I)


def bedtime(told: Told) -> None:
    """When to be asleep, and for how long."""
    told.say("night.left")
    if _HOW_LONG.search(told.turn.understood.text):
        told.say("timing.duration", "sleep.debt")
        told.rest()
        told.say("timing.bedtime", "sleep.timing")
    else:
        told.say("timing.bedtime", "sleep.timing")
        told.rest()
        told.say("timing.duration")
        if owes_sleep(told):
            told.say("sleep.debt")
    told.gap()


def rhythm(told: Told) -> None:
    """The best hours of a day, the heart's lowest, how regular sleep is: first what is asked for."""
    if told.get("reply.only_then"):
        told.say("reply.only_then", "rhythm.readiness")
        return
    chosen = next((ids for pattern, ids in _RHYTHMS if re.search(pattern, told.turn.understood.text, re.I)), ())
    if lacking := next((fact for fact in told.lacking if chosen and fact.id == chosen[0]), None):
        told.add(lacking.words)
    told.say(*[id for id in chosen if told.get(id)][:2])
    if not chosen:
        told.say("rhythm.readiness", "sleep.chronotype", "sleep.regularity")
    told.rest()
    told.say("rhythm.readiness", "rhythm.heart", "sleep.chronotype", "sleep.regularity", "sleep.social_jetlag")
    told.gap()


_RHYTHMS = (
    (r"\bsocial|weekend|free day", ("sleep.social_jetlag", "sleep.regularity")),
    (r"\bregular|irregular|consisten|same time", ("sleep.regularity", "sleep.timing")),
    (r"chronotype|morning (?:person|type)|owl|lark|evening (?:person|type)|early bird",
     ("sleep.chronotype", "sleep.social_jetlag")),
    (r"\bheart|pulse|lowest|highest", ("rhythm.heart",)),
    (r"\bbest|strong|peak|train|perform|fit", ("rhythm.readiness", "rhythm.heart")),
)  # fmt: skip
