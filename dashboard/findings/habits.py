"""What is said of habits: what each goes with on the next morning, and what cannot be told."""

from collections.abc import Callable
from datetime import date
from functools import cache, partial

from analytics.habits import OUTCOMES, HabitEffect, HabitImpact, Unanswered
from analytics.results import Estimate, Finding, Grade, NotEnoughData
from coach import words
from dashboard.compose import History
from dashboard.compose import habits as compose
from dashboard.findings.asked import Ask, missing_words, nothing

METHOD = (
    "all habits in one regression with the day's strain, weekday, slow changes and illness, errors AR(1){rho}; pulled "
    "towards none as far as the others show none; corrected for many looks ({looks}, false discoveries 10%, for strong "
    "5%); associated with your mornings, no more: what you write down nowhere is not taken out"
)
NO_JOURNAL = (
    "a journal of what you do. A WHOOP export with its journal brings one, so do Oura tags, and a CSV kept by hand"
)
CHOSEN = "You do this more or less after certain mornings, or something unlogged drives both: read it with care."
NAMES = {
    "recovery_pct": "recovery",
    "hrv_rmssd_ms": "HRV",
    "hrv_sdnn_ms": "HRV",
    "resting_hr_bpm": "resting HR",
    "asleep_min": "sleep",
}
_FINER = {"bpm": 1}  # effects are small beside the digits that values are given in
_SMALLEST = 0.05  # a step of an amount that goes with less is said of ten, a hundred ... of it
SEEN = (Grade.STRONG, Grade.LIKELY)


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id: of recovery. All of it comes from one regression, which runs at the first question."""
    keys = compose.kept(history, day)

    @cache
    def found() -> dict[str, Finding]:
        return findings_of(history, day)

    return {id: lambda *_, id=id: found()[id] for id in ("habits.top", *map(_id, keys))}


def findings_of(history: History, day: date) -> dict[str, Finding]:
    """`habits.top`, and one finding a habit of the journal."""
    try:
        return all_of(compose.impact(history, day))
    except NotEnoughData as gap:
        missing = missing_words(gap) if compose.kept(history, day) else NO_JOURNAL
        asks = [_top_ask(None), *(_ask(key) for key in compose.kept(history, day))]
        return {ask.id: nothing(ask, missing) for ask in asks}


def all_of(impact: HabitImpact) -> dict[str, Finding]:
    """The findings that one regression gives, of whatever outcome; the strongest evidence first."""
    said = [top(impact)]
    for effect in impact.effects:
        said.append(of_effect(effect, impact))
        said += [_shared(key, effect, impact) for key in (*effect.together, *effect.opposite)]
    said += [_untold(one) for one in impact.insufficient] + [_refused(one) for one in impact.refused]
    return {found.id: found for found in said}


def top(impact: HabitImpact) -> Finding:
    """The strongest one or two of all habits, or how much could hide where none is seen."""
    ask = _top_ask(impact)
    seen = [effect for effect in impact.effects if effect.grade in SEEN]
    if seen:
        said = _strongest(seen, impact.outcome)
        return ask.estimated(said, seen[0].grade, seen[0].shrunk, impact.unit)
    told = [effect for effect in impact.effects if effect.grade is Grade.NONE]
    if not told:
        return nothing(ask, _what_would_tell(impact))
    widest = max(told, key=lambda effect: effect.could_be)
    habits = words.counted(len(told), "habit")
    said = f"No effect on {NAMES[impact.outcome]} seen in any of {habits}" if len(told) > 1 else (
        f"No effect on {NAMES[impact.outcome]} seen in the one habit that can be told"
    )  # fmt: skip
    said += f"; the largest that could hide is {amount(widest.could_be, impact.unit)} ({_inside(widest)})."
    untold = len(impact.effects) - len(told) + len(impact.insufficient)
    if untold:
        said += f" Of {untold} more it cannot be told yet."
    return ask.estimated(said, Grade.NONE, widest.shrunk, impact.unit)


def _top_ask(impact: HabitImpact | None) -> Ask:
    rho = f" of {words.number(impact.rho, digits=2)} from day to day" if impact and impact.rho is not None else ""
    looks = words.counted(len(impact.effects), "habit") if impact else "all habits"
    return Ask("habits.top", "Which habits go with my mornings?", METHOD.format(rho=rho, looks=looks))


def _strongest(seen: list[HabitEffect], outcome: str) -> str:
    first, *rest = seen
    said = f"{named(first)} shows most: {NAMES[outcome]} {_graded(first, outcome, f' {_when(outcome)}')}."
    if rest:
        said += f" Then {_inside(rest[0])}: {_graded(rest[0], outcome)}."
    return said


def _when(outcome: str) -> str:
    return "that night" if outcome == "asleep_min" else "next morning"


def _graded(effect: HabitEffect, outcome: str, when: str = "") -> str:
    """`15 points lower next morning (11 to 18, strong)`"""
    unit = OUTCOMES[outcome].unit
    return f"{change(effect.shrunk.value, unit)}{when} ({span(effect.shrunk, unit)}, {effect.grade.words})"


def _what_would_tell(impact: HabitImpact) -> str:
    """When something can be told, where nothing can yet."""
    settle = [effect.settle_days for effect in impact.effects if effect.settle_days is not None]
    come = [one.enough_in_days for one in impact.insufficient if one.enough_in_days is not None]
    if not settle and not come:
        return "more days, with a yes on some and a no on others; at this rate it will take more than two years"
    first = f"; the first habit can be told in about {words.counted(min([*settle, *come]), 'day')}"
    return f"more days, with a yes on some and a no on others{first}"


def of_effect(effect: HabitEffect, impact: HabitImpact) -> Finding:
    """What one habit goes with."""
    ask, unit = _ask(effect.habit, _own_method(effect, impact.unit)), impact.unit
    if effect.grade is Grade.INSUFFICIENT:
        when = settled(effect, impact.outcome)
        said = f"{named(effect)}: cannot tell yet; {when}."
        numbers = (effect.shrunk.value, effect.shrunk.low, effect.shrunk.high, unit, effect.shrunk.n)
        return Finding(ask.id, ask.question, said, effect.grade, ask.method, *numbers, missing=when)
    if effect.grade is Grade.NONE:
        could = amount(effect.could_be, unit)
        said = [f"{named(effect)}: no effect on {NAMES[impact.outcome]} seen; it could not be larger than ±{could}."]
    else:
        said = [
            f"{named(effect)}: {NAMES[impact.outcome]} {change(effect.shrunk.value, unit)} {_when(impact.outcome)} "
            f"({span(effect.shrunk, unit)}), {words.counted(effect.n_yes, 'day')}. {effect.grade.words.capitalize()}."
        ]
    said += [*_dose(effect, unit), *_alike(effect), *(_doubts(effect, unit) if effect.grade in SEEN else ())]
    return ask.estimated(" ".join(said), effect.grade, effect.shrunk, unit)


def settled(effect: HabitEffect, outcome: str) -> str:
    """`about 130 more days would show 5 points`"""
    kind = OUTCOMES[outcome]
    useful = amount(100 * kind.useful if kind.log else kind.useful, kind.unit)
    if effect.settle_days is None:
        return f"to see {useful} it would take more than two years at this rate"
    if effect.settle_days == 0:
        return f"{useful} would have been seen, less would not"
    return f"about {words.counted(effect.settle_days, 'more day')} would show {useful}"


def _dose(effect: HabitEffect, unit: str) -> list[str]:
    """What a larger amount goes with, where that can be told from nothing."""
    dose = effect.dose
    if dose is None or dose.low <= 0 <= dose.high:
        return []
    times = 1
    while abs(dose.value * times) < _SMALLEST and times < 1000:
        times *= 10
    value, low, high = (_times(x, times, unit) for x in (dose.value, dose.low, dose.high))
    further = (
        f"{times} {effect.dose_unit} more".replace("  ", " ") if times > 1 else f"further {_one(effect.dose_unit)}"
    )
    spread = span(Estimate(value, low, high, n=dose.n), unit)
    return [f"On days with it, each {further}: {change(value, unit)} ({spread})."]


def _times(effect: float, times: int, unit: str) -> float:
    """The effect of so many steps; effects in % multiply."""
    return 100 * ((1 + effect / 100) ** times - 1) if unit == "%" else effect * times


def _one(unit: str) -> str:
    """One of what amounts are counted in: `cup`, `glass`, `mg`."""
    if not unit:
        return "one"
    if unit.endswith("sses"):
        return unit.removesuffix("es")
    return unit.removesuffix("s") if len(unit) > 2 and not unit.endswith("ss") else unit


def _alike(effect: HabitEffect) -> list[str]:
    """The habits that it cannot be told apart from."""
    said = []
    if effect.together:
        said.append("They were done on the same days and cannot be told apart: this is what they go with together.")
    if effect.opposite:
        others = words.listed([words.inside(words.habit(key)) for key in effect.opposite])
        said.append(f"You do {others} on just the days without it, so it may as well be that.")
    return said


def _doubts(effect: HabitEffect, unit: str) -> list[str]:
    """What speaks against an effect that is seen, and why its interval may hold none all the same."""
    said = []
    if effect.shrunk.low <= 0 <= effect.shrunk.high:
        said.append(f"Before it is pulled towards none: {change(effect.raw.value, unit)} ({span(effect.raw, unit)}).")
    if effect.already_there:
        said.append(CHOSEN)
    if effect.disagrees:
        said.append(f"A second method says {change(effect.second.value, unit)}: the two disagree.")
    if effect.holds is False:
        said.append("It is not the same in the last third of your days.")
    return said


def _own_method(effect: HabitEffect, unit: str) -> str:
    """What stands behind one effect besides the method that all share."""
    parts = [
        f"yes on {effect.n_yes}, no on {effect.n_no}, not answered on {effect.n_unknown} days",
        f"before it is pulled towards none {change(effect.raw.value, unit)} ({span(effect.raw, unit)})",
        f"false discovery rate {_rate(effect.q)}",
    ]
    if effect.second is not None:
        parts.append(f"by a second method {change(effect.second.value, unit)} ({span(effect.second, unit)})")
    if effect.holds is not None:
        parts.append(f"the last third of the days {'agrees' if effect.holds else 'does not agree'} with those before")
    return f"{'; '.join(parts)}; associated with it, no more"


def _rate(q: float) -> str:
    return "below 0.1%" if q < 0.001 else words.number(100 * q, "%", digits=int(q < 0.1))


def _shared(key: str, effect: HabitEffect, impact: HabitImpact) -> Finding:
    """A habit that cannot be told apart from another one, which stands for both."""
    first = words.inside(words.habit(effect.habit))
    days = "just the days without" if key in effect.opposite else "the same days as"
    why = f"you do it on {days} {first}, so the two cannot be told apart"
    ask = _ask(key, _own_method(effect, impact.unit))
    said = f"{words.habit(key)}: {why}; what they go with is said there."
    return Finding(ask.id, ask.question, said, Grade.INSUFFICIENT, ask.method, missing=why)


def _untold(one: Unanswered) -> Finding:
    """A habit with too few answers, or one that others hide."""
    when = ""
    if one.enough_in_days is not None:
        when = f"; at this rate enough in about {words.counted(one.enough_in_days, 'day')}"
    elif not one.n_no:
        when = "; it was never answered with a no, and a day without an answer is not one"
    ask, why = _ask(one.habit), f"{one.why}{when}"
    said = f"{words.habit(one.habit)}: cannot tell yet; {why}."
    return Finding(ask.id, ask.question, said, Grade.INSUFFICIENT, ask.method, missing=why)


def _refused(one: Unanswered) -> Finding:
    """A habit that is none, or that is the outcome by another name."""
    ask = _ask(one.habit)
    said = f"{words.habit(one.habit)} is left out: {one.why}."
    return Finding(ask.id, ask.question, said, Grade.INSUFFICIENT, ask.method, missing=one.why)


def _id(habit: str) -> str:
    return f"habit.{habit}"


def _ask(habit: str, method: str = "beside the other habits, in one regression with them") -> Ask:
    return Ask(_id(habit), f"What goes with {words.inside(words.habit(habit))}?", method)


def named(effect: HabitEffect) -> str:
    """`Alcohol`, `Alcohol and late meal` where they cannot be told apart."""
    first, *others = (effect.habit, *effect.together)
    return words.listed([words.habit(first), *(words.inside(words.habit(key)) for key in others)])


def _inside(effect: HabitEffect) -> str:
    return words.inside(named(effect))


def amount(value: float, unit: str) -> str:
    """`5 points`, `1.2 bpm`, without the sign."""
    digits = _FINER.get(unit, 0)
    said = words.quantity(abs(value), unit, digits)
    if said == words.quantity(0, unit, digits):
        said = words.quantity(abs(value), unit, digits + 1)
    return "1 point" if said == "1 points" else said


def change(value: float, unit: str) -> str:
    """`15 points lower`, `18 min longer`, `no different`."""
    if amount(value, unit) == words.quantity(0, unit, _FINER.get(unit, 0) + 1):
        return "no different"
    less, more = ("shorter", "longer") if unit == "min" else ("lower", "higher")
    return f"{amount(value, unit)} {more if value > 0 else less}"


def span(effect: Estimate, unit: str) -> str:
    """Its interval, without signs where both ends are on one side: `11 to 18`; else `7 points lower to 2 higher`."""
    if effect.low <= 0 <= effect.high:
        return f"{change(effect.low, unit)} to {change(effect.high, unit)}"
    nothing = words.quantity(0, unit, _FINER.get(unit, 0) + 1)
    ends = ["0" if said == nothing else said for said in map(partial(amount, unit=unit), _sizes(effect))]
    if not any(" h" in end for end in ends):  # the effect itself, said just before, has the unit
        ends = [end.split()[0].removesuffix("%") for end in ends]
    return " to ".join(dict.fromkeys(ends))


def _sizes(effect: Estimate) -> list[float]:
    return sorted((abs(effect.low), abs(effect.high)))
