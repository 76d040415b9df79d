"""WHOOP's API: records as both versions write them, wherever they lie, and as the same rows as the app's export."""

import io
import json
import random
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import clock, ingest, store
from data.archive import BadFile, Member
from data.importers import label, recognised, whoop, whoop_api
from data.importers.rows import Known, Rejected, Row
from data.schema import Measurement, Sleep, Workout
from tests.data.whoop_api_files import LAYOUTS, VERSIONS, records, write_whoop_api
from tests.data.whoop_files import write_whoop_export

ONSET = clock.instant(datetime(2025, 3, 2, 4, 40, 10), 0)  # 23:40:10 of the evening before in New York
WAKE = clock.instant(datetime(2025, 3, 2, 12, 10, 40), 0)
NEW_YORK_MIN = -300
ZONE = {"timezone_offset": "-05:00", "score_state": "SCORED"}

NIGHT = {
    "id": "ecfc6a15-4661-442f-a9a4-f160dd7afae8", "cycle_id": 9, "v1_id": 77, "user_id": 1,
    "created_at": "2025-03-02T12:15:00.000Z", "updated_at": "2025-03-02T12:20:00.000Z",
    "start": "2025-03-02T04:40:10.774Z", "end": "2025-03-02T12:10:40.321Z", "nap": False, **ZONE,
    "score": {
        "stage_summary": {
            "total_in_bed_time_milli": 27_000_000,
            "total_awake_time_milli": 1_800_000,
            "total_no_data_time_milli": 0,
            "total_light_sleep_time_milli": 14_400_000,
            "total_slow_wave_sleep_time_milli": 6_000_000,
            "total_rem_sleep_time_milli": 4_800_000,
            "sleep_cycle_count": 4,
            "disturbance_count": 9,
        },
        "sleep_needed": {
            "baseline_milli": 27_600_000,
            "need_from_sleep_debt_milli": 1_800_000,
            "need_from_recent_strain_milli": 600_000,
            "need_from_recent_nap_milli": -1_200_000,
        },
        "respiratory_rate": 14.6328,
        "sleep_performance_percentage": 88.0,
        "sleep_consistency_percentage": 77.0,
        "sleep_efficiency_percentage": 93.3333,
    },
}  # fmt: skip
CYCLE = {
    "id": 9, "user_id": 1, "created_at": "2025-03-02T12:15:00.000Z", "updated_at": "2025-03-03T04:00:00.000Z",
    "start": "2025-03-02T04:40:10.774Z", "end": "2025-03-03T03:58:00.100Z", **ZONE,
    "score": {"strain": 12.4463, "kilojoule": 10460.0, "average_heart_rate": 68, "max_heart_rate": 161},
}  # fmt: skip
RECOVERY = {
    "cycle_id": 9, "sleep_id": NIGHT["id"], "user_id": 1, "created_at": "2025-03-02T12:15:00.000Z",
    "updated_at": "2025-03-02T12:20:00.000Z", "score_state": "SCORED",
    "score": {
        "user_calibrating": False, "recovery_score": 64.0, "resting_heart_rate": 51.0, "hrv_rmssd_milli": 71.813562,
        "spo2_percentage": None, "skin_temp_celsius": 33.512,
    },
}  # fmt: skip
WORKOUT = {
    "id": "0b1e7c70-6f57-4dc9-9a5b-0dd0b8a5a6a1", "v1_id": 1043, "user_id": 1, "sport_name": "mountain-biking",
    "created_at": "2025-03-02T23:00:00.000Z", "updated_at": "2025-03-02T23:10:00.000Z",
    "start": "2025-03-02T22:00:00.500Z", "end": "2025-03-02T22:50:30.900Z", **ZONE,
    "score": {
        "strain": 9.8463, "average_heart_rate": 128, "max_heart_rate": 171, "kilojoule": 2092.0,
        "percent_recorded": 1.0, "distance_meter": 15021.7, "altitude_gain_meter": 0.0, "altitude_change_meter": -3.4,
        "zone_durations": {
            "zone_zero_milli": 30_000, "zone_one_milli": 600_000, "zone_two_milli": 900_000,
            "zone_three_milli": 600_000, "zone_four_milli": 300_000, "zone_five_milli": 0,
        },
    },
}  # fmt: skip


