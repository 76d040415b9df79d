"""Two models held against each other for one athlete: what is chosen, the walk that it takes, and what came of it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pandas as pd
import streamlit as st

from analytics.recovery import differences, evaluate
from analytics.recovery.evaluate import Score
from analytics.recovery.learned import Horizon
from analytics.results import Finding, Grade, NotEnoughData
from coach import words
from dashboard import cards, loaders, working
from dashboard.charts import compare as charts
from dashboard.charts.prediction import NAMES
from dashboard.compose import Athlete, cohort, comparing, judging, teaching, walking, walks
from dashboard.compose.comparing import Compared, Stretch
from dashboard.compose.walks import Kept
from dashboard.findings.asked import missing_words
from data import export
from data.ingest import Progress

HORIZONS = {Horizon.EVENING: "The evening before", Horizon.MORNING: "The night is known"}
HORIZON_HELP = (
    "**The evening before**: what was recorded up to the last morning and the day after it. **The night is known**: "
    "also how the night went, but not HRV or resting HR. Where our score stands in for a device's, it is made of those "
    "two alone here: sleep, respiration and load are known by then, and would only foretell themselves. A device's "
    "score may count sleep, which makes the second task easier. So the two are kept apart: errors of one say nothing "
    "of the other."
)
PERIODS = {"All": None, "Last year": 366, "Last 3 months": 92}  # days
OWN_DAYS = "Choose days"
PERIOD_HELP = "Days on which predictions were made. Nothing is learned or foretold anew for another choice."
TAKES = (
    "Every model is trained anew every 28 days of your past (all that is linear in it every week), on the mornings "
    "before alone, and foretells the mornings up to the next training; who would have spoken is asked each morning. "
    "That takes seconds, once: it is kept, and only what is new is added."
)
WITHDRAWN = "Somebody whose past taught your models has taken that back, so what was compared is no longer shown."
ANOTHER = "What was compared foretold another score than the one that counts now, so it is no longer shown."
ALL = (*judging.JUDGED[::-1],)
METHOD = (
    "rolling origin from the 60th known morning on: trained every 28 days on the past alone, what is linear every "
    "week, all models on the same mornings; mean absolute error; interval from 2,000 draws of resampled fortnights, "
    "and the test of Diebold and Mariano with the correction of Harvey, Leybourne and Newbold, both held back where "
    "mornings are few (Kiefer and Vogelsang): a difference is shown where both agree"
)


def horizon() -> Horizon:
    """From when mornings are foretold."""
    chosen = st.segmented_control(
        "Foretold from",
        list(HORIZONS),
        default=Horizon.EVENING,
        format_func=HORIZONS.get,
        required=True,
        key="foretold-from",
        help=HORIZON_HELP,
    )
    return Horizon(chosen or Horizon.EVENING)


def show(athlete: Athlete, when: Horizon, *, unnamed: bool = False) -> None:
    """The single view. unnamed: under the label that the athlete has among all."""
    last = loaders.history(athlete).last_day
    said = f"mornings up to {words.day(last)}, none of which a model had seen" if last is not None else "no day yet"
    cards.head(said, replace(athlete, name=cohort.pseudonym(athlete)) if unnamed else athlete)
    top = st.container()
    kept = kept_walk(athlete, when)
    judged_pair = kept and chosen(kept, athlete, when)
    if judged_pair is None:
        return
    found = judged_pair if kept.taught.teachers else comparing.of_one_alone(judged_pair)
    with top:
        cards.answer(charts.answer(found))
        st.markdown(charts.beside(found), width=cards.READING_PX)
        numbers(found)
    pictures(found)
    every_model(found)
    days(found, when, comparing.csv_of_days(judged_pair))
    cards.how_we_know([finding(found)])


def kept_walk(athlete: Athlete, when: Horizon) -> Kept | None:
    """The walk of an athlete; where there is none, or days came since, what it takes and a button that walks."""
    there = loaders.worked_out(athlete, comparing.state, when)
    kept = walking.kept_walk(loaders.path(), athlete, when, outcome=there.outcome)
    fresh = kept is not None and kept.fingerprint == there.fingerprint
    if fresh:
        return kept
    if there.known < evaluate.FIRST:
        if kept is None:
            cards.answer("It is too early to compare.")
            mornings = there.unit.replace("known mornings", "mornings with a recovery")
            cards.missing(
                f"**{evaluate.FIRST} {mornings} are needed, {there.known} so far.**",
                "Before that there is nothing to judge by. Until then the rule speaks, and nothing has to be set up.",
            )
        return kept
    if kept is None:
        cards.answer("Does machine learning know your mornings better than the rule?")
    with st.container(border=True):
        known = kept.held.known if kept else 0
        if kept is None and (before := walks.kept(loaders.path(), athlete, when)):
            said = f"{WITHDRAWN}** Compare anew without them." if before.outcome == there.outcome else f"{ANOTHER}**"
            st.markdown(f"**{said} {TAKES}", width=cards.READING_PX)
        elif kept is None:
            st.markdown(f"**Nothing has been compared yet.** {TAKES}", width=cards.READING_PX)
        else:
            new = there.known - known
            said = (
                f"{words.counted(new, 'morning')} came since" if new > 0 else "Something in the data has changed since"
            )
            st.markdown(f":material/update: {said}; what you see is from before.", width=cards.READING_PX)
        label = "Compare now" if kept is None else "Compare again"
        kind = cards.leading() if kept is None else "secondary"
        if st.button(label, icon=":material/play_arrow:", key="compare-now", type=kind):
            _walk(athlete, when)
    return kept


def _walk(athlete: Athlete, when: Horizon) -> None:
    try:
        working.run(partial(_walked, athlete, when), "compare")
    except NotEnoughData as gap:
        said = missing_words(gap)
        st.error(f"{said[0].upper()}{cards.plain(said[1:])}.")
        return
    st.rerun()


def _walked(athlete: Athlete, when: Horizon, bar: Progress) -> None:
    def say(done: float, said: str) -> None:
        bar(done, said.removeprefix(f"{athlete.name}: ").capitalize())  # the page says of whom, or does not

    walking.walk(loaders.history(athlete), when, progress=say)


def chosen(kept: Kept, athlete: Athlete, when: Horizon) -> Compared | None:
    """Two models and a period; None where no morning of it can be judged."""
    usual = comparing.usual_pair(kept.held)
    names = [name for name in ALL if name in kept.held.judged]
    if not names:
        return _too_early()
    left, right = st.columns(2)
    key, alone = f"{athlete.id}-{when}", not kept.taught.teachers

    def called(name: str) -> str:
        return NAMES[teaching.called(name, alone)]

    a = left.selectbox("Model", names, names.index(usual[0]), format_func=called, key=f"model-{key}", filter_mode=None)
    others = [name for name in names if name != a]
    b = right.selectbox(
        "against",
        others,
        others.index(usual[1]) if usual[1] in others else 0,
        format_func=called,
        key=f"against-{key}-{a}",
        filter_mode=None,
    )
    days = kept.held.frame.index
    stretch = period(Stretch(days[0].date(), days[-1].date()))
    try:
        return comparing.compared(comparing.of_period(kept.held, stretch), a, b, usual)
    except NotEnoughData:
        return _too_early()


def _too_early() -> None:
    cards.missing(
        "**Not enough data: one morning that both models foretold is needed, these days have none.**",
        f"Judging begins with the {evaluate.FIRST}th known morning. Choose more days, or come back later.",
    )


def period(known: Stretch) -> Stretch:
    """The days whose mornings are judged. known: the first and the last on which predictions were made."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.segmented_control(
            "Mornings judged",
            [*PERIODS, OWN_DAYS],
            default="All",
            required=True,
            key="compare-period",
            bind="query-params",
            help=PERIOD_HELP,
        )
        if chosen == OWN_DAYS:
            return _own_days(known)
    back = PERIODS[chosen or "All"]
    return Stretch() if back is None else Stretch(known.last - timedelta(days=back - 1))


