"""Sleep: which nights suit you, how much sleep do you owe, and what precedes a good night?"""

import pandas as pd
import streamlit as st

from coach import words
from dashboard import cards, loaders, selection
from dashboard.charts import behind, nights, timing
from dashboard.charts import debt as debts
from dashboard.charts.forest import forest, forest_said, forest_table
from dashboard.compose import sleep as compose
from dashboard.findings.sleep import ANSWERS, GOOD_IDS

athlete = selection.athlete_with_days()
history = loaders.history(athlete)
last, day = history.last_day, history.last_day.date()
found = loaders.findings(athlete, day, "sleep.last_night", *ANSWERS)
outcome = loaders.worked_out(athlete, compose.outcome, day)
night, debt, bedtime = (found[id] for id in ("sleep.last_night", "sleep.debt", "timing.bedtime"))
look = cards.look()

cards.head(f"up to {words.day(day)}", athlete)
cards.answer(debts.answer(night, debt))
with st.container(horizontal=True, vertical_alignment="bottom"):
    chosen = selection.day(history.daily.index[0].date(), day)
    night = night if chosen == day else loaders.findings(athlete, chosen, "sleep.last_night")["sleep.last_night"]
    before = history.daily.loc[: pd.Timestamp(chosen), "asleep_min"].iloc[-61:-1]
    of_night = "Last night" if chosen == day else f"Night to {words.day(chosen)}"
    cards.number(of_night, night, before, help=nights.MEDIAN)
    cards.number("Sleep owed", debt, help=debt.method)
    if bedtime.unit == words.CLOCK:  # there is a best one
        cards.number("Best bedtime", bedtime, help=bedtime.method)

left, right = st.columns(2, gap="large")
with left:
    keys = []
    for id, work in (("timing.bedtime", compose.bedtime), ("timing.duration", compose.duration)):
        if found[id].missing:
            st.markdown(f"#### {found[id].question}", anchors=False)
        else:
            window = loaders.worked_out(athlete, work, day)
            title, said = (
                timing.sleep_window_title(window, outcome.name),
                timing.sleep_window_said(window, outcome.unit),
            )
            cards.chart(title, timing.sleep_window(window, outcome.unit, look), said, id)
            keys.append(timing.sleep_window_key(window))
        cards.sentence(found[id], ":material/bedtime:")
    for said in (*dict.fromkeys(keys), outcome.said):
        st.caption(said)
with right:
    if debt.missing:
        st.markdown(f"#### {debt.question}", anchors=False)
    else:
        owed = loaders.worked_out(athlete, compose.debt, day)
        shown = selection.within(owed, last)
        title = debts.title(owed["debt_min"], debt)
        cards.chart(title, debts.over_time(shown, look), debt.words, "debt", table=debts.table(shown))
        st.caption(debts.key(shown))
    cards.sentence(debt, ":material/balance:")

    kind = st.segmented_control("A good night is", list(nights.CHOICES), default="Long", required=True, key="good")
    quality = nights.CHOICES[kind]
    good = found[GOOD_IDS[quality]]
    if good.missing:
        st.markdown(f"#### {good.question}", anchors=False)
    else:
        effects = loaders.worked_out(athlete, compose.good_nights, day, quality)
        rows, unit = nights.rows(effects), effects.unit
        figure = forest(rows, unit, "nights", nights.SIDES[quality], look.metrics["sleep"], look)
        table = forest_table(rows, unit, "nights")
        cards.chart(nights.title(effects), figure, forest_said(rows, unit), f"good-{quality}", table=table)
        st.caption(nights.KEY, help=nights.not_asked(effects) or None)
    cards.sentence(good, ":material/checklist:")
cards.how_we_know(found.values())
listed = behind.nights(loaders.worked_out(athlete, compose.days_behind, day), outcome.unit)
cards.days_behind(listed, "The last 28 nights and the mornings after them")
