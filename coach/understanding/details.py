"""What a question wants of what it names: which end of a measure, what is counted, which session, which word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coach import glossary
from coach.understanding import vocabulary
from coach.understanding.ruled_out import without_ruled_out
from coach.understood import Topic

# Which end of a measure.
_HIGHEST = (
    r"highest|most|max(?:imum|imal)?|peak|top|biggest|greatest|longest|hardest|heaviest|toughest|latest|farthest|"
    r"furthest|fastest|deepest|busiest"
)
_LOWEST = r"lowest|least|min(?:imum|imal)?|smallest|shortest|easiest|lightest|earliest|slowest|fewest"
_ENDS = [
    ("highest", re.compile(rf"\b(?:{_HIGHEST})\b")),
    ("lowest", re.compile(rf"\b(?:{_LOWEST})\b")),
    ("worst", re.compile(r"\b(?:worst|poorest|weakest|baddest)\b")),
    ("best", re.compile(r"\b(?:best|record|strongest|ever been)\b")),
]
_OF_SESSIONS = re.compile(rf"\b(?:{vocabulary.SESSIONS})s?\b")
_SESSION_FIGURES = [
    ("km", re.compile(r"\b(?:farthest|furthest|distance|kilomet\w+|km|miles)\b")),
    ("speed", re.compile(r"\b(?:fastest|slowest|speed|pace)\b")),
    ("minutes", re.compile(r"\b(?:longest|shortest|duration)\b")),
]
_SPANS = ("week", "month")

# How many.
_UNDER = re.compile(r"\b(?:under|below|less than|fewer than|shorter than|lower than|at most|not even)\b|<")
_OVER = re.compile(r"\b(?:over|above|more than|longer than|higher than|at least|exceed\w*)\b|>")
_SINCE = re.compile(
    r"\bdays? since\b|\bhow long (?:ago|since|is it since|has it been since|was)\b|\bwhen (?:did i last|was my last|"
    r"was the last time|have i last|did i have my last)\b|\bsince (?:my |i )?last\b|\bhow many days ago\b"
)
_REST = re.compile(
    r"\b(?:rest(?:ed|ing)?[ -]days?|days? off|off[ -]days?|days? (?:of rest|without (?:training|a "
    r"workout|exercise))|(?:did not|not) train)\b|\b(?:rested|took a day off|did nothing)\b"
)
_KM = re.compile(r"\b(?:km|kms|kilomet(?:er|re)s?|miles|distance|far)\b")
_TIME = re.compile(r"\b(?:hours?|minutes|how long|time|how much)\b")
_DONE = re.compile(rf"\b(?:{vocabulary.SESSIONS}|sessions?|train(?:ed|ing)?|ridden|rode|ran|swam|workouts?|"
                   r"work(?:ed)? out|exercis\w+|activit\w+|cycled|lifted)s?\b")  # fmt: skip
_SIZE = re.compile(  # of sessions: no other measure is counted in km, and nights are named as such
    r"\b(?:\d+(?:[.,]\d+)?|one|two|three|four|five|six|an|a|half an) ?(?:(?P<far>km|kms|k|kilomet\w+|miles?|mi)|"
    r"h|hrs?|hours?|min|mins|minutes?)\b"
)
_NIGHTS = re.compile(r"\b(?:nights?|sle(?:ep|pt|eping)|asleep|in bed|mornings?|naps?)\b")
_ZONE = re.compile(r"\bz(?:one)?s? ?([0-5])\b")
_LOW = re.compile(r"\b(?:low|bad|red|poor|terrible)\b")

# A session that is wished otherwise.
_WISHES = [
    ("shorter", re.compile(r"\bshort(?:er|en)\b|\bless time\b|\bcut it\b|\bnot (?:so|that) long\b|\btoo long\b|"
                           r"\bless long\b")),
    ("longer", re.compile(r"\blonger\b|\bmore time\b|\bextend\b|\btoo short\b|\blengthen\b")),
    ("easier", re.compile(r"\beas(?:ier|e off)\b|\bless (?:hard|intense)\b|\bnot (?:so|that) hard\b|\btoo hard\b|"
                          r"\blighter\b|\bgentler\b|\bmake it easy\b|\bsofter\b")),
    ("harder", re.compile(r"\bharder\b|\bmore (?:intense|intensity)\b|\btoo easy\b|\btougher\b|\bmake it hard\b|"
                          r"\bnot (?:so|that) easy\b|\bspice\b")),
    ("other", re.compile(r"\b(?:something|anything) (?:else|different|new)\b|\banother (?:one|session|workout|idea)\b|"
                         r"\bdifferent (?:one|session|workout)\b|\balternatives?\b|\bsomething other\b|"
                         r"\bdo not (?:like|want) (?:that|it|this)\b|\bboring\b|\bother (?:ideas?|options?)\b")),
]  # fmt: skip
_EFFORTS = [
    (
        "easy",
        re.compile(r"\b(?:easy|gentle|light|recovery (?:ride|run|spin|session|swim)|relaxed|zone (?:1|2|one|two))\b"),
    ),
    ("hard", re.compile(r"\b(?:hard|intense|intervals?|vo2|threshold|tempo|sprints?|hiit|tough)\b")),
]
_INDOORS = re.compile(r"\b(?:(?:turbo|indoor|smart|home)? ?trainer|turbo|zwift|rollers|spin bike|indoors?)\b")
_SPORTS = {
    "cycling": r"ride|rides|riding|rode|ridden|bike|biking|bicycle|cycle|cycling|cycled|spin|mtb|gravel|peloton",
    "running": r"run|runs|running|ran|jog|jogs|jogging|treadmill",
    "swimming": r"swim|swims|swimming|swam|pool",
    "rowing": r"(?<!in a )row|rows|rowing|rowed|erg|rower",
    "weightlifting": r"lift|lifts|lifting|lifted|weights|gym|strength(?: \w+)?|weightlifting|barbell",
    "hiking": r"hike|hikes|hiking|hiked",
    "walking": r"walk|walks|walking|walked",
    "yoga": r"yoga|pilates",
}
_SPORT = [(name, re.compile(rf"\b(?:{words})\b")) for name, words in _SPORTS.items()]

# What is here.
_MISSING = re.compile(r"\b(?:missing|gaps?|lack(?:s|ing)?|without|no)\b")
_JOURNAL = re.compile(r"\b(?:journal|diary|habits?)\b")
_LOGGED = re.compile(r"\b(?:logged|log|recorded|tracked|entered|written down|wrote down|filled|fill|answered|"
                     r"noted)\b")  # fmt: skip
_WEEKEND = re.compile(
    r"\b(?:longer|more|better|worse|less)\b.*\b(?:on|at|over) (?:the )?weekends\b|"
    r"\bweek ?days?\b.*\bweek ?ends?\b|\bweek ?ends?\b.*\b(?:week ?days?|(?:the )?(?:rest of the )?"
                      r"(?:working |work )?week)\b")  # fmt: skip
_FITTER = re.compile(r"\b(?:fitter|in better shape|less fit|fitness|ctl)\b")
_TIME_GOAL = re.compile(
    r"\b(?:sub|under|below|break|in)[ -]?(?:(?P<h>\d{1,2})[:h](?P<hm>[0-5]\d)|(?P<m>\d{1,3}))\b"
    r"(?! ?(?:km|k\b|weeks?|days?|months?|hours? (?:of|a)))(?P<unit> ?(?:hours?|h)\b)?"
)


@dataclass(frozen=True)
class Details:
    """What belongs to a topic; None where it is not said."""

    aspect: str | None = None
    of: str | None = None
    sport: str | None = None
    wishes: tuple[str, ...] = ()
    term: str | None = None
    other_habit: str | None = None


def details(topic: Topic, said: str, habits: Sequence[str], metrics: Sequence[str]) -> Details:
    """What a question of a topic says of it, in plain text; habits and metrics: those that it names."""
    if topic is Topic.RECORD:
        return _of_record(said, metrics)
    if topic is Topic.COUNT:
        return _of_count(said, habits, metrics)
    if topic is Topic.ACTIVITY:
        return Details(sport=sport_in(said))
    if topic is Topic.MEANING:
        found = glossary.term_in(_asked_of(said)) or glossary.term_in(said)
        return Details(term=found.key if found else None)
    if topic is Topic.WORKOUT:
        return Details(sport=wished_sport(said), wishes=(*_efforts_in(said), *wishes_in(said)))
    if topic is Topic.READINESS:
        return Details(sport=wished_sport(said))
    if topic is Topic.DATA:
        return Details(aspect=_of_data(said))
    if topic is Topic.COMPARE:
        aspect = "weekend" if _WEEKEND.search(said) else None
        return Details(aspect, other_habit=_second(habits))
    if topic is Topic.HABIT:
        return Details(other_habit=_second(habits))
    return Details()


def end_in(said: str) -> str | None:
    """Which end of a measure is asked for: highest, lowest, best, worst."""
    said = re.sub(r"\b(?:my )?top(?= (?:\d{1,2}|two|three|four|five|six|ten) \w*st\b)", "", said)  # `top 3 worst`
    found = [(match.start(), name) for name, pattern in _ENDS if (match := pattern.search(said))]
    return min(found)[1] if found else None


_TOP = re.compile(
    r"\b(?:top|best|worst|last)[ -](?P<n>\d{1,2}|two|three|four|five|six|ten)\b(?! ?(?:km|k|min|h|days?|weeks?|"
    r"months?|years?))|"
    r"\b(?P<m>\d{1,2}|two|three|four|five|six|ten) (?:best|worst|hardest|longest|highest|lowest|shortest|easiest|"
    r"fastest|farthest|furthest|biggest)\b"
)
_SEVERAL = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


def top_in(text: str) -> int | None:
    """`top 3 hardest`, `3 best`: how many are asked for; None for one."""
    found = _TOP.search(text.lower())
    if not found:
        return None
    said = found["n"] or found["m"]
    count = _SEVERAL.get(said) or int(said)
    return count if count > 1 else None


def wishes_in(said: str) -> tuple[str, ...]:
    """How a session is wished to be otherwise, in the order of the words."""
    found = sorted((match.start(), name) for name, pattern in _WISHES if (match := pattern.search(said)))
    return tuple(name for _, name in found)


def _efforts_in(said: str) -> tuple[str, ...]:
    """`give me an easy run`, `build me an interval session`: how hard it is wished to be."""
    if re.search(r"\b(?:how (?:hard|easy)|easy or hard|hard or easy)\b", said):
        return ()
    found = [(match.start(), name) for name, pattern in _EFFORTS if (match := pattern.search(said))]
    return (min(found)[1],) if found else ()


def sport_in(said: str) -> str | None:
    """The sport of a session that was done."""
    found = [(match.start(), name) for name, pattern in _SPORT if (match := pattern.search(said))]
    return min(found)[1] if found else None


def wished_sport(said: str) -> str | None:
    """The sport of a session that is wished for; of two that are offered the first. `not cycling` where only that is
    ruled out."""
    left = without_ruled_out(said)
    if _INDOORS.search(left):
        return "indoor running" if re.search(r"\btreadmill\b", left) else "indoor cycling"
    ruled_out = sport_in(said) if left != said else None
    wished = sport_in(re.sub(r"\b(?:in the|a|the) long run\b|\brun down\b", "", left))
    return wished or (f"not {ruled_out}" if ruled_out else None)


def is_fitter(said: str) -> bool:
    return bool(_FITTER.search(said))


def is_weekend(said: str) -> bool:
    """Whether days of work are held against weekends."""
    return bool(_WEEKEND.search(said))


def goal_minutes(said: str) -> float | None:
    """`sub-20 5k`: in how many minutes; `sub 3 hour marathon`, `under 1:45`."""
    found = _TIME_GOAL.search(said)
    if not found:
        return None
    if found["h"]:
        first, second = float(found["h"]), float(found["hm"])
        km = vocabulary.distance_km_in(said)
        of_minutes = first >= 10 or (km is not None and (km <= 3 or km <= 12 and first >= 8))
        return first + second / 60 if of_minutes else first * 60 + second
    value = float(found["m"])  # of marathons and the like hours are meant, of a few km minutes
    hours = found["unit"] or (value <= 12 and re.search(r"\b(?:marathon|century|ironman|fondo|\d{3} ?km)\b", said))
    return value * 60 if hours else value


def _second(habits: Sequence[str]) -> str | None:
    return habits[1] if len(habits) > 1 else None


def _of_record(said: str, metrics: Sequence[str]) -> Details:
    sessions = _OF_SESSIONS.search(said) and not metrics
    if sessions:
        of = next((name for name, pattern in _SESSION_FIGURES if pattern.search(said)), "load")
        return Details(end_in(said), f"session {of}", sport_in(said))
    spans = (
        re.compile(rf"\b(?:(?:{_any_end()}) (?:(?!last |this |past |sleep |night )\w+ )?|which |what ){one}s?\b")
        for one in _SPANS
    )
    span = next((one for one, pattern in zip(_SPANS, spans, strict=True) if pattern.search(said)), "day")
    return Details(end_in(said), span)


def _any_end() -> str:
    return "|".join(pattern.pattern.removeprefix(r"\b(?:").removesuffix(r")\b") for _, pattern in _ENDS)


def _of_count(said: str, habits: Sequence[str], metrics: Sequence[str]) -> Details:
    if (zone := _ZONE.search(said)) and not habits:
        return Details(None, f"zone {zone[1]}", sport_in(said))
    side = "under" if _UNDER.search(said) else "over" if _OVER.search(said) else None
    if side and metrics and re.search(r"\bever\b", said):
        return Details(f"since {side}", "metric")
    if _SINCE.search(said):
        if _REST.search(said):
            return Details("since", "rest days")
        if metrics and not habits and re.search(r"\d|\blow\b|\bbad\b", said):
            return Details(f"since {side or 'low'}", "metric")
        if re.search(r"\b(?:hard|tough|intense|big)\b", said):
            return Details("since", "hard sessions", sport_in(said))
        return Details("since", "habit") if habits else Details("since", "sessions", sport_in(said))
    if habits:
        return Details(side, "habit")
    if _REST.search(said):
        return Details(None, "rest days")
    sized = side and not metrics and not _NIGHTS.search(said) and _SIZE.search(said)
    if sized:
        return Details(side, "km" if sized["far"] else "minutes", sport_in(said))
    if side and re.search(r"\d", said):
        return Details(side, "metric")
    if re.search(
        r"\b(?:low|bad|red|poor|high|good|green|great)\b(?: \w+)? (?:recover\w+|mornings?|days?|nights?)", said
    ):
        return Details("low" if _LOW.search(said) else "high", "metric")
    if _DONE.search(said) or not metrics:
        of = (
            "km"
            if _KM.search(said)
            else "minutes"
            if _TIME.search(said) and "how many times" not in said
            else "sessions"
        )
        return Details(None, of, sport_in(said))
    return Details("sum", "metric")


def _of_data(said: str) -> str | None:
    if _JOURNAL.search(said) and (_LOGGED.search(said) or re.search(r"\bdid i\b", said)):
        return "journal"
    if re.search(r"\bwhat (?:was|did i|have i|is|has been|got)\b", said) and _LOGGED.search(said):
        return "logged"
    return "missing" if _MISSING.search(said) else None


def _asked_of(said: str) -> str:
    """What is left when the asking is taken away, so that `what is a good HRV` asks of HRV."""
    return re.sub(
        r"\b(?:what|how|define|explain|meaning|tell me|does|do|is|are|mean|good|normal|healthy|bad|low|high|"
        r"about|stand for|the|a|an|my|your|here|by|of|in this app|you use|exactly|actually)\b",
        " ",
        said,
    )
