"""Who may be told learned predictions: those in the share of the rollout who have not switched them off."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from analytics.cohort.rollout import IN, NEED_EACH, OUT, Rollout, SampleRatio, arm, sample_ratio
from analytics.recovery import service
from analytics.recovery.evaluate import WARM, HeldOut
from analytics.recovery.service import LEARNED
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import Athlete
from data import rollouts, store

ROLLOUT = "learned_predictions"
SETTING, OFF = "learned_predictions", "off"
UNWALKED = (
    "the walk through your past is missing or no longer counts (`ownpace train`, or the button in the settings, makes "
    "a new one)"
)
TOO_FEW = f"Too few athletes to check the split: it takes {NEED_EACH} in the share and {NEED_EACH} outside it."


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


def decision(
    path: Path,
    athlete: Athlete,
    held: HeldOut | None,
    elsewhere: Mapping[str, service.Elsewhere] | None,
    day: date | None = None,
    *,
    known: int,
) -> service.Decision:
    """Who speaks, judged by the mornings before a day.

    held: the walk through the athlete's past; None where there is none, or none that counts. known: mornings that one
    could be made of.
    """
    past = pd.DataFrame({"y": pd.Series(dtype=float)})
    if held is not None:
        past = held.walk[["y", *held.models]]
        past = past if day is None else past.loc[: pd.Timestamp(day) - pd.Timedelta(days=1)]
    on, barred = enabled(path, athlete), _barred(path, athlete)
    found = service.decide(past, enabled=on, barred=barred, elsewhere=elsewhere)
    if held is not None or known <= WARM or barred or not on:
        return found
    return replace(found, refused={name: UNWALKED if name in LEARNED else why for name, why in found.refused.items()})
