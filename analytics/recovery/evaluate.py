"""How close would each model have been on mornings that it had not seen? A walk through one athlete's own past.

From the 60th known morning on every model is trained again every 28 days, on nothing but what lay before, and foretells
the mornings up to the next training. What learns in milliseconds learns anew every week: the ridge, the same ridge
under the boosted trees, and the linear layer of the network. What is predicted, with which interval, and which model
the service would have shown, is what would have been said then: the choice, made anew for each morning as the service
makes it (analytics.recovery.service), and the intervals (analytics.recovery.intervals) look at earlier mornings alone.
The walk itself begins with the 16th known morning, so that on the 60th there is something to choose by; the mornings
before the 60th are judged by nobody.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from hashlib import sha256
from itertools import pairwise

import numpy as np
import pandas as pd

from analytics.recovery import differences, intervals, service
from analytics.recovery.differences import Difference
from analytics.recovery.learned import Learner, Prior, Unavailable
from analytics.recovery.levels import with_levels
from analytics.recovery.service import Elsewhere
from analytics.results import NotEnoughData

FIRST = 60  # known mornings: the first that is judged
EVERY = 28  # days from one training to the next
# Days between trainings of what learns in milliseconds, as often as `ownpace train` would have.
OFTEN = {"prior": 7, "boosted": 7, "network": 7}
RENEWED = ("boosted", "network")  # of these a part alone: trees and hidden layer stay for the 28 days
WARM = 15  # known mornings before the first training, and between trainings before FIRST
USED, SHIFT = "used", "shift"
YESTERDAY, MEDIAN_30 = "same_as_yesterday", "median_30"
LENGTHS = (90, 180, 365)  # known mornings that part the table by length of data
NEED_SHARE = 0.5  # of the judged mornings, for a model to be judged at all


@dataclass(frozen=True)
class Block:
    """The mornings that were foretold by one training."""

    start: int  # row of the walk
    stop: int
    known: int  # mornings that were learned from
    digest: str  # of all that went into it: equal digests, equal predictions
    failed: Mapping[str, str] = field(default_factory=dict)  # model: why it could not learn or foretell


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The walk through one athlete's past.

    walk: a row a day in order, from the 16th known morning on: y (NaN = unknown, or still to come), for each model and
    for `used` its value (a column of the model's name), <name>_sd (of the predictive distribution, known beforehand),
    <name>_low and <name>_high (80%), then used_model (who it was) and known (mornings known before); with several
    devices also shift: what that of the day reads more [points].
    first: the first row that is judged; None before there is one.
    """

    models: tuple[str, ...]
    walk: pd.DataFrame
    first: pd.Timestamp | None
    blocks: tuple[Block, ...]

    @property
    def frame(self) -> pd.DataFrame:
        """The judged mornings: those from the 60th known one on whose outcome is known."""
        if self.first is None:
            return self.walk.iloc[:0]
        judged = self.walk.loc[self.first :]
        return judged[judged["y"].notna()]

    @property
    def known(self) -> int:
        """How many mornings are known, the last one included."""
        if self.walk.empty:
            return 0
        return int(self.walk["known"].iloc[-1]) + int(self.walk["y"].notna().iloc[-1])

    @property
    def common(self) -> pd.DataFrame:
        """Those of them on which every model that was there for most of them foretold something."""
        frame = self.frame
        return frame[frame[list(self.judged)].notna().all(axis=1)]

    @property
    def judged(self) -> tuple[str, ...]:
        """The models that foretold at least half of the judged mornings, `used` last."""
        shares = self.frame[[*self.models, USED]].notna().mean()
        return tuple(name for name in shares.index if shares[name] >= NEED_SHARE)


@dataclass(frozen=True)
class Score:
    """How close one model was on the mornings that all of them foretold."""

    mae: float  # points
    rmse: float
    r2: float  # against the mean of these mornings, which nobody knew beforehand
    coverage_80: float  # share of mornings inside the interval
    width_80: float  # points
    n: int
    skill_yesterday: float  # share by which the mean absolute error is smaller than that of same as yesterday
    skill_median: float


