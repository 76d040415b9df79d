"""The demo: three simulated athletes, written through the same store as anyone's, and gone again in one call."""

import json
import time
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path

from data import simulate, store
from data.saver import Saver
from data.schema import HourlyMeasurement, Record
from data.simulate import Simulated

SOURCE = "simulated"


def add(path: Path, last_day: date) -> None:
    """Puts the demo athletes into the store, up to the morning of `last_day`, in place of an older demo."""
    remove(path)
    athletes = simulate.demo(last_day)
    with closing(store.connect(path)) as db, store.writing(db):
        taken = {row["name"] for row in db["athlete"].rows}
        for athlete in athletes:
            profile = athlete.profile
            row = {"sport": profile.sport, "birth_year": profile.birth_year, "ftp_w": profile.ftp_w}
            name = athlete.name if athlete.name not in taken else f"{athlete.name} (demo)"
            save(db, store.add_athlete(db, name, simulated=True, home_zone=profile.home_zone, **row), athlete)


def remove(path: Path) -> int:
    """Deletes every simulated athlete with all that is theirs: how many there were."""
    if not path.exists():
        return 0
    with closing(store.connect(path)) as db:
        simulated = [row["id"] for row in db["athlete"].rows_where("simulated = 1")]
    if simulated:
        store.delete_athletes(path, simulated)
    return len(simulated)


def save(db: store.Database, athlete: int, simulated: Simulated) -> None:
    """Saves what a simulated athlete recorded, with a receipt like that of a file; call it inside `writing`."""
    days = [record.day for record in simulated.records if hasattr(record, "day")]
    kinds = Counter(type(record).__name__.lower() for record in simulated.records)
    rows = len(simulated.records)
    receipt = {
        "athlete": athlete,
        "name": f"simulated, seed {simulated.seed}",
        "source": SOURCE,
        "state": "imported",
        "at_utc": int(time.time()),
        "known_until_utc": max(map(_instant, simulated.records)),
        "rows_read": rows,
        "rows_new": rows,
        "rows_changed": 0,
        "rows_same": 0,
        "rows_rejected": 0,
        "first_day": min(days),
        "last_day": max(days),
        "members": json.dumps([{"name": "simulated", "rows_read": rows, "rows_new": rows, "counts": kinds}]),
    }
    import_id = db["import_file"].insert(receipt).last_pk
    saver = Saver(db, athlete, SOURCE, import_id, receipt["known_until_utc"])
    for record in simulated.records:
        saver.save(record)
    saver.finish()


def _instant(record: Record) -> int:
    return record.hour_utc if isinstance(record, HourlyMeasurement) else getattr(record, "at_utc", 0)
