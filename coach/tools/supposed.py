"""What days of another kind would make of the mornings after them, beside the forecast that is shown without them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import pandas as pd

from analytics.forecast import Forecast
from analytics.results import Estimate, Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import sessions, today, unsaid
from coach.tools.telling import answer, not_stored
from coach.understanding.supposing import Act, Supposed
from coach.understood import Period
from coach.workout import Effort

MEANT = {"rest": "rest", "easy": "an easy day", "steady": "a steady day", "hard": "a hard day"}
KINDS = ("rest", "easy", "hard")
ON_SCALE = (0.0, 100.0)  # of recovery
LIKE_DAYS = 365  # of sessions about as long and as hard
NEED_LIKE = 5
ABOUT_AS_LONG = 0.2  # by which their minutes may differ; ours
MOST_MORNINGS = 3  # of an answer
_SEEN = (Grade.LIKELY, Grade.STRONG)
_METHOD = "what is foretold, moved by what the same model makes of those loads; 80% interval"
_BEYOND = "a forecast reaches seven mornings ahead"


def beside(made: Forecast, instead: Forecast) -> dict[date, Estimate]:
    """Each morning with other loads: by the model where that is what is shown, else the median moved by the difference.

    made: as it is shown; instead: with those loads. The same as the page Forecast draws beside the forecast.
    """
    moved, mornings = _differences(made, instead), {}
    for place, shown in enumerate(made.days):
        other = instead.by_model[place].value
        mornings[shown.day] = other if shown.source == "model" else _moved(shown.value, moved[place])
    return mornings


def _differences(made: Forecast, instead: Forecast) -> list[float]:
    """What other loads change on each morning, by the model."""
    before, after = (_from_usual(one) for one in (made, instead))
    return [there - here for here, there in zip(before, after, strict=True)]


def _from_usual(made: Forecast) -> list[float]:
    """What the loads that a forecast is made with change against usual ones."""
    usual = next((one for one in made.scenarios if one.name == "usual"), None)
    return [0.0] * len(made.days) if usual is None else [-one.value for one in usual.difference]


def _moved(value: Estimate, by: float) -> Estimate:
    edges = (min(max(x + by, ON_SCALE[0]), ON_SCALE[1]) for x in (value.value, value.low, value.high))
    return Estimate(*edges, value.n, level=value.level)


def after_loads(known: Known, made: Forecast, loads: Mapping[date, float], morning: date) -> Estimate:
    """One morning as `beside` has it."""
    return beside(made, known.forecast_if(loads))[morning]


def is_seen(made: Forecast) -> bool:
    """Whether load is seen to change the mornings after it."""
    return made.load_grade in _SEEN


def load_words(known: Known, load: float) -> str:
    """`a strain of about 7.4 of 21`."""
    unit = known.unit("load")
    return f"a {'strain' if unit == 'of 21' else 'load'} of about {words.quantity(load, unit)}"


def higher(points: int) -> str:
    """`1 point higher`, `3 points lower`."""
    return f"{words.counted(abs(points), 'point')} {'higher' if points > 0 else 'lower'}"


def as_it_would_come(known: Known, made: Forecast, day: date) -> str:
    """`a usual Sunday (a strain of about 13.5 of 21)`: what a forecast takes a day for, where nothing else is said."""
    place = (day - made.made).days
    load = made.load[place] if 0 <= place < len(made.load) else float("nan")
    plans = known.plans()
    planned = len(plans) > 0 and bool((plans["day"] == day.isoformat()).any())
    name = f"what you have planned for {day:%A}" if planned else f"a usual {day:%A}"
    return name if load != load else f"{name} ({load_words(known, load)})"


def told(known: Known, asked: Supposed) -> list[Fact]:
    """What days supposed to be of some kind would make of the mornings asked about, else of those after them."""
    try:
        made = known.forecast()
    except NotEnoughData as gap:
        return [unsaid.nothing("if_today", "The mornings after", unsaid.gap_words(gap), ("recovery",),
                                page="forecast")]  # fmt: skip
    last = made.days[-1].day
    acts = [act for act in asked.acts if made.made <= act.day < last]
    if not acts:
        said = f"{words.day(asked.acts[0].day)} lies too far ahead: {_BEYOND}, so ask me again nearer to it."
        return [not_stored("if_today", "That day", said, ("recovery",))]
    loads, plan, unlike = loads_of(known, acts)
    if not loads:
        said = "What your days come to in load is not known, so I can't say what one would do to your mornings."
        return [not_stored("if_today", "That day", said, ("recovery", "strain"))]
    if not is_seen(made):
        return [_unseen(made, acts, asked)]
    instead = known.forecast_if(loads)
    values, shown = beside(made, instead), {one.day: one.value for one in made.days}
    mornings, besides = _mornings(acts, asked, last)
    if not mornings:
        early = words.listed([words.day(day) for day in asked.asked])
        said = f"{early} comes before that, so it changes nothing there."
        return [not_stored("if_today", "That morning", said, ("recovery",))]
    usual = as_usual(known, made, [act.day for act in acts])
    parts = [f"With {plan}, {_first(known, mornings[0], values, shown)} with {usual}."]
    parts += [_later(known, day, values, shown) for day in mornings[1:]]
    parts += [*besides, *unlike]
    if _is_guess(made, instead, acts):
        parts.append("Such days in a row lie outside those of your last year, so this is a guess.")
    value = values[mornings[0]]
    facts = [answer("if_today", "With those days", " ".join(parts), value=value.value, unit="points", low=value.low,
                    high=value.high, n=made.n, period=Period(min(mornings), max(mornings), ""),
                    about=("recovery", "strain"), page="forecast",
                    direction=_direction(value.value, shown[mornings[0]].value),
                    method=_METHOD)]  # fmt: skip
    return [*facts, *_of_today(known, acts)]


def _direction(value: float, other: float) -> Direction:
    by = round(value) - round(other)
    return Direction.SAME if not by else Direction.HIGHER if by > 0 else Direction.LOWER


def as_usual(known: Known, made: Forecast, days: Sequence[date]) -> str:
    """What is put aside by what is supposed."""
    if len(days) > 2:
        return "your days as they usually are"
    return words.listed([as_it_would_come(known, made, day) for day in days])


def _on(known: Known, day: date) -> str:
    return "today" if day == known.today else f"on {words.day(day)}"


def _first(known: Known, day: date, values: Mapping[date, Estimate], shown: Mapping[date, Estimate]) -> str:
    """`recovery ... would be about 47, four times in five 20 to 74, 2 points lower than the 49 that I foretell`."""
    one, base = values[day], shown[day]
    by = round(one.value) - round(base.value)
    gap = (
        f"{higher(by)} than the {words.number(base.value)} that I foretell"
        if by
        else "no different from what I foretell"
    )
    return (
        f"recovery on {words.day(day)} would be about {words.number(one.value)}, four times in five "
        f"{words.number(one.low)} to {words.number(one.high)}, {gap}"
    )


def _later(known: Known, day: date, values: Mapping[date, Estimate], shown: Mapping[date, Estimate]) -> str:
    one, base = values[day], shown[day]
    by = round(one.value) - round(base.value)
    gap = f"{higher(by)} than without" if by else "no different than without"
    return f"On {words.day(day)} it would be about {words.number(one.value)} ({_span(one)}), {gap}."


def _span(value: Estimate) -> str:
    return words.interval(value.low, value.high, "").strip()


def _mornings(acts: Sequence[Act], asked: Supposed, last: date) -> tuple[list[date], list[str]]:
    """The mornings to tell, those asked about first; and what is said of those that cannot be told."""
    first = acts[0].day
    after = list(dict.fromkeys(act.day + timedelta(days=1) for act in acts))
    if len(after) > MOST_MORNINGS:
        after = [after[0], after[len(after) // 2], after[-1]]
    if not asked.asked:
        return after, []
    wanted = [day for day in dict.fromkeys(asked.asked) if first < day <= last]
    far = [words.day(day) for day in asked.asked if day > last]
    said = [f"{words.listed(far)} lies beyond the seven mornings that a forecast reaches."] if far else []
    early = [words.day(day) for day in asked.asked if day <= first]
    if early and wanted:
        said.append(f"{words.listed(early)} comes before that, so it changes nothing there.")
    if far and not wanted:
        return after, said
    # What it does shows most on the morning right after it.
    more = [] if not wanted or after[0] in wanted or wanted[0] < after[0] else after[:1]
    return [*wanted, *more][:MOST_MORNINGS], said


def _unseen(made: Forecast, acts: Sequence[Act], asked: Supposed) -> Fact:
    day = next((day for day in asked.asked if day <= made.days[-1].day), acts[0].day + timedelta(days=1))
    value = next(one.value for one in made.days if one.day == day)
    said = (
        f"Your load is not seen to change your mornings, so with that or without it I foretell about "
        f"{words.number(value.value)} for {words.day(day)} ({_span(value)})."
    )
    return answer("if_today", "That morning", said, value=value.value, unit="points", low=value.low, high=value.high,
                  n=made.n, period=Period(day, day, ""), about=("recovery", "strain"), page="forecast",
                  method="forecast with an interval of 80%")  # fmt: skip


def _is_guess(made: Forecast, instead: Forecast, acts: Sequence[Act]) -> bool:
    planned = next((one for one in instead.scenarios if one.name == "planned"), None)
    places = {(act.day - made.made).days for act in acts}
    return planned is not None and any(beyond for n, beyond in enumerate(planned.beyond_seen) if n in places)


def loads_of(known: Known, acts: Sequence[Act]) -> tuple[dict[date, float], str, list[str]]:
    """The load of each day, the plan in words, and what of it could not be counted."""
    levels, loads, said, unlike = known.load_levels(), {}, [], []
    if not levels:
        return {}, "", []
    for act in acts:
        like = like_days(known, act) if act.minutes else []
        if len(like) >= NEED_LIKE:
            loads[act.day] = like[len(like) // 2]
            name = f"{words.hours(act.minutes)} {act.kind or 'of training'}"
            of = f", the middle of {len(like)} of your days with about that"
        else:
            kind = act.kind or "steady"
            loads[act.day], name, of = levels[kind], MEANT[kind], ""
            if act.minutes:
                which = f"{words.hours(act.minutes)}{f' {act.kind}' if act.kind else ''}"
                unlike.append(
                    f"The minutes are not counted: of days with about {which} you have "
                    f"{len(like) or 'none'} in a year, too few to say what they come to, so I took {MEANT[kind]} of "
                    f"yours."
                )
        said.append((act, name, f"{load_words(known, loads[act.day])}{of}"))
    return loads, _plan(known, said), list(dict.fromkeys(unlike))


def _plan(known: Known, said: Sequence[tuple[Act, str, str]]) -> str:
    days = [act.day for act, _, _ in said]
    in_a_row = all((later - day).days == 1 for day, later in zip(days, days[1:], strict=False))
    if len(said) > 2 and in_a_row and len({name for _, name, _ in said}) == 1:
        _, name, load = said[0]
        whole = {"an easy day": "easy days", "a hard day": "hard days", "a steady day": "steady days"}.get(name, name)
        return f"{whole} from {words.day(days[0])} to {words.day(days[-1])} ({load} each)"
    return words.listed([f"{name} {_on(known, act.day)} ({load})" for act, name, load in said])


def like_days(known: Known, act: Act) -> list[float]:
    """The loads of the last year's days with one session, about as long and as hard, the least first.

    As hard: in the upper third of the athlete's sessions by load a minute, for a steady one the middle third, for an
    easy one the lower; any, where no kind is named. The thirds are our choice.
    """
    if known.workouts().empty or not act.minutes:
        return []
    rows = sessions.done(known, None, sessions.lately(known, LIKE_DAYS)).dropna(subset=["duration_min"])
    rows = rows[~rows["day"].duplicated(keep=False)]
    effort = (rows["load_au"].astype(float).fillna(rows["load"]) / rows["duration_min"]).dropna()
    low, high = effort.quantile([1 / 3, 2 / 3])
    of_kind = {"easy": effort <= low, "steady": (effort > low) & (effort <= high), "hard": effort > high}
    rows = rows.loc[effort.index[of_kind[act.kind]] if act.kind in of_kind else rows.index]
    rows = rows[(rows["duration_min"] / act.minutes - 1).abs() <= ABOUT_AS_LONG]
    loads = known.values("load")
    return sorted(float(x) for x in loads.reindex(pd.to_datetime(rows["day"])).dropna())


def _of_today(known: Known, acts: Sequence[Act]) -> list[Fact]:
    """That today itself suggests less than is supposed of it, where it does."""
    act = next((act for act in acts if act.day == known.today), None)
    if act is None or act.kind not in ("steady", "hard"):
        return []
    session = today.todays_workout(known)[0]
    if session is None or Effort[session.kind.upper()] >= Effort[act.kind.upper()]:
        return []
    why = session.why[0] if session.why else ""
    said = f"Today itself suggests no more than {MEANT[session.kind]}. {why}".strip()
    return [answer("if_today.2", "What today suggests", said, period=Period(known.today, known.today, "today"),
                   page="forecast")]  # fmt: skip


def better_kind(known: Known, day: date, kinds: Sequence[str]) -> list[Fact]:
    """Which kind of day leaves the better morning after it."""
    morning = day + timedelta(days=1)
    try:
        made = known.forecast()
    except NotEnoughData as gap:
        return [unsaid.nothing("better_kind", "That morning", unsaid.gap_words(gap), ("recovery",))]
    levels = known.load_levels()
    if not is_seen(made) or not levels or not made.made <= day < made.days[-1].day:
        return told(known, Supposed((Act(day, kinds[0]),)))
    values = [(kind, beside(made, known.forecast_if({day: levels[kind]}))[morning]) for kind in kinds]
    values.sort(key=lambda one: -one[1].value)
    each = [f"about {words.number(one.value)} with {MEANT[kind]} ({_span(one)})" for kind, one in values]
    first = MEANT[values[0][0]]
    said = (
        f"For the morning after it, {first} {_on(known, day)} is best: recovery on {words.day(morning)} would be "
        f"{words.listed(each)}. What it does for your fitness is another matter, which a forecast does not weigh."
    )
    return [answer("better_kind", "Which day is better", said, value=values[0][1].value, unit="points",
                   low=values[0][1].low, high=values[0][1].high, n=made.n, period=Period(morning, morning, ""),
                   about=("recovery", "strain"), page="forecast",
                   method=_METHOD)]  # fmt: skip


def of_todays_session(known: Known, made: Forecast) -> str:
    """Under which load of today a forecast of tomorrow stands, and what the session that is proposed makes of it."""
    if not is_seen(made) or made.made != known.today:
        return ""
    under = f"That is with {as_it_would_come(known, made, made.made)} today"
    session = today.todays_workout(known)[0]
    levels = known.load_levels()
    if session is None or session.kind not in levels:
        return f"{under}."
    with_it = beside(made, known.forecast_if({made.made: levels[session.kind]}))[made.days[0].day]
    name = f"{MEANT[session.kind]} ({load_words(known, levels[session.kind])})" if session.kind != "rest" else "rest"
    if round(with_it.value) == round(made.days[0].value.value):
        return f"{under}, and with {name} as I propose it is the same."
    return f"{under}; with {name}, as I propose, it would be about {words.number(with_it.value)} ({_span(with_it)})."
