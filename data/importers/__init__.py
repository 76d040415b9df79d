"""One file a source: each turns the lines of its files into records, and knows no store."""

from types import ModuleType

from data.archive import Member
from data.importers import handmade, whoop

IMPORTERS: tuple[ModuleType, ...] = (whoop, handmade)


def recognised(member: Member) -> tuple[ModuleType, str] | None:
    """The importer that reads this file, and which of its source's files it is; by content, never by name.

    Raises BadFile where a file plainly is of a known source, but cannot be read (an unknown language).
    """
    for importer in IMPORTERS:
        if kind := importer.kind(member):
            return importer, kind
    return None


def label(source: str) -> str:
    """A source as people call it."""
    labels = {importer.SOURCE: importer.LABEL for importer in IMPORTERS}
    return labels.get(source) or {"simulated": "simulated", "own": "entered here"}.get(source, source)
