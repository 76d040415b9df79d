"""What is a question of that names no subject of its own: the measure, the days or the sessions spoken of before?

One rule for an end, a count, a mean and a verdict: what a text leaves open is taken from the question before it. A text
leaves its subject open where nothing remains of it without its words for an end, for a time and for the subject itself
(`when was it the highest this year`).
"""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding import details
from coach.understanding.continuing.said import Said, form_of, measure_of
from coach.understanding.naming import Named
from coach.understanding.spelling import plain
from coach.understood import Period, Topic, Understood

LATELY_DAYS = 28  # of which a count without days is told
LONGEST = 9  # words of a text that leaves its subject open

_OPEN = re.compile(
    r"\b(?:and|so|but|ok|okay|then|hm+|well|now|when|which|what|where|whats|how|on|in|of|at|from|among|was|is|were|are|"
    r"did|do|does|had|have|has|been|be|it|its|they|that|this|those|these|them|there|one|ones|i|my|mine|the|very|by far|"
    r"all|ever|day|days|night|nights|morning|mornings|date|time|times|value|values|reading|figure|number|tell me|show "
    r"me|get|go|goes|went|happen|hit|reach|reached|so far|exactly|last|again)\b|\d{4}|[^\w ]"
)
END_WORDS = re.compile(
    r"\b(?:highest|most|max(?:imum)?|peak(?:ed)?|top|biggest|greatest|longest|hardest|heaviest|toughest|latest|farthest|"
    r"furthest|fastest|deepest|lowest|least|min(?:imum)?|smallest|shortest|easiest|lightest|earliest|slowest|worst|"
    r"poorest|weakest|best|strongest)\b"
)
_LIMIT = re.compile(
    r"\b(?P<side>over|above|more than|longer than|higher than|at least|under|below|less than|shorter than|lower than)"
    r" (?P<n>\d+(?:[.,]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|half an|an|a)"
    r"(?P<half> and a half)? ?(?P<unit>h|hrs?|hours?|min(?:ute)?s?|km|kms|k|kilomet\w+|bpm|ms|%|percent|points)?(?!\w)"
)
_NUMBERS = {
    "half an": 0.5, "an": 1, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_COUNTS = re.compile(r"\b(?:how (?:many|often)|many|often|count)\b")
_OF_SESSIONS = ("sessions", "minutes", "km", "hard sessions")
_BY = {
    "longest": "minutes", "shortest": "minutes", "fastest": "speed", "slowest": "speed", "farthest": "km",
    "furthest": "km",
}  # fmt: skip


def is_open(now: Said, *taken: re.Pattern) -> bool:
    """Whether nothing remains of a text that could be what it is of. taken: what is known of it besides."""
    if now.words > LONGEST or now.found.metrics or now.found.habits or details.sport_in(now.said):
        return False
    left = now.found.times.without(now.said)
    for pattern in (*taken, _OPEN):
        left = pattern.sub(" ", left)
    return not left.strip()


def of_sessions(previous: Understood) -> bool:
    """Whether sessions that were done were spoken of."""
    counted = previous.topic is Topic.COUNT and previous.of in _OF_SESSIONS
    ranked = previous.topic is Topic.RECORD and (previous.of or "").startswith("session")
    return counted or ranked or previous.topic is Topic.ACTIVITY


_LOOKS_BACK = {
    Topic.METRIC, Topic.SLEEP, Topic.LOAD, Topic.READINESS, Topic.UNUSUAL, Topic.WHY, Topic.COUNT, Topic.RECORD,
    Topic.COMPARE, Topic.BEDTIME,
}  # fmt: skip


_MEASURED_BY = {Topic.WHY: "recovery", Topic.UNUSUAL: "recovery", Topic.BEDTIME: "onset_h"}


def subject_of(previous: Understood) -> str | None:
    """The measure that a question before was of; None where it was of none, or of sessions."""
    if previous.topic not in _LOOKS_BACK or of_sessions(previous):
        return None
    if previous.topic is Topic.COUNT and previous.of != "metric":
        return None
    return measure_of(previous) or _MEASURED_BY.get(previous.topic)


def is_limited(previous: Understood) -> bool:
    """Whether sessions over, or under, so many minutes or km were counted."""
    counted = previous.topic is Topic.COUNT and previous.of in ("minutes", "km")
    return counted and previous.aspect in ("over", "under")


def days_of(now: Said, previous: Understood) -> Period | None:
    """The days of a list that goes on: those named now, else those before if they were several."""
    if now.period or re.search(r"\bever\b", now.said):
        return now.period
    if is_limited(previous):
        return previous.period  # without days all that is on record
    if previous.topic is Topic.COUNT and previous.period is None and not (previous.aspect or "").startswith("since"):
        return Period(now.today - timedelta(days=LATELY_DAYS - 1), now.today, f"the last {LATELY_DAYS} days")
    several = previous.period is not None and previous.period.days > 1
    return previous.period if several and previous.period.first <= now.today else None


def leaves_open(said: str, found: Named, previous: Understood) -> bool:
    """Whether a text asks for an end, or a number, of what was spoken of before, however whole it sounds; `my best
    day` is asked of all that there is."""
    if re.search(r"\bmy\b", said) or subject_of(previous) is None and not of_sessions(previous):
        return False
    now = Said(said, said, None, 0, found, date.min)
    ends = details.end_in(said) and is_open(now, END_WORDS)
    return bool(ends) or bool(_LIMIT.search(said) and _COUNTS.search(said)) and is_open(now, _COUNTS, _LIMIT)


def end_of_it(now: Said, previous: Understood) -> Understood | None:
    """`when was it highest`, `which was the worst`: of the measure, or of the sessions, of before."""
    end = details.end_in(now.said.replace("peaked", "peak"))
    if not end or now.to_come or not is_open(now, END_WORDS):
        return None
    if of_sessions(previous) and previous.topic is not Topic.ACTIVITY:  # one session has no end
        word = END_WORDS.search(now.said)
        kept = previous.of if previous.topic is Topic.RECORD else "session load"
        of = f"session {_BY[word[0]]}" if word and word[0] in _BY else kept
        return replace(previous, topic=Topic.RECORD, also=(), aspect=end, of=of, period=days_of(now, previous),
                       metric="recovery", back=0, number=None)  # fmt: skip
    if previous.topic is Topic.LOAD and (term := form_of(previous)):
        return Understood(now.text, Topic.LOAD, term=term, of=end, aspect="form_end")
    metric = subject_of(previous)
    if metric is None or not fits(now.said, metric):
        return None
    if metric == "recovery" and re.search(r"\bnights?\b", now.said):
        metric = "asleep_min"
    of = previous.of if previous.topic is Topic.RECORD else "day"
    side, number = _limit_of(previous)
    return Understood(now.text, Topic.RECORD, aspect=end, of=of, metric=metric, period=days_of(now, previous),
                      term=side, number=number)  # fmt: skip


# Words for an end that say of what it is: of load, of an hour, of a session.
_SAYS_OF_WHAT = (
    (r"\b(?:hardest|heaviest|toughest|easiest|lightest)\b", {"load", "day_strain", "load_au", "workout_min"}),
    (r"\b(?:longest|shortest)\b.*\bnights?\b", {"asleep_min", "deep_min", "rem_min", "light_min", "in_bed_min"}),
    (r"\b(?:latest|earliest)\b", {"onset_h", "wake_h"}),
    (r"\b(?:fastest|slowest|farthest|furthest)\b", set()),
)


def fits(said: str, metric: str) -> bool:
    """Whether a word for an end can be of a measure: the hardest day is none of HRV."""
    return all(metric in measures for pattern, measures in _SAYS_OF_WHAT if re.search(pattern, said))


def _limit_of(previous: Understood) -> tuple[str | None, float | None]:
    """Under or over what the days lay that were counted, or ranked among those."""
    if previous.topic is Topic.RECORD and previous.number is not None:
        return previous.term, previous.number
    counted = previous.topic is Topic.COUNT and previous.of == "metric" and previous.aspect in ("under", "over")
    return (previous.aspect, previous.number) if counted and previous.number is not None else (None, None)


def how_many_beyond(now: Said, previous: Understood) -> Understood | None:
    """`how many over 2h`, `how often under 50`: of the sessions, or of the days, of before."""
    limit = _LIMIT.search(now.said)
    if not limit or now.to_come or not is_open(now, _COUNTS, _LIMIT):
        return None
    if not _COUNTS.search(now.said) and previous.topic is not Topic.COUNT:
        return None
    side = "under" if re.match(r"under|below|less|shorter|lower", limit["side"]) else "over"
    number = float(_NUMBERS.get(limit["n"], 0) or limit["n"].replace(",", ".")) + (0.5 if limit["half"] else 0)
    unit, period = limit["unit"] or "", days_of(now, previous)
    if of_sessions(previous) and re.match(r"h|min|k", unit):
        of, number = ("km", number) if unit[0] == "k" else ("minutes", number * (60 if unit[0] == "h" else 1))
        return Understood(now.text, Topic.COUNT, of=of, aspect=side, number=number, sport=previous.sport, period=period)
    metric = subject_of(previous)
    if metric is None or unit[:1] == "k":
        return None
    number = number / 60 if unit.startswith("min") and number > 24 else number
    return Understood(now.text, Topic.COUNT, of="metric", metric=metric, aspect=side, number=number, period=period)


_LAST_ONE = re.compile(
    r"(?:(?:and|so|but|ok)\W+)*(?:when (?:was|is) |what about |how long (?:ago|since) (?:was )?)?(?:the |my )?"
    r"(?:very )?(?:last|latest|newest|most recent)(?: (?:one|time|night|day|morning|of (?:those|them|these)))+\W*"
)


def last_of_those(now: Said, previous: Understood) -> Understood | None:
    """`when was the last one` of the nights, days or habits that were counted."""
    if previous.topic is not Topic.COUNT or not _LAST_ONE.fullmatch(now.said):
        return None
    if previous.of == "metric" and previous.aspect in ("under", "over", "low"):
        return replace(previous, also=(), aspect=f"since {previous.aspect}", period=None, against=None, term=None)
    if previous.of == "habit" and previous.habit:
        return replace(previous, also=(), aspect="since", period=None, against=None, term=None)
    return None


_MEAN_OF_THOSE = re.compile(
    r"\b(?:average|averages|averaged|avg|mean|median|typical|usual|how (?:long|far|fast|hard|high)|total|in all)\b"
)
_THOSE = re.compile(r"\b(?:those|these|them|they|all of it)\b")
FIGURES = re.compile(
    r"\b(?:heart[ -]?rates?|hr|pulse|bpm|power|watts?|speed|pace|duration|length|long|distances?|km|far|fast|strain|"
    r"load|hard|kcal|calories)\b"
)


def mean_of_those(now: Said, previous: Understood) -> Understood | None:
    """`avg hr of those`: a mean of the sessions that were counted, in the same time."""
    asks = _MEAN_OF_THOSE.search(now.said) and FIGURES.search(now.said) and _THOSE.search(now.said)
    several = previous.topic in (Topic.COUNT, Topic.RECORD) and of_sessions(previous)
    if not asks or not several or now.to_come or now.words > 10:
        return None
    period = days_of(now, previous)
    number, side = (previous.number, previous.aspect) if is_limited(previous) else (None, None)
    of = previous.of if previous.topic is Topic.COUNT else "sessions"
    return Understood(now.text, Topic.COUNT, of=of, sport=previous.sport, period=period, aspect="of_those",
                      number=number, term=side)  # fmt: skip


_MEAN = re.compile(r"\b(?:on average|average|averages|averaged|avg|mean|median|typical|usual(?:ly)?|normal(?:ly)?)\b")


def mean_of_it(now: Said, previous: Understood) -> Understood | None:
    """`average?`, `and on average?`: the mean of the measure of before, in the same time."""
    metric = subject_of(previous)
    if metric is None or now.to_come or not _MEAN.search(now.said) or not is_open(now, _MEAN):
        return None
    period = days_of(now, previous) or Period(
        now.today - timedelta(days=LATELY_DAYS - 1), now.today, f"the last {LATELY_DAYS} days"
    )
    return Understood(now.text, Topic.METRIC, metric=metric, period=period)


_CHANGED = re.compile(
    r"\b(?:chang|mov|differ|improv|shift|r[io]se|drop|fell|fall|var)\w*(?: by)?(?: the)? (?:the )?(?:most|least)\b|"
    r"\b(?:biggest|largest|greatest) (?:change|difference|move|shift)\b"
)


_OTHER_END = re.compile(r"(?:(?:and|so|but|ok|which|what|one|about|did|the)\W+)*(?:most|least)\W*")


def changed_most(now: Said, previous: Understood) -> Understood | None:
    """`which changed the most` of the measures that were held together."""
    if previous.topic is not Topic.COMPARE or not previous.period or previous.habit or now.words > LONGEST:
        return None
    other_end = _OTHER_END.fullmatch(now.said) and _CHANGED.search(plain(previous.text))
    if not (_CHANGED.search(now.said) or other_end) or now.found.metrics or now.found.habits:
        return None
    return replace(previous, also=(), aspect="changed_most")
