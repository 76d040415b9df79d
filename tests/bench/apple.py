"""The import of Apple Health exports of three sizes: speed, memory, and what is kept, beside three yardsticks."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import kept
from tests.bench.figures import Figure, new_store, show
from tests.bench.processes import ROOT, Run, measured
from tests.data.apple_files import write_apple_export

SIZES_MB = (30, 300)
FULL_MB = 3000
FULL_DISK_GB = 15  # the export, two stores, and as much again for their write-ahead logs
ROUNDS = 3
MEMORY_MB = 120
PEER = "healthkit-to-sqlite==1.0.1"
PEER_MAX_S = 120  # for all its runs on one file
PEER_FSYNCS_PER_MB = 210  # as strace counts them: it commits every 50 rows
PLAIN = Path(__file__).with_name("plain_reader.py")

_OURS = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from data import ingest
(receipt,) = ingest.import_path(Path(sys.argv[1]), Path(sys.argv[2]), 1)
print(json.dumps(asdict(receipt)))
"""
_EXPAT = """
import sys
from xml.parsers.expat import ParserCreate
with open(sys.argv[1], "rb") as stream:
    ParserCreate().ParseFile(stream)
"""


@dataclass(frozen=True)
class Took:
    """The medians of several runs of one command, and the most memory of any."""

    wall_s: float
    cpu_s: float
    peak_mb: float

    @classmethod
    def of(cls, runs: list[Run]) -> "Took":
        walls, cpus, peaks = ([getattr(run, name) for run in runs] for name in ("wall_s", "cpu_s", "peak_mb"))
        return cls(median(walls), median(cpus), max(peaks))


def apple(folder: Path, *, full: bool) -> None:
    """Prints the figures of every size, and says what could not be measured here."""
    print(f"One fsync takes {fsync_ms(folder):.1f} ms on this disk; {PEER} waits for {PEER_FSYNCS_PER_MB} a megabyte.")
    peer, peer_s = installed_peer(), 0.0
    for megabytes in (*SIZES_MB, *([FULL_MB] if full else [])):
        if megabytes == FULL_MB and shutil.disk_usage(folder).free < FULL_DISK_GB << 30:
            print(f"Less than {FULL_DISK_GB} GB are free in {folder}: {FULL_MB:,} MB are left out.")
            continue
        rounds = 1 if megabytes == FULL_MB else ROUNDS
        takes_part = peer and rounds * peer_s * megabytes / SIZES_MB[0] <= PEER_MAX_S
        took = one_size(folder / f"{megabytes}MB", megabytes, peer if takes_part else None, rounds)
        if "peer" in took and not peer_s:
            peer_s = took["peer"].wall_s


def one_size(folder: Path, megabytes: int, peer: Path | None, rounds: int) -> dict[str, Took]:
    """First import, memory and disk; the same file again; a newer one; and what is kept."""
    folder.mkdir()
    export = write_apple_export(folder / "export.xml", megabytes=megabytes)
    commands = {
        "ours": lambda: ours(new_store(emptied(folder / "ours") / "ownpace.db"), export.path),
        "plain": lambda: [sys.executable, PLAIN, export.path, emptied(folder / "plain") / "plain.db"],
        "expat": lambda: [sys.executable, "-c", _EXPAT, export.path],
    }
    if peer:
        commands["peer"] = lambda: [peer, export.path, emptied(folder / "peer") / "peer.db", "--xml", "-s"]
    took = in_turns(commands, rounds)
    show(first_import(megabytes, export.xml_bytes / 1e6, took))
    show(on_disk(megabytes, folder))
    show(later_imports(megabytes, folder, took["ours"]))
    shutil.rmtree(folder)
    return took


def ours(store: Path, export: Path) -> list[str | Path]:
    return [sys.executable, "-c", _OURS, store, export]


def in_turns(commands: dict[str, Callable[[], list]], rounds: int) -> dict[str, Took]:
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(measured(command()))
    return {name: Took.of(of_one) for name, of_one in runs.items()}


