"""Short ways to go on with what was asked before, each with the topics that it can follow.

Every rule takes what is said and what was understood before, and returns the question that is meant, or None. The
order counts: the first rule that knows what is meant is believed.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understanding import details, pointing, vocabulary
from coach.understanding.exact import kind_of
from coach.understanding.naming import Named
from coach.understanding.parts import before, metric_of, steps_in, whole
from coach.understanding.signs import DRAWS_ON_BEFORE, PRONOUN, WHY_THAT
from coach.understanding.times import day_ago
from coach.understood import Period, Topic, Understood

# What a question without days speaks of.
_LATEST = {Topic.SLEEP: "last night", Topic.READINESS: "today", Topic.METRIC: "today"}
_MEASURES = {Topic.SLEEP: "asleep_min", Topic.LOAD: "load", Topic.READINESS: "recovery"}
_EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True)
class Said:
    """A text as a rule reads it."""

    text: str
    said: str  # plain, without what opens it
    topic: Topic | None  # what it seems to ask by itself
    weight: float  # of that topic
    found: Named  # what it names
    today: date

    @property
    def words(self) -> int:
        return len(re.findall(r"[a-z0-9]+", self.said))

    @property
    def period(self) -> Period | None:
        return self.found.times.period

    @property
    def to_come(self) -> bool:
        return self.period is not None and self.period.last > self.today


def going_on(now: Said, previous: Understood) -> Understood | None:
    """What a text means as a continuation; None where no rule knows."""
    for rule in _RULES:
        if made := rule(now, previous):
            return replace(made, text=now.text, follow_up=True, more=False)
    return None


def leans(said: str, found: Named, previous: Understood) -> bool:
    """Whether a text of the same topic, or of none, speaks of what was named before, however whole it sounds."""
    if previous.topic is Topic.GOAL:
        return found.target is None
    if previous.topic is Topic.BEDTIME:
        return not _QUESTION.match(said) and _TIME.search(said) is not None
    return previous.topic is Topic.COUNT and _BOTH.search(said) is not None and found.times.period is None


# The same answer, otherwise.

_PLAINER = re.compile(
    r"(?:(?:can you|could you|please|say|put|explain|make|it|that|this|a bit|bit|much|even|and|in|too|way|so|but|"
    r"ok|sorry|mate|keep)\W+)*"
    r"(?:simpler|plainer|simple(?: (?:words|terms|english))?|plain (?:english|words)|english|short(?:er)?|brief(?:ly)?|"
    r"dumb it down|eli5|complicated|technical|too long|tldr|tl dr|i do not (?:get|understand|follow)(?: (?:it|that|"
    r"this|a word))?|for dummies|less (?:numbers|technical|jargon)|fewer numbers)"
    r"(?:\W+(?:please|pls|for me|then|thanks|words|version|answer|man|mate|of (?:it|that|this)))*\W*"
)


def _plainer(now: Said, previous: Understood) -> Understood | None:
    """`simpler please`, `in plain english`."""
    return replace(previous, plainer=True) if _PLAINER.fullmatch(now.said) else None


_JUDGED = re.compile(
    r"(?:(?:and|so|but|ok|then)\W+)*(?:is|was|are|were|would) (?:that|it|this|those|they|these|mine) (?:(?:a|really|"
    r"actually|still|so|very|too|any|quite|considered) )*(?:lot|good|bad|high|low|normal|ok|okay|much|little|usual|"
    r"unusual|healthy|worrying|alright|all right|great|poor|typical|average|decent|enough|better|worse)"
    r"(?: (?:for me|or bad|or not|then|thing|sign|number|value|enough|than usual|at all))*\W*"
)


def _why_session(now: Said, previous: Understood) -> Understood | None:
    """`why that one?`, `why so easy?` of the session that was just proposed: what speaks for it."""
    to_come = previous.period and previous.period.last > now.today
    asked = _WHY_SESSION.fullmatch(now.said.strip(" ?!."))
    if previous.topic not in (Topic.WORKOUT, Topic.READINESS) or to_come or previous.days or not asked:
        return None
    if previous.topic is Topic.READINESS and not asked["what"]:
        return None  # why one is as one is
    return replace(previous, topic=Topic.WORKOUT, also=(), period=None, aspect="reasons")


_WHY_SESSION = re.compile(
    r"(?:but |and |so |ok |hm )*why"
    r"(?P<what> (?:that(?: one| session)?|this(?: one| session)?|not hard(?:er)?|no intervals|"
    r"(?:so |only )?(?:easy|hard|steady|rest|short|long)(?: today)?|only \w+ minutes))?"
)


def _why_learned(now: Said, previous: Understood) -> Understood | None:
    """`why not?` after whether a model learned: the answer holds its reason."""
    return previous if previous.term == "learned" and WHY_THAT.fullmatch(now.said) else None


_YES_NO = re.compile(r"(?:(?:so|just|and|but|ok|a|simply|please|is (?:it|that)|well)\W+)*(?:yes or no|y/n)\W*")
_MINE = re.compile(
    r"(?:(?:and|ok|okay|so|but|what about|how about|what is|what are|where is|how is)\W+)*mine\b(?! (?:is|are|"
    r"was) (?!on\b|"
    r"at\b|in\b|like\b)\w)"
)


def _mine(now: Said, previous: Understood) -> Understood | None:
    """`mine yesterday`, `and mine?`, `is that good` after what a word means: the athlete's own figure."""
    if previous.topic is not Topic.MEANING or previous.term is None:
        return None
    if now.words > 8 or not (_MINE.match(now.said) or _JUDGED.fullmatch(now.said)):
        return None
    if previous.term in _OF_LOAD and now.period is None:
        verdict = _JUDGED.fullmatch(now.said) and previous.term in ("ctl", "atl", "tsb")
        return replace(previous, topic=Topic.LOAD, aspect="judged" if verdict else None)
    if previous.term in _OF_FORECASTS:
        return replace(previous, topic=Topic.EVIDENCE, aspect="off", term=None)
    metric = _MEASURED.get(previous.term)
    return replace(previous, topic=Topic.METRIC, metric=metric, period=now.period) if metric else None


