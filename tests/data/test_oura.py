"""Oura's four kinds of files: what each record says, and one person's days from all of them."""

import io
import itertools
import json
import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import clock, ingest, store
from data.archive import BadFile, Member
from data.importers import oura
from data.importers.oura_words import sport, tag_name
from data.importers.rows import Known, Rejected, Row
from data.schema import Event, HourlyMeasurement, JournalEntry, Measurement, Sleep, Workout
from tests.data.oura_files import TRENDS_HEADERS, WRITERS, life, write_account_tables, write_api, write_trends

BERLIN = "Europe/Berlin"
TABLES = ("measurement", "hourly", "sleep", "workout", "journal", "event")


def utc(text: str) -> int:
    return clock.instant(datetime.fromisoformat(text), 0)


def noon(day: str) -> int:
    return utc(f"{day} 12:00")


def member(text: str, name: str = "a") -> Member:
    data = text.encode()
    return Member(name, len(data), lambda: io.BytesIO(data))


def rows(text: str, known: Known | None = None) -> list[Row | Rejected]:
    """What the importer makes of a file; each of its lines or records must come back once."""
    file = member(text)
    found = list(oura.read(file, oura.kind(file), known or Known(BERLIN, lambda instant: None)))
    assert len(found) == len({row.line for row in found})
    return found


def api(*records: object, name: str = "data") -> list[Row | Rejected]:
    return rows(json.dumps({name: records, "next_token": None}))


def values(row: Row) -> dict[str, float]:
    return {record.metric: record.value for record in row.records if isinstance(record, Measurement)}


def trends(generation: int = 2021, **cells: object) -> str:
    """A trends table of one row; a name is given with _ for blanks."""
    given = {name.replace("_", " "): cell for name, cell in cells.items()}
    header = TRENDS_HEADERS[generation].split(",")
    return f"{','.join(header)}\n{','.join(str(given.get(name.strip(), '')) for name in header)}\n"


NIGHT = {
    "Bedtime_Start": "2021-03-01T23:12:08+01:00", "Bedtime_End": "2021-03-02T07:02:08+01:00",
    "Total_Bedtime": 28200, "Awake_Time": 2400, "Sleep_Efficiency": 91, "Lowest_Resting_Heart_Rate": 48,
    "Average_Resting_Heart_Rate": 54.5, "Average_HRV": 62, "Respiratory_Rate": 14.25, "Sleep_Latency": 600,
}  # fmt: skip
NEW = {"Total_Sleep_Duration": 25800, "Light_Sleep_Duration": 13800, "Deep_Sleep_Duration": 5400,
       "REM_Sleep_Duration": 6600}  # fmt: skip
OLD = {name.replace("Duration", "Time"): value for name, value in NEW.items()}
ONSET, WAKE = utc("2021-03-01 22:12:08"), utc("2021-03-02 06:02:08")
SLEPT = Sleep(
    ONSET, WAKE, "2021-03-02", 60, None, in_bed_min=470, asleep_min=430, light_min=230, deep_min=90, rem_min=110,
    awake_min=40, efficiency_pct=91, respiration_brpm=14.25,
)  # fmt: skip


@pytest.mark.parametrize(("generation", "stages"), [(2021, NEW), (2020, OLD)])
def test_a_trends_row_is_a_night_and_a_day(generation, stages):
    text = trends(generation, date="2021-03-02", **NIGHT, **stages, Readiness_Score=81, Steps=9000, Total_Burn=2400)
    (row,) = rows(text)
    assert (row.line, row.kind, row.unit) == (2, "recovery", "line")
    assert row.records[0] == SLEPT
    assert {(record.metric, record.value, record.at_utc, record.day) for record in row.records[1:]} == {
        ("hrv_rmssd_ms", 62, WAKE, "2021-03-02"),
        ("resting_hr_bpm", 48, WAKE, "2021-03-02"),
        ("respiration_brpm", 14.25, WAKE, "2021-03-02"),
        ("recovery_pct", 81, noon("2021-03-02"), "2021-03-02"),
        ("steps", 9000, noon("2021-03-02"), "2021-03-02"),
        ("energy_kcal", 2400, noon("2021-03-02"), "2021-03-02"),
    }


