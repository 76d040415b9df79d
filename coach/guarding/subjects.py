"""What a clause speaks of: measures and habits, by the words that people have for them."""

import re
from collections.abc import Iterable
from functools import lru_cache

# Measures: name, and the words for it. The longer ones come first: "resting heart rate" is no heart rate.
MEASURES = {
    "hrv": r"hrv|heart[- ]rate variability|rmssd|sdnn|variability",
    "resting_hr": r"resting[- _](?:hr|heart[- ]rate|pulse)|rhr",
    "heart_rate": r"(?:max(?:imum)? |average )?heart[- ]rate(?! variability)|pulse|hr(?!v)",
    "debt": r"sleep[- ](?:debt|deficit)|owe[sd]?|even on sleep|ahead on sleep|of sleep ahead",
    "need": r"sleep need|need of sleep|your need",
    "efficiency": r"efficiency|time in bed",
    "stages": r"deep (?:and|or) rem|deep sleep|rem sleep|restorative",
    "regularity": r"regular(?:ity|ly)?|irregular(?:ity)?",
    "bedtime": r"bed[- ]?times?|fall(?:ing)? asleep|go(?:ing)? to (?:bed|sleep)|onset|sleep timing",
    "wake": r"wake(?:s|[- ]up)?|waking|woke|get(?:ting)? up",
    "jetlag": r"jet ?lag|weekends?|free days?",
    "chronotype": r"chronotype|left to itself",
    "sleep": r"sleep|slept|asleep|sleeping",
    "respiration": r"respiration|respiratory(?: rate)?|breathing(?: rate)?|breaths?",
    "recovery": r"recover(?:y|ed|ies|ing)?|readiness",
    "strain": r"strain|load|training stress|hard(?:er)? days?",
    "fitness": r"fitness|ctl",
    "fatigue": r"fatigue|atl",
    "form": r"(?:your |training )form|tsb|freshness",
    "ramp": r"ramp(?: rate)?",
    "rhythm": r"rhythm|body clock",
    "spo2": r"spo2|blood oxygen|oxygen saturation",
    "temperature": r"temperature",
    "weight": r"(?:body )?weight(?!s|lift)|bmi|body fat",
    "blood_pressure": r"blood pressure|systolic|diastolic",
    "glucose": r"glucose|blood sugar",
    "vo2max": r"vo_?2? ?max|vo_|aerobic capacity",
    "ftp": r"ftp|threshold power",
    "power": r"power",
    "steps": r"step count|daily steps",
    "cadence": r"cadence",
    "energy": r"energy(?: expenditure| burned)?|calories burned",
    "pace": r"pace",
}
_SUB = {"strain": {"load", "day_strain"}, "sleep": {"asleep", "night"}, "resting_hr": {"rhr"}}
# Parts of a whole: a fact on the one may be spoken of by the other's name.
KIN = {
    "debt": {"sleep", "need"}, "need": {"sleep", "debt"}, "efficiency": {"sleep"}, "stages": {"sleep"},
    "regularity": {"sleep"}, "bedtime": {"sleep"}, "wake": {"sleep", "bedtime"}, "chronotype": {"sleep", "rhythm"},
    "jetlag": {"sleep"}, "rhythm": {"heart_rate", "chronotype"}, "fitness": {"strain"}, "fatigue": {"strain"},
    "form": {"strain"}, "ramp": {"strain"}, "resting_hr": {"heart_rate"}, "ftp": {"power"},
}  # fmt: skip
HABITS = {
    "alcohol": r"alcohol|drinking|drinks?|drank|wine|beers?|booze",
    "caffeine": r"caffeine|coffees?|espressos?",
    "late_meal": r"(?:late|heavy)[- ](?:meals?|dinners?|suppers?|eating)|eat(?:ing)? late",
    "magnesium": r"magnesium",
    "melatonin": r"melatonin",
    "meditation": r"meditat(?:ion|ing|ed|e)",
    "sauna": r"saunas?",
    "screen_in_bed": r"screens?(?: time)?(?: in bed| before bed| at night)?|phone in bed",
    "stretching": r"stretch(?:ing|ed|es)?",
    "cold_shower": r"cold[- ](?:showers?|plunges?|baths?|water)|ice baths?",
    "hydration": r"hydrat(?:ion|ed|ing)|drink(?:ing)? water",
    "nap": r"naps?|napping",
    "late_session": r"late (?:sessions?|workouts?|training)",
    "free_morning": r"free mornings?",
    "travel": r"travel(?:ling|ing|led)?",
    "sick_or_ill": r"sick(?:ness)?|illness|ill",
    "reading": r"reading (?:in|before) bed",
    "cbd": r"cbd",
    "nicotine": r"nicotine|smok(?:e|ing)|vap(?:e|ing)|snus",
    "stress": r"stress(?:ed|ful)?",
}


def _either(table: dict[str, str]) -> re.Pattern:
    """One pattern for all of a table: of two that begin at the same place, the first of the table is meant."""
    return re.compile(r"(?<![\w-])(?:" + "|".join(f"(?P<{name}>{words})" for name, words in table.items()) + r")(?!\w)")


_MEASURES, _HABITS = _either(MEASURES), _either(HABITS)


class Lexicon:
    """Finds measures and habits in `plain` text; knows the habits of the facts beside the common ones."""

    def __init__(self, keys: Iterable[str] = ()):
        own = {}
        for key in keys:
            name = re.sub(r"\W+", "_", key.strip().lower()).strip("_")
            if name.isidentifier() and name not in HABITS and measure(name) is None:
                own[name] = re.escape(name).replace("_", "[ _-]") + "(?:s|es|ing)?"
        self._habits = _either(own | HABITS) if own else _HABITS

    def measures_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where each measure is named, in order."""
        return _places(text, _MEASURES)

    def habits_in(self, text: str) -> list[tuple[int, int, str]]:
        """Where each habit is named, in order."""
        return _places(text, self._habits)


def _places(text: str, pattern: re.Pattern) -> list[tuple[int, int, str]]:
    return [(*match.span(), match.lastgroup) for match in pattern.finditer(text)]


@lru_cache(maxsize=64)
def lexicon(keys: frozenset[str]) -> Lexicon:
    return Lexicon(keys)


@lru_cache(maxsize=512)
def measure(subject: str) -> str | None:
    """The measure that a subject of a fact is: `hrv_rmssd_ms` is `hrv`; None for a habit."""
    text = subject.lower().replace("_", " ").replace(".", " ")
    if subject in MEASURES:
        return subject
    for name, names in _SUB.items():
        if subject in names:
            return name
    found = _places(text, _MEASURES)
    return found[0][2] if found and not _places(text, _HABITS) else None


def related(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of measures speak of the same thing, or of a part of it."""
    first, second = set(one), set(other)
    return bool(first & second) or any(KIN.get(a, set()) & second for a in first) or any(
        KIN.get(b, set()) & first for b in second
    )  # fmt: skip
