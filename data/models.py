"""The registry: what was learned of each athlete, as bytes with their grade and checksum, in the store itself.

A model is known by athlete, horizon ("evening", "morning"), kind ("boosted", "network", ...) and a version that counts
up. One version of them is active, or none. Whatever the content is, it is bytes that nothing here runs: XGBoost JSON or
safetensors. Beside it lies what walking through each athlete's own past found, so that it is found once.
"""

import json
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from sqlite_utils import Database

from data.store import StoreError

KEPT = 5  # versions of each model
OUTCOME = "outcome"  # beside the grade, which is one by it
SEALED = (
    *("athlete", "horizon", "kind", "version", "created_utc", "features", "first_day", "last_day", "days"),
    *("grade", "foretold", "teachers"),
)
SEAL = "seal"  # of what a walk says of itself


class BadModel(Exception):
    """A model that is kept is not what was saved: says which version, and what to do."""


@dataclass(frozen=True)
class About:
    """What is known of a model beside its content.

    foretold: what it, or the same way of learning before it, said of mornings unseen, by ISO day [points].
    teachers: ids of the athletes whose prior it began with. outcome: whose score it learned, and what that leaves out;
    "" where it was kept before that was.
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
    outcome: str = ""


@dataclass(frozen=True)
class Version:
    """One version of a model, its content left in the store.

    readable: whether what the store says of it is what was kept; where it is not, `about` tells nothing of its grade,
    what it foretold or who taught it, and it cannot be loaded.
    """

    id: int
    athlete: int
    number: int
    created_utc: int
    active: bool
    size: int  # bytes
    about: About
    readable: bool = True


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
        "grade": json.dumps(dict(about.grade) | {OUTCOME: about.outcome}, allow_nan=False),
        "foretold": json.dumps(dict(about.foretold), allow_nan=False),
        "teachers": json.dumps(sorted(about.teachers)),
    }
    checksum = f"{sha256(content).hexdigest()}:{_digest(row)}"
    db["model"].insert(row | {"checksum": checksum, "content": content, "active": 0})
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


def roll_back(
    db: Database, athlete: int, horizon: str, kind: str, may: Collection[int], outcome: str
) -> Version | None:
    """Switches the version on that `earlier` names: which; call it inside `writing`.

    None where there is none: what is on then stays on.
    """
    found = earlier(versions(db, athlete, horizon, kind), may, outcome)
    if found is not None:
        activate(db, athlete, horizon, kind, found.number)
    return found


def earlier(kept: Sequence[Version], may: Collection[int], outcome: str) -> Version | None:
    """The newest version that is older than the active one.

    kept: as `versions` gives them. may: ids of those who may teach the athlete; versions that anybody else taught are
    passed over, and so are those that learned another outcome or cannot be read.
    """
    on = next((version for version in kept if version.active), None)
    allowed = (one for one in kept if one.readable and set(one.about.teachers) <= set(may))
    older = (one for one in allowed if on is not None and one.number < on.number and one.about.outcome == outcome)
    return next(older, None)


def load(db: Database, version: Version) -> bytes:
    """The content of a version. Raises BadModel where it is not what was saved, or no longer there."""
    rows = list(db.query("SELECT content, checksum FROM model WHERE id = ?", [version.id]))
    if not rows:
        raise BadModel(f"version {version.number} of {version.about.kind} is no longer kept: train again")
    if not version.readable or sha256(rows[0]["content"]).hexdigest() != rows[0]["checksum"].partition(":")[0]:
        raise BadModel(
            f"version {version.number} of {version.about.kind} is damaged in the store: `ownpace train` makes a new "
            "one, `ownpace restore FILE` brings back a backup"
        )
    return rows[0]["content"]


def _version(row: Mapping) -> Version:
    facts = {name: row[name] for name in ("horizon", "kind", "first_day", "last_day", "days")}
    try:
        about, readable = About(**facts, **_said(row)), True
    except ValueError:
        about, readable = About(**facts, features=(), grade={}, foretold={}), False
    names = ("id", "athlete", "version", "created_utc")
    return Version(*(row[name] for name in names), bool(row["active"]), row["size"], about, readable)


def _said(row: Mapping) -> dict[str, object]:
    """What a row says of its model in JSON. Raises ValueError where it is not what was kept.

    Rows from before there was a digest of what they say are taken for whole where they can be read.
    """
    digest = row["checksum"].partition(":")[2]
    if digest and digest != _digest(row):
        raise ValueError("this row is not what was kept")
    features, grade, foretold, teachers = (
        json.loads(row[name]) for name in ("features", "grade", "foretold", "teachers")
    )
    if [type(part) for part in (features, grade, foretold, teachers)] != [list, dict, dict, list]:
        raise ValueError("this row is not what was kept")
    outcome = grade.pop(OUTCOME, "")
    figures = (*grade.values(), *foretold.values(), *teachers)
    if not all(isinstance(figure, int | float) for figure in figures):
        raise ValueError("this row holds something else where numbers belong")
    for day in (row["first_day"], row["last_day"], *foretold):
        date.fromisoformat(day)
    return {
        "features": tuple(features),
        "grade": grade,
        "foretold": foretold,
        "teachers": tuple(teachers),
        "outcome": outcome,
    }


def _digest(row: Mapping) -> str:
    """Of all that a row says of its model, but for its content and whether it is on."""
    return sha256(json.dumps([row[name] for name in SEALED]).encode()).hexdigest()


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
        "about": json.dumps(dict(about) | {SEAL: _seal(fingerprint, about)}, allow_nan=False),
        "content": content,
    }
    db["held_out"].upsert(row, pk=("athlete", "horizon"))


def walk(db: Database, athlete: int, horizon: str) -> Walk | None:
    """What was found last; None where there is none, or where what it says of itself is not what was kept."""
    sql = "SELECT fingerprint, made_utc, about, content FROM held_out WHERE athlete = ? AND horizon = ?"
    row = db.execute(sql, [athlete, horizon]).fetchone()
    if row is None:
        return None
    try:
        about = json.loads(row[2])
    except ValueError:
        return None
    if not isinstance(about, dict) or about.pop(SEAL, None) != _seal(row[0], about):
        return None
    return Walk(row[0], row[1], about, row[3])


def _seal(fingerprint: str, about: Mapping) -> str:
    return sha256(json.dumps([fingerprint, dict(about)], sort_keys=True).encode()).hexdigest()


def walks_made(db: Database, horizon: str) -> tuple[tuple[int, str, int], ...]:
    """Of whom there is a walk: athlete, fingerprint, and when it was made, in order of athletes."""
    sql = "SELECT athlete, fingerprint, made_utc FROM held_out WHERE horizon = ? ORDER BY athlete"
    return tuple(db.execute(sql, [horizon]).fetchall())
