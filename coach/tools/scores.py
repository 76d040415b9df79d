"""Do our score and the device's agree, and may a low one be passed over?"""

from dataclasses import replace

import pandas as pd

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import today
from coach.tools.findings import said as found
from coach.tools.state import in_short, pulls
from coach.tools.telling import answer, not_stored, of_device, upper
from coach.understood import Period

DAYS = 60  # before a morning, among which it is ranked
APART_SHARE = 0.25  # of the own mornings that two scores may differ by before they are said to disagree; ours


def two_scores(known: Known) -> list[Fact]:
    """Our score and the device's, each by name, and whether they agree; nothing where there is only one."""
    by_id = {fact.id: fact for fact in found(known, "recovery.rule", "recovery.device") if not fact.missing}
    ours, theirs = by_id.get("recovery.rule"), by_id.get("recovery.device")
    if ours is None or theirs is None or ours.value is None or theirs.value is None:
        return []
    name = upper(of_device(known))
    facts, ranks = [], _ranks_said(known, theirs.value, ours.value)
    if _disagree(known, ours.value, theirs.value):
        said = (
            f"{name} {words.number(theirs.value, '%')} and our {words.number(ours.value)} of 100 disagree today: they "
            f"are two scales, the device's made in a way that is not published, ours with 50 as your usual; where they "
            f"differ I go by the more careful one.{ranks}"
        )
    else:
        said = (
            f"{name} {words.number(theirs.value, '%')} and our {words.number(ours.value)} of 100 are two scales that "
            f"say much the same of you: the device's is made in a way that is not published, ours has 50 as your usual."
            f"{ranks}"
        )
    facts.append(answer("scores", "Two scores", said, value=ours.value, unit="of 100", about=("recovery",),
                        period=Period(known.day, known.day, "today"), page="recovery"))  # fmt: skip
    return facts


def _ranks_said(known: Known, theirs: float, ours: float) -> str:
    """How many of two months' mornings were lower, by either score: what makes 43% and 20 of 100 comparable."""
    before = pd.Timestamp(known.day) - pd.Timedelta(days=1)
    past = known.values("recovery").loc[:before].iloc[-DAYS:].dropna()
    scores = known.scores()["score"].loc[:before].iloc[-DAYS:].dropna()
    if min(len(past), len(scores)) < DAYS // 2:
        return ""
    lower = [f"{int((earlier < now).sum())} of {len(earlier)}" for earlier, now in ((past, theirs), (scores, ours))]
    return f" Of your mornings of the {DAYS} days before, {lower[0]} were lower by its score and {lower[1]} by ours."


def _gap_of_ranks(known: Known, ours: float, theirs: float) -> float:
    """By how much of two months' mornings a device's score ranks this one higher than ours does."""
    past, scores = known.values("recovery").iloc[-60:].dropna(), known.scores()["score"].iloc[-60:].dropna()
    return float((past < theirs).mean()) - float((scores < ours).mean())


def _disagree(known: Known, ours: float, theirs: float) -> bool:
    return abs(_gap_of_ranks(known, ours, theirs)) >= APART_SHARE


def beside_device(known: Known, facts: list[Fact]) -> list[Fact]:
    """Our score beside the device's, in its own sentence, where the two disagree."""
    by_id = {fact.id: fact for fact in facts if not fact.missing and fact.value is not None}
    ours, theirs = by_id.get("recovery.rule"), by_id.get("recovery.device")
    if ours is None or theirs is None or known.unit("recovery") != "%":
        return facts
    if not _disagree(known, ours.value, theirs.value):
        return facts
    first, stop, rest = ours.words.partition(". ")
    rank = "higher" if _gap_of_ranks(known, ours.value, theirs.value) > 0 else "lower"
    beside = f", while {of_device(known)} {words.number(theirs.value, '%')} ranks {rank} among your mornings"
    said = f"{first.rstrip('.')}{beside}.{f' {rest}' if stop else ''}"
    return [replace(fact, words=said) if fact.id == "recovery.rule" else fact for fact in facts]


def why_scores(known: Known) -> list[Fact]:
    """The two scores, and what moved ours."""
    facts = two_scores(known)
    moved = [replace(fact, id=f"answer.{fact.id}") for fact in pulls(known, known.day)[:3]]
    if not facts:
        return [not_stored("scores", "Two scores", "Only one score is known of this morning.", ("recovery",)), *moved]
    return [*facts, *moved]


def ignore(known: Known) -> list[Fact]:
    """Whether a low score may be passed over by somebody who feels well."""
    proposed = today.todays_workout(known)[0]
    score = next((in_short(known, one) for one in found(known, "recovery.rule", "recovery.device") if not one.missing),
                 None)  # fmt: skip
    if proposed is None or score is None:
        return []
    held = proposed.kind in ("rest", "easy")
    lead = (
        "Not quite: how you feel counts, and so do the signals, which can lag behind or run ahead of it."
        if held
        else "You need not: nothing in your data asks you to hold back more than this."
    )
    facts = [answer("ignore", "Feeling and figures", lead, about=("recovery",), page="recovery")]
    both = [replace(one, id="answer.ignore.2") for one in two_scores(known)]
    facts += both or [replace(score, id="answer.ignore.2", words=f"{score.words.partition('. ')[0].rstrip('.')}.")]
    kept = {"rest": "rest", "easy": "an easy session", "steady": "a steady session", "hard": "a hard session"}
    why = f" {proposed.why[0]}" if proposed.why else ""
    said = (
        f"For today I keep to {kept[proposed.kind]}.{why} If tomorrow's morning is better, the hard one is still there."
    )
    return [*facts, answer("ignore.3", "What today suggests", said, about=("workout",), page="forecast")]
