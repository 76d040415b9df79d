"""One look for every chart, made from .streamlit/config.toml: its colours by what they stand for, and its template."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly.graph_objects as go

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"

# What a colour of the theme stands for.
_MEANINGS = {
    "recovery": "primaryColor",
    "hrv": "blueColor",
    "resting_hr": "orangeColor",
    "respiration": "greenColor",
    "sleep": "violetColor",
    "load": "yellowColor",
    "habits": "redColor",
}


@dataclass(frozen=True, eq=False)
class Look:
    """Colours and template of one theme. metrics: the one colour of each metric."""

    paper: str
    panel: str
    ink: str
    quiet: str
    line: str
    metrics: dict[str, str]
    template: go.layout.Template


@cache
def settings() -> dict:
    """The whole of .streamlit/config.toml."""
    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))


@cache
def look(theme: str | None) -> Look:
    """The look of the "dark" theme, or of the light one."""
    shared = settings()["theme"]
    colours = shared["dark" if theme == "dark" else "light"]
    names = {
        "paper": colours["backgroundColor"],
        "panel": colours["secondaryBackgroundColor"],
        "ink": colours["textColor"],
        "quiet": colours["grayTextColor"],
        "line": colours["borderColor"],
    }
    metrics = {meaning: colours[name] for meaning, name in _MEANINGS.items()}
    return Look(**names, metrics=metrics, template=_template(**names, font=shared["font"]))


def faded(colour: str, alpha: float) -> str:
    """A colour of the theme, seen through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha:g})"


def blended(colour: str, ground: str, share: float) -> str:
    """`share` of a colour on a ground, as one opaque colour."""
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return f"rgb({','.join(str(round(share * top + (1 - share) * under)) for top, under in pairs)})"


def _template(paper: str, panel: str, ink: str, quiet: str, line: str, font: str) -> go.layout.Template:
    axis = {
        "gridcolor": line,
        "linecolor": line,
        "zerolinecolor": quiet,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"color": quiet, "size": 12},
        "automargin": True,
        "fixedrange": True,
    }
    return go.layout.Template(
        layout=go.Layout(
            font={"family": font, "color": ink, "size": 13},
            paper_bgcolor="rgba(0,0,0,0)",
            plot_bgcolor="rgba(0,0,0,0)",
            margin={"l": 4, "r": 8, "t": 8, "b": 4},
            xaxis=axis | {"showgrid": False, "nticks": 6, "tickangle": 0},
            yaxis=axis | {"nticks": 5},
            hovermode="closest",
            hoverlabel={"bgcolor": panel, "bordercolor": line, "font": {"family": font, "color": ink, "size": 13}},
            showlegend=False,
            dragmode=False,
            bargap=0.35,
        )
    )
