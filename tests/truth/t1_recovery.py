"""T1f: does the interval of the rule-based recovery hold the score that a perfect device would give?"""

import numpy as np
import pandas as pd
from scipy.special import ndtr

from analytics.recovery.rules import COLUMNS, NIGHT_ERROR, WEIGHTS, recovery_history
from analytics.statistics import ar1_variance
from analytics.usual import REFERENCE, WEEK
from tests.truth.bench import Outcome, share
from tests.truth.worlds import FIRST_DAY, LN_HRV_SD, MORNINGS, RESTING_HR_SD, SEED, ar1


def recovery_intervals(count: int) -> list[Outcome]:
    """HRV and resting HR alone, so that the true score has a closed form."""
    covered, of_night = [], []
    for number in range(count):
        rng = np.random.default_rng([SEED, number])
        hrv, hrv_z = _measured(rng, LN_HRV_SD, NIGHT_ERROR["hrv_rmssd_ms"])
        resting_hr, resting_hr_z = _measured(rng, RESTING_HR_SD, NIGHT_ERROR["resting_hr_bpm"])
        daily = pd.DataFrame(np.nan, pd.date_range(FIRST_DAY, periods=MORNINGS.days, name="day"), list(COLUMNS))
        daily["hrv_rmssd_ms"], daily["resting_hr_bpm"] = np.exp(4 + hrv), 55 + resting_hr

        ours = recovery_history(daily)[REFERENCE + WEEK :]
        share_hrv = WEIGHTS["hrv"] / (WEIGHTS["hrv"] + WEIGHTS["resting_hr"])
        true = 100 * (share_hrv * ndtr(hrv_z) + (1 - share_hrv) * ndtr(-resting_hr_z))[REFERENCE + WEEK :]
        both = ours["hrv"].notna() & ours["resting_hr"].notna()
        covered.append(((ours["low"] <= true) & (true <= ours["high"]))[both].mean())
        of_night.append((np.abs(ours["score"] - true) <= 5)[both].mean())
    return [
        Outcome(
            "T1f",
            "Mornings on which the 95% interval of the rule-based recovery holds the score that true baselines and an "
            "error-free night would have given.",
            f"{MORNINGS.days} d, phi {MORNINGS.phi:g}, {MORNINGS.missing:.0%} missing, HRV and resting HR",
            f"{share(of_night)[0]:.3f} (score ± 5)",
            *share(covered),
            count,
            *(0.92, 0.97),
        )
    ]


def _measured(rng: np.random.Generator, spread: float, error: float) -> tuple[np.ndarray, np.ndarray]:
    """Days as a device reports them, and their true deviation: the rule with the truth in place of every estimate."""
    true = spread * ar1(rng, MORNINGS.days, MORNINGS.phi)
    reported = true + error * rng.standard_normal(MORNINGS.days)
    missing = rng.random(MORNINGS.days) < MORNINGS.missing
    reported[missing] = np.nan

    reported_spread = np.hypot(spread, error)
    phi = MORNINGS.phi * (spread / reported_spread) ** 2
    z = np.full(MORNINGS.days, np.nan)
    for day in range(REFERENCE + WEEK, MORNINGS.days):
        known = ~missing[day - REFERENCE - WEEK + 1 : day + 1]
        weights = np.where(known, 1.0, 0.0)
        weights[:REFERENCE] /= -known[:REFERENCE].sum()
        weights[REFERENCE:] /= max(known[REFERENCE:].sum(), 1)
        of_mean = np.sqrt(ar1_variance(weights[None, :], np.array([phi]))[0])
        week = weights[REFERENCE:] @ true[day - WEEK + 1 : day + 1]
        z[day] = (true[day] + week / of_mean) / 2 / reported_spread
    return reported, z
