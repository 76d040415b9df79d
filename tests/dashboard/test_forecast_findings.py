"""What is said of the mornings to come: sentences, silence, plans, nothing later."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.sleep_effect import SleepEffect
from dashboard import compose
from dashboard.cards import evidence
from dashboard.charts import behind
from dashboard.compose import coaching
from dashboard.compose import forecast as composed
from dashboard.findings import findings
from dashboard.findings.forecast import ASKED, all_of, enough_on
from data import store
from data.schema import Measurement, Workout
from tests.dashboard.test_sleep_findings import FIRST, MIDNIGHT, history, lived, put

DAYS = 240


def trained(days=DAYS, seed=4, first=0, recovery=True, strain=True):
    """Mornings that are 2.5 points lower for each point of strain of the day before."""
    rng = np.random.default_rng(seed)
    load = np.clip(rng.normal(11, 4, days), 3, 19)
    score = np.clip(65 + 8 * rng.standard_normal(days) - 2.5 * np.r_[0, load[:-1] - 11], 1, 100)
    for n in range(days):
        day, midnight = (FIRST + timedelta(days=first + n)).isoformat(), MIDNIGHT + (first + n) * 86_400
        if recovery:
            yield Measurement("recovery_pct", midnight + 8 * 3600, float(score[n]), day)
        yield Measurement("hrv_rmssd_ms", midnight + 8 * 3600, float(40 + score[n] / 3 + rng.standard_normal()), day)
        yield Measurement("resting_hr_bpm", midnight + 8 * 3600, float(55 - score[n] / 10), day)
        if strain:
            yield Measurement("day_strain", midnight + 20 * 3600, float(load[n]), day)
        if n % 2:
            begin = midnight + 17 * 3600
            yield Workout(begin, begin + 2700, day, "run", duration_min=45.0)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("forecast") / "ownpace.db"
    put(path, trained())
    return path


@pytest.fixture
def path(tmp_path):
    put(tmp_path / "o.db", trained())
    return tmp_path / "o.db"


def last(days=DAYS):
    return FIRST + timedelta(days=days - 1)


def found(path, days=DAYS):
    return {each.id: each for each in findings(history(path), last(days), ASKED)}


def plan(path, ahead, kind="hard", load=18.0, unit="strain", made_on=None, **about):
    athlete = compose.athletes(path)[0]
    day = last() + timedelta(days=ahead)
    compose.plan(path, athlete, day, kind, load, unit, made_on or last(), **about)


def test_the_next_morning_its_grade_and_a_hard_day_are_said(kept):
    said = found(kept)
    tomorrow, grade, what_if = (said[id] for id in ASKED)
    assert tomorrow.words.startswith("Tomorrow's recovery will most likely be about ")
    assert "%, four times in five within " in tomorrow.words
    assert "and no forecast has come closer than it so far where nothing is planned." in tomorrow.words
    assert tomorrow.low < tomorrow.estimate < tomorrow.high and tomorrow.unit == "%"
    assert (tomorrow.level, what_if.level) == (0.8, 0.95)
    assert "%, 80% of the time, n = 240)" in evidence(tomorrow) and "of the time" not in evidence(what_if)
    assert grade.grade is Grade.NONE and grade.low < 0 < grade.high  # who trains by dice is foretold by no weekday
    assert "no closer than your 30-day median (" in grade.words and "than the same as today" in grade.words
    assert "as if you had planned nothing" in grade.method
    # from 3 to about 16: 13 of strain at 2.5 points
    assert what_if.low < -2.5 * 13 < what_if.high and what_if.grade is Grade.STRONG
    assert (
        what_if.words.startswith("After a hard day, recovery is 3")
        and "next morning than after rest (" in what_if.words
    )
    assert "Associated, no more" in what_if.method


def test_ten_mornings_say_what_is_missing_and_when_it_is_enough(tmp_path):
    put(tmp_path / "o.db", trained(10))
    said = found(tmp_path / "o.db", 10)
    assert {each.grade for each in said.values()} == {Grade.INSUFFICIENT}
    assert said["forecast.tomorrow"].words == "Not enough data: forecast: 30 mornings are needed, 10 so far."
    known = history(tmp_path / "o.db")
    with pytest.raises(NotEnoughData) as gap:
        composed.forecast(known, last(10))
    assert enough_on(gap.value, known, last(10)) == last(10) + timedelta(days=20)


def test_without_a_device_score_enough_waits_for_what_is_usual(tmp_path):
    put(tmp_path / "o.db", trained(10, recovery=False))
    known = history(tmp_path / "o.db")
    with pytest.raises(NotEnoughData) as gap:
        composed.forecast(known, last(10))
    when = enough_on(gap.value, known, last(10))
    assert when == last(10) + timedelta(days=11 + 30)  # 21 days until anything is usual, then 30 mornings
    days = (when - FIRST).days + 1
    put(tmp_path / "later.db", trained(days, recovery=False))
    assert composed.forecast(history(tmp_path / "later.db"), last(days)).n >= 30


def test_a_gap_of_weeks_is_waited_for(tmp_path):
    put(tmp_path / "o.db", [*trained(100), *trained(2, first=140)])
    known, day = history(tmp_path / "o.db"), last(142)
    with pytest.raises(NotEnoughData) as gap:
        composed.forecast(known, day)
    assert enough_on(gap.value, known, day) == day + timedelta(days=5)


def test_fifty_mornings_are_too_early_for_a_grade(tmp_path):
    put(tmp_path / "o.db", trained(50))
    said = found(tmp_path / "o.db", 50)
    assert "that is the median of your last 30 days, and no forecast has come closer" in (
        said["forecast.tomorrow"].words
    )
    assert said["forecast.grade"].missing.startswith("30 forecasts of each of the next seven mornings")
    assert said["forecast.what_if"].grade is Grade.INSUFFICIENT


def test_without_load_a_forecast_is_made_but_nothing_can_be_tried(tmp_path):
    put(tmp_path / "o.db", trained(strain=False))
    said = found(tmp_path / "o.db")
    assert not said["forecast.tomorrow"].missing
    assert said["forecast.what_if"].missing == "how hard your days were: 14 days with strain or load, and not all alike"
    assert composed.levels(history(tmp_path / "o.db"), last()) == {}


def test_no_effect_of_load_says_how_large_it_could_be(kept):
    made = composed.forecast(history(kept), last())
    none = replace(made, load_effect=Estimate(-1.0, -4.2, 2.2, n=200), load_grade=Grade.NONE)
    said = all_of(none, composed.recovery(history(kept), last()))["forecast.what_if"]
    assert said.words == (
        "No effect of your load on the mornings after it is seen; a hard day instead of rest could not matter by more "
        "than 4 points next morning."
    )
    longer = SleepEffect(Estimate(3.0, 1.0, 5.0, n=200), Grade.LIKELY)
    slept = all_of(replace(made, sleep=longer), composed.recovery(history(kept), last()))["forecast.what_if"]
    assert slept.words.endswith("An hour more of sleep goes with 3 points higher (1 to 5), likely.")


def test_a_plan_moves_the_morning_after_it(path):
    before = composed.forecast(history(path), last())
    plan(path, 1, sport="run", minutes=90.0)
    after = composed.forecast(history(path), last())
    assert after.days[0] == before.days[0]
    assert (before.days[1].source, after.days[1].source) == ("median", "model")
    assert after.days[1].value.value < before.days[1].value.value - 5
    assert after.days[1] == after.by_model[1]  # of the load of today nothing is known: the wider interval
    assert after.grades == before.grades and after.load_grade is before.load_grade is Grade.STRONG
    assert after.if_kept.against_median.low > before.overall.against_median.high
    (row,) = composed.plans(history(path), last()).to_dict("records")
    assert (row["sport"], row["minutes"], row["source"], row["counts"]) == ("run", 90.0, "own", True)
    compose.unplan(path, compose.athletes(path)[0], row["id"])
    assert composed.forecast(history(path), last()) == before


def test_a_load_that_is_supposed_is_foretold_like_one_that_is_planned(path):
    plan(path, 2, load=15.0)
    day = pd.Timestamp(last())
    known = history(path)
    learned = composed.outlook(known, last())
    instead = {day: 4.0, day + pd.Timedelta(days=1): 17.0}
    supposed = composed.supposed(known, last(), instead, learned)
    assert composed.forecast(known, last(), learned) == composed.forecast(known, last())
    for ahead, load in enumerate(instead.values()):
        plan(path, ahead, load=load)
    made = composed.forecast(history(path), last())
    assert (supposed.by_model, supposed.load) == (made.by_model, made.load)
    assert made.load[:3] == (4.0, 17.0, 15.0)


def test_the_coach_fits_once_whatever_is_supposed(kept, monkeypatch):
    made = []
    outlook = composed.outlook
    monkeypatch.setattr(composed, "outlook", lambda *asked: made.append(asked) or outlook(*asked))
    known = coaching.known(history(kept), last())
    shown = known.forecast()
    hard, rest = (known.forecast_if({last(): kind}) for kind in ("hard", "rest"))
    assert hard.by_model[0].value.value < shown.by_model[0].value.value < rest.by_model[0].value.value
    assert hard.load[0] == known.load_levels()["hard"] and len(made) == 1


def test_what_the_coach_knows_is_the_history_itself_only_where_nothing_of_it_is_later(path):
    whole = history(path)
    assert coaching.known(whole, last()).history is whole
    assert coaching.known(whole, last(), last() - timedelta(days=1)).history.last_day.date() == last() - timedelta(1)
    compose.mark_event(path, compose.athletes(path)[0], last() + timedelta(days=1), "illness")
    marked = history(path)
    assert len(marked.events) == 1 and coaching.known(marked, last()).events().empty


def test_the_interval_narrows_where_all_loads_are_planned(path):
    for ahead in (0, 1):
        plan(path, ahead, load=15.0)
    made = composed.forecast(history(path), last())
    for day, wider in zip(made.days[:2], made.by_model[:2], strict=True):
        assert day.value.value == pytest.approx(wider.value.value)
        assert day.value.high - day.value.low < wider.value.high - wider.value.low


def test_two_sessions_on_a_day_lie_between_the_harder_one_and_their_sum(path):
    for load in (12.0, 9.0):
        plan(path, 2, load=load)
    (load,) = composed.planned(history(path), last()).values()
    rest = composed.levels(history(path), last())["rest"]
    assert rest == pytest.approx(3.0, abs=0.5)
    room = 21 - rest
    assert load == pytest.approx(21 - room * (9 / room) * (12 / room))
    assert 12 < load < 18


def test_sessions_counted_in_au_add_up(tmp_path):
    def in_au(record):
        strain = isinstance(record, Measurement) and record.metric == "day_strain"
        return replace(record, metric="load_au", value=30 * max(record.value - 6, 0)) if strain else record

    put(tmp_path / "o.db", map(in_au, trained()))
    known = history(tmp_path / "o.db")
    assert composed.unit(known, last()) == "AU" and composed.levels(known, last())["rest"] == 0
    for load in (200.0, 150.0):
        plan(tmp_path / "o.db", 0, load=load, unit="AU")
    made = composed.forecast(history(tmp_path / "o.db"), last())
    assert made.load[0] == 350 and made.days[0].source == "model"


def test_plans_of_other_days_and_other_units_do_not_count(path):
    plan(path, -1)
    plan(path, 7)
    plan(path, 1, load=300.0, unit="AU")
    rows = composed.plans(history(path), last())
    assert rows["counts"].tolist() == [False]
    assert composed.planned(history(path), last()) == {}


def test_a_plan_counts_from_the_day_on_which_it_was_written_down(path):
    plan(path, 1, made_on=last() + timedelta(days=1))
    assert len(composed.plans(history(path), last())) == 1  # nothing later is recorded: it is the present
    put(path, trained(5, first=DAYS))
    assert composed.plans(history(path), last()).empty
    assert len(composed.plans(history(path), last() + timedelta(days=1))) == 1


def test_suggested_loads_are_the_athletes_own(kept):
    levels = composed.levels(history(kept), last())
    assert list(levels) == ["rest", "easy", "steady", "hard"] == sorted(levels, key=levels.get)
    strain = history(kept).daily["day_strain"].iloc[:-1]
    assert levels["hard"] == pytest.approx(strain[strain > strain.min()].quantile(0.9))
    assert composed.sessions(history(kept), last()) == (["run"], 45.0)


def test_nothing_later_than_the_day_counts(tmp_path, kept):
    put(tmp_path / "o.db", [*trained(), *trained(60, seed=9, first=DAYS)])
    assert found(tmp_path / "o.db") == found(kept)


def test_our_own_score_is_foretold_without_its_load_and_not_from_sleep(tmp_path):
    put(tmp_path / "o.db", lived(recovery=False))
    known, day = history(tmp_path / "o.db"), last(200)
    scored = composed.recovery(known, day)
    assert scored.without == ("load",) and not scored.device
    made = composed.forecast(known, day)
    assert made.sleep is None
    said = {each.id: each for each in findings(known, day, ASKED)}
    assert "recovery by our score" in said["forecast.tomorrow"].words and said["forecast.tomorrow"].unit == "of 100"
    assert said["forecast.what_if"].words.endswith("our score holds sleep as a part.")


def test_the_days_behind_it_are_past_mornings_with_what_came(kept):
    known = history(kept)
    table = composed.days_behind(known, last(), composed.forecast(known, last()).graded)
    assert table.index[0] == pd.Timestamp(last()) and 180 < len(table) < DAYS
    assert table["came"].equals(known.daily["recovery_pct"].reindex(table.index).rename("came"))
    assert set(table["came_from"]) == {"whoop"}
    inside = ((table["low"] <= table["came"]) & (table["came"] <= table["high"])).mean()
    assert 0.7 < inside < 0.9
    people = behind.forecasts(table, "%")
    assert list(people) == ["foretold", "four times in five", "30-day median", "came", "inside", "recovery from"]
    assert set(people["recovery from"]) == {"WHOOP"}


def test_deleting_the_athlete_deletes_the_plans(path):
    plan(path, 1)
    store.delete_athletes(path, [1])
    with closing(store.connect(path)) as db:
        assert db["planned_workout"].count == 0
