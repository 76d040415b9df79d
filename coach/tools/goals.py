"""The way to an event: where somebody stands, what the weeks until then may hold, and the taper before it."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import records, sessions, today
from coach.understood import Target

LATELY_DAYS = 28
LONGEST_DAYS = 56
YEAR_DAYS = 365
NEED_SESSIONS = 4  # in the last 28 days, before weeks are planned on them
GROWTH = 1.08  # a week; ours: what the ten percent of common advice leaves room for, which is no law (see GROWTH_SAYS)
LONG_GROWTH = 1.12  # of the longest session
EASY_WEEK = 0.7  # every fourth
TAPER = (0.65, 0.45)  # of the weeks before the event, the last one last; within the 41 to 60% off of Bosquet 2007
LONG_SHARE = 0.85  # of the expected hours that the longest session reaches for
FAR_FROM = 0.6  # of the expected hours: with less in one session, the event is a leap
MOST_OF_BEST = 1.15  # of the athlete's own largest week of a year
WEEK_OF_EVENT = 6  # of the hours of an event, beyond which a week need not grow
LONG_OF_WEEK = 0.5  # most of a week that one session may be

TAPER_SAYS = Fact(
    "goal.taper",
    "The last two weeks",
    "A taper of about two weeks, in which the hours fall by 41 to 60% while intensity and the number of sessions stay, "
    "did best in a review of 27 studies.",
    n=27,
    subjects=("taper", "strain"),
    page="methods",
    method="Bosquet et al. (2007), Med Sci Sports Exerc 39(8):1358-65",
)
GROWTH_SAYS = Fact(
    "goal.growth",
    "How fast to grow",
    "How fast hours may grow is not known for you: 8% a week with every fourth week lighter is a cautious convention, "
    "no law.",
    8.0,
    "%",
    subjects=("strain", "goal"),
    page="methods",
    method="ours; a rule of 10% lowered no injuries in 532 new runners (Buist et al. 2008, Am J Sports Med 36(1):33-9)",
)


@dataclass(frozen=True)
class Base:
    """What somebody has been doing in a sport."""

    week_min: float  # a week, over the last 28 days
    sessions: float  # a week
    longest_min: float  # of the last 56 days
    longest_km: float | None
    speed_kmh: float | None  # of the longer half of their sessions
    best_week_min: float  # of the last year
    n: int  # sessions of the last 28 days
    sport: str = ""  # of most of them
    theirs: bool = True  # whether it is the event's


def goal(known: Known, target: Target | None = None) -> list[Fact]:
    """How to prepare for an event: the days until then, where training stands, a week by week outline, the taper."""
    better = bool(target and _BETTER.search(target.words))
    if target and target.day and target.day < known.today:
        return [_gone(known, replace(target, words=sanitise.event(target.words)))]
    target = replace(target, words=sanitise.event(target.words)) if target else Target("your goal")
    day = None if better else _day(known, target)
    base = _base(known, target.sport)
    facts = [_event(known, target, day)] if day else [RAISES] if better else [_no_day(target)]
    if base is None:
        missing = f"{NEED_SESSIONS} sessions of the last {LATELY_DAYS} days with their length"
        facts += [_pace_needed(target)] if _pace_needed(target) else []
        return [*facts, records.nothing("goal.base", "Your training lately", missing, ("goal", "strain"))]
    facts += _standing(known, target, base)
    if not base.theirs:
        facts.append(_other_sport(target.sport or "the event's sport", target.distance_km))
    if target.distance_km and not base.speed_kmh:
        sport = target.sport or "that sport"
        missing = f"{NEED_SESSIONS} sessions of {sport} with their distance: how long it takes you is not known"
        facts.append(records.nothing("goal.expected", "How long it may take", missing, ("goal",)))
    if target.minutes and target.distance_km:
        facts.insert(min(len(facts), 1), _time_goal(known, target))
    weeks = (day - known.today).days // 7 if day else 0
    outline, reached = _outline(known, target, base, weeks) if weeks >= 2 else ([], base.longest_min if day else None)
    facts[:0] = _verdict(known, target, base, reached)
    if outline:
        facts += [*_lighter_first(known), *outline, TAPER_SAYS, GROWTH_SAYS]
    elif day:
        facts.append(TAPER_SAYS)
    return facts


def _lighter_first(known: Known) -> list[Fact]:
    """That the first of the weeks is better a light one, where the last week held more than the athlete's own do."""
    if not any(fact.direction is Direction.HIGHER for fact in today.week_fact(known)):
        return []
    said = (
        f"Your {records.named(known, 'load')} of the last 7 whole days is above your own weeks: take some easy days "
        "first, and begin these weeks after them."
    )
    return [Fact("goal.lighter", "Before you begin", said, subjects=("strain", "goal"), page="forecast",
                 method="the week against your own weeks; ours")]  # fmt: skip


