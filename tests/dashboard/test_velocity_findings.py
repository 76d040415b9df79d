"""What is said of how fast recovery comes back: sentences, silence, and that nothing later counts."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.results import Estimate, Grade
from analytics.velocity import SleepAfterHard
from dashboard import compose
from dashboard.charts import behind
from dashboard.compose import velocity as composed
from dashboard.findings import findings
from dashboard.findings.velocity import ANSWERS
from data.schema import Measurement
from tests.dashboard.test_sleep_findings import FIRST, MIDNIGHT, history, last, lived, put
from tests.dashboard.test_timing_charts import after, response

DAYS = 220


def loaded(days=DAYS, first=0, seed=0):
    """Mornings that are 3 points lower for each unit of yesterday's strain, and half as much each day later."""
    rng = np.random.default_rng(seed)
    strain = np.clip(11 + 3 * rng.standard_normal(days), 0, 21)
    tired = np.zeros(days)
    for n in range(1, days):
        tired[n] = tired[n - 1] / 2 + strain[n - 1] - 11
    score = 60 - 3 * tired + 4 * rng.standard_normal(days)
    for n in range(days):
        day, midnight = (FIRST + pd.Timedelta(days=first + n)).isoformat(), MIDNIGHT + (first + n) * 86_400
        yield Measurement("recovery_pct", midnight + 8 * 3600, float(np.clip(score[n], 1, 100)), day)
        yield Measurement("day_strain", midnight + 20 * 3600, float(strain[n]), day)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("velocity") / "ownpace.db"
    put(path, loaded())
    return path


def found(path, days=DAYS):
    return {each.id: each for each in findings(history(path), last(days), ANSWERS)}


def shown(monkeypatch, path, work, result):
    monkeypatch.setattr(composed, work, lambda *_: result)
    return found(path)


def test_a_hard_day_that_was_planted_is_found_and_said(path):
    load = found(path)["velocity.load"]
    assert load.grade is Grade.STRONG and load.unit == "points"
    assert load.low < -3 * 3.8 < load.high  # 90th percentile of the strain against its median
    assert load.words.startswith("After a hard day (strain 1") and "your recovery is 1" in load.words
    assert " points lower next morning (" in load.words and "half of that is gone after " in load.words
    assert "recovery as your device scores it" in load.method


def test_a_hard_day_in_words(monkeypatch, path):
    half = response(Estimate(1.3, 0.7, 2.7, n=200))
    assert shown(monkeypatch, path, "load_response", half)["velocity.load"].words == (
        "After a hard day (strain 16.0 of 21 against 11.0) your recovery is 8 points lower next morning (5 to 11); "
        "half of that is gone after 1.3 days (0.7 to 2.7 days). Strong."
    )


@pytest.mark.parametrize("half", [None, Estimate(3.0, 0.6, np.inf, n=200)])
def test_where_the_way_back_is_not_known_that_is_said(monkeypatch, path, half):
    said = shown(monkeypatch, path, "load_response", response(half))["velocity.load"].words
    assert said.endswith("(5 to 11); how soon it is back is not clear yet. Strong.")


def test_where_the_first_morning_is_not_told_the_clearest_one_is(monkeypatch, path):
    later = response()
    hard = (Estimate(-2, -5, 1, n=200), Estimate(-6, -9, -3, n=200), *later.hard[2:])
    said = shown(monkeypatch, path, "load_response", replace(later, hard=hard))["velocity.load"]
    assert "6 points lower 2 mornings later (3 to 9)" in said.words
    assert (said.estimate, said.low, said.high) == (-6, -9, -3)


def test_no_effect_says_how_large_one_would_have_been_seen(monkeypatch, path):
    none = response(seen=False)  # a hard day is 5 of 3 SDs away; 3 points an SD are seen
    assert shown(monkeypatch, path, "load_response", none)["velocity.load"].words == (
        "No effect of a hard day (strain 16.0 of 21 against 11.0) on your recovery is seen; one of 5 points next "
        "morning would have been (200 mornings)."
    )


