"""Words that judge: whether the facts on a measure bear out that it is excellent, plenty, poor, collapsed or normal."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from coach.facts import Fact
from coach.guarding.claims import DEBT, LEVEL, RANGE, Clause, Sentence
from coach.guarding.evidence import BETTER, of_fact
from coach.guarding.subjects import Lexicon
from coach.guarding.vocabulary import PHRASES

_OF_NOW = ("recovery.", "baseline.", "sleep.last_night", "sleep.debt", "load.", "measure.", "mean.", "compare.")
_OF_WEEKS = ("baseline.", "mean.", "compare.", "load.week")
_SLEEP = {"sleep", "need", "debt"}
_WORDS = {
    "great": r"excellent|great(?!er)|superb|outstanding|fantastic|perfect(?:ly)?|brilliant|optimal|ideal|"
    r"exceptional\w*|"
    r"amazing|wonderful|impressive|awesome|terrific|super|top[- ]notch|very (?:good|high|well)|really good|"
    r"(?:soar|surg|rocket|skyrocket|spik|explod)(?:ed|ing|s)?|through the roof|sky[- ]high|in the green|peaking",
    "enough": r"plenty|(?<!not )enough(?! (?:data|days|nights|to tell|to say|for))|sufficient\w*|ample|adequate\w*|"
    r"well[- ]rested|nothing (?:owed|to catch up)|owe nothing|owe no sleep|no (?:sleep )?debt|caught up|"
    r"(?:debt|deficit) (?:is|was|has|'s)(?: been| now| all)* (?:gone|cleared|paid|over|settled|erased|wiped|closed|"
    r"zero|history|nil)|"
    r"not your problem|no problem|all you need(?:ed)?|as much as you need\w*",
    "good": r"(?:slept|sleeping|recovered|recovering) (?:\w+ )?well\b|good(?= (?:recovery|sleep|night\b|hrv|shape|"
    r"level|"
    r"score|value|sign))|(?:is|are|was|were|looks?|seems?|been|be|pretty|quite|in) (?:\w+ )?good(?! (?:to|idea|time|"
    r"way|"
    r"day|reason|question|for))|good(?= (?:week|month|stretch|start|spot|form|base|balance|trend|rhythm)\b)|"
    r"good (?=(?:day|morning)\b(?! (?:for|to)\b))|doing (?:\w+ )?well|all (?:is |looks |seems )?(?:well|good)|"
    r"look(?:s|ing) (?:\w+ )?good|solid|healthy|strong(?= (?:today|this|and|again|enough|recovery|hrv)|$)|encouraging|"
    r"respectable|decent|bounc(?:ed|ing) back|rebounded|in a good place|on track|favou?rable|comfortabl[ey]|robust",
    "fine": r"fine|(?:nothing|not|isn't) out of the ordinary|"
    "(?<!below )(?<!above )(?<!than )(?<!from )(?<!your )normal(?:ly)?(?! range)|where (?:it|they|you) "
    r"(?:should|ought to|needs? to|has to) be|(?:just|exactly) right|(?:look|looks|are|is|seem|"
    r"seems) (?:all )?right(?! (?:at|in|on|for|now|after|before))|ok|okay|all right|alright|ordinary|average(?=$|,|"
    r" for| today| this)|"
    r"as usual|"
    r"unremarkable|typical|as expected|nothing unusual|in order|balanced",
    "poor": r"poor(?:ly)?|bad(?:ly)?|weak|disappointing|mediocre|lousy|insufficient|inadequate|lacking|unsatisfactory|"
    r"in the red|too little|too short|too few|(?:is|was|were|are|rather|slept|very|bit|quite|been) short(?! of)|"
    r"suffer(?:s|ed|ing)?|struggl(?:es|ed|ing)|compromised|impaired|sub-?par|substandard|below par|run down|depleted",
    "down": r"terrible|awful|horrible|dreadful|abysmal|miserable|disastrous|catastrophic\w*|"
    r"(?:collaps|tank|crash|crater|nosediv|nose-div|implod|plummet|tumbl|slump)(?:ed|ing|es|s)?|rock bottom|"
    r"in free ?fall|fallen apart|through the floor|wrecked|ruined|shattered",
    "danger": r"danger(?:s|ous|ously)?|alarming(?:ly)?|critical(?:ly)?|worrying(?:ly)?|worrisome|concerning(?:ly)?|"
    r"unhealthy|unhealthily|harmful|excessive(?:ly)?|severe(?:ly)?|toxic|scary|abnormal(?:ly)?|pathological\w*|"
    r"(?:un)?safe(?:ly)?|risky|too (?:high|much|low)",
}  # fmt: skip
JUDGED = re.compile("|".join(rf"(?P<{name}>\b(?:{words})(?!\w))" for name, words in _WORDS.items()))
_NOT = re.compile(
    r"\b(?:not|no|never|hardly|barely|isn't|wasn't|nor|neither|without|anything but|far from|less than|\w+n't)"
    r"\s(?:\w+\s){0,2}$"
)
_OPEN = re.compile(
    r"\b(?:if|when|whether|unless|until|would|could|might|once|should|for (?:a|an)|needs?|aim|what|how|lets?|to get)\b"
)
_NIGHT = re.compile(r"\b(?:nights?|sleep|slept|asleep)\b")
_OF_ADVICE = re.compile(
    r"\b(?:rid(?:e|ing)|run|spin|walk|jog|sessions?|rest|day off|easy|idea|choice|option|plan|way|time|reason|guess)\b"
)  # what is judged is a proposal, nobody's state
_UNSEEN_NIGHT = re.compile(
    r"\b(?:interrupted|restless\w*|restful (?:night|sleep)|fragmented|broken (?:sleep|night)|toss(?:ed|ing)|"
    r"disturbed|light sleep|deeply|"
    r"soundly|"
    r"insomni\w+|wok(?:e|en) (?:up )?(?:often|a lot|repeatedly|many|several|every|\w+ times|in the middle)|nightmares?|"
    r"snor\w+|dream\w*|slept (?:\w+ ){0,2}through|through the night|(?:took|takes|"
    r"needed) (?:you )?(?:a (?:long )?while|"
    r"long|ages|some time|\d+ minutes) to (?:fall|get|drop)|wok(?:e|en) (?:up )?(?:more|less)(?: often)?)\b"
)
_WEEKS = re.compile(r"\b(?:for (?:\w+ )?(?:weeks|months|days|years|ages|a while)|lately|recently|all (?:week|month|"
r"year)|"
                    r"every (?:night|day|morning)|always|constantly)\b")  # fmt: skip
_STREAK = re.compile(
    r"\b(?:in a row|day after day|week by week|every (?:day|night|week|month) since|consecutive(?:ly)?|streak|"
    r"back to back|night after night|every single|"
    r"week after week|"
    r"non-?stop|all (?:week|month) long)\b"
)
_DID = re.compile(
    r"\byou (?:\w+ ){0,2}?(?:drank|had|did|took|ate|used|meditated|stretched|smoked|vaped|napped|travell?ed|skipped|"
    r"overdid|enjoyed|indulged|forgot|missed|logged|were|have been|went|got|consumed|sat|stayed|read|watched|"
    r"showered)\b|"
    r"\byou(?:'ve| have|'d| had) (?:\w+ ){0,3}|\byour (?:\w+ ){0,2}(?:last night|yesterday|this week)\b|"
    r"\b(?:last night's|yesterday's)\b|\b(?:last night|yesterday|lately|recently|this week|the other day)\b"
)
_NOT_OF_ONE_DAY = re.compile(
    r"\b(?:if|when|whenever|on days|days|evenings|nights|mornings|after|log(?:ged)?|each|every|goes|go|went|times|"
    r"of the "
    r"last|whether|no effect|associat\w+|against|data|would|could)\b"
)
_FUTURE = re.compile(
    r"\b(?:tomorrow|next (?:days|morning|week)|this week|coming days|soon|in (?:a|two|three|a few|some) days|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:morning )?(?:will|'ll|should|is going to|promises))\b"
)
_WILL = re.compile(r"\b(?:will|'ll|going to|is|are|looks?|should|expect\w*|bound|set to|promises)\b")
_TURN = re.compile(
    r"\b(?:(?P<up>better|higher|improve\w*|ris(?:e|es|ing)|rebound\w*|bounce back|climb\w*|go up|come back|brighter|"
    r"fresher|return\w*|pick up)|(?P<down>worse|lower|fall\w*|drop\w*|decline\w*|go down|sink\w*|dip|tougher))\b"
)
_ON_TERMS = re.compile(
    r"\b(?:if|after|with|without|when|an hour|sleep more|goes|go with|median|usual|than (?:the )?(?:forecast|your)|"
    r"look "
    r"again|see|until|whether|can|could|may|might|trend|points|by)\b"
)
_SOFT = re.compile(
    r"\b(?:likely|probably|expected|perhaps|should|about|a little|slightly|somewhat|around|seems?|looks?)\b"
)


@dataclass(frozen=True)
class State:
    """How a measure stands by one fact: 1 above what is usual or needed, 0 as usual, -1 below."""

    measures: frozenset[str]
    sign: int
    fact: str
    good: int = 0  # the sign as it is judged: 1 where it is for the better


def states(facts: Sequence[Fact], lexicon: Lexicon, today: date) -> list[State]:
    """How each measure stands now, as the facts say it."""
    found = []
    for fact in facts:
        if fact.missing or not fact.id.startswith(_OF_NOW):
            continue
        for entry in of_fact(fact, lexicon, today).entries:
            if entry.habits or entry.trend and not entry.usual:
                continue
            sign = _sign(entry.axis, entry.sign)
            if sign is not None:
                of = entry.measures if entry.axis == DEBT else frozenset(m for m in entry.measures)
                found.append(State(of, sign, fact.id, _good(of, entry.axis, sign)))
    return found


def _sign(axis: str, sign: int) -> int | None:
    if axis == RANGE:
        return 0 if sign == 1 else None
    return sign if axis in (LEVEL, DEBT) and sign in (1, 0, -1) else None


def _good(measures: frozenset[str], axis: str, sign: int) -> int:
    if axis == DEBT:
        return -sign
    return sign * next((BETTER[m] for m in sorted(measures) if m in BETTER), 0)


@dataclass
class Judge:
    """Holds sentences against how things stand."""

    facts: Sequence[Fact]
    lexicon: Lexicon
    today: date
    words: str  # of all facts, `plain`

    def __post_init__(self) -> None:
        self._states = states(self.facts, self.lexicon, self.today)
        self._values = {fact.id: fact for fact in self.facts if fact.value is not None and not fact.missing}
        self._done = {fact.id.removeprefix("done.") for fact in self.facts if fact.id.startswith("done.")}

    def faults(self, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """What a sentence judges, tells of days, or foretells that no fact bears out: kind, the words, why."""
        if sentence.question:
            return
        for clause in sentence.clauses:
            yield from self._judged(clause, sentence)
            yield from self._done_habits(clause, sentence)
        for pattern in (_UNSEEN_NIGHT, _STREAK):
            found = pattern.search(sentence.text)
            if found and found[0] not in self.words:
                yield "judgement", found[0], "no fact says so"
        if found := self._foretold(sentence):
            yield "direction", found, "no fact says that it will"

    def _judged(self, clause: Clause, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        named = bool(clause.measures or clause.habits) and (clause.own or _stands_for(clause))
        if not named and (clause.advice):
            return
        harmless = [match.span() for match in PHRASES.finditer(clause.text)]
        for found in JUDGED.finditer(clause.text):
            before = clause.text[: found.start()]
            if _OPEN.search(before[-40:]) or clause.text[found.end() :].startswith((" range", " to ")):
                continue
            if any(a <= found.start() < b for a, b in harmless):
                continue
            if not named and (found.lastgroup in ("enough", "danger") or _OF_ADVICE.search(clause.text)):
                continue
            negated = bool(_NOT.search(before)) and not found[0].startswith(("no", "owe", "not"))
            if not named:
                of = replace(clause, measures=self._of_all(clause.text))
                true = self._borne_out(found.lastgroup, of, sentence, negated)
            elif clause.named_habits:
                true = self._of_habit(found.lastgroup, clause, negated)
            else:
                true = self._borne_out(found.lastgroup, clause, sentence, negated)
            if not true:
                yield "judgement", found[0], "no fact bears this out"

    def _of_all(self, text: str) -> frozenset[str]:
        """What is judged where nothing is named: the night, or recovery, as far as the facts speak of it."""
        known = frozenset().union(*(state.measures for state in self._states))
        of_night = _NIGHT.search(text) or "recovery" not in known and known & _SLEEP
        return frozenset({"sleep" if of_night else "recovery"})

    def _of_habit(self, kind: str, clause: Clause, negated: bool) -> bool:
        """`Late meals are bad for your recovery`: as the fact on the habit points."""
        signs = set()
        for fact in self.facts:
            if fact.missing or not fact.id.startswith("habit."):
                continue
            evidence = of_fact(fact, self.lexicon, self.today)
            signs |= {e.sign for e in evidence.entries if e.habits & clause.named_habits and e.axis == LEVEL}
        if kind in ("danger", "great", "down", "enough"):
            return False
        if kind == "fine":
            return 0 in signs and not negated
        wanted = 1 if (kind == "good") != negated else -1
        return wanted in signs

    def _borne_out(self, kind: str, clause: Clause, sentence: Sentence, negated: bool) -> bool:
        of = [s for s in self._states if self._same(clause.measures, s.measures)]
        if _WEEKS.search(sentence.text):
            of = [s for s in of if s.fact.startswith(_OF_WEEKS)]
        if "yesterday" not in sentence.text:  # the load is that of the week, where it is known
            of = [s for s in of if s.fact != "load.yesterday"] or of
        goods = {s.good for s in of}
        if kind == "danger":
            return negated and bool(of) and -1 not in goods
        if negated:
            return {"great": bool(goods - {1}), "good": bool(goods - {1}), "enough": -1 in goods,
                    "fine": any(s.sign for s in of), "poor": bool(goods) and -1 not in goods,
                    "down": bool(of)}[kind]  # fmt: skip
        if kind == "enough":
            debt = [s for s in of if s.measures & _SLEEP] or of
            return bool(debt) and -1 not in goods and bool(goods)
        return {"great": 1 in goods and -1 not in goods, "good": bool(goods & {0, 1}) and -1 not in goods,
                "fine": any(s.sign == 0 for s in of) and -1 not in self._of_rule(of),
                "poor": -1 in goods, "down": any(s.sign == -1 for s in of) and -1 in goods}[kind]  # fmt: skip

    def _of_rule(self, of: list[State]) -> set[int]:
        """The rule on recovery sees more than the device's score: where it is low, all is not fine."""
        return {s.good for s in of if s.fact == "recovery.rule"}

    def _same(self, said: frozenset[str], of: frozenset[str]) -> bool:
        if said & _SLEEP and of & _SLEEP:
            return True
        return bool(said & of)

    def _done_habits(self, clause: Clause, sentence: Sentence) -> Iterator[tuple[str, str, str]]:
        """`You drank last night`: only where a fact says when it was done."""
        unknown = clause.named_habits - self._done
        if not unknown or _NOT_OF_ONE_DAY.search(clause.text):
            return
        if found := _DID.search(clause.text):
            yield "event", found[0], "no fact says that this was done"

    def _foretold(self, sentence: Sentence) -> str:
        """`Tomorrow will be better than today`: only as far as the forecast says so."""
        text = sentence.text
        turn = _TURN.search(text)
        if not turn or not _FUTURE.search(text) or not _WILL.search(text) or _ON_TERMS.search(text):
            return ""
        if any(clause.quantities for clause in sentence.clauses) or any(c.named_habits for c in sentence.clauses):
            return ""
        up = 1 if turn["up"] else -1
        tomorrow = [self._values[i] for i in ("forecast.tomorrow", "prediction.tomorrow") if i in self._values]
        now = self._values.get("recovery.device") or self._values.get("recovery.rule")
        if not tomorrow or now is None or "tomorrow" not in text:
            return turn[0]
        for fact in tomorrow:
            edge = fact.low if up == 1 else fact.high
            reached = fact.value if _SOFT.search(text) or edge is None else edge
            if (reached - now.value) * up <= 0:
                return turn[0]
        return ""


def _stands_for(clause: Clause) -> bool:
    """`It is excellent.` speaks of what the sentence before named."""
    return bool(
        re.match(r"(?:so |and |but )?(?:it|this|that|they)(?:'s| is| are| was| were| has| looks?)\b", clause.text)
    )
