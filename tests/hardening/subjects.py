"""Whose imports are hardened: one line an importer."""

import csv
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from data.importers import handmade
from tests.data import oura_files
from tests.data.apple_files import write_apple_export
from tests.data.whoop_api_files import write_whoop_api
from tests.data.whoop_files import write_whoop_export
from tests.hardening.units import units


@dataclass(frozen=True)
class Subject:
    """An importer. write: puts the plain files of a valid export of so many days, from a first day on, into a folder.

    A longer export from the same day on holds all that a shorter one does. has_nights: not where nothing saw sleep.
    """

    name: str
    write: Callable[[Path, int, str], object]
    has_nights: bool = True


def _whoop(folder: Path, days: int, first_day: str) -> None:
    write_whoop_export(folder, days=days, first_day=first_day)


def _whoop_saved_by_excel(folder: Path, days: int, first_day: str) -> None:
    write_whoop_export(folder, days=days, first_day=first_day, language="de", style="excel_de")


def _handmade(folder: Path, days: int, first_day: str) -> None:
    dates = [(date.fromisoformat(first_day) + timedelta(days=n)).isoformat() for n in range(days)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "days.csv").write_text(_table("days", [_kept_day(day) for day in dates]), encoding="utf-8")
    journal = [row for day in dates for row in _kept_journal(day)]
    (folder / "journal.csv").write_text(_table("journal", journal), encoding="utf-8")


def _kept_day(day: str) -> list:
    """The cells of one row below the header of the template."""
    dice = random.Random(day)
    woke = f"{dice.randint(5, 8)}:{dice.randint(0, 59):02}"
    return [
        day, round(dice.uniform(30, 110), 2), dice.randint(44, 62), f"{dice.randint(21, 23)}:{dice.randint(0, 59):02}",
        woke, dice.randint(20, 90), dice.randint(1, 9), round(dice.uniform(69, 73), 3), dice.choice(("no", "2", "")),
        dice.choice(("yes", "no")), dice.choice(("", "travel", "illness")), dice.choice(("", "late, and müde")),
    ]  # fmt: skip


def _kept_journal(day: str) -> list[list]:
    dice = random.Random(f"journal {day}")
    cups = dice.randint(0, 4)
    return [
        [day, "caffeine", "yes" if cups else "no", cups or "", "cups", ""],
        [day, "late meal", dice.choice(("yes", "no")), "", "", dice.choice(("", 'they said "late"'))],
    ]


def _table(kind: str, rows: list[list]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([handmade.template(kind).splitlines()[0].split(","), *rows])
    return text.getvalue()


def _whoop_api(version: int, layout: str) -> Callable[[Path, int, str], None]:
    def written(folder: Path, days: int, first_day: str) -> None:
        write_whoop_api(folder, days=days, first_day=first_day, version=version, layout=layout)

    return written


def _oura(write: Callable[[Path, list], object], name: str = "") -> Callable[[Path, int, str], None]:
    """A writer of one of Oura's kinds of files: into a folder, or into the file of that name in it."""

    def written(folder: Path, days: int, first_day: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        write(folder / name, oura_files.life(days, first_day, samples_an_hour=1))

    return written


# What a watch writes every few minutes: a few of them will do.
_FREQUENT = re.compile(r"HeartRate\"|Energy|Exercise|Stand|Distance|Noise|Audio|Respiratory|Oxygen|Walking")


def _apple(folder: Path, days: int, first_day: str, style: str = "ios17") -> None:
    """A fifth of the days, thinned: one day of a watch is as long as a season of the others."""
    folder.mkdir(parents=True, exist_ok=True)
    write_apple_export(folder / "export.xml", days=max(2, days // 5), first_day=first_day, style=style)
    text = (folder / "export.xml").read_text(encoding="utf-8")
    frequent = [span for span in units(text) if _FREQUENT.search(text, *span)]
    dropped = [span for n, span in enumerate(frequent) if n % 20]
    ends = [0, *(end for _, end in dropped)]
    starts = [*(start for start, _ in dropped), len(text)]
    parts = (text[end:start].lstrip("\n") for end, start in zip(ends, starts, strict=True))
    (folder / "export.xml").write_text("".join(parts), encoding="utf-8")


SUBJECTS = (
    Subject("whoop", _whoop),
    Subject("whoop, by Excel", _whoop_saved_by_excel),
    Subject("handmade", _handmade),
    Subject("whoop api v1", _whoop_api(version=1, layout="one")),
    Subject("whoop api v2", _whoop_api(version=2, layout="files")),
    Subject("oura trends", _oura(oura_files.write_trends, "oura_trends.csv")),
    Subject("oura api", _oura(oura_files.write_api)),
    Subject("oura account", _oura(oura_files.write_account_tables)),
    Subject("oura account, old", _oura(oura_files.write_account_json, "oura.json")),
    Subject("apple", _apple),
    Subject("apple, ios 8", partial(_apple, style="ios8"), has_nights=False),
)
