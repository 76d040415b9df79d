"""What is asked of what the coach itself does and holds, and of days that stand out: each answered outright."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pandas as pd

from analytics.load import form
from analytics.results import Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import effects, judged, made, measures, records, sessions, spans, unsaid
from coach.tools.findings import said as found
from coach.tools.loads import in_unit
from coach.tools.telling import answer, not_stored, upper, when
from coach.understanding.times import day_ago
from coach.understood import Period

if TYPE_CHECKING:
    from coach.tools.exact import Asked

LATELY_DAYS = 28
MOST_NAMED = 5
NEED = 14  # earlier days beside which one can stand out, or nights of which there is a usual hour
APART = 3.0  # robust standard deviations from the median of 60 days at which a day stands out; ours
_TO_SD = 1.4826  # of the median absolute deviation, under normal noise


def learned(known: Known) -> list[Fact]:
    """Whether a model that learned from the athlete's own mornings foretells the next one, and why or why not."""
    facts = {fact.id: fact for fact in found(known, "prediction.tomorrow", "prediction.grade")}
    made, grade = facts.get("prediction.tomorrow"), facts.get("prediction.grade")
    own = re.search(r"which learned from ([\d,]+) mornings?", made.words) if made and not made.missing else None
    if own:
        said = (
            f"Yes: your next morning is foretold by a model that learned from {own[1]} of your own mornings, on this "
            f"machine. It speaks only while it is shown to be as close as fixed rules on mornings it had not seen."
        )
    elif made is None or made.missing:
        gap = f": {made.missing.rstrip('.')}" if made and made.missing else ""
        said = f"No: there is too little to learn from yet{gap}."
    else:
        said = (
            "No: your next morning is foretold by a rule whose weights are the same for everyone. A model that learns "
            "from your own mornings speaks only once it is shown to be as close on mornings it had not seen."
        )
    told = [answer("learned", "Whether a model learned from you", said, n=made.n if made and own else 0,
                   about=("recovery",), page="compare", method=made.method if made else "")]  # fmt: skip
    if grade and not grade.missing:
        said = f"The grade is {grade.grade.words}. {grade.words}" if grade.grade else grade.words
        told.append(replace(grade, id="answer.learned.2", words=said))
    elif grade:
        said = f"How good such a model would be is not known yet: it takes {grade.missing.rstrip('.')}."
        told.append(answer("learned.2", "How good it would be", said, about=("recovery",), page="compare"))
    return told


_COUNTED = (  # what is held of a question's words: measure, and what one day of it is called
    (r"\bhrv\b|\bheart rate variability\b", "hrv", "morning with HRV"),
    (r"\bresting\b|\bpulse\b", "resting_hr_bpm", "morning with a resting heart rate"),
    (r"\bnights?\b|\bsleep\b", "asleep_min", "night"),
    (r"\brecover\w*\b|\bmornings?\b", "recovery", "morning with recovery"),
)


def stored(known: Known, said: str) -> list[Fact]:
    """How many nights, mornings or days are held, since when."""
    metric, one = next(((metric, one) for asked, metric, one in _COUNTED if re.search(asked, said)), ("", "day"))
    if metric:
        days = known.values(metric).dropna().index
    else:
        seen = sessions.recorded(known, Period(known.values("recovery").index[0].date(), known.day, ""))
        days = seen.index[seen]
    if not len(days):
        return [not_stored("stored", "What is held", "None is held of you yet.", ("data",))]
    first, last = days[0].date(), days[-1].date()
    several = one.replace("morning ", "mornings ") if " " in one else f"{one}s"
    span = (last - first).days + 1
    told = f"{len(days):,} {one if len(days) == 1 else several}, from {spans.date_words(first)} to "
    told += f"{spans.date_words(last)}"
    told += f"; {words.counted(span - len(days), 'day')} in between have none." if span > len(days) else "."
    if not metric:
        told = told.replace(" days,", " days with anything on them,", 1).replace(" have none.", " have nothing.")
    return [answer("stored", "What is held", told, value=float(len(days)), unit=f"{one.split()[0]}s", n=len(days),
                   period=Period(first, last, ""), about=("data", *measures.subjects(metric or "recovery")),
                   method="counted day by day")]  # fmt: skip