def test_headers_are_those_of_real_exports():
    assert {year: len(header.split(",")) for year, header in TRENDS_HEADERS.items()} == {2021: 54, 2020: 56}
    assert "Sleep Timin Score" in TRENDS_HEADERS[2021] and ",Total Bedtime ," in TRENDS_HEADERS[2021]
    assert TRENDS_HEADERS[2020].split(",").count("Sleep Timing") == 2


@pytest.mark.parametrize("blank", ["", "None"])
def test_a_day_without_a_night_keeps_its_activity(blank):
    night = dict.fromkeys((*NIGHT, *NEW), blank)
    (row,) = rows(trends(date="2021-03-02", **night, Readiness_Score=blank, Steps=9000))
    assert (row.kind, values(row)) == ("day", {"steps": 9000})
    assert not any(isinstance(record, Sleep) for record in row.records)


def test_a_day_that_says_nothing_is_a_row_without_records():
    assert rows(trends(date="2021-03-02")) == [Row(2, "day", ())]


@pytest.mark.parametrize("named", ["Temperature_Deviation_(°C)", "Temperature_Deviation"])
def test_a_deviation_is_no_temperature(named):
    (row,) = rows(trends(2021 if "C" in named else 2020, **{"date": "2021-03-02", named: -0.29}))
    assert values(row) == {"skin_temp_deviation_c": -0.29}


def test_the_outlier_of_the_first_day_is_left_out_and_the_rest_kept():
    (row,) = rows(trends(date="2021-03-02", **{"Temperature_Deviation_(°C)": 20.97}, Readiness_Score=70))
    assert values(row) == {"recovery_pct": 70}
    (row,) = api({"day": "2021-03-02", "score": 70, "temperature_deviation": 20.97})
    assert values(row) == {"recovery_pct": 70}


@pytest.mark.parametrize("whole", [1440, 86400])
def test_a_ring_in_a_drawer_counts_no_steps(whole):
    times = dict.fromkeys(("Inactive_Time", "Rest_Time", "Low_Activity_Time", "Medium_Activity_Time"), 0)
    drawer = {**times, "High_Activity_Time": 0, "Non-wear_Time": whole, "Steps": 0, "Total_Burn": 1800}
    (row,) = rows(trends(date="2021-03-02", **drawer))
    assert values(row) == {}
    (row,) = rows(trends(date="2021-03-02", **drawer | {"Inactive_Time": whole / 24}))
    assert values(row) == {"steps": 0, "energy_kcal": 1800}


def test_bedtimes_without_an_offset_are_those_of_the_home_zone():
    # Clocks went forward in Berlin at 02:00 of 28 March.
    text = trends(date="2021-03-28", Bedtime_Start="2021-03-27T23:30:00", Bedtime_End="2021-03-28 07:30:10.250")
    (night,) = rows(text)[0].records
    assert (night.onset_utc, night.wake_utc) == (utc("2021-03-27 22:30:00"), utc("2021-03-28 05:30:10"))
    assert (night.day, night.offset_min) == ("2021-03-28", 120)


def test_a_bedtime_that_ends_only_is_rejected():
    (row,) = rows(trends(date="2021-03-02", Bedtime_End="2021-03-02T07:02:08+01:00", Steps=9000))
    assert row == Rejected(2, "Bedtime Start is blank")


def test_tables_of_a_german_spreadsheet():
    text = trends(date="2021-03-02", **NIGHT, **NEW).replace(",", ";").replace("14.25", "14,25")
    assert rows(text)[0].records[0] == SLEPT


DOC = {
    "id": "x", "average_breath": 14.25, "average_heart_rate": 54.5, "average_hrv": 62, "awake_time": 2400,
    "bedtime_end": "2021-03-02T07:02:08.000+01:00", "bedtime_start": "2021-03-01T23:12:08.000+01:00",
    "day": "2021-03-02", "deep_sleep_duration": 5400, "efficiency": 91, "heart_rate": None, "latency": 600,
    "light_sleep_duration": 13800, "lowest_heart_rate": 48, "readiness": None, "rem_sleep_duration": 6600,
    "time_in_bed": 28200, "total_sleep_duration": 25800, "type": "long_sleep",
}  # fmt: skip


