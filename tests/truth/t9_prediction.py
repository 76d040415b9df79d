"""T9: how close is the prediction to what could be known, does anything leak, and does the gate keep its word?"""

import warnings
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd

from analytics.recovery import service, vouching
from analytics.recovery.differences import mean_and_error, one_sided_95
from analytics.recovery.evaluate import EVERY, USED, HeldOut, foretold, held_out
from analytics.recovery.learned import Horizon, Prior
from analytics.recovery.learners import LEARNERS
from analytics.recovery.levels import with_levels
from analytics.recovery.ridge import learn_prior
from tests.truth.bench import Outcome, share
from tests.truth.worlds import SEED
from tests.truth.worlds_forecast import AFTER_SHOCK, SHOCK
from tests.truth.worlds_prediction import (
    OTHERS,
    Fit,
    Person,
    boosting_as_it_comes,
    least_squares,
    mean_of_all,
    others,
    people,
    prior,
)

AHEAD = 60  # mornings that are foretold
CHEAP = ("same_as_yesterday", "median_30", "rule", "prior")
LEAKS = ("hrv_rmssd_ms", "resting_hr_bpm")
HIGHEST_PRIOR = 1.06
NAIVE = 12  # athletes for whom boosting as it comes is fitted


def errors_against_the_oracle(
    counts: dict[int, int], slow: dict[int, int], horizon: Horizon = Horizon.EVENING
) -> list[Outcome]:
    """T9a, after so many days: how many athletes; slow: how many of them for the boosted trees and the network.

    Whatever learns is trained as in the walk: every 28 days, what learns in milliseconds every week.
    """
    outcomes = []
    for days, count in counts.items():
        persons = people(count, days + AHEAD, horizon=horizon)
        naive = {
            "XGBoost as it comes": _of_fits(persons[:NAIVE], boosting_as_it_comes, days),
            "least squares": _of_fits(persons, least_squares, days),
            "mean": _of_fits(persons, mean_of_all, days),
            **{words: _of_learner(persons, name, days) for name, words in _LINES.items()},
            "rule": _of_learner(persons, "rule", days),
        }
        said = ", ".join(
            f"{_ratio(persons[: len(errors)], errors, days)[0]:.2f} ({words})" for words, errors in naive.items()
        )
        world = f"{days} d, then {AHEAD} mornings, from the {_FROM[horizon]}; prior of {len(others())} athletes"
        shown = {
            "T9a prior": ("prior", prior(horizon), count, HIGHEST_PRIOR if horizon is Horizon.EVENING else None),
            "T9a alone": ("prior", None, count, None),
            "T9a boosted": ("boosted", prior(horizon), slow.get(days, 0), None),
            "T9a network": ("network", prior(horizon), slow.get(days, 0), None),
        }
        for id, (name, held, number, high) in shown.items():
            if not number:
                continue
            errors = _of_learner(persons[:number], name, days, held)
            outcomes.append(
                Outcome(id, _SAYS[id], world, said, *_ratio(persons[:number], errors, days), number, high=high)
            )
    return outcomes


_LINES = {"same_as_yesterday": "same as yesterday", "median_30": "30-day median"}
_FROM = {Horizon.EVENING: "evening before", Horizon.MORNING: "same morning, its night known"}
_OF = "Mean absolute error over that of whoever knows the truth: "
_SAYS = {
    "T9a prior": _OF + "the ridge with the prior of other athletes.",
    "T9a alone": _OF + "the same ridge without other athletes.",
    "T9a boosted": _OF + "boosted trees on the prior's margin.",
    "T9a network": _OF + "the network.",
}


def _rows(days: int) -> slice:
    return slice(days, days + AHEAD)


def _missed(person: Person, said: np.ndarray, days: int) -> float:
    return float(np.nanmean(np.abs(person.y.to_numpy()[_rows(days)] - said)))


def _of_learner(persons: Sequence[Person], name: str, days: int, held: Prior | None = None) -> list[float]:
    errors, end = [], days + AHEAD
    for person in persons:
        x = with_levels(person.x, person.y)
        said = [
            foretold(LEARNERS[name], x, person.y, at, min(at + EVERY, end), prior=held)
            for at in range(days, end, EVERY)
        ]
        errors.append(_missed(person, np.concatenate(said), days))
    return errors


