"""Tomorrow's recovery of one athlete, foretold, and what came of it.

A prediction asks the models in the order that the service decides on (analytics.recovery.service); the lines and the
rule learn nothing that is worth keeping, are made anew each time, and so answer even where nothing else does.
"""

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np
import pandas as pd
from sqlite_utils import Database

from analytics.cohort.rollout import arm
from analytics.features import as_if_open, still_open
from analytics.recovery import drift, intervals, service
from analytics.recovery.boosted import BOOSTED
from analytics.recovery.learned import Horizon, Model, Why
from analytics.recovery.learners import LEARNERS
from analytics.recovery.service import LEARNED, SIMPLER
from analytics.results import NotEnoughData
from dashboard.compose import Athlete, History, permission, teaching, walking, whose
from dashboard.compose.foretelling import Task, before, check_enough, next_morning, task
from dashboard.compose.walks import Kept
from data import models, rollouts, store, telemetry
from data.models import BadModel, Version
from data.store import StoreBusy
from data.telemetry import Foretold

INTERVAL_DAYS = 120  # before a morning, of whose misses its interval is made: four times their half-life
NOTE_MS = 200  # that a note of what was shown waits for the store
ANEW = 0  # the version of what is not kept, but made anew for each prediction
PLAIN = tuple(name for name in LEARNERS if name not in LEARNED)


@dataclass(frozen=True, eq=False)
class Prediction:
    """One morning, foretold.

    model: which was asked; by: whose word it is, for boosted trees of which none grew say what their ridge says.
    version: 0 for what is made anew each time. sd: of its own distribution, in points. refused: who was asked before,
    or not at all, and why. days: known mornings behind it.

    waits_for: what of the day before is not known yet, though it mostly was by then: of analytics.features.OF_THE_DAY.
    The interval is wider by what it has moved such predictions in the past.

    milliseconds: what the prediction itself takes, once the history is read and its features are made: the model
    brought (read from the store and checked, or for the rule made anew), asked, and its interval. Reading the history
    and making features is done once for all that is asked of it.
    """

    athlete: Athlete
    day: date
    horizon: Horizon
    model: str
    by: str
    version: int
    value: float
    low: float
    high: float
    level: float
    sd: float
    milliseconds: float
    why: Why
    refused: Mapping[str, str]
    days: int
    waits_for: tuple[str, ...] = ()

    @property
    def by_version(self) -> int:
        """The version of `by`, as it is told and kept: 0 where that is not the model that was asked."""
        return self.version if self.by == self.model else ANEW

    @property
    def learned(self) -> bool:
        """Whether a model spoke that learned from this athlete's own days."""
        return self.model in LEARNED


def predict(
    history: History, horizon: Horizon, day: date | None = None, *, note: bool = True, learn: bool = True
) -> Prediction:
    """The recovery of a morning, from what was known before it; without a day, of the next one.

    note: it is shown to somebody, and so kept in the telemetry. A morning that has come already is foretold as if it
    had not, by a version that had not learned from it. learn: where there is none such, one is learned for it, which
    takes a second. Raises NotEnoughData with fewer than 14 known mornings before.
    """
    path, athlete = history.path, history.athlete
    may = teaching.consenting(path, athlete)
    day = day or next_morning(history, horizon) or date.min
    found = before(history, horizon, day)
    check_enough(found)
    last = walking.kept_walk(path, athlete, horizon, may, found.outcome.kind)
    x = found.x.iloc[-INTERVAL_DAYS - 1 :]
    held, elsewhere = (last.held, last.taught.elsewhere) if last else (None, None)
    decision = permission.decision(path, athlete, held, elsewhere, day, known=len(found.known))
    with closing(store.connect(path)) as db:
        makers, versions = _makers(db, athlete, found, day, last, may, learn)
        said = service.answer(decision, makers, x.iloc[[-1]])
        past = _before(found, x.index, said.model, last)
        intervals.spreads(*np.empty((3, 0)))  # imports what the clock would wait for, as the answer did for the model
        more, waits_for = float(found.shift.iloc[-1]), still_open(x)
        rows = pd.concat([x, as_if_open(x, waits_for).iloc[:-1]]) if waits_for else x
        begin = time.perf_counter()
        model = makers[said.model]()
        value, spread = _foretelling(model, rows, past)
        value = float(np.clip(value + more, intervals.LOWEST, intervals.HIGHEST))
        low, high = (float(end[0]) for end in intervals.within(np.array([value]), np.array([spread])))
        milliseconds = (time.perf_counter() - begin) * 1000
    result = Prediction(
        athlete=athlete,
        day=day,
        horizon=horizon,
        model=said.model,
        by=spoken(said.model, model),
        version=versions.get(said.model, ANEW),
        value=value,
        low=low,
        high=high,
        level=intervals.LEVEL,
        sd=spread,
        milliseconds=milliseconds,
        why=_as_read(model.why(x.iloc[-1]), more),
        refused=said.refused,
        days=len(found.known),
        waits_for=waits_for,
    )
    if note:
        _note(history, result)
    return result