def member(content) -> Member:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Member("whoop.json", len(data), lambda: io.BytesIO(data))


def known(**nights) -> Known:
    """What the store knows: nothing, or the nights that begin at those instants."""
    return Known("UTC", lambda onset_utc: nights.get(f"at_{onset_utc}"))


def read(*contents, known_=None) -> list[Row | Rejected]:
    """What files brought together say, read in the order in which ingest reads them."""
    files = [member(content) for content in contents]
    known_ = known_ or known()
    ordered = sorted(files, key=lambda file: whoop_api.KINDS.index(whoop_api.kind(file)))
    return [row for file in ordered for row in whoop_api.read(file, whoop_api.kind(file), known_)]


def only(content) -> Row | Rejected:
    (row,) = read(content)
    return row


def values(row: Row) -> dict[str, float]:
    return {record.metric: record.value for record in row.records}


def test_a_night():
    assert only(NIGHT) == Row(
        1,
        "sleep",
        (
            Sleep(
                ONSET, WAKE, "2025-03-02", NEW_YORK_MIN, nap=False, in_bed_min=450, asleep_min=420, light_min=240,
                deep_min=100, rem_min=80, awake_min=30, need_min=480, debt_min=30, efficiency_pct=93.3333,
                consistency_pct=77, performance_pct=88, respiration_brpm=14.6328,
            ),
        ),
        unit="record",
    )  # fmt: skip


def test_the_scores_of_a_cycle_stand_at_the_waking_from_its_night():
    _, day, recovery = read([CYCLE, RECOVERY, NIGHT])
    assert day == Row(
        1,
        "day",
        tuple(
            Measurement(name, WAKE, value, "2025-03-02", NEW_YORK_MIN)
            for name, value in (
                ("day_strain", 12.4463),
                ("max_hr_bpm", 161),
                ("avg_hr_bpm", 68),
                ("energy_kcal", 2500),
                ("respiration_brpm", 14.6328),
            )
        ),
        unit="record",
    )
    assert values(recovery) == {
        "recovery_pct": 64, "resting_hr_bpm": 51, "hrv_rmssd_ms": 71.813562, "skin_temp_c": 33.512,
    }  # fmt: skip
    assert {(record.at_utc, record.day, record.offset_min) for record in recovery.records} == {
        (WAKE, "2025-03-02", NEW_YORK_MIN)
    }


def test_a_workout():
    assert only(WORKOUT).records == (
        Workout(
            clock.instant(datetime(2025, 3, 2, 22), 0), clock.instant(datetime(2025, 3, 2, 22, 50, 30), 0),
            "2025-03-02", "mountain_biking", NEW_YORK_MIN, duration_min=50.5, energy_kcal=500, avg_hr_bpm=128,
            max_hr_bpm=171, strain=9.8463, distance_m=15021.7, ascent_m=0, altitude_change_m=-3.4, zone0_min=0.5,
            zone1_min=10, zone2_min=15, zone3_min=10, zone4_min=5, zone5_min=0, gps=None,
        ),
    )  # fmt: skip


def version_1(record: dict, **fields) -> dict:
    return {name: value for name, value in record.items() if name not in ("cycle_id", "v1_id", "sport_name")} | fields


def test_version_1_says_the_same_with_its_own_keys():
    score = {name: value for name, value in WORKOUT["score"].items() if name != "zone_durations"}
    score |= {"zone_duration": WORKOUT["score"]["zone_durations"], "percent_recorded": 100.0}
    assert only(version_1(WORKOUT, id=1043, sport_id=57, score=score)).records == only(WORKOUT).records
    assert only(version_1(NIGHT, id=77)).records == only(NIGHT).records
    found = read([version_1(NIGHT, id=77), CYCLE, RECOVERY | {"sleep_id": 77}])
    assert [row.records for row in found] == [row.records for row in read([NIGHT, CYCLE, RECOVERY])]


