"""Reads JSON documents as programs and people write them, without trusting what is in them."""

import json
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from typing import Any

from data.archive import BadFile, Member, decoded

MAX_BYTES = 256 << 20
MAX_COMMAS = 20_000_000  # each parts two values, and the smallest object takes 64 bytes of memory
EXACT_DIGITS = 18  # a whole number with more of them may not fit into 64 bits

_BEGINNING = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]0-9-])')
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = r'"(?:[^"\\]++|\\.)*+"?+'
# Strings are matched whole, so that nothing inside them counts; the last one of a text that is cut off has no end.
_NAME = re.compile(rf"({_STRING})(\s*+:)?", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=[ \t\r\n]*+[\]}}])", re.DOTALL)
# Escapes that stand for no character of a text: NUL, and half of a pair of surrogates. Others are passed over.
_NO_CHARACTER = re.compile(r"\\u(?:0000|[dD][89a-fA-F][0-9a-fA-F]{2})")
_ESCAPE = re.compile(
    rf"(\\u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})|{_NO_CHARACTER.pattern}|(\\.)", re.DOTALL
)


def keys(head: bytes) -> frozenset[str]:
    """The names of the keys that occur in the beginning of a JSON text, at any depth; empty where it is not JSON.

    For telling whose file it is, from its first bytes alone.
    """
    text = decoded(head)
    if text is None or not _BEGINNING.match(text):
        return frozenset()
    return frozenset(string[1:-1] for string, is_key in _NAME.findall(text) if is_key)


def load(member: Member, *, lenient: bool = False) -> Any:
    """The JSON document in a file: UTF-8 with or without byte order mark, or UTF-16 with one.

    Several documents one after another, such as JSON lines, come as a list of them. Of a key that comes twice in one
    object the last counts. Whole numbers of more than 18 digits come as floats, numbers beyond all floats as
    infinities. What is returned may be nested some hundred levels deep: go through it without recursion.

    lenient: a comma behind the last value of a list or an object is let pass. Raises BadFile where the file is no
    JSON, holds NaN or Infinity, is nested absurdly deep, or is too big to be held in memory.
    """
    text = _text(member)
    if _NO_CHARACTER.search(text):
        text = _ESCAPE.sub(lambda found: found[1] or found[2] or "\ufffd", text)
    if lenient:
        text = _TRAILING_COMMA.sub(lambda found: found[1] or "", text)
    try:
        return _documents(text)
    except json.JSONDecodeError as fault:
        raise _no_json(text, fault, member) from None
    except _NotANumber as fault:
        raise BadFile(f"it holds {fault}, which is no number", expected="JSON", member=member.name) from None
    except (RecursionError, MemoryError):
        raise BadFile("its values are nested too deep", expected="an export", member=member.name) from None


class _NotANumber(Exception):
    """NaN, Infinity or -Infinity, which some programs write and JSON does not know."""


def _refuse(constant: str) -> float:
    raise _NotANumber(constant)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= EXACT_DIGITS else float(digits)


_DECODER = json.JSONDecoder(parse_int=_whole, parse_constant=_refuse)


def _documents(text: str) -> Any:
    """The one document of a text, or the list of all."""
    found, end = [], _BLANK.match(text).end()
    while end < len(text) or not found:
        value, end = _DECODER.raw_decode(text, end)
        found.append(value)
        end = _BLANK.match(text, end).end()
    return found[0] if len(found) == 1 else found


def _text(member: Member) -> str:
    with member.open() as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES or data.count(b",") > MAX_COMMAS:
        raise BadFile(
            f"it is larger than {MAX_BYTES >> 20} MB or holds more than {MAX_COMMAS:,} values",
            expected="a smaller JSON file",
            do="export fewer years at once",
            member=member.name,
        )
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as fault:
        line = None if wide else data.count(b"\n", 0, fault.start) + 1
        raise BadFile(
            "the file is not UTF-8", expected="UTF-8, or UTF-16 with its mark", member=member.name, line=line
        ) from None


def _no_json(text: str, fault: json.JSONDecodeError, member: Member) -> BadFile:
    ends_early = fault.msg.startswith("Unterminated") or not text[fault.pos :].strip()
    return BadFile(
        "the file ends in the middle of a value" if ends_early else "this is not JSON from here on",
        expected="a whole JSON document",
        do="download or export it again",
        member=member.name,
        line=fault.lineno,
    )
