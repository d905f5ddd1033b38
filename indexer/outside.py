"""Programs that are not Pagelight's own, and what they may know of it."""

from __future__ import annotations

import os


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
