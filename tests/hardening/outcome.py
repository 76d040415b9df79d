"""What a check of the hardening did and found, as a table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """One check on one importer. failures: what went wrong, each with what brings it back."""

    check: str
    importer: str
    rounds: int
    failures: tuple[str, ...]
    worst_s: float
    goal: str
    found: str = ""  # how often what happened


HEAD = ("check", "importer", "rounds", "failures", "worst s", "to reach", "found")


def text_table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as aligned text."""
    rows = [HEAD, *(_cells(outcome) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _cells(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.check,
        outcome.importer,
        f"{outcome.rounds:,}",
        f"{len(outcome.failures):,}",
        f"{outcome.worst_s:.2f}",
        outcome.goal,
        outcome.found,
    )