def test_a_long_sleep_of_the_api_is_the_night():
    (row,) = api(DOC)
    assert (row.line, row.kind, row.unit) == (1, "sleep", "record")
    assert values(row) == {"hrv_rmssd_ms": 62, "resting_hr_bpm": 48, "respiration_brpm": 14.25}
    night = row.records[0]
    assert night.nap is False
    assert (night.onset_utc, night.wake_utc, night.day) == (ONSET, WAKE, "2021-03-02")
    assert (night.in_bed_min, night.asleep_min, night.awake_min, night.efficiency_pct) == (470, 430, 40, 91)


@pytest.mark.parametrize("type", ["sleep", "late_nap"])
def test_short_sleeps_are_naps_and_no_morning(type):
    (row,) = api(DOC | {"type": type})
    assert (row.kind, row.records[0].nap, values(row)) == ("nap", True, {})


@pytest.mark.parametrize("type", ["rest", "deleted"])
def test_what_the_wearer_rejected_says_nothing(type):
    assert api({"type": type, "day": "2021-03-02", "bedtime_start": None, "bedtime_end": None}) == [
        Row(1, "sleep", (), unit="record")
    ]


def test_a_late_nap_belongs_to_the_day_on_which_it_ended():
    nap = {"bedtime_start": "2021-03-01T17:30:00+01:00", "bedtime_end": "2021-03-01T18:20:00+01:00"}
    (row,) = api(DOC | nap | {"type": "late_nap", "day": "2021-03-02"})
    assert row.records[0].day == "2021-03-01"


def test_unknown_types_are_not_guessed():
    assert api(DOC | {"type": "hibernation"}) == [Rejected(1, "the type of sleep is none that is known", "record")]


def test_a_night_without_measurements_has_none():
    (row,) = api(DOC | {"average_hrv": None, "lowest_heart_rate": 0, "average_breath": None})
    assert values(row) == {}


def test_days_of_the_api():
    readiness = {"day": "2021-03-02", "score": 81, "temperature_deviation": -0.1, "contributors": {}}
    activity = {"day": "2021-03-02", "steps": 9000, "total_calories": 2400, "timestamp": "2021-03-02T04:00:00+01:00"}
    spo2 = {"day": "2021-03-02", "spo2_percentage": {"average": 97.125}}
    said = [values(*api(record)) for record in (readiness, activity, spo2)]
    assert said == [
        {"recovery_pct": 81, "skin_temp_deviation_c": -0.1},
        {"steps": 9000, "energy_kcal": 2400},
        {"spo2_pct": 97.125},
    ]
    assert api(spo2)[0].records[0].at_utc == noon("2021-03-02")


def test_of_a_day_that_was_fetched_twice_the_fuller_count_stands():
    def day(steps: int, kcal: int) -> dict:
        return {"day": "2021-03-02", "steps": steps, "total_calories": kcal}

    early, late = api(day(9000, 2400), day(2000, 900))
    assert values(early) == values(late) == {"steps": 9000, "energy_kcal": 2400}


def test_of_a_night_that_was_fetched_twice_the_later_version_stands_whole():
    edited = DOC | {"bedtime_end": "2021-03-02T07:30:00+01:00", "average_hrv": 64}
    first, second = api(DOC, edited)
    assert first.records == second.records
    assert {record.at_utc for record in first.records[1:]} == {utc("2021-03-02 06:30:00")}
    assert values(first)["hrv_rmssd_ms"] == 64


def test_an_impossible_version_does_not_displace_a_possible_one():
    first, second = api(DOC, DOC | {"average_hrv": 99999})
    assert values(first)["hrv_rmssd_ms"] == 62
    assert values(second)["hrv_rmssd_ms"] == 99999  # to be rejected, by itself


@pytest.mark.parametrize(
    "document",
    [
        [DOC],
        {"data": [DOC], "next_token": None},
        [{"data": [DOC], "next_token": "abc"}, {"data": [], "next_token": None}],
        {"sleep": [DOC], "next_token": None},
        {"sleep": {"data": [DOC], "next_token": None}},
        {"oura": {"sleep": {"data": [DOC]}}},
        DOC,
    ],
)
def test_every_wrapping_says_the_same(document):
    assert rows(json.dumps(document)) == api(DOC)


def test_several_collections_in_one_file_are_counted_through():
    readiness = {"day": "2021-03-02", "score": 81, "temperature_deviation": None}
    found = rows(json.dumps({"sleep": [DOC], "daily_readiness": [readiness], "daily_stress": [{"day": "2021-03-02"}]}))
    assert [(row.line, row.kind, len(row.records)) for row in found] == [
        (1, "sleep", 4), (2, "recovery", 1), (3, "day", 0),
    ]  # fmt: skip


