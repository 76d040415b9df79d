"""What is said of rhythm and hours of sleep: the sentences, their silence, and that nothing later is used."""

from contextlib import closing
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.circadian import INFERRED, TURN
from analytics.results import Grade
from dashboard import cards, compose, printed
from dashboard.charts import rhythm as charts
from dashboard.charts.look import look
from dashboard.compose import rhythm as composed
from dashboard.findings import findings
from dashboard.findings.rhythm import ANSWERS
from data import store
from data.saver import Saver
from data.schema import HourlyMeasurement, Sleep

FIRST = date(2025, 1, 6)  # a Monday
MIDNIGHT = int(np.datetime64(FIRST).astype("datetime64[s]").astype(int))
HOUR, DAY = 3600, 86_400
DAYS = 112


@pytest.fixture
def path(tmp_path):
    return tmp_path / "ownpace.db"


def put(path, records, source="oura"):
    with closing(store.connect(path)) as db, store.writing(db):
        if not db["athlete"].count:
            store.add_athlete(db, "Ada")
        row = {"athlete": 1, "name": "a.csv", "state": "imported", "at_utc": 0}
        saver = Saver(db, 1, source, db["import_file"].insert(row).last_pk, 0)
        for record in records:
            saver.save(record)
        saver.finish()


def nights(onset_h, wake_h, first=0):
    """A night a day; hours since the midnight that begins the day of waking."""
    pairs = enumerate(np.broadcast(onset_h, wake_h), first)
    return [night(n, onset, wake) for n, (onset, wake) in pairs]


