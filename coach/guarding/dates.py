"""Days that a draft names: only those of the facts, of the question and of the session."""

from dataclasses import dataclass
from datetime import date

from coach.engine import Turn
from coach.guarding.claims import TIME, Sentence
from coach.guarding.evidence import Evidence
from coach.guarding.quantities import Day, plain
from coach.guarding.verdict import Fault


class Dates:
    """Holds the days of a draft against those that one turn knows."""

    def __init__(self, turn: Turn, today: date, evidence: Evidence, *told: Evidence):
        self.today, self.evidence, self.session = today, evidence, plain(turn.workout)
        self.dates = _known(turn, evidence, *told)

    def faults(self, sentence: Sentence) -> list[Fault]:
        faults = []
        for day in sentence.days:
            why = self._day_fault(day, sentence)
            if why:
                faults.append(Fault("date", sentence.text[day.start : day.end], why))
        return faults

    def _day_fault(self, day: Day, sentence: Sentence) -> str | None:
        said = sentence.text[day.start : day.end]
        known = self.dates
        if said in self.evidence.words or said in self.session:
            return None
        if day.month is not None:
            return None if day.month in known.months else "no fact speaks of this month"
        if day.weekday is not None:
            return None if day.weekday in known.weekdays else "no fact speaks of this day"
        if day.relative:
            return self._relative_fault(day, sentence)
        if day.first == day.last:
            return None if day.first in known.days else "no fact speaks of this day"
        reached = any(day.first <= one <= day.last for one in known.days)
        return None if reached else "no fact speaks of these days"

    def _relative_fault(self, day: Day, sentence: Sentence) -> str | None:
        """Yesterday and last night are true of data that reach so far; without numbers they are advice."""
        claims = any(c.quantities or any(w.axis != TIME for w in c.ways) for c in sentence.clauses)
        if not claims or not self.evidence.spans or day.first > self.today:
            return None
        reached = any(first <= day.first <= last for first, last in self.evidence.spans)
        if reached or day.first in self.dates.days:
            return None
        return "the data of the facts do not reach this day"


@dataclass
class _Known:
    days: set[date]
    weekdays: set[int]
    months: set[int]


def _known(turn: Turn, *told: Evidence) -> _Known:
    """The days, weekdays and months that may be named: those of the facts, the question and the session."""
    days = set().union(*(one.days for one in told))
    understood = turn.understood
    for period in (understood.period, understood.against):
        if period:
            days |= {period.first, period.last}
    if understood.target and understood.target.day:
        days.add(understood.target.day)
    weekdays = set().union(*(one.weekdays for one in told)) | {day.weekday() for day in days}
    months = set().union(*(one.months for one in told)) | {day.month for day in days}
    return _Known(days, weekdays, months)
