"""The `ownpace` command, on real files and a real store."""

import json
import os
import re
import signal
import subprocess
import sys
from contextlib import closing, nullcontext
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import cli
from dashboard.cli import app
from data import store
from data.importers.handmade import DOCUMENTED
from tests.data.apple_files import write_apple_export
from tests.data.whoop_files import write_whoop_export

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples" / "whoop"
RECEIPT_KEYS = {
    *"name source state rows_read rows_new rows_changed rows_same rows_rejected rejected_reasons".split(),
    *"first_day last_day error members".split(),
}
FINDING_KEYS = set("id question words estimate low high unit n grade method missing".split())


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home."""
    monkeypatch.setenv("OWNPACE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def ownpace(*words, status=0, typed=None):
    """What a command prints, once it has ended with `status`."""
    result = CliRunner().invoke(app, [str(word) for word in words], input=typed)
    assert result.exit_code == status, result.output
    return result.stdout


def refusal(*words, status=1):
    """The sentence with which a command refuses."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == status, result.output
    assert result.stdout == ""
    return result.stderr


def days_file(folder, name="days.csv", first="2025-01-06", days=3, hrv_ms=60):
    """A table of days kept by hand."""
    begin = date.fromisoformat(first)
    lines = [f"{begin + timedelta(days=n)},{hrv_ms + n % 5}" for n in range(days)]
    (folder / name).write_text("\n".join(["date,hrv_rmssd_ms", *lines]) + "\n")
    return folder / name


def names_in_store():
    return sorted(athlete["name"] for athlete in json.loads(ownpace("status", "--json"))["athletes"])


def imported(*words, status=0):
    return json.loads(ownpace("import", *words, "--json", status=status))


def test_the_receipt_of_a_whoop_export_adds_up_and_has_exactly_its_keys(home, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=40)
    (receipt,) = imported(written.path)
    assert set(receipt) == RECEIPT_KEYS
    assert receipt["state"] == "imported" and receipt["source"] == "whoop"
    parts = [receipt[f"rows_{name}"] for name in ("new", "changed", "same", "rejected")]
    assert receipt["rows_read"] == sum(parts) == sum(member["rows_read"] for member in receipt["members"])
    assert receipt["last_day"] == written.last_day
    counts = {kind: n for member in receipt["members"] for kind, n in member["counts"].items() if kind != "empty"}
    assert counts["recovery"] == written.recoveries
    assert counts["sleep"] == written.sleeps
    assert counts["workout"] == written.workouts


def test_the_same_export_again_adds_nothing(home, tmp_path):
    written = write_whoop_export(tmp_path / "export", days=20)
    imported(written.path)
    again = imported(written.path)
    assert len(again) == 4
    outcomes = {(receipt["state"], receipt["rows_new"], receipt["rows_changed"]) for receipt in again}
    assert outcomes == {("unchanged", 0, 0)}


def test_the_printed_receipt_counts_what_people_count(home, tmp_path):
    written = write_whoop_export(tmp_path / "export.zip", days=40)
    said = ownpace("import", written.path)
    for counted in (
        "export.zip · WHOOP · imported",
        f"{written.recoveries} recoveries",
        f"{written.sleeps} sleeps",
        f"{written.workouts} workouts",
        f"{written.journal} journal answers",
    ):
        assert counted in said
    assert re.search(r"lines +read +new +changed +same +rejected", said)


def test_rejected_rows_are_named_with_their_reason_and_without_their_value(home, tmp_path):
    lines = [f"2025-{1 + n // 28:02}-{1 + n % 28:02},{9000 + n}" for n in range(25)]
    (tmp_path / "days.csv").write_text("\n".join(["date,hrv_rmssd_ms", "2025-03-01,60", *lines]))
    said = ownpace("import", tmp_path / "days.csv")
    assert "rejected: days.csv, line 3: HRV (rMSSD) is outside 1 to 500 ms" in said
    assert said.count("rejected: ") == 20
    assert "and 5 more" in said
    assert "9000" not in said


def test_one_bad_path_fails_the_command_and_the_others_are_imported(home, tmp_path):
    receipts = imported(tmp_path / "nowhere.csv", days_file(tmp_path), status=1)
    assert [receipt["state"] for receipt in receipts] == ["refused", "imported"]
    assert "no such file" in receipts[0]["error"]


def test_without_a_name_the_first_import_makes_an_athlete_called_me(home, tmp_path):
    imported(days_file(tmp_path))
    (athlete,) = json.loads(ownpace("status", "--json"))["athletes"]
    assert athlete["name"] == "Me" and not athlete["simulated"]


