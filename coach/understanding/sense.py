"""What a text is about, by its words and parts of words: a linear model learned from texts as people type them.

Patterns know what they were written for; this voice knows what is like many examples, however it is worded. It was
learned by `make coach-teach` from the labelled texts of tests/coach/corpus; what is here is the table of its weights.
"""

import json
import re
import zlib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from coach.understood import Topic

if TYPE_CHECKING:
    import numpy as np

TABLE = "sense.safetensors"
FOLLOWS = "follow_up"  # the label of texts that name no topic of their own
# Numbers as words that nobody types, by how large they are at least.
SIZES = (("nxh", 200), ("nxg", 100), ("nxf", 40), ("nxe", 18), ("nxd", 10), ("nxc", 6), ("nxb", 3), ("nxa", 1))
PARTS = (3, 4, 5)  # letters of a part of a word


@dataclass(frozen=True)
class Sense:
    """How likely a text is of each kind; the likeliest first."""

    topics: dict[Topic, float]
    cares: dict[str, float]  # what a person has to look after: see coach.feelings
    follows: float = 0.0  # that it only goes on with what was asked before
    known: float = 1.0  # share of its words that stood in what was learned from

    @property
    def first(self) -> str:
        """The likeliest label of all."""
        return max((*self.topics.items(), *self.cares.items(), (FOLLOWS, self.follows)), key=lambda one: one[1])[0]

    @property
    def care(self) -> float:
        """How likely it tells of anything that a person has to look after."""
        return sum(self.cares.values())


@dataclass(frozen=True)
class Table:
    """What was learned: a weight for each feature and label."""

    labels: list[str]
    cares: frozenset[str]
    keys: "np.ndarray"  # of the features, in order
    rarity: "np.ndarray"  # of each feature
    weights: "np.ndarray"  # features x labels, small integers
    scales: "np.ndarray"  # of each label
    start: "np.ndarray"  # of each label, before any word


@lru_cache(maxsize=256)
def sense(text: str) -> Sense:
    """What a text is about, from 0 to 1 for each kind; all of them add up to 1."""
    return weighed(text, kept())


def weighed(text: str, table: Table) -> Sense:
    """The same by a given table."""
    import numpy as np

    places = _places(text, table.keys)
    length = float(np.sqrt((table.rarity[places] ** 2).sum())) or 1.0
    logits = table.weights[places].sum(axis=0, dtype=np.float64) * table.scales / length + table.start
    shares = np.exp(logits - logits.max())
    shares /= shares.sum()
    found = sorted(zip(table.labels, map(float, shares), strict=True), key=lambda one: -one[1])
    return Sense(
        {Topic(label): share for label, share in found if label not in table.cares and label != FOLLOWS},
        {label: share for label, share in found if label in table.cares},
        dict(found).get(FOLLOWS, 0.0),
        _known(text, table.keys),
    )


def key(feature: str) -> int:
    """By which number the table knows a feature."""
    return zlib.crc32(feature.encode())


def features(text: str) -> set[str]:
    """Words, pairs of words (also with one between), and parts of words, each with a letter for what it is."""
    words = _words(text)
    framed = ["<", *words, ">"]
    found = {f"w {word}" for word in words}
    found |= {f"b {one} {other}" for one, other in zip(framed, framed[1:], strict=False)}
    found |= {f"s {one} {other}" for one, other in zip(framed, framed[2:], strict=False)}
    for word in words:
        edged = f"_{word}_"
        for size in PARTS:
            found |= {f"c {edged[at : at + size]}" for at in range(len(edged) - size + 1)}
    return found


def _words(text: str) -> list[str]:
    text = re.sub(r"['\u2019`]", "", text.lower())
    text = re.sub(r"(?<!\d)\d+(?::\d\d)+", " nxt ", text)
    text = re.sub(r"(\d+)(?:[.,]\d+)?", lambda found: f" {_size(int(found[1][:6]))} ", text)
    return re.findall(r"[a-z]+", re.sub(r"([a-z])\1{2,}", r"\1\1", text))


def _size(number: int) -> str:
    """A number as a word: hours of a short night and of a good one, ages of children and of others fall apart."""
    return next((name for name, least in SIZES if number >= least), "nxo")


def _known(text: str, keys: "np.ndarray") -> float:
    words = set(_words(text))
    known = sum(keys[min(keys.searchsorted(key(f"w {word}")), len(keys) - 1)] == key(f"w {word}") for word in words)
    return float(known / max(len(words), 1))


def _places(text: str, keys: "np.ndarray") -> "np.ndarray":
    """The rows of the table that a text has."""
    import numpy as np

    found = np.array(sorted({key(one) for one in features(text)}), dtype=np.uint32)
    places = np.searchsorted(keys, found)
    places[places == len(keys)] = 0
    return places[keys[places] == found]


@cache
def kept() -> Table:
    """The table that was learned, out of the package."""
    from safetensors.numpy import load

    raw = files("coach.understanding").joinpath(TABLE).read_bytes()
    about = about_table(raw)
    kept = load(raw)
    return Table(
        json.loads(about["labels"]),
        frozenset(json.loads(about["cares"])),
        kept["keys"],
        kept["rarity"],
        kept["weights"],
        kept["scales"],
        kept["start"],
    )


def about_table(raw: bytes) -> dict[str, str]:
    """What a table says of itself: its labels, and the checksum of the texts that it was learned from."""
    length = int.from_bytes(raw[:8], "little")
    return json.loads(raw[8 : 8 + length])["__metadata__"]