def first_import(megabytes: int, size_mb: float, took: dict[str, Took]) -> Iterator[Figure]:
    us, what = took["ours"], f"{megabytes:,} MB of Apple Health"
    if peer := took.get("peer"):
        yield Figure(f"import of {what}", PEER, us.wall_s, peer.wall_s, "s", faster_by=20)
        yield Figure("  on the processor", PEER, us.cpu_s, peer.cpu_s, "s", faster_by=1.5)
    plain, against = took["plain"], "a plain reader of records with executemany"
    yield Figure(f"import of {what}", against, us.wall_s, plain.wall_s, "s")
    yield Figure("  on the processor", against, us.cpu_s, plain.cpu_s, "s")
    limit = took["expat"].wall_s
    yield Figure("  a second", "the limit: expat, doing nothing", size_mb / us.wall_s, size_mb / limit, "MB/s")
    named, least = (PEER, took["peer"]) if "peer" in took else (against, plain)
    goal = MEMORY_MB / least.peak_mb  # whatever the other takes
    yield Figure(f"  most memory (<= {MEMORY_MB} MB)", named, us.peak_mb, least.peak_mb, "MB", at_most=goal)


def on_disk(megabytes: int, folder: Path) -> Iterator[Figure]:
    """What the stores take, and whether ours holds what the peer's holds."""
    us = (folder / "ours" / "ownpace.db").stat().st_size / 1e6
    plain = (folder / "plain" / "plain.db").stat().st_size / 1e6
    yield Figure("  its store on disk", "the plain reader's", us, plain, "MB")
    peer_db = folder / "peer" / "peer.db"
    if peer_db.exists() and megabytes == SIZES_MB[0]:
        yield Figure("  its store on disk", PEER, us, peer_db.stat().st_size / 1e6, "MB")
        of_them, lacking = kept.missing(peer_db, folder / "ours" / "ownpace.db")
        which = "".join(f", {kind}: {n:,}" for kind, n in lacking.most_common())
        print(f"  of {of_them:,} different elements that {PEER} keeps, ours lacks {lacking.total():,}{which}")


def later_imports(megabytes: int, folder: Path, first: Took) -> Iterator[Figure]:
    """The same file again, which is to change nothing, and a newer export: the same and a week."""
    db, export, against = folder / "ours" / "ownpace.db", folder / "export.xml", "its first import"
    again = measured(ours(db, export))
    same = json.loads(again.said)
    assert same["rows_new"] == same["rows_changed"] == 0, "the same file changed something"
    yield Figure("  the same file again", against, again.wall_s, first.wall_s, "s", faster_by=5)
    export.unlink()
    newer = write_apple_export(export, megabytes=megabytes, more_days=7, export=2, offset="+0200")
    later = measured(ours(db, newer.path))
    told = json.loads(later.said)
    yield Figure("  a newer export: the same and a week", against, later.wall_s, first.wall_s, "s")
    print(
        f"  the newer one: {told['rows_read']:,} elements, {told['rows_new']:,} new, {told['rows_changed']:,} changed"
    )


def emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


def fsync_ms(folder: Path) -> float:
    """How long this disk takes to promise that a page is kept."""
    times = 100
    with (folder / "fsync").open("wb") as stream:
        begin = time.perf_counter()
        for _ in range(times):
            stream.write(b"0" * 4096)
            stream.flush()
            os.fsync(stream.fileno())
    return (time.perf_counter() - begin) * 1000 / times


def installed_peer() -> Path | None:
    """The peer's program in an environment of its own, made once; None where it cannot be installed."""
    home = ROOT / "build" / "bench-peer"
    program = home / "bin" / "healthkit-to-sqlite"
    if not program.exists():
        print(f"Installing {PEER} into {home}", flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", home], check=True, capture_output=True)
            subprocess.run([home / "bin" / "pip", "install", "--quiet", PEER], check=True, capture_output=True)
        except (subprocess.CalledProcessError, OSError) as fault:
            print(f"{PEER} cannot be installed here and is left out: {fault}")
            return None
    return program
