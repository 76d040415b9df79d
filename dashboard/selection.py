"""The choices that pages share (athlete, period, day), made once and kept in the address."""

from datetime import date

import pandas as pd
import streamlit as st

from dashboard import bring, cards, loaders, welcome
from dashboard.compose import Athlete
from data import store

PERIODS = {"1 mo": 31, "3 mo": 92, "1 yr": 366, "All": None}  # days
OWN_PERIOD = {"compare": "This page judges mornings of a stretch of its own, chosen beside the models."}
USUAL = "3 mo"


def choices(page: str) -> None:
    """Shows the choices beside the menu, where there is something to choose.

    page: as the address names it. Where the period changes nothing it is kept, and cannot be chosen.
    """
    bring.wait_for_stopped()
    try:
        athletes = loaders.athletes()
    except store.StoreError as fault:
        st.error(cards.plain(str(fault)))
        st.stop()
    if not athletes:
        return
    with st.sidebar:
        # Also where there is only one: whose data this is must be plain.
        st.selectbox(
            "Athlete",
            [athlete.name for athlete in athletes],
            key="athlete",
            bind="query-params",
            filter_mode=None,
        )
        st.segmented_control(
            "Period",
            list(PERIODS),
            default=USUAL,
            required=True,
            key="period",
            bind="query-params",
            width="stretch",
            disabled=page in OWN_PERIOD,
            help=OWN_PERIOD.get(page),
        )
        if athlete().simulated:
            welcome.remove_demo("sidebar-remove-demo")


def athlete() -> Athlete:
    """The athlete that is looked at; where there is none yet, the welcome is shown, and the page ends there."""
    athletes = loaders.athletes()
    if not athletes:
        welcome.show()
        st.stop()
    chosen = st.session_state.get("athlete")
    return next((athlete for athlete in athletes if athlete.name == chosen), athletes[0])


def athlete_with_days() -> Athlete:
    """The same, for pages that need a day to speak of: where there is none yet, the welcome is shown as well."""
    chosen = athlete()
    if loaders.history(chosen).last_day is None:
        cards.head("nothing here yet", chosen)
        welcome.show()
        st.stop()
    return chosen


def period_days() -> int | None:
    """How many days back; None for all."""
    return PERIODS[st.session_state.get("period") or USUAL]


def within(frame: pd.DataFrame, until: pd.Timestamp) -> pd.DataFrame:
    """The rows of the chosen period up to a day."""
    days = period_days()
    return frame.loc[:until] if days is None else frame.loc[until - pd.Timedelta(days=days - 1) : until]


def day(first: date, last: date) -> date:
    """One day between two, picked from a calendar or by a click on a chart; at first the last one."""
    chosen = st.session_state.get("day")
    if chosen is not None and not first <= chosen <= last:  # of another athlete
        st.session_state["day"] = last
    return st.date_input("Day", last, first, last, key="day", bind="query-params", format="YYYY-MM-DD", width=180)


def take_click(chart: str) -> None:
    """Makes the day that was clicked in the chart of that key the chosen one.

    It is kept as the day, not as the chart's selection, which is gone as soon as the figure changes.
    """
    if points := st.session_state[chart].selection.points:
        st.session_state["day"] = pd.Timestamp(points[0]["x"]).date()
