"""What days to come would make of fitness, fatigue and form: usual or planned ones, others, a week of so many hours."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.load import Form, form
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import fresh, loads, measures, sessions, supposed, unsaid
from coach.tools.telling import answer, not_stored
from coach.understanding.supposing import Act, Supposed
from coach.understanding.vocabulary import metrics_in
from coach.understood import Period

WEEK = 7
WEEKS_DAYS = 728  # two years of weeks, from which a week of so many hours is told; ours
ABOUT_AS_MANY, NEED_WEEKS = 0.15, 5
_ABOUT = ("form", "fitness", "fatigue", "strain")
FARTHEST_DAYS = 183  # a half-year: behind that nothing of today is left in form; ours
_METHOD = "means whose weights fall by e in 42 and 7 days (Calvert et al. 1976), carried on with loads to come"
_CALLED = (
    ("fitness", "fitness (CTL)", re.compile(r"\b(?:ctl|fitness|fitter)\b")),
    ("fatigue", "fatigue (ATL)", re.compile(r"\b(?:atl|fatigue)\b")),
    ("form", "form (TSB)", re.compile("")),
)
MORNING = ("hrv", "resting_hr_bpm", "respiration_brpm", "skin_temp_c", "spo2_pct")  # of which recovery is made


def on_day(known: Known, said: str, day: date | None, acts: Sequence[Act] = ()) -> list[Fact]:
    """Form, fitness or fatigue at the start of a day to come, with usual or planned days until then.

    acts: days that are supposed to be otherwise; without a day the morning after the last of them is meant.
    """
    last = (day or acts[-1].day + timedelta(days=1)) - timedelta(days=1) if day or acts else None
    if last is None or last < known.day:
        return []
    which, name, _ = next(one for one in _CALLED if one[2].search(said))
    try:
        past = known.values("load").loc[: pd.Timestamp(known.day) - pd.Timedelta(days=1)]
        now, made = form(past, known.day - timedelta(days=1)), known.forecast()
    except NotEnoughData as gap:
        return [not_stored("form_on", name, f"It is too early to say: {unsaid.gap_words(gap)}.", _ABOUT)]
    many = (last - made.made).days + 1
    if many > FARTHEST_DAYS:
        said = f"{_dated(known, last + timedelta(days=1))} lies too far ahead: by then nothing of today is left in it."
        return [not_stored("form_on", name, said, _ABOUT)]
    usual = fresh.days_to_come(made, many)
    instead, plan, _ = supposed.loads_of(known, acts) if acts else ({}, "", [])
    to_come = usual.copy()
    for one, load in instead.items():
        if pd.Timestamp(one) in to_come.index:
            to_come[pd.Timestamp(one)] = load
    then, otherwise = (form(pd.concat([past, one]), last) for one in (to_come, usual))
    facts = [_on_day(known, (which, name), now, then, last + timedelta(days=1)),
             _taken_for(known, usual, plan, which, getattr(otherwise, which))]  # fmt: skip
    return [*facts, *_no_forecast_of(said), *_mornings_after(known, said, acts)]


def _dated(known: Known, day: date) -> str:
    return words.day(day) + ("" if day.year == known.today.year else f" {day.year}")


def _on_day(known: Known, of: tuple[str, str], now: Form, then: Form, day: date) -> Fact:
    which, name = of
    value, here = getattr(then, which), getattr(now, which)
    unit = known.unit("load")
    parts = f" (fitness {words.number(then.fitness, digits=1)} less fatigue {words.number(then.fatigue, digits=1)})"
    told = (
        f"Your {name} at the start of {_dated(known, day)} would be about {loads.in_unit(value, unit)}"
        f"{parts if which == 'form' else ''}, against {words.number(here, digits=1)} now"
    )
    if which == "form":
        told += f": {'fresh, as' if round(value, 1) > 0 else 'not fresh, as'} that means above 0"
    gap = round(value, 1) - round(here, 1)
    direction = Direction.SAME if not gap else Direction.HIGHER if gap > 0 else Direction.LOWER
    return answer("form_on", f"{name} on that day", f"{told}.", value=value, unit=unit, n=now.days,
                  period=Period(day, day, ""), about=_ABOUT, page="recovery", direction=direction,
                  method=_METHOD)  # fmt: skip


def _taken_for(known: Known, usual: pd.Series, plan: str, which: str, otherwise: float) -> Fact:
    """What the days until then are taken for: the answer holds as far as they come so."""
    planned = len(known.plans()) > 0
    days = "what you have planned, and your usual days beside it" if planned else "your usual days"
    mean = supposed.load_words(known, float(usual.mean()))
    if plan:
        said = f"That takes {plan}, and {days} otherwise; with {days} alone it would be "
        said += f"about {words.number(otherwise, digits=1)}."
    else:
        turned = ("lift", "lower") if which == "form" else ("lower", "lift")
        said = f"That takes {days} until then, {mean} a day; "
        said += f"an easier week before would {turned[0]} it, a harder one {turned[1]} it."
    said += " It is reckoned from loads to come, so it has no interval."
    return answer("form_on.2", "What the days are taken for", said, about=_ABOUT, page="recovery", method=_METHOD)


def _no_forecast_of(said: str) -> list[Fact]:
    """That a measure of the morning is not foretold, where one is asked for beside."""
    named = [one for one in metrics_in(said) if one in MORNING]
    if not named:
        return []
    names = words.listed([words.inside(measures.label(one)) for one in named])
    told = f"Your {names} I don't foretell: of mornings to come there is a forecast of recovery alone."
    about = tuple(subject for one in named for subject in measures.subjects(one))
    return [answer("not_foretold", "What is not foretold", told, about=about, page="forecast")]


def _mornings_after(known: Known, said: str, acts: Sequence[Act]) -> list[Fact]:
    if not acts or not re.search(r"\b(?:hrv|recover\w*|readiness|heart|morning|pulse)\b", said):
        return []
    told = supposed.told(known, Supposed(tuple(acts)))
    return [replace(fact, id=f"answer.form_on.{n}") for n, fact in enumerate(told, 3)]


def not_foretold(known: Known, said: str, period: Period | None) -> list[Fact]:
    """`what will my HRV be tomorrow`: that only recovery is foretold, and that."""
    lacking = _no_forecast_of(said)
    try:
        made = known.forecast() if lacking else None
    except NotEnoughData:
        return lacking
    days = [one for one in made.days if period and period.first <= one.day <= period.last] if made else []
    if not days:
        return lacking
    one, unit = days[0], known.unit("recovery")
    told = (
        f"Recovery on {words.day(one.day)}: about {words.quantity(one.value.value, unit)}, four times in five within "
        f"{words.interval(one.value.low, one.value.high, unit)}."
    )
    value = one.value
    return [
        *lacking,
        answer("not_foretold.2", "Recovery instead", told, value=value.value, unit=unit, low=value.low, high=value.high,
               n=value.n, period=Period(one.day, one.day, ""), about=("recovery",), page="forecast",
               method="forecast of seven mornings; 80% interval"),
    ]  # fmt: skip


def after_week(known: Known, hours: float | None, period: Period | None) -> list[Fact]:
    """Form after a week of so many hours, as days of the athlete's own weeks of about as many were.

    period: the week; without one, or where it has begun, the seven days from today on. Days until then as usual.
    """
    if hours is None:
        return []
    try:
        now = form(known.values("load"), known.day - timedelta(days=1))
        made = known.forecast()
    except NotEnoughData as gap:
        return [unsaid.nothing("form_if", "Form", unsaid.gap_words(gap), ("form",))]
    weeks = _weeks(known)
    like = weeks[(weeks["hours"] / hours - 1).abs() <= ABOUT_AS_MANY]
    if len(like) < NEED_WEEKS:
        most = f" Your fullest held {words.hours(60 * weeks['hours'].max())}." if len(weeks) else ""
        said = (
            f"Too few of your weeks held about {words.hours(60 * hours)} for me to say what load that comes to: "
            f"{len(like) or 'none'} of your last {words.counted(len(weeks), 'week')}.{most}"
        )
        return [not_stored("form_if", "Form", said, _ABOUT)]
    day_load = float(like["load"].median())
    first = period.first if period and period.first > known.day and period.days == WEEK else known.day
    last = first + timedelta(days=WEEK - 1)
    days = pd.date_range(known.day, last)
    usual = dict(zip(pd.date_range(known.day, periods=len(made.load)), made.load, strict=True))
    to_come = pd.Series([day_load if day.date() >= first else usual.get(day) for day in days], days, dtype=float)
    then = form(pd.concat([known.values("load").loc[: days[0] - pd.Timedelta(days=1)], to_come]), last)
    low, high = like["load"].quantile([0.1, 0.9])
    unit = known.unit("load")
    said = (
        f"After a week of about {words.hours(60 * hours)} up to {words.day(last)}, your form would be about "
        f"{words.number(then.form, digits=1)}, against {words.number(now.form, digits=1)} now: fitness "
        f"{words.number(then.fitness, digits=1)} (now {words.number(now.fitness, digits=1)}) less fatigue "
        f"{words.number(then.fatigue, digits=1)} (now {words.number(now.fatigue, digits=1)}). That takes each day for "
        f"{supposed.load_words(known, day_load)}, as in the {len(like)} of your last "
        f"{words.counted(len(weeks), 'week')} that held about so much "
        f"({words.interval(float(low), float(high), unit)})."
    )
    return [answer("form_if", "Form after such a week", said, value=then.form, unit=unit, n=len(like),
                   period=Period(first, last, "that week"), about=_ABOUT, page="recovery",
                   method="means whose weights fall by e in 42 and 7 days (Calvert et al. 1976), with the median day "
                   "of your own weeks of about so many hours")]  # fmt: skip


def _weeks(known: Known) -> pd.DataFrame:
    """Whole weeks from Monday on: hours of training, and the mean load of a day."""
    last = known.day - timedelta(days=known.day.weekday() + 1)
    days = pd.date_range(last - timedelta(days=WEEKS_DAYS - 1), last)
    load = known.values("load").reindex(days)
    done = sessions.done(known, None, Period(days[0].date(), last, ""))
    minutes = done.groupby(pd.to_datetime(done["day"]))["duration_min"].sum().reindex(days).fillna(0.0)
    week = [day - pd.Timedelta(days=day.day_of_week) for day in days]
    table = pd.DataFrame({"hours": minutes / 60, "load": load, "known": load.notna()}, days).groupby(week)
    weeks = pd.DataFrame({"hours": table["hours"].sum(), "load": table["load"].mean(), "known": table["known"].sum()})
    return weeks[weeks["known"] >= WEEK - 2]
