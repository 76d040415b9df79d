"""What is foretold while the day before is not over: its load and journal are still to come."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.features import as_if_open, features, still_open
from analytics.recovery import intervals
from analytics.recovery.learned import Horizon
from analytics.recovery.learners import LEARNERS
from analytics.recovery.levels import with_levels
from data import simulate
from data.schema import JournalEntry

LEARNED, DAYS = 180, 300
BOTH = ("load", "habits")


@pytest.fixture(scope="module")
def lives():
    return simulate.cohort(5, 6, DAYS, last_day=date(2026, 11, 20)).athletes


def of(person, daily=None, journal=None):
    daily = person.frame() if daily is None else daily
    journal = person.rows(JournalEntry) if journal is None else journal
    return features(daily, journal, Horizon.EVENING, restarts={}), daily["recovery_pct"].astype(float)


def test_a_day_without_its_load_and_journal_is_open_and_a_whole_one_is_not(lives):
    x, _ = of(lives[0])
    assert still_open(x) == ()
    daily, journal = lives[0].frame(), lives[0].rows(JournalEntry)
    daily.loc[daily.index[-2], ["day_strain", "load_au", "energy_kcal"]] = np.nan
    assert still_open(of(lives[0], daily)[0]) == ("load",)
    before = journal[journal["day"] < daily.index[-2].date().isoformat()]
    assert still_open(of(lives[0], daily, before)[0]) == BOTH


def test_who_never_records_a_load_waits_for_none(lives):
    daily = lives[0].frame()
    daily[["day_strain", "load_au", "energy_kcal"]] = np.nan
    assert "load" not in still_open(of(lives[0], daily)[0])


def test_features_of_an_open_day_are_those_of_a_history_that_ends_in_one(lives):
    """Means of loads fade by one more day where the day is unknown, which is as good as nothing."""
    daily, journal = lives[0].frame(), lives[0].rows(JournalEntry)
    whole, _ = of(lives[0])
    daily.loc[daily.index[-2], ["day_strain", "load_au", "energy_kcal"]] = np.nan
    cut, _ = of(lives[0], daily, journal[journal["day"] < daily.index[-2].date().isoformat()])
    guessed = as_if_open(whole, BOTH).iloc[-1]
    pd.testing.assert_series_equal(guessed.isna(), cut.iloc[-1].isna(), check_names=False)
    apart = (guessed - cut.iloc[-1]).dropna().abs()
    assert apart.drop(["monotony_ratio", "week_strain_ratio", "acute_chronic_ratio"], errors="ignore").max() < 0.35


def test_the_interval_of_an_open_day_holds_eight_in_ten_and_that_of_whole_days_does_not(lives):
    held = {"whole": [], "open": []}
    for person in lives:
        x, y = of(person)
        x = with_levels(x, y)
        model = LEARNERS["prior"].learn(x.iloc[:LEARNED], y.iloc[:LEARNED])
        knowing, guessing = model.predict(x), model.predict(as_if_open(x, BOTH))
        came = y.to_numpy()[LEARNED:]
        spread = intervals.spreads(came, knowing[LEARNED:], y.iloc[:LEARNED].dropna().to_numpy())
        moved = knowing - guessing
        wide = [intervals.while_open(one, moved[LEARNED + n - 120 : LEARNED + n]) for n, one in enumerate(spread)]
        for name, sd in (("whole", spread), ("open", np.array(wide))):
            low, high = intervals.within(guessing[LEARNED:], sd)
            held[name] += list(((low <= came) & (came <= high))[~np.isnan(came)])
    assert np.mean(held["whole"]) < 0.74
    assert 0.75 <= np.mean(held["open"]) <= 0.84
