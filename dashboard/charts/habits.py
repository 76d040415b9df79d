"""Habits and the next morning: rows of a forest plot, its words, and the days behind one habit."""

import pandas as pd

from analytics.habits import HabitEffect, HabitImpact
from analytics.results import Finding, Grade
from coach import words
from dashboard.charts.forest import Row, Scale
from dashboard.compose.habits import RECOVERY
from dashboard.compose.outcome import Outcome
from dashboard.findings.habits import NAMES, SEEN, named
from data.importers import label
from data.schema import METRICS

BRINGS_ONE = (
    "**A journal says what you did on which day: yes, no, and how much.** With 28 answered days, and 5 of each answer, "
    "your habits can be held against the mornings after them.",
    "Three things bring one: a WHOOP export with its journal, Oura's tags, or a CSV kept by hand, for which there is a "
    "template. Oura's tags only say yes: what was not done has to come from one of the others.",
)
COUNTED = "days yes / no"
KEY = (
    "Each row: by how much the next morning differs after a yes, beside all other habits. The thick bar is the 95% "
    "interval that counts, the thin one the same before it is pulled towards none. Filled: strong; ringed: likely; "
    "grey: no effect seen; grey and hollow: not enough data."
)
_LONGEST = 24  # letters of a name beside its counts on a phone


def rows(impact: HabitImpact) -> list[Row]:
    """The effects as rows, the strongest evidence first."""
    return [_row(effect) for effect in impact.effects]


def _row(effect: HabitEffect) -> Row:
    value, raw = effect.shrunk, effect.raw
    name = named(effect)
    return Row(
        name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…",
        value.value,
        value.low,
        value.high,
        effect.n_yes + effect.n_no,
        effect.grade,
        thin=(raw.low, raw.high),
        right=f"{effect.grade.words} · {effect.n_yes:,} / {effect.n_no:,}",
    )


def answer(top: Finding) -> str:
    """The sentence that answers the question of the page."""
    return "It is too early to say which of your habits go with your mornings." if top.missing else top.words


def sides(impact: HabitImpact) -> tuple[str, str]:
    """What lies left and right of zero."""
    return ("shorter", "longer") if impact.unit == "min" else ("lower", "higher")


def unit_of(metric: str, recovery: Outcome) -> str:
    """The unit of the mornings themselves."""
    return recovery.unit if metric == RECOVERY else METRICS[metric].unit


def groups(impact: HabitImpact, found: dict[str, Finding]) -> list[tuple[str, str, list[Finding]]]:
    """The findings of single habits under titles, with the icon of each; only those that there are."""
    refused = {f"habit.{one.habit}" for one in impact.refused}
    told = [one for id, one in found.items() if id not in refused and one.id != "habits.top"]
    parts = [
        ("What is seen", ":material/check_circle:", [one for one in told if one.grade in SEEN]),
        ("No effect seen", ":material/remove:", [one for one in told if one.grade is Grade.NONE]),
        ("Cannot be told yet", ":material/hourglass_empty:", [one for one in told if one.grade is Grade.INSUFFICIENT]),
        ("Left out", ":material/block:", [found[id] for id in found if id in refused]),
    ]
    return [part for part in parts if part[2]]


def title(impact: HabitImpact) -> str:
    """What the chart shows."""
    name, habits = NAMES[impact.outcome], words.counted(len(impact.effects), "habit")
    seen = sum(effect.grade in SEEN for effect in impact.effects)
    if seen:
        return f"{seen} of {habits} {'goes' if seen == 1 else 'go'} with the next morning's {name}"
    if any(effect.grade is Grade.NONE for effect in impact.effects):
        return f"No habit is seen to go with the next morning's {name}"
    return f"Too early to say what goes with the next morning's {name}"


def table(impact: HabitImpact) -> pd.DataFrame:
    """The chart in numbers, with what each effect was before it was pulled towards none."""
    effects = impact.effects
    digits = int(Scale.of(rows(impact), impact.unit).digits or impact.unit == "bpm")

    def column(of) -> list[float]:
        return [round(of(effect), digits) for effect in effects]

    return pd.DataFrame(
        {
            f"effect ({impact.unit})": column(lambda effect: effect.shrunk.value),
            "from": column(lambda effect: effect.shrunk.low),
            "to": column(lambda effect: effect.shrunk.high),
            "before the pull": column(lambda effect: effect.raw.value),
            "its from": column(lambda effect: effect.raw.low),
            "its to": column(lambda effect: effect.raw.high),
            "yes": [effect.n_yes for effect in effects],
            "no": [effect.n_no for effect in effects],
            "not answered": [effect.n_unknown for effect in effects],
            "evidence": [effect.grade.words for effect in effects],
        },
        index=pd.Index([named(effect) for effect in effects], name="habit"),
    ).reset_index()


def days_behind(days: pd.DataFrame, metric: str, unit: str, dose_unit: str) -> pd.DataFrame:
    """The days of one habit as people read them. days: compose.habits.days_behind; unit: of the outcome."""
    table = {"answered in": [label(source) for source in days["answered_from"]]}
    if days["amount"].notna().any():
        given = (("" if pd.isna(x) else words.number(x, dose_unit, digits=int(x % 1 != 0))) for x in days["amount"])
        table["how much"] = list(given)
    name = METRICS[metric].label
    table[f"{name} next morning"] = [words.quantity(value, unit) for value in days["value"]]
    table["measured by"] = ["" if pd.isna(source) else label(source) for source in days["measured_from"]]
    return pd.DataFrame(table, index=days.index)
