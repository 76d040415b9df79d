"""Who is shown something new, and did as many get it as were meant to?

Each athlete's place between 0 and 1 follows from the name of the rollout, its salt and the athlete's id alone: the same
every time, and unrelated from one rollout to the next. Ids that are counted up in each store need a salt of that store
(data.rollouts), or all first athletes would share a place. Whose place lies below the share is in; as the share rises,
nobody who was in falls out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from analytics.results import NotEnoughData

IN, OUT = "learned", "rule"
ALARM = 0.001  # p below which the split is not what was meant: few looks, and each alarm stops an experiment
NEED_EACH = 5  # athletes that are expected in either arm, for the chi-square distribution to hold


@dataclass(frozen=True)
class Rollout:
    """What is rolled out, and how far. killed: nobody is in. salt: another one draws all places anew."""

    name: str
    share: float = 100.0  # % of athletes
    killed: bool = False
    salt: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 100:
            raise ValueError(f"a share lies between 0 and 100%, not at {self.share:g}")


@dataclass(frozen=True)
class SampleRatio:
    """How many were meant to be in, and were."""

    athletes: int
    expected: float
    seen: int
    p: float  # of a split as far off as this where the lot is fair

    @property
    def alarm(self) -> bool:
        return self.p < ALARM


def place(name: str, athlete: int | str, salt: str = "") -> float:
    """Between 0 and 1: the first 15 hexadecimal digits of a SHA-256 of the name with the salt, a colon and the id."""
    return int(sha256(f"{name}{salt}:{athlete}".encode()).hexdigest()[:15], 16) / 16**15


def arm(rollout: Rollout, athlete: int | str) -> str:
    """IN or OUT."""
    if rollout.killed:
        return OUT
    return IN if place(rollout.name, athlete, rollout.salt) < rollout.share / 100 else OUT


def sample_ratio(shares: Sequence[float], was_in: Sequence[bool]) -> SampleRatio:
    """Are as many in as were meant to be? A chi-square test with one degree of freedom (Pearson 1900).

    shares: for each athlete the share [%] when they were first shown either arm, as it may have changed between them.
    An alarm says that athletes went missing or were counted in the wrong arm: nothing may then be read off the arms.
    Raises NotEnoughData where fewer than 5 are expected in either arm, ValueError where the two differ in length.
    """
    from scipy.special import chdtrc

    if len(shares) != len(was_in):
        raise ValueError(f"{len(shares)} shares, but {len(was_in)} arms")
    meant = np.asarray(shares, dtype=float) / 100
    fewest = float(min(meant.sum(), (1 - meant).sum())) if len(meant) else 0.0
    if fewest < NEED_EACH:
        raise NotEnoughData(
            "sample-ratio check", need=NEED_EACH, have=int(fewest), unit="athletes expected in each arm"
        )
    seen, expected = int(np.sum(was_in)), float(meant.sum())
    spread = float((meant * (1 - meant)).sum())
    if spread == 0:
        raise NotEnoughData("sample-ratio check", need=1, have=0, unit="athletes whose arm was drawn")
    return SampleRatio(len(meant), expected, seen, float(chdtrc(1, (seen - expected) ** 2 / spread)))
