"""T15: who is told that something has drifted where nothing has, and where it has?"""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analytics.recovery import drift, intervals
from tests.truth.bench import Outcome, share
from tests.truth.worlds import SEED

WINDOWS = ((60, 14), (90, 30), (180, 30))
PSI_ALARM = 0.25
MISSING = 0.1


def false_alarms(
    count: int, phis: Sequence[float] = (0.0, 0.4), windows: Sequence[tuple[int, int]] = WINDOWS
) -> list[Outcome]:
    """T15: one feature, nothing has changed; and how many see a shift by one daily SD."""
    from scipy.stats import ks_2samp

    outcomes = []
    for before, recent in windows:
        for phi in phis:
            calm = [_feature(before + recent, phi, number) for number in range(count)]
            pairs = [(x[:before], x[before:]) for x in calm]
            psi = np.mean([drift.psi(*pair) > PSI_ALARM for pair in pairs])
            ks = np.mean([ks_2samp(*(x[np.isfinite(x)] for x in pair)).pvalue < 0.05 for pair in pairs])
            world = f"{before} days against {recent}, phi {phi:g}"
            ours = [float(drift.mean_moved(*pair)[1] < drift.FALSE_ALARMS) for pair in pairs]
            says = "Features that are said to have drifted although nothing has changed."
            beside = f"{psi:.2f} (PSI > {PSI_ALARM:g}), {ks:.2f} (KS)"
            outcomes.append(Outcome("T15", says, world, beside, *share(ours), count, high=0.06))
            moved = [float(drift.mean_moved(one, other + 1)[1] < drift.FALSE_ALARMS) for one, other in pairs]
            says = "The same after a shift by one daily SD."
            low = 0.75 if (before, recent) == (90, 30) else None
            outcomes.append(Outcome("T15 power", says, world, "-", *share(moved), count, low=low))
    return outcomes


def prediction_alarms(count: int, phis: Sequence[float] = (0.0, 0.3), year: int = 365) -> list[Outcome]:
    """T15 error and coverage: alarms at any look of a year of daily ones, and in a month after something came.

    Beside them what a test of 95% at each look would say: of the errors, and of how many mornings fell inside.
    """
    outcomes = []
    for what, (told, whom) in ALARMS.items():
        for phi in phis:
            lived = [_predictions(FIRST_LOOK + year, phi, number) for number in range(count)]
            says = f"Athletes who are told within a year of daily looks that {whom}, although nothing has changed."
            world = f"nothing has changed, phi {phi:g}, {year} looks"
            outcomes.append(_any_look(f"T15 {what}", says, world, lived, FIRST_LOOK, told, high=0.05))
        for kind, change, low in SHOCKS:
            lived = [_predictions(CHANGED + MONTH, 0.3, number, CHANGED, **change) for number in range(count)]
            says = f"The same within {MONTH} mornings after a change."
            outcomes.append(_any_look(f"T15 {what} power", says, f"{kind}, phi 0.3", lived, CHANGED, told, low=low))
    return outcomes


SHOCKS = (  # and the share of athletes who must be told
    ("noise x 2", {"factor": 2.0}, 0.6),
    ("noise x 3", {"factor": 3.0}, 0.9),
    ("recovery lower by 30 points", {"jump": -30.0}, 0.7),
)
FIRST_LOOK, CHANGED, MONTH = 110, 200, 30  # days


def _any_look(
    id: str, says: str, world: str, lived: Sequence[tuple], first: int, told: Callable[..., tuple], **target: float
) -> Outcome:
    looks = ([told(*(part[:day] for part in one)) for day in range(first, len(one[0]) + 1)] for one in lived)
    ours, naive = np.array([np.any(seen, axis=0) for seen in looks], dtype=float).T
    return Outcome(id, says, world, f"{naive.mean():.3f} (a test of 95%)", *share(ours), len(ours), **target)


def _errors(y: np.ndarray, value: np.ndarray, *_) -> tuple[bool, bool]:
    found = drift.errors(y, value)
    return found.raised, found.p < 0.05


def _intervals(y: np.ndarray, value: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[bool, bool]:
    from scipy.special import bdtr

    known = np.isfinite(y) & np.isfinite(value)
    inside = ((low <= y) & (y <= high))[known][-drift.HELD :].sum()
    return drift.coverage(y, value, low, high).raised, bool(bdtr(inside, drift.HELD, intervals.LEVEL) < 0.05)


ALARMS = {"error": (_errors, "errors have grown"), "coverage": (_intervals, "intervals do not hold")}


def _feature(days: int, phi: float, number: int) -> np.ndarray:
    luck = np.random.default_rng([SEED, days, number])
    x = _ar1(luck.standard_normal(days), phi)
    return np.where(luck.random(days) < MISSING, np.nan, x)


def _predictions(
    days: int, phi: float, number: int, change: int | None = None, factor: float = 1.0, jump: float = 0.0
) -> tuple[np.ndarray, ...]:
    """Days around 60 points, foretold by the median of the 30 before: y, value, low and high.

    From the day of the change on the noise is `factor` times as large, and recovery lies `jump` points elsewhere.
    """
    luck = np.random.default_rng([SEED, days, number])
    noise = 12 * _ar1(luck.standard_normal(days + 30), phi)
    if change is not None:
        noise[30 + change :] = noise[30 + change :] * factor + jump
    y = np.where(luck.random(days + 30) < MISSING, np.nan, np.clip(60 + noise, 1, 99))
    value = pd.Series(y).shift().rolling(30, min_periods=7).median().to_numpy()[30:]
    before, y = y[:30][np.isfinite(y[:30])], y[30:]
    return y, value, *intervals.within(value, intervals.spreads(y, value, before))


def _ar1(luck: np.ndarray, phi: float) -> np.ndarray:
    from scipy.signal import lfilter

    return lfilter([1], [1, -phi], np.concatenate([luck[:1], np.sqrt(1 - phi**2) * luck[1:]]))