def test_a_distance_of_0_was_not_measured():
    score = WORKOUT["score"] | {"distance_meter": 0.0, "altitude_gain_meter": 0.0, "altitude_change_meter": 0.0}
    (workout,) = only(WORKOUT | {"score": score}).records
    assert (workout.distance_m, workout.ascent_m, workout.altitude_change_m) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "ours"),
    [
        ({"sport_name": "running"}, "running"),
        ({"sport_name": "hiking-rucking"}, "hiking"),
        ({"sport_name": "weightlifting_msk", "sport_id": 123}, "strength_trainer"),
        ({"sport_name": "ice_bath", "sport_id": -1}, "ice_bath"),
        ({"sport_name": None, "sport_id": -1}, "activity"),
        ({"sport_name": None, "sport_id": 0}, "running"),
        ({"sport_name": None, "sport_id": 71}, "other"),
        ({"sport_name": None, "sport_id": 9999}, "other"),
        ({"sport_name": "", "sport_id": None}, "other"),
    ],
)
def test_sports_by_name_and_by_number(fields, ours):
    assert only(WORKOUT | fields).records[0].sport == ours


@pytest.mark.parametrize("state", ["PENDING_SCORE", "UNSCORABLE"])
@pytest.mark.parametrize("score", [{}, {"score": None}, {"score": {"strain": 3.0, "recovery_score": 3.0}}])
def test_an_unscored_record_says_nothing_of_scores(state, score):
    def unscored(record):
        return {name: value for name, value in record.items() if name != "score"} | {"score_state": state} | score

    night, day, recovery, workout = read([unscored(record) for record in (NIGHT, CYCLE, RECOVERY, WORKOUT)])
    assert night.records == (Sleep(ONSET, WAKE, "2025-03-02", NEW_YORK_MIN, nap=False),)
    assert day.records == recovery.records == ()
    (trained,) = workout.records
    assert (trained.sport, trained.duration_min, trained.strain) == ("mountain_biking", 50.5, None)


def test_a_score_that_is_said_to_be_there_and_is_not():
    assert only(NIGHT | {"score": None}) == Rejected(1, "the record is scored, but has no score", "record")


def test_a_day_that_is_not_over_has_no_strain_yet():
    _, day = read([NIGHT, CYCLE | {"end": None}])
    assert values(day) == {"respiration_brpm": 14.6328}


def test_a_nap_is_a_nap_and_opens_no_cycle():
    nap = NIGHT | {"id": "nap", "nap": True, "start": "2025-03-02T19:00:00.000Z", "end": "2025-03-02T19:25:00.000Z"}
    found = read([nap, NIGHT, CYCLE])
    assert [row.kind for row in found] == ["nap", "sleep", "day"]
    assert {record.at_utc for record in found[2].records} == {WAKE}


def test_a_cycle_takes_the_night_that_begins_near_enough():
    later = NIGHT | {"start": "2025-03-02T05:10:00.000Z"}
    nap = NIGHT | {"id": "nap", "nap": True, "start": "2025-03-02T04:50:00.000Z", "end": "2025-03-02T05:00:00.000Z"}
    assert {record.at_utc for record in read([nap, later, CYCLE])[2].records} == {WAKE}


def test_a_cycle_without_a_night_stands_at_its_start():
    at_midnight = CYCLE | {"id": 8, "start": "2025-03-01T05:00:00.200Z", "end": "2025-03-02T04:40:10.774Z"}
    row = only(at_midnight)
    assert {(record.at_utc, record.day) for record in row.records} == {
        (clock.instant(datetime(2025, 3, 1, 5), 0), "2025-03-01")
    }
    before = NIGHT | {"id": "before", "start": "2025-02-28T04:40:00.000Z", "end": "2025-02-28T12:00:00.000Z"}
    not_at_midnight = at_midnight | {"start": "2025-03-01T06:30:00.200Z"}
    *_, row = read([before, NIGHT, not_at_midnight])
    assert {(record.at_utc, record.day) for record in row.records} == {
        (clock.instant(datetime(2025, 3, 1, 6, 30), 0), "2025-03-01")
    }


