"""What a process of its own took: seconds on the clock and on the processor, and the most memory it held."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
_MAXRSS_PER_MB = 1 << 20 if sys.platform == "darwin" else 1 << 10

# A process counts the memory of its parent at its start as its own: it needs a parent that is small.
_LAUNCHER = """
import json, os, sys, time
begin = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, used = os.wait4(child, 0)
took = [time.perf_counter() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss]
print(json.dumps([os.waitstatus_to_exitcode(status), *took]))
"""


class Failed(Exception):
    """The process did not do what it was started for: its last words."""


@dataclass(frozen=True)
class Run:
    """One run of a process. said: what it wrote."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    said: str


def measured(command: Sequence[str | Path]) -> Run:
    """Runs a command to its end, without threads. Raises Failed where it ends with an error."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    launch = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *map(str, command)]
    ended = subprocess.run(launch, capture_output=True, text=True, env=environment)
    *said, last = ended.stdout.splitlines() or [""]
    if ended.returncode or (told := json.loads(last))[0]:
        raise Failed((ended.stderr.strip().splitlines() or ["it said nothing"])[-1])
    return Run(told[1], told[2], told[3] / _MAXRSS_PER_MB, "\n".join(said))
