"""A yardstick: `python plain_reader.py export.xml plain.db` keeps the attributes of every record, and nothing else."""

import sqlite3
import sys
from pathlib import Path
from xml.parsers.expat import ParserCreate

NAMES = ("type", "sourceName", "sourceVersion", "device", "unit", "creationDate", "startDate", "endDate", "value")
TOGETHER = 10_000


def keep(export: Path, target: Path) -> None:
    """Every record of an export as a row of one table, in one transaction."""
    db = sqlite3.connect(target)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    db.execute(f"CREATE TABLE record ({', '.join(NAMES)})")
    insert = f"INSERT INTO record VALUES ({', '.join('?' * len(NAMES))})"
    rows: list[tuple] = []

    def started(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Record":
            rows.append(tuple(map(attributes.get, NAMES)))
            if len(rows) == TOGETHER:
                db.executemany(insert, rows)
                rows.clear()

    parser = ParserCreate()
    parser.StartElementHandler = started
    with export.open("rb") as stream:
        parser.ParseFile(stream)
    db.executemany(insert, rows)
    db.commit()
    db.close()


if __name__ == "__main__":
    keep(Path(sys.argv[1]), Path(sys.argv[2]))
