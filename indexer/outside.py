"""Programs that are not Pagelight's own, and what they may know of it."""

from __future__ import annotations

import os
from pathlib import Path


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
