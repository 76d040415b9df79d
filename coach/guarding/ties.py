"""What a number is tied to: its days, whose score it is, what it does to the score, and its partner in a range.

The same reader reads drafts and facts; a number of a draft has to agree with that of a fact in all that both say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from coach.guarding.claims import Clause, Sentence
from coach.guarding.quantities import Quantity, days
from coach.guarding.subjects import Lexicon

DEVICE, OURS = "device", "ours"


@dataclass(frozen=True)
class Span:
    """Some days that words name."""

    first: date
    last: date
    weekday: int | None = None  # said by its name: of this week or the next
    before: int = 0  # `the 28 days before`: how many, before days that are said elsewhere

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Tie:
    """What the words around a number tie it to; empty where they say nothing."""

    when: tuple[Span, ...] = ()
    source: str = ""
    pull: int = 0  # 1: it adds to the score, -1: it takes from it
    owner: str = ""  # the measure that a bracket follows: "HRV (8)"
    mean: bool = False
    side: str = ""  # of a range: "in", "below", "above", "out"
    grain: str = ""  # of a range: that of "days" or of "weeks"
    edge: int = 0  # 1: "at least", -1: "at most"
    usual: bool = False  # a reference, of no day
    over: Span | None = None  # the days behind its fact, where its words name none
    foretold: bool = False
    soft: bool = False  # said as no certainty: "about", "likely", with its interval

    @property
    def explicit(self) -> bool:
        return bool(self.when or self.source)


_TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|last night)\b")
_WEEK = re.compile(
    r"\b(?:(?:this|all|the|whole|past|your) week(?:'s)?|weekly|(?:last|past) 7(?: \w+)? (?:days|nights|mornings)|"
    r"7-day|over (?:the last|one|a) week)\b(?! (?:before|ago))"
)
_LAST_WEEK = re.compile(r"(?<!over the )(?<!in the )\b(?:last|the previous|previous) week(?:'s)?\b")
_LONG = re.compile(
    r"\b(?:(?:(?:over|in|for|during|within) the (?:last|past)|(?:the )?past|all|whole) (?P<of>month|year)"
    r"|this (?P<this>month|year)|(?:last|the previous|previous) (?P<gone>month|year))(?:'s)?\b"
)
_LAST_N = re.compile(
    r"\b(?:(?:last|past|recent) |over )(?P<n>\d+)(?: \w+)? (?P<of>days|nights|"
    r"mornings|weeks|months)\b(?! before)"
)
_BEFORE = re.compile(
    r"\b(?P<n>\d+) (?P<of>days|nights|weeks|months) before\b|\bthe (?P<one>week|month) before\b|"
    r"\b(?:previous|prior|preceding|earlier) (?P<m>\d+)(?: \w+)? (?P<of_m>days|nights|weeks|months)\b"
)
_AGO = re.compile(r"\b(?:an?|one) (?P<of>week|month|year) ago\b")
_TWO_BACK = re.compile(r"\b(?:the night before last|the day before yesterday)\b")
_DAY_BEFORE = re.compile(r"\bof the day before\b")
_FROM_TO = re.compile(r"\b(?P<first>\d{1,2})(?: \w+)? to $")
_DAYS_OF = {"days": 1, "nights": 1, "mornings": 1, "weeks": 7, "months": 30, "week": 7, "month": 30, "year": 365}


@lru_cache(maxsize=4096)
def spans(text: str, today: date) -> tuple[tuple[int, Span], ...]:
    """Where a text (`plain` text) names days, and which."""
    found = [(m.start(), Span(today, today)) for m in _TODAY.finditer(text)]
    found += [(m.start(), _back(today, 7)) for m in _WEEK.finditer(text)]
    monday = today - timedelta(days=today.weekday() + 7)
    found += [(m.start(), Span(monday, monday + timedelta(days=6))) for m in _LAST_WEEK.finditer(text)]
    found += [(m.start(), _long(m, today)) for m in _LONG.finditer(text)]
    for m in _LAST_N.finditer(text):
        if 1 < (n := int(m["n"]) * _DAYS_OF[m["of"]]) < 4000 and n != 7:
            found.append((m.start(), _back(today, n)))
    for m in _BEFORE.finditer(text):
        n = min(_DAYS_OF[m["one"]] if m["one"] else int(m["n"] or m["m"]) * _DAYS_OF[m["of"] or m["of_m"]], 4000)
        last = today - timedelta(days=7)
        found.append((m.start(), Span(last - timedelta(days=n - 1), last, before=n)))
    found += [(m.start(), _around(today, _DAYS_OF[m["of"]])) for m in _AGO.finditer(text)]
    two, one = today - timedelta(days=2), today - timedelta(days=1)
    found += [(m.start(), Span(two, two)) for m in _TWO_BACK.finditer(text)]
    found += [(m.start(), Span(one, one)) for m in _DAY_BEFORE.finditer(text)]
    for day in days(text, today):
        said = text[day.start : day.end]
        if day.first in (None, date.min) or _TODAY.search(said) or (said.endswith("yesterday") and "before" in said):
            continue
        first = day.first
        opened = _FROM_TO.search(text[: day.start]) if day.first == day.last and day.weekday is None else None
        if opened:  # `15 to 21 November`
            first -= timedelta(days=(first.day - int(opened["first"])) % 31)
        found.append((day.start, Span(first, day.last, day.weekday)))
    return tuple(sorted(found, key=lambda one: one[0]))


def _back(today: date, n: int) -> Span:
    return Span(today - timedelta(days=n - 1), today)


def _around(today: date, back: int) -> Span:
    middle, wide = today - timedelta(days=back), timedelta(days=back // 3)
    return Span(middle - wide, middle + wide)


def _long(match: re.Match, today: date) -> Span:
    if match["of"]:
        return _back(today, _DAYS_OF[match["of"]])
    first = today.replace(day=1) if "month" in (match["this"], match["gone"]) else today.replace(month=1, day=1)
    if match["this"]:
        return Span(first, today)
    last = first - timedelta(days=1)
    return Span(last.replace(day=1) if match["gone"] == "month" else last.replace(month=1, day=1), last)


def agree(said: Span, known: Span) -> bool:
    """Whether words name the days of a fact: the same day, or as many days that end together."""
    if said.weekday is not None:
        return known.length == 1 and known.first.weekday() == said.weekday
    if said.length == 1 or known.length == 1:
        return said.first == known.first and said.last == known.last
    if said.before and known.before:
        return 0.8 <= said.before / known.before <= 1.25
    if said.before:
        return 0.8 <= said.before / known.length <= 1.25 and known.last <= said.last
    return abs((said.last - known.last).days) <= 3 and 0.5 <= said.length / known.length <= 2


_PART = re.compile(
    r",(?!\d)|;|\s-\s|:(?!\d)|\(|\)|\b(?:and|but|while|whereas|against|versus|vs|compared (?:with|to)|after|with)\b|"
    r"\b(?:up|down|more|less|higher|lower|better|worse|different|changed|longer|shorter) (?:from|than|since|on)\b"
)
_DEVICE = re.compile(r"\b(?:device|watch|whoop|strap|wristband|tracker|wearable|garmin|oura|polar|fitbit)(?:'s)?\b")
_OURS = re.compile(r"\b(?:ours?|own score|app's (?:own )?score|rule-based)\b")
_ADDS = re.compile(
    r"\b(?:add(?:s|ed|ing)?|gave|gives?|lift(?:s|ed|ing)?|rais(?:es|ed|ing)|contribut(?:es|ed|ing)|boost(?:s|ed|ing)?|"
    r"gain(?:s|ed)?|push(?:es|ed)? up|brought in|won)\b"
)
_TAKES = re.compile(
    r"\b(?:took|takes?|taking|cost|costs|costing|lower(?:s|ed|ing)|drag(?:s|ged|ging)?|pull(?:s|ed|ing)? down|"
    r"knock(?:s|ed)|shav(?:es|ed)|subtract(?:s|ed)?|lost|loses?|remov(?:es|ed)|ate|drain(?:s|ed))\b"
)
_MEAN = re.compile(r"\b(?:averag\w+|means?(?! that)|a night|per night|each night|weekly)\b")
_SIDE = re.compile(
    r"\b(?P<side>below|under|above|over|within|inside|in|outside|beyond)(?: of)? (?:the |your |its )?(?:\w+ )?"
    r"(?:range )?(?:of |from )?(?:about |around )?$"
)
_SIDES = {"below": "below", "under": "below", "above": "above", "over": "above", "within": "in", "inside": "in",
          "in": "in", "outside": "out", "beyond": "out"}  # fmt: skip
_GRAIN = re.compile(r"\b(?:your|own) (?P<weeks>weeks)\b|\b(?P<days>(?:your|own|20|of 5|five) (?:of your )?days)\b")
_EDGE = re.compile(
    r"\b(?:(?P<least>at (?:the very )?least|no less than|not (?:below|less than|under)|at worst|a minimum of|minimum)|"
    r"(?P<most>at (?:the very )?most|no more than|not (?:above|over|more than)|at best|a maximum of|maximum))"
    r"(?: about| around)?\s*$"
)
_USUAL = re.compile(r"\b(?:usual|usually|normal|baseline|before it|need|median)\b")
_SOFT = re.compile(
    r"\b(?:about|around|roughly|approximately|likely|probabl[ey]|expect\w*|should|could|may|might|perhaps|forecasts?|"
    r"predict\w*|estimate\w*|guess|median|somewhere|points? to|times (?:in|of))\b"
)
_FORETOLD = re.compile(r"\b(?:4|four) times (?:in|of) (?:5|five)\b|\bmost likely\b|\bforecast\b")


def tie(sentence: Sentence, clause: Clause, i: int, today: date, lexicon: Lexicon) -> Tie:
    """What the words of a clause tie its number `i` to; a clause that names nothing goes on from the one before."""
    text, one = clause.text, clause.quantities[i]
    parts = _parts(text, clause.quantities)
    at = next((n for n, (begin, end) in enumerate(parts) if begin <= one.start < end), 0)
    order = [at, *_beside(parts, at, clause.quantities, text)]
    when: tuple[Span, ...] = ()
    source = ""
    for n in order:
        part = text[slice(*parts[n])]
        compared = n != at and re.search(r"(?:than|from|since|\bon)\s*$", text[: parts[n][0]])
        if not when and not compared:
            when = tuple(span for _, span in spans(part, today))
        source = source or _source(part)
    for lead in _leads(sentence, clause):
        when = when or tuple(span for _, span in spans(lead.text, today))
        source = source or _source(lead.text)
    here = text[slice(*parts[at])]
    usual = bool(_USUAL.search(here)) or clause.cues[i] in ("usual", "need")
    if usual and not spans(here, today) and not any(span.before for span in when):
        when = ()
    ranged = any(q.pair is not None for q in clause.quantities)
    return Tie(
        when=when,
        source=source,
        pull=_pull(clause, i),
        owner=_owner(text, one, lexicon),
        mean=bool(_MEAN.search(here)),
        side=_side(clause, i),
        grain=_grain(text, one),
        edge=_edge(text, one),
        usual=usual,
        foretold=bool(_FORETOLD.search(sentence.text)),
        soft=bool(one.about or one.bound or ranged or _SOFT.search(sentence.text)),
    )


def _leads(sentence: Sentence, clause: Clause) -> list[Clause]:
    """The clauses that a clause goes on from, the nearest first: `Recovery on Friday: about 57.`"""
    if clause.named_measures or clause.named_habits:
        return []
    at = next((n for n, one in enumerate(sentence.clauses) if one is clause), 0)
    return [one for one in sentence.clauses[:at][::-1] if not one.quantities or len(sentence.clauses) == 2]


def _parts(text: str, numbers: Sequence[Quantity]) -> list[tuple[int, int]]:
    """The parts of a clause between its commas and joints, no number and no range cut in two."""
    lows = {q.pair: q.start for q in numbers if q.end_of == "low"}
    whole = [(q.start, q.end) for q in numbers]
    whole += [(lows[q.pair], q.end) for q in numbers if q.end_of == "high" and q.pair in lows]
    parts, start = [], 0
    for cut in _PART.finditer(text):
        if not any(a <= cut.start() < b for a, b in whole):
            parts.append((start, cut.start()))
            start = cut.end()
    return [*parts, (start, len(text))]


def _beside(parts: list, at: int, numbers: Sequence[Quantity], text: str) -> list[int]:
    """The parts that may speak for a number besides its own: those before it, the nearest first, then what follows
    without a number of its own."""
    order = list(range(at - 1, -1, -1))
    for n in range(at + 1, len(parts)):
        if any(parts[n][0] <= q.start < parts[n][1] for q in numbers):
            break
        order.append(n)
    return order


def _source(text: str) -> str:
    device, ours = bool(_DEVICE.search(text)), bool(_OURS.search(text))
    return "" if device == ours else DEVICE if device else OURS


def _pull(clause: Clause, i: int) -> int:
    """What the verb nearest before a number does; the verb behind a list does it to all of the list."""
    text, one = clause.text, clause.quantities[i]
    before = [(m.start(), sign) for p, sign in ((_ADDS, 1), (_TAKES, -1)) for m in p.finditer(text[: one.start])]
    if before:
        return max(before)[1]
    after = [(m.start(), sign) for p, sign in ((_ADDS, 1), (_TAKES, -1)) for m in p.finditer(text, one.end)]
    return min(after)[1] if after else 0


def _owner(text: str, one: Quantity, lexicon: Lexicon) -> str:
    before = text[: one.start].rstrip()
    if not before.endswith("("):
        return ""
    named = [(end, name) for _, end, name in lexicon.measures_in(before)]
    return named[-1][1] if named and named[-1][0] == len(before[:-1].rstrip()) else ""


def _side(clause: Clause, i: int) -> str:
    one = clause.quantities[i]
    low = next((q for q in clause.quantities if q.pair == one.pair and q.end_of == "low"), None)
    found = _SIDE.search(clause.text[: low.start]) if one.pair is not None and low else None
    return _SIDES[found["side"]] if found else ""


def _grain(text: str, one: Quantity) -> str:
    if one.pair is None:
        return ""
    found = _GRAIN.search(text[one.end :]) or _GRAIN.search(text[: one.start])
    return "" if found is None else "weeks" if found["weeks"] else "days"


def _edge(text: str, one: Quantity) -> int:
    found = _EDGE.search(text[: one.start])
    return 0 if found is None else 1 if found["least"] else -1


OF_A_MORNING = ("sleep.last_night", "recovery.", "measure.", "anomaly.today", "workout.today", "pull.")


def of_fact(one: Tie, id: str, first: date | None, last: date | None, source: str) -> Tie:
    """A tie of a number of a fact, with the days and the source of the fact where its own words name none."""
    over = None
    if last is not None:
        single = id.startswith(OF_A_MORNING) or first is None
        over = Span(last, last) if single else Span(first, last)
    return replace(one, over=over, source=one.source or source)


def misfit(
    said: Tie, known: Tie, measures: frozenset[str], *, recovery: bool, value: bool, effect: bool, today: date
) -> str:
    """Why a number of a draft cannot be that of a fact, by what each is tied to; empty where it can.

    measures: those that the number of the fact is of; recovery: whether it is a score of recovery; value: whether it is
    no end of an interval; effect: whether it says what goes with what.
    """
    if said.when and (known.when or not known.usual) and not _days_agree(said.when, known, effect, today):
        return "the facts have this number of other days"
    if said.source and (known.source or recovery) and said.source != known.source:
        return "the facts have this number from elsewhere"
    if said.pull and known.pull and said.pull != known.pull:
        return "the facts say that it works the other way"
    if said.owner and (said.owner != known.owner if known.owner else said.owner not in measures):
        return "the facts have this number of something else"
    single = known.when[0].length == 1 if known.when else known.over is not None and known.over.length == 1
    if said.mean and not known.mean and not known.usual and single and not effect and not said.usual:
        return "the facts have this number of one day"
    if said.edge and value and not known.edge:
        return "it is no bound in the facts"
    if known.foretold and value and not known.usual and not said.soft:
        return "it is foretold, and not certain"
    if said.side and known.side and said.side != known.side and {said.side, known.side} not in _ALIKE:
        return f"the facts do not say {said.side} of this range"
    if said.grain and known.grain and said.grain != known.grain:
        return f"the facts have this range of {known.grain}"
    return ""


_ALIKE = ({"out", "below"}, {"out", "above"})


def _days_agree(said: tuple[Span, ...], known: Tie, effect: bool, today: date) -> bool:
    if known.when:
        return any(agree(one, other) for one in said for other in known.when)
    if known.over is None or effect:
        return True
    over = known.over
    if over.length == 1:
        return any(agree(one, over) for one in said)
    return any(one.first > today or one.weekday is not None or one.first <= over.last <= one.last for one in said)
