"""PyMuPDF, imported without what Pagelight does not use, and quiet."""

from __future__ import annotations

import sys
from typing import Any

# WORKAROUND(pymupdf 2.0): its import pulls in its layout models and onnxruntime, 0.8 s and 75 MB in every reader for
# nothing that is used here. A module that is None fails to import, which pymupdf takes for "not installed".
for _unused in ("pymupdf.layout", "pymupdf4llm"):
    sys.modules.setdefault(_unused, None)  # type: ignore[arg-type]

import pymupdf  # noqa: E402

# MuPDF's own complaints about damaged files go to stderr otherwise; what matters comes back as a sentence.
pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)

Font = pymupdf.Font
Matrix = pymupdf.Matrix
Pixmap = pymupdf.Pixmap
Rect = pymupdf.Rect
TextWriter = pymupdf.TextWriter
GREY, RGB = pymupdf.csGRAY, pymupdf.csRGB


def open_pdf(path: str) -> Any:
    """Open a PDF, damaged ones too where MuPDF can mend them. Raises whatever MuPDF raises."""
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        # MuPDF takes names as UTF-8 only; a file with any other name is handed over as its bytes.
        with open(path, "rb") as file:
            return open_bytes(file.read())
    return pymupdf.open(path, filetype="pdf")


def open_bytes(data: bytes) -> Any:
    """Open a PDF that is in memory. Raises whatever MuPDF raises."""
    return pymupdf.open(stream=data, filetype="pdf")


def new_pdf() -> Any:
    """Return a PDF without pages."""
    return pymupdf.open()
