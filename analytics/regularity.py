"""Sleep timing: when do I sleep, how regularly, and how far apart are my work days and my free days?

Clock hours run from 0 to 24; their means are circular, so that 23:30 and 00:30 meet at midnight and not at noon. The
interval of a clock time is unwrapped around its value: low <= value <= high, and its ends may lie below 0 or above 24.
A night that was not recorded is unknown: it is never taken for a night awake.

Sources: Fisher (1993), Statistical Analysis of Circular Data (mean direction, SD, test of uniformity); Phillips et al.
(2017), Sci Rep 7:3216 (sleep regularity index); Wittmann et al. (2006), Chronobiol Int 23(1-2):497-509 (social jetlag);
Roenneberg et al. (2007), Sleep Med Rev 11(6):429-38 (mid-sleep on free days, corrected for sleep debt).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.results import Estimate, Grade, NotEnoughData
from analytics.statistics import RHOS, ar1_regression

HOUR_S, DAY_S = 3600, 86_400
WINDOW = 28  # days
WEEKS = 16
NEED_NIGHTS = 7  # for a clock time
NEED_PAIRS = 14  # of days in a row, for the regularity index
NEED_WEEKS = 4  # with nights of both kinds, for social jetlag and chronotype
WEEKEND = (5, 6)  # days of waking
TURN = 2 * np.pi / 24
# How much of a night's lateness may carry over to the next. Up to .95, where a mean says next to nothing, the interval
# of four weeks would hold the truth 98 times of 100.
CARRIED = RHOS[RHOS < 0.81]


@dataclass(frozen=True, eq=False)
class Nights:
    """The sleeps that count, of one source a day.

    main: the night of each day with one, index day of waking; columns onset_utc, wake_utc [s], offset_min, source,
    onset_h, wake_h, mid_h (hours since the midnight that begins that day, so that 23:30 is -0.5) and span_h.
    others: naps and further sleeps; columns day, onset_utc, wake_utc, offset_min.
    """

    main: pd.DataFrame
    others: pd.DataFrame


@dataclass(frozen=True)
class ClockTime:
    """A clock time over many nights. mean is None where the times lie all around the clock and have none."""

    mean: Estimate | None  # [clock h]
    sd_h: float  # circular
    n: int

    @property
    def grade(self) -> Grade:
        """Of there being a mean at all: strong, Rayleigh's test has p < .01; likely, p < .05; none: there is none."""
        if self.mean is None:
            return Grade.NONE
        resultant = float(np.exp(-((TURN * self.sd_h) ** 2) / 2))
        return Grade.STRONG if _rayleigh_p(self.n, resultant) < 0.01 else Grade.LIKELY


@dataclass(frozen=True)
class UsualTimes:
    """When the athlete falls asleep and wakes, and the middle between the two."""

    until: date
    window: int
    bedtime: ClockTime  # falling asleep
    wake: ClockTime
    mid_sleep: ClockTime


@dataclass(frozen=True)
class Regularity:
    """The sleep regularity index: -100 to 100, where 100 is the same every day and 0 is chance at even odds.

    Other publications print the same name on other scales, and devices see wakings differently: to be compared with
    the athlete's own past only. index.n: pairs of days of which both are known.
    """

    until: date
    window: int
    index: Estimate


@dataclass(frozen=True)
class SocialJetlag:
    """How much later the middle of sleep lies before free days than before work days."""

    until: date
    weeks: int  # with nights of both kinds
    later: Estimate  # [h] mean over weeks, positive: later on free days; n: weeks
    grade: Grade  # strong: the 99% interval excludes 0; likely: the 95% interval does; none: neither
    free_mid_h: float  # [clock h]
    work_mid_h: float
    free_nights: int
    work_nights: int
    free_known: bool  # free days were given; otherwise they are taken to be Saturday and Sunday

    @property
    def hours(self) -> float:
        """Social jetlag as it is usually printed, without its sign."""
        return abs(self.later.value)


@dataclass(frozen=True)
class Chronotype:
    """Mid-sleep on free days, corrected for the sleep that is caught up on them (MSFsc).

    Under a heavy debt the correction goes too far or not far enough: it is an estimate of when the body would sleep.
    """

    until: date
    weeks: int
    mid_sleep: Estimate  # [clock h] n: weeks
    corrected_h: float  # hours by which the correction moved it earlier; 0 where free nights are not longer


