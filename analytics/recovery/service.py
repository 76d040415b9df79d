"""Which model may speak for an athlete this morning, and which one is asked next where it cannot?

The chain is boosted -> network -> prior -> rule. A learned model speaks only while all of this holds:

- it is switched on, in its share of the rollout, intact, and could learn from this athlete's days;
- it has earned it: on the mornings of this athlete's own past that it had not seen, its mean absolute error was not
  more than MARGIN above the rule's. This is looked at on the 30th of those mornings and on every 28th from then on, and
  asked with such certainty that of models that are that much worse at most one in twenty gets through at any look of a
  year. Too few such mornings are no proof, and so the rule stays. One that is through need not prove it anew: it stays
  until, at a look, it was farther off than the rule over the last year;
- no simpler learned model was closer on the same mornings: boosted and network are built on the prior's margin, and
  what they add must not have cost anything.

Before there are enough mornings of one's own, the athletes of the same store may vouch (Elsewhere): how much closer
or worse the model was for them, and how much that differs from one to the next, is where this athlete's own evidence
begins, and 95% certainty is asked of both together, each with what few mornings and few athletes add in doubt. That
holds however often it is asked: of athletes who are shown a model, about one in twenty is one for whom it is that much
worse, if the others are such as they say. Without such athletes the first weeks are the rule's.

Each morning of that past is foretold from nothing but this athlete's own days before it. What other athletes teach, the
prior and what they vouch for, is learned from their whole histories, days after that morning among them: for the
athlete's own days the test is strictly of the future, for the others' it is not.

The last of the chain has to be worth it, too: on an athlete for whom the median of the last 30 days has so far been
closer than the rule, the median is shown instead, by its own name. It is no model, so it needs no proof.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.recovery.differences import between_variance, mean_and_error, one_sided_95
from analytics.recovery.learned import Model, Unavailable
from analytics.results import NotEnoughData

LEARNED = ("boosted", "network", "prior")  # in the order in which they are asked
LEVEL = 1e-6  # points: trees that were not grown leave the ridge as it is
SIMPLER = {"boosted": ("prior",), "network": ("prior",)}  # whom each must not be behind
RULE, MEDIAN = "rule", "median_30"
LABELS = {
    "boosted": "the boosted trees",
    "network": "the network",
    "prior": "the ridge with a prior",
    "ridge": "the personal ridge",  # the same where nobody taught the athlete
    "rule": "the rule",
    "median_30": "the median of 30 days",
    "same_as_yesterday": "the same as yesterday",
}
# Of the rule's error: about a third of a point where it errs by 17. Over a year of mornings a difference of this size
# is about its own standard error, so less could never be ruled out, and nobody would feel it. Ours.
MARGIN = 0.02
Z95 = 1.6449  # one-sided
# The same where all of a year's 13 looks together are to be that sure: each of them asks for as much (Pocock 1977,
# Biometrika 64(2):191-9). In simulation 2.4 lets through 4.4% of models that are worse by exactly MARGIN in the first
# year, and 4 to 5% in each later one; 7% where the two differ so slowly that the daily differences of their misses are
# alike by .2, which in walks through simulated and real pasts they were by less than .06.
Z_YEAR = 2.4
NEED_MORNINGS = 30  # of one's own past, predicted without having been seen
LOOK_EVERY = 28  # of them
NEED_BESIDE_OTHERS = 10  # the same where other athletes vouch
RECENT = 365  # days, the latest: what a model was like before that says little about today
NEED_ATHLETES = 5
LEAST_APART = 0.03  # SD of shares over athletes: a handful of them who are alike by chance do not vouch for the next


@dataclass(frozen=True)
class Elsewhere:
    """By how much of the rule's error a model was off more (negative: less) for other athletes."""

    share: float  # mean over athletes
    sd: float  # of what one more athlete's share may be
    athletes: int


@dataclass(frozen=True)
class Decision:
    """Who speaks, in which order the others are asked, and why some are not."""

    order: tuple[str, ...]
    refused: Mapping[str, str]  # model: why not, in words
    shares: Mapping[str, float] = field(default_factory=dict)  # of the rule's error that each is off more

    @property
    def model(self) -> str:
        return self.order[0]


@dataclass(frozen=True)
class Answer:
    """One prediction, by the first model of the chain that gave one."""

    model: str
    value: float  # points
    refused: Mapping[str, str]  # who was asked before, or not at all, and why


def decide(
    past: pd.DataFrame,
    *,
    enabled: bool = True,
    barred: Mapping[str, str] | None = None,
    elsewhere: Mapping[str, Elsewhere] | None = None,
    learned: Sequence[str] = LEARNED,
) -> Decision:
    """Who speaks, given the mornings up to now.

    past: a row a morning in order, with y and a column for each model: what it foretold without having seen that
    morning, NaN = unknown (evaluate.HeldOut.walk). enabled: learned predictions are switched on. barred: models
    that may not speak for reasons from outside (kill switch, not in the rollout, damaged, could not learn), in words.
    elsewhere: what other athletes say of a model.
    """
    gate = Gate.of(past, enabled=enabled, barred=barred, elsewhere=elsewhere, learned=learned)
    return gate.before(len(past))


