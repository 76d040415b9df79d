"""Days told from today, as a pattern found them: weekdays, weeks, so many days back or ahead."""

import calendar
import re
from datetime import date, timedelta

from coach.understanding.dates.reckoning import (
    FEW,
    LENGTH_DAYS,
    Named,
    count_said,
    day_words,
    days_of,
    month_words,
    months_on,
    one_day,
    share_of,
    unit_of,
)

SAME_DAYS = 28  # of `this time last year`
LATELY_DAYS = 14
AHEAD_DAYS = 7
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
SHORT_WEEKDAYS = {
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


def weekday(m: re.Match, today: date, ahead: bool) -> Named:
    """`Tuesday`, `last Tuesday`, `next Tuesday`."""
    which, name = (m["which"] or "").split(" ")[-1], m["day"]
    wanted = _number_of(name)
    back = (today.weekday() - wanted) % 7
    if which in ("next", "coming") or (ahead and which not in ("last", "past", "previous", "since")):
        # Today has a name of its own: its weekday, said of days to come, is the next one.
        return one_day(today + timedelta(days=(wanted - today.weekday()) % 7 or (0 if which == "this" else 7)), today)
    if which in ("last", "previous") and back <= 1:  # nobody calls yesterday "last Tuesday"
        back += 7
    return one_day(today - timedelta(days=back), today)


def weekday_of_week(m: re.Match, today: date, ahead: bool) -> Named:
    """`Sunday in 3 weeks`: that weekday of the week, from Monday on, that lies so many weeks ahead."""
    count, unit = count_said(m["count"] or m["count2"]), m["unit"] or m["unit2"]
    then = today + timedelta(days=round(count * LENGTH_DAYS[unit]))
    return one_day(then + timedelta(days=_number_of(m["day"] or m["day2"]) - then.weekday()), today)


def weekday_weeks_on(m: re.Match, today: date, ahead: bool) -> Named:
    """`Sunday week`, `two weeks on Saturday`: so many weeks after the next one."""
    wanted = _number_of(m["day"] or m["day2"] or m["day3"])
    count = count_said(m["count"]) if m["count"] else 2 if "fortnight" in m[0] else 1
    ahead_days = (wanted - today.weekday()) % 7 or 7
    return one_day(today + timedelta(days=ahead_days + 7 * round(count)), today)


def _number_of(day: str) -> int:
    return WEEKDAYS[day] if day in WEEKDAYS else SHORT_WEEKDAYS[day]


def relative_day(m: re.Match, today: date, ahead: bool) -> Named:
    """`yesterday`, `tonight`, `the day before yesterday`."""
    said = m[0]
    if said.startswith("day"):
        off = -2 if "before" in said else 2
    elif said.startswith("yesterday"):
        off = -1
    elif said.startswith("tomorrow"):
        off = 1
    elif "night before last" in said:
        return days_of(today - timedelta(days=1), today - timedelta(days=1), "the night before last")
    else:
        off = 0
        if said.startswith("last"):
            return days_of(today, today, "last night")
    words = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get(off)
    day = today + timedelta(days=off)
    return days_of(day, day, words or day_words(day, today))


def calendar_unit(m: re.Match, today: date, ahead: bool) -> Named:
    """This, last, next week, month, year, quarter; the past week ends today."""
    which, unit = m["which"].split(" ")[-1], m["unit"]
    if which in ("past", "recent"):
        return _back(1, unit, today)
    step = {"last": -1, "previous": -1, "prior": -1, "next": 1, "coming": 1, "following": 1, "before": -2}.get(which, 0)
    if "before last" in m[0]:
        step = -2
    first, last = unit_of(today, unit, step)
    words = f"the {unit} before last" if step == -2 else f"{ {-1: 'last', 0: 'this', 1: 'next'}[step] } {unit}"
    part = m["part"]
    if step == 0 and not ahead:
        last = min(last, today)
    return share_of(first, last, part, words, today, ahead) if part else days_of(first, last, words)


def weekend(m: re.Match, today: date, ahead: bool) -> Named:
    """`last weekend`, `this weekend`."""
    which = (m["which"] or "").split(" ")[-1]
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)  # of the weekend that has begun last
    if which == "next" or (ahead and which not in ("last", "past")):
        if today.weekday() < 5 or which == "next":
            saturday += timedelta(days=7)
        return days_of(saturday, saturday + timedelta(days=1), "next weekend" if which == "next" else "this weekend")
    if which == "last" and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    words = "this weekend" if today.weekday() >= 5 and which != "last" else "last weekend"
    return days_of(saturday, min(saturday + timedelta(days=1), today), words)


