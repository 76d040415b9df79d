"""What was known before a morning, as numbers: one row a morning, one column a feature, nothing from afterwards.

Each of FEATURES says from when on it is known. On the EVENING before morning d that is everything of the mornings up
to d - 1, and the strain, the load and the journal of the days up to d - 1. After the NIGHT also the sleep that ended on
d with its respiration. HRV, resting HR, skin temperature, blood oxygen and recovery of d itself never are: a score is
made of them, and whoever sees them predicts nothing.

Everything personal is measured against the athlete's own past, which ends before the value in question and begins
anew with a new device. A deviation in SDs is from the median of the 60 days before, in robust SDs (1.4826 MAD) of
them, of loads from the mean of up to a year before, in SDs, for the median of a load is often a day of rest. It is held
at 4 SDs, and never measured more finely than a sensor can tell. What is not known is NaN: neither 0 nor the mean.

Fitness and fatigue are means of daily load whose weights fall by e in 42 and 7 days (Calvert et al. 1976, IEEE Trans
Syst Man Cybern 6(2):94-102; the days as in common use). An unknown day is no day of rest: it has no weight, the others
share it, and where unknown days hold more than half of the weight there is no figure. Monotony and strain: Foster
(1998), Med Sci Sports Exerc 30(7):1164-8. The ratio of the week to the four weeks before leaves the week out of what
it is compared with (Lolli et al. 2017, Br J Sports Med 53(15):921-2), describes, and predicts no injury. Which features
there are, and all spans and limits without a source, are our choice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.journal import YES, answers
from analytics.mornings import free_morning
from analytics.recovery.learned import Horizon
from analytics.recovery.rules import NIGHT_ERROR
from analytics.usual import daily_array, robust_spread, row_median

USUAL_DAYS = 60
NEED_USUAL = 10  # known days; fewer than a verdict needs, as a model weighs what it is told
YEAR_DAYS = 365
HELD = 4.0  # SDs

WEEK_DAYS, NEED_WEEK = 7, 3
MONTH_DAYS, NEED_MONTH = 28, 10
LEVEL_DAYS = 30
NEED_NIGHTS = 7  # of 14, for how regular they are
REGULAR_DAYS = 14
STATED_DAYS, NEED_STATED = 90, 14  # days from which a stated need of sleep is taken, and nights with one

FITNESS_DAYS, FATIGUE_DAYS = 42, 7
DEBT_HALF_LIFE_D = 4.0  # as in analytics.sleep
LEAST_KNOWN = 0.5  # of the weight behind a fading mean
NEED_LOADS = 5  # of 7 days, for monotony and ratio
MOST_MONOTONY = 10.0  # days that are all alike would have an infinite one
MOST_RATIO = 3.0
HARD_SD = 0.84  # a hard day lies so far above the mean: about one in five
MOST_SINCE_D = 14
MOST_LATER_H = 6.0
COLDEST_DAY = 20  # of the year, in the north; in the south the same with the other sign

NEED_AMOUNTS = 5  # earlier amounts before one can be called large
MOST_AMOUNT = 3.0

# What a sensor or a logger cannot tell apart, in the unit of the column.
FINEST = NIGHT_ERROR | {"skin_temp_c": 0.1, "skin_temp_deviation_c": 0.1, "restorative_pct": 2.0, "energy_kcal": 50.0}
LOADS = ("day_strain", "load_au", "energy_kcal")  # the one known on most of the last 28 days; of equals the first
HABITS = {
    "alcohol": ("alcohol",),
    "late_meal": ("late_meal",),
    "caffeine": ("caffeine",),
    "stress": ("stress", "anxiety"),
    "illness": ("sick_or_ill", "sick", "ill", "illness", "fever"),
    "calm": ("meditation", "breathwork"),
}
MEASURED_HABITS = ("alcohol", "caffeine")  # whose amount counts, where one is logged
NEEDED = (
    "recovery_pct", "hrv_rmssd_ms", "hrv_sdnn_ms", "resting_hr_bpm", "respiration_brpm", "skin_temp_c",
    "skin_temp_deviation_c", *LOADS, "asleep_min", "deep_min", "rem_min", "need_min", "debt_min", "efficiency_pct",
    "nap_min", "onset_h", "wake_h",
)  # fmt: skip


class Known(StrEnum):
    """From when on a feature of a morning is known."""

    EVENING = "evening"
    NIGHT = "night"


@dataclass(frozen=True)
class Feature:
    """One column: what it is in plain words, and with which others its contribution may be summed."""

    name: str
    label: str
    unit: str
    known: Known
    group: str


GROUPS = {  # how a sum of contributions is called
    "body": "Body signals, last morning",
    "recovery": "Recovery so far",
    "sleep": "Sleep so far",
    "load": "Training",
    "habits": "Habits of the day",
    "calendar": "Day and season",
    "data": "How much is known",
    "night": "Last night",
}
_EVENING = (
    ("hrv_z", "HRV against your usual, last morning", "SD", "body"),
    ("resting_hr_z", "Resting HR against your usual, last morning", "SD", "body"),
    ("respiration_z", "Respiration against your usual, last morning", "SD", "body"),
    ("skin_temp_z", "Skin temperature against your usual, last morning", "SD", "body"),
    ("recovery_last_points", "Recovery against your usual, last morning", "points", "recovery"),
    ("recovery_trend_points", "Recovery of the last 7 mornings against the 4 weeks before", "points", "recovery"),
    ("recovery_level_points", "Recovery of the last 30 days against the last year", "points", "recovery"),
    ("asleep_z", "Sleep before last morning, against your usual", "SD", "sleep"),
    ("sleep_debt_h", "Sleep debt", "h", "sleep"),
    ("sleep_trend_min", "Sleep of the last 7 nights against the 4 weeks before", "min", "sleep"),
    ("sleep_irregularity_h", "Irregular sleep times, last 14 nights", "h", "sleep"),
    ("load_yesterday_z", "Yesterday's strain", "SD", "load"),
    ("load_day_before_z", "Strain of the day before yesterday", "SD", "load"),
    ("fitness_sd", "Fitness: load over about 6 weeks (CTL)", "SD", "load"),
    ("fatigue_sd", "Fatigue: load over about a week (ATL)", "SD", "load"),
    ("form_sd", "Form: fitness less fatigue (TSB)", "SD", "load"),
    ("acute_chronic_ratio", "Load of the last 7 days per that of the 4 weeks before", "ratio", "load"),
    ("monotony_ratio", "Monotony of the last 7 days", "ratio", "load"),
    ("week_strain_ratio", "Load of the last 7 days times monotony, in usual weeks", "ratio", "load"),
    ("since_hard_days", "Days since a hard day", "days", "load"),
    ("alcohol_yes", "Alcohol, the day before", "usual amount = 1", "habits"),
    ("late_meal_yes", "Late meal, the day before", "yes = 1", "habits"),
    ("caffeine_yes", "Caffeine, the day before", "usual amount = 1", "habits"),
    ("stress_yes", "Stress, the day before", "yes = 1", "habits"),
    ("illness_yes", "Feeling ill, the day before", "yes = 1", "habits"),
    ("calm_yes", "Meditation or breathwork, the day before", "yes = 1", "habits"),
    ("weekend_night", "Night after a Friday or a Saturday", "yes = 1", "calendar"),
    ("weekday_sin", "Day of the week: early or late in it", "of 1", "calendar"),
    ("weekday_cos", "Day of the week: its turn or its middle", "of 1", "calendar"),
    ("season_cos", "Time of the year", "of 1", "calendar"),
    ("known_7d_share", "Share of the last 7 days that is recorded", "share", "data"),
    ("known_28d_share", "Share of the last 28 days that is recorded", "share", "data"),
)
_NIGHT = (
    ("night_asleep_z", "Sleep of the night, against your usual", "SD", "night"),
    ("night_need_z", "Sleep of the night less its need, against your usual", "SD", "night"),
    ("night_efficiency_z", "Sleep efficiency of the night, against your usual", "SD", "night"),
    ("night_restorative_z", "Share of deep and REM sleep of the night, against your usual", "SD", "night"),
    ("night_respiration_z", "Respiration of the night, against your usual", "SD", "night"),
    ("night_later_h", "Asleep later than your usual", "h", "night"),
)
FEATURES: dict[str, Feature] = {
    name: Feature(name, label, unit, known, group)
    for known, rows in ((Known.EVENING, _EVENING), (Known.NIGHT, _NIGHT))
    for name, label, unit, group in rows
}


def known_at(horizon: Horizon) -> tuple[str, ...]:
    """The names of the features that are known from there on, in their fixed order."""
    night = Horizon(horizon) is Horizon.MORNING
    return tuple(feature.name for feature in FEATURES.values() if night or feature.known is Known.EVENING)


OF_THE_DAY = ("load", "habits")  # groups of what a day adds before it is over


def still_open(x: pd.DataFrame) -> tuple[str, ...]:
    """What of the day before the last morning is not known yet, though it mostly was: of OF_THE_DAY.

    x: as `features` gives it.
    """
    last, lately = x.iloc[-1:], x.iloc[-MONTH_DAYS - 1 : -1]
    missing = [group for group in OF_THE_DAY if not _told(last, group).any()]
    return tuple(group for group in missing if _told(lately, group).mean() > LEAST_KNOWN)


def as_if_open(x: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    """The features of each morning as they are while the day before it is not over: its load and journal unknown.

    Means of loads are those of a day earlier, for an unknown day has no weight in them. groups: of OF_THE_DAY.
    """
    unknown = x.copy()
    if "habits" in groups:
        unknown[_columns(x, "habits")] = np.nan
    if "load" in groups:
        means = [name for name in _columns(x, "load") if name not in ("load_yesterday_z", "load_day_before_z")]
        unknown[means] = x[means].shift(1)
        unknown["since_hard_days"] = (unknown["since_hard_days"] + 1).clip(upper=MOST_SINCE_D)
        unknown["load_yesterday_z"] = np.nan
    return unknown


def _told(x: pd.DataFrame, group: str) -> pd.Series:
    """For each morning, whether anything is known that the day before it added."""
    return (x["load_yesterday_z"] if group == "load" else x[_columns(x, group)].T.sum(min_count=1)).notna()


def _columns(x: pd.DataFrame, group: str) -> list[str]:
    return [name for name in x if name in FEATURES and FEATURES[name].group == group]


def features(
    daily: pd.DataFrame, journal: pd.DataFrame, horizon: Horizon, *, restarts: Mapping[str, Sequence[date]]
) -> pd.DataFrame:
    """The features of every morning of `daily`, as known at the horizon: the columns of known_at, in their units.

    daily: one row a day on a gap-free index, with NEEDED, NaN = unknown; recovery_pct is the outcome, the device's
    score or ours. A row's morning values are those of waking on it, its strain and load come after that morning. For
    a morning to come, end with a row of unknowns. journal: columns day, habit, question, answer, amount, unit; day is
    that on which it was done. restarts: column -> first days of a new device; those of recovery_pct are the outcome's.
    A row does not depend on anything that becomes known after its moment, nor on how many rows follow it.
    Raises ValueError where a column is missing or days are left out.
    """
    if missing := [name for name in NEEDED if name not in daily]:
        raise ValueError(f"features need the columns {', '.join(NEEDED)}; missing: {', '.join(missing)}")
    names = known_at(horizon)
    if daily.empty:
        return pd.DataFrame(np.empty((0, len(names))), daily.index, names)
    past = {name: _column(daily[name], restarts.get(name, ())) for name in NEEDED}
    nights = _nights(past)
    by_day = {
        **_body(past),
        **_recovery(past["recovery_pct"]),
        **_sleep(past, nights),
        **_load({name: past[name] for name in LOADS}),
        **_habits(journal, daily.index),
        **_recorded(past),
    }
    before = {name: _moved(values, 1) for name, values in by_day.items()}
    known = before | _calendar(daily.index) | nights
    return pd.DataFrame({name: known[name] for name in names}, index=daily.index)


@dataclass(frozen=True)
class _Column:
    """A daily quantity. begin: for each row the row from which the same device has measured; finest: see FINEST."""

    values: np.ndarray
    begin: np.ndarray
    finest: float = 0.0

    def window(self, days: int, ends: int = 0) -> np.ndarray:
        """For each row the `days` values up to `ends` rows before it, NaN where another device measured."""
        n = len(self.values)
        padded = np.concatenate([np.full(days - 1 + ends, np.nan), self.values])
        rows = np.lib.stride_tricks.sliding_window_view(padded, days)[:n]
        at = np.arange(n)[:, None] - ends - days + 1 + np.arange(days)
        return np.where(at < self.begin[:, None], np.nan, rows)


def _column(values: pd.Series, restarts: Sequence[date]) -> _Column:
    x = daily_array(values, log=False)
    x[~np.isfinite(x)] = np.nan
    begins = [(pd.Timestamp(day) - values.index[0]).days for day in restarts]
    begins = np.array(sorted({0, *(row for row in begins if row > 0)}))
    begin = begins[np.searchsorted(begins, np.arange(len(x)), side="right") - 1]
    return _Column(x, begin, FINEST.get(str(values.name), 0.0))


def _derived(values: np.ndarray, like: _Column, finest: float) -> _Column:
    """A quantity made of others, measured by the device of one of them."""
    return _Column(values, like.begin, finest)


def _moved(values: np.ndarray, rows: int) -> np.ndarray:
    """Each value `rows` rows later."""
    return np.concatenate([np.full(min(rows, len(values)), np.nan), values[:-rows]])


def _count(windows: np.ndarray) -> np.ndarray:
    return (~np.isnan(windows)).sum(axis=1)


def _mean(windows: np.ndarray, need: int) -> np.ndarray:
    """The mean of each row's known values; NaN with fewer than `need`."""
    n = _count(windows)
    return np.where(n >= need, np.nansum(windows, axis=1) / np.maximum(n, 1), np.nan)


