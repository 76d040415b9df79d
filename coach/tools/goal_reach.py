"""Is an event within reach, and a time over its distance?"""

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import sessions
from coach.tools.goal_base import LONG_SHARE, YEAR_DAYS, Base, expected_min, longest_ever
from coach.tools.goal_weeks import FAR_FROM
from coach.understood import Target


def pace_needed(target: Target) -> Fact | None:
    """The speed that a time over a distance asks for; None where no time is aimed at."""
    if not target.minutes or not target.distance_km:
        return None
    return _time_fact(_pace_words(target), target, 0)


def _pace_words(target: Target) -> str:
    """`5 km in 20 min is 15.0 km/h, or 4:00 min/km`."""
    distance = _km_words(target.distance_km)
    speed = words.number(target.distance_km / target.minutes * 60, "km/h", 1)
    said = f"{distance} in {_time_words(target.minutes)} is {speed}"
    if target.sport in (None, "running") and target.distance_km < 100:
        seconds = round(target.minutes * 60 / target.distance_km)
        said += f", or {seconds // 60} min {seconds % 60} s for each km"
    return said


def _km_words(km: float) -> str:
    return words.number(km, "km", 0 if float(km).is_integer() else 1)


def _time_words(minutes: float) -> str:
    """`19 min 59 s`, `1 h 45 min`: with seconds where they count."""
    seconds = round(minutes * 60)
    if seconds % 60 == 0 or minutes >= 120:
        return words.hours(minutes)
    hours = f"{seconds // 3600} h " if seconds >= 3600 else ""
    return f"{hours}{seconds % 3600 // 60} min {seconds % 60} s"


def time_goal(known: Known, target: Target) -> Fact:
    """What a time over a distance asks for, beside the fastest session that was about as far."""
    near = _near(known, target)
    said = _pace_words(target)
    if near.empty:
        return _time_fact(
            f"{said}; no session of the last year was about as long, so I can't say how near you are.", target, 0
        )
    best = near.loc[near["kmh"].idxmax()]
    needed = target.distance_km / target.minutes * 60
    gap = (needed / best["kmh"] - 1) * 100
    at_best = target.distance_km / best["kmh"] * 60
    left = (
        "you have been as fast as that"
        if gap <= 0
        else f"at that pace it takes {_time_words(round(at_best, 1))}, so {words.number(gap, '%')} more speed is needed"
    )
    said += (
        f"; your fastest session of {words.number(0.8 * target.distance_km, digits=1)} to "
        f"{words.number(2 * target.distance_km, 'km', 1)} within a year went at "
        f"{words.number(best['kmh'], 'km/h', 1)}, on "
        f"{words.day(best['when'])} {best['when'].year}: {left}."
    )
    return _time_fact(said, target, len(near))


def _near(known: Known, target: Target) -> pd.DataFrame:
    """Sessions of a year that were about as far."""
    rows = sessions.done(known, target.sport or known.profile.sport or "", sessions.lately(known, YEAR_DAYS))
    inside = (rows["km"] >= 0.8 * target.distance_km) & (rows["km"] <= 2 * target.distance_km)
    return rows[inside].dropna(subset=["kmh"])


def _best_near(known: Known, target: Target) -> pd.Series | None:
    near = _near(known, target)
    return None if near.empty else near.loc[near["kmh"].idxmax()]


def _time_fact(said: str, target: Target, n: int) -> Fact:
    said = said if said.endswith(".") else f"{said}."
    return Fact("goal.time", "The time", said, target.minutes, "min", n=n, subjects=("goal", "pace"), page="data",
                method="distance over time; training sessions, which are seldom run flat out")  # fmt: skip


def verdict(known: Known, target: Target, base: Base, reached_min: float | None) -> list[Fact]:
    """Whether an event is within reach, as far as its length tells: yes, if the weeks hold, or a leap.

    reached_min: the longest session that the weeks until then lead to; None without a day.
    """
    expected = expected_min(target, base)
    if not expected or not base.theirs:
        return []
    ever = longest_ever(known, target.sport or base.sport)
    before = bool(ever and ever.minutes >= LONG_SHARE * expected)
    if base.longest_min >= LONG_SHARE * expected:
        said = "Yes, the distance is within reach: you go about as long already."
    elif reached_min is not None and reached_min < FAR_FROM * expected:
        said = "That is a leap: in the time left your longest session can hardly grow that far"
        said += ", though you have gone that long before." if before else "."
    elif before:
        said = "Realistic, if you build up to it again: you have gone that long before."
    elif reached_min is not None and reached_min >= LONG_SHARE * expected:
        said = "Realistic, if the weeks go as laid out: your longest session has the time to grow that far."
    else:
        said = "Within reach perhaps, but you would go well beyond what you have done."
    if target.minutes:
        said = _of_speed(known, target) or said
    return [Fact("goal.verdict", "Whether it is within reach", said, subjects=("goal",), page="forecast", n=base.n,
                 method="how long it may take beside your longest sessions and how they may grow; ours")]  # fmt: skip


def _of_speed(known: Known, target: Target) -> str:
    """Whether a time is within reach, by the speed that is missing to it; the steps are ours."""
    best = _best_near(known, target)
    if best is None:
        return ""
    gap = (target.distance_km / target.minutes * 60 / best["kmh"] - 1) * 100
    if gap <= 0:
        return "Yes, within reach: you have gone that fast over about that distance."
    if gap <= NEAR_PCT:
        return "Realistic: only little speed is missing, and training sessions are seldom run flat out."
    if gap <= FAR_PCT:
        return "Ambitious: it takes clearly more speed than your sessions show, though those are seldom run flat out."
    return "Not soon, by what is stored: much more speed is needed than any session of yours shows."


NEAR_PCT, FAR_PCT = 5.0, 15.0  # of speed that is missing
