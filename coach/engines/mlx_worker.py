"""`python -m coach.engines.mlx_worker`: a language model in a process of its own, one JSON object a line in and out.

    {"do": "load", "id": 1, "folder": "/models/tiny"}    -> {"id": 1, "end": {"kind": "llama", "float32": true, ...}}
    {"do": "answer", "id": 2, "messages": [...], ...}    -> {"id": 2, "piece": "Your"} ... {"id": 2, "end": {...}}
    {"do": "choose", "id": 3, "messages": [...], "tools": [...]} -> {"id": 3, "end": {"calls": [...] or null}}
    {"do": "stop", "id": 2}                              -> the end of 2
                                                            {"id": 2, "error": "what, why, and what to do"}

It ends with its parent: as soon as nobody can write to it any more. It has no socket, and needs none.
"""

import ctypes
import json
import os
import queue
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from coach.engine import EngineError
from coach.engines.model_folder import ModelFolder, checked

BLAS = "libopenblas.so.0"
CONTEXT_MOST = 16384  # tokens that a question may fill: their cache takes memory
PREFILL = 256  # tokens of a prompt that are read between two looks at whether to stop
ROOM = 1.25  # memory taken against the bytes of the weights
RUNTIME_BYTES = 600 << 20
TOOL_TOKENS = 160

Line = dict[str, Any]


class Stopped(Exception):
    """The question was taken back while its prompt was read."""


@dataclass
class Loaded:
    """A model in memory, and what it still knows of the prompt before."""

    folder: ModelFolder
    model: Any
    tokenizer: Any
    float32: bool
    read: list[int] = field(default_factory=list)  # the tokens whose keys and values `cache` holds, in order
    cache: list[Any] | None = None

    @property
    def context_tokens(self) -> int:
        return min(self.folder.context_tokens, CONTEXT_MOST)


class Worker:
    """Does one thing after the other, and looks between tokens whether it is to stop."""

    def __init__(self, lines: Iterator[str], out: Any) -> None:
        self._out = out
        self._todo: queue.Queue[Line] = queue.Queue()
        self._stopped: set[int] = set()
        self._loaded: Loaded | None = None
        self._blas = False
        threading.Thread(target=self._listen, args=(lines,), daemon=True).start()

    def _listen(self, lines: Iterator[str]) -> None:
        for line in lines:
            asked = json.loads(line)
            if asked["do"] == "stop":
                self._stopped.add(asked["id"])
            else:
                self._todo.put(asked)
        os._exit(0)  # nobody is left to answer; a model that is at work would not notice

    def run(self) -> None:
        self._blas = load_blas()
        while True:
            asked = self._todo.get()
            try:
                self._say(asked["id"], end=self._done(asked))
            except EngineError as why:
                self._say(asked["id"], error=str(why))
            except MemoryError:
                self._say(asked["id"], error="There is not enough memory for this model. Choose a smaller one.")
            except Exception as fault:  # files and templates of strangers fail in every way: said, never swallowed
                self._say(asked["id"], error=_said_of(fault, asked["do"]))
            self._stopped.discard(asked["id"])

    def _say(self, number: int, **what: Any) -> None:
        self._out.write(json.dumps({"id": number, **what}) + "\n")
        self._out.flush()

    def _done(self, asked: Line) -> Line:
        if asked["do"] == "load":
            return self._load(Path(asked["folder"]))
        if self._loaded is None:
            raise EngineError("No model is loaded.")
        if asked["do"] == "choose":
            return {"calls": self._calls(self._loaded, asked)}
        return self._answer(self._loaded, asked)

    def _load(self, folder: Path) -> Line:
        self._loaded = None  # before the next: two would not fit
        clear_memory()
        self._loaded = load(checked(folder), blas=self._blas)
        return asdict(self._loaded.folder) | {"path": str(folder), "float32": self._loaded.float32, "blas": self._blas}

    def _answer(self, loaded: Loaded, asked: Line) -> Line:
        prompt, dropped = fitting(loaded, asked["messages"], asked["max_tokens"])
        told: Line = {"prompt_tokens": len(prompt), "dropped": dropped, "answer_tokens": 0, "finished": False}
        for piece in self._generate(loaded, prompt, asked, told):
            self._say(asked["id"], piece=piece)
        return told

    def _generate(self, loaded: Loaded, prompt: list[int], asked: Line, told: Line) -> Iterator[str]:
        import mlx.core as mx
        from mlx_lm import stream_generate
        from mlx_lm.sample_utils import make_sampler

        def look(*_: int) -> None:
            if asked["id"] in self._stopped:
                raise Stopped

        if asked.get("seed") is not None:
            mx.random.seed(asked["seed"])
        cache, known = reused(loaded, prompt)
        told["cached_tokens"] = known
        answer: list[int] = []
        try:
            for token in stream_generate(
                loaded.model,
                loaded.tokenizer,
                mx.array(prompt[known:]),
                max_tokens=asked["max_tokens"],
                sampler=make_sampler(temp=asked["temperature"], top_p=asked["top_p"]),
                prompt_cache=cache,
                prefill_step_size=PREFILL,
                prompt_progress_callback=look,
            ):
                answer.append(token.token)
                told["answer_tokens"] = token.generation_tokens
                told["finished"] = token.finish_reason == "stop"
                yield token.text
                look()
        except Stopped:
            told["finished"] = False
        loaded.read, loaded.cache = prompt + answer, cache

    def _calls(self, loaded: Loaded, asked: Line) -> list[Line] | None:
        """The tools that the model calls, as it names them; None where its template knows no tools."""
        tokenizer = loaded.tokenizer
        if not tokenizer.has_tool_calling:
            return None
        prompt = tokens_of(loaded, asked["messages"], tools=asked["tools"])
        if len(prompt) + TOOL_TOKENS > loaded.context_tokens:
            return None
        told: Line = {}
        asked |= {"max_tokens": TOOL_TOKENS, "temperature": 0.0, "top_p": 1.0}
        return parsed_calls("".join(self._generate(loaded, prompt, asked, told)), tokenizer, asked["tools"])


