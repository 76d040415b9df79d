"""Charts: frame in, figure out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analytics.recovery.rules import SubScore
from analytics.results import Finding, Grade
from dashboard import cards
from dashboard.charts import baseline, days, recovery
from dashboard.charts.look import blended, faded, look, settings

NAN = np.nan
LIGHT, DARK = look("light"), look("dark")


def daily(*values: float) -> pd.Series:
    return pd.Series(values, pd.date_range("2025-03-01", periods=len(values), name="day"), dtype=float)


def days_around(*values: float) -> pd.DataFrame:
    """A measure whose every column is the same, as long as nobody looks at the difference."""
    return pd.DataFrame({n: daily(*values) for n in ("value", "week", "level", "usual", "day_low", "day_high")})


def part(name: str, label: str, pull: float | None, missing: str | None = None) -> SubScore:
    score = None if pull is None else 50 + pull / 0.2
    return SubScore(name, label, score, 0.2, 58.0, None, 66.0, "your usual", "ms", pull or 0.0, missing)


PARTS = (
    part("hrv", "HRV", -6.4),
    part("sleep", "Sleep", 2.0),
    part("load", "Load", None, "none recorded for yesterday"),
)


def contrast(colour: str, ground: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_everything_can_be_read_on_its_ground(theme):
    for colour in (theme.ink, theme.quiet, *theme.metrics.values()):
        assert contrast(colour, theme.paper) >= 4.5


def test_the_template_has_the_colours_and_fonts_of_the_theme():
    assert LIGHT.template.layout.font.color == settings()["theme"]["light"]["textColor"]
    assert DARK.template.layout.font.color == settings()["theme"]["dark"]["textColor"]
    assert LIGHT.template.layout.font.family == settings()["theme"]["font"]
    assert look(None) is not None  # before the browser has said which theme it has


def test_each_metric_has_a_colour_of_its_own():
    assert len(set(LIGHT.metrics.values())) == len(LIGHT.metrics) == 7


def test_colours_are_faded_and_blended():
    assert faded("#0F766E", 0.5) == "rgba(15,118,110,0.5)"
    assert blended("#000000", "#FFFFFF", 0.25) == "rgb(191,191,191)"


def test_a_ribbon_ends_where_days_are_missing():
    band = days.shape_of_band(daily(1, 1, NAN, 1), daily(2, 2, 2, 3), "red")
    assert list(band.y) == [2, 2, 1, 1, None, 3, 1, None]


def test_no_line_crosses_a_missing_day():
    frame = days_around(60, NAN, 62)
    figure = baseline.against_usual(frame, "ms", LIGHT.metrics["hrv"], LIGHT)
    lines = [trace for trace in figure.data if trace.mode == "lines" and trace.fill is None]
    assert lines
    assert not any(trace.connectgaps for trace in lines)
    assert all(np.isnan(trace.y[1]) for trace in lines)


def test_sleep_is_drawn_in_hours():
    frame = days_around(420, 480)
    figure = baseline.against_usual(frame, "min", LIGHT.metrics["sleep"], LIGHT)
    assert list(figure.data[-1].y) == [8]
    assert "hours" in [note.text for note in figure.layout.annotations]


def test_a_new_device_is_marked_where_it_is_in_sight():
    frame = days_around(60, 61, 62)
    changes = (date(2024, 1, 1), date(2025, 3, 2))
    figure = baseline.against_usual(frame, "ms", LIGHT.metrics["hrv"], LIGHT, changes)
    assert [note.text for note in figure.layout.annotations].count("new device") == 1


def test_bars_pull_to_the_side_of_their_sign():
    bars = recovery.pulls(PARTS, LIGHT).data[0]
    assert dict(zip(bars.y, bars.text, strict=True)) == {"HRV": "−6", "Sleep": "+2"}
    assert dict(zip(bars.y, bars.x, strict=True))["HRV"] < 0
    assert bars.marker.color == (LIGHT.metrics["sleep"], LIGHT.metrics["hrv"])


def test_the_title_of_the_pulls_names_the_strongest():
    assert recovery.pulls_title(PARTS) == "HRV lowers your recovery the most"
    assert "far from your usual" in recovery.pulls_title((part("hrv", "HRV", 0.4),))


def test_the_words_of_the_pulls_name_what_is_missing():
    said = recovery.pulls_said(PARTS)
    assert "HRV: 58 ms, usual 66, −6 points." in said
    assert "Load is missing: none recorded for yesterday." in said


def test_the_strip_shows_a_dash_where_a_morning_is_missing():
    figure = recovery.strip({"Ours": daily(60, NAN, 40)}, LIGHT)
    assert list(figure.data[1].text) == ["60", "–", "40"]
    assert "2 of 3 mornings known" in recovery.strip_said({"Ours": daily(60, NAN, 40)})


def bands(scores: pd.Series) -> pd.DataFrame:
    columns = {"score": scores, "low": scores - 8, "high": scores + 8, "week": scores, "month": scores}
    return pd.DataFrame(columns | {"week_low": 40.0, "week_high": 60.0, "usual_low": 30.0, "usual_high": 70.0})


def test_the_chosen_day_is_the_one_ringed():
    figure = recovery.over_time(bands(daily(50, 55, 52)), date(2025, 3, 2), LIGHT)
    assert (pd.Timestamp(figure.data[-1].x[0]), figure.data[-1].y[0]) == (pd.Timestamp("2025-03-02"), 55)


def test_intervals_are_drawn_while_there_is_room():
    few, many = bands(daily(*[50.0] * 60)), bands(daily(*[50.0] * 400))
    assert recovery.over_time(few, few.index[-1], LIGHT).data[-2].error_y.array is not None
    assert recovery.over_time(many, many.index[-1], LIGHT).data[-2].error_y.array is None


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (91, "averages 91 of 100, above the 30 to 70"),
        (70.3, "averages 70.3 of 100, above the 30.0 to 70.0"),
        (70.01, "averages 70 of 100, at the upper end of the 30 to 70"),
        (66, "averages 66 of 100, at the upper end of"),
        (50, "averages 50 of 100, within"),
        (35, "averages 35 of 100, at the lower end of"),
        (29.6, "averages 29.6 of 100, below the 30.0 to 70.0"),
    ],
)
def test_the_week_is_placed_among_the_mornings_before_it(week, said):
    assert said in recovery.week_answer(bands(daily(*[50.0] * 7, week)))


def test_the_week_is_not_among_the_mornings_that_it_is_compared_with():
    frame = bands(daily(*[50.0] * 7, 80.0)).assign(usual_high=[60.0, *[90.0] * 7])
    assert "above the 30 to 60" in recovery.week_answer(frame)


def test_a_title_never_says_no_different_of_a_week_outside_the_range():
    found = Finding("baseline.hrv", "?", "", Grade.LIKELY, "", 0.01, -0.2, 0.2, "%", 67)
    assert cards.title("HRV", found, pd.Series()) == "HRV is just outside your normal range"
    assert cards.title("HRV", replace(found, estimate=0.3), pd.Series()) == "HRV is 0.3% higher than your usual"


def test_a_calendar_has_a_cell_for_each_day_of_the_year():
    year = pd.Series(2.0, pd.date_range("2024-01-01", "2024-12-31", name="day"))
    grid = days.calendar(year, LIGHT.metrics["recovery"], LIGHT).data[0].z
    assert np.count_nonzero(~np.isnan(grid)) == 366


@pytest.mark.parametrize(("length", "wanted"), [(1, go.Figure), (3, go.Figure), (1826, go.Figure)])
def test_any_span_has_an_axis_of_dates(length, wanted):
    index = pd.date_range(end="2025-03-01", periods=length, name="day")
    assert isinstance(days.span_ticks(go.Figure(), index), wanted)
