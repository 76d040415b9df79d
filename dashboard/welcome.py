"""The first screen, while there is nothing yet: look at the demo, or bring your data."""

import streamlit as st

from dashboard import bring, cards, loaders
from data import demo


def show() -> None:
    """Two ways in, side by side."""
    cards.answer("How are you today? Your own data knows.")
    st.markdown(
        "Ownpace reads what your devices have recorded, tells you what is usual for you and what is not, and says how "
        "sure it is. Everything stays on this machine.",
        width=cards.READING_PX,
    )
    st.space("small")
    left, right = st.columns(2, gap="medium")
    with left.container(border=True, height="stretch"):
        st.markdown("#### :material/science: Look at the demo", anchors=False)
        st.markdown(
            "Three simulated athletes with a story each:\n"
            "- :material/directions_bike: an endurance cyclist with a new device\n"
            "- :material/fitness_center: a shift worker who lifts\n"
            "- :material/directions_run: a runner back from illness\n\n"
            "They are marked as simulated everywhere, and one click removes them."
        )
        add_demo("See the demo")
    with right.container(border=True, height="stretch"):
        st.markdown("#### :material/upload_file: Bring your data", anchors=False)
        name = bring.whose()
        bring.upload(name)
        bring.by_path(name)
    st.markdown("#### What Ownpace reads", anchors=False)
    bring.what_is_read()


def add_demo(label: str) -> None:
    """A button that puts the simulated athletes into the store."""
    if st.button(label, icon=":material/play_arrow:", key="add-demo"):
        with st.spinner("Making three athletes …"):
            demo.add(loaders.path(), loaders.today())
        st.rerun()


def remove_demo(key: str) -> None:
    """A button that takes the simulated athletes out again."""
    if st.button("Remove the demo", icon=":material/delete_sweep:", key=key):
        demo.remove(loaders.path())
        loaders.forget()
        st.rerun()
