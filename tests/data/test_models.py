"""The registry: versions that count up, one of them on, the last five kept, and nothing loaded that is damaged."""

import json
from contextlib import closing
from dataclasses import replace

import pytest

from data import export, frames, models, rollouts, store, telemetry
from data.models import About, BadModel
from data.rollouts import Stored
from tests.data.test_telemetry import foretold

ABOUT = About(
    horizon="evening",
    kind="prior",
    features=("hrv_z", "sleep_debt_h"),
    first_day="2025-01-06",
    last_day="2025-06-01",
    days=140,
    grade={"mae": 11.5, "n": 80},
    foretold={"2025-05-31": 61.5, "2025-06-01": 58.0},
    teachers=(3, 2),
    outcome="device",
)


@pytest.fixture
def path(tmp_path):
    """A store with the athletes 1, 2 and 3."""
    path = tmp_path / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
        store.add_athlete(db, "Ben")
        store.add_athlete(db, "Cem")
    return path


@pytest.fixture
def db(path):
    with closing(store.connect(path)) as db:
        yield db


def keep(db, content=b"bytes", athlete=1, active=True, **changed):
    with store.writing(db):
        return models.keep(db, athlete, replace(ABOUT, **changed), content, active=active)


def numbers(db, athlete=1, horizon="evening", kind="prior"):
    return [version.number for version in models.versions(db, athlete, horizon, kind)]


def test_what_is_kept_comes_back(db):
    kept = keep(db, b"\x00\xff content")
    found = models.active(db, 1, "evening", "prior")
    assert found == kept
    assert found.about == replace(ABOUT, teachers=(2, 3))
    assert (found.number, found.size) == (1, 10)
    assert models.load(db, found) == b"\x00\xff content"


def test_versions_count_up_for_each_athlete_horizon_and_kind(db):
    assert [keep(db).number for _ in range(3)] == [1, 2, 3]
    assert keep(db, athlete=2).number == 1
    assert keep(db, horizon="morning").number == 1
    assert keep(db, kind="network").number == 1


def test_one_version_is_on_and_a_new_one_only_where_it_is_switched_on(db):
    keep(db)
    keep(db, active=False)
    assert models.active(db, 1, "evening", "prior").number == 1
    keep(db)
    assert [(version.number, version.active) for version in models.versions(db, 1, "evening", "prior")] == [
        (3, True),
        (2, False),
        (1, False),
    ]


def test_the_last_five_versions_are_kept_and_the_active_one_however_old(db):
    keep(db)
    for _ in range(8):
        keep(db, active=False)
    assert numbers(db) == [9, 8, 7, 6, 5, 1]
    keep(db)
    assert numbers(db) == [10, 9, 8, 7, 6]


def test_a_number_is_never_given_twice(db):
    for _ in range(7):
        keep(db)
    assert numbers(db)[0] == 7


def test_rolling_back_goes_to_the_version_before(db):
    for _ in range(3):
        keep(db)
    with store.writing(db):
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device").number == 2
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device").number == 1
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device") is None
    assert models.active(db, 1, "evening", "prior").number == 1


def test_rolling_back_passes_over_what_somebody_taught_who_no_longer_may(db):
    for teachers in ((), (3,), (2,), (2,)):
        keep(db, teachers=teachers)
    with store.writing(db):
        assert models.roll_back(db, 1, "evening", "prior", {3}, "device").number == 2
        assert models.roll_back(db, 1, "evening", "prior", (), "device").number == 1


def test_a_number_that_was_shown_is_not_given_again_even_where_its_version_is_gone(db):
    gone = keep(db)
    with store.writing(db):
        telemetry.note(db, 1, foretold(version=1))
        models.forget(db, gone)
    assert numbers(db) == []
    assert keep(db).number == 2


def test_without_any_version_there_is_nothing_to_roll_back(db):
    with store.writing(db):
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device") is None


