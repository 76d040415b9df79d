"""What is asked of sessions that were counted: how many were longer or farther than that, and what they average."""

import re
from dataclasses import dataclass

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import extremes, measures, sessions, unsaid
from coach.tools.telling import answer, not_stored, when
from coach.understood import Period

NAMED = 3  # of the newest ones, with their days
HOURS = 24.0  # a number of hours up to this is meant where a measure is kept in minutes
NEED = 2  # sessions with a value, of which a mean is told
_LIMITED = {"minutes": ("duration_min", "min"), "km": ("km", "km")}


@dataclass(frozen=True)
class Limit:
    """So many minutes, or km, over or under which a session counts; without a number every one does."""

    of: str = ""  # minutes or km
    side: str = ""  # over or under
    number: float = 0.0

    def kept(self, rows: pd.DataFrame) -> pd.DataFrame:
        if not self.number or self.of not in _LIMITED or rows.empty:
            return rows
        values = rows[_LIMITED[self.of][0]]
        return rows[values < self.number if self.side == "under" else values > self.number]

    @property
    def words(self) -> str:
        """` over 2 h`."""
        known = self.number and self.of in _LIMITED
        return f" {self.side} {_said(self.number, _LIMITED[self.of][1])}" if known else ""


def beyond(
    known: Known, of: str, side: str, number: float, sport: str = "", period: Period | None = None
) -> list[Fact]:
    """How many sessions were longer, or farther, than so many minutes or km; under: shorter. of: minutes or km."""
    limit, (column, unit) = Limit(of, side, number), _LIMITED[of]
    rows = _done(known, sport, period)
    rows = rows.dropna(subset=[column]) if len(rows) else rows
    name = f"{sport} session" if sport else "session"
    if rows.empty:
        said = f"No {name} with {'a distance' if limit.of == 'km' else 'its minutes'} is on record{_during(period)}."
        return [not_stored("beyond", "Sessions counted", said, ("workout",))]
    hit, began = limit.kept(rows), rows["when"].iloc[0]
    count = words.counted(len(hit), name) if len(hit) else f"No {name}"
    since = "" if period else f" since {words.day(began)} {began.year}"
    said = f"{count}{limit.words}{_during(period)}{since}, of {len(rows)}."
    if len(hit):
        newest = [
            f"{words.day(row.when)} {row.when.year} ({_said(getattr(row, column), unit)})"
            for row in list(hit.itertuples())[-NAMED:][::-1]
        ]
        said += f" The newest {'was' if len(newest) == 1 else 'were'} on {words.listed(newest)}."
    return [answer("beyond", "Sessions counted", said, value=float(len(hit)), unit="sessions", n=len(rows),
                   period=period or Period(rows["when"].iloc[0], known.day, ""), about=("workout",),
                   method="sessions with such a value, as recorded")]  # fmt: skip


def _done(known: Known, sport: str, period: Period | None) -> pd.DataFrame:
    return sessions.done(known, sport or None, period) if len(known.workouts()) else known.workouts()


def _during(period: Period | None) -> str:
    return f" {when(period)}" if period else ""


def _said(value: float, unit: str) -> str:
    return words.hours(value) if unit == "min" else words.number(value, unit, 0 if float(value).is_integer() else 1)


NO_LIMIT = Limit()


