"""What a day to come may hold: its morning as it is foretold, and the session that it would allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.results import Estimate, NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import supposed, today
from coach.tools.telling import answer, not_stored, of_device
from coach.understood import Period
from coach.workout import Effort

LOW, MIDDLE = 0.10, 0.25  # of the mornings of two months: below them a day is for easy, or for steady work; as today's
_BEYOND = "A forecast reaches seven mornings ahead, and that day lies beyond them: ask me again nearer to it."
_ALLOWS = {"rest": "rest", "easy": "an easy day", "steady": "steady work", "hard": "hard work"}
_AFTER_HARD = "a hard session is proposed for today"
MUCH_LATELY = "your load of the last 7 days is above what your own weeks usually hold"
_CLASH = "it may change with how hard you train until then"


@dataclass(frozen=True)
class _Morning:
    """A morning to come, what it allows, and why no more."""

    value: Estimate
    effort: Effort
    why: str = ""  # where something else than the morning itself holds it down
    planned: bool = False  # whether that is what is planned


def on(known: Known, period: Period, minutes: float | None = None, *, race: bool = False) -> list[Fact]:
    """What each day of a time to come would allow, at most two of them; race: whether one is asked for."""
    days = [period.first + timedelta(days=n) for n in range(min(period.days, 2))]
    facts: list[Fact] = []
    for day in days:
        facts += _day(known, day, minutes, race, after_hard=any("hard work would suit" in fact.words for fact in facts))
    return facts or [not_stored("ahead", "That day", _BEYOND, ("recovery",))]


def _day(known: Known, day: date, minutes: float | None, race: bool, *, after_hard: bool = False) -> list[Fact]:
    found = _foretold(known, day)
    if found is None:
        return []
    effort, why = found.effort, found.why
    if after_hard and not found.planned:
        effort, why = min(effort, Effort.EASY), "the day before would be hard"
    value = found.value
    span = f"about {words.number(value.value)} ({words.interval(value.low, value.high, '').strip()})"
    whose = f", as {of_device(known)[:-2]} scores it" if known.unit("recovery") == "%" else ""
    name = words.day(day)
    under = supposed.of_todays_session(known, known.forecast()) if (day - known.today).days == 1 else ""
    if race:
        verdict = (
            f"Nothing foretold speaks against racing on {name}"
            if allowed(known, value.value) >= Effort.STEADY  # whatever is proposed for today gives way to a race
            else f"{name} is not foretold as one of your better mornings, so race only if that morning feels right"
        )
        said = f"{verdict}: recovery {span}{whose}. Until then keep it easy, and let that morning decide."
    else:
        kind = effort.name.lower()
        usual = today.usual_minutes(known, known.profile.sport or "").get(kind)
        length = "" if minutes is None else _length(known, minutes, usual)
        about = f", about {words.hours(round(usual / 5) * 5)}" if usual and minutes is None and effort else ""
        because = ", as you planned" if found.planned else f", since {why}" if why else ""
        said = (
            f"On {name}, {_ALLOWS[kind]} would suit{about}{because}. Recovery is foretold at {span}{whose}"
            f"{'.' if under else f', and {_CLASH}.'}{length}"
        )
        said = f"{said} {under}".strip()
        if why == _AFTER_HARD:
            said += " If you leave that out, this day has room for more."
    return [answer(f"ahead.{day.isoformat()}", f"What {name} allows", said, value=value.value, unit="points",
                   low=value.low, high=value.high, period=Period(day, day, name),
                   about=("recovery", "workout", "strain"), page="forecast",
                   method="forecast with an interval of 80%, held against your mornings of two months as today's "
                   "session is")]  # fmt: skip


def _length(known: Known, minutes: float, usual: float | None) -> str:
    longest = today.longest(known)
    asked = words.hours(round(minutes / 5) * 5)
    if longest and minutes > longest:
        return f" {asked} would be longer than any session of your last 8 weeks ({words.hours(longest)})."
    if usual and minutes > usual * 1.5:
        return f" {asked} is more than such a day usually holds: keep it easy, and end it sooner if it feels heavy."
    return f" {asked} fits that."


def _foretold(known: Known, day: date) -> _Morning | None:
    """A morning as it is foretold, with the effort that it allows."""
    try:
        made = known.forecast()
    except NotEnoughData:
        return None
    found = next((one for one in made.days if one.day == day), None)
    if found is None:
        return None
    most, why = allowed(known, found.value.value), ""
    session = today.todays_workout(known)[0]
    if session is not None and session.kind == "hard" and (day - known.today).days == 1 and most > Effort.EASY:
        most, why = Effort.EASY, _AFTER_HARD
    kinds = planned(known, day)
    if kinds:
        return _Morning(found.value, min(max(kinds), most), why, max(kinds) <= most)
    if most_after_week(known) < most:
        most, why = most_after_week(known), MUCH_LATELY
    return _Morning(found.value, most, why)


def allowed(known: Known, recovery: float) -> Effort:
    """What a morning with such a recovery allows, by where it lies among those of two months."""
    share = float((known.values("recovery").iloc[-60:].dropna() < recovery).mean())
    return Effort.EASY if share < LOW else Effort.STEADY if share < MIDDLE else Effort.HARD


def planned(known: Known, day: date) -> list[Effort]:
    plans = known.plans()
    rows = plans[plans["day"] == day.isoformat()] if len(plans) else plans
    return [Effort[kind.upper()] for kind in rows["kind"] if kind.upper() in Effort.__members__] if len(rows) else []


def most_after_week(known: Known) -> Effort:
    """After a week above one's own weeks, or signals that do not fit, no more than steady."""
    found = today.week_fact(known)
    return Effort.STEADY if any(fact.direction == "higher" for fact in found) else Effort.HARD


def better(known: Known, days: Sequence[date]) -> list[Fact]:
    """Which of some days to come has the better morning, as far as the intervals tell."""
    told = [(day, found.value) for day in days if (found := _foretold(known, day))]
    if len(told) < 2:
        return [not_stored("better", "Which day", _BEYOND, ("recovery",))]
    told.sort(key=lambda one: -one[1].value)
    (first, one), (second, other) = told[0], told[-1]
    said = (
        f"{first:%A} looks a little better: recovery about {words.number(one.value)} "
        f"({words.interval(one.low, one.high, '').strip()}) against {words.number(other.value)} "
        f"({words.interval(other.low, other.high, '').strip()}) on {second:%A}; the ranges overlap, so let the morning "
        f"decide."
    )
    if round(one.value) == round(other.value):
        same = words.number(one.value)
        said = f"No difference is foretold between {first:%A} and {second:%A}: recovery about {same}."
    return [answer("better", "Which day", said, value=one.value - other.value, unit="points",
                   period=Period(min(days), max(days), ""), about=("recovery", "workout"), page="forecast",
                   method="forecast with intervals of 80%")]  # fmt: skip