def usual_hour(known: Known, said: str, period: Period | None = None) -> list[Fact]:
    """When somebody falls asleep, or wakes, on average."""
    wake = bool(re.search(r"\b(?:wak\w+|woke|get[- ]?up|getting up|rising)\b", said))
    metric, what = ("wake_h", "wake up") if wake else ("onset_h", "fall asleep")
    period = period if period and period.days > 1 and period.first <= known.day else sessions.lately(known, LATELY_DAYS)
    nights = known.values(metric).loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if len(nights) < NEED // 2:
        told = f"Too few nights with an hour are stored {when(period)} to tell a usual one."
        return [not_stored("hour", "Your usual hour", told, ("bedtime", "wake"))]
    low, high = nights.quantile([0.1, 0.9])
    told = (
        f"On average you {what} at {words.about(float(nights.mean()))} {when(period)}; four in five of those "
        f"{len(nights)} nights it was between {words.about(low)} and {words.about(high)}."
    )
    if high - low > 6:
        told += " That far apart, as with shifts, an average says little."
    return [answer("hour", f"When you {what}", told, value=float(nights.mean()), unit=words.CLOCK, low=float(low),
                   high=float(high), n=len(nights), period=period, about=("bedtime", "wake", "sleep"), page="rhythm",
                   method="mean and middle 80% of the known nights")]  # fmt: skip


def form_then(known: Known, said: str, period: Period | None = None) -> list[Fact]:
    """Form, fitness or fatigue on an earlier day, beside now; of several days the last one."""
    which = judged.of_load(said)
    until = known.day - timedelta(days=1)
    if which == "load" or period is None or period.first > until:
        return []
    then = min(day_ago(said, known.today) or period.last, until)
    name, unit, loads = judged.NAMES[which], known.unit("load"), known.values("load")
    if then == until:
        return []
    try:
        there, here = (getattr(form(loads, day), which) for day in (then, until))
    except NotEnoughData as gap:
        missing = unsaid.gap_words(gap)
        return [not_stored("form_then", name, f"Your {name} of that time is not known: {missing}.", (which, "strain"))]
    gap = round(here, 1) - round(there, 1)
    now = "the same now" if gap == 0 else f"now {words.number(here, digits=1)}, {'up' if gap > 0 else 'down'} by "
    now += "" if gap == 0 else words.number(abs(gap), digits=1)
    told = f"{name} on {spans.date_words(then)} was {in_unit(there, unit)}; {now}."
    direction = Direction.SAME if gap == 0 else Direction.HIGHER if gap > 0 else Direction.LOWER
    return [answer("form_then", f"{name} then and now", told, value=there, unit=unit, n=2, direction=direction,
                   period=Period(then, until, ""), about=(which, "strain"), page="recovery",
                   method="means whose weights fall by e in 42 and 7 days (Calvert et al. 1976)")]  # fmt: skip


def unusual_days(known: Known, metric: str = "", period: Period | None = None) -> list[Fact]:
    """Which days of a time were unusual: of one measure those far from its own 60 days before, else the mornings that
    the page Unusual days lists."""
    period = period or sessions.lately(known, LATELY_DAYS)
    if period.days == 1 or period.first > known.day:
        return []
    if metric in ("", "recovery"):
        return _unusual_mornings(known, period)
    values, unit, name = known.values(metric), known.unit(metric), words.inside(measures.label(metric))
    if unit == words.CLOCK:
        return []
    center = values.rolling(records.USUAL_DAYS, min_periods=NEED).median().shift(1)
    spread = _TO_SD * (values - center).abs().rolling(records.USUAL_DAYS, min_periods=NEED).median().shift(1)
    away = (values - center) / spread.where(spread > 0)
    inside = away.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if inside.empty:
        told = f"Too few days with {name} are known {when(period)} to tell which stand out."
        return [not_stored("unusual", f"Days with unusual {name}", told, measures.subjects(metric))]
    hit = inside[inside.abs() >= APART]
    ranked = hit.reindex(hit.abs().sort_values(ascending=False).index).iloc[:MOST_NAMED].sort_index()
    told = f"None of {words.counted(len(inside), 'known day')} {when(period)} stands out in {name}."
    if len(hit):
        days = [
            f"{words.day(day.date())} ({words.quantity(float(values[day]), unit)}, usually about "
            f"{words.quantity(float(center[day]), unit)})"
            for day in ranked.index
        ]
        more = f"; the {len(ranked)} farthest off were " if len(hit) > len(ranked) else ": "
        told = (
            f"{words.counted(len(hit), 'day')} of {len(inside)} known {when(period)} stood out in {name}{more}"
            f"{words.listed(days)}."
        )
    return [answer("unusual", f"Days with unusual {name}", told, value=float(len(hit)), unit="days", n=len(inside),
                   period=period, about=measures.subjects(metric), page="unusual",
                   method="at least 3 robust standard deviations from the median of the 60 days before")]  # fmt: skip


