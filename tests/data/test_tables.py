import csv
import io
import random
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.archive import BadFile, Member
from data.tables import MAX_CELL, fold, header_of, number, read_table


def file(content: str | bytes, name: str = "a.csv") -> Member:
    content = content.encode() if isinstance(content, str) else content
    return Member(name, len(content), lambda: io.BytesIO(content))


def refused(content: str | bytes) -> BadFile:
    with pytest.raises(BadFile) as caught:
        list(read_table(file(content)).rows())
    return caught.value


class Endless(io.RawIOBase):
    """A file of two columns that never ends."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        buffer[:] = (b"a,b\n" * (len(buffer) // 4 + 1))[: len(buffer)]
        return len(buffer)


def test_a_table_has_a_header_and_rows_with_their_lines():
    table = read_table(file("date, hrv \n2025-01-01,55\n2025-01-02,\n"))
    assert table.header == ["date", "hrv"]
    assert list(table.rows()) == [(2, ["2025-01-01", "55"]), (3, ["2025-01-02", ""])]
    assert list(table.rows()) == list(table.rows())


def test_a_header_that_lost_a_name_is_refused_for_its_cells_would_move():
    assert "Every row has more cells" in str(refused("date,hrv\n2025-01-01,55,late\n2025-01-02,56,\n"))
    assert len(list(read_table(file("date,hrv\n2025-01-01,55,late\n2025-01-02,56\n")).rows())) == 2


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_the_header_shows_the_delimiter(parted_by):
    table = read_table(file(f'"size, in; cm"{parted_by}b\n"1,5"{parted_by}x\n'))
    assert (table.header, table.delimiter) == (["size, in; cm", "b"], parted_by)
    assert list(table.rows()) == [(2, ["1,5", "x"])]


def test_one_column_needs_no_delimiter():
    assert list(read_table(file("date\n2025-01-01\n")).rows()) == [(2, ["2025-01-01"])]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_is_read_with_its_mark_and_the_mark_is_no_part_of_the_header(encoding):
    table = read_table(file("Tag;Größe\n1;süß 🍷\n".encode(encoding)))
    assert table.header == ["Tag", "Größe"] and list(table.rows()) == [(2, ["1", "süß 🍷"])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_lines_and_blank_lines_are_left_out(end):
    table = read_table(file(end.join(["", "a,b", "", "1,2", "  ", '"x', 'y",3', "", "4,5"])))
    assert table.header == ["a", "b"]
    assert list(table.rows()) == [(4, ["1", "2"]), (6, [f"x{end}y", "3"]), (9, ["4", "5"])]


def test_rows_of_another_length_and_columns_of_one_name_are_given_as_they_are():
    table = read_table(file("a,a\n1\n1,2,3\n,\n"))
    assert table.header == ["a", "a"]
    assert [cells for _, cells in table.rows()] == [["1"], ["1", "2", "3"], ["", ""]]


def test_a_wrong_encoding_is_named_with_its_line_and_what_to_do():
    fault = refused("note\nfine\nsüß\n".encode("cp1252"))
    assert fault.line == 3 and "CSV UTF-8" in str(fault)
    assert refused("Größe\n1\n".encode("cp1252")).line == 1
    assert "not UTF-8" in str(refused("a,b\n1,2\n".encode("utf-16") + b"\0"))


def test_a_wrong_byte_deep_in_a_long_file_is_noticed():
    rows = b"a,b\n" + b"1,2\n" * 50_000
    assert refused(rows + b"1,\xff\n" + rows).line == 50_002


def test_bytes_that_are_no_text_are_refused():
    assert refused("a,b\n1,\0\n").line == 2
    assert refused(bytes(range(256))).line == 1


def test_a_table_without_rows_or_without_anything_is_refused():
    assert "header but no rows" in str(refused("a,b\n"))
    assert "header but no rows" in str(refused("a,b\r\n\r\n \r\n"))
    assert "is empty" in str(refused(""))
    assert "is empty" in str(refused("\ufeff\n\n"))


def test_a_quotation_mark_that_swallows_the_rest_is_named_with_its_line():
    fault = refused('a,b\n1,2\n3,"four\n5,6\n' + "7,8\n" * 1000)
    assert fault.line == 3 and "does not end" in str(fault)
    endless = refused('a,b\n1,2\n3,"four\n' + "7,8\n" * (MAX_CELL // 4 + 1) + '9,"ten"\n')
    assert endless.line == 3


def test_a_stray_quotation_mark_is_named_with_its_line():
    assert refused('a,b\n1,"two" or three\n').line == 2
    table = read_table(file('a,b\n1,6" pipe\n2,"say ""ah"""\n'))
    assert list(table.rows()) == [(2, ["1", '6" pipe']), (3, ["2", 'say "ah"'])]


