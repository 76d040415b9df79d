"""From the store to results for one athlete: what pages, the command line and jobs share. No Streamlit here.

`history` reads and resolves everything that is known of an athlete; the functions below it turn that into the
results that pages show. The athlete is the unit of work: nothing here looks at two.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from analytics import baseline
from analytics.recovery import rules
from analytics.usual import NEED_REFERENCE, against_usual
from data import frames, store
from data.resolve import Resolved, SourceChange, resolve


@dataclass(frozen=True)
class Athlete:
    """Who it is; what is not known is None."""

    id: int
    name: str
    simulated: bool
    home_zone: str
    birth_year: int | None = None
    sex: str | None = None
    sport: str | None = None
    ftp_w: float | None = None
    max_hr_bpm: float | None = None


@dataclass(frozen=True)
class Measure:
    """A quantity with a personal baseline."""

    id: str  # in findings and URLs: baseline.hrv
    metric: str
    label: str
    unit: str
    log: bool  # compared by ratio, in %


# The kinds of HRV, of which the first counts where either would do. They are different quantities: a figure of the one
# says nothing of a figure of the other.
HRV = {"hrv_rmssd_ms": "rMSSD", "hrv_sdnn_ms": "SDNN"}
LATELY = 14  # days, half of which need an HRV for it to be the kind that counts

_MEASURES = (
    Measure("resting_hr", "resting_hr_bpm", "Resting HR", "bpm", log=False),
    Measure("respiration", "respiration_brpm", "Respiration", "breaths/min", log=False),
    Measure("sleep", "asleep_min", "Sleep", "min", log=False),
)


@dataclass(frozen=True, eq=False)
class History:
    """All days of one athlete.

    daily: resolved values as they were measured. aligned: the same, with metrics of earlier devices shifted to the
    present one where the offset is known. restarts: per metric, where a baseline begins anew.
    """

    athlete: Athlete
    revision: int
    resolved: Resolved
    aligned: pd.DataFrame
    restarts: dict[str, tuple[date, ...]]
    events: pd.DataFrame
    workouts: pd.DataFrame
    path: Path
    ranked: tuple[str, ...]  # its sources, the one believed most first

    @cached_property
    def sleeps(self) -> pd.DataFrame:
        """All sleeps and naps of all sources: as data.frames.sleeps."""
        with closing(store.connect(self.path)) as db:
            return frames.sleeps(db, self.athlete.id)

    @cached_property
    def journal(self) -> pd.DataFrame:
        """What was answered about habits; of one habit and day the word of the source believed most counts.

        Columns day, habit, question, answer, amount, unit, note, source.
        """
        with closing(store.connect(self.path)) as db:
            entries = frames.journal(db, self.athlete.id)
        return _believed(entries, self.ranked, ["day", "habit"])

    @cached_property
    def plans(self) -> pd.DataFrame:
        """Planned sessions, whenever they were written down: as data.frames.plans."""
        with closing(store.connect(self.path)) as db:
            return frames.plans(db, self.athlete.id)

    @cached_property
    def hourly(self) -> pd.DataFrame:
        """Heart rate by the hour, each hour of the source believed most: as data.frames.hourly."""
        with closing(store.connect(self.path)) as db:
            hours = frames.hourly(db, self.athlete.id)
        return _believed(hours, self.ranked, ["hour_utc"])

    @property
    def daily(self) -> pd.DataFrame:
        return self.resolved.daily

    @property
    def changes(self) -> Sequence[SourceChange]:
        return self.resolved.changes

    @cached_property
    def last_day(self) -> pd.Timestamp | None:
        """The last day with a night or a morning on it, else the last with anything."""
        known = nights(self.daily) | mornings(self.daily)
        days = known[known].index if known.any() else self.daily.index
        return days[-1] if len(days) else None

    @cached_property
    def hrv(self) -> pd.Series:
        """For each day, the kind of HRV that counts on it."""
        return hrv_kinds(self.aligned, self.restarts)


def athletes(path: Path) -> tuple[Athlete, ...]:
    """Everyone in the store, real athletes before simulated ones."""
    if not path.exists():
        return ()
    with closing(store.connect(path)) as db:
        rows = frames.athletes(db).astype(object)
    rows = rows.where(rows.notna(), None).to_dict("records")
    return tuple(replace(Athlete(**row), simulated=bool(row["simulated"])) for row in rows)


def history(path: Path, athlete: Athlete) -> History:
    """Reads and resolves all that the store holds of an athlete."""
    with closing(store.connect(path)) as db:
        ranked = list(frames.source_ranks(db, athlete.id)["source"])
        workouts = frames.workouts(db, athlete.id)
        resolved = resolve(frames.measurements(db, athlete.id), frames.sleeps(db, athlete.id), workouts, ranked)
        events = frames.events(db, athlete.id)
        revision = db["revision"].get(1)["number"]
    restarts = _restarts(resolved, events)
    return History(athlete, revision, resolved, resolved.aligned(), restarts, events, workouts, path, tuple(ranked))


def _believed(rows: pd.DataFrame, ranked: Sequence[str], keys: list[str]) -> pd.DataFrame:
    """The rows without those that another source, which is believed more, states as well."""
    place = rows["source"].map({source: n for n, source in enumerate(ranked)}).fillna(len(ranked))
    ordered = rows.assign(place=place).sort_values([*keys, "place"], kind="stable")
    return ordered.drop_duplicates(keys).drop(columns="place").reset_index(drop=True)


def nights(daily: pd.DataFrame) -> pd.Series:
    """For each day, whether a night ended on it that was recorded."""
    return daily["asleep_min"].notna()


def mornings(daily: pd.DataFrame) -> pd.Series:
    """For each day, whether anything was measured on waking."""
    return daily[[*HRV, "resting_hr_bpm", "recovery_pct"]].notna().any(axis=1)


def known_days(daily: pd.DataFrame) -> pd.Series:
    """For each day from the first to the last with a night or a morning, whether it has one."""
    known = nights(daily) | mornings(daily)
    seen = known[known].index
    return known.loc[seen[0] : seen[-1]] if len(seen) else known.iloc[:0]


def gaps(known: pd.Series) -> pd.DataFrame:
    """Stretches of days that are not known, the longest first: columns first, last, days."""
    stretch = (known != known.shift()).cumsum()
    unknown = known.index.to_series()[~known].groupby(stretch[~known])
    found = pd.DataFrame({"first": unknown.min(), "last": unknown.max(), "days": unknown.size()})
    return found.sort_values("days", ascending=False, kind="stable").reset_index(drop=True)


def up_to(history: History, day: date) -> History:
    """The same history with a row for `day`, where it lies outside the recorded days: an unknown one."""
    when = pd.Timestamp(day)
    daily = history.daily
    if when in daily.index:
        return history
    index = pd.date_range(min([when, *daily.index[:1]]), max([when, *daily.index[-1:]]), name="day")
    return replace(history, resolved=history.resolved.over(index), aligned=history.aligned.reindex(index))


def _restarts(resolved: Resolved, events: pd.DataFrame) -> dict[str, tuple[date, ...]]:
    marked = [date.fromisoformat(day) for day in events.loc[events["kind"] == "device_change", "day"]]
    metrics = resolved.daily.columns  # a new device reads all of them anew, strain and efficiency included
    return {m: tuple(sorted({*marked, *(day.date() for day in resolved.restarts(m))})) for m in metrics}


def hrv_kinds(daily: pd.DataFrame, restarts: Mapping[str, Sequence[date]]) -> pd.Series:
    """For each day, which kind of HRV counts: one of HRV, as known on that day.

    rMSSD where it can be held against its own usual and half of the last 14 days have it, else SDNN where that is so,
    else the one that was recorded last, or first where none was yet. So a few nights without the device change
    nothing, and a new device is heard once there is something to compare it with.
    """
    if daily.empty:
        return pd.Series([], daily.index, dtype=object)
    rows = np.arange(len(daily))
    enough, last = [], []
    for metric in HRV:
        known = daily[metric].notna()
        reference = against_usual(daily[metric], rows, log=True, restarts=restarts[metric]).usual_n
        enough.append((reference >= NEED_REFERENCE) & (2 * known.rolling(LATELY, min_periods=1).sum() >= LATELY))
        last.append(pd.Series(rows, daily.index).where(known).ffill().fillna(-1))
    rmssd, sdnn = HRV
    kinds = pd.Series(np.select([*enough, last[1] > last[0]], [rmssd, sdnn, sdnn], rmssd), index=daily.index)
    return kinds.where(np.maximum(*last) >= 0).bfill().fillna(rmssd)


def hrv_on(history: History, day: date) -> str:
    """The kind of HRV that counts on a day: one of HRV."""
    return history.hrv.get(pd.Timestamp(day), next(iter(HRV)))


def hrv_since(history: History, day: date) -> date | None:
    """Since when the kind of HRV that counts on a day has done so; None where it was never another one."""
    past = history.hrv.loc[: pd.Timestamp(day)]
    turns = past.index[past != past.shift()][1:]
    return turns[-1].date() if len(turns) else None


def measures(history: History, day: date) -> tuple[Measure, ...]:
    """What has a personal baseline; of HRV, the kind that counts on `day`."""
    return (Measure("hrv", hrv_on(history, day), "HRV", "ms", log=True), *_MEASURES)


def baseline_of(history: History, measure: Measure, day: date) -> baseline.Baseline:
    """The baseline of one measure on a day. Raises NotEnoughData."""
    return baseline.baseline(
        history.aligned[measure.metric], day, log=measure.log, restarts=history.restarts[measure.metric]
    )


def baseline_days(history: History, measure: Measure) -> pd.DataFrame:
    """The baseline of one measure on every day: as analytics.baseline.baseline_history."""
    return baseline.baseline_history(
        history.aligned[measure.metric], log=measure.log, restarts=history.restarts[measure.metric]
    )


def trend_of(history: History, measure: Measure, day: date) -> baseline.Trend:
    """Which way one measure went in the 28 days up to `day`. Raises NotEnoughData."""
    return baseline.trend(
        history.aligned[measure.metric], day, log=measure.log, restarts=history.restarts[measure.metric]
    )


def level_of(history: History, measure: Measure) -> pd.DataFrame:
    """The slow level of one measure with its interval, day by day: as analytics.baseline.level."""
    values, restarts = history.aligned[measure.metric], history.restarts[measure.metric]
    return baseline.level(values, log=measure.log, restarts=restarts)


def recovery_of(history: History, day: date) -> rules.Recovery:
    """Our rule-based recovery of one morning with its sub-scores. Raises NotEnoughData."""
    return rules.recovery(history.aligned, day, hrv=hrv_on(history, day), restarts=history.restarts)


def recovery_days(history: History) -> pd.DataFrame:
    """Our rule-based recovery of every morning: as analytics.recovery.rules.recovery_history.

    Each morning is scored by the kind of HRV that counts on it, against the usual of that kind.
    """
    kinds = history.hrv.unique() if len(history.hrv) else list(HRV)[:1]
    scored = {kind: rules.recovery_history(history.aligned, hrv=kind, restarts=history.restarts) for kind in kinds}
    return pd.concat([days[history.hrv == kind] for kind, days in scored.items()]).sort_index()


def recovery_bands(score: pd.Series) -> pd.DataFrame:
    """Where a daily score has lain: means of 7 and of 28 days, and the middle 80% of the days of 7 and of 60.

    Columns week, month, week_low, week_high, usual_low, usual_high; NaN with fewer than 3 days of 7, or 14 of more.
    """
    week, usual = score.rolling(7, min_periods=3), score.rolling(60, min_periods=14)
    return pd.DataFrame(
        {
            "week": week.mean(),
            "month": score.rolling(28, min_periods=14).mean(),
            "week_low": week.quantile(0.1),
            "week_high": week.quantile(0.9),
            "usual_low": usual.quantile(0.1),
            "usual_high": usual.quantile(0.9),
        }
    )


def day_values(path: Path, athlete: Athlete, day: date) -> pd.DataFrame:
    """What was measured on one day, by every source, and the file it came from."""
    with closing(store.connect(path)) as db:
        return frames.day_values(db, athlete.id, day.isoformat())


def stored_days(path: Path, athlete: Athlete) -> pd.DataFrame:
    """For each day with anything on it, how many measurements, sleeps, workouts and journal answers there are."""
    with closing(store.connect(path)) as db:
        return frames.stored_days(db, athlete.id)


def sources(path: Path, athlete: Athlete) -> pd.DataFrame:
    """The athlete's sources in the order in which they are believed."""
    with closing(store.connect(path)) as db:
        return frames.source_ranks(db, athlete.id)


