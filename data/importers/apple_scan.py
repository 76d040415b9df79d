"""Reads an Apple Health export of any size in flat memory: quickly where it is written as Apple writes it.

    <Record type="HKQuantityTypeIdentifierHeartRate" sourceName="Watch" sourceVersion="9.1" device="..."
     unit="count/min" creationDate="2023-05-01 13:45:10 +0100" startDate="..." endDate="..." value="61"/>

Nearly all of a file is such records, one below the other. One pattern finds whole blocks of them; whatever stands
between, in whatever form, goes through an XML parser (expat), which so sees a smaller document of the same shape
and refuses it where it is broken. What the pattern takes is valid by itself: closed, with quoted attributes, each
at most once, without a `<` or a foreign entity in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from data.archive import BadFile, Member

CHUNK = 1 << 18
MAX_PROLOG = 4 << 20  # Apple's own document type is 10 KB
MAX_TOKEN = 32 << 20
MAX_INSIDE = 100_000  # elements inside one element
MAX_DEPTH = 32

# Control characters that XML knows none of; some apps write them into names (U+000B).
_CONTROLS = bytes(code for code in range(1, 32) if code not in (9, 10, 13))
_QUOTED = rb'"[^"<]*+"'
_CHILD = (
    rb'<MetadataEntry key="[^"<]*+" value="[^"<]*+"/>'
    rb'|<InstantaneousBeatsPerMinute bpm="[^"<]*+" time="[^"<]*+"/>'
    rb"|</?HeartRateVariabilityMetadataList>"
)
_RECORD = re.compile(
    rb"\s*+<Record (type=" + _QUOTED + rb" sourceName=" + _QUOTED + rb"(?: sourceVersion=" + _QUOTED + rb")?+"
    rb"(?: device=" + _QUOTED + rb")?+(?: unit=" + _QUOTED + rb")?+)"
    rb' creationDate="([^"<]{25})" startDate="([^"<]{25})" endDate="([^"<]{25})"(?: value="([^"<&]*+)")?+'
    rb"(?:/>|>((?:\s*+(?:" + _CHILD + rb"))*+)\s*+</Record>)"
)
# What stands below the root alone; a Record stands in a Correlation as well.
_OF_THE_ROOT = frozenset(
    ("Record", "Correlation", "Workout", "ActivitySummary", "ClinicalRecord", "Audiogram", "VisionPrescription")
)
_GROUPS = 7  # of one match in what `split` gives: what stood before it, and the six parts of it
# iOS 8 has attribute names of several words.
_SPACED_NAME = re.compile(rb'(?<=")(\s+)(\w+(?: +\w+)+)(?=\s*=\s*")')
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_TAG = re.compile(rb"<[A-Za-z]")
_PROLOG = re.compile(rb"(?:\s|<\?.*?\?>|<!--.*?-->|" + _DOCTYPE.pattern + rb")*+", re.DOTALL)
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["'])""", re.IGNORECASE)


@dataclass(slots=True)
class Element:
    """One XML element with its attributes and what is inside it. Positions of routes are not taken in."""

    tag: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Run:
    """Records that stand one below the other, as columns of raw bytes.

    heads: the attributes type, sourceName, sourceVersion, device and unit as they are written. inside: what is
    between the tags, None where nothing is.
    """

    heads: list[bytes]
    created: list[bytes]
    start: list[bytes]
    end: list[bytes]
    value: list[bytes | None]
    inside: list[bytes | None]

    def __len__(self) -> int:
        return len(self.heads)


