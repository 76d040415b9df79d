"""The clock and the raster: result in, figure out."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from analytics.circadian import INFERRED, TURN, heart_days, readiness_windows, rhythm
from analytics.regularity import asleep_share, nights, usual_times
from dashboard.charts import rhythm as charts
from dashboard.charts.look import look

LIGHT = look("light")
FIRST = pd.Timestamp("2025-03-03")
LAST = date(2025, 3, 30)
DAYS = 28


def sleeps(onset_h, wake_h, nap=0, days=DAYS, offset_min=0):
    index = pd.date_range(FIRST, periods=days)
    midnight = index.to_numpy().astype("datetime64[s]").astype("int64")
    return pd.DataFrame(
        {"onset_utc": (midnight + np.asarray(onset_h) * 3600).astype("int64") - np.asarray(offset_min) * 60,
         "wake_utc": (midnight + np.asarray(wake_h) * 3600).astype("int64") - np.asarray(offset_min) * 60,
         "day": index.strftime("%Y-%m-%d"), "offset_min": offset_min, "nap": nap, "source": "band"}
    )  # fmt: skip


def heart(days=DAYS, amplitude=8.0):
    n = 24 * days
    clock = np.arange(n) % 24 + 0.5
    bpm = 60 + amplitude * np.cos(TURN * (clock - 16)) + np.random.default_rng(1).standard_normal(n)
    hour_utc = int(FIRST.timestamp()) + 3600 * np.arange(n)
    hourly = pd.DataFrame({"hour_utc": hour_utc, "mean": bpm, "offset_min": 0})
    known = heart_days(hourly, pd.DataFrame({"start_utc": [], "end_utc": []}))
    return rhythm(known, (FIRST + pd.Timedelta(days=days - 1)).date())


def night_owl():
    known = nights(sleeps(-1.0 + 0.5 * (np.arange(DAYS) % 2), 7.0))
    return known, usual_times(known, LAST), asleep_share(known, LAST)


def said(figure):
    return [note.text for note in figure.layout.annotations]


def hovered(figure):
    return [trace.text for trace in figure.data if isinstance(trace.text, str)]


def test_midnight_is_on_top_and_the_clock_runs_to_the_right():
    x, y = charts._place([0, 6, 12, 18], 1)
    assert x == pytest.approx([0, 1, 0, -1], abs=1e-12)
    assert y == pytest.approx([1, 0, -1, 0], abs=1e-12)


def test_the_clock_names_its_marks():
    result, (_, times, share) = heart(), night_owl()
    windows = readiness_windows(result.troughs, times.mid_sleep.mean)
    words = said(charts.clock(result, times, share, windows, LIGHT))
    assert {"rise", "dip", "best", "asleep", "00", "12", "<b>07:00</b>"} <= set(words)
    assert any(text.startswith("highest<br><b>16:") or text.startswith("highest<br><b>15:") for text in words)
    assert any(text.startswith("lowest<br><b>0") for text in words)


def test_the_marks_carry_their_interval_and_windows_say_what_they_are():
    result, (_, times, share) = heart(), night_owl()
    figure = charts.clock(result, times, share, readiness_windows(result.troughs, None), LIGHT)
    assert any(text.startswith("highest at") and " to " in text for text in hovered(figure))
    assert sum(INFERRED in text for text in hovered(figure)) == 3


def test_the_arc_spans_the_interval():
    figure, result = charts.clock(heart(), None, None, (), LIGHT), heart()
    arc = next(trace for trace in figure.data if trace.text and "highest" in str(trace.text) and trace.mode == "lines")
    hours = np.arctan2(arc.x, arc.y) / TURN % 24
    peak = result.peaks[0]
    assert (hours[0], hours[-1]) == pytest.approx((peak.low % 24, peak.high % 24))
    assert np.hypot(arc.x, arc.y) == pytest.approx(charts.ARC)


def test_one_wave_has_a_top_but_no_lowest_point():
    words = said(charts.clock(heart(days=10), None, None, (), LIGHT))
    assert any(text.startswith("top<br>") for text in words)
    assert not any("lowest" in text for text in words)


def test_where_there_is_no_rhythm_nothing_is_marked():
    result = heart(amplitude=0.0)
    words = said(charts.clock(result, None, None, (), LIGHT))
    assert not any("highest" in text or "top<" in text for text in words)
    assert "no daily rhythm" in charts.clock_title(result, None)


@pytest.mark.parametrize("parts", [(None, None), (None, "times"), ("rhythm", None)])
def test_a_clock_is_drawn_of_what_there_is(parts):
    known, times, share = night_owl()
    result = heart() if parts[0] else None
    times, share = (times, share) if parts[1] else (None, None)
    assert "00" in said(charts.clock(result, times, share, (), LIGHT))
    assert charts.clock_title(result, times)
    assert isinstance(charts.clock_said(result, times, ()), str)


@pytest.mark.parametrize(
    ("inside", "runs"),
    [
        ([0, 1, 1, 0], [(1, 3)]),
        ([1, 0, 0, 1], [(3, 5)]),
        ([1, 0, 1, 0], [(0, 1), (2, 3)]),
        ([1, 1, 1, 1], [(0, 4)]),
        ([0, 0, 0, 0], []),
    ],
)
def test_stretches_of_a_ring_pass_its_end(inside, runs):
    assert charts._runs(np.array(inside, dtype=bool)) == runs


def test_the_clock_in_words():
    result, (_, times, _) = heart(), night_owl()
    words = charts.clock_said(result, times, readiness_windows(result.troughs, None))
    assert "Heart rate over 28 days: mean 60 bpm" in words
    assert "Falls asleep at 23:15" in words
    assert words.endswith(f"{INFERRED}.")


def bars(figure, name):
    trace = next(trace for trace in figure.data if trace.name == name)
    return [
        (pd.Timestamp(row).date(), base, length) for row, base, length in zip(trace.y, trace.base, trace.x, strict=True)
    ]


def test_a_night_stands_in_the_row_of_its_morning():
    figure = charts.raster(nights(sleeps(-1.0, 7.0)), FIRST.date(), LAST, LIGHT)
    assert bars(figure, "night")[0] == (date(2025, 3, 3), 11, 8)  # 23:00 is 11 hours after noon
    assert len(bars(figure, "night")) == DAYS


def test_a_sleep_over_noon_goes_on_in_the_next_row():
    figure = charts.raster(nights(sleeps(9.0, 15.0)), FIRST.date(), LAST, LIGHT)
    pieces = [piece for piece in bars(figure, "night") if piece[0] == date(2025, 3, 4)]
    assert sorted(pieces) == [(date(2025, 3, 4), 0, 3), (date(2025, 3, 4), 21, 3)]


def test_naps_are_lighter_and_in_the_afternoon_of_the_row_that_follows():
    table = pd.concat([sleeps(-1.0, 7.0), sleeps(14.0, 14.5, nap=1, days=1)])
    figure = charts.raster(nights(table), FIRST.date(), LAST, LIGHT)
    assert bars(figure, "nap") == [(date(2025, 3, 4), 2, 0.5)]
    colours = {trace.name: trace.marker.color for trace in figure.data}
    assert colours["nap"] != colours["night"]


def test_a_night_that_was_not_recorded_is_a_grey_row():
    figure = charts.raster(nights(sleeps(-1.0, 7.0).drop(index=[4])), FIRST.date(), LAST, LIGHT)
    grey = next(trace for trace in figure.data if trace.name == "not recorded")
    assert [pd.Timestamp(day).date() for day in grey.y] == [date(2025, 3, 7)]
    assert "27 of 28 nights are recorded" in charts.raster_said(
        nights(sleeps(-1.0, 7.0).drop(index=[4])), FIRST.date(), LAST
    )


def test_sleep_stands_at_the_local_clock_and_moves_of_it_are_marked():
    offset = np.where(np.arange(DAYS) < 10, 60, 120)
    figure = charts.raster(nights(sleeps(-1.0, 7.0, offset_min=offset)), FIRST.date(), LAST, LIGHT)
    assert {base for _, base, _ in bars(figure, "night")} == {11}
    assert said(figure) == ["clock +1 h"]


@pytest.mark.parametrize("days", [1, 28, 400, 1100])
def test_rows_have_whole_pixels(days):
    figure = charts.raster(
        nights(sleeps(-1.0, 7.0, days=days)), FIRST.date(), (FIRST + pd.Timedelta(days=days - 1)).date(), LIGHT
    )
    rows_px = figure.layout.height - figure.layout.margin.t - figure.layout.margin.b
    assert rows_px % days == 0


def test_the_title_of_the_raster():
    _, times, _ = night_owl()
    assert charts.raster_title(times).startswith("You usually sleep from 23:15 to 07:00")
    around = usual_times(nights(sleeps(np.arange(DAYS) * 24 / 28 - 12, np.arange(DAYS) * 24 / 28 - 5)), LAST)
    assert charts.raster_title(around) == "Your sleep moves around the clock"
    assert charts.raster_title(None) == "Your sleep, a row a day"
