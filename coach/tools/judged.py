"""Whether a figure is good: where it lies among the athlete's own, and whether more or less of it is better."""

import re
from dataclasses import replace
from datetime import timedelta

import pandas as pd

from analytics.load import form
from analytics.results import Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import effects, measures, records, spans
from coach.tools.findings import said as found
from coach.tools.loads import in_unit, week_fact
from coach.tools.telling import answer, upper
from coach.understood import Period
from data.schema import METRICS

NEED = 14  # earlier days, or earlier times as long, among which a figure is placed
YEAR = 365
WEEKS = 52  # of which form is looked at, one day of each
SMALL, LARGE = 0.2, 0.5  # of the own day-to-day spread: steps of an effect's size (Cohen 1988); as in common use
_BETTER = {"recovery": 1, "hrv": 1, "efficiency_pct": 1, "deep_min": 1, "rem_min": 1, "awake_min": -1}
NAMES = {"form": "Form (TSB)", "fitness": "Fitness (CTL)", "fatigue": "Fatigue (ATL)"}


def judged(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    """The verdict on a measure of a day or of some days; without a period on the newest.

    metric: also form, fitness or fatigue. A day is placed among the 60 days before it, several days among all times
    as long within the year before; the middle 80% of those are called usual, which is ours.
    """
    if metric in NAMES:
        return _of_form(known, metric)
    if metric == "load" and period is None:
        return _of_week(known)
    values, unit = known.values(metric), known.unit(metric)
    if unit == words.CLOCK:
        return []
    days = values.dropna()
    if days.empty:
        return []
    if period is None or period.first > known.day:
        newest = days.index[-1].date()
        period = Period(newest, newest, "the newest day")
    period = records.whole_days(known, metric, period)
    inside = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if inside.empty:
        return []
    earlier, what = _earlier(values, period)
    if len(earlier) < NEED:
        return []
    value, (low, high) = float(inside.mean()), earlier.quantile([0.1, 0.9])
    below = float((earlier < value).mean())
    told, span = words.apart(value, low, high, unit)
    where = "inside" if low <= value <= high else "above" if value > high else "below"
    direction = {"inside": Direction.SAME, "above": Direction.HIGHER, "below": Direction.LOWER}[where]
    named = measures.named(known, metric, daily=period.days > 1)
    on = f"on {spans.date_words(period.first)}" if period.days == 1 else spans.within(period)
    said = (
        f"{upper(named)} of {told} {on} is {_verdict(metric, where, below)}: {where} the {span} in which four of five "
        f"of {what} lay. {_which_is_better(metric)}"
    )
    return [
        answer("judged", f"{measures.label(metric)} beside what is usual", said, value=value, unit=unit, n=len(earlier),
               period=period, about=measures.subjects(metric), page=measures.page(metric), direction=direction,
               method="among the athlete's own days, or times as long; the middle 80% are called usual")
    ]  # fmt: skip


def _earlier(values: pd.Series, period: Period) -> tuple[pd.Series, str]:
    """What a figure is held against, and what that is called."""
    begin = pd.Timestamp(period.first)
    before = values.loc[: begin - pd.Timedelta(days=1)]
    if period.days == 1:
        return before.iloc[-records.USUAL_DAYS :].dropna(), f"the {records.USUAL_DAYS} days before it"
    means = before.rolling(period.days, min_periods=max(period.days * 2 // 3, 1)).mean()
    return means.iloc[-YEAR:].dropna(), "the times as long within the year before"


def better_way(metric: str) -> int:
    """1 where more is better, -1 where less is, 0 where neither is by itself."""
    if metric in METRICS:
        return {"higher": 1, "lower": -1}.get(METRICS[metric].better or "", 0)
    return _BETTER.get(metric, 0)


def _verdict(metric: str, where: str, below: float) -> str:
    better, size = better_way(metric), "high" if where == "above" else "low"
    if where != "inside":
        if not better:
            return f"{size} for you, which by itself is neither good nor bad"
        good = (where == "above") == (better > 0)
        return f"{size} for you, which is {'good' if good else 'not good'}"
    rank = below if better >= 0 else 1 - below
    if not better or 1 / 3 <= rank <= 2 / 3:
        return "usual for you, neither good nor bad"
    return f"usual for you, {'on the better side' if rank > 2 / 3 else 'on the weaker side'}"


def _which_is_better(metric: str) -> str:
    name, better = words.inside(measures.label(metric)), better_way(metric)
    if metric == "asleep_min":
        return "More sleep is better, up to what you need."
    if better:
        return f"For {name} {'more' if better > 0 else 'less'} is better, against your own days only."
    if metric == "load":
        return "More load is not better or worse by itself: it has to fit your weeks and your mornings."
    return f"For {name} neither more nor less is better by itself: what counts is your own usual."


def _of_week(known: Known) -> list[Fact]:
    """The load of a week: many or few for this athlete, which is no fault by itself."""
    week = next((fact for fact in week_fact(known) if not fact.missing), None)
    if week is None:
        return []
    lead = {
        Direction.HIGHER: "More than you are used to: fine for a week meant to build, a warning if mornings stay low",
        Direction.LOWER: "Less than you are used to: right for a rest, too little to build on",
    }.get(week.direction, "Usual for you, neither good nor bad")
    facts = [answer("judged", "Whether that load is good", f"{lead}.", about=("strain",), direction=week.direction,
                    page="recovery", method=week.method)]  # fmt: skip
    said = f"{week.words} {_which_is_better('load')}"
    return [*facts, answer("judged.2", week.label, said, value=week.value, unit=week.unit, n=week.n,
                           period=Period(week.first_day, week.last_day, ""), about=("strain",), page="recovery",
                           direction=week.direction, method=week.method)]  # fmt: skip


def change(known: Known, metric: str, period: Period, against: Period | None = None) -> list[Fact]:
    """Whether a difference between two times is the better way; the difference itself follows."""
    told = records.compare(known, metric, period, against)
    fact = next((one for one in told if not one.missing), None)
    better = better_way(metric)
    if fact is None or fact.direction is None:
        return told
    if fact.direction is Direction.SAME:
        lead = "Neither good nor bad: no difference is shown."
    elif not better:
        lead = f"Neither good nor bad by itself. {_which_is_better(metric)}"
    else:
        good = (fact.direction is Direction.HIGHER) == (better > 0)
        lead = f"{'Good' if good else 'Not good'}. {_which_is_better(metric)}"
    first = answer("judged", "Whether that is good", lead, about=measures.subjects(metric), direction=fact.direction,
                   page=measures.page(metric), method=fact.method)  # fmt: skip
    return [first, replace(fact, id="answer.judged.2")]


def foretold(known: Known, period: Period | None = None) -> list[Fact]:
    """Whether what is foretold of a morning would be good for this athlete."""
    from coach.tools import ahead

    morning = (one for one in ahead.forecast(known, period) if one.id.startswith(("asked.", "forecast.tomorrow")))
    told = next((one for one in morning if not one.missing and one.value is not None), None)
    past = known.values("recovery").iloc[-records.USUAL_DAYS :].dropna()
    if told is None or told.low is None or told.high is None or len(past) < NEED:
        return []
    low, high = past.quantile([0.1, 0.9])
    where = "inside" if low <= told.value <= high else "above" if told.value > high else "below"
    unit = known.unit("recovery")
    said = (
        f"A recovery of about {words.quantity(told.value, unit)} would be "
        f"{_verdict('recovery', where, float((past < told.value).mean()))}: {where} the "
        f"{words.interval(low, high, unit)} of four in five of your last {records.USUAL_DAYS} days. It is a "
        f"forecast, so "
        f"anything within {words.interval(told.low, told.high, unit)} may come."
    )
    return [answer("judged", "What is foretold beside what is usual", said, value=told.value, unit=unit, low=told.low,
                   high=told.high, n=told.n, period=Period(told.first_day or known.day, told.last_day or known.day, ""),
                   about=("recovery",), page="forecast", method=told.method)]  # fmt: skip


SAME_SHARE = 1.25  # by which a week's sessions may differ from those before and still be about as many; ours
Z95 = 1.96


def count(facts: list[Fact]) -> list[Fact]:
    """Whether a count is much: beside the time before it, where that is known."""
    by_id = {fact.id: fact for fact in facts if not fact.missing and fact.value is not None}
    before = by_id.get("count.before")
    now = next((by_id[id] for id in ("count.habit", "count.days", "count.sessions") if id in by_id), None)
    if now is None or before is None or not now.n or not before.n:
        return facts
    if now.id == "count.sessions":
        rate = now.n / ((now.last_day - now.first_day).days + 1) * 7
        way = _way(rate / before.value, 1 / SAME_SHARE, SAME_SHARE)
        method = "sessions a week over those of the weeks before; a quarter more or less is about as many"
    else:
        was = before.value / 100 if now.id == "count.habit" else before.value / before.n
        both = (now.value + was * before.n) / (now.n + before.n)
        reach = Z95 * (both * (1 - both) * (1 / now.n + 1 / before.n)) ** 0.5
        way = _way(now.value / now.n - was, -reach, reach)
        method = "difference of two shares with its 95% interval"
    lead = {
        Direction.HIGHER: "More often than before, for you.",
        Direction.LOWER: "Less often than before, for you.",
        Direction.SAME: "About as often as before, for you.",
    }[way]
    first = Fact("answer.judged", "Whether that is much", lead, n=now.n, first_day=before.first_day,
                 last_day=now.last_day, direction=way, subjects=now.subjects, page=now.page, method=method)  # fmt: skip
    return [first, *(replace(fact, id=f"answer.{fact.id}") for fact in (now, before))]


def _way(value: float, low: float, high: float) -> Direction:
    return Direction.LOWER if value < low else Direction.HIGHER if value > high else Direction.SAME


def form_values(known: Known, which: str) -> pd.Series:
    """Form, fitness or fatigue once a week over the last year, the newest last."""
    until, loads = known.day - timedelta(days=1), known.values("load")
    made = {}
    for back in reversed(range(WEEKS)):
        day = until - timedelta(days=7 * back)
        try:
            made[pd.Timestamp(day)] = getattr(form(loads, day), which)
        except NotEnoughData:
            continue
    return pd.Series(made, dtype=float)


def form_end(known: Known, which: str, end: str) -> list[Fact]:
    """When form, fitness or fatigue was highest, or lowest, within a year, beside what it is now."""
    values = form_values(known, which) if which in NAMES else pd.Series(dtype=float)
    if len(values) < NEED:
        return []
    high = end in ("highest", "best")
    day = values.idxmax() if high else values.idxmin()
    unit = known.unit("load")
    now = f"now it is {in_unit(float(values.iloc[-1]), unit)}" if day != values.index[-1] else "that is now"
    said = (
        f"{NAMES[which]} was {'highest' if high else 'lowest'} around {spans.date_words(day.date())}, at "
        f"{in_unit(float(values[day]), unit)}, looked at once a week within a year ({len(values)} weeks); {now}."
    )
    return [answer("form_end", f"{NAMES[which]} at its {'highest' if high else 'lowest'}", said,
                   value=float(values[day]), unit=unit, n=len(values),
                   period=Period(values.index[0].date(), values.index[-1].date(), ""), about=(which, "strain"),
                   page="recovery", method="one day of each week of a year")]  # fmt: skip


def _of_form(known: Known, which: str) -> list[Fact]:
    values = form_values(known, which)
    if len(values) < NEED:
        return []
    value, earlier = float(values.iloc[-1]), values.iloc[:-1]
    low, high = earlier.quantile([0.1, 0.9])
    where = "inside" if low <= value <= high else "above" if value > high else "below"
    lead = "Usual for you" if where == "inside" else f"{'High' if where == 'above' else 'Low'} for you"
    first, last = (words.number(end, "", 1) for end in (low, high))
    means = {
        "form": "Below 0 you do more than you are used to, which builds fitness and costs freshness; for a race you "
        "want it above 0",
        "fitness": "More of it means that you train more than you did, not that you are faster",
        "fatigue": "More of it means heavier days of late, which is no fault in a block that is meant to be hard",
    }[which]
    said = (
        f"{lead}: {NAMES[which]} of {in_unit(value, known.unit('load'))} lies {where} the {first} to {last} of four in "
        f"five of your weeks within a year ({len(earlier)} weeks). {means}."
    )
    return [answer("judged", f"{NAMES[which]} beside your own weeks", said, value=value, unit=known.unit("load"),
                   low=float(low), high=float(high), n=len(earlier),
                   period=Period(values.index[0].date(), values.index[-1].date(), ""), about=(which, "strain"),
                   page="recovery",
                   method="one day of each week of a year; the middle 80% are called usual")]  # fmt: skip


def of_habit(known: Known, habit: str, metric: str = "recovery") -> list[Fact]:
    """Whether what a habit goes with is much: beside how far mornings lie apart anyway."""
    if metric in effects.MEASURES:
        effect = effects.of_habit(known, habit, metric)
    else:
        metric, effect = "recovery", next(iter(found(known, f"habit.{habit}")), None)
    if effect is None or effect.missing or effect.value is None:
        return []
    name, measure = words.inside(measures.label(metric)), known.values(metric).iloc[-YEAR:].dropna()
    about = (habit, *measures.subjects(metric))
    if effect.grade not in (Grade.LIKELY, Grade.STRONG) or len(measure) < NEED:
        said = f"Neither good nor bad, as far as your days show: no clear effect of it on your {name} is seen."
        return [answer("judged", "Whether that is much", said, about=about, page="habits", n=effect.n)]
    spread = float(measure.std())
    share = abs(effect.value) / spread if spread else 0.0
    size = "small" if share < SMALL else "middling" if share < LARGE else "large"
    good = (effect.value > 0) == (better_way(metric) > 0)
    unit = effect.unit
    said = (
        f"{'Good' if good else 'Not good'}, and {size} for you: {words.change(effect.value, unit)} is "
        f"{words.number(share, digits=1)} of the {words.quantity(spread, unit)} by which your {name} spreads from day "
        f"to day anyway."
    )
    told = answer("judged", "Whether that is much", said, value=effect.value, unit=unit, low=effect.low,
                  high=effect.high, n=effect.n, period=Period(effect.first_day or known.day, known.day, ""),
                  about=about, page="habits", direction=effect.direction, method=effect.method)  # fmt: skip
    return [replace(told, grade=effect.grade)]


_OF_THE_TEXT = (
    ("form", r"\b(?:form|tsb)\b"),
    ("fatigue", r"\b(?:fatigue|atl)\b"),
    ("fitness", r"\b(?:fitness|ctl|fitter)\b"),
)


def of_load(text: str) -> str:
    """Which of load, form, fitness and fatigue a question is of."""
    return next((name for name, pattern in _OF_THE_TEXT if re.search(pattern, text.lower())), "load")
