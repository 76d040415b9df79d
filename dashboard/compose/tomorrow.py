"""The next morning as it is foretold from the evening before, why, and how good such predictions have been."""

import math
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from analytics.features import FEATURES, GROUPS
from analytics.recovery import evaluate, probability
from analytics.recovery.boosted import BOOSTED
from analytics.recovery.differences import Difference
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon, Unavailable, Why
from analytics.recovery.lines import LAST, LEVEL_LABELS
from analytics.recovery.probability import Chance
from analytics.recovery.service import MEDIAN, RULE
from analytics.results import NotEnoughData
from dashboard.compose import Athlete, History, prediction, teaching, training, walking
from dashboard.compose.foretelling import before, scored
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
    """A prediction as it is shown.

    reasons: to a tenth of a point, adding up as they are read. past: recovery of the last days, NaN = unknown. name,
    unit: of that recovery. chances: of a low and of a good morning, as `likely` tells them. alone: nobody taught it.
    """

    made: Prediction
    reasons: Reasons
    past: pd.Series
    name: str
    unit: str
    trained: bool  # a model of the athlete was ever kept
    chances: tuple[Chance, ...]
    alone: bool = False

    @property
    def by(self) -> str:
        """Whose word it is, as it is called."""
        return teaching.called(self.made.by, self.alone)


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
        reasons=as_shown(reasons(made.why), made.value),
        past=found.daily["recovery_pct"].iloc[-PAST_DAYS:].astype(float),
        name=found.name,
        unit=found.unit,
        trained=training.trained(history.path, history.athlete, Horizon.EVENING),
        chances=likely(history, made),
        alone=teaching.alone(history.path, history.athlete, Horizon.EVENING),
    )


def likely(history: History, made: Prediction) -> tuple[Chance, ...]:
    """How likely that morning is a low or a good one, each only where it can be told.

    Told is what, on mornings of the athlete's own past that the same model had not seen, came closer than the plain
    share of such mornings did (analytics.recovery.probability); without a walk through that past nothing is.
    """
    found, day = before(history, made.horizon, made.day), pd.Timestamp(made.day)
    kept = walking.kept_walk(history.path, history.athlete, made.horizon, outcome=found.outcome.kind)
    columns = [made.model, f"{made.model}_sd"]
    if kept is None or made.model not in kept.held.walk or day <= kept.held.walk.index[0]:
        return ()
    days = pd.date_range(kept.held.walk.index[0], day, name="day")
    more = found.shift.iloc[-1]  # what is low is low on the device that reads it
    walk = kept.held.walk[columns].astype(float).reindex(days)
    walk[made.model] += more
    walk.loc[day] = made.value, made.sd
    walk["y"] = found.y.reindex(days) + more
    return tuple(chance for chance in probability.chances(walk, made.model) if chance.probability is not None)


def called(path: Path, athlete: Athlete, horizon: Horizon, model: str, version: int | None = None) -> str:
    """A model by its name, and boosted trees of which none grew by that of the ridge on which they stand: what they
    foretell is what it foretells. version: which of those that are kept; None for the one in use."""
    if model != BOOSTED.name:
        return model
    for one in training.kept_versions(path, athlete, horizon, model):
        if one.number == version or (version is None and one.active):
            return _spoken(path, one)
    return model


def _spoken(path: Path, version: models.Version) -> str:
    """As prediction.spoken; where that cannot be told, the model itself."""
    try:
        with closing(store.connect(path)) as db:
            return prediction.spoken(BOOSTED.name, BOOSTED.from_bytes(models.load(db, version)))
    except (BadModel, ValueError, Unavailable):
        return BOOSTED.name


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


def as_shown(found: Reasons, value: float) -> Reasons:
    """The same to a tenth of a point, and so that these figures add up to what is foretold, to a tenth of a point.

    Each is rounded down, and the tenths that are left go to those that lost most by it: none is off by a tenth.
    """
    tenths = [10 * found.usual, *(10 * part.points for part in found.parts)]
    down = [math.floor(figure) for figure in tenths]
    ranked = sorted(range(len(tenths)), key=lambda place: down[place] - tenths[place])
    left, rest = divmod(round(10 * value) - sum(down), len(tenths))
    usual, *points = ((down[place] + left + (place in ranked[:rest])) / 10 for place in range(len(tenths)))
    parts = zip(found.parts, points, strict=True)
    return Reasons(usual, tuple(replace(part, points=shown) for part, shown in parts))


def graded(history: History, day: date) -> Graded:
    """How predictions from the evening before did up to a day, by the walk that is kept.

    Raises NotEnoughData where none is kept, or too few mornings of it came by then.
    """
    of = scored(history, Horizon.EVENING, day).kind
    kept = walking.kept_walk(history.path, history.athlete, Horizon.EVENING, outcome=of)
    held = kept and up_to(kept.held, day)
    if held is None or held.frame.empty:
        have = 0 if held is None or held.walk.empty else held.known
        raise NotEnoughData("grade of predictions", evaluate.FIRST, have, "known mornings walked through")
    against = {name: evaluate.difference(held, evaluate.USED, name) for name in (RULE, MEDIAN)}
    return Graded(evaluate.scores(held), against, str(held.common["used_model"].mode().iloc[0]))


def up_to(held: HeldOut, day: date) -> HeldOut:
    """The part of a walk that was known on a day."""
    return replace(held, walk=held.walk.loc[: pd.Timestamp(day)])
