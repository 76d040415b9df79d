"""The time zone in which an athlete is at home, and what hangs on it: the nights and days of raw exports."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zoneinfo import available_timezones

from sqlite_utils import Database

from data import digest, store
from data.digest import Progress

_AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}


def choices() -> list[str]:
    """The zones that people choose from: one for each place, by name, and UTC."""
    return [*sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS), "UTC"]


def known(zone: str) -> str:
    """A zone as it is written, whatever the case of its letters. Raises ValueError where there is none of that name."""
    zones = {name.casefold(): name for name in available_timezones() - {"Factory", "localtime"}}
    found = zones.get(zone.strip().casefold().replace(" ", "_"))
    if found is None:
        raise ValueError(f"there is no time zone {zone!r}: write one such as Europe/Berlin or America/New_York")
    return found


def change(path: Path, athlete: int, zone: str, last_day: str, progress: Progress | None = None) -> None:
    """Makes `zone` the athlete's home, and works out anew what raw exports say of nights and days.

    All in one transaction; whatever `progress` raises leaves everything as it was. last_day: the ISO day after which
    nothing can have happened. Raises ValueError where there is no such zone.
    """
    zone = known(zone)
    with closing(store.connect(path)) as db, store.writing(db, durable=True):
        db["athlete"].update(athlete, {"home_zone": zone})
        for source, import_id in _raw_sources(db, athlete):
            touched = {kind: _wider(spans) for kind, spans in digest.everything(db, athlete, source).items()}
            digest.renew(db, athlete, source, import_id, touched, zone, last_day, progress)


def _raw_sources(db: Database, athlete: int) -> Iterator[tuple[str, int]]:
    """Each source with raw elements, and the last import of it that brought any."""
    sql = """
        SELECT source, max(id) FROM import_file
        WHERE athlete = :athlete AND state = 'imported'
            AND source IN (SELECT source FROM raw_series WHERE athlete = :athlete)
        GROUP BY source
    """
    return iter(db.execute(sql, {"athlete": athlete}).fetchall())


def _wider(spans: set[int]) -> set[int]:
    """With a span more on either side: a day that an element counted for in the old zone may lie there."""
    return spans | {min(spans) - 1, max(spans) + 1}