PARTS = ("hours", "taper", "longest")  # of a plan, as they may be asked for by themselves


def part(known: Known, target: Target | None, which: str) -> list[Fact]:
    """One part of the way to an event: the hours of its weeks, the taper, or the longest session; else all of it."""
    facts = goal(known, target)
    by_id = {fact.id: fact for fact in facts if not fact.missing}
    ids = {
        "hours": ("goal.week", "goal.build", "goal.end"),
        "taper": ("goal.end", "goal.taper"),
        "longest": ("goal.longest", "goal.build", "goal.expected"),
    }[which]
    if "goal.build" not in by_id:
        return facts
    chosen = [by_id[id] for id in ids if id in by_id]
    if which == "taper" and (end := by_id.get("goal.end")) and end.first_day and end.last_day:
        said = f"The taper begins on {words.day(end.first_day)} {end.first_day.year}. {end.words}"
        chosen = [replace(end, words=said), *chosen[1:]]
    return [replace(fact, id=f"answer.{fact.id}") for fact in chosen]


def _pace_needed(target: Target) -> Fact | None:
    if not target.minutes or not target.distance_km:
        return None
    return _time_fact(_pace_words(target), target, 0)


def _pace_words(target: Target) -> str:
    """`5 km in 20 min is 15.0 km/h, or 4:00 min/km`."""
    distance = _km_words(target.distance_km)
    speed = words.number(target.distance_km / target.minutes * 60, "km/h", 1)
    said = f"{distance} in {_time_words(target.minutes)} is {speed}"
    if target.sport in (None, "running") and target.distance_km < 100:
        seconds = round(target.minutes * 60 / target.distance_km)
        said += f", or {seconds // 60} min {seconds % 60} s for each km"
    return said


def _km_words(km: float) -> str:
    return words.number(km, "km", 0 if float(km).is_integer() else 1)


def _time_words(minutes: float) -> str:
    """`19 min 59 s`, `1 h 45 min`: with seconds where they count."""
    seconds = round(minutes * 60)
    if seconds % 60 == 0 or minutes >= 120:
        return words.hours(minutes)
    hours = f"{seconds // 3600} h " if seconds >= 3600 else ""
    return f"{hours}{seconds % 3600 // 60} min {seconds % 60} s"


def _time_goal(known: Known, target: Target) -> Fact:
    """What a time over a distance asks for, beside the fastest session that was about as far."""
    near = _near(known, target)
    said = _pace_words(target)
    if near.empty:
        return _time_fact(
            f"{said}; no session of the last year was about as long, so I can't say how near you are.", target, 0
        )
    best = near.loc[near["kmh"].idxmax()]
    needed = target.distance_km / target.minutes * 60
    gap = (needed / best["kmh"] - 1) * 100
    at_best = target.distance_km / best["kmh"] * 60
    left = (
        "you have been as fast as that"
        if gap <= 0
        else f"at that pace it takes {_time_words(round(at_best, 1))}, so {words.number(gap, '%')} more speed is needed"
    )
    said += (
        f"; your fastest session of {words.number(0.8 * target.distance_km, digits=1)} to "
        f"{words.number(2 * target.distance_km, 'km', 1)} within a year went at "
        f"{words.number(best['kmh'], 'km/h', 1)}, on "
        f"{words.day(best['when'])} {best['when'].year}: {left}."
    )
    return _time_fact(said, target, len(near))


