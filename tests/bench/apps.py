"""The app and two yardsticks as processes of their own, and what a browser sees of them."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.screenshots import wait_for

ROOT = Path(__file__).parents[2]
START_S = 60

EMPTY = 'import streamlit as st\n\nst.header("Here")\n'
IMPORTS = "import pandas\nimport plotly.graph_objects\n" + EMPTY
DRAWING = IMPORTS + "st.plotly_chart(plotly.graph_objects.Figure(plotly.graph_objects.Scatter(y=[1, 2])))\n"
_FLAGS = (
    "--server.headless true --server.address 127.0.0.1 --browser.gatherUsageStats false --server.fileWatcherType none"
)
HEADING = "h2"
CHART = "[data-testid=stPlotlyChart] .main-svg"

# Seconds from the key that reruns a page to the end of the run, as the page itself sees it.
_WATCH_RERUN = """() => {
    const app = document.querySelector('[data-testid=stApp]')
    let began = null, ran = false
    window.tookS = undefined
    document.addEventListener('keydown', () => { began = performance.now() }, {once: true, capture: true})
    const watch = new MutationObserver(() => {
        const state = app.getAttribute('data-test-script-state')
        ran = ran || state !== 'notRunning'  // a short run is asked for and over without being seen running
        if (ran && state === 'notRunning') {
            watch.disconnect()
            window.tookS = (performance.now() - began) / 1000
        }
    })
    watch.observe(app, {attributes: true, attributeFilter: ['data-test-script-state']})
}"""


@dataclass(frozen=True)
class App:
    """Something to start: the command without its port, the environment, and what shows that its page is there."""

    command: tuple[str, ...]
    environment: dict[str, str]
    sign: str
    folder: Path


@dataclass(frozen=True)
class Running:
    """A started app."""

    process: subprocess.Popen
    address: str

    def memory_mb(self) -> float:
        """What the process holds in memory (RSS)."""
        ask = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        said = subprocess.run(ask, capture_output=True, text=True, check=True)
        return int(said.stdout) / 1024


def yardstick(script: str, folder: Path, environment: dict[str, str], sign: str = HEADING) -> App:
    """A Streamlit app of one file."""
    file = folder / "app.py"
    folder.mkdir()
    file.write_text(script)
    command = (sys.executable, "-m", "streamlit", "run", str(file), *_FLAGS.split(), "--server.port")
    return App(command, environment, sign, folder)


def ours(home: Path, environment: dict[str, str], sign: str) -> App:
    """The dashboard on the store in `home`."""
    environment = environment | {"OWNPACE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    return App((sys.executable, "-m", "dashboard", "--no-browser", "--port"), environment, sign, home)


@contextmanager
def running(app: App) -> Iterator[Running]:
    """Starts an app, waits until its server answers, and stops it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    process = subprocess.Popen(
        [*app.command, port],
        cwd=app.folder,
        env=app.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        yield Running(process, f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(timeout=20)


@contextmanager
def opened(window: Browser, started: Running, sign: str) -> Iterator[Page]:
    """The app's first page, once its sign is to be seen."""
    context = window.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(started.address)
    page.locator(sign).first.wait_for(state="visible", timeout=START_S * 1000)
    yield page
    context.close()


def first_page_s(window: Browser, app: App) -> float:
    """Seconds from the start of the process until its first page is to be seen."""
    begin = time.perf_counter()
    with running(app) as started, opened(window, started, app.sign):
        return time.perf_counter() - begin


def rerun_s(page: Page) -> float:
    """Seconds that one rerun of an open page takes, from the key to the end of the run."""
    page.wait_for_selector('[data-testid=stApp][data-test-script-state="notRunning"]')
    page.wait_for_timeout(150)
    page.evaluate(_WATCH_RERUN)
    page.keyboard.press("r")
    page.wait_for_function("window.tookS !== undefined", timeout=START_S * 1000)
    return page.evaluate("window.tookS")
