"""Models as bytes that tell when they are damaged, and of which kind they are.

The bytes stay plain safetensors, or plain XGBoost JSON: the seal is a line of text in their own metadata,

    sha256:<64 hex digits> {"kind": "prior", "format": 1, ...}

and the digest is that of all bytes with its own 64 digits as zeros. It is checked before anything reads the bytes.
"""

import json
import re
from collections.abc import Mapping
from hashlib import sha256

import numpy as np

FORMAT = 1
KEY = "ownpace"  # of the metadata
_BLANK = b"0" * 64
_DIGEST = re.compile(rb"sha256:([0-9a-f]{64}) ")


def label(kind: str, facts: Mapping[str, object]) -> str:
    """The line of metadata, its digest still blank. facts: what JSON can hold, numbers finite."""
    text = json.dumps({"kind": kind, "format": FORMAT} | dict(facts), sort_keys=True, allow_nan=False)
    return f"sha256:{_BLANK.decode()} {text}"


def facts_of(line: object, kind: str) -> dict:
    """What a line of metadata says. Raises ValueError where it is of another kind or format."""
    said = json.loads(line.partition(" ")[2]) if isinstance(line, str) else None
    if not isinstance(said, dict) or (said.get("kind"), said.get("format")) != (kind, FORMAT):
        raise ValueError(f"these bytes are no model of the kind {kind!r}, format {FORMAT}")
    return said


def seal(content: bytes) -> bytes:
    """The same bytes with their digest in its place."""
    return content.replace(b"sha256:" + _BLANK, b"sha256:" + sha256(content).hexdigest().encode(), 1)


def check(content: bytes) -> None:
    """Raises ValueError unless the bytes are exactly as they were sealed."""
    found = _DIGEST.findall(content)
    if len(found) != 1:
        raise ValueError("these bytes are no model: their seal is missing")
    if sha256(content.replace(found[0], _BLANK, 1)).hexdigest().encode() != found[0]:
        raise ValueError("these bytes are a damaged model: they are not what was saved")


def packed(kind: str, facts: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """Facts and arrays as sealed safetensors."""
    from safetensors.numpy import save

    tensors = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
    return seal(save(tensors, metadata={KEY: label(kind, facts)}))


def unpacked(kind: str, content: bytes) -> tuple[dict, dict[str, np.ndarray]]:
    """What `packed` was given. Raises ValueError where the bytes are damaged or of another kind."""
    from safetensors import SafetensorError
    from safetensors.numpy import load

    check(content)
    if content[:1] == b"{":
        raise ValueError(f"these bytes are no model of the kind {kind!r}: they are not safetensors")
    size = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + size])
    facts = facts_of(header.get("__metadata__", {}).get(KEY), kind)
    try:
        return facts, load(content)
    except SafetensorError as error:
        raise ValueError(f"these bytes are no model of the kind {kind!r}: {error}") from error
