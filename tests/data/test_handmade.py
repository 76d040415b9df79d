import io
import random
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.archive import BadFile, Member, files_below, members
from data.importers.handmade import DOCUMENTED, KINDS, kind, read, template
from data.importers.rows import Known, Rejected, Row
from data.schema import METRICS, Event, JournalEntry, Measurement, Sleep, problem

SAMPLES = Path("../shared/samples")
BERLIN = Known("Europe/Berlin", lambda at_utc: None)


def file(text: str, encoding: str = "utf-8") -> Member:
    content = text.encode(encoding)
    return Member("mine.csv", len(content), lambda: io.BytesIO(content))


def rows(text: str, known: Known = BERLIN) -> list[Row | Rejected]:
    member = file(text)
    return list(read(member, kind(member), known))


def records(text: str, known: Known = BERLIN) -> list:
    found = rows(text, known)
    assert all(isinstance(row, Row) for row in found), found
    return [record for row in found for record in row.records]


def reason(header: str, *lines: str) -> str:
    """Why the last line is rejected."""
    last = rows("\n".join([header, *lines]))[-1]
    assert isinstance(last, Rejected) and last.line == len(lines) + 1
    return last.reason


def values(text: str) -> dict[str, float]:
    return {record.metric: record.value for record in records(text) if isinstance(record, Measurement)}


def night(text: str, zone: str = "Europe/Berlin") -> tuple[str, str, int]:
    (sleep,) = [record for record in records(text, Known(zone, lambda at_utc: None)) if isinstance(record, Sleep)]
    onset, wake = (datetime.fromtimestamp(at, UTC) for at in (sleep.onset_utc, sleep.wake_utc))
    return f"{onset:%m-%d %H:%M}", f"{wake:%m-%d %H:%M}", sleep.offset_min


# Daily values


def test_a_day_stands_for_noon_utc_and_keeps_our_units():
    noon = int(datetime(2025, 1, 6, 12, tzinfo=UTC).timestamp())
    assert rows("date,hrv_rmssd_ms,steps\n2025-01-06,62.5,9000\n") == [
        Row(
            2,
            "day",
            (
                Measurement("hrv_rmssd_ms", noon, 62.5, "2025-01-06"),
                Measurement("steps", noon, 9000, "2025-01-06"),
            ),
        )
    ]


@pytest.mark.parametrize("metric", METRICS)
def test_every_metric_can_be_kept_by_hand(metric):
    assert values(f"date,{metric}\n2025-01-06,60\n") == {metric: 60}


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("HRV", "62", {"hrv_rmssd_ms": 62}),
        ("rMSSD (ms)", "62", {"hrv_rmssd_ms": 62}),
        ("Resting HR", "51", {"resting_hr_bpm": 51}),
        ("Weight (kg)", "71.4", {"weight_kg": 71.4}),
        ("weight_lb", "160", {"weight_kg": pytest.approx(72.5748)}),
        ("asleep_min", "450", {"asleep_min": 450}),
        ("sleep hours", "7.5", {"asleep_min": 450}),
        ("sleep_h", "7:30", {"asleep_min": 450}),
        ("energy_kj", "10460", {"energy_kcal": 2500}),
    ],
)
def test_the_name_of_a_column_decides_its_unit(column, cell, expected):
    assert values(f"date,{column}\n2025-01-06,{cell}\n") == expected


def test_a_comma_is_a_decimal_point_where_it_parts_no_columns():
    assert values("Datum;HRV;Weight\n06.01.2025;62,5;71,4\n") == {"hrv_rmssd_ms": 62.5, "weight_kg": 71.4}


def test_load_is_minutes_times_effort_and_rest_is_a_measured_zero():
    header = "date,session_min,rpe\n"
    assert values(header + "2025-01-06,45,6\n") == {"load_au": 270}  # 45 min x 6
    assert values(header + "2025-01-06,0,\n") == values(header + "2025-01-06,0,0\n") == {"load_au": 0}
    assert values(header + "2025-01-06,,\n") == {}
    assert values("date,session_h,rpe\n2025-01-06,1:30,4\n") == {"load_au": 360}


