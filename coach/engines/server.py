"""A language model behind a server that speaks the OpenAI chat protocol: Ollama, LM Studio, llama.cpp, mlx_lm.server.

Only a server on this machine is asked, unless the user allows another explicitly: what leaves is health data. The
address is looked up once and that very address is connected to; redirects and proxies are not followed.
"""

import ipaddress
import json
import queue
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from coach.engine import EngineError, Turn
from coach.engines import calls, prompt
from coach.engines.settings import Limits, Settings, Took

PAUSE_S = 0.25  # between two moments at which whoever waits for a token can stop
CONNECT_S = 4
PATIENCE_S = 5  # for which a connection outlives the limit that ends a question, so that one of them decides
LINE_BYTES = 256 << 10
ANSWER_BYTES = 1 << 20  # of an answer that comes in one piece, or of a list of models
CHARACTERS_PER_TOKEN = 40  # more than any token has: a server that goes on beyond is cut off
MODELS_MOST = 500

# Port: whose it is as a rule, and how it is started.
KNOWN = {
    11434: ("Ollama", "ollama serve"),
    1234: ("LM Studio", "lms server start"),
    8080: ("llama.cpp or mlx_lm", "llama-server -m MODEL.gguf, or mlx_lm.server --model MODEL"),
}


@dataclass(frozen=True)
class Address:
    """A server: the address that is connected to, and the name that it is called by."""

    base: str  # http://127.0.0.1:11434/v1
    host: str  # localhost:11434
    name: str  # localhost
    port: int


def address(url: str, *, elsewhere: bool = False) -> Address:
    """The server at a URL such as `http://localhost:11434/v1` or `localhost:1234`.

    elsewhere: whether the user allows a machine other than this one. Raises EngineError.
    """
    try:
        parts = urlsplit(url.strip() if "://" in url else f"http://{url.strip()}")
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as wrong:
        raise EngineError(f"{url!r} is not an address of a server. Expected http://localhost:11434") from wrong
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise EngineError(f"{url!r} is not an address of a server. Expected http://localhost:11434")
    found = _looked_up(parts.hostname, port)
    local = [one for one in found if one.is_loopback]
    if not elsewhere and len(local) < len(found):
        raise EngineError(
            f"{parts.hostname} is another machine, and your data would leave this one. "
            "Choose a server on localhost, or allow other machines in the settings."
        )
    path = parts.path.rstrip("/").removesuffix("/chat/completions") or "/v1"
    chosen = min(found, key=lambda one: one.version)  # the common servers listen on 127.0.0.1 alone
    numeric = f"[{chosen}]" if chosen.version == 6 else str(chosen)
    return Address(f"{parts.scheme}://{numeric}:{port}{path}", parts.netloc, parts.hostname, port)


