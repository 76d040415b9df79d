"""How the app is started, and where it refuses to show anything."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard import __main__ as start
from dashboard.access import refusal

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost", "::1", "127.1.2.3"])
def test_loopback_is_served(address):
    assert refusal(address) is None


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.20", "localhost.example.org"])
def test_any_other_address_is_refused_with_what_to_do(address):
    assert "ownpace run" in refusal(address)


def test_every_setting_is_handed_over_by_itself():
    options = start.streamlit_options(8700, browser=False)
    assert options["server_address"] == "127.0.0.1"
    assert options["server_port"] == 8700
    assert options["server_allowedHosts"] == ["127.0.0.1", "localhost"]
    assert options["browser_gatherUsageStats"] is False
    assert options["server_headless"] is True
    assert options["server_maxUploadSize"] == 1024  # MB: an upload is held in memory
    assert options["theme_light_backgroundColor"].startswith("#")


def test_streamlit_knows_every_setting():
    from streamlit import config

    names = {name.replace("_", ".") for name in start.streamlit_options(8700, browser=True)}
    assert names <= set(config.get_config_options())


def test_a_taken_port_gives_way_to_a_free_one(monkeypatch, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setattr(start, "PORT", taken.getsockname()[1])
        assert start._port(None) != start.PORT
    assert "is taken by another program" in capsys.readouterr().out


def test_a_port_that_was_asked_for_is_not_changed():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="choose another with --port"):
            start._port(taken.getsockname()[1])


def test_the_app_starts_without_the_heavy_packages(tmp_path):
    script = (
        "import sys; from dashboard import app\n"
        "print([name for name in ('scipy', 'statsmodels', 'sklearn', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"OWNPACE_HOME": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]", done.stderr[-500:]
