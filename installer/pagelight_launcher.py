"""Where the frozen program starts."""

from __future__ import annotations

import multiprocessing
import sys

if __name__ == "__main__":
    # First of all: the engine and the readers are this same program, started again by multiprocessing.
    multiprocessing.freeze_support()

    from app.main import main

    sys.exit(main())
