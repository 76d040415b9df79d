"""What do the next days hold, what if, and what leads to an event?"""

import re

from coach.engines.telling.told import Told


def forecast(told: Told) -> None:
    """The mornings to come."""
    if told.all("asked."):
        told.say_all("asked.", 2)
    else:
        told.say("forecast.tomorrow", "forecast.days")
    told.say("forecast.other")
    told.rest()
    told.say("forecast.grade")
    told.gap()


def what_if(told: Told) -> None:
    """The mornings to come with rest, hard days, or other nights."""
    if told.all("what_if."):
        told.say_all("what_if.")
    else:
        told.say("velocity.load")
    told.say("forecast.what_if")
    told.gap()


def goal(told: Told) -> None:
    """The way to an event: whether it is within reach, the weeks until then, and the taper."""
    if told.get("goal.gone"):
        told.say("goal.gone")
        return
    told.say("reply.which_days", "reply.fewer_days")
    if re.search(r"\btaper", told.turn.understood.text, re.I):
        told.say("goal.end", "goal.taper")
    told.say("goal.verdict")
    told.say("goal.event", "goal.raises", "goal.time", "goal.week", "goal.other_sport")
    told.say("goal.far") if told.get("goal.far") else told.say("goal.expected")
    told.say("goal.lighter", "goal.build")
    if not told.get("goal.event"):
        told.add("Tell me the day of an event, and I can lay out the weeks until then.")
    told.rest()
    if told.get("goal.build"):
        told.add("Keep most of it easy, with one or two hard sessions a week, and let bad mornings make a day lighter.")
    told.say("goal.longest", "goal.expected", "goal.taper", "goal.growth")
    told.gap()
