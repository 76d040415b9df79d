"""Compare: does machine learning know your mornings better than the rule?"""

import streamlit as st

from dashboard import comparing, everyone, selection

athlete = selection.athlete_with_days()
with st.container(horizontal=True, vertical_alignment="bottom"):
    whose = st.segmented_control(
        "Of whom",
        ["One athlete", "Everyone"],
        default="One athlete",
        required=True,
        key="compare-whom",
        bind="query-params",
        help="**Everyone**: all athletes as one, or those of them whom you choose.",
    )
    when = comparing.horizon()

if whose == "Everyone":
    picked = everyone.picked(athlete)
    if len(picked) == 1:
        comparing.show(picked[0], when, unnamed=True)
    else:
        everyone.show(athlete, when, picked)
else:
    comparing.show(athlete, when)
