"""What a text claims: clauses with their subjects, their numbers, the directions and the grades that they state."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from analytics.results import Grade
from coach.guarding.quantities import CLOCK, Day, Quantity, days, plain, quantities
from coach.guarding.subjects import Lexicon

LEVEL, TIME, GOOD, RANGE, DEBT, PULL = "level", "time", "good", "range", "debt", "pull"
SOME = 9  # a difference, whichever way


@dataclass(frozen=True)
class Way:
    """A direction that a clause states of its subjects."""

    axis: str
    sign: int  # 1: up, later, better, inside; -1; 0: no difference; SOME
    start: int
    negated: bool = False
    of: int | None = None  # the quantity that it belongs to: "15 points lower"
    said: str = ""


@dataclass
class Clause:
    """A part of a sentence that speaks of one thing."""

    text: str
    measures: frozenset[str] = frozenset()
    habits: frozenset[str] = frozenset()
    own: bool = True  # its subjects are named in it, not taken over from before
    named_measures: frozenset[str] = frozenset()
    named_habits: frozenset[str] = frozenset()
    quantities: list[Quantity] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)  # of each quantity
    ways: list[Way] = field(default_factory=list)
    advice: bool = False  # says what to do, or what could be: no claim on what is


@dataclass
class Sentence:
    """A sentence, as it is written and as it is read."""

    said: str
    text: str
    days: list[Day]
    clauses: list[Clause]
    grades: list[Grade] = field(default_factory=list)
    hedged: bool = False
    question: bool = False


_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\ba\.m)(?<!\bp\.m)(?<!\bapprox)(?:[.!?\u2026]+[\"')\u201d*_]*(?=\s|$)|\n+)"
)
_CUT = re.compile(
    r"[;:](?: |$)|, (?:and |but |while |whereas |then )?| and | but | while | whereas | though | although | - "
)
_HARD = re.compile(r"[;]|while|whereas|but|though")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|went|goes|go|sits?|stands?|lies|runs?|shows?|averages?|scores?|became|"
    r"fell|rose|dropped|slept|woke|wake|wakes)\b"
)

_UP = (
    r"higher|above|increase[ds]?|increasing|rose|risen|rises?|rising|raised|elevated|longer|"
    r"(?:greater|larger|bigger)(?! (?:drop|fall|dip|decline|effect|change|difference|rise|increase|gain)\b)|"
    r"gained|climb(?:s|ed|ing)?|grew|grown|growing|jump(?:s|ed)|surged?|soar(?:s|ed)|exceed(?:s|ed|ing)?|upwards?|"
    r"(?:went|going|goes|gone|trending|trended|moving|moved|creeping|crept|heading|is|are|was|were|'s|edged|shot) up|"
    r"up (?=(?:by |about |around |\d|from|on your|against))|over(?= your (?:usual|need|normal|average|baseline))|"
    r"(?:is|are|was|were|looks|seems|runs|running|stays|stayed|remains|remained|been|be|very|too|unusually) high"
)
_DOWN = (
    r"lower(?:ed)?|below|under(?= your (?:usual|need|normal|average|baseline))|decrease[ds]?|decreasing|"
    r"fell(?! asleep)|fallen(?! asleep)|"
    r"falls(?! (?:between|within|inside|in|into|on|somewhere|asleep)\b)|falling(?! asleep)|fall(?= by| of)|drop(?:s|"
    r"ped|ping)|drop(?= of| by)|dipped|declin(?:e|es|ed|ing)|shorter|"
    r"smaller(?! (?:drop|fall|dip|decline|effect|change|difference|rise|increase|gain)\b)|"
    r"fewer|reduced|shrank|sank|sunk|slid|plunged|plummet(?:s|ed)|tumbled|depressed|suppressed|downwards?|short of|"
    r"(?:went|going|goes|gone|trending|trended|moving|moved|creeping|crept|heading|is|are|was|were|'s|edged) down|"
    r"down (?=(?:by |about |around |\d|from|on your|against))|"
    r"(?:is|are|was|were|looks|seems|runs|running|stays|stayed|remains|remained|been|be|very|too|unusually) low"
)
_REFERENCE = (
    r"(?:usual|normal|you(?:r|'re| are)|usually|average|last|before|the|in|on|with|it was|baseline|they|yesterday|"
    r"most|chance)\b"
)
_SAME_WORDS = (
    r"no different|unchanged|stable|steady|flat\b|(?:about |just |exactly )?the same as(?! (?:proof|"
    r"a |causing|saying))|in line with|"
    r"close to (?:your|its|the) usual|not moved|hasn't moved|no (?:real |clear |sure |visible |particular )?"
    r"(?:change|trend|difference|shift|effect|link|association|relation\w*|connection|impact|influence|"
    r"bearing)|none is seen|do(?:es)? (?:absolutely |really )?nothing|ma(?:kes?|de) no (?:\w+ )?difference|"
    r"do(?:es)? ?(?:n't| not) (?:matter|affect|change|influence)|(?:is|are) irrelevant|leaves? (?:your |"
    r"it )?\w* ?(?:alone|"
    r"untouched|unaffected)|"
    r"not seen to|no time between|no length from|about even|level with|on par|"
    r"(?:did|does|do|has|have|is|was) ?(?:n't|not) (?:changed?|move[ds]?|shift(?:ed)?)"
)
_SOME_WORDS = (
    r"(?:a|an|the|some|real|clear|strong|sure|definite|visible|marked|small|large|big|significant|there is an?|seen "
    r"an?)"
    r" (?:\w+ )?(?:effect|trend|difference|link|association|connection)\b(?: of \w+(?: \w+)?)?(?: on \w+(?: \w+)?)?"
    r"(?= (?:is |was |are |can be )?(?:seen|found|visible|clear|there|shows?|showed|in your|on your|with|between))|"
    r"has moved|have moved|is seen to(?: go)?|are seen to|(?<!no )(?<!\w)(?:effect|trend|difference) "
    r"(?:on \w+ |in your \w+ )?(?:is |was )?(?:clearly )?seen\b"
)
_WAYS = re.compile(
    rf"(?P<same>\b(?:{_SAME_WORDS}))"
    rf"|(?P<some>\b(?:{_SOME_WORDS}))"
    rf"|(?P<inside>\b(?:within|inside|in)(?= (?:your|its|the) (?:normal|usual|own)(?: \w+)? (?:range|band|spread))|"
    rf"\bwithin(?= (?:the )?[\d.:hmin ]+ (?:to|and|-) |(?: the)? [\d,.]+|(?: your)? range))"
    rf"|(?P<outside>\b(?:outside(?: of)?|(?<!times )(?<!\d )out of(?! the ordinary)|beyond)(?= (?:(?:your|its|the)\b|"
    rf"-?\d)))"
    rf"|(?P<longer>\b(?:later|delayed)\b)|(?P<sooner>\b(?:earlier|sooner)\b)"
    rf"|(?P<better>\b(?:better|improv(?:e|ed|es|ing)|improvement)\b)"
    rf"|(?P<worse>\b(?:worse|worsen(?:ed|s|ing)?|deteriorat\w+)\b)"
    rf"|(?P<owed>\b(?:you owe|owed|behind on sleep|in debt)\b)|(?P<ahead>\b(?:ahead on sleep|of sleep ahead|ahead)\b)"
    rf"|(?P<up>\b(?:{_UP})(?!\w))|(?P<down>\b(?:{_DOWN})(?!\w))"
    rf"|(?P<more>\b(?:more|extra)\b)|(?P<less>\b(?:less|short)\b)"
)
_MEANS = {
    "same": (LEVEL, 0), "some": (LEVEL, SOME), "inside": (RANGE, 1), "outside": (RANGE, -1), "longer": (TIME, 1),
    "sooner": (TIME, -1), "better": (GOOD, 1), "worse": (GOOD, -1), "owed": (DEBT, 1), "ahead": (DEBT, -1),
    "up": (LEVEL, 1), "down": (LEVEL, -1), "more": (LEVEL, 1), "less": (LEVEL, -1),
}  # fmt: skip
_THAN = re.compile(rf"\s*(?:\w+ ){{0,2}}?than (?:{_REFERENCE})")
_NOT = re.compile(r"\b(?:not|no|never|neither|nor|without|nothing|hardly|barely|isn't|wasn't|aren't|\w+n't|cannot)\b")
_PULLS = re.compile(
    r"(?P<who>[a-z][a-z ,()\d.]*?)\s(?P<verb>(?:took|takes?|taking) (?:[\w ]+ )?(?:points|from)(?: from|"
    r" off)?(?= (?:our|the|your))|"
    r"(?:added|adds?|gave|gives?) points to(?= (?:our|the|your))|lifts?|raises?|pulls? (?:it )?up|props? up|helps?|"
    r"lowers?|drags?(?: \w+)? down|"
    r"pulls? (?:it )?down|weighs? on|holds? (?:it )?back|hurts?|(?:pull|drag|bring|hold|keep|push|weigh|lift|lower|"
    r"rais)(?:s|ed|ing|e)?(?: up| down| "
    r"on)?)\s(?:it|your (?:recovery|score)|(?:the|our)(?: recovery)? score|that)\b(?P<way> up| down| back)?"
)
_PULLS_UP = re.compile(r"lift|rais|up|help|add|gave|give")
_AFTER_NUMBER = re.compile(
    r"\s*(?:of (?:your )?[a-z]+ |in [a-z]+ |(?:on|with) average |[a-z]+ )?$"
)  # between a number and its direction: "31 min (of) more sleep"
_BEFORE_NUMBER = re.compile(
    r"\s*(?:by|of|some|about|around|roughly|nearly|almost|another|than usual|than your usual|,|\(|by about|by around|"
    r"by roughly|next morning|the next morning| )*\s*\(?$"
)
_CUES = [
    (re.compile(r"(?:\b(?:not|no|n't)\b.{0,14}\b(?:larger|more|greater|bigger|higher) than|\b(?:up to|at most|as "
                r"much as|"
                r"no more than))(?: about)?$"), "limit"),
    (re.compile(r"\b(?:your|its|the)? ?(?:need|requirement|needs?)\b(?: of| that [^,]{0,30})?,?\s*(?:a night)?$"), "n"
                                                                                                                   "e"
                                                                                                                   "e"
                                                                                                                   "d"),
    (re.compile(r"\byou (?:really |actually )?(?:need|require)$"), "need"),
    (re.compile(r"\b(?:usual|usually|normal(?:ly)?|baseline|average of|typical(?:ly)?)(?: \w+)?(?: of| is| was| at|"
                r",)?$"),
     "usual"),
    (re.compile(r"\b(?:against|versus|vs\.?|compared (?:with|to)|rather than|instead of)(?: the| your)?(?: usual)?$"),
     "usual"),
    (re.compile(r"\bafter$"), "past"),
    (re.compile(r"\b(?:lowest|low point|bottoms? out|trough)(?: \w+){0,2}$"), "lowest"),
    (re.compile(r"\b(?:highest|peaks?|tops? out)(?: \w+){0,2}$"), "highest"),
    (re.compile(r"\b(?:dip|lull)(?: \w+){0,2}$"), "dip"),
    (re.compile(r"\bbest(?: \w+){0,3}$"), "best"),
]  # fmt: skip
_HEDGES = re.compile(
    r"\bno (?:\w+ ){0,3}(?:effect|trend|difference|change|link|association|time|length)\b|\bnot (?:been )?seen\b|"
    r"\bnone\b"
    r"|\bnot moved\b|\bcould\b|\bmay\b|\bmight\b|cannot tell|can't tell|cannot be told|uncertain|anything from|"
    r"not sure|too early|\bwithin\b|unclear|\beven on\b|not enough|n't (?:moved|changed|seen)|no turn|as by chance|"
    r"nothing (?:sure|clear)|\bunsure\b|no sure"
)
_ADVICE = re.compile(
    r"^(?:so |then |now |today |and |perhaps |maybe )?(?:aim|try|keep|make|go|take|give|let|do|don't|use|add|cut|"
    r"reduce|lower|raise|"
    r"increase|extend|move|shift|start|stop|avoid|consider|see|look|read|plan|choose|pick|hold|ride|run|train|rest|"
    r"sleep(?! was| is| has| went| lifts?)|stay|ease|skip|wait|ask|watch|check|think|remember|if|unless|whether)\b|"
    r"\b(?:should|could|would|can|let's|might|worth|want to|if you|i would|i'd|feel free|try to|aim to|please|"
    r"whether|in order to|until)\b"
)
_GRADES = [
    (Grade.INSUFFICIENT, re.compile(r"not enough (?:data|days|nights)|cannot tell|can't tell|cannot be told|too "
                                    r"early to "
                                    r"(?:say|tell)|too few|not known yet|left out")),
    (Grade.NONE, re.compile(r"no effect(?: on [\w ]+)? (?:is |was )?seen|no effect seen|none is seen|as by chance")),
    (Grade.STRONG, re.compile(
        r"^\W*(?:that is |that's |graded |it is |evidence: |the evidence is )?strong\W*$|[,(] ?strong\)?(?=\W|$)|"
        r"\bstrong(?:est)? (?:evidence|effect|link|association|sign|signal|pattern|connection|relation\w*)|"
        r"\b(?:evidence|effect|link|association|signal|pattern|grade)(?: for [\w' ]{1,40})? (?:is|looks|are) "
        r"(?:very |quite )?(?:strong|clear|solid|overwhelming)|\bstrongly\b|\bclearly\b|\b(?:very|highly|quite|pretty|"
        r"fairly|absolutely) (?:sure|certain|confident)\b|\b(?:solid|clear|conclusive|overwhelming|robust) evidence\b|"
        r"graded? (?:as )?strong")),
    (Grade.LIKELY, re.compile(
        r"^\W*(?:that is |that's |graded |it is )?likely(?:\W*$|:)|[,(] ?likely\)?(?=\W|$)|\blikely (?:effect|link|"
        r"association)|"
        r"\bevidence is likely|graded? (?:as )?likely")),
]  # fmt: skip


def sentences(text: str) -> list[str]:
    """The sentences of a text, as they are written."""
    parts, start = [], 0
    for match in _END.finditer(text):
        parts.append(text[start : match.end()].strip())
        start = match.end()
    parts.append(text[start:].strip())
    return [part for part in parts if any(c.isalnum() for c in part)]


def read(text: str, lexicon: Lexicon, today: date) -> list[Sentence]:
    """Sentence by sentence what a text claims; subjects carry on to sentences that name none."""
    found: list[Sentence] = []
    before: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    for said in sentences(text):
        one = _sentence(said, lexicon, today, before)
        found.append(one)
        named = [clause for clause in one.clauses if clause.named_measures or clause.named_habits]
        if named:
            before = (
                frozenset().union(*(clause.named_measures for clause in named)),
                frozenset().union(*(clause.named_habits for clause in named)),
            )
    return found


def _sentence(said: str, lexicon: Lexicon, today: date, before: tuple[frozenset[str], frozenset[str]]) -> Sentence:
    text = plain(said).strip()
    named_days = days(text, today)
    numbers = quantities(text, named_days)
    pulls = list(_PULLS.finditer(text))
    subjects = lexicon.measures_in(text), lexicon.habits_in(text)
    bounds = _bounds(text, numbers, [at for named in subjects for at, _, _ in named], pulls)
    clauses = [_clause(text, begin, end, numbers, subjects) for begin, end in bounds]
    _inherit(text, bounds, clauses, before)
    for clause, (begin, _) in zip(clauses, bounds, strict=True):
        clause.ways = _ways(clause, begin, [(p.start("verb"), p.end()) for p in pulls])
        clause.advice = bool(_ADVICE.search(clause.text.strip()))
    _add_pulls(text, bounds, clauses, pulls, lexicon)
    grades = [grade for grade, pattern in _GRADES if _affirmed(pattern, text)]
    return Sentence(said, text, named_days, clauses, grades, bool(_HEDGES.search(text)), said.rstrip().endswith("?"))


def _affirmed(pattern: re.Pattern, text: str) -> bool:
    """Whether it is said, and not denied."""
    return any(not re.search(r"\b(?:not|no|isn't|never|hardly)\s(?:\w+\s)?$", text[: m.start()])
               for m in pattern.finditer(text))  # fmt: skip


def _bounds(text: str, numbers: list[Quantity], named: list[int], pulls: list[re.Match]) -> list[tuple[int, int]]:
    """Where the clauses of a sentence lie: cut where the next part names a subject and says something of it."""
    cuts = [match for match in _CUT.finditer(text) if not _unbroken(match, text, numbers, pulls)]
    bounds, start = [], 0
    for i, cut in enumerate(cuts):
        end = cuts[i + 1].start() if i + 1 < len(cuts) else len(text)
        part = text[cut.end() : end]
        names = any(cut.end() <= at < end for at in named)
        says = any(cut.end() <= q.start < end for q in numbers) or bool(_WAYS.search(part)) or bool(_VERB.search(part))
        firm = ":" in cut[0] or ";" in cut[0]
        if (names and says) or firm:
            bounds.append((start, cut.start()))
            start = cut.end()
    bounds.append((start, len(text)))
    return bounds


def _unbroken(cut: re.Match, text: str, numbers: list[Quantity], pulls: list[re.Match]) -> bool:
    """Whether a place may not be cut: within brackets, a range, a number or a list that pulls a score."""
    at = cut.start()
    if text.rfind("(", 0, at) > text.rfind(")", 0, at):
        return True
    if any(q.start < at < q.end for q in numbers) or any(p.start() <= at < p.end() for p in pulls):
        return True
    lows = {q.pair: q.end for q in numbers if q.end_of == "low"}
    return any(q.end_of == "high" and lows.get(q.pair, q.start) <= at < q.start for q in numbers)


def _clause(text: str, begin: int, end: int, numbers: list[Quantity], subjects: tuple[list, list]) -> Clause:
    inside = [q for q in numbers if begin <= q.start < end]
    measures, habits = (frozenset(name for a, _, name in found if begin <= a < end) for found in subjects)
    local = [_moved(q, begin) for q in inside]
    part = text[begin:end]
    return Clause(part, measures, habits, True, measures, habits, local, _cues(part, local))


def _moved(one: Quantity, by: int) -> Quantity:
    return replace(one, start=one.start - by, end=one.end - by)


def _cues(text: str, numbers: list[Quantity]) -> list[str]:
    """What the words before each number say that it is: the need, the usual, the lowest; both ends of a range alike."""
    cues: list[str] = []
    for i, one in enumerate(numbers):
        if one.end_of == "high" and i:
            cues.append(cues[i - 1])
            continue
        before = text[max(0, one.start - 60) : one.start].rstrip(" (~")
        before = re.sub(r"\s(?:about|around|roughly|at|of|is|from|just|only)$", "", before)
        ranged = one.pair is not None and re.search(
            r"\brange$|\b(?:within|inside|in|outside|below|above) your (?:usual|normal)$", before
        )  # the normal range, not the usual value
        ranged = ranged or re.search(r"\b(?:days|week) (?:is|was) typically$", before)  # the mean of those days
        cue = "" if ranged else next((name for pattern, name in _CUES if pattern.search(before)), "")
        if not cue and i and _opened(text, one.start) and numbers[i - 1].end <= one.start:
            cue = cues[i - 1]
        if not cue:
            cue = _cue_after(text, one)
        cues.append(cue)
    return cues


def _cue_after(text: str, one: Quantity) -> str:
    """`7 h 22 min a night`, `10 nights of each kind are needed`, `8 so far`."""
    after = text[one.end :]
    if re.match(r"[^,;.]{0,20}\b(?:are |is )?needed\b", after):
        return "need"
    if re.match(r" (?:that )?you (?:need|require)\b", after):
        return "need"
    if re.match(r" so far\b", after):
        return "had"
    return "need" if re.match(r"\s*a night\b", after) and re.search(r"\bneed\b", text[: one.start]) else ""


def _opened(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


def _inherit(text: str, bounds: list[tuple[int, int]], clauses: list[Clause], before: tuple) -> None:
    """Clauses that name no subject take over that of the clause before; "Alcohol: recovery ..." keeps the habit."""
    measures, habits = before
    lone = ""
    for i, clause in enumerate(clauses):
        gap = text[bounds[i - 1][1] : bounds[i][0]] if i else ""
        named_measures, named_habits = clause.named_measures, clause.named_habits
        if not named_measures and not named_habits:
            clause.measures, clause.habits, clause.own = measures, habits, i > 0 and bool(measures or habits)
        elif not named_habits and i and (":" in gap or lone):
            clause.habits = habits
        elif not named_measures and i and not _HARD.search(gap):
            clause.measures = measures
        measures, habits = clause.measures, clause.habits
        lone = "yes" if (named_habits and not clause.quantities and len(clause.text.split()) <= 6) else ""


def _ways(clause: Clause, begin: int, taken: list[tuple[int, int]]) -> list[Way]:
    found = []
    for match in _WAYS.finditer(clause.text):
        if any(a <= match.start() + begin < b for a, b in taken):
            continue
        kind = match.lastgroup
        axis, sign = _MEANS[kind]
        of = _belongs(clause, match)
        weak = kind in ("more", "less", "ahead")
        if weak and of is None and not _THAN.match(clause.text, match.end()):
            continue
        if _bounds_only(clause, match, of):
            continue
        negated = kind not in ("same", "some") and _negated(clause.text, match.start())
        if kind == "some" and _negated(clause.text, match.start()):
            axis, sign = LEVEL, 0
        found.append(Way(axis, sign, match.start(), negated, of, match[0].strip()))
        if match[0] in ("above", "below") and _OF_RANGE.match(clause.text, match.end()):
            found.append(Way(RANGE, -1, match.start(), negated, None, match[0]))
    return found


_OF_RANGE = re.compile(
    r" (?:(?:your|its|the) (?:\w+ )?(?:normal |usual |own )(?:\w+ )?(?:range|band|spread)|"
    r"(?:the )?[\d.:hminps ]+ (?:to|and) \d)"
)


def _negated(text: str, at: int) -> bool:
    before = text[:at].split()[-4:]
    return bool(_NOT.search(" ".join(before)))


def _bounds_only(clause: Clause, match: re.Match, of: int | None) -> bool:
    """`more than two years`, `not larger than 3 points`: a limit of a number, no direction."""
    after = clause.text[match.end() :]
    than = re.match(r"\s*than\s(?:±\s?)?(?:about |a )?(?=\d)", after)
    if than and match.lastgroup in ("more", "less"):
        return of is None
    return bool(than) and bool(re.search(r"\b(?:not|no|n't) (?:be )?$", clause.text[: match.start()]))


def _belongs(clause: Clause, match: re.Match) -> int | None:
    """The number that a direction word is said of: `15 points lower`, `down by 12%`."""
    if match.lastgroup in ("same", "some", "inside", "outside"):
        return None
    for i, one in enumerate(clause.quantities):
        if one.unit in (CLOCK, "ordinal"):
            continue
        if one.end <= match.start() and _AFTER_NUMBER.match(clause.text[one.end : match.start()]):
            between = clause.text[one.end : match.start()]
            if not re.search(r"\b(?:and|or|is|was|to|are|were|your|than|then)\b", between):
                return i
        verb = match.end() <= one.start and _BEFORE_NUMBER.match(clause.text[match.end() : one.start])
        if verb and one.end_of != "high" and not _opened_between(clause.text, match.end(), one.start):
            if match.lastgroup in ("up", "down", "better", "worse", "owed", "ahead") and not re.search(
                r"^(?:above|below)$", match[0]
            ):
                return i
    return None


def _opened_between(text: str, begin: int, end: int) -> bool:
    return "(" in text[begin:end]


def _add_pulls(text: str, bounds: list, clauses: list[Clause], pulls: list[re.Match], lexicon: Lexicon) -> None:
    """`HRV and sleep lift it`: each of these pulls the score."""
    for pull in pulls:
        sign = 1 if _PULLS_UP.search(pull["verb"] + (pull["way"] or "")) else -1
        who = pull["who"]
        for a, _, name in lexicon.measures_in(who):
            place = next(i for i, (begin, end) in enumerate(bounds) if begin <= pull.start() + a < end)
            clauses[place].ways.append(
                Way(f"{PULL} {name}", sign, 0, _negated(text, pull.start("verb")), None, pull["verb"])
            )
