"""WHOOP's "Data Export": four CSV tables with all that the account ever held, in the language of the account.

    Cycle start time,Cycle end time,Cycle timezone,Recovery score %,...
    2025-09-13 00:38:12,2025-09-13 23:02:45,UTC-04:00,64,...

A cycle runs from falling asleep to falling asleep again. All its times are local, with the cycle's one offset; the
date that people mean is that of waking. Files that were saved again by Excel are read as well: `;` and decimal
commas, `9/13/2025 0:38`, TRUE and FALSE, further columns.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from data import clock
from data.archive import BadFile, Member, decoded, delimiter, shown_names
from data.importers.dates import day_first, written_time
from data.importers.habits import habit
from data.importers.rows import Known, Rejected, Remark, Row
from data.importers.whoop_words import COLUMNS, field, language, sport
from data.schema import JournalEntry, Measurement, Sleep, Workout
from data.tables import CutOff, Table, header_of, number, read_table

SOURCE = "whoop"
LABEL = "WHOOP app export"
VERSION = 1
MATCH_S = 60  # Excel drops the seconds
KINDS = ("sleeps", "cycles", "workouts", "journal")

# The fields without which a table is not worth storing. The rest may be missing, as it is in older exports.
_REQUIRED = {
    "sleeps": ("offset", "onset", "wake", "asleep_min", "nap"),
    "cycles": (
        "cycle_start",
        "offset",
        "recovery_pct",
        "resting_hr_bpm",
        "hrv_rmssd_ms",
        "day_strain",
        "onset",
        "wake",
    ),  # fmt: skip
    "workouts": ("offset", "start", "end", "sport"),
    "journal": ("cycle_start", "offset", "question", "answer"),
}
# By which of its columns a table is told from the others, in the order in which to ask.
_TELLING = {
    "journal": {"question"},
    "workouts": {"start", "end", "strain", "sport"},
    "cycles": {"recovery_pct", "day_strain", "resting_hr_bpm", "hrv_rmssd_ms"},
    "sleeps": {"onset", "wake", "nap", "asleep_min"},
}
_CYCLE_METRICS = (
    "recovery_pct", "resting_hr_bpm", "hrv_rmssd_ms", "skin_temp_c", "spo2_pct", "respiration_brpm", "day_strain",
    "energy_kcal", "max_hr_bpm", "avg_hr_bpm",
)  # fmt: skip
_OF_THE_NIGHT = _CYCLE_METRICS[:6]
_SLEEP_FIELDS = (
    "in_bed_min", "asleep_min", "light_min", "deep_min", "rem_min", "awake_min", "need_min", "debt_min",
    "efficiency_pct", "consistency_pct", "performance_pct", "respiration_brpm",
)  # fmt: skip
_WORKOUT_FIELDS = ("energy_kcal", "avg_hr_bpm", "max_hr_bpm", "strain")
_DISTANCE_FIELDS = ("distance_m", "ascent_m", "altitude_change_m")
_NIGHT_WITHIN_S = 6 * 3600  # a cycle begins with its night; naps seen in its place began 6 hours later at the least
_TIMES = ("cycle_start", "cycle_end", "onset", "wake", "start", "end")


def kind(member: Member) -> str | None:
    """Which of WHOOP's four tables a file is, by its columns; None where it is none of them.

    Raises BadFile where it is WHOOP's, but in a language or wording that is not known.
    """
    columns = _columns(header_of(member))
    if not columns.keys() & {"cycle_start", "offset"}:
        if _has_cycles_in_front(member):
            raise _unknown_words(member)
        return None
    for name, telling in _TELLING.items():
        if columns.keys() & telling:
            return name
    if _journal_columns(header_of(member)):
        return "journal"
    raise _unknown_words(member)


def read(member: Member, kind: str, known: Known) -> Iterator[Row | Rejected | Remark]:
    """What each line of one of the four tables says. Raises BadFile where columns are missing or dates unclear."""
    table = read_table(member)
    sheet = _sheet(table, kind, member)
    unread = sum(bool(name) for name in table.header) - len(sheet.columns)
    return chain([Remark("unread column", unread)] if unread else [], _rows(table, sheet, kind, known))


def _rows(table: Table, sheet: "_Sheet", kind: str, known: Known) -> Iterator[Row | Rejected]:
    if kind == "journal":
        return _journal(table, sheet, known)
    row_of = {"sleeps": _sleep_row, "cycles": partial(_cycle_row, known=known), "workouts": _workout_row}
    return _each(table, sheet, row_of[kind])


class _Unreadable(Exception):
    """Why a line cannot be stored: names the column, never the value."""


@dataclass(frozen=True)
class _Sheet:
    """How to read the cells of one table. columns: our field -> its place; days_first: in dates like 9/10/2025."""

    header: list[str]
    columns: dict[str, int]
    parted_by: str
    days_first: bool

    @property
    def has_strangers(self) -> bool:
        """Whether a column that is not ours stands between ours."""
        return len(self.columns) <= max(self.columns.values())


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a table; a cell that is missing at its end is blank (Excel leaves blank ones out)."""

    count: int
    cells: list[str]
    sheet: _Sheet

    def text(self, name: str) -> str:
        """What stands in a cell; "" where it is blank or the table has no such column."""
        place = self.sheet.columns.get(name)
        return self.cells[place].strip() if place is not None and place < len(self.cells) else ""

    def number(self, name: str) -> float | None:
        text = self.text(name)
        return self._read(name, "a number", number, text, self.sheet.parted_by) if text else None

    def flag(self, name: str) -> bool | None:
        text = self.text(name)
        return self._read(name, "true or false", _flag, text) if text else None

    def offset_min(self) -> int:
        return self._read("offset", "an offset from UTC", clock.written_offset, self.filled("offset"))

    def at_utc(self, name: str, offset_min: int) -> int | None:
        text = self.text(name)
        if not text:
            return None
        local = self._read(name, "a date with a time", written_time, text, self.sheet.days_first)
        return clock.instant(local, offset_min)

    def some_utc(self, name: str, offset_min: int) -> int:
        """The instant in a cell that must not be blank."""
        self.filled(name)
        return self.at_utc(name, offset_min)

    def filled(self, name: str) -> str:
        """What stands in a cell that must not be blank."""
        if text := self.text(name):
            return text
        raise _Unreadable(f"{self._header(name)} is blank")

    def _read(self, name: str, what: str, reader: Callable[..., Any], *inputs: Any) -> Any:
        try:
            return reader(*inputs)
        except ValueError:
            raise _Unreadable(f"{self._header(name)} is not {what}") from None

    def _header(self, name: str) -> str:
        return self.sheet.header[self.sheet.columns[name]]


