"""What ends a sign, and what only sounds as if it did."""

import time

import pytest

from coach import care, endings, feelings
from coach.conversation import Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.fixed_answers import (
    CARES,
    EMERGENCY,
    FRIEND_AT_RISK,
    HOSPITAL_NOW,
    NUMBERS,
    OTHER_EMERGENCY,
    URGENT,
    WOUND,
)
from tests.coach.people import everybody

CLEARED = (
    "i saw the cardiologist, ecg and echo clear, he said train as normal",
    "doctor signed me off last week after all the steps",
    "the doctor found nothing and signed me fit",
    "neurologist gave me the thumbs up yesterday",
    "er checked everything, ecg bloods ct all fine, allowed to train",
    "kidneys are fine says the clinic, back to normal training",
    "got the green light from the heart doc",
    "gp said it's nothing, can i do intervals?",
    "cleared by my cardiologist, what now",
    "the hospital checked me and all is clear",
    "cardiologist: all clear",
    "saw the doctor, he found nothing wrong",
    "sports doc discharged me, full return allowed",
    "GP has given me the green light",
    "no clot, the doc says easy spinning is fine",
    "doctor ruled out a clot, back to training?",
    "the doctor is happy for me to train",
    "consultant cleared me for full training",
    "cardiologist said there is nothing wrong with my heart",
)
NOT_CLEARED = (
    "watch ecg was normal",
    "my ecg was normal last year",
    "my covid test was clear",
    "vo2 test was fine",
    "bloods were fine at my yearly check up in march",
    "the doctor checked me and wants a catheter",
    "doctor checked everything and found a murmur",
    "doctor found nothing so they do more tests",
    "hospital let me go home and put me on the list",
    "GP said i can run again in 4 weeks",
    "the doctor said its normal to be dizzy for two weeks",
    "doc on tiktok said it's fine",
    "saw the doctor about my knee and he said it's fine",
    "race medic cleared me to walk home",
    "the gp signed me off work",
    "the doctor is fine with me seeing a cardiologist first",
    "do i need a doctor or is it fine to train",
    "i will see the doctor next week, ok",
    "i called the doctor, waiting for the call back, is an easy ride ok",
    "my friend is a doctor and thinks its nothing",
    "the hospital was full so i left, i feel ok",
    "gp appointment friday, its probably ok",
    "gp found a heart murmur, is racing ok?",
    "cardiologist saw something on the echo, is vo2 fine?",
    "the doctor put me on blood thinners, is mtb okay",
    "consultant mentioned an aneurysm, are deadlifts allowed",
    "doctor cleared walking only",
    "doctor says no intervals but easy is fine",
    "i think the doctor would say its fine, blacked out only once",
    "doctor said i am not fit to race",
    "when the doctor says ok can i ride",
    "test good?",
    "doctor said ok?",
)


def talked(*questions):
    who, before, given = everybody()["Rhea"], [], []
    for question in questions:
        final = whole(answer(question, who, RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, final.text, final.understood, final.facts))
        given.append(final)
    return given


@pytest.mark.parametrize("text", CLEARED)
def test_a_doctor_who_has_looked_and_found_nothing_clears(text):
    assert endings.is_cleared(text)


@pytest.mark.parametrize("text", NOT_CLEARED)
def test_a_doctor_who_is_asked_hoped_for_or_found_something_does_not(text):
    assert not endings.is_cleared(text)


def test_a_physiotherapist_judges_an_injury_and_a_therapist_the_mind():
    assert endings.is_cleared("physio says i can run again", injury=True)
    assert not endings.is_cleared("physio says i can run again")
    assert endings.is_cleared("my therapist says i am safe", mind=True)
    assert not endings.is_cleared("my doctor says i am fine", mind=True)
    assert not endings.is_cleared("therapist said it's normal to feel like that", mind=True)
    assert not endings.is_cleared("my psychiatrist is happy with the new dose", mind=True)


