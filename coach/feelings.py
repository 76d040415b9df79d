"""What somebody says of themselves that matters more than any number: feeling ill, being in distress, a hard time.

Such sentences get a fixed answer without figures. Signs of danger (coach.red_flags) go before them.
"""

import re
from dataclasses import dataclass

from coach.understood import Topic

_MONTH = "january|february|march|april|may|june|july|august|september|october|november|december"
_NOT_NOW = re.compile(
    r"\b(?:was i|am i|did i|have i|were|last (?:week|month|year)|since|when i was|after i was|tired of|"
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
    "That sounds hard, and I'm sorry. It is fine to train less, or not at all, for a while: nothing is lost by it, and "
    "an easy walk counts. If it goes on, or weighs on your days, somebody you trust or a doctor can help more than I "
    "can. When you want it, I'll tell you what suits the day."
)


def felt(text: str) -> Felt | None:
    """What somebody says of how they are, the gravest first; None where nothing of the kind is said."""
    plain = " ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())
    if _DISTRESS.search(plain):
        return Felt(Topic.DISTRESS, DISTRESS)
    if _UNWELL.search(plain) and not _NOT_NOW.search(plain.lower()):
        return Felt(Topic.UNWELL, UNWELL)
    if _HARD_TIME.search(plain):
        return Felt(Topic.HARD_TIME, HARD_TIME)
    return None