def test_short_nights_after_hard_days_in_words(monkeypatch, path):
    extra = SleepAfterHard(Estimate(-2.2, -3.4, -1.1, n=200), 0.004, Grade.STRONG, n_short=21, n_other=33)
    assert shown(monkeypatch, path, "sleep_after_hard", extra)["velocity.short_night"].words == (
        "After a hard day, each hour less of sleep went with recovery another 2 points lower on the two mornings after "
        "it (1 to 3), 21 short nights. Strong."
    )
    none = replace(extra, extra=Estimate(-0.3, -1.4, 0.8, n=200), grade=Grade.NONE)
    said = shown(monkeypatch, path, "sleep_after_hard", none)["velocity.short_night"]
    assert said.grade is Grade.NONE
    assert said.words.endswith("it could not be more than 1 point an hour (21 short nights).")


def test_the_way_back_from_a_low_morning_stands_beside_chance(monkeypatch, path):
    low = shown(monkeypatch, path, "after_low", after())["velocity.low"]
    said = "After 80% of 20 low mornings the next one was back in your normal range, about as often as by chance."
    assert low.words == said
    assert (low.estimate, low.n, low.unit) == (80, 20, "%")
    slow = shown(monkeypatch, path, "after_low", after(2.5, Grade.STRONG))["velocity.low"]
    assert slow.words.endswith("; it takes you 2.5 days, longer than the 1.2 of chance. Strong.")


def test_ten_days_say_what_is_missing(tmp_path):
    put(tmp_path / "o.db", loaded(10))
    said = found(tmp_path / "o.db", 10)
    assert {each.grade for each in said.values()} == {Grade.INSUFFICIENT}
    assert "60 mornings are needed, 4 so far" in said["velocity.load"].missing
    assert "8 low mornings after a normal one are needed, 0 so far" in said["velocity.low"].missing
    known = history(tmp_path / "o.db")
    assert composed.days_behind(known, last(10)).empty


def test_nothing_later_than_the_day_counts(tmp_path, path):
    put(tmp_path / "o.db", [*loaded(), *loaded(60, first=DAYS, seed=5)])
    assert found(tmp_path / "o.db") == found(path)


def test_where_no_device_scores_our_score_counts_without_the_load(tmp_path):
    put(tmp_path / "o.db", lived(recovery=False))
    known = history(tmp_path / "o.db")
    ours = composed.load_outcome(known, last(200))
    parts = compose.recovery_days(known).iloc[-1]
    by_hand = (0.3 * parts["hrv"] + 0.2 * parts["resting_hr"] + 0.3 * parts["sleep"]) / 0.8
    assert ours.daily["recovery_pct"].iloc[-1] == pytest.approx(by_hand)
    assert ours.words.endswith("; load is left out of it here")
    both = composed.sleep_outcome(known, last(200))
    assert both.words.endswith("; load and sleep are left out of it here")
    assert "your recovery by our score" in found(tmp_path / "o.db", 200)["velocity.load"].words


def test_the_days_behind_it_hold_the_mornings_after_with_their_sources(path):
    known = history(path)
    table = composed.days_behind(known, last(DAYS))
    assert set(table["what"]) == {composed.HARD, composed.LOW}
    hard = table[table["what"] == composed.HARD]
    assert (hard["load"] >= composed.load_response(known, last(DAYS)).hard_load).all()
    assert set(hard["load_from"]) == {"whoop"}
    day = hard.index[3]
    recovery = known.daily["recovery_pct"]
    assert hard.loc[day, 1] == recovery[day + pd.Timedelta(days=1)]
    assert len(table[table["what"] == composed.LOW]) == len(composed.after_low(known, last(DAYS)).starts)
    people = behind.hard_and_low(table, "%")
    assert people["load from"].isin(["WHOOP", ""]).all()
    assert people["next morning"].str.endswith("%").any()
