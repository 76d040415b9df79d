"""Who is looking, and which athletes they may see: the one place that decides.

Without a login there is one rule: whoever sits at this machine sees everything, nobody else sees anything.
"""

from ipaddress import ip_address
from pathlib import Path

from dashboard import compose


def refusal(address: str | None) -> str | None:
    """Why nothing may be shown where the app listens on `address`; None on loopback.

    None or an empty address is what Streamlit calls "all interfaces".
    """
    if _is_loopback(address):
        return None
    where = f"on {address}" if address else "on every network that this machine is in"
    return (
        f"Ownpace was started {where}, where others could read your health data. "
        "It shows nothing there. Start it with `python -m dashboard` or `ownpace run`."
    )


def _is_loopback(address: str | None) -> bool:
    if address == "localhost":
        return True
    try:
        return ip_address(address or "").is_loopback
    except ValueError:
        return False


def visible_athletes(path: Path) -> tuple[compose.Athlete, ...]:
    """Everyone in the store: it is the owner of the machine who looks."""
    return compose.athletes(path)
