"""Which tools does a question call, and with what?"""

import re
from dataclasses import dataclass
from typing import Any

from coach.tools import exact, goals, made, today
from coach.understanding.details import top_in
from coach.understanding.spelling import plain
from coach.understood import Topic, Understood
from coach.workout import Wish

LEAST_MIN, MOST_MIN = 10, 600  # of a session that is wished for


@dataclass(frozen=True)
class Call:
    """A tool, and what it is asked with."""

    tool: str
    arguments: dict[str, Any]


# Topics whose tools need nothing but the athlete.
_PLAIN = {
    Topic.HABITS: "habits", Topic.SLEEP: "sleep",
    Topic.RHYTHM: "rhythm", Topic.LOAD: "load", Topic.TOLERANCE: "tolerance",
    Topic.EVIDENCE: "evidence", Topic.UNUSUAL: "unusual", Topic.PROFILE: "profile",
}  # fmt: skip
_WITH_REPLY = {Topic.RHYTHM, Topic.PROFILE}


def calls(understood: Understood) -> list[Call]:
    """The tools that a question calls, those of its first topic first; none for small talk and what is not ours."""
    found = [call for topic in (understood.topic, *understood.also) for call in _calls(topic, understood)]
    one_day = (understood.of or "day").split()[0] in ("day", "session")
    if understood.topic is Topic.RECORD and understood.also and one_day:
        kept = [call for call in found if call.tool != "measure"]  # of the whole time, beside its record
        found = [_beside_record(call, plain(understood.text)) for call in kept]
    if verdict := _verdict(understood):
        return [verdict] if understood.aspect in ALONE else [verdict, *found]
    if found and (asked := exact.asked_for(understood)):
        found = [call for call in found if call.tool != "evidence"] if asked["kind"] == "off" else found
        found.insert(0, Call("exact", asked))
    return [call for number, call in enumerate(found) if call not in found[:number]]


# What is answered by that and nothing else.
_DAY_BEFORE = re.compile(r"\b(?:day|evening) before\b")
_DAY_AFTER = re.compile(r"\b(?:day|evening) after\b")


def _beside_record(call: Call, said: str) -> Call:
    """What is asked of the day of a record, which is known only once it is found: so many days from it."""
    from_it = -1 if _DAY_BEFORE.search(said) else 1 if _DAY_AFTER.search(said) else 0
    if call.tool == "activity":
        return Call("activity", {"from_record": from_it})
    return Call("measure", {"metric": "asleep_min", "from_record": from_it}) if call.tool == "sleep" else call


ALONE = ("made", "off", "story", "of_those", "changed_most", "weights", "own", "taken_back", "form_end",
         "week_agreed")  # fmt: skip
_JUDGED_OF = {Topic.SLEEP: "asleep_min", Topic.READINESS: "recovery", Topic.WHY: "recovery", Topic.FORECAST: "recovery"}
_OF_TERM = {"tsb": "form", "ctl": "fitness", "atl": "fatigue"}


