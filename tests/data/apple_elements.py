"""The elements of an Apple Health export: how each type of record, workout or summary is written."""

import zlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import fmean

from data.clock import DAY_S, local_time, written_offset, zone_offset_min
from tests.data.apple_life import BY_AN_APP, HOUR_S, WALK_M, Day, Workout

STYLES = ("ios17", "ios16", "ios15", "no_dtd", "ios8")
Q, C = "HKQuantityTypeIdentifier", "HKCategoryTypeIdentifier"

_UNITS = {  # ours: theirs, and how many of theirs are one of ours
    "metric": {"kg": ("kg", 1), "km": ("km", 1), "kcal": ("kcal", 1)},
    "us": {"kg": ("lb", 1 / 0.45359237), "km": ("mi", 1 / 1.609344), "kcal": ("Cal", 1)},
}


@dataclass(frozen=True)
class Source:
    """What recorded. hardware: None for an app, which names no device."""

    name: str
    device: str | None = None
    hardware: str | None = None


WATCH = Source("Alex\u2019s Apple\u00a0Watch", "Apple Watch", "Watch6,2")
PHONE = Source("Alex\u2019s iPhone", "iPhone", "iPhone14,5")
APP = Source("Night &amp; Day")
SCALE = Source("Scales")


@cache
def _clock_texts() -> tuple[str, ...]:
    """The text of each second of a day: there are far fewer of them than of records."""
    return tuple(f"{s // HOUR_S:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(DAY_S))


class _Dates(dict):
    """The text of each day since 1970, made when first asked for."""

    def __init__(self, pattern: str):
        self.pattern = pattern

    def __missing__(self, day: int) -> str:
        self[day] = (date(1970, 1, 1) + timedelta(days=day)).strftime(self.pattern)
        return self[day]


class Pen:
    """How one export writes times, sources and units."""

    def __init__(self, style: str, export: int, offset: str, units: str, control_char: bool):
        if style not in STYLES:
            raise ValueError(f"style is one of {', '.join(STYLES)}, got {style}")
        self.style, self.export, self.control_char = style, export, control_char
        self.units = _UNITS[units]
        compact = style == "ios8"
        self._offset_s = written_offset(offset) * 60
        self._tail = offset if compact else f" {offset}"
        self._dates = _Dates("%Y%m%d" if compact else "%Y-%m-%d ")
        self._clock = tuple(text.replace(":", "") for text in _clock_texts()) if compact else _clock_texts()

    def at(self, at_utc: int) -> str:
        """An instant as this export writes it."""
        day, second = divmod(at_utc + self._offset_s, DAY_S)
        return f"{self._dates[day]}{self._clock[second]}{self._tail}"

    def of(self, source: Source, kind: str, day: Day) -> str:
        """The attributes that say who recorded. The address in `device` is another one in every export and week."""
        version = f"{7 + day.number // 365}.{day.number // 90 % 4}"
        said = f'sourceName="{source.name}" sourceVersion="{version}"'
        if source.device is None:
            return said
        address = 0x280000000 + zlib.crc32(f"{self.export} {kind} {day.number // 7}".encode()) // 16 * 16
        model = source.device.split()[-1]
        return (
            f'{said} device="&lt;&lt;HKDevice: {address:#x}&gt;, name:{source.device}, manufacturer:Apple Inc., '
            f'model:{model}, hardware:{source.hardware}, software:{version}&gt;"'
        )

    def head(self, kind: str, source: Source, unit: str | None, day: Day) -> str:
        """A record as far as its times."""
        said = f'source="{source.name}"' if self.style == "ios8" else self.of(source, kind, day)
        return f' <Record type="{kind}" {said}' + (f' unit="{unit}"' if unit else "")

    def spell(self, head: str, start_utc: int, end_utc: int, value: object, tail: str = "/>\n") -> str:
        """A whole record. tail: what follows the value."""
        at = self.at
        times = f'creationDate="{at(end_utc + 2)}" startDate="{at(start_utc)}" endDate="{at(end_utc)}"'
        return f'{head} {times} value="{value}"{tail}'

    def amount(self, ours: str, value: float) -> tuple[str, str]:
        """A value in the unit of this export, and the unit."""
        unit, factor = self.units[ours]
        return f"{value * factor:.5f}", unit


def _metadata(entries: dict[str, object], indent: int = 2) -> str:
    return "".join(f'{" " * indent}<MetadataEntry key="{key}" value="{value}"/>\n' for key, value in entries.items())


def _with(children: str, tag: str = "Record") -> str:
    """What follows the attributes of an element with children."""
    return f">\n{children} </{tag}>\n"


def _doubled(lines: list[str], day: Day) -> list[str]:
    """Once a month a phone writes the very same element twice."""
    return lines[:1] + lines if day.number % 30 == 6 else lines


_MOTION = {moving: _with(_metadata({"HKMetadataKeyHeartRateMotionContext": 2 if moving else 1})) for moving in (0, 1)}


def _heart(pen: Pen, day: Day) -> list[str]:
    head, spell = pen.head(Q + "HeartRate", WATCH, "count/min", day), pen.spell
    return _doubled([spell(head, at_utc, at_utc, bpm, _MOTION[moving]) for at_utc, bpm, moving in day.heart], day)


def _steps(pen: Pen, day: Day) -> list[str]:
    return _doubled(_of_walks(pen, day, Q + "StepCount", lambda steps: (steps, "count")), day)


def _distance(pen: Pen, day: Day) -> list[str]:
    kind = Q + "DistanceWalkingRunning"
    lines = _of_walks(pen, day, kind, lambda steps: pen.amount("km", steps * WALK_M / 1000))
    if day.crumb:
        start_utc, end_utc, km = day.crumb
        value = km if pen.units["km"][1] == 1 else f"{float(km) * pen.units['km'][1]:.5e}"
        lines.insert(0, pen.spell(pen.head(kind, WATCH, pen.units["km"][0], day), start_utc, end_utc, value))
    return lines


def _of_walks(pen: Pen, day: Day, kind: str, told: Callable[[int], tuple[object, str]]) -> list[str]:
    """What watch, phone and an app wrote of the same walks; each looks a little later and shorter than the one before.

    told: value and unit of a number of steps.
    """
    heads = [pen.head(kind, source, told(0)[1], day) for source in (WATCH, PHONE, APP)]
    lines = []
    for walk in day.walks:
        for late_s, head, steps in zip((0, 10, 20), heads, (walk.watch, walk.phone, walk.app), strict=True):
            if steps is not None:
                lines.append(pen.spell(head, walk.start_utc + late_s, walk.end_utc - late_s, told(steps)[0]))
    return lines


def _active(pen: Pen, day: Day) -> list[str]:
    """The watch without a gap, and the phone from its own steps."""
    kind, unit = Q + "ActiveEnergyBurned", pen.units["kcal"][0]
    seen = [(*span, pen.head(kind, WATCH, unit, day)) for span in day.active_kcal]
    head = pen.head(kind, PHONE, unit, day)
    seen += [(walk.start_utc, walk.end_utc, walk.phone_kcal, head) for walk in day.walks if walk.phone]
    return [pen.spell(head, start, end, f"{kcal:.3f}") for start, end, kcal, head in sorted(seen)]


def _basal(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "BasalEnergyBurned", WATCH, pen.units["kcal"][0], day)
    return [pen.spell(head, start, end, f"{kcal:.3f}") for start, end, kcal in day.basal_kcal]


def _weight(pen: Pen, day: Day) -> list[str]:
    """That of the fourth day ends before it starts."""
    if day.weight_kg is None:
        return []
    value, unit = pen.amount("kg", day.weight_kg)
    at_utc, head = day.at(7.25), pen.head(Q + "BodyMass", SCALE, unit, day)
    end_utc = at_utc - 60 if day.number == 3 else at_utc
    return _doubled([pen.spell(head, at_utc, end_utc, value, _with(_metadata({"HKWasUserEntered": 0})))], day)


def _respiration(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "RespiratoryRate", WATCH, "count/min", day)
    return [pen.spell(head, at_utc - 60, at_utc, f"{brpm:g}") for at_utc, brpm in day.respiration_brpm]


def _oxygen(pen: Pen, day: Day) -> list[str]:
    """A fraction, though its unit says percent."""
    head, tail = (
        pen.head(Q + "OxygenSaturation", WATCH, "%", day),
        _with(_metadata({"HKMetadataKeyBarometricPressure": "101.325 kPa"})),
    )
    return [pen.spell(head, at_utc, at_utc, f"{pct / 100:g}", tail) for at_utc, pct in day.spo2_pct]


def _resting(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "RestingHeartRate", WATCH, "count/min", day)
    start_utc = day.at(0, day.zone) + 300
    return [pen.spell(head, start_utc, start_utc + 15 * HOUR_S, day.resting_bpm)] if day.resting_bpm else []


def _wrist(pen: Pen, day: Day) -> list[str]:
    if day.wrist_c is None:
        return []
    celsius = pen.units["kg"][0] == "kg"
    value = day.wrist_c if celsius else day.wrist_c * 9 / 5 + 32
    head = pen.head(Q + "AppleSleepingWristTemperature", WATCH, "degC" if celsius else "degF", day)
    return [pen.spell(head, day.night.onset_utc, day.night.wake_utc, f"{value:.4f}")]


def _vo2max(pen: Pen, day: Day) -> list[str]:
    head, tail = pen.head(Q + "VO2Max", WATCH, "mL/min·kg", day), _with(_metadata({"HKVO2MaxTestType": 2}))
    return [pen.spell(head, day.at(18), day.at(18.25), f"{day.vo2max:g}", tail)] if day.vo2max else []


def _every(source: Source, kind: str, unit: str, hours: tuple[float, ...], low: float, high: float) -> "Lines":
    """Values of which nothing is asked but that they are kept, at the same hours of each day."""

    def lines(pen: Pen, day: Day) -> list[str]:
        if source is WATCH and not day.worn:
            return []
        throw, head, midnight_utc = day.dice(kind).uniform, pen.head(kind, source, unit, day), day.at(0)
        starts = [midnight_utc + int(hour * HOUR_S) for hour in hours]
        return [pen.spell(head, start, start + 50, f"{throw(low, high):.4f}") for start in starts]

    return lines


def _noise(pen: Pen, day: Day) -> list[str]:
    throw, head = day.dice("noise").uniform, pen.head(Q + "EnvironmentalAudioExposure", WATCH, "dBASPL", day)
    return [pen.spell(head, start, end, f"{throw(40, 80):.4f}") for start, end in day.spans(day.density.noise_s)]


def _stand_time(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "AppleStandTime", WATCH, "min", day)
    return [pen.spell(head, start, end, 2) for start, end in day.spans(day.density.stand_s)]


def _exercise(pen: Pen, day: Day) -> list[str]:
    head, spans = pen.head(Q + "AppleExerciseTime", WATCH, "min", day), [(w.start_utc, w.end_utc) for w in day.workouts]
    minutes = [at_utc for start, end in spans for at_utc in range(start, end - 60, 60)]
    return [pen.spell(head, at_utc, at_utc + 60, 1) for at_utc in minutes]


def _blood_pressure(name: str, value: int) -> "Lines":
    def lines(pen: Pen, day: Day) -> list[str]:
        if day.number % 7 != 2:
            return []
        return [pen.spell(pen.head(Q + name, SCALE, "mmHg", day), day.at(18), day.at(18), value + day.number % 5)]

    return lines


_systolic = _blood_pressure("BloodPressureSystolic", 118)
_diastolic = _blood_pressure("BloodPressureDiastolic", 76)


def _correlation(pen: Pen, day: Day) -> list[str]:
    """A blood pressure, whose two records also stand by themselves."""
    inside = [line.replace(" <", "  <", 1) for line in (*_systolic(pen, day), *_diastolic(pen, day))]
    if not inside:
        return []
    kind, at = "HKCorrelationTypeIdentifierBloodPressure", pen.at(day.at(18))
    times = f'creationDate="{at}" startDate="{at}" endDate="{at}"'
    return [f' <Correlation type="{kind}" {pen.of(SCALE, kind, day)} {times}' + _with("".join(inside), "Correlation")]


def _sleep_goal(pen: Pen, day: Day) -> list[str]:
    """Its type lacks the word "TypeIdentifier"."""
    if day.number != 0:
        return []
    return [pen.spell(pen.head("HKDataTypeSleepDurationGoal", PHONE, "hr", day), day.at(12), day.at(12), 8)]


_OLD_STAGES = {"core": "Asleep", "deep": "Asleep", "rem": "Asleep", "asleep": "Asleep"}
_STAGES = {
    "core": "AsleepCore",
    "deep": "AsleepDeep",
    "rem": "AsleepREM",
    "awake": "Awake",
    "asleep": "AsleepUnspecified",
}


def _sleep(pen: Pen, day: Day) -> list[str]:
    """The watch's stages, an app that overlaps them, and the phone's "in bed" in three pieces: all by their start."""
    kind = C + "SleepAnalysis"
    names = _OLD_STAGES if pen.style == "ios15" else _STAGES
    by_watch = [sleep for sleep in (day.night if day.worn else None, day.nap) if sleep]
    by_app = [day.app_night] if day.app_night else []
    zone = _with(_metadata({"HKTimeZone": day.zone}))
    seen = []
    for source, sleeps, tail in ((WATCH, by_watch, zone), (APP, by_app, "/>\n")):
        head = pen.head(kind, source, None, day)
        for start, end, stage in (stage for sleep in sleeps for stage in sleep.stages):
            if stage in names:
                seen.append((start, end, names[stage], head, tail))
    head = pen.head(kind, PHONE, None, day)
    seen += [(start, end, "InBed", head, zone) for start, end in _in_bed(day)]
    return [
        pen.spell(head, start, end, f"HKCategoryValueSleepAnalysis{value}", tail)
        for start, end, value, head, tail in sorted(seen)
    ]


def _in_bed(day: Day) -> list[tuple[int, int]]:
    start, end = day.night.onset_utc - 900, day.night.wake_utc + 600
    third = (end - start) // 3
    return [(start, start + third - 300), (start + third, start + 2 * third - 120), (start + 2 * third, end)]


def _stand_hours(pen: Pen, day: Day) -> list[str]:
    head, hours = pen.head(C + "AppleStandHour", WATCH, None, day), range(8, 22) if day.worn else ()
    starts = [(hour, day.at(hour)) for hour in hours]
    value = "HKCategoryValueAppleStandHour"
    return [pen.spell(head, at, at + HOUR_S, value + ("Idle" if hour % 5 == 0 else "Stood")) for hour, at in starts]


def _mindful(pen: Pen, day: Day) -> list[str]:
    """A session without a value. On request the name of its app holds a vertical tab."""
    if day.number % 4 != 1:
        return []
    app = Source("Be\vStill" if pen.control_char else "Be Still")
    start_utc = day.at(21)
    times = (
        f'creationDate="{pen.at(start_utc + 301)}" startDate="{pen.at(start_utc)}" endDate="{pen.at(start_utc + 300)}"'
    )
    return [f"{pen.head(C + 'MindfulSession', app, None, day)} {times}/>\n"]


def _loud(pen: Pen, day: Day) -> list[str]:
    if day.number % 9 != 4 or not day.worn:
        return []
    head = pen.head(C + "AudioExposureEvent", WATCH, None, day)
    tail = _with(_metadata({"HKMetadataKeyAudioExposureLevel": "91.2 dBASPL"}))
    return [
        pen.spell(
            head, day.at(20.5), day.at(20.6), "HKCategoryValueEnvironmentalAudioExposureEventMomentaryLimit", tail
        )
    ]


def _sdnn(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "HeartRateVariabilitySDNN", WATCH, "ms", day)
    return [pen.spell(head, at_utc, at_utc + 60, f"{ms}", _beats(at_utc, day)) for at_utc, ms in day.sdnn_ms]


def _beats(at_utc: int, day: Day) -> str:
    """The beats behind one value; their times are clock times without a date, in the words of the phone's language."""
    offset_min = zone_offset_min(day.zone, at_utc)
    lines = []
    for beat in range(day.density.beats):
        time = local_time(at_utc + beat, offset_min).strftime("%H:%M:%S")
        lines.append(f'   <InstantaneousBeatsPerMinute bpm="{58 + beat % 9}" time="{time},{beat:02}"/>\n')
    name = "HeartRateVariabilityMetadataList"
    return _with(f"  <{name}>\n{''.join(lines)}  </{name}>\n")


def route_name(workout: Workout) -> str:
    """Where the positions of a workout lie beside the XML."""
    at = local_time(workout.start_utc, zone_offset_min(workout.zone, workout.start_utc))
    return f"workout-routes/route_{at.date()}_{at.hour % 12 or 12}.{at.minute:02}{'pm' if at.hour >= 12 else 'am'}.gpx"


def has_route(workout: Workout) -> bool:
    return workout.ascent_m is not None and workout.distance_m is not None


def _workouts(pen: Pen, day: Day) -> list[str]:
    return [_workout(pen, day, workout) for workout in day.workouts]


def _workout(pen: Pen, day: Day, workout: Workout) -> str:
    by_app = workout.activity == BY_AN_APP
    kind, said = "HKWorkoutActivityType" + workout.activity, pen.of(APP if by_app else WATCH, "workout", day)
    totals = _totals(pen, workout) if pen.style == "ios15" else ""
    children = _metadata(_about(workout)) + _events(pen, workout)
    if pen.style != "ios15" and not by_app:
        children += _statistics(pen, day, workout)
    if has_route(workout):
        children += _route(pen, day, workout)
    return (
        f' <Workout workoutActivityType="{kind}" duration="{workout.duration_min!r}" durationUnit="min"{totals} {said} '
        f'creationDate="{pen.at(workout.end_utc + 9)}" {_times(pen, workout)}' + _with(children, "Workout")
    )


def _times(pen: Pen, workout: Workout) -> str:
    return f'startDate="{pen.at(workout.start_utc)}" endDate="{pen.at(workout.end_utc)}"'


def _totals(pen: Pen, workout: Workout) -> str:
    """How older phones state distance and energy: zero where there is none."""
    kilometres, far = pen.amount("km", (workout.distance_m or 0) / 1000)
    kcal, energy = pen.amount("kcal", workout.energy_kcal or 0)
    return (
        f' totalDistance="{kilometres}" totalDistanceUnit="{far}" '
        f'totalEnergyBurned="{kcal}" totalEnergyBurnedUnit="{energy}"'
    )


def _about(workout: Workout) -> dict[str, object]:
    about: dict[str, object] = {"HKIndoorWorkout": int(workout.indoor), "HKTimeZone": workout.zone}
    if workout.ascent_m is not None:
        about["HKElevationAscended"] = f"{workout.ascent_m * 100:.0f} cm"
    return about | {"HKAverageMETs": "7.25 kcal/hr·kg"}


def _events(pen: Pen, workout: Workout) -> str:
    segment = f' duration="{(workout.end_utc - workout.start_utc) / 60!r}" durationUnit="min"'
    events = [("Segment", workout.start_utc, segment)]
    if workout.pause:
        events += [("Pause", workout.pause[0], ""), ("Resume", workout.pause[1], "")]
    return "".join(
        f'  <WorkoutEvent type="HKWorkoutEventType{name}" date="{pen.at(at)}"{more}/>\n' for name, at, more in events
    )


def _statistics(pen: Pen, day: Day, workout: Workout) -> str:
    beats = day.heart_in(workout)
    mean, low, high = fmean(beats), min(beats), max(beats)
    told = [("HeartRate", f'average="{mean!r}" minimum="{low}" maximum="{high}"', "count/min")]
    kcal, unit = pen.amount("kcal", workout.energy_kcal)
    told.append(("ActiveEnergyBurned", f'sum="{kcal}"', unit))
    if workout.distance_m:
        far, unit = pen.amount("km", workout.distance_m / 1000)
        name = "DistanceCycling" if workout.activity == "Cycling" else "DistanceWalkingRunning"
        told.append((name, f'sum="{far}"', unit))
    times = _times(pen, workout)
    return "".join(
        f'  <WorkoutStatistics type="{Q}{name}" {times} {values} unit="{unit}"/>\n' for name, values, unit in told
    )


def _route(pen: Pen, day: Day, workout: Workout) -> str:
    children = _metadata({"HKMetadataKeySyncVersion": 2}, 3) + f'   <FileReference path="/{route_name(workout)}"/>\n'
    said = pen.of(WATCH, "route", day)
    return f"  <WorkoutRoute {said} {_times(pen, workout)}>\n{children}  </WorkoutRoute>\n"


def _summary(pen: Pen, day: Day) -> list[str]:
    """The rings of a day. A phone that did not know the date once wrote the last day of 1969."""
    unit = pen.units["kcal"][0]
    rings = (
        f'activeEnergyBurned="{sum(kcal for *_, kcal in day.active_kcal):.3f}" activeEnergyBurnedGoal="500" '
        f'activeEnergyBurnedUnit="{unit}" appleExerciseTime="31" appleExerciseTimeGoal="30" appleStandHours="11" '
        'appleStandHoursGoal="12"'
    )
    days = ["1969-12-30", day.text] if day.number == 0 else [day.text]
    return [f' <ActivitySummary dateComponents="{text}" {rings}/>\n' for text in days]


def _audiogram(pen: Pen, day: Day) -> list[str]:
    """An element that few exports have."""
    if day.number != 1:
        return []
    at, point = pen.at(day.at(11)), '  <SensitivityPoint frequencyValue="1000" frequencyUnit="Hz" leftEarValue="5"/>\n'
    said = f'type="HKDataTypeAudiogram" {pen.of(APP, "audiogram", day)} startDate="{at}" endDate="{at}"'
    return [f" <Audiogram {said}" + _with(point, "Audiogram")]


def _old_heart(pen: Pen, day: Day) -> list[str]:
    """Heart rate as iOS 8 wrote it: the samples of an hour as one record, without a value."""
    head, hours = pen.head(Q + "HeartRate", Source("Strap"), "count/min", day), defaultdict(list)
    for at_utc, bpm, _ in day.heart:
        hours[at_utc // HOUR_S].append((at_utc, bpm))
    lines = []
    for samples in hours.values():
        (start_utc, _), (end_utc, _), beats = samples[0], samples[-1], [bpm for _, bpm in samples]
        told = f'recordCount="{len(beats)}" min="{min(beats)}" max="{max(beats)}" average="{fmean(beats)!r}"'
        lines.append(f'{head} startDate="{pen.at(start_utc)}" endDate="{pen.at(end_utc)}" {told}/>\n')
    return lines


def _old_steps(pen: Pen, day: Day) -> list[str]:
    head = pen.head(Q + "StepCount", PHONE, "count", day)
    seen = [(walk.start_utc, walk.end_utc, walk.phone) for walk in day.walks if walk.phone]
    return [
        pen.spell(head, start, end, steps).replace(" value=", ' recordCount="2" value=') for start, end, steps in seen
    ]


def _old_weight(pen: Pen, day: Day) -> list[str]:
    """What an app adds stood among the attributes then, spaces in the names and all."""
    more = 'Scale App Version="2.6.0" Modified Date="2014-07-01 05:20:08 +0000" HKWasUserEntered="0"'
    return [line.replace(" value=", f" {more} value=").partition(">")[0] + "/>\n" for line in _weight(pen, day)]


Lines = Callable[[Pen, Day], list[str]]


@dataclass(frozen=True)
class Section:
    """All elements of one type. children: the tags that may stand inside them."""

    kind: str
    lines: Lines
    children: tuple[str, ...] = ()
    tag: str = "Record"


_META = ("MetadataEntry",)
_BEATS = ("HeartRateVariabilityMetadataList", "InstantaneousBeatsPerMinute")
_IN_WORKOUT = ("MetadataEntry", "WorkoutEvent", "WorkoutStatistics", "WorkoutRoute", "FileReference")
_GAIT = (
    ("WalkingSpeed", "km/hr", 3, 6),
    ("WalkingStepLength", "cm", 60, 80),
    ("WalkingDoubleSupportPercentage", "%", 0, 1),
)
_HOURS = (9, 12.5, 15, 17.5, 20.5)

_SECTIONS = (
    Section(Q + "BodyMass", _weight, _META),
    Section(Q + "HeartRate", _heart, _META),
    Section(Q + "OxygenSaturation", _oxygen, _META),
    Section(Q + "BloodPressureSystolic", _systolic),
    Section(Q + "BloodPressureDiastolic", _diastolic),
    Section(Q + "RespiratoryRate", _respiration),
    Section(Q + "StepCount", _steps),
    Section(Q + "DistanceWalkingRunning", _distance),
    Section(Q + "BasalEnergyBurned", _basal),
    Section(Q + "ActiveEnergyBurned", _active),
    Section(Q + "FlightsClimbed", _every(WATCH, Q + "FlightsClimbed", "count", _HOURS, 1, 4)),
    Section(Q + "AppleExerciseTime", _exercise),
    Section(Q + "RestingHeartRate", _resting),
    Section(Q + "VO2Max", _vo2max, _META),
    *(Section(Q + name, _every(PHONE, Q + name, unit, _HOURS, low, high)) for name, unit, low, high in _GAIT),
    Section(Q + "EnvironmentalAudioExposure", _noise),
    Section(Q + "AppleStandTime", _stand_time),
    Section("HKDataTypeSleepDurationGoal", _sleep_goal),
    Section(Q + "AppleSleepingWristTemperature", _wrist),
    Section(C + "SleepAnalysis", _sleep, _META),
    Section(C + "AppleStandHour", _stand_hours),
    Section(C + "MindfulSession", _mindful),
    Section(C + "AudioExposureEvent", _loud, _META),
    Section(Q + "HeartRateVariabilitySDNN", _sdnn, _BEATS),
    Section("HKCorrelationTypeIdentifierBloodPressure", _correlation, ("Record",), tag="Correlation"),
    Section("workout", _workouts, _IN_WORKOUT, tag="Workout"),
    Section("summary", _summary, tag="ActivitySummary"),
    Section("audiogram", _audiogram, ("SensitivityPoint",), tag="Audiogram"),
)
_OLD_SECTIONS = (
    Section(Q + "BodyMass", _old_weight),
    Section(Q + "HeartRate", _old_heart),
    Section(Q + "StepCount", _old_steps),
)


def sections(style: str) -> tuple[Section, ...]:
    """What an export of this style holds, in the order of the file."""
    return _OLD_SECTIONS if style == "ios8" else _SECTIONS
