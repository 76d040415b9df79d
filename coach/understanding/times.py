"""Days that a question names: "last week", "since March", "between 3 and 17 May", "in 6 weeks".

A week begins on Monday. "Last week" is the calendar week before this one, "the last 7 days" and "the past week" end
today; "last month" and "the past month" alike. A month, a weekday or a day without a year is the newest one that has
begun, unless the question looks ahead. A night belongs to the day of waking: "last night" is today. All that is ours.
"""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understood import Period

FEW, COUPLE, SEVERAL = 3, 2, 5
BEFORE_DAYS = 28  # "before 3 April": the days just before it
SAME_DAYS = 28  # of `this time last year`
LATELY_DAYS = 14
AHEAD_DAYS = 7

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
_SHORT_MONTHS = {name[:3]: n for name, n in _MONTHS.items()} | {"sept": 9}
_DAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_SHORT_DAYS = {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_COUNTS = {word: n for n, word in enumerate(_ONES)} | {
    "a": 1,
    "an": 1,
    "twenty": 20,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "few": FEW,
    "a few": FEW,
    "couple": COUPLE,
    "a couple": COUPLE,
    "couple of": COUPLE,
    "a couple of": COUPLE,
    "several": SEVERAL,
    "a dozen": 12,
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month in which each begins

_MONTH = (
    rf"(?:{'|'.join([*_MONTHS, *(f'{short}(?![a-z])' for short in sorted(_SHORT_MONTHS, key=len, reverse=True))])})"
)
_DAY = rf"(?:{'|'.join(_DAYS)})"
_SHORT_DAY = rf"(?:{'|'.join(sorted(_SHORT_DAYS, key=len, reverse=True))})"
_COUNT = rf"(?:\d+(?:\.5)?|{'|'.join(sorted(map(re.escape, _COUNTS), key=len, reverse=True))})"
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ((?:19|20)\d\d))"
_UNIT = r"(day|night|morning|week|fortnight|month|year)s?"
_PART = r"(?: (?:morning|afternoon|evening|night))?"


@dataclass(frozen=True)
class Named:
    """Some days, and where a text names them."""

    start: int
    end: int
    first: date
    last: date
    words: str
    role: str = ""  # since, before, around (before and after), by, during
    weeks: float | None = None  # of "in 6 weeks"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last, self.words)


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
_AGO_DAYS = {"week": 7, "month": 30, "year": 365}


def day_ago(text: str, today: date) -> date | None:
    """`a month ago` as one day, for what has a value on each; None where nothing is ago."""
    found = _AGO.search(text.lower())
    if not found:
        return None
    return today - timedelta(days=round(_count(found["n"]) * _AGO_DAYS[found["unit"]]))


def _same_days(text: str, one: "Named", other: "Named") -> Period:
    """`the last 30 days with the same 30 days last year`: those days of that year."""
    asked = re.search(r"\bthe same (?:\w+ ){0,3}$", text[: other.start])
    if not asked or not re.match(r"last year|the year before|\d{4}$", other.period.words):
        return other.period
    years = 12 * (one.last.year - other.last.year)
    return Period(_months_on(one.first, -years), _months_on(one.last, -years), f"the same days of {other.last.year}")


def named(text: str, today: date, *, ahead: bool = False) -> list[Named]:
    """All days that a text names, in its order."""
    found: list[Named] = []
    taken: list[tuple[int, int]] = []
    for pattern, made in _RULES:
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


_IS_WEEKDAY = re.compile(rf"\b(?:{_DAY}|{_SHORT_DAY})\b")
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
                one = replace(one, first=week_on, last=week_on, words=_bare(_day_words(week_on, week_on)))
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
            first, last = _unit_of(today, named_now[1], -1)
            return [one, Named(one.end, one.end + bare.end(), first, last, f"last {named_now[1]}", "during")]
    after = re.search(r"\b(?:the )?(?:one|week|month|year|days?|period|time) before(?: that| it)?\b", text[one.end :])
    if not after:
        return found
    last = one.first - timedelta(days=1)
    whole_month = one.first.day == 1 and one.last.day >= 28
    first = last.replace(day=1) if whole_month else last - (one.last - one.first)
    place = one.end + after.start(), one.end + after.end()
    words = _month_words(first, today) if whole_month else _range_words(first, last, today)
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
        words = f"the time since {_bare(one.words)}"
        return replace(one, last=today, words=words, role="since")
    side = re.search(
        r"\b(before|after|until|till|up to|prior to|leading up to)(?: (?:my|the|our|i|we|that|a)(?: [\w']+){1,4})?"
        r"(?: in| on| at| over| of)?(?: the)?\s*$",
        lead,
    )
    if side and not ahead and one.last <= today:
        return _beside(one, side, today)
    if re.search(r"\bby(?: the)?\s*$", lead):
        return replace(one, role="by")
    return one


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


# Each rule: what it looks like, and the days that it means.


def _days(first: date, last: date, words: str, role: str = "", weeks: float | None = None) -> Named:
    return Named(0, 0, first, last, words, role, weeks)


def _iso(m: re.Match, today: date, ahead: bool) -> Named:
    day = date(int(m[1]), int(m[2]), int(m[3]))
    return _one(day, today)


def _dotted(m: re.Match, today: date, ahead: bool) -> Named | None:
    """`3.5.2026`, `03/05`: the day first, as most of the world has it, unless it cannot be."""
    one, other, year = int(m[1]), int(m[2]), m[3]
    day, month = (other, one) if other > 12 >= one else (one, other)
    if year:
        return _one(date(int(year) + (2000 if len(year) == 2 else 0), month, day), today)
    return _one(_of_year(day, month, None, today, ahead), today)


def _day_month(m: re.Match, today: date, ahead: bool) -> Named:
    return _one(_of_year(int(m[1]), _month(m[2]), m[3], today, ahead), today)


def _month_day(m: re.Match, today: date, ahead: bool) -> Named:
    return _one(_of_year(int(m[2]), _month(m[1]), m[3], today, ahead), today)


def _nth(m: re.Match, today: date, ahead: bool) -> Named:
    """`on the 3rd`: of this month, or the one before or after it."""
    day, month = int(m[1]), today.replace(day=1)
    if ahead and day < today.day:
        month = _months_on(month, 1)
    elif not ahead and day > today.day:
        month = _months_on(month, -1)
    return _one(month.replace(day=day), today)


def _range_day_month(m: re.Match, today: date, ahead: bool) -> Named:
    last = _of_year(int(m[3]), _month(m[4]), m[5], today, ahead)
    first = date(last.year, _month(m[2]) if m[2] else last.month, int(m[1]))
    return _range(first if first <= last else first.replace(year=last.year - 1), last, today)


def _range_month_day(m: re.Match, today: date, ahead: bool) -> Named:
    last = _of_year(int(m[3]), _month(m[1]), m[4], today, ahead)
    return _range(date(last.year, last.month, int(m[2])), last, today)


def _whole_month(m: re.Match, today: date, ahead: bool) -> Named:
    month = _month(m["month"])
    if m["year"]:
        first = date(int(m["year"]), month, 1)
    elif m["which"] == "last" and month == today.month:
        first = date(today.year - 1, month, 1)
    elif m["which"] == "next" or (ahead and month != today.month):
        first = date(today.year + (month <= today.month), month, 1)
    else:
        first = date(today.year - (month > today.month), month, 1)
    return _share(first, _months_on(first, 1) - timedelta(days=1), m["part"], _month_words(first, today), today, ahead)


def _month_of_year(m: re.Match, today: date, ahead: bool) -> Named:
    """`October last year`."""
    first = date(today.year - (m[2] == "last"), _month(m[1]), 1)
    last = _months_on(first, 1) - timedelta(days=1)
    return _days(first, last if ahead else max(first, min(last, today)), _month_words(first, today))


def _share(first: date, last: date, part: str | None, words: str, today: date, ahead: bool) -> Named:
    """The beginning, middle or end of some days; up to today, where they last."""
    third = (last - first).days // 3
    if part and re.match("early|start|beginning|first", part):
        last, words = first + timedelta(days=third - 1), f"early {words}"
    elif part and re.match("mid", part):
        first, last, words = first + timedelta(days=third), first + timedelta(days=2 * third - 1), f"mid {words}"
    elif part:
        first, words = first + timedelta(days=2 * third), f"late {words}"
    if not ahead and first <= today < last:
        last = today
    return _days(first, last, words)


def _weekday(m: re.Match, today: date, ahead: bool) -> Named:
    which, name = (m["which"] or "").split(" ")[-1], m["day"]
    wanted = _DAYS[name] if name in _DAYS else _SHORT_DAYS[name]
    back = (today.weekday() - wanted) % 7
    if which in ("next", "coming") or (ahead and which not in ("last", "past", "previous", "since")):
        # Today has a name of its own: its weekday, said of days to come, is the next one.
        return _one(today + timedelta(days=(wanted - today.weekday()) % 7 or (0 if which == "this" else 7)), today)
    if which in ("last", "previous") and back <= 1:  # nobody calls yesterday "last Tuesday"
        back += 7
    return _one(today - timedelta(days=back), today)


def _relative_day(m: re.Match, today: date, ahead: bool) -> Named:
    said = m[0]
    if said.startswith("day"):
        off = -2 if "before" in said else 2
    elif said.startswith("yesterday"):
        off = -1
    elif said.startswith("tomorrow"):
        off = 1
    elif "night before last" in said:
        return _days(today - timedelta(days=1), today - timedelta(days=1), "the night before last")
    else:
        off = 0
        if said.startswith("last"):
            return _days(today, today, "last night")
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(off)
    day = today + timedelta(days=off)
    return _days(day, day, words or _day_words(day, today))


def _calendar(m: re.Match, today: date, ahead: bool) -> Named:
    """This, last, next week, month, year, quarter; the past week ends today."""
    which, unit = m["which"].split(" ")[-1], m["unit"]
    if which in ("past", "recent"):
        return _back(1, unit, today)
    step = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1, "following": 1, "before": -2}.get(which, 0)
    if "before last" in m[0]:
        step = -2
    first, last = _unit_of(today, unit, step)
    words = f"the {unit} before last" if step == -2 else f"{ {-1: 'last', 0: 'this', 1: 'next'}[step] } {unit}"
    part = m["part"]
    if step == 0 and not ahead:
        last = min(last, today)
    return _share(first, last, part, words, today, ahead) if part else _days(first, last, words)


