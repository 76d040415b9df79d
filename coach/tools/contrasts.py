"""One thing against another: weekends and work days, fitness now and then, one habit and another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analytics import periods
from analytics.load import form
from analytics.results import Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import judged, measures, records, sessions, spans, unsaid
from coach.tools.findings import said
from coach.tools.telling import answer
from coach.understood import Period

_MINUS = "\N{MINUS SIGN}"
NEED_WEEKS = 6  # with a weekend and work days that are known
NEED_DAYS = 3  # work days of a week
YEAR = 365
WEEK = 7
TRAINED = "workout_min"  # a sum over days, of which those without a session count as none


def weekends(known: Known, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    """A measure on Saturdays and Sundays against the other days of the same weeks, of a year unless days are named.

    Within weeks, so that no slow change counts; the interval is that of a mean of weeks (t). Both choices are ours.
    """
    from scipy.special import stdtrit

    period = period or Period(known.day - timedelta(days=YEAR - 1), known.day, "the last 12 months")
    values = sessions.minutes_a_day(known) if metric == TRAINED else known.values(metric)
    values = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    label, unit = measures.named(known, metric, daily=True), known.unit(metric)
    points = "points" if unit == "%" else "min" if unit == words.CLOCK else unit
    what = f"{measures.label(metric)} on weekends against work days"
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
        return [unsaid.nothing("contrast.weekend", what, missing, measures.subjects(metric))]
    gaps = (both["free"] - both["work"]) * (60 if unit == words.CLOCK else 1)
    value = float(gaps.mean())
    reach = float(stdtrit(len(gaps) - 1, 0.975) * gaps.std(ddof=1) / len(gaps) ** 0.5)
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
    if any(fact.missing for fact in said(known, "sleep.social_jetlag")):  # as with shifts
        sentence = sentence.replace("on work days", "on the other days").replace("than on work", "than on the other")
        sentence += " Which of your days are free is not known, so these are days of the calendar, not days off."
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
            measures.subjects(metric),
            measures.page(metric),
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

    trained: whether sessions and hours a week are told as well, as they are where training time is named. verdict:
    whether it is asked which was the better one.
    """
    first, against = records.in_two(known, period, against)
    beside = _trained(known, first, against) if trained or TRAINED in metrics else None
    parts, clear, about = [], [], []
    for metric in [one for one in metrics if one != TRAINED][:MOST_MEASURES]:
        one, other = (records.whole_days(known, metric, days) for days in (first, against))
        values, unit = known.values(metric), known.unit(metric)
        here, there = (values.loc[pd.Timestamp(p.first) : pd.Timestamp(p.last)].dropna() for p in (one, other))
        if here.empty or there.empty:
            continue
        name = measures.named(known, metric, daily=True)
        parts.append(f"{name} {words.quantity(here.mean(), unit)} ({words.quantity(there.mean(), unit)})")
        about += measures.subjects(metric)
        told = records.compare(known, metric, one, other)
        clear += [f"{name}{_way(metric, told[0])}"] if told[0].direction in _APART else []
    if beside and (way := beside.apart):
        clear.append(f"training time{way}")
    if not parts and not beside:
        lacking = f"a measure that is known both {spans.within(first)} and {spans.within(against)}"
        return [unsaid.nothing("compare.several", "Two times beside each other", lacking, ("data",))]
    lead = f"{_upper(spans.within(first))}, with {spans.dated(against)} in brackets"
    facts = [_side_by_side("several", f"{lead}: {words.listed(parts)} on average.", first, about)] if parts else []
    if beside:
        facts.append(_side_by_side("several.2", beside.in_brackets, beside.one.period, ["workout"]))
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


@dataclass(frozen=True)
class _Trained:
    """What was trained in some days."""

    period: Period
    sessions: int
    minutes: float
    days: int  # on which anything at all was recorded: only of those it is known that no session was

    @property
    def a_week(self) -> float:
        """Minutes a week."""
        return self.minutes / self.days * WEEK

    @property
    def each_week(self) -> str:
        """`5.5 sessions and 4 h 40 min`."""
        return f"{words.number(self.sessions / self.days * WEEK, digits=1)} sessions and {words.hours(self.a_week)}"


@dataclass(frozen=True)
class _BothTrained:
    """Training in two times, and by how many minutes a week it differs where days enough are known to tell."""

    one: _Trained
    other: _Trained
    change: periods.Change | None

    @property
    def apart(self) -> str:
        """`, more`, where they differ by more than chance."""
        if self.change is None or self.change.grade is Grade.NONE:
            return ""
        return ", more" if self.change.difference.value > 0 else ", less"

    @property
    def in_brackets(self) -> str:
        """`Training a week: 5.5 sessions and 4 h 40 min (4.0 sessions and 3 h 10 min).`"""
        until = " until yesterday" if self.one.period.words.endswith("until yesterday") else ""
        return f"Training a week{until}: {self.one.each_week} ({self.other.each_week})."


