"""`python -m tests.hardening`: every fault that imports have to bear, in full; prints what was done and what was found.

--part 0.1           a tenth of the rounds
--check mutations    one check alone
--importer whoop     one importer alone
--seed 4711          that one round of `kills` or `mutations` again, as a failure names it
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.hardening import bombs, disks, fuzz, kills, lives, properties, writers
from tests.hardening.outcome import Outcome, text_table
from tests.hardening.subjects import SUBJECTS, Subject

KILLS, MUTATIONS, TRANSACTIONS, DISK_SIZES, FIRST_DAYS = 300, 10_000, 150, 40, 200  # kills: of all importers together


def main() -> int:
    asked = _asked()
    outcomes: list[Outcome] = []
    for outcome in _outcomes(asked):
        print(f"{outcome.check}, {outcome.importer}: {outcome.rounds:,} rounds, {len(outcome.failures)} failures",
              file=sys.stderr, flush=True)  # fmt: skip
        outcomes.append(outcome)
    print(text_table(outcomes))
    for outcome in outcomes:
        for failure in outcome.failures:
            print(f"\n{outcome.check}: {failure}")
    return int(any(outcome.failures for outcome in outcomes))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.hardening", description="Imports that nothing can break.")
    parser.add_argument("--part", type=float, default=1, help="share of the rounds, 0 to 1")
    parser.add_argument("--check", choices=CHECKS, help="one check alone")
    parser.add_argument("--importer", choices=[subject.name for subject in SUBJECTS], help="one importer alone")
    parser.add_argument("--seed", type=int, help="one round of kills or mutations, as a failure names it")
    return parser.parse_args()


def _outcomes(asked: argparse.Namespace) -> Iterator[Outcome]:
    subjects = [subject for subject in SUBJECTS if asked.importer in (None, subject.name)]
    for name, check in CHECKS.items():
        if asked.check in (None, name):
            yield from check(subjects, asked)


def _rounds(asked: argparse.Namespace, full: int) -> range:
    """The seeds of a check's rounds; at least one."""
    return range(asked.seed, asked.seed + 1) if asked.seed is not None else range(max(1, round(asked.part * full)))


def _in_folder(check: Callable[[Path], Outcome]) -> Outcome:
    # Its own, since another user has to get at the stores below it.
    with tempfile.TemporaryDirectory(prefix="ownpace-hardening-") as folder:
        Path(folder).chmod(0o755)
        return check(Path(folder))


def _kills(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    seeds = _rounds(asked, -(-KILLS // len(SUBJECTS)))
    for subject in subjects:
        yield _in_folder(lambda folder, subject=subject: kills.check(subject, folder, seeds))


def _mutations(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    for subject in subjects:
        yield fuzz.check(subject, _rounds(asked, MUTATIONS))


def _disks(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    steps = max(4, round(asked.part * DISK_SIZES))
    for subject in subjects:
        yield _in_folder(lambda folder, subject=subject: disks.full(disks.Stage(subject, folder), steps))
        yield _in_folder(lambda folder, subject=subject: disks.read_only(disks.Stage(subject, folder)))
        yield _in_folder(lambda folder, subject=subject: disks.locked(disks.Stage(subject, folder)))
    with tempfile.TemporaryDirectory() as folder:
        mountable = disks.can_mount(Path(folder) / "tried")
    for subject in subjects if mountable else ():
        yield _in_folder(lambda folder, subject=subject: disks.full_for_real(disks.Stage(subject, folder), steps))


def _writers(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    yield _in_folder(lambda folder: writers.check(folder, max(10, round(asked.part * TRANSACTIONS)), subjects))


def _bombs(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    yield _in_folder(bombs.check_all)
    for subject in subjects:
        yield _in_folder(lambda folder, subject=subject: bombs.check(subject, folder))


def _lives(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    for check in (lives.migrations_check, lives.backup_check, lives.deletion_check):
        yield _in_folder(check)


def _days(subjects: list[Subject], asked: argparse.Namespace) -> Iterator[Outcome]:
    for subject in subjects:
        yield properties.check(subject, _rounds(asked, FIRST_DAYS))


CHECKS = {
    "kills": _kills,
    "disks": _disks,
    "writers": _writers,
    "bombs": _bombs,
    "lives": _lives,
    "days": _days,
    "mutations": _mutations,
}


if __name__ == "__main__":
    sys.exit(main())
