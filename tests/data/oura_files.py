"""Writes Oura's four kinds of files for tests: one simulated person, seeded by the day, in whichever files are asked.

>>> days = life(30, first_day="2024-03-01")
>>> write_trends(tmp_path / "oura_trends.csv", days, generation=2020)
>>> write_account_zip(tmp_path / "export.zip", days)

What the files say agrees wherever more than one of them says it. Of a longer life the first days are those of a
shorter one.
"""

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

GENERATIONS = (2020, 2021)

_SCORES = (
    "Activity Score,Stay Active Score,Move Every Hour Score,Meet Daily Targets Score,Training Frequency Score,"
    "Training Volume Score"
)
_READINESS = (
    "Average MET,Long Periods of Inactivity,Readiness Score,Previous Night Score,Sleep Balance Score,"
    "Previous Day Activity Score,Activity Balance Score,Temperature Score,Resting Heart Rate Score,HRV Balance Score,"
    "Recovery Index Score"
)
_TIMES = "Inactive Time,Rest Time,Low Activity Time,Medium Activity Time,High Activity Time,Non-wear Time"
_HEART = "Bedtime Start,Bedtime End,Average Resting Heart Rate,Lowest Resting Heart Rate,Average HRV"
TRENDS_HEADERS = {
    2021: (
        "date,Sleep Score,Total Sleep Score,REM Sleep Score,Deep Sleep Score,Sleep Efficiency Score,Restfulness Score,"
        "Sleep Latency Score,Sleep Timin Score,Total Sleep Duration,Total Bedtime ,Awake Time,REM Sleep Duration,"
        "Light Sleep Duration,Deep Sleep Duration,Restless Sleep,Sleep Efficiency,Sleep Latency,Sleep Timing,"
        f"{_HEART},Temperature Deviation (°C),Temperature Trend Deviation,Respiratory Rate,{_SCORES},Activity Burn,"
        f"Total Burn,Steps,Equivalent Walking Distance,{_TIMES},{_READINESS}"
    ),
    2020: (
        "date,Sleep Score,Total Sleep Score,REM Sleep Score,Deep Sleep Score,Sleep Efficiency Score,"
        "Sleep Tranquility Score,Sleep Latency Score,Sleep Timing Score,Total Bedtime,Total Sleep Time,Awake Time,"
        "REM Sleep Time,Light Sleep Time,Deep Sleep Time,Restless Sleep,Sleep Efficiency,Sleep Latency,Sleep Timing,"
        f"Sleep Timing,{_HEART},Temperature Deviation,Respiratory Rate,{_SCORES},Recovery Time Score,Activity Burn,"
        f"Total Burn,Target Calories,Steps,Daily Movement,{_TIMES},{_READINESS}"
    ),
}
ACCOUNT_TABLES = {
    "sleep": "sleepmodel.csv",
    "daily_readiness": "dailyreadiness.csv",
    "daily_activity": "DailyActivity.csv",
    "daily_spo2": "dailyspo2.csv",
    "workout": "workout.csv",
    "session": "session.csv",
    "enhanced_tag": "enhancedtag.csv",
    "heartrate": "heartrate.csv",
}
_SAMPLE_S = 300
_RING_OFF_EVERY, _DRAWER_EVERY = 11, 17  # days: no night was seen, or nothing at all


@dataclass(frozen=True)
class Slept:
    """One sleep. parts_s: light, deep, REM, awake; samples: bpm, one in five minutes, None where unseen."""

    type: str
    start: datetime
    end: datetime
    parts_s: tuple[int, int, int, int]
    latency_s: int
    efficiency: int
    hrv_ms: int
    lowest_bpm: int
    breaths: float
    samples: tuple[int | None, ...]

    @property
    def asleep_s(self) -> int:
        return sum(self.parts_s[:3])

    @property
    def in_bed_s(self) -> int:
        return int((self.end - self.start).total_seconds())


@dataclass(frozen=True)
class Day:
    """One day and the night before it. times_min: inactive, rest, low, medium, high, not worn."""

    day: date
    zone: ZoneInfo
    night: Slept | None
    nap: Slept | None
    readiness: int | None
    deviation_c: float | None
    steps: int
    burned_kcal: int
    times_min: tuple[int, int, int, int, int, int]
    spo2_pct: float | None
    run_min: int
    tags: tuple[tuple[str, str], ...]  # code and comment
    meditated: bool
    awake_samples: tuple[tuple[datetime, int], ...]


def life(days: int, first_day: str = "2024-03-01", zone: str = "Europe/Berlin", samples_an_hour: int = 12) -> list[Day]:
    """The days of one person. samples_an_hour: of the heart rate, in the night and outside it."""
    first = date.fromisoformat(first_day)
    place = ZoneInfo(zone)
    return [_day(first, first + timedelta(days=n), place, samples_an_hour) for n in range(days)]


