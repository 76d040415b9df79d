"""Numbers of a draft against those of the facts: which known number each one stands for, if any."""

import re
from dataclasses import replace
from datetime import date

from coach.guarding.claims import GOOD, LEVEL, RANGE, Clause, Sentence, Way
from coach.guarding.evidence import ASKED, COUNT, END, METHOD, SAID, VALUE, WORKOUT, Evidence, Known, beside, opposite
from coach.guarding.quantities import CLOCK, MINUTES, OCCASIONS, Quantity, Shown, same
from coach.guarding.subjects import Lexicon, related
from coach.guarding.ties import misfit, spans, tie
from coach.guarding.verdict import Fault


class Numbers:
    """Matches the numbers of a draft, clause by clause, with what one turn knows."""

    def __init__(self, evidence: Evidence, workout: Evidence, asked: Evidence, context: set[str], lexicon: Lexicon,
                 today: date):  # fmt: skip
        self.evidence, self.workout, self.asked = evidence, workout, asked
        self.context = context  # habits that the draft, or the question, has named so far
        self.told: set[str] = set()  # the facts whose numbers came last
        self.lexicon, self.today = lexicon, today
        self.tied: set[tuple[int, int]] = set()  # clause and number: those that words tie to a day or a source

    def matched(self, clause: Clause, sentence: Sentence, found: list[Fault]) -> dict[int, list[Known]]:
        """The known numbers that each number of a clause matches; faults for those that match none."""
        matched: dict[int, list[Known]] = {}
        for i, one in enumerate(clause.quantities):
            if interval_level(clause.text, one):
                if not any(k.end_of for k in self.evidence.known):
                    found.append(Fault("number", excerpt(clause, one), "no fact has an interval"))
                continue
            fits, why = self._fits(i, one, clause, sentence)
            if fits:
                matched[i] = fits
            else:
                found.append(Fault(why[0], excerpt(clause, one), why[1]))
        self._pairs(clause, matched, found)
        return matched

    def _fits(self, i: int, one: Quantity, clause: Clause, sentence: Sentence) -> tuple[list[Known], tuple[str, str]]:
        """Which known numbers a number may stand for, or the kind of fault and why there are none."""
        pool = [*self.evidence.known, *self.workout.known, *self.asked.known]
        equal = [k for k in pool if same(one, k.shown) and (one.unit or _counts(clause.text, one, k.shown.unit))]
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
        if way is not None and _PER_FURTHER.search(clause.text) and not any(k.per for k in roles):
            if any(k.per for k in self.evidence.known):
                return [], ("number", "the facts do not say this of each further one")
        return self._tied(roles, i, clause, sentence)

    def _tied(
        self, roles: list[Known], i: int, clause: Clause, sentence: Sentence
    ) -> tuple[list[Known], tuple[str, str]]:
        """Those of the known numbers whose days, source and working are those that the words around say."""
        said = tie(sentence, clause, i, self.today, self.lexicon)
        fits, why = [], ""
        for k in roles:
            if k.role not in (VALUE, END, SAID):
                fits.append(k)
                continue
            recovery = "recovery" in k.measures and not k.habits and k.shown.unit in _SCORES and not k.axis
            value = not k.end_of and k.cue not in ("limit", "had")
            fault = misfit(said, k.tie, k.measures, recovery=recovery, value=value, effect=bool(k.habits and k.axis),
                           today=self.today)  # fmt: skip
            fits += [] if fault else [k]
            why = why or fault
        if fits and said.explicit:
            self.tied.add((id(clause), i))
        return (fits, ("", "")) if fits else ([], ("number", why))

    def _subject_fits(self, known: Known, one: Quantity, clause: Clause, sentence: Sentence) -> bool:
        if known.role == METHOD:
            units = not one.unit or one.unit == known.shown.unit
            return units and bool(known.near) and known.near == beside(clause.text, one.start, one.end)
        if known.role == WORKOUT:
            return clause.named_measures <= known.measures | _OF_A_SESSION
        if known.role == ASKED:
            return self._may_echo(one, clause, sentence)
        if known.axis and known.habits and not known.habits & self.context and not clause.habits | clause.measures:
            return False
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
        if any(span.before for span in known.tie.when) and known.cue == "usual" and cue in ("", "usual"):
            return any(span.before for _, span in spans(clause.text, self.today)) or cue == "usual"
        if known.fact == "sleep.debt" and known.cue != "need" and not _OWED.search(sentence.text):
            return False
        if cue == "need" and known.cue != cue and one.unit == MINUTES and known.role in (VALUE, SAID):
            return False
        if known.role == END or known.end_of:
            if one.pair is None and known.role == SAID and _begins_or_ends(known, clause.text[: one.start]):
                return True
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
            bounded = re.search(r"\bbetween\s*(?:about |around )?$", clause.text[: one.start])
            if not together and (bounded or not (single and _CHANGE.search(clause.text))):
                found.append(Fault("number", clause.text[one.start : clause.quantities[i + 1].end],
                                   "the facts have no such range"))  # fmt: skip

    def mixed(self, counted: list[tuple[Clause, dict[int, list[Known]]]]) -> list[Fault]:
        """Numbers of one clause on one thing have to be those of one fact; so have a number and its count."""
        faults = []
        here: set[str] = set()
        for clause, matched in counted:
            sets = {i: {k.fact for k in known} for i, known in matched.items()}
            if any("" in facts for facts in sets.values()):  # of the question or the session
                continue
            counts = {i for i in sets if clause.quantities[i].unit in _COUNTS}
            values = [facts for i, facts in sets.items() if i not in counts and (id(clause), i) not in self.tied]
            one_thing = len(clause.measures) < 2 and len(clause.habits) < 2
            if one_thing and len(values) > 1 and not set.intersection(*values):
                faults.append(Fault("number", clause.text, "these are numbers of different facts"))
            here |= set().union(*values) if values else set()
            for i in counts:
                named = clause.named_measures or clause.named_habits
                before = here or (set() if named else self.told)
                if before and not sets[i] & before:
                    faults.append(Fault("number", excerpt(clause, clause.quantities[i]), "it counts something else"))
        self.told = here or self.told
        return faults