_OF_LOAD = frozenset({"ctl", "atl", "tsb", "monotony", "acwr", "ramp", "tss"})
_OF_FORECASTS = frozenset({"mae", "rmse", "coverage", "calibration", "prediction_interval", "held_out", "model"})
_MEASURED = {
    "hrv": "hrv", "resting_hr": "resting_hr_bpm", "respiration": "respiration_brpm", "spo2": "spo2_pct",
    "skin_temp": "skin_temp_c", "recovery": "recovery", "tss": "load", "strain": "load", "ctl": "load", "atl": "load",
    "tsb": "load", "efficiency": "efficiency_pct", "deep": "deep_min", "rem": "rem_min", "steps": "steps",
}  # fmt: skip


_WITH_VERDICT = {
    Topic.METRIC,
    Topic.SLEEP,
    Topic.READINESS,
    Topic.WHY,
    Topic.LOAD,
    Topic.FORECAST,
    Topic.HABIT,
}


def _judged(now: Said, previous: Understood) -> Understood | None:
    """`is that a lot`, `so yes or no`: a verdict beside what is usual; elsewhere the answer holds it already."""
    if _YES_NO.fullmatch(now.said):
        return previous
    if not _JUDGED.fullmatch(now.said):
        return None
    if previous.topic is Topic.COUNT and not (previous.aspect or "").startswith("since"):
        return replace(previous, also=(), term="judged")
    if previous.topic is Topic.COMPARE and previous.period and previous.aspect is None:
        return replace(previous, also=(), aspect="judged")
    if previous.topic not in _WITH_VERDICT or previous.against or previous.other_habit or previous.days:
        return previous
    term = previous.term or ("tsb" if _OF_FORM.search(previous.text) else None)
    period = previous.period
    if period is None and kind_of(previous.text) in ("deep", "asleep_mean"):  # whose answer is of some weeks
        period = Period(now.today - timedelta(days=27), now.today, "the last 28 days")
    return replace(previous, also=(), aspect="judged", term=term, period=period)


_OF_FORM = re.compile(r"\b(?:form|tsb)\b", re.I)


# Other days.

_STEP_BACK = re.compile(r"\bthe (?P<unit>day|night|week|month|year) before(?: that| it| then)?\W*$")


def stepped_back(now: Said, previous: Understood) -> Said:
    """`and the week before?`: before what was spoken of, not before today."""
    step = _STEP_BACK.search(now.said)
    if not step or re.search(r"\bthan\b", now.said):
        return now
    of = _spoken_of(previous, step["unit"], now.today)
    if of is None:
        return now
    return replace(now, found=replace(now.found, times=replace(now.found.times, period=before(of, step["unit"]))))


