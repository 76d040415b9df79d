"""Anomalies: does this morning fit what was to be expected, and if not, which signals say so?

For each morning, with what was known on it:
(1) each signal (ln HRV, resting HR, respiration, skin temperature) less its median over four weeks that ended two days
    before, so that an illness does not become its own usual;
(2) less what known causes explain: load and alcohol of the day before, the weekday (regression on the days before);
(3) in units of its own spread; signals that move together count once (their robust correlation);
(4) two scores: how far all point the way in which an illness does (HRV down, the others up), over two days - a
    likelihood ratio, the most powerful test against one direction; and how far they lie from usual in any direction;
(5) flagged beyond the quantile of the athlete's own healthy days that leaves the chosen number of false days.

The pattern of an illness is what wearables show at its beginning (Mishra et al. 2020, Nat Biomed Eng 4:1208-20; Miller
et al. 2020, PLoS ONE 15(12):e0243693). It is a possibility and no diagnosis: alcohol that was not logged, heat, a hard
day or the menstrual cycle look alike, and about half of all infections show nothing. All widths here are ours.
"""

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.expected import Expected, expected_signals
from analytics.results import NotEnoughData

# What an illness does to each signal.
DIRECTIONS = {
    "hrv_rmssd_ms": -1,
    "hrv_sdnn_ms": -1,
    "resting_hr_bpm": 1,
    "respiration_brpm": 1,
    "skin_temp_c": 1,
    "skin_temp_deviation_c": 1,
}
SIGNALS = ("hrv_rmssd_ms", "resting_hr_bpm", "respiration_brpm", "skin_temp_c")

NEED = 60  # healthy days with a score, before any day is flagged
HEALTHY_DAYS = 365  # the last ones count
ILLNESS_SHARE = 2 / 3  # of the false days, those that may look like an illness; the rest is for other unusual days
CAP = 5.0  # SDs at which a deviation is held: beyond, it is a sensor's error as likely as not
CORRELATED_DAYS = 180
PRIOR_DAYS = 10.0  # worth of uncorrelated days that a correlation starts from
HELD = 2.5  # SDs at which a deviation is held in a correlation
EPISODE = 3  # flagged days in a row that are no chance: they do not belong to the healthy days
CLEAR = 1.0  # SDs that a signal has to deviate to be part of a pattern


class Kind(StrEnum):
    """What an unusual day looks like."""

    USUAL = "usual"
    ILLNESS_LIKE = "illness-like"
    OTHER = "other"


@dataclass(frozen=True)
class Signal:
    """One signal of a morning."""

    metric: str
    value: float | None  # None: unknown this morning, but known yesterday, which counts as well
    expected: float | None  # after such a day, in the unit of the metric
    deviation: float | None  # from it, in SDs of its own usual days
    before: float | None  # the same of the morning before, which counts as well in the score that has a direction
    contribution: float  # to the score; those of all signals add up to it


@dataclass(frozen=True)
class Anomaly:
    """One morning against what was to be expected."""

    day: date
    kind: Kind
    score: float  # of illness-like or usual days the score of (4) that has a direction, of others the one without
    threshold: float
    by_direction: bool  # whether it is the score that has a direction
    signals: tuple[Signal, ...]  # the strongest first
    as_high: int  # healthy days with a score at least so high
    n: int  # healthy days that it is compared with
    false_days_per_30: float

    @property
    def flagged(self) -> bool:
        return self.kind is not Kind.USUAL

    @property
    def one_day_in(self) -> float:
        """Among the healthy days, how rare a score at least so high is; at most n + 1."""
        return (self.n + 1) / (self.as_high + 1)

    @property
    def rarer_than_all(self) -> bool:
        """Whether no healthy day scored as high."""
        return self.as_high == 0


@dataclass(frozen=True, eq=False)
class Judged:
    """Every morning of a table, judged by what was known on it.

    days: a row a day, with columns score and other (the two scores), threshold, other_threshold, kind, flagged, ill
    (said to be), n (healthy days before it) and beyond: its higher score in units of its threshold, above 1 where it
    is flagged, 0 where it lies the other way; NaN where nothing is known of the morning, or too few days are healthy.
    """

    days: pd.DataFrame
    signals: tuple[str, ...]
    false_days_per_30: float
    _scored: "_Scored"
    _verdicts: "_Verdicts"

    @property
    def expected(self) -> pd.DataFrame:
        """What each signal was to be expected to be, in its unit: a row a day, a column a signal."""
        return pd.DataFrame(self._scored.expected.expected, self.days.index, list(self.signals))

    @property
    def measured(self) -> pd.Series:
        """For each day, whether any of the signals is known."""
        return pd.Series(~np.isnan(self._scored.expected.value).all(axis=1), self.days.index)

    def on(self, day: date) -> Anomaly:
        """One morning. Raises as `anomaly` does."""
        if (when := pd.Timestamp(day)) not in self.days.index:
            raise ValueError(f"{day} is not a day of this table")
        row = self.days.index.get_loc(when)
        if np.isnan(self._verdicts.threshold[row]):
            raise NotEnoughData("healthy days to compare with", need=NEED, have=int(self._verdicts.n[row]))
        if np.isnan(self._scored.illness[row]):
            raise NotEnoughData("this morning's signals with a usual of their own", need=1, have=0, unit="signals")
        return _anomaly(self, row)


