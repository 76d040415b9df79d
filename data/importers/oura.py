"""What Oura exports: the trends table of its web page, the JSON of its API, and the account export, old and new.

    date,Sleep Score,...,Total Bedtime ,...,Bedtime Start,Bedtime End,...              trends, of 2020 and of 2021
    {"data":[{"id":"...","day":"2024-03-02","bedtime_start":"2024-03-01T23:12:08+01:00",...}],"next_token":null}
    id;day;bedtime_start;bedtime_end;...;heart_rate         App Data/sleepmodel.csv: JSON inside the cells
    {"sleep":[{"summary_date":"2019-03-01","timezone":60,...}],"readiness":[...],}     accounts before 2024

All four are brought to the same records, so that one night is one row, to the second, from whichever it comes:
- A night begins with `bedtime_start`. The time of falling asleep (`bedtime_start` + latency) is not in all files, and
  moves whenever Oura scores an old night anew; WHOOP's onset begins the time in bed as well.
- The day of a night is the local date of waking. Oura's own `day` is the same but for naps that end after 18:00,
  which Oura counts to the next day.
- What is said of a day as a whole (readiness, steps ...) has no instant: noon UTC stands for it, offset 0.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import Any

from data import clock, documents
from data.archive import Member
from data.importers import oura_hours
from data.importers.habits import habit
from data.importers.oura_fields import Fields, Unreadable
from data.importers.oura_hours import Hours
from data.importers.oura_words import FIELDS, SESSIONS, SLEEP_TYPES, collection, is_trends, sport, tag_name
from data.importers.rows import Known, Rejected, Remark, Row
from data.schema import KEYS, METRICS, Event, HourlyMeasurement, JournalEntry, Measurement, Record, Sleep, Workout
from data.schema import problem as impossible
from data.tables import CutOff, fold, header_of, read_table

SOURCE = "oura"
LABEL = "Oura export"
VERSION = 1
MATCH_S = 60  # a table that a spreadsheet saved again may have lost the seconds
KINDS = (
    "trends", "json", "heartrate", "sleep", "daily_readiness", "daily_activity", "daily_spo2", "workout", "session",
    "tag", "enhanced_tag",
)  # fmt: skip

_NIGHT_METRICS = ("hrv_rmssd_ms", "resting_hr_bpm", "respiration_brpm")
_SLEEP_MINUTES = ("in_bed", "asleep", "light", "deep", "rem", "awake")
_WORN = ("resting", "sitting", "low", "medium", "high")
_LONG_SLEEP_S = 3 * 3600
_SAMPLE_S = 300
_DEEPEST = 4  # pages of lists, named in an object
_LONGEST_TAG_DAYS = 366
_LONGEST_NAME = 200
_LAST_DAY = "9999-12-31"
_COUNTED_UP = ("daily_activity", "account_activity")


def kind(member: Member) -> str | None:
    """Which of Oura's files this is, by the names of its columns or keys; None where it is none of them."""
    names = documents.keys(member.head)
    if names:
        return "json" if collection(names) else None
    columns = {fold(name) for name in header_of(member)}
    return "trends" if is_trends(columns) else _of_a_table(collection(columns))


def _of_a_table(found: str | None) -> str | None:
    """Only JSON holds the records of accounts before 2024."""
    return found if found in KINDS else None


def read(member: Member, kind: str, known: Known) -> Iterator[Row | Rejected | Remark]:
    """What each line of a table, or each record of a JSON file, says. Raises BadFile where it cannot be read at all."""
    records = _json_records(member, known) if kind == "json" else _table_records(member, kind, known)
    settled = _Settled(known.notes.setdefault("oura hours", Hours()), known.home_zone)
    drafts = []
    for record in records:
        drafts.append(_draft(record, settled.hours))
        settled.add(drafts[-1])
    return map(settled.row, drafts)


