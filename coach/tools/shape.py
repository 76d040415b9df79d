"""Is somebody getting fitter, how much can they take, and how do they come back after days off?"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import goals, loads, sessions
from coach.tools.findings import said as found
from coach.tools.telling import answer, not_stored
from coach.understood import Period

EFFICIENCY_DAYS = 56  # of a time in which speed, or power, for a heartbeat is averaged; ours
NEED_EFFORTS = 8  # sessions in each of two such times
STILL_TRAINED = 0.7  # of the usual hours, from which on two weeks were no break; ours


def fitter(known: Known) -> list[Fact]:
    """Whether speed, or power, for a heartbeat is higher than in the weeks before: yes, no, or unclear."""
    facts = []
    for sport, column, what in _measures(known):
        gap = _efficiency(known, sport, column)
        if gap is None:
            continue
        value, low, high, n = gap
        verdict = "Yes, as far as this shows" if low > 0 else "No" if high < 0 else "Unclear"
        size = "no different" if not round(abs(value), 1) else words.change(value, "%")
        said = (
            f"{verdict}: in {sport} your {what} for each heartbeat was {size} over the last {EFFICIENCY_DAYS} days "
            f"than "
            f"over the {EFFICIENCY_DAYS} days before ({words.change(low, '%')} to {words.change(high, '%')}, {n} "
            f"sessions)."
        )
        direction = Direction.HIGHER if low > 0 else Direction.LOWER if high < 0 else Direction.SAME
        facts.append(answer("fitter", "Whether you get fitter", said, value=value, unit="%", low=low, high=high, n=n,
                            period=sessions.lately(known, 2 * EFFICIENCY_DAYS), direction=direction,
                            about=("fitness", "pace"), method="mean of sessions over 20 minutes, difference with its "
                            "95% interval (Welch); wind, hills and heat move it too"))  # fmt: skip
        break
    if not facts:
        said = "Unclear: too few sessions with speed or power and heart rate are stored to hold two months together."
        facts.append(not_stored("fitter", "Whether you get fitter", said, ("fitness",)))
    trained = [fact for fact in loads.load(known) if fact.id in ("load.ramp", "load.fitness") and not fact.missing]
    return [*facts, *(replace(fact, id=f"answer.fitter.{n}") for n, fact in enumerate(trained[:2], 2))]


def _measures(known: Known) -> list[tuple[str, str, str]]:
    rows = sessions.done(known, None, sessions.lately(known, 2 * EFFICIENCY_DAYS)) if len(known.workouts()) else None
    if rows is None or rows.empty:
        return []
    sports = [sanitise.sport(str(one)) for one in rows["sport"].value_counts().index[:2]]
    both = (("avg_power_w", "power"), ("kmh", "speed"))
    return [(sport, column, what) for sport in sports if sport for column, what in both]


def _efficiency(known: Known, sport: str, column: str) -> tuple[float, float, float, int] | None:
    from scipy.special import stdtrit

    rows = sessions.done(known, sport, sessions.lately(known, 2 * EFFICIENCY_DAYS))
    rows = rows[(rows["duration_min"] >= 20)].dropna(subset=[column, "avg_hr_bpm"])
    ratio = rows[column].astype(float) / rows["avg_hr_bpm"].astype(float)
    now = rows["when"] > known.day - timedelta(days=EFFICIENCY_DAYS)
    one, other = ratio[now], ratio[~now]
    if min(len(one), len(other)) < NEED_EFFORTS:
        return None
    spread = one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)
    reach = float(stdtrit(min(len(one), len(other)) - 1, 0.975) * np.sqrt(spread))
    gap, base = float(one.mean() - other.mean()), float(other.mean()) / 100
    return gap / base, (gap - reach) / base, (gap + reach) / base, len(rows)


def comeback(known: Known) -> list[Fact]:
    """The way back after days off: how much less the last two weeks held, and an easy start."""
    recent = sessions.lately(known, 14)
    before = Period(recent.first - timedelta(days=56), recent.first - timedelta(days=1), "the 8 weeks before")
    rows = [sessions.done(known, None, one)["duration_min"].sum() if len(known.workouts()) else 0.0
            for one in (recent, before)]  # fmt: skip
    now, usual = float(rows[0]) / 2, float(rows[1]) / 8
    if not usual:
        return []
    said = (
        f"Your last two weeks held {words.hours(round(now / 5) * 5)} a week, against "
        f"{words.hours(round(usual / 5) * 5)} "
        f"in the 8 weeks before."
    )
    if now >= STILL_TRAINED * usual:
        said = f"No such gap shows in your data. {said}"
    facts = [answer("comeback", "Where you stand", said, value=now, unit="min", about=("workout", "strain"),
                    period=recent)]  # fmt: skip
    start = words.hours(round(usual / 2 / 5) * 5)
    said = (
        f"After days off, start with about half of that usual week, {start}, all of it easy, and add when your "
        f"mornings "
        f"stay within your usual range; the first hard session can wait for the second week. If you were ill, begin "
        f"only once you feel well."
    )
    return [*facts, answer("comeback.2", "How to begin", said, about=("workout", "strain"), page="forecast",
                           method="a cautious convention of ours, no law")]  # fmt: skip


def tolerate(known: Known) -> list[Fact]:
    """How much load weeks have held, which is all that is known of what somebody can take."""
    week = [fact for fact in loads.week_fact(known) if not fact.missing]
    if not week:
        return []
    said = (
        "Where your limit lies no data shows; what your own weeks held does, and beyond that range you are in the "
        "unknown."
    )
    after = [fact for fact in found(known, "velocity.load") if not fact.missing]
    return [answer("tolerate", "How much you can take", said, about=("strain",), page="recovery"),
            *(replace(fact, id=f"answer.tolerate.{n}") for n, fact in enumerate([*week, *after][:2], 2))]  # fmt: skip


def ftp_to(known: Known, watts: float | None, day: date | None = None) -> list[Fact]:
    """How far an FTP is from one that is aimed at; whether it is in reach nobody can read off these days."""
    now = known.profile.ftp_w
    if not now or not watts:
        said = "No FTP of yours is kept, so I can't say how far that is; a test gives the first figure."
        return [not_stored("ftp_to", "That FTP", said, ("ftp",))]
    gap = (watts / now - 1) * 100
    weeks = (day - known.today).days // 7 if day else 0
    within = f" in {words.counted(weeks, 'week')}" if weeks > 1 else ""
    if gap <= 0:
        verdict = f"You are there: your FTP is kept as {words.number(now, 'W')}."
    else:
        size = "a big step" if gap >= 10 else "a step that training can make" if gap <= 5 else "a fair step"
        verdict = (
            f"From {words.number(now, 'W')} to {words.number(watts, 'W')} is {words.number(gap, '%')} more{within}, "
            f"{size}. Your FTP has no history here, so whether it is doable your own tests have to tell: one now, and "
            f"one every six weeks."
        )
    fact = answer("ftp_to", "That FTP", verdict, value=gap, unit="%", about=("ftp", "goal", "fitness"))
    return [fact, replace(goals.RAISES, id="answer.ftp_to.2")]
