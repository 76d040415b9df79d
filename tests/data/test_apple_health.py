"""Apple Health exports, written out by hand: what is kept, and what days and nights come of it."""

import zipfile
from contextlib import closing
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest

from data import archive, ingest, raw, store
from data.importers import apple_health

WATCH = "Alex’s Apple\u00a0Watch"
PHONE = "Alex’s iPhone"
QUANTITY = "HKQuantityTypeIdentifier"
EXPORTED = "2024-06-01 08:00:00 +0200"


def record(
    kind: str, start: str, value: object, end: str | None = None, *, by=WATCH, unit="", inside="", **more
) -> str:
    """One record as Apple writes it; kind without its prefix, times without their offset (+0200)."""
    prefix = "HKCategoryTypeIdentifier" if kind == "SleepAnalysis" else QUANTITY
    words = {"unit": unit, **more}
    extra = "".join(f' {name}="{text}"' for name, text in words.items() if text)
    dates = f'creationDate="{end or start} +0200" startDate="{start} +0200" endDate="{end or start} +0200"'
    tail = f">\n  {inside}\n </Record>" if inside else "/>"
    return f' <Record type="{prefix}{kind}" sourceName="{by}"{extra} {dates} value="{value}"{tail}'


def slept(stage: str, start: str, end: str, *, by=WATCH, zone: str | None = None) -> str:
    inside = f'<MetadataEntry key="HKTimeZone" value="{zone}"/>' if zone else ""
    return record("SleepAnalysis", start, f"HKCategoryValueSleepAnalysis{stage}", end, by=by, inside=inside)


def export(*elements: str, exported=EXPORTED, doctype="", locale="en_GB") -> str:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        *([doctype] if doctype else []),
        f'<HealthData locale="{locale}">',
    ]
    return "\n".join([*lines, f' <ExportDate value="{exported}"/>', *elements, "</HealthData>", ""])


class Home:
    """A store with one athlete, at home in Amsterdam."""

    def __init__(self, folder: Path):
        self.folder, self.path = folder, folder / "store" / "ownpace.db"
        with closing(store.connect(self.path)) as db, store.writing(db):
            store.add_athlete(db, "Alex", home_zone="Europe/Amsterdam")

    def bring(self, text: str | bytes, name="export.xml", progress=None) -> ingest.Receipt:
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        (receipt,) = ingest.import_path(self.path, file, 1, progress)
        return receipt

    def rows(self, sql: str) -> list[tuple]:
        with closing(store.connect(self.path)) as db:
            return db.execute(sql).fetchall()

    def measured(self, metric: str) -> list[tuple]:
        return self.rows(f"SELECT day, value FROM measurement WHERE metric = '{metric}' ORDER BY at_utc")

    def everything(self) -> list[list[tuple]]:
        """All that is kept and all that was worked out, without the numbers of files."""
        own = (
            "SELECT element, kind, origin, unit, details, start_utc, length_s, created_s, value, extra"
            " FROM raw_element JOIN raw_series ON series = id ORDER BY 1, 2, 3, 4, 5, 6, 7, 8",
            "SELECT metric, at_utc, value, day, offset_min FROM measurement ORDER BY 1, 2",
            "SELECT metric, hour_utc, n, mean, low, high FROM hourly ORDER BY 1, 2",
            "SELECT onset_utc, wake_utc, day, nap, asleep_min, light_min, deep_min, rem_min FROM sleep ORDER BY 1",
            "SELECT start_utc, end_utc, day, sport, energy_kcal, distance_m FROM workout ORDER BY 1",
        )
        return [self.rows(sql) for sql in own]


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


# What is kept


