"""Sessions that were done: those of a sport, of some days, and what they came to."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from coach import sanitise, words
from coach.known import Known
from coach.understood import Period

_STEMS = {
    "cycling": "cycl|bik|ride|spin|mtb", "running": "run|jog|treadmill", "swimming": "swim",
    "weightlifting": "lift|strength|weight|gym|crossfit|functional", "rowing": "row|erg", "hiking": "hik|trek",
    "walking": "walk", "yoga": "yoga|pilates",
}  # fmt: skip
FIGURES = {  # what a session is ranked by: column, unit, and what it is called at either end
    "minutes": ("duration_min", "min", "longest", "shortest"),
    "km": ("km", "km", "farthest", "shortest"),
    "speed": ("kmh", "km/h", "fastest", "slowest"),
    "load": ("load", "", "hardest", "easiest"),
}


def done(known: Known, sport: str | None = None, period: Period | None = None) -> pd.DataFrame:
    """Sessions by their start, with km, km/h, a date and `load` beside the columns of data.frames.workouts.

    load: in the unit in which the athlete's days are counted, else minutes.
    """
    rows = known.workouts()
    rows = rows[~rows.duplicated(["start_utc", "sport"])].sort_values("start_utc")
    distance_m = pd.to_numeric(rows["distance_m"], errors="coerce")
    minutes = pd.to_numeric(rows["duration_min"], errors="coerce")
    own = "strain" if known.unit("load") == "of 21" else "load_au"
    rows = rows.assign(
        duration_min=minutes,
        km=distance_m / 1000,
        kmh=(distance_m / 1000 / (minutes / 60)).where((distance_m > 500) & (minutes > 5)).replace(np.inf, np.nan),
        load=pd.to_numeric(rows[own], errors="coerce"),
        when=[date.fromisoformat(day) for day in rows["day"]],
    )
    if sport:
        rows = rows[of_sport(rows, sport)]
    if period:
        rows = rows[(rows["when"] >= period.first) & (rows["when"] <= period.last)]
    return rows


def of_sport(rows: pd.DataFrame, sport: str) -> pd.Series:
    """Which sessions are of a sport, whatever the device calls it."""
    plain = sport.lower().removeprefix("indoor ")
    return rows["sport"].fillna("").str.lower().str.contains(_STEMS.get(plain, plain[:4]))


def recorded(known: Known, period: Period) -> pd.Series:
    """For each day of a time up to the newest one, whether anything at all was measured on it."""
    last = min(period.last, known.day)
    days = pd.date_range(period.first, last)
    seen = pd.Series(False, days)
    for metric in ("load", "recovery", "asleep_min", "hrv"):
        seen |= known.values(metric).reindex(days).notna()
    return seen | pd.Series(days.isin(pd.to_datetime(known.workouts()["day"])), days)


def minutes_a_day(known: Known) -> pd.Series:
    """Minutes of training on every day up to the newest: 0 where something was measured and no session recorded, NaN
    where nothing was."""
    minutes = known.values("workout_min")
    if minutes.empty:
        return minutes
    seen = recorded(known, Period(minutes.index[0].date(), known.day, "")).reindex(minutes.index, fill_value=False)
    return minutes.fillna(0.0).where(seen)


def rest_days(known: Known, period: Period) -> tuple[list[date], int]:
    """Days without a session among those on which something was measured, and how many of these there are."""
    seen = recorded(known, period)
    trained = set(known.workouts()["day"])
    days = [day.date() for day in seen.index[seen]]
    if days and days[-1] == known.day and known.day.isoformat() not in trained:
        days = days[:-1]  # the newest day is not over
    return [day for day in days if day.isoformat() not in trained], len(days)


def name_of(row: object) -> str:
    """The sport of a session as a sentence may hold it."""
    return sanitise.sport(str(row.sport or "")) or "session"


def figures(row: object, known: Known) -> str:
    """`1 h 35 min, 44 km, 27.9 km/h, strain 15.0 of 21, heart rate 132 bpm on average and 164 at most`."""
    parts = []
    if pd.notna(row.duration_min):
        parts.append(words.hours(row.duration_min))
    if pd.notna(row.km) and row.km > 0:
        parts.append(words.number(row.km, "km", 1))
    if pd.notna(row.kmh):
        parts.append(words.number(row.kmh, "km/h", 1))
    if pd.notna(row.load):
        own = known.unit("load") == "of 21"
        parts.append(f"strain {words.number(row.load, 'of 21', 1)}" if own else f"load {words.number(row.load, 'AU')}")
    if pd.notna(row.avg_power_w):
        parts.append(words.number(row.avg_power_w, "W"))
    if pd.notna(row.avg_hr_bpm):
        most = f" and {words.number(row.max_hr_bpm)} at most" if pd.notna(row.max_hr_bpm) else ""
        parts.append(f"heart rate {words.number(row.avg_hr_bpm, 'bpm')} on average{most}")
    return ", ".join(parts)


def lately(known: Known, days: int) -> Period:
    """The days up to the newest one."""
    return Period(known.day - timedelta(days=days - 1), known.day, f"the last {days} days")
