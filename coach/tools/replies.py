"""What is true of everybody and belongs to an answer that goes on with another: facts with fixed words."""

from coach.facts import Fact

_WORDS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "change": (
        "I can't change that from here: I only read your profile, and no page of Ownpace edits it yet. It stays as it "
        "is kept, so take what I say with your own value in mind.",
        ("profile",),
        "data",
    ),
    "add": (
        "Bring a newer export on the page Data, or have it fetched again there: days that are missing are filled in, "
        "and nothing is counted twice. What a device did not record can't be added.",
        ("data",),
        "data",
    ),
    "only then": (
        "If it can only be then, it still counts: keep to the same hour, so that your body gets used to it, warm up "
        "longer before anything hard, and move your bedtime along with it.",
        ("rhythm",),
        "rhythm",
    ),
    "to come": (
        "A session is chosen on its own morning, by how you are then: ask me again that day.",
        ("workout",),
        "forecast",
    ),
    "agreed": (
        "It is not in your plan yet: one click on the button under this answer puts it there. I change no plan by "
        "myself.",
        ("workout",),
        "forecast",
    ),
    "together": (
        "What the two do on the same evening I can't tell: each is held against days without it, with the other kept "
        "equal.",
        ("habits",),
        "habits",
    ),
    "fewer days": (
        "On fewer days, drop easy sessions first: keep the longest one and the hard one, and leave at least a day "
        "between them.",
        ("goal",),
        "forecast",
    ),
    "which days": (
        "Which days is yours to choose: put the longest session where you have the most time, the hard one at least "
        "two days away from it, and easy or rest days between.",
        ("goal",),
        "forecast",
    ),
}


def reply(name: str) -> list[Fact]:
    """The fact of that name; none without one."""
    if name not in _WORDS:
        return []
    said, about, page = _WORDS[name]
    return [Fact(f"reply.{name.replace(' ', '_')}", said.partition(":")[0], said, subjects=about, page=page,
                 method="general knowledge")]  # fmt: skip