def load_blas() -> bool:
    """Loads the system's OpenBLAS where there is one: the wheel of MLX for Linux brings only the reference BLAS, which
    is some thirty times slower. It has to be there before MLX is."""
    if sys.platform != "linux":
        return False
    try:
        ctypes.CDLL(BLAS, ctypes.RTLD_GLOBAL)
    except OSError:
        return False
    return True


def load(folder: ModelFolder, *, blas: bool) -> Loaded:
    """A model and its tokenizer in memory. Raises EngineError where it does not fit or is no chat model."""
    free = free_bytes()
    needed = int(folder.weights_bytes * ROOM) + RUNTIME_BYTES
    if needed > free:
        raise EngineError(
            f"{folder.path.name} needs about {needed / 1e9:.1f} GB of memory, and {free / 1e9:.1f} GB are free. "
            "Choose a smaller model, or close other programs."
        )
    import mlx.core as mx
    from mlx_lm.utils import dequantize_model, load_model, load_tokenizer

    model, config = load_model(folder.path, lazy=True, trust_remote_code=False)
    tokenizer = load_tokenizer(
        folder.path,
        {"trust_remote_code": False, "local_files_only": True},
        eos_token_ids=config.get("eos_token_id"),
    )
    if not tokenizer.has_chat_template:
        raise EngineError(
            f"{folder.path.name} is not a chat model: it has no chat template. "
            "Choose one whose name ends in Instruct, Chat or it."
        )
    # OpenBLAS multiplies only float32; what is quantised or half as wide goes through loops that are far slower.
    float32 = blas and folder.parameters * 4 * ROOM + RUNTIME_BYTES < free
    if float32:
        model = dequantize_model(model)
        model.set_dtype(mx.float32)
    mx.eval(model.parameters())
    return Loaded(folder, model, tokenizer, float32)


def clear_memory() -> None:
    if "mlx.core" in sys.modules:
        sys.modules["mlx.core"].clear_cache()


def free_bytes() -> int:
    """Memory that a new model may take: what Linux counts as available, three quarters of a mac's."""
    meminfo = Path("/proc/meminfo")
    if not meminfo.exists():
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 3 // 4
    values = dict(line.split(":", 1) for line in meminfo.read_text().splitlines())
    return min(int(values["MemAvailable"].split()[0]) * 1024, _container_bytes())


