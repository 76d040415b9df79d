"""A simulated life, day by day: the structural equation of recovery.

For the morning of day d and the evening before it,

    recovery[d] = base + slow[d] + shift[d] + weekend[d-1] + hidden[d-1]      `_given`, known beforehand
                + illness[d]                                                   (its first morning comes as a surprise)
                + habits[d-1] + what is carried over from habits[d-2]
                + fatigue[d-1]
                + bedtime(onset[d]) + duration(asleep[d]) - duration(asleep that was to be expected)
                + error[d]

    fatigue[d]  = .5 ** (1 / half-life) * fatigue[d-1] + effect(strain[d])
    error[d]    = phi * error[d-1] + innovation[d], or that plus white noise

Strain and habits of day d may depend on the recovery of its morning (feedback), on the weekday, the slow wave, each
other and a hidden burden (confounding); the night depends on habits, strain, debt and weekday. Every coefficient is
the *whole* effect of its cause: sleep enters by what habits, strain and bedtime had not already done to it.
"""

from dataclasses import dataclass

import numpy as np

from data.simulate import causes
from data.simulate.calendar import Calendar
from data.simulate.causes import Errors, Illnesses, Inclinations, Plans, UsualNights
from data.simulate.profile import NightEffect, Optimum, Profile, StrainEffect

HIGHEST_STRAIN = 20.4
EARLIEST_ONSET_H = -3.0  # so that every night ends on the day after it began, or later
LATEST_WAKE_H = 22.0


@dataclass(frozen=True)
class Days:
    """What was lived, recorded or not: one entry a day, habits with one column each.

    Entry d holds the night and the morning of day d, then its strain and what was done on its evening.
    """

    latent: np.ndarray  # recovery before the device rounds it and holds it within its scale [points]
    evening_mean: np.ndarray  # of latent, given everything up to the evening before
    night_mean: np.ndarray  # of latent, given the night's sleep as well, but no signal of the morning
    evening_sd: np.ndarray
    night_sd: np.ndarray
    acute: np.ndarray  # points that habits, strain, night, weekend, shift and hidden burden explain
    strain: np.ndarray
    late: np.ndarray  # a session in the evening
    done: np.ndarray
    amount: np.ndarray
    usual_onset_h: np.ndarray  # before chance
    onset_h: np.ndarray
    asleep_min: np.ndarray
    awake_min: np.ndarray
    need_min: np.ndarray
    debt_min: np.ndarray
    errors: Errors
    ill: Illnesses
    slow: np.ndarray
    hidden: np.ndarray


def live(profile: Profile, calendar: Calendar, luck: dict[str, np.random.Generator]) -> Days:
    """The days of one athlete, in O(days)."""
    life = _Life(profile, calendar, luck)
    for day in range(calendar.days):
        life.night(day)
        life.morning(day)
        life.evening(day)
    return life.lived()


