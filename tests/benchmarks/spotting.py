"""How well the built-in model finds words on real pages, pixels only.

Run it as `python -m tests.benchmarks.spotting ASSETS FOLDER`.

ASSETS holds exported files, FOLDER documents under pdfs/. The text layer is used for the truth and for BM25, nowhere
else. Nothing may be chosen by these figures: that is what drawn pages are for.

    spotting      tokens of the pages are asked for; found first: the best of all cells of all pages lies on the token
    known items   five telling words of forty that follow each other; the page that they were taken from is looked for
"""

from __future__ import annotations

import argparse
import math
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pymupdf
from rich.console import Console
from rich.table import Table

from indexer.arrays import Floats
from indexer.embed.builtin_training.measuring import SpottedPages, TruePage
from indexer.embed.letters import tokens
from indexer.embed.spotter import WordSpotter
from indexer.text import FILLERS

SEED = 20261120
ASKED = 300
QUESTIONS = 300
WORDS = 5
WINDOW = 40
LOW, HIGH = 0.5, 0.7
"""A token is not on a page below the first cosine, is on it above the second, and half-way is half: by drawn pages."""


def true_pages(folder: Path, most: int, dpi: float, rng: np.random.Generator) -> Iterator[tuple[TruePage, float]]:
    """Draw pages, chosen by chance, with the tokens of their text layer and the seconds that drawing took."""
    documents = [pymupdf.open(path) for path in sorted((folder / "pdfs").glob("*.pdf"))]
    places = [(document, number) for document in documents for number in range(len(document))]
    for at in sorted(rng.permutation(len(places))[:most].tolist()):
        document, number = places[at]
        page = document[number]
        begun = time.process_time()
        pixmap = page.get_pixmap(dpi=round(dpi), colorspace=pymupdf.csGRAY, alpha=False)
        took_s = time.process_time() - begun
        image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
        found: list[str] = []
        boxes: list[tuple[float, float, float, float]] = []
        scale = dpi / 72
        for x0, y0, x1, y1, word, *_ in page.get_text("words"):
            box = pymupdf.Rect(x0, y0, x1, y1) * page.rotation_matrix
            if box.width < box.height / 2 and len(word) > 3:
                continue  # Print that runs upwards.
            for token in tokens(word):
                left = box.x0 + box.width * token.start / len(word)
                right = box.x0 + box.width * token.end / len(word)
                found.append(token.folded)
                boxes.append((left * scale, box.y0 * scale, right * scale, box.y1 * scale))
        yield TruePage(image, tuple(found), np.array(boxes, np.float32).reshape(-1, 4)), took_s


def bm25(pages: list[Counter[str]], question: list[str]) -> Floats:
    """Score pages by BM25 (Robertson et al., 1994) with its usual constants."""
    lengths = np.array([page.total() for page in pages])
    scores = np.zeros(len(pages), np.float32)
    for word in question:
        often = np.array([page[word] for page in pages])
        pages_with = (often > 0).sum()
        weight = math.log(1 + (len(pages) - pages_with + 0.5) / (pages_with + 0.5))
        scores += weight * often * 2.5 / (often + 1.5 * (0.25 + 0.75 * lengths / lengths.mean()))
    return scores


def soft_presence(likeness: Floats, low: float, high: float) -> Floats:
    """Score pages by how surely they hold each word, (words, pages) cosines; rare words count more."""
    present = ((likeness - low) / (high - low)).clip(0, 1)
    pages_with = present.sum(1)
    weights = np.log(1 + (likeness.shape[1] - pages_with + 0.5) / (pages_with + 0.5))
    scores: Floats = weights @ present
    return scores


