"""The worlds of T7 and T8, and their parameters: simulated athletes of data.simulate, invented like all others."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from data.schema import JournalEntry
from data.simulate import Simulated, athlete
from data.simulate.profile import (
    Baseline,
    Gaps,
    Habit,
    Illness,
    Noise,
    Profile,
    StrainEffect,
    Training,
)
from tests.truth.worlds import SEED

LAST_DAY = date(2025, 3, 2)
GAPS = Gaps(mornings=0.10)

# T8. Load and weekday make about two fifths of the variance of recovery, so that whoever knew the truth would err three
# days ahead by .78 of what the 28-day mean does, as in the world that the targets were set in.
FORECAST = Profile(
    noise=Noise(sd=11.3, phi=0.5),
    strain=StrainEffect(points_per_unit=-2.1, half_life_d=0.8),
    weekend_points=-3.0,
    gaps=GAPS,
)
NO_LOAD_EFFECT = Profile(noise=Noise(sd=14.0, phi=0.5), gaps=GAPS)
NOTHING = Profile(noise=Noise(sd=14.0, phi=0.0), gaps=GAPS)
SHOCK = 1.8  # factor on the noise
AFTER_SHOCK = 28  # days
ORIGINS = 56  # mornings that are graded, after the history

# T7. Alcohol and hard days look like an illness, fitness drifts upwards; two illnesses among the last 120 days.
HISTORY, TESTED = 180, 120
ALCOHOL = Habit("alcohol", "Consumed alcohol?", share=0.2, points=-12.0, weekend_logit=1.0)
HEALTHY = Profile(
    noise=Noise(sd=11.0, phi=0.3),
    strain=StrainEffect(points_per_unit=-1.6, half_life_d=0.8),
    habits=(ALCOHOL,),
    training=Training(sd=3.5),
    baseline=Baseline(drift_sd=0.03, trend_sd_per_100d=0.4),
    gaps=Gaps(mornings=0.05),
)
SEVERITY = 1.0
ILL_DAYS = 5


def athletes(profile: Profile, days: int, count: int) -> Iterator[Simulated]:
    """`count` athletes of a world; the same ones whoever asks."""
    for number in range(count):
        yield athlete(SEED + number, days, last_day=LAST_DAY, profile=profile)


def with_illnesses(count: int) -> Iterator[Simulated]:
    """Athletes of T7, each with two illnesses, well apart, at days of their own."""
    for number in range(count):
        first, second = np.random.default_rng([SEED, number]).integers([5, 65], [50, 110])
        spells = tuple(
            Illness(day=HISTORY + int(day), days=ILL_DAYS, severity=SEVERITY, points=-12.0) for day in (first, second)
        )
        profile = replace(HEALTHY, illnesses=spells)
        yield athlete(SEED + number, HISTORY + TESTED, last_day=LAST_DAY, profile=profile)


def shocked(profile: Profile, day: int) -> Profile:
    """The same world, whose noise is larger from a day on."""
    return replace(profile, noise=replace(profile.noise, shock_day=day, shock_factor=SHOCK))


def alcohol_said(person: Simulated) -> pd.Series:
    """1, 0 or NaN for each day: what the journal says of alcohol."""
    entries = person.rows(JournalEntry)
    said = entries[entries["habit"] == "alcohol"]
    answers = said["answer"].map({"yes": 1.0, "no": 0.0}).to_numpy(dtype=float)
    return pd.Series(answers, pd.to_datetime(said["day"]))
