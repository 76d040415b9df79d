"""The drop folder: what is put there waits to be imported, and moves aside once it is."""

from pathlib import Path

IMPORTED = "imported"


def folder(home: Path) -> Path:
    """Where files are dropped; made where it is not there yet."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True, mode=0o700)
    return inbox


def waiting(home: Path) -> list[Path]:
    """Files and folders that were dropped and not imported yet, by name."""
    entries = folder(home).iterdir()
    return sorted(entry for entry in entries if entry.name != IMPORTED and not entry.name.startswith("."))


def settle(entry: Path) -> Path:
    """Moves an imported entry aside, next to those of the same name: where it is now."""
    done = entry.parent / IMPORTED
    done.mkdir(exist_ok=True, mode=0o700)
    target, copies = done / entry.name, 1
    while target.exists():
        copies += 1
        target = done / f"{entry.stem} ({copies}){entry.suffix}"
    return entry.rename(target)
