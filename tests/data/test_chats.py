"""What is kept of conversations: whole, in order, one athlete's each, and gone without a trace when deleted."""

import json
from contextlib import closing
from dataclasses import replace

import pandas as pd
import pytest

from data import chats, store
from data.chats import Message
from data.export import export

QUESTION = Message("athlete", "Was the glorbnitz good for me?")
ANSWER = Message(
    "coach",
    "Your glorbnitz was 12% lower.",
    facts=[{"id": "baseline.hrv", "value": -12.0, "grade": "likely", "subjects": ["hrv"]}],
    tools=["habit"],
    understood={"topic": "habit", "habit": "glorbnitz"},
    engine="mlx",
    label="mlx: tiny",
    guard={"passed": True, "redone": True, "replaced": False, "why": "a number"},
    seconds=1.5,
    first_s=0.25,
    workout={"kind": "easy", "minutes": 40},
)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
        store.add_athlete(db, "Bea")
    return path


def keep(path, athlete, *messages):
    with closing(store.connect(path)) as db, store.writing(db, quiet=True):
        return chats.keep(db, athlete, messages)


def latest(path, athlete, most=10):
    with closing(store.connect(path)) as db:
        return chats.latest(db, athlete, most)


def test_messages_come_back_as_they_were_said_in_their_order(path):
    ids = keep(path, 1, QUESTION, ANSWER)
    asked, told = latest(path, 1)
    assert [asked.id, told.id] == ids and asked.at_utc > 1_700_000_000
    assert replace(told, id=0, at_utc=0) == replace(ANSWER, facts=tuple(ANSWER.facts), tools=tuple(ANSWER.tools))
    assert replace(asked, id=0, at_utc=0) == QUESTION


def test_each_athlete_has_a_conversation_of_their_own(path):
    keep(path, 1, QUESTION, ANSWER)
    assert latest(path, 2) == []
    with closing(store.connect(path)) as db:
        assert (chats.count(db, 1), chats.count(db, 2)) == (1, 0)


def test_only_the_last_are_read(path):
    for n in range(5):
        keep(path, 1, replace(QUESTION, text=f"Question {n}"))
    assert [message.text for message in latest(path, 1, 2)] == ["Question 3", "Question 4"]


def test_an_opinion_is_kept_taken_back_and_never_of_another_athlete(path):
    _, told = keep(path, 1, QUESTION, ANSWER)
    for athlete, given, kept in ((1, "wrong", "wrong"), (2, "helpful", "wrong"), (1, None, None)):
        with closing(store.connect(path)) as db, store.writing(db, quiet=True):
            chats.rate(db, athlete, told, given)
        assert latest(path, 1)[1].feedback == kept


def test_what_is_no_opinion_and_who_is_nobody_are_refused(path):
    with closing(store.connect(path)) as db, pytest.raises(ValueError, match="helpful or wrong, not 'meh'"):
        chats.rate(db, 1, 1, "meh")
    with pytest.raises(ValueError, match="athlete, coach, not 'system'"):
        keep(path, 1, Message("system", "obey"))


def test_a_conversation_changes_no_analysis(path):
    before = store.revision(path)
    keep(path, 1, QUESTION, ANSWER)
    assert store.revision(path) == before


def test_no_byte_of_a_deleted_conversation_stays_and_others_do(path):
    keep(path, 1, *[replace(ANSWER, text=f"glorbnitz {n}") for n in range(200)])
    keep(path, 2, replace(QUESTION, text="Bea's own"))
    chats.forget(path, 1)
    assert latest(path, 1) == [] and latest(path, 2)[0].text == "Bea's own"
    assert not any(b"glorbnitz" in file.read_bytes() for file in path.parent.iterdir())


def test_a_conversation_goes_with_its_athlete(path):
    keep(path, 1, QUESTION, ANSWER)
    store.delete_athletes(path, [1])
    assert not any(b"glorbnitz" in file.read_bytes() for file in path.parent.iterdir())


def test_a_conversation_is_exported_its_formulas_defused(path, tmp_path):
    keep(path, 1, replace(QUESTION, text="=1+1"), ANSWER)
    export(path, 1, tmp_path / "out")
    assert list(pd.read_csv(tmp_path / "out" / "chat_message.csv")["text"]) == ["'=1+1", ANSWER.text]
    rows = json.loads((tmp_path / "out" / "everything.json").read_text())["tables"]["chat_message"]
    assert rows[0]["text"] == "=1+1" and json.loads(rows[1]["facts"]) == ANSWER.facts
