"""The search field: words, a picture, the place that is searched, and a moment's patience while one types."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QDir, QEvent, QMimeData, QObject, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QSizePolicy, QStyle, QToolButton, QWidget

from app.requests import Piece
from ui.basics import figures
from ui.basics.file_dialogs import pick
from ui.basics.icons import RESIZED, IconButton, icon, icon_px, pixmap
from ui.basics.theme import LINE, MARK, QUIET, SPACE, SURFACE, colour, set_tone
from ui.searching.clippings import PICTURE_SUFFIXES, Clippings, dragged_page, holds_picture, picture_file
from ui.searching.picture_chip import PictureChip

DEBOUNCE_MS = 30


class SearchBar(QWidget):
    """Emits `asked` (the words, and a Piece or None) when typing pauses, and at once on Enter or for a picture."""

    asked = Signal(str, object)
    picture_refused = Signal(str)
    scope_cleared = Signal()
    help_asked = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self._piece: Piece | None = None
        self._is_held_over = False
        self.clippings = Clippings(self)
        self.clippings.written.connect(self._search_by_written)
        self.chip = PictureChip()
        self.chip.removed.connect(self._remove_picture)
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Search"))
        self.edit.setFrame(False)
        # What is dropped on the field is a picture to search by, or belongs to the library: never into the text.
        self.edit.setAcceptDrops(False)
        self.setAcceptDrops(True)
        self.edit.setStyleSheet("background: transparent; border: none;")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._wait)
        self.edit.returnPressed.connect(self._ask_now)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._ask_if_new)

        self._scope = QToolButton()
        self._scope.setIcon(icon("close"))
        set_tone(self._scope, "chip")
        self._scope.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scope.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._scope.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._scope.clicked.connect(self.scope_cleared)
        self._scope.hide()
        self.picture_button = IconButton("picture", self.tr("Search by a picture…"))
        self.picture_button.clicked.connect(self.ask_for_picture)
        self.help_button = IconButton("help", self.tr("What can be typed (F1)"))
        self.help_button.clicked.connect(self.help_asked)
        self._clear = IconButton("close", self.tr("Clear (Esc)"))
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.chip)
        layout.addWidget(self.edit, 1)
        for widget in (self._scope, self.help_button, self.picture_button, self._clear):
            layout.addWidget(widget)
        self._fit_icons()
        self._describe()

    @property
    def text(self) -> str:
        """The question without white space around it."""
        return self.edit.text().strip()

    @property
    def is_asking(self) -> bool:
        """Whether there are words or a picture."""
        return bool(self.edit.text()) or self._piece is not None

    def clear(self) -> None:
        """Ask nothing any more."""
        self.edit.clear()
        self._set_piece(None)
        self.edit.setFocus()

    def search_by(self, piece: Piece, name: str, image: QImage | None = None) -> None:
        """Search by a picture, and by the words that are there.

        name: what people call it.    image: what it looks like, where it is no file of its own.
        """
        if image is None:
            self.chip.show_file(piece.path, name)
        else:
            self.chip.show_image(image, name)
        self._set_piece(piece)
        self.edit.setFocus()

    def ask_for(self, text: str) -> None:
        """Ask something at once."""
        self.edit.setText(text)
        self.edit.setFocus()
        self._ask_now()

    def leave_out(self, part: str) -> None:
        """Ask without a part of what was typed."""
        before, _, after = self.edit.text().partition(part)
        self.ask_for(" ".join(filter(None, (before.rstrip(), after.lstrip()))))

    def ask_for_picture(self) -> None:
        """Let a person pick a picture."""
        kinds = (self.tr("Pictures ({types})").format(types=" ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)),)
        one = QFileDialog.FileMode.ExistingFile
        pick(self, self.tr("Search by a picture"), one, lambda paths: self._search_by_file(paths[0]), kinds)

    def close_session(self) -> None:
        """Delete the pictures that were pasted."""
        self.chip.close_threads()
        self.clippings.remove()

    def show_scope(self, paths: tuple[str, ...]) -> None:
        """Show as a chip where is searched; no paths means everywhere."""
        self._scope.setVisible(bool(paths))
        if not paths:
            return
        name = PurePath(paths[0]).name or paths[0]
        label = name if len(paths) == 1 else self.tr("{n} places").format(n=figures.number(len(paths)))
        label = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, 24 * SPACE)
        self._scope.setText(self.tr("in: {place}").format(place=label))
        self._scope.setToolTip("\n".join(paths[:8]))
        self._scope.setAccessibleName(
            self.tr("Search is limited to {place}. Press to search everywhere.").format(place=label)
        )

    def changeEvent(self, event: QEvent) -> None:
        """Show the signs as large as the text."""
        super().changeEvent(event)
        if event.type() in RESIZED:
            self._fit_icons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the field's focus around all of it, and take the keys that mean something else than text."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._takes(event):
            return True
        return super().eventFilter(watched, event)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
        elif event.key() == Qt.Key.Key_Backspace and self._piece is not None and not self.edit.text():
            self._remove_picture()
        elif event.matches(QKeySequence.StandardKey.Paste):
            held = QGuiApplication.clipboard().mimeData()
            if not holds_picture(held):
                return False
            self._search_by_held(held)
        else:
            return False
        return True

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a picture to search by; anything else is left to the window."""
        if not holds_picture(event.mimeData()) and dragged_page(event.mimeData()) is None:
            event.ignore()
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._hold_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        self._hold_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Search by what was dropped."""
        self._hold_over(False)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        page = dragged_page(event.mimeData())
        if page is None:
            self._search_by_held(event.mimeData())
            return
        name = PurePath(event.mimeData().urls()[0].toLocalFile()).name
        picture = event.mimeData().imageData()
        self.search_by(
            Piece(page=page),
            self.tr("{name}, page {number}").format(name=name, number=figures.number(page.number)),
            picture if isinstance(picture, QImage) else QImage(),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, its ring and the glass."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.edit.hasFocus() or self._is_held_over
        painter.setPen(QPen(colour(MARK if focused else LINE), 2 if focused else 1))
        painter.setBrush(colour(SURFACE))
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(field, SPACE, SPACE)
        glass = pixmap("search", colour(QUIET), self.devicePixelRatioF(), icon_px())
        place = QRect(SPACE + 2, (self.height() - icon_px()) // 2, icon_px(), icon_px())
        painter.drawPixmap(QStyle.visualRect(self.layoutDirection(), self.rect(), place).topLeft(), glass)
        painter.end()

    def _fit_icons(self) -> None:
        size_px, layout = icon_px(), self.layout()
        if layout is not None:
            before, after = size_px + 2 * SPACE, SPACE // 2
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                before, after = after, before
            layout.setContentsMargins(before, SPACE // 2, after, SPACE // 2)
        self._scope.setIconSize(QSize(size_px - 4, size_px - 4))

    def _search_by_file(self, path: str) -> None:
        self.search_by(Piece(path), PurePath(path).name)

    def _search_by_held(self, held: QMimeData) -> None:
        """Search by a picture that is dropped or pasted: by its file, which may have to be written first."""
        if path := picture_file(held):
            self._search_by_file(path)
            return
        image = held.imageData()
        if isinstance(image, QImage) and not image.isNull():
            path = self.clippings.keep(image)
            self.search_by(Piece(path), PurePath(path).name, image)
        else:
            self.picture_refused.emit(self.tr("This picture cannot be read. Save it as a file and choose that."))

    def _search_by_written(self, path: str, is_whole: bool) -> None:
        if self._piece == Piece(path) and is_whole:
            self._ask_now()
        elif self._piece == Piece(path):
            self._set_piece(None)
            sentence = self.tr("This picture could not be written to {folder}. Make room there and try again.")
            self.picture_refused.emit(sentence.format(folder=QDir.toNativeSeparators(QDir.tempPath())))

    def _remove_picture(self) -> None:
        self._set_piece(None)
        self.edit.setFocus()

    def _set_piece(self, piece: Piece | None) -> None:
        self._piece = piece
        self.chip.setVisible(piece is not None)
        self._describe()
        self._ask_now()

    def _hold_over(self, is_held_over: bool) -> None:
        self._is_held_over = is_held_over
        self._describe()
        self.update()

    def _describe(self) -> None:
        if self._is_held_over:
            inviting = self.tr("Drop to find pages that look like this picture")
        elif self._piece is not None:
            inviting = self.tr("Add words, if you like")
        else:
            inviting = self.tr("Search your pages")
        self.edit.setPlaceholderText(inviting)
        self._clear.setVisible(self.is_asking)

    def _wait(self) -> None:
        self._describe()
        self._pause.start()

    def _ask_if_new(self) -> None:
        if self.text != self._last:
            self._ask_now()

    def _ask_now(self) -> None:
        self._pause.stop()
        if self._piece is not None and self.clippings.is_writing(self._piece.path):
            return
        self._last = self.text
        self.asked.emit(self.text, self._piece)