def test_records_are_told_by_their_list_where_names_were_lost():
    short = {"bedtime_start": "2021-03-01T23:12:08+01:00", "type": "long_sleep"}
    night, lost = rows(json.dumps({"sleep": [DOC, short]}))
    assert lost == Rejected(2, "sleep: bedtime_end is blank", "record")
    assert night.kind == "sleep"


def test_what_is_no_object_is_rejected():
    assert api(DOC, 5, None)[1:] == [
        Rejected(2, "it is not an object with names and values", "record"),
        Rejected(3, "it is not an object with names and values", "record"),
    ]


def account_table(record: dict, *, quoted: bool = True) -> str:
    cells = [json.dumps(value) if isinstance(value, dict) else "" if value is None else str(value)
             for value in record.values()]  # fmt: skip
    written = ['"' + cell.replace('"', '""') + '"' if quoted and '"' in cell else cell for cell in cells]
    return f"{';'.join(record)}\n{';'.join(written)}\n"


SERIES = {"interval": 300.0, "items": [60, None, 56], "timestamp": "2021-03-01T23:12:08.000+01:00"}


@pytest.mark.parametrize("quoted", [True, False])
def test_an_account_table_says_what_the_api_says(quoted):
    (row,) = rows(account_table(DOC | {"heart_rate": SERIES}, quoted=quoted))
    (of_the_api,) = api(DOC | {"heart_rate": SERIES})
    assert (row.records, row.also) == (of_the_api.records, of_the_api.also)
    assert row.also == (HourlyMeasurement("heart_rate_bpm", utc("2021-03-01 22:00"), 2, 58, 56, 60, 60),)


def test_names_of_columns_in_other_letters():
    text = account_table(DOC)
    assert rows(text.replace("bedtime_start", "Bedtime_Start").replace(";day;", ";DAY;")) == rows(text)


@pytest.mark.parametrize("cell", ['{"interval": 300, "items": [60,', "[[[[", "NaN", '{"items": [NaN]}'])
def test_json_that_ends_inside_a_cell_is_rejected(cell):
    text = account_table(DOC | {"heart_rate": {}}).replace("{}", '"' + cell.replace('"', '""') + '"')
    assert rows(text) == [Rejected(2, "heart_rate is not JSON")]


def test_oxygen_in_a_cell():
    (row,) = rows('id;day;spo2_percentage\n1;2021-03-02;"{""average"": 97.125}"\n')
    assert values(row) == {"spo2_pct": 97.125}


def test_lines_of_another_width_than_the_header():
    line = "1;2021-03-02;80;-0.1\n"
    found = rows(f"id;day;score;temperature_deviation\n{line}{line.strip()};x\n1;2021-03-02;80\n2;2021-03-03;8")
    assert [row.reason for row in found[1:]] == [
        "the line has more cells than the header has names", "the line has fewer cells than the header has names",
        "the file ends in the middle of this line",
    ]  # fmt: skip


ACCOUNT_NIGHT = {
    "summary_date": "2021-03-01", "timezone": 60, "bedtime_start": "2021-03-01T23:12:08+01:00",
    "bedtime_end": "2021-03-02T07:02:08+01:00", "duration": 28200, "total": 25800, "awake": 2400, "light": 13800,
    "deep": 5400, "rem": 6600, "efficiency": 91, "rmssd": 62, "hr_lowest": 48, "breath_average": 14.25,
    "is_longest": 1, "temperature_delta": -0.1, "hr_5min": [60, 0, 56],
}  # fmt: skip


def account(**lists: list) -> list[Row | Rejected]:
    return rows(json.dumps(lists).removesuffix("}") + ",}")  # with the comma that one public copy has


def test_an_old_account_says_the_same_night():
    (row,) = account(sleep=[ACCOUNT_NIGHT])
    (of_the_api,) = api(DOC | {"heart_rate": SERIES})
    *night, deviation = row.records
    assert (tuple(night), row.also) == (of_the_api.records, of_the_api.also)
    assert deviation == Measurement("skin_temp_deviation_c", noon("2021-03-02"), -0.1, "2021-03-02")


