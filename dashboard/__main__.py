"""`python -m dashboard`: starts the dashboard on this machine alone, from whatever directory."""

import argparse
import os
import socket
from pathlib import Path

ADDRESS = "127.0.0.1"
PORT = 8501


def start(port: int | None = None, browser: bool = True) -> None:
    """Serves the dashboard until it is stopped. Exits with a message where the port that was asked for is taken.

    Streamlit reads settings from the working directory, so all of ours are handed to it here.
    """
    # Before numpy is imported: with a thread a core, small matrices wait for each other.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from streamlit.web import bootstrap

    chosen = _port(port)
    options = streamlit_options(chosen, browser)
    bootstrap.load_config_options(options)
    print(f"Ownpace is at http://{ADDRESS}:{chosen} (Ctrl+C stops it)", flush=True)
    bootstrap.run(str(Path(__file__).with_name("app.py")), False, [], options)


def streamlit_options(port: int, browser: bool) -> dict[str, object]:
    """Every setting, named as Streamlit's flags: `server_port` for `server.port`."""
    from dashboard.charts.look import settings

    ours = {
        # A clicked day is put into the state of the calendar, beside its default: that is meant.
        "global": {"developmentMode": False, "disableWidgetStateDuplicationWarning": True},
        "logger": {"hideWelcomeMessage": True},
        "server": {"port": port, "showEmailPrompt": False} | ({} if browser else {"headless": True}),
        "browser": {"serverAddress": ADDRESS},
    }
    return _flags(settings()) | _flags(ours)


def _flags(tree: dict, above: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in tree.items():
        flat |= _flags(value, f"{above}{name}_") if isinstance(value, dict) else {f"{above}{name}": value}
    return flat


def _port(wanted: int | None) -> int:
    """The port that was asked for; else the usual one, or where that is taken, a free one."""
    if _is_free(wanted or PORT):
        return wanted or PORT
    if wanted:
        raise SystemExit(f"Port {wanted} is taken by another program: choose another with --port.")
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        free = probe.getsockname()[1]
    print(f"Port {PORT} is taken by another program, so this is on {free}.")
    return free


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def main() -> None:
    """The command line of `python -m dashboard`."""
    parser = argparse.ArgumentParser(prog="python -m dashboard", description="Opens Ownpace in your browser.")
    parser.add_argument("--port", type=int, help=f"where to listen on this machine (default {PORT}, or a free one)")
    parser.add_argument("--no-browser", action="store_true", help="do not open a browser")
    arguments = parser.parse_args()
    start(arguments.port, not arguments.no_browser)


if __name__ == "__main__":
    main()
