"""A session that was done: what it was, and how it compares with others of its sport."""

from datetime import timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import measures, sessions, spans, unsaid
from coach.tools.telling import not_stored
from coach.understood import Period

USUAL_DAYS = 180
NEED_USUAL = 8  # sessions of a sport before others are held against them
MOST = 4  # sessions of one answer
_VERBS = {
    "cycling": "You rode",
    "running": "You ran",
    "swimming": "You swam",
    "weightlifting": "You lifted weights",
    "rowing": "You rowed",
    "hiking": "You hiked",
    "walking": "You walked",
    "session": "You trained",
}
_COMPARED = (  # column, what it is called, unit, whether it is said against the usual
    ("duration_min", "Length", "min", "strain"),
    ("load", "Load", "", "strain"),
    ("kmh", "Speed", "km/h", "pace"),
    ("avg_hr_bpm", "Heart rate", "bpm", "heart_rate"),
)


def activity(
    known: Known, sport: str = "", period: Period | None = None, back: int = 0, alone: bool = False
) -> list[Fact]:
    """The sessions of some days, without days the newest one; each beside what is usual for its sport.

    back: how many before the newest one; alone: of some days only the last session.
    """
    if known.workouts().empty:
        return [unsaid.nothing("activity.none", "Your sessions", "no session is on record", ("workout",))]
    if sport and (never := none_ever(known, sport)):
        return never
    rows = sessions.done(known, sport or None, period)
    if rows.empty:
        return _none(known, sport, period)
    if len(rows) <= back:
        missing = f"no {_named(sport)} before that is on record"
        return [unsaid.nothing("activity.none", "Your sessions", missing, ("workout",))]
    rows = rows.iloc[: len(rows) - back]
    chosen = rows.iloc[-1:] if period is None or alone else rows.iloc[-MOST:]
    facts = []
    for number, row in enumerate(chosen.itertuples(), 1):
        facts += [
            _said(known, row, number, last=period is None and not sport and not back),
            *_usual(known, row, number),
        ]
    if period and len(rows) > 1 and not alone:
        facts.insert(0, _together(known, rows, period))
    return facts


def none_ever(known: Known, sport: str) -> list[Fact]:
    """That not one session of a sport is on record, and of which there are most; nothing where there is one."""
    rows = sessions.done(known)
    if rows.empty or sessions.of_sport(rows, sport).any():
        return []
    most = sanitise.sport(str(rows["sport"].mode().iloc[0]))
    other = f" Most of your {words.counted(len(rows), 'session')} are {most}." if most else ""
    said = f"No {sport} session of yours is on record.{other}"
    return [not_stored("none_ever", f"Sessions of {sport}", said, ("workout",))]


def against_before(known: Known, sport: str = "", period: Period | None = None, back: int = 0) -> list[Fact]:
    """The session that was told against the one next to it: which was harder, longer, faster.

    back: how many before the newest one was told; then the one after it is what it is held against.
    """
    rows = sessions.done(known, sport or None, period)
    if len(rows) < 2 or len(rows) <= back:
        missing = f"two {_named(sport)}s, {len(rows)} so far"
        return [unsaid.nothing("activity.against", "One against the other", missing, ("workout",))]
    place = len(rows) - max(back, 1)
    later, earlier = (next(rows.iloc[[at]].itertuples()) for at in (place, place - 1))
    parts = [part for part in (_beside(known, later, earlier, *column) for column in _MORE) if part]
    one, other = (f"{sessions.name_of(row)} on {words.day(row.when)}" for row in (later, earlier))
    said = (
        f"Against {other}, {one} was {words.listed(parts)}." if parts else f"Of {one} and {other} too little is known."
    )
    return [
        Fact(
            "activity.against",
            "One against the other",
            said,
            n=2,
            first_day=earlier.when,
            last_day=later.when,
            subjects=("workout", "strain", "heart_rate"),
            page="data",
            method="as recorded",
        )
    ]


_MORE = (
    ("load", "harder", "easier", "as hard", ""),
    ("duration_min", "longer", "shorter", "as long", "min"),
    ("kmh", "faster", "slower", "as fast", "km/h"),
)


def _beside(
    known: Known, one: object, other: object, column: str, more: str, less: str, alike: str, unit: str
) -> str | None:
    """`harder (strain 9.1 against 4.8 of 21)`."""
    value, against = getattr(one, column), getattr(other, column)
    if pd.isna(value) or pd.isna(against):
        return None
    unit = unit or known.unit("load")
    here, there = (
        words.hours(number) if unit == "min" else words.number(number, unit, 1) for number in (value, against)
    )
    way = alike if here == there else more if value > against else less
    return f"{way} ({here} against {there})"


def _named(sport: str) -> str:
    return f"{sport} session" if sport else "session"


