"""Wishes of a week whose words would mean the opposite, taken loosely."""

import pytest

from coach.understanding.week_edits import plain
from coach.understanding.week_parts import wishes
from coach.understood import WeekWish
from coach.workout import Effort
from tests.coach.people import DEMO, TODAY
from tests.coach.test_week_edits import FRI, MON, SAT, SUN, THU, TUE, WED, told, week


def wished(text):
    return [(one.kind, one.days, one.number) for one in wishes(plain(text), TODAY)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("I can not on Monday but Tuesday is fine", [("rest", (MON,), None), ("open", (TUE,), None)]),
        ("I have to work on Monday but Tuesday is free", [("rest", (MON,), None), ("open", (TUE,), None)]),
        ("any day but Thursday", [("rest", (THU,), None)]),
        ("every day but not Sunday", [("rest", (SUN,), None)]),
        ("don't skip Wednesday", [("open", (WED,), None)]),
        ("I am not away on Wednesday", [("open", (WED,), None)]),
        ("less on Monday more on Tuesday", [("lighter", (MON,), None), ("heavier", (TUE,), None)]),
        ("two days off, Monday and Tuesday", [("rest", (MON, TUE), None)]),
        ("one hour on Monday and two on Tuesday", [("minutes", (MON,), 60.0), ("minutes", (TUE,), 120.0)]),
        ("from monday to wednesday off", [("rest", (MON, TUE, WED), None)]),
        ("no training this week", [("sessions", (), 0)]),
        ("rest the whole week", [("sessions", (), 0)]),
    ],
)
def test_it_is_the_day_that_is_meant(text, meant):
    assert wished(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "after Wednesday I'm away",
        "I'm busy until Wednesday",
        "from Wednesday on I am away",
        "no hard training before Friday",
    ],
)
def test_days_up_to_one_or_from_one_on_are_not_that_day(text):
    assert not any(WED in days or FRI in days for _, days, _ in wished(text))


def test_no_long_ride_leaves_a_short_one():
    (only,) = wishes(plain("no long ride on Sunday"), TODAY)
    assert (only.kind, only.days, only.effort) == ("put", (SUN,), "easy")


@pytest.mark.parametrize("who", DEMO)
def test_a_week_without_training_has_none(who):
    assert {day.effort for day in week(who, WeekWish("sessions", number=0)).days} == {Effort.REST}


@pytest.mark.parametrize("who", DEMO)
def test_a_long_session_today_is_an_easy_one_and_a_limit_holds_for_it(who):
    given = told(who, "plan my week", "long session today")
    assert given.workout.kind in ("easy", "rest")
    limited = told(who, "plan my week", "long session today", "only 30 minutes today")
    assert limited.workout.kind in ("easy", "rest") and limited.workout.minutes <= 30
    assert SAT == TODAY
