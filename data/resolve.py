"""Many sources, one value a day: which source is believed when, and where a new device begins.

Nothing is averaged and nothing stored is touched. What a sensor measures in its own way (HRV, resting HR ...) comes
from one device at a time. Another one takes its turn once 14 nights with both tell how the two differ: one that is
ranked higher as soon as that is known, any other while the device in use is silent. Where it is not known, the device
in use has to be put aside first, and baselines begin anew.

All of this is decided by what was measured up to that day, and an offset stays as it was when the device took its
turn: nights that come later change nothing of what was known earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.schema import METRICS

DEVICE_BOUND = (
    "recovery_pct",
    "hrv_rmssd_ms",
    "hrv_sdnn_ms",
    "resting_hr_bpm",
    "respiration_brpm",
    "skin_temp_c",
    "skin_temp_deviation_c",
    "day_strain",
)
RATIO_SCALE = ("hrv_rmssd_ms", "hrv_sdnn_ms")  # devices differ by a factor here, elsewhere by a difference
OVERLAP_DAYS = 14  # nights with both that tell how two devices differ
# A device is put aside where it was silent for longer than this, or where another one measured on so many more of the
# last 7 days: our choice. A few nights with a borrowed watch begin no baseline anew.
SILENT_DAYS = 3
WEEK_DAYS, MORE_DAYS = 7, 4

NIGHT = (
    "in_bed_min asleep_min light_min deep_min rem_min awake_min need_min debt_min efficiency_pct consistency_pct"
    " performance_pct"
).split()
COLUMNS = (*METRICS, *(name for name in NIGHT if name not in METRICS), "nap_min", "onset_h", "wake_h", "workout_min",
           "workout_load_au")  # fmt: skip


@dataclass(frozen=True)
class SourceChange:
    """From `day` on a metric comes from another source. offset: how much more the new one reads (as a factor for
    HRV), from the nights with both up to that day; None where there were too few, so that a baseline has to begin
    anew."""

    day: pd.Timestamp
    metric: str
    before: str
    after: str
    overlap_days: int
    offset: float | None


@dataclass(frozen=True)
class Resolved:
    """daily: one row a day without gaps, a column for each of COLUMNS, NaN where unknown. changes: where the source of
    a metric changed. shifts: a column for each of DEVICE_BOUND: what the device in use on a day reads more than the
    first one of its baseline (of HRV the logarithm of the factor)."""

    daily: pd.DataFrame
    changes: tuple[SourceChange, ...]
    shifts: pd.DataFrame

    def aligned(self) -> pd.DataFrame:
        """The daily values as the device that is in use on the last day would have read them."""
        return self._shifted(self.shifts.iloc[-1] - self.shifts if len(self.shifts) else self.shifts)

    def on_first_scale(self) -> "Resolved":
        """The same with the values of every device as the first one of its baseline would have read them: no value
        changes when a later day is added."""
        return Resolved(self._shifted(-self.shifts), self.changes, self.shifts * 0.0)

    def until(self, day: pd.Timestamp) -> "Resolved":
        """What was known on a day: the same as if nothing later had ever been stored."""
        changes = tuple(change for change in self.changes if change.day <= day)
        return Resolved(self.daily.loc[:day], changes, self.shifts.loc[:day])

    def over(self, index: pd.DatetimeIndex) -> "Resolved":
        """The same on other days, those beyond the recorded ones unknown."""
        return Resolved(self.daily.reindex(index), self.changes, self.shifts.reindex(index).ffill().fillna(0.0))

    def restarts(self, metric: str) -> tuple[pd.Timestamp, ...]:
        """The days on which a baseline of this metric has to begin anew: a new source with an unknown offset."""
        return tuple(c.day for c in self.changes if c.metric == metric and c.offset is None)

    def _shifted(self, more: pd.DataFrame) -> pd.DataFrame:
        values = self.daily.copy()
        for metric in more.columns[more.any()]:
            if metric in RATIO_SCALE:
                values[metric] *= np.exp(more[metric])
            else:
                values[metric] += more[metric]
        return values


def resolve(
    measurements: pd.DataFrame, sleeps: pd.DataFrame, workouts: pd.DataFrame, ranked: Sequence[str]
) -> Resolved:
    """One value a metric and day out of those of all sources.

    measurements, sleeps, workouts: as in data.frames. ranked: the sources, the most believed first; a source that
    is not named comes last.
    """
    days = pd.DatetimeIndex(sorted({*measurements["day"], *sleeps["day"], *workouts["day"]}))
    index = pd.date_range(days[0], days[-1], name="day") if len(days) else pd.DatetimeIndex([], name="day")
    order = {source: n for n, source in enumerate(ranked)}
    nights = _main_sleeps(_ordered(sleeps, order))
    wide = _wide(_ordered(_with_respiration(measurements, nights), order), nights)
    values, changes = {}, []
    shifts = pd.DataFrame(0.0, index, list(DEVICE_BOUND))
    for metric in METRICS:
        by_source = wide.get(metric, pd.DataFrame()).reindex(index)
        if metric in DEVICE_BOUND and by_source.shape[1] > 1:
            chosen, shifts[metric], found = _by_turns(by_source, metric)
            changes += found
        else:
            chosen = _best(by_source)
        values[metric] = _picked(by_source, chosen)
    values |= _night_values(nights, index, values["asleep_min"])
    values |= _naps(_ordered(sleeps, order), nights, index) | _training(_ordered(workouts, order), index)
    return Resolved(pd.DataFrame(values, index=index)[list(COLUMNS)], tuple(changes), shifts)


def _ordered(rows: pd.DataFrame, order: dict[str, int]) -> pd.DataFrame:
    """The rows with their day as a date, and the rank of their source."""
    ranks = rows["source"].map(order).fillna(len(order)).astype(int)
    return rows.assign(day=pd.to_datetime(rows["day"]), rank=ranks)


def _main_sleeps(sleeps: pd.DataFrame) -> pd.DataFrame:
    """The longest sleep that is no nap, for each day and source; indexed by day and source."""
    nights = sleeps[sleeps["nap"].fillna(0) == 0]
    span_min = (nights["wake_utc"] - nights["onset_utc"]) / 60
    longest = nights.assign(length=nights["asleep_min"].astype(float).fillna(span_min)).sort_values("length")
    return longest.drop_duplicates(["day", "source"], keep="last").set_index(["day", "source"]).sort_index()


def _with_respiration(measurements: pd.DataFrame, nights: pd.DataFrame) -> pd.DataFrame:
    """The measurements, and the respiration that nights state where no measurement of that source and day does."""
    said = nights["respiration_brpm"].dropna().reset_index()
    said = said.rename(columns={"respiration_brpm": "value"}).assign(metric="respiration_brpm", at_utc=0)
    return (
        pd.concat([measurements, said[measurements.columns.intersection(said.columns)]]) if len(said) else measurements
    )


def _wide(measurements: pd.DataFrame, nights: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """For each metric a frame with a row a day and a column a source, best ranked first.

    Two values of one source on one day: the one taken on waking from the main sleep counts, else the later one.
    """
    keys = pd.MultiIndex.from_frame(measurements[["day", "source"]])
    waking = nights["wake_utc"].reindex(keys).to_numpy()
    marked = measurements.assign(main=waking == measurements["at_utc"].to_numpy())
    single = marked.sort_values(["main", "at_utc"]).drop_duplicates(["metric", "day", "source"], keep="last")
    wide = {}
    for metric, rows in single.groupby("metric"):
        columns = rows[["source", "rank"]].drop_duplicates().sort_values(["rank", "source"])["source"]
        wide[metric] = rows.pivot(index="day", columns="source", values="value")[list(columns)]
    return wide


def _best(by_source: pd.DataFrame) -> pd.Series:
    """The best ranked source that has a value, for each day; None where none has."""
    chosen = pd.Series(None, index=by_source.index, dtype=object)
    for source in reversed(by_source.columns):
        chosen[by_source[source].notna()] = source
    return chosen


def _by_turns(by_source: pd.DataFrame, metric: str) -> tuple[pd.Series, pd.Series, list[SourceChange]]:
    """The device that is believed on each day (None where it is silent), what it reads more than the first one of its
    baseline, and where one took another's place."""
    turns = _Turns(by_source, metric)
    for row in np.flatnonzero(turns.known.any(axis=1)):
        turns.take(int(row))
    chosen = pd.Series(None, index=by_source.index, dtype=object)
    measured = turns.chosen >= 0
    chosen[measured] = by_source.columns[turns.chosen[measured]]
    shift = pd.Series(turns.shift, by_source.index).ffill().fillna(0.0)
    return chosen, shift, turns.changes