def test_a_failed_first_import_makes_no_athlete(home, tmp_path):
    imported(tmp_path / "nowhere.csv", status=1)
    assert json.loads(ownpace("status", "--json"))["athletes"] == []


def test_a_new_name_makes_a_new_athlete_and_then_a_name_is_needed(home, tmp_path):
    file = days_file(tmp_path)
    imported(file, "--athlete", "Ada")
    imported(file, "--athlete", "Ben")
    imported(file, "--athlete", "ada")
    assert "--athlete 'Ada', 'Ben'" in refusal("import", file)
    assert "--athlete 'Ada', 'Ben'" in refusal("report")


def test_names_that_differ_in_case_alone_are_told_apart(home):
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        db["athlete"].insert_all({"name": name, "simulated": 0, "home_zone": "UTC"} for name in ("Ada", "ADA", "Ben"))
    assert "'ada' may be 'Ada', 'ADA'" in refusal("delete", "--athlete", "ada", "--yes")
    ownpace("delete", "--athlete", "ADA", "--yes")
    ownpace("delete", "--athlete", "ben", "--yes")
    assert names_in_store() == ["Ada"]


def test_what_was_stored_before_an_interruption_stays_with_its_new_athlete(home, tmp_path, monkeypatch):
    for folder, name, hrv_ms in (("one", "a.csv", 60), ("two", "b.csv", 70)):
        (tmp_path / "files" / folder).mkdir(parents=True)
        days_file(tmp_path / "files" / folder, name, hrv_ms=hrv_ms)
    interrupted_at(monkeypatch, "b.csv")
    ownpace("import", tmp_path / "files", status=130)
    (athlete,) = json.loads(ownpace("status", "--json"))["athletes"]
    assert athlete["days"] == 3


def test_an_interruption_before_anything_was_stored_leaves_no_new_athlete(home, tmp_path, monkeypatch):
    interrupted_at(monkeypatch, "days.csv")
    ownpace("import", days_file(tmp_path), status=130)
    assert names_in_store() == []


def interrupted_at(monkeypatch, file):
    """Someone who presses Ctrl-C as soon as a file is being read."""

    def press(done, said):
        if file in said:
            raise KeyboardInterrupt

    monkeypatch.setattr(cli, "progress_bar", lambda: nullcontext(press))


def test_nothing_is_imported_into_a_simulated_athlete(home, tmp_path):
    ownpace("demo")
    simulated = json.loads(ownpace("status", "--json"))["athletes"][0]["name"]
    assert "simulated athlete" in refusal("import", days_file(tmp_path), "--athlete", simulated)


