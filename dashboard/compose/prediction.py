"""Tomorrow's recovery of one athlete: learned, judged on the athlete's own past, kept in versions, and foretold.

Training walks through the athlete's past (analytics.recovery.evaluate), learns each model on all of it, and switches a
new version on unless it was farther off than the version before on the same mornings. A prediction asks the models in
the order that the service decides on (analytics.recovery.service); the lines and the rule learn nothing that is worth
keeping, are made anew each time, and so answer even where nothing else does.
"""

import time
from collections.abc import Callable, Collection, Mapping
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from sqlite_utils import Database

from analytics.cohort.rollout import IN, NEED_EACH, OUT, Rollout, SampleRatio, arm, sample_ratio
from analytics.recovery import drift, evaluate, intervals, service
from analytics.recovery.boosted import BOOSTED
from analytics.recovery.evaluate import HeldOut, Score
from analytics.recovery.learned import Horizon, Model, Unavailable, Why
from analytics.recovery.learners import LEARNERS
from analytics.recovery.service import LABELS, LEARNED, RULE, SIMPLER
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import Athlete, History, teaching, walks
from dashboard.compose.foretelling import Task, before, next_morning, task
from dashboard.compose.outcome import Outcome, outcome
from dashboard.compose.teaching import Roster
from dashboard.compose.walks import Kept
from data import models, rollouts, store, telemetry
from data.ingest import Progress
from data.models import About, BadModel, Version
from data.store import StoreBusy, StoreError
from data.telemetry import Foretold

NEED_MORNINGS = 14  # known, before anything is foretold
ROLLOUT = "learned_predictions"
SETTING, OFF = "learned_predictions", "off"
RETRAIN_DAYS = 7  # of new mornings
SAME_MORNINGS = 365  # the latest on which two versions are compared ...
NEED_SAME = 14  # ... and fewer are no comparison
INTERVAL_DAYS = 120  # before a morning, of whose misses its interval is made: four times their half-life
NOTE_MS = 200  # that a note of what was shown waits for the store
ANEW = 0  # the version of what is not kept, but made anew for each prediction
PLAIN = tuple(name for name in LEARNERS if name not in LEARNED)
TOO_FEW = f"Too few athletes to check the split: it takes {NEED_EACH} in the share and {NEED_EACH} outside it."
JUDGED = ("same_as_yesterday", "median_30", "rule", "boosted", "network", "prior", "used")


