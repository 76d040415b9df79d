"""Questions that point at what was just told: that day, those nights, how that figure is made, how far off it is.

As in coach.understanding.continuations: every rule takes what is said and what was understood before, and returns the
question that is meant, or None.
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding import details
from coach.understanding.continuing.said import Said, latest_of
from coach.understanding.continuing.same_answer import is_verdict
from coach.understanding.exact import kind_of
from coach.understanding.parts import before, metric_of, whole
from coach.understanding.signs import PRONOUN, WHY_THAT
from coach.understanding.spelling import plain
from coach.understood import Period, Topic, Understood

MEASURES = {
    Topic.SLEEP: "asleep_min", Topic.LOAD: "load", Topic.READINESS: "recovery", Topic.WHY: "recovery",
    Topic.FORECAST: "recovery",
}  # fmt: skip
_AND = r"(?:(?:and|so|but|ok|okay|then|hm+|wait|well)\W+)*"
_ITSELF = (
    r"(?:it|mine|that|this|they|those|these|them|the (?:number|figure|score|value|result|forecast)|that (?:\w+ )?\w+)"
)
_WORKED_OUT = (
    r"(?:calculated|computed|worked out|made(?: up)?|derived|determined|measured|estimated|done|built|put together)"
)
_WORK_OUT = (
    r"(?:calculate|compute|work out|work|get(?: to)?|derive|determine|measure|estimate|come (?:up with|to)|make|"
    r"arrive at|figure(?: out)?|calc)"
)
_HOW_MADE = re.compile(
    rf"{_AND}(?:how (?:exactly |on earth )?(?:is|are|was|were) {_ITSELF} (?:\w+ )?{_WORKED_OUT}|"
    rf"how (?:exactly |on earth )?(?:do|did|can|does) (?:you|it|ownpace|the app|one) (?:\w+ )?{_WORK_OUT}"
    rf"(?: {_ITSELF}| this| out)?(?: out)?|(?:from )?where (?:do|does|did) {_ITSELF} come from|"
    rf"what (?:goes|went) into {_ITSELF}|what is (?:the |your )?(?:formula|method|calculation|maths?)"
    rf"(?: for| behind)?(?: {_ITSELF})?|what is {_ITSELF} (?:based on|made (?:of|from)|calculated from)|"
    rf"how does {_ITSELF} work|how {_WORKED_OUT}|explain (?:the (?:number|figure|score|calculation|formula|method)|"
    rf"how (?:you|it) \w+ (?:it|that|this)?))"
    r"(?: (?:exactly|then|actually|out|anyway|please|again|for me))*\W*"
)
_THAN_GUESSING = (
    r"(?:(?:is|are|was) (?:it|that|this|they|those|you) )?(?:really |any |even |much )*(?:better|closer|good) "
    r"(?:than|as) "
    r"(?:\w+ )*?(?:guess\w*|chance|luck|random|a coin\w*|nothing|the (?:average|mean|median)|dice|yesterday\S*|"
    r"today\S*|the day before|no change|(?:the )?(?:last|same|previous) (?:value|day|morning|number|one|score))\b.*"
)
_HOW_WRONG = re.compile(
    rf"{_AND}(?:how (?:wrong|far off|off|accurate|close|precise|exact|reliable|good|bad|often (?:right|wrong)) "
    r"(?:is|are|was|were|have|has|do|does|did|can)\b.*|how (?:often|much) (?:is|are|was|were|do|does) "
    r"(?:it|that|this|you|they|those|these|your \w+) (?:\w+ )?(?:right|wrong|off|miss|correct|err)\b.*|"
    r"how (?:wrong|accurate|reliable|far off)|(?:is|are|was) (?:it|that|this|they|those) (?:\w+ )?(?:accurate|reliable|"
    r"any good|right|correct|precise)(?: (?:usually|often|normally|enough|at all|mostly))*|"
    rf"(?:can|should) i (?:really )?(?:trust|believe|rely on) (?:it|that|this|them|those)|(?:(?:is|are) (?:it|that|"
    rf"they) )?"
    rf"worth (?:trusting|believing|anything|much|it)|{_THAN_GUESSING})\W*"
)
_GUESSING = re.compile(r"\b(?:better|closer) than\b")
_FORETOLD = {Topic.FORECAST, Topic.WHAT_IF}
_THEN = re.compile(
    r"\b(?:that|the same|this) (?:very |same |exact |particular )?(?:day|night|morning|date|evening)\b|"
    r"\b(?:on|about) (?:it|that one)\W*$|\b(?:back )?then\W*$"
)
_OF_THAT_DAY = {
    Topic.ACTIVITY, Topic.METRIC, Topic.SLEEP, Topic.COUNT, Topic.LOAD, Topic.WHY, Topic.DATA, Topic.UNUSUAL,
    Topic.HABIT, Topic.READINESS, Topic.RECORD, None,
}  # fmt: skip
_STORY = re.compile(
    r"\b(?:what (?:happened|was (?:going on|up|wrong|different|special|it)|went wrong)|tell me (?:more )?about|what "
    r"did i do"
    r"(?: differently| wrong)?)\b"
)
_ENDS = r"(?:worst|best|lowest|highest|longest|shortest|poorest|hardest|easiest|weakest|strongest|most restless|least)"
_OF_THOSE_DAYS = re.compile(
    rf"{_AND}(?:which|what|when|on which)(?: (?:one|night|day|morning|week|weekday|of (?:them|those|these)))?"
    rf"(?: of (?:them|those|these))? (?:was|is|were|had|did i have|did i sleep) (?:the |my )?(?:very )?(?P<end>{_ENDS})"
    r"(?: (?:one|night|day|morning|sleep|of (?:them|those|these|all)|then|by far|value|score))*\W*|"
    rf"{_AND}(?:the |my )?(?P<end2>{_ENDS}) (?:one|night|day|morning)(?: of (?:them|those|these))?\W*"
)
_WHOLE_DAYS = {Topic.SLEEP, Topic.METRIC, Topic.LOAD, Topic.WHY, Topic.COMPARE, Topic.ACTIVITY}


# The figures that a question may name, the more special first: as coach.tools.made calls them.
_FIGURES = (
    ("debt", r"\bdebt\b|\bowe\b"),
    ("need", r"\bneed\b"),
    ("forecast", r"\bforecasts?\b|\bpredict\w*|\bforetell\w*|\bforetold\b|\btomorrow\b"),
    ("form", r"\b(?:form|tsb|fresh\w*)\b"),
    ("fitness", r"\b(?:fitness|ctl)\b"),
    ("fatigue", r"\b(?:fatigue|atl)\b"),
    ("monotony", r"\bmonotony\b"),
    ("acwr", r"\bacwr\b"),
    ("chronotype", r"\bchronotype\b|\b(?:owl|lark)\b|\b(?:morning|evening|night) (?:person|type)\b"),
    ("jetlag", r"\bsocial jet ?lag\b"),
    ("regularity", r"\bregular\w*\b"),
    ("bedtime", r"\bbed ?time\b|\bto bed\b"),
    ("hours", r"\b(?:best|peak) (?:hours?|times?)\b"),
    ("usual", r"\b(?:base ?lines?|(?:normal|usual) range)\b"),
    ("unusual", r"\bunusual\b|\banomal\w+"),
    ("habits", r"\bhabits?\b|\beffects?\b"),
    ("tolerance", r"\bhalf[- ]?life\b"),
    ("session", r"\b(?:session|workout)\b"),
    ("load", r"\bload\b"),
    ("day_strain", r"\bstrain\b"),
    ("hrv", r"\bhrv\b"),
    ("resting_hr_bpm", r"\bresting\b"),
    ("efficiency_pct", r"\befficiency\b"),
    ("deep_min", r"\bdeep\b"),
    ("rem_min", r"\brem\b"),
    ("recovery", r"\brecover\w*|\breadiness\b|\bscores?\b"),
    ("asleep_min", r"\bsleep\b"),
)


def figure_in(text: str) -> str:
    """The figure that a text names; "" for none."""
    return next((of for of, pattern in _FIGURES if re.search(pattern, text.lower())), "")


def points(said: str, previous: Understood) -> bool:
    """Whether a text speaks of what was told before, however whole it sounds."""
    if _THEN.search(said) and (previous.told_day or _one_day(previous)):
        return True
    if _THAT_SPAN.search(said) and previous.told_day and previous.of in _SPANS:
        return True
    if _NIGHT_BEFORE.search(said) and (previous.told_day or _one_day(previous)):
        return True
    if previous.topic in (Topic.COUNT, *_HELD_BESIDE) and _THAN_THEN.fullmatch(said):
        return True
    if is_verdict(said) and previous.metric:
        return True
    if _AFTERWARDS.search(said) and previous.topic in (Topic.RECORD, Topic.ACTIVITY):
        return True
    if previous.topic is Topic.GOAL and _FORM_THEN.search(said):
        return True
    if previous.topic is Topic.EVIDENCE and _GUESSING.search(said) and _HOW_WRONG.fullmatch(said):
        return True
    if previous.topic in _FORETOLD and (_HOW_WRONG.fullmatch(said) or _DAY_AFTER.fullmatch(said)):
        return True
    if _HOW_MADE.fullmatch(said) or _WEIGHS.fullmatch(said) or _TAKE_BACK.fullmatch(said):
        return True
    several = previous.period is not None and previous.period.days > 1
    return several and previous.topic in _WHOLE_DAYS and _OF_THOSE_DAYS.fullmatch(said) is not None


_FORM_THEN = re.compile(
    r"\b(?:form|tsb|ctl|atl|fitness|fatigue|fresh\w*)\b.*"
    r"\b(?:the day|race ?day|(?:the|my) (?:race|event|start)|by then)\b"
)


def _one_day(previous: Understood) -> date | None:
    period = previous.period
    return period.first if period and period.days == 1 else None


def that_day(now: "Said", previous: Understood) -> Understood | None:
    """`what happened that day`, `and what did I do the day before`: of the day that was told."""
    day = previous.told_day if previous.topic in (Topic.RECORD, Topic.ACTIVITY) else None
    day = day or _one_day(previous) or (now.today if previous.topic is Topic.READINESS else None)
    if day is None or now.period or not _THEN.search(now.said) or now.topic not in _OF_THAT_DAY:
        return None
    period = Period(day, day, "that day")
    if _STORY.search(now.said) and not now.found.habits and not (now.found.metrics and now.topic is not Topic.WHY):
        return Understood(now.text, Topic.ACTIVITY, period=period, aspect="story")
    if now.topic in (None, Topic.RECORD, Topic.UNUSUAL, Topic.DATA, Topic.HABIT):
        return None
    found = replace(now.found, times=replace(now.found.times, period=period))
    topic = Topic.METRIC if now.topic is Topic.READINESS else now.topic
    made = whole(now.text, now.said, topic, (), found, now.today)
    return replace(made, metric=made.metric or "recovery") if topic is Topic.METRIC else made


_SPANS = {"week": 7, "month": 31}
_THAT_SPAN = re.compile(r"\b(?:that|the same|in that) (?:week|month)\b|\b(?:back )?then\W*$")


def that_span(now: "Said", previous: Understood) -> Understood | None:
    """`what did I do that week?` after the best week: of its days."""
    asked = now.topic in (Topic.ACTIVITY, Topic.METRIC, Topic.SLEEP, Topic.COUNT, Topic.LOAD)
    spoken_of = previous.period and previous.period.words.removeprefix("that ")
    if spoken_of in _SPANS and asked and not now.period and _THAT_SPAN.search(now.said):
        found = replace(now.found, times=replace(now.found.times, period=previous.period))
        return whole(now.text, now.said, now.topic, (), found, now.today)
    first = previous.told_day if previous.topic is Topic.RECORD else None
    if first is None or previous.of not in _SPANS or now.period or not asked or not _THAT_SPAN.search(now.said):
        return None
    last = first + timedelta(days=_SPANS[previous.of] - 1)
    last = (
        last
        if previous.of == "week"
        else last.replace(day=1) - timedelta(days=1)
        if last.month != first.month
        else last
    )
    found = replace(now.found, times=replace(now.found.times, period=Period(first, last, f"that {previous.of}")))
    return whole(now.text, now.said, now.topic, (), found, now.today)


_NIGHT_BEFORE = re.compile(r"\bthe (?:night|evening) before(?: that| it)?\W*$")


def night_before(now: "Said", previous: Understood) -> Understood | None:
    """`how did I sleep the night before` of a day: the night from which somebody woke on it."""
    day = (previous.told_day if previous.topic in (Topic.RECORD, Topic.ACTIVITY) else None) or _one_day(previous)
    of_nights = previous.topic is Topic.SLEEP or previous.metric == "asleep_min"
    if day is None or of_nights or now.topic not in (Topic.SLEEP, Topic.METRIC) or not _NIGHT_BEFORE.search(now.said):
        return None
    metric = metric_of(Topic.METRIC, now.found) or "asleep_min"
    return Understood(now.text, Topic.METRIC, metric=metric, period=Period(day, day, "that night"))


def worst_of_those(now: "Said", previous: Understood) -> Understood | None:
    """`which night was the worst?` after some days: of those."""
    found = _OF_THOSE_DAYS.fullmatch(now.said)
    several = previous.period is not None and previous.period.days > 1 and previous.period.last <= now.today
    if not found or not several or previous.topic not in _WHOLE_DAYS or now.period:
        return None
    if previous.topic in (Topic.COMPARE, Topic.ACTIVITY) and not re.search(r"\b(?:night|day|morning)\b", now.said):
        return None  # which of the two times
    end = details.end_in(found["end"] or found["end2"])
    metric = metric_of(Topic.METRIC, now.found) or previous.metric or MEASURES.get(previous.topic, "recovery")
    if re.search(r"\bnight\b", now.said) and metric == "recovery":
        metric = "asleep_min"
    return replace(previous, topic=Topic.RECORD, also=(), aspect=end, of="day", metric=metric, metrics=(), against=None,
                   sport=None)  # fmt: skip


_MADE_WORDS = {
    "recovery", "sleep_need", "sleep_debt", "ctl", "atl", "tsb", "ramp", "strain", "tss", "social_jetlag", "baseline",
    "half_life", "resting_hr", "hrv", "respiration", "spo2", "skin_temp", "efficiency", "rem", "deep", "acrophase",
    "chronotype", "regularity", "monotony", "acwr",
}  # fmt: skip
_NOT_OF_A_FIGURE = {Topic.DATA, Topic.PROFILE, Topic.EVIDENCE}
_WHY_HOUR = re.compile(rf"{_AND}why (?:that|so|this|then|not) ?(?:late|early|long|short|much|little|soon)?(?:er)?\W*")
_REASONED = {Topic.RHYTHM, Topic.BEDTIME, Topic.TOLERANCE}


def how_made(now: "Said", previous: Understood) -> Understood | None:
    """`how is it calculated?`: what goes into the figure that was told."""
    why = WHY_THAT.fullmatch(now.said) or _WHY_HOUR.fullmatch(now.said)
    of_rules = why and previous.topic in _REASONED
    unknown = previous.topic in _NOT_OF_A_FIGURE or previous.topic is Topic.MEANING and previous.term not in _MADE_WORDS
    if not of_rules and not _HOW_MADE.fullmatch(now.said) or unknown:
        return None
    named = figure_in(previous.text) or previous.of or None
    return replace(previous, also=(), aspect="made", term=previous.term or _form_of(previous), of=named)


_FORM = re.compile(r"\b(?:(?P<tsb>form|tsb|fresh\w*)|(?P<ctl>ctl|fitness|fitter)|(?P<atl>atl|fatigue))\b", re.I)


def _form_of(previous: Understood) -> str | None:
    found = _FORM.search(previous.text) if previous.topic is Topic.LOAD else None
    return found.lastgroup if found else None


OF_OTHER_WORDS = 7
_OF_OTHER = re.compile(rf"{_AND}(?:(?:what|how) about|for|of|with|in|(?:also|even) for|my|your|the|hrv|sleep|"
                       r"resting)\b")  # fmt: skip


def how_wrong(now: "Said", previous: Understood) -> Understood | None:
    """`how wrong is it usually?` after a forecast: how far off such forecasts were."""
    foretold = previous.topic in _FORETOLD
    graded = previous.topic is Topic.EVIDENCE and (previous.aspect == "off" or kind_of(previous.text) == "off")
    of_other = graded and now.found.metrics and _OF_OTHER.match(now.said) and now.words <= OF_OTHER_WORDS
    beside = _HOW_WRONG.fullmatch(now.said) and (foretold or graded and _GUESSING.search(now.said))
    if not of_other and not beside:
        return None
    return replace(previous, topic=Topic.EVIDENCE, also=(), aspect="off", what_if=None, days=())


def of_the_measure(now: "Said", previous: Understood) -> Understood | None:
    """`what helps it most?` after HRV: habits and that measure."""
    asks = now.topic in (Topic.HABITS, Topic.HABIT) and not now.found.habits and not now.found.metrics
    asks = asks and not is_verdict(now.said)
    measure = previous.metric or MEASURES.get(previous.topic)
    if not asks or not measure or not PRONOUN.search(now.said) or previous.topic in (Topic.HABIT, Topic.COUNT):
        return None
    made = whole(now.text, now.said, Topic.HABITS, (), now.found, now.today)
    return replace(made, metric=measure, period=None)


_HOW_LONG = re.compile(
    rf"{_AND}how (?:long|many minutes)(?: (?:should|would|is|shall|must) (?:it|that|i|the \w+)(?: \w+){{0,2}})?\W*"
)


def how_long(now: "Said", previous: Understood) -> Understood | None:
    """`how long?` after a session: its minutes stand first in it."""
    of_session = previous.topic in (Topic.WORKOUT, Topic.READINESS) and previous.aspect != "ahead"
    if not of_session or now.found.metrics or not _HOW_LONG.fullmatch(now.said):
        return None
    return replace(previous, topic=Topic.WORKOUT, also=(), plainer=True)


_AMOUNT = re.compile(
    rf"{_AND}(?:how (?:many|much) |the |in )*(?P<of>hours|minutes|time|km|kms|kilomet\w+|miles|distance|sessions)\W*"
)


def other_amount(now: "Said", previous: Understood) -> Understood | None:
    """`and hours?` after how many rides: the same ones, added up."""
    found = _AMOUNT.fullmatch(now.said)
    if not found or previous.topic is not Topic.COUNT or previous.of not in ("sessions", "minutes", "km"):
        return None
    of = "minutes" if re.match(r"hour|min|time", found["of"]) else "sessions" if found["of"] == "sessions" else "km"
    return replace(previous, also=(), of=of, aspect=None, number=None)


_THAN_THEN = re.compile(
    rf"{_AND}(?:is|was|were|are)?(?: (?:that|it|this|those|they))?\W*(?:a lot |much |any |really )?(?:more|less|fewer|"
    r"longer|shorter|higher|lower|better|worse|harder|easier|stronger|weaker|deeper) than\b.*"
)
_UNIT_BEFORE = re.compile(r"\bthan the (?P<unit>day|night|week|month|year) before(?: that| it)?\W*$")


def _then(now: "Said", period: Period) -> Period | None:
    """The time that something is held against: as it is named, or the one just before."""
    step = _UNIT_BEFORE.search(now.said)
    return before(period, step["unit"]) if step else now.period


def than_then(now: "Said", previous: Understood) -> Understood | None:
    """`more than September?`, `harder than the week before?`: the same of both times."""
    if now.to_come or now.found.metrics or not _THAN_THEN.fullmatch(now.said):
        return None
    counted = previous.topic is Topic.COUNT and previous.period and not (previous.aspect or "").startswith("since")
    if counted:
        other = _then(now, previous.period)
        return replace(previous, also=(), against=other, term=None) if other else None
    metric, period = previous.metric or MEASURES.get(previous.topic), previous.period or latest_of(previous, now.today)
    if metric is None or period is None or previous.topic not in _HELD_BESIDE or period.last > now.today:
        return None
    other = _then(now, period)
    if other is None or other.first > now.today:
        return None
    return Understood(now.text, Topic.COMPARE, metric=metric, period=period, against=other)


_HELD_BESIDE = {Topic.METRIC, Topic.SLEEP, Topic.LOAD, Topic.READINESS}


_TRAINING = re.compile(rf"{_AND}(?:the |my )?(?:training|load|strain)(?: load)?\W*")


def training_then(now: "Said", previous: Understood) -> Understood | None:
    """`and the training?` after two times were held together."""
    if previous.topic is not Topic.COMPARE or not previous.period or not _TRAINING.fullmatch(now.said):
        return None
    return replace(previous, also=(), metric="load", metrics=(), aspect=None)


_AFTERWARDS = re.compile(r"\b(?:afterwards|(?:the (?:day|morning|night) )?after)(?: (?:it|that|this))?\W*$")
_DAY_AFTER = re.compile(
    rf"{_AND}(?:(?:what about|how about|for|on) )*the (?:day|morning) after(?: (?:that|it|tomorrow))?(?: then)?\W*"
)
_TO_COME = {Topic.FORECAST, Topic.WHAT_IF, Topic.EVIDENCE}


def next_day(now: "Said", previous: Understood) -> Understood | None:
    """`and the day after?` of a morning to come."""
    if previous.topic not in _TO_COME or not _DAY_AFTER.fullmatch(now.said):
        return None
    last = previous.period.last if previous.period else now.today + timedelta(days=1)
    if last <= now.today:
        return None
    day = last + timedelta(days=1)
    of = Topic.FORECAST if previous.topic is Topic.EVIDENCE else previous.topic
    return Understood(now.text, of, period=Period(day, day, f"{day:%A}"), what_if=previous.what_if)


_WHICH_FOR_SCORE = re.compile(
    rf"{_AND}(?:which|what)(?: one| model| of (?:them|those|these|the two))?(?: (?:is|are|do|does|you|it|use|used|goes|"
    r"works?|counts?|applies|makes?|decides|gives))* (?:(?:for|on|in|into|behind|to|at) )?(?:my|the|today's|todays) "
    r"(?:\w+ )?(?:readiness|score|recovery)(?: score| today| then)*\W*"
)
_WHICH_MODEL = re.compile(
    rf"{_AND}(?:which|what)(?: one| model| of (?:them|those|these))? (?:do|does|is|are) (?:you|"
    rf"it|being|ownpace)?"
    r" ?(?:use|used|using|take|run|running)(?: (?:for|on) (?:me|mine|my \w+))?\W*"
)
_MODELS = {"ridge", "boosting", "network", "forest", "model", "overfitting"}


def which_score(now: "Said", previous: Understood) -> Understood | None:
    """`which one for my readiness` after rules and models: the score, and that its weights are fixed."""
    of_models = previous.topic is Topic.MEANING and previous.term in {*_MODELS, "learned"}
    if not of_models or not _WHICH_FOR_SCORE.fullmatch(now.said):
        return None
    return replace(previous, also=(), aspect="weights", term="recovery", of=None)


_WEIGHS = re.compile(
    rf"{_AND}(?:what|which)(?: (?:one|part|parts|of (?:them|those|these|it)|signal|metric|measure|component|factor|"
    r"thing))*(?: (?:is|has|have|had|does|do|are|gets?))?(?: the)? (?:weigh\w*(?: in)?|counts?|pulls?|matters?|"
    r"most (?:weight|important)|biggest weight|highest weight|largest weight|main (?:part|factor|one))"
    r"(?: the)?(?: most| more| heaviest)?(?: (?:in|for|of) (?:it|that|this|the score))*\W*"
)
_WEIGHT = re.compile(r"\bweigh")
_WEIGHED = {Topic.TOLERANCE, Topic.FORECAST, Topic.LOAD, Topic.RHYTHM, Topic.UNUSUAL, Topic.METRIC}


def what_weighs(now: "Said", previous: Understood) -> Understood | None:
    """`what weighs the most?` after how a figure is made, or after the score itself."""
    if not _WEIGHS.fullmatch(now.said):
        return None
    made = kind_of(previous.text) == "how_made" or _HOW_MADE.fullmatch(plain(previous.text))
    of_score = previous.topic in (Topic.READINESS, Topic.WHY) and _WEIGHT.search(now.said)
    if not made and not of_score and not (previous.topic in _WEIGHED and _WEIGHT.search(now.said)):
        return None
    named = figure_in(previous.text) or previous.of or None
    if of_score or previous.topic is Topic.MEANING and not previous.term:
        return Understood(now.text, Topic.MEANING, aspect="weights", term=_TERM_OF.get(named or "", "recovery"))
    return replace(previous, also=(), aspect="weights", of=named)


# The word whose figure is meant, where a question named the figure and no word of the glossary.
_TERM_OF = {"form": "tsb", "fitness": "ctl", "fatigue": "atl", "need": "sleep_need", "debt": "sleep_debt",
            "monotony": "monotony", "acwr": "acwr", "load": "strain", "hrv": "hrv", "forecast": "forecast",
            "chronotype": "chronotype", "regularity": "regularity", "usual": "baseline"}  # fmt: skip


_TAKE_BACK = re.compile(
    rf"{_AND}(?:(?:can|could|will|would) you |please |just |now )*(?:delete|remove|cancel|erase|forget|scrap|discard|"
    r"drop|undo|clear) (?:that|it|this|the (?:race|event|goal|plan|session|workout|last one)|my (?:race|goal|event))"
    r"(?: (?:again|please|then|now|for me|one|race|goal|event|session|plan|from (?:my|the) plan))*\W*"
)
_NEVER_SAVED = {
    Topic.GOAL, Topic.WORKOUT, Topic.READINESS, Topic.WHAT_IF, Topic.FORECAST, Topic.BEDTIME, Topic.TOLERANCE,
}  # fmt: skip


def taken_back(now: "Said", previous: Understood) -> Understood | None:
    """`delete that` after an event or a session that was spoken of: nothing of it was saved."""
    if previous.topic not in _NEVER_SAVED or not _TAKE_BACK.fullmatch(now.said):
        return None
    return Understood(now.text, Topic.GOAL, aspect="taken_back")


def which_model(now: "Said", previous: Understood) -> Understood | None:
    """`which one do you use for me?` after a word for a model: whether one that learns speaks, and which."""
    if previous.topic is not Topic.MEANING or previous.term not in _MODELS or not _WHICH_MODEL.fullmatch(now.said):
        return None
    return replace(previous, term="learned")


RULES = (
    which_score,
    what_weighs,
    taken_back,
    which_model,
    night_before,
    that_span,
    next_day,
    than_then,
    training_then,
    how_made,
    how_wrong,
    that_day,
    worst_of_those,
    of_the_measure,
    how_long,
    other_amount,
)
