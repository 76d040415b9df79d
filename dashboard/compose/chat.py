"""The conversation with the coach as the store keeps it, and the next answer in it."""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from pathlib import Path

import pandas as pd

from analytics.results import Grade
from coach import conversation, words
from coach.conversation import Answer, Exchange, Piece, TakenBack
from coach.engine import Engine
from coach.facts import Direction, Fact
from coach.known import Known
from coach.suggestions import suggestions
from coach.tools import dated
from coach.understood import Period, Target, Topic, Understood, WeekWish
from coach.workout import Workout
from dashboard import access
from dashboard.compose import Athlete, History
from dashboard.compose.coaching import known as known_of
from data import chats, store
from data.chats import Message

LATELY_S = 12 * 3600  # a question within this time of the one before may go on from it
REMEMBERED = 6  # earlier exchanges that an engine is told of
OF_COACH = "Coach: "  # how the note of a planned session begins that the coach proposed
LOAD_DIGITS = {"strain": 1, "AU": 0}  # of a load that is planned, as where it is planned by hand


@dataclass(frozen=True, eq=False)
class Opening:
    """What a conversation begins with: what may be known, the day in one paragraph, and questions that fit it."""

    known: Known
    brief: str
    questions: tuple[str, ...]


def opening(history: History, today: date) -> Opening:
    """The beginning of a conversation, as of the newest day; whoever asks goes on from it."""
    about = known_of(history, today)
    first, *rest = re.split(r"(?<=[.!?])\s+(?=[A-Z])", conversation.brief(about), maxsplit=1)
    brief = " ".join(part for part in (first, dated.stands_on(about), *rest) if part)
    return Opening(about, brief, tuple(suggestions(about)))


def ask(
    path: Path,
    athlete: Athlete,
    question: str,
    about: Known,
    engine: Engine,
    before: Sequence[tuple[Message, Message]] = (),
) -> Iterator[Piece | TakenBack | Answer]:
    """The answer, piece by piece, the whole of it last. Whoever stops iterating stops the engine."""
    others = [one.name for one in access.visible_athletes(path) if one.id != athlete.id]
    earlier = [_exchange(asked, told) for asked, told in before[-REMEMBERED:]]
    return conversation.answer(question, about, engine, clock=time.monotonic, before=earlier, others=others)


def latest(path: Path, athlete: Athlete, most: int) -> list[Message]:
    """The last messages of an athlete, the oldest of them first."""
    if not path.exists():
        return []
    with closing(store.connect(path)) as db:
        return chats.latest(db, athlete.id, most)


def questions(path: Path, athlete: Athlete) -> int:
    """How many questions are kept of an athlete."""
    with closing(store.connect(path)) as db:
        return chats.count(db, athlete.id)


def going_on(exchanges: Sequence[tuple[Message, Message]]) -> list[tuple[Message, Message]]:
    """Those that belong to the present conversation: asked within the last hours."""
    return [one for one in exchanges if time.time() - one[0].at_utc < LATELY_S]


def pairs(messages: Sequence[Message]) -> list[tuple[Message, Message]]:
    """Each question with its answer, the oldest first."""
    both = zip(messages, messages[1:], strict=False)
    return [(asked, told) for asked, told in both if asked.role == "athlete" and told.role == "coach"]


def keep(path: Path, athlete: Athlete, question: str, answer: Answer | None, said: str, engine: Engine) -> None:
    """Keeps a question with its answer; without a whole answer, with what was said until it was stopped."""
    spoken = (
        Message("coach", said.strip(), engine=engine.name, label=engine.label, stopped=True)
        if answer is None
        else message_of(answer)
    )
    with closing(store.connect(path)) as db, store.writing(db, durable=True, quiet=True):
        chats.keep(db, athlete.id, [Message("athlete", question), spoken])


