"""Today: how recovered are you this morning, and why?"""

import pandas as pd
import streamlit as st

from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, loaders, selection, tomorrow, unusual
from dashboard.charts import recovery as charts

MEDIAN = "The median is that of the 60 days before."

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
day = history.last_day.date()
found = loaders.findings(athlete, day, "recovery.rule", "recovery.device", "sleep.last_night", "load.yesterday")
ours, device = found["recovery.rule"], found["recovery.device"]
night, load = found["sleep.last_night"], found["load.yesterday"]

cards.head(words.day(day), athlete)
cards.stale(day, loaders.today())
cards.answer(ours.words if not ours.missing else "It is too early to say how recovered you are.")
before = history.daily.loc[: history.last_day].iloc[-61:-1]
strain = "day_strain" if load.unit == "of 21" else "load_au"
with st.container(horizontal=True):
    cards.number("Recovery, ours", ours, help=ours.method)
    if history.daily["recovery_pct"].notna().any():  # not every device gives a score, nor every athlete a load
        cards.number("Recovery, your device", device, before["recovery_pct"], help=f"{device.method}. {MEDIAN}")
    cards.number("Last night", night, before["asleep_min"], help=MEDIAN)
    if history.daily[["day_strain", "load_au"]].notna().any(axis=None):
        cards.number("Yesterday's load", load, before[strain], help=MEDIAN)

whether_unusual = st.container()  # filled last: what is above and below it need not wait
left, right = st.columns(2, gap="large")
with left:
    try:
        parts = loaders.recovery(athlete, day).subscores
    except NotEnoughData:
        cards.no_recovery()
        st.markdown("#### What was measured", anchors=False)
        cards.day_values(loaders.day_values(athlete, day))
    else:
        pulls = cards.drawn(athlete, "pulls", lambda look: charts.pulls(parts, look), day)
        said, table = charts.pulls_said(parts), charts.pulls_table(parts)
        cards.chart(charts.pulls_title(parts), pulls, said, "pulls", table=table)
        cards.hrv_kind(history, day)
        cards.missing_inputs(parts)
with right:
    st.markdown("#### The night and the day before", anchors=False)
    cards.sentence(night, ":material/bedtime:")
    cards.sentence(load, ":material/exercise:")
    days = pd.date_range(end=day, periods=14, name="day")
    scores = {"Ours": loaders.recovery_days(athlete)["score"], "Device": history.daily["recovery_pct"]}
    rows = {name: known for name, values in scores.items() if (known := values.reindex(days)).notna().any()}
    if rows:
        strip = cards.drawn(athlete, "strip", lambda look: charts.strip(rows, look), day)
        cards.chart(charts.strip_title(rows), strip, charts.strip_said(rows), "strip")
with whether_unusual:
    fits = unusual.on_today(athlete, day)
ahead = tomorrow.section(athlete, day)
cards.how_we_know([ours, device, night, load, fits, *ahead])
