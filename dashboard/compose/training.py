"""What is learned of one athlete, judged on the athlete's own past, and kept in versions.

Training walks through the athlete's past (analytics.recovery.evaluate), learns each model on all of it, and switches a
new version on unless it was farther off than the version before on the same mornings.
"""

import time
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from sqlite_utils import Database

from analytics.recovery import evaluate
from analytics.recovery.evaluate import HeldOut
from analytics.recovery.learned import Horizon, Unavailable
from analytics.recovery.learners import LEARNERS
from analytics.recovery.service import LEARNED
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import Athlete, History, permission, teaching, walking, walks
from dashboard.compose.foretelling import NEED_MORNINGS, Task, check_enough, task
from dashboard.compose.teaching import Roster
from data import models, store
from data.ingest import Progress
from data.models import About, BadModel, Version
from data.store import StoreError

RETRAIN_DAYS = 7  # of new mornings
SAME_MORNINGS = 365  # the latest on which two versions are compared ...
NEED_SAME = 14  # ... and fewer are no comparison


@dataclass(frozen=True)
class Trained:
    """What became of one kind of model. version: None where it could not learn. why: what kept it off, in words."""

    kind: str
    version: int | None
    active: bool
    bytes: int
    seconds: float
    why: str = ""


@dataclass(frozen=True, eq=False)
class Training:
    """One training of one athlete. used: the model that speaks after it."""

    athlete: Athlete
    horizon: Horizon
    first_day: date
    last_day: date
    days: int  # known mornings
    teachers: int
    models: tuple[Trained, ...]
    used: str
    refused: Mapping[str, str]  # model: why it does not speak
    seconds: float


def train(
    path: Path, athlete: Athlete, horizon: Horizon, progress: Progress | None = None, roster: Roster | None = None
) -> Training:
    """Learns every kind of model anew from all mornings of an athlete, and keeps what was learned.

    roster: where athletes that were read already are found. Raises NotEnoughData with fewer than 14 known mornings,
    StoreError where the athlete is deleted meanwhile, or one who taught is or withdraws.
    """
    begin, say = time.perf_counter(), progress or (lambda done, words: None)
    roster = roster or Roster(path)
    say(0.0, f"{athlete.name}: reading")
    found = roster.task(athlete, horizon)
    check_enough(found)
    say(0.1, f"{athlete.name}: learning from others")
    taught = roster.taught(athlete, horizon)
    say(0.3, f"{athlete.name}: learning")
    lesson = _lesson(found)
    learned = {kind: _learned(kind, lesson, taught) for kind in LEARNED}
    past = f"{athlete.name}: predictions of the past"
    missing = tuple(kind for kind in LEARNED if learned[kind].unavailable)
    held = walking.walked(path, athlete, found, taught, missing, lambda done: say(0.4 + 0.55 * done, past))
    grades = _grades(held)
    with closing(store.connect(path)) as db, store.writing(db):
        may = teaching.consenting(path, athlete)
        if not may.issuperset(taught.teachers):
            raise StoreError(f"somebody who taught {athlete.name} withdrew or was deleted meanwhile: train again.")
        done = tuple(_kept(db, athlete, lesson, held, grades, taught, kind, learned[kind], may) for kind in LEARNED)
        _forget_withdrawn(db, athlete, horizon, may)
    decision = permission.decision(path, athlete, held, taught.elsewhere, known=len(found.known))
    say(1.0, f"{athlete.name}: trained")
    return Training(
        athlete=athlete,
        horizon=horizon,
        first_day=found.known[0].date(),
        last_day=found.known[-1].date(),
        days=len(found.known),
        teachers=len(taught.teachers),
        models=done,
        used=decision.model,
        refused=decision.refused,
        seconds=time.perf_counter() - begin,
    )


def due(history: History, horizon: Horizon) -> bool:
    """Whether to train: a week's mornings are new since the last time, or somebody who taught no longer consents.

    So it is where what is kept cannot be read, or learned another recovery than the one that is foretold now. Whoever
    taught is looked for in what is in use; what was switched off is not. A model of which nothing is switched
    on, because what was has gone with its teacher, is due too.
    """
    found = task(history, horizon)
    if len(found.known) < NEED_MORNINGS:
        return False
    path, athlete = history.path, history.athlete
    kinds = [kept for kind in LEARNED if (kept := kept_versions(path, athlete, horizon, kind))]
    on = [version for kept in kinds for version in kept if version.active]
    if not kinds or len(on) < len(kinds) or any(not _fits(version, found) for version in on):
        return True
    every = (version for kept in kinds for version in kept if version.readable)
    newest = max(every, key=lambda version: (version.created_utc, version.id))
    if (found.known > pd.Timestamp(newest.about.last_day)).sum() >= RETRAIN_DAYS:
        return True
    last = walks.kept(path, athlete, horizon)
    if len(found.known) > evaluate.WARM and (last is None or last.outcome != found.outcome.kind):
        return True
    teachers = {*(last.taught.teachers if last else ()), *(one for version in on for one in version.about.teachers)}
    return not teachers <= teaching.consenting(path, athlete)


def _fits(version: Version, found: Task) -> bool:
    """Whether a version can be read, and learned the recovery that is foretold now."""
    return version.readable and version.about.outcome == found.outcome.kind


def kept_versions(path: Path, athlete: Athlete, horizon: Horizon, kind: str) -> list[Version]:
    """The versions of a model that are kept, the newest first."""
    with closing(store.connect(path)) as db:
        return models.versions(db, athlete.id, horizon, kind)


def trained(path: Path, athlete: Athlete, horizon: Horizon) -> bool:
    """Whether a model of the athlete was ever kept."""
    return any(kept_versions(path, athlete, horizon, kind) for kind in LEARNED)