def _own_days(known: Stretch) -> Stretch:
    """A first and a last day, picked from a calendar; while only the first is, up to the last there is."""
    kept = st.session_state.get("compare-days")
    if kept and not all(known.holds(day) for day in kept):  # of another athlete
        inside = tuple(min(max(day, known.first), known.last) for day in kept)
        st.session_state["compare-days"] = inside if inside[0] < inside[-1] else (known.first, known.last)
    days = st.date_input(
        "First and last day",
        (known.first, known.last),
        known.first,
        known.last,
        key="compare-days",
        bind="query-params",
        format="YYYY-MM-DD",
        width=270,
    )
    return Stretch(*days, *(known.first, known.last)[len(days) :])


def numbers(found: Compared) -> None:
    """By how much closer, how far off each was, and whether intervals hold."""
    difference = found.difference
    with st.container(horizontal=True):
        if difference is not None:
            st.metric(
                "Closer by" if difference.value >= 0 else "Further off by",
                f"{abs(difference.value):.1f} pts",
                f"{words.number(difference.low, digits=1)} to {words.number(difference.high, digits=1)}",
                delta_color="off",
                delta_arrow="off",
                border=True,
                width="stretch",
                height="stretch",
                help=f"{METHOD[0].upper()}{METHOD[1:]}.",
            )
        for name in (found.a, found.b):
            st.metric(
                f"Error, {words.inside(NAMES[name])}",
                f"{found.scores[name].mae:.1f} pts",
                f"n = {found.scores[name].n:,}",
                delta_color="off",
                delta_arrow="off",
                border=True,
                width="stretch",
                height="stretch",
                help="Mean absolute error: how far what was foretold lay from what came, on average.",
            )
        score = found.scores[found.a]
        st.metric(
            "80% intervals",
            f"{score.coverage_80:.0%} held",
            f"{score.width_80:.0f} points wide",
            delta_color="off",
            delta_arrow="off",
            border=True,
            width="stretch",
            height="stretch",
            help=f"Of {NAMES[found.a].lower()}: the share of mornings that fell inside. It should be near 80%.",
        )


