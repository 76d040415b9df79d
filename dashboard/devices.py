"""Which device measures what, since when, and how it compares with the one before: in words."""

from collections.abc import Sequence

from data.importers import label
from data.resolve import OVERLAP_DAYS, RATIO_SCALE, SILENT_DAYS, SourceChange
from data.schema import METRICS

RULE = (
    "What each device measures in its own way (HRV, resting HR, recovery ...) comes from one at a time. Once "
    f"{OVERLAP_DAYS} nights with both tell how two differ, the one that is believed more takes over, and the other "
    "fills in where it is silent; until then, only when the one in use has been put aside, for more than "
    f"{SILENT_DAYS} days or most of a week."
)
SAME = 0.05  # less is no difference that anybody would read


def turns(changes: Sequence[SourceChange]) -> list[str]:
    """A sentence for each measure that more than one device has measured: whose counts now, and how it compares."""
    last = {change.metric: change for change in changes}
    return [_said(change) for change in last.values()]


def _said(change: SourceChange) -> str:
    since = f"{change.day.day} {change.day:%B %Y}"
    comes = f"**{METRICS[change.metric].label}** comes from {label(change.after)} since {since}"
    both = f"{change.overlap_days} {'night' if change.overlap_days == 1 else 'nights'} with both"
    if change.offset is None:
        return f"{comes}. Its baseline began anew there: {both}, and {OVERLAP_DAYS} are needed to tell how they differ."
    return f"{comes}. {_compared(change, both)}."


def _compared(change: SourceChange, both: str) -> str:
    before, unit = label(change.before), METRICS[change.metric].unit
    if round(change.offset, 2) == 1 if change.metric in RATIO_SCALE else abs(change.offset) < SAME:
        return f"It reads as {before} does, by {both}"
    if change.metric in RATIO_SCALE:
        more = f"{change.offset:.2f} times what {before} does"
    else:
        unit = "points" if unit in ("%", "of 21") else unit
        more = f"{abs(change.offset):.1f} {unit} {'more' if change.offset > 0 else 'less'} than {before}"
    return f"It reads {more}, by {both}; earlier days are shifted by as much"
