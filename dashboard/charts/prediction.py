"""The next morning: the last two weeks with what is foretold, and what it is made of."""

import pandas as pd
import plotly.graph_objects as go

from analytics.recovery.service import LABELS
from coach import words
from dashboard.charts.look import Look, faded
from dashboard.compose.tomorrow import Reasons, Tomorrow

ROW_PX = 46
LEAST_SPAN = 24.0  # points across the chart of reasons: small ones are to look small
ALIKE = 0.25  # of the middle half of two weeks: as near to their median as that is much like them
LEAST_APART = 3.0  # points: less is much like them however alike they were
NAMES = {  # of models, as they stand beside a picture
    "boosted": "Boosted trees",
    "network": "Network",
    "prior": "Ridge with a prior",
    "ridge": "Personal ridge",
    "rule": "Rule",
    "median_30": "30-day median",
    "same_as_yesterday": "Same as the day before",
    "used": "What was shown",
}
WHY_KEY = (
    "From where your mornings have lain lately, each bar takes up where the one above it ends: to the right it lifts, "
    "to the left it lowers. It is what the model made of your days, and no proof."
)
KEY = (
    "Dots are your mornings. Four times in five the next one is to fall on the bar; the ring is the middle of it. The "
    "dotted line is the median of these two weeks."
)


def ahead(found: Tomorrow, look: Look, height: int = 260) -> go.Figure:
    """The last two weeks as dots, the next morning as a bar of 80% with a ring."""
    colour, made, past = look.metrics["recovery"], found.made, found.past.dropna()
    when = pd.Timestamp(made.day)
    days = [when - pd.Timedelta(days=k) for k in (14, 7)]
    span = words.interval(made.low, made.high, found.unit)
    traces = [
        {
            "x": list(past.index),
            "y": past.to_list(),
            "mode": "markers",
            "marker": {"color": faded(colour, 0.55), "size": 8},
            "hovertemplate": "%{x|%a %-d %b}: %{y:.0f}<extra></extra>",
        },
        {
            "x": [when, when],
            "y": [made.low, made.high],
            "mode": "lines",
            "line": {"color": faded(colour, 0.35), "width": 14},
            "hoverinfo": "skip",
        },
        {
            "x": [when],
            "y": [made.value],
            "mode": "markers+text",
            "marker": {"color": look.paper, "size": 14, "line": {"color": colour, "width": 3}},
            "text": [f"<b>{words.number(made.value)}</b>"],
            "textposition": "middle right",
            "textfont": {"size": 15, "color": look.ink},
            "customdata": [f"{words.quantity(made.value, found.unit)}, four times in five within {span}"],
            "hovertemplate": "%{x|%a %-d %b}: %{customdata}<extra></extra>",
            "cliponaxis": False,
        },
    ]
    usual = [float(past.median())] if len(past) else []
    lines = [
        {"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": level, "y1": level, "layer": "below",
         "line": {"color": look.quiet, "width": 1, "dash": "dot"}}
        for level in usual
    ]  # fmt: skip
    unit = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom",
            "showarrow": False, "text": found.unit, "font": {"color": look.quiet, "size": 11}}  # fmt: skip
    # All at once: added one by one, each part makes a copy of those before it.
    layout = {
        "template": look.template,
        "height": height,
        "margin": {"t": 22},
        "shapes": lines,
        "annotations": [unit],
        "yaxis": {"range": [-4, 104], "tickvals": [0, 50, 100]},
        "xaxis": {
            "tickvals": [*days, when],
            "ticktext": [*(f"{day.day} {day:%b}" for day in days), f"<b>{when:%a}</b>"],
            "range": [when - pd.Timedelta(days=14, hours=14), when + pd.Timedelta(days=1, hours=18)],
        },
    }
    return go.Figure([{"type": "scatter", **trace} for trace in traces], layout)


def title(found: Tomorrow) -> str:
    """What the picture shows: where the next morning is to lie against the last two weeks."""
    known = found.past.dropna()
    if len(known) < 7:
        return "Where the next morning is likely to lie"
    low, middle, high = known.quantile([0.25, 0.5, 0.75])
    alike = max(ALIKE * (high - low), LEAST_APART)
    if found.made.value < middle - alike:
        return "Lower than most of the last two weeks"
    if found.made.value > middle + alike:
        return "Higher than most of the last two weeks"
    return "Much like the last two weeks"


