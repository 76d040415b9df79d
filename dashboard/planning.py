"""What you plan and what you try: the parts of the page Forecast in which something is chosen."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

import pandas as pd
import streamlit as st

from analytics.forecast import Forecast
from analytics.forecast_model import HORIZONS
from coach import words
from dashboard import cards, loaders
from dashboard.charts import forecast as charts
from dashboard.compose import Athlete
from dashboard.compose import forecast as compose
from dashboard.compose.coaching import session_minutes
from dashboard.compose.outcome import Outcome
from data import store
from data.schema import PLAN_UNITS, PLANS

KINDS = {
    "rest": "Rest is the least that you did on a day",
    "easy": "easy is where the lightest quarter of your training days ends",
    "steady": "steady is the middle of them",
    "hard": "hard is where the hardest tenth begins",
}
TRIED = {
    "rest": "Rest",
    "easy": "Easy",
    "hard": "Hard",
    "longer nights": "1 h more sleep",
    "shorter nights": "1 h less sleep",
    "usual": "No plan",
}
USUAL_MIN = 60.0


def ahead(athlete: Athlete, made: Forecast, outcome: Outcome) -> None:
    """The mornings to come as a chart, beside what is tried; its grade under it."""
    look, plans = cards.look(), loaders.worked_out(athlete, compose.plans, made.made)
    plans = plans[plans["counts"]]
    choice = tried(made, plans=len(plans) > 0)
    if said := charts.what_if_said(made, choice, "points", plans=len(plans) > 0):
        st.markdown(f":gray[:material/alt_route:] {said}")
    other = charts.tried(made, choice)
    figure = charts.ahead(
        made,
        outcome.daily["recovery_pct"],
        loaders.worked_out(athlete, compose.load, made.made),
        outcome.unit,
        look.metrics["recovery"],
        look,
        what_if=[other.name] if other else [],
        load_ahead=other.load if other else made.load,
        set_days=_set_days(made, choice, plans),
        now=loaders.today(),
    )
    table = charts.table(made, outcome.unit, other if choice != "planned" else None)
    cards.chart(charts.title(made), figure, charts.said(made, outcome.unit), "ahead", table=table)
    st.markdown(f":gray[:material/fact_check:] {charts.graded(made)}")
    st.caption(f"{charts.KEY} {charts.WHAT_IF_KEY}" if other else charts.KEY)
    st.caption(outcome.said)


def tried(made: Forecast, *, plans: bool) -> str:
    """The name of the scenario that is chosen; "planned" where there is nothing to choose."""
    known = {scenario.name for scenario in made.scenarios}
    labels = {"planned": "As planned" if plans else "As usual"} | {k: v for k, v in TRIED.items() if k in known}
    if len(labels) == 1:
        return "planned"
    chosen = st.segmented_control(
        "What if, for the next three days",
        list(labels),
        default="planned",
        format_func=labels.get,
        required=True,
        # Another key for other choices: what was chosen of the earlier ones may be none of these.
        key=f"what-if-{'-'.join(labels)}",
        wrap=True,
    )
    return chosen or "planned"


def section(athlete: Athlete, day: date) -> None:
    """The plan of the day and the six after it, and what adds a session to it."""
    plans = loaders.worked_out(athlete, compose.plans, day)
    levels = loaders.worked_out(athlete, compose.levels, day)
    st.markdown("#### Your plan", anchors=False)
    for row in plans.itertuples():
        _planned(athlete, row)
    _together(plans[plans["counts"]], loaders.worked_out(athlete, compose.planned, day))
    if not levels:
        cards.missing(
            "**Nothing to plan with yet.** A plan is a load, and nothing that you brought tells how hard your days "
            "were.",
            "A device with strain does, or a CSV kept by hand with the minutes of a session and its effort from 0 to "
            "10; from the 14th day on it counts.",
        )
        return
    days = _days(day, loaders.today())
    if not days:
        cards.missing("**These seven days are over.**", "Bring newer data to plan the next ones.")
        return
    if plans.empty:
        st.caption(
            "Nothing is planned: each day is taken as is usual for its weekday. Plan one, and the forecast moves."
        )
    with st.container(border=True):
        _add(athlete, day, days, levels)


def _days(day: date, today: date) -> list[date]:
    """The days of the forecast that are not over yet."""
    return [when for k in range(HORIZONS) if (when := day + timedelta(days=k)) >= today]


def _planned(athlete: Athlete, row: tuple) -> None:
    """One planned session, and what takes it back."""
    when = date.fromisoformat(row.day)
    about = [str(row.kind), *([words.habit(row.sport).lower()] if isinstance(row.sport, str) else [])]
    if pd.notna(row.minutes):
        about.append(words.hours(row.minutes))
    with st.container(horizontal=True, vertical_alignment="center"):
        said = cards.plain(f"{', '.join(about)} ({_amount(row.load, row.unit)})")
        st.markdown(f"**{when:%a}** {said}", width="content")
        if row.source == "own" and st.button("Remove", key=f"unplan-{row.id}", type="tertiary", help="Off the plan"):
            _kept(partial(loaders.unplan, athlete, int(row.id)))
    if not row.counts:
        st.caption("Your load is counted otherwise by now, so this does not count. Plan it anew.")


def _together(plans: pd.DataFrame, planned: Mapping[pd.Timestamp, float]) -> None:
    """What days with several sessions come to."""
    several = plans.loc[plans["day"].duplicated(), ["day", "unit"]].drop_duplicates("day")
    said = [f"{pd.Timestamp(day):%A} {_amount(planned[pd.Timestamp(day)], unit)}" for day, unit in several.values]
    if said:
        st.caption(f"Together with everyday life: {words.listed(said)}.")


def _add(athlete: Athlete, day: date, days: list[date], levels: dict[str, float]) -> None:
    unit = loaders.worked_out(athlete, compose.unit, day)
    sports, usual_min = loaders.worked_out(athlete, compose.sessions, day)
    key = f"plan-{athlete.id}"
    today = loaders.today()
    left, right = st.columns(2)  # a row of two at a time, so that on a phone they follow each other in order
    when = left.selectbox("Day", days, format_func=lambda one: _named(one, today), key=f"{key}-day", filter_mode=None)
    kind = right.selectbox(
        "Kind", PLANS, index=PLANS.index("easy"), format_func=str.title, key=f"{key}-kind", filter_mode=None
    )
    about: dict[str, object] = {}
    if kind != "rest":
        left, right = st.columns(2)
        about["sport"] = left.selectbox(
            "Sport",
            sports,
            index=0 if sports else None,
            format_func=words.habit,
            accept_new_options=True,
            key=f"{key}-sport",
            placeholder="Any",
        )
        own_min = loaders.worked_out(athlete, session_minutes, day).get(kind)  # as the coach has it
        usual = round((own_min or usual_min or USUAL_MIN) / 5) * 5.0
        about["minutes"] = right.number_input(
            "Minutes", 5.0, 1440.0, usual, step=5.0, format="%.0f", key=f"{key}-minutes-{kind}"
        )
    load = st.number_input(
        "Strain of the whole day" if unit == "strain" else "Load of the whole day (AU)",
        0.0,
        PLAN_UNITS[unit],
        round(levels[kind], 1 if unit == "strain" else 0),
        step=0.5 if unit == "strain" else 10.0,
        format="%.1f" if unit == "strain" else "%.0f",
        # Of the day and the kind, so that each choice suggests its own.
        key=f"{key}-{unit}-{kind}",
        help=f"What the day comes to with this session and no other. Suggested from your own last year: "
        f"{'; '.join(KINDS.values())}. {_TOGETHER[unit]}",
    )
    if st.button("Add to the plan", icon=":material/add:", key=f"{key}-add", type=cards.leading()):
        _kept(partial(loaders.plan, athlete, when, kind, load, unit, **about))


_TOGETHER = {
    "strain": "Strain does not add up: of several sessions on a day, each takes its share of what is left below 21.",
    "AU": "Several sessions on a day add up.",
}


def _kept(work: Callable[[], None]) -> None:
    """Does it and shows the page anew; says so where it could not be kept."""
    try:
        work()
    except store.StoreError as fault:
        st.error(cards.plain(str(fault)))
        return
    st.rerun()


def _named(when: date, today: date) -> str:
    if when == today:
        return "Today"
    return f"{when:%A} {when.day} {when:%b}"


def _amount(load: float, unit: str) -> str:
    return f"strain {words.number(load, digits=1)}" if unit == "strain" else words.number(load, unit)


def grades(made: Forecast) -> None:
    """How good forecasts of each of the seven mornings have been; folded."""
    if made.grades:
        with st.expander("How good forecasts of each morning have been", icon=":material/grading:"):
            st.dataframe(charts.grade_table(made), hide_index=True, alt="The grade of each morning ahead in numbers")
            st.caption(charts.GRADE_KEY)


def _set_days(made: Forecast, choice: str, plans: pd.DataFrame) -> set[date]:
    """The days whose load is planned or tried, and not just usual."""
    if choice == "usual":
        return set()
    days = {made.made + timedelta(days=k): load for k, load in enumerate(made.load)}
    own = {date.fromisoformat(day) for day in plans["day"]}
    scenario = next((scenario for scenario in made.scenarios if scenario.name == choice), None)
    if scenario is None:
        return own
    return own | {day for (day, load), other in zip(days.items(), scenario.load, strict=True) if load != other}
