"""Mutated files in the short form; what the judge has to notice; `make hardening` is the whole."""

from dataclasses import replace

import pytest

from tests.hardening import fuzz
from tests.hardening.subjects import SUBJECTS
from tests.hardening.units import units, without

ROUNDS = 30


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_mutated_file_gives_a_receipt_that_adds_up_or_a_refusal_and_nothing_that_it_does_not_say(subject):
    outcome = fuzz.check(subject, range(ROUNDS), workers=1)
    assert outcome.rounds == ROUNDS
    assert not outcome.failures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a,b\n1,2\n\n3,"4\n5"\n', ["1,2\n", '3,"4\n5"\n']),
        ('[{"records": [{"a": {"b": [1]}}, {"c": "}"}], "d": []}, {"e": 1}]',
         ['{"a": {"b": [1]}}', '{"c": "}"}', '{"e": 1}']),
        ('<x a="1">\n<Record b="2"/><Workout c="3"><Event d="4"/></Workout></x>',
         ['<Record b="2"/>', '<Workout c="3"><Event d="4"/></Workout>']),
    ],
)  # fmt: skip
def test_the_units_of_a_file_are_its_lines_records_or_elements(text, found):
    assert [text[start:end] for start, end in units(text)] == found


def test_a_record_leaves_a_list_with_its_comma():
    text = '[{"a": 1}, {"b": 2}]'
    assert [without(text, span).replace(" ", "") for span in units(text)] == ['[{"b":2}]', '[{"a":1}]']


def test_what_a_unit_says_is_known_by_leaving_it_out():
    nights = fuzz.original("whoop", "sleeps.csv")
    assert nights.rows_read == len(nights.units) == len(nights.rows) == len(nights.owners)
    assert all(len(some) == 1 for some in nights.owners.values())


def tried_by_hand(tmp_path, name, content):
    """The faults that the judge finds in an import of this content in place of an export's file."""
    original = fuzz.original("handmade", name)
    folder = tmp_path / "brought"
    folder.mkdir()
    (folder / name).write_bytes(content)
    result = fuzz._imported(fuzz._template("handmade", "alone"), tmp_path / "store" / "ownpace.db", folder / name)
    return original, result


def test_the_judge_notices_a_value_that_is_missing_and_lines_that_were_not_read(tmp_path):
    content = fuzz.contents("handmade")["days.csv"]
    original, result = tried_by_hand(tmp_path, "days.csv", content)
    assert not fuzz._unit_faults(original, content, result)
    lost = next(row for row in result.after if row[0] == "measurement")
    result.after.remove(lost)
    assert "1 rows of untouched units are missing" in fuzz._unit_faults(original, content, result)[0]
    result.after.add(lost)
    result.receipts[0] = replace(result.receipts[0], rows_read=9)
    assert fuzz._unit_faults(original, content, result) == ["10 units, 9 lines read"]


def test_the_judge_notices_counts_that_do_not_add_up_and_words_that_repeat_a_figure(tmp_path):
    content = fuzz.contents("handmade")["days.csv"]
    original, result = tried_by_hand(tmp_path, "days.csv", content)
    assert not fuzz._basic_faults(result, original.secrets)
    result.words += " the cell 173.625 is no number"
    assert fuzz._basic_faults(result, original.secrets) == ["words repeat 173.625"]
