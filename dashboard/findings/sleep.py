"""What is said of bedtimes, of the length of nights, of sleep debt, and of what precedes a good night."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

import pandas as pd

from analytics.results import Estimate, Finding, Grade
from analytics.sleep import QUALITIES, GoodNights, Preceding
from analytics.timing import Shape, SleepWindow
from coach import words
from coach.words import CLOCK
from dashboard.compose import History
from dashboard.compose import sleep as compose
from dashboard.compose.outcome import Outcome
from dashboard.findings.asked import Ask, nothing, or_missing

WINDOW_METHOD = (
    "a curve through the mornings after your nights of the last year, in one regression with alcohol, weekend, strain, "
    "the morning before and slow changes{beside}, errors AR(1); a best is named only where the curve turns within what "
    "you do (Sasabuchi's test), else the figure is the {ends}; graded by whether the curve is flat; associated, "
    "no more. {whole}Here it is {outcome}"
)
WHOLE = "The length of the night that a bedtime leaves counts as a part of it. "
DEBT_METHOD = (
    "running sum of need minus sleep, naps included, of which a night counts half after four days; the interval holds "
    "nights that were not recorded and the doubt about the need; graded by whether it excludes that nothing is owed"
)
GOOD_METHOD = (
    "strain, late sessions, naps, free mornings{more} and journal of the day before, in one regression with slow "
    "changes, errors AR(1), over your nights of the last year; corrected for many looks (false discoveries 10%); "
    "associated, no more"
)
NEED_WORDS = {
    "device": "against the need that your device states",
    "free mornings": "against your sleep on free mornings, which is rather more than the need",
    "own": "against your own need",
}
AROUND_THE_CLOCK = (
    "one time of day at which you sleep. Yours moves around the clock, so no bedtime would hold for all of your days"
)
ARITHMETIC = "Some of that may be arithmetic, since a device's score counts sleep itself."
PERCENT_POINTS = "%-points"
SETTLED = "recorded nights: 14 at least, and most of those of the last days"

GOOD_IDS = {
    "asleep_min": "sleep.good_night",
    "efficiency_pct": "sleep.good_night.efficiency",
    "restorative_pct": "sleep.good_night.stages",
}


class OfNight(NamedTuple):
    """An outcome of a night in words. amount: of what there is more or less; what: what things go with."""

    amount: str
    what: str


OF_NIGHT = {
    "asleep_min": OfNight("sleep", "how long you sleep"),
    "efficiency_pct": OfNight("of your time in bed asleep", "how much of your time in bed you sleep"),
    "restorative_pct": OfNight("deep and REM sleep", "how much of your sleep is deep or REM"),
}


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id."""
    return ANSWERS


def bedtime(history: History, day: date) -> Finding:
    """Whether there is a bedtime after which mornings are best."""
    outcome = compose.outcome(history, day)
    ends = "latest bedtimes against the earliest"
    method = WINDOW_METHOD.format(beside="", ends=ends, whole=WHOLE, outcome=outcome.words)
    ask = Ask("timing.bedtime", "When should I fall asleep?", method)
    if compose.around_the_clock(history, day):
        return nothing(ask, AROUND_THE_CLOCK)
    return or_missing(ask, lambda: _window_finding(ask, compose.bedtime(history, day), outcome))


def duration(history: History, day: date) -> Finding:
    """Whether there is a length of sleep after which mornings are best."""
    outcome = compose.outcome(history, day)
    ends = "longest nights against the shortest"
    method = WINDOW_METHOD.format(beside=" and bedtime", ends=ends, whole="", outcome=outcome.words)
    ask = Ask("timing.duration", "How long should I sleep?", method)
    return or_missing(ask, lambda: _window_finding(ask, compose.duration(history, day), outcome))


