"""What the commands of `ownpace` share: whom they are about, how they refuse, and how they print."""

import json
import math
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from dashboard.compose import Athlete
    from data.ingest import Progress

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Name = Annotated[
    str | None, typer.Option("--athlete", metavar="NAME", help="Whose data; needed where there are several.")
]


class Refused(Exception):
    """What was asked for cannot be done; says why, and what would have worked."""


def _refusals() -> tuple[type[Exception], ...]:
    """Faults that are told in one sentence; everything else is a fault of ours and shows its traceback."""
    from data.store import StoreError

    return Refused, StoreError, OSError, sqlite3.Error


class Commands(TyperGroup):
    """Says a refusal in one sentence, and ends with 1."""

    def invoke(self, ctx: typer.Context) -> object:
        try:
            return super().invoke(ctx)
        except (typer.Exit, typer.Abort):
            raise
        except _refusals() as fault:
            typer.echo(f"ownpace: {_sentence(fault)}", err=True)
            raise typer.Exit(1) from fault


def _sentence(fault: Exception) -> str:
    if isinstance(fault, OSError) and fault.filename:
        return f"{fault.filename}: {fault.strerror}."
    return f"{'SQLite says: ' if isinstance(fault, sqlite3.Error) else ''}{fault}"


def today() -> date:
    """The day on the clock of this machine."""
    return date.today()


def asked_about(path: Path, name: str | None) -> "Athlete":
    """Who is asked about; without a name the only real athlete, and without one of those the demo's first."""
    from dashboard import compose

    if name is not None:
        return named(path, name)
    known = compose.athletes(path)
    real = [athlete for athlete in known if not athlete.simulated]
    if len(real) > 1:
        raise Refused(f"there are several athletes: say which one with --athlete {choice(real)}.")
    if not known:
        raise Refused("the store is empty: `ownpace import PATH` brings your data, `ownpace demo` simulated athletes.")
    if not real:
        typer.echo(f"No athlete of your own yet: this is {known[0].name}, who is simulated.", err=True)
    return (real or known)[0]


def named(path: Path, name: str) -> "Athlete":
    """The athlete of that name."""
    from dashboard import compose

    known = compose.athletes(path)
    found = find(known, name)
    if found is None:
        there = f"there are {choice(known)}" if known else "the store is empty"
        raise Refused(f"there is no athlete called {name!r}: {there}.")
    return found


def find(athletes: Sequence["Athlete"], name: str) -> "Athlete | None":
    """An athlete by exactly that name, else the only one whose name differs in nothing but the case of its letters."""
    name = name.strip()
    exact = [athlete for athlete in athletes if athlete.name == name]
    found = exact or [athlete for athlete in athletes if athlete.name.casefold() == name.casefold()]
    if len(found) > 1:
        raise Refused(f"{name!r} may be {choice(found)}: write the name exactly as it stands there.")
    return found[0] if found else None


def choice(athletes: Iterable["Athlete"]) -> str:
    return ", ".join(repr(athlete.name) for athlete in athletes)


@contextmanager
def progress_bar() -> Iterator["Progress | None"]:
    """A bar on the terminal; nothing where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda done, words: bar.update(task, completed=done, description=escape(words))


def print_json(content: object) -> None:
    """Content as JSON, on its own."""
    typer.echo(json.dumps(content, indent=2, allow_nan=False))


def plain(value: object) -> object:
    """A value as JSON can say it: a figure that is none is null."""
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value
