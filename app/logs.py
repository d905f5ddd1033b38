"""The log file: what the program did and what broke, never a question's words or a page's text."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

log = logging.getLogger(__name__)

MAX_BYTES = 1_000_000


def start_logging(folder: Path, name: str) -> logging.Handler | None:
    """Write INFO and above to `folder`/`name`.log, uncaught exceptions included.

    Returns the handler, or None when the folder cannot be written: a missing log stops nobody from working.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(folder / f"{name}.log", maxBytes=MAX_BYTES, backupCount=1, encoding="utf-8")
    except OSError:
        return None
    handler.rotator = _rotate_unless_in_use
    handler.setFormatter(_PrivateFormatter("%(asctime)s %(levelname)s %(process)d %(name)s: %(message)s"))
    handler.setLevel(logging.INFO)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    _log_uncaught()
    return handler


class _PrivateFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        # Formatters hand on to each other what they made of an exception; another's may quote its message.
        shared, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = shared

    def formatException(  # noqa: N802, the name is logging's
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return traceback_without_values(ei[1]) if ei[1] is not None else ""


def traceback_without_values(error: BaseException) -> str:
    """Format a traceback without the errors' messages: a message can quote a question or a page."""
    parts = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        frames = "".join(traceback.format_tb(link.__traceback__))
        reason = f": {os.strerror(link.errno)}" if isinstance(link, OSError) and link.errno else ""
        parts.append(f"{frames}{type(link).__module__}.{type(link).__qualname__}{reason}")
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\nwhile handling\n".join(reversed(parts))


def _rotate_unless_in_use(source: str, destination: str) -> None:
    # Windows does not rename a file that another Pagelight is writing; then the log just grows for a while.
    with contextlib.suppress(OSError):
        os.replace(source, destination)


def _log_uncaught() -> None:
    show, show_of_thread = sys.excepthook, threading.excepthook

    def log_and_show(kind: type[BaseException], error: BaseException, tb: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            log.critical("uncaught exception", exc_info=(kind, error, tb))
        show(kind, error, tb)

    def log_and_show_of_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            name = args.thread.name if args.thread else "?"
            log.critical("uncaught exception in thread %s", name, exc_info=args.exc_value)
        show_of_thread(args)

    sys.excepthook, threading.excepthook = log_and_show, log_and_show_of_thread
