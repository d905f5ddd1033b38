"""What every kind of document offers, and how one is opened."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from indexer.errors import ExpectedError
from indexer.files import IMAGE_SUFFIXES, PDF_SUFFIXES, shown_name
from indexer.types import WHOLE, Box, PageContent, PageImage, Sight

MAX_PIXELS = 24_000_000
"""No page is drawn with more pixels than this, however large it says it is."""

MAX_SIDE_PX = 32_000
"""No page is drawn wider or higher than this: JPEG ends at 65 500, and Qt draws no more than 32 767."""

_SNIFF_BYTES = 1024


class SourceError(ExpectedError):
    """A document cannot be read. remedy: "", "retry" or "password"."""

    def __init__(self, sentence: str, remedy: str = "", detail: str = "") -> None:
        super().__init__(sentence, detail)
        self.remedy = remedy


class PageSource(Protocol):
    """An open document. Pages are numbered from 1."""

    kind: str
    pages: int

    def read(self, number: int, sight: Sight | None) -> PageContent:
        """Read a page's words, and draw it unless `sight` is None. Its problem field tells what failed."""

    def draw(self, number: int, width_px: int, thumbnail: bool, clip: Box = WHOLE) -> PageImage:
        """Draw a page about `width_px` wide, or a part of it as finely: JPEG for a thumbnail, else PNG.

        It has at most MAX_PIXELS; what would have more is drawn coarser. Raises SourceError.
        """

    def close(self) -> None:
        """Let go of the file."""


def open_source(path: str, password: str = "") -> PageSource:
    """Open a document by what it holds, not by its name. Raises SourceError with a sentence that names the file."""
    from indexer.sources.image import ImageSource
    from indexer.sources.pdf import PdfSource

    name = shown_name(path)
    try:
        with Path(path).open("rb") as file:
            head = file.read(_SNIFF_BYTES)
    except FileNotFoundError:
        raise SourceError(f"{name} is no longer there.", "retry") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(f"{name} could not be opened ({reason}).", "retry") from error
    if not head:
        raise SourceError(f"{name} is empty.")
    suffix = Path(path).suffix.lower()
    if b"%PDF-" in head:
        return PdfSource(path, password)
    if _looks_like_image(head):
        return ImageSource(path)
    if suffix in PDF_SUFFIXES:
        return PdfSource(path, password)
    if suffix in IMAGE_SUFFIXES:
        return ImageSource(path)
    raise SourceError(f"{name} is neither a PDF nor a picture that Pagelight can read.")


def _looks_like_image(head: bytes) -> bool:
    return head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")) or head[8:12] == b"WEBP"
