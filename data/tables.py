"""Reads CSV tables as people and programs write them: any of three delimiters, two encodings, quoted line breaks."""

import csv
import io
import re
import unicodedata
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain

from data.archive import BadFile, Member, decoded, delimiter, first_row

MAX_CELL = 1 << 20  # characters
MAX_LINE = 4 << 20

# One setting for the whole process, and the reader's only guard against a quote that swallows the rest of a file.
csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True)
class Table:
    """A header and a way to go through its rows, as often as needed, without holding the file in memory.

    header: column names, stripped; a name may come twice. rows: (line where the row starts, cells), blank lines
    left out; a row may be shorter or longer than the header; raises BadFile at the line that cannot be read.
    """

    header: list[str]
    rows: Callable[[], Iterator[tuple[int, list[str]]]]
    delimiter: str = ","


def read_table(member: Member) -> Table:
    """The CSV table in a file: UTF-8 with or without byte order mark, or UTF-16 with one; `,` `;` or tab.

    Raises BadFile where the header or the first row cannot be read, or there is none; and where every row has more
    cells than the header has names, for then a name is missing, and what stands behind its place has moved.
    """
    first_line = next((line for line in _lines(member) if line.strip()), None)
    if first_line is None:
        raise BadFile("the file is empty", expected="a CSV table with a header", member=member.name)
    parted_by = delimiter(first_line)
    everything = _rows(member, parted_by)
    line, header = next(everything)
    if (first := next(everything, None)) is None:
        raise BadFile("the table has a header but no rows", expected="at least one row", member=member.name)
    if all(len(cells) > len(header) for _, cells in chain([first], everything)):
        raise BadFile(
            "every row has more cells than the header has names",
            expected="a name above each column",
            member=member.name,
            line=line,
        )

    def rows() -> Iterator[tuple[int, list[str]]]:
        below = _rows(member, parted_by)
        next(below)
        return below

    return Table([name.strip() for name in header], rows, parted_by)


def header_of(member: Member) -> list[str]:
    """The column names of a file if it were a table, from its first bytes alone; [] where it is no text.

    For telling whose file it is: text in a wrong encoding gets a header here, and its BadFile from read_table.
    """
    return first_row(decoded(member.head) or "")


def fold(text: str) -> str:
    """A name as a key: "Heart Rate (bpm)" -> "heart_rate_bpm", "Schlafbeständigkeit %" -> "schlafbestandigkeit_pct"."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", "_", plain.lower().replace("%", "pct")).strip("_")


def number(cell: str, parted_by: str = ",") -> float:
    """The number in a cell; "6,5" is six and a half where no comma parts the columns.

    Raises ValueError on anything else, thousands separators included: "1.234" and "1,234" say no one thing.
    """
    text = cell.strip()
    if parted_by != ",":
        text = text.replace(",", ".")
    if not re.fullmatch(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", text):
        raise ValueError("not a number")
    return float(text)


class CutOff(list[str]):
    """The cells of a last line that ends without a line break and before its last column.

    In a file that a program wrote it was cut off there, and its last cell may be half a number; a person may have
    typed it so.
    """


def _rows(member: Member, parted_by: str) -> Iterator[tuple[int, list[str]]]:
    """All rows, the header first, each with the line on which it starts."""
    ending, width = [""], 0

    def watched() -> Iterator[str]:
        for line in _lines(member):
            ending[0] = line[-1]
            yield line

    reader = csv.reader(watched(), delimiter=parted_by, strict=True)
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            raise _broken_row(fault, member, start) from fault
        if cells is None:
            return
        if len(cells) > 1 or "".join(cells).strip():
            width = width or len(cells)
            yield start, CutOff(cells) if len(cells) < width and ending[0] not in "\r\n" else cells


def _broken_row(fault: csv.Error, member: Member, line: int) -> BadFile:
    if "limit" in str(fault) or "unexpected end" in str(fault):
        what = "a quotation mark opens a cell that does not end"
    else:
        what = "a quotation mark stands where none can"
    return BadFile(what, do='write a quotation mark inside a cell as ""', member=member.name, line=line)


def _lines(member: Member) -> Iterator[str]:
    """The physical lines, line ends kept (a quoted cell may hold some)."""
    wide = member.head.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    # Bytes that are no text are let through as marks, so that the line that holds them can be named.
    encoding, errors = ("utf-16", "replace") if wide else ("utf-8-sig", "surrogateescape")
    wrong = _REPLACED if wide else _ESCAPED
    with io.TextIOWrapper(member.open(), encoding, errors, newline="") as stream:
        for count, line in enumerate(iter(partial(stream.readline, MAX_LINE), ""), start=1):
            if not line.isascii() and wrong.search(line):
                raise _not_unicode(member, count)
            if "\0" in line or len(line) >= MAX_LINE:
                raise BadFile("this is not text", expected="a CSV table", member=member.name, line=count)
            yield line


_ESCAPED = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")


def _not_unicode(member: Member, line: int) -> BadFile:
    return BadFile(
        "the file is not UTF-8",
        expected="UTF-8, or UTF-16 with its mark",
        do='in Excel, choose "Save as" and the type "CSV UTF-8"',
        member=member.name,
        line=line,
    )
