"""When somebody is fresh again: the first morning on which form (TSB) is above zero, with usual or planned days."""

from datetime import date, timedelta

import pandas as pd

from analytics.forecast import Forecast
from analytics.load import Form, form
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import loads, unsaid
from coach.tools.telling import answer, not_stored
from coach.understood import Period

REACH_DAYS = 28  # that are looked ahead
_ABOUT = ("form", "fitness", "fatigue", "strain")
_METHOD = "means whose weights fall by e in 42 and 7 days (Calvert et al. 1976), carried on with loads to come"


def when(known: Known) -> list[Fact]:
    """The first mornings with form above zero: with usual or planned days, and with rest."""
    past = known.values("load").loc[: pd.Timestamp(known.day) - pd.Timedelta(days=1)]
    try:
        now, made = form(past, known.day - timedelta(days=1)), known.forecast()
    except NotEnoughData as gap:
        return [not_stored("fresh", "When you are fresh", f"It is too early to say: {unsaid.gap_words(gap)}.", _ABOUT)]
    usual = _first_fresh(past, _usual(made))
    told = [_now(known, now), _to_come(known, now, usual, planned=len(known.plans()) > 0)]
    rest = known.load_levels().get("rest")
    if now.form <= 0 and rest is not None:
        rested = _first_fresh(past, _then(made, [rest] * REACH_DAYS))
        if rested and (usual is None or rested[0] < usual[0]):
            told.append(_fact("3", f"With nothing but rest from today on it would be {_on(*rested)}.", *rested))
    return [*told, *_of_mornings(known, made)]


def _fact(n: str, said: str, day: date, value: float) -> Fact:
    return answer(f"fresh.{n}", "When you are fresh", said, value=value, period=Period(day, day, ""), about=_ABOUT,
                  page="recovery", method=_METHOD)  # fmt: skip


def _now(known: Known, now: Form) -> Fact:
    lead = "By form (TSB) you are fresh now" if now.form > 0 else "By form (TSB) not yet"
    said = (
        f"{lead}: it is {loads.in_unit(now.form, known.unit('load'))} (fitness {words.number(now.fitness, digits=1)} "
        f"less fatigue {words.number(now.fatigue, digits=1)}), and fresh means above 0."
    )
    return answer("fresh", "How fresh you are", said, value=now.form, unit=known.unit("load"), n=now.days,
                  period=Period(known.day, known.day, ""), about=_ABOUT, page="recovery", method=_METHOD)  # fmt: skip


def _to_come(known: Known, now: Form, usual: tuple[date, float] | None, *, planned: bool) -> Fact:
    days = "what you have planned, and usual days beside it" if planned else "your usual days"
    if usual is None:
        said = (
            f"With {days} it stays at 0 or below for the next {REACH_DAYS} days: who trains evenly is never far from 0."
        )
        return _fact("2", said, known.day + timedelta(days=REACH_DAYS), now.form)
    if now.form > 0:
        return _fact("2", f"With {days} it is above 0 {_on(*usual)} as well.", *usual)
    return _fact("2", f"With {days} it is above 0 {_on(*usual)}.", *usual)


def _on(day: date, value: float) -> str:
    """`on the morning of Thursday 26 November (0.4)`."""
    return f"on the morning of {words.day(day)} ({words.number(value, digits=1)})"


def _usual(made: Forecast) -> pd.Series:
    return days_to_come(made, REACH_DAYS)


def days_to_come(made: Forecast, many: int) -> pd.Series:
    """The loads that the forecast takes its seven days for, and behind them those weekdays' usual ones."""
    plain = next((one.load for one in made.scenarios if one.name == "usual"), made.load)
    week = list(made.load)
    return _then(made, [week[n] if n < len(week) else plain[n % len(week)] for n in range(many)])


def _then(made: Forecast, to_come: list[float]) -> pd.Series:
    return pd.Series(to_come, pd.date_range(made.made, periods=len(to_come)), dtype=float)


def _first_fresh(past: pd.Series, to_come: pd.Series) -> tuple[date, float] | None:
    """The first morning, from tomorrow on, that begins with form above zero as it is printed."""
    every = pd.concat([past, to_come])
    for until in to_come.index:
        value = form(every, until.date()).form
        if round(value, 1) > 0:
            return until.date() + timedelta(days=1), value
    return None


def _of_mornings(known: Known, made: Forecast) -> list[Fact]:
    """Recovery of a morning is another thing: which of the seven to come is foretold best."""
    best = max(made.days, key=lambda day: day.value.value)
    unit = known.unit("recovery")
    said = (
        f"Recovery of a morning is another thing: of the next seven, {words.day(best.day)} is foretold best, at about "
        f"{words.quantity(best.value.value, unit)} ({words.interval(best.value.low, best.value.high, unit)})."
    )
    return [answer("fresh.4", "The best morning to come", said, value=best.value.value, unit=unit, low=best.value.low,
                   high=best.value.high, n=best.value.n, period=Period(best.day, best.day, ""), about=("recovery",),
                   page="forecast", method="forecast of seven mornings; 80% interval")]  # fmt: skip
