"""Models that suit the coach, by the memory of the machine, and how they are brought here: only when somebody says so.

A model is downloaded file by file over HTTPS, each file checked against the checksum that the site names for it. What
has come is kept where a download is cut short, and it goes on from there.
"""

import hashlib
import json
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.engine import EngineError
from coach.engines.model_folder import ModelFolder, checked

SITE = "https://huggingface.co"
GB = 10**9
FILES_MOST = 100
LISTING_BYTES = 8 << 20
TRIES = 4  # without a byte of progress
WAIT_S = 1.0  # before another try
SILENCE_S = 30.0
SLOW_GB = 6
SPARE_BYTES = GB  # that a download leaves free on the disk

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,95}/[A-Za-z0-9][A-Za-z0-9._-]{0,95}")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,150}")
_WANTED = re.compile(r".*\.json|model.*\.safetensors|tokenizer\.model|.*\.jinja|merges\.txt|vocab\.txt")


@dataclass(frozen=True)
class Suggestion:
    """A model that suits: what it takes is approximate."""

    id: str  # at huggingface.co
    label: str
    download_gb: float
    metal_gb: float  # memory while it answers on Apple silicon, as it lies
    cpu_gb: float  # on Linux, where its weights are unpacked to float32
    note: str


# Sizes are approximate: about 4.5 bits a parameter to download, 4 bytes a parameter on Linux, and the runtime's memory.
SUGGESTIONS = (
    Suggestion("mlx-community/gemma-3-270m-it-4bit", "Gemma 3 270M", 0.2, 0.9, 1.8, "the smallest, for slow machines"),
    Suggestion("mlx-community/Qwen3-0.6B-4bit", "Qwen3 0.6B", 0.35, 1.2, 3.4, "small and quick"),
    Suggestion("mlx-community/gemma-3-1b-it-4bit", "Gemma 3 1B", 0.8, 1.8, 5.0, "between small and middle"),
    Suggestion("mlx-community/Llama-3.2-1B-Instruct-4bit", "Llama 3.2 1B", 0.7, 1.7, 6.0, "between small and middle"),
    Suggestion("mlx-community/Qwen3-1.7B-4bit", "Qwen3 1.7B", 1.0, 2.2, 8.5, "for machines with 8 GB"),
    Suggestion("mlx-community/Llama-3.2-3B-Instruct-4bit", "Llama 3.2 3B", 1.8, 3.2, 14.0, "for machines with 8 GB"),
    Suggestion(
        "mlx-community/Qwen3-4B-Instruct-2507-4bit", "Qwen3 4B", 2.3, 4.0, 18.0, "for machines with 8 GB or more"
    ),
    Suggestion("mlx-community/Qwen3-8B-4bit", "Qwen3 8B", 4.6, 6.8, 36.0, "for machines with 16 GB or more"),
)


def memory_gb() -> float:
    """Of this machine."""
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / GB


def fitting(total_gb: float, *, metal: bool) -> list[Suggestion]:
    """The suggestions that leave half of the memory to others, the largest first: that one is recommended.

    On Linux, without a GPU, every token reads all the weights: beyond a billion parameters an answer takes minutes, and
    what takes more than SLOW_GB is left out. A server such as llama.cpp is quicker there.
    """
    if metal:
        return sorted((s for s in SUGGESTIONS if s.metal_gb <= total_gb / 2), key=lambda s: -s.metal_gb)
    return sorted((s for s in SUGGESTIONS if s.cpu_gb <= min(total_gb / 2, SLOW_GB)), key=lambda s: -s.cpu_gb)


def folder_of(model: str, models: Path) -> Path:
    """Where a model lies: a folder as it was given, or the place of an id below `models`."""
    return models / model.replace("/", "--") if _ID.fullmatch(model) and not Path(model).is_dir() else Path(model)


def located(model: str, models: Path) -> ModelFolder:
    """A model that is here: a folder, or an id that was downloaded. Raises EngineError where it is not, or unusable."""
    folder = folder_of(model, models)
    if not folder.is_dir() and _ID.fullmatch(model):
        raise EngineError(f"{model} is not on this machine yet. Download it in the settings, or choose another model.")
    return checked(folder)


def installed(models: Path) -> list[str]:
    """The ids of the models that were downloaded completely."""
    if not models.is_dir():
        return []
    return sorted(
        folder.name.replace("--", "/", 1)
        for folder in models.iterdir()
        if folder.is_dir() and "--" in folder.name and not folder.name.endswith(".part")
    )


