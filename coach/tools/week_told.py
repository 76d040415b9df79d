"""A week in words: what was wished and what it does to the other days, what cannot be, and the days."""

from collections.abc import Sequence
from datetime import date

from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import unsaid, week_plan, week_wishes
from coach.tools.telling import answer, upper
from coach.tools.week_plan import Basis, Day, Terms, Week
from coach.understanding.week_edits import before_the_last, standing
from coach.understood import Period, WeekWish
from coach.workout import Effort, Workout

_METHOD = (
    "by rules: what each morning allows, as it is foretold with the days planned before it; hard days apart, one of "
    "rest"
)
_ABOUT = ("workout", "recovery", "strain")
MUCH_LEFT_MIN = 30  # of a total that is wished, so that it is said how to fill it
MOST_UNMET = 2  # that an answer speaks of


def week(known: Known, wished: Sequence[WeekWish] = (), feels: str = "") -> list[Fact]:
    """The next seven days, with what is wished of them."""
    try:
        of = week_plan.basis(known, feels)
    except NotEnoughData as gap:
        return [_nothing(gap)]
    terms = week_wishes.terms_of(of, standing(wished))
    made = week_plan.solved(of, terms)
    days = _days(of, made)
    if not wished:
        return [_fact(of, "week_plan", "Your week", f"A week that fits what is foretold, each morning with the days "
                      f"before it like this: {days}")]  # fmt: skip
    earlier = _before(of, wished)
    unmet = _not_granted(of, terms, wished, earlier, made)
    said = [*_what_changed(of, wished, earlier, made, refused=bool(unmet)), *unmet, *_comes_to(terms, made, wished)]
    facts = [_fact(of, f"week_plan.{n}", "What your wish changes", one) for n, one in enumerate(said)]
    anew = f"Your week with that, each morning with the days before it like this: {days}"
    return [*facts, _fact(of, f"week_plan.{len(said)}", "Your week", anew)]


def asked_of(
    known: Known,
    wished: Sequence[WeekWish],
    feels: str,
    what: str,
    days: Period | None = None,
    minutes: float | None = None,
    effort: str = "",
) -> list[Fact]:
    """What is asked of a week that was told; what: shown, total, reasons, changed, why not (so long or so hard)."""
    try:
        of = week_plan.basis(known, feels)
    except NotEnoughData as gap:
        return [_nothing(gap)]
    made = week_plan.solved(of, week_wishes.terms_of(of, standing(wished)))
    if what == "shown":
        stands = f"Your week as it stands, each morning with the days before it like this: {_days(of, made)}"
        return [_fact(of, "week_plan", "Your week", stands)]
    if what == "total":
        return [_fact(of, "week_plan", "Your week in all", _total(made))]
    if what == "changed":
        return [_fact(of, "week_plan", "Why that changed", _why_changed(of, wished, made, days))]
    if what == "why not" and (denied := _why_not(of, wished, made, days, minutes, effort)):
        return [_fact(of, "week_plan", "Why not otherwise", denied)]
    return [_fact(of, "week_plan", "Why the week is so", _reasons(of, made, days or _all(of)))]


def _nothing(gap: NotEnoughData) -> Fact:
    return unsaid.nothing("week_plan", "Your week", unsaid.gap_words(gap), ("recovery",), page="forecast")


def _all(of: Basis) -> Period:
    return Period(of.dates[0], of.dates[-1], "the week")


def _before(of: Basis, wished: Sequence[WeekWish]) -> Week:
    """The week without the wishes of the last question."""
    return week_plan.solved(of, week_wishes.terms_of(of, standing(before_the_last(wished))))


def _days(of: Basis, made: Week) -> str:
    """All of them, and why their mornings are not those of the forecast, where they are not."""
    lighter = "Each morning may make its day lighter, and none harder"
    return f"{', '.join(_told(one) for one in made.days)}. {lighter}{_beside_the_forecast(of, made)}."


APART = 3  # points by which a morning differs from the one that is foretold without a plan, so that it is said


