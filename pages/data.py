"""Data: what is here, where is it from, and whose is it?"""

import streamlit as st

from dashboard import bring, cards, holdings, keep, loaders, selection, welcome

athlete = selection.athlete()
cards.head("everything stays on this machine", athlete)
top = st.empty()
with top:
    cards.answer(holdings.answer(athlete))

tabs = iter(st.tabs(["Bring", "Receipts", "Days", "Sources", "Keep or delete"]))
with next(tabs):
    name = bring.whose()
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown("#### From your browser", anchors=False)
        bring.upload(name)
        with st.expander("Where do I find my data?", icon=":material/help:"):
            bring.what_is_read()
        st.markdown("#### A CSV of your own", anchors=False)
        bring.templates()
    with right:
        st.markdown("#### From this machine", anchors=False)
        bring.by_path(name)
        st.markdown("#### The drop folder", anchors=False)
        bring.from_inbox(name)
    with top:  # once more, for a file may have come
        cards.answer(holdings.answer(athlete))
with next(tabs):
    holdings.receipts(athlete)
with next(tabs):
    holdings.days(athlete)
with next(tabs):
    holdings.sources(athlete)
    st.space("small")
    st.markdown("#### Home time zone", anchors=False)
    holdings.home_zone(athlete)
with next(tabs):
    st.markdown("#### Take it with you", anchors=False)
    keep.take_away(athlete)
    st.space("small")
    keep.restore()
    keep.delete(athlete)
    if any(known.simulated for known in loaders.athletes()):
        welcome.remove_demo("data-remove-demo")
    else:
        welcome.add_demo("Add the demo athletes")