def _window_finding(ask: Ask, found: SleepWindow, outcome: Outcome) -> Finding:
    said = {
        Shape.PEAK: _peak, Shape.RISING: _direction, Shape.FALLING: _direction, Shape.UNCLEAR: _unclear,
        Shape.FLAT: _flat,
    }[found.shape](found, outcome)  # fmt: skip
    if found.of == "duration" and outcome.device and found.shape is not Shape.FLAT:
        said += f" {ARITHMETIC}"
    said += f" {words.counted(found.n, 'night')}."
    if found.grade is not Grade.NONE:
        said += f" {found.grade.words.capitalize()}."
    if found.best is None:
        return ask.estimated(said, found.grade, found.across, "points")
    if found.of == "bedtime":
        return ask.estimated(said, found.grade, found.best, CLOCK)
    return ask.estimated(said, found.grade, _scaled(found.best, 60), "min")


def _peak(found: SleepWindow, outcome: Outcome) -> str:
    first, last = (_hour(found, edge) for edge in found.window)
    nights = f"Nights that began from {first} to {last}" if found.of == "bedtime" else f"Nights of {first} to {last}"
    usual = f"your usual {_hour(found, found.usual_h)}"
    if found.window[0] <= found.usual_h <= found.window[1]:
        return f"{nights} went with the best {outcome.name}; {usual} is among them."
    gain = f"{points(found.gain.value)} better than {usual} ({span(found.gain)})"
    return f"{nights} went with the best {outcome.name}, {gain}."


def _direction(found: SleepWindow, outcome: Outcome) -> str:
    less, more = ("Earlier", "Later") if found.of == "bedtime" else ("Shorter", "Longer")
    way = more if found.shape is Shape.RISING else less
    across = f"{points(found.across.value)} of {outcome.name} from end to end ({span(found.across)})"
    return f"{way} has been better throughout your range ({_range(found)}): {across}. No turn is seen."


def _unclear(found: SleepWindow, outcome: Outcome) -> str:
    what = "when you fall asleep" if found.of == "bedtime" else "how long you sleep"
    return f"Your {outcome.name} goes with {what}, but neither a best nor a direction is sure yet."


def _flat(found: SleepWindow, outcome: Outcome) -> str:
    first, last = (_hour(found, edge) for edge in found.range_h)
    what = f"No time between {first} and {last}" if found.of == "bedtime" else f"No length from {first} to {last}"
    could = f"it could not matter by more than {points(found.could_matter)}"
    return f"{what} went with a better {outcome.name}; {could}."


def _range(found: SleepWindow) -> str:
    first, last = (_hour(found, edge) for edge in found.range_h)
    return f"{first} to {last}"


def _hour(found: SleepWindow, hour: float) -> str:
    return words.clock(hour) if found.of == "bedtime" else words.hours(60 * hour)


def points(value: float) -> str:
    """`1 point`, `12 points`, without the sign; `less than a point`."""
    size = round(abs(value))
    return words.counted(size, "point") if size else "less than a point"


def span(effect: Estimate, unit: str = "points") -> str:
    """An interval behind its value: without unit, and without sign where it excludes none; `10 to 34`."""
    low, high = effect.low, effect.high
    if low > 0 or high < 0:
        low, high = sorted((abs(low), abs(high)))
    if unit == "min" and high >= 60:
        return words.interval(low, high, unit)
    digits = int(unit == PERCENT_POINTS)
    return f"{words.number(low, digits=digits)} to {words.number(high, digits=digits)}"


def _scaled(one: Estimate, factor: float) -> Estimate:
    return Estimate(one.value * factor, one.low * factor, one.high * factor, n=one.n, level=one.level)


def debt(history: History, day: date) -> Finding:
    """How much sleep is owed."""
    ask = Ask("sleep.debt", "How much sleep do I owe?", DEBT_METHOD)
    return or_missing(ask, lambda: _debt_finding(ask, history, day))


