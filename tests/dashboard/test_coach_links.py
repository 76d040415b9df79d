"""Where the facts of an answer lead, what goes into the plan, and what text from outside becomes."""

import re
from contextlib import closing
from datetime import date, timedelta

import pytest

from coach.facts import Fact
from coach.workout import Workout
from dashboard import cards, chatting, compose
from dashboard.compose import Athlete, chat
from data import store

TODAY = date(2026, 11, 21)
DAY = date(2026, 10, 3)


def fact(id: str, page: str, *subjects: str, first: date = DAY, last: date = DAY) -> Fact:
    return Fact(id, "What", "Words.", 1.0, first_day=first, last_day=last, subjects=subjects, page=page)


@pytest.fixture
def query(monkeypatch):
    """The query that a link to a fact has."""

    class History:
        last_day = compose.pd.Timestamp(TODAY)

    monkeypatch.setattr(chatting.loaders, "history", lambda athlete: History)
    vera = Athlete(1, "Vera", True, "UTC")
    return lambda one: chatting._where(vera, one)


def test_a_habit_leads_to_itself_and_to_what_it_goes_with(query):
    of_recovery = fact("habit.late_meal", "habits", "late_meal", "recovery")
    assert query(of_recovery) == {"athlete": "Vera", "habit": "Late meal", "outcome": "Recovery"}
    of_hrv = fact("effect.hrv", "habits", "late_meal", "hrv")
    assert query(of_hrv) == {"athlete": "Vera", "habit": "Late meal", "outcome": "HRV"}
    assert query(fact("habits.top", "habits", "recovery", "alcohol")) == {"athlete": "Vera"}


@pytest.mark.parametrize("page", ["sleep", "baselines", "recovery", "unusual"])
def test_a_day_is_passed_to_the_pages_that_take_one(query, page):
    assert query(fact("measure.asleep_min", page, "sleep", "recovery"))["day"] == "2026-10-03"


def test_no_day_after_the_newest_is_passed_on(query):
    ahead = fact("measure.hrv", "baselines", "hrv", last=TODAY + timedelta(days=3))
    assert query(ahead)["day"] == TODAY.isoformat()


def test_what_no_page_shows_has_no_link():
    week = fact("load.week", "recovery", "strain", first=DAY - timedelta(days=6))
    mean = fact("mean.load", "baselines", "strain", first=DAY - timedelta(days=6))
    assert chatting.shown_on(week) is None and chatting.shown_on(mean) is None
    assert chatting.shown_on(fact("profile.sport", "nowhere", "sport")) is None


def test_the_strain_of_a_day_leads_to_that_day_where_all_that_was_measured_is_listed():
    assert chatting.shown_on(fact("measure.load", "baselines", "strain")) == "recovery"
    assert chatting.shown_on(fact("pull.load", "recovery", "strain")) == "recovery"
    assert chatting.shown_on(fact("baseline.hrv", "baselines", "hrv")) == "baselines"


@pytest.mark.parametrize(
    "text",
    [
        "No server answers at http://evil.example/x",
        "see HTTPS://evil.example",
        "www.evil.example",
        "write to me@evil.example",
        "mailto:me@evil.example",
    ],
)
def test_no_address_in_text_from_outside_is_whole_enough_to_become_a_link(text):
    shown = re.sub(r"\\(.)", r"\1", cards.plain(text))
    assert shown.replace("\N{WORD JOINER}", "") == text
    # What makes links of bare addresses looks for these in the text as it is shown.
    assert not re.search(r"https?://|www\.|\w@\w|mailto:\w", shown, re.IGNORECASE)


@pytest.fixture
def vera(tmp_path):
    path = tmp_path / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        id = store.add_athlete(db, "Vera")
    return path, next(one for one in compose.athletes(path) if one.id == id)


def session(minutes: int, load: float = 5.796492037724516, unit: str = "strain", day: date = TODAY) -> Workout:
    return Workout(day, "easy", "cycling", minutes, load, unit, "", "easy", ())


def planned(path) -> list[tuple]:
    with closing(store.connect(path)) as db:
        rows = db.query("SELECT day, minutes, load, note FROM planned_workout ORDER BY day, id")
        return [(row["day"], row["minutes"], row["load"], (row["note"] or "").startswith("Coach: ")) for row in rows]


def test_planning_a_refined_session_takes_the_place_of_the_one_before(vera):
    path, athlete = vera
    chat.put_into_plan(path, athlete, session(30), TODAY)
    chat.put_into_plan(path, athlete, session(20), TODAY)
    chat.put_into_plan(path, athlete, session(20), TODAY)  # the same in a second tab
    assert planned(path) == [(TODAY.isoformat(), 20.0, 5.8, True)]


def test_what_was_planned_by_hand_or_for_another_day_stays(vera):
    path, athlete = vera
    compose.plan(path, athlete, TODAY, "hard", 12.0, "strain", TODAY, minutes=60.0)
    chat.put_into_plan(path, athlete, session(30, day=TODAY + timedelta(days=1)), TODAY)
    chat.put_into_plan(path, athlete, session(30, 123.6, "AU"), TODAY)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert planned(path) == [
        (TODAY.isoformat(), 60.0, 12.0, False),
        (TODAY.isoformat(), 30.0, 124.0, True),
        (tomorrow, 30.0, 5.8, True),
    ]


def test_a_session_knows_whether_it_or_another_of_the_coach_is_planned(vera):
    path, athlete = vera
    chat.put_into_plan(path, athlete, session(30), TODAY)
    plans = compose.history(path, athlete).plans
    assert chat.in_plan(plans, session(30)) and not chat.in_plan(plans, session(20))
    assert chat.planned_other(plans, session(20))
    assert not chat.planned_other(plans, session(20, day=TODAY + timedelta(days=1)))
