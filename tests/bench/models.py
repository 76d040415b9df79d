"""Tomorrow's recovery of one athlete with a year of days: learning, training, predicting, and what is kept of it.

Each part in a process of its own, which has imported and read nothing before.
"""

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np

from analytics.recovery.learned import Horizon
from analytics.recovery.service import LABELS, LEARNED
from dashboard import compose
from dashboard.compose import foretelling, permission, prediction, training
from data import demo, simulate, store
from tests.bench.figures import Figure, new_store, seconds
from tests.bench.processes import measured

YEAR = 365  # days
SEED = 5
PREDICTIONS = 200
ROUNDS = 5
TRAINING_S, PREDICTION_S, FILE_KB = 2.0, 0.005, 500
WAYS = {  # the roads to a prediction: how the store of each differs from the trained one
    "by a learned model": lambda how: how,
    "by the rule, stopped for all": lambda how: replace(how, killed=True),
    "by the rule, not in the share": lambda how: replace(how, share=0.0),
}


def models(folder: Path) -> Iterator[Figure]:
    """Training, its parts and its files, then predictions on every road."""
    path = _store(folder / "untrained")
    before = _copied(path, folder / "trained")
    told = _said("train", before)
    yield Figure("training a year, graded on its own past", "the goal", told["training_s"], TRAINING_S, "s", at_most=1)
    for kind in LEARNED:
        took = told["learning_s"][kind]
        against = "XGBoost with its own settings, once"
        yield Figure(f"  learning {LABELS[kind]}, once", against, took, told["peer_s"], "s")
    largest = max(told["bytes"].values()) / 1000
    yield Figure("  the largest file of a model", "the goal", largest, FILE_KB, "KB", at_most=1)
    yield from _predictions("by the rule, nothing learned", path)
    for way, change in WAYS.items():
        changed = _copied(before, folder / way.replace(" ", "-"))
        permission.keep_rollout(changed, change(permission.rollout(changed)))
        yield from _predictions(way, changed)


def _predictions(way: str, path: Path) -> Iterator[Figure]:
    told = _said("predict", path)
    name = f"prediction {way}"
    if way in WAYS and told["learned"] != (way == next(iter(WAYS))):
        print(f"{name}: {told['model']} spoke, so this is not what it says.")
    yield Figure(name, "the goal, p50 of 200", told["p50"], PREDICTION_S, "s", at_most=1)
    yield Figure("  p95", "the goal, p95 of 200", told["p95"], PREDICTION_S, "s", at_most=1)
    yield Figure("  with who may speak, and why", "the prediction itself", told["whole_p50"], told["p50"], "s")
    yield Figure("  the first of all, which makes features", "every later one", told["first"], told["whole_p50"], "s")


def _store(folder: Path) -> Path:
    path = new_store(folder / "ownpace.db")
    with closing(store.connect(path)) as db, store.writing(db):
        demo.save(db, 1, simulate.cohort(SEED, 1, YEAR, last_day=date(2026, 1, 1)).athletes[0])
    return path


def _copied(path: Path, folder: Path) -> Path:
    folder.mkdir()
    return Path(shutil.copy(path, folder / path.name))


def _said(part: str, path: Path) -> dict:
    return json.loads(measured([sys.executable, "-m", "tests.bench.models", part, path]).said)


def _train(path: Path) -> dict:
    """What training takes, and what XGBoost takes to learn the same mornings once."""
    from xgboost import XGBRegressor

    (athlete,) = compose.athletes(path)
    done = training.train(path, athlete, Horizon.EVENING)
    found = foretelling.task(compose.history(path, athlete), Horizon.EVENING)
    known = found.y.notna()
    x, y = found.x[known].to_numpy(), found.y[known].to_numpy()
    return {
        "training_s": done.seconds,
        "learning_s": {one.kind: one.seconds for one in done.models},
        "bytes": {one.kind: one.bytes for one in done.models},
        "peer_s": median(seconds(lambda: XGBRegressor(n_jobs=1).fit(x, y)) for _ in range(ROUNDS)),
    }


def _predict(path: Path) -> dict:
    """What a prediction takes as it says itself, and the whole call, once the history is read."""
    (athlete,) = compose.athletes(path)
    history, made = compose.history(path, athlete), []

    def ask() -> None:
        made.append(prediction.predict(history, Horizon.EVENING, note=False, learn=False))

    first, *later = (seconds(ask) for _ in range(PREDICTIONS + 1))
    own = np.array([one.milliseconds for one in made[1:]]) / 1000
    return {
        "model": made[-1].model,
        "learned": made[-1].learned,
        "p50": float(np.percentile(own, 50)),
        "p95": float(np.percentile(own, 95)),
        "whole_p50": float(np.percentile(later, 50)),
        "first": first,
    }


if __name__ == "__main__":
    print(json.dumps({"train": _train, "predict": _predict}[sys.argv[1]](Path(sys.argv[2]))))