def _spoken_of(previous: Understood, unit: str, today: date) -> Period | None:
    told = previous.told_day
    if told and unit in ("day", "night") and previous.topic in (Topic.RECORD, Topic.ACTIVITY):
        return Period(told, told, "that day")
    return previous.period or _latest(previous, today)


def _latest(previous: Understood, today: date) -> Period | None:
    words = _LATEST.get(previous.topic)
    return Period(today, today, words) if words else None


def _done_then(now: Said, previous: Understood) -> Understood | None:
    """`what did i do the day before`: before the day that was named."""
    if not _STEP_BACK.search(now.said) or now.topic is not Topic.ACTIVITY or previous.topic is Topic.ACTIVITY:
        return None
    return whole(now.text, now.said, Topic.ACTIVITY, (), now.found, now.today)


_WORSE_THEN = re.compile(r"\b(?:why|how come)\b.*\bthan the (?P<unit>day|night|week|month|year) before\W*$")


def _worse_then(now: Said, previous: Understood) -> Understood | None:
    """`why was it worse than the month before`: first whether it was."""
    step = _WORSE_THEN.search(now.said)
    period = previous.period or _latest(previous, now.today)
    if not step or not period or not _measure(previous):
        return None
    against = before(period, step["unit"])
    return replace(previous, topic=Topic.COMPARE, also=(Topic.WHY,), period=period, against=against,
                   metric=_measure(previous))  # fmt: skip


def _measure(previous: Understood) -> str | None:
    return previous.metric or _MEASURES.get(previous.topic)


_FITNESS = re.compile(r"\b(?:ctl|fitness|fitter)\b", re.I)
_FORM = re.compile(r"\b(?:form|tsb|atl|fatigue)\b", re.I)


def _form_then(now: Said, previous: Understood) -> Understood | None:
    """`and a month ago?` after a question about form or fatigue: on that day."""
    of = _FORM.search(previous.text) or _FORM.search({"tsb": "form", "atl": "fatigue"}.get(previous.term or "", ""))
    if previous.topic is not Topic.LOAD or not of or _FITNESS.search(previous.text):
        return None
    if now.period is None or now.to_come or now.words > 6 or now.found.metrics or now.found.habits:
        return None
    term = {"form": "tsb", "fatigue": "atl"}.get(of[0].lower(), of[0].lower())
    return replace(previous, also=(), period=_that_day(now), term=term, aspect="then")


def _that_day(now: Said) -> Period:
    """`a month ago` as one day, of what has a value on each."""
    day = day_ago(now.said, now.today)
    return Period(day, day, "") if day else now.period


def _fitness_then(now: Said, previous: Understood) -> Understood | None:
    """`a month ago?` after a question about CTL."""
    if previous.topic is not Topic.LOAD or not (_FITNESS.search(previous.text) or previous.term == "ctl"):
        return None
    if now.period is None or now.to_come or now.words > 6 or now.found.metrics or now.found.habits:
        return None
    return replace(previous, topic=Topic.COMPARE, metric="fitness", period=now.period, against=None)


_FAST = re.compile(r"\b(?:fast|quick(?:ly)?|steep|rapid)\b")


def _too_fast(now: Said, previous: Understood) -> Understood | None:
    """`is that rise too fast`: the ramp, whatever days were spoken of."""
    of_load = previous.topic is Topic.LOAD or previous.metric in ("fitness", "load")
    if not of_load or now.words > 8 or not (_FAST.search(now.said) and PRONOUN.search(now.said)):
        return None
    return Understood(now.text, Topic.LOAD)


_EMPTY = re.compile(r"\b(?:empty|missing|blank|gone|nothing|not there|no data|lost|gap|incomplete)\b")
_ADDING = re.compile(
    r"\b(?:how (?:do|can|could|would|should)(?: i)?|can i|where (?:do|can) i)\b.*\b(?:add|"
    r"import|get it in|"

                     r"upload|sync|fix|fill|bring|update|load)\b|^(?:add|import|upload|sync) it\b")  # fmt: skip


def _of_data(now: Said, previous: Understood) -> Understood | None:
    """`yesterday looks empty`, `and how do i add it`, after what data there is."""
    if previous.topic is not Topic.DATA or now.words > 10:
        return None
    if _ADDING.search(now.said):
        return replace(previous, aspect="add", period=None)
    if now.period and not now.to_come and (_EMPTY.search(now.said) or now.topic in (None, Topic.DATA)):
        return replace(previous, aspect=previous.aspect or "missing", period=now.period)
    return None


