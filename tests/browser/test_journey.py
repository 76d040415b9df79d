"""What a new user does, in a real browser, on the app as it is started by people."""

import contextlib
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from coach import words
from dashboard.navigation import ENTRIES
from data import demo, store
from tests.browser.screenshots import served, settled
from tests.data.apple_files import write_apple_export
from tests.data.whoop_files import write_whoop_export

pytestmark = pytest.mark.browser
SLOW_MS = 30_000


@dataclass
class Visit:
    """One open page, what it asked for from where, and what it complained about."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.wait()

    def wait(self) -> None:
        """Until the app has run, and without an error on the page."""
        settled(self.page)
        assert self.page.get_by_test_id("stException").all_inner_texts() == []

    def menu(self, title: str) -> None:
        self.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
        self.page.wait_for_timeout(300)
        self.wait()

    def tab(self, title: str) -> None:
        self.page.get_by_role("tab", name=title, exact=True).click()

    def unfold(self, title: str) -> None:
        self.page.get_by_test_id("stExpander").locator("summary").filter(has_text=title).first.click()
        self.page.wait_for_timeout(600)  # what unfolds moves, and a click on it while it moves goes astray

    def bring(self, path: object) -> None:
        """Names a folder in the form for that, and waits until it is imported."""
        self.name(path)
        expect(self.page.get_by_text("changed lines for")).to_be_visible(timeout=SLOW_MS)
        self.wait()

    def name(self, path: object) -> None:
        """Names a file or folder in the form for that, and begins to bring it."""
        form = self.page.get_by_test_id("stForm").filter(has=self.page.get_by_label("A file or folder on this machine"))
        form.get_by_label("A file or folder on this machine").fill(str(path))
        form.get_by_role("button", name="Bring it in").click()

    def see_today(self) -> None:
        self.page.get_by_role("link", name="See today").click()
        self.page.wait_for_timeout(300)
        self.wait()

    def charts(self) -> int:
        return self.page.get_by_test_id("stPlotlyChart").count()

    def says(self, text: str) -> None:
        expect(self.page.get_by_test_id("stMain").get_by_text(text).first).to_be_visible(timeout=SLOW_MS)


@contextmanager
def visit(window: Browser, **looks) -> Iterator[Visit]:
    """A fresh visitor, who must not have been sent to another host nor seen an error in the end."""
    context = window.new_context(**looks)
    page = context.new_page()
    visitor = Visit(page)
    page.on("request", lambda request: visitor.hosts.add(urlsplit(request.url).hostname or "this page"))
    page.on("websocket", lambda opened: visitor.hosts.add(urlsplit(opened.url).hostname))
    page.on("console", lambda said: visitor.complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda fault: visitor.complaints.append(str(fault)))
    yield visitor
    context.close()
    assert visitor.hosts <= {"127.0.0.1", "this page"}  # "this page": data: and blob:, which leave nothing
    assert visitor.complaints == []


def test_a_new_user_looks_at_the_demo_brings_data_sees_today_change_and_deletes_it_again(window, tmp_path):
    today = date.today()
    old = write_whoop_export(tmp_path / "old", days=100, first_day=str(today - timedelta(days=110)))
    new = write_whoop_export(tmp_path / "new", days=110, first_day=str(today - timedelta(days=109)), seed=1)
    (tmp_path / "home").mkdir()
    with served(tmp_path / "home") as address, visit(window, viewport={"width": 1280, "height": 900}) as user:
        user.open(address)
        user.says("Bring your data")
        user.page.get_by_role("button", name="See the demo").click()
        user.says("Demo: simulated")
        user.wait()
        assert user.charts() > 0

        user.menu("Data")
        user.tab("Keep or delete")
        user.page.get_by_role("button", name="Remove the demo").last.click()
        user.says("Look at the demo")

        user.bring(old.path)
        user.see_today()
        user.says(words.day(date.fromisoformat(old.last_day)))
        user.says("This is not this morning")
        assert user.charts() > 0

        user.menu("Data")
        user.bring(new.path)
        user.see_today()
        user.says(words.day(date.fromisoformat(new.last_day)))
        expect(user.page.get_by_text("This is not this morning")).to_have_count(0)

        user.menu("Data")
        user.tab("Keep or delete")
        user.unfold("Delete Me")
        user.page.get_by_role("button", name="Delete for good").click()
        user.says("Look at the demo")
        user.wait()
    with closing(store.connect(tmp_path / "home" / "ownpace.db")) as db:
        assert [db[table].count for table in ("athlete", "measurement", "sleep", "import_file")] == [0, 0, 0, 0]


def test_an_upload_through_the_browser_is_imported(window, tmp_path):
    export = write_whoop_export(tmp_path / "my_whoop_data.zip", days=30)
    (tmp_path / "home").mkdir()
    with served(tmp_path / "home") as address, visit(window) as user:
        user.open(address)
        user.page.locator("input[type=file]").first.set_input_files(export.path)
        user.says("my_whoop_data.zip")
        user.page.get_by_role("button", name="Bring it in").first.click()
        user.says("changed lines for Me")
        user.see_today()
        user.says(words.day(date.fromisoformat(export.last_day)))


def test_an_import_that_is_cancelled_in_its_middle_leaves_the_store_as_it_was(window, tmp_path):
    export = write_apple_export(tmp_path / "export.xml", megabytes=100)
    home = tmp_path / "home"
    with closing(store.connect(home / "ownpace.db")) as db, store.writing(db):
        store.add_athlete(db, "Ada")
    before = everything(home)
    with served(home) as address, visit(window) as user:
        user.open(address)
        user.menu("Data")
        user.name(export.path)
        expect(user.page.get_by_test_id("stProgress")).to_contain_text("elements", timeout=SLOW_MS)
        user.page.get_by_role("button", name="Cancel").click()
        user.page.get_by_text("left nothing behind").wait_for(timeout=SLOW_MS)
        user.wait()
        assert everything(home) == before
        user.page.get_by_role("tab", name="Receipts", exact=True).click()
        user.says("No file has been brought yet.")


def everything(home):
    """Every row of every table, the revision included."""
    with closing(store.connect(home / "ownpace.db")) as db:
        return list(db.conn.iterdump())


@pytest.fixture(scope="module")
def demo_app(tmp_path_factory):
    """The address of an app on the demo."""
    home = tmp_path_factory.mktemp("demo")
    demo.add(home / "ownpace.db", date.today())
    with served(home) as address:
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_of_the_demo_opens_without_an_error(window, demo_app, theme):
    with visit(window, color_scheme=theme) as user:
        user.open(demo_app)
        for entry in ENTRIES:
            user.menu(entry.title)
            user.says("Demo: simulated" if entry.name != "methods" else "Baselines and trends")
        user.menu("Baselines")
        assert user.charts() == 4


def test_the_app_listens_on_loopback_alone_from_whatever_directory(demo_app):
    port = urlsplit(demo_app).port
    assert answers("127.0.0.1", port)
    assert not any(answers(other, port) for other in other_addresses())


def other_addresses() -> set[str]:
    """Addresses that only an app which listens everywhere would answer on."""
    found = {"127.0.0.2"} if sys.platform == "linux" else set()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, contextlib.suppress(OSError):
        probe.connect(("192.0.2.1", 9))  # sends nothing: tells which address of ours would be used
        found.add(probe.getsockname()[0])
    return found - {"127.0.0.1"}


def answers(host: str, port: int) -> bool:
    with socket.socket() as caller:
        caller.settimeout(2)
        return caller.connect_ex((host, port)) == 0
