"""What the coach may ask about an athlete: everything else is closed to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pandas as pd

from analytics.forecast import Forecast
from analytics.habits import HabitEffect
from analytics.recovery.rules import Recovery
from analytics.results import Finding


@dataclass(frozen=True)
class Profile:
    """Who asks; what is not known is None."""

    name: str
    simulated: bool = False
    sport: str | None = None
    ftp_w: float | None = None
    max_hr_bpm: float | None = None


@dataclass(frozen=True)
class Source:
    """Where data comes from."""

    label: str
    records: int | None  # None: as of an earlier day, for which they are not counted
    first_day: date
    last_day: date


class Known(Protocol):
    """One athlete as of a day: nothing later is looked at."""

    profile: Profile
    today: date  # of the clock
    day: date | None  # the newest with a night or a morning on it, up to the day asked about; None: no data at all

    def findings(self, *ids: str) -> Sequence[Finding]:
        """The findings of `day` with these ids; an id that ends with a dot stands for all that begin with it."""

    def habit_effect(self, habit: str, metric: str) -> tuple[HabitEffect | None, str]:
        """What one habit goes with on another measure of the next morning (a name as for `values`), None where nothing
        can be said; and the unit. Raises NotEnoughData."""

    def values(self, metric: str) -> pd.Series:
        """A measure day by day up to `day`: a name of data.schema.METRICS or of a night's columns, "hrv" for the kind
        that counts, "recovery" for the recovery that counts, "load" for the load that counts."""

    def unit(self, metric: str) -> str:
        """The unit of those values."""

    def source(self, metric: str, day: date) -> str | None:
        """What measured it on a day, as people know it; None where that is not known."""

    def recovery(self, day: date) -> Recovery:
        """Our score of one morning with its parts. Raises NotEnoughData."""

    def scores(self) -> pd.DataFrame:
        """Our score of every morning with its parts: as analytics.recovery.rules.recovery_history."""

    def journal(self) -> pd.DataFrame:
        """Columns day, habit, answer, amount, unit: what was answered, up to `day`."""

    def workouts(self) -> pd.DataFrame:
        """As data.frames.workouts, up to `day`."""

    def plans(self) -> pd.DataFrame:
        """Planned sessions of `day` and later: columns day, sport, minutes, kind, load, unit."""

    def events(self) -> pd.DataFrame:
        """Marks on days: columns day, kind, note."""

    def unusual_mornings(self, first: date, last: date) -> tuple[int, Sequence[tuple[date, str]]]:
        """Of the mornings from first to last, how many could be judged, and those that were unusual, each with what
        drove it. Raises NotEnoughData."""

    def forecast(self) -> Forecast:
        """The next seven mornings. Raises NotEnoughData."""

    def forecast_if(self, days: Mapping[date, str | float]) -> Forecast:
        """The same by the model with other days in it, each by its kind (of `load_levels`) or its load: to hold against
        `forecast`. Raises NotEnoughData."""

    def load_levels(self) -> Mapping[str, float]:
        """What a day of rest, easy, steady and hard training comes to, in the unit of the load; empty: not known."""

    def sources(self) -> Sequence[Source]:
        """Where data comes from, the one believed most first."""
