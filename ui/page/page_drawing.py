"""Has the page that is shown drawn by the engine, and says in its place why there is no picture of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.requests import Unlock
from app.rows import Remedy
from indexer.types import Page
from ui.bridge import Bridge
from ui.library.password import ask_password
from ui.page.page_canvas import PageCanvas
from ui.page.page_picture import Wanted
from ui.page.page_problem import PageProblem
from ui.results.pictures import Pictures


class PageDrawing(QObject):
    """Answers the wishes of a canvas for pictures. again_asked: the page is to be shown anew, as it may work now."""

    again_asked = Signal()

    def __init__(self, bridge: Bridge, pictures: Pictures, canvas: PageCanvas) -> None:
        super().__init__(canvas)
        self._bridge, self._pictures, self._canvas = bridge, pictures, canvas
        self._page: Page | None = None
        self._path = ""
        self._ticket = 0
        self.problem = PageProblem(canvas)
        self.problem.again_asked.connect(self.again_asked)
        self.problem.password_asked.connect(self._ask_password)
        canvas.picture_wanted.connect(self._draw)
        pictures.drawn.connect(self._show_image)
        pictures.failed.connect(self._show_failure)

    def begin(self, page: Page | None, path: str = "") -> None:
        """Draw this page from now on, or none. path: where its document lies."""
        self._page, self._path = page, path
        self._pictures.cancel([self._ticket])
        self.problem.hide()

    def _draw(self, wanted: Wanted) -> None:
        if self._page is not None:
            self._pictures.cancel([self._ticket])
            self._ticket = self._pictures.draw(self._page, wanted.width_px, clip=wanted.clip)

    def _show_image(self, ticket: int, image: QImage) -> None:
        if ticket == self._ticket:
            self._canvas.set_image(image)

    def _show_failure(self, ticket: int, sentence: str, remedy: Remedy) -> None:
        if ticket == self._ticket:
            self.problem.say(sentence, remedy)

    def _ask_password(self) -> None:
        path = self._path
        if path:
            ask_password(self._canvas, path, lambda password: self._unlock(path, password))

    def _unlock(self, path: str, password: str) -> None:
        self._bridge.send(Unlock(path, password))
        self.again_asked.emit()
        # The button that had it goes away with the problem.
        self._canvas.setFocus()