def anomaly(
    daily: pd.DataFrame,
    day: date,
    *,
    signals: Sequence[str] = SIGNALS,
    load: str = "day_strain",
    alcohol: pd.Series | None = None,
    ill: pd.Series | None = None,
    false_days_per_30: float = 1.0,
    restarts: Mapping[str, Sequence[date]] | None = None,
) -> Anomaly:
    """The morning of `day`. All arguments as for `judged`.

    Raises NotEnoughData where no signal of this morning has a usual yet, or fewer than 60 healthy days have a score;
    ValueError if `day` is not in the index.
    """
    if pd.Timestamp(day) not in daily.index:
        raise ValueError(f"{day} is not a day of this table")
    return judged(
        daily.loc[: pd.Timestamp(day)],
        signals=signals,
        load=load,
        alcohol=alcohol,
        ill=ill,
        false_days_per_30=false_days_per_30,
        restarts=restarts,
    ).on(day)


def anomaly_history(daily: pd.DataFrame, **choices) -> pd.DataFrame:
    """Every morning: the table `days` of `judged`, which takes the same arguments."""
    return judged(daily, **choices).days


def judged(
    daily: pd.DataFrame,
    *,
    signals: Sequence[str] = SIGNALS,
    load: str = "day_strain",
    alcohol: pd.Series | None = None,
    ill: pd.Series | None = None,
    false_days_per_30: float = 1.0,
    restarts: Mapping[str, Sequence[date]] | None = None,
) -> Judged:
    """Every morning; no later day changes an earlier one.

    daily: a row a day without gaps, NaN = unknown. signals: columns of it, of DIRECTIONS; whichever are known on a
    morning count. load: column of the load of each day. alcohol: for each day 1 (yes), 0 (no) or NaN (not said), of
    its evening. ill: days on which the athlete said to be ill: they are no healthy days. false_days_per_30: how many
    days in 30 healthy ones may be flagged. restarts: column -> first days of a new device, from which its usual begins
    anew. Raises ValueError on signals or a rate that cannot be.
    """
    said_ill = np.zeros(len(daily), bool) if ill is None else ill.reindex(daily.index).fillna(0).to_numpy(dtype=bool)
    scored, verdicts = _both(daily, signals, load, alcohol, said_ill, false_days_per_30, restarts or {})
    with np.errstate(invalid="ignore", divide="ignore"):
        beyond = np.fmax(scored.illness / verdicts.threshold, scored.other / verdicts.other_threshold)
    columns = {
        "score": scored.illness,
        "other": scored.other,
        "threshold": verdicts.threshold,
        "other_threshold": verdicts.other_threshold,
        "beyond": np.maximum(beyond, 0.0),
        "kind": verdicts.kind,
        "flagged": verdicts.kind != Kind.USUAL.value,
        "ill": said_ill,
        "n": verdicts.n,
    }
    days = pd.DataFrame(columns, index=daily.index)
    return Judged(days, tuple(signals), false_days_per_30, scored, verdicts)


def _both(
    daily: pd.DataFrame,
    signals: Sequence[str],
    load: str,
    alcohol: pd.Series | None,
    said_ill: np.ndarray,
    false_days_per_30: float,
    restarts: Mapping[str, Sequence[date]],
) -> tuple["_Scored", "_Verdicts"]:
    """Scores and judgements, twice: what looked like an illness at first teaches nothing of what is usual afterwards.

    The first round learns from all days, so that it gets used to a lasting change within weeks, and the second with it.
    """
    unknown = [name for name in signals if name not in DIRECTIONS]
    if unknown or not signals:
        raise ValueError(f"signals are of {', '.join(DIRECTIONS)}, got {', '.join(unknown) or 'none'}")
    if not 0 < false_days_per_30 < 15:
        raise ValueError(f"false days in 30 are above 0 and below 15, got {false_days_per_30:g}")
    unwell = said_ill
    for _ in range(2):
        scored = _scored(expected_signals(daily, signals, load, alcohol, restarts, unwell), signals)
        verdicts = _verdicts(scored, said_ill, false_days_per_30)
        unwell = said_ill | (verdicts.kind == Kind.ILLNESS_LIKE.value)
    return scored, verdicts


