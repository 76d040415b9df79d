"""A week by rules: what each morning allows, as it is foretold with the days planned before it, and what is wished.

A wish moves days as far as these rules let it: never two hard days in a row, at most two in a week, one day of rest
where no wish takes it, and no day harder than its morning and the load of the last week allow. All of that is ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, pairwise

import pandas as pd

from analytics.forecast import Forecast
from analytics.planned_load import LAGS
from analytics.results import Estimate
from coach import words
from coach.known import Known
from coach.tools import days_ahead, sessions, supposed, today
from coach.workout import MOST_OF_USUAL, SHORTER, SHORTEST_MIN, Effort, Wish, Workout, load_of

DAYS = 7
HARD_DAYS, HARD_APART = 2, 2  # of a week at most; days after one on which there is no other
REST_PLACES = (5, 6, 4, 3, 2, 1)  # where a week has its day of rest, the first place that is open
LONG_DAYS = 56  # of sessions whose longest of each week say what a long one is
NEED_LONG = 3  # weeks of them
UNWELL = "were unwell lately"  # as coach.conversation tells it
MOST_OF_HARD = 1.25  # of the usual minutes of a hard session: a longer one is an easier one
FINER = 0.05  # steps in which the sessions of a week become shorter, until they come to a wished total
_OFTEN_MIN = {"easy": 40.0, "steady": 60.0, "hard": 57.0}  # where the athlete's own sessions are not known; as today's


@dataclass(frozen=True)
class Length:
    """How long a day's session is wished to be."""

    minutes: float
    at_most: bool  # whether less will do


@dataclass(frozen=True)
class Terms:
    """What is wished of a week, as it stands after all wishes; the wish that was made last stands last."""

    kinds: Mapping[date, Effort] = field(default_factory=dict)
    long: frozenset[date] = frozenset()
    lengths: Mapping[date, Length] = field(default_factory=dict)
    shares: Mapping[date, float] = field(default_factory=dict)  # of the usual minutes
    share: float = 1.0  # the same of every session
    total_min: float | None = None  # of all sessions together, at most
    most: Effort = Effort.HARD
    hard_days: int = HARD_DAYS
    sessions: int = DAYS
    denied: tuple[tuple[int, "Unmet"], ...] = ()  # what was not granted, with the step of the wish


@dataclass(frozen=True)
class Day:
    """A day of a week."""

    day: date
    effort: Effort
    minutes: float | None  # None: not known
    load: float | None
    morning: Estimate | None  # None: of the first day, whose morning is over
    why: str = ""  # what holds it where it is; empty where nothing does
    long: bool = False
    unmet: str = ""  # of its minutes, what was wished and is not granted
    session: Workout | None = None  # of today


@dataclass(frozen=True)
class Unmet:
    """A wish of a day that is not granted."""

    day: date
    wanted: str  # easy, steady, hard, long; moved: of a move that leaves the week as it is
    why: str  # of a move: all that is said of it


@dataclass(frozen=True)
class Week:
    days: tuple[Day, ...]
    unmet: tuple[Unmet, ...] = ()

    def of(self, day: date) -> Day | None:
        return next((one for one in self.days if one.day == day), None)

    @property
    def hard(self) -> int:
        return sum(one.effort is Effort.HARD for one in self.days)

    @property
    def sessions(self) -> int:
        return sum(one.effort > Effort.REST for one in self.days)

    @property
    def minutes(self) -> float:
        return sum(one.minutes or 0.0 for one in self.days)


@dataclass(frozen=True)
class Basis:
    """What weeks of an athlete are made from; worked out once."""

    known: Known
    made: Forecast
    feels: str
    today: Workout | None
    usual: Mapping[str, float]
    levels: Mapping[str, float]
    longest: float | None
    long_min: float | None
    most: Effort  # after the load of the last week
    planned: Mapping[date, Effort]
    by_lag: Mapping[str, tuple[float, ...]]  # what one more unit of load changes on the mornings after, by source
    asked: dict  # today's session by what is wished of it

    @property
    def first(self) -> date:
        return self.made.made

    @property
    def dates(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(DAYS)]


