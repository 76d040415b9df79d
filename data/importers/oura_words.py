"""What Oura calls things in its four kinds of files, and what we call them."""

import re

from data.tables import fold

# Ours: theirs, for each kind of record. `_s` are durations in seconds. The second and third are those of the API v2,
# which the account export of 2024 and later repeats as table columns; `account_` is the JSON of accounts before it.
FIELDS = {
    "trends": {
        "day": ("date",),
        "start": ("Bedtime Start",),
        "end": ("Bedtime End",),
        "in_bed_s": ("Total Bedtime",),
        "asleep_s": ("Total Sleep Duration", "Total Sleep Time"),
        "light_s": ("Light Sleep Duration", "Light Sleep Time"),
        "deep_s": ("Deep Sleep Duration", "Deep Sleep Time"),
        "rem_s": ("REM Sleep Duration", "REM Sleep Time"),
        "awake_s": ("Awake Time",),
        "efficiency_pct": ("Sleep Efficiency",),
        "hrv_rmssd_ms": ("Average HRV",),
        "resting_hr_bpm": ("Lowest Resting Heart Rate",),
        "respiration_brpm": ("Respiratory Rate",),
        "recovery_pct": ("Readiness Score",),
        "skin_temp_deviation_c": ("Temperature Deviation (°C)", "Temperature Deviation"),
        "steps": ("Steps",),
        "energy_kcal": ("Total Burn",),
        "unworn": ("Non-wear Time",),
        "resting": ("Rest Time",),
        "sitting": ("Inactive Time",),
        "low": ("Low Activity Time",),
        "medium": ("Medium Activity Time",),
        "high": ("High Activity Time",),
    },
    "sleep": {
        "start": ("bedtime_start",),
        "end": ("bedtime_end",),
        "type": ("type",),
        "in_bed_s": ("time_in_bed",),
        "asleep_s": ("total_sleep_duration",),
        "light_s": ("light_sleep_duration",),
        "deep_s": ("deep_sleep_duration",),
        "rem_s": ("rem_sleep_duration",),
        "awake_s": ("awake_time",),
        "efficiency_pct": ("efficiency",),
        "hrv_rmssd_ms": ("average_hrv",),
        "resting_hr_bpm": ("lowest_heart_rate",),
        "respiration_brpm": ("average_breath",),
        "heart_rate": ("heart_rate",),
    },
    "daily_readiness": {
        "day": ("day",),
        "recovery_pct": ("score",),
        "skin_temp_deviation_c": ("temperature_deviation",),
    },
    "daily_activity": {
        "day": ("day",),
        "steps": ("steps",),
        "energy_kcal": ("total_calories",),
        "unworn": ("non_wear_time",),
        "resting": ("resting_time",),
        "sitting": ("sedentary_time",),
        "low": ("low_activity_time",),
        "medium": ("medium_activity_time",),
        "high": ("high_activity_time",),
    },
    "daily_spo2": {"day": ("day",), "spo2_pct": ("spo2_percentage",)},
    "workout": {
        "start": ("start_datetime",),
        "end": ("end_datetime",),
        "sport": ("activity",),
        "energy_kcal": ("calories",),
        "distance_m": ("distance",),
    },
    "session": {"day": ("day",), "start": ("start_datetime",), "type": ("type",)},
    "tag": {"day": ("day",), "start": ("timestamp",), "tags": ("tags",), "note": ("text",)},
    "enhanced_tag": {
        "day": ("start_day",),
        "last_day": ("end_day",),
        "start": ("start_time",),
        "tag": ("tag_type_code",),
        "own_name": ("custom_name",),
        "note": ("comment",),
    },
    "heartrate": {"at": ("timestamp",), "bpm": ("bpm",)},
    "account_sleep": {
        "evening": ("summary_date",),
        "offset_min": ("timezone",),
        "start": ("bedtime_start",),
        "end": ("bedtime_end",),
        "is_longest": ("is_longest",),
        "in_bed_s": ("duration",),
        "asleep_s": ("total",),
        "light_s": ("light",),
        "deep_s": ("deep",),
        "rem_s": ("rem",),
        "awake_s": ("awake",),
        "efficiency_pct": ("efficiency",),
        "hrv_rmssd_ms": ("rmssd",),
        "resting_hr_bpm": ("hr_lowest",),
        "respiration_brpm": ("breath_average",),
        "skin_temp_deviation_c": ("temperature_deviation", "temperature_delta"),
        "heart_rate": ("hr_5min",),
    },
    "account_readiness": {"evening": ("summary_date",), "recovery_pct": ("score",)},
    "account_activity": {
        "day": ("summary_date",),
        "steps": ("steps",),
        "energy_kcal": ("cal_total",),
        "unworn": ("non_wear",),
        "resting": ("rest",),
        "sitting": ("inactive",),
        "low": ("low",),
        "medium": ("medium",),
        "high": ("high",),
    },
}

