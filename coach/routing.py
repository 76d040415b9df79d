"""What a question asks: its topics, days, habit, measure, what-if, event; follow-ups are filled in from before.

Patterns with weights: each clause of a question goes to the topic whose patterns weigh most; what a clause names (a
habit, a measure, days to come) weighs too. A question in which nothing is known is not guessed at.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach import red_flags
from coach.understanding import examples, languages, vocabulary
from coach.understanding.patterns import (
    ABOUT_YOU,
    AGAIN,
    AHEAD,
    BACK,
    CHANGE,
    DRAWS_ON_BEFORE,
    EVENT,
    FIRST_PERSON,
    HABIT_EFFECT,
    HARD,
    HINTS,
    HOW_MUCH,
    HYPOTHESIS,
    KNOWN_WORDS,
    OPENING,
    PATTERNS,
    PRONOUN,
    SESSION,
    SINCE_CHANGED,
    SMALLTALK,
    WEEKDAYS,
    WHAT_IF_KINDS,
    WHY_THAT,
)
from coach.understanding.spelling import plain
from coach.understanding.times import Times, times
from coach.understood import Period, Target, Topic, Understood

_COMPILED = [(topic, weight, re.compile(pattern)) for topic, weight, pattern in PATTERNS]

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
    Topic.WHY,
    Topic.WHAT_IF,
    Topic.COMPARE,
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
LEAST = 2.0  # that a topic has to weigh
ALSO_LEAST = 5.0  # and one that is asked beside the first


@dataclass(frozen=True)
class Named:
    """What a text names, whatever it asks."""

    times: Times
    habits: tuple[str, ...]
    metrics: tuple[str, ...]
    what_if: str | None
    target: Target | None
    number: float | None


def understand(text: str, *, today: date, habits: Sequence[str] = (), previous: Understood | None = None) -> Understood:
    """What a question asks.

    habits: the keys of the athlete's own journal. previous: what was understood of the question before, of which a
    follow-up takes what it does not name (see `carried`).
    """
    flag = red_flags.check(text)
    if flag:
        topic = Topic.RED_FLAG if flag.urgent else Topic.DIET if flag.kind is red_flags.Flag.DIET else Topic.MEDICAL
        return Understood(text, topic)
    if languages.other_than_english(text):
        return Understood(text, Topic.LANGUAGE)
    said = vocabulary.speller(tuple(habits)).mended(plain(text))
    asked = OPENING.sub("", said) if not SMALLTALK.fullmatch(said) else said
    asked = asked or said
    found = _named(asked, today, habits, of_days_to_come=previous is not None and previous.topic in _OF_DAYS_TO_COME)
    scores = [_scores(clause, today, habits) for clause in _clauses(asked)]
    topic, also = _topics(asked, scores, found)
    if previous and (filled := _follow_up(text, asked, topic, scores, found, previous, today)):
        return filled
    topic = topic or _hinted(asked)
    if topic is None:
        return Understood(text, _of_the_unknown(asked, found))
    return _understood(text, asked, topic, also, found, today)


_OF_DAYS_TO_COME = {Topic.GOAL, Topic.FORECAST, Topic.WHAT_IF}


def carried(previous: Understood | None, now: Understood) -> Understood | None:
    """What the next question may be a follow-up to: small talk between two questions does not part them."""
    return previous if now.topic in _NOT_CARRIED else now


def scored(text: str, *, today: date, habits: Sequence[str] = ()) -> dict[Topic, float]:
    """How much each topic weighs in a text, the most first: why it is understood as it is."""
    said = vocabulary.speller(tuple(habits)).mended(plain(text))
    return dict(sorted(_scores(said, today, habits).items(), key=lambda item: -item[1]))


def _named(said: str, today: date, habits: Sequence[str], *, of_days_to_come: bool = False) -> Named:
    ahead = _looks_ahead(said) or (of_days_to_come and len(said.split()) <= 8 and not BACK.search(said))
    found = times(said, today, ahead=ahead)
    rest = found.without(said)
    what_if = next((name for name, pattern in WHAT_IF_KINDS if pattern.search(rest)), None)
    return Named(
        found,
        tuple(vocabulary.habits_in(rest, habits)),
        tuple(vocabulary.metrics_in(rest)),
        what_if,
        _target(said, found),
        _number(rest),
    )


def _looks_ahead(said: str) -> bool:
    ahead = AHEAD.search(said) or re.search(EVENT, said)
    return bool(ahead) and not BACK.search(re.sub(r"\blast night\b|\blast \w+ days\b", "", said))


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
    found = _named(said, today, habits)
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
    return Understood(
        text,
        topic,
        also,
        period=_period(topic, found, today),
        against=found.times.against,
        habit=habit,
        metric=_metric(topic, found, weekdays=bool(WEEKDAYS.search(said))),
        what_if=found.what_if if Topic.WHAT_IF in topics and not _one_after_another(said, found) else None,
        target=found.target if Topic.GOAL in topics else None,
        number=_in_unit(found.number, topic, said),
    )


def _of_today(found: Named, today: date) -> bool:
    return found.times.period is not None and found.times.period.first <= today


def _one_after_another(said: str, found: Named) -> bool:
    """`if I rest tomorrow and go hard on Tuesday`: two suppositions, each with its own days."""
    if len(found.times.spans) < 2:
        return False
    parts = re.split(r"\b(?:and|then|but)\b|,", found.times.without(said))
    kinds = [next((name for name, pattern in WHAT_IF_KINDS if pattern.search(part)), None) for part in parts]
    return len(set(kinds) - {None}) > 1


_WITH_HABIT = {Topic.HABIT, Topic.COMPARE, Topic.WHY, Topic.METRIC, Topic.WHAT_IF, Topic.EVIDENCE, Topic.SLEEP}
_OF_METRIC = {
    Topic.METRIC,
    Topic.COMPARE,
    Topic.WHY,
    Topic.HABIT,
    Topic.HABITS,
    Topic.EVIDENCE,
    Topic.UNUSUAL,
    Topic.DATA,
    Topic.READINESS,
}


def _period(topic: Topic, found: Named, today: date) -> Period | None:
    if topic is Topic.GOAL:
        return None
    return found.times.period


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


def _metric(topic: Topic, found: Named, *, weekdays: bool = False) -> str | None:
    """The measure that is asked of; recovery gives way to another beside it, unless habits or reasons are asked for.

    weekdays: whether days of the week are held against each other, which is of recovery unless another is named.
    """
    if topic is Topic.METRIC and not found.metrics:
        return "recovery" if weekdays else None
    if topic is Topic.SLEEP:
        return next((name for name in found.metrics if name != "recovery"), None)
    if topic not in _OF_METRIC or not found.metrics:
        return None
    others = [name for name in found.metrics if name != "recovery"]
    return others[0] if others and topic in (Topic.METRIC, Topic.COMPARE) else found.metrics[0]


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
    if WHY_THAT.fullmatch(said) and previous.topic is not Topic.WHY:
        return _asks_behind(text, said, Topic.WHY, found, previous, words, today)
    if HOW_MUCH.fullmatch(said) and previous.topic in _KEEPS_WITH_METRIC:
        return replace(previous, text=text, also=(), follow_up=True)
    weight = max((one.get(topic, 0) for one in scores), default=0) if topic else 0
    if topic in _NOT_CARRIED or len(words) > 14:
        return None
    if AGAIN.match(said) and not (found.habits or found.times.period):
        return replace(previous, text=text, follow_up=True)
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


_KEEPS_WITH_METRIC = {Topic.METRIC, Topic.COMPARE, Topic.WHY, Topic.HABIT, Topic.HABITS, Topic.UNUSUAL}


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


# What is named beside days, measures and habits.


def _target(said: str, found: Times) -> Target | None:
    """An event: its words, day, distance and sport."""
    rest = found.without(said)
    km, sport = vocabulary.distance_km_in(rest), vocabulary.sport_in(rest)
    sure = re.search(EVENT, rest)
    event = sure and re.search(
        r"\b(?:(my|the|a|an|our|this) )?((?:(?!(?:for|is|on|in|to|i|my|a|an|the|of|do|"
        rf"and)\b)[\w.]+ ){{0,4}}?)\b({vocabulary.EVENTS})\b",
        rest,
    )
    reach = re.search(
        r"\b(?:(my|the|a|an) )?(\d+(?:[.,]\d+)? ?(?:km|k|kms|kilomet(?:er|re)s?|miles?|mi))( (?:ride|run|"
        r"swim|race|tour|row|hike|trail|gravel|bike))?\b",
        rest,
    )
    if not (event or reach or found.weeks):
        return None
    words = "your goal"
    if event:
        words = f"{'your' if event[1] in ('my', 'our', None) else event[1]} {event[2]}{event[3]}"
    elif reach:
        words = f"{'your' if reach[1] in ('my', None) else reach[1]} {reach[2]}{reach[3] or ''}"
    period = found.period
    day = period.first if period and (period.days == 1 or found.weeks) else None
    return Target(re.sub(r"\s+", " ", words).strip(), day, found.weeks, km, sport)


_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    "half": 0.5,
    "extra": 1,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "ninety": 90,
}
_QUANTITY = re.compile(
    r"\b(?P<half>half an hour|half hour)|\b(?P<clock>(?:at|by|before|until|around|"
    r"to) \d{1,2}(?:[:.]\d\d)? ?(?:am|pm|o'clock)?)(?! ?(?:km|k|weeks|days|hours|h|minutes|%|am\b i|"
    r"\d))\b|"
    rf"\b(?:(?P<n>\d+(?:[.,]\d+)?) ?|(?P<word>{'|'.join(_NUMBERS)}) )(?:more |extra |less |fewer |"
    r"of )?(?P<unit>hours?|hrs?|h|minutes?|min|m)\b(?P<and> and a half|"
    r" ?\d\d?(?: ?m(?:in(?:utes)?)?)?\b)?|"
    r"\b(?P<count>\d+(?:[.,]\d+)?|two|three|four|five|six)(?! ?(?:km|k\b|weeks?|days?|months?|years?|"
    r"miles|nights?|x ?\d|\d))(?: \w+)?"
)


def _number(rest: str) -> float | None:
    """A quantity that is named: a time in hours, a time of day in hours after midnight, else as many as are named."""
    found = _QUANTITY.search(rest)
    if not found:
        return None
    if found["half"]:
        return 0.5
    if found["clock"]:
        return _clock(found["clock"])
    if found["count"]:
        return float(_NUMBERS.get(found["count"], 0) or found["count"].replace(",", "."))
    value = float(_NUMBERS[found["word"]] if found["word"] else found["n"].replace(",", "."))
    if found["unit"].startswith("m"):
        return value / 60
    more = found["and"] or ""
    return value + (0.5 if "half" in more else int(re.search(r"\d+", more)[0]) / 60 if re.search(r"\d", more) else 0)


def _clock(said: str) -> float | None:
    found = re.search(r"(\d{1,2})(?:[:.](\d\d))? ?(am|pm)?", said)
    hour = int(found[1]) % 12 + (12 if found[3] == "pm" else 0) if found[3] else int(found[1])
    return hour + int(found[2] or 0) / 60 if hour <= 24 else None


def _in_unit(number: float | None, topic: Topic, said: str) -> float | None:
    """Hours, but minutes of a session."""
    if number is None:
        return None
    timed = re.search(r"\b(?:hours?|hrs?|h|minutes?|min)\b", said)
    return round(number * 60, 1) if topic in (Topic.WORKOUT, Topic.READINESS) and timed else round(number, 2)


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