def _near(known: Known, target: Target) -> pd.DataFrame:
    """Sessions of a year that were about as far."""
    rows = sessions.done(known, target.sport or known.profile.sport or "", sessions.lately(known, YEAR_DAYS))
    inside = (rows["km"] >= 0.8 * target.distance_km) & (rows["km"] <= 2 * target.distance_km)
    return rows[inside].dropna(subset=["kmh"])


def _best_near(known: Known, target: Target) -> pd.Series | None:
    near = _near(known, target)
    return None if near.empty else near.loc[near["kmh"].idxmax()]


def _time_fact(said: str, target: Target, n: int) -> Fact:
    said = said if said.endswith(".") else f"{said}."
    return Fact("goal.time", "The time", said, target.minutes, "min", n=n, subjects=("goal", "pace"), page="data",
                method="distance over time; training sessions, which are seldom run flat out")  # fmt: skip


_BETTER = re.compile(r"\b(?:VO2max|FTP|endurance|fitness|stamina)\b")
RAISES = Fact(
    "goal.raises",
    "What raises it",
    "In a review of 37 studies VO2max rose with interval training, most where the intervals took 3 to 5 minutes: "
    "once or "
    "twice a week on fresh legs, with the rest of your hours easy, is the usual way.",
    n=37,
    subjects=("goal", "fitness"),
    page="methods",
    method="Bacon et al. (2013), PLoS ONE 8(9):e73182; groups of mostly untrained people, so yours may differ",
)


def _day(known: Known, target: Target) -> date | None:
    if target.day:
        return target.day
    if target.weeks:
        return known.today + timedelta(days=round(target.weeks * 7))
    races = known.events()
    coming = races[(races["kind"] == "race") & (races["day"] >= known.today.isoformat())] if len(races) else races
    return date.fromisoformat(coming["day"].iloc[0]) if len(coming) else None


def _event(known: Known, target: Target, day: date) -> Fact:
    left = (day - known.today).days
    weeks = left // 7
    name = _upper(re.sub("^an? ", "your ", target.words))
    if target.about:
        said = f"{name} is {target.about}, about {words.counted(weeks, 'week')} from now."
        return Fact("goal.event", "The event", said, float(left), "days", first_day=day, last_day=day,
                    subjects=("goal",), page="forecast")  # fmt: skip
    said = f"{name} is on {words.day(day)} {day.year}, {words.counted(left, 'day')} from now"
    said += f" ({words.counted(weeks, 'week')})." if weeks >= 2 else "."
    return Fact(
        "goal.event",
        "The event",
        said,
        float(left),
        "days",
        first_day=day,
        last_day=day,
        subjects=("goal",),
        page="forecast",
    )


def _gone(known: Known, target: Target) -> Fact:
    """That an event lies behind, with what was done on its day."""
    on = target.about or f"on {words.day(target.day)} {target.day.year}"
    said = (
        f"{_upper(re.sub('^an? ', 'your ', target.words))} {on} lies behind you, so there is nothing left to prepare."
    )
    return Fact("goal.gone", "The event", said, first_day=target.day, last_day=target.day, subjects=("goal",),
                page="forecast")  # fmt: skip


def _no_day(target: Target) -> Fact:
    missing = f"when {target.words} is: say the day, or in how many weeks"
    return records.nothing("goal.event", "The event", missing, ("goal",), page="forecast")


