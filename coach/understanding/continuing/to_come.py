"""Does it go on to what is to come: a session, days of training, another part of the way to an event?"""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding import details, vocabulary
from coach.understanding.continuing.said import QUESTION, Said
from coach.understanding.parts import steps_in
from coach.understanding.spelling import plain
from coach.understanding.supposing import kind_in, supposed, with_more
from coach.understood import Period, Topic, Understood

_GOAL_PARTS = (
    ("hours", re.compile(r"\b(?:how (?:many hours|much|much time|many h)|hours|time)\b.*\b(?:a|per|each|every) week\b|"
                         r"\bweekly hours\b|\bhours (?:a|per|each) week\b")),
    ("taper", re.compile(r"\btaper\w*\b")),
    ("longest", re.compile(r"\blongest (?:run|ride|session|one|swim|workout)\b|\bhow long\b.*\blong (?:run|ride|"
                           r"one)\b")),
)  # fmt: skip
_LAST_WEEKS = re.compile(
    r"(?:and |so |what about |how about |how should |how do )*(?:the |my )?(?:last|final) (?:\w+ )?weeks?"
    r"(?: (?:look|be|go|before (?:it|the \w+)))*"
)


def part_of_goal(now: Said, previous: Understood) -> Understood | None:
    """`how many hours a week is that`, `and the taper?`: of the event that was named, also after something between."""
    goal = next((one for one in (previous, *previous.earlier[:2]) if one.topic is Topic.GOAL and one.target), None)
    if goal is None or now.words > 12 or now.found.habits or now.found.metrics:
        return None
    if previous is goal and _LAST_WEEKS.fullmatch(now.said.strip(" ?!.")):
        return replace(goal, also=(), aspect="taper", number=None)
    if (now.period and not now.to_come) or re.search(r"\b(?:did|have|last|was|were|what is a|means?)\b", now.said):
        return None
    part = next((name for name, pattern in _GOAL_PARTS if pattern.search(now.said)), None)
    named = now.found.target
    if part is None or (named and (named.distance_km or named.day or named.weeks)):
        return None
    return replace(goal, also=(), aspect=part, number=None)


_FORM = re.compile(r"\b(?:form|tsb|ctl|atl|fitness|fatigue|fresh|fresher|freshness)\b")
_ON_THE_DAY = re.compile(
    r"\b(?:on|for|at|by|before|come) (?:the |that |my )?(?:race |event )?(?:day|start(?: line)?|race|event|it)\b|"
    r"\b(?:by |on |at )?(?:then|race ?day)\b"
)


def form_on_the_day(now: Said, previous: Understood) -> Understood | None:
    """`what form will I have on the day`, after an event: on its day."""
    goal = next((one for one in (previous, *previous.earlier[:2]) if one.topic is Topic.GOAL and one.target), None)
    asked = _FORM.search(now.said) and _ON_THE_DAY.search(now.said) and not now.period
    if goal is None or goal.target.day is None or not asked or now.words > 14:
        return None
    day = Period(goal.target.day, goal.target.day, "the day")
    return Understood(now.text, Topic.FORECAST, period=day, target=goal.target)


_OTHER_EVENT = re.compile(
    r"(?:(?:and|ok|so|but|what about|how about|what if it (?:is|was)|or|for|then|instead)\W+)+(?:(?:a|an|the|my) )?"
    r"(?P<what>(?:full|whole|half)(?: (?:one|marathon))?|(?:half |ultra )?marathon|\d+(?:[.,]\d+)? ?(?:km|k|"
    r"miles?)(?: (?:run|"
    r"ride|race|one))?|century)(?: (?:instead|then|one))*\W*"
)


