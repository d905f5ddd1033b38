"""The picture that is searched by, small, in the search field, with a button that takes it away."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QThreadPool, Signal, Slot
from PySide6.QtGui import QImage, QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.basics.icons import IconButton, pixmap
from ui.basics.theme import QUIET, SPACE, colour, set_tone

HEIGHT_PX = 3 * SPACE
MOST_WIDTH_PX = 8 * SPACE


def small_picture(path: str, ratio: float) -> QImage:
    """Read a picture file as small as the chip shows it; null when it cannot be read."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(_room(ratio), Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1)))
    return reader.read()


def _room(ratio: float) -> QSize:
    return QSize(round(MOST_WIDTH_PX * ratio), round(HEIGHT_PX * ratio))


class PictureChip(QFrame):
    """Shows a picture and emits `removed` when its button is pressed. Files are read in a thread."""

    removed = Signal()

    _read = Signal(str, QImage)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = ""
        self._image = QImage()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._show_file, Qt.ConnectionType.QueuedConnection)
        set_tone(self, "chip")
        self.picture = QLabel()
        self.remove_button = IconButton("close", self.tr("Search without this picture"))
        self.remove_button.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE // 2, 1, 0, 1)
        layout.setSpacing(0)
        layout.addWidget(self.picture)
        layout.addWidget(self.remove_button)
        self.hide()

    def show_file(self, path: str, name: str) -> None:
        """Show a picture file."""
        self._show(QImage(), path, name)
        ratio = self.devicePixelRatioF()
        self._pool.start(lambda: self._read.emit(path, small_picture(path, ratio)))

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture that is at hand, however large it is."""
        # Of a large one not every pixel is looked at: scaling it smoothly would hold up the window.
        enough = _room(self.devicePixelRatioF()) * 8
        if image.width() > enough.width() or image.height() > enough.height():
            image = image.scaled(enough, Qt.AspectRatioMode.KeepAspectRatio)
        self._show(image, "", name)

    def close_threads(self) -> None:
        """Wait for the thread that reads."""
        self._pool.waitForDone()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the sign that stands for a picture in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange and self._image.isNull() and not self.isHidden():
            self._draw()
        super().changeEvent(event)

    def _show(self, image: QImage, path: str, name: str) -> None:
        self._image, self._path = image, path
        self.setToolTip(name)
        self.setAccessibleName(self.tr("Searching by {picture}").format(picture=name))
        self.picture.setAccessibleName(self.accessibleName())
        self._draw()
        self.show()

    @Slot(str, QImage)
    def _show_file(self, path: str, image: QImage) -> None:
        if path == self._path:
            self._image = image
            self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        if self._image.isNull():
            self.picture.setPixmap(pixmap("picture", colour(QUIET), ratio, HEIGHT_PX))
            return
        smooth = Qt.TransformationMode.SmoothTransformation
        small = self._image.scaled(_room(ratio), Qt.AspectRatioMode.KeepAspectRatio, smooth)
        small.setDevicePixelRatio(ratio)
        self.picture.setPixmap(QPixmap.fromImage(small))
