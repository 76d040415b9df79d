"""Hostile files through the whole import, and strange names."""

import pytest

from tests.hardening import bombs
from tests.hardening.subjects import SUBJECTS


def test_what_is_built_to_do_harm_is_refused_with_a_reason_in_time_and_in_little_memory(tmp_path):
    assert not bombs.check_all(tmp_path).failures


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_hostile_values_in_a_good_file_do_no_harm(subject, tmp_path):
    assert not bombs.check(subject, tmp_path, most_files=2).failures


def test_a_good_file_with_a_strange_name_is_imported_and_named_in_print(tmp_path):
    assert not bombs.strange_names(tmp_path)
