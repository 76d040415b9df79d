"""Training load, worked out by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.load import form, training_week
from analytics.results import NotEnoughData


def daily(values):
    return pd.Series(np.asarray(values, dtype=float), pd.date_range("2026-01-05", periods=len(values), name="day"))


def last(load):
    return load.index[-1].date()


def test_a_week_against_the_athletes_own_weeks():
    load = daily([100] * 7 + [200] * 7 + [300] * 7 + [400] * 7 + [350, 0, 450, 0, 350, 600, 0])
    week = training_week(load, last(load))
    assert week.load == pytest.approx(250) and week.known == 7 and week.weeks == 4
    assert week.usual == pytest.approx(250) and week.share_below == 0.5
    assert (week.low, week.high) == pytest.approx((130, 370)) and not week.unusual
    assert week.change == pytest.approx(-150)
    assert week.monotony == pytest.approx(250 / np.std([350, 0, 450, 0, 350, 600, 0], ddof=1))


def test_unknown_days_are_no_rest_days():
    load = daily([100] * 28 + [200, np.nan, 200, 200, np.nan, 200, 200])
    week = training_week(load, last(load))
    assert week.load == 200 and week.known == 5 and week.monotony is None and week.unusual
    with pytest.raises(NotEnoughData, match="4 of 5 days"):
        training_week(daily([100] * 28 + [np.nan] * 3 + [100] * 4), date(2026, 2, 8))


def test_days_all_alike_have_no_monotony():
    load = daily([100] * 42)
    assert training_week(load, last(load)).monotony is None


def test_a_new_athlete_has_no_usual_week():
    with pytest.raises(NotEnoughData, match="3 of 4 weeks"):
        training_week(daily([100] * 28), date(2026, 2, 1))


def test_later_days_are_not_looked_at():
    load = daily(np.arange(60.0))
    day = load.index[45].date()
    assert training_week(load, day) == training_week(load.iloc[:46], day)
    assert form(load, day) == form(load.iloc[:46], day)


def test_fitness_and_fatigue_are_fading_means():
    rng = np.random.default_rng(1)
    load = daily(rng.gamma(2, 100, 80))
    ages = np.arange(80)[::-1]
    by_hand = {days: (load * np.exp(-ages / days)).sum() / np.exp(-ages / days).sum() for days in (42, 7)}
    found = form(load, last(load))
    assert (found.fitness, found.fatigue) == pytest.approx((by_hand[42], by_hand[7]), abs=1e-9)
    assert found.form == pytest.approx(by_hand[42] - by_hand[7], abs=1e-9)


def test_a_gap_fades_what_was_before_it_and_is_no_rest():
    values = np.full(60, 100.0)
    values[40:47] = np.nan
    found = form(daily(values), date(2026, 3, 5))
    assert found.fitness == pytest.approx(100) and found.fatigue == pytest.approx(100) and found.days == 35


def test_without_a_month_of_loads_there_is_no_fitness():
    with pytest.raises(NotEnoughData, match="20 of 28 days"):
        form(daily([100] * 20), date(2026, 1, 24))
