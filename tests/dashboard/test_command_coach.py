"""`ownpace ask`, on a real store."""

import json
import shutil
from contextlib import closing
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from data import demo, simulate, store
from data.simulate import Profile

LAST = date.today() - timedelta(days=1)
KEYS = ["answer", "tools", "facts", "workout", "engine", "guard", "seconds"]
FACT_KEYS = ["id", "label", "value", "unit", "low", "high", "n", "days", "grade"]


@pytest.fixture(scope="module")
def a_year(tmp_path_factory):
    home = tmp_path_factory.mktemp("a-year")
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        demo.save(db, store.add_athlete(db, "Vera"), simulate.athlete(3, 300, last_day=LAST, profile=Profile()))
    return home


@pytest.fixture
def home(a_year, tmp_path, monkeypatch):
    home = shutil.copytree(a_year, tmp_path / "home")
    monkeypatch.setenv("OWNPACE_HOME", str(home))
    return home


def ask(*words, status=0):
    result = CliRunner().invoke(app, ["ask", *map(str, words)])
    assert result.exit_code == status, result.output
    return result.stdout if not status else result.stderr


def test_the_json_has_exactly_its_keys(home):
    said = json.loads(ask("What should I do today?", "--json"))
    assert list(said) == KEYS
    assert said["facts"] and all(list(fact) == FACT_KEYS for fact in said["facts"])
    assert said["guard"] == {"passed": True, "redone": False, "replaced": False, "why": None}
    assert said["engine"] == "rules" and said["tools"] == ["workout"] and said["seconds"] < 5
    assert {"kind", "minutes", "load", "zone", "why"} <= set(said["workout"])
    for fact in said["facts"]:
        assert fact["days"] is None or date.fromisoformat(fact["days"][0]) <= date.fromisoformat(fact["days"][1])
        assert fact["grade"] in (None, "strong", "likely", "none", "insufficient")


def test_people_get_the_answer_the_facts_and_who_spoke(home):
    said = ask("How did I sleep?")
    assert said.startswith("You slept") or "You slept" in said
    assert "What it rests on:" in said and "By rules, in " in said


def test_as_of_a_day_nothing_later_is_used(home):
    day = LAST - timedelta(days=100)
    before = json.loads(ask("How am I today?", "--day", day, "--json"))
    assert max(fact["days"][1] for fact in before["facts"] if fact["days"]) <= (day + timedelta(days=1)).isoformat()
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        for table in ("measurement", "sleep", "workout"):
            db[table].delete_where("day > ?", [day.isoformat()])
    after = json.loads(ask("How am I today?", "--day", day, "--json"))
    assert {**before, "seconds": 0} == {**after, "seconds": 0}


def test_before_the_first_day_it_says_when_the_data_begins(home):
    first = LAST - timedelta(days=299)
    said = " ".join(ask("How am I today?", "--day", "2001-01-01", status=1).split())
    assert f"your data begins on {first}, so of 2001-01-01 nothing is known." in said


def test_a_day_that_is_still_to_come_is_refused(home):
    day = date.today() + timedelta(days=1)
    assert f"{day} is still to come" in " ".join(ask("How am I today?", "--day", day, status=1).split())


def test_a_day_of_the_past_is_today_in_its_answer(home):
    day = LAST - timedelta(days=40)
    said = json.loads(ask("What should I do today?", "--day", day, "--json"))
    assert said["workout"]["day"] == day.isoformat() and "nothing is known" not in said["answer"]


def test_a_red_flag_is_answered_without_a_fact(home):
    said = json.loads(ask("I have chest pain when I run", "--json"))
    assert said["facts"] == [] and said["workout"] is None and "emergency" in said["answer"]


def test_an_engine_that_is_asked_for_and_cannot_be_had_is_refused(home):
    assert "No model of the server has been chosen yet" in ask("How did I sleep?", "--engine", "server", status=1)


def test_a_chosen_engine_that_cannot_be_had_gives_way_to_rules_and_says_so(home):
    from dashboard.compose import speaking

    speaking.keep_choice(home / "ownpace.db", speaking.Choice(engine="server", server_model="x", server="localhost:9"))
    said = json.loads(ask("How did I sleep?", "--json"))
    assert said["engine"] == "rules" and said["guard"]["replaced"] and "No server answers" in said["guard"]["why"]


def test_nothing_is_kept_of_a_question_that_a_command_asks(home):
    ask("How did I sleep?")
    with closing(store.connect(home / "ownpace.db")) as db:
        assert db["chat_message"].count == 0


def test_an_empty_question_and_an_empty_store_are_refused(home, tmp_path, monkeypatch):
    assert "the question is empty" in ask("  ", status=1)
    monkeypatch.setenv("OWNPACE_HOME", str(tmp_path / "nobody"))
    assert "the store is empty" in ask("How did I sleep?", status=1)
