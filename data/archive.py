"""Opens what people bring (a file, a zip, a folder) without trusting it, and says what a file is by its first bytes.

Nothing is unpacked to disk and nothing is parsed here: a zip gives streams that count what they unpack, and
`describe` looks at the beginning of a file only.
"""

import csv
import io
import os
import re
import stat
import struct
import zipfile
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import BinaryIO

HEAD_BYTES = 64 * 1024
MAX_MEMBERS = 10_000
MAX_RATIO = 100  # a real export packs 5:1 to 40:1
HARMLESS_BYTES = 1 << 20  # one file that unpacks to less may have any ratio
HARMLESS_TOTAL_BYTES = 64 << 20  # all files of a zip together
MAX_UNPACKED_BYTES = 16 << 30  # the largest Apple Health exports are 4 GB
MAX_DIRECTORY_BYTES = 4 << 20  # 10,000 entries with long names are 2 MB

_END_BYTES = 22 + 0xFFFF  # the record at the end of a zip, with the longest comment
_ENCRYPTED = 0x1 | 0x40 | 0x2000  # zip flag bits: password, strong encryption, hidden directory
_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# All that the standard library's zip reader raises on damaged or hostile bytes.
_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # holds UnicodeDecodeError
    OverflowError,
    RuntimeError,  # holds NotImplementedError
)


class BadFile(Exception):
    """A file that cannot be imported: what it is, what was expected and what to do; never a health value.

    what, expected, do: words without a full stop. member: the file inside a zip or folder. line: counts from 1.
    """

    def __init__(self, what: str, *, expected: str = "", do: str = "", member: str = "", line: int | None = None):
        super().__init__(what)
        self.what, self.expected, self.do, self.member, self.line = what, expected, do, member, line

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.member, f"line {self.line}" if self.line else "") if part)
        sentences = (self.what, f"expected: {self.expected}" if self.expected else "", self.do)
        words = " ".join(sentence[0].upper() + sentence[1:] + "." for sentence in sentences if sentence)
        return f"{place}: {words}" if place else words


@dataclass(frozen=True)
class Member:
    """One file to import. `open` gives its bytes, from the start each time; damaged ones raise BadFile."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        with self.open() as stream:
            return stream.read(HEAD_BYTES)


def members(path: Path) -> list[Member]:
    """The files that `path` holds: itself, or what is in it where its content is a zip.

    Raises BadFile where it is no readable file, or a zip that is damaged, encrypted, nested or built to do harm.
    """
    plain = _plain_member(path)
    if not plain.head.startswith(_ZIP_STARTS):
        return [plain]
    return _zip_members(path, plain.size)


def files_below(folder: Path) -> list[Path]:
    """All regular files in a folder and its sub-folders, sorted; hidden files and links are left out.

    A link to a file of the same folder would only name that file twice, and one that leads out is not followed.
    """

    def refuse(fault: OSError) -> None:
        raise BadFile("the folder cannot be read", do="check that you may open it", member=printable(folder.name))

    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not _is_junk(name + "/")]
        paths = (Path(parent, name) for name in names if not _is_junk(name))
        try:
            found += [path for path in paths if path.is_file() and not path.is_symlink()]
        except OSError as fault:  # a folder whose names may be listed, but not what they stand for
            refuse(fault)
        if len(found) > MAX_MEMBERS:
            raise BadFile(f"the folder holds more than {MAX_MEMBERS:,} files", do="bring only the export's own folder")
    return sorted(found)


def _plain_member(path: Path) -> Member:
    name = printable(path.name)
    try:
        info = path.stat()
    except (OSError, ValueError) as fault:
        raise BadFile("there is no such file, or it may not be read", do="check the path", member=name) from fault
    if stat.S_ISDIR(info.st_mode):
        raise BadFile("this is a folder", expected="a file", member=name)
    if not stat.S_ISREG(info.st_mode):  # a pipe would wait for ever, a device never ends
        raise BadFile("this is a device or a pipe", expected="a file", member=name)

    def opened() -> BinaryIO:
        try:
            return path.open("rb")
        except OSError as fault:
            raise BadFile("the file cannot be opened", do="check that you may read it", member=name) from fault

    return Member(name, info.st_size, opened)


def printable(name: str) -> str:
    """A file name that can be shown and stored: control characters and bytes that are no text become "?"."""
    return "".join(char if char.isprintable() else "?" for char in name)


def _is_junk(name: str) -> bool:
    """Whether an operating system put the file there, or hid it: `__MACOSX/._a.csv`, `.DS_Store`, `Thumbs.db`."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    return hidden or "__MACOSX" in parts or parts[-1:] in (("Thumbs.db",), ("desktop.ini",), ("Icon\r",))


