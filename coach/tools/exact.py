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
    changed_most,
    days_ahead,
    figures,
    form_ahead,
    fresh,
    habits_worth,
    judged,
    made,
    marks,
    of_those,
    reasons,
    recaps,
    replies,
    scores,
    shape,
    sleeping,
    supposed,
    today,
    week_told,
    zones,
)
from coach.understanding.exact import amount_in, clock_in, kind_of, zone_in
from coach.understanding.spelling import plain
from coach.understanding.supposing import Act, Supposed, is_block, kinds_in
from coach.understanding.supposing import supposed as supposed_in
from coach.understanding.times import times
from coach.understanding.vocabulary import metrics_in
from coach.understood import Period, Topic, Understood, WeekWish


@dataclass(frozen=True)
class Asked:
    """What is asked for, with all that a question may say of it."""

    period: Period | None = None
    sport: str = ""
    habit: str = ""
    metric: str = ""
    metrics: tuple[str, ...] = ()
    against: Period | None = None
    number: float | None = None
    words: str = ""  # the question, in plain text
    change: str = ""  # of a what-if, where the question itself names no kind
    days: tuple[tuple[date, str], ...] = ()  # of a what-if with several
    week: tuple[WeekWish, ...] = ()  # of a week that is planned
    feels: str = ""  # as coach.tools.today.felt_in