# Training


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
    _check_enough(found)
    say(0.1, f"{athlete.name}: learning from others")
    taught = roster.taught(athlete, horizon)
    say(0.3, f"{athlete.name}: learning")
    lesson = _lesson(found)
    learned = {kind: _learned(kind, lesson, taught) for kind in LEARNED}
    past = f"{athlete.name}: predictions of the past"
    missing = tuple(kind for kind in LEARNED if learned[kind].unavailable)
    held = _walked(path, athlete, found, taught, missing, lambda done: say(0.4 + 0.55 * done, past))
    grades = _grades(held)
    with closing(store.connect(path)) as db, store.writing(db):
        may = teaching.consenting(path, athlete)
        if not may.issuperset(taught.teachers):
            raise StoreError(f"somebody who taught {athlete.name} withdrew or was deleted meanwhile: train again.")
        done = tuple(_kept(db, athlete, lesson, held, grades, taught, kind, learned[kind], may) for kind in LEARNED)
        _forget_withdrawn(db, athlete, horizon, may)
    decision = _decision(path, athlete, held, taught.elsewhere)
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

    Whoever taught is looked for in what is in use; what was switched off is not. A model of which nothing is switched
    on, because what was has gone with its teacher, is due too.
    """
    found = task(history, horizon)
    if len(found.known) < NEED_MORNINGS:
        return False
    path, athlete = history.path, history.athlete
    kinds = [kept for kind in LEARNED if (kept := kept_versions(path, athlete, horizon, kind))]
    on = [version for kept in kinds for version in kept if version.active]
    if not kinds or len(on) < len(kinds):
        return True
    newest = max((kept[0] for kept in kinds), key=lambda version: (version.created_utc, version.id))
    if (found.known > pd.Timestamp(newest.about.last_day)).sum() >= RETRAIN_DAYS:
        return True
    last = walks.kept(path, athlete, horizon)
    teachers = {*(last.taught.teachers if last else ()), *(one for version in on for one in version.about.teachers)}
    return not teachers <= teaching.consenting(path, athlete)


def kept_versions(path: Path, athlete: Athlete, horizon: Horizon, kind: str) -> list[Version]:
    """The versions of a model that are kept, the newest first."""
    with closing(store.connect(path)) as db:
        return models.versions(db, athlete.id, horizon, kind)


def trained(path: Path, athlete: Athlete, horizon: Horizon) -> bool:
    """Whether a model of the athlete was ever kept."""
    return any(kept_versions(path, athlete, horizon, kind) for kind in LEARNED)


def roll_back(path: Path, athlete: Athlete, horizon: Horizon, kind: str) -> Version | None:
    """Goes back to the version before, of those whose teachers all still consent: which; None where there is none."""
    may = teaching.consenting(path, athlete)
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        return models.roll_back(db, athlete.id, horizon, kind, may)


def _forget_withdrawn(db: Database, athlete: Athlete, horizon: Horizon, may: Collection[int]) -> None:
    """Lets go of versions that somebody taught who no longer may; call it inside `writing`."""
    for kind in LEARNED:
        for version in models.versions(db, athlete.id, horizon, kind):
            if not set(version.about.teachers) <= set(may):
                models.forget(db, version)


def _check_enough(found: Task) -> None:
    if len(found.known) < NEED_MORNINGS:
        raise NotEnoughData("prediction of recovery", NEED_MORNINGS, len(found.known), "known mornings")


def _lesson(found: Task) -> Task:
    """What is learned from: all mornings, but where they are foretold from the night not the last one.

    Its night and its recovery come into the store together: it is foretold as if it had not come.
    """
    if found.horizon is Horizon.EVENING:
        return found
    return replace(found, y=found.y.where(found.y.index != found.known[-1]))


def _walked(
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
            known=earlier and earlier.held,
            progress=progress,
        )
    except NotEnoughData:
        return None
    walks.keep(path, athlete, found, held, taught, earlier.missing if missing is None and earlier else missing or ())
    return held


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
    before that cannot be read is no measure.
    """
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


# Who may speak


def rollout(path: Path) -> Rollout:
    """How far learned predictions are rolled out: to everyone, unless somebody said otherwise."""
    if not path.exists():
        return Rollout(ROLLOUT)
    with closing(store.connect(path)) as db:
        stored = rollouts.rollout(db, ROLLOUT)
    return Rollout(**vars(stored)) if stored else Rollout(ROLLOUT)


