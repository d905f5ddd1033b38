"""Pictures of pages: asked from the engine, decoded away from the GUI thread, thumbnails kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage

from app.events import Failed, Picture
from app.requests import Cancel, Draw
from app.rows import Remedy
from indexer.types import WHOLE, Box, Page
from ui.bridge import Bridge

THUMBNAIL_WIDTH_PX = 320
THUMBNAIL_BYTES = 96 * 1024 * 1024
DECODERS = 2


def decode(data: bytes) -> QImage:
    """Turn PNG or JPEG bytes into an image that paints without being converted first; null when they are damaged."""
    image = QImage.fromData(data)
    if image.isNull():
        return image
    fast = QImage.Format.Format_ARGB32_Premultiplied if image.hasAlphaChannel() else QImage.Format.Format_RGB32
    return image.convertToFormat(fast)


class Pictures(QObject):
    """Asks the engine to draw pages and decodes what comes back in a few threads of its own."""

    drawn = Signal(int, QImage)
    failed = Signal(int, str, Remedy)

    _decoded = Signal(int, QImage)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tickets: set[int] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(DECODERS)
        bridge.picture_arrived.connect(self._decode)
        bridge.request_failed.connect(self._fail)
        self._decoded.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def draw(self, page: Page, width_px: int, thumbnail: bool = False, clip: Box = WHOLE) -> int:
        """Ask for a page or a part of it; `drawn` or `failed` carries the returned ticket later."""
        ticket = self._bridge.new_ticket()
        self._tickets.add(ticket)
        self._bridge.send(Draw(ticket, page, width_px, thumbnail, clip))
        return ticket

    def cancel(self, tickets: Iterable[int]) -> None:
        """Forget what is not needed any more."""
        gone = tuple(ticket for ticket in tickets if ticket in self._tickets)
        if gone:
            self._tickets.difference_update(gone)
            self._bridge.send(Cancel(gone))

    def close(self) -> None:
        """Wait for the threads that decode."""
        self._tickets.clear()
        self._pool.waitForDone()

    @Slot(object)
    def _decode(self, picture: Picture) -> None:
        if picture.ticket in self._tickets:
            self._pool.start(lambda: self._decoded.emit(picture.ticket, decode(picture.data)))

    @Slot(int, QImage)
    def _deliver(self, ticket: int, image: QImage) -> None:
        if ticket not in self._tickets:
            return
        self._tickets.discard(ticket)
        if image.isNull():
            self.failed.emit(ticket, self.tr("The picture of this page arrived damaged."), Remedy.RETRY)
        else:
            self.drawn.emit(ticket, image)

    @Slot(object)
    def _fail(self, failed: Failed) -> None:
        if failed.ticket in self._tickets:
            self._tickets.discard(failed.ticket)
            self.failed.emit(failed.ticket, failed.sentence, failed.remedy)


class Thumbnails(QObject):
    """Small pictures of the pages on screen: asked for when seen, forgotten least recently seen first.

    width_px: how wide, in logical pixels.    limit_bytes: how much memory they may take.
    """

    ready = Signal(Page)

    def __init__(
        self, pictures: Pictures, limit_bytes: int = THUMBNAIL_BYTES, width_px: int = THUMBNAIL_WIDTH_PX
    ) -> None:
        super().__init__(pictures)
        self._pictures = pictures
        self._limit_bytes, self._width_px = limit_bytes, width_px
        self._bytes = 0
        self._images: OrderedDict[Page, QImage] = OrderedDict()
        self._failed: dict[Page, str] = {}
        self._asked: dict[Page, int] = {}
        pictures.drawn.connect(self._keep)
        pictures.failed.connect(self._give_up)

    def image(self, page: Page) -> QImage | None:
        """Return the thumbnail of a page if it has arrived."""
        image = self._images.get(page)
        if image is not None:
            self._images.move_to_end(page)
        return image

    def problem(self, page: Page) -> str:
        """Return the sentence that says why a page has no thumbnail, or ""."""
        return self._failed.get(page, "")

    def show(self, pages: Iterable[Page], ratio: float = 1.0) -> None:
        """Ask for the thumbnails of the pages on screen, and no longer for those that have left it."""
        seen = list(pages)
        gone = self._asked.keys() - set(seen)
        self._pictures.cancel([self._asked.pop(page) for page in gone])
        for page in seen:
            if page not in self._images and page not in self._asked and page not in self._failed:
                self._asked[page] = self._pictures.draw(page, round(self._width_px * ratio), thumbnail=True)

    def forget_failures(self) -> None:
        """Let pages be tried again that could not be drawn."""
        self._failed.clear()

    def _page_of(self, ticket: int) -> Page | None:
        page = next((page for page, asked in self._asked.items() if asked == ticket), None)
        if page is not None:
            del self._asked[page]
        return page

    @Slot(int, QImage)
    def _keep(self, ticket: int, image: QImage) -> None:
        page = self._page_of(ticket)
        if page is None:
            return
        self._images[page] = image
        self._bytes += image.sizeInBytes()
        while self._bytes > self._limit_bytes and len(self._images) > 1:
            _, oldest = self._images.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()
        self.ready.emit(page)

    @Slot(int, str)
    def _give_up(self, ticket: int, sentence: str) -> None:
        page = self._page_of(ticket)
        if page is not None:
            self._failed[page] = sentence
            self.ready.emit(page)