def test_where_a_sleep_could_not_be_read_no_cycle_is_taken_to_have_none():
    before = NIGHT | {"id": "before", "start": "2025-03-01T04:40:00.000Z", "end": "2025-03-01T12:00:00.000Z"}
    after = NIGHT | {"id": "after", "start": "2025-03-03T04:40:00.000Z", "end": "2025-03-03T12:00:00.000Z"}
    *_, row = read([before, NIGHT | {"end": "soon"}, after, CYCLE])
    assert row == Rejected(4, f"the night with which the cycle begins is in none of the files; {BRING}", "record")


BRING = "bring the sleeps together with it, in one folder or zip"


def test_a_cycle_or_recovery_without_the_file_of_its_night_is_rejected_with_what_to_bring():
    assert read([CYCLE, RECOVERY]) == [
        Rejected(1, f"the night with which the cycle begins is in none of the files; {BRING}", "record"),
        Rejected(2, f"the night of this recovery is in none of the files; {BRING}", "record"),
    ]


def test_a_night_that_the_store_knows_places_its_cycle_and_recovery():
    day, recovery = read([CYCLE, RECOVERY], known_=known(**{f"at_{ONSET}": WAKE}))
    assert {record.at_utc for record in day.records + recovery.records} == {WAKE}


def test_a_recovery_finds_its_night_without_the_cycle():
    _, recovery = read([NIGHT, RECOVERY | {"cycle_id": None}])
    assert {(record.at_utc, record.offset_min) for record in recovery.records} == {(WAKE, NEW_YORK_MIN)}


def test_files_brought_together_know_each_other():
    found = read({"records": [RECOVERY]}, {"records": [CYCLE]}, {"records": [NIGHT]})
    assert [row.kind for row in found] == ["sleep", "day", "recovery"]
    assert {record.at_utc for row in found[1:] for record in row.records} == {WAKE}


ALL = [NIGHT, CYCLE, RECOVERY, WORKOUT]


@pytest.mark.parametrize(
    "document",
    [
        {"records": ALL, "next_token": "x"},
        [{"records": ALL[:2], "next_token": "x"}, {"records": ALL[2:]}],
        [ALL[:3], ALL[3:]],
        {"profile": {"user_id": 1}, "sleeps": ALL[:1], "cycles": ALL[1:2], "other": {"records": ALL[2:]}},
        {"2025-03-02": {"sleep": NIGHT, "cycle": CYCLE, "recovery": RECOVERY, "workouts": [WORKOUT]}},
        [NIGHT, CYCLE | {"recovery": RECOVERY, "workouts": [WORKOUT]}],
    ],
)
def test_records_are_found_wherever_they_lie(document):
    assert read(document) == read(ALL)


def test_one_record_a_line():
    assert read("\n".join(map(json.dumps, ALL)).encode()) == read(ALL)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_the_versions_of_a_record_the_newest_counts_wherever_it_stands(order):
    old = NIGHT | {"updated_at": "2025-03-02T12:00:00.000Z", "start": "2025-03-02T04:00:00.000Z"}
    versions = [old, NIGHT, NIGHT | {"updated_at": None, "score_state": "PENDING_SCORE"}]
    found = read([versions[n] for n in order])
    assert [row.line for row in found] == [1, 2, 3]
    assert {row.records for row in found} == {only(NIGHT).records}


def test_an_older_version_in_a_later_file_says_what_the_newest_does():
    old = NIGHT | {"updated_at": "2025-03-02T12:00:00.000Z", "end": "2025-03-02T11:00:00.000Z"}
    *nights, day = read([NIGHT], [old], [CYCLE])
    assert {row.records for row in nights} == {only(NIGHT).records}
    assert {record.at_utc for record in day.records} == {WAKE}


