"""Is the same meant of other days: the week before, the day after, that week, the one before?"""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding import details
from coach.understanding.continuing.said import Said, latest_of, measure_of
from coach.understanding.parts import before, metric_of, whole
from coach.understanding.times import day_ago, times
from coach.understood import Period, Topic, Understood

_EARLIEST = date(1990, 1, 1)
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
    return previous.period or latest_of(previous, today)


_BEFORE_THAT = re.compile(r"\b(?:what did i do|what was|what happened) (?:right |just )?before (?:that|it|then)\W*$")


def done_then(now: Said, previous: Understood) -> Understood | None:
    """`what did i do the day before`: before the day that was named."""
    if _BEFORE_THAT.search(now.said) and previous.told_day and previous.topic is Topic.RECORD:
        day = previous.told_day - timedelta(days=7 if previous.of == "week" else 1)
        last = previous.told_day - timedelta(days=1)
        return Understood(now.text, Topic.ACTIVITY, period=Period(day, last, f"the {previous.of or 'day'} before"))
    if not _STEP_BACK.search(now.said) or now.topic is not Topic.ACTIVITY or previous.topic is Topic.ACTIVITY:
        return None
    return whole(now.text, now.said, Topic.ACTIVITY, (), now.found, now.today)


_WORSE_THEN = re.compile(r"\b(?:why|how come)\b.*\bthan the (?P<unit>day|night|week|month|year) before\W*$")


def worse_then(now: Said, previous: Understood) -> Understood | None:
    """`why was it worse than the month before`: first whether it was."""
    step = _WORSE_THEN.search(now.said)
    period = previous.period or latest_of(previous, now.today)
    if not step or not period or not measure_of(previous):
        return None
    against = before(period, step["unit"])
    return replace(previous, topic=Topic.COMPARE, also=(Topic.WHY,), period=period, against=against,
                   metric=measure_of(previous))  # fmt: skip


_FITNESS = re.compile(r"\b(?:ctl|fitness|fitter)\b", re.I)
_FORM = re.compile(r"\b(?:form|tsb|atl|fatigue)\b", re.I)


def form_then(now: Said, previous: Understood) -> Understood | None:
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


def fitness_then(now: Said, previous: Understood) -> Understood | None:
    """`a month ago?` after a question about CTL."""
    if previous.topic is not Topic.LOAD or not (_FITNESS.search(previous.text) or previous.term == "ctl"):
        return None
    if now.period is None or now.to_come or now.words > 6 or now.found.metrics or now.found.habits:
        return None
    return replace(previous, topic=Topic.COMPARE, metric="fitness", period=now.period, against=None)


_PART_OF_WEEK = re.compile(
    r"(?:(?:and|ok|what about|how about|but|now|on|at|just|only|for|the|the same|same|compare)\W+)*(?P<part>weekends?|"
    r"saturdays? and sundays?|week ?days|work ?days|working days)(?:\W+(?:only|alone|just|then|please|nights))*\W*"
)


def part_of_week(now: Said, previous: Understood) -> Understood | None:
    """`weekends only`, after a comparison or a measure."""
    found = _PART_OF_WEEK.fullmatch(now.said)
    if not found:
        return None
    part = "weekends only" if re.match(r"weekend|saturday", found["part"]) else "workdays only"
    if previous.topic is Topic.COMPARE and previous.period and previous.aspect != "weekend":
        return replace(previous, aspect=part)
    if previous.topic in (Topic.METRIC, Topic.SLEEP):
        return replace(previous, topic=Topic.COMPARE, aspect="weekend", metric=measure_of(previous) or "recovery")
    return None


_TREND = re.compile(
    r"(?:(?:and|so|but|ok|then)\W+)*(?:is|was|are|has|does) (?:it|that|this|they)(?: (?:been|now|really|still|all|"
    r"actually))* "
    r"(?:going|trending|moving|getting|heading|gone|go|rising|falling|improving|dropping|changing|trend)\b.*"
)