def nights(sleeps: pd.DataFrame, ranked: Sequence[str] = ()) -> Nights:
    """The main sleep of each day and the other sleeps.

    sleeps: onset_utc, wake_utc [s], day (of waking), offset_min, nap (1 or true: a nap), source. ranked: sources, the
    most believed first; one that is not named comes last. A day's sleeps are those of the best ranked source that has
    a night on it; its main sleep is the longest that is no nap.
    """
    order = {source: number for number, source in enumerate(ranked)}
    rows = sleeps.assign(
        day=pd.to_datetime(sleeps["day"]),
        nap=sleeps["nap"].fillna(0).astype(bool),
        rank=sleeps["source"].map(order).fillna(len(order)),
        length=sleeps["wake_utc"] - sleeps["onset_utc"],
    )
    first = rows.sort_values(["nap", "rank", "source"]).drop_duplicates("day").set_index("day")["source"]
    mine = rows[rows["source"] == rows["day"].map(first)].sort_values(["day", "nap", "length"], ascending=[1, 1, 0])
    is_main = ~mine["nap"] & ~mine.duplicated("day")
    columns = ["onset_utc", "wake_utc", "offset_min"]
    main = mine[is_main].set_index("day")[[*columns, "source"]].astype({name: "int64" for name in columns})
    others = mine[~is_main][["day", *columns]].astype({name: "int64" for name in columns})
    return Nights(_with_clock_hours(main), others.sort_values("onset_utc", ignore_index=True))


def _with_clock_hours(main: pd.DataFrame) -> pd.DataFrame:
    midnight = main.index.to_numpy().astype("datetime64[s]").astype("int64")
    local = main["offset_min"] * 60 - midnight
    hours = {f"{name}_h": (main[f"{name}_utc"] + local) / HOUR_S for name in ("onset", "wake")}
    middle = (hours["onset_h"] + hours["wake_h"]) / 2
    return main.assign(**hours, mid_h=middle, span_h=hours["wake_h"] - hours["onset_h"])


def usual_times(known: Nights, until: date, *, window: int = WINDOW) -> UsualTimes:
    """When the athlete slept in the `window` days up to `until`.

    Raises NotEnoughData with fewer than 7 nights.
    """
    main = _within(known.main, until, window)
    if len(main) < NEED_NIGHTS:
        raise NotEnoughData("usual sleep times", need=NEED_NIGHTS, have=len(main), unit="nights")
    at = (main.index - main.index[0]).days.to_numpy()
    times = (clock_time(main[column].to_numpy(), at) for column in ("onset_h", "wake_h", "mid_h"))
    return UsualTimes(until, window, *times)


def asleep_share(known: Nights, until: date, *, window: int = WINDOW) -> pd.Series:
    """For each quarter of an hour of the clock, on which share of the days with a night the athlete slept then.

    Naps count, too. Index: the middle of each quarter [clock h]. Empty where no night is known.
    """
    main = _within(known.main, until, window)
    others = known.others[known.others["day"].isin(main.index)]
    quarter = np.arange(0.125, 24, 0.25)
    rows = pd.concat([main, others])[["onset_utc", "wake_utc", "offset_min"]].to_numpy()
    onset_h, span_h = (rows[:, 0] + rows[:, 2] * 60) % DAY_S / HOUR_S, (rows[:, 1] - rows[:, 0]) / HOUR_S
    asleep = (quarter - onset_h[:, None]) % 24 < span_h[:, None]
    shares = np.minimum(asleep.sum(axis=0) / max(len(main), 1), 1.0)
    return pd.Series(shares, pd.Index(quarter, name="hour"))[: len(quarter) if len(main) else 0]


def clock_time(hours: np.ndarray, at: np.ndarray) -> ClockTime:
    """Circular mean of clock times with its interval, and their circular SD.

    hours: any number of turns, -0.5 is 23.5. at: the day number of each, increasing.
    The mean is the direction of the mean of unit vectors. Its interval comes from the parts of those vectors that lie
    across it, as a mean with AR(1) noise, since a late night is often followed by another. There is no mean where the
    times could as well lie anywhere on the clock (Rayleigh's test, p >= .05), nor where nights in a row are so alike
    and so few that its interval would be as wide as half of the clock.
    """
    angle = TURN * np.asarray(hours, dtype=float)
    n, east, north = len(angle), np.sin(angle).mean(), np.cos(angle).mean()
    resultant = min(float(np.hypot(east, north)), 1.0)
    sd_h = float(np.sqrt(-2 * np.log(resultant)) / TURN) if resultant > 0 else np.inf
    if _rayleigh_p(n, resultant) >= 0.05:
        return ClockTime(None, sd_h, n)

    direction = np.arctan2(east, north)
    low, high = ar1_regression(np.sin(angle - direction), np.ones((n, 1)), np.asarray(at), rhos=CARRIED).interval(0)
    across = (high - low) / 2 / resultant
    if across >= 1:
        return ClockTime(None, sd_h, n)
    half = float(np.arcsin(across) / TURN)
    value = float(direction / TURN % 24)
    return ClockTime(Estimate(value, value - half, value + half, n=n), sd_h, n)


