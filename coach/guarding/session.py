"""What a proposed session allows to be said: no more effort than its own, no longer, and no readiness without facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.facts import Fact
from coach.guarding.quantities import plain, quantities
from coach.workout import Effort

RECOVERY = ("recovery.rule", "recovery.device")
_KIND = re.compile(r"^(rest|easy|steady|hard)\b", re.IGNORECASE)
_SPORT = (
    r"(?:rid(?:e|ing)|run(?:ning)?|spin(?:ning)?|jog(?:ging)?|cycl(?:e|ing)|swim(?:ming)?|train(?:ing)?|lift(?:ing)?|"
    r"session|workout|row(?:ing)?|climb(?:ing)?|hike|hills?|sets?)"
)
_HARD = re.compile(
    r"\b(?:hard(?:er)?(?! to\b|ly\b)|intervals\b|interval (?:session|training|work|day)s?|vo2|threshold(?! power)|"
    r"tempo|"
    r"sprint(?:s|ing|ed)?\b|all[- ]out|flat[- ]out|full[- ]gas|full (?:throttle|power|effort|steam)|maximal\w*|"
    r"max(?:imum)? (?:effort|test|out|intensity|load|set)s?|max(?:ed|ing)? out|to the (?:max|limit)|"
    r"(?<!within )(?<!inside )your (?:very )?limits?"
    r"|race[- ](?:pace|effort|simulation|day)|racing|race today|time[- ]trials?|(?:ftp|ramp|fitness|performance) test|"
    r"push(?:ing)?(?= (?:it|your|on|hard|for|the|through|harder|today|yourself)\b|$)|pr\b|pb\b|personal (?:best|"
    r"record)|"
    r"go for it|going for it|give it (?:everything|all|a go|your all)|everything you have|your all\b|empty the tank|"
    r"hammer|smash|crush it|go big|go (?:nuts|wild|deep)|dig deep|intens(?:e|ity|ely)|hiit|vigorous\w*|strenuous|"
    r"demanding|tough (?:one|session|day|work|ride|run|set)s?|challeng(?:e|ing)|key session|quality (?:session|work)|"
    r"breakthrough|heavy (?:lift|weight|set|session|day|work|load)\w*|(?:real|serious|big) (?:work|effort|session)|"
    r"long(?:er)? (?:ride|run|session)|second session|two sessions|double (?:session|day|the)|brutal|"
    r"(?:don't|do not|no (?:need|reason) to) (?:hold (?:anything )?back|rest|take it easy|worry|go easy|be careful)|"
    r"nothing (?:speaks|stands|is|says anything|holds you)(?: you)? (?:against|back|in (?:your|the) way)|"
    r"no(?: reason| need)? (?:for (?:caution|restraint)|to be careful)|like there is no tomorrow)"
)
_STEADY = re.compile(rf"\b(?:steady|moderate|medium|brisk|middling|harder)\b(?= (?:{_SPORT}|effort|work|pace|one)\b)|"
                     r"\b(?:keep it|go|stay|ride|run|train) (?:at a )?(?:steady|moderate(?:ly)?|brisk)\b")  # fmt: skip
_EASY = re.compile(
    rf"\b(?:easy|light|gentle|short|recovery|relaxed) {_SPORT}\b|^(?:so |then |today |just |you can |you could |"
    r"you should )*(?:ride|run|train|lift|swim|cycle|jog|spin)\b|\bgo(?:ing)? for (?:a|an|your) (?:\w+ )?"
    rf"{_SPORT}\b|\btrain (?:today|anyway|as usual)\b"
)
_ABOVE = {Effort.HARD: _HARD, Effort.STEADY: _STEADY, Effort.EASY: _EASY}
_PARTS = re.compile(r"[;:,()]|\.(?=\s|$)|\s-\s|\b(?:but|and|so|because|while|although|though|however)\b")
_PUT_OFF = re.compile(
    r"\b(?:not?|never|nor|neither|without|hardly|n't|cannot|avoid|skip|leave|save|keep|postpone|delay|move|put off|"
    r"hold "
    r"off|hold back|rather than|instead of|drop|less|until|against|too|nothing|stay away from|refrain|wait with|than|"
    r"above|steer clear of|spare|enough for|before)\b|\w+n't\b"
)
_LATER = re.compile(
    r"\b(?:another (?:day|time|morning)|not (?:for )?today|can wait|could wait|should wait|have to wait|must wait|"
    r"some other day|better day|later in the week|off the table|too much|would be unwise|is not|are not|isn't|aren't|"
    r"for tomorrow|until|when you are|when your|once (?:you|your)|come back|will have to|would ask too)\b"
)
_TURNED = re.compile(
    r"\b(?:don't|do not|never|no (?:need|reason) to|not|shouldn't|why) (?:\w+ )?(?:leave|save|avoid|skip|postpone|"
    r"delay|"
    r"wait|move|put off|hold)\b|\b(?:mistake|waste|shame|pity|regret|not (?:a|the) problem|no problem|easy enough|"
    r"nothing "
    r"but|not only|no less than|not enough|why not|not too|can't wait|cannot wait|not just)\b"
)
_PAST = re.compile(
    r"\b(?:was|were|trained|rode|ran|did|had|pushed|went|been|worked|yesterday's|recent|last \w+'s)\s(?:\w+\s){0,3}$|"
    r"\b(?:after|following|since|from|despite)\s(?:(?:a|an|the|your|yesterday's|such|that|so|very|any|each|every|two|"
    r"three|several|many|last|recent)\s)*$|\b(?:if|unless|whether|in case|suppose)\b[^,;]*$|\bhow (?:\w+ )?$"
)
_OF_DAYS = re.compile(
    r"^ (?:days?|sessions?|efforts?|work|training|rides?|runs?)(?: \w+){0,2} (?:goes|go|went|was|were|wants?|cost|"
    r"costs|"
    r"comes?|came|yesterday|this week|behind you|before)\b|^ yesterday\b"
)
_NOW = re.compile(r"(?<!from )(?<!of )\b(?:today|now|tonight|this (?:morning|afternoon|evening)|right away|at once)\b")
_GENERAL = re.compile(r"\b(?:a|per|each|every) week\b|\bhard (?:day|effort|session)s?\b|\bsprints and strength\b")
_EXTREME = re.compile(r"all[- ]out|flat[- ]out|full gas|maxim|max |go for it|personal|^p[rb]$|empty|everything|limit")
_IGNORES = re.compile(
    r"\b(?:ignor\w+|forget|disregard\w*|never mind|overrule|throw out|leave aside|replace|swap|beat|exceed|go beyond)"
    r" (?:about )?(?:the |your |this |that |my |what )*(?:proposed|planned|suggested|session|plan|proposal|"
    r"suggestion|easy|rest|recovery|warning|numbers?|data|score|hrv|facts)\b|"
    r"\b(?:longer|more|harder|further|beyond) than (?:the |that |what |your )*(?:proposed|planned|suggested|session|"
    r"plan|"
    r"i propose|it says)|\b(?:double|twice|triple) (?:the |that |your )*(?:proposed|planned|session|time|length|load|"
    r"duration|minutes)"
)
_READY = re.compile(
    r"\b(?:(?:fully|completely|totally|well|perfectly|entirely|nicely|all|100%) (?:recovered|rested|charged|restored|"
    r"regenerated)|you(?:'re| are| have|'ve) (?:now |already |just )?(?:recovered|fresh|rested)|fresh (?:legs|and|"
    r"today|for"
    r"|enough|as)|ready(?= (?:for|to|today|now|and)\b|$)|good to go|cleared|green light|all clear|primed|"
    r"in (?:\w+ )?(?:great|good|top|excellent|perfect|peak|prime|super|superb|fine|the best|your best) (?:shape|form|"
    r"condition|health)|at your (?:best|peak|strongest|freshest)|on top form|full of (?:energy|beans)|"
    r"you(?:'re| are| look| seem| feel)(?: \w+)? (?:great|excellent|perfect|fit|strong|sharp|fantastic|in top|super)\b|"
    r"your (?:body|legs|heart) (?:can|is|are|will) (?:\w+ )?(?:take|handle|ready|fresh|fine|strong|cope|bear|up)|"
    r"recovery is (?:complete|full|done|finished))"
)
_ONLY_SESSION = re.compile(r"^(?:ready|good to go|cleared|green light|all clear)$")
_NO = re.compile(r"\b(?:not|no|never|nor|hardly|isn't|aren't|n't|far from|less than|yet to be|if|when|once|until|"
r"whether|"
                 r"unless|as soon as|\w+n't)\s(?:\w+\s){0,4}$")  # fmt: skip
JUDGED = (*_ABOVE.values(), _READY)  # what is held against the session
_BELOW = re.compile(r"\b(?:below|lower than|under) (?:your|the) (?:usual|normal|own)|\bbelow the\b|\bbelow your\b")


@dataclass(frozen=True)
class Bound:
    """What a turn allows: the effort and the minutes of its session, and what its facts say of recovery."""

    effort: Effort | None  # None where no session is proposed
    minutes: float | None
    recovered: bool | None  # None where no fact says

    def faults(self, text: str, names_measure: bool) -> Iterator[tuple[str, str, str]]:
        """What a sentence (`plain` text) says beyond it: kind, the words, why."""
        if found := _IGNORES.search(text):
            if not _NO.search(text[: found.start()]):
                yield "session", found[0], "the session is decided by rules"
        carried = False
        for part in _split(text):
            said, carried = self._effort(part, text, names_measure, carried)
            if said:
                yield "session", said, "it is more than the session that is proposed"
        if found := self._too_long(text):
            yield "session", found, "it is longer than the session that is proposed"
        for found in _READY.finditer(text):
            if not _NO.search(text[: found.start()]) and not self._is_ready(found[0]):
                yield "readiness", found[0], "the facts on recovery do not say so"
                break

    def _effort(self, part: str, whole: str, names_measure: bool, carried: bool) -> tuple[str, bool]:
        """The words of a part that ask for more, and whether it put such effort off: a list after it does too."""
        for effort, pattern in _ABOVE.items():
            if (self.effort is not None and effort <= self.effort) or (effort is Effort.STEADY and names_measure):
                continue
            if self.effort is None and effort is not Effort.HARD:
                continue
            for found in pattern.finditer(part):
                before, after = part[: found.start()], part[found.end() :]
                if self._told_only(found[0], before, after, part, whole):
                    continue
                turned = _TURNED.search(part) or found[0].startswith(("don't", "do not", "no", "like"))
                put_off = _PUT_OFF.search(before) or _LATER.search(after) or _LATER.search(before)
                if put_off and not turned:
                    return "", True
                if carried and len(part.split()) <= 4 and not turned:
                    return "", True
                return found[0], False
        return "", False

    def _told_only(self, said: str, before: str, after: str, part: str, whole: str) -> bool:
        """Of days that were, or of training in general: no call for effort today."""
        if _PAST.search(before) or _OF_DAYS.search(after):
            return True
        now = _NOW.search(whole)
        if self.effort is None:
            conditional = re.search(r"\b(?:would|could|might|goes|went|if)\b", part)
            return bool(conditional) or not (now or _EXTREME.search(said))
        return bool(_GENERAL.search(part)) and not now and " a week" in part

    def _too_long(self, text: str) -> str:
        """A time to train for that is longer than the session."""
        if self.minutes is None or re.search(r"\b(?:was|were|slept|sleep|yesterday|debt|owe|bed|night|week)\b", text):
            return ""
        if not re.search(rf"\b{_SPORT}\b", text) or re.search(r"\b(?:not|no|n't|rather than|less than)\b", text):
            return ""
        for one in quantities(text, []):
            if one.unit == "min" and one.value > self.minutes + 2.5:
                return text[one.start : one.end]
        return ""

    def _is_ready(self, said: str) -> bool:
        if self.effort is Effort.HARD and _ONLY_SESSION.search(said):
            return True
        return bool(self.recovered)


def bound_of(facts: Sequence[Fact], workout: str) -> Bound:
    """What the facts and the session of a turn allow."""
    session = next((fact for fact in facts if fact.id == "workout.today"), None)
    kind = _KIND.search(workout) or (_KIND.search(session.words) if session else None)
    effort = Effort[kind[1].upper()] if kind else _by_words(workout) if workout else None
    minutes = session.value if session and session.unit == "min" else None
    if workout:
        text = plain(workout)
        lengths = [one.value for one in quantities(text, []) if one.unit == "min"]
        minutes = max([minutes or 0.0, *lengths], default=None) or minutes
    return Bound(effort, minutes, recovered(facts))


def _by_words(workout: str) -> Effort | None:
    """The effort of a session that does not begin with its kind."""
    kinds = [Effort[word.upper()] for word in re.findall(r"\b(?:rest|easy|steady|hard)\b", workout.lower())]
    return max(kinds, default=None)


def recovered(facts: Sequence[Fact]) -> bool | None:
    """Whether recovery is at or above what is usual: by the rule where it is known, else by the device's score."""
    for id in RECOVERY:
        fact = next((fact for fact in facts if fact.id == id and not fact.missing), None)
        if fact:
            return not _BELOW.search(plain(fact.words))
    return None


def _split(text: str) -> list[str]:
    return [part.strip() for part in _PARTS.split(text) if part.strip()]
