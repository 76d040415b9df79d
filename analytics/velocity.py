"""Recovery velocity: how far does a hard day pull the mornings after it down, and how soon are they back?

Two questions, kept apart.
After a load (`load_response`): recovery of each morning in one regression on the loads of the days before it, one to
six days back, with AR(1) errors: the impulse response, free of any shape, horizon by horizon. Its half-life comes from
the decay A r^(h-1) that fits those six figures best, its interval from the likelihood of that decay (profile). The load
of day d happens after morning d, so morning d + 1 is horizon 1.
After a low score (`after_low`): how long until a morning is normal again? A low score is mostly followed by a better
one whatever is done, because an extreme is seldom followed by another (regression to the mean). So the answer stands
beside what days that only remember yesterday, and nothing else, would show.

Counting "days until above average after a hard day" measures noise and depth: it says two to three days where load
has no effect at all. Sources: Jorda (2005), Am Econ Rev 95(1):161-82, and Montiel Olea & Plagborg-Moller (2021),
Econometrica 89(4):1789-1823 (impulse responses by horizon; lag-augmented projections are the second method in
tests/truth); Kaplan & Meier (1958), J Am Stat Assoc 53(282):457-81. Gates, lags and widths are ours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.mornings import before, independent, joint_p, load_of, need_difference, slow_course, steps, weekdays
from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import Regression, ar1_regression
from analytics.usual import against_usual

DAYS = 365  # the last year: fitness changes how fast one recovers
HORIZONS = 5  # mornings that are spoken of
LAGS = 6  # one more, so that the fifth does not carry what lies behind it
NEED_DAYS = 60
NEED_LOADS = 40  # known loads with a morning after them
LEAST_OWN = 15  # % of an SD by which each day's load has to vary for itself, beside weekday and the days around it
LEAST_CV = 0.10  # SD of the loads against their mean: days that are all alike cannot tell
HARD = 0.9  # quantile of the loads that a hard day is
HALF_LIVES = np.concatenate([np.arange(0.05, 3, 0.025), np.arange(3, 14.01, 0.1)])  # days
DECAYS = 0.5 ** (1 / HALF_LIVES)
PROFILE = 0.985  # not 0.975: the covariance of the response does not know what loads that were filled in leave open
BEYOND_D = 7.0  # a half-life that may be longer than this is not told by mornings up to the fifth
SEEN = 2.8  # standard errors: an effect this large is seen (95%) with 80% power
NEED_LATER = 30  # known loads in the last third, and before it

NEED_SHORT_NIGHTS = 10  # after hard days, and as many other nights
NEED_DAYS_SLEEP = 120

LOW_SD = 1.2816  # below the middle 80% of single mornings is low
NEED_EPISODES = 8
FOLLOWED_D = 7
SIMULATED = 400


@dataclass(frozen=True, eq=False)
class LoadResponse:
    """By how much a load moves the mornings after it, in the unit of the outcome.

    hard: what a hard day (90th percentile of the loads) does, compared with a usual one (median).
    """

    outcome: str
    load: str
    grade: Grade
    p: float  # of the five mornings: that none is moved
    n: int
    load_sd: float
    usual_load: float
    hard_load: float
    per_sd: tuple[Estimate, ...]  # mornings 1 to 5 after a load one SD higher
    per_unit: tuple[Estimate, ...]
    hard: tuple[Estimate, ...]
    fitted: tuple[float, ...] | None  # the decay through `hard`; None where nothing is seen or none fits
    half_life_d: Estimate | None  # high is infinite where it may be longer than a week
    back_d: Estimate | None  # days after a hard day until less than `within` is left
    within: float
    would_see: float  # the smallest effect of one SD on the first morning that is seen with 80% power
    rho: float


def load_response(
    daily: pd.DataFrame, *, outcome: str = "recovery_pct", within: float = 1.0, restarts: Sequence[date] = ()
) -> LoadResponse:
    """The impulse response of an outcome of the morning to the load of a day.

    daily: one row a day on a gap-free index, NaN = unknown, with `outcome` and day_strain (unknown throughout:
    load_au). within: what is as good as back, in the unit of the outcome. restarts: first mornings of a device that
    reads otherwise. An unknown load counts as the mean of its weekday.
    Raises NotEnoughData with fewer than 60 mornings, 40 known loads before them, or loads that hardly differ.
    """
    loads = _Loads.of(daily.iloc[-DAYS:], outcome, restarts)
    fit = loads.fit()
    asked, scale = slice(0, HORIZONS), loads.hard - loads.usual
    p = joint_p(fit, asked)
    decay = _Decay.through(fit) if p <= 0.05 else None
    return LoadResponse(
        outcome=outcome,
        load=loads.name,
        grade=_grade(p, fit, loads),
        p=p,
        n=fit.n,
        load_sd=loads.sd,
        usual_load=loads.usual,
        hard_load=loads.hard,
        per_sd=_estimates(fit, 1.0),
        per_unit=_estimates(fit, 1 / loads.sd),
        hard=_estimates(fit, scale / loads.sd),
        fitted=None if decay is None else tuple(float(x) for x in decay.response() * scale / loads.sd),
        half_life_d=None if decay is None else decay.half_life(fit.n),
        back_d=None if decay is None else decay.back(abs(within * loads.sd / scale), fit.n),
        within=within,
        would_see=SEEN * float(fit.standard_errors[0]),
        rho=fit.rho,
    )


def _estimates(fit: Regression, factor: float) -> tuple[Estimate, ...]:
    return tuple(
        Estimate(float(fit.coefficients[h]) * factor, *(edge * factor for edge in fit.interval(h)), n=fit.n)
        for h in range(HORIZONS)
    )


def _grade(p: float, fit: Regression, loads: "_Loads") -> Grade:
    """Strong: p < .01, and the response of the first two thirds foretells the last third (80% interval above 0)."""
    if p > 0.05:
        return Grade.NONE
    return Grade.STRONG if p < 0.01 and loads.holds_later() else Grade.LIKELY


@dataclass(frozen=True, eq=False)
class _Loads:
    """Mornings, and the loads behind them: a row a morning."""

    name: str
    value: np.ndarray
    at: np.ndarray
    behind: np.ndarray  # mornings x LAGS, in SDs from the mean
    known: np.ndarray  # whether the load of the day before is on record
    beside: np.ndarray
    sd: float
    usual: float
    hard: float

    @classmethod
    def of(cls, recent: pd.DataFrame, outcome: str, restarts: Sequence[date]) -> "_Loads":
        load, value = load_of(recent), recent[outcome].to_numpy(dtype=float)
        told = before(load)
        at = np.flatnonzero(~np.isnan(value) & (np.arange(len(value)) >= LAGS))
        if len(at) < NEED_DAYS:
            raise NotEnoughData("recovery after a load", NEED_DAYS, len(at), "mornings")
        if (known := int((~np.isnan(told[at])).sum())) < NEED_LOADS:
            raise NotEnoughData("recovery after a load", NEED_LOADS, known, "days with a load and a morning after it")
        need_difference(value[at], "mornings")
        known_loads = load.dropna()
        mean, sd = float(known_loads.mean()), float(known_loads.std())
        if not sd > LEAST_CV * mean:
            least, have = round(100 * LEAST_CV), int(100 * sd / mean) if mean > 0 else 0
            raise NotEnoughData("loads that differ (their SD)", least, have, "% of their mean")
        filled = (load.fillna(load.groupby(load.index.day_of_week).transform("mean")).fillna(mean) - mean) / sd
        behind = np.column_stack([filled.shift(lag).to_numpy() for lag in range(1, LAGS + 1)])[at]
        index = recent.index[at]
        own = round(100 * _varies_by_itself(behind, weekdays(index)))
        if own < LEAST_OWN:
            raise NotEnoughData("loads that are not the same each week: what they vary by", LEAST_OWN, own, "% of SD")
        beside = [np.isnan(told[at])[:, None], weekdays(index), steps(index, restarts), slow_course(at)]
        usual, hard = (float(known_loads.quantile(q)) for q in (0.5, HARD))
        return cls(
            load.name, value[at], at, behind, ~np.isnan(told[at]), np.column_stack(beside), sd, usual,
            max(hard, usual + 0.1 * sd),
        )  # fmt: skip

    def fit(self, rows: slice = slice(None)) -> Regression:
        """Columns: the loads, the constant, what stands beside them."""
        return ar1_regression(self.value[rows], independent(self.behind[rows], self.beside[rows]), self.at[rows])

    def holds_later(self) -> bool:
        cut = 2 * len(self.value) // 3
        later = slice(cut, None)
        if min(self.known[:cut].sum(), self.known[later].sum()) < NEED_LATER:
            return False
        foretold = self.behind[later] @ self.fit(slice(None, cut)).coefficients[:LAGS]
        design = independent(foretold[:, None], self.beside[later])
        return ar1_regression(self.value[later], design, self.at[later]).interval(0, 0.8)[0] > 0


def _varies_by_itself(behind: np.ndarray, weekday: np.ndarray) -> float:
    """The SD, in SDs of the load, of the least certain mix of lags once the weekday is known: 0 for a fixed plan."""
    known = np.column_stack([np.ones(len(behind)), weekday])
    left = behind - known @ np.linalg.lstsq(known, behind, rcond=None)[0]
    return float(np.linalg.svd(left, compute_uv=False).min() / np.sqrt(len(left)))


@dataclass(frozen=True, eq=False)
class _Decay:
    """A decay A r^(h-1) through the response of mornings 1 to LAGS, and all others that the data allow.

    One row for each r of DECAYS, one column for each depth A: how much worse each fits (a likelihood ratio), with the
    best of all at 0.
    """

    depth: np.ndarray  # r x depths
    worse: np.ndarray
    limit: float
    best: tuple[int, int]

    @classmethod
    def through(cls, fit: Regression) -> "_Decay | None":
        """None where no decay fits the response (p < .01)."""
        from scipy.special import fdtrc, stdtrit

        value, weight = fit.coefficients[:LAGS], np.linalg.inv(fit.covariance[:LAGS, :LAGS])
        curves = DECAYS[:, None] ** np.arange(LAGS)
        told = np.einsum("ri,ij,rj->r", curves, weight, curves)
        deepest = curves @ weight @ value / told
        left = value @ weight @ value - told * deepest**2
        steps_of_se = np.linspace(-4, 4, 81)
        depth = deepest[:, None] + steps_of_se / np.sqrt(told)[:, None]
        worse = (left - left.min())[:, None] + steps_of_se**2
        if fdtrc(LAGS - 2, fit.df, left.min() / (LAGS - 2)) < 0.01:
            return None
        row = int(left.argmin())
        return cls(depth, worse, float(stdtrit(fit.df, PROFILE) ** 2), (row, len(steps_of_se) // 2))

    def response(self) -> np.ndarray:
        row, column = self.best
        return self.depth[row, column] * DECAYS[row] ** np.arange(HORIZONS)

    def half_life(self, n: int) -> Estimate:
        return self._estimate(np.broadcast_to(HALF_LIVES[:, None], self.worse.shape), n)

    def back(self, share: float, n: int) -> Estimate:
        """Days after the load until less than `share` (in the unit of the depth) is left; 1: already on the first."""
        with np.errstate(divide="ignore"):
            wanted = np.log(np.maximum(np.abs(self.depth) / share, 1.0)) / -np.log(DECAYS)[:, None]
        return self._estimate(1 + wanted, n)

    def _estimate(self, figure: np.ndarray, n: int) -> Estimate:
        allowed = self.worse <= self.limit
        low, high = float(figure[allowed].min()), float(figure[allowed].max())
        # A half-life at the far end of the grid stands for all longer ones.
        unbounded = HALF_LIVES[allowed.any(axis=1)].max() > BEYOND_D
        return Estimate(float(figure[self.best]), low, np.inf if unbounded else high, n=n)


@dataclass(frozen=True)
class SleepAfterHard:
    """Does a short night after a hard day pull the two mornings after that day down further?"""

    extra: Estimate  # in the unit of the outcome, on each of the two: for a load of one SD and an hour less asleep
    p: float
    grade: Grade
    n_short: int  # nights at least half an hour shorter than usual after a load at least one SD above the mean
    n_other: int  # other nights after such loads


def sleep_after_hard(
    daily: pd.DataFrame, *, outcome: str = "recovery_pct", restarts: Sequence[date] = ()
) -> SleepAfterHard:
    """Load times sleep lost in the night after it, beside load and sleep themselves; all else as load_response.

    daily: asleep_min as well. Unknown nights count as usual ones.
    Raises NotEnoughData with fewer than 120 mornings, 10 short and 10 other nights after hard days, and as
    load_response.
    """
    recent = daily.iloc[-DAYS:]
    loads = _Loads.of(recent, outcome, restarts)
    if len(loads.value) < NEED_DAYS_SLEEP:
        raise NotEnoughData("short nights after hard days", NEED_DAYS_SLEEP, len(loads.value), "mornings")
    less = (recent["asleep_min"].median() - recent["asleep_min"]) / 60
    nights = np.column_stack([less.to_numpy(dtype=float), before(less)])[loads.at]
    hard = loads.behind[:, 0] > 1
    n_short = int((hard & (nights[:, 0] > 0.5)).sum())
    n_other = int((hard & (nights[:, 0] <= 0.5)).sum())
    if (have := min(n_short, n_other)) < NEED_SHORT_NIGHTS:
        raise NotEnoughData("short, and other, nights after hard days", NEED_SHORT_NIGHTS, have, "nights of each kind")

    nights = np.nan_to_num(nights)
    both = (loads.behind[:, :2] * nights).sum(axis=1)
    design = independent(both[:, None], loads.behind, nights, loads.beside)
    fit = ar1_regression(loads.value, design, loads.at)
    p = joint_p(fit, slice(0, 1))
    grade = Grade.NONE if p > 0.05 else Grade.STRONG if p < 0.01 else Grade.LIKELY
    return SleepAfterHard(Estimate(float(fit.coefficients[0]), *fit.interval(0), n=fit.n), p, grade, n_short, n_other)


@dataclass(frozen=True, eq=False)
class AfterLow:
    """How soon a morning is normal again after a low one.

    Low: outside, on the worse side, of the range that holds the middle 80 of 100 single mornings; back: inside again.
    The grade is of the difference from chance: strong, p < .01; likely, p < .05; none: days that only remember
    yesterday would show the same.
    """

    episodes: int
    returned: pd.DataFrame  # index day 0 to 7; back (share), low, high, by_chance, at_risk
    median_d: Estimate | None  # None: half of them were not back within the week
    mean_d: Estimate  # days until back, of the first seven
    by_chance_d: float
    p: float  # of the mean, under chance; two-sided
    grade: Grade
    rho: float  # how much a morning remembers of the one before
    starts: tuple[date, ...]


def after_low(
    values: pd.Series, *, log: bool, worse: str = "lower", restarts: Sequence[date] = (), seed: int = 0
) -> AfterLow:
    """The time from a low morning to the first normal one, and what chance alone makes of it.

    values, log, restarts: as for analytics.usual.against_usual, which says what is normal. worse: "lower" or "higher".
    seed: of the simulated days of chance. An episode begins on a low morning after a normal one; an unknown morning
    ends what is known of it (censored), and so does the seventh day. Chance: AR(1) days with this athlete's own
    autocorrelation, its doubt included, as many low mornings and the same unknown ones.
    Raises NotEnoughData with fewer than 8 episodes, ValueError on another `worse`.
    """
    if worse not in ("lower", "higher"):
        raise ValueError(f"worse is lower or higher, not {worse}")
    at = against_usual(values, np.arange(len(values)), log=log, restarts=restarts)
    spread = np.where(at.spread > 0, at.spread, np.nan) * np.sqrt(1 + at.usual_variance)
    apart = (at.usual - at.today if worse == "higher" else at.today - at.usual) / spread
    known = ~np.isnan(apart)
    low = np.where(known, apart < -LOW_SD, False)
    starts = _starts(low[None, :], known)[0]
    if (episodes := int(starts.sum())) < NEED_EPISODES:
        raise NotEnoughData("recovery after a low morning", NEED_EPISODES, episodes, "low mornings after a normal one")

    at_risk, back = _followed(low[None, :], known)
    staying = _staying(at_risk, back)[0]
    chance, rho = _by_chance(apart, known, float(low[known].mean()), seed)
    mean, chance_means = float(staying[:-1].sum()), chance[:, :-1].sum(axis=1)
    p = _two_sided(mean, chance_means)
    reach = _mean_reach(staying, at_risk[0], back[0])
    returned = _returned(staying, at_risk[0], back[0], episodes).assign(by_chance=1 - chance.mean(axis=0))
    return AfterLow(
        episodes=episodes,
        returned=returned,
        median_d=_median(returned, episodes),
        mean_d=Estimate(mean, max(mean - reach, 1.0), mean + reach, n=episodes),
        by_chance_d=float(chance_means.mean()),
        p=p,
        grade=Grade.STRONG if p < 0.01 else Grade.LIKELY if p < 0.05 else Grade.NONE,
        rho=rho,
        starts=tuple(day.date() for day in values.index[starts]),
    )


def _starts(low: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Low mornings after a known one that was not low. low: series x days."""
    starts = np.zeros_like(low)
    starts[:, 1:] = low[:, 1:] & ~low[:, :-1] & known[:-1]
    return starts


