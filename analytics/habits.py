"""Habits: what goes with a better or a worse next morning, and how sure is that?

The outcome of a habit on day d is the morning of day d + 1. All habits stand in one regression, beside what else
moves that morning and may go with a habit: the strain of the day, the weekday, a slow course over months, illness.
Its errors are AR(1), the autocorrelation integrated out; so this morning counts as well: what is explained is by how
much tomorrow differs from what today foretells, which a habit that is chosen because of this morning cannot fake.

Effects are "associated with", never "caused by": what moves both habit and morning and is written down nowhere is
not taken out (analytics.trial is for that). Three doubts are looked at beside each effect, in analytics.habit_checks.
Many looks at once are corrected for by the false discovery rate: Benjamini and Hochberg (1995), J R Stat Soc B
57(1):289-300. All limits are ours, held to known truths by `python -m tests.truth`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd

from analytics.habit_checks import Effects, already_there, holds_later, second_method
from analytics.habit_design import (
    CONDITIONS,
    NEED_EACH,
    Choice,
    Design,
    Mornings,
    choice,
    design,
    mornings,
)
from analytics.journal import NO, YES, Answers, answers
from analytics.results import Estimate, Grade
from analytics.statistics import Z95, ar1_regression, as_change, q_values, shrunk

FALSE_DISCOVERIES = 0.10  # of what is called likely, such a share may be chance
STRONG_FALSE_DISCOVERIES = 0.05
SEEN = 2.8  # standard errors: an effect of that size is told from none (at 95%) with 80% power
TWO_YEARS = 730  # days
NEED_SECOND_METHOD = 180  # days
NEED_AMOUNTS = 10  # days with an amount
NEED_SPLIT = 10  # days with a yes, and with a no, to call a habit another word for the outcome


@dataclass(frozen=True)
class Outcome:
    """A measure of the morning: the unit of effects on it, and the size from which on one is worth knowing."""

    unit: str
    useful: float  # on the scale of the regression: a logarithm where log
    log: bool = False


OUTCOMES = {
    "recovery_pct": Outcome("points", 5),
    "hrv_rmssd_ms": Outcome("%", 0.05, log=True),
    "hrv_sdnn_ms": Outcome("%", 0.05, log=True),
    "resting_hr_bpm": Outcome("bpm", 1.5),
    "asleep_min": Outcome("min", 15),
}

STATE = "it is a state, not something that you choose"
WAKING = "it says how you woke in other words"
SPLIT = "its answers split your mornings without a single exception, as only the outcome itself can"
_STATES = {*CONDITIONS, "headache", "migraine", "hot_flash", "bloating"}
_STATE_WORDS = frozenset("sick ill fever symptom symptoms".split())
_WAKING_WORDS = frozenset("recovered energized energised energetic rested refreshed tired fatigued exhausted".split())
_SLEEP_WORDS = frozenset("sleep slept sleeping".split())
_QUALITY_WORDS = frozenset("well good great bad badly poor poorly enough quality hours long restful deep".split())


@dataclass(frozen=True)
class HabitEffect:
    """What one habit goes with on the next morning, in the unit of the outcome."""

    habit: str
    question: str
    together: tuple[str, ...]  # habits that cannot be told apart from it: the effect is that of all of them
    opposite: tuple[str, ...]  # habits done on just the days without it
    raw: Estimate  # n: days with a known answer
    shrunk: Estimate  # the one to rank by and to say first; see analytics.statistics.shrunk
    p: float
    q: float
    grade: Grade
    n_yes: int
    n_no: int
    n_unknown: int
    days: tuple[date, ...]  # with a yes and a known morning after it
    could_be: float  # the largest size, either way, that the interval of `raw` leaves possible
    would_see: float  # the smallest size that so many days show with 80% power
    settle_days: int | None  # until an effect of a useful size would be seen; 0: settled; None: over two years
    dose: Estimate | None  # of one more unit, on days with a yes; n: days with an amount; None: too few or too alike
    dose_unit: str
    holds: bool | None  # on the last third of the days as on those before; None: too few of them to tell
    second: Estimate | None  # by another method, above 180 days
    disagrees: bool  # the two methods are more than a standard error apart
    already_there: bool  # tomorrow's habit goes with this morning: chosen by how it was, or both moved by something


@dataclass(frozen=True)
class Unanswered:
    """A habit of which nothing is said, and why."""

    habit: str
    question: str
    why: str
    n_yes: int
    n_no: int
    n_unknown: int
    enough_in_days: int | None = None  # at the rate of answers so far; None: within two years not to be expected


@dataclass(frozen=True)
class HabitImpact:
    """All habits of a journal and one outcome. effects: the strongest evidence first."""

    outcome: str
    unit: str
    effects: tuple[HabitEffect, ...]
    insufficient: tuple[Unanswered, ...]
    refused: tuple[Unanswered, ...]
    n_days: int  # mornings in the regression
    n_answered: int  # of them after a day with answers
    first_day: date
    last_day: date
    rho: float | None  # lag-1 autocorrelation of what the habits and the rest leave unexplained; None without habits


def habit_impact(
    daily: pd.DataFrame, journal: pd.DataFrame, *, outcome: str = "recovery_pct", restarts: Sequence[date] = ()
) -> HabitImpact:
    """What each habit of a journal goes with on the next morning.

    daily: one row a day on a gap-free index, NaN = unknown, with `outcome`, recovery_pct, day_strain and load_au (used
    where no strain is known). journal: as for analytics.journal.answers. outcome: one of OUTCOMES. restarts: the
    first mornings of a device that reads the outcome otherwise.

    An unknown answer is neither yes nor no. Its day stays in with the answer that is to be expected of it: it tells
    nothing about that habit, but its other answers count, and its morning still says what the next one starts from.
    Raises NotEnoughData with fewer than 28 answered days with a known morning after them, ValueError if `outcome` is
    none of OUTCOMES.
    """
    if outcome not in OUTCOMES:
        raise ValueError(f"an outcome is one of {', '.join(OUTCOMES)}, not {outcome}")
    kind = OUTCOMES[outcome]
    given = answers(journal, daily.index)
    rows = mornings(daily, given, outcome, log=kind.log, restarts=restarts)

    why_not = {key: why for key in rows.done if (why := refusal(key) or _same_as_outcome(rows, key))}
    rarer = rows.counts[["yes", "no"]].min(axis=1)
    enough = [key for key in rows.done if key not in why_not and rarer[key] >= NEED_EACH]
    chosen = choice(rows, enough)
    effects, rho = _effects(rows, chosen, given, kind) if chosen.habits else ((), None)
    few = [key for key in rows.done if key not in why_not and key not in enough]
    return HabitImpact(
        outcome=outcome,
        unit=kind.unit,
        effects=effects,
        insufficient=(
            *(_unanswered(rows, given, key, "", _enough_in_days(rows, key)) for key in few),
            *(_unanswered(rows, given, key, why) for key, why in chosen.left_out.items()),
        ),
        refused=tuple(_unanswered(rows, given, key, why) for key, why in why_not.items()),
        n_days=len(rows.y),
        n_answered=rows.n_answered,
        first_day=rows.days[0].date(),
        last_day=rows.days[-1].date(),
        rho=rho,
    )


def refusal(habit: str) -> str | None:
    """Why a habit is none that mornings could be traced to, going by its key; None where it is one."""
    words = set(habit.split("_"))
    if habit in _STATES or words & _STATE_WORDS:
        return STATE
    # "slept_well", "good_sleep" and "sleep_8_hours", but not "eat_3_hours_before_sleep".
    of_sleep = words & _SLEEP_WORDS and words & _QUALITY_WORDS and habit.split("_")[0] in _SLEEP_WORDS | _QUALITY_WORDS
    return WAKING if words & _WAKING_WORDS or of_sleep else None


def _same_as_outcome(rows: Mornings, key: str) -> str | None:
    """Whether every yes lies on one side of every no, on many days: no habit splits mornings like that."""
    yes, no = (rows.y[(rows.done[key] == answer).to_numpy()] for answer in (YES, NO))
    if min(len(yes), len(no)) < NEED_SPLIT:
        return None
    return SPLIT if yes.min() > no.max() or yes.max() < no.min() else None


def _effects(rows: Mornings, chosen: Choice, given: Answers, kind: Outcome) -> tuple[tuple[HabitEffect, ...], float]:
    """The effects, the strongest evidence first, and the autocorrelation of the errors."""
    matrix, keys = design(rows, chosen.habits), list(chosen.habits)
    fit = ar1_regression(rows.y, matrix.own, rows.at, carried=matrix.carried)
    main = Effects(fit.coefficients[-len(keys) :], fit.standard_errors[-len(keys) :], fit.df)
    reach = _reach(main)
    # shrunk() takes normal errors: these are as wide as Student's t is at 95%.
    centre, doubt = shrunk(main.values, reach / Z95)
    p = _p_values(main)

    second, disagrees = _second(rows, matrix, main)
    table = pd.DataFrame(
        {
            "raw": main.values,
            "reach": reach,
            "error": main.errors,
            "shrunk": centre,
            "shrunk_reach": Z95 * doubt,
            "p": p,
            "q": q_values(p),
            "holds": holds_later(matrix, rows.done[keys].to_numpy(), main.values),
            "second": second.values if second else np.nan,
            "second_reach": _reach(second) if second else np.nan,
            "disagrees": disagrees,
            "already_there": already_there(matrix, rows.tomorrow[keys].to_numpy(), fit.rho),
        },
        index=keys,
    ).join(_doses(rows, matrix, keys, given))
    effects = [_effect(figures, rows, chosen, given, kind) for figures in table.itertuples()]
    order = list(Grade)
    return tuple(sorted(effects, key=lambda effect: (order.index(effect.grade), effect.p))), fit.rho


def _reach(effects: Effects) -> np.ndarray:
    """Half the width of the 95% intervals."""
    from scipy.special import stdtrit

    return stdtrit(effects.df, 0.975) * effects.errors


def _p_values(effects: Effects) -> np.ndarray:
    from scipy.special import stdtr

    return 2 * stdtr(effects.df, -np.abs(effects.values / effects.errors))


def _second(rows: Mornings, matrix: Design, main: Effects) -> tuple[Effects | None, np.ndarray]:
    """The second method's effects, where there are days enough for it, and where the two disagree."""
    habits = len(main.values)
    second = None
    if len(rows.y) > NEED_SECOND_METHOD:
        second = second_method(matrix, habits)
    if second is None:
        return None, np.zeros(habits, dtype=bool)
    return second, np.abs(second.values - main.values) > main.errors


