"""Puts records that were worked out anew in the place of the old ones; what did not change stays untouched."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields

from sqlite_utils import Database

from data.schema import KEYS, TABLES, HourlyMeasurement, Measurement, Record, Sleep


class Into:
    """Replaces the records of one athlete and source; a record that is the same keeps the file that it came from."""

    def __init__(self, db: Database, athlete: int, source: str, import_id: int):
        self.db, self.owner = db, (athlete, source, import_id)
        self._seen: Counter[str] = Counter()

    def replace(self, kind: type[Record], records: Iterable[Record], where: str) -> None:
        """Makes `records` all there is of a kind where `where` (SQL, of our own making) holds."""
        table, fresh = TABLES[kind], f"temp.fresh_{TABLES[kind]}"
        names = [field.name for field in fields(kind)]
        columns, keys = ", ".join(f'"{name}"' for name in names), KEYS[kind]
        values = [name for name in names if name not in keys]
        self.db.execute(f"CREATE TABLE IF NOT EXISTS {fresh} AS SELECT {columns} FROM {table} WHERE FALSE")
        self.db.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {fresh}_key ON fresh_{table} ({', '.join(keys)})")
        self.db.execute(f"DELETE FROM {fresh}")
        marks = ", ".join("?" * len(names))
        self.db.conn.executemany(
            f"INSERT OR IGNORE INTO {fresh} ({columns}) VALUES ({marks})", (self._counted(r, names) for r in records)
        )
        athlete, source, _ = self.owner
        same = " AND ".join(f"fresh.{key} = {table}.{key}" for key in keys)
        self.db.execute(
            f"DELETE FROM {table} WHERE athlete = ? AND source = ? AND {where}"
            f" AND NOT EXISTS (SELECT 1 FROM {fresh} AS fresh WHERE {same})",
            [athlete, source],
        )
        differs = " OR ".join(f'excluded."{name}" IS NOT {table}."{name}"' for name in values)
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in (*values, "import"))
        self.db.execute(
            f'INSERT INTO {table} (athlete, source, "import", {columns})'
            f" SELECT ?, ?, ?, {columns} FROM {fresh} WHERE TRUE"
            f" ON CONFLICT (athlete, {', '.join(keys)}, source) DO UPDATE SET {changes} WHERE {differs}",
            self.owner,
        )

    def counts(self) -> dict[str, int]:
        """How many records were put in place, by what people count."""
        return dict(self._seen)

    def _counted(self, record: Record, names: list[str]) -> list:
        self._seen[_counted_as(record)] += 1
        cells = (getattr(record, name) for name in names)
        return [int(cell) if isinstance(cell, bool) else cell for cell in cells]


def _counted_as(record: Record) -> str:
    if isinstance(record, Sleep):
        return "nap" if record.nap else "night"
    if isinstance(record, HourlyMeasurement):
        return "hour of heart rate"
    if isinstance(record, Measurement):
        return f"day of {record.metric}"
    return "workout"
