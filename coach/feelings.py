"""What somebody says of themselves that matters more than any number: feeling ill, being in distress, a hard time.

Such sentences get a fixed answer without figures. Signs of danger (coach.red_flags) go before them.
"""

import re
from dataclasses import dataclass

from coach.red_flags import ANSWERS, Flag
from coach.understood import Topic

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_NOT_NOW = re.compile(
    r"\b(?:was i|am i|did i|have i|were|last (?:week|month|year)|since (?!\d|this|last night|yesterday)|"
    r"when i was|after i was|tired of|"
    rf"in (?:{_MONTH}))\b"
)
_I_AM = r"\b(?:i am|i'm|im|i feel|i've been|ive been|i have been|feeling|feel)\b[^.?!]{0,25}?\b"
_ILL = (
    r"(?:ill|sick|unwell|feverish|flu-?ish|poorly|under the weather|coming down with|nauseous|puking|vomiting)\b(?! of)"
)
_I_HAVE = r"\b(?:i have|i've|ive|i got|caught|got|having|have|with)\b[^.?!]{0,20}\b"
_ILLNESS = (
    r"(?:a cold|the flu|flu|a fever|fever|covid|corona|a sore throat|sore throat|stomach bug|tonsillitis|bronchitis|"
    r"pneumonia|an infection)\b"
)
_UNWELL = re.compile(f"{_I_AM}{_ILL}|{_I_HAVE}{_ILLNESS}|\\b(?:sore throat|chills|throwing up)\\b", re.IGNORECASE)
_DISTRESS = re.compile(
    r"\b(?:hopeless|worthless|i hate (?:myself|my life)|(?:nobody|no one) (?:would|will) miss me|"
    r"what(?:'?s| is) the point of (?:anything|living|it all|life)|i want to disappear|"
    r"i (?:can't|cant|cannot) go on\b(?! with)|nothing is fun|nothing matters|really down lately|"
    r"(?:i am|i'm|im) (?:so |really |very )?(?:depressed|desperate|broken|done with life)|"
    r"feel(?:ing)? (?:so |really |very )?(?:depressed|empty|numb|desperate)|cry(?:ing)? (?:every ?day|all the time))\b",
    re.IGNORECASE,
)
_SOMEBODY = (
    "dog|cat|mum|mom|mother|dad|father|brother|sister|friend|wife|husband|grandma|grandpa|grandmother|grandfather|"
    "partner|baby|child|son|daughter"
)
_HARD_TIME = re.compile(
    rf"\bmy (?:{_SOMEBODY})\b[^.?!]{{0,15}}\b(?:died|passed away|is dying|left me)\b|"
    r"\b(?:burn(?:t|ed) out|burnout|(?:so|really|just) tired of (?:training|it all|everything|this)|"
    r"i hate (?:it|training|this|running|cycling)|broke up|got divorced|lost my job|"
    r"(?:i am|i'm|im) (?:so |really )?(?:lonely|sad|stressed out|overwhelmed))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Felt:
    """What was said, and the answer to it."""

    topic: Topic
    answer: str


UNWELL = (
    "If you feel ill, today is for rest, whatever the numbers say: they can look quite normal when an illness begins. "
    "With fever, chest pain, trouble breathing or a racing heart, or if it lasts, see a doctor. Once you feel well "
    "again, come back with easy days before anything hard. You can mark the day as ill on the page Unusual days, so "
    "that it does not count as a usual one."
)
DISTRESS = (
    "I'm sorry that it feels like this. That matters more than any training, and I'm only a program that reads your "
    "data: please talk to somebody you trust, or to a doctor, today. If you ever think of harming yourself, call your "
    "local emergency number (112 in Europe, 911 in the US), or a crisis line: 988 in the US, 116 123 in the UK and "
    "Ireland. Training can wait."
)
HARD_TIME = (
    "That sounds hard, and I'm sorry. It is fine to train less, or not at all, for a while: nothing is lost by it, "
    "and an easy walk counts. If it goes on, or weighs on your days, somebody you trust or a doctor can help more "
    "than I can. When you want it, I'll tell you what suits the day."
)


EMERGENCY = (
    "Stop, and get help now: call your local emergency number (112 in Europe, 911 in the US, 999 in the UK), and do "
    "not stay alone. Trouble breathing, swelling or a tight throat after a sting or a meal, confusion, and feeling ill "
    "in the heat can become dangerous within minutes. If it is the heat, get into the shade and cool down while you "
    "wait."
)
HEART = (
    "Please do not train with that. A heart that races at rest, skips, flutters or flips has to be looked at by a "
    "doctor first, and soon; with chest pain, breathlessness or faintness call your local emergency number (112 in "
    "Europe, 911 in the US). No watch, and no figure of mine, can tell whether it is harmless."
)
URGENT = (
    "Please have that looked at by a doctor today, before any training; if it is heavy or gets worse, call your local "
    "emergency number (112 in Europe, 911 in the US). It is nothing that I could judge from your data."
)
INJURED = (
    "Please don't train on it. Pain that changes how you move or that stays, something that popped, is swollen, or "
    "bears no weight, wants a doctor or a physiotherapist first. I can neither see nor judge an injury, and I'd rather "
    "propose nothing than something that makes it worse."
)
DOCTOR_FIRST = (
    "That is for a doctor (or, around a birth, a midwife) to say before I propose any training: my figures don't know "
    "of it, and what suits others may not suit you. Once they have told you what is fine, I'm glad to help within "
    "that."
)
SOBER = (
    "Not now. With alcohol in you, balance, heart and judgement are not what they should be: drink water, sleep, and "
    "let today go. If you often drink to get to sleep or to get through the day, a doctor or an alcohol advice line "
    "can help, without judging you."
)
UNSAFE = (
    "I won't help with that: it can do you real harm, and no session and no race is worth it. Tell me what you are "
    "after, and I'll look for a way that gets you nearer to it without the risk. If somebody presses you to do it, or "
    "you feel unwell now, talk to a doctor or to somebody you trust."
)
TOO_TIRED = "Please don't drive or train on so little sleep: rest first. Everything else can wait until you have slept."
FOOD = (
    "I give no advice on losing weight, and losing a lot or quickly does harm: to hormones, bones, heart and mind. A "
    "period that stays away, or eating that you cannot stop thinking about, is a reason to see a doctor. Please talk "
    "to a doctor or somebody you trust about it."
)
NOT_FOR_CHILDREN = (
    "I'm made for grown-ups, and what I propose is not fit for children or teenagers: they are still growing, and my "
    "figures know nothing of that. A coach who works with young athletes, a parent or a doctor can help."
)
OTHERS = (
    "I only know your own data, so I can say nothing about anybody else: a plan made for you may be quite wrong for "
    "them. A coach or a doctor who knows them can help."
)
VIOLENCE = (
    "I'm sorry. Nobody may do that to you, and it is not your fault. If you are in danger, call your local emergency "
    "number (112 in Europe, 911 in the US, 999 in the UK). A helpline for violence at home can help in confidence, "
    "and so can somebody you trust."
)
COMPULSION = (
    "That sounds as if training had hold of you rather than the other way round. Rest is part of it, and fear of a "
    "day off is worth telling somebody: a doctor, a psychologist, or a person you trust."
)

# With these, no training is proposed until they are said to be over.
STAYS = frozenset({UNWELL, DISTRESS, EMERGENCY, HEART, URGENT, INJURED, DOCTOR_FIRST, SOBER, TOO_TIRED})

# What is heard by the sense for texts (coach.understanding.sense), and what is answered to it.
CARES = {
    "self_harm": Felt(Topic.RED_FLAG, ANSWERS[Flag.SELF_HARM]),
    "heart": Felt(Topic.RED_FLAG, ANSWERS[Flag.HEART]),
    "stroke": Felt(Topic.RED_FLAG, ANSWERS[Flag.STROKE]),
    "fainting": Felt(Topic.RED_FLAG, ANSWERS[Flag.FAINTING]),
    "head_injury": Felt(Topic.RED_FLAG, ANSWERS[Flag.HEAD_INJURY]),
    "bleeding": Felt(Topic.RED_FLAG, ANSWERS[Flag.BLEEDING]),
    "emergency": Felt(Topic.RED_FLAG, EMERGENCY),
    "violence": Felt(Topic.RED_FLAG, VIOLENCE),
    "urgent": Felt(Topic.RED_FLAG, URGENT),
    "eating": Felt(Topic.RED_FLAG, ANSWERS[Flag.EATING]),
    "drugs": Felt(Topic.RED_FLAG, ANSWERS[Flag.DRUGS]),
    "distress": Felt(Topic.DISTRESS, DISTRESS),
    "unwell": Felt(Topic.UNWELL, UNWELL),
    "injured": Felt(Topic.MEDICAL, INJURED),
    "doctor_first": Felt(Topic.MEDICAL, DOCTOR_FIRST),
    "medicine": Felt(Topic.MEDICAL, ANSWERS[Flag.MEDICAL]),
    "diagnosis": Felt(Topic.MEDICAL, ANSWERS[Flag.MEDICAL]),
    "sober": Felt(Topic.MEDICAL, SOBER),
    "too_tired": Felt(Topic.MEDICAL, TOO_TIRED),
    "diet": Felt(Topic.DIET, ANSWERS[Flag.DIET]),
    "compulsion": Felt(Topic.HARD_TIME, COMPULSION),
    "hard_time": Felt(Topic.HARD_TIME, HARD_TIME),
    "children": Felt(Topic.OUT_OF_SCOPE, NOT_FOR_CHILDREN),
    "others": Felt(Topic.OUT_OF_SCOPE, OTHERS),
    "unsafe_wish": Felt(Topic.RED_FLAG, UNSAFE),
}

_KG = r"\d+ ?(?:kg|kilos?|lbs?|pounds)"
_YOUNG = r"(?:[3-9]|1[0-7])"
_CHILD = r"(?:son|daughter|kid|child|boy|girl|nephew|niece)"
# The gravest first.
_SAID: tuple[tuple[str, Topic, str], ...] = (
    (r"(?:not|never) wake up\b(?! (?:early|at|before|so|until|in time))|(?:see|is) (?:the|no) point (?:of|in) any|"
     r"no point any ?more|till? it kills me", Topic.DISTRESS, DISTRESS),
    (r"\b(?:hits|hit|beats|beat|punche[sd]|choked) me\b|(?:partner|husband|hubby|wife|boyfriend|girlfriend) is violent",
     Topic.RED_FLAG, VIOLENCE),
    (r"throat (?:is )?(?:closing|swelling|tight)|(?:lips?|tongue|face) (?:is |are )?swell|sting\b.{0,30}swell|"
     r"stopped sweating|not sweating any ?more|\bheat\b.{0,25}(?:sick|dizzy|chills|goosebumps|confused)|"
     r"(?:chills|goosebumps)\b.{0,25}\bheat\b", Topic.RED_FLAG, EMERGENCY),
    (r"(?:heart|ticker)\b.{0,30}(?:flutter|flip|skip|racing|pounding out|thump)|palpitation|"
     r"(?:pulse|heart rate|hr)\b.{0,15}(?:stuck|is|at)\b.{0,6}1[2-9]\d\b.{0,25}(?:sofa|couch|rest|sat|sitting|"
     r"lying|bed)",
     Topic.RED_FLAG, HEART),
    (r"cough\w* (?:up )?.{0,12}blood|bleed\w*\b.{0,25}(?:weeks? (?:gone|pregnant)|pregnan)|"
     r"calf\b.{0,20}(?:hot|swollen)|(?:hot|swollen)\b.{0,15}calf", Topic.RED_FLAG, URGENT),
    (rf"\bi(?:'| a)?m {_YOUNG}\b(?! ?(?:kg|km|min|days?|weeks?|months?|%|hours?|into|out))|\bi am {_YOUNG} y|"
     rf"\b{_YOUNG} ?(?:yr|year)s?[- ]olds?\b|\bmy {_CHILD}\b.{{0,25}}\b(?:train|run|ride|hours|plan|ok)",
     Topic.OUT_OF_SCOPE, NOT_FOR_CHILDREN),
    (r"(?:pregnan|up the duff|weeks gone|after (?:the |my |having a )?baby|had a baby|post-?partum|gave birth|"
     r"miscarriage|"
     r"an(?:a)?emi[ac]|ferritin|\bhb (?:is )?low|gave blood|donated blood|"
     r"blood donation)", Topic.MEDICAL, DOCTOR_FIRST),
    (r"(?:\bpop\b|\bsnap\b|\bcrack\b).{0,12}\b(?:in|from) my|(?:can'?t|cannot) (?:put|bear|take) (?:any )?weight|"
     r"(?:rolled|twisted|sprained|broke|tore|pulled) my|\b(?:knee|ankle|wrist|foot|shoulder)\b.{0,20}(?:swollen|"
     r"fat like|balloon)|"
     r"\bachilles\b.{0,20}(?:stiff|sore|hurt|pain)|concuss", Topic.MEDICAL, INJURED),
    (rf"\blost {_KG}.{{0,40}}(?:stop|pros|eat)|(?:drop|lose|cut) {_KG} (?:in|by|before|for|within)|"
     r"(?:no|not had|n[o']t had|havent had|haven't had|missed|lost)\b.{0,8}\bperiods?\b.{0,20}(?:month|year|weeks)?",
     Topic.DIET, FOOD),
    (r"can'?t stop training|panic if i (?:miss|skip)|addicted to (?:training|exercise)", Topic.HARD_TIME, COMPULSION),
    (r"\b(?:still|bit|so|too) drunk\b|hung ?over|been drinking all|drink\w* (?:every|each) night to|"
     r"had \d+ (?:pints|beers|drinks|glasses)", Topic.MEDICAL, SOBER),
    (r"been (?:up|awake) (?:for )?(?:2[4-9]|[3-9]\d) ?(?:h|hrs?|hours)", Topic.MEDICAL, TOO_TIRED),
    (r"\b(?:can|is|should|could) (?:my|our) (?:wife|husband|mum|mom|dad|friend|partner|brother|sister|mate|girlfriend|"
     r"boyfriend)\b.{0,25}\b(?:use|do|follow|train|ok|run|ride)", Topic.OUT_OF_SCOPE, OTHERS),
    (r"\b(?:puk\w+|been sick|the runs|diarrh\w+|stomach cramps|tummy bug|tested positive|positive (?:test|lateral)|"
     r"lateral flow|shiver\w*|sinus|glands? (?:are |is )?up|chesty|sniffles?|achey|achy|feel(?:ing)? rough|"
     r"hit by a bus|temperature though|a temperature|(?:38|39|40)(?:\.\d)? ?(?:\N{DEGREE SIGN}|degrees?|c\b|"
     r"on the thermometer))",
     Topic.UNWELL, UNWELL),
    (r"(?:girlfriend|boyfriend|wife|husband|partner) (?:has )?left me|\b(?:dog|cat|horse)\b.{0,12}put down|"
     r"dread every|(?:don'?t|dont) care about (?:racing|anything|training)", Topic.HARD_TIME, HARD_TIME),
)  # fmt: skip
_RULES = tuple((re.compile(pattern, re.IGNORECASE), topic, said) for pattern, topic, said in _SAID)
_HAVE_NOT = r"(?:no|without|not any|(?:do not|don'?t|dont|did not|didn'?t|haven'?t) (?:have |had |got )?(?:any |a )?)"
_SIGN = r"(?:chest pain|pain|fever|illness|injury|symptoms?|dizziness|temperature|cold|covid|anything)"
_DENIED = re.compile(
    rf"\b{_HAVE_NOT} ?(?:\w+ )?{_SIGN}(?:,? (?:or|and|nor|no) (?:no )?(?:\w+ )?{_SIGN})*\b", re.IGNORECASE
)
_OVER = re.compile(
    r"\b(?:all (?:good|fine|clear) (?:now|again)|(?:feel|feeling|am|i'm|im) (?:fine|better|good|well|ok|"
    r"healthy) (?:now|again)|"
    r"(?:it is|it's|its|that's|thats) (?:gone|over|better)|fully recovered from|doctor (?:said|says|cleared)|"
    r"cleared by|"
    r"(?:was|just) (?:joking|kidding))\b",
    re.IGNORECASE,
)
_CLEARED = re.compile(
    r"\b(?:(?:doctor|doc|gp|cardiologist|hospital|physio|consultant|specialist)\b"
    r"(?!.*\b(?:no|not|nothing (?:but|hard)|only|until|till|but|wants|\w+n'?t)\b).{0,30}"
    r"\b(?:clear(?:ed)?|fine|ok|okay|nothing|normal|good to go|happy|allowed)|cleared by|all[- ]clear)\b",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"\b(?:i am|i'm|im|i feel|feeling|feel|all) (?:perfectly |quite |very |really |totally )?"
    r"(?:fine|well|ok|okay|good|great|healthy)\b",
    re.IGNORECASE,
)


def without_denied(text: str) -> str:
    """The text without the signs that it says are not there: `no chest pain, no fever`."""
    return " ".join(_DENIED.sub(" ", text).split())


def is_cleared(text: str) -> bool:
    """Whether it says that a doctor has looked at it and found nothing against training."""
    return bool(_CLEARED.search(text))


def is_well(text: str) -> bool:
    """Whether it says that nothing is the matter."""
    return is_over(text) or is_cleared(text) or bool(_WELL.search(text))


def is_over(text: str) -> bool:
    """Whether it says that what was told before is over."""
    return bool(_OVER.search(text))


def felt(text: str) -> Felt | None:
    """What somebody says of how they are, the gravest first; None where nothing of the kind is said."""
    plain = without_denied(" ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()))
    if _DISTRESS.search(plain):
        return Felt(Topic.DISTRESS, DISTRESS)
    if is_over(plain):
        return None
    past = _NOT_NOW.search(plain.lower())
    for pattern, topic, said in _RULES:
        if pattern.search(plain) and not (past and topic in (Topic.UNWELL, Topic.MEDICAL)):
            return Felt(topic, said)
    if _UNWELL.search(plain) and not past:
        return Felt(Topic.UNWELL, UNWELL)
    if _HARD_TIME.search(plain):
        return Felt(Topic.HARD_TIME, HARD_TIME)
    return None
