"""The mornings to come: the past weeks as dots, the forecast with its ribbons, the load below, what-if as lines."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.forecast import Forecast, ForecastDay, Scenario
from analytics.forecast_grade import HorizonGrade, Verdict
from analytics.results import Grade
from dashboard import words
from dashboard.charts.days import ring, shape_of_band, unit_mark
from dashboard.charts.look import Look, faded

PAST_DAYS = 14
LOAD_SHARE = 0.2  # of the height
SAID = {
    "rest": "rest",
    "easy": "easy",
    "hard": "hard",
    "longer nights": "1 h more sleep",
    "shorter nights": "1 h less sleep",
}
KEY = (
    "Dots are your mornings, the ringed one is today's. The strong line is the forecast: half of the mornings are to "
    "fall into the dark ribbon, four of five into the light one. Bars are load; pale ones are planned or usual."
)


def ahead(
    made: Forecast,
    past: pd.Series,
    load: pd.Series,
    unit: str,
    colour: str,
    look: Look,
    *,
    what_if: Sequence[str] = (),
    load_ahead: Sequence[float] = (),
    height: int = 330,
) -> go.Figure:
    """The forecast beside the last two weeks.

    past, load: one a day up to the morning of the forecast, NaN = unknown. what_if: names of scenarios to draw as
    lines. load_ahead: loads from the day of the forecast on, as it takes them to be.
    """
    today = pd.Timestamp(made.made)
    seen = past.loc[today - pd.Timedelta(days=PAST_DAYS) : today]
    figure = go.Figure()
    for low, high, alpha in (("low", "high", 0.14), ("low50", "high50", 0.26)):
        edges = _edges(made.days, low, high)
        figure.add_trace(shape_of_band(edges["low"], edges["high"], faded(colour, alpha)))
    figure.add_scatter(
        x=seen.index,
        y=seen,
        mode="markers",
        marker={"color": faded(colour, 0.5), "size": 7},
        hovertemplate="%{x|%a %-d %b}: %{y:.0f}<extra></extra>",
    )
    chosen = [scenario for scenario in made.scenarios if scenario.name in what_if]
    for scenario in chosen:
        figure.add_trace(_line(scenario, look))
    figure.add_trace(_forecast_line(made.days, unit, colour))
    figure.add_trace(ring(seen, today.date(), colour, look))
    _label(figure, chosen, made.days, look)
    _bars(figure, load.loc[seen.index[0] : today - pd.Timedelta(days=1)], load_ahead, today, look)
    figure.update_layout(
        template=look.template,
        height=height,
        bargap=0.5,
        yaxis={"domain": [LOAD_SHARE + 0.06, 1]},
        yaxis2={"domain": [0, LOAD_SHARE], "showgrid": False, "showticklabels": False, "rangemode": "tozero"},
    )
    return _dates(unit_mark(figure, unit, look), seen.index[0], today, look)


def _edges(days: Sequence[ForecastDay], low: str, high: str) -> pd.DataFrame:
    index = pd.DatetimeIndex([day.day for day in days])
    return pd.DataFrame({"low": [_of(day, low) for day in days], "high": [_of(day, high) for day in days]}, index)


def _of(day: ForecastDay, name: str) -> float:
    return getattr(day, name) if name.endswith("50") else getattr(day.value, name)


def _forecast_line(days: Sequence[ForecastDay], unit: str, colour: str) -> go.Scatter:
    return go.Scatter(
        x=[day.day for day in days],
        y=[day.value.value for day in days],
        mode="lines+markers",
        line={"color": colour, "width": 3},
        marker={"color": colour, "size": 7},
        customdata=[words.interval(day.value.low, day.value.high, unit) for day in days],
        hovertemplate="%{x|%a %-d %b}: %{y:.0f}, four of five times %{customdata}<extra></extra>",
    )


def _line(scenario: Scenario, look: Look) -> go.Scatter:
    dash = "dot" if any(scenario.beyond_seen) else "dash"
    return go.Scatter(
        x=[day.day for day in scenario.days],
        y=[day.value.value for day in scenario.days],
        mode="lines",
        line={"color": look.ink, "width": 1.5, "dash": dash},
        hovertemplate=f"{SAID[scenario.name]}, %{{x|%a %-d %b}}: %{{y:.0f}}<extra></extra>",
    )


def _label(figure: go.Figure, scenarios: Sequence[Scenario], days: Sequence[ForecastDay], look: Look) -> None:
    """Each line by its name, where it is furthest from the forecast."""
    for scenario in scenarios:
        apart = [line.value.value - day.value.value for line, day in zip(scenario.days, days, strict=True)]
        place = int(np.argmax(np.abs(apart)))
        figure.add_annotation(
            x=scenario.days[place].day,
            y=scenario.days[place].value.value,
            text=SAID[scenario.name],
            showarrow=False,
            yshift=10 if apart[place] > 0 else -10,
            font={"color": look.ink, "size": 12},
        )


def _bars(figure: go.Figure, past: pd.Series, load_ahead: Sequence[float], today: pd.Timestamp, look: Look) -> None:
    """Load of the days that were, and paler of those to come, today's included."""
    colour = look.metrics["load"]
    to_come = pd.date_range(today, periods=len(load_ahead))
    for index, loads, alpha in ((past.index, past, 0.75), (to_come, load_ahead, 0.35)):
        figure.add_bar(
            x=index, y=loads, yaxis="y2", marker={"color": faded(colour, alpha), "cornerradius": 2},
            hovertemplate="%{x|%a %-d %b}: load %{y:.1f}<extra></extra>",
        )  # fmt: skip
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=LOAD_SHARE, yref="paper", yanchor="bottom", text="load", showarrow=False,
        font={"color": look.quiet, "size": 11},
    )  # fmt: skip