def _unit_of(today: date, unit: str, step: int) -> tuple[date, date]:
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return first, first + timedelta(days=6)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    length = {"month": 1, "quarter": 3}[unit]
    begins = today.replace(day=1, month=(today.month - 1) // length * length + 1)
    first = _months_on(begins, step * length)
    return first, _months_on(first, length) - timedelta(days=1)


def _weekend(m: re.Match, today: date, ahead: bool) -> Named:
    which = (m["which"] or "").split(" ")[-1]
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)  # of the weekend that has begun last
    if which == "next" or (ahead and which not in ("last", "past")):
        if today.weekday() < 5 or which == "next":
            saturday += timedelta(days=7)
        return _days(saturday, saturday + timedelta(days=1), "next weekend" if which == "next" else "this weekend")
    if which == "last" and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    words = "this weekend" if today.weekday() >= 5 and which != "last" else "last weekend"
    return _days(saturday, min(saturday + timedelta(days=1), today), words)


def _last_n(m: re.Match, today: date, ahead: bool) -> Named:
    return _back(_count(m[1]), m[2], today)


def _back(count: float, unit: str, today: date) -> Named:
    days = round(count * _LENGTH[unit])
    size, noun = (
        (f"{days}", "days") if unit in ("day", "night", "morning") or count == 1 else (f"{count:g}", f"{unit}s")
    )
    if unit == "year":
        first = _months_on(today, -12 * round(count)) + timedelta(days=1)
        return _days(first, today, "the last 12 months" if count == 1 else f"the last {size} years")
    first = _months_on(today, -round(count)) + timedelta(days=1) if unit == "month" and count > 1 else None
    first = first or today - timedelta(days=days - 1)
    return _days(first, today, "today" if days == 1 else f"the last {size} {noun}")