class _Life:
    """The athlete's state between one day and the next, and what has been lived so far."""

    def __init__(self, profile: Profile, calendar: Calendar, luck: dict[str, np.random.Generator]):
        days = calendar.days
        self.profile, self.mean_strain, self.sd_strain = profile, *causes.strain_mean_sd(profile)
        hidden = profile.hidden
        self.hidden = causes.ar1(luck["hidden"].standard_normal(days), hidden.phi if hidden else 0.0)
        self.wave, self.slow = causes.slow_wave(profile, days, luck["slow"])
        self.errors: Errors = causes.errors(profile.noise, days, luck["error"])
        self.ill: Illnesses = causes.illnesses(profile, days, luck["illness"])
        self.plans: Plans = causes.plans(profile, calendar, luck["plan"])
        self.nights: UsualNights = causes.usual_nights(profile, calendar, luck["night"])
        self.habits = Inclinations(profile, calendar, self.wave, self.hidden, luck["habits"])
        self.beforehand = _beforehand(profile, calendar, self.hidden)

        series = ("evening", "night_known", "latent", "strain", "usual_onset_h", "onset_h", "asleep_min", "need_min")
        self.series = {name: np.zeros(days) for name in (*series, "debt_min")}
        self.late = np.zeros(days, dtype=bool)
        self.done = np.zeros((days, len(profile.habits)), dtype=bool)

        effect = profile.strain
        self.kept = 0.5 ** (1 / effect.half_life_d) if effect.half_life_d else 0.0
        self.fatigue = self.debt = self.habit_points = self.habit_asleep_min = self.later_h = 0.0
        self.last_strain, self.last_late, self.last_wake_h, self.felt = self.mean_strain, False, -24.0, 0.0

    def night(self, day: int) -> None:
        sleeping, usual = self.profile.sleeping, self.nights
        earliest_h = max(self.last_wake_h - 24 + 4, EARLIEST_ONSET_H)  # at least four hours up
        usual_h = max(usual.onset_h[day] + self.later_h + sleeping.evening_later_h * self.last_late, earliest_h)
        onset_h = max(usual_h + usual.onset_noise_h[day], earliest_h)
        need = sleeping.need_min + 2.0 * (self.last_strain - self.mean_strain) + 0.35 * self.debt
        expected = (
            usual.asleep_min[day]
            + self.habit_asleep_min
            + sleeping.asleep_per_h_later_min * (onset_h - usual.onset_h[day])
            + sleeping.asleep_per_strain_min * (self.last_strain - self.mean_strain)
            + sleeping.asleep_per_debt * self.debt
            + sleeping.asleep_after_evening_min * self.last_late
        )
        longest = min((LATEST_WAKE_H - onset_h) * 60 - usual.awake_min[day], 640.0)
        asleep = min(max(expected + usual.restless_min[day], 200.0), longest)

        self.expected_asleep_min = expected
        self.last_wake_h = onset_h + (asleep + usual.awake_min[day]) / 60
        self._note(day, usual_onset_h=usual_h, onset_h=onset_h, asleep_min=asleep, need_min=need, debt_min=self.debt)
        self.debt = min(max(0.55 * self.debt + 0.5 * (sleeping.need_min - asleep), 0.0), 240.0)

    def morning(self, day: int) -> None:
        effect, series = self.profile.night, self.series
        known = self.beforehand[day] + self.slow[day] + self.ill.foreseen[day] + self.habit_points + self.fatigue
        evening = known + expected_night_points(self.profile, series["usual_onset_h"][day])
        after_night = known + night_points(
            effect, series["onset_h"][day], series["asleep_min"][day], self.expected_asleep_min
        )
        surprise = self.ill.points[day] - self.ill.foreseen[day]
        latent = after_night + surprise + self.errors.value[day]
        self._note(day, evening=evening, night_known=after_night, latent=latent)
        self.felt = (latent - self.profile.base_points) / (self.profile.noise.sd or 1.0)

    def evening(self, day: int) -> None:
        wanted = self.plans.strain[day] + self.profile.training.follows_recovery * self.felt
        wanted *= 1 - 0.7 * min(self.ill.course[day], 1.0)
        strain = round(float(min(max(wanted, 2.0), HIGHEST_STRAIN)), 1)
        self.fatigue = self.kept * self.fatigue + strain_points(self.profile.strain, strain, self.mean_strain)
        self.last_strain = strain
        self.last_late = self.late[day] = bool(self.plans.evening[day]) and strain > causes.SESSION_STRAIN
        self._note(day, strain=strain)
        if not self.profile.habits:
            return
        before = self.done[day - 1] if day else None
        relative_strain = (strain - self.mean_strain) / self.sd_strain
        self.done[day] = self.habits.chosen(day, before, relative_strain, self.felt, self.ill.course[day])
        self.habit_points = self.habits.points(day, self.done)
        self.habit_asleep_min = float(self.habits.asleep_min @ self.done[day])
        self.later_h = float(self.habits.later_h @ self.done[day])

    def _note(self, day: int, **values: float) -> None:
        for name, value in values.items():
            self.series[name][day] = value

    def lived(self) -> Days:
        series = self.series
        evening, after_night = series.pop("evening"), series.pop("night_known")
        night_sd = self.errors.unforeseen_sd
        return Days(
            evening_mean=evening + self.errors.foretold,
            night_mean=after_night + self.errors.foretold,
            evening_sd=np.sqrt(night_sd**2 + night_variance(self.profile, series["usual_onset_h"])),
            night_sd=night_sd,
            acute=after_night - self.profile.base_points - self.slow - self.ill.foreseen,
            late=self.late,
            done=self.done,
            amount=self.habits.amount,
            awake_min=self.nights.awake_min,
            errors=self.errors,
            ill=self.ill,
            slow=self.slow,
            hidden=self.hidden,
            **series,
        )


def _beforehand(profile: Profile, calendar: Calendar, hidden: np.ndarray) -> np.ndarray:
    """Points of each morning that no deed of the day before can change."""
    points = profile.base_points + profile.weekend_points * causes.weekend_before(profile, calendar)
    if profile.hidden:
        points[1:] += profile.hidden.points * hidden[:-1]
    if profile.rota:
        points = points + np.array([shift.points for shift in causes.shift_of(profile.rota, calendar.days)])
    return points


def strain_points(effect: StrainEffect, strain, mean_strain: float):
    """What a day's strain adds to the next morning; 0 at the athlete's mean where there is no threshold."""
    points = effect.points_per_unit * (strain - mean_strain)
    if effect.threshold is not None:
        points = points + effect.points_per_unit_above * np.maximum(strain - effect.threshold, 0.0)
    return points


def night_points(effect: NightEffect, onset_h, asleep_min, expected_asleep_min):
    """What a night adds to its morning, beyond what habits, strain and bedtime did to its length."""
    points = effect.points_per_h * (asleep_min - expected_asleep_min) / 60
    if effect.duration:
        points = points + effect.duration.points(asleep_min / 60) - effect.duration.points(expected_asleep_min / 60)
    if effect.bedtime:
        points = points + effect.bedtime.points(onset_h)
    return points


def expected_night_points(profile: Profile, usual_onset_h):
    """The mean of `night_points` over the luck of the night: what an evening can expect of it."""
    effect, sleeping = profile.night, profile.sleeping
    points = 0.0
    if effect.bedtime:
        points = effect.bedtime.points(usual_onset_h) - effect.bedtime.curvature * sleeping.bedtime_sd_h**2
    if effect.duration:
        points = points - effect.duration.curvature * (sleeping.restless_sd_min / 60) ** 2
    return points


def night_variance(profile: Profile, usual_onset_h: np.ndarray) -> np.ndarray:
    """Variance of `night_points` over the luck of the night, the duration taken at its best [points^2]."""
    effect, sleeping = profile.night, profile.sleeping
    restless_h = sleeping.restless_sd_min / 60
    variance = np.full(len(usual_onset_h), (effect.points_per_h * restless_h) ** 2)
    for optimum, centre, sd in (
        (effect.bedtime, usual_onset_h, sleeping.bedtime_sd_h),
        (effect.duration, effect.duration.best if effect.duration else 0.0, restless_h),
    ):
        variance += _parabola_variance(optimum, centre, sd)
    return variance


def _parabola_variance(optimum: Optimum | None, centre, sd: float):
    """Variance of a parabola of a normal variable: c^2 (4 m^2 s^2 + 2 s^4), m its distance from the best."""
    if optimum is None:
        return 0.0
    return optimum.curvature**2 * (4 * (centre - optimum.best) ** 2 * sd**2 + 2 * sd**4)
