"""Whether a sentence is made of words that facts bear out: what is neither neutral nor found in the facts is a fault.

Every other rule looks for what must not be said; this one for what may be. A figure of speech, an invented cause, a
habit, a place, a body: none of them is among the facts, so none of them passes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from coach.guarding import care, judged, session
from coach.guarding.claims import Sentence
from coach.guarding.evidence import SUPERLATIVE, Evidence
from coach.guarding.subjects import Lexicon, related
from coach.guarding.vocabulary import CARE, NEUTRAL, OPEN, PHRASES

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OPENED = re.compile(
    r"\b(?:if|whether|when|whenever|unless|until|once|in case|should you|as long as|how|where) [^,;:.!?]*"
)
# A sentence that takes up what was asked, or says that it is not known, may use the words of the question.
_ECHOES = re.compile(
    r"\?\s*$|\b(?:if|whether|you (?:asked|mention\w*|said)|your (?:question|event|goal|race|target)|before|for (?:your|"
    r"the|a|an)|prepar\w+|until|"
    r"can't|cannot|could not|couldn't|don't (?:know|see|have)|do not (?:know|see|have)|no (?:data|facts?|evidence|"
    r"record|"
    r"effect|sign|link)|nothing|not enough|too few|unknown|not (?:known|logged|measured|recorded|tracked))\b"
)
_OF_EVIDENCE = re.compile(
    r"\b(?:evidence|effects?|links?|association|connection|patterns?|signs?|signals?|graded?|data)\b|[(,] ?strong"
)
# Words of facts that mean something else when they are said of a person.
_ELSEWHERE = {
    "strong": _OF_EVIDENCE,
    "fit": re.compile(r"\bfit(?:s|ted)? (?:anything|everything|best|well|in|into|with|your|the|a)\b|would fit|fits\b"),
    "free": re.compile(r"\bfree (?:day|morning|evening|weekend)s?\b|feel free"),
    "sick": re.compile(r"\bleft out\b|\bdoctor\b|\bif\b|\bwhether\b"),
    "body": re.compile(r"\bbody (?:clock|would)\b"),
    "ill": re.compile(r"\bleft out\b|\bdoctor\b|\bif\b|\bwhether\b|\bcan look\b"),
}
_OF_THE_APP = {"recovery", "sleep", "strain", "rhythm", "hrv", "resting_hr", "bedtime", "wake", "debt", "need"}
_NAMES_NO_DATA = re.compile(
    r"\b(?:can't|cannot|don't|do not|no|not|nothing|isn't|aren't|without)\b[^.;]*\b(?:know|see|say|tell|data|measured?|"
    r"facts?|recorded|logged|tracked|enough|days|nights)\b"
)
_SOFT = re.compile(r"\b(?:may|might|could|should|would|probably|likely|perhaps|maybe|expected|hopefully|if)\b")
_FRAMES = (
    (
        "certainty",
        r"\b(?:is|are|was|were|'s) (?:exactly |just |also |really )?what (?:\w+ )?(?:makes?|made|keeps?|kept|gives?|"
        r"gave|helps?|helped|lets?|does|did|moves?|turns?)\b|\b(?:is|are|was|were|lies|lie|sits?) behind (?:it|that|"
        r"this|your|the)\b|\b(?:comes?|came|coming|stems?) from (?!your (?:device|data|journal|days|own|rhythm|past|"
        r"watch)|the (?:device|data|journal|last|past)|\d|our|it\b|here)|\b(?:makes|made) (?:you|your|it) "
        r"(?!hard|easier|clear|tricky|difficult|a bit)",
        "going together is not causing",
    ),
    (
        "certainty",
        r"\b(?:recovery|hrv|score|resting hr|heart rate|sleep|load|it|this|that|night)\b[^,.;]{0,30}\b(?:is|was|are|"
        r"were|"
        r"fell|dropped|rose|went|comes?|happens?|looks?)\b[^.;]{0,40}\b(?:because|since you)\b|\b(?:main|real|likely|"
        r"probable|biggest|only|obvious|simple) (?:reason|cause|explanation|factor)s?\b|\b(?:is|was|it's|that's) "
        r"(?:probably |likely |surely |most likely )?(?:just|only|nothing (?:more|but)(?: than)?) (?:a|an|one|"
        r"your|the) "
        r"(?!(?:\w+ )?(?:guess|estimate|hint|guide|forecast|average|few|bit|touch|little|tendency|link|association)\b)",
        "no fact says why",
    ),
    (
        "session",
        r"\b(?:second|another|extra|additional|further) (?:hard |easy |long |short )?(?:session|workout|ride|run)s?\b",
        "it is more than the session that is proposed",
    ),
    (
        "certainty",
        r"\btomorrow (?:will|should|would|could|might|is|looks?)[^.]{0,30}\b(?:good|great|right|better|best|fine|ideal|"
        r"perfect|big|hard) (?:day|morning|time|moment)\b",
        "no fact foretells it",
    ),
    (
        "certainty",
        r"\b(?:usually|often|normally|typically|generally|mostly|always|probably|likely) means?\b|\bmeans? (?:that )?"
        r"(?:your|the|something|a|you (?!can\b|could\b|may\b|might\b|should\b))|\b(?:mornings?|days?|nights?|weeks?|"
        r"readings?|scores?|values?|numbers?) like (?:this|these|that|those|yours)\b",
        "no fact says what it means",
    ),
    (
        "comparison",
        r"\b(?:has|have|had|was|were|been|'ve|'s) (?:\w+ )?never\b|\bnever (?:been|had|seen|this|that|so)\b|"
        r"\bever (?:been|had|seen|recorded|logged|measured|since|so)\b|\bthan ever\b|\b(?:all|this|of the) (?:year|"
        r"season)\b|\bin (?:\w+ )?(?:years|months|ages)\b|\ba long (?:time|while) (?:since|ago)\b",
        "no fact looks back so far",
    ),
    (
        "advice",
        r"\bas (?:much|often|long|hard|late|many|little|far|fast)(?: \w+){0,2} as you (?:like|want|wish|please|can)\b|"
        r"\ball (?:that )?you (?:like|want)\b|\bwithout (?:a )?(?:second )?(?:worry|limits?|restriction|thought)\w*\b|"
        r"\b(?:weeks?|months?|fortnight|few days|several days|\d+ days) (?:completely |entirely |fully |right )?off\b|"
        r"\b(?:off|rest|break) for (?:a|the|\d+|several|some|a few) (?:\w+ )?(?:weeks?|months?|days)\b|"
        r"\b(?:week|month|fortnight) (?:of|without) (?:\w+ )?(?:rest|training|work)\b|"
        r"\bnothing (?:to (?:worry|fear)|can go wrong)\b|\bno (?:limits?|risk|danger)\b",
        "no fact advises it",
    ),
    (
        "judgement",
        r"\b(?:you|you're|you are|you've been|things are|your \w+ (?:is|are)|keep|keeps|are|is) (?:\w+ )?(?:getting|"
        r"becoming|growing|turning) (?:\w+ )?(?:better|worse|\w+er)\b|\b(?:pay|pays|paying|paid) off\b|"
        r"\bcome (?:such )?"
        r"a long way\b|\b(?:you|you're|things|it|everything)(?: are| is| have| has|'s|'ve)? (?:\w+ )?(?:doing|going|"
        r"looking|"
        r"gone|been) (?:\w+ )?(?:better|worse)\b|\byou (?:needed|deserved?|earned?|wanted) (?:that|this|it|the|your|"
        r"a)\b|\b(?:come|came|coming|bounce|bouncing) (?:back|out) \w+er\b|\bprogress\w*\b|\bon the (?:up|mend|"
        r"rise|way up|right (?:track|path|way))\b|\bright (?:track|path)\b|\bmove up a level\b|\bnext level\b",
        "no fact says so",
    ),
)
_COMPILED = [(kind, re.compile(pattern), why) for kind, pattern, why in _FRAMES]
_DENIED = re.compile(r"\b(?:no|not|never|without|nothing|\w+n't|cannot|rather than|instead of)\s(?:\w+\s){0,3}$")
_HABITUAL = re.compile(
    r"\b(?:usually(?! (?:hold|keep|lie|lay)s?\b)|often|normally|typically|generally|mostly|rarely|seldom|"
    r"(?<!can )(?<!could )always|tends? to)\b"
)
_YOU = re.compile(r"\byou(?:r|'\w+)?\b")
_FORECAST = ("%", "points", "ms", "bpm", "of 100")
_SHRUGGED = re.compile(
    r"\b(?:does(?:n't| not)|won't|will not|do(?:n't| not)|never) (?:really |much )?(?:matters?|hurts?|harms?|counts?|"
    r"make (?:a|any) difference)\b"
)
_FORETOLD = re.compile(
    r"\b(?:should|will|would|'ll|is going to|are going to) (?:\w+ ){0,3}(?:come back|be back|return|recover|bounce|"
    r"rebound|normali[sz]e|settle|rise|fall|drop|improve|climb|go (?:up|down|back))\b"
)
_WILL = re.compile(
    r"\byou(?:'ll| will| are going to|'re going to| are about to) (?!not\b|never\b)(?:\w+ )?(?:feel|be|wake|recover|"
    r"bounce|perform|sleep|ride|run|get|become|come|go|have|start|end|make|reach|beat|win|finish|thank|love)\b"
)
_PAST = re.compile(
    r"\byou (?!.{0,12}\b(?:asleep|to sleep|to bed)\b)(?:\w+ ){0,2}?(?:had|did|took|got|went|came|made|put|kept|gave|"
    r"held|started|stopped|moved|set|used|changed|left|added|finished|skipped|followed|dropped|cut|planned|turned|"
    r"were|trained|rested|worked|walked)\b(?! (?:asleep|to sleep))"
)


@dataclass
class Support:
    """What the words of one turn are: those of its facts and its session, and those of its question."""

    evidence: Evidence
    lexicon: Lexicon
    told: str  # `plain` text of the session, the name and the habit
    asked: str  # `plain` text of the question
    effort: bool  # whether a session bounds the effort that may be spoken of

    def __post_init__(self) -> None:
        self._known = _stems(f"{self.evidence.words} {self.told}")
        self._asked = _stems(self.asked)
        of_facts = [*self.evidence.known, *self.evidence.entries]
        self._measures = frozenset().union(*(one.measures for one in of_facts)) | _OF_THE_APP

    def faults(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """What a sentence says in words, or in a form, that nothing bears out: kind, the words, why."""
        yield from self._frames(sentence)
        unsupported = list(self._unsupported(sentence))
        if unsupported:
            yield "unsupported", ", ".join(unsupported[:4]), "nothing in the facts says this"

    def _unsupported(self, sentence: Sentence) -> Iterator[str]:
        """The words that are neither neutral nor of the facts."""
        text = sentence.text
        covered = self._covered(sentence)
        opened = [match.span() for match in _OPENED.finditer(text)]
        cares, echoes = care.guides(text), bool(_ECHOES.search(text))
        for match in _TOKEN.finditer(text):
            word = match[0].removesuffix("'s")
            if len(word) <= 2 or any(a < match.end() and match.start() < b for a, b in covered):
                continue
            if self._of_facts(word, text) or word in NEUTRAL or match[0] in NEUTRAL:
                continue
            if cares and word in CARE or word in OPEN and any(a <= match.start() < b for a, b in opened):
                continue
            if not (echoes and _stem(word) in self._asked):
                yield match[0]

    def _of_facts(self, word: str, text: str) -> bool:
        elsewhere = _ELSEWHERE.get(word) or _ELSEWHERE.get(_stem(word))
        return _stem(word) in self._known and (elsewhere is None or bool(elsewhere.search(text)))

    def _covered(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Where other rules have the say: numbers, days, directions, judgements, effort; and harmless phrases."""
        text = sentence.text
        spans = [match.span() for match in PHRASES.finditer(text)]
        spans += [(day.start, day.end) for day in sentence.days]
        unknown = bool(_NAMES_NO_DATA.search(text))
        for start, end, name in self.lexicon.measures_in(text):
            if unknown or related({name}, self._measures):
                spans.append((start, end))
        for start, end, name in self.lexicon.habits_in(text):
            if name in self.evidence.habits or name.replace("_", " ") in self.told:
                spans.append((start, end))
        for pattern in (SUPERLATIVE, judged.JUDGED, *(session.JUDGED if self.effort else ())):
            spans += [match.span() for match in pattern.finditer(text)]
        at = 0
        for clause in sentence.clauses:
            at = max(text.find(clause.text, at), 0)
            spans += [(at + one.start, at + one.end) for one in clause.quantities]
            if clause.measures or clause.habits:
                spans += [(at + way.start, at + way.start + len(way.said)) for way in clause.ways]
        return spans

    def _frames(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """Claims that are made of harmless words: causes, the future, what is usual, what was done."""
        text = sentence.text
        for kind, pattern, why in _COMPILED:
            found = pattern.search(text)
            denied = found and _DENIED.search(text[: found.start()])
            if found and not denied and not self._told(found[0]):
                yield kind, found[0], why
        if not sentence.question:
            yield from self._foretold(sentence)
            yield from self._usual(sentence)
            yield from self._done(sentence)

    def _told(self, words: str) -> bool:
        return words in self.evidence.words or words in self.told

    def _foretold(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """`You will feel better`; `it should come back soon`: a number of the forecast has to stand with it."""
        text = sentence.text
        if (found := _WILL.search(text)) and not _SOFT.search(text[: found.end()]):
            yield "certainty", found[0], "no fact foretells it"
        counted = any(one.unit in _FORECAST for clause in sentence.clauses for one in clause.quantities)
        if not counted and (found := _FORETOLD.search(text)):
            yield "certainty", found[0], "no fact foretells it"

    def _usual(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """What is usual, and what does not matter, without a number or a direction that could be checked."""
        text, clauses = sentence.text, sentence.clauses
        counted = any(clause.quantities for clause in clauses)
        checked = any(clause.ways and (clause.measures or clause.habits) for clause in clauses)
        if not counted and not checked and (found := _HABITUAL.search(text)) and _YOU.search(text):
            yield "judgement", found[0], "no fact says what is usual"
        named = any(clause.named_measures or clause.named_habits for clause in clauses)
        if not named and (found := _SHRUGGED.search(text)):
            yield "advice", found[0], "no fact says that it does not matter"

    def _done(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        for clause in sentence.clauses:
            found = _PAST.search(clause.text)
            checked = clause.quantities or clause.measures or clause.named_habits
            if found and not checked and not self._told(found[0]) and not _OPENED.search(clause.text):
                yield "event", found[0], "no fact says that this was done"


@lru_cache(maxsize=256)
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(found[0].removesuffix("'s")) for found in _TOKEN.finditer(text))


@lru_cache(maxsize=4096)
def _stem(word: str) -> str:
    """A word without its endings: `averages` and `averaged` are `averag`. Comparatives stay what they are."""
    for ending in ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word
