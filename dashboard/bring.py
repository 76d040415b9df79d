"""Bringing files: by upload, by path or from the drop folder, with progress, a way to stop, and the receipt."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

import streamlit as st

from coach import words
from dashboard import cards, compose, loaders
from dashboard.compose import Athlete
from dashboard.navigation import page
from data import inbox, ingest, store
from data.importers import handmade, label
from data.ingest import MemberReceipt, Progress, Receipt

# The welcome and the Data page show the same inputs under the same keys, so that a first import goes on where the one
# gives way to the other.
Step = Callable[[int, Progress], list[Receipt]]  # athlete, progress -> receipts

MEMBERS = 30  # of one file that are told of one by one
STOPPING_S = 60  # how long a stopped import may take to undo what it did
TICK_S = 0.1  # between two words of progress: more often, nobody could read them
_STEPS = {"Reading": 1, "Saving": 2, "Working": 2}  # what an import does first and then, by its first word
_STATES = {
    "imported": (":material/check_circle:", "imported"),
    "unchanged": (":material/done_all:", "nothing new in it"),
    "refused": (":material/block:", "not imported"),
    "skipped": (":material/skip_next:", "left alone"),
    "failed": (":material/error:", "could not be stored"),
}


@dataclass
class Going:
    """An import that goes on. over: it has ended, and what it undid is undone; done: it went to its end."""

    over: Event = field(default_factory=Event)
    done: bool = False


class Bar:
    """A bar with words beside it, for work that tells how far it is; it begins anew with each step of the work.

    Once the run of the page is over, the next word of progress ends it, and with it the work.
    """

    def __init__(self):
        self.before = ""
        self._bar, self._told_s, self._what = st.progress(0.0, "Reading …"), 0.0, ""

    def __call__(self, done: float, said: str) -> None:
        what = said.partition(":")[0]
        if what == self._what and time.monotonic() - self._told_s < TICK_S:
            return
        self._what, self._told_s = what, time.monotonic()
        step = _STEPS.get(said.partition(" ")[0])
        number = f"Step {step} of 2 · " if step else ""
        self._bar.progress(min(max(done, 0.0), 1.0), f"{self.before}{number}{cards.plain(said)}")


def whose() -> str:
    """Whose data it is: someone who is here, or a new name. Simulated athletes stay as they were made."""
    names = [athlete.name for athlete in loaders.athletes() if not athlete.simulated] or ["Me"]
    chosen = st.session_state.get("athlete")
    switched = chosen in names and chosen != st.session_state.get("whose-before")
    if switched or "whose" not in st.session_state:
        st.session_state["whose"] = chosen if chosen in names else names[0]
    st.session_state["whose-before"] = chosen
    name = st.selectbox(
        "Whose data is it?",
        names,
        key="whose",
        accept_new_options=True,
        help="Choose who it is, or type a new name.",
    )
    return _known_as((name or "").strip() or "Me")


def _known_as(typed: str) -> str:
    """The name of the athlete that is meant, whatever the case of the letters typed; a new name as it is."""
    alike = [athlete.name for athlete in loaders.athletes() if athlete.name.casefold() == typed.casefold()]
    return alike[0] if alike and typed not in alike else typed


def upload(name: str) -> None:
    """A form for files from the browser; `name` is whose they are."""
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            "Drop the export of your device: the zip as it came, or single files",
            accept_multiple_files=True,
            key="upload-files",
        )
        st.caption("Name a larger file by its path, or put it into the drop folder: there it may have 4 GB and more.")
        sent = st.form_submit_button(
            "Bring it in", icon=":material/upload_file:", on_click=_choose, args=(name, _has_files)
        )
    if sent and not files:
        st.info("Choose a file first.")
    elif sent:
        _run([_stream_step(file) for file in files], name)


def by_path(name: str) -> None:
    """A form for a file or folder that lies on this machine, however large; `name` is whose it is."""
    with st.form("path", clear_on_submit=False, border=False):
        text = st.text_input("A file or folder on this machine", placeholder="~/Downloads/my_data", key="path-name")
        sent = st.form_submit_button(
            "Bring it in", icon=":material/folder_open:", on_click=_choose, args=(name, _has_path)
        )
    path = _named(text)
    if sent and not text.strip():
        st.info("Name a file or a folder first.")
    elif sent and path is None:
        st.error(f"There is no file or folder {cards.plain(text)} on this machine, or you may not look there.")
    elif sent:
        _run([lambda athlete, progress: ingest.import_path(loaders.path(), path, athlete, progress)], name)


def from_inbox(name: str) -> None:
    """What waits in the drop folder, and a button that imports it; `name` is whose it is."""
    entries = inbox.waiting(store.home())
    st.markdown("Whatever you put into this folder waits here:")
    st.code(str(inbox.folder(store.home())), language=None, wrap_lines=True)
    if not entries:
        st.caption("Nothing is waiting.")
        return
    st.markdown(f"**{len(entries)} {'file is' if len(entries) == 1 else 'files are'} waiting.**")
    choose = partial(_choose, name, lambda: True)
    if st.button("Bring them in", icon=":material/move_to_inbox:", key="inbox", on_click=choose):
        _run([_inbox_step(entry) for entry in entries], name)


def what_is_read() -> None:
    """Which files Ownpace reads, and where people find them."""
    st.markdown(
        "- **Apple Health**: export.zip or export.xml, up to 4 GB. On the iPhone: Health, your picture, Export All "
        "Health Data\n"
        "- **WHOOP**: the app's export (More, App settings, Data export) in English, German, Spanish, French or "
        "Portuguese, and JSON from its API\n"
        "- **Oura**: the CSV of its website, JSON from its API, and the zip of your account\n"
        "- **A CSV of your own**, after one of the templates on the page Data"
    )


def templates() -> None:
    """CSV files to start from, and what their columns mean."""
    with st.container(horizontal=True):
        for kind, title in (("days", "Template: a row a day"), ("journal", "Template: a journal")):
            st.download_button(
                title, handmade.template(kind), f"ownpace-{kind}.csv", "text/csv", icon=":material/download:", key=kind
            )
    for kind, title in (("days", "Columns of a row a day"), ("journal", "Columns of a journal")):
        with st.expander(title, type="compact"):
            columns = handmade.DOCUMENTED[kind]
            st.dataframe(
                {
                    "column": list(columns),
                    "meaning": [meaning for meaning, _ in columns.values()],
                    "unit or form": [unit for _, unit in columns.values()],
                },
                hide_index=True,
                alt=title,
            )


def receipt(given: Receipt, *, expanded: bool = False) -> None:
    """What became of one file: counts, members, rejected lines with their reasons."""
    icon, said = _STATES[given.state]
    unit = _unit(given)
    counted = f" · {words.counted(given.rows_read, unit)}" if given.rows_read else ""
    with st.expander(f"{cards.plain(given.name)} · {said}{counted}", expanded=expanded, icon=icon):
        if given.error:
            st.markdown(cards.plain(given.error))
        if not given.rows_read:
            return
        span = f", {words.span(given.first_day, given.last_day)}" if given.first_day else ""
        st.markdown(
            f"{words.counted(given.rows_read, unit)} read = {given.rows_new:,} new + {given.rows_changed:,} changed + "
            f"{given.rows_same:,} as before + {given.rows_rejected:,} rejected. Source: {label(given.source)}{span}."
        )
        alone = len(given.members) == 1
        st.markdown("\n".join(_member_said(member, alone) for member in given.members[:MEMBERS]))
        if len(given.members) > MEMBERS:
            st.caption(f"and {len(given.members) - MEMBERS:,} more files in it")
        if given.rejected_reasons:
            listed = len(given.rejected_reasons)
            first = f" The first {listed:,} of them:" if listed < given.rows_rejected else ""
            st.markdown(
                f"**{words.counted(given.rows_rejected, unit)} rejected**; nothing else of the file is touched by "
                f"{'it' if given.rows_rejected == 1 else 'them'}.{first}"
            )
            places, _, reasons = zip(*(said.partition(": ") for said in given.rejected_reasons), strict=True)
            if alone:
                places = [place.removeprefix(f"{given.members[0].name}, ") for place in places]
            height = "content" if listed <= 10 else 300
            st.dataframe({"reason": reasons, f"{unit} of the file": places}, hide_index=True, height=height)


def _member_said(member: MemberReceipt, alone: bool) -> str:
    """What is in one file; how many of its lines are new, where it is not the only one."""
    counted = [words.counted(n, kind) for kind, n in member.counts.items()]
    counts = f"{member.rows_read:,} read, {member.rows_new:,} new, {member.rows_changed:,} changed, " + (
        f"{member.rows_same:,} as before, {member.rows_rejected:,} rejected"
    )
    said = f"- **{cards.plain(member.name)}**: {', '.join(counted) or 'nothing new'}"
    return said if alone else f"{said}  \n  :gray[{counts}]"


def _unit(*given: Receipt) -> str:
    """What files are counted in; lines where they are of several kinds."""
    units = {words.unit(one.source, (member.name for member in one.members)) for one in given}
    return units.pop() if len(units) == 1 else "line"


def _named(text: str) -> Path | None:
    """The file or folder that someone typed; None where there is none, or none that can be seen."""
    try:
        path = Path(text.strip().strip("'\"")).expanduser()
        return path if text.strip() and path.exists() else None
    except (OSError, RuntimeError):  # a folder that is closed to us, a name that is too long, no such user
        return None


def _stream_step(file) -> Step:
    return lambda athlete, progress: [ingest.import_stream(loaders.path(), file, file.name, athlete, progress)]


def _inbox_step(entry: Path) -> Step:
    def step(athlete: int, progress: Progress) -> list[Receipt]:
        receipts = ingest.import_path(loaders.path(), entry, athlete, progress)
        if all(given.ok for given in receipts):
            inbox.settle(entry)
        return receipts

    return step


def _has_files() -> bool:
    return bool(st.session_state.get("upload-files"))


def _has_path() -> bool:
    return _named(st.session_state.get("path-name", "")) is not None


def _choose(name: str, is_given: Callable[[], bool]) -> None:
    """Before an import: adds the athlete where there is none of that name yet, and makes it the one looked at.

    is_given: whether there is anything to import.
    """
    if not is_given():
        return
    if name not in {athlete.name for athlete in loaders.athletes()}:
        compose.add_athlete(loaders.path(), name, st.context.timezone or "UTC")
        st.session_state["newcomer"] = name
    st.session_state["athlete"] = name


def _run(steps: list[Step], name: str) -> None:
    """Imports one after the other, and shows what came.

    The bar is also what stops it: once "Cancel" was pressed, Streamlit ends the run at the next word of progress,
    inside the transaction of the file, which is then rolled back. Meanwhile the next run of the page has begun.
    """
    athlete = next(known for known in loaders.athletes() if known.name == name)
    if athlete.simulated:
        st.error("This is a simulated athlete, and stays as it was made. Type another name.")
        return
    is_new = st.session_state.pop("newcomer", None) == name
    working = st.empty()
    with working.container(border=True):
        bar = Bar()
        st.button("Cancel", icon=":material/stop_circle:", on_click=_say_stopped)
        st.caption("Stay on this page: leaving it stops the import as well.")
    receipts: list[Receipt] = []
    going = st.session_state["import"] = Going()
    try:
        for number, step in enumerate(steps, 1):
            bar.before = f"File {number} of {len(steps)} · " if len(steps) > 1 else ""
            receipts += step(athlete.id, bar)
        going.done = True
    except OSError as fault:  # no permission, a full disk
        st.error(cards.plain(f"This stopped the import: {fault.strerror or fault}."))
    finally:  # also where it was cancelled
        try:
            if is_new and not any(given.state == "imported" for given in loaders.receipts(athlete)):
                store.delete_athletes(loaders.path(), [athlete.id])
        finally:
            going.over.set()
    working.empty()
    _show_result(receipts, athlete)


def _show_result(receipts: list[Receipt], athlete: Athlete) -> None:
    kept = [given for given in receipts if given.state in ("imported", "unchanged")]
    if kept:
        new, changed = sum(given.rows_new for given in kept), sum(given.rows_changed for given in kept)
        said = f"{new:,} new and {changed:,} changed {_unit(*kept)}s for {cards.plain(athlete.name)}."
        st.success(said, icon=":material/check_circle:")
        st.page_link(page("today"), label="See today", icon=":material/arrow_forward:")
    for given in receipts:
        receipt(given, expanded=not given.ok)


def wait_for_stopped() -> Going | None:
    """The import of an earlier run of the page, once it is over: a run that was stopped may still be undoing it."""
    going = st.session_state.get("import")
    if going:
        going.over.wait(STOPPING_S)
    return going


def _say_stopped() -> None:
    going = wait_for_stopped()
    if going and going.done:
        st.toast("It was done already, and is kept: see the receipt.", icon=":material/check_circle:")
    else:
        st.toast("Cancelled. The file that was being read has left nothing behind.", icon=":material/stop_circle:")