def spoken(name: str, model: Model) -> str:
    """Whose word a model's is: boosted trees of which none grew say what the ridge says on which they stand."""
    return SIMPLER[name][0] if name == BOOSTED.name and model.trees is None else name


def _makers(
    db: Database, athlete: Athlete, found: Task, day: date, last: Kept | None, may: Collection[int], learn: bool
) -> tuple[dict[str, Callable[[], Model]], dict[str, int]]:
    """What brings each model, and the version of those that are kept.

    may: who may teach the athlete; a version that anybody else taught stays silent, and so does one that learned
    another recovery than the one that is foretold now. learn: where all versions have
    learned from that day, one is learned anew from the mornings before it.
    """
    makers: dict[str, Callable[[], Model]] = {name: partial(LEARNERS[name].learn, found.x, found.y) for name in PLAIN}
    versions = {}
    for kind in LEARNED:
        kept = models.versions(db, athlete.id, found.horizon, kind)
        on = next((version.number for version in kept if version.active), None)
        if on is None:
            continue
        unseen = [
            one
            for one in kept
            if one.number <= on and one.about.last_day < day.isoformat() and _may_speak(one, found, may)
        ]
        tested = [one for one in unseen if not one.readable or _as_tested(one, last)]
        if tested:
            makers[kind], versions[kind] = partial(_loaded, db, tested[0]), tested[0].number
        elif learn:
            makers[kind] = partial(LEARNERS[kind].learn, found.x, found.y, prior=last and last.taught.prior)
        elif unseen:
            makers[kind] = _learned_otherwise
    return makers, versions


def _as_tested(version: Version, last: Kept | None) -> bool:
    """Whether a version began where the models of the walk did: with what others teach, or alone."""
    return last is None or bool(version.about.teachers) == bool(last.taught.teachers)


def _learned_otherwise() -> Model:
    """Stands for a version of which the walk says nothing."""
    raise ValueError("it learned in another way than what was tested on your past: train again")


def _may_speak(version: Version, found: Task, may: Collection[int]) -> bool:
    """Whether a version is asked; of one that cannot be read, it is said when it is loaded."""
    same = version.about.outcome == found.outcome.kind
    return not version.readable or (same and set(version.about.teachers) <= set(may))


def _loaded(db: Database, version: Version) -> Model:
    """Raises ValueError where it is damaged, Unavailable where this machine cannot run it."""
    try:
        return LEARNERS[version.about.kind].from_bytes(models.load(db, version))
    except BadModel as damage:
        raise ValueError(str(damage)) from damage


@dataclass(frozen=True, eq=False)
class _Before:
    """The mornings before one that is foretold, and that one: what came, and what the same model said beforehand.

    unsaid: the first row for which the model itself has to be asked.
    """

    y: np.ndarray
    said: np.ndarray
    unsaid: int
    earlier: np.ndarray  # all recoveries that were known before the first of them


def _before(found: Task, days: pd.DatetimeIndex, model: str, last: Kept | None) -> _Before:
    y, said, unsaid = found.y.reindex(days).to_numpy(dtype=float), np.full(len(days), np.nan), 0
    if model in LEARNED:  # what it says of mornings that it learned from is no measure of what it misses
        unsaid = len(days) - 1
        if last is not None:
            said = last.held.walk[model].reindex(days).to_numpy(dtype=float)
            unsaid = min(unsaid, int((days <= last.held.walk.index[-1]).sum()))
    return _Before(y, said, unsaid, found.y.iloc[: -len(days)].dropna().to_numpy(dtype=float))


