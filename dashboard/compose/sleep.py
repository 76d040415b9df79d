"""Best bedtime, sleep debt and what precedes a good night, of one athlete as of a day: nothing later is used."""

from datetime import date

import pandas as pd

from analytics import sleep, timing
from analytics.results import NotEnoughData
from analytics.sleep import GoodNights, SleepNeed
from analytics.timing import SleepWindow
from dashboard.compose import History
from dashboard.compose.outcome import Outcome, as_of, journal, sources_of
from dashboard.compose.outcome import outcome as recovery_outcome

BEHIND_D = 28  # days that are listed: of a debt, older nights carry less than 1%


def outcome(history: History, until: date) -> Outcome:
    """The recovery that nights are held against: a score of ours without its sleep."""
    return recovery_outcome(history, until, ("sleep",))


def around_the_clock(history: History, until: date) -> bool:
    """Whether there are nights enough for a bedtime, but at all hours, as with shifts."""
    onset = history.daily["onset_h"].loc[: pd.Timestamp(until)].iloc[-timing.DAYS :]
    return bool(onset.count() >= timing.NEED_NIGHTS and timing.percent_near_own_mean(onset) < timing.NEED_WITHIN)


def bedtime(history: History, until: date) -> SleepWindow:
    """Mornings after earlier and later nights. Raises NotEnoughData."""
    found = outcome(history, until)
    return timing.best_bedtime(found.daily, journal(history, until), restarts=found.restarts)


def duration(history: History, until: date) -> SleepWindow:
    """Mornings after shorter and longer nights. Raises NotEnoughData."""
    found = outcome(history, until)
    return timing.best_duration(found.daily, journal(history, until), restarts=found.restarts)


def need(history: History, until: date) -> SleepNeed:
    """How much sleep a night takes, from the last 90 days. Raises NotEnoughData."""
    return sleep.sleep_need(history.daily.loc[: pd.Timestamp(until)])


def debt(history: History, until: date) -> pd.DataFrame:
    """The debt of every morning against that need: as analytics.sleep.sleep_debt, with the column against_need_min.

    against_need_min: by how much the night, with the naps of the day before, was longer than the need (negative:
    shorter).
    Raises NotEnoughData.
    """
    daily, needed = history.daily.loc[: pd.Timestamp(until)], need(history, until)
    slept = daily["asleep_min"] + daily["nap_min"].shift(1).fillna(0.0)
    return sleep.sleep_debt(daily, needed).assign(against_need_min=slept - needed.minutes.value)


def good_nights(history: History, until: date, quality: str) -> GoodNights:
    """What precedes a good night, of analytics.sleep.QUALITIES. Raises NotEnoughData."""
    known = as_of(history, until)
    measured = quality if quality in known.restarts else "asleep_min"  # shares are made of the night's minutes
    return sleep.good_nights(
        known.daily,
        journal(history, until),
        known.workouts,
        outcome=quality,
        debt=_debt_or_none(history, until),
        restarts=known.restarts[measured],
    )


def _debt_or_none(history: History, until: date) -> pd.DataFrame | None:
    try:
        return debt(history, until)
    except NotEnoughData:
        return None


def days_behind(history: History, until: date) -> pd.DataFrame:
    """The last 28 nights with the morning after each, the newest first; what is not known is NaN or None.

    Index day; columns onset_h, asleep_min, nap_min (of the day before), debt_min, recovery, night_from, recovery_from.
    """
    found = outcome(history, until)
    owed = _debt_or_none(history, until)
    daily = found.daily
    sources = sources_of(history, "asleep_min", "recovery_pct").reindex(daily.index)
    table = pd.DataFrame(
        {
            "onset_h": daily["onset_h"],
            "asleep_min": daily["asleep_min"],
            "nap_min": daily["nap_min"].shift(1),
            "debt_min": owed["debt_min"] if owed is not None else float("nan"),
            "recovery": daily["recovery_pct"],
            "night_from": sources["asleep_min"],
            "recovery_from": sources["recovery_pct"] if found.device else "Ownpace",
        },
        index=daily.index,
    )
    return table.iloc[-BEHIND_D:][::-1]
