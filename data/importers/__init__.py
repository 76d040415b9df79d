"""One file a source: each turns the lines of its files into records, and knows no store."""

from types import ModuleType

from data.archive import Member
from data.importers import apple_health, handmade, oura, whoop, whoop_api

IMPORTERS: tuple[ModuleType, ...] = (whoop, whoop_api, apple_health, oura, handmade)


def recognised(member: Member) -> tuple[ModuleType, str] | None:
    """The importer that reads this file, and which of its source's files it is; by content, never by name.

    Raises BadFile where a file plainly is of a known source, but cannot be read (an unknown language).
    """
    for importer in IMPORTERS:
        if kind := importer.kind(member):
            return importer, kind
    return None


# Sources that no importer names: two of them read WHOOP's, and none what Ownpace makes itself.
_NAMES = {"whoop": "WHOOP", "simulated": "simulated", "own": "entered here"}


def label(source: str) -> str:
    """A source as people call it."""
    labels = {importer.SOURCE: importer.LABEL for importer in IMPORTERS}
    return (labels | _NAMES).get(source, source)
