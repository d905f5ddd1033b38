"""What a person takes along from the page that is shown: text, pictures, a file."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from indexer.types import Box
from ui.basics.file_dialogs import pick_to_save
from ui.page.page_copy import PageCopy

if TYPE_CHECKING:
    from ui.page.page_view import PageView


class PageTaking(QObject):
    """Finds out which part of the page is meant. told: a sentence, and whether it is a problem."""

    told = Signal(str, bool)

    def __init__(self, view: PageView, copies: PageCopy) -> None:
        super().__init__(view)
        self._view, self._copies = view, copies

    def copy_text(self, box: Box | None = None) -> None:
        """Copy what is written in a box: in the one that is drawn where none is given, else in what is lit."""
        page, region = self._view.page, self._view.region_at_hand
        box = box or self._view.box.box or (region.box if region is not None else None)
        if page is not None and box is not None:
            self._copies.copy_text(page, box)
        elif page is not None:
            self.told.emit(self.tr("Nothing is lit on this page. Draw a box (S) around what you want to copy."), False)

    def copy_picture(self, box: Box | None = None) -> None:
        """Copy the picture of a box: of the one that is drawn where none is given, else of the page with its light."""
        page, box = self._view.page, box or self._view.box.box
        if page is not None and box is not None:
            self._copies.copy_picture(page, box)
        else:
            self.copy_page()

    def copy_page(self) -> None:
        """Copy the page with its light as a picture."""
        if self._view.page is not None:
            self._copies.copy_picture(self._view.page, regions=self._view.regions)

    def save_page(self) -> None:
        """Save the page with its light as a picture, where a person says."""
        page, regions = self._view.page, self._view.regions
        if page is None:
            return
        name = self.tr("{name}, page {number}.png").format(name=PurePath(self._view.path).stem, number=page.number)
        pick_to_save(
            self._view,
            self.tr("Save the page as picture"),
            name,
            lambda path: self._copies.save_picture(page, regions, path),
            self.tr("Pictures (*.png)"),
        )
