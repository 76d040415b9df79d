"""What charts over days share: ribbons that end at gaps, the one ringed day, dates as people say them, the calendar."""

from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.look import Look, blended

LONG = 200  # days, beyond which a line over 7 of them is a scribble


def shape_of_band(low: pd.Series, high: pd.Series, colour: str) -> go.Scatter:
    """A soft ribbon between two daily lines; where either is unknown there is none."""
    known = (low.notna() & high.notna()).to_numpy()
    starts = np.flatnonzero(known & ~np.r_[False, known[:-1]])
    ends = np.flatnonzero(known & ~np.r_[known[1:], False]) + 1
    x, y = [], []
    for start, end in zip(starts, ends, strict=True):
        days = low.index[start:end]
        x += [*days, *days[::-1], None]
        y += [*high.iloc[start:end], *low.iloc[start:end][::-1], None]
    return go.Scatter(x=x, y=y, fill="toself", fillcolor=colour, line={"width": 0}, mode="lines", hoverinfo="skip")


def ring(values: pd.Series, day: date, colour: str, look: Look) -> go.Scatter:
    """The one ringed dot."""
    when = pd.Timestamp(day)
    return go.Scatter(
        x=[when],
        y=[values.get(when)],
        mode="markers",
        marker={"color": look.paper, "size": 13, "line": {"color": colour, "width": 3}},
        hoverinfo="skip",
    )


def span_ticks(figure: go.Figure, index: pd.DatetimeIndex) -> go.Figure:
    """Dates along the bottom: days in short spans, months and years in long ones, with a little room at the end."""
    span = max((index[-1] - index[0]).days, 1) if len(index) else 1
    formats = [
        {"dtickrange": [None, 7 * 86400000], "value": "%-d %b"},
        {"dtickrange": [7 * 86400000, "M1"], "value": "%-d %b"},
        {"dtickrange": ["M1", "M12"], "value": "%b<br>%Y" if span > 300 else "%b"},
        {"dtickrange": ["M12", None], "value": "%Y"},
    ]
    room = pd.Timedelta(days=max(span * 0.025, 0.6))
    extent = [index[0] - room, index[-1] + room] if len(index) else None
    return figure.update_xaxes(tickformatstops=formats, range=extent, nticks=5)


def unit_mark(figure: go.Figure, unit: str, look: Look) -> go.Figure:
    """The unit of the vertical axis, at its upper end."""
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", text=unit, showarrow=False,
        font={"color": look.quiet, "size": 11},
    )  # fmt: skip
    return figure.update_layout(margin={"t": 22})


def mark(figure: go.Figure, day: date, label: str, look: Look) -> None:
    """A dotted line with its words at the top: a new device, an illness, a race."""
    when = pd.Timestamp(day)
    figure.add_vline(when, line={"color": look.quiet, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=when, y=1, yref="paper", text=label, showarrow=False, xanchor="left", yanchor="top", xshift=4,
        font={"color": look.quiet, "size": 11},
    )  # fmt: skip


def calendar(amount: pd.Series, colour: str, look: Look) -> go.Figure:
    """One year: a column a week, a row a weekday; 0 = nothing there, 1 = a part, 2 = night and morning.

    amount: one value a day of one calendar year, NaN outside the span of the data.
    """
    year = amount.index[0].year
    first_monday = pd.Timestamp(year, 1, 1) - pd.Timedelta(days=pd.Timestamp(year, 1, 1).day_of_week)
    weeks, weekdays = (amount.index - first_monday).days // 7, amount.index.day_of_week
    grid, names = np.full((7, 53 + 1), np.nan), np.full((7, 53 + 1), "", dtype=object)
    grid[weekdays, weeks] = amount
    names[weekdays, weeks] = [f"{day:%a} {day.day} {day:%b %Y}: {_SAID.get(x, '')}" for day, x in amount.items()]
    shades = [look.line, blended(colour, look.paper, 0.4), blended(colour, look.paper, 0.85)]
    scale = [step for n, shade in enumerate(shades) for step in ([n / 3, shade], [(n + 1) / 3, shade])]
    figure = go.Figure(
        go.Heatmap(
            z=grid, zmin=-0.5, zmax=2.5, colorscale=scale, showscale=False, xgap=2, ygap=2, hoverongaps=False,
            customdata=names, hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    months = pd.date_range(f"{year}-01-01", periods=12, freq="MS")
    figure.update_xaxes(
        tickvals=[(month - first_monday).days // 7 + 1 for month in months[::2]],
        ticktext=[f"{month:%b}" for month in months[::2]],
        side="top",
    )
    figure.update_yaxes(autorange="reversed", showticklabels=False, showgrid=False)
    return figure.update_layout(template=look.template, height=132)


_SAID = {0: "nothing", 1: "a part", 2: "night and morning values"}
