"""Rhythm: when do you sleep, and when is your day high and low?"""

from datetime import timedelta

import streamlit as st

from coach import words
from dashboard import cards, loaders, selection
from dashboard.charts import rhythm as charts
from dashboard.compose import rhythm as compose
from dashboard.findings import rhythm as findings

athlete = selection.athlete_with_days()
day = loaders.history(athlete).last_day.date()
found = loaders.findings(athlete, day, *findings.ANSWERS)
face = loaders.worked_out(athlete, compose.face, day)
on_clock = face.rhythm, face.times, face.windows

cards.head(f"up to {words.day(day)}", athlete)
cards.answer(charts.answer(face))
with st.container(horizontal=True):
    for label, id in charts.NUMBERS.items():
        if found[id].estimate is not None:
            cards.number(label, found[id], help=found[id].method)

left, right = st.columns(2, gap="large")
with left:
    if face.rhythm or face.times:
        figure = charts.clock(face.rhythm, face.times, face.asleep, face.windows, cards.look())
        cards.chart(charts.clock_title(face.rhythm, face.times), figure, charts.clock_said(*on_clock), "clock")
        st.caption(charts.clock_key(*on_clock))
with right:
    st.markdown("#### What your days say", anchors=False)
    for finding, icon in charts.sentences(found, face):
        cards.sentence(finding, icon)
    tops = loaders.worked_out(athlete, compose.tops, day)
    if len(tops):
        cards.chart(charts.moved_title(tops), charts.moved(tops, cards.look()), charts.moved_said(tops), "moved")
        st.caption(charts.MOVED_KEY)

nights = loaders.worked_out(athlete, compose.nights, day)
if len(nights.main):
    first, period = nights.main.index[0].date(), selection.period_days()
    if period is not None:
        first = max(first, day - timedelta(days=period - 1))
    said = charts.raster_said(nights, first, day)
    cards.chart(charts.raster_title(face.times), charts.raster(nights, first, day, cards.look()), said, "raster")
    st.caption(charts.RASTER_KEY)
cards.how_we_know(found.values())
cards.days_behind(charts.days_table(loaders.worked_out(athlete, compose.days_behind, day)), "Nights and hours, by day")
