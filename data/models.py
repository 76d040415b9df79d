"""The registry: what was learned of each athlete, as bytes with their grade and checksum, in the store itself.

A model is known by athlete, horizon ("evening", "morning"), kind ("boosted", "network", ...) and a version that counts
up. One version of them is active, or none. Whatever the content is, it is bytes that nothing here runs: XGBoost JSON or
safetensors. Beside it lies what walking through each athlete's own past found, so that it is found once.
"""

import json
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlite_utils import Database

from data.store import StoreError

KEPT = 5  # versions of each model


class BadModel(Exception):
    """A model that is kept is not what was saved: says which version, and what to do."""


@dataclass(frozen=True)
class About:
    """What is known of a model beside its content.

    foretold: what it, or the same way of learning before it, said of mornings unseen, by ISO day [points].
    teachers: ids of the athletes whose prior it began with.
    """

    horizon: str
    kind: str
    features: Sequence[str]
    first_day: str
    last_day: str
    days: int  # known mornings that it learned from
    grade: Mapping[str, object]
    foretold: Mapping[str, float]
    teachers: Sequence[int] = ()


@dataclass(frozen=True)
class Version:
    """One version of a model, its content left in the store."""

    id: int
    athlete: int
    number: int
    created_utc: int
    active: bool
    size: int  # bytes
    about: About


def keep(db: Database, athlete: int, about: About, content: bytes, *, active: bool) -> Version:
    """Keeps the next version, and the last five of them; call it inside `writing`.

    active: switched on in place of the one before. The active version is kept, however old it is. A number under which
    anything was shown is never given again. Raises StoreError where one who taught is no longer in the store.
    """
    _check_teachers(db, about.teachers)
    number = db.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM ("
        " SELECT version FROM model WHERE athlete = :athlete AND horizon = :horizon AND kind = :kind UNION ALL"
        " SELECT version FROM prediction WHERE athlete = :athlete AND horizon = :horizon AND model = :kind)",
        {"athlete": athlete, "horizon": about.horizon, "kind": about.kind},
    ).fetchone()[0]
    row = {
        "athlete": athlete,
        "horizon": about.horizon,
        "kind": about.kind,
        "version": number,
        "created_utc": int(time.time()),
        "features": json.dumps(list(about.features)),
        "first_day": about.first_day,
        "last_day": about.last_day,
        "days": about.days,
        "grade": json.dumps(dict(about.grade), allow_nan=False),
        "foretold": json.dumps(dict(about.foretold), allow_nan=False),
        "teachers": json.dumps(sorted(about.teachers)),
        "checksum": sha256(content).hexdigest(),
        "content": content,
        "active": 0,
    }
    db["model"].insert(row)
    if active:
        activate(db, athlete, about.horizon, about.kind, number)
    db.execute(
        "DELETE FROM model WHERE athlete = :athlete AND horizon = :horizon AND kind = :kind AND active = 0"
        " AND version <= :version - :kept",
        {"athlete": athlete, "horizon": about.horizon, "kind": about.kind, "version": number, "kept": KEPT},
    )
    return next(version for version in versions(db, athlete, about.horizon, about.kind) if version.number == number)


def _check_teachers(db: Database, teachers: Iterable[int]) -> None:
    """Raises StoreError where one of them was deleted while something was learned from them."""
    if not {id for (id,) in db.execute("SELECT id FROM athlete")}.issuperset(teachers):
        raise StoreError("somebody who taught was deleted meanwhile: train again.")


def forget(db: Database, version: Version) -> None:
    """Deletes a version; call it inside `writing`."""
    db["model"].delete_where("id = ?", [version.id])


def versions(db: Database, athlete: int, horizon: str, kind: str) -> list[Version]:
    """Those that are kept, the newest first."""
    sql = "SELECT *, length(content) AS size FROM model WHERE athlete = ? AND horizon = ? AND kind = ?"
    return [_version(row) for row in db.query(f"{sql} ORDER BY version DESC", [athlete, horizon, kind])]


def active(db: Database, athlete: int, horizon: str, kind: str) -> Version | None:
    """The version that is switched on."""
    return next((version for version in versions(db, athlete, horizon, kind) if version.active), None)