# As WHOOP writes them, and as Excel does in its languages.
_FLAGS = {word: True for word in ("true", "wahr", "verdadero", "vrai", "verdadeiro", "yes", "1")}
_FLAGS |= {word: False for word in ("false", "falsch", "falso", "faux", "no", "0")}


def _flag(text: str) -> bool:
    try:
        return _FLAGS[text.lower()]
    except KeyError:
        raise ValueError("neither true nor false") from None


def _columns(header: list[str]) -> dict[str, int]:
    """Where each of our fields stands; of two columns of one meaning, the first."""
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        if (ours := field(name)) is not None:
            found.setdefault(ours, place)
    return found


def _journal_columns(header: list[str]) -> dict[str, int]:
    """The columns of a journal whose language names only those of the cycle, by their order; {} where it is none.

    No French journal has been seen, so its own three names are unknown; every journal that has been seen holds
    start, end, time zone, question, answer, note. The cells decide in the end: an answer that is not true or false
    is rejected.
    """
    columns = _columns(header)
    named = {place: name for name, place in columns.items()}
    starts_as_all_do = [named.get(place) for place in range(3)] == ["cycle_start", "cycle_end", "offset"]
    if starts_as_all_do and len(header) == 6 and not columns.keys() & {"question", "answer"}:
        return columns | {"question": 3, "answer": 4, "note": 5}
    return {}


def _sheet(table: Table, kind: str, member: Member) -> _Sheet:
    columns = _columns(table.header)
    if kind == "journal" and "question" not in columns:
        columns = _journal_columns(table.header) or columns
    if missing := [name for name in _REQUIRED[kind] if name not in columns]:
        names = COLUMNS[language(table.header)]
        wanted = ", ".join(f'"{names.get(name, COLUMNS["English"][name])}"' for name in missing)
        raise BadFile(
            f"this is WHOOP's table of {kind} without {'a column' if len(missing) == 1 else 'the columns'} {wanted}",
            expected="the table as the WHOOP app exports it",
            do="export it again, or put back what was taken out or renamed",
            member=member.name,
        )
    _check_twins(table.header, columns, member)
    places = [columns[name] for name in _TIMES if name in columns]
    times = (cells[place] for _, cells in table.rows() for place in places if place < len(cells))
    return _Sheet(table.header, columns, table.delimiter, day_first(times, member.name))


def _check_twins(header: list[str], columns: dict[str, int], member: Member) -> None:
    """Refuses two columns of one meaning: one of them may have lost its own name."""
    for place, name in enumerate(header):
        if columns.get(field(name), place) != place:
            raise BadFile(
                f'two columns mean the same: "{header[columns[field(name)]]}" and "{name}"',
                do="export it again, or keep one of them",
                member=member.name,
                line=1,
            )


