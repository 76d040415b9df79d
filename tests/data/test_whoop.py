import csv
import io
from collections import Counter
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock, schema
from data.archive import BadFile, Member, members
from data.importers import whoop
from data.importers.rows import Known, Rejected, Remark, Row
from data.importers.whoop_words import COLUMNS, field, language, sport
from data.schema import JournalEntry, Sleep, Workout
from tests.data.whoop_files import LANGUAGES, write_whoop_export

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "whoop"
NOTHING = Known("UTC", lambda instant: None)

CYCLES = (
    "Cycle start time,Cycle end time,Cycle timezone,Recovery score %,Resting heart rate (bpm),"
    "Heart rate variability (ms),Skin temp (celsius),Blood oxygen %,Day Strain,Energy burned (cal),Max HR (bpm),"
    "Average HR (bpm),Sleep onset,Wake onset,Sleep performance %,Respiratory rate (rpm),Asleep duration (min),"
    "In bed duration (min),Light sleep duration (min),Deep (SWS) duration (min),REM duration (min),"
    "Awake duration (min),Sleep need (min),Sleep debt (min),Sleep efficiency %,Sleep consistency %\n"
)
CYCLE = (
    "2025-03-01 23:40:10,2025-03-02 22:58:00,UTC-05:00,64,52,71,33.5,96.2,12.4,2210,171,68,"
    "2025-03-01 23:40:10,2025-03-02 07:10:40,88,14.6,402,450,210,88,104,48,510,61,89,77\n"
)
SLEEPS = (
    "Cycle start time,Cycle end time,Cycle timezone,Sleep onset,Wake onset,Sleep performance %,"
    "Respiratory rate (rpm),Asleep duration (min),In bed duration (min),Light sleep duration (min),"
    "Deep (SWS) duration (min),REM duration (min),Awake duration (min),Sleep need (min),Sleep debt (min),"
    "Sleep efficiency %,Sleep consistency %,Nap\n"
)
WORKOUTS = (
    "Cycle start time,Cycle end time,Cycle timezone,Workout start time,Workout end time,Duration (min),Activity name,"
    "Activity Strain,Energy burned (cal),Max HR (bpm),Average HR (bpm),HR Zone 1 %,HR Zone 2 %,HR Zone 3 %,"
    "HR Zone 4 %,HR Zone 5 %,GPS enabled,Distance (meters),Altitude gain (meters),Altitude change (meters)\n"
)
JOURNAL = "Cycle start time,Cycle end time,Cycle timezone,Question text,Answered yes,Notes\n"


def utc(text: str) -> int:
    """The instant of a time in UTC."""
    return clock.instant(datetime.fromisoformat(text), 0)


def member(text: str, name: str = "a.csv") -> Member:
    data = text.encode()
    return Member(name, len(data), lambda: io.BytesIO(data))


def rows(text: str, known: Known = NOTHING) -> list[Row | Rejected]:
    """What the importer makes of a file; every one of its lines must come back, in order."""
    file = member(text)
    found = list(whoop.read(file, whoop.kind(file), known))
    assert len(found) == len({row.line for row in found})
    return found


def values(row: Row) -> dict[str, float]:
    return {record.metric: record.value for record in row.records}


def test_a_cycle_gives_the_scores_of_the_morning_of_waking():
    (row,) = rows(CYCLES + CYCLE)
    assert (row.line, row.kind) == (2, "recovery")
    assert values(row) == {
        "recovery_pct": 64, "resting_hr_bpm": 52, "hrv_rmssd_ms": 71, "skin_temp_c": 33.5, "spo2_pct": 96.2,
        "respiration_brpm": 14.6, "day_strain": 12.4, "energy_kcal": 2210, "max_hr_bpm": 171, "avg_hr_bpm": 68,
    }  # fmt: skip
    wake = utc("2025-03-02 12:10:40")
    assert {(record.at_utc, record.day, record.offset_min) for record in row.records} == {(wake, "2025-03-02", -300)}


