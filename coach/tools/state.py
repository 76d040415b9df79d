"""How somebody is this morning, and why mornings are as they are."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analytics.recovery.rules import LABELS, WEIGHTS, SubScore
from analytics.results import Grade, NotEnoughData
from coach import words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import records, spans, stored, unsaid
from coach.tools.findings import said
from coach.understood import Period

WEEK = 7
LEAST_MORNINGS = 3
TELLING = 3.0  # points by which a part has to pull on average to be named
_ABOUT = {"hrv": "hrv", "resting_hr": "resting_hr", "sleep": "sleep", "respiration": "respiration", "load": "strain"}


def readiness(known: Known) -> list[Fact]:
    """This morning: recovery, what moved it, the night, yesterday's load, whether anything is unusual, and tomorrow."""
    if stored.is_stale(known):
        return [stored.stale(known), *said(known, "recovery.rule", "recovery.device", "sleep.last_night")]
    facts = said(
        known,
        *("recovery.rule", "recovery.device", "sleep.last_night", "load.yesterday", "anomaly.today", "baseline.hrv"),
        *("sleep.debt", "prediction.tomorrow"),
    )
    # Of one morning, one figure: of what was planned only the forecast knows.
    if len(known.plans()) or not any(fact.id == "prediction.tomorrow" and not fact.missing for fact in facts):
        facts = [fact for fact in facts if fact.id != "prediction.tomorrow"] + said(known, "forecast.tomorrow")
    return _telling(one_need([in_short(known, fact) for fact in facts])) + pulls(known, known.day)


def in_short(known: Known, fact: Fact) -> Fact:
    """Whose score it is, where a device has one as well; of tomorrow only the figure: how it came about is another
    question."""
    if fact.missing:
        return fact
    by_device = known.unit("recovery") == "%"
    if fact.id == "recovery.rule":
        said = fact.words.replace("Recovery is", "By our score, recovery is", 1) if by_device else fact.words
        if fact.low is not None and " of 100," in said:
            said = said.replace(" of 100,", f" of 100 ({words.interval(fact.low, fact.high, '').strip()}),", 1)
        return replace(fact, words=said)
    if fact.id == "prediction.tomorrow":
        said = fact.words.partition(". ")[0].rstrip(".")
        return replace(fact, words=f"{said}{', as your device scores it' if by_device else ''}.")
    return fact


def one_need(facts: list[Fact]) -> list[Fact]:
    """Of the need for sleep one figure in an answer: a device's need of one night holds what is owed already."""
    if not any(fact.id == "sleep.debt" and not fact.missing for fact in facts):
        return facts
    return [replace(fact, words=_NEED.sub("", fact.words)) if fact.id == "sleep.last_night" else fact for fact in facts]


_NEED = re.compile(r", (?:[\dhmin ]+ (?:less|more) than your need of [\dhmin ]+|just your need of [\dhmin ]+)(?=[,.])")


def why(known: Known, period: Period | None = None, against: Period | None = None) -> list[Fact]:
    """What lies behind the recovery of a day, or of a week or more: parts of the score, load, sleep and habits done.

    against: a day before, whose parts are held against those of the day.
    """
    period = period or Period(known.day - timedelta(days=WEEK - 1), known.day, "the last 7 days")
    if period.days == 1:
        return [*_steps(known, period.first, against), *_why_day(known, period)]
    level = _few(known, period, records.measure(known, "recovery", period))
    others = [
        fact for metric in ("hrv", "resting_hr_bpm", "asleep_min", "load") for fact in _against(known, metric, period)
    ]
    habits = habits_done(known, period, _side(known, period))
    return [*level, *_pulls_of(known, period), *others, *habits, *_unusual(known, period)]


def _few(known: Known, period: Period, level: list[Fact]) -> list[Fact]:
    """Of too few mornings for a mean each by itself, beside what is usual."""
    values, unit = known.values("recovery"), known.unit("recovery")
    inside = values.loc[pd.Timestamp(period.first) : pd.Timestamp(period.last)].dropna()
    earlier = values.loc[: pd.Timestamp(period.first) - pd.Timedelta(days=1)].iloc[-60:].dropna()
    if any(not fact.missing for fact in level) or inside.empty or len(earlier) < 14:
        return level
    low, high = earlier.quantile([0.1, 0.9])
    each = words.listed([words.quantity(value, unit) for value in inside])
    said = (
        f"Your recovery {spans.within(period)} is known on {words.counted(len(inside), 'morning')}, {each}; four in "
        f"five of your mornings before lay within {words.interval(low, high, unit)}."
    )
    return [Fact("mean.recovery", "Recovery of these mornings", said, n=len(inside), first_day=period.first,
                 last_day=period.last, subjects=("recovery",), page="recovery", method="as measured")]  # fmt: skip