# By which of its names a record or a table is told from the others, in the order in which to ask. (A nap of today
# may have few of the others, and tables are known that leave some out.)
_TELLING = {
    "account_sleep": {"summary_date", "bedtime_start"},
    "account_readiness": {"summary_date", "score_previous_night"},
    "account_activity": {"summary_date", "cal_total"},
    "sleep": {"bedtime_start", "bedtime_end", "day"},
    "daily_readiness": {"day", "score", "temperature_deviation"},
    "daily_activity": {"day", "steps", "total_calories"},
    "daily_spo2": {"day", "spo2_percentage"},
    "workout": {"activity", "start_datetime", "end_datetime"},
    "session": {"start_datetime", "end_datetime", "type", "day"},
    "enhanced_tag": {"tag_type_code"},
    "tag": {"day", "tags", "timestamp"},
    "heartrate": {"bpm", "source", "timestamp"},
}
# Of the trends table, the columns that no other table is known to have; and how many of them make one.
_TRENDS_ONLY = {
    "activity_burn", "average_met", "average_resting_heart_rate", "bedtime_end", "bedtime_start",
    "equivalent_walking_distance", "hrv_balance_score", "long_periods_of_inactivity", "lowest_resting_heart_rate",
    "meet_daily_targets_score", "move_every_hour_score", "previous_day_activity_score", "previous_night_score",
    "recovery_index_score", "sleep_balance_score", "sleep_timin_score", "sleep_tranquility_score",
    "stay_active_score", "total_bedtime", "total_burn", "training_frequency_score", "training_volume_score",
}  # fmt: skip
_TRENDS_AT_LEAST = 3


def collection(names: set[str] | frozenset[str]) -> str | None:
    """Which kind of record has these fields, by the names that JSON and account tables use; None where none has."""
    return next((kind for kind, telling in _TELLING.items() if telling <= names), None)


def is_trends(columns: set[str]) -> bool:
    """Whether a table with these columns, folded, is the trends table of the web."""
    return "date" in columns and len(columns & _TRENDS_ONLY) >= _TRENDS_AT_LEAST


# Sleep types, and whether each is a nap: `long_sleep` lasted for more than three hours, `sleep` and `late_nap` are
# shorter ones that the wearer confirmed. None: no sleep at all, as the wearer says who rejected or deleted it.
SLEEP_TYPES = {"long_sleep": False, "sleep": True, "late_nap": True, "rest": None, "deleted": None}

# Kinds of sessions that are habits. The others are naps, which the ring sees by itself, and measurements.
SESSIONS = {"meditation": "meditation", "breathing": "breathwork", "relaxation": "relaxation"}

_SPORTS = {"strength_training": "weightlifting"}


def sport(activity: str) -> str:
    """Our key for an activity: "crossCountrySkiing" -> "cross_country_skiing"."""
    key = fold(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", activity))
    return _SPORTS.get(key, key) or "other"


def tag_name(code: str) -> str:
    """A tag as people read it: "tag_generic_late_meal" -> "late meal"; one that was typed stays as it is."""
    if not code.startswith("tag_"):
        return code.strip()
    return code.removeprefix("tag_").removeprefix("generic_").replace("_", " ").strip()
