"""Writes what WHOOP's API answers about the people and nights that whoop_files.py writes as exports of the app.

The figures of an export are those of the API, rounded or cut; so each is given back here as one of those that it may
have been, with the milliseconds that the export cuts off.

>>> write_whoop_api(tmp_path / "api", days=30, version=1, layout="pages")
"""

import json
import random
import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tests.data.whoop_files import _Cycle, _cycles

VERSIONS = (1, 2)
LAYOUTS = ("files", "pages", "lists", "lines", "one", "days")
COLLECTIONS = ("cycles", "recoveries", "sleeps", "workouts")
PAGE = 25

# In the order of the sports that whoop_files.py draws.
_SPORTS = {1: (0, 1, 45, -1, 44), 2: ("running", "cycling", "weightlifting", "activity", "yoga")}
_USER = 10129
_KJ_PER_KCAL = 4.184


def write_whoop_api(
    target: Path,
    *,
    days: int = 30,
    first_day: str = "2021-01-04",
    seed: int = 0,
    version: int = 2,
    layout: str = "files",
    only: tuple[str, ...] = COLLECTIONS,
) -> Path:
    """The records of `days` cycles, into a folder, or into a zip where `target` ends in .zip.

    layout: "files" one page a collection; "pages" a list of pages of 25; "lists" bare lists; "lines" one record a
    line; "one" one file with all collections under their names; "days" one list of days, each with its records.
    """
    files = {name: text.encode() for name, text in _files(records(days, first_day, seed, version), layout, only)}
    if target.suffix == ".zip":
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files.items():
                archive.writestr(name, data)
    else:
        target.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (target / name).write_bytes(data)
    return target


def records(days: int = 30, first_day: str = "2021-01-04", seed: int = 0, version: int = 2) -> dict[str, list[dict]]:
    """The records of each collection, the newest first, as the API gives them."""
    cycles = _cycles(days, date.fromisoformat(first_day), random.Random(seed))
    writer = _Writer(version, random.Random(seed + 1))
    found: dict[str, list[dict]] = {name: [] for name in COLLECTIONS}
    for cycle in cycles:
        for name, record in writer.records(cycle):
            found[name].insert(0, record)
    return found


def _files(found: dict[str, list[dict]], layout: str, only: tuple[str, ...]) -> list[tuple[str, str]]:
    found = {name: records for name, records in found.items() if name in only and records}
    if layout == "one":
        return [("whoop.json", json.dumps({"user": {"first_name": "Ada"}, "exported": "2025"} | found, indent=2))]
    if layout == "days":
        by_day: dict[str, list[dict]] = {}
        for record in [record for records in found.values() for record in records]:
            by_day.setdefault(record["created_at"][:10], []).append(record)
        return [("days.json", json.dumps([{"date": day, "records": records} for day, records in by_day.items()]))]
    return [(f"{name}.json", _text(records, layout)) for name, records in found.items()]


def _text(records: list[dict], layout: str) -> str:
    if layout == "lines":
        return "\n".join(map(json.dumps, records)) + "\n"
    if layout == "lists":
        return json.dumps(records)
    pages = [records[at : at + PAGE] for at in range(0, len(records), PAGE)] if layout == "pages" else [records]
    tokens = [*(f"page{n}" for n in range(1, len(pages))), None]
    answers = [{"records": page, "next_token": token} for page, token in zip(pages, tokens, strict=True)]
    return json.dumps(answers if layout == "pages" else answers[0])