class _ZipBytes(io.FileIO):
    """The bytes of a zip, open for as long as one of its members is in use.

    Refuses the one huge read by which a forged directory fills the memory.
    """

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY_BYTES:
            raise zipfile.BadZipFile("directory too large")
        return super().read(size)

    def __del__(self) -> None:
        self.close()


def _zip_members(path: Path, packed: int) -> list[Member]:
    name = printable(path.name)
    try:
        archive, stated = zipfile.ZipFile(_ZipBytes(path)), _stated_members(path)
    except _ZIP_FAULTS as fault:
        raise _damaged(name) from fault
    infos = archive.infolist()
    if stated not in (len(infos), _NOT_STATED) or any(i.filename.endswith("/") and i.file_size for i in infos):
        raise _damaged(name)  # part of the directory is lost, and files would be passed over in silence
    if any(info.filename == "[Content_Types].xml" for info in infos):
        raise BadFile("this is an Excel workbook", expected="a CSV", do="save the sheet as CSV", member=name)
    if len(infos) > MAX_MEMBERS:
        raise BadFile(f"the zip holds more than {MAX_MEMBERS:,} files", expected="an export", member=name)
    for info in infos:
        _check_name(info.orig_filename, name)  # `filename` ends at a zero byte
    kept = [info for info in infos if not info.is_dir() and not _is_junk(info.filename)]
    _check_contents(kept, packed, name)
    found = [_zip_member(archive, info, packed, name) for info in kept]
    for member in found:
        if _holds_zip(member):
            raise BadFile(
                f"the zip holds another zip ({member.name})",
                do="unpack it and bring the folder, or the inner zip alone",
                member=name,
            )
    return found


_NOT_STATED = 0xFFFF  # the count stands elsewhere, where there are too many for its place


def _stated_members(path: Path) -> int:
    """How many members a zip says that it has, in the record that ends it."""
    with path.open("rb") as stream:
        stream.seek(-min(path.stat().st_size, _END_BYTES), os.SEEK_END)
        _, _, end = stream.read().rpartition(b"PK\x05\x06")
    return int.from_bytes(end[6:8], "little")


def _holds_zip(member: Member) -> bool:
    with member.open() as stream:  # not `head`, which would keep 64 KiB of each of 10,000 members
        start = stream.read(1024)
    return start.startswith(_ZIP_STARTS) and b"[Content_Types].xml" not in start


def _damaged(member: str) -> BadFile:
    return BadFile("the zip is cut off or damaged", expected="a whole zip", do="download it again", member=member)


def _check_name(inner: str, archive: str) -> None:
    """Refuses names that lead out of the folder into which the zip would be unpacked; exports never hold any."""
    elsewhere = inner.startswith("/") or "\\" in inner or ".." in inner.split("/") or re.match("[A-Za-z]:", inner)
    if not inner or elsewhere or not (inner.isprintable() or _is_junk(inner)):
        raise BadFile(
            "the zip holds a file whose name leads elsewhere or cannot be shown",
            expected="an export as its maker packed it",
            do="unpack it with a program that you trust and bring the folder",
            member=archive,
        )


