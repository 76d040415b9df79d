"""`python -m tests.bench`: speed and memory as ratios, each against a yardstick measured in the same run.

What is compared takes turns, and medians are compared, so that a busy machine slows both.
"""

import os
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pandas as pd
from playwright.sync_api import Browser

from data import demo, ingest, store
from tests.bench import apps
from tests.browser.screenshots import browser, chromium
from tests.data.whoop_files import write_whoop_export

YEARS_5 = 1826  # days
ROUNDS = 5
RERUNS = 15


@dataclass(frozen=True)
class Figure:
    """One line of the table. goal: the largest or smallest ratio that is good; None where none is set."""

    what: str
    against: str
    ours: float
    theirs: float
    unit: str
    at_most: float | None = None
    faster_by: float | None = None

    def line(self) -> str:
        ratio = self.theirs / self.ours if self.faster_by else self.ours / self.theirs
        said = f"{ratio:.1f}x faster" if self.faster_by else f"{ratio:.2f}x"
        values = f"{self._value(self.ours):>10}{self._value(self.theirs):>10}"
        return f"{self.what:<44}{values}{said:>14}   {self._goal(ratio):<26}{self.against}"

    def _value(self, value: float) -> str:
        return f"{value:.0f} MB" if self.unit == "MB" else f"{value * 1000:.0f} ms"

    def _goal(self, ratio: float) -> str:
        if self.faster_by:
            return f"goal >= {self.faster_by:.3g}x: {'reached' if ratio >= self.faster_by else 'MISSED'}"
        if self.at_most:
            return f"goal <= {self.at_most:.3g}x: {'reached' if ratio <= self.at_most else 'MISSED'}"
        return ""


def medians(rounds: int, measures: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """The median of each measure, taken in turns."""
    seen: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {name: median(values) for name, values in seen.items()}


def seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def imports(folder: Path, archive: Path) -> list[Figure]:
    """The import of five years, reading the same tables with pandas, and importing them once more."""
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "tables")
    tables = sorted((folder / "tables").rglob("*.csv"))
    counted = iter(range(1000))
    latest = [folder / "none"]

    def first() -> object:
        latest[0] = new_store(folder / f"store-{next(counted)}" / "ownpace.db")
        return ingest.import_path(latest[0], archive, 1)

    def again() -> object:
        (receipt,) = ingest.import_path(latest[0], archive, 1)
        assert receipt.rows_new == receipt.rows_changed == 0
        return receipt

    took = medians(
        ROUNDS,
        {
            "import": lambda: seconds(first),
            "again": lambda: seconds(again),
            "pandas": lambda: seconds(lambda: [pd.read_csv(table) for table in tables]),
        },
    )
    return [
        Figure("import of 5 years of WHOOP", "pandas reading the same CSVs", took["import"], took["pandas"], "s"),
        Figure("the same file again", "its first import", took["again"], took["import"], "s", faster_by=5),
    ]


def new_store(path: Path) -> Path:
    """An empty store with one athlete, whose id is 1."""
    with closing(store.connect(path)) as db, store.writing(db):
        store.add_athlete(db, "Bench")
    return path


def starts(window: Browser, known: Mapping[str, apps.App]) -> list[Figure]:
    """From the start of the process to the first page on the screen."""
    took = medians(ROUNDS, {name: lambda app=app: apps.first_page_s(window, app) for name, app in known.items()})
    against = "an app that imports pandas and plotly"
    return [
        Figure("start to first page, empty store", against, took["welcome"], took["imports"], "s", at_most=1.25),
        Figure("start to the answer on Today, demo", against, took["answer"], took["imports"], "s", at_most=1.25),
        Figure("start to the charts on Today, demo", "the same, drawing one chart", took["demo"], took["drawing"], "s"),
        Figure("  the limit: an empty Streamlit app", against, took["empty"], took["imports"], "s"),
    ]


def reruns(window: Browser, today: apps.App, empty: apps.App) -> list[Figure]:
    """A rerun of Today with five years of data, in the browser's own session."""
    with apps.running(today) as ours, apps.running(empty) as theirs:
        with apps.opened(window, ours, today.sign) as page, apps.opened(window, theirs, empty.sign) as blank:
            took = medians(RERUNS, {"today": lambda: apps.rerun_s(page), "empty": lambda: apps.rerun_s(blank)})
    against = "rerun of an empty app"
    return [Figure("rerun of Today, 5 years of data", against, took["today"], took["empty"], "s", at_most=3)]


def memory(window: Browser, known: Mapping[str, apps.App]) -> list[Figure]:
    """What the process holds once Today was shown on the demo."""
    held = {}
    for name in ("demo", "empty"):
        with apps.running(known[name]) as started, apps.opened(window, started, known[name].sign) as page:
            page.wait_for_timeout(1000)
            held[name] = started.memory_mb()
    limit = 350 / held["empty"]  # the goal is 350 MB, whatever the empty app takes
    what, against = "memory after Today on the demo (<= 350 MB)", "an empty Streamlit app"
    return [Figure(what, against, held["demo"], held["empty"], "MB", at_most=limit)]


def main() -> None:
    """Prints the table."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first_day = date.today() - timedelta(days=YEARS_5)
        export = write_whoop_export(folder / "export.zip", days=YEARS_5, first_day=str(first_day))
        print(f"{'':<44}{'ours':>10}{'theirs':>10}{'ratio':>14}   {'':<26}theirs is")
        show(imports(folder, export.path))
        if chromium() is None:
            print("No Chromium or Chrome was found: start, rerun and memory need one and are left out.")
            return
        five_years = new_store(folder / "five" / "ownpace.db")
        ingest.import_path(five_years, export.path, 1)
        demo.add(folder / "demo" / "ownpace.db", date.today())
        (folder / "welcome").mkdir()
        known = {
            "welcome": apps.ours(folder / "welcome", environment, apps.HEADING),
            "demo": apps.ours(folder / "demo", environment, apps.CHART),
            "imports": apps.yardstick(apps.IMPORTS, folder / "imports", environment),
            "answer": apps.ours(folder / "demo", environment, apps.HEADING),
            "drawing": apps.yardstick(apps.DRAWING, folder / "drawing", environment, apps.CHART),
            "empty": apps.yardstick(apps.EMPTY, folder / "empty", environment),
        }
        with browser() as window:
            show(starts(window, known))
            show(reruns(window, apps.ours(folder / "five", environment, apps.CHART), known["empty"]))
            show(memory(window, known))


def show(figures: list[Figure]) -> None:
    for figure in figures:
        print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
