"""How a figure is made: what goes into it, with which weights, over which days, and what this one came from."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from analytics.load import FATIGUE_DAYS, FITNESS_DAYS, form
from analytics.planned_load import LAGS
from analytics.recovery.rules import LABELS, WEIGHTS
from analytics.results import NotEnoughData
from analytics.sleep import RECENT_D
from analytics.usual import REFERENCE, WEEK
from coach import glossary, words
from coach.facts import Fact
from coach.known import Known
from coach.tools import loads, meanings, measures, records, spans, stored, unsaid
from coach.tools.findings import said as found
from coach.tools.telling import answer, not_stored, upper
from coach.understanding.pointing import figure_in
from coach.understood import Topic, Understood

METHODS = "The page Methods says how often such figures err where the truth is known."
MINUS = "\N{MINUS SIGN}"


def how(known: Known, of: str) -> list[Fact]:
    """How a figure is made. of: a key of MADE, or the name of a measure, which is told as it came."""
    if known.day is None:
        return []
    if of in MADE:
        return MADE[of](known)
    return _measured(known, of)


def weights(known: Known, of: str) -> list[Fact]:
    """What weighs most in a figure; of one without weights how it is made."""
    if of != "recovery" or known.day is None:
        return how(known, of)
    ranked = sorted(WEIGHTS.items(), key=lambda part: -part[1])
    most = [words.inside(LABELS[part]) for part, weight in ranked if weight == ranked[0][1]]
    rest = [f"{words.inside(LABELS[part])} {round(100 * weight)}%" for part, weight in ranked if weight < ranked[0][1]]
    said = [
        f"{upper(words.listed(most))} {'weigh' if len(most) > 1 else 'weighs'} most in our score, "
        f"{round(100 * ranked[0][1])}%{' each' if len(most) > 1 else ''}; then {words.listed(rest)}. "
        f"{FIXED_WEIGHTS} What moves a morning most is the part that lies furthest from your usual.",
        _this_morning(known),
    ]
    return _told("the recovery score", said, ("recovery",), "recovery",
                 "rule-based score; the weights are ours, and the same for everyone")  # fmt: skip


FIXED_WEIGHTS = "These weights are fixed and the same for everyone: no model learns them."


def own(known: Known, term: str) -> list[Fact]:
    """The athlete's own figure of a word that was explained."""
    if not term:
        return []
    facts = [fact for fact in meanings.meaning(known, term)[1:] if not fact.missing]
    if not facts:
        label = glossary.term(term).label
        return [not_stored("own", label, f"Yours is not known: there is too little in your data for {label}.")]
    return [
        replace(fact, id=f"answer.{fact.id}", words=fact.words.replace(" it is ", " yours is ", 1)) for fact in facts
    ]


WEEK_AGREED = not_stored(
    "week_agreed",
    "What is planned",
    "Agreed; but a week that I lay out is an answer and no plan. Put its days into your plan on the page Forecast, or "
    "ask me for a session of one day, which a click takes over.",
    ("workout",),
)
TAKEN_BACK = not_stored(
    "taken_back",
    "What was saved",
    "There is nothing to take back: an answer of mine puts no event and no session into your plan or your data. What "
    "you put into your plan yourself, the page Forecast takes off again; the conversation itself is kept until you "
    "delete it, on the page Coach.",
    ("goal",),
)


def figure_of(asked: Understood) -> str:
    """The figure that an answer was of: a key of MADE, or a measure."""
    named = asked.of or ""
    if asked.topic is Topic.MEANING:
        return _OF_WORD.get(asked.term or "", asked.term or "recovery")
    if asked.topic is Topic.LOAD:
        return {"tsb": "form", "ctl": "fitness", "atl": "fatigue"}.get(asked.term or "", named or "load")
    if asked.topic in (Topic.SLEEP, Topic.BEDTIME, Topic.RHYTHM) and named:
        return named
    if asked.topic in _OF_TOPIC:
        return _OF_TOPIC[asked.topic]
    return asked.metric or named or "recovery"


