"""What a word means, and the athlete's own figure of it."""

import pandas as pd

from analytics.load import training_week
from analytics.results import NotEnoughData
from coach import glossary, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import loads, records, stored, unsaid
from coach.tools.findings import said

CHRONIC_DAYS, NEED_CHRONIC = 28, 21  # of the ratio of acute to chronic load, and how many of them have to be known


def meaning(known: Known, term: str = "recovery") -> list[Fact]:
    """The meaning of a word in fixed words, and the figure of this athlete where there is one."""
    if term not in {one.key for one in glossary.TERMS}:
        return [UNKNOWN]
    found = glossary.term(term)
    means = Fact(f"meaning.{term}", found.label, found.words, subjects=(term,), page=found.page, method="glossary")
    return [means, *_own(known, found)]


UNKNOWN = Fact(
    "meaning.unknown",
    "A word that has no entry",
    "That word has no entry in my glossary: ask me what HRV, load, form, sleep debt or an interval is, for example.",
    subjects=("meaning",),
    page="methods",
)


def _own(known: Known, term: glossary.Term) -> list[Fact]:
    if known.day is None:
        return []
    if term.key == "acwr":
        return _acwr(known)
    if term.key == "monotony":
        return _monotony(known)
    if any(id.startswith("load.") and id != "load.yesterday" for id in term.own):
        return [fact for fact in loads.load(known) if fact.id in term.own and not fact.missing]
    if any(id.startswith("profile.") for id in term.own):
        return [fact for fact in stored.profile(known) if fact.id in term.own and not fact.missing]
    if term.measure:
        return [fact for fact in records.measure(known, term.measure) if not fact.missing][:1]
    return [fact for fact in said(known, *term.own) if not fact.missing][:1] if term.own else []


def _acwr(known: Known) -> list[Fact]:
    """The mean load of 7 days over that of 28, the usual way, each day counting alike."""
    days = known.values("load").loc[: pd.Timestamp(known.day) - pd.Timedelta(days=1)].iloc[-CHRONIC_DAYS:]
    week = days.iloc[-7:]
    if days.count() < NEED_CHRONIC or week.count() < 5 or not days.mean() > 0:
        return [
            unsaid.nothing(
                "own.acwr",
                "Your ratio",
                f"{NEED_CHRONIC} days of load within the last {CHRONIC_DAYS}",
                ("strain",),
                page="recovery",
            )
        ]
    ratio = float(week.mean() / days.mean())
    return [
        Fact(
            "own.acwr",
            "Your ratio of acute to chronic load",
            f"Yours is {words.number(ratio, digits=2)}, from {words.counted(int(days.count()), 'known day')}.",
            ratio,
            "",
            n=int(days.count()),
            first_day=days.index[0].date(),
            last_day=days.index[-1].date(),
            subjects=("strain",),
            page="recovery",
            method="mean of the known days of 7 over that of 28, the 7 among them",
        ),
        *[fact for fact in loads.week_fact(known) if not fact.missing],
    ]


def _monotony(known: Known) -> list[Fact]:
    try:
        week = training_week(known.values("load"), known.day - pd.Timedelta(days=1))
    except NotEnoughData:
        return []
    if week.monotony is None:
        return []
    return [
        Fact(
            "own.monotony",
            "Your monotony",
            f"Over your last 7 whole days it is {words.number(week.monotony, digits=1)}.",
            week.monotony,
            "",
            n=week.known,
            first_day=week.until - pd.Timedelta(days=6),
            last_day=week.until,
            subjects=("strain",),
            page="recovery",
            method="Foster (1998), Med Sci Sports Exerc 30(7):1164-8",
        )
    ]