# One thing against another.

_WHICH = re.compile(
    r"(?:(?:and|so|ok)\W+)*(?:which|what)(?: one| of (?:them|those|these|the two|both)| night| day| week|"
    r" month| session|"
    r" ride| run| swim)? (?:was|is|were|did|had|went|is the|was the) (?:the )?(?:better|best|worse|worst|"
    r"longer|shorter|"
    r"harder|easier|higher|lower|tougher|faster|bigger|more|less)\b(?! ever).*|(?:(?:and|so|ok|was it|is it|"
    r"is that|was that|or|any)\W+)*"
    r"(?:better|worse|longer|shorter|harder|easier|higher|lower|tougher|faster) (?:than|or).*\b(?:before|other|"
    r"previous|"
    r"first|last one)\b.*"
)


def _which(now: Said, previous: Understood) -> Understood | None:
    """`which one was better` of two times or two sessions that were spoken of."""
    if now.words > 10 or not _WHICH.fullmatch(now.said):
        return None
    if previous.topic is Topic.ACTIVITY:
        return replace(previous, aspect="against")
    if previous.topic is Topic.COMPARE and previous.period:
        better = re.search(r"\b(?:better|best|worse|worst)\b", now.said) and previous.aspect is None
        return replace(previous, also=(), aspect="judged") if better else previous
    other = next((one for one in previous.earlier if one.topic is previous.topic), None)
    if other is None:
        return None
    if previous.topic is Topic.HABIT and other.habit != previous.habit:
        return replace(previous, other_habit=other.habit)
    first, second = (one.period or _latest(one, now.today) for one in (previous, other))
    if not first or not second or first == second or not _measure(previous):
        return None
    return replace(previous, topic=Topic.COMPARE, metric=_measure(previous), period=first, against=second, aspect=None)


_MOST = re.compile(
    r"(?:(?:and|so|ok)\W+)*(?:which|what)(?: one| of (?:them|those|these))? (?:was|is|were) (?:the |my )?"
    r"(?P<end>longest|shortest|hardest|easiest|fastest|slowest|farthest|furthest|biggest|best|worst)(?: one|"
    r" of (?:them|those|these|all))?\W*"
)
_BY = {
    "longest": "minutes", "shortest": "minutes", "fastest": "speed", "slowest": "speed", "farthest": "km",
    "furthest": "km",
}  # fmt: skip


def _most(now: Said, previous: Understood) -> Understood | None:
    """`which was the longest` of the sessions that were counted."""
    found = _MOST.fullmatch(now.said)
    counted = previous.topic is Topic.COUNT and previous.of in ("sessions", "minutes", "km")
    if not found or not (counted or previous.topic is Topic.ACTIVITY):
        return None
    end = details.end_in(found["end"])
    return replace(previous, topic=Topic.RECORD, aspect=end, of=f"session {_BY.get(found['end'], 'load')}",
                   metric="recovery", back=0)  # fmt: skip


_PART_OF_WEEK = re.compile(
    r"(?:(?:and|ok|what about|how about|but|now|on|at|just|only|for|the|the same|same|compare)\W+)*(?P<part>weekends?|"
    r"saturdays? and sundays?|week ?days|work ?days|working days)(?:\W+(?:only|alone|just|then|please|nights))*\W*"
)


def _part_of_week(now: Said, previous: Understood) -> Understood | None:
    """`weekends only`, after a comparison or a measure."""
    found = _PART_OF_WEEK.fullmatch(now.said)
    if not found:
        return None
    part = "weekends only" if re.match(r"weekend|saturday", found["part"]) else "workdays only"
    if previous.topic is Topic.COMPARE and previous.period and previous.aspect != "weekend":
        return replace(previous, aspect=part)
    if previous.topic in (Topic.METRIC, Topic.SLEEP):
        return replace(previous, topic=Topic.COMPARE, aspect="weekend", metric=_measure(previous) or "recovery")
    return None


_BOTH = re.compile(r"\b(?:both|together|combined|altogether|in total|add(?:ed)? up|all (?:three|of them)|the two)\b")