_LENGTH = {"day": 1, "night": 1, "morning": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}


def _next_n(m: re.Match, today: date, ahead: bool) -> Named:
    count = _count(m[1]) if m[1] else FEW
    last = today + timedelta(days=round(count * _LENGTH[m[2]]))
    return _days(today + timedelta(days=1), last, f"the next {(last - today).days} days")


def _next_days(m: re.Match, today: date, ahead: bool) -> Named:
    return _days(today + timedelta(days=1), today + timedelta(days=AHEAD_DAYS), "the next days")


def _ago(m: re.Match, today: date, ahead: bool) -> Named:
    """3 days ago is a day, 2 weeks ago that week, 2 months ago that month, a year ago that month of last year."""
    count, unit = _count(m[1]), m[2]
    if unit in ("day", "night", "morning"):
        return _one(today - timedelta(days=round(count)), today)
    if unit in ("week", "fortnight"):
        first, last = _unit_of(today, "week", -round(count * _LENGTH[unit] / 7))
        return _days(first, last, f"the week of {_day_words(first, today)}")
    first = _months_on(today.replace(day=1), -round(count * (12 if unit == "year" else 1)))
    return _days(first, _months_on(first, 1) - timedelta(days=1), _month_words(first, today))


def _hence(m: re.Match, today: date, ahead: bool) -> Named:
    """`in 6 weeks`, `6 weeks from now`, `6 weeks to go`; `for 6 weeks` is of the past, unless it looks ahead."""
    count, unit = _count(m["count"]), m["unit"]
    if m[0].startswith("for ") and not ahead:
        return _back(count, unit, today)
    months = round(count) if unit == "month" else 12 * round(count) if unit == "year" else 0
    day = _months_on(today, months) if months else today + timedelta(days=round(count * _LENGTH[unit]))
    weeks = (day - today).days / 7
    return _days(day, day, _day_words(day, today), "by", round(weeks, 1))


