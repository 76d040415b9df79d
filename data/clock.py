"""Time zones: the only place that turns local times into instants, and instants into local days and clock times.

An instant is whole seconds since 1970-01-01T00:00:00Z; an offset is what the local clock shows minus UTC, in
minutes; a local time is a naive datetime; a day is an ISO date of the local clock.
"""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY_S = 86_400
MAX_OFFSET_MIN = 14 * 60  # Kiritimati; the other end, Baker Island, is -12 hours
_EPOCH = datetime(1970, 1, 1)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*(?:([+\u2212-])(\d{1,2})(?::?([0-5]\d))?|Z)?", re.IGNORECASE)


def written_offset(text: str) -> int:
    """The minutes that an offset states: `UTC-04:00`, `+0530`, `GMT+1`, and `UTCZ`, `UTC` or `Z` for zero.

    Raises ValueError on anything else, and on more than 14 hours.
    """
    found = _OFFSET.fullmatch(text.strip())
    if not found or not text.strip():
        raise ValueError("not an offset from UTC")
    sign, hours, minutes = found.groups()
    offset_min = 60 * int(hours or 0) + int(minutes or 0)
    if offset_min > MAX_OFFSET_MIN:
        raise ValueError("more than 14 hours from UTC")
    return offset_min if sign in (None, "+") else -offset_min


def instant(local: datetime, offset_min: int) -> int:
    """The instant at which a clock with this offset shows `local`; parts of a second are cut off."""
    since = local - _EPOCH
    return since.days * DAY_S + since.seconds - offset_min * 60


def instant_in_zone(local: datetime, zone: str) -> tuple[int, int]:
    """The instant at which the clocks of an IANA zone show `local`, and their offset then.

    An hour that comes twice in autumn is taken as its first; one that spring leaves out is moved on by the
    clock's own step (02:30 becomes 03:30). Raises ZoneInfoNotFoundError where there is no such zone.
    """
    # zoneinfo answers for the first of two and, in a gap, with the offset before it: fold is 0.
    before_min = _minutes(local.replace(tzinfo=ZoneInfo(zone), fold=0))
    at_utc = instant(local, before_min)
    return at_utc, zone_offset_min(zone, at_utc)


def zone_offset_min(zone: str, at_utc: int) -> int:
    """The offset of an IANA zone at an instant [minutes]. Raises ZoneInfoNotFoundError where there is no such zone."""
    return _minutes(datetime.fromtimestamp(at_utc, UTC).astimezone(ZoneInfo(zone)))


def local_time(at_utc: int, offset_min: int) -> datetime:
    """What a clock with this offset shows at an instant."""
    return _EPOCH + timedelta(seconds=at_utc + offset_min * 60)


def local_day(at_utc: int, offset_min: int) -> str:
    """The ISO date that a clock with this offset shows at an instant."""
    return local_time(at_utc, offset_min).date().isoformat()


def clock_h(at_utc: int, offset_min: int, day: str) -> float:
    """The local clock at an instant, in hours since the midnight that begins `day`.

    07:15 of that day is 7.25, and 23:30 of the evening before is -0.5, so that bedtimes have a mean.
    """
    return (local_time(at_utc, offset_min) - datetime.fromisoformat(day)).total_seconds() / 3600


def days_later(day: str, days: int) -> str:
    """The ISO date `days` after `day`, or before it where negative."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def _minutes(aware: datetime) -> int:
    """The offset of an aware datetime; whole minutes in every zone since 1972, rounded before."""
    return round(aware.utcoffset().total_seconds() / 60)
