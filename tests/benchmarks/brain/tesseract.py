"""What Tesseract reads on the pages of a collection, kept in a file so that it can be gone on with.

    uv run python -m tests.benchmarks.brain.tesseract WORK --scans FOLDER [--pages N]

reads pages ahead, the first N that are missing or all; `python -m tests.benchmarks.brain` reads what is left.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import islice
from pathlib import Path

from app.measuring.collection import load_collection, page_id
from indexer.embed.letters import tokens
from indexer.ocr import Tesseract, find_tesseract
from indexer.readers import Inspection, Problem, inspect, recognise


def read_words(folder: Path, work: Path, tesseract: Tesseract, most: int | None = None) -> dict[str, list[str]]:
    """Return the words of a collection's pages by their ids, folded; at most so many that were not read before."""
    kept = work / f"{folder.name}-tesseract-{tesseract.languages}.jsonl"
    work.mkdir(parents=True, exist_ok=True)
    with kept.open("a+", encoding="utf-8") as file:
        file.seek(0)
        words: dict[str, list[str]] = dict(json.loads(line) for line in file)
        missing = ((path, number, page) for path, number, page in _pages(folder) if page not in words)
        for path, number, page in islice(missing, most):
            begun = time.perf_counter()
            text = recognise(path, "", number, tesseract)
            assert not isinstance(text, Problem), text.sentence
            words[page] = [token.folded for word in text.words for token in tokens(word)]
            file.write(json.dumps([page, words[page]]) + "\n")
            file.flush()
            print(f"{page}: {len(words[page])} words in {time.perf_counter() - begun:.1f} s", flush=True)
    return words


def _pages(folder: Path) -> list[tuple[str, int, str]]:
    found = []
    for doc, path in sorted(load_collection(folder).docs.items()):
        inspection = inspect(str(path))
        assert isinstance(inspection, Inspection)
        found += [(str(path), number, page_id(doc, number)) for number in range(1, inspection.pages + 1)]
    return found


def main() -> None:
    """Read ahead."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--scans", type=Path, required=True)
    parser.add_argument("--pages", type=int)
    args = parser.parse_args()
    tesseract = find_tesseract()
    assert tesseract is not None, "Tesseract is not installed."
    words = read_words(args.scans, args.work, tesseract, args.pages)
    print(f"{len(words)} pages")


if __name__ == "__main__":
    main()
