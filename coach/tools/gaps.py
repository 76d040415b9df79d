"""What is not there: days without sleep, HRV, recovery or journal; and what was written down for a day."""

from datetime import date, timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import measures, records, sessions, spans, unsaid
from coach.understood import Period

DAYS = 28  # where no time is named
MOST_NAMED = 6  # days of one sentence
_LOOKED_AT = ("asleep_min", "hrv", "resting_hr_bpm", "recovery", "load")


def missing(known: Known, metric: str = "", period: Period | None = None) -> list[Fact]:
    """Which of some days lack a measure, or each of the measures that count, and which have no journal."""
    period = _so_far(known, period or sessions.lately(known, DAYS))
    if period is None:
        return [unsaid.nothing("gap.none", "That time", "that time is still to come", ("data",))]
    facts = [_of_measure(known, one, period) for one in ((metric,) if metric else _LOOKED_AT)]
    if not metric:
        facts.append(_of_journal(known, period))
        lacking = [fact for fact in facts if fact.value]
        facts = [_together(facts, period), *sorted(lacking, key=lambda fact: -fact.value)]
    return facts


def journal(known: Known, period: Period | None = None) -> list[Fact]:
    """Whether the journal was filled in for a day, or on how many of some days, and what was answered."""
    yesterday = known.today - timedelta(days=1)
    period = period or Period(yesterday, yesterday, "yesterday")
    rows = known.journal()
    if rows.empty:
        return [unsaid.nothing("gap.journal", "Your journal", "no journal is on record", ("data",), page="habits")]
    if period.days > 1:
        return [_of_journal(known, _so_far(known, period) or period)]
    day = period.first
    of_day = rows[rows["day"] == day.isoformat()]
    if of_day.empty:
        newest = date.fromisoformat(rows["day"].max())
        last = f"the newest one is for {words.day(newest)} {newest.year}"
        said = f"No: your journal has no answer for {words.day(day)}; {last}."
        return [_fact("gap.journal", "Your journal", said, 0.0, "answers", 0, Period(day, day, ""))]
    open_habits = len(rows["habit"].unique()) - len(of_day)
    said = f"Yes: your journal has {words.counted(len(of_day), 'answer')} for {words.day(day)}"
    said += f", and {words.counted(open_habits, 'question')} without one." if open_habits > 0 else "."
    return [
        _fact("gap.journal", "Your journal", said, float(len(of_day)), "answers", len(of_day), Period(day, day, "")),
        *_answers(of_day, day),
    ]


def logged(known: Known, period: Period | None = None) -> list[Fact]:
    """What was measured and written down of a day: the night, the morning, sessions and the journal."""
    period = period or Period(known.day, known.day, "the newest day")
    night = period.words == "last night"
    day = period.first
    facts = [
        fact
        for metric in (("asleep_min", "hrv", "resting_hr_bpm") if night else ("recovery", "asleep_min", "load"))
        for fact in records.measure(known, metric, Period(day, day, period.words))
    ]
    evening = day - timedelta(days=1) if night else day
    rows = known.journal()
    of_day = rows[rows["day"] == evening.isoformat()] if len(rows) else rows
    if len(of_day):
        facts += _answers(of_day, evening)
    else:
        missing_words = f"the journal has no answer for {words.day(evening)}"
        facts.append(unsaid.nothing("gap.journal", "Your journal", missing_words, ("data",), page="habits"))
    return facts


def _answers(rows: pd.DataFrame, day: date) -> list[Fact]:
    """The habits that were answered with yes, and with no."""
    told = []
    for answer, verb in (("yes", "Yes to"), ("no", "No to")):
        names = [sanitise.habit(str(key)) for key in rows.loc[rows["answer"] == answer, "habit"]]
        plain = sorted({name for name in names if name != sanitise.A_HABIT})
        others = len(names) - len(plain)
        plain += [words.counted(others, "other")] if others else []
        if plain:
            told.append(f"{verb} {words.listed(plain)}.")
    if not told:
        return []
    said = f"In the journal of {words.day(day)}: {' '.join(told)[0].lower()}{' '.join(told)[1:]}"
    return [
        _fact(
            "gap.answers",
            f"Journal of {words.day(day)}",
            said,
            float(len(rows)),
            "answers",
            len(rows),
            Period(day, day, ""),
        )
    ]


def _so_far(known: Known, period: Period) -> Period | None:
    if period.first > known.day:
        return None
    return Period(period.first, min(period.last, known.day), period.words)


def _of_measure(known: Known, metric: str, period: Period) -> Fact:
    days = pd.date_range(period.first, period.last)
    if metric == "load" and period.last == known.day and len(days) > 1:
        days = days[:-1]  # today's is not over
    values = known.values(metric).reindex(days)
    lacking = [day.date() for day in days[values.isna().to_numpy()]]
    label = words.inside(measures.label(metric))
    return _said(f"gap.{metric}", measures.label(metric), label, lacking, len(days), period, measures.subjects(metric))


def _of_journal(known: Known, period: Period) -> Fact:
    last = min(period.last, known.day - timedelta(days=1)) if period.days > 1 else period.last
    days = [day.date() for day in pd.date_range(period.first, last)]
    answered = set(known.journal()["day"]) if len(known.journal()) else set()
    lacking = [day for day in days if day.isoformat() not in answered]
    return _said("gap.journal", "Journal", "journal answers", lacking, len(days), period, ("data",))


def _said(id: str, what: str, label: str, lacking: list[date], n: int, period: Period, about: tuple[str, ...]) -> Fact:
    when = spans.within(period)
    if not lacking:
        said = f"No day lacks {label} {when}, of {words.counted(n, 'day')}."
    else:
        named = [f"{day:%a} {day.day} {day:%B}" for day in lacking[-MOST_NAMED:]]
        more = (
            f", the newest of them {words.listed(named)}" if len(lacking) > MOST_NAMED else f": {words.listed(named)}"
        )
        verb = "has" if len(lacking) == 1 else "have"
        said = f"{len(lacking)} of {words.counted(n, 'day')} {when} {verb} no {label}{more}."
    return _fact(id, f"Days without {words.inside(what)}", said, float(len(lacking)), "days", n, period, about)


def _together(facts: list[Fact], period: Period) -> Fact:
    """How many days lack what, in one sentence."""
    by_count: dict[int, list[str]] = {}
    for fact in facts:
        by_count.setdefault(int(fact.value), []).append(words.inside(fact.label.removeprefix("Days without ")))
    told = [
        f"{words.listed(names)} {'is' if len(names) == 1 else 'are'} missing on {words.counted(count, 'day')}"
        for count, names in sorted(by_count.items(), reverse=True)
        if count
    ]
    whole = by_count.get(0, [])
    when = spans.within(period)
    if not told:
        said = f"Nothing is missing {when}: {words.listed(whole)} are there on every day."
    else:
        said = f"{when[0].upper()}{when[1:]}, {words.listed(told)}{'; nothing else is missing' if whole else ''}."
    return _fact(
        "gap.all",
        "What is missing",
        said,
        float(sum(fact.value for fact in facts)),
        "days",
        max(fact.n for fact in facts),
        period,
    )


def _fact(
    id: str,
    what: str,
    said: str,
    value: float | None,
    unit: str,
    n: int,
    period: Period,
    about: tuple[str, ...] = ("data",),
) -> Fact:
    return Fact(
        id,
        what,
        said,
        value,
        unit,
        n=n,
        first_day=period.first,
        last_day=period.last,
        subjects=about,
        page="data",
        method="counted day by day",
    )