def _said(known: Known, row: object, number: int, *, last: bool) -> Fact:
    name, day = sessions.name_of(row), words.day(row.when)
    age = words.age((known.today - row.when).days)
    lead = f"Your last session was {name}" if last else _VERBS.get(name, f"You did {name}")
    when = f"on {day} {row.when.year}" + (f", {age}" if age in ("today", "yesterday") or last else "")
    figures = sessions.figures(row, known)
    return Fact(
        f"activity.{number}",
        f"{name.capitalize()} on {day}",
        f"{lead} {when}: {figures}." if figures else f"{lead} {when}; nothing else is on record of it.",
        None if pd.isna(row.duration_min) else float(row.duration_min),
        "min",
        n=1,
        first_day=row.when,
        last_day=row.when,
        subjects=("workout", "strain", "heart_rate"),
        page="data",
        method="as recorded",
    )


def _usual(known: Known, row: object, number: int) -> list[Fact]:
    """How it compares with the sessions of its sport in the half year before it."""
    before = Period(row.when - timedelta(days=USUAL_DAYS), row.when - timedelta(days=1), "")
    others = sessions.done(known, str(row.sport), before)
    inside, outside, told = [], [], {}
    for column, what, unit, _ in _COMPARED:
        value, usual = getattr(row, column), others[column].astype(float).dropna()
        if pd.isna(value) or len(usual) < NEED_USUAL:
            continue
        low, high = usual.quantile([0.1, 0.9])
        what, unit = (what, unit) if unit else (measures.named(known, "load").capitalize(), known.unit("load"))
        told[column] = len(usual)
        span = words.interval(low, high, unit)
        if low <= value <= high:
            inside.append(words.inside(what))
        else:
            outside.append((f"{what} was {'above' if value > high else 'below'} the {span}", value > high))
    if not told:
        missing = f"{NEED_USUAL} sessions of {sessions.name_of(row)} in the half year before it"
        return [unsaid.nothing(f"activity.usual.{number}", "Against your usual", missing, ("workout",))]
    n = max(told.values())
    sport = sessions.name_of(row)
    if outside:
        said = f"{words.listed([text for text, _ in outside])} of four in five of your {n} {sport} sessions before it"
        said = said[0].upper() + said[1:]
        said += f"; {words.listed(inside)} as usual." if inside else "."
    else:
        said = f"That is a usual one for you: {words.listed(inside)} as in four in five of your {n} {sport} "
        said += "sessions before."
    up = {higher for _, higher in outside}
    direction = (
        Direction.SAME if not outside else None if len(up) > 1 else Direction.HIGHER if True in up else Direction.LOWER
    )
    return [
        Fact(
            f"activity.usual.{number}",
            f"That session against your usual {sport}",
            said,
            n=n,
            first_day=before.first,
            last_day=row.when,
            direction=direction,
            subjects=("workout", "strain", "heart_rate"),
            page="data",
            method=f"the middle 80% of your sessions of that sport in the {USUAL_DAYS} days before it",
        )
    ]


def _together(known: Known, rows: pd.DataFrame, period: Period) -> Fact:
    minutes, km = rows["duration_min"].sum(), rows["km"].sum()
    distance = f", {words.number(km, 'km')}" if km > 0 else ""
    left = f"; the newest {MOST} of them follow" if len(rows) > MOST else ""
    said = f"{words.counted(len(rows), 'session')} on record {spans.within(period)}: {words.hours(minutes)} in all"
    return Fact(
        "activity.all",
        f"Sessions, {period.words}",
        f"{said}{distance}{left}.",
        float(len(rows)),
        "sessions",
        n=len(rows),
        first_day=period.first,
        last_day=min(period.last, known.day),
        subjects=("workout", "strain"),
        page="data",
        method="as recorded",
    )


def _none(known: Known, sport: str, period: Period | None) -> list[Fact]:
    """That there was none, as far as anything was measured; and when the last one was."""
    what = _named(sport)
    facts = []
    if period:
        seen = sessions.recorded(known, period)
        if not seen.any():
            missing = f"nothing at all was recorded {spans.within(period)}"
            facts.append(unsaid.nothing("activity.none", "Your sessions", missing, ("workout",)))
        else:
            facts.append(
                Fact(
                    "activity.none",
                    f"Sessions, {period.words}",
                    f"No {what} is on record {spans.within(period)}.",
                    0.0,
                    "sessions",
                    n=int(seen.sum()),
                    first_day=period.first,
                    last_day=min(period.last, known.day),
                    subjects=("workout", "strain"),
                    page="data",
                    method="as recorded; what was not recorded cannot be seen",
                )
            )
    rows = sessions.done(known, sport or None)
    if period:
        rows = rows[rows["when"] < period.first]
    if rows.empty:
        return facts or [unsaid.nothing("activity.none", "Your sessions", f"no {what} is on record", ("workout",))]
    row = list(rows.iloc[-1:].itertuples())[0]
    said = f"The last one before was {sessions.name_of(row)} on {words.day(row.when)} {row.when.year}."
    if not period:
        return [_said(known, row, 1, last=False)]
    return [
        *facts,
        Fact(
            "activity.before",
            "The last one before",
            said,
            first_day=row.when,
            last_day=row.when,
            subjects=("workout",),
            page="data",
            method="as recorded",
        ),
    ]
