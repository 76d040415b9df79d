"""kill -9 while an import runs: whole or absent, nothing else touched, and the next import completes it.

A child of its own Python imports a newer export into a store that holds an older one and another athlete's. It is
killed at a random time of the whole run, or at a random length of the write-ahead log, its first bytes included.
"""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from data import ingest
from tests.hardening import stores
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, FIRST_DAY
from tests.hardening.subjects import Subject

ROOT = Path(__file__).parents[2]
OLDER_DAYS, NEWER_DAYS = 30, 90
IMPORTS = """
import sys
from pathlib import Path
from data import ingest
print("begins", flush=True)
ingest.import_path(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), lambda done, words: print(words, flush=True))
print("returned", flush=True)
"""


@dataclass(frozen=True)
class Scene:
    """What is imported into what, and how an import that nobody disturbs goes.

    seconds: from its beginning to the end of the process; log_bytes: how long the write-ahead log becomes.
    """

    subject: Subject
    folder: Path
    template: Path
    export: Path
    before: dict[str, list]
    after: dict[str, list]
    provenance: set
    seconds: float
    log_bytes: int


def scene(subject: Subject, folder: Path) -> Scene:
    """A store with a past, a newer export, and the measure of an undisturbed import of it."""
    template = stores.lived_in_store(folder / "template.db", subject, OLDER_DAYS, folder / "older")
    export = folder / "newer"
    subject.write(export, NEWER_DAYS, FIRST_DAY)
    runs = [_undisturbed(template, export, folder / "whole") for _ in range(2)]
    whole = folder / "whole" / "ownpace.db"
    return Scene(
        subject,
        folder,
        template,
        export,
        stores.everything(template),
        stores.everything(whole),
        stores.provenance(whole),
        seconds=min(seconds for seconds, _ in runs),
        log_bytes=max(length for _, length in runs),
    )


def _undisturbed(template: Path, export: Path, folder: Path) -> tuple[float, int]:
    path, longest = stores.copied(template, folder / "ownpace.db"), 0
    process = _importing(path, export)
    begun = time.monotonic()
    while process.poll() is None:
        longest = max(longest, _log_bytes(path))
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - begun, longest


def _importing(path: Path, export: Path) -> subprocess.Popen:
    """A child that has loaded everything and begins its import now."""
    command = [sys.executable, "-c", IMPORTS, str(path), str(export), str(ADA)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    process.stdout.readline()
    return process


def _log_bytes(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.with_name(f"{path.name}-wal").stat().st_size
    return 0


def survived(scene: Scene, seed: int) -> tuple[list[str], str]:
    """One kill: what is wrong afterwards, and at which stage it came."""
    dice = random.Random(f"{scene.subject.name}: {seed}")
    path = stores.copied(scene.template, scene.folder / f"kill-{seed}" / "ownpace.db")
    stage = _killed(_importing(path, scene.export), path, scene, dice)
    faults = stores.damage(path) + stores.strays(path)
    found = stores.everything(path)
    if found not in (scene.before, scene.after):
        faults.append(f"neither as before ({stores.differing(found, scene.before)}) nor whole "
                      f"({stores.differing(found, scene.after)})")  # fmt: skip
    stage = "whole" if found == scene.after else stage
    receipts = ingest.import_path(path, scene.export, ADA)
    faults += [f"the next import: {receipt.state}, {receipt.error}" for receipt in receipts if not receipt.ok]
    if stores.provenance(path) != scene.provenance:
        faults.append("the next import did not complete it")
    return faults + stores.damage(path), stage


def _killed(process: subprocess.Popen, path: Path, scene: Scene, dice: random.Random) -> str:
    """Kills a child at a moment of its import; at which stage it was."""
    begun, mode = time.monotonic(), dice.choice(("time", "time", "log", "first write"))
    wait_s = dice.uniform(0, 1.1 * scene.seconds)
    length = 1 if mode == "first write" else dice.randint(1, max(1, scene.log_bytes))
    if mode == "time":
        time.sleep(wait_s)
    else:
        while process.poll() is None and _log_bytes(path) < length and time.monotonic() - begun < 60:
            pass
    process.send_signal(signal.SIGKILL)
    words = process.communicate()[0].splitlines()
    if "returned" in words:
        return "whole"
    if _log_bytes(path):
        return "writing"
    return (words[-1].split()[0] if words else "opening").lower()


def check(subject: Subject, folder: Path, seeds: Iterable[int]) -> Outcome:
    """Kills at the moments that the seeds say."""
    staged = scene(subject, folder)
    failures, stages, worst_s = [], Counter(), 0.0
    for seed in seeds:
        begun = time.monotonic()
        faults, stage = survived(staged, seed)
        worst_s = max(worst_s, time.monotonic() - begun)
        stages[stage] += 1
        failures += [f"{subject.name}, seed {seed}: {fault}" for fault in faults]
    found = ", ".join(f"{n} {stage}" for stage, n in sorted(stages.items()))
    goal = "300 in all, nothing lost or doubled"
    return Outcome("kill -9", subject.name, stages.total(), tuple(failures), worst_s, goal, found)
