"""A CSV that a person keeps by hand: one row a day, or a journal with one row an answer.

    date,hrv_rmssd_ms,fell_asleep,woke,habit: alcohol,note      date,habit,answer,amount,unit,note
    2025-01-06,62,23:10,7:05,no,                                2025-01-06,alcohol,yes,2,drinks,
    2025-01-07,55,11:40 pm,7:00,2,dinner with friends           2025-01-06,late meal,no,,,

`DOCUMENTED` names every column, `template` gives a file to start from. A "no" that a person wrote is a real "no".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from data import clock
from data.archive import BadFile, Member, shown_names
from data.importers.dates import day_first, written_time
from data.importers.habits import habit
from data.importers.rows import Known, Rejected, Row
from data.schema import EVENTS, FIRST_DAY, METRICS, Event, JournalEntry, Measurement, Sleep
from data.tables import Table, fold, header_of, number, read_table

SOURCE = "handmade"
LABEL = "CSV kept by hand"
VERSION = 1
MATCH_S = 1
KINDS = ("days", "journal")

# Every column: what it means, and its unit.
_DAYS = {
    "date": ("The day; a night belongs to the day on which you woke", "2025-01-31"),
    **{metric.name: (metric.label, metric.unit) for metric in METRICS.values()},
    "fell_asleep": (
        "When you fell asleep for the night that ended on this day; without asleep_min, you slept until you woke",
        "clock time, 23:10 or 11:10 pm",
    ),
    "woke": ("When you woke from that night", "clock time, 7:05"),
    "session_min": ("Minutes of training; with rpe it gives load_au = minutes x effort (Foster 1998)", "min"),
    "rpe": ("How hard the session was as a whole", "0 to 10"),
    "event": (f"What marks the day: {', '.join(EVENTS)}", "words, parted by +"),
    "habit: NAME": ("A habit of your own, one column each, such as `habit: alcohol`", "yes, no or an amount"),
    "note": ("A remark on the day", "text"),
}
_JOURNAL = {
    "date": ("The day on which you did it (or not)", "2025-01-31"),
    "habit": ("The habit, such as alcohol", "text"),
    "answer": ("Whether you did it; blank where you do not say", "yes or no"),
    "amount": ("How much of it", "number"),
    "unit": ("The unit of the amount, such as drinks or mg", "text"),
    "note": ("A remark", "text"),
}
DOCUMENTED = {"days": _DAYS, "journal": _JOURNAL}

_KJ_PER_KCAL = 4.184
_LB_KG = 0.45359237
# Other folded names that people give to a column: ours, and what one of their units is in ours.
_ALSO = {
    "day": ("date", 1), "datum": ("date", 1), "tag": ("date", 1), "fecha": ("date", 1), "data": ("date", 1),
    "hrv": ("hrv_rmssd_ms", 1), "hrv_ms": ("hrv_rmssd_ms", 1), "rmssd": ("hrv_rmssd_ms", 1),
    "rmssd_ms": ("hrv_rmssd_ms", 1), "hrv_rmssd": ("hrv_rmssd_ms", 1),
    "sdnn": ("hrv_sdnn_ms", 1), "sdnn_ms": ("hrv_sdnn_ms", 1), "hrv_sdnn": ("hrv_sdnn_ms", 1),
    "rhr": ("resting_hr_bpm", 1), "rhr_bpm": ("resting_hr_bpm", 1), "resting_hr": ("resting_hr_bpm", 1),
    "resting_heart_rate": ("resting_hr_bpm", 1), "resting_heart_rate_bpm": ("resting_hr_bpm", 1),
    "respiration": ("respiration_brpm", 1), "respiratory_rate": ("respiration_brpm", 1),
    "breathing_rate": ("respiration_brpm", 1),
    "skin_temp": ("skin_temp_c", 1), "skin_temperature_c": ("skin_temp_c", 1),
    "spo2": ("spo2_pct", 1), "blood_oxygen": ("spo2_pct", 1), "blood_oxygen_pct": ("spo2_pct", 1),
    "recovery": ("recovery_pct", 1), "strain": ("day_strain", 1),
    "load": ("load_au", 1), "training_load": ("load_au", 1),
    "kcal": ("energy_kcal", 1), "calories": ("energy_kcal", 1), "energy_kj": ("energy_kcal", 1 / _KJ_PER_KCAL),
    "avg_hr": ("avg_hr_bpm", 1), "max_hr": ("max_hr_bpm", 1),
    "weight": ("weight_kg", 1), "weight_lb": ("weight_kg", _LB_KG), "weight_lbs": ("weight_kg", _LB_KG),
    "sleep_min": ("asleep_min", 1), "sleep_minutes": ("asleep_min", 1), "minutes_asleep": ("asleep_min", 1),
    "sleep_h": ("asleep_min", 60), "sleep_hours": ("asleep_min", 60), "asleep_h": ("asleep_min", 60),
    "hours_slept": ("asleep_min", 60), "hours_asleep": ("asleep_min", 60),
    "asleep_at": ("fell_asleep", 1), "sleep_onset": ("fell_asleep", 1),
    "woke_up": ("woke", 1), "woke_at": ("woke", 1), "wake_time": ("woke", 1), "wake_up": ("woke", 1),
    "session_minutes": ("session_min", 1), "training_min": ("session_min", 1), "session_h": ("session_min", 60),
    "session_rpe": ("rpe", 1), "events": ("event", 1), "question": ("habit", 1),
    "notes": ("note", 1), "comment": ("note", 1), "comments": ("note", 1),
}  # fmt: skip
_HABIT = "habit_"

# Names that exports of devices and apps use as well: they do not show that a file was kept by hand.
_COMMON = {"date", "weight_kg", "steps", "rpe", "event", "note"}

# "none" is not among them: of drinks, it may well mean zero.
_BLANK = {"", "-", "--", "n/a", "na", "nan", "null"}
_YES = {"yes", "y", "true", "t", "1", "x", "ja", "j", "si", "s", "oui", "o", "sim"}
_NO = {"no", "n", "false", "f", "0", "nein", "non", "nao"}
_EVENT_WORDS = {
    **{event: event for event in EVENTS},
    "sick": "illness",
    "ill": "illness",
    "new_device": "device_change",
}


def kind(member: Member) -> str | None:
    """Whether a file is a table of days or a journal kept by hand, by its header; None where it is neither.

    Raises BadFile where a name that only we use shows that it is ours, and another column is unknown to us.
    """
    header = [name for name in header_of(member) if name]
    names = [_ours(name) for name in header]
    if "date" not in names or len(names) < 2:
        return None
    found = "journal" if "habit" in names else "days"
    unknown = [name for name in header if not _belongs(_ours(name), found)]
    if unknown and _is_surely_ours(header, names):
        raise _unknown_columns(unknown, header, found, member)
    return None if unknown else found


def read(member: Member, kind: str, known: Known) -> Iterator[Row | Rejected]:
    """The rows of a table of days or of a journal; a second row of one day (and habit) is rejected.

    Raises BadFile where two columns mean one thing, or the order of day and month cannot be told.
    """
    table = read_table(member)
    columns = _columns(table.header, kind, member)
    days_first = _days_first(table, columns, member)
    first_lines: dict[object, int] = {}
    for line, cells in table.rows():
        try:
            row = _row(line, _texts(cells, columns, days_first, table.delimiter), kind, known)
        except _Unreadable as fault:
            yield Rejected(line, str(fault))
            continue
        key = _key(row)
        if row.records and first_lines.setdefault(key, line) != line:
            what = "day" if kind == "days" else "habit of that day"
            yield Rejected(line, f"the {what} is there twice (line {first_lines[key]})")
        else:
            yield row


def template(kind: str) -> str:
    """A CSV to start from: the header and three example rows, which can be imported as they are."""
    return {"days": _DAYS_TEMPLATE, "journal": _JOURNAL_TEMPLATE}[kind]


_DAYS_TEMPLATE = """\
date,hrv_rmssd_ms,resting_hr_bpm,fell_asleep,woke,session_min,rpe,weight_kg,habit: alcohol,habit: late meal,event,note
2025-01-06,62,51,23:10,7:05,45,6,71.4,no,no,,
2025-01-07,55,54,23:50,6:40,0,,71.6,2,yes,travel,late train
2025-01-08,,,22:45,7:15,60,4,,no,,,
"""
_JOURNAL_TEMPLATE = """\
date,habit,answer,amount,unit,note
2025-01-06,alcohol,yes,2,drinks,dinner with friends
2025-01-06,late meal,no,,,
2025-01-07,caffeine,yes,180,mg,
"""


class _Unreadable(Exception):
    """A row that cannot be stored, and why, in words that hold no health value."""


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: our name for it, the file's own, and what one of its units is in ours."""

    ours: str
    theirs: str
    scale: float


