"""What is said of the daily rhythm and of the hours of sleep."""

from collections.abc import Callable
from datetime import date, timedelta

from analytics.circadian import INFERRED, NEED_DAYS_TWO, TROUGH, ReadinessWindow, Rhythm, RhythmShift
from analytics.regularity import NEED_NIGHTS, WEEKS, WINDOW, ClockTime, Regularity, SocialJetlag, UsualTimes
from analytics.results import Estimate, Finding, Grade, NotEnoughData
from coach import words
from coach.words import CLOCK
from dashboard.compose import History
from dashboard.compose import rhythm as compose
from dashboard.findings.asked import Ask, nothing, or_missing

HEART_METHOD = (
    "24-hour and 12-hour waves through heart rate by the hour (cosinor), workouts and two hours after them left out; "
    "intervals from how the days differ (days drawn anew, 400 times); graded by whether the 24-hour wave stands out "
    "from chance"
)
SHIFT_METHOD = (
    "top of the 24-hour wave of heart rate in these 28 days against that in the 28 before, Welch's interval over days"
)
TIMING_METHOD = "circular mean of 28 days, interval widened for nights that resemble their neighbours; {graded}"
TIMING_GRADED = "graded by whether the times gather around one at all (Rayleigh's test)"
REGULARITY_METHOD = (
    "sleep regularity index: the share of time in the same state, asleep or awake, as 24 hours later; 100 is the same "
    "hours every day, 0 is chance, by which it is graded. Others print the name on other scales, and devices see "
    "wakings differently"
)
FREE = "free days are taken to be Saturdays and Sundays, since nothing that you brought says which they are"
JETLAG_METHOD = f"middle of sleep before free days against work days within each of {WEEKS} weeks; {FREE}"
CHRONOTYPE_METHOD = (
    f"middle of sleep on free days, minus half of the sleep that is caught up on them (MSFsc), over {WEEKS} weeks; "
    f"{FREE}; graded by its interval: strong within an hour, likely within three"
)
READINESS_METHOD = (
    "hours after the low point of your day, for which {basis} stands; in studies of groups, sprints, jumps and "
    "strength were best then and some people dipped before, endurance hardly differed. Never more than likely"
)
BASIS = "the trough of your heart rate", "the middle of your sleep"

HOURLY = (
    "heart rate by the hour, day and night. Apple Health has it, and Oura has where its heart rate is exported with "
    "the nights; WHOOP's export and API have none"
)
FREE_DAYS = "which of your days are free. Your sleep moves around the clock, so Saturdays and Sundays do not tell"
STEADY = "a usual time of sleep. Yours moves around the clock, so no hours would hold for all of your days"
LOW_POINT = "a low point of your day that is known to within 6 hours"
TIMES = f"when you sleep ({NEED_NIGHTS} nights of the last {WINDOW}), or heart rate by the hour of {NEED_DAYS_TWO} days"


def answers(history: History, day: date) -> dict[str, Callable[[History, date], Finding]]:
    """What can be said, by id."""
    return ANSWERS


def heart(history: History, day: date) -> Finding:
    """When heart rate is highest and lowest."""
    ask = Ask("rhythm.heart", "When is my heart rate highest and lowest?", HEART_METHOD)
    if _no_hours(history, day):
        return nothing(ask, HOURLY)
    return or_missing(ask, lambda: _heart_finding(ask, compose.rhythm(history, day), compose.face(history, day).moving))


def _no_hours(history: History, day: date) -> bool:
    return not len(compose.heart_days(history, day, WINDOW).had)


