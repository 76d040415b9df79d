"""Jobs in processes of their own: so that a hang, a crash or a memory that grows is seen and named."""

import multiprocessing
import os
import re
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

STARTS_WITHIN_S = 20  # on a machine that has other things to do
_processes = multiprocessing.get_context("forkserver")  # each job begins in a fresh, small process
_processes.set_forkserver_preload(["data.ingest", "tests.hardening.stores"])


@dataclass(frozen=True)
class Ended:
    """How a job ended. fault: None where it returned a value in time; said: what it wrote to stdout and stderr."""

    value: object
    fault: str | None
    seconds: float
    peak_mb: float
    said: str = ""


def ended(job: Callable, *inputs: object, within_s: float = 10) -> Ended:
    """Runs a function in a process of its own."""
    ((_, end),) = each(job, [inputs], within_s=within_s)
    return end


def each(job: Callable, inputs: Iterable[tuple], *, within_s: float = 10, workers: int = 1) -> Iterator:
    """Runs a function on many inputs, in a few processes: pairs of inputs and how it ended, as they come.

    A process that hangs or dies is replaced, and the input that it had is named by its `fault`.
    """
    waiting = iter(inputs)
    running: dict[Connection, tuple[_Worker, tuple, float]] = {}
    idle: list[_Worker] = [_Worker(job) for _ in range(workers)]
    while True:
        while idle and (given := next(waiting, None)) is not None:
            worker = idle.pop()
            worker.pipe.send(given)
            running[worker.pipe] = worker, given, time.monotonic() + within_s + STARTS_WITHIN_S
        if not running:
            break
        first_due = min(due for _, _, due in running.values())
        ready = wait(list(running), timeout=max(0, first_due - time.monotonic()))
        late = [] if ready else [pipe for pipe, (_, _, due) in running.items() if due == first_due]
        for pipe in (*ready, *late):
            worker, given, _ = running.pop(pipe)
            end = worker.end(within_s)
            if end.value is None and end.seconds >= within_s or not worker.process.is_alive():
                worker.stop()
                worker = _Worker(job)
            idle.append(worker)
            yield given, end
    for worker in idle:
        worker.stop()


class _Worker:
    """A process that runs one function, on one input after the other."""

    def __init__(self, job: Callable):
        self.pipe, theirs = _processes.Pipe()
        self.scratch = tempfile.TemporaryDirectory(prefix="ownpace-work-")  # gone with it, though it is killed
        self.process: BaseProcess = _processes.Process(target=_work, args=(theirs, job, self.scratch.name), daemon=True)
        self.process.start()
        theirs.close()

    def end(self, within_s: float) -> Ended:
        """How the present job ended, where it has: else, that it did not in time."""
        if not self.pipe.poll(0):
            return Ended(None, f"no answer within {within_s:g} s", within_s, 0)
        try:
            end = self.pipe.recv()
        except EOFError:
            self.process.join()
            return Ended(None, f"its process died ({self.process.exitcode})", 0, 0)
        slow = None if end.seconds <= within_s else f"it took {end.seconds:.1f} s, more than {within_s:g}"
        return Ended(end.value, end.fault or slow, end.seconds, end.peak_mb, end.said)

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        self.scratch.cleanup()


def _work(pipe: Connection, job: Callable, scratch: str) -> None:
    tempfile.tempdir = scratch
    before_mb = peak_mb()  # what it takes to be there: the job itself counts
    with tempfile.TemporaryFile() as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        while True:
            try:
                inputs = pipe.recv()
            except EOFError:
                return
            pipe.send(_ended(job, inputs, said, before_mb))


def _ended(job: Callable, inputs: tuple, said, before_mb: float) -> Ended:
    begun, value, fault = time.perf_counter(), None, None
    try:
        value = job(*inputs)
    except BaseException:  # whatever it is, it is what the check is about
        fault = traceback.format_exc()
    seconds = time.perf_counter() - begun
    sys.stdout.flush()
    sys.stderr.flush()
    said.seek(0)
    words = said.read().decode("utf-8", "replace")
    said.seek(0)
    said.truncate()
    return Ended(value, fault, seconds, peak_mb() - before_mb, words)


def peak_mb() -> float:
    """The most memory that this process has held [MiB].

    On Linux not by getrusage, whose figure a process takes over from the one that started it.
    """
    if sys.platform == "linux":
        status = Path("/proc/self/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / (1 << 10)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
