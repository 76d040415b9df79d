"""Why was recovery low or high? First whether it was, then what went with it."""

import re

from coach import words
from coach.engines.telling.habits import habit_name, habit_sentence
from coach.engines.telling.today import say_unusual
from coach.engines.telling.told import Told, owes_sleep
from coach.facts import Direction, Fact

_LOW = "low|bad|poor|down|drop|worse|terrible|tank|red|crash|tired|dip"
_HIGH = "high|good|great|up\\b|better|improv|green"


def why(told: Told) -> None:
    """Whether a morning was what it is taken for, what moved it, and what was logged before it."""
    change = told.get("compare.recovery")
    if told.turn.understood.aspect == "not":
        _without(told)
    elif change and change.direction is Direction.SAME and _rather_the_other_way(told.turn.understood.text, change):
        told.add("By these days it is not.")
    elif change and change.direction is Direction.SAME:
        told.add(told.pick("It does not stand out from the weeks before.", "It is less clear-cut than it may feel."))
    elif change and _asked_the_other_way(told.turn.understood.text, change):
        told.add("It is rather the other way round.")
    if not change and not told.get("step.all"):
        told.add(_premise(told))
    told.say("step.all")
    told.say("measure.recovery")
    if (both := told.get("scores.two")) and (" disagree " in both.words or _by_ours_alone(told)):
        told.say("scores.two")
    elif told.turn.understood.follow_up:
        told.say("scores.two")
    told.say("mean.recovery", "compare.recovery")
    logged = [fact for fact in told.all("done.") if _goes_with_lower(told, fact)]
    told.add(*[_logged(told, fact) for fact in logged[:1]])
    pulls = told.all("pulls.") or told.all("pull.")
    if (side := _side_of(told)) and not told.all("pulls."):
        pulls = sorted(pulls, key=lambda fact: (fact.value or 0) * side < 0)  # what is asked for first
    told.say("pulls.all") if told.get("pulls.all") else told.say(*(fact.id for fact in pulls[:2]))
    others = [fact.id for fact in told.all("compare.") if fact.id != "compare.recovery"]
    done = [fact for fact in told.all("done.") if fact.n > 1 or fact not in logged[:1]]  # of one day once
    done = [fact for fact in done if not _speaks_against(told, fact)][:2]
    proof = told.pick(
        "These go together with it; what did it nobody can read off days that were only watched.",
        "That is what goes with it, which is not the same as proof.",
    )
    before = len(told.sentences)
    say_unusual(told)
    unusual = len(told.sentences) > before
    if not unusual:
        told.say(*others[:1]) if others else told.say(*(fact.id for fact in done[:1]))
        told.add(proof if done or pulls else "")
    told.rest()
    told.say(*others, *(fact.id for fact in pulls[2:4] if not told.get("pulls.all")))
    for fact in done:
        told.say(fact.id)
        told.add(habit_sentence(told.get(f"habit.{fact.id.removeprefix('done.')}")))
    if owes_sleep(told):
        told.say("sleep.debt")
    told.add(proof if unusual and (done or pulls) else "")


def _side_asked(question: str) -> int:
    """1 where reasons of a good morning are asked for, -1 of a bad one, 0 where neither or both."""
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return int(high) - int(low)


def _side_of(told: Told) -> int:
    """The side of a morning whose reasons are told first: the one that is asked for, unless it was the other."""
    morning = told.get("measure.recovery")
    if morning and morning.direction in (Direction.HIGHER, Direction.LOWER):
        return 1 if morning.direction is Direction.HIGHER else -1
    return _side_asked(told.turn.understood.text)


CLEARLY = 10.0  # points by which the parts of our score have to move a morning for it to count as low, or as good


def _by_ours_alone(told: Told) -> bool:
    """Whether a morning is what a question takes it for by our score, and a usual one by the device's."""
    morning, side = told.get("measure.recovery"), _side_asked(told.turn.understood.text)
    pulled = sum(fact.value or 0 for fact in told.all("pull."))
    return bool(morning and morning.direction is Direction.SAME and side and side * pulled >= CLEARLY)


def _premise(told: Told) -> str:
    """That a morning was not what a question takes it for."""
    morning, side = told.get("measure.recovery"), _side_asked(told.turn.understood.text)
    if morning is None or morning.direction is None or not side:
        return ""
    told_of_ours = told.turn.understood.follow_up or told.get("scores.two")
    if told_of_ours and _by_ours_alone(told):  # by which it was what they say
        return ""
    if morning.direction is Direction.SAME:
        return f"First of all, it was no {'good' if side > 0 else 'bad'} morning by your own days, but a usual one."
    if (morning.direction is Direction.HIGHER) != (side > 0):
        was, asked = ("low", "good") if side > 0 else ("good", "bad")
        return f"First of all, it was a {was} morning for you, not a {asked} one."
    return ""


def _without(told: Told) -> None:
    """`i had no alcohol`: one reason less, unless the journal says otherwise."""
    done = told.get(f"done.{told.turn.understood.habit}")
    name = (told.turn.understood.habit or "").replace("_", " ")
    if done:
        told.add("Your journal says otherwise:")
        told.say(done.id)
    else:
        told.add(f"Then {name} is out, and something else has to account for it.")


def _goes_with_lower(told: Told, done: Fact) -> bool:
    """Whether a habit that was done is known to go with lower mornings."""
    effect = told.get(f"habit.{done.id.removeprefix('done.')}")
    return bool(effect and effect.direction is Direction.LOWER and effect.low is not None and effect.high < 0)


def _speaks_against(told: Told, done: Fact) -> bool:
    """Whether a habit of the day before goes with the other side than the one whose reasons are asked for."""
    effect, side = told.get(f"habit.{done.id.removeprefix('done.')}"), _side_of(told)
    side = side or _side_asked(told.turn.understood.text)
    if done.n > 1 or not side or effect is None or effect.direction not in (Direction.HIGHER, Direction.LOWER):
        return False
    return (effect.direction is Direction.HIGHER) != (side > 0)


def _logged(told: Told, done: Fact) -> str:
    """`You logged alcohol on 2 of 5 answered days, which goes with recovery 15 points lower (11 to 18).`"""
    effect = told.get(f"habit.{done.id.removeprefix('done.')}")
    span = words.interval(*sorted((abs(effect.low), abs(effect.high))), "points")
    name = habit_name(effect)
    on = f"on {done.value:.0f} of {words.counted(done.n, 'answered day')}" if done.n > 1 else "the day before"
    return (
        f"You logged {name} {on}, and days with it go with a recovery {words.change(effect.value, 'points')} the next "
        f"morning ({span})."
    )


def _rather_the_other_way(question: str, change: Fact) -> bool:
    """Whether what is asked for does not show at all: `why low` of days whose mean is as high as before, or higher."""
    value = change.value or 0.0
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return low and value >= -1 or high and value <= 1


def _asked_the_other_way(question: str, change: Fact) -> bool:
    low, high = (bool(re.search(rf"\b({ways})", question, re.I)) for ways in (_LOW, _HIGH))
    return change.direction is Direction.HIGHER and low or change.direction is Direction.LOWER and high