def _rayleigh_p(n: int, resultant: float) -> float:
    """Chance of so long a mean vector where all times are equally likely (Zar's approximation)."""
    return float(np.exp(np.sqrt(1 + 4 * n + 4 * n**2 * (1 - resultant**2)) - (1 + 2 * n)))


def regularity(known: Nights, until: date, *, window: int = WINDOW) -> Regularity:
    """The sleep regularity index of the `window` days up to `until`: -100 + 200 x the share of time in the same state
    (asleep or awake) as 24 hours later.

    Asleep is from falling asleep to waking. A main sleep vouches for the 24 hours around its middle, and two of days in
    a row for all between them; what no night vouches for is left out, pair by pair. Worked out on intervals, to the
    second, which equals minute epochs where sleeps begin and end on minutes. Its interval comes from the days: each
    shares its night with the day before and the day after, and nothing with others.
    Raises NotEnoughData with fewer than 14 pairs of known days.
    """
    main = _within(known.main, until, window)
    others = known.others[known.others["day"].isin(main.index)]
    asleep = np.concatenate([rows[["onset_utc", "wake_utc"]].to_numpy() for rows in (main, others)])
    both_s, same_s = _by_day(_merged(asleep), _vouched(main))
    pairs = int(round(both_s.sum() / DAY_S))
    if pairs < NEED_PAIRS:
        raise NotEnoughData("sleep regularity", need=NEED_PAIRS, have=pairs, unit="pairs of days in a row")
    share, half = _share_with_interval(both_s, same_s, pairs)
    edges = (share, max(share - half, 0.0), min(share + half, 1.0))
    return Regularity(until, window, Estimate(*(-100 + 200 * edge for edge in edges), n=pairs))


def _vouched(main: pd.DataFrame) -> np.ndarray:
    """The spans of which is known whether the athlete slept, one row each: begin and end [s]."""
    middle = ((main["onset_utc"] + main["wake_utc"]) / 2).to_numpy()
    begin, end = middle - DAY_S / 2, middle + DAY_S / 2
    in_a_row = np.diff(main.index.to_numpy()) == np.timedelta64(1, "D")
    end[:-1] = np.where(in_a_row, np.maximum(end[:-1], begin[1:]), end[:-1])
    return _merged(np.column_stack([begin, end]))


def _merged(spans: np.ndarray) -> np.ndarray:
    """The same spans of time without overlaps, in order."""
    if not len(spans):
        return spans.reshape(0, 2)
    spans = spans[np.argsort(spans[:, 0])]
    reached = np.maximum.accumulate(spans[:, 1])
    starts = np.flatnonzero(np.r_[True, spans[1:, 0] > reached[:-1]])
    return np.column_stack([spans[starts, 0], reached[np.r_[starts[1:] - 1, len(spans) - 1]]])


