"""How likely is it that the next morning is a low or a good one?

Low is below the lowest third of the athlete's own mornings of the last year, good above the highest third, as known
beforehand. The probability is what a prediction and its own distribution leave on that side of the third
(analytics.recovery.intervals); a confidence that is made of anything else is not given. It is told only while the
probabilities of the athlete's own past were closer to what came than the plain share of such mornings was, by more
than the standard error of that (Brier 1950, Mon Weather Rev 78(1):1-3); otherwise it might say less than that share.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.recovery.differences import mean_and_error
from analytics.results import NotEnoughData

THIRDS = {"low": 1 / 3, "good": 2 / 3}
YEAR = "365D"
NEED_MORNINGS = 30  # known before, for a third; and judged, for a probability to be told
BINS = 10


@dataclass(frozen=True)
class Reliability:
    """How good the probabilities of one kind of morning were."""

    skill: float  # share by which the Brier score is smaller than that of the plain share of such mornings
    skill_se: float
    ece: float  # mean distance of what was said from what came, over tenths of what was said
    table: pd.DataFrame  # a row a tenth: said, came, n
    n: int


@dataclass(frozen=True)
class Chance:
    """Of one morning to come. probability is None where it is withheld; `why` then says so."""

    kind: str  # "low" or "good"
    cut: float  # points: below or above it
    probability: float | None
    why: str | None
    skill: float  # on the athlete's own past
    n: int


def said(walk: pd.DataFrame, name: str) -> pd.DataFrame:
    """For each morning and kind: <kind>_cut, the probability <kind>, the plain share <kind>_share, and whether it came
    <kind>_came (1, 0, NaN = unknown); NaN before there are thirds.

    walk: of evaluate.HeldOut; name: of the model, or `used`.
    """
    from scipy.special import ndtr

    y, columns = walk["y"], {}
    before = y.shift(1).rolling(YEAR, min_periods=NEED_MORNINGS)
    for kind, third in THIRDS.items():
        side = 1 if kind == "low" else -1
        cut = before.quantile(third)
        came = (side * (cut - y) > 0).astype(float).where(y.notna() & cut.notna())
        columns[f"{kind}_cut"] = cut
        columns[kind] = pd.Series(ndtr(side * (cut - walk[name]) / walk[f"{name}_sd"]), walk.index)
        earlier = came.shift(1)
        count = earlier.notna().cumsum()
        columns[f"{kind}_share"] = (earlier.fillna(0).cumsum() + usual_share(kind) * NEED_MORNINGS) / (
            count + NEED_MORNINGS
        )
        columns[f"{kind}_came"] = came
    return pd.DataFrame(columns).astype(float)


def usual_share(kind: str) -> float:
    """The share of mornings of a kind that its definition promises."""
    return THIRDS[kind] if kind == "low" else 1 - THIRDS[kind]


def reliability(told: pd.DataFrame, kind: str) -> Reliability:
    """Of what `said` returned. Raises NotEnoughData with fewer than 30 mornings that came."""
    rows = told[[kind, f"{kind}_share", f"{kind}_came"]].dropna().to_numpy()
    if len(rows) < NEED_MORNINGS:
        raise NotEnoughData(f"probability of a {kind} morning", need=NEED_MORNINGS, have=len(rows), unit="mornings")
    probability, share, came = rows.T
    plain = ((share - came) ** 2).mean()
    tenth = np.minimum((BINS * probability).astype(int), BINS - 1)
    table = pd.DataFrame({"said": probability, "came": came}).groupby(tenth).mean()
    table["n"] = np.bincount(tenth, minlength=BINS)[table.index]
    ece = float((table["n"] * (table["said"] - table["came"]).abs()).sum() / len(rows))
    gain, se = mean_and_error((share - came) ** 2 - (probability - came) ** 2)
    return Reliability(gain / plain, se / plain, ece, table.rename_axis("tenth"), len(rows))


def chances(walk: pd.DataFrame, name: str) -> tuple[Chance, ...]:
    """Of the last morning of the walk, a low one and a good one; empty where it was not foretold or has no thirds."""
    told = said(walk, name)
    found = []
    for kind in THIRDS:
        probability, cut = float(told[kind].iloc[-1]), float(told[f"{kind}_cut"].iloc[-1])
        if np.isnan(probability):
            continue
        skill, n, why = float("nan"), 0, None
        try:
            past = reliability(told.iloc[:-1], kind)
            skill, n = past.skill, past.n
            if skill <= past.skill_se:
                why = "on your past mornings it was not shown to be closer than the plain share of such mornings"
        except NotEnoughData as gap:
            why = str(gap)
        found.append(Chance(kind, cut, None if why else probability, why, skill, n))
    return tuple(found)
