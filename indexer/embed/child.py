"""A model in a process of its own: it may be slow, run out of memory or crash, and whoever asks it goes on.

Questions do not wait for pages: each has a thread of its own in the child.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from io import BufferedReader, BufferedWriter, FileIO
from typing import Any, TypeAlias, cast

import numpy as np

from indexer.arrays import Bytes
from indexer.embed.pipes import Pipe
from indexer.embed.protocol import Embedder
from indexer.errors import ExpectedError
from indexer.memory import step_back
from indexer.outside import isolated, surroundings
from indexer.question import Question
from indexer.types import PageContent, PageText, PatchEmbeddings, PatchGrid, QueryEmbedding, Sight

log = logging.getLogger(__name__)

_READY = 0
_NO_TEXT = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
_CLOSE_TIMEOUT_S = 5.0


_START = "import sys; sys.path[:0] = sys.argv[1:]; from indexer.embed.child import main; main()"


class ModelLost(ExpectedError):
    """A model cannot be loaded, or its process has ended."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What makes an embedder in another Python than this one.

    python: that Python's program.    sources: the folder where it finds our own modules.
    """

    make: Callable[[], Embedder]
    python: str
    sources: str


Maker: TypeAlias = Callable[[], Embedder] | Elsewhere


class ModelProcess:
    """An embedder in a child process, which is an embedder itself once it is ready.

    make: makes the embedder, in the child; it must be picklable.    label: what people call it.
    on_change: called from another thread when it has become ready, has answered, or has ended.
    problem: a sentence, once it cannot be used any more.
    name, revision, dim, sight, usual_profile: the embedder's; before it is ready they must not be asked for.
    device: where it works: "cpu", "cuda", "mps" or "xpu".
    """

    name: str
    revision: str
    dim: int
    sight: Sight | None
    usual_profile: str
    device: str

    def __init__(self, make: Maker, label: str, on_change: Callable[[], None]) -> None:
        self.label = label
        self.is_ready = False
        self.problem = ""
        self._on_change = on_change
        self._lock = threading.Lock()
        self._numbers = itertools.count(_READY + 1)
        self._waiting: dict[int, Future[Any]] = {}
        self._is_closing = False
        if not isinstance(make, Elsewhere):
            make = Elsewhere(make, sys.executable, "")
        # Another Python must not see what was meant for this one, nor write beside our own modules.
        apart = isolated(make.python) if make.sources else []
        try:
            self._process = subprocess.Popen(
                [make.python, *apart, "-c", _START, *([make.sources] if make.sources else sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=surroundings(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ModelLost(f"The Python that {label} needs cannot be started: {error.strerror}.") from error
        # What is written goes out at once: a buffer would still have to be emptied when the pipe is broken.
        outgoing = cast(BufferedWriter, self._process.stdin).raw
        self._pipe = Pipe(cast(BufferedReader, self._process.stdout), cast(FileIO, outgoing))
        with contextlib.suppress(OSError):  # One that has ended already is noticed by who listens.
            self._pipe.send(make.make)
        self._listener = threading.Thread(target=self._listen, name="model-listener", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """The process id of the child."""
        return self._process.pid

    # --- as an embedder ---

    def embed_pages(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        """Embed pages, one result each, in order. Raises ModelLost."""
        # Words are not what it looks at, and may be many.
        seen = [replace(page, text=_NO_TEXT) for page in pages]
        made: list[PatchEmbeddings] = self._ask("embed_pages", seen).result()
        return made

    def embed_question(self, question: Question) -> QueryEmbedding:
        """Embed a question in words. Raises ModelLost."""
        return self.question(question).result()

    def embed_picture(self, pixels: Bytes) -> QueryEmbedding:
        """Embed a picture as a question. Raises ModelLost."""
        return self.picture(pixels).result()

    def question(self, question: Question) -> Future[QueryEmbedding]:
        """Embed a question in words, soon."""
        return self._ask("embed_question", question)

    def picture(self, pixels: Bytes) -> Future[QueryEmbedding]:
        """Embed a picture as a question, soon."""
        return self._ask("embed_picture", pixels)

    def close(self) -> None:
        """End the process, whatever it is doing."""
        self._is_closing = True
        # First of all: who writes to it or hears it now waits until it has ended.
        self._process.kill()
        self._process.wait(_CLOSE_TIMEOUT_S)
        self._listener.join(_CLOSE_TIMEOUT_S)
        with self._lock:
            self._pipe.close()

    # --- inside ---

    def _ask(self, method: str, given: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.add_done_callback(lambda _: self._on_change())
        with self._lock:
            problem = self.problem
            if not problem:
                number = next(self._numbers)
                self._waiting[number] = future
                try:
                    self._pipe.send((number, method, given))
                except (OSError, ValueError):
                    del self._waiting[number]
                    problem = self._ended()
        if problem:
            future.set_exception(ModelLost(problem))
        return future

    def _listen(self) -> None:
        while True:
            try:
                number, has_worked, answer = self._pipe.recv()
            except (EOFError, OSError):
                self._lose(self._ended())
                return
            except Exception as error:  # Another Python may hold other versions of what is sent.
                log.exception("the model %s cannot be understood", self.label)
                self._process.kill()
                self._lose(f"{self.label} gives answers that cannot be understood ({_brief(error)}).")
                return
            if number == _READY:
                if not has_worked:
                    self._lose(answer)
                    return
                self.name, self.revision, self.dim, self.sight, self.usual_profile, self.device = answer
                self.is_ready = True
                self._on_change()
                continue
            with self._lock:
                future = self._waiting.pop(number)
            if has_worked:
                future.set_result(answer)
            else:
                future.set_exception(ModelLost(answer))

    def _ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_CLOSE_TIMEOUT_S)
        if not self._is_closing:
            log.error("the model %s ended with exit code %s", self.label, self._process.returncode)
        killed = -getattr(signal, "SIGKILL", 9)
        why = "most likely for lack of memory" if self._process.returncode == killed else "unexpectedly"
        return f"{self.label} has stopped, {why}. Pages are still found in all other ways."

    def _lose(self, sentence: str) -> None:
        with self._lock:
            self.problem = "" if self._is_closing else sentence
            lost, self._waiting = self._waiting, {}
            self.is_ready = False
        for future in lost.values():
            future.set_exception(ModelLost(sentence))
        if not self._is_closing:
            self._on_change()


# --- in the child ---


def main() -> None:
    """Serve the one that started this process, by its standard input and output, until it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pipe = Pipe(os.fdopen(os.dup(0), "rb"), FileIO(os.dup(1), "wb"))
    # What libraries print would be taken for answers, and what they read would be missed.
    os.dup2(2, 1)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    _serve(pipe)


