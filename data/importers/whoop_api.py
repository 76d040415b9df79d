"""What WHOOP's API for developers answers, as JSON that programs save: its records of cycles, recoveries, sleeps and
workouts, of version 1 and 2.

    {"records": [{"id": 93845, "start": "2022-04-24T02:25:44.774Z", "end": null, "timezone_offset": "-05:00",
                  "score_state": "SCORED", "score": {"strain": 5.29, "kilojoule": 8288.2, ...}}], "next_token": "..."}

Programs save single records, lists, pages, lists of pages, one file a collection or all in one, one JSON a line:
records are found wherever they lie. They are told apart by their keys, and the file by keys that only WHOOP has. All
times are UTC, with the offset of the local clock beside them. What they say is said as the app's export says it, so
that both are the same rows: the scores of a cycle stand at the waking from the night that opens it.
"""

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter, itemgetter
from typing import Any

from data import clock, documents
from data.archive import BadFile, Member
from data.importers.rows import Known, Rejected, Row
from data.importers.whoop_words import sport
from data.schema import Measurement, Sleep, Workout
from data.tables import fold, header_of

SOURCE = "whoop"
LABEL = "WHOOP API download"
VERSION = 1
MATCH_S = 60  # as for the app's export: both name the same nights
KINDS = ("sleeps", "several", "cycles", "recoveries", "workouts")  # of the first records; a file may hold all

# Theirs: ours.
_OF_THE_RECOVERY = {
    "recovery_score": "recovery_pct",
    "resting_heart_rate": "resting_hr_bpm",
    "hrv_rmssd_milli": "hrv_rmssd_ms",
    "skin_temp_celsius": "skin_temp_c",
    "spo2_percentage": "spo2_pct",
}
_OF_THE_DAY = {"strain": "day_strain", "max_heart_rate": "max_hr_bpm", "average_heart_rate": "avg_hr_bpm"}
_OF_THE_SLEEP = {
    "sleep_efficiency_percentage": "efficiency_pct",
    "sleep_consistency_percentage": "consistency_pct",
    "sleep_performance_percentage": "performance_pct",
    "respiratory_rate": "respiration_brpm",
}
_STAGES = {
    "total_in_bed_time_milli": "in_bed_min",
    "total_light_sleep_time_milli": "light_min",
    "total_slow_wave_sleep_time_milli": "deep_min",
    "total_rem_sleep_time_milli": "rem_min",
    "total_awake_time_milli": "awake_min",
}
_NEEDS = (
    "baseline_milli",
    "need_from_sleep_debt_milli",
    "need_from_recent_strain_milli",
    "need_from_recent_nap_milli",  # never above zero: what a nap has paid back
)
_OF_THE_WORKOUT = {"strain": "strain", "average_heart_rate": "avg_hr_bpm", "max_heart_rate": "max_hr_bpm"}
_DISTANCES = {
    "distance_meter": "distance_m",
    "altitude_gain_meter": "ascent_m",
    "altitude_change_meter": "altitude_change_m",
}
_ZONES = ("zero", "one", "two", "three", "four", "five")

_ONLY_WHOOP = {"score_state", "hrv_rmssd_milli", "kilojoule", "total_slow_wave_sleep_time_milli", "zone_zero_milli"}
# By which of its keys a record is told from the others, in the order in which to ask. A cycle has none of its own.
_TELLING = {
    "sleeps": {"nap", "stage_summary", "sleep_needed"},
    "workouts": {"sport_id", "sport_name", "zone_duration", "zone_durations", "percent_recorded"},
    "recoveries": {"sleep_id", "recovery_score", "hrv_rmssd_milli", "user_calibrating"},
}
_OF_RECORDS = {"score_state", "score", "timezone_offset", "sleep_id"}
_STATES = ("SCORED", "PENDING_SCORE", "UNSCORABLE")

