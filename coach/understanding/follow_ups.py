"""Follow-ups: what a question takes from the one before.

Short ways to go on have rules of their own (coach.understanding.continuations). What else draws on the question before
keeps its topic and takes over what it does not name.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding import details
from coach.understanding.continuations import going_on
from coach.understanding.continuing import to_come
from coach.understanding.continuing.other_days import stepped_back
from coach.understanding.continuing.said import Said
from coach.understanding.exact import kind_of
from coach.understanding.naming import Named, in_unit
from coach.understanding.parts import BARE, metric_of, whole
from coach.understanding.patterns import HABIT_EFFECT
from coach.understanding.pointing import figure_in, taken_back
from coach.understanding.signs import AGAIN, DRAWS_ON_BEFORE, HOW_MUCH, MORE, PRONOUN, WHY_THAT
from coach.understanding.spelling import plain
from coach.understanding.supposing import kind_in
from coach.understood import Period, Target, Topic, Understood

_KEEPS_WITH_METRIC = {Topic.METRIC, Topic.RECORD, Topic.COMPARE, Topic.WHY, Topic.HABIT, Topic.HABITS, Topic.UNUSUAL}
_GRAVE = BARE - {Topic.SMALLTALK, Topic.HELP, Topic.OUT_OF_SCOPE}
_OF_THAT_ANSWER = (
    "judged", "then", "ahead", "made", "story", "weights", "own", "of_those", "changed_most", "agreed", "reasons",
    "form_end",
)  # fmt: skip
_OF_A_WEEK = {"agreed": "week_agreed", "taken_back": "taken_back"}  # what is said of a week that was planned
LONGEST = 14  # words of a follow-up
STRONG, STRONG_ALONE = 6.5, 5  # what a topic weighs that a question names itself, with or without a word that goes on


def follow_up(now: Said, previous: Understood) -> Understood | None:
    """A question that takes from the one before what it does not name; None where it stands on its own."""
    if now.topic in _GRAVE:
        gone = taken_back(now, previous) if now.topic is Topic.PRIVACY else None
        return replace(gone, week=previous.week) if gone else None
    if now.topic is not Topic.EVIDENCE:
        previous = _before_doubt(previous)
    if previous.aspect in _OF_THAT_ANSWER:  # of that one answer
        previous = replace(previous, aspect=None)
    if previous.term == "judged":
        previous = replace(previous, term=None)
    now, week, previous = stepped_back(now, previous), previous.week, replace(previous, week=None)
    for rule in (_if_i_do, _when_that, to_come.days_after_those, _of_session, going_on, _behind, _once_more):
        if made := rule(now, previous):
            if week is not None and made.aspect in _OF_A_WEEK:
                return Understood(now.text, Topic.GOAL, aspect=_OF_A_WEEK[made.aspect], week=week, follow_up=True)
            return replace(made, week=week) if rule is _once_more or made.plainer else made
    if now.topic in BARE or now.words > LONGEST or _asks_of_its_own(now):
        return None
    for rule in (_of_the_habit, _named_alone):
        if made := rule(now, previous):
            return made
    return _filled(now, previous) if _draws(now) else None


def _before_doubt(previous: Understood) -> Understood:
    """What `how sure are you` was asked of: a question behind it goes on with that."""
    while previous.topic is Topic.EVIDENCE and previous.follow_up and previous.earlier:
        first, *rest = previous.earlier
        previous = replace(first, earlier=tuple(rest))
    return previous


def unserved(text: str, previous: Understood) -> Understood:
    """A text that goes on with what was asked before, in a way that nobody here can tell."""
    return Understood(text, Topic.HELP, follow_up=True, after=previous.topic)


_IF_I_DO = re.compile(
    r"(?:(?:and|so|ok|but|well|then)\W+)*(?:what )?(?:happens )?if i (?:do|did|go)(?P<no> not)?"
    r"(?: (?:anyway|it|that|so|ahead))*\W*"
)


def _if_i_do(now: Said, previous: Understood) -> Understood | None:
    """`and what if I do?`, after `should I go hard tomorrow`: that day with what was asked about."""
    found = _IF_I_DO.fullmatch(now.said)
    kind = found and kind_in(plain(previous.text))
    if not kind or found["no"] and kind == "rest":
        return None
    kind = "rest" if found["no"] else kind
    return Understood(now.text, Topic.WHAT_IF, period=previous.period, what_if=kind, follow_up=True)


_WHEN_THAT = re.compile(
    r"(?:(?:and|so|ok)\W+)*(?:when|(?:on )?(?:what|which) day)(?: (?:was|is))?(?: (?:that|it|this))?\W*"
)
_DATED = {"max_hr", "fastest", "best_power", "last_rest", "next_race", "streak"}  # kinds whose answers name a day


def _when_that(now: Said, previous: Understood) -> Understood | None:
    """`when was that?` after a figure that is told with its day: the same once more."""
    if not _WHEN_THAT.fullmatch(now.said) or kind_of(previous.text) not in _DATED:
        return None
    return replace(previous, also=(), follow_up=True)


def _asks_of_its_own(now: Said) -> bool:
    """Whether it asks for reasons, of something else than what was just said."""
    return now.topic in (Topic.WHY, Topic.EVIDENCE) and not (now.found.habits or now.found.metrics)


def _draws(now: Said) -> bool:
    """Whether a text draws on what was asked before, by its words or because it is a scrap."""
    if DRAWS_ON_BEFORE.match(now.said) or (now.words <= 4 and now.weight < STRONG_ALONE):
        return True
    return bool(PRONOUN.search(now.said)) and _lacks(now.topic, now.found)


def _is_strong(now: Said) -> bool:
    return now.weight >= STRONG or (now.weight >= STRONG_ALONE and not DRAWS_ON_BEFORE.match(now.said))


def _names(found: Named) -> bool:
    return bool(found.habits or found.metrics or found.times.period or found.target or found.what_if or found.number)


def _behind(now: Said, previous: Understood) -> Understood | None:
    """`why?`, `how sure is that?`, `by how much?`: of what was just said."""
    if WHY_THAT.fullmatch(now.said) and previous.topic is not Topic.WHY:
        return _asks_behind(now, Topic.WHY, previous)
    if HOW_MUCH.fullmatch(now.said) and previous.topic in _KEEPS_WITH_METRIC:
        return replace(previous, text=now.text, also=(), follow_up=True)
    if AGAIN.match(now.said) or now.words > LONGEST or now.found.habits or now.found.metrics:
        return None
    return _asks_behind(now, now.topic, previous) if now.topic in (Topic.WHY, Topic.EVIDENCE) else None


def _asks_behind(now: Said, topic: Topic, previous: Understood) -> Understood | None:
    if now.words > (6 if topic is Topic.EVIDENCE else 4) and not PRONOUN.search(now.said):
        return None
    period = now.period or previous.period
    if topic is Topic.WHY and previous.topic is Topic.READINESS and period is None:
        period = Period(now.today, now.today, "today")
    if topic is Topic.WHY and previous.topic is Topic.RECORD and previous.of == "day" and previous.told_day:
        period = Period(previous.told_day, previous.told_day, "that day")
    of = figure_in(previous.text) if topic is Topic.EVIDENCE and previous.topic in (Topic.SLEEP, Topic.LOAD) else ""
    made = replace(previous, text=now.text, topic=topic, also=(), period=period, aspect=None, follow_up=True)
    return replace(made, of=of) if of else made


def _once_more(now: Said, previous: Understood) -> Understood | None:
    """`tell me more`, `what do you mean`."""
    if now.topic in BARE or now.words > LONGEST or now.found.habits or now.period or not AGAIN.match(now.said):
        return None
    return replace(previous, text=now.text, follow_up=True, more=bool(MORE.search(now.said)))


def _of_the_habit(now: Said, previous: Understood) -> Understood | None:
    """`what does it do to my sleep`: of the habit that was spoken of."""
    if now.topic in (Topic.WORKOUT, Topic.HABITS) or now.found.habits:
        return None
    if not previous.habit or not PRONOUN.search(now.said) or not re.search(HABIT_EFFECT, now.said):
        return None
    return _merged(now.text, None, replace(now.found, habits=(previous.habit,)), previous, now.today)


def _named_alone(now: Said, previous: Understood) -> Understood | None:
    """`sleep?` after a question about sleep, `HRV?` after a comparison."""
    if now.words > 3:
        return None
    if now.topic is previous.topic and not _names(now.found):
        return replace(previous, text=now.text, also=(), follow_up=True)
    if previous.topic is Topic.COMPARE and now.found.metrics and not now.period:
        return _merged(now.text, Topic.COMPARE, now.found, previous, now.today)
    return None


# Topics that a question names with days or measures of its own.
_OWN = {
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
}


def _filled(now: Said, previous: Understood) -> Understood | None:
    """What is named, and the rest from before."""
    if _hypothetical(now.said, now.found, previous):
        return _if_so(now.text, now.found, previous, now.today)
    if now.topic is Topic.GOAL and previous.topic is Topic.GOAL and not now.found.target:
        return replace(previous, text=now.text, also=(), follow_up=True)
    names, strong = _names(now.found), _is_strong(now)
    if not names and not DRAWS_ON_BEFORE.match(now.said):
        return None
    if now.topic in _OWN and strong:
        if not PRONOUN.search(now.said):
            return None
        return replace(whole(now.text, now.said, now.topic, (), now.found, now.today), follow_up=True)
    if not names:
        return None
    return _merged(now.text, now.topic if strong else None, now.found, previous, now.today)


def _of_session(now: Said, previous: Understood) -> Understood | None:
    """`make it shorter`, `and on the bike?`, `I only have 30 minutes`: the session of before, otherwise."""
    if previous.topic not in (Topic.WORKOUT, Topic.READINESS) or now.words > 10 or now.found.habits:
        return None
    if now.to_come or now.topic in _NOT_OF_SESSION or (now.topic is Topic.GOAL and now.found.target):
        return None
    said = now.said
    wishes, sport = details.wishes_in(said), details.wished_sport(said)
    minutes = _minutes(now)
    asks = bool(DRAWS_ON_BEFORE.match(said)) or now.words <= 4 or now.topic is Topic.WORKOUT
    about_it = not re.match(r"(?:should|can|how|is|am|what)\b", said)
    if not wishes and not ((sport or minutes) and (asks or minutes and re.match(r"i\b", said)) and about_it):
        return None
    return replace(
        previous,
        text=now.text,
        topic=Topic.WORKOUT,
        also=(),
        wishes=(*previous.wishes, *wishes),
        sport=sport or previous.sport,
        number=minutes or previous.number,
        follow_up=True,
        more=False,
        plainer=False,
    )


def _minutes(now: Said) -> float | None:
    timed = re.search(r"\b(?:hours?|h|min(?:ute)?s?)\b", now.said)
    return in_unit(now.found.number, Topic.WORKOUT, now.said) if timed else None


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


def _if_so(text: str, found: Named, previous: Understood, today: date) -> Understood:
    """The days to come that were spoken of, if something were otherwise."""
    ahead = previous.period if previous.period and previous.period.last > today else None
    return Understood(
        text,
        Topic.WHAT_IF,
        (),
        period=found.times.period or ahead,
        metric=previous.metric,
        what_if=found.what_if,
        number=found.number,
        follow_up=True,
    )


def _merged(text: str, topic: Topic | None, found: Named, previous: Understood, today: date) -> Understood:
    """What the question names, and the rest from the one before."""
    if found.habits:
        return _of_other_habit(text, found, previous)
    period = found.times.period
    to_come = period is not None and period.last > today
    after = replace(
        previous, text=text, also=(), follow_up=True, number=found.number or previous.number, more=False, plainer=False
    )
    if found.times.compares and period and not to_come:
        if previous.topic is Topic.COUNT and previous.period and not found.metrics:
            return replace(after, against=period, number=previous.number)
        return _compared(after, found, previous, today)
    if previous.topic is Topic.GOAL and (found.target or found.times.weeks or to_come):
        return replace(after, target=_with(previous.target, found, period))
    if to_come:
        kept = Topic.WHAT_IF if previous.topic is Topic.WHAT_IF else Topic.FORECAST
        return replace(after, topic=kept, period=period, against=None, habit=None, aspect=None)
    if metric := metric_of(Topic.METRIC, found):
        kept = topic or (previous.topic if previous.topic in _KEEPS_WITH_METRIC else Topic.METRIC)
        period = period or previous.period or (lately(today) if _ON_AVERAGE.search(previous.text) else None)
        if previous.topic is Topic.UNUSUAL and topic is None:
            kept = Topic.METRIC
            is_newest = previous.period and previous.period.last >= today  # of which a measure tells without days
            period = found.times.period if is_newest else period
        several = found.metrics if len(found.metrics) > 1 and kept in (Topic.METRIC, Topic.COMPARE) else ()
        return replace(after, topic=kept, metric=metric, metrics=several, period=period, what_if=None, target=None)
    return _on_other_days(after, period) if period else after


_ON_AVERAGE = re.compile(r"\b(?:on average|average|usually|normally|typically)\b", re.I)


def lately(today: date) -> Period:
    """The four weeks of which a mean is told where no days are named."""
    return Period(today - timedelta(days=27), today, "the last 28 days")


def _of_other_habit(text: str, found: Named, previous: Understood) -> Understood:
    reasons = previous.topic is Topic.WHY
    kept = reasons or previous.topic in (Topic.HABIT, Topic.HABITS)
    return Understood(
        text,
        Topic.HABIT,
        (Topic.WHY,) if reasons else (),
        habit=found.habits[0],
        metric=metric_of(Topic.METRIC, found) or (previous.metric if kept else None),
        period=found.times.period or (previous.period if reasons else None),
        follow_up=True,
    )


def _compared(after: Understood, found: Named, previous: Understood, today: date) -> Understood:
    """What was spoken of against the days that are named."""
    period = found.times.period
    metric = metric_of(Topic.METRIC, found) or _measure_of(previous)
    metrics = () if found.metrics else after.metrics
    after = replace(after, topic=Topic.COMPARE, metric=metric, metrics=metrics, habit=None)
    if found.times.against:
        return replace(after, period=period, against=found.times.against)
    return replace(after, period=previous.period or _now_beside(period, today), against=period)


def _now_beside(then: Period, today: date) -> Period:
    """What is now, where only what it is held against is named."""
    if then.days <= 7 or (today - then.last).days < 28:
        return Period(max(then.last + timedelta(days=1), today - timedelta(days=6)), today, "the last days")
    return Period(today - timedelta(days=27), today, "the last 28 days")


def _on_other_days(after: Understood, period: Period) -> Understood:
    """The same of other days behind; what is only of today or of days to come gives way to the measure."""
    if after.topic in (Topic.READINESS, Topic.FORECAST, Topic.WHAT_IF, Topic.WORKOUT, Topic.EVIDENCE):
        return replace(after, topic=Topic.METRIC, metric=after.metric or "recovery", period=period, what_if=None)
    return replace(after, period=period, against=after.against if after.topic is Topic.COMPARE else None)


def _measure_of(previous: Understood) -> str | None:
    of_topic = {Topic.SLEEP: "asleep_min", Topic.LOAD: "load", Topic.READINESS: "recovery"}
    if previous.topic in (Topic.LOAD, Topic.METRIC, Topic.COMPARE) and details.is_fitter(previous.text):
        return "fitness"
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
