"""A language model on this machine through MLX, in a process of its own: this one imports neither MLX nor a tokenizer.

The process is started with the first question, keeps one model, answers one question at a time, is ended where it
hangs, and started anew with the next question after it has died. It has no keys and is told to stay offline.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from coach.engine import EngineError, Turn
from coach.engines import calls, prompt
from coach.engines.settings import Limits, Settings, Took

ROOT = Path(__file__).parents[2]
WORKER = ("-m", "coach.engines.mlx_worker")
PAUSE_S = 0.25  # between two moments at which whoever waits for a token can stop
THREADS_MOST = 4
# Of the environment, what a process needs to run; no keys and no addresses.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV")
QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "MLXLM_USE_MODELSCOPE": "False",
    "TOKENIZERS_PARALLELISM": "false",
    "PYTHONUNBUFFERED": "1",
}
# On Linux MLX would have a compiler build parts of the model and load them from a folder in /tmp that others can write
# to; what they gain there was not to be measured.
if sys.platform == "linux":
    QUIET["MLX_DISABLE_COMPILE"] = "1"

Line = dict[str, Any]


class Process:
    """The process, the model that it holds, and the one lock at which questions queue up. One an app is enough."""

    def __init__(self, limits: Limits | None = None, worker: Sequence[str] = WORKER) -> None:
        self._limits = limits or Limits()
        self._worker = worker
        self._lock = threading.Lock()  # a stream may be closed by another thread than began it
        self._child: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[Line | None] = queue.Queue()
        self._folder: Path | None = None
        self._number = 0
        self._model: Line = {}

    @property
    def pid(self) -> int | None:
        """Of the process, while it runs."""
        return self._child.pid if self._child and self._child.poll() is None else None

    @property
    def model(self) -> Line:
        """What is known of the model that is loaded: kind, context_tokens, parameters, bits, float32, blas."""
        return dict(self._model)

    def close(self) -> None:
        """Ends the process; the next question starts it anew."""
        child, self._child, self._folder, self._model = self._child, None, None, {}
        if child is not None:
            child.kill()
            child.wait()
            with suppress(OSError):  # what it was still to be told goes nowhere
                child.stdin.close()

    def ask(self, folder: Path, what: Line, told: Line) -> Iterator[str]:
        """The pieces of what a model says, "" at moments without one. told: filled in with what it took.

        Raises EngineError. Whoever stops iterating stops the model.
        """
        end = time.monotonic() + self._limits.queue_s
        while not self._lock.acquire(timeout=min(PAUSE_S, self._limits.queue_s)):
            if time.monotonic() >= end:
                raise EngineError("The model is busy with another question. Wait until it is answered, or stop it.")
            yield ""
        try:
            yield from self._load(folder.resolve(), told)
            yield from self._answer(what, told)
        finally:
            self._lock.release()

    def _load(self, folder: Path, told: Line) -> Iterator[str]:
        if self.pid is not None and folder == self._folder:
            return
        begin = time.monotonic()
        if self.pid is None:
            self.close()
            self._start()
        self._folder = None
        number = self._send({"do": "load", "folder": str(folder)})
        loaded: Line = {}
        try:
            yield from self._heard(number, loaded, lambda _: self._limits.load_s, "was not loaded")
        except GeneratorExit:  # stopped: it cannot be told to in the middle of loading
            self.close()
            raise
        self._folder, self._model = folder, loaded
        told["load_s"] = time.monotonic() - begin

    def _answer(self, what: Line, told: Line) -> Iterator[str]:
        limits, begin = self._limits, time.monotonic()
        number = self._send(what)
        try:
            for piece in self._heard(
                number, told, lambda begun: limits.next_token_s if begun else limits.first_token_s, "did not answer"
            ):
                if piece and "first_token_s" not in told:
                    told["first_token_s"] = time.monotonic() - begin
                yield piece
        except GeneratorExit:
            self._stop(number, told)
            raise
        finally:
            told["total_s"] = time.monotonic() - begin

    def _stop(self, number: int, told: Line) -> None:
        """Stops the model in the middle; one that does not stop is ended."""
        try:
            self._send({"do": "stop", "id": number})
            for _ in self._heard(number, told, lambda _: self._limits.stop_s, "did not stop"):
                pass
        except EngineError:
            self.close()

    def _start(self) -> None:
        threads = str(min(_cores(), THREADS_MOST))
        kept = {key: os.environ[key] for key in KEPT if key in os.environ}
        self._child = subprocess.Popen(
            [sys.executable, *self._worker],
            cwd=ROOT,  # also what it imports from: a folder with a file mlx.py in it would be in the way
            env=kept | QUIET | {"OPENBLAS_NUM_THREADS": threads, "OMP_NUM_THREADS": threads},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        self._lines = queue.Queue()
        threading.Thread(target=_listen, args=(self._child, self._lines), daemon=True).start()

    def _send(self, what: Line) -> int:
        if "id" not in what:
            self._number += 1
            what = what | {"id": self._number}
        try:
            self._child.stdin.write(json.dumps(what) + "\n")
            self._child.stdin.flush()
        except (OSError, AttributeError) as gone:
            raise self._died() from gone
        return what["id"]

    def _heard(self, number: int, told: Line, limit_s: Callable[[bool], float], failed: str) -> Iterator[str]:
        """The pieces of one answer, until its end, which fills in `told`. limit_s: seconds of silence that count as
        hanging, before and after the first piece."""
        begun, since = False, time.monotonic()
        while True:
            try:
                line = self._lines.get(timeout=min(PAUSE_S, limit_s(begun)))
            except queue.Empty:
                if (silent_s := time.monotonic() - since) >= limit_s(begun):
                    self.close()
                    raise EngineError(
                        f"The model {failed} within {silent_s:.0f} seconds and was ended. "
                        "Ask again; if it happens again, choose a smaller model."
                    ) from None
                yield ""
                continue
            if line is None:
                raise self._died()
            if line["id"] != number:
                continue  # of a question before
            if "error" in line:
                raise EngineError(line["error"])
            if "end" in line:
                told |= line["end"]
                return
            begun, since = True, time.monotonic()
            yield line["piece"]

    def _died(self) -> EngineError:
        if self._child is None:
            return EngineError("The model was closed while it was at work. Ask again, and it is started anew.")
        code = self._child.wait()
        self.close()
        why = "ended by the system, as a rule for want of memory" if code == -9 else f"it ended with {code}"
        return EngineError(
            f"The process of the model has died ({why}). Ask again, and it is started anew; if it happens again, "
            "choose a smaller model."
        )


def _cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _listen(child: subprocess.Popen[str], lines: queue.Queue[Line | None]) -> None:
    with child.stdout, suppress(json.JSONDecodeError):  # one that is killed leaves half a line
        for line in child.stdout:
            lines.put(json.loads(line))
    lines.put(None)


class MlxEngine:
    """Puts facts into words with a model in a folder. Made for a question or a conversation; the process is shared."""

    name = "mlx"

    def __init__(self, process: Process, folder: Path, settings: Settings | None = None) -> None:
        self._process = process
        self._folder = folder
        self._settings = settings or Settings()
        self.label = f"mlx: {folder.name}"
        self.took: Took | None = None  # of the latest answer

    def stream(self, turn: Turn) -> Iterator[str]:
        """The draft, piece by piece, "" at moments without one. Raises EngineError."""
        settings = self._settings
        asked = {
            "do": "answer",
            "messages": prompt.messages(turn),
            "max_tokens": settings.max_tokens,
            "temperature": settings.temperature,
            "top_p": settings.top_p,
            "seed": settings.seed,
        }
        told: Line = {}
        try:
            with closing(self._process.ask(self._folder, asked, told)) as pieces:
                yield from prompt.without_thoughts(pieces)
        finally:
            self.took = _took(told)

    def choose_tools(self, question: str, tools: Sequence[calls.Tool]) -> list[calls.Call] | None:
        """The tools that the model would call for a question, checked against their schemas; None where its chat
        template knows no tools, or where it chose none or one that does not fit. Raises EngineError."""
        asked = {
            "do": "choose",
            "messages": [
                {"role": "system", "content": calls.ASK},
                {"role": "user", "content": prompt.plain(question, prompt.QUESTION)},
            ],
            "tools": list(tools),
            "seed": self._settings.seed,
        }
        told: Line = {}
        for _ in self._process.ask(self._folder, asked, told):
            pass
        return calls.valid_calls(told.get("calls"), tools)


def _took(told: Line) -> Took:
    return Took(
        first_token_s=told.get("first_token_s"),
        total_s=told.get("total_s", 0.0),
        load_s=told.get("load_s", 0.0),
        prompt_tokens=told.get("prompt_tokens"),
        cached_tokens=told.get("cached_tokens"),
        answer_tokens=told.get("answer_tokens"),
        dropped=told.get("dropped", 0),
        finished=told.get("finished", False),
    )