def test_records_of_two_people_are_refused():
    with pytest.raises(BadFile, match="those of several people"):
        read([NIGHT, CYCLE | {"user_id": 2}])
    with pytest.raises(BadFile, match="those of several people"):
        read([NIGHT], [CYCLE | {"user_id": 2}])


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (NIGHT | {"start": None}, "start is missing"),
        (NIGHT | {"start": 1740890410}, "start is not a text"),
        (NIGHT | {"end": "2025-03-02 12:10"}, "end is not a time with its offset from UTC"),
        (NIGHT | {"end": "2025-03-02T12:10:40"}, "end is not a time with its offset from UTC"),
        (NIGHT | {"end": "0001-01-01T00:00:00.000+14:00"}, "end is not of this age"),
        (NIGHT | {"timezone_offset": "New York"}, "timezone_offset is not an offset from UTC"),
        (NIGHT | {"nap": "no"}, "nap is neither true nor false"),
        (NIGHT | {"id": [1]}, "id is not an identifier"),
        (NIGHT | {"score_state": 5}, "score_state is none of SCORED, PENDING_SCORE, UNSCORABLE"),
        (NIGHT | {"score": NIGHT["score"] | {"respiratory_rate": "14.6"}}, "respiratory_rate is not a number"),
        (NIGHT | {"score": NIGHT["score"] | {"stage_summary": []}}, "what should hold {} is no object"),
        (CYCLE | {"end": "2025-03-01T00:00:00.000Z"}, "the cycle ends before it starts"),
        (CYCLE | {"score": CYCLE["score"] | {"kilojoule": True}}, "kilojoule is not a number"),
        (WORKOUT | {"sport_name": 5}, "sport_name is not a name"),
        (WORKOUT | {"sport_name": "x" * 1000}, "sport_name is not a name"),
        ({"score_state": "SCORED", "score": {}}, "this is no cycle, recovery, sleep or workout"),
        ({}, "this is no cycle, recovery, sleep or workout"),
        (None, "this is no cycle, recovery, sleep or workout"),
    ],
)
def test_one_bad_record_is_rejected_with_its_reason_and_the_rest_is_kept(record, reason):
    found = read([WORKOUT | {"id": "one"}, record, WORKOUT | {"id": "two"}])
    (rejected,) = (row for row in found if isinstance(row, Rejected))
    assert rejected == Rejected(2, reason.format("total_light_sleep_time_milli"), "record")
    assert [row.line for row in found if isinstance(row, Row)] == [1, 3]


def test_a_number_beyond_all_numbers_is_none():
    text = json.dumps(WORKOUT).replace("9.8463", "1e999").encode()
    assert only(text) == Rejected(1, "strain is not a number", "record")


@pytest.mark.parametrize("document", [{"records": []}, [], {"x": 1}, 5, "kilojoule", [[None]]])
def test_a_document_without_records_is_refused(document):
    with pytest.raises(BadFile, match="It holds no records of WHOOP's API"):
        list(whoop_api.read(member(document), "cycles", known()))


def test_files_are_known_by_their_keys():
    kinds = [whoop_api.kind(member(content)) for content in (NIGHT, [CYCLE], {"records": [RECOVERY]}, [WORKOUT], ALL)]
    assert kinds == ["sleeps", "cycles", "recoveries", "workouts", "several"]
    assert recognised(member(ALL)) == (whoop_api, "several")
    assert label("whoop") == "WHOOP"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"day,hrv_rmssd_ms\n2025-03-01,61\n",
        b'{"data": [{"id": "x", "day": "2025-03-01", "score": 80, "timestamp": "2025-03-01T00:00:00+00:00"}]}',
        b'[{"dateOfSleep": "2025-03-01", "startTime": "2025-03-01T23:00:00.000"}]',
        b"\0\1\2",
    ],
)
def test_files_of_others_are_left_to_them(content):
    assert whoop_api.kind(member(content)) is None


def test_raw_tables_are_refused_with_what_to_bring_instead():
    span = b"['2022-10-21T01:34:31.000Z','2022-10-22T01:00:00.000Z')"
    table = b'id,during,timezone_offset,scaled_strain\n1,"' + span + b'",-0400,9\n'
    with pytest.raises(BadFile, match="Expected: the app's own export. Choose Data Export in the WHOOP app"):
        recognised(member(table))


TABLES = {"measurement": ("metric", "at_utc"), "sleep": ("onset_utc",), "workout": ("start_utc",)}


