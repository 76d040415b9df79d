"""Rule-based recovery: how recovered this morning, from the athlete's own baselines, and why.

Five sub-scores from 0 to 100, where 50 is exactly the athlete's usual, weighted 30/20/30/10/10:

    hrv          ln rMSSD, or ln SDNN: mean of two deviations, today's and that of the 7-day mean, each in its own SDs
    resting_hr   the same on beats per minute, lower is better
    sleep        3/4 duration, 1/4 efficiency. Duration as minutes short of the need that the device states, against
                 the minutes that you usually are; where no need is stated, as minutes against the usual; and before
                 there is a usual, against the need or else 8 h (half of it scores 0, all of it 100)
    respiration  today's deviation; an elevated rate counts in full, a low one half
    load         yesterday's, and the 7 days up to yesterday against the 28 before those; more load scores lower

A deviation of z SDs scores 100 Phi(z): the share of the athlete's own days that are worse. Load is compared with
the days before it, never as a ratio (Lolli et al. 2017, Br J Sports Med 53(15):921-2; Impellizzeri et al. 2021,
Sports Med 51(3):581-92). Weekly means beside single days: Plews et al. (2013), Sports Med 43(9):773-81. A rise of
the breathing rate comes with respiratory infection: Miller et al. (2020), PLoS ONE 15(12):e0243693. Eight hours:
the middle of the 7-9 h of Hirshkowitz et al. (2015), Sleep Health 1(1):40-3. Weights and mappings are ours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.results import Estimate, NotEnoughData
from analytics.usual import NEED_REFERENCE, REFERENCE, WEEK, AgainstUsual, against_usual
from data.schema import METRICS

WEIGHTS = {"hrv": 0.30, "resting_hr": 0.20, "sleep": 0.30, "respiration": 0.10, "load": 0.10}
LABELS = {
    "hrv": "HRV",
    "resting_hr": "Resting HR",
    "sleep": "Sleep",
    "respiration": "Respiration",
    "load": "Load",
}
HRV = ("hrv_rmssd_ms", "hrv_sdnn_ms")  # a score is made of one of them, never of both
COLUMNS = (
    "hrv_rmssd_ms",
    "resting_hr_bpm",
    "respiration_brpm",
    "asleep_min",
    "need_min",
    "efficiency_pct",
    "day_strain",
    "load_au",
)
NEED_INPUTS = 2
CHRONIC = 28  # days
NEVER = "none was ever recorded"
DURATION_SHARE = 0.75
EIGHT_HOURS = 480  # min

# One night's measurement error (SD), ours, within what validations against ECG and polysomnography report (sleep:
# Miller et al. 2020, J Sports Sci 38(22):2631-6; respiration: Natarajan et al. 2021, npj Digit Med 4:136; SDNN: one
# reading of a watch is off by 29% on average, O'Grady et al. 2024, Sensors 24(19):6220, and a day has a few of them).
# It also is the smallest spread that a deviation is measured in: what a sensor cannot tell apart scores no difference.
NIGHT_ERROR = {
    "hrv_rmssd_ms": 0.08,  # of ln rMSSD: 8%
    "hrv_sdnn_ms": 0.15,
    "resting_hr_bpm": 1.0,
    "respiration_brpm": 0.3,
    "asleep_min": 20.0,
    "asleep_beyond_need_min": 20.0,
    "efficiency_pct": 2.0,
    "day_strain": 0.5,
    "load_au": 10.0,
}
Z95 = 1.96


@dataclass(frozen=True)
class SubScore:
    """One input of the recovery, and which way it pulls."""

    name: str
    label: str
    score: float | None  # 0-100
    weight: float  # its share of the score, after redistribution; 0 where it is missing
    value: float | None  # this morning's (load: yesterday's)
    week: float | None  # mean of the 7 days up to it, where that counts as well
    usual: float | None  # what it is measured against
    against: str  # what `usual` is: "your usual", "your usual for such a need", "the need ...", "8 hours"
    unit: str
    pull: float  # points by which it moves the recovery away from 50
    missing: str | None  # what is missing, how much, and when it can be there; None where it counts


@dataclass(frozen=True)
class Recovery:
    """How recovered this morning, by rules.

    score: 0-100. Its 95% interval holds the doubt about the baselines (their means and spreads) and one night's
    measurement error, not whether recovery is the right word for it. n: days in the baselines behind it, their mean by
    the weights.
    """

    day: date
    score: Estimate
    subscores: tuple[SubScore, ...]

    @property
    def redistributed(self) -> bool:
        """Whether an input is missing, so that the others carry its weight."""
        return any(sub.missing for sub in self.subscores)


def recovery(
    daily: pd.DataFrame,
    day: date,
    *,
    hrv: str = "hrv_rmssd_ms",
    restarts: Mapping[str, Sequence[date]] | None = None,
) -> Recovery:
    """The recovery of the morning of `day`.

    daily: one row a day on a gap-free index, NaN = unknown, with COLUMNS. A row's night ends on its morning and its
    day_strain and load_au come after it: those of `day` itself are not looked at, nor is any later row. hrv: which
    column of HRV counts. restarts: column -> first days of a new device.
    Raises NotEnoughData with fewer than 2 inputs, ValueError if a column is missing or `day` is not in the index.
    """
    row = daily.index.get_indexer([pd.Timestamp(day)])[0]
    if row < 0:
        raise ValueError(f"{day} is not a day of this table")
    known = daily.iloc[: row + 1]
    parts = _parts(known, np.array([row]), hrv, restarts or {})
    total = _total(parts)
    have = int(sum(~np.isnan(part.score[0]) for part in parts.values()))
    if have < NEED_INPUTS:
        raise NotEnoughData("recovery", need=NEED_INPUTS, have=have, unit="inputs")

    weights = _weights(parts)[:, 0]
    return Recovery(
        day=daily.index[row].date(),
        score=Estimate(
            *(float(total[name][0]) for name in ("score", "low", "high")),
            n=_baseline_days(parts, weights),
        ),
        subscores=tuple(
            _subscore(name, part, float(weight), known, restarts or {})
            for (name, part), weight in zip(parts.items(), weights, strict=True)
        ),
    )


def recovery_history(
    daily: pd.DataFrame, *, hrv: str = "hrv_rmssd_ms", restarts: Mapping[str, Sequence[date]] | None = None
) -> pd.DataFrame:
    """The same for every morning: score, low, high and the five sub-scores, NaN where recovery() would have none."""
    parts = _parts(daily, np.arange(len(daily)), hrv, restarts or {})
    columns = _total(parts) | {name: part.score for name, part in parts.items()}
    return pd.DataFrame(columns, index=daily.index)


@dataclass(frozen=True)
class _Part:
    """A sub-score for many mornings: arrays with one element a morning, NaN = unknown."""

    score: np.ndarray
    low: np.ndarray
    high: np.ndarray
    value: np.ndarray
    week: np.ndarray
    usual: np.ndarray
    n: np.ndarray  # reference days behind it; NaN where it is measured against a need
    column: np.ndarray  # the column of `daily` that it is about
    against: np.ndarray


def _parts(daily: pd.DataFrame, rows: np.ndarray, hrv: str, restarts: Mapping[str, Sequence[date]]) -> dict[str, _Part]:
    if hrv not in HRV:
        raise ValueError(f"HRV is one of {', '.join(HRV)}, not {hrv}")
    needed = [hrv, *(column for column in COLUMNS if column not in HRV)]
    missing = [column for column in needed if column not in daily]
    if missing:
        raise ValueError(f"recovery needs the columns {', '.join(needed)}; missing: {', '.join(missing)}")
    return {
        "hrv": _usual_part(daily, rows, hrv, restarts, curve=_percentile, week=True),
        "resting_hr": _usual_part(daily, rows, "resting_hr_bpm", restarts, curve=_lower_is_better, week=True),
        "sleep": _sleep_part(daily, rows, restarts),
        "respiration": _usual_part(daily, rows, "respiration_brpm", restarts, curve=_elevated_counts),
        "load": _load_part(daily, rows, restarts),
    }


def _total(parts: Mapping[str, _Part]) -> dict[str, np.ndarray]:
    """The weighted mean of what is there, and its interval: the sub-scores' errors taken as independent."""
    weights = _weights(parts)
    scores = np.array([part.score for part in parts.values()])
    lows = np.array([part.low for part in parts.values()])
    highs = np.array([part.high for part in parts.values()])
    enough = (~np.isnan(scores)).sum(axis=0) >= NEED_INPUTS
    score = np.where(enough, np.nansum(weights * scores, axis=0), np.nan)
    below = np.sqrt(np.nansum((weights * (scores - lows)) ** 2, axis=0))
    above = np.sqrt(np.nansum((weights * (highs - scores)) ** 2, axis=0))
    return {"score": score, "low": score - below, "high": score + above}