def trend_of(now: Said, previous: Understood) -> Understood | None:
    """`so is it going up or down`: the later half of the time that was spoken of against the earlier, else lately."""
    if previous.topic not in (Topic.METRIC, Topic.COMPARE, Topic.SLEEP) or now.words > 10 or now.period:
        return None
    if not _TREND.fullmatch(now.said) or now.found.metrics or now.found.habits or not measure_of(previous):
        return None
    period = previous.period if previous.topic is not Topic.COMPARE else None
    if period is None or period.days < 2 * WEEK or period.last > now.today:
        return replace(previous, topic=Topic.METRIC, also=(), metric=measure_of(previous), period=None, against=None)
    middle = period.first + timedelta(days=period.days // 2)
    first = Period(period.first, middle - timedelta(days=1), "the first half")
    return replace(previous, topic=Topic.COMPARE, also=(), metric=measure_of(previous), aspect=None,
                   period=Period(middle, period.last, "the second half"), against=first)  # fmt: skip


_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_OTHER_NUMBER = re.compile(
    rf"(?:(?:and|or|but|so|then|what about|how about|over|in|since|with|last|the|for)\W+)*(?P<n>{_NUMBER})"
    r"(?: (?:then|instead|ago|of them))?\W*"
)
_SO_MANY = re.compile(rf"\b{_NUMBER}(?= (?:day|night|week|month|year)s?\b)", re.I)


def other_number(now: Said, previous: Understood) -> Understood | None:
    """`and 6?` after `since 3 months ago`: as many of what was counted in."""
    found = _OTHER_NUMBER.fullmatch(now.said)
    of = found and next((one for one in (previous, *previous.earlier[:2]) if _SO_MANY.search(one.text)), None)
    if not of or of.topic is not previous.topic or not of.period:
        return None
    days = times(_SO_MANY.sub(found["n"], of.text, count=1), now.today, ahead=of.period.first > now.today)
    return replace(previous, period=days.period, against=days.against) if days.period else None


_SPAN_AFTER = re.compile(r"\bthe (?P<unit>week|month) after(?: that| it| this)?\W*$")


def span_after(now: Said, previous: Understood) -> Understood | None:
    """`what was my recovery the week after`, after the best week: of the seven days behind it."""
    step, told = _SPAN_AFTER.search(now.said), previous.told_day
    if previous.topic is Topic.METRIC and previous.period and previous.period.days == 1:
        told = previous.period.first
    elif previous.topic is not Topic.RECORD or previous.of == "month":
        return None
    if not step or not told:
        return None
    first = told + timedelta(days=WEEK if previous.of == "week" else 1)
    last = min(first + timedelta(days=WEEK if step["unit"] == "week" else 30) - timedelta(days=1), now.today)
    if first > now.today:
        return None
    period = Period(first, last, f"the {step['unit']} after")
    topic = now.topic if now.topic in (Topic.SLEEP, Topic.COUNT, Topic.ACTIVITY, Topic.LOAD) else Topic.METRIC
    found = replace(now.found, times=replace(now.found.times, period=period))
    made = whole(now.text, now.said, topic, (), found, now.today)
    return replace(made, metric=made.metric or "recovery") if topic is Topic.METRIC else made


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


def day_after(now: Said, previous: Understood) -> Understood | None:
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


def that_week(now: Said, previous: Understood) -> Understood | None:
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


_ONE_BEFORE = re.compile(
    r"(?:(?:no|and|ok|sorry|i meant?|not that one|what about|how about|how was|show me|then|but|"
    r"wrong one)\W+)*(?:the )?"
    r"(?:(?:one|ride|run|swim|session|workout|training) before(?: that| it| this)?|previous(?: \w+)?|(?:second|"
    r"next) (?:to )?last(?: \w+)?|"
    r"last but one|earlier one|(?:one|ride|run|session) earlier)(?: (?:please|i mean|then))*\W*"
)


def one_before(now: Said, previous: Understood) -> Understood | None:
    """`no the one before`: the session before the one that was told."""
    if previous.topic is not Topic.ACTIVITY or not _ONE_BEFORE.fullmatch(now.said):
        return None
    if previous.period is None:
        return replace(previous, aspect=None, back=previous.back + 1)
    last = (previous.told_day or previous.period.first) - timedelta(days=1)
    return replace(previous, aspect="one", back=0, period=Period(_EARLIEST, last, "before that"))