def _verdict(asked: Understood) -> Call | None:
    """What a question that goes on with an answer wants of it: a verdict, or the same of an earlier or a later day."""
    during = {"period": asked.period} if asked.period else {}
    if asked.aspect == "made":
        return Call("exact", {"kind": "made", "words": made.figure_of(asked)})
    if asked.aspect == "of_those":
        limit = {"metric": asked.of, "change": asked.term, "number": asked.number} if asked.number else {}
        given = {"kind": "of_those", "words": plain(asked.text), "sport": asked.sport} | limit
        return Call("exact", _if(given) | during)
    if asked.aspect == "changed_most":
        of_two = {"metrics": asked.metrics or None, "against": asked.against}
        return Call("exact", {"kind": "changed_most", "words": plain(asked.text)} | _if(of_two) | during)
    if asked.aspect == "own":
        return Call("exact", {"kind": "own", "words": asked.term or ""})
    if asked.aspect == "form_end":
        return Call("exact", {"kind": "form_end", "words": _OF_TERM.get(asked.term or "", "form"), "change": asked.of})
    if asked.aspect == "weights":
        return Call("exact", {"kind": "weights", "words": made.figure_of(asked)})
    if asked.aspect in ALONE:
        return Call("exact", {"kind": asked.aspect, "words": plain(asked.text)} | during)
    if asked.aspect == "judged" and asked.topic is Topic.HABIT and asked.habit:
        return Call("exact", {"kind": "judged_habit", "habit": asked.habit} | _if({"metric": asked.metric}))
    if asked.aspect == "judged" and asked.topic is Topic.FORECAST:
        return Call("exact", {"kind": "judged_forecast"} | during)
    if asked.aspect == "judged" and asked.topic is Topic.COMPARE:
        return None
    if asked.aspect == "judged":
        metric = asked.metric or _JUDGED_OF.get(asked.topic)
        if asked.topic is Topic.LOAD:
            metric = _OF_TERM.get(asked.term or "", "load")
        return Call("exact", {"kind": "judged", "metric": metric or "recovery"} | during)
    if asked.aspect == "then" and asked.topic is Topic.LOAD:
        return Call("exact", {"kind": "form_then", "words": _OF_TERM.get(asked.term or "", "form")} | during)
    if asked.aspect == "ahead" and asked.topic is Topic.WORKOUT:
        return Call("exact", {"kind": "ahead", "words": "train"} | during)
    return None


def wish_of(asked: Understood) -> Wish:
    """What a question wishes of the session; a number that is no time in minutes is none."""
    minutes = asked.number if asked.number and LEAST_MIN <= asked.number <= MOST_MIN else None
    return Wish(minutes, asked.wishes)


def _calls(topic: Topic, asked: Understood) -> list[Call]:
    during = {"period": asked.period} if asked.period else {}
    metric = {"metric": asked.metric or "recovery"}
    if topic in _PLAIN:
        reply = asked.aspect if topic in _WITH_REPLY else None
        called = [Call(_PLAIN[topic], _if({"reply": reply}))]
        if topic is Topic.SLEEP and asked.period:
            called.insert(0, Call("measure", {"metric": "asleep_min", **during}))
        if topic is Topic.LOAD and asked.period:
            called.insert(0, Call("measure", {"metric": "load", **during}))
        return called
    if topic in (Topic.READINESS, Topic.WORKOUT):
        wish = wish_of(asked)
        given = {"sport": asked.sport, "minutes": wish.minutes, "feels": today.felt_in(asked.text) or asked.feels}
        if topic is Topic.WORKOUT:
            given |= {"wishes": wish.steps} | during
        agreed = [Call("exact", {"kind": "agreed"})] if asked.aspect == "agreed" else []
        return [Call(topic.value, {name: value for name, value in given.items() if value}), *agreed]
    if topic is Topic.BEDTIME:
        return [Call("bedtime", _if({"wake_h": asked.wake_h, "bed_h": asked.bed_h}))]
    if topic is Topic.WHY:
        return [Call("why", during | ({"against": asked.against} if asked.against else {}))]
    if topic is Topic.FORECAST:
        return [Call("forecast", during)]
    if topic is Topic.HABIT and asked.habit and asked.other_habit:
        habits = (asked.habit, asked.other_habit)
        two = dict(zip(("habit", "other"), habits, strict=True))
        both = [Call("two_habits", two | _if({"reply": asked.aspect}))]
        return [*both, *(Call("habit", {"habit": habit} | metric) for habit in habits)]
    if topic is Topic.HABIT:
        one = {"period": asked.period} if asked.period and asked.period.days == 1 else {}
        return [Call("habit", {"habit": asked.habit} | metric | one)] if asked.habit else [Call("habits", {})]
    if topic is Topic.WHAT_IF and asked.days:
        return [Call("what_if", {"days": asked.days})]
    if topic is Topic.WHAT_IF:
        return [Call("what_if", {"change": asked.what_if} if asked.what_if else {})]
    if topic is Topic.COMPARE and asked.aspect == "weekend":
        return [Call("weekends", metric | during)]
    if (topic is Topic.COMPARE or topic is Topic.METRIC and asked.against) and asked.period:
        given = metric | during | ({"against": asked.against} if asked.against else {})
        if topic is Topic.COMPARE and _of_all(asked):
            del given["metric"]
            verdict = True if asked.aspect == "judged" else None
            return [Call("several", given | _if({"metrics": asked.metrics or None, "verdict": verdict}))]
        if asked.aspect == "judged":
            return [Call("compare", given | {"part": "judged"})]
        part = asked.aspect.removesuffix(" only") if (asked.aspect or "").endswith(" only") else None
        return [Call("compare", given | _if({"part": part}))]
    if topic in (Topic.METRIC, Topic.COMPARE):
        several = [Call("measure", {"metric": one} | during) for one in asked.metrics]
        return several or [Call("measure", metric | during)]
    if topic in _LOOKING_BACK:
        return _looking_back(topic, asked, during)
    if topic is Topic.GOAL:
        if asked.aspect in goals.PARTS:
            return [Call("goal", _if({"target": asked.target, "reply": asked.aspect}))]
        reply = asked.aspect or ("fewer days" if asked.follow_up and asked.number else None)
        return [Call("goal", _if({"target": asked.target, "reply": reply}))]
    return []


