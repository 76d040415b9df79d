"""Which kind of HRV is spoken of: rMSSD or SDNN, never both in one answer."""

from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pytest

from analytics.results import Grade
from dashboard import compose
from dashboard.findings import findings
from data import store
from data.saver import Saver
from data.schema import Event, Measurement

FIRST = date(2025, 1, 1)
RMSSD, SDNN = "hrv_rmssd_ms", "hrv_sdnn_ms"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ownpace.db"


def put(path, source, *records):
    with closing(store.connect(path)) as db, store.writing(db):
        if not db["athlete"].count:
            store.add_athlete(db, "Ada")
        row = {"athlete": 1, "name": "a.csv", "state": "imported", "at_utc": 0}
        saver = Saver(db, 1, source, db["import_file"].insert(row).last_pk, 0)
        for record in records:
            saver.save(record)
        saver.finish()


def mornings(metric, mean, days, seed=1):
    """A value on each of these days (numbers from the first), of about `mean`."""
    values = mean * np.exp(0.1 * np.random.default_rng(seed).standard_normal(len(days)))
    return [
        Measurement(metric, n * 86_400, float(value), day(n).isoformat()) for n, value in zip(days, values, strict=True)
    ]


def day(n):
    return FIRST + timedelta(days=n)


def history(path):
    return compose.history(path, compose.athletes(path)[0])


def found(history, n):
    return {finding.id: finding for finding in findings(history, day(n))}


def kinds(history):
    """The kinds that count, day after day, and on how many days each."""
    names = [compose.HRV[kind] for kind in history.hrv]
    turns = [0, *(n for n in range(1, len(names)) if names[n] != names[n - 1]), len(names)]
    return [(names[begin], end - begin) for begin, end in zip(turns, turns[1:], strict=False)]


def test_who_has_only_sdnn_is_answered_by_it_and_told_so(path):
    put(path, "apple_health", *mornings(SDNN, 45, range(90)), *mornings("resting_hr_bpm", 52, range(90), seed=2))
    known = history(path)
    answers = found(known, 89)
    assert answers["baseline.hrv"].grade in (Grade.NONE, Grade.LIKELY, Grade.STRONG)
    assert answers["baseline.hrv"].method.startswith("HRV as SDNN; ")
    assert answers["trend.hrv"].method.startswith("HRV as SDNN; ")
    assert "HRV (as SDNN) 30%" in answers["recovery.rule"].method
    hrv = compose.recovery_of(known, day(89)).subscores[0]
    assert hrv.score is not None and hrv.value == known.daily[SDNN].iloc[-1]
    assert hrv.usual == pytest.approx(45, rel=0.1)
    assert known.last_day.date() == day(89)


def test_who_began_without_hrv_had_no_other_kind_before(path):
    put(path, "apple_health", *mornings("resting_hr_bpm", 52, range(90)), *mornings(SDNN, 45, range(30, 90)))
    assert kinds(history(path)) == [("SDNN", 90)]
    assert compose.hrv_since(history(path), day(89)) is None


def test_a_morning_with_sdnn_alone_is_a_morning(path):
    put(path, "apple_health", *mornings(SDNN, 45, range(3)))
    assert compose.known_days(history(path).daily).tolist() == [True] * 3


def test_who_has_both_is_answered_by_rmssd_alone(path):
    put(path, "whoop", *mornings(RMSSD, 80, range(90)), *mornings("resting_hr_bpm", 52, range(90), seed=2))
    before = history(path)
    put(path, "apple_health", *mornings(SDNN, 30, range(90), seed=3))
    both = history(path)
    assert kinds(both) == [("rMSSD", 90)]
    assert found(both, 89) == found(before, 89)
    assert compose.recovery_days(both).equals(compose.recovery_days(before))
    measure = compose.measures(both, day(89))[0]
    assert compose.baseline_days(both, measure)["value"].dropna().between(55, 110).all()


