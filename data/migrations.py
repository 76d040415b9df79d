"""The schema, one function a change. A released function is never edited: the next change is a new function."""

from sqlite_utils import Database, Migrations

from data.schema import KEYS, TABLES, HourlyMeasurement, JournalEntry, Measurement, Record, Sleep, Workout

migrations = Migrations("ownpace")

_PROVENANCE = {"athlete": int, "source": str, "import": int}
_REFERENCES = [("athlete", "athlete", "id"), ("import", "import_file", "id")]


@migrations()
def athletes_and_imports(db: Database) -> None:
    db["athlete"].create(
        {
            "id": int,
            "name": str,
            "simulated": int,
            "home_zone": str,
            "birth_year": int,
            "sex": str,
            "sport": str,
            "ftp_w": float,
            "max_hr_bpm": float,
        },
        pk="id",
        not_null={"name", "simulated", "home_zone"},
        strict=True,
    )
    db["athlete"].create_index(["name"], unique=True)
    db["import_file"].create(
        {
            "id": int,
            "athlete": int,
            "name": str,
            "sha256": str,
            "source": str,
            "importer_version": int,
            "at_utc": int,
            "known_until_utc": int,  # the latest instant in the file: which of two exports is the newer one
            "state": str,
            "rows_read": int,
            "rows_new": int,
            "rows_changed": int,
            "rows_same": int,
            "rows_rejected": int,
            "first_day": str,
            "last_day": str,
            "error": str,
            "members": str,  # JSON: the same counts for each file of a zip, and what people count in it
        },
        pk="id",
        foreign_keys=[("athlete", "athlete", "id")],
        not_null={"athlete", "name", "state", "at_utc"},
        strict=True,
    )
    db["import_file"].create_index(["athlete", "id"])
    db["rejected_row"].create(
        {"import": int, "member": str, "line": int, "reason": str},
        pk=("import", "member", "line"),
        foreign_keys=[("import", "import_file", "id")],
        strict=True,
    )
    db["source_rank"].create(
        {"athlete": int, "source": str, "rank": int},
        pk=("athlete", "source"),
        foreign_keys=[("athlete", "athlete", "id")],
        strict=True,
    )
    db["revision"].create({"id": int, "number": int}, pk="id", not_null={"number"}, strict=True)
    db["revision"].insert({"id": 1, "number": 0})


@migrations()
def records(db: Database) -> None:
    _create(db, Measurement, {"metric": str, "at_utc": int, "value": float, "day": str, "offset_min": int})
    _create(
        db,
        HourlyMeasurement,
        {
            "metric": str,
            "hour_utc": int,
            "n": int,
            "mean": float,
            "low": float,
            "high": float,
            "offset_min": int,
        },
    )
    _create(
        db,
        Sleep,
        {"onset_utc": int, "wake_utc": int, "day": str, "offset_min": int, "nap": int}
        | _floats("in_bed_min asleep_min light_min deep_min rem_min awake_min need_min debt_min")
        | _floats("efficiency_pct consistency_pct performance_pct respiration_brpm"),
    )
    _create(
        db,
        Workout,
        {"start_utc": int, "end_utc": int, "day": str, "sport": str, "offset_min": int}
        | _floats("duration_min energy_kcal avg_hr_bpm max_hr_bpm strain load_au distance_m ascent_m altitude_change_m")
        | _floats("avg_power_w zone0_min zone1_min zone2_min zone3_min zone4_min zone5_min rpe")
        | {"gps": int},
    )
    _create(
        db,
        JournalEntry,
        {"day": str, "habit": str, "question": str, "answer": str, "amount": float, "unit": str, "note": str},
    )
    # The only table whose rows come from people as well as from files: an own mark has no import.
    db["event"].create(
        _PROVENANCE | {"day": str, "kind": str, "note": str, "until": str},
        pk=("athlete", "day", "kind", "source"),
        foreign_keys=_REFERENCES,
        not_null={"note"},
        strict=True,
    )


def _create(db: Database, record: type[Record], columns: dict[str, type]) -> None:
    db[TABLES[record]].create(
        _PROVENANCE | columns,
        pk=("athlete", *KEYS[record], "source"),
        foreign_keys=_REFERENCES,
        not_null=set(KEYS[record]) | {"athlete", "source", "import"},
        strict=True,
    )


def _floats(names: str) -> dict[str, type]:
    return dict.fromkeys(names.split(), float)


@migrations()
def raw_elements(db: Database) -> None:
    """The elements of raw exports: short rows, in the order in which they are read, for there are millions."""
    db["raw_series"].create(
        {
            "id": int,
            "athlete": int,
            "source": str,
            "element": str,
            "kind": str,
            "origin": str,  # the app or device that wrote it
            "unit": str,
            "details": str,  # JSON: all else that its elements share
        },
        pk="id",
        foreign_keys=[("athlete", "athlete", "id")],
        not_null={"athlete", "source", "element", "kind", "origin", "unit", "details"},
        strict=True,
    )
    db["raw_series"].create_index(["athlete", "source", "element", "kind", "origin", "unit", "details"], unique=True)
    db.execute(
        """
        CREATE TABLE raw_element (
            series INTEGER NOT NULL REFERENCES raw_series(id),
            start_utc INTEGER NOT NULL,
            length_s INTEGER NOT NULL,
            value REAL NOT NULL,
            created_s INTEGER, -- from its end to the moment at which it was written down
            extra TEXT, -- JSON: what it alone says
            import INTEGER NOT NULL REFERENCES import_file(id),
            PRIMARY KEY (series, start_utc, length_s, value)
        ) STRICT, WITHOUT ROWID
        """
    )
    # How many lines were rejected is known of every file; why, of the first thousand. What a line is, of each.
    db["rejected_row"].add_column("unit", str, not_null_default="line")