def night(n, onset_h, wake_h):
    midnight = MIDNIGHT + n * DAY
    wake_utc = midnight + int(wake_h * HOUR)
    day = FIRST + timedelta(days=(wake_utc - MIDNIGHT) // DAY)
    return Sleep(midnight + int(onset_h * HOUR), wake_utc, day.isoformat(), nap=False)


def hours(days, peak_h=16.0, amplitude=9.0, first=0, seed=1):
    """Heart rate by the hour with its top at peak_h of each day: one number, or one a day."""
    tops = np.repeat(np.broadcast_to(peak_h, days), 24)
    noise = np.random.default_rng(seed).standard_normal(24 * days)
    bpm = 60 + amplitude * np.cos(TURN * (np.arange(24 * days) % 24 + 0.5 - tops)) + noise
    begin = MIDNIGHT + first * DAY
    return [
        HourlyMeasurement("heart_rate_bpm", begin + HOUR * n, 10, float(mean), float(mean) - 5, float(mean) + 5)
        for n, mean in enumerate(bpm)
    ]


def jitter(days, minutes=20, seed=3):
    return np.round(minutes * np.random.default_rng(seed).standard_normal(days)) / 60


def weekday_nights(days=DAYS, later_h=1.0):
    """Asleep from 23:00 to 07:00, on Saturdays and Sundays so much later, with some minutes more or less."""
    free = np.array([(FIRST + timedelta(days=n)).weekday() >= 5 for n in range(days)])
    shift = later_h * free + jitter(days)
    return nights(-1.0 + shift, 7.0 + shift)


def history(path):
    return compose.history(path, compose.athletes(path)[0])


def found(path, days=DAYS):
    known = history(path)
    return {each.id: each for each in findings(known, FIRST + timedelta(days=days - 1), ANSWERS)}


def test_the_heart_rate_is_told_with_both_hours_and_their_intervals(path):
    put(path, hours(DAYS))
    said = found(path)["rhythm.heart"]
    assert said.grade is Grade.STRONG and said.n == 28
    assert said.low < said.estimate < said.high and 15.5 < said.estimate < 16.5
    assert said.words.startswith("Your heart rate is lowest around 0") and "and highest around 1" in said.words
    assert said.words.endswith("from 28 days.")


def test_ten_days_have_a_top_but_no_highest_hour(path):
    put(path, hours(10))
    said = found(path, 10)["rhythm.heart"].words
    assert said.startswith("Your heart rate is up around 1") and "can be told after 14" in said
    assert "lowest around" not in said


def test_a_heart_rate_without_a_rhythm_is_an_answer(path):
    put(path, hours(28, amplitude=0.0))
    said = found(path, 28)["rhythm.heart"]
    assert (said.grade, said.missing, said.estimate) == (Grade.NONE, None, None)
    assert "no daily rhythm that stands out from chance" in said.words
    assert cards.evidence(said) == "n = 28 · no effect seen"


def test_who_has_no_heart_rate_by_the_hour_is_told_what_would_bring_it(path):
    put(path, weekday_nights())
    all_said = found(path)
    for id in ("rhythm.heart", "rhythm.shift"):
        assert "Apple Health has it" in all_said[id].missing and "WHOOP" in all_said[id].missing
    assert INFERRED in all_said["rhythm.readiness"].words
    assert "the middle of your sleep" in all_said["rhythm.readiness"].method


def test_a_rhythm_that_moved_says_by_how_much(path):
    put(path, hours(56, peak_h=np.repeat([15.0, 17.0], 28)))
    said = found(path, 56)["rhythm.shift"]
    assert said.grade is Grade.STRONG and said.unit == "min" and said.low < 120 < said.high
    assert said.words.startswith("Your rhythm is ") and "later than in the 28 days before (" in said.words


def test_a_rhythm_that_stayed_says_how_far_it_could_have_moved(path):
    put(path, hours(56, peak_h=16 + jitter(56)))
    said = found(path, 56)["rhythm.shift"]
    assert said.grade is Grade.NONE
    assert said.words.startswith("Your rhythm has not moved that we can see: ")
    assert " earlier and " in said.words and said.words.endswith(" later.")


def test_the_hours_of_sleep_are_those_of_the_clock(path):
    put(path, weekday_nights(later_h=0.0))
    said = found(path)["sleep.timing"]
    assert said.words.startswith("You fall asleep around 2") and said.words.endswith("28 nights.")
    assert 22.5 < said.estimate < 23.5 and said.n == 28
    assert cards.evidence(said).startswith("2") and ":" in cards.evidence(said)
    (line,) = [line for line in printed.report_lines(history(path).athlete, FIRST, 1, [said]) if "[strong]" in line]
    assert "clock h" not in line and ":" in line.split(",")[0]


def test_regularity_stands_beside_the_athletes_own_past(path):
    put(path, [*nights(-1.0 + 2 * jitter(28, 60), 7.0), *nights(-1.0 + jitter(28, 5), 7.0, first=28)])
    later = found(path, 56)["sleep.regularity"]
    earlier = found(path, 28)["sleep.regularity"]
    assert later.estimate > earlier.estimate and later.low > 0 and later.grade is Grade.STRONG
    assert f", after {earlier.estimate:.0f} (" in later.words and "own past only" in later.words
    assert ", after" not in earlier.words


def test_weekends_are_compared_with_work_days(path):
    put(path, weekday_nights(later_h=1.0))
    said = found(path)["sleep.social_jetlag"]
    assert said.grade is Grade.STRONG and said.low < 60 < said.high and said.n == 16
    assert "later on weekends than on work days" in said.words and said.words.endswith("16 weeks.")
    assert "Saturdays and Sundays" in said.method


def test_weekends_like_work_days_are_no_difference(path):
    put(path, weekday_nights(later_h=0.0))
    said = found(path)["sleep.social_jetlag"]
    assert said.grade is Grade.NONE and said.words.startswith("No difference seen between your weekends")


def test_the_bodys_own_time_is_that_of_free_nights(path):
    put(path, weekday_nights(later_h=1.0))
    said = found(path)["sleep.chronotype"]
    assert said.low < 4.0 < said.high and said.grade is Grade.STRONG
    assert said.words.startswith("Left to itself, your sleep would have its middle around 0")


def test_readiness_hangs_on_the_rhythm_and_says_so(path):
    put(path, [*hours(28, peak_h=16 + jitter(28)), *weekday_nights(28)])
    said = found(path, 28)["rhythm.readiness"]
    assert said.grade is Grade.LIKELY and INFERRED in said.words and "hardly in endurance" in said.words
    assert "the trough of your heart rate" in said.method
    assert said.low < said.estimate < said.high


def shift_worker():
    """Three nights in a row at each of three times, eight hours apart."""
    return [night(n, onset, onset + 7) for n, onset in enumerate(np.resize(np.repeat([-1.0, 7.0, 15.0], 3), DAYS))]


def test_shifts_have_no_weekend_and_no_hours_that_are_best_every_day(path):
    put(path, [*shift_worker(), *hours(DAYS, peak_h=16 + jitter(DAYS))])
    said = found(path)
    assert said["sleep.timing"].words.startswith("Your sleep has no usual time of day")
    assert said["sleep.timing"].grade is Grade.NONE and not said["sleep.timing"].missing
    for id in ("sleep.social_jetlag", "sleep.chronotype", "rhythm.readiness"):
        assert said[id].grade is Grade.INSUFFICIENT and "moves around the clock" in said[id].missing
    assert said["rhythm.heart"].words.endswith("this is the average of days that differ.")
    face = composed.face(history(path), FIRST + timedelta(days=DAYS - 1))
    assert face.moving and not face.windows
    assert charts.answer(face).startswith("Your sleep moves around the clock")


def test_nothing_is_said_of_nothing(path):
    put(path, [])
    said = found(path, 1)
    assert set(said) == set(ANSWERS)
    assert all(each.grade is Grade.INSUFFICIENT and each.missing for each in said.values())
    face = composed.face(history(path), FIRST)
    assert charts.answer(face).startswith("It is too early to say")
    assert composed.tops(history(path), FIRST).empty
    assert charts.days_table(composed.days_behind(history(path), FIRST)).eq("–").all(axis=None)


def test_a_few_days_say_how_many_are_needed(path):
    put(path, [*hours(3), *nights([-1.0] * 3, 7.0)])
    said = found(path, 3)
    assert "7 days are needed, 3 so far" in said["rhythm.heart"].missing
    assert "7 nights are needed, 3 so far" in said["sleep.timing"].missing
    assert "14 pairs of days" in said["sleep.regularity"].missing
    assert "when you sleep" in said["rhythm.readiness"].missing


def test_later_days_change_nothing(path):
    put(path, [*hours(70, peak_h=16 + jitter(70)), *weekday_nights(70)])
    before = found(path, 70)
    put(path, [*hours(30, peak_h=3.0, first=70, seed=5), *nights([9.0] * 30, 15.0, first=70)])
    assert found(path, 70) == before
    assert found(path, 100) != before


def test_the_days_behind_hold_values_and_sources(path):
    put(path, hours(28))
    put(path, nights([-1.0] * 28, 7.5), source="whoop")
    table = charts.days_table(composed.days_behind(history(path), FIRST + timedelta(days=27)))
    assert len(table) == 28 and table.index[0] == pd.Timestamp(FIRST + timedelta(days=27))
    row = table.iloc[0]
    assert (row["fell asleep"], row["woke"]) == ("23:00", "07:30")
    assert (row["night from"], row["heart rate from"]) == ("WHOOP", "Oura export")
    assert row["usable hours of heart rate"] == "24" and row["their mean"].endswith(" bpm")


def test_a_year_of_tops_is_drawn_with_its_intervals(path):
    put(path, hours(5 * 28, peak_h=16 + jitter(5 * 28)))
    tops = composed.tops(history(path), FIRST + timedelta(days=5 * 28 - 1))
    assert len(tops) == 5
    figure = charts.moved(tops, look("light"))
    assert figure.data[0].error_y.array == pytest.approx(tops["high_h"] - tops["acrophase_h"])
    assert "top of your daily wave lay between 1" in charts.moved_title(tops)
    assert charts.moved_said(tops).count("28 days up to") == 5


def test_two_tops_are_no_picture(path):
    put(path, hours(56))
    assert composed.tops(history(path), FIRST + timedelta(days=55)).empty
