"""The next morning as it is foretold from the evening before, why, and how good such predictions have been."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analytics.features import FEATURES, GROUPS
from analytics.recovery import evaluate
from analytics.recovery.boosted import BOOSTED
from analytics.recovery.differences import Difference
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon, Unavailable, Why
from analytics.recovery.lines import LAST, LEVEL_LABELS
from analytics.recovery.service import MEDIAN, RULE
from analytics.results import NotEnoughData
from dashboard.compose import Athlete, History, prediction, walks
from dashboard.compose.outcome import outcome
from dashboard.compose.prediction import Prediction
from data import models, store
from data.models import BadModel

LEAST = 0.5  # points: smaller reasons are told as one
NOTHING = 0.05
REST = "All else"
PAST_DAYS = 14


@dataclass(frozen=True)
class Reason:
    """What one group of what was known added, in points."""

    label: str
    points: float


@dataclass(frozen=True, eq=False)
class Reasons:
    """What a prediction is made of: `usual` and the points of all reasons add up to it.

    usual: what would be foretold if nothing but the athlete's own level were known. The largest reason comes first,
    what is too small to tell last.
    """

    usual: float
    parts: tuple[Reason, ...]

    @property
    def total(self) -> float:
        return self.usual + sum(part.points for part in self.parts)


@dataclass(frozen=True, eq=False)
class Tomorrow:
    """A prediction as it is shown. past: recovery of the last days, NaN = unknown. name, unit: of that recovery.

    by: whose it is called, as said_by.
    """

    made: Prediction
    reasons: Reasons
    past: pd.Series
    name: str
    unit: str
    trained: bool  # a model of the athlete was ever kept
    by: str


@dataclass(frozen=True, eq=False)
class Graded:
    """What was or would have been shown, on mornings that no model had seen. against: by how much closer than each."""

    scores: Mapping[str, Score]
    against: Mapping[str, Difference]
    shown: str  # who spoke most often


def tomorrow(history: History, day: date, note: bool) -> Tomorrow:
    """The morning after `day`, from what was known by its evening.

    note: it is shown to somebody, and so kept in the telemetry. Nothing is learned for it: a version that is kept
    speaks, or the rule. Raises NotEnoughData with fewer than 14 known mornings.
    """
    made = prediction.predict(history, Horizon.EVENING, day + timedelta(days=1), note=note, learn=False)
    found = outcome(history, day)
    return Tomorrow(
        made=made,
        reasons=reasons(made.why),
        past=found.daily["recovery_pct"].iloc[-PAST_DAYS:].astype(float),
        name=found.name,
        unit=found.unit,
        trained=prediction.trained(history.path, history.athlete, Horizon.EVENING),
        by=said_by(history.path, made),
    )


def said_by(path: Path, made: Prediction) -> str:
    """Which model a prediction is called by: as called."""
    return called(path, made.athlete, made.horizon, made.model, made.version)


def called(path: Path, athlete: Athlete, horizon: Horizon, model: str, version: int | None = None) -> str:
    """A model by its name, and boosted trees of which none grew by that of the ridge on which they stand: what they
    foretell is what it foretells. version: which of those that are kept; None for the one in use."""
    if model != BOOSTED.name:
        return model
    for one in prediction.kept_versions(path, athlete, horizon, model):
        if one.number == version or (version is None and one.active):
            return model if _grown(path, one) else "prior"
    return model


def _grown(path: Path, version: models.Version) -> bool:
    """Whether there are trees in it; where that cannot be told, as if there were."""
    try:
        with closing(store.connect(path)) as db:
            return BOOSTED.from_bytes(models.load(db, version)).trees is not None
    except (BadModel, ValueError, Unavailable):
        return True


def reasons(why: Why) -> Reasons:
    """The parts of a prediction in the groups of analytics.features; the athlete's own level is where they begin."""
    level = why.base + sum(why.parts.get(name, 0.0) for name in LEVEL_LABELS if name != LAST)
    sums: dict[str, float] = {}
    for name, points in why.parts.items():
        if name == LAST or name in FEATURES:
            label = GROUPS["recovery" if name == LAST else FEATURES[name].group]
            sums[label] = sums.get(label, 0.0) + points
    ranked = sorted(sums.items(), key=lambda part: -abs(part[1]))
    large = [Reason(label, points) for label, points in ranked if abs(points) >= LEAST]
    rest = sum(points for _, points in ranked if abs(points) < LEAST)
    if abs(rest) < NOTHING:  # so little that sums still read as adding up
        return Reasons(level + rest, tuple(large))
    return Reasons(level, (*large, Reason(REST, rest)))


def graded(history: History, day: date) -> Graded:
    """How predictions from the evening before did up to a day, by the walk that is kept.

    Raises NotEnoughData where none is kept, or too few mornings of it came by then.
    """
    kept = walks.kept(history.path, history.athlete, Horizon.EVENING)
    held = kept and up_to(kept.held, day)
    if held is None or held.frame.empty:
        have = 0 if held is None or held.walk.empty else int(held.walk["known"].iloc[-1])
        raise NotEnoughData("grade of predictions", evaluate.FIRST, have, "known mornings walked through")
    against = {name: evaluate.difference(held, evaluate.USED, name) for name in (RULE, MEDIAN)}
    return Graded(evaluate.scores(held), against, str(held.common["used_model"].mode().iloc[0]))


def up_to(held: HeldOut, day: date) -> HeldOut:
    """The part of a walk that was known on a day."""
    return replace(held, walk=held.walk.loc[: pd.Timestamp(day)])