def test_load_needs_both_minutes_and_effort_and_no_second_figure():
    assert "only together" in reason("date,session_min,rpe", "2025-01-06,45,")
    assert "only together" in reason("date,session_min,rpe", "2025-01-06,,7")
    assert "outside" in reason("date,session_min,rpe", "2025-01-06,45,77")
    assert "outside" in reason("date,session_min,rpe", "2025-01-06,-45,7")
    assert "given twice" in reason("date,session_min,rpe,load_au", "2025-01-06,45,6,300")


def test_a_blank_cell_is_an_unknown_value_and_a_blank_row_says_nothing():
    assert values("date,hrv,rhr\n2025-01-06,-,\n2025-01-07,n/a,55\n") == {"resting_hr_bpm": 55}
    assert rows("date,hrv\n2025-01-06,\n,\n") == [Row(2, "day", ()), Row(3, "day", ())]


def test_a_cell_that_is_no_number_rejects_its_row_and_keeps_the_rest():
    found = rows("date,HRV\n2025-01-06,sixty\n2025-01-07,61\n")
    assert found[0] == Rejected(2, "HRV is not a number")
    assert found[1].records[0].value == 61


def test_short_rows_are_blank_at_their_end_and_long_rows_are_rejected():
    assert values("date,hrv,rhr\n2025-01-06,62\n") == {"hrv_rmssd_ms": 62}
    assert values("date,hrv\n2025-01-06,62,,\n2025-01-07,\n") == {"hrv_rmssd_ms": 62}
    assert "more cells" in reason("date,hrv", "2025-01-07,", "2025-01-06,62,5")
    assert values("date,hrv,,\n2025-01-06,62,,\n") == {"hrv_rmssd_ms": 62}
    assert "without a name" in reason("date,hrv,", "2025-01-06,62,5")


# Days


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("2025-01-06", "2025/1/7", "2025-01-08 00:00:00"), ("2025-01-06", "2025-01-07", "2025-01-08")),
        (("13/09/2025", "9/10/2025"), ("2025-09-13", "2025-10-09")),
        (("9/13/2025", "9/10/2025"), ("2025-09-13", "2025-09-10")),
        (("13.9.2025", "09.10.2025"), ("2025-09-13", "2025-10-09")),
        (("09.10.2025",), ("2025-10-09",)),
    ],
)
def test_dates_are_read_in_the_order_that_the_whole_column_shows(cells, days):
    text = "date,hrv\n" + "".join(f"{cell},60\n" for cell in cells)
    assert tuple(record.day for record in records(text)) == days


def test_dates_that_may_mean_two_days_refuse_the_file():
    with pytest.raises(BadFile, match="day or the month"):
        rows("date,hrv\n9/10/2025,60\n9/11/2025,61\n")
    with pytest.raises(BadFile, match="others with the month"):
        rows("date,hrv\n9/13/2025,60\n13/9/2025,61\n")


@pytest.mark.parametrize("cell", ["yesterday", "2025-02-30", "2025-01-06 07:30", "0001-01-01", "9999-12-31"])
def test_what_is_no_day_rejects_its_row(cell):
    assert "the date" in reason("date,fell_asleep,woke", f"{cell},23:00,7:00")


def test_a_year_of_two_digits_is_not_guessed():
    assert "four digits" in reason("date,hrv", "25/09/13,60")


def test_a_value_without_a_date_is_rejected():
    assert reason("date,hrv", ",60") == "the date is blank"


def test_a_day_that_is_there_twice_is_rejected_with_the_first_line():
    found = rows("date,hrv\n2025-01-06,60\n2025-01-07,61\n2025-01-06,99\n")
    assert found[2] == Rejected(4, "the day is there twice (line 2)")


def test_a_day_can_follow_its_own_rejected_or_blank_line():
    found = rows("date,hrv\n2025-01-06,sixty\n2025-01-06,\n2025-01-06,60\n")
    assert [type(row) for row in found] == [Rejected, Row, Row]


