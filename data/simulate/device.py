"""What a wearable shows of the days that were lived: instants, rounded values, sessions, naps, and gaps."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.resolve import COLUMNS
from data.simulate import causes
from data.simulate.calendar import Calendar, offsets_min, planned
from data.simulate.days import Days
from data.simulate.profile import DISCIPLINES, Profile, Vital

LOWEST_PCT, HIGHEST_PCT = 1, 100  # the scale of the device's recovery
END_OF_DAY_H = 23 + 59 / 60  # when the sums of a day are known
EVENING_H = 19.75  # start of a session in the evening
BASAL_KCAL = 1950.0

MORNING_METRICS = ("recovery_pct", "hrv_rmssd_ms", "resting_hr_bpm", "respiration_brpm", "skin_temp_c", "spo2_pct")
DAY_METRICS = ("day_strain", "load_au", "energy_kcal", "avg_hr_bpm", "max_hr_bpm")


@dataclass(frozen=True)
class Nights:
    """The main sleep that ends on each day. Instants in seconds since 1970, the offset that of waking."""

    onset_utc: np.ndarray
    wake_utc: np.ndarray
    offset_min: np.ndarray
    onset_h: np.ndarray
    wake_h: np.ndarray
    minutes: dict[str, np.ndarray]  # and percentages: what a sleep record says, by name


@dataclass(frozen=True)
class Sessions:
    """One entry a session, in order of time; zone_min has six columns, zones 0 to 5."""

    day: np.ndarray
    start_utc: np.ndarray
    end_utc: np.ndarray
    offset_min: np.ndarray
    duration_min: np.ndarray
    rpe: np.ndarray
    load_au: np.ndarray
    strain: np.ndarray
    avg_hr_bpm: np.ndarray
    max_hr_bpm: np.ndarray
    energy_kcal: np.ndarray
    zone_min: np.ndarray
    distance_m: np.ndarray | None
    avg_power_w: np.ndarray | None


@dataclass(frozen=True)
class Naps:
    day: np.ndarray
    onset_utc: np.ndarray
    wake_utc: np.ndarray
    offset_min: np.ndarray
    asleep_min: np.ndarray


@dataclass(frozen=True)
class Signals:
    """Each signal of the morning before rounding; and the levels of HRV and resting HR without the day's luck."""

    hrv_ln: np.ndarray
    hrv_level_ln: np.ndarray
    resting_hr_bpm: np.ndarray
    resting_hr_level_bpm: np.ndarray
    respiration_brpm: np.ndarray
    skin_temp_c: np.ndarray
    spo2_pct: np.ndarray


@dataclass(frozen=True)
class Seen:
    """Everything the device kept. daily: as data.resolve gives it, NaN where it kept nothing."""

    wore: np.ndarray  # the day was recorded
    woke: np.ndarray  # its night was recorded
    nights: Nights
    evening_utc: np.ndarray  # when the sums of the day are known
    evening_offset_min: np.ndarray
    sessions: Sessions
    naps: Naps
    signals: Signals
    daily: pd.DataFrame


