"""Apple Health exports as an iPhone writes them, of any size, with all that is true of them."""

import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from data.clock import instant
from tests.data import apple_life
from tests.data.apple_elements import Pen, has_route, route_name, sections
from tests.data.apple_life import HEAVY, LIGHT, Day, Truth

FILES = {"en": "export.xml", "es": "exportar.xml", "zh": "导出.xml"}
FOLDER = "apple_health_export"
HEAVY_DAY_BYTES = 810_000

_LOCALES = {"en": "en_GB", "es": "es_ES", "zh": "zh_CN"}


@dataclass(frozen=True)
class Written:
    """What an export holds.

    elements: how many there are of each tag, children included. records: top-level records by type. truth: None
    where the export was ordered by its size, since that of a large one would fill the memory.
    """

    path: Path
    xml_bytes: int
    days: int
    first_day: str
    last_day: str
    elements: Counter
    records: Counter
    truth: Truth | None


def write_apple_export(
    target: Path,
    *,
    days: int | None = None,
    megabytes: float | None = None,
    more_days: int = 0,
    first_day: str = "2014-06-30",
    seed: int = 0,
    style: str = "ios17",
    export: int = 1,
    offset: str = "+0100",
    units: str = "metric",
    language: str = "en",
    control_char: bool = False,
) -> Written:
    """An export of `days` sparse days, or of about as many megabytes of a watch that is always worn.

    target: the XML, or a zip of the export's folder where it ends in .zip. more_days: what a later export has in
    addition. style: "ios17"; "ios16" with the DTD that no parser accepts; "ios15" with totals of workouts as
    attributes and sleep without stages; "no_dtd"; "ios8" with the attributes and dates of that time. export: the
    number of this export, which shows in the addresses inside `device`. offset: of the phone when it exported, which
    all times carry. control_char: a vertical tab inside an attribute, which XML forbids.
    """
    if (days is None) == (megabytes is None):
        raise ValueError("the size is given either in days or in megabytes")
    density = HEAVY if days is None else LIGHT
    count = (round(megabytes * 1e6 / HEAVY_DAY_BYTES) or 1 if days is None else days) + more_days

    def life() -> Iterator[Day]:
        return apple_life.days(count, first_day, seed, density)

    pen = Pen(style, export, offset, units, control_char)
    tally = _Tally(first_day, str(date.fromisoformat(first_day) + timedelta(days=count - 1)))
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open(_zip_entry(FILES[language]), "w", force_zip64=True) as stream:
                _write_xml(stream, life, pen, _LOCALES[language], tally)
            for name, text in _beside(life()):
                archive.writestr(_zip_entry(name), text)
    else:
        with target.open("wb", buffering=1 << 20) as stream:
            _write_xml(stream, life, pen, _LOCALES[language], tally)
    truth = None if days is None else apple_life.truth(life(), watch=style != "ios8")
    return Written(target, tally.bytes, count, tally.first_day, tally.last_day, +tally.elements, +tally.records, truth)


@dataclass
class _Tally:
    """What was written so far."""

    first_day: str
    last_day: str
    bytes: int = 0
    elements: Counter = field(default_factory=Counter)
    records: Counter = field(default_factory=Counter)


def _write_xml(stream: BinaryIO, life: Callable[[], Iterator[Day]], pen: Pen, locale: str, tally: _Tally) -> None:
    """Section by section, as the phone does: all days of one type, then all days of the next."""
    tally.bytes += stream.write(_front(pen, locale, tally.last_day).encode())
    tally.elements.update(("HealthData", "ExportDate", "Me"))
    for section in sections(pen.style):
        for day in life():
            lines = section.lines(pen, day)
            text = "".join(lines)
            tally.bytes += stream.write(text.encode())
            tally.elements[section.tag] += len(lines)
            tally.elements.update({tag: text.count(f"<{tag}") for tag in section.children})
            tally.records[section.kind] += len(lines) if section.tag == "Record" else 0
    tally.bytes += stream.write(b"</HealthData>\n")


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (2024, 1, 2, 3, 4, 6))
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