def _beside_the_forecast(of: Basis, made: Week) -> str:
    """`; the forecast has about 57 for Friday, with your days as they usually are`."""
    foretold = {one.day: one.value.value for one in of.made.days}
    apart = [(abs(round(one.morning.value) - round(foretold[one.day])), one.day)
             for one in made.days if one.morning and one.day in foretold]  # fmt: skip
    most, day = max(apart, default=(0, of.first))
    if most < APART:
        return ""
    return f"; the forecast has about {words.number(foretold[day])} for {day:%A}, with your days as they usually are"


def todays_session(known: Known, wished: Sequence[WeekWish], feels: str = "") -> Workout | None:
    """The session of today in that week; None where nothing is foretold or known of the morning."""
    try:
        of = week_plan.basis(known, feels)
    except NotEnoughData:
        return None
    first = week_plan.solved(of, week_wishes.terms_of(of, standing(wished))).days[0]
    return first.session if first.day == known.today else None


def _fact(of: Basis, id: str, label: str, said: str) -> Fact:
    days = of.dates
    return answer(id, label, said, period=Period(days[0], days[-1], "the week"), about=_ABOUT, page="forecast",
                  method=_METHOD)  # fmt: skip


def _told(one: Day) -> str:
    """`Sunday steady (50 min, recovery about 60)`."""
    return f"{one.day:%A} {_kind(one)}{f' ({_inside(one)})' if _inside(one) else ''}"


def _inside(one: Day) -> str:
    about = f"recovery about {words.number(one.morning.value)}" if one.morning else ""
    return ", ".join(part for part in (_length(one), about) if part)


def _kind(one: Day) -> str:
    return "long and easy" if one.long else one.effort.name.lower()


def _length(one: Day) -> str:
    return words.hours(round(one.minutes / 5) * 5) if one.minutes else ""


def _short(one: Day) -> str:
    """`easy, 30 min`."""
    return ", ".join(part for part in (_kind(one), _length(one)) if part)


def _differs(one: Day, other: Day) -> bool:
    return _short(one) != _short(other)


# What a wish does.


def _what_changed(of: Basis, wished: Sequence[WeekWish], earlier: Week, now: Week, *, refused: bool) -> list[str]:
    """Which days are otherwise than without the last wishes, those that were named first, and why the others are."""
    last = [one for one in wished if one.step == wished[-1].step]
    follows, back = wished[-1].step > 0, all(one.kind in ("undo", "reset") for one in last)
    if back and not standing(before_the_last(wished)):
        return ["There is nothing to take back: the week is as I planned it."]
    changed = [(was, one) for was, one in zip(earlier.days, now.days, strict=True) if _differs(was, one)]
    if not changed:
        refused = refused or last[-1].kind == "total"  # whose hours are told
        return [] if refused else ["Taken back; it had changed nothing."] if back else [_unchanged(last, now)]
    named = {day for one in last for day in _of_wish(of, one)} if not back else set()
    longer = any(one.kind in ("minutes", "longer") for one in last)
    own = [
        _change(was, one, follows, because=longer and one.effort < was.effort)
        for was, one in changed
        if one.day in named or not named
    ]
    others = [(was, one) for was, one in changed if named and one.day not in named]
    said = [f"{'Taken back' if back else 'As you wished'}: {'; '.join(own)}."] if own else []
    if others:
        rests = words.listed([f"{one.day:%A}" for one in now.days if one.effort is Effort.REST] or [""])
        told = "; ".join(_change(was, one, follows, rests, because=True) for was, one in others)
        said.append(f"{'That moves other days' if own else 'Other days change'}: {told}.")
    elif named and len(changed) < len(now.days):
        said.append("The other days stay.")
    return [" ".join(said)]


def _of_wish(of: Basis, wish: WeekWish) -> Sequence[date]:
    """The days that a wish is of."""
    if wish.kind == "only":
        return [day for day in of.dates if day not in wish.days]
    return wish.days


def _change(was: Day, one: Day, follows: bool, rests: str = "", *, because: bool = False) -> str:
    """`Thursday steady, 50 min (was rest), since ...`."""
    old = _short(was) if _kind(was) != _kind(one) or not _length(was) else _length(was)
    why = _because(was, one, rests) if because else ""
    return f"{one.day:%A} {_short(one)} ({'was' if follows else 'otherwise'} {old}){f', since {why}' if why else ''}"