def test_a_version_that_is_not_kept_cannot_be_switched_on(db):
    keep(db)
    with store.writing(db), pytest.raises(ValueError, match="no version 4 of this model: there are 1"):
        models.activate(db, 1, "evening", "prior", 4)
    with store.writing(db), pytest.raises(ValueError, match="none is kept"):
        models.activate(db, 1, "morning", "prior", 1)
    assert models.active(db, 1, "evening", "prior").number == 1


@pytest.mark.parametrize("damage", [b"", b"bytez", b"bytes and more"])
def test_a_damaged_model_is_refused_with_its_version_and_what_to_do(db, damage):
    kept = keep(db)
    db.execute("UPDATE model SET content = ?", [damage])
    with pytest.raises(BadModel, match="version 1 of prior is damaged.*`ownpace train`"):
        models.load(db, kept)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("teachers", "[2]"),
        ("teachers", "{"),
        ("last_day", "2026-06-01"),
        ("grade", "[]"),
        ("foretold", '{"2025-05-31": "no number"}'),
        ("features", "7"),
        ("days", 900),
    ],
)
def test_a_version_of_which_something_else_is_said_than_was_kept_is_damaged(db, column, said):
    keep(db)
    keep(db)
    db.execute(f"UPDATE model SET {column} = ? WHERE version = 1", [said])
    newer, older = models.versions(db, 1, "evening", "prior")
    assert (newer.readable, older.readable) == (True, False)
    assert (older.about.teachers, older.about.grade) == ((), {})
    with pytest.raises(BadModel, match="version 1 of prior is damaged"):
        models.load(db, older)
    with store.writing(db):
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device") is None


@pytest.mark.parametrize("said", ["{", "[]", '{"a": null}', "7"])
def test_a_version_from_before_descriptions_were_sealed_is_damaged_where_it_cannot_be_read(db, said):
    kept = keep(db)
    db.execute("UPDATE model SET checksum = substr(checksum, 1, 64), grade = '{}'")
    old = models.active(db, 1, "evening", "prior")
    assert old.readable and old.about == replace(kept.about, grade={}, outcome="")
    assert models.load(db, old) == b"bytes"
    db.execute("UPDATE model SET foretold = ?", [said])
    assert not models.active(db, 1, "evening", "prior").readable


def test_nobody_rolls_back_to_what_learned_another_outcome(db):
    keep(db, outcome="ours")
    keep(db)
    with store.writing(db):
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "device") is None
        assert models.roll_back(db, 1, "evening", "prior", {2, 3}, "ours").number == 1


@pytest.mark.parametrize("about", ["{", "[]", '{"teachers": [2]}', "7"])
def test_a_walk_of_which_something_else_is_said_than_was_kept_is_none(db, about):
    with store.writing(db):
        models.keep_walk(db, 1, "evening", "f", {"teachers": [3]}, b"walk")
    db.execute("UPDATE held_out SET about = ?", [about])
    assert models.walk(db, 1, "evening") is None


def test_a_version_that_was_pruned_meanwhile_is_said(db):
    kept = keep(db)
    for _ in range(6):
        keep(db)
    with pytest.raises(BadModel, match="version 1 of prior is no longer kept"):
        models.load(db, kept)


def test_a_figure_that_is_none_is_never_kept(db):
    with pytest.raises(ValueError):
        keep(db, grade={"mae": float("nan")})
    assert numbers(db) == []


def test_switching_on_raises_the_revision_and_notes_do_not(db, path):
    before = store.revision(path)
    keep(db)
    assert store.revision(path) == before + 1
    with store.writing(db, quiet=True):
        models.keep_walk(db, 1, "evening", "f", {}, b"walk")
    assert store.revision(path) == before + 1


def test_a_walk_replaces_the_one_before(db):
    for content in (b"one", b"two"):
        with store.writing(db, quiet=True):
            models.keep_walk(db, 1, "evening", content.decode(), {"teachers": [2]}, content)
    found = models.walk(db, 1, "evening")
    assert (found.fingerprint, found.about, found.content) == ("two", {"teachers": [2]}, b"two")
    assert models.walk(db, 1, "morning") is None
    assert models.walk(db, 2, "evening") is None


