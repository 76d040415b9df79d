"""Which days are Easter, Christmas, New Year?"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from coach.understanding.dates.reckoning import Named, days_of


def holiday(m: re.Match, today: date, ahead: bool) -> Named:
    """`Christmas`, `last Easter`: the newest one that has begun, or the next."""
    name, asked = m["name"], int(m["year"]) if m["year"] else None
    begun = [
        days
        for year in range(today.year - 1, today.year + 2)
        if (days := _HOLIDAYS[HOLIDAY_OF[name]](year)) and (asked is None or days[0].year == asked)
    ]
    past = [days for days in begun if days[0] <= today]
    coming = [days for days in begun if days[1] >= today]
    first, last = (coming or past)[0] if (ahead and not asked) or not past else past[-1]
    return days_of(first, last if ahead else max(first, min(last, today)), f"{HOLIDAY_OF[name]} {last.year}")


def easter(year: int) -> date:
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
    "Easter": lambda year: (easter(year) - timedelta(days=2), easter(year) + timedelta(days=1)),
    "the holidays": lambda year: (date(year - 1, 12, 24), date(year, 1, 1)),
    "Halloween": lambda year: (date(year, 10, 31), date(year, 10, 31)),
}
HOLIDAY_OF = {
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
