"""What several analyses share: noise that remembers yesterday, and regression under it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RHOS = np.arange(-0.3, 0.96, 0.05)  # the lag-1 autocorrelations over which a regression averages


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


def ar1_regression(y: np.ndarray, design: np.ndarray, at: np.ndarray, *, rhos: Sequence[float] = RHOS) -> Regression:
    """Regression of y on the columns of `design` with AR(1) noise, its autocorrelation integrated out.

    y: n values without gaps in the array. design: n x p, intercept included. at: the day number of each value,
    increasing; days may be missing, the noise of values k days apart correlates as rho^k.
    For each rho of the grid: whiten, generalised least squares, restricted log-likelihood. Coefficients and
    covariance are averaged over the posterior of rho under a flat prior, so that the intervals hold the doubt about
    rho, which plug-in estimates leave out and which matters below about 120 days.
    Raises ValueError if there are not more values than columns, or if columns are collinear.
    """
    n, columns = design.shape
    if n <= columns:
        raise ValueError(f"a regression with {columns} columns needs more than {columns} values, got {n}")
    if np.linalg.matrix_rank(design) < columns:
        raise ValueError("the columns of the design are collinear")

    fits = [_whitened_fit(y, design, np.diff(at), rho) for rho in rhos]
    log_likelihoods = np.array([fit[2] for fit in fits])
    weights = np.exp(log_likelihoods - log_likelihoods.max())
    weights /= weights.sum()

    coefficients = sum(weight * fit[0] for weight, fit in zip(weights, fits, strict=True))
    covariance = sum(
        weight * (fit[1] + np.outer(fit[0] - coefficients, fit[0] - coefficients))
        for weight, fit in zip(weights, fits, strict=True)
    )
    return Regression(coefficients, covariance, df=n - columns, rho=float(weights @ np.asarray(rhos)), n=n)


def _whitened_fit(y: np.ndarray, design: np.ndarray, gaps: np.ndarray, rho: float):
    """Coefficients, their covariance and the restricted log-likelihood for one autocorrelation."""
    n, columns = design.shape
    kept = rho**gaps
    scale = np.sqrt(1 - kept**2)
    white = np.column_stack([design, y])
    white[1:] = (white[1:] - kept[:, None] * white[:-1]) / scale[:, None]
    x, z = white[:, :-1], white[:, -1]

    information = x.T @ x
    coefficients = np.linalg.solve(information, x.T @ z)
    squares = float(((z - x @ coefficients) ** 2).sum())
    # A perfect fit has no noise to correlate: the floor keeps its likelihood finite and equal for every rho.
    squares = max(squares, 1e-20 * float(y @ y), 1e-300)
    covariance = np.linalg.inv(information) * squares / (n - columns)
    log_likelihood = -np.log(scale).sum() - np.linalg.slogdet(information)[1] / 2 - (n - columns) / 2 * np.log(squares)
    return coefficients, covariance, log_likelihood
