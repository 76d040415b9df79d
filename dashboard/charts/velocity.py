"""Recovery velocity: the mornings after a hard day, and after a low score."""

import numpy as np
import plotly.graph_objects as go

from analytics.results import Grade
from analytics.velocity import AfterLow, LoadResponse
from coach import words
from dashboard.charts.look import Look, faded

_MORNINGS = ("the hard day", "next morning", "2 days", "3 days", "4 days", "5 days")
STEP_D = 0.05  # steps of the fitted curve, in days


def after_hard_day(found: LoadResponse, unit: str, look: Look, height: int = 300) -> go.Figure:
    """What a hard day does to the mornings after it: points with their ribbon, days 0 to 5, zero line, half-life.

    unit: of the outcome. Day 0 is the morning of the hard day, which knows nothing of it.
    """
    colour = look.metrics["load"] if found.fitted else look.quiet
    days = np.arange(len(found.hard) + 1)
    value, low, high = ([0.0, *(getattr(one, name) for one in found.hard)] for name in ("value", "low", "high"))
    figure = go.Figure()
    figure.add_scatter(
        x=[*days, *days[::-1]], y=[*high, *low[::-1]], fill="toself", mode="lines", line={"width": 0},
        fillcolor=faded(colour, 0.18), hoverinfo="skip",
    )  # fmt: skip
    figure.add_hline(0, line={"color": look.quiet, "width": 1})
    if found.fitted:
        x = np.arange(1, len(found.hard) + STEP_D / 2, STEP_D)
        figure.add_scatter(
            x=[0, *x], y=[0, *_decay(found, x)], mode="lines", line={"color": colour, "width": 3}, hoverinfo="skip"
        )
    figure.add_scatter(
        x=days,
        y=value,
        mode="markers",
        marker={"color": look.paper, "size": 11, "line": {"color": colour, "width": 3}},
        customdata=[
            f"{name}: {_signed(value[k], unit)} ({_signed(low[k], unit)} to {_signed(high[k], unit)})"
            for k, name in enumerate(_MORNINGS)
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )
    if found.half_life_d is not None and found.half_life_d.high < np.inf:
        _mark_half(figure, found, colour, look)
    figure.update_xaxes(
        tickvals=days, ticktext=["hard day", "next<br>morning", *(f"{k} days" for k in days[2:])],
        range=[-0.2, days[-1] + 0.2],
    )  # fmt: skip
    figure.update_yaxes(zeroline=False)
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom", showarrow=False,
        text=f"{unit} above or below your usual", font={"color": look.quiet, "size": 11},
    )  # fmt: skip
    return figure.update_layout(template=look.template, height=height, margin={"t": 22})


def _decay(found: LoadResponse, days: np.ndarray) -> np.ndarray:
    """The fitted decay between the mornings."""
    first, second = found.fitted[:2]
    kept = second / first if first else 0.0
    return first * kept ** (days - 1)


def _mark_half(figure: go.Figure, found: LoadResponse, colour: str, look: Look) -> None:
    """Where half of the first morning's gap is left, with its interval as a bar."""
    half = found.half_life_d
    at = float(found.fitted[0] / 2)
    last = len(found.hard)
    figure.add_scatter(
        x=[min(1 + half.value, last)],
        y=[at],
        mode="markers",
        marker={"color": colour, "size": 9, "symbol": "diamond"},
        error_x={
            "type": "data", "symmetric": False, "array": [max(min(1 + half.high, last) - min(1 + half.value, last), 0)],
            "arrayminus": [half.value - half.low], "color": colour, "thickness": 1.5, "width": 5,
        },
        hoverinfo="skip",
    )  # fmt: skip
    figure.add_annotation(
        x=min(1 + half.value, last), y=at, text="half of it left", showarrow=False, xanchor="left", yanchor="top",
        xshift=8, yshift=-6, font={"color": look.ink, "size": 12},
    )  # fmt: skip


def after_hard_day_title(found: LoadResponse, measure: str, unit: str) -> str:
    """What the chart shows. measure: the outcome inside a sentence, as `recovery`."""
    if found.grade is Grade.NONE:
        return f"No effect of a hard day on your {measure} is seen"
    first = found.hard[0].value
    moved = (
        f"After a hard day your {measure} is {words.quantity(abs(first), unit)} {'lower' if first < 0 else 'higher'}"
    )
    if found.half_life_d is None or found.half_life_d.high == np.inf:
        return f"{moved}; how soon it is back is not clear yet"
    if found.half_life_d.high < 1:
        return f"{moved} on the next morning, and mostly back on the one after"
    return f"{moved}; half of that is gone after {_days(found.half_life_d.value)}"


def after_hard_day_said(found: LoadResponse, unit: str) -> str:
    """The chart in words."""
    parts = [
        f"{name}: {_signed(one.value, unit)} ({_signed(one.low, unit)} to {_signed(one.high, unit)})"
        for name, one in zip(_MORNINGS[1:], found.hard, strict=True)
    ]
    return f"{'; '.join(parts)}. A hard day: {found.hard_load:.1f} against your usual {found.usual_load:.1f}."


def _days(days: float) -> str:
    return "a day" if abs(days - 1) < 0.15 else f"{days:.1f} days"


def _signed(value: float, unit: str) -> str:
    said = words.quantity(abs(value), unit)
    return said if said == words.quantity(0, unit) else f"{'+' if value > 0 else '−'}{said}"


def after_low_scores(found: AfterLow, look: Look, height: int = 260) -> go.Figure:
    """Share of low mornings after which a normal one had come by each day, beside what chance would show."""
    colour, returned = look.metrics["recovery"], found.returned
    figure = go.Figure()
    figure.add_scatter(
        x=[*returned.index, *returned.index[::-1]], y=[*returned["high"], *returned["low"][::-1]], fill="toself",
        mode="lines", line={"width": 0}, fillcolor=faded(colour, 0.18), hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=returned.index, y=returned["by_chance"], mode="lines", hoverinfo="skip",
        line={"color": look.quiet, "width": 2, "dash": "dot"},
    )  # fmt: skip
    figure.add_scatter(
        x=returned.index,
        y=returned["back"],
        mode="lines+markers",
        line={"color": colour, "width": 3},
        marker={"size": 8},
        customdata=returned[["at_risk", "by_chance"]],
        hovertemplate="%{y:.0%} back after %{x} days; by chance %{customdata[1]:.0%}<extra></extra>",
    )
    last = returned.index[-1]
    figure.add_annotation(
        x=last, y=float(returned["by_chance"].iloc[1]), text="dotted: what chance alone would show", showarrow=False,
        xanchor="right", yanchor="top", font={"color": look.quiet, "size": 12},
    )  # fmt: skip
    figure.update_yaxes(range=[0, 1.04], tickformat=".0%", tickvals=[0, 0.5, 1])
    figure.update_xaxes(tickvals=list(returned.index), ticktext=["low", *(f"{day} d" for day in returned.index[1:])])
    return figure.update_layout(template=look.template, height=height)


def after_low_title(found: AfterLow) -> str:
    """What the chart shows."""
    first = found.returned["back"].iloc[1]
    said = f"After {first:.0%} of low mornings the next one was back in your normal range"
    if found.grade is Grade.NONE:
        return f"{said}, as by chance"
    slower = found.mean_d.value > found.by_chance_d
    return f"{said}, {'fewer' if slower else 'more'} than by chance"
