"""What Ownpace stores: record types, metrics, their units and the ranges in which a value can be true.

Instants are whole seconds since 1970-01-01T00:00:00Z, kept beside the offset of the local clock in minutes; a
day is an ISO date of that local clock. The day of a night is the local date of waking.
"""

import math
from dataclasses import dataclass, fields
from datetime import UTC, datetime

FIRST_DAY = "1990-01-01"
TOO_EARLY = f"the date lies before {FIRST_DAY}"
AHEAD = "the date lies in the future"


@dataclass(frozen=True, slots=True)
class Metric:
    """A daily quantity: what it is called, its unit, and the closed range in which a value is believed."""

    name: str
    label: str
    unit: str
    low: float
    high: float
    better: str | None  # "higher", "lower", or None where neither is

    def problem(self, value: float) -> str | None:
        """Why `value` cannot be true, or None if it can."""
        if not math.isfinite(value):
            return f"{self.label} is not a number"
        if not self.low <= value <= self.high:
            return f"{self.label} is outside {self.low:g} to {self.high:g} {self.unit}"
        return None


METRICS = {
    metric.name: metric
    for metric in (
        Metric("recovery_pct", "Recovery (device)", "%", 0, 100, "higher"),
        Metric("hrv_rmssd_ms", "HRV (rMSSD)", "ms", 1, 500, "higher"),
        Metric("hrv_sdnn_ms", "HRV (SDNN)", "ms", 1, 500, "higher"),
        Metric("resting_hr_bpm", "Resting HR", "bpm", 20, 140, "lower"),
        Metric("respiration_brpm", "Respiration", "breaths/min", 4, 40, "lower"),
        Metric("skin_temp_c", "Skin temperature", "°C", 15, 45, None),
        Metric("skin_temp_deviation_c", "Skin temperature deviation", "°C", -10, 10, None),
        Metric("spo2_pct", "Blood oxygen", "%", 50, 100, "higher"),
        Metric("day_strain", "Day strain", "of 21", 0, 21, None),
        Metric("load_au", "Training load", "AU", 0, 5000, None),
        Metric("energy_kcal", "Energy", "kcal", 0, 20000, None),
        Metric("avg_hr_bpm", "Average HR", "bpm", 20, 220, None),
        Metric("max_hr_bpm", "Highest HR", "bpm", 30, 250, None),
        Metric("asleep_min", "Sleep", "min", 0, 1440, "higher"),
        Metric("weight_kg", "Weight", "kg", 20, 350, None),
        Metric("steps", "Steps", "steps", 0, 200000, None),
    )
}

ANSWERS = ("yes", "no", "no_or_default")  # no_or_default: the app writes "no" also where nobody answered

EVENTS = ("device_change", "illness", "travel", "race", "note")


@dataclass(frozen=True, slots=True)
class Measurement:
    """One value of one metric at one instant."""

    metric: str
    at_utc: int
    value: float
    day: str
    offset_min: int = 0


@dataclass(frozen=True, slots=True)
class HourlyMeasurement:
    """One hour of a raw intraday series: how many samples, and their mean, lowest and highest."""

    metric: str
    hour_utc: int
    n: int
    mean: float
    low: float
    high: float
    offset_min: int = 0


@dataclass(frozen=True, slots=True)
class Sleep:
    """One sleep or nap, from falling asleep to waking."""

    onset_utc: int
    wake_utc: int
    day: str
    offset_min: int = 0
    nap: bool | None = None  # None: the file does not say
    in_bed_min: float | None = None
    asleep_min: float | None = None
    light_min: float | None = None
    deep_min: float | None = None
    rem_min: float | None = None
    awake_min: float | None = None
    need_min: float | None = None
    debt_min: float | None = None
    efficiency_pct: float | None = None
    consistency_pct: float | None = None
    performance_pct: float | None = None
    respiration_brpm: float | None = None