@dataclass(frozen=True, slots=True)
class _Record:
    """A line or a record. collection: which kind it is (a key of FIELDS), None where Ownpace has no place for it.
    list_name: the list of a JSON file in which it stands, where that has a name."""

    line: int
    unit: str
    collection: str | None
    fields: Fields | None
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a record says by itself, before it is compared with others of its file.

    about: what others may speak of as well (see `_about`). is_counted_up: its values grow during its day.
    """

    row: Row | Rejected | Remark
    about: object = None
    is_counted_up: bool = False


def _table_records(member: Member, kind: str, known: Known) -> Iterator[_Record | Rejected | Remark]:
    table = read_table(member)
    places: dict[str, int] = {}
    for place, name in enumerate(table.header):
        places.setdefault(fold(name), place)  # two columns of 2020 have one name
    labels = {key: table.header[place] for key, place in places.items()}
    names = {ours: tuple(fold(name) for name in theirs) for ours, theirs in FIELDS[kind].items()}
    if missing := sum(places.keys().isdisjoint(theirs) for theirs in names.values()):
        yield Remark("missing column", missing)
    for line, cells in table.rows():
        if len(cells) > len(table.header):
            yield Rejected(line, "the line has more cells than the header has names")
        elif isinstance(cells, CutOff):
            yield Rejected(line, "the file ends in the middle of this line")
        elif len(cells) < len(table.header):  # a program wrote all cells: those that are left may have moved
            yield Rejected(line, "the line has fewer cells than the header has names")
        else:
            values = {key: cells[place] for key, place in places.items()}
            yield _Record(line, "line", kind, Fields(values, names, known.home_zone, table.delimiter, labels))


def _json_records(member: Member, known: Known) -> Iterator[_Record | Rejected]:
    """All records of a document, counted from its beginning. A record is known by its keys, else by its list."""
    counted = count(1)
    for name, items in _lists("", documents.load(member, lenient=True), _DEEPEST):
        of_the_list = next((found for item in items if (found := _kind_of(item, name))), None)
        for item in items:
            line = next(counted)
            if not isinstance(item, dict):
                yield Rejected(line, "it is not an object with names and values", "record")
                continue
            found = _kind_of(item, name) or of_the_list
            fields = found and Fields(item, FIELDS[found], known.home_zone)
            yield _Record(line, "record", found, fields, name)


def _lists(name: str, value: Any, deepest: int) -> Iterator[tuple[str, list[Any]]]:
    """The lists of records in a document, each with its name: bare, in pages, or several in one object."""
    if deepest and isinstance(value, dict):
        if collection(value.keys()):
            yield name, [value]
            return
        for key, inner in value.items():
            yield from _lists(name if key == "data" else key, inner, deepest - 1)
    elif isinstance(value, list):
        for page in filter(_is_page, value) if deepest else ():
            yield from _lists(name, page["data"], deepest - 1)
        items = [item for item in value if not _is_page(item)]
        if items and (name in FIELDS or any(isinstance(item, dict) for item in items)):
            yield name, items


def _is_page(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("data"), list)


def _kind_of(item: Any, name: str) -> str | None:
    """Which kind of record an item of a list of this name is."""
    if not isinstance(item, dict):
        return None
    of_the_account = f"account_{name}"
    named = of_the_account if "summary_date" in item and of_the_account in FIELDS else name
    return collection(item.keys()) or (named if named in FIELDS else None)


def _draft(record: _Record | Rejected | Remark, hours: Hours) -> _Draft:
    if not isinstance(record, _Record):
        return _Draft(record)
    if record.collection is None:
        return _Draft(Row(record.line, "day", (), unit=record.unit))
    try:
        kind, records, *also = _READERS[record.collection](record.fields, hours)
    except Unreadable as reason:
        where = f"{record.list_name[:40]}: " if record.list_name.isprintable() and record.list_name else ""
        return _Draft(Rejected(record.line, f"{where}{reason}", record.unit))
    row = Row(record.line, kind, records, *also, unit=record.unit)
    return _Draft(row, _about(record.collection, records), record.collection in _COUNTED_UP)


# What a reader returns: the kind, the records and the records beside them of a Row.
_Said = tuple[str, tuple[Record, ...], tuple[Record, ...]] | tuple[str, tuple[Record, ...]]


def _trends(fields: Fields, hours: Hours) -> _Said:
    day = fields.day("day")
    night: tuple[Record, ...] = ()
    if fields.text("start") or fields.text("end"):
        sleep = _sleep_of(fields, nap=None)  # the table does not say whether its only sleep of a day was a nap
        night = (sleep, *_on_waking(fields, sleep))
    readiness = _of_day(day, _readiness(fields))
    records = (*night, *readiness, *_of_day(day, _activity(fields)))
    return "recovery" if readiness else "sleep" if night else "day", records


def _sleep(fields: Fields, hours: Hours) -> _Said:
    written = fields.text("type")
    if written not in ("", *SLEEP_TYPES):
        raise Unreadable("the type of sleep is none that is known")
    nap = SLEEP_TYPES.get(written)
    if written and nap is None:
        return "sleep", ()
    return _with_samples(fields, hours, _sleep_of(fields, nap))


def _account_sleep(fields: Fields, hours: Hours) -> _Said:
    """A sleep of an account before 2024: of those that are not the day's longest, what lasted 3 hours is no nap."""
    longest = fields.number("is_longest")
    sleep = _sleep_of(fields, nap=None)
    is_long = bool(longest) or sleep.wake_utc - sleep.onset_utc > _LONG_SLEEP_S
    kind, records, samples = _with_samples(fields, hours, replace(sleep, nap=None if longest is None else not is_long))
    if longest:
        deviation = {"skin_temp_deviation_c": _deviation(fields)}
        records += _of_day(clock.days_later(fields.day("evening"), 1), deviation)
    return kind, records, samples