def _of_fits(persons: Sequence[Person], fit: Fit, days: int) -> list[float]:
    errors = []
    for person in persons:
        x, y, said = person.x.to_numpy(), person.y.to_numpy(), []
        for at in range(days, days + AHEAD, EVERY):
            known = np.isfinite(y[:at])
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # columns of which nothing is known yet
                said.append(fit(x[:at][known], y[:at][known])(x[at : min(at + EVERY, days + AHEAD)]))
        errors.append(_missed(person, np.concatenate(said), days))
    return errors


def _ratio(persons: Sequence[Person], errors: Sequence[float], days: int) -> tuple[float, float]:
    """Mean error over mean error of the oracle, and its standard error (ratio of means)."""
    oracle = np.array([_missed(person, person.oracle[_rows(days)], days) for person in persons])
    ours = np.array(errors[: len(persons)])
    ratio = ours.mean() / oracle.mean()
    return float(ratio), float((ours - ratio * oracle).std(ddof=1) / oracle.mean() / np.sqrt(len(ours)))


def leaks_show(count: int, days: int = 180) -> list[Outcome]:
    """T9b: what R2 becomes when the same morning's HRV and resting heart rate are let in, and what it is without."""
    ours, leaking, oracle = [], [], []
    for person in people(count, days + AHEAD):
        morning = person.simulated.frame()[list(LEAKS)]
        y = person.y.to_numpy()[_rows(days)]
        for found, x in ((ours, person.x), (leaking, person.x.join(morning))):
            found.append(_r2(y, _learned(x, person.y, days)))
        oracle.append(_r2(y, person.oracle[_rows(days)]))
    world = f"{days} d, then {AHEAD} mornings; the ridge alone"
    beside = f"{share(oracle)[0]:.2f} (whoever knows the truth), {share(leaking)[0]:.2f} (the leak let in)"
    says = "R2 of the next morning. More than whoever knows the truth can have means that something leaks."
    leak = (
        "The same with this morning's HRV and resting heart rate let in, of which the score is made: what a leak does."
    )
    return [
        Outcome("T9b", says, world, beside, *share(ours), count, high=share(oracle)[0]),
        Outcome("T9b leak", leak, world, beside, *share(leaking), count, low=0.6),
    ]


def shuffled_targets(count: int, days: int = 180) -> list[Outcome]:
    """T9c: recovery in random order, so that there is nothing to learn."""
    names = ("prior", "boosted")
    found = {name: [] for name in names}
    for number, person in enumerate(people(count, days + AHEAD)):
        luck = np.random.default_rng([SEED, number])
        y = pd.Series(luck.permutation(person.y.to_numpy()), person.y.index)
        x = person.x.drop(columns=[name for name in person.x if "recovery" in name])
        for name in names:
            found[name].append(_r2(y.to_numpy()[_rows(days)], _learned(x, y, days, name)))
    world = f"{days} d, then {AHEAD} mornings; recovery in random order, no other athletes"
    says = "R2 where there is nothing to learn: {}."
    labels = {"prior": "the ridge", "boosted": "boosted trees"}
    return [
        Outcome(f"T9c {name}", says.format(labels[name]), world, "-", *share(found[name]), count, high=0.02)
        for name in names
    ]


def _learned(x: pd.DataFrame, y: pd.Series, days: int, name: str = "prior") -> np.ndarray:
    """Trained every 28 days without other athletes."""
    x = with_levels(x, y)
    said = [
        LEARNERS[name].learn(x.iloc[:at], y.iloc[:at]).predict(x.iloc[at : min(at + EVERY, days + AHEAD)])
        for at in range(days, days + AHEAD, EVERY)
    ]
    return np.concatenate(said)


def _r2(y: np.ndarray, said: np.ndarray) -> float:
    known = np.isfinite(y)
    return float(1 - ((y - said)[known] ** 2).mean() / y[known].var())


# The walk: what would have been shown


