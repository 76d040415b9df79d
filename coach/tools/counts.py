"""How many, how often, how much in all, and how long since: of sessions, habits, nights, mornings and days of rest.

What was not logged is not a "no": each count says on how many days anything is known.
"""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import measures, of_those, records, sessions, spans, unsaid
from coach.understood import Period

LATELY_DAYS = 28  # where no time is named
BEFORE_DAYS = 90  # of what was usual before
BEFORE_WEEKS = 8
LOW_PCT, HIGH_PCT = 34.0, 66.0  # of a device's recovery: below a third, from two thirds on
LOW_SCORE, HIGH_SCORE = 40.0, 60.0  # of ours, where 50 is usual
HARD = 2 / 3  # of a year's sessions by load: those above it are called hard ones here
_ADDED = ("min", "AU", "steps", "kcal")  # units of which a sum says something
_HOURS = 24.0  # a number of hours up to this is meant where a measure is kept in minutes


def count(
    known: Known,
    of: str = "sessions",
    habit: str = "",
    metric: str = "",
    side: str = "",
    number: float | None = None,
    sport: str = "",
    period: Period | None = None,
) -> list[Fact]:
    """A count over some days, without them over the last 28.

    of: sessions, minutes or km (of sessions), rest days, habit, metric. side: under or over `number`, low or high (of
    recovery), sum, since (the last time).
    """
    if side.startswith("since"):
        return _since_value(known, metric, side, number) if of == "metric" else _since(known, of, habit, sport)
    if of in ("minutes", "km") and number and side in ("under", "over"):  # of all on record, where no days are named
        return of_those.beyond(known, of, side, number, sport, period and _so_far(known, period))
    period = _so_far(known, period or lately(known))
    if period is None:
        return [unsaid.nothing("count.none", "That time", "that time is still to come", ("data",))]
    if of == "habit" and habit:
        return _habit(known, habit, period)
    if of == "rest days":
        return _rest(known, period)
    if of == "metric":
        return _days(known, metric or "recovery", side, number, period)
    return _sessions(known, of, sport, period)


def lately(known: Known) -> Period:
    """The days of which is counted where none are named."""
    return sessions.lately(known, LATELY_DAYS)


def against(known: Known, period: Period, other: Period, *given: object) -> list[Fact]:
    """The same count of two times, and of which it is more. given: as for `count`, without its period."""
    one, two = (count(known, *given, days) for days in (period, other))
    here, there = (next((fact for fact in facts if not fact.missing), None) for facts in (one, two))
    if here is None or there is None or here.value is None or there.value is None:
        return [fact for fact in (here, there) if fact] or one
    way = "As many" if here.value == there.value else "More" if here.value > there.value else "Fewer"
    counted = here.unit in ("sessions", "days", "nights")
    way = way if counted else {"More": "More", "Fewer": "Less"}.get(way, "As much")
    than = "as" if way.startswith("As") else "than"
    told = f"{way} {spans.within(period)} {than} {spans.within(other)}.{_a_week(known, here, there, period, other)}"
    lead = _answered(here, told, "count")
    return [lead, *(_answered(fact, _first(fact.words), f"count.{n}") for n, fact in enumerate((here, there), 2))]


def _a_week(known: Known, here: Fact, there: Fact, period: Period, other: Period) -> str:
    """What two sums come to in a week, where the times that they are of are not equally long."""
    days = [(min(one.last, known.day) - one.first).days + 1 for one in (period, other)]
    if (
        here.unit not in ("sessions", "min", "km")
        or days[0] == days[1]
        or min(days) < 1
        or not here.value + there.value
    ):
        return ""
    each = [7 * fact.value / many for fact, many in zip((here, there), days, strict=True)]
    unit = "" if here.unit == "sessions" else here.unit
    said = [words.hours(one) if unit == "min" else words.number(one, unit, 1) for one in each]
    return f" The first is of {days[0]} days and the second of {days[1]}: a week that is {said[0]} against {said[1]}."


def _answered(fact: Fact, said: str, id: str) -> Fact:
    return replace(fact, id=f"answer.{id}", words=said)


def _first(said: str) -> str:
    return f"{said.partition('. ')[0].rstrip('.')}."


def _so_far(known: Known, period: Period) -> Period | None:
    if period.first > known.day:
        return None
    first = known.values("recovery").index[0].date()
    return Period(min(max(period.first, first), known.day), min(period.last, known.day), period.words)


def _fact(
    id: str,
    what: str,
    said: str,
    value: float,
    unit: str,
    n: int,
    period: Period,
    about: tuple[str, ...],
    page: str,
    method: str = "counted",
) -> Fact:
    return Fact(
        id,
        what,
        said,
        value,
        unit,
        n=n,
        first_day=period.first,
        last_day=period.last,
        subjects=about,
        page=page,
        method=method,
    )


