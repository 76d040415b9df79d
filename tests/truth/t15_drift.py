"""T15: who is told that something has drifted where nothing has, and where it has?"""

from collections.abc import Sequence

import numpy as np

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


def prediction_alarms(count: int, phi: float = 0.3, days: int = 200) -> list[Outcome]:
    """T15: alarms over errors and over intervals, where nothing has changed and after the noise has grown."""
    outcomes = []
    for factor, high in ((1.0, 0.06), (1.8, None)):
        raised = [drift.alarms(*_predictions(days, phi, factor, number)) for number in range(count)]
        for position, what in enumerate(("error", "coverage")):
            says = f"Alarms over the {'errors' if what == 'error' else 'intervals'} of the last {drift.RECENT} mornings"
            outcomes.append(
                Outcome(
                    f"T15 {what}",
                    f"{says}.",
                    "nothing has changed" if factor == 1 else f"noise x {factor:g}, {drift.RECENT} mornings ago",
                    "-",
                    *share(float(pair[position].raised) for pair in raised),
                    count,
                    high=high,
                    low=0.8 if high is None and what == "error" else None,
                )
            )
    return outcomes


def _feature(days: int, phi: float, number: int) -> np.ndarray:
    luck = np.random.default_rng([SEED, days, number])
    x = _ar1(luck.standard_normal(days), phi)
    return np.where(luck.random(days) < MISSING, np.nan, x)


def _predictions(days: int, phi: float, factor: float, number: int) -> tuple[np.ndarray, ...]:
    luck = np.random.default_rng([SEED, days, number])
    noise = 12 * _ar1(luck.standard_normal(days + 30), phi)
    noise[-drift.RECENT :] *= factor
    value = np.full(days + 30, 60.0)
    y = np.where(luck.random(days + 30) < MISSING, np.nan, np.clip(value + noise, 1, 99))
    spread = intervals.spreads(y[30:], value[30:], y[:30][np.isfinite(y[:30])])
    return y[30:], value[30:], *intervals.within(value[30:], spread)


def _ar1(luck: np.ndarray, phi: float) -> np.ndarray:
    from scipy.signal import lfilter

    return lfilter([1], [1, -phi], np.concatenate([luck[:1], np.sqrt(1 - phi**2) * luck[1:]]))