def _unusual_mornings(known: Known, period: Period) -> list[Fact]:
    try:
        n, days = known.unusual_mornings(period.first, min(period.last, known.day))
    except NotEnoughData as gap:
        told = f"Which mornings were unusual can't be told yet: {unsaid.gap_words(gap)}."
        return [not_stored("unusual", "Unusual mornings", told, ("recovery",))]
    told = f"None of {words.counted(n, 'known morning')} {when(period)} was unusual."
    if days:
        each = [f"{words.day(day)} ({why})" for day, why in days[-MOST_NAMED:]]
        more = f"; the newest {len(each)} are " if len(days) > len(each) else ": "
        told = (
            f"{words.counted(len(days), 'morning')} of {n} known {when(period)} "
            f"{'was' if len(days) == 1 else 'were'} unusual{more}{words.listed(each)}."
        )
    return [answer("unusual", "Unusual mornings", told, value=float(len(days)), unit="mornings", n=n, period=period,
                   about=("recovery", "hrv", "resting_hr", "respiration", "temperature"), page="unusual",
                   method="all signals of a morning together, as on the page Unusual days")]  # fmt: skip


_HELP = re.compile(r"\b(?:helps?|improv\w+|good for|best|raises?|boosts?|better|benefits?)\b")
_HURT = re.compile(r"\b(?:hurts?|worst|bad for|harms?|costs?|worse|ruins?|wrecks?|damages?|spoils?)\b")
_NIGHTS = {"efficiency_pct": "sleep.good_night.efficiency", "deep_min": "sleep.good_night.stages",
           "rem_min": "sleep.good_night.stages"}  # fmt: skip


def habits_on(known: Known, metric: str, said: str) -> list[Fact]:
    """Which habits go with another measure than recovery; where only help, or harm, is asked for, only those."""
    if metric not in effects.MEASURES:
        return _no_habits_on(known, metric)
    keys = [fact.id.removeprefix("habit.") for fact in found(known, "habit.") if not fact.missing]
    told = [effects.of_habit(known, key, metric) for key in keys]
    seen = sorted((fact for fact in told if fact.grade in (Grade.LIKELY, Grade.STRONG)), key=lambda f: -abs(f.value))
    name, better = words.inside(measures.label(metric)), -1 if metric == "resting_hr_bpm" else 1
    if not told:
        return []
    side = bool(_HELP.search(said)) - bool(_HURT.search(said))
    chosen = [fact for fact in seen if not side or (fact.value > 0) == (better * side > 0)]
    facts = [replace(fact, id=f"answer.habits_on.{n}") for n, fact in enumerate(chosen[:3], 1)]
    if chosen:
        return facts
    named = words.listed([sanitise.habit(key) for key in keys])
    what = {1: "is seen to improve", -1: "is seen to hurt"}.get(side, "shows in")
    said = f"None: no habit of yours {what} your {name}, of {named}."
    about = ("habits", *measures.subjects(metric))
    return [answer("habits_on", f"Habits and {name}", said, about=about, page="habits"),
            *(replace(fact, id=f"answer.habits_on.{n}") for n, fact in enumerate(seen[:2], 2))]  # fmt: skip


def _no_habits_on(known: Known, metric: str) -> list[Fact]:
    """That habits are not held against a measure, and what is known of it instead."""
    name = words.inside(measures.label(metric))
    said = (
        f"What habits do to your {name} I don't work out: they are held against recovery, HRV, resting heart rate and "
        f"hours asleep alone."
    )
    about = ("habits", *measures.subjects(metric))
    facts = [answer("habits_on", f"Habits and {name}", said, about=about, page="habits")]
    near = [fact for fact in found(known, _NIGHTS[metric]) if not fact.missing] if metric in _NIGHTS else []
    return [*facts, *(replace(fact, id="answer.habits_on.2") for fact in near[:1])]


