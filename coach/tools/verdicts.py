"""Questions that want a yes, a no, a time of day or the obvious reason, with the figures that bear it out."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.results import Grade, NotEnoughData
from coach import sanitise, words
from coach.facts import Direction, Fact
from coach.known import Known
from coach.tools import contrasts, dated, effects, goals, loads, records, sessions, today
from coach.tools.findings import said as found
from coach.tools.state import in_short, pulls
from coach.tools.telling import answer, not_stored, of_device, points, upper, when
from coach.understood import Period

USUAL_NIGHTS = 28
REGULAR_H = 2.0  # of the spread of waking within which there is a usual time; ours
EFFICIENCY_DAYS = 56  # of a time in which speed, or power, for a heartbeat is averaged; ours
NEED_EFFORTS = 8  # sessions in each of two such times
EARLY_H, LATE_H = 3.0, 5.0  # the middle of sleep on free days of morning and of evening people; ours
LOGGED_DAYS = 90
STILL_TRAINED = 0.7  # of the usual hours, from which on two weeks were no break; ours
APART_SHARE = 0.25  # of the own mornings that two scores may differ by before they are said to disagree; ours


def two_scores(known: Known) -> list[Fact]:
    """Our score and the device's, each by name, and whether they agree; nothing where there is only one."""
    by_id = {fact.id: fact for fact in found(known, "recovery.rule", "recovery.device") if not fact.missing}
    ours, theirs = by_id.get("recovery.rule"), by_id.get("recovery.device")
    if ours is None or theirs is None or ours.value is None or theirs.value is None:
        return []
    name = upper(of_device(known))
    facts = []
    if _disagree(known, ours.value, theirs.value):
        said = (
            f"{name} {words.number(theirs.value, '%')} and our {words.number(ours.value)} of 100 disagree today: they "
            f"are two scales, the device's made in a way that is not published, ours with 50 as your usual; where they "
            f"differ I go by the more careful one."
        )
    else:
        said = (
            f"{name} {words.number(theirs.value, '%')} and our {words.number(ours.value)} of 100 are two scales that "
            f"say much the same of you: the device's is made in a way that is not published, ours has 50 as your usual."
        )
    facts.append(answer("scores", "Two scores", said, value=ours.value, unit="of 100", about=("recovery",),
                        period=Period(known.day, known.day, "today"), page="recovery"))  # fmt: skip
    return facts


def _gap_of_ranks(known: Known, ours: float, theirs: float) -> float:
    """By how much of two months' mornings a device's score ranks this one higher than ours does."""
    past, scores = known.values("recovery").iloc[-60:].dropna(), known.scores()["score"].iloc[-60:].dropna()
    return float((past < theirs).mean()) - float((scores < ours).mean())


def _disagree(known: Known, ours: float, theirs: float) -> bool:
    return abs(_gap_of_ranks(known, ours, theirs)) >= APART_SHARE


def beside_device(known: Known, facts: list[Fact]) -> list[Fact]:
    """Our score beside the device's, in its own sentence, where the two disagree."""
    by_id = {fact.id: fact for fact in facts if not fact.missing and fact.value is not None}
    ours, theirs = by_id.get("recovery.rule"), by_id.get("recovery.device")
    if ours is None or theirs is None or known.unit("recovery") != "%":
        return facts
    if not _disagree(known, ours.value, theirs.value):
        return facts
    first, stop, rest = ours.words.partition(". ")
    rank = "higher" if _gap_of_ranks(known, ours.value, theirs.value) > 0 else "lower"
    beside = f", while {of_device(known)} {words.number(theirs.value, '%')} ranks {rank} among your mornings"
    said = f"{first.rstrip('.')}{beside}.{f' {rest}' if stop else ''}"
    return [replace(fact, words=said) if fact.id == "recovery.rule" else fact for fact in facts]


def why_scores(known: Known) -> list[Fact]:
    """The two scores, and what moved ours."""
    facts = two_scores(known)
    moved = [replace(fact, id=f"answer.{fact.id}") for fact in pulls(known, known.day)[:3]]
    if not facts:
        return [not_stored("scores", "Two scores", "Only one score is known of this morning.", ("recovery",)), *moved]
    return [*facts, *moved]