def keep_rollout(path: Path, changed: Rollout) -> None:
    """Rolls out further, or less far, or stops it."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        rollouts.keep_rollout(db, rollouts.Stored(**vars(changed)))


def exposures(path: Path) -> pd.DataFrame:
    """Who was shown an arm, and which first: as data.rollouts.exposures."""
    with closing(store.connect(path)) as db:
        return rollouts.exposures(db, ROLLOUT)


def rollout_check(shown: pd.DataFrame) -> SampleRatio:
    """Whether as many were shown learned predictions as were meant to be. Raises NotEnoughData.

    shown: rows of `exposures`; real and simulated athletes are better checked apart.
    """
    return sample_ratio(shown["share"].tolist(), (shown["arm"] == IN).tolist())


def rollout_state(path: Path) -> dict:
    """How far it is rolled out, and whether the arms are as they were meant to be, as JSON can say it."""
    how, shown = rollout(path), exposures(path)
    exposed = {}
    for group, rows in shown.groupby(shown["simulated"].map({0: "real", 1: "simulated"})):
        counts = {name: int((rows["arm"] == name).sum()) for name in (IN, OUT)}
        try:
            check = rollout_check(rows)
        except NotEnoughData:
            exposed[group] = counts | {"p": None, "alarm": None, "check": TOO_FEW}
            continue
        exposed[group] = counts | {"p": check.p, "alarm": check.alarm, "check": _checked(check)}
    return {"name": how.name, "share": how.share, "killed": how.killed, "exposed": exposed}


def _checked(check: SampleRatio) -> str:
    """Whether the split is the one that was meant, in a sentence or two."""
    said = f"{check.seen} of {check.athletes} are in the share, {check.expected:.0f} should be (p = {check.p:.3g})."
    if check.alarm:
        return f"{said} The split is off: trust no comparison of the two groups until you know why."
    return f"{said} The split is right."


def enabled(path: Path, athlete: Athlete) -> bool:
    """Whether learned predictions are switched on, by the athlete and for the machine."""
    return OFF not in (compose.setting(path, athlete, SETTING), compose.setting(path, None, SETTING))


def enable(path: Path, athlete: Athlete | None, on: bool) -> None:
    """Switches learned predictions on or off for an athlete, or with None for the machine."""
    compose.keep_setting(path, athlete, SETTING, None if on else OFF)


def stopped(path: Path, athlete: Athlete) -> bool:
    """Whether the rule speaks whatever was learned: switched off, stopped for everyone, or outside the share."""
    return not enabled(path, athlete) or bool(_barred(path, athlete))


def _barred(path: Path, athlete: Athlete) -> dict[str, str]:
    """The learned models that may not speak for reasons from outside."""
    how = rollout(path)
    if how.killed:
        return dict.fromkeys(LEARNED, "learned predictions are stopped for everyone")
    if arm(how, athlete.id) != IN:
        return dict.fromkeys(LEARNED, f"not among the {how.share:g}% of athletes who get learned predictions")
    return {}


def _decision(
    path: Path,
    athlete: Athlete,
    held: HeldOut | None,
    elsewhere: Mapping[str, service.Elsewhere] | None,
    day: date | None = None,
) -> service.Decision:
    """Who speaks, judged by the mornings before a day."""
    past = pd.DataFrame({"y": pd.Series(dtype=float)})
    if held is not None:
        past = held.walk[["y", *held.models]]
        past = past if day is None else past.loc[: pd.Timestamp(day) - pd.Timedelta(days=1)]
    return service.decide(past, enabled=enabled(path, athlete), barred=_barred(path, athlete), elsewhere=elsewhere)


# Predicting


@dataclass(frozen=True, eq=False)
class Prediction:
    """One morning, foretold.

    model: which was asked; by: whose word it is, for boosted trees of which none grew say what their ridge says.
    version: 0 for what is made anew each time. sd: of its own distribution, in points. refused: who was asked before,
    or not at all, and why. days: known mornings behind it.

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
    _check_enough(found)
    last = kept_walk(path, athlete, horizon, may)
    x = found.x.iloc[-INTERVAL_DAYS - 1 :]
    decision = _decision(path, athlete, last and last.held, last and last.taught.elsewhere, day)
    with closing(store.connect(path)) as db:
        makers, versions = _makers(db, athlete, found, day, last, may, learn)
        said = service.answer(decision, makers, x.iloc[[-1]])
        past = _before(found, x.index, said.model, last)
        intervals.spreads(*np.empty((3, 0)))  # imports what the clock would wait for, as the answer did for the model
        begin = time.perf_counter()
        model = makers[said.model]()
        value, spread = _foretelling(model, x, past)
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
        why=model.why(x.iloc[-1]),
        refused=said.refused,
        days=len(found.known),
    )
    if note:
        _note(history, result)
    return result


def spoken(name: str, model: Model) -> str:
    """Whose word a model's is: boosted trees of which none grew say what the ridge says on which they stand."""
    return SIMPLER[name][0] if name == BOOSTED.name and model.trees is None else name


def kept_walk(path: Path, athlete: Athlete, horizon: Horizon, may: Collection[int] | None = None) -> Kept | None:
    """The walk that is kept; None where somebody who taught no longer consents: it is not to be used or shown.

    may: ids of those who may teach the athlete, where they are known already.
    """
    last = walks.kept(path, athlete, horizon)
    if last is None or not last.taught.teachers:
        return last
    may = teaching.consenting(path, athlete) if may is None else may
    return last if set(last.taught.teachers) <= set(may) else None