def _of_all(asked: Understood) -> bool:
    """Whether two times are held together by several measures, or by none that is named."""
    if asked.metrics:
        return True
    days = [one.days for one in (asked.period, asked.against) if one]
    return asked.metric is None and not asked.habit and asked.aspect in (None, "judged") and min(days) > 1


_LOOKING_BACK = {Topic.RECORD, Topic.COUNT, Topic.ACTIVITY, Topic.MEANING, Topic.DATA}


def _looking_back(topic: Topic, asked: Understood, during: dict[str, Any]) -> list[Call]:
    """The tools for what was, and for what a word means."""
    given: dict[str, Any] = {}
    if topic is Topic.RECORD:
        given = {"metric": asked.metric or "recovery", "end": asked.aspect or "best", "each": asked.of or "day"}
        if asked.term in ("under", "over") and asked.number is not None:  # among days that were counted
            given |= {"side": asked.term, "number": asked.number}
        return [Call("record", given | _if({"sport": asked.sport, "top": top_in(asked.text)}) | during)]
    if topic is Topic.COUNT:
        numbered = bool(asked.aspect) and asked.aspect.split()[-1] in ("under", "over")
        given = {
            "of": asked.of or "sessions",
            "habit": asked.habit if asked.of == "habit" else None,
            "metric": asked.metric if asked.of == "metric" else None,
            "side": asked.aspect,
            "number": asked.number if numbered else None,
            "sport": asked.sport,
            "verdict": True if asked.term == "judged" else None,
            "against": asked.against if asked.period else None,
        }
        return [Call("count", _if(given) | during)]
    if topic is Topic.ACTIVITY:
        given = {"sport": asked.sport, "back": asked.back or None, "which": asked.aspect}
        return [Call("activity", _if(given) | during)]
    if topic is Topic.MEANING and asked.term == "learned":
        return [Call("exact", {"kind": "learned"})]
    if topic is Topic.MEANING:
        return [Call("meaning", {"term": asked.term or "unknown"})]
    if asked.aspect and asked.aspect != "add":
        return [Call("gaps", _if({"asked": asked.aspect, "metric": asked.metric}) | during)]
    return [Call("data", _if({"reply": asked.aspect}))]


def _if(given: dict[str, Any]) -> dict[str, Any]:
    """Arguments that are given at all."""
    return {name: value for name, value in given.items() if value is not None}
