"""What comes next: the next mornings, and what they would be otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from analytics.forecast import Forecast, ForecastDay, Scenario
from analytics.results import Estimate, Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import stored, supposed, unsaid
from coach.tools.findings import said
from coach.understanding.supposing import Act, Supposed
from coach.understood import Period

NAMES = {"longer nights": "an hour more sleep a night", "shorter nights": "an hour less sleep a night",
         "rest": "rest", "easy": "easy days", "hard": "hard days", "usual": "your usual days"}  # fmt: skip


APART = 5.0  # points between two ways of foretelling a morning, from which on both are told


def forecast(known: Known, period: Period | None = None) -> list[Fact]:
    """The next mornings with their intervals, those asked for first, and how good such forecasts were."""
    facts = said(known, "forecast.")
    try:
        made = known.forecast()
    except NotEnoughData:
        return facts
    whose = f", as {stored.device(known)} scores it" if known.unit("recovery") == "%" else ""
    tomorrow = made.days[0].day
    under = supposed.of_todays_session(known, made) if period is None or period.first <= tomorrow <= period.last else ""
    facts = [_with(fact, under) if fact.id == "forecast.tomorrow" else fact for fact in facts]
    if period is None or period.first <= tomorrow <= period.last:
        facts += _of_today(known, made.days[0])
    mornings = {day.day: _morning(day.day, day.value, made, whose) for day in made.days}
    asked = [fact for day, fact in mornings.items() if period and period.first <= day <= period.last]
    if asked and period.days > 2:
        days = [day for day in made.days if period.first <= day.day <= period.last]
        return [*_of_several(days, made, period, whose, under), *facts]
    if asked:
        asked = [_with(fact, under) if fact.first_day == tomorrow else fact for fact in asked]
        return [*(replace(fact, id=f"asked.{n}") for n, fact in enumerate(asked)), *facts]
    if period and period.first > made.days[-1].day:
        missing = "a forecast reaches seven mornings ahead, and that day lies beyond them"
        return [*facts, _mornings(made), unsaid.nothing("forecast.beyond", "That day", missing, ("recovery",))]
    return [*facts, _mornings(made), *mornings.values()]


def _of_today(known: Known, shown: ForecastDay) -> list[Fact]:
    """What the page Today foretells of the same morning by another method, where that is clearly another number."""
    found = next((fact for fact in said(known, "prediction.tomorrow") if fact.value is not None), None)
    if found is None or abs(found.value - shown.value.value) < APART:
        return []
    span = words.interval(found.low, found.high, "").strip()
    overlap = found.low <= shown.value.high and shown.value.low <= found.high
    told = (
        f"The page Today foretells about {words.number(found.value)} ({span}) for {words.day(shown.day)}: another "
        f"method, which knows yesterday but nothing of the load to come"
        f"{'; the ranges overlap, so take neither to the point' if overlap else ''}."
    )
    return [replace(found, id="forecast.other", label="The same morning on the page Today", words=told, unit="points",
                    first_day=shown.day, last_day=shown.day, page="today", grade=None, direction=None)]  # fmt: skip


def _with(fact: Fact, more: str) -> Fact:
    return fact if fact.missing or not more else replace(fact, words=f"{fact.words} {more}")


def _of_several(days: Sequence[ForecastDay], made: Forecast, period: Period, whose: str, under: str) -> list[Fact]:
    """The mornings of some days, in one sentence; and how many of them lie too far ahead."""
    each = words.listed([f"{day.day:%A} about {words.number(day.value.value)} ({_span(day.value)})" for day in days])
    further = (period.last - days[-1].day).days
    beyond = " A forecast reaches no further than that." if further > 0 else ""
    fact = _mornings(made)
    told = f"Recovery{whose}: {each}; four times in five it lies within.{beyond}"
    one = replace(fact, id="asked.0", label="Those mornings", words=told, first_day=days[0].day,
                  last_day=days[-1].day)  # fmt: skip
    return [_with(one, under.replace("That is", f"For {days[0].day:%A} that is", 1))]


def _mornings(made: Forecast) -> Fact:
    """The mornings after the next one, in one sentence."""
    later = made.days[1:5]
    said = [f"{day.day:%A} about {words.number(day.value.value)} ({_span(day.value)})" for day in later]
    return Fact(
        "forecast.days",
        "The mornings after that",
        f"Then {words.listed(said)}; four times in five it lies within.",
        n=made.n,
        first_day=later[0].day,
        last_day=later[-1].day,
        subjects=("recovery",),
        page="forecast",
        method="forecast with an interval of 80%",
    )


def _span(value: Estimate) -> str:
    return words.interval(value.low, value.high, "").strip()


def what_if(known: Known, name: str = "") -> list[Fact]:
    """What rest, easy or hard days, longer or shorter nights would change, by name; or all of them."""
    try:
        made = known.forecast()
    except NotEnoughData:
        return said(known, "forecast.tomorrow")
    found = [scenario for scenario in made.scenarios if scenario.name != "planned" and name in ("", scenario.name)]
    if not found:
        return [*said(known, "forecast.what_if"), *said(known, "velocity.load")]
    planned = any(scenario.name == "usual" for scenario in made.scenarios)
    instead_of = "your days as you planned them" if planned else "your usual days"
    told = [_scenario(scenario, made, instead_of) for scenario in found]
    if len(told) > 1:
        told = [_scenarios(told, instead_of)]
    return [*told, *said(known, "forecast.what_if", "forecast.tomorrow")]


def what_if_days(known: Known, days: Sequence[tuple[date, str]]) -> list[Fact]:
    """What several days of other kinds would make of the mornings after them."""
    return supposed.told(known, Supposed(tuple(Act(day, kind) for day, kind in days)))


def _morning(day: date, value: Estimate, made: Forecast, whose: str = "") -> Fact:
    sentence = (
        f"Recovery on {words.day(day)}: about {words.number(value.value)}, four times in five between "
        f"{words.number(value.low)} and {words.number(value.high)}{whose}."
    )
    return Fact(
        f"forecast.{day.isoformat()}",
        f"Recovery on {words.day(day)}",
        sentence,
        value.value,
        "points",
        value.low,
        value.high,
        value.n,
        day,
        day,
        None,
        None,
        ("recovery",),
        "forecast",
        "forecast with an interval of 80%",
    )


def _scenario(scenario: Scenario, made: Forecast, instead_of: str) -> Fact:
    # The first morning on which it shows, of those that the scenario lasts.
    strongest = max(scenario.difference[:3], key=lambda one: abs(one.value))
    place = scenario.difference.index(strongest)
    shown, beside = made.days[place], scenario.beside[place]
    clear = not strongest.low <= 0 <= strongest.high
    name = NAMES[scenario.name]
    if clear:
        size = sorted((abs(strongest.low), abs(strongest.high)))
        by = round(beside) - round(shown.value.value)
        sentence = (
            f"With {name} for the next three days, recovery on {words.day(shown.day)} would be about "
            f"{words.number(beside)}, {supposed.higher(by)} ({words.interval(*size, 'points')}) than the "
            f"{words.number(shown.value.value)} that I foretell with {instead_of}."
        )
    else:
        sentence = f"With {name} for the next three days, no difference in recovery can be told from {instead_of}."
    if any(scenario.beyond_seen):
        sentence += " Such loads lie outside those of your last year, so this is a guess."
    direction = Direction.SAME if not clear else Direction.HIGHER if strongest.value > 0 else Direction.LOWER
    return Fact(
        f"what_if.{scenario.name.replace(' ', '_')}",
        f"With {name}",
        sentence,
        strongest.value,
        "points",
        strongest.low,
        strongest.high,
        strongest.n,
        shown.day,
        shown.day,
        Grade.LIKELY if clear else Grade.NONE,
        direction,
        ("recovery", "strain", "sleep"),
        "forecast",
        "forecast with other loads or nights; 95% interval of the difference",
    )


def _scenarios(scenarios: list[Fact], instead_of: str) -> Fact:
    """What several ways would change at most, in one sentence."""
    clear = [fact for fact in scenarios if fact.direction is not Direction.SAME]
    said = [f"{words.change(fact.value, 'points')} {fact.label.lower()}" for fact in clear]
    unclear = [fact.label.lower() for fact in scenarios if fact not in clear]
    sentences = []
    if clear:
        sentences.append(f"Against {instead_of}, a morning's recovery would be at most {words.listed(said)}.")
    if unclear:
        sentences.append(f"No difference can be told {words.listed(unclear)}.")
    return Fact(
        "what_if.all",
        "What other days would change",
        " ".join(sentences),
        n=scenarios[0].n,
        subjects=("recovery", "strain", "sleep"),
        page="forecast",
        method="forecast with other loads or nights, the largest difference of three mornings",
    )
