"""Claims without a number of their own that are tied to days or to days without a habit: `Yesterday was easy`."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coach.facts import Fact
from coach.guarding.claims import LEVEL, Clause, Sentence
from coach.guarding.evidence import Evidence, opposite
from coach.guarding.quantities import plain
from coach.guarding.subjects import Lexicon, related
from coach.guarding.ties import Span, agree, spans

_RATIO = re.compile(
    r"\b(?P<part>\d+) (?:of|out of|from) (?:(?:the|your|these|those|all) )*(?:(?:last|past|previous) )?(?P<whole>\d+)\b"
)
_SCALES = {21, 100}  # 16.4 of 21 is a score, no share
_YES_NO = re.compile(r"\b(?:yes|no|not answered) on (\d+)")
_WITHOUT = re.compile(
    r"\b(?:without|no|avoiding|skipping|free (?:of|from)|not (?:having|taking|doing))(?: any| the| a)?\s*$"
)
_FREE = re.compile(r"-free\b| free (?=days?|nights?|evenings?|weeks?)")
_SOBER = re.compile(r"\b(?:sober|dry|teetotal|abstinent) (?:day|night|evening|week|morning)s?\b|\bsober\b")
_RETURNS = re.compile(
    r"\b(?:is|are|has|have|was|were|'s|'ve)(?: now| been| already| slowly| again)* "
    r"(?:(?P<back>back (?:in|within|inside|to|on|at)\b)|recovering|recovered|rebounding|rebounded|bouncing|returning|"
    r"returned|normali[sz]\w+)"
)
_YESTERDAY = re.compile(
    r"\byesterday(?:'s \w+)? (?:was|had been|looked|counted as|felt) (?:\w+ ){0,2}?(?:(?P<easy>easy|light|gentle|quiet|"
    r"restful|low|relaxed|rest day)|(?P<hard>hard|heavy|tough|demanding|big|intense))\b"
)
_CALLED = re.compile(r"\byesterday was (?P<kind>hard|easy)\b")
_RANGE = re.compile(r"\brange of (?P<low>[\d.]+) to (?P<high>[\d.]+)")
_ODD = re.compile(r"\b(?:is|are|was|were|looks?|looked|seems?|seemed) (?:\w+ )?(?:unusual|abnormal|odd|strange)\b")
_NOT_ODD = re.compile(r"\b(?:not|no|nothing|none|within it|near the limit|hardly|how|whether|if)\b|\w+n't\b")
_COMPARED = re.compile(
    r"\b(?:up|down|more|less|higher|lower|better|worse|longer|shorter|bigger|smaller|larger|greater|increased|"
    r"decreased|grown|fallen|risen|improved|dropped|changed|different|rose|fell)\b[^,.;]{0,30}?\b(?:from|than|since|"
    r"compared (?:with|to)|versus|vs) (?=(?:it was |in |on |the )*(?:last|yesterday|an?|one|\d+|previous|week|month))"
)
_STOP = re.compile(
    r"(?:\b(?:should|must|have to|need to|ought to|better|best to|time to)|^)\s?(?:\w+ ){0,2}?(?:stop|quit|give up|"
    r"cut out|ditch|abstain from|go without)\b"
)
_OPENED = re.compile(r"\b(?:when|if|once|until|till|whether|as soon as|before|not)\b")
_DENIED = re.compile(r"\b(?:no|not|never|\w+n't|whether|if|can't say that you)\b")


@dataclass
class Told:
    """Holds what is told of days against the facts of one turn."""

    facts: Sequence[Fact]
    evidence: Evidence
    lexicon: Lexicon
    today: date

    def __post_init__(self) -> None:
        self._ratios = {(m["part"], m["whole"]) for m in _RATIO.finditer(self.evidence.words)}
        for fact in self.facts:
            told = [fact.value] if fact.value is not None else []
            told += [float(n) for n in _YES_NO.findall(fact.method)]
            self._ratios |= {(f"{part:.0f}", f"{fact.n}") for part in told}
        self._odd = list(self._odd_days())

    def _odd_days(self) -> Iterator[tuple[Span, ...]]:
        for fact in self.facts:
            for said in re.split(r"(?<=[.!?])\s", plain(fact.words)) if "unusual" in fact.words else ():
                if "unusual" in said and not _NOT_ODD.search(said):
                    last = fact.last_day or self.today
                    yield tuple(span for _, span in spans(said, self.today)) or (Span(last, last),)

    def faults(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """What a sentence tells of days that no fact bears out: kind, the words, why."""
        if sentence.question:
            return
        text = sentence.text
        for found in _RATIO.finditer(text):
            if int(found["whole"]) not in _SCALES and (found["part"], found["whole"]) not in self._ratios:
                yield "number", found[0], "the facts have no such share"
        if (found := _YESTERDAY.search(text)) and not self._was(found):
            yield "direction", found[0], "the facts do not say that of yesterday"
        if (found := _ODD.search(text)) and self._odd_elsewhere(text, found):
            yield "date", found[0], "the facts do not say that of this day"
        if (found := _STOP.search(text)) and not _DENIED.search(text[: found.end()]):
            if any(at >= found.start() for at, _, _ in self.lexicon.habits_in(text)):
                yield "advice", found[0], "no fact advises it"
        for clause in sentence.clauses:
            yield from self._returns(clause)
            yield from self._without(clause, sentence)
            yield from self._compared(clause)

    def _was(self, found: re.Match) -> bool:
        """As words of the facts call it, or by its load: in the upper or the lower half of what is usual."""
        kinds = {m["kind"] for m in _CALLED.finditer(self.evidence.words)}
        load = next((fact for fact in self.facts if fact.id == "load.yesterday" and fact.value is not None), None)
        if load and (usual := _RANGE.search(plain(load.words))):
            middle = (float(usual["low"]) + float(usual["high"])) / 2
            kinds.add("hard" if load.value > middle else "easy")
        return ("hard" if found["hard"] else "easy") in kinds

    def _odd_elsewhere(self, text: str, found: re.Match) -> bool:
        if _NOT_ODD.search(text) or "unusual" not in self.evidence.words:
            return False
        said = [span for _, span in spans(text, self.today)] or [Span(self.today, self.today)]
        return not any(agree(one, other) for one in said for known in self._odd for other in known)

    def _returns(self, clause: Clause) -> Iterator[tuple[str, str, str]]:
        found = _RETURNS.search(clause.text)
        of = clause.named_measures if found and found["back"] else clause.named_measures - {"recovery"}
        if found and _OPENED.search(clause.text[: found.start()]):
            return
        if found and of and not clause.advice and found[0] not in self.evidence.words:
            yield "direction", found[0], "no fact says that it came back"

    def _without(self, clause: Clause, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """`Days without alcohol go with a lower recovery`: the facts say that of days with it."""
        habits = {
            name for a, b, name in self.lexicon.habits_in(clause.text)
            if _WITHOUT.search(clause.text[:a]) or _FREE.match(clause.text, b)
        }  # fmt: skip
        if _SOBER.search(clause.text):
            habits.add("alcohol")
        for way in clause.ways if habits else ():
            signs = set()
            for axis, sign in opposite(way.axis, way.sign, clause.measures):
                signs |= {
                    e.sign * sign for e in self.evidence.entries
                    if e.axis == axis == LEVEL and e.habits & habits
                    and related(e.measures, clause.measures or e.measures)
                }  # fmt: skip
            if 1 in signs and -1 not in signs and not way.negated and not sentence.hedged:
                yield "direction", clause.text, "the facts say this of days with it"

    def _compared(self, clause: Clause) -> Iterator[tuple[str, str, str]]:
        """`Up from last week`: only where a fact knows this of those days, or a trend."""
        found = _COMPARED.search(clause.text)
        if not found or not clause.measures or clause.advice:
            return
        said = clause.measures - ({"sleep"} if "debt" in clause.measures else set())
        then = [span for at, span in spans(clause.text, self.today) if at >= found.end() - 1]
        if not then or any(e.trend and e.measures & said for e in self.evidence.entries):
            return
        of = [k.tie for k in self.evidence.known if k.measures & said]
        days = [one for tie in of for one in (*tie.when, *([tie.over] if tie.over and tie.over.length == 1 else []))]
        if not any(agree(one, other) for one in then for other in days):
            yield "comparison", found[0], "no fact compares with those days"
