import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers import habits
from data.importers.habits import habit


@pytest.mark.parametrize(
    ("older", "newer", "key"),
    [
        ("Have any caffeine? ", "Consumed caffeine?", "caffeine"),
        ("View a screened device while in bed?", "Viewed a screen device in bed?", "screen_in_bed"),
        ("Sick / Not Sick", "Feeling sick or ill?", "sick_or_ill"),
        ("Injured / Not Injured", "Have an injury or wound", "injury"),
        ("Hydrate sufficiently?", "Hydrated sufficiently?", "hydration"),
        ("Meditate? ", "Meditated?", "meditation"),
        ("Eat any food close to bedtime?", "Ate food close to bedtime?", "late_meal"),
        ("Have any alcoholic drinks?", "Did you drink any alcohol?", "alcohol"),
        ("Took a calcium supplement", "Took a calcium supplement?", "calcium"),
        ("Avoid consuming processed foods?", "Avoided processed foods?", "avoid_processed_food"),
        ("See direct sunlight upon waking up?", "Saw direct sunlight upon waking up?", "sunlight_on_waking"),
        ("Share your bed?", "Shared your bed?", "shared_bed"),
    ],
)
def test_a_reworded_question_is_one_habit(older, newer, key):
    assert habit(older) == habit(newer) == key


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Alkohol konsumiert?", "alcohol"),
        ("Hast du Alkohol konsumiert?", "alcohol"),
        ("Im Bett auf ein Gerät mit Bildschirm geschaut?", "screen_in_bed"),
        ("¿Consumiste cafeína?", "caffeine"),
        ("¿Consumiste alguna bebida alcohólica?", "alcohol"),
        ("Avez-vous consommé de la caféine ?", "caffeine"),
        ("As-tu bu de l\u2019alcool\u00a0?", "alcohol"),
        ("Consumiu cafeína?", "caffeine"),
        ("Tomou magnésio?", "magnesium"),
    ],
)
def test_a_habit_has_one_key_in_all_languages(question, key):
    assert habit(question) == key


def test_a_question_of_ones_own_keeps_its_words():
    assert habit("Call my mother?") == "call_mother"
    assert habit("Took creatine gummies?") == habit("take creatine gummies") == "creatine_gummies"
    assert habit("日記を書いた？") == "日記を書いた"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Have any alcoholic drinks?", "Avoided Alcohol?"),
        ("Consumed dairy?", "Avoided dairy?"),
        ("Sleep in your own bed?", "Share your bed?"),
        ("Consumed caffeine?", "Did you have caffeine late in the day?"),
        ("Took a cold shower?", "Took a hot shower before bed?"),
        ("Spend time outdoors?", "Spend time stretching?"),
        ("See direct sunlight upon waking up?", "See artificial light upon waking up?"),
        ("Sleep with a fan?", "Sleep with no fan?"),
        ("Read (non-screened device) while in bed?", "View a screened device while in bed?"),
    ],
)
def test_different_questions_stay_apart(one, other):
    assert habit(one) != habit(other)


def test_no_wording_is_claimed_by_two_habits():
    owners = {}
    for key, wordings in habits._HABITS.items():
        for wording in wordings:
            assert owners.setdefault(habits._without_asking(wording), key) == key


def test_a_blank_question_has_no_habit():
    assert habit("  ") == ""


@given(st.text(min_size=1).filter(str.strip))
def test_every_question_has_a_key_that_spaces_around_it_do_not_change(question):
    assert habit(question)
    assert habit(f"  {question} ") == habit(question)


@given(st.lists(st.sampled_from("no avoid late dairy walk sauna fan light in bed did take the".split()), min_size=1))
def test_a_question_mark_more_or_less_changes_nothing(words):
    question = " ".join(words)
    assert habit(question.capitalize() + "?") == habit(question)


def test_a_letter_that_names_the_thing_is_no_article():
    assert [habit(f"Took vitamin {letter}?") for letter in "ADC"] == ["vitamin_a", "vitamin_d", "vitamin_c"]