_OF_WORD = {
    "sleep_need": "need", "sleep_debt": "debt", "ctl": "form", "atl": "form", "tsb": "form", "ramp": "form",
    "strain": "load", "tss": "load", "social_jetlag": "jetlag", "baseline": "usual", "half_life": "tolerance",
    "resting_hr": "resting_hr_bpm", "respiration": "respiration_brpm", "spo2": "spo2_pct", "skin_temp": "skin_temp_c",
    "efficiency": "efficiency_pct", "rem": "rem_min", "deep": "deep_min", "acrophase": "hours",
}  # fmt: skip
_OF_TOPIC = {
    Topic.READINESS: "recovery", Topic.WHY: "recovery", Topic.WORKOUT: "session", Topic.FORECAST: "forecast",
    Topic.WHAT_IF: "forecast", Topic.SLEEP: "asleep_min", Topic.BEDTIME: "bedtime", Topic.RHYTHM: "hours",
    Topic.HABIT: "habits", Topic.HABITS: "habits", Topic.UNUSUAL: "unusual", Topic.TOLERANCE: "tolerance",
    Topic.GOAL: "goal", Topic.COUNT: "counted", Topic.ACTIVITY: "counted",
}  # fmt: skip


def _told(
    what: str,
    said: list[str],
    about: tuple[str, ...],
    page: str,
    method: str,
    values: Mapping[int, float] | None = None,
) -> list[Fact]:
    return [
        answer(f"made.{n}" if n > 1 else "made", f"How {what} is made", one, value=(values or {}).get(n), about=about,
               page=page, method=method)
        for n, one in enumerate(said, 1)
        if one
    ]  # fmt: skip


def _recovery(known: Known) -> list[Fact]:
    parts = [f"{words.inside(LABELS[part])} {round(100 * weight)}%" for part, weight in WEIGHTS.items()]
    said = [
        f"Our score holds each of {len(parts)} parts of a morning against your own usual and weighs them: "
        f"{words.listed(parts)}. {FIXED_WEIGHTS} 50 of 100 is your usual morning, and the parts add up to "
        "the distance from it.",
        f"Usual is what your {REFERENCE} days up to a week ago were; HRV and resting HR count half as of this morning "
        f"and half as the mean of {WEEK} days.",
        _this_morning(known),
    ]
    if known.unit("recovery") == "%":
        said.append(f"{upper(stored.device(known))} makes its own score in a way that is not published.")
    return _told("the recovery score", said, ("recovery",), "recovery",
                 "rule-based score; the weights are ours, and the same for everyone")  # fmt: skip


def _this_morning(known: Known) -> str:
    """`This morning: HRV took 12 points ... , which makes 20.`"""
    try:
        made = known.recovery(known.day)
    except NotEnoughData:
        return ""
    pulls = sorted((part for part in made.subscores if part.score is not None), key=lambda part: -abs(part.pull))
    shown = words.adding_up(part.pull for part in pulls)
    each = [f"{words.inside(part.label)} {_signed(pull)}" for part, pull in zip(pulls, shown, strict=True)]
    unknown = [words.inside(part.label) for part in made.subscores if part.score is None]
    lacking = f" Without {words.listed(unknown)}, whose weight the others share." if unknown else ""
    on = "This morning" if known.day == known.today else f"On {spans.date_words(known.day)}"
    return f"{on} that was {words.listed(each)} points, which makes {words.number(made.score.value)}.{lacking}"


def _signed(value: float) -> str:
    size = words.number(abs(value))
    return f"+{size}" if value > 0 and size != "0" else f"{MINUS}{size}" if value < 0 and size != "0" else size


def _session(known: Known) -> list[Fact]:
    said = [
        "A session is as hard as your last days suggest, and never harder than what allows least: our score of the "
        "morning, signals that are unusual, HRV, sleep that you owe, yesterday's and the week's load, and what you say "
        "of yourself.",
        "Its minutes are those of your own sessions of that kind, its limits come from your FTP or your highest heart "
        "rate. All of that are rules of ours, and modest ones: no study says which morning bears which session.",
    ]
    return _told("a session", said, ("workout",), "forecast", "by rules")


def _forecast(known: Known) -> list[Fact]:
    strain = measures.named(known, "load")
    said = [
        f"A forecast carries your level forward, with what a morning has of the one before it, the {strain} of the "
        f"{LAGS} days before it and the weekday; all of it learned from your own mornings.",
    ]
    values: dict[int, float] = {}
    try:
        made = known.forecast()
    except NotEnoughData as gap:
        said.append(f"For you there is none yet: {unsaid.gap_words(gap)}.")
    else:
        own = made.days[0].source == "model"
        shown = "that model's" if own else "the median of your last 30 days, since the model has not come closer there"
        said.append(f"It rests on {words.counted(made.n, 'known morning')}; the figure shown for tomorrow is {shown}.")
        values[2] = float(made.n)
        said.append(
            "Its range is as wide as past misses ask for, so that four mornings in five fall inside. Days to come "
            "count with what you have planned, else with the usual load of their weekday."
        )
    return _told("a forecast", said, ("recovery", "forecast"), "forecast",
                 "level, memory, load and weekday (state space), graded on unseen mornings", values)  # fmt: skip


