"""Methods: what does each analysis do, when does it stay silent, and how do we know that it works?"""

import streamlit as st

from coach import words
from dashboard import cards, methods

known = methods.checks()
st.caption("Every analysis, tried on simulated athletes whose truth was planted")
cards.answer(methods.verdict(known))
st.markdown(
    "Each check makes many athletes, plants a truth (or none), and asks what we say and what the usual rule says. "
    "These worlds are invented: the figures tell what a method does there, not how it does for you. Anyone can run "
    "them again with `make truth`.",
    width=cards.READING_PX,
)
for method in methods.METHODS:
    st.markdown(f"#### {method.name}", anchors=False)
    st.markdown(f"{method.does} {method.silent}", width=cards.READING_PX)
    figures = methods.of(method, known)
    if figures.empty:
        continue
    with st.expander(f"{words.counted(len(figures), 'figure')} on known truths", icon=":material/fact_check:"):
        says = figures.drop_duplicates("check")[["check", "says"]].itertuples(index=False)
        st.markdown("\n".join(f"- **{check}** {sentence}" for check, sentence in says))
        st.dataframe(figures.drop(columns="says"), hide_index=True, alt=f"{method.name}: figures on known truths")