_OFFSET_CELL = re.compile(r"UTC(Z|[+-]\d\d:\d\d)")
_TIME_CELL = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]\d{1,2}:\d\d.*")


def _has_cycles_in_front(member: Member) -> bool:
    """Whether a table opens with two local times and an offset, as only WHOOP's do, whatever its language."""
    lines = [line for line in (decoded(member.head) or "").splitlines() if line.strip()]
    parted_by = delimiter(lines[0]) if lines else ","
    try:
        rows = list(csv.reader(lines[1:21], delimiter=parted_by))
    except csv.Error:
        return False
    return any(
        len(cells) > 3
        and _TIME_CELL.fullmatch(cells[0].strip())
        and (not cells[1].strip() or _TIME_CELL.fullmatch(cells[1].strip()))
        and _OFFSET_CELL.fullmatch(cells[2].strip())
        for cells in rows
    )


def _unknown_words(member: Member) -> BadFile:
    header = header_of(member)
    shown = ", ".join(f'"{name}"' for name in shown_names([n for n in header if field(n) is None], header)[:3])
    return BadFile(
        f"this looks like a WHOOP export, in a language or with columns that are not known{shown and f' ({shown})'}",
        expected="column names in English, German, Spanish, French or Portuguese",
        do="switch the WHOOP app to one of these languages and export again",
        member=member.name,
    )


def _each(table: Table, sheet: _Sheet, row_of: Callable[[_Line], Row]) -> Iterator[Row | Rejected]:
    for count, cells in table.rows():
        try:
            yield row_of(_line(count, cells, sheet))
        except _Unreadable as reason:
            yield Rejected(count, str(reason))


def _line(count: int, cells: list[str], sheet: _Sheet) -> _Line:
    if any(cell.strip() for cell in cells[len(sheet.header) :]):
        raise _Unreadable("the line has more cells than the header has names")
    if len(cells) < len(sheet.header) and sheet.has_strangers:
        raise _Unreadable("the line has fewer cells than the header has names, of which one is not known")
    if isinstance(cells, CutOff):
        raise _Unreadable("the file ends in the middle of this line")
    return _Line(count, cells, sheet)


def _sleep_row(line: _Line) -> Row:
    offset_min = line.offset_min()
    line.filled("nap")  # the last cell: where it is missing, the line was cut off
    nap = line.flag("nap")
    onset_utc, wake_utc = line.some_utc("onset", offset_min), line.some_utc("wake", offset_min)
    return Row(line.count, "nap" if nap else "sleep", (_sleep(line, onset_utc, wake_utc, offset_min, nap),))


def _sleep(line: _Line, onset_utc: int, wake_utc: int, offset_min: int, nap: bool | None) -> Sleep:
    minutes_and_scores = {name: line.number(name) for name in _SLEEP_FIELDS}
    return Sleep(onset_utc, wake_utc, clock.local_day(wake_utc, offset_min), offset_min, nap, **minutes_and_scores)


def _cycle_row(line: _Line, known: Known) -> Row:
    """The scores of a cycle, at the waking from its night; where no sleep was seen, at its start.

    Strain and energy are those of the day that follows this waking. A blank end does not mean that the cycle is
    still running (exports of 2026 have only blank ones), so nothing is read from it.
    """
    offset_min = line.offset_min()
    start_utc = line.some_utc("cycle_start", offset_min)
    onset_utc, wake_utc = line.at_utc("onset", offset_min), line.at_utc("wake", offset_min)
    slept = onset_utc is not None and wake_utc is not None
    # In a cycle with a nap, the row often shows that nap's times, stages and respiration in place of the night's.
    # A night that is known to begin with the cycle settles it; else a sleep is taken for it that begins near enough.
    own_wake_utc = known.wake_utc(start_utc)
    near_s = MATCH_S if own_wake_utc is not None else _NIGHT_WITHIN_S
    shows_nap = slept and onset_utc >= start_utc + near_s
    # A cycle without a night of its own may repeat the one before it, with its recovery: the row that begins with
    # that night states it.
    repeats = slept and onset_utc <= start_utc - near_s
    shows_night = slept and not shows_nap and not repeats
    night_wake_utc = wake_utc if shows_night else own_wake_utc
    at_utc = start_utc if night_wake_utc is None else night_wake_utc
    guessed = (shows_nap or repeats) and night_wake_utc is None
    day = _day_of_waking(start_utc, offset_min) if guessed else clock.local_day(at_utc, offset_min)

    left_out = _OF_THE_NIGHT if repeats else ("respiration_brpm",) if shows_nap else ()
    values = {name: line.number(name) for name in _CYCLE_METRICS if name not in left_out}
    records = (Measurement(name, at_utc, value, day, offset_min) for name, value in values.items() if value is not None)
    also = (_sleep(line, onset_utc, wake_utc, offset_min, nap=None),) if shows_night else ()
    kind = "recovery" if line.text("recovery_pct") and not repeats else "day"
    return Row(line.count, kind, tuple(records), also)


