"""Stores with athletes whose days are simulated, and who count as real ones or not."""

from contextlib import closing
from datetime import date
from functools import cache

from data import demo, simulate, store

LAST_DAY = date(2026, 11, 20)


@cache
def lived(athletes=4, days=150, seed=11):
    """So many athletes of one population."""
    return simulate.cohort(seed, athletes, days, last_day=LAST_DAY).athletes


def store_with(path, **athletes):
    """A store with each of the named athletes: name=(simulated athlete, whether it counts as one)."""
    with closing(store.connect(path)) as db, store.writing(db):
        for name, (life, simulated) in athletes.items():
            demo.save(db, store.add_athlete(db, name, simulated=simulated), life)
    return path
