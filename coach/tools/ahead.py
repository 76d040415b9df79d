"""What comes next: the next mornings, and what they would be otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from analytics.forecast import Forecast, Scenario
from analytics.results import Estimate, Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import records
from coach.tools.findings import said
from coach.understood import Period

LAST_STEP = 6  # days ahead that a day of a what-if may lie: beyond it no morning is foretold
NAMES = {"longer nights": "an hour more sleep a night", "shorter nights": "an hour less sleep a night",
         "rest": "rest", "easy": "easy days", "hard": "hard days", "planned": "the days as planned"}  # fmt: skip


def forecast(known: Known, period: Period | None = None) -> list[Fact]:
    """The next mornings with their intervals, those asked for first, and how good such forecasts were."""
    facts = said(known, "forecast.")
    try:
        made = known.forecast()
    except NotEnoughData:
        return facts
    whose = f", as {records.device(known)} scores it" if known.unit("recovery") == "%" else ""
    mornings = {day.day: _morning(day.day, day.value, made, whose) for day in made.days}
    asked = [fact for day, fact in mornings.items() if period and period.first <= day <= period.last]
    if asked and period.days <= 2:
        return [*(replace(fact, id=f"asked.{n}") for n, fact in enumerate(asked)), *facts]
    if period and period.first > made.days[-1].day:
        missing = "a forecast reaches seven mornings ahead, and that day lies beyond them"
        return [*facts, _mornings(made), records.nothing("forecast.beyond", "That day", missing, ("recovery",))]
    return [*facts, _mornings(made), *mornings.values()]


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
    told = [_scenario(scenario, made) for scenario in found]
    if len(told) > 1:
        told = [_scenarios(told)]
    return [*told, *said(known, "forecast.what_if", "forecast.tomorrow")]


def what_if_days(known: Known, days: Sequence[tuple[date, str]]) -> list[Fact]:
    """What several days of other kinds would make of the mornings after them."""
    try:
        made, instead = known.forecast(), known.forecast_if(dict(days))
    except NotEnoughData:
        return said(known, "forecast.tomorrow")
    inside = [(day, kind) for day, kind in days if 0 <= (day - made.made).days <= LAST_STEP]
    plan = words.listed([f"{_KINDS[kind]} on {words.day(day)}" for day, kind in inside or days])
    if not inside or not made.scenarios:
        missing = (
            "a forecast reaches seven mornings ahead" if not inside else "your load is not seen to change mornings"
        )
        return [records.nothing("what_if.days", f"With {plan}", missing, ("recovery", "strain"), page="forecast")]
    told, mornings = [], []
    planned = {day.day: day for day in made.by_model}
    for day, _ in inside:
        for morning in instead.by_model:
            if (morning.day - day).days == 1:
                usual = words.number(planned[morning.day].value.value)
                told.append(
                    f"{words.day(morning.day)} about {words.number(morning.value.value)} ({_span(morning.value)}), "
                    f"with the days as they would come {usual}"
                )
                mornings.append(morning.day)
    facts = [
        Fact(
            "what_if.days",
            f"With {plan}",
            f"With {plan}, your recovery would be: {'; '.join(told)}; four times in five within the range."
            f"{beside_shown(made, mornings)}",
            n=made.n,
            first_day=inside[0][0],
            last_day=inside[-1][0],
            subjects=("recovery", "strain"),
            page="forecast",
            method="forecast of the same model with those loads; 80% intervals",
        )
    ]
    return [*facts, *said(known, "forecast.what_if")]


def beside_shown(made: Forecast, mornings: Sequence[date]) -> str:
    """Why the days as they would come are not what is foretold without a plan, where it is the median; else nothing."""
    by_model = {day.day: words.number(day.value.value) for day in made.by_model}
    shown = {day.day: day for day in made.days if day.day in mornings and day.source == "median"}
    other = next((day for day in shown.values() if words.number(day.value.value) != by_model[day.day]), None)
    if other is None:
        return ""
    return (
        f" Without a plan I foretell about {words.number(other.value.value)} for {words.day(other.day)}, the median of "
        f"your last 30 days: the model that reads load has come no closer there, so go by the difference."
    )


_KINDS = {"rest": "rest", "easy": "an easy day", "steady": "a steady day", "hard": "a hard day"}


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


def _scenario(scenario: Scenario, made: Forecast) -> Fact:
    # The first morning on which it shows, of those that the scenario lasts.
    strongest = max(scenario.difference[:3], key=lambda one: abs(one.value))
    day = scenario.days[scenario.difference.index(strongest)]
    clear = not strongest.low <= 0 <= strongest.high
    name = NAMES[scenario.name]
    if clear:
        size = sorted((abs(strongest.low), abs(strongest.high)))
        sentence = (
            f"With {name} for the next days, recovery on {words.day(day.day)} would be about "
            f"{words.change(strongest.value, 'points')} than as planned ({words.interval(*size, 'points')}): "
            f"{words.number(day.value.value)}, four times in five {words.number(day.value.low)} to "
            f"{words.number(day.value.high)}."
        )
    else:
        sentence = f"With {name} for the next days, no difference in recovery can be told from what is planned."
    if clear:
        sentence += beside_shown(made, [day.day])
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
        day.day,
        day.day,
        Grade.LIKELY if clear else Grade.NONE,
        direction,
        ("recovery", "strain", "sleep"),
        "forecast",
        "forecast with other loads or nights; 95% interval of the difference",
    )


def _scenarios(scenarios: list[Fact]) -> Fact:
    """What several ways would change at most, in one sentence."""
    clear = [fact for fact in scenarios if fact.direction is not Direction.SAME]
    said = [f"{words.change(fact.value, 'points')} {fact.label.lower()}" for fact in clear]
    unclear = [fact.label.lower() for fact in scenarios if fact not in clear]
    sentences = []
    if clear:
        sentences.append(f"Against the days as planned, a morning's recovery would be at most {words.listed(said)}.")
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
