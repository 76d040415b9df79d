"""One thing against another: weekends and work days, fitness now and then, one habit and another."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.load import form
from analytics.results import Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import judged, records, sessions
from coach.tools.findings import said
from coach.tools.telling import answer
from coach.understood import Period

_MINUS = "\N{MINUS SIGN}"
NEED_WEEKS = 6  # with a weekend and work days that are known
NEED_DAYS = 3  # work days of a week
YEAR = 365


def weekends(known: Known, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    """A measure on Saturdays and Sundays against the other days of the same weeks, of a year unless days are named.

    Within weeks, so that no slow change counts; the interval is that of a mean of weeks (t). Both choices are ours.
    """
    from scipy.stats import t

    period = period or Period(known.day - timedelta(days=YEAR - 1), known.day, "the last 12 months")
    values = known.values(metric).loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    label, unit = records.named(known, metric, daily=True), known.unit(metric)
    points = "points" if unit == "%" else "min" if unit == words.CLOCK else unit
    what = f"{records.label(metric)} on weekends against work days"
    free = values.index.day_of_week >= 5
    weeks = values.index.to_period("W-SUN")
    both = pd.DataFrame(
        {
            "free": values[free].groupby(weeks[free]).mean(),
            "work": values[~free].groupby(weeks[~free]).mean(),
            "n": values[~free].groupby(weeks[~free]).count(),
        }
    ).dropna()
    both = both[both["n"] >= NEED_DAYS]
    if len(both) < NEED_WEEKS:
        missing = f"{NEED_WEEKS} weeks with a weekend and work days, {len(both)} so far"
        return [records.nothing("contrast.weekend", what, missing, records.subjects(metric))]
    gaps = (both["free"] - both["work"]) * (60 if unit == words.CLOCK else 1)
    value = float(gaps.mean())
    reach = float(t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / len(gaps) ** 0.5)
    low, high = value - reach, value + reach
    none = low <= 0 <= high
    free_days, work_days = (words.quantity(float(both[part].mean()), unit) for part in ("free", "work"))
    if none:
        sentence = (
            f"Your {label} averages {free_days} on Saturdays and Sundays, against {work_days} on work days: no "
            f"difference shown; the data would fit anything from {words.change(low, points)} to "
            f"{words.change(high, points)} on weekends, {len(gaps)} weeks."
        )
    else:
        ends = words.interval(*sorted((abs(low), abs(high))), points)
        sentence = (
            f"Your {label} on Saturdays and Sundays is {words.change(value, points)} than on work days ({ends}, "
            f"{len(gaps)} weeks): {free_days} against {work_days}."
        )
    direction = Direction.SAME if none else Direction.HIGHER if value > 0 else Direction.LOWER
    return [
        Fact(
            "contrast.weekend",
            what,
            sentence,
            value,
            points,
            low,
            high,
            len(gaps),
            period.first,
            period.last,
            Grade.NONE if none else Grade.LIKELY,
            direction,
            records.subjects(metric),
            records.page(metric),
            "differences within weeks, 95% interval of their mean",
        )
    ]


USUAL_MEASURES = ("recovery", "asleep_min", "hrv", "resting_hr_bpm", "load")  # where two times are held together
MOST_MEASURES = 6


def several(
    known: Known,
    metrics: Sequence[str],
    period: Period,
    against: Period | None = None,
    *,
    trained: bool = False,
    verdict: bool = False,
) -> list[Fact]:
    """Several measures of some days beside the same of others in one line, and which of them differ.

    trained: whether sessions and hours a week are told as well. verdict: whether it is asked which was the better one.
    """
    first, against = records.in_two(known, period, against)
    parts, clear, about = [], [], []
    for metric in metrics[:MOST_MEASURES]:
        one, other = (records.whole_days(known, metric, days) for days in (first, against))
        values, unit = known.values(metric), known.unit(metric)
        here, there = (values.loc[pd.Timestamp(p.first) : pd.Timestamp(p.last)].dropna() for p in (one, other))
        if here.empty or there.empty:
            continue
        name = records.named(known, metric, daily=True)
        parts.append(f"{name} {words.quantity(here.mean(), unit)} ({words.quantity(there.mean(), unit)})")
        about += records.subjects(metric)
        told = records.compare(known, metric, one, other)
        clear += [f"{name}{_way(metric, told[0])}"] if told[0].direction in _APART else []
    if not parts:
        lacking = f"a measure that is known both {records.within(first)} and {records.within(against)}"
        return [records.nothing("compare.several", "Two times beside each other", lacking, ("data",))]
    said = (
        f"{_upper(records.within(first))}, with {records.dated(against)} in brackets: {words.listed(parts)} on average."
    )
    facts = [_side_by_side("several", said, first, about)]
    if trained and (done := _trained(known, first, against)):
        facts.append(_side_by_side("several.2", done, first, ["workout"]))
    apart = _side_by_side("several.3", _which_differ(clear), first, about)
    return [apart, *facts] if verdict else [*facts, apart]


_APART = (Direction.HIGHER, Direction.LOWER)


def _way(metric: str, told: Fact) -> str:
    """`, for the better`, where more or less of a measure is better by itself."""
    better = judged.better_way(metric)
    if not better:
        return ""
    return ", for the better" if (told.direction is Direction.HIGHER) == (better > 0) else ", for the worse"


def _which_differ(clear: Sequence[str]) -> str:
    if not clear:
        return "None of them differs by more than chance."
    if len(clear) == 1:
        return f"One differs by more than chance: {clear[0]}."
    return f"{len(clear)} differ by more than chance: {'; '.join(clear)}."


def _trained(known: Known, period: Period, against: Period) -> str:
    """`Training a week: 5.5 sessions and 4 h 40 min (4.0 sessions and 3 h 10 min).`"""
    if not len(known.workouts()):
        return ""
    each = []
    for days in (period, against):
        rows = sessions.done(known, None, days)
        a_week = min((known.day - days.first).days + 1, days.days) / 7
        minutes = words.hours(float(rows["duration_min"].sum()) / a_week)
        each.append(f"{words.number(len(rows) / a_week, digits=1)} sessions and {minutes}")
    return f"Training a week: {each[0]} ({each[1]})."


def _side_by_side(id: str, said: str, period: Period, about: Sequence[str]) -> Fact:
    return answer(id, "Two times beside each other", said, n=period.days, period=period, about=tuple(about),
                  page="baselines", method="means of the known days; a difference is told from chance by its interval "
                  "under AR(1) noise")  # fmt: skip


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def fitness(known: Known, period: Period, against: Period | None = None) -> list[Fact]:
    """Fitness (CTL) in some days against others, or against now."""
    now = Period(known.day - timedelta(days=1), known.day - timedelta(days=1), "now")
    one, other = (period, against) if against else (now, period)
    about, what = ("fitness", "strain"), f"Fitness (CTL), {one.words} against {other.words}"
    try:
        first, second = _level(known, one), _level(known, other)
    except NotEnoughData as gap:
        return [records.nothing("contrast.fitness", what, records.gap_words(gap), about, page="recovery")]
    unit = "" if known.unit("load") == "of 21" else known.unit("load")
    gap = first - second
    here, there = (words.number(value, unit, 1) for value in (first, second))
    same = here == there
    counted = " in strain, not in TSS" if known.unit("load") == "of 21" else ""
    when = other.words.removeprefix("the time ")
    when = when if when.startswith(("this", "last", "since")) else f"in {when}"
    by = (
        "as it was"
        if same
        else f"{words.number(round(first, 1) - round(second, 1), unit, 1).lstrip(_MINUS)} "
        f"{'higher' if gap > 0 else 'lower'} than"
    )
    sentence = (
        f"Your fitness (CTL) is {by} {when}: {here} against {there}{counted}. It says how much you train, not "
        f"how fast you are; for that, compare the same route at the same heart rate."
    )
    return [
        Fact(
            "contrast.fitness",
            what,
            sentence,
            gap,
            known.unit("load"),
            n=2,
            first_day=min(one.first, other.first),
            last_day=one.last,
            direction=Direction.SAME if same else Direction.HIGHER if gap > 0 else Direction.LOWER,
            subjects=about,
            page="recovery",
            method="mean of the daily CTL in each of the two times; no interval, since it "
            "is a sum of loads and no measurement of fitness",
        )
    ]


def _level(known: Known, period: Period) -> float:
    """The mean of fitness over some days, looked at every seventh of them and on the last."""
    last = min(period.last, known.day - timedelta(days=1))
    days = [last - timedelta(days=7 * back) for back in range((last - period.first).days // 7 + 1)]
    found = [_on(known, day) for day in days]
    known_ones = [value for value in found if value is not None]
    if not known_ones:
        raise NotEnoughData("fitness in that time", 28, 0)
    return sum(known_ones) / len(known_ones)


def _on(known: Known, day: date) -> float | None:
    try:
        return form(known.values("load"), day).fitness
    except NotEnoughData:
        return None


def two_habits(known: Known, one: str, other: str) -> list[Fact]:
    """Which of two habits goes with the larger difference in recovery; none where either cannot be told."""
    found = {fact.id.removeprefix("habit."): fact for fact in said(known, f"habit.{one}", f"habit.{other}")}
    facts = [found.get(key) for key in (one, other)]
    if any(fact is None or fact.missing or fact.value is None for fact in facts):
        lacking = [
            sanitise.habit(key)
            for key, fact in zip((one, other), facts, strict=True)
            if fact is None or fact.missing or fact.value is None
        ]
        missing = f"nothing can be said of {words.listed(lacking)} yet, so the two cannot be held against each other"
        return [records.nothing("contrast.habits", "One against the other", missing, (one, other), page="habits")]
    names = {key: sanitise.habit(key) for key in (one, other)}
    seen = [key for key, fact in zip((one, other), facts, strict=True) if fact.grade in (Grade.LIKELY, Grade.STRONG)]
    if not seen:
        sentence = f"Of {names[one]} and {names[other]}, no effect on your recovery is seen of either."
    elif len(seen) == 1:
        rest = other if seen[0] == one else one
        sentence = f"{_size(names[seen[0]], found[seen[0]])}; no effect is seen of {names[rest]}."
    else:
        first, second = sorted(seen, key=lambda key: found[key].value)
        overlap = found[first].high >= found[second].low
        sentence = f"{_size(names[first], found[first])}, {_short(names[second], found[second])}"
        sentence += "; the two intervals overlap, so which is worse is open." if overlap else "."
    return [
        Fact(
            "contrast.habits",
            "One against the other",
            sentence,
            n=max(fact.n for fact in facts),
            first_day=facts[0].first_day,
            last_day=known.day,
            subjects=(one, other, "recovery"),
            page="habits",
            method=facts[0].method,
        )
    ]


def _size(name: str, fact: Fact) -> str:
    low, high = sorted((abs(fact.low), abs(fact.high)))
    return (
        f"{name[0].upper()}{name[1:]} goes with recovery {words.change(fact.value, 'points')} next morning "
        f"({words.interval(low, high, 'points')}, {fact.grade.words})"
    )


def _short(name: str, fact: Fact) -> str:
    low, high = sorted((abs(fact.low), abs(fact.high)))
    return f"{name} with {words.change(fact.value, 'points')} ({words.interval(low, high, 'points')})"
