"""Is one of several meant, both of them together, or the same of another end, habit, word or sport?"""

import re
from dataclasses import replace
from datetime import timedelta

from coach.understanding import details
from coach.understanding.continuing.said import Said, latest_of, measure_of
from coach.understanding.continuing.same_subject import fits
from coach.understanding.parts import metric_of
from coach.understanding.signs import DRAWS_ON_BEFORE
from coach.understood import Period, Topic, Understood

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


def which(now: Said, previous: Understood) -> Understood | None:
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
    if previous.topic is Topic.COUNT:
        alike = (previous.of, previous.habit, previous.metric) == (other.of, other.habit, other.metric)
        apart = previous.period and other.period and previous.period != other.period
        return replace(previous, also=(), against=other.period, term=None) if alike and apart else None
    first, second = (one.period or latest_of(one, now.today) for one in (previous, other))
    if not first or not second or first == second or not measure_of(previous):
        return None
    return replace(
        previous, topic=Topic.COMPARE, metric=measure_of(previous), period=first, against=second, aspect=None
    )


_MOST = re.compile(
    r"(?:(?:and|so|ok)\W+)*(?:which|what)(?: one| of (?:them|those|these))? (?:was|is|were) (?:the |my )?"
    r"(?P<end>longest|shortest|hardest|easiest|fastest|slowest|farthest|furthest|biggest|best|worst)(?: one|"
    r" of (?:them|those|these|all))?\W*"
)
_BY = {
    "longest": "minutes", "shortest": "minutes", "fastest": "speed", "slowest": "speed", "farthest": "km",
    "furthest": "km",
}  # fmt: skip


def most(now: Said, previous: Understood) -> Understood | None:
    """`which was the longest` of the sessions that were counted."""
    found = _MOST.fullmatch(now.said)
    counted = previous.topic is Topic.COUNT and previous.of in ("sessions", "minutes", "km")
    if not found or not (counted or previous.topic is Topic.ACTIVITY):
        return None
    end = details.end_in(found["end"])
    return replace(previous, topic=Topic.RECORD, aspect=end, of=f"session {_BY.get(found['end'], 'load')}",
                   metric="recovery", back=0)  # fmt: skip


BOTH = re.compile(r"\b(?:both|together|combined|altogether|in total|add(?:ed)? up|all (?:three|of them)|the two)\b")


def both(now: Said, previous: Understood) -> Understood | None:
    """`and both together?` of two habits, `total km both` of two times that were counted."""
    if not BOTH.search(now.said) or now.words > 7 or now.found.habits or now.period:
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


_OF_THOSE = re.compile(
    r"(?:(?:and|so|but)\W+)*(?:how many|which) (?:of (?:those|them|these|that)|(?:were|was|are)\b).*|(?:(?:and|"
    r"so)\W+)*how many "
    r"(?:were|was|are) .*"
)


def of_those(now: Said, previous: Understood) -> Understood | None:
    """`how many of those were runs?`: of the sessions that were counted, in the same time."""
    sport = details.sport_in(now.said)
    counted = previous.topic in (Topic.COUNT, Topic.ACTIVITY) and previous.of in (None, "sessions", "minutes", "km")
    if not counted or not sport or now.period or now.words > 9 or not _OF_THOSE.fullmatch(now.said):
        return None
    return replace(previous, topic=Topic.COUNT, also=(), of="sessions", sport=sport, aspect=None, back=0)


def same_kind(now: Said, previous: Understood) -> Understood | None:
    """`and the lowest?`, `and coffee?`, `and ATL?`: the same of another end, habit, word or sport."""
    if now.words > 7 or not (DRAWS_ON_BEFORE.match(now.said) or now.words <= 3):
        return None
    after = replace(previous, also=(), back=0, period=now.period or previous.period)
    sport = details.sport_in(now.said)
    if previous.topic is Topic.RECORD and (other := _other_record(now, after)):
        return other
    if previous.topic in _RANKED and (end := details.end_in(now.said)) and not now.found.habits:
        metric = metric_of(Topic.METRIC, now.found) or measure_of(previous) or "recovery"
        of = details.details(Topic.RECORD, now.said, (), now.found.metrics).of or "day"
        if of.startswith("session") or not fits(now.said, metric):
            return None
        return replace(after, topic=Topic.RECORD, aspect=end, of=of, metric=metric, against=None)
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


def after_detour(now: Said, previous: Understood) -> Understood | None:
    """`and the lowest` when something else was asked between."""
    if now.words > 4 or not details.end_in(now.said) or now.found.metrics or previous.topic is Topic.RECORD:
        return None
    record = next((one for one in previous.earlier if one.topic is Topic.RECORD), None)
    return same_kind(now, record) if record else None
