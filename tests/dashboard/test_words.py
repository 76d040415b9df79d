"""Numbers in words: rounded, but never so far that a difference is hidden."""

import pytest

from coach import words
from data.schema import METRICS


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (3.2, "bpm", "3 bpm higher"),
        (-0.3, "bpm", "0.3 bpm lower"),
        (0.04, "bpm", "no different"),
        (0.0, "bpm", "no different"),
        (0.02, "breaths/min", "0.02 breaths/min higher"),
        (-0.4, "min", "0.4 min shorter"),
        (95, "min", "1 h 35 min longer"),
        (0.4, "%", "0.4% higher"),
    ],
)
def test_a_small_change_has_a_digit_more_before_it_is_none(value, unit, said):
    assert words.change(value, unit) == said


@pytest.mark.parametrize(
    ("low", "high", "unit", "said"),
    [
        (54.2, 70.1, "ms", "54 to 70 ms"),
        (49.6, 50.4, "bpm", "49.6 to 50.4 bpm"),
        (16.31, 16.34, "breaths/min", "16.31 to 16.34 breaths/min"),
        (424.8, 425.3, "min", "7 h 4.8 min to 7 h 5.3 min"),
        (400, 470, "min", "6 h 40 min to 7 h 50 min"),
        (99.6, 100.2, "%", "99.6 to 100.2%"),
        (50, 50, "bpm", "50 bpm"),
    ],
)
def test_an_interval_never_has_two_ends_alike(low, high, unit, said):
    assert words.interval(low, high, unit) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (91, ("91", "36 to 87")),
        (87.3, ("87.3", "36.0 to 86.8")),  # 87 would read as if it were inside
        (86.7, ("87", "36 to 87")),  # and this one is
        (35.6, ("35.6", "36.0 to 86.8")),
    ],
)
def test_a_value_outside_a_range_is_told_apart_from_its_end(value, said):
    assert words.apart(value, 36.0, 86.8, "") == said


def test_a_time_of_day_is_a_clock_time_to_five_minutes():
    assert words.quantity(-0.83, words.CLOCK) == "23:10"
    assert words.interval(23.6, 24.6, words.CLOCK) == "23:35 to 00:35"
    assert words.about(15.4, minutes=15) == "15:30"


def test_several_of_a_kind_are_called_what_people_call_them():
    assert words.counted(1, "recovery") == "1 recovery"
    assert words.counted(1200, "recovery") == "1,200 recoveries"
    assert words.counted(2, "journal day") == "2 journal days"
    assert words.counted(1, "replaced night") == "1 corrected night"
    assert words.counted(3, "empty") == "3 lines that say nothing"
    assert words.counted(0, "gap") == "0 gaps"
    assert words.counted(336, "day of hrv_sdnn_ms") == "336 days with HRV (SDNN)"
    assert words.counted(1, "day of resting_hr_bpm") == "1 day with resting HR"
    assert words.counted(7728, "hour of heart rate") == "7,728 hours of heart rate"
    assert words.counted(12, "day of weight_kg") == "12 weighings"


@pytest.mark.parametrize("metric", METRICS)
def test_the_days_of_every_metric_have_words(metric):
    said = words.counted(2, f"day of {metric}")
    assert "_" not in said and "day of" not in said


def test_a_file_is_counted_in_what_it_is_made_of():
    assert words.unit("apple_health", ["apple_health_export/export.xml"]) == "element"
    assert words.unit("whoop", ["sleep.json", "Cycle.JSON"]) == "record"
    assert words.unit("whoop", ["sleeps.csv", "workouts.csv"]) == "line"
    assert words.unit(None, []) == "line"


def test_large_numbers_are_told_apart_in_thousands():
    assert words.number(5967, "steps") == "5,967 steps"
    assert words.number(-0.04, digits=1) == "0.0"
    assert words.number(-1200) == "\N{MINUS SIGN}1,200"


def test_a_label_inside_a_sentence_keeps_its_abbreviation():
    assert [words.inside(label) for label in ("HRV", "Resting HR", "Sleep")] == ["HRV", "resting HR", "sleep"]
