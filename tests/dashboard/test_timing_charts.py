"""Charts of the sleep window and of recovery velocity: a result in, a figure out."""

import numpy as np
import pandas as pd
import pytest

from analytics.results import Estimate, Grade
from analytics.timing import Shape, SleepWindow
from analytics.velocity import AfterLow, LoadResponse
from dashboard.charts import timing, velocity
from dashboard.charts.look import look

LIGHT = look("light")


def window(of: str = "bedtime", shape: Shape = Shape.PEAK, begin: float = -2.5, best: float = -1.5) -> SleepWindow:
    """Thirty nights over three half-hours and one that is too rare to be spoken of."""
    hours = np.linspace(begin + 0.5, begin + 2.0, 7)
    nights = pd.DataFrame(
        {"hour": np.linspace(begin, begin + 2, 30), "value": 60.0, "adjusted": np.linspace(50, 70, 30)},
        pd.date_range("2025-01-01", periods=30, name="day"),
    )
    peak = shape is Shape.PEAK
    return SleepWindow(
        of=of, outcome="recovery_pct", shape=shape, grade=Grade.LIKELY, p=0.02, n=30, usual_h=best + 0.5,
        range_h=(hours[0], hours[-1]), best=Estimate(best, best - 0.4, best + 0.3, n=30) if peak else None,
        window=(best - 0.5, best + 0.5) if peak else None, within=1.0,
        gain=Estimate(2, 0.5, 3.5, n=30) if peak else None, across=Estimate(-3, -6, -0.5, n=30), could_matter=6.0,
        curve=pd.DataFrame({"value": 60.0, "low": 57.0, "high": 63.0}, pd.Index(hours, name="hour")),
        bins=pd.DataFrame({"nights": [2, 10, 9, 9]}, pd.Index(begin + 0.5 * np.arange(4), name="begin_h")),
        nights=nights, rho=0.2,
    )  # fmt: skip


def response(half: Estimate | None = None, seen: bool = True) -> LoadResponse:
    hard = tuple(Estimate(v, v - 3, v + 3, n=200) for v in (-8.0, -4.0, -2.0, -1.0, -0.5))
    return LoadResponse(
        outcome="recovery_pct", load="day_strain", grade=Grade.STRONG if seen else Grade.NONE, p=0.001, n=200,
        load_sd=3.0, usual_load=11.0, hard_load=16.0, per_sd=hard, per_unit=hard, hard=hard,
        fitted=(-8.0, -4.0, -2.0, -1.0, -0.5) if seen else None, half_life_d=half, back_d=None, within=1.0,
        would_see=3.0, rho=0.2,
    )  # fmt: skip


def after(mean: float = 1.3, grade: Grade = Grade.NONE) -> AfterLow:
    back = [0, 0.8, 0.95, 1, 1, 1, 1, 1]
    returned = pd.DataFrame({"back": back, "low": back, "high": back, "at_risk": 20, "by_chance": back})
    return AfterLow(20, returned, None, Estimate(mean, 1.1, 1.6, n=20), 1.25, 0.4, grade, 0.3, ())


def words_of(figure) -> list[str]:
    return [note.text for note in figure.layout.annotations]


def test_the_window_is_a_soft_band_around_the_ringed_best_time():
    figure = timing.sleep_window(window(), "%", LIGHT)
    band = figure.layout.shapes[0]
    assert (band.x0, band.x1) == (-2.0, -1.0)
    ring = next(trace for trace in figure.data if trace.error_x.array is not None)
    assert (ring.x[0], ring.error_x.arrayminus[0]) == (-1.5, pytest.approx(0.4))
    assert "usual 23:00" in words_of(figure)


def test_where_there_is_no_best_time_there_is_no_band_and_no_ring():
    figure = timing.sleep_window(window(shape=Shape.FLAT), "%", LIGHT)
    assert [shape.type for shape in figure.layout.shapes] == ["line"]  # the usual time
    assert all(trace.error_x.array is None for trace in figure.data)
    lines = [trace for trace in figure.data if trace.type == "scatter" and trace.mode == "lines" and not trace.fill]
    assert lines[0].line.color == LIGHT.quiet


def test_half_hours_with_few_nights_are_faint():
    bars = next(trace for trace in timing.sleep_window(window(), "%", LIGHT).data if trace.type == "bar")
    assert list(bars.y) == [2, 10, 9, 9]
    assert bars.marker.color[0] != bars.marker.color[1] == bars.marker.color[2]


