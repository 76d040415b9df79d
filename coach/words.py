"""Numbers as people say them: rounded to what the data can carry, with their unit, and never without a sign's word."""

import math
from collections.abc import Iterable
from datetime import date

from data.schema import METRICS

CLOCK = "clock h"  # the unit of a time of day, in hours after midnight


def number(value: float, unit: str = "", digits: int = 0) -> str:
    """`62 bpm`, `16.4 breaths/min`, `12%`, `5,967 steps`."""
    rounded = f"{value:,.{digits}f}"
    rounded = rounded.lstrip("-") if not rounded.strip("-0.") else rounded.replace("-", "\N{MINUS SIGN}")
    if not unit:
        return rounded
    return f"{rounded}%" if unit == "%" else f"{rounded} {unit}"


def hours(minutes: float, digits: int = 0) -> str:
    """A duration without its sign: `7 h 5 min`, `45 min`, `8 h`."""
    rounded = round(abs(minutes), digits)
    whole, rest = int(rounded // 60), number(rounded % 60, digits=digits)
    parts = [f"{whole} h"] if whole else []
    parts += [f"{rest} min"] if float(rest) or not parts else []
    return " ".join(parts)


def quantity(value: float, unit: str, finer: int = 0) -> str:
    """A value of a metric: minutes as hours, one decimal where a whole unit would be too coarse; a clock time.

    finer: digits more than usual, where the usual ones would hide a difference.
    """
    if unit == CLOCK:
        return about(value)
    if unit == "min":
        return f"\N{MINUS SIGN}{hours(value, finer)}" if round(value, finer) < 0 else hours(value, finer)
    return number(value, unit, finer + (1 if unit in ("breaths/min", "of 21", "°C") else 0))


def about(hours_after_midnight: float, minutes: int = 5) -> str:
    """A clock time to what data can carry: 5 minutes, a quarter of an hour for whole windows."""
    return clock(round(hours_after_midnight * 60 / minutes) * minutes / 60)


def clock(hours_after_midnight: float) -> str:
    """`23:10` for -0.83 hours, `07:15` for 7.25."""
    minutes = round(hours_after_midnight * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def interval(low: float, high: float, unit: str) -> str:
    """`54 to 70 ms`, `6 h 40 min to 7 h 50 min`; where both ends would read the same, `50.1 to 50.4 ms`."""
    return _range(low, high, unit, _finer(low, high, unit))


def apart(value: float, low: float, high: float, unit: str) -> tuple[str, str]:
    """A value and a range: a digit more where a value that lies outside would read as one of the ends."""
    outside_of = low if value < low else high if value > high else None
    finer = _finer(low, high, unit) or (0 if outside_of is None else _finer(value, outside_of, unit))
    return quantity(value, unit, finer), _range(low, high, unit, finer)


def _finer(one: float, other: float, unit: str) -> int:
    """How many digits more it takes to tell two values apart: none or one."""
    return int(quantity(one, unit) == quantity(other, unit))


def _range(low: float, high: float, unit: str, finer: int) -> str:
    first, last = quantity(low, unit, finer), quantity(high, unit, finer)
    if first == last:  # nobody says "50 to 50"
        return quantity(high, unit)
    return f"{first if unit == 'min' else first.removesuffix(_suffix(unit))} to {last}"


def _suffix(unit: str) -> str:
    return "%" if unit == "%" else f" {unit}"


def change(value: float, unit: str) -> str:
    """A difference with the word that carries its sign: `12% higher`, `18 min shorter`, `no different`."""
    size = quantity(abs(value), unit, _finer(abs(value), 0, unit))
    if size == quantity(0, unit, 1):
        return "no different"
    less, more = ("shorter", "longer") if unit == "min" else ("lower", "higher")
    return f"{size} {more if value > 0 else less}"


def counted(n: int, what: str) -> str:
    """`1 nap`, `2 naps`, `3 recoveries`; what: a kind of record, or a noun that takes an s.

    `day of hrv_sdnn_ms`, as receipts have it: `336 days with HRV (SDNN)`.
    """
    metric = METRICS.get(what.removeprefix("day of "))
    if metric and what not in _NOUNS:
        return f"{counted(n, 'day')} with {inside(metric.label)}"
    one, _, many = _NOUNS.get(what, what).partition("/")
    return f"{n:,} {one if n == 1 else many or one + 's'}"


# What people count in a file: one and, behind a slash, several where that is not with an s.
_NOUNS = {
    "recovery": "recovery/recoveries",
    "journal": "journal answer",
    "journalentry": "journal answer",
    "hourlymeasurement": "hourly value",
    "hour of heart rate": "hour of heart rate/hours of heart rate",
    "day of weight_kg": "weighing",
    "empty": "line that says nothing/lines that say nothing",
    "replaced night": "corrected night",
}


def unit(source: str | None, members: Iterable[str]) -> str:
    """What a file is counted in: `element` of a raw export, `record` of a list in JSON, `line` of a table.

    members: the names of the files in it.
    """
    if source == "apple_health":
        return "element"
    names = list(members)
    return "record" if names and all(name.lower().endswith(".json") for name in names) else "line"


def inside(label: str) -> str:
    """A label inside a sentence: `HRV`, but `resting HR` and `sleep`."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]


def habit(key: str) -> str:
    """A habit by its key, as people read it: `Late meal`."""
    said = " ".join(word.upper() if word in _SHORT else word for word in key.split("_"))
    return said[:1].upper() + said[1:]


_SHORT = {"cbd", "hrv", "iv", "nsaid", "rem", "tv"}  # words of a key that people write in capitals


def day(when: date) -> str:
    """`Saturday 21 November`."""
    return f"{when:%A} {when.day} {when:%B}"


def span(first: str, last: str) -> str:
    """`17 Oct 2025 to 21 Nov 2026`, of two ISO days."""
    begin, end = (date.fromisoformat(day) for day in (first, last))
    return f"{begin.day} {begin:%b %Y} to {end.day} {end:%b %Y}"


def age(days: int) -> str:
    """How long ago: `today`, `yesterday`, `5 days ago`, `7 weeks ago`."""
    if days <= 0:
        return "today"
    if days == 1:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    if days < 63:
        return f"{days // 7} weeks ago"
    if days < 730:
        return f"{days // 30} months ago"
    return f"{days // 365} years ago"


def adding_up(parts: Iterable[float]) -> list[int]:
    """Parts in whole numbers that add up to their rounded sum: none is off by a whole one.

    Each is rounded down, and what is left goes to those that lost most by it.
    """
    parts = list(parts)
    down = [math.floor(part) for part in parts]
    ranked = sorted(range(len(parts)), key=lambda place: down[place] - parts[place])
    left = round(sum(parts)) - sum(down)
    return [one + (place in ranked[:left]) for place, one in enumerate(down)]


def listed(parts: list[str]) -> str:
    """`sleep`, `sleep and HRV`, `sleep, HRV and load`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
