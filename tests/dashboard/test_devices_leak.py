"""A second device: what was known before a morning stays what it was, whatever is measured later."""

import shutil
from contextlib import closing
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.recovery import evaluate, intervals
from analytics.recovery.learned import Horizon
from dashboard import compose
from dashboard.compose import comparing, foretelling, prediction, tomorrow, training, walking, walks
from data import frames, store, telemetry
from data.resolve import DEVICE_BOUND, RATIO_SCALE
from data.schema import Measurement
from tests.dashboard.lives import LAST_DAY, lived, store_with
from tests.dashboard.test_sleep_findings import put

EVENING, MORNING = Horizon.EVENING, Horizon.MORNING
FIRST = LAST_DAY - timedelta(days=149)
MORE = {"recovery_pct": 12.0, "resting_hr_bpm": 3.0, "respiration_brpm": -0.5, "day_strain": 1.0}
FACTOR = 1.25


def history(path):
    return compose.history(path, next(iter(compose.athletes(path))))


def iso(n):
    return (FIRST + timedelta(days=n)).isoformat()


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """150 days: a new device beside the old one from day 60 on, alone on days 100 to 129, then both again.

    It reads 12 points of recovery more, and after day 125 two points more than that: nights with both that come after
    the change would tell another offset.
    """
    path = store_with(tmp_path_factory.mktemp("devices") / "ownpace.db", Ada=(lived()[0], False))
    rng = np.random.default_rng(3)
    with closing(store.connect(path)) as db:
        rows = frames.measurements(db, 1)
    rows = rows[rows["metric"].isin(DEVICE_BOUND) & (rows["day"] >= iso(60))]
    seen = {day: rng.random() < 0.9 for day in sorted(set(rows["day"]))}
    new = [
        Measurement(one.metric, one.at_utc, read(one.metric, one.value, one.day >= iso(125), rng), one.day)
        for one in rows.itertuples()
        if seen[one.day]
    ]
    put(path, new, source="oura")
    with closing(store.connect(path)) as db, store.writing(db):
        db["measurement"].delete_where("source != 'oura' AND day >= ? AND day < ?", [iso(100), iso(130)])
    return path


def read(metric, value, later, rng):
    """As the new device reads it, with an error of its own."""
    if metric in RATIO_SCALE:
        return value * FACTOR * float(np.exp(rng.normal(0, 0.05)))
    found = value + MORE.get(metric, 0.0) + (2.0 if later else 0.0) * (metric == "recovery_pct") + rng.normal(0, 0.3)
    return float(np.clip(found, 1, 100)) if metric == "recovery_pct" else max(found, 0.0)


@pytest.fixture
def path(changed, tmp_path):
    return shutil.copy(changed, tmp_path / "ownpace.db")


def ended(path, tmp_path, day):
    """The same store, as if it had ended on that day."""
    then = shutil.copy(path, tmp_path / f"{day}.db")
    with closing(store.connect(then)) as db, store.writing(db):
        for table in ("measurement", "sleep", "workout", "journal", "event"):
            db[table].delete_where("day > ?", [day])
    return then


def came_of(path):
    """What came each morning, as the device of that day read it."""
    found = foretelling.task(history(path), EVENING)
    return found.y + found.shift


def without_their_scores(path):
    """Of which no device scores a morning, so that ours counts."""
    with closing(store.connect(path)) as db, store.writing(db):
        db["measurement"].delete_where("metric = 'recovery_pct'")


def test_the_new_device_takes_its_turn_with_an_offset_from_the_nights_before(path):
    changes = [change for change in history(path).changes if change.metric == "recovery_pct"]
    assert changes[0].after == "oura" and changes[0].day >= pd.Timestamp(iso(100))
    assert changes[0].offset == pytest.approx(12, abs=1) and changes[0].overlap_days >= 30


@pytest.mark.parametrize("horizon", [EVENING, MORNING])
@pytest.mark.parametrize("ours", [False, True], ids=["their score", "our score"])
def test_nights_that_are_added_later_change_nothing_that_was_known_before(path, tmp_path, horizon, ours):
    if ours:
        without_their_scores(path)
    whole = foretelling.task(history(path), horizon)
    assert whole.outcome.device != ours
    for n in (64, 75, 99, 100, 104, 120, 131, 140):
        day = FIRST + timedelta(days=n)
        then = foretelling.task(history(ended(path, tmp_path, iso(n))), horizon)
        last = then.features.index[-1]
        assert last == pd.Timestamp(day)
        pd.testing.assert_frame_equal(then.features, whole.features.loc[:last], check_exact=True, check_freq=False)
        pd.testing.assert_series_equal(then.shift, whole.shift.loc[:last], check_exact=True, check_freq=False)
        y, came = then.y.copy(), whole.y.loc[:last].copy()
        if horizon is EVENING or not ours:
            pd.testing.assert_series_equal(y, came, check_exact=True, check_freq=False)
        as_of = foretelling.task(history(path), horizon, until=day)
        pd.testing.assert_frame_equal(then.features, as_of.features, check_exact=True, check_freq=False)


