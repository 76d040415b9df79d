"""The daily rhythm and the hours of sleep of one athlete as of a day: nothing later is used."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import pandas as pd

from analytics import circadian, regularity
from analytics.circadian import HeartDays, ReadinessWindow, Rhythm, RhythmShift
from analytics.regularity import DAY_S, HOUR_S, WEEKS, WINDOW, Chronotype, Nights, Regularity, SocialJetlag, UsualTimes
from analytics.results import Estimate, NotEnoughData
from dashboard.compose import History

MOVING_H = (
    3.0  # circular SD of the middle of sleep, from which on we take it for shifts: no time of day is the usual one
)

TOPS, NEED_TOPS = 13, 3  # windows of 28 days: a year of them; fewer than three are no picture

Result = TypeVar("Result")


@dataclass(frozen=True, eq=False)
class Face:
    """What the 24-hour clock shows; what is not known is None or empty."""

    rhythm: Rhythm | None
    times: UsualTimes | None
    asleep: pd.Series  # as analytics.regularity.asleep_share
    windows: tuple[ReadinessWindow, ...]

    @property
    def moving(self) -> bool:
        """Whether sleep moves around the clock."""
        return self.times is not None and moving(self.times)

    @property
    def low_point(self) -> Estimate | None:
        """What the windows hang on."""
        if not self.windows:
            return None
        return self.rhythm.troughs[0] if self.windows[0].basis == circadian.TROUGH else self.times.mid_sleep.mean


def face(history: History, until: date) -> Face:
    """The clock of the 28 days up to a day.

    Without windows of readiness where sleep moves around the clock: no hours would hold for all of those days.
    """
    found = _or_none(rhythm, history, until)
    times = _or_none(usual_times, history, until)
    asleep = regularity.asleep_share(nights(history, until, WINDOW), until)
    if times is not None and moving(times):
        return Face(found, times, asleep, ())
    windows = circadian.readiness_windows(found.troughs if found else (), times.mid_sleep.mean if times else None)
    return Face(found, times, asleep, windows)


def moving(times: UsualTimes) -> bool:
    """Whether sleep moves around the clock, as with shifts."""
    return times.mid_sleep.mean is None or times.mid_sleep.sd_h > MOVING_H


def _or_none(work: Callable[[History, date], Result], history: History, until: date) -> Result | None:
    try:
        return work(history, until)
    except NotEnoughData:
        return None


def rhythm(history: History, until: date) -> Rhythm:
    """The daily rhythm of heart rate over 28 days. Raises NotEnoughData."""
    return circadian.rhythm(heart_days(history, until, circadian.WINDOW), until)


def shift(history: History, until: date) -> RhythmShift:
    """How the rhythm moved from the 28 days before to the last 28. Raises NotEnoughData."""
    return circadian.rhythm_shift(heart_days(history, until, 2 * circadian.WINDOW), until)


def tops(history: History, until: date) -> pd.DataFrame:
    """The top of the daily wave in each 28 days of the last year; empty with fewer than 3 of them known.

    Index until, their last day; columns days, acrophase_h, low_h, high_h, as in RhythmShift.
    """
    try:
        known = circadian.rhythm_shift(heart_days(history, until, TOPS * circadian.WINDOW), until)
    except NotEnoughData:
        return pd.DataFrame()
    windows = known.windows.set_index("until")
    return windows if windows["acrophase_h"].count() >= NEED_TOPS else windows.iloc[:0]


def usual_times(history: History, until: date, days: int = WINDOW) -> UsualTimes:
    """When the athlete falls asleep and wakes. Raises NotEnoughData."""
    return regularity.usual_times(nights(history, until, days), until, window=days)


def sleep_regularity(history: History, until: date) -> Regularity:
    """The sleep regularity index of 28 days. Raises NotEnoughData."""
    return regularity.regularity(nights(history, until, WINDOW), until)


def social_jetlag(history: History, until: date) -> SocialJetlag:
    """Weekends against work days over 16 weeks. Raises NotEnoughData."""
    return regularity.social_jetlag(nights(history, until, 7 * WEEKS), until)


def chronotype(history: History, until: date) -> Chronotype:
    """Mid-sleep on weekends, corrected, over 16 weeks. Raises NotEnoughData."""
    return regularity.chronotype(nights(history, until, 7 * WEEKS), until)


def heart_days(history: History, until: date, days: int | None = None) -> HeartDays:
    """What the days up to `until` say about the rhythm: the last `days` of them, or all."""
    # A day more at the beginning shows whether the clock was moved on the first one.
    return circadian.heart_days(_hours(history, until, days and days + 1), history.workouts)


def _hours(history: History, until: date, days: int | None) -> pd.DataFrame:
    """The hours of the last `days` up to `until` on the local clock, or of all."""
    end_s = int(np.datetime64(until, "s").astype("int64")) + DAY_S
    middle_s = _middle_s(history.hourly)
    begin_s = -np.inf if days is None else end_s - days * DAY_S
    return history.hourly[(middle_s >= begin_s) & (middle_s < end_s)]


def nights(history: History, until: date, days: int | None = None) -> Nights:
    """The sleeps that count of the last `days` up to `until`, or of all."""
    sleeps = history.sleeps
    kept = sleeps["day"] <= until.isoformat()
    if days is not None:
        kept &= sleeps["day"] > (pd.Timestamp(until) - pd.Timedelta(days=days)).date().isoformat()
    return regularity.nights(sleeps[kept], history.ranked)


def days_behind(history: History, until: date) -> pd.DataFrame:
    """The 28 days that clock and findings rest on, the newest first.

    Index day; columns onset_h, wake_h, asleep_from (source of the night), hours, bpm (usable hours of heart rate and
    their mean), heart_from (sources of those).
    """
    index = pd.date_range(end=pd.Timestamp(until), periods=WINDOW, name="day")
    main = nights(history, until, WINDOW).main
    heart = heart_days(history, until, circadian.WINDOW)
    usable = pd.DataFrame({"hours": heart.hours, "bpm": heart.mean_bpm}, pd.DatetimeIndex(heart.day))
    hourly = _hours(history, until, WINDOW)
    day = pd.to_datetime(_middle_s(hourly) // DAY_S, unit="D")
    sources = hourly["source"].groupby(day.to_numpy()).agg(lambda each: tuple(each.unique()))
    return pd.DataFrame(
        {
            "onset_h": main["onset_h"],
            "wake_h": main["wake_h"],
            "asleep_from": main["source"],
            "hours": usable["hours"],
            "bpm": usable["bpm"],
            "heart_from": sources.reindex(usable.index),
        },
        index=index,
    ).iloc[::-1]


def _middle_s(hourly: pd.DataFrame) -> pd.Series:
    """The middle of each hour on its own local clock [s]."""
    return hourly["hour_utc"].astype("int64") + 60 * hourly["offset_min"].astype("int64") + HOUR_S // 2