def test_clock_times_pass_midnight_and_durations_are_hours():
    bedtime = timing.sleep_window(window(), "%", LIGHT)
    assert "23:00" in bedtime.layout.xaxis.ticktext
    duration = timing.sleep_window(window("duration", begin=6.0, best=7.0), "%", LIGHT)
    assert "7 h" in duration.layout.xaxis.ticktext


def test_every_night_says_which_it_was():
    dots = next(
        t
        for t in timing.sleep_window(window(), "%", LIGHT).data
        if t.type == "scatter" and t.mode == "markers" and len(t.x) == 30
    )
    assert dots.customdata[0] == "Wednesday 1 January: 21:30, then 60%"


@pytest.mark.parametrize(
    ("shape", "says"),
    [
        (Shape.PEAK, "Nights that began from 22:00 to 23:00 went with the best recovery"),
        (Shape.FALLING, "Earlier nights were followed by better mornings; no turn is seen within your range"),
        (Shape.UNCLEAR, "The bedtime goes with recovery, but the best is not clear yet"),
        (Shape.FLAT, "From 22:00 to 23:30, no time went with a better recovery than another"),
    ],
)
def test_the_title_says_what_is_seen(shape, says):
    assert timing.sleep_window_title(window(shape=shape), "recovery") == says


def test_the_window_in_words():
    said = timing.sleep_window_said(window(), "%")
    assert "Best: 22:30 (95% interval 22:06 to 22:48)." in said
    assert "band" in timing.sleep_window_key(window())
    assert "band" not in timing.sleep_window_key(window(shape=Shape.FLAT))


def test_the_response_begins_at_nothing_on_the_morning_of_the_hard_day():
    figure = velocity.after_hard_day(response(), "points", LIGHT)
    points = next(trace for trace in figure.data if trace.mode == "markers")
    assert list(points.x) == [0, 1, 2, 3, 4, 5]
    assert list(points.y) == [0, -8, -4, -2, -1, -0.5]
    assert points.customdata[1] == "next morning: −8 points (−11 points to −5 points)"
    assert any(shape.y0 == 0 == shape.y1 for shape in figure.layout.shapes)  # the zero line


def test_the_half_life_is_marked_where_half_of_the_gap_is_left():
    figure = velocity.after_hard_day(response(Estimate(1.0, 0.6, 1.8, n=200)), "points", LIGHT)
    mark = next(trace for trace in figure.data if trace.error_x.array is not None)
    assert (mark.x[0], mark.y[0]) == (2.0, -4.0)
    assert "half of it left" in words_of(figure)


def test_a_half_life_that_is_not_known_is_not_marked():
    figure = velocity.after_hard_day(response(Estimate(3.0, 0.6, np.inf, n=200)), "points", LIGHT)
    assert "half of it left" not in words_of(figure)


def test_the_line_goes_through_the_fitted_mornings():
    figure = velocity.after_hard_day(response(), "points", LIGHT)
    line = next(trace for trace in figure.data if trace.mode == "lines" and trace.fill is None)
    assert np.interp([1, 2, 3], line.x, line.y) == pytest.approx([-8, -4, -2], abs=1e-6)


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (response(seen=False), "No effect of a hard day on your recovery is seen"),
        (response(), "After a hard day your recovery is 8 points lower; how soon it is back is not clear yet"),
        (
            response(Estimate(1.0, 0.6, 1.8, n=200)),
            "After a hard day your recovery is 8 points lower; half of that is gone after a day",
        ),
        (
            response(Estimate(0.3, 0.05, 0.8, n=200)),
            "After a hard day your recovery is 8 points lower on the next morning, and mostly back on the one after",
        ),
    ],
)
def test_the_title_of_the_response_says_what_is_seen(found, says):
    assert velocity.after_hard_day_title(found, "recovery", "points") == says


def test_the_response_in_words():
    said = velocity.after_hard_day_said(response(), "points")
    assert said.startswith("next morning: −8 points (−11 points to −5 points); 2 days: −4 points")
    assert said.endswith("A hard day: 16.0 against your usual 11.0.")


def test_the_return_after_low_mornings_stands_beside_chance():
    figure = velocity.after_low_scores(after(), LIGHT)
    assert any(trace.line.dash == "dot" for trace in figure.data)
    assert velocity.after_low_title(after()).endswith("back in your normal range, as by chance")
    assert velocity.after_low_title(after(2.5, Grade.STRONG)).endswith("fewer than by chance")