def test_a_cycle_states_its_night_as_well():
    (row,) = rows(CYCLES + CYCLE)
    onset, wake = utc("2025-03-02 04:40:10"), utc("2025-03-02 12:10:40")
    night = Sleep(
        onset, wake, "2025-03-02", -300, None, in_bed_min=450, asleep_min=402, light_min=210, deep_min=88, rem_min=104,
        awake_min=48, need_min=510, debt_min=61, efficiency_pct=89, consistency_pct=77, performance_pct=88,
        respiration_brpm=14.6,
    )  # fmt: skip
    assert row.also == (night,)


def test_a_cycle_without_sleep_keeps_its_strain_on_the_day_of_its_start():
    (row,) = rows(CYCLES + "2025-03-01 00:00:00,2025-03-01 22:58:00,UTC+01:00,,,,,,7.5,1900,140,66" + "," * 14 + "\n")
    assert row.kind == "day"
    assert row.also == ()
    assert values(row) == {"day_strain": 7.5, "energy_kcal": 1900, "max_hr_bpm": 140, "avg_hr_bpm": 66}
    assert {(record.at_utc, record.day) for record in row.records} == {(utc("2025-02-28 23:00:00"), "2025-03-01")}


def test_a_running_cycle_has_its_recovery_and_no_strain():
    running = CYCLE.replace("2025-03-02 22:58:00", "").replace("12.4,2210,171,68", ",,,")
    (row,) = rows(CYCLES + running)
    assert set(values(row)) & {"recovery_pct", "day_strain", "energy_kcal"} == {"recovery_pct"}


def test_a_blank_end_does_not_lose_the_strain():
    (row,) = rows(CYCLES + CYCLE.replace("2025-03-02 22:58:00", ""))
    assert values(row)["day_strain"] == 12.4


def test_a_cycle_that_says_nothing_is_a_row_without_records():
    assert rows(CYCLES + "2025-03-01 23:00:00,,UTC-05:00" + "," * 23 + "\n") == [Row(2, "day", ())]


def test_old_exports_have_no_consistency():
    cells = CYCLE.strip().split(",")[:-1]
    header = CYCLES.strip().split(",")[:-1]
    (row,) = rows(f"{','.join(header)}\n{','.join(cells)}\n")
    assert row.also[0].consistency_pct is None
    assert row.also[0].efficiency_pct == 89


NAP_IN_PLACE = CYCLE.replace(
    "2025-03-01 23:40:10,2025-03-02 07:10:40,88,14.6,402,450", "2025-03-02 14:00:00,2025-03-02 14:25:00,9,17.7,23,25"
)


def test_a_nap_in_place_of_the_night_does_not_move_the_recovery():
    night_wake = utc("2025-03-02 12:10:40")
    known = Known("UTC", {utc("2025-03-02 04:40:10"): night_wake}.get)
    (row,) = rows(CYCLES + NAP_IN_PLACE, known)
    assert {(record.at_utc, record.day) for record in row.records} == {(night_wake, "2025-03-02")}
    assert row.also == ()  # the table of sleeps has both, with what tells them apart
    assert "respiration_brpm" not in values(row)  # it is the nap's


def test_a_nap_in_place_of_an_unknown_night_leaves_the_day_of_waking():
    (row,) = rows(CYCLES + NAP_IN_PLACE.replace("2025-03-02 14:", "2025-03-03 00:"))
    assert {(record.at_utc, record.day) for record in row.records} == {(utc("2025-03-02 04:40:10"), "2025-03-02")}


def test_two_cycles_that_wake_on_one_date_stay_two():
    second = CYCLE.replace("2025-03-01 23:40:10", "2025-03-02 14:00:00").replace("03-02 07:10:40", "03-02 22:00:00")
    first, later = rows(CYCLES + CYCLE + second)
    assert first.records[0].day == later.records[0].day
    assert first.records[0].at_utc != later.records[0].at_utc


