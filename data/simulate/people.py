"""The three athletes of the demo. They are invented, and their names say so."""

from data.simulate.profile import (
    Baseline,
    Body,
    DeviceChange,
    Gaps,
    Habit,
    Illness,
    Journal,
    NightEffect,
    Noise,
    Optimum,
    Profile,
    Race,
    Rhythm,
    Shift,
    Sleeping,
    Slow,
    StrainEffect,
    Training,
    Trip,
    Vital,
)  # fmt: skip

ALCOHOL = Habit(
    "alcohol", "Consumed alcohol?", share=0.13, points=-15, asleep_min=-14, later_h=0.35, typical_amount=2.2,
    unit="drinks", points_per_unit=-3.5, weekend_logit=1.5, together_logit=0.8,
)  # fmt: skip
LATE_MEAL = Habit(
    "late_meal", "Ate food close to bedtime?", share=0.25, points=-5, weekend_logit=0.5, together_logit=0.8
)
CAFFEINE = Habit(
    "caffeine", "Consumed caffeine?", share=0.6, points=-3, asleep_min=-8, typical_amount=1.8, unit="cups",
    points_per_unit=-2.0, persistence_logit=0.8,
)  # fmt: skip
SCREEN = Habit(
    "screen_in_bed", "Viewed a screen device in bed?", share=0.45, asleep_min=-10, later_h=0.15, persistence_logit=0.7
)
MAGNESIUM = Habit("magnesium", "Took magnesium?", share=0.5, persistence_logit=2.5, slow_logit=1.0)
STRETCHING = Habit("stretching", "Stretched?", share=0.35, strain_logit=0.8)
MEDITATION = Habit("meditation", "Meditated?", share=0.3, points=4, persistence_logit=1.2)
SAUNA = Habit("sauna", "Spent time in a sauna?", share=0.12, points=5, weekend_logit=0.8)
COLD_SHOWER = Habit("cold_shower", "Took a cold shower?", share=0.25, recovery_logit=-0.6)
HYDRATION = Habit("hydration", "Hydrated sufficiently?", share=0.6, points=3, persistence_logit=0.8)
SICK = Habit("sick_or_ill", "Feeling sick or ill?", share=0.01, ill_logit=8)
KEPT = Journal(logged=0.88, explicit_no=0.7, missed_yes=0.02)

CYCLIST = Profile(
    name="Vera Velodrome",
    sport="cycling",
    birth_year=1988,
    sex="female",
    home_zone="Europe/Vienna",
    max_hr_bpm=186,
    ftp_w=248,
    base_points=69.0,
    weekend_points=-1.0,
    noise=Noise(sd=15.0, phi=0.32),
    slow=Slow(points_per_100d=0.5, wave_points=3.0, wave_d=260),
    habits=(ALCOHOL, LATE_MEAL, CAFFEINE, SCREEN, MAGNESIUM, STRETCHING, MEDITATION, SAUNA, SICK),
    strain=StrainEffect(points_per_unit=-1.1, threshold=15.0, points_per_unit_above=-2.0, half_life_d=1.0),
    night=NightEffect(bedtime=Optimum(best=-1.4, curvature=4.0), points_per_h=5.0),
    training=Training(
        weekly=(6, 13, 11, 14.5, 6, 16.5, 15), sd=2.4, blocks=(0.72, 1.0, 1.06, 1.12),
        finish=(14.1, 16.4, 11.8, 17.3, 16.9), follows_recovery=0.4, hour=16.8, hour_sd=0.9, evening_share=0.15,
    ),
    sleeping=Sleeping(
        bedtime_h=-1.0, bedtime_sd_h=0.55, weekend_later_h=0.7, asleep_min=428, weekend_asleep_min=20,
        restless_sd_min=42, asleep_per_h_later_min=-16, asleep_per_strain_min=1.0, asleep_per_debt=0.15,
        asleep_after_evening_min=-14, evening_later_h=0.3,
    ),
    rhythm=Rhythm(mesor_bpm=63, amplitude_bpm=10.0, acrophase_h=16.0, second_bpm=2.0, second_acrophase_h=18.0),
    body=Body(
        hrv_ln=Vital(4.12, 0.19, per_point=0.011, follows=0.85, fitness=1.0, ill=-1.5),
        resting_hr=Vital(49.0, 2.2, per_point=-0.10, follows=-0.6, fitness=-1.0, ill=1.8),
    ),
    baseline=Baseline(drift_sd=0.02, trend_sd_per_100d=0.13, outlier_share=0.004),
    illnesses=(Illness(day=-410, days=4), Illness(day=-131, days=5, severity=0.9, after_sd=0.4)),
    devices=(DeviceChange(day=-247, hrv_ln=0.11, resting_hr=-0.8, respiration=-0.2, skin_temp=0.3),),
    trips=(Trip(day=-462, days=9, zone="Atlantic/Canary", note="training camp"),
           Trip(day=-98, days=8, zone="Atlantic/Canary", note="training camp")),
    races=(Race(-300, "gran fondo"), Race(-60, "road race")),
    gaps=Gaps(days=0.015, mornings=0.02, blocks=((-520, 6), (-190, 3))),
    journal=KEPT,
)  # fmt: skip