def _foretelling(model: Model, rows: pd.DataFrame, past: _Before) -> tuple[float, float]:
    """What the model says of the last morning, and the SD of its distribution.

    rows: the features of `past`'s mornings; where the day before the last is not over, then those of the others as if
    theirs had not been either. Misses of the past are those of whole days: what an open one may still add is added,
    which is what knowing it has moved the same model's word by.
    """
    days = len(past.y)
    is_open = len(rows) > days
    now = model.predict(rows if is_open else rows.iloc[past.unsaid :])
    said = np.append(past.said[: past.unsaid], now[past.unsaid : days] if is_open else now)
    spread = float(intervals.spreads(past.y, said, past.earlier)[-1])
    if is_open:
        spread = intervals.while_open(spread, now[: days - 1] - now[days:])
    return float(said[-1]), spread


def _as_read(why: Why, more: float) -> Why:
    """The same as a device reads it that shows `more` points."""
    return replace(why, base=why.base + more)


def _note(history: History, made: Prediction) -> None:
    """Keeps what was shown, to whom, and what came of earlier predictions; no cached result is made of it.

    The newest morning foretold from its night counts as foretold beforehand: its night and its recovery come into the
    store together, and nothing of that recovery went into what was said.
    """
    score = whose.score(history, before(history, made.horizon, made.day).outcome, made.day)
    with closing(store.connect(history.path)) as db:
        scores = {score, *telemetry.scores(db, made.athlete.id, made.horizon)}
    how, came = permission.rollout(history.path), whose.outcomes(history, made.horizon, scores)
    newest = made.horizon is Horizon.MORNING and made.day == next_morning(history, made.horizon)
    shown = Foretold(
        horizon=made.horizon,
        day=made.day.isoformat(),
        model=made.by,
        version=made.by_version,
        value=made.value,
        low=made.low,
        high=made.high,
        level=made.level,
        milliseconds=made.milliseconds,
        blind=newest or made.day > history.last_day.date(),
        score=score,
    )
    share = 0.0 if how.killed else how.share
    with closing(store.connect(history.path)) as db:
        _if_free(
            db,
            partial(telemetry.note, db, made.athlete.id, shown),
            partial(telemetry.join_outcomes, db, made.athlete.id, made.horizon, came),
            partial(rollouts.expose, db, made.athlete.id, permission.ROLLOUT, arm(how, made.athlete.id), share),
        )


def _if_free(db: Database, *notes: Callable[[], object]) -> None:
    """Writes notes in one transaction, which waits a moment for the store and no longer.

    While a long import holds it, or the disk is full, nothing is noted and the answer is given all the same; the next
    time that it is shown is the next time that it is noted.
    """
    db.execute(f"PRAGMA busy_timeout = {NOTE_MS:d}")
    with suppress(StoreBusy), store.writing(db, quiet=True):
        for note in notes:
            note()


@dataclass(frozen=True, eq=False)
class Watched:
    """How predictions are doing.

    came_true: as data.telemetry.came_true: what was shown before its morning, and what came. milliseconds: as
    data.telemetry.milliseconds. alarms: of the error and of the intervals, on what was or would have been shown; empty
    with too few mornings. moved: the recent days of each feature against those before, whether they drifted or not.
    unknown: how many mornings were shown and are over of which nobody knows the score that was foretold.
    """

    came_true: pd.DataFrame
    milliseconds: Mapping[str, float]
    alarms: tuple[drift.Alarm, ...]
    moved: tuple[drift.Drift, ...]
    unknown: int = 0


def watched(history: History, horizon: Horizon) -> Watched:
    """How predictions of an athlete are doing. Nothing of it leaves this machine."""
    found = task(history, horizon)
    until = "" if history.last_day is None else history.last_day.date().isoformat()
    with closing(store.connect(history.path)) as db:
        came = whose.outcomes(history, horizon, telemetry.scores(db, history.athlete.id, horizon))
        _if_free(db, partial(telemetry.join_outcomes, db, history.athlete.id, horizon, came))
        came_true = telemetry.came_true(db, history.athlete.id, horizon)
        unknown = telemetry.unknown(db, history.athlete.id, horizon, until)
        took = telemetry.milliseconds(db, [history.athlete.id])
    last = walking.kept_walk(history.path, history.athlete, horizon, outcome=found.outcome.kind)
    alarms: tuple[drift.Alarm, ...] = ()
    if last is not None:
        columns = ("y", "used", "used_low", "used_high")
        try:
            alarms = drift.alarms(*(last.held.walk[name].to_numpy(dtype=float) for name in columns))
        except NotEnoughData:
            pass  # too early to tell a bad stretch from the usual
    return Watched(came_true, took, alarms, drift.features(found.features), unknown)