def _because(was: Day, one: Day, rests: str) -> str:
    """Why a day changes that was not named; rests: the days on which the week now has its rest."""
    if one.effort < was.effort or one.long:
        return one.why
    return f"the week has its rest on {rests}" if was.effort is Effort.REST and rests else ""


def _comes_to(terms: Terms, now: Week, wished: Sequence[WeekWish]) -> list[str]:
    """What the sessions come to, where a total was wished last."""
    if terms.total_min is None or not any(one.kind == "total" for one in wished if one.step == wished[-1].step):
        return []
    most = words.hours(terms.total_min)
    if now.minutes <= terms.total_min:
        said = f"Its sessions come to {words.hours(now.minutes)} in all, within the {most} that you wish."
        left = terms.total_min - now.minutes >= MUCH_LEFT_MIN
        return [f"{said} If you want to fill more of that, tell me by how much to make it longer." if left else said]
    return [f"Its sessions come to {words.hours(now.minutes)} in all, more than the {most} that you wish: shorter than "
            f"this I would not plan them."]  # fmt: skip


def _total(made: Week) -> str:
    """`That week comes to 3 h 50 min (230 min) in 6 sessions.`"""
    if sum(one.minutes is not None and one.minutes > 0 for one in made.days) < made.sessions:
        return "How long some sessions of that week are I can't tell, so I have no total of it."
    in_minutes = f" ({words.number(made.minutes)} min)" if made.minutes >= 60 else ""
    return f"That week comes to {words.hours(made.minutes)}{in_minutes} in {words.counted(made.sessions, 'session')}."


def _unchanged(last: Sequence[WeekWish], now: Week) -> str:
    days = [one for wish in last for day in wish.days if (one := now.of(day))]
    if days and not now.unmet:
        return f"Nothing changes by that: {words.listed([f'{one.day:%A} is {_is(one)}' for one in days])}."
    if last[0].kind == "heavier":
        held = next((one.why for one in now.days if one.effort is not Effort.HARD and one.why), "")
        return f"It is as hard as I would make it{f': {held}' if held else ''}."
    if last[0].kind == "hard days" and now.hard == 0:
        return "Nothing changes by that: there is no hard day in this week."
    if last[0].kind == "sessions":
        return f"Nothing changes by that: the week has {words.counted(now.sessions, 'session')} already."
    return "Nothing changes by that."


# What cannot be.


def _not_granted(of: Basis, terms: Terms, wished: Sequence[WeekWish], earlier: Week, now: Week) -> list[str]:
    """What of the wishes a day does not bear, why, and the nearest that it does."""
    last = [one for one in wished if one.step == wished[-1].step]
    denied = [one for step, one in terms.denied if step == wished[-1].step]
    said = [_unmet(of, terms, now, one) for one in (*denied, *(one for one in now.unmet if one not in earlier.unmet))]
    was = {one.day: one.unmet for one in earlier.days}
    asked = {day for one in last if one.kind in ("minutes", "longer") for day in one.days}
    said += [one.unmet for one in now.days if one.unmet and (one.day in asked or one.unmet != was[one.day])]
    beyond = sorted({day for one in last for day in one.days if day not in of.dates})
    if beyond:
        said.append(f"{words.listed([words.day(day) for day in beyond])} lies outside these seven days: ask me again "
                    f"nearer to it.")  # fmt: skip
    many = next((one.number for one in last if one.kind == "hard days" and (one.number or 0) > now.hard), None)
    if many is not None and many > week_plan.HARD_DAYS:
        said.append("More than two hard days in a week are more than I would plan.")
    return said[:MOST_UNMET]


def _unmet(of: Basis, terms: Terms, now: Week, one: week_plan.Unmet) -> str:
    if one.wanted == "moved":
        return one.why
    got, wanted = now.of(one.day), "A long session" if one.wanted == "long" else upper(f"{one.wanted} work")
    because = f": {one.why}" if one.why else ""
    if one.why.startswith("you wish"):
        return f"{wanted} on {words.day(one.day)} gives way{because}."
    said = f"{wanted} on {words.day(one.day)} is more than I would plan{because}; {one.day:%A} is {_is(got)}"
    if one.wanted == "long" and of.long_min is None:
        return "How long a long session of yours is I can't tell: too few weeks with one are on record."
    if one.wanted not in ("hard", "long"):
        return f"{said}."
    if other := week_wishes.nearest(of, terms, one):
        return f"{said}. The nearest day that takes it is {other:%A}: tell me to put it on {other:%A}, and I do."
    return f"{said}, and no other day of these takes it."