def _serve(pipe: Pipe) -> None:
    sending = threading.Lock()

    def send(number: int, has_worked: bool, answer: Any) -> None:
        with sending, contextlib.suppress(OSError):
            pipe.send((number, has_worked, answer))

    try:
        embedder = pipe.recv()()
    except EOFError:
        return
    except ExpectedError as error:
        send(_READY, False, error.sentence)
        return
    except Exception as error:
        log.exception("a model could not be loaded")
        send(_READY, False, f"The model could not be loaded ({_brief(error)}).")
        return
    about = embedder.name, embedder.revision, embedder.dim, embedder.sight, embedder.usual_profile
    send(_READY, True, (*about, str(getattr(embedder, "device", "cpu"))))
    looking = _Looking(embedder)
    pages = ThreadPoolExecutor(1, initializer=step_back)
    questions = ThreadPoolExecutor(1)

    def work(number: int, method: str, given: Any) -> None:
        try:
            send(number, True, looking(given) if method == "embed_pages" else getattr(embedder, method)(given))
        except Exception as error:
            log.exception("a model failed")
            sentence = error.sentence if isinstance(error, ExpectedError) else f"The model failed ({_brief(error)})."
            send(number, False, sentence)

    while True:
        try:
            number, method, given = pipe.recv()
        except (EOFError, OSError):
            os._exit(0)  # Whatever is being looked at, nobody waits for it any more.
        (pages if method == "embed_pages" else questions).submit(work, number, method, given)


class _Looking:
    """Embeds pages, and leaves out those that a model fails over: one strip of a page must not end all the work."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        # A model that fails over every page is broken, and has to say so.
        self._has_worked = False

    def __call__(self, pages: Sequence[PageContent]) -> list[PatchEmbeddings]:
        try:
            made = self._embedder.embed_pages(pages)
        except ExpectedError:
            raise
        except Exception:
            if len(pages) > 1:
                return [one for page in pages for one in self([page])]
            if not self._has_worked:
                raise
            log.exception("a model failed over a page, which it is not going to find")
            nothing = np.zeros((0, self._embedder.dim), np.float32)
            return [PatchEmbeddings(nothing, np.zeros(0, np.int32), PatchGrid(1, 1))]
        self._has_worked = True
        return made


def _brief(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200] or type(error).__name__
