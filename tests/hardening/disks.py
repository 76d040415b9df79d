"""Imports into stores that cannot be written: a disk that fills, a file that is read-only, another program's lock.

Each has to end with words that say what is wrong, and the store as it was; with the fault gone, the import completes.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from data import ingest, store
from tests.hardening import children, stores
from tests.hardening.kills import NEWER_DAYS, OLDER_DAYS, ROOT
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, FIRST_DAY
from tests.hardening.subjects import Subject

PAGE_BYTES = 4096
NOBODY = 65534
# Makes a disk of so many bytes that is gone with this process, and imports into a store on it.
ON_A_SMALL_DISK = """
import shutil, subprocess, sys
from pathlib import Path
from data import ingest
store, export, disk, size, results = sys.argv[1:]
subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], check=True)
path = Path(shutil.copy(store, f"{disk}/ownpace.db"))
for receipt in ingest.import_path(path, Path(export), 1):
    print(receipt.state, receipt.error)
for file in Path(disk).iterdir():
    shutil.copy(file, results)
"""
_OWN_MOUNTS = ["unshare", "--user", "--map-root-user", "--mount"]


class Stage:
    """A store with a past and a newer export, and what an import gives that nothing disturbs."""

    def __init__(self, subject: Subject, folder: Path):
        self.folder, self.subject = folder, subject
        self.template = stores.lived_in_store(folder / "template.db", subject, OLDER_DAYS, folder / "older")
        self.export = folder / "newer"
        subject.write(self.export, NEWER_DAYS, FIRST_DAY)
        self.before = stores.everything(self.template)
        whole = self.fresh("whole")
        ingest.import_path(whole, self.export, ADA)
        self.after, self.provenance = stores.everything(whole), stores.provenance(whole)
        self.pages = [file.stat().st_size // PAGE_BYTES for file in (self.template, whole)]

    def fresh(self, name: str) -> Path:
        """A copy of the store, in a folder of its own."""
        return stores.copied(self.template, self.folder / name / "ownpace.db")

    def faults(self, path: Path, said: list[tuple[str, str | None]], words: tuple[str, ...]) -> list[str]:
        """What is wrong after an import that had to fail: with one of `words`, and with nothing stored."""
        faults = stores.damage(path) + stores.strays(path)
        for state, error in said:
            if state != "failed" or not any(word in (error or "") for word in words):
                faults.append(f"expected a failure that says {words[0]!r}, got {state}: {error}")
        if other := stores.differing(stores.everything(path), self.before):
            faults.append(f"the store is not as it was: {other}")
        return faults + self.unfinished(path)

    def unfinished(self, path: Path) -> list[str]:
        """What is wrong with another try, now that nothing is in its way."""
        tries = [receipt.error for receipt in ingest.import_path(path, self.export, ADA) if not receipt.ok]
        incomplete = stores.provenance(path) != self.provenance
        return [f"the next try: {error}" for error in tries] + ["the next try did not complete it"] * incomplete


def import_into(path: Path, export: Path, max_pages: int | None, busy_s: float | None, user: int | None) -> list[tuple]:
    """An import under a quota, with less patience, or as another user: the state and the words of each receipt."""
    if user is not None:
        with tempfile.TemporaryDirectory() as scratch:  # loads all code: the other user may not be able to
            ingest.import_path(stores.copied(path, Path(scratch, "ownpace.db")), export, ADA)
        os.setgid(user)
        os.setuid(user)
    if busy_s is not None:
        store.BUSY_S = busy_s
    if max_pages is not None:
        connect = store.connect
        store.connect = lambda where: connect(where, max_pages=max_pages)
    return [(receipt.state, receipt.error) for receipt in ingest.import_path(path, export, ADA)]


def _ended(stage: Stage, path: Path, **how: object) -> children.Ended:
    how = {"max_pages": None, "busy_s": None, "user": None} | how
    return children.ended(import_into, path, stage.export, *how.values(), within_s=60)


def _outcome(
    check: str, stage: Stage, goal: str, rounds: Iterator[tuple[str, list[str], children.Ended | None]]
) -> Outcome:
    failures, count, worst_s, states = [], 0, 0.0, Counter()
    for name, faults, end in rounds:
        count += 1
        if end is not None:
            faults = faults + [end.fault] * bool(end.fault)
            worst_s = max(worst_s, end.seconds)
            states.update({state for state, _ in end.value or ()})
        failures += [f"{stage.subject.name}, {name}: {fault}" for fault in faults]
    found = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
    return Outcome(check, stage.subject.name, count, tuple(failures), worst_s, goal, found)


def full(stage: Stage, steps: int) -> Outcome:
    """The disk fills at so many different moments, from the first page on, and at last it does not."""

    def rounds() -> Iterator[tuple[str, list[str], children.Ended]]:
        have, need = stage.pages
        for n in range(steps + 1):
            quota = have + (need - have) * n // steps
            path = stage.fresh(f"full-{n}")
            end = _ended(stage, path, max_pages=quota)
            if end.value and {state for state, _ in end.value} == {"imported"}:
                whole = stores.everything(path) == stage.after
                yield f"{quota} pages", [] if whole else ["it was imported in part"], end
            else:
                yield f"{quota} pages", stage.faults(path, end.value or [], ("disk is full",)), end

    return _outcome("disk full (quota)", stage, "clear error, store as before", rounds())


def can_mount(folder: Path) -> bool:
    """Whether this machine lets a process have a small disk of its own."""
    if shutil.which("unshare") is None:
        return False
    folder.mkdir(exist_ok=True)
    mount = [*_OWN_MOUNTS, "mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    return subprocess.run(mount, capture_output=True, check=False).returncode == 0


def full_for_real(stage: Stage, steps: int) -> Outcome:
    """The same on a real file system of so many bytes."""

    def rounds() -> Iterator[tuple[str, list[str], None]]:
        have, need = stage.template.stat().st_size, 3 * stage.pages[1] * PAGE_BYTES  # the log comes on top
        disk = stage.folder / "disk"
        disk.mkdir(exist_ok=True)
        for n in range(steps + 1):
            size = have + 2 * PAGE_BYTES + (need - have) * n * n // steps**2
            results = stage.folder / f"disk-{n}"
            results.mkdir()
            command = [sys.executable, "-c", ON_A_SMALL_DISK, stage.template, stage.export, disk, size, results]
            process = subprocess.run(
                [*_OWN_MOUNTS, *map(str, command)], cwd=ROOT, capture_output=True, text=True, check=False
            )
            said = [tuple(line.split(" ", 1)) for line in process.stdout.splitlines()]
            path, faults = results / "ownpace.db", []
            if process.returncode:
                faults.append(f"it died ({process.returncode}): {process.stderr[-300:]}")
            elif {state for state, _ in said} == {"imported"}:
                faults += [] if stores.everything(path) == stage.after else ["it was imported in part"]
            else:
                faults += stage.faults(path, said, ("disk is full", "unable to open", "disk I/O"))
            yield f"a disk of {size} bytes", faults, None

    return _outcome("disk full (tmpfs)", stage, "clear error, store as before", rounds())


def read_only(stage: Stage) -> Outcome:
    """The file, its folder, or both may not be written."""

    def rounds() -> Iterator[tuple[str, list[str], children.Ended]]:
        user = NOBODY if os.getuid() == 0 else None  # for root, no permission is missing
        for name, file_mode, folder_mode in (("file", 0o400, 0o700), ("folder", 0o600, 0o500), ("both", 0o400, 0o500)):
            path = stage.fresh(f"read-only-{name}")
            if user is not None:
                for place in (path, path.parent):
                    os.chown(place, user, user)
            path.chmod(file_mode)
            path.parent.chmod(folder_mode)
            end = _ended(stage, path, user=user)
            path.parent.chmod(0o700)
            path.chmod(0o600)
            if user is not None:
                for place in (path, path.parent):
                    os.chown(place, 0, 0)
            yield f"the {name} is read-only", stage.faults(path, end.value or [], ("may write there",)), end

    return _outcome("store read-only", stage, "clear error, store as before", rounds())


def locked(stage: Stage) -> Outcome:
    """Another program holds the store: for longer than an import waits, and for less."""

    def rounds() -> Iterator[tuple[str, list[str], children.Ended]]:
        path = stage.fresh("locked")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            end = _ended(stage, path, busy_s=0.3)
            other.execute("ROLLBACK")
        yield "locked for long", stage.faults(path, end.value or [], ("Another program is writing",)), end
        path = stage.fresh("locked-briefly")
        with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN EXCLUSIVE")
            release = threading.Timer(0.7, other.execute, ["ROLLBACK"])
            release.start()
            begun = time.monotonic()
            end = _ended(stage, path)
            waited_s = time.monotonic() - begun
            release.join()
        faults = [] if stores.everything(path) == stage.after else ["it did not wait and import"]
        yield "locked for a moment", faults + ["it did not wait"] * (waited_s < 0.7), end

    return _outcome("store locked", stage, "clear error, or it waits", rounds())
