"""The demo goes through the same store as anyone's data, is marked as simulated, and goes again without a trace."""

from contextlib import closing
from datetime import date

import pandas as pd

from dashboard import compose
from data import demo, store

TODAY = date(2025, 11, 21)


def test_three_athletes_marked_as_simulated_with_a_morning_of_today(tmp_path):
    path = tmp_path / "ownpace.db"
    demo.add(path, TODAY)
    found = compose.athletes(path)
    assert [athlete.simulated for athlete in found] == [True] * 3
    histories = [compose.history(path, athlete) for athlete in found]
    assert [h.last_day for h in histories] == [pd.Timestamp(TODAY)] * 3
    assert all(compose.recovery_of(h, TODAY).score.n >= 14 for h in histories)


def test_adding_it_again_replaces_it(tmp_path):
    path = tmp_path / "ownpace.db"
    demo.add(path, TODAY)
    before = {athlete.id for athlete in compose.athletes(path)}
    demo.add(path, TODAY)
    after = {athlete.id for athlete in compose.athletes(path)}
    assert len(after) == 3 and min(after) > max(before)


def test_removing_it_leaves_real_athletes_alone(tmp_path):
    path = tmp_path / "ownpace.db"
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    demo.add(path, TODAY)
    assert demo.remove(path) == 3
    assert [athlete.name for athlete in compose.athletes(path)] == ["Ada"]
    with closing(store.connect(path)) as db:
        assert db["measurement"].count == db["hourly"].count == db["import_file"].count == 0


def test_there_is_nothing_to_remove_where_there_is_no_store(tmp_path):
    assert demo.remove(tmp_path / "none.db") == 0
    assert not (tmp_path / "none.db").exists()
