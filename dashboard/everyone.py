"""The whole cohort: does machine learning do better over all athletes, for whom, and who is shown it?"""

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analytics.cohort.rollout import IN, NEED_EACH
from analytics.recovery.evaluate import USED
from analytics.recovery.learned import Horizon
from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, loaders, working
from dashboard.charts import compare as charts
from dashboard.charts.prediction import NAMES
from dashboard.compose import Athlete, comparing, permission, teaching, walking
from dashboard.compose.comparing import Everyone
from data import export

METHOD = (
    "the difference of each athlete by the walk through their own past, then the mean over athletes by random effects "
    "(DerSimonian and Laird), its interval by the spread between athletes (Hartung and Knapp): athletes are the units, "
    "however many mornings they have"
)
MANY = "Among many subgroups one in twenty differs by chance alone: they are there to be asked about, not to decide by."


def show(athlete: Athlete, when: Horizon) -> None:
    """All athletes of the same kind as the one that is looked at, real or simulated."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        kind = "simulated" if athlete.simulated else "real"
        st.caption(
            f"All {kind} athletes of this store, under labels that tell no name; real and simulated are never mixed",
            width="content",
        )
        if athlete.simulated:
            st.badge("Demo: simulated", icon=":material/science:", color="gray")
    top = st.container()
    a = _model()
    found = loaders.everyone(athlete.simulated, when, a)
    with top:
        none = "Does machine learning do better than the rule, over all athletes?"
        cards.answer(charts.cohort_answer(found, charts.inside(a), "the rule") if found.members else none)
    _walk_all(athlete, when, found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if found.members:
            _forest(found, a)
        else:
            cards.missing("**Nothing has been compared yet.**", "One comparison an athlete is kept, and read here.")
    with right:
        rollout(athlete)
    if found.members:
        _subgroups(found, when)
        _known(found)


def _model() -> str:
    """The model that is compared: what was shown, or one that would have been."""
    chosen = st.segmented_control(
        "Machine learning is",
        [USED, "boosted", "network", "prior"],
        default=USED,
        format_func=NAMES.get,
        required=True,
        key="everyone-model",
        help="**As shown**: whoever spoke, the rule included, which is no different from itself where nothing learned "
        "had earned its place. The others: as if that model had spoken on every morning, shown or not.",
    )
    return chosen or USED


def _forest(found: Everyone, a: str) -> None:
    name = NAMES[a]
    title, figure = charts.cohort_title(found, name, "the rule"), charts.cohort(found, name, "rule", cards.look())
    cards.chart(title, figure, charts.cohort_said(found, name, charts.inside(a), "the rule"), "cohort")
    st.caption(charts.FOREST_KEY.format(a=charts.inside(a)))


def _subgroups(found: Everyone, when: Horizon) -> None:
    st.markdown("#### For whom", anchors=False)
    groups, each = charts.subgroup_table(found), charts.cohort_table(found)
    said = "The difference in each subgroup of athletes"
    formats = cards.formats(groups, charts.FORMATS)
    st.dataframe(groups, hide_index=True, column_config=formats, placeholder="", alt=said)
    st.caption(MANY)
    with st.expander("Every athlete in numbers", icon=":material/table_rows:"):
        said = "The difference of each athlete"
        st.dataframe(each, hide_index=True, column_config=cards.formats(each, charts.FORMATS), alt=said)
    st.download_button(
        "Download (CSV)",
        partial(export.as_csv, comparing.csv_of_everyone(found)),
        f"ownpace-cohort-{when}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def _known(found: Everyone) -> None:
    with st.expander("How do we know?", icon=":material/fact_check:"):
        st.markdown(f"{METHOD[0].upper()}{METHOD[1:]}.")
        if found.pooled:
            st.markdown(
                f"p = {found.pooled.p:.3g}; athletes truly differ by about {found.pooled.between_sd:.1f} points (SD) "
                f"from one to the next, beyond the doubt about each."
            )


def _walk_all(athlete: Athlete, when: Horizon, found: Everyone) -> None:
    """A button that walks through the past of whoever has not been walked through, or has new mornings."""
    if found.members and not found.waiting:
        label, said = "Compare everyone again", ""
    else:
        label, said = "Compare everyone now", f"{words.counted(found.waiting, 'athlete')} without a comparison."
    with st.container(horizontal=True, vertical_alignment="center"):
        go = st.button(label, icon=":material/play_arrow:", key="compare-everyone")
        if said:
            st.caption(f"{said} It takes about a second an athlete and year, and can be stopped: who is done is kept.")
    if go:
        working.run(partial(_all, athlete.simulated, when), "everyone", "Who is done by then is kept.")
        st.rerun()


def _all(simulated: bool, when: Horizon, bar) -> None:
    roster = teaching.Roster(loaders.path())
    members = [one for one in loaders.athletes() if one.simulated == simulated]
    for number, one in enumerate(members):

        def say(done: float, _: str, number: int = number) -> None:
            bar((number + done) / len(members), f"Athlete {number + 1} of {len(members)}")

        try:
            walking.walk(roster.history(one), when, roster=roster, progress=say)
        except NotEnoughData:  # waits for more mornings
            continue


def rollout(athlete: Athlete) -> None:
    """How far learned predictions are rolled out, who was shown what, and whether the split is as it was meant."""
    st.markdown("#### Who is shown learned predictions", anchors=False)
    how, shown = permission.rollout(loaders.path()), permission.exposures(loaders.path())
    if how.killed:
        st.markdown("**Stopped for everyone.** Everyone is shown the rule's prediction.")
    else:
        st.markdown(
            f"**{how.share:g}% of athletes**, drawn by lot: always the same ones, and nobody falls out as the share "
            "grows. Whoever is in is still shown a model only while it has earned it."
        )
    _switch(how)
    _exposed(athlete, shown)


def _switch(how) -> None:
    with st.form("rollout", border=False):
        share = st.slider("Share of athletes", 0, 100, round(how.share), step=5, format="%d%%")
        if st.form_submit_button("Set the share", icon=":material/tune:"):
            permission.keep_rollout(loaders.path(), replace(how, share=float(share)))
            st.rerun()
    if how.killed:
        if st.button("Start again", icon=":material/play_arrow:", key="rollout-resume"):
            permission.keep_rollout(loaders.path(), replace(how, killed=False))
            st.rerun()
        return
    with st.expander("Stop for everyone", icon=":material/emergency_home:"):
        st.markdown("From the next page on everyone is shown the rule's prediction. Models stay kept; nothing is lost.")
        if st.button("Stop learned predictions", icon=":material/stop_circle:", key="rollout-kill"):
            permission.keep_rollout(loaders.path(), replace(how, killed=True))
            st.rerun()


def _exposed(athlete: Athlete, shown: pd.DataFrame) -> None:
    rows = shown[shown["simulated"] == int(athlete.simulated)]
    if rows.empty:
        cards.missing("**Nobody has been shown a prediction yet.**", "The page Today shows one, and notes it here.")
        return
    exposed = int((rows["arm"] == IN).sum())
    said = f"Shown a prediction so far: {words.counted(len(rows), 'athlete')}, {exposed} of them in the share."
    st.markdown(f"{said} {_sample_ratio(rows)}")
    by_id = {one.id: comparing.pseudonym(one) for one in loaders.athletes()}
    table = pd.DataFrame(
        {
            "athlete": rows["athlete"].map(by_id).str.removeprefix("Athlete "),
            "shown": rows["arm"],
            "share then": rows["share"],
            "since": pd.to_datetime(rows["first_utc"], unit="s").dt.date,
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=min(220, 40 + 36 * len(table)),
        column_config=cards.formats(table, charts.FORMATS, "since"),
        alt="Who was shown which arm first, at which share, and since when",
    )
    st.download_button(
        "Download (CSV)",
        partial(export.as_csv, table.astype(str)),
        "ownpace-exposures.csv",
        "text/csv",
        icon=":material/download:",
        key="download-exposures",
        on_click="ignore",
    )


def _sample_ratio(rows: pd.DataFrame) -> str:
    """Whether the split is as it was meant, in a sentence."""
    try:
        check = permission.rollout_check(rows)
    except NotEnoughData:
        return (
            "Whether the split is as it was meant can be told once at least "
            f"{NEED_EACH} athletes are expected in the share and {NEED_EACH} outside it."
        )
    said = f"{check.expected:.0f} were meant to be (p = {check.p:.3g})"
    if check.alarm:
        return (
            f"**{said}: that is not the split that was meant. Trust no comparison of the arms until it is explained.**"
        )
    return f"{said}: the split is as it was meant."