def _both(now: Said, previous: Understood) -> Understood | None:
    """`and both together?` of two habits, `total km both` of two times that were counted."""
    if not _BOTH.search(now.said) or now.words > 7 or now.found.habits or now.period:
        return None
    other = next((one for one in previous.earlier if one.topic is previous.topic), None)
    if other is None:
        return None
    if previous.topic is Topic.HABIT and other.habit and other.habit != previous.habit:
        return replace(previous, other_habit=other.habit, aspect="together")
    if previous.topic is not Topic.COUNT or not previous.period or not other.period:
        return None
    first, last = sorted((previous.period, other.period), key=lambda one: one.first)
    if last.first > first.last + timedelta(days=1):
        return None
    of = (
        details.details(Topic.COUNT, now.said, (), ()).of
        if re.search(r"\b(?:km|miles|hours|time)\b", now.said)
        else None
    )
    return replace(
        previous, of=of or previous.of, period=Period(first.first, last.last, f"{first.words} and {last.words}")
    )


_TREND = re.compile(
    r"(?:(?:and|so|but|ok|then)\W+)*(?:is|was|are|has|does) (?:it|that|this|they)(?: (?:been|now|really|still|all|"
    r"actually))* "
    r"(?:going|trending|moving|getting|heading|gone|go|rising|falling|improving|dropping|changing|trend)\b.*"
)


