"""How fast the built-in model looks at pages, beside Tesseract, page for page, by processor time.

    uv run python -m tests.benchmarks.eyes FOLDER [--pages 30]

FOLDER holds documents under pdfs/. Tesseract reads the same pages at 150 dpi, with one thread, as its own program.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from app.models.catalogue import BUILT_IN
from app.models.embedders import make_embedder
from indexer.sources.mupdf import GREY, open_pdf
from indexer.types import PageContent, PageText

_TESSERACT_DPI = 150
_SEED = 20261121


def main() -> None:
    """Print both, and how many times one is as fast as the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=30)
    args = parser.parse_args()
    if shutil.which("tesseract") is None:
        raise SystemExit("Tesseract is not installed.")
    embedder = make_embedder(BUILT_IN)
    assert embedder.sight is not None
    documents = [open_pdf(str(path)) for path in sorted((args.folder / "pdfs").glob("*.pdf"))]
    places = [(document, number) for document in documents for number in range(len(document))]
    drawn = np.random.default_rng(_SEED).permutation(len(places))[: args.pages]
    nothing = PageText((), np.zeros((0, 4), np.float32), np.zeros(0, np.int32))
    ours: list[float] = []
    theirs: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for at in drawn.tolist():
            document, number = places[at]
            pixmap = document[number].get_pixmap(dpi=embedder.sight.dpi, colorspace=GREY, alpha=False)
            page = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
            content = PageContent(1, pixmap.width / pixmap.height, nothing, page)
            embedder.embed_pages([content])
            begun = time.process_time()
            embedder.embed_pages([content])
            ours.append(time.process_time() - begun)
            picture = Path(folder) / "page.png"
            document[number].get_pixmap(dpi=_TESSERACT_DPI, colorspace=GREY, alpha=False).save(str(picture))
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
            subprocess.run(
                ["tesseract", str(picture), "-", "--dpi", str(_TESSERACT_DPI)],
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
                capture_output=True,
                check=True,
            )
            theirs.append(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before)
    mine, other = np.median(ours) * 1000, np.median(theirs) * 1000
    print(f"{len(ours)} pages, median CPU ms: built-in {mine:.0f}, Tesseract {other:.0f}: {other / mine:.1f} times")
    print(f"all of them: {sum(theirs) / sum(ours):.1f} times")


if __name__ == "__main__":
    main()
