"""Answers by rules: they pass the guard, say what is known, and do not repeat themselves."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.results import Grade
from coach import glossary, guard
from coach.engine import Turn
from coach.engines.rules import MOST, MOST_OF_TWO, RulesEngine, compose
from coach.facts import Fact
from coach.guarding.claims import sentences
from coach.tools import gathering, proposing
from coach.understood import Period, Target, Topic, Understood
from tests.coach.people import ALL, DEMO, TODAY, everybody

MONTH = Period(TODAY.replace(month=10, day=1), TODAY.replace(month=10, day=31), "October")
NOW = Period(TODAY, TODAY, "today")
WEEK = Period(TODAY.replace(day=15), TODAY, "this week")
YESTERDAY = Period(TODAY.replace(day=20), TODAY.replace(day=20), "yesterday")
ASKED = [
    Understood("Should I do hard intervals today?", Topic.READINESS),
    Understood("How am I?", Topic.READINESS),
    Understood("How am I, and what should I do?", Topic.READINESS, also=(Topic.WORKOUT,)),
    Understood("What should I do today?", Topic.WORKOUT),
    Understood("Why is my recovery low this week?", Topic.WHY, period=WEEK),
    Understood("Why was my recovery high yesterday?", Topic.WHY, period=YESTERDAY),
    Understood("Does alcohol matter?", Topic.HABIT, habit="alcohol"),
    Understood("Does magnesium help?", Topic.HABIT, habit="magnesium"),
    Understood("Which habits matter?", Topic.HABITS),
    Understood("How did I sleep?", Topic.SLEEP),
    Understood("When should I go to bed?", Topic.BEDTIME),
    Understood("When am I at my best?", Topic.RHYTHM),
    Understood("How is my load?", Topic.LOAD),
    Understood("How fast do I recover?", Topic.TOLERANCE),
    Understood("How will I feel this week?", Topic.FORECAST),
    Understood("What if I rest?", Topic.WHAT_IF, what_if="rest"),
    Understood("What if?", Topic.WHAT_IF),
    Understood("Am I getting ill?", Topic.UNUSUAL),
    Understood("How should I prepare for my 100 km gran fondo in 6 weeks?", Topic.GOAL,
               target=Target("your 100 km gran fondo", weeks=6, distance_km=100, sport="cycling")),
    Understood("hrv?", Topic.METRIC, metric="hrv"),
    Understood("How was my resting heart rate last month?", Topic.METRIC, metric="resting_hr_bpm",
               period=Period(TODAY.replace(month=10, day=1), TODAY.replace(month=10, day=31), "last month")),
    Understood("Did I sleep more in October than in September?", Topic.COMPARE, metric="asleep_min",
               period=Period(TODAY.replace(month=10, day=1), TODAY.replace(month=10, day=31), "October"),
               against=Period(TODAY.replace(month=9, day=1), TODAY.replace(month=9, day=30), "September")),
    Understood("When did you last get data?", Topic.DATA),
    Understood("What is my FTP?", Topic.PROFILE),
    Understood("My highest HRV this month", Topic.RECORD, metric="hrv", aspect="highest", of="day", period=MONTH),
    Understood("My worst night", Topic.RECORD, metric="asleep_min", aspect="worst", of="day"),
    Understood("My best week", Topic.RECORD, metric="recovery", aspect="best", of="week"),
    Understood("My latest bedtime", Topic.RECORD, metric="onset_h", aspect="highest", of="day"),
    Understood("My longest session", Topic.RECORD, aspect="highest", of="session minutes"),
    Understood("How many workouts last month?", Topic.COUNT, of="sessions", period=MONTH),
    Understood("How often did I drink?", Topic.COUNT, of="habit", habit="alcohol"),
    Understood("When did I last drink?", Topic.COUNT, of="habit", habit="alcohol", aspect="since"),
    Understood("How many nights under 7 hours?", Topic.COUNT, of="metric", metric="asleep_min", aspect="under",
               number=7),
    Understood("How many low recoveries?", Topic.COUNT, of="metric", metric="recovery", aspect="low", period=MONTH),
    Understood("How many steps in all?", Topic.COUNT, of="metric", metric="steps", aspect="sum"),
    Understood("How long since my last rest day?", Topic.COUNT, of="rest days", aspect="since"),
    Understood("How did my last session go?", Topic.ACTIVITY),
    Understood("What did I do this week?", Topic.ACTIVITY, period=WEEK),
    Understood("What did I do on my first day?", Topic.ACTIVITY, period=Period(date(2020, 1, 1), date(2020, 1, 1), "")),
    Understood("Weekdays or weekends?", Topic.COMPARE, aspect="weekend", metric="recovery"),
    Understood("Am I fitter than in October?", Topic.COMPARE, metric="fitness", period=MONTH),
    Understood("Alcohol or caffeine?", Topic.HABIT, habit="alcohol", other_habit="caffeine"),
    Understood("What is missing?", Topic.DATA, aspect="missing"),
    Understood("Which days have no sleep?", Topic.DATA, aspect="missing", metric="asleep_min"),
    Understood("Did I log my journal yesterday?", Topic.DATA, aspect="journal", period=YESTERDAY),
    Understood("What was logged yesterday?", Topic.DATA, aspect="logged", period=YESTERDAY),
    Understood("Why is it lower than yesterday?", Topic.WHY, period=NOW, against=YESTERDAY),
    Understood("Rest tomorrow, hard on Thursday", Topic.WHAT_IF,
               days=((TODAY + timedelta(days=1), "rest"), (TODAY + timedelta(days=5), "hard"))),
    Understood("sub-20 5k", Topic.GOAL, target=Target("your 5k", distance_km=5, sport="running", minutes=20)),
    Understood("improve my vo2max", Topic.GOAL, target=Target("your VO2max")),
    Understood("Give me 45 minutes on the trainer", Topic.WORKOUT, number=45, sport="indoor cycling"),
    Understood("Harder, and longer", Topic.WORKOUT, wishes=("harder", "longer", "longer")),
    Understood("An hour of intervals in the pool", Topic.WORKOUT, number=60, sport="swimming", wishes=("hard",)),
    Understood("Shorter, easier, something else", Topic.WORKOUT, wishes=("shorter", "easier", "other")),
    *(Understood(f"What is {term.label}?", Topic.MEANING, term=term.key) for term in glossary.TERMS),
]  # fmt: skip


def turn_of(asked, who):
    known = everybody()[who]
    workout = proposing.proposed(asked, known)
    return Turn(asked, gathering.facts_for(asked, known), known.profile.name, workout=workout.words if workout else "")


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.text)
def test_the_guard_passes_every_answer(asked, who):
    turn = turn_of(asked, who)
    text = "".join(RulesEngine().stream(turn)).strip()
    faults = guard.check(text, turn, today=TODAY, others=("Somebody Else",)).faults
    assert text and not faults, [f"{fault.kind}: {fault.said}: {fault.why}" for fault in faults]


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.text)
def test_no_sentence_is_said_twice_and_none_is_empty(asked, who):
    said = compose(turn_of(asked, who))
    assert len(said) == len(set(said)) and all(sentence.strip() for sentence in said)
    assert len(" ".join(said)) < 2400


@pytest.mark.parametrize("who", DEMO)
@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.text)
def test_a_first_answer_is_short_and_the_rest_is_more(asked, who):
    turn = turn_of(asked, who)
    first = compose(turn)
    assert len(sentences(" ".join(first))) <= (MOST_OF_TWO if asked.topic is Topic.GOAL else MOST)
    more = compose(replace(turn, understood=replace(asked, more=True)))
    assert more and (not set(first) & set(more) or all(fact.missing for fact in turn.facts))


def test_what_is_most_important_comes_first():
    lead, score, session, *_ = compose(turn_of(ASKED[0], "Vera"))
    assert "recovery is 20 of 100 (13 to 33)" in score and session.startswith("What would suit: easy cycling")


def test_more_gives_what_was_left_out():
    asked = replace(ASKED[0], more=True)
    said = " ".join(compose(turn_of(asked, "Vera")))
    assert "You owe 2 h 27 min" in said and "recovery of about" in said and "What would suit" not in said


def test_of_the_need_for_sleep_there_is_one_figure():
    for who in DEMO:
        turn = turn_of(Understood("How did I sleep?", Topic.SLEEP), who)
        assert sum("need" in fact.words for fact in turn.facts) == 1


def test_a_refusal_says_why_and_comes_first():
    asked = Understood("Make it harder", Topic.WORKOUT, wishes=("harder",), follow_up=True)
    first, session, *_ = compose(turn_of(asked, "Vera"))
    assert first.startswith("Harder is not for today: your signals were unusual") and session.startswith("Easy cycling")


def test_two_habits_are_both_spoken_of():
    (said, *_) = compose(
        turn_of(Understood("Which is worse?", Topic.HABIT, habit="alcohol", other_habit="caffeine"), "Vera")
    )
    assert "Alcohol" in said and "no effect is seen of caffeine" in said


def test_of_nobody_it_says_what_is_missing():
    said = " ".join(compose(turn_of(ASKED[0], "Nobody")))
    assert "Not enough data" in said and not any(letter.isdigit() for letter in said)


def test_the_same_question_reads_the_same_and_others_differ():
    one = compose(turn_of(ASKED[0], "Vera"))
    assert one == compose(turn_of(ASKED[0], "Vera"))
    leads = {compose(turn_of(Understood(f"Should I do hard intervals today{dots}", Topic.READINESS), "Vera"))[0]
             for dots in ("", "?", "??", "...", " please", " or not", "!", " do you think")}  # fmt: skip
    assert len(leads) > 1


def test_hard_work_on_a_bad_morning_is_advised_against():
    (lead, *_) = compose(turn_of(ASKED[0], "Vera"))
    assert any(word in lead for word in ("another day", "Not today", "hold back", "No hard work"))


def test_what_nothing_is_known_of_is_said_plainly():
    asked = Understood("Does ice swimming help?", Topic.HABIT, habit="ice_swimming")
    said = " ".join(compose(turn_of(asked, "Vera")))
    assert "not in your journal" in said


def test_evidence_names_n_grade_and_method():
    fact = Fact("habit.alcohol", "What goes with alcohol?", "Alcohol: ...", -14.5, "points", -17.8, -11.3, 589,
                grade=Grade.STRONG, method="one regression")  # fmt: skip
    said = compose(Turn(Understood("How do you know?", Topic.EVIDENCE), (fact,), "Vera"))
    assert said == [
        "Quite sure: the evidence is strong.",
        "It rests on 589 answered days and its interval is 11 to 18 points.",
        "How: one regression.",
    ]


def test_a_session_is_proposed_once():
    asked = Understood("How am I, and what should I do?", Topic.READINESS, also=(Topic.WORKOUT,))
    said = " ".join(compose(turn_of(asked, "Vera"))).lower()
    assert said.count("easy cycling") == 1 and said.count("talk in whole sentences") == 1


def test_training_in_another_sport_is_said_to_be_that():
    asked = Understood("Prepare me", Topic.GOAL, target=Target("your gran fondo", weeks=6, sport="cycling"))
    assert "None of that is cycling" in " ".join(compose(turn_of(asked, "Rhea")))
    assert "None of that" not in " ".join(compose(turn_of(asked, "Vera")))