def _check_contents(infos: list[zipfile.ZipInfo], packed: int, archive: str) -> None:
    """Refuses what the zip's directory already gives away. packed: bytes of the whole zip."""
    if not infos:
        raise BadFile("the zip holds no files", expected="an export", do="download it again", member=archive)
    if len({info.filename for info in infos}) < len(infos):
        raise BadFile("the zip holds two files of one name", do="unpack it and bring the folder", member=archive)
    for info in infos:
        kind = stat.S_IFMT(info.external_attr >> 16)
        if kind not in (0, stat.S_IFREG):
            raise BadFile(f"the zip holds a link or a device ({info.filename})", expected="files", member=archive)
        if info.flag_bits & _ENCRYPTED:
            raise BadFile("the zip has a password", do="unpack it and bring the folder", member=archive)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The other methods may unpack kilobytes to gigabytes in one step, before they can be counted.
            raise BadFile(
                f"the zip packs {info.filename} in an uncommon way",
                expected="an ordinary zip (deflate)",
                do="unpack it and bring the folder",
                member=archive,
            )
        if info.file_size > _allowed(info, packed):
            raise _bomb(archive)
    total = sum(info.file_size for info in infos)
    if total > MAX_UNPACKED_BYTES or total > max(HARMLESS_TOTAL_BYTES, MAX_RATIO * packed):
        raise _bomb(archive)


def _allowed(info: zipfile.ZipInfo, packed: int) -> int:
    """How many bytes a member may unpack to; the directory can lie about its packed size, the file's size cannot."""
    return max(HARMLESS_BYTES, MAX_RATIO * min(info.compress_size, packed))


def _bomb(archive: str) -> BadFile:
    return BadFile(
        f"the zip unpacks to more than {MAX_RATIO} times its size or {MAX_UNPACKED_BYTES >> 30} GB",
        expected="an export as its maker packed it",
        do="unpack it yourself and bring the folder, if you trust it",
        member=archive,
    )


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: int, name: str) -> Member:
    def opened() -> BinaryIO:
        try:
            stream = archive.open(info)
        except _ZIP_FAULTS as fault:
            raise _damaged(name) from fault
        return io.BufferedReader(_Unpacked(stream, _allowed(info, packed), name), 256 * 1024)

    return Member(info.filename, info.file_size, opened)


class _Unpacked(io.RawIOBase):
    """The bytes of one member: counted while they are unpacked, every fault in them a BadFile."""

    def __init__(self, stream: BinaryIO, allowed: int, archive: str):
        self._stream, self._left, self._archive = stream, allowed, archive

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        try:
            data = self._stream.read(min(len(buffer), HARMLESS_BYTES))
        except _ZIP_FAULTS as fault:
            raise _damaged(self._archive) from fault
        self._left -= len(data)
        if self._left < 0:
            raise _bomb(self._archive)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