@dataclass(frozen=True, eq=False)
class Gate:
    """Who may speak on each morning of a past: the one rule by which the service and the walk decide.

    The past is as for `decide`. What is decided for a row rests on the rows before it, whatever follows them.
    """

    misses: Mapping[str, np.ndarray]
    looks: Mapping[str, tuple["_Look", ...]]  # of each learned model for which nobody else vouches
    refused: Mapping[str, str]
    elsewhere: Mapping[str, Elsewhere]
    learned: tuple[str, ...]

    @classmethod
    def of(
        cls,
        past: pd.DataFrame,
        *,
        enabled: bool = True,
        barred: Mapping[str, str] | None = None,
        elsewhere: Mapping[str, Elsewhere] | None = None,
        learned: Sequence[str] = LEARNED,
    ) -> "Gate":
        """All as for `decide`."""
        misses, vouched = _misses(past), elsewhere or {}
        off = {} if enabled else dict.fromkeys(learned, "learned predictions are switched off")
        refused = dict(barred or {}) | off
        asked = [name for name in learned if name not in refused and name not in vouched]
        looks = {name: tuple(_looks(misses, name)) for name in asked}
        return cls(misses, looks, refused, vouched, tuple(learned))

    def before(self, row: int) -> Decision:
        """Who speaks on the morning of a row, given those before it."""
        recent = {name: missed[max(0, row - RECENT) : row] for name, missed in self.misses.items()}
        refused, shares = dict(self.refused), {}
        for name in self.learned:
            if name in refused:
                continue
            try:
                shares[name], why = self._earned(name, row, recent)
            except NotEnoughData as gap:
                why = str(gap)
            if why:
                refused[name] = why
        passed = [name for name in self.learned if name not in refused]
        for name in passed:
            if ahead := _ahead_of(recent, name, SIMPLER.get(name, ()), passed, or_level=True):
                refused[name] = f"{LABELS[ahead]} was as close or closer on the same mornings"
        last = (RULE, MEDIAN)
        if _ahead_of(recent, RULE, (MEDIAN,), (MEDIAN,)):
            refused[RULE] = f"{LABELS[MEDIAN]} was closer on the same mornings"
            last = (MEDIAN, RULE)
        return Decision((*(name for name in self.learned if name not in refused), *last), refused, shares)

    def _earned(self, name: str, row: int, recent: Mapping[str, np.ndarray]) -> tuple[float, str | None]:
        """The model's share, and why it has not earned its place; None where it has."""
        if name in self.elsewhere:
            return _earned_beside_others(recent, name, self.elsewhere[name])
        seen = [look for look in self.looks[name] if look.row < row]
        if not seen:
            raise NotEnoughData("test on your own past", NEED_MORNINGS, _count(self.misses, name, 0, row), "mornings")
        last = seen[-1]
        if last.share is None:
            lately = _count(self.misses, name, max(0, row - RECENT), row)
            raise NotEnoughData("test on your own last year", NEED_MORNINGS, lately, "mornings")
        return last.share, None if last.through else _not_shown(last.share, last.most, last.n)


def answer(decision: Decision, models: Mapping[str, Callable[[], Model]], row: pd.DataFrame) -> Answer:
    """What the first model of the chain says of one morning; one that fails is passed over, and said to be.

    models: for each name, what brings the model (from the registry, say); it may raise Unavailable, NotEnoughData or
    ValueError, the latter where it is damaged. row: the features of that morning, one row.
    Raises NotEnoughData where not even the last of the chain knows anything.
    """
    refused = dict(decision.refused)
    for name in decision.order:
        if name not in models:
            refused[name] = "not trained"
            continue
        try:
            value = float(models[name]().predict(row)[0])
        except (Unavailable, NotEnoughData, ValueError) as gap:
            refused[name] = str(gap)
            continue
        if np.isfinite(value):
            return Answer(name, float(np.clip(value, 0, 100)), refused)
        refused[name] = "it foretold no number"
    raise NotEnoughData("prediction", need=1, have=0, unit="models that can speak")


def vouched(pasts: Sequence[pd.DataFrame], names: Collection[str] = LEARNED) -> dict[str, Elsewhere]:
    """What the pasts of other athletes say of each model; of those with too few athletes, nothing.

    pasts: as for `decide`, one an athlete, with predictions of models that knew none of the athlete it is for.
    """
    found = {}
    for name in names:
        found_by = (_share(_misses(past.iloc[-RECENT:]), name, RULE) for past in pasts)
        shares = [share for share in found_by if share is not None]
        if len(shares) < NEED_ATHLETES:
            continue
        value, error = (np.array(part) for part in zip(*((one.share, one.se) for one in shares), strict=True))
        between = between_variance(value, np.maximum(error**2, 1e-6))
        weight = 1 / (error**2 + between + 1e-6)
        mean = float(weight @ value / weight.sum())
        sd = float(np.sqrt(max(between, LEAST_APART**2) + 1 / weight.sum()))
        found[name] = Elsewhere(mean, sd, len(shares))
    return found