def _side(known: Known, period: Period) -> int:
    """Whether recovery was lower or higher in a time than in the 28 days before it; 0 where that is not known."""
    values, first = known.values("recovery"), pd.Timestamp(period.first)
    inside = values.loc[first : pd.Timestamp(period.last)].mean()
    gap = inside - values.loc[first - pd.Timedelta(days=28) : first - pd.Timedelta(days=1)].mean()
    return 0 if pd.isna(gap) else 1 if gap > 0 else -1


def habits_done(known: Known, period: Period, side: int = 0) -> list[Fact]:
    """How often the habits that go with other mornings were done in a time, beside how often before it.

    side: 1 or -1 where only those count that were done more, or less, than before and so go with higher, or lower,
    mornings.
    """
    journal, facts = known.journal(), []
    if journal.empty:
        return facts
    effects = {fact.id.removeprefix("habit."): fact for fact in said(known, "habit.")}
    days = pd.to_datetime(journal["day"])
    # A habit acts on the morning after it.
    first, last = (pd.Timestamp(day) - pd.Timedelta(days=1) for day in (period.first, period.last))
    for key, effect in effects.items():
        if effect.grade not in (Grade.LIKELY, Grade.STRONG) or effect.missing:
            continue
        rows = journal["habit"] == key
        inside = rows & (days >= first) & (days <= last)
        earlier = rows & (days < first) & (days >= first - pd.Timedelta(days=90))
        done, asked = _yes(journal[inside]), int(inside.sum())
        if not asked or not done:
            continue
        share = _yes(journal[earlier]) / max(int(earlier.sum()), 1)
        if side and earlier.sum() >= 14 and (done / asked - share) * (effect.value or 0) * side <= 0:
            continue
        usual = (
            f"; before that it was {words.number(share * period.days, digits=1)} in as many days"
            if earlier.sum() >= 14
            else ""
        )
        name = words.habit(key)  # a plain one: others have no effect of that name
        if period.days == 1:
            sentence = f"{name} is in your journal of {words.day(first.date())}."
        else:
            sentence = (
                f"{name} is in your journal on {done} of {words.counted(asked, 'answered day')} before these "
                f"mornings{usual}."
            )
        facts += [
            Fact(
                f"done.{key}",
                f"{name} in that time",
                sentence,
                float(done),
                f"of {words.counted(asked, 'day')}",
                n=asked,
                first_day=first.date(),
                last_day=last.date(),
                subjects=(key,),
                page="habits",
            ),
            effect,
        ]
    return facts


def _why_day(known: Known, period: Period) -> list[Fact]:
    day = period.first
    facts = records.measure(known, "recovery", period) + pulls(known, day)
    night_before = Period(day, day, period.words)
    facts += records.measure(known, "asleep_min", night_before)
    load_day = day - timedelta(days=1)
    facts += records.measure(known, "load", Period(load_day, load_day, "the day before"))
    return facts + habits_done(known, period)


def _steps(known: Known, day: date, against: Period | None) -> list[Fact]:
    """Which parts of our score moved from one morning to another, and by how many points of it."""
    if against is None or against.days > 1 or against.first == day:
        return []
    try:
        now, then = known.recovery(day), known.recovery(against.first)
    except NotEnoughData as gap:
        return [unsaid.nothing("step.all", "From that morning to this", unsaid.gap_words(gap), ("recovery",))]
    before = {part.name: part.pull for part in then.subscores if part.score is not None}
    moved = {part: part.pull - before[part.name] for part in now.subscores
             if part.score is not None and part.name in before}  # fmt: skip
    telling = sorted((one for one in moved.items() if abs(one[1]) >= TELLING), key=lambda one: -abs(one[1]))
    step = now.score.value - then.score.value
    sides = [f"{words.inside(part.label)} by {words.counted(round(abs(by)), 'point')} {'up' if by > 0 else 'down'}"
             for part, by in telling]  # fmt: skip
    way = (
        "is as it was"
        if round(abs(step)) == 0
        else f"is {words.counted(round(abs(step)), 'point')} {_higher(step)} than"
    )
    said = f"By our score, recovery on {words.day(day)} {way} on {words.day(against.first)}"
    said += f" ({words.number(now.score.value)} against {words.number(then.score.value)})"
    said += f": {words.listed(sides)}." if sides else ", and no part of it moved by much."
    return [
        Fact(
            "step.all",
            "From that morning to this",
            said,
            step,
            "points",
            first_day=against.first,
            last_day=day,
            direction=Direction.SAME if not round(abs(step)) else Direction.HIGHER if step > 0 else Direction.LOWER,
            subjects=("recovery",),
            page="recovery",
            method="rule-based score: the parts of one morning less those of the other",
        )
    ]


def _higher(step: float) -> str:
    return "higher" if step > 0 else "lower"


