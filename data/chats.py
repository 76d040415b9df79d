"""What was said between athletes and their coach: questions, answers, and what stands behind each answer."""

import json
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from data import store

FEEDBACK = ("helpful", "wrong")
ROLES = ("athlete", "coach")


@dataclass(frozen=True)
class Message:
    """One message. What only an answer has is None or empty in a question."""

    role: str  # one of ROLES
    text: str
    id: int = 0
    at_utc: int = 0
    facts: Sequence[Mapping[str, object]] = ()
    tools: Sequence[str] = ()
    understood: Mapping[str, object] | None = None  # how the question was taken: what a follow-up goes back to
    engine: str | None = None
    label: str | None = None
    guard: Mapping[str, object] | None = None
    seconds: float | None = None
    first_s: float | None = None  # to the first word
    workout: Mapping[str, object] | None = None
    stopped: bool = False  # the athlete had it stopped in its middle
    feedback: str | None = None  # one of FEEDBACK


_AS_JSON = ("facts", "tools", "understood", "guard", "workout")


def keep(db: Database, athlete: int, messages: Sequence[Message]) -> list[int]:
    """Keeps messages in their order, as said now: their ids; call it inside `store.writing`."""
    for message in messages:
        if message.role not in ROLES:
            raise ValueError(f"who speaks is one of {', '.join(ROLES)}, not {message.role!r}")
    now = int(time.time())
    return [db["chat_message"].insert(_row(athlete, message, now)).last_pk for message in messages]


def latest(db: Database, athlete: int, most: int) -> list[Message]:
    """The last messages of an athlete, the oldest of them first."""
    rows = db.query("SELECT * FROM chat_message WHERE athlete = ? ORDER BY id DESC LIMIT ?", [athlete, most])
    return [_message(row) for row in rows][::-1]


def count(db: Database, athlete: int) -> int:
    """How many questions are kept."""
    return db["chat_message"].count_where("athlete = ? AND role = 'athlete'", [athlete])


def rate(db: Database, athlete: int, message: int, feedback: str | None) -> None:
    """Keeps what an athlete thinks of an answer, or with None forgets it; call it inside `store.writing`."""
    if feedback not in (*FEEDBACK, None):
        raise ValueError(f"an answer is {' or '.join(FEEDBACK)}, not {feedback!r}")
    db.execute("UPDATE chat_message SET feedback = ? WHERE athlete = ? AND id = ?", [feedback, athlete, message])


def forget(path: Path, athlete: int) -> None:
    """Deletes an athlete's conversation; the file is rewritten, so that no byte of it stays behind."""
    with closing(store.connect(path)) as db:
        with store.writing(db, durable=True, quiet=True):
            db["chat_message"].delete_where("athlete = ?", [athlete])
        store.rewrite(db)


def _row(athlete: int, message: Message, now: int) -> dict[str, object]:
    row = {
        "athlete": athlete,
        "role": message.role,
        "text": message.text,
        "at_utc": message.at_utc or now,
        "engine": message.engine,
        "label": message.label,
        "seconds": message.seconds,
        "first_s": message.first_s,
        "stopped": int(message.stopped),
        "feedback": message.feedback,
    }
    told = {name: getattr(message, name) for name in _AS_JSON}
    return row | {name: json.dumps(value, allow_nan=False) if value else None for name, value in told.items()}


def _message(row: Mapping) -> Message:
    told = {name: json.loads(row[name]) if row[name] else None for name in _AS_JSON}
    plain = ("role", "text", "id", "at_utc", "engine", "label", "seconds", "first_s", "feedback")
    return Message(
        **{name: row[name] for name in plain},
        **(told | {"facts": tuple(told["facts"] or ()), "tools": tuple(told["tools"] or ())}),
        stopped=bool(row["stopped"]),
    )
