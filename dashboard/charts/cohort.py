"""Many athletes as one: for whom which of two ways to foretell was closer, and over all of them."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.recovery.differences import NEED_ATHLETES, NEED_DAYS, Pooled
from coach import words
from dashboard.charts.compare import fits, shades, verb
from dashboard.charts.look import Look
from dashboard.charts.prediction import NAMES
from dashboard.compose.cohort import Everyone, Member

LIST_PX, MOST_NAMED = 22, 40  # of an athlete; with more of them, labels are left to the table
FOREST_KEY = (
    "Each row is an athlete: the dot is the points by which {a} came closer, the line where that may lie (95%). Grey: "
    "no difference shown. The diamond is the mean over athletes like these, each of them counted once."
)


def cohort(found: Everyone, a: str, b: str, look: Look) -> go.Figure:
    """A row an athlete, the largest gain on top, mornings at the right; below them the mean over all as a diamond."""
    members = found.members
    pooled_rows = 2 if found.pooled else 0
    place = {member.label: len(members) - 1 - n + pooled_rows for n, member in enumerate(members)}
    figure = go.Figure()
    low, high = _reach(found)
    for seen, colour in ((False, look.quiet), (True, shades(look)[0])):
        some = [member for member in members if bool(member.difference.better) is seen]
        if some:
            figure.add_trace(_rows(some, place, colour, look, seen))
    if found.pooled:
        figure.add_traces(_diamond(found.pooled, shades(look)[0]))
    named = len(members) <= MOST_NAMED
    ticks = {place[m.label]: m.label.removeprefix("Athlete ") for m in members} if named else {}
    if found.pooled:
        ticks[0] = "<b>all</b>"
    figure.add_vline(0, line={"color": look.quiet, "width": 1}, layer="below")
    height = (LIST_PX if named else 9) * (len(members) + pooled_rows) + 74
    quiet = {"xref": "paper", "showarrow": False, "font": {"color": look.quiet, "size": 12}}
    sides = quiet | {"yref": "paper", "y": 0, "yanchor": "top", "yshift": -22}
    counts = {place[m.label]: m.difference.n for m in members} if named else {}
    if found.pooled:
        counts[0] = found.pooled.n
    right = quiet | {"x": 1, "xanchor": "left", "xshift": 8}
    figure.update_layout(
        template=look.template, height=height, margin={"b": 44, "t": 8, "r": 62},
        annotations=[
            sides | {"x": 0, "xanchor": "left", "text": f"← {NAMES[b]} closer"},
            sides | {"x": 1, "xanchor": "right", "text": f"{a} closer →"},
            *(right | {"y": row, "text": f"n = {n:,}"} for row, n in counts.items()),
        ],
    )  # fmt: skip
    figure.update_xaxes(range=[low, high], ticksuffix="", nticks=6)
    return figure.update_yaxes(
        showgrid=False,
        tickvals=list(ticks),
        ticktext=list(ticks.values()),
        range=[-0.8, len(members) + pooled_rows - 0.3],
    )


def _reach(found: Everyone) -> tuple[float, float]:
    """As far as most intervals reach, every dot, and the whole diamond."""
    differences = [member.difference for member in found.members]
    low, high = np.quantile([end for one in differences for end in (one.low, one.high)], [0.02, 0.98])
    whole = [one.value for one in differences] + ([found.pooled.low, found.pooled.high] if found.pooled else [])
    low, high = min(0.0, low, *whole), max(0.0, high, *whole)
    room = max(0.06 * (high - low), 0.1)  # where nothing differs for anybody, there is still a width
    return float(low - room), float(high + room)


def _rows(members: Sequence[Member], place: Mapping[str, int], colour: str, look: Look, seen: bool) -> go.Scatter:
    value = [member.difference.value for member in members]
    return go.Scatter(
        x=value,
        y=[place[member.label] for member in members],
        mode="markers",
        marker={"color": colour if seen else look.paper, "size": 8, "line": {"color": colour, "width": 2}},
        error_x={
            "type": "data",
            "array": [member.difference.high - at for member, at in zip(members, value, strict=True)],
            "arrayminus": [at - member.difference.low for member, at in zip(members, value, strict=True)],
            "color": colour,
            "thickness": 2,
            "width": 0,
        },
        customdata=[
            f"{m.label}, {m.sport.lower()}, {m.length}: {_signed(m.difference.value)} "
            f"({_signed(m.difference.low)} to {_signed(m.difference.high)}), n = {m.difference.n:,}"
            for m in members
        ],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _diamond(pooled: Pooled, colour: str) -> list[go.Scatter]:
    said = f"all: {_signed(pooled.value)} ({_signed(pooled.low)} to {_signed(pooled.high)})"
    return [
        go.Scatter(
            x=[pooled.low, pooled.value, pooled.high, pooled.value, pooled.low],
            y=[0, 0.5, 0, -0.5, 0],
            mode="lines",
            fill="toself",
            fillcolor=colour,
            line={"color": colour, "width": 1},
            hoverinfo="skip",
        ),
        go.Scatter(
            x=[pooled.value],
            y=[0],
            mode="markers",
            marker={"size": 14, "opacity": 0},
            hovertemplate=f"{said}<extra></extra>",
        ),
    ]


def cohort_answer(found: Everyone, a: str, b: str) -> str:
    """The verdict over all athletes, in words. a, b: as they are called in a sentence."""
    pooled, n = found.pooled, len(found.members)
    if pooled is None:
        have = "none has" if not n else "one has" if n == 1 else f"{n} have"
        return (
            f"Not enough data to speak of all: {NEED_ATHLETES} athletes with {NEED_DAYS} mornings are needed, "
            f"{have} as many."
        )
    low, high = sorted((abs(pooled.low), abs(pooled.high)))
    on = f"over {pooled.athletes:,} athletes and {pooled.n:,} mornings"
    if pooled.better is None:
        return f"No difference shown {on}: {fits(pooled, a, b)}."
    first, second = (a, b) if pooled.value > 0 else (b, a)
    said = f"{first[0].upper()}{first[1:]} {verb(first, 'was')} closer than {second} by {abs(pooled.value):.1f} points"
    return f"{said} ({low:.1f} to {high:.1f}) {on}."


def cohort_counted(found: Everyone) -> str:
    """Of how many athletes and on how many days, and who is left out for want of mornings."""
    said = f"{len(found.members):,} of {words.counted(found.athletes, 'athlete')}"
    if found.first is not None and found.last is not None:
        said += f", {words.counted(found.days, 'day')}, {words.span(found.first.isoformat(), found.last.isoformat())}"
    if not found.few:
        return f"{said}."
    one = len(found.few) == 1
    have = f"{'there are' if one else 'the most that one of them has is'} {found.few[-1]}"
    left = f"{words.counted(len(found.few), 'athlete')} {'is' if one else 'are'} left out"
    return f"{said}. {left}: {NEED_DAYS} mornings on the chosen days are needed, {have}."


def cohort_title(found: Everyone, a: str, b: str) -> str:
    """For how many it was closer, and for how many of them beyond chance."""
    differences = [member.difference for member in found.members]
    if len(differences) == 1:
        (only,) = differences
        if only.value == 0:
            return f"{a} {verb(a, 'was')} the same as {b} for the one athlete who can be compared"
        way, chance = "closer" if only.value > 0 else "further off", "beyond" if only.better else "within"
        return f"{a} {verb(a, 'was')} {way} than {b} for the one athlete who can be compared, {chance} chance"
    if not any(one.value for one in differences):
        return f"{a} {verb(a, 'was')} the same as {b} for all {len(differences):,} athletes"
    ahead, alike = (sum(test) for test in zip(*((one.value > 0, one.value == 0) for one in differences), strict=True))
    surely, behind = (
        sum(one.better is not None and sign * one.value > 0 for one in differences) or "none" for sign in (1, -1)
    )
    same = f", the same for {alike}" if alike else ""
    return (
        f"{a} {verb(a, 'was')} closer than {b} for {ahead} of {len(differences):,} athletes{same}; "
        f"beyond chance for {surely}, and further off beyond chance for {behind}"
    )


def cohort_said(found: Everyone, name: str, a: str, b: str) -> str:
    """The forest in words. name: of the first, as it begins a sentence."""
    last, first = found.members[0], found.members[-1]
    least, most = (_signed(one.difference.value) for one in (first, last))
    ends = f"From {least} points ({first.label}) to {most} ({last.label})."
    return f"{cohort_title(found, name, b)}. {ends} {cohort_answer(found, a, b)}"


def cohort_table(found: Everyone) -> pd.DataFrame:
    """The forest in numbers."""
    return pd.DataFrame(
        [
            {
                "athlete": one.label,
                "closer by": one.difference.value,
                "from": one.difference.low,
                "to": one.difference.high,
                "mornings": one.difference.n,
                "sport": one.sport,
                "device": one.device,
                "data": one.length,
                "shown learned": 100 * one.learned,
            }
            for one in found.members
        ]
    )


def subgroup_table(found: Everyone) -> pd.DataFrame:
    """The mean over the athletes of each subgroup; of fewer than three nothing is said."""

    def figures(pooled: Pooled | None) -> dict:
        if pooled is None:
            return {"closer by": None, "95%": "too few athletes", "p": "", "closer for": ""}
        return {
            "closer by": pooled.value,
            "95%": f"{_signed(pooled.low)} to {_signed(pooled.high)}",
            "p": _p(pooled.p),
            "closer for": f"{pooled.ahead} of {pooled.athletes}",
        }

    names = {"sport": "Sport", "length": "Length of data", "device": "Device"}
    rows = [
        {"by": names[one.by], "group": one.label, "athletes": one.athletes, **figures(one.pooled)}
        for one in found.subgroups
    ]
    return pd.DataFrame(rows).astype({"closer by": float})


def _p(p: float) -> str:
    return "< 0.001" if p < 0.0005 else f"{p:.3f}"


def _signed(points: float, digits: int = 1) -> str:
    """`+1.2`, `−0.3`, `0.0`."""
    said = words.number(points, digits=digits)
    return f"+{said}" if points > 0 and said.strip("0.,") else said