def _counts(text: str, one: Quantity, unit: str) -> bool:
    """Whether a bare number may be one of days: `19 of 20`, `n = 59`, or one in brackets."""
    if unit != OCCASIONS:
        return True
    return bool(
        re.match(r"\s*(?:(?:of|out of|in|times|and|to|yes|no|or)\b|[),-])", text[one.end :])
        or re.search(r"(?:\bof|\bin|n|=|is|\(|over|on|than|are|to|only|last|just)(?: the)?\s*$", text[: one.start])
    )


def _begins_or_ends(known: Known, before: str) -> bool:
    """`You fell asleep at 23:33 and woke at 07:04`, of a night from 23:33 to 07:04."""
    return known.fact == "sleep.last_night" and bool(_NIGHT_ENDS[known.end_of].search(before))


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


def interval_level(text: str, one: Quantity) -> bool:
    """`95% interval`"""
    return one.unit == "%" and one.value == 95 and bool(
        re.match(r"\s(?:confidence |credible |uncertainty )?(?:interval|range)\b", text[one.end :])
    )  # fmt: skip


def excerpt(clause: Clause, one: Quantity) -> str:
    return clause.text[max(0, one.start - 20) : one.end + 12].strip()


_SCORES = ("%", "of 100")
_COUNTS = (OCCASIONS, "weeks", "things", "months")
_OF_A_SESSION = frozenset({"strain", "heart_rate", "power", "ftp", "cadence", "pace", "form", "recovery"})
_NIGHT_ENDS = {
    "low": re.compile(r"\b(?:asleep|to sleep|dropped off|drifted off|nodded off) (?:at|around|about|by) $"),
    "high": re.compile(r"\b(?:woke|woke up|awake|got up|slept|up) (?:again )?(?:at|around|about|by|until|till) $"),
}
_OF_AN_END = re.compile(
    r"\b(?:could|may|might|up to|at most|at least|as (?:much|little|high|low|many|few) as|no more|no less|between|"
    r"low(?:er)? end|high end|upper end|edge|bound|limit|largest|larger than|smaller than|anywhere|even)\b|\xb1"
)
_OWED = re.compile(
    r"\b(?:ow(?:e[sd]?|ing)|debt|deficit|behind|catch(?:ing)? up|caught up|mak(?:e|ing) up|repay\w*|pay back|"
    r"shortfall|missing|missed|lack\w*|lost|short of sleep)\b"
)
_AT_MOST = re.compile(r"\b(?:could be|may be|might be|at the most|or less)\b|\xb1(?![^.]*larger)")
_PER = re.compile(r"\b(?:each|per|every|further|additional|extra|an hour|another)\b")
_PER_FURTHER = re.compile(r"\b(?:each|every|per) (?:further|additional|extra|cup|drink|glass)\b")
_CHANGE = re.compile(
    r"\b(?:fell|rose|dropped|went|gone|moved|climbed|increased|decreased|changed|down|up|improved|grew|declined|"
    r"slipped|"
    r"between|compared|from)\b"
)
