"""The night that a time to get up, or a time to be in bed, leaves."""

import math
from datetime import timedelta

from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import sleeping, unsaid

LATELY = 28  # nights
NEED = 7
DAY_H = 24
FIVE = 5  # minutes: no night is planned more closely


def left(known: Known, wake_h: float | None, bed_h: float | None) -> list[Fact]:
    """When to be asleep to get up at a time, or how long a night is between two times, beside the usual length.

    wake_h, bed_h: hours after midnight. Without a time to get up, the usual one counts.
    """
    usual_min = known.values("asleep_min").dropna().tail(LATELY)
    wakes = known.values("wake_h").dropna().tail(LATELY)
    if len(usual_min) < NEED or len(wakes) < NEED:
        gap = NotEnoughData("nights that say how long you sleep", NEED, len(usual_min), "nights")
        return [unsaid.nothing("night.left", "The night that is left", unsaid.gap_words(gap), ("bedtime",))]
    length_min = float(usual_min.median())
    up_h = wake_h if wake_h is not None else sleeping.usual_waking(known, known.today + timedelta(days=1)).at
    said = _to_be_asleep(up_h, length_min, len(usual_min)) if bed_h is None else _between(bed_h, up_h, length_min)
    return [
        Fact(
            "night.left",
            "The night that is left",
            said,
            length_min,
            "min",
            n=len(usual_min),
            first_day=usual_min.index[0].date(),
            last_day=usual_min.index[-1].date(),
            subjects=("bedtime", "sleep", "wake"),
            page="sleep",
            method=f"median of the last {LATELY} known nights, counted back from the time to get up",
        )
    ]


def _to_be_asleep(up_h: float, length_min: float, nights: int) -> str:
    asleep_h = (up_h - math.ceil(length_min / FIVE) * FIVE / 60) % DAY_H
    return (
        f"To sleep as long as you usually do ({words.hours(length_min)}, the middle of your last {nights} nights) and "
        f"be up at {_clock(up_h)}, be asleep by about {_clock(asleep_h)}."
    )


def _between(bed_h: float, up_h: float, length_min: float) -> str:
    left_min = ((up_h - bed_h) % DAY_H) * 60
    short_min = length_min - left_min
    told = f"From {_clock(bed_h)} to {_clock(up_h)} there are {words.hours(left_min)}"
    usual = f"you usually sleep {words.hours(length_min)}"
    if short_min >= 1:
        return f"{told}; {usual}, so it would be {words.hours(short_min)} short even if you fall asleep at once."
    return f"{told}; {usual}, so that is enough for a usual night."


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (DAY_H * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
