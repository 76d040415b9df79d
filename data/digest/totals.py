"""Steps and energy of days, of which phone, watch and apps each wrote down a part.

Time is cut into minutes. A minute belongs to the origin that is believed most among those that wrote of it, and what
another one wrote for the same minute is not added.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from data import clock
from data.digest.origins import Origins, Part
from data.digest.zones import Zones
from data.importers.apple_words import BASAL_ENERGY
from data.schema import Measurement

WHOLE_DAY = {BASAL_ENERGY: 0.75}  # of what never stops, the share of a day that has to be known for a sum of it
LONGEST_S = 24 * 3600  # what was written for longer than a day cannot be given to one


def of_days(
    origins: Origins, zones: Zones, metric: str, kinds: tuple[str, ...], first_day: str, last_day: str
) -> Iterator[Measurement]:
    """The sum of each day that has something of every one of the kinds (and enough of it), at the day's beginning."""
    days = [first_day]
    while days[-1] < last_day:
        days.append(clock.days_later(days[-1], 1))
    begins = [zones.midnight_utc(day) for day in (*days, clock.days_later(last_day, 1))]
    sums = [_sums(origins, kind, begins) for kind in kinds]
    total = np.sum([s for s, _ in sums], axis=0)
    enough = [share > WHOLE_DAY.get(kind, 0) for kind, (_, share) in zip(kinds, sums, strict=True)]
    known = np.all(enough, axis=0)
    for place, day in enumerate(days):
        if known[place]:
            at_utc = begins[place]
            yield Measurement(metric, at_utc, float(total[place]), day, zones.offset_min(at_utc))


def _sums(origins: Origins, kind: str, begins: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The sum of one kind between each two of the instants, and of which share of that time anything was written."""
    first_utc, end_utc = begins[0], begins[-1]
    minutes = (end_utc - first_utc) // 60
    per_minute, is_free = np.zeros(minutes), np.ones(minutes, bool)
    parts = origins.parts(kind)
    by_origin: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_origin[part.origin].append(part)
    for origin in origins.ranked(parts) if len(by_origin) > 1 else by_origin:
        mine = by_origin[origin]
        rows = list(origins.rows(mine, first_utc - LONGEST_S, end_utc))
        if rows:
            values, written = _spread(rows, mine, first_utc, minutes)
            per_minute += np.where(is_free, values, 0)
            is_free &= ~written
    edges = (np.array(begins[:-1]) - first_utc) // 60
    written_min = np.add.reduceat((~is_free).astype(int), edges)
    return np.add.reduceat(per_minute, edges), written_min / (np.diff(begins) / 60)


def _spread(rows: list[tuple], parts: list[Part], first_utc: int, minutes: int) -> tuple[np.ndarray, np.ndarray]:
    """What one origin wrote, spread evenly over the minutes of each element, and which minutes it wrote of."""
    table = np.array(rows, dtype=float)
    table = table[(table[:, 2] >= 0) & (table[:, 2] <= LONGEST_S)]
    # The same element once more: in another unit, from a phone that was restored.
    _, once = np.unique(table[:, 1:3], axis=0, return_index=True)
    series, start, length, value = table[once].T
    factor = np.zeros(int(max(part.id for part in parts)) + 1)
    for part in parts:
        factor[part.id] = part.factor
    value = value * factor[series.astype(int)]
    begin = np.round((start - first_utc) / 60).astype(int)
    end = np.maximum(np.round((start + length - first_utc) / 60).astype(int), begin + 1)
    rate = value / (end - begin)
    begin, end = np.clip(begin, 0, minutes), np.clip(end, 0, minutes)
    steps = np.bincount(begin, rate, minutes + 1) - np.bincount(end, rate, minutes + 1)
    open_ = np.bincount(begin, minlength=minutes + 1) - np.bincount(end, minlength=minutes + 1)
    written = np.cumsum(open_)[:minutes] > 0
    return np.where(written, np.cumsum(steps)[:minutes], 0), written
