"""Where does training stand before an event: its weeks, its longest sessions, its speed?"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import sessions, spans
from coach.understood import Target

LATELY_DAYS = 28
LONGEST_DAYS = 56
YEAR_DAYS = 365
NEED_SESSIONS = 4  # in the last 28 days, before weeks are planned on them
LONG_SHARE = 0.85  # of the expected hours that the longest session reaches for


@dataclass(frozen=True)
class Base:
    """What somebody has been doing in a sport."""

    week_min: float  # a week, over the last 28 days
    sessions: float  # a week
    longest_min: float  # of the last 56 days
    longest_km: float | None
    speed_kmh: float | None  # of the longer half of their sessions
    best_week_min: float  # of the last year
    n: int  # sessions of the last 28 days
    sport: str = ""  # of most of them
    theirs: bool = True  # whether it is the event's


def standing(known: Known, target: Target, base: Base) -> list[Fact]:
    """What the last weeks held, the longest session, and how long the event may take."""
    first = known.day - timedelta(days=LATELY_DAYS - 1)
    said = (
        f"Over the last 4 weeks you trained {words.hours(to_five(base.week_min))} a week in "
        f"{words.number(base.sessions, digits=1)} sessions a week{f', mostly {base.sport}' if base.sport else ''}."
    )
    longest = f"Your longest session of the last 8 weeks was {words.hours(base.longest_min)}"
    longest += f", {words.number(base.longest_km, 'km')}." if base.longest_km else "."
    facts = [
        Fact(
            "goal.week",
            "Your weeks now",
            said,
            base.week_min,
            "min",
            n=base.n,
            first_day=first,
            last_day=known.day,
            subjects=("strain", "goal"),
            page="data",
        ),
        Fact(
            "goal.longest",
            "Your longest session",
            longest,
            base.longest_min,
            "min",
            n=base.n,
            first_day=known.day - timedelta(days=LONGEST_DAYS - 1),
            last_day=known.day,
            subjects=("strain", "goal"),
            page="data",
        ),
    ]
    expected = expected_min(target, base)
    if expected:
        ever = longest_ever(known, target.sport or base.sport)
        speed = words.number(base.speed_kmh, "km/h", 1)
        distance = words.number(target.distance_km, "km")
        so = _so_far(base.longest_min, ever, expected, known.day)
        said = f"{distance} at the {speed} of your longer sessions takes about {words.hours(to_five(expected))}; {so}."
        facts.append(
            Fact(
                "goal.expected",
                "How long it may take",
                said,
                expected,
                "min",
                n=base.n,
                subjects=("goal",),
                page="data",
                method="distance over the median speed of the longer half of your sessions of 8 weeks; hills change it",
            )
        )
    return facts


@dataclass(frozen=True)
class Longest:
    """The longest session of a sport that is on record."""

    minutes: float
    km: float | None
    day: date

    @property
    def words(self) -> str:
        """`3 h 51 min, 37.5 km on 28 December 2025`."""
        far = f", {words.number(self.km, 'km', 1)}" if self.km else ""
        return f"{words.hours(self.minutes)}{far} on {spans.date_words(self.day)}"


def longest_ever(known: Known, sport: str | None) -> Longest | None:
    """The longest session on record, of a sport or of any."""
    rows = sessions.done(known, sport or None).dropna(subset=["duration_min"]) if len(known.workouts()) else None
    if rows is None or rows.empty:
        return None
    top = rows.loc[rows["duration_min"].idxmax()]
    return Longest(float(top["duration_min"]), float(top["km"]) if pd.notna(top["km"]) else None, top["when"])


def _so_far(lately_min: float, ever: Longest | None, expected: float, day: date) -> str:
    """How near the longest session comes: of late, or ever, with its day."""
    if lately_min >= expected:
        return f"you already go as long: {words.hours(lately_min)} within 8 weeks"
    if lately_min >= LONG_SHARE * expected:
        return f"you already go nearly as long: {words.hours(lately_min)} within 8 weeks"
    if ever and ever.minutes >= LONG_SHARE * expected:
        return f"you have gone that long before, {ever.words}, but not within the last 8 weeks"
    if ever:
        return f"your longest on record is {ever.words}"
    return "so far you have not gone nearly as long"


def base_of(known: Known, sport: str | None) -> Base | None:
    """What somebody has been doing in a sport, or in any where it is too little; None where that is too little too."""
    done = known.workouts()
    done = done.dropna(subset=["duration_min"]) if len(done) else done
    if done.empty:
        return None
    day = pd.to_datetime(done["day"])
    age = (pd.Timestamp(known.day) - day).dt.days
    wanted = _of_sport(done, sport or known.profile.sport)
    theirs = bool((wanted & (age < LATELY_DAYS)).sum() >= NEED_SESSIONS)
    if not theirs:  # another sport trains for it as well, but tells no speed
        wanted = pd.Series(True, done.index)
    lately = done[wanted & (age < LATELY_DAYS)]
    if len(lately) < NEED_SESSIONS:
        return None
    recent = done[wanted & (age < LONGEST_DAYS)]
    longest = recent.loc[recent["duration_min"].astype(float).idxmax()]
    by_week = done[wanted & (age < YEAR_DAYS)].groupby(age[wanted & (age < YEAR_DAYS)] // 7)["duration_min"].sum()
    km = longest["distance_m"] / 1000 if pd.notna(longest["distance_m"]) else None
    return Base(
        week_min=float(lately["duration_min"].sum()) / LATELY_DAYS * 7,
        sessions=len(lately) / LATELY_DAYS * 7,
        longest_min=float(longest["duration_min"]),
        longest_km=None if km is None else float(km),
        speed_kmh=_speed(recent) if theirs else None,
        sport=_mostly(lately),
        theirs=theirs or not sport,
        best_week_min=float(by_week.max()),
        n=len(lately),
    )


def _mostly(done: pd.DataFrame) -> str:
    named = done["sport"].dropna()
    return sanitise.sport(str(named.value_counts().index[0])) if len(named) else ""


def _of_sport(done: pd.DataFrame, sport: str | None) -> pd.Series:
    if not sport:
        return pd.Series(True, done.index)
    stem = sport.lower()[:4]  # cycling, cyclist; running, runner
    return done["sport"].fillna("").str.lower().str.contains(stem, regex=False)


def _speed(done: pd.DataFrame) -> float | None:
    moved = done.dropna(subset=["distance_m"])
    moved = moved[(moved["distance_m"] > 0) & (moved["duration_min"] > 0)]
    if len(moved) < NEED_SESSIONS:
        return None
    long = moved[moved["duration_min"] >= moved["duration_min"].median()]
    return float((long["distance_m"] / 1000 / (long["duration_min"] / 60)).median())


def expected_min(target: Target, base: Base) -> float | None:
    """How long an event may take at the speed of the longer sessions; None where either is unknown."""
    if not target.distance_km or not base.speed_kmh:
        return None
    return target.distance_km / base.speed_kmh * 60


def to_five(minutes: float) -> float:
    """Minutes to the nearest five."""
    return round(minutes / 5) * 5
