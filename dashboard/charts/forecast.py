"""The mornings to come: the past weeks as dots, the forecast with its ribbons, the load below, what-if as lines."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.forecast import Forecast, ForecastDay, Scenario
from analytics.results import Estimate, Grade
from analytics.scoring import Skill
from coach import words
from dashboard.charts.days import ring, shape_of_band, unit_mark
from dashboard.charts.look import Look, faded

PAST_DAYS = 14
NUMBERS = {
    "forecast.tomorrow": "Next morning",
    "forecast.what_if": "Next morning, hard instead of rest",
    "forecast.grade": "Closer than your 30-day median by",
}
LOAD_SHARE = 0.2  # of the height
SAID = {
    "planned": "your plan",
    "usual": "your usual week",
    "rest": "rest",
    "easy": "easy",
    "hard": "hard",
    "longer nights": "1 h more sleep",
    "shorter nights": "1 h less sleep",
}
KEY = (
    "Dots are your mornings, the ringed one is the last. The strong line is the forecast: half of the mornings are to "
    "fall into the dark ribbon, four of five into the light one. Below is load: pale bars are what is usual for you, "
    "outlined ones what you plan or try."
)
GRADE_KEY = (
    "Error: how far off on average, in points. MASE: that error over the change from one morning to the next. CRPS: "
    "the error of the whole spread, smaller is better. Closer: by how much smaller errors were, with 95% intervals."
)
WHAT_IF_KEY = "The broken line is what you try; its bars are where the difference from the forecast may lie (95%)."


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
    set_days: Collection[date] = (),
    now: date | None = None,
    height: int = 330,
) -> go.Figure:
    """The forecast beside the last two weeks.

    past, load: one a day up to the morning of the forecast, NaN = unknown. what_if: names of scenarios to draw as
    lines. load_ahead: loads from the day of the forecast on, as it takes them to be; set_days: the days on which they
    are planned or tried, and not just usual. now: the day on the clock, if it is another than that of the forecast.
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
        figure.add_trace(_line(scenario, unit, look))
    figure.add_trace(_forecast_line(made.days, unit, colour))
    figure.add_trace(ring(seen, today.date(), colour, look))
    _label(figure, chosen, made.days, look)
    _bars(figure, load.loc[seen.index[0] : today - pd.Timedelta(days=1)], load_ahead, set_days, today, look)
    figure.update_layout(
        template=look.template,
        height=height,
        bargap=0.5,
        yaxis={"domain": [LOAD_SHARE + 0.06, 1]},
        yaxis2={"domain": [0, LOAD_SHARE], "showgrid": False, "showticklabels": False, "rangemode": "tozero"},
    )
    return _dates(unit_mark(figure, unit, look), seen.index[0], today, look, now or made.made)


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
        hovertemplate="%{x|%a %-d %b}: %{y:.0f}, four times in five within %{customdata}<extra></extra>",
    )


def _line(scenario: Scenario, unit: str, look: Look) -> go.Scatter:
    """A scenario beside the forecast, with where the difference may lie on each morning on which there is one."""
    dash = "dot" if any(scenario.beyond_seen) else "dash"
    apart = [change if change.value else None for change in scenario.difference]
    upper, lower = (
        [sign * (getattr(change, edge) - change.value) if change else None for change in apart]
        for sign, edge in ((1, "high"), (-1, "low"))
    )
    return go.Scatter(
        x=[day.day for day in scenario.days],
        y=scenario.beside,
        mode="lines",
        line={"color": look.ink, "width": 1.5, "dash": dash},
        error_y={"array": upper, "arrayminus": lower, "color": look.ink, "thickness": 1, "width": 3},
        customdata=[words.number(value, unit) for value in scenario.beside],
        hovertemplate=f"{SAID[scenario.name]}, %{{x|%a %-d %b}}: %{{customdata}}<extra></extra>",
    )


def _label(figure: go.Figure, scenarios: Sequence[Scenario], days: Sequence[ForecastDay], look: Look) -> None:
    """Each line by its name, where it is furthest from the forecast."""
    for scenario in scenarios:
        apart = [beside - day.value.value for beside, day in zip(scenario.beside, days, strict=True)]
        place = int(np.argmax(np.abs(apart)))
        change = scenario.difference[place]
        up = apart[place] > 0
        figure.add_annotation(
            x=scenario.days[place].day,
            y=scenario.beside[place] + ((change.high if up else change.low) - change.value),
            text=SAID[scenario.name],
            showarrow=False,
            yshift=11 if up else -11,
            font={"color": look.ink, "size": 12},
        )


