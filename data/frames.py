"""What the store holds, as frames: the only SELECTs that analyses are fed from."""

from base64 import b64encode
from collections.abc import Iterator

import pandas as pd
from sqlite_utils import Database

from data.schema import PERSONAL, TABLES


def athletes(db: Database) -> pd.DataFrame:
    """One row an athlete: id, name, simulated, home_zone and the profile; real athletes first, then by name."""
    return _frame(db, "SELECT * FROM athlete ORDER BY simulated, id")


def measurements(db: Database, athlete: int) -> pd.DataFrame:
    """Columns metric, day, at_utc, source, value; ordered by instant."""
    return _frame(
        db,
        "SELECT metric, day, at_utc, source, value FROM measurement WHERE athlete = ? ORDER BY at_utc",
        athlete,
    )


def sleeps(db: Database, athlete: int) -> pd.DataFrame:
    """All sleeps and naps with their columns as in data.schema.Sleep, and their source; ordered by onset."""
    return _frame(db, "SELECT * FROM sleep WHERE athlete = ? ORDER BY onset_utc", athlete)


def workouts(db: Database, athlete: int) -> pd.DataFrame:
    """All workouts with their columns as in data.schema.Workout, and their source; ordered by start."""
    return _frame(db, "SELECT * FROM workout WHERE athlete = ? ORDER BY start_utc", athlete)


def journal(db: Database, athlete: int) -> pd.DataFrame:
    """All journal entries with their columns as in data.schema.JournalEntry, and their source; ordered by day."""
    return _frame(db, "SELECT * FROM journal WHERE athlete = ? ORDER BY day, habit, source", athlete)


def hourly(db: Database, athlete: int, metric: str = "heart_rate_bpm") -> pd.DataFrame:
    """Hours of a raw series: hour_utc, n, mean, low, high, offset_min, source; ordered by hour."""
    return _frame(
        db,
        "SELECT hour_utc, n, mean, low, high, offset_min, source FROM hourly WHERE athlete = ? AND metric = ?"
        " ORDER BY hour_utc, source",
        athlete,
        metric,
    )


def events(db: Database, athlete: int) -> pd.DataFrame:
    """Columns day, until, kind, note, source; ordered by day."""
    return _frame(db, "SELECT * FROM event WHERE athlete = ? ORDER BY day", athlete)


def plans(db: Database, athlete: int) -> pd.DataFrame:
    """Planned sessions: id, day, kind, sport, minutes, load, unit, note, source, made_on; ordered by day."""
    return _frame(
        db,
        "SELECT id, day, kind, sport, minutes, load, unit, note, source, made_on FROM planned_workout"
        " WHERE athlete = ? ORDER BY day, id",
        athlete,
    )


def source_ranks(db: Database, athlete: int) -> pd.DataFrame:
    """Every source that the athlete has data of: source, rank (0 is believed first), rows, first and last day.

    Where the athlete has not said otherwise, the one that was there first is believed first: what is recorded later
    changes nothing of that.
    """
    sql = """
        SELECT seen.source, source_rank.rank, sum(rows) AS rows, min(first_day) AS first_day, max(last_day) AS last_day
        FROM (
            SELECT source, count(*) AS rows, min(day) AS first_day, max(day) AS last_day
            FROM measurement WHERE athlete = :athlete GROUP BY source
            UNION ALL SELECT source, count(*), min(day), max(day) FROM sleep WHERE athlete = :athlete GROUP BY source
            UNION ALL SELECT source, count(*), min(day), max(day) FROM workout WHERE athlete = :athlete GROUP BY source
            UNION ALL SELECT source, count(*), min(day), max(day) FROM journal WHERE athlete = :athlete GROUP BY source
        ) AS seen
        LEFT JOIN source_rank ON source_rank.athlete = :athlete AND source_rank.source = seen.source
        GROUP BY seen.source
        ORDER BY source_rank.rank IS NULL, source_rank.rank, first_day, seen.source
    """
    ranked = pd.DataFrame(
        db.execute(sql, {"athlete": athlete}).fetchall(), columns=["source", "rank", "rows", "first_day", "last_day"]
    )
    return ranked.assign(rank=range(len(ranked)))


def day_values(db: Database, athlete: int, day: str) -> pd.DataFrame:
    """Everything measured on one day, of every source, with the file that it came from: metric, value, source, file."""
    sql = """
        SELECT metric, value, measurement.source AS source, coalesce(import_file.name, '') AS file
        FROM measurement LEFT JOIN import_file ON import_file.id = measurement.import
        WHERE measurement.athlete = :athlete AND day = :day
        UNION ALL
        SELECT 'asleep_min', asleep_min, sleep.source, coalesce(import_file.name, '')
        FROM sleep LEFT JOIN import_file ON import_file.id = sleep.import
        WHERE sleep.athlete = :athlete AND day = :day AND asleep_min IS NOT NULL AND coalesce(nap, 0) = 0
        ORDER BY metric, source
    """
    rows = db.execute(sql, {"athlete": athlete, "day": day}).fetchall()
    return pd.DataFrame(rows, columns=["metric", "value", "source", "file"])


def stored_days(db: Database, athlete: int) -> pd.DataFrame:
    """For each day with anything on it, how many measurements, sleeps, workouts and journal answers there are."""
    parts = " UNION ALL ".join(
        f"SELECT day, '{table}' AS kind, count(*) AS rows FROM {table} WHERE athlete = :athlete GROUP BY day"
        for table in ("measurement", "sleep", "workout", "journal")
    )
    rows = pd.DataFrame(db.execute(parts, {"athlete": athlete}).fetchall(), columns=["day", "kind", "rows"])
    return rows.pivot_table(index="day", columns="kind", values="rows", fill_value=0, aggfunc="sum")


def everything(db: Database, athlete: int) -> dict[str, pd.DataFrame]:
    """Every table's rows of one athlete, as they are stored: for the export.

    Without the elements of raw exports, of which there may be millions: those are given by raw_elements. Bytes (of
    learned models) come as text, in base 64.
    """
    tables = (*TABLES.values(), "import_file", *PERSONAL)
    whole = {table: _frame(db, f"SELECT * FROM {table} WHERE athlete = ?", athlete) for table in tables}
    whole["athlete"] = _frame(db, "SELECT * FROM athlete WHERE id = ?", athlete)
    whole["rejected_row"] = _frame(
        db, 'SELECT * FROM rejected_row WHERE "import" IN (SELECT id FROM import_file WHERE athlete = ?)', athlete
    )
    for table in ("model", "held_out"):
        whole[table]["content"] = [b64encode(content).decode() for content in whole[table]["content"]]
    return whole


def raw_series(db: Database, athlete: int) -> pd.DataFrame:
    """What elements of raw exports have in common: id, source, element, kind, origin, unit and details (JSON)."""
    return _frame(db, "SELECT * FROM raw_series WHERE athlete = ? ORDER BY id", athlete)


def raw_elements(db: Database, series: int) -> Iterator[tuple]:
    """The elements of one series by start: start_utc, end_utc, created_utc, value, extra (JSON, or None) and file."""
    sql = """
        SELECT start_utc, start_utc + length_s, start_utc + length_s + created_s, value, extra, import_file.name
        FROM raw_element LEFT JOIN import_file ON import_file.id = raw_element.import
        WHERE series = ? ORDER BY start_utc, length_s, value
    """
    return db.execute(sql, [series])


def _frame(db: Database, sql: str, *values: object) -> pd.DataFrame:
    cursor = db.execute(sql, list(values))
    return pd.DataFrame(cursor.fetchall(), columns=[column[0] for column in cursor.description])