def test_every_element_is_kept_with_all_that_it_says(home):
    heart = record("HeartRate", "2024-05-01 10:00:00", 61, unit="count/min", sourceVersion="10.2", device="&lt;W&gt;",
                   inside='<MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="1"/>')  # fmt: skip
    weight = record("BodyMass", "2024-05-01 07:00:00", 70.5, unit="kg", by="Scale &amp; Co",
                    inside='<MetadataEntry key="Link" value="a&amp;b"/>')  # fmt: skip
    workout = (
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" duration="30" durationUnit="min"'
        f' sourceName="{WATCH}" startDate="2024-05-01 18:00:00 +0200" endDate="2024-05-01 18:30:00 +0200">'
        '<WorkoutEvent type="HKWorkoutEventTypePause" date="2024-05-01 18:10:00 +0200"/></Workout>'
    )
    receipt = home.bring(export(heart, weight, workout))
    assert (receipt.state, receipt.rows_read, receipt.rows_new) == ("imported", 4, 4)  # with the date of the export
    with closing(store.connect(home.path)) as db:
        kept = {element["kind"]: element for element in raw.elements(db, 1)}
    beat = kept[QUANTITY + "HeartRate"]
    assert (beat["origin"], beat["unit"], beat["value"], beat["file"]) == (WATCH, "count/min", 61, "export.xml")
    assert beat["start_utc"] == beat["end_utc"] == utc("2024-05-01T08:00:00")
    assert beat["details"] == {
        "sourceVersion": "10.2", "device": "<W>", "metadata": {"HKMetadataKeyHeartRateMotionContext": "1"},
    }  # fmt: skip
    assert kept[QUANTITY + "BodyMass"]["origin"] == "Scale & Co"
    assert kept[QUANTITY + "BodyMass"]["extra"] == {"metadata": {"Link": "a&b"}}
    ran = kept["HKWorkoutActivityTypeRunning"]["extra"]
    assert ran["attributes"] == {"duration": "30", "durationUnit": "min"}
    assert ran["children"] == [["WorkoutEvent", {"type": "HKWorkoutEventTypePause", "date": "2024-05-01T16:10:00Z"}]]


def test_where_somebody_ran_is_not_kept(home):
    home.bring(export(
        ' <Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="W"'
        ' startDate="2024-05-01 18:00:00 +0200" endDate="2024-05-01 18:30:00 +0200"><WorkoutRoute>'
        '<Location date="2024-05-01 18:00:00 +0200" latitude="52.123456" longitude="4.654321"/>'
        '<FileReference path="/workout-routes/a.gpx"/></WorkoutRoute></Workout>'
    ))  # fmt: skip
    ((extra,),) = home.rows("SELECT extra FROM raw_element WHERE extra LIKE '%Route%'")
    assert "52.123456" not in extra and "a.gpx" in extra
    assert home.rows("SELECT gps FROM workout") == [(1,)]


def test_the_parser_reads_just_what_the_fast_way_reads(tmp_path):
    elements = [
        *(record("HeartRate", f"2024-05-01 10:{m:02}:00", 50 + m, unit="count/min") for m in range(60)),
        record("HeartRate", "2024-05-01 11:00:00", 70, unit="count/min", inside='<MetadataEntry key="k" value="v"/>'),
        record("StepCount", "2024-05-01 10:00:00", "1.5e2", "2024-05-01 10:10:00", unit="count", by="A &amp; B"),
        record("StepCount", "2024-05-01 12:00:00", "nan", "2024-05-01 12:10:00", unit="count"),
        slept("AsleepCore", "2024-05-01 01:00:00", "2024-05-01 05:00:00", zone="Europe/Amsterdam"),
    ]
    fast, slow = Home(tmp_path / "fast"), Home(tmp_path / "slow")
    one = fast.bring(export(*elements))
    other = slow.bring(export("<!-- from here on, a comment might hold anything -->", *elements))
    assert (one.rows_read, one.rows_new, one.rows_rejected) == (other.rows_read, other.rows_new, other.rows_rejected)
    assert one.rows_rejected == 1
    assert fast.everything() == slow.everything()


def test_a_record_inside_a_comment_is_none(home):
    hidden = record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg")
    assert home.bring(export(f"<!-- {hidden} -->")).rows_read == 1
    assert home.measured("weight_kg") == []


