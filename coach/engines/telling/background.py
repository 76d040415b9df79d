"""What does a word mean, what is kept of somebody, and how sure is it?"""

from coach.engines import sure
from coach.engines.telling.told import Told


def meaning(told: Told) -> None:
    """What a word means, with the athlete's own figure."""
    told.say_all("meaning.", 1)
    own = [fact for fact in told.known if not fact.id.startswith("meaning.")]
    told.say(*(fact.id for fact in own[:2]))
    if not told.sentences:
        told.add(*told.missing())


def data(told: Told) -> None:
    """What is stored, what is missing, or how more of it is added."""
    if told.all("gap."):
        told.say("gap.all") if told.get("gap.all") else told.say_all("gap.", 3)
        told.say_all("measure.", 3)
        told.rest()
        told.say_all("gap.", 9)
        return
    if told.get("reply.add"):
        told.say("reply.add", "data.days")
        return
    told.say("data.days")
    told.say_all("data.source.", 5)


def profile(told: Told) -> None:
    """What is kept of somebody, and what is planned."""
    if told.get("reply.change"):
        told.say("reply.change")
        told.rest()
    told.say_all("profile.", 4)
    told.say_all("plan.", 5)
    told.gap()


def evidence(told: Told) -> None:
    """How the facts of the answer before are known; without one, how close forecasts have been."""
    if told.all("prediction.grade") or told.all("forecast.grade"):
        told.say("prediction.grade", "forecast.grade")
        told.add("How each figure is made, and how often such methods err, stands on the page Methods.")
        return
    asked = told.turn.understood
    if named := told.get(_OF_FIGURE.get(asked.of or "", "")):
        told.add(*sure.sentences([named], None, None, asked.text))
        return
    before = [answer for _, answer in told.turn.before]
    told.add(*sure.sentences(told.known, asked.habit, asked.metric, asked.text, before))


_OF_FIGURE = {
    "debt": "sleep.debt", "need": "sleep.debt", "form": "load.form", "fitness": "load.fitness",
    "fatigue": "load.fatigue",
}  # fmt: skip
