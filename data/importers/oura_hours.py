"""The heart rate of each hour, out of samples that come twice, in any order, and over several files.

Oura states a night's samples (one in five minutes) with the night, and those of the whole day by themselves, the
night's among them. The two series of an hour are kept apart and the one with more samples counts: both together would
count the night twice. So an hour is the same whether one of them is imported, or the other, or both.
"""

from collections import defaultdict
from math import fsum

from data import clock
from data.schema import METRICS_HOURLY, HourlyMeasurement

METRIC = "heart_rate_bpm"
DAY, NIGHT = "day", "night"  # the two series; of equally many samples the day's count
HOUR_S = 3600


class Hours:
    """The samples of one import."""

    def __init__(self) -> None:
        # hour -> second of the hour -> bpm
        self._series: dict[str, dict[int, dict[int, float]]] = {DAY: defaultdict(dict), NIGHT: defaultdict(dict)}
        self._drafts: dict[int, HourlyMeasurement] = {}

    def add(self, series: str, at_utc: int, bpm: float) -> HourlyMeasurement:
        """Takes a sample; the hour that it belongs to, as a draft until all samples of a file are in."""
        hour_utc, second = at_utc // HOUR_S * HOUR_S, at_utc % HOUR_S
        seconds = self._series[series][hour_utc]
        # Of two values of one second the lower, so that the order of files does not matter.
        seconds[second] = min(bpm, seconds.get(second, bpm))
        return self._drafts.setdefault(hour_utc, HourlyMeasurement(METRIC, hour_utc, 0, 0, 0, 0))

    def total(self, hour_utc: int, zone: str) -> HourlyMeasurement:
        """An hour out of the samples that came so far, at the offset of an IANA zone: samples are written in UTC."""
        series = max((self._series[name].get(hour_utc, {}) for name in (DAY, NIGHT)), key=len)
        values = series.values()
        mean = min(max(fsum(values) / len(values), min(values)), max(values))  # a rounded mean may leave the range
        offset_min = clock.zone_offset_min(zone, hour_utc)
        return HourlyMeasurement(METRIC, hour_utc, len(values), mean, min(values), max(values), offset_min)


def is_believed(bpm: float) -> bool:
    """Whether a sample can be a heart rate; a 0 stands where the ring could not measure."""
    return METRICS_HOURLY[METRIC].problem(bpm) is None