def test_the_broken_document_type_of_ios_16_and_control_characters_do_not_stop_it(home):
    doctype = "<!DOCTYPE HealthData [\n<!-- HealthKit Export Version: 12 -->\n<!ELEMENT HealthData (ExportDate,Me)>\n" \
              "<!ATTLIST VisionPrescription type CDATA #REQUIRED\n<!ELEMENT Me EMPTY>\n]>"  # fmt: skip
    lines = [record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg", by="My\x0bscale")]
    assert home.bring(export(*lines, doctype=doctype)).state == "imported"
    assert home.measured("weight_kg") == [("2024-05-01", 70)]


def test_an_export_of_ios_8_is_read(home):
    home.bring(
        '<?xml version="1.0" encoding="UTF-8"?>\n<HealthData locale="en_US">\n'
        f' <Record type="{QUANTITY}HeartRate" source="Health" unit="count/min" startDate="20140104084300-0800"'
        ' endDate="20140104094300-0800" min="60" max="80" average="70" recordCount="12" device name="x"/>\n'
        f' <Record type="{QUANTITY}BodyMass" source="Health" unit="lb" startDate="20140104084300-0800"'
        ' endDate="20140104084300-0800" value="150"/>\n</HealthData>'
    )
    assert home.rows("SELECT hour_utc, n, mean FROM hourly") == [(utc("2014-01-04T16:00:00"), 1, 70)]
    assert home.measured("weight_kg") == [("2014-01-04", pytest.approx(150 * 0.45359237))]


def test_a_correlation_and_its_records_are_kept_once(home):
    pressure = record("BloodPressureSystolic", "2024-05-01 07:00:00", 121, unit="mmHg", by="Cuff")
    both = (
        ' <Correlation type="HKCorrelationTypeIdentifierBloodPressure" sourceName="Cuff"'
        f' startDate="2024-05-01 07:00:00 +0200" endDate="2024-05-01 07:00:00 +0200">\n{pressure}\n </Correlation>'
    )
    receipt = home.bring(export(both, pressure))
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_same) == (4, 3, 1)


# What is refused


