"""Forecast: how recovered will you be in the next days, and what would change it?"""

import streamlit as st

from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, loaders, planning, selection, tomorrow
from dashboard.charts import behind
from dashboard.charts import forecast as charts
from dashboard.compose import forecast as compose
from dashboard.findings import forecast as findings
from dashboard.findings.asked import missing_words

athlete = selection.athlete_with_days()
history, today = loaders.history(athlete), loaders.today()
day = history.last_day.date()
cards.head(f"from the morning of {words.day(day)} on", athlete)
cards.stale(day, today)
outcome = loaders.worked_out(athlete, compose.recovery, day)
try:
    made = loaders.worked_out(athlete, compose.forecast, day)
except NotEnoughData as gap:
    when = findings.enough_on(gap, history, day)
    cards.answer("It is too early to say how your next mornings will be.")
    cards.missing(
        f"**{missing_words(gap)}.**", f"With a morning recorded every day there is enough on {words.day(when)}."
    )
    st.stop()

found = findings.all_of(made, outcome)
cards.answer(charts.answer(made, outcome.unit, today))
with st.container(horizontal=True):
    for id, label in charts.NUMBERS.items():
        if not found[id].missing:
            cards.number(label, found[id], help=found[id].method)
tomorrow.beside_forecast(athlete, day)
left, right = st.columns([3, 2], gap="large")
with left:
    planning.ahead(athlete, made, outcome)
with right:
    planning.section(athlete, day)
cards.how_we_know(found.values())
planning.grades(made)
mornings = behind.forecasts(loaders.worked_out(athlete, compose.days_behind, day, made.graded), outcome.unit)
cards.days_behind(mornings, "Past mornings, what was foretold of each on the morning before, and what came")
