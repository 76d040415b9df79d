"""Imports of mutated files: a receipt that adds up or a clear refusal, and nothing stored that the file does not say.

What a file says is learned from the outside: each unit of it (line, record, element) is left out once, and what the
store then lacks is what that unit says. Of a mutated file, every unit that stands there unchanged has to say the
same, to be rejected, or to be refused with the whole; what a changed one says has to be possible.
"""

import random
import re
import shutil
import tempfile
import time
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path

from data import ingest, schema
from tests.hardening import children, stores
from tests.hardening.mutations import PLANTED, PLANTED_WORDS, mutated, rewritten
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, FIRST_DAY, Row
from tests.hardening.subjects import SUBJECTS, Subject
from tests.hardening.units import form, parses, units, without

DAYS = 10
MOST_S = 10
LEARNS_WITHIN_S = 60
MOST_LEARNED = 200  # of the units of one file
REASONS_KEPT = 1000  # of a file with more bad lines than these, the reasons of the first will do
WAYS = ("alone",) * 7 + ("folder", "zip", "damaged zip", "rewritten", "again")
KEPT = Path(tempfile.gettempdir()) / "ownpace-hardening"  # files that brought a failure
_STATES = {"imported", "unchanged", "refused", "skipped"}  # "failed" blames the store, and the store is well
_FIGURE = re.compile(r"(?<![\d.:+-])\d{2,3}[.,]\d{1,3}(?![\d.:,Z-])")


@dataclass(frozen=True)
class Original:
    """A file as its source wrote it, and what it says: the rows that the store holds of it."""

    name: str
    content: bytes
    rows: frozenset[Row]
    rows_read: int
    is_accepted: bool

    @cached_property
    def units(self) -> tuple[str, ...]:
        text = self.content.decode("utf-8-sig")
        return tuple(text[start:end].strip() for start, end in units(text))

    @cached_property
    def owners(self) -> dict[Row, frozenset[str]]:
        """Of each row, the units without any of which it would not be there."""
        text, found = self.content.decode("utf-8-sig"), defaultdict(set)
        spans = units(text) if self.is_accepted else []
        for start, end in random.Random(self.name).sample(spans, min(len(spans), MOST_LEARNED)):
            for row in self.rows - _said(self.name, without(text, (start, end)).encode())[1]:
                found[row].add(text[start:end].strip())
        return {row: frozenset(some) for row, some in found.items()}

    @cached_property
    def widest(self) -> int:
        """The most rows of one unit."""
        return max(Counter(unit for some in self.owners.values() for unit in some).values(), default=1)

    @cached_property
    def secrets(self) -> frozenset[str]:
        """Figures that no word about the file may repeat."""
        figures = _FIGURE.findall(self.content.decode("utf-8-sig"))
        return frozenset(figure for figure in figures if len(figure) > 4) | {PLANTED, PLANTED_WORDS}


@dataclass
class Tried:
    """What one import of a mutated file did. words: all that it said, wherever."""

    receipts: list[ingest.Receipt]
    before: set[Row]
    after: set[Row]
    words: str
    seconds: float
    faults: list[str] = field(default_factory=list)

    def total(self, name: str) -> int:
        return sum(getattr(receipt, name) for receipt in self.receipts)

    @property
    def is_refused(self) -> bool:
        return all(receipt.state == "refused" for receipt in self.receipts)


@cache
def contents(name: str) -> dict[str, bytes]:
    """The files of a subject's export: name and bytes."""
    subject = next(subject for subject in SUBJECTS if subject.name == name)
    with tempfile.TemporaryDirectory() as folder:
        subject.write(Path(folder) / "export", DAYS, FIRST_DAY)
        files = sorted(file for file in (Path(folder) / "export").rglob("*") if file.is_file())
        return {file.name: file.read_bytes() for file in files}


@cache
def original(name: str, file: str) -> Original:
    """A file of a subject's export, with what it says by itself."""
    content = contents(name)[file]
    (receipt,), rows = _said(file, content)
    return Original(file, content, rows, receipt.rows_read, receipt.ok)


def _said(name: str, content: bytes) -> tuple[list[ingest.Receipt], frozenset[Row]]:
    """What comes of a file that is imported alone."""
    with tempfile.TemporaryDirectory() as folder:
        file, path = Path(folder) / name, stores.copied(_template("", "alone"), Path(folder) / "store" / "ownpace.db")
        file.write_bytes(content)
        return ingest.import_path(path, file, ADA), frozenset(_known(path))


