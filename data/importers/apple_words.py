"""What Apple Health calls things, their units in ours, and the ranges in which a value is believed."""

from dataclasses import dataclass

from data.schema import METRICS, METRICS_HOURLY, Metric

_QUANTITY, _CATEGORY = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"

HEART_RATE = f"{_QUANTITY}HeartRate"
HRV_SDNN = f"{_QUANTITY}HeartRateVariabilitySDNN"
RESTING_HR = f"{_QUANTITY}RestingHeartRate"
RESPIRATION = f"{_QUANTITY}RespiratoryRate"
BLOOD_OXYGEN = f"{_QUANTITY}OxygenSaturation"
WRIST_TEMP = f"{_QUANTITY}AppleSleepingWristTemperature"
BODY_MASS = f"{_QUANTITY}BodyMass"
STEPS = f"{_QUANTITY}StepCount"
ACTIVE_ENERGY = f"{_QUANTITY}ActiveEnergyBurned"
BASAL_ENERGY = f"{_QUANTITY}BasalEnergyBurned"
SLEEP = f"{_CATEGORY}SleepAnalysis"

# What lasts, and so cannot end before it begins. A weighing that "ends" before it starts is only carelessly written.
SPANS = {STEPS, ACTIVE_ENERGY, BASAL_ENERGY, SLEEP}
DISTANCES = ("DistanceWalkingRunning", "DistanceCycling", "DistanceSwimming", "DistanceWheelchair", "DistanceRowing",
             "DistancePaddleSports", "DistanceDownhillSnowSports", "DistanceCrossCountrySkiing",
             "DistanceSkatingSports")  # fmt: skip

_KCAL = {"kcal": 1, "Cal": 1, "cal": 0.001, "kJ": 1 / 4.184, "J": 1 / 4184}
_KG = {"kg": 1, "g": 0.001, "lb": 0.45359237, "oz": 0.028349523125, "st": 6.35029318}
METRES = {"m": 1, "km": 1000, "mi": 1609.344, "ft": 0.3048, "yd": 0.9144, "cm": 0.01, "in": 0.0254}
MINUTES = {"min": 1, "s": 1 / 60, "sec": 1 / 60, "hr": 60, "h": 60}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a type of record measures. units: for each of its units, by what to multiply and what to add."""

    metric: str
    units: dict[str, tuple[float, float]]
    low: float
    high: float


def _of(metric: Metric, factors: dict[str, float]) -> Quantity:
    return Quantity(metric.name, _linear(factors), metric.low, metric.high)


def _linear(factors: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {unit: (factor, 0.0) for unit, factor in factors.items()}


_PER_MIN = {"count/min": 1, "bpm": 1, "count/s": 60}
QUANTITIES = {
    HEART_RATE: _of(METRICS_HOURLY["heart_rate_bpm"], _PER_MIN),
    HRV_SDNN: _of(METRICS["hrv_sdnn_ms"], {"ms": 1, "s": 1000}),
    RESTING_HR: _of(METRICS["resting_hr_bpm"], _PER_MIN),
    RESPIRATION: _of(METRICS["respiration_brpm"], _PER_MIN),
    BLOOD_OXYGEN: _of(METRICS["spo2_pct"], {"%": 100}),  # a fraction, whatever its unit says
    WRIST_TEMP: Quantity("skin_temp_c", {"degC": (1, 0), "degF": (5 / 9, -160 / 9)}, 15, 45),
    BODY_MASS: _of(METRICS["weight_kg"], _KG),
    # One record is a part of a day: no less than nothing, no more than a day can hold.
    STEPS: Quantity("steps", _linear({"count": 1}), 0, METRICS["steps"].high),
    ACTIVE_ENERGY: Quantity("energy_kcal", _linear(_KCAL), 0, METRICS["energy_kcal"].high),
    BASAL_ENERGY: Quantity("energy_kcal", _linear(_KCAL), 0, METRICS["energy_kcal"].high),
}

_SLEEP_VALUE = "HKCategoryValueSleepAnalysis"
STAGES = {
    f"{_SLEEP_VALUE}InBed": "in_bed",
    f"{_SLEEP_VALUE}Asleep": "asleep",  # until iOS 15
    f"{_SLEEP_VALUE}AsleepUnspecified": "asleep",
    f"{_SLEEP_VALUE}Awake": "awake",
    f"{_SLEEP_VALUE}AsleepCore": "light",
    f"{_SLEEP_VALUE}AsleepDeep": "deep",
    f"{_SLEEP_VALUE}AsleepREM": "rem",
}

# Metadata with few values, which many elements share; the zone in which a phone was is the one that matters most.
ZONE = "HKTimeZone"
SHARED_METADATA = {
    ZONE,
    "HKMetadataKeyHeartRateMotionContext",
    "HKWasUserEntered",
    "HKAlgorithmVersion",
    "HKMetadataKeyDevicePlacementSide",
    "HKMetadataKeyAppleDeviceCalibrated",
    "HKVO2MaxTestType",
    "HKPhysicalEffortEstimationType",
}

# Where Apple's name for a sport, in our way of writing, is not ours.
_SPORTS = {
    "functional_strength_training": "functional_fitness",
    "traditional_strength_training": "weightlifting",
    "high_intensity_interval_training": "hiit",
    "mind_and_body": "meditation",
    "other": "other",
}


def sport(activity: str) -> str:
    """Our key for a workout's activity: `HKWorkoutActivityTypeTraditionalStrengthTraining` -> `weightlifting`."""
    name = activity.removeprefix("HKWorkoutActivityType")
    key = "".join(f"_{char.lower()}" if char.isupper() else char for char in name).strip("_")
    plain = "".join(char for char in key if char.isalnum() or char == "_")
    return _SPORTS.get(plain, plain) or "other"
