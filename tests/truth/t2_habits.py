"""T2: are the effects of habits right, is chance kept out, and does a trial by lot see what is there?

The usual rule is a difference in means with a t-test: on answered days, or where a journal has gaps with every
unanswered day as a no.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy.special import stdtr, stdtrit

from analytics.habits import habit_impact
from analytics.results import Grade
from analytics.statistics import q_values
from analytics.trial import trial
from data.simulate.profile import Profile
from tests.truth.bench import Outcome, share
from tests.truth.worlds_habits import (
    BIG,
    BIG_POINTS,
    CONFOUNDED,
    DRAWN,
    EVERYTHING,
    FEEDBACK,
    HIDDEN,
    HIDDEN_WITH_LOTS,
    MISSPECIFIED,
    NEXT_MORNING,
    NOTHING,
    Kept,
    Lots,
    Person,
    lately,
    people,
    trials,
)

ALPHA, DISCOVERIES = 0.05, 0.10
NAIVE = "difference in means"
FALSE_FINDING = "Null habits whose 95% interval excludes zero, beside three that do something"


def figures(
    profile: Profile, spans: Sequence[int], count: int, kept: Kept = EVERYTHING, outcome: str = "recovery_pct"
) -> dict[int, pd.DataFrame]:
    """For each span of days one row an athlete and habit: what was planted, what we say, what the usual rule says.

    The shorter spans are the last days of the same athletes.
    """
    rows: dict[int, list[dict]] = {span: [] for span in spans}
    for number, person in enumerate(people(profile, max(spans), count, kept)):
        for span in spans:
            rows[span] += [{"athlete": number} | row for row in _said(lately(person, span), outcome)]
    return {span: pd.DataFrame(found) for span, found in rows.items()}


def _said(person: Person, outcome: str) -> list[dict]:
    usual = differences_in_means(person.daily[outcome], done_of(person))
    return [
        {
            "habit": effect.habit,
            "truth": planted(person, effect.habit, outcome),
            "value": effect.raw.value,
            "low": effect.raw.low,
            "high": effect.raw.high,
            "p": effect.p,
            "found": effect.grade in (Grade.STRONG, Grade.LIKELY),
            "strong": effect.grade is Grade.STRONG,
            "shrunk": effect.shrunk.value,
            "shrunk_low": effect.shrunk.low,
            "shrunk_high": effect.shrunk.high,
            "already_there": effect.already_there,
        }
        | usual.loc[effect.habit].to_dict()
        for effect in habit_impact(person.daily, person.journal, outcome=outcome).effects
    ]


def planted(person: Person, habit: str, outcome: str) -> float:
    """The effect that was planted, in the unit in which we state it."""
    effect = person.truth.habits[habit]
    if outcome == "hrv_rmssd_ms":
        return 100 * float(np.expm1(effect.hrv_ln))
    return {"recovery_pct": effect.recovery_points, "resting_hr_bpm": effect.resting_hr_bpm}[outcome]


def done_of(person: Person) -> pd.DataFrame:
    """The journal as a table, an unanswered day as a no."""
    yes = person.journal["answer"] == "yes"
    table = person.journal.assign(done=yes.astype(float)).pivot(index="day", columns="habit", values="done")
    return table.reindex(person.daily.index[:-1]).fillna(0)


def differences_in_means(recovery: pd.Series, done: pd.DataFrame, lag: int = 1) -> pd.DataFrame:
    """Mornings after a yes against all others, each habit alone: usual, its interval, p-value and corrected p-value."""
    y = recovery.shift(-lag).loc[done.index].to_numpy()
    yes = done.to_numpy() == 1
    known = ~np.isnan(y)
    y, yes = y[known, None], yes[known]
    n = np.maximum([yes.sum(axis=0), (~yes).sum(axis=0)], 1)
    means = np.array([(y * yes).sum(axis=0), (y * ~yes).sum(axis=0)]) / n
    variances = np.array([((y - mean) ** 2 * side).sum(axis=0) for mean, side in zip(means, (yes, ~yes), strict=True)])
    error = np.sqrt(variances.sum(axis=0) / (len(y) - 2) * (1 / n).sum(axis=0))
    value, reach = means[0] - means[1], stdtrit(len(y) - 2, 0.975) * error
    p = 2 * stdtr(len(y) - 2, -np.abs(value / error))
    columns = {"usual": value, "usual_low": value - reach, "usual_high": value + reach, "usual_p": p}
    return pd.DataFrame(columns | {"usual_q": q_values(p)}, index=done.columns)


def effects(count: int, spans: Sequence[int] = (45, 90, 180, 365)) -> list[Outcome]:
    """T2a-T2e where habits are confounded and chosen by the morning."""
    found = figures(FEEDBACK, spans, count)
    return [outcome for span, table in found.items() for outcome in _about(table, span)]


def effects_without_feedback(count: int, spans: Sequence[int] = (90, 365)) -> list[Outcome]:
    """T2a-T2c where habits are confounded only."""
    found = figures(CONFOUNDED, spans, count)
    return [outcome for span, table in found.items() for outcome in _rates(table, f"{span} d, confounded")]


def _about(table: pd.DataFrame, days: int) -> list[Outcome]:
    world = f"{days} d, confounded, chosen by the morning"
    outcomes = [*_rates(table, world), _power(table, world, {90: 0.75, 180: 0.95}.get(days))]
    return outcomes + (_shrinkage(table, world) if days == 90 else [])


def _rates(table: pd.DataFrame, world: str, mark: str = "") -> list[Outcome]:
    null, count = table["truth"] == 0, table["athlete"].nunique()
    chance = table[null].assign(ours=table["p"] < ALPHA, usual=table["usual_p"] < ALPHA)
    held = (table["low"] <= table["truth"]) & (table["truth"] <= table["high"])
    usual_held = (table["usual_low"] <= table["truth"]) & (table["truth"] <= table["usual_high"])
    false, usual_false, false_strong = (
        _false_share(table, found) for found in (table["found"], table["usual_q"] <= DISCOVERIES, table["strong"])
    )
    return [
        Outcome(
            f"T2a{mark}",
            f"{FALSE_FINDING} (5% is what it claims).",
            world,
            _naive(_mean(chance, chance["usual"])),
            *_mean(chance, chance["ours"]),
            count,
            *(0.04, 0.07),
        ),
        Outcome(
            f"T2b{mark}",
            "Habits whose 95% interval holds the planted effect.",
            world,
            _naive(_mean(table, usual_held)),
            *_mean(table, held),
            count,
            *(0.93, 0.96),
        ),
        Outcome(
            f"T2c{mark}",
            "Share of the habits called likely or strong that do nothing (at most 10% is what likely claims; the naive "
            "rule is corrected in the same way).",
            world,
            _naive(share(usual_false)),
            *share(false),
            count,
            high=0.11,
        ),
        Outcome(
            f"T2c{mark} strong",
            "Share of the habits called strong that do nothing.",
            world,
            "-",
            *share(false_strong),
            count,
            high=0.05,
        ),
    ]


def _mean(table: pd.DataFrame, what: pd.Series) -> tuple[float, float]:
    """The mean of a figure over habits, its standard error from one figure an athlete."""
    return share(what.astype(float).groupby(table["athlete"]).mean())


def _false_share(table: pd.DataFrame, found: pd.Series) -> Iterable[float]:
    """For each athlete the share of null habits among those found; 0 where none is."""
    false = (found & (table["truth"] == 0)).groupby(table["athlete"]).sum()
    return (false / found.groupby(table["athlete"]).sum().clip(lower=1)).to_numpy()


def _naive(figure: tuple[float, float]) -> str:
    return f"{figure[0]:.3f} ({NAIVE})"


def _power(table: pd.DataFrame, world: str, target: float | None) -> Outcome:
    big = table[table["habit"] == BIG]
    return Outcome(
        "T2d",
        f"Athletes in whom a habit that costs {-BIG_POINTS:g} points is seen (95% interval excludes zero).",
        world,
        f"{(big['usual_p'] < ALPHA).mean():.3f} ({NAIVE})",
        *share(big["p"] < ALPHA),
        len(big),
        low=target,
    )


def _shrinkage(table: pd.DataFrame, world: str) -> list[Outcome]:
    """T2e: the largest of twelve is too large; not so when all are drawn towards zero."""
    count = table["athlete"].nunique()
    raw, ours = (_exaggeration(table, column) for column in ("value", "shrunk"))
    ratio = (table["shrunk"] - table["truth"]).pow(2).groupby(table["athlete"]).mean()
    ratio = ratio / (table["value"] - table["truth"]).pow(2).mean()
    held = (table["shrunk_low"] <= table["truth"]) & (table["truth"] <= table["shrunk_high"])
    return [
        Outcome(
            "T2e",
            "Points by which the largest effect of each athlete exceeds what was planted.",
            world,
            f"{share(raw)[0]:.3f} (as estimated)",
            *share(ours),
            count,
            high=0,
        ),
        Outcome(
            "T2e error",
            "Mean squared error of the shrunk effects, as a share of that of the effects as estimated.",
            world,
            "1 (as estimated)",
            *share(ratio),
            count,
            high=0.6,
        ),
        Outcome(
            "T2e range",
            "Habits whose interval of the shrunk effect holds the planted one.",
            world,
            "-",
            *_mean(table, held),
            count,
        ),
    ]


def _exaggeration(table: pd.DataFrame, column: str) -> np.ndarray:
    top = table.loc[table[column].abs().groupby(table["athlete"]).idxmax()]
    return (top[column].abs() - np.sign(top[column]) * top["truth"]).to_numpy()


def other_outcomes(count: int, days: int = 180) -> list[Outcome]:
    """T2a-T2b on HRV and resting HR, where habits are chosen by the recovery of the morning."""
    outcomes = []
    for outcome, said in (("hrv_rmssd_ms", "HRV"), ("resting_hr_bpm", "resting HR")):
        table = figures(FEEDBACK, [days], count, outcome=outcome)[days]
        outcomes += _rates(table, f"{days} d, chosen by the morning, effect on {said}")[:2]
    return outcomes


def misspecified_errors(count: int, spans: Sequence[int] = (90, 180, 365)) -> list[Outcome]:
    """T2f: half of the noise is slow, half has no memory."""
    outcomes = []
    for span, table in figures(MISSPECIFIED, spans, count).items():
        null = table[table["truth"] == 0]
        outcomes.append(
            Outcome(
                "T2f",
                f"{FALSE_FINDING}; errors half slow (AR .85), half without memory.",
                f"{span} d, chosen by the morning",
                _naive(_mean(null, null["usual_p"] < ALPHA)),
                *_mean(null, null["p"] < ALPHA),
                count,
                high=0.08,
            )
        )
    return outcomes


GAPS = {
    "45% of days filled in": Kept(days=0.45),
    "70% of days filled in": Kept(days=0.7),
    "95% of days, 80% of questions": Kept(days=0.95, questions=0.8),
    "70% of days, questions first asked in the first half": Kept(days=0.7, first_asked=0.5),
}


def journals_with_gaps(count: int, days: int = 365) -> list[Outcome]:
    """The same with answers missing."""
    outcomes = []
    for said, kept in GAPS.items():
        table = figures(FEEDBACK, [days], count, kept)[days]
        world = f"{days} d, chosen by the morning, {said}"
        big = table[table["habit"] == BIG]
        outcomes += [
            *_rates(table, world, " gaps")[:3],
            Outcome(
                "T2b gaps bias",
                f"Points by which a habit that costs {-BIG_POINTS:g} is found to cost less.",
                world,
                f"{(big['usual'] - BIG_POINTS).mean():.3f} ({NAIVE})",
                *share(big["value"] - BIG_POINTS),
                count,
            ),
        ]
    return outcomes


def hidden_confounder(count: int, spans: Sequence[int] = (90, 365)) -> list[Outcome]:
    """T2g: something that nobody logs moves habits and mornings. Only lots see through it."""
    outcomes = []
    with_burden, without = (figures(world, spans, count) for world in (HIDDEN, CONFOUNDED))
    for span in spans:
        null, clear = (found[span][found[span]["truth"] == 0] for found in (with_burden, without))
        outcomes += [
            Outcome(
                "T2g",
                "Null habits whose 95% interval excludes zero where something unlogged moves habits and mornings: no "
                'observation can prevent it, so that effects of habits are "associated with" and no more.',
                f"{span} d, hidden burden",
                _naive(_mean(null, null["usual_p"] < ALPHA)),
                *_mean(null, null["p"] < ALPHA),
                count,
            ),
            Outcome(
                "T2g alarm",
                "Null habits of which tomorrow's answer goes with this morning, a weak sign of such a burden.",
                f"{span} d, hidden burden",
                f"{_mean(clear, clear['already_there'])[0]:.3f} (without the burden)",
                *_mean(null, null["already_there"]),
                count,
            ),
        ]
    return outcomes


def drawn_under_a_burden(count: int, days: int = 60) -> Outcome:
    """T2g: the same burden, but a habit whose days are drawn by lot."""
    ours, usual = [], []
    for person in people(HIDDEN_WITH_LOTS, days, count):
        lots = person.truth.done[DRAWN].astype(float)
        lots.iloc[-1] = np.nan
        ours.append(trial(person.daily["recovery_pct"], lots).p < ALPHA)
        means = differences_in_means(person.daily["recovery_pct"], lots.iloc[:-1].to_frame())
        usual.append(float(means["usual_p"].iloc[0]) < ALPHA)
    return Outcome(
        "T2g trial",
        "Trials of a habit without effect that find one, with the burden, but days drawn by lot.",
        f"{days} d in pairs, hidden burden",
        f"{np.mean(usual):.3f} ({NAIVE})",
        *share(ours),
        count,
        *(0.03, 0.07),
    )


def trials_by_lot(count: int, phis: Sequence[float] = (0.3, 0.5)) -> list[Outcome]:
    """T2h: size, power and carry-over of a trial of 60 single days drawn in pairs."""
    outcomes = []
    for phi in phis:
        null, real, lasting = Lots(phi=phi), Lots(phi=phi, points=-8.0), Lots(phi=phi, points=-8.0, carried=0.4)
        world = f"60 d in pairs, phi {phi:g}"
        outcomes += [
            _trials_seen(
                "T2h null", "Trials that find an effect where there is none.", null, world, count, (0.03, 0.07)
            ),
            _trials_seen("T2h", "Trials that see an effect of 8 points.", real, world, count, (0.88, None)),
            _carried(lasting, world, count),
        ]
    return outcomes


def _trials_seen(
    id: str, says: str, world: Lots, named: str, count: int, target: tuple[float | None, float | None]
) -> Outcome:
    ours, usual = [], []
    for values, lots in trials(world, count):
        ours.append(trial(values, lots).p < ALPHA)
        usual.append(float(differences_in_means(values, lots.iloc[:-1].to_frame("lot"))["usual_p"].iloc[0]) < ALPHA)
    return Outcome(id, says, named, f"{np.mean(usual):.3f} (t-test)", *share(ours), count, *target)


def _carried(world: Lots, named: str, count: int) -> Outcome:
    ours, usual = [], []
    for values, lots in trials(world, count):
        ours.append(trial(values, lots).first_day.value - world.points)
        usual.append(
            float(differences_in_means(values, lots.iloc[:-1].to_frame("lot"))["usual"].iloc[0]) - world.points
        )
    return Outcome(
        "T2h carried",
        "Points by which an effect of -8 is missed where 40% of it lasts into a second day.",
        named,
        f"{np.mean(usual):.3f} (difference in means)",
        *share(ours),
        count,
        *(-0.4, 0.4),
    )


# What a wrong day would make of a habit, and the lag at which the usual rule would then look.
WRONG_DAY = {"the evening after": (-1, 0), "the evening before": (1, 2)}
LAGS = (0, 1, 2)


def which_morning(count: int, days: int = 180) -> list[Outcome]:
    """T2i: the effect is on the next morning only. Is it seen there, and not where its days are wrong by one?"""
    seen: dict[str, list[bool]] = {habit: [] for habit in (BIG, *WRONG_DAY, NOTHING)}
    usual: dict[str, list[bool]] = {habit: [] for habit in seen}
    for person in people(NEXT_MORNING, days, count):
        drinks = person.journal[person.journal["habit"] == BIG]
        copies = [
            drinks.assign(habit=said, day=drinks["day"] + pd.Timedelta(days=moved))
            for said, (moved, _) in WRONG_DAY.items()
        ]
        for effect in habit_impact(person.daily, pd.concat([person.journal, *copies])).effects:
            seen[effect.habit].append(effect.p < ALPHA)
        recovery, done = person.daily["recovery_pct"], done_of(person)
        by_lag = [differences_in_means(recovery, done, lag)["usual_p"] < ALPHA for lag in LAGS]
        usual[BIG].append(by_lag[1][BIG])
        for said, (_, lag) in WRONG_DAY.items():
            usual[said].append(by_lag[lag][BIG])
        usual[NOTHING].append(any(found[NOTHING] for found in by_lag))

    def outcome(habit: str, id: str, says: str, looked: str, low: float | None, high: float | None) -> Outcome:
        naive = f"{np.mean(usual[habit]):.3f} ({looked})"
        return Outcome(id, says, f"{days} d, one habit of -8 points", naive, *share(seen[habit]), count, low, high)

    copied = "Athletes in whom the same answers, moved to {}, are taken for a habit as well."
    return [
        outcome(BIG, "T2i", "Athletes in whom an effect on the next morning only is seen.", NAIVE, 0.95, None),
        *(outcome(said, f"T2i {said}", copied.format(said), NAIVE, None, 0.08) for said in WRONG_DAY),
        outcome(
            NOTHING,
            "T2i null",
            "Athletes in whom a habit that does nothing is called different.",
            "best of three mornings",
            0.03,
            0.07,
        ),
    ]
