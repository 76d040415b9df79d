"""What was a day, or a week, in a paragraph?"""

from dataclasses import replace

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import contrasts, loads, measures, sessions
from coach.tools.telling import answer, of_device, upper, when
from coach.understood import Period


def the_day(known: Known, period: Period | None = None) -> list[Fact]:
    """One day in a paragraph: recovery, sleep, sessions, habits."""
    period = period or Period(known.day, known.day, "today")
    day = min(period.first, known.day)
    one = Period(day, day, period.words)
    at, parts = pd.Timestamp(day), []
    recovery, asleep = known.values("recovery").get(at), known.values("asleep_min").get(at)
    onset, wake = known.values("onset_h").get(at), known.values("wake_h").get(at)
    whose = f" ({of_device(known)} score)" if known.unit("recovery") == "%" else ""
    if recovery is not None and pd.notna(recovery):
        parts.append(f"recovery was {words.quantity(float(recovery), known.unit('recovery'))}{whose}")
    if asleep is not None and pd.notna(asleep):
        span = f", from {words.clock(onset)} to {words.clock(wake)}" if pd.notna(onset) and pd.notna(wake) else ""
        parts.append(f"you had slept {words.hours(float(asleep))}{span}")
    told = f"{upper(words.day(day))}: {words.listed(parts)}." if parts else f"Of {words.day(day)} no morning is known."
    facts = [answer("day", "The day", told, period=one, about=("recovery", "sleep", "bedtime", "wake"), page="today")]
    rows = sessions.done(known, None, one) if len(known.workouts()) else known.workouts()
    if len(rows):
        each = [f"{sessions.name_of(row)}: {sessions.figures(row, known)}" for row in rows.itertuples()]
        said = f"You did {words.counted(len(rows), 'session')}: {'; '.join(each)}."
    else:
        said = "No session is on record."
    facts.append(answer("day.2", "Its sessions", said, n=len(rows), period=one, about=("workout", "strain")))
    load = known.values("load").get(at)
    if load is not None and pd.notna(load) and day < known.day:
        amount = words.quantity(float(load), known.unit("load"))
        said = f"The {measures.named(known, 'load')} of the whole day was {amount}."
        facts.append(answer("day.3", "Its load", said, value=float(load), period=one, about=("strain",)))
    journal = known.journal()
    rows = journal[journal["day"] == day.isoformat()] if len(journal) else journal
    yes = [sanitise.habit(habit) for habit in rows.loc[rows["answer"] == "yes", "habit"]] if len(rows) else []
    yes = [one for one in yes if one != sanitise.A_HABIT]
    if len(rows):
        said = f"In your journal: {words.listed(yes)}." if yes else "In your journal: no habit with a yes."
        facts.append(answer("day.4", "Its journal", said, n=len(rows), period=one, about=(*yes, "journal"),
                            page="habits"))  # fmt: skip
    return facts


def the_week(known: Known, period: Period | None = None) -> list[Fact]:
    """Some days in a paragraph: training, recovery, sleep, each against what is usual."""
    period = period or sessions.lately(known, 7)
    rows = sessions.done(known, None, period) if len(known.workouts()) else known.workouts()
    km = float(rows["km"].sum()) if len(rows) else 0.0
    distance = f", {words.number(km, 'km')}" if km else ""
    minutes = words.hours(float(rows["duration_min"].sum())) if len(rows) else "no time"
    said = f"{words.counted(len(rows), 'session')} {when(period)}: {minutes} in all{distance}."
    facts = [answer("week", "Your training", said, n=len(rows), period=period, about=("workout", "strain"))]
    facts += contrasts.several(known, ("recovery", "asleep_min", "hrv"), period)
    if period.last == known.day:
        facts += [replace(fact, id="answer.week.5") for fact in loads.week_fact(known) if not fact.missing]
    return facts