def seen(profile: Profile, calendar: Calendar, days: Days, luck: dict[str, np.random.Generator]) -> Seen:
    """What the device shows; of the last day only its morning, for that day has just begun."""
    wore, woke = _recorded(profile, calendar, luck["gaps"])
    over = np.arange(calendar.days) < calendar.days - 1
    signals = _signals(profile, days, luck)
    nights = _nights(calendar, days, luck["stages"])
    sessions = _sessions(profile, calendar, days, nights, signals, wore & over, luck["session"])
    naps = _naps(profile, calendar, days, nights, sessions, wore & over, luck["nap"])
    evening_utc = calendar.utc(np.arange(calendar.days), np.full(calendar.days, END_OF_DAY_H), calendar.evening_zone)

    columns = {
        "recovery_pct": np.clip(np.rint(days.latent), LOWEST_PCT, HIGHEST_PCT),
        "hrv_rmssd_ms": np.clip(np.round(np.exp(signals.hrv_ln), 1), 5, 300),
        "resting_hr_bpm": np.clip(np.rint(signals.resting_hr_bpm), 30, 110),
        "respiration_brpm": np.round(signals.respiration_brpm, 1),
        "skin_temp_c": np.round(signals.skin_temp_c, 2),
        "spo2_pct": np.clip(np.round(signals.spo2_pct, 1), 85, 100),
        **nights.minutes,
        "onset_h": nights.onset_h,
        "wake_h": nights.wake_h,
    }
    columns = {name: np.where(woke, values, np.nan) for name, values in columns.items()}
    sums = _sums_of_day(days, signals, sessions, calendar.days, luck["session"])
    columns |= {name: np.where(wore & over, values, np.nan) for name, values in sums.items()}
    columns["nap_min"] = _sum_by_day(naps.day, naps.asleep_min, np.where(woke, 0.0, np.nan))
    unknown = np.full(calendar.days, np.nan)
    columns["workout_min"] = _sum_by_day(sessions.day, sessions.duration_min, unknown)
    columns["workout_load_au"] = _sum_by_day(sessions.day, sessions.load_au, unknown)
    daily = pd.DataFrame(columns, index=calendar.index).reindex(columns=list(COLUMNS)).astype(float)
    return Seen(
        wore=wore & over,
        woke=woke,
        nights=nights,
        evening_utc=evening_utc,
        evening_offset_min=offsets_min(calendar.evening_zone, evening_utc),
        sessions=sessions,
        naps=naps,
        signals=signals,
        daily=daily,
    )