def _form(known: Known) -> list[Fact]:
    name, unit = measures.named(known, "load", daily=True), known.unit("load")
    said = [
        f"Form (TSB) is fitness (CTL) less fatigue (ATL). Both are means of your {name} up to yesterday in which a day "
        f"counts less the longer ago it is: its weight falls by e in {FITNESS_DAYS} days for fitness, in "
        f"{FATIGUE_DAYS} for fatigue."
    ]
    try:
        last = form(known.values("load"), known.day - timedelta(days=1))
    except NotEnoughData as gap:
        said.append(f"Yours is not known yet: {unsaid.gap_words(gap)}.")
    else:
        both = f"{words.number(last.fitness, digits=1)} less {words.number(last.fatigue, digits=1)}"
        said.append(f"Yours: {both} makes {loads.in_unit(last.form, unit)}, up to rounding.")
    return _told("form", said, ("form", "fitness", "fatigue", "strain"), "recovery", "Calvert et al. (1976)")


def _load(known: Known) -> list[Fact]:
    name = measures.named(known, "load", daily=True)
    said = [
        f"It is the mean of your {name} over the last {WEEK} whole days, held against the weeks of your own last year: "
        f"inside the middle 80% of those is called usual.",
        _of_one_day(known),
    ]
    return _told("the load of a week", said, ("strain",), "recovery", "mean of the days against the own weeks")


def _of_one_day(known: Known) -> str:
    if known.unit("load") == "of 21":
        return f"The strain of a day is {_whose(known)} own, on a scale to 21; how it is made is not published."
    return "The load of a session is its minutes times its effort from 0 to 10 (AU), and a day's is their sum."


def _whose(known: Known) -> str:
    return f"{stored.device(known)}'s"


def _need(known: Known) -> list[Fact]:
    debt = next((fact for fact in found(known, "sleep.debt") if not fact.missing), None)
    by_device = debt is not None and "device states" in debt.words
    free = debt is not None and "free mornings" in debt.words
    own = [sentence for sentence in [debt.words] if debt] if debt else []
    said = [
        f"Your sleep need is the mean of what your device stated over the last {RECENT_D} days, less what it added for "
        f"sleep that you owed: that counts as debt, and not twice."
        if by_device
        else f"No device states your need, so it is the mean of your sleep before free mornings over the last "
        f"{RECENT_D} days: rather more than the need than less."
        if free
        else f"A sleep need is the mean of what a device stated over {RECENT_D} days; without that, of your sleep "
        f"before free mornings.",
        *own,
    ]
    return _told("your sleep need", said, ("sleep",), "sleep", "mean of 90 days under AR(1) noise")


def _debt(known: Known) -> list[Fact]:
    own = [fact.words for fact in found(known, "sleep.debt") if not fact.missing]
    said = [glossary.term("sleep_debt").words, "Naps count, and more than the need pays back.", *own]
    return _told("a sleep debt", said, ("sleep",), "sleep", "running sum with a half-life of four days")


def _usual(known: Known) -> list[Fact]:
    said = [
        f"Your usual is the mean of {REFERENCE} days that end a week ago, with days far outside held back, and the "
        f"range around it in which 19 of 20 single days lie. The mean of your last {WEEK} days is held against it, "
        f"with "
        f"an interval that knows that a day resembles the one before it.",
        "A new device begins anew.",
    ]
    return _told("what is usual", said, ("recovery", "hrv", "resting_hr"), "baselines", "mean and range of 60 days")


def _plainly(what: str, about: tuple[str, ...], page: str, *said: str) -> Callable[[Known], list[Fact]]:
    return lambda known: _told(what, [*said, METHODS], about, page, "as on the page Methods")


def _by_term(key: str) -> Callable[[Known], list[Fact]]:
    def of(known: Known) -> list[Fact]:
        term = glossary.term(key)
        return _told(term.label, [term.words], ("strain",), term.page, "glossary")

    return of


