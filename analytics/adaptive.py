"""Intervals that keep their promise although the model's SD may not: adaptive conformal inference.

An interval is the forecast plus and minus a number of its SDs. After each day that fell outside it grows a little,
after each day inside it shrinks a little less, so that over time the promised share falls inside, whatever the
errors are like (Gibbs & Candes 2021, Advances in Neural Information Processing Systems 34:1660-72). Several days
ahead a forecast can be judged only once its day has come: until then it teaches nothing.
"""

import math

import numpy as np

GAIN = 0.05  # how far one day moves the share that is left outside; the quick end of the usual 0.02 to 0.05
LEAST, MOST = 0.002, 0.9  # of the share that an interval leaves outside; what is owed beyond is kept in mind


def reaches(
    values: np.ndarray,
    mean: np.ndarray,
    sd: np.ndarray,
    level: float | np.ndarray,
    *,
    ahead: np.ndarray | None = None,
    gain: float = GAIN,
) -> np.ndarray:
    """How many SDs either way the interval of each forecast reaches, as known when it was made.

    values: one a day, NaN = unknown. mean, sd: days x columns; a row is what the morning of that day foretold of the
    day that lies `ahead` days after it (one entry a column; without it 1, 2 ...), NaN where it foretold nothing.
    level: the share of days that is to lie inside, the same for all columns or one entry each.
    """
    from scipy.special import ndtr, ndtri

    columns = mean.shape[1]
    ahead = 1 + np.arange(columns) if ahead is None else ahead
    with np.errstate(invalid="ignore", divide="ignore"):
        share_at = 2 * ndtr(-np.abs(_later(values, ahead) - mean) / sd)  # outside a value exactly as far out
    each = zip(share_at.T.tolist(), ahead.tolist(), np.broadcast_to(level, columns).tolist(), strict=True)
    kept = [_left_outside(shares, days, 1 - inside, gain) for shares, days, inside in each]
    return -ndtri(np.array(kept).T / 2)


def _left_outside(share_at: list[float], ahead: int, owed: float, gain: float) -> list[float]:
    """The share that each day's interval is to leave outside, by what those whose day had come have missed.

    share_at: of each day's forecast, the share that lies farther out than what came; NaN: it cannot be judged.
    """
    kept: list[float] = []
    outside = owed
    judged_on = ([math.nan] * ahead + share_at)[: len(share_at)]  # for each day, of the morning that foretold it
    for day, share in enumerate(judged_on):
        if share == share:  # not NaN; said so, and with no calls below, since this is done for every day and horizon
            outside += gain * (owed - (share < kept[day - ahead]))
        kept.append(LEAST if outside < LEAST else MOST if outside > MOST else outside)
    return kept


def _later(values: np.ndarray, ahead: np.ndarray) -> np.ndarray:
    """Days x columns: the value that came `ahead` days after each; NaN beyond the end."""
    padded = np.concatenate([values, np.full(ahead.max(), np.nan)])
    return padded[np.arange(len(values))[:, None] + ahead]
