"""Results as findings: the sentences that pages, the command line and the coach share, each with its evidence.

A subject is a module with `answers`: what it can say of an athlete as of a day, by id.
"""

from collections.abc import Collection
from datetime import date

from analytics.results import Finding
from dashboard import compose
from dashboard.compose import History
from dashboard.findings import habits, mornings, rhythm, sleep, velocity

SUBJECTS = (mornings, habits, rhythm, sleep, velocity)


def findings(history: History, day: date, only: Collection[str] | None = None) -> list[Finding]:
    """Everything that can be said of an athlete as of `day`; or of some ids only."""
    known = compose.up_to(history, day)
    answers = [answer for subject in SUBJECTS for answer in subject.answers(known, day).items()]
    return [answer(known, day) for id, answer in answers if only is None or id in only]