def _bars(
    figure: go.Figure,
    past: pd.Series,
    load_ahead: Sequence[float],
    set_days: Collection[date],
    today: pd.Timestamp,
    look: Look,
) -> None:
    """Load of the days that were, and paler of those to come, today's included."""
    colour = look.metrics["load"]
    to_come = pd.date_range(today, periods=len(load_ahead))
    outline = [2 if day.date() in set_days else 0 for day in to_come]
    for index, loads, alpha, width in ((past.index, past, 0.75, 0), (to_come, load_ahead, 0.3, outline)):
        figure.add_bar(
            x=index,
            y=loads,
            yaxis="y2",
            marker={"color": faded(colour, alpha), "cornerradius": 2, "line": {"color": colour, "width": width}},
            hovertemplate="%{x|%a %-d %b}: load %{y:.1f}<extra></extra>",
        )
    figure.add_annotation(
        x=0, xref="paper", xanchor="left", y=LOAD_SHARE, yref="paper", yanchor="bottom", text="load", showarrow=False,
        font={"color": look.quiet, "size": 11},
    )  # fmt: skip


def _dates(figure: go.Figure, first: pd.Timestamp, today: pd.Timestamp, look: Look, now: date) -> go.Figure:
    figure.add_shape(
        type="line", x0=today, x1=today, y0=0, y1=1, yref="paper", layer="below",
        line={"color": look.line, "width": 1},
    )  # fmt: skip
    ticks = [today + pd.Timedelta(days=k) for k in (-14, -7, 0, 2, 4, 6) if today + pd.Timedelta(days=k) >= first]
    said = ["today" if day.date() == now else f"{day:%a}" if day > today else f"{day.day} {day:%b}" for day in ticks]
    half = pd.Timedelta(hours=16)
    return figure.update_xaxes(
        tickvals=ticks, ticktext=said, range=[first - half, today + pd.Timedelta(days=7) + half], anchor="y2"
    )


def tried(made: Forecast, name: str) -> Scenario | None:
    """The scenario to draw beside the forecast; None where it says the same.

    name: what was chosen, "planned" for none. A plan has a line of its own where a median is shown, which knows of
    none.
    """
    by_name = {scenario.name: scenario for scenario in made.scenarios}
    if name != "planned":
        return by_name.get(name)
    return by_name["planned"] if "usual" in by_name and "median" in {day.source for day in made.days} else None


def title(made: Forecast) -> str:
    """What the chart shows: the best and the worst of the mornings, where they differ enough to be told apart."""
    best, worst = (pick(made.days, key=lambda day: day.value.value) for pick in (max, min))
    if best.value.value - worst.value.value < (worst.high50 - worst.low50) / 4:
        return "The next seven mornings look alike"
    return f"{best.day:%A} looks best, {worst.day:%A} lowest"


def answer(made: Forecast, unit: str, today: date) -> str:
    """The next morning, in a sentence; by its name where the forecast is not of today."""
    tomorrow, median = made.days[0], words.number(made.by_median[0].value.value, unit)
    when = "Tomorrow" if made.made == today else f"{tomorrow.day:%A}"
    value = words.number(tomorrow.value.value, unit)
    most = words.interval(tomorrow.value.low, tomorrow.value.high, unit)
    if tomorrow.source == "median":
        return f"{when} about {value} ({most}): your median of the last 30 days."
    return f"{when} about {value} ({most}); your median of the last 30 days is {median}."


def graded(made: Forecast) -> str:
    """How the forecasts have done, on mornings that they had not seen."""
    grade = made.overall
    if grade is None:
        return (
            "It is too early to grade forecasts for you: until 30 of each of the next seven mornings have come true or "
            f"not, your 30-day median is shown. {words.counted(len(made.graded), 'forecast')} of a next morning so far."
        )
    said = (
        f"Graded on {words.counted(grade.n, 'morning')} of your own that had not come yet: forecasts of the next seven "
        f"were {_against(grade.against_median, 'your 30-day median')}, and "
        f"{_against(grade.against_today, 'the same as today')}."
    )
    inside = f" {round(100 * grade.coverage)} of 100 mornings fell inside the 80% interval.{_if_kept(made)}"
    shown = {day.source for day in made.days}
    if shown == {"median"}:
        return said + inside + " So the median is what is shown where nothing is planned."
    if shown == {"model"}:
        return said + inside
    return said + inside + f" Where they have not been closer the median is shown: {_median_days(made.days)}."


