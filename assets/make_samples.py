"""Writes the sample documents: `python -m assets.make_samples [FOLDER]`. The same code gives the same files.

Every company, place, person and figure in them is invented.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assets import samples_dir
from assets.sample_ferries import annual_report, winter_timetable
from assets.sample_leisure import soups, walks
from assets.sample_pictures import fair_poster, harbour_letter, rainfall_chart

SAMPLES = {
    "Tidewell Ferries - Annual Report 2025.pdf": annual_report,
    "Tidewell Ferries - Winter timetable.pdf": winter_timetable,
    "Marrowby Coast - Walks and places to stay.pdf": walks,
    "Soups from the harbour kitchen.pdf": soups,
    "Rainfall in Marrowby 2025.png": rainfall_chart,
    "Harvest Fair poster.jpg": fair_poster,
    "Letter from the harbour master 1974.tif": harbour_letter,
}


def make(folder: Path) -> None:
    """Write every sample into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in SAMPLES.items():
        (folder / name).write_bytes(draw())


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else samples_dir())
