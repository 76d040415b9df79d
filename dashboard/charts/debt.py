"""Sleep debt over days: what is owed or ahead, and the nights that made it so."""

from datetime import timedelta

import pandas as pd
import plotly.graph_objects as go

from analytics.results import Finding, Grade
from coach import words
from dashboard.charts.days import LONG, ring, shape_of_band, span_ticks, unit_mark
from dashboard.charts.look import Look, faded

KEY = (
    "The line is what you owe (below zero) or are ahead by (above), with its 95% interval; it fades, a night counts "
    "half after four days. Bars are your nights, with the naps of the day before, against your need of the last 90 "
    "days."
)
KEY_LONG = (
    "What you owe (below zero) or are ahead by (above): the strong line is the mean of 28 days, the thin one single "
    "days. It fades, a night counts half after four days, and is held against your need of the last 90 days."
)
CHANGED_MIN = 15.0  # a smaller change of the debt is none to speak of
MONTH = 28  # days


def over_time(days: pd.DataFrame, look: Look, height: int = 360) -> go.Figure:
    """The debt as a line with its ribbon, below zero where sleep is owed, and nights as bars, all in hours.

    days: index day; debt_min, low, high, against_need_min (of the night), NaN where unknown. In long spans, where that
    is a scribble, the mean of 28 days over a thin line, and neither ribbon nor bars.
    """
    colour = look.metrics["sleep"]
    balance = -days[["debt_min", "low", "high"]] / 60
    figure = go.Figure()
    if len(days) > LONG:
        _add_days(figure, balance["debt_min"], days["debt_min"], {"color": faded(colour, 0.35), "width": 1})
        month = balance["debt_min"].rolling(MONTH, min_periods=MONTH // 2).mean()
        figure.add_scatter(x=month.index, y=month, mode="lines", line={"color": colour, "width": 3}, hoverinfo="skip")
    else:
        figure.add_trace(shape_of_band(balance["high"], balance["low"], faded(colour, 0.18)))
        figure.add_bar(
            x=days.index,
            y=days["against_need_min"] / 60,
            marker={"color": faded(look.ink, 0.3)},
            customdata=[_night(day, minutes) for day, minutes in days["against_need_min"].items()],
            hovertemplate="%{customdata}<extra></extra>",
        )
        _add_days(figure, balance["debt_min"], days["debt_min"], {"color": colour, "width": 3})
    figure.add_hline(0, line={"color": look.quiet, "width": 1})
    figure.add_trace(ring(balance["debt_min"], days.index[-1], colour, look))
    quiet = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "xshift": 4}
    quiet |= {"font": {"color": look.quiet, "size": 12}, "bgcolor": look.paper}
    figure.add_annotation(quiet | {"y": 1, "yanchor": "top", "text": "↑ ahead"})
    figure.add_annotation(quiet | {"y": 0, "yanchor": "bottom", "text": "↓ owed"})
    figure.update_layout(template=look.template, height=height, bargap=0.3)
    figure.update_yaxes(dtick=_step(balance))
    return span_ticks(unit_mark(figure, "hours of sleep", look), days.index)


def _add_days(figure: go.Figure, balance_h: pd.Series, debt_min: pd.Series, line: dict) -> None:
    figure.add_scatter(
        x=balance_h.index,
        y=balance_h,
        mode="lines",
        line=line,
        customdata=[_owed(minutes) for minutes in debt_min],
        hovertemplate="%{x|%a %-d %b %Y}: %{customdata}<extra></extra>",
    )


def _step(hours: pd.DataFrame) -> float:
    """Hours from one tick to the next."""
    span = float(hours.max().max() - hours.min().min())
    return 1.0 if span <= 4 else 2.0 if span <= 10 else 5.0


def _night(day: pd.Timestamp, minutes: float) -> str:
    if pd.isna(minutes):
        return ""
    return f"{day:%a} {day.day} {day:%b %Y}: {words.hours(minutes)} {'more' if minutes > 0 else 'less'} than your need"


def _owed(minutes: float) -> str:
    return "" if pd.isna(minutes) else f"{words.hours(minutes)} {'owed' if minutes > 0 else 'ahead'}"


def key(days: pd.DataFrame) -> str:
    """How to read the chart."""
    return KEY_LONG if len(days) > LONG else KEY


def table(days: pd.DataFrame) -> pd.DataFrame:
    """The chart in numbers, hours, the newest first."""
    names = {"debt_min": "owed (h)", "low": "from", "high": "to", "against_need_min": "night against need (h)"}
    return (days[list(names)].rename(columns=names) / 60).dropna(how="all").round(1).iloc[::-1]


def answer(night: Finding, debt: Finding) -> str:
    """Last night and the debt, in two short sentences."""
    slept = (
        "Last night was not recorded"
        if night.estimate is None
        else f"You slept {words.hours(night.estimate)} last night"
    )
    if debt.missing:
        return f"{slept}. What you owe cannot be said yet."
    if debt.grade is Grade.NONE:
        give = words.hours((debt.high - debt.low) / 2)
        return f"{slept}. You are about even on sleep, give or take {give}."
    owed = words.hours(debt.estimate)
    return f"{slept}. You owe {owed} of sleep." if debt.estimate > 0 else f"{slept}. You are {owed} ahead of your need."


def title(debt: pd.Series, found: Finding) -> str:
    """What the chart shows. debt: debt_min of all days up to the last one."""
    owed = words.hours(found.estimate)
    if found.grade is Grade.NONE:
        said = "You are about even on sleep"
    else:
        said = f"You owe {owed} of sleep" if found.estimate > 0 else f"You are {owed} of sleep ahead"
    before = debt.get(debt.index[-1] - timedelta(days=7))
    if before is None or pd.isna(before) or found.grade is Grade.NONE:
        return said
    change = found.estimate - before
    if abs(change) < CHANGED_MIN:
        return f"{said}, about as a week ago"
    way = "more" if (change > 0) == (found.estimate > 0) else "less"
    return f"{said}, {words.hours(change)} {way} than a week ago"
