"""The workhorse on few days: a ridge regression that begins where other athletes are.

For one athlete y = offset + intercept + z b + noise, z the inputs on one scale. What b may be before a day of one's
own is seen is not known for certain, so several beliefs are held at once, each a normal distribution of b:

    as others are       mean and covariance of other athletes' coefficients (a Prior, where there is one)
    wider than others   the same, four times as wide
    half as others      half their mean: it goes the same way, but less
    on its own          mean 0, or the weights of the rule; together they explain 0.3 to 40% of the variance, and what
                        the rule names may matter more than what it does not

The days of one's own weigh the beliefs by how well each foretold them (their marginal likelihood, in closed form for
a normal-inverse-gamma model), and the prediction is the mean over them; alone, only the last sort is there. So the
strength of the shrinkage is chosen within the past, without a split. Sources: Lindley & Smith (1972), J R Stat Soc B
34(1):1-41; Hoeting et al. (1999), Stat Sci 14(4):382-417. The beliefs and their weights are ours.

The prior is fitted to other athletes by expectation-maximisation (Laird & Ware 1982, Biometrics 38(4):963-74), held
towards no effect and towards small differences between athletes, as a handful of athletes says little of either.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.recovery.inputs import LEVELS, Inputs, inputs_from, inputs_of, moments, raw, scales_of
from analytics.recovery.learned import Model, Prior, Why
from analytics.recovery.levels import with_levels
from analytics.recovery.lines import SURPRISE, adding_up, known_mornings, on_the_scale
from analytics.recovery.projection import WEIGHTS
from analytics.recovery.sealed import packed, unpacked

NEED_WITH_PRIOR = 7  # known mornings
INTERCEPT_SD = 0.2  # of the intercept, in SDs of the noise
EXPLAINED = (0.003, 0.01, 0.03, 0.08, 0.2, 0.4)  # of the variance, together, by the coefficients of "on its own"
AS_OTHERS, WIDER, HALF, ON_ITS_OWN = 0.8, 0.08, 0.06, 0.06  # how likely each belief is at first
LEAST_WIDTH = 0.7  # points
OWN_DAYS = 4.0  # that the first guess of the noise is worth; with a prior PRIOR_DAYS
PRIOR_DAYS = 20.0
LEAST_NOISE = 1.0  # points: below it a score does not vary

# What is believed of athletes as such, before any is seen.
MEAN_SD = 3.0  # points by which one scale of a feature may move the mean athlete
APART_SD = 0.5  # points by which athletes may differ in it ...
APART_ATHLETES = 4.0  # ... and how many athletes that belief is worth
ROUNDS = 40
NEED_OTHERS = 30  # known mornings of each
NEED_FEATURE = 0.5  # share of athletes who have a feature, so that it is in the prior


@dataclass(frozen=True, eq=False)
class Belief:
    """What the coefficients may be: a normal distribution, its covariance in units of the noise's variance."""

    likely: float  # before any day
    mean: np.ndarray
    covariance: np.ndarray


@dataclass(frozen=True, eq=False)
class Weighed:
    """The coefficients after the days, over all beliefs; left_out: the prediction of each day by all the others."""

    coefficients: np.ndarray  # of terms, then the intercept
    weights: np.ndarray  # of the beliefs
    noise_sd: float
    left_out: np.ndarray


