"""What the dashboard has found, as facts: which page shows a finding, and what it speaks of."""

import re
from dataclasses import replace
from datetime import date, timedelta

from analytics.results import Finding, Grade
from coach import sanitise, words
from coach.facts import Direction, Fact, from_finding
from coach.known import Known
from coach.tools.dated import dated

# By the beginning of an id, the longest first that fits: page, subjects, and whether its number is a difference.
_KNOWN: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "recovery.": ("recovery", ("recovery",), False),
    "baseline.hrv": ("baselines", ("hrv",), True),
    "baseline.resting_hr": ("baselines", ("resting_hr",), True),
    "baseline.respiration": ("baselines", ("respiration",), True),
    "baseline.sleep": ("baselines", ("sleep",), True),
    "trend.hrv": ("baselines", ("hrv",), True),
    "trend.resting_hr": ("baselines", ("resting_hr",), True),
    "trend.respiration": ("baselines", ("respiration",), True),
    "trend.sleep": ("baselines", ("sleep",), True),
    "load.yesterday": ("today", ("strain",), False),
    "habits.": ("habits", ("recovery",), True),
    "habit.": ("habits", ("recovery",), True),
    "rhythm.": ("rhythm", ("rhythm", "heart_rate"), False),
    "rhythm.shift": ("rhythm", ("rhythm",), True),
    "sleep.last_night": ("sleep", ("sleep", "need", "bedtime", "wake"), False),
    "sleep.timing": ("rhythm", ("bedtime", "wake"), False),
    "sleep.regularity": ("rhythm", ("regularity",), False),
    "sleep.social_jetlag": ("rhythm", ("jetlag", "sleep"), False),
    "sleep.chronotype": ("rhythm", ("chronotype", "sleep"), False),
    "sleep.debt": ("sleep", ("debt", "need", "sleep"), False),
    "sleep.good_night": ("sleep", ("sleep",), False),
    "timing.bedtime": ("sleep", ("bedtime", "recovery"), False),
    "timing.duration": ("sleep", ("sleep", "recovery"), False),
    "velocity.": ("recovery", ("recovery", "strain", "sleep"), True),
    "velocity.low": ("recovery", ("recovery",), False),
    "anomaly.": ("unusual", ("hrv", "resting_hr", "respiration", "temperature"), False),
    "forecast.": ("forecast", ("recovery", "strain", "sleep"), False),
    "prediction.": ("compare", ("recovery",), False),
}
# How many days a finding looks back on, by the beginning of its id; the others on a year.
_SPANS = {
    "recovery.": 1,
    "sleep.last_night": 1,
    "load.yesterday": 1,
    "anomaly.today": 1,
    "prediction.tomorrow": 1,
    "forecast.tomorrow": 1,
    "baseline.": 67,
    "trend.": 28,
    "rhythm.": 28,
    "sleep.timing": 28,
    "sleep.regularity": 28,
    "sleep.debt": 28,
    "anomaly.lately": 28,
    "sleep.social_jetlag": 112,
    "sleep.chronotype": 112,
}
_YEAR = 365


def said(known: Known, *ids: str) -> list[Fact]:
    """The findings of these ids as facts, those that can be said first."""
    facts = [fact_of(known, finding) for finding in known.findings(*ids)]
    return sorted(facts, key=lambda fact: fact.missing is not None)


def fact_of(known: Known, finding: Finding) -> Fact:
    """One finding, with the page that shows it; a habit whose name is more than a name is called `a habit`."""
    begin = max((key for key in _KNOWN if finding.id.startswith(key)), key=len, default=None)
    page, about, signed = _KNOWN[begin] if begin else ("today", (finding.id.partition(".")[0],), False)
    habits = [str(key) for key in known.journal()["habit"].unique()]
    if finding.id.startswith("habit."):
        about = (finding.id.removeprefix("habit."), *about)
    elif finding.id in ("habits.top", "sleep.good_night"):
        about = (*about, *(key for key in habits if key.replace("_", " ") in finding.words.lower()))
    first, last = _days(known, finding)
    fact = from_finding(finding, page=page, subjects=about, first_day=first, last_day=last, signed=signed)
    return dated(known, _in_one_piece(_as_graded(_plain_habits(_of_amounts(fact), habits))))


_FURTHER = re.compile(r" On days with it, each further (?P<unit>\w+): (?P<change>[^(]+) \((?P<span>[^)]+)\)\.")


