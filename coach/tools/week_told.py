"""A week in words: what was wished and what it does to the other days, what cannot be, and the days."""

from collections.abc import Sequence
from datetime import date

from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import records, week_plan, week_wishes
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
MOST_UNMET = 2  # that an answer speaks of


def week(known: Known, wished: Sequence[WeekWish] = (), feels: str = "", why: Period | None = None) -> list[Fact]:
    """The next seven days, with what is wished of them; why: the days of which the reasons are asked for."""
    try:
        of = week_plan.basis(known, feels)
    except NotEnoughData as gap:
        return [records.nothing("week_plan", "Your week", records.gap_words(gap), ("recovery",), page="forecast")]
    terms = week_wishes.terms_of(of, standing(wished))
    made = week_plan.solved(of, terms)
    if why:
        return [_fact(of, "week_plan", "Why the week is so", _reasons(made, why))]
    days = f"{', '.join(_told(one) for one in made.days)}. Each morning may make its day lighter, and none harder."
    if not wished:
        return [_fact(of, "week_plan", "Your week", f"A week that fits what is foretold, each morning with the days "
                      f"before it like this: {days}")]  # fmt: skip
    before = before_the_last(wished)
    earlier = week_plan.solved(of, week_wishes.terms_of(of, standing(before)))
    unmet = _not_granted(of, terms, wished, earlier, made)
    said = [*_what_changed(of, wished, earlier, made, refused=bool(unmet)), *unmet]
    facts = [_fact(of, f"week_plan.{n}", "What your wish changes", one) for n, one in enumerate(said)]
    anew = f"Your week with that, each morning with the days before it like this: {days}"
    return [*facts, _fact(of, f"week_plan.{len(said)}", "Your week", anew)]


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
    follows, back = wished[-1].step > 0, last[0].kind in ("undo", "reset")
    if back and not standing(before_the_last(wished)):
        return ["There is nothing to take back: the week is as I planned it."]
    changed = [(was, one) for was, one in zip(earlier.days, now.days, strict=True) if _differs(was, one)]
    if not changed:
        return [] if refused else ["Taken back; it had changed nothing."] if back else [_unchanged(last, now)]
    named = {day for one in last for day in _of_wish(of, one)} if not back else set()
    own = [_change(was, one, follows) for was, one in changed if one.day in named or not named]
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
    said += [one.unmet for one in now.days if one.unmet and one.unmet != was[one.day]]
    beyond = sorted({day for one in last for day in one.days if day not in of.dates})
    if beyond:
        said.append(f"{words.listed([words.day(day) for day in beyond])} lies outside these seven days: ask me again "
                    f"nearer to it.")  # fmt: skip
    many = next((one.number for one in last if one.kind == "hard days" and (one.number or 0) > now.hard), None)
    if many is not None and many > week_plan.HARD_DAYS:
        said.append("More than two hard days in a week are more than I would plan.")
    return said[:MOST_UNMET]


def _unmet(of: Basis, terms: Terms, now: Week, one: week_plan.Unmet) -> str:
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
        return f"{said}. The nearest day that takes it is {other:%A}: tell me to put it there, and I do."
    return f"{said}, and no other day of these takes it."


def _is(one: Day) -> str:
    """`for rest`, `easy, 30 min`."""
    return "for rest" if one.effort is Effort.REST else _short(one)


# Reasons.


def _reasons(now: Week, asked: Period) -> str:
    """What days of a week are, and why; of a single one also its length and its morning."""
    days = [one for one in now.days if asked.first <= one.day <= asked.last]
    said = []
    for one in days:
        name, why = "for rest" if one.effort is Effort.REST else _kind(one), _why(one)
        about = f" ({_inside(one)})" if len(days) == 1 and _inside(one) else ""
        said.append(f"{one.day:%A} is {name}{about}{f', since {why}' if why else ''}")
    return f"In that week {'; '.join(said)}." if said else "That day lies outside these seven days."


def _why(one: Day) -> str:
    if one.session is not None:
        return week_plan.reason_of(one.session.why)
    return one.why or ("nothing foretold speaks against it" if one.effort is Effort.HARD else "you wish it so")