def _half_hence(m: re.Match, today: date, ahead: bool) -> Named:
    day = _months_on(today, 6)
    return _days(day, day, _day_words(day, today), "by", round((day - today).days / 7, 1))


def _ahead_week(m: re.Match, today: date, ahead: bool) -> Named:
    day = today + timedelta(days=7)
    return _days(day, day, _day_words(day, today))


def _season(m: re.Match, today: date, ahead: bool) -> Named:
    name, which = m["season"], (m["which"] or "").split(" ")[-1]
    month = _SEASONS[name]
    year = int(m["year"]) if m["year"] else today.year
    first = date(year, month, 1)
    if not m["year"]:
        begun = first if first <= today else date(year - 1, month, 1)
        ends = _months_on(begun, 3)
        if which == "next" or (ahead and not begun <= today < ends) or (which == "this" and ahead):
            first = begun if ends > today else _months_on(begun, 12)
        elif which == "last" and today < ends:
            first = _months_on(begun, -12)
        else:
            first = begun
    last = _months_on(first, 3) - timedelta(days=1)
    years = f" to {last.year}" if last.year > first.year else ""
    return _days(first, last if ahead else max(first, min(last, today)), f"the {name} of {first.year}{years}")


def _quarter(m: re.Match, today: date, ahead: bool) -> Named:
    number = int(m["n"]) if m["n"] else ["first", "second", "third", "fourth", "last"].index(m["word"]) % 4 + 1
    year = int(m["year"] or today.year)
    first = date(year, 3 * number - 2, 1)
    if not m["year"] and not ahead and first > today:
        first = first.replace(year=year - 1)
    last = _months_on(first, 3) - timedelta(days=1)
    return _days(first, last if ahead else min(last, today), f"the quarter from {_month_words(first, today)}")


def _whole_year(m: re.Match, today: date, ahead: bool) -> Named | None:
    year = int(m[1])
    if not 1990 <= year <= today.year + 2:
        return None
    last = date(year, 12, 31)
    return _days(date(year, 1, 1), min(last, today) if not ahead and year <= today.year else last, str(year))


