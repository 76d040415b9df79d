"""How good were forecasts of days that they had not seen?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BLOCK = 14  # days that are drawn together, since neighbours err alike
DRAWS = 800


def crps(actual: np.ndarray, mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score of normal forecasts, in the unit of the values: 0 is perfect.

    Closed form: Gneiting & Raftery (2007), J Am Stat Assoc 102(477):359-78.
    """
    from scipy.special import ndtr

    z = (actual - mean) / sd
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return sd * (z * (2 * ndtr(z) - 1) + 2 * density - 1 / np.sqrt(np.pi))


@dataclass(frozen=True)
class Skill:
    """By how much smaller, in %, errors are than those of something simpler; negative: larger."""

    percent: float
    low: float
    high: float
    n: int


def skill(errors: np.ndarray, simpler: np.ndarray, *, seed: int, level: float = 0.95) -> Skill:
    """Mean absolute error against that of a simpler forecast, with its interval from a circular block bootstrap.

    errors, simpler: absolute errors, one a day in order (more columns: more horizons, each day's together), NaN where
    a day cannot be judged; only what both have counts. Raises ValueError where there is none.
    Source: Politis & Romano (1992), in LePage & Billard, Exploring the Limits of Bootstrap; the block of 14 is ours.
    """
    errors, simpler = (x.reshape(len(x), -1) for x in (errors, simpler))
    known = ~np.isnan(errors) & ~np.isnan(simpler)
    if not known.any():
        raise ValueError("no day has both errors")
    ours, theirs = (np.where(known, x, 0).sum(axis=1) for x in (errors, simpler))
    drawn = _block_sums([ours, theirs], np.random.default_rng(seed))
    with np.errstate(invalid="ignore", divide="ignore"):
        skills = 100 * (1 - drawn[0] / drawn[1])
    low, high = np.nanquantile(skills, [(1 - level) / 2, (1 + level) / 2])
    n = int(known.any(axis=1).sum())
    return Skill(float(100 * (1 - ours.sum() / theirs.sum())), float(low), float(high), n)


def _block_sums(series: Sequence[np.ndarray], rng: np.random.Generator) -> list[np.ndarray]:
    """Sums over resampled days, the same days for each series: one sum a draw."""
    days = len(series[0])
    block = min(BLOCK, days)
    begins = rng.integers(0, days, (DRAWS, -(-days // block)))
    sums = []
    for x in series:
        total = np.concatenate([[0.0], np.cumsum(np.concatenate([x, x[:block]]))])
        of_block = total[block : block + days] - total[:days]  # from each day on
        sums.append(of_block[begins].sum(axis=1))
    return sums
