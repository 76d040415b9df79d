"""Who puts the coach's answers into words on this machine: what was chosen, and the engine that is made of it."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from coach.engine import Engine, EngineError, Turn
from coach.engines import models
from coach.engines.mlx import MlxEngine, Process
from coach.engines.rules import RulesEngine
from coach.engines.server import ServerEngine
from coach.engines.settings import Settings
from coach.understood import Topic, Understood
from data import store

RULES, MLX, SERVER = "rules", "mlx", "server"
ENGINES = (RULES, MLX, SERVER)
NAMES = {RULES: "Rules", MLX: "A model on this machine", SERVER: "A local server"}
HELLO = "Say hello in one short sentence."


@dataclass(frozen=True)
class Choice:
    """What was chosen for this machine. model: a folder, or an id such as mlx-community/Qwen3-0.6B-4bit."""

    engine: str = RULES
    model: str = ""
    server: str = "http://localhost:11434"
    server_model: str = ""
    elsewhere: bool = False  # whether a server on another machine may be asked
    key: str = ""  # where the server wants one
    max_tokens: int = 200
    temperature: float = 0.7
    top_p: float = 0.9

    @property
    def settings(self) -> Settings:
        """How an answer is drawn. Raises ValueError where a value makes no sense."""
        return Settings(self.max_tokens, self.temperature, self.top_p)


def choice(path: Path) -> Choice:
    """What was chosen; what was not, or makes no sense any more, is as at first."""
    if not path.exists():
        return Choice()
    kept: dict[str, object] = {}
    with closing(store.connect(path)) as db:
        for name, usual in vars(Choice()).items():
            said = store.setting(db, None, f"coach.{name}")
            if said is not None:
                kept[name] = _read(said, usual)
    found = replace(Choice(), **kept)
    try:
        Settings(found.max_tokens, found.temperature, found.top_p)
    except ValueError:
        found = replace(found, max_tokens=200, temperature=0.7, top_p=0.9)
    return found if found.engine in ENGINES else replace(found, engine=RULES)


def keep_choice(path: Path, chosen: Choice) -> None:
    """Keeps what was chosen; no analysis reads it, so what is worked out stays as it is."""
    with closing(store.connect(path)) as db, store.writing(db, durable=True, quiet=True):
        for name, usual in vars(Choice()).items():
            value = getattr(chosen, name)
            store.keep_setting(db, None, f"coach.{name}", None if value == usual else _written(value))


def engine(chosen: Choice, process: Callable[[], Process]) -> Engine:
    """The engine that was chosen; where it cannot be made, one that says why when it is asked.

    process: gives the one process of models on this machine, which is made at its first use.
    """
    try:
        if chosen.engine == MLX:
            return _on_this_machine(chosen, process)
        if chosen.engine == SERVER:
            return _server(chosen)
    except EngineError as why:
        return Unable(chosen.engine, str(why))
    return RulesEngine()


def server_models(chosen: Choice) -> list[str]:
    """The models that the server has. Raises EngineError."""
    return ServerEngine(chosen.server, "", chosen.settings, elsewhere=chosen.elsewhere, key=chosen.key).models()


def models_folder() -> Path:
    """Where downloaded models lie."""
    return store.home() / "models"


@cache
def no_models_here() -> str:
    """Why no model can run inside Ownpace on this machine; empty where one can."""
    if find_spec("mlx_lm") and find_spec("mlx"):
        return ""
    return (
        "MLX, which runs models, is not installed here: it needs a Mac with Apple silicon, or Linux with glibc 2.35 or "
        "newer. The rules and a local server work all the same."
    )


def suggested() -> list[models.Suggestion]:
    """Models that suit this machine's memory, the recommended one first."""
    return models.fitting(models.memory_gb(), metal=sys.platform == "darwin")


class Unable:
    """The engine that was chosen, where it cannot be had: its stream says why."""

    def __init__(self, name: str, why: str):
        self.name, self.label, self.why = name, f"{name}: not available", why

    def stream(self, turn: Turn) -> Iterator[str]:
        """Raises EngineError."""
        raise EngineError(self.why)


@dataclass(frozen=True)
class Hello:
    """What an engine said to a greeting, and how long it took; why: what went wrong instead."""

    text: str = ""
    first_s: float | None = None
    total_s: float = 0.0
    why: str = ""


def hello(speaker: Engine, waiting: Callable[[float], None] = lambda _: None) -> Hello:
    """Greets an engine. waiting: told now and then how many seconds have passed; it may raise to stop the engine."""
    begin, said, first_s = time.monotonic(), "", None
    pieces = speaker.stream(Turn(Understood(HELLO, Topic.SMALLTALK), (), ""))
    try:
        with closing(pieces):
            for piece in pieces:
                said += piece
                first_s = time.monotonic() - begin if piece and first_s is None else first_s
                waiting(time.monotonic() - begin)
    except EngineError as why:
        return Hello(why=str(why), total_s=time.monotonic() - begin)
    return Hello(" ".join(said.split())[:300], first_s, time.monotonic() - begin)


def _on_this_machine(chosen: Choice, process: Callable[[], Process]) -> Engine:
    if why := no_models_here():
        raise EngineError(why)
    if not chosen.model:
        raise EngineError("No model has been chosen yet. Choose one in Settings.")
    return MlxEngine(process(), models.located(chosen.model, models_folder()).path, chosen.settings)


def _server(chosen: Choice) -> Engine:
    if not chosen.server_model:
        raise EngineError("No model of the server has been chosen yet. Choose one in Settings.")
    return ServerEngine(chosen.server, chosen.server_model, chosen.settings, elsewhere=chosen.elsewhere, key=chosen.key)


def _read(said: str, usual: object) -> object:
    """A value as it was kept, of the kind of the usual one; the usual one where it is none."""
    if isinstance(usual, bool):
        return said == "yes"
    try:
        return type(usual)(said)
    except ValueError:
        return usual


def _written(value: object) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
