"""What is said of how fast recovery comes back: after a hard day, after a short night, after a low morning."""

from collections.abc import Callable
from datetime import date

import numpy as np

from analytics.results import Estimate, Finding, Grade
from analytics.velocity import AfterLow, LoadResponse, SleepAfterHard
from coach import words
from dashboard.compose import History
from dashboard.compose import velocity as compose
from dashboard.compose.outcome import Outcome, outcome
from dashboard.findings.asked import Ask, or_missing
from dashboard.findings.sleep import points, span

LOAD_METHOD = (
    "the mornings of the last year on the loads of the six days before each, in one regression with weekday and slow "
    "changes, errors AR(1); a hard day is one of your hardest tenth, against a middle one; the half-life is that of "
    "the decay that fits best; graded over five mornings together, strong where the last third agrees; associated, no "
    "more. Here it is {outcome}"
)
SHORT_METHOD = (
    "load times sleep lost in the night after it, beside load and sleep themselves, on the two mornings after; all "
    "else as after a hard day; associated, no more. Here it is {outcome}"
)
LOW_METHOD = (
    "low is below the middle 80% of your mornings; the share that was normal next morning (Kaplan-Meier), beside what "
    "days that only remember yesterday would show, since a low one is mostly followed by a better one whatever is "
    "done; graded by whether the days until back differ from that. Here it is {outcome}"
)
ANSWERS_LATER = "how soon it is back is not clear yet"


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id."""
    return ANSWERS


def load(history: History, day: date) -> Finding:
    """What a hard day does to the mornings after it, and for how long."""
    scored = compose.load_outcome(history, day)
    ask = Ask("velocity.load", "How fast do I recover from a hard day?", LOAD_METHOD.format(outcome=scored.words))
    return or_missing(ask, lambda: _load_finding(ask, compose.load_response(history, day), scored))


def _load_finding(ask: Ask, found: LoadResponse, scored: Outcome) -> Finding:
    first = found.hard[0]
    digits = int(found.load == "day_strain")
    hard, usual = (words.number(load, digits=digits) for load in (found.hard_load, found.usual_load))
    loads = f"(strain {hard} of 21 against {usual})" if digits else f"(load {hard} AU against {usual})"
    if found.grade is Grade.NONE:
        would_see = found.would_see * (found.hard_load - found.usual_load) / found.load_sd
        said = (
            f"No effect of a hard day {loads} on your {scored.name} is seen; one of {points(would_see)} next morning "
            f"would have been ({words.counted(found.n, 'morning')})."
        )
        return ask.estimated(said, found.grade, first, "points")
    largest = int(np.argmax([abs(one.value) / (one.high - one.low) for one in found.hard]))
    told = first if first.low > 0 or first.high < 0 else found.hard[largest]
    when = "next morning" if told is first else f"{largest + 1} mornings later"
    how = "lower" if told.value < 0 else "higher"
    said = f"After a hard day {loads} your {scored.name} is {points(told.value)} {how} {when} ({span(told)})"
    said = f"{said}; {_back(found)}. {found.grade.words.capitalize()}."
    return ask.estimated(said, found.grade, told, "points")


def _back(found: LoadResponse) -> str:
    half = found.half_life_d
    if half is None or half.high == np.inf:
        return ANSWERS_LATER
    low, high = (words.number(edge, digits=1) for edge in (half.low, half.high))
    return f"half of that is gone after {words.number(half.value, 'days', 1)} ({low} to {high} days)"


def short_night(history: History, day: date) -> Finding:
    """Whether a short night after a hard day makes it worse."""
    scored = compose.sleep_outcome(history, day)
    question = "Does a short night after a hard day cost me more?"
    ask = Ask("velocity.short_night", question, SHORT_METHOD.format(outcome=scored.words))
    return or_missing(ask, lambda: _short_finding(ask, compose.sleep_after_hard(history, day), scored))


def _short_finding(ask: Ask, found: SleepAfterHard, scored: Outcome) -> Finding:
    nights = words.counted(found.n_short, "short night")
    if found.grade is Grade.NONE:
        largest = max(abs(found.extra.low), abs(found.extra.high))
        said = (
            "A short night after a hard day is not seen to cost more than the hard day and the short night each do by "
            f"themselves; it could not be more than {points(largest)} an hour ({nights})."
        )
    else:
        how = "lower" if found.extra.value < 0 else "higher"
        said = (
            f"After a hard day, each hour less of sleep went with {scored.name} another {points(found.extra.value)} "
            f"{how} on the two mornings after it ({span(found.extra)}), {nights}. {found.grade.words.capitalize()}."
        )
    return ask.estimated(said, found.grade, found.extra, "points")


def low(history: History, day: date) -> Finding:
    """How soon a morning is normal again after a low one."""
    scored = outcome(history, day)
    ask = Ask("velocity.low", "How soon am I back after a low morning?", LOW_METHOD.format(outcome=scored.words))
    return or_missing(ask, lambda: _low_finding(ask, compose.after_low(history, day)))


def _low_finding(ask: Ask, found: AfterLow) -> Finding:
    next_morning = 100 * found.returned.loc[1]
    share = Estimate(next_morning["back"], next_morning["low"], next_morning["high"], n=found.episodes)
    said = f"After {share.value:.0f}% of {found.episodes} low mornings the next one was back in your normal range"
    if found.grade is Grade.NONE:
        said += ", about as often as by chance."
    else:
        slower = found.mean_d.value > found.by_chance_d
        days, chance = (words.number(x, digits=1) for x in (found.mean_d.value, found.by_chance_d))
        said += f"; it takes you {days} days, {'longer' if slower else 'shorter'} than the {chance} of chance."
        said += f" {found.grade.words.capitalize()}."
    return ask.estimated(said, found.grade, share, "%")


ANSWERS = {"velocity.load": load, "velocity.short_night": short_night, "velocity.low": low}