def last_n(m: re.Match, today: date, ahead: bool) -> Named:
    """`the last 3 weeks`."""
    return _back(count_said(m[1]), m[2], today)


def _back(count: float, unit: str, today: date) -> Named:
    days = round(count * LENGTH_DAYS[unit])
    size, noun = (
        (f"{days}", "days") if unit in ("day", "night", "morning") or count == 1 else (f"{count:g}", f"{unit}s")
    )
    if unit == "year":
        first = months_on(today, -12 * round(count)) + timedelta(days=1)
        return days_of(first, today, "the last 12 months" if count == 1 else f"the last {size} years")
    first = months_on(today, -round(count)) + timedelta(days=1) if unit == "month" and count > 1 else None
    first = first or today - timedelta(days=days - 1)
    return days_of(first, today, "today" if days == 1 else f"the last {size} {noun}")


def next_n(m: re.Match, today: date, ahead: bool) -> Named:
    """`the next 3 days`."""
    count = count_said(m[1]) if m[1] else FEW
    last = today + timedelta(days=round(count * LENGTH_DAYS[m[2]]))
    return days_of(today + timedelta(days=1), last, f"the next {(last - today).days} days")


def next_days(m: re.Match, today: date, ahead: bool) -> Named:
    """`the coming days`."""
    return days_of(today + timedelta(days=1), today + timedelta(days=AHEAD_DAYS), "the next days")


def ago(m: re.Match, today: date, ahead: bool) -> Named:
    """3 days ago is a day, 2 weeks ago that week, 2 months ago that month, a year ago that month of last year."""
    count, unit = count_said(m[1]), m[2]
    if unit in ("day", "night", "morning"):
        return one_day(today - timedelta(days=round(count)), today)
    if unit in ("week", "fortnight"):
        first, last = unit_of(today, "week", -round(count * LENGTH_DAYS[unit] / 7))
        return days_of(first, last, f"the week of {day_words(first, today)}")
    first = months_on(today.replace(day=1), -round(count * (12 if unit == "year" else 1)))
    return days_of(first, months_on(first, 1) - timedelta(days=1), month_words(first, today))


def hence(m: re.Match, today: date, ahead: bool) -> Named:
    """`in 6 weeks`, `6 weeks from now`, `6 weeks to go`; `for 6 weeks` is of the past, unless it looks ahead."""
    count, unit = count_said(m["count"]), m["unit"]
    if m[0].startswith("for ") and not ahead:
        return _back(count, unit, today)
    months = round(count) if unit == "month" else 12 * round(count) if unit == "year" else 0
    day = months_on(today, months) if months else today + timedelta(days=round(count * LENGTH_DAYS[unit]))
    weeks = (day - today).days / 7
    return days_of(day, day, day_words(day, today), "by", round(weeks, 1))


def half_hence(m: re.Match, today: date, ahead: bool) -> Named:
    """`in half a year`."""
    day = months_on(today, 6)
    return days_of(day, day, day_words(day, today), "by", round((day - today).days / 7, 1))


def ahead_week(m: re.Match, today: date, ahead: bool) -> Named:
    """`a week from now`."""
    day = today + timedelta(days=7)
    return days_of(day, day, day_words(day, today))


def year_so_far(m: re.Match, today: date, ahead: bool) -> Named:
    """`this year so far`."""
    return days_of(today.replace(month=1, day=1), today, "this year so far")


def start_of(m: re.Match, today: date, ahead: bool) -> Named:
    """`since the start of the year`: the day on which it begins."""
    first, _ = unit_of(today, m[2], 0)
    return days_of(first, today, f"the {m[2]} so far", "since")


def lately(m: re.Match, today: date, ahead: bool) -> Named:
    """`lately`: two weeks."""
    return days_of(today - timedelta(days=LATELY_DAYS - 1), today, f"the last {LATELY_DAYS} days")


def same_last_year(m: re.Match, today: date, ahead: bool) -> Named:
    """`this time last year`, `the same month last year`."""
    if "time" in m[0]:  # as many days as `now` has where it is compared
        last = months_on(today, -12)
        return days_of(last - timedelta(days=SAME_DAYS - 1), last, f"the same {SAME_DAYS} days of last year")
    first = date(today.year - 1, today.month, 1)
    return days_of(first, months_on(first, 1) - timedelta(days=1), month_words(first, today))
