"""Talking with the coach in a real browser: a question, its facts, the plan, a stop in the middle, and deletion."""

import json
import re
import threading
import time
from contextlib import closing
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from dashboard.compose import speaking
from dashboard.compose.speaking import Choice
from data import chats, demo, store
from tests.browser.screenshots import served
from tests.browser.test_journey import SLOW_MS, visit
from tests.coach.test_server_engine import serving

pytestmark = pytest.mark.browser
TRUE = re.compile(r"You slept [^.]+\.")  # as the facts have it
PHONE = {"viewport": {"width": 390, "height": 844}}


@pytest.fixture
def home(tmp_path):
    demo.add(tmp_path / "ownpace.db", date.today())
    return tmp_path


def ask(user, question: str) -> None:
    box = user.page.get_by_test_id("stChatInputTextArea")
    box.fill(question)
    box.press("Enter")


def kept(home) -> list[chats.Message]:
    with closing(store.connect(home / "ownpace.db")) as db:
        return chats.latest(db, 1, 100)


def test_a_question_its_facts_an_opinion_the_plan_a_follow_up_and_deletion(window, home):
    with served(home) as address, visit(window, **PHONE) as user:
        user.open(f"{address}?athlete=Rhea+Restart")
        to_coach(user)
        user.says("You could ask")
        ask(user, "What should I do today?")
        user.says("By rules ·")
        user.wait()
        user.page.get_by_role("radio", name="Helpful").click()
        user.page.get_by_role("button", name="Put it into my plan").click()
        user.says("It is in your plan")
        user.wait()
        assert messages(home) == [None, "helpful"]

        ask(user, "Why was my recovery as it was yesterday?")
        user.says("Asked before")
        user.wait()
        user.unfold("The facts behind it")
        expander = user.page.get_by_test_id("stExpanderDetails")
        expander.get_by_test_id("stPageLink").get_by_role("link").first.click()
        user.page.wait_for_url("**/recovery?*")
        user.wait()
        assert f"day={date.today() - timedelta(days=1)}" in user.page.url and "athlete=Rhea" in user.page.url
        assert user.charts() > 0

        to_coach(user)
        user.says("By rules ·")
        user.page.get_by_role("button", name="Delete the conversation").click()
        user.page.get_by_role("button", name="Delete for good").click()
        user.says("You could ask")
        user.wait()
    assert messages(home) == []


def messages(home) -> list[str | None]:
    """What is thought of each message of everyone."""
    with closing(store.connect(home / "ownpace.db")) as db:
        return [row["feedback"] for row in db["chat_message"].rows]


def to_coach(user) -> None:
    """Through the menu, which a phone folds away."""
    menu = user.page.get_by_test_id("stExpandSidebarButton")
    if menu.count() and menu.first.is_visible():
        menu.first.click()
        user.page.wait_for_timeout(500)
    user.menu("Coach")
    close = user.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if close.count() and close.first.is_visible() and user.page.viewport_size["width"] < 500:
        close.first.click()
        user.page.wait_for_timeout(500)


def test_a_click_on_stop_stops_the_server_in_the_middle_of_its_answer(window, home):
    stopped = threading.Event()

    def slow(asked) -> None:
        told = asked.server.asked[-1]["messages"][-1]["content"]
        asked.begin()
        asked.piece(f"{TRUE.search(told)[0]} ")
        try:
            while True:
                asked.piece("")
                time.sleep(0.05)
        except OSError:  # whoever asked is gone
            stopped.set()

    with serving(slow) as (server, asked):
        speaking.keep_choice(home / "ownpace.db", Choice(engine="server", server=server, server_model="slow"))
        with served(home) as address, visit(window) as user:
            user.open(address)
            to_coach(user)
            ask(user, "How did I sleep?")
            user.says(TRUE)
            expect(user.page.get_by_text("Speaking ·")).to_be_visible(timeout=SLOW_MS)
            begin = time.monotonic()
            user.page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
            assert stopped.wait(5) and time.monotonic() - begin < 3
            user.says("You stopped this answer.")
            user.wait()
    assert "How did I sleep?" in json.dumps(asked[0]["messages"])
    assert kept(home)[1].stopped and TRUE.fullmatch(kept(home)[1].text)