def _if_kept(made: Forecast) -> str:
    """What it would bring to know loads beforehand."""
    if made.if_kept is None or made.load_effect is None:
        return ""
    skill = made.if_kept.against_median
    return f" With each day's load known beforehand, as with a plan that you keep: {_against(skill, 'that median')}."


def _median_days(days: Sequence[ForecastDay]) -> str:
    return words.listed([f"{day.day:%A}" for day in days if day.source == "median"])


def _against(skill: Skill, other: str) -> str:
    """How much closer than another forecast, with its interval."""
    if skill.low <= 0 <= skill.high:
        span = words.interval(skill.low, skill.high, "%")
        return f"no closer than {other} (the difference lies within {span})"
    span = words.interval(*sorted((abs(skill.low), abs(skill.high))), "%")
    how = "closer" if skill.percent > 0 else "further off"
    return f"{words.number(abs(skill.percent), '%')} {how} than {other} ({span})"


def what_if_said(made: Forecast, name: str, unit: str, *, plans: bool) -> str:
    """What was chosen to be tried in words, against what is planned; and what no effect was seen of.

    name: of a scenario, "planned" for none. unit: of a difference: "points" of a score, "%" where the forecast is of
    logarithms. plans: whether there are any.
    """
    by_name = {scenario.name: scenario for scenario in made.scenarios}
    if name in by_name and name != "planned":
        return _difference(by_name[name], unit, "your plan" if plans else "your usual week")
    parts = [plan_said(made, unit)] if plans else []
    if made.load_grade is Grade.NONE:
        parts.append("No effect of your load on the mornings after it was seen, so it changes nothing here.")
    if made.sleep is not None and made.sleep.grade is Grade.NONE:
        parts.append("No effect of the length of your nights was seen.")
    return " ".join(part for part in parts if part)


def plan_said(made: Forecast, unit: str) -> str:
    """What the plan changes, against a usual week; "" where that cannot be told."""
    by_name = {scenario.name: scenario for scenario in made.scenarios}
    if "usual" not in by_name:
        return ""
    usual, plan = by_name["usual"], by_name["planned"]
    turned = tuple(Estimate(-d.value, -d.high, -d.low, d.n, d.level) for d in usual.difference)
    said = _difference(replace(plan, difference=turned), unit, "a usual week")
    if {day.source for day in made.days} == {"model"}:
        return said
    return f"{said} Where your median is shown, it knows of no plan: the broken line is where yours would move it."


def _difference(scenario: Scenario, unit: str, than: str) -> str:
    change = max(scenario.difference, key=lambda difference: abs(difference.value))
    when = scenario.days[scenario.difference.index(change)].day
    what = SAID[scenario.name].capitalize()
    span = words.interval(*sorted((abs(change.low), abs(change.high))), unit)
    beyond = (
        " It is a guess: you have not done so much or so little in the last year." if any(scenario.beyond_seen) else ""
    )
    if change.low <= 0 <= change.high:
        return f"{what}: no clear difference from {than}.{beyond}"
    return f"{what}: {words.change(change.value, unit)} on {when:%A} than with {than} ({span}).{beyond}"


def said(made: Forecast, unit: str) -> str:
    """The chart in words."""
    return " ".join(
        f"{words.day(day.day)}: {words.number(day.value.value, unit)} "
        f"({words.interval(day.value.low, day.value.high, unit)})."
        for day in made.days
    )


def table(made: Forecast, unit: str, tried: Scenario | None = None) -> pd.DataFrame:
    """The mornings in numbers. tried: a scenario, with its difference."""
    days = made.days
    columns = {
        "forecast": [words.number(day.value.value, unit) for day in days],
        "half of the time": [words.interval(day.low50, day.high50, unit) for day in days],
        "four times in five": [words.interval(day.value.low, day.value.high, unit) for day in days],
        "it is": [day.source for day in days],
    }
    if tried:
        columns["difference with what you try"] = [
            f"{words.number(d.value)} ({words.interval(d.low, d.high, '').strip()})" for d in tried.difference
        ]
    return pd.DataFrame(columns, pd.DatetimeIndex([day.day for day in days]))


def grade_table(made: Forecast) -> pd.DataFrame:
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