def _standing(known: Known, target: Target, base: Base) -> list[Fact]:
    first = known.day - timedelta(days=LATELY_DAYS - 1)
    said = (
        f"Over the last 4 weeks you trained {words.hours(_to_five(base.week_min))} a week in "
        f"{words.number(base.sessions, digits=1)} sessions a week{f', mostly {base.sport}' if base.sport else ''}."
    )
    longest = f"Your longest session of the last 8 weeks was {words.hours(base.longest_min)}"
    longest += f", {words.number(base.longest_km, 'km')}." if base.longest_km else "."
    facts = [
        Fact(
            "goal.week",
            "Your weeks now",
            said,
            base.week_min,
            "min",
            n=base.n,
            first_day=first,
            last_day=known.day,
            subjects=("strain", "goal"),
            page="data",
        ),
        Fact(
            "goal.longest",
            "Your longest session",
            longest,
            base.longest_min,
            "min",
            n=base.n,
            first_day=known.day - timedelta(days=LONGEST_DAYS - 1),
            last_day=known.day,
            subjects=("strain", "goal"),
            page="data",
        ),
    ]
    expected = _expected_min(target, base)
    if expected:
        ever = _longest_ever(known, target.sport or base.sport)
        speed = words.number(base.speed_kmh, "km/h", 1)
        distance = words.number(target.distance_km, "km")
        so = _so_far(base.longest_min, ever, expected, known.day)
        said = f"{distance} at the {speed} of your longer sessions takes about {words.hours(_to_five(expected))}; {so}."
        facts.append(
            Fact(
                "goal.expected",
                "How long it may take",
                said,
                expected,
                "min",
                n=base.n,
                subjects=("goal",),
                page="data",
                method="distance over the median speed of the longer half of your sessions of 8 weeks; hills change it",
            )
        )
    return facts


@dataclass(frozen=True)
class Longest:
    """The longest session of a sport that is on record."""

    minutes: float
    km: float | None
    day: date

    @property
    def words(self) -> str:
        """`3 h 51 min, 37.5 km on 28 December 2025`."""
        far = f", {words.number(self.km, 'km', 1)}" if self.km else ""
        return f"{words.hours(self.minutes)}{far} on {records.date_words(self.day)}"


def _longest_ever(known: Known, sport: str | None) -> Longest | None:
    rows = sessions.done(known, sport or None).dropna(subset=["duration_min"]) if len(known.workouts()) else None
    if rows is None or rows.empty:
        return None
    top = rows.loc[rows["duration_min"].idxmax()]
    return Longest(float(top["duration_min"]), float(top["km"]) if pd.notna(top["km"]) else None, top["when"])


def _so_far(lately_min: float, ever: Longest | None, expected: float, day: date) -> str:
    """How near the longest session comes: of late, or ever, with its day."""
    if lately_min >= expected:
        return f"you already go as long: {words.hours(lately_min)} within 8 weeks"
    if lately_min >= LONG_SHARE * expected:
        return f"you already go nearly as long: {words.hours(lately_min)} within 8 weeks"
    if ever and ever.minutes >= LONG_SHARE * expected:
        return f"you have gone that long before, {ever.words}, but not within the last 8 weeks"
    if ever:
        return f"your longest on record is {ever.words}"
    return "so far you have not gone nearly as long"


def _verdict(known: Known, target: Target, base: Base, reached_min: float | None) -> list[Fact]:
    """Whether an event is within reach, as far as its length tells: yes, if the weeks hold, or a leap.

    reached_min: the longest session that the weeks until then lead to; None without a day.
    """
    expected = _expected_min(target, base)
    if not expected or not base.theirs:
        return []
    ever = _longest_ever(known, target.sport or base.sport)
    before = bool(ever and ever.minutes >= LONG_SHARE * expected)
    if base.longest_min >= LONG_SHARE * expected:
        said = "Yes, the distance is within reach: you go about as long already."
    elif reached_min is not None and reached_min < FAR_FROM * expected:
        said = "That is a leap: in the time left your longest session can hardly grow that far"
        said += ", though you have gone that long before." if before else "."
    elif before:
        said = "Realistic, if you build up to it again: you have gone that long before."
    elif reached_min is not None and reached_min >= LONG_SHARE * expected:
        said = "Realistic, if the weeks go as laid out: your longest session has the time to grow that far."
    else:
        said = "Within reach perhaps, but you would go well beyond what you have done."
    if target.minutes:
        said = _of_speed(known, target) or said
    return [Fact("goal.verdict", "Whether it is within reach", said, subjects=("goal",), page="forecast", n=base.n,
                 method="how long it may take beside your longest sessions and how they may grow; ours")]  # fmt: skip