def test_an_old_account_dates_nights_by_their_evening_and_activity_by_its_day():
    readiness = {"summary_date": "2021-02-28", "score": 81, "score_previous_night": 70}
    activity = {"summary_date": "2021-02-28", "steps": 9000, "cal_total": 2400}
    morning, day = account(readiness=[readiness], activity=[activity])
    assert {record.day for record in morning.records} == {"2021-03-01"}
    assert {record.day for record in day.records} == {"2021-02-28"}


def test_an_old_account_states_its_offset_beside_the_times():
    times = {"bedtime_start": "2021-03-01T23:12:08", "bedtime_end": "2021-03-02T07:02:08", "timezone": -300}
    (row,) = account(sleep=[ACCOUNT_NIGHT | times])
    assert (row.records[0].onset_utc, row.records[0].offset_min) == (utc("2021-03-02 04:12:08"), -300)


@pytest.mark.parametrize(
    ("is_longest", "wake", "nap"), [(1, "01:00", False), (0, "01:00", True), (0, "04:00", False), (None, "04:00", None)]
)
def test_naps_of_an_old_account(is_longest, wake, nap):
    times = {"bedtime_start": "2021-03-01T23:30:00+01:00", "bedtime_end": f"2021-03-02T{wake}:00+01:00"}
    (row,) = account(sleep=[ACCOUNT_NIGHT | times | {"is_longest": is_longest, "hr_5min": []}])
    assert row.records[0].nap is nap


def test_a_workout():
    (row,) = api({
        "id": "w", "activity": "running", "calories": 480.5, "day": "2021-03-02", "distance": 8012.5,
        "start_datetime": "2021-03-02T18:00:00+01:00", "end_datetime": "2021-03-02T18:50:30+01:00",
        "intensity": "moderate", "source": "confirmed",
    })  # fmt: skip
    assert row.kind == "workout"
    assert row.records == (
        Workout(
            utc("2021-03-02 17:00:00"), utc("2021-03-02 17:50:30"), "2021-03-02", "running", 60,
            energy_kcal=480.5, distance_m=8012.5,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("crossCountrySkiing", "cross_country_skiing"), ("strength_training", "weightlifting"), ("", "other")],
)
def test_sports(theirs, ours):
    assert sport(theirs) == ours


def tag(code: str, **more: object) -> dict:
    return {"id": "t", "tag_type_code": code, "start_day": "2021-03-02", "start_time": "2021-03-02T20:00:00+01:00",
            "end_day": None, "custom_name": None, "comment": None} | more  # fmt: skip


def test_a_tag_is_a_yes():
    (row,) = api(tag("tag_generic_alcohol", comment="a glass"))
    assert row.records == (JournalEntry("2021-03-02", "alcohol", "alcohol", "yes", note="a glass"),)


def test_a_tag_of_several_days_holds_on_each():
    (row,) = api(tag("common_cold", start_day="2021-02-27", end_day="2021-03-01"))
    assert [entry.day for entry in row.records] == ["2021-02-27", "2021-02-28", "2021-03-01"]
    assert {entry.habit for entry in row.records} == {"common_cold"}


@pytest.mark.parametrize("last", ["2021-02-26", "2022-03-05"])
def test_a_tag_that_ends_too_early_or_too_late_is_rejected(last):
    (row,) = api(tag("common_cold", start_day="2021-02-27", end_day=last))
    assert row == Rejected(1, "the tag ends before it begins, or lasts longer than a year", "record")


def test_a_tag_in_the_words_of_the_wearer():
    (row,) = api(tag("custom", custom_name="Cold shower"))
    assert (row.records[0].habit, row.records[0].question) == ("cold_shower", "Cold shower")


def test_the_remarks_of_one_tag_on_one_day_stay_together():
    coffees = [tag("tag_generic_caffeine", comment=comment) for comment in ("espresso", None, "filter", "espresso")]
    assert [row.records[0].note for row in api(*coffees)] == ["espresso; filter"] * 4


def test_tags_of_before():
    record = {"id": "t", "day": "2021-03-02", "text": "tired", "timestamp": "2021-03-02T23:30:00-08:00"}
    (row,) = api(record | {"tags": ["tag_generic_nocaffeine", "tag_generic_late_meal"]})
    assert [(entry.habit, entry.note) for entry in row.records] == [("nocaffeine", "tired"), ("late_meal", "tired")]
    (row,) = api(record | {"tags": []})
    assert row.records == (Event("2021-03-02", "note", "tired"),)
    (row,) = rows('day;tags;text;timestamp\n;"[""tag_generic_sauna""]";;2021-03-02T23:30:00-08:00\n')
    assert [(entry.day, entry.habit) for entry in row.records] == [("2021-03-02", "sauna")]