# Element: (what may stand in it, attributes that must be there, attributes that may be). The type declaration of
# version 12 is made from this; only the parts that matter to a parser are alike.
_DTD = {
    "HealthData": (
        "(ExportDate,Me,(Record|Correlation|Workout|ActivitySummary|Audiogram|VisionPrescription)*)",
        "locale",
        "",
    ),
    "ExportDate": ("EMPTY", "value", ""),
    "Me": ("EMPTY", "HKCharacteristicTypeIdentifierDateOfBirth HKCharacteristicTypeIdentifierBiologicalSex", ""),
    "Record": (
        "((MetadataEntry|HeartRateVariabilityMetadataList)*)",
        "type sourceName startDate endDate",
        "unit value sourceVersion device creationDate",
    ),
    "Correlation": (
        "((MetadataEntry|Record)*)",
        "type sourceName startDate endDate",
        "sourceVersion device creationDate",
    ),
    "Workout": (
        "((MetadataEntry|WorkoutEvent|WorkoutRoute|WorkoutStatistics)*)",
        "workoutActivityType sourceName startDate endDate",
        "duration durationUnit totalDistance totalDistanceUnit totalEnergyBurned totalEnergyBurnedUnit sourceVersion "
        "device creationDate",
    ),
    "WorkoutEvent": ("EMPTY", "type date", "duration durationUnit"),
    "WorkoutStatistics": ("EMPTY", "type startDate endDate", "average minimum maximum sum unit"),
    "WorkoutRoute": ("((MetadataEntry|FileReference)*)", "sourceName startDate endDate", "sourceVersion creationDate"),
    "FileReference": ("EMPTY", "path", ""),
    "ActivitySummary": (
        "EMPTY",
        "",
        "dateComponents activeEnergyBurned activeEnergyBurnedGoal activeEnergyBurnedUnit appleExerciseTime "
        "appleExerciseTimeGoal appleStandHours appleStandHoursGoal",
    ),
    "MetadataEntry": ("EMPTY", "key value", ""),
    "HeartRateVariabilityMetadataList": ("(InstantaneousBeatsPerMinute*)", "", ""),
    "InstantaneousBeatsPerMinute": ("EMPTY", "bpm time", ""),
    "Audiogram": ("(SensitivityPoint*)", "type sourceName startDate endDate", "sourceVersion device creationDate"),
    "SensitivityPoint": (
        "EMPTY",
        "frequencyValue frequencyUnit",
        "leftEarValue leftEarUnit rightEarValue rightEarUnit",
    ),
    "VisionPrescription": ("((RightEye|LeftEye)*)", "type dateIssued", "expirationDate brand"),
    "RightEye": ("EMPTY", "", "sphere sphereUnit"),
    "LeftEye": ("EMPTY", "", "sphere sphereUnit"),
}


def _front(pen: Pen, locale: str, last_day: str) -> str:
    exported_utc = instant(datetime.fromisoformat(last_day) + timedelta(hours=33), 60)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        + ("" if pen.style in ("no_dtd", "ios8") else _doctype(broken=pen.style == "ios16"))
        + f'<HealthData locale="{locale}">\n'
        + f' <ExportDate value="{pen.at(exported_utc)}"/>\n'
        + ' <Me HKCharacteristicTypeIdentifierDateOfBirth="1990-01-01" '
        + 'HKCharacteristicTypeIdentifierBiologicalSex="HKBiologicalSexNotSet"/>\n'
    )


def _doctype(broken: bool) -> str:
    """broken: as iOS 16 wrote it, with one list of attributes left open and one ">" too many at the end."""
    lines = ["<!DOCTYPE HealthData [", "<!-- HealthKit Export Version: 12 -->"]
    for tag, (content, required, implied) in _DTD.items():
        attributes = [f"  {name} CDATA #REQUIRED" for name in required.split()]
        attributes += [f"  {name} CDATA #IMPLIED" for name in implied.split()]
        lines.append(f"<!ELEMENT {tag} {content}>")
        if attributes:
            closing = [] if broken and tag == "VisionPrescription" else [">"]
            lines += [f"<!ATTLIST {tag}", *attributes, *closing]
    return "\n".join([*lines, *([">"] if broken else []), "]>", ""])


def _beside(life: Iterator[Day]) -> Iterator[tuple[str, str]]:
    """What lies in the folder beside the XML: name and text."""
    yield "export_cda.xml", _CDA
    for day in life:
        for workout in day.workouts:
            if has_route(workout):
                yield route_name(workout), _GPX
        if day.number % 30 == 9:
            yield f"electrocardiograms/ecg_{day.text}.csv", _ECG


_CDA = (
    '<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3">\n <title>Health Data Export</title>\n <entry>'
    '<observation classCode="OBS" moodCode="EVN"><value type="PQ" value="61" unit="count/min"/></observation></entry>\n'
    "</ClinicalDocument>\n"
)
_GPX = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Apple Health Export" '
    'xmlns="http://www.topografix.com/GPX/1/1">\n <trk><trkseg>\n'
    '  <trkpt lon="13.376200" lat="52.518600"><ele>34.1</ele><time>2023-07-03T15:12:00Z</time></trkpt>\n'
    " </trkseg></trk>\n</gpx>\n"
)
_ECG = (
    "Name,Alex\nRecorded Date,2023-07-03 19:00:00 +0100\nSample Rate,512 hertz\nLead,Lead I\nUnit,µV\n\n1.204\n1.311\n"
)