@dataclass(frozen=True, slots=True)
class _Texts:
    """The cells of one row that are not blank, by our names, and what is needed to read them."""

    day: str | None
    cells: dict[str, tuple[_Column, str]]
    delimiter: str

    def text(self, ours: str) -> str | None:
        return self.cells[ours][1] if ours in self.cells else None

    def number(self, ours: str) -> float | None:
        """The number in a column, in our unit; 7:30 in a column of hours is seven and a half."""
        if ours not in self.cells:
            return None
        column, text = self.cells[ours]
        try:
            return round(number(_decimal_hours(text) if column.scale == 60 else text, self.delimiter) * column.scale, 9)
        except ValueError:
            raise _Unreadable(f"{column.theirs} is not a number") from None


def _decimal_hours(text: str) -> str:
    hours, colon, minutes = text.partition(":")
    if colon and hours.isdecimal() and len(minutes) == 2 and minutes.isdecimal() and int(minutes) < 60:
        return f"{int(hours) + int(minutes) / 60:.6f}"
    return text


def _ours(theirs: str) -> str:
    """Our name for a column; its folded self where we have none. `habit: Alcohol?` -> "habit_alcohol"."""
    key = fold(theirs)
    if key.startswith(_HABIT):
        return _HABIT + habit(_question(theirs))
    return _ALSO.get(key, (key, 1))[0]


