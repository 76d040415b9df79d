"""Habits: which of them go with better or worse mornings, and of which can nothing be said?"""

import streamlit as st

from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, loaders, selection
from dashboard.charts import habits as charts
from dashboard.charts.forest import forest, forest_said
from dashboard.compose import habits as compose
from dashboard.findings import habits as findings
from dashboard.findings.asked import missing_words
from dashboard.navigation import page

athlete = selection.athlete_with_days()
day = loaders.history(athlete).last_day.date()
cards.head(f"up to {words.day(day)}", athlete)
if not loaders.worked_out(athlete, compose.kept, day):
    cards.answer("You keep no journal yet, so nothing is known of your habits.")
    cards.missing(*charts.BRINGS_ONE)
    st.page_link(page("data"), label="Bring a journal, or take the template of one", icon=":material/upload_file:")
    st.stop()

above = st.container()
outcomes = loaders.worked_out(athlete, compose.outcomes, day)
metric = outcomes[
    st.segmented_control(
        "The next morning's", list(outcomes), default="Recovery", required=True, key="outcome", bind="query-params"
    )
]
try:
    impact = loaders.worked_out(athlete, compose.impact, day, metric)
except NotEnoughData as gap:
    with above:
        cards.answer("It is too early to say what your habits go with.")
    cards.missing(
        f"**{missing_words(gap)}.**", "An answer is a yes or a no; a day on which you say nothing is neither."
    )
    st.stop()

found, look = findings.all_of(impact), cards.look()
with above:
    cards.answer(charts.answer(found["habits.top"]))
left, right = st.columns([3, 2], gap="large")
with left:
    if impact.effects:
        rows, colour = charts.rows(impact), look.metrics["habits"]
        figure = forest(rows, impact.unit, charts.COUNTED, charts.sides(impact), colour, look)
        said, table = forest_said(rows, impact.unit), charts.table(impact)
        cards.chart(charts.title(impact), figure, said, f"forest-{metric}", table=table)
        st.caption(charts.KEY)
    if metric == compose.RECOVERY:
        st.caption(f"Here it is {loaders.worked_out(athlete, compose.recovery, day).words}.")
with right:
    for title, icon, group in charts.groups(impact, found):
        st.markdown(f"#### {title}", anchors=False)
        for finding in group:
            cards.sentence(finding, icon)

cards.how_we_know(found.values())
if impact.effects:
    names = {findings.named(effect): effect for effect in impact.effects}
    chosen = names[st.selectbox("The days behind", list(names), key="habit", bind="query-params", width=320)]
    behind = loaders.worked_out(athlete, compose.days_behind, day, metric, chosen.habit)
    unit = charts.unit_of(metric, loaders.worked_out(athlete, compose.recovery, day))
    cards.days_behind(charts.days_behind(behind, metric, unit, chosen.dose_unit), "Its days with a yes")
