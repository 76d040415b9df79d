import io
import os
import random
import struct
import zipfile
from pathlib import Path

import pytest

from data.archive import HARMLESS_BYTES, HARMLESS_TOTAL_BYTES, BadFile, Member, describe, files_below, is_data, members

TABLE = "date,hrv\n" + "".join(f"2025-01-{day:02d},{40 + day}\n" for day in range(1, 29))


def zipped(path: Path, files: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def content(member: Member) -> bytes:
    with member.open() as stream:
        return stream.read()


def patched(path: Path, signature: bytes, at: int, value: bytes) -> Path:
    """The zip with `value` written `at` bytes behind the first occurrence of a record's signature."""
    content = bytearray(path.read_bytes())
    start = content.index(signature) + at
    content[start : start + len(value)] = value
    path.write_bytes(content)
    return path


def refused(path: Path) -> str:
    """The words with which a file is refused, when it is opened or when its members are read to the end."""
    with pytest.raises(BadFile) as caught:
        for member in members(path):
            with member.open() as stream:
                while stream.read(1 << 16):
                    pass
    return str(caught.value)


# A file, a zip, a folder


def test_a_plain_file_is_its_own_only_member(tmp_path):
    path = tmp_path / "days.csv"
    path.write_text(TABLE)
    (member,) = members(path)
    assert (member.name, member.size) == ("days.csv", len(TABLE))
    assert member.head == TABLE.encode()
    assert [content(member) for _ in range(2)] == [TABLE.encode()] * 2


def test_a_zip_is_known_by_its_content_and_gives_its_files(tmp_path):
    path = zipped(tmp_path / "export.csv", {"my data/a.csv": TABLE, "b.csv": "x,y\n1,2\n", "empty/": ""})
    found = members(path)
    assert [(member.name, member.size) for member in found] == [("my data/a.csv", len(TABLE)), ("b.csv", 8)]
    assert [content(found[0]) for _ in range(2)] == [TABLE.encode()] * 2


def test_two_members_can_be_read_in_turns(tmp_path):
    first, second = members(zipped(tmp_path / "z.zip", {"a": b"a" * 300_000, "b": os.urandom(300_000)}))
    with first.open() as one, second.open() as two:
        assert {one.read(1000) == b"a" * 1000 and len(two.read(1000)) for _ in range(300)} == {1000}


def test_what_an_operating_system_adds_to_a_zip_is_left_out(tmp_path):
    names = ["__MACOSX/._a.csv", ".DS_Store", "sub/.hidden/a.csv", "Thumbs.db", "Icon\r", "a.csv"]
    assert [member.name for member in members(zipped(tmp_path / "z.zip", dict.fromkeys(names, "x")))] == ["a.csv"]


def test_a_folder_gives_regular_files_sorted_without_hidden_ones_and_links(tmp_path):
    folder, outside = tmp_path / "in", tmp_path / "outside.csv"
    outside.write_text("secret")
    for name in ("b.csv", "sub/deep/a.csv", ".hidden", ".git/config", "__MACOSX/x.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    (folder / "leads_out.csv").symlink_to(outside)
    (folder / "leads_up").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(folder / "pipe.csv")
    assert [path.relative_to(folder).as_posix() for path in files_below(folder)] == ["b.csv", "sub/deep/a.csv"]


def test_a_folder_with_too_many_files_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("data.archive.MAX_MEMBERS", 2)
    for name in "abc":
        (tmp_path / name).touch()
    with pytest.raises(BadFile, match="more than 2 files"):
        files_below(tmp_path)


def test_what_is_no_regular_file_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "device or a pipe" in refused(tmp_path / "pipe")
    assert "device or a pipe" in refused(Path("/dev/zero"))
    assert "folder" in refused(tmp_path)
    assert "no such file" in refused(tmp_path / "absent.csv")
    assert "no such file" in refused(Path("nul\0byte"))
    with pytest.raises(BadFile, match="folder cannot be read"):
        files_below(tmp_path / "absent")


def test_a_file_name_can_be_shown_whatever_it_holds(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9\x1b[31m\n.csv"))
    path.write_text("x")
    assert members(path)[0].name == "caf??[31m?.csv"


def test_a_row_of_values_in_place_of_a_header_is_not_repeated():
    table = b"sleep,note\n1,2\n"
    assert describe(table, "a.csv") == "a CSV table with the columns sleep, note"
    for value in (b"62", b"-4", b"2025-01-06", b'"62,5 ms"'):
        assert describe(table.replace(b"sleep", value), "a.csv") == "a table without column names"


def test_a_message_says_where_what_and_what_to_do():
    fault = BadFile("the table ends early", expected="18 columns", do="export it again", member="sleeps.csv", line=7)
    assert str(fault) == "sleeps.csv, line 7: The table ends early. Expected: 18 columns. Export it again."
    assert str(BadFile("it is empty")) == "It is empty."


# Zips that are damaged or meant to do harm


def test_a_zip_that_is_cut_off_is_refused_wherever_it_is_cut(tmp_path):
    whole = zipped(tmp_path / "z.zip", {"a.csv": TABLE, "b.csv": TABLE}).read_bytes()
    for length in range(4, len(whole), 7):
        (tmp_path / "cut.zip").write_bytes(whole[:length])
        assert "cut off or damaged" in refused(tmp_path / "cut.zip")


@pytest.mark.parametrize("name", ["/etc/a.csv", "../a.csv", "sub/../../a.csv", "..\\a.csv", "C:/a.csv", "a\x1b[2J.csv"])
def test_names_that_lead_elsewhere_are_refused(tmp_path, name):
    assert "leads elsewhere" in refused(zipped(tmp_path / "z.zip", {"fine.csv": TABLE, name: "x"}))


def test_a_zip_whose_directory_lost_a_file_is_refused_and_not_read_in_part(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE, "b.csv": TABLE})
    first = struct.pack("<H", 46 + len("b.csv"))  # the first entry's comment swallows the second
    assert "cut off or damaged" in refused(patched(path, b"PK\x01\x02", 32, first))
    assert "cut off or damaged" in refused(zipped(tmp_path / "folder.zip", {"a.csv": TABLE, "sub/": TABLE}))
    hidden = zipped(tmp_path / "name.zip", {"a.csv": TABLE, "sub/b.csv": TABLE})
    hidden.write_bytes(hidden.read_bytes().replace(b"sub/b.csv", b"sub/b.c\0v"))
    assert "cannot be shown" in refused(hidden)


def test_links_in_a_zip_are_refused(tmp_path):
    link = zipfile.ZipInfo("a.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link or a device" in refused(tmp_path / "z.zip")


def test_a_zip_with_a_password_is_refused(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE})
    assert "password" in refused(patched(path, b"PK\x01\x02", 8, b"\x01\x00"))


def test_a_zip_in_a_zip_is_refused_with_what_to_do(tmp_path):
    inner = zipped(tmp_path / "inner.zip", {"a.csv": TABLE}).read_bytes()
    assert "bring the folder, or the inner zip" in refused(zipped(tmp_path / "z.zip", {"data.bin": inner}))


def test_two_files_of_one_name_are_refused(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": TABLE, "b.csv": TABLE})
    path.write_bytes(path.read_bytes().replace(b"b.csv", b"a.csv"))
    assert "two files of one name" in refused(path)


def test_an_empty_zip_is_refused(tmp_path):
    assert "holds no files" in refused(zipped(tmp_path / "z.zip", {}))
    assert "holds no files" in refused(zipped(tmp_path / "y.zip", {".DS_Store": "x"}))


def test_a_zip_of_too_many_files_is_refused(tmp_path):
    path = zipped(tmp_path / "z.zip", {f"{n}.csv": "" for n in range(10_001)}, zipfile.ZIP_STORED)
    assert "more than 10,000 files" in refused(path)


def test_a_bomb_is_refused_by_what_its_directory_says(tmp_path):
    assert "more than 100 times" in refused(zipped(tmp_path / "z.zip", {"a.csv": bytes(2 * HARMLESS_BYTES)}))


def test_many_small_files_may_not_add_up_to_a_bomb(tmp_path):
    count = HARMLESS_TOTAL_BYTES // HARMLESS_BYTES + 1
    path = zipped(tmp_path / "z.zip", {f"{n}.csv": bytes(HARMLESS_BYTES) for n in range(count)})
    assert "more than 100 times" in refused(path)


def test_a_small_file_may_have_any_ratio(tmp_path):
    (member,) = members(zipped(tmp_path / "z.zip", {"a.csv": bytes(HARMLESS_BYTES)}))
    assert content(member) == bytes(HARMLESS_BYTES)


def test_the_total_is_capped(tmp_path, monkeypatch):
    monkeypatch.setattr("data.archive.MAX_UNPACKED_BYTES", 1000)
    path = zipped(tmp_path / "z.zip", {"a": os.urandom(600), "b": os.urandom(600)})
    assert "more than 100 times its size or" in refused(path)


def test_a_directory_that_lies_about_the_size_gives_no_more_than_it_says(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": bytes(8 * HARMLESS_BYTES)})
    patched(path, b"PK\x01\x02", 24, struct.pack("<I", 1000))
    assert "cut off or damaged" in refused(path)


def test_a_directory_that_lies_about_the_packed_size_is_still_a_bomb(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": bytes(8 * HARMLESS_BYTES)})
    patched(path, b"PK\x01\x02", 20, struct.pack("<I", 0x7FFFFFFF))
    assert "more than 100 times" in refused(path)


def test_what_is_unpacked_is_counted(tmp_path, monkeypatch):
    path = zipped(tmp_path / "z.zip", {"a.csv": bytes(8 * HARMLESS_BYTES)})
    monkeypatch.setattr("data.archive._check_contents", lambda infos, packed, archive: None)
    assert "more than 100 times" in refused(path)


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path):
    path = zipped(tmp_path / "z.zip", {"a.csv": "x"})
    with path.open("r+b") as file:  # a sparse file: 60 MB of nothing before the directory's end
        end = path.read_bytes()[-22:]
        file.seek(60 << 20)
        file.write(end[:12] + struct.pack("<II", 50 << 20, 0) + end[20:])
    assert "cut off or damaged" in refused(path)


def test_uncommon_ways_of_packing_are_refused(tmp_path):
    assert "ordinary zip" in refused(zipped(tmp_path / "z.zip", {"a.csv": TABLE}, zipfile.ZIP_BZIP2))
    assert "ordinary zip" in refused(zipped(tmp_path / "y.zip", {"a.csv": TABLE}, zipfile.ZIP_LZMA))


def test_an_excel_workbook_is_no_zip_of_tables(tmp_path):
    path = zipped(tmp_path / "days.xlsx", {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
    assert "Save the sheet as CSV" in refused(path)
    assert "Excel workbook" in describe(path.read_bytes(), path.name)


def test_a_mutated_zip_reads_completely_or_is_a_bad_file(tmp_path):
    whole = zipped(tmp_path / "z.zip", {"a.csv": TABLE, "sub/ü.csv": TABLE}).read_bytes()
    rng = random.Random(20250101)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(2000):
        (tmp_path / "m.zip").write_bytes(mutated(whole, rng))
        try:
            for member in members(tmp_path / "m.zip"):
                with member.open() as stream:
                    stream.read()
                assert describe(member.head, member.name)
            outcomes["read"] += 1
        except BadFile as fault:
            assert str(fault)
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 50  # both happen, so the mutations are neither too mild nor too wild


def mutated(content: bytes, rng: random.Random) -> bytes:
    """A few bytes changed, removed, added or set to a limit; half of the time in the directory at the end."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 8))):
        at = rng.randrange(len(changed)) if rng.random() < 0.5 else len(changed) - rng.randrange(1, 200)
        edit = rng.randrange(4)
        if edit == 0:
            changed[at] = rng.randrange(256)
        elif edit == 1:
            del changed[at : at + rng.randrange(1, 20)]
        elif edit == 2:
            changed[at:at] = rng.randbytes(rng.randrange(1, 20))
        else:
            changed[at : at + 4] = rng.choice((bytes(4), b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x01\0\0\0"))
    return bytes(changed)


# What a file is


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"PK\x03\x04....", "a zip"),
        (b"\x1f\x8b\x08", "a gzip file"),
        (b"7z\xbc\xaf\x27\x1c", "not a zip"),
        (b"\x0e\x10\xd9\x07\x00\x00\x00\x00.FIT\x00", "a FIT file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture"),
        (b"SQLite format 3\0", "SQLite"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel workbook"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n<!ELEMENT HealthData (a)>]>\n<HealthData>', "Apple Health"),
        (b'<HealthData locale="en">', "Apple Health"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><gpx version="1.1">', "GPX"),
        (b'   <?xml version="1.0"?><TrainingCenterDatabase>', "TCX"),
        (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><HealthData>&b;</HealthData>', "declares entities"),
        ('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]>'.encode("utf-16"), "declares entities"),
        (b"<?xml version='1.0'?><ClinicalDocument>", "an XML file"),
        (b"<!DOCTYPE html>\n<html lang=en>", "web page"),
        (b'{"data": [{"id": 1}]}', "JSON"),
        (b'[{"id": 1}]', "JSON"),
        (b"date,hrv,note\n2025-01-01,55,fine\n", "a CSV table with the columns date, hrv, note"),
        ("Datum;Größe\n1;2\n".encode("utf-16"), "a CSV table with the columns Datum, Größe"),
        ("Datum;Größe\n1;2\n".encode("cp1252"), "a CSV table with the columns Datum, Größe"),
        (b"a,b,c,d,e,f,g,h,i,j\n1,2,3,4,5,6,7,8,9,0\n", "a, b, c, d, e, f, g, h …"),
        (b"Slept well.\nTired though.\n", "text"),
        ("Slept well.".encode("utf-16"), "UTF-16 text"),
        (bytes(range(256)), "binary data (.dat)"),
    ],
)
def test_a_file_is_described_by_its_content(head, words):
    assert words in describe(head, "something.dat")


def test_a_table_without_a_header_is_described_without_its_values():
    assert describe(b"2025-01-01,47,61\n2025-01-02,48,60\n", "a.csv") == "a table without column names"


def test_what_lies_beside_data_is_not_data():
    beside = ["README", "sub/LICENSE.txt", "metadata.yml", "notes.MD", "index.html"]
    assert not any(is_data(b"some words", name) for name in beside)
    assert not is_data(b"%PDF-1.7", "report") and not is_data(b"\x89PNG\r\n", "a.csv")


def test_what_may_be_data_is_data_by_content():
    assert is_data(TABLE.encode(), "days.csv") and is_data(b"<!DOCTYPE html>", "days.csv") and is_data(b"", "days.csv")


@pytest.mark.skipif(not Path("../shared/samples/fit").exists(), reason="the sample files are not here")
def test_sample_files_are_described_as_what_they_are():
    described = {path: describe(members(path)[0].head, path.name) for path in files_below(Path("../shared/samples"))}
    assert {words for path, words in described.items() if path.suffix == ".xml"} == {"an Apple Health export (XML)"}
    assert all(words.startswith("a CSV table") for path, words in described.items() if path.suffix == ".csv")
    # Two of the FIT files are corrupt on purpose, one of them in the very bytes that name it.
    assert sum(words == "a FIT file" for words in described.values()) >= 40


def test_a_stream_of_a_member_behaves_as_a_file(tmp_path):
    (member,) = members(zipped(tmp_path / "z.zip", {"a.csv": TABLE}))
    with io.TextIOWrapper(member.open(), "utf-8", newline="") as text:
        assert text.readline() == "date,hrv\n" and len(list(text)) == 28
