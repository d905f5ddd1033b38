"""What can be taken along from a page: its text, its picture, and the picture with its light as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QGuiApplication, QImage

from app.events import Failed, Picture, TextRead
from app.export import lit_page
from app.requests import Draw, ReadText
from indexer.types import WHOLE, Box, Page, Region
from ui.bridge import Bridge

PAGE_WIDTH_PX = 2400
"""Some 290 dots an inch of an ordinary sheet."""
PART_WIDTH_PX = 1600
FINEST_WIDTH_PX = 8000
"""How wide a small part of a page is at least, and how finely its page is drawn for that at most."""


def fine_width_px(box: Box) -> int:
    """Return how wide a page is to be drawn so that a part of it makes a good picture."""
    wanted = PART_WIDTH_PX / max(1e-3, box[2] - box[0])
    return round(min(max(wanted, PAGE_WIDTH_PX), FINEST_WIDTH_PX))


class PageCopy(QObject):
    """Fetches what is wanted afresh, never as coarse as the screen shows it, and says what has come of it.

    told: a sentence, and whether it is a problem.
    """

    told = Signal(str, bool)

    _lit = Signal(QImage)
    _saved = Signal(str, bool)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._texts: set[int] = set()
        self._pictures: dict[int, Callable[[bytes], None]] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        bridge.text_read.connect(self._take_text)
        bridge.picture_arrived.connect(self._take_picture)
        bridge.request_failed.connect(self._fail)
        self._lit.connect(self._take_image, Qt.ConnectionType.QueuedConnection)
        self._saved.connect(self.told, Qt.ConnectionType.QueuedConnection)

    def copy_text(self, page: Page, box: Box = WHOLE) -> None:
        """Put what is written in a part of a page into the clipboard."""
        ticket = self._bridge.new_ticket()
        self._texts.add(ticket)
        self._bridge.send(ReadText(ticket, page, box))

    def copy_picture(self, page: Page, box: Box = WHOLE, regions: Sequence[Region] = ()) -> None:
        """Put the picture of a page or of a part of it into the clipboard. regions: those lit on a whole page."""
        self._draw(page, box, lambda data: self._show(lit_page(data, regions) if regions else data))

    def save_picture(self, page: Page, regions: Sequence[Region], path: str) -> None:
        """Write the picture of a page with its light to a file, as PNG, whole or not at all."""
        self._draw(page, WHOLE, lambda data: self._save(lit_page(data, regions), path))

    def close(self) -> None:
        """Wait for what is being written."""
        self._texts.clear()
        self._pictures.clear()
        self._pool.waitForDone()

    def _draw(self, page: Page, box: Box, work: Callable[[bytes], None]) -> None:
        ticket = self._bridge.new_ticket()
        self._pictures[ticket] = work
        self._bridge.send(Draw(ticket, page, fine_width_px(box), clip=box))

    # --- in a thread beside

    def _show(self, png: bytes) -> None:
        self._lit.emit(QImage.fromData(png))

    def _save(self, png: bytes, path: str) -> None:
        file = QSaveFile(path)
        written = file.open(QIODevice.OpenModeFlag.WriteOnly) and file.write(png) == len(png) and file.commit()
        name = PurePath(path).name
        if written:
            self._saved.emit(self.tr("{name} is saved.").format(name=name), False)
        else:
            reason = file.errorString()
            self._saved.emit(self.tr("{name} could not be saved: {reason}").format(name=name, reason=reason), True)

    # --- what has come

    @Slot(object)
    def _take_picture(self, picture: Picture) -> None:
        work = self._pictures.pop(picture.ticket, None)
        if work is not None:
            self._pool.start(lambda: work(picture.data))

    @Slot(QImage)
    def _take_image(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.told.emit(self.tr("The picture is copied."), False)

    @Slot(object)
    def _take_text(self, read: TextRead) -> None:
        if read.ticket not in self._texts:
            return
        self._texts.discard(read.ticket)
        if read.text:
            QGuiApplication.clipboard().setText(read.text)
            self.told.emit(self.tr("The text is copied."), False)
        else:
            self.told.emit(self.tr("Nothing can be read here. Copy the picture instead."), False)

    @Slot(object)
    def _fail(self, failed: Failed) -> None:
        if failed.ticket in self._texts or failed.ticket in self._pictures:
            self._texts.discard(failed.ticket)
            self._pictures.pop(failed.ticket, None)
            if failed.sentence:
                self.told.emit(failed.sentence, True)
