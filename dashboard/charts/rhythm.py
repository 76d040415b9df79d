"""The day as a clock: heart rate, sleep and what follows from them; and the raster of sleep, a row a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.circadian import INFERRED, ReadinessWindow, Rhythm
from analytics.regularity import ClockTime, Nights, UsualTimes
from analytics.results import Estimate, Finding, Grade
from coach import words
from dashboard.charts.days import ring, span_ticks
from dashboard.charts.look import Look, blended, faded
from dashboard.compose.rhythm import Face
from data.importers import label

DAY_S, HOUR_S, NOON_H = 86_400, 3600, 12

SLEEP_KEY = "Shade: your sleep, deeper where you slept on more of the days."
HEART_KEY = (
    "Line: heart rate, higher is farther out, with its 95% ribbon; dots: as measured, without workouts and the two "
    "hours after. Arcs: 95% intervals of its highest and lowest point."
)
WINDOWS_KEY = f"Rim: hours of likely readiness, {INFERRED}; soft ends carry the doubt."
RASTER_KEY = (
    "A row a day, from noon to noon, the newest at the bottom. Bars are sleep, lighter ones naps. Grey rows were not "
    "recorded. Dotted lines: your clock was moved."
)

# What stands beside the clock, by finding.
NUMBERS = {
    "You fall asleep": "sleep.timing",
    "Sleep regularity": "sleep.regularity",
    "Later on weekends": "sleep.social_jetlag",
    "Heart rate up around": "rhythm.heart",
}
ICONS = {
    "rhythm.readiness": ":material/bolt:",
    "rhythm.heart": ":material/ecg_heart:",
    "rhythm.shift": ":material/schedule:",
    "sleep.timing": ":material/bedtime:",
    "sleep.regularity": ":material/repeat:",
    "sleep.social_jetlag": ":material/weekend:",
    "sleep.chronotype": ":material/nights_stay:",
}

# Radii of the clock, whose rim is 1.
CURVE_LOW, CURVE_HIGH, ARC, NUMERAL, BAND, RIM, OUTSIDE = 0.30, 0.70, 0.76, 0.85, 0.93, 1.0, 1.05
SEEN = 1.26  # half of what is drawn, words outside the rim included
SOFT_SHARE = 0.45  # of the shade of a window, for its ends that are in doubt
ASLEEP = np.arange(0.05, 1, 0.15)  # shares of days above which the shade of sleep deepens by a step
ASLEEP_STEP = 0.045
NEAR_MARK_H = 2.0  # closer to a mark than this, its words stand in the way


def clock(
    rhythm: Rhythm | None,
    times: UsualTimes | None,
    asleep: pd.Series | None,
    windows: Sequence[ReadinessWindow],
    look: Look,
    height: int = 400,
) -> go.Figure:
    """24 hours around the clock, midnight on top: sleep as a sector, heart rate as a closed line, its marks as arcs.

    asleep: as analytics.regularity.asleep_share. What is None or empty is left out.
    """
    drawing = _Drawing()
    if asleep is not None and len(asleep):
        _add_sleep(drawing, asleep, look)
    _add_face(drawing, look)
    for window in windows:
        _add_window(drawing, window, look)
    if rhythm:
        _add_heart(drawing, rhythm, asleep, look)
    if times:
        _add_times(drawing, times, rhythm, look)
    hidden = {"visible": False, "range": [-SEEN, SEEN], "fixedrange": True}
    layout = {"xaxis": hidden | {"scaleanchor": "y"}, "yaxis": hidden, "annotations": drawing.words, "height": height}
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    return go.Figure(drawing.traces, layout).update_layout(template=look.template, margin=margin)


@dataclass(frozen=True)
class _Drawing:
    """What the clock is made of. Plotly takes it at once: one by one it checks all earlier words again each time."""

    traces: list[go.Scatter] = field(default_factory=list)
    words: list[dict] = field(default_factory=list)

    def scatter(self, **parts) -> None:
        self.traces.append(go.Scatter(**parts))

    def word(self, **parts) -> None:
        self.words.append(parts)


def _place(hours, radius) -> tuple[np.ndarray, np.ndarray]:
    """Where clock hours lie, clockwise from the top."""
    angle = 2 * np.pi * np.asarray(hours, dtype=float) / 24
    return radius * np.sin(angle), radius * np.cos(angle)


def _turn(start_h: float, end_h: float) -> np.ndarray:
    """Clock hours from start on to end, close enough together to look round."""
    return np.linspace(start_h, end_h, max(int((end_h - start_h) * 10), 2))


def _add_ring(drawing: _Drawing, hours: np.ndarray, inner, outer, colour: str, said: str = "") -> None:
    """A filled piece of the disc between two radii, which may vary along it."""
    there, back = _place(hours, outer), _place(hours[::-1], np.broadcast_to(inner, len(hours))[::-1])
    drawing.scatter(
        x=np.concatenate([there[0], back[0]]),
        y=np.concatenate([there[1], back[1]]),
        mode="lines",
        fill="toself",
        fillcolor=colour,
        line={"width": 0},
        hoverinfo="text" if said else "skip",
        hoveron="fills",
        text=said,
    )


def _add_line(drawing: _Drawing, hours: np.ndarray, radius, colour: str, width: float, **more) -> None:
    x, y = _place(hours, radius)
    line = {"color": colour, "width": width}
    drawing.scatter(x=x, y=y, mode="lines", line=line, **({"hoverinfo": "skip"} | more))


def _add_words(drawing: _Drawing, hour: float, radius: float, text: str, colour: str, size: int = 12) -> None:
    """Words at a clock hour; outside the rim they run away from it."""
    x, y = _place(hour, radius)
    outside = radius > RIM
    across = "left" if outside and x > 0.25 else "right" if outside and x < -0.25 else "center"
    upright = "bottom" if outside and y > 0.8 else "top" if outside and y < -0.8 else "middle"
    drawing.word(
        x=float(x), y=float(y), text=text, showarrow=False, xanchor=across, yanchor=upright, align=across,
        font={"color": colour, "size": size}, borderpad=0,
    )  # fmt: skip


def _add_face(drawing: _Drawing, look: Look) -> None:
    """The rim and the hours."""
    _add_line(drawing, _turn(0, 24), BAND, look.line, 1)
    _add_line(drawing, _turn(0, 24), RIM, look.line, 1)
    for hour in range(0, 24, 3):
        _add_words(drawing, hour, NUMERAL, f"{hour:02d}", look.quiet, 11)


def _add_sleep(drawing: _Drawing, asleep: pd.Series, look: Look) -> None:
    """The hours of sleep, a step deeper with each share of days that is passed."""
    shade = faded(look.metrics["sleep"], ASLEEP_STEP)
    for share in ASLEEP:
        for start, end in _runs(asleep.to_numpy() > share):
            _add_ring(drawing, _turn(start / 4, end / 4), 0, RIM, shade)
    x, y = _place(asleep.index, NUMERAL)
    drawing.scatter(
        x=x, y=y, mode="markers", marker={"opacity": 0, "size": 16}, hovertemplate="%{customdata}<extra></extra>",
        customdata=[f"{words.clock(hour - 0.125)}: asleep on {share:.0%} of days" for hour, share in asleep.items()],
    )  # fmt: skip


def _runs(inside: np.ndarray) -> list[tuple[int, int]]:
    """The stretches of a closed ring that are inside: first and one past the last, which may pass the ring's end."""
    n = len(inside)
    if inside.all():
        return [(0, n)]
    begins = np.flatnonzero(inside & ~np.roll(inside, 1))
    ends = np.flatnonzero(inside & ~np.roll(inside, -1)) + 1
    return [(int(begin), int(begin + min((end - begin) % n or n for end in ends))) for begin in begins]