def _with_samples(fields: Fields, hours: Hours, sleep: Sleep) -> _Said:
    measured = () if sleep.nap else _on_waking(fields, sleep)  # the HRV of a nap is not that of a morning
    return "nap" if sleep.nap else "sleep", (sleep, *measured), _samples(fields, hours, sleep)


def _sleep_of(fields: Fields, nap: bool | None) -> Sleep:
    onset_utc, _ = fields.moment("start")
    wake_utc, offset_min = fields.moment("end")
    return Sleep(
        onset_utc,
        wake_utc,
        clock.local_day(wake_utc, offset_min),
        offset_min,
        nap,
        efficiency_pct=fields.measured("efficiency_pct"),
        respiration_brpm=fields.measured("respiration_brpm"),
        **{f"{part}_min": fields.minutes(f"{part}_s") for part in _SLEEP_MINUTES},
    )


def _on_waking(fields: Fields, sleep: Sleep) -> tuple[Measurement, ...]:
    """What was measured over a night. Its lowest heart rate is the one that Oura calls the resting heart rate."""
    values = {name: fields.measured(name) for name in _NIGHT_METRICS}
    return tuple(
        Measurement(name, sleep.wake_utc, value, sleep.day, sleep.offset_min)
        for name, value in values.items()
        if value is not None
    )


