"""Days, months, seasons, quarters and years by their names, as a pattern found them."""

import re
from datetime import date, timedelta

from coach.understanding.dates.reckoning import (
    Named,
    a_day,
    days_of,
    month_named,
    month_words,
    months_on,
    of_year,
    one_day,
    share_of,
    span_of,
)

SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}  # the month in which each begins


def iso(m: re.Match, today: date, ahead: bool) -> Named:
    """`2026-05-03`."""
    return one_day(a_day(int(m[1]), int(m[2]), int(m[3])), today)


def dotted(m: re.Match, today: date, ahead: bool) -> Named | None:
    """`3.5.2026`, `03/05`: the day first, as most of the world has it, unless it cannot be."""
    one, other, year = int(m[1]), int(m[2]), m[3]
    day, month = (other, one) if other > 12 >= one else (one, other)
    if year:
        return one_day(a_day(int(year) + (2000 if len(year) == 2 else 0), month, day), today)
    return one_day(of_year(day, month, None, today, ahead), today)


def day_month(m: re.Match, today: date, ahead: bool) -> Named:
    """`3 May`, `the 3rd of May 2025`."""
    return one_day(of_year(int(m[1]), month_named(m[2]), m[3], today, ahead), today)


def month_day(m: re.Match, today: date, ahead: bool) -> Named:
    """`May 3rd`."""
    return one_day(of_year(int(m[2]), month_named(m[1]), m[3], today, ahead), today)


def nth(m: re.Match, today: date, ahead: bool) -> Named:
    """`on the 3rd`: of this month, or the one before or after it."""
    day, month = int(m[1]), today.replace(day=1)
    if ahead and day < today.day:
        month = months_on(month, 1)
    elif not ahead and day > today.day:
        month = months_on(month, -1)
    return one_day(month.replace(day=day), today)


def range_day_month(m: re.Match, today: date, ahead: bool) -> Named:
    """`3 to 9 May`, `28 April to 3 May`."""
    last = of_year(int(m[3]), month_named(m[4]), m[5], today, ahead)
    first = date(last.year, month_named(m[2]) if m[2] else last.month, int(m[1]))
    return span_of(first if first <= last else first.replace(year=last.year - 1), last, today)


def range_month_day(m: re.Match, today: date, ahead: bool) -> Named:
    """`May 3 to 9`."""
    last = of_year(int(m[3]), month_named(m[1]), m[4], today, ahead)
    return span_of(date(last.year, last.month, int(m[2])), last, today)


def whole_month(m: re.Match, today: date, ahead: bool) -> Named:
    """`May`, `last May`, `early May 2025`."""
    month = month_named(m["month"])
    if m["year"]:
        first = date(int(m["year"]), month, 1)
    elif m["which"] == "last" and month == today.month:
        first = date(today.year - 1, month, 1)
    elif m["which"] == "next" or (ahead and month != today.month):
        first = date(today.year + (month <= today.month), month, 1)
    else:
        first = date(today.year - (month > today.month), month, 1)
    return share_of(first, months_on(first, 1) - timedelta(days=1), m["part"], month_words(first, today), today, ahead)


def month_of_year(m: re.Match, today: date, ahead: bool) -> Named:
    """`October last year`."""
    first = date(today.year - (m[2] == "last"), month_named(m[1]), 1)
    last = months_on(first, 1) - timedelta(days=1)
    return days_of(first, last if ahead else max(first, min(last, today)), month_words(first, today))


def season(m: re.Match, today: date, ahead: bool) -> Named:
    """`last summer`: three months."""
    name, which = m["season"], (m["which"] or "").split(" ")[-1]
    month = SEASONS[name]
    year = int(m["year"]) if m["year"] else today.year
    first = date(year, month, 1)
    if not m["year"]:
        begun = first if first <= today else date(year - 1, month, 1)
        ends = months_on(begun, 3)
        if which == "next" or (ahead and not begun <= today < ends) or (which == "this" and ahead):
            first = begun if ends > today else months_on(begun, 12)
        elif which == "last" and today < ends:
            first = months_on(begun, -12)
        else:
            first = begun
    last = months_on(first, 3) - timedelta(days=1)
    years = f" to {last.year}" if last.year > first.year else ""
    return days_of(first, last if ahead else max(first, min(last, today)), f"the {name} of {first.year}{years}")


def quarter(m: re.Match, today: date, ahead: bool) -> Named:
    """`Q2`, `the first quarter of 2025`."""
    number = int(m["n"]) if m["n"] else ["first", "second", "third", "fourth", "last"].index(m["word"]) % 4 + 1
    year = int(m["year"] or today.year)
    first = date(year, 3 * number - 2, 1)
    if not m["year"] and not ahead and first > today:
        first = first.replace(year=year - 1)
    last = months_on(first, 3) - timedelta(days=1)
    return days_of(first, last if ahead else min(last, today), f"the quarter from {month_words(first, today)}")


def whole_year(m: re.Match, today: date, ahead: bool) -> Named | None:
    """`2025`."""
    year = int(m[1])
    if not 1990 <= year <= today.year + 2:
        return None
    last = date(year, 12, 31)
    return days_of(date(year, 1, 1), min(last, today) if not ahead and year <= today.year else last, str(year))
