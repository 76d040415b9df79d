"""Intervals that keep their promise although the model's SD may not: adaptive conformal inference.

An interval is the forecast plus and minus a number of its SDs. After each day that fell outside it grows a little,
after each day inside it shrinks a little less, so that over time the promised share falls inside, whatever the
errors are like (Gibbs & Candes 2021, Advances in Neural Information Processing Systems 34:1660-72). Several days
ahead a forecast can be judged only once its day has come: until then it teaches nothing.
"""

import numpy as np

GAIN = 0.05  # how far one day moves the share that is left outside; the quick end of the usual 0.02 to 0.05
LEAST, MOST = 0.002, 0.9  # of the share that an interval leaves outside; what is owed beyond is kept in mind


def reaches(values: np.ndarray, mean: np.ndarray, sd: np.ndarray, level: float, *, gain: float = GAIN) -> np.ndarray:
    """How many SDs either way the interval of each forecast reaches, as known when it was made.

    values: one a day, NaN = unknown. mean, sd: days x horizons; row d, column h - 1 is what the morning of d foretold
    of day d + h, NaN where it foretold nothing. level: the share of days that is to lie inside.
    """
    from scipy.special import ndtr, ndtri

    days, horizons = mean.shape
    with np.errstate(invalid="ignore", divide="ignore"):
        share_at = 2 * ndtr(-np.abs(_later(values, horizons) - mean) / sd)  # outside a value exactly as far out
    outside = np.full(horizons, 1 - level)
    kept = np.empty((days, horizons))
    column = np.arange(horizons)
    for day in range(days):
        made = day - 1 - column  # the mornings that foretold this day
        share = np.where(made >= 0, share_at[made, column], np.nan)
        missed = share < kept[made, column]
        outside = np.where(np.isnan(share), outside, outside + gain * (1 - level - missed))
        kept[day] = np.clip(outside, LEAST, MOST)
    return -ndtri(kept / 2)


def _later(values: np.ndarray, horizons: int) -> np.ndarray:
    """Days x horizons: the value that came 1, 2 ... days after each; NaN beyond the end."""
    padded = np.concatenate([values, np.full(horizons, np.nan)])
    return np.lib.stride_tricks.sliding_window_view(padded[1:], horizons)
