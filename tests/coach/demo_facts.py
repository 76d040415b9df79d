"""The facts of the three demo athletes, made of every finding that the dashboard has on them."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coach.engine import Turn
from coach.facts import Fact, from_finding
from coach.understood import Topic, Understood
from dashboard import compose
from dashboard.findings import findings
from data import demo

TODAY = date(2026, 11, 21)
OF = {
    "recovery": ("recovery",), "sleep": ("sleep",), "load": ("strain",), "habits": ("recovery",),
    "rhythm": ("rhythm",), "timing": ("sleep", "recovery"), "velocity": ("recovery", "strain"),
}  # fmt: skip


def _subjects(id: str) -> tuple[str, ...]:
    kind, *rest = id.split(".")
    if kind in ("baseline", "trend"):
        return (rest[0],)
    return (rest[0], "recovery") if kind == "habit" else OF.get(kind, (kind,))


@cache
def demo_facts() -> dict[str, tuple[Fact, ...]]:
    """By athlete."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ownpace.db"
        demo.add(path, TODAY)
        return {who.name: _facts(compose.history(path, who)) for who in compose.athletes(path)}


def _facts(history: compose.History) -> tuple[Fact, ...]:
    first = TODAY - timedelta(days=60)
    return tuple(
        from_finding(found, page="today", subjects=_subjects(found.id), first_day=first, last_day=TODAY)
        for found in findings(history, TODAY)
    )


def turn_of(facts, text: str = "How am I doing?", topic: Topic = Topic.READINESS, **more) -> Turn:
    return Turn(Understood(text, topic), tuple(facts), "Vera Velodrome", **more)
