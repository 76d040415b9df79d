"""What does a text wish of a week? It is read part by part: of a day, of several, or of the whole week.

Its days and its lengths are marks by then, as coach.understanding.week_marks has them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from coach.understanding.week_marks import MOVE, SWAP, WEEK, with_marks
from coach.understood import WeekWish

_NTHS = re.compile(r"(the \d{1,2}(?:st|nd|rd|th)) and (\d{1,2}(?:st|nd|rd|th))")
_PARTS = re.compile(
    r"(?<!\d)[,.]|[,.](?!\d)|[;:!?]|\b(?:and|but|then|plus|also|because|since|while|with(?= @)|or(?= @))\b"
)
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
    r"reduce|(?:cut|scale|ease) (?:it |this )?(?:back|down)|less(?= @|$)|(?:want|need|make|give|plan|like)\b.*"
    r"\b(?:easy|light) week)\b"
)
_HEAVIER = re.compile(
    r"\b(?:harder|tougher|heavier|more (?:intense|challenging|demanding|load)|too (?:easy|light|soft|little)|"
    r"not (?:so|that) easy|(?:step|dial|amp|bump|crank|ramp|turn|pump|beef|push|notch|scale)\b.*\bup|more(?= @)|"
    r"(?:another|one more|an extra|1 more) hard (?:day|session|one|"
    r"workout)|(?:one|a|1) hard (?:day|session|one|workout) more)\b"
)
_SHORTER = re.compile(r"\b(?:shorter|shorten|less time|too long|less long)\b")
_LONGER = re.compile(r"\b(?:longer|lengthen|extend|more time|too short)\b")
_PERCENT = re.compile(r"(\d{1,3}) ?(?:%|percent\b|per cent\b)")
_MORE = re.compile(r"\b(?:more|longer|extend|lengthen|increase|raise|add)\b")
_LESS = re.compile(r"\b(?:less|fewer|shorter|shorten|decrease|lower)\b")
# `like 2h`, behind what is said of a day: a length alone
_BARE_LENGTH = re.compile(
    r"\W*(?:(?:like|say|about|around|maybe|roughly|something|so|for|to|ok|please|at most|max(?:imum)?|up to|"
    r"no more than|not more than|just|only|make it|let us say|instead) ?)*#\d+\W*"
    r"(?:(?:or so|please|max(?:imum)?|tops|at most|then|instead|is fine|is enough|would do|will do|would be (?:good|"
    r"great|nice))\W*)*"
)
_WHICH = re.compile(
    r"\W*(?:(?:and|so|but)\W+)*which(?: (?:ones?|days?)(?: (?:are|would|do you|should|shall)\b(?!.*\b(?:better|"
    r"worse)\b).*| then| exactly)?)?\W*|\W*(?:plan|schedule|do) (?:it|them|that)(?: please| for me| then)*\W*"
)
_IN_ALL = re.compile(
    r"\b(?:this|the|next|per|a|my|whole|coming|every|each) (?:coming |whole |training )?week\b|\b(?:in (?:all|total)|"
    r"altogether|total|overall|weekly)\b"
)
_MAKE_IT = re.compile(r"\W*(?:(?:and|then|ok|so|please|just) )*(?:make|plan|let) (?:it|that|them)\b")
_MUCH = 180  # minutes: who names more of a week than this, and no day, means all of it
_SLEEPS = re.compile(r"\b(?:sleep\w*|slept|bed|nights?|asleep|naps?|work\w*|driv\w+|travel\w*|averag\w+)\b")
A_BIT = 20.0  # percent that `a bit longer` means; ours
_A_BIT = re.compile(r"\b(?:a (?:little |tiny )?(?:bit|little|touch|tad|notch)|slightly|somewhat)\b")
_OF_SESSIONS = re.compile(r"\b(?:sessions?|workouts?|rides?|runs?|swims?|days?|them|week|the (?:rest|others?))\b")
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
    r"^\W*(?:no\W+)?back(?: please)?\W*$|\b(?:put|bring) (?:it|that|this|them|everything|the week) back\b|"
    r"^\W*(?:(?:make|leave|keep|put) it |back to |please )*(?:as|how|what|like) it was(?: please)?\W*$|"
    r"\brestore (?:it|that|the (?:week|plan))\b|\bthe (?:one|version|week|plan) before\b|\b(?:undo|revert|"
    r"go back|take (?:that|it|this) back|(?:change|put|turn) (?:that|it|everything) back|scrap that|"
    r"as (?:it was )?before|like (?:it was )?before|"
    r"back to (?:before|how it was|what it was)|the (?:previous|last|old) (?:one|plan|version|week)|cancel that|"
    r"(?:forget|remove|cancel|drop) (?:that|it|(?:the |my )?(?:last|latest) (?:change|edit|wish))|never ?mind that|"
    r"rather not that)\b"
)
_RESET = re.compile(
    r"\b(?:start (?:over|again|afresh)|from scratch|(?:the|my|your) (?:original|first|very first)(?: (?:one|plan|"
    r"version|week))|undo (?:all|everything)|forget (?:all|everything)|take (?:all|everything) back|reset)\b"
)
_A_DAY = re.compile(r"\b(?:a|per|each|every|any) (?:day|session|workout|ride|run)\b|\bdaily\b|\bat a time\b")
# What only seems to wish something of a week: reasons, days behind, what is supposed.
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|ok|then) )*(?:how(?! about)|what(?! about)|why|which|when|where|who|will|would(?! (?:you|"
    r"it be possible))|is(?! (?:it possible|there a way))|are|am|does|do (?:i|you)|did|was|were|has|have i|should|"
    r"shall|may i ask|tell me|predict|forecast)\b"
)
_CHANGES = re.compile(r"^\W*(?:(?:and|so|but|ok|then) )*(?:what if|should|shall|would it help if)(?: i| we)? (?:move|"
                      r"swap|switch|shift)\b")  # fmt: skip
GONE = re.compile(r"\b(?:was|were|did|had|rested|trained|rode|ran|slept|yesterday|last|ago|have been|felt)\b")
_SUPPOSES = re.compile(r"\b(?:if(?! (?:possible|you can|that works|it works))|suppose|imagine|assuming)\b")


@dataclass(frozen=True)
class _Part:
    """A part of a text, with the days that its marks stand for."""

    said: str
    days: tuple[date, ...]
    last: tuple[date, ...]  # those of its last mark
    minutes: float | None


_BUT = re.compile(r"@(\d+) but( not)?(?= @)")
_BUT_FREE = re.compile(r"(@\d+) but (@\d+) (?:is|are) free\b")
_WEEK_OFF = re.compile(
    r"^\W*(?:no|zero) (?:training|sessions?|workouts?) (?:at all )?(?:this|the|all|for the) (?:whole |entire )?week"
    r"\W*$|"
    r"\b(?:rest|off|free|nothing) (?:for )?(?:the |this )?(?:whole|entire) week\b|"
    r"\b(?:take|want|need|have) (?:the|this|a) (?:whole |entire )?week off\b"
)
_DAYS_ALONE = re.compile(r"(?:on )?@\d+(?: please)?")
_MANY = 5  # days that `any day` or `weekdays` mean: of them one is taken out by `but`
_THEN_MORE = re.compile(r"(@\d+) (?=(?:more|less|longer|shorter|harder|easier) (?:on )?@)")
_BARE = re.compile(r"(?<![@#\d])\b(\d{1,3}|one|two|three|four)\b")
_NOT_AWAY = re.compile(
    r"\b(?:not|never) (?:to )?(?:skip|cancel|drop|leave out|remove|avoid|away|busy|travel\w*|unavailable|out of town)\b"
)
_UP_TO = re.compile(r"\b(?:until|till|before|after|from|since) (?:the )?@\d+")


def wishes(said: str, today: date, *, strict: bool = True, around: bool = False) -> tuple[WeekWish, ...]:
    """What a text wishes of a week, in its order; nothing where it asks for something else.

    said: in plain text. strict: whether a part of it that asks makes it a question. around: whether a week is planned,
    so that a wedding on one of its days takes that day.
    """
    marked, days = with_marks(_NTHS.sub(r"\1 and the \2", said), today)
    found: list[WeekWish] = []
    if GONE.search(said) and not (_UNDO.search(said) or _RESET.search(said)):
        return ()
    if _SUPPOSES.search(said) and not _CHANGES.match(said):
        return ()
    while swap := SWAP.search(marked):
        found += _of_swap(swap, days)
        marked = f"{marked[: swap.start()]} . {marked[swap.end() :]}"
    marked = re.sub(r"(@\d+) ?:", r"\1", marked)
    marked = _BUT_FREE.sub(r"\1 ; \2 is fine", marked)
    marked = _BUT.sub(lambda but: f"@{but[1]} {'except' if but[2] or len(days[int(but[1])]) >= _MANY else ';'}", marked)
    marked = _THEN_MORE.sub(r"\1 ; ", marked)
    open_days: Sequence[date] = ()
    for part in _parts(marked, days):
        if _WHICH.fullmatch(part.said) and found:
            continue
        if _ASKS.match(part.said) and not _CHANGES.match(part.said):
            if strict:
                return ()
            continue
        if found and _names_them(part, found[-1]):
            found[-1] = WeekWish("rest", part.days, "rest")
            continue
        now = _of_length(part, open_days) or _of_part(part) or _taken(part, open_days, around)
        if now and found and _takes_the_place_of(now[0], found[-1], open_days):
            found.pop()
        found += [one for one in now if one not in found]
        open_days = part.days or open_days
    return _after_what_is_taken_back(found)


def _names_them(part: _Part, before: WeekWish) -> bool:
    """`two days off, Monday and Tuesday`: whether days alone say which ones were meant."""
    named = before.kind == "sessions" and before.number == WEEK - len(part.days)
    return named and bool(_DAYS_ALONE.fullmatch(part.said))


def _of_length(part: _Part, before: Sequence[date]) -> list[WeekWish]:
    """`make Sunday longer, like 2h`: a length without a day is of the day before it."""
    if part.days or part.minutes is None or not before or not _BARE_LENGTH.fullmatch(part.said):
        return []
    return [WeekWish("at most minutes" if _AT_MOST.search(part.said) else "minutes", tuple(before), None, part.minutes)]


def _takes_the_place_of(now: WeekWish, before: WeekWish, open_days: Sequence[date]) -> bool:
    """Whether a wish says more closely what the one before it is of: how long, where to."""
    if before.days != tuple(open_days):
        return False
    return now.kind == "move" and not now.effort or now.number is not None and before.kind in ("longer", "shorter")


def _after_what_is_taken_back(found: list[WeekWish]) -> tuple[WeekWish, ...]:
    """`too much, undo`: what stands before that only says why."""
    back = [n for n, one in enumerate(found) if one.kind in ("undo", "reset")]
    return tuple(found[back[-1] :] if back else found)


def _of_swap(swap: re.Match, days: Sequence[tuple[date, ...]]) -> list[WeekWish]:
    """`swap Monday and Wednesday`, `hard on Friday instead of Sunday`, `swap the hard day with Monday`."""
    both = [day for mark in swap.groups() if mark is not None for day in days[int(mark)]][:2]
    if len(both) == 2:
        return [WeekWish("swap", tuple(both))]
    effort = effort_in(swap[0])
    return [WeekWish("move", tuple(both), effort)] if effort else []


def effort_in(said: str) -> str | None:
    return next((name for name, pattern in _EFFORTS if pattern.search(said)), None)


def _taken(part: _Part, before: Sequence[date], around: bool) -> list[WeekWish]:
    """Days on which something else is on, where a week is planned around it, or where it is said after them."""
    if part.days and around and _TAKEN.search(part.said):
        return [WeekWish("rest", part.days, "rest")]
    if len(part.days) == len(before) == 1 and MOVE.search(part.said):
        return [WeekWish("move", (*before, *part.days)), WeekWish("rest", tuple(before), "rest")]
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
        if minutes is None and timed and named_here and (bare := _BARE.search(said)):
            number = float(_COUNTS.get(bare[1], 0) or bare[1])
            minutes = number * (60 if timed >= 60 and number <= 6 else 1)
        timed = minutes or timed
        yield _Part(said.strip(), named_here, here[-1] if here else (), minutes)


def _of_part(part: _Part) -> list[WeekWish]:
    return _of_days(part) if part.days else _of_the_whole(part)


def _of_days(part: _Part) -> list[WeekWish]:
    """What is wished of the days that a part names."""
    said, days = part.said, part.days
    effort = effort_in(said)
    if MOVE.search(said):
        if len(days) > 1:
            return [WeekWish("move", (days[0], days[-1]))]
        return [WeekWish("move", days, effort)] if effort else []
    if percent := _of_percent(said, days):
        return percent
    if part.minutes is not None and (other := re.search(r"\b(?:less|fewer|more|shorter|longer)\b(?! than)", said)):
        return [WeekWish("longer" if other[0] in ("more", "longer") else "shorter", days)]
    if part.minutes is not None:
        length = WeekWish("at most minutes" if _AT_MOST.search(said) else "minutes", days, None, part.minutes)
        return [*([WeekWish("put", days, effort)] if effort and effort != "rest" else []), length]
    if _EXCEPT.search(said):
        return [WeekWish("rest", part.last, "rest")]
    if _NOT_AWAY.search(said):
        return [WeekWish("open", days)]
    if _UP_TO.search(said) and len(days) == 1:  # days that it does not name
        return []
    if _OPEN.search(said) and not _NOT.search(said):
        return [WeekWish("open", days)]
    if _LIGHTER.search(said):
        return [WeekWish("lighter", days)]
    if _HEAVIER.search(said):
        return [WeekWish("heavier", days)]
    little = A_BIT if _A_BIT.search(said) else None
    if _SHORTER.search(said):
        return [WeekWish("shorter", days, None, little)]
    if _LONGER.search(said) and effort != "long":
        return [WeekWish("longer", days, None, little)]
    denied = bool(_NOT.search(said))
    if denied and effort == "hard":
        return [WeekWish("lighter", days)]
    if denied and effort in ("rest", "long"):
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
    if (
        part.minutes
        and not _SLEEPS.search(said)
        and (_IN_ALL.search(said) or part.minutes >= _MUCH and (_AT_MOST.search(said) or _MAKE_IT.match(said)))
    ):
        return [WeekWish("total", number=part.minutes)]
    if percent := _of_percent(said, ()):
        return percent
    if _WEEK_OFF.search(said):
        return [WeekWish("sessions", number=0)]
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
    little = A_BIT if _A_BIT.search(said) else None
    kind = "shorter" if _SHORTER.search(said) else "longer" if _LONGER.search(said) else None
    return [WeekWish(kind, number=little)] if kind else []


def _of_percent(said: str, days: tuple[date, ...]) -> list[WeekWish]:
    """`bump it up by 20%`: more or fewer minutes of each session."""
    percent = _PERCENT.search(said)
    if not percent:
        return []
    ways = (("longer", (_HEAVIER, _LONGER, _MORE)), ("shorter", (_LIGHTER, _SHORTER, _LESS)))
    kind = next((name for name, signs in ways if any(one.search(said) for one in signs)), None)
    return [WeekWish(kind, days, None, float(percent[1]))] if kind else []


def _count(said: str) -> float:
    return float(_COUNTS.get(said) or said)
