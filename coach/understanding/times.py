"""Days that a question names: "last week", "since March", "between 3 and 17 May", "in 6 weeks".

A week begins on Monday. "Last week" is the calendar week before this one, "the last 7 days" and "the past week" end
today; "last month" and "the past month" alike. A month, a weekday or a day without a year is the newest one that has
begun, unless the question looks ahead. A night belongs to the day of waking: "last night" is today. All that is ours.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understanding.dates.patterns import RULES, SHORT_WEEKDAY, WEEKDAY
from coach.understanding.dates.reckoning import (
    Named,
    count_said,
    day_words,
    month_words,
    months_on,
    range_words,
    unit_of,
)
from coach.understood import Period

BEFORE_DAYS = 28  # "before 3 April": the days just before it


@dataclass(frozen=True)
class Times:
    """The days that a question is about, and those that it compares them with."""

    period: Period | None = None
    against: Period | None = None
    weeks: float | None = None
    compares: bool = False  # says that one thing is to be held against another
    spans: tuple[tuple[int, int], ...] = ()  # where they are named

    def without(self, text: str) -> str:
        """The text with its days blanked out."""
        for start, end in self.spans:
            text = text[:start] + " " * (end - start) + text[end:]
        return text


def times(text: str, today: date, *, ahead: bool = False) -> Times:
    """The days that a question names; ahead: whether what has no year lies in the future."""
    text = text.lower()
    found = named(text, today, ahead=ahead)
    compares = bool(_COMPARES.search(text))
    weeks = next((one.weeks for one in found if one.weeks), None)
    spans = tuple((one.start, one.end) for one in found)
    if not found:
        return Times(None, None, weeks, compares, spans)
    around = next((one for one in found if one.role == "around"), None)
    if around:
        after, before = _around(around, today)
        return Times(after, before, weeks, True, spans)
    if compares and len(found) > 1:
        return Times(found[0].period, _same_days(text, *found[:2]), weeks, True, spans)
    chosen = next((one for one in found if one.first != today or one.role), found[0])
    if ahead and (later := [one for one in found if one.first > today]):
        chosen = later[0]
    return Times(chosen.period, None, weeks, compares, spans)


_AGO = re.compile(
    r"\b(?P<n>an?|one|two|three|four|five|six|\d{1,3}) (?P<unit>week|month|year)s? (?:ago|back|earlier)\b"
)
_MONTHS = {"month": 1, "year": 12}


def day_ago(text: str, today: date) -> date | None:
    """`a month ago` as one day, for what has a value on each; None where nothing is ago."""
    found = _AGO.search(text.lower())
    if not found:
        return None
    count = round(count_said(found["n"]))
    if found["unit"] == "week":
        return today - timedelta(days=7 * count)
    return months_on(today, -count * _MONTHS[found["unit"]])


def _same_days(text: str, one: "Named", other: "Named") -> Period:
    """`the last 30 days with the same 30 days last year`: those days of that year."""
    asked = re.search(r"\bthe same (?:\w+ ){0,3}$", text[: other.start])
    if not asked or not re.match(r"last year|the year before|\d{4}$", other.period.words):
        return other.period
    years = 12 * (one.last.year - other.last.year)
    return Period(months_on(one.first, -years), months_on(one.last, -years), f"the same days of {other.last.year}")


def named(text: str, today: date, *, ahead: bool = False) -> list[Named]:
    """All days that a text names, in its order."""
    found: list[Named] = []
    taken: list[tuple[int, int]] = []
    for pattern, made in RULES:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            try:
                days = made(match, today, ahead)
            except (ValueError, OverflowError):  # 31 April, a thousand years ago
                continue
            if days:
                found.append(replace(days, start=match.start(), end=match.end()))
    found.sort(key=lambda one: one.start)
    found = _relative_to_others(text, _joined(text, found, ahead=ahead), today)
    return [_with_role(text, one, today, ahead) for one in found]


_IS_WEEKDAY = re.compile(rf"\b(?:{WEEKDAY}|{SHORT_WEEKDAY})\b")
_COMPARES = re.compile(
    r"\b(?:vs?|versus|against|compared?|comparing|comparison|than|difference between|or(?= (?:last|this|in|on))|"
    r"relative to|differ(?:ent|ence)?)\b"
)
_BEFORE_AND_AFTER = re.compile(
    r"\bbefore (?:and|vs\.?|versus|or|against|to|with|compared (?:to|with)) after\b|\bpre[ -](?:and|vs) post\b|"
    r"\bafter\b.{1,40}\b(?:than|vs\.?|versus|against|compared (?:to|with)) (?:the time )?before\b|"
    r"\bbefore\b.{1,40}\b(?:than|vs\.?|versus|against|compared (?:to|with)) (?:the time )?after\b"
)


def _joined(text: str, found: list[Named], *, ahead: bool) -> list[Named]:
    """`from 3 May to 9 May`, `between March and May`: two of them as one; of days to come also `Friday to Sunday`."""
    joined: list[Named] = []
    for one in found:
        before = joined[-1] if joined else None
        if ahead and before and before.first > one.first == one.last and _IS_WEEKDAY.search(text[one.start : one.end]):
            between = text[before.end : one.start]
            week_on = one.first + timedelta(days=7)
            if before.first < week_on and re.fullmatch(r"\s*(?:to|till|until|through|-)\s*(?:the )?", between):
                one = replace(one, first=week_on, last=week_on, words=_bare(day_words(week_on, week_on)))
        if before and before.first <= one.first:
            between, lead = text[before.end : one.start], text[: before.start]
            opened = re.search(r"\b(from|between)\s*$", lead)
            closed = re.fullmatch(r"\s*(?:to|till|until|through|up to|-|\N{EN DASH})\s*(?:the )?", between)
            joins = closed and not (_COMPARES.search(text) and re.search(r"\bto\b", between))
            if joins or (opened and re.fullmatch(r"\s+and\s+", between)):
                start = opened.start() if opened else before.start
                words = f"{_bare(before.words)} to {_bare(one.words)}"
                joined[-1] = Named(start, one.end, before.first, max(before.first, one.last), words, "during")
                continue
        joined.append(one)
    return joined


def _relative_to_others(text: str, found: list[Named], today: date) -> list[Named]:
    """`last month against the month before`: the second follows from the first."""
    if len(found) != 1:
        return found
    one = found[0]
    if named_now := re.fullmatch(r"this (week|month|year|quarter)", one.words):
        bare = re.match(r"\s*(?:so far )?(?:with|to|vs\.?|versus|against|and|than|compared (?:to|with)|or|-|/) "
                        r"(?:the |my )?"
                        r"(?:last|previous|prior)(?: one)?(?=\W*$|[?!,.])", text[one.end :])  # fmt: skip
        if bare:
            first, last = unit_of(today, named_now[1], -1)
            return [one, Named(one.end, one.end + bare.end(), first, last, f"last {named_now[1]}", "during")]
    after = re.search(r"\b(?:the )?(?:one|week|month|year|days?|period|time) before(?: that| it)?\b", text[one.end :])
    if not after:
        return found
    last = one.first - timedelta(days=1)
    whole_month = one.first.day == 1 and one.last.day >= 28
    first = last.replace(day=1) if whole_month else last - (one.last - one.first)
    place = one.end + after.start(), one.end + after.end()
    words = month_words(first, today) if whole_month else range_words(first, last, today)
    return [one, Named(*place, first, last, words, "during")]


def _with_role(text: str, one: Named, today: date, ahead: bool) -> Named:
    """What the words before it make of it: since then, before it, until it."""
    if one.role:
        return one
    lead = text[: one.start]
    if _BEFORE_AND_AFTER.search(text):
        return replace(one, role="around")
    since = re.search(
        r"\b(?:ever )?(?:since|starting|beginning)(?: [\w']+){0,6}?(?: in| on| at| from)?(?: the)?\s*$", lead
    )
    onwards = re.match(r"\s*(?:on ?wards?|on(?= |$)(?! (?:my|the|a|your)))", text[one.end :])
    if (since or (onwards and re.search(r"\bfrom\s*$", lead))) and one.first <= today:
        begun = day_ago(text[one.start : one.end], today)  # `since 3 months ago`: that day, and not its month
        words = f"the time since {day_words(begun, today) if begun else _bare(one.words)}"
        return replace(one, first=begun or one.first, last=today, words=words, role="since")
    side = re.search(
        r"\b(before|after|until|till|up to|prior to|leading up to)(?: (?:my|the|our|i|we|that|a)(?: [\w']+){1,4})?"
        r"(?: in| on| at| over| of)?(?: the)?\s*$",
        lead,
    )
    if side and (next_to := _NEXT_TO.search(lead[: side.start()] + side[1])):
        return _next_to(one, next_to, today)
    if side and not ahead and one.last <= today:
        return _beside(one, side, today)
    if re.search(r"\bby(?: the)?\s*$", lead):
        return replace(one, role="by")
    return one


_NEXT_TO = re.compile(
    r"\b(?:the |on the |in the )*(?P<n>two |three |\d+ )?(?P<unit>day|night|evening|morning|week|month)s? "
    r"(?P<side>before|after|prior to|leading up to)$"
)
_UNIT_DAYS = {"week": 7, "month": 30}


def _next_to(one: Named, found: re.Match, today: date) -> Named:
    """`the day before 14 March`, `the week after 3 May`: as many days right beside it, and no more."""
    many = round(count_said(found["n"].strip())) if found["n"] else 1
    days = timedelta(days=many * _UNIT_DAYS.get(found["unit"], 1))
    after = found["side"] == "after"
    first = one.last + timedelta(days=1) if after else one.first - days
    if not after and found["unit"] == "night":  # which belongs to the day of waking
        first += timedelta(days=1)
    last = first + days - timedelta(days=1)
    last = min(last, today) if first <= today else last
    words = day_words(first, today) if first == last else range_words(first, last, today)
    return replace(one, first=first, last=last, words=words, role="after" if after else "before")


def _beside(one: Named, side: re.Match, today: date) -> Named:
    if side[1] == "after":
        if one.last >= today:
            return one
        begins = one.last + timedelta(days=1)
        return replace(one, first=begins, last=today, words=f"the time since {_bare(one.words)}", role="since")
    last = one.first - timedelta(days=1)
    words = f"the {BEFORE_DAYS} days before {_bare(one.words)}"
    return replace(one, first=last - timedelta(days=BEFORE_DAYS - 1), last=last, words=words, role="before")


def _around(one: Named, today: date) -> tuple[Period, Period]:
    """From a day on, and as many days before it."""
    days = max((today - one.first).days + 1, 1)
    after = Period(one.first, today, f"the time since {_bare(one.words)}")
    last = one.first - timedelta(days=1)
    return after, Period(last - timedelta(days=days - 1), last, f"the {days} days before {_bare(one.words)}")


def _bare(words: str) -> str:
    return words.removeprefix("the time since ")