@dataclass(frozen=True, eq=False)
class Ridge:
    """One that has learned: linear in its inputs."""

    name: str
    inputs: Inputs
    coefficients: np.ndarray
    intercept: float

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        return on_the_scale(self.margin(x))

    def margin(self, x: pd.DataFrame) -> np.ndarray:
        """The prediction before it is held within 0 and 100."""
        return self.inputs.offset(x) + self.intercept + self.inputs.table(x) @ self.coefficients

    def why(self, row: pd.Series) -> Why:
        return adding_up(*self.why_margin(row.to_frame().T))

    def why_margin(self, x: pd.DataFrame) -> tuple[float, dict[str, float]]:
        """Base and parts of the one row before they are held within 0 and 100."""
        points = self.inputs.table(x)[0] * self.coefficients
        return self.inputs.otherwise + self.intercept, self.inputs.parts(points, float(self.inputs.offset(x)[0]))

    def facts(self) -> dict[str, object]:
        return self.inputs.facts()

    def arrays(self) -> dict[str, np.ndarray]:
        learned = {"coefficients": self.coefficients, "intercept": np.array([self.intercept])}
        return self.inputs.arrays() | learned

    def to_bytes(self) -> bytes:
        return packed(self.name, self.facts(), self.arrays())


@dataclass(frozen=True)
class RidgeLearner:
    """Ridge with the prior of other athletes, or alone."""

    name: str = "prior"
    need_days: int = NEED_WITH_PRIOR

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery")
        return fitted(rows, points, prior)[0]

    def from_bytes(self, content: bytes) -> Model:
        facts, arrays = unpacked(self.name, content)
        return ridge_from(self.name, facts, arrays)


PRIOR = RidgeLearner()


def ridge_from(name: str, facts, arrays) -> Ridge:
    """What `Ridge.facts` and `Ridge.arrays` were made of."""
    coefficients = np.asarray(arrays["coefficients"], dtype=float)
    return Ridge(name, inputs_from(facts, arrays), coefficients, float(arrays["intercept"][0]))


def fitted(rows: pd.DataFrame, points: np.ndarray, prior: Prior | None) -> tuple[Ridge, np.ndarray]:
    """The model, and what it would have said of each of its own mornings without having learned from it [points]."""
    inputs = inputs_of(rows, points, prior)
    table, offset = inputs.table(rows), inputs.offset(rows)
    learned = weigh(table, points - offset, beliefs(inputs, prior, table), prior)
    *coefficients, intercept = learned.coefficients
    return Ridge("prior", inputs, np.array(coefficients), float(intercept)), offset + learned.left_out


def beliefs(inputs: Inputs, prior: Prior | None, table: np.ndarray) -> list[Belief]:
    """What the coefficients of an athlete may be, before a day of theirs is seen."""
    alone = _on_its_own(inputs, table)
    if prior is None:
        return alone
    mean, covariance = _of_others(inputs, prior)
    return [
        Belief(AS_OTHERS, mean, covariance),
        Belief(WIDER, mean, 4 * covariance),
        Belief(HALF, mean / 2, covariance),
        *(Belief(ON_ITS_OWN * belief.likely, belief.mean, belief.covariance) for belief in alone),
    ]


def _on_its_own(inputs: Inputs, table: np.ndarray) -> list[Belief]:
    """Around no effect and around the rule; what the rule names may matter more than what it does not."""
    rule = np.zeros(len(inputs.terms))
    named = [WEIGHTS.get(name, 0.0) for name in inputs.features]
    rule[: len(named)] = np.array(named) * inputs.scale
    width = LEAST_WIDTH**2 + rule**2
    spread = max(float((table**2).mean(axis=0) @ width), 1e-9)
    widths = (np.diag(width) * share / (1 - share) / spread for share in EXPLAINED)
    return [Belief(1 / len(EXPLAINED), mean, each) for each in widths for mean in (np.zeros(len(rule)), rule)]


def _of_others(inputs: Inputs, prior: Prior) -> tuple[np.ndarray, np.ndarray]:
    """Mean and covariance over the terms; those that the prior does not know are small and apart from the others."""
    position = {name: number for number, name in enumerate(prior.features)}
    known = [number for number, name in enumerate(inputs.features) if name in position]
    theirs = [position[inputs.features[number]] for number in known]
    mean = np.zeros(len(inputs.terms))
    covariance = np.eye(len(inputs.terms)) * (0.5 * APART_SD / prior.noise_sd) ** 2
    mean[known] = prior.mean[theirs]
    covariance[np.ix_(known, known)] = prior.covariance[np.ix_(theirs, theirs)] / prior.noise_sd**2
    return mean, covariance


