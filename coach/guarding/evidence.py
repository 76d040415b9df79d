"""What facts allow an answer to say: numbers with their roles, directions, grades; read off values and words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from analytics.results import Grade
from coach.facts import SIGNED, Direction, Fact
from coach.guarding import subjects, ties
from coach.guarding.claims import DEBT, GOOD, LEVEL, RANGE, TIME, Clause, Sentence, Way, read
from coach.guarding.quantities import CLOCK, OCCASIONS, Shown, plain, quantities
from coach.guarding.subjects import Lexicon
from coach.guarding.ties import DEVICE, OURS, Span, Tie

UNKNOWN = 7  # the sign of what cannot be told
VALUE, END, COUNT, SAID, METHOD, WORKOUT, ASKED = "value", "end", "n", "said", "method", "workout", "asked"
_UNITS = {"clock h": CLOCK, "h": "min", "days": OCCASIONS, "nights": OCCASIONS, "weeks": "weeks"}
_SIGNS = {Direction.HIGHER: 1, Direction.LOWER: -1, Direction.SAME: 0}
BETTER = {
    "hrv": 1, "recovery": 1, "sleep": 1, "resting_hr": -1, "debt": -1, "regularity": 1, "efficiency": 1, "stages": 1,
    "fitness": 1, "ftp": 1, "power": 1, "vo2max": 1, "form": 1, "respiration": -1, "fatigue": -1,
}  # fmt: skip
_TREND = re.compile(
    r"\btrend|\bover (?:the (?:last|past) )?\d+ (?:days|weeks)|\bbecame\b|\bwhich way\b|\brising\b|\bfalling\b"
)
_USUAL = re.compile(r"\b(?:usual|usually|normal|baseline)\b")
_PER = re.compile(r"\b(?:each|per|every|further|additional|extra|an hour)\b")
SUPERLATIVE = re.compile(
    r"\b(?:hardest|easiest|clearest|toughest|heaviest|deepest|busiest|calmest|poorest|perform\w* (?:\w+ )?best|"
    r"highest|lowest|longest|shortest|worst|strongest|weakest|fastest|slowest|biggest|largest|smallest|greatest|"
    r"all[- ]time|record|personal best|(?:the|your|its|likely) (?:\w+ )?best(?! (?:guess|bet|you can|to\b|thing|way|"
    r"option|"
    r"choice|idea|wishes))|best (?:week|night|month|recovery|hrv|morning|year|season|ever)|(?:shows?|matters?|"
    r"counts?) most|"
    r"(?:the )?most (?:important|harmful|costly|helpful)|the least)\b"
)
_ALIKE = {
    "clearest": "most",
    "greatest": "most", "largest": "most", "biggest": "most", "strongest": "most", "most": "most", "matters": "most",
    "shows": "most", "show": "most", "matter": "most", "counts": "most", "count": "most", "best": "best",
}  # fmt: skip


_OF_OTHERS = re.compile(r"\bof \d+ others\b")  # of none that is named


@dataclass(frozen=True)
class Known:
    """A number that may be said, and of what."""

    shown: Shown
    role: str
    measures: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()
    axis: str = ""  # of the direction that it comes with, "" for none
    sign: int = 0
    cue: str = ""
    fact: str = ""  # whose
    pair: str = ""  # of what range it is an end
    end_of: str = ""
    hedged: bool = False  # a figure of what is not seen: only where that is said too
    per: bool = False  # for each further cup
    near: frozenset[str] = frozenset()  # the words beside it
    widest: bool = False  # the end of an interval that is farther from nothing
    chance: bool = False  # the words beside it speak of chance
    tie: Tie = Tie()


@dataclass(frozen=True)
class Entry:
    """A direction that a fact states of its subjects."""

    axis: str
    sign: int
    measures: frozenset[str]
    habits: frozenset[str]
    trend: bool = False
    usual: bool = False
    between: bool = False  # how measures go together: of none of them alone
    when: tuple[Span, ...] = ()  # of a range: the days that lie in it or not


@dataclass(frozen=True)
class Graded:
    """A grade and what it is of."""

    grade: Grade
    measures: frozenset[str]
    habits: frozenset[str]
    said: bool  # in the fact's words, where one fact may give several
    fact: str = ""


@dataclass
class Evidence:
    """Everything that the facts of one turn allow."""

    known: list[Known] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    grades: list[Graded] = field(default_factory=list)
    superlatives: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    spans: list[tuple[date, date]] = field(default_factory=list)
    weekdays: set[int] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    habits: set[str] = field(default_factory=set)
    sizes: dict[str, tuple[float, str]] = field(default_factory=dict)  # of habits: effect and unit
    words: str = ""

    def add(self, other: "Evidence") -> None:
        for name in ("known", "entries", "grades", "superlatives", "spans"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("days", "weekdays", "months", "habits", "sizes"):
            getattr(self, name).update(getattr(other, name))
        self.words += " " + other.words


def lexicon_of(facts: Sequence[Fact], habit: str | None = None) -> Lexicon:
    """The words for what these facts speak of."""
    of_habits = [fact for fact in facts if fact.id.startswith("habit.")]
    keys = {subject for fact in of_habits for subject in fact.subjects if subjects.measure(subject) is None}
    keys |= {fact.id.removeprefix("habit.") for fact in of_habits}
    return subjects.lexicon(frozenset(keys | ({habit} if habit else set())))


def evidence(facts: Sequence[Fact], lexicon: Lexicon, today: date) -> Evidence:
    """What several facts allow together."""
    found = Evidence()
    for fact in facts:
        found.add(of_fact(fact, lexicon, today))
    return found


@lru_cache(maxsize=512)
def of_fact(fact: Fact, lexicon: Lexicon, today: date) -> Evidence:
    """What one fact allows: its value, its interval, its n and its days, and all that its words say."""
    found = Evidence(words=plain(f"{fact.label} {fact.words} {fact.missing or ''}"))
    measures, habits = _primary(fact, lexicon)
    found.habits |= habits
    read_words = read(fact.words, lexicon, today)
    for sentence in read_words:
        _add_sentence(found, sentence, measures, habits, fact, lexicon, today)
    for text in (fact.label, fact.missing or ""):
        for sentence in read(text, lexicon, today):
            _add_numbers(found, sentence, measures, habits, fact, lexicon, today, hedged=False)
    _add_values(found, fact, measures, habits)
    _add_count(found, fact, measures, habits)
    _add_method(found, fact, measures, habits)
    _add_fact_entry(found, fact, measures, habits)
    _tie(found, fact)
    if fact.grade is not None:
        found.grades.append(Graded(fact.grade, measures, habits, False, fact.id))
    for match in SUPERLATIVE.finditer(found.words):
        kind = superlative_class(match, found.words)
        found.superlatives.append((kind, _habits_near(read_words, match[0]) or habits))
    found.days |= {day for day in (fact.first_day, fact.last_day) if day}
    if fact.first_day and fact.last_day:
        found.spans.append((fact.first_day, fact.last_day))
    if fact.value is not None and len(habits) == 1:
        found.sizes |= {habit: (abs(fact.value), fact.unit) for habit in habits}
    return found


def _primary(fact: Fact, lexicon: Lexicon) -> tuple[frozenset[str], frozenset[str]]:
    """The measures and habits that a fact is of."""
    measures = {name for subject in fact.subjects if (name := subjects.measure(subject))}
    text = plain(f"{fact.label} . {fact.id.replace('.', ' ').replace('_', ' ')} . "
                 f"{' . '.join(subject.replace('_', ' ') for subject in fact.subjects)}")  # fmt: skip
    habits = {name for _, _, name in lexicon.habits_in(text)}
    measures |= {name for _, _, name in lexicon.measures_in(text)}
    if not measures:  # a fact on none by its name: on those that its words name
        measures = {name for _, _, name in lexicon.measures_in(plain(fact.words))}
    return frozenset(measures), frozenset(habits)


def _add_sentence(
    found: Evidence, sentence: Sentence, measures: frozenset, habits: frozenset, fact: Fact, lexicon: Lexicon,
    today: date,
) -> None:  # fmt: skip
    hedged = sentence.hedged and not fact.id.startswith("anomaly.")  # how far a morning is off is measured
    _add_numbers(found, sentence, measures, habits, fact, lexicon, today, hedged=hedged)
    for day in sentence.days:
        if day.first and day.last:
            found.days |= {day.first, day.last}
        if day.weekday is not None:
            found.weekdays.add(day.weekday)
        if day.month is not None:
            found.months.add(day.month)
    trend, usual = bool(_TREND.search(sentence.text)), bool(_USUAL.search(sentence.text))
    per = bool(_PER.search(sentence.text))
    for clause in sentence.clauses:
        for way in clause.ways:
            quoted = way.of is not None and (sentence.hedged or per) and not _stated(clause, way)
            rest = way.axis == LEVEL and way.sign == 0 and _OF_OTHERS.search(clause.text)
            if not way.negated and not quoted and not rest:
                of = (clause.measures or measures, clause.habits or habits)
                when = _days_of(clause, sentence, fact, today) if way.axis == RANGE else ()
                found.entries.append(Entry(way.axis, way.sign, *of, trend, usual or way.axis == RANGE, when=when))
    for grade in sentence.grades:
        told = [clause for clause in sentence.clauses if clause.measures or clause.habits]
        of = (told[-1].measures, told[-1].habits) if told else (measures, habits)
        found.grades.append(Graded(grade, of[0] or measures, of[1] or habits, True, fact.id))


def _days_of(clause: Clause, sentence: Sentence, fact: Fact, today: date) -> tuple[Span, ...]:
    """The days that a clause of a fact is of: those that it names, or the last of a fact of a morning."""
    named = ties.spans(clause.text, today) or ties.spans(sentence.text, today)
    if named or not fact.last_day or not fact.id.startswith(ties.OF_A_MORNING):
        return tuple(span for _, span in named)
    return (Span(fact.last_day, fact.last_day),)


def _stated(clause: Clause, way: Way) -> bool:
    """A plain difference from the need or the usual, whatever the sentence leaves open beside it."""
    number = clause.quantities[way.of]
    return number.pair is None and bool(re.search(r"\bthan your (?:need|usual)|\bof sleep\b", clause.text))


def _add_numbers(
    found: Evidence, sentence: Sentence, measures: frozenset, habits: frozenset, fact: Fact | None,
    lexicon: Lexicon, today: date, *, hedged: bool, role: str = SAID,
) -> None:  # fmt: skip
    """The numbers of a sentence, each with what its clause speaks of."""
    per = bool(_PER.search(sentence.text))
    for i, clause in enumerate(sentence.clauses):
        for j, (one, cue) in enumerate(zip(clause.quantities, clause.cues, strict=True)):
            way = next((way for way in clause.ways if way.of == j and not way.negated), None)
            unseen = hedged and way is not None and not _stated(clause, way)
            unseen = unseen or (one.unit == "things" and any(w.axis == LEVEL and w.sign == 0 for w in clause.ways))
            found.known.append(
                Known(
                    Shown(one.value, one.unit, one.step),
                    role,
                    measures | clause.measures if clause.measures else measures,
                    habits | clause.habits if clause.habits else habits,
                    way.axis if way else "",
                    way.sign if way else 0,
                    cue,
                    fact.id if fact else "",
                    "" if one.pair is None else f"{fact.id if fact else role} {i} {one.pair} {sentence.text[:20]}",
                    one.end_of,
                    unseen,
                    per and way is not None,
                    beside(clause.text, one.start, one.end),
                    chance=bool(CHANCE.search(clause.text)),
                    tie=ties.tie(sentence, clause, j, today, lexicon),
                )
            )


CHANCE = re.compile(r"\b(?:chance|probab\w+|likelihood|odds|sure|certain|certainty|confiden\w+|likely)\b")


def beside(text: str, begin: int, end: int) -> frozenset[str]:
    before, after = re.findall(r"[a-z]{3,}", text[:begin])[-1:], re.findall(r"[a-z]{3,}", text[end:])[:1]
    return frozenset(before + after) - {"and", "the", "your", "with", "for", "lower", "higher", "next"}


def _add_values(found: Evidence, fact: Fact, measures: frozenset, habits: frozenset) -> None:
    unit = _UNITS.get(fact.unit, fact.unit)
    factor = 60 if fact.unit == "h" else 1
    sign = _SIGNS.get(fact.direction) if fact.direction else None
    axis = LEVEL if sign in (1, -1, 0) else ""
    unseen = fact.grade in (Grade.NONE, Grade.INSUFFICIENT)
    if fact.value is not None:
        way = (1 if fact.value > 0 else -1) if axis and fact.unit in SIGNED else 0
        found.known.append(
            Known(Shown(fact.value * factor, unit, 0), VALUE, measures, habits, axis if way else "", way,
                  fact=fact.id, hedged=unseen and bool(way))
        )  # fmt: skip
    if fact.low is not None and fact.high is not None:
        for value, end in ((fact.low, "low"), (fact.high, "high")):
            found.known.append(
                Known(
                    Shown(value * factor, unit, 0),
                    END,
                    measures,
                    habits,
                    axis if value else "",
                    (1 if value > 0 else -1) if axis else 0,
                    fact=fact.id,
                    pair=f"{fact.id} interval",
                    end_of=end,
                    widest=abs(value) == max(abs(fact.low), abs(fact.high)),
                )
            )
        if fact.high < 0:  # said without the sign, the smaller first
            for value, end in ((fact.high, "low"), (fact.low, "high")):
                shown = Shown(-value * factor, unit, 0)
                found.known.append(
                    Known(shown, END, measures, habits, axis, -1 if axis else 0, fact=fact.id,
                          pair=f"{fact.id} size", end_of=end,
                          widest=value == fact.low)
                )  # fmt: skip


def _add_count(found: Evidence, fact: Fact, measures: frozenset, habits: frozenset) -> None:
    if fact.n and not any(k.shown.value == fact.n and k.shown.unit in (OCCASIONS, "weeks") for k in found.known):
        for unit in (OCCASIONS, "weeks", "sessions", ""):
            found.known.append(Known(Shown(fact.n, unit, 0), COUNT, measures, habits, fact=fact.id))


def _add_method(found: Evidence, fact: Fact, measures: frozenset, habits: frozenset) -> None:
    """Numbers of the method: true beside the words that they stand beside there."""
    text = plain(fact.method)
    for one in quantities(text):
        near = beside(text, one.start, one.end)
        found.known.append(
            Known(Shown(one.value, one.unit, one.step), METHOD, measures, habits, near=near, fact=fact.id)
        )


def _add_fact_entry(found: Evidence, fact: Fact, measures: frozenset, habits: frozenset) -> None:
    text = plain(f"{fact.label} {fact.words}")
    trend, usual = bool(_TREND.search(text)), bool(_USUAL.search(text)) and not _TREND.search(text)
    if fact.grade is Grade.INSUFFICIENT or fact.missing:
        found.entries.append(Entry(LEVEL, UNKNOWN, measures, habits, trend, usual))
    elif fact.direction is not None:
        sign = 0 if fact.grade is Grade.NONE else _SIGNS[fact.direction]
        found.entries.append(Entry(LEVEL, sign, measures, habits, trend, usual, len(measures) > 1 and not habits))


def _tie(found: Evidence, fact: Fact) -> None:
    """Ties a value and its interval as the words of the fact tie the same number, and all to the fact's days."""
    words = plain(fact.words)
    sources = {name for said, name in _SOURCES.items() if said in words}
    source = sources.pop() if len(sources) == 1 else ""
    told = [k for k in found.known if k.role == SAID]
    for i, known in enumerate(found.known):
        one = known.tie
        if known.role in (VALUE, END):
            foretold = replace(one, foretold=any(k.tie.foretold for k in told))
            one = next((k.tie for k in told if _alike(k, known)), foretold)
        of = (source or _SCORED.get(known.shown.unit, "")) if "recovery" in known.measures else ""
        tied = ties.of_fact(one, fact.id, fact.first_day, fact.last_day, of)
        found.known[i] = replace(known, tie=tied)


