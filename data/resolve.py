"""Many sources, one value a day: which source is believed when, and where a new device begins.

Nothing is averaged and nothing stored is touched. What a sensor measures in its own way (HRV, resting HR ...) comes
from one source at a time: the one ranked highest while it is worn; another fills in only where that one is silent
for more than a week. Where the source changes, nights on which both were worn give the offset between them.
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
SILENT_DAYS = 7
OVERLAP_DAYS = 14

NIGHT = (
    "in_bed_min asleep_min light_min deep_min rem_min awake_min need_min debt_min efficiency_pct consistency_pct"
    " performance_pct"
).split()
COLUMNS = (*METRICS, *(name for name in NIGHT if name not in METRICS), "nap_min", "onset_h", "wake_h", "workout_min",
           "workout_load_au")  # fmt: skip


@dataclass(frozen=True)
class SourceChange:
    """From `day` on a metric comes from another source. offset: how much more the new one reads (as a factor for
    HRV), from nights with both; None where there are too few, so that a baseline has to begin anew."""

    day: pd.Timestamp
    metric: str
    before: str
    after: str
    overlap_days: int
    offset: float | None


@dataclass(frozen=True)
class Resolved:
    """daily: one row a day without gaps, a column for each of COLUMNS, NaN where unknown. changes: where the source of
    a metric changed."""

    daily: pd.DataFrame
    changes: tuple[SourceChange, ...]

    def aligned(self, metric: str) -> pd.Series:
        """A metric as the present device would have read it: values before a change are shifted by its offset."""
        values = self.daily[metric].copy()
        for change in reversed([c for c in self.changes if c.metric == metric and c.offset is not None]):
            earlier = values.index < change.day
            shifted = values * change.offset if metric in RATIO_SCALE else values + change.offset
            values = values.where(~earlier, shifted)
        return values

    def restarts(self, metric: str) -> tuple[pd.Timestamp, ...]:
        """The days on which a baseline of this metric has to begin anew: a new source with an unknown offset."""
        return tuple(c.day for c in self.changes if c.metric == metric and c.offset is None)


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
    for metric in METRICS:
        by_source = wide.get(metric, pd.DataFrame()).reindex(index)
        chosen = _chosen(by_source, metric)
        values[metric] = _picked(by_source, chosen)
        changes += _changes(by_source, chosen, metric)
    values |= _night_values(nights, index, values["asleep_min"])
    values |= _naps(_ordered(sleeps, order), nights, index) | _training(_ordered(workouts, order), index)
    return Resolved(pd.DataFrame(values, index=index)[list(COLUMNS)], tuple(changes))


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


def _chosen(by_source: pd.DataFrame, metric: str) -> pd.Series:
    """The source that is believed on each day, None where none has a value to say."""
    chosen = pd.Series(None, index=by_source.index, dtype=object)
    for source in reversed(by_source.columns):
        known = by_source[source].notna()
        chosen[_worn(known) if metric in DEVICE_BOUND else known] = source
    return chosen


def _worn(known: pd.Series) -> pd.Series:
    """Days on which a device counts as worn: with a value, or inside a silence of at most SILENT_DAYS."""
    position = np.arange(len(known), dtype=float)
    seen = pd.Series(np.where(known, position, np.nan), index=known.index)
    return (seen.bfill() - seen.ffill()) <= SILENT_DAYS + 1


def _picked(by_source: pd.DataFrame, chosen: pd.Series) -> pd.Series:
    picked = pd.Series(np.nan, index=by_source.index)
    for source in by_source.columns:
        picked = picked.where(chosen != source, by_source[source])
    return picked


def _changes(by_source: pd.DataFrame, chosen: pd.Series, metric: str) -> list[SourceChange]:
    if metric not in DEVICE_BOUND or by_source.shape[1] < 2:
        return []
    named = chosen[chosen.notna()]
    before = named.shift()
    turns = named[(before.notna()) & (named != before)]
    return [_change(by_source, day, metric, before[day], after) for day, after in turns.items()]


def _change(by_source: pd.DataFrame, day: pd.Timestamp, metric: str, before: str, after: str) -> SourceChange:
    both = by_source[[before, after]].dropna()
    differences = both[after] / both[before] if metric in RATIO_SCALE else both[after] - both[before]
    offset = float(differences.median()) if len(both) >= OVERLAP_DAYS else None
    return SourceChange(day, metric, before, after, len(both), offset)


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
