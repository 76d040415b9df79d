"""What a question names beside its topic: its days, measure, habit, event, quantity, and the steps of a what-if."""

import re
from datetime import date, timedelta

from coach.understanding import details, vocabulary
from coach.understanding.exact import kind_of
from coach.understanding.naming import Named, in_unit
from coach.understanding.patterns import HARD, SESSION, WEEKDAYS
from coach.understanding.signs import CHANGE, WHAT_IF_KINDS
from coach.understanding.times import named as days_named
from coach.understood import Period, Topic, Understood

# Topics of which nothing is kept but that they were asked: no question goes on from them.
BARE = frozenset(
    {
        Topic.SMALLTALK,
        Topic.OUT_OF_SCOPE,
        Topic.HELP,
        Topic.RED_FLAG,
        Topic.MEDICAL,
        Topic.DIET,
        Topic.UNWELL,
        Topic.DISTRESS,
        Topic.HARD_TIME,
        Topic.PRIVACY,
        Topic.IDENTITY,
        Topic.LANGUAGE,
    }
)
_EVER = re.compile(r"\b(?:ever|in total|altogether|all[- ]time|of all time|so far|in my life|overall)\b")


def whole(text: str, said: str, topic: Topic, also: tuple[Topic, ...], found: Named, today: date) -> Understood:
    """A question that stands on its own."""
    topics = {topic, *also}
    if (
        topic is Topic.READINESS
        and Topic.WORKOUT not in also
        and re.search(rf"\b(?:should|can|shall|may|could) i\b.*\b(?:{HARD}|{SESSION})", said)
    ):
        also = (*also, Topic.WORKOUT)
    if topic is Topic.HABIT and not found.habits:
        topic = Topic.HABITS
    if topic is Topic.RECORD and (beside := _beside_record(said)):
        also = (*(one for one in also if one is not beside), beside)
    if topic is Topic.METRIC and not found.metrics and Topic.ACTIVITY in also:
        topic, also = Topic.ACTIVITY, tuple(one for one in also if one is not Topic.ACTIVITY)
    of_load = topic is Topic.LOAD or topic is Topic.METRIC and set(found.metrics) <= {"load"}
    changed = CHANGE.search(said) or re.search(r"\bfitter\b", said)
    if of_load and details.is_fitter(said) and changed and _is_gone(found, today):
        topic, also = Topic.COMPARE, ()  # `how has my fitness changed since August`
    if topic is Topic.COMPARE and found.habits and not found.times.against and Topic.HABIT not in also:
        also = (*also, Topic.HABIT)
    if found.target and Topic.GOAL in topics and topic in (Topic.WORKOUT, Topic.HABITS) and not _of_today(found, today):
        topic, also = Topic.GOAL, tuple(one for one in also if one is not Topic.GOAL)
    if topic is Topic.GOAL and found.target and not _of_today(found, today):
        also = tuple(one for one in also if one is not Topic.WORKOUT)
    if topic in BARE:
        return Understood(text, topic)
    habit = found.habits[0] if found.habits and topics & _WITH_HABIT else None
    asks = details.details(topic, said, found.habits, found.metrics)
    steps = steps_in(said, today) if topic is Topic.WHAT_IF else ()
    return Understood(
        text,
        topic,
        also,
        period=_period(topic, said, found, today),
        against=_against(topic, said, found, today),
        habit=habit,
        metric=metric_of(topic, found, said, weekdays=bool(WEEKDAYS.search(said)))
        or (metric_of(Topic.METRIC, found) if Topic.METRIC in also else None),
        what_if=found.what_if if Topic.WHAT_IF in topics and not steps else None,
        target=found.target if Topic.GOAL in topics else None,
        number=_size(asks, found, said) or in_unit(found.number, topic, said),
        aspect=asks.aspect,
        of=asks.of,
        sport=asks.sport,
        wishes=asks.wishes,
        term=asks.term,
        other_habit=asks.other_habit if habit else None,
        days=steps,
        week=() if kind_of(text) == "week_plan" else None,
    )