def _trend_of(now: Said, previous: Understood) -> Understood | None:
    """`so is it going up or down`: the later half of the time that was spoken of against the earlier, else lately."""
    if previous.topic not in (Topic.METRIC, Topic.COMPARE, Topic.SLEEP) or now.words > 10 or now.period:
        return None
    if not _TREND.fullmatch(now.said) or now.found.metrics or now.found.habits or not _measure(previous):
        return None
    period = previous.period if previous.topic is not Topic.COMPARE else None
    if period is None or period.days < 2 * WEEK or period.last > now.today:
        return replace(previous, topic=Topic.METRIC, also=(), metric=_measure(previous), period=None, against=None)
    middle = period.first + timedelta(days=period.days // 2)
    first = Period(period.first, middle - timedelta(days=1), "the first half")
    return replace(previous, topic=Topic.COMPARE, also=(), metric=_measure(previous), aspect=None,
                   period=Period(middle, period.last, "the second half"), against=first)  # fmt: skip


WEEK = 7
_DAY_AFTER = re.compile(
    r"(?:(?:and|what about|how about|how was|then|so)\W+)*(?:on )?the (?:day|night|morning) after(?: (?:that|it))?\W*|"
    r"(?:(?:and|so|but)\W+)*how (?:did|have) i (?:recover|sleep|do|feel)\w*(?: (?:after|from|the (?:day|morning|"
    r"night) after))(?: (?:it|that|"
    r"this))?\W*|"
    r"(?:(?:and|so|but)\W+)*(?:how|what) was (?:my |the )?(?:recovery|sleep|night|hrv|resting heart rate|readiness|"
    r"morning)"
    r"(?: like)? (?:after|afterwards|the (?:day|morning) after)(?: (?:it|that|this))?\W*"
)


def _day_after(now: Said, previous: Understood) -> Understood | None:
    """`and the day after?`, `how did I recover after it?`: the morning behind the day that was told."""
    if previous.period and previous.period.words == "the day before" and previous.earlier:
        previous = replace(previous.earlier[0], earlier=previous.earlier[1:])  # of what that day was before
    told = previous.told_day or (previous.period.last if previous.period and previous.period.days <= WEEK else None)
    if told is None or not _DAY_AFTER.fullmatch(now.said) or told >= now.today:
        return None
    last = told + timedelta(days=6) if previous.topic is Topic.RECORD and previous.of == "week" else told
    after = last + timedelta(days=1)
    if after > now.today:
        return None
    of_days = previous.topic is Topic.RECORD and previous.of == "day"
    metric = previous.metric if of_days or previous.topic in (Topic.METRIC, Topic.SLEEP) else None
    named = metric_of(Topic.METRIC, now.found) or ("recovery" if re.search(r"\bfeel|\brecover", now.said) else None)
    metric = "asleep_min" if re.search(r"\b(?:sleep|night)\b", now.said) else named or metric or "recovery"
    return Understood(now.text, Topic.METRIC, metric=metric, period=Period(after, after, f"{after.day} {after:%B}"))


_HOW_LONG_THAT = re.compile(
    r"(?:(?:and|so|but)\W+)*how (?:many (?:hours|km|kilomet\w+|miles|sessions)|long|far|much time) (?:was|were|is|did) "
    r"(?:that|it|this|those|they|i (?:do|ride|run|train)(?: (?:then|in (?:it|that(?: week)?)|that week))?)\W*"
)


def _that_week(now: Said, previous: Understood) -> Understood | None:
    """`how many hours was that` after the hardest week: of that week."""
    week = previous.topic is Topic.RECORD and previous.of in ("week", "month") and previous.told_day
    if not week or not _HOW_LONG_THAT.fullmatch(now.said):
        return None
    first = previous.told_day
    last = (
        first + timedelta(days=6)
        if previous.of == "week"
        else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    )
    of = details.details(Topic.COUNT, now.said, (), ()).of
    return Understood(now.text, Topic.COUNT, of=of, period=Period(first, last, f"that {previous.of}"))


_OF_THOSE = re.compile(
    r"(?:(?:and|so|but)\W+)*(?:how many|which) (?:of (?:those|them|these|that)|(?:were|was|are)\b).*|(?:(?:and|"
    r"so)\W+)*how many "
    r"(?:were|was|are) .*"
)


def _of_those(now: Said, previous: Understood) -> Understood | None:
    """`how many of those were runs?`: of the sessions that were counted, in the same time."""
    sport = details.sport_in(now.said)
    counted = previous.topic in (Topic.COUNT, Topic.ACTIVITY) and previous.of in (None, "sessions", "minutes", "km")
    if not counted or not sport or now.period or now.words > 9 or not _OF_THOSE.fullmatch(now.said):
        return None
    return replace(previous, topic=Topic.COUNT, also=(), of="sessions", sport=sport, aspect=None, back=0)


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


def _part_of_goal(now: Said, previous: Understood) -> Understood | None:
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


_OTHER_EVENT = re.compile(
    r"(?:(?:and|ok|so|but|what about|how about|what if it (?:is|was)|or|for|then|instead)\W+)+(?:(?:a|an|the|my) )?"
    r"(?P<what>(?:full|whole|half)(?: (?:one|marathon))?|(?:half |ultra )?marathon|\d+(?:[.,]\d+)? ?(?:km|k|"
    r"miles?)(?: (?:run|"
    r"ride|race|one))?|century)(?: (?:instead|then|one))*\W*"
)


def _other_event(now: Said, previous: Understood) -> Understood | None:
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


def _then_to_come(now: Said, previous: Understood) -> Understood | None:
    """`and tomorrow?` after a session: a session of that day."""
    if previous.topic is not Topic.WORKOUT or not now.to_come or not _TOMORROW.fullmatch(now.said):
        return None
    if now.period.days > 2:
        return None
    return replace(previous, also=(), period=now.period, aspect="ahead")


# Back to what was asked before a detour.


def _same_kind(now: Said, previous: Understood) -> Understood | None:
    """`and the lowest?`, `and coffee?`, `and ATL?`: the same of another end, habit, word or sport."""
    if now.words > 7 or not (DRAWS_ON_BEFORE.match(now.said) or now.words <= 3):
        return None
    after = replace(previous, also=(), back=0, period=now.period or previous.period)
    sport = details.sport_in(now.said)
    if previous.topic is Topic.RECORD and (other := _other_record(now, after)):
        return other
    if previous.topic in _RANKED and (end := details.end_in(now.said)) and not now.found.habits:
        metric = metric_of(Topic.METRIC, now.found) or _measure(previous) or "recovery"
        return replace(after, topic=Topic.RECORD, aspect=end, of="day", metric=metric, against=None)
    if previous.topic is Topic.COUNT and previous.of == "habit" and now.found.habits:
        return replace(after, habit=now.found.habits[0])
    if previous.topic is Topic.COUNT and previous.of in ("sessions", "minutes", "km") and sport:
        return replace(after, sport=sport)
    if previous.topic is Topic.MEANING and (term := details.details(Topic.MEANING, now.said, (), ()).term):
        return replace(after, term=term)
    if previous.topic is Topic.ACTIVITY and sport and not re.search(r"\bbefore\b", now.said):
        return replace(after, sport=sport, aspect=None)
    return None


_RANKED = {Topic.METRIC, Topic.SLEEP, Topic.LOAD, Topic.COMPARE}
_OF_A_MEASURE = (None, Topic.METRIC, Topic.READINESS, Topic.SLEEP, Topic.LOAD, Topic.RECORD)


def _other_record(now: Said, after: Understood) -> Understood | None:
    end, metrics = details.end_in(now.said), now.found.metrics
    if not end and not (metrics and now.topic in _OF_A_MEASURE):
        return None
    metric = metric_of(Topic.RECORD, now.found, now.said) if metrics else after.metric
    return replace(after, aspect=end or after.aspect, metric=metric)


def _after_detour(now: Said, previous: Understood) -> Understood | None:
    """`and the lowest` when something else was asked between."""
    if now.words > 4 or not details.end_in(now.said) or now.found.metrics or previous.topic is Topic.RECORD:
        return None
    record = next((one for one in previous.earlier if one.topic is Topic.RECORD), None)
    return _same_kind(now, record) if record else None


_ONE_BEFORE = re.compile(
    r"(?:(?:no|and|ok|sorry|i meant?|not that one|what about|how about|how was|show me|then|but|"
    r"wrong one)\W+)*(?:the )?"
    r"(?:(?:one|ride|run|swim|session|workout|training) before(?: that| it| this)?|previous(?: \w+)?|(?:second|"
    r"next) (?:to )?last(?: \w+)?|"
    r"last but one|earlier one|(?:one|ride|run|session) earlier)(?: (?:please|i mean|then))*\W*"
)


def _one_before(now: Said, previous: Understood) -> Understood | None:
    """`no the one before`: the session before the one that was told."""
    if previous.topic is not Topic.ACTIVITY or not _ONE_BEFORE.fullmatch(now.said):
        return None
    if previous.period is None:
        return replace(previous, aspect=None, back=previous.back + 1)
    last = (previous.told_day or previous.period.first) - timedelta(days=1)
    return replace(previous, aspect="one", back=0, period=Period(_EARLIEST, last, "before that"))


# What is told of the athlete.

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


def _profile_changed(now: Said, previous: Understood) -> Understood | None:
    """`its 262 now`: a value of the profile, which is changed elsewhere."""
    if previous.topic is not Topic.PROFILE or now.words > 9 or _SESSION.search(now.said):
        return None
    return replace(previous, aspect="change") if _CHANGED.fullmatch(now.said) else None


def _session_after_profile(now: Said, previous: Understood) -> Understood | None:
    if (
        previous.topic is not Topic.PROFILE
        or not _SESSION.search(now.said)
        or now.topic in (Topic.PROFILE, Topic.MEANING)
    ):
        return None
    return replace(whole(now.text, now.said, Topic.WORKOUT, (), now.found, now.today), number=None)


_NOT = re.compile(r"\b(?:no|not|never|without|none|zero|nothing|did not|have not|had no)\b")
_QUESTION = re.compile(r"^(?:and )?(?:was|is|are|could|can|does|do|did it|did that|what|how|why|which|should|would)\b")


def _not_that(now: Said, previous: Understood) -> Understood | None:
    """`i had no alcohol tho`: one reason less."""
    if previous.topic is not Topic.WHY or not now.found.habits or now.words > 12:
        return None
    if not _NOT.search(now.said) or _QUESTION.match(now.said):
        return None
    return replace(previous, also=(), habit=now.found.habits[0], aspect="not")


# What there is to go by: clocks, days of the week.

_NO_CLOCK = r"\b(?! ?(?:hours?|h\b|min|km|days?|nights?|%|weeks?))"
_TIME = re.compile(
    r"\b(?:(?:at|by|before|until|till|around|about|from|is|only|to|for|past|do|it) )+"
    rf"(?P<h>[01]?\d|2[0-3])(?:[:.h](?P<m>[0-5]\d))? ?(?P<half>am|pm)?{_NO_CLOCK}|"
    rf"\b(?P<h2>[01]?\d|2[0-3])(?:[:.h](?P<m2>[0-5]\d))? ?(?P<half2>am|pm){_NO_CLOCK}"
)
_UP = re.compile(
    r"\b(?:alarm|up|wake|waking|rise|get up|leave|leaving|start|starts|shift|work|school|flight|train|bus|kids?)\b"
)
_TO_BED = re.compile(r"\b(?:bed|asleep|sleep|earliest|home|before|lie down|turn in|latest|not until|back)\b")


def _clock_in(said: str, *, evening: bool) -> float | None:
    """A time of day in hours; in the evening `10:30` is 22.5."""
    found = _TIME.search(said)
    if not found:
        return None
    hour, half = int(found["h"] or found["h2"]), found["half"] or found["half2"]
    minute = int(found["m"] or found["m2"] or 0)
    if half:
        hour = hour % 12 + 12 * (half == "pm")
    elif evening and 6 <= hour <= 11:
        hour += 12
    return hour + minute / 60


def _alarm(now: Said, previous: Understood) -> Understood | None:
    """`alarm is at 4:45 though`, `earliest i can do is 10:30`: the night that this leaves."""
    if previous.topic not in (Topic.BEDTIME, Topic.SLEEP) or now.words > 14 or _QUESTION.match(now.said):
        return None
    to_bed = bool(_TO_BED.search(now.said)) and not re.search(r"\b(?:alarm|up (?:at|by|before)|wake)\b", now.said)
    if not (to_bed or _UP.search(now.said) or previous.topic is Topic.BEDTIME and now.words <= 6):
        return None
    hour = _clock_in(now.said, evening=to_bed)
    if hour is None:
        return None
    after = replace(previous, topic=Topic.BEDTIME, also=(), period=None, number=None)
    return replace(after, bed_h=hour) if to_bed else replace(after, wake_h=hour)


_ONLY_THEN = re.compile(
    r"\b(?:only|can not|have to|must|always|never)\b.*\b(?:mornings?|evenings?|afternoons?|nights?|lunch\w*|"
    r"noon|work|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)?)\b"
)


def _only_then(now: Said, previous: Understood) -> Understood | None:
    """`i can only do 6am`, after the best hours."""
    if previous.topic is not Topic.RHYTHM or now.words > 12 or _QUESTION.match(now.said):
        return None
    return replace(previous, aspect="only then", also=()) if _ONLY_THEN.search(now.said) else None


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


def _session_to_come(now: Said, previous: Understood) -> Understood | None:
    """`then give me one for tomorrow 6am`."""
    if previous.topic not in _OF_SESSIONS or not now.to_come or now.words > 14 or not _GIVE.search(now.said):
        return None
    asks = details.details(Topic.WORKOUT, now.said, (), ())
    kept = previous.wishes if previous.topic is Topic.WORKOUT else ()
    sport = asks.sport or (previous.sport if previous.topic is Topic.WORKOUT else None)
    return Understood(now.text, Topic.WORKOUT, period=now.period, sport=sport, wishes=(*kept, *asks.wishes))


_OF_DAYS = {Topic.TOLERANCE, Topic.FORECAST, Topic.WHAT_IF, Topic.READINESS, Topic.WORKOUT, Topic.LOAD, Topic.GOAL}


def _days_then(now: Said, previous: Understood) -> Understood | None:
    """`ok then thursday and friday hard, how's saturday`."""
    if previous.topic not in _OF_DAYS:
        return None
    days = steps_in(now.said, now.today, listed=True)
    return Understood(now.text, Topic.WHAT_IF, days=days) if days else None


_A_WEEK = re.compile(r"\b(?P<n>[1-7]|one|two|three|four|five|six|seven)(?:x| times| days?| sessions?| workouts?)\b")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_WHICH_DAYS = re.compile(
    r"(?:(?:and|ok|so|on)\W+)*(?:which|what) (?:week)?days?(?: (?:then|exactly|should they be|should i train|"
    r"would (?:that|they) be|are best|best))?\W*"
)


def _days_a_week(now: Said, previous: Understood) -> Understood | None:
    """`i can only train 4 days`, `which days`, after a plan."""
    if previous.topic is not Topic.GOAL or now.words > 12:
        return None
    if _WHICH_DAYS.fullmatch(now.said):
        return replace(previous, also=(), aspect="which days")
    found = _A_WEEK.search(now.said)
    if not found or now.found.target and now.found.target.weeks or _QUESTION.match(now.said):
        return None
    return replace(previous, also=(), aspect=None, number=float(_NUMBERS.get(found["n"], 0) or found["n"]))


def _of_the_goal(now: Said, previous: Understood) -> Understood | None:
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


_RULES = (
    *pointing.RULES,
    _plainer,
    _why_learned,
    _why_session,
    _mine,
    _judged,
    _worse_then,
    _days_then,
    _session_to_come,
    _then_to_come,
    _alarm,
    _only_then,
    _part_of_goal,
    _other_event,
    _days_a_week,
    _profile_changed,
    _session_after_profile,
    _not_that,
    _one_before,
    _which,
    _most,
    _part_of_week,
    _both,
    _done_then,
    _of_data,
    _trend_of,
    _day_after,
    _of_those,
    _that_week,
    _form_then,
    _fitness_then,
    _too_fast,
    _of_the_goal,
    _same_kind,
    _after_detour,
)