def _sessions(known: Known, of: str, sport: str, period: Period) -> list[Fact]:
    rows = sessions.done(known, sport or None, period) if len(known.workouts()) else known.workouts()
    seen = sessions.recorded(known, period)
    about = ("workout", "strain")
    name = f"{sport} session" if sport else "session"
    if not seen.any():
        missing = f"nothing was recorded {spans.within(period)}"
        return [unsaid.nothing("count.sessions", f"{words.inside(name).capitalize()}s", missing, about)]
    n, minutes, km = len(rows), float(rows["duration_min"].sum()) if len(rows) else 0.0, 0.0
    if n and rows["km"].notna().any():
        km = float(rows["km"].sum())
    distance = f"{words.number(km, 'km', 0 if km >= 100 else 1)}" if km else ""
    when = spans.within(period)
    if n == 0:
        said = f"No {name} is on record {when}."
    elif of == "km" and km:
        said = f"{distance} {when}, in {words.counted(n, name)} that took {words.hours(minutes)}."
    elif of == "km":
        said = f"No distance is on record for your {words.counted(n, name)} {when}, which took {words.hours(minutes)}."
    elif of == "minutes":
        said = f"{words.hours(minutes)} {when}, in {words.counted(n, name)}{f', {distance}' if km else ''}."
    else:
        said = f"{words.counted(n, name)} {when}: {words.hours(minutes)} in all{f', {distance}' if km else ''}."
    if int(seen.sum()) < period.days:
        said += f" Anything at all was recorded on {int(seen.sum())} of those {period.days} days."
    value, unit = {"km": (km, "km"), "minutes": (minutes, "min")}.get(of, (float(n), "sessions"))
    facts = [
        _fact(
            "count.sessions",
            f"{name.capitalize()}s, {period.words}",
            said,
            value,
            unit,
            n,
            period,
            about,
            "data",
            "as recorded; what was not recorded cannot be seen",
        )
    ]
    return facts + _sessions_before(known, sport, period)


def _sessions_before(known: Known, sport: str, period: Period) -> list[Fact]:
    """What a week held before."""
    last = period.first - timedelta(days=1)
    before = Period(last - timedelta(days=7 * BEFORE_WEEKS - 1), last, f"the {BEFORE_WEEKS} weeks before")
    if (
        known.workouts().empty
        or sessions.done(known, sport or None, before).empty
        or int(sessions.recorded(known, before).sum()) < 7 * BEFORE_WEEKS / 2
    ):
        return []
    rows = sessions.done(known, sport or None, before)
    a_week = len(rows) / BEFORE_WEEKS
    hours, km = rows["duration_min"].sum() / BEFORE_WEEKS, rows["km"].sum() / BEFORE_WEEKS
    distance = f" and {words.number(km, 'km')}" if km >= 1 else ""
    said = (
        f"In the {BEFORE_WEEKS} weeks before it was {words.number(a_week, digits=1)} sessions a week, with "
        f"{words.hours(hours)}{distance} a week."
    )
    return [
        _fact(
            "count.before",
            "What a week held before",
            said,
            a_week,
            "sessions",
            len(rows),
            before,
            ("workout", "strain"),
            "data",
        )
    ]


def _habit(known: Known, habit: str, period: Period) -> list[Fact]:
    name = sanitise.habit(habit)
    journal = known.journal()
    rows = journal[journal["habit"] == habit] if len(journal) else journal
    if rows.empty:
        return [
            unsaid.nothing("count.habit", words.habit(name), f"{name} is not in your journal", (habit,), page="habits")
        ]
    days = pd.to_datetime(rows["day"]).dt.date
    inside = rows[(days >= period.first) & (days <= period.last)]
    yes, no, default = (int((inside["answer"] == answer).sum()) for answer in ("yes", "no", "no_or_default"))
    logged, unlogged = yes + no + default, period.days - len(inside)
    if not len(inside):
        missing = f"{name} has no answer {spans.within(period)}, which is not a no"
        return [unsaid.nothing("count.habit", words.habit(name), missing, (habit,), page="habits")]
    upper = words.habit(habit) if name != sanitise.A_HABIT else "That habit"
    answered = words.counted(logged, "answered day")
    said = f"{upper} is in your journal as yes on {yes} of {answered} {spans.within(period)}"
    said += _amounts(inside)
    more = [f"{words.counted(unlogged, 'day')} {'has' if unlogged == 1 else 'have'} no answer"] if unlogged else []
    more += [f"{default} of the noes may be answers that the app fills in by itself"] if default else []
    if more:
        said += f" {words.listed(more)}, so it may have been more."
    facts = [
        _fact(
            "count.habit",
            f"{upper}, {period.words}",
            said,
            float(yes),
            "days",
            logged,
            period,
            (habit,),
            "habits",
            "days answered with yes; a day without an answer is no no",
        )
    ]
    earlier = rows[(days < period.first) & (days >= period.first - timedelta(days=BEFORE_DAYS))]
    if len(earlier) >= 14:
        share = float((earlier["answer"] == "yes").sum()) / len(earlier)
        told = (
            f"In the {BEFORE_DAYS} days before it was yes on {int((earlier['answer'] == 'yes').sum())} of "
            f"{len(earlier)} answered days."
        )
        before = Period(period.first - timedelta(days=BEFORE_DAYS), period.first - timedelta(days=1), "before")
        facts.append(
            _fact(
                "count.before", f"{upper} before that", told, share * 100, "%", len(earlier), before, (habit,), "habits"
            )
        )
    return facts