def end_of_days(known: Known, metric: str, end: str, side: str, number: float, period: Period) -> list[Fact]:
    """The highest or lowest of the days on which a measure lay under, or over, so much. end: as of extremes.record."""
    values, unit = known.values(metric), known.unit(metric)
    limit = number * 60 if unit == "min" and number <= HOURS else number
    inside = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    hit = inside[inside < limit] if side == "under" else inside[inside >= limit]
    label, about, page = measures.label(metric), measures.subjects(metric), measures.page(metric)
    one = "night" if page in ("sleep", "rhythm") or metric == "asleep_min" else "day"
    which = f"{one}s {'under' if side == 'under' else 'at or over'} {words.quantity(limit, unit)}"
    if hit.empty:
        return [unsaid.nothing("record.top", label, f"{which} {when(period)}: there are none", about, page=page)]
    high = extremes.is_high(metric, end)
    day, word = hit.idxmax() if high else hit.idxmin(), extremes.end_word(unit, high)
    said = (
        f"Of your {len(hit)} {which} {when(period)} the {word} was {words.day(day.date())} {day.year}, with "
        f"{words.quantity(float(hit[day]), unit)}."
        if len(hit) > 1
        else f"Of your {which} {when(period)} there is one: {words.day(day.date())} {day.year}, with "
        f"{words.quantity(float(hit[day]), unit)}."
    )
    return [Fact("record.top", f"{label}, {word} of those {one}s", said, float(hit[day]), unit, n=len(hit),
                 first_day=day.date(), last_day=day.date(), subjects=about, page=page,
                 method="as measured")]  # fmt: skip


# What is asked for, its column, what it is called, its unit and digits; the first that fits is meant.
_FIGURES = (
    (r"\b(?:max\w*|highest|peak) (?:heart[ -]?rates?|hr|pulse)\b", "max_hr_bpm", "highest heart rate", "bpm", 0),
    (r"\b(?:heart[ -]?rates?|hr|pulse|bpm)\b", "avg_hr_bpm", "heart rate", "bpm", 0),
    (r"\b(?:power|watts?)\b", "avg_power_w", "power", "W", 0),
    (r"\b(?:speed|pace|fast)\b", "kmh", "speed", "km/h", 1),
    (r"\b(?:distances?|km|far)\b", "km", "distance", "km", 1),
    (r"\b(?:kcal|calories)\b", "energy_kcal", "energy", "kcal", 0),
    (r"\b(?:strain|load|hard)\b", "load", "load", "", 1),
    (r"", "duration_min", "length", "min", 0),
)


def mean_of(
    known: Known, said: str, sport: str = "", period: Period | None = None, limit: Limit = NO_LIMIT
) -> list[Fact]:
    """The mean of a figure of the sessions of some days, each counting alike, on how many of them it is known."""
    column, name, unit, digits = next(found[1:] for found in _FIGURES if re.search(found[0], said))
    rows = limit.kept(_done(known, sport, period))
    values = pd.to_numeric(rows[column], errors="coerce").dropna() if len(rows) and column in rows else pd.Series()
    what = f"{f'{sport} sessions' if sport else 'sessions'}{limit.words}"
    if column == "load" and known.unit("load") == "of 21":
        name, unit = "strain", "of 21"
    elif column == "load":
        unit, digits = "AU", 0
    if rows.empty:
        told = f"No {what.replace('sessions', 'session', 1)} is on record{_during(period)}, so there is no mean."
        return [not_stored("mean_of_those", f"Mean {name}", told, ("workout",))]
    if len(values) < NEED:
        told = f"Of {words.counted(len(rows), 'session')}{limit.words}{_during(period)} {len(values) or 'none'} "
        told += f"{'has' if len(values) == 1 else 'have'} {_a(name)} on record: too few for a mean."
        return [not_stored("mean_of_those", f"Mean {name}", told, ("workout",))]
    mean, low, high = float(values.mean()), float(values.min()), float(values.max())
    shown = words.hours(mean) if unit == "min" else words.number(mean, unit, digits)
    ends = (
        f"from {words.hours(low)} to {words.hours(high)}"
        if unit == "min"
        else f"from {words.number(low, digits=digits)} to {words.number(high, unit, digits)}"
    )
    of_all = "" if len(values) == len(rows) else f" of {len(rows)}"
    told = f"{len(values)}{of_all} {what}{_during(period)} average a {name} of {shown} ({ends}), each counting alike."
    return [answer("mean_of_those", f"Mean {name} of those {what}", told, value=mean, unit=unit, n=len(values),
                   period=period or Period(rows["when"].iloc[0], known.day, ""), about=("workout",),
                   method="mean of what the sessions were recorded with")]  # fmt: skip


def _a(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
