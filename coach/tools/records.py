"""What was measured, on a day or over some days, and one time against another."""

import math
import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics import periods
from analytics.results import Estimate, Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools.measures import IN_THE_DAY, label, named, page, subjects
from coach.tools.spans import date_words, dated, within
from coach.tools.stored import device
from coach.tools.unsaid import gap_words, nothing
from coach.understood import Period
from data.schema import METRICS

USUAL_DAYS = 60
# Of fewer known days a mean is told with the lowest and the highest of them, and without an interval. How much a day
# resembles the one before cannot be learned from a week: the AR(1) interval of 5 to 7 days is made of what was assumed
# about it, and may span the whole scale. The mean of those days itself is known and in no doubt. Two weeks are ours.
NEED_INTERVAL = 14
_DAY = timedelta(days=1)
WEEK = 7


def whole_days(known: Known, metric: str, period: Period) -> Period:
    """A time without the newest day where that one is not over: as many whole days, or those until the day before."""
    if metric not in IN_THE_DAY or period.days == 1 or known.day is None or period.last < known.day:
        return period
    last = known.day - _DAY
    if period.last == known.day and (found := re.fullmatch(r"the last (\d+) days", period.words)):
        return Period(last - timedelta(days=period.days - 1), last, f"the last {found[1]} whole days")
    return Period(period.first, last, f"{period.words} until yesterday".strip()) if period.first <= last else period


