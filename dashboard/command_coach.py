"""The command of `ownpace` that asks the coach."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.command import AsJson, Name, Refused, asked_about, plain, print_json, today

if TYPE_CHECKING:
    from coach.conversation import Answer
    from coach.facts import Fact
    from coach.workout import Workout
    from dashboard.compose import History


class Speaker(StrEnum):
    """Who puts an answer into words."""

    RULES = "rules"
    MLX = "mlx"
    SERVER = "server"


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="In your own words, in quotes.")],
    athlete: Name = None,
    engine: Annotated[
        Speaker | None, typer.Option("--engine", help="Who puts it into words; else as chosen in the settings.")
    ] = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="As of which day; else now.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the coach about your data: every number of its answer is one of yours. Nothing is kept of it."""
    from coach import conversation
    from coach.engines.mlx import Process
    from dashboard import compose, printed_coach
    from dashboard.compose import chat, coaching, speaking
    from data import store

    if not question.strip():
        raise Refused('the question is empty: `ownpace ask "What should I do today?"`.')
    path = store.default_path()
    subject = asked_about(path, athlete)
    chosen = speaking.choice(path)
    process = Process()
    try:
        speaker = speaking.engine(replace(chosen, engine=engine.value) if engine else chosen, lambda: process)
        if isinstance(speaker, speaking.Unable) and engine:
            raise Refused(speaker.why)
        until = day.date() if day else None
        history = compose.history(path, subject)
        known = coaching.known(history, until or today(), _within(history, until, today()))
        answer = conversation.whole(chat.ask(path, subject, question, known, speaker))
    finally:
        process.close()
    if as_json:
        print_json(_answer_json(answer))
    else:
        typer.echo("\n".join(printed_coach.answer_lines(answer)))


def _within(history: "History", until: date | None, now: date) -> date | None:
    """The day asked about. Refuses one that has not come yet, and one before anything is known."""
    if until and until > now:
        raise Refused(f"{until} is still to come: ask about it as of today, without --day.")
    if until and history.last_day is not None and until < (first := history.daily.index[0].date()):
        raise Refused(f"your data begins on {first}, so of {until} nothing is known.")
    return until


COMMANDS: tuple[Callable[..., None], ...] = (ask,)


def _answer_json(answer: "Answer") -> dict:
    """An answer in the words of the command line's contract."""
    guarded = answer.guarded
    return {
        "answer": answer.text,
        "tools": list(answer.tools),
        "facts": [_fact_json(fact) for fact in answer.facts],
        "workout": _workout_json(answer.workout) if answer.workout else None,
        "engine": answer.engine,
        "guard": {
            "passed": guarded.passed,
            "redone": guarded.redone,
            "replaced": guarded.replaced,
            "why": guarded.why or None,
        },
        "seconds": round(answer.seconds, 3),
    }


def _fact_json(fact: "Fact") -> dict:
    behind = None if fact.first_day is None else [fact.first_day.isoformat(), fact.last_day.isoformat()]
    names = ("id", "label", "value", "unit", "low", "high", "n")
    said = {name: plain(getattr(fact, name)) for name in names}
    return said | {"days": behind, "grade": fact.grade and fact.grade.value}


def _workout_json(workout: "Workout") -> dict:
    names = ("kind", "sport", "minutes", "load", "unit", "zone", "main")
    said = {name: plain(getattr(workout, name)) for name in names}
    return {"day": workout.day.isoformat()} | said | {"words": workout.words, "why": list(workout.why)}