def test_a_morning_is_scored_by_one_kind_against_the_usual_of_that_kind(path):
    put(path, "apple_health", *mornings(SDNN, 30, range(120)), *mornings("resting_hr_bpm", 52, range(120), seed=2))
    put(path, "whoop", *mornings(RMSSD, 80, range(60, 120), seed=3))
    known = history(path)
    for n in (59, 79, 80, 81, 100, 119):
        hrv = compose.recovery_of(known, day(n)).subscores[0]
        about = 80 if compose.hrv_on(known, day(n)) == RMSSD else 30
        assert hrv.value == pytest.approx(about, rel=0.45) and hrv.usual == pytest.approx(about, rel=0.1)
        assert compose.recovery_days(known)["score"].iloc[n] == compose.recovery_of(known, day(n)).score.value


def test_a_second_device_takes_over_once_it_has_a_usual_of_its_own_and_nothing_swings_back(path):
    put(path, "apple_health", *mornings(SDNN, 30, range(200)))
    put(path, "whoop", *mornings(RMSSD, 80, range(60, 200), seed=3))
    # 14 days of a reference that ends 7 days before.
    assert kinds(history(path)) == [("SDNN", 80), ("rMSSD", 120)]
    assert compose.hrv_since(history(path), day(199)) == day(80)
    assert compose.hrv_since(history(path), day(79)) is None


def test_the_old_device_is_left_when_half_of_two_weeks_are_without_it(path):
    put(path, "whoop", *mornings(RMSSD, 80, range(90)))
    put(path, "apple_health", *mornings(SDNN, 30, range(150), seed=3))
    assert kinds(history(path)) == [("rMSSD", 97), ("SDNN", 53)]


def test_a_change_of_device_overnight_asks_for_the_days_of_the_new_one(path):
    put(path, "whoop", *mornings(RMSSD, 80, range(90)))
    put(path, "apple_health", *mornings(SDNN, 30, range(90, 150), seed=3))
    known = history(path)
    assert kinds(known) == [("rMSSD", 97), ("SDNN", 53)]
    assert "14 days are needed, 3 so far" in found(known, 99)["baseline.hrv"].missing
    assert found(known, 111)["baseline.hrv"].grade is not Grade.INSUFFICIENT


@pytest.mark.parametrize("silent", [1, 3, 6])
def test_some_nights_without_the_device_change_nothing(path, silent):
    worn = [n for n in range(120) if not 80 <= n < 80 + silent]
    put(path, "whoop", *mornings(RMSSD, 80, worn))
    put(path, "apple_health", *mornings(SDNN, 30, range(120), seed=3))
    assert kinds(history(path)) == [("rMSSD", 120)]


def test_who_wears_one_now_and_then_is_answered_by_the_other(path):
    put(path, "whoop", *mornings(RMSSD, 80, range(0, 150, 3)))
    put(path, "apple_health", *mornings(SDNN, 30, range(150), seed=3))
    known = history(path)
    assert kinds(known)[-1][0] == "SDNN" and kinds(known)[-1][1] > 100
    assert found(known, 149)["baseline.hrv"].grade is not Grade.INSUFFICIENT


def test_what_comes_later_changes_no_earlier_day(path):
    put(path, "apple_health", *mornings(SDNN, 30, range(100)))
    put(path, "whoop", *mornings(RMSSD, 80, range(40, 70), seed=3))
    whole = history(path).hrv
    for n in (50, 65, 75, 99):
        earlier = compose.hrv_kinds(history(path).aligned.iloc[: n + 1], history(path).restarts)
        assert earlier.tolist() == whole.iloc[: n + 1].tolist()


def test_a_marked_device_lets_the_other_kind_speak_until_there_is_a_usual_again(path):
    put(path, "whoop", *mornings(RMSSD, 80, range(120)))
    put(path, "own", Event(day(60).isoformat(), "device_change"))
    known = history(path)
    assert set(known.hrv) == {RMSSD}  # nothing else was ever recorded
    assert "14 days are needed" in found(known, 70)["baseline.hrv"].missing


def test_an_athlete_without_data_has_no_days_of_hrv(path):
    put(path, "own", Event(day(60).isoformat(), "device_change"))
    assert history(path).hrv.empty
    assert compose.hrv_on(history(path), FIRST) == RMSSD