def _misses(past: pd.DataFrame) -> dict[str, np.ndarray]:
    """Absolute misses of each day in points, NaN = unknown, of each model that could be shown."""
    y = past["y"].to_numpy(dtype=float)
    said = [name for name in (*LEARNED, RULE, MEDIAN) if name in past]
    return {name: np.abs(y - past[name].to_numpy(dtype=float)) for name in said}


def _both(misses: Mapping[str, np.ndarray], one: str, other: str) -> tuple[np.ndarray, np.ndarray]:
    """The misses of two models on the mornings that both foretold."""
    if one not in misses or other not in misses:
        return np.empty(0), np.empty(0)
    known = ~np.isnan(misses[one]) & ~np.isnan(misses[other])
    return misses[one][known], misses[other][known]


@dataclass(frozen=True)
class _Share:
    """Of the reference's mean absolute error, how much a model is off more; with its standard error."""

    share: float
    se: float
    n: int


def _share(misses: Mapping[str, np.ndarray], name: str, reference: str, need: int = NEED_MORNINGS) -> _Share | None:
    ours, theirs = _both(misses, name, reference)
    if len(ours) < need or not (scale := float(theirs.mean())):
        return None
    mean, se = mean_and_error(ours - theirs)
    return _Share(mean / scale, se / scale, len(ours))


def _earned_beside_others(
    recent: Mapping[str, np.ndarray], name: str, elsewhere: Elsewhere
) -> tuple[float, str | None]:
    """The model's share by one's own mornings and by what others say, and why that is not enough; None where it is."""
    from scipy.special import stdtrit

    own = _share(recent, name, RULE, NEED_BESIDE_OTHERS)
    unsure = own.se * one_sided_95(own.n) / Z95 if own else 0.0  # the error itself is a guess from few mornings
    doubt = elsewhere.sd * float(stdtrit(elsewhere.athletes - 1, 0.95)) / Z95  # and the spread one from few athletes
    weights = [1 / doubt**2] + ([1 / unsure**2] if unsure else [])
    share = float(np.average([elsewhere.share] + ([own.share] if len(weights) > 1 else []), weights=weights))
    most = share + float(Z95 / np.sqrt(sum(weights)))
    return share, None if most < MARGIN else _not_shown(share, most, own.n if own else 0)


@dataclass(frozen=True)
class _Look:
    """What was found at one look by one's own mornings alone. share: None after months with hardly a morning."""

    row: int  # the last that was looked at
    through: bool
    share: float | None = None
    most: float = np.inf  # that the share may be, with the certainty asked for
    n: int = 0


def _looks(misses: Mapping[str, np.ndarray], name: str) -> Iterator[_Look]:
    """All looks at a past, one after the other: who is through at one begins the next as such."""
    through = False
    for row in _foretold_by_both(misses, name)[NEED_MORNINGS - 1 :: LOOK_EVERY].tolist():
        days = slice(max(0, row + 1 - RECENT), row + 1)
        seen = _share({model: misses[model][days] for model in (name, RULE)}, name, RULE)
        if seen is None:
            through = False
            yield _Look(row, through)
            continue
        most = seen.share + one_sided_95(seen.n) / Z95 * Z_YEAR * seen.se
        through = most < MARGIN or (through and seen.share <= 0)
        yield _Look(row, through, seen.share, most, seen.n)


def _foretold_by_both(misses: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    """The rows whose morning is known and was foretold by the model and by the rule."""
    if not {name, RULE} <= misses.keys():
        return np.empty(0, dtype=int)
    return np.flatnonzero(~np.isnan(misses[name] + misses[RULE]))


def _count(misses: Mapping[str, np.ndarray], name: str, start: int, stop: int) -> int:
    both = _foretold_by_both(misses, name)
    return int(((both >= start) & (both < stop)).sum())


def _not_shown(share: float, most: float, n: int) -> str:
    """most: what could still be, which is further off than MARGIN, or else it would have been shown."""
    on = f"on {n} mornings" if n else "by what other athletes say"
    way = "closer" if share < 0 else "further off"
    return (
        f"not shown to be as close as {LABELS[RULE]}: {abs(share):.1%} {way} so far, {on}; "
        f"it could still be {most:.1%} further off"
    )


def _ahead_of(
    misses: Mapping[str, np.ndarray],
    name: str,
    simpler: Sequence[str],
    passed: Collection[str],
    *,
    or_level: bool = False,
) -> str | None:
    """A simpler model that has earned its place and was closer on the mornings that both foretold, or level with it."""
    for other in simpler:
        ours, theirs = _both(misses, name, other)
        if other not in passed or len(ours) < NEED_MORNINGS:
            continue
        apart = float(ours.mean() - theirs.mean())
        if apart > 0 or (or_level and apart > -LEVEL):
            return other
    return None
