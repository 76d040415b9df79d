"""What the words mean that Ownpace uses, in two or three plain sentences each: no norms, no diagnosis."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word, and what it means."""

    key: str
    label: str
    asked: str  # how people write it: a pattern for plain text
    words: str
    own: tuple[str, ...] = ()  # ids of the findings that hold the athlete's own figure
    measure: str | None = None  # else the measure that does
    page: str = "methods"


TERMS = (
    Term(
        "acwr", "ACWR", r"acwr|acute[ :-]*(?:to[ -])?chronic(?: \w+)*|load ratio",
        "ACWR, the acute:chronic workload ratio, is the load of your last 7 days over that of your last 28: above 1 "
        "you do more than you lately did. Its weakness is known: the same days stand above and below the line, so that "
        "it rises and falls with loads drawn at random just as well, and no value of it foretells an injury. That is "
        "why Ownpace holds your week against your own weeks instead.",
        page="recovery",
    ),
    Term(
        "hrv", "HRV", r"hrv|heart[ -]?rate variability|rmssd|sdnn|variability",
        "HRV, heart rate variability, is how much the time from one heartbeat to the next varies, here in milliseconds "
        "as rMSSD overnight. It goes up with rest and down with strain, alcohol, short nights and much else. There is "
        "no good value for everybody: people differ tenfold, so only your own usual range says anything.",
        ("baseline.hrv",), page="baselines",
    ),
    Term(
        "resting_hr", "Resting heart rate", r"resting (?:heart[ -]?rate|hr|pulse)|rhr",
        "Resting heart rate is how often your heart beats a minute when you lie still, here during sleep. It tends to "
        "be higher after hard days, alcohol, heat or a short night, and lower as fitness comes. What counts is the "
        "distance from your own usual, not from anybody else's.",
        ("baseline.resting_hr",), page="baselines",
    ),
    Term(
        "respiration", "Respiratory rate", r"respirat\w+(?: rate)?|breathing rate|breaths?(?: per minute)?",
        "Respiratory rate is how many breaths you take a minute while you sleep. It hardly moves from night to night, "
        "so a rise of one or two breaths stands out more than the same in other signals.",
        ("baseline.respiration",), page="baselines",
    ),
    Term(
        "spo2", "Blood oxygen", r"sp[o0]2|blood oxygen|oxygen(?: saturation)?",
        "SpO2 is the share of the blood's oxygen carriers that are loaded, read with light through the skin. Wrist "
        "devices err by a few percent, so Ownpace shows it but builds little on it.",
        measure="spo2_pct", page="baselines",
    ),
    Term(
        "skin_temp", "Skin temperature", r"(?:skin|wrist|body) temp(?:erature)?",
        "Skin temperature is measured at the wrist during sleep. The room, the blanket and the menstrual cycle move it "
        "too, so only a step away from your own last weeks says something.",
        measure="skin_temp_c", page="baselines",
    ),
    Term(
        "recovery", "Recovery score", r"(?:the )?(?:recovery|readiness)(?: score)?",
        "Recovery says how your morning compares with your own usual mornings. Ours puts HRV, resting heart rate, "
        "sleep, respiration and load together, and 50 of 100 is your usual; a device's own score is made its own way, "
        "which is not published.",
        ("recovery.rule", "recovery.device"), page="recovery",
    ),
    Term(
        "tss", "Training load", r"tss|training (?:stress(?: score)?|load)|trimp|(?:the )?load\b",
        "Training load puts how long and how hard into one number: minutes times effort from 0 to 10 (AU), TSS from "
        "power, or the strain of a device. They are different scales, so compare your load only with your own.",
        ("load.week",), page="recovery",
    ),
    Term(
        "strain", "Strain", r"(?:day )?strain",
        "Strain is how your device counts the load of a day, on a scale to 21 that fills ever more slowly: from 15 to "
        "16 takes far more than from 5 to 6. How it is made is not published.",
        ("load.yesterday",), page="recovery",
    ),
    Term(
        "ctl", "CTL", r"ctl|chronic training load|fitness(?: score)?",
        "CTL, called fitness, is your mean daily load over about six weeks, recent days counting more. It says how "
        "much you train, not how fast you are.",
        ("load.fitness",), page="recovery",
    ),
    Term(
        "atl", "ATL", r"atl|acute training load|fatigue(?: score)?",
        "ATL, called fatigue, is your mean daily load over about one week, recent days counting more. It rises and "
        "falls within days, where CTL takes weeks.",
        ("load.fatigue",), page="recovery",
    ),
    Term(
        "tsb", "TSB", r"tsb|training stress balance|(?:training )?form|freshness",
        "TSB, called form, is CTL less ATL, or fitness less fatigue. Below zero you have lately done more than you are "
        "used to, above zero less; many like to start a race a little above zero.",
        ("load.form",), page="recovery",
    ),
    Term(
        "ramp", "Ramp", r"ramp(?: rate)?",
        "Ramp is by how much fitness (CTL) rose or fell within a week. A steep one means that load is ahead of what "
        "you are used to; where too steep begins nobody knows for you alone.",
        ("load.ramp",), page="recovery",
    ),
    Term(
        "monotony", "Monotony", r"(?:training )?monotony",
        "Monotony is the mean of a week's daily loads over their spread: high where every day is alike, low where hard "
        "and easy days alternate. A week with real easy days has less of it at the same load.",
        page="recovery",
    ),
    Term(
        "sleep_debt", "Sleep debt", r"sleep[ -](?:debt|deficit)",
        "Sleep debt is what your nights fell short of your need, added up, of which a night counts half after four "
        "days. It is a sum of what was measured, so it is no surer than the need that it is held against.",
        ("sleep.debt",), page="sleep",
    ),
    Term(
        "sleep_need", "Sleep need", r"sleep need|need(?:ed)? (?:of )?sleep",
        "Sleep need is how long you would sleep to wake rested. Ownpace takes what your device states, else what your "
        "free mornings show; a device adds to it after hard days and short nights, so that of one night may be longer.",
        ("sleep.debt",), page="sleep",
    ),
    Term(
        "efficiency", "Sleep efficiency", r"(?:sleep )?efficiency",
        "Sleep efficiency is the share of your time in bed in which you slept. Devices see short wakings differently, "
        "so compare it with your own nights from the same device.",
        measure="efficiency_pct", page="sleep",
    ),
    Term(
        "rem", "REM sleep", r"rem(?: sleep)?",
        "REM is the stage of sleep with the most vivid dreams, mostly towards the morning, so a night cut short loses "
        "much of it. Wrist devices guess stages and err by tens of minutes; look at weeks, not at one night.",
        measure="rem_min", page="sleep",
    ),
    Term(
        "deep", "Deep sleep", r"deep(?: sleep)?|slow[- ]wave(?: sleep)?",
        "Deep sleep is the stage with slow brain waves, mostly early in the night, from which it is hardest to wake. "
        "Wrist devices guess stages and err by tens of minutes; look at weeks, not at one night.",
        measure="deep_min", page="sleep",
    ),
    Term(
        "latency", "Sleep latency", r"(?:sleep )?latency|time to fall asleep|falling asleep time",
        "Sleep latency is how long you lie awake before you fall asleep. Wrist devices cannot tell lying still from "
        "sleeping well, so Ownpace makes nothing of it.",
    ),
    Term(
        "chronotype", "Chronotype", r"chrono ?types?",
        "Chronotype is when your body would sleep if nothing woke it: earlier in some people, later in others. It is "
        "read off the middle of your sleep on free days, less what you catch up on then.",
        ("sleep.chronotype",), page="rhythm",
    ),
    Term(
        "social_jetlag", "Social jetlag", r"social jet ?lag",
        "Social jetlag is how much later you sleep on free days than on work days, as if you flew west every weekend.",
        ("sleep.social_jetlag",), page="rhythm",
    ),
    Term(
        "acrophase", "Acrophase", r"acrophases?|mesors?|amplitude|cosinor",
        "A 24-hour wave is laid through your heart rate: the acrophase is the time at which it is highest, the mesor "
        "its middle height, the amplitude how far it swings. Workouts are left out, so that it shows your body's day "
        "and not your training.",
        ("rhythm.heart",), page="rhythm",
    ),
    Term(
        "ftp", "FTP", r"ftp|functional threshold(?: power)?|threshold power",
        "FTP, functional threshold power, is about the power in watts that you can hold for an hour. Zones of power "
        "are shares of it, so after a block of training it wants a new test.",
        ("profile.ftp",), page="data",
    ),
    Term(
        "zones", "Zones", r"(?:training |heart[ -]?rate |power |hr )?zones?(?: (?:\d|one|two|three|four|five))?|"
        r"steady(?: effort| session)?|easy effort",
        "Zones cut effort into steps, by shares of your highest heart rate or of your FTP. Easy is where you can talk "
        "in whole sentences, steady where sentences get short, hard where you can only say a few words.",
        ("profile.ftp", "profile.max_hr"), page="data",
    ),
    Term(
        "vo2max", "VO2max", r"vo ?2 ?-?max|v02 ?max|maximal oxygen uptake|aerobic capacity",
        "VO2max is the most oxygen that you can take up a minute, for each kilogram of your body. It is measured on a "
        "treadmill or a bike with a mask; what watches print is an estimate from pace and heart rate, and Ownpace "
        "estimates none.",
    ),
    Term(
        "taper", "Taper", r"taper(?:ing)?",
        "A taper is one to three weeks before an event in which hours fall while intensity stays, so that fatigue goes "
        "and fitness mostly remains. In a review of 27 studies two weeks with 41 to 60% fewer hours did best.",
        page="forecast",
    ),
    Term(
        "deload", "Deload", r"de-?loads?(?: week)?|(?:easy|recovery|light) weeks?",
        "A deload is a week with clearly less load, after several that grew. How often you need one no study says for "
        "you; every third or fourth week is a convention.",
        page="forecast",
    ),
    Term(
        "interval", "Interval", r"(?:the |an? )?(?:confidence |credible )?intervals?(?: in brackets)?|error bars?|"
        r"(?:the )?(?:numbers? in )?brackets|margin of error|"
        r"(?:\d+|four) (?:of|in|out of|times in) (?:\d+|five)|"
        r"(?:80|95) ?%(?: interval| range)?",
        "An interval says how far a figure can be trusted: with the same days drawn again, the true value would lie "
        "within it about 19 times in 20, for forecasts 4 times in 5. A wide one means that few days, or days that "
        "scatter much, stand behind it.",
    ),
    Term(
        "n", "n", r"n|n ?=|sample size|number of days behind(?: it)?",
        "n is how many days, nights or sessions a figure rests on. Days that resemble their neighbours count for less "
        "than their number, and the interval already holds that.",
    ),
    Term(
        "grade", "Grade", r"(?:the |evidence )?grad(?:es?|ing)|(?:strong|likely|no effect seen)(?: evidence)?",
        "The grade says how sure a finding is: strong, likely, no effect seen, or not enough data. Strong stands out "
        "after correction for many looks and holds on days that were kept apart; no effect seen is an answer too, with "
        "how large one could still be.",
    ),
)  # fmt: skip

_FIRST = sorted(TERMS, key=lambda term: term.key in ("n", "interval", "recovery", "tss", "deep", "grade"))
_TERM = [(term, re.compile(rf"(?<![\w-])(?:{term.asked})(?![\w-])")) for term in _FIRST]


def term_in(text: str) -> Term | None:
    """The term that plain text asks about: of several the one that is named first, of two there the longer."""
    found = [(match.start(), -len(match[0]), place) for place, (_, pattern) in enumerate(_TERM)
             if (match := pattern.search(text)) and match[0]]  # fmt: skip
    return _TERM[min(found)[2]][0] if found else None


def term(key: str) -> Term:
    """A term by its key. Raises KeyError."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in TERMS}