def _looked_up(host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise EngineError(f"There is no machine {host!r}. Check the address in the settings.") from unknown
    addresses = [ipaddress.ip_address(one[4][0].split("%")[0]) for one in found]
    return [getattr(one, "ipv4_mapped", None) or one for one in addresses]


class ServerEngine:
    """Puts facts into words with a model of a server. key: where the server wants one."""

    name = "server"

    def __init__(
        self,
        url: str,
        model: str,
        settings: Settings | None = None,
        limits: Limits | None = None,
        *,
        elsewhere: bool = False,
        key: str = "",
    ) -> None:
        self._url, self._elsewhere, self._key = url, elsewhere, key
        self._model = model
        self._settings = settings or Settings()
        self._limits = limits or Limits()
        self.label = f"server: {model}"
        self.took: Took | None = None  # of the latest answer

    def stream(self, turn: Turn) -> Iterator[str]:
        """The draft, piece by piece, "" at moments without one. Raises EngineError."""
        asked = {"messages": prompt.messages(turn), "stream": True, "chat_template_kwargs": {"enable_thinking": False}}
        begin = time.monotonic()
        told: dict[str, Any] = {"answer_tokens": 0, "finished": False}
        said = False
        try:
            with closing(self._pieces(self._body(asked), told)) as pieces:
                for piece in prompt.without_thoughts(pieces):
                    if piece and not said:
                        said = True
                        told["first_token_s"] = time.monotonic() - begin
                    yield piece
            if not said:
                raise EngineError(
                    f"{self._model} gave no answer: as a rule it thought until its tokens were used up. "
                    "Choose a model that does not think aloud (an Instruct model), or allow longer answers."
                )
        finally:
            self.took = Took(
                first_token_s=told.get("first_token_s"),
                total_s=time.monotonic() - begin,
                prompt_tokens=told.get("prompt_tokens"),
                answer_tokens=told["answer_tokens"],
                finished=told["finished"],
            )

    def models(self) -> list[str]:
        """The names of the models that the server has. Raises EngineError."""
        listed = self._whole("GET", "/models", None)
        names = [one.get("id") for one in listed.get("data") or [] if isinstance(one, dict)]
        return [prompt.plain(name, 200) for name in names[:MODELS_MOST] if isinstance(name, str)]

    def choose_tools(self, question: str, tools: Sequence[calls.Tool]) -> list[calls.Call] | None:
        """The tools that the model would call, checked against their schemas; None where it calls none, or one that
        does not fit. Raises EngineError."""
        user = {"role": "user", "content": prompt.plain(question, prompt.QUESTION)}
        asked = {
            "messages": [{"role": "system", "content": calls.ASK}, user],
            "tools": list(tools),
            "temperature": 0.0,
            "stream": False,
        }
        answer = self._whole("POST", "/chat/completions", self._body(asked))
        try:
            chosen = answer["choices"][0]["message"].get("tool_calls") or []
            named = [{"name": one["function"]["name"], "arguments": one["function"].get("arguments")} for one in chosen]
        except (KeyError, IndexError, TypeError, AttributeError):
            return None
        return calls.valid_calls(named, tools)

    def _body(self, asked: dict[str, Any]) -> dict[str, Any]:
        settings = self._settings
        drawn = {"max_tokens": settings.max_tokens, "temperature": settings.temperature, "top_p": settings.top_p}
        seed = {} if settings.seed is None else {"seed": settings.seed}
        return {"model": self._model} | drawn | seed | asked

    def _pieces(self, body: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
        """The pieces of a streamed answer. A thread reads them, so that nothing that the server does can block this."""
        heard: queue.Queue[str | EngineError | None] = queue.Queue()
        reader = _Reader(self, body, told, heard)
        threading.Thread(target=reader.run, daemon=True).start()
        limits, since, begun = self._limits, time.monotonic(), False
        most = self._settings.max_tokens * CHARACTERS_PER_TOKEN
        try:
            while True:
                limit_s = limits.next_token_s if begun else limits.first_token_s
                try:
                    piece = heard.get(timeout=min(PAUSE_S, limit_s))
                except queue.Empty:
                    if time.monotonic() - since >= limit_s:
                        raise self._silent(limit_s) from None
                    yield ""
                    continue
                if piece is None:
                    return
                if isinstance(piece, EngineError):
                    raise piece
                begun, since, most = begun or bool(piece), time.monotonic(), most - max(len(piece), 1)
                if most < 0:
                    return
                yield piece
        finally:
            reader.stop()

    def _whole(self, method: str, path: str, body: dict[str, Any] | None) -> dict[str, Any]:
        """An answer that comes in one piece."""
        import httpx

        at = address(self._url, elsewhere=self._elsewhere)
        end = time.monotonic() + (self._limits.first_token_s if body else self._limits.next_token_s)
        read = bytearray()
        try:
            with (
                self._client(at, self._limits.next_token_s) as client,
                client.stream(method, path, json=body, extensions={"sni_hostname": at.name}) as answer,
            ):
                for chunk in answer.iter_raw():
                    read += chunk
                    if len(read) > ANSWER_BYTES:
                        raise self._garbage()
                    if time.monotonic() > end:
                        raise self._silent(self._limits.first_token_s if body else self._limits.next_token_s)
                self._refuse(answer.status_code, bytes(read))
        except httpx.HTTPError as fault:
            raise self._unreachable(at, fault) from fault
        try:
            said = json.loads(read)
        except (ValueError, RecursionError) as garbled:
            raise self._garbage() from garbled
        if not isinstance(said, dict):
            raise self._garbage()
        return said

    def _client(self, at: Address, silence_s: float) -> Any:
        import httpx

        key = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        return httpx.Client(
            base_url=at.base,
            headers={"Host": at.host, "Accept-Encoding": "identity", "User-Agent": "ownpace"} | key,
            timeout=httpx.Timeout(silence_s, connect=CONNECT_S),
            trust_env=False,  # no proxies and no keys of the environment
            follow_redirects=False,
        )

    def _refuse(self, status: int, said: bytes) -> None:
        if status == 200:
            return
        why = _error_in(said)
        if status in (401, 403):
            raise EngineError(f"The server at {self._url} wants a key. Set it in the settings.{why}")
        if status == 404:
            raise EngineError(
                f"The server at {self._url} has no model {self._model!r}, or is not of this kind. "
                f"Choose one of its models in the settings.{why}"
            )
        if 300 <= status < 400:
            raise EngineError(f"The server at {self._url} points elsewhere, which is not followed. Check its address.")
        raise EngineError(f"The server at {self._url} failed ({status}). Ask again, or restart it.{why}")

    def _unreachable(self, at: Address, fault: Exception) -> EngineError:
        import httpx

        if isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout):
            known = KNOWN.get(at.port)
            how = f"Start {known[0]}: {known[1]}." if known else "Start it, or check the address in the settings."
            return EngineError(f"No server answers at {self._url}. {how}")
        if isinstance(fault, httpx.TimeoutException):
            return EngineError(f"The server at {self._url} fell silent. Ask again, or restart it.")
        return EngineError(f"The server at {self._url} broke off ({type(fault).__name__}). Ask again, or restart it.")

    def _silent(self, limit_s: float) -> EngineError:
        return EngineError(
            f"The server at {self._url} did not answer within {limit_s:.0f} seconds. "
            "Ask again, restart it, or choose a smaller model."
        )

    def _garbage(self) -> EngineError:
        return EngineError(
            f"What the server at {self._url} answers is not the OpenAI chat protocol. Check its address and version."
        )


class _Reader:
    """Reads one streamed answer in a thread of its own, until it ends or is stopped."""

    def __init__(
        self, engine: ServerEngine, body: dict[str, Any], told: dict[str, Any], heard: queue.Queue[Any]
    ) -> None:
        self._engine, self._body, self._told, self._heard = engine, body, told, heard
        self._socket: Any = None
        self._stopped = False

    def stop(self) -> None:
        """Closes the connection, which ends the server's work and whatever read this thread waits in."""
        self._stopped = True
        if self._socket is not None:
            with suppress(OSError):  # it may be closed already
                self._socket.shutdown(socket.SHUT_RDWR)

    def run(self) -> None:
        try:
            self._read()
            self._heard.put(None)
        except EngineError as why:
            self._heard.put(why)

    def _read(self) -> None:
        import httpx

        engine = self._engine
        at = address(engine._url, elsewhere=engine._elsewhere)
        told = {"trace": self._connected, "sni_hostname": at.name}
        try:
            with (
                engine._client(at, engine._limits.first_token_s + PATIENCE_S) as client,
                client.stream("POST", "/chat/completions", json=self._body, extensions=told) as answer,
            ):
                if answer.status_code != 200:
                    engine._refuse(answer.status_code, next(answer.iter_raw(4096), b""))
                self._events(answer.iter_raw())
        except httpx.HTTPError as fault:
            raise engine._unreachable(at, fault) from fault

    def _connected(self, event: str, what: dict[str, Any]) -> None:
        """Keeps the connection as soon as there is one: a server may be silent long before its answer begins."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._socket = what["return_value"].get_extra_info("socket")
            if self._stopped:
                self.stop()

    def _events(self, chunks: Iterator[bytes]) -> None:
        """`data: {"choices": [{"delta": {"content": "Your"}, "finish_reason": null}]}`, blank lines and comments
        between them, `data: [DONE]` at the end."""
        finished = False
        for line in self._lines(chunks):
            if self._stopped:
                return
            if not line.startswith(b"data:"):
                if line and not line.startswith((b":", b"event:", b"id:", b"retry:")):
                    raise self._engine._garbage()
                continue
            data = line[5:].strip()
            if data == b"[DONE]":
                return
            finished = self._event(data) or finished
        if not finished:
            raise EngineError(
                f"The server at {self._engine._url} broke off in the middle of its answer. Ask again, or restart it."
            )

    def _lines(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        rest = b""
        for chunk in chunks:
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > LINE_BYTES:
                raise self._engine._garbage()
            yield from (line.rstrip(b"\r") for line in lines)
        if rest:
            yield rest

    def _event(self, data: bytes) -> bool:
        """Hands on the text of one event; whether it was the last."""
        try:
            event = json.loads(data)
            if isinstance(event, dict) and "error" in event:
                raise EngineError(f"The server at {self._engine._url} failed.{_error_in(data)}")
            if used := event.get("usage"):
                self._told["prompt_tokens"] = used.get("prompt_tokens")
                self._told["answer_tokens"] = used.get("completion_tokens", self._told["answer_tokens"])
            choices = event.get("choices") or []
            if not choices:
                return False
            delta, reason = choices[0].get("delta") or {}, choices[0].get("finish_reason")
            text = delta.get("content") or ""
            if not isinstance(text, str):
                raise TypeError(text)
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as garbled:
            raise self._engine._garbage() from garbled
        self._told["answer_tokens"] += bool(text) and not event.get("usage")
        self._told["finished"] = reason == "stop" or self._told["finished"]
        self._heard.put(text)
        return reason is not None


def _error_in(said: bytes) -> str:
    """What a server says of its error, short and on one line."""
    try:
        told = json.loads(said)
        message = told["error"]["message"] if isinstance(told["error"], dict) else told["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return f" It says: {prompt.plain(str(message), 200)}" if message else ""
