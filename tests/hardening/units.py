"""The parts of a file that speak for themselves: lines of a table, records of a JSON list, elements of an XML file.

Found by plain reading of the text, without the importers: to leave one out, to change one, and to see which of them
a changed file still holds.
"""

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress

Span = tuple[int, int]  # from, up to and without, in characters of the text

_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_JSON_VALUE = re.compile(r'(?<=[:\[,])\s*("(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[-+.\deE]*|true|false|null)', re.DOTALL)
_COMMA_TOO_MANY = re.compile(r",(\s*[\]}])")
_XML_ELEMENT = re.compile(r'<(\w+)\b(?:(?:[^<>"/]|/(?!>)|"[^"<]*")*+/>|(?:(?!</\1>).)*?</\1>)', re.DOTALL)
_XML_DOCTYPE = re.compile(r"[^!]*<!DOCTYPE[^\[>]*\[.*?\]\s*>", re.DOTALL)
_XML_ROOT = re.compile(r"<[A-Za-z][^>]*>")
_XML_FRONT = re.compile(r"\s*(?:<\?.*?\?>|\s)*<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_XML_VALUE = re.compile(r'="([^"]*)"')
_CELL = re.compile(r'"(?:[^"]|"")*"|[^,;\t\r\n"]+')


def form(text: str) -> str:
    """What a text is: json, xml or csv."""
    start = text.lstrip("\ufeff \r\n\t")[:1]
    return "json" if start in ("{", "[") else "xml" if start == "<" else "csv"


def units(text: str) -> list[Span]:
    """Where the units of a text stand; those of a table with their line ends, and without its header."""
    return list({"json": _records, "xml": _elements, "csv": _lines}[form(text)](text))


def values(text: str) -> list[Span]:
    """Where single values stand: cells, JSON scalars, XML attributes; without marks around them where there are."""
    kind = form(text)
    if kind == "xml":
        return [found.span(1) for found in _XML_VALUE.finditer(text)]
    if kind == "json":
        return [found.span(1) for found in _JSON_VALUE.finditer(text)]
    return [found.span() for found in _CELL.finditer(text)]


def without(text: str, span: Span) -> str:
    """The text without one of its units; in JSON without a comma beside it, too."""
    before, after = text[: span[0]], text[span[1] :]
    if form(text) == "json":
        rest = after.lstrip()
        if rest.startswith(","):
            return before + rest[1:]
        return before.rstrip().removesuffix(",") + after
    return before + after


def _lines(text: str) -> Iterator[Span]:
    """The rows of a table below its header; one of several lines where a quoted cell holds line breaks."""
    lines = io.StringIO(text, newline="").readlines()
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    reader = csv.reader(lines, delimiter=max(",;\t", key=(lines or [""])[0].count))
    first, is_header = 0, True
    with suppress(csv.Error):  # a cell without an end: what stands behind its beginning is no row
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if not is_header:
                    yield starts[first], starts[reader.line_num]
                is_header = False
            first = reader.line_num


def _records(text: str) -> Iterator[Span]:
    """The objects in lists of a JSON text; of those that hold objects in lists themselves (pages), what is in these."""
    open_marks: list[tuple[str, int]] = []
    last_unit = -1
    for token in _JSON_TOKEN.finditer(text):
        mark = token[0]
        if mark in "[{":
            open_marks.append((mark, token.start()))
        elif mark in "]}" and open_marks:
            opened, start = open_marks.pop()
            if opened == "{" and open_marks[-1:] and open_marks[-1][0] == "[" and last_unit < start:
                yield start, token.end()
                last_unit = start


def _elements(text: str) -> Iterator[Span]:
    """The children of the root of an XML text, wherever the root's own marks have come to stand."""
    roots = re.findall(r"</(\w+)>", text)[-1:]
    place = declared.end() if (declared := _XML_FRONT.match(text)) else 0
    while found := _XML_ELEMENT.search(text, place):
        if found[1] in roots:
            place = text.find(">", found.start()) + 1
        else:
            yield found.span()
            place = found.end()


def document(text: str) -> object:
    """What a JSON text holds; a comma too many is let pass. Raises ValueError where it is none."""
    try:
        return json.loads(_COMMA_TOO_MANY.sub(r"\1", text.removeprefix("\ufeff")))
    except RecursionError as fault:
        raise ValueError("nested too deep") from fault


def parses(text: str) -> bool:
    """Whether a JSON text is one; of the others nothing is said: nearly every text is a table of some kind."""
    if form(text) != "json":
        return True
    try:
        document(text)
    except ValueError:
        return False
    return True