def _day(first: date, day: date, zone: ZoneInfo, samples_an_hour: int) -> Day:
    dice, n = random.Random(day.isoformat()), (day - first).days
    in_drawer = n % _DRAWER_EVERY == _DRAWER_EVERY - 1
    night = _slept("long_sleep", day, dice, zone, samples_an_hour)
    nap = _slept("late_nap" if dice.random() < 0.3 else "sleep", day, dice, zone, 0)
    ring_off = in_drawer or n % _RING_OFF_EVERY == _RING_OFF_EVERY - 1
    times_min = [dice.randint(300, 600), 480, dice.randint(100, 300), dice.randint(0, 60), dice.randint(0, 30)]
    awake = [
        (_at(zone, day, 9 * 3600 + i * 3600 // samples_an_hour), dice.randint(55, 120))
        for i in range(6 * samples_an_hour)
    ]
    return Day(
        day=day,
        zone=zone,
        night=None if ring_off else night,
        nap=nap if not in_drawer and dice.random() < 0.25 else None,
        readiness=None if ring_off else dice.randint(50, 95),
        deviation_c=None if ring_off else 20.97 if n == 0 else round(dice.gauss(0, 0.3), 2),
        steps=0 if in_drawer else dice.randint(1500, 18000),
        burned_kcal=dice.randint(1900, 3300),
        times_min=(0, 0, 0, 0, 0, 1440) if in_drawer else (*times_min, 1440 - sum(times_min)),
        spo2_pct=None if ring_off else round(dice.uniform(94, 99), 3),
        run_min=0 if in_drawer or dice.random() < 0.6 else dice.randint(20, 90),
        tags=tuple(tag for tag in _TAGS if dice.random() < 0.3),
        meditated=dice.random() < 0.3,
        awake_samples=() if in_drawer else tuple(awake),
    )


_TAGS = (("tag_generic_alcohol", ""), ("tag_generic_late_meal", "pizza; late"), ("common_cold", 'they said "cough"'))


def _at(zone: ZoneInfo, day: date, second: int) -> datetime:
    """So many seconds after the local midnight of a day, which may be negative."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    return (midnight + timedelta(seconds=second)).astimezone(zone)


def _slept(type: str, day: date, dice: random.Random, zone: ZoneInfo, samples_an_hour: int) -> Slept:
    long = type == "long_sleep"
    start_s = {"long_sleep": -1, "sleep": 13, "late_nap": 18}[type] * 3600 + dice.randint(-3000, 5000)
    light, deep, rem, awake = (30 * dice.randint(*span) for span in ((400, 520), (80, 200), (120, 240), (10, 120)))
    parts_s = (light, deep, rem, awake) if long else (light // 10, 0, 0, 300)
    start = _at(zone, day, start_s)
    end = (start.astimezone(UTC) + timedelta(seconds=sum(parts_s))).astimezone(zone)
    samples = [dice.randint(44, 70) for _ in range(sum(parts_s) // _SAMPLE_S)]
    seen = 12 // samples_an_hour if samples_an_hour else 10**9
    return Slept(
        type, start, end, parts_s, 30 * dice.randint(1, 60), 100 * sum(parts_s[:3]) // sum(parts_s),
        dice.randint(25, 110), dice.randint(42, 60), round(dice.uniform(12, 17), 3),
        tuple(bpm if i % seen == 0 else None for i, bpm in enumerate(samples)) if long else (),
    )  # fmt: skip


def write_trends(
    path: Path, days: list[Day], *, generation: int = 2021, in_seconds: bool = False, blank: str = ""
) -> Path:
    """The table of the web. in_seconds: the times of activity, which are minutes otherwise."""
    header = TRENDS_HEADERS[generation].split(",")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    for day in days:
        cells = _trends_cells(day, 60 if in_seconds else 1)
        writer.writerow(blank if cells.get(name.strip()) is None else cells[name.strip()] for name in header)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _trends_cells(day: Day, per_minute: int) -> dict[str, object]:
    cells: dict[str, object] = {
        "date": day.day, "Readiness Score": day.readiness, "Steps": day.steps, "Total Burn": day.burned_kcal,
        "Temperature Deviation": day.deviation_c, "Temperature Deviation (°C)": day.deviation_c, "Activity Score": 77,
        **{name: minutes * per_minute for name, minutes in zip(_TIMES.split(","), day.times_min, strict=True)},
    }  # fmt: skip
    if night := day.night:
        light, deep, rem, awake = night.parts_s
        cells |= {
            "Bedtime Start": night.start.isoformat(), "Bedtime End": night.end.isoformat(), "Sleep Score": 80,
            "Total Sleep Duration": night.asleep_s, "Total Sleep Time": night.asleep_s, "Awake Time": awake,
            "Total Bedtime": night.in_bed_s, "Sleep Efficiency": night.efficiency, "Sleep Latency": night.latency_s,
            "Light Sleep Duration": light, "Light Sleep Time": light, "Deep Sleep Duration": deep,
            "Deep Sleep Time": deep, "REM Sleep Duration": rem, "REM Sleep Time": rem, "Sleep Timing": 13170,
            "Average Resting Heart Rate": night.lowest_bpm + 6.5, "Lowest Resting Heart Rate": night.lowest_bpm,
            "Average HRV": night.hrv_ms, "Respiratory Rate": night.breaths,
        }  # fmt: skip
    return cells


def collections(days: Iterable[Day]) -> dict[str, list[dict]]:
    """The records of the API, by collection."""
    found: dict[str, list[dict]] = {name: [] for name in ACCOUNT_TABLES}
    for day in days:
        for name, record in _records(day):
            found[name].append(record)
    return found


def _records(day: Day) -> Iterable[tuple[str, dict]]:
    on = day.day.isoformat()
    for sleep in filter(None, (day.night, day.nap)):
        yield "sleep", _sleep_record(sleep, on)
    if day.readiness is not None:
        yield "daily_readiness", {
            "id": f"r{on}", "contributors": {"hrv_balance": None, "sleep_balance": 80}, "day": on,
            "score": day.readiness, "temperature_deviation": day.deviation_c, "temperature_trend_deviation": None,
            "timestamp": f"{on}T00:00:00+00:00",
        }  # fmt: skip
    names = ("sedentary_time", "resting_time", "low_activity_time", "medium_activity_time", "high_activity_time",
             "non_wear_time")  # fmt: skip
    yield "daily_activity", {
        "id": f"a{on}", "class_5_min": "1223", "score": 77, "active_calories": 400, "steps": day.steps,
        "total_calories": day.burned_kcal, "met": {"interval": 60.0, "items": [0.9, 1.2], "timestamp": f"{on}T04:00"},
        **{name: 60 * minutes for name, minutes in zip(names, day.times_min, strict=True)},
        "day": on, "timestamp": _at(day.zone, day.day, 4 * 3600).isoformat(),
    }  # fmt: skip
    if day.spo2_pct is not None:
        yield "daily_spo2", {"id": f"o{on}", "day": on, "spo2_percentage": {"average": day.spo2_pct}}
    if day.run_min:
        start = _at(day.zone, day.day, 17 * 3600)
        yield "workout", {
            "id": f"w{on}", "activity": "running", "calories": 9.5 * day.run_min, "day": on,
            "distance": 160.25 * day.run_min, "end_datetime": (start + timedelta(minutes=day.run_min)).isoformat(),
            "intensity": "moderate", "label": None, "source": "confirmed", "start_datetime": start.isoformat(),
        }  # fmt: skip
    if day.meditated:
        start = _at(day.zone, day.day, 12 * 3600)
        yield "session", {
            "id": f"s{on}", "day": on, "start_datetime": start.isoformat(), "mood": "good", "type": "meditation",
            "end_datetime": (start + timedelta(minutes=10)).isoformat(), "heart_rate": None, "motion_count": None,
        }  # fmt: skip
    for code, comment in day.tags:
        yield "enhanced_tag", {
            "id": f"t{code}{on}", "tag_type_code": code, "start_day": on, "end_day": None, "custom_name": None,
            "start_time": _at(day.zone, day.day, 20 * 3600).isoformat(), "end_time": None, "comment": comment or None,
        }  # fmt: skip
    for at, bpm, source in _samples(day):
        yield "heartrate", {"bpm": bpm, "source": source, "timestamp": at.astimezone(UTC).isoformat()}


def _sleep_record(sleep: Slept, on: str) -> dict:
    light, deep, rem, awake = sleep.parts_s
    series = {"interval": 300.0, "items": list(sleep.samples), "timestamp": sleep.start.isoformat()}
    return {
        "id": f"{sleep.type}{on}", "average_breath": sleep.breaths, "average_heart_rate": sleep.lowest_bpm + 6.5,
        "average_hrv": sleep.hrv_ms, "awake_time": awake, "bedtime_end": sleep.end.isoformat(timespec="milliseconds"),
        "bedtime_start": sleep.start.isoformat(timespec="milliseconds"), "day": on, "deep_sleep_duration": deep,
        "efficiency": sleep.efficiency, "heart_rate": series if sleep.samples else None, "latency": sleep.latency_s,
        "light_sleep_duration": light, "low_battery_alert": False, "lowest_heart_rate": sleep.lowest_bpm,
        "movement_30_sec": "1143", "period": 0, "readiness": None, "rem_sleep_duration": rem,
        "sleep_phase_5_min": "4421", "time_in_bed": sleep.in_bed_s, "total_sleep_duration": sleep.asleep_s,
        "type": sleep.type,
    }  # fmt: skip


def _samples(day: Day) -> Iterable[tuple[datetime, int, str]]:
    """Those of the night, which its own record repeats, and those of the day."""
    if day.night:
        for place, bpm in enumerate(day.night.samples):
            if bpm is not None:
                yield day.night.start.astimezone(UTC) + timedelta(seconds=place * _SAMPLE_S), bpm, "sleep"
    for at, bpm in day.awake_samples:
        yield at, bpm, "awake"


def write_api(folder: Path, days: list[Day]) -> Path:
    """One page of the API for each collection that holds anything, as a program that fetched them would keep them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in ((name, records) for name, records in collections(days).items() if records):
        (folder / f"{name}.json").write_text(json.dumps({"data": records, "next_token": None}), encoding="utf-8")
    return folder


def write_api_file(path: Path, days: list[Day]) -> Path:
    """All collections in one object."""
    path.write_text(json.dumps(collections(days), indent=1), encoding="utf-8")
    return path


def write_account_zip(path: Path, days: list[Day]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _account_tables(days).items():
            archive.writestr(f"App Data/{name}", text)
    return path


def write_account_tables(folder: Path, days: list[Day]) -> Path:
    """The tables of the zip, unpacked."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _account_tables(days).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _account_tables(days: list[Day]) -> dict[str, str]:
    return {ACCOUNT_TABLES[name]: _table(records) for name, records in collections(days).items() if records}


def _table(records: list[dict]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(records[0])
    writer.writerows([_cell(value) for value in record.values()] for record in records)
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def write_account_json(path: Path, days: list[Day], *, trailing_comma: bool = False) -> Path:
    """The document of an account before 2024: sleeps belong to the evening before.

    trailing_comma: as one public copy ends, which is not JSON.
    """
    lists: dict[str, list[dict]] = {"activity": [], "sleep": [], "readiness": []}
    for day in days:
        evening = (day.day - timedelta(days=1)).isoformat()
        lists["activity"].append(_account_activity(day))
        lists["sleep"] += [_account_sleep(s, evening, day.deviation_c) for s in (day.night, day.nap) if s]
        if day.readiness is not None:
            lists["readiness"].append(
                {"summary_date": evening, "period_id": 0, "score": day.readiness, "score_previous_night": 70}
            )
    text = json.dumps(lists)
    path.write_text(text.removesuffix("}") + ",}" if trailing_comma else text, encoding="utf-8")
    return path


def _account_activity(day: Day) -> dict:
    names = ("inactive", "rest", "low", "medium", "high", "non_wear")
    times = dict(zip(names, day.times_min, strict=True))
    return {"summary_date": day.day.isoformat(), "timezone": 60, "cal_total": day.burned_kcal, "cal_active": 400,
            "steps": day.steps, **times, "met_1min": [0.9, 1.2]}  # fmt: skip


def _account_sleep(sleep: Slept, evening: str, deviation_c: float | None) -> dict:
    light, deep, rem, awake = sleep.parts_s
    return {
        "summary_date": evening, "timezone": int(sleep.end.utcoffset().total_seconds() // 60),
        "bedtime_start": sleep.start.isoformat(), "bedtime_end": sleep.end.isoformat(), "duration": sleep.in_bed_s,
        "total": sleep.asleep_s, "awake": awake, "light": light, "rem": rem, "deep": deep,
        "onset_latency": sleep.latency_s, "efficiency": sleep.efficiency, "hr_lowest": sleep.lowest_bpm,
        "hr_average": sleep.lowest_bpm + 6.5, "rmssd": sleep.hrv_ms, "breath_average": sleep.breaths,
        "is_longest": int(sleep.type == "long_sleep"), "hr_5min": [bpm or 0 for bpm in sleep.samples],
        "rmssd_5min": [0, 40], "hypnogram_5min": "4421", "temperature_deviation": deviation_c, "score": 80,
    }  # fmt: skip


WRITERS: dict[str, Callable[[Path, list[Day]], Path]] = {
    "trends of 2021": lambda folder, days: write_trends(folder / "oura_trends.csv", days),
    "trends of 2020": lambda folder, days: write_trends(
        folder / "oura_2020.csv", days, generation=2020, in_seconds=True, blank="None"
    ),
    "api, a file each": lambda folder, days: write_api(folder / "api", days),
    "api, one file": lambda folder, days: write_api_file(folder / "oura.json", days),
    "account zip": lambda folder, days: write_account_zip(folder / "export.zip", days),
    "account json": lambda folder, days: write_account_json(folder / "account.json", days, trailing_comma=True),
}
