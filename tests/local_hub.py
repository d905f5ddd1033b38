"""A small server that stands in for the Hugging Face hub: as it is, and as it is on bad days."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from huggingface_hub import close_session, constants

LFS = (".safetensors", ".bin")


@dataclass
class Repo:
    """A repository at one commit.

    files: by path.    needs_token: files are only given with it (a gated repository).    is_known: or answered 404.
    breaks_after: by path, at which bytes a transfer breaks off, one after the other.    wrong: paths whose bytes are
    not what the listing says.    wait_s: before each piece of a file.    ranges: whether parts can be asked for.
    """

    files: Mapping[str, bytes]
    commit: str = "a" * 40
    needs_token: str = ""
    is_known: bool = True
    breaks_after: dict[str, list[int]] = field(default_factory=dict)
    wrong: set[str] = field(default_factory=set)
    wait_s: float = 0.0
    ranges: bool = True


@dataclass
class LocalHub:
    """The hub, its repositories, and what it was asked: (method, path, range)."""

    url: str = ""
    repos: dict[str, Repo] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    status: int = 200

    def fetched(self, path: str) -> list[str]:
        """Return the ranges in which a file was fetched."""
        return [part for method, asked, part in self.asked if method == "GET" and asked.endswith(f"/{path}")]


def git_sha1(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0%b" % (len(content), content), usedforsecurity=False).hexdigest()


def etag(path: str, content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if path.endswith(LFS) else git_sha1(content)


@contextmanager
def running_hub() -> Iterator[LocalHub]:
    """Run the hub on a free port of this machine."""
    hub = LocalHub()

    class Handler(_Handler):
        local = hub

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # Waited for at the end.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def in_place_of_the_hub(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    """Run the hub, and have huggingface_hub ask it and keep its files in a folder of the test's own."""
    with running_hub() as hub:
        # huggingface_hub reads the environment once, when it is imported.
        monkeypatch.setattr(constants, "ENDPOINT", hub.url)
        url = f"{hub.url}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", url)
        monkeypatch.setattr(constants, "HF_HUB_CACHE", str(cache))
        monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(cache / "no-token"))
        # A bar, even one that is not drawn, starts a thread for the rest of the process.
        monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)
        for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        try:
            yield hub
        finally:
            # Connections are kept open for the next question, and each has a thread of the server's.
            close_session()


def model(weights: bytes = b"w" * 30_000, **others: bytes) -> dict[str, bytes]:
    """Return the files of a model; others by name, with _ for the dot."""
    extra = {".".join(name.rsplit("_", 1)): content for name, content in others.items()}
    return {"config.json": b'{"model_type": "tiny"}', "model.safetensors": weights, **extra}


class _Handler(BaseHTTPRequestHandler):
    local: LocalHub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.local.asked.append((self.command, path, self.headers.get("Range", "")))
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        self.local.tokens.add(token)
        parts = path.removeprefix("/api/models").strip("/").split("/")
        name, rest = "/".join(parts[:2]), parts[2:]
        repo = self.local.repos.get(name)
        if self.local.status != 200:
            self._say(self.local.status, b"")
        elif repo is None or not repo.is_known:
            self._say(401 if not token else 404, b"", {"X-Error-Code": "RepoNotFound"})
        elif rest[:1] == ["revision"] and rest[1] not in ("main", repo.commit):
            self._say(404, b"", {"X-Error-Code": "RevisionNotFound"})
        elif path.startswith("/api") and rest[:1] == ["tree"]:
            self._json([self._entry(path, content) for path, content in repo.files.items()])
        elif path.startswith("/api"):
            siblings = [self._sibling(path, content) for path, content in repo.files.items()]
            self._json({"id": name, "modelId": name, "sha": repo.commit, "siblings": siblings})
        elif repo.needs_token and token != repo.needs_token:
            self._say(403 if token else 401, b"", {"X-Error-Code": "GatedRepo"})
        else:
            self._file(repo, "/".join(rest[2:]))

    def _file(self, repo: Repo, path: str) -> None:
        content = repo.files[path]
        headers = {"ETag": f'"{etag(path, content)}"', "X-Repo-Commit": repo.commit, "Accept-Ranges": "bytes"}
        if path in repo.wrong:
            content = bytes(each ^ 1 for each in content)
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0]) if repo.ranges else 0
        status = 206 if repo.ranges and "Range" in self.headers else 200
        if status == 206:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        breaks = repo.breaks_after.get(path, [])
        end = breaks.pop(0) if breaks and self.command == "GET" else len(content)
        self._say(status, content[start:], headers, until=max(end - start, 0), wait_s=repo.wait_s)

    def _say(
        self,
        status: int,
        content: bytes,
        headers: Mapping[str, str] | None = None,
        until: int | None = None,
        wait_s: float = 0.0,
    ) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command == "HEAD":
            return
        sent = content if until is None else content[:until]
        try:
            for start in range(0, len(sent), 1000):
                time.sleep(wait_s)
                self.wfile.write(sent[start : start + 1000])
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        if len(sent) < len(content):
            self.close_connection = True

    def _json(self, value: object) -> None:
        self._say(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

    @staticmethod
    def _sibling(path: str, content: bytes) -> dict[str, object]:
        said: dict[str, object] = {"rfilename": path, "size": len(content), "blobId": git_sha1(content)}
        if path.endswith(LFS):
            sha = hashlib.sha256(content).hexdigest()
            said |= {"blobId": "0" * 40, "lfs": {"size": len(content), "sha256": sha, "pointerSize": 130}}
        return said

    @staticmethod
    def _entry(path: str, content: bytes) -> dict[str, object]:
        said: dict[str, object] = {"type": "file", "path": path, "size": len(content), "oid": git_sha1(content)}
        if path.endswith(LFS):
            sha = hashlib.sha256(content).hexdigest()
            said |= {"oid": "0" * 40, "lfs": {"oid": sha, "size": len(content), "pointerSize": 130}}
        return said
