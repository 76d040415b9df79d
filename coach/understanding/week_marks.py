"""Which days and lengths does a text name? They become marks (`@0`, `#45`), so that one pattern fits whatever day."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from coach.understanding.supposing import lengths
from coach.understanding.times import named

WEEK = 7  # days, from today on
_WEEKDAYS = {name: place for place, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
DAY = re.compile(
    r"\b(?:(?:on|this|coming|the|(?P<next>next)) )*(?:(?P<day>(?:mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|day|days|sday|"
    r"sdays|nesday|nesdays|rsday|rsdays|urday|urdays)?)|(?P<rel>today|tonight|tomorrow|day after tomorrow)|"
    r"(?P<part>weekends?|weekdays?|work(?:ing)? ?days|every ?day|any ?day|each day|all days))\b"
    r"(?: (?:morning|afternoon|evening|night)s?)?(?:'s)?"
)
_AND = re.compile(r"\s*(?:,\s*and|,|and|or|&|/|\+|plus|as well as)\s*(?:also )?|\s+")
_TO = re.compile(r"\s*(?:to|till|until|through|-)\s*")
SWAP = re.compile(
    r"\b(?:swap(?:ping)?|switch(?:ing)?|exchange|trade|flip|interchange)\b[^.;@]*@(?P<one>\d+)"
    r"(?:[^.;@]*@(?P<other>\d+))?|@(?P<to>\d+)[^.;@]*\binstead of @(?P<of>\d+)|"
    r"\binstead of @(?P<of_first>\d+)[^.;@]*@(?P<to_last>\d+)"
)
MOVE = re.compile(r"\b(?:mov(?:e|ing)|shift(?:ing)?|push|postpone|reschedule|bring|put off|delay|transfer)\b")


def with_marks(said: str, today: date) -> tuple[str, list[tuple[date, ...]]]:
    """The text with marks in place of its days and lengths, and the days of each mark."""
    said = re.sub("[@#]", " ", said)  # marks are ours
    for start, end, minutes in reversed(lengths(said)):
        said = f"{said[:start]}#{minutes:.0f}{said[end:]}"
    groups: list[tuple[int, int, tuple[date, ...]]] = []
    for start, end, days in _named(said, today):
        if groups:
            begin, before, first = groups[-1]
            joined = _joined(said, before, start, end, begin, first, days)
            if joined:
                groups[-1] = (begin, end, joined)
                continue
        groups.append((start, end, days))
    for place, (start, end, _) in reversed(list(enumerate(groups))):
        said = f"{said[:start]}@{place}{said[end:]}"
    return said, [days for _, _, days in groups]


_PREDICATE = re.compile(
    r"\b(?:off|free|rest|easy|hard|steady|long|no|not|skip|only|just|swap|move)\b|#\d+|@\d+ (?:is|are)\b"
)
_BEHIND = re.compile(
    r"\s*(?:is |are |for |should be |a |an )*(?:off|free|rest|easy|hard|steady|long|only|no|not|#\d+|\d)"
)


def _joined(
    said: str, end: int, start: int, last: int, begin: int, first: Sequence[date], days: Sequence[date]
) -> tuple[date, ...] | None:
    """Two mentions of days as one, where they are a list or a stretch; None where they stand apart."""
    between = said[end:start]
    lead = re.split(r"[.;!?]|\b(?:and|but|then)\b", said[:begin])[-1]
    moves = MOVE.search(lead) or SWAP.search(f"{lead} @0")
    stretch = _TO.fullmatch(between) or (re.search(r"\bbetween\s*$", lead) and between.strip() == "and")
    if stretch and not moves:
        until = days[-1] if days[-1] >= first[0] else days[-1] + timedelta(days=WEEK)
        return tuple(first[0] + timedelta(days=n) for n in range((until - first[0]).days + 1))
    if not _AND.fullmatch(between):
        return None
    if _PREDICATE.search(lead) and _BEHIND.match(said[last:]) and not SWAP.search(f"{lead} @0"):
        return None
    return tuple(dict.fromkeys((*first, *days)))


def _named(said: str, today: date) -> list[tuple[int, int, tuple[date, ...]]]:
    """The days that a text names, and where."""
    found = [(match.start(), match.end(), _meant(match, today)) for match in DAY.finditer(said)]
    for one in named(said, today, ahead=True):
        inside = any(start < one.end and one.start < end for start, end, _ in found)
        many = (one.last - one.first).days + 1
        by_date = re.search(r"\d|\bdays\b", said[one.start : one.end])
        if not inside and today <= one.first and many <= WEEK and not one.weeks and by_date:
            found.append((one.start, one.end, tuple(one.first + timedelta(days=n) for n in range(many))))
    return sorted(found)


def _meant(match: re.Match, today: date) -> tuple[date, ...]:
    week = [today + timedelta(days=n) for n in range(WEEK)]
    if relative := match["rel"]:
        off = {"tomorrow": 1, "day after tomorrow": 2}.get(relative, 0)
        return (today + timedelta(days=off),)
    if part := match["part"]:
        if part.startswith("weekend"):
            return tuple(day for day in week if day.weekday() >= 5)
        return tuple(day for day in week if day.weekday() < 5) if part.startswith("w") else tuple(week)
    ahead = (_WEEKDAYS[match["day"][:3]] - today.weekday()) % WEEK
    return (today + timedelta(days=ahead or (WEEK if match["next"] else 0)),)
