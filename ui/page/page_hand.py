"""What mouse, touch and keyboard do to the page: move it, zoom it, turn it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QScrollBar

from ui.page.page_canvas import ZOOM_STEP, PageCanvas

NOTCH = 120
"""What Qt calls one step of a wheel."""
TURN_AFTER = 2 * NOTCH
QUIET_MS = 250
"""Whoever scrolls to the end of a page in one go stops there; only scrolling on after a while turns it."""
SCREENFUL = 0.9


class PageHand(QObject):
    """Listens to a canvas and its viewport. The left or the middle button holds the page, a double click fits it."""

    def __init__(self, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._grabbed: QPoint | None = None
        self._beyond = 0
        self._scrolled = QTimer(self, singleShot=True, interval=QUIET_MS)
        canvas.viewport().grabGesture(Qt.GestureType.PinchGesture)
        canvas.viewport().installEventFilter(self)
        canvas.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is meant for the page."""
        if watched is self._canvas:
            return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._press(event)
        if isinstance(event, QWheelEvent):
            return self._zoom_by_wheel(event) or self._turn_by_wheel(event)
        if isinstance(event, QMouseEvent):
            return self._move(event)
        return self._pinch(event)

    # --- mouse

    def _move(self, event: QMouseEvent) -> bool:
        place, viewport = event.position().toPoint(), self._canvas.viewport()
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() in (
                Qt.MouseButton.LeftButton,
                Qt.MouseButton.MiddleButton,
            ):
                self._grabbed = place
                viewport.setCursor(Qt.CursorShape.ClosedHandCursor)
            case QEvent.Type.MouseMove if self._grabbed is not None:
                moved, self._grabbed = place - self._grabbed, place
                across, down = self._canvas.horizontalScrollBar(), self._canvas.verticalScrollBar()
                across.setValue(across.value() - moved.x())
                down.setValue(down.value() - moved.y())
            case QEvent.Type.MouseButtonRelease:
                self._grabbed = None
                viewport.unsetCursor()
            case QEvent.Type.MouseButtonDblClick if event.button() == Qt.MouseButton.LeftButton:
                self._canvas.toggle_fit(event.position())
            case _:
                return False
        return True

    def _zoom_by_wheel(self, event: QWheelEvent) -> bool:
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self._canvas.set_zoom(self._canvas.zoom * ZOOM_STEP ** (event.angleDelta().y() / NOTCH), event.position())
        return True

    def _turn_by_wheel(self, event: QWheelEvent) -> bool:
        across, down = event.angleDelta().x(), -event.angleDelta().y()
        if abs(across) > abs(down) or not _is_at_end(self._canvas.verticalScrollBar(), down):
            self._beyond = 0
            self._scrolled.start()
        elif not self._scrolled.isActive() and event.phase() != Qt.ScrollPhase.ScrollMomentum:
            self._beyond = self._beyond + down if self._beyond * down > 0 else down
            if abs(self._beyond) >= TURN_AFTER:
                self._beyond = 0
                self._turn(down)
                return True
        return False

    # --- touch

    def _pinch(self, event: QEvent) -> bool:
        canvas = self._canvas
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            canvas.set_zoom(canvas.zoom * (1 + event.value()), event.position())
            return True
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                # Gestures tell where they are on the screen.
                centre = canvas.viewport().mapFromGlobal(pinch.centerPoint())
                canvas.set_zoom(canvas.zoom * pinch.scaleFactor(), QPointF(centre))
                return True
        return False

    # --- keyboard

    def _press(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        bar = self._canvas.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_PageDown:
                self._canvas.page_turned.emit(1, False)
            case Qt.Key.Key_PageUp:
                self._canvas.page_turned.emit(-1, False)
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_Space:
                step = -1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
                if _is_at_end(bar, step):
                    self._turn(step)
                else:
                    bar.setValue(bar.value() + round(step * SCREENFUL * bar.pageStep()))
            case _:
                return False
        return True

    def _turn(self, down: int) -> None:
        """Turn to where reading goes on: the top of the next page, or the end of the one before."""
        self._scrolled.start()
        self._canvas.page_turned.emit(1 if down > 0 else -1, down < 0)


def _is_at_end(bar: QScrollBar, down: int) -> bool:
    return bar.value() == (bar.maximum() if down > 0 else bar.minimum())
