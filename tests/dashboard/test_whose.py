"""A prediction is judged by the score that it foretold, whichever counts by then: what nobody scored stays unknown."""

from contextlib import closing
from datetime import timedelta

import pandas as pd
import pytest

from analytics.recovery.learned import Horizon
from dashboard import compose
from dashboard.compose import foretelling, prediction, whose
from data import store, telemetry
from data.schema import Measurement
from tests.dashboard.lives import LAST_DAY, lived, store_with
from tests.dashboard.test_sleep_findings import put

EVENING, MORNING = Horizon.EVENING, Horizon.MORNING
NEXT = LAST_DAY + timedelta(days=1)


@pytest.fixture
def path(tmp_path):
    """Ada with 150 days, of which her device scores all."""
    return store_with(tmp_path / "ownpace.db", Ada=(lived()[0], False))


def history(path):
    return compose.history(path, compose.athletes(path)[0])


def measured(metric, value, back=0):
    """Of the morning after the last day, or of so many days before that."""
    day = NEXT - timedelta(days=back)
    return Measurement(metric, int(pd.Timestamp(day).timestamp()) + 7 * 3600, value, day.isoformat())


def scores_before(path):
    """The device's scores of all mornings so far, taken out of the store."""
    where = "metric = 'recovery_pct' AND day < ?"
    with closing(store.connect(path)) as db, store.writing(db):
        taken = list(db.query(f"SELECT * FROM measurement WHERE {where}", [NEXT.isoformat()]))
        db["measurement"].delete_where(where, [NEXT.isoformat()])
    return taken


def foretold(path, horizon=EVENING):
    """The next morning, shown before it came, and whose score it is said to be."""
    said = prediction.predict(history(path), horizon, NEXT)
    with closing(store.connect(path)) as db:
        (score,) = telemetry.scores(db, said.athlete.id, horizon)
    return said, score


def test_what_was_foretold_of_the_device_is_judged_by_the_device_when_our_score_counts(path):
    said, score = foretold(path)
    assert score == "device simulated"
    put(path, [measured("recovery_pct", 60.0), measured("hrv_rmssd_ms", 90.0), measured("resting_hr_bpm", 45.0)],
        source="simulated")  # fmt: skip
    scores_before(path)
    assert foretelling.task(history(path), EVENING).outcome.kind == "ours"
    watched = prediction.watched(history(path), EVENING)
    assert watched.came_true["missed"].tolist() == [60 - said.value] and watched.unknown == 0


def test_where_the_device_gave_none_our_score_is_not_put_in_its_place(path):
    foretold(path)
    put(path, [measured("hrv_rmssd_ms", 90.0), measured("resting_hr_bpm", 45.0)], source="simulated")
    scores_before(path)
    assert compose.recovery_days(history(path))["score"][str(NEXT)] > 0
    watched = prediction.watched(history(path), EVENING)
    assert watched.came_true.empty and watched.unknown == 1


@pytest.mark.parametrize("horizon", list(Horizon))
def test_what_was_foretold_of_our_score_is_judged_by_ours_when_the_device_counts(path, horizon):
    taken = scores_before(path)
    said, score = foretold(path, horizon)
    assert score == ("ours" if horizon is EVENING else "ours less sleep, respiration, load")
    put(path, [measured("hrv_rmssd_ms", 90.0), measured("resting_hr_bpm", 45.0)], source="simulated")
    ours = foretelling.task(history(path), horizon).y[str(NEXT)]
    put(path, [measured("recovery_pct", 3.0)], source="simulated")
    with closing(store.connect(path)) as db, store.writing(db):
        db["measurement"].insert_all(taken)
    assert foretelling.task(history(path), horizon).y[str(NEXT)] == 3
    watched = prediction.watched(history(path), horizon)
    assert watched.came_true["missed"].tolist() == [pytest.approx(ours - said.value)]


def test_what_was_foretold_of_one_device_is_not_judged_by_another(path):
    said, _ = foretold(path)
    known = history(path).daily["recovery_pct"].dropna().iloc[-30:]  # nights with both tell how they differ
    backs = [(pd.Timestamp(NEXT) - day).days for day in known.index]
    before = [measured("recovery_pct", min(value + 9, 100), back) for back, value in zip(backs, known, strict=True)]
    put(path, [*before, measured("recovery_pct", 80.0)], source="oura")
    assert history(path).daily["recovery_pct"][str(NEXT)] == 80
    watched = prediction.watched(history(path), EVENING)
    assert watched.came_true.empty and watched.unknown == 1
    put(path, [measured("recovery_pct", 60.0)], source="simulated")
    with closing(store.connect(path)) as db, store.writing(db):
        store.rank_sources(db, 1, ["oura", "simulated"])
    assert history(path).daily["recovery_pct"][str(NEXT)] == 80
    watched = prediction.watched(history(path), EVENING)
    assert watched.came_true["missed"].tolist() == [60 - said.value] and watched.unknown == 0
    again = prediction.predict(history(path), EVENING, NEXT + timedelta(days=1))
    with closing(store.connect(path)) as db:
        assert telemetry.scores(db, again.athlete.id, EVENING) == ["device oura", "device simulated"]


def test_a_morning_without_a_score_that_is_looked_back_at_was_not_foretold_beforehand(path):
    with closing(store.connect(path)) as db, store.writing(db):
        db.execute("DELETE FROM measurement WHERE metric = 'recovery_pct' AND day = ?", [LAST_DAY.isoformat()])
    prediction.predict(history(path), EVENING, LAST_DAY)
    assert prediction.watched(history(path), EVENING).unknown == 0


def test_a_score_that_nobody_knows_by_that_name_comes_to_nothing(path):
    names = ["", "device apple", "ours less everything"]
    assert whose.outcomes(history(path), EVENING, names) == {name: {} for name in names}
    assert whose.outcomes(history(path), EVENING, ["ours less sleep, respiration, load"]).popitem()[1] == {}
    (ours,) = whose.outcomes(history(path), EVENING, ["ours"]).values()
    scores = compose.recovery_days(history(path))["score"].dropna()
    assert ours == {day.strftime("%Y-%m-%d"): value for day, value in scores.items()}
