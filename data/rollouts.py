"""How far something new is rolled out, and who was first shown which of its arms."""

import secrets
import time
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database


@dataclass(frozen=True)
class Stored:
    """A rollout as it is kept; share in % of athletes. salt: drawn when it is first kept, and the same from then on."""

    name: str
    share: float
    killed: bool
    salt: str


def rollout(db: Database, name: str) -> Stored | None:
    """As it was set; None where nobody has."""
    row = db.execute("SELECT share, killed, salt FROM rollout WHERE name = ?", [name]).fetchone()
    return row and Stored(name, row[0], bool(row[1]), row[2])


def keep_rollout(db: Database, stored: Stored) -> None:
    """Sets it; call it inside `writing`.

    Athletes are numbered from 1 in every store, so without a salt of the store's own the first of each would be in or
    out together, and a share of 50% would reach all stores with one athlete or none. One that was kept before stores
    drew salts stays without, so that nobody changes arms.
    """
    before = rollout(db, stored.name)
    salt = stored.salt or (before.salt if before else secrets.token_hex(8))
    db["rollout"].upsert(vars(stored) | {"killed": int(stored.killed), "salt": salt}, pk="name")


def expose(db: Database, athlete: int, name: str, arm: str, share: float) -> bool:
    """Notes which arm an athlete was shown first, and at which share: whether this was the first time.

    Call it inside `writing`, quietly.
    """
    before = db.conn.total_changes
    db.execute(
        "INSERT OR IGNORE INTO exposure (athlete, rollout, arm, share, first_utc) VALUES (?, ?, ?, ?, ?)",
        [athlete, name, arm, share, int(time.time())],
    )
    return db.conn.total_changes > before


def exposures(db: Database, name: str) -> pd.DataFrame:
    """Everyone who was shown an arm: athlete, simulated, arm, share, first_utc."""
    sql = """
        SELECT exposure.athlete, athlete.simulated, arm, share, first_utc
        FROM exposure JOIN athlete ON athlete.id = exposure.athlete
        WHERE rollout = ? ORDER BY first_utc, exposure.athlete
    """
    rows = db.execute(sql, [name]).fetchall()
    return pd.DataFrame(rows, columns=["athlete", "simulated", "arm", "share", "first_utc"])