def _baseline_days(parts: Mapping[str, _Part], weights: np.ndarray) -> int:
    """The days in the baselines of one morning, averaged by weight; sleep against a need has none."""
    days = np.array([part.n[0] for part in parts.values()])
    counts = (weights > 0) & ~np.isnan(days)
    return int(round(np.average(days[counts], weights=weights[counts])))


def _weights(parts: Mapping[str, _Part]) -> np.ndarray:
    """Each sub-score's share on each morning; what is missing gives its weight to the others in proportion."""
    there = ~np.isnan([part.score for part in parts.values()])
    weights = there * np.array([WEIGHTS[name] for name in parts])[:, None]
    total = weights.sum(axis=0)
    return weights / np.where(total > 0, total, 1)


def _percentile(z: np.ndarray) -> np.ndarray:
    """100 Phi(z): how many of 100 usual days lie below."""
    from scipy.special import ndtr

    return 100 * ndtr(z)


def _lower_is_better(z: np.ndarray) -> np.ndarray:
    return _percentile(-z)


def _elevated_counts(z: np.ndarray) -> np.ndarray:
    return _percentile(np.where(z > 0, -z, -z / 2))


def _usual_part(
    daily: pd.DataFrame,
    rows: np.ndarray,
    column: str,
    restarts: Mapping[str, Sequence[date]],
    *,
    curve: Callable[[np.ndarray], np.ndarray],
    week: bool = False,
    reference: int = REFERENCE,
) -> _Part:
    """A column against its usual; `curve` turns a deviation in SDs into a score and is monotone."""
    log = column in HRV
    at = against_usual(daily[column], rows, log=log, restarts=restarts.get(column, ()), reference=reference)
    z, error = _deviation(at, NIGHT_ERROR[column], week)
    edges = curve(z - Z95 * error), curve(z + Z95 * error)
    unlog = np.exp if log else np.asarray
    return _Part(
        score=curve(z),
        low=np.minimum(*edges),
        high=np.maximum(*edges),
        value=daily[column].to_numpy(dtype=float)[rows],
        week=unlog(at.week) if week else np.full(len(rows), np.nan),
        usual=unlog(at.usual),
        n=np.asarray(at.usual_n, dtype=float),
        column=np.full(len(rows), column),
        against=np.full(len(rows), "your usual"),
    )