_KJ_PER_KCAL = 4.184
_MS_PER_MIN = 60_000
_NIGHT_WITHIN_S = 6 * 3600  # a cycle begins with its night; see whoop.py
_NEIGHBOURS_WITHIN_S = 2 * clock.DAY_S  # the longest cycles
_LONGEST_SPORT = 80
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What the table of sports in WHOOP's documentation says; records of version 1 hold nothing but the number.
_SPORTS = {
    -1: "Activity", 0: "Running", 1: "Cycling", 16: "Baseball", 17: "Basketball", 18: "Rowing", 19: "Fencing",
    20: "Field Hockey", 21: "Football", 22: "Golf", 24: "Ice Hockey", 25: "Lacrosse", 27: "Rugby", 28: "Sailing",
    29: "Skiing", 30: "Soccer", 31: "Softball", 32: "Squash", 33: "Swimming", 34: "Tennis", 35: "Track & Field",
    36: "Volleyball", 37: "Water Polo", 38: "Wrestling", 39: "Boxing", 42: "Dance", 43: "Pilates", 44: "Yoga",
    45: "Weightlifting", 47: "Cross Country Skiing", 48: "Functional Fitness", 49: "Duathlon", 51: "Gymnastics",
    52: "Hiking/Rucking", 53: "Horseback Riding", 55: "Kayaking", 56: "Martial Arts", 57: "Mountain Biking",
    59: "Powerlifting", 60: "Rock Climbing", 61: "Paddleboarding", 62: "Triathlon", 63: "Walking", 64: "Surfing",
    65: "Elliptical", 66: "Stairmaster", 70: "Meditation", 71: "Other", 73: "Diving", 74: "Operations - Tactical",
    75: "Operations - Medical", 76: "Operations - Flying", 77: "Operations - Water", 82: "Ultimate", 83: "Climber",
    84: "Jumping Rope", 85: "Australian Football", 86: "Skateboarding", 87: "Coaching", 88: "Ice Bath",
    89: "Commuting", 90: "Gaming", 91: "Snowboarding", 92: "Motocross", 93: "Caddying",
    94: "Obstacle Course Racing", 95: "Motor Racing", 96: "HIIT", 97: "Spin", 98: "Jiu Jitsu", 99: "Manual Labor",
    100: "Cricket", 101: "Pickleball", 102: "Inline Skating", 103: "Box Fitness", 104: "Spikeball",
    105: "Wheelchair Pushing", 106: "Paddle Tennis", 107: "Barre", 108: "Stage Performance",
    109: "High Stress Work", 110: "Parkour", 111: "Gaelic Football", 112: "Hurling/Camogie", 113: "Circus Arts",
    121: "Massage Therapy", 123: "Strength Trainer", 125: "Watching Sports", 126: "Assault Bike",
    127: "Kickboxing", 128: "Stretching", 230: "Table Tennis", 231: "Badminton", 232: "Netball", 233: "Sauna",
    234: "Disc Golf", 235: "Yard Work", 236: "Air Compression", 237: "Percussive Massage", 238: "Paintball",
    239: "Ice Skating", 240: "Handball",
}  # fmt: skip
_SLUGS = {"weightlifting_msk": "Strength Trainer"}  # the one name of version 2 that is not the app's own, in hyphens


def kind(member: Member) -> str | None:
    """Which of WHOOP's records a file begins with, by their keys; None where it holds none of them.

    Raises BadFile for the raw tables that WHOOP gives on a request for personal data.
    """
    names = documents.keys(member.head)
    if not names & _ONLY_WHOOP:
        if not names and _is_raw_table(header_of(member)):
            raise _raw_table(member)
        return None
    found = [kind for kind, telling in _TELLING.items() if names & telling]
    return "cycles" if not found else found[0] if len(found) == 1 else "several"


