"""Sleep: how much of it do I owe myself, and what precedes a good night?

Debt (`sleep_debt`) is a running sum of need minus sleep that fades: a night counts half after four days. That lost
sleep adds up over days, and that one long night does not undo it, is known (Van Dongen et al. 2003, Sleep 26(2):117-26;
Belenky et al. 2003, J Sleep Res 12(1):1-12); the four days, and that sleep beyond the need counts as well, are ours.
A night that was not recorded is not a night awake: it counts as the athlete's own mean, with the doubt of one night.

A good night (`good_nights`) is one of three outcomes: minutes asleep, efficiency (asleep of the time in bed), or the
share of deep and REM sleep in it. Each is explained by what came before in one regression with AR(1) errors. Bedtime is
part of the minutes asleep, since the alarm does not move with it, and debt is made of them, so neither is asked about
there; of efficiency and of stages they are no part. What comes before the bedtime (strain, a late session, habits) is
judged without it, so that its way through a later bedtime is included. Many looks are corrected for by the false
discovery rate.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.journal import answers
from analytics.mornings import (
    before,
    free_morning,
    independent,
    known_or_mean,
    load_of,
    need_difference,
    slow_course,
    steps,
)
from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import ar1_regression, q_values
from analytics.timing import NEED_WITHIN, around_own_mean, percent_near_own_mean

HALF_LIFE_D = 4.0
RECENT_D = 90  # days from which need and usual sleep are taken
NEED_STATED = 14  # nights with a need
NEED_FREE = 10  # free mornings, where no need is stated
NEED_USUAL = 14  # known nights before an unknown one can be filled
LEAST_KNOWN = 0.5  # of the weight of the nights behind a debt
SETTLED_D = 14  # days before the first debt is said

DAYS = 365
NEED_NIGHTS = 60
NEED_EACH = 5  # nights after a yes, and after a no
NIGHTS_A_CAUSE = 4
FALSE_DISCOVERIES = 0.10
STRONG_Q = 0.05
NEED_LATER = 30
LATE_H = 4.0  # hours between the end of a session and the usual bedtime (Leota et al. 2025, Nat Commun 16:3297)
PAST_BEDTIME_H = 3.0
LEAST_APART = 0.2  # share of its SD that a column must have for itself, to be told apart from the others
SEEN = 2.8  # standard errors: an effect this large is seen (95%) with 80% power


@dataclass(frozen=True)
class SleepNeed:
    """How much sleep the athlete needs a night [min], and who says so: "own", "device" or "free mornings"."""

    minutes: Estimate
    source: str


def sleep_need(daily: pd.DataFrame, own: Estimate | None = None) -> SleepNeed:
    """The need of the last 90 days: the athlete's own estimate, else the device's, else sleep on free mornings.

    daily: asleep_min, need_min, debt_min. A device adds what is owed to what it says is needed; that part is taken off,
    or it would be counted twice. Sleep before Saturdays and Sundays makes up for the week as well: it is rather more
    than the need than less, and no more than a stopgap.
    Raises NotEnoughData with neither 14 nights with a need nor 10 free mornings.
    """
    if own is not None:
        return SleepNeed(own, "own")
    recent = daily.iloc[-RECENT_D:]
    stated = (recent["need_min"] - recent["debt_min"].fillna(0.0)).to_numpy(dtype=float)
    if np.isfinite(stated).sum() >= NEED_STATED:
        return SleepNeed(_mean(stated), "device")
    free = recent["asleep_min"].where(free_morning(recent.index) == 1).to_numpy(dtype=float)
    if (have := int(np.isfinite(free).sum())) < NEED_FREE:
        raise NotEnoughData("need of sleep: nights before a free morning", NEED_FREE, have, "nights")
    return SleepNeed(_mean(free), "free mornings")


def _mean(values: np.ndarray) -> Estimate:
    """Mean of daily values under AR(1) noise."""
    at = np.flatnonzero(np.isfinite(values))
    fit = ar1_regression(values[at], np.ones((len(at), 1)), at)
    return Estimate(float(fit.coefficients[0]), *fit.interval(0), n=fit.n)


def sleep_debt(daily: pd.DataFrame, need: SleepNeed) -> pd.DataFrame:
    """The debt as of each morning: index day; debt_min (negative: ahead), low, high (95%), known.

    daily: one row a day on a gap-free index; asleep_min, nap_min (naps count, those of a day towards its next night).
    known: the share of the weight behind the debt that stands on recorded nights. NaN for the first 14 days, before 14
    nights are known and where less than half is known. The interval holds what is not known: lost nights, taken as
    independent with the athlete's own SD, and the doubt about the need.
    """
    slept = daily["asleep_min"] + daily["nap_min"].shift(1).fillna(0.0)
    usual = slept.rolling(RECENT_D, min_periods=NEED_USUAL)
    mean, variance = usual.mean().shift(1), usual.var().shift(1)
    known = slept.notna()
    short = need.minutes.value - slept.fillna(mean)
    begun = short.notna().to_numpy()

    kept = 0.5 ** (1 / HALF_LIFE_D)
    sums = {
        "debt": _fading(short.fillna(0.0), kept),
        "weight": _fading(pd.Series(begun.astype(float), daily.index), kept),
        "known": _fading((known & begun).astype(float), kept),
        "lost": _fading(variance.where(~known, 0.0).fillna(0.0), kept**2),
    }
    half_need = (need.minutes.high - need.minutes.low) / 2
    reach = np.sqrt((1.96**2) * sums["lost"] + (half_need * sums["weight"]) ** 2)
    share = sums["known"] / np.maximum(sums["weight"], 1e-12)
    settled = (np.cumsum(begun) >= SETTLED_D) & (share >= LEAST_KNOWN)
    debt = np.where(settled, sums["debt"], np.nan)
    columns = {"debt_min": debt, "low": debt - reach, "high": debt + reach, "known": share}
    return pd.DataFrame(columns, daily.index)


def _fading(values: pd.Series, kept: float) -> np.ndarray:
    """Running sums in which each value counts `kept` times as much on every day after it."""
    sums, total = np.empty(len(values)), 0.0
    for row, value in enumerate(values.to_numpy()):
        total = kept * total + value
        sums[row] = total
    return sums


@dataclass(frozen=True)
class Quality:
    """An outcome of a night: its unit, what it is, and what is part of it, so that it cannot be asked about."""

    label: str
    unit: str
    part_of_it: dict[str, str]


_PART = "part of the minutes asleep: the alarm does not move with it"
_MADE_OF = "made of the minutes asleep of earlier nights: catching up looks the same as nights that vary around a mean"
QUALITIES = {
    "asleep_min": Quality("sleep", "min", {"bedtime": _PART, "debt": _MADE_OF}),
    "efficiency_pct": Quality("sleep efficiency", "%-points", {}),
    "restorative_pct": Quality("share of deep and REM sleep", "%-points", {}),
}


@dataclass(frozen=True)
class Preceding:
    """What goes with a better or worse night, in the unit of the outcome.

    yes_no: the effect of a yes; else that of one SD more, with per_unit [unit] beside it.
    """

    key: str  # strain, late_session, debt, nap, free_morning, bedtime, habit.NAME
    label: str
    effect: Estimate
    yes_no: bool
    sd: float | None
    per_unit: Estimate | None
    unit: str
    p: float
    q: float  # the smallest false discovery rate at which it counts
    grade: Grade
    n_yes: int | None
    n_no: int | None
    would_see: float  # the smallest effect that is seen with 80% power


@dataclass(frozen=True)
class NotAsked:
    """Something of which nothing is said, and why."""

    key: str
    label: str
    why: str


@dataclass(frozen=True)
class GoodNights:
    """What precedes a good night. effects: the strongest evidence first."""

    outcome: str
    label: str
    unit: str
    mean: float
    n: int
    effects: tuple[Preceding, ...]
    not_asked: tuple[NotAsked, ...]
    rho: float


@dataclass(frozen=True, eq=False)
class _Candidate:
    key: str
    label: str
    values: np.ndarray  # one a night: 1 yes, 0 no, or an amount; NaN = unknown
    yes_no: bool
    unit: str = ""
    late: bool = False  # comes after all others of the evening and is judged beside them


def good_nights(
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    workouts: pd.DataFrame,
    *,
    outcome: str = "efficiency_pct",
    debt: pd.DataFrame | None = None,
    restarts: Sequence[date] = (),
) -> GoodNights:
    """The effect of strain, a late session, bedtime, debt, a nap, the weekend and the habits of the day on the night.

    daily: one row a day on a gap-free index with the columns of data.resolve. journal: day, habit, question, answer,
    amount, unit. workouts: end_utc [s], offset_min. outcome: one of QUALITIES. debt: as from sleep_debt; the debt of
    the morning before the night counts. restarts: first mornings of a device that reads otherwise.
    A late session ended less than four hours before the usual bedtime (not before that of the night, which it may have
    moved). Strong: q <= .05, and the last third of the nights says the same (80%); likely: q <= .10.
    Raises NotEnoughData with fewer than 60 nights with the outcome, ValueError on another outcome.
    """
    if outcome not in QUALITIES:
        raise ValueError(f"an outcome is one of {', '.join(QUALITIES)}, not {outcome}")
    quality = QUALITIES[outcome]
    value = _outcome(daily, outcome).iloc[-DAYS:]
    recent = daily.iloc[-DAYS:]
    at = np.flatnonzero(value.notna())
    if len(at) < NEED_NIGHTS:
        raise NotEnoughData(f"what precedes a good night ({quality.label})", NEED_NIGHTS, len(at), "nights")
    need_difference(value.to_numpy(dtype=float), quality.label)

    candidates, not_asked = _asked(_candidates(recent, journal, workouts, debt), quality, at)
    nights = _NightFit(value.to_numpy(dtype=float)[at], at, steps(recent.index, restarts)[at])
    early = [one for one in candidates if not one.late]
    found = nights.effects(early, early) + nights.effects(candidates, [one for one in candidates if one.late])
    graded = _graded(found, nights, candidates)
    return GoodNights(
        outcome=outcome,
        label=quality.label,
        unit=quality.unit,
        mean=float(nights.value.mean()),
        n=len(at),
        effects=tuple(sorted(graded, key=lambda one: one.p)),
        not_asked=tuple(not_asked),
        rho=nights.rho,
    )


def _outcome(daily: pd.DataFrame, outcome: str) -> pd.Series:
    if outcome != "restorative_pct":
        return daily[outcome]
    asleep = daily["asleep_min"].where(daily["asleep_min"] > 0)
    return 100 * (daily["deep_min"] + daily["rem_min"]) / asleep


def _candidates(
    recent: pd.DataFrame, journal: pd.DataFrame, workouts: pd.DataFrame, debt: pd.DataFrame | None
) -> list[_Candidate]:
    """Everything that precedes a night, a value a morning."""
    index = recent.index
    load = load_of(recent)
    strain = "strain" if load.name == "day_strain" else "load"
    onset = around_own_mean(recent["onset_h"])
    one_clock = percent_near_own_mean(onset) >= NEED_WITHIN
    bedtime = onset if one_clock else onset * np.nan
    late = _late_session(index, onset.median(), workouts) if one_clock else onset.to_numpy() * np.nan
    found = [
        _Candidate("strain", f"a harder day ({strain})", before(load), False, "of 21" if strain == "strain" else "AU"),
        _Candidate("late_session", "a session that ended late", late, True),
        _Candidate(
            "nap", "a nap", before((recent["nap_min"] > 0).astype(float).where(recent["nap_min"].notna())), True
        ),
        _Candidate("free_morning", "a free morning ahead", free_morning(index), True),
        _Candidate("bedtime", "a later bedtime", bedtime.to_numpy(), False, "h", late=True),
    ]
    if debt is not None:
        owed = before(debt["debt_min"].reindex(index) / 60)
        found.append(_Candidate("debt", "more sleep debt", owed, False, "h"))
    if len(journal):
        given = answers(journal, index)
        found += [
            _Candidate(f"habit.{habit}", given.questions.get(habit, habit), before(given.done[habit]), True)
            for habit in given.done
        ]
    return found


def _late_session(index: pd.DatetimeIndex, usual_h: float, workouts: pd.DataFrame) -> np.ndarray:
    """Did the last session of the day before end less than four hours before the usual bedtime?

    NaN before the first and after the last workout that is on record, where nobody knows.
    """
    answered = np.full(len(index), np.nan)
    if not len(workouts) or np.isnan(usual_h):
        return answered
    local_h = (workouts["end_utc"].astype("int64") + 60 * workouts["offset_min"].astype("int64")).to_numpy() / 3600
    first_h = (index[0] - pd.Timestamp(0)).total_seconds() / 3600
    # A session that ends up to three hours after the usual bedtime still comes before that night.
    after_bed_h = local_h - first_h - usual_h
    night = np.ceil((after_bed_h - PAST_BEDTIME_H) / 24).astype(int)
    late = 24 * night - after_bed_h < LATE_H
    inside = (night >= 0) & (night < len(index))
    if not inside.any():
        return answered
    answered[night[inside].min() : night[inside].max() + 1] = 0.0
    answered[night[inside & late]] = 1.0
    return answered


def _asked(candidates: list[_Candidate], quality: Quality, at: np.ndarray) -> tuple[list[_Candidate], list[NotAsked]]:
    """Which of them can be asked about on the nights `at`, and why the others cannot."""
    asked, not_asked = [], []
    for one in candidates:
        why = quality.part_of_it.get(one.key) or _too_few(one, at)
        if why:
            not_asked.append(NotAsked(one.key, one.label, why))
        else:
            asked.append(one)
    # Where there are more habits than the nights can tell apart, those with the most even answers are kept.
    most = _most(len(at))
    ranked = sorted(asked, key=lambda one: (one.key.startswith("habit."), -_least_kind(one, at)))
    apart = _told_apart(ranked[:most], at)
    for one in asked:
        if one not in apart:
            same = one in ranked[:most]
            why = (
                "goes with the others so closely that" if same else f"more habits than {len(at)} nights can tell apart:"
            )
            not_asked.append(NotAsked(one.key, one.label, f"{why} nothing can be said of it by itself"))
    return [one for one in asked if one in apart], not_asked


def _most(nights: int) -> int:
    """How many causes so many nights can tell apart, beside the trend and unknown answers."""
    return max(nights // NIGHTS_A_CAUSE - 6, 4)


def _told_apart(candidates: list[_Candidate], at: np.ndarray) -> list[_Candidate]:
    """Those, first come first served, that are not nearly a sum of the ones before."""
    kept, basis = [], np.zeros((len(at), 0))
    for one in candidates:
        column = known_or_mean(one.values[at])[:, 0]
        column = column - column.mean()
        rest = column - basis @ (basis.T @ column)
        size = np.linalg.norm(rest)
        if size > LEAST_APART * np.linalg.norm(column):
            kept.append(one)
            basis = np.column_stack([basis, rest / size])
    return kept


def _least_kind(one: _Candidate, at: np.ndarray) -> int:
    values = one.values[at]
    return int(min((values == 1).sum(), (values == 0).sum())) if one.yes_no else len(at)


def _too_few(one: _Candidate, at: np.ndarray) -> str | None:
    values = one.values[at]
    known = values[~np.isnan(values)]
    if one.yes_no:
        yes, no = int((known == 1).sum()), int((known == 0).sum())
        if min(yes, no) < NEED_EACH:
            return f"{yes} nights after it and {no} without; {NEED_EACH} of each are needed"
    elif len(known) < NEED_NIGHTS // 2 or known.std() == 0:
        return f"known before {len(known)} nights; {NEED_NIGHTS // 2} that differ are needed"
    return None


class _NightFit:
    """The nights, and regressions of their outcome on what preceded them."""

    def __init__(self, value: np.ndarray, at: np.ndarray, beside: np.ndarray):
        self.value, self.at, self.beside, self.rho = value, at, beside, float("nan")

    def effects(
        self, together: list[_Candidate], wanted: list[_Candidate]
    ) -> list[tuple[_Candidate, Estimate, float, float]]:
        """Effect of each of `wanted` in a regression on all of `together`: candidate, estimate, its SE and p."""
        from scipy.special import stdtr

        if not wanted:
            return []
        fit = self._fit(together, slice(None))
        self.rho = fit.rho
        found = []
        for one in wanted:
            number = together.index(one)
            low, high = fit.interval(number)
            value, error = float(fit.coefficients[number]), float(fit.standard_errors[number])
            p = float(2 * stdtr(fit.df, -abs(value) / error))
            known = int((~np.isnan(one.values[self.at])).sum())
            found.append((one, Estimate(value, low, high, n=known), error, p))
        return found

    def _fit(self, together: list[_Candidate], rows: slice):
        at = self.at[rows]
        columns = [known_or_mean(one.values[at]) / [_sd(one, self.at), 1.0] for one in together]
        asked, unknown = (np.column_stack([column[:, part] for column in columns]) for part in (0, 1))
        return ar1_regression(self.value[rows], independent(asked, unknown, self.beside[rows], slow_course(at)), at)

    def holds_later(self, together: list[_Candidate], one: _Candidate, sign: float) -> bool:
        """Does the last third of the nights, by itself, say the same (80%)?"""
        later = slice(2 * len(self.at) // 3, None)
        if len(self.at[later]) < NEED_LATER or _too_few(one, self.at[later]):
            return False
        others = [other for other in together if other is not one and not _too_few(other, self.at[later])]
        together = _told_apart([one, *others], self.at[later])[: _most(len(self.at[later]))]
        fit = self._fit(together, later)
        low, high = fit.interval(0, 0.8)
        return low > 0 if sign > 0 else high < 0


def _sd(one: _Candidate, at: np.ndarray) -> float:
    return 1.0 if one.yes_no else float(np.nanstd(one.values[at]))


def _graded(
    found: list[tuple[_Candidate, Estimate, float, float]], nights: _NightFit, candidates: list[_Candidate]
) -> list[Preceding]:
    graded = []
    for (one, effect, error, p), q in zip(found, q_values([row[3] for row in found]), strict=True):
        values, sd = one.values[nights.at], _sd(one, nights.at)
        together = candidates if one.late else [other for other in candidates if not other.late]
        grade = Grade.LIKELY if q <= FALSE_DISCOVERIES else Grade.NONE
        if q <= STRONG_Q and nights.holds_later(together, one, effect.value):
            grade = Grade.STRONG
        graded.append(
            Preceding(
                key=one.key,
                label=one.label,
                effect=effect,
                yes_no=one.yes_no,
                sd=None if one.yes_no else sd,
                per_unit=None if one.yes_no else _scaled(effect, 1 / sd),
                unit=one.unit,
                p=p,
                q=float(q),
                grade=grade,
                n_yes=int((values == 1).sum()) if one.yes_no else None,
                n_no=int((values == 0).sum()) if one.yes_no else None,
                would_see=SEEN * error,
            )
        )
    return graded


def _scaled(one: Estimate, factor: float) -> Estimate:
    return Estimate(one.value * factor, one.low * factor, one.high * factor, n=one.n)
