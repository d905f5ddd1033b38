"""The page filling the window, and everything else coming back afterwards as it was."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget


class FullPage:
    """Hides what stands beside the page.

    beside: what may be hidden.    page: has the focus while it is alone.    afterwards: has it then.
    """

    def __init__(self, beside: Sequence[QWidget], page: QWidget, afterwards: QWidget) -> None:
        self._beside = beside
        self._page, self._afterwards = page, afterwards
        self._hidden: list[QWidget] = []
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether the page fills the window."""
        return self._is_on

    def turn(self, on: bool) -> None:
        """Let the page have the whole window, or bring everything else back."""
        if on == self._is_on:
            return
        self._is_on = on
        if on:
            self._hidden = [part for part in self._beside if not part.isHidden()]
        for part in self._hidden:
            part.setVisible(not on)
        (self._page if on else self._afterwards).setFocus()
