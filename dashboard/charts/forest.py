"""Effects side by side: a row each with its interval around a common zero, the strongest evidence on top."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.results import Grade
from coach import words
from dashboard.charts.look import Look

ROW_PX, EDGES_PX = 42, 76
WIDEST = 4.0  # times the middle width of the intervals: a wider one is cut off there, and ends in an arrow
MOST_TICKS = 7
FINE = 5.0  # with a step of the scale below this, figures have a decimal
_SIZES = {Grade.STRONG: 12, Grade.LIKELY: 10, Grade.NONE: 8, Grade.INSUFFICIENT: 8}
_FILLED = (Grade.STRONG, Grade.NONE)  # what is rather sure, be it an effect or none; the others are hollow


@dataclass(frozen=True)
class Row:
    """One effect. n: of what is counted behind it, as nights after the habit.

    thin: a second interval, drawn thin behind the first. right: what stands at the right in place of grade and n.
    """

    label: str
    value: float
    low: float
    high: float
    n: int
    grade: Grade
    thin: tuple[float, float] | None = None
    right: str = ""

    @property
    def widest(self) -> tuple[float, float]:
        """The ends of all that is drawn of it."""
        low, high = self.thin or (self.low, self.high)
        return min(low, self.low), max(high, self.high)

    @property
    def seen(self) -> bool:
        return self.grade in (Grade.STRONG, Grade.LIKELY)


@dataclass(frozen=True)
class Scale:
    """The horizontal axis, in the unit of the effects."""

    low: float
    high: float
    ticks: tuple[float, ...]
    digits: int  # of effects
    unit: str

    @classmethod
    def of(cls, rows: Sequence[Row], unit: str) -> "Scale":
        """Around zero and all effects, and as far as their intervals can be shown."""
        reach = WIDEST / 2 * float(np.median([row.widest[1] - row.widest[0] for row in rows]))
        low = min([0.0, *(min(row.value, max(row.widest[0], row.value - reach)) for row in rows)])
        high = max([0.0, *(max(row.value, min(row.widest[1], row.value + reach)) for row in rows)])
        room = 0.04 * (high - low)
        low, high = low - room, high + room
        step = _round_step((high - low) / MOST_TICKS)
        ticks = tuple(step * k for k in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1))
        return cls(low, high, ticks, digits=int(step < FINE), unit=unit)

    def signed(self, value: float, unit: str = "") -> str:
        """`+31 min`, `−0.4`"""
        said = words.number(value, unit, self.digits)
        return f"+{said}" if value >= 0.5 / 10**self.digits else said


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 5, 10, 20 ... (or 0.1, 0.2, 0.5 ...) that is not smaller."""
    size = 10 ** np.floor(np.log10(rough))
    return float(next(size * times for times in (1, 2, 5, 10) if size * times >= rough * 0.999))


def forest(rows: Sequence[Row], unit: str, counted: str, sides: tuple[str, str], colour: str, look: Look) -> go.Figure:
    """The rows from top to bottom in the order given, grey where no effect is seen, grade and n at the right.

    unit: of the effects. counted: what n is of, as `nights`. sides: what lies left and right of zero.
    """
    scale = Scale.of(rows, unit)
    drawn = [(row, place, colour if row.seen else look.quiet) for place, row in enumerate(reversed(rows))]
    traces = [trace for row, place, shade in drawn for trace in _traces(row, place, scale, shade, look)]
    notes = [note for row, place, _ in drawn for note in _notes(row, place, look)]
    names = [words.number(tick, digits=int(scale.ticks[1] - scale.ticks[0] < 1)) for tick in scale.ticks]
    # The unit stands at the last tick that has room for it: at the very edge a label is not drawn.
    roomy = [n for n, tick in enumerate(scale.ticks) if tick <= scale.high - 0.1 * (scale.high - scale.low)]
    names[roomy[-1]] += "%" if unit == "%" else f" {unit}"
    # All at once: added one by one, each annotation makes a copy of those before it.
    layout = go.Layout(
        template=look.template,
        height=ROW_PX * len(rows) + EDGES_PX,
        margin={"t": 24, "b": 44, "l": 4, "r": 4},
        annotations=notes + _edges(counted, sides, look),
        xaxis={"range": [scale.low, scale.high], "tickvals": scale.ticks, "ticktext": names},
        yaxis={"showgrid": False, "showticklabels": False, "range": [-0.4, len(rows) - 0.25]},
    )
    return go.Figure(traces, layout).add_vline(0, line={"color": look.quiet, "width": 1}, layer="below")


