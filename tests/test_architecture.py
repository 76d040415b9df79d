"""Which way imports point, and what no module may do: read off the syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = ("pages", "dashboard", "coach", "analytics", "data")

# What each layer may import of the others.
ALLOWED = {
    "pages": {"pages", "dashboard", "coach", "analytics"},
    "dashboard": {"dashboard", "coach", "analytics", "data"},
    "coach": {"coach", "analytics", "data.schema"},
    "analytics": {"analytics", "data.schema"},
    "data": {"data"},
}
# Pure layers receive frames: no store, no screen, no clock, no disk, no environment, no network.
IMPURE = {
    "sqlite3", "sqlite_utils", "streamlit", "plotly", "time", "os", "pathlib", "tempfile", "shutil", "socket", "urllib",
    "httpx", "requests", "subprocess", "logging",
}  # fmt: skip
ENGINES = ROOT / "coach" / "engines"  # a process of its own and a server are reached from there alone
ASKS_THE_CLOCK = {"today", "now", "utcnow"}
PICKLES = {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}


def modules(*folders: str) -> list[Path]:
    return sorted(file for folder in folders for file in (ROOT / folder).rglob("*.py"))


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imported(file: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; `from a import b` may mean a module a.b: both are named."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(file)}: a relative import hides where it points"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def imported_at_start(file: Path) -> set[str]:
    """The packages that a file imports as soon as it is imported itself."""
    found = set()
    for node in tree(file).body:
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module.split(".")[0])
    return found


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def strings(file: Path) -> Iterator[str]:
    return (
        node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def within(name: str, allowed: set[str]) -> bool:
    return any(name == module or name.startswith(f"{module}.") for module in allowed)


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer):
    wrong = [
        f"{named(file)} imports {name}"
        for file in modules(layer)
        for name in imported(file)
        if name.split(".")[0] in LAYERS
        and not within(name, ALLOWED[layer])
        # `from data import schema` names `data` as well: what counts is the module behind it.
        and not any(other.startswith(f"{name}.") and within(other, ALLOWED[layer]) for other in imported(file))
    ]
    assert not wrong


def test_analytics_and_coach_are_pure():
    wrong = [
        f"{named(file)} imports {name}"
        for file in modules("analytics", "coach")
        for name in imported(file)
        if name.split(".")[0] in IMPURE and file.parent != ENGINES
    ]
    assert not wrong


def test_only_the_edges_ask_the_clock():
    edges = {
        "dashboard/loaders.py", "dashboard/cli.py", "dashboard/command.py", "data/ingest.py", "data/demo.py",
    }  # fmt: skip
    wrong = [
        f"{named(file)} line {call.lineno}"
        for file in modules(*LAYERS)
        if named(file) not in edges
        for call in calls(file)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in ASKS_THE_CLOCK
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in {"date", "datetime", "Timestamp", "pd"}
    ]
    assert not wrong


def test_importers_know_no_store():
    stores = {"data.store", "data.ingest", "data.frames", "data.migrations", "sqlite3", "sqlite_utils"}
    wrong = [
        f"{named(file)} imports {name}"
        for file in modules("data/importers")
        for name in imported(file)
        if within(name, stores)
    ]
    assert not wrong


def test_nothing_is_pickled():
    wrong = [
        f"{named(file)} imports {name}"
        for file in modules(*LAYERS)
        for name in imported(file)
        if name.split(".")[0] in PICKLES
    ]
    assert not wrong


def test_heavy_packages_are_imported_where_they_are_needed():
    heavy = {"scipy", "statsmodels", "sklearn", "xgboost", "mlx", "mlx_lm"}
    wrong = {named(file): found for file in modules(*LAYERS) if (found := heavy & imported_at_start(file))}
    assert not wrong


def test_nobody_uses_plotly_express():
    wrong = [named(file) for file in modules(*LAYERS) for name in imported(file) if name.startswith("plotly.express")]
    assert not wrong


def test_there_is_no_html():
    wrong = [
        named(file)
        for file in modules("pages", "dashboard")
        for call in calls(file)
        if any(keyword.arg == "unsafe_allow_html" for keyword in call.keywords)
        or (isinstance(call.func, ast.Attribute) and call.func.attr == "html")
    ]
    assert not wrong


def test_colours_come_from_the_theme():
    wrong = [
        f"{named(file)}: {text}"
        for file in modules("pages", "dashboard")
        for text in strings(file)
        if text.startswith("#") and len(text) in (4, 7, 9) and all(c in "0123456789abcdefABCDEF" for c in text[1:])
    ]
    assert not wrong


def test_charts_do_not_touch_the_screen():
    wrong = [named(file) for file in modules("dashboard/charts") for name in imported(file) if name == "streamlit"]
    assert not wrong


def test_pages_are_short():
    long = {named(file): n for file in modules("pages") if (n := len(file.read_text().splitlines())) > 80}
    assert not long
