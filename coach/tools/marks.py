"""What an athlete marked on days: illness, races, camps, new devices; what happened, and what came after."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analytics.load import form
from analytics.results import NotEnoughData
from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import measures, recaps, records, sessions, spans
from coach.tools.telling import answer, not_stored, upper
from coach.understood import Period

AFTER_DAYS = 28
NAMES = {"illness": "an illness", "race": "a race", "travel": "a trip", "device_change": "a new device",
         "injury": "an injury"}  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """One event with its days."""

    kind: str
    first: date
    last: date
    name: str  # as a sentence may hold it

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def words(self) -> str:
        """`an illness from 10 to 14 January 2026 (5 days)`."""
        named = f"{NAMES.get(self.kind, 'a mark')}{f' ({self.name})' if self.name else ''}"
        if self.first == self.last:
            return f"{named} on {words.day(self.first)} {self.first.year}"
        return f"{named} from {spans.date_words(self.first)} to {spans.date_words(self.last)}, {self.days} days"

    @property
    def period(self) -> Period:
        return Period(self.first, self.last, "that time")


def marks(known: Known, kind: str = "", period: Period | None = None) -> list[Mark]:
    """Marks up to the newest day, the oldest first."""
    found = []
    for row in known.events().itertuples():
        first = date.fromisoformat(row.day)
        until = getattr(row, "until", None)
        last = date.fromisoformat(until) if isinstance(until, str) and until else first
        inside = period is None or (first <= period.last and last >= period.first)
        if inside and first <= known.day and kind in ("", row.kind):
            note = row.note if isinstance(row.note, str) else ""
            found.append(Mark(row.kind, first, min(last, known.day), _plain(note)))
    return sorted(found, key=lambda one: one.first)


def _plain(note: str) -> str:
    """A note as far as it is a plain name: what is longer is text from outside."""
    return (
        note if re.fullmatch(r"[a-z][a-z -]{2,24}", note.lower()) and sanitise.habit(note) != sanitise.A_HABIT else ""
    )


def logged(known: Known, habit: str, period: Period) -> list[Fact]:
    """What the journal says of a habit on one day; a night belongs to the evening before its morning."""
    day = period.first - timedelta(days=1 if "night" in period.words else 0)
    journal, name = known.journal(), sanitise.habit(habit)
    rows = journal[(journal["habit"] == habit) & (journal["day"] == day.isoformat())] if len(journal) else journal
    on = spans.date_words(day)
    if not len(rows):
        said = f"Your journal has no answer on {name} for {on}."
    elif (rows["answer"] == "yes").any():
        said = f"Your journal has {name} on {on}."
    else:
        said = f"Your journal has no {name} on {on}."
    return [Fact("journal.asked", f"{upper(name)} on that day", said, n=len(rows), first_day=day, last_day=day,
                 subjects=(habit, "journal"), page="habits", method="as logged")]  # fmt: skip


def story(known: Known, period: Period | None = None) -> list[Fact]:
    """One day: what is marked on it, its morning, and what was done on it and on the day before."""
    day = min((period or sessions.lately(known, 1)).first, known.day)
    one = Period(day, day, "")
    found = marks(known, "", one)
    told = [answer("story", "What is marked", f"That day you marked {words.listed([mark.words for mark in found])}.",
                   period=one, about=("mark",), page="unusual")] if found else []  # fmt: skip
    told += recaps.the_day(known, one)
    earlier = recaps.the_day(known, Period(day - timedelta(days=1), day - timedelta(days=1), ""))
    behind = [fact.words for fact in earlier if fact.id in ("answer.day.2", "answer.day.4")]
    lead = f"On the day before, {words.day(day - timedelta(days=1))}:"
    kept = [one for one in behind if one != "No session is on record."] or behind[:1]
    said = f"{lead} {' '.join(kept)[:1].lower()}{' '.join(kept)[1:]}" if kept else ""
    if said:
        told.append(answer("story.9", "The day before", said, period=Period(day - timedelta(days=1), day, ""),
                           about=("workout", "journal"), page="habits"))  # fmt: skip
    return told


def happened(known: Known, period: Period | None = None) -> list[Fact]:
    """What is marked in a time, and how recovery and load were in it; of one day all that is known of it."""
    period = period or sessions.lately(known, AFTER_DAYS)
    if period.days == 1:
        return story(known, period)
    found = marks(known, "", period)
    when = spans.within(period)
    if found:
        said = f"{upper(when)} you marked {words.listed([one.words for one in found[:4]])}."
    else:
        said = f"Nothing is marked {when}: no illness, race, trip or new device."
    facts = [answer("happened", "What is marked", said, n=len(found), period=period, about=("mark",), page="unusual")]
    for metric in ("recovery", "load"):
        compared = [fact for fact in records.compare(known, metric, period) if not fact.missing]
        facts += [replace(fact, id=f"answer.{fact.id}") for fact in compared]
    return facts


def ill_days(known: Known, period: Period | None = None) -> list[Fact]:
    """How long the illness lasted that was marked last, and the mornings after it."""
    inside = marks(known, "illness", period)
    found = inside or marks(known, "illness")
    if not found:
        said = "No illness is marked on your days, so I can't say; you can mark days as ill on the page Unusual days."
        return [not_stored("ill", "Days of illness", said, ("mark",))]
    last = found[-1]
    if not inside:
        said = f"No illness is marked {spans.within(period)}; the newest is {last.words}."
        return [answer("ill", "Days of illness", said, period=last.period, about=("mark",), page="unusual")]
    said = (
        f"{words.counted(last.days, 'day')}: your newest marked illness was from {spans.date_words(last.first)} to "
        f"{spans.date_words(last.last)}."
    )
    if len(found) > 1 and period:
        said += (
            f" {upper(spans.within(period))} {len(found)} are marked: {words.listed([_dates(one) for one in found])}."
        )
    elif len(found) > 1:
        said += f" In all {len(found)} are marked."
    return [answer("ill", "Days of illness", said, value=float(last.days), unit="days", n=len(found),
                   period=last.period, about=("mark",), page="unusual")]  # fmt: skip


def _dates(mark: Mark) -> str:
    """`10 to 14 January`."""
    return f"{mark.first.day} {mark.first:%B} to {mark.last.day} {mark.last:%B}"


def since(known: Known, kind: str, metric: str = "recovery", period: Period | None = None) -> list[Fact]:
    """A measure after a mark against before it; across devices only the time since."""
    found = marks(known, kind, period) or marks(known, kind)
    what = NAMES.get(kind, "such a mark")
    if not found:
        return [not_stored("since", "Since then", f"I find no mark of {what} on your days.", ("mark",))]
    mark = found[-1]
    begin = mark.last + timedelta(days=0 if kind == "device_change" else 1)
    if begin > known.day:
        return [not_stored("since", "Since then", f"{upper(mark.words)}: nothing is known after it yet.", ("mark",))]
    after = Period(begin, known.day, f"the time since {spans.date_words(begin)}")
    facts = [answer("since", "The mark", f"You marked {mark.words}.", period=mark.period, about=("mark",))]
    if kind == "device_change":
        said = (
            "Another device measures by itself a little higher or lower, so before and after do not compare one to one."
        )
        facts.append(answer("since.2", "Across devices", said, about=("mark", *measures.subjects(metric))))
        mean = [fact for fact in records.measure(known, metric, after) if fact.id.startswith("mean.")]
        return [*facts, *(replace(fact, id=f"answer.{fact.id}") for fact in mean if not fact.missing)]
    after = replace(after, last=min(known.day, begin + timedelta(days=AFTER_DAYS - 1)))
    after = replace(after, words=f"the {words.counted(after.days, 'day')} after it")
    before = Period(mark.first - timedelta(days=AFTER_DAYS), mark.first - timedelta(days=1), "the 28 days before it")
    compared = records.compare(known, metric, after, before)
    return [*facts, *(replace(fact, id=f"answer.{fact.id}", missing=None) for fact in compared)]


def marked(known: Known, asked: str = "", period: Period | None = None) -> list[Fact]:
    """How a marked race or camp went: its sessions, the form and the recovery of its first morning."""
    camp = "camp" in asked
    found = marks(known, "travel" if camp else "race", period) or marks(known, "travel" if camp else "race")
    if not found:
        return []
    named = [one for one in found if one.name and one.name in asked] or found
    mark = named[-1]
    facts = [answer("marked", "What you marked", f"You marked {mark.words}.", period=mark.period, about=("mark",))]
    rows = sessions.done(known, None, mark.period)
    if rows.empty:
        facts.append(answer("marked.2", "Its session", "No session is on record for it.", period=mark.period))
    elif camp:
        facts.append(_summed(known, mark, "marked.2"))
    else:
        top = max(rows.itertuples(), key=lambda row: row.duration_min)
        said = f"{upper(sessions.name_of(top))} that day: {sessions.figures(top, known)}."
        facts.append(answer("marked.2", "Its session", said, n=1, period=mark.period, about=("workout", "strain")))
    return [*facts, *_of_morning(known, mark)]


def _of_morning(known: Known, mark: Mark) -> list[Fact]:
    parts, before = [], mark.first - timedelta(days=1)
    try:
        found = form(known.values("load"), before)
        parts.append(f"form (TSB) on its morning was {words.number(found.form, '', 1)}")
    except NotEnoughData:
        pass
    morning = known.values("recovery").get(pd.Timestamp(mark.first))
    if morning is not None and pd.notna(morning):
        parts.append(f"recovery {words.quantity(float(morning), known.unit('recovery'))}")
    if not parts:
        return []
    return [answer("marked.3", "That morning", f"{upper(words.listed(parts))}.", period=mark.period,
                   about=("form", "recovery"), page="recovery")]  # fmt: skip


def camps(known: Known) -> list[Fact]:
    """The two newest marked trips or camps beside each other."""
    found = marks(known, "travel")[-2:]
    if len(found) < 2:
        return [not_stored("camps", "Your camps", "Fewer than two camps or trips are marked on your days.", ("mark",))]
    return [_summed(known, one, f"camps.{number}") for number, one in enumerate(reversed(found))]


def _summed(known: Known, mark: Mark, id: str) -> Fact:
    rows = sessions.done(known, None, mark.period)
    minutes, km = float(rows["duration_min"].sum()), float(rows["km"].sum())
    load = known.values("load").loc[pd.Timestamp(mark.first) : pd.Timestamp(mark.last)].mean()
    parts = [f"{words.hours(minutes)} in {words.counted(len(rows), 'session')}"]
    parts += [words.number(km, "km")] if km else []
    if pd.notna(load):
        parts.append(f"{measures.named(known, 'load')} {words.quantity(float(load), known.unit('load'))} a day")
    name = upper(mark.name or NAMES.get(mark.kind, "mark").split()[-1])
    said = (
        f"{name} of {mark.first:%Y} ({spans.date_words(mark.first)} to {spans.date_words(mark.last)}, "
        f"{words.counted(mark.days, 'day')}): {words.listed(parts)}."
    )
    return answer(id, f"{name} of {mark.first:%Y}", said, value=minutes, unit="min", n=len(rows), period=mark.period,
                  about=("mark", "workout", "strain"))  # fmt: skip


def since_stopped(known: Known, habit: str, metric: str, period: Period | None = None) -> list[Fact]:
    """A measure since the time from which on a habit is said to be given up, after what the journal says of that."""
    period = period or sessions.lately(known, AFTER_DAYS)
    compared = records.compare(known, metric, period)
    return [*stopped(known, habit, period), *(replace(fact, id=f"answer.{fact.id}", missing=None) for fact in compared)]


def stopped(known: Known, habit: str, period: Period) -> list[Fact]:
    """Whether the journal bears out that a habit was given up when a question says so; nothing where it does."""
    journal, name = known.journal(), sanitise.habit(habit)
    rows = journal[(journal["habit"] == habit) & (journal["answer"] == "yes")] if len(journal) else journal
    days = sorted(day for day in set(rows["day"]) if day >= period.first.isoformat()) if len(rows) else []
    if not days:
        return []
    last = date.fromisoformat(days[-1])
    said = (
        f"Your journal still has {name} on {words.counted(len(days), 'day')} since {spans.date_words(period.first)}, "
        f"the newest on {words.day(last)}, so I compare dates and not a time without it."
    )
    return [answer("stopped", "What your journal says", said, value=float(len(days)), unit="days", n=len(days),
                   period=Period(period.first, known.day, period.words), about=(habit,), page="habits")]  # fmt: skip
