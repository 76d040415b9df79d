"""What athletes of one store teach each other: a prior for each, from those others who consent.

Simulated athletes teach simulated ones and nobody else; real ones teach real ones, once they have said so.
"""

from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pandas as pd

from analytics.cohort.rollout import place
from analytics.recovery import vouching
from analytics.recovery.learned import Horizon, Prior
from analytics.recovery.ridge import learn_prior
from analytics.recovery.service import LEARNED
from dashboard import compose
from dashboard.compose import Athlete, History
from dashboard.compose.foretelling import Task, task
from dashboard.compose.walks import Taught
from data import models, store

SETTING, YES = "teaches_others", "yes"
PRIOR, RIDGE = "prior", "ridge"  # the same model, taught by others and alone
MOST = 60  # teachers: more of them hardly move a mean of coefficients, and each takes a third of a second to read
NEED_MORNINGS = 30  # of a teacher


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
    return _by_lot(other for other in compose.athletes(path) if other.id in may)[:MOST]


def _by_lot(athletes: Iterable[Athlete]) -> list[Athlete]:
    return sorted(athletes, key=lambda athlete: place("teachers", athlete.id))


def consenting(path: Path, athlete: Athlete) -> frozenset[int]:
    """The ids of all others who may teach this athlete: what anybody else has taught is not to be used."""
    return frozenset(
        other.id
        for other in compose.athletes(path)
        if other.id != athlete.id and other.simulated == athlete.simulated and consents(path, other)
    )


def alone(path: Path, athlete: Athlete, horizon: Horizon) -> bool:
    """Whether all models that are kept of an athlete are known to have learned without others."""
    with closing(store.connect(path)) as db:
        kept = [version for kind in LEARNED for version in models.versions(db, athlete.id, horizon, kind)]
    return bool(kept) and all(version.readable and not version.about.teachers for version in kept)


def called(model: str, alone: bool) -> str:
    """A model by its name; the ridge of somebody whom nobody taught has no prior. alone: as `alone`."""
    return RIDGE if alone and model == PRIOR else model


class Roster:
    """The athletes of a store, each read once however many learn from them."""

    def __init__(self, path: Path):
        self.path = path
        self._histories: dict[int, History] = {}
        self._tasks: dict[tuple[int, Horizon], Task] = {}
        self._priors: dict[tuple, Prior | None] = {}
        self._pasts: dict[tuple, pd.DataFrame] = {}

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
        drawn = self._drawn(athlete, teachers, horizon)
        elsewhere = vouching.elsewhere(drawn, athlete, partial(self._past, horizon=horizon))
        return Taught(prior, elsewhere, tuple(sorted(other.id for other in teachers)))

    def _prior(self, teachers: Sequence[Athlete], horizon: Horizon) -> Prior | None:
        key = horizon, tuple(other.id for other in teachers)
        if key not in self._priors:
            found = [self.task(other, horizon) for other in teachers]
            self._priors[key] = learn_prior([(one.x, one.y) for one in found])
        return self._priors[key]

    def _drawn(self, athlete: Athlete, teachers: Sequence[Athlete], horizon: Horizon) -> list[Athlete]:
        """All who teach, and the athlete where others learn from them too: the same list for each of them."""
        teaches = consents(self.path, athlete) and len(self.task(athlete, horizon).known) >= NEED_MORNINGS
        return _by_lot([*teachers, athlete] if teaches else teachers)[:MOST]

    def _past(self, other: Athlete, knowing: Sequence[Athlete], *, horizon: Horizon) -> pd.DataFrame:
        """What the model would have said of another athlete's mornings, beside the rule. knowing: who taught it."""
        key = horizon, other.id, tuple(one.id for one in knowing)
        if key not in self._pasts:
            found = self.task(other, horizon)
            self._pasts[key] = vouching.past_of(found.features, found.y, self._prior(knowing, horizon))
        return self._pasts[key]
