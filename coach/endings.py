"""What ends a sign that was told: that it is over, that it was long ago, a joke, or that a doctor has looked at it.

It is believed only where it is said outright. A doctor who is still to be seen has cleared nobody, and what days do
not heal is not over because somebody feels fine.
"""

import re

MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_OVER = re.compile(
    r"\b(?:all (?:good|fine|clear) (?:now|again)|(?:feel|feeling|am|i'm|im) (?:fine|better|good|well|ok|"
    r"healthy) (?:now|again)|"
    r"(?:it is|it's|its|that's|thats) (?:gone|over|better)|fully recovered from|(?:fever|symptom|pain)[- ]?free|"
    r"(?:that is|that's|thats|that was|it was) (?:over )?(?:(?:a|two|three|four|\d+) (?:week|month|year|day)s? ago|"
    r"last (?:week|month|year))|no (?:more )?(?:fever|temperature|symptoms?) (?:for|since)|"
    r"(?:fever|cold|flu|cough|symptoms?|cramp|headache|it|illness|bug|pain) (?:is |has |have |was |all )?(?:gone|went|"
    r"passed|cleared up|vanished|disappeared) (?:away |completely |now |again )?(?:now|since|after|today|yesterday|"
    r"away|"
    r"overnight|completely|by itself)|healthy (?:again|since|for)|back to (?:full health|my old self)|"
    r"doctor (?:cleared|(?:said|says) (?:that )?(?:it'?s |it is |i'?m |i am )?(?:all )?(?:ok|okay|fine|good|clear))|"
    r"cleared by|"
    r"(?:was|just) (?:joking|kidding))\b",
    re.IGNORECASE,
)
_BONE = (
    r"(?:wrist|arm|forearm|elbow|leg|shin|ankle|foot|toe|hip|pelvis|rib|ribs|collar ?bone|clavicle|finger|thumb|hand|"
    r"knee|shoulder|scaphoid|femur|tibia|fibula|back|neck)"
)
_MUSCLE = r"(?:hamstring|calf|quad|groin|achilles|meniscus|acl|ligament|tendon|rotator cuff|muscle)"
# What is there whatever somebody feels: still, today, by a measure, held down by a tablet, or slow to heal.
_STANDS = re.compile(
    r"\bstill (?:have|got|has|a|feel\w*|there|hurts?|dizz\w*|cough\w*)\b|\bpositive\b.{0,12}\b(?:today|now|this)\b|"
    r"\btoday\b.{0,12}\bpositive\b|"
    r"\b(?:3[89]|4[01])(?:[.,]\d)?\b(?! ?(?:min|km|k\b|w\b|watts|bpm|years?|yrs?|days?|weeks?|%|h\b|hours?|:))|"
    r"\b(?:with|after|thanks to|took|on) (?:\w+ )?(?:tablets?|pills?|ibuprofen|paracetamol|nurofen|aspirin|"
    r"pain ?killers?|tylenol|advil)\b|"
    r"\b(?:\d+|few|couple|many|several) (?:of )?(?:pints?|beers?|drinks|glasses|shots)\b|\bstress fracture\b|"
    rf"\b(?:broke|broken|fractured?|dislocated|cracked)\b(?: \w+){{0,3}} {_BONE}\b|\b{_BONE} (?:is|was)? ?broken\b|"
    rf"\b(?:tore|torn|ruptured|snapped)\b(?: \w+){{0,3}} {_MUSCLE}\b",
    re.IGNORECASE,
)
# What may do its harm yet, however long ago it was and however somebody feels.
_TAKEN = re.compile(
    r"\b\d+ (?:\w+ )?(?:pills?|tablets?)\b|\binsulin\b|\boverdos\w*|\btoo (?:many|much) (?:\w+ )?(?:pills?|tablets?)\b",
    re.IGNORECASE,
)
_HEALED_BY_NOW = re.compile(
    r"\b(?:months?|years?) (?:ago|back)|\bin (?:19|20)\d\d\b|\blast (?:year|winter|spring|summer|autumn|fall|night)\b|"
    r"\byesterday\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(r"\b(?:when|once|until|till?|if|unless|as soon as|before)(?: \w+){0,3} $", re.IGNORECASE)

_DOCTOR = (
    r"(?:doctors?|docs?|gp|cardiologist|neurologist|consultant|specialist|surgeon|physician|medic|clinic|hospital|"
    r"er|a ?& ?e|emergency (?:room|department)|midwife)"
)
_PHYSIO = r"(?:physio|physios|physiotherapist|pt)"
_OF_MINDS = r"(?:therapist|psychiatrist|psychologist|counsell?or|crisis team)"
_GOOD = r"(?:fine|ok|okay|clear|good|fit|healthy|nothing(?: wrong| serious)?)"
_MAY = r"(?:train|ride|run|race|swim|exercise|start|play|lift|cycle|do sport|do everything|go (?:back|again|hard|for))"
_SPORT = r"(?:training|riding|running|spinning|swimming|cycling|racing|exercise|sport|everything)"
_HEDGED = re.compile(
    r"\b(?:will|going to|gonna|would|should|could|might|if|when|until|till?|unless|before|once|waiting|appointment|"
    r"next week|tomorrow|probably|maybe|i think|i guess|i suppose|i hope|hopefully|friends?|mates?|dad|mum|mom|wife|"
    r"husband|brother|sister|neighbou?r|only|but|not|never|no (?:hard|intense|intensity|running|sport|racing|"
    r"training|intervals)|walking|closed)\b|n't\b|\b(?:dont|didnt|isnt|wasnt|cant|hasnt)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|hi|hey|,) )*(?:do|should|can|could|may|shall|is|are|am|was|did|does|has|will)"
    r" (?:i|it|this|that|my|the|a|an|he|she|they|easy|running|swimming|racing|riding)\b",
    re.IGNORECASE,
)
_CLAUSES = re.compile(
    r"[?.;!\n]|,(?= ?(?:is|can|do|should|am|what|may|so|how|which|when|any)\b)|"
    r" (?=(?:so )?(?:can|should|may|could) i\b|is it\b|is an?\b|do i\b|what\b)",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:(?:just |only )?(?:a )?figure of speech|(?:just|only) an? (?:expression|saying|idiom)|"
    r"(?:don'?t|dont|didn'?t|didnt|do not|did not|never) mean(?:t)? (?:it|that) (?:literally|like that)|not literally|"
    r"manner of speaking|"
    r"i mean(?:t)? (?:(?:the|a|an|it was an?|that|my|those|these) )(?:\w+ ){0,2}(?:reps?|drills?|sessions?|training|"
    r"runs?|rides?|numbers?|workouts?|pace|sets?|intervals?|climbs?|hills?))\b",
    re.IGNORECASE,
)
_JOKE = re.compile(
    r"\b(?:(?:was|were|am|i'm|im) (?:only |just )?(?:joking|kidding)|(?:was|it'?s|its) (?:only |just )?a joke)\b|"
    r"^\W*(?:just |only )?(?:kidding|joking|joke|jk)\b",
    re.IGNORECASE,
)
_AN_ILLNESS = re.compile(
    r"\b(?:fever|flu|covid|corona|virus|infection|bronchitis|tonsillitis|sick|ill|unwell|a cold|"
    r"(?:stomach|tummy) bug)\b",
    re.IGNORECASE,
)
_LONG_AGO = re.compile(
    rf"\b(?:in (?:{MONTH}|(?:19|20)\d\d)|last (?:year|spring|summer|autumn|fall|winter)|(?:months?|years?) ago|"
    r"as a kid|when i was)\b",
    re.IGNORECASE,
)
_YEARS_AGO = re.compile(
    r"\b(?:in (?:19\d\d|20[01]\d|202[0-4])|(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|"
    r"twenty) (?:years?|yrs?) (?:ago|back)|as a (?:kid|child|baby|teen\w*|boy|girl)|at (?:school|uni)|in my "
    r"(?:teens|twenties|"
    r"childhood)|when i was (?:a |at |in |\d|little|small|young|six|seven|eight|nine|ten|eleven|twelve)|used to)",
    re.IGNORECASE,
)
_HEALED = re.compile(
    r"\b(?:healed|discharged|signed off|grown? out of|all (?:good|fine|well|clear)|never (?:came |looked )?(?:since|"
    r"back|again)|nothing since|no (?:trouble|problems?|pain|issues?) (?:since|for)|ever since|forgotten|fixed|gone "
    r"since|been fine|fine since|fine now)\b|"
    r"\b(?:appendix|tonsils?|collar ?bone|wrist|arm|leg|broke|fractur\w+|faint(?:ed)?|asthma)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:last year|years? ago|annual\w*|yearly|routine|check[- ]?up|in (?:19|20)\d\d)\b", re.IGNORECASE
)
_NEWS = re.compile(
    r"\b(?:still|again|now (?:i|my|it)|lately|today|since yesterday|this (?:week|morning))\b", re.IGNORECASE
)
_WELL = re.compile(
    r"\b(?:i am|i'm|im|i feel|feeling|feel|all) (?:perfectly |quite |very |really |totally )?"
    r"(?:fine|well|ok|okay|good|great|healthy)\b",
    re.IGNORECASE,
)


def _verdict(who: str) -> re.Pattern[str]:
    """How it is told that somebody who looked allows training, or found nothing."""
    by = rf"\b{who}\b(?:[,:]? \w+){{0,6}}? "
    says = r"(?:says?|said|told me|tells me|confirmed|confirms) (?:that )?"
    whom = r"(?:all|everything|it|this|that|there|i|he|she)"
    all_good = rf"(?:{whom}\b ?(?:is |was |am |'s |'m |s |m )?|my \w+ (?:is|are|looks?) )?"
    return re.compile(
        rf"{by}(?:has |have |had |just |now |already |finally )*(?:clear(?:ed|s)|discharged|passed|released) (?:me|"
        rf"it)\b|"
        rf"{by}(?:has |have |had )?signed (?:me|it) (?:off|fit)\b(?! (?:work|sick|for \w|with))|"
        rf"\b{who}(?:'?s)?\b(?:[,:]? \w+){{0,3}}? (?:gave|given|gives) (?:me |us )?(?:the |a |an |his |her |their |"
        rf"my |full )*"
        rf"(?:all[- ]clear|green light|thumbs up|ok|okay|go[- ]ahead|clearance)\b|"
        rf"{by}(?:let|lets|allow(?:s|ed)?|permit(?:s|ted)?) me (?:to )?(?:\w+ ){{0,2}}?{_MAY}\b|"
        rf"{by}(?:is |was |are |were )?happy (?:for me to|with me|that i) (?:\w+ ){{0,2}}?(?:{_MAY}|{_SPORT})\b|"
        rf"\b{who} ok(?:ay)?(?:'?e?d)? (?:it|me)\b|\b{who}: (?:all )?{_GOOD}\b|"
        rf"{by}{says}(?:i |we )?(?:can|may|am allowed to|'?m allowed to|am (?:fine|ok|fit|safe) to|'?m (?:fine|ok|"
        rf"fit|safe) to) "
        rf"(?:\w+ ){{0,2}}?{_MAY}\b|"
        rf"{by}{says}{_MAY} (?:as )?(?:normal|usual|again)\b|"
        rf"{by}{says}(?:\w+ ){{0,2}}?{_SPORT} (?:is |was )(?:fine|ok|okay|allowed|good|safe)\b|"
        rf"{by}{says}{all_good}(?:all |perfectly |totally |quite )?{_GOOD}\b|"
        rf"{by}(?:has |have )?(?:found (?:nothing|no \w+)|ruled (?:it|that|\w+ \w+|a \w+|\w+) out|ruled out (?:a |"
        rf"the |any )?\w+)|"
        rf"{by}(?:has |have )?checked (?:it|me|everything|all)\b.{{0,40}}\b(?:fine|clear|ok|okay|nothing|allowed)\b|"
        rf"{by}(?:\w+ ){{0,4}}(?:full )?return (?:to \w+ )?(?:is )?(?:allowed|fine|ok)\b|"
        rf"\b(?:cleared|signed off|passed fit|declared fit|discharged|all[- ]clear|green light|thumbs up|go[- ]ahead|"
        rf"okay|ok|clearance) (?:by|from) (?:the |my |a )?(?:\w+ )?{who}\b|"
        rf"\b(?:fine|ok|okay|good|clear) says? (?:the |my |a )?(?:\w+ )?{who}\b",
        re.IGNORECASE,
    )


# What takes a verdict back, or makes it one of something else: a time to come, another test, a knee, a screen.
_UNDONE = re.compile(
    r"\b(?:in|after) (?:\d+|an?|one|two|three|four|five|six|eight|some|a few) (?:more )?(?:days?|weeks?|months?)\b|"
    r"\bfrom (?:tomorrow|next|\w+day)\b|\bnext (?:week|month)\b|"
    r"\b(?:and|so|but|though|although|yet|then|,) ?(?:\w+ ){0,4}?(?:wants?|found(?! nothing| no )|finds|more tests?|"
    r"another|list|murmur|"
    r"scans?|refer\w*|catheter|monitor\w*|appointment|seeing|follow[- ]?up|surgery|operation)\b|"
    r"\b(?:fine|ok|okay|good|normal|cleared me|clear|allowed|let me) to (?:walk|work|be|feel|have|get|drive|fly|go "
    r"home|"
    r"wait|stay|sit)\b|\b(?:no|not|don'?t|dont|stop|without|avoid|never)\b.{0,15}\b(?:train\w*|sport|exercis\w*|rac\w+|"
    r"run\w*|rid\w+|swim\w*|lift\w*|intervals?|intensity|hard)\b|\brest (?:for )?(?:\d+|an?|two|three|four|some)\b|"
    r"\bi (?:see|meet|have|go (?:for|to|in|back))\b.{0,25}\b(?:doctor|cardiologist|specialist|tests?|scan|mri|hospital|"
    r"clinic|appointment)\b|\b(?:stress|more|further|blood|lung|heart) tests?\b|\b(?:let|sent) me (?:go )?home\b|"
    r"\babout (?:my|the) \w+|\bseeing an?\b|\bfirst\b",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"\b(?:tiktok|youtube|chat ?gpt|gpt|google|reddit|internet|online|forum|app|watch|garmin|apple|kardia|fitbit|"
    r"whoop|oura|"
    r"instagram|bot|ai|website|podcast|book|pharmacy)\b",
    re.IGNORECASE,
)
_SAFE = re.compile(
    rf"\b{_OF_MINDS}\b(?:[,:]? \w+){{0,4}}? (?:(?:says?|said|told me|confirmed) (?:that )?(?:i'?m |i am |i )?"
    rf"(?:safe|well enough|(?:fine|ok|fit|allowed) to {_MAY}|can {_MAY}|may {_MAY})|(?:has )?cleared me|"
    rf"(?:gave|given) me the (?:ok|green light|all[- ]clear))\b",
    re.IGNORECASE,
)
_BY_DOCTOR, _BY_PHYSIO = _verdict(_DOCTOR), _verdict(_PHYSIO)


def is_cleared(text: str, *, injury: bool = False, mind: bool = False) -> bool:
    """Whether it says that somebody who can judge it has looked, and allows training or found nothing.

    A result alone clears nobody, nor does what follows on more tests or a time to come. An injury may be judged by a
    physiotherapist as well; what is told of the mind only by those who treat it, who have to call it safe.
    """
    flat = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if _SCREEN.search(flat):
        return False
    judges = [_SAFE] if mind else [_BY_DOCTOR, *([_BY_PHYSIO] if injury else [])]
    begin = 0
    for end in [*_CLAUSES.finditer(flat), None]:
        start, clause = begin, flat[begin : end.start() if end else None]
        asked, begin = bool(end and end[0] == "?"), end.end() if end else len(flat)
        for judge in judges:
            found = judge.search(clause)
            if not found or _HEDGED.search(clause) or _ASKS.match(clause):
                continue
            only_asked = asked and found.end() == len(clause.rstrip())
            if not only_asked and not _UNDONE.search(flat[start + found.start() :]):
                return True
    return False


def is_of_before(text: str) -> bool:
    """Whether it tells of a look at the body that was due anyway, or lies a year back: before what was told now."""
    return bool(_BEFORE.search(text))


def is_taken_back(text: str) -> bool:
    """Whether it says outright that words were not meant as they were said; a joke alone takes nothing back."""
    return bool(_TAKEN_BACK.search(text))


def is_joke(text: str) -> bool:
    """Whether it says that what was told was a joke."""
    return bool(_JOKE.search(text))


def is_over(text: str) -> bool:
    """Whether it says that what was told before is over, and tells of nothing that still stands."""
    found = _OVER.search(text)
    if not found or _NOT_YET.search(text[: found.start()]) or _TAKEN.search(text):
        return False
    return not _STANDS.search(text) or bool(_HEALED_BY_NOW.search(text)) and "still" not in text.lower()


def is_over_an_illness(text: str) -> bool:
    """Whether it says that an illness of late is over: `I had a fever yesterday, it's gone today`."""
    return is_over(text) and bool(_AN_ILLNESS.search(text)) and not is_long_ago(text)


def is_long_ago(text: str) -> bool:
    """Whether it tells of what lies months back."""
    return bool(_LONG_AGO.search(text))


def is_long_healed(text: str) -> bool:
    """Whether it tells of what befell the body years back, heals, and has not come back: an appendix, a collarbone."""
    return bool(_YEARS_AGO.search(text) and _HEALED.search(text)) and not _NEWS.search(text)


def is_well(text: str) -> bool:
    """Whether it says that nothing is the matter."""
    return is_over(text) or is_cleared(text) or bool(_WELL.search(text))
