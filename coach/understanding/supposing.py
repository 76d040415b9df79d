"""What a what-if supposes: which days are of which kind, how long a session is, and which mornings are asked about.

`If I go hard tomorrow and rest on Monday, how do I feel on Tuesday?`: the days that are supposed stand in the part
behind the `if`; the others are the mornings that are asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understanding.dates.reckoning import Named
from coach.understanding.signs import WHAT_IF_KINDS
from coach.understanding.times import named
from coach.understood import Period

MOST_DAYS = 7  # no further does a forecast reach
WEEK = 7


@dataclass(frozen=True)
class Act:
    """A day that is supposed to be of some kind. kind: rest, easy, steady, hard; None: only its minutes are named."""

    day: date
    kind: str | None
    minutes: float | None = None


@dataclass(frozen=True)
class Supposed:
    """The days supposed, in their order, and the mornings asked about, if any."""

    acts: tuple[Act, ...]
    asked: tuple[date, ...] = ()


_IF = re.compile(r"\b(?:if|suppose|supposing|imagine|assuming|provided|say i|were i to)\b(?: i\b)?")
_AFTER = re.compile(r"\b(?:after|with)\b")
_ASKS = re.compile(
    r"\b(?:how|what|will|would|where|which|when|can i|could i|should i|am i|is my|does|do i|predict|forecast|recovery|"
    r"my (?:morning|recovery|score))\b"
)
_PARTS = re.compile(r"\b(?:and then|and|then|but|followed by|plus)\b|[,;+]")
_OFF = re.compile(r"\b(?:off|no (?:ride|run|session|sessions|workout))\b")
_STEADY = re.compile(r"\b(?:steady|moderate|moderately|medium)\b")
_TRAINS = re.compile(r"\b(?:ride|run|train|swim|lift|row|hike|walk|cycle|bike|session|workout|do|go)\b")
_LENGTH = re.compile(
    r"\b(?P<half>half an hour)|\b(?P<n>\d+(?:[.,]\d+)?|an|a|one|two|three|four|five|six) ?(?P<unit>hours?|hrs?|h|"
    r"minutes?|mins?|min)\b(?P<and> and a half)?(?: ?(?P<rest>\d\d?) ?(?:min\w*|m)?\b)?"
)
_BARE = re.compile(r"\W*(?:only |just |about |maybe )*(\d{1,3}) (?:on|for|the)\b")  # `and 45 on Thursday`
_SLEEPS = re.compile(r"\b(?:sleep\w*|slept|bed|naps?|nights?|asleep)\b")
_ONES = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_SO_MANY = re.compile(
    r"\b(?P<n>\d|one|two|three|four|five|six|seven) (?:\w+ ){0,2}days?\b|\b(?P<week>week|(?:every|each) day|daily)\b"
)
_UNTIL = re.compile(r"\b(?:until|till)\s*(?:the )?$")


def supposed(said: str, today: date, kind: str | None = None, period: Period | None = None) -> Supposed | None:
    """What a question supposes; None where no day of some kind is supposed.

    said: in plain text. kind, period: what is meant where the text names no kind or no day.
    """
    act, ask = _apart(_SHORT.sub(_in_full, _CAMP.sub("training camp", said)))
    asked = tuple(
        one.first + timedelta(days=n)
        for one in named(ask, today, ahead=True)
        if one.last > today and not one.weeks
        for n in range(min((one.last - one.first).days + 1, 3))
        if one.first + timedelta(days=n) > today
    )
    acts = _acts(act, today)
    if not acts and (kind := kind_in(act) or kind):
        meant = period if period and period.last >= today and period.first not in asked else None
        first = max(meant.first, today) if meant else today
        many = min((meant.last - first).days + 1, MOST_DAYS) if meant else _so_many(act)
        if asked and _TILL_THEN.search(act):
            many = min((asked[0] - first).days, MOST_DAYS)
        acts = [Act(first + timedelta(days=n), kind, minutes_in(act)) for n in range(many or 1)]
    if not acts and (minutes := minutes_in(act)) and _TRAINS.search(act):
        acts = [Act(today, None, minutes)]
    acts = _of_today_first(acts, today)
    by_day = {one.day: one for one in acts}
    return Supposed(tuple(by_day[day] for day in sorted(by_day)), asked) if by_day else None


_TILL_THEN = re.compile(r"\b(?:until|till|up to|before) (?:then|that(?: day)?|it)\b")


def _of_today_first(acts: list[Act], today: date) -> list[Act]:
    """`Saturday hard, Sunday long` on a Saturday: the day named first is today, not the one in a week."""
    first, *later = acts or [Act(today, None)]
    if not later or (first.day - today).days != WEEK or not any(one.day < first.day for one in later):
        return acts
    return [replace(one, day=today) if one.day == first.day else one for one in acts]


def with_more(said: str, kind: str, days: Sequence[date]) -> str:
    """What was supposed, and days of a kind behind it: a text that supposes all of them."""
    more = ", ".join(f"{kind} on {day:%A}".lower() for day in days)
    if not (_IF.search(said) or _AFTER.search(said)):
        return f"{said}, {more}"
    act, ask = _apart(said)
    return f"{ask} if {act}, {more}".strip()


_SHORT = re.compile(r"(?<!\bi )(?<!\bwe )(?<!\bthe )\b(?P<day>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b")  # `hard sat`
_IN_FULL = {"m": "monday", "tu": "tuesday", "w": "wednesday", "th": "thursday", "f": "friday", "sa": "saturday",
            "su": "sunday"}  # fmt: skip


def _in_full(short: re.Match) -> str:
    return next(day for begin, day in _IN_FULL.items() if short["day"].startswith(begin))


_CAMP = re.compile(r"\b(?:training )?(?:camps?|blocks?)\b")
_ON_END = re.compile(r"\b(?:in a row|straight|consecutive|back[ -]to[ -]back|on end|every day|daily)\b")
_NO_BLOCK = re.compile(
    r"\b(?:was|were|did|had|last|ago|since|yesterday|prepar\w+|ready|taper|before|how (?:many|often)|longest|streak|"
    r"ever|race|compare\w*|rest|off|easy)\b"
)
MANY = 3  # hard days on end that are a block


def is_block(found: Supposed | None) -> bool:
    """Whether hard days on end are supposed, as in a training camp."""
    if found is None or len(found.acts) < MANY or any(act.kind != "hard" for act in found.acts):
        return False
    days = [act.day for act in found.acts]
    return (days[-1] - days[0]).days == len(days) - 1


def named_plainly(said: str, today: date) -> bool:
    """Whether a text can mean nothing but days that are supposed: a training camp to come, `60 minutes on Monday and 45
    on Thursday, how will I feel on Friday`."""
    if (_CAMP.search(said) or _ON_END.search(said)) and not _NO_BLOCK.search(said):
        return is_block(supposed(said, today))
    asks = _WILL.search(said)
    found = supposed(said, today) if asks else None
    if not (found and found.asked):
        return False
    after = all(day > min(act.day for act in found.acts) for day in found.asked)
    if _IF.search(said) and after and all(act.kind for act in found.acts):
        return True
    return len(found.acts) > 1 and all(act.minutes for act in found.acts)


_WILL = re.compile(r"\b(?:how|what)\b.*\b(?:will|would)\b|\bhow (?:is|does|do i)\b")


def kind_in(said: str) -> str | None:
    """Rest, easy, steady or hard, as a text names it."""
    found = next((name for name, pattern in WHAT_IF_KINDS if name in _KINDS and pattern.search(said)), None)
    if found in (None, "easy", "hard") and _OFF.search(said):
        return "rest"
    return found or ("steady" if _STEADY.search(said) else None)


def kinds_in(said: str) -> list[str]:
    """All that a text names."""
    found = [name for name, pattern in WHAT_IF_KINDS if name in _KINDS and pattern.search(said)]
    return found + (["steady"] if _STEADY.search(said) else [])


_KINDS = ("rest", "easy", "hard")


def minutes_in(said: str) -> float | None:
    """`2 hours`, `90 min`, `an hour and a half`."""
    found = _LENGTH.search(said)
    return _minutes(found) if found else None


def lengths(said: str) -> list[tuple[int, int, float]]:
    """All of them, each with where it stands."""
    return [(one.start(), one.end(), minutes) for one in _LENGTH.finditer(said) if (minutes := _minutes(one))]


def _minutes(found: re.Match) -> float | None:
    if found["half"]:
        return 30.0
    n = float(_ONES.get(found["n"], 0) or found["n"].replace(",", "."))
    if found["unit"].startswith("m"):
        return n if found["n"] not in ("a", "an") else None
    return 60 * n + (30 if found["and"] else float(found["rest"] or 0))


def _apart(said: str) -> tuple[str, str]:
    """What is supposed, and what is asked."""
    begin = _IF.search(said) or _AFTER.search(said)
    before, after = (said[: begin.start()], said[begin.end() :]) if begin else ("", said)
    asks = _ASKS.search(after)
    if asks and not begin and asks.start() == 0:
        return said, ""
    return (after[: asks.start()], f"{before} . {after[asks.start() :]}") if asks else (after, before)


def _acts(said: str, today: date) -> list[Act]:
    """Each day that is named with the kind that goes with it: `Thursday and Friday hard`, `hard today and tomorrow`."""
    found: list[Act] = []
    waiting: list[date] = []
    last: Act | None = None
    for part in _PARTS.split(said):
        days = _days(part, today)
        kind, minutes = kind_in(part), minutes_in(part)
        if minutes is None and last and last.minutes and days and (bare := _BARE.match(part)):
            minutes = float(bare[1]) * (60 if last.minutes >= 60 and float(bare[1]) <= 6 else 1)
        if kind is None and minutes and (_TRAINS.search(part) or days and not _SLEEPS.search(part)):
            last = Act(today, None, minutes)
        elif kind is None:
            if last and not _TRAINS.search(part):
                found += [Act(day, last.kind, last.minutes) for day in days]
            else:
                waiting += days
            continue
        else:
            last = Act(today, kind, minutes)
        found += [Act(day, last.kind, last.minutes) for day in (*waiting, *days)]
        waiting = []
    return found


def _days(part: str, today: date) -> list[date]:
    """The days to come that a part of a text names, those of a stretch each."""
    spans = [one for one in named(part, today, ahead=True) if one.last >= today and not one.weeks]
    if not spans:
        many = _so_many(part)
        return [today + timedelta(days=n) for n in range(many)] if many > 1 else []
    days = [day for one in spans for day in _of_span(one, part, today)]
    if len(days) == 1 and (many := _so_many(part)) > 1:
        return [days[0] + timedelta(days=n) for n in range(many)]
    return days


def _of_span(one: Named, part: str, today: date) -> Sequence[date]:
    first, last = max(one.first, today), one.last
    if _UNTIL.search(part[: one.start]) or one.role == "by":
        first, last = today, one.last - timedelta(days=1)
    return [first + timedelta(days=n) for n in range(min((last - first).days + 1, 2 * MOST_DAYS))]


def _so_many(part: str) -> int:
    """`for three days`, `two days off`, `the whole week off`: how many; 0 where none are named."""
    found = _SO_MANY.search(part)
    if not found:
        return 0
    return MOST_DAYS if found["week"] else min(int(_ONES.get(found["n"], 0) or found["n"]), MOST_DAYS)
