"""Boosted trees on the margin of the ridge: what is not a straight line, where there is any of it.

The trees learn only what the ridge left over, and on each morning what it left when it had not seen that morning (its
exact leave-one-out prediction), so that they do not repair what it merely memorised. They are shallow, held back
strongly, and each sees a part of the days and features. How deep they are and how many is decided on two later
stretches of the past that they had not seen; unless they were surely closer there (analytics.recovery.ridge) there are
none, and the model is the ridge. Chen & Guestrin (2016), KDD 785-94; all settings are ours.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analytics.recovery.inputs import counts_as, raw
from analytics.recovery.learned import Model, Prior, Unavailable, Why
from analytics.recovery.lines import adding_up, known_mornings, on_the_scale
from analytics.recovery.ridge import Ridge, fitted, ridge_from, surely_above_0
from analytics.recovery.sealed import KEY, check, facts_of, label, seal

if TYPE_CHECKING:
    from xgboost import Booster, DMatrix

NEED_DAYS = 30  # known mornings
NEED_TREES = 90  # before that they are not even tried
BEGINS = (0.6, 0.8)  # share of the mornings after which each of the stretches begins that trees are judged on
DEPTHS = (1, 2)
COUNTS = (10, 20, 40, 60)  # trees
SETTINGS = {
    "objective": "reg:squarederror",
    "base_score": 0.0,
    "eta": 0.05,
    "lambda": 10.0,
    "min_child_weight": 10,
    "subsample": 0.7,
    "colsample_bytree": 0.5,
    "tree_method": "hist",
    "max_bin": 32,
    "nthread": 1,
}


@dataclass(frozen=True, eq=False)
class Boosted:
    """One that has learned. ridge: the margin on which the trees stand.

    trees: None where it came from bytes that hold none, `content`: they are often not worth it, and then XGBoost, which
    takes a second to start, is not needed. reads: the features that the trees read.
    """

    ridge: Ridge
    trees: "Booster | None"
    reads: tuple[str, ...]
    content: bytes = b""
    name: str = "boosted"

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        margin = self.ridge.margin(x)
        return on_the_scale(margin if self.trees is None else margin + self.trees.predict(_matrix(x, self.reads)))

    def why(self, row: pd.Series) -> Why:
        x = row.to_frame().T
        base, parts = self.ridge.why_margin(x)
        if self.trees is None:
            return adding_up(base, parts)
        *added, bias = map(float, self.trees.predict(_matrix(x, self.reads), pred_contribs=True)[0])
        for name, points in zip(self.reads, added, strict=True):
            parts[counts_as(name)] = parts.get(counts_as(name), 0.0) + points
        return adding_up(base + bias, parts)

    def to_bytes(self) -> bytes:
        if self.trees is None:
            return self.content
        arrays = {name: array.tolist() for name, array in self.ridge.arrays().items()}
        self.trees.set_attr(**{KEY: label(self.name, self.ridge.facts() | {"arrays": arrays, "reads": self.reads})})
        return seal(bytes(self.trees.save_raw("json")))


@dataclass(frozen=True)
class BoostedLearner:
    name: str = "boosted"
    need_days: int = NEED_DAYS

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        _xgboost()
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery by boosted trees")
        depth, count = _chosen(rows, points, prior, seed)
        ridge, margin = fitted(rows, points, prior)
        reads = ridge.inputs.features
        return Boosted(ridge, _grown(rows, points - margin, reads, depth, count, seed), reads)

    def renew(self, model: Boosted, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None) -> Model:
        """The same trees on the margin of a ridge that has learned from x and y, in milliseconds.

        model: as `learn` returned it. Raises NotEnoughData as `learn` does.
        """
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery by boosted trees")
        return replace(model, ridge=fitted(rows, points, prior)[0])

    def from_bytes(self, content: bytes) -> Model:
        check(content)  # before XGBoost reads a byte: of what is no model of its own it may end the whole program
        try:
            learner = json.loads(content)["learner"]
            said, grown = learner["attributes"][KEY], learner["gradient_booster"]["model"]["trees"]
        except (UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"these bytes are no model of the kind {self.name!r}: {error}") from error
        facts = facts_of(said, self.name)
        arrays = {name: np.array(array, dtype=float) for name, array in facts["arrays"].items()}
        ridge = ridge_from("prior", facts, arrays)
        reads = tuple(facts.get("reads", facts["features"]))  # in earlier versions always those of the ridge
        if not grown:
            return Boosted(ridge, None, reads, content)
        xgboost = _xgboost()
        trees = xgboost.Booster({"nthread": 1})
        try:
            trees.load_model(bytearray(content))
        except xgboost.core.XGBoostError as error:
            raise ValueError(f"these bytes are no model of the kind {self.name!r}") from error
        return Boosted(ridge, trees, reads)


BOOSTED = BoostedLearner()


def _xgboost():
    try:
        import xgboost
    except (ImportError, OSError, ValueError) as error:  # its own, a ValueError, where the system lacks OpenMP
        raise Unavailable(f"XGBoost does not start here: {error}") from error
    return xgboost


def _matrix(x: pd.DataFrame, reads: Sequence[str], left: np.ndarray | None = None):
    """The features as XGBoost reads them; left: what is to be learned [points]."""
    return _xgboost().DMatrix(raw(x, reads), label=left, nthread=1)


def _grown(rows: pd.DataFrame, left: np.ndarray, reads: Sequence[str], depth: int, count: int, seed: int) -> "Booster":
    return _xgboost().train(_settings(depth, seed), _matrix(rows, reads, left), num_boost_round=count)


def _settings(depth: int, seed: int) -> dict[str, object]:
    return SETTINGS | {"max_depth": depth, "seed": seed}


def _none_yet(stretch: "_Stretch", depth: int, seed: int) -> "Booster":
    return _xgboost().Booster(_settings(depth, seed), [stretch.past])


def _grow(trees: "Booster", matrix: "DMatrix", numbers: range) -> None:
    for number in numbers:
        trees.update(matrix, number)


def _chosen(rows: pd.DataFrame, points: np.ndarray, prior: Prior | None, seed: int) -> tuple[int, int]:
    """Depth and number of trees; 0 of them unless they were surely closer on later mornings.

    No more trees are tried of a depth where the last ones made it no closer.
    """
    if len(points) < NEED_TREES:
        return DEPTHS[0], 0
    ends = [int(share * len(points)) for share in (*BEGINS, 1.0)]
    stretches = [_Stretch.of(rows, points, prior, begin, end) for begin, end in zip(ends[:-1], ends[1:], strict=True)]
    best, most = (DEPTHS[0], 0), np.zeros(1)
    for depth in DEPTHS:
        grown, before = [_none_yet(stretch, depth, seed) for stretch in stretches], 0.0
        for fewer, count in zip((0, *COUNTS), COUNTS, strict=False):
            for trees, stretch in zip(grown, stretches, strict=True):
                _grow(trees, stretch.past, range(fewer, count))
            gain = np.concatenate([stretch.gain(trees) for trees, stretch in zip(grown, stretches, strict=True)])
            if gain.mean() <= before:
                break
            before = gain.mean()
            if before > most.mean():
                best, most = (depth, count), gain
    return best if len(most) > 1 and surely_above_0(most) else (DEPTHS[0], 0)


@dataclass(frozen=True, eq=False)
class _Stretch:
    """Days to grow trees on, and later ones to judge them by: what the ridge missed on those [points]."""

    past: "DMatrix"
    later: "DMatrix"
    missed: np.ndarray

    @classmethod
    def of(cls, rows: pd.DataFrame, points: np.ndarray, prior: Prior | None, begin: int, end: int) -> "_Stretch":
        ridge, margin = fitted(rows[:begin], points[:begin], prior)
        later, reads = rows[begin:end], ridge.inputs.features
        past = _matrix(rows[:begin], reads, points[:begin] - margin)
        return cls(past, _matrix(later, reads), points[begin:end] - ridge.margin(later))

    def gain(self, trees: "Booster") -> np.ndarray:
        """By how much smaller the squared misses of the later days are with the trees."""
        return self.missed**2 - (self.missed - trees.predict(self.later)) ** 2
