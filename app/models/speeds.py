"""How fast each model was on this machine, and how long it would take: measured, never guessed.

Kept in a small JSON file, {model: {device: pages a second}}. It may be lost: the next run measures again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from app import paths
from indexer.disk import replace_file

BUILT_IN_DEVICE = "cpu"
"""What the built-in model runs on."""

_LONGEST_S = {"s": 90, "min": 90 * 60, "h": 48 * 3600}


def note_speed(model: str, device: str, pages_per_s: float) -> None:
    """Keep what was measured, in place of what was measured before. A figure that is no speed is left out."""
    if not (math.isfinite(pages_per_s) and pages_per_s > 0):
        return
    speeds = load_speeds()
    speeds.setdefault(model, {})[device] = pages_per_s
    # Nothing is lost but a figure.
    with suppress(OSError):
        _path().parent.mkdir(parents=True, exist_ok=True)
        replace_file(_path(), json.dumps(speeds, indent=1).encode())


def load_speeds() -> dict[str, dict[str, float]]:
    """Return the pages a second by model and device, as far as they can be read."""
    try:
        read = json.loads(_path().read_bytes())
        return {
            model: {device: float(speed) for device, speed in by_device.items() if float(speed) > 0}
            for model, by_device in read.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def estimate_s(pages: int, pages_per_s: float) -> float:
    """Return how many seconds pages take at a speed, which is more than 0."""
    return pages / pages_per_s


def duration(seconds: float) -> str:
    """Say how long something takes, as exactly as an estimate deserves: "40 s", "20 min", "14 h", "3 days"."""
    if seconds < 1:
        return "less than a second"
    if seconds < _LONGEST_S["s"]:
        return f"{seconds:.0f} s"
    if seconds < _LONGEST_S["min"]:
        return f"{seconds / 60:.0f} min"
    if seconds < 10 * 3600:
        return f"{seconds / 3600:.1f}".removesuffix(".0") + " h"
    if seconds < _LONGEST_S["h"]:
        return f"{seconds / 3600:.0f} h"
    return f"{seconds / 86400:,.0f} days"


def estimate(pages: int, speeds: Mapping[str, float]) -> str:
    """Say how long pages take on the devices tried: "9,800 pages: about 14 h on this CPU, 20 min on this GPU".

    speeds: pages a second by device.
    """
    counted = f"{pages:,} page{'' if pages == 1 else 's'}"
    if not speeds:
        return f"{counted}: how long is not known before it was tried on this machine"
    slowest_first = sorted(speeds.items(), key=lambda each: each[1])
    said = [f"{duration(estimate_s(pages, speed))} on this {_device(name)}" for name, speed in slowest_first]
    return f"{counted}: about {', '.join(said)}"


def _device(name: str) -> str:
    """Say a device as people do: Torch's "cpu" is the CPU, all others ("cuda", "mps", "xpu:1") are graphics cards."""
    return "CPU" if name == "cpu" else "GPU"


def _path() -> Path:
    return paths.default_library().parent / "speeds.json"
