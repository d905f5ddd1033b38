"""Programs that are not Pagelight's own, and what they may know of it."""

from __future__ import annotations

import os
import queue
import subprocess
import threading
from collections.abc import Generator
from pathlib import Path

_BEAT_S = 0.2


def surroundings() -> dict[str, str]:
    """Return the environment for another program, as it was before a frozen Pagelight was started.

    A frozen program's loader makes it find its own libraries first, which others must not.
    """
    environment = dict(os.environ)
    before = environment.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        environment["LD_LIBRARY_PATH"] = before
    elif "_PYI_APPLICATION_HOME_DIR" in environment:
        environment.pop("LD_LIBRARY_PATH", None)
    return {name: value for name, value in environment.items() if not name.startswith("_PYI_")}


def isolated(python: str) -> list[str]:
    """Return the options by which another Python heeds nobody's environment, and keeps bytecode beside itself."""
    return ["-I", "-X", f"pycache_prefix={Path(python).parent.parent / 'bytecode'}"]


def lines_of(running: subprocess.Popen[str]) -> Generator[str]:
    """Yield what a program says line by line, and "" now and then while it says nothing.

    Closed before the program has ended, it ends the program.
    """
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()

    def read() -> None:
        assert running.stdout is not None
        for line in running.stdout:
            lines.put(line)
        lines.put(None)

    reader = threading.Thread(target=read, name="outside", daemon=True)
    reader.start()
    try:
        while True:
            try:
                line = lines.get(timeout=_BEAT_S)
            except queue.Empty:
                line = ""
            if line is None:
                return
            yield line
    except GeneratorExit:
        running.kill()
        raise
    finally:
        reader.join()
