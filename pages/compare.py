"""Compare: does machine learning know your mornings better than the rule?"""

import streamlit as st

from coach import words
from dashboard import cards, comparing, everyone, loaders, selection
from dashboard.charts import compare as charts

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
with st.container(horizontal=True, vertical_alignment="bottom"):
    whose = st.segmented_control(
        "Of whom",
        ["One athlete", "Everyone"],
        default="One athlete",
        required=True,
        key="compare-whom",
        bind="query-params",
    )
    when = comparing.horizon()

if whose == "Everyone":
    everyone.show(athlete, when)
    st.stop()

cards.head(f"mornings up to {words.day(history.last_day)}, none of which a model had seen", athlete)
top = st.container()
kept = comparing.kept_walk(athlete, when)
if kept is None:
    st.stop()
found = comparing.chosen(kept, athlete, when)
if found is None:
    st.stop()
with top:
    cards.answer(charts.answer(found))
    st.markdown(charts.beside(found), width=cards.READING_PX)
    comparing.numbers(found)
comparing.pictures(found)
comparing.every_model(found)
comparing.days(found, athlete, when)
cards.how_we_know([comparing.finding(found)])