def _year_so_far(m: re.Match, today: date, ahead: bool) -> Named:
    return _days(today.replace(month=1, day=1), today, "this year so far")


def _start_of(m: re.Match, today: date, ahead: bool) -> Named:
    """`since the start of the year`: the day on which it begins."""
    first, _ = _unit_of(today, m[2], 0)
    return _days(first, today, f"the {m[2]} so far", "since")


def _lately(m: re.Match, today: date, ahead: bool) -> Named:
    return _days(today - timedelta(days=LATELY_DAYS - 1), today, f"the last {LATELY_DAYS} days")


def _same_last_year(m: re.Match, today: date, ahead: bool) -> Named:
    if "time" in m[0]:  # as many days as `now` has where it is compared
        last = _months_on(today, -12)
        return _days(last - timedelta(days=SAME_DAYS - 1), last, f"the same {SAME_DAYS} days of last year")
    first = date(today.year - 1, today.month, 1)
    return _days(first, _months_on(first, 1) - timedelta(days=1), _month_words(first, today))


def _holiday(m: re.Match, today: date, ahead: bool) -> Named:
    name, asked = m["name"], int(m["year"]) if m["year"] else None
    begun = [
        days
        for year in range(today.year - 1, today.year + 2)
        if (days := _HOLIDAYS[_HOLIDAY_OF[name]](year)) and (asked is None or days[0].year == asked)
    ]
    past = [days for days in begun if days[0] <= today]
    coming = [days for days in begun if days[1] >= today]
    first, last = (coming or past)[0] if (ahead and not asked) or not past else past[-1]
    return _days(first, last if ahead else max(first, min(last, today)), f"{_HOLIDAY_OF[name]} {last.year}")


