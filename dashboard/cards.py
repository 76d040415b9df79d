"""The pieces that every page is made of: sheet, answer, chart with its words, what is missing, how we know."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analytics.recovery.rules import SubScore
from analytics.results import Finding, Grade
from analytics.usual import NEED_REFERENCE, WEEK
from coach import words
from dashboard import compose, loaders
from dashboard.charts import look as theme
from dashboard.charts.look import Look
from dashboard.compose import HRV, Athlete, History
from dashboard.navigation import page
from data import store
from data.importers import label
from data.schema import METRICS

Drawn = TypeVar("Drawn")
# Escaped or not, addresses become links, unless something stands in their middle; this has no width.
_NO_BREAK = "\N{WORD JOINER}"
_ADDRESS = re.compile(r"(?:https?|ftp|mailto|xmpp):(?=\S)|\bwww(?=\.)|@(?=\w)", re.IGNORECASE)
SHEET_PX = 1080  # two charts side by side; words are kept narrower
READING_PX = 720
HRV_HELP = (
    "HRV tells how much the time between your heartbeats varies. **rMSSD** is the typical difference from one beat to "
    "the next, **SDNN** how far all beats of a stretch of time are spread. A figure of the one says nothing of a "
    "figure of the other, so they are never compared or mixed: rMSSD counts where there is enough of it, else SDNN."
)
_HRV_GIVEN = {"rMSSD": "as WHOOP and Oura give it", "SDNN": "as an Apple Watch gives it"}

_SIGN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">
<path d="M4 31 L13 24 L21 27 L30 12" fill="none" stroke="{line}" stroke-width="2.5" stroke-linecap="round"/>
<circle cx="30" cy="12" r="5.5" fill="{paper}" stroke="{line}" stroke-width="2.5"/>{word}</svg>"""
_WORD = """<text x="44" y="29" font-family="Iowan Old Style, Palatino Linotype, Palatino, Georgia, serif" font-size="26"
fill="{ink}">Ownpace</text>"""


def look() -> Look:
    """The look of the theme that the reader has."""
    return theme.look(st.context.theme.type)


def icon() -> str:
    """The sign of the browser's tab, as SVG: a named icon would be fetched from the web."""
    light = theme.look("light")
    return _SIGN.format(box="0 2 40 40", line=light.metrics["recovery"], paper=light.paper, word="")


def logo() -> None:
    """The sign and the name above the menu."""
    now = look()
    word = _WORD.format(ink=now.ink)
    st.logo(_SIGN.format(box="0 0 144 40", line=now.metrics["recovery"], paper=now.paper, word=word), size="large")


def leading() -> Literal["primary", "secondary"]:
    """The kind of the one button that leads on: filled on light paper; white on the teal of the dark is too faint."""
    return "secondary" if st.context.theme.type == "dark" else "primary"


def sheet() -> AbstractContextManager:
    """The middle of the page, as wide as can be read."""
    return st.container(horizontal_alignment="center").container(width=SHEET_PX)


def plain(text: str) -> str:
    """Text from outside (names, files, notes), so that Markdown shows it as it is; an address in it becomes no link."""
    broken = _ADDRESS.sub(f"\\g<0>{_NO_BREAK}", " ".join(text.split()))
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~<>$:@&])", r"\\\1", broken)


