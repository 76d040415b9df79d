"""One thing that is asked for by name, whatever topic it belongs to; see coach.understanding.exact."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from coach.facts import Fact
from coach.known import Known
from coach.tools import (
    accuracy,
    asked_on,
    blocks,
    chances,
    days_ahead,
    figures,
    form_ahead,
    fresh,
    made,
    marks,
    supposed,
    today,
    verdicts,
    week_told,
    zones,
)
from coach.understanding.exact import amount_in, clock_in, kind_of, zone_in
from coach.understanding.spelling import plain
from coach.understanding.supposing import Act, Supposed, is_block, kinds_in
from coach.understanding.supposing import supposed as supposed_in
from coach.understanding.times import times
from coach.understood import Period, Topic, Understood, WeekWish


@dataclass(frozen=True)
class Asked:
    """What is asked for, with all that a question may say of it."""

    period: Period | None = None
    sport: str = ""
    habit: str = ""
    metric: str = ""
    number: float | None = None
    words: str = ""  # the question, in plain text
    change: str = ""  # of a what-if, where the question itself names no kind
    days: tuple[tuple[date, str], ...] = ()  # of a what-if with several
    week: tuple[WeekWish, ...] = ()  # of a week that is planned
    feels: str = ""  # as coach.tools.today.felt_in


KINDS: Mapping[str, Callable[[Known, Asked], list[Fact]]] = {
    "made": lambda known, asked: made.how(known, asked.words),
    "off": lambda known, asked: accuracy.how_wrong(known, asked.period, asked.words),
    "nap": lambda known, asked: verdicts.nap(known),
    "fresh": lambda known, asked: fresh.when(known),
    "story": lambda known, asked: marks.story(known, asked.period),
    "zone_time": lambda known, asked: zones.time_in(known, _whole(asked.number), asked.period, asked.sport),
    "zone_last": lambda known, asked: zones.time_of_last(known, _whole(asked.number), asked.sport),
    "zones": lambda known, asked: zones.ranges(known),
    "polarized": lambda known, asked: zones.polarized(known, asked.period),
    "max_hr": lambda known, asked: figures.max_hr(known, asked.period),
    "speed": lambda known, asked: figures.speed(known, asked.period, asked.sport, asked.words),
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
    "week_plan": lambda known, asked: week_told.week(known, asked.week, asked.feels),
    "week_why": lambda known, asked: week_told.week(known, asked.week, asked.feels, asked.period),
    "better_day": lambda known, asked: days_ahead.better(known, _days(known, asked.words)),
    "ahead": lambda known, asked: _ahead(known, asked),
    "what_if_today": lambda known, asked: _supposed(known, asked),
    "nights_of": lambda known, asked: verdicts.nights_of(known, asked.number),
    "form_if": lambda known, asked: form_ahead.after_week(known, asked.number, asked.period),
    "chance": lambda known, asked: chances.on(
        known, times(asked.words, known.day, ahead=True).period, asked.number, above=_is_above(asked.words)
    ),
    "next_time": lambda known, asked: chances.next_time(known, asked.number or 0, above=_is_above(asked.words)),
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
    **asked_on.KINDS,
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
    "what_if_today": {Topic.WHAT_IF, Topic.FORECAST, Topic.READINESS, Topic.METRIC, Topic.WORKOUT},
    "next_time": {Topic.FORECAST, Topic.READINESS, Topic.METRIC, Topic.WHAT_IF},
    "ahead": {Topic.FORECAST, Topic.READINESS, Topic.WORKOUT, Topic.METRIC, Topic.COUNT},
    "graded": {Topic.MEANING, Topic.EVIDENCE},
    "heavy_legs": {Topic.WHY, Topic.LOAD},
    "tired": {Topic.WHY},
    "sleep_trend": {Topic.SLEEP},
    "asleep_mean": {Topic.METRIC, Topic.SLEEP, Topic.COUNT},
    "happened": {Topic.WHY, Topic.DATA, Topic.ACTIVITY, Topic.METRIC, Topic.UNUSUAL, Topic.COMPARE},
    "marked": {Topic.ACTIVITY, Topic.METRIC, Topic.RECORD, Topic.GOAL},
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
    if understood.week is not None:
        return _of_week(understood)
    if understood.bed_h is not None or understood.back or understood.plainer:
        return None
    if understood.wake_h is not None:  # the hour of a follow-up
        return {"kind": "bedtime", "number": understood.wake_h}
    kind = kind_of(understood.text)
    if kind is None and (understood.of or "").startswith("zone"):
        kind = "zone_time"
    if kind is None and understood.topic is Topic.WHY and understood.metric in _MEASURED and not understood.against:
        kind = "why_measure"
    if kind in (None, "ahead", "what_if_today", "better_day", "streak", "marked") and _supposes(understood):
        kind = "what_if_today"
    if kind == "learned" and understood.term not in (None, "learned"):  # a word is explained
        kind = None
    of_other = understood.metric not in (None, "recovery")
    if understood.topic is Topic.HABITS and of_other and kind in (None, "habits_sleep", "depends"):
        kind = "habits_on"
    if kind == "bedtime" and understood.topic is not Topic.BEDTIME:
        kind = None
    kind = _to_come(kind, understood) or kind
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
    number = zone_in(said) if kind.startswith("zone_") else _up(said) if kind == "bedtime" else amount_in(said)
    if kind.startswith("zone_") and number is None and understood.of:
        number = _number_of(understood.of)
    if kind == "bedtime" and number is None and understood.number and re.search(r"\b(?:up|wake)\b", said):
        number = understood.number
    if kind == "ahead":
        in_minutes = understood.topic in (Topic.WORKOUT, Topic.READINESS)
        number = understood.number if in_minutes else (understood.number or 0) * 60 or None
    if kind == "ftp_to" and period is None and understood.target and understood.target.day:
        period = Period(understood.target.day, understood.target.day, "")
    found = {"kind": kind, "period": period, "sport": understood.sport, "habit": understood.habit, "number": number,
             "metric": understood.metric, "words": said}  # fmt: skip
    if kind in _NUMBERED:
        found["number"] = _figure(kind, said)
    if kind == "what_if_today":
        kept = understood.what_if if understood.what_if in supposed.KINDS else None
        found |= {"change": kept, "days": understood.days or None}
    return {name: value for name, value in found.items() if value is not None}


def _of_week(asked: Understood) -> dict[str, object]:
    """A week that is planned, or why it is as it is."""
    kind = "week_why" if asked.aspect == "reasons" else "week_plan"
    feels = today.felt_in(asked.text) or asked.feels
    found = {"kind": kind, "week": asked.week, "feels": feels, "period": asked.period if kind == "week_why" else None}
    return {name: value for name, value in found.items() if value}


def has_no_session(understood: Understood) -> bool:
    """Whether a question asks for a day to come, or for a figure, to which no session of today belongs."""
    found = asked_for(understood)
    return bool(found) and found["kind"] in _NO_SESSION


_CUT = r"\b(?:above|over|below|under|beneath|at least|higher than|lower than|more than|less than|reach|hit|beat)\b"
_NUMBERED = {
    "chance": re.compile(rf"{_CUT} (?:a )?(\d+(?:\.\d+)?)"),
    "next_time": re.compile(rf"{_CUT} (?:a )?(\d+(?:\.\d+)?)"),
    "nights_of": re.compile(
        r"\b(?:sle(?:ep|pt|eping)|get|got|had|have)\b(?: (?!more|less|extra)\w+){0,3}? (\d+(?:[.,]\d+)?|five|six|seven|"
        r"eight|nine|ten)(?: and a)?(?P<half> half)? ?(?:h|hours?|hrs?)\b(?! (?:more|less|extra|longer))"
    ),
    "form_if": re.compile(r"\b(\d+(?:[.,]\d+)?) ?(?:h|hours?|hrs?)\b"),
}
_HOURS = {"five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_LIKELY = re.compile(
    r"\b(?:how (?:likely|probable)|(?:chances?|probability|odds|likelihood) (?:of|that|i|to|for|my)|"
    r"likely (?:to be|that))\b"
)
_NEXT_TIME = re.compile(r"\bwhen\b.*\b(?:will|am|is|do|might|could)\b")
_MORNING = re.compile(r"\b(?:low|bad|poor|terrible|good|high|great|strong)\b(?: \w+)? (?:morning|day|recovery|score)\b")
_FORM = re.compile(r"\b(?:form|fitness|fatigue|tsb|ctl|atl|freshness)\b")


_TO_BED = re.compile(
    r"\b(?:to bed|in bed|bed ?time|to sleep|be asleep|asleep by|(?:should|do) i sleep|hit the (?:hay|sack)|turn in)\b"
)
_GETS_UP = r"\b(?:up|wake|waking|rise|rising|alarm|awake)\b"
_CLOCK = r"(?P<h>\d{1,2})(?:[:.h](?P<m>\d\d))? ?(?P<half>am|pm)?\b(?! ?(?:hours?|h\b|min|km|%))"


def up_at(said: str) -> float | None:
    """`get up at 5:30`, `alarm 5:30`, `5:30 alarm`: hours after midnight."""
    found = re.search(rf"{_GETS_UP}(?: \w+){{0,4}}?(?: is| set)?(?: (?:at|by|before|for|around))? {_CLOCK}", said)
    found = (
        found or re.search(rf"\b{_CLOCK} (?:alarm|start|wake)", said) or re.search(rf"\bat {_CLOCK}.*{_GETS_UP}", said)
    )
    if not found:
        return None
    hour, minute, half = (found[name] for name in ("h", "m", "half"))
    at = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return at + int(minute or 0) / 60 if at < 24 else None


def _figure(kind: str, said: str) -> float | None:
    """The number that belongs to a kind."""
    found = _NUMBERED[kind].search(said)
    if not found:
        return None
    number = float(_HOURS.get(found[1], 0) or found[1].replace(",", "."))
    return number + (0.5 if kind == "nights_of" and found["half"] else 0)


def _up(said: str) -> float | None:
    found = up_at(said)
    return clock_in(said) if found is None else found


def _is_above(said: str) -> bool:
    """Whether the upper side is asked about."""
    return not re.search(r"\b(?:below|under|beneath|lower than|less than|low|bad|poor|terrible)\b", said)


def _to_come(kind: str | None, asked: Understood) -> str | None:
    """What is asked of mornings and weeks to come by a figure: `how likely above 66%`, `if I sleep 9 hours`."""
    said, measure = plain(asked.text), asked.metric in (None, "recovery")
    if up_at(said) is not None and _TO_BED.search(said):
        return "bedtime"
    cut = _figure("chance", said)
    gone = asked.period is not None and not asked.follow_up and re.search(r"\b(?:was|were|did|had)\b", said)
    if measure and not gone and not asked.habit and _LIKELY.search(said) and (cut is not None or _MORNING.search(said)):
        return "chance"
    if measure and cut is not None and not gone and _NEXT_TIME.search(said) and kind is None:
        return "next_time" if asked.topic in _OF_TOPICS["next_time"] else None
    if asked.topic is not Topic.WHAT_IF or asked.habit:
        return None
    if _FORM.search(said) and re.search(r"\bweek\b", said) and _figure("form_if", said):
        return "form_if"
    if re.search(r"\bsle(?:ep|pt|eping)\b", said) and _figure("nights_of", said) and kind in (None, "what_if_today"):
        return "nights_of"
    return None


def _supposes(asked: Understood) -> bool:
    """`and if I rest?`, `2 hours hard tomorrow, how is Saturday`: whether days of some kind are supposed."""
    if asked.habit or asked.more or asked.plainer:
        return False
    return asked.topic is Topic.WHAT_IF or asked.topic in _OF_TOPICS["what_if_today"] and Topic.WHAT_IF in asked.also


_WHICH_IS_BETTER = re.compile(r"\b(?:which|what)\b.*\b(?:better|best)\b|\b(?:better|best)\b.*\bor\b|\bor\b.*\bbetter\b")


def _supposed(known: Known, asked: Asked) -> list[Fact]:
    """What the days that are supposed make of the mornings after them; nothing where none are."""
    found = supposed_in(asked.words, known.today, asked.change or None, asked.period)
    if asked.days and (found is None or len(found.acts) < len(asked.days)):
        found = Supposed(tuple(Act(day, kind) for day, kind in asked.days), found.asked if found else ())
    if found is None:
        return []
    if is_block(found):
        return blocks.told(known, found)
    if _WHICH_IS_BETTER.search(asked.words):
        kinds = kinds_in(asked.words)
        day = asked.period.first if asked.period and asked.period.days == 1 else found.acts[0].day
        return supposed.better_kind(known, max(day, known.today), kinds if len(kinds) > 1 else supposed.KINDS)
    return supposed.told(known, found)


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
