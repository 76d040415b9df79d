"""What a text that goes on with another says, and what the one before it spoke of."""

import re
from dataclasses import dataclass
from datetime import date

from coach.understanding.naming import Named
from coach.understood import Period, Topic, Understood

# What a question without days speaks of.
_LATEST = {Topic.SLEEP: "last night", Topic.READINESS: "today", Topic.METRIC: "today"}
_MEASURES = {Topic.SLEEP: "asleep_min", Topic.LOAD: "load", Topic.READINESS: "recovery"}


@dataclass(frozen=True)
class Said:
    """A text as a rule reads it."""

    text: str
    said: str  # plain, without what opens it
    topic: Topic | None  # what it seems to ask by itself
    weight: float  # of that topic
    found: Named  # what it names
    today: date

    @property
    def words(self) -> int:
        return len(re.findall(r"[a-z0-9]+", self.said))

    @property
    def period(self) -> Period | None:
        return self.found.times.period

    @property
    def to_come(self) -> bool:
        return self.period is not None and self.period.last > self.today


def latest_of(previous: Understood, today: date) -> Period | None:
    """The day that a question without one speaks of, as `last night`; None where it speaks of none."""
    words = _LATEST.get(previous.topic)
    return Period(today, today, words) if words else None


def measure_of(previous: Understood) -> str | None:
    """The measure that was spoken of, named or not."""
    return previous.metric or _MEASURES.get(previous.topic)


_FORMS = (
    ("tsb", r"\b(?:form|tsb|fresh\w*)\b"),
    ("ctl", r"\b(?:ctl|fitness|fitter)\b"),
    ("atl", r"\b(?:atl|fatigue)\b"),
)


def form_of(previous: Understood) -> str | None:
    """Which of form, fitness and fatigue was spoken of; of several form, which is made of the other two."""
    if previous.term in dict(_FORMS):
        return previous.term
    return next((term for term, pattern in _FORMS if re.search(pattern, previous.text.lower())), None)


QUESTION = re.compile(r"^(?:and )?(?:was|is|are|could|can|does|do|did it|did that|what|how|why|which|should|would)\b")
