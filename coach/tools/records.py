"""What was measured, on a day or over some days; what is stored, and who asks."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics import periods
from analytics.results import Estimate, Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.understood import Period
from data.schema import METRICS

# What can be asked of by name, beside data.schema.METRICS: the kinds that count, and columns of nights.
LABELS = {
    "recovery": "Recovery", "hrv": "HRV", "load": "Load", "efficiency_pct": "Sleep efficiency", 
    "deep_min": "Deep sleep",
    "rem_min": "REM sleep", "light_min": "Light sleep", "awake_min": "Time awake at night", "nap_min": "Naps",
    "in_bed_min": "Time in bed", "onset_h": "Falling asleep", "wake_h": "Waking", "workout_min": "Training time",
}  # fmt: skip
_SUBJECTS = {
    "recovery": ("recovery",), "recovery_pct": ("recovery",), "hrv": ("hrv",), "hrv_rmssd_ms": ("hrv",),
    "hrv_sdnn_ms": ("hrv",), "resting_hr_bpm": ("resting_hr",), "respiration_brpm": ("respiration",),
    "asleep_min": ("sleep",), "day_strain": ("strain",), "load_au": ("strain",), "load": ("strain",),
    "onset_h": ("bedtime",), "wake_h": ("wake",), "deep_min": ("stages",), "rem_min": ("stages",),
    "efficiency_pct": ("efficiency",), "skin_temp_c": ("temperature",), "spo2_pct": ("spo2",), "weight_kg": ("weight",),
    "steps": ("steps",), "energy_kcal": ("energy",), "in_bed_min": ("sleep",), "light_min": ("sleep",),
    "awake_min": ("sleep",), "nap_min": ("nap",), "workout_min": ("strain",),
}  # fmt: skip
_PAGES = {
    "sleep": "sleep",
    "bedtime": "rhythm",
    "wake": "rhythm",
    "stages": "sleep",
    "efficiency": "sleep",
    "nap": "sleep",
}
USUAL_DAYS = 60
STALE_DAYS = 2
_DAY = timedelta(days=1)
WEEK = 7


def label(metric: str) -> str:
    """A measure as people read it."""
    return LABELS.get(metric) or METRICS[metric].label.removesuffix(" (device)")


def subjects(metric: str) -> tuple[str, ...]:
    return _SUBJECTS.get(metric, (metric,))


def page(metric: str) -> str:
    """The page that shows a measure."""
    return _PAGES.get(subjects(metric)[0], "recovery" if metric.startswith("recovery") else "baselines")


def measure(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    """A measure on a day or over some days, beside what was usual before; without a period the newest day and week."""
    if period is None:
        newest = Period(known.day, known.day, "the newest day")
        week = Period(known.day - timedelta(days=WEEK - 1), known.day, "the last 7 days")
        return [_one_day(known, metric, newest), *_mean(known, metric, week)]
    if period.days == 1:
        return [_one_day(known, metric, period)]
    return _mean(known, metric, period)


def compare(known: Known, metric: str, period: Period, against: Period | None = None) -> list[Fact]:
    """A measure over some days against others, by default as many days just before; with its interval and grade."""
    if against and period.days == against.days == 1:
        return [
            replace(_one_day(known, metric, day), id=f"measure.{metric}.{n}") for n, day in enumerate((period, against))
        ]
    period, against = _apart(period, against or before(period))
    name, unit, id = words.inside(label(metric)), known.unit(metric), f"compare.{metric}"
    try:
        found = periods.change(known.values(metric), _span(period), _span(against))
    except NotEnoughData as gap:
        return [
            nothing(id, f"{label(metric)}, {period.words} against {against.words}", gap_words(gap), subjects(metric))
        ]
    gap, points = found.difference, "points" if unit == "%" else unit  # of a share, so that no share of it is meant
    means = f"{_said(found.mean, unit)} {within(period)} against {_said(found.against, unit)} {within(against)}"
    if found.grade is Grade.NONE:
        said = f"No difference shown in your {name}: {means}; the data would fit {_spread(gap.low, gap.high, points)}."
    else:
        ends = sorted((abs(gap.low), abs(gap.high)))
        said = f"Your {name} was {words.change(gap.value, points)} ({words.interval(*ends, points)}): {means}."
    signed = Direction.SAME if found.grade is Grade.NONE else Direction.HIGHER if gap.value > 0 else Direction.LOWER
    return [
        Fact(
            id,
            f"{label(metric)}, {period.words} against {against.words}",
            said,
            gap.value,
            points,
            gap.low,
            gap.high,
            found.n + found.n_against,
            min(period.first, against.first),
            max(period.last, against.last),
            found.grade,
            signed,
            subjects(metric),
            page(metric),
            "means of the known days, interval under AR(1) noise",
        )
    ]


def on_part_of_week(known: Known, metric: str, period: Period, against: Period | None, *, free: bool) -> list[Fact]:
    """A measure on Saturdays and Sundays, or on the other days, of some days against others: means of few days."""
    period, against = _apart(period, against or before(period))
    values, unit, part = known.values(metric).dropna(), known.unit(metric), "weekends" if free else "work days"
    values = values[(values.index.day_of_week >= WEEK - 2) == free]
    here, there = (values.loc[pd.Timestamp(one.first) : pd.Timestamp(one.last)] for one in (period, against))
    name, id, what = words.inside(label(metric)), f"compare.{metric}", f"{label(metric)} on {part}"
    if here.empty or there.empty:
        return [nothing(id, what, f"no {part} with {name} in one of the two times", subjects(metric))]
    means = [
        f"{_said(float(one.mean()), unit)} {within(days)} ({words.counted(len(one), 'day')})"
        for one, days in ((here, period), (there, against))
    ]
    said = f"On {part} alone, your {name} averages {' against '.join(means)}."
    if min(len(here), len(there)) < periods.NEED_COMPARED:
        said += " That is too few days to tell a difference from chance."
    return [
        Fact(
            id,
            what,
            said,
            n=len(here) + len(there),
            first_day=min(period.first, against.first),
            last_day=max(period.last, against.last),
            subjects=subjects(metric),
            page=page(metric),
            method=f"means of the known {part}",
        )
    ]


def _apart(period: Period, against: Period) -> tuple[Period, Period]:
    """Two times without the days that are in both: those count for the one that begins later."""
    if against.last < period.first or period.last < against.first:
        return period, against
    if period.first > against.first:
        return period, replace(against, last=period.first - _DAY, words=f"the rest of {against.words}")
    if period.first < against.first:
        return replace(period, last=against.first - _DAY, words=f"the rest of {period.words}"), against
    return period, before(period)


def before(period: Period) -> Period:
    """As many days, just before."""
    last = period.first - timedelta(days=1)
    return Period(last - timedelta(days=period.days - 1), last, f"the {words.counted(period.days, 'day')} before")


def device(known: Known) -> str:
    """Whose recovery it is that a device scores: `WHOOP`, or `your device`."""
    named = known.source("recovery", known.day) if known.day else None
    return named if named and named not in ("simulated", "another source", "entered here") else "your device"


def is_stale(known: Known) -> bool:
    """Whether the newest day is too old to speak of today."""
    return known.day is None or (known.today - known.day).days >= STALE_DAYS


def stale(known: Known) -> Fact:
    """That the newest day is not this one."""
    age = words.age((known.today - known.day).days)
    said = f"Your newest data is from {date_words(known.day)}, {age}: of today nothing is known."
    return Fact("data.stale", "How old your data is", said, first_day=known.day, last_day=known.day,
                subjects=("data",), page="data")  # fmt: skip


def data(known: Known) -> list[Fact]:
    """What is stored: since when, until when, from what, and how old the newest day is."""
    if known.day is None:
        return [nothing("data.days", "Your data", "nothing has been brought yet", ("data",), page="data")]
    days = known.values("recovery").index
    age = (known.today - known.day).days
    facts = [
        Fact(
            "data.days",
            "Your data",
            f"Your data reaches from {date_words(days[0].date())} to {date_words(known.day)}; "
            f"the newest day is {words.age(age)}.",
            n=len(days),
            first_day=days[0].date(),
            last_day=known.day,
            subjects=("data",),
            page="data",
        )
    ]
    for source in known.sources():
        counted = "" if source.records is None else f"{words.counted(source.records, 'record')}, "
        said = f"{source.label}: {counted}{date_words(source.first_day)} to {date_words(source.last_day)}."
        facts.append(
            Fact(
                f"data.source.{source.label}",
                f"Data from {source.label}",
                said,
                None if source.records is None else float(source.records),
                "records",
                n=source.records or 0,
                first_day=source.first_day,
                last_day=source.last_day,
                subjects=("data",),
                page="data",
            )
        )
    return facts


def profile(known: Known) -> list[Fact]:
    """Who asks: sport, threshold power, highest heart rate; only what is known. And the next marked or planned days."""
    who, facts = known.profile, []
    rows = (
        (
            "sport",
            "Sport",
            f"Your sport here is {sanitise.sport(who.sport)}." if sanitise.sport(who.sport or "") else "",
            None,
            "",
        ),
        ("ftp", "FTP", f"Your FTP is kept as {words.number(who.ftp_w or 0, 'W')}.", who.ftp_w, "W"),
        (
            "max_hr",
            "Highest heart rate",
            f"The highest heart rate kept of you is {words.number(who.max_hr_bpm or 0, 'bpm')}.",
            who.max_hr_bpm,
            "bpm",
        ),
    )
    for name, what, said, value, unit in rows:
        if value is not None or (name == "sport" and said):
            facts.append(Fact(f"profile.{name}", what, said, value, unit, subjects=(name,), page="data"))
    if not facts:
        facts.append(nothing("profile", "Your profile", "no sport, FTP or highest heart rate is kept", ("profile",)))
    return facts + plans(known)


def plans(known: Known) -> list[Fact]:
    """What is planned from today on, and the next marked race."""
    facts = []
    for number, row in enumerate(known.plans().itertuples()):
        day = date.fromisoformat(row.day)
        minutes = "" if pd.isna(row.minutes) else f", {words.hours(row.minutes)}"
        sport = f" {sanitise.sport(row.sport)}" if isinstance(row.sport, str) else ""
        facts.append(
            Fact(
                f"plan.{number}",
                f"Planned for {words.day(day)}",
                f"{words.day(day)}: {row.kind}{sport.rstrip()}{minutes}.",
                None if pd.isna(row.minutes) else float(row.minutes),
                "min",
                first_day=day,
                last_day=day,
                subjects=("plan",),
                page="forecast",
            )
        )
    return facts


def nothing(id: str, what: str, missing: str, about: tuple[str, ...], *, page: str = "data") -> Fact:
    """That nothing can be said, and why."""
    return Fact(
        id, what, f"Not enough data: {missing}.", grade=Grade.INSUFFICIENT, subjects=about, page=page, missing=missing
    )


def _one_day(known: Known, metric: str, period: Period) -> Fact:
    values, unit, day = known.values(metric), known.unit(metric), period.first
    value, id = values.get(pd.Timestamp(day)), f"measure.{metric}"
    if value is None or pd.isna(value):
        return nothing(
            id,
            f"{label(metric)} on {date_words(day)}",
            f"{words.inside(label(metric))} of {date_words(day)} is unknown",
            subjects(metric),
        )
    earlier = values.loc[pd.Timestamp(day) - pd.Timedelta(days=USUAL_DAYS) : pd.Timestamp(day) - pd.Timedelta(days=1)]
    told, direction, band = _said(value, unit), None, ""
    if earlier.count() >= WEEK * 2 and unit != words.CLOCK:
        low, high = earlier.quantile([0.1, 0.9])
        inside = low <= value <= high
        direction = Direction.SAME if inside else Direction.HIGHER if value > high else Direction.LOWER
        where = "inside" if inside else "above" if value > high else "below"
        told, span = words.apart(value, low, high, unit)
        band = f", {where} the {span} in which four of five of your days before it lay"
    whose = f" by {device(known)}'s score" if metric == "recovery" and unit == "%" else ""
    said = f"Your {words.inside(label(metric))} on {date_words(day)} was {told}{whose}{band}"
    return Fact(
        id,
        f"{label(metric)} on {date_words(day)}",
        f"{said}.",
        float(value),
        unit,
        n=int(earlier.count()) + 1,
        first_day=day,
        last_day=day,
        direction=direction,
        subjects=subjects(metric),
        page=page(metric),
        method="as measured",
    )


def _mean(known: Known, metric: str, period: Period) -> list[Fact]:
    id, unit, what = f"mean.{metric}", known.unit(metric), f"{label(metric)}, {period.words}"
    try:
        found = _possible(periods.mean(known.values(metric), period.first, period.last), metric, unit)
    except NotEnoughData as gap:
        return [nothing(id, what, gap_words(gap), subjects(metric))]
    said = (
        f"Your {words.inside(label(metric))} {within(period)} averages {_said(found.value, unit)} "
        f"({words.interval(found.low, found.high, unit)}, {words.counted(found.n, 'known day')})."
    )
    facts = [
        Fact(
            id,
            what,
            said,
            found.value,
            unit,
            found.low,
            found.high,
            found.n,
            period.first,
            period.last,
            None,
            None,
            subjects(metric),
            page(metric),
            "mean of the known days, interval under AR(1) noise",
        )
    ]
    if period.days >= periods.NEED_COMPARED and unit != words.CLOCK:
        against = Period(
            period.first - timedelta(days=max(28, period.days)),
            period.first - timedelta(days=1),
            f"the {max(28, period.days)} days before",
        )
        facts += compare(known, metric, period, against)
    return facts


def _possible(mean: Estimate, metric: str, unit: str) -> Estimate:
    """An interval as far as the scale goes."""
    name = {"recovery": "recovery_pct", "hrv": "hrv_rmssd_ms"}.get(metric, metric)
    low, high = (METRICS[name].low, METRICS[name].high) if name in METRICS else (-math.inf, math.inf)
    if unit == "of 21":
        low, high = 0, 21
    return replace(mean, low=max(mean.low, low), high=min(mean.high, high))


def _span(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _said(value: float, unit: str) -> str:
    return words.quantity(value, unit)


def _spread(low: float, high: float, unit: str) -> str:
    return f"anything from {words.change(low, unit)} to {words.change(high, unit)}"


def dated(period: Period) -> str:
    """`this week (15 to 21 November 2026)`; with both years and months where they differ."""
    first, last = period.first, period.last
    if first == last:
        return (
            date_words(first)
            if period.words in ("", f"{first.day} {first:%B}")
            else f"{period.words} ({date_words(first)})"
        )
    if re.match(r"the \d+ days before", period.words):
        return period.words
    begin = date_words(first)
    if first.year == last.year:
        begin = f"{first.day}" if first.month == last.month else f"{first.day} {first:%B}"
    return f"{period.words} ({begin} to {date_words(last)})" if period.words else f"{begin} to {date_words(last)}"


def within(period: Period) -> str:
    """The same behind a sentence: `last week (9 to 15 November 2026)`, `over the last 28 days (...)`."""
    said = dated(period)
    if said.startswith("the time since"):
        return said.removeprefix("the time ")
    bare = said.startswith(("this ", "last ", "yesterday", "today", "the night", "the week of"))
    return said if bare else f"on {said}" if period.days == 1 else f"over {said}"


def date_words(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {day:%B %Y}"


def gap_words(gap: NotEnoughData) -> str:
    """What is missing: `fitness and fatigue: 28 days are needed, 20 so far`."""
    return f"{gap.what}: {gap.need} {gap.unit} are needed, {gap.have} so far"