def held_out(
    x: pd.DataFrame,
    y: pd.Series,
    learners: Mapping[str, Learner],
    *,
    first: int = FIRST,
    every: int = EVERY,
    prior: Prior | None = None,
    seed: int = 0,
    known: HeldOut | None = None,
    enabled: bool = True,
    barred: Mapping[str, str] | None = None,
    elsewhere: Mapping[str, Elsewhere] | None = None,
    shift: pd.Series | None = None,
    progress: Callable[[float], None] | None = None,
) -> HeldOut:
    """The walk through one athlete's past.

    x: features, a row for each morning to be foretold, on a gap-free daily index (analytics.features); the last may be
    a morning that is still to come. y: recovery on the same days [points], NaN = unknown. prior: learned from others.
    known: an earlier walk, whose trainings are not repeated where all that went into them is the same.
    enabled, barred, elsewhere: as for service.decide, for the choice of what was used. shift: what the device of each
    day reads more than y says [points], so that intervals end where its scale does. progress: told before each training
    which share of them is done.
    Raises NotEnoughData with fewer than 16 known mornings.
    """
    y = y.reindex(x.index).astype(float)
    x = _as_one_block(with_levels(x, y))
    count = y.notna().cumsum().to_numpy()
    if not len(count) or count[-1] <= WARM:
        raise NotEnoughData("test on your own past", need=WARM + 1, have=int(count[-1]) if len(count) else 0)
    starts = _starts(count, first, every)
    earlier = _by_digest(known)
    values = {name: np.full(len(x), np.nan) for name in learners}
    blocks = []
    for (start, stop), digest in zip(starts, _digests(x, y, starts, learners, prior, seed), strict=True):
        if progress:
            progress(len(blocks) / len(starts))
        if digest in earlier:
            found, failed = earlier[digest]
        else:
            found, failed = _foretold(x, y, start, stop, learners, prior, seed)
        for name, said in found.items():
            values[name][start:stop] = said
        blocks.append(Block(start - starts[0][0], stop - starts[0][0], int(count[start - 1]), digest, failed))
    begin = starts[0][0]
    walk = pd.DataFrame({"y": y, **values}, index=x.index).iloc[begin:]
    if shift is not None and shift.any():
        walk[SHIFT] = shift.reindex(walk.index)
    walk["known"] = np.concatenate([[0], count[:-1]])[begin:]
    walk = _with_used(walk, tuple(learners), enabled, barred, elsewhere)
    before = y.iloc[:begin].dropna().to_numpy()
    judged = np.flatnonzero(count >= first)
    return HeldOut(
        models=tuple(learners),
        walk=_with_intervals(walk, (*learners, USED), before),
        first=x.index[judged[0]] if len(judged) else None,
        blocks=tuple(blocks),
    )


def scores(held: HeldOut) -> dict[str, Score]:
    """Each model on the same mornings. Raises NotEnoughData where there is none to judge."""
    frame = held.common
    if frame.empty:
        raise NotEnoughData("judgement of predictions", need=FIRST, have=held.known, unit="known mornings")
    return {name: _score(frame, name) for name in held.judged}


def difference(held: HeldOut, a: str, b: str, *, seed: int = 0) -> Difference:
    """By how many points a was closer than b on the judged mornings that both foretold.

    Raises NotEnoughData with fewer than 30 of them.
    """
    frame = held.common
    arrays = (frame[name].to_numpy(dtype=float) for name in ("y", a, b))
    return differences.difference(*arrays, (a, b), seed=seed)


def by_weekday(held: HeldOut) -> pd.DataFrame:
    """Mean absolute error of each model on each weekday (0 is Monday), and the number of mornings n."""
    return _by(held, held.common.index.day_of_week)