def _heart_finding(ask: Ask, found: Rhythm, moving: bool) -> Finding:
    after = f"from {words.counted(found.days, 'day')}"
    if found.acrophase is None:
        said = f"Your heart rate shows no daily rhythm that stands out from chance, {after}."
        return Finding(ask.id, ask.question, said, found.grade, ask.method, n=found.days)
    if not found.peaks:
        said = (
            f"Your heart rate is up around {_time(found.acrophase)}, {after}; when exactly it is highest and lowest "
            f"can be told after {NEED_DAYS_TWO}."
        )
        return ask.estimated(said, found.grade, found.acrophase, CLOCK)
    lowest, highest = (" or ".join(map(_time, points)) for points in (found.troughs, found.peaks))
    said = f"Your heart rate is lowest around {lowest} and highest around {highest}, {after}."
    if moving:
        said += " Your sleep moves around the clock: this is the average of days that differ."
    return ask.estimated(said, found.grade, found.peaks[0], CLOCK)


def _time(time: Estimate) -> str:
    """`02:25 (01:55 to 02:50)`"""
    return f"{words.about(time.value)} ({words.interval(time.low, time.high, CLOCK)})"


def shift(history: History, day: date) -> Finding:
    """Whether the rhythm has moved."""
    ask = Ask("rhythm.shift", "Has my daily rhythm moved?", SHIFT_METHOD)
    if _no_hours(history, day):
        return nothing(ask, HOURLY)
    return or_missing(ask, lambda: _shift_finding(ask, compose.shift(history, day)))


def _shift_finding(ask: Ask, found: RhythmShift) -> Finding:
    if found.change is None:
        return nothing(ask, f"a daily rhythm that stands out from chance in each of the two times {found.window} days")
    change = _in_minutes(found.change)
    before = f"{found.window} days before"
    if found.grade is Grade.NONE:
        between = f"{_moved(change.low)} and {_moved(change.high)}"
        said = (
            f"Your rhythm has not moved that we can see: {_moved(change.value)} than the {before}, between {between}."
        )
    else:
        said = f"Your rhythm is {_moved(change.value)} than in the {before} ({_span(change)})."
    return ask.estimated(said, found.grade, change, "min")


def _in_minutes(hours: Estimate) -> Estimate:
    return Estimate(60 * hours.value, 60 * hours.low, 60 * hours.high, n=hours.n, level=hours.level)


def _moved(minutes: float) -> str:
    return f"{words.hours(minutes)} {'earlier' if minutes < 0 else 'later'}"


def _span(change: Estimate) -> str:
    """The interval of a difference that excludes none, without its sign."""
    return words.interval(*sorted((abs(change.low), abs(change.high))), "min")


def timing(history: History, day: date) -> Finding:
    """When the athlete falls asleep and wakes."""
    ask = Ask("sleep.timing", "When do I sleep?", TIMING_METHOD.format(graded=TIMING_GRADED))
    return or_missing(ask, lambda: _timing_finding(ask, compose.usual_times(history, day)))


def _timing_finding(ask: Ask, times: UsualTimes) -> Finding:
    bedtime, middle = times.bedtime, times.mid_sleep
    nights = words.counted(bedtime.n, "night")
    spread = words.hours(60 * middle.sd_h)
    if bedtime.mean is None:
        said = f"Your sleep has no usual time of day: in {nights} its middle lay all around the clock."
        return Finding(ask.id, ask.question, said, Grade.NONE, ask.method, n=bedtime.n)
    begin, end = _time(bedtime.mean), _usually(times.wake)
    said = f"You fall asleep around {begin} and wake {end}, give or take {spread}, {nights}."
    return ask.estimated(said, bedtime.grade, bedtime.mean, CLOCK)


def _usually(time: ClockTime) -> str:
    return f"around {_time(time.mean)}" if time.mean else "at no usual time"


def sleep_regularity(history: History, day: date) -> Finding:
    """How regular sleep is, beside the 28 days before."""
    ask = Ask("sleep.regularity", "How regular is my sleep?", REGULARITY_METHOD)
    return or_missing(ask, lambda: _regularity_finding(ask, history, compose.sleep_regularity(history, day)))


