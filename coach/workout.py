"""What to do today: one session, decided by rules from facts, whatever a language model would like to say.

From the top down: a session is as hard as the last days suggest and never harder than the least of its ceilings. All
limits are ours, and modest: no study says which morning bears which session, and heart-rate-variability-guided training
as a whole gains little (g = 0.30 on submaximal markers, none shown on performance: Duking et al. 2021, J Sci Med Sport
24(11):1180-92). Zones: percent of the highest heart rate (ACSM's Guidelines for Exercise Testing and Prescription, 11th
ed. 2021), percent of FTP (Allen, Coggan & McGregor, Training and Racing with a Power Meter, 3rd ed. 2019).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from coach import words

UNUSUAL, NEW_SPORT, FELT = "anomaly.today", "workout.sport", "workout.felt"  # what speaks before all other ceilings
REST, EASY, STEADY, HARD = "rest", "easy", "steady", "hard"


class Effort(IntEnum):
    """How hard a session is; compared to find the least."""

    REST = 0
    EASY = 1
    STEADY = 2
    HARD = 3


@dataclass(frozen=True)
class Ceiling:
    """The hardest that something allows, and why."""

    effort: Effort
    why: str
    fact: str  # the id of the fact behind it


@dataclass(frozen=True)
class Wish:
    """What an athlete asks of a session; it is granted as far as the day allows."""

    minutes: float | None = None
    steps: tuple[str, ...] = ()  # easy, hard, shorter, longer, easier, harder, other; in the order they were wished


@dataclass(frozen=True)
class Workout:
    """One session. minutes 0 and no load on a day of rest."""

    day: date
    kind: str  # of data.schema.PLAN_KINDS
    sport: str
    minutes: int
    load: float | None
    unit: str
    zone: str  # "120 to 140 bpm"; empty where neither FTP nor highest heart rate is known
    main: str  # what the session is made of
    why: tuple[str, ...]
    refused: str = ""  # what was wished and is not granted, and why; in words

    @property
    def words(self) -> str:
        """The session in one line, as it goes into the plan."""
        if self.kind == REST:
            return "Rest: a walk or some stretching at most."
        zone = f", {self.zone}" if self.zone else ""
        load = "" if self.load is None else f" Aim for {self._whole_day}."
        return (
            f"{self.kind.capitalize()} {self.sport or 'session'}, {words.hours(self.minutes)}{zone}: {self.main}.{load}"
        )

    @property
    def _whole_day(self) -> str:
        """`a strain of about 7.4 of 21 for the whole day`."""
        return f"a {_CALLED[self.unit]} of about {words.quantity(self.load, _UNITS[self.unit])} for the whole day"


@dataclass(frozen=True)
class Zones:
    """What effort is measured by; None where it is not known."""

    ftp_w: float | None = None
    max_hr_bpm: float | None = None

    def of(self, kind: str) -> str:
        """The range of a kind of session: by power where FTP is known, else by heart rate."""
        if kind == REST:
            return ""
        if self.ftp_w:
            low, high = _OF_FTP[kind]
            return words.interval(_to_five(low * self.ftp_w), _to_five(high * self.ftp_w), "W")
        if self.max_hr_bpm:
            low, high = _OF_MAX_HR[kind]
            return words.interval(low * self.max_hr_bpm, high * self.max_hr_bpm, "bpm")
        return ""


_UNITS = {"strain": "of 21", "AU": "AU"}
_CALLED = {"strain": "strain", "AU": "load"}
_OF_FTP = {EASY: (0.56, 0.70), STEADY: (0.70, 0.85), HARD: (1.0, 1.10)}
_OF_MAX_HR = {EASY: (0.60, 0.72), STEADY: (0.72, 0.82), HARD: (0.88, 0.94)}
_MAIN = {
    REST: ("rest",),
    EASY: (
        "so easy that you could talk in whole sentences throughout",
        "easy throughout, with a minute of attention to your technique in every ten",
    ),
    STEADY: (
        "a steady effort in the middle, easy at both ends",
        "easy at both ends, and between them five minutes steady and five minutes easy in turn",
    ),
    HARD: ("",),  # made of its minutes
}
_MAIN_STRENGTH = {
    REST: ("rest",),
    EASY: (
        "about half of your usual weights, no set near its limit",
        "light weights and full range, for mobility rather than for strength",
    ),
    STEADY: (
        "your usual weights, with two or three repetitions in reserve in every set",
        "other lifts than last time at your usual weights, two or three repetitions in reserve",
    ),
    HARD: (
        "your main lifts heavy, with one or two repetitions in reserve",
        "your main lifts in fewer, heavier sets, with one or two repetitions in reserve",
    ),
}
_STRENGTH = ("lift", "strength", "weight", "gym", "powerlift", "crossfit")
_USUAL_MINUTES = {REST: 0, EASY: 40, STEADY: 60, HARD: 57}  # where the athlete's own are not known
LEAST_HARD_MIN = 57  # 15 + 4 x 5 + 3 x 3 + 10, and a little to spare
SHORTEST_MIN = 15
SHORT_HARD_MIN = 30  # below it no long intervals fit
SHORTER, LONGER = 2 / 3, 1.5  # of the minutes, at each wish
MOST_OF_USUAL = 1.5  # of a session's usual minutes, where something speaks against more; ours
# How intervals fill a session: minutes of each, of the ease between them, and how many at most.
_INTERVALS = ((5, 3, 5), (4, 3, 6))
_NO_ZONE = ("swim", "yoga", "walk", "pilates")  # sports for which ranges of watts or beats say little


def workout(
    day: date,
    wanted: Effort,
    ceilings: Sequence[Ceiling],
    *,
    sport: str = "",
    minutes_of: Mapping[str, float] | None = None,
    levels: Mapping[str, float] | None = None,
    unit: str = "AU",
    zones: Zones | None = None,
    reason: str = "",
    longest_min: float | None = None,
    wish: Wish | None = None,
) -> Workout:
    """The session of a day.

    wanted: what the plan or the last days suggest, and `reason` why. ceilings: what allows no more. minutes_of: how
    long the athlete's own sessions of each kind are; levels: what a day of each comes to, in `unit` (strain or AU).
    longest_min: the athlete's longest session of late. wish: what is asked for; never more effort than without it.
    """
    wish = wish or Wish()
    least = min(ceilings, key=lambda ceiling: ceiling.effort, default=None)
    allowed = wanted if least is None else min(wanted, least.effort)
    # What would hold it there counts too, though the last days suggest no more anyway.
    binding = [ceiling.why for ceiling in ceilings if ceiling.effort <= allowed < Effort.HARD]
    alarming = [
        ceiling.why for ceiling in ceilings if ceiling.fact in (FELT, UNUSUAL, NEW_SPORT) and ceiling.why in binding
    ]
    reasons = [*alarming, *([reason] if reason and allowed is wanted else []), *binding]
    reasons = list(dict.fromkeys(reasons))
    effort, refused = _effort(allowed, wish, reasons)
    if effort < allowed:
        reasons = ["That is easier than today would allow, as you wish."]
    kind = effort.name.lower()
    lifts = any(word in sport.lower() for word in _STRENGTH)
    usual = (minutes_of or {}).get(kind) or _USUAL_MINUTES[kind]
    if effort is Effort.HARD and not lifts:
        usual = max(usual, LEAST_HARD_MIN)
    held = bool(binding) or allowed < Effort.HARD
    most = usual * MOST_OF_USUAL if held else max(usual * MOST_OF_USUAL, longest_min or 0.0)
    minutes, too_long = (0.0, "") if effort is Effort.REST else _minutes(usual, most, wish, held=bool(binding))
    load = load_of(levels or {}, kind, minutes / usual if usual else 1.0, unit)
    return Workout(
        day=day,
        kind=kind,
        sport="" if effort is Effort.REST else sport,
        minutes=round(minutes / 5) * 5,
        load=load,
        unit=unit,
        zone="" if lifts or any(word in sport.lower() for word in _NO_ZONE) else (zones or Zones()).of(kind),
        main=_main(kind, lifts, round(minutes / 5) * 5, wish.steps.count("other")),
        why=tuple(reasons),
        refused=" ".join(one for one in (refused, too_long) if one),
    )


def _effort(allowed: Effort, wish: Wish, reasons: Sequence[str]) -> tuple[Effort, str]:
    """How hard it is with the wishes, and what is said where one is not granted."""
    effort, refused = allowed, ""
    for step in wish.steps:
        asked = {
            "easy": min(effort, Effort.EASY), "hard": Effort.HARD, "easier": Effort(max(effort - 1, Effort.REST)),
            "harder": Effort(effort + 1) if effort < Effort.HARD else None,
        }.get(step, effort)  # fmt: skip
        if asked is None:
            refused = "It is as hard as I would make it already."
        elif asked > allowed:
            because = _because(reasons)
            refused = f"{'Harder' if step == 'harder' else 'Hard work'} is not for today{because}."
        else:
            effort, refused = asked, ""
    return effort, refused


def _because(reasons: Sequence[str]) -> str:
    if not reasons:
        return ""
    said = reasons[0].rstrip(".")
    own = re.match(r"(?:HRV|Recovery|I)\b", said)
    return f": {said if own and said.startswith(('HRV', 'I ')) else said[0].lower() + said[1:]}"


def _minutes(usual: float, most: float, wish: Wish, *, held: bool) -> tuple[float, str]:
    """How long it is with the wishes, and what is said where it is not as long as wished."""
    minutes = usual if wish.minutes is None else wish.minutes
    for step in wish.steps if wish.minutes is None else ():  # `shorter, 25 minutes` says how long
        minutes *= {"shorter": SHORTER, "longer": LONGER}.get(step, 1.0)
    if minutes > most + 2.5:
        best = usual if held else most  # what holds a day back is no reason for more than the usual
        asked, granted = (words.hours(round(one / 5) * 5) for one in (minutes, best))
        return best, f"{asked} would be more than today suggests: {granted} is as far as I'd go."
    return max(minutes, SHORTEST_MIN if wish.minutes is None else min(minutes, SHORTEST_MIN)), ""


def load_of(levels: Mapping[str, float], kind: str, share: float, unit: str) -> float | None:
    """What the day comes to when the session is that share of its usual length.

    On a scale that ends (strain: 21), a session fills so much of what is left below the end as so many of them would:
    the same choice as in analytics.planned_load.day_load.
    """
    level, rest = levels.get(kind), levels.get(REST, 0.0)
    if level is None or kind == REST or abs(share - 1) < 0.01:
        return level
    if unit != "strain":
        return rest + (level - rest) * share
    most = _STRAIN_END
    return most - (most - rest) * (1 - (level - rest) / (most - rest)) ** share


_STRAIN_END = 21.0


def _main(kind: str, lifts: bool, minutes: int, other: int) -> str:
    if kind == HARD and not lifts:
        return _intervals(minutes, other)
    ways = (_MAIN_STRENGTH if lifts else _MAIN)[kind]
    return ways[other % len(ways)]


def _intervals(minutes: int, other: int) -> str:
    """Intervals that fill the minutes, between an easy start and an easy end."""
    if minutes < SHORT_HARD_MIN:
        first, last = max(minutes // 3, 5), max(minutes // 5, 3)
        count = max((minutes - first - last) // 2, 2)
        hard = f"{count} times 1 minute hard with 1 minute easy between them"
        return f"after {first} minutes easy, {hard}, then {last} minutes easy"
    first, last = (15, 10) if minutes >= 45 else (10, 5)
    work, ease, most = _INTERVALS[other % len(_INTERVALS)]
    count = min(max((minutes - first - last + ease) // (work + ease), 2), most)
    last = max(minutes - first - count * work - (count - 1) * ease, 5)
    return (
        f"after {first} minutes easy, {count} times {work} minutes hard with {ease} minutes easy between them, then "
        f"{last} minutes easy"
    )


def _to_five(watts: float) -> float:
    return round(watts / 5) * 5
