"""Worlds with twelve habits, of which three do something, and what a journal keeps of them; and trials by lot.

Effects, shares and what confounds them are in `data.simulate.habit_world`: errors of SD 12 points with AR(1) phi .5,
habits in runs. Recovery in points.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from data.simulate import Truth, athlete, habit_world
from data.simulate.profile import Habit, Noise, Profile
from tests.truth.worlds import FIRST_DAY, SEED, ar1

LAST_DAY = date(2024, 12, 30)
BIG = "alcohol"  # the habit that costs 8 points
BIG_POINTS = -8.0
NOTHING = "magnesium"  # one that does nothing

CONFOUNDED = habit_world(feedback=False)
FEEDBACK = habit_world()
# Half of the noise is a slow mood, the other half has no memory: not the errors that the regression assumes.
MISSPECIFIED = replace(FEEDBACK, noise=Noise(sd=12.0, phi=0.85, white_share=0.5))
HIDDEN = habit_world(feedback=False, hidden=True)

# One habit for the next morning only, one for nothing; neither in runs, so that no other day can stand in for it.
NEXT_MORNING = Profile(
    noise=Noise(sd=12.0, phi=0.5),
    habits=(Habit(BIG, "Consumed alcohol?", points=BIG_POINTS), Habit(NOTHING, "Took magnesium?")),
)
# Something hidden makes most habits likelier and mornings worse; this one, with no effect, is drawn by lot instead.
DRAWN = "screen_in_bed"
HIDDEN_WITH_LOTS = replace(
    HIDDEN, habits=tuple(replace(habit, randomised=habit.key == DRAWN) for habit in HIDDEN.habits)
)


@dataclass(frozen=True)
class Kept:
    """What a journal keeps: the share of days filled in, the share of questions answered on those, and for a late
    start the share of the days before which a question is first asked, drawn evenly up to it."""

    days: float = 1.0
    questions: float = 1.0
    first_asked: float = 0.0


EVERYTHING = Kept()


@dataclass(frozen=True)
class Person:
    truth: Truth
    daily: pd.DataFrame
    journal: pd.DataFrame


def people(profile: Profile, days: int, count: int, kept: Kept = EVERYTHING) -> Iterator[Person]:
    """`count` athletes with so many evenings and a morning after each; the same for every caller."""
    for number in range(count):
        person = athlete(SEED + number, days + 1, last_day=LAST_DAY, profile=profile)
        journal = written(person.truth.done.iloc[:-1], kept, np.random.default_rng([SEED, number]))
        yield Person(person.truth, person.frame(), journal)


def lately(person: Person, days: int) -> Person:
    """The same athlete, known for the last `days` evenings only."""
    daily = person.daily.iloc[-days - 1 :]
    return replace(person, daily=daily, journal=person.journal[person.journal["day"] >= daily.index[0]])


def written(done: pd.DataFrame, kept: Kept, luck: np.random.Generator) -> pd.DataFrame:
    """The journal of what was done, as far as it was kept; unanswered questions have no row."""
    answered = (luck.random(len(done)) < kept.days)[:, None] & (luck.random(done.shape) < kept.questions)
    begins = luck.random(done.shape[1]) * kept.first_asked * len(done)
    answered &= np.arange(len(done))[:, None] >= begins
    row, column = np.nonzero(answered)
    habits = done.columns.to_numpy()[column]
    return pd.DataFrame(
        {
            "day": done.index[row],
            "habit": habits,
            "question": habits,
            "answer": np.where(done.to_numpy()[row, column], "yes", "no"),
            "amount": np.nan,
            "unit": None,
        }
    )


@dataclass(frozen=True)
class Lots:
    """A trial of single days drawn in pairs, one with and one without."""

    days: int = 60
    phi: float = 0.3
    points: float = 0.0
    carried: float = 0.0  # share of the points that reaches the morning after the next
    sd: float = 12.0


def trials(world: Lots, count: int) -> Iterator[tuple[pd.Series, pd.Series]]:
    """Mornings and lots: a day's row holds its morning and the lot drawn for it."""
    for number in range(count):
        luck = np.random.default_rng([SEED, number])
        index = pd.date_range(FIRST_DAY, periods=world.days + 1, name="day")
        first = luck.random((world.days + 1) // 2) < 0.5
        lots = np.column_stack([first, ~first]).ravel()[: world.days].astype(float)
        values = 60 + world.sd * ar1(luck, world.days + 1, world.phi)
        values[1:] += world.points * lots
        values[2:] += world.carried * world.points * lots[:-1]
        yield pd.Series(values, index), pd.Series([*lots, np.nan], index)