@pytest.mark.parametrize("text", [text for text in NOT_CLEARED if "blacked" not in text])
def test_no_session_after_a_tight_chest_for_a_clearance_that_is_none(text):
    *_, last = talked("tight chest on the climb", text)
    assert last.workout is None and not last.facts, last.text


def test_what_is_told_of_the_mind_is_not_ended_by_a_doctor_of_the_body():
    *_, last = talked("i want to kill myself", "my doctor says i am fine, what should i do today")
    assert not last.facts and last.workout is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my dad had a heart attack last year and now i get chest pain on hills", "heart"),
        ("uncle collapsed and died in 2019, this morning i fainted", "fainting"),
        ("grandpa died last winter. since then i dont want to be here either", "self_harm"),
        ("my sister broke her arm in 2020 and today i have a fever of 39", "unwell"),
        ("my dad died last week", "hard_time"),
    ],
)
def test_what_befell_a_relative_does_not_silence_ones_own_sign(text, kind):
    assert care.heard(text) == CARES[kind]


def test_the_clauses_of_a_relative_are_taken_out():
    assert feelings.of_oneself("my dad had a stroke in 2019, and now my arm is numb") == "now my arm is numb"


@pytest.mark.parametrize(
    "text",
    [
        "still have a fever but i'm ok now",
        "the fever is 39 but i feel good now with tablets",
        "38.8 but i feel fine now after ibuprofen",
        "covid positive today but i feel good now",
        "broke my wrist on saturday but feel fine now",
        "tore my hamstring last week, i am good now",
        "stress fracture, its better, 10k?",
        "had 9 pints, i am fine now, drive?",
        "way too much insulin but i am ok now",
        "i took 30 sleeping pills last night but i am fine now",
        "took 40 paracetamol on friday but im fine now. long run?",
    ],
)
def test_feeling_fine_ends_nothing_that_still_stands(text):
    felt = care.heard(text)
    assert felt is not None
    (given,) = talked(text)
    assert given.workout is None and not given.facts


@pytest.mark.parametrize(
    "text",
    ["I had a fever yesterday, it's gone", "broke my wrist in 2019, all fine now", "the cold is gone, I feel good now"],
)
def test_what_is_over_is_over(text):
    assert care.heard(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "i'm dying, call an ambulance",
        "i need an ambulance",
        "please call 112 for me",
        "sos",
        "ambulance or wait?",
        "should i go to a and e",
        "help me please i think i am dying",
    ],
)
def test_a_call_for_help_is_answered_with_the_number(text):
    (given,) = talked(text)
    assert given.text == EMERGENCY


@pytest.mark.parametrize("text", ["help me im dying here with all these buttons", "can someone help with my plan"])
def test_help_with_the_app_is_none(text):
    assert not feelings.calls_for_help(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("quiero morir", "self_harm"),
        ("ich will sterben", "self_harm"),
        ("non voglio piu vivere", "self_harm"),
        ("ik wil niet meer leven", "self_harm"),
        ("dolor en el pecho y brazo izquierdo, puedo entrenar?", "heart"),
        ("ich habe brustschmerzen und keine luft", "heart"),
        ("ik heb pijn op de borst", "heart"),
        ("sono svenuto dopo la corsa", "fainting"),
    ],
)
def test_the_gravest_signs_are_heard_in_other_languages(text, kind):
    assert care.heard(text) == CARES[kind]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("left calf is fat and hot since the flight and now im puffed going upstairs", HOSPITAL_NOW),
        ("t1d, ketones 3.8 and been puking since the morning, easy spin?", HOSPITAL_NOW),
        ("fell off the mtb, forearm is bent like a banana", HOSPITAL_NOW),
        ("i took twice my insulin by mistake", NUMBERS),
    ],
)
def test_two_signs_together_say_what_one_alone_does_not(text, said):
    assert care.heard(text).answer == said


