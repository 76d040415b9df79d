"""How far off forecasts of an athlete's own past mornings were, and whether that is better than guessing."""

import re
from datetime import date

from analytics.forecast import Forecast
from analytics.forecast_grade import HorizonGrade, Verdict
from analytics.results import NotEnoughData
from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools import measures, unsaid
from coach.tools.findings import said as found
from coach.tools.telling import answer, not_stored, upper
from coach.understanding.vocabulary import metrics_in
from coach.understood import Period

METHOD = "mean absolute error on mornings that a forecast had not seen, of the last year"
_FAR = (3, 7)  # mornings ahead that are named beside the next one
_UNLIKE = 5  # of 100 mornings, by which an interval may miss its promise and still be said to keep it


def how_wrong(known: Known, period: Period | None = None, asked_as: str = "") -> list[Fact]:
    """How far off forecasts were on past mornings, how often their intervals held, and what models that learn add.

    period: the morning that was foretold; without one the next. asked_as: the question, in plain text.
    """
    if known.day is None:
        return []
    try:
        made = known.forecast()
    except NotEnoughData as gap:
        said = f"It is too early to grade forecasts of your mornings: {unsaid.gap_words(gap)}."
        return [not_stored("off", "How far off forecasts are", said, ("forecast",))]
    if made.overall is None:
        said = "Too few forecasts of your mornings have come true or not to say how far off they are."
        return [not_stored("off", "How far off forecasts are", said, ("forecast",))]
    named = metrics_in(asked_as)
    if named and not any(one.startswith("recovery") for one in named):
        return [_not_foretold(known, named[0])]
    asked = _horizon(made, period.first if period and period.days == 1 and period.first > known.day else None)
    if _PERSISTENCE.search(asked_as):
        return [_against_today(asked), _missed(known, made, asked)]
    if _GUESSED.search(asked_as):
        return [_against_guessing(made, asked, f"Forecasts of {_when(asked)} are"), _missed(known, made, asked)]
    return [
        _missed(known, made, asked),
        _against_guessing(made, asked, "That is"),
        _held(made, asked),
        *_learned(known),
    ]


_PERSISTENCE = re.compile(
    r"\b(?:better|closer|worse|good|nearer) (?:than|as)\b.*\b(?:yesterday\w*|today\w*|the day before|no change|"
    r"persistence|(?:last|same|previous|newest) (?:value|day|morning|number|one|score))\b"
)


def _not_foretold(known: Known, metric: str) -> Fact:
    """That nothing but recovery is foretold, so that no forecast of another measure could be graded."""
    name = measures.named(known, metric)
    said = (
        f"{upper(name)} is not foretold: recovery is the one measure of which I make forecasts, so there is none of "
        f"{name} whose error could be counted."
    )
    return not_stored("off", f"Forecasts of {name}", said, (*measures.subjects(metric), "forecast"))


def _against_today(asked: HorizonGrade) -> Fact:
    """Yes or no: whether a forecast was closer than saying that the newest value stays as it is."""
    skill = asked.against_today
    said, share = f"forecasts of {_when(asked)} were", words.number(abs(skill.percent), "%")
    span = words.interval(*sorted((abs(skill.low), abs(skill.high))), "%")
    if skill.low > 0:
        said = f"Yes: {said} {share} ({span}) closer than saying the same as the day before."
    elif skill.high < 0:
        said = f"No: {said} {share} ({span}) further off than saying the same as the day before."
    else:
        fits = words.interval(skill.low, skill.high, "%")
        said = f"Not shown: {said} as close as saying the same as the day before, from {fits} closer would fit."
    return _answer("off.2", "Whether that beats the day before", said, skill.percent, "%", skill.n)


_GUESSED = re.compile(r"\b(?:better|closer|good) (?:than|as)\b")


def _horizon(made: Forecast, day: date | None) -> HorizonGrade:
    ahead = (day - made.made).days if day and day > made.made else 1
    return made.grades[min(ahead, len(made.grades)) - 1]


