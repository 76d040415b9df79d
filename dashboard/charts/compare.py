"""Two models on the same mornings: how close each came, when, how sure it was, and the same over many athletes."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analytics.recovery.differences import NEED_DAYS, Difference, Pooled
from analytics.recovery.evaluate import USED, Calibration, Score
from analytics.recovery.service import MEDIAN, RULE
from coach import words
from dashboard.charts.days import span_ticks, unit_mark
from dashboard.charts.look import Look, faded
from dashboard.charts.prediction import NAMES
from dashboard.compose.comparing import Compared

SELDOM = 0.1  # of mornings: trees that grew on no more are said to have hardly grown
BINS, NEED_BIN = 8, 8  # groups of mornings by what was foretold, and the least of one
ROW_PX = 40
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LENGTHS = {60: "60 to 89 mornings known", 90: "90 to 179", 180: "180 to 364", 365: "365 and more"}
FORMATS = {  # of columns of figures, as st.dataframe takes them
    "off by (MAE)": "%.1f",
    "RMSE": "%.1f",
    "R²": "%.2f",
    "closer than the median": "%.0f%%",
    "closer than yesterday": "%.0f%%",
    "80% interval held": "%.0f%%",
    "its width": "%.1f",
    "closer by": "%+.1f",
    "from": "%+.1f",
    "to": "%+.1f",
    "p": "%.3f",
    "shown learned": "%.0f%%",
    "off by": "%.1f",
    "80% held": "%.0f%%",
    "share then": "%.0f%%",
    "moved by, SD": "%+.1f",
    "p, corrected": "%.3f",
    "PSI": "%.2f",
    "KS distance": "%.2f",
}
SCATTER_KEY = (
    "Each dot is a morning. The lines join the means of mornings of which about the same was foretold: on the broken "
    "line, what was said is what came, on average. A flat line tells little apart."
)
ROLLING_KEY = "How far off, on average over 28 days. Lower is closer. A gap is a gap in the mornings."
ROWS_KEY = "Further left is closer; n is the number of mornings. Rows with few of them differ by chance."
COVERAGE_KEY = (
    "Of 100 intervals that claim to hold 80 mornings, 80 should. Above the broken line they are wider than they need "
    "to be, below it they promise too much. The ribbon is what chance alone would do."
)
TENTHS_KEY = (
    "Each morning stands in the tenth of what was foretold of it into which it fell. Where predictions and their "
    "intervals are right, each tenth holds as many; the ribbon is what chance alone would do."
)


def shades(look: Look) -> tuple[str, str]:
    """The colours of the first and the second model."""
    return look.metrics["recovery"], look.metrics["load"]


def answer(found: Compared) -> str:
    """The verdict in words; without a difference, the short of it."""
    if found.verdict is not None and found.difference is not None and found.a != USED:
        return _unshown(found)
    if found.verdict is not None:
        shown = found.verdict.better is not None or found.difference is None
        return f"{found.verdict.words if shown else found.verdict.words.partition(':')[0]}."
    if found.difference is None:
        return f"Not enough data: {NEED_DAYS} mornings are needed, {len(found.frame)} so far."
    return verdict(found.difference, inside(found.a), inside(found.b))


def beside(found: Compared) -> str:
    """What an answer without a difference leaves out: what could still be; "" where there is no more to say."""
    if found.verdict is None or found.verdict.better is not None or found.difference is None:
        return ""
    if found.a != USED:
        said = fits(found.difference, inside(found.a), "the rule")
        return f"{said[0].upper()}{said[1:]}. What was shown was mostly the rule's."
    return f"{found.verdict.words.partition(': ')[2]}."


def verdict(found: Difference, a: str, b: str) -> str:
    """Which of two was closer, in a sentence."""
    low, high = sorted((abs(found.low), abs(found.high)))
    on = f"on {words.counted(found.n, 'day')}"
    if found.better is None:
        return f"No difference shown {on}: {fits(found, a, b)}."
    first, second = (a, b) if found.value > 0 else (b, a)
    size = f"{abs(found.value):.1f} points ({low:.1f} to {high:.1f})"
    return f"{first[0].upper()}{first[1:]} {verb(first, 'is')} closer than {second} by {size} {on}."


def _unshown(found: Compared) -> str:
    """The headline where mostly the rule was shown, and so a model that was not is looked at."""
    name, difference = inside(found.a), found.difference
    at_times = (~found.frame["used_model"].isin((RULE, MEDIAN))).any()
    not_shown = f"{name}, which {verb(name, 'was')} {'mostly ' if at_times else ''}not shown,"
    low, high = sorted((abs(difference.low), abs(difference.high)))
    on = f"on {words.counted(difference.n, 'day')}"
    if difference.better is None:
        return f"No difference shown {on} between {not_shown} and the rule."
    way = "closer" if difference.value > 0 else "further off"
    size = f"{abs(difference.value):.1f} points ({low:.1f} to {high:.1f})"
    return f"{not_shown[0].upper()}{not_shown[1:]} would have been {way} than the rule by {size} {on}."


def fits(found: Difference | Pooled, a: str, b: str) -> str:
    """What a difference that is not shown may still be."""
    if found.low == found.high == 0:
        return f"{a} {verb(a, 'was')} {b} itself on every morning"
    said = f"{a} {verb(a, 'was')} off by {_less(found.value)} than {b}"
    return f"{said}, and anything from {_less(found.low)} to {_less(found.high)} fits"


def verb(name: str, one: str) -> str:
    return {"was": "were", "is": "are"}[one] if name.endswith("trees") else one


def _less(points: float) -> str:
    return f"{abs(points):.1f} points {'less' if points >= 0 else 'more'}"


def inside(name: str) -> str:
    """A model in the middle of a sentence."""
    return {
        "used": "what was shown",
        "same_as_yesterday": "the same as the day before",
        "median_30": "the 30-day median",
    }.get(name, f"the {NAMES[name].lower()}")


def scatter(found: Compared, look: Look, height: int = 380) -> go.Figure:
    """What was foretold against what came, with a line through the means of each model."""
    figure = go.Figure()
    came = found.frame["y"].astype(float)
    figure.add_shape(
        type="line", x0=0, y0=0, x1=100, y1=100, layer="below", line={"color": look.quiet, "width": 1, "dash": "dash"}
    )
    for name, colour, symbol in zip((found.a, found.b), shades(look), ("circle", "circle-open"), strict=True):
        said = found.frame[name].astype(float)
        figure.add_scatter(
            x=said,
            y=came,
            mode="markers",
            marker={"color": faded(colour, 0.28 if len(came) > 200 else 0.45), "size": 6, "symbol": symbol},
            customdata=[
                f"{words.day(day)}: said {x:.0f}, came {y:.0f}"
                for day, x, y in zip(came.index, said, came, strict=True)
            ],
            hovertemplate=f"{NAMES[name]}, %{{customdata}}<extra></extra>",
        )
    ends = []
    for name, colour, dash in zip((found.a, found.b), shades(look), (None, "dot"), strict=True):
        x, y = _means(found.frame[name].to_numpy(dtype=float), came.to_numpy())
        figure.add_scatter(x=x, y=y, mode="lines", line={"color": colour, "width": 4, "dash": dash}, hoverinfo="skip")
        ends.append((name, colour, x, y))
    for (name, colour, x, y), up in zip(ends, _apart([e[3][-1] if len(e[3]) else 0 for e in ends]), strict=True):
        if len(x):
            figure.add_annotation(
                x=x[-1], y=y[-1], text=NAMES[name], showarrow=False, xanchor="left", xshift=8, yshift=up,
                font={"color": colour, "size": 12}, bgcolor=look.paper,
            )  # fmt: skip
    said = np.concatenate([found.frame[name].to_numpy(dtype=float) for name in (found.a, found.b)])
    low, high = float(np.nanmin(said)), float(np.nanmax(said))
    figure.update_layout(template=look.template, height=height, margin={"b": 34, "t": 22})
    figure.update_xaxes(
        range=[max(low - 4, -2), min(high + 22, 118)], showgrid=True, tickvals=[0, 20, 40, 60, 80, 100],
        title={"text": "foretold (points)", "font": {"size": 12, "color": look.quiet}, "standoff": 4},
    )  # fmt: skip
    figure.update_yaxes(range=[-3, 103], tickvals=[0, 25, 50, 75, 100])
    return unit_mark(figure, "came (points)", look)


def _means(said: np.ndarray, came: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Means of what was said and of what came, in groups of about as many mornings, from the least foretold up."""
    order = np.argsort(said, kind="stable")
    groups = [part for part in np.array_split(order, min(BINS, max(1, len(order) // NEED_BIN))) if len(part)]
    return np.array([said[g].mean() for g in groups]), np.array([came[g].mean() for g in groups])


def _apart(places: Sequence[float]) -> list[int]:
    """By how many pixels two labels move, so that neither lies on the other."""
    first, second = places
    if abs(first - second) > 9:
        return [0, 0]
    return [9, -9] if first >= second else [-9, 9]


def scatter_title(found: Compared) -> str:
    """How well each tells a good morning from a bad one, as far as chance alone would not have it so."""
    r = [_correlation(found.frame, name) for name in (found.a, found.b)]
    # Of the difference of two small correlations with the same mornings; large ones are surer.
    chance = 1.96 * np.sqrt(2 * (1 - _correlation(found.frame, found.a, found.b)) / len(found.frame))
    a, b = NAMES[found.a], inside(found.b)
    if abs(r[0] - r[1]) < max(chance, 0.05):
        return f"{a} and {b} tell good mornings from bad about equally well"
    first, second = (a, b) if r[0] > r[1] else (NAMES[found.b], inside(found.a))
    return f"{first} tells good mornings from bad better than {second}"


def _correlation(frame: pd.DataFrame, name: str, other: str = "y") -> float:
    said, came = frame[name].to_numpy(dtype=float), frame[other].to_numpy(dtype=float)
    if len(said) < 3 or np.ptp(said) == 0 or np.ptp(came) == 0:
        return 0.0
    return float(np.corrcoef(said, came)[0, 1])


def scatter_said(found: Compared) -> str:
    """The scatter in words."""
    parts = [
        f"{NAMES[name]}: correlation of what was foretold with what came {_correlation(found.frame, name):.2f}, from "
        f"{found.frame[name].min():.0f} to {found.frame[name].max():.0f} foretold."
        for name in (found.a, found.b)
    ]
    return f"{words.counted(len(found.frame), 'morning')}. {' '.join(parts)}"


def rolling(errors: pd.DataFrame, a: str, b: str, look: Look, height: int = 300) -> go.Figure:
    """The error of both over time. errors: dashboard.compose.comparing.rolling_error."""
    figure = go.Figure()
    for name, colour, width in zip((a, b), shades(look), (3, 1.5), strict=True):
        figure.add_scatter(
            x=errors.index,
            y=errors[name],
            mode="lines",
            line={"color": colour, "width": width},
            connectgaps=False,
            hovertemplate=f"{NAMES[name]}, %{{x|%-d %b %Y}}: off by %{{y:.1f}}<extra></extra>",
        )
    figure.update_layout(template=look.template, height=height, annotations=_named(a, b, look), margin={"t": 26})
    figure.update_yaxes(rangemode="tozero", ticksuffix=" pts")
    return span_ticks(figure, errors.index)


def _named(a: str, b: str, look: Look) -> list[dict]:
    """Above a chart, which colour is whose."""
    return [
        {"xref": "paper", "yref": "paper", "x": x, "y": 1, "xanchor": anchor, "yanchor": "bottom", "showarrow": False,
         "text": f"{mark} {NAMES[name]}", "font": {"color": colour, "size": 12}}
        for x, anchor, mark, name, colour in (
            (0, "left", "●", a, shades(look)[0]), (1, "right", "○", b, shades(look)[1])
        )
    ]  # fmt: skip


def rolling_title(errors: pd.DataFrame, a: str, b: str) -> str:
    """How often the first has been closer."""
    known = errors.dropna()
    if known.empty:
        return "Too few mornings in a row to show an error over time"
    share = float((known[a] < known[b]).mean())
    return f"{NAMES[a]} was closer in {share:.0%} of the 28-day stretches"


def rolling_said(errors: pd.DataFrame, a: str, b: str) -> str:
    """The error over time in words."""
    known = errors.dropna()
    if known.empty:
        return "Nothing to show yet."
    first, last = known.iloc[0], known.iloc[-1]
    return (
        f"Off by, in the first and the last 28 days: {NAMES[a]} {first[a]:.1f} and {last[a]:.1f} points, "
        f"{NAMES[b]} {first[b]:.1f} and {last[b]:.1f}."
    )


def pairs(table: pd.DataFrame, a: str, b: str, look: Look) -> go.Figure:
    """Two dots a row: how far off each was. table: rows from top to bottom, columns of both models and n."""
    rows = len(table)
    ys = list(range(rows))[::-1]
    figure = go.Figure()
    for y, first, second in zip(ys, table[a], table[b], strict=True):
        figure.add_scatter(
            x=[first, second], y=[y, y], mode="lines", line={"color": look.line, "width": 4}, hoverinfo="skip"
        )
    for name, colour, symbol in ((b, shades(look)[1], "circle-open"), (a, shades(look)[0], "circle")):
        figure.add_scatter(
            x=table[name],
            y=ys,
            mode="markers",
            marker={"color": colour, "size": 12, "symbol": symbol, "line": {"width": 3, "color": colour}},
            hovertemplate=f"{NAMES[name]}: off by %{{x:.1f}}<extra></extra>",
        )
    ends = table[[a, b]]
    low, high = float(ends.min().min()), float(ends.max().max())
    room = max(0.8, 0.12 * (high - low))
    left = {"xref": "paper", "x": 0, "xanchor": "left", "showarrow": False, "yshift": 15, "font": {"size": 12}}
    notes = [
        left | {"y": y, "text": str(label), "font": {"color": look.ink, "size": 12}}
        for y, label in zip(ys, table.index, strict=True)
    ]
    notes += [
        left | {"y": y, "x": 1, "xanchor": "right", "text": f"n = {int(n)}", "font": {"color": look.quiet, "size": 11}}
        for y, n in zip(ys, table["n"], strict=True)
    ]  # fmt: skip
    notes += _named(a, b, look)
    figure.update_layout(
        template=look.template, height=ROW_PX * rows + 62, annotations=notes, margin={"t": 26, "b": 26}
    )
    figure.update_xaxes(range=[low - room, high + room], ticksuffix=" pts", nticks=5)
    return figure.update_yaxes(showgrid=False, showticklabels=False, range=[-0.5, rows - 0.3])


def weekdays(table: pd.DataFrame) -> pd.DataFrame:
    """With the names of the weekdays. table: evaluate.by_weekday."""
    return table.set_axis([WEEKDAYS[int(day)] for day in table.index])


def lengths(table: pd.DataFrame) -> pd.DataFrame:
    """With lengths in words. table: evaluate.by_length."""
    return table.set_axis([LENGTHS[int(least)] for least in table.index])


def pairs_title(table: pd.DataFrame, a: str, b: str, of: str) -> str:
    """In how many rows the first was closer. of: what rows are, as `weekdays`."""
    ahead, rows = int((table[a] < table[b]).sum()), len(table)
    if rows == 1:
        return f"{NAMES[a] if ahead else NAMES[b]} was closer"
    count = f"all {rows}" if ahead == rows else f"none of {rows}" if not ahead else f"{ahead} of {rows}"
    return f"{NAMES[a]} was closer on {count} {of}"


def pairs_said(table: pd.DataFrame, a: str, b: str) -> str:
    """Rows of pairs in words."""
    return " ".join(
        f"{label}: {NAMES[a]} off by {row[a]:.1f}, {NAMES[b]} by {row[b]:.1f}, n = {int(row['n'])}."
        for label, row in table.iterrows()
    )


def pairs_table(table: pd.DataFrame, judged: Sequence[str]) -> pd.DataFrame:
    """Rows of all models in numbers."""
    columns = {NAMES[name]: table[name].round(1).to_list() for name in judged}
    return pd.DataFrame({"": list(table.index), **columns, "n": table["n"].astype(int).to_list()})


def coverage(found: Mapping[str, Calibration], look: Look, height: int = 300) -> go.Figure:
    """What intervals claim against how many mornings they held."""
    figure = go.Figure()
    n = max(each.n for each in found.values())
    levels = np.linspace(0.4, 1, 31)
    reach = 1.96 * np.sqrt(levels * (1 - levels) / n)
    figure.add_scatter(
        x=[*levels, *levels[::-1]], y=[*(levels + reach), *(levels - reach)[::-1]], fill="toself", mode="lines",
        fillcolor=faded(look.quiet, 0.16), line={"width": 0}, hoverinfo="skip",
    )  # fmt: skip
    figure.add_shape(
        type="line", x0=0.4, y0=0.4, x1=1, y1=1, layer="below", line={"color": look.quiet, "width": 1, "dash": "dash"}
    )
    ends = [each.coverage["inside"].iloc[0] * 100 for each in found.values()]
    ups = _apart(ends) if len(ends) == 2 else [0] * len(ends)
    for (name, each), colour, symbol, up in zip(
        found.items(), shades(look), ("circle", "circle-open"), ups, strict=True
    ):
        table = each.coverage
        figure.add_scatter(
            x=table.index,
            y=table["inside"],
            mode="lines+markers",
            line={"color": colour, "width": 2},
            marker={"color": colour, "size": 11, "symbol": symbol, "line": {"width": 2, "color": colour}},
            hovertemplate=f"{NAMES[name]}: %{{x:.0%}} claimed, %{{y:.0%}} held<extra></extra>",
        )
        figure.add_annotation(
            x=table.index[0], y=table["inside"].iloc[0], text=NAMES[name], showarrow=False, xanchor="left",
            xshift=12, yshift=up - 4, font={"color": colour, "size": 12}, bgcolor=look.paper,
        )  # fmt: skip
    figure.update_layout(template=look.template, height=height, margin={"t": 22, "b": 34})
    figure.update_xaxes(
        range=[0.44, 1.0], tickformat=".0%", tickvals=[0.5, 0.8, 0.95],
        title={"text": "claimed", "font": {"size": 12, "color": look.quiet}, "standoff": 4},
    )  # fmt: skip
    figure.update_yaxes(range=[0.4, 1.03], tickformat=".0%", tickvals=[0.5, 0.8, 0.95])
    return unit_mark(figure, "held", look)


def tenths(found: Calibration, look: Look, height: int = 300) -> go.Figure:
    """Into which tenth of what was foretold of it each morning fell: from far below to far above."""
    expected, reach = 0.1, 1.96 * float(np.sqrt(0.09 / found.n))
    figure = go.Figure(
        go.Bar(
            x=list(range(10)),
            y=found.pit,
            width=0.8,
            marker={"color": faded(shades(look)[0], 0.7), "cornerradius": 3},
            hovertemplate="%{y:.0%} of the mornings<extra></extra>",
        )
    )
    figure.add_hrect(expected - reach, expected + reach, fillcolor=faded(look.quiet, 0.16), line_width=0, layer="below")
    figure.add_hline(expected, line={"color": look.quiet, "width": 1, "dash": "dash"})
    figure.update_layout(template=look.template, height=height, bargap=0.1, margin={"b": 34, "t": 22})
    figure.update_xaxes(
        tickvals=[0, 4.5, 9], ticktext=["lower than<br>foretold", "as foretold", "higher than<br>foretold"],
        range=[-0.9, 9.9],
    )  # fmt: skip
    figure.update_yaxes(tickformat=".0%", rangemode="tozero", nticks=4)
    return unit_mark(figure, "of the mornings", look)


def tenths_title(found: Calibration) -> str:
    """Whether mornings fall evenly over what was foretold of them."""
    reach = 1.96 * float(np.sqrt(0.16 / found.n))
    edges, lean = found.pit[0] + found.pit[-1], sum(found.pit[5:]) - 0.5
    if edges > 0.2 + reach:
        return "Mornings end up at the far ends too often"
    if edges < 0.2 - reach:
        return "Mornings end up at the far ends seldom: it could be surer"
    if abs(lean) > 1.96 * float(np.sqrt(0.25 / found.n)):
        return f"Mornings come out {'higher' if lean > 0 else 'lower'} than foretold, more often than not"
    return "Mornings fall evenly over what was foretold of them"


def tenths_said(found: Calibration) -> str:
    """The chart of tenths in words."""
    return "Share of mornings in each tenth, from lower to higher than foretold: " + (
        ", ".join(f"{share:.0%}" for share in found.pit) + f"; 10% each would be even. n = {found.n:,}."
    )


def coverage_title(found: Mapping[str, Calibration]) -> str:
    """Whether intervals of 80% hold what they say."""
    name, each = next(iter(found.items()))
    held, chance = each.coverage.loc[0.8, "inside"], 1.96 * np.sqrt(0.16 / each.n)
    said = f"{round(100 * held)} of 100 mornings fell inside its 80% interval"
    if abs(held - 0.8) <= chance:
        return f"{NAMES[name]} is as sure as it may be: {said}"
    return f"{NAMES[name]} is {'too sure' if held < 0.8 else 'surer than it says'}: {said}"


def coverage_said(found: Mapping[str, Calibration]) -> str:
    """The chart of intervals in words."""
    return " ".join(
        f"{NAMES[name]}: "
        + ", ".join(f"{level:.0%} held {row.inside:.0%}" for level, row in each.coverage.iterrows())
        + f" of {each.n:,} mornings."
        for name, each in found.items()
    )


def coverage_table(found: Mapping[str, Calibration]) -> pd.DataFrame:
    """Intervals in numbers."""
    rows = [
        (NAMES[name], round(100 * level), round(100 * row.inside), round(row.width, 1), each.n)
        for name, each in found.items()
        for level, row in each.coverage.iterrows()
    ]
    return pd.DataFrame(rows, columns=["model", "claims, %", "held, %", "mean width, points", "mornings"])


def score_table(scores: Mapping[str, Score]) -> pd.DataFrame:
    """Every model on the same mornings, the closest first."""
    ranked = sorted(scores.items(), key=lambda each: each[1].mae)
    return pd.DataFrame(
        [
            {
                "model": NAMES[name],
                "off by (MAE)": score.mae,
                "RMSE": score.rmse,
                "R²": score.r2,
                "closer than the median": 100 * score.skill_median,
                "closer than yesterday": 100 * score.skill_yesterday,
                "80% interval held": 100 * score.coverage_80,
                "its width": score.width_80,
                "mornings": score.n,
            }
            for name, score in ranked
        ]
    )


def level_said(mornings: int, grown: int) -> str:
    """That boosted trees and ridge foretell the same where hardly any trees grew; "" where they did.

    grown: on how many of these mornings the trees added anything.
    """
    if not mornings or grown > SELDOM * mornings:
        return ""
    same = "boosted trees are the ridge on which they stand, so the two foretell the same"
    if not grown:
        return f"No tree grew on any of these mornings: {same}."
    return f"Trees grew only on {grown:,} of {words.counted(mornings, 'morning')}: on the others {same}."


def day_table(days: pd.DataFrame, a: str, b: str) -> pd.DataFrame:
    """What both said and what came, as people read it. days: comparing.day_by_day."""

    def span(place: str) -> list[str]:
        rows = days[[f"{place}_low", f"{place}_high"]].itertuples(index=False)
        return [f"{low:.0f} to {high:.0f}" for low, high in rows]

    held = {True: "yes", False: "no"}
    closer = {"a": NAMES[a], "b": NAMES[b], "": "alike"}
    return pd.DataFrame(
        {
            "came": days["came"].round().astype(int),
            NAMES[a]: days["a"].round().astype(int),
            "80%": span("a"),
            "held": days["a_held"].map(held),
            f"{NAMES[b]} ": days["b"].round().astype(int),
            "80% ": span("b"),
            "held ": days["b_held"].map(held),
            "closer": days["closer"].map(closer),
            "shown by": days["shown"].map(lambda name: NAMES.get(name, "")),
        },
        index=days.index,
    )