def _question(theirs: str) -> str:
    """What a habit's own column asks: `habit: late meal` -> "late meal"."""
    return re.sub(r"^\W*habit[\W_]+", "", theirs, flags=re.IGNORECASE).strip()


def _belongs(ours: str, kind: str) -> bool:
    is_habit = kind == "days" and ours.startswith(_HABIT) and len(ours) > len(_HABIT)
    return ours in DOCUMENTED[kind] or is_habit


def _is_surely_ours(header: list[str], names: list[str]) -> bool:
    if "habit" in names:
        return "answer" in names or "amount" in names
    only_ours = _DAYS.keys() - _COMMON
    return any(name in only_ours or name.lower().startswith(("habit:", _HABIT)) for name in header)


def _unknown_columns(unknown: list[str], header: list[str], kind: str, member: Member) -> BadFile:
    shown = shown_names(unknown, header)[:8]
    names = ": " + ", ".join(map(repr, shown)) + (" and more" if len(unknown) > len(shown) else "") if shown else ""
    return BadFile(
        f"the file has columns that are not known{names}",
        expected=", ".join(DOCUMENTED[kind]),
        do="rename or remove them; a habit of your own is named `habit: alcohol`",
        member=member.name,
        line=1,
    )


def _columns(header: list[str], kind: str, member: Member) -> list[_Column]:
    """One for each column of the file; a column without a name keeps an empty one."""
    columns = [_Column(_ours(name), name, _ALSO.get(fold(name), ("", 1))[1]) for name in header]
    seen: dict[str, str] = {}
    for column in columns:
        if column.theirs and column.ours in seen:
            what = f"two columns mean the same: {seen[column.ours]!r} and {column.theirs!r}"
            raise BadFile(what, do="keep one of them", member=member.name, line=1)
        seen[column.ours] = column.theirs
    unknown = [column.theirs for column in columns if column.theirs and not _belongs(column.ours, kind)]
    if unknown:
        raise _unknown_columns(unknown, header, kind, member)
    return columns


