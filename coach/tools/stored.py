"""What is stored, how old it is, and who asks."""

from datetime import date

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools.spans import date_words
from coach.tools.unsaid import nothing

STALE_DAYS = 2


def device(known: Known) -> str:
    """Whose recovery it is that a device scores: `WHOOP`, or `your device`."""
    named = known.source("recovery", known.day) if known.day else None
    return named if named and named not in ("simulated", "another source", "entered here") else "your device"


def is_stale(known: Known) -> bool:
    """Whether the newest day is too old to speak of today."""
    return known.day is None or (known.today - known.day).days >= STALE_DAYS


def stale(known: Known) -> Fact:
    """That the newest day is not this one."""
    age = words.age((known.today - known.day).days)
    said = f"Your newest data is from {date_words(known.day)}, {age}: of today nothing is known."
    return Fact("data.stale", "How old your data is", said, first_day=known.day, last_day=known.day,
                subjects=("data",), page="data")  # fmt: skip


def data(known: Known) -> list[Fact]:
    """What is stored: since when, until when, from what, and how old the newest day is."""
    if known.day is None:
        return [nothing("data.days", "Your data", "nothing has been brought yet", ("data",), page="data")]
    days = known.values("recovery").index
    age = (known.today - known.day).days
    facts = [
        Fact(
            "data.days",
            "Your data",
            f"Your data reaches from {date_words(days[0].date())} to {date_words(known.day)}; "
            f"the newest day is {words.age(age)}.",
            n=len(days),
            first_day=days[0].date(),
            last_day=known.day,
            subjects=("data",),
            page="data",
        )
    ]
    for source in known.sources():
        whose = "Simulated data" if source.label == "simulated" else f"{source.label[:1].upper()}{source.label[1:]}"
        counted = "" if source.records is None else f"{words.counted(source.records, 'record')}, "
        said = f"{whose}: {counted}{date_words(source.first_day)} to {date_words(source.last_day)}."
        facts.append(
            Fact(
                f"data.source.{source.label}",
                f"Data from {source.label}",
                said,
                None if source.records is None else float(source.records),
                "records",
                n=source.records or 0,
                first_day=source.first_day,
                last_day=source.last_day,
                subjects=("data",),
                page="data",
            )
        )
    return facts


def profile(known: Known) -> list[Fact]:
    """Who asks: sport, threshold power, highest heart rate; only what is known. And the next marked or planned days."""
    who, facts = known.profile, []
    rows = (
        (
            "sport",
            "Sport",
            f"Your sport here is {sanitise.sport(who.sport)}." if sanitise.sport(who.sport or "") else "",
            None,
            "",
        ),
        ("ftp", "FTP", f"Your FTP is kept as {words.number(who.ftp_w or 0, 'W')}.", who.ftp_w, "W"),
        (
            "max_hr",
            "Highest heart rate",
            f"The highest heart rate kept of you is {words.number(who.max_hr_bpm or 0, 'bpm')}.",
            who.max_hr_bpm,
            "bpm",
        ),
    )
    for name, what, said, value, unit in rows:
        if value is not None or (name == "sport" and said):
            facts.append(Fact(f"profile.{name}", what, said, value, unit, subjects=(name,), page="data"))
    if not facts:
        facts.append(nothing("profile", "Your profile", "no sport, FTP or highest heart rate is kept", ("profile",)))
    return facts + plans(known)


def plans(known: Known) -> list[Fact]:
    """What is planned from today on, and the next marked race."""
    facts = []
    for number, row in enumerate(known.plans().itertuples()):
        day = date.fromisoformat(row.day)
        minutes = "" if pd.isna(row.minutes) else f", {words.hours(row.minutes)}"
        sport = f" {sanitise.sport(row.sport)}" if isinstance(row.sport, str) else ""
        facts.append(
            Fact(
                f"plan.{number}",
                f"Planned for {words.day(day)}",
                f"{words.day(day)}: {row.kind}{sport.rstrip()}{minutes}.",
                None if pd.isna(row.minutes) else float(row.minutes),
                "min",
                first_day=day,
                last_day=day,
                subjects=("plan",),
                page="forecast",
            )
        )
    return facts + _race(known)


def _race(known: Known) -> list[Fact]:
    rows = known.events()
    coming = rows[(rows["kind"] == "race") & (rows["day"] >= known.today.isoformat())] if len(rows) else rows
    if len(coming) == 0:
        return []
    first = coming.sort_values("day").iloc[0]
    day, name = date.fromisoformat(first["day"]), sanitise.event(str(first["note"] or "race"))
    said = f"Your next race is on {words.day(day)} {day.year}: {name}."
    return [Fact("plan.race", "Your next race", said, first_day=day, last_day=day, subjects=("plan", "goal"),
                 page="forecast")]  # fmt: skip
