"""Machine learning against the rule on the same mornings of an athlete's past."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analytics.recovery import evaluate
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon
from analytics.recovery.service import LABELS, LEARNED, RULE
from analytics.results import NotEnoughData
from dashboard.compose import Athlete, History, walking
from dashboard.compose.teaching import Roster

JUDGED = ("same_as_yesterday", "median_30", "rule", "boosted", "network", "prior", "used")


@dataclass(frozen=True)
class Verdict:
    """Is machine learning closer than the rule? difference: points by which it is (negative: the rule is), 95%.

    of: the model that stands for machine learning there: `used`, what was shown, or one that would have been.
    """

    words: str
    of: str
    difference: float | None
    low: float | None
    high: float | None
    better: str | None  # "ml", "rule", or None: no difference is shown


@dataclass(frozen=True, eq=False)
class Comparison:
    """All models on the same mornings of an athlete's past."""

    athlete: Athlete
    horizon: Horizon
    held: HeldOut
    scores: Mapping[str, Score]
    verdict: Verdict
    days: pd.DatetimeIndex


def compare(history: History, horizon: Horizon, *, roster: Roster | None = None) -> Comparison:
    """Every model on the mornings from the 60th known one on. Raises NotEnoughData where there is none of them."""
    held = walking.walk(history, horizon, roster=roster)
    scores = evaluate.scores(held)
    return Comparison(history.athlete, horizon, held, scores, verdict(held), held.common.index)


def ours(held: HeldOut) -> str:
    """Whose predictions stand for machine learning: those that were shown, where learned ones were shown half the time,
    else those of the ridge with a prior, which would have been."""
    frame = held.common
    shown = frame["used_model"].isin(LEARNED).mean() if len(frame) else 0.0
    return "used" if shown >= 0.5 else next((name for name in reversed(LEARNED) if name in held.judged), "used")


def verdict(held: HeldOut) -> Verdict:
    """What learned predictions are worth against the rule: those of `ours`."""
    learned = ours(held)
    try:
        found = evaluate.difference(held, learned, RULE)
    except NotEnoughData as gap:
        words = f"Not enough data: {gap.need} mornings are needed, {gap.have} so far"
        return Verdict(words, learned, None, None, None, None)
    better = {learned: "ml", RULE: "rule", None: None}[found.better]
    low, high = sorted((abs(found.low), abs(found.high)))
    if better == "ml":
        words = f"ML is better by {found.value:.1f} points ({low:.1f} to {high:.1f}) on {found.n} days"
    elif better == "rule":
        words = (
            f"The rule is better by {-found.value:.1f} points ({low:.1f} to {high:.1f}) on {found.n} days: it stays on"
        )
    else:
        words = (
            f"No difference shown on {found.n} days: ML was {_closer(found.value)} than the rule, "
            f"and anything from {_closer(found.low)} to {_closer(found.high)} fits"
        )
    if learned != "used":
        words += f". ML here is {LABELS[learned]}, as if it had spoken every day; mostly the rule did"
    return Verdict(words, learned, found.value, found.low, found.high, better)


def _closer(points: float) -> str:
    return f"{abs(points):.1f} points {'closer' if points >= 0 else 'further off'}"
