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
    bare: bool = False  # nothing but its meaning can be wanted of it, so that the word alone asks for that


TERMS = (
    Term(
        "acwr", "ACWR", r"acwr|acute[ :-]*(?:to[ -])?chronic(?: \w+)*|load ratio",
        "ACWR, the acute:chronic workload ratio, is the load of your last 7 days over that of your last 28: above 1 "
        "you do more than you lately did. Its weakness is known: the same days stand above and below the line, so that "
        "it rises and falls with loads drawn at random just as well, and no value of it foretells an injury. That is "
        "why Ownpace holds your week against your own weeks instead.",
        page="recovery", bare=True,
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
        page="recovery", bare=True,
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
        ("sleep.social_jetlag",), page="rhythm", bare=True,
    ),
    Term(
        "acrophase", "Acrophase", r"acrophases?|mesors?|amplitude|cosinor",
        "A 24-hour wave is laid through your heart rate: the acrophase is the time at which it is highest, the mesor "
        "its middle height, the amplitude how far it swings. Workouts are left out, so that it shows your body's day "
        "and not your training.",
        ("rhythm.heart",), page="rhythm", bare=True,
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
        "interval", "Interval", r"(?:the |an? )?intervals?(?: in brackets)?|"
        r"(?:the )?(?:numbers? in )?brackets|"
        r"(?:\d+|four) (?:of|in|out of|times in) (?:\d+|five)|"
        r"(?:80|95) ?%(?: interval| range)?",
        "An interval says how far a figure can be trusted: with the same days drawn again, the true value would lie "
        "within it about 19 times in 20, for forecasts 4 times in 5. A wide one means that few days, or days that "
        "scatter much, stand behind it.",
    ),
    Term(
        "confidence_interval", "Confidence interval", r"(?:confidence|credible) (?:intervals?|bands?|limits?|ranges?)|"
        r"margins? of error|error bars?",
        "A confidence interval says how far a figure can be trusted: with other days of the same kind, the true value "
        "would lie within it about 19 times in 20. Those of Ownpace know that a day resembles the one before it, which "
        "makes them wider; one that holds 0 shows no effect.",
        bare=True,
    ),
    Term(
        "prediction_interval", "Prediction interval", r"(?:prediction|forecast|80 ?%) (?:intervals?|bands?|ranges?)",
        "A prediction interval is the range in which one coming value should lie, so it is wider than the doubt about "
        "a mean. Ownpace's hold four mornings in five, and are widened or narrowed by how often past ones missed.",
        bare=True,
    ),
    Term(
        "coverage", "Coverage", r"coverage",
        "Coverage is how many of 100 past values lay inside the interval that was given for them: for an interval of "
        "80% it should be close to 80. Fewer means that the intervals promise too much, more that they are too wide.",
        bare=True,
    ),
    Term(
        "calibration", "Calibration", r"(?:well[- ])?calibrat(?:ion|ed)",
        "Calibration is whether what is said with a probability comes about that often: of mornings called low with "
        "30%, 30 of 100 should be low. Ownpace checks its intervals and its chances of low and good mornings that way.",
        bare=True,
    ),
    Term(
        "mae", "MAE", r"mae|(?:mean )?absolute errors?",
        "MAE, the mean absolute error, is how far off forecasts were on average, here in points of recovery: off by 5 "
        "and by 15 makes 10. Ownpace names it for mornings that a forecast had not seen.",
        bare=True,
    ),
    Term(
        "rmse", "RMSE", r"rmse|root mean squared? errors?|mean squared? errors?|mse",
        "RMSE is like the mean absolute error, but large misses count more: the errors are squared, averaged, and the "
        "root is taken. The page Compare shows it beside the MAE.",
        page="compare", bare=True,
    ),
    Term(
        "r2", "R\N{SUPERSCRIPT TWO}", r"r ?2|r ?\^ ?2|r[- ]squared|explained variance|variance explained",
        "R\N{SUPERSCRIPT TWO} is the share of the ups and downs that a model foretells: 1 is all of them, 0 no more "
        "than the mean would, and below 0 less than that. The page Compare shows it for every model.",
        page="compare", bare=True,
    ),
    Term(
        "overfitting", "Overfitting", r"over ?-?fit(?:ting|ted|s)?",
        "Overfitting is when a model learns the chance in the days that it was shown, and so is good on those and poor "
        "on new ones. That is why Ownpace grades every model on mornings that it had not seen, and shows none that is "
        "not as close there as a rule of fixed weights.",
        page="compare", bare=True,
    ),
    Term(
        "held_out", "Held-out days", r"held[- ]?out(?: \w+)?|hold[- ]?out(?: \w+)?|test (?:set|data|days)|unseen "
        r"(?:days|mornings|data)|cross[- ]?validation|back ?test(?:ing|s)?|walk[- ]?forward(?: \w+)?",
        "Held-out days are days that a model is not shown while it learns, so that it can be graded on them fairly. "
        "Ownpace walks through your past: each morning is foretold with what was known before it, and nothing later.",
        page="compare", bare=True,
    ),
    Term(
        "leakage", "Leakage", r"(?:data |target )?leak(?:age|s)?",
        "Leakage is when something that was only known afterwards slips into a forecast, which then looks better than "
        "it is. Ownpace lets each past forecast see only what was known on the evening before.",
        page="compare", bare=True,
    ),
    Term(
        "false_alarm", "False alarm", r"false[- ](?:alarms?|positives?)|false[- ]negatives?",
        "A false alarm, or false positive, is a warning on a day on which nothing was the matter; a false negative is "
        "a day that was missed. How often Ownpace may call a healthy morning unusual is yours to choose, on the page "
        "Unusual days.",
        page="unusual", bare=True,
    ),
    Term(
        "bias", "Bias", r"bias(?:ed|es)?",
        "A bias is being off the same way on average: a forecast that is always too high, or data that leaves some "
        "days out. What you log only on certain evenings is biased too, which is why Ownpace says \"goes with\".",
        bare=True,
    ),
    Term(
        "residual", "Residual", r"residuals?",
        "A residual is what a forecast or a line leaves over: what came less what was expected. Ownpace reads from "
        "those of the past how wide its ranges have to be.",
        bare=True,
    ),
    Term(
        "model", "Model", r"(?:statistical |forecast |prediction |machine[- ]learning )?models?",
        "A model is a set of rules with numbers that were learned from past days, and that turn what is known into a "
        "forecast. Those of Ownpace learn from your own mornings, on this machine, and are graded on mornings that "
        "they had not seen.",
        page="compare",
    ),
    Term(
        "boosting", "Gradient boosting", r"(?:gradient[- ])?boost(?:ing|ed(?: trees?)?)|xg ?boost|(?:boosted|decision) "
        r"trees?|gbms?",
        "Gradient boosting adds up many small decision trees, each of which corrects what those before it got wrong. "
        "It is one of the models that Ownpace trains on your own mornings for the next one; the page Compare says how "
        "close it comes.",
        page="compare", bare=True,
    ),
    Term(
        "forest", "Random forest", r"random[- ]?forests?|isolation[- ]?forests?",
        "A random forest is the mean of many decision trees, each grown on other days drawn by lot; Ownpace uses none. "
        "An isolation forest is its cousin for odd days: the fewer cuts it takes to part a morning from the others, "
        "the odder it is, and Ownpace shows one beside its own judgement of unusual days.",
        page="unusual", bare=True,
    ),
    Term(
        "network", "Neural network", r"(?:artificial )?(?:neural[- ])?net(?:work)?s?(?= *\W*$| mean| exactly)|"
        r"neural[- ]net(?:work)?s?|deep learning|mlps?",
        "A neural network passes what is known through layers of weighted sums and learns those weights from examples. "
        "Ownpace trains a small one on your own mornings, beside simpler models; with so few days larger ones learn "
        "mostly chance.",
        page="compare", bare=True,
    ),
    Term(
        "ridge", "Ridge regression", r"ridge(?: regression)?|(?:linear )?regression",
        "A regression adds up weighted parts, such as last night's sleep and yesterday's strain, with the weights that "
        "fit past days best. Ridge keeps those weights small, so that few days do not lead it astray; Ownpace's begins "
        "with what other athletes have in common.",
        page="compare", bare=True,
    ),
    Term(
        "feature", "Feature", r"features?|predictors?|input variables?",
        "A feature is one thing that a model is given to foretell from: last night's sleep, the load of yesterday, the "
        "weekday. Ownpace gives its models only what was known on the evening before.",
        page="compare",
    ),
    Term(
        "baseline", "Baseline", r"(?:my |the |your )?(?:base ?lines?|normal range|usual range)",
        "A baseline is what is usual for you: the mean of a measure over 60 days that end a week ago, and the range in "
        "which single days lay. Ownpace holds your mornings and your last 7 days against it, and never against other "
        "people. Of a forecast, it is what needs no model: the median of your last 30 days.",
        page="baselines",
    ),
    Term(
        "median", "Median", r"medians?",
        "The median is the middle one when all values are put in order: half lie below it, half above. A single odd "
        "day hardly moves it, so Ownpace uses it for what is usual, and as the forecast that a model has to beat.",
        bare=True,
    ),
    Term(
        "percentile", "Percentile", r"percentiles?|quantiles?|quartiles?|terciles?",
        "A percentile says how many of your values lie below: below the 10th lie ten of 100. Where Ownpace says four "
        "of five of your days, it means those between the 10th and the 90th.",
        bare=True,
    ),
    Term(
        "sd", "Standard deviation", r"(?:standard[- ])deviations?|std\.?(?: dev)?|sds?|variance|z[- ]?scores?|spread",
        "The standard deviation is how far values usually lie from their mean: about two thirds lie within one of it. "
        "Ownpace counts a morning's distance from your usual in your own standard deviations, which is also called a "
        "z-score.",
        bare=True,
    ),
    Term(
        "outlier", "Outlier", r"outliers?",
        "An outlier is a value far from all the others: a bad reading, or a truly odd day. Ownpace holds such values "
        "back in what is usual for you, and shows odd mornings on the page Unusual days.",
        page="unusual",
    ),
    Term(
        "correlation", "Correlation", r"correlat(?:ion|ions|ed|es?)|causation|caus(?:al|ality)|associat(?:ion|ed)"
        r"(?: with)?",
        "Correlation is that two things go up and down together, from \N{MINUS SIGN}1 through 0 to 1. It does not say "
        "which does what, or whether a third drives both; so Ownpace says \"goes with\", and holds strain, weekday and "
        "your other habits equal before it does.",
        page="habits", bare=True,
    ),
    Term(
        "confounder", "Confounder", r"confound(?:er|ers|ing)",
        "A confounder drives two things at once, so that they look linked: a party brings both alcohol and a late "
        "bedtime. Ownpace holds what it knows equal, but cannot do so for what you log nowhere.",
        page="habits", bare=True,
    ),
    Term(
        "p_value", "p-value", r"p[- ]?values?|statistical(?:ly)? significan(?:ce|t)|significance(?: level)?",
        "A p-value is how often chance alone would show an effect at least as large as the one that was seen. Ownpace "
        "shows intervals and grades instead, and corrects for having looked at many habits at once.",
        bare=True,
    ),
    Term(
        "fdr", "False discovery rate", r"false[- ]discover(?:y|ies)(?: rate)?|fdr|multiple (?:testing|comparisons|"
        r"looks)|benjamini[- ]hochberg",
        "The false discovery rate is the share of findings that are chance after all. Who looks at many habits finds "
        "some by chance, so Ownpace sets its bar such that about one finding in ten at most is false, for the grade "
        "strong one in twenty.",
        page="habits", bare=True,
    ),
    Term(
        "autocorrelation", "Autocorrelation", r"auto[- ]?correlat(?:ion|ed)|ar ?\(? ?1 ?\)?",
        "Autocorrelation is that a day resembles the one before it. Ownpace widens its intervals for that, since ten "
        "days alike say less than ten that have nothing to do with each other; AR(1) is the plainest model of it.",
        bare=True,
    ),
    Term(
        "bootstrap", "Bootstrap", r"boot ?-?strap(?:ping|ped)?|resampl(?:ing|ed)",
        "The bootstrap draws your days anew many times, as if they had come otherwise, and sees how much a figure "
        "changes: that is its interval. Ownpace does so for daily rhythms and for grading forecasts.",
        bare=True,
    ),
    Term(
        "drift", "Drift", r"(?:concept |data |model )?drift",
        "Drift is when days become unlike those that a model learned from, so that it errs more. Ownpace watches "
        "whether its forecasts are further off lately, and whether their intervals still hold.",
        page="compare", bare=True,
    ),
    Term(
        "half_life", "Half-life", r"half[- ]?li(?:fe|ves)",
        "A half-life is the time after which half of something is gone: here of what a hard day costs your mornings, "
        "or of a night's part in your sleep debt, which is four days.",
        page="recovery", bare=True,
    ),
    Term(
        "regularity", "Sleep regularity index", r"sleep regularity(?: index)?|sri",
        "The sleep regularity index is how often you are in the same state, asleep or awake, as 24 hours later: 100 is "
        "the same hours every day, 0 is chance.",
        ("sleep.regularity",), page="rhythm", bare=True,
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

_FIRST = sorted(
    TERMS, key=lambda term: term.key in ("n", "interval", "recovery", "tss", "deep", "grade", "model", "feature")
)
_TERM = [(term, re.compile(rf"(?<![\w-])(?:{term.asked})(?![\w-])")) for term in _FIRST]


def term_in(text: str) -> Term | None:
    """The term that plain text asks about: of several the one that is named first, of two there the longer."""
    found = [(match.start(), -len(match[0]), place) for place, (_, pattern) in enumerate(_TERM)
             if (match := pattern.search(text)) and match[0]]  # fmt: skip
    return _TERM[min(found)[2]][0] if found else None


_BARE = "|".join(f"(?:{one.asked})" for one in TERMS if one.bare)
_LEAD = (
    r"(?:(?:and|so|but|ok|okay|please|can you|could you|tell me|wait|sorry|hey|coach|then|you say|you said|i do not "
    r"(?:know|understand|get)) )*"
)
_ASKS = (
    r"(?:(?:what|wot) (?:is|are|was|does|do|do you mean by|is meant by|means?)|whats?|define|explain|(?:the )?"
    r"(?:meaning|definition) of|what about|how about|about)"
)
_TAIL = (
    r"(?: (?:means?|stands? for|exactly|actually|again|anyway|here|then|please|to me|for me|in (?:this app|ownpace|"
    r"plain \w+|simple \w+|one sentence|short)|like i am \w+|for (?:dummies|beginners)|simply|briefly|meaning|"
    r"definition|explained|thing|term|good for|you use|all about|supposed to (?:be|mean)))*"
)
_WORD_ASKED = re.compile(
    rf"{_LEAD}(?:{_ASKS} (?:(?:the|an?|this|that|your|these) )*(?:word |term )?)?(?:{_BARE}){_TAIL}\W*"
)


def word_asked(said: str) -> Term | None:
    """The term of which plain text asks what it means, where it can want nothing else: `overfitting?`."""
    return term_in(said) if _WORD_ASKED.fullmatch(said) else None


def term(key: str) -> Term:
    """A term by its key. Raises KeyError."""
    return _BY_KEY[key]


_BY_KEY = {one.key: one for one in TERMS}