@dataclass(frozen=True)
class Progress:
    """How far a download is."""

    done_bytes: int
    total_bytes: int
    file: str


@dataclass(frozen=True)
class _File:
    """A file of a model as the site lists it: a large one by its SHA-256, a small one as a blob of git."""

    name: str
    size: int
    sha256: str | None
    blob: str

    @property
    def part(self) -> str:
        """Its name while it is not complete; another version has another one."""
        return f"{self.name}.{(self.sha256 or self.blob)[:12]}.part"


def download(model: str, models: Path, *, site: str = SITE) -> Iterator[Progress]:
    """Downloads a model by its id, such as mlx-community/Qwen3-0.6B-4bit, into a folder below `models`.

    Stop iterating to cancel; call again to go on. Raises EngineError: no connection, no such model, no room, damaged.
    """
    if not _ID.fullmatch(model):
        raise EngineError(f"{model[:100]!r} is not the id of a model. Expected owner/name, as on {SITE}.")
    folder = folder_of(model, models)
    part = folder.with_name(f"{folder.name}.part")
    with _client(site) as client:
        version, files = _listing(client, model)
        part.mkdir(parents=True, exist_ok=True)
        total = sum(file.size for file in files)
        _refuse_full_disk(part, total)
        done = 0
        for file in files:
            for here in _file(client, f"/{model}/resolve/{version}/{file.name}", file, part):
                yield Progress(done + here, total, file.name)
            done += file.size
    checked(part)
    if folder.exists():
        shutil.rmtree(folder)
    part.rename(folder)
    yield Progress(total, total, "")


def delete(model: str, models: Path) -> None:
    """Removes a downloaded model, and what came of one that was not completed."""
    if not _ID.fullmatch(model):
        raise ValueError(f"not the id of a model: {model!r}")
    place = models / model.replace("/", "--")
    for folder in (place, place.with_name(f"{place.name}.part")):
        if folder.is_dir():
            shutil.rmtree(folder)


class Download:
    """A download in a thread of its own, which a page can look at, and stop, while it is drawn anew."""

    def __init__(self, model: str, models: Path, *, site: str = SITE) -> None:
        self.model = model
        self.progress: Progress | None = None
        self.error: str | None = None
        self.done = False
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(models, site), daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        """Stops it; what has come is kept."""
        self._cancelled.set()

    def wait(self, timeout_s: float | None = None) -> None:
        self._thread.join(timeout_s)

    def _run(self, models: Path, site: str) -> None:
        try:
            for progress in download(self.model, models, site=site):
                self.progress = progress
                if self._cancelled.is_set():
                    return
            self.done = True
        except EngineError as why:
            self.error = str(why)
        except OSError as fault:
            self.error = f"The model cannot be saved in {models} ({fault.strerror}). Check the folder, and start again."


def _client(site: str) -> Any:
    import httpx

    # Proxies of the environment count here, as they do for a browser: nothing of an athlete is sent.
    return httpx.Client(
        base_url=site,
        headers={"Accept-Encoding": "identity", "User-Agent": "ownpace"},
        timeout=httpx.Timeout(SILENCE_S, connect=10),
        follow_redirects=True,
        event_hooks={"request": [_keep_encrypted] if site.startswith("https:") else []},
    )


def _keep_encrypted(request: Any) -> None:
    """No redirect leads from an encrypted connection to a plain one."""
    if request.url.scheme != "https":
        raise EngineError(f"The site leads to {request.url.host} without encryption, so nothing is downloaded.")


def _listing(client: Any, model: str) -> tuple[str, list[_File]]:
    """The present version of a model and its files, the small ones first. Raises EngineError."""
    about = _json(client, f"/api/models/{model}", model)
    version = about.get("sha") if isinstance(about, dict) else None
    if not isinstance(version, str) or not re.fullmatch(r"[0-9a-f]{40}", version):
        raise EngineError(f"The site does not say which version of {model} it has. Try again later.")
    listed = _json(client, f"/api/models/{model}/tree/{version}", model)
    try:
        files = [_listed(one) for one in listed if one["type"] == "file" and _WANTED.fullmatch(one["path"])]
    except (KeyError, TypeError, ValueError) as garbled:
        raise EngineError(f"The site's list of the files of {model} cannot be read. Try again later.") from garbled
    if not any(file.name.endswith(".safetensors") for file in files) or len(files) > FILES_MOST:
        raise EngineError(f"{model} is not a model that can be used here: its weights are not safetensors.")
    return version, sorted(files, key=lambda file: file.size)


