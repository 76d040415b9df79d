"""Directions of a draft against those of the facts: up, down, later, better, within, no different."""

import re
from datetime import date

from coach.guarding.claims import LEVEL, PULL, RANGE, SOME, Clause, Sentence, Way
from coach.guarding.evidence import UNKNOWN, Entry, Evidence, Known, opposite
from coach.guarding.subjects import related
from coach.guarding.ties import agree, spans
from coach.guarding.verdict import Fault


class Directions:
    """Holds every direction that a draft states against the facts of one turn."""

    def __init__(self, evidence: Evidence, context: set[str], has_facts: bool, today: date):
        self.evidence, self.context, self.has_facts, self.today = evidence, context, has_facts, today

    def faults(self, clause: Clause, sentence: Sentence, matched: dict[int, list[Known]], found: list[Fault]) -> None:
        """Directions that contradict the facts, or that no fact has."""
        for way in clause.ways:
            if way.of is not None:
                agree = matched.get(way.of)
                if agree is None or any(k.axis for k in agree):
                    continue
            elif sentence.question or (clause.advice and not clause.own):
                continue
            fault = self._way_fault(way, clause, sentence)
            if fault:
                found.append(Fault(fault[0], clause.text, fault[1]))

    def _way_fault(self, way: Way, clause: Clause, sentence: Sentence) -> tuple[str, str] | None:
        entries = self._entries(way, clause, sentence)
        named = clause.measures or clause.habits
        if not entries:
            if way.of is not None or clause.advice or not named or not clause.own or not self.has_facts:
                return None
            if way.axis == LEVEL and way.sign == 0:
                return None if way.negated else self._nothing_of(clause)
            return "direction", f"no fact says that it is {way.said}"
        signs = {sign for _, sign in entries}
        if way.negated:
            return ("direction", "the facts say that it is") if signs == {way.sign} else None
        if way.sign == SOME:
            agrees = bool(signs & {1, -1, SOME})
        elif way.sign == 0 and way.axis == LEVEL:
            agrees = 0 in signs
        else:
            agrees = way.sign in signs
        if agrees or (clause.advice and sentence.hedged and not signs <= {1, -1}):
            return None
        if clause.advice and not signs & {1, -1}:
            return None
        if signs <= {0, UNKNOWN}:
            said = "it cannot be told yet" if UNKNOWN in signs else "no effect is seen"
            return "certainty", f"the facts say that {said}"
        return "direction", f"the facts do not say that it is {way.said}"

    def _nothing_of(self, clause: Clause) -> tuple[str, str] | None:
        """Where no fact speaks of a habit at all, "no effect" is as much invented as an effect."""
        unknown = clause.named_habits - self.evidence.habits
        heard = any(clause.named_habits & k.habits for k in self.evidence.known)
        elsewhere = clause.named_habits and clause.named_measures
        return ("direction", "no fact speaks of it") if elsewhere or (unknown and not heard) else None

    def _entries(self, way: Way, clause: Clause, sentence: Sentence) -> list[tuple[str, int]]:
        """What the facts say on the axis of a direction, of the subjects of its clause: as (axis, sign)."""
        stated = list(opposite(way.axis, 1, clause.measures))
        found: list[tuple[Entry, int]] = []
        for entry in self.evidence.entries:
            for axis, turned in stated:
                if entry.axis == axis and self._of_subject(entry, clause):
                    sign = entry.sign * turned if entry.sign in (1, -1) else entry.sign
                    found.append((entry, sign))
                    break
        if clause.habits and clause.own:
            found = [(e, s) for e, s in found if e.habits & clause.habits]
        elif clause.measures and any(not e.habits for e, _ in found):
            found = [(e, s) for e, s in found if not e.habits or e.habits & self.context]
        text = clause.text if clause.own else sentence.text
        if way.axis == RANGE and (said := [span for _, span in spans(clause.text, self.today)]):
            found = [(e, s) for e, s in found if not e.when or any(agree(a, b) for a in said for b in e.when)]
        if _GOES_ON.search(clause.text):
            found = [(e, s) for e, s in found if e.trend]
        for wanted, flag in ((re.search(r"\btrend|\bover (?:the )?(?:last |past )?\d+ (?:days|weeks)", text), "trend"),
                             (re.search(r"\b(?:usual|baseline|normal)\b", text), "usual")):  # fmt: skip
            if wanted and any(getattr(e, flag) for e, _ in found):
                found = [(e, s) for e, s in found if getattr(e, flag)]
        return [(e.axis, s) for e, s in found]

    def _of_subject(self, entry: Entry, clause: Clause) -> bool:
        if entry.axis.startswith(PULL):
            return True
        if entry.between and len(entry.measures & clause.measures) < 2 and clause.measures:
            return False
        if not clause.measures and not clause.habits:
            return True
        if clause.habits and entry.habits & clause.habits:
            return not clause.measures or not entry.measures or related(clause.measures, entry.measures)
        if clause.habits and clause.own:
            return False
        return related(clause.measures, entry.measures) or not clause.own


_GOES_ON = re.compile(
    r"\b(?:has|have|'ve|'s|is|are|keeps?) (?:been |slowly |steadily |gradually |still |on )*(?:going|getting|falling|"
    r"dropping|rising|climbing|declining|improving|trending|slipping|creeping|sinking|increasing|decreasing|moving|"
    r"heading|drifting)\b"
)
