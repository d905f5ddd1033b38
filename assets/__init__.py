"""What ships beside the code: the sample documents of the demo and the self-check."""

from __future__ import annotations

from pathlib import Path


def samples_dir() -> Path:
    """Return the folder of the sample documents, in a checkout, an installed wheel and a packaged program."""
    return Path(__file__).resolve().parent / "samples"
