"""How good the forecasts of an athlete's own past were, on mornings that they had not seen."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from analytics.forecast_model import HORIZONS, NEED_LATELY, Issued, Told
from analytics.scoring import Skill, crps, skill

NEED_GRADED = 30  # mornings whose forecast has come true or not, for a verdict
GRADED_DAYS = 365


class Verdict(StrEnum):
    """The model against the median of the last 30 days, by the 95% interval of the difference of their errors."""

    BEATS = "beats"
    NO_BETTER = "no better"
    WORSE = "worse"
    TOO_EARLY = "too early"


@dataclass(frozen=True)
class HorizonGrade:
    """How good the forecasts of so many days ahead were, on mornings that they had not seen."""

    ahead: int | None  # None: all horizons together
    n: int
    mae: float  # mean absolute error, in the unit of the values
    mase: float  # the same over the mean absolute change from one morning to the next
    crps: float  # on the scale of the analysis (logarithm where log)
    crps_median: float
    coverage: float  # share of mornings inside the 80% interval
    width: float  # of that interval, on the scale of the analysis
    against_median: Skill  # by how much smaller errors are, in %
    against_today: Skill
    verdict: Verdict


def grades_of(
    issued: Issued, foretold: Told, *, log: bool, seed: int
) -> tuple[tuple[HorizonGrade, ...], HorizonGrade | None]:
    """A grade for each horizon and one for all, over the mornings of the last year that issued a forecast.

    foretold: what is graded, by the same model: with usual loads, or as if those that came had been planned.
    """
    y, median = issued.task.values, issued.median
    begin = max(issued.task.start, len(y) - 1 - GRADED_DAYS)
    came = np.stack([np.concatenate([y[h:], np.full(h, np.nan)]) for h in range(1, HORIZONS + 1)], axis=1)
    today = pd.Series(y).ffill(limit=NEED_LATELY).to_numpy()[:, None]
    scale = np.exp if log else np.asarray
    errors = {name: np.abs(scale(came) - scale(mean)) for name, mean in
              (("model", foretold.mean), ("median", median.mean), ("today", today))}  # fmt: skip
    reach = foretold.reach[1]
    figures = {
        **errors,
        "crps": crps(came, foretold.mean, foretold.sd),
        "crps_median": crps(came, median.mean, median.sd),
        "inside": np.where(np.isnan(came), np.nan, np.abs(came - foretold.mean) <= reach * foretold.sd),
        "width": 2 * reach * foretold.sd,
    }
    both = ~np.isnan(errors["model"]) & ~np.isnan(errors["median"]) & ~np.isnan(errors["today"])
    figures = {name: np.where(both, x, np.nan)[begin:] for name, x in figures.items()}
    if min(both[begin:].sum(axis=0)) < NEED_GRADED:
        return (), None
    change = float(np.nanmean(np.abs(np.diff(scale(y)))))
    each = [_grade({name: x[:, h] for name, x in figures.items()}, h + 1, change, seed) for h in range(HORIZONS)]
    return tuple(each), _grade(figures, None, change, seed)


def _grade(figures: dict[str, np.ndarray], ahead: int | None, change: float, seed: int) -> HorizonGrade:
    against_median = skill(figures["model"], figures["median"], seed=seed)
    verdict = Verdict.NO_BETTER
    if against_median.low > 0 or against_median.high < 0:
        verdict = Verdict.BEATS if against_median.low > 0 else Verdict.WORSE
    mean = {name: float(np.nanmean(x)) for name, x in figures.items()}
    return HorizonGrade(
        ahead=ahead,
        n=against_median.n,
        mae=mean["model"],
        mase=mean["model"] / change if change > 0 else float("nan"),
        crps=mean["crps"],
        crps_median=mean["crps_median"],
        coverage=mean["inside"],
        width=mean["width"],
        against_median=against_median,
        against_today=skill(figures["model"], figures["today"], seed=seed),
        verdict=verdict,
    )


def trusted(grades: tuple[HorizonGrade, ...], overall: HorizonGrade | None) -> list[bool]:
    """For each horizon, whether the model is shown: it has beaten the median there, or in all and was ahead there."""
    if overall is None:
        return [False] * HORIZONS
    in_all = overall.verdict is Verdict.BEATS
    return [g.verdict is Verdict.BEATS or (in_all and g.against_median.percent > 0) for g in grades]
