"""What is said of bedtimes, lengths of nights, debt and good nights: sentences, silence, nothing later."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.results import Estimate, Grade
from analytics.sleep import GoodNights, Preceding
from analytics.timing import Shape
from dashboard import compose
from dashboard.charts import debt as debts
from dashboard.charts import nights
from dashboard.charts.forest import Row, forest, forest_said, forest_table
from dashboard.charts.look import look
from dashboard.compose import outcome
from dashboard.compose import sleep as composed
from dashboard.findings import findings
from dashboard.findings.sleep import ANSWERS
from data import store
from data.saver import Saver
from data.schema import JournalEntry, Measurement, Sleep, Workout
from tests.dashboard.test_timing_charts import window

FIRST = date(2025, 1, 6)  # a Monday
MIDNIGHT = int(np.datetime64(FIRST).astype("datetime64[s]").astype(int))
DAYS = 200
LIGHT = look("light")


def put(path, records, source="whoop"):
    with closing(store.connect(path)) as db, store.writing(db):
        if not db["athlete"].count:
            store.add_athlete(db, "Ada")
        row = {"athlete": 1, "name": "a.csv", "state": "imported", "at_utc": 0}
        saver = Saver(db, 1, source, db["import_file"].insert(row).last_pk, 0)
        for record in records:
            saver.save(record)
        saver.finish()


def lived(days=DAYS, seed=0, first=0, recovery=True, need_min=480.0):
    """Nights that are half an hour shorter after alcohol; mornings that are best after falling asleep at 22:30."""
    rng = np.random.default_rng(seed)
    drank, onset = rng.random(days) < 0.3, -1.5 + 0.8 * rng.standard_normal(days)
    asleep = 440 + 12 * rng.standard_normal(days) - 40 * np.r_[False, drank[:-1]]
    score = np.clip(70 - 8 * (onset + 1.5) ** 2 + 5 * rng.standard_normal(days), 1, 100)
    strain = 11 + 3 * rng.standard_normal(days)
    for n in range(days):
        day, midnight = (FIRST + timedelta(days=first + n)).isoformat(), MIDNIGHT + (first + n) * 86_400
        begin = midnight + int(onset[n] * 3600)
        yield Sleep(
            begin, begin + int(asleep[n] * 60), day, nap=False, asleep_min=float(asleep[n]), need_min=need_min,
            efficiency_pct=float(90 + rng.standard_normal()),
        )  # fmt: skip
        if recovery:
            yield Measurement("recovery_pct", midnight + 8 * 3600, float(score[n]), day)
        yield Measurement("hrv_rmssd_ms", midnight + 8 * 3600, float(60 + 6 * rng.standard_normal()), day)
        yield Measurement("resting_hr_bpm", midnight + 8 * 3600, float(50 + 2 * rng.standard_normal()), day)
        yield Measurement("day_strain", midnight + 20 * 3600, float(strain[n]), day)
        yield JournalEntry(day, "alcohol", "Consumed alcohol?", "yes" if drank[n] else "no")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("sleep") / "ownpace.db"
    put(path, lived())
    return path


def history(path):
    return compose.history(path, compose.athletes(path)[0])


def last(days=DAYS):
    return FIRST + timedelta(days=days - 1)


def found(path, days=DAYS):
    return {each.id: each for each in findings(history(path), last(days), ANSWERS)}


def said_of(monkeypatch, path, shown):
    monkeypatch.setattr(composed, shown.of, lambda *_: shown)
    return found(path)[f"timing.{shown.of}"]


def test_a_best_bedtime_that_was_planted_is_found_and_said(path):
    best = found(path)["timing.bedtime"]
    assert best.grade is Grade.STRONG and best.unit == "clock h"
    assert best.estimate == pytest.approx(-1.5, abs=0.25) and best.low <= best.estimate <= best.high
    assert best.words.startswith("Nights that began from 2") and best.words.endswith(" nights. Strong.")
    assert "went with the best recovery; your usual 2" in best.words
    assert "recovery as your device scores it" in best.method and "associated, no more" in best.method


def test_a_best_time_beside_the_usual_one_says_what_it_would_bring(monkeypatch, path):
    shown = replace(window(), usual_h=-0.7, gain=Estimate(1.2, -0.5, 2.7, n=30))
    assert said_of(monkeypatch, path, shown).words == (
        "Nights that began from 22:00 to 23:00 went with the best recovery, 1 point better than your usual 23:18 "
        "(0 to 3). 30 nights. Likely."
    )


def test_a_best_length_is_said_in_hours_and_that_devices_count_sleep(monkeypatch, path):
    best = said_of(monkeypatch, path, window("duration", begin=6.0, best=7.0))
    assert best.words.startswith(
        "Nights of 6 h 30 min to 7 h 30 min went with the best recovery; your usual 7 h 30 min"
    )
    assert "arithmetic, since a device's score counts sleep itself" in best.words
    assert (best.estimate, best.low, best.high, best.unit) == (420, pytest.approx(396), pytest.approx(438), "min")


@pytest.mark.parametrize(
    ("of", "shape", "says"),
    [
        (
            "bedtime",
            Shape.FALLING,
            "Earlier has been better throughout your range (22:00 to 23:30): 3 points of recovery",
        ),
        ("bedtime", Shape.RISING, "Later has been better"),
        ("duration", Shape.FALLING, "Shorter has been better throughout your range (6 h 30 min to 8 h)"),
        ("duration", Shape.RISING, "Longer has been better"),
        ("bedtime", Shape.UNCLEAR, "Your recovery goes with when you fall asleep, but neither a best nor a direction"),
    ],
)
def test_without_a_turn_no_best_is_named(monkeypatch, path, of, shape, says):
    shown = window(of, shape, begin=6.0, best=7.0) if of == "duration" else window(of, shape)
    said = said_of(monkeypatch, path, shown)
    assert said.words.startswith(says)
    assert said.unit == "points" and (said.estimate, said.low, said.high) == (-3, -6, -0.5)


def test_flat_is_an_answer_with_what_could_still_be(monkeypatch, path):
    flat = said_of(monkeypatch, path, replace(window(shape=Shape.FLAT), grade=Grade.NONE))
    assert flat.words == (
        "No time between 22:00 and 23:30 went with a better recovery; it could not matter by more than 6 points. "
        "30 nights."
    )


def test_sleep_around_the_clock_has_no_bedtime(tmp_path):
    def turning(record):
        if not isinstance(record, Sleep):
            return record
        later = 3600 * (8 * ((record.onset_utc - MIDNIGHT) // 86_400 % 3))
        return replace(record, onset_utc=record.onset_utc + later, wake_utc=record.wake_utc + later)

    put(tmp_path / "o.db", map(turning, lived()))
    bedtime = found(tmp_path / "o.db")["timing.bedtime"]
    assert bedtime.grade is Grade.INSUFFICIENT and "moves around the clock" in bedtime.missing


def test_the_debt_is_said_with_whose_need_it_is(path):
    debt = found(path)["sleep.debt"]
    # 52 min short a night: 440 - .3 x 40 against 480; after four days half
    assert debt.grade is Grade.LIKELY and 200 < debt.estimate < 450 and debt.n == 28
    assert debt.words.startswith("You owe ") and "against the need that your device states, 8 h a night" in debt.words


def test_who_sleeps_enough_is_ahead_and_who_nearly_does_is_even(tmp_path):
    put(tmp_path / "ahead.db", lived(need_min=400.0))
    assert found(tmp_path / "ahead.db")["sleep.debt"].words.startswith("You are ")
    assert "of sleep ahead, against" in found(tmp_path / "ahead.db")["sleep.debt"].words
    put(tmp_path / "free.db", lived(need_min=None))
    debt = found(tmp_path / "free.db")["sleep.debt"]
    assert debt.grade is Grade.NONE and debt.words.startswith("You are about even on sleep (")
    assert "against your sleep on free mornings, which is rather more than the need" in debt.words


def test_what_goes_with_a_long_night_is_said_the_strongest_first(path):
    good = found(path)["sleep.good_night"]
    assert good.grade is Grade.STRONG and good.low < -40 < good.high
    assert good.words.startswith("Alcohol went with ") and " min less sleep (" in good.words
    assert " nights. Strong. " in good.words and "No effect seen of " in good.words


def test_where_nothing_is_seen_to_precede_a_good_night_that_is_said(path):
    good = found(path)["sleep.good_night.efficiency"]
    assert good.grade is Grade.NONE
    assert good.words.startswith("Of ") and "none is seen to go with how much of your time in bed" in good.words
    assert "bedtime, debt" in good.method and "bedtime, debt" not in found(path)["sleep.good_night"].method
    assert found(path)["sleep.good_night.stages"].grade is Grade.INSUFFICIENT


def test_ten_nights_say_what_is_missing(tmp_path):
    put(tmp_path / "o.db", lived(10))
    said = found(tmp_path / "o.db", 10)
    assert {each.grade for each in said.values()} == {Grade.INSUFFICIENT}
    assert "60 nights with a morning after them are needed, 10 so far" in said["timing.bedtime"].missing
    assert "10 nights are needed, 2 so far" in found(tmp_path / "o.db", 10)["sleep.debt"].missing


def test_nothing_later_than_the_day_counts(tmp_path, path):
    before = found(path)
    put(tmp_path / "o.db", [*lived(), *lived(60, seed=9, first=DAYS)])
    put(tmp_path / "o.db", [Workout(MIDNIGHT + (DAYS + 5) * 86_400, MIDNIGHT + (DAYS + 5) * 86_400 + 3600,
                                    (FIRST + timedelta(days=DAYS + 5)).isoformat(), "run")])  # fmt: skip
    assert found(tmp_path / "o.db") == before


def test_where_no_device_scores_our_score_counts_without_what_is_asked_about(tmp_path):
    put(tmp_path / "o.db", lived(recovery=False))
    known = history(tmp_path / "o.db")
    ours = composed.outcome(known, last())
    assert (ours.device, ours.unit, ours.name) == (False, "of 100", "recovery by our score")
    assert ours.words.endswith("; sleep is left out of it here")
    parts = compose.recovery_days(known).iloc[-1]
    by_hand = (0.3 * parts["hrv"] + 0.2 * parts["resting_hr"] + 0.1 * parts["load"]) / 0.6
    assert ours.daily["recovery_pct"].iloc[-1] == pytest.approx(by_hand)
    whole = outcome.outcome(known, last())
    assert whole.daily["recovery_pct"].iloc[-1] == pytest.approx(parts["score"])
    assert "recovery by our score" in found(tmp_path / "o.db")["timing.bedtime"].method


def test_a_device_that_scores_few_mornings_is_not_believed_over_ours(tmp_path):
    put(tmp_path / "o.db", lived(recovery=False))
    scored = [each for each in lived(70) if isinstance(each, Measurement) and each.metric == "recovery_pct"]
    put(tmp_path / "o.db", scored)
    assert not outcome.outcome(history(tmp_path / "o.db"), last()).device  # 70 of theirs, 170 of ours
    assert outcome.outcome(history(tmp_path / "o.db"), last(100)).device


def test_the_nights_behind_it_name_their_sources(path):
    table = composed.days_behind(history(path), last())
    assert len(table) == 28 and table.index[0] == pd.Timestamp(last())
    assert set(table["night_from"]) == set(table["recovery_from"]) == {"whoop"}


def preceding(key, effect, grade, *, yes_no=True, unit=""):
    sd = None if yes_no else 5.0
    return Preceding(
        key, "a label", Estimate(effect, effect - 5, effect + 5, n=200), yes_no, sd, None, unit, 0.01, 0.02, grade, 40,
        160, 9.0,
    )  # fmt: skip


def good(*effects):
    return GoodNights("asleep_min", "sleep", "min", 440.0, 200, tuple(effects), (), 0.2)


def test_the_title_of_what_precedes_counts_the_rest():
    seen = [preceding(f"habit.{name}", 20, Grade.LIKELY) for name in ("late_meal", "sauna", "alcohol", "reading")]
    assert nights.title(good(*seen)) == "Late meal, sauna, alcohol and 1 more go with how long you sleep"
    assert nights.title(good(seen[0])) == "Late meal goes with how long you sleep"
    assert nights.title(good(preceding("nap", 1, Grade.NONE))) == "Nothing is seen to go with how long you sleep"
    (strain,) = nights.rows(good(preceding("strain", 6, Grade.LIKELY, yes_no=False, unit="of 21")))
    assert (strain.label, strain.n) == ("A harder day (by 5.0 of strain)", 200)


def rows():
    return [
        Row("Alcohol", -22, -34, -10, 58, Grade.STRONG),
        Row("A nap", 2, -6, 10, 16, Grade.NONE),
        Row("Sick", -20, -400, 360, 5, Grade.NONE),
    ]


def test_a_forest_plot_has_a_zero_line_n_at_the_right_and_grey_where_nothing_is_seen():
    figure = forest(rows(), "min", "nights", ("shorter", "longer"), "#6D28D9", LIGHT)
    assert figure.layout.shapes[0].x0 == 0
    written = [note.text for note in figure.layout.annotations]
    assert {"Alcohol", "strong · 58", "16", "nights", "← shorter", "longer →"} <= set(written)
    lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert [line.line.color for line in lines] == [LIGHT.quiet, LIGHT.quiet, "#6D28D9"]  # drawn from the bottom up
    assert [line.y[0] for line in lines] == [0, 1, 2]


def test_an_interval_too_wide_to_show_ends_in_arrows():
    figure = forest(rows(), "min", "nights", ("shorter", "longer"), "#6D28D9", LIGHT)
    arrows = [trace for trace in figure.data if "triangle" in str(trace.marker.symbol)]
    assert [(arrow.x[0] < 0, arrow.y[0]) for arrow in arrows] == [(True, 0), (False, 0)]
    dot = next(trace for trace in figure.data if trace.customdata is not None and "Sick" in trace.customdata[0])
    assert dot.customdata[0] == "Sick: −20 min (−400 to +360), no effect seen, n = 5"


def test_a_forest_plot_in_words_and_numbers():
    assert forest_said(rows(), "min") == "Alcohol: −22 min (−34 to −10), strong; no effect seen of 2 more."
    table = forest_table(rows(), "min", "nights")
    assert list(table.columns) == ["what", "effect (min)", "from", "to", "nights", "evidence"]
    small = [Row("Tea", 0.62, 0.13, 1.1, 40, Grade.LIKELY)]
    assert forest_said(small, "%-points") == "Tea: +0.6 %-points (+0.1 to +1.1), likely."


def test_the_answer_is_last_night_and_the_debt(path):
    debt = found(path)["sleep.debt"]
    night = replace(debt, estimate=414.0)
    assert debts.answer(night, replace(debt, estimate=147.0)) == (
        "You slept 6 h 54 min last night. You owe 2 h 27 min of sleep."
    )
    even = replace(debt, estimate=6.0, low=-60.0, high=74.0, grade=Grade.NONE)
    assert debts.answer(night, even).endswith("You are about even on sleep, give or take 1 h 7 min.")
    ahead = replace(debt, estimate=-30.0)
    assert debts.answer(replace(night, estimate=None), ahead) == (
        "Last night was not recorded. You are 30 min ahead of your need."
    )
    assert debts.answer(night, replace(debt, missing="14 nights")).endswith("What you owe cannot be said yet.")


@pytest.mark.parametrize(
    ("now", "before", "says"),
    [
        (150, 60, "You owe 2 h 30 min of sleep, 1 h 30 min more than a week ago"),
        (150, 160, "You owe 2 h 30 min of sleep, about as a week ago"),
        (-60, 30, "You are 1 h of sleep ahead, 1 h 30 min more than a week ago"),
        (150, np.nan, "You owe 2 h 30 min of sleep"),
    ],
)
def test_the_title_of_the_debt_says_where_it_goes(path, now, before, says):
    days = pd.Series(np.r_[before, np.zeros(6), now], pd.date_range("2025-01-01", periods=8))
    assert debts.title(days, replace(found(path)["sleep.debt"], estimate=float(now))) == says


def test_what_is_owed_is_drawn_below_zero_and_a_short_night_as_well(path):
    days = composed.debt(history(path), last())
    figure = debts.over_time(days.iloc[-90:], LIGHT)
    line = next(
        trace for trace in figure.data if trace.type == "scatter" and trace.line.width == 3 and trace.mode == "lines"
    )
    assert line.y[-1] == pytest.approx(-days["debt_min"].iloc[-1] / 60)
    bars = next(trace for trace in figure.data if trace.type == "bar")
    assert bars.y[-1] == pytest.approx((history(path).daily["asleep_min"].iloc[-1] - 480) / 60)
    assert not any(
        trace.type == "bar" for trace in debts.over_time(pd.concat([days, days.shift(200, "D")]), LIGHT).data
    )
