"""Means of periods and their differences: by hand, and on series whose truth is known."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics import periods
from analytics.results import Grade, NotEnoughData

FIRST = date(2026, 1, 1)


def daily(values):
    return pd.Series(np.asarray(values, dtype=float), pd.date_range(FIRST, periods=len(values), name="day"))


def day(n):
    return FIRST + timedelta(days=n)


def ar1(rng, days, phi, sd):
    noise = rng.standard_normal(days) * np.sqrt(1 - phi**2)
    for n in range(1, days):
        noise[n] += phi * noise[n - 1]
    return sd * noise


def test_the_mean_is_that_of_the_known_days():
    found = periods.mean(daily([50, np.nan, 60, 70, 80, 99]), day(0), day(4))
    assert found.value == 65 and found.n == 4 and found.low < 65 < found.high


def test_of_three_days_the_range_is_said():
    found = periods.mean(daily([50, 60, 70]), day(0), day(2))
    assert (found.value, found.low, found.high, found.n) == (60, 49.5, 70.5, 3)
    alike = periods.mean(daily([60] * 9), day(0), day(8))
    assert (alike.low, alike.high) == (59.5, 60.5)
    with pytest.raises(NotEnoughData, match="2 of 3 days"):
        periods.mean(daily([50, 60]), day(0), day(1))


def test_intervals_hold_on_days_that_resemble_their_neighbours():
    rng, inside = np.random.default_rng(3), 0
    for _ in range(300):
        found = periods.mean(daily(60 + ar1(rng, 28, 0.4, 15)), day(0), day(27))
        inside += found.low <= 60 <= found.high
    assert 0.91 <= inside / 300 <= 0.985


def test_no_difference_is_rarely_called_one():
    rng, called = np.random.default_rng(4), 0
    for _ in range(300):
        found = periods.change(daily(60 + ar1(rng, 56, 0.4, 15)), (day(28), day(55)), (day(0), day(27)))
        called += found.grade is not Grade.NONE
    assert called / 300 <= 0.09


def test_a_planted_difference_is_found_with_its_sign():
    rng = np.random.default_rng(5)
    values = 60 + ar1(rng, 56, 0.2, 8)
    values[28:] -= 15
    found = periods.change(daily(values), (day(28), day(55)), (day(0), day(27)))
    assert found.grade is Grade.LIKELY and found.difference.high < 0
    assert found.difference.value == pytest.approx(values[28:].mean() - values[:28].mean())
    assert (found.n, found.n_against) == (28, 28)


def test_periods_that_overlap_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        periods.change(daily(np.arange(40)), (day(0), day(20)), (day(20), day(39)))


def test_too_few_days_are_said():
    with pytest.raises(NotEnoughData, match="4 of 5 days"):
        periods.change(daily(np.arange(40)), (day(0), day(3)), (day(20), day(39)))
