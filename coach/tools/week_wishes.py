"""What is wished of a planned week, one wish after the other, as the terms that it is made with."""

from collections.abc import Mapping, Sequence
from datetime import date

from coach.tools.week_plan import DAYS, HARD_DAYS, Basis, Day, Length, Terms, Unmet, Week, changed, settled, solved
from coach.understood import WeekWish
from coach.workout import LONGER, SHORTER, Effort


def terms_of(of: Basis, wished: Sequence[WeekWish]) -> Terms:
    """What a week is made with after some wishes, one after the other."""
    terms = Terms()
    for wish in wished:
        terms = _granted(of, terms, _after(of, terms, wish), wish)
    return terms


def _granted(of: Basis, before: Terms, after: Terms, wish: WeekWish) -> Terms:
    """With a wish as far as the days bear it: a day is put as near to it as can be, days that change places stay."""
    if wish.kind not in ("put", "swap", "move", "heavier"):
        return after
    week = solved(of, after)
    for unmet in (one for one in week.unmet if one.day in wish.days):
        denied = (*after.denied, (wish.step, unmet))
        if wish.kind in ("swap", "move"):
            return changed(before, denied=denied)
        after = changed(_put(after, {unmet.day: week.of(unmet.day).effort}), denied=denied)
    return after


def _after(of: Basis, terms: Terms, wish: WeekWish) -> Terms:
    days = [day for day in wish.days if day in of.dates]
    if wish.kind in ("rest", "only"):
        free = days if wish.kind == "rest" else [day for day in of.dates if day not in wish.days]
        kept = {
            day: kind for day, kind in terms.kinds.items() if wish.kind == "rest" or kind > Effort.REST or day in free
        }
        lengths = {day: length for day, length in terms.lengths.items() if day not in free}
        return changed(
            terms, kinds=kept | dict.fromkeys(free, Effort.REST), lengths=lengths, long=terms.long - set(free)
        )
    if wish.kind == "open":
        kinds, lengths = (
            {day: x for day, x in of_days.items() if day not in days} for of_days in (terms.kinds, terms.lengths)
        )
        return changed(terms, kinds=kinds, lengths=lengths, long=terms.long - set(days))
    if wish.kind in ("minutes", "at most minutes"):
        return _with_minutes(of, terms, days or (of.dates if not wish.days else []), wish)
    if wish.kind == "put" and wish.effort == "long":
        kinds = {day: kind for day, kind in terms.kinds.items() if day not in days}
        return changed(terms, kinds=kinds, long=terms.long | set(days))
    if wish.kind == "put":
        return _put(terms, dict.fromkeys(days, Effort[wish.effort.upper()]))
    return _relative(of, terms, wish, days)


def _of_other_length(terms: Terms, week: Week, days: Sequence[date], share: float) -> Terms:
    """With some days so much longer or shorter: than usual, or than was wished of them before."""
    shares = {day: terms.shares.get(day, 1.0) * share for day in days if day not in terms.lengths}
    lengths = {day: Length((week.of(day).minutes or 0.0) * share, False) for day in days if day in terms.lengths}
    return changed(terms, shares={**terms.shares, **shares}, lengths={**terms.lengths, **lengths})


def _share(wish: WeekWish) -> float:
    """Of the minutes, how many there are with a wish for more of them or fewer."""
    if wish.number is not None:
        return max(1 + wish.number / 100 * (1 if wish.kind == "longer" else -1), 0.0)
    return SHORTER if wish.kind == "shorter" else LONGER


def _with_minutes(of: Basis, terms: Terms, days: Sequence[date], wish: WeekWish) -> Terms:
    at_most = wish.kind != "minutes"
    kinds = {day: kind for day, kind in terms.kinds.items() if day not in days or kind > Effort.REST or at_most}
    return changed(terms, kinds=kinds, lengths={**terms.lengths, **dict.fromkeys(days, Length(wish.number, at_most))})


def _put(terms: Terms, kinds: Mapping[date, Effort]) -> Terms:
    """With the kinds of some days, as the last wish."""
    others = {day: kind for day, kind in terms.kinds.items() if day not in kinds}
    return changed(terms, kinds={**others, **kinds}, long=terms.long - set(kinds))