def _followed(low: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For days 1 to 7 after the starts: how many episodes are still followed, and how many come back. series x 7."""
    alive = _starts(low, known)
    at_risk, back = (np.zeros((len(low), FOLLOWED_D)) for _ in range(2))
    for day in range(FOLLOWED_D):
        alive = np.hstack([np.zeros((len(low), 1), dtype=bool), alive[:, :-1]]) & known
        at_risk[:, day], back[:, day] = alive.sum(axis=1), (alive & ~low).sum(axis=1)
        alive = alive & low
    return at_risk, back


def _staying(at_risk: np.ndarray, back: np.ndarray) -> np.ndarray:
    """Share not yet back after 0 to 7 days (Kaplan-Meier), a row a series."""
    left = 1 - back / np.maximum(at_risk, 1)
    return np.hstack([np.ones((len(left), 1)), np.cumprod(left, axis=1)])


def _by_chance(apart: np.ndarray, known: np.ndarray, share_low: float, seed: int) -> tuple[np.ndarray, float]:
    """Shares not yet back in simulated days, a row a simulation, and the autocorrelation that they were made with."""
    from scipy.special import ndtri

    at = np.flatnonzero(known)
    rho = ar1_regression(apart[at], np.ones((len(at), 1)), at).rho
    rng = np.random.default_rng(seed)
    rhos = np.clip(rho + np.sqrt((1 - rho**2) / len(at)) * rng.standard_normal(SIMULATED), -0.5, 0.95)
    days = rng.standard_normal((len(apart), SIMULATED))
    for day in range(1, len(days)):
        days[day] = rhos * days[day - 1] + np.sqrt(1 - rhos**2) * days[day]
    low = (days.T < ndtri(share_low)) & known
    return _staying(*_followed(low, known)), rho


def _two_sided(figure: float, simulated: np.ndarray) -> float:
    below, above = ((1 + side.sum()) / (1 + len(simulated)) for side in (simulated <= figure, simulated >= figure))
    return float(min(1.0, 2 * min(below, above)))


def _greenwood_terms(at_risk: np.ndarray, back: np.ndarray) -> np.ndarray:
    """d / (n (n - d)) of days 1 to 7: their sums are the relative variance of the share not yet back."""
    left = at_risk - back
    return np.where(left > 0, back / np.maximum(at_risk * left, 1), 0.0)


def _returned(staying: np.ndarray, at_risk: np.ndarray, back: np.ndarray, episodes: int) -> pd.DataFrame:
    """Share back by day with its 95% interval, on the scale log(-log) where it has one."""
    spread = np.sqrt(np.concatenate([[0.0], np.cumsum(_greenwood_terms(at_risk, back))]))
    inside = (staying > 0) & (staying < 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.where(inside, 1.96 * spread / np.abs(np.log(staying)), 0.0)
    low, high = (np.where(inside, staying ** np.exp(side * width), staying) for side in (1, -1))
    followed = np.concatenate([[episodes], at_risk]).astype(int)
    columns = {"back": 1 - staying, "low": 1 - high, "high": 1 - low, "at_risk": followed}
    return pd.DataFrame(columns, pd.RangeIndex(FOLLOWED_D + 1, name="day"))


def _median(returned: pd.DataFrame, n: int) -> Estimate | None:
    """The first day by which half are back; its interval are the days whose own interval holds a half."""
    first = {side: _first_day(returned[side]) for side in ("back", "high", "low")}
    if first["back"] == np.inf:
        return None
    return Estimate(first["back"], first["high"], first["low"], n=n)


def _first_day(share: pd.Series) -> float:
    reached = share >= 0.5
    return float(reached.idxmax()) if reached.any() else np.inf


def _mean_reach(staying: np.ndarray, at_risk: np.ndarray, back: np.ndarray) -> float:
    """Half of the 95% interval of the mean days, which are the area under the shares: areas squared by Greenwood."""
    area = np.array([staying[day:-1].sum() for day in range(1, FOLLOWED_D + 1)])
    return float(1.96 * np.sqrt((area**2 * _greenwood_terms(at_risk, back)).sum()))
