"""Heart rate by the hour: of each hour, the samples of the origin that has the most."""

from collections.abc import Iterator

from data.digest.origins import Origins
from data.digest.zones import Zones
from data.importers.apple_words import HEART_RATE
from data.schema import HourlyMeasurement


def heart_rate(origins: Origins, zones: Zones, first_utc: int, end_utc: int) -> Iterator[HourlyMeasurement]:
    """The hours that begin in a span of time: number of samples, mean, lowest and highest."""
    parts = {part.id: part for part in origins.parts(HEART_RATE)}
    if not parts:
        return
    ids = ", ".join(map(str, parts))
    by_hour: dict[int, dict[str, tuple[int, float, float, float]]] = {}
    for series, hour, n, total, low, high in origins.db.execute(
        "SELECT series, start_utc / 3600, count(*), sum(value), min(value), max(value) FROM raw_element"
        f" WHERE series IN ({ids}) AND start_utc >= ? AND start_utc < ? GROUP BY 1, 2 ORDER BY 2, 1",
        [first_utc, end_utc],
    ):
        part = parts[series]
        mine = by_hour.setdefault(hour, {})
        n0, total0, low0, high0 = mine.get(part.origin, (0, 0.0, float("inf"), 0.0))
        factor = part.factor
        mine[part.origin] = n0 + n, total0 + total * factor, min(low0, low * factor), max(high0, high * factor)
    for hour, seen in by_hour.items():
        _, (n, total, low, high) = max(seen.items(), key=lambda item: (item[1][0], item[0]))
        mean = min(max(total / n, low), high)  # rounding must not carry it outside
        yield HourlyMeasurement("heart_rate_bpm", hour * 3600, n, mean, low, high, zones.offset_min(hour * 3600))