def _cheap(x: pd.DataFrame, y: pd.Series, held: Prior | None, **options) -> HeldOut:
    return held_out(x, y, {name: LEARNERS[name] for name in CHEAP}, prior=held, **options)


@cache
def _vouched(count: int, days: int = 120) -> dict[str, service.Elsewhere] | None:
    """What so many of the other athletes say of the prior, by their first days."""
    known = [(one.x.iloc[:days], one.y.iloc[:days]) for one in others()[:count]]

    @cache
    def taught(knowing: tuple[int, ...]) -> Prior | None:
        return learn_prior([known[one] for one in knowing])

    return vouching.elsewhere(range(count), None, lambda one, knowing: vouching.past_of(*known[one], taught(knowing)))


def used_against_the_median(count: int, days: int = 180, judges: int = OTHERS) -> list[Outcome]:
    """What the service would have shown, from the 30th morning on, against the 30-day median."""
    outcomes = []
    for alone in (False, True):
        options = {} if alone else {"elsewhere": _vouched(judges)}
        walks = [
            _cheap(person.x, person.y, None if alone else prior(), first=30, **options).walk
            for person in people(count, days)
        ]
        for first, last in ((30, 59), (60, 119), (120, days)):
            spans = [walk[(walk["known"] + 1).between(first, last)] for walk in walks]
            who = pd.concat(spans)["used_model"].value_counts(normalize=True)
            shown = ", ".join(f"{part:.0%} {name}" for name, part in who.items() if part >= 0.005)
            outcomes.append(
                Outcome(
                    "T9d alone" if alone else "T9d",
                    "Mean absolute error of what is shown, over that of the 30-day median"
                    + (", where no other athletes lend a prior." if alone else "."),
                    f"mornings {first} to {last}; shown: {shown}",
                    f"{_over_median(spans, 'same_as_yesterday')[0]:.2f} (same as yesterday), "
                    f"{_over_median(spans, 'rule')[0]:.2f} (rule)",
                    *_over_median(spans, USED),
                    count,
                    high=1.0,
                )
            )
    return outcomes


def _over_median(spans: Sequence[pd.DataFrame], name: str) -> tuple[float, float]:
    pairs = [(span["y"] - span[[name, "median_30"]].T).abs().T.dropna().mean() for span in spans]
    ours, theirs = (np.array([pair[column] for pair in pairs]) for column in (name, "median_30"))
    ratio = ours.mean() / theirs.mean()
    return float(ratio), float((ours - ratio * theirs).std(ddof=1) / theirs.mean() / np.sqrt(len(ours)))


def intervals_hold(count: int, days: int = 240) -> list[Outcome]:
    """Mornings inside the 80% interval: from the 60th on, the first ones, and after the noise has become larger."""
    calm = [_cheap(person.x, person.y, prior()).walk for person in people(count, days)]
    shock_day = days - AFTER_SHOCK
    shocked = [_cheap(person.x, person.y, prior()).walk for person in people(count, days, shock_day=shock_day)]
    first, later, after = slice(None, 60), slice(60, None), slice(shock_day, None)  # days
    outcomes = [
        _covered(f"T9e {name}", f"Mornings inside the 80% interval: {whom}.", world, calm, name, later, (0.77, 0.83))
        for world in (f"{days} d, from the 61st day on",)
        for name, whom in _OF_WHOM.items()
    ]
    world = f"{days} d, the first 60"
    outcomes.append(
        _covered("T9e early", "The same before there are many misses.", world, calm, USED, first, (0.77, None))
    )
    world = f"noise x {SHOCK:g}; the {AFTER_SHOCK} mornings after that"
    says = "The same after a shock to the noise."
    outcomes.append(_covered("T9e shock", says, world, shocked, USED, after, (0.72, None)))
    return outcomes


_OF_WHOM = {USED: "what is shown", "prior": "ridge with a prior", "rule": "rule", "median_30": "30-day median"}


