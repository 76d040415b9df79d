"""Pictures of every page on the demo: `python -m tests.browser.screenshots [FOLDER]`.

Writes PAGE-light.png, PAGE-dark.png (laptop) and PAGE-phone.png (390 pixels wide) and the first screen of an empty
store, of a copy of the app that runs on a folder of its own and is stopped afterwards.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import which
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.navigation import ENTRIES
from data import demo

ROOT = Path(__file__).parents[2]
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
).split()
LAPTOP, PHONE = (1280, 900), (390, 844)
VIEWS = {"light": ("light", LAPTOP), "dark": ("dark", LAPTOP), "phone": ("light", PHONE)}
START_S = 60
MAC_APP = "/Applications/{0}.app/Contents/MacOS/{0}"


def chromium() -> str | None:
    """The Chromium of this machine, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = [path for name in names if (path := which(name))]
    found += [path for name in ("Chromium", "Google Chrome") if Path(path := MAC_APP.format(name)).exists()]
    return found[0] if found else None


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The app on the store of `home`, at the address that is given; stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "dashboard", "--port", str(port), "--no-browser"]
    environment = os.environ | {"OWNPACE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    # From a folder without settings of its own, as people start it.
    server = subprocess.Popen(command, cwd=home, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address: str, server: subprocess.Popen) -> None:
    """Waits until a server that was just started answers; says so where it stops or takes too long."""
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError(f"the app stopped at once with status {server.returncode}")
        try:
            with urlopen(address, timeout=2):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(f"the app did not answer at {address} within {START_S} s")


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's Chromium without a window."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        try:
            yield opened
        finally:
            opened.close()


def settled(page: Page) -> None:
    """Waits until the app has run and every chart is drawn."""
    page.get_by_test_id("stApp").wait_for(timeout=30_000)
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]', timeout=60_000)
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(c => c.querySelector('.main-svg'))",
        timeout=30_000,
    )
    page.wait_for_timeout(500)


def take(opened: Browser, address: str, file: Path, theme: str, size: tuple[int, int]) -> None:
    """One page, whole, as a picture."""
    width, height = size
    context = opened.new_context(viewport={"width": width, "height": height}, color_scheme=theme, device_scale_factor=1)
    page = context.new_page()
    page.goto(address)
    settled(page)
    # Streamlit scrolls inside the window: a window as high as the page shows all of it.
    # Twice, since what is drawn late makes the page longer.
    for _ in range(2):
        whole = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": width, "height": max(height, min(whole + 8, 6000))})
        page.wait_for_timeout(600)
    page.screenshot(path=file)
    context.close()


def main() -> None:
    """Every page in every view, and the first screen of an empty store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "screenshots")
    folder = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, browser() as opened, served(Path(home)) as address:
        for view, (theme, size) in VIEWS.items():
            take(opened, address, folder / f"welcome-{view}.png", theme, size)
        demo.add(Path(home) / "ownpace.db", date.today())
        for entry in ENTRIES:
            for view, (theme, size) in VIEWS.items():
                take(opened, f"{address}/{entry.address}", folder / f"{entry.name}-{view}.png", theme, size)
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")


if __name__ == "__main__":
    main()
