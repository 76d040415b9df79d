"""How long all analyses of one athlete take, and whether twice the days take twice as long."""

from contextlib import closing
from datetime import date
from pathlib import Path

from dashboard import compose
from dashboard.findings import SUBJECTS, findings
from data import demo, simulate, store
from data.simulate import Profile
from data.simulate.profile import Habit
from tests.bench.figures import Figure, medians, new_store, seconds

YEARS_3 = 1096  # days
ROUNDS = 3
GOAL_S = 3.0
HABITS = ("alcohol", "late_meal", "caffeine", "meditation", "magnesium", "sauna", "stretching", "read_in_bed")


def analyses(folder: Path) -> list[Figure]:
    """Every finding of three years and of one and a half, each as of the last day, from the store on.

    Once before the clock starts: what is measured is the work, not the import of libraries.
    """
    halves = {days: _store(folder / str(days), days) for days in (YEARS_3 // 2, YEARS_3)}
    for path in halves.values():
        _all(path)
    took = medians(ROUNDS, {days: lambda path=path: seconds(lambda: _all(path)) for days, path in halves.items()})
    half, whole = took[YEARS_3 // 2], took[YEARS_3]
    parts = {
        subject.__name__.rpartition(".")[2]: seconds(lambda subject=subject: _all(halves[YEARS_3], subject))
        for subject in SUBJECTS
    }
    return [
        Figure(f"all findings, 3 years (goal {GOAL_S:g} s)", f"{GOAL_S:g} s", whole, GOAL_S, "s", at_most=1),
        Figure("  are they linear? 3 years", "1.5 years", whole, half, "s", at_most=2.2),
        *(
            Figure(f"  {name}, with reading the store", "all findings", took, whole, "s")
            for name, took in parts.items()
        ),
    ]


def _store(folder: Path, days: int) -> Path:
    path = new_store(folder / "ownpace.db")
    profile = Profile(habits=tuple(Habit(key, f"{key}?", points=-4.0 * (key == "alcohol")) for key in HABITS))
    athlete = simulate.athlete(5, days, last_day=date(2026, 1, 1), profile=profile)
    with closing(store.connect(path)) as db, store.writing(db):
        demo.save(db, 1, athlete)
    return path


def _all(path: Path, *subjects) -> object:
    history = compose.history(path, compose.athletes(path)[0])
    day = history.last_day.date()
    if not subjects:
        return findings(history, day)
    known = compose.up_to(history, day)
    return [answer(known, day) for subject in subjects for answer in subject.answers(known, day).values()]
