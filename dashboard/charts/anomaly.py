"""Unusual mornings: what each signal added to one of them, and which there were."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.anomaly import Anomaly, Judged, Kind, Signal
from analytics.results import Finding
from coach import words
from dashboard.charts.days import ring, span_ticks
from dashboard.charts.look import Look, blended, faded
from dashboard.findings.anomaly import NAMES, driven_by, drivers
from data.importers import label
from data.schema import METRICS

ROW_PX = 54
SAID = {Kind.ILLNESS_LIKE: "like an illness", Kind.OTHER: "unusual otherwise"}
SHAPES = {Kind.ILLNESS_LIKE: "triangle-up", Kind.OTHER: "diamond-open"}
KEY = (
    "Each dot is a morning: the higher, the less expected. Above the line: ▲ unusual like an illness, ◇ unusual "
    "otherwise. Shaded: you said that you were ill. Click a morning to look behind it."
)
PULLS_KEY = "The bars add up to the last one. {of} What is expected knows your last weeks, yesterday and the weekday."
SILENT = (
    "A morning is held against your own healthy ones: it takes 60 of them, after about a month in which your usual is "
    "learnt. Wear your device at night, or write the values down."
)
LEAST_TOP = 1.7  # of the limit: the least that the history shows
FEW = 130  # days up to which flagged mornings have stems


def pulls(found: Anomaly, look: Look) -> go.Figure:
    """One bar for each signal, and all of them together against the limit."""
    parts = list(reversed(found.signals))
    total = {"label": "All together", "x": found.score, "colour": look.ink}
    rows = [total] + [{"label": NAMES[s.metric], "x": s.contribution, "colour": _colour(s, look)} for s in parts]
    values = [row["x"] for row in rows]
    low, high = min([0.0, *values]), max([found.threshold, *values])
    room = 0.16 * (high - low)
    figure = go.Figure(
        go.Bar(
            y=list(range(len(rows))),
            x=values,
            orientation="h",
            width=0.36,
            marker={"color": [row["colour"] for row in rows], "cornerradius": 4},
            text=[f"+{_total_and_limit(found)[0]}" if found.score > 0 else _signed(found.score)]
            + [_signed(s.contribution) for s in parts],
            textposition="outside",
            cliponaxis=False,
            customdata=[f"{row['label']}: {_signed(row['x'])}" for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )
    figure.add_vline(0, line={"color": look.quiet, "width": 1})
    limit = {"color": look.ink, "width": 2, "dash": "dot"}
    figure.add_shape(type="line", x0=found.threshold, x1=found.threshold, y0=-0.4, y1=0.34, line=limit)
    named = {"xref": "paper", "x": 0, "xanchor": "left", "yshift": 21, "showarrow": False, "bgcolor": look.paper}
    said = [f"All together{_aside(f'limit {_total_and_limit(found)[1]}', look)}"]
    said += [f"{NAMES[s.metric]}{_aside(measured(s), look)}" for s in parts]
    figure.update_layout(annotations=[named | {"y": place, "text": text} for place, text in enumerate(said)])
    figure.update_xaxes(range=[low - (room if low < 0 else 0), high + room], showticklabels=False)
    figure.update_yaxes(showgrid=False, showticklabels=False, range=[-0.5, len(rows) - 0.2])
    return figure.update_layout(template=look.template, height=ROW_PX * len(rows) + 8)


def _colour(signal: Signal, look: Look) -> str:
    """The colour of the metric; skin temperature has none of its own."""
    name = {"HRV": "hrv", "Resting HR": "resting_hr", "Respiration": "respiration"}.get(NAMES[signal.metric])
    return look.metrics[name] if name else blended(look.ink, look.paper, 0.6)


def _aside(text: str, look: Look) -> str:
    return f"  <span style='font-size:12px;color:{look.quiet}'>{text}</span>"


def measured(signal: Signal) -> str:
    """`57 bpm, expected 53`"""
    if signal.value is None or signal.expected is None:
        return "not known this morning, counts from yesterday"
    unit = METRICS[signal.metric].unit
    value, expected = (words.quantity(x, unit) for x in (signal.value, signal.expected))
    return f"{value}, expected {expected.removesuffix(f' {unit}')}"


def _total_and_limit(found: Anomaly) -> tuple[str, str]:
    """Both with as many digits as it takes to tell them apart."""
    said = [[words.number(x, digits=digits) for x in (found.score, found.threshold)] for digits in (1, 2)]
    return tuple(said[said[0][0] == said[0][1]])


def _signed(x: float) -> str:
    rounded = words.number(abs(x), digits=1)
    return rounded if rounded == "0.0" else f"{'+' if x > 0 else '−'}{rounded}"


def pulls_title(found: Anomaly) -> str:
    """What the chart of one morning shows."""
    if not found.flagged:
        return "All signals together stay within the limit"
    names = words.listed([words.inside(NAMES[signal.metric]) for signal in drivers(found)])
    return f"Mostly {names}"


def pulls_said(found: Anomaly) -> str:
    """The chart of one morning in words."""
    parts = [f"{NAMES[s.metric]}: {measured(s)}, adds {_signed(s.contribution)}." for s in found.signals]
    total, limit = _total_and_limit(found)
    return f"{' '.join(parts)} All together {total}, the limit is {limit}."


def pulls_key(found: Anomaly) -> str:
    """How to read the chart of one morning."""
    of = (
        "To the right: the way in which an illness goes (HRV down, the others up), over two mornings."
        if found.by_direction
        else "To the right: far from expected, whichever way."
    )
    if found.kind is Kind.OTHER and found.by_direction:
        of += " One signal alone is not the pattern of an illness."
    return PULLS_KEY.format(of=of)


def history(days: pd.DataFrame, chosen: date, look: Look, height: int = 260) -> go.Figure:
    """Every morning against the limit: dots below it, flagged ones by shape above it, days of illness shaded.

    days: as Judged.days. The chosen day is ringed.
    """
    figure = go.Figure()
    for first, last in _stretches(days["ill"]):
        shade = {"fillcolor": faded(look.ink, 0.10), "line": {"width": 0}, "layer": "below"}
        half = pd.Timedelta(hours=12)
        figure.add_shape(type="rect", x0=first - half, x1=last + half, y0=0, y1=1, yref="y domain", **shade)
        if len(days) <= FEW:
            figure.add_annotation(
                x=first, y=1, yref="y domain", text="ill", showarrow=False, yanchor="bottom", xanchor="left",
                font={"color": look.quiet, "size": 11},
            )  # fmt: skip
    top = max(LEAST_TOP, float(np.nanmax(days["beyond"].to_numpy(dtype=float), initial=0)) * 1.12)
    figure.add_hline(1, line={"color": look.quiet, "width": 1.5, "dash": "dot"})
    usual = days[~days["flagged"]]
    few = len(days) <= FEW
    figure.add_trace(_dots(usual, "usual", {"color": faded(look.ink, 0.35), "size": 6 if few else 4}))
    for kind, said in SAID.items():
        flagged = days[days["kind"] == kind.value]
        if few:
            stems = np.column_stack([np.ones(len(flagged)), flagged["beyond"], np.full(len(flagged), np.nan)]).ravel()
            line = {"color": faded(look.ink, 0.5), "width": 1.5}
            figure.add_scatter(x=flagged.index.repeat(3), y=stems, mode="lines", line=line, hoverinfo="skip")
        mark = {"color": look.ink, "size": 12 if few else 8, "symbol": SHAPES[kind], "line": {"width": 2}}
        figure.add_trace(_dots(flagged, said, mark))
    around = ring(days["beyond"], chosen, look.metrics["recovery"], look)
    figure.add_trace(around.update(marker={"color": "rgba(0,0,0,0)", "size": 20}, cliponaxis=False))
    if few:
        _label_newest(figure, days, look)
    figure.update_yaxes(
        range=[-0.1, top], tickvals=[0, 1], ticktext=["as<br>expected", "limit"], showgrid=False, zeroline=False
    )
    figure.update_layout(template=look.template, height=height, clickmode="event+select", margin={"t": 20})
    return span_ticks(figure, days.index)


def _dots(days: pd.DataFrame, said: str, marker: dict) -> go.Scatter:
    return go.Scatter(
        x=days.index,
        y=days["beyond"],
        mode="markers",
        marker=marker,
        cliponaxis=False,
        customdata=[said] * len(days),
        hovertemplate="%{x|%a %-d %b %Y}: %{customdata}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _label_newest(figure: go.Figure, days: pd.DataFrame, look: Look) -> None:
    """The newest flagged morning of each kind with its kind in words beside it, where the two do not run together."""
    newest = {kind: days.index[days["kind"] == kind.value][-1:] for kind in SAID}
    placed = []
    for kind, found in newest.items():
        if not len(found) or any(abs((found[0] - other).days) < len(days) / 3 for other in placed):
            continue
        placed.append(found[0])
        late = found[0] > days.index[len(days) // 2]
        figure.add_annotation(
            x=found[0], y=float(days["beyond"][found[0]]), text=SAID[kind], showarrow=False, font={"size": 12},
            xanchor="right" if late else "left", xshift=-10 if late else 10, bgcolor=look.paper, borderpad=1,
        )  # fmt: skip


def _stretches(marked: pd.Series) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """First and last day of each run of marked days."""
    of = marked[marked].index.to_series()
    runs = of.groupby((of.diff() != pd.Timedelta(days=1)).cumsum())
    return list(zip(runs.first(), runs.last(), strict=True))


def history_title(days: pd.DataFrame) -> str:
    """What the history shows."""
    known = int(days["beyond"].count())
    counts = {kind: int((days["kind"] == kind.value).sum()) for kind in SAID}
    flagged = sum(counts.values())
    if not flagged:
        return f"None of {words.counted(known, 'morning')} was unusual"
    said = f"{flagged} of {words.counted(known, 'morning')} {'was' if flagged == 1 else 'were'} unusual"
    alike = counts[Kind.ILLNESS_LIKE]
    if not alike:
        return said
    which = str(alike) if alike < flagged else "all" if flagged > 1 else "and it looked"
    return f"{said}, {which} like an illness"


def history_said(days: pd.DataFrame) -> str:
    """The history in words."""
    parts = [f"{history_title(days)}."]
    for kind, said in SAID.items():
        found = days.index[days["kind"] == kind.value]
        if len(found):
            parts.append(f"{said.capitalize()}: {', '.join(f'{day.day} {day:%b}' for day in found[-10:])}.")
    if marked := int(days["ill"].sum()):
        parts.append(f"On {words.counted(marked, 'day')} you said that you were ill.")
    return " ".join(parts)


def flagged_table(judged: Judged, days: pd.DataFrame) -> pd.DataFrame:
    """The flagged mornings of some days, the newest first: index day; how, whether ill, what drove it, how rare."""
    flagged = days.index[days["flagged"]][::-1]
    each = [judged.on(day.date()) for day in flagged]
    return pd.DataFrame(
        {
            "how": [_how(found.kind, 1.0, ill) for found, ill in zip(each, days["ill"][flagged], strict=True)],
            "what drove it": [_upper(driven_by(found)) for found in each],
            "healthy mornings as unusual": [f"{found.as_high} of {found.n}" for found in each],
        },
        index=flagged,
    )


def days_table(table: pd.DataFrame, signals: Sequence[str]) -> pd.DataFrame:
    """The days behind it as people read them. table: compose.anomaly.days_behind; signals: its metrics."""
    columns = {"how": [_how(row.kind, row.beyond, row.ill) for row in table.itertuples()]}
    for metric in signals:
        unit = METRICS[metric].unit
        columns[NAMES[metric]] = [_written(x, unit) for x in table[metric]]
        columns[f"{words.inside(NAMES[metric])} expected"] = [_written(x, unit) for x in table[f"{metric} expected"]]
        columns[f"{words.inside(NAMES[metric])} from"] = [
            "" if pd.isna(source) else label(source) for source in table[f"{metric} from"]
        ]
    return pd.DataFrame(columns, index=table.index)


def _how(kind: str, beyond: float, ill: bool) -> str:
    said = "not judged" if pd.isna(beyond) else SAID.get(Kind(kind), "usual")
    return f"{said}, you were ill" if ill else said


def _written(value: float, unit: str) -> str:
    return "" if pd.isna(value) else words.quantity(value, unit)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


def answer(today: Finding, lately: Finding) -> str:
    """The answer of the page, from its two findings."""
    if today.missing:
        return "It is too early to say whether a morning is unusual for you." if lately.missing else lately.words
    return f"{today.words.split('. ')[0].rstrip('.')}."