def test_names_of_tags():
    assert [tag_name(code) for code in ("tag_generic_late_meal", "tag_sleep_late_work", "Sauna ", "tag_")] == [
        "late meal", "sleep late work", "Sauna", "",
    ]  # fmt: skip


@pytest.mark.parametrize(("type", "habit"), [("meditation", "meditation"), ("breathing", "breathwork"), ("nap", None)])
def test_sessions_that_are_habits(type, habit):
    (row,) = api({
        "id": "s", "day": "2021-03-02", "start_datetime": "2021-03-02T12:00:00+01:00",
        "end_datetime": "2021-03-02T12:10:00+01:00", "type": type, "mood": "good",
    })  # fmt: skip
    assert [entry.habit for entry in row.records] == ([habit] if habit else [])


def sample(at: str, bpm: object) -> dict:
    return {"bpm": bpm, "source": "awake", "timestamp": at}


def hour(at: str, n: int, mean: float, low: float, high: float) -> HourlyMeasurement:
    return HourlyMeasurement("heart_rate_bpm", utc(at), n, mean, low, high, 60)


def test_each_sample_states_its_whole_hour():
    found = api(
        sample("2021-03-01T22:00:00+00:00", 60), sample("2021-03-01T22:59:59+00:00", 70),
        sample("2021-03-01T23:00:00Z", 50), sample("2021-03-01T23:05:00Z", None),
    )  # fmt: skip
    ten, eleven = hour("2021-03-01 22:00", 2, 65, 60, 70), hour("2021-03-01 23:00", 1, 50, 50, 50)
    assert [row.records for row in found] == [(ten,), (ten,), (eleven,), ()]


def test_a_sample_that_cannot_be_a_heart_rate_does_not_spoil_its_hour():
    good, bad, absurd = api(*(sample("2021-03-01T22:00:00Z", bpm) for bpm in (60, 900, -1e308)))
    assert good.records == (hour("2021-03-01 22:00", 1, 60, 60, 60),)
    assert bad == Rejected(2, "bpm cannot be a heart rate", "record")
    assert absurd == Rejected(3, "bpm cannot be a heart rate", "record")


def test_a_night_and_its_samples_by_themselves_count_once():
    night = DOC | {"heart_rate": SERIES}
    again = [sample("2021-03-01T22:12:08Z", 60), sample("2021-03-01T22:22:08Z", 56)]
    both = rows(json.dumps({"sleep": [night], "heartrate": again}))
    assert {
        record for row in both for record in (*row.records, *row.also) if isinstance(record, HourlyMeasurement)
    } == {hour("2021-03-01 22:00", 2, 58, 56, 60)}


def test_samples_outside_the_night_or_without_a_value_are_left_out():
    series = {
        "interval": 3600,
        "items": [60, 0, None, 900, 56, 50, 50, 50, 99],
        "timestamp": "2021-03-01T23:12:08+01:00",
    }
    (row,) = api(DOC | {"heart_rate": series})
    assert [(h.hour_utc, h.n, h.mean) for h in row.also] == [
        (utc("2021-03-01 22:00"), 1, 60), (utc("2021-03-02 02:00"), 1, 56), (utc("2021-03-02 03:00"), 1, 50),
        (utc("2021-03-02 04:00"), 1, 50), (utc("2021-03-02 05:00"), 1, 50),
    ]  # fmt: skip


def test_an_hour_of_several_files_of_one_import_is_added_up():
    pages = [
        [sample("2021-03-01T22:00:00Z", 60)],
        [sample("2021-03-01T22:30:00Z", 70), sample("2021-03-01T22:00:00Z", 60)],
    ]
    for order in itertools.permutations(pages):
        known = Known(BERLIN, lambda instant: None)
        last = [rows(json.dumps({"data": page}), known) for page in order][-1]
        assert last[-1].records == (hour("2021-03-01 22:00", 2, 65, 60, 70),)