def other_event(now: Said, previous: Understood) -> Understood | None:
    """`and a full one?` after a half marathon: the other distance, on the same day."""
    found = _OTHER_EVENT.fullmatch(now.said)
    if previous.topic is not Topic.GOAL or previous.target is None or not found:
        return None
    what = re.sub(r" one$", "", found["what"])
    what = {"full": "marathon", "whole": "marathon", "full marathon": "marathon", "half": "half marathon"}.get(
        what, what
    )
    km = vocabulary.distance_km_in(what)
    if km is None:
        return None
    target = replace(previous.target, words=f"your {what}", distance_km=km, minutes=None)
    return replace(previous, also=(), aspect=None, number=None, target=target)


_TOMORROW = re.compile(
    r"(?:(?:and|ok|so|but|what about|how about|then|for|on)\W+)*(?:tomorrow|(?:(?:on |this |next )?\w+day)|"
    r"the day after"
    r"(?: tomorrow)?)(?: (?:morning|then|instead|evening))*\W*"
)


def then_to_come(now: Said, previous: Understood) -> Understood | None:
    """`and tomorrow?` after a session: a session of that day."""
    if previous.topic is not Topic.WORKOUT or not now.to_come or not _TOMORROW.fullmatch(now.said):
        return None
    if now.period.days > 2:
        return None
    return replace(previous, also=(), period=now.period, aspect="ahead")


_GIVE = re.compile(
    r"\b(?:give|make|plan|build|suggest|write|need|want|got|prepare)\b.*\b(?:one|session|workout|something|it|"
    r"ride|run|swim|training|intervals)\b"
)
_OF_SESSIONS = {
    Topic.RHYTHM,
    Topic.FORECAST,
    Topic.WORKOUT,
    Topic.READINESS,
    Topic.GOAL,
    Topic.TOLERANCE,
    Topic.WHAT_IF,
}


def session_to_come(now: Said, previous: Understood) -> Understood | None:
    """`then give me one for tomorrow 6am`."""
    if previous.topic not in _OF_SESSIONS or not now.to_come or now.words > 14 or not _GIVE.search(now.said):
        return None
    asks = details.details(Topic.WORKOUT, now.said, (), ())
    kept = previous.wishes if previous.topic is Topic.WORKOUT else ()
    sport = asks.sport or (previous.sport if previous.topic is Topic.WORKOUT else None)
    return Understood(now.text, Topic.WORKOUT, period=now.period, sport=sport, wishes=(*kept, *asks.wishes))


_OF_DAYS = {Topic.TOLERANCE, Topic.FORECAST, Topic.WHAT_IF, Topic.READINESS, Topic.WORKOUT, Topic.LOAD, Topic.GOAL}


def days_then(now: Said, previous: Understood) -> Understood | None:
    """`ok then thursday and friday hard, how's saturday`."""
    if previous.topic not in _OF_DAYS:
        return None
    days = steps_in(now.said, now.today, listed=True)
    return Understood(now.text, Topic.WHAT_IF, days=days) if days else None


_AGREED = re.compile(
    r"(?:(?:ok|okay|yes|yeah|sure|good|great|fine|perfect|alright|deal|right|cool|and|then|so|please)\W+)*"
    r"(?:let us |lets |i will |i am going to |we will |i would like to |can you |could you |please )?"
    r"(?:do (?:it|that|this|so)|go (?:with|for) (?:it|that|this)|take (?:it|that|this)|"
    r"(?:plan|book|schedule|save|add|keep) (?:it|that|this)"
    r"(?: (?:in|to|into|on|for)(?: my| the)?(?: plan| calendar| today)?)?|"
    r"put (?:it|that|this) (?:in|into|on)(?: my| the)? (?:plan|calendar)|sounds good|agreed|that works|works for me)"
    r"(?: (?:then|please|today|now|thanks))*\W*"
)


def agreed(now: Said, previous: Understood) -> Understood | None:
    """`ok do it` after a session: it is kept, and only a click puts it into the plan."""
    if previous.topic not in (Topic.WORKOUT, Topic.READINESS) or not _AGREED.fullmatch(now.said):
        return None
    return replace(previous, topic=Topic.WORKOUT, also=(), aspect="agreed")