@pytest.mark.parametrize(
    "text",
    [
        "suicides on the basketball court count as intervals?",
        "my ftp has collapsed since june, why",
        "is it suicidal to start a marathon at goal pace",
        "broke my collarbone as a kid, ironman at 40, how do i start the block",
        "i used to faint at the sight of needles at school, anyway, what's my fitness trend",
        "had my appendix out twelve years ago. how long should my long run be",
    ],
)
def test_idioms_and_what_healed_long_ago_are_no_signs(text):
    assert care.heard(text) is None


def test_a_friend_in_danger_stays_the_friend_in_what_is_said_next():
    told, later = talked("my friend wants to end it", "he's at home alone")
    assert told.text == FRIEND_AT_RISK and later.text in (FRIEND_AT_RISK, OTHER_EMERGENCY)


def test_what_is_news_of_less_weight_does_not_put_aside_what_was_told():
    *_, last = talked("shin pain at night on the bone, worse with every run", "can i take ibuprofen and race the half?")
    assert "train" in last.text.lower() and last.workout is None and not last.facts


@pytest.mark.parametrize(
    "text",
    ["chain ring gash in my thigh wont stop pumping blood through the towel", "blood is spurting out of my leg"],
)
def test_a_wound_that_pumps_is_pressed(text):
    assert care.heard(text).answer == WOUND


def test_a_fever_after_the_tropics_is_for_a_doctor_today():
    assert care.heard("back from kenya, fever comes and goes with shakes").answer == URGENT


def test_what_nobody_else_is_in_is_of_the_writer():
    assert care.heard("i crashed and was unconcious").answer not in (OTHER_EMERGENCY, FRIEND_AT_RISK)


@pytest.mark.parametrize("text", ["the fever was last week, no fever for 5 days", "the cold has gone since monday"])
def test_an_illness_that_is_said_to_be_over_in_other_words_is_over(text):
    assert endings.is_over(text)


@pytest.mark.parametrize(
    "text",
    [
        "climbed Heart Attack Hill today, show me the ride",
        "my power meter is bleeding watts, is that a fault",
        "i only have time on Mon, Wed, Fri",
        "2 hours hard on Friday",
        "bonked on the long ride, how much should i eat per hour",
    ],
)
def test_names_faults_and_days_are_no_signs(text):
    assert care.heard(text) is None


def test_figures_asked_for_after_a_danger_come_with_a_word_on_it():
    *_, last = talked("crushing chest pain right now", "how far was my last run")
    assert last.facts and last.text.endswith(care.FIRST)


@pytest.mark.parametrize(
    "text",
    [
        "set sunday to 2h",
        "bump sunday to 2 hours",
        "want to ride 2h sunday, ok?",
        "set saturday to 90 minutes and friday off",
        "i can train 6h this week, plan it",
        "undo",
        "put it back",
        "make this week 10% lighter",
        "turn up the week a notch",
        "longer by 15%",
    ],
)
def test_a_wish_for_a_week_is_no_sign_and_holds_no_session_back(text):
    assert care.heard(text, follows=True) is None and not care.is_unsure(text, ())


def test_an_idiom_that_is_explained_ends_and_an_overdose_that_was_a_joke_does_not():
    *_, then = talked(
        "that last rep was pure suicide, i want to die", "no i mean it was a hard rep", "what's my fitness"
    )
    assert then.facts
    *_, then = talked("i swallowed a whole box of pills", "was joking", "what's my fitness")
    assert not then.facts


@pytest.mark.parametrize(
    "questions",
    [
        ("why 0001-01-01",),
        ("what happened on 0001-01-01",),
        ("how was my recovery on 0001-01-01", "and the day before?"),
        ("forecast for 9999-12-31", "and the day after?"),
        ("if i ride " + "9" * 400 + " hours tomorrow",),
        ("how did i sleep \ud800",),
    ],
)
def test_whatever_is_typed_gets_an_answer(questions):
    assert all(given.text for given in talked(*questions))
