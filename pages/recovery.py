"""Recovery: how has it been going, and what was behind any one morning?"""

from functools import partial

import pandas as pd
import streamlit as st

from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, compose, loaders, recovering, selection
from dashboard.charts import recovery as charts

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
scores, theirs = loaders.recovery_days(athlete), history.daily["recovery_pct"]
if not (scores["score"].notna().any() or theirs.notna().any()):
    cards.head("no score yet", athlete)
    cards.no_recovery()
    st.stop()

last = history.last_day
shown = selection.within(scores, last)
device = selection.within(theirs.to_frame(), last)["recovery_pct"]
cards.head(f"up to {words.day(last)}", athlete)
cards.answer(charts.week_answer(shown))
over_time, behind = st.container(), st.container()
with behind, st.container(horizontal=True, vertical_alignment="bottom"):
    day = selection.day(scores.index[0].date(), last.date())

with over_time:
    if shown["score"].notna().any():
        cards.chart(
            f"Our score. {charts.over_time_title(shown['score'])}",
            charts.over_time(shown, day, cards.look()),
            charts.over_time_said(shown),
            "over-time",
            table=shown[["score", "low", "high", "week"]].dropna().round().iloc[::-1],
            on_click=partial(selection.take_click, "over-time"),
        )
        st.caption(charts.OVER_TIME_KEY)
    if device.notna().any():
        cards.chart(
            f"Your device's score. {charts.over_time_title(device)}",
            charts.device_over_time(device, day, cards.look()),
            "The score that your device gave. It is made in another way than ours, so the two are not mixed.",
            "device-over-time",
            on_click=partial(selection.take_click, "device-over-time"),
        )

with behind:
    st.subheader(f"Behind {words.day(day)}", anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        try:
            recovery = loaders.recovery(athlete, day)
        except NotEnoughData:
            cards.no_recovery(recorded=bool(compose.known_days(history.daily).get(pd.Timestamp(day), False)))
        else:
            parts = recovery.subscores
            title = f"{words.number(recovery.score.value)} of 100: {charts.pulls_title(parts)}"
            said, table = charts.pulls_said(parts), charts.pulls_table(parts)
            cards.chart(title, charts.pulls(parts, cards.look()), said, "day-pulls", table=table)
            cards.hrv_kind(history, day)
            cards.missing_inputs(parts)
    with right:
        st.markdown("#### What was measured, and by what", anchors=False)
        cards.day_values(loaders.day_values(athlete, day))
said = recovering.section(athlete, last.date())
cards.how_we_know([*loaders.findings(athlete, day, "recovery.rule", "recovery.device").values(), *said])
recovering.days_behind(athlete, last.date())