def head(when: str, athlete: Athlete) -> None:
    """Whose page it is and of when; simulated athletes wear a badge."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(f"{plain(athlete.name)} · {when}", width="content")
        if athlete.simulated:
            st.badge("Demo: simulated", icon=":material/science:", color="gray")


def answer(words: str) -> None:
    """The sentence that answers the question of the page."""
    st.header(words, anchor=False, width=READING_PX)


def chart(
    title: str,
    figure: go.Figure,
    said: str,
    key: str,
    *,
    table: pd.DataFrame | None = None,
    on_click: Callable[[], None] | None = None,
) -> None:
    """A chart below the title that says what it shows; `said` is the same in words, `table` in numbers.

    on_click: called when a point was clicked.
    """
    st.markdown(f"#### {title}", anchors=False)
    choosing = {"on_select": on_click, "selection_mode": "points"} if on_click else {}
    st.plotly_chart(figure, theme=None, key=key, alt=said, config={"displayModeBar": False}, **choosing)
    if table is not None:
        with st.expander("The same in words and numbers", icon=":material/table_rows:", type="compact"):
            st.markdown(said)
            dated = isinstance(table.index, pd.DatetimeIndex)
            st.dataframe(table.set_axis(table.index.date) if dated else table, hide_index=not dated, alt=title)


def drawn(athlete: Athlete, name: str, draw: Callable[[Look], Drawn], *inputs: Hashable) -> Drawn:
    """What `draw` makes in the look that the reader has: a figure and its words, say; shared, and never written to.

    Made once for as long as the store does not change: Plotly takes longer to build a figure than a page has. name:
    of the chart; inputs: all that it hangs on beside the store, the athlete and the look.
    """
    theme = st.context.theme.type
    return _drawn(loaders.path(), athlete.id, store.revision(loaders.path()), theme, name, inputs, draw)


@st.cache_resource(max_entries=64, show_spinner=False)
def _drawn(
    path: Path, athlete: int, revision: int, theme: str | None, name: str, inputs: tuple, _draw: Callable[[Look], Drawn]
) -> Drawn:
    return _draw(look())


def formats(table: pd.DataFrame, known: Mapping[str, str], *days: str) -> dict[str, object]:
    """How figures and days are written, for st.dataframe: as text they would be sorted letter by letter.

    days: names of columns of days, `_index` for those at the left.
    """
    figures = {name: st.column_config.NumberColumn(format=known[name]) for name in table if name in known}
    return figures | {name: st.column_config.DateColumn(format="D MMM YYYY") for name in days}


def title(label: str, found: Finding, last: pd.Series) -> str:
    """A title that says how a measure stands against its usual. last: the newest row of the baseline's days."""
    if found.missing:
        return f"{label}: too early to say"
    if found.grade is Grade.NONE:
        share = (last["week"] - last["band_low"]) / (last["band_high"] - last["band_low"])
        end = ", near the low end" if share < 0.2 else ", near the high end" if share > 0.8 else ""
        return f"{label} is in your normal range{end}"
    change = words.change(found.estimate, found.unit)
    if change == "no different":  # less than its finest digit
        return f"{label} is just outside your normal range"
    return f"{label} is {change} than your usual"


def number(label: str, found: Finding, before: pd.Series | None = None, *, help: str | None = None) -> None:
    """One number of a row, a dash where it is unknown; with its interval, or else the median of the days before."""
    value = "–" if found.estimate is None else words.quantity(found.estimate, found.unit)
    beside = None
    if found.low is not None:
        beside = words.interval(found.low, found.high, found.unit)
    elif before is not None and before.count() >= NEED_REFERENCE:
        beside = f"median {words.quantity(before.median(), found.unit).removesuffix(' of 21')}"
    st.metric(
        label,
        value,
        beside,
        delta_color="off",
        delta_arrow="off",
        help=help,
        border=True,
        width="stretch",
        height="stretch",
    )


def direction(trend: Finding) -> str:
    """The icon of a trend: level, unless more than chance is seen."""
    if trend.missing or trend.grade is Grade.NONE:
        return ":material/trending_flat:"
    return ":material/trending_up:" if trend.estimate > 0 else ":material/trending_down:"


def sentence(found: Finding, icon: str) -> None:
    """A finding said in words; where it is missing, what would bring it."""
    st.markdown(f":gray[{icon}] {found.words}")


def missing(what: str, do: str) -> None:
    """What is not known, where it would stand, and what would bring it."""
    said = re.sub(r"^\**[a-z]", lambda begin: begin[0].upper(), what)
    with st.container(border=True):
        st.markdown(f":gray[:material/hourglass_empty:] {said}")
        st.caption(do)


def no_recovery(*, recorded: bool = True) -> None:
    """Our recovery cannot be given: nothing was recorded that morning, or what is usual is not known yet."""
    if not recorded:
        missing("**No recovery on this day.** No night and no morning were recorded.", "Choose another day.")
        return
    missing(
        "**No recovery of ours yet.** It is made of HRV, resting HR, sleep, respiration and load: at least two of "
        "them, each against what is usual for you.",
        f"What is usual is known after {NEED_REFERENCE + WEEK} days of wearing your device, or of writing it down.",
    )


