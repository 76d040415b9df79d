"""T8: is the forecast closer than the simple ones, do its intervals hold, and does it find what load does?"""

import warnings
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.forecast import Forecast, forecast
from analytics.forecast_model import HORIZONS, Issued, issue
from analytics.planned_load import LAGS
from analytics.results import Grade
from analytics.scoring import crps
from analytics.statistics import ar1_regression
from data.simulate import Profile, Simulated
from tests.truth.bench import Outcome, share
from tests.truth.worlds_forecast import (
    AFTER_SHOCK,
    FORECAST,
    NO_LOAD_EFFECT,
    NOTHING,
    ORIGINS,
    SHOCK,
    athletes,
    shocked,
)

MEAN_DAYS = 28
Z80, Z95 = 1.2816, 1.96


class Errors:
    """Absolute errors of the mornings after the history, mornings x horizons, of ours and of what needs no model."""

    def __init__(self, person: Simulated, days: int):
        frame = person.frame()
        self.issued = issue(frame["recovery_pct"], frame["day_strain"])
        y = pd.Series(self.issued.task.values)
        came = np.stack([y.shift(-h).to_numpy() for h in range(1, HORIZONS + 1)], axis=1)
        rows = slice(days - 1, days - 1 + ORIGINS)
        mean, spread = (y.rolling(MEAN_DAYS, min_periods=10).agg(what).to_numpy()[:, None] for what in ("mean", "std"))
        foretold = self.issued.kept
        apart = np.abs(came - foretold.mean)
        self.ours, self.mean, self.today, self.median = (
            np.abs(came - x)[rows]
            for x in (foretold.mean, mean, y.ffill().to_numpy()[:, None], self.issued.median.mean)
        )
        self.crps, self.mean_crps = crps(came, foretold.mean, foretold.sd)[rows], crps(came, mean, spread)[rows]
        self.inside = np.where(np.isnan(came), np.nan, apart <= foretold.reach[1] * foretold.sd)[rows]
        self.inside_plain = np.where(np.isnan(came), np.nan, apart <= Z80 * foretold.sd)[rows]
        error = pd.Series(person.truth.daily["error"].to_numpy())
        kept = person.truth.phi ** np.arange(1, HORIZONS + 1)
        unknown = np.stack([error.shift(-h).to_numpy() for h in range(1, HORIZONS + 1)], axis=1)
        self.oracle = np.where(np.isnan(came), np.nan, np.abs(unknown - kept * error.to_numpy()[:, None]))[rows]
        self.change = float(np.nanmean(np.abs(np.diff(y[:days]))))

    def scaled(self, what: str, ahead: int) -> float:
        """Mean error so many days ahead over the mean change from one morning to the next (MASE)."""
        return float(np.nanmean(getattr(self, what)[:, ahead - 1])) / self.change


def closer_than_the_simple_ones(counts: dict[int, int]) -> list[Outcome]:
    """T8a, for histories of so many days: how many athletes."""
    highest, least = {60: 0.83, 120: 0.81, 365: 0.79}, {60: 0.12, 120: 0.18, 365: 0.18}
    outcomes = []
    for days, count in counts.items():
        errors = [Errors(person, days) for person in athletes(FORECAST, days + ORIGINS, count)]
        world = f"{days} d, then {ORIGINS} mornings; load acts for days, phi {FORECAST.noise.phi:g}, plans are kept"
        for ahead in (1, 3, 7):
            simple = {"today": "same as today", "mean": f"{MEAN_DAYS}-day mean", "oracle": "whoever knows the truth"}
            outcomes.append(
                Outcome(
                    f"T8a {ahead} d",
                    f"Error {ahead} days ahead, in units of the change from one morning to the next (MASE).",
                    world,
                    ", ".join(f"{share(e.scaled(k, ahead) for e in errors)[0]:.3f} ({v})" for k, v in simple.items()),
                    *share(e.scaled("ours", ahead) for e in errors),
                    count,
                    high=highest[days] if ahead == 3 else None,
                )
            )
        for id, says, ours, theirs in (
            ("T8a gain", "Share by which errors 3 days ahead are smaller than those of the mean.", "ours", "mean"),
            (
                "T8a CRPS",
                "The same for CRPS, which judges the whole forecast, its doubt included.",
                "crps",
                "mean_crps",
            ),
        ):
            gains = _gains(errors, ours, theirs)
            outcomes.append(Outcome(id, says, world, f"0 ({MEAN_DAYS}-day mean)", *gains, count, low=least[days]))
    return outcomes


