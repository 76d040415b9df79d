"""Is everything kept that healthkit-to-sqlite keeps? Both stores as sets of what their elements say."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from data import raw, store

Said = frozenset[tuple[str, object]]  # the tag and all attributes of an element, metadata and events included

_IDENTIFIERS = re.compile("HKQuantityTypeIdentifier|HKCategoryTypeIdentifier")
_POINTER = re.compile("0x[0-9a-f]+")
_TIMES = ("creationDate", "startDate", "endDate", "date")


def missing(peer_db: Path, our_db: Path) -> tuple[int, Counter]:
    """How many different elements the peer keeps, and how many of them we do not, by type."""
    ours = set(_ours(our_db))
    theirs = set(_theirs(peer_db))
    return len(theirs), Counter(_kind(said) for said in theirs - ours)


def _kind(said: Said) -> str:
    told = dict(said)
    return next(str(told[name]) for name in ("type", "workoutActivityType", "dateComponents") if name in told)


def _said(attributes: Mapping[str, object], metadata: Iterable[tuple[str, str]], events: Iterable[dict] = ()) -> Said:
    """One form for both: times as instants, values as numbers, no identifiers' common beginnings and no addresses."""
    told = {name: _plain(name, value) for name, value in attributes.items() if value not in (None, "")}
    told |= {f"metadata_{key}": value for key, value in metadata}
    seen = [tuple(sorted((name, _plain(name, value)) for name, value in event.items())) for event in events]
    return frozenset((told | {"events": tuple(seen)}).items())


def _plain(name: str, value: object) -> object:
    if name in _TIMES:
        return _instant(value) if isinstance(value, str) else value
    if name == "type":
        return _IDENTIFIERS.sub("", str(value))
    if name == "device":
        return _POINTER.sub("", str(value))
    if name == "value":
        return _number(value)
    return value


def _number(value: object) -> object:
    try:
        return float(value)
    except ValueError:
        return value


def _instant(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M:%S %z").timestamp())


def _theirs(path: Path) -> Iterator[Said]:
    with closing(Database(path)) as db:
        for table in db.tables:
            if table.name == "workout_points":  # positions: ours keeps none
                continue
            for row in table.rows:
                yield _their_row(table.name, row)


def _their_row(table: str, row: dict) -> Said:
    row.pop("id", None)
    events = json.loads(row.pop("workout_events", None) or "[]")
    cells = [(name.partition("metadata_"), value) for name, value in row.items() if value is not None]
    metadata = [(key, value) for (_, is_metadata, key), value in cells if is_metadata]
    attributes = {name: value for (name, is_metadata, _), value in cells if not is_metadata}
    if table not in ("workouts", "activity_summary"):
        attributes["type"] = table.removeprefix("r")
    return _said(attributes, metadata, events)


def _ours(path: Path) -> Iterator[Said]:
    with closing(store.connect(path)) as db:
        for kept in raw.elements(db, 1):
            if kept["element"] in ("Record", "Workout", "ActivitySummary"):
                yield _our_element(kept)


def _our_element(kept: dict) -> Said:
    details, extra = kept["details"], kept["extra"]
    attributes = dict(extra.get("attributes", {}))
    if kept["element"] != "ActivitySummary":
        attributes |= {"sourceName": kept["origin"], "startDate": kept["start_utc"], "endDate": kept["end_utc"]}
        attributes["creationDate"] = kept["created_utc"]
    if kept["element"] == "Workout":
        attributes["workoutActivityType"] = kept["kind"]
    if kept["element"] == "Record":
        shared = {name: details[name] for name in ("sourceVersion", "device") if name in details}
        attributes |= shared | {
            "type": kept["kind"],
            "unit": kept["unit"],
            "value": details.get("value", kept["value"]),
        }
    metadata = details.get("metadata", {}) | extra.get("metadata", {})
    events = [child[1] for child in extra.get("children", ()) if child[0] == "WorkoutEvent"]
    return _said(attributes, metadata.items(), events)