def _easter(year: int) -> date:
    """Easter Sunday. Source: the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    month, day = divmod(h + n - 7 * ((a + 11 * h + 22 * n) // 451) + 114, 31)
    return date(year, month, day + 1)


_HOLIDAYS: dict[str, Callable[[int], tuple[date, date]]] = {
    "Christmas": lambda year: (date(year, 12, 24), date(year, 12, 26)),
    "New Year": lambda year: (date(year - 1, 12, 31), date(year, 1, 1)),
    "Easter": lambda year: (_easter(year) - timedelta(days=2), _easter(year) + timedelta(days=1)),
    "the holidays": lambda year: (date(year - 1, 12, 24), date(year, 1, 1)),
    "Halloween": lambda year: (date(year, 10, 31), date(year, 10, 31)),
}
_HOLIDAY_OF = {
    "christmas": "Christmas",
    "xmas": "Christmas",
    "new year's eve": "New Year",
    "new years eve": "New Year",
    "new year's": "New Year",
    "new years": "New Year",
    "new year": "New Year",
    "easter": "Easter",
    "the holidays": "the holidays",
    "halloween": "Halloween",
}

_BEFORE_MONTH = (
    "in since of during until till before after from against vs vs. versus with than to between by and compare for "
    "through throughout around over all"
)


_BEFORE_DAY = "since until till before after by for from of to and vs than"


def _after(words: str) -> str:
    """A pattern for a place right behind one of these words."""
    return "|".join(rf"(?<=\b{re.escape(word)} )" for word in words.split())


# May, march and the short names are other words too: they are months where a word before or after them says so.
_RULES: list[tuple[re.Pattern, Callable[[re.Match, date, bool], Named | None]]] = [
    (re.compile(pattern), made)
    for pattern, made in (
        (r"\b(\d{4})-(\d\d)-(\d\d)\b", _iso),
        (
            rf"\b(?:between |from )?(?:the )?{_NTH}(?: (?:of )?({_MONTH}))? ?(?:and|to|until|till|through|-|"
            rf"\N{{EN DASH}}) ?(?:the )?"
            rf"{_NTH} (?:of )?({_MONTH}){_YEAR}?",
            _range_day_month,
        ),
        (
            rf"\b(?:between |from )?({_MONTH}) {_NTH} ?(?:and|to|until|till|through|-|"
            rf"\N{{EN DASH}}) ?{_NTH}{_YEAR}?(?![\d:])",
            _range_month_day,
        ),
        (rf"\b({_MONTH})(?![a-z]) (?:of )?(last|this) year\b", _month_of_year),
        (rf"\b(?:the )?{_NTH} (?:of )?({_MONTH})(?![a-z]){_YEAR}?", _day_month),
        (
            rf"\b({_MONTH}) (?:the )?{_NTH}(?![\d:.]|(?: ?(?:km|k|miles|hours|min|minutes|h|weeks|days|am|"
            rf"pm)\b)){_YEAR}?",
            _month_day,
        ),
        (r"(?<![\d.,:/])(\d{1,2})[./](\d{1,2})[./]((?:20)?\d\d)(?![\d])", _dotted),
        (r"(?<=on )(\d{1,2})/(\d{1,2})()(?![\d/])", _dotted),
        (r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:time|day|night|week|month|session))", _nth),
        (
            r"\bthe night before last\b|\bday before yesterday\b|\bday after tomorrow\b|"
            rf"\byesterday{_PART}|\btomorrow{_PART}|\btoday\b|\btonight\b|\bthis (?:morning|afternoon|"
            r"evening)\b|\blast night\b",
            _relative_day,
        ),
        (r"\b(?:the )?(?:start|beginning) of (the|this) (year|month|week|quarter)\b", _start_of),
        (
            r"\b(?:over |during |in |for |of )?(?:the |these |my )?(?:last|past|previous|"
            rf"recent) ({_COUNT}) {_UNIT}\b",
            _last_n,
        ),
        (rf"\b(?:over |during |in |for |within )?(?:the )?(?:next|coming|following) ({_COUNT}) {_UNIT}\b", _next_n),
        (r"\b(?:the |these )?(?:next|coming|following) days\b", _next_days),
        (rf"\b(?:about |around )?({_COUNT}) {_UNIT} (?:ago|back|earlier)\b", _ago),
        (r"\b(?:in|within) (?:half a year|six months)\b", _half_hence),
        (
            r"\b(?:in|within|for) (?:about |around |just |only |"
            rf"exactly )?(?P<count>{_COUNT})(?: more)? (?P<unit>day|week|fortnight|month|year)s?'?(?: time)?\b"
            r"(?! (?:of|ago|on|off|straight|in a row))(?<!for a day)(?<!for a week)",
            _hence,
        ),
        (
            rf"\b(?P<count>{_COUNT})(?: more)? (?P<unit>day|week|fortnight|month)s? "
            r"(?:from (?:now|today)|away|out|to go|left|hence|until|till|to (?:my|the|go|race|train|prepare|"
            r"get ready|prep)|before (?:my|the) race)\b",
            _hence,
        ),
        (r"\ba week from (?:now|today)\b", _ahead_week),
        (r"\b(?:this time last year|same (?:time|month) last year|the year before)\b", _same_last_year),
        (r"\b(?:so far this year|this year so far|year to date|ytd)\b", _year_so_far),
        (
            r"\b(?:the )?(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of|first half of|"
            r"second half of)[ -])?(?:the )?"
            r"(?P<which>this(?: past)?|the past|past|the last|last|previous|prior|recent|next|coming|"
            r"following|current)[ -](?P<unit>week|month|year|quarter)(?:'s)?\b",
            _calendar,
        ),
        (r"\b(?P<part>)(?P<which>the) (?P<unit>week|month|year) before last\b", _calendar),
        (
            r"\b(?:(?P<which>this past|this|last|past|next|the coming|coming|over the|at the|on the|the|"
            r"my) )weekend\b",
            _weekend,
        ),
        (
            rf"\b(?P<which>this past|this|last|past|previous|next|coming|on) (?P<day>{_DAY}|"
            rf"{_SHORT_DAY})(?![a-z]){_PART}",
            _weekday,
        ),
        (rf"(?:{_after(_BEFORE_DAY)})(?P<which>)(?P<day>{_SHORT_DAY})(?![a-z])", _weekday),
        (
            rf"\b(?P<which>)(?P<day>{_DAY})(?:s(?= (?:\w+ )?(?:rides?|runs?|sessions?|workouts?|swim|race)\b))?"
            rf"(?![a-z]){_PART}",
            _weekday,
        ),
        (
            r"\b(?P<which>last|this|"
            rf"next)? ?(?P<part>)(?P<name>{'|'.join(sorted(_HOLIDAY_OF, key=len, reverse=True))})\b(?:"
            rf" day)?{_YEAR.replace('((', '(?P<year>(')}?",
            _holiday,
        ),
        (
            r"\b(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of|first half of|"
            r"second half of)[ -])?(?P<which>last|this|next|past)? ?(?<![a-z])"
            r"(?P<month>january|february|april|june|july|august|september|october|november|"
            rf"december)(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            _whole_month,
        ),
        (
            rf"(?:{_after(_BEFORE_MONTH)})"
            r"(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of)[ -])?(?P<which>last|this|"
            rf"next|past)? ?(?P<month>{_MONTH})(?![a-z])(?! (?:i|my|be|have|not|we|you|it|the|a|help|also)\b)"
            rf"{_YEAR.replace('((', '(?P<year>(')}?",
            _whole_month,
        ),
        (
            r"\b(?:(?P<part>early|mid|late)[ -])?(?P<which>last|this|next|"
            rf"past) (?P<month>{_MONTH})(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            _whole_month,
        ),
        (
            r"\b(?P<part>early|mid|"
            rf"late)[ -](?P<which>)(?P<month>{_MONTH})(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            _whole_month,
        ),
        (
            rf"\b(?P<part>)(?P<which>)(?P<month>{_MONTH})(?![a-z])(?:{_YEAR.replace('((', '(?P<year>(')}|"
            r"(?P<y2>)(?= (?:against|vs\.?|versus|compared|was|were|to)\b)|(?=\W*$))",
            _whole_month,
        ),
        (
            r"\b(?:(?P<which>last|this|next|in|over|during) )?(?:the )?(?P<season>spring|summer|autumn|"
            rf"winter)\b{_YEAR.replace('((', '(?P<year>(')}?",
            _season,
        ),
        (
            r"\b(?P<which>last|this|next|in|in the|over the|during the|"
            rf"since) (?P<season>fall)\b{_YEAR.replace('((', '(?P<year>(')}?",
            _season,
        ),
        (
            r"\b(?:q(?P<n>[1-4])|(?:the )?(?P<word>first|second|third|fourth|"
            rf"last) quarter)(?: of)?{_YEAR.replace('((', '(?P<year>(')}?",
            _quarter,
        ),
        (
            r"(?<![\d.,])\b((?:19|20)\d\d)\b(?! ?(?:km|k|m|miles|steps|kcal|calories|w|watts|metres|meters|"
            r"kilometers))",
            _whole_year,
        ),
        (r"\b(?:lately|recently|of late|these days|nowadays|in recent (?:days|times)|as of late)\b", _lately),
    )
]


def _month(name: str) -> int:
    return _MONTHS.get(name) or _SHORT_MONTHS[name]


def _count(said: str) -> float:
    return float(_COUNTS[said]) if said in _COUNTS else float(said)


def _months_on(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _of_year(day: int, month: int, year: str | None, today: date, ahead: bool) -> date:
    """A day without a year: the newest one, or the next one where the question looks ahead."""
    if year:
        return date(int(year), month, day)
    found = date(today.year, month, day)
    if ahead and found < today:
        return found.replace(year=today.year + 1)
    return found if ahead or found <= today else found.replace(year=today.year - 1)


def _one(day: date, today: date) -> Named:
    return _days(day, day, _day_words(day, today))


def _range(first: date, last: date, today: date) -> Named:
    return _days(first, last, _range_words(first, last, today), "during")


def _day_words(day: date, today: date) -> str:
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def _range_words(first: date, last: date, today: date) -> str:
    return f"{_day_words(first, today)} to {_day_words(last, today)}"


def _month_words(first: date, today: date) -> str:
    return f"{first:%B}" + ("" if first.year == today.year else f" {first.year}")
