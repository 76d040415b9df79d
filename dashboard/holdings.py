"""What is here of an athlete: receipts, days and gaps, sources and their order."""

import pandas as pd
import streamlit as st

from coach import words
from dashboard import bring, cards, compose, devices, loaders
from dashboard.charts import days as charts
from dashboard.compose import Athlete
from data import home_zone as home_zones
from data.importers import label

SHOWN = 20  # receipts


def answer(athlete: Athlete) -> str:
    """How many mornings there are, and since when."""
    mornings = _known(athlete)
    if not len(mornings):
        return "There is nothing here yet: bring the first file."
    first = mornings.index[0]
    known, span = int(mornings.sum()), len(mornings)
    return f"{known:,} of {span:,} mornings since {first.day} {first:%B %Y} are here."


def receipts(athlete: Athlete) -> None:
    """The receipts of the athlete's files, the newest first."""
    given = loaders.receipts(athlete)
    if not given:
        st.caption("No file has been brought yet.")
    for number, receipt in enumerate(given[:SHOWN]):
        bring.receipt(receipt, expanded=number == 0)
    if len(given) > SHOWN:
        st.caption(f"{len(given) - SHOWN} older receipts are in the export.")


def days(athlete: Athlete) -> None:
    """A calendar for each year, and the longest gaps in words."""
    daily = loaders.history(athlete).daily
    if daily.empty:
        st.caption("No days yet.")
        return
    missing = compose.gaps(_known(athlete))
    st.markdown(
        f"The longest gaps: {words.listed([_gap_said(gap) for gap in missing.head(5).itertuples()])}."
        if len(missing)
        else "No morning is missing."
    )
    for year, amount in calendar_years(daily).items():
        whole, some = int((amount == 2).sum()), int((amount == 1).sum())
        nothing = int((amount == 0).sum())
        said = f"{year}: {whole} days with a night and a morning, {some} with one of them, {nothing} with neither."
        look = cards.look()
        cards.chart(
            f"{year}: {nothing or 'no'} {'day is' if nothing == 1 else 'days are'} empty",
            charts.calendar(amount, look.metrics["recovery"], look),
            said,
            f"calendar-{year}",
        )
    st.caption("A column is a week, Monday on top. Full colour: night and morning; pale: one of them; grey: neither.")


def sources(athlete: Athlete) -> None:
    """The order in which sources are believed, and buttons that change it."""
    ranked = loaders.sources(athlete)
    if ranked.empty:
        st.caption("No source yet.")
        return
    st.markdown(
        f"Where two sources know a day, the first in this list is believed. They are never averaged. {devices.RULE}"
        if len(ranked) > 1
        else "There is one source. With a second one, you choose here which is believed first."
    )
    names = list(ranked["source"])
    for place, row in enumerate(ranked.itertuples()):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            holds = f"{row.rows:,} records, {words.span(row.first_day, row.last_day)}"
            st.markdown(f"**{place + 1}. {label(row.source)}**  \n:gray[{holds}]")
            if place and st.button("Believe it more", icon=":material/arrow_upward:", key=f"up-{row.source}"):
                names[place - 1 : place + 1] = names[place - 1 : place + 1][::-1]
                loaders.rank_sources(athlete, names)
                st.rerun()
    for said in devices.turns(loaders.history(athlete).changes):
        st.markdown(f"- {said}")


def home_zone(athlete: Athlete) -> None:
    """Where the athlete is at home, and a form that changes it. Simulated athletes stay as they were made."""
    st.markdown(
        "Apple Health seldom says in which time zone something was recorded. What does not say so counts as recorded "
        "at home: which day a night belongs to, and when you fell asleep, hang on it."
    )
    zones = home_zones.choices()
    zones = zones if athlete.home_zone in zones else [athlete.home_zone, *zones]
    with st.form(f"home-{athlete.id}", border=False):
        place = zones.index(athlete.home_zone)
        zone = st.selectbox("Home time zone", zones, place, key=f"zone-{athlete.id}", width=320)
        sent = st.form_submit_button("Change it", icon=":material/public:", disabled=athlete.simulated)
    if sent and zone == athlete.home_zone:
        st.info("That is your home time zone already.")
    elif sent:
        working = st.empty()
        with working:
            loaders.change_home_zone(athlete, zone, bring.Bar())
        st.toast(f"Home is {zone}. Your nights and days are worked out anew.", icon=":material/public:")
        st.rerun()


def calendar_years(daily: pd.DataFrame) -> dict[int, pd.Series]:
    """For each year, the newest first: 0 = neither night nor morning, 1 = one of them, 2 = both; NaN outside."""
    amount = (compose.nights(daily).astype(int) + compose.mornings(daily)).astype(float)
    return {
        year: amount.reindex(pd.date_range(f"{year}-01-01", f"{year}-12-31", name="day"))
        for year in range(daily.index[-1].year, daily.index[0].year - 1, -1)
    }


def _known(athlete: Athlete) -> pd.Series:
    return compose.known_days(loaders.history(athlete).daily)


def _gap_said(gap) -> str:
    if gap.days == 1:
        return f"{gap.first.day} {gap.first:%b %Y}"
    return f"{gap.days} days from {gap.first.day} {gap.first:%b %Y}"
