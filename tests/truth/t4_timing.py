"""T4: is a best bedtime, or length of sleep, named only where there is one, and is it the right one?"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.results import NotEnoughData
from analytics.sleep import good_nights, sleep_debt, sleep_need
from analytics.timing import Shape, SleepWindow, best_bedtime, best_duration
from tests.truth.bench import Outcome, share
from tests.truth.worlds_timing import (
    BEST_BEDTIME,
    BEST_DURATION,
    DAYS_SHORT,
    EARLIER_BETTER,
    NIGHTLY,
    NO_BEDTIME,
    NO_DURATION,
    SKEWED_BEDTIME,
    Bedtimes,
    Nightly,
    Sleeper,
    bedtime_points,
    duration_points,
    nights,
    sleepers,
)

FOREST_TREES = 60


def nothing_to_find(count: int) -> list[Outcome]:
    """T4a: no time is better than another; is one named all the same?"""
    outcomes = []
    for question in (_BEDTIME, _DURATION):
        for world in question.without.values():
            ours, alone = [], []
            for sleeper in sleepers(world, count):
                answer = question.ask(sleeper)
                if answer is None:
                    continue
                ours.append(answer.shape is not Shape.FLAT)
                alone.append(_unadjusted_p(sleeper, question) <= 0.05)
            outcomes.append(
                Outcome(
                    "T4a",
                    "Athletes to whom a better time is named although none is better (the test claims 5%).",
                    f"{world.days} d, {question.name}, no effect, confounded",
                    f"1.000 (best half-hour, random forest), {share(alone)[0]:.3f} (curve without adjustment)",
                    *share(ours),
                    len(ours),
                    high=0.06,
                )
            )
    return outcomes


def best_times(count: int, forests: int) -> list[Outcome]:
    """T4b: the best time that is named, its interval and what following it would cost."""
    outcomes = []
    for question in (_BEDTIME, _DURATION):
        for world in question.worlds:
            targets = question.targets(world)
            found = _found(world, question, count, forests)
            name = f"{world.days} d, {_named(world)}"
            outcomes += [
                Outcome(
                    "T4b error",
                    "Minutes between the best time and the one that is named.",
                    name,
                    f"{share(found.bin_error)[0]:.1f} (best half-hour), {share(found.forest_error)[0]:.1f} (random "
                    f"forest, {forests} athletes)",
                    *share(found.error),
                    len(found.error),
                    high=13 if targets else None,
                ),
                Outcome(
                    "T4b regret",
                    "Points lost on a morning after the time that is named.",
                    name,
                    f"{share(found.bin_regret)[0]:.2f} (best half-hour), {share(found.forest_regret)[0]:.2f} (random "
                    f"forest, {forests} athletes)",
                    *share(found.regret),
                    len(found.regret),
                    high=0.25 if targets else None,
                ),
                Outcome(
                    "T4b range",
                    "Athletes whose 95% interval of the best time holds it, where one is named.",
                    name,
                    "-",
                    *share(found.covered),
                    len(found.covered),
                    *((0.93, 0.97) if targets else (None, None)),
                ),
                Outcome(
                    "T4b named",
                    "Athletes to whom a best time is named.",
                    name,
                    "1.000 (best half-hour, random forest)",
                    *share(found.named),
                    count,
                ),
                Outcome(
                    "T4b at most",
                    "Athletes in whom best and worst time of their range are no further apart than `at most` says.",
                    name,
                    "-",
                    *share(found.at_most),
                    count,
                    low=0.93,
                ),
            ]
    return outcomes


def no_best_inside(count: int) -> list[Outcome]:
    """T4b edge: earlier is better throughout; is a best time named?"""
    named = [
        answer.shape is Shape.PEAK
        for sleeper in sleepers(EARLIER_BETTER, count)
        if (answer := _BEDTIME.ask(sleeper)) is not None
    ]
    return [
        Outcome(
            "T4b edge",
            "Athletes to whom a best bedtime is named although earlier is better throughout.",
            f"{EARLIER_BETTER.days} d, 5 points an hour",
            "1.000 (best half-hour, random forest)",
            *share(named),
            len(named),
            high=0.06,
        )
    ]


def nights_explained(count: int) -> list[Outcome]:
    """T4c: what precedes a good night, where alcohol and late sessions shorten it and nothing else does."""
    outcomes = []
    for world in NIGHTLY.values():
        false, covered, naive = _explained(world, count)
        name = f"{world.days} d, phi {world.phi:g}, 2 causes among 10"
        outcomes += [
            Outcome(
                "T4c",
                "Causes without an effect on minutes asleep that are called one at p < .05 (before many looks are "
                "corrected for).",
                name,
                f"{share(naive)[0]:.3f} (difference of means)",
                *share(false),
                count,
                *(0.03, 0.07),
            ),
            Outcome(
                "T4c range",
                "Athletes whose 95% interval of the effect of alcohol, or of a late session, holds it.",
                name,
                "-",
                *share(covered),
                count,
                *(0.92, 0.97),
            ),
        ]
    return outcomes


def _explained(world: Nightly, count: int) -> tuple[list[float], list[float], list[float]]:
    true = {"habit.alcohol": world.alcohol_min, "late_session": world.late_session_min}
    false, covered, naive = [], [], []
    for night in nights(world, count):
        debt = sleep_debt(night.daily, sleep_need(night.daily))
        found = good_nights(night.daily, night.journal, night.workouts, outcome="asleep_min", debt=debt)
        false.append(np.mean([one.p < 0.05 for one in found.effects if one.key not in true]))
        held = [one.effect.low <= true[one.key] <= one.effect.high for one in found.effects if one.key in true]
        covered.append(np.mean(held))
        naive.append(_differing_means(night.daily["asleep_min"], night.journal))
    return false, covered, naive


def _differing_means(asleep: pd.Series, journal: pd.DataFrame) -> float:
    """Share of the habits without an effect whose nights differ in a t-test."""
    from scipy.stats import ttest_ind

    found = []
    for _, rows in journal[journal["habit"] != "alcohol"].groupby("habit"):
        yes = pd.Series((rows["answer"] == "yes").to_numpy(), pd.to_datetime(rows["day"])).reindex(asleep.index)
        after = yes.shift(1).fillna(False).astype(bool)
        found.append(ttest_ind(asleep[after].dropna(), asleep[~after].dropna()).pvalue < 0.05)
    return float(np.mean(found))


@dataclass(frozen=True)
class _Question:
    name: str
    answer: Callable[..., SleepWindow]
    points: Callable[[Bedtimes, np.ndarray], np.ndarray]
    worlds: tuple[Bedtimes, ...]
    without: dict[int, Bedtimes]

    def ask(self, sleeper: Sleeper) -> SleepWindow | None:
        try:
            return self.answer(sleeper.daily, sleeper.journal)
        except NotEnoughData:
            return None

    def hours(self, daily: pd.DataFrame) -> pd.Series:
        return daily["onset_h"] if self.name == "bedtime" else daily["asleep_min"] / 60

    def best(self, world: Bedtimes) -> float:
        return world.best_bedtime_h if self.name == "bedtime" else world.best_duration_h

    def targets(self, world: Bedtimes) -> bool:
        """Whether the figures have a target: not with few nights, nor where the curve is none that we fit."""
        return world.days > DAYS_SHORT and world is not SKEWED_BEDTIME


_BEDTIME = _Question(
    "bedtime", best_bedtime, bedtime_points, (*BEST_BEDTIME.values(), SKEWED_BEDTIME), NO_BEDTIME
)  # fmt: skip
_DURATION = _Question("duration", best_duration, duration_points, tuple(BEST_DURATION.values()), NO_DURATION)


@dataclass
class _Found:
    """One figure an athlete; errors in minutes, regrets in points."""

    named: list[bool] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    regret: list[float] = field(default_factory=list)
    covered: list[bool] = field(default_factory=list)
    at_most: list[bool] = field(default_factory=list)
    bin_error: list[float] = field(default_factory=list)
    bin_regret: list[float] = field(default_factory=list)
    forest_error: list[float] = field(default_factory=list)
    forest_regret: list[float] = field(default_factory=list)


def _found(world: Bedtimes, question: _Question, count: int, forests: int) -> _Found:
    found, best = _Found(), question.best(world)

    def cost(hour: float) -> tuple[float, float]:
        return 60 * abs(hour - best), float(question.points(world, best) - question.points(world, hour))

    for number, sleeper in enumerate(sleepers(world, count)):
        for errors, regrets, hour in (
            (found.bin_error, found.bin_regret, _best_half_hour(sleeper, question)),
            (found.forest_error, found.forest_regret, _forest(sleeper, question) if number < forests else None),
        ):
            if hour is not None:
                error, regret = cost(hour)
                errors.append(error)
                regrets.append(regret)
        answer = question.ask(sleeper)
        if answer is None:
            found.named.append(False)
            continue
        true = question.points(world, answer.curve.index.to_numpy())
        found.at_most.append(bool(np.ptp(true) <= answer.could_matter))
        found.named.append(answer.best is not None)
        if answer.best is not None:
            error, regret = cost(answer.best.value)
            found.error.append(error)
            found.regret.append(regret)
            found.covered.append(answer.best.low <= best <= answer.best.high)
    return found


def _best_half_hour(sleeper: Sleeper, question: _Question) -> float:
    """The middle of the half-hour with the highest mean recovery, of those with at least 5 nights."""
    known = pd.DataFrame({"hour": question.hours(sleeper.daily), "value": sleeper.daily["recovery_pct"]}).dropna()
    bins = known.groupby(np.floor(known["hour"] * 2) / 2)["value"].agg(["size", "mean"])
    return float(bins.loc[bins["size"] >= 5, "mean"].idxmax()) + 0.25


def _forest(sleeper: Sleeper, question: _Question) -> float:
    """The hour at which the partial dependence of a random forest is highest, between 5 and 95% of nights."""
    from sklearn.ensemble import RandomForestRegressor

    table = _beside(sleeper).assign(hour=question.hours(sleeper.daily), value=sleeper.daily["recovery_pct"])
    table = table.dropna(subset=["hour", "value"])
    inputs = table.drop(columns="value").fillna(table.mean())
    forest = RandomForestRegressor(FOREST_TREES, min_samples_leaf=5, random_state=0).fit(inputs, table["value"])
    grid = np.arange(*inputs["hour"].quantile([0.05, 0.95]), 1 / 12)
    asked = pd.concat([inputs.assign(hour=hour) for hour in grid], ignore_index=True)
    return float(grid[forest.predict(asked).reshape(len(grid), -1).mean(axis=1).argmax()])


def _beside(sleeper: Sleeper) -> pd.DataFrame:
    daily, journal = sleeper.daily, sleeper.journal
    drank = pd.Series((journal["answer"] == "yes").to_numpy(dtype=float), pd.to_datetime(journal["day"]))
    return pd.DataFrame(
        {
            "alcohol": drank.reindex(daily.index).shift(1),
            "strain": daily["day_strain"].shift(1),
            "before": daily["recovery_pct"].shift(1),
            "free": daily.index.day_of_week.isin((5, 6)).astype(float),
        },
        daily.index,
    )


def _unadjusted_p(sleeper: Sleeper, question: _Question) -> float:
    """The p-value of a parabola by least squares, with nothing beside it."""
    import statsmodels.api as sm

    known = pd.DataFrame({"hour": question.hours(sleeper.daily), "value": sleeper.daily["recovery_pct"]}).dropna()
    apart = known["hour"] - known["hour"].mean()
    return float(sm.OLS(known["value"], sm.add_constant(np.column_stack([apart, apart**2]))).fit().f_pvalue)


def _named(world: Bedtimes) -> str:
    if world.duration_curvature:
        return f"best duration, {world.duration_curvature:g} points/h², confounded"
    if world.bedtime_later is None:
        return f"best bedtime, {world.bedtime_curvature:g} points/h², confounded"
    return (
        f"best bedtime, {world.bedtime_curvature:g} points/h² before it, {world.bedtime_later:g} after it, confounded"
    )