def pulls(known: Known, day: date) -> list[Fact]:
    """Each part of our score of one morning, the strongest first."""
    try:
        parts = known.recovery(day).subscores
    except NotEnoughData:
        return []
    strongest = sorted((part for part in parts if part.score is not None), key=lambda part: -abs(part.pull))
    shown = words.adding_up(part.pull for part in strongest)
    return [_part(part, abs(by), day) for part, by in zip(strongest, shown, strict=True) if abs(part.pull) >= 1.5]


def _part(part: SubScore, by: int, day: date) -> Fact:
    verb = "adds" if part.pull > 0 else "takes"
    points = words.counted(by, "point")
    measured = None if part.value is None else words.quantity(part.value, part.unit)
    compared = ""
    if part.usual is not None and measured is not None:
        alike = measured == words.quantity(part.usual, part.unit)  # then a digit more tells them apart
        measured = words.quantity(part.value, part.unit, int(alike))
        compared = f", against {words.quantity(part.usual, part.unit, int(alike))} ({part.against})"
    value = "" if part.value is None else f" was {measured}{compared}; that"
    called = "strain" if part.unit == "of 21" else "load"
    name = f"The {called} of the day before" if part.name == "load" else part.label
    sentence = f"{name}{value} {verb} {points} {'to' if part.pull > 0 else 'from'} the recovery score."
    return Fact(
        f"pull.{part.name}",
        f"{part.label} in the recovery of {day.day} {day:%B}",
        sentence,
        part.pull,
        "points",
        first_day=day,
        last_day=day,
        subjects=(_ABOUT[part.name], "recovery"),
        page="recovery",
        method="rule-based score: its five parts add up to the distance from 50",
    )


def _pulls_of(known: Known, period: Period) -> list[Fact]:
    """Which parts of our score pulled on the mornings of a time, on average."""
    parts = list(WEIGHTS)
    scores = known.scores().loc[pd.Timestamp(period.first) : pd.Timestamp(period.last), parts]
    weights = scores.notna() * [WEIGHTS[part] for part in parts]
    pulls = (scores - 50) * weights.div(weights.sum(axis=1), axis=0)
    counted = pulls.count()
    means = pulls.mean()[counted >= LEAST_MORNINGS].sort_values(key=abs, ascending=False)
    telling = {part: float(mean) for part, mean in means.items() if abs(mean) >= TELLING}
    single = [_mean_pull(part, mean, int(counted[part]), period) for part, mean in telling.items()]
    return [*_together(telling, int(counted.max()), period), *single]


def _together(pulls: dict[str, float], mornings: int, period: Period) -> list[Fact]:
    """The strongest parts in one sentence."""
    if len(pulls) < 2:
        return []
    sides = []
    for verb, sign in (("took points from", -1), ("added points to", 1)):
        named = [
            f"{words.inside(LABELS[part])} ({round(abs(pull))})" for part, pull in pulls.items() if pull * sign > 0
        ]
        if named:
            sides.append(f"{words.listed(named[:3])} {verb} our score")
    sentence = f"On an average morning {' and '.join(sides)}, over {words.counted(mornings, 'morning')}."
    about = tuple(_ABOUT[part] for part in pulls)
    return [
        Fact(
            "pulls.all",
            f"What moved the recovery of {period.words}",
            sentence,
            n=mornings,
            first_day=period.first,
            last_day=period.last,
            subjects=(*about, "recovery"),
            page="recovery",
            method="rule-based score: its five parts add up to the distance from 50",
        )
    ]


def _mean_pull(part: str, mean: float, mornings: int, period: Period) -> Fact:
    verb, side = ("added", "to") if mean > 0 else ("took", "off")
    sentence = (
        f"{LABELS[part]} {verb} {words.counted(round(abs(mean)), 'point')} {side} our score on an average morning "
        f"({words.counted(mornings, 'morning')})."
    )
    return Fact(
        f"pulls.{part}",
        f"{LABELS[part]} in the recovery of {period.words}",
        sentence,
        mean,
        "points",
        n=mornings,
        first_day=period.first,
        last_day=period.last,
        subjects=(_ABOUT[part], "recovery"),
        page="recovery",
        method="rule-based score: its five parts add up to the distance from 50",
    )


def _against(known: Known, metric: str, period: Period) -> list[Fact]:
    """A measure in a time against the 28 days before it, where a difference shows."""
    before = Period(period.first - timedelta(days=28), period.first - timedelta(days=1), "the 28 days before")
    return [
        fact
        for fact in records.compare(known, metric, period, before)
        if fact.direction in (Direction.HIGHER, Direction.LOWER)
    ]


def _unusual(known: Known, period: Period) -> list[Fact]:
    lately = period.last == known.day
    return [fact for fact in said(known, "anomaly.today", "sleep.debt") if not fact.missing] if lately else []


def _yes(rows: pd.DataFrame) -> int:
    return int((rows["answer"] == "yes").sum())


def _telling(facts: list[Fact]) -> list[Fact]:
    """Without what cannot be said, where something else can."""
    told = [fact for fact in facts if not fact.missing]
    return told or facts
