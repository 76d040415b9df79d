"""What names of days look like, each with what reckons them. The order counts: what is taken is not read again."""

import re
from collections.abc import Callable
from datetime import date

from coach.understanding.dates import from_today, holidays, of_the_calendar
from coach.understanding.dates.from_today import (
    SHORT_WEEKDAYS,
    WEEKDAYS,
)
from coach.understanding.dates.holidays import HOLIDAY_OF
from coach.understanding.dates.reckoning import COUNTS, MONTHS, SHORT_MONTHS, Named

_MONTH = rf"(?:{'|'.join([*MONTHS, *(f'{short}(?![a-z])' for short in sorted(SHORT_MONTHS, key=len, reverse=True))])})"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
SHORT_WEEKDAY = rf"(?:{'|'.join(sorted(SHORT_WEEKDAYS, key=len, reverse=True))})"
_COUNT = rf"(?:\d+(?:\.5)?|{'|'.join(sorted(map(re.escape, COUNTS), key=len, reverse=True))})"
_NTH = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? ((?:19|20)\d\d))"
_UNIT = r"(day|night|morning|week|fortnight|month|year)s?"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_BEFORE_MONTH = (
    "in since of during until till before after from against vs vs. versus with than to between by and compare for "
    "through throughout around over all"
)
_BEFORE_DAY = "since until till before after by for from of to and vs than"


def _after(words: str) -> str:
    """A pattern for a place right behind one of these words."""
    return "|".join(rf"(?<=\b{re.escape(word)} )" for word in words.split())


