"""Pictures that are dropped or pasted to search by: files as they are, and others made into files for a while."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QSaveFile, QSize, Qt, QTemporaryDir, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QPainter

from indexer.types import Page
from ui.drop import local_paths

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif")
MOST_PX = 4096
"""The longest side that a picture is kept with; models look at pages with much less."""
_STRIP_PX = 64
_QUICK = 80
"""Of PNG's "quality": the higher, the less time is spent on compressing. The person waits for it."""

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


class Clippings(QObject):
    """Pictures that have no file, kept as PNG in a folder of this session's own. They are written in a thread.

    written: the path of a picture, and whether it lies there now as a whole.
    """

    written = Signal(str, bool)

    _over = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder: QTemporaryDir | None = None
        self._numbers = count(1)
        self._writing: set[str] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._over.connect(self._end, Qt.ConnectionType.QueuedConnection)

    def keep(self, image: QImage) -> str:
        """Begin to write a picture, and return where it will lie; "" where there is no folder for it."""
        if self._folder is None or not self._folder.isValid():
            self._folder = QTemporaryDir()
        path = self._folder.filePath(f"picture {next(self._numbers)}.png")
        self._writing.add(path)
        self._pool.start(lambda: self._over.emit(path, _write(image, path)))
        return path

    def is_writing(self, path: str) -> bool:
        """Say whether a picture is not there yet."""
        return path in self._writing

    def remove(self) -> None:
        """Wait for the thread, and delete what was kept."""
        self._pool.waitForDone()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    @Slot(str, bool)
    def _end(self, path: str, is_whole: bool) -> None:
        self._writing.discard(path)
        self.written.emit(path, is_whole)


def _write(image: QImage, path: str) -> bool:
    file = QSaveFile(path)
    if not path or not file.open(QSaveFile.OpenModeFlag.WriteOnly):
        return False
    return smaller(image).save(file, "PNG", _QUICK) and file.commit()  # type: ignore[call-overload]  # The stub wants bytes.


def smaller(image: QImage) -> QImage:
    """Return a picture with no side longer than MOST_PX; a larger one is divided by a whole number."""
    by = -(-max(image.width(), image.height()) // MOST_PX)
    if by <= 1:
        return image
    size = QSize(max(1, image.width() // by), max(1, image.height() // by))
    kind = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    result = QImage(size, kind)
    painter = QPainter(result)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    # By strips: Python's lock is held while a picture is scaled, and the window waits for it.
    for top in range(0, size.height(), _STRIP_PX):
        height = min(_STRIP_PX, size.height() - top)
        strip = image.copy(0, top * by, size.width() * by, height * by)
        smooth = Qt.TransformationMode.SmoothTransformation
        painter.drawImage(0, top, strip.scaled(size.width(), height, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    painter.end()
    return result
