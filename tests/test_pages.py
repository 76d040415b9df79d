"""Every page, on an empty store, on three days and on five years."""

import errno
import gc
import json
import re
import shutil
import weakref
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from dashboard import navigation
from dashboard.compose import History
from data import demo, ingest, simulate, store
from data.saver import Saver
from data.schema import Measurement
from data.simulate import Profile
from data.simulate.profile import Habit, Illness, StrainEffect
from tests.data.apple_files import write_apple_export

APP = Path(__file__).parents[1] / "dashboard" / "app.py"
TODAY = date.today()
PAGES = [entry.name for entry in navigation.ENTRIES if entry.name != "methods"]  # that one is about nobody
WORDS_ALONE = {"coach", "compare", "settings"}


@pytest.fixture(scope="module")
def five_years(tmp_path_factory):
    home = tmp_path_factory.mktemp("five-years")
    habits = (Habit("alcohol", "Consumed alcohol?", points=-8.0), Habit("magnesium", "Took magnesium?"))
    athlete = simulate.athlete(7, 1826, last_day=TODAY, profile=Profile(habits=habits))
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        demo.save(db, store.add_athlete(db, "Five Years", simulated=True), athlete)
    return home


@pytest.fixture
def three_days(tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        athlete = store.add_athlete(db, "Three Days")
        file = {"athlete": athlete, "name": "days.csv", "source": "handmade", "state": "imported", "at_utc": 0}
        saver = Saver(db, athlete, "handmade", db["import_file"].insert(file).last_pk, 0)
        for back, (hrv, resting_hr) in enumerate([(62, 51), (55, 54), (58, 52)]):
            day, noon_utc = (TODAY - timedelta(days=back)).isoformat(), 1_700_000_000 - back * 86400
            saver.save(Measurement("hrv_rmssd_ms", noon_utc, hrv, day))
            saver.save(Measurement("resting_hr_bpm", noon_utc, resting_hr, day))
        saver.finish()
    return tmp_path


@pytest.fixture(scope="module")
def watch_only(tmp_path_factory):
    """A hundred days of somebody who wears an Apple Watch and nothing else."""
    home = tmp_path_factory.mktemp("watch")
    export = write_apple_export(home / "export.xml", days=100, first_day=str(TODAY - timedelta(days=99)))
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "Watch", home_zone="Europe/Berlin")
    (receipt,) = ingest.import_path(home / "ownpace.db", export.path, 1)
    assert receipt.state == "imported"
    return home


@pytest.fixture(autouse=True)
def on_loopback():
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)


def opened(monkeypatch, home: Path, page: str) -> AppTest:
    monkeypatch.setenv("OWNPACE_HOME", str(home))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    if page != PAGES[0]:
        app.switch_page(f"../pages/{page}.py").run()
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.header, *app.markdown, *app.caption))


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_store_offers_the_demo_and_your_own_data(monkeypatch, tmp_path, page):
    app = opened(monkeypatch, tmp_path, page)
    assert "Look at the demo" in words(app)
    assert "Bring your data" in words(app)


@pytest.mark.parametrize("page", PAGES)
def test_three_days_say_what_is_missing(monkeypatch, three_days, page):
    said = words(opened(monkeypatch, three_days, page))
    expected = {
        "today": "too early to say how recovered you are",
        "recovery": "No recovery of ours yet",
        "baselines": "14 days are needed, 0 so far",
        "habits": "a WHOOP export with its journal, Oura's tags, or a CSV kept by hand",
        "rhythm": "heart rate by the hour, day and night",
        "sleep": "60 nights with a morning after them are needed, 0 so far",
        "forecast": "30 mornings are needed, 0 so far",
        "unusual": "60 days are needed, 0 so far; at this rate in about",
        "coach": "You could ask",
        "compare": "60 mornings with a recovery are needed, 0 so far",
        "settings": "Whoever speaks gets the same facts",
        "data": "3 of 3 mornings",
    }
    assert expected[page] in said


