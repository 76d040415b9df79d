"""Charts of recovery: what pulls at it, the last days as a strip, and all days with their bands."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.recovery.rules import SubScore
from coach import words
from dashboard.charts.days import LONG, ring, shape_of_band, span_ticks
from dashboard.charts.look import Look, blended, faded

OVER_TIME_KEY = (
    "Dots are mornings, with their 95% intervals where there is room. The line is the mean of 7 days, in long spans of "
    "28. Ribbons hold four of five mornings: the narrow one of 7 days, the wide one of 60. Click a morning to look "
    "behind it."
)


def pulls(subscores: Sequence[SubScore], look: Look) -> go.Figure:
    """One bar for each input: to the right it lifts the score, to the left it lowers it, in points of 100."""
    known = [part for part in reversed(subscores) if part.score is not None]
    reach = max([8.0, *(abs(part.pull) for part in known)]) * 1.2
    figure = go.Figure(
        go.Bar(
            y=[part.label for part in known],
            x=[part.pull for part in known],
            orientation="h",
            width=0.36,
            marker={"color": [look.metrics[part.name] for part in known], "cornerradius": 4},
            text=list(_points(known).values()),
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{x:+.1f} points<extra></extra>",
        )
    )
    figure.add_vline(0, line={"color": look.quiet, "width": 1})
    named = {"xref": "paper", "x": 0, "xanchor": "left", "yshift": 21, "showarrow": False, "bgcolor": look.paper}
    quiet = {"color": look.quiet, "size": 12}
    sides = {"x": 0, "y": 0, "yref": "paper", "yanchor": "top", "yshift": -4, "showarrow": False, "font": quiet}
    figure.update_layout(
        annotations=[
            *(named | {"y": part.label, "text": _named(part, look)} for part in known),
            sides | {"text": "← lowers   points   lifts →"},
        ]
    )
    figure.update_xaxes(range=[-reach, reach], showticklabels=False)
    figure.update_yaxes(showgrid=False, showticklabels=False, range=[-0.5, len(known) - 0.2])
    return figure.update_layout(template=look.template, height=54 * len(known) + 30, margin={"b": 24})


def pulls_title(subscores: Sequence[SubScore]) -> str:
    """What the chart of pulls shows: the strongest of them."""
    known = [part for part in subscores if part.score is not None]
    strongest = max(known, key=lambda part: abs(part.pull))
    if abs(strongest.pull) < 1.5:
        return "Nothing pulls your recovery far from your usual"
    way = "lifts" if strongest.pull > 0 else "lowers"
    return f"{strongest.label} {way} your recovery the most"


def pulls_said(subscores: Sequence[SubScore]) -> str:
    """The chart of pulls in words."""
    points = _points(subscores)
    return " ".join(
        f"{part.label}: {_measured(part)}, {points[part.name]} points."
        if part.score is not None
        else f"{part.label} is missing: {part.missing}."
        for part in subscores
    )


def pulls_table(subscores: Sequence[SubScore]) -> pd.DataFrame:
    """The sub-scores in numbers."""
    return pd.DataFrame(
        {
            "input": [part.label for part in subscores],
            "measured": [_measured(part) for part in subscores],
            "sub-score": [None if part.score is None else round(part.score) for part in subscores],
            "weight": [f"{part.weight:.0%}" for part in subscores],
            "points": list(_points(subscores).values()),
        }
    )


def _named(part: SubScore, look: Look) -> str:
    return f"{part.label}  <span style='font-size:12px;color:{look.quiet}'>{_measured(part)}</span>"


def _measured(part: SubScore) -> str:
    """`58 ms, usual 66`; for a night `7 h 5 min, need 8 h`."""
    if part.value is None or part.usual is None:
        return "not known"
    value, usual = (words.quantity(x, part.unit) for x in (part.value, part.usual))
    if part.name == "load":
        return f"{value}, 28-day mean {usual.removesuffix(' ' + part.unit)}"
    compared = {"your usual": "usual", "your usual for such a need": "usual at this need", "8 hours": "against"}.get(
        part.against, "need"
    )
    return f"{value}, {compared} {usual.removesuffix(' ' + part.unit) if part.unit != 'min' else usual}"


def _points(subscores: Sequence[SubScore]) -> dict[str, str]:
    """What each part pulls, in whole points that add up to the distance of the score from 50."""
    shown = words.adding_up(part.pull for part in subscores)
    return {part.name: _signed(points) for part, points in zip(subscores, shown, strict=True)}


def _signed(points: float) -> str:
    rounded = words.number(abs(points))
    return rounded if rounded == "0" else f"{'+' if points > 0 else '−'}{rounded}"


def strip(rows: dict[str, pd.Series], look: Look) -> go.Figure:
    """The last days, a row a score: each cell its number, the darker the higher. Rows are never mixed.

    rows: label -> daily scores 0-100 on the same days, NaN where there is none.
    """
    names = list(reversed(rows))
    days = next(iter(rows.values())).index
    scores = np.array([rows[name].to_numpy(dtype=float) for name in names])
    low, high = (blended(look.metrics["recovery"], look.paper, share) for share in (0.06, 0.55))
    figure = go.Figure(
        go.Heatmap(
            z=scores,
            x=list(range(len(days))),
            y=names,
            zmin=0,
            zmax=100,
            colorscale=[[0, low], [1, high]],
            showscale=False,
            xgap=3,
            ygap=6,
            hoverongaps=False,
            customdata=np.tile([words.day(day) for day in days], (len(names), 1)),
            hovertemplate="%{customdata}: %{z:.0f}<extra>%{y}</extra>",
        )
    )
    # As one trace of words: an annotation for each cell takes Plotly ten times as long as all of the page.
    figure.add_scatter(
        x=np.tile(np.arange(len(days)), len(names)),
        y=np.repeat(names, len(days)),
        text=["–" if np.isnan(score) else f"{score:.0f}" for score in scores.ravel()],
        mode="text",
        textfont={"color": look.ink, "size": 12},
        hoverinfo="skip",
    )
    figure.add_shape(
        type="rect", x0=len(days) - 1.46, x1=len(days) - 0.54, y0=-0.45, y1=len(names) - 0.55,
        line={"color": look.ink, "width": 1.5},
    )  # fmt: skip
    figure.update_xaxes(
        tickvals=list(range(len(days))),
        ticktext=[f"{day:%a}"[:1] + f"<br>{day.day}" for day in days],
        range=[-0.5, len(days) - 0.5],
    )
    figure.update_yaxes(showgrid=False, tickfont={"color": look.ink})
    return figure.update_layout(template=look.template, height=44 * len(names) + 56)


def strip_title(rows: dict[str, pd.Series]) -> str:
    """What the strip shows."""
    name, scores = next(iter(rows.items()))
    known = scores.dropna()
    if name == "Ours":
        return f"{int((known > 50).sum())} of your last {len(known)} mornings were above your usual"
    return f"Your device scored {len(known)} of the last {len(scores)} mornings"


def strip_said(rows: dict[str, pd.Series]) -> str:
    """The strip in words."""
    parts = []
    for name, scores in rows.items():
        known = scores.dropna()
        if len(known):
            parts.append(
                f"{name}: {len(known)} of {len(scores)} mornings known, from {known.min():.0f} to {known.max():.0f}, "
                f"half of them below {known.median():.0f}."
            )
    return " ".join(parts)


def over_time(days: pd.DataFrame, chosen: date, look: Look) -> go.Figure:
    """Our score: mornings as dots, their mean as the strong line, where four of five of them lie as ribbons.

    days: index day; score, low, high (the interval of each morning), week, month, week_low, week_high, usual_low,
    usual_high. The chosen day is ringed. Few enough days carry their intervals; in long spans the line is the 28-day
    mean, and the ribbon of the week is left out.
    """
    colour = look.metrics["recovery"]
    figure = go.Figure()
    figure.add_trace(shape_of_band(days["usual_low"], days["usual_high"], faded(colour, 0.10)))
    if len(days) <= LONG:
        figure.add_trace(shape_of_band(days["week_low"], days["week_high"], faded(colour, 0.16)))
    line = days["month" if len(days) > LONG else "week"]
    figure.add_scatter(x=days.index, y=line, mode="lines", line={"color": colour, "width": 3}, hoverinfo="skip")
    short = len(days) <= 100
    bars = {
        "type": "data",
        "symmetric": False,
        "array": days["high"] - days["score"],
        "arrayminus": days["score"] - days["low"],
        "color": faded(colour, 0.45),
        "thickness": 1,
        "width": 0,
    }
    figure.add_scatter(
        x=days.index,
        y=days["score"],
        mode="markers",
        marker={"color": faded(colour, 0.75 if short else 0.4), "size": 7 if short else 4},
        error_y=bars if short else None,
        customdata=days[["low", "high"]],
        hovertemplate="%{x|%a %-d %b %Y}: %{y:.0f} (%{customdata[0]:.0f} to %{customdata[1]:.0f})<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    figure.add_trace(ring(days["score"], chosen, colour, look))
    figure.update_yaxes(range=[0, 104], tickvals=[0, 25, 50, 75, 100], ticktext=["0", "25", "usual 50", "75", "100"])
    return span_ticks(figure.update_layout(template=look.template, height=330, clickmode="event+select"), days.index)


def week_answer(days: pd.DataFrame) -> str:
    """The answer of the page: the newest week against where most mornings of the 60 days before it lie."""
    # To the digit that can be shown, so that the words never say more than the numbers beside them.
    known = days[["week"]].join(days[["usual_low", "usual_high"]].shift(7)).dropna().round(1)
    if not len(known) or known.index[-1] < days.index[-1] - pd.Timedelta(days=7):
        return "It is too early to say which way your recovery goes."
    week, low, high = known.iloc[-1]
    averages, usual = words.apart(week, low, high, "")
    return f"Your week averages {averages} of 100, {_place(week, low, high)} the {usual} of most mornings before it."


def _place(value: float, low: float, high: float) -> str:
    """Where a value lies against a range; its outer quarters are its ends."""
    if value > high:
        return "above"
    if value < low:
        return "below"
    quarter = (high - low) / 4
    if value > high - quarter:
        return "at the upper end of"
    return "at the lower end of" if value < low + quarter else "within"


def over_time_title(scores: pd.Series) -> str:
    """What a chart of daily scores shows: the middle and the lowest of them."""
    known = scores.dropna()
    lowest = known.idxmin()
    when = f"{lowest.day} {lowest:%b %Y}" if len(scores) > 300 else f"{lowest.day} {lowest:%b}"
    return f"Half of {len(known)} mornings lie above {known.median():.0f}; the lowest was {known.min():.0f} on {when}"


def over_time_said(days: pd.DataFrame) -> str:
    """The chart over time in words."""
    known = days["score"].dropna()
    return (
        f"Our recovery score on {len(known)} of {len(days)} mornings: from {known.min():.0f} "
        f"({words.day(known.idxmin())}) to {known.max():.0f} ({words.day(known.idxmax())}), half of them below "
        f"{known.median():.0f}."
    )


def device_over_time(scores: pd.Series, chosen: date, look: Look) -> go.Figure:
    """The device's score by itself: every morning as a diamond."""
    figure = go.Figure()
    figure.add_scatter(
        x=scores.index,
        y=scores,
        mode="markers",
        marker={"color": faded(look.ink, 0.55), "size": 6 if len(scores) <= 100 else 4, "symbol": "diamond"},
        hovertemplate="%{x|%a %-d %b %Y}: %{y:.0f}%<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    figure.add_trace(ring(scores, chosen, look.ink, look))
    figure.update_yaxes(range=[0, 108], tickvals=[0, 50, 100], ticksuffix="%")
    return span_ticks(figure.update_layout(template=look.template, height=170, clickmode="event+select"), scores.index)