@dataclass(frozen=True, slots=True)
class Workout:
    """One training session."""

    start_utc: int
    end_utc: int
    day: str
    sport: str
    offset_min: int = 0
    duration_min: float | None = None  # as recorded: may leave pauses out
    energy_kcal: float | None = None
    avg_hr_bpm: float | None = None
    max_hr_bpm: float | None = None
    strain: float | None = None
    load_au: float | None = None
    distance_m: float | None = None
    ascent_m: float | None = None
    altitude_change_m: float | None = None
    avg_power_w: float | None = None
    zone0_min: float | None = None
    zone1_min: float | None = None
    zone2_min: float | None = None
    zone3_min: float | None = None
    zone4_min: float | None = None
    zone5_min: float | None = None
    rpe: float | None = None
    gps: bool | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """What was answered about one habit on the day on which it was done (or not)."""

    day: str
    habit: str  # our key, the same for every wording and language of the question
    question: str  # as the file words it
    answer: str | None  # one of ANSWERS; None: only an amount or a note was given
    amount: float | None = None
    unit: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A mark in time: a new device, an illness, a journey, a race."""

    day: str
    kind: str  # one of EVENTS
    note: str = ""
    until: str | None = None  # last day, where it lasted


Record = Measurement | HourlyMeasurement | Sleep | Workout | JournalEntry | Event

# Which fields name a record: two records that agree in them are one and the same.
KEYS = {
    Measurement: ("metric", "at_utc"),
    HourlyMeasurement: ("metric", "hour_utc"),
    Sleep: ("onset_utc",),
    Workout: ("start_utc",),
    JournalEntry: ("day", "habit"),
    Event: ("day", "kind"),
}
TABLES = {
    Measurement: "measurement",
    HourlyMeasurement: "hourly",
    Sleep: "sleep",
    Workout: "workout",
    JournalEntry: "journal",
    Event: "event",
}
# What can be planned, from the least to the most, and the units of its load with the most that each can be.
PLANS = ("rest", "easy", "steady", "hard")
PLAN_UNITS = {"strain": 21.0, "AU": 5000.0}

# Tables beside those of records with a column `athlete`: exported and deleted with the athlete as they are. A table
# that refers to another stands before it.
PERSONAL = ("setting", "source_rank", "planned_workout", "model", "prediction", "held_out", "exposure", "chat_message")

# Closed ranges for the fields of sleeps and workouts, by the unit that ends their names.
_RANGES = {
    "_min": (0, 1440, "minutes"),
    "_pct": (0, 100, "%"),
    "_bpm": (20, 250, "bpm"),
    "_brpm": (4, 40, "breaths/min"),
    "_kcal": (0, 20000, "kcal"),
    "_au": (0, 5000, "AU"),
    "_w": (0, 2500, "W"),
}
_FIELD_RANGES = {
    "strain": (0, 21, "of 21"),
    "rpe": (0, 10, "of 10"),
    "distance_m": (0, 2_000_000, "m"),
    "ascent_m": (0, 50_000, "m"),
    "altitude_change_m": (-50_000, 50_000, "m"),
    "debt_min": (0, 6000, "minutes"),
    "duration_min": (0, 10_080, "minutes"),
}
_SLEEP_MAX_S = 24 * 3600
_WORKOUT_MAX_S = 7 * 24 * 3600
_OFFSET_MAX_MIN = 14 * 60


def problem(record: Record, last_day: str) -> str | None:
    """Why a record cannot be true, in words that hold no health value; None if it can.

    last_day: the latest ISO day that can have happened when the file is read.
    """
    if _day(record) < FIRST_DAY:
        return TOO_EARLY
    if _day(record) > last_day:
        return AHEAD
    if abs(getattr(record, "offset_min", 0)) > _OFFSET_MAX_MIN:
        return "the time zone is more than 14 hours from UTC"
    if isinstance(record, Measurement):
        return METRICS[record.metric].problem(record.value)
    if isinstance(record, HourlyMeasurement):
        return _hourly_problem(record)
    if isinstance(record, Sleep):
        return _span_problem(record.onset_utc, record.wake_utc, _SLEEP_MAX_S, "sleep") or _fields_problem(record)
    if isinstance(record, Workout):
        return _span_problem(record.start_utc, record.end_utc, _WORKOUT_MAX_S, "workout") or _fields_problem(record)
    if isinstance(record, JournalEntry):
        return _journal_problem(record)
    if isinstance(record, Event):
        return None if record.kind in EVENTS else f"an event is one of {', '.join(EVENTS)}"
    raise ValueError(f"not a record that Ownpace stores: {type(record).__name__}")


def _day(record: Record) -> str:
    if isinstance(record, HourlyMeasurement):
        return datetime.fromtimestamp(record.hour_utc, UTC).date().isoformat()
    return record.day


def _hourly_problem(record: HourlyMeasurement) -> str | None:
    if record.n < 1 or not record.low <= record.mean <= record.high:
        return "the hour's lowest, mean and highest value do not agree"
    return METRICS_HOURLY[record.metric].problem(record.low) or METRICS_HOURLY[record.metric].problem(record.high)


METRICS_HOURLY = {"heart_rate_bpm": Metric("heart_rate_bpm", "Heart rate", "bpm", 20, 250, None)}


def _span_problem(start_utc: int, end_utc: int, longest_s: int, what: str) -> str | None:
    if end_utc <= start_utc:
        return f"the {what} ends before it starts"
    if end_utc - start_utc > longest_s:
        return f"the {what} is longer than {longest_s // 3600} hours"
    return None


def _fields_problem(record: Sleep | Workout) -> str | None:
    for field in fields(record):
        value = getattr(record, field.name)
        if value is None or not isinstance(value, float | int) or field.name in _UNCHECKED:
            continue
        low, high, unit = _range(field.name)
        if not math.isfinite(value) or not low <= value <= high:
            return f"{field.name} is outside {low:g} to {high:g} {unit}"
    return None


_UNCHECKED = {"onset_utc", "wake_utc", "start_utc", "end_utc", "offset_min", "nap", "gps"}


def _range(field: str) -> tuple[float, float, str]:
    if field in _FIELD_RANGES:
        return _FIELD_RANGES[field]
    for ending, limits in _RANGES.items():
        if field.endswith(ending):
            return limits
    raise ValueError(f"no range is known for {field}")


def _journal_problem(entry: JournalEntry) -> str | None:
    if not entry.habit:
        return "the question is empty"
    if entry.answer not in (*ANSWERS, None):
        return f"an answer is one of {', '.join(ANSWERS)}"
    if entry.answer is None and entry.amount is None and not entry.note:
        return "neither an answer nor an amount nor a note is given"
    if entry.amount is not None and not (math.isfinite(entry.amount) and abs(entry.amount) <= 1e6):
        return "the amount is not a number that can be true"
    return None
