"""What several analyses share: noise that remembers yesterday, regression under it, and many effects at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

RHOS = np.arange(-0.3, 0.96, 0.05)  # the lag-1 autocorrelations over which a regression averages
Z95 = 1.96
# Of the effects around zero before any was looked at; ours, chosen on simulated athletes: with 4, large effects are
# drawn in less than under a normal distribution, and the mean squared error is lower wherever most effects are small.
SHRINKAGE_DF = 4


def ar1_variance(weights: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """Variance of weighted sums of successive days whose noise is AR(1) with variance 1.

    weights: one row a sum, one column a day, 0 where a day does not count. phi: lag-1 autocorrelation, one a row.
    Exact for any pattern of missing days: sum over i, j of w_i w_j phi^|i-j|.
    """
    carried = np.zeros(len(weights))
    total = np.zeros(len(weights))
    for day in weights.T:
        carried = carried * phi  # what the earlier days still share with this one
        total += day * (day + 2 * carried)
        carried = carried + day
    return total


@dataclass(frozen=True)
class Regression:
    """A linear regression with AR(1) noise. covariance holds the doubt about the autocorrelation, too."""

    coefficients: np.ndarray
    covariance: np.ndarray
    df: int
    rho: float  # posterior mean of the lag-1 autocorrelation
    n: int

    @property
    def standard_errors(self) -> np.ndarray:
        return np.sqrt(np.diag(self.covariance))

    def interval(self, index: int, level: float = 0.95) -> tuple[float, float]:
        """The interval of one coefficient, from Student's t with n - p degrees of freedom."""
        from scipy.special import stdtrit

        reach = stdtrit(self.df, (1 + level) / 2) * self.standard_errors[index]
        return float(self.coefficients[index] - reach), float(self.coefficients[index] + reach)


def ar1_regression(
    y: np.ndarray,
    design: np.ndarray,
    at: np.ndarray,
    *,
    rhos: Sequence[float] = RHOS,
    carried: np.ndarray | None = None,
) -> Regression:
    """Regression of y on the columns of `design` with AR(1) noise, its autocorrelation integrated out.

    y: n values without gaps in the array. design: n x p, intercept included. at: the day number of each value,
    increasing; days may be missing, the noise of values k days apart correlates as rho^k.
    For each rho of the grid: whiten, generalised least squares, restricted log-likelihood. Coefficients and
    covariance are averaged over the posterior of rho under a flat prior, so that the intervals hold the doubt about
    rho, which plug-in estimates leave out and which matters below about 120 days. carried: see `whitened`.
    Raises ValueError if there are not more values than columns, or if columns are collinear.
    """
    n, columns = design.shape
    if n <= columns:
        raise ValueError(f"a regression with {columns} columns needs more than {columns} values, got {n}")
    triangle = np.linalg.qr(design, mode="r")  # of the same rank as the design
    if np.linalg.matrix_rank(triangle) < columns:
        raise ValueError("the columns of the design are collinear")

    # What least squares leave over is all that rho can change; summing it instead of y itself keeps the sums exact.
    start = np.linalg.solve(triangle, np.linalg.solve(triangle.T, design.T @ y))
    carried = design if carried is None else carried
    sums = _Sums.of(
        np.column_stack([design, y - design @ start]), np.column_stack([carried, y - carried @ start]), np.diff(at)
    )
    fits = [_fit(sums, rho, n, least=1e-20 * float(y @ y)) for rho in rhos]
    log_likelihoods = np.array([fit[2] for fit in fits])
    weights = np.exp(log_likelihoods - log_likelihoods.max())
    weights /= weights.sum()

    coefficients = sum(weight * fit[0] for weight, fit in zip(weights, fits, strict=True))
    covariance = sum(
        weight * (fit[1] + np.outer(fit[0] - coefficients, fit[0] - coefficients))
        for weight, fit in zip(weights, fits, strict=True)
    )
    rho = float(weights @ np.asarray(rhos))
    return Regression(start + coefficients, covariance, df=n - columns, rho=rho, n=n)


@dataclass(frozen=True)
class _Sums:
    """All that a regression needs to know of its rows, whatever rho is: sums of products, for each gap between rows.

    first: of the first row. own: of rows with themselves; before: of the rows before them; across: between the two.
    """

    gaps: np.ndarray
    counts: np.ndarray
    first: np.ndarray
    own: np.ndarray
    across: np.ndarray
    before: np.ndarray

    @classmethod
    def of(cls, rows: np.ndarray, carried: np.ndarray, gaps: np.ndarray) -> "_Sums":
        distinct, counts = np.unique(gaps, return_counts=True)
        own, across, before = [], [], []
        for gap in distinct:
            later = 1 + np.flatnonzero(gaps == gap)
            x, earlier = rows[later], carried[later - 1]
            shared = x.T @ earlier
            own.append(x.T @ x)
            across.append(shared + shared.T)
            before.append(earlier.T @ earlier)
        first = np.outer(rows[0], rows[0])
        return cls(distinct, counts, first, *(np.array(parts) for parts in (own, across, before)))

    def whitened(self, rho: float) -> np.ndarray:
        """The products of the whitened rows."""
        kept = (rho**self.gaps)[:, None, None]
        return self.first + ((self.own - kept * self.across + kept**2 * self.before) / (1 - kept**2)).sum(axis=0)