def _of_amounts(fact: Fact) -> Fact:
    """Of a habit, whether at all and how much are two questions; of the top ones, none whose interval holds none."""
    if fact.id == "habits.top":
        kept = [one for one in re.split(r"(?<=\.) (?=Then )", fact.words) if "no different" not in one]
        kept = [
            one for one in kept if not re.search(r"lower to [\d.]+ points? higher|higher to [\d.]+ points? lower", one)
        ]
        return replace(fact, words=" ".join(kept) or fact.words)
    found = _FURTHER.search(fact.words) if fact.id.startswith("habit.") else None
    if not found or fact.grade != "none":
        return fact
    said = _FURTHER.sub("", fact.words).replace(
        "no effect on recovery seen", "whether at all or not, no effect on recovery seen"
    )
    said = (
        said.rstrip(".")
        + f"; but on days with it, each further {found['unit']} goes with {found['change']} ({found['span']})."
    )
    return replace(fact, words=said)


def _in_one_piece(fact: Fact) -> Fact:
    """`... (21 to 41), 99 nights, strong.` for `... 99 nights. Strong.`: a grade is no sentence of its own."""
    if not fact.id.startswith(("timing.", "sleep.good_night", "velocity.", "forecast.what_if", "habit.")):
        return fact
    said = fact.words.replace(" No turn is seen.", "")
    if fact.id.startswith("timing.") and (tail := _TAIL.search(said)):
        first, _, rest = said[: tail.start()].partition(". ")
        behind = ", ".join(part for part in (tail["n"], (tail["grade"] or "").lower()) if part)
        said = f"{first.rstrip('.')}, {behind}.{f' {rest}' if rest else ''}"
    joined = "; the evidence is {}." if fact.id == "velocity.load" else ", {}."
    said = re.sub(r"\. (Strong|Likely)\.(?=$| )", lambda m: joined.format(m[1].lower()), said)
    return replace(fact, words=said)


def _days(known: Known, finding: Finding) -> tuple[date, date]:
    """From when to when the days lie that a finding speaks of."""
    last = known.day - timedelta(days=1) if finding.id == "load.yesterday" else known.day
    if finding.id.startswith(("habit.", "habits.")):  # all days with answers
        return date.fromisoformat(min(known.journal()["day"], default=last.isoformat())), last
    begin = max((key for key in _SPANS if finding.id.startswith(key)), key=len, default="")
    return last - timedelta(days=_SPANS.get(begin, _YEAR) - 1), last


def _plain_habits(fact: Fact, habits: list[str]) -> Fact:
    """Names from a journal are text from outside: what is no plain name never gets into a sentence."""
    for number, key in enumerate(habits):
        if sanitise.habit(key) != sanitise.A_HABIT:
            continue
        name = re.compile(re.escape(words.habit(key)), re.IGNORECASE)
        fact = replace(
            fact,
            id=fact.id.replace(key, f"unnamed_{number}"),
            label=name.sub(sanitise.A_HABIT, fact.label),
            words=_upper(name.sub(sanitise.A_HABIT, fact.words)),
            method=name.sub(sanitise.A_HABIT, fact.method),
            missing=fact.missing and name.sub(sanitise.A_HABIT, fact.missing),
            subjects=tuple("habit" if one == key else one for one in fact.subjects),
        )
    return fact


_TAIL = re.compile(r" (?P<n>\d[\d,]* nights)\.(?: (?P<grade>Strong|Likely)\.)?$")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


_FORETOLD = ("forecast.tomorrow", "prediction.tomorrow")


def _as_graded(fact: Fact) -> Fact:
    """Where no effect is seen no direction is left, though an interval may just miss none; a forecast is no effect."""
    if fact.id in _FORETOLD and fact.grade == "none":
        return replace(fact, grade=None)
    fact = _with_its_interval(fact)
    if fact.direction in (Direction.HIGHER, Direction.LOWER) and fact.grade == "none":
        return replace(fact, direction=Direction.SAME)
    if fact.id.startswith("habit.") and fact.grade == "likely" and fact.low is not None and fact.low * fact.high <= 0:
        return _unclear(fact)
    return fact


_AT_MOST = re.compile(r"it could not be larger than \N{PLUS-MINUS SIGN}[^;.]+")


def _with_its_interval(fact: Fact) -> Fact:
    """What could hide where no effect is seen, by the interval that is told whenever somebody asks how sure it is."""
    if not fact.id.startswith("habit.") or fact.low is None or fact.high is None:
        return fact
    fits = f"anything from {words.change(fact.low, fact.unit)} to {words.change(fact.high, fact.unit)} would fit"
    return replace(fact, words=_AT_MOST.sub(re.sub(r"\b1 points\b", "1 point", fits), fact.words))


def _unclear(fact: Fact) -> Fact:
    """A finding whose interval holds none: not likely, whatever it was called, but a hint at most."""
    name = fact.id.removeprefix("habit.").replace("_", " ")
    said = (
        f"No clear effect of {name} on your recovery shows: {words.change(fact.value, 'points')} the next morning, but "
        f"anything from {words.change(fact.low, 'points')} to {words.change(fact.high, 'points')} would fit."
    )
    return replace(fact, words=said, grade=Grade.NONE, direction=Direction.SAME)