# Nights


def test_a_night_ends_on_its_day_and_begins_the_evening_before_or_that_morning():
    header = "date,fell_asleep,woke\n"
    assert night(header + "2025-01-06,23:10,7:05\n") == ("01-05 22:10", "01-06 06:05", 60)
    assert night(header + "2025-01-06,1:30,9:00\n") == ("01-06 00:30", "01-06 08:00", 60)
    assert night(header + "2025-01-06,08:15,15:00\n") == ("01-06 07:15", "01-06 14:00", 60)  # after a night shift


@pytest.mark.parametrize("cell", ["11:10 pm", "11:10pm", "11:10\u202fPM", "11:10:00 p.m.", "23:10", "23:10:00"])
def test_clock_times_are_read_as_people_write_them(cell):
    assert night(f"date,fell_asleep,woke\n2025-01-06,{cell},7:05 am\n")[:2] == ("01-05 22:10", "01-06 06:05")


def test_twelve_am_is_midnight():
    assert night("date,fell_asleep,woke\n2025-01-06,12:05 am,7:00\n")[0] == "01-05 23:05"


def test_a_night_over_a_change_of_the_clocks_keeps_its_true_length():
    spring = "date,fell_asleep,woke\n2025-03-30,23:00,7:00\n"  # the clocks of Berlin go from 2:00 to 3:00
    assert night(spring) == ("03-29 22:00", "03-30 05:00", 120)
    assert night(spring, zone="UTC") == ("03-29 23:00", "03-30 07:00", 0)


def test_minutes_asleep_belong_to_the_night_where_there_is_one():
    (sleep,) = records("date,fell_asleep,woke,asleep_min\n2025-01-06,23:00,7:00,440\n")
    assert (sleep.asleep_min, sleep.nap) == (440, False)
    assert "more than lie between" in reason("date,fell_asleep,woke,asleep_min", "2025-01-06,23:00,7:00,500")


def test_half_a_night_or_no_clock_time_rejects_the_row():
    header = "date,fell_asleep,woke"
    assert "both" in reason(header, "2025-01-06,23:10,")
    assert "both" in reason(header, "2025-01-06,,7:05")
    assert reason(header, "2025-01-06,25:10,7:05") == "fell_asleep is not a clock time such as 23:10"
    assert "the same time" in reason(header, "2025-01-06,7:00,7:00 am")


# Habits, events, notes


def test_a_habit_has_a_column_of_its_own_with_answers_or_amounts():
    text = "date,habit: Alcohol,Habit_late meal,habit:caffeine (mg)\n2025-01-06,no,x,180\n2025-01-07,0,,Nein\n"
    assert [astuple(record)[:5] for record in records(text)] == [
        ("2025-01-06", "alcohol", "Alcohol", "no", None),
        ("2025-01-06", "late_meal", "late meal", "yes", None),
        ("2025-01-06", "caffeine_mg", "caffeine (mg)", "yes", 180),
        ("2025-01-07", "alcohol", "Alcohol", "no", 0),
        ("2025-01-07", "caffeine_mg", "caffeine (mg)", "no", None),
    ]


def test_an_answer_that_is_neither_yes_nor_no_rejects_the_row():
    assert reason("date,habit: alcohol", "2025-01-06,perhaps") == "habit: alcohol is neither yes nor no"
    assert "neither" in reason("date,habit: alcohol", "2025-01-06,none")
    assert "neither" in reason("date,habit: alcohol", "2025-01-06,-2")
    assert "is not a number" in reason("date,habit: alcohol", "2025-01-06,2 drinks")


def test_a_note_belongs_to_the_events_of_the_day_or_is_one():
    header = "date,event,note\n"
    assert records(header + "2025-01-06,,slept on the sofa\n") == [Event("2025-01-06", "note", "slept on the sofa")]
    assert records(header + "2025-01-06,travel + Illness,Lisbon\n") == [
        Event("2025-01-06", "travel", "Lisbon"),
        Event("2025-01-06", "illness", "Lisbon"),
    ]
    assert records("date,event\n2025-01-06,device change\n") == [Event("2025-01-06", "device_change")]
    assert "not one of" in reason("date,event", "2025-01-06,party")