@pytest.mark.parametrize("page", PAGES)
def test_five_years_are_shown(monkeypatch, five_years, page):
    app = opened(monkeypatch, five_years, page)
    expected = {
        "today": "Recovery is",
        "recovery": "Your week averages",
        "baselines": "ast 7 days",
        "habits": "shows most: recovery",
        "rhythm": "your best hours are likely",
        "sleep": "of sleep",
        "forecast": "of the last 30 days",
        "unusual": "morning",
        "coach": "day",
        "compare": "Does machine learning know your mornings better",
        "settings": "The coach speaks by rules",
        "data": "of 1,826",
    }
    assert expected[page] in app.header[0].value
    assert app.session_state["athlete"] == "Five Years"


@pytest.mark.parametrize("page", PAGES)
def test_simulated_athletes_wear_a_badge(monkeypatch, five_years, page):
    assert "Demo: simulated" in words(opened(monkeypatch, five_years, page))


def test_every_chart_has_words_for_those_who_do_not_see_it(monkeypatch, five_years):
    for page in PAGES:
        if page in WORDS_ALONE:
            continue
        app = opened(monkeypatch, five_years, page)
        charts = app.get("plotly_chart")
        assert charts
        assert all(chart.proto.alt for chart in charts)


def test_who_has_only_an_apple_watch_is_told_which_hrv_it_is(monkeypatch, watch_only):
    for page in ("today", "recovery", "baselines"):
        said = words(opened(monkeypatch, watch_only, page))
        assert "HRV here is SDNN, as an Apple Watch gives it." in said
        assert "rMSSD" not in said


def test_what_a_watch_never_tells_takes_no_place_of_its_own(monkeypatch, watch_only):
    app = opened(monkeypatch, watch_only, "today")
    assert [metric.label for metric in app.metric] == ["Recovery, ours", "Last night"]
    assert "nothing that you brought tells how hard your days were" in words(app)


def test_the_receipt_of_an_apple_export_is_in_plain_words(monkeypatch, watch_only):
    app = opened(monkeypatch, watch_only, "data")
    assert any("elements" in each.label for each in app.expander)
    assert "days with HRV (SDNN)" in words(app) and "hours of heart rate" in words(app)
    assert "day of" not in words(app)


def test_a_receipt_says_how_many_were_rejected_when_it_lists_only_some(monkeypatch, three_days):
    with closing(store.connect(three_days / "ownpace.db")) as db, store.writing(db):
        counts = {"rows_read": 6000, "rows_new": 1000, "rows_changed": 0, "rows_same": 0, "rows_rejected": 5000}
        file = {"athlete": 1, "name": "export.xml", "source": "apple_health", "state": "imported", "at_utc": 0}
        member = {"name": "export.xml", "kind": "export", "counts": {}} | counts
        id = db["import_file"].insert(file | counts | {"members": json.dumps([member])}).last_pk
        db["rejected_row"].insert_all(
            {"import": id, "member": "export.xml", "line": n, "unit": "element", "reason": "a date cannot be read"}
            for n in range(1000)
        )
    said = words(opened(monkeypatch, three_days, "data"))
    assert "**5,000 elements rejected**; nothing else of the file is touched by them. The first 1,000 of them:" in said


def test_the_home_zone_is_shown_and_changed(monkeypatch, tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "Ada", home_zone="Etc/GMT-1")  # as a machine's clock may have it
    app = opened(monkeypatch, tmp_path, "data")
    assert app.selectbox(key="zone-1").value == "Etc/GMT-1"
    app.selectbox(key="zone-1").set_value("Asia/Tokyo")
    button(app, "Change it").click().run()
    assert not app.exception
    with closing(store.connect(tmp_path / "ownpace.db")) as db:
        assert db["athlete"].get(1)["home_zone"] == "Asia/Tokyo"


def test_the_demo_comes_and_goes_in_one_click(monkeypatch, tmp_path):
    app = opened(monkeypatch, tmp_path, "today")
    button(app, "See the demo").click().run()
    assert "Recovery is" in app.header[0].value
    button(app, "Remove the demo").click().run()
    assert "Look at the demo" in words(app)