def said(found: Tomorrow) -> str:
    """The picture in words."""
    made = found.made
    middle, span = words.quantity(made.value, found.unit), words.interval(made.low, made.high, found.unit)
    return (
        f"{words.day(made.day)}: about {middle}, four times in five within {span}. "
        f"The median of the last {words.counted(int(found.past.count()), 'morning')} is "
        f"{words.quantity(float(found.past.median()), found.unit)}."
        if found.past.notna().any()
        else f"{words.day(made.day)}: about {middle}."
    )


def why(reasons: Reasons, name: str, look: Look) -> go.Figure:
    """What lifts and what lowers it: from the usual level, bar after bar, to the prediction. name: of the morning."""
    rows = [("Your level lately", reasons.usual, reasons.usual)]
    at = reasons.usual
    for part in reasons.parts:
        rows.append((part.label, at, at + part.points))
        at += part.points
    rows.append((name, at, at))
    ends = [end for row in rows for end in row[1:]]
    spread = max(ends) - min(ends)
    room = max(0.16 * spread, (LEAST_SPAN - spread) / 2)
    last, colour = len(rows) - 1, look.metrics["recovery"]
    places = [last - n for n in range(len(rows))]  # from the top down
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": places[1:-1],
        "x": [end - start for _, start, end in rows[1:-1]],
        "base": [start for _, start, _ in rows[1:-1]],
        "width": 0.36,
        "marker": {
            "color": [colour if end > start else look.paper for _, start, end in rows[1:-1]],
            "line": {"color": colour, "width": 2},
            "cornerradius": 3,
        },
        "customdata": [f"{label}: {_signed(end - start)} points" for label, start, end in rows[1:-1]],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    dots = {
        "type": "scatter",
        "x": [reasons.usual, at],
        "y": [last, 0],
        "mode": "markers",
        "marker": {"color": [colour, look.paper], "size": 13, "line": {"color": colour, "width": 3}},
        "hoverinfo": "skip",
    }
    # Thin lines from the end of each bar to the start of the next: the eye follows them down.
    joints = [
        {"type": "line", "x0": row[2], "x1": row[2], "y0": place, "y1": place - 1, "layer": "below",
         "line": {"color": look.quiet, "width": 1, "dash": "dot"}}
        for row, place in zip(rows[:-1], places, strict=False)
    ]  # fmt: skip
    layout = {
        "template": look.template,
        "height": ROW_PX * len(rows) + 24,
        "annotations": [_label(place, row, place in (0, last), look) for row, place in zip(rows, places, strict=True)],
        "shapes": joints,
        "barmode": "overlay",
        "margin": {"t": 4, "b": 4, "l": 4, "r": 4},
        "xaxis": {"range": [min(ends) - room, max(ends) + room], "showticklabels": False},
        "yaxis": {"showgrid": False, "showticklabels": False, "range": [-0.45, len(rows) - 0.25]},
    }
    return go.Figure([bars, dots], layout)


def _label(place: int, row: tuple[str, float, float], total: bool, look: Look) -> dict:
    label, start, end = row
    figure = f"<b>{words.number(end, digits=1)}</b>" if total else f"{_signed(end - start)}"
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": place, "yshift": 17, "showarrow": False,
        "bgcolor": look.paper, "borderpad": 0, "font": {"color": look.ink, "size": 13},
        "text": f"{f'<b>{label}</b>' if total else label}  {figure}",
    }  # fmt: skip


def why_title(reasons: Reasons) -> str:
    """What the picture of reasons shows: the strongest of them."""
    if not reasons.parts or abs(reasons.parts[0].points) < 1:
        return "Nothing moves it far from your level"
    strongest = reasons.parts[0]
    return f"{strongest.label.partition(',')[0]} {'lifts' if strongest.points > 0 else 'lowers'} it the most"


def why_said(reasons: Reasons, name: str) -> str:
    """The picture of reasons in words."""
    parts = [f"{part.label}: {_signed(part.points)} points." for part in reasons.parts]
    usual, total = (words.number(points, digits=1) for points in (reasons.usual, reasons.total))
    return " ".join([f"Your level lately: {usual}.", *parts, f"{name}: {total}."])


def why_table(reasons: Reasons, name: str) -> pd.DataFrame:
    """The picture of reasons in numbers that add up."""
    rows = [("Your level lately", round(reasons.usual, 1))]
    rows += [(part.label, round(part.points, 1)) for part in reasons.parts]
    return pd.DataFrame([*rows, (name, round(reasons.total, 1))], columns=["what", "points"])


def _signed(points: float) -> str:
    said = words.number(abs(points), digits=1)
    return f"{'+' if points > 0 else '−'}{said}" if float(said) else said


def label(model: str) -> str:
    """A model in the middle of a sentence."""
    return LABELS[model]
