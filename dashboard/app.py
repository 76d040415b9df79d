"""The app: path, page configuration, navigation, title, page. Nothing else."""

import sys
from pathlib import Path

ROOT = str(Path(__file__).parents[1])
if ROOT not in sys.path:  # `streamlit run` puts only this folder there
    sys.path.insert(0, ROOT)

import streamlit as st  # noqa: E402

from dashboard import access, cards, navigation, selection  # noqa: E402
from data.store import StoreError  # noqa: E402

st.set_page_config(page_title="Ownpace", page_icon=cards.icon(), layout="wide")
if refusal := access.refusal(st.get_option("server.address")):
    st.error(refusal)
    st.stop()

cards.logo()
page = navigation.menu()
selection.choices(page.url_path)
with cards.sheet():
    try:
        page.run()
    except StoreError as fault:  # a full disk, a store that another program holds: said as it is
        st.error(cards.plain(str(fault)))
