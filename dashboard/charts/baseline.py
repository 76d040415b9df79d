"""A measure against its own usual: normal range, days, level, today."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from analytics.results import Finding, Grade
from coach import words
from dashboard.charts.days import LONG, mark, ring, shape_of_band, span_ticks, unit_mark
from dashboard.charts.look import Look, faded


def against_usual(
    days: pd.DataFrame, unit: str, colour: str, look: Look, changes: Sequence[date] = (), height: int = 250
) -> go.Figure:
    """The normal range of single days as a ribbon, days as dots, the last day ringed.

    The strong line is the 7-day mean; in long spans, where that is a scribble, the slow level.

    days: index day; value, week, level, usual, day_low, day_high, NaN where unknown. changes: first days of a new
    device.
    """
    scale = 1 / 60 if unit == "min" else 1
    shown = days[["value", "week", "level", "usual", "day_low", "day_high"]] * scale
    few = len(shown) <= 100
    figure = go.Figure(shape_of_band(shown["day_low"], shown["day_high"], faded(colour, 0.12)))
    figure.add_scatter(
        x=shown.index, y=shown["usual"], mode="lines", line={"color": faded(colour, 0.5), "width": 1, "dash": "dot"},
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=shown.index,
        y=shown["value"],
        mode="markers",
        marker={"color": faded(colour, 0.5 if few else 0.3), "size": 6 if few else 4},
        customdata=[words.quantity(value, unit) if pd.notna(value) else "" for value in days["value"]],
        hovertemplate="%{x|%a %-d %b %Y}: %{customdata}<extra></extra>",
    )
    line = shown["level" if len(shown) > LONG else "week"]
    figure.add_scatter(x=shown.index, y=line, mode="lines", line={"color": colour, "width": 3}, hoverinfo="skip")
    figure.add_trace(ring(shown["value"], shown.index[-1], colour, look))
    for change in changes:
        if shown.index[0] <= pd.Timestamp(change) <= shown.index[-1]:
            mark(figure, change, "new device", look)
    figure.update_layout(template=look.template, height=height)
    return span_ticks(unit_mark(figure, "hours" if unit == "min" else unit, look), shown.index)


def answer(found: Sequence[tuple[str, Finding]], until: str | None = None) -> str:
    """All measures in one sentence, from their findings `baseline.*`, each with the measure's label.

    until: the last of the 7 days that are spoken of, in words; None: of those up to now.
    """
    known = [(label, finding) for label, finding in found if not finding.missing]
    if not known:
        return "It is too early to say what is usual for you."
    different = [words.inside(label) for label, finding in known if finding.grade in (Grade.STRONG, Grade.LIKELY)]
    usual = [words.inside(label) for label, finding in known if finding.grade is Grade.NONE]
    if not different:
        if until:
            return f"The 7 days up to {until} were usual for you: {words.listed(usual)} lay in your normal range."
        return f"Your last 7 days were usual for you: {words.listed(usual)} lay in your normal range."
    as_usual = "were" if len(usual) > 1 else "was"
    rest = f" {_upper(words.listed(usual))} {as_usual} as usual." if usual else ""
    if until:
        return f"In the 7 days up to {until} your {words.listed(different)} differed from your usual.{rest}"
    return f"Over the last 7 days your {words.listed(different)} differed from your usual.{rest}"


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
