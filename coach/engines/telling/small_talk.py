"""What is said where no fact is asked for: greetings, thanks, complaints, what is not ours to answer."""

import re
from collections.abc import Sequence

from coach.understood import Topic

_COMPLAINS = re.compile(
    r"\b(?:useless|stupid|dumb|rubbish|garbage|crap|shit|sucks?|terrible|awful|hate (?:you|this)|idiot|annoying|"
    r"no good|no help|(?:not|n't) (?:\w+ )?(?:help(?:ful|ing)?|useful|understand\w*|good)|bad (?:bot|coach|answer)|"
    r"makes? no sense|worthless|pointless|waste of time)\b",
    re.I,
)
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|ty|tysm|cheers|much appreciated|appreciate it)\b", re.I)


def to_a_mood(text: str) -> str:
    """The answer to a complaint or to thanks; nothing where it is neither."""
    if _COMPLAINS.search(text):
        return (
            "I'm sorry that I was no help. Say it in other words, or name the measure and the days that you mean, and "
            "I'll look again."
        )
    return "You're welcome. What else would you like to know about your training or your nights?" if (
        _THANKS.search(text)
    ) else ""  # fmt: skip


FOOD = (
    "What to eat or drink for training lies outside what I know: I see your training, sleep and recovery, and a "
    "registered dietitian can tell you more."
)
FIXED: dict[Topic, Sequence[str]] = {
    Topic.HELP: (
        "Ask me about this morning, what to train today, why your recovery is as it is, what a habit goes with, sleep "
        "and bedtime, your rhythm, load, the next days, unusual days, how to prepare for an event, your best and worst "
        "days, how often you did something, how a session went, or what a word means. Every number I say comes from "
        "your own data, and links to where it is shown.",
    ),
    Topic.PRIVACY: (
        "Your data lies in one file on this machine, and nothing of it is sent anywhere: no answer of mine leaves this "
        "computer either, unless you choose a server elsewhere in Settings. On the page Data you can export or delete "
        "all of it.",
    ),
    Topic.IDENTITY: (
        "I'm the coach of Ownpace: a program on this machine that reads your own data, no person and no doctor. Who "
        "puts my answers into words stands under each of them, and every number is checked against your data.",
    ),
    Topic.LANGUAGE: (
        "I only understand English so far: please ask me in English. In an emergency call 112 in Europe, 911 in the "
        "US, or 999 in the UK.",
    ),
    Topic.SMALLTALK: (
        "Good to hear from you. Ask me how you are this morning, or what to do today.",
        "Hello! I know your data, and I am here for what it says: shall we start with today?",
    ),
    Topic.OUT_OF_SCOPE: (
        "That lies outside what I know: I only speak of your own training, sleep and recovery.",
        "I can't help with that. What I do know is your own data: recovery, sleep, habits, load and what comes next.",
    ),
    Topic.MEDICAL: (
        "That is a question for a doctor or a physiotherapist, not for me: I see a few signals of your body, and can "
        "neither examine nor treat anything. If you like, I can tell you what is unusual in your data.",
    ),
    Topic.DIET: (
        "I give no advice on losing weight or eating less: I know nothing of what you eat, and such advice does harm "
        "in the wrong place. A doctor or a registered dietitian can look at the whole of it with you.",
    ),
}
