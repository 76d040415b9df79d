"""Checks a draft against the facts: every number, day, direction and grade, and what a coach must not say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise

from analytics.results import Grade
from coach.engine import Turn
from coach.guarding import care, unsafe
from coach.guarding.claims import GOOD, LEVEL, PULL, RANGE, SOME, TIME, Clause, Sentence, Way, read, sentences
from coach.guarding.evidence import (
    ASKED,
    COUNT,
    END,
    METHOD,
    SAID,
    SUPERLATIVE,
    UNKNOWN,
    VALUE,
    WORKOUT,
    Entry,
    Evidence,
    Known,
    beside,
    evidence,
    lexicon_of,
    of_text,
    opposite,
    superlative_class,
)
from coach.guarding.judged import Judge
from coach.guarding.quantities import CLOCK, OCCASIONS, Day, Quantity, Shown, plain, same
from coach.guarding.session import bound_of
from coach.guarding.subjects import Lexicon, related
from coach.understood import Topic


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a draft."""

    kind: str  # number, unit, date, direction, comparison, certainty, confidence, diagnosis, medicine, injury, diet ...
    said: str  # the words of the draft
    why: str


@dataclass(frozen=True)
class Verdict:
    """Whether a draft may be shown."""

    faults: tuple[Fault, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.faults

    @property
    def wrong(self) -> str:
        """What was wrong, as the engine is told when it has another try."""
        return "; ".join(f'"{fault.said}": {fault.why}' for fault in self.faults[:5])


def check(draft: str, turn: Turn, *, today: date, others: Sequence[str] = ()) -> Verdict:
    """Whether every claim of a draft matches the facts of its turn, and nothing is said that must not be.

    others: names of the other athletes in the store.
    """
    allowed = f"{turn.name} {turn.understood.habit or ''} {' '.join(fact.words for fact in turn.facts)}"
    unreadable = unsafe.garbage(draft, allowed)
    if unreadable:
        return Verdict((Fault("garbage", draft[:60], unreadable),))
    reader = _Reader(turn, today)
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
    for fact in turn.facts:
        if "." in fact.id and re.search(rf"(?<!\w){re.escape(fact.id)}(?!\w)", draft):
            faults.append(Fault("leak", fact.id, "the id of a fact is no word for a person"))
    return faults


@lru_cache(maxsize=1024)
def _own_sentences(text: str) -> tuple[str, ...]:
    return tuple(plain(said).strip() for said in sentences(text))


class _Reader:
    """Checks sentences against the facts of one turn."""

    def __init__(self, turn: Turn, today: date):
        self.turn, self.today = turn, today
        self.lexicon: Lexicon = lexicon_of(turn.facts, turn.understood.habit)
        self.evidence: Evidence = evidence(turn.facts, self.lexicon, today)
        self.asked = of_text(turn.understood.text, ASKED, self.lexicon, today)
        self.workout = of_text(turn.workout, WORKOUT, self.lexicon, today)
        self.dates = _dates(turn, self.evidence, self.asked, self.workout)
        self.context: set[str] = set()  # habits that the draft, or the question, has named so far
        self.told: set[str] = set()  # the facts whose numbers came last
        self.context |= {name for _, _, name in self.lexicon.habits_in(plain(turn.understood.text))}
        if turn.understood.habit:
            self.context.add(turn.understood.habit)
        told = [_own_sentences(fact.words) for fact in turn.facts]
        self.true = {said for all_of in told for said in all_of}
        self.missing = {plain(fact.missing).strip().rstrip(".") for fact in turn.facts if fact.missing}
        self.opening = {all_of[0] for all_of in told if all_of}  # stand for themselves in their fact
        self.follows = {
            pair for all_of in told for pair in pairwise(all_of)
        }  # a sentence and the next of the same fact
        self.before = ""
        session = " ".join(fact.words for fact in turn.facts if fact.id == "workout.today")
        self.of_session = {*_own_sentences(session), *_own_sentences(turn.workout)}
        self.bound = bound_of(turn.facts, turn.workout)
        self.judge = Judge(turn.facts, self.lexicon, today, self.evidence.words)

    def faults(self, sentence: Sentence) -> list[Fault]:
        """Everything that is wrong with one sentence."""
        self.context |= {habit for clause in sentence.clauses for habit in clause.named_habits}
        found = [Fault(kind, said, why) for kind, said, why in unsafe.in_sentence(sentence.text)]
        if self._verbatim(sentence):
            return [fault for fault in found if fault.kind != "diet"]  # calories that were burned are no advice
        found += self._beyond_facts(sentence)
        found += self._causes(sentence)
        found += self._days(sentence)
        counted: list[tuple[Clause, dict[int, list[Known]]]] = []
        for clause in sentence.clauses:
            matched = self._numbers(clause, sentence, found)
            counted.append((clause, matched))
            self._ways(clause, sentence, matched, found)
            self._confidence(clause, found)
            self._superlatives(clause, sentence, found)
        found += self._mixed(counted)
        found += self._grades(sentence)
        found += self._sizes(sentence)
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

    def _numbers(self, clause: Clause, sentence: Sentence, found: list[Fault]) -> dict[int, list[Known]]:
        """The known numbers that each number of a clause matches; faults for those that match none."""
        matched: dict[int, list[Known]] = {}
        for i, one in enumerate(clause.quantities):
            if _interval_level(clause.text, one):
                if not any(k.end_of for k in self.evidence.known):
                    found.append(Fault("number", _said(clause, one), "no fact has an interval"))
                continue
            fits, why = self._fits(i, one, clause, sentence)
            if fits:
                matched[i] = fits
            else:
                found.append(Fault(why[0], _said(clause, one), why[1]))
        self._pairs(clause, matched, found)
        return matched

    def _fits(self, i: int, one: Quantity, clause: Clause, sentence: Sentence) -> tuple[list[Known], tuple[str, str]]:
        """Which known numbers a number may stand for, or the kind of fault and why there are none."""
        pool = [*self.evidence.known, *self.workout.known, *self.asked.known]
        equal = [k for k in pool if same(one, k.shown)]
        if not equal:
            bare = replace(one, unit="")
            if one.unit and any(same(bare, Shown(k.shown.value, "", k.shown.step)) for k in self.evidence.known):
                return [], ("unit", "the facts have this number in another unit")
            return [], ("number", "no fact has this number")
        fits = [k for k in equal if self._subject_fits(k, one, clause, sentence)]
        if not fits:
            return [], ("number", "the facts have this number of something else")
        way = next((w for w in clause.ways if w.of == i), None)
        if way is not None:
            fits = [k for k in fits if k.axis or not _wants_unit(one, k)]
            if way.axis in (LEVEL, GOOD):
                fits = [k for k in fits if k.axis or k.role not in (VALUE, SAID)] or [k for k in fits if k.cue]
            agree = [k for k in fits if _way_fits(k, way, clause)]
            if not agree:
                return [], ("direction", f"the facts do not say that it is {way.said}")
            fits = agree
        elif one.signed:
            fits = [k for k in fits if not k.sign or (k.shown.value < 0) == (one.value < 0) or k.role != VALUE] or []
            if not fits:
                return [], ("direction", "the sign is not that of the fact")
        roles = [k for k in fits if self._role_fits(k, i, one, clause, sentence)]
        if not roles:
            return [], ("number", "the facts have this number as something else")
        if not sentence.hedged and not sentence.question and all(k.hedged for k in roles):
            if way is not None or one.unit == "things":
                return [], ("certainty", "no such effect is seen, and that has to be said with it")
        if way is not None and all(k.per for k in roles) and not _PER.search(sentence.text):
            return [], ("number", "the facts say this of each further one")
        if way is not None and _PER_FURTHER.search(sentence.text) and not any(k.per for k in roles):
            if any(k.per for k in self.evidence.known):
                return [], ("number", "the facts do not say this of each further one")
        return roles, ("", "")

    def _subject_fits(self, known: Known, one: Quantity, clause: Clause, sentence: Sentence) -> bool:
        if known.role == METHOD:
            units = not one.unit or one.unit == known.shown.unit
            return units and bool(known.near) and known.near == beside(clause.text, one.start, one.end)
        if known.role == WORKOUT:
            return clause.named_measures <= known.measures | _OF_A_SESSION
        if known.role == ASKED:
            return self._may_echo(one, clause, sentence)
        if not clause.own:
            return True
        if clause.habits and not known.habits & clause.habits:
            return False
        if not clause.habits and known.habits and clause.measures and known.axis:
            return bool(known.habits & self.context) and related(clause.measures, known.measures)
        return not clause.measures or not known.measures or related(clause.measures, known.measures) or bool(
            clause.habits & known.habits and not known.measures
        )  # fmt: skip

    def _may_echo(self, one: Quantity, clause: Clause, sentence: Sentence) -> bool:
        """A number of the question may be said again, but not as if it had been measured."""
        if sentence.question or re.search(r"\b(?:if|whether|you asked|you said|you mention\w*|would|aim|your "
                                          r"question|for (?:your|a|the)|"
                                          r"prepar\w+|until|before|event|race|goal|weeks?)\b",
                                          clause.text):  # fmt: skip
            return True
        if not clause.measures:
            return True
        return not any(related(clause.measures, k.measures) for k in self.evidence.known if k.role in (VALUE, SAID))

    def _role_fits(self, known: Known, i: int, one: Quantity, clause: Clause, sentence: Sentence) -> bool:
        cue = clause.cues[i]
        if known.role == END or known.end_of:
            if one.pair is None and (one.unit == CLOCK or not _OF_AN_END.search(clause.text)):
                return False
            way = any(way.of == i for way in clause.ways)
            if one.pair is None and known.role == END and cue == "limit" and not way and not known.widest:
                return False
        elif one.pair is not None and known.end_of == "" and not _CHANGE.search(clause.text):
            return False
        if known.role == COUNT:
            if re.search(r"\b(?:over|than the|last|past|within)(?: the| these)?\s?$", clause.text[: one.start]):
                return False
            return not cue and bool(one.unit or re.search(r"\bn\s?(?:=|of|is)\s?$", clause.text[: one.start]))
        if known.role in (METHOD, WORKOUT, ASKED):
            return True
        if cue == known.cue:
            return True
        if cue:
            of_fact = [k for k in self.evidence.known if k.cue == cue and k.measures == known.measures]
            return not of_fact and not known.cue
        if known.cue in ("limit", "had"):
            return known.cue == "limit" and bool(_AT_MOST.search(clause.text))
        if known.cue in ("need", "usual"):
            ranged = any(way.axis == RANGE for way in clause.ways)
            return bool(known.end_of) and (ranged or "range" in sentence.text or "between" in clause.text)
        return True

    def _pairs(self, clause: Clause, matched: dict[int, list[Known]], found: list[Fault]) -> None:
        """Both ends of a range have to be those of one range."""
        for i, one in enumerate(clause.quantities):
            if one.end_of != "low" or i not in matched or i + 1 not in matched:
                continue
            lows, highs = matched[i], matched[i + 1]
            together = any(
                low.pair == high.pair and low.end_of == "low" and high.end_of == "high" and low.pair
                for low in lows for high in highs
            )  # fmt: skip
            single = any(not low.pair for low in lows) and any(not high.pair for high in highs)
            if not together and not (single and _CHANGE.search(clause.text)):
                found.append(Fault("number", clause.text[one.start : clause.quantities[i + 1].end],
                                   "the facts have no such range"))  # fmt: skip

    def _mixed(self, counted: list[tuple[Clause, dict[int, list[Known]]]]) -> list[Fault]:
        """Numbers of one clause on one thing have to be those of one fact; so have a number and its count."""
        faults = []
        here: set[str] = set()
        for clause, matched in counted:
            sets = {i: {k.fact for k in known} for i, known in matched.items()}
            if any("" in facts for facts in sets.values()):  # of the question or the session
                continue
            counts = {i for i in sets if clause.quantities[i].unit in _COUNTS}
            values = [facts for i, facts in sets.items() if i not in counts]
            one_thing = len(clause.measures) < 2 and len(clause.habits) < 2
            if one_thing and len(values) > 1 and not set.intersection(*values):
                faults.append(Fault("number", clause.text, "these are numbers of different facts"))
            here |= set().union(*values) if values else set()
            for i in counts:
                named = clause.named_measures or clause.named_habits
                before = here or (set() if named else self.told)
                if before and not sets[i] & before:
                    faults.append(Fault("number", _said(clause, clause.quantities[i]), "it counts something else"))
        self.told = here or self.told
        return faults

    def _ways(self, clause: Clause, sentence: Sentence, matched: dict[int, list[Known]], found: list[Fault]) -> None:
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
            if way.of is not None or clause.advice or not named or not clause.own or not self.turn.facts:
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

    def _days(self, sentence: Sentence) -> list[Fault]:
        faults = []
        for day in sentence.days:
            why = self._day_fault(day, sentence)
            if why:
                faults.append(Fault("date", sentence.text[day.start : day.end], why))
        return faults

    def _day_fault(self, day: Day, sentence: Sentence) -> str | None:
        said = sentence.text[day.start : day.end]
        known = self.dates
        if said in self.evidence.words or said in plain(self.turn.workout):
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

    def _grades(self, sentence: Sentence) -> list[Fault]:
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
            of = {g.grade for g in self._graded(measures, habits)}
            if grade not in of:
                faults.append(Fault("certainty", sentence.said, f"the evidence is not graded {grade.value}"))
        return faults

    def _graded(self, measures: frozenset[str], habits: frozenset[str]) -> list:
        """The grades of what is spoken of: those that words give to just this before those of whole facts."""
        grades = [g for g in self.evidence.grades if g.fact in self.told] or self.evidence.grades
        if habits:
            grades = [g for g in grades if g.habits & habits] or ([] if self._all_have_habits() else grades)
        elif measures:
            grades = [g for g in grades if related(measures, g.measures)] or grades
        said = [g for g in grades if g.said and g.grade in (Grade.STRONG, Grade.LIKELY)]
        return said or grades

    def _all_have_habits(self) -> bool:
        return all(g.habits for g in self.evidence.grades)

    def _confidence(self, clause: Clause, found: list[Fault]) -> None:
        """A probability that no fact states."""
        for one in clause.quantities:
            if one.unit not in ("%", "ratio", "of 100") or _interval_level(clause.text, one):
                continue
            after, before = clause.text[one.end : one.end + 40], clause.text[max(0, one.start - 40) : one.start]
            if not (_SURE_AFTER.search(after) or _SURE_BEFORE.search(before)):
                continue
            stated = any(k.chance and same(one, k.shown) for k in self.evidence.known)
            if not stated:
                found.append(Fault("confidence", clause.text, "no fact states how probable this is"))

    def _superlatives(self, clause: Clause, sentence: Sentence, found: list[Fault]) -> None:
        """ "Your best", "the lowest": only where a fact says so, and of the same habit."""
        if sentence.question:
            return
        for match in SUPERLATIVE.finditer(clause.text):
            kind = superlative_class(match, clause.text)
            of = [habits for name, habits in self.evidence.superlatives if name == kind]
            wrong = clause.named_habits and of and not any(h & clause.named_habits for h in of if h)
            if not of or (wrong and any(of)):
                found.append(Fault("comparison", clause.text, f"no fact says {match[0]}"))

    def _sizes(self, sentence: Sentence) -> list[Fault]:
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
        heard = f"{self.evidence.words} {plain(self.turn.workout)} {_COACHING}"
        known = set(_content(heard))
        return not any(
            clause.named_measures or clause.named_habits or known & set(_content(clause.text))
            for sentence in sentences for clause in sentence.clauses
        )  # fmt: skip


@dataclass
class _Dates:
    days: set[date]
    weekdays: set[int]
    months: set[int]


def _dates(turn: Turn, *told: Evidence) -> _Dates:
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
    return _Dates(days, weekdays, months)


def _way_fits(known: Known, way: Way, clause: Clause) -> bool:
    if not known.axis or not known.sign:
        return True
    agrees = any(
        known.axis == axis and known.sign == sign for axis, sign in opposite(way.axis, way.sign, clause.measures)
    )
    return agrees != way.negated


def _wants_unit(one: Quantity, known: Known) -> bool:
    """`24 lower` of a change that is known in percent: the number alone would be of another unit."""
    return not one.unit and known.shown.unit == "%"


def _interval_level(text: str, one: Quantity) -> bool:
    """`95% interval`"""
    return one.unit == "%" and one.value == 95 and bool(
        re.match(r"\s(?:confidence |credible |uncertainty )?(?:interval|range)\b", text[one.end :])
    )  # fmt: skip


def _said(clause: Clause, one: Quantity) -> str:
    return clause.text[max(0, one.start - 20) : one.end + 12].strip()


def _content(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]{4,}", text) if word not in _EMPTY]


_COUNTS = (OCCASIONS, "weeks", "things", "months")
_EMPTY = frozenset(
    "this that with your from have will been were they them then than what when which would could about there their "
    "some more most very just like into over after before here does said says".split()
)
_COACHING = (
    "training session sessions workout ride rides easy hard intervals endurance recover recovered ready fresh tired "
    "fatigue rest "
    "plan week weeks event race goal data know tell answer question coach device score evidence effect days nights "
    "mornings measured enough"
)
_OF_A_SESSION = frozenset({"strain", "heart_rate", "power", "ftp", "cadence", "pace", "form", "recovery"})
_TALK = {Topic.SMALLTALK, Topic.HELP, Topic.OUT_OF_SCOPE}
_OF_AN_END = re.compile(
    r"\b(?:could|may|might|up to|at most|at least|as (?:much|little|high|low|many|few) as|no more|no less|between|"
    r"low(?:er)? end|high end|upper end|edge|bound|limit|largest|larger than|smaller than|anywhere|even)\b|\xb1"
)
_AT_MOST = re.compile(r"\b(?:could be|may be|might be|at the most|or less)\b|\xb1(?![^.]*larger)")
_PER = re.compile(r"\b(?:each|per|every|further|additional|extra|an hour|another)\b")
_PER_FURTHER = re.compile(r"\b(?:each|every|per) (?:further|additional|extra|cup|drink|glass)\b")
_CHANGE = re.compile(
    r"\b(?:fell|rose|dropped|went|gone|moved|climbed|increased|decreased|changed|down|up|improved|grew|declined|"
    r"slipped|"
    r"between|compared|from)\b"
)
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
MOST_WORDS_UNFINISHED = 80


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
