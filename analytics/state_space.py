"""A daily series as level + memory + what its inputs do: what each morning could have foretold of the next ones.

    value[d] = level[d] + noise[d] + inputs[d] @ effects
    level    walks at random
    noise    is AR(1)
    effects  are constant, normal around 0 beforehand; inputs of one group share how large theirs may be, or have none

A local level with AR(1) disturbances and regression (Harvey 1989, Forecasting, Structural Time Series Models and the
Kalman Filter). How fast the level walks, how long noise lasts and how large effects are is not fitted but averaged
over a grid, each point weighted by how well it has foretold the days so far, one day ahead. So nothing can fail to
converge, an input that has foretold nothing fades out, and no later day touches an earlier forecast. The variance of
the noise and the weights forget slowly (West & Harrison 1997, Bayesian Forecasting and Dynamic Models, ch. 10;
Raftery et al. 2010, Technometrics 52(1):52-66). The grid and the speed of forgetting are ours.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

STEPS = (0.0, 0.03, 0.1)  # daily step of the level, in SDs of the noise
PHIS = (0.0, 0.2, 0.4, 0.6, 0.8)  # lag-1 autocorrelation of the noise
SIZES = (0.0, 0.15, 0.8)  # SD of an effect beforehand, in SDs of the noise per unit of its input
VARIANCE_KEPT = 0.96  # share of what is known of the variance that a day leaves
WEIGHT_KEPT = 0.995  # share of a lead in likelihood that a day leaves
HELD = 3.5  # SDs from its forecast at which a value is held
LEVEL, NOISE = 0, 1  # their places in the state
UNKNOWN = 1e3  # variance of a level of which nothing is known, in those of the noise


@dataclass(frozen=True)
class Foretold:
    """Mean and SD of what each morning foretold, NaN where it foretold nothing: arrays days x columns."""

    mean: np.ndarray
    sd: np.ndarray


class Filters:
    """The Kalman filters of the grid, side by side. The state is level, noise, effects; variances count in the noise's.

    mean: states x filters, covariance: states x states x filters: the filters lie last, so that each step of all of
    them is one over neighbouring numbers.
    groups: for each input the number of its group (0, 1 ...), whose effects share a size. relative: how large the
    effect of each input may be compared with its group's. spread: a first guess of the SD of the noise.
    """

    def __init__(
        self,
        groups: Sequence[int],
        relative: Sequence[float],
        *,
        centre: float,
        spread: float,
        steps: Sequence[float] = STEPS,
        phis: Sequence[float] = PHIS,
        sizes: Sequence[float] = SIZES,
    ):
        several = range(max(groups, default=-1) + 1)
        points = np.array(list(product(steps, phis, *(sizes for _ in several))))
        self.step, self.phi = np.square(points[:, 0]), points[:, 1]
        self.size = points[:, 2:]  # one column a group
        of_input = self.size[:, list(groups)] * np.asarray(relative, dtype=float)

        count, inputs = of_input.shape
        self.mean = np.zeros((2 + inputs, count))
        self.mean[LEVEL] = centre
        variances = np.stack([np.full(count, UNKNOWN), np.ones(count), *np.square(of_input).T])
        self.covariance = np.eye(2 + inputs)[:, :, None] * variances
        self.log_weight = np.zeros(count)
        self.worth = 1.0  # values that the knowledge of the variance is worth
        self.squares = np.full(count, spread**2)
        self._lasting: dict[bytes, np.ndarray] = {}

    def pass_a_day(self, *, restart: bool = False) -> None:
        """The morning of the next day comes; on a restart the level may be anywhere."""
        self.mean[NOISE] *= self.phi
        self.covariance[NOISE] *= self.phi
        self.covariance[:, NOISE] *= self.phi
        self.covariance[LEVEL, LEVEL] += UNKNOWN if restart else self.step
        self.covariance[NOISE, NOISE] += 1 - self.phi**2

    def learn(self, value: float, inputs: np.ndarray, *, only_level: bool = False) -> None:
        """The value of the morning is known. only_level: it says where the level begins, and nothing else."""
        seen = np.concatenate([[1.0, 1.0], inputs])
        shared = (seen @ self.covariance.reshape(len(seen), -1)).reshape(self.mean.shape)
        variance = seen @ shared
        error = value - seen @ self.mean
        if not only_level:
            self._weigh(error, variance)
            reach = HELD * np.sqrt(variance * self.squares / self.worth)
            error = np.minimum(np.maximum(error, -reach), reach)
        gain = shared / variance
        self.mean += gain * error
        self.covariance -= gain[:, None] * shared
        if not only_level:
            self.squares = VARIANCE_KEPT * self.squares + error**2 / variance
            self.worth = VARIANCE_KEPT * self.worth + 1

    def _weigh(self, error: np.ndarray, variance: np.ndarray) -> None:
        """Each filter gains by the log-density, Student's t, of the value that it foretold."""
        surprise = error**2 / (variance * self.squares)
        density = -0.5 * np.log(variance * self.squares) - (self.worth + 1) / 2 * np.log1p(surprise)
        self.log_weight = WEIGHT_KEPT * self.log_weight + density
        self.log_weight -= self.log_weight.max()

    @property
    def weights(self) -> np.ndarray:
        weights = np.exp(self.log_weight)
        return weights / weights.sum()

    def foretell(self, inputs: np.ndarray, ahead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and SD of values `ahead` days ahead (one entry a value) with these inputs (one row a value)."""
        kept, p = self._kept(ahead), self.covariance
        seen = np.column_stack([np.ones(len(inputs)), np.zeros(len(inputs)), inputs])  # all of the state but the noise
        pairs = (seen[:, :, None] * seen[:, None, :]).reshape(len(seen), -1)
        mean = seen @ self.mean + kept * self.mean[NOISE]
        of_noise = kept * (2 * (seen @ p[NOISE]) + kept * (p[NOISE, NOISE] - 1)) + 1
        variance = pairs @ p.reshape(pairs.shape[1], -1) + of_noise + ahead[:, None] * self.step
        return self._mixed(mean, variance)

    def _kept(self, ahead: np.ndarray) -> np.ndarray:
        """The share of today's noise that is left `ahead` days ahead, worked out once for the same days."""
        days = ahead.tobytes()
        if days not in self._lasting:
            self._lasting[days] = self.phi ** ahead[:, None]
        return self._lasting[days]

    def effect(self, contrasts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mean and SD of sums of effects (one row of weights each), by the filters that hold no effect at 0.

        An effect is not to carry what belongs to another that was left out.
        """
        mean = contrasts @ self.mean[2:]
        variance = np.einsum("ri,ijg,rj->rg", contrasts, self.covariance[2:, 2:], contrasts)
        return self._mixed(mean, variance, (self.size > 0).all(axis=1))

    def _mixed(self, mean: np.ndarray, variance: np.ndarray, among: np.ndarray | None = None):
        """Mean and SD of the mixture over the grid (values x filters), or over some of it.

        variance: in units of the noise's.
        """
        weights = self.weights if among is None else self.weights * among
        weights = weights / weights.sum()
        scale = self.squares / max(self.worth - 2, 1)  # variance of a t variable
        centre = mean @ weights
        spread = (scale * np.maximum(variance, 0) + (mean - centre[:, None]) ** 2) @ weights
        return centre, np.sqrt(spread)


def foretell(
    values: np.ndarray,
    inputs: np.ndarray,
    inputs_ahead: np.ndarray,
    ahead: np.ndarray,
    filters: Filters,
    *,
    start: int,
    restarts: Collection[int] = (),
) -> Foretold:
    """What each morning from row `start` on foretold, with its own value known and none after it.

    values: one a day, NaN = unknown. inputs: days x inputs, those that act on the value of their row. inputs_ahead:
    days x columns x inputs, what the morning of a row expects for the values that lie `ahead` days (one entry a
    column) after it. filters: before the first day; they are taken along, and stand on the last day afterwards.
    restarts: rows from which the level may be anywhere.
    """
    mean, sd = (np.full((len(values), len(ahead)), np.nan) for _ in range(2))
    only_level = True
    for row, value in enumerate(values):
        filters.pass_a_day(restart=row in restarts)
        only_level |= row in restarts
        if not np.isnan(value):
            filters.learn(value, inputs[row], only_level=only_level)
            only_level = False
        if row >= start:
            mean[row], sd[row] = filters.foretell(inputs_ahead[row], ahead)
    return Foretold(mean, sd)
