"""What a person has to look after, said in a text or shortly before: the fixed answer that goes before any other.

Patterns (coach.red_flags, coach.feelings) know the plain words of it. The sense for texts knows the many others,
joking, in passing or in a roundabout way, and also what only sounds like it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coach import endings, feelings, red_flags
from coach.fixed_answers import (
    CARES,
    EMERGENCY,
    HOSPITAL_NOW,
    INJURED,
    OF_THE_MIND,
    POISONED,
    STAYS,
    UNCLEAR,
    URGENT,
    WITHDRAWAL,
    Felt,
    urgency,
)
from coach.understanding.sense import Sense, sense
from coach.understanding.week_edits import is_of_days_alone
from coach.understanding.week_parts import wishes
from coach.understood import Topic

# How likely the sense has to find that a text tells of such; chosen on authors whose texts it had not seen.
HARMLESS = 0.03  # below it no pattern counts
LIKE_HARMLESS = 0.06  # the same for what is less grave
UNSURE = 0.25  # from here on no session is proposed
HEARD = 0.35  # from here on the answer is fixed
SOONER = 0.5  # from here on the sense is believed that something cannot wait, whatever patterns say
LIKELIEST = 0.3  # of the likeliest kind; below it nobody can tell which answer fits
VAGUE, MUCH, MUCH_GRAVE = 0.2, 0.5, 0.4  # of the likeliest kind, of all, and of what cannot wait: below all, no sign
CERTAIN = 0.7  # from here on it is news beside what was told before
SURE = 0.9  # from here on it is believed against a pattern that waits no longer
KNOWN = 0.5  # share of the words that the sense has to know ...
KNOWN_WELL = 0.7  # ... and for a pattern not to count against it: it may be another language
SCRAP = 6  # words
REMEMBERED = 6  # questions for which a sign counts on
GRAVE = frozenset({Topic.RED_FLAG, Topic.DISTRESS})
_ANY_DAY = date(2024, 1, 1)  # which days are named is all that is asked
_JUDGED = ({"injury": True}, {"mind": True})
_PERCENT = re.compile(
    r"^(?:\W*(?:\b(?:make|it|this|the|my|week|rest|of|by|longer|shorter|lighter|easier|harder|heavier|less|more|please|"
    r"ok|a|bit|and|so|then)\b|\b\d+ ?(?:%|percent\b)))+\W*$",
    re.IGNORECASE,
)
_HEALS = (red_flags.Flag.FAINTING, red_flags.Flag.HEAD_INJURY, red_flags.Flag.MEDICAL)
_FLAGGED = {red_flags.Flag.MEDICAL: Topic.MEDICAL, red_flags.Flag.DIET: Topic.DIET}  # others are red flags proper
CAUTION = (
    "If something hurts, or you feel ill, faint or not yourself, leave the training and tell a doctor or somebody you "
    "trust. I propose no session as long as I'm not sure about that: tell me that you are well, and I will."
)
FIRST = (
    "And what you told me before comes first: if nobody has looked at it yet, please see to that now, and leave the "
    "training until then."
)
# Answers that fit a sign more closely than that of its kind.
CLOSER = {EMERGENCY, HOSPITAL_NOW, POISONED, WITHDRAWAL, URGENT}
_OF_TAKING = re.compile(
    r"\b(?:take|taking|skip|stop|double|halve|half|dose|pills?|tablets?|one more|some)\b", re.IGNORECASE
)
Told = Sequence[tuple[str, str]]  # questions and answers so far, the oldest first


def heard(text: str, *, follows: bool = False) -> Felt | None:
    """The fixed answer that a text needs, taken alone; None where it needs none.

    follows: whether it goes on with a conversation, of which a few words may be only a scrap.
    """
    if feelings.calls_for_help(text):
        return Felt(Topic.RED_FLAG, EMERGENCY)
    if feelings.is_of_a_relatives_past(text) and (own := _of_oneself(text)):
        return own
    sensed, by_words = _sensed(text), _by_words(text)
    harmless = HARMLESS if by_words and by_words.topic in GRAVE else LIKE_HARMLESS
    if by_words and sensed.care < harmless and sensed.known >= KNOWN_WELL:
        return None
    scrap = follows and len(text.split()) <= SCRAP
    if sensed.care < (CERTAIN if scrap else HEARD) or sensed.known < KNOWN:
        return by_words
    if by_words:
        return _weighed(by_words, sensed)
    if _is_of_a_plan(text, sensed):
        return None
    if feelings.is_of_a_relatives_past(text):  # and nothing of their own
        return CARES["others"] if max(sensed.cares.values()) >= CERTAIN else None
    if _is_vague(sensed):
        return None
    by_sense = _likeliest(sensed.cares)
    return None if _is_over(text, by_sense) else by_sense


def _is_of_a_plan(text: str, sensed: Sense) -> bool:
    """Whether a text that no pattern hears is understood as a wish for a week: `set sunday to 2h`."""
    wished = wishes(text, _ANY_DAY)
    limit = CERTAIN if "week" in text.lower() or any(wish.days for wish in wished) else SOONER
    by_percent = wished and _PERCENT.search(text) and not is_near(text)
    return bool(by_percent) or is_of_days_alone(text, _ANY_DAY) or (bool(wished) and sensed.care < limit)


def _of_oneself(text: str) -> Felt | None:
    """What a text tells of its writer, beside what befell somebody near them a while ago."""
    own = feelings.of_oneself(text)
    if len(own.split()) >= SCRAP - 2 and (_by_words(own) or _sensed(own).care >= CERTAIN) and (felt := heard(own)):
        return felt
    return CARES["hard_time"] if feelings.is_grief(text) else None


def _is_over(text: str, felt: Felt) -> bool:
    """Whether the same text says that what the sense hears in it is over, or was long ago."""
    if felt.answer in OF_THE_MIND:
        return endings.is_cleared(text, mind=True)
    healing = (CARES["fainting"].answer, CARES["head_injury"].answer)
    if (felt.topic is Topic.MEDICAL or felt.answer in healing) and endings.is_long_healed(text):
        return True
    cleared = endings.is_cleared(text, injury=felt.answer == INJURED)
    return cleared or (endings.is_over(text) and felt.topic not in GRAVE)


def _weighed(by_words: Felt, sensed: Sense) -> Felt:
    """Of what patterns and the sense hear: what cannot wait as long, if the sense is rather sure of that.

    Where both can wait alike, the pattern, unless the sense is certain of something else.
    """
    sooner = {kind: share for kind, share in sensed.cares.items() if urgency_of(kind) > urgency(by_words.answer)}
    of_drugs = by_words.answer == CARES["drugs"].answer
    if sum(sooner.values()) >= (HEARD if of_drugs else SOONER):
        return CARES[max(sooner, key=sooner.__getitem__)]
    by_sense = _likeliest(sensed.cares)
    if by_words.answer == CARES["medicine"].answer and by_sense.topic is Topic.MEDICAL and by_sense.answer != UNCLEAR:
        return by_sense  # of questions for a doctor, the answer that fits more closely
    kind, share = max(sensed.cares.items(), key=lambda one: one[1])
    if urgency(by_words.answer) == urgency_of(kind) and share >= (CERTAIN if urgency_of(kind) == 0 else SURE):
        return CARES[kind]
    if of_drugs and kind == "sober" and share >= CERTAIN:
        return CARES[kind]
    return by_words


def urgency_of(kind: str) -> int:
    """How soon a person has to look at what the sense hears."""
    return urgency(CARES[kind].answer)


def remembered(text: str, before: Told) -> Felt | None:
    """What was told in the last questions and is not said to be over, neither then nor now."""
    told = None
    for at, question in enumerate(question for question, _ in before[-REMEMBERED:]):
        felt = heard(question, follows=at > 0)
        if told and _ends(told, question):
            told = None
        elif felt and (felt.topic in GRAVE or felt.answer in STAYS) and (not told or _replaces(felt, told, question)):
            told = felt
    return None if told and _ends(told, text) else told


def _replaces(felt: Felt, told: Felt, text: str) -> bool:
    """Whether what is told now goes before what was told earlier: news that can wait no longer than that."""
    if UNCLEAR in (felt.answer, told.answer):
        return told.answer == UNCLEAR  # what has a name is not forgotten for what has none
    return is_news(text) and urgency(felt.answer) >= urgency(told.answer)


def _ends(felt: Felt, later: str) -> bool:
    """Whether what is said later ends a sign: a grave one a doctor's word, or that it was a joke, which is believed of
    the body and not of the mind; others also that it is over."""
    if felt.answer == CARES["self_harm"].answer and endings.is_taken_back(later):
        return True
    if felt.answer in OF_THE_MIND:
        return endings.is_cleared(later, mind=True)
    if felt.topic in GRAVE:
        joke = felt.answer != POISONED and (endings.is_joke(later) or endings.is_taken_back(later))
        return joke or (endings.is_cleared(later) and not endings.is_of_before(later))
    if felt.answer == UNCLEAR and (endings.is_well(later) or endings.is_joke(later) or endings.is_taken_back(later)):
        return True
    if endings.is_cleared(later, injury=felt.answer == INJURED):
        return True
    return endings.is_over(later) and sense(later).cares.get("medicine", 0) < UNSURE


def is_ended(text: str, before: Told) -> bool:
    """Whether a text ends what was told shortly before it."""
    return remembered("", before) is not None and remembered(text, before) is None


def goes_on(text: str, before: Told) -> Felt | None:
    """What was told in the question before, where a text only goes on with it: `should I take half?`."""
    goes = sense(text).follows >= HEARD or _OF_TAKING.search(text)
    if not before or not goes or endings.is_over(text):
        return None
    return heard(before[-1][0], follows=len(before) > 1)


def is_news(text: str) -> bool:
    """Whether a text tells of something by itself, rather than that it may be taken so after what was told before."""
    return _by_words(text) is not None or _sensed(text).care >= CERTAIN


def was_unwell(text: str, before: Told) -> bool:
    """Whether an illness or a sign of the body was told shortly before, or just now, that is said to be over."""
    if endings.is_over_an_illness(text):
        return True
    lately = [question for question, _ in before[-REMEMBERED:] if not endings.is_long_ago(question)]
    if any(map(endings.is_over_an_illness, lately)):
        return True
    told = [felt for at, question in enumerate(lately) if (felt := heard(question, follows=at > 0))]
    return any(
        felt.answer == CARES["unwell"].answer or (felt.topic is Topic.RED_FLAG and felt.answer not in OF_THE_MIND)
        for felt in told
    )


def is_near(text: str) -> bool:
    """Whether a text has words of such, though it seems harmless by itself: calories, after an eating disorder."""
    return _by_words(text) is not None


def is_unsure(text: str, before: Told) -> bool:
    """Whether this or the question before may tell of something that training would make worse."""
    if endings.is_well(text):
        return False
    lately = [text, *(question for question, _ in before[-1:] if not endings.is_well(question))]
    vetoed = _by_words(text)
    return any(_may_tell(one) for one in lately) or (vetoed is not None and vetoed.topic not in GRAVE)


def _may_tell(text: str) -> bool:
    """Whether a text may tell of one's own body or mind, so that training would be wrong."""
    found, sensed = heard(text), _sensed(text)
    return (
        sensed.care - sensed.cares.get("unsafe_wish", 0.0) >= UNSURE  # a wish alone tells of nothing that hurts
        and sensed.known >= KNOWN
        and not (found is None and _is_of_a_plan(text, sensed))
        and not (found and found in _NOT_OF_ONESELF)
        and not (sensed.care < HEARD and _is_vague(sensed))
    )