class _Turns:
    """Devices taking turns at one metric, day after day; they are numbered as they are ranked, the best one 0."""

    def __init__(self, by_source: pd.DataFrame, metric: str):
        self.days, self.sources, self.metric = by_source.index, list(by_source.columns), metric
        values = by_source.to_numpy(dtype=float)
        self.known = ~np.isnan(values)
        self.values = np.log(values) if metric in RATIO_SCALE else values
        self.chosen = np.full(len(values), -1)
        self.shift = np.full(len(values), np.nan)
        self.changes: list[SourceChange] = []
        self._shifts: dict[int, float] = {}  # of each device that is comparable with the one in use
        self._at: int | None = None
        self._last = -1  # row with the last value of the device in use

    def take(self, row: int) -> None:
        """Decides which device counts on a day with a value, by what was measured up to then."""
        here = [int(device) for device in np.flatnonzero(self.known[row])]
        if self._at is None:
            self._at, self._shifts = here[0], {here[0]: 0.0}
        if self._at in here:
            self._last = row
        for device in here:
            if device == self._at:
                break
            offset, nights = self._offset(device, row)
            if offset is not None or self._put_aside(device, row):
                self._change(device, row, offset, nights)
                break
        if self.known[row, self._at]:
            self.chosen[row], self.shift[row] = self._at, self._shifts[self._at]

    def _offset(self, device: int, row: int) -> tuple[float | None, int]:
        """How much more a device reads than the one in use, None where nobody knows, and the nights with both."""
        both = self.known[: row + 1, [self._at, device]].all(axis=1)
        nights = int(both.sum())
        if device in self._shifts:
            return self._shifts[device] - self._shifts[self._at], nights
        if nights < OVERLAP_DAYS:
            return None, nights
        more = self.values[: row + 1, device] - self.values[: row + 1, self._at]
        return float(np.median(more[both])), nights

    def _put_aside(self, device: int, row: int) -> bool:
        """Whether the device in use gives way to one that it cannot be compared with."""
        week = self.known[max(row - WEEK_DAYS + 1, 0) : row + 1].sum(axis=0)
        return row - self._last > SILENT_DAYS or week[device] - week[self._at] >= MORE_DAYS

    def _change(self, device: int, row: int, offset: float | None, nights: int) -> None:
        if offset is None:
            self._shifts = {device: 0.0}
        else:
            self._shifts.setdefault(device, self._shifts[self._at] + offset)
        said = float(np.exp(offset)) if offset is not None and self.metric in RATIO_SCALE else offset
        before, after = self.sources[self._at], self.sources[device]
        self.changes.append(SourceChange(self.days[row], self.metric, before, after, nights, said))
        self._at, self._last = device, row


