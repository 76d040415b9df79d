"""Is a folder a model that may be loaded? Read without loading anything: its files come from strangers.

A model in the ordinary format: config.json, tokenizer.json or tokenizer.model, and weights as model*.safetensors. Code
that a model brings along is never run, and weights as pickles, which can run code, are never opened.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.engine import EngineError

CONFIG_BYTES = 4 << 20
HEADER_BYTES = 100 << 20  # as the format says
CONTEXT_TOKENS = 2048  # where a config names none
PICKLES = {".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle"}
TOKENIZERS = ("tokenizer.json", "tokenizer.model", "vocab.json")

_BRINGS_CODE = ("auto_map", "model_file", "custom_pipelines")
_CHOOSES_MODULE = ("model_type", "chat_template_type", "tool_parser_type")
_MODULE = re.compile(r"[A-Za-z0-9_-]{1,60}")
_CHOOSE = "Choose another model in the settings, or download this one again."


@dataclass(frozen=True)
class ModelFolder:
    """A model that may be loaded."""

    path: Path
    kind: str  # llama, qwen3 ...
    context_tokens: int
    weights_bytes: int
    parameters: int  # roughly, counted off the headers of its weights
    bits: int | None  # of a quantised model


def checked(path: Path) -> ModelFolder:
    """The model in a folder. Raises EngineError: what is missing or wrong, and what to do."""
    if not path.is_dir():
        raise EngineError(f"There is no folder {path}. {_CHOOSE}")
    config = _json_object(path / "config.json", needed=True)
    for file in (path / "config.json", *(path / name for name in ("tokenizer_config.json", "generation_config.json"))):
        _refuse_code(file, _json_object(file, needed=False))
    kind = config.get("model_type")
    if not isinstance(kind, str):
        raise EngineError(f"{path / 'config.json'} does not say which kind of model it is (model_type). {_CHOOSE}")
    if not any((path / name).is_file() for name in TOKENIZERS):
        raise EngineError(f"{path} has no tokenizer ({' or '.join(TOKENIZERS[:2])}). {_CHOOSE}")

    headers = [(file, _header(file)) for file in _weights(path)]
    return ModelFolder(
        path=path,
        kind=kind,
        context_tokens=_context(config),
        weights_bytes=sum(file.stat().st_size for file, _ in headers),
        parameters=sum(_parameters(tensor, _bits(config)) for _, header in headers for tensor in header.items()),
        bits=_bits(config),
    )


def _json_object(file: Path, *, needed: bool) -> dict[str, Any]:
    if not needed and not file.is_file():
        return {}
    try:
        if file.stat().st_size > CONFIG_BYTES:
            raise EngineError(f"{file} is larger than {CONFIG_BYTES >> 20} MB, and was not read. {_CHOOSE}")
        read = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise EngineError(f"{file.parent} is not a model: it has no {file.name}. {_CHOOSE}") from missing
    except (OSError, ValueError, RecursionError) as unreadable:
        raise EngineError(f"{file} cannot be read as JSON ({type(unreadable).__name__}). {_CHOOSE}") from unreadable
    if not isinstance(read, dict):
        raise EngineError(f"{file} holds {type(read).__name__}, expected an object. {_CHOOSE}")
    return read


def _refuse_code(file: Path, config: dict[str, Any]) -> None:
    for part in _objects(config):
        if brings := [key for key in _BRINGS_CODE if part.get(key)]:
            raise EngineError(
                f"{file} asks to run code that the model brings along ({brings[0]}). Ownpace never does. "
                "Choose a model that needs none."
            )
    for key in _CHOOSES_MODULE:
        if (value := config.get(key)) is not None and not (isinstance(value, str) and _MODULE.fullmatch(value)):
            raise EngineError(f"{file} holds a {key} that is no name: {str(value)[:60]!r}. {_CHOOSE}")


def _objects(value: object, depth: int = 0) -> Iterator[dict]:
    """Every object in a JSON document, down to a depth that no config needs."""
    if depth > 8:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _objects(inner, depth + 1)


def _weights(path: Path) -> list[Path]:
    """The files of weights, all that the index names. Raises EngineError."""
    weights = sorted(path.glob("model*.safetensors"))
    index = _json_object(path / "model.safetensors.index.json", needed=False).get("weight_map") or {}
    named = {str(file) for file in index.values()} if isinstance(index, dict) else set()
    if missing := sorted(named - {file.name for file in weights}):
        raise EngineError(f"{path} lacks {missing[0][:80]}: its download is not complete. Start it again to go on.")
    if weights:
        return weights
    if pickles := [file.name for file in path.iterdir() if file.suffix in PICKLES]:
        raise EngineError(
            f"{path} has its weights as a pickle ({pickles[0]}), which can run code and is never opened. "
            "Choose a model whose weights are safetensors."
        )
    raise EngineError(f"{path} has no weights (model.safetensors). {_CHOOSE}")


def _header(file: Path) -> dict[str, dict]:
    """The tensors that a safetensors file names, all of them within the file. Raises EngineError.

    <8 bytes: length n of the header><n bytes: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}>...
    """
    size = file.stat().st_size
    with file.open("rb") as opened:
        length = int.from_bytes(opened.read(8), "little")
        if size < 8 or length > min(size - 8, HEADER_BYTES):
            raise _damaged(file)
        try:
            header = json.loads(opened.read(length))
            header.pop("__metadata__", None)
            ends = [int(tensor["data_offsets"][1]) for tensor in header.values()]
        except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as wrong:
            raise _damaged(file) from wrong
    if 8 + length + max(ends, default=0) != size:
        raise _damaged(file)
    return header


def _damaged(file: Path) -> EngineError:
    return EngineError(
        f"{file} is damaged or cut short: it does not hold the weights that it names. "
        "Delete the folder and download the model again."
    )


def _parameters(tensor: tuple[str, dict], bits: int | None) -> int:
    name, described = tensor
    if name.endswith((".scales", ".biases")):
        return 0
    count = 1
    for side in described.get("shape") or [0]:
        count *= int(side)
    return count * 32 // bits if bits and described.get("dtype") == "U32" else count


def _bits(config: dict[str, Any]) -> int | None:
    quantised = config.get("quantization") or config.get("quantization_config")
    bits = quantised.get("bits") if isinstance(quantised, dict) else None
    return bits if isinstance(bits, int) and 1 <= bits <= 8 else None


def _context(config: dict[str, Any]) -> int:
    inner = config.get("text_config")
    for part in (config, inner if isinstance(inner, dict) else {}):
        tokens = part.get("max_position_embeddings")
        if isinstance(tokens, int) and tokens > 0:
            return tokens
    return CONTEXT_TOKENS