def read(member: Member, kind: str, known: Known) -> Iterator[Row | Rejected]:
    """What each record in a file says: sleeps first, then what refers to them.

    Records are counted through the file. One that comes twice, as in pages that were fetched again, says each time
    what its newest version says. Raises BadFile where the file is no JSON, or holds no records or those of several
    people.
    """
    notes = known.notes.setdefault(__name__, _Notes())
    found = list(_records(documents.load(member)))
    if not found:
        raise BadFile("it holds no records of WHOOP's API", expected=_EXPECTED, member=member.name)
    users = {str(fields["user_id"]) for fields in found if isinstance(fields.get("user_id"), int | str)} | notes.users
    if len(users) > 1:
        raise BadFile("the records are those of several people", do="bring each by themselves", member=member.name)
    notes.users = users

    records: dict[str | None, list[_Record]] = {}
    for count, fields in enumerate(found, start=1):
        records.setdefault(_kind_of(fields), []).append(_Record(count, fields))
    row_of = {"sleeps": _sleep_row, "cycles": _cycle_row, "recoveries": _recovery_row, "workouts": _workout_row}
    for name, reader in row_of.items():
        yield from _newest(records.get(name, []), name, partial(reader, notes=notes, known=known), notes)
    for record in records.get(None, []):
        yield Rejected(record.count, "this is no cycle, recovery, sleep or workout", "record")


_EXPECTED = "cycles, recoveries, sleeps or workouts as the API gives them"


@dataclass
class _Notes:
    """What the files of one import say to each other: the sleep and the waking behind an identifier."""

    sleeps: dict[Any, Sleep] = field(default_factory=dict)
    wakings: dict[Any, tuple[int, int]] = field(default_factory=dict)  # of a cycle: when, and the offset then
    versions: dict[Any, tuple[int, Row]] = field(default_factory=dict)  # the newest of each record, and since when
    users: set[str] = field(default_factory=set)
    lacks_sleeps: bool = False  # some could not be read
    _by_onset: list[Sleep] = field(default_factory=list)

    def add(self, night: Sleep, *ids: Any) -> None:
        """Notes a sleep, in place of an older version of it."""
        self.sleeps |= {id: night for id in ids if id is not None} or {("onset", night.onset_utc): night}
        self._by_onset = []

    def between(self, from_utc: int, until_utc: int) -> list[Sleep]:
        """The sleeps that begin in a span of time, by their beginning."""
        onset = attrgetter("onset_utc")
        self._by_onset = self._by_onset or sorted(self.sleeps.values(), key=onset)
        first, end = (bisect_left(self._by_onset, at_utc, key=onset) for at_utc in (from_utc, until_utc))
        return self._by_onset[first:end]


class _Unreadable(Exception):
    """Why a record cannot be stored: names the key, never the value."""


@dataclass(frozen=True, slots=True)
class _Record:
    """One record. count: which one of its file, from 1; fields: what JSON holds, whatever that is."""

    count: int
    fields: dict[str, Any]

    def id(self, name: str) -> int | float | str | None:
        value = self.fields.get(name)
        if value is None or isinstance(value, int | float | str) and not isinstance(value, bool):
            return value
        raise _Unreadable(f"{name} is not an identifier")

    def at_utc(self, name: str) -> int:
        """The instant of a time that must be there; parts of a second are cut off, as in the app's export."""
        return _instant(self.filled(name), name)

    def offset_min(self) -> int:
        text = self.filled("timezone_offset")
        try:
            return clock.written_offset(text)
        except ValueError:
            raise _Unreadable("timezone_offset is not an offset from UTC") from None

    def filled(self, name: str) -> str:
        """A text that must be there."""
        if isinstance(text := self.fields.get(name), str) and text:
            return text
        raise _Unreadable(f"{name} is missing" if text in (None, "") else f"{name} is not a text")

    def score(self) -> dict[str, Any]:
        """The scores; none where WHOOP has not given any, or not yet."""
        score = self.fields.get("score")
        state = self.fields.get("score_state", "SCORED" if score else "UNSCORABLE")
        if state not in _STATES:
            raise _Unreadable(f"score_state is none of {', '.join(_STATES)}")
        if state != "SCORED":
            return {}
        if isinstance(score, dict):
            return score
        raise _Unreadable("the record is scored, but has no score")

    def updated_utc(self) -> int:
        """When this version of the record was made; long ago where it does not say."""
        try:
            return self.at_utc("updated_at")
        except _Unreadable:
            return 0


