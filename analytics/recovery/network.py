"""A small network, trained with MLX: a linear layer first, then a hidden layer of six units for what it left over.

Its inputs are normalised inside it. The linear layer begins where the ridge's beliefs have their centre and is held to
them as to a normal distribution (weights = mean + spread x what is learned), so that with few days it says what
others' days say. Both stages stop where the last quarter of the past was foretold best; the hidden layer is kept
only where it was surely closer there. Then both learn from all days, for as many steps.

Only learning needs MLX: a network this small predicts in a few products of matrices, on any machine.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.recovery.inputs import Inputs, inputs_from, inputs_of
from analytics.recovery.learned import Model, Prior, Unavailable, Why
from analytics.recovery.lines import adding_up, known_mornings, on_the_scale
from analytics.recovery.ridge import INTERCEPT_SD, LEAST_NOISE, beliefs, surely_above_0, weigh
from analytics.recovery.sealed import packed, unpacked

NEED_DAYS = 30  # known mornings
NEED_HIDDEN = 180
LAST_PART = 0.25  # of the past, on which the stopping is decided
UNITS = 6
LINEAR_STEPS, HIDDEN_STEPS = 100, 200
LOOK = 10  # steps between looks at the last part
LINEAR_RATE, HIDDEN_RATE = 0.06, 0.02
MEAN_KEPT, SQUARE_KEPT = 0.9, 0.999  # of the slope's mean and mean square, at each step
DECAY = 0.02  # of the hidden layer's weights, per unit of the noise's variance
STRETCHES = 64  # of the path over which contributions of the hidden layer are integrated


@dataclass(frozen=True, eq=False)
class Hidden:
    """tanh(z into + lean) out, in points."""

    into: np.ndarray  # terms x units
    lean: np.ndarray
    out: np.ndarray

    def __call__(self, table: np.ndarray) -> np.ndarray:
        return np.tanh(table @ self.into + self.lean) @ self.out

    def parts(self, z: np.ndarray) -> np.ndarray:
        """Integrated gradients from 0 (Sundararajan et al. 2017, ICML 3319-28); they add up to the change exactly."""
        path = (np.arange(STRETCHES) + 0.5) / STRETCHES
        slope = 1 - np.tanh(np.outer(path, z @ self.into) + self.lean) ** 2
        parts = z * (self.into @ (slope.mean(axis=0) * self.out))
        rest = float((self(z[None]) - self(np.zeros_like(z)[None]))[0]) - parts.sum()
        size = np.abs(parts).sum()
        return parts + rest * np.abs(parts) / size if size else parts


@dataclass(frozen=True, eq=False)
class Network:
    """One that has learned."""

    inputs: Inputs
    weights: np.ndarray  # points per term
    bias: float
    hidden: Hidden
    linear_steps: int | None = None  # that the linear layer took; None where the network came from its bytes
    name: str = "network"

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        table = self.inputs.table(x)
        return on_the_scale(self.inputs.offset(x) + self.bias + table @ self.weights + self.hidden(table))

    def why(self, row: pd.Series) -> Why:
        x = row.to_frame().T
        z = self.inputs.table(x)[0]
        base = self.inputs.otherwise + self.bias + float(self.hidden(np.zeros_like(z)[None])[0])
        points = z * self.weights + self.hidden.parts(z)
        return adding_up(base, self.inputs.parts(points, float(self.inputs.offset(x)[0])))

    def to_bytes(self) -> bytes:
        layers = {"weights": self.weights, "bias": np.array([self.bias])} | vars(self.hidden)
        return packed(self.name, self.inputs.facts(), self.inputs.arrays() | layers)


@dataclass(frozen=True)
class NetworkLearner:
    name: str = "network"
    need_days: int = NEED_DAYS

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        mx = _mlx()
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery by the network")
        part = int(len(points) * (1 - LAST_PART))
        with mx.stream(mx.cpu):  # of kilobytes, which a graphics processor would only be asked to wait for
            early = _Task.of(rows[:part], points[:part], prior)
            seen = early.of_later(rows[part:], points[part:])
            linear, linear_steps = _linear(early, LINEAR_STEPS, seen)
            hidden_steps = 0
            if len(points) >= NEED_HIDDEN:
                left = early.left(linear), seen[1] - _linear_says(linear, seen[0])
                hidden, steps = _hidden(early, left[0], seed, HIDDEN_STEPS, (seen[0], left[1]))
                gain = left[1] ** 2 - (left[1] - hidden(seen[0])) ** 2
                hidden_steps = steps if surely_above_0(gain) else 0
            whole = _Task.of(rows, points, prior)
            linear, _ = _linear(whole, linear_steps)
            hidden, _ = _hidden(whole, whole.left(linear), seed, hidden_steps)
        return Network(whole.inputs, linear[:-1], float(linear[-1]), hidden, linear_steps)

    def renew(self, model: Network, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None) -> Model:
        """The linear layer learned from x and y in as many steps as before, and the same hidden layer and inputs.

        model: as `learn` returned it; ValueError where it came from bytes, which do not tell the steps. Raises
        NotEnoughData as `learn` does.
        """
        if model.linear_steps is None:
            raise ValueError("a network that came from its bytes cannot be renewed")
        mx = _mlx()
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery by the network")
        with mx.stream(mx.cpu):
            linear, _ = _linear(_Task.of(rows, points, prior, model.inputs), model.linear_steps)
        return replace(model, weights=linear[:-1], bias=float(linear[-1]))

    def from_bytes(self, content: bytes) -> Model:
        facts, arrays = unpacked(self.name, content)
        layers = {name: np.asarray(arrays[name], dtype=float) for name in ("weights", "into", "lean", "out")}
        hidden = Hidden(layers["into"], layers["lean"], layers["out"])
        return Network(inputs_from(facts, arrays), layers["weights"], float(arrays["bias"][0]), hidden)


NETWORK = NetworkLearner()


def _mlx():
    try:
        import mlx.core as mx
    except (ImportError, OSError) as error:
        raise Unavailable(f"MLX does not start here: {error}") from error
    return mx


Seen = tuple[np.ndarray, np.ndarray]  # a table and points


@dataclass(frozen=True, eq=False)
class _Task:
    """What is to be learned: points from the offset, of a table; and what is believed before."""

    inputs: Inputs
    table: np.ndarray
    apart: np.ndarray
    mean: np.ndarray  # of the weights, then of the bias
    spread: np.ndarray  # Cholesky factor of their covariance [points]
    noise_sd: float

    @classmethod
    def of(cls, rows: pd.DataFrame, points: np.ndarray, prior: Prior | None, inputs: Inputs | None = None) -> "_Task":
        inputs = inputs or inputs_of(rows, points, prior)
        table, apart = inputs.table(rows), points - inputs.offset(rows)
        held = beliefs(inputs, prior, table)
        known = weigh(table, apart, held, prior)
        noise_sd = max(known.noise_sd, LEAST_NOISE)
        mean = known.weights @ np.array([belief.mean for belief in held])
        covariance = sum(
            weight * (noise_sd**2 * belief.covariance + np.outer(belief.mean - mean, belief.mean - mean))
            for weight, belief in zip(known.weights, held, strict=True)
        )
        spread = np.zeros((len(mean) + 1, len(mean) + 1))
        spread[:-1, :-1] = np.linalg.cholesky(covariance + 1e-9 * np.eye(len(mean)))
        spread[-1, -1] = INTERCEPT_SD * noise_sd
        return cls(inputs, table, apart, np.append(mean, 0.0), spread, noise_sd)

    def of_later(self, rows: pd.DataFrame, points: np.ndarray) -> Seen:
        return self.inputs.table(rows), points - self.inputs.offset(rows)

    def left(self, linear: np.ndarray) -> np.ndarray:
        return self.apart - _linear_says(linear, self.table)


def _linear_says(linear: np.ndarray, table: np.ndarray) -> np.ndarray:
    return table @ linear[:-1] + linear[-1]


def _linear(task: _Task, steps: int, seen: Seen | None = None) -> tuple[np.ndarray, int]:
    """Weights and bias, and the number of steps that they took.

    What is made small is the squared misses plus the squares of what is learned, both in units of the noise: of that
    the slope is a product with one matrix, however many days there are.
    """
    mx = _mlx()
    design = np.column_stack([task.table, np.ones(len(task.table))])
    z, target = design @ task.spread / task.noise_sd, (task.apart - design @ task.mean) / task.noise_sd
    share = 2 / len(target)
    into = mx.array((share * (z.T @ z + np.eye(z.shape[1]))).astype(np.float32))
    back = mx.array((-share * (z.T @ target)).astype(np.float32))

    def weights(learned: np.ndarray) -> np.ndarray:
        return task.mean + task.spread @ learned

    def missed(learned: np.ndarray) -> np.ndarray:
        return (seen[1] - _linear_says(weights(learned), seen[0])) ** 2

    def slope(learned):
        return mx.addmm(back, into, learned)

    learned, taken = _descended(slope, np.zeros(z.shape[1]), LINEAR_RATE, steps, missed if seen else None)
    return weights(learned), taken


def _hidden(task: _Task, left: np.ndarray, seed: int, steps: int, seen: Seen | None = None) -> tuple[Hidden, int]:
    """The hidden layer for what the linear one left over, and the number of steps that it took.

    A column a unit: what goes into it, where it leans, and what comes out of it. The way in and the way out are held
    back by their squares.
    """
    mx = _mlx()
    luck = np.random.default_rng(seed)
    terms, share = task.table.shape[1], 2 / len(left)
    start = np.zeros((terms + 2, UNITS))
    start[:terms] = luck.standard_normal((terms, UNITS)) * 0.5 / np.sqrt(max(terms, 1))
    design = np.column_stack([task.table, np.ones(len(left))]).astype(np.float32)
    z, turned = mx.array(design), mx.array(np.ascontiguousarray(design.T))
    target = mx.array((left / task.noise_sd).astype(np.float32))
    free = np.arange(terms + 2)[:, None] == terms
    held = mx.array(np.where(free, 0, 2 * DECAY * np.ones((1, UNITS))).astype(np.float32))

    def slope(learned):
        units, out = mx.tanh(z @ learned[:-1]), learned[-1]
        off = (units @ out - target) * share
        before = off[:, None] * out * (1 - units * units)
        return mx.concatenate([turned @ before, (off @ units)[None]]) + held * learned

    def layer(learned: np.ndarray) -> Hidden:
        return Hidden(learned[:terms].copy(), learned[terms].copy(), learned[-1] * task.noise_sd)

    def missed(learned: np.ndarray) -> np.ndarray:
        return (seen[1] - layer(learned)(seen[0])) ** 2

    learned, taken = _descended(slope, start, HIDDEN_RATE, steps, missed if seen else None)
    return layer(learned), taken


def _descended(
    slope: Callable, start: np.ndarray, rate: float, steps: int, missed: Callable | None
) -> tuple[np.ndarray, int]:
    """What is learned after so many steps of Adam (Kingma & Ba 2015), and how many those were.

    missed: the squared errors on days that are not learned from, looked at every LOOK steps. Taken is the last look
    that was not worse than the best by more than a standard error of their difference: a few days say little of where
    exactly the best was, and what is learned is held back anyway. By two, and there are no more steps.
    """
    mx = _mlx()
    learned = mx.array(start.astype(np.float32))
    # Sums that fade, in place of means: fewer products, and the same steps.
    downs, squares = mx.zeros(learned.shape), mx.zeros(learned.shape)
    of_means = np.sqrt(1 - SQUARE_KEPT)
    rate, least = float(rate * (1 - MEAN_KEPT) / of_means), float(1e-8 / of_means)
    looks = [(missed(start), start, 0)] if missed else []
    for step in range(1, steps + 1):
        down = slope(learned)
        downs = MEAN_KEPT * downs + down
        squares = SQUARE_KEPT * squares + mx.square(down)
        learned = learned - rate * downs / (mx.sqrt(squares) + least)
        if missed and step % LOOK == 0:
            mx.eval(learned, downs, squares)
            found = np.array(learned, dtype=float)
            looks.append((missed(found), found, step))
            best = min((errors for errors, _, _ in looks), key=np.mean)
            if surely_above_0(looks[-1][0] - best):
                break
    if not missed:
        return np.array(learned, dtype=float), steps
    _, found, step = [look for look in looks if not surely_above_0(look[0] - best, errors=1.0)][-1]
    return found, step