def test_what_a_deleted_athlete_taught_others_goes_too(db, path):
    keep(db, b"from both", teachers=(2, 3))
    keep(db, b"from Cem", athlete=2, teachers=(3,))
    keep(db, b"from Ben", teachers=(2,))
    with store.writing(db):
        models.keep_walk(db, 1, "evening", "f", {"teachers": [2, 3]}, b"walk of both")
        models.keep_walk(db, 1, "morning", "f", {"teachers": [2]}, b"walk of Ben")
    store.delete_athletes(path, [3])
    assert (numbers(db), numbers(db, athlete=2)) == ([2], [])
    assert models.walk(db, 1, "evening") is None
    assert models.walk(db, 1, "morning").content == b"walk of Ben"
    left = b"".join(file.read_bytes() for file in path.parent.glob("ownpace.db*"))
    assert not any(trace in left for trace in (b"from both", b"from Cem", b"walk of both"))


def test_of_what_nobody_can_tell_who_taught_it_nothing_outlives_a_deletion(db, path):
    keep(db, teachers=(2,))
    keep(db, athlete=2, teachers=())
    with store.writing(db):
        models.keep_walk(db, 1, "evening", "f", {"teachers": [2]}, b"walk")
        db.execute("UPDATE model SET teachers = '[2' WHERE athlete = 1")
        db.execute("UPDATE held_out SET about = '{'")
    store.delete_athletes(path, [3])
    assert (numbers(db), numbers(db, athlete=2)) == ([], [1])
    assert db["held_out"].count == 0


def test_nothing_is_kept_that_somebody_taught_who_was_deleted_meanwhile(db, path):
    store.delete_athletes(path, [3])
    with pytest.raises(store.StoreError, match="somebody who taught was deleted"):
        keep(db)
    with pytest.raises(store.StoreError, match="train again"), store.writing(db):
        models.keep_walk(db, 1, "evening", "f", {"teachers": [3]}, b"walk")
    assert numbers(db) == [] and models.walk(db, 1, "evening") is None


def everything_kept(db, athlete):
    keep(db, b"what was learned", athlete=athlete)
    with store.writing(db):
        models.keep_walk(db, athlete, "evening", "f", {}, b"what was found")
        telemetry.note(db, athlete, foretold(model="known only to the deleted"))
        rollouts.keep_rollout(db, Stored("new", 50, False, ""))
        rollouts.expose(db, athlete, "new", "learned", 50)


def test_a_deleted_athlete_leaves_no_model_no_prediction_and_no_byte_of_them(db, path):
    everything_kept(db, 1)
    keep(db, b"what Ben taught", athlete=2)
    store.delete_athletes(path, [1])
    tables = ("model", "prediction", "held_out", "exposure")
    assert [list(db.query(f"SELECT * FROM {table} WHERE athlete = 1")) for table in tables] == [[]] * 4
    left = b"".join(file.read_bytes() for file in path.parent.glob("ownpace.db*"))
    for trace in (b"what was learned", b"what was found", b"known only to the deleted"):
        assert trace not in left
    assert numbers(db, athlete=2) == [1]
    assert rollouts.rollout(db, "new").share == 50


def test_all_of_it_is_in_the_export_of_the_athlete_alone(db, path, tmp_path):
    everything_kept(db, 1)
    export.export(path, 1, tmp_path / "ada")
    export.export(path, 2, tmp_path / "ben")
    ada, ben = (json.loads((tmp_path / who / "everything.json").read_text())["tables"] for who in ("ada", "ben"))
    assert ada["model"][0]["content"] == "d2hhdCB3YXMgbGVhcm5lZA=="  # "what was learned" in base 64
    assert ada["prediction"][0]["model"] == "known only to the deleted"
    assert ada["exposure"][0]["arm"] == "learned"
    assert [ben[table] for table in ("model", "prediction", "held_out", "exposure")] == [[]] * 4
    assert all(len(rows) == 0 for name, rows in frames.everything(db, 2).items() if name != "athlete")