def test_a_huge_cell_and_a_huge_line_are_refused():
    assert refused("a,b\n1," + "x" * (MAX_CELL + 1) + "\n").line == 2
    assert refused("a,b\n1,2\n" + "1," * (2 << 20) + "\n").line == 3
    assert len(list(read_table(file("a,b\n1," + "x" * MAX_CELL + "\n")).rows())[0][1][1]) == MAX_CELL


def test_a_long_file_is_never_held_in_memory():
    table = read_table(Member("a.csv", 0, Endless))
    assert table.header == ["a", "b"]
    assert list(islice(table.rows(), 10_000))[-1] == (10_001, ["a", "b"])


def test_a_header_is_told_from_any_bytes_without_a_fault():
    assert header_of(file("Tag;Größe\n1;2\n".encode("cp1252"))) == ["Tag", "Größe"]
    assert header_of(file("Tag;Größe\n1;2\n".encode("utf-16"))) == ["Tag", "Größe"]
    assert header_of(file('\n"a\nb",c\n1,2\n')) == ["a\nb", "c"]
    assert header_of(file(b"\0\1\2")) == header_of(file("")) == []


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Heart rate variability (ms)", "heart_rate_variability_ms"),
        ("Schlafbeständigkeit %", "schlafbestandigkeit_pct"),
        ("% de oxigênio no sangue", "pct_de_oxigenio_no_sangue"),
        ("Zone FC 1\u00a0%", "zone_fc_1_pct"),
        ("Niveau d’oxygène %", "niveau_d_oxygene_pct"),
        ('Respondió "Sí"', "respondio_si"),
        ("  Meditate? ", "meditate"),
        ("İçecek", "icecek"),
        ("体重(kg)", "体重_kg"),
        ("_a__b_", "a_b"),
        ("🍷", ""),
    ],
)
def test_names_fold_to_keys(name, key):
    assert fold(name) == key


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


def test_numbers_are_read_as_the_delimiter_allows():
    assert number(" 6.5 ") == 6.5 and number("-7") == -7 and number(".5") == 0.5
    assert number("6,5", ";") == 6.5 and number("6.5", ";") == 6.5 and number("6,5", "\t") == 6.5


@pytest.mark.parametrize("cell", ["", "6,5", "1e3", "nan", "inf", "0x1", "1_000", "--", "١", "6 5", "6.5.1"])
def test_what_is_no_number_is_refused(cell):
    with pytest.raises(ValueError):
        number(cell)


def test_thousands_separators_are_refused():
    for cell in ("1.234,5", "1,234.5", "1,234,567"):
        with pytest.raises(ValueError):
            number(cell, ";")


cells = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=8)


@given(
    st.integers(1, 4).flatmap(lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1)),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_a_csv_writer_writes_is_what_is_read(rows, parted_by, encoding):
    header = [f"column {index}" for index in range(len(rows[0]))]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=parted_by, quoting=csv.QUOTE_ALL).writerows([header, *rows])
    expected = [row for row in rows if len(row) > 1 or row[0].strip()]
    if not expected:
        assert "no rows" in str(refused(text.getvalue().encode(encoding)))
        return
    table = read_table(file(text.getvalue().encode(encoding)))
    assert table.header == header and [row for _, row in table.rows()] == expected


def test_a_mutated_table_is_read_or_is_a_bad_file():
    whole = ("date;habit: süß;note\r\n" + '2025-01-01;1,5;"two\r\nlines; ""quoted"""\r\n2025-01-02;;é\r\n' * 5).encode()
    rng = random.Random(20250102)
    outcomes = {"read": 0, "refused": 0}
    for _ in range(2000):
        changed = bytearray(whole)
        for _ in range(rng.choice((1, 1, 2, 8))):
            at = rng.randrange(len(changed))
            put = rng.choice((b"", b'"', b"\xff", b"\0", b"\r", b";", rng.randbytes(3)))
            changed[at : at + rng.choice((0, 1, 30))] = put
        try:
            table = read_table(file(bytes(changed)))
            assert all(line > 1 for line, _ in table.rows())
            outcomes["read"] += 1
        except BadFile as fault:
            assert fault.member == "a.csv"
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 200