def stale(last_day: date, today: date) -> None:
    """Says so where the newest morning is not this one."""
    days = (today - last_day).days
    if days >= 2:
        with st.container(border=True):
            st.markdown(
                f":material/schedule: This is not this morning: your newest data is from **{words.day(last_day)}**, "
                f"{words.age(days)}."
            )
            st.page_link(page("data"), label="Bring a newer export", icon=":material/upload_file:")


def how_we_know(findings: Iterable[Finding]) -> None:
    """Number, interval, n, grade and method of each finding; folded."""
    with st.expander("How do we know?", icon=":material/fact_check:"):
        # As one text: each element of a page costs the browser time at every rerun.
        said = [f"**{found.question}** {evidence(found)}  \n:gray[{found.method}]" for found in findings]
        st.markdown("\n\n".join(said))


def days_behind(table: pd.DataFrame, said: str) -> None:
    """The days that findings rest on, with their values and sources; folded. table: index day; said: what it holds."""
    with st.expander("The days behind it", icon=":material/calendar_month:"):
        st.dataframe(table.set_axis(table.index.date), alt=said)


def evidence(found: Finding) -> str:
    """`64 of 100 (55 to 73, n = 60 days): likely`."""
    if found.missing:
        return f"{Grade.INSUFFICIENT.words}: {found.missing}."
    if found.estimate is None:
        return f"n = {found.n} · {found.grade.words}"
    inner = [] if found.low is None else [words.interval(found.low, found.high, found.unit)]
    inner += [f"{found.level:.0%} of the time"] if inner and found.level != 0.95 else []
    inner += [f"n = {found.n}"]
    graded = "" if found.low is None else f" · {found.grade.words}"
    return f"{words.quantity(found.estimate, found.unit)} ({', '.join(inner)}){graded}"


def missing_inputs(subscores: Iterable[SubScore]) -> None:
    """Which inputs a score had to do without."""
    for part in subscores:
        if part.missing:
            st.caption(f":material/hourglass_empty: {part.label} is not in it: {part.missing}.")


def hrv_kind(history: History, day: date) -> None:
    """Which kind of HRV counts on a day, and since when, where it was another one before."""
    kind = HRV[compose.hrv_on(history, day)]
    said = f"HRV here is {kind}, {_HRV_GIVEN[kind]}."
    if since := compose.hrv_since(history, day):
        said += f" Until {words.day(since)} {since.year} it was the other kind, which cannot be compared with this one."
    st.caption(said, help=HRV_HELP)


def device_changes(history: History) -> None:
    """The marks of new devices, and a small form to set one, since a new device reads differently."""
    marks = history.events.loc[history.events["kind"] == "device_change"]
    with st.expander("I changed my device", icon=":material/watch:"):
        st.markdown("A new device reads differently. Mark its first day, and your baselines begin anew there.")
        for row in marks.itertuples():
            with st.container(horizontal=True, vertical_alignment="center"):
                when = date.fromisoformat(row.day)
                st.markdown(f"New device on {words.day(when)} {when.year}", width="content")
                if row.source == "own" and st.button("Take it back", key=f"unmark-{row.day}", type="tertiary"):
                    loaders.unmark_device(history.athlete, when)
                    st.rerun()
        with st.form("device-change", border=False):
            when = st.date_input("First day of the new device", loaders.today(), max_value=loaders.today(), width=220)
            if st.form_submit_button("Mark it", icon=":material/add:"):
                loaders.mark_device(history.athlete, when)
                st.rerun()


def day_values(values: pd.DataFrame) -> None:
    """What was measured on one day: value with unit, source and file."""
    if values.empty:
        st.caption("Nothing was measured on this day.")
        return
    metrics = [METRICS[metric] for metric in values["metric"]]
    st.dataframe(
        {
            "what": [metric.label for metric in metrics],
            "value": [words.quantity(x, m.unit) for x, m in zip(values["value"], metrics, strict=True)],
            "from": [label(source) for source in values["source"]],
            "file": list(values["file"].where(values["source"] != "simulated", "")),
        },
        hide_index=True,
        alt="What was measured on this day, with its source and file",
    )
