"""What predictions of one athlete's mornings are made from: what was known before each, and how it came out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from analytics.features import features
from analytics.recovery.learned import Horizon
from analytics.recovery.levels import with_levels
from analytics.results import NotEnoughData
from dashboard import compose
from dashboard.compose import History
from dashboard.compose.outcome import Outcome, as_of, journal, outcome

NEED_MORNINGS = 14  # known, before anything is foretold
KNOWN_BY_MORNING = ("sleep", "respiration", "load")  # of our score: what is known of a night foretells itself
KEPT = 6  # tasks of one history: of both horizons, for the next morning and for one that is looked back at


@dataclass(frozen=True, eq=False)
class Task:
    """Mornings to be foretold, a row a day without gaps.

    features: what was known before each (analytics.features). y: recovery in points, NaN = unknown or to come. Both as
    the first device of a baseline would have read them, so that a new device changes nothing of earlier days. shift:
    what the device of each day reads more in its recovery [points].
    """

    horizon: Horizon
    outcome: Outcome
    features: pd.DataFrame
    y: pd.Series
    shift: pd.Series

    @cached_property
    def x(self) -> pd.DataFrame:
        """The features with the levels of recovery that models expect beside them."""
        return with_levels(self.features, self.y)

    @cached_property
    def known(self) -> pd.DatetimeIndex:
        """The mornings whose recovery is known."""
        return self.y.index[self.y.notna()]

    @property
    def unit(self) -> str:
        """What mornings are counted as where they are too few."""
        return "mornings with HRV and resting HR" if self.outcome.without else "known mornings"


# Features take most of the time of a prediction and depend on nothing but the history, which does not change.
_made: WeakKeyDictionary[History, dict[tuple, Task]] = WeakKeyDictionary()


def task(history: History, horizon: Horizon, until: date | None = None) -> Task:
    """All mornings up to a day, of which nothing later is used; without a day, all there are.

    Made once for a history and a day: shared, and never written to.
    """
    if until is None:
        until = history.last_day.date() if history.last_day is not None else date.min
    return _once(history, ("task", horizon, until), lambda: _task(history, horizon, until))


def before(history: History, horizon: Horizon, day: date) -> Task:
    """The task up to the morning of `day`, whose own recovery nobody knows; shared as that of `task` is."""
    return _once(history, ("before", horizon, day), lambda: _before(history, horizon, day))


def scored(history: History, horizon: Horizon, until: date) -> Outcome:
    """The recovery that is foretold, up to a day.

    Foretold from its night, our score leaves out what is known by then: it is made of HRV and resting HR, and unknown
    where either is. A device's score counts as it is.
    """
    return outcome(history, until, () if horizon is Horizon.EVENING else KNOWN_BY_MORNING)


def _once(history: History, key: tuple, make: Callable[[], Task]) -> Task:
    made = _made.setdefault(history, {})
    found = made.get(key)
    if found is None:
        found = make()
        for oldest in list(made)[: max(len(made) - KEPT + 1, 0)]:
            made.pop(oldest, None)
        made[key] = found
    return found


def _task(history: History, horizon: Horizon, until: date) -> Task:
    known = history
    if len(history.daily) and history.daily.index[-1].date() > until:
        known = as_of(history, until)
    if len(known.daily):
        known = compose.up_to(known, until)
    shift = known.resolved.shifts["recovery_pct"]
    known = _on_first_scale(known)
    found = scored(known, horizon, until)
    restarts = {**known.restarts, "recovery_pct": found.restarts}
    x = features(found.daily, journal(history, until), horizon, restarts=restarts)
    return Task(horizon, found, x, found.daily["recovery_pct"].astype(float), shift if found.device else 0.0 * shift)


def _on_first_scale(history: History) -> History:
    """The same history as the first device of each baseline would have read it: see data.resolve."""
    if not history.resolved.shifts.to_numpy().any():
        return history
    resolved = history.resolved.on_first_scale()
    return replace(history, resolved=resolved, aligned=resolved.daily)


def _before(history: History, horizon: Horizon, day: date) -> Task:
    found = task(history, horizon, day)
    y = found.y.copy()
    y.loc[pd.Timestamp(day) :] = np.nan
    return replace(found, y=y)


def next_morning(history: History, horizon: Horizon) -> date | None:
    """The morning that is foretold now: after the last day in the evening, that of the last night in the morning.

    None where there is no day at all.
    """
    if history.last_day is None:
        return None
    return history.last_day.date() + timedelta(days=1 if horizon is Horizon.EVENING else 0)


def check_enough(found: Task) -> None:
    """Raises NotEnoughData where too few mornings are known for anything to be foretold."""
    if len(found.known) < NEED_MORNINGS:
        raise NotEnoughData("prediction of recovery", NEED_MORNINGS, len(found.known), found.unit)
