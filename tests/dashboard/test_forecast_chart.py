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


def test_the_answer_has_both_intervals(seen):
    said = chart.answer(seen, "%")
    assert said.startswith("Tomorrow about ")
    assert "as likely as not within" in said
    assert "four times of five within" in said


def test_the_grade_is_said_whatever_it_is(seen):
    assert "closer than your 30-day median (" in chart.graded(seen)
    assert "too early to grade" in chart.graded(made(days=50))
    nothing = chart.graded(made(effect=0))
    assert "the median is" in nothing
    assert "80% interval" in nothing


def test_scenarios_in_words_say_what_is_a_guess(seen):
    said = chart.what_if_said(seen, "points")
    assert "With hard: " in said
    assert "points lower on" in said
    assert "a guess, since you have not done this in the last year" in said
    assert chart.what_if_said(made(effect=0), "points") == "No effect of your load on the mornings after it was seen."


def test_the_chart_has_words_and_numbers(seen):
    assert chart.said(seen, "%").count("%") == 14
    assert len(chart.table(seen)) == 7
    assert set(chart.table(seen)["verdict"]) <= {"beats", "no better", "worse"}