def basis(known: Known, feels: str = "") -> Basis:
    """Raises NotEnoughData where nothing is foretold."""
    made = known.forecast()
    plans = {one.day: max(kinds) for one in made.days if (kinds := days_ahead.planned(known, one.day))}
    return Basis(
        known,
        made,
        feels,
        today.todays_workout(known, feels=feels)[0],
        today.usual_minutes(known, known.profile.sport or ""),
        known.load_levels(),
        today.longest(known),
        _long_min(known),
        days_ahead.most_after_week(known),
        plans,
        _by_lag(known, made),
        {},
    )


def _by_lag(known: Known, made: Forecast) -> dict[str, tuple[float, ...]]:
    """What one more unit of load changes on the mornings after it, for each source of what is shown: read off one
    morning, since the model is linear; empty where load is not seen to count."""
    if not supposed.is_seen(made) or not known.load_levels():
        return {}
    found = {}
    for source in {one.source for one in made.days}:
        shown = [(one.day - made.made).days for one in made.days if one.source == source]
        most = min(max(shown), LAGS)  # mornings that a day before them may act on
        place = min((n for n in shown if n >= most), key=lambda n: abs(made.days[n - 1].value.value - 50))
        one = made.days[place - 1]  # far from the ends of the scale
        more = [{made.made + timedelta(days=n): made.load[n] + 1} for n in range(place - 1, place - 1 - most, -1)]
        found[source] = tuple(supposed.after_loads(known, made, load, one.day).value - one.value.value for load in more)
    return found


def _long_min(known: Known) -> float | None:
    """How long the athlete's long sessions are: the middle one of the longest of each of the last eight weeks."""
    if known.workouts().empty:
        return None
    rows = sessions.done(known, None, sessions.lately(known, LONG_DAYS)).dropna(subset=["duration_min"])
    weeks = (pd.Timestamp(known.day) - pd.to_datetime(rows["day"])).dt.days // DAYS
    longest = rows["duration_min"].groupby(weeks).max()
    return float(longest.median()) if len(longest) >= NEED_LONG else None


def solved(of: Basis, terms: Terms) -> Week:
    """The week that is nearest to what is wished."""
    week = _of_sessions(of, terms)
    while terms.total_min is not None and week.minutes > terms.total_min and week.sessions:
        if terms.total_min >= SHORTER * week.minutes or week.sessions == 1:
            return _shortened(of, terms, week)
        week = _of_sessions(of, changed(terms, sessions=week.sessions - 1))
    return week


def _shortened(of: Basis, terms: Terms, week: Week) -> Week:
    """A week with all its sessions so much shorter that they come to the total that is wished, as far as they can."""
    free = {one.day: Effort.REST for one in week.days if one.effort is Effort.REST}
    terms = changed(terms, kinds={**terms.kinds, **free}, sessions=DAYS, long=terms.long - set(free))
    share = terms.share
    while week.minutes > terms.total_min and share > FINER:
        share -= FINER
        week = settled(of, changed(terms, share=share))
    return week


def _of_sessions(of: Basis, terms: Terms) -> Week:
    """The week with no more sessions than are wished."""
    week = settled(of, terms)
    if week.sessions <= terms.sessions:
        return week
    weeks = [settled(of, chosen) for chosen in _with_so_many(of, terms)]
    return max(weeks, key=lambda one: _worth(one, week)) if weeks else week


def _with_so_many(of: Basis, terms: Terms) -> list[Terms]:
    """The terms with each choice of as many days as may hold a session."""
    trains = _trains(terms)
    open_days = [day for day in of.dates if terms.kinds.get(day) is not Effort.REST]
    kept = [day for day in open_days if day in trains]
    fixed = kept if len(kept) <= terms.sessions else []
    found = []
    for chosen in combinations(open_days, min(terms.sessions, len(open_days))):
        if set(fixed) <= set(chosen):
            free = {day: Effort.REST for day in of.dates if day not in chosen}
            found.append(changed(terms, kinds={**terms.kinds, **free}, sessions=DAYS,
                                  long=terms.long - set(free)))  # fmt: skip
    return found