def _of_speed(known: Known, target: Target) -> str:
    """Whether a time is within reach, by the speed that is missing to it; the steps are ours."""
    best = _best_near(known, target)
    if best is None:
        return ""
    gap = (target.distance_km / target.minutes * 60 / best["kmh"] - 1) * 100
    if gap <= 0:
        return "Yes, within reach: you have gone that fast over about that distance."
    if gap <= NEAR_PCT:
        return "Realistic: only little speed is missing, and training sessions are seldom run flat out."
    if gap <= FAR_PCT:
        return "Ambitious: it takes clearly more speed than your sessions show, though those are seldom run flat out."
    return "Not soon, by what is stored: much more speed is needed than any session of yours shows."


NEAR_PCT, FAR_PCT = 5.0, 15.0  # of speed that is missing
EACH_TOLD = 6  # weeks that build, up to which each is told


def _outline(known: Known, target: Target, base: Base, weeks: int) -> tuple[list[Fact], float]:
    """Hours and the longest session, week by week; the last ones taper. And how long the longest gets [minutes]."""
    taper = TAPER[-(2 if weeks >= 5 else 1) :]
    build = weeks - len(taper)
    most = base.best_week_min * MOST_OF_BEST
    if expected := _expected_min(target, base):  # a short event asks for no more than so many times its own length
        most = min(most, max(base.week_min * GROWTH, WEEK_OF_EVENT * expected))
    goal_long = LONG_SHARE * (_expected_min(target, base) or base.longest_min)
    week_min, long_min, facts = base.week_min, base.longest_min, []
    for number in range(1, weeks + 1):
        if number <= build:
            easy = number % 4 == 0 and number != build
            if not easy:
                week_min = min(week_min * GROWTH, max(most, base.week_min))
                long_min = min(
                    long_min * LONG_GROWTH,
                    max(goal_long, base.longest_min),
                    max(LONG_OF_WEEK * week_min, base.longest_min),
                )
            hours, long = (week_min * EASY_WEEK, long_min * EASY_WEEK) if easy else (week_min, long_min)
            what = "lighter" if easy else "build"
        else:
            share = taper[number - build - 1]
            hours, long, what = week_min * share, long_min * share, "taper"
        facts.append(_week(known, number, hours, long, what))
    facts[:0] = _in_short(facts, build, long=base.theirs)
    expected = _expected_min(target, base)
    if expected and long_min < FAR_FROM * expected:
        facts.insert(0, _far(long_min, expected, base, weeks))
    return facts, long_min


def _other_sport(sport: str, distance_km: float | None) -> Fact:
    reach = f"{words.number(distance_km, 'km')} is" if distance_km else "it is"
    said = (
        f"None of that is {sport}: it keeps you fit, but only {sport} gets you used to hours of it. Begin it this "
        f"week, easily: whether {reach} within reach by then only your first long ones can tell."
    )
    return Fact("goal.other_sport", "What you train in", said, subjects=("goal", "strain"), page="data")


def _in_short(weeks: list[Fact], build: int, *, long: bool) -> list[Fact]:
    """The weeks that build and those of the taper, each in one sentence; long: with the longest session of each."""
    sums = [words.hours(_to_five(week.value)) for week in weeks]
    longest = [week.words.partition("longest session ")[2].rstrip(".") for week in weeks]
    count = "The first week" if build == 1 else f"The first {build} weeks"
    if build > EACH_TOLD:
        top = max(weeks[:build], key=lambda week: week.value)
        said = (
            f"{count} could grow from {sums[0]} to {words.hours(_to_five(top.value))} in all, every fourth week lighter"
        )
        far = longest[weeks.index(top)]
        grows = f" from {longest[0]} to {far}" if far != longest[0] else f" of {far}"
        said += f", with a longest session{grows}." if long else "."
    else:
        said = f"{count} could hold {words.listed(sums[:build])} in all"
        same = len(set(longest[:build])) == 1
        said += f", with a longest session of {longest[0] if same else words.listed(longest[:build])}" if long else ""
        said += "; the fourth is a lighter one." if build > 4 else "."
    taper = f"taper to {words.listed(sums[build:])}"
    said = f"{said[:-1]}; then {taper} before the event."
    last = f"Before the event, {taper}."
    about = {"subjects": ("strain", "goal"), "page": "forecast", "method": weeks[0].method}
    return [
        Fact(
            "goal.build",
            "The weeks that build",
            said,
            first_day=weeks[0].first_day,
            last_day=weeks[build - 1].last_day,
            **about,
        ),
        Fact("goal.end", "The taper", last, first_day=weeks[build].first_day, last_day=weeks[-1].last_day, **about),
    ]