def weigh(table: np.ndarray, apart: np.ndarray, held: Sequence[Belief], prior: Prior | None) -> Weighed:
    """The beliefs after the days. table: days x terms. apart: points from the offset."""
    noise_sd, worth = (apart.std(), OWN_DAYS) if prior is None else (prior.noise_sd, PRIOR_DAYS)
    noise_sd = max(float(noise_sd), LEAST_NOISE)
    table = np.column_stack([table, np.ones(len(table))])
    gram, n = table.T @ table, len(table)
    width, precision = _precisions(held)
    after = np.linalg.inv(gram + precision)
    grown = (np.linalg.slogdet(gram + precision)[1] - np.linalg.slogdet(precision)[1])[width]
    mean = np.column_stack([[belief.mean for belief in held], np.zeros(len(held))])
    left = apart - mean @ table.T  # beliefs x days
    moment = left @ table
    step = np.einsum("bij,bj->bi", after[width], moment)
    squares = worth * noise_sd**2 + np.maximum((left**2).sum(axis=1) - (moment * step).sum(axis=1), 0.0)
    evidence = np.log([belief.likely for belief in held]) - grown / 2 - (worth + n) / 2 * np.log(squares)
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    mixed = weights @ (mean + step)
    leverage = np.minimum(((table @ np.einsum("b,bij->ij", weights, after[width])) * table).sum(axis=1), 0.95)
    said = table @ mixed
    noise_sd = float(np.sqrt(weights @ squares / (worth + n)))
    return Weighed(mixed, weights, noise_sd, apart - (apart - said) / (1 - leverage))


def _precisions(held: Sequence[Belief]) -> tuple[np.ndarray, np.ndarray]:
    """For each belief the number of its precision, and those, the intercept in the last place.

    Beliefs often share a covariance; it is turned around once.
    """
    shared = [id(belief.covariance) for belief in held]
    _, first, width = np.unique(shared, return_index=True, return_inverse=True)
    precision = np.zeros((len(first), *(np.array(held[0].covariance.shape) + 1)))
    precision[:, :-1, :-1] = np.linalg.inv(np.array([held[place].covariance for place in first]))
    precision[:, -1, -1] = 1 / INTERCEPT_SD**2
    return width, precision


def surely_above_0(gain: np.ndarray, errors: float = 2.0) -> bool:
    """Whether the mean of what was gained on each day is more than so many standard errors above 0.

    Two, where it is the best of several candidates: that one looks better than it is.
    """
    return bool(gain.mean() > errors * gain.std(ddof=1) / np.sqrt(len(gain)))


# The prior


@dataclass(frozen=True, eq=False)
class _Athlete:
    gram: np.ndarray
    moment: np.ndarray
    squares: float
    days: int


def learn_prior(athletes: Sequence[tuple[pd.DataFrame, pd.Series]]) -> Prior | None:
    """What coefficients are like, from other athletes' mornings; None where there are fewer than two of them.

    athletes: x and y of each as for Learner.learn, from their own past; levels are added where they are missing. Those
    with fewer than 30 known mornings do not count.
    """
    levelled = [(x if SURPRISE in x else with_levels(x, y), y) for x, y in athletes]
    known = [(x[rows], y.to_numpy(dtype=float)[rows]) for x, y in levelled if (rows := _known(y)).sum() >= NEED_OTHERS]
    if len(known) < 2:
        return None
    features = _common(known)
    if not features:
        return None
    values = [raw(x, features) for x, _ in known]
    centre, centre_sd, scale = _shared(values)
    kept = scale > 0
    features = tuple(name for name, keep in zip(features, kept, strict=True) if keep)
    centre, centre_sd, scale = centre[kept], centre_sd[kept], scale[kept]
    blank = Prior(features, np.zeros(len(features)), np.eye(len(features)), 1.0, len(known), centre, centre_sd, scale)
    mean, covariance, noise_sd = _maximised([_athlete(x, points, blank) for x, points in known])
    return Prior(features, mean, covariance, noise_sd, len(known), centre, centre_sd, scale)


