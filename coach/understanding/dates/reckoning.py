"""How days are counted and called: months on, weeks and quarters, a share of some days, words for them."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from coach.understood import Period

FEW, COUPLE, SEVERAL = 3, 2, 5
MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
SHORT_MONTHS = {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
COUNTS = {word: n for n, word in enumerate(_ONES)} | {
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


def days_of(first: date, last: date, words: str, role: str = "", weeks: float | None = None) -> Named:
    """Some days, of which it is not known yet where a text names them."""
    return Named(0, 0, first, last, words, role, weeks)


def share_of(first: date, last: date, part: str | None, words: str, today: date, ahead: bool) -> Named:
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
    return days_of(first, last, words)


def unit_of(today: date, unit: str, step: int) -> tuple[date, date]:
    """The first and the last day of this week, month, quarter or year, or of one so many steps on."""
    if unit == "week":
        first = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        return first, first + timedelta(days=6)
    if unit == "year":
        return date(today.year + step, 1, 1), date(today.year + step, 12, 31)
    length = {"month": 1, "quarter": 3}[unit]
    begins = today.replace(day=1, month=(today.month - 1) // length * length + 1)
    first = months_on(begins, step * length)
    return first, months_on(first, length) - timedelta(days=1)


LENGTH_DAYS = {"day": 1, "night": 1, "morning": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "year": 365}


def month_named(name: str) -> int:
    """The number of a month, by its name or its short one."""
    return MONTHS.get(name) or SHORT_MONTHS[name]


def count_said(said: str) -> float:
    """`3`, `three`, `a few` as a number."""
    return float(COUNTS[said]) if said in COUNTS else float(said)


def months_on(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


FIRST_YEAR, LAST_YEAR = 1900, 2199  # that anybody means


def a_day(year: int, month: int, day: int) -> date:
    """A day that somebody may mean. Raises ValueError where there is none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"a day of the years {FIRST_YEAR} to {LAST_YEAR} was expected, got {year}")
    return date(year, month, day)


def of_year(day: int, month: int, year: str | None, today: date, ahead: bool) -> date:
    """A day without a year: the newest one, or the next one where the question looks ahead."""
    if year:
        return a_day(int(year), month, day)
    found = date(today.year, month, day)
    if ahead and found < today:
        return found.replace(year=today.year + 1)
    return found if ahead or found <= today else found.replace(year=today.year - 1)


def one_day(day: date, today: date) -> Named:
    """A day under its own date."""
    return days_of(day, day, day_words(day, today))


def span_of(first: date, last: date, today: date) -> Named:
    """Days from one date to another."""
    return days_of(first, last, range_words(first, last, today), "during")


def day_words(day: date, today: date) -> str:
    """`3 May`, with the year where it is another."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {day:%B}{year}"


def range_words(first: date, last: date, today: date) -> str:
    """`3 May to 9 May`."""
    return f"{day_words(first, today)} to {day_words(last, today)}"


def month_words(first: date, today: date) -> str:
    """`May`, with the year where it is another."""
    return f"{first:%B}" + ("" if first.year == today.year else f" {first.year}")