def rate(path: Path, athlete: Athlete, message: int, feedback: str | None) -> None:
    """Keeps what an athlete thinks of an answer; None takes it back."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True, quiet=True):
        chats.rate(db, athlete.id, message, feedback)


def forget(path: Path, athlete: Athlete) -> None:
    """Deletes the conversation of an athlete, so that no byte of it stays behind."""
    chats.forget(path, athlete.id)


def put_into_plan(path: Path, athlete: Athlete, proposed: Workout, made_on: date) -> None:
    """Keeps a session that the coach proposed, in place of any that it had put on that day before."""
    load = round(proposed.load, LOAD_DIGITS[proposed.unit])
    note = f"{OF_COACH}{proposed.words}"
    about = {"sport": proposed.sport or None, "minutes": float(proposed.minutes) or None, "note": note}
    day = proposed.day.isoformat()
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        store.unplan_noted(db, athlete.id, day, OF_COACH)
        store.plan(db, athlete.id, day, proposed.kind, load, proposed.unit, made_on=made_on.isoformat(), **about)


def in_plan(plans: pd.DataFrame, proposed: Workout) -> bool:
    """Whether that very session is in the plan of its day."""
    rows = plans[(plans["day"] == proposed.day.isoformat()) & (plans["kind"] == proposed.kind)]
    same = (rows["minutes"].fillna(0) == proposed.minutes) & (rows["sport"].fillna("") == proposed.sport)
    return bool(same.any())


def planned_other(plans: pd.DataFrame, proposed: Workout) -> bool:
    """Whether another session of the coach is in the plan of that day."""
    rows = plans[plans["day"] == proposed.day.isoformat()]
    return bool(rows["note"].fillna("").str.startswith(OF_COACH).any())


def _exchange(asked: Message, told: Message) -> Exchange:
    understood = understood_from(told.understood) if told.understood else None
    return Exchange(asked.text, told.text, understood, facts_from(told.facts))


def message_of(answer: Answer) -> Message:
    """An answer as it is kept."""
    return Message(
        "coach",
        answer.text,
        facts=[_plain(asdict(fact)) for fact in answer.facts],
        tools=list(answer.tools),
        understood=_plain(asdict(answer.understood)),
        engine=answer.engine,
        label=answer.label,
        guard=asdict(answer.guarded),
        seconds=answer.seconds,
        first_s=answer.first_s,
        workout=_plain(asdict(answer.workout)) if answer.workout else None,
    )


def evidence(fact: Fact) -> str:
    """`−12% (−20 to −4%, n = 41) · likely`; what is missing, where it cannot be said."""
    if fact.missing:
        return f"not enough data: {fact.missing}."
    inner = []
    if fact.low is not None and fact.high is not None:
        inner.append(words.interval(fact.low, fact.high, fact.unit))
    inner += [f"n = {fact.n:,}"] if fact.n else []
    value = "" if fact.value is None else words.quantity(fact.value, fact.unit)
    said = f"{value} ({', '.join(inner)})" if value and inner else value or ", ".join(inner)
    graded = "" if fact.grade is None or fact.low is None else f" · {fact.grade.words}"
    return f"{said}{graded}" if said else fact.words


def days(fact: Fact) -> str:
    """The days behind a fact: `9 to 21 November 2026`."""
    if fact.first_day is None or fact.last_day is None:
        return ""
    if fact.first_day == fact.last_day:
        return words.day(fact.last_day)
    return words.span(fact.first_day.isoformat(), fact.last_day.isoformat())


def facts_from(kept: Sequence[Mapping]) -> tuple[Fact, ...]:
    """Facts as they were when they were said."""
    return tuple(
        _made(Fact, one, first_day=_day, last_day=_day, grade=Grade, direction=Direction, subjects=tuple)
        for one in kept
    )


def understood_from(kept: Mapping) -> Understood:
    """A question as it was understood."""
    period = {"first": _day, "last": _day}
    return _made(
        Understood,
        kept,
        topic=Topic,
        also=lambda topics: tuple(Topic(topic) for topic in topics),
        period=lambda one: _made(Period, one, **period),
        against=lambda one: _made(Period, one, **period),
        target=lambda one: _made(Target, one, day=_day),
        metrics=tuple,
        wishes=tuple,
        days=lambda days: tuple((_day(day), kind) for day, kind in days),
        week=lambda wishes: tuple(_made(WeekWish, one, days=_each_day) for one in wishes),
        after=Topic,
        told_day=_day,
        earlier=lambda _: (),
    )


def workout_from(kept: Mapping) -> Workout:
    """A session as it was proposed."""
    return _made(Workout, kept, day=_day, why=tuple)


def _made(kind: type, kept: Mapping, **readers) -> object:
    """A dataclass from what was kept of it; a field that it no longer has is left out."""
    known_fields = {field.name for field in fields(kind)}
    cells = {name: value for name, value in kept.items() if name in known_fields}
    return kind(**{
        name: readers[name](value) if name in readers and value is not None else value for name, value in cells.items()
    })  # fmt: skip


def _day(said: str) -> date:
    return date.fromisoformat(said)


def _each_day(said: Sequence[str]) -> tuple[date, ...]:
    return tuple(map(_day, said))


def _plain(value: object) -> object:
    """A value as JSON can say it: a day as its ISO form, a figure that is none as null."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return float(value) if value == value and abs(value) != float("inf") else None
    return value.item() if hasattr(value, "item") else value
