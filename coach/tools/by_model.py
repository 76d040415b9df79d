"""Does a call make sense that a language model made, and which one is it?"""

import inspect
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from coach.tools import measures
from coach.tools.calling import Call
from coach.tools.offered import NOT_ASKED, PARTS, TOOLS, TYPES
from coach.understood import Period, Target
from data.schema import METRICS

EARLIEST_YEAR, FARTHEST_WEEKS, FARTHEST_KM = 1990, 150, 2000  # of what a language model may ask about


def chosen(tool: str, given: Mapping[str, Any], day: date) -> Call:
    """A call as a language model made it. Raises ValueError where it makes no sense."""
    if tool not in TOOLS:
        raise ValueError(f"there is no tool {tool!r}")
    arguments = {
        name: value for name, value in given.items() if name not in {n for all_of in PARTS.values() for n in all_of}
    }
    if metric := arguments.get("metric"):
        if metric not in measures.LABELS and metric not in METRICS:
            raise ValueError(f"there is no measure {metric!r}")
    for name, value in arguments.items():
        if (allowed := TYPES.get(name, {}).get("enum")) and value not in allowed:
            raise ValueError(f"{name} is one of {', '.join(allowed)}, not {value!r}")
        if TYPES.get(name, {}).get("type") == "number" and not isinstance(value, int | float):
            raise ValueError(f"{name} is a number, not {value!r}")
    for name, (first, last, *_) in PARTS.items():
        if name != "target" and given.get(first):
            arguments[name] = _period(given[first], given.get(last), day)
    if any(given.get(name) for name in PARTS["target"]):
        weeks, distance_km = (given.get(name) or None for name in ("weeks", "distance_km"))
        for value, most in ((weeks, FARTHEST_WEEKS), (distance_km, FARTHEST_KM)):
            if value is not None and not 0 < value <= most:  # neither is anything that is no number
                raise ValueError(f"an event is not {value} weeks or km away")
        arguments["target"] = Target(given.get("event") or "your goal", None, weeks, distance_km)
    wanted = set(inspect.signature(TOOLS[tool].work).parameters) - set(NOT_ASKED)
    if unknown := set(arguments) - set(wanted):
        raise ValueError(f"{tool} does not take {', '.join(sorted(unknown))}")
    return Call(tool, arguments)


def _period(first_day: str, last_day: str | None, today: date) -> Period:
    """Days as a language model names them. Raises ValueError where they are none, or none of this athlete's time."""
    first, last = date.fromisoformat(first_day), date.fromisoformat(last_day or first_day)
    if last < first:
        raise ValueError(f"days from {first} to {last} run backwards")
    if first.year < EARLIEST_YEAR or last > today + timedelta(days=FARTHEST_WEEKS * 7):
        raise ValueError(f"days from {first} to {last} are out of reach")
    return Period(first, last, "that day" if first == last else "those days")