def _instant(text: str, name: str) -> int:
    try:
        at = datetime.fromisoformat(text if _TIME.fullmatch(text) else "")
    except ValueError:
        raise _Unreadable(f"{name} is not a time with its offset from UTC") from None
    if not 1900 <= at.year <= 2100:  # at the ends of the calendar, the day before or after does not exist
        raise _Unreadable(f"{name} is not of this age")
    since = at - _EPOCH
    return since.days * clock.DAY_S + since.seconds


def _figure(values: dict[str, Any], *path: str) -> float | None:
    """The number at the end of a path of keys; None where the path ends before it."""
    value: Any = values
    for name in path:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise _Unreadable(f"what should hold {name} is no object")
        value = value.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _Unreadable(f"{path[-1]} is not a number")
    return float(value)


def _minutes(score: dict[str, Any], *path: str) -> float | None:
    milliseconds = _figure(score, *path)
    return None if milliseconds is None else milliseconds / _MS_PER_MIN


def _sum(*values: float | None) -> float | None:
    """All of them together; None where one is not known."""
    return None if None in values else sum(values)


def _records(document: Any) -> Iterator[dict[str, Any]]:
    """The records in a document, wherever they lie, in its order.

    What stands between records in a list and is none itself comes as an empty one, so that it is counted. No
    recursion: a hostile document is nested deeper than Python calls functions.
    """
    left = [(document, False)]  # a value, and whether it has records beside it in a list
    while left:
        value, is_beside = left.pop()
        if isinstance(value, list):
            beside = any(map(_is_record, value))
            left += [(item, beside) for item in reversed(value)]
        elif _is_record(value) or is_beside and not _is_page(value):
            yield value if _is_record(value) else {}
            # Some programs hang the recovery and the workouts of a cycle below it.
            below = [item for name, item in value.items() if name != "score"] if _is_record(value) else []
            left += [(item, False) for item in reversed(below)]
        elif isinstance(value, dict):
            left += [(item, False) for item in reversed(value.values())]


def _is_record(value: Any) -> bool:
    return isinstance(value, dict) and not value.keys().isdisjoint(_OF_RECORDS)


def _is_page(value: Any) -> bool:
    return isinstance(value, dict) and any(isinstance(item, list) for item in value.values())


def _kind_of(fields: dict[str, Any]) -> str | None:
    score = fields.get("score")
    names = fields.keys() | (score.keys() if isinstance(score, dict) else set())
    found = (kind for kind, telling in _TELLING.items() if names & telling)
    return next(found, "cycles" if "start" in names else None)


_ID = {"recoveries": "cycle_id"}  # they have no identifier of their own


def _newest(
    records: list[_Record], name: str, row_of: Callable[[_Record], Row], notes: _Notes
) -> Iterator[Row | Rejected]:
    """The rows of records of one kind; of those that are versions of one record, each says what the newest does."""
    found: dict[int, tuple[Any, Row] | Rejected] = {}
    for record in sorted(records, key=_Record.updated_utc):  # so that what is noted of a record is its newest
        try:
            found[record.count] = _versioned(record, name, row_of, notes)
        except _Unreadable as reason:
            found[record.count] = Rejected(record.count, str(reason), "record")
            notes.lacks_sleeps |= name == "sleeps"
    for count, item in sorted(found.items(), key=itemgetter(0)):
        if isinstance(item, Rejected):
            yield item
        else:
            key, row = item
            yield replace(notes.versions[key][1] if key in notes.versions else row, line=count)


def _versioned(record: _Record, name: str, row_of: Callable[[_Record], Row], notes: _Notes) -> tuple[Any, Row]:
    """The row of a record, under the name of all its versions."""
    id, updated_utc = record.id(_ID.get(name, "id")), record.updated_utc()
    key = (name, id)
    if key in notes.versions and notes.versions[key][0] > updated_utc:
        return key, notes.versions[key][1]
    row = row_of(record)
    if id is not None:
        notes.versions[key] = (updated_utc, row)
    return key, row