def by_length(held: HeldOut) -> pd.DataFrame:
    """The same by how many mornings were known before: up to 89, 179, 364, and more; the index is the least."""
    least = np.array([FIRST, *LENGTHS])
    return _by(held, least[np.searchsorted(LENGTHS, held.common["known"].to_numpy(), side="right")])


@dataclass(frozen=True, eq=False)
class Calibration:
    """Do intervals of every level hold what they say?

    coverage: a row a level: share of mornings inside, mean width in points. pit: share of mornings in each tenth of
    their own predictive distribution; all .1 where it is right, more at both ends where intervals are too narrow.
    """

    coverage: pd.DataFrame
    pit: tuple[float, ...]
    n: int


def calibration(held: HeldOut, name: str) -> Calibration:
    """Of one model, or of `used`, on the judged mornings. Raises NotEnoughData where there is none."""
    from scipy.special import ndtr, ndtri

    frame = held.frame.dropna(subset=[name])
    if frame.empty:
        raise NotEnoughData("judgement of intervals", need=FIRST, have=held.known, unit="known mornings")
    y, value, sd = (frame[column].to_numpy(dtype=float) for column in ("y", name, f"{name}_sd"))
    shift, rows = _shift(frame), {}
    for level in (0.5, 0.8, 0.9, 0.95):
        low, high = intervals.within(value, float(ndtri((1 + level) / 2)) / intervals.Z80 * sd, shift)
        rows[level] = {"inside": np.mean((low <= y) & (y <= high)), "width": np.mean(high - low)}
    tenth = np.minimum((10 * ndtr((y - value) / sd)).astype(int), 9)
    pit = np.bincount(tenth, minlength=10) / len(y)
    return Calibration(pd.DataFrame(rows).T.rename_axis("level"), tuple(float(share) for share in pit), len(y))


def _as_one_block(x: pd.DataFrame) -> pd.DataFrame:
    """The same numbers, laid out so that rows of them are taken quickly."""
    return pd.DataFrame(x.to_numpy(dtype=float), x.index, pd.Index(x.columns.tolist(), dtype=object))