def _add_times(drawing: _Drawing, times: UsualTimes, rhythm: Rhythm | None, look: Look) -> None:
    """When sleep usually begins and ends, outside the rim; nothing where it has no usual time."""
    bedtime, wake, colour = times.bedtime.mean, times.wake.mean, look.metrics["sleep"]
    if bedtime is None or wake is None:
        return
    for mark in (bedtime, wake):
        _add_words(drawing, mark.value, OUTSIDE, f"<b>{words.about(mark.value)}</b>", colour)
    # The word stands where the marks of the heart rate leave most room.
    night_h = (wake.value - bedtime.value) % 24
    marks = [(mark.value - bedtime.value) % 24 for _, mark in _marks(rhythm)] if rhythm else []
    place = max((0.8, 0.2), key=lambda share: min([abs(mark - share * night_h) for mark in marks], default=0))
    _add_words(drawing, bedtime.value + night_h * place, 0.58, "asleep", colour)


def _add_window(drawing: _Drawing, window: ReadinessWindow, look: Look) -> None:
    """A band on the rim; its softer ends are where it may begin and end as well."""
    colour = look.quiet if window.name == "dip" else look.metrics["recovery"]
    shade = {"rise": 0.4, "dip": 0.32, "best": 0.75}[window.name]
    said = f"{_LONG[window.name]}: {_window(window)}<br>{INFERRED}"
    _add_ring(drawing, _turn(window.start_h, window.end_h), BAND, RIM, faded(colour, shade), said)
    soft = faded(colour, shade * SOFT_SHARE)
    _add_ring(drawing, _turn(window.earliest_h, window.start_h), BAND, RIM, soft)
    _add_ring(drawing, _turn(window.end_h, window.latest_h), BAND, RIM, soft)
    _add_words(drawing, (window.start_h + window.end_h) / 2, OUTSIDE, window.name, colour)


