"""What a question asks: its topics, days, habit, measure, what-if, event; follow-ups are filled in from before.

Patterns with weights: each clause of a question goes to the topic whose patterns weigh most; what a clause names (a
habit, a measure, days to come) weighs too. A question in which nothing is known is not guessed at.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coach import care, glossary
from coach.understanding import apart, details, examples, languages, past, pointing, supposing, vocabulary, week_edits
from coach.understanding.continuations import leans
from coach.understanding.continuing.said import Said
from coach.understanding.continuing.same_subject import leaves_open
from coach.understanding.exact import outright
from coach.understanding.follow_ups import follow_up, lately, unserved
from coach.understanding.naming import Named, named
from coach.understanding.parts import BARE, steps_in, whole
from coach.understanding.patterns import HABIT_EFFECT, PATTERNS
from coach.understanding.ruled_out import without_ruled_out
from coach.understanding.sense import Sense, sense
from coach.understanding.signs import (
    ABOUT_YOU,
    BACK,
    CHANGE,
    DRAWS_ON_BEFORE,
    EVENT,
    FIRST_PERSON,
    HINTS,
    HYPOTHESIS,
    KNOWN_WORDS,
    OPENING,
    PRONOUN,
    SINCE_CHANGED,
    SMALLTALK,
)
from coach.understanding.spelling import plain
from coach.understood import Topic, Understood

_COMPILED = [
    (topic, weight, re.compile(pattern)) for topic, weight, pattern in (*PATTERNS, *apart.PATTERNS, *past.PATTERNS)
]

# Which topic speaks first where two weigh the same.
_ORDER = [
    Topic.OUT_OF_SCOPE,
    Topic.MEDICAL,
    Topic.DIET,
    Topic.PRIVACY,
    Topic.IDENTITY,
    Topic.EVIDENCE,
    Topic.MEANING,
    Topic.WHY,
    Topic.WHAT_IF,
    Topic.COMPARE,
    Topic.COUNT,
    Topic.RECORD,
    Topic.ACTIVITY,
    Topic.HABIT,
    Topic.BEDTIME,
    Topic.RHYTHM,
    Topic.GOAL,
    Topic.FORECAST,
    Topic.TOLERANCE,
    Topic.UNUSUAL,
    Topic.DATA,
    Topic.PROFILE,
    Topic.WORKOUT,
    Topic.LOAD,
    Topic.HABITS,
    Topic.METRIC,
    Topic.SLEEP,
    Topic.READINESS,
    Topic.HELP,
    Topic.SMALLTALK,
    Topic.LANGUAGE,
    Topic.RED_FLAG,
]
LIKENESS = 5.0  # what a question weighs that is an example word for word
SENSED = 30.0  # what a topic weighs that the sense is sure of
MOST = 8.0  # that patterns weigh beside it
LIKELY = 0.25  # from here on the sense is believed where no pattern speaks
ALSO_LIKELY = 0.05  # from here on what patterns find is believed to be asked too
ALONE, ALONE_AGREED, ALONE_FOLLOWS = 0.8, 0.6, 0.1
FOLLOWS = 0.5  # from here on the sense is believed that a text only goes on
REMEMBERED = 4  # questions of a conversation
LEAST = 2.0  # that a topic has to weigh
ALSO_LEAST = 5.0  # and one that is asked beside the first


def understand(text: str, *, today: date, habits: Sequence[str] = (), previous: Understood | None = None) -> Understood:
    """What a question asks.

    habits: the keys of the athlete's own journal. previous: what was understood of the question before, of which a
    follow-up takes what it does not name (see `carried`).
    """
    if felt := care.heard(text, follows=previous is not None):
        return Understood(text, felt.topic)
    if languages.other_than_english(text):
        return Understood(text, Topic.LANGUAGE)
    said = vocabulary.speller(tuple(habits)).mended(plain(text))
    asked = OPENING.sub("", said) if not SMALLTALK.fullmatch(said) else said
    asked = asked or said
    found = named(asked, today, habits, of_days_to_come=_is_ahead(previous, today))
    if word := glossary.word_asked(asked):
        return Understood(text, Topic.MEANING, term=word.key)
    if (plainly := outright(text)) and not (previous and pointing.points(asked, previous)):
        kind, topic = plainly
        meant = whole(text, asked, topic, (), found, today)
        return replace(meant, term=kind) if kind == "learned" else meant
    swaps = _swaps_sport(asked) and len(found.times.spans) <= 1
    if not swaps and (week := week_edits.understood(text, asked, today, previous)):
        return week
    if supposing.named_plainly(asked, today):
        return whole(text, asked, Topic.WHAT_IF, (), found, today)
    scores = [_scores(clause, today, habits) for clause in _clauses(asked)]
    topic, also = _topics(asked, scores, found)
    sensed = sense(text)
    if previous and (pointing.points(asked, previous) or not _stands_alone(asked, sensed, topic, found, previous)):
        weight = max((one.get(topic, 0) for one in scores), default=0) if topic else 0
        if filled := follow_up(Said(text, asked, topic, weight, found, today), previous):
            return replace(filled, earlier=(), told_day=None)
    if not topic or len(asked.split()) > 2:
        topic, also = _with_sense(sensed, scores, topic, also, found)
    topic = topic or _hinted(asked)
    if previous and sensed.follows >= FOLLOWS and topic in _NOTHING and not SMALLTALK.fullmatch(said):
        return unserved(text, previous)
    if topic in (None, Topic.HELP, Topic.OUT_OF_SCOPE) and swaps:
        topic, also = Topic.WORKOUT, ()
    if topic is None:
        return Understood(text, _of_the_unknown(asked, found))
    meant = whole(text, asked, topic, also, found, today)
    if topic is Topic.MEANING and meant.term is None and not _ASKS_A_WORD.search(asked):
        return Understood(text, _of_the_unknown(asked, found))
    return _on_average(_of_several(meant, asked, found), asked, today)


def _swaps_sport(said: str) -> bool:
    """`my shoes are wet so bike tomorrow?`: whether one sport is ruled out and another named."""
    left = without_ruled_out(said)
    return left != said and details.sport_in(left) is not None


_ASKS_A_WORD = re.compile(r"\b(?:mean(?:s|ing)?|explain|define|definition|stands? for|what (?:is|are)|word|term)\b")
_LISTED = re.compile(r",|&|\+|\b(?:and|plus|or|as well as)\b")


def _of_several(asked: Understood, said: str, found: Named) -> Understood:
    """`compare sleep and HRV`: all the measures that are named; `deep and REM sleep` are two as well."""
    listed = _LISTED.search(said) or asked.topic is Topic.COMPARE or len(found.metrics) > 2
    if asked.topic is Topic.SLEEP and len(set(found.metrics) & _STAGES) > 1:
        asked = replace(asked, topic=Topic.METRIC)
        found = replace(found, metrics=tuple(one for one in found.metrics if one in _STAGES))
    if asked.topic not in (Topic.METRIC, Topic.COMPARE) or len(found.metrics) < 2 or not listed:
        return asked
    if asked.also or asked.habit or asked.aspect or asked.metric == "fitness":
        return asked
    return replace(asked, metrics=found.metrics)


_STAGES = {"deep_min", "rem_min", "light_min"}
_AVERAGE = re.compile(r"\b(?:on average|average|mean|usually|normally|typically)\b")


def _on_average(asked: Understood, said: str, today: date) -> Understood:
    """`deep sleep on average`: of a measure without days some weeks are meant, not the newest morning."""
    if asked.topic is not Topic.METRIC or asked.period or asked.against or not asked.metric or asked.also:
        return asked
    return replace(asked, period=lately(today)) if _AVERAGE.search(said) else asked


def _is_ahead(previous: Understood | None, today: date) -> bool:
    """Whether what was asked before is of days to come, so that a day without more is one of those."""
    if previous is None:
        return False
    of_session = previous.topic is Topic.WORKOUT and previous.period is not None and previous.period.first > today
    return previous.topic in _OF_DAYS_TO_COME or of_session


def _stands_alone(said: str, sensed: Sense, topic: Topic | None, found: Named, previous: Understood) -> bool:
    """Whether a question is surely whole, whatever was asked before."""
    if topic in (None, previous.topic) and leans(said, found, previous):
        return False
    if len(said.split()) < 3 or topic in (Topic.EVIDENCE, Topic.WHY) or leaves_open(said, found, previous):
        return False
    if PRONOUN.search(said) or DRAWS_ON_BEFORE.match(said):
        return False
    likeliest, share = next(iter(sensed.topics.items()))
    if len(said.split()) < 5:
        return likeliest in _WHOLE_IN_FEW and share >= ALONE and sensed.follows < ALONE_FOLLOWS
    return sensed.follows < ALONE_FOLLOWS and share >= (ALONE_AGREED if likeliest is topic else ALONE)


def _with_sense(
    sensed: Sense, scores: list[dict[Topic, float]], topic: Topic | None, also: tuple[Topic, ...], found: Named
) -> tuple[Topic | None, tuple[Topic, ...]]:
    """The topics when what patterns weigh and what the sense finds likely are taken together."""
    likeliest = next(iter(sensed.topics.values()))
    if sensed.known < care.KNOWN or topic is Topic.SMALLTALK or (topic is None and likeliest < LIKELY):
        return topic, also
    if topic in (Topic.MEDICAL, Topic.DIET) and sensed.care >= care.UNSURE:
        return topic, also
    weighed = {one: SENSED * share for one, share in sensed.topics.items()}
    for clause in scores:
        for one, weight in clause.items():
            if one in weighed:
                weighed[one] = max(weighed[one], SENSED * sensed.topics[one] + min(weight, MOST))
    if not (found.times.period or found.metrics or found.habits):
        weighed.pop(Topic.COMPARE, None)
    first = max(weighed, key=weighed.get)
    least = 0 if len(scores) > 1 else ALSO_LIKELY  # what is asked in a clause of its own is asked
    others = [one for one in (topic, *also) if one and one is not first and sensed.topics.get(one, 0) >= least]
    return first, tuple(dict.fromkeys(others))


# Topics that a few words ask for without drawing on anything.
_WHOLE_IN_FEW = {Topic.READINESS, Topic.WORKOUT, Topic.LOAD, Topic.BEDTIME, Topic.UNUSUAL}
_NOTHING = {None, Topic.HELP, Topic.OUT_OF_SCOPE, Topic.SMALLTALK}
_OF_DAYS_TO_COME = {Topic.GOAL, Topic.FORECAST, Topic.WHAT_IF}


def carried(previous: Understood | None, now: Understood, told_day: date | None = None) -> Understood | None:
    """What the next question may be a follow-up to: small talk between two questions does not part them.

    told_day: the day that the answer named, where it named one.
    """
    if now.topic in BARE:
        return previous
    before = (replace(previous, earlier=()), *previous.earlier) if previous else ()
    kept, older = before[:REMEMBERED], before[REMEMBERED:]
    if all(one.week is None for one in kept):  # a week that was told is gone back to after whatever was asked between
        kept = (*kept, *[one for one in older if one.week is not None][:1])
    return replace(now, earlier=kept, told_day=told_day)


def scored(text: str, *, today: date, habits: Sequence[str] = ()) -> dict[Topic, float]:
    """How much each topic weighs in a text, the most first: why it is understood as it is."""
    said = vocabulary.speller(tuple(habits)).mended(plain(text))
    return dict(sorted(_scores(said, today, habits).items(), key=lambda item: -item[1]))


def _clauses(said: str) -> list[str]:
    parts = re.split(
        r"[?!;\n]+|(?<!\d)[.]+(?=\s|$)|\.(?=\s)|, (?=(?:and |but |so )?(?:how|what|why|when|should|can|"
        r"could|do|does|is|am|are|will|which|where)\b)|"
        r"[+&] ?(?=(?:how|what|why|when|should|can|could|do|does|did|is|am|are|will|which|where|my|any|best|worst)\b)|"
        r"\b(?:and|but|or|so)\b,? (?=(?:how|what|why|when|should|can|could|do i|does|is|am i|will|which)\b)",
        said,
    )
    return [part.strip(" ,:-.") for part in parts if part and part.strip(" ,:-.")]


def _scores(said: str, today: date, habits: Sequence[str]) -> dict[Topic, float]:
    """How much each topic weighs in a clause."""
    found = named(said, today, habits)
    rest = found.times.without(said)
    scores: dict[Topic, list[float]] = {}
    for topic, weight, pattern in _COMPILED:
        if pattern.search(said):
            scores.setdefault(topic, []).append(weight)
    total = {topic: max(weights) + 0.25 * (sum(weights) - max(weights)) for topic, weights in scores.items()}
    for topic, weight in _of_what_is_named(said, rest, found, today, total):
        total[topic] = total.get(topic, 0) + weight
    for topic, (likeness, _) in examples.like(_with_places(said, found, today)).items():
        total[topic] = total.get(topic, 0) + LIKENESS * likeness
    return total


def _with_places(said: str, found: Named, today: date) -> str:
    """A clause as examples are written: HABIT, METRIC, PAST, NOW and AHEAD in place of what it names."""
    period = found.times.period
    when = (
        "" if period is None else " AHEAD " if period.last > today else " NOW " if period.first == today else " PAST "
    )
    for start, end in sorted(found.times.spans, reverse=True):
        said = said[:start] + when + said[end:]
    return vocabulary.with_places(said)


def _of_what_is_named(
    said: str, rest: str, found: Named, today: date, total: dict[Topic, float]
) -> list[tuple[Topic, float]]:
    """What the things that a clause names add to the topics."""
    weights: list[tuple[Topic, float]] = []
    period, supposes = found.times.period, bool(HYPOTHESIS.search(said))
    to_come = period is not None and period.last > today and not found.times.weeks
    short = len(rest.split()) <= 4
    if found.habits:
        effect = bool(re.search(HABIT_EFFECT, said))
        weights.append((Topic.HABIT, 5.5 + 2 * effect + short))
        if Topic.WHY in total and effect and not found.times.period:
            weights.append((Topic.HABIT, 1))
        if period and not to_come and SINCE_CHANGED.search(said):
            weights.append((Topic.COMPARE, 12))
    if found.metrics:
        if to_come:
            weights.append((Topic.METRIC, -6))
        only_recovery = set(found.metrics) <= {"recovery"}
        weights.append((Topic.METRIC, (1.5 if only_recovery else 3) + short + bool(period)))
        if set(found.metrics) <= {"asleep_min", "recovery"} and "asleep_min" in found.metrics:
            weights.append((Topic.METRIC, -1.5))
        if only_recovery and (period is None or period.last == today) and not to_come:
            weights.append((Topic.READINESS, 1.5))
        if Topic.LOAD in total and set(found.metrics) <= {"load", "recovery"}:
            weights.append((Topic.METRIC, -1.5))
    if found.times.compares and period and found.times.against:
        weights.append((Topic.COMPARE, 7.5))
    elif period and re.search(r"\bsince\b", said) and CHANGE.search(rest):
        weights.append((Topic.COMPARE, 4 if Topic.WHY in total else 7.5))
    elif found.times.compares and period and (found.metrics or short) and not to_come:
        weights.append((Topic.COMPARE, 3))
    weights += _of_days_gone(said, found, to_come)
    if len(steps_in(said, today)) > 1:
        weights.append((Topic.WHAT_IF, 12))
    if supposes and found.what_if:
        weights.append((Topic.WHAT_IF, 4 if Topic.WHAT_IF in total else 3))
    elif Topic.WHAT_IF in total and not found.what_if:
        weights.append((Topic.WHAT_IF, -3))
    if to_come:
        weights.append((Topic.FORECAST, 5 if Topic.READINESS in total or Topic.WORKOUT in total else 3.5))
        weights += [(topic, -5) for topic in (Topic.READINESS, Topic.WORKOUT) if topic in total]
    if found.target and (found.target.distance_km or found.target.day or found.target.weeks):
        named_event = re.search(EVENT, said) or found.target.distance_km
        if found.target.day == today and not found.times.weeks:
            weights += [(Topic.READINESS, 5), (Topic.GOAL, -6)]
        weights.append((Topic.GOAL, 4 if named_event and not BACK.search(said) else 1))
    return weights


# What asks for sessions that were done, given a day, and how much of a habit.
_WHAT_DONE = re.compile(
    r"^(?:and )?(?:what did i do\b(?! (?:wrong|to|that|differently))|did i (?:train|work out|run|ride|swim|exercise|"
    r"lift|"
    r"do (?:any|a|some)\w*)\b(?!.*\b(?:too|enough|well|more|less|longer)\b))"
)
_HOW_MUCH_OF = re.compile(
    r"^how (?:many|often)\b(?!.*\b(?:can|should|may|cost|points?|too|affect|hurt|lose|will|would)\b)|"
    r"\bhow (?:much|many)\b.*\b(?:did|have|had) i\b(?!.*\b(?:cost|too|affect|hurt|lose)\b)"
)
_DID_I = re.compile(
    r"^(?:and )?(?:did|have) i (?!sleep|recover)(?!.*\b(?:because|due|affect|hurt|better|worse|than)\b)"
)
_LATE_NIGHTS = re.compile(
    r"\b(?:late nights?|staying up(?: late)?|going to bed late)\b.*\b(?:mess|hurt|bad|matter|affect|cost|ruin|"
    r"do to|effect|harm|wreck)\w*|\b(?:mess|hurt|bad|affect|cost|ruin|harm|wreck|matter|"
    r"effect)\w*\b.*\b(?:late nights?|"
    r"staying up|to bed late)\b"
)
_GET_FITTER = re.compile(
    r"\b(?:improve|raise|increase|boost|better|higher|build|grow|get)\b.*\b(?:vo2 ?max|ftp|endurance|fitness|aerobic|"
    r"speed|power|stamina|threshold)\b|\b(?:get|become) (?:fitter|faster|stronger)\b|\bsub[ -]?\d"
)


def _of_days_gone(said: str, found: Named, to_come: bool) -> list[tuple[Topic, float]]:
    """What days behind, late nights and wishes to get better add to the topics."""
    weights: list[tuple[Topic, float]] = []
    period = found.times.period
    if period and not to_come and _WHAT_DONE.search(said) and not found.habits:
        weights.append((Topic.ACTIVITY, 11))
    if found.habits and (_HOW_MUCH_OF.search(said) or (period and not to_come and _DID_I.search(said))):
        weights.append((Topic.COUNT, 11))
    if period and not to_come and details.is_fitter(said) and (found.times.compares or CHANGE.search(said)):
        weights.append((Topic.COMPARE, 9))
    if details.is_weekend(said) and (found.metrics or CHANGE.search(said)):
        weights.append((Topic.COMPARE, 9))
    if _LATE_NIGHTS.search(said) and not found.habits:
        weights.append((Topic.BEDTIME, 10))
    if _GET_FITTER.search(said) and not BACK.search(said):
        weights.append((Topic.GOAL, 12))
    return weights


def _topics(said: str, scores: list[dict[Topic, float]], found: Named) -> tuple[Topic | None, tuple[Topic, ...]]:
    """The first topic and the others; of each clause the one that weighs most."""
    if SMALLTALK.fullmatch(said):
        return Topic.SMALLTALK, ()
    best = [(_best(one), one) for one in scores]
    told = [(topic, one[topic]) for topic, one in best if topic]
    told = [one for one in told if one[0] is not Topic.COMPARE or found.times.period or found.metrics or found.habits]
    told = [one for one in told if one[0] is not Topic.SMALLTALK] or told
    if any(topic is Topic.OUT_OF_SCOPE for topic, _ in told):
        ours = [weight for topic, weight in told if topic is not Topic.OUT_OF_SCOPE]
        worst = max(weight for topic, weight in told if topic is Topic.OUT_OF_SCOPE)
        if worst >= 12 or not ours or max(ours) < 6:
            return Topic.OUT_OF_SCOPE, ()
        told = [(topic, weight) for topic, weight in told if topic is not Topic.OUT_OF_SCOPE]
    for grave in (Topic.MEDICAL, Topic.DIET):
        if any(topic is grave for topic, _ in told):
            return grave, ()
    if any(topic is Topic.PRIVACY for topic, _ in told):
        return Topic.PRIVACY, ()
    if any(topic is Topic.IDENTITY for topic, _ in told):
        others = [one for one in told if one[0] is not Topic.IDENTITY]
        if not others or max(weight for _, weight in others) < 6:
            return Topic.IDENTITY, ()
        told = others
    if ABOUT_YOU.search(said) and (not told or max(weight for _, weight in told) < 6):
        return Topic.SMALLTALK, ()
    if not told:
        return None, ()
    strongest = max(weight for _, weight in told)
    first = next(topic for topic, weight in told if weight >= min(strongest, 4))
    others = [topic for topic, weight in told if topic is not first and (weight >= ALSO_LEAST)]
    return first, tuple(dict.fromkeys(others))


def _best(scores: dict[Topic, float]) -> Topic | None:
    good = {topic: weight for topic, weight in scores.items() if weight >= LEAST}
    return max(good, key=lambda topic: (good[topic], -_ORDER.index(topic))) if good else None


def _hinted(said: str) -> Topic | None:
    if re.search(HINTS[0][1], said) and len(said.split()) <= 8:
        return Topic.EVIDENCE
    if not (FIRST_PERSON.search(said) or re.search(r"\b(?:today|tonight|now|this morning)\b", said)):
        return None
    return next((topic for topic, pattern in HINTS if re.search(pattern, said)), None)


def _of_the_unknown(said: str, found: Named) -> Topic:
    """Where nothing is asked that we know of: what seems to be about the athlete gets help, the rest is not ours."""
    words = re.findall(r"[a-z]+", said)
    if ABOUT_YOU.search(said):
        return Topic.SMALLTALK
    if KNOWN_WORDS.search(said) or len(words) <= 2:
        return Topic.HELP
    return Topic.HELP if FIRST_PERSON.search(said) and len(words) <= 8 else Topic.OUT_OF_SCOPE
