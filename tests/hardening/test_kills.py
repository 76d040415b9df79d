"""kill -9 in the short form; `make hardening` is the whole."""

import pytest

from tests.hardening import kills
from tests.hardening.subjects import SUBJECTS


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_a_killed_import_is_whole_or_absent_and_the_next_one_completes_it(subject, tmp_path):
    assert not kills.check(subject, tmp_path, range(1)).failures