def test_what_came_is_told_as_it_was_measured_and_stays_so(path, tmp_path):
    with closing(store.connect(path)) as db:
        rows = frames.measurements(db, 1)
    measured = rows[rows["metric"] == "recovery_pct"].pivot(index="day", columns="source", values="value")
    came = came_of(path)
    assert came[iso(90)] == pytest.approx(measured.loc[iso(90)].drop("oura").dropna().iloc[0])
    assert came[iso(110)] == pytest.approx(measured.loc[iso(110), "oura"])
    then = came_of(ended(path, tmp_path, iso(105)))
    pd.testing.assert_series_equal(then, came.loc[: iso(105)], check_freq=False)


def test_a_prediction_is_told_as_the_device_of_that_morning_reads_it(path):
    """The same morning foretold on a store whose first device was the only one is 12 points lower."""
    after, alone = FIRST + timedelta(days=110), shutil.copy(path, path.parent / "alone.db")
    with closing(store.connect(alone)) as db, store.writing(db):
        shift = float(history(path).resolved.shifts["recovery_pct"][iso(110)])
        db.execute(
            "UPDATE measurement SET value = value - ? WHERE source = 'oura' AND metric = 'recovery_pct'", [shift]
        )
    said, lower = (prediction.predict(history(one), EVENING, after, note=False, learn=False) for one in (path, alone))
    assert said.value == pytest.approx(lower.value + shift, abs=0.05)
    assert said.low == pytest.approx(min(lower.low + shift, 100), abs=0.05)
    reasons = tomorrow.as_shown(tomorrow.reasons(said.why), said.value)
    assert reasons.total == pytest.approx(said.value, abs=0.05)


def test_compare_shows_both_as_they_were_read_and_judges_by_how_far_they_are_apart(path):
    athlete = compose.athletes(path)[0]
    training.train(path, athlete, EVENING)
    held = walks.kept(path, athlete, EVENING).held
    found = comparing.compared(held, "median_30", "rule", ("median_30", "rule"))
    came = came_of(path)
    days = comparing.day_by_day(found)
    pd.testing.assert_series_equal(days["came"].sort_index(), came[days.index].sort_index(), check_names=False)
    inside = held.common[(held.common["rule"] > 20) & (held.common["rule"] < 75)].index
    apart = (held.common["rule"] - held.common["y"])[inside]
    assert (days["b"] - days["came"])[inside].to_numpy() == pytest.approx(apart.to_numpy())
    assert held.walk[evaluate.SHIFT].max() == pytest.approx(12, abs=1)
    shown = walking.as_measured(held.walk)
    told = (held.walk["rule"] + held.walk[evaluate.SHIFT]).to_numpy()
    low, high = intervals.within(told, held.walk["rule_sd"].to_numpy())
    assert shown["rule_low"].to_numpy() == pytest.approx(low, nan_ok=True)
    assert shown["rule_high"].to_numpy() == pytest.approx(high, nan_ok=True)


def test_what_came_of_a_prediction_does_not_change_when_a_device_does(path, tmp_path):
    before = ended(path, tmp_path, iso(98))
    said = prediction.predict(history(before), EVENING)
    assert said.day == FIRST + timedelta(days=99)
    with closing(store.connect(before)) as db:
        rows = list(db["prediction"].rows)
    with closing(store.connect(later := shutil.copy(path, tmp_path / "later.db"))) as db, store.writing(db):
        db["prediction"].insert_all(rows)
    prediction.watched(history(later), EVENING)
    with closing(store.connect(later)) as db:
        (came,) = telemetry.came_true(db, 1, EVENING)["missed"]
    measured = came_of(path)[iso(99)]
    assert came == pytest.approx(measured - said.value)


def test_how_likely_a_low_morning_is_is_asked_of_the_device_in_use(path, tmp_path):
    """As on a store in which the old device had read as the new one does."""
    path = ended(path, tmp_path, iso(124))
    alike = shutil.copy(path, tmp_path / "alike.db")
    more = float(history(path).resolved.shifts["recovery_pct"].iloc[-1])
    with closing(store.connect(alike)) as db, store.writing(db):
        sql = "UPDATE measurement SET value = value + ? WHERE source != 'oura' AND metric = 'recovery_pct'"
        db.execute(sql, [more])
    assert more > 10
    said = []
    for one in (path, alike):
        walking.walk(history(one), EVENING)
        made = prediction.predict(history(one), EVENING, note=False)
        said.append([made.value])
        for chance in tomorrow.likely(history(one), made):
            said[-1] += [chance.cut, 100 * chance.probability]
    assert said[0] == pytest.approx(said[1], abs=1) and len(said[0]) > 1
