"""An answer by rules as it grows: what was said of its facts already, and what is left to say."""

import re
from collections.abc import Sequence
from hashlib import sha256

from analytics.results import Grade
from coach.engine import Turn
from coach.facts import Fact


def _once(facts: Sequence[Fact]) -> list[Fact]:
    """Without the mean load of those days that the week's load speaks of already."""
    week = next((fact for fact in facts if fact.id == "load.week"), None)
    mean = next((fact for fact in facts if fact.id == "mean.load"), None)
    if week is None or mean is None or (week.first_day, week.last_day) != (mean.first_day, mean.last_day):
        return list(facts)
    return [fact for fact in facts if fact.id not in ("mean.load", "compare.load")]


class Told:
    """An answer as it grows: which facts were said already, so that none is said twice."""

    def __init__(self, turn: Turn):
        self.turn = turn
        self.known = _once([fact for fact in turn.facts if not fact.missing])
        self.lacking = [fact for fact in turn.facts if fact.missing]
        self.sentences: list[str] = []
        self._said: set[str] = set()
        self._firsts: list[int] = []

    def rest(self) -> None:
        """What is said from here on is for those who want to hear more."""
        self._firsts.append(len(self.sentences))

    def end_of_first(self, begin: int) -> int | None:
        """Where the first answer ends that begins there; None: with all of it."""
        return next((end for end in self._firsts if end > begin), None)

    def get(self, id: str) -> Fact | None:
        return next((fact for fact in self.known if fact.id == id), None)

    def all(self, begin: str) -> list[Fact]:
        return [fact for fact in self.known if fact.id.startswith(begin)]

    def add(self, *sentences: str) -> None:
        self.sentences += [sentence for sentence in sentences if sentence and sentence not in self.sentences]

    def say(self, *ids: str) -> None:
        """The words of facts, those that are there."""
        for id in ids:
            fact = self.get(id)
            if fact and id not in self._said:
                self._said.add(id)
                self.add(fact.words)

    def has_said(self, id: str) -> bool:
        return id in self._said

    def say_all(self, begin: str, most: int = 3) -> None:
        self.say(*(fact.id for fact in self.all(begin)[:most]))

    def pick(self, *ways: str) -> str:
        return one_of(ways, self.turn)

    def missing(self) -> list[str]:
        """That there is nothing to say, and what would change it."""
        if not self.lacking:
            return [self.pick("Nothing on that is in your data.", "Your data says nothing on that yet.")]
        first = next((fact for fact in self.lacking if fact.id == "recovery.rule"), self.lacking[0])
        return [self.pick("I can't say that yet.", "That I don't know yet.", "It is too early to say."), first.words]

    def gap(self) -> None:
        """One line on what is missing, after what is known."""
        if self.lacking:
            self.add(f"Not enough data for the rest: {self.lacking[0].missing.rstrip('.')}.")


def owes_sleep(told: Told) -> bool:
    """Whether so much sleep is owed that it is worth a sentence."""
    debt = told.get("sleep.debt")
    return bool(debt and debt.grade is not Grade.NONE)


def sentences_in(text: str) -> list[str]:
    """The sentences of a text."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+(?=[A-Z])", text) if part.strip()]


def one_of(ways: Sequence[str], turn: Turn) -> str:
    """One of several ways to say it: always the same for a question and a day."""
    days = max((str(fact.last_day) for fact in turn.facts if fact.last_day), default="")
    seed = sha256(f"{turn.understood.text.lower().strip()}|{days}|{ways[0]}".encode()).digest()
    return ways[seed[0] % len(ways)]
