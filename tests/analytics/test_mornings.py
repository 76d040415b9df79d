import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analytics.mornings import (
    before,
    free_morning,
    independent,
    joint_p,
    known_or_mean,
    load_of,
    need_difference,
    slow_course,
    steps,
)
from analytics.results import NotEnoughData
from analytics.statistics import ar1_regression

NAN = np.nan


def test_a_morning_has_the_day_before_behind_it():
    assert np.array_equal(before(pd.Series([1.0, 2.0, 3.0])), [NAN, 1, 2], equal_nan=True)


def test_an_unknown_value_is_its_mean_and_marked():
    assert known_or_mean(np.array([1.0, NAN, 3.0])).tolist() == [[-1, 0], [0, 1], [1, 0]]
    assert known_or_mean(np.array([NAN, NAN])).tolist() == [[0, 1], [0, 1]]
    assert known_or_mean(np.array([0.1, 0.1, NAN])).tolist() == [[0, 0], [0, 0], [0, 1]]


def test_free_mornings_are_saturday_and_sunday():
    week = pd.date_range("2024-01-01", periods=7)  # a Monday
    assert free_morning(week).tolist() == [0, 0, 0, 0, 0, 1, 1]


def test_the_slow_course_has_a_wave_for_each_sixty_days():
    assert slow_course(np.arange(181)).shape == (181, 1 + 3)
    assert slow_course(np.arange(50)).shape == (50, 1)


def test_a_new_device_is_a_step():
    days = pd.date_range("2024-01-01", periods=4)
    assert steps(days, [pd.Timestamp("2024-01-03").date()])[:, 0].tolist() == [0, 0, 1, 1]
    assert steps(days, []).shape == (4, 0)


def test_the_load_is_strain_where_there_is_any():
    daily = pd.DataFrame({"day_strain": [NAN, 9.0], "load_au": [300.0, 400.0]})
    assert load_of(daily).name == "day_strain"
    assert load_of(daily.assign(day_strain=NAN)).name == "load_au"


def test_columns_that_add_nothing_are_left_out():
    first = np.array([[1.0], [2.0], [4.0], [3.0]])
    twice, constant = 2 * first + 1, np.ones((4, 1))
    other = np.array([[1.0], [0.0], [0.0], [1.0]])
    design = independent(first, twice, constant, other)
    assert design.tolist() == [[1, 1, 0.5], [2, 1, -0.5], [4, 1, -0.5], [3, 1, 0.5]]


def test_what_is_asked_about_has_to_vary():
    with pytest.raises(ValueError, match="do not vary"):
        independent(np.ones((4, 1)))


def test_what_never_changes_goes_with_nothing():
    need_difference(np.array([1.0, 2.0, NAN]), "mornings")
    with pytest.raises(NotEnoughData, match="mornings: values that differ: 1 of 2"):
        need_difference(np.array([1.0, 1.0, NAN]), "mornings")


def test_the_joint_test_is_that_of_least_squares_where_noise_has_no_memory():
    rng = np.random.default_rng(0)
    x = np.column_stack([rng.standard_normal((40, 3)), np.ones(40)])
    y = x[:, 0] * 0.3 + rng.standard_normal(40)
    ours = joint_p(ar1_regression(y, x, np.arange(40), rhos=[0.0]), slice(0, 2))
    theirs = sm.OLS(y, x).fit().f_test(np.eye(4)[:2]).pvalue
    assert ours == pytest.approx(float(theirs), rel=1e-6)
