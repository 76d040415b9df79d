"""The mornings to come of one athlete, and what is planned, as of a day: nothing later is used."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analytics import forecast as analysis
from analytics.forecast import Forecast, Graded, Outlook
from analytics.forecast_model import HORIZONS
from analytics.mornings import load_of
from analytics.planned_load import day_load, levels_of
from dashboard.compose import History
from dashboard.compose.outcome import Outcome, as_of, outcome, sources_of
from data.schema import PLAN_UNITS

OURS = "Ownpace"  # where a score comes from that no device gave


def recovery(history: History, until: date) -> Outcome:
    """The recovery that is foretold: a score of ours without its load, which is an input here."""
    return outcome(history, until, ("load",))


def outlook(history: History, until: date) -> Outlook:
    """What the mornings up to a day have taught, whatever is planned: all of a forecast that takes its time.

    The length of nights is looked at only where a device scores the mornings: our score holds it as a part.
    Raises NotEnoughData.
    """
    found = recovery(history, until)
    return analysis.outlook(
        found.daily["recovery_pct"],
        load_of(found.daily),
        until,
        asleep_min=found.daily["asleep_min"] if found.device else None,
        bounds=(0, 100),
        restarts=found.restarts,
    )


def forecast(history: History, until: date, learned: Outlook | None = None) -> Forecast:
    """The seven mornings after a day, with what is planned for them.

    Mornings after a day without a plan are graded with the usual load of each weekday, as it was known; those after a
    planned one as if the loads of the past had been known, as with a plan that is kept. learned: the outlook of that
    day, where it is there already. Raises NotEnoughData.
    """
    return (learned or outlook(history, until)).where_planned(planned(history, until))


def supposed(history: History, until: date, instead: Mapping[pd.Timestamp, float], learned: Outlook) -> Forecast:
    """The same mornings with other loads of some days in place of those planned, to hold against `forecast`.

    Of it the model's mornings and what differs from usual days count; it is graded with usual loads throughout.
    learned: the outlook of that day.
    """
    return learned.forecast(planned(history, until) | dict(instead), kept=False)


def load(history: History, until: date) -> pd.Series:
    """The load of each day up to a day, that day's unknown: its morning is the one of the forecast."""
    known = load_of(as_of(history, until).aligned).copy()
    known.loc[pd.Timestamp(until) :] = float("nan")
    return known


def unit(history: History, until: date) -> str:
    """What the athlete's load is counted in: of data.schema.PLAN_UNITS."""
    return _unit(load(history, until))


def _unit(load: pd.Series) -> str:
    return "strain" if load.name == "day_strain" else "AU"


def levels(history: History, until: date) -> Mapping[str, float]:
    """What a day of each kind of plan comes to for the athlete; empty where no two loads are known that differ."""
    return levels_of(load(history, until))


def plans(history: History, until: date) -> pd.DataFrame:
    """What is planned for a day and the six after it: as data.frames.plans, with a column counts.

    Written down by that day; or whenever, where nothing later than it was recorded: then it is the present. counts:
    whether its load is in the unit of the athlete's.
    """
    rows = _planned_rows(history, until)
    return rows.assign(counts=rows["unit"] == unit(history, until))


def planned(history: History, until: date) -> dict[pd.Timestamp, float]:
    """The load of each day that has plans, all of its sessions together."""
    rows = _planned_rows(history, until)
    if rows.empty:
        return {}
    known = load(history, until)
    rest, of = levels_of(known).get("rest", 0.0), _unit(known)
    most = PLAN_UNITS[of] if of == "strain" else None
    days = rows[rows["unit"] == of].groupby("day")["load"]
    return {pd.Timestamp(day): day_load(loads.to_list(), rest, most) for day, loads in days}


def _planned_rows(history: History, until: date) -> pd.DataFrame:
    last = until + timedelta(days=HORIZONS - 1)
    rows = history.plans
    known = rows["made_on"] <= until.isoformat()
    if history.last_day is not None and until >= history.last_day.date():
        known |= True
    return rows[known & (rows["day"] >= until.isoformat()) & (rows["day"] <= last.isoformat())]


def sessions(history: History, until: date) -> tuple[list[str], float | None]:
    """The athlete's sports of the last year, the most frequent first, and how long a session usually is [min]."""
    first, last = (until - timedelta(days=365)).isoformat(), until.isoformat()
    done = history.workouts[(history.workouts["day"] > first) & (history.workouts["day"] <= last)]
    length = done["duration_min"].median()
    return list(done["sport"].value_counts().index), None if pd.isna(length) else float(length)


def days_behind(history: History, until: date, graded: Sequence[Graded]) -> pd.DataFrame:
    """The past mornings on which a forecast of the morning before came true or not, the newest first.

    graded: those of the forecast. Index day; columns value, low and high (the interval of 80%), median, came and
    came_from (its source).
    """
    rows = [(one.value.value, one.value.low, one.value.high, one.median, one.came) for one in graded]
    index = pd.DatetimeIndex([one.day for one in graded], name="day")
    table = pd.DataFrame(rows, index, columns=["value", "low", "high", "median", "came"])
    by_device = recovery(history, until).device
    table["came_from"] = sources_of(history, "recovery_pct")["recovery_pct"] if by_device else OURS
    return table.iloc[::-1]