@pytest.mark.parametrize(
    "text",
    [
        "Cycle start time,Cycle end time,Cycle timezone,Recovery score %\n2021-03-01 23:00:00,,UTCZ,64\n",
        "date,hrv_rmssd_ms,steps,readiness_score\n2021-03-01,60,9000,81\n",
        "id;day;score;contributors\n1;2021-03-01;81;{}\n",
        '{"records": [{"id": 1, "start": "2021-03-01T23:40:10.000Z", "score_state": "SCORED", "score": {}}]}',
        '{"data": [], "next_token": null}',
        '[{"dateTime": "07/20/20 14:00:07", "value": {"bpm": 60, "confidence": 2}}]',
        "<HealthData></HealthData>",
        "",
        "\0\1",
    ],
)
def test_files_of_others_are_left_to_them(text):
    assert oura.kind(member(text)) is None


def test_a_document_that_is_cut_off_is_refused():
    file = member(json.dumps({"data": [DOC]})[:-20])
    assert oura.kind(file) == "json"
    with pytest.raises(BadFile, match="The file ends in the middle of a value"):
        list(oura.read(file, "json", Known(BERLIN, lambda instant: None)))


ODD = (None, "", "x", [], {}, [None], {"a": 1}, True, -1, 0, 1e308, -1e308, 10**30, "NaN", "2021-02-30", "9999-12-31",
       "0001-01-01", "1969-12-31T23:59:59Z", "2106-02-07T06:28:16Z", "2021-03-02T25:00:00Z", "\u0660", "1" * 400,
       "2021-03-02T07:02:08+99:00", "x" * 100_000)  # fmt: skip
EVERY = {
    "sleep": DOC | {"heart_rate": SERIES},
    "daily_readiness": {"day": "2021-03-02", "score": 81, "temperature_deviation": -0.1},
    "daily_activity": {"day": "2021-03-02", "steps": 9000, "total_calories": 2400, "non_wear_time": 0},
    "daily_spo2": {"day": "2021-03-02", "spo2_percentage": {"average": 97}},
    "workout": {"activity": "running", "start_datetime": "2021-03-02T18:00:00Z", "end_datetime": "2021-03-02T19:00:00Z",
                "calories": 400, "distance": 8000},
    "session": {"day": "2021-03-02", "start_datetime": "2021-03-02T18:00:00Z", "type": "breathing",
                "end_datetime": "2021-03-02T19:00:00Z"},
    "tag": {"day": "2021-03-02", "timestamp": "2021-03-02T18:00:00Z", "tags": ["sauna"], "text": "x"},
    "enhanced_tag": tag("tag_generic_sauna", end_day="2021-03-03", comment="x"),
    "heartrate": sample("2021-03-02T18:00:00Z", 60),
}  # fmt: skip
EVERY_OLD = {
    "sleep": ACCOUNT_NIGHT,
    "readiness": {"summary_date": "2021-02-28", "score": 81, "score_previous_night": 70},
    "activity": {"summary_date": "2021-02-28", "steps": 9000, "cal_total": 2400, "non_wear": 0},
}


@pytest.mark.parametrize("everything", [EVERY, EVERY_OLD])
def test_any_value_in_any_field_is_a_row_or_rejected(everything):
    for name, record in everything.items():
        for field, odd in itertools.product(record, ODD):
            found = rows(json.dumps({name: [record, record | {field: odd}]}))
            assert [type(row) for row in found] in ([Row, Row], [Row, Rejected])
            assert all("x" * 50 not in row.reason for row in found if isinstance(row, Rejected))


@pytest.mark.parametrize("inside", [{"interval": odd} for odd in ODD] + [{"items": odd} for odd in ODD]
                         + [{"timestamp": odd} for odd in ODD] + [{"items": [odd]} for odd in ODD])  # fmt: skip
def test_any_value_inside_a_series_is_a_row_or_rejected(inside):
    (row,) = rows(json.dumps({"sleep": [DOC | {"heart_rate": SERIES | inside}]}))
    assert isinstance(row, Row | Rejected)


@pytest.mark.parametrize("odd", [odd for odd in ODD if isinstance(odd, str)] + ["1e5", "1,5", "−3"])
def test_any_cell_of_the_trends_is_a_row_or_rejected(odd):
    for name in ("date", *NIGHT, *NEW, "Steps", "Readiness_Score"):
        (row,) = rows(trends(**{"date": "2021-03-02", **NIGHT, **NEW, name: f'"{odd}"'}))
        assert isinstance(row, Row | Rejected)


