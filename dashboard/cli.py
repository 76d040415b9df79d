"""The `ownpace` command: what the dashboard does, without a browser.

Whatever is heavy is imported inside the command that needs it, so that `ownpace --help` answers at once.
"""

import os
import sys
from dataclasses import asdict
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard import command_coach, command_models
from dashboard.command import (
    AsJson,
    Commands,
    Name,
    Refused,
    asked_about,
    choice,
    find,
    named,
    plain,
    print_json,
    progress_bar,
)

if TYPE_CHECKING:
    from analytics.results import Finding
    from dashboard.compose import Athlete
    from data.ingest import Receipt

FIRST_NAME = "Me"  # an athlete who brings data without saying a name


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback of theirs may show values
    help=__doc__.split("\n")[0],
)

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command()
def run(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Where to listen on this machine.")] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the dashboard in your browser."""
    from dashboard.__main__ import start

    start(port, not no_browser)


@app.command("import")
def import_files(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files, zips or folders.")],
    athlete: Name = None,
    home_zone: Annotated[
        str | None, typer.Option(metavar="ZONE", help="Where a new athlete is at home; else as this machine's clock.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Import exports of your devices, or CSV kept by hand, and print the receipt."""
    from dashboard import printed
    from data import ingest, store

    path = store.default_path()
    owner, is_new = _receiver(path, athlete, home_zone and _zone(home_zone))
    receipts: list[Receipt] = []
    try:
        with progress_bar() as progress:
            for brought in paths:
                receipts += ingest.import_path(path, brought, owner.id, progress)
    finally:  # a mistyped path makes no athlete; what was stored before a Ctrl-C stays
        if is_new and not any(stored.state == "imported" for stored in ingest.stored_receipts(path, owner.id)):
            store.delete_athletes(path, [owner.id])
    if as_json:
        print_json([asdict(receipt) for receipt in receipts])
    else:
        typer.echo("\n\n".join("\n".join(printed.receipt_lines(receipt)) for receipt in receipts))
    if not all(receipt.ok for receipt in receipts):
        raise typer.Exit(1)


@app.command()
def status(as_json: AsJson = False) -> None:
    """Show what is stored: athletes, sources, days, gaps, and where the store is."""
    from dashboard import compose, printed
    from data import store

    path = store.default_path()
    found = {
        "store": str(path),
        "exists": path.exists(),
        "revision": store.revision(path),
        "athletes": [_athlete_status(path, athlete) for athlete in compose.athletes(path)],
    }
    if as_json:
        print_json(found)
    else:
        typer.echo("\n".join(printed.status_lines(found)))


@app.command("home-zone")
def home_zone(
    zone: Annotated[str, typer.Argument(metavar="ZONE", help="Such as Europe/Berlin.")], athlete: Name = None
) -> None:
    """Set the time zone in which an athlete is at home; nights and days of raw exports are worked out anew."""
    from data import home_zone as homes
    from data import store

    path = store.default_path()
    subject, zone = asked_about(path, athlete), _zone(zone)
    if subject.simulated:
        raise Refused(f"{subject.name} is a simulated athlete, and stays as it was made.")
    with progress_bar() as progress:
        homes.change(path, subject.id, zone, _last_day(), progress)
    typer.echo(f"{subject.name} is at home in {zone}.")


@app.command()
def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Remove the simulated athletes again.")] = False,
) -> None:
    """Add three simulated athletes to look at, or remove them."""
    from coach import words
    from dashboard import compose
    from data import demo as demo_athletes
    from data import store

    path = store.default_path()
    if remove:
        typer.echo(f"Removed: {words.counted(demo_athletes.remove(path), 'simulated athlete')}.")
        return
    demo_athletes.add(path, date.today())
    names = [athlete.name for athlete in compose.athletes(path) if athlete.simulated]
    typer.echo(f"Added simulated athletes: {', '.join(names)}. `ownpace run` shows them.")


@app.command()
def report(
    athlete: Name = None,
    day: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="As of which day; else the last.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print every finding there is on an athlete."""
    from dashboard import compose, printed
    from dashboard.findings import findings
    from data import store

    path = store.default_path()
    subject = asked_about(path, athlete)
    history = compose.history(path, subject)
    when = day.date() if day else history.last_day.date() if history.last_day is not None else date.today()
    found = findings(history, when)
    if as_json:
        head = {"athlete": subject.name, "day": when.isoformat(), "revision": history.revision}
        print_json(head | {"findings": [_finding_json(finding) for finding in found]})
    else:
        typer.echo("\n".join(printed.report_lines(subject, when, history.revision, found)))


@app.command()
def export(folder: Annotated[Path, typer.Argument(metavar="DIR")], athlete: Name = None) -> None:
    """Write everything of an athlete into a folder, as CSV and JSON."""
    from coach import words
    from data import store
    from data.export import export as export_files

    path = store.default_path()
    subject = asked_about(path, athlete)
    files = export_files(path, subject.id, folder)
    typer.echo(f"Wrote {words.counted(len(files), 'file')} on {subject.name} to {folder}.")


@app.command()
def delete(
    athlete: Annotated[str, typer.Option("--athlete", metavar="NAME", help="Who is to be deleted.")], yes: Yes = False
) -> None:
    """Delete an athlete and all that is theirs. This cannot be undone."""
    from data import inbox, store

    path = store.default_path()
    subject = named(path, athlete)
    if not yes:
        _agreed(f"Delete {subject.name} and everything stored on them, for good?")
    store.delete_athletes(path, [subject.id])
    typer.echo(
        f"Deleted {subject.name}. Backups and exports that you made before still hold their data, and so do "
        f"the files that were brought; those of the drop folder lie in {store.home() / 'inbox' / inbox.IMPORTED}."
    )


@app.command()
def backup(file: Annotated[Path, typer.Argument(metavar="FILE")]) -> None:
    """Copy the whole store into a file."""
    from data import store

    path = store.default_path()
    if not path.exists():
        raise Refused(f"there is no store at {path}: nothing to back up.")
    _check_backup_target(path, file)
    store.backup(path, file)
    typer.echo(f"Backed up to {file} ({file.stat().st_size / 1e6:.1f} MB, not encrypted).")


@app.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE")], yes: Yes = False) -> None:
    """Replace the store by a backup."""
    from dashboard import compose
    from data import store

    path = store.default_path()
    present = compose.athletes(path)
    if present and not yes:
        names = ", ".join(athlete.name for athlete in present)
        _agreed(f"Replace the present store ({names}) by {file}?")
    store.restore(path, file)
    names = ", ".join(athlete.name for athlete in compose.athletes(path)) or "nobody"
    typer.echo(f"Restored from {file}. In the store: {names}.")


for command in (*command_models.COMMANDS, *command_coach.COMMANDS):
    app.command()(command)


def _agreed(question: str) -> None:
    """Asks once, and ends the command at a no. A script that has nothing to say has named what it wants."""
    if sys.stdin.isatty():
        agreed = typer.confirm(question, err=True)
    else:  # read here, for there a Ctrl-C and the end of the input would look the same
        typer.echo(f"{question} [y/N]: ", nl=False, err=True)
        line = sys.stdin.readline()
        agreed = not line or line.strip().casefold() in ("y", "yes")
    if not agreed:
        raise typer.Abort


def _receiver(path: Path, name: str | None, zone: str | None) -> tuple["Athlete", bool]:
    """Who gets the files that are brought, and whether they are new: the only real athlete where no name is given.

    zone: where a new athlete is at home, None for the zone of this machine.
    """
    from dashboard import compose

    real = [athlete for athlete in compose.athletes(path) if not athlete.simulated]
    if name is None and len(real) > 1:
        raise Refused(f"there are several athletes: say whose files these are with --athlete {choice(real)}.")
    known = real[0] if name is None and real else find(compose.athletes(path), name or FIRST_NAME)
    if known and known.simulated:
        raise Refused(f"{known.name} is a simulated athlete: bring your own data under another name with --athlete.")
    if known and zone not in (None, known.home_zone):
        raise Refused(f"{known.name} is at home in {known.home_zone}: `ownpace home-zone {zone}` changes that.")
    if known:
        return known, False
    try:
        return compose.add_athlete(path, name or FIRST_NAME, zone or system_zone()), True
    except ValueError as fault:
        raise Refused(f"{fault}.") from fault


def system_zone() -> str:
    """The IANA zone of this machine's clock, "UTC" where it does not say; for files that give times without a zone."""
    from data import home_zone as homes

    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        try:
            return homes.known(name)
        except ValueError:
            continue
    return "UTC"


def _zone(typed: str) -> str:
    """The IANA zone that was meant."""
    from data import home_zone as homes

    try:
        return homes.known(typed)
    except ValueError as fault:
        raise Refused(f"{fault}.") from fault


def _last_day() -> str:
    """Tomorrow: it is that already in Auckland."""
    return (date.today() + timedelta(days=1)).isoformat()


def _check_backup_target(path: Path, file: Path) -> None:
    if file.is_dir():
        raise Refused(f"{file} is a folder: name a file, such as {file / 'ownpace-backup.db'}.")
    if not file.parent.is_dir():
        raise Refused(f"there is no folder {file.parent} to write the backup to.")
    if file.exists() and file.resolve() == path.resolve():
        raise Refused(f"{file} is the store itself: name another file.")
    if file.exists() and not _is_database(file):
        raise Refused(f"{file} is there already and is no backup: name another file.")


def _is_database(file: Path) -> bool:
    with file.open("rb") as stream:
        return stream.read(16) == b"SQLite format 3\0"


def _athlete_status(path: Path, athlete: "Athlete") -> dict:
    from dashboard import compose

    days = compose.known_days(compose.history(path, athlete).daily)
    known = [day.date().isoformat() for day in days[days].index]
    sources = compose.sources(path, athlete)
    return {
        "name": athlete.name,
        "simulated": athlete.simulated,
        "home_zone": athlete.home_zone,
        "sources": sources[["source", "rows", "first_day", "last_day"]].to_dict("records"),
        "days": len(known),
        "first_day": known[0] if known else None,
        "last_day": known[-1] if known else None,
        "gaps": [
            {"first_day": str(gap.first.date()), "last_day": str(gap.last.date()), "days": gap.days}
            for gap in compose.gaps(days).itertuples()
        ],
    }


def _finding_json(finding: "Finding") -> dict:
    """A finding in the words of the command line's contract."""
    names = ("id", "question", "words", "estimate", "low", "high", "unit", "n", "grade", "method", "missing")
    return {name: plain(getattr(finding, name)) for name in names}


def main() -> None:
    """The entry of the `ownpace` command."""
    # Before numpy is imported: with a thread a core, small matrices wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app(prog_name="ownpace")


if __name__ == "__main__":
    main()
