import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from analytics.statistics import ar1_regression, ar1_variance, q_values, ranks_apart, shrunk, whitened


def test_variance_of_a_mean_of_three_days():
    thirds = np.full((1, 3), 1 / 3)
    # (3 + 2 * 2 * .5 + 2 * .25) / 9
    assert ar1_variance(thirds, np.array([0.5])) == pytest.approx(5.5 / 9)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=9), st.floats(0, 0.95))
def test_variance_equals_the_double_sum(weights, phi):
    row = np.array(weights)
    apart = np.abs(np.subtract.outer(np.arange(len(row)), np.arange(len(row))))
    assert ar1_variance(row[None, :], np.array([phi]))[0] == pytest.approx(row @ phi**apart @ row, abs=1e-9)


def test_with_one_known_autocorrelation_it_is_generalised_least_squares():
    y, at = np.array([1.0, 3.0, 2.0, 5.0, 4.0]), np.array([0, 1, 3, 4, 7])
    design = np.column_stack([np.ones(5), at])
    fit = ar1_regression(y, design, at, rhos=[0.4])

    inverse = np.linalg.inv(0.4 ** np.abs(np.subtract.outer(at, at)))
    expected = np.linalg.solve(design.T @ inverse @ design, design.T @ inverse @ y)
    apart = y - design @ expected
    covariance = np.linalg.inv(design.T @ inverse @ design) * (apart @ inverse @ apart) / 3
    assert fit.coefficients == pytest.approx(expected)
    assert fit.covariance == pytest.approx(covariance)
    assert (fit.df, fit.n, fit.rho) == (3, 5, pytest.approx(0.4))


def test_correlated_noise_widens_the_interval():
    rng = np.random.default_rng(3)
    noise = np.zeros(200)
    for day in range(1, 200):
        noise[day] = 0.7 * noise[day - 1] + rng.standard_normal()
    at = np.arange(200)
    fit = ar1_regression(noise, np.column_stack([np.ones(200), at]), at)
    independent = ar1_regression(noise, np.column_stack([np.ones(200), at]), at, rhos=[0])
    assert 0.55 < fit.rho < 0.85
    assert fit.standard_errors[1] > 1.8 * independent.standard_errors[1]


def test_a_wider_level_gives_a_wider_interval():
    at = np.arange(10)
    fit = ar1_regression(np.sin(at * 2.0), np.ones((10, 1)), at)
    low, high = fit.interval(0)
    low99, high99 = fit.interval(0, 0.99)
    assert low99 < low < fit.coefficients[0] < high < high99


def test_a_column_given_twice_is_refused():
    with pytest.raises(ValueError, match="collinear"):
        ar1_regression(np.arange(5.0), np.ones((5, 2)), np.arange(5))


def test_as_many_columns_as_values_are_refused():
    with pytest.raises(ValueError, match="needs more than 2 values, got 2"):
        ar1_regression(np.arange(2.0), np.eye(2), np.arange(2))


def test_a_constant_series_has_no_slope():
    at = np.arange(20)
    low, high = ar1_regression(np.full(20, 7.0), np.column_stack([np.ones(20), at]), at).interval(1)
    assert low <= 0 <= high


def test_columns_as_the_next_row_sees_them():
    y, at = np.array([1.0, 3.0, 2.0, 5.0, 4.0]), np.array([0, 1, 3, 4, 7])
    design = np.column_stack([np.ones(5), at.astype(float)])
    carried = design + np.array([[0, 0.5]] * 5)
    fit = ar1_regression(y, design, at, rhos=[0.4], carried=carried)

    kept = 0.4 ** np.diff(at)[:, None]
    white = np.vstack([design[:1], (design[1:] - kept * carried[:-1]) / np.sqrt(1 - kept**2)])
    z = whitened(y[:, None], np.diff(at), 0.4)[:, 0]
    assert fit.coefficients == pytest.approx(np.linalg.lstsq(white, z, rcond=None)[0])


def test_whitening_leaves_nothing_of_what_the_row_before_foretells():
    columns = np.array([[1.0], [3.0], [2.0]])
    # 3 - .5 * 1 over sqrt(.75); 2 - .25 * 3 over sqrt(15/16), as two days lie between
    expected = [1, 2.5 / 0.75**0.5, 1.25 / (15 / 16) ** 0.5]
    assert whitened(columns, np.array([1, 2]), 0.5)[:, 0] == pytest.approx(expected)


def test_q_values_of_four():
    assert q_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])
    assert len(q_values([])) == 0


@given(st.lists(st.floats(0, 1) | st.sampled_from([0.0, 0.05, 1.0]), min_size=1, max_size=40))
def test_q_values_are_those_of_statsmodels(p):
    assert q_values(p) == pytest.approx(multipletests(p, method="fdr_bh")[1], abs=1e-12)


def test_effects_that_spread_as_chance_does_shrink_almost_to_nothing_but_keep_a_doubt():
    values, errors = np.random.default_rng(1).standard_normal(40), np.ones(40)
    mean, doubt = shrunk(values, errors)
    assert np.abs(mean).max() < 0.5 * np.abs(values).max()
    assert (doubt > 0.05).all()


def test_large_effects_among_small_ones_shrink_least():
    values, errors = np.array([-9.0, *np.linspace(-1, 1, 11)]), np.ones(12)
    mean, _ = shrunk(values, errors)
    assert mean[0] == pytest.approx(-8.5, abs=0.5)
    assert abs(mean[1]) < 0.8
    assert (np.sign(mean) == np.sign(values))[values != 0].all()


def test_a_wide_estimate_shrinks_more_than_a_narrow_one():
    mean, _ = shrunk(np.array([3.0, 3.0]), np.array([0.5, 3.0]))
    assert mean[1] < mean[0] < 3


@pytest.mark.parametrize("seed", range(5))
def test_ranks_lie_as_far_apart_as_the_library_says(seed):
    from scipy.stats import mannwhitneyu

    rng = np.random.default_rng(seed)
    one, other = (pd.Series(np.round(rng.normal(move, 1, n), 1)) for move, n in ((0.0, 20), (0.5 * seed, 45)))
    theirs = mannwhitneyu(one, other, method="asymptotic").pvalue
    assert ranks_apart(one, other) == pytest.approx(theirs, rel=1e-9)


def test_values_that_are_all_alike_are_not_apart():
    assert ranks_apart(pd.Series([7.0] * 12), pd.Series([7.0] * 15)) == 1.0
