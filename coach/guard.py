"""Checks a draft against the facts: every number, day, direction and grade, and what a coach must not say."""

import re
from collections.abc import Sequence
from datetime import date

from coach.engine import Turn
from coach.guarding import unsafe
from coach.guarding.claims import read
from coach.guarding.reader import Reader
from coach.guarding.verdict import Fault, Verdict

__all__ = ["Fault", "GuardedStream", "Verdict", "check"]
MOST_WORDS_UNFINISHED = 80


def check(draft: str, turn: Turn, *, today: date, others: Sequence[str] = ()) -> Verdict:
    """Whether every claim of a draft matches the facts of its turn, and nothing is said that must not be.

    others: names of the other athletes in the store.
    """
    allowed = f"{turn.name} {turn.understood.habit or ''} {' '.join(fact.words for fact in turn.known)}"
    unreadable = unsafe.garbage(draft, allowed)
    if unreadable:
        return Verdict((Fault("garbage", draft[:60], unreadable),))
    reader = Reader(turn, today)
    faults = _form_faults(draft, turn, others)
    sentences = read(draft, reader.lexicon, today)
    for sentence in sentences:
        faults += reader.faults(sentence)
    if repeated := unsafe.loops(draft, [sentence.text for sentence in sentences]):
        faults.append(Fault("loop", repeated[:60], "it repeats itself"))
    if reader.off_topic(sentences):
        faults.append(Fault("garbage", draft[:60], "it speaks of nothing that was asked or found"))
    return Verdict(tuple(dict.fromkeys(faults)))


def _form_faults(draft: str, turn: Turn, others: Sequence[str]) -> list[Fault]:
    """Markup, names of others, and ids of facts anywhere in a draft."""
    faults = []
    if found := unsafe.markup(draft):
        faults.append(Fault("markup", found, "an answer is plain text, without links or markup"))
    if name := unsafe.named(draft, others, turn.name):
        faults.append(Fault("name", name, "another person is named"))
    for fact in turn.known:
        if "." in fact.id and re.search(rf"(?<!\w){re.escape(fact.id)}(?!\w)", draft):
            faults.append(Fault("leak", fact.id, "the id of a fact is no word for a person"))
    return faults


class GuardedStream:
    """Passes a growing text on sentence by sentence, as long as every sentence passes; stops at the first that fails.

    A sentence is shown when it is complete and true. Loops, garbage and endless text stop the stream early.
    """

    def __init__(self, turn: Turn, *, today: date, others: Sequence[str] = ()):
        self._turn, self._today, self._others = turn, today, others
        self._text, self._shown = "", 0
        self.faults: tuple[Fault, ...] = ()

    @property
    def stopped(self) -> bool:
        """Whether a fault was found: whoever feeds may stop the engine."""
        return bool(self.faults)

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.faults)

    @property
    def text(self) -> str:
        """What has been let through."""
        return self._text[: self._shown]

    def feed(self, piece: str) -> str:
        """Takes the next piece; returns what may be shown now, often nothing yet."""
        if self.stopped:
            return ""
        self._text += piece
        if self._early_fault(piece):
            return ""
        end = _last_end(self._text)
        return self._pass_on(end) if end > self._shown else ""

    def close(self) -> str:
        """Takes the end of the text; returns the rest that may be shown. An unfinished last sentence is checked too."""
        if self.stopped:
            return ""
        if not self._text.strip():
            self.faults = check("", self._turn, today=self._today, others=self._others).faults
            return ""
        return self._pass_on(len(self._text))

    def _pass_on(self, end: int) -> str:
        verdict = check(self._text[:end], self._turn, today=self._today, others=self._others)
        known = [fault for fault in verdict.faults if fault.why != _OFF or end == len(self._text)]
        if known:
            self.faults = tuple(known)
            return ""
        piece, self._shown = self._text[self._shown : end], end
        return piece

    def _early_fault(self, piece: str) -> bool:
        """What needs no finished sentence to be seen."""
        said = self._text[self._shown :]
        why = None
        if len(self._text) > unsafe.MOST_CHARACTERS:
            why = Fault("loop", said[:60], f"it is longer than {unsafe.MOST_CHARACTERS} characters")
        elif len(said.split()) > MOST_WORDS_UNFINISHED or len(said) > 8 * MOST_WORDS_UNFINISHED:
            why = Fault("garbage", said[:60], "a sentence has no end")
        elif piece.strip() and (unreadable := unsafe.unseen(piece)):
            why = Fault("garbage", piece[:60], unreadable)
        elif found := unsafe.markup(said):
            why = Fault("markup", found, "an answer is plain text, without links or markup")
        if why:
            self.faults = (why,)
        return bool(why)


_OFF = "it speaks of nothing that was asked or found"


def _last_end(text: str) -> int:
    """Where the last finished sentence ends: behind a stop that is followed by space."""
    ends = [m.end() for m in re.finditer(r"(?<!\d)[.!?\u2026][\"')]*\s|(?<=\d)[.!?][\"')]*\s(?=[A-Z])|\n", text)]
    return ends[-1] if ends else 0