def _measured(known: Known, metric: str) -> list[Fact]:
    """A measure as a device gave it, and what it is held against."""
    try:
        name = words.inside(measures.label(metric))
    except KeyError:
        return _recovery(known)
    device = _whose(known) if metric != "weight_kg" else "a scale's"
    stages = metric in ("deep_min", "rem_min", "light_min")
    said = [
        f"{upper(name)} is {device} own figure, and taken as it came; how a device works it out is not published.",
        "Wrist devices guess stages of sleep and err by tens of minutes." if stages else "",
        f"What Ownpace adds is what is usual for you: a day is held against the {records.USUAL_DAYS} days before it, "
        f"of which four in five are called usual.",
    ]
    return _told(name, said, measures.subjects(metric), measures.page(metric), "as measured")


MADE: Mapping[str, Callable[[Known], list[Fact]]] = {
    "recovery": _recovery,
    "session": _session,
    "forecast": _forecast,
    "form": _form,
    "fitness": _form,
    "fatigue": _form,
    "load": _load,
    "day_strain": _load,
    "monotony": _by_term("monotony"),
    "acwr": _by_term("acwr"),
    "need": _need,
    "debt": _debt,
    "usual": _usual,
    "chronotype": _plainly(
        "a chronotype", ("sleep",), "rhythm",
        "It is the middle of your sleep on free days, less half of the sleep that you catch up on then. Free days are "
        "taken to be Saturdays and Sundays, unless your data says otherwise.",
    ),
    "jetlag": _plainly(
        "social jetlag", ("sleep",), "rhythm",
        "It is the middle of your sleep before free days against that before work days, week by week.",
    ),
    "regularity": _plainly(
        "sleep regularity", ("sleep",), "rhythm",
        "It is the share of time in which you are in the same state, asleep or awake, as 24 hours later: 100 is the "
        "same hours every day, 0 is chance.",
    ),
    "bedtime": _plainly(
        "a best bedtime", ("bedtime", "sleep"), "sleep",
        "A curve is laid through the mornings after your nights of the last year, over the hour at which you fell "
        "asleep, with alcohol, weekend, strain, the morning before and slow changes held equal. A best time is named "
        "only where the curve turns within what you do; a time to be asleep by is your usual waking less your need and "
        "the time that you lie awake.",
    ),
    "hours": _plainly(
        "your best hours", ("rhythm",), "rhythm",
        "They are hours after the low point of your day, which is read off the 24-hour wave of your heart rate, else "
        "off the middle of your sleep. In studies of groups sprints and strength were best then; of your own "
        "performance nothing goes into it.",
    ),
    "habits": _plainly(
        "a habit's effect", ("habits",), "habits",
        "All habits of your journal go into one regression with the day's strain, weekday, slow changes and illness, "
        "against the next morning; so what goes with each is told with the others held equal. It is pulled towards "
        "none as far as the others show none, and the bar is higher for having looked at many.",
    ),
    "unusual": _plainly(
        "an unusual morning", ("hrv", "resting_hr", "respiration", "temperature"), "unusual",
        "HRV, resting HR, respiration and skin temperature of a morning are held against their medians over four "
        "weeks, less what yesterday's load, logged alcohol and the weekday explain, and in units of their own spread. "
        "A morning is unusual where all of them together lie further off than almost all of your healthy ones.",
    ),
    "tolerance": _plainly(
        "how fast you recover", ("recovery", "strain"), "recovery",
        "Each morning of the last year is explained by the loads of the six days before it, in one regression in which "
        "a morning resembles the one before; the half-life is that of the fading that fits those six best. A hard day "
        "is one of your own hardest tenth.",
    ),
    "goal": _plainly(
        "such a plan", ("goal",), "forecast",
        "It begins with what you trained over the last four weeks, grows by 8% a week with every fourth week lighter "
        "while there is time, and ends in a taper of two weeks. The growth is a cautious convention, no law.",
    ),
    "counted": _plainly(
        "that figure", ("data",), "data",
        "It is counted, or added up, from the sessions and days on record: nothing in it is estimated.",
    ),
}  # fmt: skip


def of_words(known: Known, said: str) -> list[Fact]:
    """How the figure is made that a question names."""
    of = figure_in(said)
    return how(known, of) if of else []
