"""Dates and times as devices, spreadsheets and people write them.

`2025-09-13 00:38:12` says everything. Excel saves the same cell as `9/13/2025 0:38` or `13.09.2025 00:38`, and
`9/10/2025` alone does not say whether the day or the month comes first: `day_first` asks the whole file.
"""

import re
from collections.abc import Iterable
from datetime import datetime

from data.archive import BadFile

_PLAIN = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?", re.ASCII)
_CLOCK = r"[ T]+(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?:\s?(?P<half>[ap])\.?\s?m\.?)?"
_DATE_FROM_YEAR = r"(?P<year>\d{4})(?P<by>[-/.])(?P<month>\d\d?)(?P=by)(?P<day>\d\d?)"
_YEAR_FIRST = re.compile(_DATE_FROM_YEAR + _CLOCK, re.ASCII | re.I)
_DATE = r"(?P<first>\d\d?)(?P<by>[-/.])(?P<second_part>\d\d?)(?P=by)(?P<year>\d{4}|\d\d)"
_YEAR_LAST = re.compile(_DATE + _CLOCK, re.ASCII | re.I)
_YEAR_LAST_DATE = re.compile(_DATE + r"(?!\d)", re.ASCII)


def day_first(cells: Iterable[str], member: str = "") -> bool:
    """Whether the day comes before the month, in all dates of a file that put the year last.

    A first part above 12 is a day, and so is a second part; `13.09.2025`, with points, always begins with the day.
    False where no date needs the answer. Raises BadFile where both orders occur, or nothing tells them apart.
    """
    days_first = months_first = unclear = False
    for cell in cells:
        found = _YEAR_LAST_DATE.match(cell.strip())
        if not found:
            continue
        days_first |= int(found["first"]) > 12 or found["by"] == "."
        months_first |= int(found["second_part"]) > 12
        unclear = True
    if days_first and months_first:
        raise BadFile("some dates begin with the day and others with the month", do=_ANOTHER_WAY, member=member)
    if unclear and not (days_first or months_first):
        raise BadFile("the dates do not show whether the day or the month comes first", do=_ANOTHER_WAY, member=member)
    return days_first


_ANOTHER_WAY = "bring the file as it was exported, or save the dates as 2025-12-31 23:59"


def written_time(text: str, days_first: bool = False) -> datetime:
    """The local time that a cell states. days_first: what `day_first` said of the file.

    Raises ValueError where it is no time, a date without one, or not of the years 1900 to 2100.
    """
    text = text.strip()
    at = datetime.fromisoformat(text) if _PLAIN.fullmatch(text) else _spelled_time(text, days_first)
    if not 1900 <= at.year <= 2100:  # at the ends of the calendar, the day before or after does not exist
        raise ValueError("not a year of this age")
    return at


def _spelled_time(text: str, days_first: bool) -> datetime:
    found = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    if not found:
        raise ValueError("not a date with a time")
    parts = found.groupdict()
    year = int(parts["year"])
    if "month" in parts:
        month, day = int(parts["month"]), int(parts["day"])
    else:
        year += 2000 if year < 100 else 0  # Excel on a Mac writes 9/13/25
        month, day = int(parts["first"]), int(parts["second_part"])
        month, day = (day, month) if days_first else (month, day)
    return datetime(year, month, day, _hour(parts), int(parts["minute"]), int(parts["second"] or 0))


def _hour(parts: dict[str, str | None]) -> int:
    """The hour from 0 to 23, of a clock that counts to 12 or to 24."""
    hour, half = int(parts["hour"]), (parts["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError("a clock with am and pm counts from 1 to 12")
    return hour % 12 + 12 * (half == "p") if half else hour