def _doses(rows: Mornings, matrix: Design, keys: Sequence[str], given: Answers) -> pd.DataFrame:
    """For habits with amounts that vary: the effect of one more unit, its reach, and the days with an amount.

    In one regression with the effects of yes and no themselves, the amounts as deviations from their mean.
    """
    amounts = given.amount.iloc[rows.at].reindex(columns=keys)
    apart = amounts - amounts.mean()
    varied = (amounts.count() >= NEED_AMOUNTS) & (np.minimum((apart > 0).sum(), (apart < 0).sum()) >= NEED_EACH)
    found = pd.DataFrame(np.nan, index=keys, columns=["dose", "dose_reach", "dose_n"])
    some = [key for key in keys if varied[key]]
    if not some:
        return found
    own, carried = (np.column_stack([table, apart[some].fillna(0)]) for table in (matrix.own, matrix.carried))
    fit = ar1_regression(rows.y, own, rows.at, carried=carried)
    doses = Effects(fit.coefficients[-len(some) :], fit.standard_errors[-len(some) :], fit.df)
    found.loc[some] = np.column_stack([doses.values, _reach(doses), amounts[some].count()])
    return found


def _effect(figures: NamedTuple, rows: Mornings, chosen: Choice, given: Answers, kind: Outcome) -> HabitEffect:
    key = figures.Index
    n_yes, n_no, n_unknown = _counts(rows, key)
    raw = _estimate(figures.raw, figures.reach, n_yes + n_no, kind)
    holds = None if np.isnan(figures.holds) else bool(figures.holds)
    would_see = SEEN * figures.error
    grade = _grade(
        figures.q,
        would_see,
        kind,
        excludes_zero=abs(figures.raw) > figures.reach,
        trusted=bool(holds) and not figures.disagrees and abs(figures.shrunk) > figures.shrunk_reach,
    )
    return HabitEffect(
        habit=key,
        question=given.questions[key],
        together=chosen.together[key],
        opposite=chosen.opposite[key],
        raw=raw,
        shrunk=_estimate(figures.shrunk, figures.shrunk_reach, n_yes + n_no, kind),
        p=float(figures.p),
        q=float(figures.q),
        grade=grade,
        n_yes=n_yes,
        n_no=n_no,
        n_unknown=n_unknown,
        days=tuple(day.date() for day in rows.days[(rows.done[key] == YES).to_numpy()]),
        could_be=max(abs(raw.low), abs(raw.high)),
        would_see=as_change(would_see, log=kind.log),
        settle_days=0 if grade is Grade.STRONG else _settle_days(rows.span, would_see, kind),
        dose=_estimate_or_none(figures.dose, figures.dose_reach, figures.dose_n, kind),
        dose_unit=given.units.get(key, ""),
        holds=holds,
        second=_estimate_or_none(figures.second, figures.second_reach, n_yes + n_no, kind),
        disagrees=bool(figures.disagrees),
        already_there=bool(figures.already_there),
    )