def activate(db: Database, athlete: int, horizon: str, kind: str, number: int) -> None:
    """Switches a version on in place of the one that is; call it inside `writing`.

    Raises ValueError where that version is not kept.
    """
    kept = [version.number for version in versions(db, athlete, horizon, kind)]
    if number not in kept:
        there = f"there are {', '.join(map(str, sorted(kept)))}" if kept else "none is kept"
        raise ValueError(f"there is no version {number} of this model: {there}")
    db.execute(
        "UPDATE model SET active = (version = ?) WHERE athlete = ? AND horizon = ? AND kind = ?",
        [number, athlete, horizon, kind],
    )


def roll_back(db: Database, athlete: int, horizon: str, kind: str, may: Collection[int]) -> Version | None:
    """Switches the newest version on that is older than the active one: which; call it inside `writing`.

    may: ids of those who may teach the athlete; versions that anybody else taught are passed over. None where there is
    no older one: what is on then stays on.
    """
    kept = versions(db, athlete, horizon, kind)
    on = next((version for version in kept if version.active), None)
    allowed = [version for version in kept if set(version.about.teachers) <= set(may)]
    older = [version for version in allowed if on is not None and version.number < on.number]
    if not older:
        return None
    activate(db, athlete, horizon, kind, older[0].number)
    return older[0]


def load(db: Database, version: Version) -> bytes:
    """The content of a version. Raises BadModel where it is not what was saved, or no longer there."""
    rows = list(db.query("SELECT content, checksum FROM model WHERE id = ?", [version.id]))
    if not rows:
        raise BadModel(f"version {version.number} of {version.about.kind} is no longer kept: train again")
    if sha256(rows[0]["content"]).hexdigest() != rows[0]["checksum"]:
        raise BadModel(
            f"version {version.number} of {version.about.kind} is damaged in the store: `ownpace train` makes a new "
            "one, `ownpace restore FILE` brings back a backup"
        )
    return rows[0]["content"]


def _version(row: Mapping) -> Version:
    about = About(
        horizon=row["horizon"],
        kind=row["kind"],
        features=tuple(json.loads(row["features"])),
        first_day=row["first_day"],
        last_day=row["last_day"],
        days=row["days"],
        grade=json.loads(row["grade"]),
        foretold=json.loads(row["foretold"]),
        teachers=tuple(json.loads(row["teachers"])),
    )
    return Version(
        row["id"], row["athlete"], row["version"], row["created_utc"], bool(row["active"]), row["size"], about
    )


@dataclass(frozen=True)
class Walk:
    """What walking through an athlete's past found. fingerprint: of all that went into it. about: JSON can say it."""

    fingerprint: str
    made_utc: int
    about: Mapping[str, object]
    content: bytes


def keep_walk(db: Database, athlete: int, horizon: str, fingerprint: str, about: Mapping, content: bytes) -> None:
    """Keeps it in place of the one before; call it inside `writing`.

    Raises StoreError where one of the teachers that `about` names is no longer in the store.
    """
    _check_teachers(db, about.get("teachers", ()))
    row = {
        "athlete": athlete,
        "horizon": horizon,
        "fingerprint": fingerprint,
        "made_utc": int(time.time()),
        "about": json.dumps(dict(about), allow_nan=False),
        "content": content,
    }
    db["held_out"].upsert(row, pk=("athlete", "horizon"))


def walk(db: Database, athlete: int, horizon: str) -> Walk | None:
    """What was found last."""
    sql = "SELECT fingerprint, made_utc, about, content FROM held_out WHERE athlete = ? AND horizon = ?"
    row = db.execute(sql, [athlete, horizon]).fetchone()
    return row and Walk(row[0], row[1], json.loads(row[2]), row[3])


def walks_made(db: Database, horizon: str) -> tuple[tuple[int, str, int], ...]:
    """Of whom there is a walk: athlete, fingerprint, and when it was made, in order of athletes."""
    sql = "SELECT athlete, fingerprint, made_utc FROM held_out WHERE horizon = ? ORDER BY athlete"
    return tuple(db.execute(sql, [horizon]).fetchall())