@dataclass(frozen=True)
class _Scored:
    """Arrays with one row a day; those of signals with one column each."""

    expected: Expected
    share: np.ndarray  # of each signal in the score of illness; NaN where it is unknown
    share_other: np.ndarray
    illness: np.ndarray
    other: np.ndarray
    alike: np.ndarray  # signals that clearly point the way of an illness


def _scored(found: Expected, signals: Sequence[str]) -> _Scored:
    z = np.clip(found.deviation, -CAP, CAP)
    way = np.array([DIRECTIONS[name] for name in signals], dtype=float)
    inverse = _inverse_correlations(z)

    known = ~np.isnan(z)
    filled = np.where(known, z, 0)
    toward = np.einsum("dij,dj->di", inverse, known * way)
    length = np.sqrt(np.einsum("di,di->d", toward, known * way))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(known, toward * filled / length[:, None], np.nan)
    any_way = filled * np.einsum("dij,dj->di", inverse, filled)
    share = _over_two_days(share)
    return _Scored(
        expected=found,
        share=share,
        share_other=np.where(known, any_way, np.nan),
        illness=np.where(known.any(axis=1), np.nansum(share, axis=1), np.nan),
        other=_as_normal(any_way.sum(axis=1), known.sum(axis=1)),
        alike=(filled * way >= CLEAR).sum(axis=1),
    )


def _inverse_correlations(z: np.ndarray) -> np.ndarray:
    """Days x signals x signals: the inverse correlation of the signals known on each day, from the days before it.

    Signals that are unknown on a day have zeros. Each deviation is held at 2.5 SDs, so that a few wild days say little.
    """
    held = np.nan_to_num(np.clip(z, -HELD, HELD))
    both = (~np.isnan(z)).astype(float)
    sums, counts = (_window(x[:, :, None] * x[:, None, :]) for x in (held, both))
    size = z.shape[1]
    squares = np.einsum("dii->di", sums) + PRIOR_DAYS
    n = np.einsum("dii->di", counts) + PRIOR_DAYS
    spread = np.sqrt(squares / n)
    correlation = sums / (counts + PRIOR_DAYS) / (spread[:, :, None] * spread[:, None, :])
    correlation[:, np.arange(size), np.arange(size)] = 1
    pair = both[:, :, None] * both[:, None, :]
    # An unknown signal stands by itself, and its own entry is taken out of the inverse again.
    whole = np.where(pair > 0, correlation, np.eye(size))
    return np.linalg.inv(whole) * pair


def _window(x: np.ndarray) -> np.ndarray:
    """Sums over the CORRELATED_DAYS before each day."""
    total = np.concatenate([np.zeros((1, *x.shape[1:])), np.cumsum(x, axis=0)])
    day = np.arange(len(x))
    return total[day] - total[np.maximum(day - CORRELATED_DAYS, 0)]


def _over_two_days(share: np.ndarray) -> np.ndarray:
    """Shares of the sum of today's and yesterday's score, with SD 1 again; today's alone where yesterday is unknown."""
    before = np.vstack([np.full((1, share.shape[1]), np.nan), share[:-1]])
    today, yesterday = ((~np.isnan(x)).any(axis=1)[:, None] for x in (share, before))
    both = (np.nan_to_num(share) + np.nan_to_num(before)) / np.sqrt(2)
    summed = np.where(np.isnan(share) & np.isnan(before), np.nan, both)
    return np.where(today & yesterday, summed, share)


def _as_normal(squares: np.ndarray, signals: np.ndarray) -> np.ndarray:
    """A squared distance over so many signals, as the normal score that is as rare; NaN without a signal."""
    from scipy.special import chdtrc, ndtri

    rare = chdtrc(np.maximum(signals, 1), squares)
    return np.where(signals > 0, -ndtri(np.maximum(rare, 1e-300)), np.nan)


@dataclass(frozen=True)
class _Verdicts:
    """Arrays with one value a day."""

    threshold: np.ndarray
    other_threshold: np.ndarray
    kind: np.ndarray
    n: np.ndarray
    as_high: np.ndarray  # healthy days before it with a score of illness at least as high
    as_high_other: np.ndarray


