"""What the raw elements of an athlete say of nights, days and workouts: worked out of all that are kept.

A phone, a watch and several apps write down the same steps, the same sleep and the same run. Each day takes what is
known best from the source that is believed most, and fills in from others only where that one is silent; nothing is
added up twice and nothing is averaged. The same elements give the same records, in whatever order files came.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from sqlite_utils import Database

from data.digest import hours, nights, replaced, totals, values, workouts
from data.digest.origins import Origins
from data.digest.zones import Zones
from data.importers.apple_words import ACTIVE_ENERGY, BASAL_ENERGY, HEART_RATE, STEPS
from data.raw import SPAN_S
from data.schema import HourlyMeasurement, Measurement, Record, Sleep, Workout, problem

TOTALS = {"steps": (STEPS,), "energy_kcal": (ACTIVE_ENERGY, BASAL_ENERGY)}  # metric -> the kinds that make it up

Progress = Callable[[float, str], None]


def renew(
    db: Database,
    athlete: int,
    source: str,
    import_id: int,
    touched: Mapping[str, set[int]],
    home_zone: str,
    last_day: str,
    progress: Progress | None = None,
) -> dict[str, int]:
    """Works out anew what has become different, inside one transaction: how many of each record there are now.

    touched: by kind, the spans (raw.SPAN_S) in which elements are new; import_id: the file that they came with,
    which is named as the origin of whatever changes. last_day: after which nothing can have happened.
    """

    def said(share: float, words: str) -> None:
        if progress:
            progress(share, words)

    def possible(records: Iterator[Record]) -> Iterator[Record]:
        return (record for record in records if problem(record, last_day) is None)

    into = replaced.Into(db, athlete, source, import_id)
    zones = Zones(db, athlete, source, home_zone)
    origins = Origins(db, athlete, source)
    said(0.0, "Working out nights")
    sleeps = list(possible(nights.sleeps(origins, zones)))
    into.replace(Sleep, sleeps, "TRUE")
    said(0.2, "Working out mornings")
    mornings = chain(values.of_nights(origins, zones, sleeps), values.of_days(origins, zones))
    into.replace(Measurement, possible(mornings), f"metric NOT IN ({', '.join(repr(metric) for metric in TOTALS)})")
    said(0.3, "Working out workouts")
    into.replace(Workout, possible(workouts.workouts(origins, zones)), "TRUE")
    for share, first_utc, end_utc in _spans(touched, HEART_RATE):
        said(0.4 + 0.3 * share, "Working out hours")
        found = possible(hours.heart_rate(origins, zones, first_utc, end_utc))
        into.replace(HourlyMeasurement, found, f"hour_utc >= {first_utc:d} AND hour_utc < {end_utc:d}")
    for metric, kinds in TOTALS.items():
        for share, first_utc, end_utc in _spans(touched, *kinds):
            said(0.7 + 0.3 * share, "Working out days")
            first_day, last_day = zones.day(first_utc), zones.day(end_utc)
            found = possible(totals.of_days(origins, zones, metric, kinds, first_day, last_day))
            into.replace(Measurement, found, f"metric = '{metric}' AND day BETWEEN '{first_day}' AND '{last_day}'")
    return into.counts()


def everything(db: Database, athlete: int, source: str) -> dict[str, set[int]]:
    """All spans in which there are elements, by kind: for `renew`, where nothing can stay as it was."""
    ends = """
        SELECT kind, min(start_utc), max(start_utc + length_s) FROM raw_series JOIN raw_element ON series = id
        WHERE athlete = ? AND source = ? GROUP BY kind
    """
    found = db.execute(ends, [athlete, source])
    return {kind: set(range(first // SPAN_S, last // SPAN_S + 1)) for kind, first, last in found}


def _spans(touched: Mapping[str, set[int]], *kinds: str) -> Iterator[tuple[float, int, int]]:
    """The share of the work that is done, and the ends of each span in which something of the kinds is new."""
    spans = sorted(set().union(*(touched.get(kind, set()) for kind in kinds)))
    for n, span in enumerate(spans):
        yield n / len(spans), span * SPAN_S, (span + 1) * SPAN_S