def measure(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    """A measure on a day or over some days, beside what was usual before; without a period the newest day and week."""
    if period is None:
        week = whole_days(known, metric, Period(known.day - (WEEK - 1) * _DAY, known.day, "the last 7 days"))
        newest = Period(week.last, week.last, "the newest day")
        return [_one_day(known, metric, newest), *_mean(known, metric, week)]
    if period.days == 1:
        return [_one_day(known, metric, period)]
    return _mean(known, metric, whole_days(known, metric, period))


def compare(known: Known, metric: str, period: Period, against: Period | None = None) -> list[Fact]:
    """A measure over some days against others, by default as many days just before; with its interval and grade.

    A single day against no other named time stands beside what was usual before it.
    """
    if against and period.days == against.days == 1:
        return [
            replace(_one_day(known, metric, day), id=f"measure.{metric}.{n}") for n, day in enumerate((period, against))
        ]
    if against is None and period.days == 1:  # beside the days before it, not beside the one before
        return [_one_day(known, metric, period)]
    whole = whole_days(known, metric, period)
    if against and against.last == period.first - _DAY and whole.first < period.first:
        against = replace(before(whole), first=against.first - _DAY)  # it moves with what it stands before
    return _compared(known, metric, *_apart(whole, against or before(whole)))


def _compared(known: Known, metric: str, period: Period, against: Period, *, told: bool = False) -> list[Fact]:
    """One time against another. told: whether the mean of the first has just been said."""
    name, unit, id = named(known, metric, daily=True), known.unit(metric), f"compare.{metric}"
    what = f"{label(metric)}, {period.words} against {against.words}"
    values = known.values(metric)
    try:
        found = periods.change(values, _span(period), _span(against))
    except NotEnoughData as gap:
        return _side_by_side(known, metric, period, against) or [nothing(id, what, gap_words(gap), subjects(metric))]
    gap, points = found.difference, "points" if unit == "%" else unit  # of a share, so that no share of it is meant
    here, there = _said(found.mean, unit), _said(found.against, unit)
    same = found.grade is Grade.NONE
    by = (
        _how_far(gap, points, _spread_of_days(values, period, against))
        if same
        else f"{words.change(gap.value, points)} ({words.interval(*sorted((abs(gap.low), abs(gap.high))), points)})"
    )
    if told:
        shown = f"no difference is shown in your {name}; {by}" if same else f"your {name} was {by}"
        said = f"Against {dated(against)} ({there}), {shown}."
    else:
        shown = f"no difference shown; {by}" if same else by
        said = f"Your {name} averaged {here} {within(period)}, against {there} {within(against)}: {shown}."
    signed = Direction.SAME if same else Direction.HIGHER if gap.value > 0 else Direction.LOWER
    return [
        Fact(
            id,
            what,
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


def _how_far(gap: Estimate, unit: str, day_to_day: float) -> str:
    """How far it goes that no difference is shown: what would fit, or only what would have been seen.

    An interval that reaches further than single days lie apart rules out nothing that anybody would have expected; its
    half is the smallest difference that such days could have shown.
    """
    reach = (gap.high - gap.low) / 2
    if reach < day_to_day:
        return f"the data would fit {_spread(gap.low, gap.high, unit)}"
    return f"only one of about {words.quantity(reach, unit)} or more would show in these days"


def _spread_of_days(values: pd.Series, period: Period, against: Period) -> float:
    """How far single days of two times lie from their means."""
    parts = [values.loc[pd.Timestamp(one.first) : pd.Timestamp(one.last)].dropna() for one in (period, against)]
    return float(pd.concat([part - part.mean() for part in parts]).std())


def _side_by_side(known: Known, metric: str, period: Period, against: Period) -> list[Fact]:
    """What was measured in two times of which one is too short to be compared; nothing where one has no day at all."""
    values, unit = known.values(metric), known.unit(metric)
    parts = [values.loc[pd.Timestamp(one.first) : pd.Timestamp(one.last)].dropna() for one in (period, against)]
    if any(part.empty for part in parts) or unit == words.CLOCK:
        return []
    here, there = (
        f"{_said(float(part.mean()), unit)} {within(days)}"
        if days.days == 1
        else f"{_said(float(part.mean()), unit)} on average {within(days)}, {words.counted(len(part), 'known day')}"
        for part, days in zip(parts, (period, against), strict=True)
    )
    said = f"Your {named(known, metric)} was {here}, against {there}: too few days to tell a difference from chance."
    return [
        Fact(
            f"compare.{metric}",
            f"{label(metric)}, {period.words} against {against.words}",
            said,
            n=sum(len(part) for part in parts),
            first_day=min(period.first, against.first),
            last_day=max(period.last, against.last),
            subjects=subjects(metric),
            page=page(metric),
            method="means of the known days",
        )
    ]


def on_part_of_week(known: Known, metric: str, period: Period, against: Period | None, *, free: bool) -> list[Fact]:
    """A measure on Saturdays and Sundays, or on the other days, of some days against others: means of few days."""
    period, against = _apart(period, against or before(period))
    values, unit, part = known.values(metric).dropna(), known.unit(metric), "weekends" if free else "work days"
    values = values[(values.index.day_of_week >= WEEK - 2) == free]
    here, there = (values.loc[pd.Timestamp(one.first) : pd.Timestamp(one.last)] for one in (period, against))
    name, id, what = named(known, metric, daily=True), f"compare.{metric}", f"{label(metric)} on {part}"
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


def in_two(known: Known, period: Period, against: Period | None) -> tuple[Period, Period]:
    """Two times as they are held together: the second as long and just before, where none is named."""
    if period.last > known.day:
        period = replace(period, last=max(known.day, period.first))
    return _apart(period, against or before(period))


def before(period: Period) -> Period:
    """As many days, just before."""
    last = period.first - timedelta(days=1)
    return Period(last - timedelta(days=period.days - 1), last, f"the {words.counted(period.days, 'day')} before")


def _one_day(known: Known, metric: str, period: Period) -> Fact:
    values, unit, day = known.values(metric), known.unit(metric), period.first
    value, id = values.get(pd.Timestamp(day)), f"measure.{metric}"
    if (value is None or pd.isna(value)) and metric in IN_THE_DAY and day == known.day == known.today:
        said = f"Your {named(known, metric)} of today is not known yet: the day is not over."
        return Fact(id, f"{label(metric)} today", said, first_day=day, last_day=day, subjects=subjects(metric),
                    page=page(metric), method="as measured")  # fmt: skip
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
    said = f"Your {named(known, metric)} on {date_words(day)} was {told}{whose}{band}"
    if metric in IN_THE_DAY and day == known.day == known.today:  # no day to be held against whole ones
        said = f"Your {named(known, metric)} of today is {_said(value, unit)} so far; the day is not over"
        direction = None
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
    values = known.values(metric)
    try:
        found = _possible(periods.mean(values, period.first, period.last), metric, unit)
    except NotEnoughData as gap:
        return [nothing(id, what, gap_words(gap), subjects(metric))]
    days = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    behind, few = words.counted(found.n, "known day"), _says_nothing(found, days)
    if few:
        behind = f"{behind}, from {words.interval(float(days.min()), float(days.max()), unit)}"
    else:
        behind = f"{words.interval(found.low, found.high, unit)}, {behind}"
    said = f"Your {named(known, metric, daily=True)} {within(period)} averages {_said(found.value, unit)} ({behind})."
    facts = [
        Fact(
            id,
            what,
            said,
            found.value,
            unit,
            None if few else found.low,
            None if few else found.high,
            found.n,
            period.first,
            period.last,
            None,
            None,
            subjects(metric),
            page(metric),
            "mean of the known days" if few else "mean of the known days, interval under AR(1) noise",
        )
    ]
    if period.days >= periods.NEED_COMPARED and unit != words.CLOCK:
        against = Period(
            period.first - timedelta(days=max(28, period.days)),
            period.first - timedelta(days=1),
            f"the {max(28, period.days)} days before",
        )
        facts += [fact for fact in _compared(known, metric, period, against, told=True) if fact.direction]
    return facts


def _says_nothing(mean: Estimate, days: pd.Series) -> bool:
    """Whether the interval of a mean tells less than the days themselves: of few days, or wider than one day's scatter.

    A mean whose interval reaches as far as the SD of single days is known no better than from four days that do not
    resemble each other (1.96 / sqrt(4) is about 1).
    """
    return mean.n < NEED_INTERVAL or (mean.high - mean.low) / 2 >= float(days.std())


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