def _add_heart(drawing: _Drawing, rhythm: Rhythm, asleep: pd.Series | None, look: Look) -> None:
    """Heart rate around the clock, its ribbon, the measured hours, and the marks of highest and lowest."""
    colour, curve = look.metrics["resting_hr"], rhythm.curve
    seen = rhythm.observed.dropna()
    scale = _scale(curve, seen)
    for level in _levels(*scale):
        _add_line(drawing, _turn(0, 24), _radius(level, scale), look.line, 1)
    hours = curve.index.to_numpy()
    low, high = (_radius(curve[edge].to_numpy(), scale) for edge in ("low", "high"))
    _add_ring(drawing, hours, low, high, faded(colour, 0.2))
    x, y = _place(seen.index, _radius(seen.to_numpy(), scale))
    drawing.scatter(
        x=x, y=y, mode="markers", marker={"color": faded(colour, 0.5), "size": 5},
        customdata=[f"{words.clock(hour - 0.5)} to {words.clock(hour + 0.5)}: {bpm:.0f} bpm as measured"
                    for hour, bpm in seen.items()],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip
    said = [
        f"{words.clock(hour)}: {row.bpm:.0f} bpm ({row.low:.0f} to {row.high:.0f})" for hour, row in curve.iterrows()
    ]
    _add_line(
        drawing, hours, _radius(curve["bpm"].to_numpy(), scale), colour, 3,
        customdata=said, hovertemplate="%{customdata}<extra></extra>", hoverinfo=None,
    )  # fmt: skip
    for level in _levels(*scale):
        _add_words(drawing, _level_hour(rhythm, asleep, scale), _radius(level, scale), f"{level:.0f}", look.quiet, 10)
    for name, mark in _marks(rhythm):
        _add_mark(drawing, name, mark, _radius(np.interp(mark.value % 24, hours, curve["bpm"]), scale), look)
    _add_words(drawing, 0, 0, f"mean<br><b>{words.number(rhythm.mesor.value)}</b> bpm", look.ink, 13)


def _level_hour(rhythm: Rhythm, asleep: pd.Series | None, scale: tuple[float, float]) -> float:
    """The clock hour to name the circles at: awake, away from marks, and where the curve is far from all circles."""
    hours = np.arange(0.5, 24, 1.0)
    bpm = np.interp(hours, rhythm.curve.index, rhythm.curve["bpm"])
    room = np.min([np.abs(bpm - level) for level in _levels(*scale)], axis=0)
    for _, mark in _marks(rhythm):
        room[np.abs((hours - mark.value + 12) % 24 - 12) < NEAR_MARK_H] -= 1000
    if asleep is not None and len(asleep):
        room[np.interp(hours, asleep.index, asleep) > 0.5] -= 1000
    return float(hours[room.argmax()])


def _scale(curve: pd.DataFrame, seen: pd.Series) -> tuple[float, float]:
    """The heart rates that lie at the inner and the outer radius."""
    return min(curve["low"].min(), seen.min()), max(curve["high"].max(), seen.max())


def _radius(bpm, scale: tuple[float, float]):
    return CURVE_LOW + (CURVE_HIGH - CURVE_LOW) * (bpm - scale[0]) / max(scale[1] - scale[0], 1e-9)


def _levels(lowest: float, highest: float) -> list[float]:
    """Round heart rates inside the scale, at most three."""
    step = next(step for step in (2, 5, 10, 20, 50, 100) if (highest - lowest) / step < 3.5)
    return [float(level) for level in np.arange(np.ceil(lowest / step) * step, highest, step)]


def _marks(rhythm: Rhythm) -> list[tuple[str, Estimate]]:
    """What is marked on the curve. One wave alone has a top, but whether that is the peak it cannot say."""
    if rhythm.peaks:
        return [("highest", mark) for mark in rhythm.peaks] + [("lowest", mark) for mark in rhythm.troughs]
    return [("top", rhythm.acrophase)] if rhythm.acrophase else []


def _add_mark(drawing: _Drawing, name: str, mark: Estimate, radius: float, look: Look) -> None:
    """A dot on the curve, and an arc with its interval outside of it."""
    colour = look.metrics["resting_hr"]
    said = f"{name} at {_with_interval(mark)}"
    hover = {"hoverinfo": "text", "text": said}
    _add_line(drawing, np.array([mark.value, mark.value]), np.array([radius, ARC]), faded(colour, 0.5), 1)
    _add_line(drawing, _turn(mark.low, mark.high), ARC, colour, 5, **hover)
    x, y = _place([mark.value], radius)
    dot = {"color": colour, "size": 10, "line": {"color": look.paper, "width": 2}}
    drawing.scatter(x=x, y=y, mode="markers", marker=dot, **hover)
    inwards = radius - 0.19 if radius > (CURVE_LOW + ARC) / 2 else (radius + ARC) / 2
    _add_words(drawing, mark.value, inwards, f"{name}<br><b>{words.about(mark.value)}</b>", colour)


def sentences(found: Mapping[str, Finding], face: Face) -> list[tuple[Finding, str]]:
    """The findings to be said beside the clock, each with its icon.

    Without what the clock says as well, and without what is missing for the same reason as another one.
    """
    left_out = {
        "rhythm.heart": face.rhythm and face.rhythm.peaks and not face.moving,
        "rhythm.shift": found["rhythm.heart"].missing,
        "sleep.timing": found["sleep.timing"].estimate is not None,
        "sleep.chronotype": found["sleep.chronotype"].missing,
    }
    return [(found[id], icon) for id, icon in ICONS.items() if not left_out.get(id)]


def answer(face: Face) -> str:
    """When the athlete sleeps, and when the day is likely best, in one or two sentences."""
    if face.moving:
        return "Your sleep moves around the clock, so no hours are your best on every day."
    times, rhythm = face.times, face.rhythm
    if times and times.bedtime.mean and times.wake.mean:
        bedtime, wake = (words.about(time.mean.value) for time in (times.bedtime, times.wake))
        said = f"You sleep from about {bedtime} to {wake}."
    elif rhythm and rhythm.acrophase:
        said = f"{clock_title(rhythm, None)}."
    else:
        return "It is too early to say what the rhythm of your day is."
    best = [_window(window) for window in face.windows if window.name == "best"]
    return f"{said} Going by your rhythm, your best hours are likely {best[0]}." if best else said


def clock_key(rhythm: Rhythm | None, times: UsualTimes | None, windows: Sequence[ReadinessWindow]) -> str:
    """How the clock is read: of what there is on it."""
    parts = ((times, SLEEP_KEY), (rhythm, HEART_KEY), (windows, WINDOWS_KEY))
    return " ".join(["28 days, midnight on top.", *(key for part, key in parts if part)])


def clock_title(rhythm: Rhythm | None, times: UsualTimes | None) -> str:
    """What the clock shows."""
    if rhythm and rhythm.grade is Grade.NONE:
        return "Your heart rate shows no daily rhythm that stands out from chance"
    if rhythm and rhythm.peaks:
        highest, lowest = (_either(points) for points in (rhythm.peaks, rhythm.troughs))
        return f"Your heart rate is lowest around {lowest} and highest around {highest}"
    if rhythm and rhythm.acrophase:
        return f"Your heart rate is up around {words.about(rhythm.acrophase.value)}"
    if times and times.mid_sleep.mean:
        return f"The middle of your sleep is at about {words.about(times.mid_sleep.mean.value)}"
    return "Your sleep has no usual time of day"


def _either(points: Sequence[Estimate]) -> str:
    return " or ".join(words.about(point.value) for point in points)


def clock_said(rhythm: Rhythm | None, times: UsualTimes | None, windows: Sequence[ReadinessWindow]) -> str:
    """The clock in words."""
    parts = []
    if rhythm:
        lowest, highest = (words.number(rhythm.curve["bpm"].agg(edge)) for edge in ("min", "max"))
        parts.append(f"Heart rate over {rhythm.days} days: mean {words.number(rhythm.mesor.value)} bpm, the curve from "
                     f"{lowest} to {highest}.")  # fmt: skip
        parts += [f"{name.capitalize()} at {_with_interval(mark)}." for name, mark in _marks(rhythm)]
    if times:
        parts += [f"Falls asleep {_usually(times.bedtime)}.", f"Wakes {_usually(times.wake)}."]
    parts += [f"Likely {_LONG[window.name]}: {_window(window)}." for window in windows]
    return " ".join([*parts, f"These windows are {INFERRED}."] if windows else parts)


_LONG = {"rise": "rise after waking", "dip": "dip", "best": "best hours"}


def _with_interval(mark: Estimate) -> str:
    return f"{words.about(mark.value)} ({words.about(mark.low)} to {words.about(mark.high)})"


def _window(window: ReadinessWindow) -> str:
    return f"{words.about(window.start_h, 15)} to {words.about(window.end_h, 15)}"


def _usually(time: ClockTime) -> str:
    if time.mean is None:
        return "at no usual time"
    return f"at {_with_interval(time.mean)}, give or take {words.hours(60 * time.sd_h)}"


def raster(known: Nights, first: date, last: date, look: Look) -> go.Figure:
    """Every sleep from `first` to `last`: a row a day from the noon before it to its own noon, naps lighter.

    A row is named by the day whose morning it holds. Each sleep stands at its own local clock; one that lasts over
    noon goes on at the left of the next row. Days without a night are grey, moves of the clock dotted.
    """
    index = pd.date_range(first, last)
    px = int(np.clip(np.ceil(600 / len(index)), 1, 12))
    figure = go.Figure(_unrecorded(known, index, look))
    colour, wide = look.metrics["sleep"], 0.8 if px > 3 else 1.0
    for rows, shade, name in ((known.others, 0.4, "nap"), (known.main, 0.75, "night")):
        figure.add_trace(_bars(rows, index, blended(colour, look.paper, shade), wide, name))
    lines, notes = _moves_marked(_clock_moves(known.main, index), look)
    lines += [
        {"xref": "x", "x0": hour, "x1": hour, "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": faded(look.quiet, 0.55 if hour == NOON_H else 0.25), "width": 1}}
        for hour in (6, 12, 18)
    ]  # fmt: skip
    figure.update_layout(shapes=lines, annotations=notes)
    half = pd.Timedelta(hours=12)
    figure.update_yaxes(
        range=[index[-1] + half, index[0] - half], showgrid=False, **_date_ticks(index), tickfont={"color": look.quiet}
    )
    figure.update_xaxes(
        range=[0, 24],
        tickvals=[0, 6, 12, 18, 24],
        ticktext=["noon", "18", "midnight", "06", "noon"],
        side="top",
        automargin=False,
    )
    margin = {"l": 4, "r": 18, "t": 26, "b": 8}
    height = px * len(index) + margin["t"] + margin["b"]
    return figure.update_layout(template=look.template, height=height, barmode="overlay", margin=margin)


