"""The sleep window: what mornings are like after earlier and later, or shorter and longer, nights."""

import numpy as np
import plotly.graph_objects as go

from analytics.timing import NEED_IN_BIN, Shape, SleepWindow
from coach import words
from dashboard.charts.look import Look, faded

NIGHTS_SHARE = 0.2  # of the height, for the number of nights

_WAYS = {
    ("bedtime", Shape.FALLING): ("Earlier nights", "were followed by better mornings"),
    ("bedtime", Shape.RISING): ("Later nights", "were followed by better mornings"),
    ("duration", Shape.FALLING): ("Shorter nights", "were followed by better mornings"),
    ("duration", Shape.RISING): ("Longer nights", "were followed by better mornings"),
}


def sleep_window(found: SleepWindow, unit: str, look: Look, height: int = 360) -> go.Figure:
    """The predicted morning over bedtime or duration with its ribbon, nights as dots, and how many nights there are.

    unit: of the outcome. The window near the best time is a soft band; the usual time is marked. Dots are mornings with
    everything else taken to be as on average. Below: nights in each half-hour, faint where there are fewer than 5.
    """
    colour = look.metrics["sleep"]
    figure = go.Figure()
    if found.window is not None:
        figure.add_vrect(*found.window, fillcolor=faded(colour, 0.13), line_width=0, layer="below")
    curve = found.curve
    figure.add_scatter(
        x=[*curve.index, *curve.index[::-1]], y=[*curve["high"], *curve["low"][::-1]], fill="toself", mode="lines",
        fillcolor=faded(colour, 0.18), line={"width": 0}, hoverinfo="skip",
    )  # fmt: skip
    nights = found.nights
    figure.add_scatter(
        x=nights["hour"],
        y=nights["adjusted"],
        mode="markers",
        marker={"color": faded(colour, 0.32), "size": 5},
        customdata=[
            f"{words.day(day)}: {_hour(found, row.hour)}, then {words.quantity(row.value, unit)}"
            for day, row in nights.iterrows()
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    strong = found.shape is not Shape.FLAT
    figure.add_scatter(
        x=curve.index, y=curve["value"], mode="lines", hoverinfo="skip",
        line={"color": colour if strong else look.quiet, "width": 3},
    )  # fmt: skip
    if found.best is not None:
        _add_best(figure, found, colour, look)
    _add_usual(figure, found, look)
    _add_nights(figure, found, look)
    _scale(figure, found)
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", showarrow=False, text=unit,
        font={"color": look.quiet, "size": 11},
    )  # fmt: skip
    return figure.update_layout(template=look.template, height=height, margin={"t": 22}, bargap=0.15)


def _add_best(figure: go.Figure, found: SleepWindow, colour: str, look: Look) -> None:
    """The best time as a ring on the curve, with its interval as a bar."""
    at = np.interp(found.best.value, found.curve.index, found.curve["value"])
    figure.add_scatter(
        x=[found.best.value],
        y=[at],
        mode="markers",
        marker={"color": look.paper, "size": 13, "line": {"color": colour, "width": 3}},
        error_x={
            "type": "data", "symmetric": False, "array": [found.best.high - found.best.value],
            "arrayminus": [found.best.value - found.best.low], "color": colour, "thickness": 1.5, "width": 5,
        },
        hoverinfo="skip",
    )  # fmt: skip


def _add_usual(figure: go.Figure, found: SleepWindow, look: Look) -> None:
    figure.add_shape(
        type="line", x0=found.usual_h, x1=found.usual_h, y0=NIGHTS_SHARE + 0.04, y1=1, yref="paper",
        line={"color": look.quiet, "width": 1, "dash": "dot"},
    )  # fmt: skip
    figure.add_annotation(
        x=found.usual_h, y=1, yref="paper", text=f"usual {_hour(found, found.usual_h)}", showarrow=False,
        yanchor="bottom", font={"color": look.quiet, "size": 11},
    )  # fmt: skip


def _add_nights(figure: go.Figure, found: SleepWindow, look: Look) -> None:
    bins = found.bins
    figure.add_bar(
        x=bins.index + 0.25,
        y=bins["nights"],
        yaxis="y2",
        marker={"color": [faded(look.ink, 0.35 if n >= NEED_IN_BIN else 0.12) for n in bins["nights"]]},
        customdata=[
            f"{_hour(found, begin)} to {_hour(found, begin + 0.5)}: {words.counted(int(n), 'night')}"
            for begin, n in bins["nights"].items()
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _scale(figure: go.Figure, found: SleepWindow) -> None:
    """Both rows over one axis, ticks as clock times or hours, the value axis over the middle 98% of the dots."""
    shown = [*found.curve["low"], *found.curve["high"], *found.nights["adjusted"].quantile([0.01, 0.99])]
    margin = 0.04 * (max(shown) - min(shown))
    figure.update_yaxes(domain=[NIGHTS_SHARE + 0.04, 1], range=[min(shown) - margin, max(shown) + margin])
    most = int(found.bins["nights"].max())
    figure.update_layout(
        yaxis2={
            "domain": [0, NIGHTS_SHARE], "range": [0, most * 1.1], "tickvals": [0, most],
            "ticktext": ["", f"{most} nights"], "fixedrange": True, "showgrid": False, "anchor": "x",
        }
    )  # fmt: skip
    first, last = found.bins.index[0], found.bins.index[-1] + 0.5
    step = 1 if last - first <= 5 else 2
    ticks = np.arange(np.ceil(first), last + 0.01, step)
    figure.update_xaxes(
        range=[first - 0.1, last + 0.1], tickvals=ticks, ticktext=[_hour(found, tick) for tick in ticks], anchor="y2"
    )


def _hour(found: SleepWindow, hour: float) -> str:
    """`23:10` of a bedtime, `7 h 30 min` of a duration."""
    return words.clock(hour) if found.of == "bedtime" else words.hours(60 * hour)


def sleep_window_title(found: SleepWindow, measure: str) -> str:
    """What the chart shows. measure: the outcome inside a sentence, as `recovery`."""
    if found.shape is Shape.PEAK:
        early, late = (_hour(found, edge) for edge in found.window)
        what = "Nights that began from" if found.of == "bedtime" else "Nights of"
        return f"{what} {early} to {late} went with the best {measure}"
    if found.shape in (Shape.FALLING, Shape.RISING):
        who, then = _WAYS[found.of, found.shape]
        return f"{who} {then}; no turn is seen within your range"
    if found.shape is Shape.UNCLEAR:
        what = "bedtime" if found.of == "bedtime" else "length of the night"
        return f"The {what} goes with {measure}, but the best is not clear yet"
    early, late = (_hour(found, edge) for edge in found.range_h)
    return (
        f"From {early} to {late}, no time went with a better {measure} than another"
        if found.of == "bedtime"
        else (f"From {early} to {late} asleep, no length went with a better {measure} than another")
    )


def sleep_window_said(found: SleepWindow, unit: str) -> str:
    """The chart in words."""
    early, late = (_hour(found, edge) for edge in found.range_h)
    said = (
        f"{words.counted(found.n, 'night')}, usually {_hour(found, found.usual_h)}; the line spans {early} to {late}."
    )
    if found.best is not None:
        low, high = (_hour(found, edge) for edge in (found.best.low, found.best.high))
        said += f" Best: {_hour(found, found.best.value)} (95% interval {low} to {high})."
    first, last = (words.quantity(found.curve["value"].iloc[end], unit) for end in (0, -1))
    return f"{said} Mornings to be expected: {first} after {early}, {last} after {late}."


def sleep_window_key(found: SleepWindow) -> str:
    """How to read the chart."""
    said = (
        "The line is the morning to be expected, all else as on average, with its 95% interval. Dots are your nights "
        "with alcohol, weekend, strain, the morning before and slow changes taken out. Below: nights in each "
        f"half-hour, faint where there are fewer than {NEED_IN_BIN}."
    )
    return f"{said} The band is as good as the best, to {found.within:g} of the scale." if found.window else said
