"""Every invented parameter of a simulated athlete, in one place.

`Profile()` is the null athlete: body, training and sleep vary, but nothing has an effect on anything. Each truth is
planted by replacing one part: `replace(Profile(), strain=StrainEffect(points_per_unit=-1.5, threshold=13))`.

Points are points of recovery (0-100). Clock hours are relative to the midnight that begins the day, so -1.5 is 22:30
of the evening before. A day is counted from the first (0, 1, ...) or, negative, from the last (-1 is the last).
Probabilities are tilted on the logit scale. Sizes are plausible for a trained adult, and not taken from anyone's data.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Noise:
    """The part of a morning's recovery that nothing explains: AR(1), part of it white."""

    sd: float = 12.0  # points, of all of it
    phi: float = 0.3  # correlation of the AR(1) part from one morning to the next
    white_share: float = 0.0  # share of the variance that has no memory; with phi .85 the error of slow moods
    shock_day: int | None = None  # from this day on ...
    shock_factor: float = 1.0  # ... all of the noise is this many times as large


@dataclass(frozen=True)
class Slow:
    """A drift of recovery over weeks: a straight line and a wave, neither of them caused by anything logged."""

    points_per_100d: float = 0.0
    wave_points: float = 0.0
    wave_d: float = 200.0


@dataclass(frozen=True)
class Hidden:
    """A burden that nobody logs. It lowers recovery and, through `Habit.hidden_logit`, changes habits."""

    points: float = -10.0  # per standard deviation, on the next morning
    phi: float = 0.3


@dataclass(frozen=True)
class Habit:
    """Something done, or not, on a day; its effect shows on the next morning.

    points is the whole effect, its way through sleep included; only a shift of the bedtime comes on top of it.
    """

    key: str
    question: str
    share: float = 0.3  # of ordinary days
    points: float = 0.0
    asleep_min: float = 0.0
    later_h: float = 0.0  # falls asleep so much later
    carry_over: float = 0.0  # share of `points` that also reaches the morning after the next
    typical_amount: float | None = None  # mean of 1 + Poisson, where an amount is logged
    unit: str | None = None
    points_per_unit: float = 0.0  # for each unit above or below the typical amount
    persistence_logit: float = 0.0  # more likely after a yes
    together_logit: float = 0.0  # per SD of a mood of the evening that all habits share
    weekend_logit: float = 0.0
    strain_logit: float = 0.0  # per SD of the day's strain
    slow_logit: float = 0.0  # per unit of the slow wave, -1 to 1
    recovery_logit: float = 0.0  # per SD of this morning's recovery: done because of it
    hidden_logit: float = 0.0
    ill_logit: float = 0.0  # at the height of an illness
    randomised: bool = False  # drawn by lot in pairs of days instead: one yes and one no, either first


@dataclass(frozen=True)
class StrainEffect:
    """What the strain of a day does to the mornings after it."""

    points_per_unit: float = 0.0  # of strain (0-21) above the athlete's mean
    threshold: float | None = None  # strain from which on a unit costs more
    points_per_unit_above: float = 0.0  # in addition to points_per_unit
    half_life_d: float | None = None  # None: gone after the first morning


@dataclass(frozen=True)
class Optimum:
    """A parabola: 0 points at the best value, negative on both sides."""

    best: float
    curvature: float  # points lost at a distance of 1

    def points(self, value):
        return -self.curvature * (value - self.best) ** 2


@dataclass(frozen=True)
class NightEffect:
    """What a night does to the morning after it, beyond what habits and strain did to the night."""

    bedtime: Optimum | None = None  # clock hours of falling asleep
    duration: Optimum | None = None  # hours asleep
    points_per_h: float = 0.0  # for each hour asleep more than was to be expected


@dataclass(frozen=True)
class Training:
    """Which strain is planned, and when the day's session starts."""

    weekly: tuple[float, ...] = (8, 13, 10, 14, 7, 15, 11)  # day strain, Monday to Sunday
    sd: float = 3.0
    blocks: tuple[float, ...] = (1.0,)  # factor on the plan, week by week; the last one is the current week
    finish: tuple[float, ...] = ()  # strain of the last finished days, instead of the plan
    follows_recovery: float = 0.0  # strain added per SD of this morning's recovery
    hour: float = 17.0
    hour_sd: float = 0.8
    evening_share: float = 0.0  # of sessions that start at 19:45 instead


@dataclass(frozen=True)
class Sleeping:
    """When and how long the athlete sleeps, and what moves that."""

    bedtime_h: float = -1.0
    bedtime_sd_h: float = 0.5
    weekend_later_h: float = 0.0
    asleep_min: float = 440.0
    weekend_asleep_min: float = 0.0
    restless_sd_min: float = 40.0  # nights are longer or shorter for no reason
    asleep_per_h_later_min: float = 0.0
    asleep_per_strain_min: float = 0.0
    asleep_per_debt: float = 0.0  # minutes caught up per minute of debt
    asleep_after_evening_min: float = 0.0  # after a session in the evening
    evening_later_h: float = 0.0
    need_min: float = 470.0
    awake_min: float = 34.0
    nap_share: float = 0.04


@dataclass(frozen=True)
class Shift:
    """A day of a rota: the main sleep that ends on it, when to train, and where the body clock stands."""

    name: str
    bedtime_h: float
    asleep_min: float
    training_hour: float
    acrophase_h: float
    points: float = 0.0  # on this morning's recovery