def _sd(windows: np.ndarray, need: int) -> np.ndarray:
    """The SD (n - 1) of each row's known values; NaN with fewer than `need`, which is at least 2."""
    squares = np.nansum((windows - _mean(windows, need)[:, None]) ** 2, axis=1)
    n = _count(windows)
    return np.where(n >= need, np.sqrt(squares / np.maximum(n - 1, 1)), np.nan)


def _median(windows: np.ndarray, need: int) -> np.ndarray:
    return np.where(_count(windows) >= need, row_median(windows), np.nan)


def _z(column: _Column) -> np.ndarray:
    """Each value against the median of the 60 days before it, in robust SDs of them."""
    past = column.window(USUAL_DAYS, ends=1)
    enough = _count(past) >= NEED_USUAL
    z = np.full(len(past), np.nan)
    centre = row_median(past[enough])
    spread = np.maximum(robust_spread(past[enough], centre), column.finest)
    z[enough] = (column.values[enough] - centre) / spread
    return np.clip(z, -HELD, HELD)


def _first_known(*columns: np.ndarray) -> np.ndarray:
    """For each day the first column that has a value."""
    chosen = columns[0]
    for other in columns[1:]:
        chosen = np.where(np.isnan(chosen), other, chosen)
    return chosen


def _log(column: _Column) -> _Column:
    with np.errstate(invalid="ignore", divide="ignore"):
        return _derived(np.where(column.values > 0, np.log(column.values), np.nan), column, column.finest)