def _days_first(table: Table, columns: list[_Column], member: Member) -> bool:
    at = next(index for index, column in enumerate(columns) if column.ours == "date")
    return day_first((cells[at] for _, cells in table.rows() if at < len(cells)), member.name)


def _texts(cells: list[str], columns: list[_Column], days_first: bool, delimiter: str) -> _Texts:
    texts = [cell.strip() for cell in cells]
    if any(texts[len(columns) :]):
        raise _Unreadable("the row has more cells than the header has columns")
    filled = {
        column.ours: (column, text) for column, text in zip(columns, texts, strict=False) if text.lower() not in _BLANK
    }
    if "" in filled:
        raise _Unreadable("a cell stands in a column without a name")
    day = filled.pop("date", None)
    if filled and day is None:
        raise _Unreadable("the date is blank")
    return _Texts(_day(day[1], days_first) if day else None, filled, delimiter)


def _day(text: str, days_first: bool) -> str:
    """The ISO day of a cell; midnight, which some programs write behind a date, says nothing more."""
    if not re.search("[0-9]{4}", text):  # 25/09/13 may be a day of 2025 or of 2013
        raise _Unreadable("the date has no year of four digits")
    try:
        local = written_time(text if ":" in text else f"{text} 00:00", days_first)
    except ValueError:
        raise _Unreadable("the date is not a day such as 2025-01-31") from None
    if local != datetime(local.year, local.month, local.day):
        raise _Unreadable("the date has a time of day, and a row stands for a whole day")
    if not int(FIRST_DAY[:4]) <= local.year < 2200:
        raise _Unreadable(f"the date lies before {FIRST_DAY} or far in the future")
    return local.date().isoformat()


def _row(line: int, texts: _Texts, kind: str, known: Known) -> Row:
    if not texts.cells:
        return Row(line, "day" if kind == "days" else "journal", ())
    if kind == "journal":
        return Row(line, "journal", _journal_records(texts))
    night = _night(texts, known.home_zone)
    return Row(line, "day", (*_measurements(texts, night), *night, *_events(texts), *_habits(texts)))


def _key(row: Row) -> object:
    """What a file may state once: a day, or a habit of a day."""
    if not row.records:
        return None
    first = row.records[0]
    return (first.day, first.habit) if row.kind == "journal" else first.day


def _measurements(texts: _Texts, night: tuple[Sleep, ...]) -> list[Measurement]:
    """The day's values. A day has no instant: noon UTC, offset 0, stands for it."""
    values = {name: texts.number(name) for name in METRICS}
    load_au = _session_load(texts)
    if load_au is not None:
        if values["load_au"] is not None:
            raise _Unreadable("the load is given twice, as such and as minutes with RPE")
        values["load_au"] = load_au
    if night:
        values["asleep_min"] = None  # the night holds it
    noon_utc = clock.instant(datetime.fromisoformat(f"{texts.day} 12:00"), 0)
    return [Measurement(name, noon_utc, value, texts.day) for name, value in values.items() if value is not None]


def _session_load(texts: _Texts) -> float | None:
    """Training load of the day [AU = minutes x session RPE 0-10]; no minutes are no load, whatever the RPE.

    Source: Foster (1998), Med Sci Sports Exerc 30(7):1164-8.
    """
    minutes, rpe = texts.number("session_min"), texts.number("rpe")
    if minutes is None and rpe is None:
        return None
    if minutes == 0:
        return 0.0
    if minutes is None or rpe is None:
        raise _Unreadable("session_min and rpe give a load only together")
    if not (0 < minutes <= 1440 and 0 <= rpe <= 10):
        raise _Unreadable("session_min is outside 0 to 1440 or rpe outside 0 to 10")
    return minutes * rpe


