"""Models brought here from a site made by the test: checked, resumed, cancelled, and never anything half."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from coach.engine import EngineError
from coach.engines import models
from coach.engines.models import Download, download
from tests.coach.tiny_model import needs_mlx, write_model

ID = "tiny-community/Tiny-4bit"
VERSION = "c" * 40
pytestmark = needs_mlx


class Site(BaseHTTPRequestHandler):
    """Lists and gives the files of one model, with ranges, as a site of models does."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        kept = self.server.kept
        kept.asked.append((self.path, self.headers["Range"]))
        if self.path == f"/api/models/{ID}":
            self.say(json.dumps({"id": ID, "sha": kept.version}).encode())
        elif self.path == f"/api/models/{ID}/tree/{kept.version}":
            self.say(json.dumps([listed(kept, file) for file in kept.folder.iterdir()] + kept.also).encode())
        elif self.path.startswith(f"/{ID}/resolve/{kept.version}/"):
            self.give(kept, kept.folder / self.path.rsplit("/", 1)[1])
        else:
            self.say(b"{}", 404)

    def give(self, kept: "Kept", file: Path) -> None:
        data = kept.damaged.get(file.name, file.read_bytes())
        begin = int(self.headers["Range"][6:-1]) if self.headers["Range"] and kept.ranges else 0
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(data) - begin))
        self.end_headers()
        if file.suffix == ".safetensors" and kept.cuts:
            end = begin + kept.cuts.pop(0)
            self.wfile.write(data[begin:end])
            self.close_connection = True
            return
        self.wfile.write(data[begin:])

    def say(self, data: bytes, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


class Kept:
    """What the site has, and how it misbehaves."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.version = folder, VERSION
        self.asked: list[tuple[str, str | None]] = []
        self.also: list[dict] = []  # listed as well
        self.cuts: list[int] = []  # bytes of the weights after which the connection is cut, time after time
        self.damaged: dict[str, bytes] = {}
        self.ranges = True


def listed(kept: Kept, file: Path) -> dict:
    data = file.read_bytes()
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    entry = {"type": "file", "path": file.name, "size": len(data), "oid": blob}
    large = {"lfs": {"oid": hashlib.sha256(data).hexdigest(), "size": len(data)}}
    return entry | (large if file.suffix == ".safetensors" else {})


@contextmanager
def site(kept: Kept) -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    httpd.daemon_threads = True
    httpd.kept = kept
    threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}"
    finally:
        httpd.shutdown()
        httpd.server_close()


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    return write_model(tmp_path_factory.mktemp("site") / "model", hidden=128)


@pytest.fixture
def kept(model, tmp_path, monkeypatch) -> Kept:
    monkeypatch.setattr(models, "WAIT_S", 0.01)
    return Kept(Path(shutil.copytree(model, tmp_path / "site")))


def test_a_model_is_downloaded_with_progress(kept, tmp_path):
    (kept.folder / "README.md").write_text("not needed")
    (kept.folder / "pytorch_model.bin").write_bytes(b"never")
    with site(kept) as url:
        steps = list(download(ID, tmp_path / "models", site=url))
    folder = tmp_path / "models" / "tiny-community--Tiny-4bit"
    assert sorted(file.name for file in folder.iterdir()) == [
        "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json",
    ]  # fmt: skip
    assert [s.done_bytes for s in steps] == sorted(s.done_bytes for s in steps)
    assert steps[-1].done_bytes == steps[-1].total_bytes == sum(f.stat().st_size for f in folder.iterdir())
    assert models.installed(tmp_path / "models") == [ID]
    assert models.located(ID, tmp_path / "models").kind == "llama"


def test_after_cuts_it_goes_on_where_it_was(kept, tmp_path):
    kept.cuts = [100_000, 100_000]
    with site(kept) as url:
        list(download(ID, tmp_path, site=url))
    ranges = [asked for path, asked in kept.asked if path.endswith(".safetensors")]
    assert ranges == [None, "bytes=100000-", "bytes=200000-"]


def test_a_connection_that_is_lost_for_good_keeps_what_has_come(kept, tmp_path):
    kept.cuts = [300_000, 0, 0, 0, 0]
    with site(kept) as url:
        with pytest.raises(EngineError, match="connection was lost .* start again to go on"):
            list(download(ID, tmp_path, site=url))
        assert models.installed(tmp_path) == []
        kept.cuts, kept.asked = [], []
        list(download(ID, tmp_path, site=url))
    assert [path for path, asked in kept.asked if asked] == [f"/{ID}/resolve/{VERSION}/model.safetensors"]
    assert ("bytes=300000-") in [asked for _, asked in kept.asked]


def test_a_site_without_ranges_sends_all_of_it_anew(kept, tmp_path):
    kept.cuts, kept.ranges = [100_000], False
    with site(kept) as url:
        list(download(ID, tmp_path, site=url))
    assert models.located(ID, tmp_path)


def test_a_new_version_is_not_mixed_with_the_old(kept, tmp_path):
    kept.cuts = [100_000, 0, 0, 0, 0]
    with site(kept) as url:
        with pytest.raises(EngineError):
            list(download(ID, tmp_path, site=url))
        write_model(kept.folder, hidden=128, seed=6)
        kept.version, kept.asked = "d" * 40, []
        list(download(ID, tmp_path, site=url))
    assert [asked for path, asked in kept.asked if path.endswith(".safetensors")] == [None]


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_what_arrives_damaged_is_not_used(kept, tmp_path, name):
    data = bytearray((kept.folder / name).read_bytes())
    data[-2] ^= 1
    kept.damaged[name] = bytes(data)
    with site(kept) as url:
        with pytest.raises(EngineError, match="checksum is wrong"):
            list(download(ID, tmp_path, site=url))
        assert models.installed(tmp_path) == []
        kept.damaged.clear()
        list(download(ID, tmp_path, site=url))
    assert models.installed(tmp_path) == [ID]


def test_a_file_without_an_end_is_cut_off(kept, tmp_path):
    kept.damaged["config.json"] = b" " * 1_000_000
    with site(kept) as url, pytest.raises(EngineError, match="longer than the site said"):
        list(download(ID, tmp_path, site=url))


def test_a_model_that_brings_code_is_not_installed(kept, tmp_path):
    config = json.loads((kept.folder / "config.json").read_text())
    (kept.folder / "config.json").write_text(json.dumps(config | {"auto_map": {"AutoModel": "evil.Model"}}))
    with site(kept) as url, pytest.raises(EngineError, match="run code that the model brings along"):
        list(download(ID, tmp_path, site=url))
    assert models.installed(tmp_path) == []


@pytest.mark.parametrize("path", ["../model.safetensors", "/etc/model.safetensors", "a/model.safetensors", ".json"])
def test_names_that_lead_elsewhere_are_refused_or_left(kept, tmp_path, path):
    kept.also = [{"type": "file", "path": path, "size": 3, "oid": "0" * 40}]
    with site(kept) as url:
        try:
            list(download(ID, tmp_path / "models", site=url))
        except EngineError as why:
            assert "cannot be read" in str(why)
    assert not [asked for asked, _ in kept.asked if "resolve" in asked and path in asked]


def test_offline_says_so_in_one_sentence(tmp_path):
    with pytest.raises(EngineError) as said:
        list(download(ID, tmp_path, site="http://127.0.0.1:9"))
    assert str(said.value) == f"There is no connection to the internet, so {ID} cannot be downloaded now."


def test_no_such_model(kept, tmp_path):
    with site(kept) as url, pytest.raises(EngineError, match="no model other/Model that can be downloaded"):
        list(download("other/Model", tmp_path, site=url))


@pytest.mark.parametrize("wrong", ["", "tiny", "../x", "a/b/c", "-a/b", "a/../b"])
def test_no_ids(tmp_path, wrong):
    with pytest.raises(EngineError, match="is not the id of a model"):
        list(download(wrong, tmp_path))


def test_a_full_disk_is_said_before_anything_comes(kept, tmp_path, monkeypatch):
    monkeypatch.setattr(models, "SPARE_BYTES", 1 << 60)
    with site(kept) as url, pytest.raises(EngineError, match="on the disk of .* are free"):
        list(download(ID, tmp_path, site=url))


def test_a_download_in_the_background_is_cancelled_and_goes_on(kept, tmp_path):
    with site(kept) as url:
        cancelled = Download(ID, tmp_path, site=url)
        cancelled.cancel()
        cancelled.wait(10)
        assert not cancelled.running and not cancelled.done and cancelled.error is None
        again = Download(ID, tmp_path, site=url)
        again.wait(10)
    assert again.done and again.progress.done_bytes == again.progress.total_bytes
    failed = Download(ID, tmp_path, site="http://127.0.0.1:9")
    failed.wait(10)
    assert "no connection" in failed.error


def test_what_is_not_here_says_so(tmp_path):
    with pytest.raises(EngineError, match="is not on this machine yet"):
        models.located(ID, tmp_path)


def test_a_deleted_model_is_gone(model, tmp_path):
    shutil.copytree(model, tmp_path / "tiny-community--Tiny-4bit")
    assert models.installed(tmp_path) == [ID]
    models.delete(ID, tmp_path)
    assert models.installed(tmp_path) == [] and not list(tmp_path.iterdir())
    with pytest.raises(ValueError, match="not the id"):
        models.delete("../x", tmp_path)


def test_suggestions_leave_half_of_the_memory():
    assert [s.label for s in models.fitting(8, metal=True)][0] == "Qwen3 4B"
    assert [s.label for s in models.fitting(64, metal=False)][0] == "Llama 3.2 1B"
    assert [s.label for s in models.fitting(4, metal=False)] == ["Gemma 3 270M"]
    assert models.fitting(1, metal=True) == []
    assert all(models._ID.fullmatch(s.id) for s in models.SUGGESTIONS)
    assert models.memory_gb() > 0.5
