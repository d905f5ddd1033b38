"""What ships beside the code: sample documents, and models."""

from __future__ import annotations

from pathlib import Path


def samples_dir() -> Path:
    """Return the folder of the sample documents, in a checkout, an installed wheel and a packaged program."""
    return Path(__file__).resolve().parent / "samples"


def builtin_model_dir() -> Path:
    """Return the folder of the built-in model."""
    return Path(__file__).resolve().parent / "builtin"


def sentence_model_dir() -> Path:
    """Return the folder of the sentence model."""
    return Path(__file__).resolve().parent / "minilm"
