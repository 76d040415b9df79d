"""What was planted in a simulated athlete, told beside the data: the answer sheet of every analysis."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.simulate.calendar import Calendar, planned
from data.simulate.days import Days
from data.simulate.device import HIGHEST_PCT, LOWEST_PCT, Signals
from data.simulate.heart import curve_bpm
from data.simulate.profile import Optimum, Profile


@dataclass(frozen=True)
class HabitEffect:
    """What doing a habit changes on average: the next morning's recovery and signals, and the night between."""

    recovery_points: float
    hrv_ln: float
    resting_hr_bpm: float
    asleep_min: float
    onset_h: float
    carry_over_points: float  # on the morning after the next


@dataclass(frozen=True, eq=False)
class Truth:
    """Everything that was planted. Effects are on recovery in points; the profile holds every parameter behind them.

    daily has a row a day:
      expected_evening  the oracle's mean of this morning's recovery, knowing all up to the evening before
      expected_night    the same with the night's sleep known as well, but no signal of the morning
      evening_sd, night_sd  what is left unknown to each (before the device's scale cuts it)
      latent            recovery before rounding and limits;  error: its unexplained part
      hrv_level_ln, resting_hr_level_bpm  the baseline as this device reads it, without the day's luck
      onset_h, asleep_min, strain  as lived, recorded or not;  late_session: trained in the evening
      acrophase_h       local clock hour at which the first harmonic of heart rate peaks
      ill               0, healthy, up to the severity;  hidden: the burden nobody logs, in SDs
    done: which habits were really done on each day, one boolean column each.
    """

    profile: Profile
    habits: dict[str, HabitEffect]
    daily: pd.DataFrame
    done: pd.DataFrame
    innovation_sd: float  # of the error that not even its own past foretells
    illnesses: tuple[tuple[int, int], ...]  # (number of the first day, days)
    device_changes: tuple[int, ...]

    @property
    def phi(self) -> float:
        """Correlation of the error from one morning to the next."""
        noise = self.profile.noise
        return noise.phi * (1 - noise.white_share)

    @property
    def bedtime_optimum_h(self) -> float | None:
        return self.profile.night.bedtime.best if self.profile.night.bedtime else None

    @property
    def strain_threshold(self) -> float | None:
        effect = self.profile.strain
        return effect.threshold if effect.threshold is not None and effect.points_per_unit_above else None

    def strain_response(self, mornings: int) -> np.ndarray:
        """Points by which one more unit of strain (below the threshold) moves the 1st, 2nd, ... morning after it."""
        effect = self.profile.strain
        kept = 0.5 ** (1 / effect.half_life_d) if effect.half_life_d else 0.0
        return effect.points_per_unit * kept ** np.arange(mornings)

    def peak_and_trough_h(self) -> tuple[float, float] | None:
        """Local clock hours at which the planted heart rate is highest and lowest; None without one or on a rota."""
        rhythm = self.profile.rhythm
        if self.profile.rota or not (rhythm.amplitude_bpm or rhythm.second_bpm):
            return None
        hour = np.arange(0, 24, 0.01)
        curve = curve_bpm(rhythm, hour, rhythm.acrophase_h)
        return float(hour[curve.argmax()]), float(hour[curve.argmin()])


def truth_of(profile: Profile, calendar: Calendar, days: Days, signals: Signals, acrophase: np.ndarray) -> Truth:
    daily = pd.DataFrame(
        {
            "expected_evening": _on_the_scale(days.evening_mean, days.evening_sd),
            "expected_night": _on_the_scale(days.night_mean, days.night_sd),
            "evening_sd": days.evening_sd,
            "night_sd": days.night_sd,
            "latent": days.latent,
            "error": days.errors.value,
            "hrv_level_ln": signals.hrv_level_ln,
            "resting_hr_level_bpm": signals.resting_hr_level_bpm,
            "onset_h": days.onset_h,
            "asleep_min": days.asleep_min,
            "strain": days.strain,
            "late_session": days.late,
            "acrophase_h": acrophase,
            "ill": days.ill.course,
            "hidden": days.hidden if profile.hidden else 0.0,
            "slow": days.slow,
        },
        index=calendar.index,
    )
    noise = profile.noise
    return Truth(
        profile=profile,
        habits=_habit_effects(profile, days),
        daily=daily,
        done=pd.DataFrame(days.done, index=calendar.index, columns=[habit.key for habit in profile.habits]),
        innovation_sd=noise.sd * math.sqrt(1 - noise.phi**2 * (1 - noise.white_share)),
        illnesses=days.ill.spells,
        device_changes=tuple(day for _, day in planned(profile.devices, calendar.days)),
    )


def _habit_effects(profile: Profile, days: Days) -> dict[str, HabitEffect]:
    body, effects = profile.body, {}
    for number, habit in enumerate(profile.habits):
        points = habit.points + _shift_points(profile.night.bedtime, days, habit.later_h, days.done[:, number])
        effects[habit.key] = HabitEffect(
            recovery_points=points,
            hrv_ln=body.hrv_ln.per_point * points,
            resting_hr_bpm=body.resting_hr.per_point * points,
            asleep_min=habit.asleep_min + profile.sleeping.asleep_per_h_later_min * habit.later_h,
            onset_h=habit.later_h,
            carry_over_points=habit.carry_over * habit.points,
        )
    return effects


def _shift_points(bedtime: Optimum | None, days: Days, later_h: float, done: np.ndarray) -> float:
    """Points that a habit brings by shifting the bedtime, averaged over the nights that there were."""
    if bedtime is None or not later_h:
        return 0.0
    without_h = days.usual_onset_h[1:] - later_h * done[:-1]
    return float(np.mean(bedtime.points(without_h + later_h) - bedtime.points(without_h))) if len(without_h) else 0.0


def _on_the_scale(mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Mean of a normal variable that is held within the device's scale (a doubly censored normal)."""
    sd = np.maximum(sd, 1e-9)
    low, high = (LOWEST_PCT - mean) / sd, (HIGHEST_PCT - mean) / sd
    below, above = _normal_cdf(low), _normal_cdf(-high)
    inside = mean * (1 - below - above) + sd * (_normal_pdf(low) - _normal_pdf(high))
    return LOWEST_PCT * below + HIGHEST_PCT * above + inside


def _normal_cdf(z: np.ndarray) -> np.ndarray:
    return 0.5 * np.array([math.erfc(-value / math.sqrt(2)) for value in z])


def _normal_pdf(z: np.ndarray) -> np.ndarray:
    return np.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
