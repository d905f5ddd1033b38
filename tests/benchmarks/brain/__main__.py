"""Measure the built-in models on collections as `pagelight eval` takes them, and write BRAIN.md.

    uv run python -m tests.benchmarks.brain WORK --text FOLDER --slides FOLDER --scans FOLDER [--reuse] [--report FILE]

WORK gets the libraries, and what Tesseract reads on the scans; --reuse asks those that are there already. --text holds
documents with a text layer and evidence.jsonl, --slides documents of which many have none, --scans pages of --text as
pictures, with pagemap.jsonl. The libraries are made without Tesseract, as on a machine that has none.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from assets import sentence_model_dir
from indexer.embed.sentences import SentenceModel
from indexer.ocr import find_tesseract
from indexer.question import parse
from tests.benchmarks.brain import known, lanes, light
from tests.benchmarks.brain.eyes import eyes
from tests.benchmarks.brain.kept import kept
from tests.benchmarks.brain.library import Asked, Indexed, index, look_at, opened
from tests.benchmarks.brain.spotting import spotting
from tests.benchmarks.brain.tesseract import read_words

REPORT = Path(__file__).parents[1] / "BRAIN.md"
_TIMED = 200


def main() -> None:
    """Index, ask, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("work", type=Path)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--slides", type=Path, required=True)
    parser.add_argument("--scans", type=Path, required=True)
    parser.add_argument("--reuse", action="store_true")
    parser.add_argument("--report", type=Path, default=REPORT)
    args = parser.parse_args()
    lines = [
        "# The built-in models on real documents",
        "",
        f"Written by `python -m tests.benchmarks.brain` on {time.strftime('%Y-%m-%d')}; do not edit it, run it again.",
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, no GPU. Default settings.",
        "Intervals are 95 %, paired ones by bootstrap over questions.",
    ]

    def say(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    tesseract = find_tesseract()
    read = read_words(args.scans, args.work, tesseract) if tesseract is not None else {}
    os.environ["TESSDATA_PREFIX"] = str(args.work / "no tessdata")
    folders = {folder: args.work / folder.name for folder in (args.text, args.slides, args.scans)}
    exact = args.work / f"{args.slides.name}-exact"
    say("\n## Indexing\n")
    say(
        "| collection | pages | pages/s, words and look (goal: 12) | pages/s, all (goal: 8) "
        "| peak MB, engine (goal: 1,200) | and its readers | bytes a page |"
    )
    say("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for folder, library in folders.items():
        made = _indexed(folder, library, args.reuse)
        engine, *readers = made.peak_mb
        say(
            f"| {folder.name} | {made.pages:,} | {made.pages / made.words_and_look_s:.1f} | "
            f"{made.pages / made.all_s:.1f} | {engine:,} | {', '.join(map(str, readers))} | "
            f"{made.bytes_on_disk / made.pages:,.0f} |"
        )
        for name, size in made.sizes:
            say(f"| | | | | | of these, {name} | {size / made.pages:,.0f} |")
    if not (args.reuse and exact.exists()):
        shutil.rmtree(exact, ignore_errors=True)
        look_at(args.slides, exact, "exact")
    say("\n## Questions with known answers")
    with opened(args.text, folders[args.text]) as text, opened(args.slides, folders[args.slides]) as slides:
        for asked in (text, slides):
            lanes.table(asked, True, say)
            lanes.table(asked, False, say)
        with opened(args.slides, exact) as whole:
            kept(slides, whole, say)
        say("\n## Pixels only")
        known.clean(text, say)
        with opened(args.scans, folders[args.scans]) as scanned:
            known.scans(scanned, text, args.scans / "pagemap.jsonl", say, read)
        spotting(args.text, say)
        eyes(args.text, say)
        say("\n## Light")
        light.highlights(text, args.text / "evidence.jsonl", say)
        say("\n## Embedding a question\n")
        say(f"CPU ms, median and 95th percentile (goal: 5): {_embedding_ms(text)}")
    args.report.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _indexed(folder: Path, library: Path, reuse: bool) -> Indexed:
    figures = library.with_name(f"{library.name}.json")
    if not (reuse and figures.exists()):
        shutil.rmtree(library, ignore_errors=True)
        figures.write_text(json.dumps(asdict(index(folder, library))), encoding="utf-8")
    return Indexed(**json.loads(figures.read_text(encoding="utf-8")))


def _embedding_ms(asked: Asked) -> str:
    embedder, sentences = make_embedder(BUILT_IN), SentenceModel(sentence_model_dir())
    questions = [parse(question.text) for question in asked.collection.questions][:_TIMED]
    shown = []
    for name, work in (
        ("look", lambda question: embedder.embed_question(question)),
        ("meaning", lambda question: sentences.embed([question.text, " ".join(question.terms)])),
    ):
        times = []
        for question in questions:
            begun = time.process_time()
            work(question)
            times.append((time.process_time() - begun) * 1000)
        p50, p95 = np.percentile(times, [50, 95])
        shown.append(f"{name} {p50:.1f} and {p95:.1f}")
    return ", ".join(shown)


if __name__ == "__main__":
    main()
