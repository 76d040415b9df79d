"""A figure of the bench, and how measures that are compared take turns."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from data import store

_WRITTEN = {"KB": lambda kb: f"{kb:.1f} KB", "MB": lambda mb: f"{mb:.0f} MB", "MB/s": lambda speed: f"{speed:.0f} MB/s"}


@dataclass(frozen=True)
class Figure:
    """One line of the table. goal: the largest or smallest ratio that is good; None where none is set."""

    what: str
    against: str
    ours: float
    theirs: float
    unit: str
    at_most: float | None = None
    faster_by: float | None = None

    def line(self) -> str:
        ratio = self.theirs / self.ours if self.faster_by else self.ours / self.theirs
        said = f"{ratio:.1f}x faster" if self.faster_by else f"{ratio:.2f}x"
        values = f"{self._value(self.ours):>10}{self._value(self.theirs):>10}"
        return f"{self.what:<44}{values}{said:>14}   {self._goal(ratio):<26}{self.against}"

    def _value(self, value: float) -> str:
        if self.unit in _WRITTEN:
            return _WRITTEN[self.unit](value)
        if value < 0.1:
            return f"{value * 1000:.1f} ms"
        return f"{value * 1000:.0f} ms" if value < 100 else f"{value:.0f} s"

    def _goal(self, ratio: float) -> str:
        if self.faster_by:
            return f"goal >= {self.faster_by:.3g}x: {'reached' if ratio >= self.faster_by else 'MISSED'}"
        if self.at_most:
            return f"goal <= {self.at_most:.3g}x: {'reached' if ratio <= self.at_most else 'MISSED'}"
        return ""


def heading() -> str:
    return f"{'':<44}{'ours':>10}{'theirs':>10}{'ratio':>14}   {'':<26}theirs is"


def show(figures: Iterable[Figure]) -> None:
    for figure in figures:
        print(figure.line(), flush=True)


def medians(rounds: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each measure, taken in turns."""
    seen: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {name: median(values) for name, values in seen.items()}


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def new_store(path: Path) -> Path:
    """An empty store with one athlete, whose id is 1."""
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Bench")
    return path
