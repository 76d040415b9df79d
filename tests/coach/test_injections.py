"""Text from outside never becomes an instruction: what reaches a prompt is a plain name or nothing."""

import re

import pytest

from coach.sanitise import A_HABIT, AN_ATHLETE, habit, person
from tests.coach.injections import HABITS, INJECTIONS, NAMES

HARMLESS_WORDS = re.compile(r"[^\W\d_]+(?:[ '-][^\W\d_]+){0,3}")


def test_there_are_enough():
    assert len(set(INJECTIONS)) >= 200


@pytest.mark.parametrize("text", INJECTIONS)
def test_none_becomes_a_habit(text):
    assert habit(text) == A_HABIT


@pytest.mark.parametrize("text", INJECTIONS)
def test_none_becomes_a_name(text):
    assert person(text) == AN_ATHLETE


@pytest.mark.parametrize("name", HABITS)
def test_habits_that_people_have_keep_their_names(name):
    said = habit(name)
    assert said == name.replace("_", " ").casefold() and HARMLESS_WORDS.fullmatch(said)


@pytest.mark.parametrize("name", NAMES)
def test_names_that_people_have_are_first_names(name):
    assert person(name) == name.split()[0]


def test_no_more_than_a_few_short_words():
    assert habit("one two three four five") == A_HABIT
    assert habit("x" * 40) == A_HABIT
    assert habit("") == A_HABIT and person("  ") == AN_ATHLETE