def _worth(week: Week, told: Week) -> tuple[float, ...]:
    """Of weeks with as many sessions: the most work, then the least changed, then the most even."""
    work = sum(one.effort + 2 * one.long for one in week.days)
    days = [n for n, one in enumerate(week.days) if one.effort > Effort.REST]
    ends = (-days[0], days[-1] - DAYS + 1) if days else ()
    uneven = sum(gap**2 for gap in (*ends, *(later - day for day, later in pairwise(days))))
    same = sum(one.effort is other.effort for one, other in zip(week.days, told.days, strict=True))
    return (-len(week.unmet), work, same, -uneven)


def changed(terms: Terms, **given: object) -> Terms:
    return Terms(**{**terms.__dict__, **given})


def _trains(terms: Terms) -> set[date]:
    """Days on which a session is wished."""
    of_kind = {day for day, kind in terms.kinds.items() if kind > Effort.REST}
    return of_kind | terms.long | {day for day, length in terms.lengths.items() if not length.at_most}


def settled(of: Basis, terms: Terms) -> Week:
    """The week; where a wish is too much for its morning, with the days before it easy, if that makes room for it."""
    week = _as_far_as_it_goes(of, terms, {})
    for unmet in week.unmet:
        place = (unmet.day - of.first).days
        before = [of.dates[n] for n in (place - 1, place - 2) if n > 0 and of.dates[n] not in terms.kinds]
        for count in range(1, len(before) + 1):
            why = f"it makes room for {unmet.day:%A}"
            eased = _as_far_as_it_goes(of, terms, {day: (Effort.EASY, why) for day in before[:count]})
            if len(eased.unmet) < len(week.unmet):
                return eased
    return week


def _as_far_as_it_goes(of: Basis, terms: Terms, eased: Mapping[date, tuple[Effort, str]]) -> Week:
    """The week with each wish that a day does not bear lowered to what it bears."""
    unmet: list[Unmet] = []
    while True:
        days, failed = _made(of, terms, eased)
        if failed is None:
            return Week(tuple(days), tuple(unmet))
        unmet.append(failed)
        got = next(one.effort for one in days if one.day == failed.day)
        kinds = {day: kind for day, kind in terms.kinds.items() if day != failed.day} | {failed.day: got}
        if failed.wanted == "long":
            kinds.pop(failed.day)
        terms = changed(terms, kinds=kinds, long=terms.long - {failed.day} if failed.wanted == "long" else terms.long)


def _made(of: Basis, terms: Terms, eased: Mapping[date, tuple[Effort, str]]) -> tuple[list[Day], Unmet | None]:
    """The days up to the first whose wish cannot be granted, and that wish."""
    rest_on = _rest_day(of, terms)
    days: list[Day] = []
    for place, day in enumerate(of.dates):
        made, failed = (_of_today if place == 0 else _to_come)(of, terms, days, day, eased, rest_on)
        days.append(made)
        if failed:
            return days, failed
    return days, None


def _rest_day(of: Basis, terms: Terms) -> date | None:
    """The day of rest of a week that has none by wish, by plan or today."""
    kinds = {**of.planned, **{day: kind for day, kind in terms.kinds.items() if day in of.dates}}
    if Effort.REST in kinds.values() or (of.today and of.today.kind == "rest"):
        return None
    taken = _trains(terms) | set(of.planned)
    return next((of.dates[n] for n in REST_PLACES if of.dates[n] not in taken), None)


