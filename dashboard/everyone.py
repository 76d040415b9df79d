"""The whole cohort: does machine learning do better over all athletes, for whom, and who is shown it?"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from analytics.cohort.rollout import IN, NEED_EACH
from analytics.recovery.differences import NEED_DAYS
from analytics.recovery.evaluate import USED
from analytics.recovery.learned import Horizon
from analytics.results import NotEnoughData
from coach import words
from dashboard import cards, comparing, loaders, working
from dashboard.charts import cohort as charts
from dashboard.charts.compare import FORMATS, inside
from dashboard.charts.prediction import NAMES
from dashboard.compose import Athlete, cohort, permission, teaching, walking
from dashboard.compose.cohort import Everyone
from dashboard.compose.comparing import Stretch
from data import export
from data.ingest import Progress

METHOD = (
    "the difference of each athlete by the walk through their own past, then the plain mean over athletes, with "
    "Student's interval by the spread between them: athletes are the units, however many mornings they have"
)
MANY = "Among many subgroups one in twenty differs by chance alone: they are there to be asked about, not to decide by."


def picked(athlete: Athlete) -> tuple[Athlete, ...]:
    """Those who are looked at, of all of the same kind as one athlete, real or simulated: everybody, or a choice."""
    people = {cohort.pseudonym(one): one for one in loaders.athletes() if one.simulated == athlete.simulated}
    kind = _kind(athlete)
    above = st.container(horizontal=True, vertical_alignment="center", gap="small")
    chosen = st.multiselect(
        "Athletes",
        list(people),
        key=f"compare-{kind}",
        bind="query-params",
        placeholder=f"All {len(people):,}" if len(people) > 1 else "The only one",
        help="Nobody chosen is everybody. One alone is shown as the single view shows an athlete.",
        format_func=lambda label: _called(label, people[label]),
        width=cards.READING_PX,
    )
    with above:
        st.caption(
            f"The {kind} athletes of this store, under labels that tell no name; real and simulated are never mixed",
            width="content",
        )
        if athlete.simulated and len(chosen) != 1:  # the single view says so itself
            st.badge("Demo: simulated", icon=":material/science:", color="gray")
    return tuple(people[label] for label in chosen) or tuple(people.values())


def _called(label: str, athlete: Athlete) -> str:
    """`3F2A0C17 · cycling`."""
    return " · ".join([label.removeprefix("Athlete "), *([athlete.sport.lower()] if athlete.sport else [])])


def _kind(athlete: Athlete) -> str:
    return "simulated" if athlete.simulated else "real"


def show(athlete: Athlete, when: Horizon, people: Sequence[Athlete]) -> None:
    """The chosen athletes as one, on the chosen days."""
    ids = {one.id for one in people}
    top = st.container()
    a = _model()
    known = cohort.foretold_days([one for one in loaders.walked(athlete.simulated, when) if one.id in ids])
    stretch = comparing.period(known) if known else Stretch()
    judged = loaders.judged(athlete.simulated, when, stretch, a)
    found = cohort.everyone([one for one in judged if one.id in ids], a)
    with top:
        none = "Does machine learning do better than the rule, over all athletes?"
        cards.answer(charts.cohort_answer(found, inside(a), "the rule") if known else none)
        if known:
            st.markdown(charts.cohort_counted(found), width=cards.READING_PX)
    _walk_all(people, when, found)
    left, right = st.columns([3, 2], gap="large")
    with left:
        if found.members:
            _forest(found, a)
        elif known:
            cards.missing(
                f"**None of them has {NEED_DAYS} mornings on the chosen days that both foretold.**",
                "Choose more days, or other athletes.",
            )
        else:
            cards.missing("**Nothing has been compared yet.**", "One comparison an athlete is kept, and read here.")
    with right:
        rollout(people, stretch)
    if found.members:
        _subgroups(found, when, stretch)
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
        help="**What was shown**: whoever spoke, the rule included, which is no different from itself where nothing "
        "learned had earned its place. The others: as if that model had spoken on every morning, shown or not.",
    )
    return chosen or USED


def _forest(found: Everyone, a: str) -> None:
    name = NAMES[a]
    title, figure = charts.cohort_title(found, name, "the rule"), charts.cohort(found, name, "rule", cards.look())
    cards.chart(title, figure, charts.cohort_said(found, name, inside(a), "the rule"), "cohort")
    st.caption(charts.FOREST_KEY.format(a=inside(a)))


def _subgroups(found: Everyone, when: Horizon, stretch: Stretch) -> None:
    st.markdown("#### For whom", anchors=False)
    groups, each = charts.subgroup_table(found), charts.cohort_table(found)
    said = "The difference in each subgroup of athletes"
    formats = cards.formats(groups, FORMATS)
    st.dataframe(groups, hide_index=True, column_config=formats, placeholder="", alt=said)
    st.caption(MANY)
    with st.expander("Every athlete in numbers", icon=":material/table_rows:"):
        said = "The difference of each athlete"
        st.dataframe(each, hide_index=True, column_config=cards.formats(each, FORMATS), alt=said)
    st.download_button(
        "Download (CSV)",
        partial(export.as_csv, cohort.csv_of_everyone(found)),
        "-".join(["ownpace-cohort", when, *_dated(stretch, found)]) + ".csv",
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


def _dated(stretch: Stretch, found: Everyone) -> list[str]:
    """The days, for the name of a file; none where all of them count."""
    return [f"{found.first}", "to", f"{found.last}"] if stretch != Stretch() else []


def _walk_all(people: Sequence[Athlete], when: Horizon, found: Everyone) -> None:
    """A button that walks through the past of whoever has not been walked through, or has new mornings."""
    if found.athletes > found.waiting:
        label = "Compare them again"
    else:
        label = "Compare them now"
    said = f"{words.counted(found.waiting, 'athlete')} without a comparison." if found.waiting else ""
    with st.container(horizontal=True, vertical_alignment="center"):
        go = st.button(label, icon=":material/play_arrow:", key="compare-everyone")
        if said:
            st.caption(f"{said} It takes about a second an athlete and year, and can be stopped: who is done is kept.")
    if go:
        working.run(partial(_all, people, when), "everyone", "Who is done by then is kept.")
        st.rerun()


def _all(people: Sequence[Athlete], when: Horizon, bar: Progress) -> None:
    roster = teaching.Roster(loaders.path())
    for number, one in enumerate(people):

        def say(done: float, _: str, number: int = number) -> None:
            bar((number + done) / len(people), f"Athlete {number + 1} of {len(people)}")

        try:
            walking.walk(roster.history(one), when, roster=roster, progress=say)
        except NotEnoughData:  # waits for more mornings
            continue


def rollout(people: Sequence[Athlete], stretch: Stretch) -> None:
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
    _exposed(people, cohort.shown_in(shown, {one.id for one in people}, stretch), stretch)


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


def _exposed(people: Sequence[Athlete], rows: pd.DataFrame, stretch: Stretch) -> None:
    """Who was first shown which arm on the chosen days. rows: as cohort.shown_in."""
    if rows.empty and stretch == Stretch():
        cards.missing("**None of them has been shown a prediction yet.**", "Today shows one, and notes it here.")
        return
    if rows.empty:
        cards.missing("**None of them was first shown a prediction on the chosen days.**", "Choose more days.")
        return
    exposed = int((rows["arm"] == IN).sum())
    when = "so far" if stretch == Stretch() else "for the first time on the chosen days"
    said = f"Shown a prediction {when}: {words.counted(len(rows), 'athlete')}, {exposed} of them in the share."
    st.markdown(f"{said} {_sample_ratio(rows)}")
    by_id = {one.id: cohort.pseudonym(one) for one in people}
    table = pd.DataFrame(
        {
            "athlete": rows["athlete"].map(by_id).str.removeprefix("Athlete "),
            "shown": rows["arm"],
            "share then": rows["share"],
            "since": rows["since"],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        height=min(220, 40 + 36 * len(table)),
        column_config=cards.formats(table, FORMATS, "since"),
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
    except NotEnoughData as gap:
        return (
            f"Not enough data to check the split: {NEED_EACH} of them have to be expected in the share and {NEED_EACH} "
            f"outside it, and on one side it is {gap.have}."
        )
    said = f"{check.expected:.0f} were meant to be (p = {check.p:.3g})"
    if check.alarm:
        return (
            f"**{said}: that is not the split that was meant. Trust no comparison of the arms until it is explained.**"
        )
    return f"{said}: the split is as it was meant."
