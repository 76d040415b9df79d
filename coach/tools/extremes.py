"""The ends of a measure: on which day, night, week or month it was highest or lowest, and in which session."""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import activities, measures, sessions, spans, unsaid
from coach.understood import Period
from data.schema import METRICS

NEED = 7  # known days before one of them is the highest
NEED_OF_FEW = 3  # of the days of a time that is named
NEED_WEEK, NEED_MONTH = 5, 15  # known days before a week, a month counts
NEED_SESSIONS = 3
_AS = {"minutes": "as long", "km": "as far", "speed": "as fast", "load": "as hard"}
_DIGITS = {"minutes": 0, "km": 1, "speed": 1, "load": 1}  # to which a session is told, so that a tie is one
MOST_TIES = 3
NEXT = 2
MOST_TOP = 10  # of a list
_ADDED = ("load_au", "steps", "energy_kcal", "workout_min")  # measures that add up over a week


@dataclass(frozen=True)
class _Ranked:
    """Values with what they are called, the one asked for first."""

    values: pd.Series  # by day, the wanted end first
    one: str  # "day", "night", "week", "session"
    unit: str
    end: str  # "highest", "shortest" ...
    added: bool = False  # up over a week or month, where others are means of it
    running: str = ""  # that the first of them is not over


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
    values = _inside(values, period)
    what = f"{_upper(end)} {words.inside(measures.label(metric))}"
    need = min(NEED, max(period.days // 2, NEED_OF_FEW)) if period else NEED
    if len(values) < need:
        missing = f"{need} days with {words.inside(measures.label(metric))} in that time, {len(values)} so far"
        return [unsaid.nothing("record.top", what, missing, measures.subjects(metric))]
    days, one = values, "night" if measures.page(metric) in ("sleep", "rhythm") or metric == "asleep_min" else "day"
    high, added, running = is_high(metric, end), False, ""
    if each in ("week", "month"):
        one, added = each, metric in _ADDED or unit == "AU"
        if metric == "workout_min":
            days = values = _inside(sessions.minutes_a_day(known).dropna(), period)
        values, begun = _by(values, each, until=_over_until(known, metric), added=added)
        if len(values) < 2:
            missing = f"two whole {each}s with {words.inside(measures.label(metric))}"
            return [unsaid.nothing("record.top", what, missing, measures.subjects(metric))]
        if top == 1 and added and high and len(begun) and begun.iloc[0] > values.max():
            values = pd.concat([values, begun])
            running = f" That {each} is not over yet: it lies above all whole ones already."
    ranked = _Ranked(
        values.sort_values(ascending=not high, kind="stable"), one, unit, end_word(unit, high), added, running
    )
    if top > 1:
        return [_several(metric, ranked, period, min(top, MOST_TOP, len(values))), *_usual(metric, ranked, period)]
    return [
        *_told(known, metric, ranked, len(days), period, judged=end in ("best", "worst")),
        *_next(metric, ranked),
        *_usual(metric, ranked, period),
    ]


def _inside(values: pd.Series, period: Period | None) -> pd.Series:
    return values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)] if period else values


def _over_until(known: Known, metric: str) -> pd.Timestamp:
    """The last day of which a measure grows no more."""
    open_today = metric in measures.IN_THE_DAY and known.day == known.today
    return pd.Timestamp(known.day) - pd.Timedelta(days=int(open_today))


def _by(values: pd.Series, each: str, *, until: pd.Timestamp, added: bool) -> tuple[pd.Series, pd.Series]:
    """Means, or sums, of weeks from Monday or of months, by their first day; those with days enough.

    Beside the whole ones the one that is running, of which not all days are over by `until`: its sum can only grow,
    while its mean may still go either way.
    """
    parts = values.groupby(values.index.to_period("W-SUN" if each == "week" else "M"))
    counts, made = parts.count(), parts.sum() if added else parts.mean()
    made = made[counts >= (NEED_WEEK if each == "week" else NEED_MONTH)]
    over = made.index.end_time.normalize() <= until
    made = made.set_axis(made.index.start_time.normalize())
    return made[over], made[~over]


def is_high(metric: str, end: str) -> bool:
    if end in ("highest", "lowest"):
        return end == "highest"
    name = {"recovery": "recovery_pct", "hrv": "hrv_rmssd_ms"}.get(metric, metric)
    lower_is_better = (METRICS[name].better == "lower") if name in METRICS else metric == "awake_min"
    return (end == "best") != lower_is_better


