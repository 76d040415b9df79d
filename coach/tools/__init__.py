"""Typed functions that a question may call; each returns facts. A tool whose analysis is missing is not offered."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from analytics.results import Grade
from coach import glossary, sanitise
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import (
    accuracy,
    activities,
    ahead,
    contrasts,
    counts,
    dated,
    effects,
    exact,
    extremes,
    gaps,
    goals,
    judged,
    loads,
    made,
    marks,
    meanings,
    nights,
    records,
    replies,
    sessions,
    state,
    today,
    verdicts,
    week_told,
)
from coach.tools.findings import said
from coach.understanding.details import top_in
from coach.understanding.spelling import plain
from coach.understood import Period, Target, Topic, Understood, WeekWish
from coach.workout import Wish, Workout
from data.schema import METRICS

EARLIEST_YEAR, FARTHEST_WEEKS, FARTHEST_KM = 1990, 150, 2000  # of what a language model may ask about
LEAST_MIN, MOST_MIN = 10, 600  # of a session that is wished for
MOST_FACTS = 20  # of one answer: more is a report


@dataclass(frozen=True)
class Tool:
    """A tool as a question may call it: `run(known, ...)`, with arguments of the types below."""

    name: str
    description: str
    work: Callable[..., list[Fact]]
    of_anybody: bool = False  # says something of those without data too

    def run(self, known: Known, **arguments: Any) -> list[Fact]:
        """What it says, each fact once; of somebody without any data only that."""
        if known.day is None and not self.of_anybody:
            return records.data(known)
        facts = {fact.id: fact for fact in reversed(self.work(known, **arguments))}
        return list(reversed(facts.values()))

    @property
    def schema(self) -> dict[str, Any]:
        """As language models are told of it."""
        given = [
            one for one in list(inspect.signature(self.work).parameters.values())[1:] if one.name not in _NOT_ASKED
        ]
        properties = {name: dict(_TYPES[name]) for one in given for name in _PARTS.get(one.name, (one.name,))}
        needed = [one.name for one in given if one.default is inspect.Parameter.empty]
        required = [name for one in needed for name in _PARTS.get(one, (one,))[:1]]
        parameters = {"type": "object", "properties": properties, "required": required}
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.description, "parameters": parameters},
        }


@dataclass(frozen=True)
class Call:
    """A tool, and what it is asked with."""

    tool: str
    arguments: dict[str, Any]


# What an argument that is no plain value is made of, as language models give it.
_PARTS = {
    "period": ("first_day", "last_day"),
    "against": ("against_first", "against_last"),
    "target": ("event", "weeks", "distance_km"),
}
_TYPES = {
    "habit": {"type": "string", "description": "a habit of the journal, such as alcohol"},
    "metric": {"type": "string", "description": "recovery, hrv, resting_hr_bpm, asleep_min, load ..."},
    "first_day": {"type": "string", "description": "YYYY-MM-DD"},
    "last_day": {"type": "string", "description": "YYYY-MM-DD"},
    "against_first": {"type": "string", "description": "YYYY-MM-DD"},
    "against_last": {"type": "string", "description": "YYYY-MM-DD"},
    "change": {"type": "string", "enum": ["rest", "easy", "hard", "longer nights", "shorter nights"]},
    "end": {"type": "string", "enum": ["highest", "lowest", "best", "worst"]},
    "each": {"type": "string", "enum": ["day", "week", "month", "session load", "session minutes", "session km"]},
    "of": {"type": "string", "enum": ["sessions", "minutes", "km", "rest days", "hard sessions", "habit", "metric"]},
    "side": {"type": "string", "enum": ["under", "over", "low", "high", "sum", "since", "since under", "since over"]},
    "number": {"type": "number", "description": "what a measure lies under or over; hours of sleep"},
    "sport": {"type": "string", "description": "cycling, running, swimming ..."},
    "minutes": {"type": "number"},
    "kind": {"type": "string", "enum": list(exact.KINDS)},
    "term": {"type": "string", "enum": [one.key for one in glossary.TERMS]},
    "other": {"type": "string", "description": "another habit of the journal"},
    "asked": {"type": "string", "enum": ["missing", "journal", "logged"]},
    "event": {"type": "string", "description": "what it is, as the athlete calls it"},
    "weeks": {"type": "number"},
    "distance_km": {"type": "number"},
}


_NOT_ASKED = (
    "wishes",
    "days",
    "week",
    "part",
    "back",
    "which",
    "wake_h",
    "bed_h",
    "reply",
    "words",
    "feels",
    "top",
    "verdict",
    "metrics",
)  # of no language model


def _at_hand(known: Known, sport: str) -> str:
    """A sport that is wished for; where one's own is only ruled out, what is done most beside it, else a walk."""
    if not sport.startswith("not "):
        return sport
    without, rows = sport.removeprefix("not "), sessions.done(known, None, sessions.lately(known, 365))
    of_it = sessions.of_sport(rows, without) if len(rows) else []
    others = rows[~of_it]["sport"].value_counts() if len(rows) else {}
    own = rows["sport"].value_counts() if len(rows) else {}
    usual = known.profile.sport or (own.index[0] if len(own) else "")
    is_own = bool(len(rows)) and bool(of_it[rows["sport"] == usual].any())
    return "" if not is_own else str(others.index[0]) if len(others) else "walking"


