"""Conversations that go on: what was told before is used, and what cannot be told is said kindly."""

import time
from datetime import date

import pytest

from coach.conversation import Answer, Exchange, answer, whole
from coach.engines.rules import RulesEngine
from coach.tools import nights
from coach.tools.offered import TOOLS
from coach.understood import Period, Topic
from tests.coach.people import TODAY, everybody


@pytest.fixture(scope="module")
def rhea():
    return everybody()["Rhea"]


def told(known, *questions: str) -> list[Answer]:
    """The answers to questions that are asked one after the other."""
    before: list[Exchange] = []
    found = []
    for question in questions:
        made = whole(answer(question, known, RulesEngine(), clock=time.perf_counter, before=before))
        before.append(Exchange(question, made.text, made.understood, made.facts))
        found.append(made)
    return found


def test_the_day_before_is_before_the_day_that_was_told(rhea):
    record, done, lowest = told(rhea, "highest hrv this year?", "what did i do the day before", "and the lowest")
    day = next(fact.last_day for fact in record.facts if fact.id == "record.top")
    assert (day - done.understood.period.first).days == 1 and done.understood.topic is Topic.ACTIVITY
    assert "lowest HRV" in lowest.text


def test_two_sessions_are_held_against_each_other(rhea):
    earlier, against = told(rhea, "how did my last run go", "no the one before", "which was harder")[1:]
    assert earlier.facts[0].last_day < rhea.workouts().query("sport == 'running'")["day"].map(date.fromisoformat).max()
    assert against.facts[0].id == "activity.against" and ("harder" in against.text or "easier" in against.text)


def test_a_time_to_get_up_says_when_to_be_asleep(rhea):
    usual_min = rhea.values("asleep_min").dropna().tail(nights.LATELY).median()
    fact = nights.left(rhea, 5.0, None)[0]
    hour, minute = map(int, fact.words.rstrip(".")[-5:].split(":"))
    left_min = (5 * 60 - hour * 60 - minute) % (24 * 60)
    assert usual_min <= left_min < usual_min + nights.FIVE
    last = told(rhea, "when should i go to bed", "i need to be up at 5:00")[-1]
    assert "before getting up at 05:00" in last.text and last.facts[0].value < 5 - usual_min / 60 + 24


def test_a_short_night_is_told_by_how_much(rhea):
    assert "short" in nights.left(rhea, 4.5, 3.5)[0].words
    assert "enough" in nights.left(rhea, 10.0, 22.0)[0].words


def test_weekends_alone_are_counted_out(rhea):
    period = Period(date(2026, 10, 1), date(2026, 10, 31), "October")
    against = Period(date(2026, 9, 1), date(2026, 9, 30), "September")
    fact = TOOLS["compare"].run(rhea, metric="asleep_min", period=period, against=against, part="weekends")[0]
    values = rhea.values("asleep_min").dropna()
    free = values[values.index.day_of_week >= 5]
    assert fact.n == len(free.loc["2026-09-01":"2026-10-31"])


def test_a_session_of_a_day_to_come_is_not_chosen_today(rhea):
    last = told(rhea, "best time of day for intervals?", "give me one for tomorrow 6am")[-1]
    assert last.workout is None and last.understood.period.first > TODAY


@pytest.mark.parametrize(
    ("first", "then", "said"),
    [
        ("what ftp do you have for me", "its 262 now", "can't change that from here"),
        ("best time of day for me to train", "i can only do 6am", "same hour"),
        ("why is my recovery low today", "i had no alcohol tho", "alcohol"),
        ("plan for my half ironman in may", "i can only train 4 days", "fewer days"),
        ("am i overdoing it", "so yes or no", "load"),
        ("did my watch sync", "how do i import it", "page Data"),
        ("how did i sleep", "and the other thing", "You could ask"),
    ],
)
def test_what_goes_on_is_taken_up(rhea, first, then, said):
    assert said in told(rhea, first, then)[-1].text


def test_plainer_words_are_fewer(rhea):
    first, plain = told(rhea, "how is my training load", "simpler please")
    assert len(plain.text) < len(first.text) and "(" not in plain.text


def test_what_was_told_before_stays_when_somebody_goes_on(rhea):
    last = told(rhea, "how is my sleep", "i have chest pain", "and the night before?")[-1]
    assert last.understood.topic is Topic.RED_FLAG and not last.facts
