"""T7: are illnesses seen early, at no more false alarms than were asked for?"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.anomaly import SIGNALS, anomaly_history
from data.simulate import Simulated
from tests.truth.bench import Outcome, share
from tests.truth.worlds import SEED
from tests.truth.worlds_forecast import HISTORY, ILL_DAYS, SEVERITY, TESTED, alcohol_said, with_illnesses

SEEN_WITHIN = 3  # days
CLEARLY_ILL = 0.4  # of the height of an illness
WORLD = (
    f"{HISTORY} healthy days, then {TESTED} with 2 illnesses of {ILL_DAYS} days, {SEVERITY * 1.5:.1f} to "
    f"{SEVERITY * 2.2:.1f} SD at their height; load, alcohol and a trend act, too"
)


@dataclass(frozen=True)
class Called:
    """What one method says of the tested days: which it flags, and how unusual it holds each (NaN: unknown)."""

    flagged: np.ndarray
    score: np.ndarray


def illnesses_seen(count: int, budgets: Iterable[float] = (1.0,)) -> list[Outcome]:
    """T7, for each number of false days in 30 that is asked for; naive: isolation forest and any |z| > 2."""
    naive: dict[str, list[tuple[float, ...]]] = {name: [] for name in _NAIVE}
    ours: dict[float, list[tuple[float, ...]]] = {budget: [] for budget in budgets}
    for person in with_illnesses(count):
        frame, ill = person.frame(), person.truth.daily["ill"].to_numpy()[HISTORY:]
        said = alcohol_said(person)
        for budget, figures in ours.items():
            found = anomaly_history(frame, alcohol=said, false_days_per_30=budget)[HISTORY:]
            figures.append(_figures(Called(found["flagged"].to_numpy(), found["score"].to_numpy()), ill, person))
        for name, method in _NAIVE.items():
            naive[name].append(_figures(method(_signals(frame)), ill, person))
    return [outcome for budget, figures in ours.items() for outcome in _outcomes(budget, figures, naive)]


def _outcomes(budget: float, ours: list[tuple[float, ...]], naive: dict[str, list[tuple[float, ...]]]) -> list[Outcome]:
    bands = (
        ("T7 false", "Healthy days in 30 that are flagged, where so many were asked for.", 0.7 * budget, 1.5 * budget),
        ("T7 seen", f"Illnesses with a flag in their first {SEEN_WITHIN} days.", 0.80 if budget == 1 else None, None),
        ("T7 AUC", "A day of illness scores higher than a healthy one (chance: 0.5).", 0.90, None),
    )
    world = f"{WORLD}; {budget:g} false in 30"
    return [
        Outcome(
            id,
            says,
            world,
            ", ".join(f"{share(x[k] for x in figures)[0]:.2f} ({name})" for name, figures in naive.items()),
            *share(x[k] for x in ours),
            len(ours),
            low,
            high,
        )
        for k, (id, says, low, high) in enumerate(bands)
    ]


def _signals(frame: pd.DataFrame) -> pd.DataFrame:
    """The signals as products take them: HRV as logarithm, in SDs of the history, unknown ones as its mean."""
    raw = frame[list(SIGNALS)].assign(hrv_rmssd_ms=np.log(frame["hrv_rmssd_ms"]))
    past = raw[:HISTORY]
    return (raw - past.mean()) / past.std()


def _forest(contamination: float | str) -> Callable[[pd.DataFrame], Called]:
    def call(z: pd.DataFrame) -> Called:
        from sklearn.ensemble import IsolationForest

        forest = IsolationForest(contamination=contamination, random_state=SEED, n_estimators=100)
        past, tested = z[:HISTORY].dropna(), z[HISTORY:]
        forest.fit(past.to_numpy())
        known = tested.notna().any(axis=1).to_numpy()
        filled = tested.fillna(0).to_numpy()
        return Called((forest.predict(filled) < 0) & known, np.where(known, -forest.score_samples(filled), np.nan))

    return call


def _any_beyond(z: pd.DataFrame) -> Called:
    """Any signal more than 2 SDs from the mean of its last 60 days."""
    usual = z.rolling(60, min_periods=20)
    far = ((z - usual.mean()) / usual.std()).abs()[HISTORY:].max(axis=1).to_numpy()
    return Called(far > 2, far)


_NAIVE = {"isolation forest, 5%": _forest(0.05), "forest, auto": _forest("auto"), "any |z| > 2": _any_beyond}


def _figures(called: Called, ill: np.ndarray, person: Simulated) -> tuple[float, ...]:
    """False days in 30, share of illnesses seen in time, area under the curve; days of getting well count nowhere."""
    known = ~np.isnan(called.score)
    healthy, sick = known & (ill == 0), known & (ill >= CLEARLY_ILL)
    starts = [first - HISTORY for first, _ in person.truth.illnesses]
    seen = [called.flagged[first : first + SEEN_WITHIN].any() for first in starts]
    return (
        30 * float(called.flagged[healthy].mean()),
        float(np.mean(seen)),
        _area(called.score[sick], called.score[healthy]),
    )


def _area(higher: np.ndarray, lower: np.ndarray) -> float:
    """The share of pairs in which the one is above the other; ties count half."""
    above = (higher[:, None] > lower).mean()
    return float(above + (higher[:, None] == lower).mean() / 2)