def _pieces(rows: pd.DataFrame) -> pd.DataFrame:
    """Sleeps cut at local noon: row (day), begin_h and hours since the noon that begins the row, and words for each."""
    local = rows[["onset_utc", "wake_utc"]].to_numpy() + rows[["offset_min"]].to_numpy() * 60 - DAY_S // 2
    said = [_from_to(onset / HOUR_S + NOON_H, wake / HOUR_S + NOON_H) for onset, wake in local]
    noon = local[:, 0] // DAY_S
    parts = []
    for step in (0, 1):
        start = (noon + step) * DAY_S
        begin, end = np.maximum(local[:, 0], start), np.minimum(local[:, 1], start + DAY_S)
        day = (noon + step + 1).astype("datetime64[D]")
        hours = {"begin_h": (begin - start) / HOUR_S, "hours": (end - begin) / HOUR_S}
        parts.append(pd.DataFrame({"row": day, **hours, "said": said}))
    pieces = pd.concat(parts)
    return pieces[pieces["hours"] > 0]


def _from_to(begin_h: float, end_h: float) -> str:
    return f"{words.clock(begin_h)} to {words.clock(end_h)}, {words.hours(60 * (end_h - begin_h))}"


def _bars(rows: pd.DataFrame, index: pd.DatetimeIndex, colour: str, wide: float, name: str) -> go.Bar:
    pieces = _pieces(rows)
    pieces = pieces[(pieces["row"] >= index[0]) & (pieces["row"] <= index[-1])]
    return go.Bar(
        y=pieces["row"],
        x=pieces["hours"],
        base=pieces["begin_h"],
        orientation="h",
        width=wide * DAY_S * 1000,
        marker={"color": colour, "line": {"width": 0}},
        customdata=pieces["said"],
        hovertemplate=f"%{{y|%a %-d %b %Y}}, {name}: %{{customdata}}<extra></extra>",
        name=name,
    )


