"""The search field: words, the place that the search is limited to, and a moment's patience while one types."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QToolButton, QWidget

from ui.icons import SIZE_PX, IconButton, icon, pixmap
from ui.theme import ACCENT, LINE, QUIET, SPACE, SURFACE, colour, set_tone

DEBOUNCE_MS = 150


class SearchBar(QWidget):
    """Emits `asked` when typing pauses, and at once on Enter."""

    asked = Signal(str)
    scope_cleared = Signal()
    left_downwards = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.edit = QLineEdit()
        self.edit.setAccessibleName(self.tr("Search"))
        self.edit.setPlaceholderText(self.tr("Search your pages"))
        self.edit.setFrame(False)
        # Files dropped on the field belong to the library, not into the text.
        self.edit.setAcceptDrops(False)
        self.edit.setStyleSheet("background: transparent; border: none;")
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._wait)
        self.edit.returnPressed.connect(self._ask_now)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(DEBOUNCE_MS)
        self._pause.timeout.connect(self._ask_if_new)

        self._scope = QToolButton()
        set_tone(self._scope, "chip")
        self._scope.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._scope.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._scope.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._scope.clicked.connect(self.scope_cleared)
        self._scope.hide()
        self._clear = IconButton("close", self.tr("Clear (Esc)"))
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.setMinimumHeight(self._clear.sizeHint().height() + SPACE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SIZE_PX + 2 * SPACE, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.setSpacing(SPACE // 2)
        layout.addWidget(self.edit, 1)
        layout.addWidget(self._scope)
        layout.addWidget(self._clear)

    @property
    def text(self) -> str:
        """The question without white space around it."""
        return self.edit.text().strip()

    def clear(self) -> None:
        """Ask nothing any more."""
        self.edit.clear()
        self._ask_now()
        self.edit.setFocus()

    def show_scope(self, paths: tuple[str, ...]) -> None:
        """Show as a chip where is searched; no paths means everywhere."""
        self._scope.setVisible(bool(paths))
        if not paths:
            return
        name = PurePath(paths[0]).name or paths[0]
        label = name if len(paths) == 1 else self.tr("{n} places").format(n=len(paths))
        label = self.fontMetrics().elidedText(label, Qt.TextElideMode.ElideMiddle, 24 * SPACE)
        self._scope.setText(self.tr("in: {place}").format(place=label))
        self._scope.setIcon(icon("close"))
        self._scope.setIconSize(QSize(SIZE_PX - 4, SIZE_PX - 4))
        self._scope.setToolTip("\n".join(paths[:8]))
        self._scope.setAccessibleName(
            self.tr("Search is limited to {place}. Press to search everywhere.").format(place=label)
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Draw the field's focus around all of it, and leave it downwards with the arrow key."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down:
            self.left_downwards.emit()
            return True
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, its ring and the glass."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.edit.hasFocus()
        painter.setPen(QPen(colour(ACCENT if focused else LINE), 2 if focused else 1))
        painter.setBrush(colour(SURFACE))
        field = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(field, SPACE, SPACE)
        glass = pixmap("search", colour(QUIET), self.devicePixelRatioF())
        painter.drawPixmap(SPACE + 2, (self.height() - SIZE_PX) // 2, glass)
        painter.end()

    def _wait(self) -> None:
        self._clear.setVisible(bool(self.edit.text()))
        self._pause.start()

    def _ask_if_new(self) -> None:
        if self.text != self._last:
            self._ask_now()

    def _ask_now(self) -> None:
        self._pause.stop()
        self._last = self.text
        self.asked.emit(self.text)