def _listed(one: dict[str, Any]) -> _File:
    large = one.get("lfs") or {}
    if not _FILE.fullmatch(one["path"]):
        raise ValueError(f"no plain name of a file: {one['path']!r}")
    digests = [digest for digest in (large.get("oid"), one["oid"]) if digest is not None]
    if not all(re.fullmatch(r"[0-9a-f]{40,64}", digest) for digest in digests):
        raise ValueError("a digest is none")
    return _File(one["path"], int(large.get("size", one["size"])), large.get("oid"), one["oid"])


def _json(client: Any, path: str, model: str) -> Any:
    import httpx

    try:
        with client.stream("GET", path) as answer:
            said = bytearray()
            for chunk in answer.iter_bytes():
                said += chunk
                if len(said) > LISTING_BYTES:
                    raise EngineError(f"The site's answer about {model} is too long to be one. Try again later.")
    except httpx.HTTPError as fault:
        raise _offline(model) from fault
    if answer.status_code in (401, 403, 404):
        raise EngineError(f"There is no model {model} that can be downloaded without an account. Check its id.")
    if answer.status_code != 200:
        raise EngineError(f"The site cannot be read now ({answer.status_code}). Try again later.")
    try:
        return json.loads(said)
    except ValueError as garbled:
        raise EngineError(f"The site's answer about {model} cannot be read. Try again later.") from garbled


def _offline(model: str) -> EngineError:
    return EngineError(f"There is no connection to the internet, so {model} cannot be downloaded now.")


def _refuse_full_disk(part: Path, total: int) -> None:
    here = sum(file.stat().st_size for file in part.iterdir() if file.is_file())
    free = shutil.disk_usage(part).free
    if total - here + SPARE_BYTES > free:
        raise EngineError(
            f"The model needs {total / GB:.1f} GB on the disk of {part.parent}, and {free / GB:.1f} GB are free. "
            "Make room, or choose a smaller model."
        )


def _file(client: Any, path: str, file: _File, folder: Path) -> Iterator[int]:
    """Downloads one file; the bytes that are here, time and again. Raises EngineError."""
    import httpx

    final, part = folder / file.name, folder / file.part
    if final.exists() and final.stat().st_size == file.size and _right(final, file):
        yield file.size
        return
    left = TRIES
    while (here := part.stat().st_size if part.exists() else 0) < file.size or not part.exists():
        try:
            yield from _rest(client, path, part, here, file.size)
        except httpx.HTTPError as fault:
            came = part.exists() and part.stat().st_size > here
            left = TRIES if came else left - 1
            if not left:
                raise EngineError(
                    f"The connection was lost at {file.name}. What has come is kept: start again to go on."
                ) from fault
            time.sleep(WAIT_S)
    if part.stat().st_size != file.size or not _right(part, file):
        part.unlink()
        raise EngineError(f"{file.name} arrived damaged: its checksum is wrong. It was deleted; start again.")
    part.rename(final)
    yield file.size


def _rest(client: Any, path: str, part: Path, here: int, size: int) -> Iterator[int]:
    """Adds to a part what is missing; a server that does not know ranges sends all of it anew."""
    headers = {"Range": f"bytes={here}-"} if here else {}
    with client.stream("GET", path, headers=headers) as answer:
        if answer.status_code not in (200, 206):
            raise EngineError(
                f"The site does not give {part.name.split('.')[0]} ({answer.status_code}). Try again later."
            )
        resumed = answer.status_code == 206
        here = here if resumed else 0
        with part.open("ab" if resumed else "wb") as out:
            for chunk in answer.iter_raw():
                here += len(chunk)
                if here > size:
                    part.unlink()
                    raise EngineError(f"{part.name} is longer than the site said. It was deleted; start again.")
                out.write(chunk)
                yield here


def _right(path: Path, file: _File) -> bool:
    """Whether a file is what the site said it is: by SHA-256, or by the hash that git gives a small one."""
    wanted = file.sha256 or file.blob
    digest = hashlib.sha256() if file.sha256 else hashlib.sha1(b"blob %d\0" % file.size, usedforsecurity=False)
    with path.open("rb") as opened:
        while chunk := opened.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest() == wanted
