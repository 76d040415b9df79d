"""What was recorded: importers, the store, and the frames that come out of it."""

import importlib
import sys


def _load_without_pandas(name: str) -> None:
    """Imports a module that would load pandas where it finds it, for programs that have no need of pandas.

    sqlite-utils does: to know one more column type, an import of files would take half a second and 60 MB more.
    """
    if "pandas" in sys.modules or name in sys.modules:
        return
    sys.modules["pandas"] = None
    try:
        importlib.import_module(name)
    finally:
        del sys.modules["pandas"]


_load_without_pandas("sqlite_utils")