def _of_today(
    of: Basis, terms: Terms, days: Sequence[Day], day: date, eased: Mapping, rest_on: date | None
) -> tuple[Day, Unmet | None]:
    """Today's session, which is never harder than without wishes."""
    if of.today is None:
        return Day(day, Effort.EASY, None, of.levels.get("easy"), None), None
    base = Effort[of.today.kind.upper()]
    wanted, failed, why = terms.kinds.get(day), None, ""
    effort = min(base, terms.most)
    if (later := _hard_soon(of, terms, day)) and effort is Effort.HARD and wanted is not Effort.HARD:
        effort, why = Effort.STEADY, f"{later:%A} is {_name(terms, later)}"
    if effort is Effort.HARD and not terms.hard_days:
        effort = Effort.STEADY
    if wanted is not None:
        effort = min(wanted, base)
        if wanted > base:
            failed = Unmet(day, wanted.name.lower(), reason_of(of.today.why))
    elif base is Effort.REST and day in _trains(terms):
        failed = Unmet(day, "long" if day in terms.long else "easy", reason_of(of.today.why))
    if day in terms.long:  # a long one is an easy one
        effort = min(effort, Effort.EASY)
    usual = float(_session(of, None, base - effort).minutes)
    minutes = _wished_min(terms, day, effort, usual)
    if wanted is None and (eased_to := _for_its_length(of, minutes, effort)) < effort:
        why, effort = _too_long_for(minutes, effort), eased_to
    if day in terms.long and day not in terms.lengths:
        minutes = of.long_min
    session = _session(of, minutes if minutes != usual else None, base - effort)
    unmet = session.refused if minutes != usual else ""
    if day in terms.long and unmet:
        failed, unmet = Unmet(day, "long", reason_of(of.today.why)), ""
    long = day in terms.long and not failed and (day not in terms.lengths or session.minutes >= usual)
    kind = Effort[session.kind.upper()]
    return Day(day, kind, float(session.minutes), session.load, None, why, long, unmet, session), failed


def _session(of: Basis, minutes: float | None, easier: int) -> Workout:
    """Today's session of so many minutes, or as long as it is without a wish, and so much easier."""
    wish = Wish(minutes, ("easier",) * easier)
    if wish not in of.asked:
        of.asked[wish] = today.todays_workout(of.known, wish, feels=of.feels)[0]
    return of.asked[wish]


def reason_of(reasons: Sequence[str]) -> str:
    """The first reason of a session, as it stands behind `since`."""
    first = (reasons[0] if reasons else "the last days suggest no more").rstrip(".")
    return first if first.startswith(("HRV", "I ")) else f"{first[0].lower()}{first[1:]}"


def _to_come(
    of: Basis, terms: Terms, days: Sequence[Day], day: date, eased: Mapping, rest_on: date | None
) -> tuple[Day, Unmet | None]:
    """A later day with those before it as they are."""
    morning = _morning(of, days, day)
    limits = _limits(of, terms, days, day, morning, rest_on)
    limit = bound, bound_why = min(limits, key=lambda one: one[0], default=(Effort.HARD, ""))
    wanted = terms.kinds.get(day)
    if wanted is not None:
        failed = Unmet(day, wanted.name.lower(), bound_why) if wanted > bound else None
        effort, why = min(wanted, bound), bound_why if failed else ""
        return _timed(of, terms, day, effort, limit, morning, why), failed
    if day in terms.long:
        long = _long(of, terms, day, limit, morning)
        return (long, None) if long else (
            _timed(of, terms, day, bound, limit, morning, bound_why), Unmet(day, "long", bound_why))  # fmt: skip
    if day == rest_on:
        return Day(day, Effort.REST, 0.0, of.levels.get("rest"), morning, "a week has its day of rest"), None
    if day in of.planned:
        effort = min(of.planned[day], bound)
        return _timed(of, terms, day, effort, limit, morning, "you planned it so"), None
    limits = [*limits, *_evenly(days), *([eased[day]] if day in eased else [])]
    effort, why = min(limits, key=lambda one: one[0], default=(Effort.HARD, ""))
    minutes = _wished_min(terms, day, effort, _usual(of, effort.name.lower()))
    if (eased_to := _for_its_length(of, minutes, effort)) < effort:
        why, effort = _too_long_for(minutes, effort), eased_to
    return _timed(of, terms, day, effort, limit, morning, why, minutes), None


def _wished_min(terms: Terms, day: date, effort: Effort, usual: float) -> float:
    """How long a session is to be that usually is so long; a hard one does not grow far where all of a week do."""
    of_all = min(terms.share, MOST_OF_HARD) if effort is Effort.HARD else terms.share
    minutes, length = usual * terms.shares.get(day, 1.0) * of_all, terms.lengths.get(day)
    return minutes if length is None else min(minutes, length.minutes) if length.at_most else length.minutes