# The journal


@pytest.mark.parametrize("word", ["yes", "Y", "true", "1", "ja", "sí", "oui", "sim", "x"])
def test_yes_is_yes_in_many_languages(word):
    assert records(f"date,habit,answer\n2025-01-06,alcohol,{word}\n")[0].answer == "yes"


@pytest.mark.parametrize("word", ["no", "N", "FALSE", "0", "nein", "non", "não"])
def test_a_no_that_was_written_is_a_real_no(word):
    assert records(f"date,habit,answer\n2025-01-06,alcohol,{word}\n")[0].answer == "no"


def test_a_journal_line_may_hold_an_amount_or_a_note_alone():
    text = "date;habit;answer;amount;unit;note\n2025-01-06;Caffeine;;1,5;cups;\n2025-01-06;mood;;;;calm,\n"
    assert records(text + "2025-01-07;mood;;;;\n") == [
        JournalEntry("2025-01-06", "caffeine", "Caffeine", None, 1.5, "cups", None),
        JournalEntry("2025-01-06", "mood", "mood", None, None, None, "calm,"),
    ]


def test_journal_lines_that_contradict_themselves_or_each_other_are_rejected():
    header = "date,habit,answer,amount"
    assert "yet there is an amount" in reason(header, "2025-01-06,alcohol,no,2")
    assert "neither yes nor no" in reason(header, "2025-01-06,alcohol,perhaps,")
    assert reason(header, "2025-01-06,,yes,") == "the habit is blank"
    lines = ("2025-01-06,alcohol,yes,", "2025-01-06,sauna,yes,", "2025-01-06,Alcohol,no,")
    assert reason(header, *lines) == "the habit of that day is there twice (line 2)"


def test_a_habit_has_the_key_that_other_sources_give_it():
    assert records("date,habit,answer\n2025-01-06,Consumed alcohol?,yes\n")[0].habit == "alcohol"


# What is ours


@pytest.mark.parametrize(
    "header",
    [
        "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm)",
        "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes",
        "date,Sleep Score,Total Sleep Score,REM Sleep Score,Average HRV,Steps,Readiness Score",
        "Date,Score,Resting Heart Rate,Body Battery,Pulse Ox,Respiration,Quality,Duration,Bedtime,Wake Time",
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE",
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,weight_kg,reps,rpe",
        "date,weight_kg,fat_percent,neck_in,waist_in",
        "date,weight,restingHR,hrv,sleepSecs,sleepScore,ctl,atl,steps,comments",
        "Activity Type,Date,Favorite,Title,Distance,Calories,Avg HR,Max HR",
        "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance",
        "日期,锻炼名称,时长,运动名称,设置顺序,重量,次,距离,秒,备注,锻炼备注,RPE",
        "name,amount",
        "date",
        "hrv,rhr",
        '{"date": 1, "hrv": 2}',
        "",
    ],
)
def test_what_others_export_is_not_ours(header):
    assert kind(file(header + "\n" + "1," * 8 + "\n")) is None


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not here")
def test_no_sample_of_another_source_is_ours():
    paths = files_below(SAMPLES)
    assert len(paths) > 50 and {kind(member) for path in paths for member in members(path)} == {None}


def test_a_table_in_which_every_column_is_known_is_ours():
    assert kind(file("Date,HRV,Resting HR,Weight,Notes\n")) == "days"
    assert kind(file("date;habit;answer\n")) == "journal"
    assert kind(file("date,steps\n", "utf-16")) == "days"


def test_unknown_columns_beside_our_own_are_named_and_never_left_out():
    with pytest.raises(BadFile, match="'mood', 'HRV today'.*hrv_rmssd_ms.*habit: NAME") as caught:
        kind(file("date,hrv_rmssd_ms,mood,HRV today\n2025-01-06,60,good,61\n"))
    assert caught.value.line == 1
    with pytest.raises(BadFile, match="'place'.*amount"):
        kind(file("date,habit,answer,place\n2025-01-06,alcohol,yes,home\n"))


