"""The walk through an athlete's past, kept in the store so that it is walked once, as bytes that tell their damage."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from analytics.recovery.evaluate import Block, HeldOut
from analytics.recovery.learned import Horizon, Prior
from analytics.recovery.sealed import packed, unpacked
from analytics.recovery.service import Elsewhere
from dashboard.compose import Athlete
from dashboard.compose.foretelling import Task
from data import models, store

KIND = "walk"
WHO = "used_model"
RECIPE = 4  # raised when models learn or are judged in another way, so that everything is walked anew


@dataclass(frozen=True, eq=False)
class Taught:
    """What other athletes teach of one. teachers: their ids."""

    prior: Prior | None = None
    elsewhere: Mapping[str, Elsewhere] | None = None
    teachers: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Kept:
    """A walk as it was kept, and what others had taught by then."""

    held: HeldOut
    taught: Taught
    fingerprint: str
    made_utc: int
    missing: tuple[str, ...]  # kinds of models that the machine could not learn then
    outcome: str  # whose recovery was foretold: Outcome.kind


def fingerprint(task: Task) -> str:
    """Of all that an athlete's own past says: another one where anything in it has changed."""
    of = (RECIPE, task.horizon.value, task.outcome.kind, list(task.features.columns), str(task.y.index[:1]))
    digest = sha256(repr(of).encode())
    digest.update(task.features.to_numpy(dtype=float).tobytes())
    digest.update(task.y.to_numpy(dtype=float).tobytes())
    digest.update(task.shift.to_numpy(dtype=float).tobytes())
    return digest.hexdigest()


def keep(
    path: Path, athlete: Athlete, task: Task, held: HeldOut, taught: Taught, missing: tuple[str, ...] = ()
) -> None:
    """Keeps a walk in place of the one before; another one raises the store's revision, for results are made of it."""
    about = {
        "recipe": RECIPE,
        "missing": list(missing),
        "outcome": task.outcome.kind,
        "teachers": list(taught.teachers),
        "elsewhere": taught.elsewhere and {name: asdict(one) for name, one in taught.elsewhere.items()},
    }
    new = fingerprint(task), about, to_bytes(held, taught.prior)
    with closing(store.connect(path)) as db:
        before = models.walk(db, athlete.id, task.horizon)
        same = before is not None and (before.fingerprint, before.about, before.content) == new
        with store.writing(db, quiet=same):
            models.keep_walk(db, athlete.id, task.horizon, *new)


def kept(path: Path, athlete: Athlete, horizon: Horizon) -> Kept | None:
    """The walk that was kept last; None where there is none, or where it is damaged or was made in another way."""
    if not path.exists():
        return None
    with closing(store.connect(path)) as db:
        found = models.walk(db, athlete.id, horizon)
    if found is None or found.about.get("recipe") != RECIPE:
        return None
    try:
        held, prior = from_bytes(found.content)
    except ValueError:  # it is walked again
        return None
    elsewhere = found.about["elsewhere"]
    vouched = elsewhere and {name: Elsewhere(**one) for name, one in elsewhere.items()}
    taught = Taught(prior, vouched, tuple(found.about["teachers"]))
    missing, of = tuple(found.about["missing"]), found.about["outcome"]
    return Kept(held, taught, found.fingerprint, found.made_utc, missing, of)


def made(path: Path, horizon: Horizon) -> tuple[tuple[int, str, int], ...]:
    """Of whom a walk is kept, and when it was made: what is worked out of them is good for as long as this is equal."""
    if not path.exists():
        return ()
    with closing(store.connect(path)) as db:
        return models.walks_made(db, horizon)


def to_bytes(held: HeldOut, prior: Prior | None) -> bytes:
    """A walk and the prior that it was made with, as sealed safetensors."""
    names = [*held.models, "used"]
    walk = held.walk
    arrays = {column: walk[column].to_numpy(dtype=float) for column in walk.columns if column != WHO}
    # Of a stretch in which nobody could foretell anything there is no name; pandas keeps that as NaN.
    arrays[WHO] = np.array([-1 if pd.isna(who) else names.index(who) for who in walk[WHO]], dtype=np.int64)
    facts = {
        "models": list(held.models),
        "begin": walk.index[0].isoformat(),
        "first": held.first and held.first.isoformat(),
        "blocks": [asdict(block) | {"failed": dict(block.failed)} for block in held.blocks],
        "columns": list(walk.columns),
        "prior": prior and {"features": list(prior.features), "noise_sd": prior.noise_sd, "athletes": prior.athletes},
    }
    if prior is not None:
        arrays |= {f"prior.{name}": getattr(prior, name) for name in _PRIOR_ARRAYS}
    return packed(KIND, facts, arrays)


def from_bytes(content: bytes) -> tuple[HeldOut, Prior | None]:
    """What `to_bytes` was given. Raises ValueError where the bytes are damaged."""
    facts, arrays = unpacked(KIND, content)
    days = pd.date_range(facts["begin"], periods=len(arrays["y"]), name="day")
    columns = {name: arrays[name] for name in facts["columns"] if name != WHO}
    who = np.array([*facts["models"], "used", None], dtype=object)[arrays[WHO]]
    walk = pd.DataFrame(columns | {WHO: who}, index=days)[facts["columns"]]
    walk["known"] = walk["known"].astype(int)
    held = HeldOut(
        models=tuple(facts["models"]),
        walk=walk,
        first=facts["first"] and pd.Timestamp(facts["first"]),
        blocks=tuple(Block(**block) for block in facts["blocks"]),
    )
    said = facts["prior"]
    if said is None:
        return held, None
    shapes = {name: arrays[f"prior.{name}"] for name in _PRIOR_ARRAYS}
    return held, Prior(**said | {"features": tuple(said["features"])}, **shapes)


_PRIOR_FACTS = ("features", "noise_sd", "athletes")
_PRIOR_ARRAYS = tuple(part.name for part in fields(Prior) if part.name not in _PRIOR_FACTS)