def _picked(by_source: pd.DataFrame, chosen: pd.Series) -> pd.Series:
    picked = pd.Series(np.nan, index=by_source.index)
    for source in by_source.columns:
        picked = picked.where(chosen != source, by_source[source])
    return picked


def _night_values(
    nights: pd.DataFrame, index: pd.DatetimeIndex, measured_asleep_min: pd.Series
) -> dict[str, pd.Series]:
    """The main sleep of each day, from the source that is believed most."""
    best = _best_nights(nights)
    values = {name: best[name].astype(float).reindex(index) for name in NIGHT}
    values["asleep_min"] = values["asleep_min"].fillna(measured_asleep_min)
    midnight_s = best.index.astype("datetime64[s]").astype("int64")
    for name, at in (("onset_h", "onset_utc"), ("wake_h", "wake_utc")):
        hours = (best[at].astype(float) + best["offset_min"].astype(float) * 60 - midnight_s) / 3600
        values[name] = hours.reindex(index)
    return values


def _best_nights(nights: pd.DataFrame) -> pd.DataFrame:
    """One night a day: of the source believed most among those that say how long the sleep was."""
    said = nights.reset_index().assign(unsaid=lambda rows: rows["asleep_min"].isna())
    return said.sort_values(["unsaid", "rank"], kind="stable").drop_duplicates("day").set_index("day")


def _naps(sleeps: pd.DataFrame, nights: pd.DataFrame, index: pd.DatetimeIndex) -> dict[str, pd.Series]:
    """Minutes of naps, from the source of the night; 0 on a day with a night and no nap."""
    naps = sleeps[sleeps["nap"].fillna(0) == 1]
    best = _best_nights(nights)["source"]
    mine = naps[naps["day"].map(best).fillna(naps["source"]) == naps["source"]]
    asleep = mine["asleep_min"].astype(float).groupby(mine["day"]).sum().reindex(index)
    return {"nap_min": asleep.fillna(best.reindex(index).notna().map({True: 0.0, False: np.nan}))}


def _training(workouts: pd.DataFrame, index: pd.DatetimeIndex) -> dict[str, pd.Series]:
    """Minutes and load of the day's workouts, from the best ranked source that has any that day."""
    best = workouts.groupby("day")["rank"].transform("min")
    mine = workouts[workouts["rank"] == best]
    span_min = (mine["end_utc"] - mine["start_utc"]).astype(float) / 60
    minutes = mine["duration_min"].astype(float).fillna(span_min)
    return {
        "workout_min": minutes.groupby(mine["day"]).sum().reindex(index),
        "workout_load_au": mine["load_au"].astype(float).groupby(mine["day"]).sum(min_count=1).reindex(index),
    }
