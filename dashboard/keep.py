"""Keeping and letting go: export, backup, restore, delete."""

import sqlite3
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from coach import words
from dashboard import cards, loaders
from dashboard.compose import Athlete
from data import export, store

LARGEST_DOWNLOAD = 500_000_000  # bytes: what a browser is given has to be held in memory


def take_away(athlete: Athlete) -> None:
    """Everything of an athlete, and the whole store, as files to download."""
    with st.container(horizontal=True):
        st.download_button(
            "Export everything (CSV and JSON)",
            partial(_made, "export.zip", partial(_export, athlete)),
            f"ownpace-{loaders.today()}.zip",
            "application/zip",
            icon=":material/download:",
            on_click="ignore",
        )
        is_small = loaders.path().stat().st_size <= LARGEST_DOWNLOAD
        if is_small:
            st.download_button(
                "Back up all athletes",
                partial(_made, "backup.db", _backup),
                f"ownpace-backup-{loaders.today()}.db",
                "application/vnd.sqlite3",
                icon=":material/save:",
                on_click="ignore",
            )
    if not is_small:
        st.caption("The store is too large to be downloaded: `ownpace backup FILE` copies it into a file.")


def restore() -> None:
    """A form that puts a backup in the place of all that is here."""
    with (
        st.expander("Restore a backup", icon=":material/settings_backup_restore:"),
        st.form("restore", border=False, clear_on_submit=True),
    ):
        file = st.file_uploader("The backup; for one that is larger, there is `ownpace restore FILE`")
        st.markdown("**Everything that is here now will be gone**, and what the backup holds takes its place.")
        if st.form_submit_button("Replace everything") and file:
            _restore(file)


def delete(athlete: Athlete) -> None:
    """Says what will be gone, and asks once."""
    with st.expander(f"Delete {cards.plain(athlete.name)}", icon=":material/delete_forever:"):
        totals = loaders.stored_days(athlete).sum().astype(int)
        parts = [words.counted(count, table) for table, count in totals.items() if count]
        gone = words.listed(parts) if parts else "no records yet"
        st.markdown(
            f"This deletes {cards.plain(athlete.name)} and all that is theirs: {gone}, every receipt, every mark, "
            "every plan and all that raw exports hold. "
            "The file is rewritten, so that nothing of it stays behind. **It cannot be undone.** Backups and exports "
            "that you have made stay where you put them, and so do the files that were brought: those of the drop "
            "folder lie in its folder `imported`."
        )
        if st.button("Delete for good", icon=":material/delete_forever:", key=f"delete-{athlete.id}"):
            try:
                store.delete_athletes(loaders.path(), [athlete.id])
            finally:  # also where they are deleted, but the file could not be rewritten
                loaders.forget()
            del st.session_state["whose"]
            st.rerun()


def _made(name: str, write: Callable[[Path], None]) -> bytes:
    """What `write` puts into a file of that name, which is gone afterwards."""
    with tempfile.TemporaryDirectory(dir=loaders.path().parent) as folder:
        target = Path(folder) / name
        write(target)
        return target.read_bytes()


def _export(athlete: Athlete, target: Path) -> None:
    export.export_zip(loaders.path(), athlete.id, target)


def _backup(target: Path) -> None:
    store.backup(loaders.path(), target)


def _restore(file) -> None:
    try:
        with tempfile.TemporaryDirectory(dir=loaders.path().parent) as folder:
            source = Path(folder) / "backup.db"
            source.write_bytes(file.getbuffer())
            store.restore(loaders.path(), source)
    except store.StoreError as fault:
        # The name of the copy means nothing to the reader: it is the file that was chosen.
        st.error(cards.plain(str(fault).replace(str(source), file.name)))
        return
    except (OSError, sqlite3.Error) as fault:  # no permission, a full disk
        st.error(cards.plain(f"This stopped the restoring: {fault}."))
        return
    loaders.forget()
    st.toast("Restored: this is what the backup holds.", icon=":material/settings_backup_restore:")
    st.rerun()
