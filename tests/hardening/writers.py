"""Eight programs that write at once, while exports of every source come in: nothing is lost, nothing is in the way."""

import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from data import ingest, store
from data.saver import Saver
from data.schema import Measurement
from tests.hardening import children, stores
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, FIRST_DAY
from tests.hardening.subjects import SUBJECTS, Subject

WRITERS = 8
IMPORT_DAYS = 60


def write(path: Path, writer: int, transactions: int) -> int:
    """So many transactions of one writer, each of which reads before it writes; how many."""
    source, at_utc = f"writer {writer}", 1_735_992_000
    for n in range(transactions):
        with closing(store.connect(path)) as db, store.writing(db, durable=n % 5 == 0):
            row = {"athlete": ADA, "name": f"{writer}-{n}", "state": "imported", "at_utc": 0, "known_until_utc": n}
            saver = Saver(db, ADA, source, db["import_file"].insert(row).last_pk, n)
            saver.save(Measurement("weight_kg", at_utc + n, 70 + n / 1000, "2025-01-04"))
            saver.finish()
    return transactions


def bring(path: Path, export: Path) -> int:
    """Imports an export; how many of its files were stored."""
    return sum(receipt.ok for receipt in ingest.import_path(path, export, ADA))


def work(path: Path, what: str, which: int | Path, transactions: int) -> int:
    """What one process does."""
    return write(path, which, transactions) if what == "write" else bring(path, which)


def check(folder: Path, transactions: int, subjects: Sequence[Subject] = SUBJECTS) -> Outcome:
    """All of them at once, and what the store holds then."""
    path = stores.new_store(folder / "store" / "ownpace.db")
    alone, exports = set(), []
    for n, subject in enumerate(subjects):
        subject.write(folder / str(n), IMPORT_DAYS, FIRST_DAY)
        exports.append(folder / str(n))
    sources = stores.new_store(folder / "alone" / "ownpace.db")
    for export in exports:
        bring(sources, export)
        alone |= stores.records(sources)
    tasks = [("write", n) for n in range(WRITERS)] + [("import", export) for export in exports]
    before, begun, failures, done = store.revision(path), time.monotonic(), [], Counter()
    inputs = [(path, what, which, transactions) for what, which in tasks]
    for (_, what, which, _), end in children.each(work, inputs, within_s=300, workers=len(inputs)):
        done[what] += end.value or 0
        failures += [f"{what} {which}: {end.fault}"] * bool(end.fault)
    failures += stores.damage(path) + stores.strays(path) + _lost(path, transactions)
    written = {row for row in stores.records(path) if not row[1].startswith("writer ")}
    if _named(written) != _named(alone):
        failures.append(f"the imports left {len(written)} rows, alone {len(alone)}")
    if store.revision(path) < before + WRITERS * transactions + len(exports):
        failures.append(f"the revision rose by {store.revision(path) - before} only")
    return Outcome(
        "8 writers at once",
        f"{len(exports)} exports",
        WRITERS * transactions,
        tuple(failures),
        time.monotonic() - begun,
        "8 x 150 transactions, all kept",
        f"{done['write']} transactions, {done['import']} files",
    )


def _named(rows: set[tuple]) -> set[tuple]:
    """The keys of records: which of two exports of one source is believed may depend on which comes first."""
    return {(row[0], row[1], *(getattr(stores.record(row), name) for name in stores.keys(row))) for row in rows}


def _lost(path: Path, transactions: int) -> list[str]:
    with closing(sqlite3.connect(path)) as plain:
        kept = plain.execute(
            "SELECT source, count(*), count(DISTINCT value) FROM measurement"
            " WHERE source LIKE 'writer %' GROUP BY source"
        ).fetchall()
    expected = sorted((f"writer {n}", transactions, transactions) for n in range(WRITERS))
    return [] if sorted(kept) == expected else [f"kept of each writer: {kept}"]
