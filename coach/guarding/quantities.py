"""Numbers and days in a text, in all the forms in which people write them: the same reader for drafts and for facts."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

CLOCK, MINUTES, OCCASIONS, RATIO = "clock h", "min", "days", "ratio"
CLOCK_OR_MINUTES = "h:mm"  # `7:05` may be a time of day or a duration


@dataclass(frozen=True)
class Quantity:
    """A number that a text says, in the unit that it says."""

    value: float
    unit: str  # "" where none is said
    step: float  # a unit of the last digit shown
    start: int
    end: int
    about: bool = False  # "about", "roughly"
    bound: int = 0  # 1: "more than", -1: "less than"
    pair: int | None = None  # the number of the range that it is an end of
    end_of: str = ""  # "low" or "high" in that range
    signed: bool = False  # written with a plus or a minus
    unit_said: bool = True  # False: taken over from the number before

    def within(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True)
class Day:
    """A day, or some days, that a text names."""

    first: date | None  # None: a weekday or a month without a year, see `weekday` and `month`
    last: date | None
    start: int
    end: int
    weekday: int | None = None
    month: int | None = None
    relative: bool = False  # today, last night ...: true of any data that reach it


_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True))
_WORD = f"(?:{'|'.join([*_TENS, *sorted(_ONES, key=len, reverse=True)])})"
_SPELLED = re.compile(
    rf"\b(?:(?:an?|{_WORD}|\d+)[ -](?:hundred|thousand|million)(?:[ -](?:and[ -])?{_WORD}(?:[ -]{_WORD})?)?"
    rf"|{_WORD}(?:[ -]{_WORD})?(?: point {_WORD})?)\b"
)
_MEASURED = (
    r"(?:points?|pts?|percent|per cent|%|bpm|ms|milliseconds?|beats?|breaths?|h|hours?|min|minutes?|seconds?|kg|km|"
    r"watts?|degrees?|days?|nights?|mornings?|weeks?|months?|years?|cups?|glass(?:es)?|drinks?|in ten|out of)\b"
)
_COUNTABLE = (
    r"(?:things?|reasons?|ways?|options?|ideas?|parts?|sides?|steps?|notes?|questions?|choices?|cautions?|caveats?)\b"
)
_ONE_STAYS = re.compile(rf"\bone\b(?!(?: \w+)? {_MEASURED}|[ -](?:hundred|thousand|million))")
_TRIVIAL = re.compile(
    rf"\b(?:two|three|four|five|2|3|4|5)\s(?:\w+\s)?{_COUNTABLE}|\b24[/ -]?(?:7|hours?|h)\b|\bhalf[- ]marathons?\b|"
    r"\b(?:first|second|other) half\b|\bhalf (?:the battle|an eye|hearted|asleep|way)\b|\bof (?:two|2) minds\b|"
    r"\bcovid[- ]?19\b|\bvo2(?: ?max)?\b|\bzero in\b|\bsquare one\b|\bomega[- ]?3\b|\bb12\b|\bmake or break\b|"
    r"\bone or two\b|\b(?:the|these|those|your|between the|of the) (?:two|2)\b(?! (?:\w+ )?"
    r"(?:days|nights|weeks|hours|minutes|points|percent|months|mornings))|"
    r"(?:^|\n)\s*\d[.)]\s"
)
_PHRASES = [
    (re.compile(r"\b(?:an?|1|one) hours? and a half\b"), "1 h 30 min"),
    (re.compile(r"\b(\w+) and a half hours?\b"), r"\1 h 30 min"),
    (re.compile(r"\b(?:an?|1|one) hours? and a quarter\b"), "1 h 15 min"),
    (re.compile(r"\bthree[- ]quarters of an hour\b"), "45 min"),
    (re.compile(r"\bquarter of an hour\b"), "15 min"),
    (re.compile(r"\b(?:a )?half(?:[- ]an)?[- ]hour\b"), "30 min"),
    (re.compile(r"\ban hour(?= (?:more|less|later|earlier|longer|shorter|short|behind|of sleep|ahead))"), "1 h"),
    (re.compile(r"\bfor (?:an|1|one|a full|a whole) hour\b(?! (?:and|or)\b)"), "for 1 h"),
    (re.compile(r"\b(?:an|one) hour's\b|\b(?:one-)?hour-long\b"), "1 h"),
    (re.compile(r"\b(?:a|one) dozen\b"), "12"),
    (re.compile(r"\bhalf a dozen\b"), "6"),
    (re.compile(r"\b(?:a )?couple of\b"), "about 2"),
    (re.compile(r"\bnoon|midday\b"), "12:00 clock"),
    (re.compile(r"\bmidnight\b"), "0:00 clock"),
]
_PAST = re.compile(r"\b(half|quarter) (past|to) (\w+)\b")
_UNITS = [  # how a unit is written, what it is called here, and how many of ours one of it is
    (r"%-points?|percentage[- ]points?", "%-points", 1),
    (r"%|per ?cent\b", "%", 1),
    (r"ms\b|milliseconds?\b", "ms", 1),
    (r"bpm\b|beats(?:/min\b| per minute\b| a minute\b|\b)|beat\b", "bpm", 1),
    (r"breaths?(?:/min\b| per minute\b| a minute\b|\b)", "breaths/min", 1),
    (r"(?:out )?of 100\b|/ ?100\b", "of 100", 1),
    (r"(?:out )?of 21\b|/ ?21\b|of strain\b", "of 21", 1),
    (r"points?\b|pts?\b", "points", 1),
    (r"hours?\b|hrs?\b|h\b", MINUTES, 60),
    (r"minutes?\b|mins?\b", MINUTES, 1),
    (r"seconds?\b|secs?\b", "s", 1),
    (r"(?:\w+ )?(?:days?|nights?|mornings?|observations?|occasions?|answers?|entries|recoveries)\b", OCCASIONS, 1),
    (r"(?:\w+ )?week(?:end)?s?\b", "weeks", 1),
    (r"months?\b", "months", 1),
    (r"years?\b", "years", 1),
    (r"kilograms?\b|kilos?\b|kgs?\b", "kg", 1),
    (r"pounds?\b|lbs?\b", "lb", 1),
    (r"milligrams?\b|mg\b", "mg", 1),
    (r"micrograms?\b|mcg\b", "mcg", 1),
    (r"grams?\b|g\b", "g", 1),
    (r"kilomet(?:re|er)s?\b|kms?\b|k\b", "km", 1),
    (r"miles?\b|mi\b", "mi", 1),
    (r"met(?:re|er)s?\b|m\b", "m", 1),
    (r"watts?\b|w\b", "W", 1),
    (r"kcals?\b|(?:kilo)?calories\b|calorie\b", "kcal", 1),
    (r"au\b", "AU", 1),
    (r"steps?\b", "steps", 1),
    (r"°\s?c\b|degrees?\b", "°C", 1),
    (r"cups?\b|glass(?:es)?\b|drinks?\b|beers?\b|coffees?\b|units?\b", "drinks", 1),
    (r"times\b|x\b(?! ?\d)|fold\b|-fold\b", RATIO, 1),
    (r"(?:\w+ )?(?:sessions?|workouts?|rides?|runs?|intervals?|sets?|reps?|races?)\b", "sessions", 1),
    (r"habits?\b|things?\b|others?\b|signals?\b|measures?\b", "things", 1),
    (r"(?:robust )?sds?\b|standard deviations?\b|sigmas?\b", "SD", 1),
]
_UNIT = [(re.compile(rf"\s*-?\s*(?:{pattern})"), name, factor) for pattern, name, factor in _UNITS]
_NUMBER = re.compile(
    r"(?P<share>\b(?:(?P<top>an?|one|two|three|1|2|3|the|last|by|every)[ -])?(?P<part>hal(?:f|ves|ved|ving)|thirds|"
    r"third"
    r"(?= of\b)|quarters?|fifths)\b)"
    r"|(?P<duration>(?<![\w.,:])(?P<h>\d+)\s*(?:h|hrs?|hours?)\b\s*(?:,?\s*and\s+)?(?P<m>\d+)\s*(?:minutes?|mins?|m)\b"
    r"|(?<![\w.,:])(?P<h2>\d+)h(?P<m2>[0-5]\d)\b)"
    r"|(?P<time>(?<![\w.,:])(?P<th>\d{1,2})(?:[:.](?P<tm>[0-5]\d))?\s*(?P<half>am|pm|a\.m\.?|p\.m\.?|o'clock)(?!\w))"
    r"|(?P<hm>(?<![\w.,:])(?P<ch>\d{1,2}):(?P<cm>[0-5]\d)(?!\d|:\d))"
    r"|(?P<plain>(?<![\w.,])(?P<sign>(?<![\d%)])[-+±]\s?)?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+))"
    r"|(?P<fused>\d+(?:\.\d+)?)"
    r"|(?P<times>\b(?:twice|thrice|double[ds]?|doubling|triple[ds]?|tripling|quadrupled?|tenfold)\b)"
    r"|(?P<vague>\b(?:dozens|hundreds|thousands|millions)\b)"
    r"|(?P<ordinal>\b(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?= (?:\w+ )?(?:day|night|morning|week|"
    r"month|time|year))\b)"
)
_TIMES = {"twice": 2, "thrice": 3, "tenfold": 10, "dou": 2, "tri": 3, "qua": 4}
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth".split()
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|some|circa|close to|just (?:under|over|below|"
    r"above|shy of)|a little (?:over|under)|or so)\s*(?:the |a |another )?\(?$|~\s?$|≈\s?$"
)
_OVER = re.compile(
    r"\b(?:more than|over|above|at least|exceeds?|beyond|upwards of|higher than|longer than)\s*$|>=?\s*$"
)
_UNDER = re.compile(
    r"\b(?:less than|fewer than|under|below|at most|up to|lower than|shorter than|no more than)\s*$|<=?\s*$"
)
_TO = re.compile(
    r"^\s*(?:(?:lower|higher|shorter|longer|earlier|later|less|more|ahead|behind|owed)\s*)?"
    r"(?:to|-|until|till|through|up to)\s*$"
)
_AND = re.compile(r"^\s*(?:(?:lower|higher|shorter|longer|earlier|later|less|more|ahead|behind|owed)\s*)?and\s*$")
_EVENING = re.compile(r"^\s*(?:at night|in the evening|in the afternoon)")
_BEFORE_CLOCK = re.compile(r"\b(?:at|around|until|by|from|before|after|about)\s*$")

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_DAY = re.compile(
    r"(?P<iso>\b(?P<y>(?:19|20)\d\d)-(?P<mo>\d\d)-(?P<d>\d\d)\b)"
    rf"|(?P<dm>\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\b\.?(?:,? (?P<y1>(?:19|20)\d\d)\b)?)"
    rf"|(?P<md>\b(?P<m2>{_MONTH})\b\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y2>(?:19|20)\d\d)\b)?)"
    rf"|(?P<month>\b(?P<before>(?:in|since|of|last|early|late|mid|by|until|from|to|through|between|during|and) )"
    rf"(?P<m3>{_MONTH})\b(?: (?P<y3>(?:19|20)\d\d)\b)?)"
    rf"|(?P<weekday>\b(?P<which>last |next |this |on |since )?(?P<wd>{'|'.join(_WEEKDAYS)})\b(?!s))"
    r"|(?P<ago>\b(?P<ago_n>\d+) (?P<ago_unit>day|night|week|month)s? ago\b)"
    r"|(?P<rel>\b(?:today|tonight|this morning|last night|yesterday|tomorrow|the day before yesterday)\b)"
    r"|(?P<year>\b(?:in|since|of) (?P<y4>(?:19|20)\d\d)\b)"
)


def plain(text: str) -> str:
    """A text as the readers want it: small letters, one kind of minus, dash, space and quote, numbers as digits."""
    folded = "".join(
        str(unicodedata.decimal(c)) if not c.isascii() and c.isdecimal() else c
        for c in unicodedata.normalize("NFKC", text)
    )
    folded = folded.translate(_FOLD).lower()
    folded = _TRIVIAL.sub(lambda found: _hidden(found[0]), folded)
    for phrase, says in _PHRASES:
        folded = phrase.sub(says, folded)
    folded = _ONE_STAYS.sub("oneof", folded)
    folded = _SPELLED.sub(lambda found: _digits(found[0]), folded)
    folded = _PAST.sub(_clock_words, folded)
    return re.sub(r"\boneof\b", "one", folded)


_FOLD = {
    0x2212: "-", 0x2010: "-", 0x2011: "-", 0x2013: "-", 0x2014: " - ", 0x2018: "'", 0x2019: "'", 0x201C: '"',
    0x201D: '"', 0xA0: " ", 0x202F: " ", 0x2009: " ", 0x2044: "/",
}  # fmt: skip


def _hidden(phrase: str) -> str:
    """A phrase whose number counts nothing, without the number."""
    words = re.sub(r"\d|\b(?:two|three|four|five)\b|\bhalf\b", "_", phrase)
    return re.sub(r"\b(?:zero|one)\b", "_", words)


def _digits(spelled: str) -> str:
    """`58` for "fifty-eight"; untouched where the words make no number ("two three")."""
    whole, _, decimals = spelled.partition(" point ")
    total, current = 0.0, 0.0
    for word in re.split(r"[ -]", whole):
        if word == "and":
            continue
        if word in ("a", "an"):
            current = 1
        elif word == "hundred":
            current = (current or 1) * 100
        elif word in ("thousand", "million"):
            total, current = total + (current or 1) * (1000 if word == "thousand" else 1e6), 0
        elif word.isdigit():
            current += int(word)
        else:
            small = _ONES.get(word, _TENS.get(word))
            if current % 100 and not (word in _ONES and current % 100 >= 20 and not current % 10 and small < 10):
                total, current = 0, 0
                return " ".join(_digits(part) for part in re.split(r"[ -]", whole))
            current += small
    said = f"{total + current:.0f}"
    return f"{said}.{_ONES.get(decimals, 0)}" if decimals else said


def _clock_words(found: re.Match) -> str:
    part, way, hour = found.groups()
    if not hour.isdigit() or not 0 < int(hour) <= 24:
        return found[0]
    minutes = 30 if part == "half" else 15
    total = int(hour) * 60 + (minutes if way == "past" else -minutes)
    return f"{total // 60}:{total % 60:02d} clock"


def days(text: str, today: date) -> list[Day]:
    """The days that a text names (`plain` text). A day without a year is the last one, or the next after "next"."""
    found = []
    for match in _DAY.finditer(text):
        day = _day(match, today)
        if day is not None:
            found.append(day)
    return found


def _day(match: re.Match, today: date) -> Day | None:
    kind = match.lastgroup if match.lastgroup in _DAY_KINDS else _kind(match, _DAY_KINDS)
    at = match.span()
    if kind == "iso":
        return _one_day(int(match["y"]), int(match["mo"]), int(match["d"]), at)
    if kind in ("dm", "md"):
        n = "1" if kind == "dm" else "2"
        return _dated(int(match[f"d{n}"]), _month(match[f"m{n}"]), match[f"y{n}"], today, at)
    if kind == "month":
        year = match["y3"]
        if year:
            first = date(int(year), _month(match["m3"]), 1)
            return Day(first, _month_end(first), *at)
        return Day(None, None, *at, month=_month(match["m3"]))
    if kind == "weekday":
        return _weekday(match, today, at)
    if kind == "ago":
        unit, count = match["ago_unit"], int(match["ago_n"])
        if count > 10_000:
            return None
        back = {"week": 7, "month": 30}.get(unit, 1) * count
        wide = {"week": 3, "month": 15}.get(unit, 0)
        middle = today - timedelta(days=back)
        return Day(middle - timedelta(days=wide), middle + timedelta(days=wide), *at)
    if kind == "year":
        year = int(match["y4"])
        return Day(date(year, 1, 1), date(year, 12, 31), *at)
    shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}.get(match[0], 0)
    one = today + timedelta(days=shift)
    return Day(one, one, *at, relative=True)


_DAY_KINDS = ("iso", "dm", "md", "month", "weekday", "ago", "rel", "year")


def _kind(match: re.Match, kinds: tuple[str, ...]) -> str:
    return next(kind for kind in kinds if match[kind] is not None)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))


def _month_end(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _one_day(year: int, month: int, day: int, at: tuple[int, int]) -> Day | None:
    try:
        one = date(year, month, day)
    except ValueError:  # 2026-02-31: no day, but said as one
        return Day(date.min, date.min, *at)
    return Day(one, one, *at)


def _dated(day: int, month: int, year: str | None, today: date, at: tuple[int, int]) -> Day | None:
    if year:
        return _one_day(int(year), month, day, at)
    near = [_one_day(today.year + shift, month, day, at) for shift in (-1, 0, 1)]
    return min(near, key=lambda one: abs((one.first - today).days))


def _weekday(match: re.Match, today: date, at: tuple[int, int]) -> Day:
    number = _WEEKDAYS.index(match["wd"])
    back = (today.weekday() - number) % 7
    if match["which"] == "last " and not back:
        back = 7
    if match["which"] == "next ":
        back -= 7
    one = today - timedelta(days=back)
    return Day(one, one, *at, weekday=number)


def quantities(text: str, named_days: list[Day] = ()) -> list[Quantity]:
    """The numbers of a text (`plain` text), those of the days that it names left out, ranges put together."""
    blank = text
    for day in named_days:
        blank = blank[: day.start] + " " * (day.end - day.start) + blank[day.end :]
    found: list[Quantity] = []
    reached = 0
    for match in _NUMBER.finditer(blank):
        if match.start() < reached:
            continue
        one = _quantity(blank, match)
        reached = one.end
        found.append(one)
    return _units_taken_over(blank, _ranges(blank, found))


def _quantity(text: str, match: re.Match) -> Quantity:
    value, unit, step, end, signed = _read(text, match)
    before = text[max(0, match.start() - 24) : match.start()]
    counted = unit in (OCCASIONS, "weeks", "months", "years") and before.rstrip().endswith("over")  # "over 28 days"
    bound = 0 if counted else 1 if _OVER.search(before) else -1 if _UNDER.search(before) else 0
    return Quantity(value, unit, step, match.start(), end, bool(_ABOUT.search(before)), bound, signed=signed)


def _read(text: str, match: re.Match) -> tuple[float, str, float, int, bool]:
    """Value, unit, step, end, and whether it is signed."""
    end = match.end()
    if match["duration"]:
        hours, minutes = (match["h"], match["m"]) if match["h"] else (match["h2"], match["m2"])
        return int(hours) * 60 + int(minutes), MINUTES, 1, end, False
    if match["time"]:
        hour = int(match["th"]) % 12 if match["half"] != "o'clock" else int(match["th"])
        hour += 12 if match["half"].startswith("p") else 0
        minute = match["tm"]
        return hour + int(minute or 0) / 60, CLOCK, _clock_step(minute), end, False
    if match["hm"]:
        return _hm(text, match)
    if match["plain"] or match["fused"]:
        return _plain_number(text, match)
    if match["share"]:
        part = match["part"]
        size = {"h": 1 / 2, "t": 1 / 3, "q": 1 / 4, "f": 1 / 5}[part[0]]
        times = {"two": 2, "2": 2, "three": 3, "3": 3}.get(match["top"] or "", 1)
        return size * times, RATIO, 0.01, end, False
    if match["times"]:
        word = match["times"]
        return _TIMES.get(word, _TIMES.get(word[:3], 0)), RATIO, 0.01, end, False
    if match["vague"]:
        return {"d": 12, "h": 100, "t": 1000, "m": 1e6}[match["vague"][0]], "", 1, end, False
    return _ORDINALS.index(match["ordinal"]), "ordinal", 1, end, False


def _clock_step(minute: str | None) -> float:
    """Times on five minutes are said to five minutes (`coach.words.about`), others to one."""
    return 5 / 60 if minute is None or int(minute) % 5 == 0 else 1 / 60


def _hm(text: str, match: re.Match) -> tuple[float, str, float, int, bool]:
    hour, minute, after = int(match["ch"]), match["cm"], text[match.end() :]
    value = hour + int(minute) / 60
    if lasting := re.match(r"\s*(?:hours?|hrs?|h)\b", after):
        return value * 60, MINUTES, 1, match.end() + lasting.end(), False
    if clock := re.match(r" clock\b", after):
        return value % 24, CLOCK, _clock_step(minute), match.end() + clock.end(), False
    if _EVENING.match(after) and hour <= 12:
        return hour % 12 + 12 + int(minute) / 60, CLOCK, _clock_step(minute), match.end(), False
    if _BEFORE_CLOCK.search(text[: match.start()]) or hour >= 12:
        return value, CLOCK, _clock_step(minute), match.end(), False
    return value, CLOCK_OR_MINUTES, _clock_step(minute), match.end(), False


def _plain_number(text: str, match: re.Match) -> tuple[float, str, float, int, bool]:
    digits = (match["digits"] or match["fused"]).replace(",", "")
    value = float(digits)
    step = 10.0 ** -len(digits.partition(".")[2])
    sign = (match["sign"] or "").strip()
    name, end = "", match.end()
    for pattern, unit, factor in _UNIT:
        if found := pattern.match(text, match.end()):
            value, step = value * factor, step * factor
            name, end = unit, found.end()
            break
    else:
        ordinal = re.compile(r"(?:st|nd|rd|th)\b").match(text, end)
        if ordinal:
            name, end = "ordinal", ordinal.end()
    return (-value if sign == "-" else value), name, step, end, sign in ("-", "+")


def _ranges(text: str, found: list[Quantity]) -> list[Quantity]:
    """The ends of ranges marked as such; the first takes the unit of the last."""
    pairs = 0
    for i in range(len(found) - 1):
        one, other = found[i], found[i + 1]
        between = text[one.end : other.start]
        joined = _TO.match(between) or (
            _AND.match(between) and re.search(r"\bbetween\s*(?:about |around )?$", text[: one.start])
        )
        if joined is None and other.signed and other.value < 0 and not between.strip():  # `6 -12`
            joined = True
        if not joined or one.pair is not None:
            continue
        if not one.unit and other.unit:
            factor = 60 if other.unit == MINUTES and _in_hours(other, text) else 1
            one = replace(one, unit=other.unit, value=one.value * factor, step=one.step * factor)
        if one.unit == CLOCK and other.unit == CLOCK_OR_MINUTES or one.unit == CLOCK_OR_MINUTES and other.unit == CLOCK:
            one, other = replace(one, unit=CLOCK), replace(other, unit=CLOCK)
        found[i] = replace(one, pair=pairs, end_of="low")
        found[i + 1] = replace(other, pair=pairs, end_of="high")
        pairs += 1
    return found


def _in_hours(one: Quantity, text: str) -> bool:
    return bool(re.search(r"(?:h|hours?|hrs?)$", one.within(text))) and one.step >= 6


def _units_taken_over(text: str, found: list[Quantity]) -> list[Quantity]:
    """`15 points (11 to 18)`: numbers in brackets are of the kind of the number before."""
    said = ""
    for i, one in enumerate(found):
        if one.unit:
            said = one.unit if one.unit not in (OCCASIONS, "weeks") or not said else said
            if one.unit in (OCCASIONS, "weeks"):
                said = one.unit
        elif said and _opened(text, one.start):
            found[i] = replace(one, unit=said, unit_said=False)
    return found


def _opened(text: str, at: int) -> bool:
    return text.rfind("(", 0, at) > text.rfind(")", 0, at)


@dataclass(frozen=True)
class Shown:
    """A number that is known, exactly or as it is shown."""

    value: float
    unit: str
    step: float  # 0: exact


def same(said: Quantity, known: Shown) -> bool:
    """Whether a number that is said is a known one, rounded as it is or coarser; "about": within 5%."""
    value = _converted(said, known)
    if value is None:
        return False
    step = said.step * (value[1])
    apart = _apart(value[0], known.value, known.unit)
    near = max(step, known.step) / 2 + 1e-9
    if known.unit == MINUTES and step >= 60:  # a whole hour is too coarse to be said of 6 h 40 min
        near = 3
    if known.step and step < known.step:  # more digits than are known
        near = 1e-6 + (known.step / 2 if known.unit == CLOCK else 0)
    if apart <= near:
        return True
    size = abs(known.value)
    if known.unit == CLOCK:
        return said.about and apart <= 10 / 60 + 1e-9
    if said.about:
        return apart <= 0.05 * size
    if said.bound:
        beyond = (abs(known.value) - abs(value[0])) * said.bound
        return 0 <= beyond <= 0.1 * size
    return False


def _apart(one: float, other: float, unit: str) -> float:
    apart = abs(abs(one) - abs(other)) if unit != CLOCK else abs(one - other) % 24
    return min(apart, 24 - apart) if unit == CLOCK else apart


def _converted(said: Quantity, known: Shown) -> tuple[float, float] | None:
    """A value and the factor of its step in the unit of the known number; None where the units do not meet."""
    one, other = said.unit, known.unit
    if one == other:
        return said.value, 1
    if one == CLOCK_OR_MINUTES:
        return (said.value, 1) if other == CLOCK else (said.value * 60, 12) if other == MINUTES else None
    if other == CLOCK_OR_MINUTES:
        return (said.value, 1) if one == CLOCK else (said.value / 60, 1 / 60) if one == MINUTES else None
    if one == "weeks" and other == OCCASIONS:
        return said.value * 7, 1
    if one == OCCASIONS and other == "weeks":
        return said.value / 7, 1 / 7
    if not one:
        return (said.value, 1) if other not in (CLOCK, MINUTES, RATIO) or said.value == known.value else None
    if not other:
        return (said.value, 1) if one in ("of 21", "AU", OCCASIONS, "things", "sessions", "weeks", "ordinal") else None
    if {one, other} == {"points", "%-points"}:
        return said.value, 1
    if {one, other} == {"%", RATIO}:
        return (said.value * 100, 100) if one == RATIO else (said.value / 100, 0.01)
    return None