def end_word(unit: str, high: bool) -> str:
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
    name = measures.named(known, metric, daily=ranked.one in ("week", "month"))
    n = len(values)
    counted = f"the {ranked.end} of {words.counted(n, f'known {ranked.one}')}"
    subject = "waking" if metric == "wake_h" else "falling asleep" if metric == "onset_h" else name
    made = f", {'added up over' if ranked.added else 'as the mean of'} a {ranked.one},"
    of_many = made if ranked.one in ("week", "month") else ""
    said = (
        f"Your {ranked.end} {subject}{of_many} {_over(values, period)} was {words.quantity(top, ranked.unit)} "
        f"{_on(ties[-1], ranked.one)}, {counted}."
    )
    said += ranked.running
    if judged and metric == "asleep_min" and ranked.one == "night":
        said = f"By hours asleep: your {said.removeprefix('Your ')}"
    if len(ties) > 1:
        others = [spans.date_words(day) for day in ties[:-1]][-MOST_TIES:]
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
            subjects=measures.subjects(metric),
            page=measures.page(metric),
            method=f"as measured{f' by {source}' if source else ''}; ranked as they are, without an interval",
        )
    ]


def _several(metric: str, ranked: _Ranked, period: Period | None, top: int) -> Fact:
    """`top 3`: as many of them, each with its day."""
    chosen = ranked.values.iloc[:top]
    each = [f"{words.quantity(value, ranked.unit)} {_on(day.date(), ranked.one)}" for day, value in chosen.items()]
    name = words.inside(measures.label(metric))
    said = (
        f"Your {top} {ranked.one}s with the {ranked.end} {name} {_over(ranked.values, period)}: "
        f"{words.listed(each)}, of "
        f"{words.counted(len(ranked.values), f'known {ranked.one}')}."
    )
    return Fact("record.top", f"{_upper(ranked.end)} {name}", said, float(chosen.iloc[0]), ranked.unit,
                n=len(ranked.values), first_day=chosen.index.min().date(), last_day=chosen.index.max().date(),
                subjects=measures.subjects(metric), page=measures.page(metric),
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
            subjects=measures.subjects(metric),
            page=measures.page(metric),
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
            f"{measures.label(metric)} on most of those {ranked.one}s",
            said,
            float(ranked.values.median()),
            ranked.unit,
            float(low),
            float(high),
            len(ranked.values),
            ranked.values.index.min().date(),
            ranked.values.index.max().date(),
            subjects=measures.subjects(metric),
            page=measures.page(metric),
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
        return [unsaid.nothing("record.top", _upper(name), missing, ("workout", "strain"))]
    rows = rows.sort_values(column, ascending=not high, kind="stable")
    if top_n > 1:
        return [_several_sessions(known, rows, column, name, min(top_n, MOST_TOP, len(rows)), period)]
    alike = rows[column].round(_DIGITS[figure]) == round(float(rows[column].iloc[0]), _DIGITS[figure])
    top, *ties = list(rows[alike].sort_values("start_utc", ascending=False).itertuples())
    rest = list(rows[~alike].iloc[:NEXT].itertuples())
    values = pd.Series(rows[column].to_numpy(dtype=float), pd.to_datetime(rows["day"]))
    sport_said = "" if sport else f"{sessions.name_of(top)}, "
    said = (
        f"Your {name} {_over(values, period)} was on {words.day(top.when)} {top.when.year}, of "
        f"{words.counted(len(rows), 'session')}: {sport_said}{sessions.figures(top, known)}."
    )
    if ties:
        same = [spans.date_words(one.when) for one in ties[:MOST_TIES]]
        same += [words.counted(len(ties) - MOST_TIES, "other day")] if len(ties) > MOST_TIES else []
        others = "another was" if len(ties) == 1 else "others were"
        said += f" It is a tie: {others} {_AS[figure]} on {words.listed(same)}."
    low, high_end = values.quantile([0.1, 0.9])
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
        *_sessions_next(rest, column, unit, len(rows)),
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


def _sessions_next(rest: list, column: str, unit: str, n: int) -> list[Fact]:
    """The sessions that come after the first, and after those that tie with it."""
    if not rest:
        return []
    others = [f"{words.quantity(getattr(row, column), unit)} on {spans.date_words(row.when)}" for row in rest]
    return [
        Fact(
            "record.next",
            "What comes after it",
            f"Next {'come' if len(others) > 1 else 'comes'} {words.listed(others)}.",
            n=n,
            first_day=min(row.when for row in rest),
            last_day=max(row.when for row in rest),
            subjects=("workout", "strain"),
            page="data",
            method="as recorded",
        )
    ]


def _several_sessions(
    known: Known, rows: pd.DataFrame, column: str, name: str, top: int, period: Period | None
) -> Fact:
    """`top 3 longest rides`, each with its day and figures."""
    chosen = rows.iloc[:top]
    values = pd.Series(1.0, pd.to_datetime(rows["day"]))
    each = [
        f"{sessions.name_of(row)} on {spans.date_words(row.when)} ({_ranked_by(row, column, known)})"
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
        return f"since {spans.date_words(values.index.min().date())}"
    said = period.words.replace("the time since", "since")
    return said if said.startswith(("this", "last", "since", "the last night")) else f"in {said}"


def _on(day: date, one: str) -> str:
    if one == "week":
        return f"in the week of {spans.date_words(day)}"
    if one == "month":
        return f"in {day:%B %Y}"
    return f"on {words.day(day)} {day.year}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
