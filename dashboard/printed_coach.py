"""What the command line prints of the coach: its answer, the facts behind it in short lines, and who spoke."""

import shutil
import textwrap
from collections.abc import Iterator

from coach.conversation import Answer, Guarded
from dashboard.compose import chat

WIDEST = 100  # columns of running text


def answer_lines(answer: Answer) -> Iterator[str]:
    """An answer as text."""
    wide = min(shutil.get_terminal_size().columns, WIDEST)
    yield from textwrap.wrap(answer.text, wide)
    # What a word means was just said; it rests on nothing that was measured.
    behind = [fact for fact in answer.facts if not fact.id.startswith("meaning.")]
    if behind:
        yield ""
        yield "What it rests on:"
    for fact in behind:
        yield f"  {fact.label.rstrip('?')}: {chat.evidence(fact)}"
    yield ""
    yield from textwrap.wrap(_spoke(answer), wide)


def _spoke(answer: Answer) -> str:
    """`By rules, in 0.2 s.`"""
    who = "By rules" if answer.engine == "rules" else f"By {answer.label}"
    return f"{who}, in {answer.seconds:.1f} s.{_guarded(answer.guarded)}"


def _guarded(guarded: Guarded) -> str:
    why = guarded.why if guarded.why.endswith(".") else f"{guarded.why}."
    if guarded.replaced:
        return f" The engine that was chosen could not be used: {why}"
    if guarded.redone:
        return f" The first draft did not pass the check and was written anew: {why}"
    return ""
