"""A check of the truth bench: what was claimed, what came out, and whether the target is met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Outcome:
    """One figure of one check, with its Monte-Carlo standard error, beside the naive rule on the same athletes."""

    id: str
    says: str  # what the figure is, in one sentence
    world: str
    naive: str
    ours: float
    se: float
    count: int  # athletes
    low: float | None = None  # the target, closed; both None: shown for comparison, no target
    high: float | None = None

    @property
    def target(self) -> str:
        if self.low is None and self.high is None:
            return "-"
        if self.low is None:
            return f"<= {self.high:g}"
        return f">= {self.low:g}" if self.high is None else f"{self.low:g} to {self.high:g}"

    @property
    def met(self) -> str:
        """yes; within error: missed by less than two standard errors; no."""
        if self.target == "-":
            return "-"
        low, high = (-np.inf if self.low is None else self.low), (np.inf if self.high is None else self.high)
        missed = max(0, self.ours - high, low - self.ours)
        return "yes" if missed == 0 else "within error" if missed < 2 * self.se else "no"


def share(per_athlete: Iterable[float]) -> tuple[float, float]:
    """The mean of one figure an athlete, and its standard error."""
    figures = np.array([figure for figure in per_athlete if not np.isnan(figure)])
    return float(figures.mean()), float(figures.std(ddof=1) / np.sqrt(len(figures)))


def root_mean_square(per_athlete: Iterable[float]) -> tuple[float, float]:
    """The root of the mean of one squared error an athlete, and its standard error."""
    mean, se = share(per_athlete)
    return float(np.sqrt(mean)), float(se / (2 * np.sqrt(mean)))


def text_table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes as aligned text."""
    rows = [HEAD, *(_cells(outcome) for outcome in outcomes)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def markdown(outcomes: Sequence[Outcome], seed: int) -> str:
    """The outcomes as a page: what each check means, then the table."""
    says = {outcome.id: outcome.says for outcome in outcomes}
    lines = [
        "# The truth bench",
        "",
        "What the methods get wrong and right where the truth is known, because it was simulated. Written by",
        f"`python -m tests.truth` (seed {seed}); the worlds and their parameters are in `tests/truth/`.",
        "They are invented: the figures say what a method does in these worlds, not how it does for you.",
        "",
        "*naive* is the usual rule on the same athletes; ± is one Monte-Carlo standard error; *within error* means",
        "that a target is missed by less than two of them; `-` marks a figure that has no target of its own.",
        "",
        *(f"- **{id}** {sentence}" for id, sentence in says.items()),
        "",
        "| " + " | ".join(HEAD) + " |",
        "|" + "---|" * len(HEAD),
        *("| " + " | ".join(cell.replace("|", r"\|") for cell in _cells(outcome)) + " |" for outcome in outcomes),
        "",
    ]
    return "\n".join(lines)


HEAD = ("check", "world", "athletes", "naive", "ours", "target", "met?")


def _cells(outcome: Outcome) -> tuple[str, ...]:
    return (
        outcome.id,
        outcome.world,
        str(outcome.count),
        outcome.naive,
        f"{outcome.ours:.3f} ± {outcome.se:.3f}",
        outcome.target,
        outcome.met,
    )
