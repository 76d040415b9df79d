"""Numbers as people say them: rounded to what the data can carry, with their unit, and never without a sign's word."""

from datetime import date


def number(value: float, unit: str = "", digits: int = 0) -> str:
    """`62 bpm`, `16.4 breaths/min`, `12%`."""
    rounded = f"{value:.{digits}f}"
    rounded = rounded.lstrip("-") if float(rounded) == 0 else rounded.replace("-", "\N{MINUS SIGN}")
    if not unit:
        return rounded
    return f"{rounded}%" if unit == "%" else f"{rounded} {unit}"


def hours(minutes: float) -> str:
    """A duration without its sign: `7 h 5 min`, `45 min`, `8 h`."""
    whole = round(abs(minutes))
    parts = [f"{whole // 60} h"] if whole >= 60 else []
    parts += [f"{whole % 60} min"] if whole % 60 or not parts else []
    return " ".join(parts)


def quantity(value: float, unit: str) -> str:
    """A value of a metric: minutes as hours, one decimal where a whole unit would be too coarse."""
    if unit == "min":
        return f"\N{MINUS SIGN}{hours(value)}" if round(value) < 0 else hours(value)
    return number(value, unit, digits=1 if unit in ("breaths/min", "of 21", "°C") else 0)


def clock(hours_after_midnight: float) -> str:
    """`23:10` for -0.83 hours, `07:15` for 7.25."""
    minutes = round(hours_after_midnight * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def interval(low: float, high: float, unit: str) -> str:
    """`54 to 70 ms`, `6 h 40 min to 7 h 50 min`."""
    if unit == "min":
        return f"{quantity(low, unit)} to {quantity(high, unit)}"
    return f"{quantity(low, unit).removesuffix(_suffix(unit))} to {quantity(high, unit)}"


def _suffix(unit: str) -> str:
    return "%" if unit == "%" else f" {unit}"


def change(value: float, unit: str) -> str:
    """A difference with the word that carries its sign: `12% higher`, `18 min less`, `no different`."""
    size = quantity(abs(value), unit)
    if size == quantity(0, unit):
        return "no different"
    less, more = ("shorter", "longer") if unit == "min" else ("lower", "higher")
    return f"{size} {more if value > 0 else less}"


def day(when: date) -> str:
    """`Saturday 21 November`."""
    return f"{when:%A} {when.day} {when:%B}"


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


def listed(parts: list[str]) -> str:
    """`sleep`, `sleep and HRV`, `sleep, HRV and load`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
