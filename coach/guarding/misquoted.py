"""Sentences of facts with one word bent: a number, a direction or a unit in the place of another."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

_TOKEN = re.compile(r"\d[\d.,:]*\d|\d|[^\W\d_]+(?:'[^\W\d_]+)?|%|[±+\-]")
_DIRECTIONS = frozenset(
    "more less fewer most least higher lower highest lowest above below over under earlier later shorter longer better "
    "worse within outside inside beyond up down larger smaller bigger stronger weaker closer farther before after "
    "rises falls rose fell raises lowers lifts lift lower raise best worst first last always never all none".split()
)
_UNITS = frozenset(
    "bpm ms points point % percent h min hours minutes days day nights night weeks week mornings morning months years "
    "breaths km watts w kg".split()
)
_ABOUT = frozenset("about around roughly nearly almost approximately some".split())
SHORTEST = 5  # words; of fewer, two true sentences may differ in one


@lru_cache(maxsize=2048)
def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


class Quoted:
    """The sentences of facts (`plain` text), to hold a draft's against."""

    def __init__(self, sentences: Iterable[str]):
        self._by_length: dict[int, list[tuple[str, ...]]] = defaultdict(list)
        for sentence in sentences:
            tokens = _tokens(sentence)
            if len(tokens) >= SHORTEST:
                self._by_length[len(tokens)].append(tokens)

    def fault(self, text: str) -> tuple[str, str, str] | None:
        """Which word of a sentence is not that of the fact's sentence that it repeats: kind, the word, why."""
        said = _tokens(text)
        own = self._by_length.get(len(said), ())
        if said in own:
            return None
        for known in own:
            apart = [i for i, (one, other) in enumerate(zip(said, known, strict=True)) if one != other]
            if len(apart) == 1 and (kind := _bent(said, known, apart[0])):
                return kind, said[apart[0]], f"the fact says {known[apart[0]]}"
        return None


def _bent(said: tuple[str, ...], known: tuple[str, ...], at: int) -> str:
    one, other = said[at], known[at]
    if one[0].isdigit() and other[0].isdigit():
        return "" if _rounded(one, other, at > 0 and said[at - 1] in _ABOUT) else "number"
    if one in _DIRECTIONS and other in _DIRECTIONS:
        return "direction"
    return "unit" if one in _UNITS and other in _UNITS else ""


def _rounded(one: str, other: str, about: bool) -> bool:
    """Whether a number is another one, rounded."""
    if ":" in one + other:
        return about
    first, second = float(one.replace(",", "")), float(other.replace(",", ""))
    digits = len(one.partition(".")[2])
    return round(second, digits) == first or (about and abs(first - second) <= 0.05 * abs(second))