def _known(path: Path) -> set[Row]:
    """All that a store knows of an athlete: records, and the elements that some of them are worked out from."""
    return stores.records(path) | stores.raw_elements(path)


@cache
def _templates() -> dict[str, Path]:
    """Stores to begin with: one without records, and one a subject that holds its export."""
    return {"": stores.new_store(Path(tempfile.mkdtemp(prefix="ownpace-fuzz-")) / "empty.db")}


def _template(name: str, way: str) -> Path:
    known = _templates()
    if way != "again":
        return known[""]
    if name not in known:
        path = stores.copied(known[""], known[""].with_name(f"holds-{len(known)}.db"))
        ingest.import_path(path, _folder(known[""].parent / f"export-{len(known)}", contents(name)), ADA)
        known[name] = path
    return known[name]


def tried(name: str, seed: int) -> tuple[list[str], str, float]:
    """One mutated file of a subject: what is wrong with what came of it, what was done, and in how many seconds."""
    dice = random.Random(f"{name}: {seed}")
    way = dice.choice(WAYS)
    whole = original(name, dice.choice(list(contents(name))))
    with tempfile.TemporaryDirectory(prefix="ownpace-fuzz-") as scratch:
        path, content, change = _made(Path(scratch) / "mutated", name, whole, way, dice)
        result = _imported(_template(name, way), Path(scratch) / "store" / "ownpace.db", path)
        faults = result.faults + _basic_faults(result, _secrets(name, whole.name, way) - _names_in(content, whole))
        if way == "alone":
            faults += _unit_faults(whole, content, result)
        elif way in ("rewritten", "again", "damaged zip") and whole.is_accepted:
            faults += _meaning_faults(name, whole, way, result)
        if faults:
            kept = KEPT / f"{name.replace(', ', '-').replace(' ', '-')}-{seed}"
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(path.parent, kept)
            faults.append(f"kept in {kept}")
    state = "+".join(sorted({receipt.state for receipt in result.receipts}))
    return [f"({way}, {whole.name}, {change}) {fault}" for fault in faults], f"{way}: {state}", result.seconds


def _secrets(name: str, file: str, way: str) -> frozenset[str]:
    files = [file] if way in ("alone", "rewritten") else contents(name)
    return frozenset().union(*(original(name, file).secrets for file in files))


def _names_in(content: bytes, original: Original) -> set[str]:
    """Planted words that stand among the names of a header: nothing shows that they are not another one."""
    strange = set(_head(_decoded(content))) - set(_head(_decoded(original.content)))
    return {PLANTED_WORDS} if strange == {PLANTED_WORDS} else set()


def _made(folder: Path, name: str, whole: Original, way: str, dice: random.Random) -> tuple[Path, bytes, str]:
    """What is to be imported, in a folder; the content of the file that was changed, and how."""
    files, others = dict(contents(name)), [content for s in SUBJECTS for content in contents(s.name).values()]
    folder.mkdir()
    if way == "damaged zip":
        packed = _zip(folder / "export.zip", files)
        packed.write_bytes(change_bytes(packed.read_bytes(), dice))
        return packed, whole.content, "bytes"
    if way in ("rewritten", "again") and whole.is_accepted:
        content, change = rewritten(whole.content, dice)
    else:
        content, change = mutated(whole.content, others, dice)
    if way in ("alone", "rewritten"):
        (folder / whole.name).write_bytes(content)
        return folder / whole.name, content, change
    files[whole.name] = content
    path = _zip(folder / "export.zip", files) if way == "zip" else _folder(folder / "export", files)
    return path, content, change


