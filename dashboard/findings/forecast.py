"""What is said of the mornings to come: the next one, how good such forecasts have been, and what load would change."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import cache

import pandas as pd

from analytics.forecast import Forecast
from analytics.forecast_grade import NEED_GRADED, Verdict
from analytics.forecast_model import NEED_LATELY
from analytics.results import Estimate, Finding, Grade, NotEnoughData
from analytics.usual import NEED_REFERENCE, WEEK
from coach import words
from dashboard.compose import History
from dashboard.compose import forecast as compose
from dashboard.compose.outcome import Outcome
from dashboard.findings.asked import Ask, missing_words, nothing

TOMORROW_METHOD = (
    "a level that walks slowly, noise that remembers yesterday, the load of the three days before and the weekday, "
    "fitted to your own mornings; where that has not been closer than the median of your last 30 days, that median. "
    "The interval of 80% is as wide as past misses ask for; graded by whether the median lies outside it. Here it is "
    "{outcome}"
)
GRADE_METHOD = (
    "each of your past mornings of a year issued its own forecast of the next seven, with what was known on it and the "
    "usual load of each weekday, as if you had planned nothing (a morning after a planned day is graded with the loads "
    "that came, as if all plans had been kept); by how much smaller its errors were, with an interval "
    "for days that resemble their neighbours. Here it is {outcome}"
)
WHAT_IF_METHOD = (
    "the part of load in the same model: the 90th percentile of your training days of a year against your least day; "
    "strong where 99% of it lies on one side and forecasts that know the load have been closer than your median. "
    "Hours asleep in a regression with trend, load and weekday, errors AR(1). Associated, no more: on days that you "
    "choose hard, more may differ than the load. Here it is {outcome}"
)
NO_LOAD = "how hard your days were: 14 days with strain or load, and not all alike"
HELD_SLEEP = "Longer nights are not tried here, since our score holds sleep as a part."


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id. All of it comes from one forecast, which is made at the first question."""

    @cache
    def found() -> Mapping[str, Finding]:
        return findings_of(history, day)

    return {id: lambda *_, id=id: found()[id] for id in ASKED}


def findings_of(history: History, day: date) -> dict[str, Finding]:
    """The three findings, or what is missing to make a forecast."""
    scored = compose.recovery(history, day)
    try:
        return all_of(compose.forecast(history, day), scored)
    except NotEnoughData as gap:
        return {id: nothing(_ask(id, scored), missing_words(gap)) for id in ASKED}


def all_of(made: Forecast, scored: Outcome) -> dict[str, Finding]:
    """The findings that a forecast gives."""
    said = {"forecast.tomorrow": tomorrow, "forecast.grade": grade, "forecast.what_if": what_if}
    return {id: say(_ask(id, scored), made, scored) for id, say in said.items()}


def _ask(id: str, scored: Outcome) -> Ask:
    question, method = ASKED[id]
    return Ask(id, question, method.format(outcome=scored.words))


def tomorrow(ask: Ask, made: Forecast, scored: Outcome) -> Finding:
    """The next morning."""
    value, median = made.days[0].value, made.by_median[0].value.value
    unusual = not value.low <= median <= value.high
    usual = words.quantity(median, scored.unit)
    said = (
        f"Tomorrow's {scored.name} will most likely be about {words.quantity(value.value, scored.unit)}, four times in "
        f"five within {words.interval(value.low, value.high, scored.unit)}"
    )
    if made.days[0].source == "median":
        said += "; that is the median of your last 30 days, and no forecast has come closer than it so far"
        said += " where nothing is planned." if _load_helps(made) else "."
    else:
        said += f"; the median of your last 30 days is {usual}."
    return ask.estimated(said, Grade.LIKELY if unusual else Grade.NONE, value, scored.unit)