# May, march and the short names are other words too: they are months where a word before or after them says so.
RULES: list[tuple[re.Pattern, Callable[[re.Match, date, bool], Named | None]]] = [
    (re.compile(pattern), made)
    for pattern, made in (
        (r"\b(\d{4})-(\d\d)-(\d\d)\b", of_the_calendar.iso),
        (
            rf"\b(?:between |from )?(?:the )?{_NTH}(?: (?:of )?({_MONTH}))? ?(?:and|to|until|till|through|-|"
            rf"\N{{EN DASH}}) ?(?:the )?"
            rf"{_NTH} (?:of )?({_MONTH}){_YEAR}?",
            of_the_calendar.range_day_month,
        ),
        (
            rf"\b(?:between |from )?({_MONTH}) {_NTH} ?(?:and|to|until|till|through|-|"
            rf"\N{{EN DASH}}) ?{_NTH}{_YEAR}?(?![\d:])",
            of_the_calendar.range_month_day,
        ),
        (rf"\b({_MONTH})(?![a-z]) (?:of )?(last|this) year\b", of_the_calendar.month_of_year),
        (rf"\b(?:the )?{_NTH} (?:of )?({_MONTH})(?![a-z]){_YEAR}?", of_the_calendar.day_month),
        (
            rf"\b({_MONTH}) (?:the )?{_NTH}(?![\d:.]|(?: ?(?:km|k|miles|hours|min|minutes|h|weeks|days|am|"
            rf"pm)\b)){_YEAR}?",
            of_the_calendar.month_day,
        ),
        (r"(?<![\d.,:/])(\d{1,2})[./](\d{1,2})[./]((?:20)?\d\d)(?![\d])", of_the_calendar.dotted),
        (r"(?<=on )(\d{1,2})/(\d{1,2})()(?![\d/])", of_the_calendar.dotted),
        (r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:time|day|night|week|month|session))", of_the_calendar.nth),
        (
            r"\bthe night before last\b|\bday before yesterday\b|\bday after tomorrow\b|"
            rf"\byesterday{_PART}|\btomorrow{_PART}|\btoday\b|\btonight\b|\bthis (?:morning|afternoon|"
            r"evening)\b|\blast night\b",
            from_today.relative_day,
        ),
        (r"\b(?:the )?(?:start|beginning) of (the|this) (year|month|week|quarter)\b", from_today.start_of),
        (
            r"\b(?:over |during |in |for |of )?(?:the |these |my )?(?:last|past|previous|"
            rf"recent) ({_COUNT}) {_UNIT}\b",
            from_today.last_n,
        ),
        (
            rf"\b(?:over |during |in |for |within )?(?:the )?(?:next|coming|following) ({_COUNT}) {_UNIT}\b",
            from_today.next_n,
        ),
        (r"\b(?:the |these )?(?:next|coming|following) days\b", from_today.next_days),
        (rf"\b(?:about |around )?({_COUNT}) {_UNIT} (?:ago|back|earlier)\b", from_today.ago),
        (
            rf"\b(?:on |the |this )*(?P<day>{WEEKDAY}|{SHORT_WEEKDAY}(?![a-z])),? (?:in|within) (?:about )?"
            rf"(?P<count>{_COUNT}) (?P<unit>week|fortnight)s?'?(?: time)?\b|"
            rf"\b(?:in|within) (?:about )?(?P<count2>{_COUNT}) (?P<unit2>week|fortnight)s?'?(?: time)?,? (?:on )?"
            rf"(?:the |a )?(?P<day2>{WEEKDAY}|{SHORT_WEEKDAY})(?![a-z])",
            from_today.weekday_of_week,
        ),
        (
            rf"\b(?:on |the )*(?P<day>{WEEKDAY}) (?:week|fortnight)(?! ?(?:end|day|before|after|ago|ly|\d))\b|"
            rf"\b(?P<count>{_COUNT}) weeks? (?:on|from|after) (?:next |this |the |coming )*(?P<day2>{WEEKDAY})\b|"
            rf"\b(?:on |the )*(?P<day3>{WEEKDAY}) after next\b",
            from_today.weekday_weeks_on,
        ),
        (r"\b(?:in|within) (?:half a year|six months)\b", from_today.half_hence),
        (
            r"\b(?:in|within|for) (?:about |around |just |only |"
            rf"exactly )?(?P<count>{_COUNT})(?: more)? (?P<unit>day|week|fortnight|month|year)s?'?(?: time)?\b"
            r"(?! (?:of|ago|on|off|straight|in a row))(?<!for a day)(?<!for a week)",
            from_today.hence,
        ),
        (
            rf"\b(?P<count>{_COUNT})(?: more)? (?P<unit>day|week|fortnight|month)s? "
            r"(?:from (?:now|today)|away|out|to go|left|hence|until|till|to (?:my|the|go|race|train|prepare|"
            r"get ready|prep)|before (?:my|the) race)\b",
            from_today.hence,
        ),
        (r"\ba week from (?:now|today)\b", from_today.ahead_week),
        (r"\b(?:this time last year|same (?:time|month) last year|the year before)\b", from_today.same_last_year),
        (r"\b(?:so far this year|this year so far|year to date|ytd)\b", from_today.year_so_far),
        (
            r"\b(?:the )?(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of|first half of|"
            r"second half of)[ -])?(?:the )?"
            r"(?P<which>this(?: past)?|the past|past|the last|last|previous|prior|recent|next|coming|"
            r"following|current)[ -](?P<unit>week|month|year|quarter)(?:'s)?\b",
            from_today.calendar_unit,
        ),
        (r"\b(?P<part>)(?P<which>the) (?P<unit>week|month|year) before last\b", from_today.calendar_unit),
        (
            r"\b(?:(?P<which>this past|this|last|past|next|the coming|coming|over the|at the|on the|the|"
            r"my) )weekend\b",
            from_today.weekend,
        ),
        (
            rf"\b(?P<which>this past|this|last|past|previous|next|coming|on) (?P<day>{WEEKDAY}|"
            rf"{SHORT_WEEKDAY})(?![a-z]){_PART}",
            from_today.weekday,
        ),
        (rf"(?:{_after(_BEFORE_DAY)})(?P<which>)(?P<day>{SHORT_WEEKDAY})(?![a-z])", from_today.weekday),
        (
            rf"\b(?P<which>)(?P<day>{WEEKDAY})(?:s(?= (?:\w+ )?(?:rides?|runs?|sessions?|workouts?|swim|race)\b))?"
            rf"(?![a-z]){_PART}",
            from_today.weekday,
        ),
        (
            r"\b(?P<which>last|this|"
            rf"next)? ?(?P<part>)(?P<name>{'|'.join(sorted(HOLIDAY_OF, key=len, reverse=True))})\b(?:"
            rf" day)?{_YEAR.replace('((', '(?P<year>(')}?",
            holidays.holiday,
        ),
        (
            r"\b(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of|first half of|"
            r"second half of)[ -])?(?P<which>last|this|next|past)? ?(?<![a-z])"
            r"(?P<month>january|february|april|june|july|august|september|october|november|"
            rf"december)(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.whole_month,
        ),
        (
            rf"(?:{_after(_BEFORE_MONTH)})"
            r"(?:(?P<part>early|mid|late|start of|beginning of|end of|middle of)[ -])?(?P<which>last|this|"
            rf"next|past)? ?(?P<month>{_MONTH})(?![a-z])(?! (?:i|my|be|have|not|we|you|it|the|a|help|also)\b)"
            rf"{_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.whole_month,
        ),
        (
            r"\b(?:(?P<part>early|mid|late)[ -])?(?P<which>last|this|next|"
            rf"past) (?P<month>{_MONTH})(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.whole_month,
        ),
        (
            r"\b(?P<part>early|mid|"
            rf"late)[ -](?P<which>)(?P<month>{_MONTH})(?![a-z]){_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.whole_month,
        ),
        (
            rf"\b(?P<part>)(?P<which>)(?P<month>{_MONTH})(?![a-z])(?:{_YEAR.replace('((', '(?P<year>(')}|"
            r"(?P<y2>)(?= (?:against|vs\.?|versus|compared|was|were|to)\b)|(?=\W*$))",
            of_the_calendar.whole_month,
        ),
        (
            r"\b(?:(?P<which>last|this|next|in|over|during) )?(?:the )?(?P<season>spring|summer|autumn|"
            rf"winter)\b{_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.season,
        ),
        (
            r"\b(?P<which>last|this|next|in|in the|over the|during the|"
            rf"since) (?P<season>fall)\b{_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.season,
        ),
        (
            r"\b(?:q(?P<n>[1-4])|(?:the )?(?P<word>first|second|third|fourth|"
            rf"last) quarter)(?: of)?{_YEAR.replace('((', '(?P<year>(')}?",
            of_the_calendar.quarter,
        ),
        (
            r"(?<![\d.,])\b((?:19|20)\d\d)\b(?! ?(?:km|k|m|miles|steps|kcal|calories|w|watts|metres|meters|"
            r"kilometers))",
            of_the_calendar.whole_year,
        ),
        (r"\b(?:lately|recently|of late|these days|nowadays|in recent (?:days|times)|as of late)\b", from_today.lately),
    )
]