def _gains(errors: Sequence[Errors], ours: str, theirs: str, ahead: int | None = 3) -> tuple[float, float]:
    """By which share a mean error is smaller, over all athletes, and its standard error (ratio of means)."""
    columns = slice(None) if ahead is None else slice(ahead - 1, ahead)
    one, other = (np.array([np.nanmean(getattr(e, name)[:, columns]) for e in errors]) for name in (ours, theirs))
    ratio = one.mean() / other.mean()
    return float(1 - ratio), float((one - ratio * other).std(ddof=1) / other.mean() / np.sqrt(len(errors)))


def ties_where_nothing_acts(count: int, days: int = 120) -> list[Outcome]:
    """T8a null: load and weekday do nothing."""
    outcomes = []
    for profile, low in ((NO_LOAD_EFFECT, None), (NOTHING, None)):
        errors = [Errors(person, days) for person in athletes(profile, days + ORIGINS, count)]
        gain, se = _gains(errors, "ours", "mean", ahead=None)
        outcomes.append(
            Outcome(
                "T8a null",
                "Share by which errors are larger than those of the mean, where load and weekday have no effect.",
                f"{days} d, then {ORIGINS} mornings; phi {profile.noise.phi:g}",
                f"{-_gains(errors, 'today', 'mean', ahead=None)[0]:.3f} (same as today)",
                -gain,
                se,
                count,
                low,
                high=0.03,
            )
        )
    return outcomes


def intervals_hold(count: int, lengths: Sequence[int] = (60, 120, 365)) -> list[Outcome]:
    """T8b: the 80% interval, all horizons together; and after the noise has suddenly become larger."""
    outcomes = []
    for days in lengths:
        outcomes.append(_coverage(FORECAST, days, count, f"{days} d, then {ORIGINS} mornings", ORIGINS, (0.77, 0.83)))
    for days in lengths[1:]:
        world = f"{days} d, then noise x {SHOCK:g}; the {AFTER_SHOCK} mornings after that"
        outcomes.append(_coverage(shocked(FORECAST, days), days, count, world, AFTER_SHOCK, (0.72, None)))
    return outcomes


def _coverage(profile: Profile, days: int, count: int, world: str, mornings: int, target: tuple) -> Outcome:
    errors = [Errors(person, days) for person in athletes(profile, days + ORIGINS, count)]
    plain = share(float(np.nanmean(e.inside_plain[:mornings])) for e in errors)[0]
    return Outcome(
        "T8b" if target[1] else "T8b shock",
        "Mornings inside the 80% interval" + ("." if target[1] else ", after a shock to the noise."),
        world,
        f"{plain:.3f} (the model's SD as it is)",
        *share(float(np.nanmean(e.inside[:mornings])) for e in errors),
        count,
        *target,
    )


def load_effects(count: int, peers: int, days: int = 365) -> list[Outcome]:
    """T8c: effects of load against generalised least squares; the library's default fit on `peers` athletes."""
    more, sure, covered, library, converged = [], [], [], [], []
    for number, person in enumerate(athletes(FORECAST, days, count)):
        frame = person.frame()
        issued = issue(frame["recovery_pct"], frame["day_strain"])
        true = person.truth.strain_response(LAGS) * issued.scale.sd
        found, spread = issued.answer.difference(np.eye(issued.task.inputs.shape[1])[:LAGS])
        sure.append(float(np.abs(_least_squares(issued) - true).mean()))
        more.append(float(np.abs(found - true).mean()) - sure[-1])
        covered.append(float((np.abs(found - true) <= Z95 * spread).mean()))
        if number < peers:
            fit, effects = _library(issued)
            converged.append(fit)
            library.append(float(np.abs(effects - true).mean()) - sure[-1])
    world = f"{days} d, effects of load on the next {LAGS} mornings"
    beside = "-"
    if peers:
        fits = f"{peers} athletes, {np.mean(converged):.0%} of its fits converged"
        beside = f"{np.mean(library):.3f} (statsmodels' SARIMAX as it comes, {fits})"
    return [
        Outcome(
            "T8c",
            "By how much the effects of load err more than generalised least squares does (points per SD of load; that "
            f"errs by {np.mean(sure):.2f}). Nothing is fitted by search, so nothing can fail to converge.",
            world,
            beside,
            *share(more),
            count,
            high=0.1,
        ),
        Outcome(
            "T8c range",
            "Effects of load whose 95% interval holds the true one.",
            world,
            "-",
            *share(covered),
            count,
            *(0.90, 0.98),
        ),
    ]