def _starts(count: np.ndarray, first: int, every: int) -> list[tuple[int, int]]:
    """Rows from one training up to the next; a stretch in which no morning is known needs no training of its own."""
    known = np.flatnonzero(np.diff(count, prepend=0))
    early = [int(known[number]) for number in range(WARM, first - WARM // 2, WARM) if number < len(known)]
    later = list(range(int(known[first - 1]), len(count), every)) if len(known) >= first else []
    rows = [*early, *later]
    ends = [*rows[1:], len(count)]
    return [
        (start, end)
        for start, end in zip(rows, ends, strict=True)
        if end == len(count) or count[end - 1] > count[start - 1]
    ]


def _foretold(x, y, start, stop, learners, prior, seed) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """What each model says of the rows from start to stop, having learned from those before."""
    found, failed = {}, {}
    for name, learner in learners.items():
        try:
            found[name] = foretold(learner, x, y, start, stop, prior=prior, seed=seed)
        except (NotEnoughData, Unavailable) as gap:
            failed[name] = str(gap)
    return found, failed


def foretold(
    learner: Learner, x: pd.DataFrame, y: pd.Series, start: int, stop: int, *, prior: Prior | None = None, seed: int = 0
) -> np.ndarray:
    """What one model says of the rows from start to stop, trained before the first and every week as OFTEN says.

    x, y: as for `held_out`, with levels. Raises NotEnoughData and Unavailable as the learner does.
    """
    said, model = [], None
    for begin, end in pairwise([*_trainings(learner.name, start, stop), stop]):
        past = x.iloc[:begin], y.iloc[:begin]
        if model is not None and learner.name in RENEWED:
            model = learner.renew(model, *past, prior=prior)
        else:
            model = learner.learn(*past, prior=prior, seed=seed)
        said.append(model.predict(x.iloc[begin:end]))
    return np.clip(np.concatenate(said), intervals.LOWEST, intervals.HIGHEST)


def _trainings(name: str, start: int, stop: int) -> range:
    """The rows before which a model is trained for the rows from start to stop."""
    return range(start, stop, OFTEN.get(name, stop - start))


def _digests(x, y, starts, learners, prior, seed) -> Iterator[str]:
    """Of each block: the learners and all that they and their predictions were made of."""
    digest = sha256(repr((list(learners), list(x.columns), str(x.index[0]), seed)).encode())
    if prior is not None:
        for part in fields(prior):
            digest.update(repr((part.name, np.asarray(getattr(prior, part.name)).tolist())).encode())
    features, came = x.to_numpy(dtype=float), y.to_numpy()
    seen_x = seen_y = 0
    for start, stop in starts:
        last = max(_trainings(name, start, stop)[-1] for name in learners)
        digest.update(came[seen_y:last].tobytes())
        digest.update(features[seen_x:stop].tobytes())
        digest.update(f"{start} {stop}".encode())
        seen_x, seen_y = stop, last
        yield digest.hexdigest()


def _by_digest(known: HeldOut | None) -> dict[str, tuple[dict[str, np.ndarray], Mapping[str, str]]]:
    if known is None:
        return {}
    return {
        block.digest: (
            {
                name: known.walk[name].to_numpy()[block.start : block.stop]
                for name in known.models
                if name not in block.failed
            },
            block.failed,
        )
        for block in known.blocks
    }


def _with_used(walk, models, enabled, barred, elsewhere) -> pd.DataFrame:
    """What the service would have shown: for each morning it decides on those before it."""
    gate = service.Gate.of(walk[["y", *models]], enabled=enabled, barred=barred, elsewhere=elsewhere)
    said = {name: walk[name].to_numpy() for name in models}
    value, who = np.full(len(walk), np.nan), np.full(len(walk), None, dtype=object)
    for row in range(len(walk)):
        for name in gate.before(row).order:
            if name in said and not np.isnan(said[name][row]):
                value[row], who[row] = said[name][row], name
                break
    return walk.assign(**{USED: value, "used_model": who})


def _with_intervals(walk: pd.DataFrame, names: Sequence[str], before: np.ndarray) -> pd.DataFrame:
    y, columns = walk["y"].to_numpy(), {}
    for name in names:
        value = walk[name].to_numpy(dtype=float)
        spread = intervals.spreads(y, value, before)
        low, high = intervals.within(value, spread, _shift(walk))
        columns |= {f"{name}_sd": spread, f"{name}_low": low, f"{name}_high": high}
    return walk.assign(**columns)


def _shift(walk: pd.DataFrame) -> np.ndarray | float:
    return walk[SHIFT].to_numpy(dtype=float) if SHIFT in walk else 0.0


def _score(frame: pd.DataFrame, name: str) -> Score:
    y, value, low, high = (frame[c].to_numpy(dtype=float) for c in ("y", name, f"{name}_low", f"{name}_high"))
    missed = y - value
    mae = float(np.abs(missed).mean())
    total = float(((y - y.mean()) ** 2).sum())
    skill = {line: _skill(frame, mae, line) for line in (YESTERDAY, MEDIAN_30)}
    return Score(
        mae=mae,
        rmse=float(np.sqrt((missed**2).mean())),
        r2=1 - float((missed**2).sum()) / total if total > 0 else float("nan"),
        coverage_80=float(((low <= y) & (y <= high)).mean()),
        width_80=float((high - low).mean()),
        n=len(y),
        skill_yesterday=skill[YESTERDAY],
        skill_median=skill[MEDIAN_30],
    )


def _skill(frame: pd.DataFrame, mae: float, line: str) -> float:
    theirs = float((frame["y"] - frame[line]).abs().mean()) if line in frame else float("nan")
    return 1 - mae / theirs if theirs > 0 else float("nan")


def _by(held: HeldOut, group: np.ndarray) -> pd.DataFrame:
    frame = held.common
    misses = frame[list(held.judged)].sub(frame["y"], axis=0).abs().astype(float)
    return misses.groupby(group).mean().assign(n=misses.groupby(group).size())