def _unrecorded(known: Nights, index: pd.DatetimeIndex, look: Look) -> go.Bar:
    """The rows of days without a night."""
    missing = index.difference(known.main.index)
    return go.Bar(
        y=missing,
        x=[24] * len(missing),
        orientation="h",
        width=DAY_S * 1000,
        marker={"color": faded(look.quiet, 0.16), "line": {"width": 0}},
        hovertemplate="%{y|%a %-d %b %Y}: no night recorded<extra></extra>",
        name="not recorded",
    )


def _clock_moves(main: pd.DataFrame, index: pd.DatetimeIndex) -> pd.Series:
    """By how many hours the local clock was moved before the night of each day on which it was."""
    steps = main["offset_min"].diff() / 60
    return steps[(steps.fillna(0) != 0) & (steps.index >= index[0]) & (steps.index <= index[-1])]


MOST_MOVES = 12  # with words
MINUS = "\N{MINUS SIGN}"


def _moves_marked(moves: pd.Series, look: Look) -> tuple[list[dict], list[dict]]:
    """Lines across the row after which the clock was moved, and by how much in words where there is room for them."""
    at = moves.index - pd.Timedelta(hours=12)
    line = {"color": faded(look.quiet, 0.8), "width": 1, "dash": "dot"}
    lines = [{"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": when, "y1": when, "line": line} for when in at]
    note = {
        "x": 0.15, "showarrow": False, "xanchor": "left", "yanchor": "bottom", "borderpad": 0,
        "font": {"color": look.quiet, "size": 10}, "bgcolor": faded(look.paper, 0.8),
    }  # fmt: skip
    signed = [f"{'+' if hours > 0 else MINUS}{abs(hours):g}" for hours in moves]
    notes = [note | {"y": when, "text": f"clock {hours} h"} for when, hours in zip(at, signed, strict=True)]
    return lines, notes if len(moves) <= MOST_MOVES else []


