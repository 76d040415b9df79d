"""Which tools may a question call? Typed functions that return facts, as they are offered to language models too."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
    effects,
    exact,
    extremes,
    gaps,
    goals,
    judged,
    loads,
    marks,
    meanings,
    nights,
    of_those,
    records,
    replies,
    scores,
    state,
    stored,
    today,
    unsaid,
)
from coach.tools.findings import said
from coach.tools.proposing import at_hand, is_to_come
from coach.understood import Period, Target, WeekWish
from coach.workout import Wish


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
            return stored.data(known)
        facts = {fact.id: fact for fact in reversed(self.work(known, **arguments))}
        return list(reversed(facts.values()))

    @property
    def schema(self) -> dict[str, Any]:
        """As language models are told of it."""
        given = [one for one in list(inspect.signature(self.work).parameters.values())[1:] if one.name not in NOT_ASKED]
        properties = {name: dict(TYPES[name]) for one in given for name in PARTS.get(one.name, (one.name,))}
        needed = [one.name for one in given if one.default is inspect.Parameter.empty]
        required = [name for one in needed for name in PARTS.get(one, (one,))[:1]]
        parameters = {"type": "object", "properties": properties, "required": required}
        return {
            "type": "function",
            "function": {"name": self.name, "description": self.description, "parameters": parameters},
        }


# What an argument that is no plain value is made of, as language models give it.
PARTS = {
    "period": ("first_day", "last_day"),
    "against": ("against_first", "against_last"),
    "target": ("event", "weeks", "distance_km"),
}
TYPES = {
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
NOT_ASKED = (
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


def _readiness(known: Known, sport: str = "", minutes: float | None = None, feels: str = "") -> list[Fact]:
    told = today.todays_workout(known, Wish(minutes), at_hand(known, sport), feels)[1]
    session = [*told[:1], *(fact for fact in told[1:] if fact.id == "refused.today")]
    return [*session, *scores.beside_device(known, state.readiness(known))]


def _workout(
    known: Known,
    sport: str = "",
    minutes: float | None = None,
    wishes: Sequence[str] = (),
    period: Period | None = None,
    feels: str = "",
) -> list[Fact]:
    facts = today.todays_workout(known, Wish(minutes, tuple(wishes)), at_hand(known, sport), feels)[1]
    if not is_to_come(known, period):
        return facts
    return [
        *replies.reply("to come"),
        *ahead.forecast(known, period),
        *(fact for fact in facts if fact.id == "workout.today"),
    ]


def _why(known: Known, period: Period | None = None, against: Period | None = None) -> list[Fact]:
    period = _come(known, period)
    of_today = period is not None and period.first == period.last == known.day
    both = [replace(fact, id="scores.two") for fact in scores.two_scores(known)] if of_today else []
    return [*state.why(known, period, against), *both]


def _habit(known: Known, habit: str, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    if period and period.days == 1 and period.first <= known.day:
        return [*marks.logged(known, habit, period), *_habit(known, habit, metric)]
    found = said(known, f"habit.{habit}")
    if found and metric in effects.MEASURES:
        return [effects.of_habit(known, habit, metric), *found]
    if found:
        return found
    name = sanitise.habit(habit)
    return [unsaid.nothing("habit.unknown", name, f"{name} is not in your journal", (habit,), page="habits")]


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
    if none := unsaid.never(known, metric):
        return none
    if metric == contrasts.TRAINED and (period is None or period.days > 1):
        return contrasts.training(known, _come(known, period) or counts.lately(known))
    lately = [] if period else said(known, f"baseline.{short}", f"trend.{short}")
    return [*records.measure(known, metric, _come(known, period)), *lately]


def _compare(known: Known, metric: str, period: Period, against: Period | None = None, part: str = "") -> list[Fact]:
    period, against = _same_days(period, against, known.day)
    if metric == "fitness":
        return contrasts.fitness(known, period, against)
    if metric == contrasts.TRAINED and part in ("", "judged"):
        return contrasts.training(known, period, against)
    if none := unsaid.never(known, metric):
        return none
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
    side: str = "",
    number: float | None = None,
) -> list[Fact]:
    if not each.startswith("session") and metric != "fitness" and (none := unsaid.never(known, metric)):
        return none
    if number is not None and side and period:
        return of_those.end_of_days(known, metric, end, side, number, period)
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
    if period and against and of == "minutes" and not sport:
        return [replace(fact, id=f"answer.{fact.id}") for fact in contrasts.training(known, period, against)]
    if period and against:
        return counts.against(known, period, against, of, habit, metric, side, number, sport)
    if of == "metric" and (none := unsaid.never(known, metric or "recovery")):
        return none
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
    metrics: Sequence[str] = (),
    against: Period | None = None,
) -> list[Fact]:
    given = {"period": period, "sport": sport, "habit": habit, "metric": metric, "number": number, "words": words}
    given |= {"metrics": tuple(metrics), "against": against}
    return exact.answers(known, kind, **given, change=change, days=tuple(days), week=tuple(week), feels=feels)


def _data(known: Known, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + stored.data(known)


def _evidence(known: Known) -> list[Fact]:
    return accuracy.how_wrong(known)


def _profile(known: Known, reply: str = "") -> list[Fact]:
    return replies.reply(reply) + stored.profile(known)


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