def _known(y: pd.Series) -> np.ndarray:
    return np.isfinite(y.to_numpy(dtype=float))


def _common(known: Sequence[tuple[pd.DataFrame, np.ndarray]]) -> tuple[str, ...]:
    """The features that enough of the athletes have, in the order of the first; a column must be there for all."""
    columns = [str(name) for name in known[0][0].columns if name not in LEVELS]
    shared = [name for name in columns if all(name in x for x, _ in known)]
    values = {name: np.mean([x[name].notna().mean() > 0.1 for x, _ in known]) for name in shared}
    return tuple(name for name in shared if values[name] >= NEED_FEATURE)


def _shared(values: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Centre, its SD over athletes, and the scale within them; scale 0 where a feature does not vary within any."""
    found = [moments(table) for table in values]
    means, sds = (np.array([pair[part] for pair in found]) for part in (0, 1))
    there = np.array([(~np.isnan(table)).mean(axis=0) > 0.1 for table in values])
    count = np.maximum(there.sum(axis=0), 1)
    centre = (means * there).sum(axis=0) / count
    apart = np.sqrt((np.where(there, means - centre, 0.0) ** 2).sum(axis=0) / count)
    pooled = np.sqrt((np.where(there, sds, 0.0) ** 2).sum(axis=0) / count)
    every = np.concatenate(values)
    return centre, apart, np.where(pooled > 1e-9 * (1 + np.abs(centre)), scales_of(every, pooled), 0.0)


def _athlete(x: pd.DataFrame, points: np.ndarray, blank: Prior) -> _Athlete:
    """An athlete's days in a few sums, the intercept of their own taken out."""
    inputs = inputs_of(x, points, blank)
    columns = [inputs.features.index(name) for name in blank.features]
    table, apart = inputs.table(x)[:, columns], points - inputs.offset(x)
    table, apart = table - table.mean(axis=0), apart - apart.mean()
    return _Athlete(table.T @ table, table.T @ apart, float(apart @ apart), len(apart))


def _maximised(athletes: Sequence[_Athlete]) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean, covariance of a next athlete's coefficients, and noise SD."""
    terms, count = len(athletes[0].moment), len(athletes)
    mean, apart = np.zeros(terms), np.eye(terms) * APART_SD**2
    noise = np.array([athlete.squares / athlete.days for athlete in athletes])
    held = np.eye(terms) / MEAN_SD**2
    for _ in range(ROUNDS):
        inverse = np.linalg.inv(apart)
        own, unsure = [], []
        for number, athlete in enumerate(athletes):
            after = np.linalg.inv(athlete.gram / noise[number] + inverse)
            own.append(after @ (athlete.moment / noise[number] + inverse @ mean))
            unsure.append(after)
            missed = athlete.squares - 2 * own[-1] @ athlete.moment + own[-1] @ athlete.gram @ own[-1]
            noise[number] = max((missed + np.trace(athlete.gram @ after)) / athlete.days, 1.0)
        of_mean = np.linalg.inv(count * inverse + held)
        mean = of_mean @ inverse @ np.sum(own, axis=0)
        off = np.array(own) - mean
        summed = off.T @ off + np.sum(unsure, axis=0) + APART_ATHLETES * APART_SD**2 * np.eye(terms)
        apart = _less_tied(summed / (count + APART_ATHLETES), count)
    return mean, apart + of_mean, float(np.sqrt(np.mean(noise)))


def _less_tied(covariance: np.ndarray, athletes: int) -> np.ndarray:
    """Correlations between coefficients count the less, the fewer athletes there are for so many of them."""
    share = athletes / (athletes + len(covariance))
    return share * covariance + (1 - share) * np.diag(np.diag(covariance))
