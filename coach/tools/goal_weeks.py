"""What may the weeks before an event hold, week by week, with the taper at their end?"""

from datetime import timedelta

from coach import words
from coach.facts import Fact
from coach.known import Known
from coach.tools.goal_base import LONG_SHARE, Base, expected_min, to_five
from coach.understood import Target

GROWTH = 1.08  # a week; ours: what the ten percent of common advice leaves room for, which is no law (see GROWTH_SAYS)
LONG_GROWTH = 1.12  # of the longest session
EASY_WEEK = 0.7  # every fourth
TAPER = (0.65, 0.45)  # of the weeks before the event, the last one last; within the 41 to 60% off of Bosquet 2007
FAR_FROM = 0.6  # of the expected hours: with less in one session, the event is a leap
MOST_OF_BEST = 1.15  # of the athlete's own largest week of a year
WEEK_OF_EVENT = 6  # of the hours of an event, beyond which a week need not grow
LONG_OF_WEEK = 0.5  # most of a week that one session may be
TAPER_SAYS = Fact(
    "goal.taper",
    "The last two weeks",
    "A taper of about two weeks, in which the hours fall by 41 to 60% while intensity and the number of sessions stay, "
    "did best in a review of 27 studies.",
    n=27,
    subjects=("taper", "strain"),
    page="methods",
    method="Bosquet et al. (2007), Med Sci Sports Exerc 39(8):1358-65",
)
GROWTH_SAYS = Fact(
    "goal.growth",
    "How fast to grow",
    "How fast hours may grow is not known for you: 8% a week with every fourth week lighter is a cautious convention, "
    "no law.",
    8.0,
    "%",
    subjects=("strain", "goal"),
    page="methods",
    method="ours; a rule of 10% lowered no injuries in 532 new runners (Buist et al. 2008, Am J Sports Med 36(1):33-9)",
)
EACH_TOLD = 6  # weeks that build, up to which each is told


def week_by_week(known: Known, target: Target, base: Base, weeks: int) -> tuple[list[Fact], float]:
    """Hours and the longest session, week by week; the last ones taper. And how long the longest gets [minutes]."""
    taper = TAPER[-(2 if weeks >= 5 else 1) :]
    build = weeks - len(taper)
    most = base.best_week_min * MOST_OF_BEST
    if expected := expected_min(target, base):  # a short event asks for no more than so many times its own length
        most = min(most, max(base.week_min * GROWTH, WEEK_OF_EVENT * expected))
    goal_long = LONG_SHARE * (expected_min(target, base) or base.longest_min)
    week_min, long_min, facts = base.week_min, base.longest_min, []
    for number in range(1, weeks + 1):
        if number <= build:
            easy = number % 4 == 0 and number != build
            if not easy:
                week_min = min(week_min * GROWTH, max(most, base.week_min))
                long_min = min(
                    long_min * LONG_GROWTH,
                    max(goal_long, base.longest_min),
                    max(LONG_OF_WEEK * week_min, base.longest_min),
                )
            hours, long = (week_min * EASY_WEEK, long_min * EASY_WEEK) if easy else (week_min, long_min)
            what = "lighter" if easy else "build"
        else:
            share = taper[number - build - 1]
            hours, long, what = week_min * share, long_min * share, "taper"
        facts.append(_week(known, number, hours, long, what))
    facts[:0] = _in_short(facts, build, long=base.theirs)
    expected = expected_min(target, base)
    if expected and long_min < FAR_FROM * expected:
        facts.insert(0, _far(long_min, expected, base, weeks))
    return facts, long_min


def _in_short(weeks: list[Fact], build: int, *, long: bool) -> list[Fact]:
    """The weeks that build and those of the taper, each in one sentence; long: with the longest session of each."""
    sums = [words.hours(to_five(week.value)) for week in weeks]
    longest = [week.words.partition("longest session ")[2].rstrip(".") for week in weeks]
    count = "The first week" if build == 1 else f"The first {build} weeks"
    if build > EACH_TOLD:
        top = max(weeks[:build], key=lambda week: week.value)
        said = (
            f"{count} could grow from {sums[0]} to {words.hours(to_five(top.value))} in all, every fourth week lighter"
        )
        far = longest[weeks.index(top)]
        grows = f" from {longest[0]} to {far}" if far != longest[0] else f" of {far}"
        said += f", with a longest session{grows}." if long else "."
    else:
        said = f"{count} could hold {words.listed(sums[:build])} in all"
        same = len(set(longest[:build])) == 1
        said += f", with a longest session of {longest[0] if same else words.listed(longest[:build])}" if long else ""
        said += "; the fourth is a lighter one." if build > 4 else "."
    taper = f"taper to {words.listed(sums[build:])}"
    said = f"{said[:-1]}; then {taper} before the event."
    last = f"Before the event, {taper}."
    about = {"subjects": ("strain", "goal"), "page": "forecast", "method": weeks[0].method}
    return [
        Fact(
            "goal.build",
            "The weeks that build",
            said,
            first_day=weeks[0].first_day,
            last_day=weeks[build - 1].last_day,
            **about,
        ),
        Fact("goal.end", "The taper", last, first_day=weeks[build].first_day, last_day=weeks[-1].last_day, **about),
    ]


def _far(reached: float, expected: float, base: Base, weeks: int) -> Fact:
    grown, needed = (words.hours(to_five(minutes)) for minutes in (reached, expected))
    said = (
        f"In {words.counted(weeks, 'week')} your longest session would grow to about {grown}, "
        f"far from the {needed} that it may take: a shorter distance or a later date would be wiser."
    )
    return Fact(
        "goal.far", "Whether the time is enough", said, reached, "min", n=base.n, subjects=("goal",), page="data"
    )


def _week(known: Known, number: int, hours: float, long: float, what: str) -> Fact:
    first = known.today + timedelta(days=7 * (number - 1))
    whole, longest = (words.hours(to_five(minutes)) for minutes in (hours, long))
    said = f"Week {number} ({what}): about {whole} in all, the longest session {longest}."
    return Fact(
        f"goal.week_{number}",
        f"Week {number} from now",
        said,
        hours,
        "min",
        first_day=first,
        last_day=first + timedelta(days=6),
        subjects=("strain", "goal"),
        page="forecast",
        method="outline by rules from your own last weeks; mostly easy, one or two hard sessions a week",
    )
