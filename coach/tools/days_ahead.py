"""What a day to come may hold: its morning as it is foretold, and the session that it would allow."""

from collections.abc import Sequence
from datetime import date, timedelta

from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import records, today
from coach.tools.ahead import beside_shown
from coach.tools.telling import answer, not_stored, of_device
from coach.understood import Period
from coach.workout import Effort

LOW, MIDDLE = 0.10, 0.25  # of the mornings of two months: below them a day is for easy, or for steady work; as today's
_BEYOND = "A forecast reaches seven mornings ahead, and that day lies beyond them: ask me again nearer to it."
_ALLOWS = {"rest": "rest", "easy": "an easy day", "steady": "steady work", "hard": "hard work"}
_CLASH = "it may change with how hard you train until then"


def on(known: Known, period: Period, minutes: float | None = None, *, race: bool = False) -> list[Fact]:
    """What each day of a time to come would allow, at most two of them; race: whether one is asked for."""
    days = [period.first + timedelta(days=n) for n in range(min(period.days, 2))]
    facts: list[Fact] = []
    for day in days:
        facts += _day(known, day, minutes, race, after_hard=any("hard work would suit" in fact.words for fact in facts))
    return facts or [not_stored("ahead", "That day", _BEYOND, ("recovery",))]


def _day(known: Known, day: date, minutes: float | None, race: bool, *, after_hard: bool = False) -> list[Fact]:
    foretold = _foretold(known, day)
    if foretold is None:
        return []
    value, low, high, effort, planned = foretold
    if after_hard and not planned:
        effort = min(effort, Effort.EASY)
    span = f"about {words.number(value)} ({words.interval(low, high, '').strip()})"
    whose = f", as {of_device(known)[:-2]} scores it" if known.unit("recovery") == "%" else ""
    name = words.day(day)
    if race:
        verdict = (
            f"Nothing foretold speaks against racing on {name}"
            if effort >= Effort.STEADY
            else f"{name} is not foretold as one of your better mornings, so race only if that morning feels right"
        )
        said = f"{verdict}: recovery {span}{whose}. Until then keep it easy, and let that morning decide."
    else:
        kind = effort.name.lower()
        usual = today.usual_minutes(known, known.profile.sport or "").get(kind)
        length = "" if minutes is None else _length(known, minutes, usual)
        about = f", about {words.hours(round(usual / 5) * 5)}" if usual and minutes is None and effort else ""
        why = ", as you planned" if planned else ""
        said = (
            f"On {name}, {_ALLOWS[kind]} would suit{about}{why}: recovery is foretold at {span}{whose}, and {_CLASH}."
            f"{length}"
        )
    return [answer(f"ahead.{day.isoformat()}", f"What {name} allows", said, value=value, unit="points", low=low,
                   high=high, period=Period(day, day, name), about=("recovery", "workout", "strain"), page="forecast",
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


def _foretold(known: Known, day: date) -> tuple[float, float, float, Effort, bool] | None:
    """A morning as it is foretold, with the effort that it allows, and whether that is what is planned."""
    try:
        made = known.forecast()
    except NotEnoughData:
        return None
    found = next((one for one in made.days if one.day == day), None)
    if found is None:
        return None
    value, past = found.value, known.values("recovery").iloc[-60:].dropna()
    share = float((past < value.value).mean())
    allowed = Effort.EASY if share < LOW else Effort.STEADY if share < MIDDLE else Effort.HARD
    session = today.todays_workout(known)[0]
    after_hard = session is not None and session.kind == "hard" and (day - known.day).days == 1
    if after_hard:
        allowed = min(allowed, Effort.EASY)
    plans = known.plans()
    rows = plans[plans["day"] == day.isoformat()] if len(plans) else plans
    kinds = [Effort[kind.upper()] for kind in rows["kind"] if kind.upper() in Effort.__members__] if len(rows) else []
    if kinds:
        return value.value, value.low, value.high, min(max(kinds), allowed), max(kinds) <= allowed
    return value.value, value.low, value.high, min(allowed, _next(known)), False


def _next(known: Known) -> Effort:
    """After a week above one's own weeks, or signals that do not fit, no more than steady."""
    found = today.week_fact(known)
    return Effort.STEADY if any(fact.direction == "higher" for fact in found) else Effort.HARD


def better(known: Known, days: Sequence[date]) -> list[Fact]:
    """Which of some days to come has the better morning, as far as the intervals tell."""
    told = [(day, found) for day in days if (found := _foretold(known, day))]
    if len(told) < 2:
        return [not_stored("better", "Which day", _BEYOND, ("recovery",))]
    told.sort(key=lambda one: -one[1][0])
    (first, one), (second, other) = told[0], told[-1]
    said = (
        f"{first:%A} looks a little better: recovery about {words.number(one[0])} "
        f"({words.interval(one[1], one[2], '').strip()}) against {words.number(other[0])} "
        f"({words.interval(other[1], other[2], '').strip()}) on {second:%A}; the ranges overlap, so let the morning "
        f"decide."
    )
    if round(one[0]) == round(other[0]):
        said = f"No difference is foretold between {first:%A} and {second:%A}: recovery about {words.number(one[0])}."
    return [answer("better", "Which day", said, value=one[0] - other[0], unit="points",
                   period=Period(min(days), max(days), ""), about=("recovery", "workout"), page="forecast",
                   method="forecast with intervals of 80%")]  # fmt: skip


def week(known: Known) -> list[Fact]:
    """The next seven days, each with what its morning allows: never two hard days in a row, and two of rest or easy."""
    try:
        made = known.forecast()
    except NotEnoughData as gap:
        return [records.nothing("week_plan", "Your week", records.gap_words(gap), ("recovery",), page="forecast")]
    session = today.todays_workout(known)[0]
    kinds, hard = [session.kind if session else "easy"], 0
    for one in made.days[:6]:
        found = _foretold(known, one.day)
        effort = found[3] if found else Effort.EASY
        if effort is Effort.HARD and (kinds[-1] == "hard" or hard >= 2):
            effort = Effort.EASY if kinds[-1] == "hard" else Effort.STEADY
        if effort is Effort.STEADY and kinds[-1] in ("steady", "hard"):
            effort = Effort.EASY
        hard += effort is Effort.HARD
        kinds.append(effort.name.lower())
    if "rest" not in kinds:
        kinds[max((n for n, kind in enumerate(kinds) if kind == "easy"), default=len(kinds) - 1)] = "rest"
    days = [made.made + timedelta(days=n) for n in range(len(kinds))]
    usual = today.usual_minutes(known, known.profile.sport or "")
    parts = [
        f"{day:%A} {kind}" + (f" ({words.hours(round(usual[kind] / 5) * 5)})" if kind in usual else "")
        for day, kind in zip(days, kinds, strict=True)
    ]
    said = f"A week that fits what is foretold: {', '.join(parts)}."
    said += " Each morning may make its day lighter, and none harder."
    return [answer("week_plan", "Your week", said, period=Period(days[0], days[-1], "the week"),
                   about=("workout", "recovery", "strain"), page="forecast",
                   method="by rules: what each morning foretold allows, hard days apart, one of rest")]  # fmt: skip


def if_on(known: Known, kind: str, period: Period | None = None) -> list[Fact]:
    """What one day of some kind would make of the morning after it, against the day as it would come.

    period: the day; without it today.
    """
    day = max(period.first, known.day) if period else known.day
    try:
        made, instead = known.forecast(), known.forecast_if({day: kind})
    except NotEnoughData as gap:
        return [records.nothing("if_today", "Tomorrow", records.gap_words(gap), ("recovery",), page="forecast")]
    level = known.load_levels().get(kind)
    morning = day + timedelta(days=1)
    on = "today" if day == known.day else f"on {words.day(day)}"
    then = "tomorrow" if day == known.day else f"on {words.day(morning)}"
    planned = next((one.value for one in made.by_model if one.day == morning), None)
    changed = next((one.value for one in instead.by_model if one.day == morning), None)
    if level is None or planned is None or changed is None or not made.scenarios:
        said = "Your load is not seen to change your mornings, so I can't say what it would do to tomorrow's."
        return [not_stored("if_today", "Tomorrow", said, ("recovery", "strain"))]
    gap = changed.value - planned.value
    meant = {"rest": "rest", "easy": "an easy day", "steady": "a steady day", "hard": "a hard day"}[kind]
    amount = f" (a day of about {words.quantity(level, known.unit('load'))})"
    told = (
        f", {words.change(gap, 'points')} than with the day as it would come ({words.number(planned.value)})"
        if round(abs(gap))
        else ", no different than with the day as it would come"
    )
    said = (
        f"With {meant} {on}{amount}, recovery {then} would be about {words.number(changed.value)}, four times in "
        f"five {words.number(changed.low)} to {words.number(changed.high)}{told}.{beside_shown(made, [morning])}"
    )
    facts = [answer("if_today", f"With {meant} {on}", said, value=changed.value, unit="points", low=changed.low,
                    high=changed.high, n=made.n, period=Period(morning, morning, then),
                    about=("recovery", "strain"), page="forecast",
                    method="forecast of the same model with that load today; 80% interval")]  # fmt: skip
    session = today.todays_workout(known)[0]
    if (
        session
        and day == known.day
        and kind in ("hard", "steady")
        and Effort[session.kind.upper()] < Effort[kind.upper()]
    ):
        why = session.why[0] if session.why else ""
        facts.append(answer("if_today.2", "What today suggests",
                            f"Today itself suggests no more than {_ALLOWS[session.kind]}. {why}".strip(),
                            period=Period(known.day, known.day, "today"), page="forecast"))  # fmt: skip
    return facts
