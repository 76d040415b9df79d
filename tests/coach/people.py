"""Athletes for the coach to speak of: the three of the demo, one with three days, and one with nothing."""

from contextlib import closing
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coach.known import Known
from dashboard import compose
from dashboard.compose.coaching import known
from data import demo, store
from data.saver import Saver
from data.schema import Measurement

TODAY = date(2026, 11, 21)


@cache
def _folder() -> TemporaryDirectory:
    return TemporaryDirectory(prefix="ownpace-coach-")


@cache
def everybody() -> dict[str, Known]:
    """By the first word of the name: Vera, Nico, Rhea, Three, Nobody."""
    path = Path(_folder().name) / "ownpace.db"
    demo.add(path, TODAY)
    with closing(store.connect(path)) as db, store.writing(db):
        three = store.add_athlete(db, "Three Mornings")
        store.add_athlete(db, "Nobody Yet")
        row = {"athlete": three, "name": "days.csv", "source": "handmade", "state": "imported", "at_utc": 0}
        saver = Saver(db, three, "handmade", db["import_file"].insert(row).last_pk, 0)
        for back, hrv in enumerate((62, 55, 58)):
            day = (TODAY - timedelta(days=back)).isoformat()
            saver.save(Measurement("hrv_rmssd_ms", 1_700_000_000 - back * 86_400, hrv, day))
        saver.finish()
    return {who.name.split()[0]: known(compose.history(path, who), TODAY) for who in compose.athletes(path)}


DEMO = ("Vera", "Nico", "Rhea")
ALL = (*DEMO, "Three", "Nobody")
