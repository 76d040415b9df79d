"""Does a pipeline see what it cannot have known? A checker for features and for whole models alike.

Everything that becomes known after a morning's moment is replaced by nonsense: measurements, journal, device changes
and how long the history goes on. Whatever was said of that morning and of those before it has to stay the same, bit by
bit. A second look needs no moment: a feature that alone explains most of recovery has seen the score's ingredients.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from analytics.recovery.learned import Horizon

Restarts = Mapping[str, Sequence[date]]
# daily, journal, horizon, restarts -> one row (or value) a morning, indexed by it
Pipeline = Callable[[pd.DataFrame, pd.DataFrame, Horizon, Restarts], pd.DataFrame | pd.Series]

# What the night tells that ends on a morning; all else of that day is known later, or is what the score is made of.
NIGHT = (
    "in_bed_min", "asleep_min", "light_min", "deep_min", "rem_min", "awake_min", "need_min", "debt_min",
    "efficiency_pct", "onset_h", "wake_h", "respiration_brpm",
)  # fmt: skip
TOO_GOOD = 0.6  # R2 of next-day recovery above which leakage is all but sure
DAY = pd.Timedelta(days=1)


def leaks(
    pipeline: Pipeline,
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    horizon: Horizon,
    restarts: Restarts,
    *,
    mornings: Iterable[pd.Timestamp],
    seed: int = 0,
) -> set[str]:
    """The columns of the pipeline that change when what came after one of the mornings does; empty: none leaks."""
    said = pd.DataFrame(pipeline(daily, journal, horizon, restarts))
    found = set()
    for number, morning in enumerate(mornings):
        rng = np.random.default_rng([seed, number])
        other = changed_after(daily, journal, horizon, restarts, morning, rng)
        again = pd.DataFrame(pipeline(other[0], other[1], horizon, other[2]))
        found |= different(said.loc[:morning], again.loc[:morning])
    return found


def different(one: pd.DataFrame, other: pd.DataFrame) -> set[str]:
    """The columns in which two tables of the same days are not equal bit by bit."""
    assert one.index.equals(other.index), "a pipeline has to speak of the same mornings, whatever comes later"
    assert list(one.columns) == list(other.columns), "a pipeline has to give the same columns, whatever comes later"
    return {str(name) for name in one if not np.array_equal(one[name], other[name], equal_nan=True)}


def changed_after(
    daily: pd.DataFrame,
    journal: pd.DataFrame,
    horizon: Horizon,
    restarts: Restarts,
    morning: pd.Timestamp,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame, Restarts]:
    """Another life from a morning's moment on, the same one before it."""
    until = morning + rng.integers(0, 60) * DAY  # shorter or longer than it was
    index = pd.date_range(daily.index[0], until, name=daily.index.name)
    later = np.broadcast_to((index > morning)[:, None], (len(index), daily.shape[1])).copy()
    kept = NIGHT if horizon is Horizon.MORNING else ()
    later[index == morning] = ~daily.columns.isin(kept)
    nonsense = rng.uniform(1, 100, later.shape)
    nonsense[rng.random(later.shape) < 0.2] = np.nan
    days = daily.reindex(index)
    days = days.where(~later, nonsense)
    first = morning + DAY if horizon is Horizon.MORNING else morning
    begins = {
        name: tuple(day for day in restarts.get(name, ()) if pd.Timestamp(day) < first) + _random_days(first, rng)
        for name in daily.columns
    }
    return days, _another_journal(journal, morning, rng), begins


def _random_days(first: pd.Timestamp, rng: np.random.Generator) -> tuple[date, ...]:
    return tuple((first + int(days) * DAY).date() for days in sorted(rng.integers(0, 30, rng.integers(0, 3))))


def _another_journal(journal: pd.DataFrame, morning: pd.Timestamp, rng: np.random.Generator) -> pd.DataFrame:
    """The journal of the days before, and answers that were never given from that day on, in other units."""
    kept = journal[journal["day"] < morning.date().isoformat()]
    habits = sorted({*journal["habit"], "alcohol", "caffeine", "made_up"})
    days = [(morning + number * DAY).date().isoformat() for number in range(40)]
    rows = [(day, habit) for day in days for habit in habits if rng.random() < 0.8]
    new = pd.DataFrame(rows, columns=["day", "habit"])
    new["question"] = new["habit"] + ", really?"
    new["answer"] = rng.choice(["yes", "no", "no_or_default"], len(new))
    new["amount"] = np.where(rng.random(len(new)) < 0.7, rng.uniform(1, 500, len(new)), np.nan)
    new["unit"] = "thimbles"
    return pd.concat([kept, new.reindex(columns=journal.columns)], ignore_index=True)


def too_good(x: pd.DataFrame, y: pd.Series, limit: float = TOO_GOOD) -> dict[str, float]:
    """The features that alone explain more than `limit` of recovery (R2 of a straight line), and how much."""
    r2 = {str(name): _r2(x[name], y) for name in x}
    return {name: share for name, share in r2.items() if share > limit}


def _r2(x: pd.Series, y: pd.Series) -> float:
    both = pd.DataFrame({"x": x, "y": y}).dropna()
    if len(both) < 30 or both["x"].nunique() < 2 or both["y"].nunique() < 2:
        return 0.0
    return float(both["x"].corr(both["y"]) ** 2)
