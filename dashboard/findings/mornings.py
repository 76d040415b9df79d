"""What is said of a morning: recovery, last night, yesterday, and each measure against its baseline."""

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd

from analytics.baseline import Baseline, Trend, baseline
from analytics.recovery.rules import Recovery
from analytics.results import Finding, Grade, NotEnoughData
from analytics.usual import WEEK
from coach import words
from dashboard import compose
from dashboard.compose import HRV, History, Measure
from dashboard.findings.asked import Ask, missing_words, nothing, on, or_missing
from data.schema import METRICS

BASELINE_METHOD = (
    "7-day mean against the 60 days before it, interval widened for days that resemble their neighbours; days far "
    "outside are held at 3.5 robust SDs (2.5 within the week)"
)
TREND_METHOD = "slope over 28 days by regression with AR(1) errors"
RULE_METHOD = (
    "rule-based: HRV (as {kind}) 30%, resting HR 20%, sleep 30%, respiration 10%, load 10%, each against your own usual"
)
AGAINST_RANGE = "; graded by whether it lies outside the normal range of your single days before it"
DEVICE_METHOD = "the device's own score, as it came; how it is made is not published" + AGAINST_RANGE
MEASURED = "as measured" + AGAINST_RANGE
LOAD_BY_HAND = (
    "nothing that you brought tells how hard your days were. A CSV kept by hand does, with the minutes of a session "
    "and its effort from 0 to 10"
)


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id."""
    said = {"recovery.device": device_recovery, "recovery.rule": rule_recovery}
    for measure in compose.measures(history, day):
        said[f"baseline.{measure.id}"] = partial(against_baseline, measure=measure)
        said[f"trend.{measure.id}"] = partial(trend, measure=measure)
    return said | {"sleep.last_night": last_night, "load.yesterday": yesterdays_load}


def device_recovery(history: History, day: date) -> Finding:
    """The device's own score this morning."""
    ask = Ask("recovery.device", "How recovered does my device say I am?", DEVICE_METHOD)
    value = on(history, "recovery_pct", day)
    if value is None:
        return nothing(ask, "a recovery score of this morning from a device")
    said = f"Your device scores this morning's recovery at {words.number(value, '%')}"
    return _measured(ask, history, "recovery_pct", day, said, value, "%")


def rule_recovery(history: History, day: date) -> Finding:
    """Our score this morning, with what moved it most."""
    method = RULE_METHOD.format(kind=HRV[compose.hrv_on(history, day)])
    ask = Ask("recovery.rule", "How recovered am I this morning?", method)
    return or_missing(ask, lambda: _rule_finding(ask, compose.recovery_of(history, day)))


def _rule_finding(ask: Ask, recovery: Recovery) -> Finding:
    score = recovery.score
    place = "above" if score.low > 50 else "below" if score.high < 50 else "close to"
    said = f"Recovery is {words.number(score.value)} of 100, {place} your usual of 50. {_pulls(recovery)}"
    grade = Grade.NONE if place == "close to" else Grade.LIKELY
    unknown = [f"{part.label}: {part.missing}" for part in recovery.subscores if part.missing]
    method = f"{ask.method}; your usual is 50"
    if unknown:
        method += f"; without {'; '.join(unknown)}; its weight is shared out over the others"
    return Finding(ask.id, ask.question, said, grade, method, score.value, score.low, score.high, "of 100", score.n)


def _pulls(recovery: Recovery) -> str:
    """What lifts the score and what lowers it, the strongest first."""
    known = sorted((s for s in recovery.subscores if s.score is not None), key=lambda s: -abs(s.pull))
    parts = []
    for verb, sign in (("lifts", 1), ("lowers", -1)):
        names = [words.inside(part.label) for part in known if part.pull * sign >= 1.5]
        if names:
            several = len(names) > 1
            parts.append(f"{words.listed(names)} {verb.removesuffix('s') if several else verb} it")
    if not parts:
        return "Nothing pulls it far from there."
    said = ", ".join(parts)
    return said[0].upper() + said[1:] + "."


def against_baseline(history: History, day: date, measure: Measure) -> Finding:
    """The last 7 days of one measure against the athlete's own usual."""
    question = f"Is my {words.inside(measure.label)} in its normal range?"
    ask = Ask(f"baseline.{measure.id}", question, _method_of(measure, BASELINE_METHOD))
    mean = _mean(history, measure, day)
    return or_missing(ask, lambda: _baseline_finding(ask, measure, compose.baseline_of(history, measure, day), mean))


def _mean(history: History, measure: Measure, day: date) -> float:
    """The plain mean of the 7 days up to a day, as anybody would work it out."""
    return float(history.aligned[measure.metric].loc[: pd.Timestamp(day)].iloc[-WEEK:].mean())


