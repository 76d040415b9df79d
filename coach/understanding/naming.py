"""What a text names, whatever it asks: days, habits, measures, a what-if, an event, a quantity."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understanding import vocabulary
from coach.understanding.details import goal_minutes
from coach.understanding.signs import AHEAD, BACK, EVENT, WHAT_IF_KINDS
from coach.understanding.times import Times, times
from coach.understood import Target, Topic


@dataclass(frozen=True)
class Named:
    """What a text names, whatever it asks."""

    times: Times
    habits: tuple[str, ...]
    metrics: tuple[str, ...]
    what_if: str | None
    target: Target | None
    number: float | None


def named(said: str, today: date, habits: Sequence[str], *, of_days_to_come: bool = False) -> Named:
    ahead = looks_ahead(said) or (of_days_to_come and len(said.split()) <= 8 and not BACK.search(said))
    found = times(said, today, ahead=ahead)
    rest = found.without(said)
    what_if = next((name for name, pattern in WHAT_IF_KINDS if pattern.search(rest)), None)
    return Named(
        found,
        tuple(vocabulary.habits_in(rest, habits)),
        tuple(vocabulary.metrics_in(rest)),
        what_if,
        _target(said, found),
        _number(rest),
    )


def looks_ahead(said: str) -> bool:
    ahead = AHEAD.search(said) or re.search(EVENT, said)
    return bool(ahead) and not BACK.search(re.sub(r"\blast night\b|\blast \w+ days\b", "", said))


def _target(said: str, found: Times) -> Target | None:
    """An event: its words, day, distance and sport."""
    rest = found.without(said)
    km, sport = vocabulary.distance_km_in(rest), vocabulary.sport_in(rest)
    sure = re.search(EVENT, rest)
    event = sure and re.search(
        r"\b(?:(my|the|a|an|our|this) )?((?:(?!(?:for|is|on|in|to|i|my|a|an|the|of|do|"
        rf"and)\b)[\w.]+ ){{0,4}}?)\b({vocabulary.EVENTS})\b",
        rest,
    )
    reach = re.search(
        r"\b(?:(my|the|a|an) )?(\d+(?:[.,]\d+)? ?(?:km|k|kms|kilomet(?:er|re)s?|miles?|mi))( (?:ride|run|"
        r"swim|race|tour|row|hike|trail|gravel|bike))?\b",
        rest,
    )
    if not found.weeks and (
        planned := re.search(r"\b(\d{1,2})[ -]weeks? (?:training )?(?:plan|program\w*|block)\b", rest)
    ):
        found = replace(found, weeks=float(planned[1]))
    better = re.search(r"\b(?:vo2 ?max|ftp|endurance|fitness|stamina)\b", rest)
    half = km == vocabulary.HALF_KM and not event
    if not (event or reach or half or found.weeks):
        return Target(f"your {_CAPITAL.get(better[0], better[0])}") if better else None
    words = "your goal"
    if event:
        words = f"{'your' if event[1] in ('my', 'our', None) else event[1]} {event[2]}{event[3]}"
    elif half:
        words = "your half marathon"
    elif reach:
        words = f"{'your' if reach[1] in ('my', None) else reach[1]} {reach[2]}{reach[3] or ''}"
    period = found.period
    day = period.first if period and (period.days == 1 or found.weeks) else None
    about = None
    if period and day is None and 28 <= period.days <= 31 and period.first.day == 1 and not found.compares:
        day, about = period.first + timedelta(days=14), f"in {period.first:%B %Y}"
    return Target(re.sub(r"\s+", " ", words).strip(), day, found.weeks, km, sport, goal_minutes(rest), about)


_CAPITAL = {"vo2max": "VO2max", "vo2 max": "VO2max", "ftp": "FTP"}
_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "half": 0.5,
    "extra": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_QUANTITY = re.compile(
    r"\b(?P<half>half an hour|half hour)|\b(?P<clock>(?:at|by|before|until|around|"
    r"to) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)?)(?! ?(?:km|k|weeks|days|hours|h|minutes|%|am\b i|"
    r"\d))\b|"
    rf"\b(?:(?P<n>\d+(?:[.,]\d+)?) ?|(?P<word>{'|'.join(_NUMBERS)}) )(?:more |extra |less |fewer |"
    r"of )?(?P<unit>hours?|hrs?|h|minutes?|min|m)\b(?P<and> and a half|"
    r" ?\d\d?(?: ?m(?:in(?:utes)?)?)?\b)?|"
    r"\b(?P<count>\d+(?:[.,]\d+)?|two|three|four|five|six)(?! ?(?:km|k\b|weeks?|days?|months?|years?|"
    r"miles|nights?|x ?\d|\d))(?: \w+)?"
)


def _number(rest: str) -> float | None:
    """A quantity that is named: a time in hours, a time of day in hours after midnight, else as many as are named."""
    found = _QUANTITY.search(re.sub(r"\bz(?:one)?s? ?[0-5]\b", "", rest))
    if not found:
        return None
    if found["half"]:
        return 0.5
    if found["clock"]:
        return _clock(found["clock"])
    if found["count"]:
        return float(_NUMBERS.get(found["count"], 0) or found["count"].replace(",", "."))
    value = float(_NUMBERS[found["word"]] if found["word"] else found["n"].replace(",", "."))
    if found["unit"].startswith("m"):
        return value / 60
    more = found["and"] or ""
    return value + (0.5 if "half" in more else int(re.search(r"\d+", more)[0]) / 60 if re.search(r"\d", more) else 0)


def _clock(said: str) -> float | None:
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))? ?(am|pm)?", said)
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found[3] else int(found[1])
    return hour + int(found[2] or 0) / 60 if hour <= 24 else None


def in_unit(number: float | None, topic: Topic, said: str) -> float | None:
    """Hours, but minutes of a session."""
    if number is None:
        return None
    timed = re.search(r"\b(?:hours?|hrs?|h|minutes?|min)\b", said)
    if topic is Topic.READINESS and not timed:
        return None
    if topic not in (Topic.WORKOUT, Topic.READINESS) or not timed:
        return round(number, 2)
    return None if _NO_SESSION.search(said) else round(number * 60, 1)


_TIMED = (
    r"\b(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|half an?|an) ?"
    r"(?:hours?|hrs?|h|minutes?|min)\b"
)
_ELSE = (
    r"(?:slept|sleep|sleeping|asleep|awake|nap(?:ped)?|in bed|sat|sitting|work(?:ed|ing)?|drove|driving|flight|flew|"
    r"meetings?|shift)"
)
_FILLER = r"(?: (?:only|just|about|maybe|for|like|around|some|almost|nearly))*"
_NO_SESSION = re.compile(rf"\b{_ELSE}{_FILLER} {_TIMED}|{_TIMED}(?: of)? {_ELSE}\b")
