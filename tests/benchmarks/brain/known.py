"""Known items: telling words that stand close together on a page, by which the page is looked for, pixels only."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np

from app.requests import Lane
from indexer.embed.letters import tokens
from indexer.text import FILLERS
from indexer.types import Page
from tests.benchmarks.brain.library import Asked

SEED = 20261120
QUESTIONS = 300
WORDS = 5
WINDOW = 40
_FEWEST_TOKENS = 60
_DEPTH = 10
FAILED = 0.5
"""Where Tesseract reads a smaller share of a page's words, it failed there."""


def words_of(asked: Asked) -> dict[Page, list[str]]:
    """Cut the text layer of each page into tokens: the truth, and what BM25 reads."""
    found = {}
    pages = sorted(asked.ids)
    for start in range(0, len(pages), 64):
        for page, row in asked.store.texts(pages[start : start + 64]).items():
            found[page] = [token.folded for word in row.text.words for token in tokens(word)]
    return found


def draw(said: Mapping[Page, Sequence[str]], count: int = QUESTIONS) -> list[tuple[Page, list[str]]]:
    """Draw questions by a seed: a page, and some telling words of a stretch of it."""
    rng = np.random.default_rng(SEED)
    pages = sorted(page for page, words in said.items() if len(words) >= _FEWEST_TOKENS)
    drawn: list[tuple[Page, list[str]]] = []
    while len(drawn) < count:
        page = pages[int(rng.integers(len(pages)))]
        start = int(rng.integers(len(said[page]) - WINDOW))
        telling = sorted({word for word in said[page][start : start + WINDOW] if len(word) > 2} - FILLERS)
        if len(telling) >= WORDS:
            drawn.append((page, rng.permutation(telling)[:WORDS].tolist()))
    return drawn


def bm25_ranks(said: Mapping[Page, Sequence[str]], drawn: Sequence[tuple[Page, list[str]]]) -> list[int]:
    """Rank the page of each question by BM25 (Robertson et al., 1994) with its usual constants.

    A page that says none of the words comes last.
    """
    pages = sorted(said)
    counts = [Counter(said[page]) for page in pages]
    lengths = np.array([count.total() for count in counts], float)
    place = {page: at for at, page in enumerate(pages)}
    ranks = []
    for page, words in drawn:
        scores = np.zeros(len(pages))
        for word in words:
            often = np.array([count[word] for count in counts], float)
            having = (often > 0).sum()
            weight = math.log(1 + (len(pages) - having + 0.5) / (having + 0.5))
            scores += weight * often * 2.5 / (often + 1.5 * (0.25 + 0.75 * lengths / lengths.mean()))
        at = place[page]
        before = (scores > scores[at]).sum() + (scores[:at] == scores[at]).sum()
        ranks.append(int(before) if scores[at] > 0 else len(pages))
    return ranks


def look_ranks(asked: Asked, drawn: Sequence[tuple[Page, list[str]]]) -> list[int]:
    """Rank the page of each question by its look alone."""
    ranks = []
    for page, words in drawn:
        found = [each.page for each in asked.search.rank(" ".join(words), None, _DEPTH, [Lane.LOOK])]
        ranks.append(found.index(page) if page in found else _DEPTH)
    return ranks


def recall(ranks: Sequence[int], top: int) -> tuple[float, float]:
    """Return the share of ranks above `top`, and the half width of its 95 % interval."""
    share = float(np.mean(np.array(ranks) < top))
    return share, 1.96 * math.sqrt(share * (1 - share) / len(ranks))


def clean(asked: Asked, say: Callable[[str], None]) -> None:
    """Compare pixels only with BM25 on the text layer."""
    said = words_of(asked)
    drawn = draw(said)
    pixels, layer = look_ranks(asked, drawn), bm25_ranks(said, drawn)
    say(f"\n**Known items, {asked.name}**, {len(drawn)} questions over {len(said):,} pages\n")
    say("| | recall@1 | recall@5 |\n| --- | ---: | ---: |")
    for name, ranks in (("BM25 on the text layer", layer), ("pixels only", pixels)):
        say(f"| {name} | {_written(ranks, 1)} | {_written(ranks, 5)} |")
    ratios = (recall(pixels, top)[0] / recall(layer, top)[0] for top in (1, 5))
    say("| pixels / BM25 (goals: 0.95 and 0.98) | " + " | ".join(f"{ratio:.3f}" for ratio in ratios) + " |")


def scans(
    asked: Asked, clean_pages: Asked, pagemap: Path, say: Callable[[str], None], read: Mapping[str, Sequence[str]]
) -> None:
    """Compare scans with the clean pages they were made of: the same questions, among the same pages.

    read: what Tesseract read on the scans, by the pages' ids; empty where there is no Tesseract.
    """
    rows = [json.loads(line) for line in pagemap.read_text(encoding="utf-8").splitlines()]
    source = {asked.pages[row["scan"]]: clean_pages.pages[row["src"]] for row in rows}
    said_clean = words_of(clean_pages)
    drawn = draw({page: said_clean[page] for page in source.values()})
    scan_of = {page: scan for scan, page in source.items()}
    among = set(source.values())
    on_clean = []
    for page, words in drawn:
        ranked = clean_pages.search.rank(" ".join(words), {one.document for one in among}, 300, [Lane.LOOK])
        found = [each.page for each in ranked if each.page in among][:_DEPTH]
        on_clean.append(found.index(page) if page in found else _DEPTH)
    on_scans = look_ranks(asked, [(scan_of[page], words) for page, words in drawn])
    layer = bm25_ranks({page: said_clean[page] for page in among}, drawn)
    say(f"\n**Known items on scans**, {len(drawn)} questions over {len(among)} pages\n")
    say("| | recall@1 | recall@5 |\n| --- | ---: | ---: |")
    for name, ranks in (
        ("BM25 on the clean pages' text layer", layer),
        ("pixels, the clean pages", on_clean),
        ("pixels, the scans", on_scans),
    ):
        say(f"| {name} | {_written(ranks, 1)} | {_written(ranks, 5)} |")
    say(f"| scans / clean (goal: 0.93) | | {recall(on_scans, 5)[0] / recall(on_clean, 5)[0]:.3f} |")
    if not read:
        say("\nTesseract is not installed here, so that it was not compared.")
        return
    said = {page: read[asked.ids[scan]] for page, scan in scan_of.items()}
    ocr = bm25_ranks(said, drawn)
    say(f"| BM25 on what Tesseract reads on the scans | {_written(ocr, 1)} | {_written(ocr, 5)} |")
    missed = {page for page in among if _share_read(said[page], said_clean[page]) < FAILED}
    of_these = [at for at, (page, _) in enumerate(drawn) if page in missed]
    say(f"\nTesseract reads less than {FAILED:.0%} of the words on {len(missed)} of {len(said)} scans.")
    if of_these:
        say(f"On {len(of_these)} questions about these:\n\n| | recall@1 | recall@5 |\n| --- | ---: | ---: |")
        for name, all_ranks in (("pixels, the scans", on_scans), ("BM25 on what Tesseract reads", ocr)):
            ranks = [all_ranks[at] for at in of_these]
            say(f"| {name} | {_written(ranks, 1)} | {_written(ranks, 5)} |")


def _share_read(read: Sequence[str], said: Sequence[str]) -> float:
    return (Counter(read) & Counter(said)).total() / max(len(said), 1)


def _written(ranks: Sequence[int], top: int) -> str:
    share, half = recall(ranks, top)
    return f"{share:.3f} ± {half:.3f}"