EARLY = Shift("early", bedtime_h=-2.3, asleep_min=385, training_hour=16.0, acrophase_h=14.0, points=-1.0)
LATE = Shift("late", bedtime_h=0.7, asleep_min=440, training_hour=10.8, acrophase_h=16.5)
NIGHT = Shift("night", bedtime_h=8.1, asleep_min=365, training_hour=17.5, acrophase_h=20.5, points=-5.0)
OFF = Shift("off", bedtime_h=-0.4, asleep_min=470, training_hour=11.5, acrophase_h=15.8, points=2.0)

SHIFT_WORKER = Profile(
    name="Nico Nightshift",
    sport="weightlifting",
    birth_year=1994,
    sex="male",
    home_zone="Europe/Warsaw",
    max_hr_bpm=191,
    base_points=67.0,
    noise=Noise(sd=14.0, phi=0.38),
    slow=Slow(wave_points=3.5, wave_d=170),
    habits=(ALCOHOL, LATE_MEAL, CAFFEINE, SCREEN, MAGNESIUM, STRETCHING, COLD_SHOWER, HYDRATION, SICK),
    strain=StrainEffect(points_per_unit=-2.4, half_life_d=1.0),
    night=NightEffect(points_per_h=5.5),
    training=Training(weekly=(11.5, 6, 12.5, 6, 11.5, 9, 6), sd=2.5, follows_recovery=0.5, finish=(12.2, 6.1, 12.9)),
    sleeping=Sleeping(
        bedtime_sd_h=0.6, restless_sd_min=50, asleep_per_h_later_min=-18, asleep_per_debt=0.2, need_min=475,
        awake_min=40, nap_share=0.1,
    ),
    rota=(OFF, EARLY, EARLY, EARLY, LATE, LATE, NIGHT, NIGHT, NIGHT, OFF),
    rhythm=Rhythm(mesor_bpm=70, amplitude_bpm=8.5, jitter_h=0.9),
    body=Body(
        hrv_ln=Vital(3.95, 0.21, per_point=0.011, follows=0.85, fitness=1.0, ill=-1.5),
        resting_hr=Vital(55.0, 2.5, per_point=-0.10, follows=-0.6, fitness=-1.0, ill=1.8),
    ),
    baseline=Baseline(drift_sd=0.025, outlier_share=0.004),
    illnesses=(Illness(day=-166, days=5),),
    gaps=Gaps(days=0.02, mornings=0.04, blocks=((-88, 4),)),
    journal=Journal(logged=0.75, explicit_no=0.4, missed_yes=0.03),
)  # fmt: skip

RUNNER = Profile(
    name="Rhea Restart",
    sport="running",
    birth_year=1981,
    sex="female",
    home_zone="Europe/London",
    max_hr_bpm=181,
    base_points=66.0,
    weekend_points=-1.5,
    noise=Noise(sd=14.0, phi=0.35),
    slow=Slow(wave_points=2.5, wave_d=220),
    habits=(ALCOHOL, LATE_MEAL, CAFFEINE, SCREEN, MAGNESIUM, STRETCHING, MEDITATION, HYDRATION, SICK),
    strain=StrainEffect(points_per_unit=-2.1, half_life_d=1.0),
    night=NightEffect(bedtime=Optimum(best=-1.75, curvature=3.0), points_per_h=5.0),
    training=Training(
        weekly=(6, 12.5, 10, 13.5, 6, 10, 15.5), sd=2.3,
        blocks=(1.0,) * 33 + (0.5, 0.55, 0.65, 0.75, 0.85, 0.92),
        finish=(9.4, 6.2, 11.8, 8.9), follows_recovery=0.4, hour=7.4, hour_sd=0.5,
    ),
    sleeping=Sleeping(
        bedtime_h=-1.5, bedtime_sd_h=0.5, weekend_later_h=0.6, asleep_min=445, weekend_asleep_min=15,
        asleep_per_h_later_min=-15, asleep_per_debt=0.15,
    ),
    rhythm=Rhythm(mesor_bpm=65, amplitude_bpm=9.0, acrophase_h=15.4, second_bpm=1.5, second_acrophase_h=17.0),
    body=Body(
        hrv_ln=Vital(3.85, 0.18, per_point=0.011, follows=0.85, fitness=1.0, ill=-1.6),
        resting_hr=Vital(53.0, 2.2, per_point=-0.10, follows=-0.6, fitness=-1.0, ill=2.0),
    ),
    baseline=Baseline(drift_sd=0.015, outlier_share=0.004),
    illnesses=(Illness(day=-41, days=9, severity=1.2, after_sd=1.8, after_d=25),),
    gaps=Gaps(days=0.01, mornings=0.02, blocks=((-40, 6),)),
    journal=KEPT,
)  # fmt: skip

# Seed and number of days of each: chosen for a last morning worth talking about.
ATHLETES = ((CYCLIST, 6, 730), (SHIFT_WORKER, 4, 365), (RUNNER, 2, 270))
