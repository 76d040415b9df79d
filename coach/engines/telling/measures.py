"""What was measured, counted and done, and what of it is unusual?"""

import re

from coach.engines.telling.told import Told
from coach.facts import Direction


def unusual(told: Told) -> None:
    """What does not fit, this morning and lately."""
    told.say("anomaly.today", "anomaly.lately")
    outside = [fact for fact in told.all("baseline.") if fact.direction in (Direction.HIGHER, Direction.LOWER)]
    told.say(*(fact.id for fact in outside))
    told.add("Whether you are ill no watch can tell: go by how you feel, and ask a doctor where you doubt it.")
    told.gap()


_ON_AVERAGE = re.compile(r"\b(?:averages?|averaged|typical(?:ly)?)\b", re.I)


def metric(told: Told) -> None:
    """A measure, or several, on a day or over some days, beside what is usual."""
    told.say_all("contrast.", 1)
    if several := len(told.turn.understood.metrics):
        told.say_all("measure.", several)
        told.say_all("mean.", several)
        told.rest()
        told.say_all("compare.", several)
        return
    if _ON_AVERAGE.search(told.turn.understood.text) and told.all("mean."):
        told.say_all("mean.", 1)
        told.say_all("compare.", 1)
        return
    told.say_all("measure.", 2 if told.turn.understood.against else 1)
    if told.all("baseline."):
        told.say_all("baseline.", 1)
        told.say_all("trend.", 1)
    else:
        told.say_all("mean.", 1)
        told.say_all("compare.", 1)
    if not told.sentences:
        told.say("load.week")
    if not told.sentences:
        told.say(*(fact.id for fact in told.known[:3]))
    told.gap()


def record(told: Told) -> None:
    """The highest or lowest of something, beside what is usual."""
    told.say("record.top", "record.usual")
    told.rest()
    told.say("record.next")
    if not told.sentences:
        told.add(*told.missing())


def count(told: Told) -> None:
    """How often something was, or was done."""
    told.say_all("count.", 2)
    told.say_all("mean.", 1)
    told.rest()
    told.say_all("count.", 4)
    told.gap()


def activity(told: Told) -> None:
    """A session that was done, or all of some days."""
    told.say("activity.against")
    told.say("activity.all", "activity.none", "activity.before")
    for number in range(1, 5):
        told.say(f"activity.{number}", f"activity.usual.{number}")