def hour_to_train(known: Known) -> list[Fact]:
    """The hours that suit by the own rhythm, or why none do."""
    best = next(iter(found(known, "rhythm.readiness")), None)
    if best is None:
        return []
    if not best.missing:
        return [replace(best, id="answer.hours")]
    why = best.missing.partition(". ")[2] or best.missing
    said = f"No hour is best for all of your days. {upper(why.rstrip('.'))}."
    return [answer("hours", "Hours to train", said, about=best.subjects, page="rhythm", method=best.method)]


def recovered_from(known: Known, period: Period | None = None) -> list[Fact]:
    """The morning after a day, beside what was usual, and what was done on that day."""
    if period is None or period.days > 1 or period.first >= known.day:
        return []
    day, after = period.first, period.first + timedelta(days=1)
    rows = sessions.done(known, None, Period(day, day, "")) if len(known.workouts()) else known.workouts()
    told = f"No session is on record for {words.day(day)}."
    if len(rows):
        top = max(rows.itertuples(), key=lambda row: row.duration_min)
        told = f"{upper(sessions.name_of(top))} on {words.day(day)}: {sessions.figures(top, known)}."
    morning = [fact for fact in records.measure(known, "recovery", Period(after, after, "")) if not fact.missing]
    done = answer("recovered.2", "That day", told, n=len(rows), period=Period(day, day, ""))
    return [*(replace(fact, id="answer.recovered") for fact in morning), done]


def of_hardest_week(known: Known, said: str, period: Period | None = None) -> list[Fact]:
    """Hours and distance of the week with the highest load."""
    values = known.values("load").dropna()
    if period:
        values = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)]
    weeks = values.groupby(values.index.to_period("W-SUN"))
    means = weeks.mean()[weeks.count() >= 5]
    if means.empty:
        return []
    first = means.idxmax().start_time.date()
    return of_week(known, first, "Your hardest week by load")


def of_week(known: Known, first: date, lead: str = "") -> list[Fact]:
    """Hours, sessions and distance of one week, from Monday."""
    week = Period(first, first + timedelta(days=6), f"the week of {spans.date_words(first)}")
    rows = sessions.done(known, None, week) if len(known.workouts()) else known.workouts()
    if rows.empty:
        return []
    minutes, km = float(rows["duration_min"].sum()), float(rows["km"].sum())
    far = f" and {words.number(km, 'km', 1)}" if km else ""
    name = f"{lead}, {week.words}," if lead else upper(week.words)
    told = f"{name} held {words.hours(minutes)} in {words.counted(len(rows), 'session')}{far}."
    return [answer("of_week", "What that week held", told, value=minutes, unit="min", n=len(rows), period=week,
                   about=("workout", "strain"))]  # fmt: skip


KINDS: "Mapping[str, Callable[[Known, Asked], list[Fact]]]" = {
    "learned": lambda known, asked: learned(known),
    "how_made": lambda known, asked: made.of_words(known, asked.words),
    "stored": lambda known, asked: stored(known, asked.words),
    "usual_hour": lambda known, asked: usual_hour(known, asked.words, asked.period),
    "form_then": lambda known, asked: form_then(known, asked.words, asked.period),
    "unusual_days": lambda known, asked: unusual_days(known, asked.metric, asked.period),
    "habits_on": lambda known, asked: habits_on(known, asked.metric, asked.words) if not asked.habit else [],
    "hour_to_train": lambda known, asked: hour_to_train(known),
    "recovered_from": lambda known, asked: recovered_from(known, asked.period),
    "hardest_week": lambda known, asked: of_hardest_week(known, asked.words, asked.period),
    "was_it": lambda known, asked: judged.judged(known, asked.metric or "recovery", asked.period),
    "judged": lambda known, asked: judged.judged(known, asked.metric or "recovery", asked.period),
    "judged_forecast": lambda known, asked: judged.foretold(known, asked.period),
    "judged_habit": lambda known, asked: judged.of_habit(known, asked.habit, asked.metric or "recovery"),
}
