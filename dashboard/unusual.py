"""Unusual mornings: the card on the page Today, the choice of how often to err, and the marks of days of illness."""

from datetime import date

import pandas as pd
import streamlit as st

from analytics.results import Finding, Grade, NotEnoughData
from coach import words
from dashboard import cards, loaders
from dashboard.charts import anomaly as charts
from dashboard.compose import Athlete, History
from dashboard.compose import anomaly as compose
from dashboard.findings.anomaly import CAUTION, missing
from dashboard.navigation import page

SEEN = (Grade.LIKELY, Grade.STRONG)
ICON = ":material/notifications:"
TOO_EARLY = "Whether this morning is unusual cannot be told yet: {}."
OWN = "own"  # the source of marks that were set here


def on_today(athlete: Athlete, day: date) -> Finding:
    """A card where the morning is unusual, else one quiet line; returns what was said."""
    found = loaders.findings(athlete, day, "anomaly.today")["anomaly.today"]
    if found.grade not in SEEN:
        st.caption(f"{ICON} {found.words if not found.missing else TOO_EARLY.format(found.missing)}")
        return found
    with st.container(border=True):
        left, right = st.columns([2, 3], gap="large")
        with left:
            cards.sentence(found, ICON)
            st.page_link(page("unusual"), label="What else it may be", icon=":material/arrow_forward:")
        with right:
            behind(athlete, day, day)
    return found


def behind(athlete: Athlete, last: date, day: date, *, named: bool = False) -> None:
    """What each signal added to one morning. last: the day up to which all is judged; named: with the day's name."""
    judged = loaders.worked_out(athlete, compose.judged, last)
    try:
        found = judged.on(day)
    except NotEnoughData as gap:
        cards.missing(f"**{words.day(day)} cannot be judged.**", f"What is missing: {missing(judged, day, gap)}.")
        return
    title = charts.pulls_title(found)
    title = f"{words.day(day)}: {words.inside(title)}" if named else title
    cards.chart(title, charts.pulls(found, cards.look()), charts.pulls_said(found), "unusual-pulls")
    st.caption(charts.pulls_key(found))


def rate_choice(athlete: Athlete) -> None:
    """How many healthy mornings may be flagged by chance; kept for the athlete."""
    kept = loaders.worked_out(athlete, compose.rate)
    key = f"rate-{athlete.id}"
    st.segmented_control(
        "Healthy mornings that may be flagged by chance, a month",
        list(compose.RATES),
        default=kept,
        format_func=lambda rate: f"{rate:g}".replace("0.5", "½"),
        required=True,
        key=key,
        on_change=lambda: loaders.keep_setting(athlete, compose.RATE, f"{st.session_state[key]:g}"),
    )
    st.caption("Fewer of them also miss more. It is kept on this machine, for this athlete.")


def ill_mark(history: History, day: date, ill: bool) -> None:
    """Whether the athlete was ill on a day, and the button that says so or takes it back."""
    athlete, marks = history.athlete, own_marks(history)
    if day.isoformat() in set(marks["day"]):
        if st.button("I was not ill on this day", icon=":material/undo:", key="unmark-ill"):
            loaders.unmark_ill(athlete, day)
            st.rerun()
    elif ill:
        st.markdown(":gray[:material/sick: Your journal or a file says that you were ill.]", width="content")
    elif st.button("I was ill on this day", icon=":material/sick:", key="mark-ill"):
        loaders.mark_ill(athlete, day)
        st.rerun()


def own_marks(history: History) -> pd.DataFrame:
    """The days of illness that were marked here."""
    events = history.events
    return events[(events["kind"] == compose.ILLNESS) & (events["source"] == OWN)]


def illnesses(history: History) -> None:
    """The marks of illness, each of which can be taken back; what they do."""
    marks = own_marks(history)
    with st.expander("Days on which I was ill", icon=":material/sick:"):
        st.markdown(
            "Days of illness are no healthy days: what is usual for you is learnt without them. Choose a day above and "
            "say so. Your journal's answer to feeling ill counts as well."
        )
        for row in marks.itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                when = date.fromisoformat(row.day)
                st.markdown(f"Ill on {words.day(when)} {when.year}", width="content")
                if st.button("Take it back", key=f"unmark-ill-{row.day}", type="tertiary"):
                    loaders.unmark_ill(history.athlete, when)
                    st.rerun()


def caution() -> None:
    """What a pattern like that of an illness is, and what it is not."""
    with st.container(border=True):
        st.markdown(f":gray[:material/info:] {CAUTION}")
