"""T6: how far does a load pull the next mornings down, how soon are they back, and what of it is noise?"""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from analytics.results import Grade
from analytics.velocity import HORIZONS, LoadResponse, after_low, load_response
from tests.truth.bench import Outcome, share
from tests.truth.worlds_timing import (
    LOADED,
    LOADED_OTHER_NOISE,
    SLOWLY,
    STRAIN_SD,
    UNLOADED,
    Loaded,
    load_points,
    trained,
)

COVERED = "Mornings 1 to 5 whose 95% interval of the effect of a load holds the true one."
PEERS_DAYS = 180  # from which on the library's method is run beside ours


def responses(count: int, peers: int) -> list[Outcome]:
    """T6: coverage of the response, of its half-life and of the days until back, where load is felt."""
    outcomes = []
    for world in (*LOADED.values(), *SLOWLY.values(), LOADED_OTHER_NOISE):
        found, name = _found(world, count, peers), _named(world)
        outcomes.append(
            Outcome(
                "T6 range",
                COVERED,
                name,
                f"{share(found.plain)[0]:.3f} (the mornings on that load alone, least squares), "
                f"{share(found.peer)[0]:.3f} (lag-augmented projections, {peers} athletes)",
                *share(found.covered),
                count,
                *(0.93, 0.97),
            )
        )
        outcomes.append(
            Outcome(
                "T6 width",
                "Width of those intervals, in points of recovery, beside that of lag-augmented projections on the same "
                "athletes.",
                name,
                f"{share(found.peer_width)[0]:.2f} (lag-augmented projections)",
                *share(found.width[:peers]),
                peers,
            )
        )
        if world.days >= PEERS_DAYS:
            outcomes.append(
                Outcome(
                    "T6 half-life",
                    "Athletes whose 95% interval of the half-life holds it, where a response is seen.",
                    name,
                    f"{share(found.until_above)[0]:.1f} d 'until above average', where the half-life is "
                    f"{world.half_life_d:g} d",
                    *share(found.half_life),
                    len(found.half_life),
                    *((0.92, 0.98) if not world.slow_share else (None, None)),
                )
            )
    return outcomes


def no_response(count: int) -> list[Outcome]:
    """T6 null: load does nothing; is something seen, and what does the usual count of days say?"""
    outcomes = []
    for world in UNLOADED.values():
        found, name = _found(world, count, 0), _named(world)
        outcomes += [
            Outcome(
                "T6 null",
                "Athletes in whom an effect of load is seen although there is none (the test claims 5%).",
                name,
                f"{share(found.until_above)[0]:.1f} d 'until above average' for all athletes",
                *share(found.seen),
                count,
                high=0.07,
            ),
            Outcome(
                "T6 null range",
                "Mornings 1 to 5 whose 95% interval holds 0 where load has no effect.",
                name,
                f"{share(found.plain)[0]:.3f} (the mornings on that load alone, least squares)",
                *share(found.covered),
                count,
                *(0.93, 0.97),
            ),
        ]
    return outcomes


def low_scores(count: int) -> list[Outcome]:
    """T6 low: mornings only remember yesterday; is the return after a low one called slow or quick?"""
    world = UNLOADED[365]
    found, days = [], []
    for daily in trained(world, count):
        answer = after_low(daily["recovery_pct"], log=False, seed=1)
        found.append(answer.grade is not Grade.NONE)
        days.append(answer.mean_d.value)
    name = _named(world)
    return [
        Outcome(
            "T6 low",
            "Athletes whose return after low mornings is called other than chance although days only remember "
            "yesterday (5% is claimed).",
            name,
            f"{np.mean(days):.1f} d 'to recover' for all athletes",
            *share(found),
            count,
            high=0.07,
        ),
    ]


@dataclass
class _Found:
    """One figure an athlete."""

    seen: list[bool] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    half_life: list[bool] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    peer: list[float] = field(default_factory=list)
    peer_width: list[float] = field(default_factory=list)
    until_above: list[float] = field(default_factory=list)


def _found(world: Loaded, count: int, peers: int) -> _Found:
    found = _Found()
    for number, daily in enumerate(trained(world, count)):
        answer = load_response(daily)
        true = load_points(world, HORIZONS) * answer.load_sd / STRAIN_SD
        found.seen.append(answer.grade is not Grade.NONE)
        found.covered.append(_covered([(one.low, one.high) for one in answer.per_sd], true))
        found.width.append(float(np.mean([one.high - one.low for one in answer.per_sd])))
        if answer.half_life_d is not None and world.half_life_d:
            found.half_life.append(answer.half_life_d.low <= world.half_life_d <= answer.half_life_d.high)
        found.plain.append(_covered(_plain(daily, answer), true))
        found.until_above.append(_until_above(daily))
        if number < peers:
            edges = _lag_augmented(daily)
            found.peer.append(_covered(edges, true))
            found.peer_width.append(float(np.mean([high - low for low, high in edges])))
    return found


def _covered(edges: list[tuple[float, float]], true: np.ndarray) -> float:
    return float(np.mean([low <= point <= high for (low, high), point in zip(edges, true, strict=True)]))


def _until_above(daily: pd.DataFrame) -> float:
    """The usual count: mean days from a hard day (the top tenth) to the first morning above the mean."""
    load, value = daily["day_strain"], daily["recovery_pct"].to_numpy()
    mean, days = np.nanmean(value), []
    for day in np.flatnonzero(load >= load.quantile(0.9)):
        above = np.flatnonzero(value[day + 1 :] > mean)
        if len(above):
            days.append(above[0] + 1)
    return float(np.mean(days))


def _plain(daily: pd.DataFrame, answer: LoadResponse) -> list[tuple[float, float]]:
    """Intervals of least squares of each later morning on the load alone."""
    from scipy.stats import linregress, t

    load, edges = daily["day_strain"] / answer.load_sd, []
    for ahead in range(1, HORIZONS + 1):
        pair = pd.DataFrame({"load": load, "value": daily["recovery_pct"].shift(-ahead)}).dropna()
        fit = linregress(pair["load"], pair["value"])
        reach = t.ppf(0.975, len(pair) - 2) * fit.stderr
        edges.append((fit.slope - reach, fit.slope + reach))
    return edges


def _lag_augmented(daily: pd.DataFrame) -> list[tuple[float, float]]:
    """Local projections with two lags of recovery, three of load and the weekday, robust standard errors."""
    import statsmodels.api as sm

    load = daily["day_strain"]
    z = (load.fillna(load.groupby(load.index.day_of_week).transform("mean")) - load.mean()) / load.std()
    value, edges = daily["recovery_pct"], []
    for ahead in range(1, HORIZONS + 1):
        columns = {"load": z, "y0": value, "y1": value.shift(1)} | {f"x{k}": z.shift(k) for k in (1, 2, 3)}
        later = (daily.index.day_of_week + ahead) % 7
        columns |= {f"weekday {k}": (later == k).astype(float) for k in range(1, 7)}
        table = pd.DataFrame(columns, daily.index).assign(later=value.shift(-ahead)).dropna()
        fit = sm.OLS(table.pop("later"), sm.add_constant(table)).fit(cov_type="HC1")
        edges.append(tuple(float(edge) for edge in fit.conf_int().loc["load"]))
    return edges


def _named(world: Loaded) -> str:
    noise = f"{world.slow_share:.0%} of the noise slow (phi .85)" if world.slow_share else f"phi {world.phi:g}"
    if not world.points_per_sd:
        return f"{world.days} d, {noise}, no effect"
    return f"{world.days} d, {noise}, {world.points_per_sd:g} points per SD, half-life {world.half_life_d:g} d"
