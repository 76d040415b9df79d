"""T1: does the baseline tell a change from chance, does the level follow, does the trend know its own doubt?"""

import warnings

import numpy as np
import pandas as pd

from analytics.baseline import baseline_history, level, trend
from analytics.results import Grade
from analytics.usual import REFERENCE, WEEK
from tests.truth.bench import Outcome, root_mean_square, share
from tests.truth.worlds import (
    DRIFTING,
    DRIFTING_LONG_MEMORY,
    FLAT,
    FLAT_SHORT,
    NULL,
    NULL_OUTLIERS,
    RISING,
    SHIFT_WITHIN,
    SHIFTED,
    TREND_DAYS,
    UNSHIFTED,
    Athlete,
    World,
    athletes,
)

SETTLED = REFERENCE + WEEK  # the first day whose reference is complete


def naive_flags(values: pd.Series) -> np.ndarray:
    """The usual rule: the 7-day mean more than half an SD from the 60-day mean."""
    week = values.rolling(WEEK, min_periods=3).mean()
    long = values.rolling(REFERENCE, min_periods=14)
    return ((week - long.mean()).abs() > 0.5 * long.std()).to_numpy()


def null_days_flagged(count: int) -> list[Outcome]:
    """T1a: nothing changes; how many days are called unusual?"""
    outcomes = []
    for world in (*NULL.values(), *NULL_OUTLIERS.values()):
        ours, naive = [], []
        for athlete in athletes(world, count):
            ours.append(baseline_history(athlete.values, log=False)["flagged"].to_numpy()[SETTLED:].mean())
            naive.append(naive_flags(athlete.values)[SETTLED:].mean())
        outcomes.append(
            Outcome(
                "T1a",
                "Days on which the week is called different although nothing has changed (the band claims 5%).",
                _named(world),
                f"{share(naive)[0]:.3f} (7 d against 60 d, 0.5 SD)",
                *share(ours),
                count,
                *(0.03, 0.06),
            )
        )
    return outcomes


def days_outside_range(count: int) -> list[Outcome]:
    """T1d: the ribbon of the normal range."""
    outcomes = []
    for world in NULL.values():
        ours, naive = [], []
        for athlete in athletes(world, count):
            days = baseline_history(athlete.values, log=False)[SETTLED:].dropna()
            ours.append(((days["value"] < days["day_low"]) | (days["value"] > days["day_high"])).mean())
            long = athlete.values.rolling(REFERENCE, min_periods=14)
            naive.append(((athlete.values - long.mean()).abs() > long.std())[SETTLED:][days.index].mean())
        outcomes.append(
            Outcome(
                "T1d",
                "Single days outside the normal range although nothing has changed (the range claims 5%).",
                _named(world),
                f"{share(naive)[0]:.3f} (60-day mean, 1 SD)",
                *share(ours),
                count,
                *(0.04, 0.06),
            )
        )
    return outcomes


def shifts_seen(count: int) -> list[Outcome]:
    """T1b: the level falls by one daily SD; is it seen within 14 days? Beside it the same without a fall."""
    outcomes = []
    for phi, world in SHIFTED.items():
        for each, target in ((world, 0.70 if phi == 0.3 else None), (UNSHIFTED[phi], None)):
            ours, naive = [], []
            for athlete in athletes(each, count):
                ours.append(baseline_history(athlete.values, log=False)["flagged"].to_numpy()[-SHIFT_WITHIN:].any())
                naive.append(naive_flags(athlete.values)[-SHIFT_WITHIN:].any())
            outcomes.append(
                Outcome(
                    "T1b" if each.shift else "T1b null",
                    f"Athletes with a flag in the {SHIFT_WITHIN} days "
                    + ("after their level fell by one daily SD." if each.shift else "although nothing has changed."),
                    _named(each),
                    f"{share(naive)[0]:.3f} (7 d against 60 d, 0.5 SD)",
                    *share(ours),
                    count,
                    low=target,
                )
            )
    return outcomes


def level_errors(count: int, peers: int) -> list[Outcome]:
    """T1c: error and coverage of the level, beside two rolling means and, on `peers` athletes, a library's filter."""
    targets = {DRIFTING[0.0]: 0.16, DRIFTING[0.03]: 0.21, DRIFTING[0.08]: 0.33}
    outcomes = []
    for world in (*DRIFTING.values(), DRIFTING_LONG_MEMORY):
        ours, week, long, peer = (_LevelErrors() for _ in range(4))
        for number, athlete in enumerate(athletes(world, count)):
            known = level(athlete.values, log=False)
            ours.add(athlete, known["level"], known["low"], known["high"])
            week.add(athlete, athlete.values.rolling(WEEK, min_periods=3).mean())
            long.add(athlete, athlete.values.rolling(REFERENCE, min_periods=14).mean())
            if number < peers:
                peer.add(athlete, *_library_level(athlete.values))
        outcomes += [
            Outcome(
                "T1c",
                "How far the level of a day, as known on that day, lies from the truth (root mean square, daily SDs).",
                _named(world),
                f"{week.rms()[0]:.3f} (7-day mean), {long.rms()[0]:.3f} (60-day mean)",
                *ours.rms(),
                count,
                high=targets.get(world),
            ),
            Outcome(
                "T1c range",
                "Days on which the 95% interval of the level holds the truth (statsmodels' knows the whole year).",
                _named(world),
                f"{share(peer.covered)[0]:.3f} (statsmodels, {peers} athletes)",
                *share(ours.covered),
                count,
                low=0.92,
            ),
            Outcome(
                "T1c year's end",
                f"The error over the last {YEARS_END} days, beside that of statsmodels' UnobservedComponents (local "
                "level, AR(1), winsorised), whose fit to the whole year there knows hardly more than the day could.",
                _named(world),
                f"{root_mean_square(peer.at_the_end)[0]:.3f} (statsmodels)",
                *root_mean_square(ours.at_the_end[:peers]),
                peers,
            ),
        ]
    return outcomes


