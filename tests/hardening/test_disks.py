"""Stores that cannot be written, in the short form."""

import tempfile
from pathlib import Path

import pytest

from tests.hardening import disks
from tests.hardening.subjects import SUBJECTS


def staged(subject):
    # Not below pytest's folders, which another user may not enter.
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield disks.Stage(subject, Path(folder))


@pytest.fixture(scope="module", params=SUBJECTS, ids=lambda subject: subject.name)
def stage(request):
    yield from staged(request.param)


@pytest.fixture(scope="module")
def first_stage():
    """That of one importer: who holds the store, or may not write, does not depend on whose rows come."""
    yield from staged(SUBJECTS[0])


def test_a_disk_that_fills_at_any_moment_leaves_the_store_as_it_was(stage):
    outcome = disks.full(stage, steps=3)
    assert not outcome.failures
    assert "failed" in outcome.found and "imported" in outcome.found


def test_a_real_disk_that_fills_leaves_the_store_as_it_was(first_stage):
    if not disks.can_mount(first_stage.folder / "tried"):
        pytest.skip("this machine lets nobody mount a small disk")
    assert not disks.full_for_real(first_stage, steps=2).failures


def test_a_store_that_may_not_be_written_is_said_clearly(first_stage):
    assert not disks.read_only(first_stage).failures


def test_an_import_waits_for_another_program_and_says_so_when_that_takes_too_long(first_stage):
    assert not disks.locked(first_stage).failures
