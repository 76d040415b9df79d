"""T3: is the phase of the daily rhythm known as well as its interval says, and do clock times survive midnight?

The parameters of the worlds stand at the top of this file; they are invented.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate

import numpy as np
import pandas as pd

from analytics.circadian import DAY_S, HOUR_S, TURN, Rhythm, heart_days, rhythm, rhythm_shift
from analytics.regularity import Nights, clock_time, nights, regularity, social_jetlag
from analytics.results import Grade
from tests.truth.bench import Outcome, share
from tests.truth.worlds import FIRST_DAY, SEED, ar1

OFFSET_MIN = 60
FIRST_S = int(pd.Timestamp(FIRST_DAY).timestamp()) - OFFSET_MIN * 60
SPANS = (7, 14, 28)  # days


@dataclass(frozen=True)
class HeartWorld:
    """Heart rate by the hour: a daily curve whose phase strays from day to day, AR(1) noise, gaps, logged workouts."""

    days: int
    amplitude_bpm: float = 8.0
    acrophase_h: float = 15.5
    second_bpm: float = 0.0
    second_acrophase_h: float = 19.0
    jitter_h: float = 0.7  # SD of the phase from day to day
    noise_bpm: float = 4.0
    noise_phi: float = 0.6  # from hour to hour
    missing: float = 0.05  # share of hours
    workouts: float = 0.0  # share of days with one
    moved_h: float = 0.0  # the acrophase of the second half of the days is so much later


WORKOUT_START_H = (7.0, 17.5)  # either
WORKOUT_H = (0.75, 2.0)
WORKOUT_BPM = 55.0
SETTLES = 0.35  # share of a workout's lift that is left an hour later

STEADY = {days: HeartWorld(days) for days in SPANS}
NO_RHYTHM = {days: HeartWorld(days, amplitude_bpm=0.0) for days in SPANS}
SKEWED = {days: HeartWorld(days, second_bpm=4.0, workouts=0.5) for days in (14, 28)}
UNMOVED, MOVED = HeartWorld(56), HeartWorld(56, moved_h=1.0)


@dataclass(frozen=True)
class SleepWorld:
    """Nights around midnight: clock times with AR(1) noise, later before free days, missing at random."""

    nights: int
    bedtime_h: float = -0.1
    bedtime_sd_h: float = 0.8
    phi: float = 0.0
    span_h: float = 7.5
    span_sd_h: float = 0.6
    free_later_h: float = 0.0
    weekend_sd_h: float = 0.0  # free nights of one week are later or earlier together
    missing: float = 0.0


BEDTIMES = {phi: SleepWorld(28, phi=phi) for phi in (0.0, 0.3)}
IRREGULAR = SleepWorld(84)
JETLAGGED = {weeks: SleepWorld(7 * weeks, phi=0.2, free_later_h=1.2, weekend_sd_h=0.8) for weeks in (4, 16)}
GAPS = 0.15


def hours_of(world: HeartWorld, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Hourly heart rate and workouts of one athlete, as the analysis takes them."""
    n = 24 * world.days
    day, clock = np.divmod(np.arange(n) + 0.5, 24)
    shift = world.jitter_h * rng.standard_normal(world.days) + world.moved_h * (np.arange(world.days) >= world.days / 2)
    bpm = 65 + curve(world, clock - shift[day.astype(int)]) + world.noise_bpm * ar1(rng, n, world.noise_phi)
    hour_utc = FIRST_S + HOUR_S * np.arange(n)
    workouts = _workouts(world, rng)
    bpm = bpm + _lifts(hour_utc, workouts)
    kept = rng.random(n) >= world.missing
    hourly = pd.DataFrame({"hour_utc": hour_utc, "mean": bpm, "offset_min": OFFSET_MIN})
    return hourly[kept], workouts


def curve(world: HeartWorld, clock: np.ndarray) -> np.ndarray:
    """The noise-free rhythm about its mean."""
    first = world.amplitude_bpm * np.cos(TURN * (clock - world.acrophase_h))
    return first + world.second_bpm * np.cos(2 * TURN * (clock - world.second_acrophase_h))


def mean_curve(world: HeartWorld, clock: np.ndarray) -> np.ndarray:
    """The curve as it is on average: a phase that strays flattens each wave by exp(-variance / 2)."""
    lost = np.exp(-((TURN * world.jitter_h) ** 2) / 2)
    flat = replace(world, amplitude_bpm=world.amplitude_bpm * lost, second_bpm=world.second_bpm * lost**4)
    return curve(flat, clock)


