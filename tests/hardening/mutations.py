"""Changes to files: bytes that flip, spans that come twice, figures that cannot be, words of other worlds.

`mutated` changes something at random; `rewritten` changes nothing that matters.
"""

import csv
import io
import json
import random
import re
from codecs import BOM_UTF8, BOM_UTF16_LE
from collections.abc import Callable

from tests.hardening.units import document, form, units, values

PLANTED = "173.625"  # a figure that no file holds by itself: whatever repeats it, has it from the file
PLANTED_WORDS = "zq-private-zq"
HUGE_CELL = 10 << 20

_CELLS = (
    "", " ", "0", "-0", "-1", "NaN", "nan", "Infinity", "-Infinity", "1e308", "1e999", "1e-400", "9" * 400, "-9" * 40,
    "1" + "0" * 5000, str(2**31), str(2**63), str(2**64), "0x10", "1_000", "1,5", "1.234,5", "12:61", "24:00", "٣٤",
    "１２", "−5", "½", PLANTED, "-" + PLANTED, PLANTED + " bpm", PLANTED_WORDS, f"{PLANTED_WORDS} {PLANTED}",
    "1969-12-31 23:59:59", "2106-02-07 06:28:16", "9999-12-31 23:59:59", "0000-00-00 00:00:00", "2025-02-29 07:00:00",
    "2025-01-01T07:00:00+99:00", "2025-01-06T07:00:00.000Z", "2025-01-06 07:00:00 +0100", "UTC+99:00", "UTC-00:00",
    "9999-12-31", "1969-12-31", "0001-01-01", "2025-13-45", "yesterday", "true", "maybe", "Ora inizio ciclo",
    "サイクル", "=cmd()|' /C calc'!A0", "+1+1", "@SUM(1)", "<script>alert(1)</script>", "<b>", "'; DROP TABLE sleep;--",
    "%s%n", "\u202e\u202d", "a\u200bb", "\ufeff", "\x00", "\x1b[31m", "a\nb", "a\r", '"', "'", "\\", "{}", "[]", "null",
    "None", "&lt;", "&xxe;", "]]>", "<!-- -->", "../../etc/passwd", "\ud800", "é" * 300, "e\u0301", "🏃" * 50,
)  # fmt: skip
_TOKENS = ("NaN", "Infinity", "-Infinity", "1e999", "null", "[]", "{}", "true", "[[1]]", "-1", str(2**70), '"\\ud800"',
           '{"value": 1}', PLANTED, "")  # fmt: skip


def mutated(content: bytes, others: list[bytes], dice: random.Random) -> tuple[bytes, str]:
    """The file with one to three changes, and their names. others: files that it may be mixed with."""
    names = []
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        change = dice.choice(_OF_BYTES if dice.random() < 0.5 else _OF_VALUES)
        content = change(content, others, dice)
        names.append(change.__name__.strip("_"))
    return content, " + ".join(names)


