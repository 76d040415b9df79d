"""Is the same answer meant, told otherwise: plainer, with its reason, with a verdict, of one's own?"""

import re
from dataclasses import replace
from datetime import timedelta

from coach.understanding.continuing.said import Said, form_of
from coach.understanding.exact import kind_of
from coach.understanding.signs import PRONOUN, WHY_THAT
from coach.understood import Period, Topic, Understood

_PLAINER = re.compile(
    r"(?:(?:can you|could you|please|say|put|explain|make|it|that|this|a bit|bit|much|even|and|in|too|way|so|but|"
    r"ok|sorry|mate|keep)\W+)*"
    r"(?:simpler|plainer|simple(?: (?:words|terms|english))?|plain (?:english|words)|english|short(?:er)?|brief(?:ly)?|"
    r"dumb it down|eli5|complicated|technical|too long|tldr|tl dr|i do not (?:get|understand|follow)(?: (?:it|that|"
    r"this|a word))?|for dummies|less (?:numbers|technical|jargon)|fewer numbers)"
    r"(?:\W+(?:please|pls|for me|then|thanks|words|version|answer|man|mate|of (?:it|that|this)))*\W*"
)


def plainer(now: Said, previous: Understood) -> Understood | None:
    """`simpler please`, `in plain english`."""
    return replace(previous, plainer=True) if _PLAINER.fullmatch(now.said) else None


_JUDGED = re.compile(
    r"(?:(?:and|so|but|ok|then)\W+)*(?:is|was|are|were|would) (?:that|it|this|those|they|these|mine) (?:(?:a|really|"
    r"actually|still|so|very|too|any|quite|considered) )*(?:lot|good|bad|high|low|normal|ok|okay|much|little|usual|"
    r"unusual|healthy|worrying|alright|all right|great|poor|typical|average|decent|enough|better|worse)"
    r"(?: (?:for me|or bad|or not|then|thing|sign|number|value|enough|than usual|at all))*\W*|"
    r"(?:too (?:much|high|low|little|long|short|hard|late|many|few)|a lot|normal|usual|good or bad|high or low|healthy)"
    r"(?: for me| or not| then)?\W*|"
    r"(?:(?:and|so|but|ok|then)\W+)*what is (?:a |my )?(?:normal|usual|typical|good)(?: (?:value|one|number|range))?"
    r"(?: for me)?\W*"
)


def is_verdict(said: str) -> bool:
    """Whether a text asks no more than whether that is good, much or usual."""
    return bool(_JUDGED.fullmatch(said))


def why_session(now: Said, previous: Understood) -> Understood | None:
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


def why_learned(now: Said, previous: Understood) -> Understood | None:
    """`why not?` after whether a model learned: the answer holds its reason."""
    return previous if previous.term == "learned" and WHY_THAT.fullmatch(now.said) else None


_YES_NO = re.compile(r"(?:(?:so|just|and|but|ok|a|simply|please|is (?:it|that)|well)\W+)*(?:yes or no|y/n)\W*")
_MINE = re.compile(
    r"(?:(?:and|ok|okay|so|but|what about|how about|what is|what are|where is|how is|whats)\W+)*(?:mines?|my "
    r"(?:own|value|number|figure|one))\b(?! (?:is|are|was) (?!on\b|"
    r"at\b|in\b|like\b)\w)"
)


def mine(now: Said, previous: Understood) -> Understood | None:
    """`mine yesterday`, `and mine?`, `is that good` after what a word means: the athlete's own figure."""
    if previous.topic is not Topic.MEANING or previous.term is None:
        return None
    if now.words > 8 or not (_MINE.match(now.said) or _JUDGED.fullmatch(now.said)):
        return None
    if previous.term in _OF_A_WEEK and now.period is None and not is_verdict(now.said):
        return replace(previous, also=(), aspect="own")
    if previous.term in _OF_LOAD and now.period is None:
        verdict = _JUDGED.fullmatch(now.said) and previous.term in ("ctl", "atl", "tsb", "acwr", "ramp")
        return replace(previous, topic=Topic.LOAD, aspect="judged" if verdict else None)
    if previous.term in _OF_FORECASTS:
        return replace(previous, topic=Topic.EVIDENCE, aspect="off", term=None)
    metric = _MEASURED.get(previous.term)
    return replace(previous, topic=Topic.METRIC, metric=metric, period=now.period) if metric else None


_OF_LOAD = frozenset({"ctl", "atl", "tsb", "monotony", "acwr", "ramp", "tss"})
_OF_A_WEEK = frozenset({"monotony", "acwr"})  # which have one value, worked out for the newest week
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


def judged(now: Said, previous: Understood) -> Understood | None:
    """`is that a lot`, `so yes or no`: a verdict beside what is usual; elsewhere the answer holds it already."""
    if _YES_NO.fullmatch(now.said):
        return previous
    if not _JUDGED.fullmatch(now.said):
        return None
    if previous.topic is Topic.COUNT and not (previous.aspect or "").startswith("since"):
        return replace(previous, also=(), term="judged")
    if previous.topic is Topic.COMPARE and previous.period and previous.aspect is None:
        return replace(previous, also=(), aspect="judged")
    if previous.topic is Topic.RECORD and previous.of == "day" and previous.told_day:
        day = Period(previous.told_day, previous.told_day, "that day")
        return replace(previous, topic=Topic.METRIC, also=(), aspect="judged", of=None, period=day)
    if previous.topic not in _WITH_VERDICT or previous.against or previous.other_habit or previous.days:
        return previous
    term = previous.term or (form_of(previous) if previous.topic is Topic.LOAD else None)
    period = previous.period
    if period is None and kind_of(previous.text) in ("deep", "asleep_mean"):  # whose answer is of some weeks
        period = Period(now.today - timedelta(days=27), now.today, "the last 28 days")
    return replace(previous, also=(), aspect="judged", term=term, period=period)


_FAST = re.compile(r"\b(?:fast|quick(?:ly)?|steep|rapid)\b")


def too_fast(now: Said, previous: Understood) -> Understood | None:
    """`is that rise too fast`: the ramp, whatever days were spoken of."""
    of_load = previous.topic is Topic.LOAD or previous.metric in ("fitness", "load")
    if not of_load or now.words > 8 or not (_FAST.search(now.said) and PRONOUN.search(now.said)):
        return None
    return Understood(now.text, Topic.LOAD)
