"""What is said of unusual mornings: whether this one is, what drove it, and how many there were lately."""

from collections.abc import Callable
from datetime import date, timedelta

import pandas as pd

from analytics.anomaly import CLEAR, DIRECTIONS, Anomaly, Judged, Kind, Signal
from analytics.results import Estimate, Finding, Grade, NotEnoughData
from coach import words
from dashboard.compose import HRV, History
from dashboard.compose import anomaly as compose
from dashboard.findings.asked import Ask, missing_words, nothing
from data.schema import METRICS

NAMES = {
    "hrv_rmssd_ms": "HRV",
    "hrv_sdnn_ms": "HRV",
    "resting_hr_bpm": "Resting HR",
    "respiration_brpm": "Respiration",
    "skin_temp_c": "Skin temperature",
    "skin_temp_deviation_c": "Skin temperature",
}
METHOD = (
    "each signal of the morning against its median over four weeks, less what yesterday's load, logged alcohol and the "
    "weekday explain, in units of its own spread; what moves together counts once; flagged where only {rate} of your "
    "healthy mornings would be, days on which you said to be ill left out; like an illness where two or more signals "
    "point that way over two days. How often it errs on simulated illnesses, and how an isolation forest does on the "
    "same days, is on the page Methods (T7)"
)
TODAY_METHOD = "; graded likely where flagged, strong with {row} flagged mornings in a row"
LATELY_METHOD = (
    "; stretches of flagged mornings held against how many there would be by chance (Poisson), strong as well with "
    "{row} in a row"
)
CAUTION = (
    "A pattern like that of an illness is a possibility, never a diagnosis. About half of all infections show nothing "
    "in these signals, and much else looks alike: alcohol that you did not log, heat, a hard day, a short night, "
    "travel, a vaccination, the menstrual cycle, a loose device. How you feel counts for more."
)
POSSIBLE = "That is a possibility, not a diagnosis."
RATES = {0.5: "1 in two months", 1.0: "1 a month", 2.0: "2 a month", 4.0: "4 a month"}
NEAR = 0.8  # of the limit: from there on a usual morning is said to be near it
DRIVES = 0.2  # of the score: what adds less did not drive it
LIKELY_P, STRONG_P = 0.05, 0.01
# At each rate the flagged mornings in a row that healthy athletes have in fewer than 1 of 100 stretches of 28 days, as
# tried on simulated ones.
NO_CHANCE = {0.5: 3, 1.0: 3, 2.0: 4, 4.0: 6}
NO_SIGNALS = (
    "HRV, resting HR, respiration or skin temperature of your mornings. A device that is worn at night brings them, "
    "and so does a CSV kept by hand"
)
NOT_RECORDED = "this morning's HRV, resting HR, respiration or skin temperature: none of them was recorded"
NEW_DEVICE = (
    "a usual of your own for this morning's signals; after a new device or a long gap it takes about "
    f"{compose.WARM_UP} mornings"
)


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id."""
    return ANSWERS


def _method(rate: float, more: str) -> str:
    return METHOD.format(rate=RATES[rate]) + more.format(row=NO_CHANCE[rate])


def today(history: History, day: date) -> Finding:
    """Whether this morning fits what was to be expected, and what drove it if not."""
    rate = compose.rate(history)
    ask = Ask("anomaly.today", "Is this morning unusual for me?", _method(rate, TODAY_METHOD))
    try:
        judged = compose.judged(history, day)
    except NotEnoughData:
        return nothing(ask, NO_SIGNALS)
    try:
        found = judged.on(day)
    except NotEnoughData as gap:
        return nothing(ask, missing(judged, day, gap))
    unit = f"of {words.counted(found.n, 'healthy morning')}"
    return ask.estimated(_today_words(found, judged), grade(judged, day), _as_unusual(found), unit)


def missing(judged: Judged, day: date, gap: NotEnoughData) -> str:
    """What it takes to judge a morning, and when there will be enough of it."""
    if gap.unit == "signals":
        return NEW_DEVICE if judged.measured.loc[pd.Timestamp(day)] else NOT_RECORDED
    enough = compose.enough_in(judged)
    when = "none was recorded lately" if enough is None else f"at this rate in about {words.counted(enough, 'day')}"
    return f"{missing_words(gap)}; {when}"


def grade(judged: Judged, day: date) -> Grade:
    """How sure it is that a morning is unusual: some flagged ones in a row are no chance."""
    flagged = judged.days["flagged"].loc[: pd.Timestamp(day)]
    if not flagged.iloc[-1]:
        return Grade.NONE
    row = NO_CHANCE[judged.false_days_per_30]
    return Grade.STRONG if len(flagged) >= row and flagged.iloc[-row:].all() else Grade.LIKELY


def _as_unusual(found: Anomaly) -> Estimate:
    """How many of the healthy mornings were at least as unusual; interval of the share after Jeffreys."""
    from scipy.special import betaincinv

    high, n = found.as_high, found.n
    share = [float(betaincinv(high + 0.5, n - high + 0.5, p)) for p in (0.025, 0.975)]
    return Estimate(high, 0.0 if high == 0 else n * share[0], n * share[1], n=n)


def _today_words(found: Anomaly, judged: Judged) -> str:
    if not found.flagged:
        said = _usual_words(found, judged)
    elif found.kind is Kind.ILLNESS_LIKE:
        said = f"This morning is unusual for you, the way an illness can look: {driven_by(found)}."
        ill = judged.days["ill"].loc[pd.Timestamp(found.day)]
        said += f" {'You said that you were ill.' if ill else POSSIBLE} {_rare(found)}"
    else:
        said = (
            f"This morning is unusual for you, but not in the pattern of an illness: {driven_by(found)}. {_rare(found)}"
        )
    return said


def _usual_words(found: Anomaly, judged: Judged) -> str:
    names = words.listed([words.inside(NAMES[m]) for m in judged.signals if _measured(found, m)] or ["what is known"])
    near = judged.days["beyond"].loc[pd.Timestamp(found.day)] >= NEAR
    if near:
        said = f"This morning is near the limit of what is unusual for you, but within it: {driven_by(found)}."
    else:
        said = f"Nothing unusual this morning in your {names}."
    before = judged.days["kind"].get(pd.Timestamp(found.day - timedelta(days=1)), Kind.USUAL.value)
    if before == Kind.ILLNESS_LIKE.value:
        return f"{said} Yesterday was unusual, the way an illness can look."
    return f"{said} Yesterday was unusual." if before == Kind.OTHER.value else said


def _measured(found: Anomaly, metric: str) -> bool:
    return any(signal.metric == metric and signal.value is not None for signal in found.signals)


def _rare(found: Anomaly) -> str:
    """How rare it is among the healthy mornings."""
    if found.rarer_than_all:
        return f"None of your {found.n} healthy mornings was as unusual."
    was = "was" if found.as_high == 1 else "were"
    return f"{found.as_high} of your {found.n} healthy mornings {was} as unusual."


def driven_by(found: Anomaly) -> str:
    """`resting HR 5 bpm higher and HRV 22% lower than expected`, the strongest first."""
    parts = drivers(found)
    by_now = [f"{words.inside(NAMES[s.metric])} {apart(s)}" for s in parts if _shows_now(s, found)]
    before = [words.inside(NAMES[s.metric]) for s in parts if not _shows_now(s, found)]
    said = [f"{words.listed(by_now)} than expected"] if by_now else []
    if before:
        said.append(f"yesterday {'also ' if by_now else ''}{words.listed(before)}")
    return ", ".join(said)


def drivers(found: Anomaly) -> list[Signal]:
    """The signals that a score is made of, without those that add little or speak against it."""
    strongest = max(found.signals, key=lambda signal: signal.contribution)
    return [s for s in found.signals if s is strongest or s.contribution >= DRIVES * found.score]


def _shows_now(signal: Signal, found: Anomaly) -> bool:
    """Whether a signal is off this morning, and not only was yesterday."""
    if signal.value is None or signal.deviation is None:
        return False
    if not found.by_direction or signal.before is None:
        return True
    way = DIRECTIONS[signal.metric]
    return way * signal.deviation > 0 and not (way * signal.deviation < CLEAR <= way * signal.before)


def apart(signal: Signal) -> str:
    """`22% lower`, `5 bpm higher`: a value against what was expected; HRV by ratio."""
    if signal.metric in HRV:
        return words.change(100 * (signal.value / signal.expected - 1), "%")
    return words.change(signal.value - signal.expected, METRICS[signal.metric].unit)


def lately(history: History, day: date) -> Finding:
    """How many of the last 28 mornings were flagged, and how many of them by chance."""
    rate = compose.rate(history)
    question = "Were more of my mornings unusual lately than by chance?"
    ask = Ask("anomaly.lately", question, _method(rate, LATELY_METHOD))
    try:
        judged = compose.judged(history, day)
    except NotEnoughData:
        return nothing(ask, NO_SIGNALS)
    days = compose.lately(judged)
    known, flagged = days.known, days.flagged
    if not known:
        return nothing(ask, _missing_lately(judged, day))
    chance = rate * known / 30
    how = Grade.STRONG if days.in_a_row >= NO_CHANCE[rate] else _more_than_chance(days.stretches, chance)
    about = words.number(chance, digits=1)
    mornings = f"{flagged or 'None'} of your last {words.counted(known, 'known morning')}"
    said = f"{mornings} {'were' if flagged > 1 else 'was'} unusual; by chance it would be about {about}."
    if how is not Grade.NONE:
        said += f" That is more than chance makes. {how.words.capitalize()}."
    elif flagged > chance + 1:
        said += " That is not clearly more."
    unit = f"of {words.counted(known, 'morning')}"
    return Finding(ask.id, ask.question, said, how, ask.method, float(flagged), unit=unit, n=known)


def _missing_lately(judged: Judged, day: date) -> str:
    try:
        judged.on(day)
    except NotEnoughData as gap:
        return missing(judged, day, gap)
    raise ValueError(f"{day} is judged, yet none of the last days is")


def _more_than_chance(stretches: int, chance: float) -> Grade:
    """A stretch of flagged mornings counts once, so that one illness is not taken for many."""
    from scipy.special import pdtrc

    p = float(pdtrc(stretches - 1, chance)) if stretches else 1.0
    return Grade.STRONG if p < STRONG_P else Grade.LIKELY if p < LIKELY_P else Grade.NONE


ANSWERS = {"anomaly.today": today, "anomaly.lately": lately}
