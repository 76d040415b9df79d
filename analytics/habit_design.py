"""The regression behind the habits: which mornings are its rows, and which columns so many days can carry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import pandas as pd

from analytics.journal import NO, YES, Answers
from analytics.results import NotEnoughData

NEED_DAYS = 28  # answered days with a known morning after them
NEED_EACH = 5  # days with a yes, and with a no
NEED_APART = 5  # days on which only one of two habits was done, to tell them apart
DAYS_A_COLUMN = 3  # answered days for each column of the regression
DAYS_A_WAVE = 60  # the slow course has one cosine for each so many days: it follows nothing quicker than 120 days
WHOLE_WEEK = 120  # days from which on every weekday counts; before, only Friday and Saturday evenings do
MOST_INFLATED = 25  # variance inflation above which a habit cannot be told apart from all others together
NEARLY = 1e-3  # a direction in which columns differ by less than that share counts as none
PRIOR_DAYS = 30  # how many days the mean counts in what is expected of an unknown answer

# States that nobody chooses. They have no effect of their own here, but they move both mornings and habits.
CONDITIONS = ("sick_or_ill", "injury")


@dataclass(frozen=True)
class Mornings:
    """The rows: known mornings whose evening before lies between the first and the last answer.

    y: the outcome, as a logarithm where so chosen. days, at: the day before each, as a date and as a number. done: the
    answers of that day; yesterday, tomorrow: of the days around it. surroundings: columns that are always known,
    intercept first. partly: columns with gaps. before: the outcome of the morning of that day, 0 at its mean and
    where it is unknown.
    """

    y: np.ndarray
    days: pd.DatetimeIndex
    at: np.ndarray
    done: pd.DataFrame
    yesterday: pd.DataFrame
    tomorrow: pd.DataFrame
    surroundings: np.ndarray
    partly: pd.DataFrame
    before: np.ndarray

    @cached_property
    def counts(self) -> pd.DataFrame:
        """How many days of each habit are a yes, a no, and unknown: a row a habit, columns yes, no, unknown."""
        yes, no = (self.done == YES).sum(), (self.done == NO).sum()
        return pd.DataFrame({"yes": yes, "no": no, "unknown": len(self.done) - yes - no})

    @property
    def n_answered(self) -> int:
        return int(self.done.notna().any(axis=1).sum())

    @property
    def span(self) -> int:
        return int(self.at[-1] - self.at[0] + 1)


def mornings(
    daily: pd.DataFrame, given: Answers, outcome: str, *, log: bool, restarts: Sequence[date] = ()
) -> Mornings:
    """The rows of the regression. Raises NotEnoughData with fewer than 28 answered days with a known morning."""
    values = daily[outcome].to_numpy(dtype=float)
    values = np.log(values, where=values > 0, out=np.full(len(values), np.nan)) if log else values
    next_morning = np.append(values[1:], np.nan)
    answered = given.done.notna().any(axis=1).to_numpy()
    usable = ~np.isnan(next_morning)
    if (have := int((answered & usable).sum())) < NEED_DAYS:
        raise NotEnoughData("answered days with a known morning after them", need=NEED_DAYS, have=have)

    inside = np.zeros(len(daily), dtype=bool)
    inside[np.argmax(answered) : len(answered) - np.argmax(answered[::-1])] = True
    rows = np.flatnonzero(inside & usable)
    before = values[rows] - np.nanmean(values[rows])
    return Mornings(
        y=next_morning[rows],
        days=daily.index[rows],
        at=rows,
        done=given.done.iloc[rows],
        yesterday=given.done.shift(1).iloc[rows],
        tomorrow=given.done.shift(-1).iloc[rows],
        surroundings=_surroundings(daily.index[rows], rows, answered[rows], restarts),
        partly=_partly(daily.iloc[rows], given.done.iloc[rows], outcome),
        before=np.nan_to_num(before),
    )


def _surroundings(days: pd.DatetimeIndex, at: np.ndarray, answered: np.ndarray, restarts: Sequence[date]) -> np.ndarray:
    """Intercept, weekday, slow course, steps where a device changes, and whether the journal was filled in at all."""
    weekday = days.day_of_week.to_numpy()
    if len(days) >= WHOLE_WEEK:
        week = [weekday == day for day in range(1, 7)]
    else:
        week = [(weekday == 4) | (weekday == 5)]
    passed = (at - at[0] + 0.5) / (at[-1] - at[0] + 1)
    waves = [np.cos(np.pi * k * passed) for k in range(1, int((at[-1] - at[0] + 1) // DAYS_A_WAVE) + 1)]
    if waves:  # long pauses can leave too few days to tell them apart
        waves = list((np.column_stack(waves) @ directions(np.column_stack(waves))).T)
    steps = [days + pd.Timedelta(days=1) >= pd.Timestamp(restart) for restart in restarts]
    columns = np.column_stack([np.ones(len(days)), *week, *waves, *steps, answered]).astype(float)
    steps_from = 1 + len(week) + len(waves)
    enough = np.minimum(columns.sum(axis=0), (1 - columns).sum(axis=0)) >= NEED_EACH
    enough[:steps_from] = columns[:, :steps_from].std(axis=0) > 0
    enough[0] = True
    return columns[:, enough]


def directions(columns: np.ndarray) -> np.ndarray:
    """Weights (k x r) that turn n x k columns into r that are not nearly sums of each other and say the same."""
    size = np.sqrt((columns**2).sum(axis=0))
    scaled = np.divide(columns, size, where=size > 0, out=np.zeros_like(columns))
    _, lengths, axes = np.linalg.svd(scaled, full_matrices=False)
    kept = axes[lengths > NEARLY * lengths[0]].T
    return np.divide(kept, size[:, None], where=size[:, None] > 0, out=np.zeros_like(kept))


def _partly(daily: pd.DataFrame, done: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """Columns that may have gaps: the day's strain or load, conditions, and this morning's recovery.

    The latter only for other outcomes: people choose habits by it, and of its own past the errors take care.
    """
    strain = "day_strain" if daily["day_strain"].notna().any() else "load_au"
    columns = daily[[strain]] if outcome == "recovery_pct" else daily[[strain, "recovery_pct"]]
    columns = columns.loc[:, (columns.count() >= len(columns) / 2) & (columns.std() > 0)]
    conditions = [key for key in CONDITIONS if key in done and enough_of_each(done[key])]
    return columns.join(done[conditions])


def enough_of_each(answers: pd.Series) -> bool:
    return bool(min((answers == YES).sum(), (answers == NO).sum()) >= NEED_EACH)


@dataclass(frozen=True)
class Choice:
    """Which habits stand in the regression, and why others do not."""

    habits: tuple[str, ...]
    together: dict[str, tuple[str, ...]]  # a habit of `habits` -> those that cannot be told apart from it
    opposite: dict[str, tuple[str, ...]]
    left_out: dict[str, str]  # habit -> why


def choice(rows: Mornings, keys: Sequence[str]) -> Choice:
    """Of habits with enough answers, those that can be told apart and that so many days can carry.

    The habits with the most of their rarer answer come first: they tell most, and confound most.
    """
    done = rows.done[list(keys)]
    rarer = rows.counts.loc[list(keys), ["yes", "no"]].min(axis=1).sort_values(ascending=False, kind="stable")
    room = rows.n_answered // DAYS_A_COLUMN - rows.surroundings.shape[1] - rows.partly.shape[1]
    kept, together, opposite = _told_apart(done[rarer.index])
    left_out = {
        key: f"{rows.n_answered} answered days carry {max(room, 0)} habits at once, and others have more answers"
        for key in kept[max(room, 0) :]
    }
    kept = kept[: max(room, 0)]
    while kept and (worst := _most_inflated(rows, kept)) is not None:
        left_out[worst] = "it goes with the weekday, the strain and the other habits so closely that nothing is left"
        kept.remove(worst)
    for key in tuple(left_out):
        left_out |= dict.fromkeys([*together[key], *opposite[key]], left_out[key])
    return Choice(
        tuple(kept),
        {key: tuple(others) for key, others in together.items() if key in kept},
        {key: tuple(others) for key, others in opposite.items() if key in kept},
        left_out,
    )


def _told_apart(done: pd.DataFrame) -> tuple[list[str], dict[str, list[str]], dict[str, list[str]]]:
    """Habits, each with those that were done on the same days, and with those that were done on all others."""
    yes, no = (done == YES).to_numpy(dtype=float), (done == NO).to_numpy(dtype=float)
    same, different = yes.T @ yes + no.T @ no, yes.T @ no + no.T @ yes
    kept: list[int] = []
    together, opposite = {key: [] for key in done}, {key: [] for key in done}
    for habit, key in enumerate(done):
        alike = [other for other in kept if different[habit, other] < NEED_APART <= same[habit, other]]
        contrary = [other for other in kept if same[habit, other] < NEED_APART <= different[habit, other]]
        if alike:
            together[done.columns[alike[0]]].append(key)
        elif contrary:
            opposite[done.columns[contrary[0]]].append(key)
        else:
            kept.append(habit)
    return [done.columns[habit] for habit in kept], together, opposite


def _most_inflated(rows: Mornings, habits: Sequence[str]) -> str | None:
    """The habit that the other columns foretell best, where they do so all but completely."""
    matrix = design(rows, habits).own
    scaled = (matrix[:, 1:] - matrix[:, 1:].mean(axis=0)) / matrix[:, 1:].std(axis=0)
    correlation = scaled.T @ scaled / len(scaled)
    # A trace of independence keeps columns that are sums of others from having no inverse at all.
    inflation = np.diag(np.linalg.inv(correlation + 1e-9 * np.eye(len(correlation))))[-len(habits) :]
    worst = int(np.argmax(inflation))
    return habits[worst] if inflation[worst] > MOST_INFLATED else None


@dataclass(frozen=True)
class Design:
    """The regression: y (n), its columns (n x p, the habits last), and the day number of each row.

    carried: the columns as they are seen from the row after. They differ where an answer is unknown: see `design`.
    lagged: how many of the last columns, habits included, change from day to day by what was done.
    """

    y: np.ndarray
    own: np.ndarray
    carried: np.ndarray
    at: np.ndarray
    lagged: int


def design(rows: Mornings, habits: Sequence[str]) -> Design:
    """The columns for some of the habits, unknown answers filled with what is to be expected of them.

    For their own morning that is what was known before it: the morning before, weekday, strain, the other habits of
    the day and the same habit the day before. For the morning after that, from which the AR(1) errors take what the
    earlier one foretells, the earlier morning itself and the habit of the day after count as well: habits come in
    runs, so a day's yes says that an unanswered day before it was likely a yes, too. Left out there, the earlier
    morning would look bad for no reason, and with half of the days unanswered a quarter of the effect would be lost.
    """
    keys = [*rows.partly.columns.intersection(rows.done.columns), *habits]
    partly = np.column_stack([rows.partly, rows.done[list(habits)]]).astype(float)
    before, after = (_neighbours(rows, table, keys, partly.shape[1]) for table in (rows.yesterday, rows.tomorrow))
    known = np.column_stack([rows.surroundings, rows.before])
    own = completed(partly, known, [before])
    carried = completed(partly, np.column_stack([known, rows.y]), [before, after])
    own, carried = (np.column_stack([rows.surroundings, columns]) for columns in (own, carried))
    first = own.shape[1] - len(habits)
    kept = [*independent(own[:, :first]), *range(first, own.shape[1])]
    lagged = sum(column >= rows.surroundings.shape[1] for column in kept)
    return Design(rows.y, own[:, kept], carried[:, kept], rows.at, lagged)


def independent(matrix: np.ndarray) -> np.ndarray:
    """Numbers of the columns that are not, or not nearly, sums of columns before them."""
    diagonal = np.abs(np.diag(np.linalg.qr(matrix, mode="r")))
    size = np.sqrt((matrix[:, : len(diagonal)] ** 2).sum(axis=0))
    return np.flatnonzero(diagonal > NEARLY * np.maximum(size, 1e-300))


def _neighbours(rows: Mornings, table: pd.DataFrame, keys: Sequence[str], columns: int) -> np.ndarray:
    """The answers of another day beside the last columns of the design; nothing (NaN) beside strain and mornings."""
    beside = np.full((len(rows.y), columns), np.nan)
    beside[:, columns - len(keys) :] = table[list(keys)]
    return beside


def completed(partly: np.ndarray, known: np.ndarray, beside: Sequence[np.ndarray] = ()) -> np.ndarray:
    """The columns of `partly` with each gap (NaN) filled by a regression on the others.

    partly: n x k. known: n x m, without gaps, intercept first. beside: n x k tables, of which each column helps to
    fill the same column of `partly`. Filled with what other columns foretell, a gap hardly biases a
    regression on them all; filled with the mean, or only marked, it would leave the others unadjusted.
    """
    gaps = np.isnan(partly)
    if not gaps.any():
        return partly
    filled = _at_mean(partly)
    for column in np.argsort(gaps.sum(axis=0), kind="stable"):
        if gaps[:, column].any():
            helpers = [_at_mean(table[:, [column]]) for table in beside]
            others = np.column_stack([known[:, 1:], np.delete(filled, column, axis=1), *helpers])
            filled[:, column] = _foretold(partly[:, column], others)
    return filled


def _at_mean(table: np.ndarray) -> np.ndarray:
    """Gaps filled with the mean of their column, and with 0 where a column has no values."""
    known = ~np.isnan(table)
    mean = np.where(known, table, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, table, mean)


def _foretold(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Values with their gaps filled by a regression on `others`, held near their mean where few are known."""
    known = ~np.isnan(values)
    spread = others[known].std(axis=0)
    others = (others - others[known].mean(axis=0)) / np.where(spread > 0, spread, np.inf)
    there, mean = others[known], values[known].mean()
    information = there.T @ there + PRIOR_DAYS * np.eye(others.shape[1])
    slopes = np.linalg.solve(information, there.T @ (values[known] - mean))
    return np.where(known, values, mean + others @ slopes)