def _amounts(rows: pd.DataFrame) -> str:
    """`; on 6 of these days an amount is given, 14 drinks in all`."""
    given = rows[(rows["answer"] == "yes") & rows["amount"].notna()]
    if given.empty:
        return "."
    units = given["unit"].dropna().unique()
    unit = sanitise.habit(str(units[0])) if len(units) == 1 else ""
    unit = "" if unit == sanitise.A_HABIT else f" {unit}"
    total = words.number(float(given["amount"].sum()), digits=0 if float(given["amount"].sum()).is_integer() else 1)
    return f"; the amounts given on {len(given)} of them make {total}{unit} in all."


def _days(known: Known, metric: str, side: str, number: float | None, period: Period) -> list[Fact]:
    """Days, or nights, on which a measure lay under or over something; or its sum."""
    values, unit = known.values(metric), known.unit(metric)
    label, about, page = words.inside(measures.label(metric)), measures.subjects(metric), measures.page(metric)
    inside = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if inside.empty:
        missing = f"{label} is not known {spans.within(period)}"
        return [unsaid.nothing("count.days", measures.label(metric), missing, about, page=page)]
    if side == "sum" or (number is None and side not in ("low", "high")):
        return _sum(known, metric, inside, period)
    limit = _limit(number, side, unit)
    below = side in ("under", "low")
    hit = inside < limit if below else inside >= limit
    one = (
        "night" if page in ("sleep", "rhythm") or metric == "asleep_min" else "morning" if metric in _MORNING else "day"
    )
    n, found = len(inside), int(hit.sum())
    at = words.quantity(limit, unit)
    said = (
        f"{label[0].upper()}{label[1:]} was {'under' if below else 'at or over'} {at} on {found} of "
        f"{words.counted(n, f'known {one}')} {spans.within(period)}"
    )
    unknown = period.days - n
    said += f"; {words.counted(unknown, one)} {'is' if unknown == 1 else 'are'} not known." if unknown > 0 else "."
    facts = [
        _fact(
            "count.days",
            f"{measures.label(metric)} {'under' if below else 'from'} {at}, {period.words}",
            said,
            float(found),
            f"{one}s",
            n,
            period,
            about,
            page,
        )
    ]
    earlier = values.loc[: pd.Timestamp(period.first) - pd.Timedelta(days=1)].iloc[-BEFORE_DAYS:].dropna()
    if len(earlier) >= 14:
        was = int((earlier < limit).sum() if below else (earlier >= limit).sum())
        told = f"In the {BEFORE_DAYS} days before it was {was} of {words.counted(len(earlier), f'known {one}')}."
        before = Period(period.first - timedelta(days=BEFORE_DAYS), period.first - timedelta(days=1), "before")
        facts.append(
            _fact(
                "count.before", "How often before that", told, float(was), f"{one}s", len(earlier), before, about, page
            )
        )
    return facts


_MORNING = ("recovery", "hrv", "resting_hr_bpm", "respiration_brpm", "skin_temp_c", "spo2_pct")


def _limit(number: float | None, side: str, unit: str) -> float:
    if number is None:
        low, high = (LOW_PCT, HIGH_PCT) if unit == "%" else (LOW_SCORE, HIGH_SCORE)
        return low if side == "low" else high
    return number * 60 if unit == "min" and number <= _HOURS else number


def _sum(known: Known, metric: str, inside: pd.Series, period: Period) -> list[Fact]:
    unit, label = known.unit(metric), words.inside(measures.label(metric))
    if unit not in _ADDED:
        return records.measure(known, metric, period)
    total = float(inside.sum())
    said = (
        f"{words.quantity(total, unit)} of {label} in all {spans.within(period)}, on {len(inside)} of "
        f"{words.counted(period.days, 'day')} that are known: {words.quantity(total / len(inside), unit)} a day."
    )
    if unit == "steps":
        said = said.replace(" steps of steps", " steps")
    return [
        _fact(
            "count.sum",
            f"{measures.label(metric)} in all, {period.words}",
            said,
            total,
            unit,
            len(inside),
            period,
            measures.subjects(metric),
            measures.page(metric),
            "sum of the known days",
        )
    ]


