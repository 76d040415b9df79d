"""The next morning: the section of the page Today, and the line on the page Forecast that tells the two apart."""

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.results import Finding, NotEnoughData
from coach import words
from dashboard import cards, loaders
from dashboard.compose import Athlete
from dashboard.findings import prediction as findings
from dashboard.findings.asked import missing_words, nothing
from dashboard.navigation import page

if TYPE_CHECKING:  # models are slow to import, and the answer of the page Today need not wait for them
    from dashboard.compose.prediction import Prediction
    from dashboard.compose.tomorrow import Tomorrow

NEED = "With a morning recorded every day there is enough in {}."


def section(athlete: Athlete, day: date) -> list[Finding]:
    """What is foretold of the morning after `day`, and why; returns what was said."""
    from dashboard.charts import prediction as charts
    from dashboard.compose import tomorrow as compose

    st.subheader("The next morning", anchor=False)
    try:
        found = loaders.worked_out(athlete, compose.tomorrow, day, True)
    except NotEnoughData as gap:
        cards.missing(f"**{missing_words(gap)}.**", NEED.format(words.counted(max(gap.need - gap.have, 1), "day")))
        return [nothing(findings.TOMORROW, missing_words(gap))]
    grade = loaders.findings(athlete, day, "prediction.grade")["prediction.grade"]
    name = _name(found)
    if told := findings.passed(found.made.day, day, loaders.today()):
        st.markdown(f":material/event_busy: {told}", width=cards.READING_PX)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        made, unit = found.made, found.unit
        span = words.interval(made.low, made.high, unit)
        st.markdown(
            f"**{name}: about {words.quantity(made.value, unit)}, four times in five within {span}**", width="content"
        )
        _mark(found)
    left, right = st.columns(2, gap="large")
    with left:
        ahead = cards.drawn(athlete, "tomorrow", lambda look: charts.ahead(found, look), day)
        cards.chart(charts.title(found), ahead, charts.said(found), "tomorrow")
        said = [charts.KEY]
        if told := findings.waiting(found.made.waits_for):
            said.append(f":material/hourglass_empty: {told}")
        if told := findings.likely(found.chances, unit):
            said.append(f":material/percent: {told}")
        if told := _grade(athlete, day, found.made):
            said.append(f":material/grading: {told}")
        st.caption("\n\n".join(said))
    with right:
        reasons = found.reasons
        why = cards.drawn(athlete, "why", lambda look: charts.why(reasons, name, look), day, name)
        said, table = charts.why_said(reasons, name), charts.why_table(reasons, name)
        cards.chart(charts.why_title(reasons), why, said, "why", table=table)
        st.caption(charts.WHY_KEY)
    _elsewhere(found)
    return [findings.of_tomorrow(found), grade]


def _name(found: "Tomorrow") -> str:
    """As the morning is called from today: `Tomorrow`, `This morning`, and with its date where it has passed."""
    ahead = (found.made.day - loaders.today()).days
    if ahead < 0:
        return words.day(found.made.day)
    return {0: "This morning", 1: "Tomorrow"}.get(ahead, f"{found.made.day:%A}")


def _mark(found: "Tomorrow") -> None:
    """Whether the prediction is the athlete's own, and who said it."""
    from dashboard.charts import prediction as charts

    made, who = found.made, charts.NAMES[found.by]
    if made.learned:
        said = f"Personal: {who.lower().removeprefix('personal ')}, {words.counted(made.days, 'morning')}"
        st.badge(said, icon=":material/person:", color="primary")
    else:
        st.badge(f"{who}: not learned from you", icon=":material/rule:", color="gray")


def _grade(athlete: Athlete, day: date, made: "Prediction") -> str:
    """How far off such predictions have been, in a line; "" where that is not known."""
    from analytics.recovery.service import LABELS
    from dashboard.compose import permission
    from dashboard.compose import tomorrow as compose

    try:
        scores = loaders.worked_out(athlete, compose.graded, day).scores
    except NotEnoughData:
        return ""
    used, rule, median = (scores[name] for name in ("used", "rule", "median_30"))
    on = f"On {words.counted(used.n, 'morning')} not seen before,"
    if permission.stopped(loaders.path(), athlete):  # what learned models would have said is not what is shown now
        return f"{on} {LABELS[made.model]} was off by {scores[made.model].mae:.1f} points."
    return (
        f"{on} what was shown, or would have been, was off by {used.mae:.1f} points; the rule by {rule.mae:.1f}, "
        f"your 30-day median by {median.mae:.1f}."
    )


def _elsewhere(found: "Tomorrow") -> None:
    """What could be had instead, and how this differs from the forecast of seven mornings."""
    if not found.trained:
        st.caption(
            ":material/model_training: No model has learned from your mornings yet, so this is the rule's, with "
            "weights that are the same for everyone."
        )
        with st.container(horizontal=True):
            st.page_link(page("settings"), label="Train on your own mornings", icon=":material/arrow_forward:")
            st.page_link(page("forecast"), label="The next seven mornings", icon=":material/event_upcoming:")
    elif not found.made.learned:
        st.caption(f":material/rule: Your own models stay silent: {_silent(found)}.")
    st.caption(
        "The page Forecast carries your level and your plan over seven mornings. That is another method, and its first "
        "morning may be another number; for the next morning alone, this one is held against the rule every day."
    )


def _silent(found: "Tomorrow") -> str:
    """Why no model that learned from the athlete speaks, in plain words."""
    why = next(iter(found.made.refused.values()), "none is kept")
    if why.startswith("not shown to be"):
        return "they have not been shown to be as close as the rule on enough of your mornings"
    return cards.plain(why)


def beside_forecast(athlete: Athlete, day: date) -> None:
    """On the page Forecast: why the page Today may say another number of the same morning."""
    from dashboard.charts import prediction as charts
    from dashboard.compose import tomorrow as compose

    try:
        found = loaders.worked_out(athlete, compose.tomorrow, day, False)
    except NotEnoughData:
        return
    made = found.made
    span = words.interval(made.low, made.high, found.unit)
    st.caption(
        f":material/alt_route: The page Today says {words.quantity(made.value, found.unit)} ({span}) of {made.day:%A}, "
        f"by {charts.label(found.by)}, which sees everything that was recorded. This page carries your level and "
        "your plan forward, for seven mornings: two methods, two numbers, and where they differ neither is sure."
    )
