"""How fast you recover: the part of the page Recovery that looks at hard days and low mornings."""

from datetime import date

import streamlit as st

from analytics.results import Finding
from dashboard import cards, loaders
from dashboard.charts import behind
from dashboard.charts import velocity as charts
from dashboard.compose import Athlete
from dashboard.compose import velocity as compose
from dashboard.findings.velocity import ANSWERS


def section(athlete: Athlete, day: date) -> list[Finding]:
    """The mornings after a hard day and after a low one; returns what was said."""
    found = loaders.findings(athlete, day, *ANSWERS)
    load, short_night, low = (found[id] for id in ANSWERS)
    st.subheader("How fast you recover", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        outcome = loaders.worked_out(athlete, compose.load_outcome, day)
        if not load.missing:
            response = loaders.worked_out(athlete, compose.load_response, day)
            title = charts.after_hard_day_title(response, outcome.name, "points")
            figure = charts.after_hard_day(response, "points", cards.look())
            cards.chart(title, figure, charts.after_hard_day_said(response, "points"), "after-hard-day")
        cards.sentence(load, ":material/exercise:")
        cards.sentence(short_night, ":material/bedtime:")
        st.caption(outcome.said)
    with right:
        if not low.missing:
            after = loaders.worked_out(athlete, compose.after_low, day)
            figure = charts.after_low_scores(after, cards.look())
            cards.chart(charts.after_low_title(after), figure, low.words, "after-low")
        cards.sentence(low, ":material/trending_up:")
    return [load, short_night, low]


def days_behind(athlete: Athlete, day: date) -> None:
    """The hard days and low mornings that were looked at."""
    table = loaders.worked_out(athlete, compose.days_behind, day)
    if len(table):
        unit = loaders.worked_out(athlete, compose.load_outcome, day).unit
        cards.days_behind(behind.hard_and_low(table, unit), "Hard days and low mornings, with the mornings after them")