@pytest.mark.parametrize("name", ["173.625", "-4", "2025-01-06", "late, with 3.5 drinks", "a remark " * 5, "a\x1bb"])
def test_a_value_in_place_of_a_name_is_not_repeated(name):
    with pytest.raises(BadFile) as caught:
        kind(file(f'date,hrv_rmssd_ms,resting_hr_bpm,"{name}"\n2025-01-06,62,51,4\n'))
    assert "columns that are not known." in str(caught.value) and name not in str(caught.value)


def test_two_columns_of_one_meaning_refuse_the_file():
    with pytest.raises(BadFile, match="'hrv' and 'rmssd'"):
        rows("date,hrv,rmssd\n2025-01-06,60,61\n")
    with pytest.raises(BadFile, match="mean the same"):
        rows("date,hrv,hrv\n2025-01-06,60,61\n")
    with pytest.raises(BadFile, match="mean the same"):
        rows("date,habit: alcohol,habit: Consumed alcohol?\n2025-01-06,yes,no\n")


def test_a_table_of_ours_in_another_encoding_is_refused_with_what_to_do():
    member = file("date,hrv,note\n2025-01-06,60,süß\n", "cp1252")
    assert kind(member) == "days"
    with pytest.raises(BadFile, match="CSV UTF-8"):
        list(read(member, "days", BERLIN))


# The template and the documentation


@pytest.mark.parametrize("which", KINDS)
def test_a_template_can_be_imported_as_it_is(which):
    member = file(template(which))
    assert kind(member) == which
    found = list(read(member, which, BERLIN))
    assert len(found) == 3 and all(isinstance(row, Row) and row.records for row in found)
    assert {problem(record, "2025-12-31") for row in found for record in row.records} == {None}


@pytest.mark.parametrize("which", KINDS)
def test_every_column_that_is_documented_is_understood(which):
    member = file(",".join(DOCUMENTED[which]) + "\n2025-01-06\n")
    assert kind(member) == which
    assert all(meaning and unit for meaning, unit in DOCUMENTED[which].values())


# Anything at all


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters='\0"'), max_size=6)


@given(st.lists(st.tuples(*[cells] * 11), min_size=1, max_size=4))
def test_any_text_in_any_cell_gives_a_row_or_a_rejection(lines):
    header = template("days").splitlines()[0]
    body = "\n".join(",".join(["2025-01-06", *(f'"{cell}"' for cell in line)]) for line in lines)
    for row in read(file(f"{header}\n{body}\n"), "days", BERLIN):
        assert isinstance(row, Rejected) or {record.day for record in row.records} <= {"2025-01-06"}


def test_mutated_templates_give_rows_rejections_or_a_bad_file():
    rng = random.Random(20250103)
    outcomes = {"rows": 0, "refused": 0, "not ours": 0}
    for _ in range(1000):
        changed = bytearray(template(rng.choice(KINDS)).encode())
        for _ in range(rng.choice((1, 1, 2, 6))):
            at = rng.randrange(len(changed))
            put = rng.choice((b"", b"9", b",", b'"', b"\n", b"-", b":", rng.randbytes(2)))
            changed[at : at + rng.choice((0, 1, 1, 8))] = put
        member = Member("m.csv", len(changed), lambda content=bytes(changed): io.BytesIO(content))
        try:
            found = kind(member)
            lines = [row.line for row in read(member, found, BERLIN)] if found else []
            assert lines == sorted(set(lines))  # each line once, in the order of the file
            outcomes["rows" if found else "not ours"] += 1
        except BadFile as fault:
            assert str(fault)
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


@pytest.mark.parametrize("cell", ["-1", "(1)", "-0", "+yes"])
def test_a_sign_in_a_habits_cell_is_no_answer(cell):
    assert reason("date,habit: alcohol", f"2025-01-06,{cell}") == "habit: alcohol is neither yes nor no"
