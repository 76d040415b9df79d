"""The ends of a measure: on which day, night, week or month it was highest or lowest, and in which session."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import activities, records, sessions
from coach.understood import Period
from data.schema import METRICS

NEED = 7  # known days before one of them is the highest
NEED_WEEK, NEED_MONTH = 5, 15  # known days before a week, a month counts
NEED_SESSIONS = 3
MOST_TIES = 3
NEXT = 2
MOST_TOP = 10  # of a list
_ADDED = ("load_au", "steps", "energy_kcal")  # measures that add up over a week


@dataclass(frozen=True)
class _Ranked:
    """Values with what they are called, the one asked for first."""

    values: pd.Series  # by day, the wanted end first
    one: str  # "day", "night", "week", "session"
    unit: str
    end: str  # "highest", "shortest" ...


def record(
    known: Known,
    metric: str = "recovery",
    end: str = "best",
    each: str = "day",
    sport: str = "",
    period: Period | None = None,
    top: int = 1,
) -> list[Fact]:
    """The end of a measure over some days, or over all that is known: its value, its day, ties, and what is usual.

    end: highest, lowest, best or worst. each: day, week, month, or "session" with a figure of coach.tools.sessions.
    top: how many are asked for.
    """
    if each.startswith("session"):
        return _of_sessions(known, end, each.partition(" ")[2] or "load", sport, period, top)
    if metric == "fitness":
        metric = "load"
    values, unit = known.values(metric).dropna(), known.unit(metric)
    if period:
        values = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)]
    what = f"{_upper(end)} {words.inside(records.label(metric))}"
    if len(values) < NEED:
        missing = f"{NEED} days with {words.inside(records.label(metric))} in that time, {len(values)} so far"
        return [records.nothing("record.top", what, missing, records.subjects(metric))]
    days, one = values, "night" if records.page(metric) in ("sleep", "rhythm") or metric == "asleep_min" else "day"
    if each in ("week", "month"):
        values, one = _by(values, each, added=metric in _ADDED or known.unit(metric) == "AU"), each
        if len(values) < 2:
            missing = f"two whole {each}s with {words.inside(records.label(metric))}"
            return [records.nothing("record.top", what, missing, records.subjects(metric))]
    high = _is_high(metric, end)
    ranked = _Ranked(values.sort_values(ascending=not high, kind="stable"), one, unit, _end_word(unit, high))
    if top > 1:
        return [_several(metric, ranked, period, min(top, MOST_TOP, len(values))), *_usual(metric, ranked, period)]
    return [
        *_told(known, metric, ranked, len(days), period, judged=end in ("best", "worst")),
        *_next(metric, ranked),
        *_usual(metric, ranked, period),
    ]


def _by(values: pd.Series, each: str, *, added: bool) -> pd.Series:
    """Means, or sums, of weeks from Monday or of months, by their first day; those with days enough."""
    parts = values.groupby(values.index.to_period("W-SUN" if each == "week" else "M"))
    counts, made = parts.count(), parts.sum() if added else parts.mean()
    made = made[counts >= (NEED_WEEK if each == "week" else NEED_MONTH)]
    return made.set_axis(made.index.start_time.normalize())


def _is_high(metric: str, end: str) -> bool:
    if end in ("highest", "lowest"):
        return end == "highest"
    name = {"recovery": "recovery_pct", "hrv": "hrv_rmssd_ms"}.get(metric, metric)
    lower_is_better = (METRICS[name].better == "lower") if name in METRICS else metric == "awake_min"
    return (end == "best") != lower_is_better


def _end_word(unit: str, high: bool) -> str:
    if unit == words.CLOCK:
        return "latest" if high else "earliest"
    if unit == "min":
        return "longest" if high else "shortest"
    return "highest" if high else "lowest"


def _told(
    known: Known, metric: str, ranked: _Ranked, n_days: int, period: Period | None, *, judged: bool
) -> list[Fact]:
    values, top = ranked.values, ranked.values.iloc[0]
    ties = [day.date() for day in values.index[values == top]]
    name = records.named(known, metric, daily=ranked.one in ("week", "month"))
    n = len(values)
    counted = f"the {ranked.end} of {words.counted(n, f'known {ranked.one}')}"
    subject = "waking" if metric == "wake_h" else "falling asleep" if metric == "onset_h" else name
    mean = f", as the mean of a {ranked.one}," if ranked.one in ("week", "month") else ""
    said = (
        f"Your {ranked.end} {subject}{mean} {_over(values, period)} was {words.quantity(top, ranked.unit)} "
        f"{_on(ties[-1], ranked.one)}, {counted}."
    )
    if judged and metric == "asleep_min" and ranked.one == "night":
        said = f"By hours asleep: your {said.removeprefix('Your ')}"
    if len(ties) > 1:
        others = [records.date_words(day) for day in ties[:-1]][-MOST_TIES:]
        left = len(ties) - 1 - len(others)
        said += f" It was the same on {words.listed([*others, *([words.counted(left, 'other day')] if left else [])])}."
    source = known.source(metric, ties[-1])
    return [
        Fact(
            "record.top",
            f"{_upper(ranked.end)} {name} {_over(values, period)}",
            said,
            float(top),
            ranked.unit,
            n=n_days,
            first_day=ties[-1],
            last_day=ties[-1],
            subjects=records.subjects(metric),
            page=records.page(metric),
            method=f"as measured{f' by {source}' if source else ''}; ranked as they are, without an interval",
        )
    ]


def _several(metric: str, ranked: _Ranked, period: Period | None, top: int) -> Fact:
    """`top 3`: as many of them, each with its day."""
    chosen = ranked.values.iloc[:top]
    each = [f"{words.quantity(value, ranked.unit)} {_on(day.date(), ranked.one)}" for day, value in chosen.items()]
    name = words.inside(records.label(metric))
    said = (
        f"Your {top} {ranked.one}s with the {ranked.end} {name} {_over(ranked.values, period)}: "
        f"{words.listed(each)}, of "
        f"{words.counted(len(ranked.values), f'known {ranked.one}')}."
    )
    return Fact("record.top", f"{_upper(ranked.end)} {name}", said, float(chosen.iloc[0]), ranked.unit,
                n=len(ranked.values), first_day=chosen.index.min().date(), last_day=chosen.index.max().date(),
                subjects=records.subjects(metric), page=records.page(metric),
                method="as measured; ranked as they are, without an interval")  # fmt: skip


def _next(metric: str, ranked: _Ranked) -> list[Fact]:
    """Those that come after it."""
    rest = ranked.values[ranked.values != ranked.values.iloc[0]].iloc[:NEXT]
    if rest.empty:
        return []
    said = [f"{words.quantity(value, ranked.unit)} {_on(day.date(), ranked.one)}" for day, value in rest.items()]
    days = [day.date() for day in rest.index]
    return [
        Fact(
            "record.next",
            "What comes after it",
            f"Next {'come' if len(said) > 1 else 'comes'} {words.listed(said)}.",
            n=len(ranked.values),
            first_day=min(days),
            last_day=max(days),
            subjects=records.subjects(metric),
            page=records.page(metric),
            method="as measured",
        )
    ]


def _usual(metric: str, ranked: _Ranked, period: Period | None) -> list[Fact]:
    """Where most of the days lay among which it is the end."""
    if ranked.unit == words.CLOCK or len(ranked.values) < 2 * NEED:
        return []
    low, high = ranked.values.quantile([0.1, 0.9])
    said = f"Four in five of those {ranked.one}s lay within {words.interval(low, high, ranked.unit)}."
    return [
        Fact(
            "record.usual",
            f"{records.label(metric)} on most of those {ranked.one}s",
            said,
            float(ranked.values.median()),
            ranked.unit,
            float(low),
            float(high),
            len(ranked.values),
            ranked.values.index.min().date(),
            ranked.values.index.max().date(),
            subjects=records.subjects(metric),
            page=records.page(metric),
            method="median and middle 80% of the same days",
        )
    ]


def _of_sessions(known: Known, end: str, figure: str, sport: str, period: Period | None, top_n: int = 1) -> list[Fact]:
    """The session that was longest, farthest, fastest or hardest."""
    column, unit, most, least = sessions.FIGURES[figure]
    unit = unit or known.unit("load")
    high = end in ("highest", "best") or (figure == "load" and end == "worst")
    word = most if high else least
    rows = known.workouts() if known.workouts().empty else sessions.done(known, sport or None, period)
    if rows.empty:
        return activities.activity(known, sport, period)
    rows = rows.dropna(subset=[column])
    rows = rows[rows[column] > 0]
    name = f"{word} {f'{sport} ' if sport else ''}session"
    if len(rows) < NEED_SESSIONS:
        missing = f"{NEED_SESSIONS} {f'{sport} ' if sport else ''}sessions with that figure, {len(rows)} so far"
        return [records.nothing("record.top", _upper(name), missing, ("workout", "strain"))]
    rows = rows.sort_values(column, ascending=not high, kind="stable")
    if top_n > 1:
        return [_several_sessions(known, rows, column, name, min(top_n, MOST_TOP, len(rows)), period)]
    top, *rest = list(rows.iloc[: 1 + NEXT].itertuples())
    values = pd.Series(rows[column].to_numpy(dtype=float), pd.to_datetime(rows["day"]))
    sport_said = "" if sport else f"{sessions.name_of(top)}, "
    said = (
        f"Your {name} {_over(values, period)} was on {words.day(top.when)} {top.when.year}, of "
        f"{words.counted(len(rows), 'session')}: {sport_said}{sessions.figures(top, known)}."
    )
    low, high_end = values.quantile([0.1, 0.9])
    others = [f"{words.quantity(getattr(row, column), unit)} on {records.date_words(row.when)}" for row in rest]
    about = {"subjects": ("workout", "strain"), "page": "data", "n": len(rows)}
    return [
        Fact(
            "record.top",
            _upper(name),
            said,
            float(getattr(top, column)),
            unit,
            first_day=top.when,
            last_day=top.when,
            method="as recorded; ranked as they are, without an interval",
            **about,
        ),
        Fact(
            "record.next",
            "What comes after it",
            f"Next come {words.listed(others)}.",
            first_day=min(r.when for r in rest),
            last_day=max(r.when for r in rest),
            method="as recorded",
            **about,
        ),
        Fact(
            "record.usual",
            "Most of those sessions",
            f"Four in five of those sessions lay within {words.interval(low, high_end, unit)}.",
            float(values.median()),
            unit,
            float(low),
            float(high_end),
            first_day=values.index.min().date(),
            last_day=values.index.max().date(),
            method="median and middle 80% of the same sessions",
            **about,
        ),
    ]


def _several_sessions(
    known: Known, rows: pd.DataFrame, column: str, name: str, top: int, period: Period | None
) -> Fact:
    """`top 3 longest rides`, each with its day and figures."""
    chosen = rows.iloc[:top]
    values = pd.Series(1.0, pd.to_datetime(rows["day"]))
    each = [
        f"{sessions.name_of(row)} on {records.date_words(row.when)} ({_ranked_by(row, column, known)})"
        for row in chosen.itertuples()
    ]
    said = (
        f"Your {top} {name}s {_over(values, period)}, of {words.counted(len(rows), 'session')}: {words.listed(each)}."
    )
    return Fact("record.top", _upper(name), said, n=len(rows), first_day=min(chosen["when"]),
                last_day=max(chosen["when"]), subjects=("workout", "strain"), page="data",
                method="as recorded; ranked as they are, without an interval")  # fmt: skip


def _ranked_by(row: object, column: str, known: Known) -> str:
    """`strain 18.6 of 21, 2 h 4 min`: what a session is ranked by, and how long it was."""
    parts = {part.split(" ")[0]: part for part in sessions.figures(row, known).split(", ")}
    by = {"load": parts.get("strain") or parts.get("load")}.get(column)
    by = by or {"km": words.number(row.km, "km", 1), "kmh": words.number(row.kmh, "km/h", 1)}.get(column)
    return ", ".join(part for part in (by, words.hours(row.duration_min)) if part)


def _over(values: pd.Series, period: Period | None) -> str:
    if period is None:
        return f"since {records.date_words(values.index.min().date())}"
    said = period.words.replace("the time since", "since")
    return said if said.startswith(("this", "last", "since", "the last night")) else f"in {said}"


def _on(day: date, one: str) -> str:
    if one == "week":
        return f"in the week of {records.date_words(day)}"
    if one == "month":
        return f"in {day:%B %Y}"
    return f"on {words.day(day)} {day.year}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