def rank_sources(path: Path, athlete: Athlete, ordered: Sequence[str]) -> None:
    """Keeps another order of belief."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.rank_sources(db, athlete.id, ordered)


def mark_event(path: Path, athlete: Athlete, day: date, kind: str, note: str = "") -> None:
    """Keeps an athlete's own mark on a day (a new device, an illness ...)."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.mark_event(db, athlete.id, day.isoformat(), kind, note)


def unmark_event(path: Path, athlete: Athlete, day: date, kind: str) -> None:
    """Takes an athlete's own mark off a day."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.unmark_event(db, athlete.id, day.isoformat(), kind)


def plan(path: Path, athlete: Athlete, day: date, kind: str, load: float, unit: str, made_on: date, **about) -> None:
    """Keeps a planned session; about: sport, minutes and note, as data.store.plan takes them."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.plan(db, athlete.id, day.isoformat(), kind, load, unit, made_on=made_on.isoformat(), **about)


def unplan(path: Path, athlete: Athlete, plan: int) -> None:
    """Takes a session off an athlete's own plan."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.unplan(db, athlete.id, plan)


def setting(path: Path, athlete: Athlete | None, name: str) -> str | None:
    """What an athlete chose, or with None what holds for this machine; None where nothing was."""
    if not path.exists():
        return None
    with closing(store.connect(path)) as db:
        return store.setting(db, athlete and athlete.id, name)


def keep_setting(path: Path, athlete: Athlete | None, name: str, value: str | None) -> None:
    """Keeps a choice, or with None forgets it."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.keep_setting(db, athlete and athlete.id, name, value)


def add_athlete(path: Path, name: str, home_zone: str) -> Athlete:
    """A new athlete. Raises ValueError where the name is empty or taken."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        athlete = store.add_athlete(db, name, home_zone=home_zone)
    return next(known for known in athletes(path) if known.id == athlete)