def _regularity_finding(ask: Ask, history: History, found: Regularity) -> Finding:
    index = found.index
    try:
        before = compose.sleep_regularity(history, found.until - timedelta(days=found.window)).index
        interval = words.interval(before.low, before.high, "")
        past = f", after {words.number(before.value)} ({interval}) in the {found.window} days before"
    except NotEnoughData:
        past = ""
    said = f"Your sleep is regular to {words.number(index.value)} of 100 ({words.interval(index.low, index.high, '')})"
    grade = Grade.STRONG if index.low > 0 else Grade.NONE
    said = f"{said}{past}. 100 would be the same hours every day; compare it with your own past only."
    return ask.estimated(said, grade, index, "of 100")


def social_jetlag(history: History, day: date) -> Finding:
    """How far apart weekends and work days are."""
    ask = Ask("sleep.social_jetlag", "How far are my free days from my work days?", JETLAG_METHOD)
    return or_missing(ask, lambda: _jetlag_finding(ask, history, compose.social_jetlag(history, day)))


def _jetlag_finding(ask: Ask, history: History, found: SocialJetlag) -> Finding:
    if _shifts(history, found.until):
        return nothing(ask, FREE_DAYS)
    later = _in_minutes(found.later)
    weeks = words.counted(found.weeks, "week")
    if found.grade is Grade.NONE:
        between = f"{_moved(later.low)} and {_moved(later.high)}"
        said = (
            f"No difference seen between your weekends and your work days: you sleep {_moved(later.value)}, between "
            f"{between}, {weeks}."
        )
    else:
        said = f"You sleep {_moved(later.value)} on weekends than on work days ({_span(later)}), {weeks}."
    return ask.estimated(said, found.grade, later, "min")


def _shifts(history: History, day: date) -> bool:
    """Whether sleep moved around the clock in these weeks."""
    return compose.moving(compose.usual_times(history, day, 7 * WEEKS))


def chronotype(history: History, day: date) -> Finding:
    """When the body would sleep if it were free to."""
    ask = Ask("sleep.chronotype", "When would my body sleep by itself?", CHRONOTYPE_METHOD)
    return or_missing(ask, lambda: _chronotype_finding(ask, history, day))


def _chronotype_finding(ask: Ask, history: History, day: date) -> Finding:
    found = compose.chronotype(history, day)
    if _shifts(history, day):
        return nothing(ask, FREE_DAYS)
    middle, weekends = found.mid_sleep, words.counted(found.weeks, "weekend")
    said = f"Left to itself, your sleep would have its middle around {_time(middle)}, going by {weekends}."
    wide_h = middle.high - middle.low
    grade = Grade.STRONG if wide_h <= 1 else Grade.LIKELY if wide_h <= 3 else Grade.NONE
    return ask.estimated(said, grade, middle, CLOCK)


def readiness(history: History, day: date) -> Finding:
    """When the athlete is likely at their best."""
    face = compose.face(history, day)
    by_name = {window.name: window for window in face.windows}
    basis = BASIS[0] if face.windows and face.windows[0].basis == TROUGH else BASIS[1]
    ask = Ask("rhythm.readiness", "When am I likely at my best?", READINESS_METHOD.format(basis=basis))
    if not face.windows:
        unknown = face.rhythm is None and face.times is None
        return nothing(ask, STEADY if face.moving else TIMES if unknown else LOW_POINT)
    best, dip = by_name["best"], by_name["dip"]
    said = (
        f"Your likely best hours are {_window(best)}, with a dip from {_window(dip)}: {INFERRED}. Studies see this in "
        "sprints and strength, hardly in endurance."
    )
    latest_start_h = best.latest_h - (best.end_h - best.start_h)
    start = Estimate(best.start_h, best.earliest_h, latest_start_h, n=face.low_point.n)
    return ask.estimated(said, Grade.LIKELY, start, CLOCK)


def _window(window: ReadinessWindow) -> str:
    return f"{words.about(window.start_h, 15)} to {words.about(window.end_h, 15)}"


ANSWERS = {
    "rhythm.heart": heart,
    "rhythm.shift": shift,
    "rhythm.readiness": readiness,
    "sleep.timing": timing,
    "sleep.regularity": sleep_regularity,
    "sleep.social_jetlag": social_jetlag,
    "sleep.chronotype": chronotype,
}