def store_of(tmp_path, *files):
    """A store that holds these files, imported in this order; where it is."""
    path = tmp_path / "-".join(file.parent.name + file.stem for file in files) / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada", home_zone="America/New_York")
    for file in files:
        for receipt in ingest.import_path(path, file, 1):
            assert (receipt.state, receipt.rows_rejected) == ("imported", 0), receipt
    return path


def rows(path):
    """All rows of the tables that both sources fill, by their keys."""
    with closing(store.connect(path)) as db:
        found = {table: [{k: v for k, v in row.items() if k != "import"} for row in db[table].rows] for table in TABLES}
    return {table: {tuple(row[k] for k in TABLES[table]): row for row in found[table]} for table in TABLES}


@pytest.fixture(scope="module", params=VERSIONS)
def both(request, tmp_path_factory):
    """One person's nights as an export of the app and as the API's answers."""
    folder = tmp_path_factory.mktemp("whoop")
    csv = write_whoop_export(folder / "csv.zip", days=60, first_day="2025-01-20").path
    return csv, write_whoop_api(folder / "api.zip", days=60, first_day="2025-01-20", version=request.param)


def test_export_and_api_are_the_same_rows_to_the_second(both, tmp_path):
    of_csv, of_api = (rows(store_of(tmp_path, file)) for file in both)
    assert of_csv["sleep"].keys() == of_api["sleep"].keys()
    assert of_csv["workout"].keys() == of_api["workout"].keys()
    more = of_api["measurement"].keys() - of_csv["measurement"].keys()
    # A line of the export that shows a nap in place of its night leaves that night's respiration out.
    assert of_csv["measurement"].keys() < of_api["measurement"].keys() and {key[0] for key in more} == {
        "respiration_brpm"
    }
    exact = ("onset_utc", "wake_utc", "start_utc", "end_utc", "day", "offset_min", "nap", "sport", "duration_min")
    for table, found in of_csv.items():
        for key, row in found.items():
            assert {k: row[k] for k in exact if k in row} == {k: of_api[table][key][k] for k in exact if k in row}


def test_in_either_order_they_make_one_store_with_the_finer_figures(both, tmp_path):
    csv, api = both
    one, other, of_api = (rows(store_of(tmp_path, *files)) for files in ((csv, api), (api, csv), (api,)))
    assert one == other
    for table, found in of_api.items():
        assert one[table].keys() == found.keys()
        for key, row in found.items():
            assert one[table][key] | {"gps": None} == row | {"gps": None}  # the API does not say it


def test_either_file_again_changes_nothing(both, tmp_path):
    path = store_of(tmp_path, *both)
    before = rows(path)
    for file in (*both, *reversed(both)):
        (receipt,) = ingest.import_path(path, file, 1)
        assert (receipt.state, receipt.rows_new, receipt.rows_changed) == ("unchanged", 0, 0)
    assert rows(path) == before


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_layout_of_the_files_is_the_same_store(layout, version, tmp_path):
    written = write_whoop_api(tmp_path / layout, days=30, version=version, layout=layout)
    plain = write_whoop_api(tmp_path / "plain.zip", days=30, version=version)
    assert rows(store_of(tmp_path, written)) == rows(store_of(tmp_path, plain))


def test_a_folder_with_an_export_and_answers_of_the_api_is_one_import(tmp_path):
    write_whoop_export(tmp_path / "both", days=30)
    write_whoop_api(tmp_path / "both", days=30)
    csv = write_whoop_export(tmp_path / "csv.zip", days=30).path
    api = write_whoop_api(tmp_path / "api.zip", days=30)
    together, one_by_one = rows(store_of(tmp_path, tmp_path / "both")), rows(store_of(tmp_path, csv, api))
    assert {table: found.keys() for table, found in together.items()} == {
        table: found.keys() for table, found in one_by_one.items()
    }


