"""What a question asks, once it is understood: the interface between routing, tools and the engines."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Topic(StrEnum):
    """What a question is about; each has its tools."""

    READINESS = "readiness"  # how am I today, may I go hard
    WORKOUT = "workout"  # what should I do today: a session
    WHY = "why"  # why is recovery (or a signal) low or high, on a day or lately
    HABIT = "habit"  # what a habit goes with
    HABITS = "habits"  # which habits matter
    SLEEP = "sleep"  # how did I sleep, debt, what precedes a good night
    BEDTIME = "bedtime"  # when to sleep and how long
    RHYTHM = "rhythm"  # best hours, chronotype, regularity
    LOAD = "load"  # load, form, ramp
    TOLERANCE = "tolerance"  # how fast I recover, how much I take
    FORECAST = "forecast"  # the next days
    WHAT_IF = "what_if"  # the next days if I rest, train hard, sleep more
    UNUSUAL = "unusual"  # days that do not fit, am I getting ill
    GOAL = "goal"  # an event or a target, how to prepare
    METRIC = "metric"  # a measure on a day or over a period, its trend
    COMPARE = "compare"  # one period against another
    RECORD = "record"  # the highest, lowest, best, worst of something
    COUNT = "count"  # how many, how often, how much in all; how long since
    ACTIVITY = "activity"  # a session that was done
    MEANING = "meaning"  # what a word means
    DATA = "data"  # what is here, since when, from what; what is missing
    PROFILE = "profile"  # who I am here: FTP, sport, plans
    EVIDENCE = "evidence"  # how do you know, how sure is that
    HELP = "help"  # what can you do
    PRIVACY = "privacy"  # where my data are, who sees them, how to delete them
    IDENTITY = "identity"  # who answers here: a person, a doctor, which model
    LANGUAGE = "language"  # asked in another language than ours
    SMALLTALK = "smalltalk"
    OUT_OF_SCOPE = "out_of_scope"
    MEDICAL = "medical"  # a diagnosis, medicine, an injury: not ours to answer
    DIET = "diet"  # losing weight, eating less
    UNWELL = "unwell"  # feeling ill today
    DISTRESS = "distress"  # despair, without a word of harm
    HARD_TIME = "hard_time"  # grief, burn-out, no joy in training
    RED_FLAG = "red_flag"  # chest pain, fainting, self-harm, an eating disorder


@dataclass(frozen=True)
class Period:
    """Days from first to last, and how the question said it ("last week", "since March")."""

    first: date
    last: date
    words: str

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Target:
    """An event or a goal that a question names."""

    words: str  # as asked: "my 100 km gran fondo"
    day: date | None = None
    weeks: float | None = None
    distance_km: float | None = None
    sport: str | None = None
    minutes: float | None = None  # in which it is to be done
    about: str | None = None  # `in April 2027`: where the day is not named, but a month


@dataclass(frozen=True)
class WeekWish:
    """One wish of a week that is planned."""

    # rest, only (these days), open (again), put, swap, move, minutes, at most minutes, lighter, heavier, shorter,
    # longer, hard days, sessions, total, undo, reset
    kind: str
    days: tuple[date, ...] = ()  # none: of the week; of a move two: from and to
    effort: str | None = None  # of what is put or moved: rest, easy, steady, hard, long
    # minutes; of all sessions together, at most; percent longer or shorter; how many at most, below zero: so many fewer
    number: float | None = None
    step: int = 0  # those of one question are of one step, and are taken back together; 0: of the first


@dataclass(frozen=True)
class Understood:
    """One question. What it does not name is None."""

    text: str
    topic: Topic
    also: tuple[Topic, ...] = ()  # a question may ask two things
    period: Period | None = None
    against: Period | None = None  # of a comparison
    habit: str | None = None  # its key in the journal
    metric: str | None = None  # its name in data.schema.METRICS, or "recovery"
    metrics: tuple[str, ...] = ()  # where several are named, or the usual ones where two times are held together
    what_if: str | None = None  # rest, easy, planned, hard, longer nights, shorter nights
    target: Target | None = None
    number: float | None = None  # a quantity that the question names, such as hours of sleep
    follow_up: bool = False  # filled in from the question before
    # which end (highest, best ...), which side (under, over), since; missing, journal, logged; of a week that was told:
    # reasons, changed, why not, shown, total
    aspect: str | None = None
    of: str | None = None  # what is ranked or counted: sessions, minutes, km, rest days, habit, metric, week, month
    sport: str | None = None  # of a session that is wished for or was done
    wishes: tuple[str, ...] = ()  # of a session: shorter, longer, easier, harder, other; in the order they were made
    term: str | None = None  # a word of coach.glossary
    other_habit: str | None = None  # the second of two that are held against each other
    days: tuple[tuple[date, str], ...] = ()  # of a what-if with several: each day and its kind
    week: tuple[WeekWish, ...] | None = None  # of a week that is planned, all that was wished of it; None: of none
    more: bool = False  # what the answer before left out
    back: int = 0  # how many sessions before the newest one
    wake_h: float | None = None  # hours after midnight at which somebody has to get up
    bed_h: float | None = None  # at which somebody can be in bed, the earliest
    plainer: bool = False  # the same in fewer and plainer words
    feels: str = ""  # what was told of today that calls for less than the figures do: "were unwell lately"
    after: Topic | None = None  # what it goes on from, where nobody can tell how
    # Of a conversation that goes on; neither is kept.
    told_day: date | None = None  # the day that its answer named
    earlier: tuple["Understood", ...] = ()  # the questions before it, the newest first
