"""The rule: tomorrow's recovery projected from today's state, by weights that nobody's data have moved.

    prediction = median of the athlete's last 30 mornings + sum of weight x (today - the athlete's usual)

It must be right for people about whom little is known, so it promises little. Its parts, and where they come from:

    recovery_last_points  a tenth of last morning's distance from usual is still there tomorrow. In 17 real histories
                          recovery resembled the day before with a correlation of .01 to .37, .1 to .2 for most, and a
                          part of that comes with strain, sleep and habits, which count themselves
    load_yesterday_z      2 points an SD of strain, a quarter of it on the second morning: hard training holds heart
                          rate variability down for 24 h and more (Stanley et al. 2013, Sports Med 43(12):1259-77)
    sleep_debt_h          1 point an hour: short nights that are owed lower heart rate variability a little
    alcohol_yes        9 points for the usual amount, in proportion up to the double: over 4,098 people the recovery
                          of heart rate in the first hours of sleep fell by 9.3, 24.0 and 39.2 points at a low, moderate
                          and high dose (Pietila et al. 2018, JMIR Ment Health 5(1):e23); the low one, to be modest
    illness_yes           8 points, stress_yes 3, late_meal_yes 2, caffeine_yes 1, calm_yes 1 the other way:
                          our choice, of the order that people report
    night_need_z          3 points an SD of the night's sleep against its need (night_asleep_z where no need is known),
    night_respiration_z   2 points an SD of raised respiration: only once the night is known. Our choice, about half of
                          what scores that count sleep themselves would suggest

The usual is the mean of the athlete's own days, so that who drinks every evening is not marked down every morning. It
is the only thing that is learned.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.recovery.learned import Model, Prior, Why
from analytics.recovery.lines import MEDIAN, NEED_DAYS, adding_up, column, known_mornings, long_run, on_the_scale
from analytics.recovery.sealed import packed, unpacked

WEIGHTS = {  # points per unit of the feature
    "recovery_last_points": 0.1,
    "load_yesterday_z": -2.0,
    "load_day_before_z": -0.5,
    "sleep_debt_h": -1.0,
    "alcohol_yes": -9.0,
    "late_meal_yes": -2.0,
    "caffeine_yes": -1.0,
    "stress_yes": -3.0,
    "illness_yes": -8.0,
    "calm_yes": 1.0,
    "night_need_z": 3.0,
    "night_asleep_z": 3.0,
    "night_respiration_z": -2.0,
}
INSTEAD = {"night_asleep_z": "night_need_z"}  # counts only where the other is unknown
MOST = {  # distance from usual beyond which no more points are added
    "recovery_last_points": 40.0,
    "sleep_debt_h": 4.0,
    "alcohol_yes": 2.0,
    "caffeine_yes": 2.0,
}
MOST_SDS = 3.0


@dataclass(frozen=True, eq=False)
class Rule:
    """The rule for one athlete. usual: of each feature that this athlete's frame has."""

    usual: dict[str, float]
    otherwise: float  # points, where the median of 30 days is unknown
    name: str = "rule"

    def predict(self, x: pd.DataFrame) -> np.ndarray:
        return on_the_scale(self._start(x) + sum(self._parts(x).values(), np.zeros(len(x))))

    def why(self, row: pd.Series) -> Why:
        x = row.to_frame().T
        parts = {MEDIAN: float(self._start(x)[0]) - self.otherwise}
        return adding_up(self.otherwise, parts | {name: float(points[0]) for name, points in self._parts(x).items()})

    def to_bytes(self) -> bytes:
        usual = np.array([*self.usual.values(), self.otherwise], dtype=float)
        return packed(self.name, {"features": list(self.usual)}, {"usual": usual})

    def _start(self, x: pd.DataFrame) -> np.ndarray:
        median = column(x, MEDIAN)
        return np.where(np.isnan(median), self.otherwise, median)

    def _parts(self, x: pd.DataFrame) -> dict[str, np.ndarray]:
        """Points of each feature; 0 where it is unknown."""
        apart = {name: column(x, name) - usual for name, usual in self.usual.items()}
        for name, other in INSTEAD.items():
            if name in apart and other in apart:
                apart[name] = np.where(np.isnan(apart[other]), apart[name], np.nan)
        held = {name: np.clip(far, -MOST.get(name, MOST_SDS), MOST.get(name, MOST_SDS)) for name, far in apart.items()}
        return {name: WEIGHTS[name] * np.nan_to_num(far) for name, far in held.items()}


@dataclass(frozen=True)
class RuleLearner:
    """Learns only what is usual for the athlete."""

    name: str = "rule"
    need_days: int = NEED_DAYS

    def learn(self, x: pd.DataFrame, y: pd.Series, *, prior: Prior | None = None, seed: int = 0) -> Model:
        rows, points = known_mornings(x, y, self.need_days, "prediction of recovery")
        values = {name: column(rows, name) for name in WEIGHTS if name in rows}
        usual = {name: float(np.nanmean(v)) if np.isfinite(v).any() else 0.0 for name, v in values.items()}
        return Rule(usual, long_run(points))

    def from_bytes(self, content: bytes) -> Model:
        facts, arrays = unpacked(self.name, content)
        *usual, otherwise = map(float, arrays["usual"])
        return Rule(dict(zip(facts["features"], usual, strict=True)), otherwise)


RULE = RuleLearner()
