"""Hard days on end, such as a training camp: each morning that a forecast reaches, and those that it does not."""

from datetime import date, timedelta

from analytics.forecast import Forecast
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import supposed
from coach.tools.telling import answer
from coach.understanding.supposing import Supposed
from coach.understood import Period

_METHOD = "what is foretold, moved by what the same model makes of those loads; 80% interval"
_NOT_MINE = (
    "I never plan two hard days in a row: hard days with two lighter ones between them are the nearest that I would."
)


def told(known: Known, asked: Supposed) -> list[Fact]:
    """What hard days on end would make of the mornings in them and after them."""
    try:
        made = known.forecast()
    except NotEnoughData:
        return supposed.told(known, asked)
    first, last = asked.acts[0].day, asked.acts[-1].day
    mornings = [first + timedelta(days=n) for n in range((last - first).days + 2)]
    mornings += [day for day in asked.asked if day > mornings[-1]]
    reached = [day for day in mornings if day <= made.days[-1].day]
    loads = _loads(known, asked, made)
    if not supposed.is_seen(made) or not loads or not reached:
        return supposed.told(known, asked)
    instead = known.forecast_if(loads)
    after, shown = supposed.beside(made, instead), {one.day: one.value for one in made.days}
    each = next(iter(loads.values()))
    same = all(round(load, 1) == round(each, 1) for load in loads.values())
    of_each = f" ({supposed.load_words(known, each)} each)" if same else ""
    parts = [_morning(day, after, shown, begins=day == first) for day in reached if day in shown]
    said = [
        f"With hard days from {words.day(first)} to {words.day(last)}{of_each}, recovery would be {'; '.join(parts)}.",
        _beyond([day for day in mornings if day not in reached]),
        _guess(instead, loads, made),
        _NOT_MINE,
    ]
    seen = [day for day in reached if day in shown]
    lowest = min(seen, key=lambda day: after[day].value)
    by = round(after[lowest].value) - round(shown[lowest].value)
    direction = Direction.SAME if not by else Direction.HIGHER if by > 0 else Direction.LOWER
    value = after[lowest]
    return [answer("block", "Hard days on end", " ".join(one for one in said if one), value=value.value, unit="points",
                   low=value.low, high=value.high, n=made.n, period=Period(first, max(mornings), ""),
                   about=("recovery", "strain"), page="forecast", direction=direction,
                   method=_METHOD)]  # fmt: skip


def _loads(known: Known, asked: Supposed, made: Forecast) -> dict[date, float]:
    """The load of each day within reach: of own days about as long and as hard, else of a hard day."""
    levels, loads = known.load_levels(), {}
    for act in asked.acts:
        like = supposed.like_days(known, act) if act.minutes else []
        load = like[len(like) // 2] if len(like) >= supposed.NEED_LIKE else levels.get("hard")
        if load is not None and made.made <= act.day <= made.days[-1].day:
            loads[act.day] = load
    return loads


def _morning(day: date, after: dict, shown: dict, *, begins: bool) -> str:
    """`about 52 (25 to 78) on Saturday 28 November, 9 points lower than without`."""
    value, by = after[day], round(after[day].value) - round(shown[day].value)
    span = words.interval(value.low, value.high, "").strip()
    than = (
        "before it begins" if begins else f"{supposed.higher(by)} than without" if by else "no different than without"
    )
    return f"about {words.number(value.value)} ({span}) on {words.day(day)}, {than}"


def _beyond(days: list[date]) -> str:
    if not days:
        return ""
    several = words.listed([words.day(day) for day in days])
    mornings = "The mornings of" if len(days) > 1 else "The morning of"
    verb = "lie" if len(days) > 1 else "lies"
    return f"{mornings} {several} {verb} beyond the seven that a forecast reaches: ask me again nearer to them."


def _guess(instead: Forecast, loads: dict, made: Forecast) -> str:
    planned = next((one for one in instead.scenarios if one.name == "planned"), None)
    places = {(day - made.made).days for day in loads}
    if planned is None or not any(beyond for n, beyond in enumerate(planned.beyond_seen) if n in places):
        return ""
    return "Such days in a row lie outside those of your last year, so this is a guess."
