"""Where the newest day is not today, nothing of it is spoken of as today's."""

import re
import time
from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from coach import conversation
from coach.conversation import answer, whole
from coach.engines.rules import RulesEngine
from coach.known import Known
from coach.suggestions import suggestions
from coach.tools import dated, gathering
from coach.understood import Topic, Understood
from coach.workout import Effort
from dashboard.compose import chat
from dashboard.compose.coaching import known as known_of
from tests.coach.people import DEMO, TODAY, everybody

A_DAY = timedelta(days=1)
RELATIVE = re.compile(
    r"\b(?:this morning's|yesterday's|tomorrow's|last night)\b|\byesterday was unusual", re.IGNORECASE
)
QUESTIONS = (
    "What should I do today?",
    "How am I today?",
    "Why is my recovery low today?",
    "Did I sleep well last night?",
    "How hard was yesterday?",
    "How will I feel tomorrow?",
    "What is unusual about this morning?",
    "How is my training load?",
)


def later(who: str, days: int) -> Known:
    """An athlete of the demo, asked some days after the newest one."""
    return known_of(everybody()[who].history, TODAY + days * A_DAY)


def said(question: str, known: Known) -> conversation.Answer:
    return whole(answer(question, known, RulesEngine(), clock=time.monotonic))


@pytest.mark.parametrize("days", [1, 2, 9])
@pytest.mark.parametrize("who", DEMO)
def test_no_answer_calls_an_older_day_today_yesterday_or_tomorrow(who, days):
    known = later(who, days)
    for question in QUESTIONS:
        told = said(question, known)
        assert not RELATIVE.search(told.text), told.text
        for fact in told.facts:
            assert not RELATIVE.search(fact.words), fact.words


@pytest.mark.parametrize("who", DEMO)
def test_on_the_day_itself_nothing_is_changed(who):
    known = everybody()[who]
    facts = gathering.facts_for(Understood("How am I today?", Topic.READINESS), known)
    assert all(dated.dated(known, fact) is fact for fact in facts)
    assert any("Yesterday's strain was" in fact.words for fact in facts)


@pytest.mark.parametrize("who", DEMO)
def test_a_day_later_the_session_is_for_today_no_harder_than_steady_and_says_why(who):
    told = said("What should I do today?", later(who, 1))
    assert told.workout.day == TODAY + A_DAY
    assert Effort[told.workout.kind.upper()] <= Effort.STEADY
    assert f"Of this morning nothing is known yet: your newest data is of Saturday {TODAY.day} November." in told.text


def test_the_brief_says_on_which_day_it_stands():
    history = everybody()["Rhea"].history
    stands = "This stands on Saturday 21 November: of this morning nothing is known yet."
    assert stands in chat.opening(history, TODAY + A_DAY).brief
    assert stands not in chat.opening(history, TODAY).brief
    assert "9 days ago: of today nothing is known" in chat.opening(history, TODAY + 9 * A_DAY).brief


@pytest.mark.parametrize("days", [2, 3, 9, 40])
@pytest.mark.parametrize("who", DEMO)
def test_from_older_data_nothing_is_proposed_for_today(who, days):
    known = later(who, days)
    for question in (
        "What should I do today?",
        "plan my week",
        "What if I rest today?",
        "What should I train tomorrow?",
    ):
        told = said(question, known)
        assert told.workout is None and "of today nothing is known" in told.text, told.text


def test_what_was_foretold_of_a_morning_that_is_over_is_not_told_again():
    told = said("How will I feel tomorrow?", later("Vera", 9))
    assert "most likely" not in told.text and "Bring a newer export" in told.text


def test_a_day_later_the_forecast_of_tomorrow_is_of_tomorrow():
    known = later("Vera", 1)
    made = known.forecast().days[1]
    assert made.day == TODAY + 2 * A_DAY
    told = said("How will I feel tomorrow?", known).text
    assert f"Recovery on Monday 23 November: about {made.value.value:.0f}" in told


def test_a_week_is_not_laid_out_before_this_morning_is_known():
    assert "Bring this morning first" in said("plan my week", later("Rhea", 1)).text


def test_the_strain_that_is_told_is_of_the_day_that_is_named():
    known = later("Nico", 1)
    strain = known.values("load").loc[pd.Timestamp(TODAY - A_DAY)]
    assert f"Friday 20 November's strain was {strain:.1f} of 21" in said("How hard was yesterday?", known).text


def test_form_is_told_with_the_day_that_it_is_of():
    assert "Form (TSB) of Friday 20 November is" in said("How is my training load?", later("Vera", 9)).text
    assert "Form (TSB) is" in said("How is my training load?", everybody()["Vera"]).text


@pytest.mark.parametrize("who", DEMO)
def test_no_question_of_today_is_suggested_where_nothing_is_known_of_it(who):
    assert any("today" in one or "this morning" in one for one in suggestions(everybody()[who]))
    for days in (1, 9):
        asked = suggestions(later(who, days))
        assert asked and not any(dated.asks_of_today(one) for one in asked)


def test_in_another_year_the_year_is_named():
    known = later("Vera", 60)
    assert dated.named(known, TODAY) == "Saturday 21 November 2026"
    assert dated.said(known, "Yesterday's strain was 9.") == "Friday 20 November 2026's strain was 9."


def test_an_earlier_day_that_is_asked_about_is_today():
    day = TODAY - timedelta(days=100)
    known = known_of(everybody()["Vera"].history, day, day)
    assert known.today == known.day == day
    assert "nothing is known" not in said("How am I today?", known).text


def test_a_race_to_come_is_known_to_the_next_race_a_goal_and_the_profile():
    known = with_race("Vera", TODAY + timedelta(days=24), "gran fondo")
    assert "15 December 2026, 24 days from now" in said("When is my next race?", known).text
    assert "24 days from now" in said("How should I prepare for my race?", known).text
    facts = gathering.facts_for(Understood("Who am I here?", Topic.PROFILE), known)
    assert [fact.last_day for fact in facts if fact.id == "plan.race"] == [TODAY + timedelta(days=24)]


def test_marks_of_what_happens_later_explain_nothing_before():
    known = with_race("Vera", TODAY + timedelta(days=3), "", kind="illness")
    assert known.events()["day"].max() <= TODAY.isoformat()


def test_as_of_an_earlier_day_no_later_race_is_known():
    history, day = with_race("Vera", TODAY + timedelta(days=24), "").history, TODAY - timedelta(days=30)
    assert known_of(history, day, day).events()["day"].max() <= day.isoformat()


def with_race(who: str, day: date, note: str, kind: str = "race") -> Known:
    history = everybody()[who].history
    row = {"day": day.isoformat(), "until": None, "kind": kind, "note": note, "source": "own"}
    events = pd.concat([history.events, pd.DataFrame([row])], ignore_index=True)
    return known_of(replace(history, events=events), TODAY)