_SIGNATURES = (  # the first that fits counts; each looks at the first 64 KiB
    ("empty", lambda head: not head.removeprefix(BOM_UTF8).strip()),
    ("an Excel workbook (.xlsx); save the sheet as CSV", lambda head: _is_zip(head) and b"[Content_Types].xml" in head),
    ("a zip", lambda head: _is_zip(head)),
    ("a gzip file; unpack it first", lambda head: head.startswith(b"\x1f\x8b")),
    ("an archive that is not a zip; unpack it first", lambda head: head.startswith((b"7z\xbc\xaf", b"Rar!"))),
    ("a FIT file", lambda head: head[8:12] == b".FIT"),
    ("a PDF", lambda head: head.startswith(b"%PDF")),
    ("a picture", lambda head: head.startswith(_PICTURES) or head[4:8] == b"ftyp" and head[8:12] in _PICTURE_BRANDS),
    ("an SQLite database", lambda head: head.startswith(b"SQLite format 3\0")),
    ("an old Excel workbook (.xls); save the sheet as CSV", lambda head: head.startswith(b"\xd0\xcf\x11\xe0")),
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM\0")
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")
_TEXT_SIGNATURES = (
    ("a web page (HTML)", r"(<\?xml[^>]*>\s*)?<(!doctype\s+)?html\b"),
    ("an XML file that declares entities, which is not accepted", r"(?s)<.*<!ENTITY"),
    ("an Apple Health export (XML)", r"(?s)<(.*<)?(!DOCTYPE\s+)?HealthData\b"),
    ("a GPX track", r"(?s)<(.{0,4000}?<)?(\w+:)?gpx\b"),
    ("a TCX workout", r"(?s)<(.{0,4000}?<)?(\w+:)?TrainingCenterDatabase\b"),
    ("an XML file", r"<[?!A-Za-z]"),
    ("JSON", r"(\{\s*[\"}]|\[\s*[\[{\"\]0-9-])"),
)


def describe(head: bytes, name: str) -> str:
    """What a file is, by its first bytes: "a FIT file", "a CSV table with the columns a, b, c", "empty" ...

    Of a table, column names only: a first row that holds figures is no header and is not repeated.
    """
    for words, fits in _SIGNATURES:
        if fits(head):
            return words
    text = decoded(head)
    if text is None:
        return "binary data" + _ending(name)
    text = text.lstrip()
    for words, pattern in _TEXT_SIGNATURES:
        if re.match(pattern, text, re.IGNORECASE):
            return words
    wide = head.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return _described_table(text) or ("UTF-16 text" if wide else "text") + _ending(name)


def is_data(head: bytes, name: str) -> bool:
    """False for what merely lies in a folder beside data: a README, a licence, settings, pictures, PDFs."""
    path = PurePosixPath(name.lower())
    if path.stem in _BESIDE_STEMS or path.suffix in _BESIDE_SUFFIXES:
        return False
    return describe(head, name) not in ("a PDF", "a picture")


_BESIDE_STEMS = ("readme", "license", "licence", "copying", "notice", "changelog", "authors", "makefile")
_BESIDE_SUFFIXES = (".md", ".rst", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".log", ".html", ".htm", ".css", ".js")


def _is_zip(head: bytes) -> bool:
    return head.startswith(_ZIP_STARTS)


def decoded(head: bytes) -> str | None:
    """The beginning of a file as text, for recognising it: UTF-8, UTF-16 by its mark, else as Windows writes it.

    None where it is no text. A character that the end of `head` cuts is left out.
    """
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        text = getincrementaldecoder("utf-16")("replace").decode(head)
        return None if "\0" in text else text
    if _CONTROL.search(head):
        return None
    try:
        return getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.removeprefix(BOM_UTF8).decode("cp1252", "replace")


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
DELIMITERS = ",;\t"


def delimiter(header: str) -> str:
    """Which of comma, semicolon and tab parts the columns of a header line: the most frequent outside quotes."""
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)  # of equals the first, the comma


def first_row(text: str) -> list[str]:
    """The cells of the first row that is not blank; [] where there is none."""
    lines = _filled_lines(text)
    first = next(lines, "")
    try:
        cells = next(csv.reader(chain([first], lines), delimiter=delimiter(first)), [])
    except csv.Error:
        return []
    return [cell.strip() for cell in cells]


_LONGEST_NAME = 40  # of a column; a cell with more characters may be a remark
_LIKE_A_VALUE = re.compile(r"[+.\-\u2212]|\W*\d|.*\d[.,:]\d")


def shown_names(names: Sequence[str], header: Sequence[str]) -> list[str]:
    """Those of a header's column names that words about the file may repeat.

    None where one of the header looks like a value: then a row of values may stand in its place.
    """
    if any(_LIKE_A_VALUE.match(name) for name in header):
        return []
    return [name for name in names if name and name.isprintable() and len(name) <= _LONGEST_NAME]


def _described_table(text: str) -> str | None:
    lines = _filled_lines(text)
    first, second = next(lines, ""), next(lines, "")
    parted_by = delimiter(first)
    if not first.count(parted_by) or not second.count(parted_by):
        return None
    names = first_row(first)
    shown = shown_names(names, names)
    if not shown:
        return "a table without column names"
    return f"a CSV table with the columns {', '.join(shown[:8])}{' …' if len(names) > len(shown[:8]) else ''}"


def _filled_lines(text: str) -> Iterator[str]:
    return (line for line in io.StringIO(text, newline=None) if line.strip())


def _ending(name: str) -> str:
    """What a file's name says of it, for where its content says nothing: " (.dat)"."""
    suffix = PurePosixPath(name).suffix
    return f" ({printable(suffix[:12])})" if suffix else ""
