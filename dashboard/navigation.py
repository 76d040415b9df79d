"""Every page: its section, title, icon, address, and the question that it answers."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).parents[1] / "pages"


@dataclass(frozen=True)
class Entry:
    """A page as the menu knows it."""

    section: str
    name: str  # pages/NAME.py, and the last part of its address
    title: str
    icon: str
    purpose: str

    @property
    def file(self) -> Path:
        return PAGES / f"{self.name}.py"

    @property
    def address(self) -> str:
        """Its path below the app's; the first page is at the root."""
        return "" if self == ENTRIES[0] else self.name


ENTRIES = (
    Entry("You", "today", "Today", ":material/wb_twilight:", "How recovered are you this morning, and why?"),
    Entry("You", "recovery", "Recovery", ":material/favorite:", "How has your recovery been going?"),
    Entry("You", "baselines", "Baselines", ":material/straighten:", "What is usual for you, and what is different?"),
    Entry("You", "habits", "Habits", ":material/checklist:", "Which of your habits go with better or worse mornings?"),
    Entry("You", "rhythm", "Rhythm", ":material/routine:", "When do you sleep, and when is your day high and low?"),
    Entry("You", "sleep", "Sleep", ":material/bedtime:", "Which nights suit you, and how much sleep do you owe?"),
    Entry("You", "forecast", "Forecast", ":material/event_upcoming:", "How will your next mornings be, and why?"),
    Entry("You", "unusual", "Unusual days", ":material/notifications:", "Which mornings do not fit, and why?"),
    Entry("Coach", "coach", "Coach", ":material/forum:", "What does your data say to what you want to know?"),
    Entry("Compare", "compare", "Compare", ":material/balance:", "Does machine learning beat the rule for you?"),
    Entry("Data", "data", "Data", ":material/folder_open:", "What is here, where is it from, and whose is it?"),
    Entry("Settings", "settings", "Settings", ":material/tune:", "Who speaks for the coach, and which models?"),
    Entry("Methods", "methods", "Methods", ":material/fact_check:", "How do we know, and when do we stay silent?"),
)


def menu() -> st.navigation:
    """The page that the address asks for; shows the menu."""
    sections: dict[str, list] = {}
    for entry in ENTRIES:
        page = st.Page(
            entry.file,
            title=entry.title,
            icon=entry.icon,
            url_path=entry.name,
            default=entry == ENTRIES[0],
            help=entry.purpose,
        )
        sections.setdefault(entry.section, []).append(page)
    return st.navigation(sections, expanded=True)  # folded, the last sections are hard to find


def page(name: str) -> Path:
    """The file of a page, for links and switches."""
    return next(entry.file for entry in ENTRIES if entry.name == name)
