"""What holds of every export, wherever its nights were: days are local, and a round trip changes nothing."""

import random
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from data import frames, ingest, schema, store
from data.saver import Outcome as Saved
from data.saver import Saver
from tests.hardening import stores
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA
from tests.hardening.subjects import Subject

DAYS = 6
# Half an hour of summer time, offsets of quarters of an hour, clocks that change at midnight, both ends of the day.
ZONES = (
    "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Cairo",
    "Asia/Beirut", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "UTC",
)  # fmt: skip
# Days around which calendars and clocks do something: leap days, turns of the year, both changes of the clocks.
TURNS = (
    "2016-02-27", "2019-12-29", "2020-02-27", "2023-04-27", "2024-02-26", "2024-03-08", "2024-03-29", "2024-10-25",
    "2024-11-01", "2024-12-29", "2025-04-04", "2023-08-12", "2024-08-12", "2024-02-05",
)  # fmt: skip


def faults(subject: Subject, first_day: str, zone: str) -> list[str]:
    """What is wrong with the nights of an export that begins on a day, and with what becomes of them in the store."""
    with tempfile.TemporaryDirectory() as folder:
        path = stores.new_store(Path(folder) / "ownpace.db")
        with closing(store.connect(path)) as db, store.writing(db):
            db["athlete"].update(ADA, {"home_zone": zone})
        subject.write(Path(folder) / "export", DAYS, first_day)
        refused = [r.error for r in ingest.import_path(path, Path(folder) / "export", ADA) if not r.ok]
        return [f"refused: {error}" for error in refused] + _wrong_days(path, subject) + _round_trip(path)


def _wrong_days(path: Path, subject: Subject) -> list[str]:
    nights = [stores.record(row) for row in stores.records(path) if row[0] == "sleep"]
    if bool(nights) != subject.has_nights:
        return [f"there are {len(nights)} nights"]
    return [f"a night that ends {_local(night):%Y-%m-%d %H:%M} is of {night.day}" for night in nights
            if _local(night).date().isoformat() != night.day]  # fmt: skip


def _local(night: schema.Sleep) -> datetime:
    return datetime.fromtimestamp(night.wake_utc, UTC) + timedelta(minutes=night.offset_min)


def _round_trip(path: Path) -> list[str]:
    """Everything is read as a frame and saved again: as an older file, which changes nothing at all, and as a newer."""
    before, known = stores.everything(path), stores.records(path)
    found = []
    for known_until_utc in (0, 4_000_000_000):
        with closing(store.connect(path)) as db:
            tables = frames.everything(db, ADA)
            with store.writing(db):
                for source in {source for table in schema.TABLES.values() for source in tables[table]["source"]}:
                    saver = Saver(db, ADA, source, 1, known_until_utc)
                    outcomes = {saver.save(record) for record in _records(tables, source)}
                    saver.finish()
                    found += [f"saved again it is {outcome}" for outcome in outcomes - {Saved.SAME}]
        if known_until_utc == 0 and (other := stores.differing(before, stores.everything(path))):
            found.append(f"a round trip changed {other}")
    return found + ["a round trip as a newer file changed records"] * (stores.records(path) != known)


def _records(tables: dict, source: str) -> Iterable[schema.Record]:
    for kind, table in schema.TABLES.items():
        frame = tables[table].astype(object)
        rows = frame[frame["source"] == source].where(frame.notna(), None).to_dict("records")
        for row in rows:
            yield kind(**{field.name: _cell(row[field.name], str(field.type)) for field in fields(kind)})


def _cell(cell: object, kind: str) -> object:
    """What a frame gives, as the record has it: pandas turns whole numbers beside gaps into floats."""
    if cell is None:
        return None
    return bool(cell) if kind.startswith("bool") else int(cell) if kind.startswith("int") else cell


def kept_by_hand(day: date, fell_asleep: str, woke: str, zone: str) -> tuple[str, str]:
    """A night that was written down by hand: the day that it is stored for, and the local date of its waking."""
    with tempfile.TemporaryDirectory() as folder:
        path, file = stores.new_store(Path(folder) / "ownpace.db"), Path(folder) / "days.csv"
        with closing(store.connect(path)) as db, store.writing(db):
            db["athlete"].update(ADA, {"home_zone": zone})
        file.write_text(f"date,fell_asleep,woke\n{day},{fell_asleep},{woke}\n")
        ingest.import_path(path, file, ADA)
        (night,) = [stores.record(row) for row in stores.records(path) if row[0] == "sleep"]
        return night.day, datetime.fromtimestamp(night.wake_utc, ZoneInfo(zone)).date().isoformat()


def check(subject: Subject, seeds: Iterable[int]) -> Outcome:
    """Exports from days and zones that the seeds choose; the first ones are the days on which something turns."""
    failures, count = [], 0
    for seed in seeds:
        dice = random.Random(f"{subject.name}: {seed}")
        first = date(2015, 1, 1) + timedelta(days=dice.randrange(3900))
        first_day = TURNS[seed] if seed < len(TURNS) else first.isoformat()
        zone = dice.choice(ZONES)
        failures += [
            f"{subject.name}, from {first_day} in {zone}: {fault}" for fault in faults(subject, first_day, zone)
        ]
        count += 1
    return Outcome("days and round trips", subject.name, count, tuple(failures), 0, "local date of waking, no change")