def _date_ticks(index: pd.DatetimeIndex) -> dict:
    """Dates down the side: weeks, months, or quarters with the year where it begins."""
    if len(index) <= 70:
        return {
            "dtick": 7 * DAY_S * 1000,
            "tick0": index[0] + pd.Timedelta(days=-index[0].day_of_week),
            "tickformat": "%-d %b",
        }
    months = pd.date_range(index[0], index[-1], freq="MS" if len(index) <= 500 else "QS")
    named = [
        f"{month:%b}<br>{month:%Y}" if month.month == 1 or n == 0 else f"{month:%b}" for n, month in enumerate(months)
    ]
    return {"tickvals": months, "ticktext": named}


def raster_title(times: UsualTimes | None) -> str:
    """What the raster shows."""
    if times is None:
        return "Your sleep, a row a day"
    if times.bedtime.mean is None or times.wake.mean is None:
        return "Your sleep moves around the clock"
    bedtime, wake = (words.about(time.mean.value) for time in (times.bedtime, times.wake))
    return f"You usually sleep from {bedtime} to {wake}, give or take {words.hours(60 * times.mid_sleep.sd_h)}"


def raster_said(known: Nights, first: date, last: date) -> str:
    """The raster in words."""
    index = pd.date_range(first, last)
    main = known.main[known.main.index.isin(index)]
    others = known.others[known.others["day"].isin(index)]
    said = f"{len(main)} of {len(index)} nights are recorded, and {words.counted(len(others), 'other sleep')}."
    if not len(main):
        return said
    middle = main["span_h"].median()
    moves = _clock_moves(known.main, index)
    moved = f" The clock was moved {words.counted(len(moves), 'time')}." if len(moves) else ""
    return f"{said} Half of the nights are longer than {words.hours(60 * middle)} from falling asleep to waking.{moved}"