YEARS_END = 30  # days


class _LevelErrors:
    """Errors of one method, a figure an athlete, over the days whose reference is complete."""

    def __init__(self):
        self.squared, self.covered, self.at_the_end = [], [], []

    def add(self, athlete: Athlete, known: pd.Series, low: pd.Series | None = None, high: pd.Series | None = None):
        squared = (known - athlete.level) ** 2
        self.squared.append(squared[SETTLED:].mean())
        self.at_the_end.append(squared[-YEARS_END:].mean())
        if low is not None:
            self.covered.append(((low <= athlete.level) & (athlete.level <= high))[SETTLED:].mean())

    def rms(self) -> tuple[float, float]:
        return root_mean_square(self.squared)


def _library_level(values: pd.Series) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Filtered level, low and high of UnobservedComponents, winsorised, fitted by maximum likelihood."""
    from statsmodels.tsa.api import UnobservedComponents

    centre = values.median()
    reach = 3 * 1.4826 * (values - centre).abs().median()
    model = UnobservedComponents(values.clip(centre - reach, centre + reach).to_numpy(), "llevel", autoregressive=1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns where it does not converge; such a fit counts as it is
        fit = model.fit(disp=0, maxiter=200)
    known = pd.Series(fit.level.filtered, values.index)
    half = 1.96 * np.sqrt(fit.level.filtered_cov)
    return known, known - half, known + half


def trend_intervals(count: int) -> list[Outcome]:
    """T1e: the trend of 28 days, where there is none and where there is one of 2 daily SDs."""
    outcomes = []
    for world in (*FLAT.values(), *FLAT_SHORT.values()):
        found, naive = _trends_found(world, count)
        outcomes.append(
            Outcome(
                "T1e null",
                "Athletes with a trend over 28 days although there is none (5% is what the interval claims); with 28 "
                "days of history only, the interval knows less about the noise and errs on the safe side.",
                _named(world),
                f"{share(naive)[0]:.3f} (least squares)",
                *share(found),
                count,
                *((0.04, 0.07) if world.days > TREND_DAYS else (None, 0.07)),
            )
        )
    for world in RISING.values():
        true = world.slope * TREND_DAYS
        covered, found, naive = [], [], []
        for athlete in athletes(world, count):
            ours = trend(athlete.values, athlete.values.index[-1].date(), log=False)
            covered.append(ours.change.low <= true <= ours.change.high)
            found.append(ours.grade != Grade.NONE)
            low, high = _least_squares(athlete.values[-TREND_DAYS:])
            naive.append(low <= true <= high)
        for id, says, figures, low, high in (
            ("T1e range", "Athletes whose 95% interval of the trend holds the true one.", covered, 0.93, 0.96),
            ("T1e power", "Athletes in whom a true trend of 2 daily SDs in 28 days is seen.", found, None, None),
        ):
            beside = f"{share(naive)[0]:.3f} (least squares)" if figures is covered else "-"
            outcomes.append(Outcome(id, says, _named(world), beside, *share(figures), count, low, high))
    return outcomes


def _trends_found(world: World, count: int) -> tuple[list[bool], list[bool]]:
    ours, naive = [], []
    for athlete in athletes(world, count):
        ours.append(trend(athlete.values, athlete.values.index[-1].date(), log=False).grade != Grade.NONE)
        low, high = _least_squares(athlete.values[-TREND_DAYS:])
        naive.append(low > 0 or high < 0)
    return ours, naive


def _least_squares(values: pd.Series) -> tuple[float, float]:
    """The 95% interval of the change over the days, as if they were independent."""
    from scipy.stats import linregress, t

    known = values.dropna()
    at = (known.index - values.index[0]).days.to_numpy() / len(values)
    fit = linregress(at, known.to_numpy())
    reach = t.ppf(0.975, len(known) - 2) * fit.stderr
    return fit.slope - reach, fit.slope + reach


def _named(world: World) -> str:
    parts = [f"{world.days} d", f"phi {world.phi:g}"]
    parts += [f"drift {world.drift:g}/d"] if world.drift else []
    parts += [f"{world.slope * TREND_DAYS:+g} SD in 28 d"] if world.slope else []
    parts += [f"shift {world.shift:+g} SD"] if world.shift else []
    parts += [f"{world.outliers:.0%} glitches"] if world.outliers else []
    return ", ".join([*parts, f"{world.missing:.0%} missing"])