def _night(texts: _Texts, zone: str) -> tuple[Sleep, ...]:
    """The night that ended on the day. It began on that day where its clock time is earlier, else the day before."""
    if "fell_asleep" not in texts.cells and "woke" not in texts.cells:
        return ()
    fell_asleep, woke = _clock_time(texts, "fell_asleep"), _clock_time(texts, "woke")
    if fell_asleep == woke:
        raise _Unreadable("fell_asleep and woke are the same time")
    if fell_asleep > woke:
        fell_asleep -= timedelta(days=1)
    onset_utc, _ = clock.instant_in_zone(fell_asleep, zone)
    wake_utc, offset_min = clock.instant_in_zone(woke, zone)
    asleep_min = texts.number("asleep_min")
    if asleep_min is not None and asleep_min * 60 > wake_utc - onset_utc:
        raise _Unreadable("the minutes asleep are more than lie between fell_asleep and woke")
    if asleep_min is None:  # who says when they fell asleep and woke says that they slept in between
        asleep_min = (wake_utc - onset_utc) / 60
    return (Sleep(onset_utc, wake_utc, texts.day, offset_min, nap=False, asleep_min=asleep_min),)


def _clock_time(texts: _Texts, ours: str) -> datetime:
    """A clock time of the row's day."""
    if ours not in texts.cells:
        raise _Unreadable("a night needs both fell_asleep and woke")
    column, text = texts.cells[ours]
    try:
        return written_time(f"{texts.day} {' '.join(text.split())}")  # a narrow no-break space may stand before "pm"
    except ValueError:
        raise _Unreadable(f"{column.theirs} is not a clock time such as 23:10") from None


def _events(texts: _Texts) -> list[Event]:
    """The day's events; its note belongs to each of them, or is an event itself."""
    note = texts.text("note") or ""
    words = [fold(word) for word in (texts.text("event") or "").replace(",", "+").replace(";", "+").split("+")]
    words = [word for word in words if word] or (["note"] if note else [])
    if any(word not in _EVENT_WORDS for word in words):
        raise _Unreadable(f"event is not one of {', '.join(EVENTS)}")
    return [Event(texts.day, kind, note) for kind in dict.fromkeys(_EVENT_WORDS[word] for word in words)]


def _habits(texts: _Texts) -> list[JournalEntry]:
    return [_habit_entry(texts, ours) for ours in texts.cells if ours.startswith(_HABIT)]


def _habit_entry(texts: _Texts, ours: str) -> JournalEntry:
    """One cell of a habit's own column: an answer, or an amount that is one ("2" drinks: yes; 0: no)."""
    column, text = texts.cells[ours]
    key, question = ours.removeprefix(_HABIT), _question(column.theirs)
    if not text[0].isdecimal():
        return JournalEntry(texts.day, key, question, _answer(text, column))
    amount = texts.number(ours)
    return JournalEntry(texts.day, key, question, "yes" if amount > 0 else "no", amount)


def _answer(text: str, column: _Column) -> str:
    word = fold(text) if text[:1].isalnum() else text  # "-1" is no "1"
    if word in _YES:
        return "yes"
    if word in _NO:
        return "no"
    raise _Unreadable(f"{column.theirs} is neither yes nor no")


def _journal_records(texts: _Texts) -> tuple[JournalEntry, ...]:
    question = texts.text("habit")
    if question is None:
        raise _Unreadable("the habit is blank")
    column, text = texts.cells.get("answer", (None, None))
    answer, amount = _answer(text, column) if column else None, texts.number("amount")
    note = texts.text("note")
    if answer is None and amount is None and note is None:
        return ()
    if answer == "no" and amount:
        raise _Unreadable("the answer is no, and yet there is an amount")
    return (JournalEntry(texts.day, habit(question), question, answer, amount, texts.text("unit"), note),)