class Export:
    """The content of an export, in order. Raises BadFile where it is broken, cut off, or built to do harm."""

    def __init__(self, member: Member):
        self.member = member
        self.seen = 0  # elements so far
        self._bytes = 0
        self._silent = 0  # bytes for the parser since the last tag
        self._reader = _Reader("HealthData")
        self._only_parser = False

    @property
    def share(self) -> float:
        """How much of the file has been read, from 0 to 1."""
        return min(self._bytes / self.member.size, 1.0) if self.member.size else 0.0

    def parsed(self, text: bytes) -> Element:
        """One element of it and what is inside."""
        reader = _Reader("HealthData")
        try:
            reader.parser.Parse(b"<HealthData>" + text + b"</HealthData>", True)
        except expat.ExpatError as fault:
            raise self._broken(fault) from fault
        (element,) = reader.done
        return element

    def __iter__(self) -> Iterator[Run | Element]:
        try:
            with self.member.open() as stream:
                for piece in self._pieces(stream):
                    yield from self._read(piece)
                yield from self._parsed(b"", last=True)
        except expat.ExpatError as fault:
            raise self._broken(fault) from fault

    def _pieces(self, stream: BinaryIO) -> Iterator[bytes]:
        """The text without its document type, in pieces that end where a record begins."""
        rest = self._after_prolog(stream)
        while True:
            more = self._chunk(stream)
            if not more:
                break
            rest += more
            cut = rest.rfind(b"<Record ", 1)
            if cut < 0 and rest.endswith(b"<"):
                cut = len(rest) - 1  # a comment may begin here, and has to be seen whole
            if cut > 0:
                yield rest[:cut]
                rest = rest[cut:]
            elif len(rest) > 4 * CHUNK:
                yield rest
                rest = b""
        if rest:
            yield rest

    def _chunk(self, stream: BinaryIO) -> bytes:
        read = stream.read(CHUNK)
        self._bytes += len(read)
        return read.translate(None, _CONTROLS)

    def _after_prolog(self, stream: BinaryIO) -> bytes:
        """The text from the root element on.

        The document type is left out: that of iOS 16 is broken, and entities are never wanted.
        """
        text = self._chunk(stream).removeprefix(b"\xef\xbb\xbf")
        while True:
            declared = _DOCTYPE.search(text)
            root = text.find(b"<HealthData", declared.end() if declared else 0)
            if root >= 0 and (declared or b"<!DOCTYPE" not in text[:root]):
                break
            more = self._chunk(stream)
            if not more or len(text) > MAX_PROLOG:
                raise BadFile("there is no HealthData in it", expected="export.xml", member=self.member.name)
            text += more
        prolog = text[:root]
        if b"<!ENTITY" in prolog:
            raise BadFile("it declares entities, which no export does", do="export it again", member=self.member.name)
        if _TAG.search(prolog) or not _PROLOG.fullmatch(prolog):
            raise BadFile("something stands before HealthData", do="export it again", member=self.member.name)
        if _ENCODING.search(prolog):
            raise BadFile("it is not UTF-8", expected="export.xml as Apple writes it", member=self.member.name)
        return text[root:]

    def _read(self, piece: bytes) -> Iterator[Run | Element]:
        if self._only_parser or b"<!" in piece or b"<?" in piece:
            # Inside a comment nothing is a record; no export holds one, so from here on speed does not matter.
            self._only_parser = True
            yield from self._parsed(piece)
            return
        parts = _RECORD.split(piece)
        between = parts[0::_GROUPS]
        first = 0
        for place in [n for n, text in enumerate(between) if text]:
            yield from self._records(parts, first, place)
            yield from self._parsed(between[place])
            first = place
        yield from self._records(parts, first, len(between) - 1)

    def _records(self, parts: list[bytes], first: int, last: int) -> Iterator[Run | Element]:
        if first == last:
            return
        columns = [parts[n + first * _GROUPS : last * _GROUPS : _GROUPS] for n in range(1, _GROUPS)]
        run = Run(*columns)
        if self._reader.depth == 1:
            self.seen += len(run)
            yield run
        else:  # inside another element, or outside the root: the parser has to judge
            yield from self._parsed(b"".join(map(_written, *columns)))

    def _parsed(self, text: bytes, *, last: bool = False) -> Iterator[Element]:
        reader = self._reader
        tags = reader.tags
        reader.parser.Parse(_SPACED_NAME.sub(_joined_name, text), last)
        self._silent = 0 if reader.tags > tags else self._silent + len(text)
        if self._silent > MAX_TOKEN:
            reader.fault = f"a single element is larger than {MAX_TOKEN >> 20} MB"
        if reader.fault:
            raise BadFile(reader.fault, expected="export.xml as Apple writes it", member=self.member.name)
        done, reader.done = reader.done, []
        for element in done:
            self.seen += 1
            yield element

    def _broken(self, fault: expat.ExpatError) -> BadFile:
        words = expat.ErrorString(fault.code) or "not well-formed"
        cut_off = fault.code in (expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS],
                                 expat.errors.codes[expat.errors.XML_ERROR_UNCLOSED_TOKEN])  # fmt: skip
        what = "the file is cut off" if cut_off else f"the XML is broken ({words})"
        where = f"behind element {self.seen:,}" if self.seen else "at its beginning"
        return BadFile(f"{what} {where}", expected="a whole export.xml", do="export it again", member=self.member.name)


def _joined_name(found: re.Match[bytes]) -> bytes:
    return found[1] + re.sub(rb" +", b"_", found[2])


def _written(head: bytes, created: bytes, start: bytes, end: bytes, value: bytes | None, inside: bytes | None) -> bytes:
    """A record as it stood in the file."""
    said = b"" if value is None else b' value="%b"' % value
    dates = b' creationDate="%b" startDate="%b" endDate="%b"' % (created, start, end)
    return b"<Record %b%b%b>%b</Record>" % (head, dates, said, inside or b"")


class _Reader:
    """Builds the elements below the root, one at a time."""

    def __init__(self, root: str):
        self.root, self.depth, self.tags, self.fault = root, 0, 0, ""
        self.done: list[Element] = []
        self._open: list[Element] = []
        self._inside = 0
        self.parser = expat.ParserCreate()
        self.parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.tags += 1
        self._inside += 1
        if self.depth == 1:
            if tag != self.root:
                self.fault = f"it does not begin with {self.root}"
            return
        if self.depth > MAX_DEPTH:
            self.fault = "its elements are nested too deep"
        elif self._inside > MAX_INSIDE:
            self.fault = f"an element holds more than {MAX_INSIDE:,} others"
        elif tag in _OF_THE_ROOT and self._open and (tag, self._open[-1].tag) != ("Record", "Correlation"):
            self.fault = f"a {tag} stands inside another element"
        elif tag == "Location":  # where somebody was is not kept
            self._inside -= 1
        element = Element(tag, attributes)
        if self._open and tag != "Location" and not self.fault:
            self._open[-1].children.append(element)
        self._open.append(element)

    def _end(self, tag: str) -> None:
        self.depth -= 1
        self.tags += 1
        if not self._open:
            return
        element = self._open.pop()
        if not self._open:
            self._inside = 0
            self.done.append(element)

    def _doctype(self, *_: object) -> None:
        self.fault = "it declares a document type in its middle"