def _answer(id: str, what: str, said: str, value: float, unit: str, n: int) -> Fact:
    return answer(id, what, said, value=value, unit=unit, n=n, about=("recovery", "forecast"), page="forecast",
                  method=METHOD)  # fmt: skip


def _missed(known: Known, made: Forecast, asked: HorizonGrade) -> Fact:
    """`Off by 11.2 points on average, on 352 of your past mornings; 3 days ahead by 11.9, 7 days ahead by 12.0.`"""
    unit = "points" if known.unit("recovery") == "%" else "points of 100"
    further = [
        f"{words.counted(one.ahead, 'day')} ahead by {words.number(one.mae, digits=1)}"
        for one in made.grades
        if one.ahead in (1, *_FAR) and one.ahead != asked.ahead
    ]
    said = (
        f"Forecasts of {_when(asked)} were off by {words.number(asked.mae, digits=1)} {unit} on average, on "
        f"{words.counted(asked.n, 'past morning')} of yours that they had not seen; {words.listed(further)}."
    )
    return _answer("off", "How far off forecasts were", said, asked.mae, "points", asked.n)


def _when(asked: HorizonGrade) -> str:
    return "a next morning" if asked.ahead == 1 else f"a morning {words.counted(asked.ahead, 'day')} ahead"


def _against_guessing(made: Forecast, asked: HorizonGrade, lead: str) -> Fact:
    """Whether a forecast was closer than what needs no model."""
    skill, today = asked.against_median, asked.against_today
    median = f"the median of your last 30 days each time, which was off by {_of_median(asked)}"
    span = words.interval(*sorted((abs(skill.low), abs(skill.high))), "%")
    if asked.verdict is Verdict.NO_BETTER:
        fits = words.interval(skill.low, skill.high, "%")
        said = f"{lead} no closer than guessing {median} (from {fits} closer would fit)"
    else:
        way = "closer" if asked.verdict is Verdict.BEATS else "further off"
        by = words.number(abs(skill.percent), "%")
        said = f"{lead} {by} ({span}) {way} than guessing {median}"
    way = "closer" if today.percent > 0 else "further off"
    said += f", and {words.number(abs(today.percent), '%')} {way} than saying the same as today."
    source = made.days[asked.ahead - 1].source if asked.ahead else "model"
    if source == "median":
        said += " So what is shown of that morning is that median."
    return _answer("off.2", "Whether that beats guessing", said, skill.percent, "%", skill.n)


def _of_median(asked: HorizonGrade) -> str:
    """The mean absolute error of the median, of which the skill is the share that a forecast spares."""
    return words.number(asked.mae / (1 - asked.against_median.percent / 100), digits=1)


def _held(made: Forecast, asked: HorizonGrade) -> Fact:
    inside = round(100 * asked.coverage)
    fits = "as promised" if abs(inside - 80) <= _UNLIKE else "more than promised" if inside > 80 else "too few"
    said = f"{inside} of 100 of those mornings lay inside the range that should hold 80: {fits}."
    return _answer("off.3", "Whether ranges held", said, float(inside), "of 100", asked.n)


def _learned(known: Known) -> list[Fact]:
    """What a walk with models that learn from the athlete found, where one was made."""
    grade = next(iter(found(known, "prediction.grade")), None)
    if grade is None:
        return []
    if grade.missing:
        said = (
            f"What models that learn from you alone would add is not known yet: it takes {grade.missing.rstrip('.')}."
        )
        return [answer("off.4", "Models that learn from you", said, about=("recovery",), page="compare")]
    return [answer("off.4", "Models that learn from you", f"As for models that learn from you: {_lower(grade.words)}",
                   value=grade.value, unit=grade.unit, low=grade.low, high=grade.high, n=grade.n,
                   about=("recovery",), page="compare", direction=grade.direction, method=grade.method)]  # fmt: skip


def _lower(said: str) -> str:
    return said[:1].lower() + said[1:]
