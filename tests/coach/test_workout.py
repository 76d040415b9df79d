"""A session is never harder than what allows least."""

import itertools
from datetime import date

import pytest

from coach.workout import Ceiling, Effort, Zones, workout

DAY = date(2026, 11, 21)


def ceiling(effort):
    return Ceiling(effort, f"Only {effort.name.lower()}.", "x")


@pytest.mark.parametrize("wanted", Effort)
@pytest.mark.parametrize("ceilings", list(itertools.product(Effort, repeat=2)))
def test_it_is_the_least_of_what_is_wanted_and_allowed(wanted, ceilings):
    made = workout(DAY, wanted, [ceiling(one) for one in ceilings], sport="running")
    assert made.kind == min(wanted, *ceilings).name.lower()


def test_rest_has_no_minutes_and_no_sport():
    made = workout(DAY, Effort.HARD, [ceiling(Effort.REST)], sport="running", levels={"rest": 3.0}, unit="strain")
    assert (made.minutes, made.sport, made.words) == (0, "", "Rest: a walk or some stretching at most.")
    assert made.why == ("Only rest.",)


def test_minutes_are_the_athletes_own_to_five():
    made = workout(DAY, Effort.EASY, [], sport="running", minutes_of={"easy": 43.0})
    assert made.minutes == 45 and made.words.startswith("Easy running, 45 min: so easy")


def test_intervals_get_the_time_that_they_take():
    assert workout(DAY, Effort.HARD, [], sport="running", minutes_of={"hard": 30.0}).minutes == 55
    assert workout(DAY, Effort.HARD, [], sport="weightlifting", minutes_of={"hard": 30.0}).minutes == 30


def test_zones_are_of_ftp_else_of_the_highest_heart_rate():
    assert Zones(ftp_w=250, max_hr_bpm=190).of("easy") == "140 to 175 W"
    assert Zones(max_hr_bpm=200).of("steady") == "144 to 164 bpm"
    assert Zones().of("hard") == "" and Zones(ftp_w=250).of("rest") == ""


def test_lifting_is_told_in_weights_not_in_zones():
    made = workout(DAY, Effort.EASY, [], sport="weightlifting", zones=Zones(max_hr_bpm=190))
    assert made.zone == "" and "half of your usual weights" in made.words


def test_the_load_is_that_of_such_a_day():
    made = workout(DAY, Effort.STEADY, [], sport="cycling", levels={"steady": 11.25}, unit="strain", reason="So.")
    assert made.load == 11.25 and "about 11.2 of 21" in made.words and made.why == ("So.",)