def known_items(pages: list[tuple[str, ...]], rng: np.random.Generator) -> list[tuple[int, list[str]]]:
    """Draw questions: a page, and some telling words that stand close together on it."""
    drawn: list[tuple[int, list[str]]] = []
    while len(drawn) < QUESTIONS:
        page = int(rng.integers(len(pages)))
        if len(pages[page]) < WINDOW + 20:
            continue
        start = int(rng.integers(len(pages[page]) - WINDOW))
        telling = sorted(
            {word for word in pages[page][start : start + WINDOW] if len(word) > 2 and word not in FILLERS}
        )
        if len(telling) >= WORDS:
            drawn.append((page, rng.permutation(telling)[:WORDS].tolist()))
    return drawn


def interval(share: float, count: int) -> str:
    """Write a share with the half width of its 95 % interval."""
    return f"{share:.3f} ± {1.96 * math.sqrt(share * (1 - share) / count):.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the built-in model on real pages, pixels only.")
    parser.add_argument("assets", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--dpi", type=float, default=110)
    chosen = parser.parse_args()
    rng = np.random.default_rng(SEED)
    spotted = SpottedPages(WordSpotter(chosen.assets))
    texts: list[tuple[str, ...]] = []
    drawing_s = looking_s = 0.0
    for page, took_s in true_pages(chosen.folder, chosen.pages, chosen.dpi, rng):
        begun = time.process_time()
        spotted.add(page)
        looking_s += time.process_time() - begun
        drawing_s += took_s
        texts.append(page.tokens)
    console = Console(width=120)
    count = spotted.pages
    console.print(
        f"{chosen.folder.name}: {count} pages at {chosen.dpi:.0f} dpi; per page {spotted.vectors / count:.0f} vectors "
        f"for {spotted.findable / count:.0f} tokens, {spotted.found / spotted.findable:.3f} of them with a vector; "
        f"CPU ms: drawing {drawing_s / count * 1e3:.0f}, looking {looking_s / count * 1e3:.0f}"
    )
    report_spotting(spotted, rng, console)
    report_known_items(spotted, texts, rng, console)


def report_spotting(spotted: SpottedPages, rng: np.random.Generator, console: Console) -> None:
    counts = spotted.counts
    words = sorted(word for word in counts if word.isalpha() and len(word) > 3)
    numbers = sorted(word for word in counts if word[0].isdigit() and len(word) > 2 and not any(map(str.isalpha, word)))
    shares = np.array([counts[word] for word in words]) / sum(counts[word] for word in words)
    groups = {
        "words, each as likely": rng.permutation(words)[:ASKED].tolist(),
        "words, by frequency": rng.choice(words, ASKED, replace=False, p=shares).tolist(),
        "words on one page only": rng.permutation([word for word in words if counts[word] == 1])[:ASKED].tolist(),
        "numbers": rng.permutation(numbers)[:ASKED].tolist(),
    }
    table = Table("asked", "n", "found first", "cosine right: 10 %, half", "wrong: half, 95 %, 99 %")
    for name, asked in groups.items():
        found = spotted.find(asked, rng)
        right, wrong = np.percentile(found.alike, [10, 50]), np.percentile(found.unlike, [50, 95, 99])
        cosines = (" ".join(f"{value:.2f}" for value in values.tolist()) for values in (right, wrong))
        table.add_row(name, str(found.asked), interval(found.first, found.asked), *cosines)
    console.print(table)


def report_known_items(
    spotted: SpottedPages, texts: list[tuple[str, ...]], rng: np.random.Generator, console: Console
) -> None:
    table = Table("known items", "recall@1", "recall@5")
    ranks: dict[str, list[int]] = {"BM25 on the text layer": [], "soft presence on pixels": []}
    counts = [Counter(text) for text in texts]
    for page, question in known_items(texts, rng):
        likeness, _ = spotted.page_likeness(question)
        for name, scores in zip(ranks, (bm25(counts, question), soft_presence(likeness, LOW, HIGH)), strict=True):
            ranks[name].append(int((scores > scores[page]).sum() + (scores[:page] == scores[page]).sum()))
    for name, found in ranks.items():
        table.add_row(name, *(interval(float(np.mean(np.array(found) < top)), len(found)) for top in (1, 5)))
    console.print(table)


if __name__ == "__main__":
    main()