def grade(ask: Ask, made: Forecast, scored: Outcome) -> Finding:
    """How good forecasts of the athlete's own past have been."""
    overall = made.overall
    if overall is None:
        return nothing(
            ask,
            f"{NEED_GRADED} forecasts of each of the next seven mornings that have come true or not, "
            f"{len(made.graded)} of a next morning so far",
        )
    skill, today = overall.against_median, overall.against_today
    size, span = _percent(skill.percent), _span(skill.low, skill.high)
    said = {
        Verdict.BEATS: f"{size} closer than your 30-day median ({span})",
        Verdict.WORSE: f"{size} further off than your 30-day median ({span})",
        Verdict.NO_BETTER: (
            "no closer than your 30-day median (the difference lies within "
            f"{words.interval(skill.low, skill.high, '%')})"
        ),
    }[overall.verdict]
    how = "closer" if today.percent > 0 else "further off"
    seen = Grade.NONE if overall.verdict is Verdict.NO_BETTER else Grade.STRONG
    return ask.estimated(
        f"Over {words.counted(overall.n, 'past morning')}, forecasts of the next seven were {said}, and "
        f"{_percent(today.percent)} {how} than the same as today; {round(100 * overall.coverage)} of 100 mornings fell "
        "inside the 80% interval.",
        seen,
        Estimate(skill.percent, skill.low, skill.high, overall.n),
        "%",
    )


def what_if(ask: Ask, made: Forecast, scored: Outcome) -> Finding:
    """What a hard day changes against rest, and an hour more of sleep."""
    effect = made.load_effect
    if effect is None:
        return nothing(ask, NO_LOAD)
    if made.load_grade is Grade.INSUFFICIENT:
        return nothing(ask, f"{NEED_GRADED} forecasts of each of the next seven mornings that have come true or not")
    if made.load_grade is Grade.NONE:
        largest = max(abs(effect.low), abs(effect.high))
        said = (
            f"No effect of your load on the mornings after it is seen; a hard day instead of rest could not matter by "
            f"more than {_points(largest)} next morning."
        )
    else:
        said = (
            f"After a hard day, {scored.name} is {_points(effect.value)} {_direction(effect.value)} next morning than "
            f"after rest ({_span(effect.low, effect.high, 'points')}). {made.load_grade.words.capitalize()}."
        )
    return ask.estimated(f"{said} {_of_sleep(made, scored)}".strip(), made.load_grade, effect, "points")


def _of_sleep(made: Forecast, scored: Outcome) -> str:
    if made.sleep is None:
        return "" if scored.device else HELD_SLEEP
    hour = made.sleep.per_hour
    if made.sleep.grade is Grade.NONE:
        return (
            f"No effect of the length of your nights is seen ({words.interval(hour.low, hour.high, 'points')} an hour)."
        )
    return (
        f"An hour more of sleep goes with {_points(hour.value)} {_direction(hour.value)} "
        f"({_span(hour.low, hour.high, 'points')}), {made.sleep.grade.words}."
    )


def enough_on(gap: NotEnoughData, history: History, day: date) -> date:
    """When there will be enough for a forecast, with a morning recorded on every day from now on."""
    daily = compose.recovery(history, day).daily
    if not daily["recovery_pct"].notna().any():  # ours begins once it is known what is usual
        first = NEED_REFERENCE + WEEK - int(daily.notna().any(axis=1).sum())
        return day + timedelta(days=max(first, 0) + gap.need)
    lately = int(daily["recovery_pct"].loc[pd.Timestamp(day) - pd.Timedelta(days=29) :].count())
    return day + timedelta(days=max(gap.need - gap.have, NEED_LATELY - lately, 1))


def _load_helps(made: Forecast) -> bool:
    return made.if_kept is not None and made.if_kept.verdict is Verdict.BEATS


def _points(value: float) -> str:
    size = round(abs(value))
    return words.counted(size, "point") if size else "less than a point"


def _percent(value: float) -> str:
    return words.number(abs(value), "%")


def _span(low: float, high: float, unit: str = "%") -> str:
    """An interval on one side of zero, without its sign."""
    return words.interval(*sorted((abs(low), abs(high))), unit).removesuffix(f" {unit}")


def _direction(value: float) -> str:
    return "higher" if value > 0 else "lower"


ASKED = {
    "forecast.tomorrow": ("How recovered will I be tomorrow?", TOMORROW_METHOD),
    "forecast.grade": ("How good are such forecasts for me?", GRADE_METHOD),
    "forecast.what_if": ("What would rest, hard training or more sleep change?", WHAT_IF_METHOD),
}