def _recorded(profile: Profile, calendar: Calendar, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Days that were recorded, and days whose night was recorded."""
    gaps, days = profile.gaps, calendar.days
    wore, woke = luck.random(days) >= gaps.days, luck.random(days) >= gaps.mornings
    wore[-1] = woke[-1] = True
    for first, length in gaps.blocks:
        start = first if first >= 0 else days + first
        wore[max(start, 0) : max(start + length, 0)] = False
    return wore, wore & woke


def _signals(profile: Profile, days: Days, luck: dict[str, np.random.Generator]) -> Signals:
    """Level + what acts on recovery + noise that partly is recovery's + illness + what a new device reads more."""
    n = len(days.latent)
    body, spread = profile.body, profile.noise.sd or 1.0
    path = _baseline_path(profile, days, luck["baseline"])
    levels, values = {}, {}
    for name in ("hrv_ln", "resting_hr", "respiration", "skin_temp", "spo2"):
        vital: Vital = getattr(body, name)
        device = np.zeros(n)
        for change, day in planned(profile.devices, n):
            device[day:] += getattr(change, name)
        own = causes.ar1(luck["signals"].standard_normal(n), profile.noise.phi)
        noise = vital.follows * days.errors.value / spread + np.sqrt(1 - vital.follows**2) * own
        levels[name] = vital.level + vital.fitness * vital.sd * path + device
        values[name] = levels[name] + vital.per_point * days.acute + vital.sd * (noise + vital.ill * days.ill.course)
    baseline = profile.baseline
    false_reading = luck["baseline"].random(n) < baseline.outlier_share
    sign = np.where(luck["baseline"].random(n) < 0.5, -1.0, 1.0)
    values["hrv_ln"] = values["hrv_ln"] + np.where(false_reading, sign * baseline.outlier_sd * body.hrv_ln.sd, 0.0)
    return Signals(
        hrv_ln=values["hrv_ln"],
        hrv_level_ln=levels["hrv_ln"],
        resting_hr_bpm=values["resting_hr"],
        resting_hr_level_bpm=levels["resting_hr"],
        respiration_brpm=values["respiration"],
        skin_temp_c=values["skin_temp"],
        spo2_pct=values["spo2"],
    )


def _baseline_path(profile: Profile, days: Days, luck: np.random.Generator) -> np.ndarray:
    """How far the usual level is from where the profile puts it, in SDs of daily noise."""
    baseline, n = profile.baseline, len(days.latent)
    path = baseline.drift_sd * np.cumsum(luck.standard_normal(n)) + baseline.trend_sd_per_100d * np.arange(n) / 100
    if baseline.shift_day is not None:
        path[baseline.shift_day :] += baseline.shift_sd
    return path - days.ill.after_sd


def _nights(calendar: Calendar, days: Days, luck: np.random.Generator) -> Nights:
    n = calendar.days
    asleep, awake = np.rint(days.asleep_min), np.rint(days.awake_min)
    deep = np.rint(asleep * np.clip(luck.normal(0.19, 0.035, n), 0.05, 0.4))
    rem = np.rint(asleep * np.clip(luck.normal(0.22, 0.04, n), 0.05, 0.4))
    onset_utc = calendar.utc(np.arange(n), days.onset_h, calendar.night_zone)
    wake_utc = onset_utc + ((asleep + awake) * 60).astype("int64")
    offset_min = calendar.offset_min(wake_utc)
    onset_h, wake_h = (calendar.clock_h(utc, offset_min, np.arange(n)) for utc in (onset_utc, wake_utc))
    need = np.rint(days.need_min)
    minutes = {
        "in_bed_min": asleep + awake,
        "asleep_min": asleep,
        "light_min": asleep - deep - rem,
        "deep_min": deep,
        "rem_min": rem,
        "awake_min": awake,
        "need_min": need,
        "debt_min": np.rint(days.debt_min),
        "efficiency_pct": np.round(100 * asleep / (asleep + awake), 1),
        "consistency_pct": _consistency(onset_h, wake_h),
        "performance_pct": np.minimum(np.rint(100 * asleep / need), 100),
    }
    return Nights(onset_utc, wake_utc, offset_min, onset_h, wake_h, minutes)


def _consistency(onset_h: np.ndarray, wake_h: np.ndarray) -> np.ndarray:
    """100 %, a third of it lost with each 1.3 h that onset and waking vary over four nights; NaN for the first."""
    spread_h = pd.DataFrame({"onset": onset_h, "wake": wake_h}).rolling(4, min_periods=2).std().mean(axis=1)
    return np.rint(100 * np.exp(-spread_h.to_numpy() / 3.2))


def _sessions(
    profile: Profile,
    calendar: Calendar,
    days: Days,
    nights: Nights,
    signals: Signals,
    recorded: np.ndarray,
    luck: np.random.Generator,
) -> Sessions:
    """A session on each day whose strain is more than life alone makes, as long and hard as that strain needs."""
    n, sport = calendar.days, DISCIPLINES[profile.sport]
    hour_noise, effort_noise, heart_noise, power_noise = luck.standard_normal((4, n))
    rpe = np.clip(np.round(2 * (5.4 + 1.2 * effort_noise)) / 2, 2.5, 9.0)
    for _, day in planned(profile.races, n):
        rpe[day] = 9.5
    start_h, minutes = _session_times(profile, days, nights, rpe, hour_noise)

    rest = signals.resting_hr_bpm
    effort = sport.heart_share * (0.42 + 0.058 * rpe) + 0.02 * heart_noise
    avg_hr = np.rint(rest + effort * (profile.max_hr_bpm - rest))
    max_hr = np.rint(np.minimum(avg_hr + (0.45 + 0.03 * rpe) * (profile.max_hr_bpm - avg_hr), profile.max_hr_bpm))
    closeness = np.exp(-0.5 * (np.arange(6) - (0.3 + rpe[:, None] / 2.1)) ** 2)
    zones = np.round(minutes[:, None] * closeness / closeness.sum(axis=1, keepdims=True), 1)
    distance = power = None
    if sport.speed_kmh:
        distance = np.rint(sport.speed_kmh * (0.85 + 0.05 * rpe) * minutes / 60 * 1000)
    if sport.power and profile.ftp_w:
        power = np.rint(profile.ftp_w * (0.4 + 0.07 * rpe) * (1 + 0.03 * power_noise))

    day = np.flatnonzero(recorded & (days.strain > causes.SESSION_STRAIN))
    start_utc = calendar.utc(day, start_h[day], calendar.night_zone[day])
    return Sessions(
        day=day,
        start_utc=start_utc,
        end_utc=start_utc + (minutes[day] * 60).astype("int64"),
        offset_min=calendar.offset_min(start_utc),
        duration_min=minutes[day],
        rpe=rpe[day],
        load_au=np.round(minutes * rpe, 1)[day],
        strain=np.round(causes.strain_of(minutes * rpe), 1)[day],
        avg_hr_bpm=avg_hr[day],
        max_hr_bpm=max_hr[day],
        energy_kcal=np.rint(minutes * (3.5 + 1.1 * rpe))[day],
        zone_min=zones[day],
        distance_m=None if distance is None else distance[day],
        avg_power_w=None if power is None else power[day],
    )


def _session_times(
    profile: Profile, days: Days, nights: Nights, rpe: np.ndarray, hour_noise: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Local hour at which the session of each day starts, and its minutes; well clear of the nights around it."""
    shifts = causes.shift_of(profile.rota, len(rpe))
    usual_h = np.array([shift.training_hour for shift in shifts]) if shifts else profile.training.hour
    wanted_h = np.where(days.late, EVENING_H, usual_h) + profile.training.hour_sd * hour_noise
    earliest_h, latest_h = nights.wake_h + 0.75, _next_onset_h(days) - 0.75
    load = causes.load_of(days.strain) - causes.LIFE_AU
    minutes = np.rint(np.clip(load / rpe, 15, np.minimum(320, (latest_h - earliest_h) * 60)))
    return np.maximum(np.minimum(wanted_h, latest_h - minutes / 60), earliest_h), minutes


def _next_onset_h(days: Days) -> np.ndarray:
    """When the night after each day begins, in hours since the midnight that began the day."""
    return np.append(days.onset_h[1:] + 24, 48.0)


def _naps(
    profile: Profile,
    calendar: Calendar,
    days: Days,
    nights: Nights,
    sessions: Sessions,
    recorded: np.ndarray,
    luck: np.random.Generator,
) -> Naps:
    """Now and then a nap after noon, more often in debt; never within three hours of a night or beside a session."""
    n = calendar.days
    wanted = luck.random(n) < profile.sleeping.nap_share * (1 + days.debt_min / 60)
    start_h, minutes = 13.2 + 2 * luck.random(n), np.rint(20 + 50 * luck.random(n))
    end_h = start_h + minutes / 60
    free = (nights.wake_h + 3 < start_h) & (end_h + 3 < _next_onset_h(days))
    session_start_h = calendar.clock_h(sessions.start_utc, sessions.offset_min, sessions.day)
    session_end_h = session_start_h + sessions.duration_min / 60
    free[sessions.day] &= (session_end_h + 0.5 < start_h[sessions.day]) | (session_start_h - 0.5 > end_h[sessions.day])
    day = np.flatnonzero(wanted & free & recorded)
    onset_utc = calendar.utc(day, start_h[day], calendar.night_zone[day])
    wake_utc = onset_utc + (minutes[day] * 60).astype("int64")
    return Naps(day, onset_utc, wake_utc, calendar.offset_min(wake_utc), np.rint(minutes * 0.92)[day])


def _sums_of_day(
    days: Days, signals: Signals, sessions: Sessions, n: int, luck: np.random.Generator
) -> dict[str, np.ndarray]:
    heart_noise, energy_noise = luck.standard_normal((2, n))
    rest = signals.resting_hr_bpm
    highest = np.rint(rest + 52 + 6 * heart_noise)
    highest[sessions.day] = np.maximum(highest[sessions.day], sessions.max_hr_bpm)
    kcal = _sum_by_day(sessions.day, sessions.energy_kcal, np.zeros(n))
    return {
        "day_strain": days.strain,
        "load_au": _sum_by_day(sessions.day, sessions.load_au, np.zeros(n)),
        "energy_kcal": np.rint(BASAL_KCAL + 18 * days.strain + kcal + 90 * energy_noise),
        "avg_hr_bpm": np.rint(rest + 12 + days.strain + 1.5 * heart_noise),
        "max_hr_bpm": highest,
    }


def _sum_by_day(day: np.ndarray, values: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """The sum of the values of each day; `otherwise` on days without one."""
    sums = otherwise.copy()
    sums[day] = np.bincount(day, weights=values, minlength=len(otherwise))[day]
    return sums
