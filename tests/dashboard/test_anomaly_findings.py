"""What is said of unusual mornings: sentences, silence, the rate and the marks of illness, and nothing later."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from analytics.anomaly import Anomaly, Kind, Signal
from analytics.results import Grade, NotEnoughData
from dashboard import compose
from dashboard.charts import anomaly as charts
from dashboard.charts.look import look
from dashboard.compose import anomaly as composed
from dashboard.findings import anomaly as said
from dashboard.findings import findings
from dashboard.findings.anomaly import ANSWERS, CAUTION, POSSIBLE
from data import store
from data.schema import JournalEntry, Measurement
from tests.dashboard.test_sleep_findings import FIRST, MIDNIGHT, history, last, put

DAYS = 200
ILL = (DAYS - 2, DAYS - 1)  # the last two
LEVEL = {"hrv_rmssd_ms": np.log(60), "resting_hr_bpm": 52.0, "respiration_brpm": 14.5, "skin_temp_c": 33.5}
SPREAD = {"hrv_rmssd_ms": 0.15, "resting_hr_bpm": 2.0, "respiration_brpm": 0.35, "skin_temp_c": 0.3}
WAY = {"hrv_rmssd_ms": -1, "resting_hr_bpm": 1, "respiration_brpm": 1, "skin_temp_c": 1}
LIGHT = look("light")


def mornings(days=DAYS, ill=ILL, size=3.0, metrics=tuple(LEVEL), seed=1, first=0):
    """Independent signals, all of them `size` SDs off the way of an illness on some days."""
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((days, len(LEVEL)))
    for n in range(days):
        day, at = (FIRST + timedelta(days=first + n)).isoformat(), MIDNIGHT + (first + n) * 86_400 + 7 * 3600
        for k, metric in enumerate(LEVEL):
            if metric in metrics:
                value = LEVEL[metric] + SPREAD[metric] * (noise[n, k] + WAY[metric] * size * (n in ill))
                yield Measurement(metric, at, float(np.exp(value) if metric == "hrv_rmssd_ms" else value), day)
        yield Measurement("day_strain", at + 12 * 3600, float(np.clip(11 + 3 * noise[n, 0], 0, 21)), day)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("anomaly") / "ownpace.db"
    put(path, mornings())
    return path


@pytest.fixture
def own(tmp_path):
    """A store that a test may change."""
    put(tmp_path / "o.db", mornings())
    return tmp_path / "o.db"


def found(path, day):
    return {each.id: each for each in findings(history(path), day, ANSWERS)}


def ada(path):
    return compose.athletes(path)[0]


def test_an_illness_is_told_as_a_possibility_with_what_drove_it(path):
    today = found(path, last(DAYS))["anomaly.today"]
    assert today.grade is Grade.LIKELY
    assert today.words.startswith("This morning is unusual for you, the way an illness can look: ")
    assert " higher and " in today.words and "% lower" in today.words and " than expected. " in today.words
    assert f"{POSSIBLE} None of your 1" in today.words and today.words.endswith("healthy mornings was as unusual.")
    assert (today.estimate, today.low) == (0, 0) and 0 < today.high < 5
    assert today.unit == f"of {today.n} healthy mornings"
    assert "isolation forest" in today.method and "only 1 a month" in today.method


def test_a_usual_morning_is_one_quiet_line(path):
    assert found(path, last(DAYS - 12))["anomaly.today"].words == (
        "Nothing unusual this morning in your HRV, resting HR, respiration and skin temperature."
    )


def test_all_signals_better_than_usual_are_no_pattern_of_an_illness(tmp_path):
    put(tmp_path / "o.db", mornings(size=-3.5))
    today = found(tmp_path / "o.db", last(DAYS))["anomaly.today"]
    assert today.words.startswith("This morning is unusual for you, but not in the pattern of an illness: ")
    assert POSSIBLE not in today.words


def test_from_the_third_flagged_morning_on_it_is_strong(tmp_path):
    put(tmp_path / "o.db", mornings(ill=range(DAYS - 4, DAYS), size=4.0))
    said = found(tmp_path / "o.db", last(DAYS))
    assert said["anomaly.today"].grade is Grade.STRONG
    assert said["anomaly.lately"].grade is Grade.STRONG
    assert "That is more than chance makes. Strong." in said["anomaly.lately"].words


def test_lately_stands_beside_chance(path):
    lately = found(path, last(DAYS))["anomaly.lately"]
    assert lately.unit == "of 28 mornings" and lately.n == 28
    assert f"{lately.estimate:.0f} of your last 28 known mornings were unusual; by chance it would be about 0.9." in (
        lately.words
    )
    none = found(path, last(DAYS - 2))["anomaly.lately"]
    assert none.grade is Grade.NONE


@pytest.mark.parametrize(
    ("stretches", "chance", "grade"),
    [(0, 0.9, Grade.NONE), (2, 0.9, Grade.NONE), (4, 0.9, Grade.LIKELY), (5, 0.9, Grade.STRONG), (5, 3.7, Grade.NONE)],
)
def test_more_than_chance_is_poisson(stretches, chance, grade):
    from scipy.stats import poisson

    p = poisson.sf(stretches - 1, chance)
    assert (p < 0.05, p < 0.01) == (grade is not Grade.NONE, grade is Grade.STRONG)
    assert said._more_than_chance(stretches, chance) is grade


def test_stretches_are_flagged_mornings_close_together():
    flagged = np.zeros(60, bool)
    flagged[[31, 33, 34, 35, 45, 49]] = True  # 31 is one of the last 29
    table = pd.DataFrame({"flagged": flagged, "beyond": 1.0}, pd.date_range("2025-01-01", periods=60))

    class Found:
        days = table

    assert composed.lately(Found) == composed.Lately(known=28, flagged=5, stretches=3, in_a_row=3)
    table["flagged"] = False
    assert composed.lately(Found) == composed.Lately(28, 0, 0, 0)


def test_the_rate_is_kept_and_heard(own):
    assert composed.rate(history(own)) == 1
    for kept, rate in (("4", 4.0), ("0.5", 0.5), ("77", 1.0)):  # one that cannot be chosen is as none
        compose.keep_setting(own, ada(own), composed.RATE, kept)
        assert composed.rate(history(own)) == rate
    compose.keep_setting(own, ada(own), composed.RATE, "4")
    said = found(own, last(DAYS))
    assert "only 4 a month" in said["anomaly.today"].method
    assert "by chance it would be about 3.7" in said["anomaly.lately"].words
    loose = composed.judged(history(own), last(DAYS)).days["threshold"].iloc[-1]
    compose.keep_setting(own, ada(own), composed.RATE, "0.5")
    assert composed.judged(history(own), last(DAYS)).days["threshold"].iloc[-1] > loose


def test_days_of_illness_are_no_healthy_days(own):
    before = composed.judged(history(own), last(DAYS)).days["n"].iloc[-1]
    marked = last(DAYS) - timedelta(days=20)
    compose.mark_event(own, ada(own), marked, composed.ILLNESS)
    days = composed.judged(history(own), last(DAYS)).days
    assert days["n"].iloc[-1] == before - 1
    assert list(days.index[days["ill"]]) == [pd.Timestamp(marked)]
    compose.unmark_event(own, ada(own), marked, composed.ILLNESS)
    assert composed.judged(history(own), last(DAYS)).days["n"].iloc[-1] == before


def test_an_illness_that_was_said_is_no_possibility_any_more(own):
    compose.mark_event(own, ada(own), last(DAYS), composed.ILLNESS)
    words = found(own, last(DAYS))["anomaly.today"].words
    assert "You said that you were ill." in words and POSSIBLE not in words


def test_the_journal_and_marks_that_last_count_as_ill_as_well(own):
    day = FIRST + timedelta(days=120)
    put(own, [JournalEntry(day.isoformat(), "sick_or_ill", "Feel sick?", "yes")])
    with closing(store.connect(own)) as db, store.writing(db):
        begin, end = ((FIRST + timedelta(days=n)).isoformat() for n in (130, 132))
        db["event"].insert({"athlete": 1, "source": "whoop", "day": begin, "kind": "illness", "note": "", "until": end})
    days = composed.judged(history(own), last(DAYS)).days
    assert np.flatnonzero(days["ill"]).tolist() == [120, 130, 131, 132]


def test_alcohol_is_expected_to_be_seen(own):
    days = [(FIRST + timedelta(days=n)).isoformat() for n in range(DAYS)]
    put(own, [JournalEntry(day, "alcohol", "Drank?", "yes" if n % 3 else "no") for n, day in enumerate(days)])
    with_it = composed.judged(history(own), last(DAYS))
    without = composed.judged(replaced(history(own)), last(DAYS))
    assert not with_it.expected.iloc[-1].equals(without.expected.iloc[-1])


def replaced(known):
    """The same history with no journal."""
    bare = replace(known)
    bare.__dict__["journal"] = known.journal.iloc[:0]
    return bare


def test_forty_days_say_what_is_missing_and_when_it_is_enough(tmp_path):
    put(tmp_path / "o.db", mornings(40, ill=()))
    said = found(tmp_path / "o.db", last(40))
    assert {each.grade for each in said.values()} == {Grade.INSUFFICIENT}
    missing = said["anomaly.today"].missing
    assert missing == "healthy days to compare with: 60 days are needed, 7 so far; at this rate in about 53 days"
    assert said["anomaly.lately"].missing == missing


@pytest.mark.parametrize("have", [1, 20, 33, 40, 92])
def test_it_is_enough_when_that_was_said(tmp_path, have):
    """The day that is foretold is the first that is judged."""
    put(tmp_path / "o.db", mornings(100, ill=(), seed=4))
    known = history(tmp_path / "o.db")
    part = composed.judged(known, last(have))
    expected = np.flatnonzero(composed.judged(known, last(100)).days["beyond"].notna())[0] + 1 - have
    assert composed.enough_in(part) == expected
    assert have + expected == composed.WARM_UP + 61 == 93


def test_without_any_signal_it_says_what_brings_them(tmp_path):
    put(tmp_path / "o.db", mornings(metrics=()))
    said = found(tmp_path / "o.db", last(DAYS))
    assert {each.missing[:15] for each in said.values()} == {"HRV, resting HR"}
    with pytest.raises(NotEnoughData):
        composed.judged(history(tmp_path / "o.db"), last(DAYS))


def test_a_morning_that_was_not_recorded(path):
    said = found(path, last(DAYS) + timedelta(days=1))
    assert "none of them was recorded" in said["anomaly.today"].missing
    assert said["anomaly.lately"].n == 27


def test_nothing_later_than_the_day_counts(tmp_path, path):
    put(tmp_path / "o.db", [*mornings(), *mornings(50, ill=range(50), first=DAYS, seed=7)])
    put(tmp_path / "o.db", [JournalEntry(last(DAYS + 3).isoformat(), "sick_or_ill", "Sick?", "yes")])
    compose.mark_event(tmp_path / "o.db", ada(tmp_path / "o.db"), last(DAYS + 5), "device_change")
    compose.mark_event(tmp_path / "o.db", ada(tmp_path / "o.db"), last(DAYS + 2), "illness")
    assert found(tmp_path / "o.db", last(DAYS)) == found(path, last(DAYS))


def test_a_new_device_begins_anew(own):
    compose.mark_event(own, ada(own), last(DAYS) - timedelta(days=5), "device_change")
    today = found(own, last(DAYS))["anomaly.today"]
    assert today.missing.startswith("a usual of your own for this morning's signals; after a new device")


def test_the_signals_are_those_that_there_are(tmp_path):
    put(tmp_path / "o.db", mornings(metrics=("hrv_rmssd_ms", "resting_hr_bpm")))
    known = history(tmp_path / "o.db")
    assert composed.signals(known, last(DAYS)) == ("hrv_rmssd_ms", "resting_hr_bpm")
    deviation = [
        Measurement("skin_temp_deviation_c", MIDNIGHT + n * 86_400, 0.1, (FIRST + timedelta(days=n)).isoformat())
        for n in range(50)
    ]
    put(tmp_path / "o.db", deviation)
    assert composed.signals(history(tmp_path / "o.db"), last(DAYS))[-1] == "skin_temp_deviation_c"
    assert "skin_temp_deviation_c" not in composed.signals(known, last(DAYS))


def test_the_days_behind_it_are_as_measured_with_their_sources(path):
    known = history(path)
    table = composed.days_behind(known, last(DAYS))
    assert len(table) == 28 and table.index[0] == pd.Timestamp(last(DAYS))
    assert table["hrv_rmssd_ms"].iloc[0] == known.daily["hrv_rmssd_ms"].iloc[-1]
    assert set(table["skin_temp_c from"]) == {"whoop"}
    people = charts.days_table(table, composed.signals(known, last(DAYS)))
    assert people["how"].iloc[0] == "like an illness"
    assert people["resting HR from"].iloc[0] == "WHOOP" and people["Resting HR"].iloc[0].endswith(" bpm")


def test_it_is_never_a_diagnosis_and_says_what_else_it_may_be():
    assert "a possibility, never a diagnosis" in CAUTION
    assert "half of all infections show nothing" in CAUTION
    assert all(cause in CAUTION for cause in ("alcohol", "heat", "a hard day", "the menstrual cycle"))


def morning(*signals, kind=Kind.ILLNESS_LIKE, by_direction=True, threshold=2.3, as_high=2):
    score = sum(signal.contribution for signal in signals)
    return Anomaly(last(DAYS), kind, score, threshold, by_direction, signals, as_high, 300, 1.0)


HRV = Signal("hrv_rmssd_ms", 45.0, 60.0, -1.9, -1.2, 1.4)
SKIN = Signal("skin_temp_c", None, 33.5, None, 3.0, 1.2)
RHR = Signal("resting_hr_bpm", 52.2, 52.0, 0.1, 2.8, 1.3)
BREATH = Signal("respiration_brpm", 14.2, 14.5, -0.8, 0.1, -0.3)


def test_what_was_off_yesterday_is_said_to_be_of_yesterday():
    found = morning(HRV, RHR, SKIN, BREATH)
    assert said.driven_by(found) == "HRV 25% lower than expected, yesterday also resting HR and skin temperature"
    assert said.driven_by(morning(SKIN)) == "yesterday skin temperature"
    assert [signal.metric for signal in said.drivers(found)] == ["hrv_rmssd_ms", "resting_hr_bpm", "skin_temp_c"]


def test_how_rare_a_morning_is():
    assert said._rare(morning(HRV)) == "2 of your 300 healthy mornings were as unusual."
    assert said._rare(morning(HRV, as_high=1)) == "1 of your 300 healthy mornings was as unusual."
    estimate = said._as_unusual(morning(HRV, as_high=30))
    assert (estimate.low, estimate.high) == pytest.approx((30 - 1.96 * 5.2, 30 + 1.96 * 5.2), abs=1.5)


def test_the_bars_add_up_to_the_last_one_which_has_the_limit():
    found = morning(HRV, RHR, SKIN, BREATH)
    bars = charts.pulls(found, LIGHT).data[0]
    assert bars.x[0] == pytest.approx(sum(bars.x[1:])) == pytest.approx(3.6)
    limit = [shape for shape in charts.pulls(found, LIGHT).layout.shapes if shape.line.dash == "dot"]
    assert limit[0].x0 == 2.3
    named = [note.text for note in charts.pulls(found, LIGHT).layout.annotations]
    assert named[0].startswith("All together") and "limit 2.3" in named[0]
    assert "45 ms, expected 60" in named[-1]
    assert "not known this morning" in named[2]
    assert charts.pulls_title(found) == "Mostly HRV, resting HR and skin temperature"
    assert charts.pulls_said(found).endswith("All together 3.6, the limit is 2.3.")
    single = replace(found, kind=Kind.OTHER)
    assert "One signal alone" in charts.pulls_key(single) and "One signal" not in charts.pulls_key(found)


def lived(kinds, beyond, ill=()):
    index = pd.date_range("2025-03-01", periods=len(kinds), name="day")
    flagged = [kind != "usual" for kind in kinds]
    marked = np.isin(np.arange(len(kinds)), list(ill))
    return pd.DataFrame({"kind": kinds, "flagged": flagged, "beyond": beyond, "ill": marked}, index)


def test_flagged_mornings_are_told_apart_by_shape_and_word():
    days = lived(["usual", "illness-like", "usual", "other"], [0.2, 1.5, np.nan, 1.2], ill=(1, 2))
    figure = charts.history(days, days.index[1].date(), LIGHT)
    marks = {trace.customdata[0]: trace for trace in figure.data if trace.mode == "markers" and trace.customdata}
    assert marks["like an illness"].marker.symbol == "triangle-up"
    assert marks["unusual otherwise"].marker.symbol == "diamond-open"
    assert marks["like an illness"].marker.color == marks["unusual otherwise"].marker.color
    shaded = [shape for shape in figure.layout.shapes if shape.type == "rect"]
    assert len(shaded) == 1 and (shaded[0].x1 - shaded[0].x0).days == 2
    words = [note.text for note in figure.layout.annotations]
    assert "ill" in words and "like an illness" in words
    assert charts.history_title(days) == "2 of 3 mornings were unusual, 1 like an illness"
    assert charts.history_said(days).endswith("On 2 days you said that you were ill.")


@pytest.mark.parametrize(
    ("kinds", "title"),
    [
        (["usual", "usual"], "None of 2 mornings was unusual"),
        (["usual", "other"], "1 of 2 mornings was unusual"),
        (["usual", "illness-like"], "1 of 2 mornings was unusual, and it looked like an illness"),
        (["illness-like", "illness-like"], "2 of 2 mornings were unusual, all like an illness"),
    ],
)
def test_the_title_of_the_history_says_what_is_seen(kinds, title):
    assert charts.history_title(lived(kinds, [1.0] * len(kinds))) == title


def test_a_history_in_which_nothing_is_known_is_drawn_as_well():
    days = lived(["usual"] * 3, [np.nan] * 3)
    assert charts.history(days, days.index[0].date(), LIGHT).layout.yaxis.range[1] == charts.LEAST_TOP


def test_the_table_lists_the_flagged_mornings_with_what_drove_them(own):
    compose.mark_event(own, ada(own), last(DAYS), composed.ILLNESS)
    judged = composed.judged(history(own), last(DAYS))
    table = charts.flagged_table(judged, judged.days.iloc[-60:])
    assert table["how"].iloc[0] == "like an illness, you were ill"
    assert table.index[0] == pd.Timestamp(last(DAYS))
    assert "than expected" in table["what drove it"].iloc[0]
    assert charts.flagged_table(judged, judged.days.iloc[:10]).empty


def test_the_answer_of_the_page(path, tmp_path):
    answers = found(path, last(DAYS))
    assert charts.answer(*answers.values()).endswith(" than expected.")
    missing = found(path, last(DAYS) + timedelta(days=1))
    assert "of your last 27 known mornings" in charts.answer(*missing.values())
    put(tmp_path / "o.db", mornings(20, ill=()))
    assert charts.answer(*found(tmp_path / "o.db", last(20)).values()).startswith("It is too early to say")


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        (Kind.ILLNESS_LIKE, " Yesterday was unusual, the way an illness can look."),
        (Kind.OTHER, " Yesterday was unusual."),
        (Kind.USUAL, "resting HR."),
    ],
)
def test_a_usual_morning_says_how_yesterday_was_unusual(path, kind, end):
    day = last(DAYS - 12)
    judged = composed.judged(history(path), day)
    days = judged.days.copy()
    days.loc[pd.Timestamp(day - timedelta(days=1)), "kind"] = kind.value
    now = replace(judged.on(day), signals=judged.on(day).signals[:2])
    words = said._usual_words(now, replace(judged, days=days))
    assert words.startswith("Nothing unusual this morning in your ") and words.endswith(end)
