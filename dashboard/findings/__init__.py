"""Results as findings: the sentences that pages, the command line and the coach share, each with its evidence.

A subject is a module with `answers`: what it can say of an athlete as of a day, by id.
"""

from collections.abc import Callable, Collection
from datetime import date

from analytics.results import Finding
from dashboard import compose
from dashboard.compose import History
from dashboard.findings import anomaly, forecast, habits, mornings, prediction, rhythm, sleep, velocity

SUBJECTS = (mornings, habits, rhythm, sleep, velocity, anomaly, forecast, prediction)


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """All that can be answered of an athlete as of `day`, by id; the history has a row for that day (compose.up_to)."""
    return {id: answer for subject in SUBJECTS for id, answer in subject.answers(history, day).items()}


def findings(history: History, day: date, only: Collection[str] | None = None) -> list[Finding]:
    """Everything that can be said of an athlete as of `day`; or of some ids only."""
    known = compose.up_to(history, day)
    return [answer(known, day) for id, answer in answers(known, day).items() if only is None or id in only]