_DONE_THEN = re.compile(r"\b(?:and|then|also|plus|[+&])\W* ?(?:what|how)(?: hard)? (?:did|had) i (?:do|train|done)\b")
_DONE_BEFORE = re.compile(r"\bwhat did i (?:do|train) (?:on )?the (?:day|evening) (?:before|after|of)\b")
_SLEPT_THEN = re.compile(r"\b(?:and|then|also|plus|[+&])\W* ?how (?:did|had|long did|much did) i sle(?:ep|pt)\b")


def _beside_record(said: str) -> Topic | None:
    """`lowest HRV ever and what did I do the day before`: what is asked of the day that is found, beside it."""
    if _DONE_THEN.search(said) or _DONE_BEFORE.search(said):
        return Topic.ACTIVITY
    return Topic.SLEEP if _SLEPT_THEN.search(said) else None


def _size(asks: details.Details, found: Named, said: str) -> float | None:
    """`workouts over 2 h`, `runs over 10 km`: minutes or km of sessions that are counted."""
    if asks.aspect not in ("under", "over"):
        return None
    if asks.of == "km":
        return vocabulary.distance_km_in(said)
    return round(60 * found.number, 1) if asks.of == "minutes" and found.number else None


def _is_gone(found: Named, today: date) -> bool:
    """Whether days are named that have begun, and more than one."""
    period = found.times.period
    return period is not None and period.days > 1 and period.first < today and period.last <= today


def _of_today(found: Named, today: date) -> bool:
    return found.times.period is not None and found.times.period.first <= today


def steps_in(said: str, today: date, *, listed: bool = False) -> tuple[tuple[date, str], ...]:
    """`rest tomorrow and go hard on Tuesday`: each day that is named with its kind, where there are two or more.

    listed: whether days without a kind are of the kind that is named next: `Thursday and Friday hard`.
    """
    found: dict[date, str] = {}
    waiting: list[date] = []
    for part in re.split(r"\b(?:and|then|but)\b|,", said):
        kind = next((name for name, pattern in WHAT_IF_KINDS if pattern.search(part)), None)
        days = [one for one in days_named(part, today, ahead=True) if today <= one.first == one.last and not one.weeks]
        if len(days) != 1:
            continue
        waiting = [*waiting, days[0].first] if listed else [days[0].first]
        if kind in ("rest", "easy", "hard"):
            found |= dict.fromkeys(waiting, kind)
            waiting = []
    return tuple(sorted(found.items())) if len(found) > 1 else ()


_WITH_HABIT = {
    Topic.HABIT,
    Topic.COUNT,
    Topic.COMPARE,
    Topic.WHY,
    Topic.METRIC,
    Topic.WHAT_IF,
    Topic.EVIDENCE,
    Topic.SLEEP,
}
_OF_METRIC = {
    Topic.METRIC,
    Topic.RECORD,
    Topic.COUNT,
    Topic.COMPARE,
    Topic.WHY,
    Topic.HABIT,
    Topic.HABITS,
    Topic.EVIDENCE,
    Topic.UNUSUAL,
    Topic.DATA,
    Topic.READINESS,
}


def _period(topic: Topic, said: str, found: Named, today: date) -> Period | None:
    if topic is Topic.GOAL:
        return None
    if topic is Topic.WHY and found.times.period and _THAN_YESTERDAY.search(said):
        return Period(today, today, "today")  # it is this morning that asks for reasons
    if topic is Topic.COMPARE and (now := _now_beside(said, found, today)):
        return now
    if topic is Topic.COUNT and found.times.period and found.times.period.first > today:
        if within := _WITHIN.search(said):  # `sessions in 30 days`: of days to come nothing can be counted
            days = int(within["n"]) * {"day": 1, "week": 7, "month": 30}[within["unit"]]
            return Period(today - timedelta(days=days - 1), today, f"the last {days} days")
    if topic is Topic.COUNT and found.times.period is None and _EVER.search(said):
        return Period(date(1990, 1, 1), today, "all days on record")
    return found.times.period


_WITHIN = re.compile(r"\b(?:in|within|over) (?:the )?(?P<n>\d{1,3}) (?P<unit>day|week|month)s?\b")
_THAN_YESTERDAY = re.compile(r"\b(?:than|since|from) (?:yesterday|the day before)\b")