def test_the_home_zone_is_that_of_the_machine_or_of_whoever_says_it(home, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    imported(days_file(tmp_path))
    imported(days_file(tmp_path), "--athlete", "Ada", "--home-zone", "america/new_york")
    assert home_zones() == {"Me": "Asia/Tokyo", "Ada": "America/New_York"}
    assert "`ownpace home-zone Europe/Paris`" in refusal(
        "import", tmp_path / "days.csv", "--athlete", "Ada", "--home-zone", "Europe/Paris"
    )
    assert "Ada is at home in Europe/Paris" in ownpace("home-zone", "Europe/Paris", "--athlete", "Ada")
    assert home_zones()["Ada"] == "Europe/Paris"


def test_an_unknown_zone_is_refused_and_makes_no_athlete(home, tmp_path):
    assert "write one such as Europe/Berlin" in refusal("import", days_file(tmp_path), "--home-zone", "Berlin")
    assert names_in_store() == []
    imported(tmp_path / "days.csv")
    assert "write one such as Europe/Berlin" in refusal("home-zone", "Mars/Olympus")


def home_zones():
    return {athlete["name"]: athlete["home_zone"] for athlete in json.loads(ownpace("status", "--json"))["athletes"]}


def test_the_receipt_of_a_raw_export_is_in_plain_words(home, tmp_path):
    export = write_apple_export(tmp_path / "export.zip", days=12)
    said = ownpace("import", export.path)
    assert "12 nights" in said and "days with resting HR" in said and "hours of heart rate" in said
    assert re.search(r"elements +read +new +changed +same +rejected", said)
    assert "day of" not in said


def test_status_shows_the_gaps_between_days(home, tmp_path):
    imported(days_file(tmp_path, "a.csv", "2025-01-06", days=3))
    imported(days_file(tmp_path, "b.csv", "2025-01-12", days=2))
    status = json.loads(ownpace("status", "--json"))
    assert set(status) == {"store", "exists", "revision", "athletes"}
    assert status["store"] == str(home / "ownpace.db")
    (athlete,) = status["athletes"]
    assert athlete["gaps"] == [{"first_day": "2025-01-09", "last_day": "2025-01-11", "days": 3}]
    assert (athlete["days"], athlete["first_day"], athlete["last_day"]) == (5, "2025-01-06", "2025-01-13")
    assert athlete["sources"] == [
        {"source": "handmade", "rows": 5, "first_day": "2025-01-06", "last_day": "2025-01-13"}
    ]
    assert "2025-01-09 to 2025-01-11: 3 days" in ownpace("status")


def test_asking_for_the_status_creates_no_store(home):
    assert json.loads(ownpace("status", "--json"))["exists"] is False
    assert not home.exists()


def test_a_report_has_exactly_its_keys_and_says_what_is_missing(home, tmp_path):
    imported(days_file(tmp_path))
    report = json.loads(ownpace("report", "--json"))
    assert set(report) == {"athlete", "day", "revision", "findings"}
    assert (report["athlete"], report["day"]) == ("Me", "2025-01-08")
    assert {"baseline.hrv", "recovery.rule"} <= {finding["id"] for finding in report["findings"]}
    for finding in report["findings"]:
        assert set(finding) == FINDING_KEYS
        assert finding["grade"] in ("strong", "likely", "none", "insufficient")
        assert bool(finding["missing"]) == (finding["grade"] == "insufficient"), finding["id"]


def test_a_report_of_100_days_has_numbers_and_is_the_same_as_text(home, tmp_path):
    imported(days_file(tmp_path, days=100))
    findings = {found["id"]: found for found in json.loads(ownpace("report", "--json"))["findings"]}
    hrv = findings["baseline.hrv"]
    assert hrv["low"] <= hrv["estimate"] <= hrv["high"]
    text = ownpace("report")
    assert all(found["words"] in text for found in findings.values())


def test_a_report_as_of_another_day(home, tmp_path):
    imported(days_file(tmp_path, days=100))
    assert json.loads(ownpace("report", "--day", "2025-02-01", "--json"))["day"] == "2025-02-01"
    assert "does not match" in refusal("report", "--day", "yesterday", status=2)


def test_a_report_on_the_demo_says_that_it_is_simulated(home):
    ownpace("demo")
    result = CliRunner().invoke(app, ["report", "--json"])
    assert json.loads(result.stdout)["findings"]
    assert "simulated" in result.stderr
    assert "simulated" in ownpace("report")


def test_an_unknown_name_is_answered_with_the_known_ones(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada")
    for command in (["report"], ["export", tmp_path / "out"], ["delete", "--yes"]):
        assert refusal(*command, "--athlete", "Bob") == "ownpace: there is no athlete called 'Bob': there are 'Ada'.\n"


def test_an_empty_store_says_how_to_begin(home):
    assert "ownpace import PATH" in refusal("report")


def test_the_demo_comes_and_goes_and_leaves_real_athletes_alone(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada")
    ownpace("demo")
    assert [a["simulated"] for a in json.loads(ownpace("status", "--json"))["athletes"]] == [False, True, True, True]
    assert "3 simulated athletes" in ownpace("demo", "--remove")
    assert [a["name"] for a in json.loads(ownpace("status", "--json"))["athletes"]] == ["Ada"]


def test_an_export_is_written_and_foreign_files_are_left_alone(home, tmp_path):
    imported(days_file(tmp_path))
    ownpace("export", tmp_path / "out")
    assert (tmp_path / "out" / "everything.json").exists()
    assert "holds other files" in refusal("export", tmp_path)


def test_deleting_asks_once_and_then_nothing_is_left(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada Unmistakable")
    ownpace("delete", "--athlete", "Ada Unmistakable", typed="n\n", status=1)
    assert len(json.loads(ownpace("status", "--json"))["athletes"]) == 1
    ownpace("delete", "--athlete", "Ada Unmistakable", typed="y\n")
    assert json.loads(ownpace("status", "--json"))["athletes"] == []
    assert all(b"Unmistakable" not in file.read_bytes() for file in home.iterdir())


def test_a_script_that_names_whom_to_delete_is_not_left_waiting(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada")
    ownpace("delete", "--athlete", "Ada", typed="")
    assert json.loads(ownpace("status", "--json"))["athletes"] == []


@pytest.mark.parametrize("typed", ["\n", "n\n", "what?\n", "yesterday\n"])
def test_only_a_yes_is_a_yes(home, tmp_path, typed):
    imported(days_file(tmp_path), "--athlete", "Ada")
    ownpace("delete", "--athlete", "Ada", typed=typed, status=1)
    assert names_in_store() == ["Ada"]


def test_an_interruption_is_no_yes(tmp_path):
    done = command("import", days_file(tmp_path), "--athlete", "Ada", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    asked = started("delete", "--athlete", "Ada", home=tmp_path / "home", cwd=tmp_path, stdin=subprocess.PIPE)
    said = asked.stderr.read(len("Delete Ada and everything stored on them, for good? [y/N]: "))
    asked.send_signal(signal.SIGINT)
    asked.communicate(timeout=60)
    assert said.startswith("Delete Ada")
    assert asked.returncode != 0
    status = command("status", "--json", home=tmp_path / "home", cwd=tmp_path)
    assert [athlete["name"] for athlete in json.loads(status.stdout)["athletes"]] == ["Ada"]


def test_what_was_deleted_is_back_after_restoring_the_backup(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada")
    before = json.loads(ownpace("report", "--json"))
    ownpace("backup", tmp_path / "copy.db")
    ownpace("delete", "--athlete", "Ada", "--yes")
    assert "In the store: Ada" in ownpace("restore", tmp_path / "copy.db")
    after = json.loads(ownpace("report", "--json"))
    assert after["findings"] == before["findings"]
    assert after["revision"] > before["revision"]


def test_restoring_over_data_asks_once(home, tmp_path):
    imported(days_file(tmp_path), "--athlete", "Ada")
    ownpace("backup", tmp_path / "copy.db")
    ownpace("restore", tmp_path / "copy.db", typed="n\n", status=1)
    ownpace("restore", tmp_path / "copy.db", "--yes")


def test_a_backup_never_replaces_another_file(home, tmp_path):
    file = days_file(tmp_path)
    imported(file)
    assert "is no backup" in refusal("backup", file)
    assert "is the store itself" in refusal("backup", home / "ownpace.db")
    assert "is a folder" in refusal("backup", tmp_path)
    assert "there is no folder" in refusal("backup", tmp_path / "none" / "copy.db")


def test_a_file_that_is_no_backup_is_not_restored(home, tmp_path):
    assert "cannot be read as a backup" in refusal("restore", days_file(tmp_path))
    assert "there is no file" in refusal("restore", tmp_path / "nowhere.db")


def test_a_home_that_cannot_be_made_is_one_sentence(home, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("OWNPACE_HOME", str(tmp_path / "file" / "home"))
    assert refusal("demo").count("\n") == 1


def started(*words, home, cwd, **streams):
    """The installed command where there is one, in a process of its own."""
    script = Path(sys.executable).with_name("ownpace")
    begin = [str(script)] if script.exists() else [sys.executable, "-m", "dashboard.cli"]
    environment = os.environ | {"OWNPACE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.Popen([*begin, *map(str, words)], cwd=cwd, env=environment, text=True, **streams)


def command(*words, home, cwd):
    """The same, once it has ended."""
    process = started(*words, home=home, cwd=cwd)
    stdout, stderr = process.communicate(timeout=60)
    return subprocess.CompletedProcess(words, process.returncode, stdout, stderr)


def test_the_command_works_from_any_directory_and_prints_only_json(tmp_path):
    days_file(tmp_path)
    done = command("import", "days.csv", "--json", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert [receipt["rows_new"] for receipt in json.loads(done.stdout)] == [3]
    assert done.stderr == ""


def test_a_fault_of_the_user_shows_no_traceback(tmp_path):
    (tmp_path / "ownpace.db").write_bytes(b"this is no database" * 100)
    done = command("report", home=tmp_path, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("ownpace: ") and "Traceback" not in done.stderr


def test_asking_for_help_loads_nothing_heavy():
    code = "import sys; from dashboard import cli; print({'pandas', 'streamlit', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.stdout == "set()\n"


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample exports are not beside this checkout")
def test_every_file_of_real_exports_has_a_receipt_that_adds_up(home):
    receipts = imported(*sorted(SAMPLES.glob("*/user-*")))
    assert any(receipt["rows_new"] for receipt in receipts)
    for receipt in receipts:
        parts = [receipt[f"rows_{name}"] for name in ("new", "changed", "same", "rejected")]
        assert receipt["rows_read"] == sum(parts)


def test_the_readme_names_every_command_and_every_column():
    readme = (ROOT / "README.md").read_text()
    commands = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert [name for name in commands if f"ownpace {name}" not in readme] == []
    columns = {name for table in DOCUMENTED.values() for name in table}
    assert [name for name in columns if f"| `{name}` |" not in readme] == []
