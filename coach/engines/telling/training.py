"""How much load is there, and how much of it is well borne?"""

import re

from coach.engines import replies
from coach.engines.telling.told import Told
from coach.facts import Direction, Fact
from coach.understood import Topic


def load(told: Told) -> None:
    """The week's load beside what is usual, with form, fitness, fatigue or ramp where they are asked for."""
    text = f"{told.turn.understood.text} {told.turn.understood.term or ''}"
    week = told.get("load.week")
    if week and week.direction and replies.asks_yes_or_no(text):
        told.add(_yes_or_no(told, week))
    if one := _OF_TERM.get(told.turn.understood.term or _form_named(told.turn.understood.text)):
        told.say(one)
    if (day := told.get("measure.load")) and (day.value is not None or told.turn.understood.topic is Topic.LOAD):
        told.say("measure.load")
        told.rest()
    elif told.all("mean.load"):
        told.say("mean.load", "compare.load")
    elif re.search(r"\byesterday\b", text, re.I):
        told.say("load.yesterday")
    told.say("load.week")
    if re.search(r"\b(?:form|tsb|fresh|atl|ctl|fitness|fatigue)", text, re.I):
        told.say("load.form", "load.fitness", "load.fatigue")
    elif re.search(r"\b(?:ramp|fast|quick|increas|build)", text, re.I):
        told.say("load.ramp", "load.form")
    else:
        told.say("load.form")
    told.say("load.no_injury")
    told.rest()
    told.say("load.form", "load.fitness", "load.fatigue", "load.ramp", "load.yesterday")
    told.gap()


_FORM_ALONE = re.compile(
    r"(?!.*\b(?:load|week|strain)\b).*\b(?:(?P<tsb>form|tsb)|(?P<ctl>ctl|fitness)|(?P<atl>atl|fatigue))\b.*", re.I
)


def _form_named(text: str) -> str:
    """Form, fitness or fatigue, where one of them is what a question is of."""
    found = _FORM_ALONE.fullmatch(text)
    return found.lastgroup or "" if found else ""


_OF_TERM = {"tsb": "load.form", "ctl": "load.fitness", "atl": "load.fatigue"}


_RAMPS = re.compile(
    r"\b(?:ramp\w*|build\w*|increas\w*|rais\w*|grow\w*|go\w*|push\w*)\b.*\btoo (?:fast|quick|steep|soon|hard)", re.I
)


def _yes_or_no(told: Told, week: Fact) -> str:
    """Which way the week points; load alone settles nothing."""
    ramps = _RAMPS.search(told.turn.understood.text)
    if ramps and week.direction is Direction.HIGHER:
        return "Yes, by your own weeks: the week is above what is usual for you, so take it as a sign to go easier."
    if ramps:
        return "No, not by your own weeks: the week is not above what is usual for you."
    if week.direction is Direction.HIGHER:
        return (
            "That no figure can tell, but the week is above what is usual for you, so take it as a sign to go easier."
        )
    return told.pick("By your load alone, no.", "Going by load alone: no.")


def tolerance(told: Told) -> None:
    """How fast mornings recover from load."""
    told.say("velocity.load", "velocity.short_night")
    if len(told.sentences) == 0:
        told.say("velocity.low", "load.week")
    told.rest()
    told.say("velocity.low", "load.week")
    told.gap()
