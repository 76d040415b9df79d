"""What is said to a text that goes on with a question, beside the facts: fixed sentences, and the nearest question."""

import re
from collections.abc import Sequence

from coach.understood import Topic

# What a question was about, and one that can be asked of it.
_NEAREST: dict[Topic, tuple[str, str]] = {
    Topic.READINESS: ("how you are today", "Why is my recovery as it is today?"),
    Topic.WORKOUT: ("today's session", "Make it shorter."),
    Topic.WHY: ("what lies behind your recovery", "Which habits matter for me?"),
    Topic.HABIT: ("that habit", "How sure is that?"),
    Topic.HABITS: ("your habits", "What does alcohol do to my sleep?"),
    Topic.SLEEP: ("your sleep", "How did I sleep last week?"),
    Topic.BEDTIME: ("your bedtime", "I have to be up at 6, when should I sleep?"),
    Topic.RHYTHM: ("your rhythm", "What are my best hours?"),
    Topic.LOAD: ("your load", "Is my load rising too fast?"),
    Topic.TOLERANCE: ("how fast you recover", "What if I go hard tomorrow?"),
    Topic.FORECAST: ("the next days", "What if I rest tomorrow?"),
    Topic.WHAT_IF: ("the next days", "What if I rest tomorrow?"),
    Topic.UNUSUAL: ("what is unusual", "Why is my recovery as it is today?"),
    Topic.GOAL: ("your goal", "How should I train for it this week?"),
    Topic.METRIC: ("that measure", "How was it last week?"),
    Topic.COMPARE: ("the two times", "And my sleep?"),
    Topic.RECORD: ("your highs and lows", "And the lowest?"),
    Topic.COUNT: ("how much you did", "And last month?"),
    Topic.ACTIVITY: ("your session", "Was it harder than the one before?"),
    Topic.MEANING: ("what that word means", "And mine?"),
    Topic.DATA: ("your data", "Which days are missing this month?"),
    Topic.PROFILE: ("your profile", "What do you know about me?"),
    Topic.EVIDENCE: ("how sure that is", "How close were your forecasts?"),
}
AS_TODAY = "If that morning is like today's:"
_YES_NO = re.compile(r"\b(?:yes or no|y/n|overdo\w*|too much|overreach\w*|overtrain\w*|"
                     r"too (?:fast|quick(?:ly)?|steep(?:ly)?|hard|soon))\b", re.I)  # fmt: skip


def nearest(after: Topic | None) -> str:
    """That a text goes on, with what, and what could be asked instead of it."""
    about, question = _NEAREST.get(after, _NEAREST[Topic.READINESS])
    return (
        f"I take that as going on with {about}, but I can't tell what you want to know of it. You could ask: "
        f"\N{LEFT DOUBLE QUOTATION MARK}{question}\N{RIGHT DOUBLE QUOTATION MARK}"
    )


def asks_yes_or_no(text: str) -> bool:
    """Whether somebody wants to hear whether it is too much."""
    return bool(_YES_NO.search(text))


MOST_PLAIN = 2  # sentences
_BRACKETS = re.compile(r" ?\([^()]*\)")
_ASIDE = re.compile(r"; (?!no\b|not\b)[^.;]*(?=[.;])")


def plainly(sentences: Sequence[str]) -> list[str]:
    """The first sentences without brackets and asides."""
    return [_ASIDE.sub("", _BRACKETS.sub("", one)) for one in sentences[:MOST_PLAIN]]