def _far(reached: float, expected: float, base: Base, weeks: int) -> Fact:
    grown, needed = (words.hours(_to_five(minutes)) for minutes in (reached, expected))
    said = (
        f"In {words.counted(weeks, 'week')} your longest session would grow to about {grown}, "
        f"far from the {needed} that it may take: a shorter distance or a later date would be wiser."
    )
    return Fact(
        "goal.far", "Whether the time is enough", said, reached, "min", n=base.n, subjects=("goal",), page="data"
    )


def _week(known: Known, number: int, hours: float, long: float, what: str) -> Fact:
    first = known.today + timedelta(days=7 * (number - 1))
    whole, longest = (words.hours(_to_five(minutes)) for minutes in (hours, long))
    said = f"Week {number} ({what}): about {whole} in all, the longest session {longest}."
    return Fact(
        f"goal.week_{number}",
        f"Week {number} from now",
        said,
        hours,
        "min",
        first_day=first,
        last_day=first + timedelta(days=6),
        subjects=("strain", "goal"),
        page="forecast",
        method="outline by rules from your own last weeks; mostly easy, one or two hard sessions a week",
    )


def _base(known: Known, sport: str | None) -> Base | None:
    done = known.workouts()
    done = done.dropna(subset=["duration_min"]) if len(done) else done
    if done.empty:
        return None
    day = pd.to_datetime(done["day"])
    age = (pd.Timestamp(known.day) - day).dt.days
    wanted = _of_sport(done, sport or known.profile.sport)
    theirs = bool((wanted & (age < LATELY_DAYS)).sum() >= NEED_SESSIONS)
    if not theirs:  # another sport trains for it as well, but tells no speed
        wanted = pd.Series(True, done.index)
    lately = done[wanted & (age < LATELY_DAYS)]
    if len(lately) < NEED_SESSIONS:
        return None
    recent = done[wanted & (age < LONGEST_DAYS)]
    longest = recent.loc[recent["duration_min"].astype(float).idxmax()]
    by_week = done[wanted & (age < YEAR_DAYS)].groupby(age[wanted & (age < YEAR_DAYS)] // 7)["duration_min"].sum()
    km = longest["distance_m"] / 1000 if pd.notna(longest["distance_m"]) else None
    return Base(
        week_min=float(lately["duration_min"].sum()) / LATELY_DAYS * 7,
        sessions=len(lately) / LATELY_DAYS * 7,
        longest_min=float(longest["duration_min"]),
        longest_km=None if km is None else float(km),
        speed_kmh=_speed(recent) if theirs else None,
        sport=_mostly(lately),
        theirs=theirs or not sport,
        best_week_min=float(by_week.max()),
        n=len(lately),
    )


def _mostly(done: pd.DataFrame) -> str:
    named = done["sport"].dropna()
    return sanitise.sport(str(named.value_counts().index[0])) if len(named) else ""


def _of_sport(done: pd.DataFrame, sport: str | None) -> pd.Series:
    if not sport:
        return pd.Series(True, done.index)
    stem = sport.lower()[:4]  # cycling, cyclist; running, runner
    return done["sport"].fillna("").str.lower().str.contains(stem, regex=False)


def _speed(done: pd.DataFrame) -> float | None:
    moved = done.dropna(subset=["distance_m"])
    moved = moved[(moved["distance_m"] > 0) & (moved["duration_min"] > 0)]
    if len(moved) < NEED_SESSIONS:
        return None
    long = moved[moved["duration_min"] >= moved["duration_min"].median()]
    return float((long["distance_m"] / 1000 / (long["duration_min"] / 60)).median())


def _expected_min(target: Target, base: Base) -> float | None:
    if not target.distance_km or not base.speed_kmh:
        return None
    return target.distance_km / base.speed_kmh * 60


def _to_five(minutes: float) -> float:
    return round(minutes / 5) * 5


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
