"""What every model of a morning's recovery is to the rest: learned from days, asked for days, turned into bytes.

A model learns from mornings (rows) and what was known before each of them (columns of analytics.features). It never
sees a day without its features, it fills what is unknown itself, and it says what each feature added.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import pandas as pd


class Unavailable(Exception):
    """This machine cannot learn this kind of model: a package that it needs is not installed or does not start."""


class Horizon(StrEnum):
    """From when a morning is predicted; the two are never mixed."""

    EVENING = "evening"  # the evening before
    MORNING = "morning"  # the same morning: the night's sleep is known, HRV and resting HR are not


@dataclass(frozen=True)
class Why:
    """What a prediction is made of: `base` and the points of all parts add up to it."""

    base: float  # points: what is predicted of a day of which nothing is known
    parts: Mapping[str, float]  # feature: points


class Model(Protocol):
    """One that has learned."""

    name: str

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        """Points for each row; features may be NaN. Raises ValueError where a column is missing."""

    def why(self, row: pd.Series) -> Why:
        """What each feature added to the prediction of one day."""

    def to_bytes(self) -> bytes:
        """The whole model, for the registry: XGBoost JSON or safetensors, never a pickle."""


@dataclass(frozen=True, eq=False)
class Prior:
    """What the coefficients of other athletes look like: the mean and the spread of what one athlete's may be.

    mean, covariance: of the points by which one unit of `scale` of each of `features`, from the athlete's own usual,
    moves y, as deviation from the athlete's own median. Scales are shared, so that a glass of wine is a glass of wine
    whoever drinks it, however seldom. noise_sd: what is left unexplained, in points. athletes: how many it was learned
    from. centre, centre_sd: where the usual of an athlete lies, and how far apart athletes are in it.
    """

    features: tuple[str, ...]
    mean: np.ndarray
    covariance: np.ndarray
    noise_sd: float
    athletes: int
    centre: np.ndarray
    centre_sd: np.ndarray
    scale: np.ndarray


class Learner(Protocol):
    """One kind of model: how it learns, and how it comes back from its bytes.

    A kind of which a part learns in milliseconds and a part does not may also `renew` a model (evaluate.RENEWED).
    """

    name: str
    need_days: int  # known mornings before it learns anything

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        """From mornings of the past: x and y on the same index in order of days, y may be NaN (not learned from).

        Raises NotEnoughData with fewer known mornings than it needs, Unavailable where this machine cannot.
        """

    def from_bytes(self, content: bytes) -> Model:
        """Raises ValueError where the bytes are damaged or of another kind."""
