"""A server that speaks the chat protocol: one that behaves, many that do not, and the one that mlx-lm brings."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from coach.engine import EngineError
from coach.engines import server
from coach.engines.calls import Call
from coach.engines.server import ServerEngine
from coach.engines.settings import Limits, Settings
from tests.coach.test_mlx_engine import SAID, SAYS
from tests.coach.test_prompt import TOOLS
from tests.coach.tiny_model import needs_mlx, write_model
from tests.coach.turns import turn

Script = Callable[["Scripted"], None]


class Scripted(BaseHTTPRequestHandler):
    """Answers as the test says."""

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.asked.append(json.loads(self.rfile.read(length)) | {"path": self.path, "headers": self.headers})
        self.server.script(self)

    def do_GET(self) -> None:
        self.server.asked.append({"path": self.path, "headers": self.headers})
        self.server.script(self)

    def begin(self, status: int = 200, kind: str = "text/event-stream", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def piece(self, text: str | None, reason: str | None = None) -> None:
        event = {"choices": [{"delta": {"content": text}, "finish_reason": reason}]}
        self.send(b"data: " + json.dumps(event).encode() + b"\n\n")

    def whole(self, said: object, status: int = 200) -> None:
        self.begin(status, "application/json")
        self.send(json.dumps(said).encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(script: Script) -> Iterator[tuple[str, list[dict]]]:
    """The address of a server that behaves as scripted, and what it is asked."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Scripted)
    httpd.daemon_threads = True
    httpd.script, httpd.asked = script, []
    threading.Thread(target=httpd.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}", httpd.asked
    finally:
        httpd.shutdown()
        httpd.server_close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def said_by(script: Script, settings: Settings | None = None, limits: Limits | None = None) -> str:
    with serving(script) as (url, _):
        return "".join(ServerEngine(url, "tiny", settings, limits).stream(turn()))


def well(to: Scripted) -> None:
    to.begin()
    to.send(b": keepalive 1/2\n\n")
    for piece in SAYS:
        to.piece(piece)
    to.piece("", "stop")
    to.send(b'data: {"choices": [], "usage": {"prompt_tokens": 321, "completion_tokens": 10}}\n\ndata: [DONE]\n\n')


def test_streams_and_says_what_it_took():
    with serving(well) as (url, asked):
        engine = ServerEngine(url, "tiny", Settings(seed=4))
        assert [piece for piece in engine.stream(turn()) if piece] == list(SAYS)
    assert (engine.name, engine.label) == ("server", "server: tiny")
    assert (engine.took.prompt_tokens, engine.took.answer_tokens, engine.took.finished) == (321, 10, True)
    assert 0 < engine.took.first_token_s <= engine.took.total_s
    (body,) = asked
    assert body["path"] == "/v1/chat/completions"
    assert (body["model"], body["max_tokens"], body["temperature"], body["top_p"], body["seed"]) == (
        "tiny", 200, 0.7, 0.9, 4,
    )  # fmt: skip
    assert [m["role"] for m in body["messages"]] == ["system", "user"]


def test_nothing_of_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    with serving(well) as (url, asked):
        assert "".join(ServerEngine(url, "tiny").stream(turn())) == SAID
        assert "".join(ServerEngine(url, "tiny", key="mine").stream(turn())) == SAID
    assert asked[0]["headers"]["Authorization"] is None
    assert asked[1]["headers"]["Authorization"] == "Bearer mine"


def test_thoughts_are_left_out():
    def thinks(to: Scripted) -> None:
        to.begin()
        for piece in ("<think>", "12 ms", "</think>", "\n\nRest."):
            to.piece(piece)
        to.piece(None, "stop")

    assert said_by(thinks) == "Rest."


def test_lines_cut_anywhere_are_put_together():
    def cut(to: Scripted) -> None:
        to.begin()
        line = 'data: {"choices": [{"delta": {"content": "42 \u00b0C"}, "finish_reason": "stop"}]}\r\n\r\n'.encode()
        for n in range(len(line)):
            to.send(line[n : n + 1])

    assert said_by(cut) == "42 \u00b0C"


def answers(status: int, said: object) -> Script:
    return lambda to: to.whole(said, status)


def half(to: Scripted) -> None:
    to.begin()
    to.piece("Your")