def _body(past: Mapping[str, _Column]) -> dict[str, np.ndarray]:
    """The signals of each morning; of two kinds of HRV or of skin temperature the first that can be judged."""
    return {
        "hrv_z": _first_known(*(_z(_log(past[kind])) for kind in ("hrv_rmssd_ms", "hrv_sdnn_ms"))),
        "resting_hr_z": _z(past["resting_hr_bpm"]),
        "respiration_z": _z(past["respiration_brpm"]),
        "skin_temp_z": _first_known(*(_z(past[kind]) for kind in ("skin_temp_c", "skin_temp_deviation_c"))),
    }


def _recovery(score: _Column) -> dict[str, np.ndarray]:
    month_before = _mean(score.window(MONTH_DAYS, ends=WEEK_DAYS), NEED_MONTH)
    year = _median(score.window(YEAR_DAYS), NEED_USUAL)
    return {
        "recovery_last_points": score.values - _median(score.window(USUAL_DAYS, ends=1), NEED_USUAL),
        "recovery_trend_points": _mean(score.window(WEEK_DAYS), NEED_WEEK) - month_before,
        "recovery_level_points": _median(score.window(LEVEL_DAYS), NEED_USUAL) - year,
    }


def _nights(past: Mapping[str, _Column]) -> dict[str, np.ndarray]:
    """The night that ended on each day."""
    asleep, need, onset = past["asleep_min"], past["need_min"].values, past["onset_h"]
    balance = np.where(need > 0, asleep.values - need, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = 100 * (past["deep_min"].values + past["rem_min"].values) / asleep.values
    later = onset.values - _median(onset.window(MONTH_DAYS, ends=1), NEED_USUAL)
    return {
        "night_asleep_z": _z(asleep),
        "night_need_z": _z(_derived(balance, asleep, asleep.finest)),
        "night_efficiency_z": _z(past["efficiency_pct"]),
        "night_restorative_z": _z(
            _derived(np.where(np.isfinite(share), share, np.nan), asleep, FINEST["restorative_pct"])
        ),
        "night_respiration_z": _z(past["respiration_brpm"]),
        "night_later_h": np.clip(later, -MOST_LATER_H, MOST_LATER_H),
    }


def _sleep(past: Mapping[str, _Column], nights: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    asleep, onset, wake = past["asleep_min"], past["onset_h"], past["wake_h"]
    week = _mean(asleep.window(WEEK_DAYS), NEED_WEEK)
    middle = _derived((onset.values + wake.values) / 2, onset, 0.0)
    return {
        "asleep_z": nights["night_asleep_z"],
        "sleep_debt_h": _debt_h(past),
        "sleep_trend_min": week - _mean(asleep.window(MONTH_DAYS, ends=WEEK_DAYS), NEED_MONTH),
        "sleep_irregularity_h": _sd(middle.window(REGULAR_DAYS), NEED_NIGHTS),
    }


def _debt_h(past: Mapping[str, _Column]) -> np.ndarray:
    """Need less sleep, naps included, summed over the nights with weights that halve in 4 days; negative: ahead.

    The need is the median of what the device has lately stated, less the debt that it had added, else one's own usual.
    Nights that are not known share the mean of those that are.
    """
    asleep, need = past["asleep_min"], past["need_min"]
    stated = np.where(need.values > 0, need.values - np.nan_to_num(past["debt_min"].values), np.nan)
    stated = _median(_derived(stated, need, 0.0).window(STATED_DAYS), NEED_STATED)
    usual = _median(asleep.window(USUAL_DAYS, ends=1), NEED_USUAL)
    slept = asleep.values + np.nan_to_num(_moved(past["nap_min"].values, 1))
    short = _derived(_first_known(stated, usual) - slept, asleep, 0.0)
    nights = 1 / (1 - 0.5 ** (1 / DEBT_HALF_LIFE_D))
    return _faded(short, DEBT_HALF_LIFE_D / np.log(2)) * nights / 60


def _faded(column: _Column, days: float) -> np.ndarray:
    """The mean of the known days up to each, weights falling by e in `days` days of the calendar, known or not.

    NaN where the known days have less than half of the weight that all days, since ever, would have.
    """
    alpha = 1 - np.exp(-1 / days)
    table = pd.DataFrame({"value": column.values, "known": (~np.isnan(column.values)).astype(float)})
    starts = np.unique(column.begin)  # of devices: rows of one follow each other
    ends = [*starts[1:], len(table)]
    means = pd.concat([table.iloc[a:b].ewm(alpha=alpha).mean() for a, b in zip(starts, ends, strict=True)])
    age = np.arange(len(table)) - column.begin + 1
    share = means["known"].to_numpy() * (1 - (1 - alpha) ** age)
    return np.where(share >= LEAST_KNOWN, means["value"].to_numpy(), np.nan)


def _load(loads: Mapping[str, _Column]) -> dict[str, np.ndarray]:
    """Of each day what the kind of load says that counts on it."""
    known = np.stack([_count(column.window(MONTH_DAYS)) for column in loads.values()])
    counts = known.argmax(axis=0)  # of equals the first
    kinds = [_one_load(column) for column in loads.values()]
    return {name: np.choose(counts, [kind[name] for kind in kinds]) for name in kinds[0]}


def _one_load(load: _Column) -> dict[str, np.ndarray]:
    """Everything about load, from one kind of it, in its own scale."""
    year = load.window(YEAR_DAYS, ends=1)
    usual = _mean(year, NEED_USUAL)
    spread = np.maximum(_sd(year, NEED_USUAL), load.finest)
    z = np.clip((load.values - usual) / spread, -HELD, HELD)
    fitness, fatigue = (_faded(load, days) for days in (FITNESS_DAYS, FATIGUE_DAYS))
    week, month = _mean(load.window(WEEK_DAYS), NEED_LOADS), _mean(load.window(MONTH_DAYS, ends=WEEK_DAYS), NEED_MONTH)
    monotony = _monotony(week, _sd(load.window(WEEK_DAYS), NEED_LOADS))
    return {
        "load_yesterday_z": z,
        "load_day_before_z": _moved(z, 1),
        "fitness_sd": np.clip((fitness - usual) / spread, -HELD, HELD),
        "fatigue_sd": np.clip((fatigue - usual) / spread, -HELD, HELD),
        "form_sd": np.clip((fitness - fatigue) / spread, -HELD, HELD),
        "acute_chronic_ratio": _ratio(week, month),
        "monotony_ratio": monotony,
        "week_strain_ratio": np.where(week == 0, 0.0, _ratio(week, usual) * monotony),
        "since_hard_days": _since_hard(z),
    }


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Held at MOST_RATIO; NaN where there is nothing to compare with."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, np.minimum(above / below, MOST_RATIO), np.nan)


def _monotony(mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Mean per SD, held at MOST_MONOTONY; a week of nothing but rest has none."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(mean > 0, np.minimum(mean / sd, MOST_MONOTONY), np.nan)


def _since_hard(z: np.ndarray) -> np.ndarray:
    """Days from the last hard day to the morning after each, at most 14; NaN where half or more since is unknown.

    z: of each day's load.
    """
    row = np.arange(len(z))
    known = np.concatenate([[0], np.cumsum(~np.isnan(z))])
    hard = np.maximum.accumulate(np.where(z >= HARD_SD, row, -MOST_SINCE_D))
    begin = np.maximum(np.maximum(hard, row - MOST_SINCE_D + 1), 0)
    share = (known[row + 1] - known[begin]) / np.where(hard > row - MOST_SINCE_D, row - begin + 1, MOST_SINCE_D)
    return np.where(share > LEAST_KNOWN, np.minimum(row - hard + 1, MOST_SINCE_D), np.nan)


def _habits(journal: pd.DataFrame, index: pd.DatetimeIndex) -> dict[str, np.ndarray]:
    """What was done on each day: 0 no, 1 yes, or how many times one's usual amount."""
    keys = [key for family in HABITS.values() for key in family]
    asked = journal[journal["habit"].isin(keys)]
    done = answers(asked, index).done.reindex(columns=keys)
    for key in MEASURED_HABITS:
        relative = _of_usual_amount(asked[asked["habit"] == key], index)
        done[key] = done[key].mask((done[key] == YES) & relative.notna(), relative)
    return {f"{name}_yes": done[list(family)].max(axis=1).to_numpy(float) for name, family in HABITS.items()}


def _of_usual_amount(entries: pd.DataFrame, index: pd.DatetimeIndex) -> pd.Series:
    """Each amount per median of the earlier ones in the same unit, at most 3; NaN with fewer than 5 of those."""
    rows = entries[entries["amount"].astype(float) > 0]
    result = pd.Series(np.nan, index)
    for _, unit in rows.groupby(rows["unit"].fillna("")):
        by_day = unit["amount"].astype(float).groupby(pd.to_datetime(unit["day"])).max().reindex(index)
        usual = by_day.expanding(NEED_AMOUNTS).median().shift(1)
        result = np.fmax(result, np.minimum(by_day / usual, MOST_AMOUNT))
    return result


def _recorded(past: Mapping[str, _Column]) -> dict[str, np.ndarray]:
    """The share of the last days, since the first there is, with a night or a morning on them."""
    names = ("asleep_min", "hrv_rmssd_ms", "hrv_sdnn_ms", "resting_hr_bpm", "recovery_pct")
    known = pd.Series(np.any([~np.isnan(past[name].values) for name in names], axis=0).astype(float))
    return {f"known_{days}d_share": known.rolling(days, min_periods=1).mean().to_numpy() for days in (7, 28)}


def _calendar(index: pd.DatetimeIndex) -> dict[str, np.ndarray]:
    """Of the morning itself. One column for the season: with a second one, a year's worth of days could be bent into
    any slow course; January against July is the part of it that weather and daylight share."""
    weekday = 2 * np.pi * index.day_of_week.to_numpy() / 7
    season = 2 * np.pi * (index.day_of_year.to_numpy() - COLDEST_DAY) / 365.25
    return {
        "weekend_night": free_morning(index),
        "weekday_sin": np.sin(weekday),
        "weekday_cos": np.cos(weekday),
        "season_cos": np.cos(season),
    }
