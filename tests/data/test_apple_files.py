"""The Apple Health exports that tests and the bench import hold what they claim, worked out from the XML alone."""

import re
import xml.etree.ElementTree as ET
import zipfile
from bisect import bisect
from collections import Counter, defaultdict
from datetime import datetime
from functools import cache
from statistics import fmean
from xml.parsers.expat import ExpatError, ParserCreate
from zoneinfo import ZoneInfo

import pytest

from tests.data.apple_files import FILES, write_apple_export
from tests.data.apple_life import HOUR_S

Q, C = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"
WATCH, PHONE = "Alex\u2019s Apple\u00a0Watch", "Alex\u2019s iPhone"
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Eight weeks of summer, of which the last was spent in New York."""
    return write_apple_export(tmp_path_factory.mktemp("apple") / "export.xml", days=57, first_day="2023-06-05")


@pytest.fixture(scope="module")
def records(written):
    """The attributes of all top-level records by type, exact repetitions left out."""
    found = defaultdict(dict)
    for record in ET.parse(written.path).getroot().findall("Record"):
        found[record.get("type")][tuple(record.attrib.items())] = record.attrib
    return {kind: list(of_kind.values()) for kind, of_kind in found.items()}


@cache
def instant(text):
    local, _, offset = text.rpartition(" ")
    return int(datetime.fromisoformat(local + offset).timestamp())


def start(record):
    return instant(record["startDate"])


def end(record):
    return instant(record["endDate"])


def home_day(at_utc):
    return datetime.fromtimestamp(at_utc, BERLIN).date().isoformat()


def counted(data):
    """What expat finds: how many there are of each tag."""
    tags, parser = Counter(), ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: tags.update((tag,))
    parser.Parse(data, True)
    return tags


def merged(records):
    """A sum a day: the watch's records, and those of the phone that no record of the watch overlaps."""
    by_watch = [record for record in records if record["sourceName"] == WATCH]
    seen = sorted((start(record), end(record)) for record in by_watch)
    by_phone = [record for record in records if record["sourceName"] == PHONE and not overlapped(record, seen)]
    sums = defaultdict(float)
    for record in by_watch + by_phone:
        sums[home_day(start(record))] += float(record["value"])
    return sums


def overlapped(record, seen):
    before = bisect(seen, (end(record),))
    return any(until > start(record) for _, until in seen[max(0, before - 2) : before])


@pytest.mark.parametrize("style", ["ios17", "ios15", "no_dtd"])
def test_the_counts_are_those_that_a_parser_finds(tmp_path, style):
    export = write_apple_export(tmp_path / "export.xml", days=12, style=style)
    data = export.path.read_bytes()
    inside = Counter(record.get("type") for record in ET.fromstring(data).findall("Record"))
    assert (counted(data), inside, len(data)) == (export.elements, export.records, export.xml_bytes)


def test_the_records_of_correlations_stand_at_the_top_as_well(written):
    root = ET.parse(written.path).getroot()
    inside = [record.attrib for record in root.findall("Correlation/Record")]
    assert inside
    assert all(record in [other.attrib for other in root.findall("Record")] for record in inside[:4])


def test_steps_and_distance_are_the_watchs_where_it_was_worn_and_the_phones_elsewhere(written, records):
    assert merged(records[Q + "StepCount"]) == written.truth.steps
    metres = {day: 1000 * km for day, km in merged(records[Q + "DistanceWalkingRunning"]).items()}
    assert metres == pytest.approx(written.truth.distance_m, rel=1e-3)
    twice = sum(float(record["value"]) for record in records[Q + "StepCount"])
    assert twice > 1.3 * sum(written.truth.steps.values())


def test_energy_is_not_added_up_over_devices_either(written, records):
    assert merged(records[Q + "ActiveEnergyBurned"]) == pytest.approx(written.truth.active_kcal)
    assert merged(records[Q + "BasalEnergyBurned"]) == pytest.approx(written.truth.basal_kcal)