def _container_bytes() -> int:
    """What the container that this runs in has left."""
    limit, used = Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory.current")
    if not (limit.exists() and used.exists()) or (most := limit.read_text().strip()) == "max":
        return 1 << 62
    return max(int(most) - int(used.read_text()), 0)


def fitting(loaded: Loaded, messages: list[Line], max_tokens: int) -> tuple[list[int], int]:
    """The prompt, and how many earlier questions were left out so that it and the answer fit. Raises EngineError."""
    dropped = 0
    while len(prompt := tokens_of(loaded, messages)) + max_tokens > loaded.context_tokens:
        if len(messages) < 4:  # the rules and the question: nothing to leave out
            raise EngineError(
                f"The question and its facts take {len(prompt)} tokens, and {loaded.folder.path.name} has room for "
                f"{loaded.context_tokens} with an answer of up to {max_tokens}. Choose a model with a longer context, "
                "or a shorter answer in the settings."
            )
        messages = [messages[0], *messages[3:]]
        dropped += 1
    return prompt, dropped


def tokens_of(loaded: Loaded, messages: list[Line], tools: list[Line] | None = None) -> list[int]:
    """Messages as the tokens of the model's chat template."""
    from jinja2 import TemplateError

    messages = [{**message, "content": _harmless(message["content"], loaded)} for message in messages]
    given = {"add_generation_prompt": True, "enable_thinking": False} | ({"tools": tools} if tools else {})
    try:
        return list(loaded.tokenizer.apply_chat_template(messages, **given))
    except TemplateError:
        # Some templates know no system role: its rules then stand before the first question.
        system, first, *others = messages
        first = {**first, "content": f"{system['content']}\n\n{first['content']}"}
        return list(loaded.tokenizer.apply_chat_template([first, *others], **given))


def _harmless(text: str, loaded: Loaded) -> str:
    """Text without what this model's tokenizer reads as a mark of its own, such as the beginning of a system's turn."""
    for token in loaded.tokenizer.added_tokens_decoder.values():
        mark = token.content
        if mark.strip() and mark in text and (token.special or mark[0] + mark[-1] in ("<>", "[]")):
            text = text.replace(mark, " ")
    return text


def reused(loaded: Loaded, prompt: list[int]) -> tuple[list[Any], int]:
    """A cache that already holds the beginning of a prompt, and how many tokens of it; at least one is left to read."""
    from mlx_lm.models.cache import can_trim_prompt_cache, make_prompt_cache, trim_prompt_cache

    cache, held, loaded.cache = loaded.cache, loaded.read, None  # a cache that fails half-way is not used again
    if cache and can_trim_prompt_cache(cache) and (offset := getattr(cache[0], "offset", 0)):
        pairs = zip(held[:offset], prompt[:-1], strict=False)
        known = next(
            (n for n, (one, other) in enumerate(pairs) if one != other), min(offset, len(prompt) - 1, len(held))
        )
        if known and trim_prompt_cache(cache, offset - known) == offset - known:
            return cache, known
    return make_prompt_cache(loaded.model), 0


def parsed_calls(text: str, tokenizer: Any, tools: list[Line]) -> list[Line] | None:
    """The calls in a text, as the model's own format has them; None where there are none or they are garbled."""
    calls: list[Line] = []
    for part in text.split(tokenizer.tool_call_start)[1:]:
        inner = part.split(tokenizer.tool_call_end)[0] if tokenizer.tool_call_end else part
        try:
            found = tokenizer.tool_parser(inner, tools)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, RecursionError):
            return None
        calls += found if isinstance(found, list) else [found]
    return calls or None


def _said_of(fault: Exception, doing: str) -> str:
    said = " ".join(str(fault).split())[:200] or "it said nothing"
    if isinstance(fault, ImportError):
        return f"MLX cannot be used on this machine ({said}). Run `make setup` again, or choose another engine."
    if doing == "load":
        return (
            f"The model cannot be loaded ({type(fault).__name__}: {said}). "
            "Choose another one in the settings, or download it again."
        )
    return f"The model failed at this question ({type(fault).__name__}: {said}). Ask again, or choose another model."


def main() -> None:
    # Packages print what they like: the lines to the parent go through a copy of stdout that they do not know.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    Worker(iter(sys.stdin), out).run()


if __name__ == "__main__":
    main()
