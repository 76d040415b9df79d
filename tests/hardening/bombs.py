"""Files and folders that are built to do harm: each is refused with a reason, in seconds and in little memory."""

import io
import os
import socket
import struct
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from data import ingest
from tests.hardening import children, stores
from tests.hardening.outcome import Outcome
from tests.hardening.stores import ADA, FIRST_DAY
from tests.hardening.subjects import Subject
from tests.hardening.units import form, values

MOST_S = 10
MOST_MB = 150  # beyond what the process takes anyway; a small import needs some 20 of them
DEEP = 100_000
LONG = 10 << 20
TABLE = "date,hrv_rmssd_ms,resting_hr_bpm,note\n" + "".join(f"2025-01-{n:02},{50 + n},50,\n" for n in range(1, 29))


def _file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _zip(folder: Path, files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    return _file(folder, "export.zip", _zipped(files, method))


def _zipped(files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return packed.getvalue()


def _forged(folder: Path, files: dict[str, str | bytes], *patches: tuple[bytes, int, bytes]) -> Path:
    """A zip with bytes written some way behind each record that a signature begins."""
    content = bytearray(_zipped(files))
    for signature, behind, value in patches:
        at = content.find(signature)
        while at >= 0:
            content[at + behind : at + behind + len(value)] = value
            at = content.find(signature, at + 4)
    return _file(folder, "export.zip", bytes(content))


def _link(folder: Path) -> Path:
    info = zipfile.ZipInfo("days.csv")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(folder / "export.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    return folder / "export.zip"


def _overlapping(folder: Path) -> Path:
    """A thousand entries of the directory that all point at one packed file."""
    packed = bytearray(_zipped({"days.csv": TABLE + "\n" * 900_000}))
    start = packed.rindex(b"PK\x01\x02")
    end = packed.rindex(b"PK\x05\x06")
    entry = bytes(packed[start:end])
    entries = b"".join(entry.replace(b"days.csv", b"%04d.csv" % n) for n in range(1000))
    tail = b"PK\x05\x06" + struct.pack("<4H2IH", 0, 0, 1000, 1000, len(entries), start, 0)
    return _file(folder, "export.zip", bytes(packed[:start]) + entries + tail)


def _pointing_at_itself(folder: Path) -> Path:
    """A stored member whose bytes are the beginning of the very zip."""
    inner = _zipped({"days.csv": TABLE}, zipfile.ZIP_STORED)
    return _zip(folder, {"days.csv": inner}, zipfile.ZIP_STORED)


def _vast_directory(folder: Path) -> Path:
    """A file that is nearly all hole, and says that its directory is 50 MB long."""
    packed = _zipped({"days.csv": TABLE})
    with (folder / "export.zip").open("wb") as file:
        file.write(packed[:-22])
        file.seek(60 << 20)
        file.write(packed[-22:-10] + struct.pack("<II", 50 << 20, 0) + b"\0\0")
    return folder / "export.zip"


def _hole(folder: Path) -> Path:
    with (folder / "days.csv").open("wb") as file:
        file.truncate(5 << 30)
    return folder / "days.csv"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "days.csv")
    return folder / "days.csv"


def _socket(folder: Path) -> Path:
    here = os.open(".", os.O_RDONLY)
    os.chdir(folder)  # the name of a socket has to be short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("days.csv")
    os.fchdir(here)
    os.close(here)
    return folder / "days.csv"


def _circle(folder: Path) -> Path:
    (folder / "days.csv").symlink_to(folder / "days.csv")
    return folder / "days.csv"


def _folder_like_a_file(folder: Path) -> Path:
    (folder / "days.csv").mkdir()
    return folder / "days.csv"


def _crowd(folder: Path) -> Path:
    (folder / "export").mkdir()
    for n in range(10_001):
        (folder / "export" / f"{n}.csv").touch()
    return folder / "export"


def _only_links(folder: Path) -> Path:
    (folder / "export").mkdir()
    (folder / "secret.csv").write_text(TABLE)
    (folder / "export" / "days.csv").symlink_to(folder / "secret.csv")
    (folder / "export" / "up").symlink_to(folder, target_is_directory=True)
    return folder / "export"


_LAUGHS = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_FLAG, _METHOD, _PACKED, _SIZE, _NAME = 8, 10, 20, 24, 46  # places in an entry of a zip's directory, b"PK\1\2"
_ENTRY, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def _health(declared: str, inside: str) -> str:
    return f'<?xml version="1.0"?><!DOCTYPE HealthData [{declared}]><HealthData locale="en">{inside}</HealthData>'


def _no_text_name(folder: Path) -> Path:
    """A zip whose directory says that a name is UTF-8, which it is not."""
    utf8, bad = b"\x00\x08", b"\xff\xfe"
    patches = ((_LOCAL, 30, bad), (_ENTRY, _NAME, bad), (_LOCAL, 6, utf8), (_ENTRY, _FLAG, utf8))
    return _forged(folder, {"days.csv": TABLE}, *patches)


def _twins(folder: Path) -> Path:
    return _file(folder, "export.zip", _zipped({"a.csv": TABLE, "b.csv": TABLE}).replace(b"b.csv", b"a.csv"))


# Made only when its turn comes: together they are large.
HOSTILE: dict[str, Callable[[Path], Path]] = {
    "a zip that unpacks 1000:1": lambda folder: _zip(folder, {"days.csv": TABLE + "\n" * (80 << 20)}),
    "many small bombs": lambda folder: _zip(folder, {f"{n}.csv": bytes(1 << 20) for n in range(70)}),
    "overlapping members": _overlapping,
    "a zip in itself": _pointing_at_itself,
    "nested zips": lambda folder: _zip(folder, {"inner.zip": _zipped({"days.csv": _zipped({"days.csv": TABLE})})}),
    "10,001 members": lambda folder: _zip(folder, {f"{n}.csv": "" for n in range(10_001)}, zipfile.ZIP_STORED),
    "10,000 members of nothing": lambda folder: _zip(folder, {f"{n}.txt": "nothing" for n in range(10_000)}),
    "path traversal": lambda folder: _zip(folder, {"../../../../tmp/days.csv": TABLE}),
    "absolute name": lambda folder: _zip(folder, {"/tmp/days.csv": TABLE}),
    "backslashes": lambda folder: _zip(folder, {"..\\..\\days.csv": TABLE}),
    "drive letter": lambda folder: _zip(folder, {"C:/days.csv": TABLE}),
    "a line break in a name": lambda folder: _zip(folder, {"days\n.csv": TABLE}),
    "a name that is no text": _no_text_name,
    "a link in a zip": _link,
    "a password": lambda folder: _forged(folder, {"days.csv": TABLE}, (_ENTRY, _FLAG, b"\1\0"), (_LOCAL, 6, b"\1\0")),
    "an unknown compression": lambda folder: _forged(folder, {"days.csv": TABLE}, (_ENTRY, _METHOD, b"\x63\0")),
    "a rare compression": lambda folder: _zip(folder, {"days.csv": TABLE}, zipfile.ZIP_LZMA),
    "two members of one name": _twins,
    "a size that lies": lambda folder: _forged(
        folder, {"days.csv": TABLE + "\n" * (8 << 20)}, (_ENTRY, _SIZE, struct.pack("<I", 900))
    ),
    "a packed size that lies": lambda folder: _forged(
        folder, {"days.csv": bytes(8 << 20)}, (_ENTRY, _PACKED, b"\xff\xff\xff\x7f")
    ),
    "a vast directory": _vast_directory,
    "billion laughs": lambda folder: _file(folder, "export.xml", _health(_LAUGHS, "&l9;")),
    "billion laughs in UTF-16": lambda folder: _file(folder, "export.xml", _health(_LAUGHS, "&l9;").encode("utf-16")),
    "quadratic blow-up": lambda folder: _file(
        folder, "export.xml", _health(f'<!ENTITY a "{"a" * 100_000}">', "&a;" * 10_000)
    ),
    "an external entity": lambda folder: _file(
        folder, "export.xml", _health('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;")
    ),
    "a parameter entity": lambda folder: _file(
        folder, "export.xml", _health('<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;', "")
    ),
    "an entity behind 100 KB": lambda folder: _file(
        folder, "export.xml", _health(f'<!-- {"x" * 100_000} --><!ENTITY a "b">', "&a;")
    ),
    "deep XML": lambda folder: _file(folder, "export.xml", _health("", "<Record>" * DEEP)),
    "deep JSON": lambda folder: _file(folder, "sleep.json", "[" * DEEP + "]" * DEEP),
    "deep JSON of objects": lambda folder: _file(folder, "sleep.json", '{"records":' * DEEP + "1" + "}" * DEEP),
    "a JSON number of 10 MB": lambda folder: _file(folder, "sleep.json", '{"records": [' + "9" * LONG + "]}"),
    "a JSON text of 10 MB": lambda folder: _file(folder, "sleep.json", '{"records": ["' + "x" * LONG + '"]}'),
    "JSON of 5 million nothings": lambda folder: _file(folder, "sleep.json", "[" + "0," * (5 << 20) + "0]"),
    "a cell of 10 MB": lambda folder: _file(folder, "days.csv", TABLE + '2025-02-01,60,50,"' + "x" * LONG + '"\n'),
    "a line of 10 MB": lambda folder: _file(folder, "days.csv", TABLE + "," * LONG + "\n"),
    "a header of 10 MB": lambda folder: _file(folder, "days.csv", "date," + "hrv" * (LONG // 3) + "\n2025-01-01,60\n"),
    "a million columns": lambda folder: _file(folder, "days.csv", "date" + ",x" * 1_000_000 + "\n2025-01-01,60\n"),
    "only quotation marks": lambda folder: _file(folder, "days.csv", "date,hrv\n" + '"' * LONG),
    "only line ends": lambda folder: _file(folder, "days.csv", "\n" * (50 << 20)),
    "5 GB of nothing": _hole,
    "a pipe": _pipe,
    "a socket": _socket,
    "a device": lambda folder: Path("/dev/zero"),
    "a link to itself": _circle,
    "a folder like a file": _folder_like_a_file,
    "a folder of 10,001 files": _crowd,
    "a folder of links": _only_links,
    "a name with a zero byte": lambda folder: Path("days\0.csv"),
}


def harmed(subject: Subject, folder: Path, most_files: int | None = None) -> dict[str, Path]:
    """The files of a subject, each with something hostile in the place of one value."""
    subject.write(folder / "export", 5, FIRST_DAY)
    found: dict[str, Path] = {}
    for file in sorted(file for file in (folder / "export").rglob("*") if file.is_file())[:most_files]:
        text = file.read_text(encoding="utf-8-sig")
        start, end = values(text)[-3]
        for name, value in _HARM[form(text)].items():
            path = folder / f"{len(found)}" / file.name
            path.parent.mkdir()
            path.write_text(text[:start] + value + text[end:], encoding="utf-8")
            found[f"{file.name}: {name}"] = path
    return found


_HARM = {
    "csv": {"10 MB": "x" * LONG, "10 MB, quoted": '"' + "x" * LONG + '"', "10 MB of digits": "9" * LONG},
    "json": {"nested 100,000 deep": "[" * DEEP + "]" * DEEP, "10 MB": '"' + "x" * LONG + '"',
             "10 MB of digits": "9" * LONG, "1e999": "1e999"},
    "xml": {"10 MB": "x" * LONG, "10 MB of digits": "9" * LONG, "an entity": "&lol;"},
}  # fmt: skip


def brought(path: Path, store_path: Path, scratch: Path) -> list[tuple[str, str | None]]:
    """What an import of a path says: state and words of each receipt."""
    tempfile.tempdir = str(scratch)
    return [(receipt.state, receipt.error) for receipt in ingest.import_path(store_path, path, ADA)]


def _outcome(check: str, importer: str, cases: dict[str, Path], folder: Path, *, refused: bool) -> Outcome:
    """Imports each path in a process of its own, into a store of its own: what is wrong with what came of it."""
    template, failures, worst_s, peak_mb = stores.new_store(folder / "template.db"), [], 0.0, 0.0
    before, inputs = stores.everything(template), {}
    for n, (name, path) in enumerate(cases.items()):
        (folder / f"scratch-{n}").mkdir()
        store_path = stores.copied(template, folder / f"store-{n}" / "ownpace.db")
        inputs[path, store_path, folder / f"scratch-{n}"] = name
    for given, end in children.each(brought, inputs, within_s=MOST_S, workers=2):
        faults = _faults(before, *given[1:], end, refused=refused)
        failures += [f"{importer}, {inputs[given]}: {fault}" for fault in faults]
        worst_s, peak_mb = max(worst_s, end.seconds), max(peak_mb, end.peak_mb)
    goal = "refused with a reason" if refused else "no crash, hang, memory"
    return Outcome(check, importer, len(cases), tuple(failures), worst_s, goal, f"{peak_mb:.0f} MB at most")


def _faults(before: dict, store_path: Path, scratch: Path, end: children.Ended, *, refused: bool) -> list[str]:
    after = stores.everything(store_path)
    receipts = len(after["import_file"]) - len(before["import_file"])
    said = end.value or []
    faults = [end.fault] * bool(end.fault) + [f"it printed {end.said[:200]}"] * bool(end.said)
    faults += stores.strays(store_path) + [f"left behind: {file}" for file in scratch.iterdir()]
    if refused and ([state for state, _ in said] != ["refused"] or receipts != 1):
        faults.append(f"expected one refusal, got {said}, {receipts} receipts kept")
    written = {table for table in before if table not in ("import_file", "revision") and before[table] != after[table]}
    if refused and written:
        faults.append(f"something was stored: {sorted(written)}")
    faults += [f"it says too little: {error}" for state, error in said if state == "refused" and len(error or "") < 20]
    faults += [f"unprintable words: {error!r}" for _, error in said if error and not error.isprintable()]
    if end.peak_mb > MOST_MB:
        faults.append(f"it took {end.peak_mb:.0f} MB")
    return faults


def check_all(folder: Path) -> Outcome:
    """Everything that is hostile whoever reads it."""
    cases = {}
    for n, (name, write) in enumerate(HOSTILE.items()):
        (folder / f"brought-{n}").mkdir()
        cases[name] = write(folder / f"brought-{n}")
    return _outcome("hostile files", "any", cases, folder, refused=True)


def check(subject: Subject, folder: Path, most_files: int | None = None) -> Outcome:
    """A subject's own files with something hostile in them: read or refused, in time and in little memory."""
    cases = harmed(subject, folder / "harmed", most_files)
    return _outcome("hostile values", subject.name, cases, folder, refused=False)


def strange_names(folder: Path) -> list[str]:
    """What is wrong with imports of a good file whose name is strange: nothing; and words can be shown."""
    faults, path = [], stores.new_store(folder / "ownpace.db")
    for n, name in enumerate(
        (b"line\nbreak.csv", b"caf\xe9.csv", b"\x1b[31mred.csv", "\u202egnp.csv".encode(), b"-rf")
    ):
        file = folder / str(n) / os.fsdecode(name)
        file.parent.mkdir()
        file.write_text(TABLE)
        for receipt in ingest.import_path(path, file, ADA) + ingest.import_path(path, file.parent, ADA):
            if not receipt.ok or not receipt.name.isprintable() or not (receipt.error or "").isprintable():
                faults.append(f"{name!r}: {receipt.state}, {receipt.name!r}, {receipt.error}")
    return faults