def _verdicts(scored: _Scored, said_ill: np.ndarray, false_days_per_30: float) -> _Verdicts:
    """Thresholds and kinds, day by day, from the healthy days before each."""
    share = false_days_per_30 / 30
    days = len(said_ill)
    threshold, other_threshold = (np.full(days, np.nan) for _ in range(2))
    n, as_high, as_high_other = (np.zeros(days, dtype=int) for _ in range(3))
    kind = np.full(days, Kind.USUAL.value, dtype=object)
    healthy = _Healthy(scored.illness.tolist(), scored.other.tolist())
    for day, (score, other) in enumerate(zip(healthy.illness, healthy.other, strict=True)):
        past, past_other = healthy.ordered, healthy.ordered_other
        n[day] = len(past)
        beyond = False
        if n[day] >= NEED:
            threshold[day] = _left_beyond(past, share * ILLNESS_SHARE)
            other_threshold[day] = _left_beyond(past_other, share * (1 - ILLNESS_SHARE))
            beyond = score > threshold[day]
            # One signal is no pattern, however far it lies.
            if beyond:
                kind[day] = Kind.ILLNESS_LIKE.value if scored.alike[day] >= 2 else Kind.OTHER.value
            elif other > other_threshold[day]:
                kind[day] = Kind.OTHER.value
        if score == score:  # known
            as_high[day] = n[day] - bisect_left(past, score)
            as_high_other[day] = n[day] - bisect_left(past_other, other)
            healthy.add(day, flagged=beyond, ill=said_ill[day])
    return _Verdicts(threshold, other_threshold, kind, n, as_high, as_high_other)


def _left_beyond(ordered: Sequence[float], share: float) -> float:
    """The score that a new healthy day exceeds with this probability: the quantile at (n + 1) p (Weibull's)."""
    place = min((len(ordered) + 1) * (1 - share), len(ordered)) - 1
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


class _Healthy:
    """The days that count as healthy so far, and the scores of the last of them, from the lowest to the highest.

    Three flagged days in a row are an episode, and are taken out again.
    """

    def __init__(self, illness: list[float], other: list[float]):
        self.illness, self.other = illness, other  # of all days
        self.ordered: list[float] = []
        self.ordered_other: list[float] = []
        self._days: list[int] = []
        self._run: list[int] = []

    def add(self, day: int, *, flagged: bool, ill: bool) -> None:
        together = self._run and day - self._run[-1] <= EPISODE  # unknown days may lie between
        self._run = [*(self._run if together else []), day] if flagged else []
        if ill or len(self._run) > EPISODE:
            return
        self._days.append(day)
        if len(self._run) == EPISODE:
            self._days = [known for known in self._days if known not in self._run]
            last = self._days[-HEALTHY_DAYS:]
            self.ordered, self.ordered_other = (sorted(x[k] for k in last) for x in (self.illness, self.other))
            return
        insort(self.ordered, self.illness[day])
        insort(self.ordered_other, self.other[day])
        if len(self._days) > HEALTHY_DAYS:
            gone = self._days[-HEALTHY_DAYS - 1]
            del self.ordered[bisect_left(self.ordered, self.illness[gone])]
            del self.ordered_other[bisect_left(self.ordered_other, self.other[gone])]


def _anomaly(found: Judged, row: int) -> Anomaly:
    scored, verdicts = found._scored, found._verdicts
    kind = Kind(verdicts.kind[row])
    by_direction = bool(scored.illness[row] > verdicts.threshold[row]) or kind is Kind.USUAL
    if by_direction:
        score, threshold, as_high = scored.illness[row], verdicts.threshold[row], verdicts.as_high[row]
        share = scored.share[row]
    else:
        score, threshold, as_high = scored.other[row], verdicts.other_threshold[row], verdicts.as_high_other[row]
        squares = scored.share_other[row]
        share = squares * score / np.nansum(squares)
    expected = scored.expected
    signals = [
        Signal(
            metric=name,
            value=_known(expected.value[row, k]),
            expected=_known(expected.expected[row, k]),
            deviation=_known(expected.deviation[row, k]),
            before=_known(expected.deviation[row - 1, k]) if row else None,
            contribution=float(share[k]),
        )
        for k, name in enumerate(found.signals)
        if not np.isnan(share[k])
    ]
    return Anomaly(
        day=found.days.index[row].date(),
        kind=kind,
        score=float(score),
        threshold=float(threshold),
        by_direction=by_direction,
        signals=tuple(sorted(signals, key=lambda signal: -abs(signal.contribution))),
        as_high=int(as_high),
        n=int(verdicts.n[row]),
        false_days_per_30=found.false_days_per_30,
    )


def _known(x: float) -> float | None:
    return None if np.isnan(x) else float(x)