_AFTER_THOSE = re.compile(
    r"(?:(?:and|ok|so|but)\W+)*(?:then|after (?:that|those|it|them)|afterwards|followed by|"
    r"and(?=.*\b(?:\d|one|two|three|four|days?|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b))\b"
    r"(?! (?:what|how|why|when))"
)
_SO_MANY = {"one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5}
_HOW_MANY = re.compile(r"\b(?P<n>\d|one|two|three|four|five|a couple of) (?:\w+ )?days?\b")


_SAME_AGAIN = re.compile(
    r"(?:(?:and|ok|so|but)\W+)*(?:on )?the (?:next day|day after(?: that)?) (?:too|as well|also|again)\W*"
)


def days_after_those(now: Said, previous: Understood) -> Understood | None:
    """`and then rest two days`: the days behind those that were supposed, with these kept."""
    if previous.topic is not Topic.WHAT_IF or now.words > 9 or now.found.habits or now.found.metrics:
        return None
    again, kind = _SAME_AGAIN.fullmatch(now.said), kind_in(now.said)
    if not again and not (kind and _AFTER_THOSE.match(now.said)) or QUESTION.match(now.said):
        return None
    asked = plain(previous.text)
    found = supposed(asked, now.today, previous.what_if, previous.period)
    acts = list(previous.days) or [(act.day, act.kind) for act in (found.acts if found else ())]
    kind = acts[-1][1] if again and acts else kind
    if not acts or not kind:
        return None
    more = _days_behind(now, max(day for day, _ in acts), again=bool(again))
    if not more:
        return None
    if previous.days:
        days = (*previous.days, *((day, kind) for day in more))
        return Understood(now.text, Topic.WHAT_IF, days=days, follow_up=True)
    return Understood(with_more(asked, kind, more), Topic.WHAT_IF, follow_up=True)


def _days_behind(now: Said, last: date, *, again: bool) -> list[date]:
    """The day that is named, if it lies behind those supposed; else as many as are named right behind them."""
    if now.period and not again:
        return [now.period.first] if now.period.days == 1 and now.period.first > last else []
    named = _HOW_MANY.search(now.said)
    many = int(_SO_MANY.get(named["n"], 0) or named["n"]) if named else 1
    return [last + timedelta(days=n) for n in range(1, many + 1)]


_A_WEEK = re.compile(r"\b(?P<n>[1-7]|one|two|three|four|five|six|seven)(?:x| times| days?| sessions?| workouts?)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_WHICH_DAYS = re.compile(
    r"(?:(?:and|ok|so|on)\W+)*(?:which|what) (?:week)?days?(?: (?:then|exactly|should they be|should i train|"
    r"would (?:that|they) be|are best|best))?\W*"
)


def days_a_week(now: Said, previous: Understood) -> Understood | None:
    """`i can only train 4 days`, `which days`, after a plan."""
    if previous.topic is not Topic.GOAL or now.words > 12:
        return None
    if _WHICH_DAYS.fullmatch(now.said):
        return replace(previous, also=(), aspect="which days")
    found = _A_WEEK.search(now.said)
    if not found or now.found.target and now.found.target.weeks or QUESTION.match(now.said):
        return None
    return replace(previous, also=(), aspect=None, number=float(_NUMBERS.get(found["n"], 0) or found["n"]))


def of_the_goal(now: Said, previous: Understood) -> Understood | None:
    """`when does the taper start`: of the event that was named."""
    named = now.found.target
    if previous.topic is not Topic.GOAL or now.topic is not Topic.GOAL or now.words > 10:
        return None
    if (
        named
        and (named.distance_km or named.day or named.weeks or not previous.target)
        or re.search(r"\b(?:another|other)\b", now.said)
    ):
        return None
    return replace(previous, also=(), aspect=None)