def roll_back(path: Path, athlete: Athlete, horizon: Horizon, kind: str) -> Version | None:
    """Goes back to the version before, as `earlier` names it: which; None where there is none."""
    may, of = teaching.consenting(path, athlete), _outcome(compose.history(path, athlete), horizon)
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        return models.roll_back(db, athlete.id, horizon, kind, may, of)


def earlier(history: History, horizon: Horizon, kind: str) -> Version | None:
    """The version before the one in use, of those that foretell what is foretold now and whose teachers all still
    consent."""
    path, athlete = history.path, history.athlete
    kept, may = kept_versions(path, athlete, horizon, kind), teaching.consenting(path, athlete)
    return models.earlier(kept, may, _outcome(history, horizon))


def _outcome(history: History, horizon: Horizon) -> str:
    return task(history, horizon).outcome.kind


def _forget_withdrawn(db: Database, athlete: Athlete, horizon: Horizon, may: Collection[int]) -> None:
    """Lets go of versions that somebody taught who no longer may, and of those of which nobody can tell who did; call
    it inside `writing`."""
    for kind in LEARNED:
        for version in models.versions(db, athlete.id, horizon, kind):
            if not (version.readable and set(version.about.teachers) <= set(may)):
                models.forget(db, version)


def _lesson(found: Task) -> Task:
    """What is learned from: all mornings, but where they are foretold from the night not the last one.

    Its night and its recovery come into the store together: it is foretold as if it had not come.
    """
    if found.horizon is Horizon.EVENING:
        return found
    return replace(found, y=found.y.where(found.y.index != found.known[-1]))


@dataclass(frozen=True, eq=False)
class _Learned:
    content: bytes | None
    seconds: float
    why: str = ""
    unavailable: bool = False


def _learned(kind: str, found: Task, taught: walks.Taught) -> _Learned:
    begin = time.perf_counter()
    try:
        content = LEARNERS[kind].learn(found.x, found.y, prior=taught.prior).to_bytes()
    except (NotEnoughData, Unavailable) as gap:
        return _Learned(None, time.perf_counter() - begin, str(gap), isinstance(gap, Unavailable))
    return _Learned(content, time.perf_counter() - begin)


def _kept(
    db: Database,
    athlete: Athlete,
    found: Task,
    held: HeldOut | None,
    grades: dict[str, dict],
    taught: walks.Taught,
    kind: str,
    learned: _Learned,
    may: Collection[int],
) -> Trained:
    """Keeps the next version, switched on unless the version before was closer and all who taught that still may."""
    if learned.content is None:
        return Trained(kind, None, False, 0, learned.seconds, learned.why)
    foretold = _foretold(held, kind)
    earlier = models.active(db, athlete.id, found.horizon, kind)
    stands = earlier is not None and set(earlier.about.teachers) <= set(may)
    worse = _worse(db, earlier, foretold, found) if stands else ""
    about = About(
        horizon=found.horizon,
        kind=kind,
        features=list(found.x.columns),
        first_day=found.known[0].date().isoformat(),
        last_day=found.known[-1].date().isoformat(),
        days=len(found.known),
        grade=grades.get(kind, {}),
        foretold={day.date().isoformat(): round(value, 2) for day, value in foretold.items()},
        teachers=taught.teachers,
        outcome=found.outcome.kind,
    )
    version = models.keep(db, athlete.id, about, learned.content, active=not worse)
    return Trained(kind, version.number, version.active, version.size, learned.seconds, worse)


def _foretold(held: HeldOut | None, kind: str) -> pd.Series:
    """What this way of learning said of the last mornings without having seen them."""
    if held is None:
        return pd.Series(dtype=float, index=pd.DatetimeIndex([]))
    return held.walk[kind].dropna().iloc[-SAME_MORNINGS:]


def _grades(held: HeldOut | None) -> dict[str, dict]:
    """The scores on the mornings that were judged, as JSON says them; empty while there are none."""
    scores = {} if held is None or held.frame.empty else evaluate.scores(held)
    return {
        kind: {name: float(value) for name, value in asdict(one).items() if np.isfinite(value)}
        for kind, one in scores.items()
    }


def _worse(db: Database, earlier: Version, foretold: pd.Series, found: Task) -> str:
    """Why the new version stays off: by how much it is farther off than the version before; "" where it is not.

    On the same mornings, which neither had seen: the earlier version's own walk, then what it says of the mornings
    since; against the walk of the new one. Level is what reads so in the reason, to a tenth of a point. A version
    before that cannot be read, or that foretold another recovery, is no measure.
    """
    if not _fits(earlier, found):
        return ""
    try:
        model = LEARNERS[earlier.about.kind].from_bytes(models.load(db, earlier))
        since = found.x.loc[pd.Timestamp(earlier.about.last_day) + pd.Timedelta(days=1) :]
        said = pd.Series(model.predict(since) if len(since) else [], since.index, dtype=float)
    except (BadModel, ValueError, Unavailable):
        return ""
    past = pd.Series(earlier.about.foretold, dtype=float)
    past.index = pd.DatetimeIndex(past.index)
    said = said[~said.index.isin(past.index)]  # its walk may reach beyond what it learned from
    both = pd.DataFrame({"old": pd.concat([past, said]), "new": foretold, "y": found.y}).dropna().iloc[-SAME_MORNINGS:]
    if len(both) < NEED_SAME:
        return ""
    old, new = (round(float((both[name] - both["y"]).abs().mean()), 1) for name in ("old", "new"))
    if new <= old:
        return ""
    return (
        f"version {earlier.number} stays: it was off by {old:.1f} points on {len(both)} mornings that neither had "
        f"seen, the new one by {new:.1f}"
    )
