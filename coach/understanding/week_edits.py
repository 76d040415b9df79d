"""What is wished of a week that is planned: `Wednesday off`, `swap Monday and Wednesday`, `at most 3 sessions`.

Wishes add up over a conversation, until they are taken back. A day of the week is the one of the seven days from today
on.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from coach.understanding.exact import WEEK_PLAN, kind_of
from coach.understanding.spelling import plain
from coach.understanding.supposing import lengths
from coach.understanding.week_marks import DAY, WEEK, with_marks
from coach.understanding.week_parts import wishes
from coach.understanding.week_questions import asked_of, last_days
from coach.understood import Topic, Understood, WeekWish

LONGEST = 40  # words of a text that wishes something of a week
_BLOCK = re.compile(r"\b(?:in a row|straight|consecutive|back to back|camps?|blocks?|race|marathon|event)\b")


def understood(text: str, said: str, today: date, previous: Understood | None) -> Understood | None:
    """A question that wishes something of a week, or asks why the one that was told is as it is; None for others.

    said: the text made plain.
    """
    told, at_once = _told(previous)
    wished = meant(text, said, today, previous)
    if wished is not None:
        return Understood(text, Topic.WORKOUT, week=wished, follow_up=told is not None)
    asked = asked_of(said, today, told, at_once) if told is not None else None
    return asked and replace(asked, text=text, week=told)


def meant(text: str, said: str, today: date, previous: Understood | None) -> tuple[WeekWish, ...] | None:
    """All that is wished of the week, also before, where a text wishes something of one; None where it does not.

    said: the text made plain. previous: what was asked before, whose week it may be.
    """
    plans = kind_of(text) == "week_plan"
    if len(said.split()) > LONGEST or _BLOCK.search(said):
        return None
    told, at_once = _told(previous)
    if told is None and not plans and not (DAY.search(said) or _WEEK.search(said)):
        return None
    around = plans or told is not None and at_once
    named = _with_its_day(said, told, previous) if told is not None and at_once else said
    now = wishes(WEEK_PLAN.sub(" . ", named), today, strict=not plans, around=around)
    if told and at_once and not now:
        now = _same_again(said, today, told, previous, corrects=bool(_CORRECTS.search(plain(text))))
    if not now:
        return None
    if plans:
        return tuple(one for one in now if one.kind not in ("undo", "reset")) or None
    if told is None:
        return now if _stands_alone(said, now, today) else None
    if not at_once and not _is_of_a_week(now, said):
        return None
    step = max((one.step for one in told), default=0) + 1
    return (*told, *(replace(one, step=step) for one in now))


def standing(wished: Sequence[WeekWish]) -> tuple[WeekWish, ...]:
    """Those that still hold: what was taken back is gone."""
    held: list[WeekWish] = []
    for one in wished:
        if one.kind == "reset":
            held = []
        elif one.kind == "undo":
            held = [other for other in held if other.step != held[-1].step]
        else:
            held.append(one)
    return tuple(held)


def before_the_last(wished: Sequence[WeekWish]) -> tuple[WeekWish, ...]:
    """Without those of the last question."""
    last = max((one.step for one in wished), default=0)
    return tuple(one for one in wished if one.step != last)


def _told(previous: Understood | None) -> tuple[tuple[WeekWish, ...] | None, bool]:
    """What was wished of the week that was told last, and whether the last answer told it."""
    if previous is None:
        return None, False
    for one in (previous, *previous.earlier):
        if one.week is not None:
            return one.week, one is previous
        if kind_of(one.text) == "week_plan":  # of a conversation that was kept before weeks were
            return (), one is previous
    return None, False


_WEEK = re.compile(
    r"\b(?:this|the|my|next|coming|whole|training)(?: training)? week\b(?! (?:before|after|ago|of))|^week\b|"
    r"\b(?:easier|lighter|harder|heavier|longer|shorter) week\b"
)
_BACK_TO_IT = re.compile(
    r"\b(?:undo|revert|restore|reset|back|start (?:over|again|afresh)|(?:as|how|like|what) it was)\b"
)


def _is_of_a_week(now: Sequence[WeekWish], said: str) -> bool:
    """Whether wishes name days or the week, or take back, so that they are of it though something else was asked
    between."""
    if any(one.days for one in now) or re.search(r"\b(?:week|plan)\b", said):
        return True
    return all(one.kind in ("undo", "reset") for one in now) and bool(_BACK_TO_IT.search(said))


_POINTS = r" (?:it|that|this)(?: (?:one|day|session|workout))?\b(?! back)"
_IT = re.compile(
    rf"(?P<verb>\b(?:swap|switch|exchange|trade|flip|move|shift|push|postpone|bring|delay|reschedule)){_POINTS}"
)
_ITS = re.compile(rf"(?P<verb>\b(?:make|set|keep|put|turn|skip|drop|cancel|shorten|lengthen|extend)){_POINTS}")


def _with_its_day(said: str, told: Sequence[WeekWish], previous: Understood) -> str:
    """`swap it with Friday`, `make it shorter`: the day that was explained, or that the last wish was of, in the place
    of `it`."""
    explained = previous.period if previous.aspect in ("reasons", "changed", "why not") else None
    if explained is not None and explained.days == 1:
        day, pattern = explained.first, (_IT, _ITS)
    elif len(set(days := last_days(told))) == 1:
        shaped = told[-1].kind in ("put", "minutes", "at most minutes", "lighter", "heavier", "shorter", "longer")
        day, pattern = days[0], (_IT, _ITS) if shaped or lengths(said) else (_IT,)
    else:
        return said
    for one in pattern:
        said = one.sub(rf"\g<verb> {day:%A}".lower(), said, count=1)
    return said


_LEAD = (
    r"(?:(?:and|also|plus|ok|so|on|then|actually|no|rather|sorry|i mean|i meant|make (?:it|that)|better|"
    r"instead|well|hm+|just|only|wait|(?:the )?same (?:for|on))\W+)*"
)
_DAYS_ALONE = re.compile(rf"\W*{_LEAD}@\d+(?:\W+(?:@\d+|and|then|please|instead|too|as well|rather|also|off))*[\s.!,]*")
_PUT_THERE = re.compile(rf"\W*{_LEAD}(?:put|place|do|have|try|yes) (?:it|that)? ?(?:on |for )?@0(?: please| then)*\W*")
_CORRECTS = re.compile(r"\b(?:actually|no|rather|sorry|i mean|i meant|make (?:it|that)|instead|better|wait)\b")
_AMOUNT = re.compile(
    r"\W*(?:(?:by|like|say|about|around|maybe|make (?:it|that)|and|ok|just|only)\W+)*(\d{1,3}) ?(?:%|percent|"
    r"per cent)\W*"
)
_OF_DAYS = ("rest", "open", "put", "minutes", "at most minutes", "lighter", "heavier", "shorter", "longer")
_WAYS = {"heavier": "longer", "longer": "longer", "lighter": "shorter", "shorter": "shorter"}


def _same_again(
    said: str, today: date, told: Sequence[WeekWish], previous: Understood, *, corrects: bool
) -> tuple[WeekWish, ...]:
    """The last wish of other days, or by how much: `and Wednesday`, `actually Tue Thu Sun`, `by 20%`.

    corrects: whether it takes the place of the last one.
    """
    held = standing(told)
    if not held or previous.aspect not in (None, "shown", "total"):
        return ()
    last = held[-1]
    instead = (WeekWish("undo"), *(one for one in held if one.step == last.step and one is not last))
    if (amount := _AMOUNT.fullmatch(said)) and last.kind in _WAYS:
        wish = WeekWish(_WAYS[last.kind], last.days, None, float(amount[1]))
        return (wish,) if last.kind in ("heavier", "lighter") else (*instead, wish)
    marked, groups = with_marks(said, today)
    days = tuple(day for group in groups for day in group)
    if _PUT_THERE.fullmatch(marked) and (last.kind == "put" or last.kind == "move" and last.effort):
        return (*instead, replace(last, days=days))
    if not _DAYS_ALONE.fullmatch(marked):
        return ()
    if last.kind in ("sessions", "only"):
        return _so_many_days(held, days, corrects=corrects)
    if last.kind not in _OF_DAYS or not last.days:
        return ()
    return (*(instead if corrects else ()), replace(last, days=days))


def _so_many_days(held: Sequence[WeekWish], days: tuple[date, ...], *, corrects: bool) -> tuple[WeekWish, ...]:
    """Days behind `three days a week` or `only Monday and Friday`: the only ones, or one more."""
    last = held[-1]
    if last.kind == "sessions":
        return (WeekWish("sessions", number=float(len(days))), WeekWish("only", days))
    if corrects or len(days) > 1:
        return (WeekWish("undo"), replace(last, days=days))
    counted = any(one.kind == "sessions" for one in held)
    more = (WeekWish("sessions", number=float(len({*last.days, *days}))),) if counted else ()
    return (*more, WeekWish("open", days))


_TRAINS = re.compile(r"\b(?:train\w*|sessions?|workouts?|time|week|available|can not|can only|busy|away|put|plan)\b")
_MAKES = re.compile(
    r"(?:^|[,.;!:] ?|\b(?:and|so|then|please|just|to|you|us) )(?:make|set|keep|cap|limit|bump|crank|ramp|turn|extend|"
    r"shorten|lengthen|cut|skip|cancel|leave|take(?= (?:\w+ ){1,2}off)|ease|tone|dial|step|reduce|scale) "
)
_OFF = re.compile(r"\W*(?!i )(?:\w+ ){1,3}off(?: please| then| instead)*\W*")  # `Monday off`
_WHICH = re.compile(r"\bwhich\b[^?]*\?")  # `three days, which ones?` asks for them
_AGAINST = re.compile(r"\bthan (?:usual\w*|normal\w*|last|before|my|i|the|it|planned)\b")
_OTHERWISE = re.compile(r"\b(?:easier|lighter|harder|tougher|longer|shorter|(?:easy|light) week)\b")


def _stands_alone(said: str, now: Sequence[WeekWish], today: date) -> bool:
    """Whether a text that goes on from nothing wishes a week with these days, rather than asks of one of them."""
    if re.match(r"(?:can|could|may|should|is|would) (?:i|it|we)\b", said):
        return False
    several = len({day for one in now for day in one.days}) > 1
    trains, makes = bool(_TRAINS.search(said)), bool(_MAKES.search(said))
    asks = "?" in _WHICH.sub("", said) and not makes or bool(_AGAINST.search(said))
    of_week = bool(_WEEK.search(said)) and not asks
    off = bool(_OFF.fullmatch(said))
    return all(
        one.kind == "swap"
        or one.kind == "only" and len(one.days) > 1 and trains
        or one.kind == "move"
        or one.kind in ("minutes", "at most minutes") and several
        or one.kind == "rest" and (several or trains) and len(one.days) < WEEK
        or one.kind == "put" and one.effort in ("rest", "long") and bool(re.search(r"\b(?:put|want|have)\b", said))
        or (makes or off or of_week) and not asks and 0 < len(one.days) < WEEK and one.days != (today,)
        or of_week and not one.days and (one.kind in _FIGURES or makes or bool(_OTHERWISE.search(said)))
        for one in now
    )  # fmt: skip


_FIGURES = ("sessions", "hard days", "total", "at most minutes")  # how many of a week, and how much


# Words of days and sessions alone: whoever says no others tells nothing of body or mind.
_PLAIN_WORDS = frozenset(
    "i we my me the a an and or but to on in of for with from it that this these is are be am at as not no can could "
    "would should will do does make have has had get got want like need rather please instead also then so only just "
    "most max maximum more than up least per each every any all other days day week weeks weekend weekdays session "
    "sessions workout workouts training train ride rides run runs swim swims long hard easy steady rest off free time "
    "times minutes minute min hours hour h plan put move swap switch shift work working busy available keep skip "
    "except one two three four five six seven morning evening afternoon today tomorrow next coming you us "
    "thanks".split()
)


def is_of_days_alone(text: str, today: date) -> bool:
    """Whether a text says nothing but on which days, how long and how hard somebody wants to train."""
    said = plain(text)
    marked, days = with_marks(said, today)
    left = set(re.findall(r"[a-z]+", marked))
    return bool(days) and left <= _PLAIN_WORDS and bool(wishes(WEEK_PLAN.sub(" . ", said), today))