@pytest.fixture
def ten_months(tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        athlete = simulate.athlete(3, 300, last_day=TODAY, profile=Profile(strain=StrainEffect(points_per_unit=-2.5)))
        demo.save(db, store.add_athlete(db, "Ten Months", simulated=True), athlete)
    return tmp_path


def mornings_said(app: AppTest) -> list[str]:
    """The forecast's words for those who do not see the chart: a sentence a morning."""
    return app.get("plotly_chart")[0].proto.alt.split(". ")


def test_a_session_is_planned_the_forecast_moves_and_it_is_taken_back(monkeypatch, ten_months):
    app = opened(monkeypatch, ten_months, "forecast")
    before = mornings_said(app)
    assert "Nothing is planned" in words(app) and len(before) == 7
    app.selectbox(key="plan-1-kind").set_value("hard").run()
    assert app.number_input(key="plan-1-strain-hard").value > 12  # as hard as this athlete's hard days
    button(app, "Add to the plan").click().run()
    assert not app.exception
    assert "hard" in words(app) and "Nothing is planned" not in words(app)
    planned = mornings_said(app)
    assert planned[0] != before[0] and planned[-1] == before[-1]
    assert "Your plan: " in words(app) and "lower on" in words(app)
    button(app, "Remove").click().run()
    assert mornings_said(app) == before
    assert "Nothing is planned" in words(app)


def test_data_of_days_ago_are_planned_from_today_on(monkeypatch, tmp_path):
    last = TODAY - timedelta(days=3)
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        athlete = simulate.athlete(3, 60, last_day=last, profile=Profile())
        demo.save(db, store.add_athlete(db, "Days Ago", simulated=True), athlete)
    app = opened(monkeypatch, tmp_path, "forecast")
    assert "This is not this morning" in words(app)
    assert app.header[0].value.startswith(f"{last + timedelta(days=1):%A} about ")
    assert len(app.selectbox(key="plan-1-day").options) == 4
    assert app.selectbox(key="plan-1-day").value == TODAY


def test_what_if_says_its_difference_with_its_interval(monkeypatch, ten_months):
    app = opened(monkeypatch, ten_months, "forecast")
    (choice,) = [each for each in app.segmented_control if each.label == "What if, for the next three days"]
    choice.set_value("hard").run()
    assert not app.exception
    assert re.search(r"Hard: \d+ points lower on \w+ than with your usual week \(\d+ to \d+ points\)", words(app))


def test_a_forecast_that_is_too_early_says_when_it_will_not_be(monkeypatch, three_days):
    enough = TODAY + timedelta(days=21 - 3 + 30)
    assert f"there is enough on {enough:%A} {enough.day} {enough:%B}" in words(
        opened(monkeypatch, three_days, "forecast")
    )


def test_a_new_device_is_marked_and_taken_back(monkeypatch, three_days):
    app = opened(monkeypatch, three_days, "baselines")
    button(app, "Mark it").click().run()
    assert "New device on" in words(app)
    button(app, "Take it back").click().run()
    assert "New device on" not in words(app)


def test_how_many_mornings_may_be_flagged_by_chance_is_chosen_and_kept(monkeypatch, tmp_path, five_years):
    home = shutil.copytree(five_years, tmp_path / "home")
    app = opened(monkeypatch, home, "unusual")
    rate = next(each for each in app.get("button_group") if each.key.startswith("rate-"))
    assert rate.value == 1.0 and "by chance it would be about 0.9" in words(app)
    rate.set_value(4.0).run()
    assert not app.exception
    assert "by chance it would be about 3.7" in words(app)
    again = opened(monkeypatch, home, "unusual")
    assert "by chance it would be about 3.7" in words(again)


def test_a_day_of_illness_is_marked_and_taken_back(monkeypatch, tmp_path, five_years):
    app = opened(monkeypatch, shutil.copytree(five_years, tmp_path / "home"), "unusual")
    app.date_input(key="day").set_value(TODAY - timedelta(days=3)).run()
    button(app, "I was ill on this day").click().run()
    assert not app.exception
    with closing(store.connect(tmp_path / "home" / "ownpace.db")) as db:
        (mark,) = db["event"].rows_where("kind = 'illness'")
    assert (mark["day"], mark["source"]) == ((TODAY - timedelta(days=3)).isoformat(), "own")
    assert "Ill on " in words(app)
    button(app, "I was not ill on this day").click().run()
    assert "Ill on " not in words(app)
    button(app, "I was ill on this day").click().run()
    button(app, "Take it back").click().run()
    assert "Ill on " not in words(app)


def test_an_unusual_morning_has_a_card_on_today_and_a_usual_one_a_quiet_line(monkeypatch, tmp_path):
    for name, illnesses in (("Well", ()), ("Unwell", (Illness(day=-2, days=5, severity=1.5),))):
        athlete = simulate.athlete(3, 300, last_day=TODAY, profile=Profile(illnesses=illnesses))
        with closing(store.connect(tmp_path / name / "ownpace.db")) as db, store.writing(db):
            demo.save(db, store.add_athlete(db, name, simulated=True), athlete)
            db["event"].delete_where()
    quiet = opened(monkeypatch, tmp_path / "Well", "today")
    assert any("Nothing unusual this morning" in each.value for each in quiet.caption)
    card = opened(monkeypatch, tmp_path / "Unwell", "today")
    assert "the way an illness can look" in words(card) and "a possibility, not a diagnosis" in words(card)
    assert len(card.get("plotly_chart")) == len(quiet.get("plotly_chart")) + 1


def test_an_athlete_is_deleted_with_everything(monkeypatch, three_days):
    app = opened(monkeypatch, three_days, "data")
    assert "6 measurements" in words(app)
    button(app, "Delete for good").click().run()
    assert "Look at the demo" in words(app)
    with closing(store.connect(three_days / "ownpace.db")) as db:
        assert db["measurement"].count == 0


def test_a_file_is_brought_by_its_path(monkeypatch, tmp_path):
    days = tmp_path / "days.csv"
    days.write_text("date,hrv_rmssd_ms,resting_hr_bpm\n2025-01-06,62,51\n2025-01-07,55,400\n")
    app = opened(monkeypatch, tmp_path / "home", "data")
    app.text_input(key="path-name").set_value(str(days))
    next(each for each in app.button if each.label == "Bring it in" and "path" in each.form_id).click().run()
    assert "1 new and 0 changed lines for Me" in app.success[0].value
    assert "2 lines read = 1 new + 0 changed + 0 as before + 1 rejected" in words(app)


def test_the_first_file_shows_at_once_at_the_top(monkeypatch, tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    (tmp_path / "days.csv").write_text("date,hrv_rmssd_ms\n2025-01-06,62\n")
    app = bring_by_path(opened(monkeypatch, tmp_path, "data"), tmp_path / "days.csv")
    assert [header.value for header in app.header] == ["1 of 1 mornings since 6 January 2025 are here."]


def bring_by_path(app: AppTest, path: object) -> AppTest:
    app.text_input(key="path-name").set_value(str(path))
    return next(each for each in app.button if each.label == "Bring it in" and "path" in each.form_id).click().run()


def athletes_in(home: Path) -> list[str]:
    with closing(store.connect(home / "ownpace.db")) as db:
        return [row["name"] for row in db["athlete"].rows]


@pytest.mark.parametrize("page", PAGES)
def test_a_first_file_that_is_refused_shows_why_and_leaves_no_athlete(monkeypatch, tmp_path, page):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear friend,")
    app = bring_by_path(opened(monkeypatch, tmp_path / "home", page), letter)
    assert not app.exception
    assert any("letter" in each.label and "not imported" in each.label for each in app.expander)
    assert athletes_in(tmp_path / "home") == []
    assert "Look at the demo" in words(app.run())


def test_a_path_that_is_not_there_makes_no_athlete(monkeypatch, tmp_path):
    for wrong in (tmp_path / "nowhere.csv", "~nobody-of-that-name/x", "x" * 5000):
        app = bring_by_path(opened(monkeypatch, tmp_path / "home", "data"), wrong)
        assert "There is no file or folder" in app.error[0].value
        assert athletes_in(tmp_path / "home") == []


def test_a_first_import_that_a_full_disk_stops_says_so_and_leaves_no_athlete(monkeypatch, tmp_path):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ingest, "import_path", full)
    app = bring_by_path(opened(monkeypatch, tmp_path / "home", "data"), tmp_path)
    assert not app.exception
    assert "No space left on device" in app.error[0].value
    assert athletes_in(tmp_path / "home") == []


def test_a_first_import_that_is_cancelled_leaves_no_athlete(monkeypatch, tmp_path):
    monkeypatch.setattr(ingest, "import_path", lambda *_: st.stop())  # as a click on Cancel does, at a word of progress
    app = bring_by_path(opened(monkeypatch, tmp_path / "home", "data"), tmp_path)
    assert athletes_in(tmp_path / "home") == []
    assert "Look at the demo" in words(app.run())


def test_an_athlete_who_was_there_before_stays_when_a_file_is_refused(monkeypatch, three_days):
    bring_by_path(opened(monkeypatch, three_days, "data"), three_days / "ownpace.db")
    assert athletes_in(three_days) == ["Three Days"]


def test_the_import_form_follows_the_athlete_that_is_looked_at(monkeypatch, three_days):
    with closing(store.connect(three_days / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "Another")
    app = opened(monkeypatch, three_days, "data")
    assert app.selectbox(key="whose").value == app.selectbox(key="athlete").value
    for name in ("Another", "Three Days"):
        app.selectbox(key="athlete").set_value(name).run()
        assert app.selectbox(key="whose").value == name
    app.selectbox(key="whose").set_value("Another").run()
    assert app.run().selectbox(key="whose").value == "Another"
    assert not app.warning


def test_a_deleted_name_is_not_offered_again(monkeypatch, three_days):
    app = opened(monkeypatch, three_days, "data")
    button(app, "Delete for good").click().run()
    assert app.selectbox(key="whose").value == "Me"


def test_what_was_deleted_is_not_kept_in_memory(monkeypatch, three_days):
    app = opened(monkeypatch, three_days, "data")
    kept = [weakref.ref(each) for each in gc.get_objects() if isinstance(each, History)]
    assert any(each().athlete.name == "Three Days" for each in kept)
    button(app, "Delete for good").click().run()
    gc.collect()
    assert not any(each() is not None and each().athlete.name == "Three Days" for each in kept)


def test_what_waits_in_the_drop_folder_is_imported_and_moved_aside(monkeypatch, three_days):
    waiting = three_days / "inbox" / "more.csv"
    waiting.parent.mkdir()
    waiting.write_text("date,weight_kg,hrv_rmssd_ms\n2025-01-06,71.4,60\n")
    app = opened(monkeypatch, three_days, "data")
    assert "1 file is waiting" in words(app)
    button(app, "Bring them in").click().run()
    assert "1 new and 0 changed" in app.success[0].value
    assert not waiting.exists()
    assert (three_days / "inbox" / "imported" / "more.csv").exists()


def test_names_from_outside_are_not_read_as_markdown(monkeypatch, tmp_path):
    with closing(store.connect(tmp_path / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "![x](http://example.org/x.png)")
    assert "](http" not in words(opened(monkeypatch, tmp_path, "today"))


def test_a_file_that_is_no_store_is_said_to_be_none(monkeypatch, tmp_path):
    (tmp_path / "ownpace.db").write_bytes(b"no database, but a letter to a friend" * 200)
    app = opened(monkeypatch, tmp_path, "today")
    assert "cannot be opened as a store" in app.error[0].value
    assert not app.header


def test_the_second_source_can_be_believed_first(monkeypatch, three_days):
    with closing(store.connect(three_days / "ownpace.db")) as db, store.writing(db):
        file = {"athlete": 1, "name": "whoop.zip", "source": "whoop", "state": "imported", "at_utc": 0}
        saver = Saver(db, 1, "whoop", db["import_file"].insert(file).last_pk, 0)
        saver.save(Measurement("hrv_rmssd_ms", 1_700_000_000, 70, TODAY.isoformat()))
        saver.finish()
    app = opened(monkeypatch, three_days, "data")
    assert "1. CSV kept by hand" in words(app)
    button(app, "Believe it more").click().run()
    assert "1. WHOOP" in words(app)


def test_the_methods_are_told_on_any_store(monkeypatch, tmp_path, five_years):
    for home in (tmp_path, five_years):
        app = opened(monkeypatch, home, "methods")
        assert "Baselines and trends" in words(app) and "stay" not in app.header[0].value
        assert len(app.dataframe) >= 1


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "192.168.1.20", "example.org"])
def test_nothing_is_shown_where_others_could_see_it(monkeypatch, five_years, address):
    config.set_option("server.address", address)
    monkeypatch.setenv("OWNPACE_HOME", str(five_years))
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert "It shows nothing there" in app.error[0].value
    assert not app.header
    assert not app.markdown
    assert not app.selectbox
