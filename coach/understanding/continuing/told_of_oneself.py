"""Does it tell something that the answer has to go by: an alarm, a changed value, a habit not done?"""

import re
from dataclasses import replace

from coach.understanding.continuing.said import QUESTION, Said
from coach.understanding.parts import whole
from coach.understood import Topic, Understood

_EMPTY = re.compile(r"\b(?:empty|missing|blank|gone|nothing|not there|no data|lost|gap|incomplete)\b")
_ADDING = re.compile(
    r"\b(?:how (?:do|can|could|would|should)(?: i)?|can i|where (?:do|can) i)\b.*\b(?:add|"
    r"import|get it in|"

                     r"upload|sync|fix|fill|bring|update|load)\b|^(?:add|import|upload|sync) it\b")  # fmt: skip


def of_data(now: Said, previous: Understood) -> Understood | None:
    """`yesterday looks empty`, `and how do i add it`, after what data there is."""
    if previous.topic is not Topic.DATA or now.words > 10:
        return None
    if _ADDING.search(now.said):
        return replace(previous, aspect="add", period=None)
    if now.period and not now.to_come and (_EMPTY.search(now.said) or now.topic in (None, Topic.DATA)):
        return replace(previous, aspect=previous.aspect or "missing", period=now.period)
    return None


_CHANGED = re.compile(
    r"(?:(?:no|but|well|actually|hm+|ok|sorry)\W+)*(?:(?:i think|my ftp|ftp|the ftp|that|it|mine|my max|max hr|"
    r"that one) )?"
    r"(?:(?:it is|its|it was|mine is|that is|i am at|i am|is|should be|changed to|went up to|now at|"
    r"has to be)\b.*\d+.*|"
    r"(?:\d+ )?(?:is|was|its|are) (?:now )?(?:wrong|old|outdated|out of date|not right|incorrect|false)\b.*)|"
    r"(?:(?:can you|how do i|where do i|how can i|where can i|please|could you|and|ok)\W+)*(?:change|update|"
    r"correct|set|edit|"
    r"fix)\b.*"
)
_SESSION = re.compile(r"\b(?:sweet ?spot|threshold|intervals?|session|workout|\d+ ?x ?\d+|tempo|vo2|sprints?)\b")


def profile_changed(now: Said, previous: Understood) -> Understood | None:
    """`its 262 now`: a value of the profile, which is changed elsewhere."""
    if previous.topic is not Topic.PROFILE or now.words > 9 or _SESSION.search(now.said):
        return None
    return replace(previous, aspect="change") if _CHANGED.fullmatch(now.said) else None


def session_after_profile(now: Said, previous: Understood) -> Understood | None:
    """`then give me sweet spot`: a session, after a value of the profile."""
    if (
        previous.topic is not Topic.PROFILE
        or not _SESSION.search(now.said)
        or now.topic in (Topic.PROFILE, Topic.MEANING)
    ):
        return None
    return replace(whole(now.text, now.said, Topic.WORKOUT, (), now.found, now.today), number=None)


_NOT = re.compile(r"\b(?:no|not|never|without|none|zero|nothing|did not|have not|had no)\b")


def not_that(now: Said, previous: Understood) -> Understood | None:
    """`i had no alcohol tho`: one reason less."""
    if previous.topic is not Topic.WHY or not now.found.habits or now.words > 12:
        return None
    if not _NOT.search(now.said) or QUESTION.match(now.said):
        return None
    return replace(previous, also=(), habit=now.found.habits[0], aspect="not")


_NO_CLOCK = r"\b(?! ?(?:hours?|h\b|min|km|days?|nights?|%|weeks?))"
CLOCK_TIME = re.compile(
    r"\b(?:(?:at|by|before|until|till|around|about|from|is|only|to|for|past|do|it|alarm|up) )+"
    rf"(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))? ?(?P<half>am|pm)?{_NO_CLOCK}|"
    rf"\b(?P<h2>[01]?\d|2[0-3])(?:[:.h](?P<m2>[0-5]\d))? ?(?P<half2>am|pm){_NO_CLOCK}|"
    rf"\b(?P<h3>[01]?\d|2[0-3]):(?P<m3>[0-5]\d){_NO_CLOCK}"
)
_UP = re.compile(
    r"\b(?:alarm|up|wake|waking|rise|get up|leave|leaving|start|starts|shift|work|school|flight|train|bus|kids?)\b"
)
_TO_BED = re.compile(r"\b(?:bed|asleep|sleep|earliest|home|before|lie down|turn in|latest|not until|back)\b")


def _clock_in(said: str, *, evening: bool) -> float | None:
    """A time of day in hours; in the evening `10:30` is 22.5."""
    found = CLOCK_TIME.search(said)
    if not found:
        return None
    hour, half = int(found["h"] or found["h2"] or found["h3"]), found["half"] or found["half2"]
    minute = int(found["m"] or found["m2"] or found["m3"] or 0)
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    elif evening and 6 <= hour <= 11:
        hour += 12
    return hour + minute / 60


_BARE_HOUR = re.compile(r"(?:(?:and|or|ok|so|then|if|what about|how about)\W+)*(?P<h>[3-9]|1[0-2])\W*")


def alarm(now: Said, previous: Understood) -> Understood | None:
    """`alarm is at 4:45 though`, `earliest i can do is 10:30`: the night that this leaves."""
    if previous.topic not in (Topic.BEDTIME, Topic.SLEEP) or now.words > 14 or QUESTION.match(now.said):
        return None
    to_bed = bool(_TO_BED.search(now.said)) and not re.search(r"\b(?:alarm|up (?:at|by|before)|wake)\b", now.said)
    if not (to_bed or _UP.search(now.said) or previous.topic is Topic.BEDTIME and now.words <= 6):
        return None
    hour = _clock_in(now.said, evening=to_bed)
    if hour is None and previous.wake_h is not None and (bare := _BARE_HOUR.fullmatch(now.said)):
        hour = float(bare["h"])
    if hour is None:
        return None
    after = replace(previous, topic=Topic.BEDTIME, also=(), period=None, number=None)
    return replace(after, bed_h=hour) if to_bed else replace(after, wake_h=hour)


_ONLY_THEN = re.compile(
    r"\b(?:only|can not|have to|must|always|never)\b.*\b(?:mornings?|evenings?|afternoons?|nights?|lunch\w*|"
    r"noon|work|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?)\b"
)


def only_then(now: Said, previous: Understood) -> Understood | None:
    """`i can only do 6am`, after the best hours."""
    if previous.topic is not Topic.RHYTHM or now.words > 12 or QUESTION.match(now.said):
        return None
    return replace(previous, aspect="only then", also=()) if _ONLY_THEN.search(now.said) else None
