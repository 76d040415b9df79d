"""What athletes of one store teach each other: a prior for each, from those others who consent.

Simulated athletes teach simulated ones and nobody else; real ones teach real ones, once they have said so.
"""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from analytics.cohort.rollout import place
from analytics.recovery.evaluate import held_out
from analytics.recovery.learned import Horizon, Prior
from analytics.recovery.learners import LEARNERS
from analytics.recovery.ridge import learn_prior
from analytics.recovery.service import NEED_ATHLETES, RULE, Elsewhere, vouched
from dashboard import compose
from dashboard.compose import Athlete, History
from dashboard.compose.foretelling import Task, task
from dashboard.compose.walks import Taught

SETTING, YES = "teaches_others", "yes"
MOST = 60  # teachers: more of them hardly move a mean of coefficients, and each takes a third of a second to read
NEED_MORNINGS = 30  # of a teacher
VOUCHING = "prior"  # the kind of model that other athletes vouch for


def consents(path: Path, athlete: Athlete) -> bool:
    """Whether an athlete's past may teach others: simulated ones always do, real ones who said so."""
    return athlete.simulated or compose.setting(path, athlete, SETTING) == YES


def consent(path: Path, athlete: Athlete, agreed: bool) -> None:
    """Keeps what an athlete says about that.

    Agreed, it holds from the next training of anyone on; withdrawn, at once: what they taught is no longer used, and
    is deleted by the next training of whom they taught.
    """
    compose.keep_setting(path, athlete, SETTING, YES if agreed else None)


def willing(path: Path, athlete: Athlete) -> list[Athlete]:
    """The others who teach this athlete, drawn by lot where there are many: always the same ones."""
    may = consenting(path, athlete)
    others = [other for other in compose.athletes(path) if other.id in may]
    return sorted(others, key=lambda other: place("teachers", other.id))[:MOST]


def consenting(path: Path, athlete: Athlete) -> frozenset[int]:
    """The ids of all others who may teach this athlete: what anybody else has taught is not to be used."""
    return frozenset(
        other.id
        for other in compose.athletes(path)
        if other.id != athlete.id and other.simulated == athlete.simulated and consents(path, other)
    )


class Roster:
    """The athletes of a store, each read once however many learn from them."""

    def __init__(self, path: Path):
        self.path = path
        self._histories: dict[int, History] = {}
        self._tasks: dict[tuple[int, Horizon], Task] = {}
        self._priors: dict[tuple, Prior | None] = {}

    def history(self, athlete: Athlete) -> History:
        if athlete.id not in self._histories:
            self._histories[athlete.id] = compose.history(self.path, athlete)
        return self._histories[athlete.id]

    def task(self, athlete: Athlete, horizon: Horizon) -> Task:
        """All mornings of an athlete."""
        key = athlete.id, horizon
        if key not in self._tasks:
            self._tasks[key] = task(self.history(athlete), horizon)
        return self._tasks[key]

    def taught(self, athlete: Athlete, horizon: Horizon) -> Taught:
        """What the others teach an athlete: where mornings begin, and how far to trust that."""
        teachers = [
            other for other in willing(self.path, athlete) if len(self.task(other, horizon).known) >= NEED_MORNINGS
        ]
        prior = self._prior(teachers, horizon)
        if prior is None:
            return Taught()
        elsewhere = self._elsewhere(teachers, horizon)
        return Taught(prior, elsewhere, tuple(sorted(other.id for other in teachers)))

    def _prior(self, teachers: Sequence[Athlete], horizon: Horizon) -> Prior | None:
        key = horizon, tuple(other.id for other in teachers)
        if key not in self._priors:
            found = [self.task(other, horizon) for other in teachers]
            self._priors[key] = learn_prior([(one.x, one.y) for one in found])
        return self._priors[key]

    def _elsewhere(self, teachers: Sequence[Athlete], horizon: Horizon) -> dict[str, Elsewhere] | None:
        """What others vouch for; None where they are too few.

        The model that is judged on one of them knows neither that one nor the athlete it is for. With many, those of
        one part are judged by what all other parts teach; the athlete it is for is in none of them.
        """
        if len(teachers) <= NEED_ATHLETES:
            return None
        parts = max(1, len(teachers) // (2 * NEED_ATHLETES))
        judged = teachers[::parts]
        pasts = []
        for other in judged:
            knowing = [one for one in teachers if (one not in judged if parts > 1 else one is not other)]
            pasts.append(self._past(other, self._prior(knowing, horizon), horizon))
        return vouched(pasts, (VOUCHING,)) or None

    def _past(self, other: Athlete, prior: Prior | None, horizon: Horizon) -> pd.DataFrame:
        """What the model would have said of the mornings of another athlete, beside the rule."""
        found = self.task(other, horizon)
        learners = {name: LEARNERS[name] for name in (VOUCHING, RULE)}
        return held_out(found.features, found.y, learners, prior=prior).walk[["y", *learners]]