def _covered(
    id: str, says: str, world: str, walks: Sequence[pd.DataFrame], name: str, days: slice, target: tuple
) -> Outcome:
    """Of the mornings of some days; beside it an interval as wide as the misses up to the 60th day were spread."""
    inside, fixed = [], []
    for walk in walks:
        missed = walk["y"] - walk[name]
        begin = walk.index[-1] - pd.Timedelta(days=len(walk) - 1)
        at = (walk.index - begin).days + int(walk["known"].iloc[0])
        span = walk[walk["y"].notna() & (at >= (days.start or 0)) & (at < (days.stop or np.inf))]
        inside.append(float(span["y"].between(span[f"{name}_low"], span[f"{name}_high"]).mean()))
        fixed.append(float((missed[span.index].abs() <= 1.2816 * missed[at < 60].std()).mean()))
    beside = f"{np.mean(fixed):.3f} (as wide as the first misses were spread)"
    return Outcome(id, says, world, beside, *share(inside), len(inside), *target)


LOOKS = range(service.NEED_MORNINGS, 367, service.LOOK_EVERY)  # mornings after which the gate looks, in a year
SHOWN_AT = (30, 58, 114, 310)  # some of them


def gate_keeps_its_word(trials: int, looks: Sequence[int] = LOOKS) -> list[Outcome]:
    """T9f: models that truly are worse than the rule by the margin, or twice that; and how many good ones pass."""
    outcomes = []
    for excess, missing in ((service.MARGIN, 0.0), (service.MARGIN, 0.3), (2 * service.MARGIN, 0.0)):
        passes = [_looked_at(_trial(looks[-1], excess, number, missing), looks) for number in range(trials)]
        ours, single, nearer = (np.array(part) for part in zip(*passes, strict=True))
        kind = f"{excess:.0%} worse than the rule" + (f", {missing:.0%} of mornings missing" if missing else "")
        beside = "{:.2f} (whoever was closer so far), {:.2f} (a test of 95% at each look)"
        says = "Models let through that are truly worse than the rule by the margin or more"
        outcomes.append(
            Outcome(
                "T9f year",
                f"{says}, at any look of a year.",
                f"{kind}; {len(looks)} looks, the last after {looks[-1]} days",
                beside.format(nearer.any(axis=1).mean(), single.any(axis=1).mean()),
                *share(ours.any(axis=1).astype(float)),
                trials,
                high=0.05,
            )
        )
        for n in SHOWN_AT if not missing else ():
            if n not in looks:
                continue
            at = looks.index(n)
            outcomes.append(
                Outcome(
                    "T9f",
                    f"{says}, at one look.",
                    f"{kind}, {n} mornings",
                    beside.format(nearer[:, at].mean(), single[:, at].mean()),
                    *share(ours[:, at].astype(float)),
                    trials,
                    high=0.05,
                )
            )
    return outcomes


def gate_lets_good_ones_through(trials: int, looks: Sequence[int] = LOOKS) -> list[Outcome]:
    """T9f power: models that truly are better, and how soon they are let through."""
    outcomes = []
    for excess in (-0.05, -0.1):
        passes = [_looked_at(_trial(looks[-1], excess, number), looks) for number in range(trials)]
        ours, single, _ = (np.array(part) for part in zip(*passes, strict=True))
        first = np.where(ours.any(axis=1), np.array(looks)[ours.argmax(axis=1)], np.inf)
        half = f"half of them after {np.median(first):.0f}" if np.isfinite(np.median(first)) else "fewer than half"
        for n in SHOWN_AT:
            at = looks.index(n)
            outcomes.append(
                Outcome(
                    "T9f power",
                    "Models shown that are truly better.",
                    f"{-excess:.0%} better than the rule, {n} mornings; through for the first time: {half}",
                    f"{single[:, at].mean():.2f} (a test of 95% at each look)",
                    *share(ours[:, at].astype(float)),
                    trials,
                )
            )
    return outcomes