def _rest(known: Known, period: Period) -> list[Fact]:
    days, seen = sessions.rest_days(known, period)
    about = ("workout", "strain")
    if not seen:
        missing = f"nothing was recorded {spans.within(period)}"
        return [unsaid.nothing("count.rest", "Days without a session", missing, about)]
    said = (
        f"{words.counted(len(days), 'day')} without a session {spans.within(period)}, of {seen} on which anything "
        f"was recorded."
    )
    if days:
        newest = [words.day(day) for day in days[-3:]][::-1]
        said += f" The newest {'was' if len(newest) == 1 else 'were'} {words.listed(newest)}."
    return [
        _fact(
            "count.rest",
            f"Days without a session, {period.words}",
            said,
            float(len(days)),
            "days",
            seen,
            period,
            about,
            "data",
            "days on which something was measured and no session recorded",
        )
    ]


def _since(known: Known, of: str, habit: str, sport: str) -> list[Fact]:
    """The last time, and how long ago that is."""
    if of == "habit" and habit:
        return _since_habit(known, habit)
    year = sessions.lately(known, 365)
    if of == "rest days":
        days, seen = sessions.rest_days(known, year)
        what, about, n = "day without a session", ("workout", "strain"), seen
    else:
        rows = sessions.done(known, sport or None, year) if len(known.workouts()) else known.workouts()
        if of == "hard sessions" and len(rows):
            rows = rows[rows["load"] >= rows["load"].quantile(HARD)]
        days, n = sorted(set(rows["when"])) if len(rows) else [], len(rows)
        hard = "hard " if of == "hard sessions" else ""
        what, about = f"{hard}{sport} session" if sport else f"{hard}session", ("workout", "strain")
    if not days:
        return [unsaid.nothing("count.since", f"Your last {what}", f"no {what} is on record within a year", about)]
    return [
        _ago(known, f"Your last {what}", days[-1], n, about, "data"),
        *(_rest(known, sessions.lately(known, LATELY_DAYS)) if of == "rest days" else []),
    ]


def _since_value(known: Known, metric: str, side: str, number: float | None) -> list[Fact]:
    """The last time that a measure lay under or over something."""
    metric = metric or "recovery"
    values, unit, label = known.values(metric).dropna(), known.unit(metric), words.inside(measures.label(metric))
    limit, below = _limit(number, "low", unit), "over" not in side
    hit = values[values < limit if below else values >= limit]
    what = f"{label} {'under' if below else 'at or over'} {words.quantity(limit, unit)}"
    if hit.empty:
        span = Period(values.index[0].date(), values.index[-1].date(), "") if len(values) else sessions.lately(known, 1)
        said = f"No day with {what} is on record, of {words.counted(len(values), 'known day')}."
        about, page = measures.subjects(metric), measures.page(metric)
        return [_fact("count.since", f"The last {what}", said, 0.0, "days", len(values), span, about, page)]
    last = hit.index[-1].date()
    return [_ago(known, f"The last {what}", last, len(values), measures.subjects(metric), measures.page(metric))]


def _ago(known: Known, what: str, day: date, n: int, about: tuple[str, ...], page: str, more: str = "") -> Fact:
    ago = (known.today - day).days
    passed = {0: "today", 1: "yesterday"}.get(ago, f"{words.counted(ago, 'day')} ago")
    said = f"{what} was on {words.day(day)} {day.year}, {passed}.{more}"
    return Fact(
        "count.since",
        what,
        said,
        float(ago),
        "days",
        n=n,
        first_day=day,
        last_day=day,
        subjects=about,
        page=page,
        method="the newest one on record; what was not recorded cannot be seen",
    )


def _since_habit(known: Known, habit: str) -> list[Fact]:
    journal, name = known.journal(), sanitise.habit(habit)
    rows = journal[journal["habit"] == habit] if len(journal) else journal
    yes = sorted(rows.loc[rows["answer"] == "yes", "day"]) if len(rows) else []
    if not yes:
        missing = f"{name} was never logged as yes" if len(rows) else f"{name} is not in your journal"
        return [unsaid.nothing("count.since", f"The last {name}", missing, (habit,), page="habits")]
    day = date.fromisoformat(yes[-1])
    after = int((rows["day"] > yes[-1]).sum())
    days = (known.today - day).days
    more = (
        f" Of the {words.counted(days, 'day')} since, {after} {'has' if after == 1 else 'have'} an answer."
        if days > 1
        else ""
    )
    upper = words.habit(habit) if name != sanitise.A_HABIT else "That habit"
    return [_ago(known, f"The last {words.inside(upper)} in your journal", day, len(rows), (habit,), "habits", more)]