def _makers(
    db: Database, athlete: Athlete, found: Task, day: date, last: Kept | None, may: Collection[int], learn: bool
) -> tuple[dict[str, Callable[[], Model]], dict[str, int]]:
    """What brings each model, and the version of those that are kept.

    may: who may teach the athlete; a version that anybody else taught stays silent. learn: where all versions have
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
            if one.number <= on and one.about.last_day < day.isoformat() and set(one.about.teachers) <= set(may)
        ]
        if unseen:
            makers[kind], versions[kind] = partial(_loaded, db, unseen[0]), unseen[0].number
        elif learn:
            makers[kind] = partial(LEARNERS[kind].learn, found.x, found.y, prior=last and last.taught.prior)
    return makers, versions


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


def _foretelling(model: Model, x: pd.DataFrame, past: _Before) -> tuple[float, float]:
    """What the model says of the last row, and the SD of its distribution."""
    said = np.append(past.said[: past.unsaid], model.predict(x.iloc[past.unsaid :]))
    return float(said[-1]), float(intervals.spreads(past.y, said, past.earlier)[-1])


def _note(history: History, made: Prediction) -> None:
    """Keeps what was shown, to whom, and what came of earlier predictions; no cached result is made of it.

    The newest morning foretold from its night counts as foretold beforehand: its night and its recovery come into the
    store together, and nothing of that recovery went into what was said.
    """
    how, came = rollout(history.path), _by_day(outcome(history, history.last_day.date()))
    newest = made.horizon is Horizon.MORNING and made.day == next_morning(history, made.horizon)
    shown = Foretold(
        horizon=made.horizon,
        day=made.day.isoformat(),
        model=made.by,
        version=made.version if made.by == made.model else ANEW,
        value=made.value,
        low=made.low,
        high=made.high,
        level=made.level,
        milliseconds=made.milliseconds,
        blind=newest or made.day.isoformat() not in came,
    )
    share = 0.0 if how.killed else how.share
    with closing(store.connect(history.path)) as db:
        _if_free(
            db,
            partial(telemetry.note, db, made.athlete.id, shown),
            partial(telemetry.join_outcomes, db, made.athlete.id, made.horizon, came),
            partial(rollouts.expose, db, made.athlete.id, ROLLOUT, arm(how, made.athlete.id), share),
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


def _by_day(found: Outcome) -> dict[str, float]:
    """The recovery of every known morning, by ISO day [points]."""
    known = found.daily["recovery_pct"].dropna()
    return dict(zip(known.index.strftime("%Y-%m-%d"), known.to_numpy(dtype=float).tolist(), strict=True))


# Comparing


@dataclass(frozen=True)
class Verdict:
    """Is machine learning closer than the rule? difference: points by which it is (negative: the rule is), 95%."""

    words: str
    difference: float | None
    low: float | None
    high: float | None
    better: str | None  # "ml", "rule", or None: no difference is shown


@dataclass(frozen=True, eq=False)
class Comparison:
    """All models on the same mornings of an athlete's past."""

    athlete: Athlete
    horizon: Horizon
    held: HeldOut
    scores: Mapping[str, Score]
    verdict: Verdict
    days: pd.DatetimeIndex


def walk(
    history: History, horizon: Horizon, *, roster: Roster | None = None, progress: Progress | None = None
) -> HeldOut:
    """The walk through an athlete's past, as it was kept where nothing has changed since. Raises NotEnoughData.

    Where somebody who taught no longer consents, it is walked again without them.
    """
    path, athlete, say = history.path, history.athlete, progress or (lambda done, words: None)
    say(0.0, f"{athlete.name}: reading")
    found = task(history, horizon)
    last = kept_walk(path, athlete, horizon)
    if last is not None and last.fingerprint == walks.fingerprint(found):
        return last.held
    if last is not None:
        taught = last.taught
    else:
        say(0.05, f"{athlete.name}: learning from others")
        taught = (roster or Roster(path)).taught(athlete, horizon)
    past = f"{athlete.name}: predictions of the past"
    held = _walked(path, athlete, found, taught, progress=lambda done: say(0.2 + 0.8 * done, past))
    if held is None:
        raise NotEnoughData("judgement of predictions", evaluate.FIRST, len(found.known), "known mornings")
    return held


