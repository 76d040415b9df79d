"""Writers at once, in the short form."""

from tests.hardening import writers


def test_eight_writers_and_the_imports_of_every_source_all_keep_their_rows(tmp_path):
    outcome = writers.check(tmp_path, transactions=15)
    assert not outcome.failures
    assert outcome.found.startswith("120 transactions")
