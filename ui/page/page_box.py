"""Drawing a box on the page, with the mouse or with the arrow keys, to search by what is in it or to copy it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from indexer.types import Box
from ui.basics import figures
from ui.basics.access import announce
from ui.basics.flow import FlowLayout
from ui.basics.icons import IconButton
from ui.basics.light import place
from ui.basics.theme import ACCENT, SPACE, colour, set_tone
from ui.page.page_canvas import PageCanvas

SMALLEST_PX = SPACE
"""A smaller box is a click, or a slip of the hand."""
STEP = 0.02
"""Of the page's width and height, for each press of an arrow key."""
_VEIL = QColor(0, 0, 0, 70)
_ARROWS = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Up: (0.0, -STEP),
    Qt.Key.Key_Down: (0.0, STEP),
}


class PageBox(QWidget):
    """Lies over the canvas while a box is drawn. The signals carry it as fractions of the page.

    Arrow keys move the box, with Shift its lower right corner; Enter chooses it. While the space bar is held, the
    mouse moves the page below.
    """

    chosen = Signal(tuple)
    text_asked = Signal(tuple)
    picture_asked = Signal(tuple)
    turned = Signal(bool)

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._box: Box | None = None
        self._start: tuple[float, float] | None = None
        self.setAccessibleName(
            self.tr(
                "Box on the page: arrow keys move it, with Shift they size it, Enter searches by it, Ctrl+C copies it"
            )
        )
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._bar = QFrame(self)
        set_tone(self._bar, "bar")
        self._bar.setCursor(Qt.CursorShape.ArrowCursor)
        self._hint = QLabel(self.tr("Draw a box around what you want to find or to copy."))
        self._hint.setWordWrap(True)
        self.find_button = QPushButton(self.tr("Find this"))
        self.find_button.clicked.connect(self._choose)
        self.text_button = QPushButton(self.tr("Copy text"))
        self.text_button.clicked.connect(lambda: self._hand_out(self.text_asked))
        self.picture_button = QPushButton(self.tr("Copy picture"))
        self.picture_button.clicked.connect(lambda: self._hand_out(self.picture_asked))
        self.find_button.setToolTip(self.tr("Search by this part of the page (Enter)"))
        self.text_button.setToolTip(self.tr("Copy what is written here (Ctrl+C)"))
        self.picture_button.setToolTip(self.tr("Copy this part of the page as a picture (Ctrl+Shift+C)"))
        set_tone(self.find_button, "primary")
        self.close_button = IconButton("close", self.tr("Put the box away (Esc)"))
        self.close_button.clicked.connect(lambda: self.turn(False))
        self._buttons = QWidget()
        self._flow = FlowLayout(SPACE)
        self._buttons.setLayout(self._flow)
        for button in (self.find_button, self.text_button, self.picture_button):
            self._flow.addWidget(button)
        layout = QHBoxLayout(self._bar)
        layout.setContentsMargins(SPACE, SPACE // 2, SPACE // 2, SPACE // 2)
        layout.setSpacing(SPACE)
        layout.addWidget(self._hint, 1)
        layout.addWidget(self._buttons, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)
        canvas.zoom_changed.connect(self._follow)
        canvas.horizontalScrollBar().valueChanged.connect(self._follow)
        canvas.verticalScrollBar().valueChanged.connect(self._follow)
        self.hide()

    @property
    def is_on(self) -> bool:
        """Whether a box is being drawn."""
        return not self.isHidden()

    @property
    def box(self) -> Box | None:
        """The box as it is now, in fractions of the page."""
        return self._box

    def turn(self, on: bool) -> None:
        """Begin to draw a box, or put it away."""
        if on == self.is_on:
            return
        self._start = None
        self._set_box(None)
        self.setGeometry(self._canvas.viewport().rect())
        self.setVisible(on)
        if on:
            self.raise_()
            self._follow()
            self._canvas.setFocus()
            announce(self._canvas, self.accessibleName())
        self.turned.emit(on)

    # --- input

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep over the canvas, and take its arrow keys meanwhile."""
        if event.type() == QEvent.Type.Resize and watched is self._canvas.viewport():
            self.setGeometry(self._canvas.viewport().rect())
            self._follow()
        elif self.is_on and isinstance(event, QKeyEvent) and watched is self._canvas:
            if event.key() == Qt.Key.Key_Space:
                self._let_through(event.type() != QEvent.Type.KeyRelease or event.isAutoRepeat())
                return True
            return event.type() == QEvent.Type.KeyPress and self._takes(event)
        elif event.type() == QEvent.Type.FocusOut and watched is self._canvas:
            self._let_through(False)
        return super().eventFilter(watched, event)

    def _let_through(self, on: bool) -> None:
        """Let the mouse reach the page below, or no longer."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, on)

    def _takes(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
            return True
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is not None:
            self._step(*step, is_corner=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            announce(self._canvas, self.accessibleDescription())
        return step is not None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a box."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = self._on_page(event.position())
            self._set_box(None)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the box."""
        if self._start is not None:
            (across, down), (x, y) = self._start, self._on_page(event.position())
            self._set_box((min(across, x), min(down, y), max(across, x), max(down, y)))
        else:
            event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave the box as it is, if it is one."""
        if self._start is None:
            event.ignore()
            return
        self._start = None
        if self._box is not None:
            drawn = place(self._box, self._canvas.page_rect())
            self._set_box(self._box if min(drawn.width(), drawn.height()) >= SMALLEST_PX else None)

    def _on_page(self, point: QPointF) -> tuple[float, float]:
        page = self._canvas.page_rect()
        across, down = (point.x() - page.x()) / page.width(), (point.y() - page.y()) / page.height()
        return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)

    def _step(self, across: float, down: float, is_corner: bool) -> None:
        if self._box is None:
            seen = QRectF(self.rect())
            (left, top), (right, bottom) = self._on_page(seen.topLeft()), self._on_page(seen.bottomRight())
            width, height = (right - left) / 4, (bottom - top) / 4
            self._set_box((left + width, top + height, right - width, bottom - height))
            return
        left, top, right, bottom = self._box
        if is_corner:
            right, bottom = max(right + across, left + STEP), max(bottom + down, top + STEP)
            self._set_box((left, top, min(right, 1.0), min(bottom, 1.0)))
            return
        across, down = min(max(across, -left), 1.0 - right), min(max(down, -top), 1.0 - bottom)
        self._set_box((left + across, top + down, right + across, bottom + down))

    def _choose(self) -> None:
        if self._box is not None:
            box = self._box
            self.turn(False)
            self.chosen.emit(box)

    def _hand_out(self, signal: SignalInstance) -> None:
        if self._box is not None:
            signal.emit(self._box)

    # --- what is shown

    def _set_box(self, box: Box | None) -> None:
        self._box = box
        self.setAccessibleDescription(self._said())
        self._follow()

    def _said(self) -> str:
        if self._box is None:
            return ""
        left, top, right, bottom = map(figures.percent, self._box)
        return self.tr("from {left} to {right} across, from {top} to {bottom} down").format(
            left=left, right=right, top=top, bottom=bottom
        )

    def _follow(self, *_: object) -> None:
        """Show the bar beside the box, wherever page and box have gone."""
        is_drawn = self._box is not None
        self._hint.setHidden(is_drawn)
        self._buttons.setVisible(is_drawn)
        # While the box is being drawn, the bar would only be in the way.
        self._bar.setHidden(is_drawn and self._start is not None)
        self._fit_bar()
        seen = QRectF(self.rect())
        if self._box is None:
            x, y = (seen.width() - self._bar.width()) / 2, 2.0 * SPACE
        else:
            box = place(self._box, self._canvas.page_rect())
            x, y = box.right() - self._bar.width(), box.bottom() + SPACE
        x, y = min(x, seen.width() - self._bar.width() - SPACE), min(y, seen.height() - self._bar.height() - SPACE)
        self._bar.move(round(max(x, SPACE)), round(max(y, SPACE)))
        self.update()

    def _fit_bar(self) -> None:
        """Make the bar as wide as what it holds in one line, or in several where there is no room for that."""
        for button in (self.text_button, self.picture_button):
            button.setMinimumHeight(self.find_button.sizeHint().height())
        holds = [self._hint] if self._box is None else self._flow.widgets()
        inside = sum(widget.sizeHint().width() + SPACE for widget in holds)
        margins = 2 * SPACE + self.close_button.sizeHint().width()
        width = min(inside + margins, self.width() - 2 * SPACE)
        if self._box is None:
            height = self._hint.heightForWidth(width - margins)
        else:
            height = self._flow.heightForWidth(width - margins)
        edges_px = 2
        self._bar.resize(width, max(height, self.close_button.sizeHint().height()) + SPACE + edges_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an amber frame, and a veil over the rest of the page."""
        if self._box is None:
            return
        page = self._canvas.page_rect()
        box = place(self._box, page)
        painter = QPainter(self)
        for part in (
            QRectF(page.left(), page.top(), page.width(), box.top() - page.top()),
            QRectF(page.left(), box.bottom(), page.width(), page.bottom() - box.bottom()),
            QRectF(page.left(), box.top(), box.left() - page.left(), box.height()),
            QRectF(box.right(), box.top(), page.right() - box.right(), box.height()),
        ):
            painter.fillRect(part, _VEIL)
        painter.setPen(QPen(colour(ACCENT), 2))
        painter.drawRect(box)
        painter.end()