def _dates(figure: go.Figure, first: pd.Timestamp, today: pd.Timestamp, look: Look) -> go.Figure:
    figure.add_shape(
        type="line", x0=today, x1=today, y0=0, y1=1, yref="paper", layer="below",
        line={"color": look.line, "width": 1},
    )  # fmt: skip
    ticks = [today + pd.Timedelta(days=k) for k in (-14, -7, 0, 2, 4, 6) if today + pd.Timedelta(days=k) >= first]
    said = ["today" if day == today else f"{day:%a}" if day > today else f"{day.day} {day:%b}" for day in ticks]
    half = pd.Timedelta(hours=16)
    return figure.update_xaxes(
        tickvals=ticks, ticktext=said, range=[first - half, today + pd.Timedelta(days=7) + half], anchor="y2"
    )


def title(made: Forecast) -> str:
    """What the chart shows: the best and the worst of the mornings, where they differ enough to be told apart."""
    best, worst = (pick(made.days, key=lambda day: day.value.value) for pick in (max, min))
    if best.value.value - worst.value.value < (worst.high50 - worst.low50) / 4:
        return "The next seven mornings look alike"
    return f"{best.day:%A} looks best, {worst.day:%A} lowest"


def answer(made: Forecast, unit: str) -> str:
    """Tomorrow, in a sentence."""
    tomorrow = made.days[0]
    value = words.number(tomorrow.value.value, unit)
    half = words.interval(tomorrow.low50, tomorrow.high50, unit)
    most = words.interval(tomorrow.value.low, tomorrow.value.high, unit)
    return f"Tomorrow about {value}: as likely as not within {half}, four times of five within {most}."


def graded(made: Forecast) -> str:
    """How the forecasts have done, on mornings that they had not seen."""
    grade = made.overall
    if grade is None:
        return (
            "It is too early to grade forecasts for you: until 30 of them have come true or not, your 30-day median is "
            "shown."
        )
    said = f"Over {grade.n} past mornings, forecasts of the next seven were {_against(grade)}."
    inside = f" {round(100 * grade.coverage)} of 100 mornings fell inside the 80% interval."
    shown = {day.source for day in made.days}
    if shown == {"median"}:
        return said + inside + " So the median is what is shown."
    if shown == {"model"}:
        return said + inside
    return said + inside + f" Where they have not been closer the median is shown: {_median_days(made.days)}."


def _median_days(days: Sequence[ForecastDay]) -> str:
    return words.listed([f"{day.day:%A}" for day in days if day.source == "median"])


def _against(grade: HorizonGrade) -> str:
    skill = grade.against_median
    span = words.interval(skill.low, skill.high, "%")
    if grade.verdict is Verdict.NO_BETTER:
        return f"no closer than your 30-day median (the difference lies within {span})"
    if grade.verdict is Verdict.WORSE:
        return f"{words.number(-skill.percent, '%')} further off than your 30-day median"
    return f"{words.number(skill.percent, '%')} closer than your 30-day median ({span})"


def what_if_said(made: Forecast, unit: str) -> str:
    """Each scenario against the plan in words; and what no effect was seen of.

    unit: of a difference: "points" of a score, "%" where the forecast is of logarithms.
    """
    parts = [_difference(scenario, unit) for scenario in made.scenarios if scenario.name in SAID]
    if made.load_grade is Grade.NONE:
        parts.append("No effect of your load on the mornings after it was seen.")
    if made.sleep is not None and made.sleep.grade is Grade.NONE:
        parts.append("No effect of the length of your nights was seen.")
    return " ".join(parts)


def _difference(scenario: Scenario, unit: str) -> str:
    change = max(scenario.difference, key=lambda difference: abs(difference.value))
    when = scenario.days[scenario.difference.index(change)].day
    span = words.interval(*sorted((abs(change.low), abs(change.high))), unit)
    if change.low <= 0 <= change.high:
        return f"With {SAID[scenario.name]}: no clear difference."
    said = f"With {SAID[scenario.name]}: {words.change(change.value, unit)} on {when:%A} (by {span})"
    beyond = ", a guess, since you have not done this in the last year" if any(scenario.beyond_seen) else ""
    return f"{said}{beyond}."


def said(made: Forecast, unit: str) -> str:
    """The chart in words."""
    return " ".join(
        f"{words.day(day.day)}: {words.number(day.value.value, unit)} "
        f"({words.interval(day.value.low, day.value.high, unit)})."
        for day in made.days
    )


def table(made: Forecast) -> pd.DataFrame:
    """The grade of each horizon in numbers."""
    return pd.DataFrame(
        {
            "mornings ahead": [grade.ahead for grade in made.grades],
            "n": [grade.n for grade in made.grades],
            "error": [round(grade.mae, 1) for grade in made.grades],
            "MASE": [round(grade.mase, 2) for grade in made.grades],
            "CRPS": [round(grade.crps, 2) for grade in made.grades],
            "in 80% interval": [f"{grade.coverage:.0%}" for grade in made.grades],
            "closer than median": [
                f"{s.percent:.0f}% ({s.low:.0f} to {s.high:.0f})" for s in (g.against_median for g in made.grades)
            ],
            "closer than today": [
                f"{s.percent:.0f}% ({s.low:.0f} to {s.high:.0f})" for s in (g.against_today for g in made.grades)
            ],
            "verdict": [grade.verdict.value for grade in made.grades],
        }
    )