def _is(one: Day) -> str:
    """`for rest`, `easy, 30 min`."""
    return "for rest" if one.effort is Effort.REST else _short(one)


# Reasons.


def _reasons(of: Basis, now: Week, asked: Period) -> str:
    """What days of a week are, and why; of a single one also its length and its morning."""
    days = [one for one in now.days if asked.first <= one.day <= asked.last]
    said = []
    for one in days:
        name, why = "for rest" if one.effort is Effort.REST else _kind(one), _why(one)
        about = f" ({_inside(one)})" if len(days) == 1 and _inside(one) else ""
        said.append(f"{one.day:%A} is {name}{about}{f', since {why}' if why else ''}")
    beside = _beside_the_forecast(of, Week(tuple(days))) if len(days) == 1 else ""
    return f"In that week {'; '.join(said)}{beside}." if said else "That day lies outside these seven days."


def _why(one: Day) -> str:
    if one.session is not None and not one.why:
        return week_plan.reason_of(one.session.why)
    return one.why or ("nothing foretold speaks against it" if one.effort is Effort.HARD else "you wish it so")


def _why_changed(of: Basis, wished: Sequence[WeekWish], now: Week, asked: Period | None) -> str:
    """Why days are not as they were before the last wish that changed them."""
    period, week, left = asked or _all(of), now, tuple(wished)
    while left:
        before = _before(of, left)
        changed = [
            (was, one)
            for was, one in zip(before.days, week.days, strict=True)
            if period.first <= one.day <= period.last and _differs(was, one)
        ]
        if changed:
            return _changes_told(changed, left)
        week, left = before, before_the_last(left)
    days = [one for one in now.days if period.first <= one.day <= period.last]
    if len(days) == 1:
        return f"{days[0].day:%A} did not change: it is {_is(days[0])}, as I planned it."
    return "Nothing changed: the week is as I planned it."


def _changes_told(changed: Sequence[tuple[Day, Day]], wished: Sequence[WeekWish]) -> str:
    """`Saturday is easy, 30 min (was hard, 1 h), since you wish it so`; days that changed for one reason together."""
    by_reason: dict[str, list[str]] = {}
    for was, one in changed:
        old = _short(was) if was.effort > Effort.REST else "for rest"
        by_reason.setdefault(_why_since(one, wished), []).append(f"{one.day:%A} is {_is(one)} (was {old})")
    return f"{'; '.join(f'{words.listed(days)}, since {why}' for why, days in by_reason.items())}."


def _why_since(one: Day, wished: Sequence[WeekWish]) -> str:
    last = [wish for wish in wished if wish.step == wished[-1].step]
    if all(wish.kind in ("undo", "reset") for wish in last):
        return "you took back what changed it before"
    own = any(one.day in wish.days and wish.kind != "only" for wish in last)
    return one.why or ("you wish it so" if own else "your wish makes it so")


def _why_not(
    of: Basis, wished: Sequence[WeekWish], now: Week, days: Period | None, minutes: float | None, effort: str
) -> str:
    """Why a day is not so long or so hard, or why the last wish was not granted; empty where nothing was refused."""
    if not (minutes or effort):
        terms = week_wishes.terms_of(of, standing(wished))
        return next(iter(_not_granted(of, terms, wished, _before(of, wished), now) if wished else ()), "")
    day, held = days.first, standing(wished)
    step = max((one.step for one in held), default=0) + 1
    wish = WeekWish("minutes", (day,), None, minutes, step) if minutes else WeekWish("put", (day,), effort, None, step)
    terms = week_wishes.terms_of(of, (*held, wish))
    other = week_plan.solved(of, terms)
    if refused := _not_granted(of, terms, (*held, wish), now, other):
        return refused[0]
    if not _differs(now.of(day), other.of(day)):
        return f"{day:%A} is {_is(other.of(day))} already."
    return f"It can be {_is(other.of(day))}: tell me to make {day:%A} so, and I do."
