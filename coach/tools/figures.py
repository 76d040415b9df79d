"""One figure that is asked for by name, or that it is not stored."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import activities, counts, measures, records, sessions, spans
from coach.tools.telling import answer, not_stored, upper, when
from coach.understood import Period

YEAR = 365
NEAR_LOW, NEAR_HIGH = 0.9, 1.5  # of a distance: sessions about so long; ours
NEED_WEEKDAYS = 6  # mornings of each weekday
SHOWN = 5


def max_hr(known: Known, period: Period | None = None) -> list[Fact]:
    """The highest heart rate of any session, and the one that is kept in the profile."""
    kept, facts = known.profile.max_hr_bpm, []
    if kept:
        said = f"The highest heart rate kept of you is {words.number(kept, 'bpm')}."
        facts.append(answer("max_hr.kept", "Highest heart rate kept", said, value=kept, unit="bpm", about=("max_hr",)))
    rows = _done(known, None, period).dropna(subset=["max_hr_bpm"])
    if rows.empty:
        return facts or [not_stored("max_hr", "Highest heart rate", "No session has its highest heart rate stored.",
                                    ("max_hr",))]  # fmt: skip
    top = rows.loc[rows["max_hr_bpm"].astype(float).idxmax()]
    during = f" {when(period)}" if period else ""
    said = (
        f"The highest heart rate of your sessions{during} is {words.number(top['max_hr_bpm'], 'bpm')}, on "
        f"{words.day(top['when'])} {top['when'].year}; your true maximum may lie above it."
    )
    return [*facts, answer("max_hr", "Highest heart rate on record", said, value=float(top["max_hr_bpm"]), unit="bpm",
                           n=len(rows), period=_day(top["when"]), about=("max_hr", "heart_rate"))]  # fmt: skip


def speed(known: Known, period: Period | None = None, sport: str = "", asked: str = "") -> list[Fact]:
    """Distance over time of the sessions of some days, or of the last one where the question is of that."""
    last = bool(_LAST_ONE.search(asked))
    period = period if period or last else sessions.lately(known, 28)
    rows = _done(known, sport or _distance_sport(known), period)
    rows = rows.dropna(subset=["kmh"])
    if last and len(rows):
        rows = rows.iloc[-1:]
        period = _on(rows["when"].iloc[0])
    period = period or sessions.lately(known, 28)
    if rows.empty and sport and (never := activities.none_ever(known, sport)):
        return never
    if rows.empty:
        return [not_stored("speed", "Speed", f"No session with its distance is stored {when(period)}.", ("workout",))]
    km, minutes = float(rows["km"].sum()), float(rows["duration_min"].sum())
    kmh = km / minutes * 60
    of = sessions.name_of(next(rows.itertuples()))
    said = (
        f"{words.number(kmh, 'km/h', 1)} on average {when(period)}{_pace(kmh, of)}: {words.number(km, 'km', 1)} in "
        f"{words.hours(minutes)}, {words.counted(len(rows), f'{of} session')}."
    )
    return [answer("speed", "Average speed", said, value=kmh, unit="km/h", n=len(rows), period=period,
                   method="all distance over all time")]  # fmt: skip


_LAST_ONE = re.compile(
    r"\b(?:last|latest|newest|most recent) (?:\w+ )?(?:rides?|runs?|session|workout|swim|activity)\b"
)


def _on(day: date) -> Period:
    """One day as a period that is said with its date."""
    return Period(day, day, "")


def _pace(kmh: float, sport: str) -> str:
    if "run" not in sport:
        return ""
    seconds = round(3600 / kmh)
    return f", or {seconds // 60} min {seconds % 60} s for each km"


def calories(known: Known, period: Period | None = None) -> list[Fact]:
    """Energy of sessions; that of whole days where a device gives it."""
    period = period or Period(known.day, known.day, "today")
    rows = _done(known, None, period)
    burnt = pd.to_numeric(rows["energy_kcal"], errors="coerce").dropna() if len(rows) else pd.Series(dtype=float)
    facts = []
    if len(burnt):
        said = (
            f"{words.number(float(burnt.sum()), 'kcal')} in {words.counted(len(burnt), 'session')} {when(period)}, as "
            f"your device estimates it."
        )
        facts.append(answer("calories", "Energy of sessions", said, value=float(burnt.sum()), unit="kcal", n=len(burnt),
                            period=period, about=("energy", "workout")))  # fmt: skip
    try:
        whole = known.values("energy_kcal").loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    except KeyError:
        whole = pd.Series(dtype=float)
    if len(whole):
        days = "day" if len(whole) == 1 else f"{len(whole)} known days"
        said = f"Over the whole {days} it is {words.number(float(whole.sum()), 'kcal')}, rest and movement together."
        facts.append(answer("calories.2", "Energy of the day", said, value=float(whole.sum()), unit="kcal",
                            n=len(whole), period=period, about=("energy",)))  # fmt: skip
    return facts or [not_stored("calories", "Energy", f"No calories are stored {when(period)}.", ("energy",))]


def deep(known: Known, period: Period | None = None) -> list[Fact]:
    """Deep sleep over some weeks, beside last night."""
    return _nights(known, "deep_min", "deep sleep", period, " Wrist devices guess stages: look at weeks, not nights.")


def asleep(known: Known, period: Period | None = None) -> list[Fact]:
    """How long somebody sleeps on average."""
    return _nights(known, "asleep_min", "sleep", period, "")


def _nights(known: Known, metric: str, what: str, period: Period | None, more: str) -> list[Fact]:
    period = period or sessions.lately(known, 28)
    values = known.values(metric).loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    if values.empty:
        said = f"No {what} is stored {when(period)}: your device may not tell it."
        return [not_stored(metric, measures.label(metric), said, measures.subjects(metric))]
    mean = [fact for fact in records.measure(known, metric, period) if fact.id == f"mean.{metric}" and not fact.missing]
    said = mean[0].words if mean else f"{words.hours(float(values.mean()))} of {what} a night {when(period)}."
    low, high = (mean[0].low, mean[0].high) if mean else (None, None)
    return [answer(metric, measures.label(metric), f"{said}{more}", value=float(values.mean()), unit="min",
                   n=len(values), period=period, about=measures.subjects(metric), page="sleep", low=low,
                   high=high)]  # fmt: skip


def last_rest(known: Known) -> list[Fact]:
    """The last day without a session."""
    return _as_answer(counts.count(known, "rest days", side="since"), "last_rest")[:1]


def hard_count(known: Known, period: Period | None = None, sport: str = "") -> list[Fact]:
    """How many sessions were hard ones: the upper third of a year by load."""
    period = period or sessions.lately(known, 28)
    year = _done(known, sport or None, sessions.lately(known, YEAR)).dropna(subset=["load"])
    if len(year) < 10:
        return [not_stored("hard", "Hard sessions", "Too few sessions have a load to tell the hard ones.", ("strain",))]
    limit = float(year["load"].quantile(counts.HARD))
    rows = _done(known, sport or None, period).dropna(subset=["load"])
    hard = int((rows["load"] >= limit).sum())
    of_21 = known.unit("load") == "of 21"
    unit = "of 21" if of_21 else "AU"
    said = (
        f"{words.counted(hard, 'hard session')} of {len(rows)} {when(period)}, where hard is the upper third of your "
        f"year by load: from {words.quantity(limit, unit)}."
    )
    return [answer("hard", "Hard sessions", said, value=float(hard), unit="sessions", n=len(rows), period=period,
                   about=("workout", "strain"))]  # fmt: skip


def best_power(known: Known, minutes: str = "") -> list[Fact]:
    """Best efforts are not stored; the highest average of a session is."""
    rows = _done(known).dropna(subset=["avg_power_w"]) if len(known.workouts()) else pd.DataFrame()
    said = "Best power over some minutes is not stored: only the average power of each session."
    if rows.empty:
        return [not_stored("power", "Best power", "No power is stored of your sessions.", ("power",))]
    top = rows.loc[rows["avg_power_w"].astype(float).idxmax()]
    said += (
        f" The highest is {words.number(top['avg_power_w'], 'W')} over {words.hours(top['duration_min'])}, on "
        f"{words.day(top['when'])} {top['when'].year}."
    )
    return [answer("power", "Best power", said, value=float(top["avg_power_w"]), unit="W", n=len(rows),
                   period=_day(top["when"]), about=("power", "workout"))]  # fmt: skip


def fastest(known: Known, km: float | None, sport: str = "") -> list[Fact]:
    """The fastest session that was about so far: splits within a session are not stored."""
    if not km:
        return []
    rows = _done(known, sport or _distance_sport(known)).dropna(subset=["kmh"])
    near = rows[(rows["km"] >= NEAR_LOW * km) & (rows["km"] <= NEAR_HIGH * km)]
    asked = words.number(km, "km", 0 if km == int(km) else 1)
    said = f"Times within a session are not stored, so your fastest {asked} inside a longer one is not known."
    if near.empty:
        return [not_stored("fastest", f"Fastest {asked}", f"{said} No session was about that long.", ("pace",))]
    top = near.loc[near["kmh"].idxmax()]
    said = (
        f"Your fastest session of about {asked} went at {words.number(top['kmh'], 'km/h', 1)}: "
        f"{words.number(top['km'], 'km', 1)} in {words.hours(top['duration_min'])}, on {words.day(top['when'])} "
        f"{top['when'].year}, of {words.counted(len(near), 'session')}. {said}"
    )
    return [answer("fastest", f"Fastest {asked}", said, value=float(top["kmh"]), unit="km/h", n=len(near),
                   period=_day(top["when"]), about=("pace", "workout"))]  # fmt: skip


def over_km(known: Known, km: float | None, period: Period | None = None, sport: str = "") -> list[Fact]:
    """How many sessions were farther than so many km."""
    rows = _done(known, sport or None, period).dropna(subset=["km"])
    if rows.empty or not km:
        return [not_stored("over_km", "Long sessions", "No distance is stored of such sessions.", ("workout",))]
    far = rows[rows["km"] > km]
    during = f" {when(period)}" if period else f" since {spans.date_words(rows['when'].iloc[0])}"
    name = f"{sport} session" if sport else "session"
    said = f"{words.counted(len(far), name)} over {words.number(km, 'km')}{during}, of {len(rows)} with a distance."
    if len(far):
        newest = [
            f"{words.day(row.when)} {row.when.year} ({words.number(row.km, 'km', 1)})"
            for row in list(far.itertuples())[-3:][::-1]
        ]
        said += f" The newest {'was' if len(newest) == 1 else 'were'} on {words.listed(newest)}."
    return [answer("over_km", "Long sessions", said, value=float(len(far)), unit="sessions", n=len(rows),
                   period=period or Period(rows["when"].iloc[0], known.day, ""))]  # fmt: skip


def streak(known: Known, period: Period | None = None) -> list[Fact]:
    """The most days in a row with a session."""
    rows = _done(known, None, period)
    days = sorted(set(rows["when"]))
    if not days:
        return [not_stored("streak", "Days in a row", "No session is on record.", ("workout",))]
    best, run = [days[0]], [days[0]]
    for one in days[1:]:
        run = [*run, one] if one - run[-1] == timedelta(days=1) else [one]
        best = run if len(run) > len(best) else best
    now = run if (known.day - run[-1]).days <= 1 else []
    said = (
        f"Your longest run of days with a session is {words.counted(len(best), 'day')}, from "
        f"{spans.date_words(best[0])} to {spans.date_words(best[-1])}."
    )
    said += f" The present one is {words.counted(len(now), 'day')}." if now else " There is none at present."
    return [answer("streak", "Days in a row", said, value=float(len(best)), unit="days", n=len(days),
                   period=Period(best[0], best[-1], "the streak"))]  # fmt: skip


def ascent(known: Known, period: Period | None = None, sport: str = "") -> list[Fact]:
    """Metres climbed, where they are stored."""
    period = period or sessions.lately(known, 28)
    rows = _done(known, sport or None, period)
    climbed = pd.to_numeric(rows["ascent_m"], errors="coerce").dropna() if len(rows) else pd.Series(dtype=float)
    if climbed.empty:
        said = f"Metres climbed are not stored for your sessions {when(period)}, so I can't say how many they were."
        return [not_stored("ascent", "Metres climbed", said, ("workout",))]
    said = f"{words.number(float(climbed.sum()), 'm')} climbed {when(period)}, of {len(climbed)} sessions that tell it."
    return [answer("ascent", "Metres climbed", said, value=float(climbed.sum()), unit="m", n=len(climbed),
                   period=period)]  # fmt: skip


def newest(known: Known, number: float | None, sport: str = "") -> list[Fact]:
    """The newest sessions, each in a line."""
    rows = _done(known, sport or None)
    if rows.empty:
        return activities.none_ever(known, sport) or [
            not_stored("sessions", "Your last sessions", "No session is on record.", ("workout",))
        ]
    shown = list(rows.itertuples())[-int(min(number or SHOWN, 10)) :][::-1]
    parts = [
        f"{sessions.name_of(row)} on {words.day(row.when)} for {words.hours(row.duration_min)}"
        + (f" and {words.number(row.km, 'km', 1)}" if pd.notna(row.km) and row.km > 0 else "")
        for row in shown
    ]
    said = f"Your last {words.counted(len(shown), 'session')}, the newest first: {', then '.join(parts)}."
    return [answer("sessions", "Your last sessions", said, n=len(shown),
                   period=Period(shown[-1].when, shown[0].when, ""))]  # fmt: skip


def coming_race(known: Known) -> tuple[date, str] | None:
    """The day and the name of the next race that is marked."""
    rows = known.events()
    coming = rows[(rows["kind"] == "race") & (rows["day"] >= known.today.isoformat())] if len(rows) else rows
    if len(coming) == 0:
        return None
    row = coming.sort_values("day").iloc[0]
    return date.fromisoformat(row["day"]), sanitise.event(str(row["note"] or "race"))


def next_race(known: Known) -> list[Fact]:
    """The next race that is marked, or how to mark one."""
    coming = coming_race(known)
    if coming is None:
        said = "No race is entered for the days to come; tell me its day and distance, and I can lay out the weeks."
        return [not_stored("next_race", "Your next race", said, ("goal",))]
    day, name = coming
    said = f"{upper(name)} on {words.day(day)} {day.year}, {words.counted((day - known.today).days, 'day')} from now."
    return [answer("next_race", "Your next race", said, value=float((day - known.today).days), unit="days",
                   period=_day(day), about=("goal",))]  # fmt: skip


def weight(known: Known, period: Period | None = None) -> list[Fact]:
    """Body weight, where it is stored."""
    values = known.values("weight_kg").dropna()
    if values.empty:
        return [not_stored("weight", "Weight", "No weight of yours is stored, so I can't say.", ("weight",))]
    facts = records.measure(known, "weight_kg", period)
    return [fact for fact in facts if not fact.missing] or facts


def weekdays(known: Known, metric: str = "recovery") -> list[Fact]:
    """A measure by day of the week, over a year."""
    values = known.values(metric).dropna().iloc[-YEAR:]
    grouped = values.groupby(values.index.day_of_week)
    if len(grouped) < 7 or grouped.count().min() < NEED_WEEKDAYS:
        said = f"It takes {NEED_WEEKDAYS} mornings of each day of the week to tell them apart."
        return [not_stored("weekdays", "Days of the week", said, measures.subjects(metric))]
    means, reach = grouped.mean(), 1.96 * grouped.std() / grouped.count() ** 0.5
    names = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
    best, worst = int(means.idxmax()), int(means.idxmin())
    unit, label = known.unit(metric), words.inside(measures.label(metric))
    clear = means[best] - reach[best] > means[worst] + reach[worst]
    said = (
        f"On average your {label} is highest on {names[best]} ({words.quantity(means[best], unit)}) and lowest on "
        f"{names[worst]} ({words.quantity(means[worst], unit)}), {len(values)} mornings"
    )
    said += "." if clear else "; their intervals overlap, so it may be chance."
    return [answer("weekdays", "Days of the week", said, n=len(values), about=measures.subjects(metric),
                   page=measures.page(metric), method="means of a year by weekday",
                   period=Period(values.index[0].date(), values.index[-1].date(), ""))]  # fmt: skip


def a_lot(known: Known, number: float | None) -> list[Fact]:
    """Whether the load of a day is much for this athlete."""
    loads = known.values("load").iloc[-YEAR:].dropna()
    unit = known.unit("load")
    if number is None or len(loads) < 28:
        return []
    share = float((loads < number).mean()) * 100
    low, high = loads.quantile([0.1, 0.9])
    verdict = "Yes, that is a lot for you" if number > high else "It is on the high side" if share >= 67 else "No"
    said = (
        f"{verdict}: {words.quantity(number, unit)} is more than {words.number(share, '%')} of your "
        f"{len(loads)} known days of a year; four in five of them lie within {words.interval(low, high, unit)}."
    )
    return [answer("a_lot", "That load beside your days", said, value=share, unit="%", n=len(loads),
                   about=("strain",), page="recovery",
                   period=Period(loads.index[0].date(), loads.index[-1].date(), ""))]  # fmt: skip


OTHERS = not_stored(
    "others",
    "Others",
    "I only speak of you: how somebody else trains or recovers is theirs to tell.",
    ("data",),
)


def how_far(known: Known, period: Period | None = None, sport: str = "") -> list[Fact]:
    """Distance of the sessions of some days in all."""
    told = counts.count(known, "km", sport=sport or "", period=period)
    return _as_answer([fact for fact in told if not fact.missing], "how_far")


def ftp(known: Known) -> list[Fact]:
    """The FTP that is kept, or that none is."""
    if known.profile.ftp_w is None:
        said = "No FTP of yours is kept; without it, zones go by your highest heart rate where that is known."
        return [not_stored("ftp", "FTP", said, ("ftp",))]
    said = f"Your FTP is kept as {words.number(known.profile.ftp_w, 'W')}."
    return [answer("ftp", "FTP", said, value=known.profile.ftp_w, unit="W", about=("ftp",))]


REMIND = not_stored(
    "remind",
    "Reminders",
    "I can't remind you of anything: I only answer when you ask, and send nothing.",
    ("data",),
)
FOOD = not_stored(
    "food",
    "Eating and drinking",
    "What to eat or drink for a session lies outside what I know: I only see your training, sleep and recovery, and a "
    "registered dietitian can tell you more.",
    ("data",),
)
GRADES = answer(
    "graded",
    "What the grades mean",
    "Likely means that the interval lies on one side of none, but the finding is not sure enough to be called strong. "
    "Strong also holds after correction for many looks, and on days that were kept apart. No effect seen means that "
    "the interval holds none, and says how large one could still be. Not enough data means that there are too few days "
    "for either.",
    about=("grade",),
    page="methods",
)


def _done(known: Known, sport: str | None = None, period: Period | None = None) -> pd.DataFrame:
    """Sessions as coach.tools.sessions.done has them, also where there are none."""
    if len(known.workouts()):
        return sessions.done(known, sport or None, period)
    return known.workouts().assign(km=[], kmh=[], load=[], when=[])


def _distance_sport(known: Known) -> str:
    return sanitise.sport(known.profile.sport or "")


def _day(day: date) -> Period:
    return Period(day, day, "that day")


def _as_answer(facts: list[Fact], id: str) -> list[Fact]:
    return [replace(fact, id=f"answer.{id}{f'.{number}' if number else ''}", missing=None)
            for number, fact in enumerate(facts)]  # fmt: skip
