"""JSON documents: read whole, refused with a reason, and never anything else."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import documents
from data.archive import HEAD_BYTES, BadFile, Member
from data.documents import keys, load


def member(content: str | bytes) -> Member:
    data = content.encode() if isinstance(content, str) else content
    return Member("export.json", len(data), lambda: io.BytesIO(data))


def refusal(content: str | bytes, **how: bool) -> str:
    with pytest.raises(BadFile) as fault:
        load(member(content), **how)
    return str(fault.value)


def test_a_document_is_read_as_it_stands():
    assert load(member('{"a": [1, 2.5, "x", true, null]}')) == {"a": [1, 2.5, "x", True, None]}


def test_lines_of_json_come_as_a_list():
    assert load(member('{"a": 1}\n{"a": 2}\n\n{"a": 3}\n')) == [{"a": 1}, {"a": 2}, {"a": 3}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_says_the_same(encoding):
    assert load(member('{"name": "Müller"}'.encode(encoding))) == {"name": "Müller"}


def test_of_a_key_that_comes_twice_the_last_counts():
    assert load(member('{"a": 1, "a": 2}')) == {"a": 2}


def test_escapes_that_stand_for_no_character_are_replaced():
    assert load(member(r'["\ud83d", "\ude00 x", "a\u0000b"]')) == ["\ufffd", "\ufffd x", "a\ufffdb"]


def test_escapes_that_stand_for_a_character_are_kept():
    assert load(member(r'["\ud83d\ude00", "\\ud83d", "\\\\u0000", "\n\u00e9"]')) == [
        "😀", r"\ud83d", r"\\u0000", "\né",
    ]  # fmt: skip


def test_numbers_of_absurd_length_are_floats():
    digits = "9" * 5000
    assert load(member(f"[{10**17}, {10**18}, -{digits}, 1e999]")) == [10**17, 1e18, -float("inf"), float("inf")]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused_by_its_name(constant):
    assert refusal(f'{{"a": {constant}}}') == f"export.json: It holds {constant}, which is no number. Expected: JSON."


@pytest.mark.parametrize("nested", ["[" * 200_000, '{"a":' * 50_000, "[" * 5000 + "]" * 5000])
def test_absurd_nesting_is_refused(nested):
    assert "Its values are nested too deep" in refusal(nested)


@pytest.mark.parametrize("text", ['[1,\n{"a": 1', '[1,\n"abc', "[1,\n", '[1,\n"abc\\'])
def test_a_file_that_was_cut_off_is_refused_as_such(text):
    assert "The file ends in the middle of a value" in refusal(text)


def test_what_is_no_json_is_refused_with_its_line_and_without_its_content():
    words = refusal('{"hrv": 62.5,\n "rest": 48 bpm}')
    assert words.startswith("export.json, line 2: This is not JSON from here on")
    assert "48" not in words


def test_bytes_that_are_no_text_are_refused_with_their_line():
    assert refusal(b'[1,\n"\xff"]').startswith("export.json, line 2: The file is not UTF-8")
    assert "not UTF-8, or" not in refusal(b"\xff\xfe[\x001")


def test_commas_before_a_closing_bracket_are_let_pass_where_that_was_asked():
    text = '{"a": [1, 2,], "b": {"c": ",]", "d": "\\",}",\n},}'
    assert load(member(text), lenient=True) == {"a": [1, 2], "b": {"c": ",]", "d": '",}'}}
    assert "line 1: This is not JSON" in refusal(text)


def test_two_commas_are_never_let_pass():
    assert "not JSON" in refusal("[1,,]", lenient=True)


def test_more_than_fits_into_memory_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "MAX_BYTES", 1000)
    assert "larger than" in refusal(json.dumps(["x" * 1000]))
    monkeypatch.setattr(documents, "MAX_COMMAS", 9)
    assert load(member(json.dumps([0] * 10))) == [0] * 10
    assert "more than 9 values" in refusal(json.dumps([0] * 11))


def test_keys_are_found_at_any_depth():
    assert keys(b'{"records": [{"score": {"kilojoule": 1}, "name": "not_a_key"}]}') == {
        "records", "score", "kilojoule", "name",
    }  # fmt: skip


def test_keys_are_found_in_a_beginning_that_is_cut_off():
    assert keys(b'[{"a": "x\\": y", "b" : "of a val') == {"a", "b"}


@pytest.mark.parametrize("head", [b"", b"a,b\n1,2\n", b"<xml/>", b"PK\x03\x04", b'"a": 1', b"[note] a: 1", b"{\0"])
def test_what_is_no_json_has_no_keys(head):
    assert keys(head) == frozenset()


@pytest.mark.parametrize("unit", ['\\"', '"', "\\", '{"', "[", ",", ", "])
def test_long_runs_of_one_sign_are_gone_through_once(unit):
    text = '["' + unit * 2_000_000
    keys(text[:HEAD_BYTES].encode())
    refusal(text, lenient=True)


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
FIGURES = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | FIGURES | TEXT,
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,
)


@given(JSON, st.booleans(), st.booleans())
def test_whatever_was_written_is_read_again(value, ascii, lenient):
    assert load(member(json.dumps(value, ensure_ascii=ascii)), lenient=lenient) == value


@given(st.text('{}[]",:\\u0d8ae1.-tN \n', max_size=40), st.booleans())
def test_whatever_a_text_holds_it_is_read_or_refused(text, lenient):
    try:
        json.dumps(load(member(text), lenient=lenient)).encode()
    except BadFile as fault:
        assert str(fault).startswith("export.json")
