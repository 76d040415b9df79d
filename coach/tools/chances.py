"""How likely a morning to come lies above or below a figure, and when one next does."""

from collections.abc import Sequence
from datetime import timedelta
from math import erf, sqrt

from analytics.forecast import ForecastDay
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import unsaid
from coach.tools.telling import answer, not_stored
from coach.understood import Period

LOW, GOOD = 0.2, 0.8  # of the mornings of two months: a low one lies below the first, a good one above the second; ours
MORNINGS = 60
Z80 = 1.2816  # SDs to either end of an interval of 80%
_METHOD = "read off the forecast's interval of 80%, as of a normal distribution on either side; that is our choice"


def on(known: Known, period: Period | None, cut: float | None, *, above: bool) -> list[Fact]:
    """How likely a morning is above, or below, a figure; without one, a good, or a low, one by the athlete's own.

    period: the day, without one tomorrow.
    """
    days = _days(known)
    if isinstance(days, Fact):
        return [days]
    wanted = period.first if period and period.first > known.day else known.day + timedelta(days=1)
    found = next((one for one in days if one.day == wanted), None)
    if found is None:
        said = f"{words.day(wanted)} lies beyond the seven mornings that a forecast reaches."
        return [not_stored("chance", "That morning", said, ("recovery",))]
    own = ""
    if cut is None:
        past = known.values("recovery").iloc[-MORNINGS:].dropna()
        cut = float(past.quantile(GOOD if above else LOW))
        own = f", as one in five of your last {words.counted(len(past), 'morning')} were"
    said = (
        f"Recovery on {words.day(found.day)} is foretold at about {words.number(found.value.value)} ({_span(found)}): "
        f"{_of_ten(_share(found, cut, above=above))} such mornings would be {_side(above)} {words.number(cut)}{own}."
    )
    return [_answer(said, found)]


def next_time(known: Known, cut: float, *, above: bool) -> list[Fact]:
    """The next morning that is foretold above, or below, a figure; else how near the nearest comes."""
    days = _days(known)
    if isinstance(days, Fact):
        return [days]
    side = _side(above)
    first = next((one for one in days if (one.value.value > cut) == above and one.value.value != cut), None)
    if first is not None:
        said = (
            f"{words.day(first.day)} is the first morning foretold {side} {words.number(cut)}: about "
            f"{words.number(first.value.value)} ({_span(first)}), and {_of_ten(_share(first, cut, above=above))} such "
            f"mornings would be {side} it."
        )
        return [_answer(said, first)]
    nearest = max(days, key=lambda one: one.value.value if above else -one.value.value)
    said = (
        f"None of the next seven mornings is foretold {side} {words.number(cut)}. {words.day(nearest.day)} comes "
        f"nearest: about {words.number(nearest.value.value)} ({_span(nearest)}), and "
        f"{_of_ten(_share(nearest, cut, above=above))} such mornings would be {side} it."
    )
    return [_answer(said, nearest)]


def _answer(said: str, day: ForecastDay) -> Fact:
    return answer("chance", f"Recovery on {words.day(day.day)}", said, value=day.value.value, unit="points",
                  low=day.value.low, high=day.value.high, n=day.value.n, period=Period(day.day, day.day, ""),
                  about=("recovery",), page="forecast", method=_METHOD)  # fmt: skip


def _days(known: Known) -> Sequence[ForecastDay] | Fact:
    try:
        return known.forecast().days
    except NotEnoughData as gap:
        return unsaid.nothing("chance", "That morning", unsaid.gap_words(gap), ("recovery",), page="forecast")


def _share(day: ForecastDay, cut: float, *, above: bool) -> float:
    """The share of such mornings above, or below, a figure."""
    value, low, high = day.value.value, day.value.low, day.value.high
    down, up = (value - low) / Z80, (high - value) / Z80
    # An end of the scale is no end of the interval.
    down, up = (up if low <= 0 else down), (down if high >= 100 else up)
    sd = up if cut > value else down
    below = (1 + erf((cut - value) / (sd * sqrt(2)))) / 2 if sd > 0 else float(cut > value)
    return 1 - below if above else below


def _of_ten(share: float) -> str:
    if share < 0.05:
        return "fewer than 1 of 20"
    return "more than 19 of 20" if share > 0.95 else f"about {min(max(round(10 * share), 1), 9)} of 10"


def _side(above: bool) -> str:
    return "above" if above else "below"


def _span(day: ForecastDay) -> str:
    return words.interval(day.value.low, day.value.high, "").strip()