def _samples(fields: Fields, hours: Hours, sleep: Sleep) -> tuple[HourlyMeasurement, ...]:
    """The hours of a night's heart rate, as drafts: a series from its own beginning, or a list from that of the night.

    What lies outside the night is left out, and so is what cannot be a heart rate.
    """
    series = fields.nested("heart_rate")
    begins_utc, step_s, items = sleep.onset_utc, _SAMPLE_S, series
    if isinstance(series, dict):
        items = series.get("items")
        step_s = fields.number_of(series.get("interval", _SAMPLE_S), "heart_rate")
        if series.get("timestamp") is not None:
            begins_utc, _ = fields.moment_of(series["timestamp"], "heart_rate")
    if items is None or step_s < 1 or sleep.wake_utc - sleep.onset_utc > clock.DAY_S:
        return ()
    if not isinstance(items, list):
        raise Unreadable(f"{fields.label('heart_rate')} is not a list")
    touched = {}
    for place, item in enumerate(items[: int(clock.DAY_S // step_s)]):
        at_utc = begins_utc + int(place * step_s)
        if item is None or not sleep.onset_utc <= at_utc <= sleep.wake_utc:
            continue
        if oura_hours.is_believed(bpm := fields.number_of(item, "heart_rate")):
            draft = hours.add(oura_hours.NIGHT, at_utc, bpm)
            touched[draft.hour_utc] = draft
    return tuple(touched.values())


def _heart_rate(fields: Fields, hours: Hours) -> _Said:
    at_utc, _ = fields.moment("at")
    bpm = fields.number("bpm")
    if not bpm:
        return "heart rate sample", ()
    if not oura_hours.is_believed(bpm):
        raise Unreadable(f"{fields.label('bpm')} cannot be a heart rate")
    return "heart rate sample", (hours.add(oura_hours.DAY, at_utc, bpm),)


def _daily_readiness(fields: Fields, hours: Hours) -> _Said:
    return "recovery", _of_day(fields.day("day"), _readiness(fields))


def _account_readiness(fields: Fields, hours: Hours) -> _Said:
    morning = clock.days_later(fields.day("evening"), 1)
    return "recovery", _of_day(morning, {"recovery_pct": fields.measured("recovery_pct")})


def _readiness(fields: Fields) -> dict[str, float | None]:
    return {"recovery_pct": fields.measured("recovery_pct"), "skin_temp_deviation_c": _deviation(fields)}


def _deviation(fields: Fields) -> float | None:
    """How far the skin was from its usual temperature.

    On the first days there is no usual one yet, and the ring may state its absolute temperature less a guess (20.97
    has been seen): such a value is left out, and the rest of its line is kept.
    """
    value = fields.number("skin_temp_deviation_c")
    return None if value is None or METRICS["skin_temp_deviation_c"].problem(value) else value


def _daily_activity(fields: Fields, hours: Hours) -> _Said:
    return "day", _of_day(fields.day("day"), _activity(fields))


def _activity(fields: Fields) -> dict[str, float | None]:
    """Steps and energy of a day; neither where the ring lay in a drawer all day, for its 0 steps were not counted.

    The times are minutes in one file and seconds in another: only whether there are any is asked.
    """
    worn = [fields.number(name) for name in _WORN]
    if fields.number("unworn") and not any(worn) and None not in worn:
        return {}
    return {"steps": fields.number("steps"), "energy_kcal": fields.measured("energy_kcal")}


def _daily_spo2(fields: Fields, hours: Hours) -> _Said:
    return "day", _of_day(fields.day("day"), {"spo2_pct": fields.average("spo2_pct") or None})


def _of_day(day: str, values: dict[str, float | None]) -> tuple[Measurement, ...]:
    noon_utc = clock.instant(datetime.fromisoformat(f"{day} 12:00"), 0)
    return tuple(Measurement(name, noon_utc, value, day) for name, value in values.items() if value is not None)


def _workout(fields: Fields, hours: Hours) -> _Said:
    start_utc, offset_min = fields.moment("start")
    end_utc, _ = fields.moment("end")
    workout = Workout(
        start_utc,
        end_utc,
        clock.local_day(start_utc, offset_min),
        sport(fields.text("sport")),
        offset_min,
        energy_kcal=fields.measured("energy_kcal"),
        distance_m=fields.measured("distance_m"),
    )
    return "workout", (workout,)


def _session(fields: Fields, hours: Hours) -> _Said:
    done = SESSIONS.get(fields.text("type"))
    if done is None:
        return "journal", ()
    return "journal", (JournalEntry(_own_day(fields), done, f"{fields.text('type')} session", "yes"),)


def _tag(fields: Fields, hours: Hours) -> _Said:
    tags = fields.nested("tags")
    if not isinstance(tags, list | None) or any(not isinstance(tag, str) for tag in tags or ()):
        raise Unreadable("tags is not a list of texts")
    names = [name for tag in tags or () if (name := tag_name(tag))]
    return "journal", _entries([_own_day(fields)], names, fields.text("note"))


def _enhanced_tag(fields: Fields, hours: Hours) -> _Said:
    """A tag on each day on which it held; a word of the wearer's own says more than the code `custom`."""
    first = _own_day(fields)
    last = fields.day("last_day") if fields.text("last_day") else first
    name = fields.text("own_name") or tag_name(fields.text("tag"))
    return "journal", _entries(_days(first, last), [name] if name else [], fields.text("note"))


def _days(first: str, last: str) -> list[str]:
    lasts = (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days
    if not 0 <= lasts <= _LONGEST_TAG_DAYS:
        raise Unreadable("the tag ends before it begins, or lasts longer than a year")
    return [clock.days_later(first, days) for days in range(lasts + 1)]


def _own_day(fields: Fields) -> str:
    """The day that a record names, else the local one of its time."""
    return fields.day("day") if fields.text("day") else clock.local_day(*fields.moment("start"))


def _entries(days: list[str], names: list[str], note: str) -> tuple[Record, ...]:
    """A tag is a "yes"; a day without the tag is not a "no". A remark without a tag marks its day."""
    if any(len(name) > _LONGEST_NAME for name in names):
        raise Unreadable(f"the name of the tag has more than {_LONGEST_NAME} letters")
    if not names:
        return tuple(Event(day, "note", note) for day in days if note)
    return tuple(JournalEntry(day, habit(name), name, "yes", note=note or None) for day in days for name in names)


_READERS: dict[str, Callable[[Fields, Hours], _Said]] = {
    "trends": _trends,
    "sleep": _sleep,
    "daily_readiness": _daily_readiness,
    "daily_activity": _daily_activity,
    "daily_spo2": _daily_spo2,
    "workout": _workout,
    "session": _session,
    "tag": _tag,
    "enhanced_tag": _enhanced_tag,
    "heartrate": _heart_rate,
    "account_sleep": _account_sleep,
    "account_readiness": _account_readiness,
    "account_activity": _daily_activity,
}


class _Settled:
    """What counts where several rows of a file speak of one thing.

    Files that are fetched again and again hold days twice. Each of the rows of a night or a day then gives the
    version that counts, so that none overwrites it. The remarks of one tag on one day are kept together. An hour of
    heart rate has all samples of its file, and of the files of the same import before it.
    """

    def __init__(self, hours: Hours, zone: str):
        self.hours, self.zone = hours, zone
        self.versions: dict[object, _Draft] = {}
        self.remarks: dict[tuple, JournalEntry | Event] = {}
        self.totals: dict[int, HourlyMeasurement] = {}

    def add(self, draft: _Draft) -> None:
        if draft.about is not None and _counts_more(draft, self.versions.get(draft.about)):
            self.versions[draft.about] = draft
        elif isinstance(draft.row, Row) and draft.row.kind == "journal":
            for entry in draft.row.records:
                self.remarks[_key(entry)] = _together(self.remarks.get(_key(entry)), entry)

    def row(self, draft: _Draft) -> Row | Rejected | Remark:
        """The row of a draft, once all drafts of the file are in."""
        row = draft.row
        if not isinstance(row, Row):
            return row
        counts = self.versions[draft.about].row if draft.about is not None else row
        records, also = tuple(map(self._record, counts.records)), tuple(map(self._record, row.also))
        return Row(row.line, counts.kind, records, also, row.unit)

    def _record(self, record: Record) -> Record:
        if isinstance(record, HourlyMeasurement):
            return self._total(record.hour_utc)
        return self.remarks[_key(record)] if isinstance(record, JournalEntry | Event) else record

    def _total(self, hour_utc: int) -> HourlyMeasurement:
        if hour_utc not in self.totals:
            self.totals[hour_utc] = self.hours.total(hour_utc, self.zone)
        return self.totals[hour_utc]


def _key(record: Record) -> tuple:
    return (type(record), *(getattr(record, name) for name in KEYS[type(record)]))


def _about(collection: str, records: tuple[Record, ...]) -> object:
    """Of which night, day or workout a row speaks, by its first record. None where it is compared with no other: what
    can be said twice, and what will be rejected whatever the present day."""
    first = records[0] if records else None
    if not isinstance(first, Sleep | Workout | Measurement) or any(impossible(r, _LAST_DAY) for r in records):
        return None
    return (collection, first.at_utc) if isinstance(first, Measurement) else _key(first)


def _counts_more(draft: _Draft, known: _Draft | None) -> bool:
    """Whether this version of a row counts more than one above it: a day's steps and energy only grow, and of the
    rest what was fetched later stands below."""
    if known is None or not draft.is_counted_up:
        return True
    return sum(r.value for r in draft.row.records) >= sum(r.value for r in known.row.records)


def _together(known: JournalEntry | Event | None, record: JournalEntry | Event) -> JournalEntry | Event:
    """Two entries of one tag and day as one, with the remarks of both."""
    if known is None or not record.note or record.note in (known.note or "").split("; "):
        return known or record
    return replace(known, note="; ".join(filter(None, (known.note, record.note))))