def compare(history: History, horizon: Horizon, *, roster: Roster | None = None) -> Comparison:
    """Every model on the mornings from the 60th known one on. Raises NotEnoughData where there is none of them."""
    held = walk(history, horizon, roster=roster)
    scores = evaluate.scores(held)
    return Comparison(history.athlete, horizon, held, scores, verdict(held), held.common.index)


def ours(held: HeldOut) -> str:
    """Whose predictions stand for machine learning: those that were shown, where learned ones were shown half the time,
    else those of the ridge with a prior, which would have been."""
    frame = held.common
    shown = frame["used_model"].isin(LEARNED).mean() if len(frame) else 0.0
    return "used" if shown >= 0.5 else next((name for name in reversed(LEARNED) if name in held.judged), "used")


def verdict(held: HeldOut) -> Verdict:
    """What learned predictions are worth against the rule: those of `ours`."""
    learned = ours(held)
    try:
        found = evaluate.difference(held, learned, RULE)
    except NotEnoughData as gap:
        words = f"Not enough data: {gap.need} mornings are needed, {gap.have} so far"
        return Verdict(words, None, None, None, None)
    better = {learned: "ml", RULE: "rule", None: None}[found.better]
    low, high = sorted((abs(found.low), abs(found.high)))
    if better == "ml":
        words = f"ML is better by {found.value:.1f} points ({low:.1f} to {high:.1f}) on {found.n} days"
    elif better == "rule":
        words = (
            f"The rule is better by {-found.value:.1f} points ({low:.1f} to {high:.1f}) on {found.n} days: it stays on"
        )
    else:
        words = (
            f"No difference shown on {found.n} days: ML was {_closer(found.value)} than the rule, "
            f"and anything from {_closer(found.low)} to {_closer(found.high)} fits"
        )
    if learned != "used":
        words += f". ML here is {LABELS[learned]}, as if it had spoken every day; mostly the rule did"
    return Verdict(words, found.value, found.low, found.high, better)


def _closer(points: float) -> str:
    return f"{abs(points):.1f} points {'closer' if points >= 0 else 'further off'}"


# Watching


@dataclass(frozen=True, eq=False)
class Watched:
    """How predictions are doing.

    came_true: as data.telemetry.came_true: what was shown before its morning, and what came. milliseconds: p50, p95
    and p99. alarms: of the error and of the intervals, on what was or would have been shown; empty with too few
    mornings. moved: the recent days of each feature against those before, whether they drifted or not.
    """

    came_true: pd.DataFrame
    milliseconds: Mapping[str, float]
    alarms: tuple[drift.Alarm, ...]
    moved: tuple[drift.Drift, ...]


def watched(history: History, horizon: Horizon) -> Watched:
    """How predictions of an athlete are doing. Nothing of it leaves this machine."""
    found = task(history, horizon)
    with closing(store.connect(history.path)) as db:
        _if_free(db, partial(telemetry.join_outcomes, db, history.athlete.id, horizon, _by_day(found.outcome)))
        came_true = telemetry.came_true(db, history.athlete.id, horizon)
        took = telemetry.milliseconds(db, [history.athlete.id])
    last = kept_walk(history.path, history.athlete, horizon)
    alarms: tuple[drift.Alarm, ...] = ()
    if last is not None:
        columns = ("y", "used", "used_low", "used_high")
        try:
            alarms = drift.alarms(*(last.held.walk[name].to_numpy(dtype=float) for name in columns))
        except NotEnoughData:
            pass  # too early to tell a bad stretch from the usual
    return Watched(came_true, took, alarms, drift.features(found.features))
