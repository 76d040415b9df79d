"""Words of a day by its date, where the newest day is not today: what is known is never spoken of as today's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from analytics.results import Grade
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.understood import Period
from coach.workout import Ceiling, Effort, Workout

A_DAY = timedelta(days=1)
TOO_OLD_DAYS = 2  # from here on nothing of today is proposed
REACH_DAYS = 7  # of a forecast, from the newest day
_FORETOLD = ("forecast.tomorrow", "prediction.tomorrow")
_AHEAD = {"forecast", "what_if"}  # tools that speak of days to come
_AHEAD_KINDS = {"ahead", "better_day", "week_plan", "what_if_today"}  # the same, of what is asked for by name
_OF_TODAY = re.compile(r"\b(?:today|this morning|last night|tonight|this week)\b")


def is_of_today(known: Known) -> bool:
    """Whether anything is known of today."""
    return known.day is not None and known.day >= known.today


def is_too_old(known: Known) -> bool:
    """Whether the newest day is so old that nothing of today is proposed."""
    return known.day is not None and (known.today - known.day).days >= TOO_OLD_DAYS


def session_day(known: Known) -> date:
    """The day that a session is proposed for: today, also where the newest day is yesterday."""
    return known.day if is_too_old(known) else known.today


def named(known: Known, day: date) -> str:
    """`Saturday 21 November`, with its year where that is not this one."""
    return words.day(day) if day.year == known.today.year else f"{words.day(day)} {day.year}"


def dated(known: Known, fact: Fact) -> Fact:
    """A finding of the newest day, its `this morning`, `yesterday` and `tomorrow` as dates where that is not today.

    What was foretold of a morning that is over by now is nothing to be told.
    """
    if known.day is None or is_of_today(known):
        return fact
    fact = replace(fact, label=said(known, _QUESTIONS.get(fact.label, fact.label)), words=said(known, fact.words),
                   missing=fact.missing and said(known, fact.missing))  # fmt: skip
    if fact.id in _FORETOLD and not fact.missing and known.day + A_DAY < known.today:
        missing = f"a forecast of tomorrow takes newer data than that of {named(known, known.day)}"
        return replace(fact, words=f"Not enough data: {missing}.", missing=missing, grade=Grade.INSUFFICIENT,
                       value=None, low=None, high=None, n=0)  # fmt: skip
    return fact


def of_its_day(known: Known, fact: Fact) -> Fact:
    """Fitness, fatigue and form, which hold for one day, with that day where it is not yesterday."""
    if fact.id not in _OF_A_DAY or fact.missing or known.day is None or is_of_today(known):
        return fact
    told = fact.words.replace(" is ", f" of {named(known, fact.last_day)} is ", 1)
    return replace(fact, words=told.replace(" than a week ago", " than a week before it"))


_OF_A_DAY = {"load.form", "load.fitness", "load.fatigue", "load.ramp"}


def said(known: Known, sentence: str) -> str:
    """A sentence that was made on the newest day, as it is true today."""
    if known.day is None or is_of_today(known) or not sentence:
        return sentence
    day, before, after = (named(known, known.day + n * A_DAY) for n in (0, -1, 1))
    for pattern, instead in _SAID:
        sentence = re.sub(pattern, instead.format(day=day, before=before, after=after), sentence)
    return sentence


# The longer before the shorter.
_SAID = (
    (r"\b[Tt]his morning's\b", "{day}'s"),
    (r"\bYesterday's\b|\byesterday's\b(?! load, logged)", "{before}'s"),
    (r"\b[Tt]omorrow's\b", "{after}'s"),
    (r"\b[Ll]ast night's\b", "{day}'s"),
    (r"^Nothing unusual this morning\b", "Nothing unusual on the morning of {day}"),
    (r"\bThis morning\b", "The morning of {day}"),
    (r"\bthis morning\b", "on the morning of {day}"),
    (r"\bYesterday\b", "{before}"),
    (r"\byesterday\b", "on {before}"),
    (r"\bTomorrow\b", "{after}"),
    (r"\btomorrow\b", "on {after}"),
    (r"\bLast night\b", "The night to {day}"),
    (r"\blast night\b", "the night to {day}"),
    (r"^You slept ([^,.]+)", r"You slept \1 in the night to {day}"),
    (r"^You owe ([^(,.]+) of sleep\b", r"You owe \1 of sleep as of {day}"),
    (r"^(Recovery is \d[^.]*)\.", r"\1 ({day})."),
    (r"\b([Tt]he|[Yy]our) last (\d+) (known )?(days|nights|mornings)\b", r"\1 \2 \3\4 up to {day}"),
)


# Of findings whose days stand beside them: short enough for the width of a phone.
_QUESTIONS = {
    "How recovered am I this morning?": "How recovered was I that morning?",
    "How recovered does my device say I am?": "How recovered did my device say I was?",
    "How did I sleep?": "How did I sleep that night?",
    "How hard was yesterday?": "How hard was that day?",
    "Is this morning unusual for me?": "Was that morning unusual for me?",
    "How recovered will I be tomorrow?": "How recovered will I be the morning after?",
}


def ceilings(known: Known) -> list[Ceiling]:
    """No hard session on a morning of which nothing is known."""
    if is_of_today(known):
        return []
    why = f"Of this morning nothing is known yet: your newest data is of {named(known, known.day)}."
    return [Ceiling(Effort.STEADY, why, "data.stale")]


def with_its_day(known: Known, proposed: Workout) -> Workout:
    """A session with the reason first that nothing is known yet of its morning, where that is so."""
    first = [ceiling.why for ceiling in ceilings(known)]
    return replace(proposed, why=tuple(dict.fromkeys([*first, *proposed.why])))


def stands_on(known: Known) -> str:
    """On which day everything stands that is said, where that is yesterday; older data says so itself."""
    if known.day is None or is_of_today(known) or is_too_old(known):
        return ""
    return f"This stands on {named(known, known.day)}: of this morning nothing is known yet."


def instead(known: Known, called: Sequence[tuple[str, Mapping[str, Any]]]) -> list[Fact]:
    """What is said of days to come where the newest day is too old for it; empty where it is not."""
    if known.day is None:
        return []
    week = any(arguments.get("kind") == "week_plan" for _, arguments in called)
    if week and not is_of_today(known) and not is_too_old(known):
        told = f"Of today nothing is known yet: your newest data is of {named(known, known.day)}. "
        told += "Bring this morning first, and I lay out the week from it."
        return [_old(known, told)]
    if not is_too_old(known):
        return []
    if not any(_looks_ahead(known, tool, arguments) for tool, arguments in called):
        return []
    age = words.age((known.today - known.day).days)
    told = (
        f"Your newest data is of {named(known, known.day)}, {age}: of today nothing is known, so I foretell and "
        "propose nothing from it. Bring a newer export, and ask me again."
    )
    return [_old(known, told)]


def _old(known: Known, told: str) -> Fact:
    return Fact("answer.stale", "How old your data is", told, first_day=known.day, last_day=known.day,
                subjects=("data",), page="data")  # fmt: skip


def _looks_ahead(known: Known, tool: str, arguments: Mapping[str, Any]) -> bool:
    if tool == "exact":
        return arguments.get("kind") in _AHEAD_KINDS
    return tool in _AHEAD and not _in_reach(known, arguments.get("period"))


def _in_reach(known: Known, period: Period | None) -> bool:
    """Whether all mornings asked about are still to come, and near enough to be foretold."""
    return period is not None and known.today < period.first and period.last <= known.day + REACH_DAYS * A_DAY


def asks_of_today(question: str) -> bool:
    """Whether a question is of today, this morning or last night."""
    return bool(_OF_TODAY.search(question.lower()))