@pytest.mark.parametrize(
    ("written", "minutes"), [("UTCZ", 0), ("UTC", 0), ("Z", 0), ("+0530", 330), ("UTC+05:30", 330), ("UTC-04:00", -240)]
)
def test_every_spelling_of_an_offset(written, minutes):
    (row,) = rows(CYCLES + CYCLE.replace("UTC-05:00", written))
    assert row.records[0].at_utc == utc("2025-03-02 07:10:40") - minutes * 60


def test_nights_and_naps_of_one_cycle():
    front = "2025-03-01 23:40:10,2025-03-02 22:58:00,UTC-05:00,"
    nap, night = rows(
        SLEEPS
        + front + "2025-03-02 14:00:00,2025-03-02 14:25:30,9,17.7,23,25,15,4,4,2,510,61,92,,true\n"
        + front + "2025-03-01 23:40:10,2025-03-02 07:10:40,88,14.6,402,450,210,88,104,48,510,61,89,77,false\n"
    )  # fmt: skip
    assert (nap.kind, night.kind) == ("nap", "sleep")
    assert (nap.records[0].nap, night.records[0].nap) == (True, False)
    assert nap.records[0].onset_utc == utc("2025-03-02 19:00:00")
    assert (nap.records[0].day, night.records[0].day) == ("2025-03-02", "2025-03-02")
    assert night.records[0].respiration_brpm == 14.6
    assert nap.records[0].consistency_pct is None
    assert not nap.also and not night.also


def test_two_nights_in_one_cycle_stay_two():
    front, rest = "2025-03-01 23:40:10,,UTC-05:00,", ",80,14.6,200,210,100,50,50,10,510,61,89,77,false\n"
    first, second = rows(
        SLEEPS + front + "2025-03-01 23:40:10,2025-03-02 03:00:00" + rest
        + front + "2025-03-02 05:00:00,2025-03-02 08:40:00" + rest
    )  # fmt: skip
    assert first.records[0].onset_utc != second.records[0].onset_utc


def test_a_night_of_a_change_of_clocks_is_read_in_the_offset_of_its_row():
    # It began at 23:02 in UTC-4 and is written 22:02 in UTC-5, the offset of the morning.
    line = "2025-11-01 22:02:00,,UTC-05:00,2025-11-01 22:02:00,2025-11-02 06:30:00,80" + "," * 12 + "false\n"
    (row,) = rows(SLEEPS + line)
    assert row.records[0].onset_utc == utc("2025-11-02 03:02:00")
    assert row.records[0].day == "2025-11-02"


def test_a_workout_with_its_zones_in_minutes():
    (row,) = rows(
        WORKOUTS + "2025-03-01 23:40:10,2025-03-02 22:58:00,UTC-05:00,2025-03-02 18:00:00,2025-03-02 18:50:30,50,"
        "Running,11.6,498.0,168,150,10,20,30,20,10,true,8012.5,41.0,-3.5\n"
    )
    assert row.kind == "workout"
    (workout,) = row.records
    assert (workout.start_utc, workout.end_utc) == (utc("2025-03-02 23:00:00"), utc("2025-03-02 23:50:30"))
    assert (workout.day, workout.offset_min, workout.sport, workout.gps) == ("2025-03-02", -300, "running", True)
    assert workout.duration_min == 50.5  # the file cuts it to 50
    zones = [workout.zone1_min, workout.zone2_min, workout.zone3_min, workout.zone4_min, workout.zone5_min]
    assert zones == pytest.approx([5.05, 10.1, 15.15, 10.1, 5.05])
    assert workout.zone0_min is None
    assert (workout.strain, workout.energy_kcal, workout.max_hr_bpm, workout.avg_hr_bpm) == (11.6, 498, 168, 150)
    assert (workout.distance_m, workout.ascent_m, workout.altitude_change_m) == (8012.5, 41, -3.5)


def test_a_workout_that_was_put_in_by_hand_has_no_heart_rate():
    (row,) = rows(
        WORKOUTS + "2025-03-01 23:40:10,,UTC-05:00,2025-03-02 18:00:00,2025-03-02 18:50:00,45,Yoga"
        + "," * 10 + "false,0.0,0.0,0.0\n"
    )  # fmt: skip
    assert row.records == (
        Workout(
            utc("2025-03-02 23:00:00"), utc("2025-03-02 23:50:00"), "2025-03-02", "yoga", -300,
            duration_min=45,  # pauses left out
            gps=False,
        ),
    )  # fmt: skip