def broken(to: Scripted) -> None:
    to.begin(**{"Content-Length": "5000"})
    to.piece("Your")


def raw(data: bytes) -> Script:
    def script(to: Scripted) -> None:
        to.begin()
        to.send(data)

    return script


def thinks_only(to: Scripted) -> None:
    to.begin()
    to.piece("<think>for ever")
    to.piece(None, "length")


FAILS = {
    "has no model 'tiny'.* It says: not found": answers(404, {"error": {"message": "not found"}}),
    "wants a key": answers(401, {"error": "no"}),
    "failed .500.* It says: out of memory": answers(500, {"error": {"message": "out of\nmemory"}}),
    "failed .503": lambda to: to.begin(503),
    "points elsewhere": lambda to: to.begin(302, Location="http://example.com/v1"),
    "broke off in the middle": half,
    "broke off .RemoteProtocolError": broken,
    "not the OpenAI chat protocol": raw(b"<html>hello</html>\n"),
    "is not the OpenAI": raw(b"data: {nonsense\n\n"),
    "not the OpenAI chat": raw(b'data: [1, 2]\n\ndata: {"choices": [7]}\n\n'),
    "the OpenAI chat protocol": raw(b'data: {"choices": [{"delta": {"content": {"x": 1}}}]}\n\n'),
    "OpenAI chat protocol": raw(b"data: " + b"x" * (1 << 20)),
    "What the server .* answers": raw(b"data: " + b"[" * 100_000 + b"\n\n"),
    "failed. It says: overloaded": raw(b'data: {"error": {"message": "overloaded"}}\n\n'),
    "gave no answer: .* thought": thinks_only,
    "tiny gave no answer": raw(b"data: [DONE]\n\n"),
}


@pytest.mark.parametrize("why", FAILS)
def test_what_is_wrong_with_a_server_is_said(why):
    with pytest.raises(EngineError, match=why):
        said_by(FAILS[why])


def test_one_that_hangs_before_and_after_the_first_token():
    def silent(to: Scripted) -> None:
        time.sleep(1.5)

    def falls_silent(to: Scripted) -> None:
        to.begin()
        to.piece("Your")
        time.sleep(1.5)

    for script in (silent, falls_silent):
        begin = time.monotonic()
        with pytest.raises(EngineError, match="did not answer within"):
            said_by(script, limits=Limits(first_token_s=0.4, next_token_s=0.4))
        assert time.monotonic() - begin < 1.4


def test_one_that_only_keeps_alive_hangs():
    def keeps_alive(to: Scripted) -> None:
        to.begin()
        for _ in range(30):
            to.send(b": keepalive\n\n")
            time.sleep(0.05)

    with pytest.raises(EngineError, match="did not answer within"):
        said_by(keeps_alive, limits=Limits(first_token_s=0.4))


def test_one_that_never_ends_is_cut_off():
    def endless(to: Scripted) -> None:
        to.begin()
        while True:
            to.piece("word ")

    assert 300 < len(said_by(endless, Settings(max_tokens=10))) <= 400


def test_a_stop_closes_the_connection():
    ended = threading.Event()

    def slow(to: Scripted) -> None:
        to.begin()
        try:
            while True:
                to.piece("word ")
                time.sleep(0.02)
        except OSError:
            ended.set()

    with serving(slow) as (url, _):
        engine = ServerEngine(url, "tiny")
        stream = engine.stream(turn())
        while not next(stream):
            pass
        stream.close()
        assert ended.wait(3)
    assert not engine.took.finished


def test_while_it_waits_it_can_be_stopped():
    def silent(to: Scripted) -> None:
        time.sleep(2)

    with serving(silent) as (url, _):
        stream = ServerEngine(url, "tiny").stream(turn())
        assert next(stream) == ""
        begin = time.monotonic()
        stream.close()
        assert time.monotonic() - begin < 0.5


@pytest.mark.parametrize(
    "port, how", [(11434, "ollama serve"), (1234, "lms server start"), (8080, "llama-server"), (None, "Start it")]
)
def test_no_server_says_how_to_start_one(monkeypatch, port, how):
    free = free_port()
    monkeypatch.setattr(server, "KNOWN", {free: server.KNOWN[port]} if port else {})
    engine = ServerEngine(f"localhost:{free}", "tiny")
    with pytest.raises(EngineError, match=f"No server answers .*{how}"):
        list(engine.stream(turn()))
    with pytest.raises(EngineError, match=f"No server answers .*{how}"):
        engine.models()