def _sleep_row(record: _Record, notes: _Notes, known: Known) -> Row:
    """A sleep; where it is not scored, nothing but its times, which are known all the same."""
    onset_utc, wake_utc, offset_min = record.at_utc("start"), record.at_utc("end"), record.offset_min()
    nap, score = record.fields.get("nap"), record.score()
    if not isinstance(nap, bool):
        raise _Unreadable("nap is neither true nor false")
    night = Sleep(
        onset_utc,
        wake_utc,
        clock.local_day(wake_utc, offset_min),
        offset_min,
        nap,
        asleep_min=_asleep_min(score),
        need_min=_sum(*(_minutes(score, "sleep_needed", name) for name in _NEEDS)),
        debt_min=_minutes(score, "sleep_needed", "need_from_sleep_debt_milli"),
        **{ours: _minutes(score, "stage_summary", theirs) for theirs, ours in _STAGES.items()},
        **{ours: _figure(score, theirs) for theirs, ours in _OF_THE_SLEEP.items()},
    )
    if onset_utc < wake_utc <= onset_utc + clock.DAY_S:
        notes.add(night, record.id("id"), record.id("v1_id"))
    else:  # it cannot be stored, and nothing may refer to it
        notes.lacks_sleeps = True
    return Row(record.count, "nap" if nap else "sleep", (night,), unit="record")


def _asleep_min(score: dict[str, Any]) -> float | None:
    stages = ("total_light_sleep_time_milli", "total_slow_wave_sleep_time_milli", "total_rem_sleep_time_milli")
    return _sum(*(_minutes(score, "stage_summary", name) for name in stages))


def _cycle_row(record: _Record, notes: _Notes, known: Known) -> Row:
    """The scores of a cycle, at the waking from its night; where no sleep was seen, at its start.

    Strain and energy are those of the day that follows this waking: while it lasts, there are none yet. Respiration
    is that of the night, as in the app's table of cycles.
    """
    start_utc, offset_min, score = record.at_utc("start"), record.offset_min(), record.score()
    is_over = record.fields.get("end") is not None
    if is_over and record.at_utc("end") < start_utc:
        raise _Unreadable("the cycle ends before it starts")
    values = {ours: _figure(score, theirs) for theirs, ours in _OF_THE_DAY.items()}
    values["energy_kcal"] = _kcal(score)
    if not is_over:
        values = {}

    night = _night(start_utc, notes)
    wake_utc = _wake_utc(start_utc, night, known)
    if night is not None and night.wake_utc == wake_utc:
        values["respiration_brpm"] = night.respiration_brpm
    stated = {name: value for name, value in values.items() if value is not None}
    if wake_utc is None and stated and not _has_no_night(start_utc, offset_min, notes):
        raise _Unreadable(f"the night with which the cycle begins is in none of the files; {_BRING}")
    if wake_utc is not None and (id := record.id("id")) is not None:
        notes.wakings[id] = (wake_utc, offset_min)
    at_utc = start_utc if wake_utc is None else wake_utc
    return Row(record.count, "day", _measurements(stated, at_utc, offset_min), unit="record")


_BRING = "bring the sleeps together with it, in one folder or zip"


def _night(start_utc: int, notes: _Notes) -> Sleep | None:
    """The sleep that opens a cycle: the one that begins with it, else the first that begins near enough."""
    near = notes.between(start_utc - MATCH_S + 1, start_utc + _NIGHT_WITHIN_S)
    return min(near, key=lambda it: (it.onset_utc - start_utc >= MATCH_S, it.nap, it.onset_utc), default=None)


def _wake_utc(start_utc: int, night: Sleep | None, known: Known) -> int | None:
    """The waking from the night of a cycle; the store may know one that these files leave out."""
    if night is not None and night.onset_utc - start_utc < MATCH_S:
        return night.wake_utc
    stored_utc = known.wake_utc(start_utc)
    return stored_utc if stored_utc is not None or night is None else night.wake_utc


