"""What a week of so many hours would make of fitness, fatigue and form."""

from datetime import timedelta

import pandas as pd

from analytics.load import form
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import records, sessions, supposed
from coach.tools.telling import answer, not_stored
from coach.understood import Period

WEEK = 7
WEEKS_DAYS = 728  # two years of weeks, from which a week of so many hours is told; ours
ABOUT_AS_MANY, NEED_WEEKS = 0.15, 5
_ABOUT = ("form", "fitness", "fatigue", "strain")


def after_week(known: Known, hours: float | None, period: Period | None) -> list[Fact]:
    """Form after a week of so many hours, as days of the athlete's own weeks of about as many were.

    period: the week; without one, or where it has begun, the seven days from today on. Days until then as usual.
    """
    if hours is None:
        return []
    try:
        now = form(known.values("load"), known.day - timedelta(days=1))
        made = known.forecast()
    except NotEnoughData as gap:
        return [records.nothing("form_if", "Form", records.gap_words(gap), ("form",))]
    weeks = _weeks(known)
    like = weeks[(weeks["hours"] / hours - 1).abs() <= ABOUT_AS_MANY]
    if len(like) < NEED_WEEKS:
        most = f" Your fullest held {words.hours(60 * weeks['hours'].max())}." if len(weeks) else ""
        said = (
            f"Too few of your weeks held about {words.hours(60 * hours)} for me to say what load that comes to: "
            f"{len(like) or 'none'} of your last {words.counted(len(weeks), 'week')}.{most}"
        )
        return [not_stored("form_if", "Form", said, _ABOUT)]
    day_load = float(like["load"].median())
    first = period.first if period and period.first > known.day and period.days == WEEK else known.day
    last = first + timedelta(days=WEEK - 1)
    days = pd.date_range(known.day, last)
    usual = dict(zip(pd.date_range(known.day, periods=len(made.load)), made.load, strict=True))
    to_come = pd.Series([day_load if day.date() >= first else usual.get(day) for day in days], days, dtype=float)
    then = form(pd.concat([known.values("load").loc[: days[0] - pd.Timedelta(days=1)], to_come]), last)
    low, high = like["load"].quantile([0.1, 0.9])
    unit = known.unit("load")
    said = (
        f"After a week of about {words.hours(60 * hours)} up to {words.day(last)}, your form would be about "
        f"{words.number(then.form, digits=1)}, against {words.number(now.form, digits=1)} now: fitness "
        f"{words.number(then.fitness, digits=1)} (now {words.number(now.fitness, digits=1)}) less fatigue "
        f"{words.number(then.fatigue, digits=1)} (now {words.number(now.fatigue, digits=1)}). That takes each day for "
        f"{supposed.load_words(known, day_load)}, as in the {len(like)} of your last "
        f"{words.counted(len(weeks), 'week')} that held about so much "
        f"({words.interval(float(low), float(high), unit)})."
    )
    return [answer("form_if", "Form after such a week", said, value=then.form, unit=unit, n=len(like),
                   period=Period(first, last, "that week"), about=_ABOUT, page="recovery",
                   method="means whose weights fall by e in 42 and 7 days (Calvert et al. 1976), with the median day "
                   "of your own weeks of about so many hours")]  # fmt: skip


def _weeks(known: Known) -> pd.DataFrame:
    """Whole weeks from Monday on: hours of training, and the mean load of a day."""
    last = known.day - timedelta(days=known.day.weekday() + 1)
    days = pd.date_range(last - timedelta(days=WEEKS_DAYS - 1), last)
    load = known.values("load").reindex(days)
    done = sessions.done(known, None, Period(days[0].date(), last, ""))
    minutes = done.groupby(pd.to_datetime(done["day"]))["duration_min"].sum().reindex(days).fillna(0.0)
    week = [day - pd.Timedelta(days=day.day_of_week) for day in days]
    table = pd.DataFrame({"hours": minutes / 60, "load": load, "known": load.notna()}, days).groupby(week)
    weeks = pd.DataFrame({"hours": table["hours"].sum(), "load": table["load"].mean(), "known": table["known"].sum()})
    return weeks[weeks["known"] >= WEEK - 2]
