"""T10: do probabilities of a low or a good morning mean what they say?"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.recovery import probability
from analytics.recovery.evaluate import held_out
from analytics.recovery.learners import LEARNERS
from tests.truth.bench import Outcome, share
from tests.truth.worlds import SEED
from tests.truth.worlds_prediction import Person, people, prior

TESTED = 300  # mornings after the days that are learned from; what is learned then is kept
CHEAP = ("median_30", "rule", "prior")


def low_mornings(count: int, lengths: Sequence[int] = (90, 180), naive_count: int = 12) -> list[Outcome]:
    """After so many days, over the 300 mornings that follow, without another training."""
    outcomes = []
    targets = {90: (0.13, 0.10), 180: (0.13, 0.08)}
    for days in lengths:
        persons = people(count, days + TESTED)
        told = [_told(person, days) for person in persons]
        kept = [probability.reliability(one, "low") for one in told]
        plain = [_classified(person, one, days) for person, one in zip(persons[:naive_count], told, strict=False)]
        beside = [(_skill(came, said, base), _ece(came, said)) for came, said, base in plain]
        world = f"{days} d, then {TESTED} mornings; low: below one's own lowest third"
        skill, ece = targets[days]
        outcomes += [
            Outcome(
                "T10 skill",
                "Brier skill of the probability of a low morning, over the plain share of such mornings.",
                world,
                f"{np.mean([b[0] for b in beside]):.2f} (XGBoost classifier as it comes)",
                *share(one.skill for one in kept),
                count,
                low=skill,
            ),
            Outcome(
                "T10 ECE",
                "Distance of what was said from what came, over tenths of what was said; chance alone makes "
                f"{share(_floor(one, number) for number, one in enumerate(told))[0]:.2f}.",
                world,
                f"{np.mean([b[1] for b in beside]):.2f} (XGBoost classifier as it comes)",
                *share(one.ece for one in kept),
                count,
                high=ece,
            ),
        ]
    return outcomes


def withheld(count: int, days: int = 120) -> list[Outcome]:
    """Where there is nothing to foretell: who is told a probability all the same, and how wrong it is by then."""
    told = []
    for number, person in enumerate(people(count, days)):
        luck = np.random.default_rng([SEED, number])
        y = pd.Series(luck.permutation(person.y.to_numpy()), person.y.index)
        y.iloc[-1] = np.nan
        x = person.x.drop(columns=[name for name in person.x if "recovery" in name])
        walk = held_out(x, y, {name: LEARNERS[name] for name in CHEAP}).walk
        chances = probability.chances(walk, "used")
        told.append(float(np.mean([chance.probability is not None for chance in chances])))
    says = "Probabilities that are told where recovery is in random order, so that nothing can be foretold."
    return [Outcome("T10 withheld", says, f"{days} d", "1 (told whatever it is worth)", *share(told), count, high=0.25)]


def _told(person: Person, days: int) -> pd.DataFrame:
    """What was said of the tested mornings; learned once, from the days before them."""
    learners = {name: LEARNERS[name] for name in CHEAP}
    first = int(person.y.iloc[:days].notna().sum()) + 1
    walk = held_out(person.x, person.y, learners, first=first, every=TESTED + 1, prior=prior()).walk
    return probability.said(walk, "prior").iloc[-TESTED:]


def _classified(person: Person, told: pd.DataFrame, days: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Whether each tested morning was low, what a classifier as it comes says of it, and the share in training."""
    from xgboost import XGBClassifier

    y = person.y.to_numpy()
    low = y < np.nanquantile(y[:days], 1 / 3)
    known = np.isfinite(y)
    x = person.x.to_numpy()
    fit = XGBClassifier(n_jobs=1).fit(x[:days][known[:days]], low[:days][known[:days]])
    rows = np.flatnonzero(known[days:]) + days
    return low[rows].astype(float), fit.predict_proba(x[rows])[:, 1], float(low[:days][known[:days]].mean())


def _skill(came: np.ndarray, said: np.ndarray, base: float) -> float:
    return 1 - float(((said - came) ** 2).mean() / ((base - came) ** 2).mean())


def _ece(came: np.ndarray, said: np.ndarray) -> float:
    frame = pd.DataFrame({"low": said, "low_share": 0.5, "low_came": came})
    return probability.reliability(frame, "low").ece


def _floor(told: pd.DataFrame, number: int) -> float:
    """The distance that chance alone makes where every probability is exactly right."""
    known = told["low_came"].notna()
    said = told.loc[known, "low"].to_numpy()
    return _ece((np.random.default_rng([SEED, number]).random(len(said)) < said).astype(float), said)