_NOT_OF_ONESELF = (CARES["others"], CARES["children"], CARES["warning_signs"])


def _sensed(text: str) -> Sense:
    """What the sense makes of a text, with or without idioms and signs that are denied: the more harmless."""
    ways = (text, feelings.without_denied(text), red_flags.without_idioms(text))
    found = min(map(sense, ways), key=lambda one: one.care)
    absent = [
        *(() if feelings.is_of_the_young(text) else _OF_THE_YOUNG),
        *(() if feelings.is_of_another(text) else _OF_ANOTHER),
    ]
    share = sum(found.cares.get(kind, 0.0) for kind in absent)
    if not share:
        return found
    left = {kind: part for kind, part in found.cares.items() if kind not in absent}
    likeliest = max(left, key=left.__getitem__)
    return replace(found, cares=left | {likeliest: left[likeliest] + share})


# What is said of nobody but those: of the writer it is what is likeliest beside it.
_OF_THE_YOUNG, _OF_ANOTHER = ("child_at_risk", "children"), ("other_emergency", "friend_at_risk")


def _by_words(text: str) -> Felt | None:
    if other := feelings.of_somebody_else(text):
        return other
    if feelings.is_of_a_relatives_past(text):
        return None
    flag = red_flags.check(feelings.without_denied(text))
    if flag and flag.kind is red_flags.Flag.MEDICAL and any(endings.is_cleared(text, **how) for how in _JUDGED):
        return None
    if flag and flag.kind in _HEALS and endings.is_long_healed(text):
        return None
    if flag and (flag.urgent or not endings.is_over(text)):
        special = feelings.felt(text)  # of the same sign, the answer that fits it more closely
        return (
            special
            if special and (not flag.urgent or special.answer in CLOSER)
            else Felt(_FLAGGED.get(flag.kind, Topic.RED_FLAG), flag.answer)
        )
    return feelings.felt(text)


def _is_vague(sensed: Sense) -> bool:
    """Whether a little of everything is heard, and not much of what cannot wait: words that the sense hardly knows."""
    waits = sum(share for kind, share in sensed.cares.items() if urgency_of(kind) == 0)
    return max(sensed.cares.values()) < VAGUE and sensed.care < MUCH and sensed.care - waits < MUCH_GRAVE


def _likeliest(cares: dict[str, float]) -> Felt:
    """The answer to what was heard; of what is about as likely, to the gravest.

    Where no kind is likely: the likeliest of what must be seen now, if it is as likely as not that it must; else a
    question back.
    """
    if max(cares.values()) < LIKELIEST:
        now = {kind: share for kind, share in cares.items() if urgency_of(kind) == 2}
        if sum(now.values()) < SOONER:
            return Felt(Topic.MEDICAL, UNCLEAR)
        cares = now
    most = max(cares.values())
    return next(felt for kind, felt in CARES.items() if cares.get(kind, 0) >= 0.6 * most)
