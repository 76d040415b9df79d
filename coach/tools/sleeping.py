"""When to sleep and to get up, for how long, and what longer or shorter nights would change?"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from analytics.mornings import free_morning
from analytics.results import Grade, NotEnoughData
from analytics.statistics import ranks_apart
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import dated, records, sessions
from coach.tools.findings import said as found
from coach.tools.telling import answer, not_stored, points
from coach.understood import Period

USUAL_NIGHTS = 28
WAKINGS = 56  # eight weeks, of which free days and work days are told apart
APART_H, NEED_APART = 0.5, 6  # hours, and mornings of each kind; ours
REGULAR_H = 2.0  # of the spread of waking within which there is a usual time; ours
EARLY_H, LATE_H = 3.0, 5.0  # the middle of sleep on free days of morning and of evening people; ours


@dataclass(frozen=True)
class Waking:
    """The usual time of waking before a kind of day. on: "Saturdays and Sundays", "work days"; "" for all alike."""

    at: float  # hours after midnight
    n: int
    on: str = ""
    otherwise: float | None = None


def usual_waking(known: Known, morning: date) -> Waking | None:
    """When somebody usually wakes on such a morning: free days by themselves where they clearly differ from work days.

    Clearly: by half an hour at least, and beyond chance in their ranks (Mann-Whitney, 5%).
    """
    wakes = known.values("wake_h").iloc[-WAKINGS:].dropna()
    lately = known.values("wake_h").iloc[-USUAL_NIGHTS:].dropna()
    if lately.empty:
        return None
    free = free_morning(wakes.index).astype(bool)
    kinds = {True: wakes[free], False: wakes[~free]}
    pooled = Waking(float(lately.median()), len(lately))
    if min(map(len, kinds.values())) < NEED_APART:
        return pooled
    middle = {kind: float(hours.median()) for kind, hours in kinds.items()}
    if abs(middle[True] - middle[False]) < APART_H or ranks_apart(*kinds.values()) >= 0.05:
        return pooled
    of = bool(free_morning(pd.DatetimeIndex([pd.Timestamp(morning)]))[0])
    return Waking(middle[of], len(kinds[of]), "Saturdays and Sundays" if of else "work days", middle[not of])


def bedtime(known: Known, up_h: float | None = None, evening: date | None = None) -> list[Fact]:
    """The latest time to be asleep that still gives the usual need before the usual time of waking, or a given one.

    evening: of which day; tonight's without one.
    Of the hours between falling asleep and waking some are spent awake: as many as usual are left out.
    """
    need = need_min(known)
    if need is None:
        return []
    wake, awake = known.values("wake_h").iloc[-USUAL_NIGHTS:].dropna(), _awake_min(known)
    regular = len(wake) >= 7 and float(wake.quantile(0.9) - wake.quantile(0.1)) <= 2 * REGULAR_H
    lain = f", with the {words.hours(awake)} that you usually lie awake" if round(awake) else ""
    about, owed = ("bedtime", "sleep", "need", "wake"), _owed(known)
    if up_h is None and not regular:
        said = (
            f"Your sleep moves around the clock, so no one bedtime fits: be asleep {words.hours(need + awake)} before "
            f"you have to be up{lain}, that leaves the {words.hours(need)} of sleep that you need. Tell me when you "
            f"get up, and I name the time."
        )
        facts = [answer("bedtime", "When to be asleep", said, value=need + awake, unit="min", about=about,
                        page="sleep")]  # fmt: skip
    else:
        usual = usual_waking(known, (evening or known.today) + timedelta(days=1)) if up_h is None else Waking(up_h, 0)
        up = "getting up" if up_h is not None else f"your usual waking{f' on {usual.on}' if usual.on else ''}"
        beside = f" ({words.about(usual.otherwise)} on other days)" if usual.otherwise is not None else ""
        at = usual.at - (need + awake) / 60
        said = (
            f"Be asleep by about {words.about(at)}{lain}: that leaves the {words.hours(need)} of sleep that you need "
            f"before {up} at {words.about(usual.at)}{beside}."
        )
        facts = [answer("bedtime", "When to be asleep", said, value=at % 24, unit=words.CLOCK, n=usual.n, about=about,
                        page="sleep",
                        method="waking less the usual need and the usual time awake in the night")]  # fmt: skip
    if owed:
        said = dated.said(
            known, f"You owe {words.hours(owed)} of sleep, so half an hour earlier, or a nap, would not be too much."
        )
        facts.append(answer("bedtime.2", "What is owed", said, value=owed, unit="min", about=("debt", "sleep")))
    seen = [fact for fact in found(known, "timing.bedtime") if not fact.missing and fact.grade is not Grade.NONE]
    return [*facts, *(replace(fact, id="answer.bedtime.3") for fact in seen if regular and up_h is None)]


def get_up(known: Known) -> list[Fact]:
    """When to get up: the usual time, which a steady rhythm keeps."""
    wake = known.values("wake_h").iloc[-USUAL_NIGHTS:].dropna()
    if len(wake) < 7 or float(wake.quantile(0.9) - wake.quantile(0.1)) > 2 * REGULAR_H:
        return bedtime(known)
    usual, need = float(wake.median()), need_min(known)
    said = f"Around {words.about(usual)}, your usual time of waking: the same hour every day keeps your rhythm."
    facts = [answer("get_up", "When to get up", said, value=usual, unit=words.CLOCK, n=len(wake), about=("wake",),
                    page="rhythm", method="the middle of four weeks")]  # fmt: skip
    if need:
        at = words.about(usual - (need + _awake_min(known)) / 60)
        said = f"For the {words.hours(need)} of sleep that you need, be asleep by about {at}."
        facts.append(answer("get_up.2", "When to be asleep", said, about=("bedtime", "need", "sleep"), page="sleep"))
    return facts


def nights_of(known: Known, hours: float | None) -> list[Fact]:
    """What nights of so many hours of sleep would change, from what an hour more or less goes with."""
    nights = known.values("asleep_min").dropna()
    usual = nights.iloc[-USUAL_NIGHTS:]
    if hours is None or len(usual) < 7:
        return []
    try:
        made = known.forecast()
    except NotEnoughData:
        return []
    middle = float(usual.median())
    by = 60 * hours - middle
    lead = f"{words.hours(60 * hours)} of sleep are {words.hours(by)} {'more' if by > 0 else 'less'} than your usual "
    lead += f"{words.hours(middle)}"
    about = ("sleep", "recovery")
    if round(abs(by)) < 10:
        said = f"{words.hours(60 * hours)} of sleep are about what you usually have ({words.hours(middle)})."
        return [answer("nights_of", "Such a night", said, value=middle, unit="min", n=len(usual), about=about,
                       page="sleep")]  # fmt: skip
    effect = made.sleep
    if effect is None or effect.grade not in (Grade.LIKELY, Grade.STRONG):
        said = f"{lead}; no effect of the length of your nights on the mornings after them is seen."
        return [not_stored("nights_of", "Such a night", said, about)]
    low, high = sorted(by / 60 * edge for edge in (effect.per_hour.low, effect.per_hour.high))
    value = by / 60 * effect.per_hour.value
    shown = made.days[0]
    rarely = float((nights.iloc[-365:] >= 60 * hours).mean() if by > 0 else (nights.iloc[-365:] <= 60 * hours).mean())
    guess = " Few of your nights are like that, so this reaches beyond what was seen." if rarely < 0.05 else ""
    said = (
        f"{lead}, which goes with recovery {words.change(value, 'points')} on the morning after "
        f"({points(low, high)}): {words.day(shown.day)} about "
        f"{words.number(min(max(shown.value.value + value, 0), 100))} rather than the "
        f"{words.number(shown.value.value)} that I foretell.{guess}"
    )
    return [answer("nights_of", "Such a night", said, value=value, unit="points", low=low, high=high,
                   n=effect.per_hour.n, period=Period(shown.day, shown.day, ""), about=about, page="forecast",
                   direction=Direction.HIGHER if value > 0 else Direction.LOWER,
                   method="hours asleep in a regression with trend, load and weekday; 95% interval")]  # fmt: skip


def _awake_min(known: Known) -> float:
    """How long somebody usually lies awake between falling asleep and waking, in minutes; 0 where it is not known."""
    span = (known.values("wake_h") - known.values("onset_h")) % 24 * 60
    awake = (span - known.values("asleep_min")).iloc[-USUAL_NIGHTS:].dropna()
    return max(float(awake.median()), 0.0) if len(awake) >= 7 else 0.0


def need_min(known: Known) -> float | None:
    """The need for sleep that a debt is held against, in minutes, else what nights usually have."""
    debt = next((fact for fact in found(known, "sleep.debt") if not fact.missing), None)
    told = debt and re.search(r"(?:(\d+) h)? ?(?:(\d+) min)? a night", debt.words)
    if told and (told[1] or told[2]):
        return int(told[1] or 0) * 60.0 + int(told[2] or 0)
    nights = known.values("asleep_min").iloc[-USUAL_NIGHTS:].dropna()
    return float(nights.median()) if len(nights) >= 7 else None


def _owed(known: Known) -> float | None:
    debt = next((fact for fact in found(known, "sleep.debt") if not fact.missing), None)
    return debt.value if debt and debt.grade is not Grade.NONE and debt.value and debt.value > 60 else None


def nap(known: Known) -> list[Fact]:
    """What can be said of a nap: that it is not judged, what it counts for, and what is owed."""
    said = (
        "Whether a nap does you good I don't work out from your data. A short one in the early afternoon mostly leaves "
        "the night alone, a long or a late one takes from it."
    )
    owed = [replace(one, id="answer.nap.2") for one in found(known, "sleep.debt") if not one.missing]
    about = ("nap", "sleep")
    counts = answer("nap.3", "What naps count for", "Naps count towards what you owe.", about=about, page="sleep")
    return [answer("nap", "A nap", said, about=about, page="sleep", method="general knowledge"),
            *(owed and [*owed, counts])]  # fmt: skip


def morning_person(known: Known) -> list[Fact]:
    """Whether the middle of sleep on free days is early, late or between."""
    fact = next((one for one in found(known, "sleep.chronotype") if not one.missing), None)
    if fact is None or fact.value is None:
        said = "I can't tell: your sleep does not show which of your days are free."
        return [not_stored("chronotype", "Morning or evening", said, ("chronotype", "sleep"))]
    verdict = (
        "Rather yes" if fact.value < EARLY_H else "Rather no: an evening one" if fact.value > LATE_H
        else "Neither morning nor evening: you lie between"
    )  # fmt: skip
    lead = f"{verdict}, where I draw the lines at {words.clock(EARLY_H)} and {words.clock(LATE_H)} of mid-sleep."
    return [answer("chronotype", "Morning or evening", lead, about=("chronotype",), page="rhythm"),
            replace(fact, id="answer.chronotype.2")]  # fmt: skip


def sleep_trend(known: Known) -> list[Fact]:
    """Whether nights are longer or shorter than four weeks ago."""
    period = sessions.lately(known, USUAL_NIGHTS)
    told = [fact for fact in records.compare(known, "asleep_min", period) if not fact.missing]
    if not told:
        return [not_stored("sleep_trend", "Your sleep", "Too few nights are known to tell.", ("sleep",))]
    fact = told[0]
    verdict = {Direction.HIGHER: "Longer, which is mostly better.", Direction.LOWER: "Shorter, which is mostly worse."}
    lead = verdict.get(fact.direction, "Neither, as far as four weeks can show.")
    return [answer("sleep_trend", "Better or worse", lead, about=("sleep",), page="sleep"),
            replace(fact, id="answer.sleep_trend.2")]  # fmt: skip


def sleep_evidence(known: Known) -> list[Fact]:
    """How sure it is that sleep goes with recovery, with interval, nights and grade."""
    told = [fact for fact in found(known, "timing.duration", "timing.bedtime") if not fact.missing]
    return [replace(fact, id=f"answer.sleep_evidence.{n}") for n, fact in enumerate(told)]