def _grade(q: float, would_see: float, kind: Outcome, *, excludes_zero: bool, trusted: bool) -> Grade:
    """likely: the 95% interval excludes zero, and still does so at a false discovery rate of 10%. strong: at one of
    5%, and it holds on later days, and the second method agrees where there is one, and so does the headline, which is
    pulled towards none.

    Otherwise none, where an effect of twice the useful size would have been seen; else it is not enough data.
    """
    if excludes_zero and q <= STRONG_FALSE_DISCOVERIES and trusted:
        return Grade.STRONG
    if excludes_zero and q <= FALSE_DISCOVERIES:
        return Grade.LIKELY
    return Grade.NONE if would_see <= 2 * kind.useful else Grade.INSUFFICIENT


def _settle_days(span: int, would_see: float, kind: Outcome) -> int | None:
    """Further days until an effect of a useful size would be seen: standard errors shrink with the root of days."""
    further = span * ((would_see / kind.useful) ** 2 - 1)
    return None if further > TWO_YEARS else max(ceil(further), 0)


def _estimate(value: float, reach: float, n: float, kind: Outcome) -> Estimate:
    return Estimate(*(as_change(x, log=kind.log) for x in (value, value - reach, value + reach)), n=int(n))


def _estimate_or_none(value: float, reach: float, n: float, kind: Outcome) -> Estimate | None:
    return None if np.isnan(value) else _estimate(value, reach, n, kind)


def _counts(rows: Mornings, key: str) -> tuple[int, int, int]:
    """Mornings after a yes, after a no, and after a day on which nobody knows."""
    yes, no, unknown = rows.counts.loc[key]
    return int(yes), int(no), int(unknown)


def _unanswered(rows: Mornings, given: Answers, key: str, why: str, enough_in_days: int | None = None) -> Unanswered:
    n_yes, n_no, n_unknown = _counts(rows, key)
    why = why or f"{n_yes} days with a yes and {n_no} with a no; {NEED_EACH} of each are needed"
    return Unanswered(key, given.questions[key], why, n_yes, n_no, n_unknown, enough_in_days)


def _enough_in_days(rows: Mornings, key: str) -> int | None:
    """Days until there are enough of the rarer answer, if it goes on coming as often as so far."""
    rarer = min(_counts(rows, key)[:2])
    if rarer == 0:
        return None
    further = ceil((NEED_EACH - rarer) * rows.span / rarer)
    return None if further > TWO_YEARS else further
