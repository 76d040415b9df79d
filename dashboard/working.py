"""Work that takes seconds, on a click: with a bar that says how far it is, and a button that stops it."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from dashboard import bring, cards
from data import store
from data.ingest import Progress

Result = TypeVar("Result")


def run(
    work: Callable[[Progress], Result], key: str, said: str = "Nothing is kept of what is stopped."
) -> Result | None:
    """What `work(progress)` makes; None where the store refused, which is said.

    Once "Stop" was pressed, Streamlit ends the run at the next word of progress, and the page is shown anew.
    """
    place = st.empty()
    with place.container(border=True):
        bar = bring.Bar()
        st.button("Stop", icon=":material/stop_circle:", key=f"{key}-stop", on_click=_say_stopped)
        st.caption(f"Stay on this page: leaving it stops this as well. {said}")
    try:
        result = work(bar)
    except store.StoreError as fault:
        result = None
        st.error(cards.plain(str(fault)))
    place.empty()
    return result


def _say_stopped() -> None:
    st.toast("Stopped.", icon=":material/stop_circle:")
