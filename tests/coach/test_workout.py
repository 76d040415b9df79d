"""A session is never harder than what allows least."""

import itertools
import re
from datetime import date

import pytest

from coach.workout import Ceiling, Effort, Wish, Zones, workout

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


EVERYTHING = ("shorter", "longer", "easier", "harder", "other", "easy", "hard")


@pytest.mark.parametrize("allowed", Effort)
@pytest.mark.parametrize("steps", itertools.permutations(EVERYTHING, 3))
def test_no_wish_makes_it_harder_than_the_day_allows(allowed, steps):
    made = workout(DAY, Effort.HARD, [ceiling(allowed)], sport="running", wish=Wish(240, steps))
    usual = workout(DAY, allowed, [], sport="running").minutes
    assert Effort[made.kind.upper()] <= allowed
    assert allowed is Effort.HARD or made.minutes <= max(usual, 60) * 1.5 + 2.5


def test_a_shorter_session_of_so_many_minutes_is_of_so_many():
    wish = Wish(25, ("shorter",))
    assert workout(DAY, Effort.EASY, (), sport="cycling", minutes_of={"easy": 60.0}, wish=wish).minutes == 25


def test_a_wished_length_is_granted_where_the_day_bears_it():
    made = workout(DAY, Effort.EASY, [], sport="cycling", minutes_of={"easy": 40.0}, wish=Wish(45))
    assert made.minutes == 45 and not made.refused
    long = workout(DAY, Effort.EASY, [], sport="cycling", minutes_of={"easy": 40.0}, wish=Wish(180))
    assert long.minutes == 60 and "3 h would be more than today suggests: 1 h" in long.refused


def test_on_a_free_day_it_may_be_as_long_as_the_longest_of_late():
    made = workout(DAY, Effort.HARD, [], sport="cycling", longest_min=200.0, wish=Wish(180))
    assert made.minutes == 180 and not made.refused


def test_harder_than_allowed_is_refused_with_the_reason():
    made = workout(DAY, Effort.HARD, [ceiling(Effort.EASY)], sport="running", wish=Wish(steps=("harder",)))
    assert made.kind == "easy" and made.refused == "Harder is not for today: only easy."


def test_easier_and_then_harder_is_where_it_was():
    made = workout(DAY, Effort.STEADY, [], sport="running", wish=Wish(steps=("easier", "harder")))
    assert made.kind == "steady" and not made.refused


def test_shorter_takes_a_third_off_and_load_follows():
    levels = {"rest": 1.0, "easy": 9.0}
    made = workout(DAY, Effort.EASY, [], minutes_of={"easy": 60.0}, levels=levels, unit="strain",
                   wish=Wish(steps=("shorter",)))  # fmt: skip
    assert made.minutes == 40 and made.load == pytest.approx(21 - 20 * 0.6 ** (2 / 3))
    added = workout(DAY, Effort.EASY, [], minutes_of={"easy": 60.0}, levels=levels, unit="AU", wish=Wish(30))
    assert added.load == pytest.approx(5.0)


@pytest.mark.parametrize("minutes", [20, 30, 45, 60, 90])
def test_intervals_fill_the_time_that_is_wished(minutes):
    made = workout(DAY, Effort.HARD, [], sport="running", minutes_of={"hard": 60.0}, wish=Wish(minutes))
    first, count, work, ease, last = (int(one) for one in re.findall(r"\d+", made.main))
    assert abs(first + count * work + (count - 1) * ease + last - minutes) <= 2


def test_something_else_is_made_of_something_else():
    first, second = (
        workout(DAY, Effort.STEADY, [], sport="running", wish=Wish(steps=steps)) for steps in ((), ("other",))
    )
    assert first.main != second.main and first.minutes == second.minutes
