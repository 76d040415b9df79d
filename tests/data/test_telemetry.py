"""What was foretold: each prediction once, its outcome when it comes, and only what was said beforehand is judged."""

from contextlib import closing

import pytest

from analytics.cohort.rollout import IN, Rollout, arm
from data import rollouts, store, telemetry
from data.rollouts import Stored
from data.telemetry import Foretold


def foretold(day="2025-06-02", value=60.0, **changed):
    plain = {"horizon": "evening", "day": day, "model": "prior", "version": 1, "value": value, "low": value - 15,
             "high": value + 15, "level": 0.8, "milliseconds": 2.0, "blind": True, "score": "device whoop"}  # fmt: skip
    return Foretold(**plain | changed)


@pytest.fixture
def db(tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db:
        with store.writing(db):
            store.add_athlete(db, "Ada")
            store.add_athlete(db, "Ben")
        yield db


def note(db, *shown, athlete=1):
    with store.writing(db, quiet=True):
        return [telemetry.note(db, athlete, one) for one in shown]


def join(db, outcomes, athlete=1, score="device whoop"):
    with store.writing(db, quiet=True):
        return telemetry.join_outcomes(db, athlete, "evening", {score: outcomes})


def test_a_prediction_that_is_looked_at_again_is_noted_once_and_a_changed_one_anew(db):
    assert note(db, foretold(), foretold(milliseconds=9.0), foretold(value=61.0), foretold()) == [
        True, False, True, True,
    ]  # fmt: skip
    assert telemetry.predictions(db, 1, "evening")["value"].tolist() == [60, 61, 60]


def test_notes_leave_the_revision_as_it_is(db, tmp_path):
    before = store.revision(tmp_path / "ownpace.db")
    note(db, foretold())
    assert store.revision(tmp_path / "ownpace.db") == before


def test_outcomes_are_joined_when_they_come_and_corrected_when_they_change(db):
    note(db, foretold("2025-06-02"), foretold("2025-06-03"))
    assert join(db, {"2025-06-02": 70.0, "2025-06-09": 10.0}) == 1
    assert join(db, {"2025-06-02": 70.0}) == 0
    assert join(db, {"2025-06-02": 72.0, "2025-06-03": 41.0}) == 2
    assert telemetry.predictions(db, 1, "evening")["outcome"].tolist() == [72, 41]


def test_outcomes_of_one_athlete_never_reach_another(db):
    note(db, foretold())
    note(db, foretold(value=30.0), athlete=2)
    join(db, {"2025-06-02": 70.0})
    assert telemetry.predictions(db, 2, "evening")["outcome"].isna().all()


def test_a_prediction_is_joined_with_the_score_that_it_foretold_and_no_other(db):
    note(db, foretold("2025-06-02"), foretold("2025-06-03", score="ours"), foretold("2025-06-04", score=""))
    assert telemetry.scores(db, 1, "evening") == ["", "device whoop", "ours"]
    everything = {f"2025-06-0{n}": 70.0 + n for n in (2, 3, 4)}
    assert join(db, everything, score="device oura") == 0
    assert join(db, everything, score="ours") == 1
    assert join(db, everything) == 1
    assert telemetry.predictions(db, 1, "evening")["outcome"].fillna(0).tolist() == [72, 73, 0]
    assert telemetry.came_true(db, 1, "evening")["outcome"].tolist() == [72, 73]


def test_a_morning_whose_foretold_score_is_not_known_counts_as_unknown_once_it_is_over(db):
    note(
        db, foretold("2025-06-02"), foretold("2025-06-03"), foretold("2025-06-04", blind=False), foretold("2025-06-05")
    )
    join(db, {"2025-06-02": 70.0})
    assert [telemetry.unknown(db, 1, "evening", f"2025-06-0{n}") for n in (1, 2, 3, 4, 5)] == [0, 0, 1, 1, 2]


def test_a_morning_foretold_of_two_scores_is_judged_by_the_last_of_them(db):
    note(db, foretold(value=50.0), foretold(value=60.0, score="ours"))
    join(db, {"2025-06-02": 70.0})
    assert telemetry.came_true(db, 1, "evening").empty and telemetry.unknown(db, 1, "evening", "2025-06-02") == 1
    join(db, {"2025-06-02": 64.0}, score="ours")
    assert telemetry.came_true(db, 1, "evening")["missed"].tolist() == [4]
    assert telemetry.unknown(db, 1, "evening", "2025-06-02") == 0


def test_the_same_number_of_another_score_is_another_prediction(db):
    assert note(db, foretold(), foretold(score="ours"), foretold(score="ours")) == [True, True, False]


def test_a_store_from_before_scores_were_kept_opens_and_keeps_what_came(tmp_path):
    path = tmp_path / "earlier.db"
    with closing(store.connect(path)) as db:
        with store.writing(db):
            store.add_athlete(db, "Ada")
        note(db, foretold())
        join(db, {"2025-06-02": 70.0})
        db["prediction"].transform(drop={"score"}, defaults={})
        db["_sqlite_migrations"].delete_where("name = 'scores_foretold'")
    with closing(store.connect(path)) as db:
        assert telemetry.scores(db, 1, "evening") == [""]
        assert join(db, {"2025-06-02": 20.0}) == 0
        assert telemetry.came_true(db, 1, "evening")["outcome"].tolist() == [70]


def test_only_the_last_word_before_the_morning_is_judged(db):
    note(db, foretold(value=50.0), foretold(value=60.0), foretold(value=70.0, blind=False))
    note(db, foretold("2025-06-03", value=20.0), foretold("2025-06-04"))
    join(db, {"2025-06-02": 70.0, "2025-06-03": 40.0})
    judged = telemetry.came_true(db, 1, "evening")
    assert judged["value"].tolist() == [60, 20]
    assert judged["missed"].tolist() == [10, 20]
    assert judged["inside"].tolist() == [True, False]
    assert [day.date().isoformat() for day in judged.index] == ["2025-06-02", "2025-06-03"]


def test_nothing_foretold_is_an_empty_frame(db):
    assert telemetry.came_true(db, 1, "evening").empty
    assert telemetry.milliseconds(db) == {}


def test_percentiles_of_how_long_predictions_took(db):
    note(db, *(foretold(value=float(n % 90), milliseconds=n) for n in range(1, 101)))
    note(db, foretold(milliseconds=1000.0), athlete=2)
    assert telemetry.milliseconds(db, [1]) == {"n": 100, "p50": 51, "p95": 96, "p99": 100}
    assert telemetry.milliseconds(db)["p99"] == 100
    assert telemetry.milliseconds(db, []) == {}


@pytest.mark.parametrize(("n", "told"), [(1, {"p50"}), (19, {"p50"}), (20, {"p50", "p95"}), (99, {"p50", "p95"})])
def test_no_percentile_is_told_of_fewer_predictions_than_it_takes(db, n, told):
    note(db, *(foretold(value=float(each % 90), milliseconds=each) for each in range(n)))
    took = telemetry.milliseconds(db)
    assert took.pop("n") == n and set(took) == told


def test_a_rollout_is_kept_as_it_was_set(db):
    assert rollouts.rollout(db, "new") is None
    for stored in (Stored("new", 10, False, "1"), Stored("new", 50, True, "2")):
        with store.writing(db):
            rollouts.keep_rollout(db, stored)
        assert rollouts.rollout(db, "new") == stored


def test_a_salt_is_drawn_once_and_stays(db):
    salts = []
    for share in (10, 50):
        with store.writing(db):
            rollouts.keep_rollout(db, Stored("new", share, False, ""))
        salts.append(rollouts.rollout(db, "new").salt)
    with store.writing(db):
        rollouts.keep_rollout(db, Stored("other", 10, False, ""))
    assert len(salts[0]) == 16 and salts[0] == salts[1] != rollouts.rollout(db, "other").salt


def test_a_rollout_that_was_kept_without_a_salt_moves_nobody(db):
    db["rollout"].insert({"name": "new", "share": 10.0, "killed": 0, "salt": ""})
    with store.writing(db):
        rollouts.keep_rollout(db, Stored("new", 50, False, ""))
    assert rollouts.rollout(db, "new") == Stored("new", 50, False, "")


def test_half_a_share_reaches_half_of_the_stores_with_one_athlete(db):
    places = []
    for number in range(200):
        with store.writing(db):
            rollouts.keep_rollout(db, Stored(f"store {number}", 50, False, ""))
        salt = rollouts.rollout(db, f"store {number}").salt
        places.append(arm(Rollout("new", 50, salt=salt), 1) == IN)
    assert 60 <= sum(places) <= 140  # 100, give or take 5.7 standard deviations


def test_an_exposure_is_noted_once_with_the_arm_and_share_of_the_first_time(db):
    with store.writing(db, quiet=True):
        assert rollouts.expose(db, 1, "new", "learned", 10)
        assert not rollouts.expose(db, 1, "new", "rule", 0)
        assert rollouts.expose(db, 2, "new", "rule", 10)
        assert rollouts.expose(db, 1, "other", "rule", 10)
    assert rollouts.exposures(db, "new")[["athlete", "arm", "share"]].to_numpy().tolist() == [
        [1, "learned", 10],
        [2, "rule", 10],
    ]