def _traces(row: Row, place: int, scale: Scale, colour: str, look: Look) -> list[go.Scatter]:
    """The interval as a bar, with arrows where it is cut off, and the effect as a dot on it."""
    line = {"color": colour, "width": 3 if row.seen else 2}
    bars = [((row.low, row.high), line)]
    if row.thin:
        bars.insert(0, (row.thin, line | {"width": 1}))
    traces = [
        go.Scatter(x=np.clip(ends, scale.low, scale.high), y=[place, place], mode="lines", line=line, hoverinfo="skip")
        for ends, line in bars
    ]
    ends = np.clip(row.widest, scale.low, scale.high)
    for end, whole, arrow in zip(ends, row.widest, ("triangle-left", "triangle-right"), strict=True):
        if end != whole:
            mark = {"color": colour, "size": 9, "symbol": arrow}
            traces.append(go.Scatter(x=[end], y=[place], mode="markers", marker=mark, hoverinfo="skip"))
    inside = colour if row.grade in _FILLED else look.paper
    dot = go.Scatter(
        x=[row.value],
        y=[place],
        mode="markers",
        marker={"color": inside, "size": _SIZES[row.grade], "line": {"color": colour, "width": 2}},
        customdata=[f"{_said(row, scale)}, n = {row.n:,}"],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return [*traces, dot]


def _notes(row: Row, place: int, look: Look) -> list[dict]:
    """Above the bar: the label at the left, grade and n at the right."""
    # On paper, so that the zero line does not run through the words on a phone.
    above = {"y": place, "xref": "paper", "yshift": 16, "showarrow": False, "bgcolor": look.paper, "borderpad": 0}
    ink = look.ink if row.seen else look.quiet
    graded = row.right or (f"{row.grade.words} · {row.n:,}" if row.seen else f"{row.n:,}")
    return [
        above | {"x": 0, "xanchor": "left", "text": row.label, "font": {"color": ink, "size": 13}},
        above | {"x": 1, "xanchor": "right", "text": graded, "font": {"color": ink, "size": 12}},
    ]


def _edges(counted: str, sides: tuple[str, str], look: Look) -> list[dict]:
    """What n counts, above; what lies left and right of zero, below."""
    quiet = {"xref": "paper", "yref": "paper", "showarrow": False, "font": {"color": look.quiet, "size": 12}}
    below = quiet | {"y": 0, "yanchor": "top", "yshift": -22}
    return [
        quiet | {"x": 1, "xanchor": "right", "y": 1, "yanchor": "bottom", "text": counted},
        below | {"x": 0, "xanchor": "left", "text": f"← {sides[0]}"},
        below | {"x": 1, "xanchor": "right", "text": f"{sides[1]} →"},
    ]


def _said(row: Row, scale: Scale) -> str:
    between = f"{scale.signed(row.low)} to {scale.signed(row.high)}"
    return f"{row.label}: {scale.signed(row.value, scale.unit)} ({between}), {row.grade.words}"


def forest_said(rows: Sequence[Row], unit: str) -> str:
    """The chart in words: what is seen, and how many are not."""
    scale = Scale.of(rows, unit)
    parts = [_said(row, scale) for row in rows if row.seen]
    for grade in (Grade.NONE, Grade.INSUFFICIENT):
        if unseen := sum(row.grade is grade for row in rows):
            parts.append(f"{grade.words} of {unseen} more" if parts else f"{grade.words} of {unseen}")
    said = "; ".join(parts)
    return f"{said[0].upper()}{said[1:]}."


def forest_table(rows: Sequence[Row], unit: str, counted: str) -> pd.DataFrame:
    """The chart in numbers."""
    scale = Scale.of(rows, unit)
    figures = {name: [round(getattr(row, name), scale.digits) for row in rows] for name in ("value", "low", "high")}
    return pd.DataFrame(
        {
            f"effect ({unit})": figures["value"],
            "from": figures["low"],
            "to": figures["high"],
            counted: [row.n for row in rows],
            "evidence": [row.grade.words for row in rows],
        },
        index=pd.Index([row.label for row in rows], name="what"),
    ).reset_index()