@given(
    st.datetimes(datetime(2016, 1, 1), datetime(2034, 1, 1)),
    st.integers(15, 14 * 60),
    st.sampled_from([BERLIN, "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe", "UTC"]),
)
def test_the_day_of_a_night_is_the_local_date_of_waking(wake, minutes, zone):
    wake_at = wake.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    onset_at = (wake_at.astimezone(UTC) - timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
    times = {"bedtime_start": onset_at.isoformat(), "bedtime_end": wake_at.isoformat()}
    (row,) = rows(json.dumps({"sleep": [DOC | times]}))
    night = row.records[0]
    assert (night.onset_utc, night.wake_utc) == (int(onset_at.timestamp()), int(wake_at.timestamp()))
    assert night.day == wake_at.date().isoformat()
    said = {
        key: datetime.fromisoformat(time).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for key, time in times.items()
    }
    in_utc = Known(zone, lambda instant: None)  # the local clock is that of the home zone where a file writes UTC
    assert rows(json.dumps({"sleep": [DOC | said]}), in_utc)[0].records[0] == night


@pytest.fixture
def new_store(tmp_path):
    numbers = itertools.count()

    def made() -> Path:
        path = tmp_path / f"{next(numbers)}.db"
        with closing(store.connect(path)) as db, store.writing(db):
            store.add_athlete(db, "Ada", home_zone=BERLIN)
        return path

    return made


def stored(path: Path) -> dict[str, set[tuple]]:
    """What the store holds, without which file each row is from."""
    with closing(sqlite3.connect(path)) as db:
        found = {}
        for table in TABLES:
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "import"]
            columns = ", ".join(f'"{name}"' for name in names)
            found[table] = set(db.execute(f"SELECT {columns} FROM {table}"))
        return found


def imported(path: Path, file: Path) -> tuple[int, int, int]:
    """Lines new, changed and rejected; the receipts must add up."""
    receipts = ingest.import_path(path, file, 1)
    for r in receipts:
        assert r.state in ("imported", "unchanged"), r.error
        assert r.rows_read == r.rows_new + r.rows_changed + r.rows_same + r.rows_rejected
    return tuple(sum(getattr(r, f"rows_{name}") for r in receipts) for name in ("new", "changed", "rejected"))


@pytest.mark.parametrize("variant", WRITERS)
def test_the_same_files_again_change_nothing(variant, new_store, tmp_path):
    path, file = new_store(), WRITERS[variant](tmp_path, life(40))
    new, changed, rejected = imported(path, file)
    assert (new > 0, changed, rejected) == (True, 0, 0)
    before = stored(path)
    assert imported(path, file) == (0, 0, 0)
    assert stored(path) == before


def test_one_person_is_the_same_from_all_files_in_any_order(new_store, tmp_path):
    days = life(40, samples_an_hour=2)  # with the night on which clocks went forward
    files = [write(tmp_path, days) for write in WRITERS.values()]
    orders = list(itertools.permutations(files))
    found = []
    for order in random.Random(1).sample(orders, 6):
        path = new_store()
        for file in order:
            assert imported(path, file)[2] == 0
        found.append(stored(path))
    assert all(one == found[0] for one in found)
    assert len(found[0]["sleep"]) == sum(1 for day in days for sleep in (day.night, day.nap) if sleep)
    assert len(found[0]["workout"]) == sum(1 for day in days if day.run_min)


def test_minutes_and_seconds_of_activity_say_the_same(new_store, tmp_path):
    days = life(40)
    found = []
    for in_seconds in (False, True):
        path = new_store()
        imported(path, write_trends(tmp_path / f"{in_seconds}.csv", days, in_seconds=in_seconds))
        found.append(stored(path))
    assert found[0] == found[1]
    steps = {row for row in found[0]["measurement"] if "steps" in row}
    assert len(steps) == sum(1 for day in days if day.times_min[-1] < 1440)


@pytest.mark.parametrize("write", [write_api, write_account_tables])
def test_a_longer_export_adds_the_days_that_are_new(write, new_store, tmp_path):
    path, alone = new_store(), new_store()
    imported(path, write(tmp_path / "short", life(10)))
    imported(path, write(tmp_path / "long", life(20)))
    imported(alone, write(tmp_path / "long", life(20)))
    assert stored(path) == stored(alone)