@migrations()
def settings(db: Database) -> None:
    """What people chose: of an athlete, or without one of this machine."""
    db["setting"].create(
        {"athlete": int, "name": str, "value": str},
        foreign_keys=[("athlete", "athlete", "id")],
        not_null={"name", "value"},
        strict=True,
    )
    db["setting"].create_index(["athlete", "name"], unique=True)


@migrations()
def plans(db: Database) -> None:
    """What is planned to be trained; an athlete may have several sessions on a day."""
    db["planned_workout"].create(
        {
            "id": int,
            "athlete": int,
            "day": str,
            "kind": str,  # one of data.schema.PLANS
            "sport": str,
            "minutes": float,
            "load": float,  # what the whole day comes to with this session and no other
            "unit": str,  # of the load: strain or AU
            "note": str,
            "source": str,  # own: written down by the athlete
            "made_on": str,  # the day on which it was written down: no earlier day knows of it
        },
        pk="id",
        foreign_keys=[("athlete", "athlete", "id")],
        not_null={"athlete", "day", "kind", "load", "unit", "source", "made_on"},
        strict=True,
    )
    db["planned_workout"].create_index(["athlete", "day"])


@migrations()
def learned_models(db: Database) -> None:
    """What was learned of an athlete, what it foretold, and who is shown it."""
    athlete = {"foreign_keys": [("athlete", "athlete", "id")], "strict": True}
    db["model"].create(
        {
            "id": int,
            "athlete": int,
            "horizon": str,
            "kind": str,
            "version": int,  # counts up for each athlete, horizon and kind
            "created_utc": int,
            "features": str,  # JSON: the columns that it was fed with
            "first_day": str,
            "last_day": str,
            "days": int,  # known mornings that it learned from
            "grade": str,  # JSON: how close it was on mornings that it had not seen
            "foretold": str,  # JSON: what it said of those mornings, by day
            "teachers": str,  # JSON: ids of the athletes whose prior it began with
            "checksum": str,  # SHA-256 of the content
            "content": bytes,  # XGBoost JSON or safetensors
            "active": int,
        },
        pk="id",
        not_null={
            *("athlete", "horizon", "kind", "version", "created_utc", "features", "first_day", "last_day", "days"),
            *("grade", "foretold", "teachers", "checksum", "content", "active"),
        },
        **athlete,
    )
    db["model"].create_index(["athlete", "horizon", "kind", "version"], unique=True)
    db["prediction"].create(
        {
            "id": int,
            "athlete": int,
            "horizon": str,
            "day": str,  # the morning that is foretold
            "made_utc": int,
            "model": str,
            "version": int,
            "value": float,
            "low": float,
            "high": float,
            "level": float,
            "milliseconds": float,
            "blind": int,  # whether that morning was still to come, as far as the store knew
            "outcome": float,  # what came; none while it is not known
        },
        pk="id",
        not_null={
            *("athlete", "horizon", "day", "made_utc", "model", "version", "value", "low", "high", "level"),
            *("milliseconds", "blind"),
        },
        **athlete,
    )
    db["prediction"].create_index(["athlete", "horizon", "day"])
    db["held_out"].create(
        {"athlete": int, "horizon": str, "fingerprint": str, "made_utc": int, "about": str, "content": bytes},
        pk=("athlete", "horizon"),
        not_null={"athlete", "horizon", "fingerprint", "made_utc", "about", "content"},
        **athlete,
    )
    db["rollout"].create(
        {"name": str, "share": float, "killed": int, "salt": str},
        pk="name",
        not_null={"share", "killed", "salt"},
        strict=True,
    )
    db["exposure"].create(
        {"athlete": int, "rollout": str, "arm": str, "share": float, "first_utc": int},
        pk=("athlete", "rollout"),
        not_null={"athlete", "rollout", "arm", "share", "first_utc"},
        **athlete,
    )


@migrations()
def conversations(db: Database) -> None:
    """What athletes asked the coach, what it said, and what stands behind that."""
    db["chat_message"].create(
        {
            "id": int,
            "athlete": int,
            "role": str,  # one of data.chats.ROLES
            "text": str,
            "at_utc": int,
            "facts": str,  # JSON: what the answer rests on, as coach.facts.Fact
            "tools": str,  # JSON: their names
            "understood": str,  # JSON: how the question was taken
            "engine": str,
            "label": str,
            "guard": str,  # JSON: passed, redone, replaced, why
            "seconds": float,
            "first_s": float,
            "workout": str,  # JSON: the session that was proposed
            "stopped": int,
            "feedback": str,  # one of data.chats.FEEDBACK
        },
        pk="id",
        foreign_keys=[("athlete", "athlete", "id")],
        not_null={"athlete", "role", "text", "at_utc", "stopped"},
        strict=True,
    )
    db["chat_message"].create_index(["athlete", "id"])


@migrations()
def numbers_of_athletes(db: Database) -> None:
    """No athlete gets the number of one who was deleted, and nothing stays of what those who are gone taught."""
    db["athlete_number"].create({"id": int, "highest_deleted": int}, pk="id", not_null={"highest_deleted"}, strict=True)
    db["athlete_number"].insert({"id": 1, "highest_deleted": 0})
    gone = (
        "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid({0}) THEN {0} ELSE '[]' END, '{1}')"
        " WHERE value NOT IN (SELECT id FROM athlete))"
    )
    db["model"].delete_where(gone.format("teachers", "$"))
    db["held_out"].delete_where(gone.format("about", "$.teachers"))


@migrations()
def scores_foretold(db: Database) -> None:
    """Whose score a prediction foretold, and so what comes of it; empty where it was made before that was kept."""
    db["prediction"].add_column("score", str, not_null_default="")