def peak_and_trough_h(world: HeartWorld) -> tuple[float, float]:
    clock = np.arange(0, 24, 0.01)
    values = mean_curve(world, clock)
    return float(clock[values.argmax()]), float(clock[values.argmin()])


def _workouts(world: HeartWorld, rng: np.random.Generator) -> pd.DataFrame:
    day = np.flatnonzero(rng.random(world.days) < world.workouts)
    start_h = rng.choice(WORKOUT_START_H, len(day)) + 0.3 * rng.standard_normal(len(day))
    start = FIRST_S + DAY_S * day + (HOUR_S * start_h).astype(int)
    return pd.DataFrame(
        {"start_utc": start, "end_utc": start + (HOUR_S * rng.uniform(*WORKOUT_H, len(day))).astype(int)}
    )


def _lifts(hour_utc: np.ndarray, workouts: pd.DataFrame) -> np.ndarray:
    """What workouts add to each hour: their share of it, then what has not settled of the hour before."""
    lift = np.zeros(len(hour_utc))
    for start, end in zip(workouts["start_utc"], workouts["end_utc"], strict=True):
        lift += (
            WORKOUT_BPM * np.clip(np.minimum(hour_utc + HOUR_S, end) - np.maximum(hour_utc, start), 0, None) / HOUR_S
        )
    fading = accumulate(lift.tolist(), lambda before, now: max(now, SETTLES * before))
    return np.array(list(fading))


def _athletes(count: int) -> Iterator[np.random.Generator]:
    """The same seeds for every world and every method."""
    return (np.random.default_rng([SEED, 3, number]) for number in range(count))


def _last_day(days: int) -> date:
    return (pd.Timestamp(FIRST_DAY) + pd.Timedelta(days=days - 1)).date()


def _off(hour: float, true: float) -> float:
    """How far two clock times lie apart [h], 0 to 12."""
    return abs((hour - true + 12) % 24 - 12)


def _holds(found, true: float) -> bool:
    """Whether the interval of a clock time holds the true one."""
    apart = (true - found.value + 12) % 24 - 12
    return found.low <= found.value + apart <= found.high


