"""Baselines: what is usual for you, are the last 7 days different, and which way is it going?"""

import pandas as pd
import streamlit as st

from coach import words
from dashboard import cards, compose, loaders, selection
from dashboard.charts import baseline as charts

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
above = st.container()
day = selection.day(history.daily.index[0].date(), history.last_day.date())
until = pd.Timestamp(day)
found = loaders.findings(athlete, day)
measures = compose.measures(history, day)
with above:
    cards.head(f"up to {words.day(day)}", athlete)
    earlier = words.day(day) if until < history.last_day else None
    cards.answer(charts.answer([(m.label, found[f"baseline.{m.id}"]) for m in measures], earlier))
    st.caption(
        "The ribbon is your normal range: 95 of 100 of your usual days fall into it. Dots are days, the ring is the "
        "last one. The line is the mean of 7 days, in long spans your slow level. You are compared with nobody but "
        "yourself."
    )

# A row of two at a time, so that on a phone they follow each other in order.
columns = [column for _ in measures[::2] for column in st.columns(2, gap="large")]
for column, measure in zip(columns, measures, strict=False):
    with column:
        usual, trend = found[f"baseline.{measure.id}"], found[f"trend.{measure.id}"]
        days = selection.within(loaders.baseline_days(athlete, measure), until)
        if days["value"].notna().any():
            cards.chart(
                cards.title(measure.label, usual, days.iloc[-1]),
                charts.against_usual(
                    days, measure.unit, cards.look().metrics[measure.id], cards.look(), history.restarts[measure.metric]
                ),
                f"{usual.words} {trend.words}",
                f"baseline-{measure.id}",
                table=days[["value", "week", "usual", "day_low", "day_high"]].dropna(how="all").round(1).iloc[::-1],
            )
        else:
            st.markdown(f"#### {measure.label}", anchors=False)
        cards.sentence(usual, ":material/straighten:")
        cards.sentence(trend, cards.direction(trend))
        if measure.metric in compose.HRV:
            cards.hrv_kind(history, day)
        st.space("small")

cards.device_changes(history)
cards.how_we_know([found[f"{kind}.{m.id}"] for m in measures for kind in ("baseline", "trend")])
