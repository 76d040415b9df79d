"""How sure an answer is, and how it is known, in three plain sentences: of the fact that carries it."""

import re
from collections.abc import Sequence

from analytics.results import Grade
from coach import words
from coach.engines.telling.habits import habit_sentence
from coach.facts import Fact

_DAYS = re.compile(r"\bhow (?:many|much)\b.*\b(?:days|data|nights|mornings|weeks|sessions|values)\b", re.I)
# What carries an answer, the first that is there; else the first of all, since the most telling comes first.
_FIRST = ("answer.judged", "answer.", "asked.", "step.", "contrast.", "effect.", "recovery.rule",
          "recovery.device", "measure.recovery", "mean.recovery", "anomaly.today")  # fmt: skip
_BESIDE = ("workout.", "pull", "done.", "reply.", "data.", "refused.")  # what only stands beside it
_COUNTED = (  # what n is of, by the beginning of an id
    ("load.week", "week"), ("answer.judged.2", "week"), ("habit", "answered day"), ("effect.", "answered day"),
    ("count.", "record"), ("activity", "session"), ("goal.", "session"), ("anomaly.", "healthy morning"),
    ("prediction.", "morning"), ("recovery.", "morning"), ("sleep.", "night"), ("timing.", "night"),
)  # fmt: skip
_LEADS = {
    Grade.STRONG: "Quite sure: the evidence is strong.",
    Grade.LIKELY: "Fairly sure: it is graded likely, which is not the same as strong.",
    Grade.NONE: "Not very: nothing clear is seen, and something small could still hide in it.",
}
_FORETOLD = ("forecast.", "prediction.", "asked.", "what_if.", "answer.if_today", "answer.better_kind", "answer.chance",
             "answer.ahead")  # fmt: skip


def sentences(
    facts: Sequence[Fact], habit: str | None, metric: str | None, asked: str, told: Sequence[str] = ()
) -> list[str]:
    """At most three: how sure, on what it rests, and how it is made.

    facts: those of the answer before. told: the answers of the conversation, the oldest first. habit, metric: what
    that was of. asked: the question, as it is written.
    """
    counted = bool(_DAYS.search(asked))
    fact = main([one for one in facts if one.n] or facts if counted else facts, habit, metric, told)
    if fact is None:
        return []
    behind = _rests_on(fact)
    if counted and behind:
        return [behind]
    how = _how(fact)
    if any(one.id.startswith(("pull.", "pulls.")) for one in facts) and fact.id.startswith(
        ("measure.", "mean.", "rec")
    ):
        lead = (
            "Of the figures quite sure, of the reasons less: the parts of the score add up, but days that were only "
            "watched can't prove what did it."
        )
        return [lead, *([behind] if behind else []), *how][:3]
    return [_lead(fact), *([behind] if behind else []), *how][:3]


def main(
    facts: Sequence[Fact], habit: str | None = None, metric: str | None = None, told: Sequence[str] = ()
) -> Fact | None:
    """The fact that carries an answer: of several habits, or nights, the one that its text tells first."""
    if not facts:
        return None
    if not habit and (first := next((one for text in reversed(told) if (one := _told_first(facts, text))), None)):
        return first
    wanted = [f"effect.{metric}", f"habit.{habit}"] if habit else [f"answer.{metric}", f"answer.{metric}.1"]
    begins = [*wanted, *_FIRST]
    ranked = sorted(facts, key=lambda one: next((n for n, begin in enumerate(begins) if one.id.startswith(begin)), 99))
    told = [one for one in ranked if (one.n or one.low is not None or one.grade) and not one.id.startswith(_BESIDE)]
    return (told or ranked)[0]


def _told_first(facts: Sequence[Fact], told: str) -> Fact | None:
    """The first sentence of a text that is word for word a fact's, where that has something to be sure of."""
    places = {}
    for fact in facts:
        told_as = (fact.words, habit_sentence(fact) if fact.id.startswith("habit.") else "")
        found = [told.find(words) for words in told_as if words and words in told]
        if found and (fact.n or fact.low is not None or fact.grade) and not fact.id.startswith(_BESIDE):
            places.setdefault(min(found), fact)
    return places[min(places)] if places else None


def _lead(fact: Fact) -> str:
    if fact.grade in _LEADS and fact.id != "sleep.last_night":  # whose grade is of how usual that night was
        return _LEADS[fact.grade]
    if fact.low is not None and fact.high is not None and fact.low < fact.high:
        share = "four times in five" if fact.id.startswith(_FORETOLD) else "19 times in 20"
        if fact.id.startswith(("record.", "answer.")) and not fact.id.startswith(_FORETOLD):
            return "As sure as your records: it is read off them, and no estimate."
        return f"As sure as its interval says, which should hold the truth {share}."
    return "As sure as your device and your records are: it is measured or counted, and no estimate."


def _rests_on(fact: Fact) -> str:
    parts = []
    if fact.n:
        one = next((name for begin, name in _COUNTED if fact.id.startswith(begin)), "day")
        if fact.unit in ("sessions", "nights", "mornings"):
            one = fact.unit.removesuffix("s")
        parts.append(f"It rests on {words.counted(fact.n, one)}")
    spans = fact.low is not None and fact.high is not None and fact.low < fact.high
    if spans and fact.unit != words.CLOCK and not re.match(r"of .*[a-z]", fact.unit):
        ends = (fact.low, fact.high) if fact.low * fact.high <= 0 else sorted((abs(fact.low), abs(fact.high)))
        parts.append(f"{'and its' if parts else 'Its'} interval is {words.interval(*ends, fact.unit)}")
    return f"{' '.join(parts)}." if parts else ""


def _how(fact: Fact) -> list[str]:
    made = fact.method.partition(";")[0].strip().rstrip(".")
    return [f"How: {made}."] if made else []
