"""What is wished of a week that is planned: `Wednesday off`, `swap Monday and Wednesday`, `at most 3 sessions`.

A text is read part by part, with its days and its lengths as marks (`@0`, `#45`), so that one pattern fits whatever
day is named. A day of the week is the one of the seven days from today on.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from coach.understanding.exact import WEEK_PLAN, kind_of
from coach.understanding.spelling import plain
from coach.understanding.supposing import lengths
from coach.understanding.times import named
from coach.understood import Period, Topic, Understood, WeekWish

WEEK = 7  # days, from today on
LONGEST = 40  # words of a text that wishes something of a week
_WEEKDAYS = {name: place for place, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_DAY = re.compile(
    r"\b(?:(?:on|this|coming|the|(?P<next>next)) )*(?:(?P<day>(?:mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|day|days|sday|"
    r"sdays|nesday|nesdays|rsday|rsdays|urday|urdays)?)|(?P<rel>today|tonight|tomorrow|day after tomorrow)|"
    r"(?P<part>weekends?|weekdays?|work(?:ing)? ?days|every ?day|any ?day|each day|all days))\b"
    r"(?: (?:morning|afternoon|evening|night)s?)?(?:'s)?"
)
_NTHS = re.compile(r"(the \d{1,2}(?:st|nd|rd|th)) and (\d{1,2}(?:st|nd|rd|th))")
_AND = re.compile(r"\s*(?:,\s*and|,|and|or|&|/|\+|plus|as well as)\s*(?:also )?")
_TO = re.compile(r"\s*(?:to|till|until|through|-)\s*")
_PARTS = re.compile(
    r"(?<!\d)[,.]|[,.](?!\d)|[;:!?]|\b(?:and|but|then|plus|also|because|since|while|with(?= @)|or(?= @))\b"
)

_SWAP = re.compile(
    r"\b(?:swap(?:ping)?|switch(?:ing)?|exchange|trade|flip|interchange)\b[^.;@]*@(?P<one>\d+)"
    r"(?:[^.;@]*@(?P<other>\d+))?|@(?P<to>\d+)[^.;@]*\binstead of @(?P<of>\d+)|"
    r"\binstead of @(?P<of_first>\d+)[^.;@]*@(?P<to_last>\d+)"
)
_MOVE = re.compile(r"\b(?:mov(?:e|ing)|shift(?:ing)?|push|postpone|reschedule|bring|put off|delay|transfer)\b")
_THE = re.compile(
    r"\b(?:the|my|that|your) (?:\w+ )?(?:hard|long|easy|steady|rest|intervals?|tempo|recovery)\b(?! (?:to|off)\b)"
)
_ONLY = re.compile(r"\b(?:only|just)\b")
_AVAILABLE = re.compile(
    r"\b(?:i|we) (?:can|could|have time|got time|have got time|am (?:only )?(?:free|available|around))\b|\b(?:train|"
    r"schedule|sessions?|workouts?|training)\b(?: \w+){0,2} @|\b(?:available|have time)\b"
)
_OPEN = re.compile(
    r"@\d+ (?:is|are|would be|will be) (?:fine|ok|okay|possible|good|alright)\b|\b(?:can|could|will)\b.*@\d+ (?:again|"
    r"after all)\b|@\d+ (?:works|is possible) (?:again|after all|now)\b|\bkeep @\d+\W*$"
)
_EXCEPT = re.compile(r"(?:@\d+|^\W*) ?(?:except|apart from|other than|besides)(?: for| from)?\b")
_AT_MOST = re.compile(
    r"\b(?:only|just|at most|max\w*|no more than|not more than|up to|no longer than|not longer than|less than|under|"
    r"within|limit\w*|tops)\b"
)
_NOT = re.compile(r"\b(?:no|not|never|nothing|without|skip|cancel|drop|leave out|avoid|remove|nope)\b")
_AWAY = re.compile(
    r"\b(?:busy|away|travel\w*|unavailable|out of town|on (?:holiday|vacation|call)|booked|meetings?|flying|work|"
    r"working|impossible|(?:is|are|am) out|take (?:out )?@\d+ out|a bad day|bad for me|off|free|empty|"
    r"clear|blocked|no go)\b"
)
# What keeps people from training on a day, and what they say of it in a part of its own: `a wedding, so no training`.
_TAKEN = re.compile(
    r"\b(?:weddings?|conferences?|visit\w*|part(?:y|ies)|birthday|exams?|recital|play|flights?|funeral|appointments?|"
    r"trips?|guests?|arriv\w+|shifts?|deadline|moving|dinner|concert|festival|school|guests|family)\b"
)
_NO_TRAINING = re.compile(
    r"\b(?:no|not|without|skip|never|can not) (?:any |the |a |then )?(?:train\w*|sessions?|workouts?|rid\w+|"
    r"run\w*|time|then|that day|those days)\b"
)
_EFFORTS = (
    ("long", re.compile(r"\blong(?: slow| easy)? (?:ride|run|one|session|swim|hike|row|workout|day|bike|training)\b|"
                        r"\blong\b")),
    ("rest", re.compile(r"\b(?:rest(?:ing|s)?|recovery day|off|free|empty|clear)\b")),
    ("hard", re.compile(r"\b(?:hard|intervals?|vo2\w*|threshold|tempo|sprints?|tough|intense|hiit|quality|speed ?work)"
                        r"\b")),
    ("easy", re.compile(r"\b(?:easy|gentle|light|relaxed|recovery (?:ride|run|spin|swim|session|workout))\b")),
    ("steady", re.compile(r"\b(?:steady|moderate|medium|endurance)\b")),
)  # fmt: skip
_LIGHTER = re.compile(
    r"\b(?:easier|lighter|gentler|softer|less (?:hard|intense|demanding|load|training|tough|strenuous)|too (?:hard|"
    r"much|intense|tough|demanding|heavy|strenuous)|tone\b.*\bdown|dial\b.*\b(?:down|back)|ease\b.*\b(?:off|up|back)|"
    r"not (?:so|that|as|quite so) (?:hard|much|intense|tough)|more (?:relaxed|gentle)|"
    r"reduce|(?:cut|scale|ease) (?:it |this )?(?:back|down)|less(?= @|$))\b"
)
_HEAVIER = re.compile(
    r"\b(?:harder|tougher|heavier|more (?:intense|challenging|demanding|load)|too (?:easy|light|soft|little)|"
    r"not (?:so|that) easy|(?:step|dial|amp)\b.*\bup|more(?= @)|"
    r"(?:another|one more|an extra|1 more) hard (?:day|session|one|"
    r"workout)|(?:one|a|1) hard (?:day|session|one|workout) more)\b"
)
_SHORTER = re.compile(r"\b(?:shorter|shorten|less time|too long|less long)\b")
_LONGER = re.compile(r"\b(?:longer|lengthen|extend|more time|too short)\b")
_OF_SESSIONS = re.compile(r"\b(?:sessions?|workouts?|rides?|runs?|swims?|days?|them|week)\b")
_HARD_ONE = r"(?:hard|intense|tough|interval) (?:day|session|one|workout|effort|ride|run)s?"
_NO_HARD = re.compile(
    rf"\b(?:no|zero|without(?: any)?|not any) (?:{_HARD_ONE}|hard work|intervals)\b|\b(?:only|all) easy\b"
)
_FEWER_HARD = re.compile(
    rf"\b(?:one|1|a) {_HARD_ONE} (?:less|fewer)\b|\b(?:less|fewer) {_HARD_ONE}\b|\b(?:drop|remove|skip|cut|take out|"
    rf"take away|lose|delete|leave out|cancel)(?: \w+){{0,3}} {_HARD_ONE}\b"
)
_COUNT = r"(?P<n>[1-7]|one|two|three|four|five|six|seven|a|an|another)"
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "a": 1, "an": 1, "another": 1,
           "once": 1, "twice": 2}  # fmt: skip
_SO_MANY_HARD = re.compile(rf"\b{_COUNT} {_HARD_ONE}\b")
_SESSION = r"(?:training )?(?:sessions?|times|workouts?|trainings?|days?|rides?|runs?|swims?|x)"
_MOST = (
    r"at most|no more than|not more than|max(?:imum)?(?: of)?|only|just|up to|limit\w*(?: \w+){0,2} to|(?:train|ride|"
    r"run|exercise|work out|sessions|do)"
)
_SESSIONS = re.compile(
    rf"\b(?:{_MOST})(?: (?:only|just|at most|about|have|do|want|train|ride|run|on))* {_COUNT} ?{_SESSION}\b(?! (?:off|"
    rf"of rest))|\b{_COUNT.replace('<n>', '<m>')} ?{_SESSION} (?:at most|max|maximum|only|a week|per week|this week|"
    r"in all|in total|is enough|are enough|tops)\b|\b(?:train\w*|only|just|at most) (?P<t>once|twice)\b|"
    rf"^\W*{_COUNT.replace('<n>', '<s>')} {_SESSION}(?: please| then| instead| will do)*\W*$|"
    r"^\W*(?:only|just|make it|make that) (?P<d>[1-7])\W*$"
)
_REST_DAYS = re.compile(
    rf"\b{_COUNT}(?P<more> more| extra| additional)? (?:rest days?|days? off|days? of rest|free days?|off days?)"
    r"(?P<too> more)?\b"
)
_FEWER = re.compile(
    rf"\b{_COUNT} {_SESSION} (?:less|fewer)\b|\b(?:one )?(?:less|fewer) (?:sessions?|workouts?|days?)\b|\b(?:drop|"
    r"remove|skip|cut|lose|cancel) (?:a|one|1) (?:session|workout|day|ride|run)\b"
)
_UNDO = re.compile(
    r"^\W*(?:no\W+)?back\W*$|\bthe (?:one|version|week|plan) before\b|\b(?:undo|revert|go back|take (?:that|it|this) "
    r"back|(?:change|put|turn) (?:that|it|everything) back|scrap that|as (?:it was )?before|like (?:it was )?before|"
    r"back to (?:before|how it was|what it was)|the (?:previous|last|old) (?:one|plan|version|week)|cancel that|"
    r"(?:forget|remove|cancel|drop) (?:that|it|(?:the |my )?(?:last|latest) (?:change|edit|wish))|never ?mind that|"
    r"rather not that)\b"
)
_RESET = re.compile(
    r"\b(?:start (?:over|again|afresh)|from scratch|(?:the|my|your) (?:original|first|very first)(?: (?:one|plan|"
    r"version|week))|undo (?:all|everything)|forget (?:all|everything)|take (?:all|everything) back|reset)\b"
)
_A_DAY = re.compile(r"\b(?:a|per|each|every|any) (?:day|session|workout|ride|run)\b|\bdaily\b|\bat a time\b")
# What only seems to wish something of a week: reasons, days behind, what is supposed, blocks of several days.
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then) )*(?:how(?! about)|what(?! about)|why|which|when|where|who|will|would(?! (?:you|"
    r"it be possible))|is(?! (?:it possible|there a way))|are|am|does|do (?:i|you)|did|was|were|has|have i|should|"
    r"shall|may i ask|tell me|predict|forecast)\b"
)
_CHANGES = re.compile(r"^\W*(?:(?:and|so|but|ok|then) )*(?:what if|should|shall|would it help if)(?: i| we)? (?:move|"
                      r"swap|switch|shift)\b")  # fmt: skip
_GONE = re.compile(r"\b(?:was|were|did|had|rested|trained|rode|ran|slept|yesterday|last|ago|have been|felt)\b")
_SUPPOSES = re.compile(r"\b(?:if(?! (?:possible|you can|that works|it works))|suppose|imagine|assuming)\b")
_BLOCK = re.compile(r"\b(?:in a row|straight|consecutive|back to back|camps?|blocks?|race|marathon|event)\b")


@dataclass(frozen=True)
class _Part:
    """A part of a text, with the days that its marks stand for."""

    said: str
    days: tuple[date, ...]
    last: tuple[date, ...]  # those of its last mark
    minutes: float | None


def understood(text: str, said: str, today: date, previous: Understood | None) -> Understood | None:
    """A question that wishes something of a week, or asks why the one that was told is as it is; None for others.

    said: the text made plain.
    """
    told, at_once = _told(previous)
    wished = meant(text, said, today, previous)
    if wished is not None:
        return Understood(text, Topic.WORKOUT, week=wished, follow_up=told is not None)
    if told is not None and (at_once or _WHY_KIND.search(said)) and (days := _asked_why(said, today)):
        return Understood(text, Topic.WORKOUT, week=told, period=days, aspect="reasons", follow_up=True)
    return None


_WHY = re.compile(
    r"\W*(?:(?:and|but|so|ok|hm) )*why(?: not)?(?P<that> (?:that|this|so|the week|like that)(?: week| plan)?)?"
    r"(?:\W*$|.*@\d)"
)


_WHY_KIND = re.compile(r"\bwhy (?:is|do i|have i)\b.*\b(?:for rest|rest|easy|steady|hard|long|off|free)\W*$")
_WHAT_OF = re.compile(
    r"\W*(?:(?:and|so|but|ok|then) )*(?:(?:what|how) (?:about|is)(?: planned| on| for)*|what (?:do|should) i (?:do|"
    r"train)(?: on)?|what have i(?: on)?)? ?@\d+(?: then| again| like)*\W*"
)


def _asked_why(said: str, today: date) -> Period | None:
    """`why is Thursday for rest?`, `why?`, `and Thursday?`: the days of which is asked what they are, and why."""
    marked, days = _marked(said, today)
    if not (_WHY.match(marked) or _WHAT_OF.fullmatch(marked)) or _GONE.search(said):
        return None
    asked = [day for group in days for day in group] or [today, today + timedelta(days=WEEK - 1)]
    return Period(min(asked), max(asked), "")


def meant(text: str, said: str, today: date, previous: Understood | None) -> tuple[WeekWish, ...] | None:
    """All that is wished of the week, also before, where a text wishes something of one; None where it does not.

    said: the text made plain. previous: what was asked before, whose week it may be.
    """
    plans = kind_of(text) == "week_plan"
    if len(said.split()) > LONGEST or _BLOCK.search(said):
        return None
    told, at_once = _told(previous)
    if told is None and not plans and not _DAY.search(said):
        return None
    around = plans or told is not None and at_once
    now = wishes(WEEK_PLAN.sub(" . ", said), today, strict=not plans, around=around)
    if not now:
        return None
    if plans:
        return tuple(one for one in now if one.kind not in ("undo", "reset")) or None
    if told is None:
        return now if _stands_alone(said, now) else None
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


_OF_THE_WEEK = ("lighter", "heavier", "shorter", "longer", "undo", "reset", "sessions", "hard days")


def _is_of_a_week(now: Sequence[WeekWish], said: str) -> bool:
    """Whether wishes name days or the week, so that they are of it though something else was asked between."""
    return any(one.days for one in now) or bool(re.search(r"\b(?:week|plan)\b", said))


_TRAINS = re.compile(r"\b(?:train\w*|sessions?|workouts?|time|week|available|can not|can only|busy|away|put|plan)\b")


def _stands_alone(said: str, now: Sequence[WeekWish]) -> bool:
    """Whether a text that goes on from nothing wishes a week with these days, rather than asks of one of them."""
    if re.match(r"(?:can|could|may|should|is|would) (?:i|it|we)\b", said) or any(
        one.kind in _OF_THE_WEEK for one in now
    ):
        return False
    several = len({day for one in now for day in one.days}) > 1
    trains = bool(_TRAINS.search(said))
    return all(
        one.kind == "swap"
        or one.kind == "only" and len(one.days) > 1 and trains
        or one.kind == "move"
        or one.kind in ("minutes", "at most minutes") and several
        or one.kind == "rest" and (several or trains) and len(one.days) < WEEK
        or one.kind == "put" and one.effort in ("rest", "long") and bool(re.search(r"\b(?:put|want|have)\b", said))
        for one in now
    )  # fmt: skip


def wishes(said: str, today: date, *, strict: bool = True, around: bool = False) -> tuple[WeekWish, ...]:
    """What a text wishes of a week, in its order; nothing where it asks for something else.

    said: in plain text. strict: whether a part of it that asks makes it a question. around: whether a week is planned,
    so that a wedding on one of its days takes that day.
    """
    marked, days = _marked(_NTHS.sub(r"\1 and the \2", said), today)
    found: list[WeekWish] = []
    if _GONE.search(said) and not (_UNDO.search(said) or _RESET.search(said)):
        return ()
    if _SUPPOSES.search(said) and not _CHANGES.match(said):
        return ()
    while swap := _SWAP.search(marked):
        found += _of_swap(swap, days)
        marked = f"{marked[: swap.start()]} . {marked[swap.end() :]}"
    marked = re.sub(r"(@\d+) ?:", r"\1", marked)
    marked = re.sub(r"(@\d+) but(?: not)?(?= @)", r"\1 except", marked)
    open_days: Sequence[date] = ()
    for part in _parts(marked, days):
        if _ASKS.match(part.said) and not _CHANGES.match(part.said):
            if strict:
                return ()
            continue
        now = _of_part(part) or _taken(part, open_days, around)
        if now and now[0].kind == "swap" and found and found[-1].days == tuple(open_days):
            found.pop()  # it is that day's session that moves
        found += now
        open_days = part.days or open_days
    return tuple(found)


def _of_swap(swap: re.Match, days: Sequence[tuple[date, ...]]) -> list[WeekWish]:
    """`swap Monday and Wednesday`, `hard on Friday instead of Sunday`, `swap the hard day with Monday`."""
    both = [day for mark in swap.groups() if mark is not None for day in days[int(mark)]][:2]
    if len(both) == 2:
        return [WeekWish("swap", tuple(both))]
    effort = _effort(swap[0])
    return [WeekWish("move", tuple(both), effort)] if effort else []


def _effort(said: str) -> str | None:
    return next((name for name, pattern in _EFFORTS if pattern.search(said)), None)


def _taken(part: _Part, before: Sequence[date], around: bool) -> list[WeekWish]:
    """Days on which something else is on, where a week is planned around it, or where it is said after them."""
    if part.days and around and _TAKEN.search(part.said):
        return [WeekWish("rest", part.days, "rest")]
    if len(part.days) == len(before) == 1 and _MOVE.search(part.said):
        return [WeekWish("swap", (*before, *part.days)), WeekWish("rest", tuple(before), "rest")]
    if not part.days and before and _NO_TRAINING.search(part.said):
        return [WeekWish("rest", tuple(before), "rest")]
    return []


def _parts(marked: str, days: Sequence[tuple[date, ...]]) -> Iterator[_Part]:
    """The parts of a text; a bare number is of minutes where an earlier part named some: `and 45 on Thursday`."""
    timed = 0.0
    for said in _PARTS.split(marked):
        if not said or not said.strip():
            continue
        here = [days[int(mark)] for mark in re.findall(r"@(\d+)", said)]
        named_here = tuple(dict.fromkeys(day for group in here for day in group))
        length = re.search(r"#(\d+)", said)
        minutes = float(length[1]) if length else None
        if minutes is None and timed and named_here and (bare := re.search(r"(?<![@#\d])\b(\d{1,3})\b", said)):
            minutes = float(bare[1]) * (60 if timed >= 60 and float(bare[1]) <= 6 else 1)
        timed = minutes or timed
        yield _Part(said.strip(), named_here, here[-1] if here else (), minutes)


def _of_part(part: _Part) -> list[WeekWish]:
    return _of_days(part) if part.days else _of_the_whole(part)


def _of_days(part: _Part) -> list[WeekWish]:
    """What is wished of the days that a part names."""
    said, days = part.said, part.days
    effort = _effort(said)
    if _MOVE.search(said):
        if len(days) > 1:
            return [WeekWish("swap", (days[0], days[-1]))]
        return [WeekWish("move", days, effort)] if effort else []
    if part.minutes is not None and (other := re.search(r"\b(?:less|fewer|more|shorter|longer)\b(?! than)", said)):
        return [WeekWish("longer" if other[0] in ("more", "longer") else "shorter", days)]
    if part.minutes is not None:
        length = WeekWish("at most minutes" if _AT_MOST.search(said) else "minutes", days, None, part.minutes)
        return [*([WeekWish("put", days, effort)] if effort and effort != "rest" else []), length]
    if _EXCEPT.search(said):
        return [WeekWish("rest", part.last, "rest")]
    if _OPEN.search(said) and not _NOT.search(said):
        return [WeekWish("open", days)]
    if _LIGHTER.search(said):
        return [WeekWish("lighter", days)]
    if _HEAVIER.search(said):
        return [WeekWish("heavier", days)]
    if _SHORTER.search(said):
        return [WeekWish("shorter", days)]
    if _LONGER.search(said) and effort != "long":
        return [WeekWish("longer", days)]
    denied = bool(_NOT.search(said))
    if denied and effort == "hard":
        return [WeekWish("lighter", days)]
    if denied and effort == "rest":
        return [WeekWish("put", days, "easy")]
    if not denied and _ONLY.search(said) and effort is None:
        return [WeekWish("only", days)]
    if denied or (effort in (None, "rest") and _AWAY.search(said)):
        free = re.search(r"\bi am (?:only |just )?free\b", said)
        return [WeekWish("only", days)] if free and not denied else [WeekWish("rest", days, "rest")]
    if effort and _THE.search(said) and len(days) == 1 and effort != "long":
        return [WeekWish("move", days, effort)]
    if effort:
        return [WeekWish("put" if effort != "rest" else "rest", days, effort)]
    return [WeekWish("only", days)] if len(days) > 1 and _AVAILABLE.search(said) else []


def _of_the_whole(part: _Part) -> list[WeekWish]:
    """What is wished of the week."""
    said = part.said
    if part.minutes and _A_DAY.search(said):
        return [WeekWish("at most minutes", number=part.minutes)]
    if _RESET.search(said):
        return [WeekWish("reset")]
    if _UNDO.search(said):
        return [WeekWish("undo")]
    if _FEWER_HARD.search(said):
        return [WeekWish("hard days", number=-1)]
    if _NO_HARD.search(said):
        return [WeekWish("hard days", number=0)]
    if _HEAVIER.search(said):
        return [WeekWish("heavier")]
    if found := _SO_MANY_HARD.search(said):
        return [WeekWish("hard days", number=_count(found["n"]))]
    if found := _REST_DAYS.search(said):
        more = found["n"] == "another" or found["more"] or found["too"]
        return [WeekWish("sessions", number=-_count(found["n"]) if more else WEEK - _count(found["n"]))]
    if found := _FEWER.search(said):
        return [WeekWish("sessions", number=-_count(found["n"] or "one"))]
    if found := _SESSIONS.search(said):
        return [WeekWish("sessions", number=_count(next(one for one in found.groups() if one)))]
    if _LIGHTER.search(said):
        return [WeekWish("lighter")]
    if not _OF_SESSIONS.search(said):  # `shorter, please` is of the answer
        return []
    return [WeekWish("shorter")] if _SHORTER.search(said) else [WeekWish("longer")] if _LONGER.search(said) else []


def _count(said: str) -> float:
    return float(_COUNTS.get(said) or said)


def _marked(said: str, today: date) -> tuple[str, list[tuple[date, ...]]]:
    """The text with marks in place of its days and lengths, and the days of each mark."""
    for start, end, minutes in reversed(lengths(said)):
        said = f"{said[:start]}#{minutes:.0f}{said[end:]}"
    groups: list[tuple[int, int, tuple[date, ...]]] = []
    for start, end, days in _named(said, today):
        if groups:
            begin, before, first = groups[-1]
            joined = _joined(said, before, start, end, begin, first, days)
            if joined:
                groups[-1] = (begin, end, joined)
                continue
        groups.append((start, end, days))
    for place, (start, end, _) in reversed(list(enumerate(groups))):
        said = f"{said[:start]}@{place}{said[end:]}"
    return said, [days for _, _, days in groups]


_PREDICATE = re.compile(
    r"\b(?:off|free|rest|easy|hard|steady|long|no|not|skip|only|just|swap|move)\b|#\d+|@\d+ (?:is|are)\b"
)
_BEHIND = re.compile(
    r"\s*(?:is |are |for |should be |a |an )*(?:off|free|rest|easy|hard|steady|long|only|no|not|#\d+|\d)"
)


def _joined(
    said: str, end: int, start: int, last: int, begin: int, first: Sequence[date], days: Sequence[date]
) -> tuple[date, ...] | None:
    """Two mentions of days as one, where they are a list or a stretch; None where they stand apart."""
    between = said[end:start]
    lead = re.split(r"[.;!?]|\b(?:and|but|then)\b", said[:begin])[-1]
    moves = _MOVE.search(lead) or _SWAP.search(f"{lead} @0")
    stretch = _TO.fullmatch(between) or (re.search(r"\bbetween\s*$", lead) and between.strip() == "and")
    if stretch and not moves:
        until = days[-1] if days[-1] >= first[0] else days[-1] + timedelta(days=WEEK)
        return tuple(first[0] + timedelta(days=n) for n in range((until - first[0]).days + 1))
    if not _AND.fullmatch(between):
        return None
    if _PREDICATE.search(lead) and _BEHIND.match(said[last:]) and not _SWAP.search(f"{lead} @0"):
        return None
    return tuple(dict.fromkeys((*first, *days)))


def _named(said: str, today: date) -> list[tuple[int, int, tuple[date, ...]]]:
    """The days that a text names, and where."""
    found = [(match.start(), match.end(), _meant(match, today)) for match in _DAY.finditer(said)]
    for one in named(said, today, ahead=True):
        inside = any(start < one.end and one.start < end for start, end, _ in found)
        many = (one.last - one.first).days + 1
        by_date = re.search(r"\d|\bdays\b", said[one.start : one.end])
        if not inside and today <= one.first and many <= WEEK and not one.weeks and by_date:
            found.append((one.start, one.end, tuple(one.first + timedelta(days=n) for n in range(many))))
    return sorted(found)


def _meant(match: re.Match, today: date) -> tuple[date, ...]:
    week = [today + timedelta(days=n) for n in range(WEEK)]
    if relative := match["rel"]:
        off = {"tomorrow": 1, "day after tomorrow": 2}.get(relative, 0)
        return (today + timedelta(days=off),)
    if part := match["part"]:
        if part.startswith("weekend"):
            return tuple(day for day in week if day.weekday() >= 5)
        return tuple(day for day in week if day.weekday() < 5) if part.startswith("w") else tuple(week)
    ahead = (_WEEKDAYS[match["day"][:3]] - today.weekday()) % WEEK
    return (today + timedelta(days=ahead or (WEEK if match["next"] else 0)),)


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
    marked, days = _marked(said, today)
    left = set(re.findall(r"[a-z]+", marked))
    return bool(days) and left <= _PLAIN_WORDS and bool(wishes(WEEK_PLAN.sub(" . ", said), today))
