"""How a day or a time is told: `3 May 2026`, `over the last 28 days (...)`."""

import calendar
import re
from datetime import date, timedelta

from coach.understood import Period


def dated(period: Period) -> str:
    """`this week (15 to 21 November 2026)`; with both years and months where they differ."""
    first, last = period.first, period.last
    if first == last:
        return (
            date_words(first)
            if period.words in ("", f"{first.day} {first:%B}")
            else f"{period.words} ({date_words(first)})"
        )
    if re.match(r"the \d+ days before", period.words):
        return period.words
    if _is_its_month(period):
        return f"{first:%B %Y}"
    begin = date_words(first)
    if first.year == last.year:
        begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    days = f"{begin} to {date_words(last)}"
    return days if not period.words or _ONLY_DAYS.fullmatch(period.words) else f"{period.words} ({days})"


_A_MONTH = re.compile(rf"(?:{'|'.join(calendar.month_name[1:])})\b")
_ONLY_DAYS = re.compile(r"(?:the rest of |from )?\d+ [A-Z][a-z]+(?: \d{4})? (?:to|until) \d+ [A-Z][a-z]+(?: \d{4})?")


def _is_its_month(period: Period) -> bool:
    """Whether a time is called by the name of the month that it is all of."""
    first, last = period.first, period.last
    whole = (
        first.day == 1 and (last + timedelta(days=1)).day == 1 and (first.year, first.month) == (last.year, last.month)
    )
    return whole and period.words in (f"{first:%B}", f"{first:%B %Y}")


def within(period: Period) -> str:
    """The same behind a sentence: `last week (9 to 15 November 2026)`, `over the last 28 days (...)`, `in May 2026`."""
    said = dated(period)
    if said.startswith("the time since"):
        return said.removeprefix("the time ")
    if _is_its_month(period) or period.days > 1 and _A_MONTH.match(said):
        return f"in {said}"
    if re.match(r"\d{4} \(", said):
        return f"in {said}"
    if period.days > 1 and said[0].isdigit():
        return f"from {said}"
    bare = said.startswith(("this ", "last ", "yesterday", "today", "the night", "the week of"))
    return said if bare else f"on {said}" if period.days == 1 else f"over {said}"


def date_words(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {day:%B %Y}"