def test_new_exports_have_no_distance():
    header = ",".join(WORKOUTS.strip().split(",")[:17])
    (row,) = rows(
        f"{header}\n2025-03-01 23:40:10,,UTC-05:00,2025-03-02 18:00:00,2025-03-02 18:50:00,50,Other,4.0,90.0,120,99,"
        "10,0,0,0,0,false\n"
    )
    assert row.records[0].distance_m is None
    assert row.records[0].sport == "other"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Radfahren", "cycling"), ("Course à pied", "running"), ("Natación", "swimming"), ("Caminhada", "walking"),
        ("Weightlifting", "weightlifting"), ("Strength Trainer", "strength_trainer"), ("Activity", "activity"),
        ("Hiking/Rucking", "hiking"), ("Functional Fitness", "functional_fitness"), ("Quidditch", "quidditch"),
        ("", "other"),
    ],
)  # fmt: skip
def test_sports(name, key):
    assert sport(name) == key


FRONT = "2025-03-01 23:40:10,2025-03-02 22:58:00,UTC-05:00,"
WOKE = Known("UTC", {utc("2025-03-02 04:40:10"): utc("2025-03-02 12:10:40")}.get)


def test_the_journal_describes_the_day_before_waking():
    asked = FRONT + "Have any alcoholic drinks?,true,\n" + FRONT + "Have any caffeine? ,false,late\n"
    yes, no = rows(JOURNAL + asked, WOKE)
    assert yes.records == (JournalEntry("2025-03-01", "alcohol", "Have any alcoholic drinks?", "yes"),)
    assert no.records == (JournalEntry("2025-03-01", "caffeine", "Have any caffeine?", "no_or_default", note="late"),)
    assert yes.kind == "journal"


def test_a_journal_whose_night_began_after_midnight():
    known = Known("UTC", {utc("2025-03-02 05:40:00"): utc("2025-03-02 13:00:00")}.get)
    (row,) = rows(JOURNAL + "2025-03-02 00:40:00,,UTC-05:00,Consumed caffeine?,true,\n", known)
    assert row.records[0].day == "2025-03-01"


@pytest.mark.parametrize(
    ("start", "day"),
    [
        ("2025-03-01 23:40:10", "2025-03-01"),
        ("2025-03-02 00:00:00", "2025-03-01"),
        ("2025-03-02 11:59:00", "2025-03-01"),
        ("2025-03-02 12:00:00", "2025-03-02"),
    ],
)
def test_a_journal_whose_night_is_not_known(start, day):
    (row,) = rows(f"{JOURNAL}{start},,UTC-05:00,Consumed caffeine?,true,\n")
    assert row.records[0].day == day


def test_a_night_is_looked_up_by_its_instant():
    asked = []
    rows(JOURNAL + FRONT + "Consumed caffeine?,true,\n" + FRONT + "Meditate?,true,\n", Known("UTC", asked.append))
    assert set(asked) == {utc("2025-03-02 04:40:10")}


def test_of_two_answers_yes_counts_on_both_lines():
    entries = [
        row.records[0]
        for row in rows(
            JOURNAL + FRONT + "Consumed caffeine?,false,\n" + FRONT + "Have any caffeine? ,true,espresso\n"
            + FRONT + "Consumed caffeine?,false,\n", WOKE,
        )
    ]  # fmt: skip
    assert entries == [JournalEntry("2025-03-01", "caffeine", "Have any caffeine?", "yes", note="espresso")] * 3


def test_a_journal_line_without_its_cycle_is_rejected():
    blank, kept = rows(JOURNAL + ",,,Consumed caffeine?,true,\n" + FRONT + "Consumed caffeine?,true,\n", WOKE)
    assert blank == Rejected(2, "Cycle timezone is blank")
    assert kept.records[0].answer == "yes"


