"""Migrations from every schema there was, backups, and deletion, over stores that hold every source."""

import pytest

from tests.hardening import lives


@pytest.mark.parametrize("version", range(1, len(lives.steps()) + 1))
def test_a_store_of_every_earlier_schema_keeps_its_rows_and_gets_the_present_one(tmp_path, version):
    assert not lives.migrated(tmp_path, version)


def test_a_backup_restores_every_table_row_for_row(tmp_path):
    assert not lives.backup_check(tmp_path).failures


def test_of_a_deleted_athlete_no_word_and_no_figure_is_left_in_any_byte(tmp_path):
    assert not lives.deletion_check(tmp_path).failures
