"""Questions are understood: topics, days, habits, measures, follow-ups; and quickly, whatever is typed."""

import random
import string
import time
from datetime import date

import pytest

from coach.routing import carried, understand
from coach.understanding import sense
from coach.understanding.spelling import distance
from coach.understanding.vocabulary import speller
from coach.understood import Topic, Understood
from tests.coach.questions import HABITS, SETS, TODAY, understood, wrongs

NEED = 0.97


def asked(text: str, previous: Understood | None = None) -> Understood:
    return understand(text, today=TODAY, habits=HABITS, previous=previous)


@pytest.mark.parametrize("name", SETS)
def test_topics_and_parts_are_understood(name):
    results = [(one, wrongs(one, now)) for chain in SETS[name] for one, now in understood(chain)]
    wrong = {one.text: what for one, what in results if what}
    assert len(wrong) <= (1 - NEED) * len(results), wrong


def test_there_are_questions_enough():
    counts = {name: sum(map(len, chains)) for name, chains in SETS.items()}
    assert counts["held out"] + counts["built on"] >= 400
    assert sum(len(chain) for chains in SETS.values() for chain in chains if len(chain) > 1) >= 50


def test_understanding_is_the_same_every_time():
    for chain in SETS["held out"][:40]:
        assert [now for _, now in understood(chain)] == [now for _, now in understood(chain)]


@pytest.mark.parametrize("word", ["1", "a", "why ", "my leg is ", "dog and cat ", "should i do the my ", "? "])
def test_twice_the_text_takes_no_more_than_some_twice_the_time(word):
    """No pattern runs away: what is typed is looked through about once."""

    def took(times: int) -> float:
        text, spent = word * times, []
        for _ in range(3):
            sense.sense.cache_clear()
            began = time.process_time()
            asked(text)
            spent.append(time.process_time() - began)
        return min(spent)

    asked("warm")
    assert took(3000 // len(word)) < 3.5 * took(1500 // len(word)) + 0.01


def test_anything_may_be_typed():
    rng = random.Random(1)
    letters = string.printable + "\u00e9\u00df\u4f60\u202e\U0001f6b4\x00"
    for _ in range(300):
        asked("".join(rng.choices(letters, k=rng.randrange(200))))
    for text in (
        "",
        " ",
        "?" * 5000,
        "why " * 3000,
        "should i do the my " * 500,
        "a" * 10_000,
        "1" * 4000,
        "since since since",
    ):
        assert asked(text).text == text


@pytest.mark.parametrize("text", ["qwerty uiop", "zxcv", "the the the"])
def test_the_unknown_is_not_guessed_at(text):
    assert asked(text).topic in (Topic.HELP, Topic.OUT_OF_SCOPE)


@pytest.mark.parametrize("text", ["come on, how is my hrv", "man I was so tired", "le mans", "is it so hard", "on top"])
def test_english_with_words_of_other_languages_is_english(text):
    assert asked(text).topic is not Topic.LANGUAGE


@pytest.mark.parametrize(
    "text", ["\u4eca\u65e5\u306f\u3069\u3046", "\u043a\u0430\u043a \u044f \u0441\u043f\u0430\u043b"]
)
def test_other_scripts_are_other_languages(text):
    assert asked(text).topic is Topic.LANGUAGE


def test_a_weekday_to_come_that_is_todays_is_the_next_one():
    saturday = date(2026, 11, 21)
    assert understand("will I be recovered by Saturday", today=saturday).period.first == date(2026, 11, 28)
    assert understand("how was my sleep on Saturday", today=saturday).period.first == saturday


def test_small_talk_does_not_part_a_question_from_its_follow_up():
    first = asked("does alcohol hurt me?")
    assert carried(first, asked("thanks", first)) is first
    assert carried(first, asked("what is the capital of France", first)) is first


def test_a_habit_of_the_journal_is_known_by_its_own_name_and_with_a_slip():
    assert asked("does kombucha help?").habit == "kombucha"
    assert asked("does komboucha help?").habit == "kombucha"
    assert understand("does zumba_class help", today=TODAY, habits=("zumba_class",)).habit == "zumba_class"


def test_a_habit_is_named_by_the_key_under_which_it_is_kept():
    assert understand("does smoking hurt me", today=TODAY, habits=("nicotine",)).habit == "nicotine"
    assert understand("does smoking hurt me", today=TODAY, habits=("tobacco",)).habit == "tobacco"


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("", "ab", 2), ("form", "from", 1), ("sleep", "slep", 1), ("a", "a", 0)]
)
def test_slips_between_words(one, other, slips):
    assert distance(one, other) == slips


@pytest.mark.parametrize("word", ["from", "match", "even", "think", "talk", "light", "right", "test", "trail", "plane"])
def test_a_word_that_is_one_is_left_as_it_is(word):
    assert speller(()).word(word) == word


def test_minutes_of_a_session_and_hours_of_a_night():
    assert asked("I have an hour and a half, what should I do today?").number == 90
    assert asked("what if I sleep 30 minutes more?").number == 0.5


def test_an_event_is_told_in_its_own_words():
    target = asked("How should I prepare for my 100 km gran fondo in 6 weeks?").target
    assert target.words == "your 100 km gran fondo"


@pytest.mark.parametrize(
    ("first", "then", "days"),
    [
        ("How was my sleep last week?", "and the week before?", (date(2026, 5, 4), date(2026, 5, 10))),
        ("How was my HRV in April?", "and the month before?", (date(2026, 3, 1), date(2026, 3, 31))),
        ("How did I sleep last night?", "and the night before?", (date(2026, 5, 19), date(2026, 5, 19))),
        ("How was my HRV on 3 May?", "the day before that?", (date(2026, 5, 2), date(2026, 5, 2))),
    ],
)
def test_the_one_before_is_before_what_was_spoken_of(first, then, days):
    previous = understand(first, today=date(2026, 5, 20))
    now = understand(then, today=date(2026, 5, 20), previous=previous)
    assert (now.period.first, now.period.last) == days and now.follow_up