def _deviation(at: AgainstUsual, night_error: float, week: bool) -> tuple[np.ndarray, np.ndarray]:
    """How many SDs from usual, and the SD of that figure.

    With week: the mean of two z-scores, today's in SDs of a day and the 7-day mean's in SDs of such a mean; today's
    alone where the week has fewer than 3 valid days. The error is propagated to first order from three sources: one
    night's measurement error (today's counts in both), the reference mean, and the reference SD (z^2 / 2 df).
    """
    spread = np.maximum(at.spread, night_error)
    in_week = ~np.isnan(at.week) & week
    share = np.where(in_week, 0.5, 0)
    of_mean = np.where(in_week, share / np.sqrt(np.where(in_week, at.change_variance, 1)), 0)
    week_n = np.maximum(at.week_n, 1)

    z = ((1 - share) * (at.today - at.usual) + of_mean * np.where(in_week, at.week - at.usual, 0)) / spread
    night = (1 - share + of_mean / week_n) ** 2 + (week_n - 1) * (of_mean / week_n) ** 2
    variance = (night_error / spread) ** 2 * night + (1 - share + of_mean) ** 2 * at.usual_variance + z**2 / (2 * at.df)
    return z, np.sqrt(variance)


def _sleep_part(daily: pd.DataFrame, rows: np.ndarray, restarts: Mapping[str, Sequence[date]]) -> _Part:
    """Duration and efficiency; the duration alone where the efficiency or its usual is unknown."""
    duration = _duration_part(daily, rows, restarts)
    efficiency = _usual_part(daily, rows, "efficiency_pct", restarts, curve=_percentile)
    share = np.where(np.isnan(efficiency.score), 0, 1 - DURATION_SHARE)
    quality = np.nan_to_num([efficiency.score, efficiency.low, efficiency.high])
    score = (1 - share) * duration.score + share * quality[0]
    below, above = (
        np.hypot((1 - share) * (edge - duration.score), share * (other - quality[0]))
        for edge, other in ((duration.low, quality[1]), (duration.high, quality[2]))
    )
    return replace(duration, score=score, low=score - below, high=score + above)