def test_the_hours_of_heart_rate_count_every_sample_once(written, records):
    hours = defaultdict(list)
    for record in records[Q + "HeartRate"]:
        hours[start(record) // HOUR_S * HOUR_S].append(float(record["value"]))
    truth = {hour: (told.n, told.low, told.high) for hour, told in written.truth.heart_bpm.items()}
    assert {hour: (len(bpm), min(bpm), max(bpm)) for hour, bpm in hours.items()} == truth
    means = {hour: told.mean for hour, told in written.truth.heart_bpm.items()}
    assert {hour: fmean(bpm) for hour, bpm in hours.items()} == pytest.approx(means)


def test_nights_are_those_of_the_watch_with_the_day_of_waking_where_the_sleeper_was(written):
    """A night is a run of the watch's records in which each begins where the last one ended."""
    sleeps, last_end = [], None
    for record in ET.parse(written.path).getroot().findall("Record"):
        if record.get("type") == C + "SleepAnalysis" and record.get("sourceName") == WATCH:
            sleeps += [] if start(record.attrib) == last_end else [[]]
            last_end = end(record.attrib)
            zone = ZoneInfo(record.find("MetadataEntry[@key='HKTimeZone']").get("value"))
            sleeps[-1].append((start(record.attrib), last_end, record.get("value").rpartition("Analysis")[2], zone))
    told = [n for n in written.truth.nights if n.source == "watch"]
    assert len(told) == 57 - 5 + 6  # it lay in a drawer on five days, and saw six naps
    truth = [(n.onset_utc, n.wake_utc, n.day, n.minutes("deep"), n.minutes("awake")) for n in told]
    assert sorted(night(sleep) for sleep in sleeps) == sorted(truth)


def night(sleep):
    local = datetime.fromtimestamp(sleep[-1][1], sleep[-1][3])

    def minutes(name):
        return sum(until - begin for begin, until, stage, _ in sleep if stage == name) / 60

    return sleep[0][0], sleep[-1][1], local.date().isoformat(), minutes("AsleepDeep"), minutes("Awake")


def test_nights_without_the_watch_are_those_of_the_app_and_in_bed_is_no_sleep(written, records):
    by_app = [n for n in written.truth.nights if n.source == "app"]
    spans = {(start(r), end(r)) for r in records[C + "SleepAnalysis"] if r["value"].endswith("AsleepUnspecified")}
    assert {(n.onset_utc, n.wake_utc) for n in by_app} <= spans
    days = {n.day for n in written.truth.nights if not n.nap}
    assert len(days) == 57 - 1  # the watch lay in a drawer on five days, and the app was in use on four of them


def test_values_of_a_day_are_those_in_the_file(written, records):
    truth = written.truth

    def one_a_day(kind):
        return {home_day(end(record)): float(record["value"]) for record in records[kind]}

    def many_a_day(kind):
        return sorted((start(record), float(record["value"])) for record in records[kind])

    assert one_a_day(Q + "RestingHeartRate") == truth.resting_bpm
    assert one_a_day(Q + "AppleSleepingWristTemperature") == truth.wrist_c
    assert one_a_day(Q + "VO2Max") == truth.vo2max
    assert one_a_day(Q + "BodyMass") == truth.weight_kg
    assert many_a_day(Q + "HeartRateVariabilitySDNN") == sorted(v for day in truth.sdnn_ms.values() for v in day)
    fractions = sorted((at_utc, pct / 100) for day in truth.spo2_pct.values() for at_utc, pct in day)
    assert many_a_day(Q + "OxygenSaturation") == fractions
    breaths = sorted(v for day in truth.respiration_brpm.values() for v in day)
    assert sorted((end(r), float(r["value"])) for r in records[Q + "RespiratoryRate"]) == breaths


@pytest.mark.parametrize("style", ["ios17", "ios15"])
def test_workouts_state_their_totals_as_the_style_does(tmp_path, style):
    export = write_apple_export(tmp_path / "export.xml", days=30, style=style)
    workouts = ET.parse(export.path).getroot().findall("Workout")
    assert len(workouts) == len(export.truth.workouts) > 8
    for element, told in zip(workouts, export.truth.workouts, strict=True):
        assert (start(element.attrib), end(element.attrib)) == (told.start_utc, told.end_utc)
        assert float(element.get("duration")) == told.duration_min
        assert totals(element) == (told.distance_m, told.energy_kcal)


def totals(workout):
    """Metres and kcal, from attributes or from statistics."""
    sums = {s.get("type"): float(s.get("sum")) for s in workout.findall("WorkoutStatistics[@sum]")}
    far = next((km for kind, km in sums.items() if "Distance" in kind), float(workout.get("totalDistance", 0)))
    energy = sums.get(Q + "ActiveEnergyBurned", float(workout.get("totalEnergyBurned", 0)))
    return round(1000 * far) or None, round(energy) or None


def test_the_heart_rate_of_a_workout_is_that_of_its_samples(written, records):
    beats = [(start(record), float(record["value"])) for record in records[Q + "HeartRate"]]
    measured = ET.parse(written.path).getroot().findall(f"Workout/WorkoutStatistics[@type='{Q}HeartRate']")
    assert len(measured) == len(written.truth.workout_bpm)
    for element in measured:
        told = written.truth.workout_bpm[start(element.attrib)]
        inside = [bpm for at_utc, bpm in beats if start(element.attrib) <= at_utc < end(element.attrib)]
        assert (told.n, told.low, told.high) == (len(inside), min(inside), max(inside))
        assert float(element.get("average")) == told.mean == pytest.approx(fmean(inside))


def test_every_time_carries_the_offset_of_the_export(written):
    assert set(re.findall(r'\d\d:\d\d:\d\d ([+-]\d{4})"', written.path.read_text())) == {"+0100"}


def test_the_file_has_the_faults_of_real_ones(written):
    lines = written.path.read_text().splitlines()
    steps = [line for line in lines if "StepCount" in line]
    assert len(steps) == len(set(steps)) + 2  # one is doubled every month
    assert any('dateComponents="1969-12-30"' in line for line in lines)
    assert any(re.search(r'value="\d\.\d+e-05"', line) for line in lines)
    weights = [re.search('startDate="(.*?)" endDate="(.*?)"', line).groups() for line in lines if "BodyMass" in line]
    assert sum(until < begin for begin, until in weights) == 1


def test_the_same_order_gives_the_same_bytes_and_another_seed_others(tmp_path):
    one, same, other = (
        write_apple_export(tmp_path / f"{n}.xml", days=3, seed=seed).path.read_bytes()
        for n, seed in enumerate((1, 1, 2))
    )
    assert one == same != other


def test_a_later_export_holds_the_earlier_one_with_other_addresses_and_offsets(tmp_path):
    first = write_apple_export(tmp_path / "first.xml", days=8)
    later = write_apple_export(tmp_path / "later.xml", days=8, more_days=3, export=2, offset="-0400")
    assert later.days == 11

    def kept(path):
        found = Counter()
        for record in ET.parse(path).getroot().findall("Record"):
            known = {name: value for name, value in record.attrib.items() if name not in ("device", "creationDate")}
            found[tuple(known.items())[:-3], start(record.attrib), end(record.attrib), record.get("value")] += 1
        return found

    assert kept(first.path) <= kept(later.path)
    addresses = [set(re.findall("0x[0-9a-f]+", export.path.read_text())) for export in (first, later)]
    assert addresses[0].isdisjoint(addresses[1])


def test_the_declaration_of_ios_16_is_one_that_no_parser_accepts(tmp_path):
    export = write_apple_export(tmp_path / "export.xml", days=1, style="ios16")
    data = export.path.read_bytes()
    with pytest.raises(ExpatError):
        counted(data)
    begin, until = data.index(b"<!DOCTYPE"), data.index(b"]>") + 2
    assert counted(data[:begin] + data[until:]) == export.elements


def test_ios_8_has_other_attributes_and_names_with_spaces(tmp_path):
    export = write_apple_export(tmp_path / "export.xml", days=4, style="ios8")
    text = export.path.read_text()
    with pytest.raises(ExpatError):
        counted(text)
    tidy = ET.fromstring(text.replace("Scale App Version=", "ScaleAppVersion=").replace("Modified Date=", "Modified="))
    steps = [record for record in tidy.findall("Record") if record.get("type") == Q + "StepCount"]
    assert sum(int(record.get("value")) for record in steps) == sum(export.truth.steps.values())
    assert all(re.fullmatch(r"2014\d{10}\+0100", record.get("startDate")) for record in tidy.findall("Record"))
    hours = [record for record in tidy.findall("Record") if record.get("type") == Q + "HeartRate"]
    assert [int(record.get("recordCount")) for record in hours] == [h.n for h in export.truth.heart_bpm.values()]
    assert all(record.get("source") and not record.get("sourceName") for record in tidy.findall("Record"))


def test_a_control_character_stands_in_an_attribute_where_asked_for(tmp_path):
    export = write_apple_export(tmp_path / "export.xml", days=2, control_char=True)
    assert 'sourceName="Be\vStill"' in export.path.read_text()
    with pytest.raises(ExpatError):
        counted(export.path.read_bytes())


@pytest.mark.parametrize("language", FILES)
def test_a_zip_holds_the_xml_under_the_name_of_its_language_and_what_lies_beside_it(tmp_path, language):
    export = write_apple_export(tmp_path / "export.zip", days=12, language=language)
    with zipfile.ZipFile(export.path) as archive:
        names = archive.namelist()
        assert counted(archive.read(f"apple_health_export/{FILES[language]}")) == export.elements
        referred = re.findall('FileReference path="/(.*?)"', archive.read(names[0]).decode())
    assert "apple_health_export/export_cda.xml" in names
    assert referred and all(f"apple_health_export/{path}" in names for path in referred)
    assert any(name.startswith("apple_health_export/electrocardiograms/") for name in names)


def test_pounds_and_miles_are_the_same_facts(tmp_path):
    export = write_apple_export(tmp_path / "export.xml", days=3, units="us")
    found = ET.parse(export.path).getroot().findall("Record")
    units = {record.get("type").removeprefix(Q): record.get("unit") for record in found}
    assert (units["BodyMass"], units["DistanceWalkingRunning"], units["ActiveEnergyBurned"]) == ("lb", "mi", "Cal")
    pounds = [float(record.get("value")) for record in found if record.get("type") == Q + "BodyMass"]
    assert [0.45359237 * value for value in pounds] == pytest.approx(list(export.truth.weight_kg.values()), rel=1e-6)


def test_a_size_in_megabytes_is_about_what_is_written(tmp_path):
    export = write_apple_export(tmp_path / "export.xml", megabytes=10)
    assert export.path.stat().st_size == export.xml_bytes == pytest.approx(10e6, rel=0.1)
    assert export.truth is None


def test_an_order_names_one_size(tmp_path):
    with pytest.raises(ValueError, match="either in days or in megabytes"):
        write_apple_export(tmp_path / "export.xml")
