"""What the coach asks of whoever puts facts into words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.facts import Fact
from coach.understood import Understood


@dataclass(frozen=True)
class Turn:
    """Everything that an engine is given: the question, the facts, and what was said before."""

    understood: Understood
    facts: Sequence[Fact]
    name: str  # of the athlete
    before: Sequence[tuple[str, str]] = ()  # earlier questions and answers, the oldest first
    wrong: str = ""  # what was wrong with the draft before, where it has to be redone
    workout: str = ""  # the session that is proposed, in words, where one is
    care: str = ""  # the fixed answer that goes before any other, where one is due
    context: Sequence[Fact] = ()  # of the athlete, whatever is asked: for language models

    @property
    def known(self) -> tuple[Fact, ...]:
        """Every fact that an answer may hold."""
        return (*self.facts, *self.context)


class EngineError(Exception):
    """An engine cannot answer: says which, why, and what to do."""


class Engine(Protocol):
    """Puts facts into words, piece by piece."""

    name: str  # rules, mlx, server
    label: str  # as the page shows it: "rules", "mlx: Qwen3-0.6B-4bit"

    def stream(self, turn: Turn) -> Iterator[str]:
        """The draft, piece by piece. Raises EngineError. Whoever stops iterating stops the engine."""
