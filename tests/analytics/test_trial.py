import numpy as np
import pandas as pd
import pytest

from analytics.results import Grade, NotEnoughData
from analytics.trial import trial

DAYS = pd.date_range("2025-03-03", periods=61, name="day")


def drawn(seed: int = 0) -> pd.Series:
    """Thirty pairs, one with and one without, and a last morning for which nothing was drawn."""
    first = np.random.default_rng(seed).random(30) < 0.5
    return pd.Series([*np.column_stack([first, ~first]).ravel().astype(float), np.nan], DAYS)


def mornings(lots: pd.Series, points: float, carried: float = 0.0, sd: float = 4.0) -> pd.Series:
    values = 60 + sd * np.random.default_rng(1).standard_normal(len(lots))
    values[1:] += points * lots.to_numpy()[:-1]
    values[2:] += carried * lots.to_numpy()[:-2]
    return pd.Series(values, lots.index)


def test_the_effect_is_on_the_morning_after_the_lot():
    result = trial(mornings(drawn(), points=-8), drawn())
    assert result.effect.low < -8 < result.effect.high
    assert result.carried.low < 0 < result.carried.high
    assert result.grade is Grade.STRONG
    assert (result.n_with, result.n_without, result.effect.n) == (30, 30, 60)


def test_what_lasts_into_a_second_day_is_told_apart():
    result = trial(mornings(drawn(), points=-8, carried=-6, sd=1), drawn())
    assert result.first_day.value == pytest.approx(-8, abs=1)
    assert result.carried.value == pytest.approx(-6, abs=1)
    assert result.effect.value > -7  # days without still suffer from those before


def test_no_effect():
    result = trial(mornings(drawn(), points=0), drawn())
    assert result.grade is Grade.NONE
    assert result.p > 0.05
    assert 1 < result.would_see < 4


def test_a_missing_morning_and_an_undrawn_day_are_left_out():
    lots, values = drawn(), mornings(drawn(), points=-8)
    lots.iloc[10], values.iloc[31] = np.nan, np.nan
    assert trial(values, lots).effect.n == 58


def test_percent_on_a_logarithm():
    lots = drawn()
    values = np.exp(mornings(lots, points=-0.2, sd=0.05) - 56)
    assert trial(values, lots, log=True).effect.value == pytest.approx(100 * np.expm1(-0.2), abs=3)


def test_too_few_days_of_a_kind():
    with pytest.raises(NotEnoughData, match="5 of 10 of each"):
        trial(mornings(drawn(), 0).iloc[:11], drawn().iloc[:11].where(np.arange(11) < 10))


def test_lots_are_one_or_zero_on_the_same_days():
    with pytest.raises(ValueError, match="not 2"):
        trial(mornings(drawn(), 0), drawn() * 2)
    with pytest.raises(ValueError, match="same days"):
        trial(mornings(drawn(), 0), drawn().iloc[:-1])