def _by_day(asleep: np.ndarray, vouched: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For each 24 hours from the first known instant on: seconds known now and 24 hours later, and those of them spent
    in the same state."""
    if not len(vouched):
        return np.zeros(0), np.zeros(0)
    edges = np.concatenate([asleep.ravel(), vouched.ravel()])
    begin, days = vouched[0, 0], int(np.ceil((vouched[-1, 1] - vouched[0, 0]) / DAY_S))
    cuts = np.unique(np.concatenate([edges, edges - DAY_S, begin + DAY_S * np.arange(days + 1)]))
    cuts = cuts[cuts >= begin]
    length, middle = np.diff(cuts), (cuts[1:] + cuts[:-1]) / 2
    both = _inside(vouched, middle) & _inside(vouched, middle + DAY_S)
    same = both & (_inside(asleep, middle) == _inside(asleep, middle + DAY_S))
    day = ((middle - begin) // DAY_S).astype(int)
    return tuple(np.bincount(day, weights=length * which, minlength=days) for which in (both, same))


def _inside(spans: np.ndarray, instants: np.ndarray) -> np.ndarray:
    """Which instants lie in one of the spans, which are in order and do not overlap."""
    return np.searchsorted(spans.ravel(), instants, side="right") % 2 == 1


def _share_with_interval(both_s: np.ndarray, same_s: np.ndarray, pairs: int) -> tuple[float, float]:
    """A share of time, and the half width of its 95% interval.

    The variance of a ratio whose terms correlate with their neighbours only. From so few days such a variance comes out
    short by 3 of them and is worth a third of them in degrees of freedom (Priestley 1981, Spectral Analysis and Time
    Series, on truncated lag windows).
    """
    from scipy.special import stdtrit

    share = float(same_s.sum() / both_s.sum())
    apart = same_s - share * both_s
    squares = float((apart**2).sum())
    variance = max(squares + 2 * float((apart[1:] * apart[:-1]).sum()), squares) * pairs / (pairs - 3)
    return share, float(stdtrit(pairs / 3, 0.975) * np.sqrt(variance) / both_s.sum())


def social_jetlag(
    known: Nights, until: date, *, weeks: int = WEEKS, free: Collection[date] | None = None
) -> SocialJetlag:
    """How much later the athlete sleeps before free days, from pairs within each week of the `weeks` up to `until`.

    free: the days on which the athlete woke without an alarm or duty; None: Saturdays and Sundays. Weeks begin on
    Monday. Comparing within weeks takes slow changes of the sleep time out of the difference and out of its interval.
    Raises NotEnoughData with fewer than 4 weeks that have nights of both kinds.
    """
    table = _paired_weeks(known, until, weeks, free)
    later, half, half99 = _mean_over_weeks(table["free_mid"] - table["work_mid"])
    grade = Grade.STRONG if abs(later) > half99 else Grade.LIKELY if abs(later) > half else Grade.NONE
    return SocialJetlag(
        until=until,
        weeks=len(table),
        later=Estimate(later, later - half, later + half, n=len(table)),
        grade=grade,
        free_mid_h=float(table["free_mid"].mean() % 24),
        work_mid_h=float(table["work_mid"].mean() % 24),
        free_nights=int(table["free_nights"].sum()),
        work_nights=int(table["work_nights"].sum()),
        free_known=free is not None,
    )


def chronotype(known: Nights, until: date, *, weeks: int = WEEKS, free: Collection[date] | None = None) -> Chronotype:
    """Mid-sleep on free days, corrected: MSFsc = MSF - (SDf - SDweek) / 2 where free nights are the longer ones.

    SDf: duration of sleep before free days; SDweek: of all days, five work days and two free ones, or their share
    among the nights where free days are given. Arguments and what is raised: as for social_jetlag.
    """
    table = _paired_weeks(known, until, weeks, free)
    counts = table[["work_nights", "free_nights"]].sum()
    work_share = 5 / 7 if free is None else counts["work_nights"] / counts.sum()
    caught_up = work_share * (table["free_span"] - table["work_span"])
    corrected = caught_up / 2 if caught_up.mean() > 0 else caught_up * 0
    value, half, _ = _mean_over_weeks(table["free_mid"] - corrected)
    turned = value % 24
    return Chronotype(
        until=until,
        weeks=len(table),
        mid_sleep=Estimate(turned, turned - half, turned + half, n=len(table)),
        corrected_h=float(corrected.mean()),
    )


def _paired_weeks(known: Nights, until: date, weeks: int, free: Collection[date] | None) -> pd.DataFrame:
    """The weeks with nights of both kinds: their mean mid-sleep [h, unwrapped], duration [h] and number of nights."""
    main = _within(known.main, until, 7 * weeks)
    is_free = main.index.day_of_week.isin(WEEKEND) if free is None else main.index.isin(pd.DatetimeIndex(list(free)))
    angle = TURN * main["mid_h"]
    middle = np.arctan2(np.sin(angle).mean(), np.cos(angle).mean()) / TURN
    rows = pd.DataFrame(
        {
            "week": main.index - pd.to_timedelta(main.index.day_of_week, unit="D"),
            "kind": np.where(is_free, "free", "work"),
            "mid": middle + (main["mid_h"].to_numpy() - middle + 12) % 24 - 12,
            "span": main["span_h"].to_numpy(),
        }
    )
    by_week = rows.groupby(["week", "kind"]).agg(mid=("mid", "mean"), span=("span", "mean"), nights=("mid", "size"))
    wide = by_week.unstack("kind").reindex(columns=pd.MultiIndex.from_product([by_week.columns, ("free", "work")]))
    wide.columns = [f"{kind}_{measure}" for measure, kind in wide.columns]
    paired = wide.dropna()
    if len(paired) < NEED_WEEKS:
        what = "work days against free days (weeks with nights of both)"
        raise NotEnoughData(what, need=NEED_WEEKS, have=len(paired), unit="weeks")
    return paired


def _mean_over_weeks(values: pd.Series) -> tuple[float, float, float]:
    """The mean, and the half widths of its 95% and 99% intervals (Student's t, weeks as the units)."""
    from scipy.special import stdtrit

    spread = float(values.std() / np.sqrt(len(values)))
    half, half99 = (float(stdtrit(len(values) - 1, (1 + level) / 2)) * spread for level in (0.95, 0.99))
    return float(values.mean()), half, half99


def _within(main: pd.DataFrame, until: date, window: int) -> pd.DataFrame:
    last = pd.Timestamp(until)
    return main[(main.index <= last) & (main.index > last - pd.Timedelta(days=window))]
