"""What can be done with one of the results: a menu, and dragging it elsewhere."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from app.events import Hit
from app.requests import AddPaths, Piece, RemovePaths
from ui.basics import figures
from ui.bridge import Bridge
from ui.notices import Notices
from ui.page.page_copy import PageCopy
from ui.results.pictures import Pictures, Thumbnails
from ui.searching.clippings import PAGE_FORMAT, written

DRAGGED_WIDTH_PX = 1600
HELD_WIDTH_PX = 96


class HitMenu(QMenu):
    """The menu; what belongs to other parts of the window is only asked for."""

    hit_opened = Signal(Hit)
    open_asked = Signal(str, int)
    folder_asked = Signal(str)
    piece_asked = Signal(object, str, QImage)
    limit_asked = Signal(tuple)

    def __init__(
        self, bridge: Bridge, thumbnails: Thumbnails, copies: PageCopy, notices: Notices, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._bridge, self._thumbnails, self._copies, self._notices = bridge, thumbnails, copies, notices

    def open_for(self, hit: Hit, place: QPoint) -> None:
        """Offer what can be done with a hit."""
        self.clear()
        page, path = hit.page, hit.path
        self.addAction(self.tr("Open"), lambda: self.hit_opened.emit(hit))
        self.addAction(self.tr("Open in the system viewer"), lambda: self.open_asked.emit(path, page.number))
        self.addAction(self.tr("Show in folder"), lambda: self.folder_asked.emit(path))
        self.addSeparator()
        self.addAction(self.tr("Copy the page as a picture"), lambda: self._copies.copy_picture(page))
        self.addAction(self.tr("Copy the text of the page"), lambda: self._copies.copy_text(page))
        self.addSeparator()
        self.addAction(self.tr("Search by this page"), lambda: self._search_by(hit))
        self.addAction(self.tr("Search in this document only"), lambda: self.limit_asked.emit((path,)))
        self.addSeparator()
        self.addAction(self.tr("Remove from the library"), lambda: self._remove(path))
        self.popup(place)

    def _search_by(self, hit: Hit) -> None:
        name = self.tr("{name}, page {number}").format(
            name=PurePath(hit.path).name, number=figures.number(hit.page.number)
        )
        self.piece_asked.emit(Piece(page=hit.page), name, self._thumbnails.image(hit.page) or QImage())

    def _remove(self, path: str) -> None:
        self._bridge.send(RemovePaths((path,)))
        said = self.tr("{name} is removed from the library. The file itself stays where it is.")
        undo = self.tr("Undo"), lambda: self._bridge.send(AddPaths((path,)))
        self._notices.say(said.format(name=PurePath(path).name), action=undo)


def drag(source: QWidget, hit: Hit, thumbnail: QImage, pictures: Pictures) -> None:
    """Let a hit be dragged as a file and as a picture, which gets sharp as soon as it is drawn."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(hit.path)])
    mime.setData(PAGE_FORMAT, written(hit.page))
    dragging = QDrag(source)
    dragging.setMimeData(mime)
    if not thumbnail.isNull():
        mime.setImageData(thumbnail)
        held = thumbnail.scaledToWidth(HELD_WIDTH_PX, Qt.TransformationMode.SmoothTransformation)
        dragging.setPixmap(QPixmap.fromImage(held))
    ticket = pictures.draw(hit.page, DRAGGED_WIDTH_PX)

    def sharpen(drawn: int, image: QImage) -> None:
        if drawn == ticket:
            mime.setImageData(image)

    pictures.drawn.connect(sharpen)
    dragging.exec(Qt.DropAction.CopyAction)
    pictures.drawn.disconnect(sharpen)
    pictures.cancel([ticket])