def gate_where_others_vouch(trials: int, days: int = LOOKS[-1], others: Sequence[int] = (6, 19)) -> list[Outcome]:
    """T9f vouched: athletes for whom the model's share is spread as over the others; asked every morning.

    What the others tell is exactly so, or what so many of them find by their own mornings.
    """
    outcomes, sd = [], 0.04
    for mean, count in ((-0.05, 0), (-0.03, 0), *((-0.03, number) for number in others)):
        excess = _excesses(mean, sd, trials)
        worse = excess >= service.MARGIN
        gates = (
            service.Gate.of(_trial(days, each, n), elsewhere=_told(mean, sd, count, n)) for n, each in enumerate(excess)
        )
        ours = np.array([[gate.before(row).model == "prior" for row in range(days + 1)] for gate in gates])
        shown = ", ".join(f"{ours[:, n].mean():.0%} after {n}" for n in (0, 30, 114))
        told = f", as {count} others find by {TOLD_DAYS} mornings each" if count else ""
        outcomes.append(
            Outcome(
                "T9f vouched",
                "Athletes who on any morning of a year are shown a model that truly is worse for them by the margin "
                "or more; others vouch.",
                f"share off more by {mean:+.0%} (SD {sd:.0%}){told}; {worse.mean():.1%} of athletes are such; "
                f"shown: {shown}",
                f"{worse.mean():.3f} (whoever the others speak for)",
                *share((ours.any(axis=1) & worse).astype(float)),
                trials,
                high=0.05,
            )
        )
    return outcomes


TOLD_DAYS = 180


def _excesses(mean: float, sd: float, count: int) -> np.ndarray:
    """By which share a model is off more for so many athletes, spread evenly; never better than a perfect one."""
    from scipy.special import ndtri

    return np.maximum(mean + sd * ndtri((np.arange(count) + 0.5) / count), -0.1)


def _told(mean: float, sd: float, count: int, number: int) -> dict[str, service.Elsewhere] | None:
    """What others tell of the model to the athlete of that number: exactly, or as so many of them find it."""
    if not count:
        return {"prior": service.Elsewhere(share=mean, sd=sd, athletes=20)}
    luck = np.random.default_rng([SEED, count, number])
    excess = np.maximum(mean + sd * luck.standard_normal(count), -0.1)
    first = (number + 1) * 10_000  # trials of which no athlete that is tested has one
    return vouching.elsewhere(range(count), None, lambda one, _: _trial(TOLD_DAYS, excess[one], first + one))


def _looked_at(trial: pd.DataFrame, looks: Sequence[int]) -> tuple[list[bool], list[bool], list[bool]]:
    """At each look: whether the model speaks, whether a test of 95% would let it, and whether it was closer so far."""
    gate, ours, single, nearer = service.Gate.of(trial, learned=("prior",)), [], [], []
    for n in looks:
        past = trial[:n]
        ours.append(gate.before(n).model == "prior")
        missed = past[["prior", "rule"]].sub(past["y"], axis=0).abs().dropna().to_numpy()
        more, rule = missed[:, 0] - missed[:, 1], missed[:, 1]
        enough = len(more) >= service.NEED_MORNINGS
        mean, error = mean_and_error(more) if enough else (np.inf, np.inf)
        single.append(enough and mean + one_sided_95(len(more)) * error < service.MARGIN * rule.mean())
        nearer.append(bool(mean < 0))
    return ours, single, nearer


def _trial(n: int, excess: float, number: int, missing: float = 0.0) -> pd.DataFrame:
    """Noise of 12 points (phi .3) that nobody foretells; rule and model miss it by errors of their own (phi .5)."""
    luck = np.random.default_rng([SEED, n, number])
    y = 60 + 12 * _ar1(luck.standard_normal(n), 0.3)
    off = np.sqrt((144 + 36) * (1 + excess) ** 2 - 144)
    rule = 60 + 6 * _ar1(luck.standard_normal(n), 0.5)
    model = 60 + off * _ar1(luck.standard_normal(n), 0.5)
    y[luck.random(n) < missing] = np.nan
    return pd.DataFrame({"y": y, "rule": rule, "prior": model})


def _ar1(luck: np.ndarray, phi: float) -> np.ndarray:
    from scipy.signal import lfilter

    luck = np.concatenate([luck[:1], np.sqrt(1 - phi**2) * luck[1:]])
    return lfilter([1], [1, -phi], luck)