def _debt_finding(ask: Ask, history: History, day: date) -> Finding:
    needed, days = compose.need(history, day), compose.debt(history, day)
    owed = days.iloc[-1]
    if pd.isna(owed["debt_min"]):
        return nothing(ask, SETTLED)
    n = int(days["against_need_min"].iloc[-compose.BEHIND_D :].count())
    estimate = Estimate(owed["debt_min"], owed["low"], owed["high"], n=n)
    against = f"{NEED_WORDS[needed.source]}, {words.hours(needed.minutes.value)} a night"
    if estimate.low <= 0 <= estimate.high:
        ends = f"{words.hours(estimate.low)} ahead to {words.hours(estimate.high)} owed"
        said = f"You are about even on sleep ({ends}), {against}."
        return ask.estimated(said, Grade.NONE, estimate, "min")
    size = words.hours(estimate.value)
    exact = estimate.high - estimate.low < 1  # every night on record, and a need that is stated the same each night
    between = "" if exact else f" ({span(estimate, 'min')})"
    said = f"You owe {size} of sleep" if estimate.value > 0 else f"You are {size} of sleep ahead"
    return ask.estimated(f"{said}{between}, {against}.", Grade.LIKELY, estimate, "min")


def good_night(history: History, day: date, quality: str) -> Finding:
    """What precedes a good night."""
    more = "" if QUALITIES[quality].part_of_it else ", bedtime, debt"
    ask = Ask(GOOD_IDS[quality], f"What goes with {OF_NIGHT[quality].what}?", GOOD_METHOD.format(more=more))
    return or_missing(ask, lambda: _good_finding(ask, compose.good_nights(history, day, quality)))


def _good_finding(ask: Ask, found: GoodNights) -> Finding:
    if not found.effects:
        return nothing(ask, "something that you do on some days and not on others, five times each")
    seen = [one for one in found.effects if one.grade is not Grade.NONE]
    unseen = len(found.effects) - len(seen)
    strongest = found.effects[0]
    if not seen:
        what = OF_NIGHT[found.outcome].what
        before = f"Of {words.counted(unseen, 'thing')} before {words.counted(found.n, 'night')}"
        said = f"{before}, none is seen to go with {what}."
        return ask.estimated(said, Grade.NONE, strongest.effect, found.unit)
    parts = [_effect_words(one, found, first=one is seen[0]) for one in seen[:2]]
    if len(seen) > 2:
        parts.append(f"{len(seen) - 2} more {'goes' if len(seen) == 3 else 'go'} with it as well.")
    if unseen:
        parts.append(f"No effect seen of {unseen} other{'s' if unseen > 1 else ''}.")
    return ask.estimated(" ".join(parts), strongest.grade, strongest.effect, found.unit)


def _effect_words(one: Preceding, found: GoodNights, first: bool) -> str:
    effect = one.effect
    of_what = f" {OF_NIGHT[found.outcome].amount}" if first else ""
    size = words.quantity(abs(effect.value), found.unit, int(found.unit == PERCENT_POINTS))
    way = "more" if effect.value > 0 else "less"
    name = named(one)
    nights = words.counted(counted(one), "night")
    return (
        f"{name[0].upper()}{name[1:]} went with {size} {way}{of_what} ({span(effect, found.unit)}), {nights}. "
        f"{one.grade.words.capitalize()}."
    )


def named(one: Preceding) -> str:
    """What precedes a night inside a sentence: `alcohol`, `a free morning ahead`, `a harder day (by 5.0 of strain)`."""
    if one.yes_no:
        return one.key.removeprefix("habit.").replace("_", " ") if one.key.startswith("habit.") else one.label
    if one.unit == "h":
        return f"{one.label} (by {words.hours(60 * one.sd)})"
    amount = words.number(one.sd, "of strain", 1) if one.unit == "of 21" else words.number(one.sd, one.unit)
    return f"a harder day (by {amount})"


def counted(one: Preceding) -> int:
    """Nights behind an effect: those after a yes, or all whose amount is known."""
    return one.n_yes if one.yes_no else one.effect.n


ANSWERS = {
    "timing.bedtime": bedtime,
    "timing.duration": duration,
    "sleep.debt": debt,
} | {id: partial(good_night, quality=quality) for quality, id in GOOD_IDS.items()}
