"""How sure a draft is: grades of evidence, probabilities, superlatives, and one effect against another."""

import re

from analytics.results import Grade
from coach.guarding.claims import Clause, Sentence
from coach.guarding.evidence import SUPERLATIVE, Evidence, superlative_class
from coach.guarding.matching import interval_level
from coach.guarding.quantities import same
from coach.guarding.subjects import Lexicon, related
from coach.guarding.verdict import Fault


class Certainty:
    """Holds what a draft is sure of against the facts of one turn."""

    def __init__(self, evidence: Evidence, lexicon: Lexicon):
        self.evidence, self.lexicon = evidence, lexicon

    def grades(self, sentence: Sentence, last: set[str]) -> list[Fault]:
        """Words of evidence that are not those of the fact."""
        if not self.evidence.grades:
            return []
        faults = []
        told = [c for c in sentence.clauses if c.measures or c.habits]
        habits = frozenset().union(*(c.habits for c in told)) if told else frozenset()
        measures = frozenset().union(*(c.measures for c in told)) if told else frozenset()
        for grade in sentence.grades:
            if grade in (Grade.NONE, Grade.INSUFFICIENT):
                of = [g.grade for g in self.evidence.grades]
                if grade is Grade.INSUFFICIENT and grade not in of and _FLAT_INSUFFICIENT.search(sentence.text):
                    faults.append(Fault("certainty", sentence.said, "the facts can tell"))
                continue
            of = {g.grade for g in self._graded(measures, habits, last)}
            if grade not in of:
                faults.append(Fault("certainty", sentence.said, f"the evidence is not graded {grade.value}"))
        return faults

    def _graded(self, measures: frozenset[str], habits: frozenset[str], last: set[str]) -> list:
        """The grades of what is spoken of: those that words give to just this before those of whole facts."""
        grades = [g for g in self.evidence.grades if g.fact in last] or self.evidence.grades
        if habits:
            grades = [g for g in grades if g.habits & habits] or ([] if self._all_have_habits() else grades)
        elif measures:
            grades = [g for g in grades if related(measures, g.measures)] or grades
        said = [g for g in grades if g.said and g.grade in (Grade.STRONG, Grade.LIKELY)]
        return said or grades

    def _all_have_habits(self) -> bool:
        return all(g.habits for g in self.evidence.grades)

    def confidence(self, clause: Clause, found: list[Fault]) -> None:
        """A probability that no fact states."""
        for one in clause.quantities:
            if one.unit not in ("%", "ratio", "of 100") or interval_level(clause.text, one):
                continue
            after, before = clause.text[one.end : one.end + 40], clause.text[max(0, one.start - 40) : one.start]
            if not (_SURE_AFTER.search(after) or _SURE_BEFORE.search(before)):
                continue
            stated = any(k.chance and same(one, k.shown) for k in self.evidence.known)
            if not stated:
                found.append(Fault("confidence", clause.text, "no fact states how probable this is"))

    def superlatives(self, clause: Clause, sentence: Sentence, found: list[Fault]) -> None:
        """ "Your best", "the lowest": only where a fact says so, and of the same habit."""
        if sentence.question:
            return
        for match in SUPERLATIVE.finditer(clause.text):
            kind = superlative_class(match, clause.text)
            of = [habits for name, habits in self.evidence.superlatives if name == kind]
            wrong = clause.named_habits and of and not any(h & clause.named_habits for h in of if h)
            if not of or (wrong and any(of)):
                found.append(Fault("comparison", clause.text, f"no fact says {match[0]}"))

    def sizes(self, sentence: Sentence) -> list[Fault]:
        """One habit against another: the larger effect has to be the larger."""
        match = _AGAINST.search(sentence.text) or _ALIKE.search(sentence.text)
        if not match:
            return []
        before = [h for a, _, h in self.lexicon.habits_in(sentence.text) if a < match.start()]
        after = [h for a, _, h in self.lexicon.habits_in(sentence.text) if a >= match.end()]
        if not before or not after or before[-1] == after[0]:
            return []
        one, other = (self.evidence.sizes.get(h) for h in (before[-1], after[0]))
        if one is None or other is None:
            return [Fault("comparison", sentence.said, "the facts do not let these be compared")]
        if match.re is _ALIKE:
            alike = one[1] == other[1] and 0.75 <= one[0] / max(other[0], 1e-9) <= 1.33
            return [] if alike else [Fault("comparison", sentence.said, "the facts say that they differ")]
        more = not re.match(r"less|smaller|weaker|fewer|lower", match[1])
        if one[1] != other[1] or (one[0] > other[0]) != more:
            return [Fault("comparison", sentence.said, "the facts say the opposite")]
        return []


_SURE_AFTER = re.compile(
    r"^\s?(?:\w+ )?(?:sure|certain|certainty|confident|confidence(?! interval)|chance|probab\w+|likelihood|likely|odds|"
    r"accura\w+|reliab\w+|correct)\b"
)
_SURE_BEFORE = re.compile(
    r"\b(?:chance|probability|likelihood|odds|confidence|certainty|accuracy|accurate|correct|right|"
    r"reliable)\b[^.]{0,25}$"
)
_FLAT_INSUFFICIENT = re.compile(r"not enough (?:data|days|nights)|too few")
_AGAINST = re.compile(
    r"\b(more|stronger|bigger|larger|greater|worse|harder|less|smaller|weaker|lower|higher)\b[^.;:]{0,30}?\bthan\b"
)
_ALIKE = re.compile(r"\bas (?:much|strong(?:ly)?|bad(?:ly)?|hard|big|large|important|harmful|good|well) as\b")
