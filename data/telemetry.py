"""What was foretold, how long that took, and what came: kept beside the data, for nobody but who has the store.

None of it leaves the machine. It answers whether predictions are as fast, as close and as well bounded as they were.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

NEED = {50: 1, 95: 20, 99: 100}  # of each percentile: predictions that it takes


@dataclass(frozen=True)
class Foretold:
    """One prediction as it was shown. day: the ISO day of the morning. level: probability that the interval claims.
    score: whose is foretold, and so what comes of it (dashboard.compose.whose).

    blind: that morning was still to come, as far as the store knew, or it was the newest one, foretold from its night
    as if its recovery had not come with it; others are never counted as right or wrong.
    """

    horizon: str
    day: str
    model: str
    version: int
    value: float
    low: float
    high: float
    level: float
    milliseconds: float
    blind: bool
    score: str


def note(db: Database, athlete: int, foretold: Foretold) -> bool:
    """Keeps a prediction, unless it repeats the last one of that morning: whether it was kept.

    Call it inside `writing`, quietly.
    """
    sql = "SELECT model, version, value, low, high, score FROM prediction WHERE athlete = ? AND horizon = ? AND day = ?"
    last = db.execute(f"{sql} ORDER BY id DESC LIMIT 1", [athlete, foretold.horizon, foretold.day]).fetchone()
    if last == tuple(getattr(foretold, part) for part in ("model", "version", "value", "low", "high", "score")):
        return False
    row = vars(foretold) | {"athlete": athlete, "made_utc": int(time.time()), "blind": int(foretold.blind)}
    db["prediction"].insert(row)
    return True


def scores(db: Database, athlete: int, horizon: str) -> list[str]:
    """Whose scores were foretold so far, each once."""
    sql = "SELECT DISTINCT score FROM prediction WHERE athlete = ? AND horizon = ? ORDER BY score"
    return [score for (score,) in db.execute(sql, [athlete, horizon])]


def join_outcomes(db: Database, athlete: int, horizon: str, outcomes: Mapping[str, Mapping[str, float]]) -> int:
    """Writes what came beside what was foretold: how many predictions that changed; call it inside `writing`, quietly.

    outcomes: of each score, what it is by ISO day [points]; a prediction is joined with the score that it foretold and
    no other. A day that is corrected later is corrected here; one that is not among them stays as it is.
    """
    sql = "SELECT DISTINCT score, day FROM prediction WHERE athlete = ? AND horizon = ?"
    rows = [
        {"came": float(outcomes[score][day]), "athlete": athlete, "horizon": horizon, "day": day, "score": score}
        for score, day in db.execute(sql, [athlete, horizon]).fetchall()
        if day in outcomes.get(score, {})
    ]
    before = db.conn.total_changes
    db.conn.executemany(
        "UPDATE prediction SET outcome = :came WHERE athlete = :athlete AND horizon = :horizon AND day = :day"
        " AND score = :score AND outcome IS NOT :came",
        rows,
    )
    return db.conn.total_changes - before


def predictions(db: Database, athlete: int, horizon: str) -> pd.DataFrame:
    """All that was shown, in order: columns as in Foretold, made_utc, outcome (NaN = not known)."""
    sql = "SELECT * FROM prediction WHERE athlete = ? AND horizon = ? ORDER BY id"
    cursor = db.execute(sql, [athlete, horizon])
    frame = pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
    frame = frame.drop(columns=["id", "athlete", "horizon"])
    return frame.assign(blind=frame["blind"].astype(bool), outcome=frame["outcome"].astype(float))


def came_true(db: Database, athlete: int, horizon: str) -> pd.DataFrame:
    """The last prediction of each morning before it came, of those that came: a row a morning, indexed by day.

    Columns model, version, value, low, high, level, outcome, missed (outcome less value), inside.
    """
    last = _last_words(db, athlete, horizon)
    last = last[last["outcome"].notna()]
    last = last.set_index(pd.DatetimeIndex(last["day"], name="day")).sort_index()
    figures = last[["model", "version", "value", "low", "high", "level", "outcome"]]
    inside = last["outcome"].between(last["low"], last["high"])
    return figures.assign(missed=last["outcome"] - last["value"], inside=inside)


def unknown(db: Database, athlete: int, horizon: str, until: str) -> int:
    """How many mornings up to an ISO day were foretold beforehand and cannot be judged, since nobody knows the score
    that was foretold of them."""
    last = _last_words(db, athlete, horizon)
    return int((last["outcome"].isna() & (last["day"] <= until)).sum())


def _last_words(db: Database, athlete: int, horizon: str) -> pd.DataFrame:
    """The last prediction of each morning before it came, whether it has come or not."""
    shown = predictions(db, athlete, horizon)
    return shown[shown["blind"]].drop_duplicates("day", keep="last")


def milliseconds(db: Database, athletes: Sequence[int] | None = None) -> dict[str, float]:
    """How long predictions took: {"n": ..., "p50": ..., "p95": ..., "p99": ...}, empty where there is none.

    n: predictions; of the percentiles those that as many can tell. athletes: of whom; None for everyone in the store.
    """
    found = pd.Series([took for of, took in db.execute("SELECT athlete, milliseconds FROM prediction")
                       if athletes is None or of in athletes], dtype=float)  # fmt: skip
    if found.empty:
        return {}
    told = [p for p, need in NEED.items() if len(found) >= need]
    return {"n": len(found)} | {f"p{p}": float(found.quantile(p / 100, interpolation="higher")) for p in told}