def _least_squares(issued: Issued) -> np.ndarray:
    task = issued.task
    known = np.flatnonzero(~np.isnan(task.values))
    known = known[known >= LAGS]
    design = np.column_stack([task.inputs[known], np.ones(len(known))])
    return ar1_regression(task.values[known], design, known).coefficients[:LAGS]


def _library(issued: Issued) -> tuple[bool, np.ndarray]:
    """Whether SARIMAX(1,0,0) with a constant and its default settings converged, and its effects of load."""
    from statsmodels.tsa.api import SARIMAX

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where it does not converge; such a fit counts as it is
        fit = SARIMAX(issued.task.values, exog=issued.task.inputs, order=(1, 0, 0), trend="c").fit(disp=0)
    return bool(fit.mle_retvals["converged"]), fit.params[1 : 1 + LAGS]


def load_seen(count: int, lengths: Sequence[int] = (120, 365)) -> list[Outcome]:
    """T8d: who is told that load moves recovery, where it does and where nothing does."""
    outcomes = []
    for profile, acts in ((NOTHING, False), (NO_LOAD_EFFECT, False), (FORECAST, True)):
        for days in lengths:
            told = [_made(person, days).load_grade in _SEEN for person in athletes(profile, days, count)]
            outcomes.append(
                Outcome(
                    "T8d" if acts else "T8d null",
                    "Athletes who are told that load moves their recovery"
                    + ("." if acts else ", although it does not."),
                    f"{days} d, phi {profile.noise.phi:g}",
                    "-",
                    *share(float(x) for x in told),
                    count,
                    low=0.8 if acts else None,
                    high=None if acts else 0.07,
                )
            )
    return outcomes


def promises_kept(count: int, days: int = 180) -> list[Outcome]:
    """T8e: where the model is shown instead of the median, is it closer on the mornings that follow?"""
    outcomes = []
    for profile in (NOTHING, NO_LOAD_EFFECT, FORECAST):
        shown, gains = [], []
        for person in athletes(profile, days + ORIGINS, count):
            by_model = np.array([day.source == "model" for day in _made(person, days).days])
            shown.append(by_model.mean())
            if by_model.any():
                errors = Errors(person, days)
                ours, median = (np.nanmean(x[:, by_model]) for x in (errors.ours, errors.median))
                gains.append(1 - ours / median)
        world = f"{days} d, then {ORIGINS} mornings; phi {profile.noise.phi:g}, {_WHAT_ACTS[profile]}"
        says = "Share of the mornings ahead for which the model is shown and not the median."
        outcomes.append(Outcome("T8e shown", says, world, "-", *share(shown), count))
        says = "Where it is shown: by which share its errors were smaller, on the mornings after that."
        outcomes.append(Outcome("T8e", says, world, "0 (30-day median)", *share(gains), len(gains), low=0.0))
    return outcomes


_SEEN = (Grade.LIKELY, Grade.STRONG)
_WHAT_ACTS = {NOTHING: "nothing acts", NO_LOAD_EFFECT: "nothing acts", FORECAST: "load acts"}


def _made(person: Simulated, days: int) -> Forecast:
    frame = person.frame()
    when = frame.index[days - 1].date()
    return forecast(frame["recovery_pct"], frame["day_strain"], when, planned={}, bounds=(0, 100))
