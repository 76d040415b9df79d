"""What is said of the next morning: sentences, silence, that reasons add up, and that nothing later counts."""

import re
import shutil
from contextlib import closing
from datetime import timedelta

import pandas as pd
import pytest

from analytics.recovery.learned import Horizon, Why
from analytics.recovery.probability import Chance
from analytics.results import Grade
from dashboard import compose
from dashboard.charts.prediction import why_said, why_table
from dashboard.compose import prediction, training
from dashboard.compose import tomorrow as composed
from dashboard.findings import findings
from dashboard.findings.prediction import likely, passed
from data import store
from tests.dashboard.lives import LAST_DAY, lived, store_with
from tests.dashboard.test_sleep_findings import put

FIGURE = re.compile(r"[+\N{MINUS SIGN}]?\d+\.\d")
IDS = ("prediction.tomorrow", "prediction.grade")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Ada, of whom nothing was learned."""
    return store_with(tmp_path_factory.mktemp("plain") / "ownpace.db", Ada=(lived()[0], False))


@pytest.fixture(scope="module")
def trained(plain, tmp_path_factory):
    path = shutil.copy(plain, tmp_path_factory.mktemp("trained") / "ownpace.db")
    training.train(path, compose.athletes(path)[0], Horizon.EVENING)
    return path


def history(path):
    return compose.history(path, compose.athletes(path)[0])


def said(path, day=LAST_DAY):
    return {each.id: each for each in findings(history(path), day, IDS)}


def test_without_a_model_the_rule_speaks_and_the_grade_says_what_it_takes(plain):
    found = said(plain)
    morning = found["prediction.tomorrow"]
    assert "the rule's, whose weights are the same for everyone" in morning.words
    assert morning.words.startswith(f"{LAST_DAY + timedelta(days=1):%A} 21 November: recovery of about ")
    assert morning.low < morning.estimate < morning.high and morning.level == 0.8 and morning.unit == "%"
    assert "another method" in morning.method
    assert found["prediction.grade"].grade is Grade.INSUFFICIENT
    assert "`ownpace train` or the page Compare" in found["prediction.grade"].missing


def test_a_trained_athlete_has_a_grade_against_the_rule_and_the_median(trained):
    grade = said(trained)["prediction.grade"]
    assert grade.n > 60 and grade.unit == "points" and grade.low <= grade.estimate <= grade.high
    assert "the rule" in grade.words and "the median of your last 30 days" in grade.words
    assert "mornings fell inside the 80% interval" in grade.words


def test_nothing_is_learned_for_a_finding(trained, monkeypatch):
    def never(*_, **__):
        raise AssertionError("a finding learned a model")

    for learner in ("boosted", "network", "prior"):
        monkeypatch.setattr(type(training.LEARNERS[learner]), "learn", never)
    day = LAST_DAY - timedelta(days=20)  # every version has learned from the mornings after it
    assert "prediction.tomorrow" in said(trained, day)
    assert not said(trained, day)["prediction.tomorrow"].missing


def test_later_days_change_nothing(trained, tmp_path):
    day = LAST_DAY - timedelta(days=10)
    before = said(trained, day)
    path = shutil.copy(trained, tmp_path / "ownpace.db")
    with closing(store.connect(path)) as db, store.writing(db):
        db.execute("UPDATE measurement SET value = 99 WHERE metric = 'recovery_pct' AND day > ?", [day.isoformat()])
        db.execute("DELETE FROM journal WHERE day > ?", [day.isoformat()])
    assert said(path, day)["prediction.tomorrow"] == before["prediction.tomorrow"]
    assert said(path, day)["prediction.grade"] == before["prediction.grade"]


def test_a_grade_of_an_earlier_day_knows_only_the_mornings_before(trained):
    now, then = said(trained)["prediction.grade"], said(trained, LAST_DAY - timedelta(days=30))["prediction.grade"]
    assert 20 <= now.n - then.n <= 30


def test_few_mornings_are_silent(tmp_path):
    put(tmp_path / "o.db", [])
    found = said(tmp_path / "o.db")
    assert all(each.grade is Grade.INSUFFICIENT for each in found.values())
    assert "14 known mornings are needed, 0 so far" in found["prediction.tomorrow"].missing


def test_reasons_add_up_to_the_prediction(trained):
    found = composed.tomorrow(history(trained), LAST_DAY, False)
    assert found.reasons.total == pytest.approx(found.made.value, abs=0.05)
    sizes = [abs(part.points) for part in found.reasons.parts if part.label != composed.REST]
    assert sizes == sorted(sizes, reverse=True)
    assert len(found.past) == composed.PAST_DAYS


def test_reasons_are_told_in_groups_that_people_know():
    parts = {
        "recovery_median_30d_pct": 4.0, "recovery_mean_year_pct": -1.0, "recovery_last_pct": -2.0,
        "recovery_last_points": -3.0, "hrv_z": 1.5, "resting_hr_z": -0.2, "weekend_night": 0.3, "alcohol_yes": -0.1,
    }  # fmt: skip
    found = composed.reasons(Why(60.0, parts))
    assert found.usual == 63.0
    assert [(part.label, round(part.points, 2)) for part in found.parts] == [
        ("Recovery so far", -5.0), ("Body signals, last morning", 1.3), (composed.REST, 0.2),
    ]  # fmt: skip
    assert found.total == pytest.approx(60 + sum(parts.values()))


def test_what_is_too_small_to_tell_is_left_out_and_still_adds_up():
    found = composed.reasons(Why(60.0, {"hrv_z": 2.0, "alcohol_yes": 0.02}))
    assert [part.label for part in found.parts] == ["Body signals, last morning"]
    assert found.total == pytest.approx(62.02)


@pytest.mark.parametrize(
    ("usual", "points"),
    [(62.449, (1.349, 1.349, -3.449)), (55.05, ()), (61.25, (0.55, 0.55, -0.55, 0.06)), (70.04, (-8.04, -8.04, -8.04))],
)
def test_what_is_read_adds_up_to_what_is_foretold(usual, points):
    whole = composed.Reasons(usual, tuple(composed.Reason(f"Part {n}", part) for n, part in enumerate(points)))
    shown = composed.as_shown(whole, whole.total)
    read = [float(figure.replace("\N{MINUS SIGN}", "-")) for figure in FIGURE.findall(why_said(shown, "Saturday"))]
    assert round(sum(read[:-1]), 1) == read[-1] == round(whole.total, 1)
    table = why_table(shown, "Saturday")["points"]
    assert round(table.iloc[:-1].sum(), 1) == table.iloc[-1] == read[-1]
    assert all(abs(figure - exact) < 0.1 for figure, exact in zip(read, (usual, *points), strict=False))


def test_a_day_that_has_passed_is_told_from_one_to_come():
    last = LAST_DAY
    morning = last + timedelta(days=1)
    assert passed(morning, last, last) == passed(morning, last, morning) == ""
    assert passed(morning, last, last + timedelta(days=2)).startswith("Saturday 21 November 2026 has passed")


def test_only_what_is_shown_is_noted(trained, tmp_path):
    path = shutil.copy(trained, tmp_path / "ownpace.db")
    composed.tomorrow(history(path), LAST_DAY, False)
    with closing(store.connect(path)) as db:
        assert db["prediction"].count == 0
    composed.tomorrow(history(path), LAST_DAY, True)
    with closing(store.connect(path)) as db:
        (row,) = db["prediction"].rows
    assert pd.Timestamp(row["day"]).date() == LAST_DAY + timedelta(days=1)


def test_boosted_trees_of_which_none_grew_are_called_by_the_ridge(trained, monkeypatch):
    ada = compose.athletes(trained)[0]
    assert composed.called(trained, ada, Horizon.EVENING, "boosted") == "prior"
    assert composed.called(trained, ada, Horizon.EVENING, "boosted", 1) == "prior"
    assert composed.called(trained, ada, Horizon.EVENING, "network") == "network"
    assert composed.called(trained, ada, Horizon.MORNING, "boosted") == "boosted"  # of which none is kept

    class Some:
        trees = object()

    monkeypatch.setattr(type(composed.BOOSTED), "from_bytes", lambda *_: Some)
    assert composed.called(trained, ada, Horizon.EVENING, "boosted") == "boosted"


def chance(kind, probability, cut, n=212):
    return Chance(kind, cut, probability, None, 0.2, n)


def test_chances_are_told_of_ten_with_where_they_begin_and_on_how_many_mornings_they_were_judged():
    both = (chance("low", 0.21, 34.4), chance("good", 0.96, 61.0, 200))
    assert likely(both, "%") == (
        "A low morning (below 34%) comes on about 2 of 10 such days, a good one (above 61%) on more than 19 of 20; "
        "judged on 200 of your mornings."
    )
    assert likely((chance("good", 0.02, 61.0),), "of 100").startswith(
        "A good morning (above 61 of 100) comes on fewer than 1 of 20 such days"
    )
    assert likely((), "%") == ""


def test_without_a_walk_no_chance_is_told(plain):
    assert composed.tomorrow(history(plain), LAST_DAY, False).chances == ()


def test_a_chance_is_told_only_while_it_beats_the_plain_share(trained, monkeypatch):
    known = history(trained)
    made = prediction.predict(known, Horizon.EVENING, note=False)
    every = []
    chances = composed.probability.chances
    monkeypatch.setattr(composed.probability, "chances", lambda *a: every.extend(found := chances(*a)) or found)
    told = composed.likely(known, made)
    assert [one.kind for one in every] == ["low", "good"] and all(one.n >= 30 for one in every)
    assert told == tuple(one for one in every if one.why is None)
    better = [Chance("low", 40.0, 0.3, None, 0.2, 90), Chance("good", 60.0, None, "it was not shown", -0.1, 90)]
    monkeypatch.setattr(composed.probability, "chances", lambda *a: better)
    assert [one.kind for one in composed.likely(known, made)] == ["low"]


def test_a_chance_of_an_earlier_day_knows_nothing_later(trained, monkeypatch):
    seen = []
    monkeypatch.setattr(composed.probability, "chances", lambda walk, name: seen.append(walk) or ())
    day = LAST_DAY - timedelta(days=20)
    composed.tomorrow(history(trained), day, False)
    (walk,) = seen
    assert walk.index[-1].date() == day + timedelta(days=1)
    assert pd.isna(walk["y"].iloc[-1]) and walk["y"].iloc[:-1].notna().any()
