"""How fast the built-in model looks at pages, beside Tesseract, page for page, by processor time."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from indexer.sources.mupdf import GREY, open_pdf
from indexer.types import PageContent, PageText

_TESSERACT_DPI = 150
_SEED = 20261121
_PAGES = 30


def eyes(folder: Path, say: Callable[[str], None]) -> None:
    """Let both look at some pages of the documents under pdfs/; Tesseract with one thread, as its own program."""
    say(f"\n**Eyes**, beside Tesseract at {_TESSERACT_DPI} dpi\n")
    if shutil.which("tesseract") is None:
        say("Tesseract is not installed here, so that it was not compared.")
        return
    embedder = make_embedder(BUILT_IN)
    assert embedder.sight is not None
    documents = [open_pdf(str(path)) for path in sorted((folder / "pdfs").glob("*.pdf"))]
    places = [(document, number) for document in documents for number in range(len(document))]
    drawn = np.random.default_rng(_SEED).permutation(len(places))[:_PAGES]
    nothing = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    ours: list[float] = []
    theirs: list[float] = []
    # Where its languages are may have been hidden from the libraries here; it knows by itself.
    environment = {name: value for name, value in os.environ.items() if name != "TESSDATA_PREFIX"}
    with tempfile.TemporaryDirectory() as scratch:
        for at in drawn.tolist():
            document, number = places[at]
            pixmap = document[number].get_pixmap(dpi=embedder.sight.dpi, colorspace=GREY, alpha=False)
            page = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
            content = PageContent(1, pixmap.width / pixmap.height, nothing, page)
            embedder.embed_pages([content])
            begun = time.process_time()
            embedder.embed_pages([content])
            ours.append(time.process_time() - begun)
            picture = Path(scratch) / "page.png"
            document[number].get_pixmap(dpi=_TESSERACT_DPI, colorspace=GREY, alpha=False).save(str(picture))
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(
                ["tesseract", str(picture), "-", "--dpi", str(_TESSERACT_DPI)],
                env={**environment, "OMP_THREAD_LIMIT": "1"},
                capture_output=True,
                check=True,
            )
            theirs.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    mine, other = np.median(ours) * 1000, np.median(theirs) * 1000
    say(f"{len(ours)} pages drawn by a seed, median CPU ms: built-in {mine:.0f}, Tesseract {other:.0f}.")
    say(f"By medians {other / mine:.1f} times as fast, by sums {sum(theirs) / sum(ours):.1f} times (goal: 10).")
