"""What a question asks: its topics, days, habit, measure, what-if, event; follow-ups are filled in from before.

Patterns with weights: each clause of a question goes to the topic whose patterns weigh most; what a clause names (a
habit, a measure, days to come) weighs too. A question in which nothing is known is not guessed at.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from coach import care
from coach.understanding import apart, details, examples, languages, past, vocabulary
from coach.understanding.naming import Named, in_unit, named
from coach.understanding.patterns import HABIT_EFFECT, HARD, PATTERNS, SESSION, WEEKDAYS
from coach.understanding.sense import Sense, sense
from coach.understanding.signs import (
    ABOUT_YOU,
    AGAIN,
    BACK,
    CHANGE,
    DRAWS_ON_BEFORE,
    EVENT,
    FIRST_PERSON,
    HINTS,
    HOW_MUCH,
    HYPOTHESIS,
    KNOWN_WORDS,
    MORE,
    OPENING,
    PRONOUN,
    SINCE_CHANGED,
    SMALLTALK,
    WHAT_IF_KINDS,
    WHY_THAT,
)
from coach.understanding.spelling import plain
from coach.understanding.times import named as days_named
from coach.understood import Period, Target, Topic, Understood

_COMPILED = [
    (topic, weight, re.compile(pattern)) for topic, weight, pattern in (*PATTERNS, *apart.PATTERNS, *past.PATTERNS)
]

_NOT_CARRIED = {
    Topic.SMALLTALK,
    Topic.OUT_OF_SCOPE,
    Topic.HELP,
    Topic.RED_FLAG,
    Topic.MEDICAL,
    Topic.DIET,
    Topic.PRIVACY,
    Topic.IDENTITY,
    Topic.LANGUAGE,
}
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
    found = named(asked, today, habits, of_days_to_come=previous is not None and previous.topic in _OF_DAYS_TO_COME)
    scores = [_scores(clause, today, habits) for clause in _clauses(asked)]
    topic, also = _topics(asked, scores, found)
    sensed = sense(text)
    if previous and not _stands_alone(asked, sensed, topic):
        if filled := _follow_up(text, asked, topic, scores, found, previous, today):
            return filled
    if not topic or len(asked.split()) > 2:
        topic, also = _with_sense(sensed, scores, topic, also, found)
    topic = topic or _hinted(asked)
    if topic is None:
        return Understood(text, _of_the_unknown(asked, found))
    return _understood(text, asked, topic, also, found, today)


def _stands_alone(said: str, sensed: Sense, topic: Topic | None) -> bool:
    """Whether a question is surely whole, whatever was asked before."""
    if len(said.split()) < 5 or topic in (Topic.EVIDENCE, Topic.WHY):
        return False
    if PRONOUN.search(said) or DRAWS_ON_BEFORE.match(said):
        return False
    likeliest, share = next(iter(sensed.topics.items()))
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


_OF_DAYS_TO_COME = {Topic.GOAL, Topic.FORECAST, Topic.WHAT_IF}


def carried(previous: Understood | None, now: Understood) -> Understood | None:
    """What the next question may be a follow-up to: small talk between two questions does not part them."""
    return previous if now.topic in _NOT_CARRIED else now


def scored(text: str, *, today: date, habits: Sequence[str] = ()) -> dict[Topic, float]:
    """How much each topic weighs in a text, the most first: why it is understood as it is."""
    said = vocabulary.speller(tuple(habits)).mended(plain(text))
    return dict(sorted(_scores(said, today, habits).items(), key=lambda item: -item[1]))


def _clauses(said: str) -> list[str]:
    parts = re.split(
        r"[?!;\n]+|(?<!\d)[.]+(?=\s|$)|\.(?=\s)|, (?=(?:and |but |so )?(?:how|what|why|when|should|can|"
        r"could|do|does|is|am|are|will|which|where)\b)|"
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
    if len(_steps(said, today)) > 1:
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
_EVER = re.compile(r"\b(?:ever|in total|altogether|all[- ]time|of all time|so far|in my life|overall)\b")
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


def _understood(text: str, said: str, topic: Topic, also: tuple[Topic, ...], found: Named, today: date) -> Understood:
    """A question that stands on its own."""
    topics = {topic, *also}
    if (
        topic is Topic.READINESS
        and Topic.WORKOUT not in also
        and re.search(rf"\b(?:should|can|shall|may|could) i\b.*\b(?:{HARD}|{SESSION})", said)
    ):
        also = (*also, Topic.WORKOUT)
    if topic is Topic.HABIT and not found.habits:
        topic = Topic.HABITS
    if topic is Topic.COMPARE and found.habits and not found.times.against and Topic.HABIT not in also:
        also = (*also, Topic.HABIT)
    if found.target and Topic.GOAL in topics and topic in (Topic.WORKOUT, Topic.HABITS) and not _of_today(found, today):
        topic, also = Topic.GOAL, tuple(one for one in also if one is not Topic.GOAL)
    if topic is Topic.GOAL and found.target and not _of_today(found, today):
        also = tuple(one for one in also if one is not Topic.WORKOUT)
    if topic in _NOT_CARRIED:
        return Understood(text, topic)
    habit = found.habits[0] if found.habits and topics & _WITH_HABIT else None
    asks = details.details(topic, said, found.habits, found.metrics)
    steps = _steps(said, today) if topic is Topic.WHAT_IF else ()
    return Understood(
        text,
        topic,
        also,
        period=_period(topic, said, found, today),
        against=_against(topic, said, found, today),
        habit=habit,
        metric=_metric(topic, found, said, weekdays=bool(WEEKDAYS.search(said))),
        what_if=found.what_if if Topic.WHAT_IF in topics and not steps else None,
        target=found.target if Topic.GOAL in topics else None,
        number=in_unit(found.number, topic, said),
        aspect=asks.aspect,
        of=asks.of,
        sport=asks.sport,
        wishes=asks.wishes,
        term=asks.term,
        other_habit=asks.other_habit if habit else None,
        days=steps,
    )


def _of_today(found: Named, today: date) -> bool:
    return found.times.period is not None and found.times.period.first <= today


def _steps(said: str, today: date) -> tuple[tuple[date, str], ...]:
    """`rest tomorrow and go hard on Tuesday`: each day that is named with its kind, where there are two or more."""
    found: dict[date, str] = {}
    for part in re.split(r"\b(?:and|then|but)\b|,", said):
        kind = next((name for name, pattern in WHAT_IF_KINDS if pattern.search(part)), None)
        days = [one for one in days_named(part, today, ahead=True) if today <= one.first == one.last and not one.weeks]
        if kind in ("rest", "easy", "hard") and len(days) == 1:
            found[days[0].first] = kind
    return tuple(sorted(found.items())) if len(found) > 1 else ()


_WITH_HABIT = {
    Topic.HABIT,
    Topic.COUNT,
    Topic.COMPARE,
    Topic.WHY,
    Topic.METRIC,
    Topic.WHAT_IF,
    Topic.EVIDENCE,
    Topic.SLEEP,
}
_OF_METRIC = {
    Topic.METRIC,
    Topic.RECORD,
    Topic.COUNT,
    Topic.COMPARE,
    Topic.WHY,
    Topic.HABIT,
    Topic.HABITS,
    Topic.EVIDENCE,
    Topic.UNUSUAL,
    Topic.DATA,
    Topic.READINESS,
}


def _period(topic: Topic, said: str, found: Named, today: date) -> Period | None:
    if topic is Topic.GOAL:
        return None
    if topic is Topic.WHY and found.times.period and _THAN_YESTERDAY.search(said):
        return Period(today, today, "today")  # it is this morning that asks for reasons
    if topic is Topic.COMPARE and (now := _now_beside(said, found, today)):
        return now
    if topic is Topic.COUNT and found.times.period is None and _EVER.search(said):
        return Period(date(1990, 1, 1), today, "all days on record")
    return found.times.period


_THAN_YESTERDAY = re.compile(r"\b(?:than|since|from) (?:yesterday|the day before)\b")


def _against(topic: Topic, said: str, found: Named, today: date) -> Period | None:
    if topic is Topic.WHY and found.times.period and _THAN_YESTERDAY.search(said):
        yesterday = today - timedelta(days=1)
        return Period(yesterday, yesterday, "yesterday")
    if topic is Topic.COMPARE and _now_beside(said, found, today):
        return found.times.period
    return found.times.against


_THAN = re.compile(r"\bthan(?: in| on| over| during)?(?: the)? *$")


def _now_beside(said: str, found: Named, today: date) -> Period | None:
    """`better than last month`: what is now, where only what it is held against is named; not of fitness."""
    then = found.times.period
    if then is None or found.times.against or len(found.times.spans) != 1 or details.is_fitter(said):
        return None
    if not _THAN.search(said[: found.times.spans[0][0]]) or then.last >= today:
        return None
    if then.days == 1:
        return Period(today, today, "today") if (today - then.first).days <= 7 else None
    if re.match(r"last (?:week|month|year|quarter)$", then.words):
        return Period(then.last + timedelta(days=1), today, then.words.replace("last", "this"))
    return Period(today - timedelta(days=27), today, "the last 28 days") if (today - then.last).days > 27 else None


# `and the week before?`: before the one that was spoken of, not before today.
_STEP_BACK = re.compile(r"\bthe (?P<unit>day|night|week|month|year) before(?: that| it)?\W*$")


def _before(period: Period, unit: str) -> Period:
    """The day, week ... just before a period; the whole month before where it was a month."""
    last = period.first - timedelta(days=1)
    days = {"day": 1, "night": 1, "week": 7}.get(unit)
    if unit == "month":
        first = last.replace(day=1) if period.first.day == 1 else period.first - timedelta(days=30)
    elif unit == "year":
        first = last.replace(month=1, day=1) if (period.first.month, period.first.day) == (1, 1) else None
        first = first or period.first - timedelta(days=365)
    else:
        first = period.first - timedelta(days=days)
    return Period(first, last, f"the {unit} before")


_TRAINED = re.compile(r"\b(?:train|trained|ride|ridden|rode|run|ran)\b")


def _metric(topic: Topic, found: Named, said: str = "", *, weekdays: bool = False) -> str | None:
    """The measure that is asked of; recovery gives way to another beside it, unless habits or reasons are asked for.

    weekdays: whether days of the week are held against each other, which is of recovery unless another is named.
    """
    if topic is Topic.METRIC and not found.metrics:
        return "recovery" if weekdays else None
    if topic is Topic.RECORD and not found.metrics:
        return _ranked(said)
    if topic is Topic.COMPARE and details.is_fitter(said):
        return "fitness"
    if topic is Topic.COMPARE and not found.metrics and _TRAINED.search(said):
        return "load"
    if topic is Topic.DATA and not found.metrics and re.search(r"\bnights\b", said):
        return "asleep_min"
    if topic is Topic.COUNT and set(found.metrics) <= {"asleep_min"} and re.search(r"\bnights?\b", said):
        return "asleep_min"
    if topic is Topic.SLEEP:
        return next((name for name in found.metrics if name != "recovery"), None)
    if topic not in _OF_METRIC or not found.metrics:
        return None
    others = [name for name in found.metrics if name != "recovery"]
    return others[0] if others and topic in (Topic.METRIC, Topic.COMPARE) else found.metrics[0]


def _ranked(said: str) -> str | None:
    """What days, nights and weeks are ranked by where no measure is named."""
    if re.search(r"\b(?:nights?|slept|sleep|asleep)\b", said):
        late = re.search(r"\b(?:latest|earliest)\b", said)
        return "onset_h" if late else "asleep_min"
    if re.search(r"\b(?:to bed|bed ?time)\b", said):
        return "onset_h"
    if re.search(r"\b(?:wake|woke|woken|up)\b", said):
        return "wake_h"
    if re.search(r"\b(?:hardest|easiest|toughest|lightest|biggest|busiest|heaviest|laziest|training)\b", said):
        return "load"
    return "recovery"


# Follow-ups.


def _follow_up(
    text: str,
    said: str,
    topic: Topic | None,
    scores: list[dict[Topic, float]],
    found: Named,
    previous: Understood,
    today: date,
) -> Understood | None:
    """A question that takes from the one before what it does not name; None where it stands on its own."""
    words = re.findall(r"[a-z0-9]+", said)
    if previous.period and (step := _STEP_BACK.search(said)):
        found = replace(found, times=replace(found.times, period=_before(previous.period, step["unit"])))
    if changed := _of_session(text, said, topic, found, previous, words, today):
        return changed
    if again := _of_the_same_kind(text, said, topic, found, previous, words):
        return again
    if WHY_THAT.fullmatch(said) and previous.topic is not Topic.WHY:
        return _asks_behind(text, said, Topic.WHY, found, previous, words, today)
    if HOW_MUCH.fullmatch(said) and previous.topic in _KEEPS_WITH_METRIC:
        return replace(previous, text=text, also=(), follow_up=True)
    weight = max((one.get(topic, 0) for one in scores), default=0) if topic else 0
    if topic in _NOT_CARRIED or len(words) > 14:
        return None
    if AGAIN.match(said) and not (found.habits or found.times.period):
        return replace(previous, text=text, follow_up=True, more=bool(MORE.search(said)))
    draws = bool(DRAWS_ON_BEFORE.match(said))
    if topic in (Topic.WHY, Topic.EVIDENCE) and not (found.habits or found.metrics):
        return _asks_behind(text, said, topic, found, previous, words, today)
    strong = weight >= 6.5 or (weight >= 5 and not draws)
    names = bool(found.habits or found.metrics or found.times.period or found.target or found.what_if or found.number)
    if (
        PRONOUN.search(said)
        and previous.habit
        and not found.habits
        and re.search(HABIT_EFFECT, said)
        and topic not in (Topic.WORKOUT, Topic.HABITS)
    ):
        return _merged(text, said, None, replace(found, habits=(previous.habit,)), previous, today)
    if len(words) <= 3 and topic is previous.topic and not names:
        return replace(previous, text=text, also=(), follow_up=True)
    if len(words) <= 3 and previous.topic is Topic.COMPARE and found.metrics and not found.times.period:
        return _merged(text, said, Topic.COMPARE, found, previous, today)
    if not draws and not (len(words) <= 4 and weight < 5) and not (PRONOUN.search(said) and _lacks(topic, found)):
        return None
    if _hypothetical(said, found, previous):
        return _understood_after(text, Topic.WHAT_IF, found, previous, today)
    if topic is Topic.GOAL and previous.topic is Topic.GOAL and not found.target:
        return replace(previous, text=text, also=(), follow_up=True)
    if not names and not draws:
        return None
    if (
        topic
        in (
            Topic.WORKOUT,
            Topic.BEDTIME,
            Topic.GOAL,
            Topic.RHYTHM,
            Topic.FORECAST,
            Topic.HABITS,
            Topic.UNUSUAL,
            Topic.TOLERANCE,
            Topic.DATA,
            Topic.PROFILE,
            Topic.READINESS,
        )
        and strong
    ):
        return (
            None
            if not PRONOUN.search(said)
            else replace(_understood(text, said, topic, (), found, today), follow_up=True)
        )
    if not names:
        return replace(previous, text=text, follow_up=True) if len(words) <= 6 and weight < 4 else None
    return _merged(text, said, topic if strong else None, found, previous, today)


def _of_session(
    text: str, said: str, topic: Topic | None, found: Named, previous: Understood, words: list[str], today: date
) -> Understood | None:
    """`make it shorter`, `and on the bike?`, `I only have 30 minutes`: the session of before, otherwise."""
    if previous.topic not in (Topic.WORKOUT, Topic.READINESS) or len(words) > 10 or found.habits:
        return None
    to_come = found.times.period is not None and found.times.period.last > today
    if to_come or topic in _NOT_OF_SESSION or (topic is Topic.GOAL and found.target):
        return None
    wishes, sport = details.wishes_in(said), details.wished_sport(said)
    minutes = in_unit(found.number, Topic.WORKOUT, said) if re.search(r"\b(?:hours?|h|min(?:ute)?s?)\b", said) else None
    asks = bool(DRAWS_ON_BEFORE.match(said)) or len(words) <= 4 or topic is Topic.WORKOUT
    if not wishes and not ((sport or minutes) and asks and not re.match(r"(?:should|can|how|is|am|what)\b", said)):
        return None
    return replace(
        previous,
        text=text,
        topic=Topic.WORKOUT,
        also=(),
        wishes=(*previous.wishes, *wishes),
        sport=sport or previous.sport,
        number=minutes or previous.number,
        follow_up=True,
        more=False,
    )


_NOT_OF_SESSION = {
    Topic.WHY,
    Topic.WHAT_IF,
    Topic.FORECAST,
    Topic.EVIDENCE,
    Topic.RECORD,
    Topic.COUNT,
    Topic.ACTIVITY,
    Topic.TOLERANCE,
    Topic.LOAD,
    Topic.SLEEP,
    Topic.BEDTIME,
    Topic.OUT_OF_SCOPE,
    Topic.MEDICAL,
}


def _of_the_same_kind(
    text: str, said: str, topic: Topic | None, found: Named, previous: Understood, words: list[str]
) -> Understood | None:
    """`and the lowest?`, `and coffee?`, `and ATL?`: the same of another end, habit, word or sport."""
    if len(words) > 7 or topic in _NOT_CARRIED or not (DRAWS_ON_BEFORE.match(said) or len(words) <= 3):
        return None
    after = replace(
        previous, text=text, also=(), follow_up=True, more=False, period=found.times.period or previous.period
    )
    if previous.topic is Topic.RECORD:
        end = details.end_in(said)
        if end or (
            found.metrics and topic in (None, Topic.METRIC, Topic.READINESS, Topic.SLEEP, Topic.LOAD, Topic.RECORD)
        ):
            return replace(after, aspect=end or previous.aspect, metric=_metric(Topic.RECORD, found, said)
                           if found.metrics else previous.metric)  # fmt: skip
    if previous.topic is Topic.COUNT and previous.of == "habit" and found.habits:
        return replace(after, habit=found.habits[0])
    if previous.topic is Topic.COUNT and previous.of in ("sessions", "minutes", "km") and details.sport_in(said):
        return replace(after, sport=details.sport_in(said))
    if previous.topic is Topic.MEANING and (term := details.details(Topic.MEANING, said, (), ()).term):
        return replace(after, term=term)
    if previous.topic is Topic.ACTIVITY and details.sport_in(said):
        return replace(after, sport=details.sport_in(said))
    return None


def _lacks(topic: Topic | None, found: Named) -> bool:
    """Whether a question of this topic leaves open what it is about."""
    if topic is Topic.HABIT:
        return not found.habits
    if topic in (Topic.METRIC, Topic.COMPARE):
        return not found.metrics
    return topic in (None, Topic.WHY, Topic.EVIDENCE, Topic.GOAL, Topic.HABITS, Topic.SLEEP)


def _hypothetical(said: str, found: Named, previous: Understood) -> bool:
    supposes = bool(re.search(r"\bif\b|\bsuppose|\binstead\b", said)) or previous.topic is Topic.WHAT_IF
    return bool(found.what_if) and supposes and not found.habits and not re.match(r"what if|what happens|suppose", said)


def _asks_behind(
    text: str, said: str, topic: Topic, found: Named, previous: Understood, words: list[str], today: date
) -> Understood | None:
    """`why?`, `how sure is that?`: of what was just said."""
    alone = len(words) <= (6 if topic is Topic.EVIDENCE else 4) or PRONOUN.search(said)
    if not alone:
        return None
    return replace(
        previous,
        text=text,
        topic=topic,
        also=(),
        period=found.times.period or previous.period,
        follow_up=True,
    )


def _understood_after(text: str, topic: Topic, found: Named, previous: Understood, today: date) -> Understood:
    return Understood(
        text,
        topic,
        (),
        period=found.times.period or _if_ahead(previous.period, today),
        metric=previous.metric,
        what_if=found.what_if,
        number=found.number,
        follow_up=True,
    )


def _if_ahead(period: Period | None, today: date) -> Period | None:
    return period if period and period.last > today else None


def _merged(text: str, said: str, topic: Topic | None, found: Named, previous: Understood, today: date) -> Understood:
    """What the question names, and the rest from the one before."""
    period = found.times.period
    to_come = period is not None and period.last > today
    metric = _metric(Topic.METRIC, found)
    after = replace(previous, text=text, also=(), follow_up=True, number=found.number or previous.number)
    if found.habits:
        reasons = previous.topic is Topic.WHY
        kept = reasons or previous.topic in (Topic.HABIT, Topic.HABITS)
        return Understood(
            text,
            Topic.HABIT,
            (Topic.WHY,) if reasons else (),
            habit=found.habits[0],
            metric=metric or (previous.metric if kept else None),
            period=period or (previous.period if reasons else None),
            follow_up=True,
        )
    if found.times.compares and period and not to_come:
        against = found.times.against or (period if previous.period else None)
        first = period if found.times.against or not previous.period else previous.period
        return replace(
            after,
            topic=Topic.COMPARE,
            period=first,
            against=against,
            metric=metric or _measure_of(previous),
            habit=None,
        )
    if previous.topic is Topic.GOAL and (found.target or found.times.weeks or to_come):
        return replace(after, target=_with(previous.target, found, period))
    if to_come:
        return replace(
            after,
            topic=Topic.WHAT_IF if previous.topic is Topic.WHAT_IF else Topic.FORECAST,
            period=period,
            against=None,
            habit=None,
        )
    if metric:
        kept = topic or (previous.topic if previous.topic in _KEEPS_WITH_METRIC else Topic.METRIC)
        return replace(after, topic=kept, metric=metric, period=period or previous.period, what_if=None, target=None)
    if period:
        kept = previous.topic
        if kept in (Topic.READINESS, Topic.FORECAST, Topic.WHAT_IF, Topic.WORKOUT):
            return replace(after, topic=Topic.METRIC, metric=previous.metric or "recovery", period=period, what_if=None)
        return replace(after, period=period, against=None if kept is not Topic.COMPARE else previous.against)
    return after


_KEEPS_WITH_METRIC = {Topic.METRIC, Topic.RECORD, Topic.COMPARE, Topic.WHY, Topic.HABIT, Topic.HABITS, Topic.UNUSUAL}


def _measure_of(previous: Understood) -> str | None:
    of_topic = {Topic.SLEEP: "asleep_min", Topic.LOAD: "load", Topic.READINESS: "recovery"}
    return previous.metric or of_topic.get(previous.topic)


def _with(target: Target | None, found: Named, period: Period | None) -> Target:
    """An event, with what is added to it."""
    old, new = target or Target("your goal"), found.target
    return Target(
        old.words if old.words != "your goal" or not new else new.words,
        (new and new.day) or (period.first if period else old.day),
        (new and new.weeks) or found.times.weeks or old.weeks,
        (new and new.distance_km) or old.distance_km,
        (new and new.sport) or old.sport,
    )


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
