"""The way to an event: how far it is, where somebody stands, what the weeks until then may hold, and the taper."""

import re
from dataclasses import replace
from datetime import date, timedelta

from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import loads, measures, unsaid
from coach.tools.goal_base import LATELY_DAYS, NEED_SESSIONS, base_of, standing
from coach.tools.goal_reach import pace_needed, time_goal, verdict
from coach.tools.goal_weeks import GROWTH_SAYS, TAPER_SAYS, week_by_week
from coach.tools.telling import upper
from coach.understood import Target


def goal(known: Known, target: Target | None = None) -> list[Fact]:
    """How to prepare for an event: the days until then, where training stands, a week by week outline, the taper."""
    better = bool(target and _BETTER.search(target.words))
    if target and target.day and target.day < known.today:
        return [_gone(known, replace(target, words=sanitise.event(target.words)))]
    target = replace(target, words=sanitise.event(target.words)) if target else Target("your goal")
    day = None if better else _day(known, target)
    base = base_of(known, target.sport)
    facts = [_event(known, target, day)] if day else [RAISES] if better else [_no_day(target)]
    if base is None:
        missing = f"{NEED_SESSIONS} sessions of the last {LATELY_DAYS} days with their length"
        facts += [pace_needed(target)] if pace_needed(target) else []
        return [*facts, unsaid.nothing("goal.base", "Your training lately", missing, ("goal", "strain"))]
    facts += standing(known, target, base)
    if not base.theirs:
        facts.append(_other_sport(target.sport or "the event's sport", target.distance_km))
    if target.distance_km and not base.speed_kmh:
        sport = target.sport or "that sport"
        missing = f"{NEED_SESSIONS} sessions of {sport} with their distance: how long it takes you is not known"
        facts.append(unsaid.nothing("goal.expected", "How long it may take", missing, ("goal",)))
    if target.minutes and target.distance_km:
        facts.insert(min(len(facts), 1), time_goal(known, target))
    weeks = (day - known.today).days // 7 if day else 0
    outline, reached = (
        week_by_week(known, target, base, weeks) if weeks >= 2 else ([], base.longest_min if day else None)
    )
    facts[:0] = verdict(known, target, base, reached)
    if outline:
        facts += [*_lighter_first(known), *outline, TAPER_SAYS, GROWTH_SAYS]
    elif day:
        facts.append(TAPER_SAYS)
    return facts


def _lighter_first(known: Known) -> list[Fact]:
    """That the first of the weeks is better a light one, where the last week held more than the athlete's own do."""
    if not any(fact.direction is Direction.HIGHER for fact in loads.week_fact(known)):
        return []
    said = (
        f"Your {measures.named(known, 'load')} of the last 7 whole days is above your own weeks: take some easy days "
        "first, and begin these weeks after them."
    )
    return [Fact("goal.lighter", "Before you begin", said, subjects=("strain", "goal"), page="forecast",
                 method="the week against your own weeks; ours")]  # fmt: skip


PARTS = ("hours", "taper", "longest")  # of a plan, as they may be asked for by themselves


def part(known: Known, target: Target | None, which: str) -> list[Fact]:
    """One part of the way to an event: the hours of its weeks, the taper, or the longest session; else all of it."""
    facts = goal(known, target)
    by_id = {fact.id: fact for fact in facts if not fact.missing}
    ids = {
        "hours": ("goal.week", "goal.build", "goal.end"),
        "taper": ("goal.end", "goal.taper"),
        "longest": ("goal.longest", "goal.build", "goal.expected"),
    }[which]
    if "goal.build" not in by_id:
        return facts
    chosen = [by_id[id] for id in ids if id in by_id]
    if which == "taper" and (end := by_id.get("goal.end")) and end.first_day and end.last_day:
        said = f"The taper begins on {words.day(end.first_day)} {end.first_day.year}. {end.words}"
        chosen = [replace(end, words=said), *chosen[1:]]
    return [replace(fact, id=f"answer.{fact.id}") for fact in chosen]


_BETTER = re.compile(r"\b(?:VO2max|FTP|endurance|fitness|stamina)\b")
RAISES = Fact(
    "goal.raises",
    "What raises it",
    "In a review of 37 studies VO2max rose with interval training, most where the intervals took 3 to 5 minutes: "
    "once or "
    "twice a week on fresh legs, with the rest of your hours easy, is the usual way.",
    n=37,
    subjects=("goal", "fitness"),
    page="methods",
    method="Bacon et al. (2013), PLoS ONE 8(9):e73182; groups of mostly untrained people, so yours may differ",
)


def _day(known: Known, target: Target) -> date | None:
    if target.day:
        return target.day
    if target.weeks:
        return known.today + timedelta(days=round(target.weeks * 7))
    races = known.events()
    coming = races[(races["kind"] == "race") & (races["day"] >= known.today.isoformat())] if len(races) else races
    return date.fromisoformat(coming["day"].iloc[0]) if len(coming) else None


def _event(known: Known, target: Target, day: date) -> Fact:
    left = (day - known.today).days
    weeks = left // 7
    name = upper(re.sub("^an? ", "your ", target.words))
    if target.about:
        said = f"{name} is {target.about}, about {words.counted(weeks, 'week')} from now."
        return Fact("goal.event", "The event", said, float(left), "days", first_day=day, last_day=day,
                    subjects=("goal",), page="forecast")  # fmt: skip
    said = f"{name} is on {words.day(day)} {day.year}, {words.counted(left, 'day')} from now"
    said += f" ({words.counted(weeks, 'week')})." if weeks >= 2 else "."
    return Fact(
        "goal.event",
        "The event",
        said,
        float(left),
        "days",
        first_day=day,
        last_day=day,
        subjects=("goal",),
        page="forecast",
    )


def _gone(known: Known, target: Target) -> Fact:
    """That an event lies behind, with what was done on its day."""
    on = target.about or f"on {words.day(target.day)} {target.day.year}"
    said = f"{upper(re.sub('^an? ', 'your ', target.words))} {on} lies behind you, so there is nothing left to prepare."
    return Fact("goal.gone", "The event", said, first_day=target.day, last_day=target.day, subjects=("goal",),
                page="forecast")  # fmt: skip


def _no_day(target: Target) -> Fact:
    missing = f"when {target.words} is: say the day, or in how many weeks"
    return unsaid.nothing("goal.event", "The event", missing, ("goal",), page="forecast")


def _other_sport(sport: str, distance_km: float | None) -> Fact:
    reach = f"{words.number(distance_km, 'km')} is" if distance_km else "it is"
    said = (
        f"None of that is {sport}: it keeps you fit, but only {sport} gets you used to hours of it. Begin it this "
        f"week, easily: whether {reach} within reach by then only your first long ones can tell."
    )
    return Fact("goal.other_sport", "What you train in", said, subjects=("goal", "strain"), page="data")
