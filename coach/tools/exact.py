"""One thing that is asked for by name, whatever topic it belongs to; see coach.understanding.exact."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coach.facts import Fact
from coach.known import Known
from coach.tools import days_ahead, figures, marks, verdicts, zones
from coach.understanding.exact import amount_in, clock_in, kind_of, zone_in
from coach.understanding.spelling import plain
from coach.understood import Period, Topic, Understood


@dataclass(frozen=True)
class Asked:
    """What is asked for, with all that a question may say of it."""

    period: Period | None = None
    sport: str = ""
    habit: str = ""
    metric: str = ""
    number: float | None = None
    words: str = ""  # the question, in plain text


KINDS: Mapping[str, Callable[[Known, Asked], list[Fact]]] = {
    "zone_time": lambda known, asked: zones.time_in(known, _whole(asked.number), asked.period, asked.sport),
    "zone_last": lambda known, asked: zones.time_of_last(known, _whole(asked.number), asked.sport),
    "zones": lambda known, asked: zones.ranges(known),
    "polarized": lambda known, asked: zones.polarized(known, asked.period),
    "max_hr": lambda known, asked: figures.max_hr(known, asked.period),
    "speed": lambda known, asked: figures.speed(known, asked.period, asked.sport),
    "calories": lambda known, asked: figures.calories(known, asked.period),
    "deep": lambda known, asked: figures.deep(known, asked.period),
    "asleep_mean": lambda known, asked: figures.asleep(known, asked.period),
    "last_rest": lambda known, asked: figures.last_rest(known),
    "best_power": lambda known, asked: figures.best_power(known),
    "fastest": lambda known, asked: figures.fastest(known, asked.number, asked.sport),
    "over_km": lambda known, asked: figures.over_km(known, asked.number, asked.period, asked.sport),
    "streak": lambda known, asked: figures.streak(known, asked.period),
    "ascent": lambda known, asked: figures.ascent(known, asked.period, asked.sport),
    "hard_count": lambda known, asked: figures.hard_count(known, asked.period, asked.sport),
    "sessions": lambda known, asked: figures.newest(known, asked.number, asked.sport),
    "next_race": lambda known, asked: figures.next_race(known),
    "weight": lambda known, asked: figures.weight(known, asked.period),
    "weekdays": lambda known, asked: figures.weekdays(known, asked.metric or "recovery"),
    "a_lot": lambda known, asked: figures.a_lot(known, asked.number),
    "others": lambda known, asked: [figures.OTHERS],
    "graded": lambda known, asked: [figures.GRADES],
    "two_scores": lambda known, asked: verdicts.why_scores(known),
    "happened": lambda known, asked: marks.happened(known, asked.period),
    "ill_days": lambda known, asked: marks.ill_days(known, asked.period),
    "since_mark": lambda known, asked: marks.since(known, _mark(asked.words), asked.metric or "recovery", asked.period),
    "marked": lambda known, asked: marks.marked(known, asked.words, asked.period),
    "camps": lambda known, asked: marks.camps(known),
    "ftp_to": lambda known, asked: verdicts.ftp_to(known, asked.number, asked.period.first if asked.period else None),
    "week_plan": lambda known, asked: days_ahead.week(known),
    "better_day": lambda known, asked: days_ahead.better(known, _days(known, asked.words)),
    "ahead": lambda known, asked: _ahead(known, asked),
    "what_if_today": lambda known, asked: days_ahead.if_on(known, _effort(asked.words), asked.period),
    "stopped": lambda known, asked: marks.since_stopped(known, asked.habit, asked.metric or "recovery", asked.period),
    "hour_of_habit": lambda known, asked: verdicts.hour_of(known, asked.habit, asked.metric),
    "remind": lambda known, asked: [figures.REMIND],
    "comeback": lambda known, asked: verdicts.comeback(known),
    "how_far": lambda known, asked: figures.how_far(known, asked.period, asked.sport),
    "sleep_evidence": lambda known, asked: verdicts.sleep_evidence(known),
    "ftp": lambda known, asked: figures.ftp(known),
    "tolerate": lambda known, asked: verdicts.tolerate(known),
    "habits_sleep": lambda known, asked: verdicts.habits_on(known, "asleep_min"),
    "why_measure": lambda known, asked: verdicts.why_measure(known, asked.metric or "hrv", asked.period),
    "food": lambda known, asked: [figures.FOOD],
    "fitter": lambda known, asked: verdicts.fitter(known),
    "heavy_legs": lambda known, asked: verdicts.heavy_legs(known),
    "tired": lambda known, asked: verdicts.tired(known),
    "ignore": lambda known, asked: verdicts.ignore(known),
    "the_day": lambda known, asked: verdicts.the_day(known, asked.period),
    "the_week": lambda known, asked: verdicts.the_week(known, asked.period),
    "morning_person": lambda known, asked: verdicts.morning_person(known),
    "sleep_trend": lambda known, asked: verdicts.sleep_trend(known),
    "get_up": lambda known, asked: verdicts.get_up(known),
    "bedtime": lambda known, asked: verdicts.bedtime(known, asked.number),
    "gain": lambda known, asked: verdicts.gain(known, asked.habit, stops=verdicts.gives_up(asked.words)),
}
# What belongs to some topics only, or needs something named.
_OF_TOPICS = {
    "gain": {Topic.WHAT_IF},
    "comeback": {Topic.GOAL, Topic.TOLERANCE, Topic.WORKOUT, Topic.READINESS, Topic.LOAD},
    "how_far": {Topic.COUNT, Topic.ACTIVITY},
    "sleep_evidence": {Topic.EVIDENCE},
    "ftp": {Topic.PROFILE, Topic.MEANING},
    "tolerate": {Topic.TOLERANCE, Topic.LOAD},
    "habits_sleep": {Topic.HABITS, Topic.HABIT, Topic.SLEEP, Topic.RECORD},
    "remind": {Topic.HABIT, Topic.HABITS, Topic.HELP, Topic.BEDTIME, Topic.WORKOUT},
    "hour_of_habit": {Topic.HABIT},
    "stopped": {Topic.COMPARE, Topic.METRIC, Topic.HABIT},
    "what_if_today": {Topic.WHAT_IF},
    "ahead": {Topic.FORECAST, Topic.READINESS, Topic.WORKOUT, Topic.METRIC, Topic.COUNT},
    "graded": {Topic.MEANING, Topic.EVIDENCE},
    "heavy_legs": {Topic.WHY, Topic.LOAD},
    "tired": {Topic.WHY},
    "sleep_trend": {Topic.SLEEP},
    "asleep_mean": {Topic.METRIC, Topic.SLEEP, Topic.COUNT},
    "happened": {Topic.WHY, Topic.DATA, Topic.ACTIVITY, Topic.METRIC, Topic.UNUSUAL, Topic.COMPARE},
    "marked": {Topic.ACTIVITY, Topic.METRIC, Topic.RECORD},
    "bedtime": {Topic.BEDTIME},
    "get_up": {Topic.BEDTIME, Topic.SLEEP, Topic.RHYTHM},
    "fitter": {Topic.LOAD, Topic.METRIC, Topic.COMPARE, Topic.WHY},
    "max_hr": {Topic.PROFILE, Topic.RECORD, Topic.METRIC, Topic.MEANING},
    "weight": {Topic.PROFILE, Topic.LOAD, Topic.METRIC, Topic.COMPARE, Topic.COUNT},
}
_MEASURED = ("hrv", "resting_hr_bpm", "asleep_min", "respiration_brpm")  # whose reasons may be asked for by name
_NO_SESSION = {"ahead", "better_day", "week_plan", "zones", "zone_time", "zone_last", "comeback", "remind",
               "max_hr", "speed", "calories",
               "others", "graded", "food", "the_week", "the_day", "fitter", "weekdays", "sessions",
               "last_rest"}  # fmt: skip


def answers(known: Known, kind: str, **given: object) -> list[Fact]:
    """What is asked for; nothing where it cannot be told from what is here."""
    return KINDS[kind](known, Asked(**given)) if kind in KINDS else []


def asked_for(understood: Understood) -> dict[str, object] | None:
    """The kind of a question and what it says of it; None where it asks for none of these."""
    if understood.wake_h is not None or understood.bed_h is not None or understood.back or understood.plainer:
        return None
    kind = kind_of(understood.text)
    if kind is None and (understood.of or "").startswith("zone"):
        kind = "zone_time"
    if kind is None and understood.topic is Topic.WHY and understood.metric in _MEASURED and not understood.against:
        kind = "why_measure"
    if kind in (None, "ahead") and _is_one_day(understood):
        kind = "what_if_today"
    if kind is None or (kind in _OF_TOPICS and understood.topic not in _OF_TOPICS[kind]):
        return None
    said, period = plain(understood.text), understood.period
    if kind in ("gain", "hour_of_habit") and not understood.habit or kind == "asleep_mean" and understood.against:
        return None
    if kind == "ahead":
        if period is None or understood.days or _is_today(period, said):
            return None
    if kind == "stopped" and not (understood.habit and period):
        return None
    if kind == "fitter" and understood.topic is Topic.COMPARE and period:
        return None
    number = zone_in(said) if kind.startswith("zone_") else clock_in(said) if kind == "bedtime" else amount_in(said)
    if kind == "what_if_today" and understood.days:
        return None
    if kind.startswith("zone_") and number is None and understood.of:
        number = _number_of(understood.of)
    if kind == "bedtime" and number is None and understood.number and re.search(r"\b(?:up|wake)\b", said):
        number = understood.number
    if kind == "ahead":
        number = understood.number if understood.topic is Topic.WORKOUT else (understood.number or 0) * 60 or None
    if kind == "ftp_to" and period is None and understood.target and understood.target.day:
        period = Period(understood.target.day, understood.target.day, "")
    found = {"kind": kind, "period": period, "sport": understood.sport, "habit": understood.habit, "number": number,
             "metric": understood.metric, "words": said}  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


def has_no_session(understood: Understood) -> bool:
    """Whether a question asks for a day to come, or for a figure, to which no session of today belongs."""
    found = asked_for(understood)
    return bool(found) and found["kind"] in _NO_SESSION


def _is_one_day(asked: Understood) -> bool:
    """`and if I rest?`: of a what-if with a kind of day and no other days, today is meant."""
    if asked.topic is not Topic.WHAT_IF or asked.what_if not in ("rest", "easy", "hard") or asked.days or asked.habit:
        return False
    several = re.search(r"\b(?:days|week|weeks|nights|until)\b", plain(asked.text))
    return not several and (asked.period is None or asked.period.days == 1)


def _is_today(period: Period, said: str) -> bool:
    """Whether a question is of today after all."""
    return bool(re.search(r"\b(?:today|tonight|this morning|this evening|now)\b", said)) and period.days == 1


def _number_of(of: str) -> float | None:
    found = re.search(r"\d", of)
    return float(found[0]) if found else None


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)


def _ahead(known: Known, asked: Asked) -> list[Fact]:
    period = asked.period
    if period is None or period.days > 2:
        return []
    if period.last <= known.today and any(day in asked.words for day in (*_WEEKDAYS, "weekend")):
        weeks = timedelta(days=7 * ((known.today - period.last).days // 7 + 1))  # the next one, not the last
        period = Period(period.first + weeks, period.last + weeks, period.words)
    if period.last <= known.today:
        return []
    race = bool(re.search(r"\b(?:race|racing|event|pr|pb|fondo|marathon)\b", asked.words))
    return days_ahead.on(known, period, asked.number, race=race)


_MARKS = (("device_change", r"\b(?:strap|watch|device|ring|band)\b"), ("travel", r"\b(?:camp|trip|travel|holiday)\b"),
          ("race", r"\b(?:race|fondo|event)\b"), ("illness", ""))  # fmt: skip


def _mark(said: str) -> str:
    return next(kind for kind, pattern in _MARKS if re.search(pattern, said))


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _days(known: Known, said: str) -> list[date]:
    """The next of each day of the week that is named; without any, the days of a week."""
    ahead = [known.today + timedelta(days=n) for n in range(1, 7)]
    named = [day for day in ahead if _WEEKDAYS[day.weekday()] in said]
    return named or ahead


_EFFORTS = (("rest", r"\b(?:rest|nothing|off|skip)\b"), ("hard", r"\b(?:hard|intervals?|race|tempo|vo2|all out)\b"),
            ("easy", r"\b(?:easy|spin|gentle|light|short)\b"), ("steady", ""))  # fmt: skip


def _effort(said: str) -> str:
    return next(kind for kind, pattern in _EFFORTS if re.search(pattern, said))
