"""What to do today: one session, decided by rules from facts, whatever a language model would like to say.

From the top down: a session is as hard as the last days suggest and never harder than the least of its ceilings. All
limits are ours, and modest: no study says which morning bears which session, and heart-rate-variability-guided training
as a whole gains little (g = 0.30 on submaximal markers, none shown on performance: Duking et al. 2021, J Sci Med Sport
24(11):1180-92). Zones: percent of the highest heart rate (ACSM's Guidelines for Exercise Testing and Prescription, 11th
ed. 2021), percent of FTP (Allen, Coggan & McGregor, Training and Racing with a Power Meter, 3rd ed. 2019).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from coach import words

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

    @property
    def words(self) -> str:
        """The session in one line, as it goes into the plan."""
        if self.kind == REST:
            return "Rest: a walk or some stretching at most."
        zone = f", {self.zone}" if self.zone else ""
        load = "" if self.load is None else f" Aim for a day of about {words.quantity(self.load, _UNITS[self.unit])}."
        return (
            f"{self.kind.capitalize()} {self.sport or 'session'}, {words.hours(self.minutes)}{zone}: {self.main}.{load}"
        )


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
_OF_FTP = {EASY: (0.56, 0.70), STEADY: (0.70, 0.85), HARD: (1.0, 1.10)}
_OF_MAX_HR = {EASY: (0.60, 0.72), STEADY: (0.72, 0.82), HARD: (0.88, 0.94)}
_MAIN = {
    REST: "rest",
    EASY: "so easy that you could talk in whole sentences throughout",
    STEADY: "a steady effort in the middle, easy at both ends",
    HARD: "after 15 minutes easy, 4 times 5 minutes hard with 3 minutes easy between them, then 10 minutes easy",
}
_MAIN_STRENGTH = {
    REST: "rest",
    EASY: "about half of your usual weights, no set near its limit",
    STEADY: "your usual weights, with two or three repetitions in reserve in every set",
    HARD: "your main lifts heavy, with one or two repetitions in reserve",
}
_STRENGTH = ("lift", "strength", "weight", "gym", "powerlift", "crossfit")
_USUAL_MINUTES = {REST: 0, EASY: 40, STEADY: 60, HARD: 57}  # where the athlete's own are not known
LEAST_HARD_MIN = 57  # 15 + 4 x 5 + 3 x 3 + 10, and a little to spare


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
) -> Workout:
    """The session of a day.

    wanted: what the plan or the last days suggest, and `reason` why. ceilings: what allows no more. minutes_of: how
    long the athlete's own sessions of each kind are; levels: what a day of each comes to, in `unit` (strain or AU).
    """
    least = min(ceilings, key=lambda ceiling: ceiling.effort, default=None)
    effort = wanted if least is None else min(wanted, least.effort)
    kind = effort.name.lower()
    # What would hold it there counts too, though the last days suggest no more anyway.
    binding = [ceiling.why for ceiling in ceilings if ceiling.effort <= effort < Effort.HARD]
    reasons = [reason, *binding] if reason and effort is wanted else binding
    minutes = (minutes_of or {}).get(kind) or _USUAL_MINUTES[kind]
    lifts = any(word in sport.lower() for word in _STRENGTH)
    if effort is Effort.HARD and not lifts:
        minutes = max(minutes, LEAST_HARD_MIN)
    return Workout(
        day=day,
        kind=kind,
        sport="" if effort is Effort.REST else sport,
        minutes=0 if effort is Effort.REST else round(minutes / 5) * 5,
        load=(levels or {}).get(kind),
        unit=unit,
        zone="" if lifts else (zones or Zones()).of(kind),
        main=(_MAIN_STRENGTH if lifts else _MAIN)[kind],
        why=tuple(reasons),
    )


def _to_five(watts: float) -> float:
    return round(watts / 5) * 5