_SOURCES = {"your device": DEVICE, "our score": OURS, "recovery score": OURS}
_SCORED = {"%": DEVICE, "of 100": OURS}  # whose score of recovery is written so


def _alike(said: Known, exact: Known) -> bool:
    """Whether a number of a fact's words is its value, or an end of its interval, as it is written."""
    if said.shown.unit not in ("", exact.shown.unit) or bool(said.end_of) != bool(exact.end_of):
        return False
    return abs(abs(said.shown.value) - abs(exact.shown.value)) <= said.shown.step / 2 + 1e-9


def superlative_class(found: re.Match, text: str) -> str:
    """What a superlative says: of "best" with what is best, since best hours are no best week."""
    word = next((w for w in found[0].split() if w in _ALIKE), found[0].split()[-1])
    kind = _ALIKE.get(word, word)
    after = re.match(r"\s([a-z]+)", text[found.end() :])
    return f"best {after[1]}" if kind == "best" and after and found[0].endswith("best") else kind


def _habits_near(sentences: list[Sentence], superlative: str) -> frozenset[str]:
    for sentence in sentences:
        for clause in sentence.clauses:
            if superlative in clause.text:
                return clause.habits
    return frozenset()


def of_text(text: str, role: str, lexicon: Lexicon, today: date) -> Evidence:
    """What a text that is no fact allows: the question, the session that is proposed."""
    found = Evidence()
    for sentence in read(text, lexicon, today):
        _add_numbers(found, sentence, frozenset(), frozenset(), None, lexicon, today, hedged=False, role=role)
        for day in sentence.days:
            if day.first and day.last:
                found.days |= {day.first, day.last}
            if day.weekday is not None:
                found.weekdays.add(day.weekday)
            if day.month is not None:
                found.months.add(day.month)
    return found


def opposite(axis: str, sign: int, measures: frozenset[str]) -> Iterator[tuple[str, int]]:
    """A direction as it may be stated otherwise: better HRV is higher HRV, later is more."""
    yield axis, sign
    if axis == GOOD:
        for measure in measures or {"recovery"}:  # a better morning is one of a higher recovery
            if measure in BETTER:
                yield LEVEL, sign * BETTER[measure]
    if axis == TIME:
        yield LEVEL, sign
    if axis == DEBT:
        yield LEVEL, sign