def _has_no_night(start_utc: int, offset_min: int, notes: _Notes) -> bool:
    """Whether no sleep opens a cycle, rather than that its file is missing.

    WHOOP lets such a cycle begin at midnight; and where sleeps before and after it are known, so would its own be.
    """
    if (start_utc + offset_min * 60) % clock.DAY_S == 0:
        return True
    around = notes.between(start_utc - _NEIGHBOURS_WITHIN_S, start_utc + _NEIGHBOURS_WITHIN_S)
    is_between = bool(around) and around[0].onset_utc < start_utc < around[-1].onset_utc
    return is_between and not notes.lacks_sleeps


def _measurements(values: dict[str, float], at_utc: int, offset_min: int) -> tuple[Measurement, ...]:
    day = clock.local_day(at_utc, offset_min)
    return tuple(Measurement(name, at_utc, value, day, offset_min) for name, value in values.items())


def _kcal(score: dict[str, Any]) -> float | None:
    kilojoule = _figure(score, "kilojoule")
    return None if kilojoule is None else kilojoule / _KJ_PER_KCAL


def _recovery_row(record: _Record, notes: _Notes, known: Known) -> Row:
    """The recovery of a morning, at the waking of its cycle; it has no times of its own.

    When it was computed does not say when the athlete woke: without its night it is not placed at all.
    """
    score = record.score()
    values = {ours: _figure(score, theirs) for theirs, ours in _OF_THE_RECOVERY.items()}
    stated = {name: value for name, value in values.items() if value is not None}
    waking, night = notes.wakings.get(record.id("cycle_id")), notes.sleeps.get(record.id("sleep_id"))
    if waking is None and night is not None:
        waking = (night.wake_utc, night.offset_min)
    if waking is None and stated:
        raise _Unreadable(f"the night of this recovery is in none of the files; {_BRING}")
    return Row(record.count, "recovery", _measurements(stated, *waking) if stated else (), unit="record")


def _workout_row(record: _Record, notes: _Notes, known: Known) -> Row:
    start_utc, end_utc, offset_min = record.at_utc("start"), record.at_utc("end"), record.offset_min()
    score = record.score()
    zones = "zone_durations" if "zone_durations" in score else "zone_duration"  # so called in version 1
    workout = Workout(
        start_utc,
        end_utc,
        clock.local_day(start_utc, offset_min),
        _sport(record),
        offset_min,
        duration_min=(end_utc - start_utc) / 60,
        energy_kcal=_kcal(score),
        **{ours: _figure(score, theirs) for theirs, ours in _OF_THE_WORKOUT.items()},
        **_distances(score),
        **{f"zone{n}_min": _minutes(score, zones, f"zone_{word}_milli") for n, word in enumerate(_ZONES)},
    )
    return Row(record.count, "workout", (workout,), unit="record")


def _distances(score: dict[str, Any]) -> dict[str, float | None]:
    """Metres and climb. Where nothing was measured, version 1 says 0: without a distance a 0 is none."""
    values = {ours: _figure(score, theirs) for theirs, ours in _DISTANCES.items()}
    return values if values["distance_m"] else {name: value or None for name, value in values.items()}


def _sport(record: _Record) -> str:
    """Our key for the sport, by its name; records of version 1 have only a number."""
    name, number = record.fields.get("sport_name"), record.id("sport_id")
    if name is None:
        return sport(_SPORTS.get(number, "other"))
    if not isinstance(name, str) or len(name) > _LONGEST_SPORT:
        raise _Unreadable("sport_name is not a name")
    return sport(_SLUGS.get(name, name))


_RAW_COLUMNS = {"timezone_offset", "scaled_strain", "hrv_rmssd", "score_state", "resting_heart_rate", "day_strain"}


def _is_raw_table(header: list[str]) -> bool:
    """Whether a table is one of WHOOP's own, with a span of time ("['2022-10-21T01:34:31.000Z','...')") in one cell."""
    names = {fold(name) for name in header}
    return "during" in names and bool(names & _RAW_COLUMNS)


def _raw_table(member: Member) -> BadFile:
    return BadFile(
        "this is a raw table from WHOOP's answer to a request for personal data, whose columns and units are not known",
        expected="the app's own export",
        do="choose Data Export in the WHOOP app and bring the zip that it makes",
        member=member.name,
    )
