"""Pictures that are dropped or pasted to search by: files as they are, and others made into files for a while."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtCore import QMimeData, QTemporaryDir
from PySide6.QtGui import QImage

from indexer.types import Page
from ui.drop import local_paths

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif")
_QUICK = 80
"""Of PNG's "quality": the higher, the less time is spent on compressing. The window waits for it."""


PAGE_FORMAT = "application/x-pagelight-page"
"""What a page of the library is when it is dragged within the window."""


def written(page: Page) -> bytes:
    """Write a page for PAGE_FORMAT."""
    return f"{page.number} {page.document}".encode()


def dragged_page(mime: QMimeData) -> Page | None:
    """Return the page of the library that is held, if it is one."""
    if not mime.hasFormat(PAGE_FORMAT):
        return None
    number, _, document = bytes(mime.data(PAGE_FORMAT).data()).decode().partition(" ")
    return Page(document, int(number))


def picture_file(mime: QMimeData) -> str:
    """Return the path of what is held, if that is one picture on this machine, else ""."""
    paths = local_paths(mime)
    return paths[0] if len(paths) == 1 and Path(paths[0]).suffix.lower() in PICTURE_SUFFIXES else ""


def holds_picture(mime: QMimeData) -> bool:
    """Say whether there is one picture to search by. Words that come with a picture of themselves are words."""
    return bool(picture_file(mime)) or (mime.hasImage() and not mime.hasFormat("text/plain") and not local_paths(mime))


class Clippings:
    """Pictures that have no file, kept as PNG in a folder of this session's own."""

    def __init__(self) -> None:
        self._folder: QTemporaryDir | None = None
        self._numbers = count(1)

    def path_of(self, mime: QMimeData) -> str:
        """Return where the picture that is held lies as a file; "" when it cannot be read or written."""
        if path := picture_file(mime):
            return path
        image = mime.imageData()
        return self._keep(image) if isinstance(image, QImage) and not image.isNull() else ""

    def remove(self) -> None:
        """Delete what was kept."""
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    def _keep(self, image: QImage) -> str:
        if self._folder is None:
            self._folder = QTemporaryDir()
        path = self._folder.filePath(f"picture {next(self._numbers)}.png")
        return path if image.save(path, "PNG", _QUICK) else ""  # type: ignore[call-overload]  # The stub wants bytes.
