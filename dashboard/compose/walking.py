"""The walk through an athlete's own past: as it was kept, or walked anew."""

from collections.abc import Callable, Collection
from pathlib import Path

import pandas as pd

from analytics.recovery import evaluate, intervals
from analytics.recovery.evaluate import HeldOut
from analytics.recovery.learned import Horizon
from analytics.recovery.learners import LEARNERS
from analytics.results import NotEnoughData
from dashboard.compose import Athlete, History, teaching, walks
from dashboard.compose.foretelling import Task, task
from dashboard.compose.teaching import Roster
from dashboard.compose.walks import Kept
from data.ingest import Progress


def walk(
    history: History, horizon: Horizon, *, roster: Roster | None = None, progress: Progress | None = None
) -> HeldOut:
    """The walk through an athlete's past, as it was kept where nothing has changed since. Raises NotEnoughData.

    Where somebody who taught no longer consents, it is walked again without them.
    """
    path, athlete, say = history.path, history.athlete, progress or (lambda done, words: None)
    say(0.0, f"{athlete.name}: reading")
    found = task(history, horizon)
    last = kept_walk(path, athlete, horizon, outcome=found.outcome.kind)
    if last is not None and last.fingerprint == walks.fingerprint(found):
        return last.held
    if last is not None:
        taught = last.taught
    else:
        say(0.05, f"{athlete.name}: learning from others")
        taught = (roster or Roster(path)).taught(athlete, horizon)
    past = f"{athlete.name}: predictions of the past"
    held = walked(path, athlete, found, taught, progress=lambda done: say(0.2 + 0.8 * done, past))
    if held is None:
        raise NotEnoughData("judgement of predictions", evaluate.FIRST, len(found.known), found.unit)
    return held


def kept_walk(
    path: Path,
    athlete: Athlete,
    horizon: Horizon,
    may: Collection[int] | None = None,
    outcome: str | None = None,
) -> Kept | None:
    """The walk that is kept; None where somebody who taught no longer consents: it is not to be used or shown.

    may: ids of those who may teach the athlete, where they are known already. outcome: the kind that is foretold now,
    where that is known: how well another one was foretold says nothing of it.
    """
    last = walks.kept(path, athlete, horizon)
    if last is not None and outcome not in (None, last.outcome):
        return None
    if last is None or not last.taught.teachers:
        return last
    may = teaching.consenting(path, athlete) if may is None else may
    return last if set(last.taught.teachers) <= set(may) else None


def walked(
    path: Path,
    athlete: Athlete,
    found: Task,
    taught: walks.Taught,
    missing: tuple[str, ...] | None = None,
    progress: Callable[[float], None] | None = None,
) -> HeldOut | None:
    """The walk through all mornings, kept; None where they are too few for one.

    missing: kinds that this machine cannot learn; None where nobody knows. What was walked with others is not reused.
    """
    earlier = walks.kept(path, athlete, found.horizon)
    if earlier is not None and missing is not None and earlier.missing != missing:
        earlier = None
    try:
        held = evaluate.held_out(
            found.features,
            found.y,
            LEARNERS,
            prior=taught.prior,
            elsewhere=taught.elsewhere,
            shift=found.shift,
            known=earlier and earlier.held,
            progress=progress,
        )
    except NotEnoughData:
        return None
    walks.keep(path, athlete, found, held, taught, earlier.missing if missing is None and earlier else missing or ())
    return held


def as_measured(walk: pd.DataFrame) -> pd.DataFrame:
    """Mornings of a walk as they are shown: what came as it was measured, and what was foretold of it as the device of
    that day reads it."""
    if evaluate.SHIFT not in walk:
        return walk
    said = [f"{name[:-4]}{part}" for name in walk if name.endswith("_low") for part in ("", "_low", "_high")]
    shown = walk[said].astype(float).add(walk[evaluate.SHIFT], axis=0).clip(intervals.LOWEST, intervals.HIGHEST)
    return walk.assign(y=walk["y"] + walk[evaluate.SHIFT], **shown)