@pytest.mark.parametrize(
    "text, why",
    [
        (export(record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg"))[:-20], "cut off"),
        (export("<Record type='a'"), "broken"),
        (export() + export(), "broken"),
        (export(doctype='<!DOCTYPE HealthData [<!ENTITY a "b">]>'), "entities"),
        (export("<a>" * 50 + "</a>" * 50), "nested too deep"),
        (export().replace("UTF-8", "UTF-16"), "not UTF-8"),
        (export(f'<Record type="{QUANTITY}BodyMass" sourceName="&who;"/>'), "broken"),
        (record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg") + export(), "before HealthData"),
        ("date,hrv\n2025-01-01,60\n" + export(), "before HealthData"),
        (export(doctype="<!DOCTYPE HealthData [\n" + record("BodyMass", "2024-05-01 07:00:00", 70) + "]>"), "before"),
        (export(record("BodyMass", "2024-05-01 07:00:00", 70, inside=record("BodyMass", "2024-05-02 07:00:00", 70))),
         "inside another"),
        (export("<Workout>", record("BodyMass", "2024-05-02 07:00:00", 70), "</Workout>"), "inside another"),
    ],
)  # fmt: skip
def test_a_file_that_is_broken_is_refused_whole(home, text, why):
    before = home.everything()
    receipt = home.bring(text)
    assert receipt.state == "refused" and why in receipt.error
    assert home.everything() == before
    assert home.rows("SELECT count(*) FROM raw_series") == [(0,)]


def test_what_cannot_be_true_is_rejected_and_the_rest_is_kept(home):
    receipt = home.bring(export(
        record("HeartRate", "2024-05-01 10:00:00", 999, unit="count/min"),
        record("HeartRate", "2024-05-01 10:00:00", "nan", unit="count/min"),
        record("HeartRate", "2024-05-01 10:00:00", "1e999", unit="count/min"),
        record("HeartRate", "2024-05-01 10:00:00", "1_00", unit="count/min"),
        record("HeartRate", "2024-13-01 10:00:00", 60, unit="count/min"),
        record("HeartRate", "1969-12-31 10:00:00", 60, unit="count/min"),
        record("HeartRate", "2106-02-07 10:00:00", 60, unit="count/min"),
        record("StepCount", "2024-05-01 10:00:00", 60, "2024-05-01 09:00:00", unit="count"),
        record("HeartRate", "2024-05-01 10:00:00", 61, unit="count/min"),
        ' <ActivitySummary dateComponents="1969-12-30" activeEnergyBurned="0"/>',
    ))  # fmt: skip
    assert (receipt.rows_read, receipt.rows_new, receipt.rows_rejected) == (11, 2, 9)
    reasons = " ".join(receipt.rejected_reasons)
    assert "element 2: HeartRate: the value is not one that can be true" in reasons
    assert "element 6: HeartRate: a date cannot be read" in reasons
    assert "the date lies before 1990-01-01" in reasons and "the date lies in the future" in reasons
    assert "element 9: StepCount: it ends before it starts" in reasons
    assert "999" not in reasons
    assert home.rows("SELECT n, mean FROM hourly") == [(1, 61)]


def test_a_weighing_that_ends_before_it_starts_still_weighs(home):
    home.bring(export(record("BodyMass", "2024-05-01 07:00:00", 70, "2024-05-01 06:59:58", unit="kg")))
    assert home.measured("weight_kg") == [("2024-05-01", 70)]


def test_of_very_many_rejected_elements_the_first_thousand_are_named(home):
    receipt = home.bring(
        export(*(record("HeartRate", "2024-05-01 10:00:00", 5, unit="count/min") for _ in range(1500)))
    )
    assert (receipt.rows_rejected, len(receipt.rejected_reasons)) == (1500, 1000)
    assert home.rows("SELECT count(*) FROM rejected_row") == [(1000,)]


def test_a_device_of_which_nothing_could_be_kept_does_not_stop_the_others(home):
    receipt = home.bring(export(
        record("RestingHeartRate", "2024-05-01 10:00:00", 52, unit="count/min", sourceVersion="9"),
        record("RestingHeartRate", "1969-05-01 10:00:00", 52, unit="count/min", sourceVersion="10"),
    ))  # fmt: skip
    assert (receipt.rows_new, receipt.rows_rejected) == (2, 1)
    assert home.measured("resting_hr_bpm") == [("2024-05-01", 52)]


# Once and again


def test_the_same_file_again_changes_nothing(home):
    text = export(
        record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg"), record("HeartRate", "1969-05-01 10:00:00", 60)
    )
    assert home.bring(text).rows_new == 2
    before = home.everything()
    again = home.bring(text)
    assert (again.state, again.rows_new, again.rows_same, again.rows_rejected) == ("unchanged", 0, 2, 1)
    assert len(again.rejected_reasons) == 1
    assert ingest.stored_receipts(home.path, 1)[0] == again
    assert home.everything() == before


def test_exports_that_overlap_give_the_same_in_any_order(tmp_path):
    def at(day: int) -> list[str]:
        return [
            slept("AsleepDeep", f"2024-05-{day:02} 00:30:00", f"2024-05-{day:02} 06:30:00"),
            record("StepCount", f"2024-05-{day:02} 10:00:00", 900 + day, f"2024-05-{day:02} 10:09:00", unit="count"),
            record("HeartRateVariabilitySDNN", f"2024-05-{day:02} 03:00:00", 40 + day, unit="ms"),
        ]

    summary = ' <ActivitySummary dateComponents="2024-05-04" activeEnergyBurned="{}" activeEnergyBurnedUnit="kcal"/>'
    older = export(*at(2), *at(3), summary.format(100), exported="2024-05-04 12:00:00 +0200")
    newer = export(*at(3), *at(4), summary.format(500), exported="2024-06-04 12:00:00 +0200")
    one, other = Home(tmp_path / "a"), Home(tmp_path / "b")
    one.bring(older), one.bring(newer, "newer.xml")
    other.bring(newer), other.bring(older, "older.xml")
    assert one.everything() == other.everything()
    ((extra,),) = one.rows("SELECT extra FROM raw_element WHERE extra LIKE '%activeEnergy%'")
    assert '"500"' in extra  # the day was not over when the older one was made


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_of_what_exports_say_differently_the_newest_counts_in_any_order(home, order):
    """One day's summary in four exports, two of them of one moment and one that takes a word back."""
    summary = ' <ActivitySummary dateComponents="2024-05-04" activeEnergyBurned="{}" activeEnergyBurnedUnit="kcal"/>'
    exports = [
        export(summary.format(said), exported=f"2024-05-{day:02} 12:00:00 +0200")
        for said, day in (("100", 4), ("300", 5), ("100", 6), ("200", 6))
    ]
    for place in (*order, *order):
        home.bring(exports[place], f"{place}.xml")
    assert home.rows("SELECT extra LIKE '%\"200\"%' FROM raw_element WHERE extra LIKE '%active%'") == [(1,)]
    assert [home.bring(exports[place], f"{place}.xml").rows_changed for place in order] == [0] * 4


def test_the_address_of_a_device_in_memory_does_not_double_its_records(home):
    def heard(address: str, exported: str) -> str:
        device = f"&lt;&lt;HKDevice: {address}&gt;, name:Apple Watch, model:Watch&gt;"
        return export(
            record("HeartRate", "2024-05-01 10:00:00", 61, unit="count/min", device=device), exported=exported
        )

    home.bring(heard("0x281e5b2a0", "2024-05-04 12:00:00 +0200"))
    receipt = home.bring(heard("0x30017aa40", "2024-06-04 12:00:00 +0100"), "newer.xml")
    assert (receipt.rows_new, receipt.rows_same) == (1, 1)  # new is only the date of the export
    assert home.rows("SELECT n FROM hourly") == [(1,)]


def test_the_offset_of_another_export_changes_nothing(home):
    def ran(offset: str, hour: int, address: str) -> str:
        at = f"2024-05-01 {hour}"
        return (
            '<Workout workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="W"'
            f' startDate="{at}:00:00 {offset}" endDate="{at}:30:00 {offset}"'
            f' device="&lt;&lt;HKDevice: {address}&gt;, name:Apple Watch&gt;">'
            f'<WorkoutEvent type="HKWorkoutEventTypePause" date="{at}:10:00 {offset}"/></Workout>'
        )

    home.bring(export(ran("+0200", 18, "0x281e5b2a0"), exported="2024-05-04 12:00:00 +0200"))
    receipt = home.bring(export(ran("-0500", 11, "0x30017aa40"), exported="2024-12-04 12:00:00 -0500"), "newer.xml")
    assert (receipt.rows_new, receipt.rows_changed, receipt.rows_same) == (1, 0, 1)


def test_a_cancelled_import_leaves_the_store_as_it_was(home):
    home.bring(export(record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg")))
    before = home.everything()

    class Cancelled(Exception):
        pass

    def cancel(share: float, said: str) -> None:
        if said.startswith("Working out"):
            raise Cancelled

    with pytest.raises(Cancelled):
        home.bring(export(record("BodyMass", "2024-05-02 07:00:00", 71, unit="kg")), "newer.xml", progress=cancel)
    assert home.everything() == before
    assert len(ingest.stored_receipts(home.path, 1)) == 1


# Nights


def test_of_sleep_that_several_wrote_down_that_of_the_watch_counts(home):
    home.bring(export(
        slept("InBed", "2024-05-01 22:30:00", "2024-05-02 07:10:00", by=PHONE),
        slept("Asleep", "2024-05-01 22:45:00", "2024-05-02 07:05:00", by="AutoSleep"),
        slept("AsleepCore", "2024-05-01 23:00:00", "2024-05-02 03:00:00"),
        slept("AsleepDeep", "2024-05-02 03:00:00", "2024-05-02 04:00:00"),
        slept("Awake", "2024-05-02 04:00:00", "2024-05-02 04:20:00"),
        slept("AsleepREM", "2024-05-02 04:20:00", "2024-05-02 06:50:00"),
    ))  # fmt: skip
    columns = "day, nap, asleep_min, light_min, deep_min, rem_min, awake_min, in_bed_min, onset_utc, wake_utc"
    assert home.rows(f"SELECT {columns} FROM sleep") == [
        ("2024-05-02", 0, 450, 240, 60, 150, 20, None, utc("2024-05-01T21:00:00"), utc("2024-05-02T04:50:00"))
    ]


def test_pieces_that_one_origin_wrote_twice_are_not_added_up(home):
    home.bring(export(
        slept("Asleep", "2024-05-01 23:00:00", "2024-05-02 03:00:00", by="App"),
        slept("Asleep", "2024-05-02 01:00:00", "2024-05-02 06:00:00", by="App"),
        slept("InBed", "2024-05-01 22:30:00", "2024-05-02 06:30:00", by="App"),
    ))  # fmt: skip
    assert home.rows("SELECT asleep_min, in_bed_min, efficiency_pct FROM sleep") == [(420, 480, 87.5)]


def test_in_bed_alone_is_no_sleep(home):
    home.bring(export(slept("InBed", "2024-05-01 22:30:00", "2024-05-02 06:30:00", by=PHONE)))
    assert home.rows("SELECT count(*) FROM sleep") == [(0,)]


def test_a_second_short_sleep_of_a_day_is_a_nap(home):
    home.bring(export(
        slept("AsleepCore", "2024-05-01 23:00:00", "2024-05-02 06:00:00"),
        slept("AsleepCore", "2024-05-02 14:00:00", "2024-05-02 14:40:00"),
        slept("AsleepCore", "2024-05-03 15:00:00", "2024-05-03 15:20:00"),  # a day of which only a nap was seen
    ))  # fmt: skip
    assert home.rows("SELECT day, nap FROM sleep ORDER BY onset_utc") == [
        ("2024-05-02", 0), ("2024-05-02", 1), ("2024-05-03", 1),
    ]  # fmt: skip


def test_the_day_of_a_night_is_that_of_the_zone_of_the_sleeper_not_of_the_export(home):
    """23:00 to 06:00 in Auckland, written with the offset of the phone in Amsterdam a month later."""
    home.bring(export(slept("Asleep", "2024-05-01 13:00:00", "2024-05-01 20:00:00", zone="Pacific/Auckland")))
    assert home.rows("SELECT day, offset_min FROM sleep") == [("2024-05-02", 720)]


def test_without_a_zone_the_home_zone_tells_the_day(home):
    """00:30 in Amsterdam in winter (UTC+1), exported in summer: the file says 01:30 +0200."""
    home.bring(export(record("BodyMass", "2024-01-10 00:30:00", 70, unit="kg")))
    assert home.measured("weight_kg") == [("2024-01-09", 70)]


def test_a_journey_moves_the_days_of_what_names_no_zone(home):
    """The night in Tokyo says where the athlete was when stepping on the scale that morning."""
    home.bring(export(
        slept("Asleep", "2024-05-01 17:00:00", "2024-05-01 23:00:00", zone="Asia/Tokyo"),
        record("BodyMass", "2024-05-01 23:30:00", 70, unit="kg"),  # 06:30 on the 2nd in Tokyo
    ))  # fmt: skip
    assert home.measured("weight_kg") == [("2024-05-02", 70)]


# Mornings and days


def test_hrv_of_the_night_is_the_median_of_its_samples_and_stays_apart_from_rmssd(home):
    home.bring(export(
        slept("Asleep", "2024-05-01 23:00:00", "2024-05-02 06:00:00"),
        record("HeartRateVariabilitySDNN", "2024-05-02 00:10:00", 40, unit="ms"),
        record("HeartRateVariabilitySDNN", "2024-05-02 02:10:00", 90, unit="ms"),
        record("HeartRateVariabilitySDNN", "2024-05-02 04:10:00", 50, unit="ms"),
        record("HeartRateVariabilitySDNN", "2024-05-02 15:00:00", 12, unit="ms"),
    ))  # fmt: skip
    assert home.rows("SELECT metric, day, value, at_utc FROM measurement") == [
        ("hrv_sdnn_ms", "2024-05-02", 50, utc("2024-05-02T04:00:00"))
    ]


def test_who_does_not_sleep_with_the_watch_gets_the_median_of_the_day(home):
    home.bring(export(
        record("HeartRateVariabilitySDNN", "2024-05-02 09:00:00", 40, unit="ms"),
        record("HeartRateVariabilitySDNN", "2024-05-02 15:00:00", 60, unit="ms"),
    ))  # fmt: skip
    assert home.measured("hrv_sdnn_ms") == [("2024-05-02", 50)]


def test_steps_of_phone_and_watch_are_not_added_up(home):
    """10:00-10:10 both, 10:10-10:20 the phone alone, half of the phone's 300 from 10:20 on while the watch counts."""
    home.bring(export(
        record("StepCount", "2024-05-02 10:00:00", 1000, "2024-05-02 10:10:00", unit="count"),
        record("StepCount", "2024-05-02 10:25:00", 500, "2024-05-02 10:30:00", unit="count"),
        record("StepCount", "2024-05-02 10:00:00", 990, "2024-05-02 10:10:00", unit="count", by=PHONE),
        record("StepCount", "2024-05-02 10:10:00", 700, "2024-05-02 10:20:00", unit="count", by=PHONE),
        record("StepCount", "2024-05-02 10:20:00", 300, "2024-05-02 10:30:00", unit="count", by=PHONE),
    ))  # fmt: skip
    assert home.measured("steps") == [("2024-05-02", pytest.approx(1000 + 500 + 700 + 150))]


def test_steps_over_midnight_belong_to_both_days(home):
    home.bring(export(record("StepCount", "2024-05-02 23:50:00", 400, "2024-05-03 00:10:00", unit="count")))
    assert home.measured("steps") == [("2024-05-02", pytest.approx(200)), ("2024-05-03", pytest.approx(200))]


def test_energy_of_a_day_is_active_and_basal_in_one_unit_and_only_of_whole_days(home):
    home.bring(export(
        record("ActiveEnergyBurned", "2024-05-02 10:00:00", 418.4, "2024-05-02 11:00:00", unit="kJ"),
        record("BasalEnergyBurned", "2024-05-02 03:00:00", 1500, "2024-05-02 23:00:00", unit="kcal"),
        record("ActiveEnergyBurned", "2024-05-03 10:00:00", 100, "2024-05-03 11:00:00", unit="kcal"),
        record("ActiveEnergyBurned", "2024-05-04 10:00:00", 100, "2024-05-04 11:00:00", unit="kcal"),
        record("BasalEnergyBurned", "2024-05-04 08:00:00", 700, "2024-05-04 18:00:00", unit="kcal"),
    ))  # fmt: skip
    assert home.measured("energy_kcal") == [("2024-05-02", pytest.approx(1600))]


def test_the_heart_rate_of_an_hour_is_of_one_origin(home):
    home.bring(export(
        record("HeartRate", "2024-05-02 10:01:00", 60, unit="count/min"),
        record("HeartRate", "2024-05-02 10:05:00", 70, unit="count/min"),
        record("HeartRate", "2024-05-02 10:09:00", 80, unit="count/min"),
        record("HeartRate", "2024-05-02 10:30:00", 150, unit="count/min", by="Strap"),
        record("HeartRate", "2024-05-02 11:30:00", 2.5, unit="count/s", by="Strap"),
    ))  # fmt: skip
    assert home.rows("SELECT hour_utc, n, mean, low, high FROM hourly ORDER BY 1") == [
        (utc("2024-05-02T08:00:00"), 3, 70, 60, 80),
        (utc("2024-05-02T09:00:00"), 1, 150, 150, 150),
    ]


def test_oxygen_is_a_fraction_and_temperature_may_be_in_fahrenheit(home):
    home.bring(export(
        slept("Asleep", "2024-05-01 23:00:00", "2024-05-02 06:00:00"),
        record("OxygenSaturation", "2024-05-02 03:00:00", 0.97, unit="%"),
        record("AppleSleepingWristTemperature", "2024-05-01 23:10:00", 95, "2024-05-02 05:50:00", unit="degF"),
        record("RespiratoryRate", "2024-05-02 03:00:00", 14.5, unit="count/min"),
    ))  # fmt: skip
    assert home.measured("spo2_pct") == [("2024-05-02", pytest.approx(97))]
    assert home.measured("skin_temp_c") == [("2024-05-02", pytest.approx(35))]
    assert home.measured("respiration_brpm") == [("2024-05-02", 14.5)]


def test_of_the_resting_heart_rates_of_a_day_the_last_counts(home):
    home.bring(export(
        record("RestingHeartRate", "2024-05-02 00:01:00", 55, unit="count/min"),
        record("RestingHeartRate", "2024-05-02 09:00:00", 52, unit="count/min"),
        record("RestingHeartRate", "2024-05-02 12:00:00", 49, unit="count/min", by="App"),
    ))  # fmt: skip
    assert home.measured("resting_hr_bpm") == [("2024-05-02", 52)]


# Workouts


def workout(start: str, end: str, inside="", *, by=WATCH, kind="Running", **said) -> str:
    words = "".join(f' {name}="{value}"' for name, value in said.items())
    return (f' <Workout workoutActivityType="HKWorkoutActivityType{kind}"{words} sourceName="{by}"'
            f' startDate="{start} +0200" endDate="{end} +0200">{inside}</Workout>')  # fmt: skip


FACTS = "day, sport, duration_min, energy_kcal, distance_m, ascent_m, avg_hr_bpm, max_hr_bpm"


def test_the_totals_of_a_workout_stand_in_its_attributes_until_ios_15(home):
    home.bring(export(workout(
        "2024-05-02 18:00:00", "2024-05-02 18:40:00", duration="38.5", durationUnit="min", totalDistance="3.1",
        totalDistanceUnit="mi", totalEnergyBurned="418.4", totalEnergyBurnedUnit="kJ",
    )))  # fmt: skip
    assert home.rows(f"SELECT {FACTS} FROM workout") == [
        ("2024-05-02", "running", 38.5, pytest.approx(100), pytest.approx(3.1 * 1609.344), None, None, None)
    ]


def test_the_totals_of_a_workout_stand_in_statistics_from_ios_16_on(home):
    statistics = (
        f'<WorkoutStatistics type="{QUANTITY}HeartRate" average="151" minimum="90" maximum="180" unit="count/min"/>'
        f'<WorkoutStatistics type="{QUANTITY}ActiveEnergyBurned" sum="300" unit="kcal"/>'
        f'<WorkoutStatistics type="{QUANTITY}DistanceCycling" sum="21.5" unit="km"/>'
        '<MetadataEntry key="HKElevationAscended" value="12345 cm"/>'
    )
    home.bring(export(workout("2024-05-02 18:00:00", "2024-05-02 19:00:00", statistics, kind="Cycling")))
    assert home.rows(f"SELECT {FACTS} FROM workout") == [
        ("2024-05-02", "cycling", None, 300, 21500, pytest.approx(123.45), 151, 180)
    ]


def test_a_workout_that_does_not_tell_its_heart_rate_has_that_of_its_time(home):
    beats = [
        record("HeartRate", f"2024-05-02 18:{m:02}:00", value, unit="count/min") for m, value in ((5, 140), (9, 160))
    ]
    home.bring(export(*beats, workout("2024-05-02 18:00:00", "2024-05-02 18:40:00")))
    assert home.rows("SELECT avg_hr_bpm, max_hr_bpm FROM workout") == [(150, 160)]


def test_a_workout_that_two_apps_wrote_down_is_one(home):
    home.bring(export(
        workout("2024-05-02 18:00:30", "2024-05-02 18:39:00", by="Strava"),
        workout("2024-05-02 18:00:00", "2024-05-02 18:40:00"),
        workout("2024-05-02 18:39:30", "2024-05-02 19:20:00", by="Strava", kind="Cycling"),
    ))  # fmt: skip
    assert home.rows("SELECT start_utc, sport FROM workout ORDER BY 1") == [
        (utc("2024-05-02T16:00:00"), "running"), (utc("2024-05-02T16:39:30"), "cycling"),
    ]  # fmt: skip


# Files


@pytest.mark.parametrize(
    "head, what",
    [
        (b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">', None),
        (b'<?xml version="1.0"?>\n<gpx><name>HealthData</name></gpx>', None),
        (b'<?xml version="1.0"?>\n<HealthData locale="de_DE">', "export"),
        (b"<!DOCTYPE HealthData [\n<!ELEMENT HealthData (Me)>", "export"),
    ],
)
def test_an_export_is_known_by_its_root(tmp_path, head, what):
    (tmp_path / "any.name").write_bytes(head)
    (member,) = archive.members(tmp_path / "any.name")
    assert apple_health.kind(member) == what


def test_in_a_zip_only_the_export_counts_whatever_its_name(home, tmp_path):

    with zipfile.ZipFile(tmp_path / "export.zip", "w") as packed:
        packed.writestr(
            "apple_health_export/导出.xml", export(record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg"))
        )
        packed.writestr("apple_health_export/export_cda.xml", "<ClinicalDocument/>")
        packed.writestr("apple_health_export/workout-routes/a.gpx", "<gpx/>")
        packed.writestr("apple_health_export/electrocardiograms/ecg.csv", "Name,Alex\nDate of Birth,1990-01-01\n")
    (receipt,) = ingest.import_path(home.path, tmp_path / "export.zip", 1)
    assert (receipt.state, receipt.rows_new, len(receipt.members)) == ("imported", 2, 1)


def test_deleting_an_athlete_deletes_the_elements_too(home):
    home.bring(export(record("BodyMass", "2024-05-01 07:00:00", 70, unit="kg", by="PLANTED-NAME")))
    store.delete_athletes(home.path, [1])
    assert b"PLANTED-NAME" not in home.path.read_bytes()
    assert home.rows("SELECT count(*) FROM raw_element") == [(0,)]