def _readiness(known: Known, sport: str = "", minutes: float | None = None, feels: str = "") -> list[Fact]:
    told = today.todays_workout(known, Wish(minutes), _at_hand(known, sport), feels)[1]
    session = [*told[:1], *(fact for fact in told[1:] if fact.id == "refused.today")]
    return [*session, *verdicts.beside_device(known, state.readiness(known))]


def _workout(
    known: Known,
    sport: str = "",
    minutes: float | None = None,
    wishes: Sequence[str] = (),
    period: Period | None = None,
    feels: str = "",
) -> list[Fact]:
    facts = today.todays_workout(known, Wish(minutes, tuple(wishes)), _at_hand(known, sport), feels)[1]
    if not _is_to_come(known, period):
        return facts
    return [
        *replies.reply("to come"),
        *ahead.forecast(known, period),
        *(fact for fact in facts if fact.id == "workout.today"),
    ]


def _is_to_come(known: Known, period: Period | None) -> bool:
    return period is not None and period.first > known.today


def _why(known: Known, period: Period | None = None, against: Period | None = None) -> list[Fact]:
    return state.why(known, _come(known, period), against)


def _habit(known: Known, habit: str, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    if period and period.days == 1 and period.first <= known.day:
        return [*marks.logged(known, habit, period), *_habit(known, habit, metric)]
    found = said(known, f"habit.{habit}")
    if found and metric in effects.MEASURES:
        return [effects.of_habit(known, habit, metric), *found]
    if found:
        return found
    name = sanitise.habit(habit)
    return [records.nothing("habit.unknown", name, f"{name} is not in your journal", (habit,), page="habits")]


def _habits(known: Known) -> list[Fact]:
    facts = [*said(known, "habits.top", "habit."), *_none_of_side(known)]
    order = {"strong": 0, "likely": 1, "none": 2}
    return sorted(facts, key=lambda fact: (fact.id != "habits.top", order.get(str(fact.grade), 3)))


def _none_of_side(known: Known) -> list[Fact]:
    """That no habit is seen to help, or none to hurt, where it is so and effects of the other kind are seen."""
    ways = {fact.direction for fact in said(known, "habit.") if fact.grade in (Grade.LIKELY, Grade.STRONG)}
    ways &= {Direction.HIGHER, Direction.LOWER}
    if len(ways) != 1:
        return []
    lacking = "lower" if Direction.HIGHER in ways else "higher"
    words = f"No habit of yours is seen to go with {lacking} recovery the next morning."
    return [Fact("habits.none_of_side", f"Habits that go with {lacking} mornings", words, grade=Grade.NONE,
                 subjects=("habits", "recovery"), page="habits",
                 method="of all habits that could be judged")]  # fmt: skip


def _two_habits(known: Known, habit: str, other: str, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + contrasts.two_habits(known, habit, other)


def _sleep(known: Known) -> list[Fact]:
    ids = ("sleep.last_night", "sleep.debt", "baseline.sleep", "sleep.good_night", "sleep.regularity")
    return state.one_need(said(known, *ids))


def _bedtime(known: Known, wake_h: float | None = None, bed_h: float | None = None) -> list[Fact]:
    asked = [] if wake_h is None and bed_h is None else nights.left(known, wake_h, bed_h)
    return [*asked, *said(known, "timing.bedtime", "timing.duration", "sleep.timing", "sleep.debt")]


def _rhythm(known: Known, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + said(known, "rhythm.", "sleep.chronotype", "sleep.regularity", "sleep.social_jetlag")


def _load(known: Known) -> list[Fact]:
    return loads.load(known)


def _tolerance(known: Known) -> list[Fact]:
    return [*said(known, "velocity."), *loads.week_fact(known)]


def _forecast(known: Known, period: Period | None = None) -> list[Fact]:
    return ahead.forecast(known, period)


def _what_if(known: Known, change: str = "", days: Sequence[tuple[date, str]] = ()) -> list[Fact]:
    return ahead.what_if_days(known, days) if days else ahead.what_if(known, change)


def _unusual(known: Known) -> list[Fact]:
    return said(known, "anomaly.", "baseline.")


def _come(known: Known, period: Period | None) -> Period | None:
    """The period, unless it is still to come: then there is nothing to say of it but what is newest."""
    return None if period and period.first > known.day else period


def _measure(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    short = {"resting_hr_bpm": "resting_hr", "respiration_brpm": "respiration", "asleep_min": "sleep"}.get(
        metric, metric
    )
    lately = [] if period else said(known, f"baseline.{short}", f"trend.{short}")
    return [*records.measure(known, metric, _come(known, period)), *lately]


def _compare(known: Known, metric: str, period: Period, against: Period | None = None, part: str = "") -> list[Fact]:
    period, against = _same_days(period, against, known.day)
    if metric == "fitness":
        return contrasts.fitness(known, period, against)
    if part == "judged":
        return judged.change(known, metric, period, against)
    if part:
        return records.on_part_of_week(known, metric, period, against, free=part == "weekends")
    return records.compare(known, metric, period, against)


def _several(
    known: Known,
    period: Period,
    against: Period | None = None,
    metrics: Sequence[str] = (),
    verdict: bool = False,
) -> list[Fact]:
    period, against = _same_days(period, against, known.day)
    measures = metrics or contrasts.USUAL_MEASURES
    return contrasts.several(known, measures, period, against, trained=not metrics, verdict=verdict)


def _same_days(period: Period, against: Period | None, day: date) -> tuple[Period, Period | None]:
    """This year so far against the same days of last year, where one not over is held against a whole one."""
    this = Period(date(day.year, 1, 1), day, "this year")
    if against is None and period.words == "last year":
        period, against = this, period
    if against is None or against.words != "last year" or period.first != this.first:
        return period, against
    last = date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
    return period, Period(against.first, last, "the same days of last year")


def _weekends(known: Known, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    return contrasts.weekends(known, metric, period)


def _record(
    known: Known,
    metric: str = "recovery",
    end: str = "best",
    each: str = "day",
    sport: str = "",
    period: Period | None = None,
    top: int = 1,
) -> list[Fact]:
    return extremes.record(known, metric, end, each, sport, _come(known, period), top)


def _count(
    known: Known,
    of: str = "sessions",
    habit: str = "",
    metric: str = "",
    side: str = "",
    number: float | None = None,
    sport: str = "",
    period: Period | None = None,
    verdict: bool = False,
    against: Period | None = None,
) -> list[Fact]:
    if period and against:
        return counts.against(known, period, against, of, habit, metric, side, number, sport)
    facts = counts.count(known, of, habit, metric, side, number, sport, period)
    return judged.count(facts) if verdict else facts


def _activity(
    known: Known, sport: str = "", period: Period | None = None, back: int = 0, which: str = ""
) -> list[Fact]:
    period = _come(known, period)
    if which == "against":
        return activities.against_before(known, sport, period, back)
    return activities.activity(known, sport, period, back, which == "one")


def _meaning(known: Known, term: str = "recovery") -> list[Fact]:
    return meanings.meaning(known, term)


def _gaps(known: Known, asked: str = "missing", metric: str = "", period: Period | None = None) -> list[Fact]:
    if asked == "missing":
        return gaps.missing(known, metric, period)
    return gaps.journal(known, period) if asked == "journal" else gaps.logged(known, period)


def _goal(known: Known, target: Target | None = None, reply: str = "") -> list[Fact]:
    if reply in goals.PARTS:
        return goals.part(known, target, reply)
    return replies.reply(reply) + goals.goal(known, target)


def _exact(
    known: Known,
    kind: str = "the_week",
    period: Period | None = None,
    sport: str = "",
    habit: str = "",
    metric: str = "",
    number: float | None = None,
    words: str = "",
    change: str = "",
    days: Sequence[tuple[date, str]] = (),
    week: Sequence[WeekWish] = (),
    feels: str = "",
) -> list[Fact]:
    given = {"period": period, "sport": sport, "habit": habit, "metric": metric, "number": number, "words": words}
    return exact.answers(known, kind, **given, change=change, days=tuple(days), week=tuple(week), feels=feels)


def _data(known: Known, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + records.data(known)


def _evidence(known: Known) -> list[Fact]:
    return accuracy.how_wrong(known)


def _profile(known: Known, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + records.profile(known)


TOOLS = {
    tool.name: tool
    for tool in (
        Tool("readiness", "How the athlete is this morning, and what suits today", _readiness),
        Tool("workout", "A session for today, with minutes, load and zone", _workout),
        Tool("why", "Why recovery was low or high on a day or over some days", _why),
        Tool("habit", "What one habit of the journal goes with on the next morning", _habit),
        Tool("habits", "Which habits go with better or worse mornings", _habits),
        Tool("sleep", "Last night, sleep debt, and what precedes good nights", _sleep),
        Tool("bedtime", "When to sleep and how long", _bedtime),
        Tool("rhythm", "Daily rhythm, best hours, regularity, chronotype", _rhythm),
        Tool("load", "Training load, fitness, fatigue, form, ramp", _load),
        Tool("tolerance", "How fast the athlete recovers from hard days", _tolerance),
        Tool("forecast", "The next seven mornings", _forecast),
        Tool("what_if", "The next mornings with rest, easy or hard days, longer or shorter nights", _what_if),
        Tool("unusual", "Mornings that do not fit, patterns like an illness", _unusual),
        Tool("measure", "A measure on a day or over some days", _measure),
        Tool("compare", "A measure over some days against other days", _compare),
        Tool("several", "All usual measures over some days against other days", _several),
        Tool("two_habits", "Which of two habits goes with the larger difference", _two_habits),
        Tool("weekends", "A measure on weekends against work days", _weekends),
        Tool("record", "The highest or lowest of a measure, or the longest or hardest session, and when", _record),
        Tool("count", "How many sessions, days with a habit, nights under so many hours, days of rest", _count),
        Tool("activity", "A session that was done, beside what is usual for its sport", _activity),
        Tool("meaning", "What a word of Ownpace means, with the athlete's own figure", _meaning, True),
        Tool("gaps", "Which days lack data or journal, and what was logged", _gaps),
        Tool("goal", "How to prepare for an event", _goal),
        Tool(
            "exact", "One thing by name: time in a zone, average speed, a day to come, what happened in a time", _exact
        ),
        Tool("data", "What data there is, since when and from what", _data),
        Tool("evidence", "How close predictions and forecasts have been", _evidence),
        Tool("profile", "Sport, FTP, highest heart rate, plans", _profile),
    )
}

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
    if verdict := _verdict(understood):
        return [verdict] if understood.aspect in _ALONE else [verdict, *found]
    if found and (asked := exact.asked_for(understood)):
        found.insert(0, Call("exact", asked))
    return [call for number, call in enumerate(found) if call not in found[:number]]


_ALONE = ("made", "off", "story")  # what is answered by that and nothing else
_JUDGED_OF = {Topic.SLEEP: "asleep_min", Topic.READINESS: "recovery", Topic.WHY: "recovery", Topic.FORECAST: "recovery"}
_OF_TERM = {"tsb": "form", "ctl": "fitness", "atl": "fatigue"}


def _verdict(asked: Understood) -> Call | None:
    """What a question that goes on with an answer wants of it: a verdict, or the same of an earlier or a later day."""
    during = {"period": asked.period} if asked.period else {}
    if asked.aspect == "made":
        return Call("exact", {"kind": "made", "words": made.figure_of(asked)})
    if asked.aspect in _ALONE:
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


def facts_for(understood: Understood, known: Known) -> list[Fact]:
    """What the tools of a question say, each fact once, the most telling first."""
    return run(calls(understood), known)


def run(called: Sequence[Call], known: Known) -> list[Fact]:
    """What these tools say, each fact once."""
    if too_old := dated.instead(known, [(call.tool, call.arguments) for call in called]):
        return too_old
    facts: dict[str, Fact] = {}
    for call in called:
        arguments, top = call.arguments, facts.get("record.top")
        if call.tool == "why" and top and top.first_day and top.first_day == top.last_day:
            arguments = {"period": Period(top.first_day, top.first_day, "")}  # `my worst morning and why`
        for fact in TOOLS[call.tool].run(known, **arguments):
            facts.setdefault(fact.id, dated.of_its_day(known, fact))
    told = [fact for fact in facts.values() if not fact.missing]
    if any(fact.id.startswith("answer.") for fact in told):  # what was asked for, and not the whole of its topic
        return [fact for fact in told if fact.id.startswith("answer.")]
    return [*told, *(fact for fact in facts.values() if fact.missing)][:MOST_FACTS]


def context(known: Known, facts: Sequence[Fact]) -> list[Fact]:
    """Who asks and how they are, whatever is asked: of what is known, what the facts do not say already."""
    if known.day is None:
        return []
    state = said(known, "recovery.device", "recovery.rule", "sleep.last_night", "baseline.hrv")
    found = [*records.profile(known), *state, *loads.week_fact(known)]
    here = {fact.id for fact in facts}
    return [_bare(dated.of_its_day(known, fact)) for fact in found if not fact.missing and fact.id not in here]


def _bare(fact: Fact) -> Fact:
    """The figure alone: what it is held against, and which way it points, belongs to answers that are about it."""
    bare = _HELD_AGAINST.split(fact.words, maxsplit=1)[0].rstrip(" ,:;.")
    return replace(fact, words=f"{bare}.", value=None, low=None, high=None, direction=None, grade=None)


_HELD_AGAINST = re.compile(
    r",? (?:within|inside|outside|below|above|close to|near|against|compared)\b|, [^,]* (?:less|more) than\b|\. "
)


def proposed(understood: Understood, known: Known) -> Workout | None:
    """The session that belongs to an answer, where the question is about today's training."""
    if understood.week is not None:
        return _of_week(understood, known)
    if Topic.WORKOUT is understood.topic and _is_to_come(known, understood.period):
        return None  # it is chosen on its own morning
    if exact.has_no_session(understood) or understood.aspect in ("judged", "ahead", *_ALONE):
        return None
    if known.day and {Topic.WORKOUT, Topic.READINESS} & {understood.topic, *understood.also}:
        feels = today.felt_in(understood.text) or understood.feels
        sport = _at_hand(known, understood.sport or "")
        return today.todays_workout(known, _wish(understood), sport, feels)[0]
    return None


def _of_week(asked: Understood, known: Known) -> Workout | None:
    """Today's session as it stands in a week that is planned."""
    if known.day is None or asked.aspect == "reasons":
        return None
    return week_told.todays_session(known, asked.week or (), today.felt_in(asked.text) or asked.feels)


def _wish(asked: Understood) -> Wish:
    """What a question wishes of the session; a number that is no time in minutes is none."""
    minutes = asked.number if asked.number and LEAST_MIN <= asked.number <= MOST_MIN else None
    return Wish(minutes, asked.wishes)


def chosen(tool: str, given: Mapping[str, Any], day: date) -> Call:
    """A call as a language model made it. Raises ValueError where it makes no sense."""
    if tool not in TOOLS:
        raise ValueError(f"there is no tool {tool!r}")
    arguments = {
        name: value for name, value in given.items() if name not in {n for all_of in _PARTS.values() for n in all_of}
    }
    if metric := arguments.get("metric"):
        if metric not in records.LABELS and metric not in METRICS:
            raise ValueError(f"there is no measure {metric!r}")
    for name, value in arguments.items():
        if (allowed := _TYPES.get(name, {}).get("enum")) and value not in allowed:
            raise ValueError(f"{name} is one of {', '.join(allowed)}, not {value!r}")
        if _TYPES.get(name, {}).get("type") == "number" and not isinstance(value, int | float):
            raise ValueError(f"{name} is a number, not {value!r}")
    for name, (first, last, *_) in _PARTS.items():
        if name != "target" and given.get(first):
            arguments[name] = _period(given[first], given.get(last), day)
    if any(given.get(name) for name in _PARTS["target"]):
        weeks, distance_km = (given.get(name) or None for name in ("weeks", "distance_km"))
        for value, most in ((weeks, FARTHEST_WEEKS), (distance_km, FARTHEST_KM)):
            if value is not None and not 0 < value <= most:  # neither is anything that is no number
                raise ValueError(f"an event is not {value} weeks or km away")
        arguments["target"] = Target(given.get("event") or "your goal", None, weeks, distance_km)
    wanted = set(inspect.signature(TOOLS[tool].work).parameters) - set(_NOT_ASKED)
    if unknown := set(arguments) - set(wanted):
        raise ValueError(f"{tool} does not take {', '.join(sorted(unknown))}")
    return Call(tool, arguments)


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
        wish = _wish(asked)
        given = {"sport": asked.sport, "minutes": wish.minutes, "feels": today.felt_in(asked.text) or asked.feels}
        if topic is Topic.WORKOUT:
            given |= {"wishes": wish.steps} | during
        return [Call(topic.value, {name: value for name, value in given.items() if value})]
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


def _period(first_day: str, last_day: str | None, today: date) -> Period:
    """Days as a language model names them. Raises ValueError where they are none, or none of this athlete's time."""
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day or first_day)
    if last < first:
        raise ValueError(f"days from {first} to {last} run backwards")
    if first.year < EARLIEST_YEAR or last > today + timedelta(days=FARTHEST_WEEKS * 7):
        raise ValueError(f"days from {first} to {last} are out of reach")
    return Period(first, last, "that day" if first == last else "those days")