def naive_peak_h(hourly: pd.DataFrame) -> float:
    """The usual rule: the hour with the highest mean."""
    clock = ((hourly["hour_utc"] + hourly["offset_min"] * 60) % DAY_S // HOUR_S).to_numpy()
    return float(np.argmax(np.bincount(clock, weights=hourly["mean"]) / np.bincount(clock))) + 0.5


def naive_cosinor(hourly: pd.DataFrame) -> tuple[float, float, float]:
    """Acrophase, half width of its 95% interval and p of a cosinor whose hours count as independent."""
    from scipy.special import fdtrc
    from scipy.stats import t

    angle = TURN * ((hourly["hour_utc"] + hourly["offset_min"] * 60) % DAY_S / HOUR_S + 0.5).to_numpy()
    design, y = np.column_stack([np.ones(len(angle)), np.cos(angle), np.sin(angle)]), hourly["mean"].to_numpy()
    inverse = np.linalg.inv(design.T @ design)
    fit = inverse @ design.T @ y
    df = len(y) - 3
    covariance = inverse * ((y - design @ fit) ** 2).sum() / df
    amplitude = np.hypot(fit[1], fit[2])
    across = np.array([-fit[2], fit[1]]) / amplitude
    half = t.ppf(0.975, df) * np.sqrt(across @ covariance[1:, 1:] @ across) / amplitude / TURN
    p = fdtrc(2, df, fit[1:] @ np.linalg.solve(covariance[1:, 1:], fit[1:]) / 2)
    return float(np.arctan2(fit[2], fit[1]) / TURN % 24), float(half), float(p)


def _rhythms(world: HeartWorld, count: int) -> Iterator[tuple[pd.DataFrame, Rhythm]]:
    for rng in _athletes(count):
        hourly, workouts = hours_of(world, rng)
        yield hourly, rhythm(heart_days(hourly, workouts), _last_day(world.days), window=world.days)


def phase_intervals(count: int) -> list[Outcome]:
    """T3a: the acrophase of a plain daily wave, its interval and its error."""
    outcomes = []
    for world in STEADY.values():
        held, naive_held, error, naive_error = [], [], [], []
        for hourly, found in _rhythms(world, count):
            if found.acrophase is None:
                continue
            value, half, _ = naive_cosinor(hourly)
            held.append(_holds(found.acrophase, world.acrophase_h))
            naive_held.append(_off(value, world.acrophase_h) <= half)
            error.append(_off(found.acrophase.value, world.acrophase_h))
            naive_error.append(_off(naive_peak_h(hourly), world.acrophase_h))
        outcomes += [
            Outcome(
                "T3a",
                "Athletes whose 95% interval of the acrophase holds the true one.",
                f"{world.days} d, jitter {world.jitter_h:g} h, hourly phi {world.noise_phi:g}",
                f"{share(naive_held)[0]:.3f} (hours as independent)",
                *share(held),
                len(held),
                *(0.92, 0.96),
            ),
            Outcome(
                "T3a error",
                "Median error of the acrophase [h].",
                f"{world.days} d, jitter {world.jitter_h:g} h, hourly phi {world.noise_phi:g}",
                f"{np.median(naive_error):.2f} (hour with the highest mean)",
                *_median(error),
                len(error),
                high={7: 0.36, 14: 0.25, 28: 0.18}[world.days],
            ),
        ]
    return outcomes


def _median(figures: list[float]) -> tuple[float, float]:
    """The median and its standard error, from the order statistics half a square root of n around it."""
    ordered = np.sort(figures)
    reach = np.sqrt(len(ordered)) / 2
    low, high = (ordered[int(np.clip(len(ordered) / 2 + step, 0, len(ordered) - 1))] for step in (-reach, reach))
    return float(np.median(ordered)), float((high - low) / 2)


def false_rhythms(count: int) -> list[Outcome]:
    """T3b: no rhythm at all; how often is one seen?"""
    outcomes = []
    for world in NO_RHYTHM.values():
        seen, naive = [], []
        for hourly, found in _rhythms(world, count):
            seen.append(found.grade is not Grade.NONE)
            naive.append(naive_cosinor(hourly)[2] < 0.05)
        outcomes.append(
            Outcome(
                "T3b",
                "Athletes in whom a daily rhythm is seen although there is none (the test claims 5%).",
                f"{world.days} d, hourly phi {world.noise_phi:g}",
                f"{share(naive)[0]:.3f} (hours as independent)",
                *share(seen),
                count,
                *(0.04, 0.06),
            )
        )
    return outcomes


def skewed_days(count: int) -> list[Outcome]:
    """T3c: a day that rises slowly and falls fast, with workouts: the hour of the peak and of the trough."""
    outcomes = []
    for world in SKEWED.values():
        peak_h, trough_h = peak_and_trough_h(world)
        errors, held = {"peak": [], "trough": []}, {"peak": [], "trough": []}
        naive, one_wave = [], []
        for hourly, found in _rhythms(world, count):
            for name, points, true in (("peak", found.peaks, peak_h), ("trough", found.troughs, trough_h)):
                if points:
                    errors[name].append(_off(points[0].value, true))
                    held[name].append(any(_holds(point, true) for point in points))
            naive.append(_off(naive_peak_h(hourly), peak_h))
            one_wave.append(_off(naive_cosinor(hourly)[0], peak_h))
        named = f"{world.days} d, 12-hour wave of {world.second_bpm:g} bpm, workouts on {world.workouts:.0%} of days"
        beside = f"{np.median(naive):.2f} (hour with the highest mean), {np.median(one_wave):.2f} (one wave)"
        limit = {14: 0.35, 28: 0.25}[world.days]
        for name, compared in (("peak", beside), ("trough", "-")):
            outcomes += [
                Outcome(f"T3c {name}", f"Median error of the {name} of a skewed day [h].", named, compared,
                        *_median(errors[name]), len(errors[name]), high=limit),
                Outcome(f"T3c {name} range", f"Athletes whose 95% interval of the {name} holds the true one.", named,
                        "-", *share(held[name]), len(held[name]), *(0.92, 0.97)),
            ]  # fmt: skip
    return outcomes


def moved_rhythms(count: int) -> list[Outcome]:
    """T3f: the acrophase of 28 days against that of the 28 before."""
    outcomes = []
    for world in (UNMOVED, MOVED):
        seen, held, naive = [], [], []
        for rng in _athletes(count):
            hourly, workouts = hours_of(world, rng)
            found = rhythm_shift(heart_days(hourly, workouts), _last_day(world.days))
            seen.append(found.grade is not Grade.NONE)
            held.append(found.change.low <= world.moved_h <= found.change.high)
            early = hourly["hour_utc"] < FIRST_S + DAY_S * world.days // 2
            before, latest = (naive_cosinor(hourly[rows]) for rows in (early, ~early))
            naive.append(_off(latest[0], before[0]) > np.hypot(latest[1], before[1]))
        named = f"28 d against 28 d, moved by {world.moved_h:g} h"
        outcomes.append(
            Outcome(
                "T3f" if world.moved_h else "T3f null",
                "Athletes in whom the acrophase is seen to have moved"
                + ("." if world.moved_h else " although it has not (5% is what the interval claims)."),
                named,
                f"{share(naive)[0]:.3f} (hours as independent)",
                *share(seen),
                count,
                *((0.8, None) if world.moved_h else (0.03, 0.06)),
            )
        )
        outcomes.append(
            Outcome("T3f range", "Athletes whose 95% interval of the move holds the true one.", named, "-",
                    *share(held), count, *(0.93, 0.97))
        )  # fmt: skip
    return outcomes


def sleeps_of(world: SleepWorld, rng: np.random.Generator) -> pd.DataFrame:
    """The sleeps of one athlete, as the analysis takes them."""
    days = pd.date_range(FIRST_DAY, periods=world.nights, name="day")
    free = days.day_of_week >= 5
    week = np.arange(world.nights) // 7
    onset_h = world.bedtime_h + world.free_later_h * free + world.bedtime_sd_h * ar1(rng, world.nights, world.phi)
    onset_h = onset_h + world.weekend_sd_h * free * rng.standard_normal(week[-1] + 1)[week]
    onset = FIRST_S + DAY_S * np.arange(world.nights) + np.round(60 * onset_h).astype(int) * 60
    span_min = np.round(60 * (world.span_h + world.span_sd_h * rng.standard_normal(world.nights))).astype(int)
    table = pd.DataFrame(
        {"onset_utc": onset, "wake_utc": onset + 60 * span_min, "day": days.strftime("%Y-%m-%d"),
         "offset_min": OFFSET_MIN, "nap": 0, "source": "band"}
    )  # fmt: skip
    return table[rng.random(world.nights) >= world.missing]


def bedtimes(count: int) -> list[Outcome]:
    """T3d: the mean bedtime of an athlete who goes to bed around midnight."""
    outcomes = []
    for world in BEDTIMES.values():
        error, naive, held = [], [], []
        for rng in _athletes(count):
            onset_h = nights(sleeps_of(world, rng)).main["onset_h"].to_numpy()
            found = clock_time(onset_h, np.arange(world.nights)).mean
            error.append(60 * _off(found.value, world.bedtime_h))
            naive.append(60 * _off(float(np.mean(onset_h % 24)), world.bedtime_h))
            held.append(_holds(found, world.bedtime_h))
        named = f"{world.nights} nights, 23:54 ± {world.bedtime_sd_h:g} h, phi {world.phi:g}"
        outcomes += [
            Outcome("T3d", "Median error of the mean bedtime [min].", named,
                    f"{np.median(naive):.0f} (arithmetic mean)", *_median(error), count, high=10),
            Outcome("T3d range", "Athletes whose 95% interval of the mean bedtime holds the true one.", named, "-",
                    *share(held), count, *(0.92, 0.97)),
        ]  # fmt: skip
    return outcomes


def regularity_indices(count: int) -> list[Outcome]:
    """T3e: the sleep regularity index where it is known exactly, and with nights missing."""
    outcomes = [_exact_index("always the same", 100.0, count), _exact_index("asleep by lot, 1 in 3", 11.1, count)]
    truth = float(np.mean([_index(sleeps_of(IRREGULAR, rng), IRREGULAR.nights) for rng in _athletes(4 * count)]))
    bias, naive, held = [], [], []
    for rng in _athletes(count):
        whole = sleeps_of(IRREGULAR, rng)
        some = whole[rng.random(len(whole)) >= GAPS]
        full = _index(whole, IRREGULAR.nights)
        found = regularity(nights(some), _last_day(IRREGULAR.nights), window=IRREGULAR.nights).index
        bias.append(found.value - full)
        naive.append(coded_awake(nights(some)) - full)
        held.append(found.low <= truth <= found.high)
    named = f"{IRREGULAR.nights} nights, bedtime ± {IRREGULAR.bedtime_sd_h:g} h, {GAPS:.0%} missing"
    return [
        *outcomes,
        Outcome("T3e gaps", "Mean error of the index by missing nights [points of the index].", named,
                f"{share(naive)[0]:.1f} (missing nights as awake)", *share(bias), count, *(-1.6, 1.6)),
        Outcome("T3e range", "Athletes whose 95% interval of the index holds the true one.", named, "-",
                *share(held), count, *(0.92, 0.97)),
    ]  # fmt: skip


def _index(sleeps: pd.DataFrame, window: int) -> float:
    return regularity(nights(sleeps), _last_day(window), window=window).index.value


def _exact_index(world: str, true: float, count: int) -> Outcome:
    """The index of `count` athletes whose true one is known by arithmetic."""
    made: Callable[[np.random.Generator], pd.DataFrame] = _same_nights if true == 100 else _random_epochs
    figures = [_index(made(rng), IRREGULAR.nights) for rng in _athletes(count)]
    return Outcome(
        "T3e",
        "The sleep regularity index where it is known exactly (100; and 11.1 = -100 + 200 x 5/9).",
        world,
        "-",
        *share(figures),
        count,
        *((true, true) if true == 100 else (true - 0.5, true + 0.5)),
    )


def _same_nights(rng: np.random.Generator) -> pd.DataFrame:
    """Every night the same; which clock hours, differs from athlete to athlete."""
    return sleeps_of(replace(IRREGULAR, bedtime_sd_h=0.0, span_sd_h=0.0, bedtime_h=rng.uniform(-4, 8)), rng)


def _random_epochs(rng: np.random.Generator) -> pd.DataFrame:
    """Half hours of the whole day asleep by lot with chance 1/3; the first half hour of a day stands for its night."""
    epoch_s, a_day = HOUR_S // 2, 48
    asleep = rng.random((IRREGULAR.nights, a_day)) < 1 / 3
    day, epoch = np.nonzero(asleep)
    onset = FIRST_S + DAY_S * day + epoch_s * epoch
    first = np.r_[True, day[1:] != day[:-1]]
    days = pd.date_range(FIRST_DAY, periods=IRREGULAR.nights).strftime("%Y-%m-%d")[day]
    return pd.DataFrame(
        {"onset_utc": onset, "wake_utc": onset + epoch_s, "day": days, "offset_min": OFFSET_MIN,
         "nap": (~first).astype(int), "source": "band"}
    )  # fmt: skip


def coded_awake(known: Nights) -> float:
    """The usual rule: minute by minute, and what is not a recorded sleep is awake."""
    main = known.main
    begin = int(main["onset_utc"].iloc[0]) // 60
    asleep = np.zeros(int(main["wake_utc"].iloc[-1]) // 60 - begin, dtype=bool)
    for onset, wake in zip(main["onset_utc"] // 60 - begin, main["wake_utc"] // 60 - begin, strict=True):
        asleep[onset:wake] = True
    return -100 + 200 * float((asleep[1440:] == asleep[:-1440]).mean())


def free_against_work(count: int) -> list[Outcome]:
    """T3g: social jetlag, weeks as pairs, beside nights as independent."""
    from scipy.stats import ttest_ind

    outcomes = []
    for world in JETLAGGED.values():
        held, naive, widths = [], [], []
        for rng in _athletes(count):
            known = nights(sleeps_of(world, rng))
            found = social_jetlag(known, _last_day(world.nights)).later
            held.append(found.low <= world.free_later_h <= found.high)
            widths.append((found.high - found.low) / 2)
            free = known.main.index.day_of_week >= 5
            both = ttest_ind(known.main["mid_h"][free], known.main["mid_h"][~free]).confidence_interval()
            naive.append(both.low <= world.free_later_h <= both.high)
        outcomes.append(
            Outcome(
                "T3g",
                "Athletes whose 95% interval of social jetlag holds the true one.",
                f"{world.nights // 7} weeks, {world.free_later_h:g} h, half width {np.median(widths):.1f} h",
                f"{share(naive)[0]:.3f} (nights as independent)",
                *share(held),
                count,
                *(0.93, 0.97),
            )
        )
    return outcomes
