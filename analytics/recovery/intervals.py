"""How far off may a prediction be? Intervals made of nothing but what the same model missed before.

A prediction of a day that the model had not seen misses by so many points. The spread of those misses, recent ones
first, is the scale; how many of it an interval reaches either way is moved after each miss (analytics.adaptive), so
that eight in ten mornings fall inside whatever the misses are like, and again soon after they have become larger.
Residuals of the days that a model learned from never enter: they are too small, most of all where a model has learned
them by heart. Before there are enough misses the spread of recovery itself stands in for them, which is wider than
the misses of any model that is worth showing.

Why neither mapie nor crepes: their time series intervals work on a fitted estimator and an array without gaps, and
here models change every month, mornings are missing, and six models are judged on one clock.
"""

import math

import numpy as np

from analytics import adaptive

LEVEL = 0.8
Z80 = 1.2815515655446004  # a normal variable lies within so many SDs with that probability
LOWEST, HIGHEST = 0.0, 100.0  # points
# Known mornings after which a miss counts half. Two memories, of which the one with the larger misses counts: wide
# soon after misses have grown, narrow again only slowly. Ours, chosen on simulated shocks; what that is too wide on
# calm days is taken back by the reach.
QUICK, SLOW = 5, 30
OWN_MISSES = 15  # the spread of recovery weighs as much as so many misses
UNKNOWN_SD = 20.0  # points: of recovery, before two mornings are known
NARROWEST = 1.0  # point: scores are whole numbers, and nobody is foretold to a decimal


def spreads(y: np.ndarray, value: np.ndarray, before: np.ndarray) -> np.ndarray:
    """The SD of each prediction's own distribution, in points, as known before its morning; NaN without a prediction.

    y: what came, one a day in order, NaN = unknown (or still to come). value: what was foretold of the same days by
    models that had not seen them, NaN where nothing was. before: the known mornings before the first of these days.
    An interval of 80% reaches Z80 of it either way.
    """
    scale = np.maximum(*(_scales(y - value, y, before, memory) for memory in (QUICK, SLOW)))
    reach = adaptive.reaches(
        np.append(np.nan, y), np.append(value, np.nan)[:, None], np.append(scale, 1)[:, None], LEVEL
    )
    return np.where(np.isnan(value), np.nan, np.maximum(scale * reach[:-1, 0] / Z80, NARROWEST))


def while_open(spread: float, moved: np.ndarray) -> float:
    """The SD of a prediction while the day before is not over, of whole days' `spread`.

    moved: by how much knowing that day has moved the same model's word, a day each [points]; NaN = unknown. What it may
    still add is independent of what is missed even then.
    """
    known = moved[~np.isnan(moved)]
    return math.hypot(spread, float(np.sqrt(np.mean(known**2)))) if len(known) else spread


def within(value: np.ndarray, spread: np.ndarray, shift: np.ndarray | float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Low and high end of the interval of 80%, on the scale of recovery.

    shift: what the device that will read it shows more [points]; the scale ends where that device's does.
    """
    low, high = LOWEST - shift, HIGHEST - shift
    return np.clip(value - Z80 * spread, low, high), np.clip(value + Z80 * spread, low, high)


def _scales(missed: np.ndarray, y: np.ndarray, before: np.ndarray, half_life: float) -> np.ndarray:
    """Root of the mean squared miss before each day, recent ones first, filled up with the variance of recovery."""
    kept = 0.5 ** (1 / half_life)
    squares = weight = 0.0
    stand_in = OWN_MISSES
    count, total, total_squares = len(before), float(np.sum(before)), float(np.sum(before**2))
    scales = []
    for value, miss in zip(y.tolist(), missed.tolist(), strict=True):  # plain numbers: many times as fast one by one
        variance = (total_squares - total**2 / count) / (count - 1) if count > 1 else UNKNOWN_SD**2
        scales.append(math.sqrt((squares + stand_in * max(variance, 0.0)) / (weight + stand_in)))
        if not math.isnan(value):
            count, total, total_squares = count + 1, total + value, total_squares + value**2
        if not math.isnan(miss):
            squares, weight, stand_in = kept * squares + miss**2, kept * weight + 1, kept * stand_in
    return np.maximum(scales, NARROWEST)