def bedtime(known: Known, up_h: float | None = None) -> list[Fact]:
    """The latest time to be asleep that still gives the usual need before the usual time of waking, or a given one.

    Of the hours between falling asleep and waking some are spent awake: as many as usual are left out.
    """
    need = _need_min(known)
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
        usual = float(wake.median()) if up_h is None else up_h
        up = "your usual waking" if up_h is None else "getting up"
        at = usual - (need + awake) / 60
        said = (
            f"Be asleep by about {words.about(at)}{lain}: that leaves the {words.hours(need)} of sleep that you need "
            f"before {up} at {words.about(usual)}."
        )
        facts = [answer("bedtime", "When to be asleep", said, value=at % 24, unit=words.CLOCK, n=len(wake), about=about,
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
    usual, need = float(wake.median()), _need_min(known)
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


def _need_min(known: Known) -> float | None:
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
    from scipy.stats import t

    rows = sessions.done(known, sport, sessions.lately(known, 2 * EFFICIENCY_DAYS))
    rows = rows[(rows["duration_min"] >= 20)].dropna(subset=[column, "avg_hr_bpm"])
    ratio = rows[column].astype(float) / rows["avg_hr_bpm"].astype(float)
    now = rows["when"] > known.day - timedelta(days=EFFICIENCY_DAYS)
    one, other = ratio[now], ratio[~now]
    if min(len(one), len(other)) < NEED_EFFORTS:
        return None
    spread = one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other)
    reach = float(t.ppf(0.975, min(len(one), len(other)) - 1) * np.sqrt(spread))
    gap, base = float(one.mean() - other.mean()), float(other.mean()) / 100
    return gap / base, (gap - reach) / base, (gap + reach) / base, len(rows)


def heavy_legs(known: Known) -> list[Fact]:
    """What goes with heavy legs first: the load of the week, then sleep and this morning's signals."""
    return _reasons(known, "What your days show first is the load.", ("load.week", "sleep.debt", "anomaly.today"))


def tired(known: Known) -> list[Fact]:
    """What goes with being tired first: sleep that is owed, then the load."""
    lead = "What your nights and days show, the most obvious first."
    return _reasons(known, lead, ("sleep.debt", "load.week", "sleep.timing", "anomaly.today"))


def _reasons(known: Known, lead: str, ids: tuple[str, ...]) -> list[Fact]:
    week = {fact.id: fact for fact in loads.week_fact(known)}
    others = {fact.id: fact for fact in found(known, *(id for id in ids if id != "load.week"))}
    told = [one for id in ids if (one := week.get(id) or others.get(id)) and not one.missing]
    clear = [one for one in told if _stands_out(one)]
    rest = [one for one in told if one not in clear and one.id in ("sleep.debt", "load.week")]
    if not clear:
        lead = "Nothing in your load or sleep stands out that goes with it."
    facts = [answer("reasons", "What goes with it", lead, about=("sleep", "strain"))]
    facts += [replace(one, id=f"answer.reasons.{n}") for n, one in enumerate((*clear, *rest), 2)]
    said = "A watch can't feel it: take it seriously, go easy, and if it lasts for weeks let a doctor look."
    return [*facts, answer("reasons.9", "What to do", said, about=("sleep", "strain"))]


def _stands_out(fact: Fact) -> bool:
    if fact.id == "load.week":
        return fact.direction is Direction.HIGHER
    if fact.id == "sleep.timing":
        return "no usual time" in fact.words
    if fact.id == "anomaly.today":
        return not fact.words.startswith("Nothing unusual")
    return fact.grade is not Grade.NONE


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


def ignore(known: Known) -> list[Fact]:
    """Whether a low score may be passed over by somebody who feels well."""
    proposed = today.todays_workout(known)[0]
    score = next((in_short(known, one) for one in found(known, "recovery.rule", "recovery.device") if not one.missing),
                 None)  # fmt: skip
    if proposed is None or score is None:
        return []
    held = proposed.kind in ("rest", "easy")
    lead = (
        "Not quite: how you feel counts, and so do the signals, which can lag behind or run ahead of it."
        if held
        else "You need not: nothing in your data asks you to hold back more than this."
    )
    facts = [answer("ignore", "Feeling and figures", lead, about=("recovery",), page="recovery")]
    both = [replace(one, id="answer.ignore.2") for one in two_scores(known)]
    facts += both or [replace(score, id="answer.ignore.2", words=f"{score.words.partition('. ')[0].rstrip('.')}.")]
    kept = {"rest": "rest", "easy": "an easy session", "steady": "a steady session", "hard": "a hard session"}
    why = f" {proposed.why[0]}" if proposed.why else ""
    said = (
        f"For today I keep to {kept[proposed.kind]}.{why} If tomorrow's morning is better, the hard one is still there."
    )
    return [*facts, answer("ignore.3", "What today suggests", said, about=("workout",), page="forecast")]


def the_day(known: Known, period: Period | None = None) -> list[Fact]:
    """One day in a paragraph: recovery, sleep, sessions, habits."""
    period = period or Period(known.day, known.day, "today")
    day = min(period.first, known.day)
    one = Period(day, day, period.words)
    at, parts = pd.Timestamp(day), []
    recovery, asleep = known.values("recovery").get(at), known.values("asleep_min").get(at)
    onset, wake = known.values("onset_h").get(at), known.values("wake_h").get(at)
    whose = f" ({of_device(known)} score)" if known.unit("recovery") == "%" else ""
    if recovery is not None and pd.notna(recovery):
        parts.append(f"recovery was {words.quantity(float(recovery), known.unit('recovery'))}{whose}")
    if asleep is not None and pd.notna(asleep):
        span = f", from {words.clock(onset)} to {words.clock(wake)}" if pd.notna(onset) and pd.notna(wake) else ""
        parts.append(f"you had slept {words.hours(float(asleep))}{span}")
    told = f"{upper(words.day(day))}: {words.listed(parts)}." if parts else f"Of {words.day(day)} no morning is known."
    facts = [answer("day", "The day", told, period=one, about=("recovery", "sleep", "bedtime", "wake"), page="today")]
    rows = sessions.done(known, None, one) if len(known.workouts()) else known.workouts()
    if len(rows):
        each = [f"{sessions.name_of(row)}: {sessions.figures(row, known)}" for row in rows.itertuples()]
        said = f"You did {words.counted(len(rows), 'session')}: {'; '.join(each)}."
    else:
        said = "No session is on record."
    facts.append(answer("day.2", "Its sessions", said, n=len(rows), period=one, about=("workout", "strain")))
    load = known.values("load").get(at)
    if load is not None and pd.notna(load) and day < known.day:
        amount = words.quantity(float(load), known.unit("load"))
        said = f"The {records.named(known, 'load')} of the whole day was {amount}."
        facts.append(answer("day.3", "Its load", said, value=float(load), period=one, about=("strain",)))
    journal = known.journal()
    rows = journal[journal["day"] == day.isoformat()] if len(journal) else journal
    yes = [sanitise.habit(habit) for habit in rows.loc[rows["answer"] == "yes", "habit"]] if len(rows) else []
    yes = [one for one in yes if one != sanitise.A_HABIT]
    if len(rows):
        said = f"In your journal: {words.listed(yes)}." if yes else "In your journal: no habit with a yes."
        facts.append(answer("day.4", "Its journal", said, n=len(rows), period=one, about=(*yes, "journal"),
                            page="habits"))  # fmt: skip
    return facts


def the_week(known: Known, period: Period | None = None) -> list[Fact]:
    """Some days in a paragraph: training, recovery, sleep, each against what is usual."""
    period = period or sessions.lately(known, 7)
    rows = sessions.done(known, None, period) if len(known.workouts()) else known.workouts()
    km = float(rows["km"].sum()) if len(rows) else 0.0
    distance = f", {words.number(km, 'km')}" if km else ""
    minutes = words.hours(float(rows["duration_min"].sum())) if len(rows) else "no time"
    said = f"{words.counted(len(rows), 'session')} {when(period)}: {minutes} in all{distance}."
    facts = [answer("week", "Your training", said, n=len(rows), period=period, about=("workout", "strain"))]
    facts += contrasts.several(known, ("recovery", "asleep_min", "hrv"), period)
    if period.last == known.day:
        facts += [replace(fact, id="answer.week.5") for fact in loads.week_fact(known) if not fact.missing]
    return facts


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


_STOPS = re.compile(r"\b(?:stop\w*|quit\w*|give up|gave up|cut\w*|drop\w*|without|no|never|skip\w*|less)\b", re.I)


def gives_up(text: str) -> bool:
    """Whether a what-if is of leaving a habit, and not of doing it."""
    return bool(_STOPS.search(text))


def gain(known: Known, habit: str, *, stops: bool = True) -> list[Fact]:
    """What leaving a habit would be worth: its effect times how often it is logged; or doing it once."""
    name = sanitise.habit(habit)
    fact = next((one for one in found(known, f"habit.{habit}") if not one.missing and one.value is not None), None)
    if fact is None or name == sanitise.A_HABIT:
        return []
    if fact.grade is Grade.NONE or fact.low is None or fact.low * fact.high <= 0:
        said = f"Nothing that I can see: no clear effect of {name} on your recovery shows."
        return [answer("gain", "What it would change", said, n=fact.n, about=(habit, "recovery"), page="habits"),
                replace(fact, id="answer.gain.2")]  # fmt: skip
    size = f"{words.change(fact.value, 'points')} the next morning ({points(fact.low, fact.high)})"
    if not stops:
        said = f"Days on which you log {name} go with a recovery {size}, so expect about that on the morning after."
        return [answer("gain", "What it goes with", said, value=fact.value, unit="points", low=fact.low, high=fact.high,
                       n=fact.n, about=(habit, "recovery"), page="habits", direction=fact.direction)]  # fmt: skip
    journal = known.journal()
    first = known.day - timedelta(days=LOGGED_DAYS - 1)
    rows = journal[(journal["habit"] == habit) & (journal["day"] >= first.isoformat())]
    yes, asked = int((rows["answer"] == "yes").sum()), len(rows)
    if not asked:
        return []
    share = yes / asked
    mean, low, high = (-one * share for one in (fact.value, fact.low, fact.high))
    said = (
        f"Days on which you log {name} go with a recovery {size}, and you logged it on {yes} of {asked} answered days "
        f"of the last {LOGGED_DAYS}. Without it, an average morning would be about "
        f"{words.number(abs(mean), 'points', 1)} {'higher' if mean > 0 else 'lower'} "
        f"({_tenths(low, high)}), if what goes together is also what does it."
    )
    return [answer("gain", "What leaving it would be worth", said, value=mean, unit="points", low=min(low, high),
                   high=max(low, high), n=asked, period=Period(first, known.day, ""), about=(habit, "recovery"),
                   page="habits", method="effect of a day times the share of days")]  # fmt: skip


def hour_of(known: Known, habit: str, metric: str = "") -> list[Fact]:
    """That no journal holds the hour of a habit, and what is known of it at any hour."""
    name = sanitise.habit(habit)
    said = f"At what hour is not stored, so no cut-off time for {name} can be told from your days; this is of any hour."
    told = [fact for fact in found(known, f"habit.{habit}") if not fact.missing]
    if metric in effects.MEASURES:
        told = [fact for fact in [effects.of_habit(known, habit, metric)] if not fact.missing]
    return [not_stored("hour", "At what hour", said, (habit,)),
            *(replace(fact, id=f"answer.hour.{n}") for n, fact in enumerate(told[:1], 2))]  # fmt: skip


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


def sleep_evidence(known: Known) -> list[Fact]:
    """How sure it is that sleep goes with recovery, with interval, nights and grade."""
    told = [fact for fact in found(known, "timing.duration", "timing.bedtime") if not fact.missing]
    return [replace(fact, id=f"answer.sleep_evidence.{n}") for n, fact in enumerate(told)]


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


def habits_on(known: Known, metric: str) -> list[Fact]:
    """Which habits go with another measure than recovery, the largest first."""
    keys = [fact.id.removeprefix("habit.") for fact in found(known, "habit.") if not fact.missing]
    told = [effects.of_habit(known, key, metric) for key in keys]
    seen = [fact for fact in told if fact.grade in (Grade.LIKELY, Grade.STRONG)]
    name = words.inside(records.label(metric))
    if not seen:
        names = [sanitise.habit(fact.subjects[0]) for fact in told if not fact.missing]
        if not names:
            return []
        said = f"None that shows: no clear effect on your {name} is seen of {words.listed(names)}."
        return [answer("habits_on", f"Habits and {name}", said, about=("sleep",), page="habits")]
    ranked = sorted(seen, key=lambda fact: -abs(fact.value))[:3]
    return [replace(fact, id=f"answer.habits_on.{n}") for n, fact in enumerate(ranked)]


def why_measure(known: Known, metric: str, period: Period | None = None) -> list[Fact]:
    """Whether a measure is higher or lower than before, and what went with it: load, sleep, logged habits."""
    period = period or sessions.lately(known, 7)
    if period.first > known.day:
        period = sessions.lately(known, 7)
    before = Period(period.first - timedelta(days=28), period.first - timedelta(days=1), "the 28 days before")
    told = (
        records.measure(known, metric, period) if period.days == 1 else records.compare(known, metric, period, before)
    )
    facts = [replace(fact, id=f"answer.why.{fact.id}") for fact in told if not fact.missing][:1]
    if not facts:
        return []
    if period.days == 1 and period.first < known.day:
        return [*facts, *_beside_that_day(known, metric, period.first)]
    week = [fact for fact in loads.week_fact(known) if fact.direction is Direction.HIGHER]
    owed = [fact for fact in found(known, "sleep.debt") if not fact.missing and fact.grade is not Grade.NONE]
    odd = [fact for fact in found(known, "anomaly.today") if not fact.missing and _stands_out(fact)]
    beside = [*week, *(owed if metric != "asleep_min" else []), *odd]
    facts += [replace(fact, id=f"answer.why.{n}") for n, fact in enumerate(beside)]
    said = (
        "These go together with it; what did it nobody can read off days that were only watched."
        if beside
        else "Nothing in your load, your sleep or this morning's signals stands out beside it."
    )
    return [*facts, answer("why.9", "What that says", said, about=("sleep", "strain"))]


def _beside_that_day(known: Known, metric: str, day: date) -> list[Fact]:
    """What stood beside a measure of an earlier morning: its hours, and load and logged habits of the day before."""
    eve = day - timedelta(days=1)
    about = ("sleep", "strain", *records.subjects(metric))
    said = [_hours_of(known, day)] if metric == "asleep_min" else []
    load = records.measure(known, "load", Period(eve, eve, ""))[0]
    if not load.missing and load.direction in (Direction.HIGHER, Direction.LOWER):
        said.append(load.words)
    said += _logged_with_effect(known, metric, eve)
    said = [one for one in said if one] or [
        f"Nothing in the load or the journal of the day before, {records.date_words(eve)}, stands out beside it."
    ]
    facts = [answer(f"why.{n}", "What went with it", one, period=Period(eve, day, ""), about=about, page="habits",
                    method="as recorded; what did it nobody can read off days that were only watched")
             for n, one in enumerate(said[:4], 1)]  # fmt: skip
    return facts


def _hours_of(known: Known, day: date) -> str:
    """`You fell asleep at 00:29 and woke at 06:40; usually it is about 23:10 and 06:55.`"""
    at, told, usual = pd.Timestamp(day), [], []
    for metric in ("onset_h", "wake_h"):
        values = known.values(metric)
        earlier = values.loc[: at - pd.Timedelta(days=1)].iloc[-records.USUAL_DAYS :].dropna()
        if len(earlier) < records.WEEK or pd.isna(values.get(at)):
            return ""
        told.append(words.clock(float(values[at])))
        usual.append(words.about(float(earlier.median())))
    return f"You fell asleep at {told[0]} and woke at {told[1]}; usually it is about {usual[0]} and {usual[1]}."


def _logged_with_effect(known: Known, metric: str, day: date) -> list[str]:
    """The habits that were logged on a day and are seen to go with a measure."""
    journal = known.journal()
    if journal.empty or metric not in effects.MEASURES:
        return []
    done = journal.loc[(journal["day"] == day.isoformat()) & (journal["answer"] == "yes"), "habit"]
    told = [(key, effects.of_habit(known, key, metric)) for key in done if sanitise.habit(key) != sanitise.A_HABIT]
    return [
        f"You logged {sanitise.habit(key)} on {records.date_words(day)}. {fact.words}"
        for key, fact in told
        if fact.grade in (Grade.LIKELY, Grade.STRONG)
    ]


def _tenths(low: float, high: float) -> str:
    first, last = sorted((abs(low), abs(high)))
    return f"{words.number(first, digits=1)} to {words.number(last, 'points', 1)}"


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
