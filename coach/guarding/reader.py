"""Reads a draft sentence by sentence, and holds each against the facts of one turn."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from coach.engine import Turn
from coach.guarding import care, unsafe
from coach.guarding.certainty import Certainty
from coach.guarding.claims import Clause, Sentence, sentences
from coach.guarding.dates import Dates
from coach.guarding.directions import Directions
from coach.guarding.evidence import ASKED, WORKOUT, Evidence, Known, evidence, lexicon_of, of_text
from coach.guarding.judged import Judge
from coach.guarding.matching import Numbers
from coach.guarding.misquoted import Quoted
from coach.guarding.quantities import plain
from coach.guarding.session import bound_of
from coach.guarding.subjects import Lexicon
from coach.guarding.supported import Support
from coach.guarding.told import Told
from coach.guarding.verdict import Fault
from coach.understood import Topic


@lru_cache(maxsize=1024)
def _own_sentences(text: str) -> tuple[str, ...]:
    return tuple(plain(said).strip() for said in sentences(text))


class Reader:
    """Checks sentences against the facts of one turn."""

    def __init__(self, turn: Turn, today: date):
        self.turn, self.today = turn, today
        self.lexicon: Lexicon = lexicon_of(turn.known, turn.understood.habit)
        self.evidence: Evidence = evidence(turn.known, self.lexicon, today)
        self.asked = of_text(turn.understood.text, ASKED, self.lexicon, today)
        self.workout = of_text(turn.workout, WORKOUT, self.lexicon, today)
        self.context: set[str] = set()  # habits that the draft, or the question, has named so far
        self.context |= {name for _, _, name in self.lexicon.habits_in(plain(turn.understood.text))}
        if turn.understood.habit:
            self.context.add(turn.understood.habit)
        self.numbers = Numbers(self.evidence, self.workout, self.asked, self.context, self.lexicon, today)
        self.directions = Directions(self.evidence, self.context, bool(turn.known), today)
        self.certainty = Certainty(self.evidence, self.lexicon)
        self.dates = Dates(turn, today, self.evidence, self.asked, self.workout)
        told = [_own_sentences(fact.words) for fact in turn.known]
        self.true = {said for all_of in told for said in all_of}
        self.quoted = Quoted(self.true)
        self.missing = {plain(fact.missing).strip().rstrip(".") for fact in turn.known if fact.missing}
        self.opening = {all_of[0] for all_of in told if all_of}  # stand for themselves in their fact
        self.follows = {
            pair for all_of in told for pair in pairwise(all_of)
        }  # a sentence and the next of the same fact
        self.before = ""
        session = " ".join(fact.words for fact in turn.known if fact.id == "workout.today")
        self.of_session = {*_own_sentences(session), *_own_sentences(turn.workout)}
        self.bound = bound_of(turn.known, turn.workout)
        told = f"{turn.workout} {turn.name} {(turn.understood.habit or '').replace('_', ' ')}"
        target = turn.understood.target.words if turn.understood.target else ""
        effort = self.bound.effort is not None
        self.support = Support(
            self.evidence, self.lexicon, plain(f"{told} {target}"), plain(turn.understood.text), effort
        )
        self.told = Told(turn.known, self.evidence, self.lexicon, today)
        self.judge = Judge(turn.known, self.lexicon, today, self.evidence.words)

    def faults(self, sentence: Sentence) -> list[Fault]:
        """Everything that is wrong with one sentence."""
        self.context |= {habit for clause in sentence.clauses for habit in clause.named_habits}
        found = [
            Fault(kind, said, why)
            for kind, said, why in unsafe.in_sentence(sentence.text)
            if not (kind == "diet" and care.logged(said, sentence.text, self.evidence.habits))
        ]
        if self._verbatim(sentence):
            return [fault for fault in found if fault.kind != "diet"]  # calories that were burned are no advice
        if bent := self.quoted.fault(sentence.text):
            found.append(Fault(*bent))
        found += self._beyond_facts(sentence)
        found += self._causes(sentence)
        found += self.dates.faults(sentence)
        counted: list[tuple[Clause, dict[int, list[Known]]]] = []
        for clause in sentence.clauses:
            matched = self.numbers.matched(clause, sentence, found)
            counted.append((clause, matched))
            self.directions.faults(clause, sentence, matched, found)
            self.certainty.confidence(clause, found)
            self.certainty.superlatives(clause, sentence, found)
        found += self.numbers.mixed(counted)
        found += self.certainty.grades(sentence, self.numbers.told)
        found += self.certainty.sizes(sentence)
        return [replace(one, said=one.said[:120]) for one in found]

    def _beyond_facts(self, sentence: Sentence) -> list[Fault]:
        """What only the facts themselves, or the session, may say."""
        if not sentence.question and self._quotes_session(sentence.text):
            return []
        measures = any(clause.named_measures for clause in sentence.clauses)
        said = [*care.in_sentence(sentence.text, self.evidence.habits)]
        if not sentence.question:
            said += self.bound.faults(sentence.text, measures)
        said += self.judge.faults(sentence)
        said += self.told.faults(sentence)
        said += self.support.faults(sentence)
        return [Fault(*one) for one in said]

    def _quotes_session(self, text: str) -> bool:
        """The session in its own words behind a few others: `What would suit: easy cycling, 25 min ...`"""
        return any(len(own) > 20 and text.endswith(own) and len(text) - len(own) <= 30 for own in self.of_session)

    def _verbatim(self, sentence: Sentence) -> bool:
        """Whether it is a whole sentence of a fact and stands for itself: it names what it speaks of, or the sentence
        before it does, as in the fact."""
        if sentence.text in self.of_session:
            return True
        before, self.before = self.before, sentence.text
        named = any(clause.named_measures or clause.named_habits for clause in sentence.clauses)
        lead, _, rest = sentence.text.partition(": ")
        if sentence.text in self.opening or (
            lead == "not enough data for the rest" and rest.rstrip(".") in self.missing
        ):
            return True
        return (named and sentence.text in self.true) or (before, sentence.text) in self.follows

    def _causes(self, sentence: Sentence) -> list[Fault]:
        doers = [(a, b) for a, b, _ in self.lexicon.habits_in(sentence.text)]
        subject = bool(doers) or any(c.measures for c in sentence.clauses)
        cause = unsafe.causes(sentence.text, doers, subject)
        if cause:
            return [Fault("certainty", cause, "going together is not causing")]
        return []

    def off_topic(self, sentences: Sequence[Sentence]) -> bool:
        """Whether a draft has no word in common with the facts and the session."""
        if not self.turn.facts or self.turn.understood.topic in _TALK:
            return False
        if any(care.guides(sentence.text) for sentence in sentences):
            return False  # whoever is sent to a doctor is sent for a reason
        heard = f"{self.evidence.words} {plain(self.turn.workout)} {_COACHING}"
        known = set(_content(heard))
        return not any(
            clause.named_measures or clause.named_habits or known & set(_content(clause.text))
            for sentence in sentences for clause in sentence.clauses
        )  # fmt: skip


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]{4,}", text) if word not in _EMPTY]


_EMPTY = frozenset(
    "this that with your from have will been were they them then than what when which would could about there their "
    "some more most very just like into over after before here does said says".split()
)
_COACHING = (
    "training session sessions workout ride rides easy hard intervals endurance recover recovered ready fresh tired "
    "fatigue rest "
    "plan week weeks event race goal data know tell answer question coach device score evidence effect days nights "
    "mornings measured enough same difference gap change minutes hours morning evening night today tomorrow "
    "afternoon time"
)
_TALK = {Topic.SMALLTALK, Topic.HELP, Topic.OUT_OF_SCOPE}