def _flip(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    changed = bytearray(content or b"0")
    for _ in range(dice.choice((1, 1, 4, 40))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _delete(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at, length = _span(content, dice)
    return content[:at] + content[at + length :]


def _insert(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at, _ = _span(content, dice)
    put = (b'"', b"\n", b"\r", b",", b";", b"\0", BOM_UTF8, b"\xff", b"{", b"]", b"<", b"&", dice.randbytes(5))
    return content[:at] + dice.choice(put) + content[at:]


def _repeat(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at, length = _span(content, dice)
    times = 1000 if dice.random() < 0.1 else dice.choice((1, 1, 2, 10))
    return content[: at + length] + content[at : at + length] * times + content[at + length :]


def _cut(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at, _ = _span(content, dice)
    return content[:at] if dice.random() < 0.8 else content[at:]


def _splice(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others) if others else content
    return content[: _span(content, dice)[0]] + other[_span(other, dice)[0] :]


def _other_digit(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    found = list(re.finditer(rb"\d", content))
    for digit in dice.sample(found, min(len(found), dice.choice((1, 1, 3, 20)))):
        content = content[: digit.start()] + b"%d" % dice.randrange(10) + content[digit.end() :]
    return content


def _swap_lines(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    if len(lines) > 1:
        one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def _other_encoding(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A part of the file, or all of it, as another program writes text."""
    at = dice.choice((0, _span(content, dice)[0]))
    text = content[at:].decode("utf-8", "replace")
    return content[:at] + text.encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7")), "replace")


def _other_line_ends(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    at, _ = _span(content, dice)
    return content[:at] + content[at:].replace(b"\n", dice.choice((b"\r", b"\r\n", b"\n\n", b"\x0b", b"\xe2\x80\xa8")))


def _value(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """One to five values that cannot be, or that try something."""
    text = _text(content)
    places = values(text)
    for start, end in sorted(dice.sample(places, min(len(places), dice.choice((1, 1, 2, 5)))), reverse=True):
        text = text[:start] + _written(text, start, dice) + text[end:]
    return text.encode("utf-8", "surrogatepass")


def _written(text: str, start: int, dice: random.Random) -> str:
    """A hostile value as it stands in this kind of file, quoted where it has to be, or not."""
    value = "x" * HUGE_CELL if dice.random() < 0.003 else dice.choice(_CELLS)
    kind = form(text)
    if kind == "json":
        return dice.choice(_TOKENS) if dice.random() < 0.3 else json.dumps(value)
    if kind == "csv":
        return '"' + value.replace('"', '""') + '"' if dice.random() < 0.8 else value
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") if dice.random() < 0.8 else value


def _swap_values(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """Two values that are neighbours change places: an end comes before its start."""
    text = _text(content)
    places = values(text)
    if len(places) < 2:
        return content
    n = dice.randrange(len(places) - 1)
    (a, b), (c, d) = places[n], places[n + 1]
    return (text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]).encode("utf-8", "surrogatepass")


def _minus(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    text = _text(content)
    figures = [place for place in values(text) if text[place[0] : place[1]].replace(".", "").isdecimal()]
    for start, _ in sorted(dice.sample(figures, min(len(figures), 3)), reverse=True):
        text = text[:start] + "-" + text[start:]
    return text.encode("utf-8", "surrogatepass")


def _again(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """A whole line, record or element comes again, with another value in it."""
    text = _text(content)
    if not (places := units(text)):
        return content
    start, end = dice.choice(places)
    unit = text[start:end]
    inside = values(unit)
    if inside:
        a, b = dice.choice(inside)
        unit = unit[:a] + _written(text, start, dice) + unit[b:]
    between = "," if form(text) == "json" else ""
    return (text[:end] + between + unit + text[end:]).encode("utf-8", "surrogatepass")


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape").encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _span(content: bytes, dice: random.Random) -> tuple[int, int]:
    """A place in a file, near its beginning at times, where its names stand; and a length."""
    at = dice.randrange(len(content) + 1)
    return min(at, dice.randrange(400)) if dice.random() < 0.2 else at, dice.choice((1, 2, 5, 30, 200))


_OF_BYTES = (
    _flip,
    _delete,
    _insert,
    _repeat,
    _cut,
    _splice,
    _other_digit,
    _swap_lines,
    _other_encoding,
    _other_line_ends,
)
_OF_VALUES = (_value, _value, _swap_values, _minus, _again)


def rewritten(content: bytes, dice: random.Random) -> tuple[bytes, str]:
    """The same file as another program may save it, and what was changed: nothing that it says."""
    ways: dict[str, tuple[Callable[[str], bytes], ...]] = {
        "csv": (_with_windows_line_ends, _with_mark, _as_utf16, _with_blank_lines, _all_quoted, _without_last_line_end),
        "json": (_with_mark, _indented, _as_ascii, _with_windows_line_ends),
        "xml": (_with_mark, _with_windows_line_ends),
    }
    text = content.decode("utf-8-sig")
    way = dice.choice(ways[form(text)])
    return way(text), way.__name__.strip("_")


def _with_windows_line_ends(text: str) -> bytes:
    return re.sub("\r?\n", "\r\n", text).encode()


def _with_mark(text: str) -> bytes:
    return BOM_UTF8 + text.encode()


def _as_utf16(text: str) -> bytes:
    return BOM_UTF16_LE + text.encode("utf-16-le")


def _with_blank_lines(text: str) -> bytes:
    return (text + "\n\n").encode()


def _without_last_line_end(text: str) -> bytes:
    return text.rstrip("\r\n").encode()


def _all_quoted(text: str) -> bytes:
    parted_by = max(",;\t", key=text.partition("\n")[0].count)
    whole = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=parted_by)
    csv.writer(whole, delimiter=parted_by, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return whole.getvalue().encode()


def _indented(text: str) -> bytes:
    return json.dumps(document(text), indent=2, ensure_ascii=False).encode()


def _as_ascii(text: str) -> bytes:
    return json.dumps(document(text), ensure_ascii=True, separators=(",", ":")).encode()