def _for_its_length(of: Basis, minutes: float, effort: Effort) -> Effort:
    """The longer a session is wished, the easier it is: as easy as one must be that is no more than half as long again
    as usual ones, a hard one a quarter; or easy."""
    while effort > Effort.EASY and minutes > _longest_of(of, effort.name.lower()) + 2.5:
        effort = Effort(effort - 1)
    return effort


def _longest_of(of: Basis, kind: str) -> float:
    return _usual(of, kind) * (MOST_OF_HARD if kind == "hard" else MOST_OF_USUAL)


def _too_long_for(minutes: float, effort: Effort) -> str:
    return f"{words.hours(round(minutes / 5) * 5)} would be too long for {effort.name.lower()} work"


def _morning(of: Basis, days: Sequence[Day], day: date) -> Estimate:
    """The morning of a day as it is foretold with the days before it; see coach.tools.supposed.after_loads."""
    shown = next(one for one in of.made.days if one.day == day)
    effects, by = of.by_lag.get(shown.source, ()), 0.0
    for one, usual in zip(days, of.made.load, strict=False):
        lag = (day - one.day).days - 1
        if one.load is not None and lag < len(effects):
            by += (one.load - usual) * effects[lag]
    value, (low, high) = shown.value, supposed.ON_SCALE
    if by != by:  # a usual load that is not known
        return value
    edges = (min(max(x + by, low), high) for x in (value.value, value.low, value.high))
    return Estimate(*edges, value.n, level=value.level)


def _limits(
    of: Basis, terms: Terms, days: Sequence[Day], day: date, morning: Estimate, rest_on: date | None
) -> list[tuple[Effort, str]]:
    """What a day bears at most, whatever is wished of it, and why."""
    found = []
    if (most := days_ahead.allowed(of.known, morning.value)) < Effort.HARD:
        score = f"recovery is foretold at about {words.number(morning.value)} that morning"
        found.append((most, f"{score}, among the lower ones of your last two months"))
    if of.most < Effort.HARD:
        found.append((of.most, days_ahead.MUCH_LATELY))
    if of.feels == UNWELL:
        found.append((Effort.STEADY, f"you {UNWELL}"))
    if terms.most < Effort.HARD:
        found.append((terms.most, "you wish it easier"))
    before = [one for one in days if one.effort is Effort.HARD or _taxes(of, one)]
    last = before[-1] if before else None
    gap = (day - last.day).days if last else DAYS
    name = f"{last.day:%A} is {'hard' if last.effort is Effort.HARD else 'as much as a hard day'}" if last else ""
    if gap == 1:
        found.append((Effort.EASY, f"{name}, and an easy day comes after a hard one"))
    elif gap <= HARD_APART:
        found.append((Effort.STEADY, f"{name}, and two days at least lie between hard ones"))
    if later := _hard_soon(of, terms, day):
        apart = "" if later in terms.long else ", and two days at least lie between hard ones"
        found.append((Effort.STEADY, f"{later:%A} is {_name(terms, later)}{apart}"))
    wished = terms.kinds.get(day) is Effort.HARD
    to_come = 0 if wished else sum(kind is Effort.HARD and one > day for one, kind in terms.kinds.items())
    if sum(one.effort is Effort.HARD for one in days) + to_come >= terms.hard_days:
        many = {0: "you wish no hard day", 1: "one hard day is what you wish"}
        found.append((Effort.STEADY, many.get(terms.hard_days, "two hard days are enough for a week")))
    return found


def _hard_soon(of: Basis, terms: Terms, day: date) -> date | None:
    """A hard day within reach after this one, or a long one right after it, if that was wished later than this was."""
    order = list(terms.kinds)
    own = order.index(day) if terms.kinds.get(day) is Effort.HARD else -1
    near = (day + timedelta(days=n) for n in range(1, HARD_APART + 1))
    hard = next((one for one in near if terms.kinds.get(one) is Effort.HARD and order.index(one) > own), None)
    after = day + timedelta(days=1)
    return hard or (after if after in terms.long and own < 0 else None)


def _name(terms: Terms, day: date) -> str:
    return "long" if day in terms.long else "hard"


def _evenly(days: Sequence[Day]) -> list[tuple[Effort, str]]:
    """After steady work an easy day."""
    before = days[-1]
    return [(Effort.EASY, f"{before.day:%A} is steady")] if before.effort is Effort.STEADY else []