def _trained(known: Known, period: Period, against: Period | None) -> _BothTrained | None:
    """Training in two times, each up to the last day that is over; None where nothing is known of one of them."""
    if not len(known.workouts()):
        return None
    whole = records.whole_days(known, TRAINED, period)
    if against is None or (whole.first < period.first and against.last == period.first - timedelta(days=1)):
        against = records.before(whole)  # it moves with what it stands before
    one, other = (_of_days(known, days) for days in records.in_two(known, whole, against))
    if one is None or other is None:
        return None
    try:
        spans_of = [(found.period.first, found.period.last) for found in (one, other)]
        change = periods.change(sessions.minutes_a_day(known) * WEEK, *spans_of)
    except NotEnoughData:
        change = None
    return _BothTrained(one, other, change)


def _of_days(known: Known, period: Period) -> _Trained | None:
    minutes = sessions.minutes_a_day(known).loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if minutes.empty:
        return None
    return _Trained(period, len(sessions.done(known, None, period)), float(minutes.sum()), len(minutes))


def training(known: Known, period: Period, against: Period | None = None) -> list[Fact]:
    """Hours and sessions of some days against others, in all and a week: days without a session count as none."""
    found, what = _trained(known, period, against), "Training time"
    if found is None:
        return [unsaid.nothing("contrast.training", what, "one of the two times holds no known day", ("workout",))]
    one, other = found.one, found.other
    each = [
        f"{words.hours(part.minutes)} in {words.counted(part.sessions, 'session')} {spans.within(part.period)}"
        + ("" if part.days == part.period.days else f", {words.counted(part.days, 'known day')}")
        for part in (one, other)
    ]
    a_week = [f"{words.hours(part.a_week)}" for part in (one, other)]
    gap = round(one.a_week) - round(other.a_week)
    by = f"{words.hours(gap)} {'more' if gap > 0 else 'less'}" if gap else "the same"
    said = f"You trained {each[0]}, against {each[1]}. A week that is {a_week[0]} against {a_week[1]}, {by}."
    change = found.change
    if change is not None:
        low, high = change.difference.low, change.difference.high
        chance = change.grade is Grade.NONE
        said += (
            f" Chance from day to day could do that: anything from {_more(low)} to {_more(high)} a week would fit."
            if chance
            else f" That is more than chance does ({words.interval(*sorted((abs(low), abs(high))), 'min')})."
        )
    value = change.difference if change else None
    return [
        Fact(
            "contrast.training",
            f"{what}, {one.period.words} against {other.period.words}",
            said,
            one.a_week - other.a_week,
            "min",
            value and value.low,
            value and value.high,
            one.days + other.days,
            min(one.period.first, other.period.first),
            max(one.period.last, other.period.last),
            change and change.grade,
            Direction.SAME if not gap else Direction.HIGHER if gap > 0 else Direction.LOWER,
            ("workout", "strain"),
            "data",
            "minutes of all sessions over the days on which anything was recorded, interval under AR(1) noise",
        )
    ]


def _more(minutes: float) -> str:
    """`40 min more`, of hours of training."""
    return f"{words.hours(minutes)} {'more' if minutes > 0 else 'less'}"


def _side_by_side(id: str, said: str, period: Period, about: Sequence[str]) -> Fact:
    return answer(id, "Two times beside each other", said, n=period.days, period=period, about=tuple(about),
                  page="baselines", method="means of the known days; a difference is told from chance by its interval "
                  "under AR(1) noise")  # fmt: skip


def _upper(said: str) -> str:
    return said[:1].upper() + said[1:]


def fitness(known: Known, period: Period, against: Period | None = None) -> list[Fact]:
    """Fitness (CTL) in some days against others, or against now."""
    now = Period(known.day - timedelta(days=1), known.day - timedelta(days=1), "now")
    one, other = (period, against) if against else (now, _begun(period, now.last))
    about, what = ("fitness", "strain"), f"Fitness (CTL), {one.words} against {other.words}"
    try:
        first, second = _level(known, one), _level(known, other)
    except NotEnoughData as gap:
        return [unsaid.nothing("contrast.fitness", what, unsaid.gap_words(gap), about, page="recovery")]
    unit = "" if known.unit("load") == "of 21" else known.unit("load")
    gap = first - second
    here, there = (words.number(value, unit, 1) for value in (first, second))
    same = here == there
    counted = " in strain, not in TSS" if known.unit("load") == "of 21" else ""
    when = f"on {spans.date_words(other.first)}" if other.days == 1 else _in(other.words)
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


def _begun(period: Period, now: date) -> Period:
    """What now is held against: of a time that lasts until now, as `since August`, the day on which it began."""
    return Period(period.first, period.first, "") if period.first < now <= period.last else period


def _in(said: str) -> str:
    return said if said.startswith(("this", "last")) else f"in {said}"


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
        return [unsaid.nothing("contrast.habits", "One against the other", missing, (one, other), page="habits")]
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
