"""Worlds that put an analysis to the test, and a population from which many athletes are drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from data.simulate.profile import Habit, Hidden, Noise, Profile, Slow, StrainEffect

_QUESTIONS = {
    "alcohol": "Consumed alcohol?",
    "late_meal": "Ate food close to bedtime?",
    "meditation": "Meditated?",
    "caffeine": "Consumed caffeine?",
    "screen_in_bed": "Viewed a screen device in bed?",
    "magnesium": "Took magnesium?",
    "stretching": "Stretched?",
    "hydration": "Hydrated sufficiently?",
    "sauna": "Spent time in a sauna?",
    "cold_shower": "Took a cold shower?",
    "read_in_bed": "Read (non-screened device) while in bed?",
    "electrolytes": "Took electrolyte supplements?",
}
_SIDES = (1, 1, -1, 1, -1, 1, -1, -1, 1, -1, 1, 1)  # which way the world pushes each of them
REAL_POINTS = {"alcohol": -8.0, "late_meal": -5.0, "meditation": 5.0}  # the other nine do nothing


def habit_world(confounded: bool = True, feedback: bool = True, hidden: bool = False) -> Profile:
    """Twelve habits, three with an effect, and errors with AR(1) phi .5 (SD 12).

    Neither: habits only come in runs, as the errors do. confounded: habits go with the weekend, hard days, the slow
    wave and each other, and the first three of these move recovery too. feedback: habits are chosen because of this
    morning's recovery. hidden: a burden that nobody logs makes habits likelier and recovery lower.
    """
    habits = tuple(
        Habit(
            key,
            question,
            share=0.25 + 0.02 * number,
            points=REAL_POINTS.get(key, 0.0),
            persistence_logit=2.2,
            together_logit=0.4 * confounded,
            weekend_logit=0.8 * confounded * side,
            strain_logit=0.5 * confounded * side,
            slow_logit=0.7 * confounded * side,
            recovery_logit=0.7 * feedback * side * (1 if number % 2 else -1),
            hidden_logit=1.2 * hidden * side,
        )
        for number, ((key, question), side) in enumerate(zip(_QUESTIONS.items(), _SIDES, strict=True))
    )
    null = Profile(habits=habits, noise=Noise(sd=12.0, phi=0.5), base_points=58.0)
    if hidden:
        null = replace(null, hidden=Hidden())
    if not confounded:
        return null
    return replace(
        null, weekend_points=-4.0, slow=Slow(wave_points=4.0, wave_d=240), strain=StrainEffect(points_per_unit=-1.0)
    )


@dataclass(frozen=True)
class Population:
    """From which normal distribution the coefficients of an athlete come, and the profile that they fill in.

    mean, covariance: of base_points, strain (points per unit of strain) and the effect of each habit [points].
    """

    profile: Profile = field(repr=False)
    mean: pd.Series
    covariance: pd.DataFrame

    def drawn(self, athletes: int, luck: np.random.Generator) -> pd.DataFrame:
        """Coefficients, a row an athlete."""
        rows = luck.multivariate_normal(self.mean, self.covariance, athletes, method="cholesky")
        return pd.DataFrame(rows, columns=self.mean.index)

    def profiles(self, coefficients: pd.DataFrame) -> Iterator[Profile]:
        for number, row in coefficients.iterrows():
            yield replace(
                self.profile,
                name=f"Simulated {number + 1:03d}",
                base_points=row["base_points"],
                strain=replace(self.profile.strain, points_per_unit=row["strain"]),
                habits=tuple(replace(habit, points=row[habit.key]) for habit in self.profile.habits),
            )


def population() -> Population:
    """Habits that go with weekends and hard days; what strain costs and what the habits cost hang together."""
    mean_sd = {
        "base_points": (64.0, 6.0),
        "strain": (-1.5, 0.6),
        "alcohol": (-13.0, 5.0),
        "late_meal": (-4.0, 3.0),
        "caffeine": (-2.0, 3.0),
        "meditation": (3.0, 2.5),
        "magnesium": (0.0, 1.5),
    }
    mean, sd = (pd.Series({name: pair[part] for name, pair in mean_sd.items()}) for part in (0, 1))
    correlation = pd.DataFrame(np.eye(len(mean)), mean.index, mean.index)
    for one, other in (("strain", "alcohol"), ("alcohol", "late_meal")):
        correlation.loc[one, other] = correlation.loc[other, one] = 0.4
    habits = tuple(
        Habit(key, _QUESTIONS[key], share=share, persistence_logit=1.0, weekend_logit=0.8, strain_logit=0.2)
        for key, share in zip(mean.index[2:], (0.18, 0.3, 0.5, 0.3, 0.5), strict=True)
    )
    profile = Profile(noise=Noise(sd=12.3, phi=0.3), strain=StrainEffect(half_life_d=0.8), habits=habits)
    return Population(profile, mean, correlation * np.outer(sd, sd))