KINDS: Mapping[str, Callable[[Known, Asked], list[Fact]]] = {
    "made": lambda known, asked: made.how(known, asked.words),
    "off": lambda known, asked: accuracy.how_wrong(known, asked.period, asked.words),
    "weights": lambda known, asked: made.weights(known, asked.words),
    "own": lambda known, asked: made.own(known, asked.words),
    "form_end": lambda known, asked: judged.form_end(known, asked.words, asked.change),
    "week_agreed": lambda known, asked: [made.WEEK_AGREED],
    "agreed": lambda known, asked: replies.reply("agreed"),
    "taken_back": lambda known, asked: [made.TAKEN_BACK],
    "of_those": lambda known, asked: of_those.mean_of(
        known, asked.words, asked.sport, asked.period, of_those.Limit(asked.metric, asked.change, asked.number or 0)
    ),
    "changed_most": lambda known, asked: _changed_most(known, asked),
    "ill_or_load": lambda known, asked: reasons.ill_or_load(known),
    "nap": lambda known, asked: sleeping.nap(known),
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
    "two_scores": lambda known, asked: scores.why_scores(known),
    "happened": lambda known, asked: marks.happened(known, asked.period),
    "ill_days": lambda known, asked: marks.ill_days(known, asked.period),
    "since_mark": lambda known, asked: marks.since(known, _mark(asked.words), asked.metric or "recovery", asked.period),
    "marked": lambda known, asked: marks.marked(known, asked.words, asked.period),
    "camps": lambda known, asked: marks.camps(known),
    "ftp_to": lambda known, asked: shape.ftp_to(known, asked.number, asked.period.first if asked.period else None),
    "week_plan": lambda known, asked: week_told.week(known, asked.week, asked.feels),
    "week_of": lambda known, asked: week_told.asked_of(
        known, asked.week, asked.feels, asked.words, asked.period, asked.number, asked.change
    ),
    "better_day": lambda known, asked: days_ahead.better(known, _days(known, asked.words)),
    "ahead": lambda known, asked: _ahead(known, asked),
    "what_if_today": lambda known, asked: _supposed(known, asked),
    "nights_of": lambda known, asked: sleeping.nights_of(known, asked.number),
    "form_on": lambda known, asked: _form_on(known, asked),
    "not_foretold": lambda known, asked: form_ahead.not_foretold(known, asked.words, asked.period),
    "form_if": lambda known, asked: form_ahead.after_week(known, asked.number, asked.period),
    "chance": lambda known, asked: chances.on(
        known, times(asked.words, known.day, ahead=True).period, asked.number, above=_is_above(asked.words)
    ),
    "next_time": lambda known, asked: chances.next_time(known, asked.number or 0, above=_is_above(asked.words)),
    "stopped": lambda known, asked: marks.since_stopped(known, asked.habit, asked.metric or "recovery", asked.period),
    "hour_of_habit": lambda known, asked: habits_worth.hour_of(known, asked.habit, asked.metric),
    "remind": lambda known, asked: [figures.REMIND],
    "comeback": lambda known, asked: shape.comeback(known),
    "how_far": lambda known, asked: figures.how_far(known, asked.period, asked.sport),
    "sleep_evidence": lambda known, asked: sleeping.sleep_evidence(known),
    "ftp": lambda known, asked: figures.ftp(known),
    "tolerate": lambda known, asked: shape.tolerate(known),
    "habits_sleep": lambda known, asked: habits_worth.habits_on(known, "asleep_min"),
    "why_measure": lambda known, asked: reasons.why_measure(known, asked.metric or "hrv", asked.period),
    "food": lambda known, asked: [figures.FOOD],
    "fitter": lambda known, asked: shape.fitter(known),
    "heavy_legs": lambda known, asked: reasons.heavy_legs(known),
    "tired": lambda known, asked: reasons.tired(known),
    "ignore": lambda known, asked: scores.ignore(known),
    "the_day": lambda known, asked: recaps.the_day(known, asked.period),
    "the_week": lambda known, asked: recaps.the_week(known, asked.period),
    "morning_person": lambda known, asked: sleeping.morning_person(known),
    "sleep_trend": lambda known, asked: sleeping.sleep_trend(known),
    "get_up": lambda known, asked: sleeping.get_up(known),
    "bedtime": lambda known, asked: sleeping.bedtime(known, asked.number, _evening(known, asked.period)),
    "gain": lambda known, asked: habits_worth.gain(known, asked.habit, stops=habits_worth.gives_up(asked.words)),
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
    if kind == "how_far" and understood.against:
        kind = None
    if kind == "gain" and not understood.habit:  # `if I skip the session` leaves no habit
        kind = None
    if kind == "over_km" and understood.topic is Topic.COUNT and understood.of == "km":  # counted as such already
        kind = None
    if kind is None and (understood.of or "").startswith("zone"):
        kind = "zone_time"
    if kind is None and understood.topic is Topic.WHY and understood.metric in _MEASURED and not understood.against:
        kind = "why_measure"
    if kind in (None, "ahead", "what_if_today", "better_day", "streak", "marked") and _supposes(understood):
        kind = "what_if_today"
    if kind == "learned" and understood.term not in (None, "learned"):  # a word is explained
        kind = None
    if kind is None and understood.topic is Topic.HABIT and _LATE.search(plain(understood.text)):
        kind = "hour_of_habit" if "late" not in (understood.habit or "") else None
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
    """A week that is planned, or what is asked of it: why it is as it is, its total."""
    feels = today.felt_in(asked.text) or asked.feels
    found = {"kind": "week_plan", "week": asked.week, "feels": feels}
    if asked.aspect:
        found |= {"kind": "week_of", "words": asked.aspect, "period": asked.period, "number": asked.number,
                  "change": asked.what_if}  # fmt: skip
    return {name: value for name, value in found.items() if value}


def has_no_session(understood: Understood) -> bool:
    """Whether a question asks for a day to come, or for a figure, to which no session of today belongs."""
    found = asked_for(understood)
    return bool(found) and found["kind"] in _NO_SESSION


_LATE = re.compile(r"\blate\b(?! nights?)|\b(?:evening|afternoon)s?\b|\bafter (?:lunch|noon|dinner)\b")
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
_FORM_THEN = re.compile(r"\b(?:form|fitness|fatigue|tsb|ctl|atl|fresh|fresher|freshness)\b(?! (?:of|up|a|an)\b)")
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
    if up_at(said) is not None and (asked.topic is Topic.BEDTIME or _TO_BED.search(said)):
        return "bedtime"
    cut = _figure("chance", said)
    gone = asked.period is not None and not asked.follow_up and re.search(r"\b(?:was|were|did|had)\b", said)
    if measure and not gone and not asked.habit and _LIKELY.search(said) and (cut is not None or _MORNING.search(said)):
        return "chance"
    if measure and cut is not None and not gone and _NEXT_TIME.search(said) and kind is None:
        return "next_time" if asked.topic in _OF_TOPICS["next_time"] else None
    if asked.topic is Topic.FORECAST and kind is None and not asked.habit:
        return "form_on" if _FORM_THEN.search(said) else "not_foretold" if _is_of_mornings(said) else None
    if asked.topic is not Topic.WHAT_IF or asked.habit:
        return None
    if _FORM.search(said) and re.search(r"\bweek\b", said) and _figure("form_if", said):
        return "form_if"
    if _FORM_THEN.search(said) and kind in (None, "what_if_today"):
        return "form_on"
    if re.search(r"\bsle(?:ep|pt|eping)\b", said) and _figure("nights_of", said) and kind in (None, "what_if_today"):
        return "nights_of"
    return None


def _supposes(asked: Understood) -> bool:
    """`and if I rest?`, `2 hours hard tomorrow, how is Saturday`: whether days of some kind are supposed."""
    if asked.habit or asked.more or asked.plainer:
        return False
    return asked.topic is Topic.WHAT_IF or asked.topic in _OF_TOPICS["what_if_today"] and Topic.WHAT_IF in asked.also


_WHICH_IS_BETTER = re.compile(r"\b(?:which|what)\b.*\b(?:better|best)\b|\b(?:better|best)\b.*\bor\b|\bor\b.*\bbetter\b")


def _evening(known: Known, period: Period | None) -> date | None:
    """The evening of which a bedtime is asked, where it is one to come."""
    return period.first if period and period.days == 1 and period.first >= known.today else None


def _is_of_mornings(said: str) -> bool:
    named = metrics_in(said)
    return bool(named) and set(named) <= set(form_ahead.MORNING)


def _form_on(known: Known, asked: Asked) -> list[Fact]:
    """Form on a day to come; with days that are supposed of some kind, where they are."""
    supposes = asked.change or asked.days or _IF.search(asked.words)
    found = supposed_in(asked.words, known.today, asked.change or None, asked.period) if supposes else None
    acts = found.acts if found else tuple(Act(day, kind) for day, kind in asked.days)
    named = asked.period.last if asked.period and asked.period.last > known.today else None
    day = (found.asked[-1] if found.asked else None) if found else named
    if not day and not acts and _RACE_DAY.search(asked.words) and (race := figures.coming_race(known)):
        day = race[0]
    elif not day and not acts and _RACE_DAY.search(asked.words):
        return figures.next_race(known)
    return form_ahead.on_day(known, asked.words, day, acts)


_IF = re.compile(r"\b(?:if|suppose|supposing|after|with)\b")
_RACE_DAY = re.compile(r"\b(?:race|event|on the day)\b")


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


def _changed_most(known: Known, asked: Asked) -> list[Fact]:
    if asked.period is None:
        return []
    least = bool(re.search(r"\bleast\b", asked.words))
    return changed_most.changed_most(known, asked.period, asked.against, asked.metrics, least=least)


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
