"""How are you this morning, and what suits today? The session first, then what speaks for it."""

import re

from coach.engines import replies
from coach.engines.telling.ahead import forecast
from coach.engines.telling.told import Told, owes_sleep, sentences_in
from coach.facts import Fact

_HARD = re.compile(
    r"\b(hard|intervals?|vo2|threshold|tempo|sprints?|race|max|intense|intensity|all[- ]out|push)\b", re.I
)


def readiness(told: Told) -> None:
    """How somebody is this morning: what suits today, the score behind it, and why."""
    if told.get("data.stale"):
        told.say("data.stale", "recovery.rule", "recovery.device")
        told.add("Bring a newer export, and I'll tell you what suits today.")
        return
    if _why_that_session(told):
        return
    session, hard = told.get("workout.today"), _HARD.search(told.turn.understood.text)
    if session:
        told.add(_felt(session) or _lead(told, session, bool(hard)))
    told.say("refused.today")
    score = told.get("recovery.rule") or told.get("recovery.device")
    why, *more = _reasons(told, session) or [""]
    if score:
        told.add(sentences_in(score.words)[0])
    if session and told.turn.workout:
        told.add(f"What would suit: {told.turn.workout[0].lower()}{told.turn.workout[1:]}")
    told.add(_START_EASY if session and _felt(session) and not session.words.startswith("Rest") else why)
    told.rest()
    told.add(*more)
    if score:
        told.add(*sentences_in(score.words)[1:])
    say_unusual(told)
    told.say("sleep.debt" if owes_sleep(told) else "sleep.last_night")
    told.say("prediction.tomorrow", "forecast.tomorrow")


_START_EASY = "Start easy, and stop if it gets no better."


def _felt(session: Fact) -> str:
    """What somebody says of themselves today, taken at their word before any figure."""
    return next((one for one in sentences_in(session.words) if one.startswith("You say that you")), "")


def _lead(told: Told, session: Fact, asked_hard: bool) -> str:
    kind = session.words.split()[0].rstrip(":").lower()
    if kind == "hard":
        if asked_hard:
            return told.pick(
                "Yes, if you feel well and nothing hurts.",
                "You can, if you feel well: nothing in your data speaks against it.",
                "If you feel well, today is a fair day for it.",
            )
        return told.pick(
            "If you feel well, today can take hard work.",
            "Today can carry real work, if you feel well.",
            "This is a day for something hard, if you feel well and want one.",
        )
    if kind == "steady":
        if asked_hard:
            return told.pick(
                "I'd keep it steady rather than hard today.", "Not the hard ones today: steady is as far as I'd go."
            )
        return told.pick("A middling day: train, but leave something in hand.", "Steady work suits today.")
    if kind == "easy":
        if asked_hard:
            return told.pick(
                "I'd leave the hard work for another day.",
                "Not today: keep it easy.",
                "I would hold back today and go easy.",
            )
        return told.pick("Take it easy today.", "Today is for easy work.", "Keep today light.")
    if asked_hard:
        return told.pick("No hard work today: rest.", "Not today. Rest is the better session.")
    return told.pick("Today is for rest.", "Give today to rest.")


def say_unusual(told: Told) -> None:
    """What is out of the ordinary this morning, or was yesterday; nothing where nothing is."""
    unusual = told.get("anomaly.today")
    if unusual and not unusual.words.startswith("Nothing unusual"):
        told.say("anomaly.today")


def _reasons(told: Told, session: Fact | None) -> list[str]:
    """Why the session is what it is: the sentences behind its own."""
    if session is None or not told.turn.workout:
        return []
    reasons = session.words.removeprefix(told.turn.workout).strip()
    repeated = ("Recovery is", "By our score")
    return [sentence for sentence in sentences_in(reasons) if not sentence.startswith(repeated)]


def _why_that_session(told: Told) -> bool:
    """What speaks for the session that was proposed, where that is asked; whether it is."""
    reasons = _reasons(told, told.get("workout.today"))
    if told.turn.understood.aspect != "reasons" or not reasons:
        return False
    told.add(*reasons)
    told.say("recovery.rule")
    say_unusual(told)
    told.say("load.yesterday", "sleep.debt")
    return True


def workout(told: Told) -> None:
    """The session that suits today, or one that was wished for, with what speaks for it."""
    if _why_that_session(told):
        return
    session = told.get("workout.today")
    if session and told.all("asked."):
        _session_to_come(told, session)
        return
    if session is None and told.get("data.stale"):
        readiness(told)
        return
    if session is None and told.all("asked."):
        forecast(told)
        return
    if session is None:
        told.add(*told.missing())
        return
    refused, asked = told.get("refused.today"), told.turn.understood
    if asked.aspect == "agreed":
        _agreed(told)
        return
    if refused:
        told.say("refused.today")
    elif not (asked.follow_up or asked.wishes or asked.number or asked.sport):
        told.add(_felt(session) or _lead(told, session, bool(_HARD.search(asked.text))))
    why, *more = _reasons(told, session) or [""]
    told.add(told.turn.workout)
    if not (refused and why and _content(why) in _content(refused.words)):
        told.add(why)
    if _felt(session) and not session.words.startswith("Rest"):
        told.add(_START_EASY)
    elif not session.words.startswith("Rest"):
        told.add(
            told.pick(
                "If it feels wrong once you are warm, stop there.",
                "Let the first minutes decide: if they feel heavy, make it easier.",
            )
        )
    told.rest()
    told.add(*more)
    told.say("recovery.rule") if told.get("recovery.rule") else told.say("recovery.device")
    say_unusual(told)
    told.say("load.week", "sleep.debt")


def _agreed(told: Told) -> None:
    """A session that was agreed to: once more in a sentence, and what puts it into the plan, which asks for a click."""
    first, *_ = sentences_in(told.turn.workout) or [""]
    told.add(f"Agreed. {first}")
    told.say("reply.agreed")


def _session_to_come(told: Told, session: Fact) -> None:
    """Of a day to come: how it may look, and what today's session would be."""
    told.say_all("asked.", 1)
    told.say("reply.to_come")
    told.add(f"{replies.AS_TODAY} {sentences_in(session.words)[0]}")
    told.rest()
    told.say("forecast.grade")


def _content(said: str) -> str:
    return re.sub(r"[^a-z ]", "", said.lower()).strip()