def pictures(found: Compared) -> None:
    """What was said against what came, the error over time, by weekday and length of data, and the intervals."""
    look, a, b = cards.look(), found.a, found.b
    left, right = st.columns(2, gap="large")
    with left:
        cards.chart(charts.scatter_title(found), charts.scatter(found, look), charts.scatter_said(found), "scatter")
        st.caption(charts.SCATTER_KEY)
    with right:
        errors = comparing.rolling_error(found)
        title, figure = charts.rolling_title(errors, a, b), charts.rolling(errors, a, b, look)
        cards.chart(title, figure, charts.rolling_said(errors, a, b), "rolling")
        st.caption(charts.ROLLING_KEY)
    left, right = st.columns(2, gap="large")
    for side, table, of, key in (
        (left, charts.weekdays(evaluate.by_weekday(found.held)), "weekdays", "by-weekday"),
        (right, charts.lengths(evaluate.by_length(found.held)), "lengths of data", "by-length"),
    ):
        with side:
            title = charts.pairs_title(table, a, b, of)
            in_numbers = charts.pairs_table(table, found.held.judged)
            said = charts.pairs_said(table, a, b)
            cards.chart(title, charts.pairs(table, a, b, look), said, key, table=in_numbers)
    st.caption(charts.ROWS_KEY)
    intervals = {name: evaluate.calibration(found.held, name) for name in (a, b)}
    left, right = st.columns(2, gap="large")
    with left:
        title, said = charts.coverage_title(intervals), charts.coverage_said(intervals)
        in_numbers = charts.coverage_table(intervals)
        cards.chart(title, charts.coverage(intervals, look), said, "coverage", table=in_numbers)
        st.caption(charts.COVERAGE_KEY)
    with right:
        first = intervals[a]
        said = charts.tenths_said(first)
        cards.chart(charts.tenths_title(first), charts.tenths(first, look), said, "tenths")
        st.caption(charts.TENTHS_KEY)


def every_model(found: Compared) -> None:
    """All models on the same mornings, in numbers."""
    st.markdown("#### Every model on the same mornings", anchors=False)
    table = charts.score_table(found.scores)
    said = "Errors, intervals and number of mornings of every model"
    st.dataframe(table, hide_index=True, column_config=cards.formats(table, charts.FORMATS), alt=said)
    grown = comparing.grown(found.frame)
    if told := charts.level_said(len(grown), int(grown.sum())):
        st.caption(told)
    st.caption(
        "MAE: how far off on average. RMSE: the same with large misses counting more. R²: share of what changes from "
        "morning to morning that was foretold; below 0 the mean of these mornings would have been closer, which nobody "
        "knew beforehand. Closer than the median, or than yesterday: the share by which its MAE is smaller than that "
        "of the 30-day median, or of the same as the day before. What was shown: the model that had earned it by then, "
        "else the rule."
    )


def days(found: Compared, when: Horizon, csv: pd.DataFrame) -> None:
    """Day by day, and the same to take away."""
    st.markdown("#### Day by day", anchors=False)
    table = charts.day_table(comparing.day_by_day(found), found.a, found.b)
    st.dataframe(
        table.set_axis(table.index.date),
        height=360,
        column_config=cards.formats(table, {}, "_index"),
        alt="Of each morning: what both foretold with the interval of 80%, what came, and who was closer",
    )
    st.download_button(
        "Download (CSV)",
        partial(export.as_csv, csv),
        f"ownpace-compare-{when}.csv",
        "text/csv",
        icon=":material/download:",
        on_click="ignore",
    )


def finding(found: Compared) -> Finding:
    """The difference as a finding, for its numbers."""
    one = found.difference
    first, second = charts.inside(found.a), charts.inside(found.b)
    question = f"{charts.verb(first, 'was').capitalize()} {first} closer than {second}?"
    if one is None:
        missing = f"{differences.NEED_DAYS} mornings that both foretold"
        return Finding("compare", question, "", Grade.INSUFFICIENT, METHOD, missing=missing)
    grade = Grade.STRONG if one.better else Grade.NONE
    return Finding("compare", question, "", grade, METHOD, one.value, one.low, one.high, "points", one.n)


def judged(athlete: Athlete, when: Horizon) -> Mapping[str, Score] | None:
    """The score of every model by the walk that is kept; None where there is none, or too little of it."""
    there = loaders.worked_out(athlete, comparing.state, when)
    kept = walking.kept_walk(loaders.path(), athlete, when, outcome=there.outcome)
    try:
        return evaluate.scores(kept.held) if kept else None
    except NotEnoughData:
        return None