def _against(topic: Topic, said: str, found: Named, today: date) -> Period | None:
    if topic is Topic.WHY and found.times.period and _THAN_YESTERDAY.search(said):
        yesterday = today - timedelta(days=1)
        return Period(yesterday, yesterday, "yesterday")
    if topic is Topic.COMPARE and _now_beside(said, found, today):
        return found.times.period
    return found.times.against


_THAN = re.compile(
    r"\b(?:than|compared (?:to|with)|against|versus|vs\.?|to|with)(?: (?:it|they|i|mine|what it|that)(?: (?:was|were|"
    r"had|did))?)?"
    r"(?: (?:back )?(?:in|on|over|during|at))?(?: the)? *$"
)


def _now_beside(said: str, found: Named, today: date) -> Period | None:
    """`better than last month`: what is now, where only what it is held against is named; not of fitness."""
    then = found.times.period
    if then is None or found.times.against or len(found.times.spans) != 1 or details.is_fitter(said):
        return None
    if not _THAN.search(said[: found.times.spans[0][0]]) or then.last >= today:
        return None
    if then.days == 1:
        return Period(today, today, "today") if (today - then.first).days <= 7 else None
    if re.match(r"last (?:week|month|year|quarter)$", then.words):
        return Period(then.last + timedelta(days=1), today, then.words.replace("last", "this"))
    return Period(today - timedelta(days=27), today, "the last 28 days") if (today - then.last).days > 27 else None


def before(period: Period, unit: str) -> Period:
    """The day, week ... just before a period; the whole month before where it was a month."""
    last = period.first - timedelta(days=1)
    days = {"day": 1, "night": 1, "week": 7}.get(unit)
    if unit == "month":
        first = last.replace(day=1) if period.first.day == 1 else period.first - timedelta(days=30)
    elif unit == "year":
        first = last.replace(month=1, day=1) if (period.first.month, period.first.day) == (1, 1) else None
        first = first or period.first - timedelta(days=365)
    else:
        first = period.first - timedelta(days=days)
    return Period(first, last, f"the {unit} before")


_TRAINED = re.compile(r"\b(?:train|trained|ride|ridden|rode|run|ran)\b")


def metric_of(topic: Topic, found: Named, said: str = "", *, weekdays: bool = False) -> str | None:
    """The measure that is asked of; recovery gives way to another beside it, unless habits or reasons are asked for.

    weekdays: whether days of the week are held against each other, which is of recovery unless another is named.
    """
    if topic is Topic.METRIC and not found.metrics:
        return "recovery" if weekdays else None
    if topic is Topic.RECORD and not found.metrics:
        return _ranked(said)
    if topic is Topic.COMPARE and details.is_fitter(said):
        return "fitness"
    if topic is Topic.COMPARE and not found.metrics and _TRAINED.search(said):
        return "workout_min" if re.search(r"\b(?:hours?|minutes|time|longer)\b", said) else "load"
    if topic is Topic.DATA and not found.metrics and re.search(r"\bnights\b", said):
        return "asleep_min"
    if topic is Topic.COUNT and set(found.metrics) <= {"asleep_min"} and re.search(r"\bnights?\b", said):
        return "asleep_min"
    if topic is Topic.SLEEP:
        return next((name for name in found.metrics if name != "recovery"), None)
    if topic not in _OF_METRIC or not found.metrics:
        return None
    others = [name for name in found.metrics if name != "recovery"]
    return others[0] if others and topic in (Topic.METRIC, Topic.COMPARE) else found.metrics[0]


def _ranked(said: str) -> str | None:
    """What days, nights and weeks are ranked by where no measure is named."""
    if re.search(r"\b(?:nights?|slept|sleep|asleep)\b", said):
        late = re.search(r"\b(?:latest|earliest)\b", said)
        return "onset_h" if late else "asleep_min"
    if re.search(r"\b(?:to bed|bed ?time)\b", said):
        return "onset_h"
    if re.search(r"\b(?:wake|woke|woken|up)\b", said):
        return "wake_h"
    if re.search(r"\btrain\w*\b", said) and re.search(r"\b(?:hours?|minutes|time|longest|long)\b", said):
        return "workout_min"
    if re.search(r"\b(?:hardest|easiest|toughest|lightest|biggest|busiest|heaviest|laziest|training|active)\b", said):
        return "load"
    return "recovery"