@dataclass
class _Writer:
    """Turns cycles into records of one version; `dice` draws what an export has rounded away."""

    version: int
    dice: random.Random
    last_id: int = 93845

    def records(self, cycle: _Cycle) -> list[tuple[str, dict]]:
        cycle_id, start = self._number(), self._time(cycle.start_s)
        nights = [self._sleep(sleep, cycle, cycle_id, start) for sleep in cycle.sleeps]
        found = [("cycles", self._cycle(cycle, cycle_id, start))] + [("sleeps", night) for night in nights]
        if nights:
            found.append(("recoveries", self._recovery(cycle, cycle_id, nights[0])))
        return found + [("workouts", self._workout(workout, cycle)) for workout in cycle.workouts]

    def _cycle(self, cycle: _Cycle, cycle_id: int, start: str) -> dict:
        strain, kcal, max_hr, avg_hr = cycle.scores[5:]
        running = cycle.end_s is None  # its scores are those of the day so far
        score = {
            "strain": self._near(strain, 0.1) if not running else 3.1415927,
            "kilojoule": self._near(kcal, 1) * _KJ_PER_KCAL if not running else 2811.4023,
            "average_heart_rate": avg_hr if not running else 61,
            "max_heart_rate": max_hr if not running else 121,
        }
        end = None if running else self._time(cycle.end_s)
        return {"id": cycle_id} | self._common(cycle.start_s, start, end, cycle, score)

    def _recovery(self, cycle: _Cycle, cycle_id: int, night: dict) -> dict:
        recovery, resting_hr, hrv, skin_temp, spo2 = cycle.scores[:5]
        score = {
            "user_calibrating": False,
            "recovery_score": float(recovery),
            "resting_heart_rate": float(resting_hr),
            "hrv_rmssd_milli": self._near(hrv, 1),
            "spo2_percentage": None if spo2 is None else self._near(float(spo2), 0.01),
            "skin_temp_celsius": self._near(float(skin_temp), 0.01),
        }
        record = {"cycle_id": cycle_id, "sleep_id": night["id"]}
        common = self._common(cycle.start_s, None, None, cycle, score)
        return record | {
            name: value for name, value in common.items() if name not in ("start", "end", "timezone_offset")
        }

    def _sleep(self, sleep: tuple, cycle: _Cycle, cycle_id: int, start: str) -> dict:
        onset_s, wake_s, performance, respiration, _, in_bed, light, deep, rem, awake, *rest = sleep
        need, debt, efficiency, consistency, nap = rest
        ms, debt_ms, strain_ms, nap_ms = 60_000, self._ms(debt), 150_062, -12_312
        score = {
            "stage_summary": {
                "total_in_bed_time_milli": self._ms(in_bed),
                "total_awake_time_milli": self._ms(awake),
                "total_no_data_time_milli": 0,
                "total_light_sleep_time_milli": self._ms(light),
                "total_slow_wave_sleep_time_milli": self._ms(deep),
                "total_rem_sleep_time_milli": self._ms(rem),
                "sleep_cycle_count": 4,
                "disturbance_count": 9,
            },
            "sleep_needed": {
                "baseline_milli": need * ms + self.dice.randint(1, 40_000) - debt_ms - strain_ms - nap_ms,
                "need_from_sleep_debt_milli": debt_ms,
                "need_from_recent_strain_milli": strain_ms,
                "need_from_recent_nap_milli": nap_ms,
            },
            "respiratory_rate": self._near(respiration, 0.1),
            "sleep_performance_percentage": float(performance),
            "sleep_consistency_percentage": consistency,
            "sleep_efficiency_percentage": efficiency + self.dice.uniform(0, 0.99),
        }
        start = self._time(onset_s) if nap else start
        ids = {"id": self._id()} | ({"cycle_id": cycle_id, "v1_id": None} if self.version == 2 else {})
        return ids | self._common(wake_s, start, self._time(wake_s), cycle, score) | {"nap": nap}

    def _workout(self, workout: tuple, cycle: _Cycle) -> dict:
        start_s, end_s, _, sport, strain, kcal, max_hr, avg_hr, *rest = workout
        zones, (_, *distances) = rest[:5], rest[5:]
        score = None
        if strain is not None:
            span_ms = (end_s - start_s) * 1000
            shares = [max(0, pct + self.dice.uniform(-0.49, 0.49)) / 100 for pct in zones]
            names = ("zone_zero_milli", "zone_one_milli", "zone_two_milli", "zone_three_milli", "zone_four_milli",
                     "zone_five_milli")  # fmt: skip
            parts = [int(span_ms * share) for share in (1 - sum(shares), *shares)]
            absent = 0.0 if self.version == 1 else None
            score = {
                "strain": self._near(strain, 0.1),
                "average_heart_rate": avg_hr,
                "max_heart_rate": max_hr,
                "kilojoule": self._near(kcal, 1) * _KJ_PER_KCAL,
                "percent_recorded": 100.0 if self.version == 1 else 1.0,
                "distance_meter": absent if distances[0] is None else self._near(distances[0], 0.1),
                "altitude_gain_meter": absent if distances[1] is None else self._near(distances[1], 0.1),
                "altitude_change_meter": absent if distances[2] is None else self._near(distances[2], 0.1),
                "zone_duration" + "s" * (self.version == 2): dict(zip(names, parts, strict=True)),
            }
        named = {"sport_name": _SPORTS[2][sport], "sport_id": None, "v1_id": None}
        ids = {"id": self._id()} | (named if self.version == 2 else {"sport_id": _SPORTS[1][sport]})
        return ids | self._common(end_s, self._time(start_s), self._time(end_s), cycle, score)

    def _common(self, made_s: int, start: str | None, end: str | None, cycle: _Cycle, score: dict | None) -> dict:
        made = {"created_at": self._time(made_s + 300), "updated_at": self._time(made_s + 900)}
        state = "UNSCORABLE" if score is None else "SCORED"
        scored = {"score_state": state} | ({} if score is None and self.version == 1 else {"score": score})
        zone = {"start": start, "end": end, "timezone_offset": _offset(cycle.offset_min)}
        return {"user_id": _USER} | made | zone | scored

    def _time(self, at_s: int) -> str:
        at = datetime.fromtimestamp(at_s, UTC) + timedelta(milliseconds=self.dice.randint(0, 999))
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def _ms(self, minutes: int) -> int:
        """Milliseconds that make these minutes when they are cut; three of them together still do."""
        return minutes * 60_000 + self.dice.randint(1, 19_999)

    def _near(self, value: float, unit: float) -> float:
        """A figure that is rounded to this one."""
        return round(max(0, value + unit * self.dice.uniform(-0.49, 0.49)) if value >= 0 else value, 7)

    def _number(self) -> int:
        self.last_id += 1
        return self.last_id

    def _id(self) -> int | str:
        return self._number() if self.version == 1 else str(uuid.UUID(int=self.dice.getrandbits(128), version=4))


def _offset(offset_min: int) -> str:
    hours, minutes = divmod(abs(offset_min), 60)
    return "Z" if offset_min == 0 else f"{'-' if offset_min < 0 else '+'}{hours:02}:{minutes:02}"
