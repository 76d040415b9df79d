"""What all findings share: the question that is asked, and the answer where data are missing."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pandas as pd

from analytics.results import Estimate, Finding, Grade, NotEnoughData
from dashboard.compose import History


class Ask(NamedTuple):
    """A question. id: stable, as in `baseline.hrv`; method: how it is answered, in one phrase."""

    id: str
    question: str
    method: str

    def estimated(self, said: str, grade: Grade, estimate: Estimate, unit: str) -> Finding:
        """The answer that an estimate gives."""
        numbers = (estimate.value, estimate.low, estimate.high, unit, estimate.n)
        return Finding(self.id, self.question, said, grade, self.method, *numbers, level=estimate.level)


def or_missing(ask: Ask, answer: Callable[[], Finding]) -> Finding:
    """The answer, or what is missing to give it."""
    try:
        return answer()
    except NotEnoughData as gap:
        return nothing(ask, missing_words(gap))


def nothing(ask: Ask, missing: str) -> Finding:
    """The finding that nothing can be said."""
    return Finding(
        ask.id, ask.question, f"Not enough data: {missing}.", Grade.INSUFFICIENT, ask.method, missing=missing
    )


def missing_words(gap: NotEnoughData) -> str:
    """`HRV baseline: 14 days are needed, 6 so far`."""
    return f"{gap.what}: {gap.need} {gap.unit} are needed, {gap.have} so far"


def on(history: History, metric: str, day: date) -> float | None:
    """A value of one day, None where it is unknown."""
    when = pd.Timestamp(day)
    value = history.daily[metric].get(when)
    return None if value is None or pd.isna(value) else float(value)
