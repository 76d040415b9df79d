"""The drop folder."""

from data import inbox


def test_what_is_dropped_waits(tmp_path):
    (inbox.folder(tmp_path) / "b.zip").touch()
    (inbox.folder(tmp_path) / "a").mkdir()
    (inbox.folder(tmp_path) / ".DS_Store").touch()
    assert [entry.name for entry in inbox.waiting(tmp_path)] == ["a", "b.zip"]


def test_what_is_settled_waits_no_more_and_replaces_nothing(tmp_path):
    for content in ("first", "second"):
        entry = inbox.folder(tmp_path) / "days.csv"
        entry.write_text(content)
        inbox.settle(entry)
    assert inbox.waiting(tmp_path) == []
    settled = sorted((inbox.folder(tmp_path) / inbox.IMPORTED).iterdir())
    assert [entry.name for entry in settled] == ["days (2).csv", "days.csv"]
    assert [entry.read_text() for entry in settled] == ["second", "first"]