def _duration_part(daily: pd.DataFrame, rows: np.ndarray, restarts: Mapping[str, Sequence[date]]) -> _Part:
    """Minutes asleep, against the best yardstick there is for each night: need and usual, usual, need, 8 hours."""
    need = daily["need_min"].where(daily["need_min"] > 0)
    known = daily.assign(asleep_beyond_need_min=daily["asleep_min"] - need)
    begins = {"asleep_beyond_need_min": restarts.get("asleep_min", ())}
    balance = _usual_part(known, rows, "asleep_beyond_need_min", begins, curve=_percentile)
    usual = _usual_part(daily, rows, "asleep_min", restarts, curve=_percentile)
    needed = need.to_numpy(dtype=float)[rows]
    target = np.where(np.isnan(needed), EIGHT_HOURS, needed)
    reach = Z95 * NIGHT_ERROR["asleep_min"] * np.array([[0], [-1], [1]])
    plain = _of_need(usual.value + reach, target)

    by_balance = ~np.isnan(balance.score)
    by_usual = ~by_balance & ~np.isnan(usual.usual)
    cases = [by_balance, by_usual]
    return _Part(
        score=np.select(cases, [balance.score, usual.score], plain[0]),
        low=np.select(cases, [balance.low, usual.low], plain[1]),
        high=np.select(cases, [balance.high, usual.high], plain[2]),
        value=usual.value,
        week=usual.week,
        usual=np.select(cases, [needed + balance.usual, usual.usual], target),
        n=np.select(cases, [balance.n, usual.n], np.nan),
        column=usual.column,
        against=np.select(
            [*cases, ~np.isnan(needed)],
            ["your usual for such a need", "your usual", "the need that your device states"],
            "8 hours",
        ),
    )


def _of_need(asleep_min: np.ndarray, need_min: np.ndarray) -> np.ndarray:
    """0 at half of the need and below, 100 at all of it and above, a straight line between."""
    return np.clip(200 * (asleep_min / need_min - 0.5), 0, 100)


def _load_part(daily: pd.DataFrame, rows: np.ndarray, restarts: Mapping[str, Sequence[date]]) -> _Part:
    """Yesterday's load and that of its 7 days: the day strain where it gives a score, else the training load."""
    # Moved by a day, a row holds what was known on its morning: yesterday becomes "today", its week the acute one.
    before = daily[["day_strain", "load_au"]].shift(1)
    moved = {column: [day + timedelta(days=1) for day in restarts.get(column, ())] for column in before}
    strain, load = (
        _usual_part(before, rows, column, moved, curve=_lower_is_better, week=True, reference=CHRONIC)
        for column in before
    )
    use_load = np.isnan(strain.score) & (~np.isnan(load.score) | (load.n > strain.n))
    fields = _Part.__dataclass_fields__
    return _Part(**{name: np.where(use_load, getattr(load, name), getattr(strain, name)) for name in fields})


def _subscore(
    name: str, part: _Part, weight: float, known: pd.DataFrame, restarts: Mapping[str, Sequence[date]]
) -> SubScore:
    score, value, week, usual = (
        None if np.isnan(array[0]) else float(array[0]) for array in (part.score, part.value, part.week, part.usual)
    )
    return SubScore(
        name=name,
        label=LABELS[name],
        score=score,
        weight=weight,
        value=value,
        week=week,
        usual=usual,
        against=str(part.against[0]),
        unit=METRICS[str(part.column[0])].unit,
        pull=0.0 if score is None else weight * (score - 50),
        missing=None if score is not None else _what_is_missing(name, part, known, restarts),
    )


def _what_is_missing(name: str, part: _Part, known: pd.DataFrame, restarts: Mapping[str, Sequence[date]]) -> str:
    """Why there is no sub-score, as people read it; `known` ends on the morning in question."""
    column, when = str(part.column[0]), "yesterday" if name == "load" else "last night"
    if name == "sleep" or part.n[0] >= NEED_REFERENCE:
        return f"none recorded for {when}"
    if not known[column].notna().any():
        return NEVER
    back = 1 if name == "load" else 0
    begins = [pd.Timestamp(day) + pd.Timedelta(days=back) for day in restarts.get(column, ())]
    days = _days_until_baseline(known[column].shift(back), begins, CHRONIC if back else REFERENCE)
    nothing = f"none recorded for {when}, and " if np.isnan(part.value[0]) else ""
    return (
        f"{nothing}only {int(part.n[0])} of {NEED_REFERENCE} days for its baseline (the days before the last {WEEK}); "
        f"enough in {days} {'day' if days == 1 else 'days'} at the earliest"
    )


def _days_until_baseline(values: pd.Series, restarts: Sequence[pd.Timestamp], reference: int) -> int:
    """In how many days there can be a baseline, if every day from now on is recorded."""
    last = values.index[-1]
    begun = max([day for day in restarts if day <= last], default=values.index[0])
    recorded = values.notna() & (values.index >= begun)
    ahead = NEED_REFERENCE + WEEK
    recorded = np.concatenate([np.zeros(reference + WEEK, bool), recorded.to_numpy(), np.ones(ahead, bool)])
    today = len(recorded) - ahead - 1
    counts = [recorded[today + k - WEEK - reference + 1 : today + k - WEEK + 1].sum() for k in range(1, ahead + 1)]
    return 1 + int(np.argmax(np.array(counts) >= NEED_REFERENCE))
