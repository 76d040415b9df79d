"""Bringing files: by upload, by path or from the drop folder, with progress, a way to stop, and the receipt."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from dashboard import cards, compose, loaders, words
from dashboard.compose import Athlete
from dashboard.navigation import page
from data import inbox, ingest, store
from data.importers import handmade, label
from data.ingest import MemberReceipt, Progress, Receipt

# The welcome and the Data page show the same inputs under the same keys, so that a first import goes on where the one
# gives way to the other.
Step = Callable[[int, Progress], list[Receipt]]  # athlete, progress -> receipts

MEMBERS = 30  # of one file that are told of one by one
_STATES = {
    "imported": (":material/check_circle:", "imported"),
    "unchanged": (":material/done_all:", "nothing new in it"),
    "refused": (":material/block:", "not imported"),
    "skipped": (":material/skip_next:", "left alone"),
    "failed": (":material/error:", "could not be stored"),
}


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
        st.caption("A file of more than 1 GB is better named by its path, or put into the drop folder.")
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
    counted = f" · {given.rows_read:,} lines" if given.rows_read else ""
    with st.expander(f"{cards.plain(given.name)} · {said}{counted}", expanded=expanded, icon=icon):
        if given.error:
            st.markdown(cards.plain(given.error))
        if not given.rows_read:
            return
        span = f", from {given.first_day} to {given.last_day}" if given.first_day else ""
        st.markdown(
            f"{given.rows_read:,} lines read = {given.rows_new:,} new + {given.rows_changed:,} changed + "
            f"{given.rows_same:,} as before + {given.rows_rejected:,} rejected. Source: {label(given.source)}{span}."
        )
        st.markdown("\n".join(_member_said(member) for member in given.members[:MEMBERS]))
        if len(given.members) > MEMBERS:
            st.caption(f"and {len(given.members) - MEMBERS:,} more files in it")
        if given.rejected_reasons:
            st.markdown(f"**Rejected lines** ({given.rows_rejected:,}); nothing else of the file is touched by them.")
            st.dataframe({"line and reason": list(given.rejected_reasons)}, hide_index=True, height=200)


def _member_said(member: MemberReceipt) -> str:
    counted = [words.counted(n, kind) for kind, n in member.counts.items()]
    counts = f"{member.rows_read:,} read, {member.rows_new:,} new, {member.rows_changed:,} changed, " + (
        f"{member.rows_same:,} as before, {member.rows_rejected:,} rejected"
    )
    return f"- **{cards.plain(member.name)}**: {', '.join(counted) or 'nothing'}  \n  :gray[{counts}]"


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
    inside the transaction of the file, which is then rolled back.
    """
    athlete = next(known for known in loaders.athletes() if known.name == name)
    if athlete.simulated:
        st.error("This is a simulated athlete, and stays as it was made. Type another name.")
        return
    is_new = st.session_state.pop("newcomer", None) == name
    working = st.empty()
    with working.container(border=True):
        bar = st.progress(0.0, "Reading …")
        st.button("Cancel", icon=":material/stop_circle:", on_click=_say_stopped)
    receipts: list[Receipt] = []
    try:
        for number, step in enumerate(steps):

            def progress(done: float, said: str, number: int = number) -> None:
                bar.progress(min((number + done) / len(steps), 1.0), cards.plain(said))

            receipts += step(athlete.id, progress)
    except OSError as fault:  # no permission, a full disk
        st.error(cards.plain(f"This stopped the import: {fault.strerror or fault}."))
    finally:  # also where it was cancelled
        if is_new and not any(given.state == "imported" for given in loaders.receipts(athlete)):
            store.delete_athletes(loaders.path(), [athlete.id])
    working.empty()
    _show_result(receipts, athlete)


def _show_result(receipts: list[Receipt], athlete: Athlete) -> None:
    kept = [given for given in receipts if given.state in ("imported", "unchanged")]
    if kept:
        new, changed = sum(given.rows_new for given in kept), sum(given.rows_changed for given in kept)
        said = f"{new:,} new and {changed:,} changed lines for {cards.plain(athlete.name)}."
        st.success(said, icon=":material/check_circle:")
        st.page_link(page("today"), label="See today", icon=":material/arrow_forward:")
    for given in receipts:
        receipt(given, expanded=not given.ok)


def _say_stopped() -> None:
    st.toast("Cancelled. The file that was being read has left nothing behind.", icon=":material/stop_circle:")