def test_a_journal_line_without_a_question_is_rejected():
    assert rows(JOURNAL + FRONT + " ,true,\n") == [Rejected(2, "Question text is blank")]


def test_a_question_that_nobody_answered_is_a_row_without_records():
    assert rows(JOURNAL + FRONT + "Consumed caffeine?,,\n") == [Row(2, "journal", ())]


def test_a_note_without_an_answer_is_kept():
    (row,) = rows(JOURNAL + FRONT + "Consumed caffeine?,,slept badly\n", WOKE)
    assert row.records == (JournalEntry("2025-03-01", "caffeine", "Consumed caffeine?", None, note="slept badly"),)


def test_a_note_of_several_lines():
    noted = FRONT + 'Meditate?,true,"tea, then\nbed"\n'
    first, second = rows(JOURNAL + noted + FRONT + "Consumed caffeine?,false,\n", WOKE)
    assert first.records[0].note == "tea, then\nbed"
    assert (first.line, second.line) == (2, 4)


def everything(export: Path) -> dict[str, list[Row | Rejected]]:
    """All rows of an export, read in the importer's order, with the nights that it read known to the rest."""
    nights: dict[int, int] = {}
    known = Known("UTC", lambda at_utc: nights.get(at_utc // 60))
    found = {whoop.kind(file): file for file in members(export)}
    assert set(found) == set(whoop.KINDS)
    read = {}
    for kind in whoop.KINDS:
        read[kind] = [row for row in whoop.read(found[kind], kind, known) if not isinstance(row, Remark)]
        if kind == "sleeps":
            slept = [row.records[0] for row in read[kind]]
            nights |= {sleep.onset_utc // 60: sleep.wake_utc for sleep in slept if not sleep.nap}
    return read


def said(found: dict[str, list[Row | Rejected]]) -> dict[str, list[Row]]:
    """The rows without the wording of the questions."""
    journal = [
        replace(row, records=tuple(replace(entry, question="") for entry in row.records)) for row in found["journal"]
    ]
    return found | {"journal": journal}


@pytest.fixture(scope="module")
def english(tmp_path_factory) -> dict[str, list[Row | Rejected]]:
    written = write_whoop_export(tmp_path_factory.mktemp("whoop") / "export.zip", days=60)
    return everything(written.path)


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_every_language_says_the_same(english, tongue, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=60, language=tongue)
    assert said(everything(written.path)) == said(english)


def test_an_export_holds_what_was_written(tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=60)
    found = everything(written.path)
    kinds = Counter(row.kind for rows in found.values() for row in rows)
    assert kinds == Counter(
        recovery=written.recoveries, day=1, sleep=written.sleeps, nap=written.naps, workout=written.workouts,
        journal=written.journal,
    )  # fmt: skip
    days = {record.day for row in found["cycles"] for record in row.records}
    assert (min(days), max(days), len(days)) == (written.first_day, written.last_day, 60)


def test_a_recovery_is_dated_by_its_night_even_where_the_row_shows_a_nap(english):
    woke = {row.records[0].wake_utc for row in english["sleeps"] if row.kind == "sleep"}
    recoveries = [row for row in english["cycles"] if row.kind == "recovery"]
    assert {record.at_utc for row in recoveries for record in row.records} == woke
    assert any(not row.also for row in recoveries)


def test_snake_case_copies_say_the_same(english, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=60, style="snake_case")
    assert everything(written.path) == english


def to_the_minute(found: dict[str, list[Row]]) -> list[tuple]:
    """What a copy without seconds still knows."""
    records = [record for rows in found.values() for row in rows for record in row.records]
    fields = ("metric", "day", "offset_min", "value", "habit", "answer", "nap", "asleep_min", "sport", "strain", "gps")
    instants = ("at_utc", "onset_utc", "wake_utc", "start_utc", "end_utc")
    return [
        (type(record), *(getattr(record, name, None) for name in fields))
        + tuple(getattr(record, name) // 60 for name in instants if hasattr(record, name))
        for record in records
    ]


@pytest.mark.parametrize(
    ("style", "tongue"), [("excel_us", "en"), ("excel_us", "pt"), ("excel_de", "en"), ("excel_de", "de")]
)
def test_copies_by_excel_say_the_same_to_the_minute(english, style, tongue, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=60, style=style, language=tongue)
    assert to_the_minute(everything(written.path)) == to_the_minute(english)


def test_a_journal_in_unknown_words_is_not_guessed_once_a_column_was_added(tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", style="excel_us", language="fr", kinds=("journal",))
    with pytest.raises(BadFile, match='"Intitulé de la question", "Réponse positive", "Week"'):
        whoop.kind(*members(written.path))


def test_old_exports_say_the_same_but_for_what_they_lack(english, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=60, old=True)
    found = everything(written.path)
    assert found["journal"] == english["journal"]
    assert [row.records for row in found["cycles"]] == [row.records for row in english["cycles"]]
    assert {row.records[0].consistency_pct for row in found["sleeps"]} == {None}
    assert any(row.records[0].distance_m for row in found["workouts"])


def test_no_column_has_two_meanings():
    for names in COLUMNS.values():
        for ours, theirs in names.items():
            assert field(theirs) == ours
            assert field(f" {theirs.upper()} ") == ours


def test_straight_and_curly_apostrophes_are_one():
    assert field("Niveau d'oxygène %") == field("Niveau d\u2019oxygène %") == "spo2_pct"


def test_the_language_of_a_header():
    for name, columns in COLUMNS.items():
        assert language(list(columns.values())) == name


@given(st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_a_cycle_keeps_its_instant_in_every_offset(woke, offset_min):
    woke = woke.replace(microsecond=0)
    zone = f"UTC{'-' if offset_min < 0 else '+'}{abs(offset_min) // 60:02}:{abs(offset_min) % 60:02}"
    cells = CYCLE.replace("UTC-05:00", zone).replace("2025-03-02 07:10:40", str(woke))
    at = clock.instant(woke, offset_min)
    onset = clock.local_time(at - 7 * 3600, offset_min)
    (row,) = rows(CYCLES + cells.replace("2025-03-01 23:40:10", str(onset)))
    assert {(record.at_utc, record.day) for record in row.records} == {(at, woke.date().isoformat())}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("UTC-05:00", "", "Cycle timezone is blank"),
        ("UTC-05:00", "New York", "Cycle timezone is not an offset from UTC"),
        ("UTC-05:00", "UTC-15:00", "Cycle timezone is not an offset from UTC"),
        ("2025-03-01 23:40:10,2025-03-02 22", ",2025-03-02 22", "Cycle start time is blank"),
        ("2025-03-02 07:10:40", "soon", "Wake onset is not a date with a time"),
        (",64,", ",high,", "Recovery score % is not a number"),
        (",33.5,", ",33.5 C,", "Skin temp (celsius) is not a number"),
        (",77\n", ",77,3\n", "the line has more cells than the header has names"),
    ],
)
def test_one_bad_line_is_rejected_with_its_reason_and_the_rest_is_kept(old, new, reason):
    good, bad, last = rows(CYCLES + CYCLE + CYCLE.replace(old, new, 1) + CYCLE)
    assert bad == Rejected(3, reason)
    assert good.records == last.records


def test_a_line_that_was_cut_off_is_rejected():
    front = "2025-03-01 23:40:10,2025-03-02 22:58:00,UTC-05:00,2025-03-01 23:40:10,2025-03-02 07:10:40,88,14.6,402"
    assert rows(SLEEPS + front + "\n") == [Rejected(2, "Nap is blank")]


def test_a_flag_that_is_no_flag_is_rejected():
    (row,) = rows(JOURNAL + FRONT + "Consumed caffeine?,perhaps,\n")
    assert row == Rejected(2, "Answered yes is not true or false")


def test_reasons_name_the_column_as_the_file_does():
    german = CYCLES.replace("Recovery score %", "Erholungswert %")
    (row,) = rows(german + CYCLE.replace(",64,", ",hoch,"))
    assert row.reason == "Erholungswert % is not a number"


def test_lines_that_excel_shortened_are_read():
    (row,) = rows(JOURNAL + FRONT + "Consumed caffeine?,true\n", WOKE)
    assert row.records[0].answer == "yes"


def test_a_column_whose_name_was_lost_is_said_and_its_cells_are_not_taken_for_others():
    remark, row = whoop.read(member(CYCLES.replace("Blood oxygen %", "Blud oxygen") + CYCLE), "cycles", NOTHING)
    assert remark == Remark("unread column", 1)
    assert "spo2_pct" not in values(row) and values(row)["skin_temp_c"] == 33.5
    moved = CYCLES.replace("Skin temp (celsius)", "Sk,in temp (celsius)") + CYCLE
    _, rejected = whoop.read(member(moved), "cycles", NOTHING)
    assert "fewer cells than the header has names" in rejected.reason


def test_two_columns_of_one_meaning_refuse_the_file():
    with pytest.raises(BadFile, match='Two columns mean the same: "HR Zone 3 %" and "HR Zone 3 %"'):
        rows(WORKOUTS.replace("Zone 1", "Zone 3") + "2025-03-01 23:40:10\n")


def test_a_row_of_values_in_place_of_the_header_is_not_repeated():
    first_line = "2025-03-01 23:40:10,,UTC-05:00,a private question,true,a private note\n"
    with pytest.raises(BadFile) as caught:
        whoop.kind(member(first_line * 2))
    assert "private" not in str(caught.value) and "columns that are not known." in str(caught.value)


def test_a_missing_column_is_named_in_the_language_of_the_file():
    text = "Startzeit des Zyklus,Endzeit des Zyklus,Erholungswert %,Tagesbelastung\n2025-03-01 23:40:10,,64,12.4\n"
    with pytest.raises(BadFile) as fault:
        rows(text)
    assert "WHOOP's table of cycles" in str(fault.value)
    for name in ("Zeitzone des Zyklus", "Ruheherzfrequenz (Schläge pro Minute)", "Beginn des Schlafs"):
        assert f'"{name}"' in fault.value.what


ITALIAN = "Ora di inizio del ciclo,Ora di fine del ciclo,Fuso orario del ciclo,Punteggio di recupero %,Sforzo\n"


def test_an_unknown_language_is_refused_with_what_to_do():
    with pytest.raises(BadFile, match="Switch the WHOOP app to one of these languages and export again") as fault:
        whoop.kind(member(ITALIAN + "2025-03-01 23:40:10,2025-03-02 22:58:00,UTCZ,64,12.4\n"))
    assert "Ora di inizio del ciclo" in str(fault.value)
    assert "64" not in str(fault.value)


def test_a_known_cycle_with_unknown_scores_is_refused():
    header = "Cycle start time,Cycle end time,Cycle timezone,Forma,Punti\n"
    with pytest.raises(BadFile, match='"Forma", "Punti"'):
        whoop.kind(member(header + "2025-03-01 23:40:10,2025-03-02 22:58:00,UTCZ,64,12.4\n"))


@pytest.mark.parametrize(
    "text",
    [
        "date,Sleep Score,Total Sleep Score\n2021-03-01,80,75\n",
        "day,alcohol,caffeine\n2025-03-01,yes,no\n",
        "com.samsung.health.sleep,1,2\nstart_time,end_time,time_offset,efficiency\n2025-03-01 23:40:10,,UTC-0500,1\n",
        "Notes,Duration (min),Average HR (bpm)\nx,50,120\n",
        '{"records": [{"start": "2025-03-01T23:40:10.000Z"}]}',
        "<HealthData></HealthData>",
        "",
        "\0\1\2",
    ],
)
def test_files_of_others_are_left_to_them(text):
    assert whoop.kind(member(text)) is None


def test_dates_that_do_not_show_their_order_are_refused():
    cycle = CYCLE.replace("2025-03-01 23:40:10", "3/1/2025 23:40").replace("2025-03-02 07:10:40", "3/2/2025 7:10")
    with pytest.raises(BadFile, match="whether the day or the month comes first"):
        rows(CYCLES + cycle)


def test_one_date_of_a_file_shows_the_order_of_all():
    ambiguous = CYCLE.replace("2025-03-01 23:40:10", "2/3/2025 23:40").replace("2025-03-02 07:10:40", "3/3/2025 7:10")
    clear = CYCLE.replace("2025-03-02 22:58:00", "13/3/2025 22:58")
    first, _ = rows(CYCLES + ambiguous + clear)
    assert first.records[0].day == "2025-03-03"


def test_a_comma_is_no_decimal_point_where_commas_part_the_columns():
    (row,) = rows(CYCLES + CYCLE.replace(",33.5,", ',"33,5",'))
    assert row == Rejected(2, "Skin temp (celsius) is not a number")


def test_header_and_cells_never_reach_a_reason():
    for row in rows(CYCLES + CYCLE.replace(",64,", ",6x4,").replace(",71,", ",7y1,")):
        assert not any(char.isdigit() for char in row.reason)


CELLS = st.lists(st.text("20135-:/ .;UTCZtrue,", max_size=12), max_size=8)


@given(st.lists(CELLS, max_size=6), st.sampled_from(whoop.KINDS))
def test_whatever_the_cells_hold_each_line_comes_back_once(lines, kind):
    header = {"cycles": CYCLES, "sleeps": SLEEPS, "workouts": WORKOUTS, "journal": JOURNAL}[kind]
    text = io.StringIO()
    csv.writer(text).writerows([["2025-03-01 23:40:10", "", "UTC"], *lines])
    file = member(header + text.getvalue())
    try:
        found = list(whoop.read(file, kind, NOTHING))
    except BadFile:  # dates in two orders
        return
    written = [line for line in lines if len(line) > 1 or "".join(line).strip()]
    assert len(found) == 1 + len(written)
    assert all(isinstance(row, Row | Rejected) for row in found)


def real_files() -> list[Path]:
    return sorted(SAMPLES.rglob("*.csv"))


@pytest.mark.skipif(not real_files(), reason="the samples are not here")
@pytest.mark.parametrize("path", real_files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_line_of_a_real_export_is_read(path):
    (file,) = members(path)
    found = list(whoop.read(file, whoop.kind(file), NOTHING))
    with path.open(newline="") as lines:
        assert len(found) == sum(1 for _ in csv.reader(lines)) - 1
    assert [row.reason for row in found if isinstance(row, Rejected)] == []
    problems = [schema.problem(record, "2026-12-31") for row in found for record in row.records + row.also]
    assert [problem for problem in problems if problem] == []


@pytest.mark.skipif(not real_files(), reason="the samples are not here")
def test_the_night_in_a_real_cycle_is_that_of_the_sleeps():
    differing = set()  # names only: the values are somebody's
    for folder in {path.parent for path in real_files()}:
        (sleeps,), (cycles,) = members(folder / "sleeps.csv"), members(folder / "physiological_cycles.csv")
        nights = {row.records[0].onset_utc: row.records[0] for row in whoop.read(sleeps, "sleeps", NOTHING)}
        for row in whoop.read(cycles, "cycles", NOTHING):
            for night in row.also:
                of_sleeps = asdict(nights[night.onset_utc])
                differing |= {name for name, value in asdict(night).items() if of_sleeps[name] != value}
    assert differing == {"nap"}


def test_a_line_that_the_file_ends_in_is_rejected_and_not_half_read(tmp_path):
    folder = write_whoop_export(tmp_path / "export", days=12).path
    cycles = folder / "physiological_cycles.csv"
    whole = cycles.read_text().splitlines()
    cycles.write_text("\n".join(whole[:8]) + "\n" + ",".join(whole[8].split(",")[:19])[:-1])
    (member,) = members(cycles)
    *good, last = whoop.read(member, "cycles", Known("UTC", lambda onset: None))
    assert last == Rejected(9, "the file ends in the middle of this line")
    assert all(isinstance(row, Row) for row in good)