MOVED_KEY = (
    "Dots are the top of your heart rate's daily wave, 28 days at a time, bars its 95% interval; the ring is now."
)


def moved(shown: pd.DataFrame, look: Look, height: int = 190) -> go.Figure:
    """The top of the daily wave, 28 days at a time, with its interval; shown: as dashboard.compose.rhythm.tops."""
    colour, value = look.metrics["resting_hr"], shown["acrophase_h"]
    bars = {"type": "data", "symmetric": False, "thickness": 1.5, "width": 0, "color": faded(colour, 0.5)}
    figure = go.Figure()
    figure.add_scatter(
        x=shown.index,
        y=value,
        mode="lines+markers",
        line={"color": faded(colour, 0.4), "width": 1.5},
        marker={"color": colour, "size": 7},
        error_y=bars | {"array": shown["high_h"] - value, "arrayminus": value - shown["low_h"]},
        customdata=[_with_interval_of(row) for row in shown.itertuples()],
        hovertemplate="28 days up to %{x|%-d %b %Y}: %{customdata}<extra></extra>",
    )
    figure.add_trace(ring(value, shown.index[-1], colour, look))
    low, high = np.floor(shown["low_h"].min()), np.ceil(shown["high_h"].max())
    step = 1 if high - low <= 4 else 2 if high - low <= 8 else 6
    ticks = np.arange(low, high + 1, step)
    figure.update_yaxes(tickvals=ticks, ticktext=[words.clock(hour) for hour in ticks], range=[low - 0.2, high + 0.2])
    return span_ticks(figure.update_layout(template=look.template, height=height), shown.index)


def _with_interval_of(row) -> str:
    if np.isnan(row.acrophase_h):
        return "no rhythm known"
    return _with_interval(Estimate(row.acrophase_h, row.low_h, row.high_h, n=int(row.days)))


def moved_title(shown: pd.DataFrame) -> str:
    """Between which hours the tops lay."""
    lowest, highest = (words.about(hour) for hour in (shown["acrophase_h"].min(), shown["acrophase_h"].max()))
    months = round(28 * len(shown) / 30.4)
    return f"Over {months} months the top of your daily wave lay between {lowest} and {highest}"


def moved_said(shown: pd.DataFrame) -> str:
    """The tops in words."""
    return " ".join(f"28 days up to {row.Index:%-d %b %Y}: {_with_interval_of(row)}." for row in shown.itertuples())


def days_table(days: pd.DataFrame) -> pd.DataFrame:
    """The days behind, for people; days: as dashboard.compose.rhythm.days_behind."""
    clock = {name: days[name].map(words.clock, na_action="ignore") for name in ("onset_h", "wake_h")}
    heart_from = days["heart_from"].map(lambda names: ", ".join(map(label, names)), na_action="ignore")
    return pd.DataFrame(
        {
            "fell asleep": clock["onset_h"],
            "woke": clock["wake_h"],
            "night from": days["asleep_from"].map(label, na_action="ignore"),
            "usable hours of heart rate": days["hours"].map("{:.0f}".format, na_action="ignore"),
            "their mean": days["bpm"].map("{:.0f} bpm".format, na_action="ignore"),
            "heart rate from": heart_from,
        },
        dtype=object,
    ).fillna("–")
