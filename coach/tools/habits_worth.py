"""What would leaving a habit be worth, at what hour, and which habits go with another measure?"""

import re
from dataclasses import replace
from datetime import timedelta

from analytics.results import Grade
from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import effects, measures
from coach.tools.findings import said as found
from coach.tools.telling import answer, not_stored, points
from coach.understood import Period

LOGGED_DAYS = 90
_STOPS = re.compile(r"\b(?:stop\w*|quit\w*|give up|gave up|cut\w*|drop\w*|without|no|never|skip\w*|less)\b", re.I)


def gives_up(text: str) -> bool:
    """Whether a what-if is of leaving a habit, and not of doing it."""
    return bool(_STOPS.search(text))


def gain(known: Known, habit: str, *, stops: bool = True) -> list[Fact]:
    """What leaving a habit would be worth: its effect times how often it is logged; or doing it once."""
    name = sanitise.habit(habit)
    fact = next((one for one in found(known, f"habit.{habit}") if not one.missing and one.value is not None), None)
    if fact is None or name == sanitise.A_HABIT:
        return []
    if fact.grade is Grade.NONE or fact.low is None or fact.low * fact.high <= 0:
        said = f"Nothing that I can see: no clear effect of {name} on your recovery shows."
        return [answer("gain", "What it would change", said, n=fact.n, about=(habit, "recovery"), page="habits"),
                replace(fact, id="answer.gain.2")]  # fmt: skip
    size = f"{words.change(fact.value, 'points')} the next morning ({points(fact.low, fact.high)})"
    if not stops:
        said = f"Days on which you log {name} go with a recovery {size}, so expect about that on the morning after."
        return [answer("gain", "What it goes with", said, value=fact.value, unit="points", low=fact.low, high=fact.high,
                       n=fact.n, about=(habit, "recovery"), page="habits", direction=fact.direction)]  # fmt: skip
    journal = known.journal()
    first = known.day - timedelta(days=LOGGED_DAYS - 1)
    rows = journal[(journal["habit"] == habit) & (journal["day"] >= first.isoformat())]
    yes, asked = int((rows["answer"] == "yes").sum()), len(rows)
    if not asked:
        return []
    share = yes / asked
    mean, low, high = (-one * share for one in (fact.value, fact.low, fact.high))
    said = (
        f"Days on which you log {name} go with a recovery {size}, and you logged it on {yes} of {asked} answered days "
        f"of the last {LOGGED_DAYS}. Without it, an average morning would be about "
        f"{words.number(abs(mean), 'points', 1)} {'higher' if mean > 0 else 'lower'} "
        f"({_tenths(low, high)}), if what goes together is also what does it."
    )
    return [answer("gain", "What leaving it would be worth", said, value=mean, unit="points", low=min(low, high),
                   high=max(low, high), n=asked, period=Period(first, known.day, ""), about=(habit, "recovery"),
                   page="habits", method="effect of a day times the share of days")]  # fmt: skip


def hour_of(known: Known, habit: str, metric: str = "") -> list[Fact]:
    """That no journal holds the hour of a habit, and what is known of it at any hour."""
    name = sanitise.habit(habit)
    said = f"At what hour is not stored, so no cut-off time for {name} can be told from your days; this is of any hour."
    told = [fact for fact in found(known, f"habit.{habit}") if not fact.missing]
    if metric in effects.MEASURES:
        told = [fact for fact in [effects.of_habit(known, habit, metric)] if not fact.missing]
    return [not_stored("hour", "At what hour", said, (habit,)),
            *(replace(fact, id=f"answer.hour.{n}") for n, fact in enumerate(told[:1], 2))]  # fmt: skip


def habits_on(known: Known, metric: str) -> list[Fact]:
    """Which habits go with another measure than recovery, the largest first."""
    keys = [fact.id.removeprefix("habit.") for fact in found(known, "habit.") if not fact.missing]
    told = [effects.of_habit(known, key, metric) for key in keys]
    seen = [fact for fact in told if fact.grade in (Grade.LIKELY, Grade.STRONG)]
    name = words.inside(measures.label(metric))
    if not seen:
        names = [sanitise.habit(fact.subjects[0]) for fact in told if not fact.missing]
        if not names:
            return []
        said = f"None that shows: no clear effect on your {name} is seen of {words.listed(names)}."
        return [answer("habits_on", f"Habits and {name}", said, about=("sleep",), page="habits")]
    ranked = sorted(seen, key=lambda fact: -abs(fact.value))[:3]
    return [replace(fact, id=f"answer.habits_on.{n}") for n, fact in enumerate(ranked)]


def _tenths(low: float, high: float) -> str:
    first, last = sorted((abs(low), abs(high)))
    return f"{words.number(first, digits=1)} to {words.number(last, 'points', 1)}"