def _day_of_waking(start_utc: int, offset_min: int) -> str:
    """The day of waking from a night of which only the beginning is known, that of its cycle.

    Who falls asleep before noon wakes on the same date, later on the next one; a cycle without a night begins at
    midnight, on its own date.
    """
    falls_asleep = clock.local_time(start_utc, offset_min)
    return clock.days_later(falls_asleep.date().isoformat(), 0 if falls_asleep.hour < 12 else 1)


def _workout_row(line: _Line) -> Row:
    offset_min = line.offset_min()
    start_utc, end_utc = line.some_utc("start", offset_min), line.some_utc("end", offset_min)
    span_min = (end_utc - start_utc) / 60
    workout = Workout(
        start_utc,
        end_utc,
        clock.local_day(start_utc, offset_min),
        sport(line.text("sport")),
        offset_min,
        duration_min=_duration_min(line.number("duration_min"), span_min),
        gps=line.flag("gps"),
        **{name: line.number(name) for name in _WORKOUT_FIELDS},
        **_distances(line),
        **{f"zone{zone}_min": _share(line.number(f"zone{zone}_pct"), span_min) for zone in range(1, 6)},
    )
    return Row(line.count, "workout", (workout,))


def _duration_min(written: float | None, span_min: float) -> float | None:
    """The minutes of a workout; the file cuts them down to whole ones, so its start and end know better."""
    cut = written is not None and written <= span_min < written + 1
    return span_min if cut else written


def _distances(line: _Line) -> dict[str, float | None]:
    """Metres and climb; without GPS a 0 was not measured."""
    values = {name: line.number(name) for name in _DISTANCE_FIELDS}
    return values if line.flag("gps") else {name: value or None for name, value in values.items()}


def _share(pct: float | None, span_min: float) -> float | None:
    """The minutes in a heart rate zone. Zones 1 to 5 do not add up to 100 %: the rest is below zone 1, or unseen."""
    return None if pct is None else span_min * pct / 100


# Which of two answers to one question on one day counts: a "no" may only mean that nobody touched the switch.
_WEIGHT = {"yes": 2, "no_or_default": 1, None: 0}


def _journal(table: Table, sheet: _Sheet, known: Known) -> Iterator[Row | Rejected]:
    """What each line of the journal says of the day before its cycle's waking.

    Questions can be asked twice, in one cycle or in two that end on one day: each of those lines then gives the
    entry that counts, so that none overwrites it.
    """
    days: dict[tuple[str, str], str] = {}

    def row_of(line: _Line) -> Row:
        written = (line.text("cycle_start"), line.text("offset"))
        if written not in days:  # every question of a day repeats them
            days[written] = _journal_day(line, known)
        return Row(line.count, "journal", _entries(line, days[written]))

    rows = list(_each(table, sheet, row_of))
    counts: dict[tuple[str, str], JournalEntry] = {}
    for entry in (entry for row in rows if isinstance(row, Row) for entry in row.records):
        key = (entry.day, entry.habit)
        if key not in counts or _WEIGHT[entry.answer] > _WEIGHT[counts[key].answer]:
            counts[key] = entry
    for row in rows:
        if isinstance(row, Row):
            row = Row(row.line, row.kind, tuple(counts[entry.day, entry.habit] for entry in row.records))
        yield row


def _journal_day(line: _Line, known: Known) -> str:
    """The day that a journal entry describes: the one before the waking that opens its cycle.

    It is answered in the morning, about the day and evening before. Shifted by one day more, or keyed by the
    cycle's start, what a habit does to the recovery of that morning is lost.
    """
    offset_min = line.offset_min()
    start_utc = line.some_utc("cycle_start", offset_min)
    wake_utc = known.wake_utc(start_utc)
    woke = _day_of_waking(start_utc, offset_min) if wake_utc is None else clock.local_day(wake_utc, offset_min)
    return clock.days_later(woke, -1)


def _entries(line: _Line, day: str) -> tuple[JournalEntry, ...]:
    """The entry of one line; none where nothing was answered or noted. The note is that of the day, on each of them."""
    question = line.filled("question")
    answered, note = line.flag("answer"), line.text("note") or None
    if answered is None and note is None:
        return ()
    answer = None if answered is None else "yes" if answered else "no_or_default"
    return (JournalEntry(day, habit(question), question, answer, note=note),)
