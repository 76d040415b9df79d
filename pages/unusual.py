"""Unusual days: which mornings do not fit what was to be expected, and what drove them?"""

from functools import partial

import pandas as pd
import streamlit as st

from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, loaders, selection, unusual
from dashboard.charts import anomaly as charts
from dashboard.compose import anomaly as compose

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
last, until = history.last_day, history.last_day.date()
found = loaders.findings(athlete, until, "anomaly.today", "anomaly.lately")
today, lately = found.values()

cards.head(f"up to {words.day(until)}", athlete)
cards.answer(charts.answer(today, lately))
try:
    judged = loaders.worked_out(athlete, compose.judged, until)
except NotEnoughData:
    judged = None
if judged is None or not judged.days["beyond"].notna().any():
    cards.missing(f"**{today.missing[0].upper()}{today.missing[1:]}.**", charts.SILENT)
    unusual.caution()
    st.stop()

days = selection.within(judged.days, last)
cards.sentence(lately, ":material/calendar_view_month:")
left, right = st.columns([3, 2], gap="large")
with right, st.container(horizontal=True, vertical_alignment="bottom"):
    day = selection.day(judged.days.index[0].date(), until)
    unusual.ill_mark(history, day, bool(judged.days["ill"].loc[pd.Timestamp(day)]))
with left:
    figure, click = charts.history(days, day, cards.look()), partial(selection.take_click, "unusual-history")
    cards.chart(charts.history_title(days), figure, charts.history_said(days), "unusual-history", on_click=click)
    st.caption(charts.KEY)
    unusual.rate_choice(athlete)
with right:
    unusual.behind(athlete, until, day, named=True)

flagged = charts.flagged_table(judged, days)
if len(flagged):
    st.markdown("#### The unusual mornings", anchors=False)
    st.dataframe(flagged.set_axis(flagged.index.date), alt="The unusual mornings, with what drove them")
unusual.caution()
unusual.illnesses(history)
cards.how_we_know(found.values())
behind = loaders.worked_out(athlete, compose.days_behind, until)
cards.days_behind(charts.days_table(behind, judged.signals), "The last 28 mornings, as measured and as expected")
