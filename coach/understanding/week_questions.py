"""What is asked of a week that was told: to show it once more, its total, why it is so, why it changed, why not
otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from coach.understanding.week_marks import WEEK, with_marks
from coach.understanding.week_parts import GONE, effort_in
from coach.understood import Period, Topic, Understood, WeekWish

_AND = r"\W*(?:(?:and|so|but|ok|okay|now|hm+|then|please|well|can you|could you|just|wait)\W+)*"  # what leads to it
_OF_PLAN = (
    r"(?:the|my|that|this|our)(?: (?:whole|full|new|current|updated|edited|training|planned|rest of the))* (?:week|"
    r"plan|schedule)(?: plan)?"
)
_NOW = r"(?:\W+(?:again|now|please|so far|looks?|like|in full|is|once more|as it is|stands|then|at the moment))*\W*"
_SHOWN = re.compile(
    rf"{_AND}(?:(?:show|give|tell|list|print|repeat|recap|see)(?: me| us)?(?: again)? )?(?:what )?{_OF_PLAN}{_NOW}|"
    rf"{_AND}(?:what|how)(?: is| does| do| will)?(?: now)? {_OF_PLAN}(?: now)? (?:be |going to )*look(?:s|ing)?{_NOW}|"
    rf"{_AND}what is {_OF_PLAN}{_NOW}|{_AND}(?:show|list|print|repeat)(?: me)? (?:week|plan|schedule){_NOW}"
)
_TOTAL = re.compile(
    r"\bhow (?:many (?:hours?|minutes|h|min|time|sessions|workouts)|much(?: (?:time|training|work))?|long)\b.*\b"
    r"(?:total|in all|altogether|all together|is (?:that|it|this)|are (?:that|those|they)|week|plan|add up|come to|"
    r"sum)\b|"
    rf"^{_AND}(?:what is |what are )?(?:the |my )?(?:total|sum)(?: (?:time|hours?|minutes|duration|training time|"
    r"length|of it))*(?: of (?:that|it|the week|the plan))?\W*$|"
    r"\bwhat (?:does|do) (?:it|that|they|the (?:week|plan)|those) "
    rf"(?:add up|come|sum)\b|^{_AND}how many (?:hours?|minutes|sessions|workouts)(?: (?:then|now))?\W*$"
)
_MEASURES = re.compile(
    r"\b(?:recover\w*|readiness|scores?|sleep\w*|slept|hrv|pulse|heart|load|form|fitness|fatigue|strain|weight|steps|km|"
    r"kms|miles|nights?|calories)\b"
)
_PLAN = re.compile(r"\b(?:the|that|my) (?:plan|schedule)\b")
_WHY_NOT = re.compile(
    rf"{_AND}(?:why|how come)(?: (?:can|could|may|do|would|is) (?:i|you|we|it|that|@\d+))? not\b(?P<what>.*[\w#@].*)"
)
_WHY_NOT_THAT = re.compile(rf"{_AND}(?:why|how come) not(?: (?:that|so|then|though|possible))*\W*")
_WHY_CHANGED = re.compile(
    r"\b(?:why|how come|what made)\b.*\b(?:chang\w*|differ\w*|mov\w+|turn\w*|drop\w*|"
    r"swap\w*|shift\w*|shorter|longer|easier|harder|lighter)\b(?!.*\b(?:last|yesterday|ago)\b)"
)
_WHY = re.compile(
    r"\W*(?:(?:and|but|so|ok|hm) )*why(?: not)?(?P<that> (?:that|this|so|the week|like that)(?: week| plan)?)?"
    r"(?:\W*$|.*@\d)"
)
_WHY_KIND = re.compile(r"\bwhy (?:is|do i|have i)\b.*\b(?:for rest|rest|easy|steady|hard|long|off|free)\W*$")
_WHAT_OF = re.compile(
    r"\W*(?:(?:and|so|but|ok|then) )*(?:(?:what|how(?: long| hard| easy)?) (?:about|is)(?: planned| on| for)*|"
    r"what (?:do|should) i (?:do|train)(?: on)?|what have i(?: on)?)? ?@\d+(?: then| again| like)*\W*"
)


def asked_of(said: str, today: date, told: Sequence[WeekWish], at_once: bool) -> Understood | None:
    """What a text asks of the week that was told.

    said: in plain text. at_once: whether the last answer told that week.
    """
    asked = Understood(said, Topic.WORKOUT, follow_up=True)
    if _SHOWN.fullmatch(said):
        return replace(asked, aspect="shown")
    if _MEASURES.search(said):
        return None
    if _TOTAL.search(said) and not GONE.search(said) and (at_once or _PLAN.search(said)):
        return replace(asked, aspect="total")
    marked, groups = with_marks(said, today)
    days = [day for group in groups for day in group]
    of_days = _period(days) or Period(today, today + timedelta(days=WEEK - 1), "")
    if at_once and _WHY_NOT_THAT.fullmatch(said):
        return replace(asked, aspect="why not", period=_period(last_days(told)))
    if at_once and (other := _why_not(marked, days or last_days(told))):
        return replace(asked, aspect="why not", **other)
    if _WHY_CHANGED.search(marked) and (at_once or days and "chang" in said):
        if days or re.search(r"\b(?:it|that|this|they|week|days?)\b", said):
            return replace(asked, aspect="changed", period=of_days)
    why = (_WHY.match(marked) or _WHAT_OF.fullmatch(marked)) and not GONE.search(said)
    if why and (at_once or _WHY_KIND.search(said)):
        return replace(asked, aspect="reasons", period=of_days)
    return None


def _period(days: Sequence[date]) -> Period | None:
    return Period(min(days), max(days), "") if days else None


def _why_not(marked: str, days: Sequence[date]) -> dict[str, object] | None:
    """`why not 2h`, `why not hard on Friday`: the first of the days, and what is wished of it."""
    found = _WHY_NOT.fullmatch(marked)
    if not found or not days:
        return None
    length, effort = re.search(r"#(\d+)", found["what"]), effort_in(found["what"])
    if not (length or effort):
        return None
    return {"period": _period(days[:1]), "number": float(length[1]) if length else None, "what_if": effort}


def last_days(told: Sequence[WeekWish]) -> Sequence[date]:
    """The days that the last wish of a week named."""
    return next((one.days for one in reversed(told) if one.days), ())
