"""What do the tools of a question say, all together?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from coach.facts import Fact
from coach.known import Known
from coach.tools import dated, loads, stored
from coach.tools.calling import Call, calls
from coach.tools.findings import said
from coach.tools.offered import TOOLS
from coach.understood import Period, Understood

MOST_FACTS = 20  # of one answer: more is a report


def facts_for(understood: Understood, known: Known) -> list[Fact]:
    """What the tools of a question say, each fact once, the most telling first."""
    return run(calls(understood), known)


def run(called: Sequence[Call], known: Known) -> list[Fact]:
    """What these tools say, each fact once."""
    if too_old := dated.instead(known, [(call.tool, call.arguments) for call in called]):
        return too_old
    facts: dict[str, Fact] = {}
    for call in called:
        arguments, top = dict(call.arguments), facts.get("record.top")
        if (from_it := arguments.pop("from_record", None)) is not None:
            if not top or top.missing or not top.first_day:
                continue
            day = top.first_day + timedelta(days=from_it)
            arguments["period"] = Period(day, day, "")  # `my lowest HRV and what I did the day before`
        if call.tool == "why" and top and top.first_day and top.first_day == top.last_day:
            arguments = {"period": Period(top.first_day, top.first_day, "")}  # `my worst morning and why`
        for fact in TOOLS[call.tool].run(known, **arguments):
            facts.setdefault(fact.id, dated.of_its_day(known, fact))
    told = [fact for fact in facts.values() if not fact.missing]
    if any(fact.id.startswith("answer.") for fact in told):  # what was asked for, and not the whole of its topic
        return [fact for fact in told if fact.id.startswith("answer.")]
    return [*told, *(fact for fact in facts.values() if fact.missing)][:MOST_FACTS]


def context(known: Known, facts: Sequence[Fact]) -> list[Fact]:
    """Who asks and how they are, whatever is asked: of what is known, what the facts do not say already."""
    if known.day is None:
        return []
    state = said(known, "recovery.device", "recovery.rule", "sleep.last_night", "baseline.hrv")
    found = [*stored.profile(known), *state, *loads.week_fact(known)]
    here = {fact.id for fact in facts}
    return [_bare(dated.of_its_day(known, fact)) for fact in found if not fact.missing and fact.id not in here]


def _bare(fact: Fact) -> Fact:
    """The figure alone: what it is held against, and which way it points, belongs to answers that are about it."""
    bare = _HELD_AGAINST.split(fact.words, maxsplit=1)[0].rstrip(" ,:;.")
    return replace(fact, words=f"{bare}.", value=None, low=None, high=None, direction=None, grade=None)


_HELD_AGAINST = re.compile(
    r",? (?:within|inside|outside|below|above|close to|near|against|compared)\b|, [^,]* (?:less|more) than\b|\. "
)