@pytest.mark.parametrize("url", ["http://192.0.2.7:11434", "http://0.0.0.0:11434", "https://[2001:db8::1]/v1"])
def test_another_machine_only_where_it_is_allowed(url):
    with pytest.raises(EngineError, match="another machine, and your data would leave"):
        list(ServerEngine(url, "tiny").stream(turn()))
    assert server.address(url, elsewhere=True).base.startswith(url.split("/v1")[0].split("://")[0])


def test_a_name_that_leads_elsewhere_is_another_machine(monkeypatch):
    found = [(2, 1, 6, "", ("127.0.0.1", 80)), (2, 1, 6, "", ("192.0.2.7", 80))]
    monkeypatch.setattr(server.socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(EngineError, match="another machine"):
        server.address("http://localhost.example")


@pytest.mark.parametrize(
    "url, base",
    [("127.0.0.1:11434", "http://127.0.0.1:11434/v1"), ("http://127.0.0.1:1234/v1/", "http://127.0.0.1:1234/v1"),
     ("http://127.0.0.1:1/v1/chat/completions", "http://127.0.0.1:1/v1"), ("http://[::1]:8080", "http://[::1]:8080/v1"),
     ("http://[::ffff:127.0.0.1]:8080", "http://127.0.0.1:8080/v1")],
)  # fmt: skip
def test_addresses(url, base):
    assert server.address(url).base == base


@pytest.mark.parametrize(
    "url", ["", "ftp://localhost", "http://", "http://me:secret@localhost", "http://localhost:99999"]
)
def test_no_addresses(url):
    with pytest.raises(EngineError, match="not an address of a server"):
        server.address(url)


def test_lists_its_models():
    listed = {"data": [{"id": "qwen3:0.6b"}, {"id": "a\nb<|im_end|>"}, {"id": 7}, "x"]}
    with serving(answers(200, listed)) as (url, asked):
        assert ServerEngine(url, "").models() == ["qwen3:0.6b", "a b"]
    assert asked[0]["path"] == "/v1/models"


@pytest.mark.parametrize("said", [[1], "x", None])
def test_a_list_of_models_that_is_none(said):
    with serving(answers(200, said)) as (url, _), pytest.raises(EngineError, match="not the OpenAI"):
        ServerEngine(url, "").models()


def calling(*functions: object) -> Script:
    return answers(200, {"choices": [{"message": {"tool_calls": [{"function": one} for one in functions]}}]})


def test_tools_that_it_chooses():
    with serving(calling({"name": "load", "arguments": '{"days": 7}'})) as (url, asked):
        assert ServerEngine(url, "tiny").choose_tools("How much did I train?", TOOLS) == [Call("load", {"days": 7})]
    assert asked[0]["tools"] == TOOLS


@pytest.mark.parametrize("script", [calling(), calling({"name": "rm"}), calling(7), answers(200, {"choices": []})])
def test_tools_that_it_does_not_choose(script):
    with serving(script) as (url, _):
        assert ServerEngine(url, "tiny").choose_tools("How much did I train?", TOOLS) is None


@needs_mlx
def test_the_server_of_mlx_lm(tmp_path):
    model = write_model(tmp_path / "model", says=SAYS)
    port = free_port()
    command = [sys.executable, "-m", "mlx_lm", "server", "--model", str(model), "--port", str(port)]
    environment = os.environ | {"HF_HUB_CACHE": str(tmp_path), "HF_HUB_OFFLINE": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path, env=environment
    )
    try:
        engine = ServerEngine(f"http://127.0.0.1:{port}", str(model))
        assert until_it_answers(engine) == SAID
        assert engine.took.finished
        assert isinstance(engine.models(), list)
        assert engine.choose_tools("How much did I train?", TOOLS) is None
    finally:
        process.kill()
        process.wait()


def until_it_answers(engine: ServerEngine) -> str:
    end = time.monotonic() + 30
    while True:
        try:
            return "".join(engine.stream(turn()))
        except EngineError as why:
            if "No server answers" not in str(why) or time.monotonic() > end:
                raise
            time.sleep(0.1)
