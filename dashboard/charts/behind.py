"""The days behind findings as tables that people read: values with their units, and where they are from."""

from collections.abc import Callable

import pandas as pd

from coach import words
from data.importers import label


def nights(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Nights and the mornings after them. table: compose.sleep.days_behind; unit: of recovery."""
    return pd.DataFrame(
        {
            "asleep at": _written(table["onset_h"], words.clock),
            "slept": _written(table["asleep_min"], words.hours),
            "naps the day before": _written(table["nap_min"], words.hours),
            "owed": _written(table["debt_min"], lambda minutes: words.quantity(minutes, "min")),
            "night from": _written(table["night_from"], label),
            "recovery": _written(table["recovery"], lambda value: words.quantity(value, unit)),
            "recovery from": _written(table["recovery_from"], label),
        },
        index=table.index,
    )


def hard_and_low(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Hard days and low mornings with the mornings after. table: compose.velocity.days_behind; unit: of recovery."""
    mornings = {"that morning": 0, "next morning": 1} | {f"after {k} days": k for k in range(2, 6)}
    recovery = {name: _written(table[k], lambda value: words.quantity(value, unit)) for name, k in mornings.items()}
    return pd.DataFrame(
        {
            "what": list(table["what"]),
            "load": _written(table["load"], lambda load: words.number(load, digits=int(load < 100))),
            "load from": _written(table["load_from"], label),
        }
        | recovery,
        index=table.index,
    )


def forecasts(table: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Past mornings and what was foretold of them. table: compose.forecast.days_behind; unit: of recovery."""
    inside = (table["low"] <= table["came"]) & (table["came"] <= table["high"])
    return pd.DataFrame(
        {
            "foretold": _written(table["value"], lambda value: words.quantity(value, unit)),
            "four times in five": [
                words.interval(low, high, unit) for low, high in zip(table["low"], table["high"], strict=True)
            ],
            "30-day median": _written(table["median"], lambda value: words.quantity(value, unit)),
            "came": _written(table["came"], lambda value: words.quantity(value, unit)),
            "inside": ["yes" if held else "no" for held in inside],
            "recovery from": _written(table["came_from"], label),
        },
        index=table.index,
    )


def _written(values: pd.Series, said: Callable[[object], str]) -> list[str]:
    return ["" if pd.isna(value) else said(value) for value in values]