def _baseline_finding(ask: Ask, measure: Measure, base: Baseline, mean: float) -> Finding:
    change = base.change
    unit = "%" if measure.log else measure.unit
    name, usual = words.inside(measure.label), words.quantity(base.usual.value, measure.unit)
    band = words.interval(base.band_low, base.band_high, measure.unit)
    if base.grade is Grade.NONE:
        week = words.quantity(base.week, measure.unit)
        # Of logarithms, or with a glitch held back, it is no plain mean and is not called so where the two differ.
        kind = "geometric mean" if measure.log else "days far outside held back"
        averages = f"averages {week}" if week == words.quantity(mean, measure.unit) else f"lies at {week} ({kind})"
        said = f"Your {name} over the last 7 days {averages}, within the {band} that your weeks usually keep."
    else:
        apart = f"{words.change(change.value, unit)} than your usual of {usual}"
        said = f"Your {name} over the last 7 days is {apart}, outside the {band} that your weeks usually keep."
    return ask.estimated(said, base.grade, change, unit)


def trend(history: History, day: date, measure: Measure) -> Finding:
    """Which way one measure has been going."""
    question = f"Which way is my {words.inside(measure.label)} going?"
    ask = Ask(f"trend.{measure.id}", question, _method_of(measure, TREND_METHOD))
    return or_missing(ask, lambda: _trend_finding(ask, measure, compose.trend_of(history, measure, day)))


def _trend_finding(ask: Ask, measure: Measure, trend: Trend) -> Finding:
    change = trend.change
    unit = "%" if measure.log else measure.unit
    name = words.inside(measure.label)
    if trend.grade is Grade.NONE:
        fits = f"{words.change(change.low, unit)} to {words.change(change.high, unit)}"
        said = f"No trend seen in your {name} over {trend.days} days; they would fit anything from {fits}."
    else:
        span = words.interval(*sorted((abs(change.low), abs(change.high))), unit)
        said = f"Over {trend.days} days your {name} became {words.change(change.value, unit)} (by {span})."
    return ask.estimated(said, trend.grade, change, unit)


def last_night(history: History, day: date) -> Finding:
    """How long the athlete slept, and against what was needed."""
    ask = Ask("sleep.last_night", "How did I sleep?", MEASURED)
    asleep, need = on(history, "asleep_min", day), on(history, "need_min", day)
    if asleep is None:
        return nothing(ask, "a sleep record of last night")
    said = f"You slept {words.hours(asleep)}"
    if need is not None:
        difference = asleep - need
        short = (
            f"{words.hours(difference)} {'more' if difference > 0 else 'less'} than your need of {words.hours(need)}"
        )
        said += f", {short}" if round(abs(difference)) else f", just your need of {words.hours(need)}"
    onset, wake = on(history, "onset_h", day), on(history, "wake_h", day)
    if onset is not None and wake is not None:
        said += f", from {words.clock(onset)} to {words.clock(wake)}"
    return _measured(ask, history, "asleep_min", day, said, asleep, "min")


def yesterdays_load(history: History, day: date) -> Finding:
    """How hard yesterday was, among the athlete's last 28 days."""
    ask = Ask("load.yesterday", "How hard was yesterday?", MEASURED)
    metric, unit = ("day_strain", "of 21") if history.daily["day_strain"].notna().any() else ("load_au", "AU")
    yesterday = (pd.Timestamp(day) - pd.Timedelta(days=1)).date()
    value = on(history, metric, yesterday)
    if not history.daily[metric].notna().any():
        return nothing(ask, LOAD_BY_HAND)
    if value is None:
        return nothing(ask, "the strain or load of yesterday")
    said = f"Yesterday's {'strain' if metric == 'day_strain' else 'load'} was {words.quantity(value, unit)}"
    return _measured(ask, history, metric, yesterday, said, value, unit)


def _measured(ask: Ask, history: History, metric: str, day: date, said: str, value: float, unit: str) -> Finding:
    """A value as it was measured, graded by whether it is unusual for the athlete."""
    try:
        usual = baseline(history.aligned[metric], day, log=False, restarts=history.restarts[metric])
    except NotEnoughData as gap:
        missing = f"{missing_words(gap)} before it can be called usual or not"
        return Finding(
            ask.id, ask.question, f"{said}.", Grade.INSUFFICIENT, ask.method, value, unit=unit, n=1, missing=missing
        )
    possible = METRICS[metric]
    spread = words.interval(max(usual.day_low, possible.low), min(usual.day_high, possible.high), unit)
    inside = usual.day_low <= value <= usual.day_high
    said += f", {'within' if inside else 'outside'} your normal range of {spread} (19 of 20 days lie there)"
    grade = Grade.NONE if inside else Grade.LIKELY
    return Finding(ask.id, ask.question, f"{said}.", grade, ask.method, value, unit=unit, n=usual.usual.n + 1)


def _method_of(measure: Measure, method: str) -> str:
    """The method, with the kind of HRV that it was used on."""
    return f"HRV as {HRV[measure.metric]}; {method}" if measure.metric in HRV else method