def change_bytes(content: bytes, dice: random.Random) -> bytes:
    """A zip with some bytes changed, half of the time in its directory at the end."""
    changed = bytearray(content)
    for _ in range(dice.choice((1, 1, 2, 8))):
        at = dice.randrange(len(changed)) if dice.random() < 0.5 else len(changed) - dice.randrange(1, 200)
        edit = dice.randrange(4)
        if edit == 0:
            changed[at] ^= 1 << dice.randrange(8)
        elif edit == 1:
            del changed[at : at + dice.randrange(1, 20)]
        elif edit == 2:
            changed[at:at] = dice.randbytes(dice.randrange(1, 20))
        else:
            changed[at : at + 4] = dice.choice((bytes(4), b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x01\0\0\0"))
    return bytes(changed)


def _zip(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(f"export/{name}", content)
    return path


def _folder(path: Path, contents: dict[str, bytes]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (path / name).write_bytes(content)
    return path


def _imported(template: Path, store_path: Path, path: Path) -> Tried:
    stores.copied(template, store_path)
    before, all_before = _known(store_path), stores.everything(store_path)
    begun = time.perf_counter()
    receipts = ingest.import_path(store_path, path, ADA)
    seconds = time.perf_counter() - begun
    all_after = stores.everything(store_path)
    words = [repr(receipt) for receipt in receipts] + [repr(all_after["import_file"]), repr(all_after["rejected_row"])]
    result = Tried(receipts, before, _known(store_path), "\n".join(words), seconds)
    if seconds > MOST_S:
        result.faults.append(f"it took {seconds:.1f} s")
    rejected = len(all_after["rejected_row"]) - len(all_before["rejected_row"])
    if not min(result.total("rows_rejected"), REASONS_KEPT) <= rejected <= result.total("rows_rejected"):
        result.faults.append(f"{result.total('rows_rejected')} lines rejected, {rejected} kept with their reasons")
    kept = len(all_after["import_file"]) - len(all_before["import_file"])
    if kept != sum(receipt.state != "skipped" for receipt in receipts):
        result.faults.append(f"{len(receipts)} receipts, {kept} kept in the store")
    result.faults += stores.strays(store_path)
    return result


def _basic_faults(result: Tried, secrets: frozenset[str]) -> list[str]:
    """What must hold of any import of any file."""
    faults = [f"state {receipt.state}: {receipt.error}" for receipt in result.receipts if receipt.state not in _STATES]
    faults += [f"counts do not add up: {receipt}" for receipt in result.receipts if not _adds_up(receipt)]
    faults += [f"no reason: {r}" for r in result.receipts if r.state == "refused" and len(r.error or "") < 10]
    gained, lost = result.after - result.before, result.before - result.after
    changing = result.total("rows_new") + result.total("rows_changed")
    if bool(gained or lost) != bool(changing):
        faults.append(f"{changing} lines new or changed, {len(gained)} rows gained, {len(lost)} lost")
    if result.total("rows_new") > len(gained) + len(lost):
        faults.append(f"{result.total('rows_new')} new lines, but {len(gained)} rows gained")
    last_day = (date.today() + timedelta(days=1)).isoformat()
    records = [stores.record(row) for row in gained if row[0] != stores.RAW]
    problems = {problem for record in records if (problem := schema.problem(record, last_day))}
    faults += [f"stored, though {problem}" for problem in problems]
    faults += [f"words repeat {secret}" for secret in secrets if secret in result.words]
    return faults


def _adds_up(receipt: ingest.Receipt) -> bool:
    counted = receipt.rows_new + receipt.rows_changed + receipt.rows_same + receipt.rows_rejected
    members = [m.rows_read == m.rows_new + m.rows_changed + m.rows_same + m.rows_rejected for m in receipt.members]
    return receipt.rows_read == counted == sum(m.rows_read for m in receipt.members) and all(members)


def _meaning_faults(name: str, original: Original, way: str, result: Tried) -> list[str]:
    """What must hold where nothing was changed that matters, or a damaged zip could still be read."""
    if way == "rewritten" and result.after != original.rows:
        return [f"the same file in another spelling says something else: {_difference(original.rows, result.after)}"]
    if way == "again" and result.after != result.before:
        return [f"the same export again changed the store: {_difference(result.before, result.after)}"]
    if way == "damaged zip" and not result.is_refused and result.after != _whole(name):
        return [f"a damaged zip was read in part: {_difference(_whole(name), result.after)}"]
    return []


@cache
def _whole(name: str) -> set[Row]:
    return _known(_template(name, "again"))


def _difference(expected: Iterable[Row], found: Iterable[Row]) -> str:
    lost, invented = set(expected) - set(found), set(found) - set(expected)
    return f"{len(lost)} rows lost, {len(invented)} others (tables {sorted({row[0] for row in lost | invented})})"


def _unit_faults(original: Original, content: bytes, result: Tried) -> list[str]:
    """What must hold of the units that the mutation left alone."""
    if result.is_refused or not original.is_accepted:
        return []
    text = _decoded(content)
    if not parses(text):
        return ["it is no JSON, and yet it was imported"]
    if form(text) == "json" and not {row[1] for row in original.rows} & {r.source for r in result.receipts}:
        return []  # spliced with a file of another source, it is read as one of that
    there = Counter(text[start:end].strip() for start, end in units(text))
    untouched = {unit for unit in original.units if unit in there}
    touched = there.total() - sum(there[unit] for unit in untouched)
    swallowed = [unit for unit in original.units if unit not in there and _stands_in(unit, text)]
    faults = []
    if swallowed and not result.total("rows_rejected"):
        faults.append(f"{len(swallowed)} units vanished in another one, and nothing was rejected")
    # Of a JSON key that comes twice the last counts: what both hold is there twice, and read once.
    to_read = len(untouched) if form(text) == "json" else sum(there[unit] for unit in untouched)
    if result.total("rows_read") < to_read * original.rows_read // len(original.units):
        faults.append(f"{there.total()} units, {result.total('rows_read')} lines read")
    head, first = _head(_decoded(original.content)), _head(text)
    if [name for name in head if name in first] != [name for name in first if name in head]:
        return faults  # names that changed places: the file says something else, and nothing shows it
    lacks_columns = any(count.endswith(" column") for r in result.receipts for m in r.members for count in m.counts)

    def may_lack(row: Row) -> bool:  # a habit has the name that its own column has
        return lacks_columns or row[0] == "journal" and head != first

    wrong = [
        row
        for row in original.rows - result.after
        if original.owners.get(row, {""}) <= untouched and not (may_lack(row) and _is_weaker(row, result.after))
    ]
    room = (touched + len(swallowed)) * original.widest + result.total("rows_rejected") * original.widest
    if len(wrong) > room:
        faults.append(f"{len(wrong)} rows of untouched units are missing or differ, {touched} were touched: "
                      f"tables {sorted({row[0] for row in wrong})}")  # fmt: skip
    invented = result.after - original.rows
    gone = len(set(original.units) - untouched)  # without it, a sum over several units is another one
    if len(invented) > (max(touched, gone) + len(wrong)) * original.widest and head == first:
        faults.append(f"{len(invented)} rows that no untouched unit says, {touched} were touched")
    return faults


def _decoded(content: bytes) -> str:
    for encoding in ("utf-16",) if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ("utf-8-sig",):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    return content.decode("utf-8", "replace")


def _head(text: str) -> list[str]:
    """The column names of a table; nothing of other files."""
    if form(text) != "csv" or not text.strip():
        return []
    first_line = re.split("[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]
    return [name.strip("\ufeff ") for name in re.split('[,;\t"]+', first_line)]


def _stands_in(unit: str, text: str) -> bool:
    """Whether a unit stands in a text as it did, between what parts units of this form."""
    before, behind = {"csv": ("\r\n", "\r\n"), "json": (r",\[", r",\]"), "xml": (">", "<")}[form(text)]
    return re.search(rf"(?:^|[{before}])\s*{re.escape(unit)}\s*(?:$|[{behind}])", text) is not None


def _is_weaker(row: Row, found: set[Row]) -> bool:
    """Whether a row is there with fewer values, or a whole metric is not: a column was lost with its name."""
    same = [other for other in found if other[0] == row[0] and _key(other) == _key(row)]
    if same:
        return all(cell in (None, value) for cell, value in zip(same[0], row, strict=True))
    named = {"measurement": 2, "hourly": 2, "journal": 3}.get(row[0])  # where its metric or habit stands
    return named is None or not any(other[0] == row[0] and other[named] == row[named] for other in found)


def _key(row: Row) -> tuple:
    return tuple(getattr(stores.record(row), name) for name in stores.keys(row))


def check(subject: Subject, seeds: Iterable[int], workers: int = 2) -> Outcome:
    """Mutated files, as the seeds say."""
    failures, states, worst_s, count = [], Counter(), 0.0, 0
    given = ((subject.name, seed) for seed in seeds)
    for (_, seed), end in children.each(tried, given, within_s=MOST_S + LEARNS_WITHIN_S, workers=workers):
        faults, state, seconds = end.value or ([], "no result", end.seconds)
        count, worst_s = count + 1, max(worst_s, seconds)
        faults = faults + [end.fault] * bool(end.fault) + [f"it printed: {end.said[:300]}"] * bool(end.said)
        failures += [f"{subject.name}, seed {seed}: {fault}" for fault in faults]
        states[state.partition(": ")[2] or state] += 1
    found = ", ".join(f"{n} {state}" for state, n in states.most_common(5))
    goal = "10,000, no crash, hang, loss"
    return Outcome("mutated files", subject.name, count, tuple(failures), worst_s, goal, found)
