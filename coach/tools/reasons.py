"""What goes with heavy legs, with being tired, with a measure that is higher or lower than before?"""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.results import Grade
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import effects, loads, measures, records, sessions, spans
from coach.tools.findings import said as found
from coach.tools.telling import answer
from coach.understood import Period


def heavy_legs(known: Known) -> list[Fact]:
    """What goes with heavy legs first: the load of the week, then sleep and this morning's signals."""
    return _reasons(known, "What your days show first is the load.", ("load.week", "sleep.debt", "anomaly.today"))


def tired(known: Known) -> list[Fact]:
    """What goes with being tired first: sleep that is owed, then the load."""
    lead = "What your nights and days show, the most obvious first."
    return _reasons(known, lead, ("sleep.debt", "load.week", "sleep.timing", "anomaly.today"))


def ill_or_load(known: Known) -> list[Fact]:
    """Illness or training: what this morning's signals and the week's load show, each by itself."""
    odd = next((one for one in found(known, "anomaly.today") if not one.missing), None)
    week = next((one for one in loads.week_fact(known) if not one.missing), None)
    if odd is None and week is None:
        return []
    signs, heavy = odd is not None and _stands_out(odd), week is not None and _stands_out(week)
    lead = {
        (True, True): "Your days show both: signals that do not fit, and more load than you are used to.",
        (True, False): "Your days show signals that do not fit, and no more load than you are used to.",
        (False, True): "Your days show more load than you are used to, and no signal that does not fit.",
        (False, False): "Your days show neither: no signal that does not fit, and no more load than you are used to.",
    }[signs, heavy]
    facts = [answer("ill_or_load", "Illness or training", lead, about=("anomaly", "strain"))]
    facts += [replace(one, id=f"answer.ill_or_load.{n}") for n, one in enumerate((odd, week), 2) if one is not None]
    said = "Which of the two it is no watch can tell: go by how you feel, and while you are in doubt take it easy."
    return [*facts, answer("ill_or_load.9", "What to do", said, about=("anomaly", "strain"))]


def _reasons(known: Known, lead: str, ids: tuple[str, ...]) -> list[Fact]:
    week = {fact.id: fact for fact in loads.week_fact(known)}
    others = {fact.id: fact for fact in found(known, *(id for id in ids if id != "load.week"))}
    told = [one for id in ids if (one := week.get(id) or others.get(id)) and not one.missing]
    clear = [one for one in told if _stands_out(one)]
    rest = [one for one in told if one not in clear and one.id in ("sleep.debt", "load.week")]
    if not clear:
        lead = "Nothing in your load or sleep stands out that goes with it."
    facts = [answer("reasons", "What goes with it", lead, about=("sleep", "strain"))]
    facts += [replace(one, id=f"answer.reasons.{n}") for n, one in enumerate((*clear, *rest), 2)]
    said = "A watch can't feel it: take it seriously, go easy, and if it lasts for weeks let a doctor look."
    return [*facts, answer("reasons.9", "What to do", said, about=("sleep", "strain"))]


def _stands_out(fact: Fact) -> bool:
    if fact.id == "load.week":
        return fact.direction is Direction.HIGHER
    if fact.id == "sleep.timing":
        return "no usual time" in fact.words
    if fact.id == "anomaly.today":
        return not fact.words.startswith("Nothing unusual")
    return fact.grade is not Grade.NONE


def why_measure(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    """Whether a measure is higher or lower than before, and what went with it: load, sleep, logged habits."""
    period = period or sessions.lately(known, 7)
    if period.first > known.day:
        period = sessions.lately(known, 7)
    before = Period(period.first - timedelta(days=28), period.first - timedelta(days=1), "the 28 days before")
    told = (
        records.measure(known, metric, period) if period.days == 1 else records.compare(known, metric, period, before)
    )
    facts = [replace(fact, id=f"answer.why.{fact.id}") for fact in told if not fact.missing][:1]
    if not facts:
        return []
    if period.days == 1 and period.first < known.day:
        return [*facts, *_beside_that_day(known, metric, period.first)]
    week = [fact for fact in loads.week_fact(known) if fact.direction is Direction.HIGHER]
    owed = [fact for fact in found(known, "sleep.debt") if not fact.missing and fact.grade is not Grade.NONE]
    odd = [fact for fact in found(known, "anomaly.today") if not fact.missing and _stands_out(fact)]
    beside = [*week, *(owed if metric != "asleep_min" else []), *odd]
    facts += [replace(fact, id=f"answer.why.{n}") for n, fact in enumerate(beside)]
    said = (
        "These go together with it; what did it nobody can read off days that were only watched."
        if beside
        else "Nothing in your load, your sleep or this morning's signals stands out beside it."
    )
    return [*facts, answer("why.9", "What that says", said, about=("sleep", "strain"))]


def _beside_that_day(known: Known, metric: str, day: date) -> list[Fact]:
    """What stood beside a measure of an earlier morning: its hours, and load and logged habits of the day before."""
    eve = day - timedelta(days=1)
    about = ("sleep", "strain", *measures.subjects(metric))
    said = [_hours_of(known, day)] if metric == "asleep_min" else []
    load = records.measure(known, "load", Period(eve, eve, ""))[0]
    if not load.missing and load.direction in (Direction.HIGHER, Direction.LOWER):
        said.append(load.words)
    said += _logged_with_effect(known, metric, eve)
    said = [one for one in said if one] or [
        f"Nothing in the load or the journal of the day before, {spans.date_words(eve)}, stands out beside it."
    ]
    facts = [answer(f"why.{n}", "What went with it", one, period=Period(eve, day, ""), about=about, page="habits",
                    method="as recorded; what did it nobody can read off days that were only watched")
             for n, one in enumerate(said[:4], 1)]  # fmt: skip
    return facts


def _hours_of(known: Known, day: date) -> str:
    """`You fell asleep at 00:29 and woke at 06:40; usually it is about 23:10 and 06:55.`"""
    at, told, usual = pd.Timestamp(day), [], []
    for metric in ("onset_h", "wake_h"):
        values = known.values(metric)
        earlier = values.loc[: at - pd.Timedelta(days=1)].iloc[-records.USUAL_DAYS :].dropna()
        if len(earlier) < records.WEEK or pd.isna(values.get(at)):
            return ""
        told.append(words.clock(float(values[at])))
        usual.append(words.about(float(earlier.median())))
    return f"You fell asleep at {told[0]} and woke at {told[1]}; usually it is about {usual[0]} and {usual[1]}."


def _logged_with_effect(known: Known, metric: str, day: date) -> list[str]:
    """The habits that were logged on a day and are seen to go with a measure."""
    journal = known.journal()
    if journal.empty or metric not in effects.MEASURES:
        return []
    done = journal.loc[(journal["day"] == day.isoformat()) & (journal["answer"] == "yes"), "habit"]
    told = [(key, effects.of_habit(known, key, metric)) for key in done if sanitise.habit(key) != sanitise.A_HABIT]
    return [
        f"You logged {sanitise.habit(key)} on {spans.date_words(day)}. {fact.words}"
        for key, fact in told
        if fact.grade in (Grade.LIKELY, Grade.STRONG)
    ]
