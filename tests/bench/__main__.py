"""`python -m tests.bench`: speed and memory as ratios, each against a yardstick measured in the same run.

What is compared takes turns, and medians are compared, so that a busy machine slows both.
"""

import argparse
import os
import tempfile
import zipfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
from playwright.sync_api import Browser

from analytics.recovery.learned import Horizon
from dashboard import compose
from dashboard.compose import training
from data import demo, ingest, store
from tests.bench import apps
from tests.bench.analyses import analyses
from tests.bench.apple import apple
from tests.bench.coach import coach
from tests.bench.figures import Figure, heading, medians, new_store, seconds, show
from tests.bench.models import models
from tests.browser.screenshots import browser, chromium
from tests.data.whoop_files import write_whoop_export

YEARS_5 = 1826  # days
ROUNDS = 5
RERUNS = 15


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
    """A rerun of Today with five years of data and a model trained on them, in the browser's own session."""
    with apps.running(today) as ours, apps.running(empty) as theirs:
        with apps.opened(window, ours, today.sign) as page, apps.opened(window, theirs, empty.sign) as blank:
            page.wait_for_timeout(1000 * (store.SETTLED_S + 1))  # what was shown has been noted by then
            took = medians(RERUNS, {"today": lambda: apps.rerun_s(page), "empty": lambda: apps.rerun_s(blank)})
    against = "rerun of an empty app"
    return [Figure("rerun of Today, 5 years, model trained", against, took["today"], took["empty"], "s", at_most=3)]


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


def whoop_and_pages(folder: Path) -> None:
    """Prints what five years of WHOOP and the pages on them take."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    first_day = date.today() - timedelta(days=YEARS_5)
    export = write_whoop_export(folder / "export.zip", days=YEARS_5, first_day=str(first_day))
    show(imports(folder, export.path))
    if chromium() is None:
        print("No Chromium or Chrome was found: start, rerun and memory need one and are left out.")
        return
    five_years = new_store(folder / "five" / "ownpace.db")
    ingest.import_path(five_years, export.path, 1)
    training.train(five_years, compose.athletes(five_years)[0], Horizon.EVENING)
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


def main() -> None:
    """Prints the table."""
    asked = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    asked.add_argument(
        "part",
        nargs="?",
        choices=("whoop", "apple", "analyses", "models", "coach"),
        help="only this part; without it, all of them",
    )
    asked.add_argument("--full", action="store_true", help="Apple Health with an export of 3,000 MB as well")
    given = asked.parse_args()
    print(heading())
    # On the disk that the project lies on: a system's own folder for temporary files may be in memory.
    (apps.ROOT / "build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=apps.ROOT / "build", prefix="bench-") as made:
        if given.part in (None, "analyses"):
            show(analyses(Path(made)))
        if given.part in (None, "models"):
            show(models(Path(made)))
        if given.part in (None, "coach"):
            coach(Path(made))
        if given.part in (None, "whoop"):
            whoop_and_pages(Path(made))
        if given.part in (None, "apple"):
            apple(Path(made), full=given.full)


if __name__ == "__main__":
    main()