def _taxes(of: Basis, one: Day) -> bool:
    """Whether a day comes nearer to a hard one than to a steady one, however easy each minute of it is."""
    if one.load is None or not {"steady", "hard"} <= set(of.levels):
        return False
    return one.load >= (of.levels["steady"] + of.levels["hard"]) / 2


def _usual(of: Basis, kind: str) -> float:
    return of.usual.get(kind) or _OFTEN_MIN[kind]


def _timed(
    of: Basis,
    terms: Terms,
    day: date,
    effort: Effort,
    limit: tuple[Effort, str],
    morning: Estimate,
    why: str,
    minutes: float | None = None,
) -> Day:
    """A day with its minutes, those that are wished where none are given, and the load that these come to."""
    kind, bound = effort.name.lower(), limit[0]
    if effort is Effort.REST:
        return Day(day, effort, 0.0, of.levels.get(kind), morning, why)
    usual, length, unmet = _usual(of, kind), terms.lengths.get(day), ""
    minutes = _wished_min(terms, day, effort, usual) if minutes is None else minutes
    most = _most_min(of, kind, bound)
    if minutes > most + 2.5:
        asked, granted = (words.hours(round(one / 5) * 5) for one in (minutes, most))
        unmet = _too_long(of, kind, (asked, granted), day, limit)
        minutes = most
    minutes = max(minutes, min(length.minutes, SHORTEST_MIN) if length else SHORTEST_MIN)
    known_min = None if not (of.usual.get(kind) or length) else round(minutes / 5) * 5.0
    return Day(day, effort, known_min, _load(of, kind, minutes / usual), morning, why, unmet=unmet)


def _too_long(of: Basis, kind: str, said: tuple[str, str], day: date, limit: tuple[Effort, str]) -> str:
    """Why a session is not as long as wished; said: what was wished, and what is granted."""
    (asked, granted), (bound, why) = said, limit
    much = "a quarter longer than" if kind == "hard" else "half as long again as"
    usual = f"{much} {kind} sessions of yours usually are"
    if kind != "hard" and bound is Effort.HARD and of.longest:
        usual = f"as long as your longest of the last 8 weeks, {words.hours(of.longest)}"
    because = f"since {why}" if why and kind != "hard" else f"about {usual}"
    return f"{asked} on {words.day(day)} would be more than I would plan: {granted} is as far as I'd go, {because}."


def _load(of: Basis, kind: str, share: float) -> float | None:
    unit = "strain" if of.known.unit("load") == "of 21" else "AU"
    return load_of(of.levels, kind, share, unit)


def _most_min(of: Basis, kind: str, bound: Effort) -> float:
    """How long a session may be: half as long again as usual, a hard one a quarter; one that is not hard also until it
    comes to what the day bears at most, and no longer than the athlete's longest of late."""
    usual, most = _usual(of, kind), _longest_of(of, kind)
    end = max(of.longest or 0.0, most)
    level = of.levels.get(bound.name.lower())
    if kind == "hard":
        return most
    if bound is Effort.HARD:
        return end
    while level is not None and most + 5 <= end and (_load(of, kind, (most + 5) / usual) or 0.0) <= level:
        most += 5
    return most


def _long(of: Basis, terms: Terms, day: date, limit: tuple[Effort, str], morning: Estimate) -> Day | None:
    """A long easy session as far as the day bears one; None where that is no longer than a steady one."""
    wished, bound = terms.lengths.get(day), limit[0]
    asked = wished.minutes if wished else of.long_min
    if asked is None or bound < Effort.STEADY:
        return None
    minutes = min(asked, _most_min(of, "easy", bound))
    if minutes <= _usual(of, "easy"):
        return None
    unmet = ""
    if asked > minutes + 2.5:
        said, granted = (words.hours(round(one / 5) * 5) for one in (asked, minutes))
        unmet = _too_long(of, "easy", (said, granted), day, limit)
    load = _load(of, "easy", minutes / _usual(of, "easy"))
    return Day(day, Effort.EASY, round(minutes / 5) * 5.0, load, morning, "", True, unmet)