def _relative(of: Basis, terms: Terms, wish: WeekWish, days: Sequence[date]) -> Terms:
    """Wishes that are of the week as it stands: `swap`, `easier`, `one less`."""
    week = solved(of, terms)
    if wish.kind == "swap" and len(days) == 2:
        return _swapped(terms, week, *days)
    if wish.kind == "move" and len(wish.days) == 2:
        return _moved(terms, week, days[0], days[1], wish.step) if len(days) == 2 else terms
    if wish.kind == "move" and days:
        return _moved_kind(terms, week, wish, days[0])
    if wish.kind in ("shorter", "longer"):
        share = _share(wish)
        if not wish.days:
            return changed(terms, share=terms.share * share)
        return _of_other_length(terms, week, days, share)
    if wish.kind in ("lighter", "heavier") and wish.days:
        step = -1 if wish.kind == "lighter" else 1
        return _put(terms, {day: Effort(min(max(week.of(day).effort + step, 0), Effort.HARD)) for day in days})
    if wish.kind == "lighter":
        hardest = max(one.effort for one in week.days)
        if hardest <= Effort.EASY:
            return changed(terms, sessions=max(week.sessions - 1, 0))
        kinds = {day: min(kind, Effort(hardest - 1)) for day, kind in terms.kinds.items()}
        return changed(terms, kinds=kinds, most=Effort(hardest - 1))
    if wish.kind == "heavier":
        return changed(terms, most=Effort.HARD, hard_days=HARD_DAYS, sessions=DAYS, shares={}, share=1.0,
                       total_min=None)  # fmt: skip
    if wish.kind == "total":
        return changed(terms, total_min=wish.number)
    if wish.kind == "hard days":
        return _with_hard_days(terms, week, int(wish.number))
    if wish.kind == "sessions":
        count = int(wish.number) if wish.number >= 0 else week.sessions + int(wish.number)
        return changed(terms, sessions=min(max(count, 0), DAYS))
    return terms


def _with_hard_days(terms: Terms, week: Week, number: int) -> Terms:
    """So many hard days at most; those that were wished and are too many give way, the last of the week first."""
    count = max(number if number >= 0 else week.hard + number, 0)
    hard = sorted(day for day, kind in terms.kinds.items() if kind is Effort.HARD)
    kinds = {day: Effort.STEADY if day in hard[count:] else kind for day, kind in terms.kinds.items()}
    return changed(terms, kinds=kinds, hard_days=min(count, HARD_DAYS))


def _swapped(terms: Terms, week: Week, one: date, other: date) -> Terms:
    """Two days in each other's place, with the minutes that were wished of them."""
    first, second = week.of(one), week.of(other)
    if first.effort is second.effort and not (first.long or second.long) and not {one, other} & set(terms.lengths):
        return terms
    lengths = {day: length for day, length in terms.lengths.items() if day not in (one, other)}
    lengths |= {to: terms.lengths[of] for of, to in ((one, other), (other, one)) if of in terms.lengths}
    swapped = _put(changed(terms, lengths=lengths), {one: second.effort, other: first.effort})
    long = {to for of, to in ((one, other), (other, one)) if week.of(of).long}
    kinds = {day: kind for day, kind in swapped.kinds.items() if day not in long}
    return changed(swapped, kinds=kinds, long=swapped.long | long)


def _moved(terms: Terms, week: Week, one: date, to: date, step: int) -> Terms:
    """The session of one day on another, which takes its place; nothing, where there is none to move, or where the
    other day would become lighter by it."""
    source, target = week.of(one), week.of(to)
    if source.effort is Effort.REST:
        said = f"{one:%A} is for rest in that week: there is no session to move to {to:%A}."
    elif _weight(target) > _weight(source):
        said = (
            f"{to:%A} has {_named(target)} already and {one:%A} {_named(source)}: a move would make it lighter, so I "
            f"leave it out. Tell me to swap the two if you want that."
        )
    else:
        return _swapped(terms, week, one, to)
    return changed(terms, denied=(*terms.denied, (step, Unmet(to, "moved", said))))


def _weight(one: Day) -> float:
    """How much of a session it is: a long one lies between steady and hard work."""
    return Effort.STEADY + 0.5 if one.long else one.effort


def _named(one: Day) -> str:
    return "a long session" if one.long else f"{one.effort.name.lower()} work"


def _moved_kind(terms: Terms, week: Week, wish: WeekWish, to: date) -> Terms:
    """The hard day, the long one ... on another day, which takes its place; the nearest of several."""
    effort = wish.effort
    alike = [
        one.day
        for one in week.days
        if (one.long if effort == "long" else one.effort.name.lower() == effort and not one.long)
    ]
    if to in alike:
        return terms
    if not alike:
        if effort == "long":
            return changed(
                terms, long=terms.long | {to}, kinds={day: kind for day, kind in terms.kinds.items() if day != to}
            )
        return _put(terms, {to: Effort[effort.upper()]})
    nearest = min(alike, key=lambda day: (abs((day - to).days), day))
    return _swapped(terms, week, nearest, to) if effort == "rest" else _moved(terms, week, nearest, to, wish.step)


def nearest(of: Basis, terms: Terms, unmet: Unmet) -> date | None:
    """The day nearest to the one that was wished that takes such work."""
    held = {
        one.day for one in solved(of, terms).days if (one.long if unmet.wanted == "long" else one.effort is Effort.HARD)
    }
    open_days = [day for day in of.dates if day not in (unmet.day, *terms.kinds) and day not in held]
    for day in sorted(open_days, key=lambda one: (abs((one - unmet.day).days), one)):
        kinds = {one: kind for one, kind in terms.kinds.items() if one not in (day, unmet.day)}
        if unmet.wanted == "long":
            other = changed(terms, kinds=kinds, long=terms.long - {unmet.day} | {day})
        else:
            other = changed(terms, kinds={**kinds, day: Effort[unmet.wanted.upper()]})
        if not settled(of, other).unmet:
            return day
    return None
