"""How well the built-in model finds words on real pages, pixels only.

Tokens of the pages are asked for; found first: the best of all places of all pages lies on the token. The text layer is
used for the truth, nowhere else. Nothing may be chosen by these figures: that is what drawn pages are for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pymupdf

from assets import builtin_model_dir
from indexer.embed.builtin_training.measuring import SpottedPages, TruePage
from indexer.embed.letters import tokens
from indexer.embed.spotter import WordSpotter

SEED = 20261120
ASKED = 300
DPI = 110


def spotting(folder: Path, say: Callable[[str], None]) -> None:
    """Look at every page of the documents under pdfs/ and ask for tokens of some kinds."""
    rng = np.random.default_rng(SEED)
    spotted = SpottedPages(WordSpotter(builtin_model_dir()))
    for page in _true_pages(folder):
        spotted.add(page)
    say(
        f"\n**Words and numbers, {folder.name}**: {spotted.pages:,} pages at {DPI} dpi, "
        f"{spotted.found / spotted.findable:.3f} of their tokens have a vector\n"
    )
    say(
        "| asked | n | found first (goals: words, each as likely, 0.93, numbers 0.85) "
        "| cosine where it stands, 10 % and half | where it does not, half, 95 % and 99 % |"
    )
    say("| --- | ---: | ---: | ---: | ---: |")
    for name, asked in _asked(spotted, rng).items():
        found = spotted.find(asked, rng)
        right, wrong = np.percentile(found.alike, [10, 50]), np.percentile(found.unlike, [50, 95, 99])
        cosines = (" ".join(f"{value:.2f}" for value in values.tolist()) for values in (right, wrong))
        half = 1.96 * math.sqrt(found.first * (1 - found.first) / found.asked)
        say(f"| {name} | {found.asked} | {found.first:.3f} ± {half:.3f} | " + " | ".join(cosines) + " |")


def _asked(spotted: SpottedPages, rng: np.random.Generator) -> dict[str, list[str]]:
    counts = spotted.counts
    words = sorted(word for word in counts if word.isalpha() and len(word) > 3)
    numbers = sorted(word for word in counts if word[0].isdigit() and len(word) > 2 and not any(map(str.isalpha, word)))
    shares = np.array([counts[word] for word in words]) / sum(counts[word] for word in words)
    return {
        "words, each as likely": rng.permutation(words)[:ASKED].tolist(),
        "words, by frequency": rng.choice(words, ASKED, replace=False, p=shares).tolist(),
        "words on one page only": rng.permutation([word for word in words if counts[word] == 1])[:ASKED].tolist(),
        "numbers": rng.permutation(numbers)[:ASKED].tolist(),
    }


def _true_pages(folder: Path) -> Iterator[TruePage]:
    scale = DPI / 72
    for path in sorted((folder / "pdfs").glob("*.pdf")):
        for page in pymupdf.open(path).pages():
            pixmap = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, alpha=False)
            image = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
            found: list[str] = []
            boxes: list[tuple[float, float, float, float]] = []
            for x0, y0, x1, y1, word, *_ in page.get_text("words"):
                box = pymupdf.Rect(x0, y0, x1, y1) * page.rotation_matrix
                if box.width < box.height / 2 and len(word) > 3:
                    continue  # Print that runs upwards.
                for token in tokens(word):
                    left = box.x0 + box.width * token.start / len(word)
                    right = box.x0 + box.width * token.end / len(word)
                    found.append(token.folded)
                    boxes.append((left * scale, box.y0 * scale, right * scale, box.y1 * scale))
            yield TruePage(image, tuple(found), np.array(boxes, np.float32).reshape(-1, 4))