def _fit(sums: _Sums, rho: float, n: int, least: float):
    """Coefficients, their covariance and the restricted log-likelihood for one autocorrelation."""
    products = sums.whitened(rho)
    information, shared = products[:-1, :-1], products[:-1, -1]
    columns = len(information)
    inverse = np.linalg.inv(information)
    coefficients = inverse @ shared
    # A perfect fit has no noise to correlate: the floor keeps its likelihood finite and equal for every rho.
    squares = max(float(products[-1, -1] - coefficients @ shared), least, 1e-300)
    log_scale = (sums.counts * np.log(1 - rho ** (2 * sums.gaps))).sum() / 2
    log_likelihood = -log_scale - np.linalg.slogdet(information)[1] / 2 - (n - columns) / 2 * np.log(squares)
    return coefficients, inverse * squares / (n - columns), log_likelihood


def whitened(columns: np.ndarray, gaps: np.ndarray, rho: float, carried: np.ndarray | None = None) -> np.ndarray:
    """Rows with AR(1) noise turned into rows whose noise is independent and of equal variance.

    columns: n x k, rows in order of time. gaps: days between successive rows. Each row becomes what the one before
    does not foretell of it; the first stays as it is. carried: the same rows as they are seen from the row after,
    where the two differ, as a value that was filled in does when the next day tells more about it.
    """
    kept = (rho**gaps)[:, None]
    before = columns if carried is None else carried
    white = np.array(columns, dtype=float)
    white[1:] = (columns[1:] - kept * before[:-1]) / np.sqrt(1 - kept**2)
    return white


def as_change(difference: float, *, log: bool) -> float:
    """A difference as people read it: in % where it is one of logarithms, else as it is."""
    return 100 * float(np.expm1(difference)) if log else float(difference)


def q_values(p: Sequence[float]) -> np.ndarray:
    """For each p-value the smallest false discovery rate at which it counts as a discovery among all of them.

    Source: Benjamini and Hochberg (1995), J R Stat Soc B 57(1):289-300.
    """
    # By hand: what brings it ready-made takes more than a second to import.
    values = np.asarray(p, dtype=float)
    order = np.argsort(values)[::-1]  # the largest first
    ranks = np.arange(len(values), 0, -1)
    found = np.empty(len(values))
    found[order] = np.minimum.accumulate(np.minimum(values[order] * len(values) / ranks, 1.0))
    return found


def shrunk(values: np.ndarray, errors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Effects drawn towards zero by as much as all of them together suggest, and what doubt is left (SD).

    values, errors: estimates of effects of one kind, and their standard errors. Empirical Bayes: the true effects
    are taken to come from a t distribution around zero whose width the estimates themselves tell. The width is
    averaged over, as a plug-in would be zero wherever the estimates spread no more than chance makes them, and would
    then claim effects of exactly nothing. Prior of the width: uniform in the share by which a typical estimate
    shrinks (Daniels 1999, Can J Stat 27(3):567-78). The errors are taken as independent of each other.
    """
    from scipy.special import gammaincinv

    share = (np.arange(40) + 0.5) / 40
    widths = np.sqrt((1 - share) / share / np.mean(errors**-2.0))
    # A t distribution is a normal one whose variance is itself drawn by chance: 30 equally likely factors on it.
    chance = (np.arange(30) + 0.5) / 30
    factors = SHRINKAGE_DF / 2 / gammaincinv(SHRINKAGE_DF / 2, chance)

    prior = widths[:, None, None] ** 2 * factors[None, :, None]
    total = prior + errors**2
    log_likelihood = -(values**2) / total / 2 - np.log(total) / 2
    highest = log_likelihood.max(axis=(0, 1))
    likelihood = np.exp(log_likelihood - highest)
    by_width = likelihood.sum(axis=1)
    with np.errstate(divide="ignore"):
        log_weight = np.log(by_width).sum(axis=1)
    weight = np.exp(log_weight - log_weight.max())
    weight /= weight.sum()

    mixture = likelihood / np.where(by_width > 0, by_width, 1)[:, None, :] * weight[:, None, None]
    pulled = prior / total
    mean = (mixture * pulled * values).sum(axis=(0, 1))
    second = (mixture * (pulled * errors**2 + (pulled * values) ** 2)).sum(axis=(0, 1))
    return mean, np.sqrt(second - mean**2)


def ranks_apart(one: pd.Series, other: pd.Series) -> float:
    """How likely two samples of one distribution would have ranks that lie as far apart: p, two-sided.

    Mann & Whitney (1947), Ann Math Stat 18(1):50-60, by the normal approximation with ties and continuity, good from
    some ten values each on. Not scipy's own: importing scipy.stats takes longer than anything that is asked of it here.
    """
    from scipy.special import ndtr

    ranks = pd.concat([one, other], ignore_index=True).rank()
    n, m = len(one), len(other)
    apart = abs(float(ranks.iloc[:n].sum()) - n * (n + m + 1) / 2)
    ties = ranks.value_counts()
    variance = n * m / 12 * (n + m + 1 - float((ties**3 - ties).sum()) / ((n + m) * (n + m - 1)))
    return min(1.0, float(2 * ndtr(-max(apart - 0.5, 0.0) / np.sqrt(variance)))) if variance > 0 else 1.0