def test_a_download_of_the_last_days_fits_the_export_of_all(tmp_path):
    csv = write_whoop_export(tmp_path / "csv.zip", days=40).path
    latest = {name: found[:7] for name, found in records(40).items() if name != "workouts"}
    (tmp_path / "latest.json").write_text(json.dumps(latest))
    path = store_of(tmp_path, csv, tmp_path / "latest.json")
    of_csv = rows(store_of(tmp_path, csv))
    for table in ("sleep", "measurement"):
        more = rows(path)[table].keys() - of_csv[table].keys()
        assert {key[0] for key in more} <= {"respiration_brpm"}


@settings(deadline=None)
@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1)),
    st.integers(-12 * 60, 14 * 60),
    st.integers(1, 24 * 3600),
)
def test_the_day_of_a_night_is_the_local_date_of_waking(woke, offset_min, length_s):
    begins = woke - timedelta(seconds=length_s)
    sign, (hours, minutes) = "-" if offset_min < 0 else "+", divmod(abs(offset_min), 60)
    for zone in (f"{sign}{hours:02}:{minutes:02}", f"{sign}{hours:02}{minutes:02}"):
        night = NIGHT | {"start": f"{begins:%Y-%m-%dT%H:%M:%S}.999Z", "end": f"{woke:%Y-%m-%dT%H:%M:%S}.001Z"}
        cycle = CYCLE | {"start": night["start"], "end": None, "timezone_offset": zone}
        slept, day, recovery = read([night | {"timezone_offset": zone}, cycle, RECOVERY])
        wake_utc = int(woke.replace(tzinfo=UTC, microsecond=0).timestamp())
        found = {(record.at_utc, record.day, record.offset_min) for record in day.records + recovery.records}
        local = (woke + timedelta(minutes=offset_min)).date().isoformat()
        assert found == {(wake_utc, local, offset_min)}
        assert (slept.records[0].wake_utc, slept.records[0].day) == (wake_utc, local)


def test_nights_of_clock_changes_and_leap_days():
    for start, end, zone, day in (
        ("2025-03-30T00:30:00.000Z", "2025-03-30T05:00:00.000Z", "+02:00", "2025-03-30"),  # an hour left out
        ("2025-10-25T21:00:00.000Z", "2025-10-26T05:00:00.000Z", "+01:00", "2025-10-26"),  # an hour twice
        ("2024-02-28T21:00:00.000Z", "2024-02-29T05:00:00.000Z", "Z", "2024-02-29"),
        ("2024-02-29T13:00:00.000Z", "2024-02-29T18:30:00.000Z", "+05:30", "2024-03-01"),  # wakes at midnight
    ):
        (night,) = only(NIGHT | {"start": start, "end": end, "timezone_offset": zone}).records
        assert night.day == day


SCRAPS = st.sampled_from(
    [None, True, 0, -60_000, 1e308, 10**17, "", "64", "Z", "1969-12-31T23:59:59Z", [], {}, [[]], [None], {"score": {}}]
)


def places(value, path=()):
    """The paths to all values in a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, item in inner for found in places(item, (*path, key)))]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 10**6), SCRAPS | st.just(...)), min_size=1, max_size=4), st.integers(0, 99))
def test_whatever_a_document_holds_each_record_comes_back_once_or_the_file_is_refused(changes, seed):
    document = {"pages": [{"records": json.loads(json.dumps(ALL))}], "more": json.loads(json.dumps(ALL))}
    for at, scrap in changes:
        paths = [path for path in places(document) if path]
        *above, last = paths[at % len(paths)]
        parent = document
        for key in above:
            parent = parent[key]
        if scrap is ...:
            del parent[last]
        else:
            parent[last] = json.loads(json.dumps(scrap))
        if not document:
            return
    data = bytearray(json.dumps(document).encode())
    dice = random.Random(seed)
    if seed < 20:
        data[dice.randrange(len(data))] = dice.randrange(256)
    file = member(bytes(data))
    try:
        found = list(whoop_api.read(file, "several", known()))
    except BadFile:
        return
    assert sorted(row.line for row in found) == list(range(1, len(found) + 1))
    assert all(isinstance(row, Row | Rejected) and row.unit == "record" for row in found)


def test_the_exports_own_importer_leaves_these_files_alone():
    assert whoop.kind(member(ALL)) is None
