"""What measures are called, what they are of, and which page shows them."""

from coach import words
from coach.known import Known
from data.schema import METRICS

# What can be asked of by name, beside data.schema.METRICS: the kinds that count, and columns of nights.
LABELS = {
    "recovery": "Recovery", "hrv": "HRV", "load": "Load", "efficiency_pct": "Sleep efficiency", 
    "deep_min": "Deep sleep",
    "rem_min": "REM sleep", "light_min": "Light sleep", "awake_min": "Time awake at night", "nap_min": "Naps",
    "in_bed_min": "Time in bed", "onset_h": "Falling asleep", "wake_h": "Waking", "workout_min": "Training time",
}  # fmt: skip
_SUBJECTS = {
    "recovery": ("recovery",), "recovery_pct": ("recovery",), "hrv": ("hrv",), "hrv_rmssd_ms": ("hrv",),
    "hrv_sdnn_ms": ("hrv",), "resting_hr_bpm": ("resting_hr",), "respiration_brpm": ("respiration",),
    "asleep_min": ("sleep",), "day_strain": ("strain",), "load_au": ("strain",), "load": ("strain",),
    "onset_h": ("bedtime",), "wake_h": ("wake",), "deep_min": ("stages",), "rem_min": ("stages",),
    "efficiency_pct": ("efficiency",), "skin_temp_c": ("temperature",), "spo2_pct": ("spo2",), "weight_kg": ("weight",),
    "steps": ("steps",), "energy_kcal": ("energy",), "in_bed_min": ("sleep",), "light_min": ("sleep",),
    "awake_min": ("sleep",), "nap_min": ("nap",), "workout_min": ("strain",),
}  # fmt: skip
_PAGES = {
    "sleep": "sleep",
    "bedtime": "rhythm",
    "wake": "rhythm",
    "stages": "sleep",
    "efficiency": "sleep",
    "nap": "sleep",
}
IN_THE_DAY = {"load", "day_strain", "load_au", "steps", "energy_kcal", "workout_min"}  # what grows until midnight


def label(metric: str) -> str:
    """A measure as people read it."""
    return LABELS.get(metric) or METRICS[metric].label.removesuffix(" (device)")


def named(known: Known, metric: str, *, daily: bool = False) -> str:
    """A measure inside a sentence, by what it is counted in: load of 21 is strain. daily: of several days."""
    if metric == "load" and known.unit(metric) == "of 21":
        return "daily strain" if daily else "strain"
    return f"daily {words.inside(label(metric))}" if daily and metric == "load" else words.inside(label(metric))


def subjects(metric: str) -> tuple[str, ...]:
    """What a measure is of, for the evidence of an answer."""
    return _SUBJECTS.get(metric, (metric,))


def page(metric: str) -> str:
    """The page that shows a measure."""
    return _PAGES.get(subjects(metric)[0], "recovery" if metric.startswith("recovery") else "baselines")