@dataclass(frozen=True)
class Rhythm:
    """Heart rate over the day, in local clock hours. Amplitude 0 is no rhythm at all."""

    mesor_bpm: float = 68.0
    amplitude_bpm: float = 8.0
    acrophase_h: float = 15.5
    second_bpm: float = 0.0  # amplitude of a 12-hour harmonic: a skewed day
    second_acrophase_h: float = 17.5
    jitter_h: float = 0.7  # SD of the phase from day to day
    noise_bpm: float = 4.0
    noise_phi: float = 0.6  # from hour to hour


@dataclass(frozen=True)
class Vital:
    """A signal measured at waking: level + what acts on recovery + noise + illness."""

    level: float
    sd: float  # of its noise, day to day
    per_point: float = 0.0  # per point that habits, strain and the night add to recovery
    follows: float = 0.0  # correlation of its noise with recovery's
    fitness: float = 0.0  # SDs per unit of the baseline path
    ill: float = 0.0  # SDs at the height of an illness
    decimals: int = 0


@dataclass(frozen=True)
class Body:
    """The signals of the morning. HRV is kept as ln rMSSD."""

    hrv_ln: Vital = Vital(4.1, 0.19, per_point=0.0135, follows=0.85, fitness=1.0, ill=-1.5)
    resting_hr: Vital = Vital(52, 2.4, per_point=-0.13, follows=-0.6, fitness=-1.0, ill=1.8)
    respiration: Vital = Vital(14.6, 0.35, per_point=-0.007, follows=-0.25, ill=2.2, decimals=1)
    skin_temp: Vital = Vital(33.6, 0.3, follows=-0.1, ill=1.8, decimals=2)
    spo2: Vital = Vital(96.2, 0.6, ill=-1.0, decimals=1)


@dataclass(frozen=True)
class Baseline:
    """How the usual level moves, in SDs of the daily noise: HRV up by it, resting HR down by it."""

    drift_sd: float = 0.0  # random walk, per day
    trend_sd_per_100d: float = 0.0
    shift_day: int | None = None  # from this day on ...
    shift_sd: float = 0.0  # ... the level is so much higher
    outlier_share: float = 0.0  # of mornings with a false reading of HRV ...
    outlier_sd: float = 4.0  # ... so far off, up or down


@dataclass(frozen=True)
class Illness:
    day: int
    days: int = 5
    severity: float = 1.0
    points: float = -22.0  # on recovery, at its height
    after_sd: float = 0.0  # baseline lost when it ends, in SDs of daily noise ...
    after_d: float = 20.0  # ... and the days in which all but a third of it comes back


@dataclass(frozen=True)
class DeviceChange:
    day: int
    note: str = "new strap"
    hrv_ln: float = 0.0  # what the new device reads more
    resting_hr: float = 0.0
    respiration: float = 0.0
    skin_temp: float = 0.0
    spo2: float = 0.0


@dataclass(frozen=True)
class Trip:
    """Days in another time zone: away from the evening of `day`, back in the evening `days` days later."""

    day: int
    days: int
    zone: str
    note: str = "journey"


@dataclass(frozen=True)
class Race:
    day: int
    note: str = "race"
    strain: float = 19.5


@dataclass(frozen=True)
class Gaps:
    """What is not recorded. The last morning is always there, unless a block covers it."""

    days: float = 0.0  # share of days with nothing at all
    mornings: float = 0.0  # share of days of which only the night is lacking
    hours: float = 0.03  # share of hours without a heart rate
    blocks: tuple[tuple[int, int], ...] = ()  # (first day, how many) with nothing at all


@dataclass(frozen=True)
class Journal:
    logged: float = 1.0  # share of days on which the journal is filled in
    explicit_no: float = 1.0  # share of the noes that were really answered; the others are the app's default
    missed_yes: float = 0.0  # share of the yeses that were left at the default


@dataclass(frozen=True)
class Profile:
    """A simulated athlete and the world that acts on it. The defaults are a null world: nothing has an effect."""

    name: str = "Ann Example"
    sport: str = "running"
    birth_year: int = 1990
    sex: str | None = None
    home_zone: str = "Europe/Berlin"
    max_hr_bpm: int = 188
    ftp_w: int | None = None

    base_points: float = 60.0
    weekend_points: float = 0.0  # on the morning after a weekend evening
    weekend: tuple[int, ...] = (4, 5)  # evenings of Friday and Saturday
    noise: Noise = Noise()
    slow: Slow = Slow()
    hidden: Hidden | None = None
    habits: tuple[Habit, ...] = ()
    strain: StrainEffect = StrainEffect()
    night: NightEffect = NightEffect()

    training: Training = Training()
    sleeping: Sleeping = Sleeping()
    rota: tuple[Shift, ...] = ()  # one a day, over and over; the last one is the last day's
    rhythm: Rhythm = Rhythm()
    body: Body = Body()
    baseline: Baseline = Baseline()

    illnesses: tuple[Illness, ...] = ()
    illnesses_per_year: float = 0.0  # more of them, at random
    devices: tuple[DeviceChange, ...] = ()
    trips: tuple[Trip, ...] = ()
    races: tuple[Race, ...] = ()
    gaps: Gaps = Gaps()
    journal: Journal = Journal()


@dataclass(frozen=True)
class Discipline:
    """What a session of a sport looks like."""

    speed_kmh: float | None  # at an easy effort; None where there is no way to cover
    heart_share: float  # of the heart rate reserve at full effort
    power: bool = False


DISCIPLINES = {
    "cycling": Discipline(26.0, 0.92, power=True),
    "running": Discipline(9.5, 0.95),
    "weightlifting": Discipline(None, 0.66),
}
