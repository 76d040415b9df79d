"""The chart of the forecast, and its words."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.forecast import Forecast, forecast
from dashboard.charts import forecast as chart
from dashboard.charts.look import look

LIGHT = look("light")
DAYS = 240


def daily(values):
    return pd.Series(values, pd.date_range("2024-01-01", periods=len(values), name="day"), dtype=float)


def athlete(effect: float, days: int = DAYS) -> tuple[pd.Series, pd.Series]:
    rng = np.random.default_rng(3)
    load = np.clip(rng.normal(11, 4, days), 2, 20)
    values = 60 + 8 * rng.standard_normal(days)
    values[1:] += effect * (load[:-1] - 11)
    values[-20] = np.nan
    return daily(values), daily(load)


def made(effect: float = -2.5, days: int = DAYS, planned: dict | None = None) -> Forecast:
    values, load = athlete(effect, days)
    return forecast(values, load, values.index[-1].date(), planned=planned or {}, bounds=(0, 100))


@pytest.fixture(scope="module")
def seen() -> Forecast:
    return made()


def drawn(result: Forecast, **options):
    values, load = athlete(-2.5)
    return chart.ahead(result, values, load, "%", LIGHT.metrics["recovery"], LIGHT, **options)


def test_both_ribbons_hold_the_line(seen):
    wide, narrow = drawn(seen).data[:2]
    line = next(trace for trace in drawn(seen).data if trace.mode == "lines+markers")
    assert len(line.x) == 7
    assert max(wide.y[:7]) >= max(narrow.y[:7]) > max(line.y)


def test_scenarios_are_lines_with_their_name_at_them(seen):
    figure = drawn(seen, what_if=("rest", "hard"))
    notes = [note.text for note in figure.layout.annotations]
    assert {"rest", "hard"} <= set(notes)
    assert "easy" not in notes
    dashes = [trace.line.dash for trace in figure.data if trace.type == "scatter" and trace.line.dash]
    assert len(dashes) == 2


def test_what_was_never_done_is_dotted(seen):
    rest = next(scenario for scenario in seen.scenarios if scenario.name == "rest")
    assert any(rest.beyond_seen)  # three days of the least load in a row
    assert (
        next(t for t in drawn(seen, what_if=("rest",)).data if t.type == "scatter" and t.line.dash).line.dash == "dot"
    )


def test_loads_to_come_are_bars_of_their_own(seen):
    bars = [trace for trace in drawn(seen, load_ahead=seen.scenarios[0].load).data if trace.type == "bar"]
    assert [len(trace.x) for trace in bars] == [14, 7]
    assert bars[0].marker.color != bars[1].marker.color
    assert pd.Timestamp(bars[1].x[0]).date() == seen.made


def test_today_is_ringed_and_the_days_to_come_have_names(seen):
    figure = drawn(seen)
    assert "today" in figure.layout.xaxis.ticktext
    assert pd.Timestamp(figure.data[-3].x[0]).date() == seen.made


def test_the_title_names_the_days_that_stand_out():
    day = pd.Timestamp(date(2024, 1, 1)) + pd.Timedelta(days=DAYS - 1)
    hard = made(planned={day: 20.0, day + pd.Timedelta(days=1): 2.0})
    assert f"{hard.days[0].day:%A} lowest" in chart.title(hard)
    assert chart.title(made(effect=0)) == "The next seven mornings look alike"


def test_the_answer_has_its_interval_and_what_is_usual(seen):
    said = chart.answer(seen, "%", seen.made)
    tomorrow = seen.days[0].value
    assert said.startswith(f"Tomorrow about {tomorrow.value:.0f}% ({tomorrow.low:.0f} to {tomorrow.high:.0f}%)")
    assert said.endswith(f"your median of the last 30 days is {seen.by_median[0].value.value:.0f}%.")
    late = chart.answer(made(days=50), "%", date(2024, 8, 1))  # data end on a Monday, half a year ago
    assert late.startswith("Tuesday about ") and late.endswith(": your median of the last 30 days.")


def test_the_grade_is_said_whatever_it_is(seen):
    assert "closer than your 30-day median (" in chart.graded(seen)
    assert "closer than the same as today (" in chart.graded(seen)
    assert "too early to grade" in chart.graded(made(days=50))
    nothing = chart.graded(made(effect=0))
    assert "the median is" in nothing
    assert "80% interval" in nothing


def test_scenarios_in_words_say_what_is_a_guess(seen):
    rest, hard = (chart.what_if_said(seen, name, "points", plans=False) for name in ("rest", "hard"))
    assert rest.startswith("Rest: ") and "points higher on" in rest and "than with your usual week (" in rest
    assert "points lower on" in hard
    assert rest.endswith("It is a guess: you have not done so much or so little in the last year.")
    assert chart.what_if_said(seen, "planned", "points", plans=False) == ""
    without = chart.what_if_said(made(effect=0), "planned", "points", plans=False)
    assert without.startswith("No effect of your load on the mornings after it was seen")


def test_a_plan_is_said_against_a_usual_week(seen):
    day = pd.Timestamp(seen.made)
    plan = made(planned={day: 18.0})
    said = chart.what_if_said(plan, "planned", "points", plans=True)
    assert said.startswith("Your plan: ") and f"lower on {plan.days[0].day:%A} than with a usual week (" in said
    assert chart.tried(plan, "planned") is None  # the forecast itself has moved
    assert chart.tried(plan, "hard").name == "hard"


def test_where_a_median_is_shown_the_plan_is_a_line_beside_it():
    rng = np.random.default_rng(8)
    load = daily(np.clip(rng.normal(11, 4, DAYS), 2, 20))
    values = daily(60 + 14 * rng.standard_normal(DAYS) - 1.2 * np.r_[0, load.iloc[:-1] - 11])
    day = values.index[-1]
    plan = forecast(values, load, day.date(), planned={day: 18.0}, kept=False, bounds=(0, 100))
    assert "median" in {each.source for each in plan.days} and plan.scenarios
    line = chart.tried(plan, "planned")
    for each, beside, usual in zip(plan.days, line.beside, plan.scenarios[1].difference, strict=True):
        moved = each.value.value - (usual.value if each.source == "median" else 0)
        assert beside == pytest.approx(moved)
    assert "it knows of no plan" in chart.plan_said(plan, "points")


def test_what_is_tried_has_its_interval_and_outlined_loads(seen):
    hard = chart.tried(seen, "hard")
    figure = drawn(seen, what_if=["hard"], load_ahead=hard.load, set_days={seen.made})
    line = next(trace for trace in figure.data if trace.type == "scatter" and trace.line.dash)
    assert line.error_y.array[0] == pytest.approx(hard.difference[0].high - hard.difference[0].value)
    assert figure.data[-1].marker.line.width == (2, 0, 0, 0, 0, 0, 0)


def test_the_chart_has_words_and_numbers(seen):
    assert chart.said(seen, "%").count("%") == 14
    assert len(chart.table(seen, "%")) == len(chart.table(seen, "%", chart.tried(seen, "rest"))) == 7
    assert "difference with what you try" in chart.table(seen, "%", chart.tried(seen, "rest"))
    assert set(chart.grade_table(seen)["verdict"]) <= {"beats", "no better", "worse"}
